#include "ingest/mime_text.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>

#include "ingest/encoding.h"

/* ---- ends of lines ---- */

struct mt_text
mt_mime_lines(struct mt_text bytes, struct mt_arena *arena)
{
    char *at = mt_arena_take(arena, bytes.len + 1);
    size_t len = 0;
    if (!at)
        return MT_TEXT_UNKNOWN;
    for (size_t i = 0; i < bytes.len; i++) {
        char c = bytes.at[i];
        if (c == '\r' && i + 1 < bytes.len && bytes.at[i + 1] == '\n')
            continue;
        at[len++] = c == '\r' ? '\n' : c;
    }
    return (struct mt_text){at, len};
}

/* Control characters would move cursors and hide text wherever the text is shown. */
static struct mt_text
clean(char *at, size_t len)
{
    size_t kept = 0;
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)at[i];
        if (c == '\r')
            c = i + 1 < len && at[i + 1] == '\n' ? 0 : '\n';
        else if (c == '\f' || c == '\v')
            c = '\n';
        if ((c >= ' ' && c != 0x7F) || c == '\n' || c == '\t')
            at[kept++] = (char)c;
    }
    at[kept] = '\0';
    return (struct mt_text){at, kept};
}

/* ---- charsets ---- */

/* Our own decoder: never fails. Each byte becomes three at the most. */
static struct mt_text
decode(struct mt_text bytes, enum mt_encoding encoding, struct mt_arena *arena)
{
    size_t room = bytes.len * 3 + 4;
    char *at = mt_arena_take(arena, room + 1);
    if (!at)
        return MT_TEXT_UNKNOWN;
    struct mt_decoded decoded = mt_encoding_decode(encoding, bytes, true, at, room);
    return clean(at, decoded.made);
}

static struct mt_text
convert(iconv_t converter, struct mt_text bytes, struct mt_arena *arena)
{
    static const char replacement[] = "\xEF\xBF\xBD";
    size_t room = bytes.len * 4 + 16, left = room;
    char *at = mt_arena_take(arena, room + 1), *to = at;
    char *copy = mt_arena_take(arena, bytes.len + 1), *from = copy; /* iconv wants bytes that it may change */
    size_t rest = bytes.len;
    if (!at || !copy)
        return MT_TEXT_UNKNOWN;
    memcpy(copy, bytes.at, bytes.len);
    while (rest > 0 && left > sizeof replacement) {
        if (iconv(converter, &from, &rest, &to, &left) != (size_t)-1)
            break;
        if (errno == E2BIG || left <= sizeof replacement)
            break;
        memcpy(to, replacement, sizeof replacement - 1);
        to += sizeof replacement - 1;
        left -= sizeof replacement - 1;
        from++;
        rest--;
    }
    return clean(at, (size_t)(to - at));
}

struct mt_text
mt_mime_text(struct mt_text bytes, const char *charset, struct mt_arena *arena, bool *is_unread)
{
    static const struct {
        const char *named, *meant;
    } meanings[] = {
        {"gb2312", "GB18030"},       {"gbk", "GB18030"},       {"x-gbk", "GB18030"},
        {"ks_c_5601-1987", "CP949"}, {"shift_jis", "CP932"},   {"iso-8859-8-i", "ISO-8859-8"},
        {"iso-8859-9", "CP1254"},    {"iso-8859-11", "CP874"}, {"unicode-1-1-utf-7", "UTF-7"},
    };
    static const char *const western[] = {"iso-8859-1", "iso8859-1", "latin1", "windows-1252", "cp1252"};
    static const char *const plain[] = {"us-ascii", "ascii", "utf-8", "utf8", "unknown-8bit", "x-unknown"};
    bool is_utf8 = mt_text_valid_utf8(bytes, false);
    *is_unread = false;
    for (size_t i = 0; i < sizeof western / sizeof *western; i++)
        if (charset && mt_text_is_nocase(mt_text_of(charset), western[i]))
            return decode(bytes, MT_ENCODING_CP1252, arena);
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
        if (!charset || mt_text_is_nocase(mt_text_of(charset), plain[i]))
            return decode(bytes, is_utf8 || (charset && i >= 2 && i <= 3) ? MT_ENCODING_UTF8 : MT_ENCODING_CP1252,
                          arena);
    for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++)
        if (mt_text_is_nocase(mt_text_of(charset), meanings[i].named))
            charset = meanings[i].meant;
    iconv_t converter = iconv_open("UTF-8", charset);
    if (converter == (iconv_t)-1) {
        *is_unread = true;
        return decode(bytes, is_utf8 ? MT_ENCODING_UTF8 : MT_ENCODING_CP1252, arena);
    }
    struct mt_text text = convert(converter, bytes, arena);
    iconv_close(converter);
    /* A stateful charset can hide bytes that are no UTF-8 from nobody: iconv writes well-formed text only. */
    return text;
}
