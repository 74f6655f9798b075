/* Any bytes in any encoding become well-formed UTF-8, and the same text however little room there is at a time. The
 * first byte picks the encoding. */

#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "ingest/source.h"
#include "store/base/out.h"

static void
demand(bool holds)
{
    if (!holds)
        abort();
}

/* Decodes in pieces: `feed` bytes of input and `room_bytes` of room at a time. */
static uint64_t
decode(enum mt_encoding encoding, struct mt_text bytes, size_t feed, size_t room_bytes, struct mt_out *out)
{
    char room[4096];
    uint64_t repaired = 0;
    size_t known = 0, taken = 0;
    while (taken < bytes.len) {
        known = known + feed < bytes.len ? known + feed : bytes.len;
        struct mt_text rest = {bytes.at + taken, known - taken};
        struct mt_decoded decoded = mt_encoding_decode(encoding, rest, known == bytes.len, room, room_bytes);
        demand(decoded.made <= room_bytes && decoded.taken <= rest.len);
        demand(decoded.taken > 0 || known < bytes.len || rest.len == 0);
        demand(mt_text_valid_utf8((struct mt_text){room, decoded.made}, false));
        mt_out_text(out, (struct mt_text){room, decoded.made});
        repaired += decoded.repaired;
        taken += decoded.taken;
    }
    return repaired;
}

static void
check_source(struct mt_text bytes, enum mt_encoding encoding)
{
    struct mt_source *source;
    struct mt_err err;
    struct mt_out text = MT_OUT_EMPTY;
    char room[64];
    size_t got = 1;
    if (mt_source_open_memory(&source, bytes, "fuzz", encoding, &err) != MT_OK)
        return;
    while (got) {
        demand(mt_source_read(source, room, sizeof room, &got, &err) == MT_OK);
        mt_out_text(&text, (struct mt_text){room, got});
    }
    demand(mt_source_consumed(source) == (int64_t)bytes.len);
    /* Whatever way was taken: the text and the count are those of plain decoding. */
    const struct mt_source_facts *facts = mt_source_facts(source);
    enum mt_encoding marked;
    size_t mark_bytes = facts->has_mark ? mt_encoding_mark(bytes, &marked) : 0;
    struct mt_text behind = {bytes.at + mark_bytes, bytes.len - mark_bytes};
    struct mt_out plain = MT_OUT_EMPTY;
    demand(decode(facts->encoding, behind, behind.len, 4096, &plain) == facts->repaired);
    demand(mt_text_equal(mt_out_view(&plain), mt_out_view(&text)));
    mt_out_release(&plain);
    demand(mt_text_valid_utf8(mt_out_view(&text), false) && (!text.len || !memchr(text.bytes, '\0', text.len)));
    mt_out_release(&text);
    mt_source_close(source);
}

/* What is called plain UTF-16 needs no repair and holds no NUL. */
static void
check_plain(struct mt_text bytes, bool is_big)
{
    struct mt_out text = MT_OUT_EMPTY;
    enum mt_encoding encoding = is_big ? MT_ENCODING_UTF16BE : MT_ENCODING_UTF16LE;
    struct mt_text plain = {bytes.at, mt_encoding_utf16_plain(bytes, is_big)};
    demand(plain.len <= bytes.len && plain.len % 8 == 0);
    if (plain.len)
        demand(decode(encoding, plain, plain.len, 4096, &text) == 0 && !memchr(text.bytes, '\0', text.len));
    mt_out_release(&text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const enum mt_encoding encodings[] = {MT_ENCODING_DETECT, MT_ENCODING_UTF8, MT_ENCODING_UTF16LE,
                                                 MT_ENCODING_UTF16BE, MT_ENCODING_CP1252};
    struct mt_out whole = MT_OUT_EMPTY, pieces = MT_OUT_EMPTY;
    if (size == 0)
        return 0;
    enum mt_encoding encoding = encodings[data[0] % (sizeof encodings / sizeof *encodings)];
    struct mt_text bytes = {(const char *)data + 1, size - 1};
    check_plain(bytes, false);
    check_plain(bytes, true);
    uint64_t once = decode(encoding, bytes, size, 4096, &whole);
    uint64_t piecewise = decode(encoding, bytes, 1, 4, &pieces);
    demand(once == piecewise && whole.len == pieces.len);
    demand(whole.len == 0 || memcmp(whole.bytes, pieces.bytes, whole.len) == 0);
    mt_out_release(&whole);
    mt_out_release(&pieces);
    check_source(bytes, encoding);
    return 0;
}
