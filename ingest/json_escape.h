#ifndef MT_INGEST_JSON_ESCAPE_H
#define MT_INGEST_JSON_ESCAPE_H

/* Escapes in JSON text that stand for half a character. A surrogate without its partner is left where a program cut a
 * long subject; the parser refuses the whole object for it, which is too much for one lost character. */

#include <stdbool.h>
#include <stddef.h>

/* Writes \ufffd over such escapes and returns whether there were any. The length stays the same. */
bool mt_json_repair_escapes(char *text, size_t len);

#endif
