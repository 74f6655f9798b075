#ifndef MT_INGEST_JSON_FLAT_H
#define MT_INGEST_JSON_FLAT_H

/* The fast lane for the objects that exports are made of: texts, plain numbers, true, false, null, lists of texts, and
 * objects of these a few levels deep. It reads the bytes once and copies only what has escapes.
 *
 * The parser (json.c) has the last word on everything: whatever is unusual is not read here but left to it. That is
 * every error, names that stand twice, numbers with an exponent or more digits than surely come back, NUL and half
 * characters as escapes, lists of anything else, an empty list that may be a page without rows, and what is long or
 * deep. What is read here is read exactly as the parser and the flattening of its tree would have it.
 *
 * The objects of a file have the same names in the same order. The scanner remembers those of the object before, so
 * that a name is one comparison, and that no name stands twice was settled when they were first met. */

#include "ingest/json.h"
#include "ingest/json_token.h"

enum {
    MT_JSON_FLAT_BYTES = 64 * 1024, /* longest object */
    MT_JSON_FLAT_DEPTH = 6,         /* objects and lists in one another */
};

struct mt_json_flat;

struct mt_json_flat_object {
    const struct mt_json_member *members; /* live until the next scan, and no longer than the text */
    size_t count;
    size_t len;     /* from the first brace to the last */
    uint64_t lines; /* line feeds in it */
};

enum mt_rc mt_json_flat_open(struct mt_json_flat **flat, struct mt_err *err);
void mt_json_flat_close(struct mt_json_flat *flat); /* accepts NULL */

/* Reads the object that begins with the brace at the start of the text; more may stand behind it. The text is
 * well-formed UTF-8. Fills `object` only when the object is whole; MT_JSON_TOKEN_SHORT: it goes on behind the text. */
enum mt_json_token_end mt_json_flat_scan(struct mt_json_flat *flat, struct mt_text text,
                                         struct mt_json_flat_object *object);

/* Whether that goes for an object that stands alone in a text, which can be any bytes, with blanks around it. */
bool mt_json_flat_scan_alone(struct mt_json_flat *flat, struct mt_text text, struct mt_json_flat_object *object);

#endif
