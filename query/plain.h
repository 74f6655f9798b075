#ifndef MT_QUERY_PLAIN_H
#define MT_QUERY_PLAIN_H

/* Questions that one SQL file answers as it stands: its columns (answers.h) are the table's. */

#include "query/answers.h"
#include "query/filter.h"

struct mt_statement;
struct mt_store;

enum mt_rc mt_plain_declare(struct mt_table *table, const struct mt_answer *answer, struct mt_err *err);

/* The statement's row into cells, as far as the answer has columns; unknown ones say the column's why. False when
 * memory ran out. */
bool mt_plain_cells(const struct mt_statement *statement, const struct mt_answer *answer, struct mt_arena *arena,
                    struct mt_cell *cells);

/* Asks with the filters; `finish`, when it is given, may change the cells of each row. */
enum mt_rc mt_plain_ask(struct mt_store *store, const char *file, const struct mt_filter *filter,
                        void (*finish)(struct mt_cell *cells), struct mt_table *table, struct mt_err *err);

/* Says in the table's parameters that only the first rows are shown; nothing when all are. */
enum mt_rc mt_rows_record(struct mt_table *table, size_t all, struct mt_err *err);

#endif
