#ifndef MT_STORE_BATCH_H
#define MT_STORE_BATCH_H

/* Rows on their way into the tables, a few thousand at a time: sorted by key, looked up together, merged with what is
 * stored, written together. What a batch holds lives until mt_batch_clear; texts live in the tables' arena. */

#include "store/join.h"
#include "store/loader.h"
#include "store/record.h"

struct mt_batch;

enum mt_rc mt_batch_open(struct mt_batch **batch, struct mt_tables *tables, struct mt_join *join,
                         struct mt_load_counts *counts, struct mt_err *err);
void mt_batch_close(struct mt_batch *batch); /* accepts NULL */

/* Room for one more record, to be filled (with facts, recipient and hash: store/resolve.h) and then added under its
 * key. There is room for two whenever the batch is not full. */
struct mt_record *mt_batch_room(struct mt_batch *batch);
void mt_batch_add(struct mt_batch *batch, int64_t key, size_t text_bytes);
void mt_batch_weigh(struct mt_batch *batch, size_t text_bytes); /* of what lives as long as the batch beside its rows */
bool mt_batch_is_full(const struct mt_batch *batch);

/* Where rows are counted from now on. */
void mt_batch_count_into(struct mt_batch *batch, struct mt_load_counts *counts);

/* Writes everything and counts each row as fresh, changed, known or routing. The records stay, with the delivery that
 * each of them became, until the batch is cleared. */
enum mt_rc mt_batch_flush(struct mt_batch *batch, struct mt_err *err);
void mt_batch_clear(struct mt_batch *batch);

#endif
