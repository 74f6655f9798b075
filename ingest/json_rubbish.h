#ifndef MT_INGEST_JSON_RUBBISH_H
#define MT_INGEST_JSON_RUBBISH_H

/* Finding the way out of text that is no JSON object: where may the next object begin?
 *
 * Strings and brackets count here, too, but no string goes over the end of a line, so that a quote too many does no
 * harm beyond its line. What is left of a broken object is a special case: an object that stands behind a colon there
 * is a member of the broken one and no object in its own right. */

#include "store/base/text.h"

struct mt_json_rubbish {
    bool is_remains; /* of a broken object */
    size_t arrays;   /* that were opened in it */
    bool in_string;
    bool is_escaped;
    char before; /* the last byte outside of strings that was no blank; LF at the start of a line */
};

/* Goes on at *at until an object or list begins (if `may_begin`), the list around ends (if `may_end`), or the text is
 * at its end. Returns true when it stopped before that end, and adds the lines it passed to *line. */
bool mt_json_rubbish_pass(struct mt_json_rubbish *rubbish, struct mt_text text, size_t *at, bool may_begin,
                          bool may_end, uint64_t *line);

/* Whether the text holds nothing but "null", which is what ConvertTo-Json writes when there was nothing to write. */
bool mt_json_is_nothing(struct mt_text text);

#endif
