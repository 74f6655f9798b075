#ifndef MT_STORE_HINTS_H
#define MT_STORE_HINTS_H

/* Events whose export does not name one delivery: Graph's details have a trace id and no recipient, trimmed details and
 * the logs of Exchange 2010 a Message-ID and no trace id. They are kept under a hint, which belongs to a delivery as
 * long as exactly one fits. That is asked anew whenever anything is imported, so it does not depend on what came first.
 *
 * Logs without trace ids can be all there is of their mail. For these a delivery stands in, whose trace id is the
 * Message-ID: it has the hint's events while no other delivery fits alone, and is hidden (absorbed) when one does. */

#include "store/ids.h"
#include "store/record.h"

/* The hint for such an event, made when there is none yet, and the delivery that it belongs to at the moment (0: none).
 */
enum mt_rc mt_hints_id(struct mt_tables *tables, const struct mt_row *row, int64_t *id, int64_t *delivery_id,
                       struct mt_err *err);

/* Finds every hint's delivery anew. Adds to `changed` the deliveries that got or lost one. */
enum mt_rc mt_hints_settle(struct mt_tables *tables, struct mt_ids *changed, struct mt_err *err);

#endif
