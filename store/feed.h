#ifndef MT_STORE_FEED_H
#define MT_STORE_FEED_H

/* Rows in memory as a table for SQL: INSERT INTO delivery SELECT ... FROM feed_delivery. One statement for a batch
 * costs about half of binding and stepping a statement for every row.
 *
 * A feed is a read-only table named after itself that is there without being created. It shows whatever `count`,
 * `rows` and `column` say at the time of the statement; its owner changes them between statements and must outlive its
 * registration. */

#include "store/handle.h"

struct mt_feed {
    const char *name;
    const char *columns; /* "key INTEGER, delivery_id INTEGER" */
    /* Gives one cell. Text may be handed over as SQLITE_STATIC when it lives until the statement ends. */
    void (*column)(sqlite3_context *cell, const void *rows, size_t row, int column);
    /* Has memory fetch what rows behind this one will need; NULL: they are next to each other anyway. */
    void (*expect)(const void *rows, size_t count, size_t row);
    const void *rows;
    size_t count;
};

enum mt_rc mt_feed_register(struct mt_store *store, struct mt_feed *feed, struct mt_err *err);
void mt_feed_remove(struct mt_store *store, const struct mt_feed *feed); /* no statement may use it any more */

/* Unknown gives NULL. */
void mt_feed_text(sqlite3_context *cell, struct mt_text text);

/* Runs `statement` over `count` rows. */
enum mt_rc mt_feed_run(struct mt_store *store, struct mt_feed *feed, const void *rows, size_t count,
                       sqlite3_stmt *statement, const char *doing, struct mt_err *err);

#endif
