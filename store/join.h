#ifndef MT_STORE_JOIN_H
#define MT_STORE_JOIN_H

/* Rows without a trace id (descriptions) and the deliveries they describe.
 *
 * A description joins every delivery with a trace id that it fits (mt_facts_describe), and is then absorbed: hidden,
 * but kept, because it may fit better or worse once more is known. Whether it fits is asked of what exports with trace
 * ids alone said of the delivery. That is kept apart (table `joined`, a delivery row with absorbed = 2) as soon as
 * something joined. So the result depends on the set of rows alone: every delivery is its own facts merged with those
 * of all descriptions that fit them, and a description is absorbed when it fits some delivery, whatever came first.
 *
 * A store without descriptions pays one look at an empty index per import. */

#include "store/record.h"

struct mt_join;

enum mt_rc mt_join_open(struct mt_join **join, struct mt_tables *tables, struct mt_err *err);
void mt_join_close(struct mt_join *join); /* accepts NULL */

/* Whether descriptions for this recipient are in the store, so that its deliveries need the functions below. */
bool mt_join_matters(const struct mt_join *join, uint32_t recipient_id);

/* Says that nothing will be taken away, so that where no delivery has a trace id nothing has to be settled; and that
 * now one with a trace id comes into the store. */
void mt_join_only_adds(struct mt_join *join);
void mt_join_has_traced(struct mt_join *join);

/* Before facts of a stored delivery are merged: puts the id of the row that holds its own facts into *own_id (the
 * delivery's own id when nothing has joined it). */
enum mt_rc mt_join_own(struct mt_join *join, int64_t delivery_id, int64_t *own_id, struct mt_err *err);

/* What has to be looked at when the batch is written: a delivery with a trace id that is new or changes (`before` is
 * its own facts as they were, or NULL), or a description that is new or has changed. */
enum mt_rc mt_join_delivery_changes(struct mt_join *join, int64_t delivery_id, const struct mt_record *before,
                                    struct mt_err *err);
enum mt_rc mt_join_description_changes(struct mt_join *join, const struct mt_record *description, struct mt_err *err);

/* Brings everything that was noted in order; the tables hold the batch by now. */
enum mt_rc mt_join_settle(struct mt_join *join, struct mt_err *err);

/* After settling: whether this description, noted in this batch, is absorbed, and whether a delivery changed by it. */
bool mt_join_absorbed(const struct mt_join *join, int64_t description_id, bool *changed);

#endif
