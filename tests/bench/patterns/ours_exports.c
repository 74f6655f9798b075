/* The program as people use it, in a folder of its own. */

#include "ours.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "child.h"

enum { PATH_ROOM = 1024, EXPORTS_MOST = 32 };

static double
seconds_used(int who)
{
    struct rusage used;
    if (getrusage(who, &used) != 0)
        return 0;
    return (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
           (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) * 1e-6;
}

double
bench_seconds_of_process(void)
{
    return seconds_used(RUSAGE_SELF);
}

double
bench_seconds_of_children(void)
{
    return seconds_used(RUSAGE_CHILDREN);
}

/* ---- the folder ---- */

struct folder {
    char path[PATH_ROOM];
    char database[PATH_ROOM], providers[PATH_ROOM], said[PATH_ROOM], complained[PATH_ROOM];
    char exports[EXPORTS_MOST][PATH_ROOM];
    size_t export_count;
};

/* By way of a room of its own: `path` may lie in the folder's struct, too. */
static enum mt_rc
join(const struct folder *folder, const char *name, char path[PATH_ROOM], struct mt_err *err)
{
    char joined[PATH_ROOM];
    if (snprintf(joined, sizeof joined, "%s/%s", folder->path, name) >= (int)sizeof joined)
        return mt_err_set(err, MT_FAILED, "'%.300s' is too long for a path", folder->path);
    memcpy(path, joined, sizeof joined);
    return MT_OK;
}

static enum mt_rc
open_folder(struct folder *folder, struct mt_err *err)
{
    const char *above = getenv("TMPDIR");
    folder->export_count = 0;
    int len = snprintf(folder->path, PATH_ROOM, "%s/bench-findings-XXXXXX", above && *above ? above : "/tmp");
    if (len >= PATH_ROOM - 300 || !mkdtemp(folder->path)) {
        mt_err_set(err, MT_FAILED, "cannot make a folder '%s': %s", folder->path, strerror(errno));
        folder->path[0] = '\0';
        return MT_FAILED;
    }
    enum mt_rc rc = join(folder, "mail.db", folder->database, err);
    if (rc == MT_OK)
        rc = join(folder, "providers.tsv", folder->providers, err);
    if (rc == MT_OK)
        rc = join(folder, "output", folder->said, err);
    return rc == MT_OK ? join(folder, "error", folder->complained, err) : rc;
}

/* Nothing in it is a folder. */
static void
remove_folder(const struct folder *folder)
{
    DIR *directory = folder->path[0] ? opendir(folder->path) : NULL;
    if (!directory)
        return;
    char path[PATH_ROOM];
    struct mt_err ignored;
    for (const struct dirent *entry; (entry = readdir(directory));)
        if (entry->d_name[0] != '.' && join(folder, entry->d_name, path, &ignored) == MT_OK)
            unlink(path);
    closedir(directory);
    rmdir(folder->path);
}

static int
compare_paths(const void *a, const void *b)
{
    return strcmp(a, b);
}

static enum mt_rc
list_exports(struct folder *folder, struct mt_err *err)
{
    DIR *directory = opendir(folder->path);
    if (!directory)
        return mt_err_set(err, MT_FAILED, "cannot read '%s': %s", folder->path, strerror(errno));
    enum mt_rc rc = MT_OK;
    for (const struct dirent *entry; rc == MT_OK && (entry = readdir(directory));) {
        const char *suffix = strrchr(entry->d_name, '.');
        if (!suffix || strcmp(suffix, ".csv") != 0)
            continue;
        if (folder->export_count == EXPORTS_MOST)
            rc = mt_err_set(err, MT_FAILED, "more than %d exports in '%s'", EXPORTS_MOST, folder->path);
        else
            rc = join(folder, entry->d_name, folder->exports[folder->export_count++], err);
    }
    closedir(directory);
    qsort(folder->exports, folder->export_count, sizeof *folder->exports, compare_paths);
    if (rc == MT_OK && folder->export_count == 0)
        rc = mt_err_set(err, MT_FAILED, "no exports in '%s'", folder->path);
    return rc;
}

/* ---- the program ---- */

static enum mt_rc
import(const struct folder *folder, const char *program, struct mt_err *err)
{
    const char *providers[] = {program, "providers", "--db", folder->database, "--add", folder->providers, NULL};
    enum mt_rc rc = bench_child_run(providers, folder->said, folder->complained, err);
    if (rc != MT_OK)
        return rc;
    const char *arguments[EXPORTS_MOST + 8] = {program, "import", "--db", folder->database};
    size_t count = 4;
    for (size_t i = 0; i < folder->export_count; i++)
        arguments[count++] = folder->exports[i];
    return bench_child_run(arguments, folder->said, folder->complained, err);
}

static enum mt_rc
ask(const struct folder *folder, const char *program, struct mt_err *err)
{
    const char *arguments[] = {program, "findings", "--db", folder->database, "--zone", "UTC", "--json", NULL};
    return bench_child_run(arguments, folder->said, folder->complained, err);
}

enum mt_rc
bench_ours_by_exports(const struct mt_planted *planted, const char *program, unsigned exports,
                      struct bench_found *found, struct bench_cost *cost, struct mt_err *err)
{
    struct folder *folder = malloc(sizeof *folder);
    if (!folder)
        return mt_err_memory(err);
    enum mt_rc rc = open_folder(folder, err);
    if (rc == MT_OK)
        rc = mt_planted_write(planted, folder->path, exports, err);
    if (rc == MT_OK)
        rc = list_exports(folder, err);
    double before = bench_seconds_of_children();
    if (rc == MT_OK)
        rc = import(folder, program, err);
    double between = bench_seconds_of_children();
    if (rc == MT_OK)
        rc = ask(folder, program, err);
    cost->import_seconds = between - before;
    cost->seconds = bench_seconds_of_children() - between;
    if (rc == MT_OK)
        rc = bench_read_findings(folder->said, planted, found, err);
    remove_folder(folder);
    free(folder);
    return rc;
}
