#ifndef MT_INGEST_JSON_PLAIN_H
#define MT_INGEST_JSON_PLAIN_H

/* Where plain text inside a JSON string ends. Nearly all of an export is such text, so it is looked at in steps of
 * sixteen or eight bytes. */

#include <stdint.h>
#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* The first quote, backslash or control character from `at` on, or `end`. */
static inline const char *
mt_json_plain_end(const char *at, const char *end)
{
#ifdef __SSE2__
    const __m128i quote = _mm_set1_epi8('"'), backslash = _mm_set1_epi8('\\'), control = _mm_set1_epi8(0x1F);
    for (; end - at >= 16; at += 16) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)at);
        __m128i is_mark = _mm_or_si128(_mm_cmpeq_epi8(bytes, quote), _mm_cmpeq_epi8(bytes, backslash));
        __m128i is_control = _mm_cmpeq_epi8(_mm_min_epu8(bytes, control), bytes);
        int marks = _mm_movemask_epi8(_mm_or_si128(is_mark, is_control));
        if (marks)
            return at + __builtin_ctz((unsigned)marks);
    }
#else
    /* A byte is zero after the exclusive-or, or below the one taken away, where its top bit comes up. */
    const uint64_t ones = UINT64_C(0x0101010101010101), tops = ones * 0x80;
    for (; end - at >= 8; at += 8) {
        uint64_t bytes;
        memcpy(&bytes, at, sizeof bytes);
        uint64_t quotes = bytes ^ (ones * '"'), backslashes = bytes ^ (ones * '\\');
        uint64_t marks =
            ((quotes - ones) & ~quotes) | ((backslashes - ones) & ~backslashes) | ((bytes - ones * 0x20) & ~bytes);
        if (marks & tops)
            break;
    }
#endif
    while (at < end && *at != '"' && *at != '\\' && (unsigned char)*at >= 0x20)
        at++;
    return at;
}

#endif
