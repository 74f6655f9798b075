#include "ingest/cmd_files.h"

#include <dirent.h>
#include <errno.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "ingest/archive_name.h"

static enum mt_rc
add_path(struct mt_file_list *list, const char *path, struct mt_err *err)
{
    if (list->count == list->room) {
        size_t room = list->room ? 2 * list->room : 64;
        char **paths = realloc(list->paths, room * sizeof *paths);
        if (!paths)
            return mt_err_memory(err);
        list->paths = paths;
        list->room = room;
    }
    size_t len = strlen(path) + 1;
    char *copy = malloc(len);
    if (!copy)
        return mt_err_memory(err);
    memcpy(copy, path, len);
    list->paths[list->count++] = copy;
    return MT_OK;
}

void
mt_file_list_release(struct mt_file_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        free(list->paths[i]);
    free(list->paths);
}

static int
by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The files of a folder, by name; folders inside it, hidden files and what file managers leave behind are left alone,
 * as they are in archives. */
static enum mt_rc
add_folder(struct mt_file_list *list, const char *path, struct mt_err *err)
{
    DIR *folder = opendir(path);
    if (!folder)
        return mt_err_set(err, MT_FAILED, "cannot read the folder '%s': %s", path, strerror(errno));
    enum mt_rc rc = MT_OK;
    size_t first = list->count;
    while (rc == MT_OK) {
        char full[4096];
        struct stat found;
        errno = 0;
        struct dirent *entry = readdir(folder);
        if (!entry && errno)
            rc = mt_err_set(err, MT_FAILED, "cannot read the folder '%s': %s", path, strerror(errno));
        if (!entry)
            break;
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0 ||
            mt_archive_name_is_junk(mt_text_of(entry->d_name)))
            continue;
        int len = snprintf(full, sizeof full, "%s/%s", path, entry->d_name);
        /* What cannot be looked at is not passed over: reading it will say why. */
        bool is_seen = len > 0 && (size_t)len < sizeof full && stat(full, &found) == 0;
        if (!is_seen || S_ISREG(found.st_mode))
            rc = add_path(list, full, err);
    }
    closedir(folder);
    if (list->count > first)
        qsort(list->paths + first, list->count - first, sizeof *list->paths, by_name);
    return rc;
}

/* A pattern that no shell has expanded (quoted, or from a scheduler). */
static enum mt_rc
add_pattern(struct mt_file_list *list, const char *pattern, struct mt_err *err)
{
    glob_t found;
    enum mt_rc rc = MT_OK;
    int result = glob(pattern, GLOB_ERR, NULL, &found);
    if (result == GLOB_ABORTED)
        return mt_err_set(err, MT_FAILED, "cannot read a folder of '%s': %s", pattern, strerror(errno));
    if (result != 0)
        return result == GLOB_NOSPACE ? mt_err_memory(err)
                                      : mt_err_set(err, MT_FAILED, "no file matches '%s'", pattern);
    for (size_t i = 0; i < found.gl_pathc && rc == MT_OK; i++)
        rc = add_path(list, found.gl_pathv[i], err);
    globfree(&found);
    return rc;
}

enum mt_rc
mt_file_list_collect(struct mt_file_list *list, const struct mt_arguments *arguments, struct mt_err *err)
{
    enum mt_rc rc = MT_OK;
    for (size_t i = 0; i < arguments->operand_count && rc == MT_OK; i++) {
        const char *path = arguments->operands[i];
        struct stat found;
        bool exists = stat(path, &found) == 0;
        if (exists && S_ISDIR(found.st_mode))
            rc = add_folder(list, path, err);
        else if (!exists && strpbrk(path, "*?["))
            rc = add_pattern(list, path, err);
        else
            rc = add_path(list, path, err);
    }
    if (rc == MT_OK && list->count == 0)
        rc = mt_err_set(err, MT_FAILED, "there are no files in '%s'", arguments->operands[0]);
    return rc;
}
