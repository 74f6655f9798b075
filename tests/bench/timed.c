/* Runs a program to its end and prints what it cost: processor time, time on the wall, the most memory it had. The
 * program's output goes to a file, so that it can be asked whether it did what it should.
 *
 *   timed OUTPUT-FILE PROGRAM ARGUMENT...     prints "CPU-SECONDS WALL-SECONDS KIBIBYTES", ends as the program did
 *
 * The child is this small program's only one, so that the figures are its own and those of what it started. */

#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double
seconds(struct timeval time)
{
    return (double)time.tv_sec + (double)time.tv_usec * 1e-6;
}

int
main(int argument_count, char **arguments)
{
    extern char **environ;
    posix_spawn_file_actions_t actions;
    struct timespec before, after;
    struct rusage used;
    pid_t child;
    int status = 0;
    if (argument_count < 3) {
        fprintf(stderr, "timed OUTPUT-FILE PROGRAM ARGUMENT...\n");
        return 2;
    }
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, arguments[1], O_WRONLY | O_CREAT | O_TRUNC, 0666);
    clock_gettime(CLOCK_MONOTONIC, &before);
    if (posix_spawnp(&child, arguments[2], &actions, NULL, arguments + 2, environ) != 0 ||
        waitpid(child, &status, 0) != child || getrusage(RUSAGE_CHILDREN, &used) != 0) {
        fprintf(stderr, "timed: cannot run %s\n", arguments[2]);
        return 127;
    }
    clock_gettime(CLOCK_MONOTONIC, &after);
    posix_spawn_file_actions_destroy(&actions);
    double wall = (double)(after.tv_sec - before.tv_sec) + (double)(after.tv_nsec - before.tv_nsec) * 1e-9;
    printf("%.3f %.3f %ld\n", seconds(used.ru_utime) + seconds(used.ru_stime), wall, used.ru_maxrss);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}
