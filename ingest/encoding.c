#include "ingest/encoding.h"

#include <string.h>

enum {
    CODE_POINT_BYTES = 4, /* the longest that one code point becomes in UTF-8 */
    REPLACEMENT = 0xFFFD,
};

static const struct {
    const char *name; /* lower case, without '-', '_' and blanks */
    enum mt_encoding encoding;
} names[] = {
    {"utf8", MT_ENCODING_UTF8},          {"utf8bom", MT_ENCODING_UTF8},
    {"utf8nobom", MT_ENCODING_UTF8},     {"ascii", MT_ENCODING_UTF8},
    {"usascii", MT_ENCODING_UTF8},       {"utf16", MT_ENCODING_UTF16LE},
    {"utf16le", MT_ENCODING_UTF16LE},    {"ucs2", MT_ENCODING_UTF16LE},
    {"unicode", MT_ENCODING_UTF16LE}, /* as PowerShell calls it */
    {"utf16be", MT_ENCODING_UTF16BE},    {"bigendianunicode", MT_ENCODING_UTF16BE},
    {"cp1252", MT_ENCODING_CP1252},      {"1252", MT_ENCODING_CP1252},
    {"windows1252", MT_ENCODING_CP1252}, {"ansi", MT_ENCODING_CP1252},
    {"latin1", MT_ENCODING_CP1252}, /* as the web does, which has no use for the C1 controls either */
    {"iso88591", MT_ENCODING_CP1252},
};

const char *
mt_encoding_name(enum mt_encoding encoding)
{
    switch (encoding) {
    case MT_ENCODING_DETECT:
        return "detect";
    case MT_ENCODING_UTF8:
        return "UTF-8";
    case MT_ENCODING_UTF16LE:
        return "UTF-16LE";
    case MT_ENCODING_UTF16BE:
        return "UTF-16BE";
    case MT_ENCODING_CP1252:
        return "CP1252";
    }
    return "";
}

bool
mt_encoding_parse(const char *name, enum mt_encoding *encoding)
{
    char plain[32];
    size_t len = 0;
    for (const char *at = name; *at; at++) {
        if (*at == '-' || *at == '_' || *at == ' ')
            continue;
        if (len == sizeof plain)
            return false;
        plain[len++] = *at;
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (mt_text_is_nocase((struct mt_text){plain, len}, names[i].name)) {
            *encoding = names[i].encoding;
            return true;
        }
    }
    return false;
}

size_t
mt_encoding_mark(struct mt_text start, enum mt_encoding *encoding)
{
    static const struct {
        const char *bytes;
        enum mt_encoding encoding;
    } marks[] = {
        {"\xFF\xFE", MT_ENCODING_UTF16LE},
        {"\xFE\xFF", MT_ENCODING_UTF16BE},
        {"\xEF\xBB\xBF", MT_ENCODING_UTF8},
    };
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        if (mt_text_starts(start, marks[i].bytes)) {
            *encoding = marks[i].encoding;
            return strlen(marks[i].bytes);
        }
    }
    return 0;
}

enum mt_encoding
mt_encoding_guess_utf16(struct mt_text start)
{
    enum { PAIRS = 4 };
    size_t pairs = start.len / 2 < PAIRS ? start.len / 2 : PAIRS, little = 0, big = 0;
    for (size_t i = 0; i < pairs; i++) {
        bool first_is_nul = start.at[2 * i] == '\0', second_is_nul = start.at[2 * i + 1] == '\0';
        little += !first_is_nul && second_is_nul;
        big += first_is_nul && !second_is_nul;
    }
    if (pairs && little == pairs)
        return MT_ENCODING_UTF16LE;
    return pairs && big == pairs ? MT_ENCODING_UTF16BE : MT_ENCODING_DETECT;
}

/* 0x80 to 0x9F in CP1252; 0 where Microsoft's table has no character. The rest is as in Latin-1. */
static const uint16_t cp1252[32] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178,
};

/* 0 for a byte that CP1252 does not define. Only for bytes above ASCII. */
static uint32_t
cp1252_code_point(unsigned char byte)
{
    return byte < 0xA0 ? cp1252[byte - 0x80] : byte;
}

