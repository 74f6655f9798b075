#ifndef MT_INGEST_NAME_RECIPIENT_H
#define MT_INGEST_NAME_RECIPIENT_H

/* Whose details a file holds, as its name may tell: Graph's getDetailsByRecipient answers do not say it. */

#include "store/base/text.h"

/* Understands "…<trace id>_<address>.json" (another ending of exports, a blank or a hyphen will do), a file named after
 * the address alone, and "getDetailsByRecipient(recipientAddress='<address>')". `trace_id` is unknown where the name
 * has none. The results are slices of the name. False when the name names nobody beyond doubt. */
bool mt_name_recipient(struct mt_text name, struct mt_text *trace_id, struct mt_text *address);

#endif
