#ifndef MT_QUERY_ANSWERS_H
#define MT_QUERY_ANSWERS_H

/* The columns that each SQL file of query/sql/ answers with. A test holds the two against each other, so that neither
 * can change alone. */

#include "query/table.h"

struct mt_answer_column {
    const char *key; /* also the SQL's name for it */
    const char *title;
    enum mt_type type;
    const char *why; /* why a value may be unknown, or NULL */
};

struct mt_answer {
    const char *file;
    const struct mt_answer_column *columns;
    size_t count;
};

/* Every file once; ends with a NULL name. */
const struct mt_answer *mt_answers(void);
const struct mt_answer *mt_answer_of(const char *file); /* the file must have one */

#endif
