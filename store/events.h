#ifndef MT_STORE_EVENTS_H
#define MT_STORE_EVENTS_H

/* Events on their way into the tables, beside the batch of the deliveries that they are about.
 *
 * An event is kept once, whatever the number of exports that show it: its key is a hash of all that the export says of
 * it. Events whose delivery is not named are written with a hint (hints.h), those about no message with neither. What
 * the events of a delivery say together is brought up to date by mt_events_settle (courses.h). */

#include "store/hints.h"
#include "store/loader.h"
#include "store/record.h"

struct mt_events;

/* Statements are prepared and the reasons read with the first event: summary exports pay nothing. */
enum mt_rc mt_events_open(struct mt_events **events, struct mt_tables *tables, struct mt_load_counts *counts,
                          struct mt_err *err);
void mt_events_close(struct mt_events *events); /* accepts NULL */

/* Takes an event of the batch. `record` is its delivery's, `other` that of the other address of an EXPAND or RESOLVE;
 * both live until the batch is cleared, and NULL is "not named". Texts go to the batch's arena; *text_bytes is what
 * they take. */
enum mt_rc mt_events_add(struct mt_events *events, const struct mt_event *event, const struct mt_record *record,
                         const struct mt_record *other, size_t *text_bytes, struct mt_err *err);

/* After the batch is written: writes the events and counts each of them as fresh, known or routing. */
enum mt_rc mt_events_write(struct mt_events *events, struct mt_err *err);

/* At the end: hints find their deliveries, and every delivery whose events changed gets its course. */
enum mt_rc mt_events_settle(struct mt_events *events, struct mt_err *err);

#endif