void
mt_encoding_count(struct mt_text bytes, struct mt_encoding_count *count)
{
    size_t at = 0;
    while (at < bytes.len) {
        at += mt_text_ascii_run((struct mt_text){bytes.at + at, bytes.len - at});
        for (; at < bytes.len && (unsigned char)bytes.at[at] >= 0x80; at++) {
            count->beyond_ascii++;
            count->undefined += cp1252_code_point((unsigned char)bytes.at[at]) == 0;
        }
    }
}

static size_t
put_code_point(char *room, uint32_t point)
{
    if (point < 0x80) {
        room[0] = (char)point;
        return 1;
    }
    if (point < 0x800) {
        room[0] = (char)(0xC0 | point >> 6);
        room[1] = (char)(0x80 | (point & 0x3F));
        return 2;
    }
    if (point < 0x10000) {
        room[0] = (char)(0xE0 | point >> 12);
        room[1] = (char)(0x80 | (point >> 6 & 0x3F));
        room[2] = (char)(0x80 | (point & 0x3F));
        return 3;
    }
    room[0] = (char)(0xF0 | point >> 18);
    room[1] = (char)(0x80 | (point >> 12 & 0x3F));
    room[2] = (char)(0x80 | (point >> 6 & 0x3F));
    room[3] = (char)(0x80 | (point & 0x3F));
    return 4;
}

/* Copies the ASCII that stands next in the input, as much as fits. */
static void
copy_ascii(struct mt_text bytes, char *room, size_t size, struct mt_decoded *decoded)
{
    size_t left = bytes.len - decoded->taken, free = size - decoded->made;
    size_t run = mt_text_ascii_run((struct mt_text){bytes.at + decoded->taken, left < free ? left : free});
    memcpy(room + decoded->made, bytes.at + decoded->taken, run);
    decoded->taken += run;
    decoded->made += run;
}

static void
decode_utf8(struct mt_text bytes, bool is_last, char *room, size_t size, struct mt_decoded *decoded)
{
    while (decoded->taken < bytes.len) {
        copy_ascii(bytes, room, size, decoded);
        struct mt_text rest = {bytes.at + decoded->taken, bytes.len - decoded->taken};
        if (!rest.len || size - decoded->made < CODE_POINT_BYTES)
            return;
        size_t width;
        uint32_t point = mt_text_code_point(rest, &width);
        if (width == 1 && point == REPLACEMENT) {
            if (!is_last && rest.len < CODE_POINT_BYTES && mt_text_valid_utf8(rest, true))
                return;
            decoded->repaired++;
        }
        decoded->made += put_code_point(room + decoded->made, point);
        decoded->taken += width;
    }
}

static uint32_t
utf16_unit(const char *at, bool is_big)
{
    unsigned char first = (unsigned char)at[0], second = (unsigned char)at[1];
    return is_big ? (uint32_t)first << 8 | second : (uint32_t)second << 8 | first;
}

/* Eight bytes as a number in which the first of them counts least. Compilers know this form. */
static uint64_t
little_word(const char *at)
{
    const unsigned char *b = (const unsigned char *)at;
    return (uint64_t)b[0] | (uint64_t)b[1] << 8 | (uint64_t)b[2] << 16 | (uint64_t)b[3] << 24 | (uint64_t)b[4] << 32 |
           (uint64_t)b[5] << 40 | (uint64_t)b[6] << 48 | (uint64_t)b[7] << 56;
}

/* Four units, the first of them in the lowest bits. */
static uint64_t
little_units(const char *at, bool is_big)
{
    const uint64_t low = UINT64_C(0x00FF00FF00FF00FF);
    uint64_t units = little_word(at);
    return is_big ? (units >> 8 & low) | (units & low) << 8 : units;
}

