/* Runs a program and prints its time and memory: "12.3 s, 11.9 s of it computing, 45 MB at most". What the program says
 * goes to a file, and what it complains of to another beside it. */

#include <stdio.h>
#include <sys/resource.h>
#include <time.h>

#include "child.h"

int
main(int argument_count, char **arguments)
{
    struct timespec before, after;
    struct rusage used;
    struct mt_err err;
    const char *command[64] = {NULL};
    char complaints[1024];
    if (argument_count < 3 || argument_count - 2 >= 64 ||
        snprintf(complaints, sizeof complaints, "%s.err", arguments[1]) >= (int)sizeof complaints) {
        fprintf(stderr, "measure OUTPUT-FILE PROGRAM ARGUMENT...\n");
        return 2;
    }
    for (int i = 2; i < argument_count; i++)
        command[i - 2] = arguments[i];
    clock_gettime(CLOCK_MONOTONIC, &before);
    enum mt_rc rc = bench_child_run(command, arguments[1], complaints, &err);
    clock_gettime(CLOCK_MONOTONIC, &after);
    if (rc != MT_OK || getrusage(RUSAGE_CHILDREN, &used) != 0) {
        fprintf(stderr, "measure: %s\n", rc != MT_OK ? err.text : "the system does not tell");
        return 1;
    }
    double wall = (double)(after.tv_sec - before.tv_sec) + (double)(after.tv_nsec - before.tv_nsec) * 1e-9;
    double computing = (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
                       (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) * 1e-6;
    printf("%.1f s, %.1f s of it computing, %ld MB at most\n", wall, computing, used.ru_maxrss / 1024);
    return 0;
}
