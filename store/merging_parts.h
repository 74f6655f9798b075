#ifndef MT_STORE_MERGING_PARTS_H
#define MT_STORE_MERGING_PARTS_H

/* The parts of merging.c. Private to store. */

#include "store/batch.h"
#include "store/events.h"
#include "store/handle.h"
#include "store/merging.h"
#include "store/reasons.h"
#include "store/tables.h"

/* What the numbers of the other database are in this one: a temporary table, so that memory stays flat. */
enum mt_mapped { MT_MAPPED_EXPORT, MT_MAPPED_DELIVERY, MT_MAPPED_HINT, MT_MAPPED_REASON, MT_MAPPED_KINDS };

struct mt_merger {
    struct mt_store *store, *other;
    const struct mt_merge *merge;
    struct mt_merged *merged;

    struct mt_tables tables;
    struct mt_join *join;
    struct mt_batch *batch;
    struct mt_events *events;
    struct mt_reasons *reasons;
    struct mt_load_counts counts; /* of deliveries */

    sqlite3_stmt *map_put, *map_get;
    int64_t done, of;
};

/* Says that the other database is damaged, and how. */
enum mt_rc mt_merger_damaged(const struct mt_merger *merger, const char *how, struct mt_err *err);
/* Counts a row, and stops when somebody wants that. */
enum mt_rc mt_merger_tick(struct mt_merger *merger, struct mt_err *err);
enum mt_rc mt_merger_prepare(struct mt_merger *merger, const char *sql, sqlite3_stmt **statement, struct mt_err *err);
/* The error of reading the other database. */
enum mt_rc mt_merger_reading(const struct mt_merger *merger, struct mt_err *err);

enum mt_rc mt_map_open(struct mt_merger *merger, struct mt_err *err);
void mt_map_close(struct mt_merger *merger);
enum mt_rc mt_map_put(struct mt_merger *merger, enum mt_mapped kind, int64_t other, int64_t here, struct mt_err *err);
/* 0 leads to 0. What is not there is damage. */
enum mt_rc mt_map_get(struct mt_merger *merger, enum mt_mapped kind, int64_t other, int64_t *here, struct mt_err *err);

/* Rows as they are, but for the numbers in them. `form` has a letter for each column, which is also the parameter:
 *   i  integer      t  text       b  bytes      v  bytes or text      (or NULL)
 *   E D H R  a number of an export, delivery, hint or reason
 * *written counts the rows that were new; `after`, which may be NULL, is called behind each row that was written. */
typedef enum mt_rc mt_copied(struct mt_merger *merger, sqlite3_stmt *row, struct mt_err *err);
enum mt_rc mt_merger_copy(struct mt_merger *merger, const char *select, sqlite3_stmt *insert, const char *form,
                          int64_t *written, mt_copied *after, struct mt_err *err);

/* Refuses a database whose tables are none. */
enum mt_rc mt_merger_shape(struct mt_merger *merger, struct mt_err *err);

/* In this order. Rules come first, so that everything is derived by all of them; what was written is settled (join.h,
 * events.h) before the lists. */
enum mt_rc mt_merger_rules(struct mt_merger *merger, struct mt_err *err);
enum mt_rc mt_merger_exports(struct mt_merger *merger, struct mt_err *err);
enum mt_rc mt_merger_deliveries(struct mt_merger *merger, struct mt_err *err);
enum mt_rc mt_merger_events(struct mt_merger *merger, struct mt_err *err);
enum mt_rc mt_merger_lists(struct mt_merger *merger, struct mt_err *err);

#endif
