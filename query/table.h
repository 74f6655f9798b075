#ifndef MT_QUERY_TABLE_H
#define MT_QUERY_TABLE_H

/* An answer: typed columns and rows of typed cells. A table knows nothing of how it will be shown; a renderer knows
 * nothing of what it means. Everything a table points to lives in its own arena (or is static text).
 *
 * Units are fixed by the type: bytes are bytes, spans are seconds, ratios run from 0 to 1, moments are microseconds
 * UTC, days are days since 1970. A cell that the data cannot fill is unknown and may say why. A number that is only
 * known not to be less is a lower bound, "at least": for people it is written with a sign in front, and data formats
 * write a second value beside each column that may hold such cells (the column's key with "_at_least" behind it). */

#include "store/base/arena.h"
#include "store/base/civil.h"
#include "store/base/err.h"

#define MT_TYPE_LIST(X)                                                                                                \
    X(TEXT, "text", "")                                                                                                \
    X(COUNT, "count", "")                                                                                              \
    X(BYTES, "bytes", "bytes")                                                                                         \
    X(RATIO, "ratio", "0..1")                                                                                          \
    X(REAL, "real", "")                                                                                                \
    X(MOMENT, "moment", "UTC")                                                                                         \
    X(DAY, "day", "date")                                                                                              \
    X(SPAN, "span", "seconds")

enum mt_type {
#define X(name, key, unit) MT_TYPE_##name,
    MT_TYPE_LIST(X)
#undef X
};

const char *mt_type_key(enum mt_type type);
const char *mt_type_unit(enum mt_type type);

struct mt_column {
    const char *key;   /* snake_case; never changes meaning */
    const char *title; /* for people */
    enum mt_type type;
    bool bounded; /* its cells may be lower bounds */
};

struct mt_cell {
    bool known;
    bool at_least; /* a lower bound; only in bounded columns */
    union {
        struct mt_text text; /* TEXT */
        int64_t integer;     /* COUNT, BYTES, MOMENT, DAY, SPAN */
        double real;         /* RATIO, REAL */
    };
    const char *why; /* why it is unknown, static text, or NULL */
};

#define MT_CELL_UNKNOWN(reason) ((struct mt_cell){.known = false, .why = (reason)})

struct mt_table_note; /* value.h */

struct mt_parameter {
    const char *key;
    struct mt_text value;
};

struct mt_table {
    const char *name;     /* key, e.g. "domains" */
    const char *title;    /* for people */
    const char *evidence; /* what the figures rest on, e.g. "summary"; NULL when it makes no sense */
    struct mt_parameter *parameters;
    size_t parameter_count;
    struct mt_column *columns;
    size_t column_count;
    struct mt_cell *cells; /* row after row */
    size_t row_count, row_room;
    struct mt_table_note *notes; /* what a reader must know of these figures (value.h) */
    size_t note_count;
    size_t all_rows;    /* how many there would be without a limit that cut them; 0: nothing was cut */
    struct mt_text sql; /* the question as it was asked, or unknown */
    struct mt_arena arena;
};

void mt_table_init(struct mt_table *table, const char *name, const char *title);
void mt_table_release(struct mt_table *table);

/* Columns are given once, before the first row. Copies the array, not the texts. */
enum mt_rc mt_table_columns(struct mt_table *table, const struct mt_column *columns, size_t count, struct mt_err *err);

/* Appends a row of unknown cells and returns its first cell; NULL when memory ran out. */
struct mt_cell *mt_table_add(struct mt_table *table);

struct mt_cell mt_table_at(const struct mt_table *table, size_t row, size_t column);

/* The cell of a row by its column's key; unknown when there is no such row or column. */
struct mt_cell mt_table_cell(const struct mt_table *table, size_t row, const char *key);

/* The column's index, or -1. */
int mt_table_find(const struct mt_table *table, const char *key);

/* The whole number (a count, bytes, a moment, a day or a span) in that row and column; `otherwise` when the cell is
 * unknown, or there is no such row or column. */
int64_t mt_table_integer(const struct mt_table *table, size_t row, const char *key, int64_t otherwise);

/* Remembers a parameter for provenance; both texts are copied except the key, which is static. */
enum mt_rc mt_table_parameter(struct mt_table *table, const char *key, struct mt_text value, struct mt_err *err);

struct mt_cell mt_cell_text(struct mt_text text); /* unknown text gives an unknown cell; the bytes are not copied */
struct mt_cell mt_cell_integer(int64_t value);
struct mt_cell mt_cell_at_least(int64_t value);
struct mt_cell mt_cell_real(double value); /* not finite gives an unknown cell */

#endif
