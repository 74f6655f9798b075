#ifndef MT_INGEST_EVENT_KIND_H
#define MT_INGEST_EVENT_KIND_H

/* The words by which exports name transport events, and the kind that each of them is.
 *
 * Trace details write "Send external", extended reports and tracking logs "SENDEXTERNAL": words are compared without
 * case and blanks. Source: Microsoft's pages on message tracking and message trace, and words seen in real exports. */

#include "store/row.h"

/* OTHER for a word that is not known. */
enum mt_event_kind mt_event_kind_of(struct mt_text word);

/* Whether a message first turns up with this event, within seconds of the clock in its trace id. */
bool mt_event_begins(struct mt_text word);

#endif
