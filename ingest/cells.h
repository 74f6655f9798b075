#ifndef MT_INGEST_CELLS_H
#define MT_INGEST_CELLS_H

/* The cells of a record, one reader for each kind, shared by the rows of summary exports and the events of event
 * exports. A reader that refuses says why in `reason`, as a clause about the record ("has no time of receipt"). */

#include "ingest/normalise.h"

/* Without blanks around it; an empty cell says nothing and is unknown. */
struct mt_text mt_cell(const struct mt_record *record, enum mt_field field);

/* Writes the clause and returns false. */
bool mt_cell_refuse(char reason[MT_REASON_BYTES], const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The moment in the record's time column, as printed; `what` names it ("time of receipt"). */
bool mt_cell_stamp(const struct mt_record *record, const struct mt_rules *rules, const char *what,
                   struct mt_stamp *stamp, int64_t *moment_us, char reason[MT_REASON_BYTES]);
/* Whether a moment in UTC can be one of a mail in a file that was written by now. */
bool mt_cell_possible(const struct mt_record *record, const struct mt_rules *rules, const char *did, int64_t moment_us,
                      char reason[MT_REASON_BYTES]);

bool mt_cell_size(const struct mt_record *record, struct mt_row *row, char reason[MT_REASON_BYTES]);
bool mt_cell_direction(const struct mt_record *record, struct mt_row *row, char reason[MT_REASON_BYTES]);
bool mt_cell_sender(const struct mt_record *record, struct mt_arena *arena, struct mt_row *row,
                    char reason[MT_REASON_BYTES]);
/* With its angle brackets, which some servers and scripts leave out. False: no memory. */
bool mt_cell_message_id(const struct mt_record *record, struct mt_arena *arena, struct mt_row *row);
void mt_cell_trace_id(const struct mt_record *record, struct mt_row *row);

#endif
