#include "reports/files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "reports/zip_write.h"

/* Relative, of parts that are neither empty nor "." nor "..". */
static bool
is_safe(const char *name)
{
    struct mt_text rest = mt_text_of(name);
    if (rest.len == 0)
        return false;
    while (mt_text_known(rest)) {
        struct mt_text part = mt_text_cut(&rest, '/');
        if (part.len == 0 || mt_text_is(part, ".") || mt_text_is(part, ".."))
            return false;
    }
    return true;
}

static enum mt_rc
check_names(const struct mt_files *files, struct mt_err *err)
{
    for (size_t i = 0; i < files->count; i++) {
        if (!is_safe(files->list[i].name))
            return mt_err_set(err, MT_FAILED, "'%.120s' is no name for a file of a report", files->list[i].name);
        if (files->list[i].bytes.failed)
            return mt_err_memory(err);
    }
    return MT_OK;
}

static enum mt_rc
cannot(struct mt_err *err, const char *path)
{
    return mt_err_set(err, MT_FAILED, "cannot write '%.500s': %s", path, strerror(errno));
}

/* ---- a folder ----
 *
 * Everything is first written into a folder under another name. When there was none of that name, this becomes it;
 * otherwise its files are moved over, each in one step. */

struct saving {
    const struct mt_files *files;
    struct mt_arena *arena;
    const char *path;  /* without '/' at its end */
    const char *draft; /* the folder that is being filled */
    struct mt_err *err;
};

/* FOLDER/NAME in the arena; NULL when memory ran out. */
static char *
joined(const struct saving *saving, const char *folder, const char *name)
{
    size_t folder_len = strlen(folder), name_len = strlen(name);
    char *path = mt_arena_take(saving->arena, folder_len + name_len + 2);
    if (!path) {
        mt_err_memory(saving->err);
        return NULL;
    }
    memcpy(path, folder, folder_len);
    path[folder_len] = '/';
    memcpy(path + folder_len + 1, name, name_len + 1);
    return path;
}

/* Makes the folders between `folder` and the file `name` in it. */
static enum mt_rc
make_parents(const struct saving *saving, const char *folder, const char *name)
{
    char *path = joined(saving, folder, name);
    if (!path)
        return MT_FAILED;
    for (char *at = path + strlen(folder) + 1; (at = strchr(at, '/')) != NULL; *at++ = '/') {
        *at = '\0';
        if (mkdir(path, 0777) != 0 && errno != EEXIST)
            return cannot(saving->err, path);
    }
    return MT_OK;
}

static enum mt_rc
write_file(const struct saving *saving, const struct mt_report_file *file)
{
    struct mt_err *err = saving->err;
    const char *path = joined(saving, saving->draft, file->name), *shown = joined(saving, saving->path, file->name);
    if (!path || !shown)
        return MT_FAILED;
    int opened = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (opened < 0)
        return cannot(err, shown);
    char name[600];
    snprintf(name, sizeof name, "'%.500s'", shown);
    enum mt_rc rc = mt_out_send(&file->bytes, opened, name, err);
    if (close(opened) != 0 && rc == MT_OK)
        rc = cannot(err, shown);
    return rc;
}

static enum mt_rc
write_draft(const struct saving *saving)
{
    enum mt_rc rc = MT_OK;
    for (size_t i = 0; i < saving->files->count && rc == MT_OK; i++) {
        rc = make_parents(saving, saving->draft, saving->files->list[i].name);
        if (rc == MT_OK)
            rc = write_file(saving, &saving->files->list[i]);
    }
    return rc;
}

static enum mt_rc
move_over(const struct saving *saving)
{
    for (size_t i = 0; i < saving->files->count; i++) {
        const char *name = saving->files->list[i].name;
        enum mt_rc rc = make_parents(saving, saving->path, name);
        if (rc != MT_OK)
            return rc;
        const char *from = joined(saving, saving->draft, name), *to = joined(saving, saving->path, name);
        if (!from || !to)
            return MT_FAILED;
        if (rename(from, to) != 0)
            return cannot(saving->err, to);
    }
    return MT_OK;
}

/* What is left of the draft: nothing more than the files and the folders they stand in. */
static void
remove_draft(const struct saving *saving)
{
    struct mt_err ignored;
    const struct saving quiet = {saving->files, saving->arena, saving->path, saving->draft, &ignored};
    for (size_t i = 0; i < saving->files->count; i++) {
        char *path = joined(&quiet, saving->draft, saving->files->list[i].name);
        if (!path)
            continue;
        unlink(path);
        for (char *at; (at = strrchr(path + strlen(saving->draft) + 1, '/')) != NULL;) {
            *at = '\0';
            rmdir(path);
        }
    }
    rmdir(saving->draft);
}

static enum mt_rc
save_draft(struct saving *saving, char *draft, bool exists)
{
    if (!mkdtemp(draft))
        return cannot(saving->err, saving->path);
    saving->draft = draft;
    enum mt_rc rc = write_draft(saving);
    /* mkdtemp makes the folder private; a report is as readable as any file the user makes. */
    mode_t mask = umask(0);
    umask(mask);
    if (rc == MT_OK && !exists && (chmod(draft, 0777 & ~mask) != 0 || rename(draft, saving->path) != 0))
        rc = cannot(saving->err, saving->path);
    else if (rc == MT_OK && exists)
        rc = move_over(saving);
    if (rc != MT_OK || exists)
        remove_draft(saving);
    return rc;
}

enum mt_rc
mt_files_save_folder(const struct mt_files *files, const char *path, struct mt_err *err)
{
    struct mt_arena arena = MT_ARENA_EMPTY;
    struct stat found;
    enum mt_rc rc = check_names(files, err);
    if (rc != MT_OK)
        return rc;
    size_t len = strlen(path);
    while (len > 1 && path[len - 1] == '/')
        len--;
    if (len == 0)
        return mt_err_set(err, MT_FAILED, "a folder needs a name");
    struct mt_text own = MT_TEXT_UNKNOWN;
    if (!mt_arena_copy(&arena, (struct mt_text){path, len}, &own)) {
        mt_arena_release(&arena);
        return mt_err_memory(err);
    }
    struct saving saving = {files, &arena, own.at, NULL, err};
    bool exists = stat(own.at, &found) == 0;
    char *draft = NULL;
    if (exists && !S_ISDIR(found.st_mode)) {
        rc = mt_err_set(err, MT_FAILED, "'%.500s' is a file, not a folder", own.at);
        goto out;
    }
    /* Beside the folder, or in it when it is there: both are on the file system that it is on. */
    draft = malloc(len + sizeof "/.XXXXXX");
    if (!draft) {
        rc = mt_err_memory(err);
        goto out;
    }
    memcpy(draft, own.at, len);
    strcpy(draft + len, exists ? "/.XXXXXX" : ".XXXXXX");
    rc = save_draft(&saving, draft, exists);
out:
    free(draft);
    mt_arena_release(&arena);
    return rc;
}

/* ---- an archive ---- */

enum mt_rc
mt_files_save_zip(const struct mt_files *files, const char *path, struct mt_err *err)
{
    struct mt_out archive = MT_OUT_EMPTY;
    enum mt_rc rc = check_names(files, err);
    if (rc == MT_OK)
        rc = mt_zip_write(&archive, files, err);
    if (rc == MT_OK)
        rc = mt_out_save(&archive, path, err);
    mt_out_release(&archive);
    return rc;
}
