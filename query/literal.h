#ifndef MT_QUERY_LITERAL_H
#define MT_QUERY_LITERAL_H

/* Values from data inside SQL text that people are given to run themselves. Statements of the program never need this:
 * they have parameters (statement.h). */

#include "store/base/out.h"

/* Writes the text as a SQL expression whose value is these bytes as TEXT, whatever they are: in quotes when all of it
 * can be read, else as hex digits, so that nothing in it steers a terminal, ends a line or turns the reading
 * direction. Unknown is NULL. */
void mt_literal_text(struct mt_out *out, struct mt_text text);

/* The moment as v1_delivery.received_utc writes it, in quotes; MT_MOMENT_UNKNOWN is NULL. The fraction of a second is
 * left out. */
void mt_literal_moment(struct mt_out *out, int64_t moment_us);

#endif