size_t
mt_encoding_utf16_plain(struct mt_text bytes, bool is_big)
{
    enum { WORD = 8 };
    const uint64_t each = UINT64_C(0x0001000100010001), high = each * 0x8000;
    size_t at = 0;
    for (; bytes.len - at >= WORD; at += WORD) {
        uint64_t units = little_units(bytes.at + at, is_big);
        /* A unit is no surrogate when its five highest bits are not 11011, and no NUL when some bit is set. */
        uint64_t rest = (units & each * 0xF800) ^ each * 0xD800;
        uint64_t is_surrogate = ~(((rest & ~high) + each * 0x7FFF) | rest) & high;
        uint64_t is_nul = ~(((units & ~high) + each * 0x7FFF) | units) & high;
        if (is_surrogate | is_nul)
            break;
    }
    return at;
}

/* Copies the ASCII that stands next, four units at a time, as much as fits. */
static void
copy_ascii_units(struct mt_text bytes, bool is_big, char *room, size_t size, struct mt_decoded *decoded)
{
    enum { UNITS = 4 };
    const uint64_t beyond = UINT64_C(0xFF80FF80FF80FF80);
    size_t taken = decoded->taken, made = decoded->made;
    for (; bytes.len - taken >= 2 * UNITS && size - made >= UNITS; taken += 2 * UNITS, made += UNITS) {
        uint64_t units = little_units(bytes.at + taken, is_big);
        if (units & beyond)
            break;
        units = (units | units >> 8) & UINT64_C(0x0000FFFF0000FFFF);
        for (int i = 0; i < UNITS; i++)
            room[made + (size_t)i] = (char)((units | units >> 16) >> 8 * i & 0xFF);
    }
    decoded->taken = taken;
    decoded->made = made;
}

static void
decode_utf16(struct mt_text bytes, bool is_big, bool is_last, char *room, size_t size, struct mt_decoded *decoded)
{
    for (;;) {
        copy_ascii_units(bytes, is_big, room, size, decoded);
        if (size - decoded->made < CODE_POINT_BYTES)
            return;
        const char *at = bytes.at + decoded->taken;
        size_t left = bytes.len - decoded->taken, width = 2;
        if (left < 2 && (!is_last || left == 0))
            return;
        uint32_t point = left < 2 ? REPLACEMENT : utf16_unit(at, is_big);
        if (left < 2) {
            width = 1;
            decoded->repaired++;
        } else if (point >= 0xD800 && point <= 0xDBFF) {
            if (left < 4 && !is_last)
                return;
            uint32_t low = left < 4 ? 0 : utf16_unit(at + 2, is_big);
            if (low >= 0xDC00 && low <= 0xDFFF) {
                point = 0x10000 + ((point - 0xD800) << 10) + (low - 0xDC00);
                width = 4;
            } else {
                point = REPLACEMENT;
                decoded->repaired++;
            }
        } else if (point >= 0xDC00 && point <= 0xDFFF) {
            point = REPLACEMENT;
            decoded->repaired++;
        }
        decoded->made += put_code_point(room + decoded->made, point);
        decoded->taken += width;
    }
}

static void
decode_cp1252(struct mt_text bytes, char *room, size_t size, struct mt_decoded *decoded)
{
    while (decoded->taken < bytes.len) {
        copy_ascii(bytes, room, size, decoded);
        if (decoded->taken == bytes.len || size - decoded->made < CODE_POINT_BYTES)
            return;
        uint32_t point = cp1252_code_point((unsigned char)bytes.at[decoded->taken++]);
        decoded->repaired += point == 0;
        decoded->made += put_code_point(room + decoded->made, point ? point : REPLACEMENT);
    }
}

struct mt_decoded
mt_encoding_decode(enum mt_encoding encoding, struct mt_text bytes, bool is_last, char *room, size_t size)
{
    struct mt_decoded decoded = {0, 0, 0};
    switch (encoding) {
    case MT_ENCODING_DETECT:
    case MT_ENCODING_UTF8:
        decode_utf8(bytes, is_last, room, size, &decoded);
        break;
    case MT_ENCODING_UTF16LE:
        decode_utf16(bytes, false, is_last, room, size, &decoded);
        break;
    case MT_ENCODING_UTF16BE:
        decode_utf16(bytes, true, is_last, room, size, &decoded);
        break;
    case MT_ENCODING_CP1252:
        decode_cp1252(bytes, room, size, &decoded);
        break;
    }
    return decoded;
}
