#ifndef MT_BASE_TEXT_H
#define MT_BASE_TEXT_H

/* A slice of bytes that somebody else owns. `at == NULL` means unknown, which is not the same as empty.
 * Text from files may hold any byte; nothing here relies on a terminating NUL. Case rules are ASCII only: data
 * must read the same under every locale. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct mt_text {
    const char *at;
    size_t len;
};

#define MT_TEXT_UNKNOWN ((struct mt_text){NULL, 0})
#define MT_TEXT_LITERAL(s) ((struct mt_text){(s), sizeof(s) - 1})

/* Arguments for a "%.*s"; only for error texts, never for markup. */
#define MT_TEXT_ARGS(t) (int)((t).len > 200 ? 200 : (t).len), ((t).at ? (t).at : "")

/* The small ones are in the header so that the length of a literal is known where it is compared. */

static inline char
mt_ascii_lower(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

/* Eight bytes at a time: bytes that are no ASCII capitals stay as they are. */
static inline uint64_t
mt_ascii_lower_word(uint64_t word)
{
    const uint64_t each = UINT64_C(0x0101010101010101), high = each * 0x80;
    uint64_t seven = word & ~high;
    uint64_t from_a = seven + each * (0x80 - 'A'), behind_z = seven + each * (0x80 - 'Z' - 1);
    uint64_t capitals = (from_a ^ behind_z) & ~word & high;
    return word | capitals >> 2;
}

static inline struct mt_text
mt_text_of(const char *string) /* NULL gives unknown */
{
    return string ? (struct mt_text){string, strlen(string)} : MT_TEXT_UNKNOWN;
}

static inline bool
mt_text_known(struct mt_text text)
{
    return text.at != NULL;
}

static inline bool
mt_text_equal(struct mt_text a, struct mt_text b)
{
    if (!a.at || !b.at)
        return a.at == b.at;
    return a.len == b.len && memcmp(a.at, b.at, a.len) == 0;
}

/* Whether as many bytes as that are the same but for the case of ASCII letters. */
bool mt_bytes_equal_nocase(const char *a, const char *b, size_t len);

static inline bool
mt_text_equal_nocase(struct mt_text a, struct mt_text b)
{
    if (!a.at || !b.at)
        return a.at == b.at;
    return a.len == b.len && mt_bytes_equal_nocase(a.at, b.at, a.len);
}

static inline bool
mt_text_is(struct mt_text text, const char *string)
{
    return mt_text_equal(text, mt_text_of(string));
}

static inline bool
mt_text_is_nocase(struct mt_text text, const char *string)
{
    return mt_text_equal_nocase(text, mt_text_of(string));
}

static inline bool
mt_text_starts(struct mt_text text, const char *prefix)
{
    size_t len = strlen(prefix);
    return text.at && text.len >= len && memcmp(text.at, prefix, len) == 0;
}

static inline bool
mt_text_starts_nocase(struct mt_text text, const char *prefix)
{
    size_t len = strlen(prefix);
    return text.at && text.len >= len && mt_bytes_equal_nocase(text.at, prefix, len);
}

static inline bool
mt_text_ends_nocase(struct mt_text text, const char *suffix)
{
    size_t len = strlen(suffix);
    return text.at && text.len >= len && mt_bytes_equal_nocase(text.at + text.len - len, suffix, len);
}

/* Writes the text to `room`, which is as long, with its ASCII capitals made small. */
void mt_text_lower(struct mt_text text, char *room);

/* Total order: by bytes, a prefix before what it is a prefix of, unknown before everything. */
int mt_text_compare(struct mt_text a, struct mt_text b);

/* Without leading and trailing ASCII white space, NBSP (U+00A0) and narrow NBSP (U+202F). Few texts have any, so that
 * only those that may are looked at closely. */
struct mt_text mt_text_trim_closely(struct mt_text text);

static inline struct mt_text
mt_text_trim(struct mt_text text)
{
    if (text.len == 0)
        return text;
    char first = text.at[0], last = text.at[text.len - 1];
    bool is_plain = first > ' ' && first < 0x7F && last > ' ' && last < 0x7F;
    return is_plain ? text : mt_text_trim_closely(text);
}

/* Splits at the first `mark`: returns what stands before it and moves `rest` behind it. With no mark left it
 * returns all of `rest` and makes `rest` unknown. */
struct mt_text mt_text_cut(struct mt_text *rest, char mark);

/* The offset of `needle`, or -1. */
ptrdiff_t mt_text_find(struct mt_text text, const char *needle);

/* Decimal digits only, no sign, no blanks; false when empty, malformed or above INT64_MAX. */
bool mt_text_to_int(struct mt_text text, int64_t *value);

/* How many ASCII bytes stand at the start. */
size_t mt_text_ascii_run(struct mt_text text);

/* True when every byte sequence is well-formed UTF-8 (no overlong form, no surrogate, nothing past U+10FFFF).
 * A cut sequence at the very end counts as well-formed when `may_be_cut` is set. */
bool mt_text_valid_utf8(struct mt_text text, bool may_be_cut);

/* Decodes one code point at `text.at` and stores how many bytes it took (at least 1). A malformed byte gives
 * U+FFFD and takes one byte. `text.len` must not be 0. */
uint32_t mt_text_code_point(struct mt_text text, size_t *taken);

#endif
