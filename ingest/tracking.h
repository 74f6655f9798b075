#ifndef MT_INGEST_TRACKING_H
#define MT_INGEST_TRACKING_H

/* Raw message tracking logs (MSGTRK*.LOG): comment lines "#Software: …", "#Fields: date-time,client-ip,…" as header,
 * which can come again with other columns when logs were put one behind the other, or no header at all when a log
 * shipper took it off: then the number of columns tells the version of Exchange that wrote it.
 * Source: Microsoft's page on message tracking; logs of Exchange 2007 to 2019. */

#include "ingest/csv.h"
#include "store/base/arena.h"

/* Whether a line is one of the "#Name: value" lines that every tracking log begins with. */
bool mt_tracking_is_comment(struct mt_text line);

/* Whether a first line, which is no header, has the time and the number of columns of a log without header. */
bool mt_tracking_is_bare(struct mt_text line);

/* The header in a "#Fields:" record: the same record with its first name freed from the mark. Names are put into the
 * arena. False when the record is another comment. */
bool mt_tracking_header(const struct mt_csv_record *record, struct mt_arena *arena, struct mt_csv_record *header);

/* The header that a log with so many columns has; false when no version writes so many. */
bool mt_tracking_header_of(size_t columns, struct mt_csv_record *header);

#endif
