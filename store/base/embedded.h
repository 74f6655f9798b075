#ifndef MT_BASE_EMBEDDED_H
#define MT_BASE_EMBEDDED_H

/* Files that were built into the program (SQL, tables of data, style sheets); see .cmake/embed.cmake. */

#include "store/base/text.h"

struct mt_embedded {
    const char *name;  /* NULL ends a table */
    const char *bytes; /* with a NUL behind them */
    size_t len;
};

/* The file of that name; unknown when the table has none. */
struct mt_text mt_embedded_file(const struct mt_embedded *table, const char *name);

#endif
