#include "reports/redact_fold.h"

/* The base letters of U+00C0 to U+017F, one each. Where there is no single one ('×', '÷') a blank parts words. */
static const char bases[] = "aaaaaaaceeeeiiiidnooooo ouuuuyts"
                            "aaaaaaaceeeeiiiidnooooo ouuuuyty"
                            "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkkllllllllll"
                            "nnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

_Static_assert(sizeof bases - 1 == 0x180 - 0xC0, "a base letter for every one from U+00C0 to U+017F");

/* What is neither ASCII nor in the table above. Ranges in order; `lower` is added. */
static const struct {
    uint32_t from, to;
    enum mt_letter letter;
    int32_t lower;
} ranges[] = {
    {0x80, 0xA9, MT_LETTER_NONE, 0},      {0xAB, 0xB4, MT_LETTER_NONE, 0},      {0xB6, 0xB9, MT_LETTER_NONE, 0},
    {0xBB, 0xBF, MT_LETTER_NONE, 0},      {0x300, 0x36F, MT_LETTER_MARK, 0},    {0x391, 0x3A9, MT_LETTER_IN, 32},
    {0x400, 0x40F, MT_LETTER_IN, 80},     {0x410, 0x42F, MT_LETTER_IN, 32},     {0x1680, 0x1680, MT_LETTER_NONE, 0},
    {0x2000, 0x206F, MT_LETTER_NONE, 0},  {0x2190, 0x2BFF, MT_LETTER_NONE, 0},  {0x2E80, 0x2FFF, MT_LETTER_ALONE, 0},
    {0x3000, 0x303F, MT_LETTER_NONE, 0},  {0x3040, 0x30FF, MT_LETTER_ALONE, 0}, {0x3100, 0x4DBF, MT_LETTER_ALONE, 0},
    {0x4E00, 0x9FFF, MT_LETTER_ALONE, 0}, {0xAC00, 0xD7AF, MT_LETTER_ALONE, 0}, {0xF900, 0xFAFF, MT_LETTER_ALONE, 0},
    {0xFE10, 0xFE6F, MT_LETTER_NONE, 0},  {0xFF00, 0xFF20, MT_LETTER_NONE, 0},  {0x20000, 0x3FFFF, MT_LETTER_ALONE, 0},
};

bool
mt_is_word_byte(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

bool
mt_is_invisible(uint32_t c)
{
    return c == 0xAD || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x2064) ||
           (c >= 0xFE00 && c <= 0xFE0F) || c == 0xFEFF;
}

char
mt_shown_as(uint32_t c)
{
    if (c >= 0xFF01 && c <= 0xFF5E)
        return (char)(c - 0xFF01 + '!');
    if (c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x205F || c == 0x3000)
        return ' ';
    if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212)
        return '-';
    if (c == 0x2018 || c == 0x2019)
        return '\'';
    if (c == 0x201C || c == 0x201D)
        return '"';
    if (c == 0x2024 || c == 0x3002)
        return '.';
    return c == 0xFE6B ? '@' : '\0';
}

size_t
mt_utf8_put(uint32_t c, char room[4])
{
    if (c == 0 || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000))
        return 0;
    if (c < 0x80) {
        room[0] = (char)c;
        return 1;
    }
    size_t len = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    for (size_t i = len - 1; i > 0; i--, c >>= 6)
        room[i] = (char)(0x80 | (c & 0x3F));
    room[0] = (char)((0xF00 >> len & 0xFF) | c);
    return len;
}

static enum mt_letter
fold_wide(uint32_t c, char folded[4], size_t *folded_len)
{
    enum mt_letter letter = MT_LETTER_IN;
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
        if (c < ranges[i].from || c > ranges[i].to)
            continue;
        letter = ranges[i].letter;
        c += (uint32_t)ranges[i].lower;
        break;
    }
    *folded_len = letter == MT_LETTER_NONE || letter == MT_LETTER_MARK ? 0 : mt_utf8_put(c, folded);
    return letter;
}

enum mt_letter
mt_fold(struct mt_text text, size_t *taken, char folded[4], size_t *folded_len)
{
    unsigned char first = (unsigned char)*text.at;
    *taken = 1;
    *folded_len = 1;
    if (first < 0x80) {
        folded[0] = mt_ascii_lower((char)first);
        return mt_is_word_byte((char)first) ? MT_LETTER_IN : MT_LETTER_NONE;
    }
    uint32_t c = mt_text_code_point(text, taken);
    if (c == 0xFFFD) {
        folded[0] = (char)first;
        *taken = 1;
        return MT_LETTER_IN;
    }
    if (c < 0xC0 || c >= 0x180)
        return fold_wide(c, folded, folded_len);
    folded[0] = bases[c - 0xC0];
    return folded[0] == ' ' ? MT_LETTER_NONE : MT_LETTER_IN;
}
