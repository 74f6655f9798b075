#include "ingest/archive.h"

#include <stdlib.h>

#include "ingest/archive_inflate.h"
#include "ingest/archive_name.h"
#include "ingest/archive_zip.h"
#include "ingest/file.h"
#include "ingest/magic.h"
#include "ingest/source.h"
#include "store/base/arena.h"

struct mt_archive {
    struct mt_file file;
    enum mt_container container;
    struct mt_zip *zip;
    size_t count;
    const char **names;
    struct mt_arena arena; /* of the names */
    const struct mt_archive_limits *limits;
    bool (*stop)(void);
};

static enum mt_rc
recognise(struct mt_archive *archive, struct mt_err *err)
{
    char start[8];
    size_t got;
    enum mt_rc rc = mt_file_read(&archive->file, 0, start, sizeof start, &got, err);
    if (rc == MT_OK)
        archive->container = mt_magic_container((struct mt_text){start, got});
    return rc;
}

static enum mt_rc
name_members(struct mt_archive *archive, struct mt_err *err)
{
    struct mt_out shown = MT_OUT_EMPTY;
    bool kept = true;
    for (size_t i = 0; i < archive->count && kept; i++) {
        const struct mt_zip_member *member = mt_zip_member(archive->zip, i);
        struct mt_text copy;
        mt_out_clear(&shown);
        mt_out_string(&shown, archive->file.name);
        mt_out_byte(&shown, '/');
        mt_archive_name_show(member->raw_name, member->name_is_utf8, &shown);
        kept = !shown.failed && mt_arena_copy(&archive->arena, mt_out_view(&shown), &copy);
        if (kept)
            archive->names[i] = copy.at;
    }
    mt_out_release(&shown);
    return kept ? MT_OK : mt_err_memory(err);
}

/* Finds out what the file is and what it holds. */
static enum mt_rc
look_into(struct mt_archive *archive, struct mt_err *err)
{
    enum mt_rc rc = recognise(archive, err);
    archive->count = 1;
    if (rc == MT_OK && archive->container == MT_CONTAINER_ZIP) {
        rc = mt_zip_open(&archive->zip, &archive->file, archive->limits, err);
        if (rc != MT_OK)
            return mt_err_where(err, rc, "cannot read '%.300s'", archive->file.name);
        archive->count = mt_zip_count(archive->zip);
    }
    if (rc != MT_OK)
        return rc;
    archive->names = calloc(archive->count, sizeof *archive->names);
    if (!archive->names)
        return mt_err_memory(err);
    if (archive->zip)
        return name_members(archive, err);
    archive->names[0] = archive->file.name;
    return MT_OK;
}

/* Takes the file over. */
static enum mt_rc
open_file(struct mt_archive **archive, struct mt_file *file, const char *name, const struct mt_archive_limits *limits,
          bool (*stop)(void), struct mt_err *err)
{
    struct mt_text own_name;
    struct mt_archive *opened = calloc(1, sizeof *opened);
    if (!opened) {
        mt_file_close(file);
        return mt_err_memory(err);
    }
    opened->file = *file;
    opened->arena = MT_ARENA_EMPTY;
    opened->limits = limits;
    opened->stop = stop;
    enum mt_rc rc = mt_arena_copy(&opened->arena, mt_text_of(name), &own_name) ? MT_OK : mt_err_memory(err);
    if (rc == MT_OK) {
        opened->file.name = own_name.at;
        rc = look_into(opened, err);
    }
    if (rc == MT_OK)
        *archive = opened;
    else
        mt_archive_close(opened);
    return rc;
}

enum mt_rc
mt_archive_open(struct mt_archive **archive, const char *path, const struct mt_archive_limits *limits,
                bool (*stop)(void), struct mt_err *err)
{
    struct mt_file file;
    const char *name = mt_file_name(path);
    enum mt_rc rc = mt_file_open(&file, path, name, stop, err);
    return rc == MT_OK ? open_file(archive, &file, name, limits, stop, err) : rc;
}

enum mt_rc
mt_archive_open_memory(struct mt_archive **archive, struct mt_text bytes, const char *name,
                       const struct mt_archive_limits *limits, struct mt_err *err)
{
    struct mt_file file = mt_file_of_memory(bytes, name);
    return open_file(archive, &file, name, limits, NULL, err);
}

void
mt_archive_close(struct mt_archive *archive)
{
    if (!archive)
        return;
    mt_zip_close(archive->zip);
    mt_file_close(&archive->file);
    mt_arena_release(&archive->arena);
    free(archive->names);
    free(archive);
}

size_t
mt_archive_count(const struct mt_archive *archive)
{
    return archive->count;
}

const char *
mt_archive_name(const struct mt_archive *archive, size_t index)
{
    return archive->names[index];
}

/* Fills a new temporary file with what the member holds. */
static enum mt_rc
unpack(struct mt_archive *archive, size_t index, struct mt_file *unpacked, struct mt_err *err)
{
    struct mt_file made;
    int64_t expected_bytes = -1;
    enum mt_rc rc = MT_OK;
    if (archive->zip) {
        rc = mt_zip_check(archive->zip, index, err);
        expected_bytes = mt_zip_member(archive->zip, index)->unpacked_bytes;
    }
    if (rc == MT_OK)
        rc = mt_file_make(&made, archive->names[index], expected_bytes, err);
    if (rc != MT_OK)
        return rc;
    if (archive->zip)
        rc = mt_zip_unpack(archive->zip, index, archive->stop, &made, err);
    else
        rc = mt_inflate_gzip(&archive->file, archive->limits, archive->stop, &made, err);
    if (rc == MT_OK)
        rc = mt_file_unchanged(&archive->file, err);
    if (rc == MT_OK)
        *unpacked = made;
    else
        mt_file_close(&made);
    return rc;
}

enum mt_rc
mt_archive_file(struct mt_archive *archive, size_t index, struct mt_file *file, struct mt_err *err)
{
    if (archive->container == MT_CONTAINER_NONE)
        return mt_file_share(&archive->file, file, err);
    enum mt_rc rc = unpack(archive, index, file, err);
    if (rc == MT_FAILED)
        mt_err_where(err, rc, "cannot read '%.300s'", archive->names[index]);
    return rc;
}

enum mt_rc
mt_archive_source(struct mt_archive *archive, size_t index, enum mt_encoding encoding, struct mt_source **source,
                  struct mt_err *err)
{
    struct mt_file file;
    enum mt_rc rc = mt_archive_file(archive, index, &file, err);
    return rc == MT_OK ? mt_source_open_file(source, &file, archive->names[index], mt_file_modified_us(&archive->file),
                                             encoding, archive->stop, err)
                       : rc;
}
