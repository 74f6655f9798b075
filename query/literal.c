#include "query/literal.h"

#include "store/base/civil.h"

/* What cannot be read, or reads as something else than it is: controls, marks that turn the reading direction, and what
 * is not seen at all. */
static const struct {
    uint32_t first, last;
} unreadable[] = {
    {0x0000, 0x001F}, {0x007F, 0x009F}, {0x00AD, 0x00AD}, {0x061C, 0x061C}, {0x180E, 0x180E},   {0x200B, 0x200F},
    {0x2028, 0x202E}, {0x2060, 0x206F}, {0xFEFF, 0xFEFF}, {0xFFF0, 0xFFFB}, {0xE0000, 0xE0FFF},
};

static bool
is_readable(struct mt_text text)
{
    if (!mt_text_valid_utf8(text, false))
        return false;
    while (text.len > 0) {
        size_t taken;
        uint32_t code_point = mt_text_code_point(text, &taken);
        for (size_t i = 0; i < sizeof unreadable / sizeof *unreadable; i++)
            if (code_point >= unreadable[i].first && code_point <= unreadable[i].last)
                return false;
        text.at += taken;
        text.len -= taken;
    }
    return true;
}

void
mt_literal_text(struct mt_out *out, struct mt_text text)
{
    static const char digits[] = "0123456789abcdef";
    if (!mt_text_known(text)) {
        mt_out_string(out, "NULL");
        return;
    }
    bool readable = is_readable(text);
    mt_out_string(out, readable ? "'" : "CAST(x'");
    for (size_t i = 0; i < text.len; i++) {
        unsigned char byte = (unsigned char)text.at[i];
        if (!readable) {
            mt_out_byte(out, digits[byte >> 4]);
            mt_out_byte(out, digits[byte & 15]);
            continue;
        }
        mt_out_byte(out, text.at[i]);
        if (byte == '\'')
            mt_out_byte(out, '\'');
    }
    mt_out_string(out, readable ? "'" : "' AS TEXT)");
}

void
mt_literal_moment(struct mt_out *out, int64_t moment_us)
{
    char room[32];
    mt_literal_text(out, moment_us == MT_MOMENT_UNKNOWN ? MT_TEXT_UNKNOWN
                                                        : mt_moment_iso(mt_floor_to(moment_us, MT_SECOND), room));
}
