#ifndef MT_QUERY_GROUPED_H
#define MT_QUERY_GROUPED_H

/* Statements that group mail by dimensions. The SQL file names its mail c and has marks:
 *   --:keys       the raw keys of the dimensions, each with a comma behind it
 *   --:joins      what they need
 *   --:group      GROUP BY the dimensions; nothing without dimensions
 *   --:and_group  the same behind other terms of a GROUP BY
 *   --:filters    of deliveries named d
 *   --:mail       the columns of c that dimensions ask for, of a delivery d with its course k and its reason n; stands
 *                 last in its list */

#include "query/dimension.h"
#include "query/statement.h"
#include "query/tally.h"

enum mt_rc mt_grouped_open(struct mt_statement *statement, struct mt_store *store, const char *file,
                           const struct mt_dimension *const *by, size_t count, const struct mt_bindings *bindings,
                           struct mt_err *err);

/* Hands every row over: its folded keys (with room for MT_TALLY_KEYS, their texts good for the call only) and the
 * statement, whose own columns begin behind them. `take` returns false when memory ran out. */
typedef bool mt_take_row(void *context, const struct mt_statement *row, struct mt_cell *keys);

enum mt_rc mt_grouped_read(struct mt_statement *statement, const struct mt_dimension *const *by, size_t count,
                           const struct mt_zone *zone, mt_take_row *take, void *context, struct mt_err *err);

/* The context of most of them. */
struct mt_gathering {
    struct mt_tally *tally;
    size_t count; /* of dimensions, which is the first column behind the keys, too */
};

/* A tally with the dimensions as its first keys, and one more of whole numbers when `more` is set. */
void mt_grouped_tally(struct mt_tally *tally, const struct mt_dimension *const *by, size_t count, bool more);

/* The table's columns: the dimensions, then the figures; and the cells of the dimensions in a row of it. */
enum mt_rc mt_grouped_columns(struct mt_table *table, const struct mt_dimension *const *by, size_t count,
                              const struct mt_column *figures, size_t figure_count, struct mt_err *err);

/* Adds a row to the table and fills the cells of the dimensions; returns the first cell behind them, NULL when memory
 * ran out. */
struct mt_cell *mt_grouped_row(struct mt_table *table, const struct mt_dimension *const *by, size_t count,
                               const struct mt_cell *keys);

/* ---- groups ----
 *
 * A tally whose keys are the dimensions and then more ("how many attempts"), sorted by key, holds the rows of one group
 * side by side. */
struct mt_group {
    const struct mt_tally_row *rows;
    size_t count;
    int64_t rank[2]; /* for the caller to fill; zero at first */
};

/* Cuts a sorted tally into groups by its first `key_count` keys. The list is malloc'd; NULL when memory ran out. */
struct mt_group *mt_groups_cut(const struct mt_tally *tally, size_t key_count, size_t *count);

/* By rank, most first; groups of the same rank keep their order. */
void mt_groups_sort(struct mt_group *groups, size_t count);

/* True when every dimension has an order of its own; not so without dimensions. */
bool mt_dimensions_natural(const struct mt_dimension *const *by, size_t count);

/* For tests: the text for "--:mail". */
extern const char mt_grouped_mail_sql[];

#endif
