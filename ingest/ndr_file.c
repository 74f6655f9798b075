#include "ingest/ndr_file.h"

#include <nettle/sha2.h>

enum { START_BYTES = 64 * 1024 };

static enum mt_rc
read_whole(const struct mt_file *from, struct mt_ndr_file *file, struct mt_text *bytes, struct mt_err *err)
{
    size_t size = (size_t)from->size, got = 0;
    if (from->size > MT_MIME_BYTES)
        return mt_err_set(err, MT_FAILED, "is larger than the %d MB that a file of mails may have",
                          MT_MIME_BYTES / 1024 / 1024);
    char *room = mt_arena_take(&file->arena, size + 1);
    if (!room)
        return mt_err_memory(err);
    enum mt_rc rc = mt_file_read(from, 0, room, size, &got, err);
    *bytes = (struct mt_text){room, got};
    return rc;
}

static void
find_newest(struct mt_ndr_file *file)
{
    file->newest_us = MT_MOMENT_UNKNOWN;
    for (size_t i = 0; i < file->list.count; i++)
        if (file->list.ndrs[i].date_us != MT_MOMENT_UNKNOWN && file->list.ndrs[i].date_us > file->newest_us)
            file->newest_us = file->list.ndrs[i].date_us;
}

enum mt_rc
mt_ndr_file_read(const struct mt_file *from, struct mt_ndr_file *file, bool *likely, struct mt_err *err)
{
    struct mt_text bytes;
    size_t got = 0;
    *file = (struct mt_ndr_file){.arena = MT_ARENA_EMPTY, .bytes = from->size};
    char *start = mt_arena_take(&file->arena, START_BYTES);
    enum mt_rc rc = start ? mt_file_read(from, 0, start, START_BYTES, &got, err) : mt_err_memory(err);
    *likely = rc == MT_OK && mt_ndrs_likely((struct mt_text){start, got});
    if (rc == MT_OK && *likely)
        rc = read_whole(from, file, &bytes, err);
    if (rc == MT_OK && *likely) {
        struct sha256_ctx state;
        sha256_init(&state);
        sha256_update(&state, bytes.len, (const uint8_t *)bytes.at);
        sha256_digest(&state, sizeof file->sha256, file->sha256);
        rc = mt_ndrs_read(bytes, &file->arena, &file->list, err);
    }
    if (rc == MT_OK && *likely)
        find_newest(file);
    if (rc != MT_OK)
        mt_ndr_file_release(file);
    return rc;
}

void
mt_ndr_file_release(struct mt_ndr_file *file)
{
    mt_arena_release(&file->arena);
    *file = (struct mt_ndr_file){.arena = MT_ARENA_EMPTY};
}
