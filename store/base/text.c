#include "store/base/text.h"

#include <string.h>

bool
mt_bytes_equal_nocase(const char *a, const char *b, size_t len)
{
    size_t i = 0;
    for (uint64_t one, other; i + sizeof one <= len; i += sizeof one) {
        memcpy(&one, a + i, sizeof one);
        memcpy(&other, b + i, sizeof other);
        if (one != other && mt_ascii_lower_word(one) != mt_ascii_lower_word(other))
            return false;
    }
    for (; i < len; i++)
        if (mt_ascii_lower(a[i]) != mt_ascii_lower(b[i]))
            return false;
    return true;
}

void
mt_text_lower(struct mt_text text, char *room)
{
    size_t i = 0;
    for (uint64_t word; i + sizeof word <= text.len; i += sizeof word) {
        memcpy(&word, text.at + i, sizeof word);
        word = mt_ascii_lower_word(word);
        memcpy(room + i, &word, sizeof word);
    }
    for (; i < text.len; i++)
        room[i] = mt_ascii_lower(text.at[i]);
}

int
mt_text_compare(struct mt_text a, struct mt_text b)
{
    if (!a.at || !b.at)
        return (a.at != NULL) - (b.at != NULL);
    size_t shorter = a.len < b.len ? a.len : b.len;
    int order = shorter ? memcmp(a.at, b.at, shorter) : 0;
    return order ? order : (a.len > b.len) - (a.len < b.len);
}

/* How many bytes of white space stand at `at`, 0 when none. */
static size_t
blank_at(const char *at, size_t len)
{
    if (len >= 1 && (*at == ' ' || (*at >= '\t' && *at <= '\r')))
        return 1;
    if (len >= 2 && memcmp(at, "\xC2\xA0", 2) == 0)
        return 2;
    if (len >= 3 && memcmp(at, "\xE2\x80\xAF", 3) == 0)
        return 3;
    return 0;
}

static size_t
blank_before(const char *end, size_t len)
{
    for (size_t width = 1; width <= 3 && width <= len; width++)
        if (blank_at(end - width, width) == width)
            return width;
    return 0;
}

struct mt_text
mt_text_trim_closely(struct mt_text text)
{
    size_t width;
    while ((width = blank_at(text.at, text.len)) != 0) {
        text.at += width;
        text.len -= width;
    }
    while ((width = blank_before(text.at + text.len, text.len)) != 0)
        text.len -= width;
    return text;
}

struct mt_text
mt_text_cut(struct mt_text *rest, char mark)
{
    struct mt_text head = *rest;
    const char *found = rest->len ? memchr(rest->at, mark, rest->len) : NULL;
    if (!found) {
        *rest = MT_TEXT_UNKNOWN;
        return head;
    }
    head.len = (size_t)(found - head.at);
    rest->at = found + 1;
    rest->len -= head.len + 1;
    return head;
}

ptrdiff_t
mt_text_find(struct mt_text text, const char *needle)
{
    size_t len = strlen(needle);
    if (!text.at || len > text.len)
        return -1;
    for (size_t i = 0; i + len <= text.len; i++)
        if (memcmp(text.at + i, needle, len) == 0)
            return (ptrdiff_t)i;
    return -1;
}

bool
mt_text_to_int(struct mt_text text, int64_t *value)
{
    int64_t sum = 0;
    if (text.len == 0)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] < '0' || text.at[i] > '9')
            return false;
        int digit = text.at[i] - '0';
        if (sum > (INT64_MAX - digit) / 10)
            return false;
        sum = sum * 10 + digit;
    }
    *value = sum;
    return true;
}

/* The length of the well-formed sequence at `at`; 0 when malformed, -1 when it is cut by the end. */
static int
sequence(const unsigned char *at, size_t len)
{
    static const struct {
        unsigned char first_low, first_high, second_low, second_high;
        int length;
    } forms[] = {
        /* The Unicode Standard, table 3-7 (well-formed UTF-8 byte sequences). */
        {0xC2, 0xDF, 0x80, 0xBF, 2}, {0xE0, 0xE0, 0xA0, 0xBF, 3}, {0xE1, 0xEC, 0x80, 0xBF, 3},
        {0xED, 0xED, 0x80, 0x9F, 3}, {0xEE, 0xEF, 0x80, 0xBF, 3}, {0xF0, 0xF0, 0x90, 0xBF, 4},
        {0xF1, 0xF3, 0x80, 0xBF, 4}, {0xF4, 0xF4, 0x80, 0x8F, 4},
    };
    if (at[0] < 0x80)
        return 1;
    for (size_t form = 0; form < sizeof forms / sizeof *forms; form++) {
        if (at[0] < forms[form].first_low || at[0] > forms[form].first_high)
            continue;
        for (int i = 1; i < forms[form].length; i++) {
            if ((size_t)i >= len)
                return -1;
            unsigned char low = i == 1 ? forms[form].second_low : 0x80;
            unsigned char high = i == 1 ? forms[form].second_high : 0xBF;
            if (at[i] < low || at[i] > high)
                return 0;
        }
        return forms[form].length;
    }
    return 0;
}

/* Four words at a time, then bytes: exports are mostly ASCII. */
size_t
mt_text_ascii_run(struct mt_text text)
{
    enum { WORDS = 4 };
    uint64_t words[WORDS];
    size_t run = 0;
    for (; text.len - run >= sizeof words; run += sizeof words) {
        memcpy(words, text.at + run, sizeof words);
        if ((words[0] | words[1] | words[2] | words[3]) & UINT64_C(0x8080808080808080))
            break;
    }
    while (run < text.len && (unsigned char)text.at[run] < 0x80)
        run++;
    return run;
}

bool
mt_text_valid_utf8(struct mt_text text, bool may_be_cut)
{
    while (text.len) {
        size_t run = mt_text_ascii_run(text);
        text = (struct mt_text){text.at + run, text.len - run};
        if (!text.len)
            break;
        int width = sequence((const unsigned char *)text.at, text.len);
        if (width < 0)
            return may_be_cut;
        if (width == 0)
            return false;
        text = (struct mt_text){text.at + width, text.len - (size_t)width};
    }
    return true;
}

uint32_t
mt_text_code_point(struct mt_text text, size_t *taken)
{
    const unsigned char *at = (const unsigned char *)text.at;
    int width = sequence(at, text.len);
    *taken = width > 0 ? (size_t)width : 1;
    switch (width) {
    case 1:
        return at[0];
    case 2:
        return ((uint32_t)(at[0] & 0x1F) << 6) | (at[1] & 0x3Fu);
    case 3:
        return ((uint32_t)(at[0] & 0x0F) << 12) | ((uint32_t)(at[1] & 0x3F) << 6) | (at[2] & 0x3Fu);
    case 4:
        return ((uint32_t)(at[0] & 0x07) << 18) | ((uint32_t)(at[1] & 0x3F) << 12) | ((uint32_t)(at[2] & 0x3F) << 6) |
               (at[3] & 0x3Fu);
    default:
        return 0xFFFD;
    }
}
