#include "reports/zip_write.h"

#include <string.h>

#include <zlib.h>

enum {
    MEMBER_SIGNATURE = 0x04034B50,
    ENTRY_SIGNATURE = 0x02014B50,
    END_SIGNATURE = 0x06054B50,
    VERSION = 20, /* needed to unpack: deflate and folders */
    DEFLATED = 8,
    NO_TIME = 0x00210000, /* 1980-01-01 00:00, the first moment that the format can say */
    MOST_FILES = 0xFFFF,
};

/* What a member's header and its entry in the list at the end have in common. */
struct member {
    const char *name;
    uint32_t at, crc, packed, size;
};

/* Little endian. */
static void
put(struct mt_out *out, uint32_t value, int bytes)
{
    for (int i = 0; i < bytes; i++)
        mt_out_byte(out, (char)(value >> (8 * i) & 0xFF));
}

static void
put_fields(struct mt_out *out, const struct member *member)
{
    put(out, VERSION, 2);
    put(out, 0, 2); /* flags */
    put(out, DEFLATED, 2);
    put(out, NO_TIME, 4);
    put(out, member->crc, 4);
    put(out, member->packed, 4);
    put(out, member->size, 4);
    put(out, (uint32_t)strlen(member->name), 2);
    put(out, 0, 2); /* extra field */
}

static void
put_member(struct mt_out *out, const struct member *member, struct mt_text packed)
{
    put(out, MEMBER_SIGNATURE, 4);
    put_fields(out, member);
    mt_out_string(out, member->name);
    mt_out_text(out, packed);
}

static void
put_entry(struct mt_out *list, const struct member *member)
{
    put(list, ENTRY_SIGNATURE, 4);
    put(list, VERSION, 2); /* made by: what says nothing of rights */
    put_fields(list, member);
    put(list, 0, 2); /* comment */
    put(list, 0, 2); /* disk */
    put(list, 0, 2); /* kind of content */
    put(list, 0, 4); /* attributes */
    put(list, member->at, 4);
    mt_out_string(list, member->name);
}

static void
put_end(struct mt_out *out, size_t files, size_t list_at, size_t list_len)
{
    put(out, END_SIGNATURE, 4);
    put(out, 0, 4); /* disks */
    put(out, (uint32_t)files, 2);
    put(out, (uint32_t)files, 2);
    put(out, (uint32_t)list_len, 4);
    put(out, (uint32_t)list_at, 4);
    put(out, 0, 2); /* comment */
}

/* Text is packed to a fraction; pictures are packed already, and it costs nothing to try. */
static enum mt_rc
pack(struct mt_out *packed, struct mt_text content, struct mt_err *err)
{
    enum { MEMORY = 8 };
    unsigned char part[16384];
    z_stream stream = {.zalloc = Z_NULL};
    if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, -MAX_WBITS, MEMORY, Z_DEFAULT_STRATEGY) != Z_OK)
        return mt_err_memory(err);
    /* zlib reads through a pointer that could write. */
    memcpy(&stream.next_in, &content.at, sizeof content.at);
    stream.avail_in = (uInt)content.len;
    int rc;
    do {
        stream.next_out = part;
        stream.avail_out = sizeof part;
        rc = deflate(&stream, Z_FINISH);
        mt_out_text(packed, (struct mt_text){(const char *)part, sizeof part - stream.avail_out});
    } while (rc == Z_OK);
    deflateEnd(&stream);
    return rc == Z_STREAM_END && !packed->failed ? MT_OK : mt_err_memory(err);
}

static uint32_t
sum_of(struct mt_text content)
{
    return (uint32_t)crc32(crc32(0, Z_NULL, 0), (const Bytef *)content.at, (uInt)content.len);
}

static enum mt_rc
too_large(struct mt_err *err)
{
    return mt_err_set(err, MT_FAILED, "the report is too large for a zip archive: write it to a folder instead");
}

static enum mt_rc
add(struct mt_out *out, struct mt_out *list, const struct mt_report_file *file, struct mt_err *err)
{
    struct mt_text content = mt_out_view(&file->bytes);
    struct mt_out packed = MT_OUT_EMPTY;
    if (content.len > UINT32_MAX || strlen(file->name) > UINT16_MAX)
        return too_large(err);
    enum mt_rc rc = pack(&packed, content, err);
    if (rc == MT_OK && (packed.len > UINT32_MAX || out->len > UINT32_MAX))
        rc = too_large(err);
    if (rc == MT_OK) {
        struct member member = {
            .name = file->name,
            .at = (uint32_t)out->len,
            .crc = sum_of(content),
            .packed = (uint32_t)packed.len,
            .size = (uint32_t)content.len,
        };
        put_member(out, &member, mt_out_view(&packed));
        put_entry(list, &member);
    }
    mt_out_release(&packed);
    return rc;
}

enum mt_rc
mt_zip_write(struct mt_out *out, const struct mt_files *files, struct mt_err *err)
{
    struct mt_out list = MT_OUT_EMPTY;
    enum mt_rc rc = files->count > MOST_FILES ? too_large(err) : MT_OK;
    for (size_t i = 0; i < files->count && rc == MT_OK; i++)
        rc = add(out, &list, &files->list[i], err);
    size_t at = out->len;
    if (rc == MT_OK && (at > UINT32_MAX || list.len > UINT32_MAX))
        rc = too_large(err);
    if (rc == MT_OK) {
        mt_out_text(out, mt_out_view(&list));
        put_end(out, files->count, at, list.len);
        if (out->failed || list.failed)
            rc = mt_err_memory(err);
    }
    mt_out_release(&list);
    return rc;
}
