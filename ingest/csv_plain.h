#ifndef MT_INGEST_CSV_PLAIN_H
#define MT_INGEST_CSV_PLAIN_H

/* The fast lane of csv.h: splits a line that holds one whole record of plain form. Only a field with doubled quotes is
 * copied.
 *
 * Plain is: every field is either quoted from end to end, with the quotes inside doubled, or has no quote at all. That
 * is nearly every record of every export; whatever else a line may hold is libcsv's to judge, which stays the reader of
 * record. A fuzzer and a test hold both against each other (mt_csv_read_carefully). */

#include <stdbool.h>

#include "store/base/text.h"

/* Fills `fields` with slices of `line`, which has no line end in or behind it, or of `room`, which is as long: an
 * unquoted empty field is unknown, a quoted one is empty. False when the line is not plain or has more than `most`
 * fields: `fields` is undefined then. */
bool mt_csv_plain_split(struct mt_text line, char delimiter, char *room, struct mt_text *fields, size_t most,
                        size_t *count);

#endif
