#include "child.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

extern char **environ;

/* posix_spawn wants texts that could be written to. */
static char **
copy_arguments(const char *const arguments[])
{
    size_t count = 0;
    while (arguments[count])
        count++;
    char **copies = calloc(count + 1, sizeof *copies);
    for (size_t i = 0; copies && i < count; i++)
        copies[i] = strdup(arguments[i]);
    return copies;
}

static void
free_arguments(char **copies)
{
    for (size_t i = 0; copies && copies[i]; i++)
        free(copies[i]);
    free(copies);
}

static int
spawn(const char *const arguments[], const char *output_path, const char *error_path, pid_t *child)
{
    const int writing = O_WRONLY | O_CREAT | O_TRUNC;
    posix_spawn_file_actions_t actions;
    char **copies = copy_arguments(arguments);
    int failed = copies ? posix_spawn_file_actions_init(&actions) : ENOMEM;
    if (failed) {
        free_arguments(copies);
        return failed;
    }
    failed = posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    if (!failed)
        failed = posix_spawn_file_actions_addopen(&actions, 1, output_path, writing, 0600);
    if (!failed)
        failed = posix_spawn_file_actions_addopen(&actions, 2, error_path, writing, 0600);
    if (!failed)
        failed = posix_spawn(child, arguments[0], &actions, NULL, copies, environ);
    posix_spawn_file_actions_destroy(&actions);
    free_arguments(copies);
    return failed;
}

static enum mt_rc
complain(const char *const arguments[], const char *error_path, int status, struct mt_err *err)
{
    char said[300] = "";
    FILE *file = fopen(error_path, "r");
    if (file) {
        said[fread(said, 1, sizeof said - 1, file)] = '\0';
        fclose(file);
    }
    said[strcspn(said, "\n")] = '\0';
    return mt_err_set(err, MT_FAILED, "'%s %s' ended with %d: %s", arguments[0], arguments[1] ? arguments[1] : "",
                      WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status), said);
}

enum mt_rc
bench_child_run(const char *const arguments[], const char *output_path, const char *error_path, struct mt_err *err)
{
    pid_t child;
    int status = 0, failed = spawn(arguments, output_path, error_path, &child);
    if (failed)
        return mt_err_set(err, MT_FAILED, "cannot run '%s': %s", arguments[0], strerror(failed));
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            return mt_err_set(err, MT_FAILED, "cannot wait for '%s': %s", arguments[0], strerror(errno));
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        return complain(arguments, error_path, status, err);
    return MT_OK;
}
