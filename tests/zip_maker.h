#ifndef MT_TESTS_ZIP_MAKER_H
#define MT_TESTS_ZIP_MAKER_H

/* ZIP archives written by hand, so that each field can be wrong. The layout is that of PKWARE's APPNOTE, 4.3. */

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "store/base/out.h"

enum { ZIP_STORED = 0, ZIP_DEFLATED = 8, ZIP_DESCRIPTOR = 1 << 3, ZIP_UTF8 = 1 << 11, ZIP_UNIX = 3 << 8 };

struct zip_part {
    struct mt_text name, content;
    unsigned method, flags, made_by;
    uint32_t attributes;
    uint32_t wrong_crc;  /* added to the checksum */
    uint64_t wrong_size; /* added to the unpacked size */
    bool zip64;          /* the sizes stand in an extra field */
};

struct zip_maker {
    struct mt_out bytes, list;
    unsigned count;
};

static void
zip_number(struct mt_out *out, uint64_t value, int width)
{
    for (int i = 0; i < width; i++)
        mt_out_byte(out, (char)(value >> (8 * i) & 0xFF));
}

/* What `content` is in an archive. */
static void
zip_pack(struct mt_out *out, struct mt_text content, unsigned method)
{
    if (method != ZIP_DEFLATED) {
        mt_out_text(out, content);
        return;
    }
    z_stream stream = {.zalloc = NULL};
    uLong room = compressBound(content.len) + 64;
    unsigned char *packed = malloc(room), *copy = malloc(content.len + 1);
    if (!packed || !copy || deflateInit2(&stream, 9, Z_DEFLATED, -MAX_WBITS, 9, Z_DEFAULT_STRATEGY) != Z_OK)
        abort();
    if (content.len)
        memcpy(copy, content.at, content.len);
    stream.next_in = copy;
    stream.avail_in = (uInt)content.len;
    stream.next_out = packed;
    stream.avail_out = (uInt)room;
    if (deflate(&stream, Z_FINISH) != Z_STREAM_END)
        abort();
    mt_out_text(out, (struct mt_text){(char *)packed, stream.total_out});
    deflateEnd(&stream);
    free(copy);
    free(packed);
}

/* From "version needed" to the length of the extra field, which the header and the list have in common. */
static void
zip_fields(struct mt_out *out, const struct zip_part *part, bool later, uint32_t crc, size_t packed)
{
    uint64_t size = part->content.len + part->wrong_size;
    zip_number(out, part->zip64 ? 45 : 20, 2);
    zip_number(out, part->flags, 2);
    zip_number(out, part->method, 2);
    zip_number(out, 0x5B6A6000, 4); /* date and time */
    zip_number(out, later ? 0 : crc, 4);
    zip_number(out, later ? 0 : part->zip64 ? UINT32_MAX : packed, 4);
    zip_number(out, later ? 0 : part->zip64 ? UINT32_MAX : size, 4);
    zip_number(out, part->name.len, 2);
    zip_number(out, part->zip64 ? 20 : 0, 2);
}

static void
zip_extra(struct mt_out *out, const struct zip_part *part, size_t packed)
{
    if (!part->zip64)
        return;
    zip_number(out, 1, 2);
    zip_number(out, 16, 2);
    zip_number(out, part->content.len + part->wrong_size, 8);
    zip_number(out, packed, 8);
}

static void
zip_add(struct zip_maker *maker, struct zip_part part)
{
    struct mt_out packed = MT_OUT_EMPTY;
    size_t at = maker->bytes.len;
    bool later = part.flags & ZIP_DESCRIPTOR;
    uint32_t crc = (uint32_t)crc32(0, (const Bytef *)part.content.at, (uInt)part.content.len) + part.wrong_crc;
    zip_pack(&packed, part.content, part.method);

    zip_number(&maker->bytes, 0x04034B50, 4);
    zip_fields(&maker->bytes, &part, later, crc, packed.len);
    mt_out_text(&maker->bytes, part.name);
    zip_extra(&maker->bytes, &part, packed.len);
    mt_out_text(&maker->bytes, mt_out_view(&packed));
    if (later) {
        zip_number(&maker->bytes, 0x08074B50, 4);
        zip_number(&maker->bytes, crc, 4);
        zip_number(&maker->bytes, packed.len, 4);
        zip_number(&maker->bytes, part.content.len, 4);
    }

    zip_number(&maker->list, 0x02014B50, 4);
    zip_number(&maker->list, part.made_by, 2);
    zip_fields(&maker->list, &part, false, crc, packed.len);
    zip_number(&maker->list, 0, 2 + 2 + 2); /* comment, disk, kind of content */
    zip_number(&maker->list, part.attributes, 4);
    zip_number(&maker->list, at, 4);
    mt_out_text(&maker->list, part.name);
    zip_extra(&maker->list, &part, packed.len);
    maker->count++;
    mt_out_release(&packed);
}

/* Puts the list behind the members and what ends an archive behind the list. */
static struct mt_text
zip_finish(struct zip_maker *maker)
{
    size_t at = maker->bytes.len;
    mt_out_text(&maker->bytes, mt_out_view(&maker->list));
    zip_number(&maker->bytes, 0x06054B50, 4);
    zip_number(&maker->bytes, 0, 4);
    zip_number(&maker->bytes, maker->count, 2);
    zip_number(&maker->bytes, maker->count, 2);
    zip_number(&maker->bytes, maker->list.len, 4);
    zip_number(&maker->bytes, at, 4);
    zip_number(&maker->bytes, 0, 2);
    return mt_out_view(&maker->bytes);
}

static void
zip_release(struct zip_maker *maker)
{
    mt_out_release(&maker->bytes);
    mt_out_release(&maker->list);
}

#endif
