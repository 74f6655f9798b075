#ifndef MT_INGEST_JSON_CUT_H
#define MT_INGEST_JSON_CUT_H

/* Finds single objects in JSON text of any length and hands them out one at a time; json.h says what counts as one.
 *
 * The cutter knows strings, brackets and line ends, and no more of the grammar than it takes to notice that an object
 * is broken before it has swallowed the ones behind it: brackets that do not match, an object where none may stand, a
 * line break inside a string (which JSON does not allow). A broken object is given up, and the next is looked for
 * from the line behind the one it began on: lines of their own begin with '{' in every export that has lines. What
 * the cutter hands out need not be valid; that is for the parser to say. Lines end in LF (with or without CR). */

#include "ingest/json_flat.h"
#include "ingest/source.h"

enum mt_json_cut_kind {
    MT_JSON_CUT_OBJECT,
    MT_JSON_CUT_FLAT,     /* an object that the fast lane has read */
    MT_JSON_CUT_ENVELOPE, /* text is the envelope without the objects it held: their lists are empty */
    MT_JSON_CUT_BROKEN,   /* text that holds no whole object; `reason` says why */
    MT_JSON_CUT_END,
};

struct mt_json_cut {
    enum mt_json_cut_kind kind;
    struct mt_text text; /* lives until the next call */
    bool text_is_cut;    /* the text was too long to be kept; an envelope's is empty then */
    uint64_t line;       /* where it starts */
    const char *reason;
    bool is_element;                      /* an object that stands in a list */
    uint64_t held;                        /* how many objects an envelope held, broken ones included */
    const struct mt_json_member *members; /* of a flat object; live until the next call */
    size_t count;
};

struct mt_json_cutter;

/* `flat` reads what it can; NULL: everything is cut out for the parser. */
enum mt_rc mt_json_cutter_open(struct mt_json_cutter **cutter, struct mt_source *source, struct mt_json_flat *flat,
                               struct mt_err *err);
void mt_json_cutter_close(struct mt_json_cutter *cutter); /* accepts NULL */

enum mt_rc mt_json_cutter_next(struct mt_json_cutter *cutter, struct mt_json_cut *cut, struct mt_err *err);

#endif
