#ifndef MT_INGEST_HEADER_FIELDS_H
#define MT_INGEST_HEADER_FIELDS_H

/* A header block as a list of fields: real, or pasted with its folds at column 0, blanks in front or line breaks in the
 * middle of words. A line that begins no field belongs to the field above it. Pure. */

#include "store/base/arena.h"

struct mt_header_field {
    struct mt_text name, value; /* value: unfolded and trimmed */
    size_t line;                /* from 1 */
};

struct mt_header_fields {
    struct mt_header_field *fields;
    size_t count;
    size_t strays; /* lines above the first field */
    bool is_cut;   /* more fields than are kept */
};

enum { MT_HEADER_FIELDS = 10000 };

/* Up to a blank line that no field follows. False when memory ran out. */
bool mt_header_fields_read(struct mt_text block, struct mt_arena *arena, struct mt_header_fields *fields);

/* The value of the field number `nth` of that name, from 0; unknown when there is none, empty when it has no value. */
struct mt_text mt_header_field(const struct mt_header_fields *fields, const char *name, size_t nth);

/* Encoded words (RFC 2047) as text; unknown when memory ran out. */
struct mt_text mt_header_words(struct mt_text value, struct mt_arena *arena);

#endif
