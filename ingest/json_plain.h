#ifndef MT_INGEST_JSON_PLAIN_H
#define MT_INGEST_JSON_PLAIN_H

/* Where plain text inside a JSON string ends. Nearly all of an export is such text, so it is looked at in steps of
 * eight bytes. */

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* The top bit of a byte comes up for a quote, backslash or control character: it is zero after the exclusive-or, or
 * below what is taken away. In the bytes behind the first of them it can come up for nothing. */
static inline uint64_t
mt_json_marks(uint64_t bytes)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    uint64_t quotes = bytes ^ (ones * '"'), backslashes = bytes ^ (ones * '\\');
    uint64_t marks = ((quotes - ones) & ~quotes) | ((backslashes - ones) & ~backslashes);
    return (marks | ((bytes - ones * 0x20) & ~bytes)) & (ones * 0x80);
}

/* The first quote, backslash or control character in a step that has one. */
static inline const char *
mt_json_first_mark(const char *at, uint64_t marks)
{
#if defined __BYTE_ORDER__ && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    return at + __builtin_ctzll(marks) / 8;
#else
    (void)marks;
    while (*at != '"' && *at != '\\' && (unsigned char)*at >= 0x20)
        at++;
    return at;
#endif
}

/* The first quote, backslash or control character from `at` on, or `end`. */
static inline const char *
mt_json_plain_end(const char *at, const char *end)
{
    uint64_t bytes;
    for (; (size_t)(end - at) >= sizeof bytes; at += sizeof bytes) {
        memcpy(&bytes, at, sizeof bytes);
        uint64_t marks = mt_json_marks(bytes);
        if (marks)
            return mt_json_first_mark(at, marks);
    }
    while (at < end && *at != '"' && *at != '\\' && (unsigned char)*at >= 0x20)
        at++;
    return at;
}

#endif
