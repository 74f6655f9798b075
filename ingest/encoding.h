#ifndef MT_INGEST_ENCODING_H
#define MT_INGEST_ENCODING_H

/* Bytes in one of the encodings that exports are written in, turned into well-formed UTF-8.
 *
 * Pure functions on memory: nothing here opens a file, and nothing is remembered between two calls. What is no text in
 * the given encoding becomes U+FFFD and is counted, one for each malformed byte or code unit. Other encodings (Shift
 * JIS, code page 850, ...) are not told apart from CP1252: no byte in them proves which one it is. */

#include "store/base/text.h"

enum mt_encoding {
    MT_ENCODING_DETECT,
    MT_ENCODING_UTF8,
    MT_ENCODING_UTF16LE,
    MT_ENCODING_UTF16BE,
    MT_ENCODING_CP1252,
};

const char *mt_encoding_name(enum mt_encoding encoding);              /* "UTF-8", "UTF-16LE", "UTF-16BE", "CP1252" */
bool mt_encoding_parse(const char *name, enum mt_encoding *encoding); /* any case; "utf8", "latin1", "unicode", … */

/* The length of the byte-order mark at the start, and whose it is; 0 when there is none. */
size_t mt_encoding_mark(struct mt_text start, enum mt_encoding *encoding);

/* UTF-16 without a mark shows by its NUL bytes: every export begins with a few ASCII characters (the name of a column,
 * a bracket), and each of them has one. MT_ENCODING_DETECT when it does not look like UTF-16. */
enum mt_encoding mt_encoding_guess_utf16(struct mt_text start);

struct mt_encoding_count {
    uint64_t beyond_ascii; /* bytes above 0x7F */
    uint64_t undefined;    /* bytes that mean nothing in CP1252 */
};

/* Adds up what is in `bytes`; has no memory of its own, so blocks of a file can be counted one after another. */
void mt_encoding_count(struct mt_text bytes, struct mt_encoding_count *count);

/* How many bytes at the start, a multiple of eight, are UTF-16 that is well-formed unit by unit: neither half of a
 * character beyond U+FFFF nor NUL. For looking through text without decoding it. */
size_t mt_encoding_utf16_plain(struct mt_text bytes, bool is_big);

struct mt_decoded {
    size_t taken; /* bytes of the input that are done with */
    size_t made;  /* bytes that were written */
    uint64_t repaired;
};

/* Decodes until the input ends or `room` is full; `size` is at least 4. A sequence that the end of the input cuts is
 * left for the next call, unless `is_last` says that there will be none. MT_ENCODING_DETECT is read as UTF-8. */
struct mt_decoded mt_encoding_decode(enum mt_encoding encoding, struct mt_text bytes, bool is_last, char *room,
                                     size_t size);

#endif
