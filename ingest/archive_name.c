#include "ingest/archive_name.h"

#include <stdint.h>

/* Code page 437 from 0x80 on. */
static const uint16_t cp437[128] = {
    0x00C7, 0x00FC, 0x00E9, 0x00E2, 0x00E4, 0x00E0, 0x00E5, 0x00E7, 0x00EA, 0x00EB, 0x00E8, 0x00EF, 0x00EE,
    0x00EC, 0x00C4, 0x00C5, 0x00C9, 0x00E6, 0x00C6, 0x00F4, 0x00F6, 0x00F2, 0x00FB, 0x00F9, 0x00FF, 0x00D6,
    0x00DC, 0x00A2, 0x00A3, 0x00A5, 0x20A7, 0x0192, 0x00E1, 0x00ED, 0x00F3, 0x00FA, 0x00F1, 0x00D1, 0x00AA,
    0x00BA, 0x00BF, 0x2310, 0x00AC, 0x00BD, 0x00BC, 0x00A1, 0x00AB, 0x00BB, 0x2591, 0x2592, 0x2593, 0x2502,
    0x2524, 0x2561, 0x2562, 0x2556, 0x2555, 0x2563, 0x2551, 0x2557, 0x255D, 0x255C, 0x255B, 0x2510, 0x2514,
    0x2534, 0x252C, 0x251C, 0x2500, 0x253C, 0x255E, 0x255F, 0x255A, 0x2554, 0x2569, 0x2566, 0x2560, 0x2550,
    0x256C, 0x2567, 0x2568, 0x2564, 0x2565, 0x2559, 0x2558, 0x2552, 0x2553, 0x256B, 0x256A, 0x2518, 0x250C,
    0x2588, 0x2584, 0x258C, 0x2590, 0x2580, 0x03B1, 0x00DF, 0x0393, 0x03C0, 0x03A3, 0x03C3, 0x00B5, 0x03C4,
    0x03A6, 0x0398, 0x03A9, 0x03B4, 0x221E, 0x03C6, 0x03B5, 0x2229, 0x2261, 0x00B1, 0x2265, 0x2264, 0x2320,
    0x2321, 0x00F7, 0x2248, 0x00B0, 0x2219, 0x00B7, 0x221A, 0x207F, 0x00B2, 0x25A0, 0x00A0,
};

enum { REPLACEMENT = 0xFFFD };

static bool
is_slash(char c)
{
    return c == '/' || c == '\\';
}

/* Takes the next part off the front of a path; false at its end. */
static bool
next_part(struct mt_text *rest, struct mt_text *part)
{
    size_t len = 0;
    while (rest->len && is_slash(*rest->at))
        rest->at++, rest->len--;
    while (len < rest->len && !is_slash(rest->at[len]))
        len++;
    *part = (struct mt_text){rest->at, len};
    rest->at += len;
    rest->len -= len;
    return len > 0;
}

static bool
leads_elsewhere(struct mt_text part)
{
    return mt_text_is(part, ".") || mt_text_is(part, "..");
}

static void
put_code_point(struct mt_out *out, uint32_t c)
{
    /* C0 and DEL, C1. */
    if (c < 0x20 || (c >= 0x7F && c < 0xA0))
        c = REPLACEMENT;
    if (c < 0x80) {
        mt_out_byte(out, (char)c);
        return;
    }
    if (c < 0x800) {
        mt_out_byte(out, (char)(0xC0 | c >> 6));
    } else if (c < 0x10000) {
        mt_out_byte(out, (char)(0xE0 | c >> 12));
        mt_out_byte(out, (char)(0x80 | (c >> 6 & 0x3F)));
    } else {
        mt_out_byte(out, (char)(0xF0 | c >> 18));
        mt_out_byte(out, (char)(0x80 | (c >> 12 & 0x3F)));
        mt_out_byte(out, (char)(0x80 | (c >> 6 & 0x3F)));
    }
    mt_out_byte(out, (char)(0x80 | (c & 0x3F)));
}

static void
put_part(struct mt_out *out, struct mt_text part, bool is_utf8)
{
    for (size_t at = 0, taken; at < part.len; at += taken) {
        unsigned char byte = (unsigned char)part.at[at];
        taken = 1;
        if (is_utf8)
            put_code_point(out, mt_text_code_point((struct mt_text){part.at + at, part.len - at}, &taken));
        else
            put_code_point(out, byte < 0x80 ? byte : cp437[byte - 0x80]);
    }
}

void
mt_archive_name_show(struct mt_text raw, bool is_utf8, struct mt_out *out)
{
    bool is_first = true;
    /* Many programs write UTF-8 and forget to say so; text in a code page is hardly ever well-formed UTF-8. */
    is_utf8 = is_utf8 || mt_text_valid_utf8(raw, false);
    for (struct mt_text part; next_part(&raw, &part);) {
        if (leads_elsewhere(part))
            continue;
        if (!is_first)
            mt_out_byte(out, '/');
        put_part(out, part, is_utf8);
        is_first = false;
    }
    if (is_first)
        mt_out_string(out, "unnamed");
}

bool
mt_archive_name_is_junk(struct mt_text raw)
{
    static const char *const names[] = {"__MACOSX", "Thumbs.db", "desktop.ini"};
    for (struct mt_text part; next_part(&raw, &part);) {
        if (mt_text_starts(part, ".") && !leads_elsewhere(part))
            return true;
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
            if (mt_text_is_nocase(part, names[i]))
                return true;
    }
    return false;
}
