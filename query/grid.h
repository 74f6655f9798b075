#ifndef MT_QUERY_GRID_H
#define MT_QUERY_GRID_H

/* The days of the data as people take them in at a glance: one row a day, with its 24 hours as 24 letters. Pure: made
 * from the answers to "coverage" and "coverage-hours" of the same filter; reads nothing. */

#include "query/table.h"

/* Outside of the data, no mail as usual, no mail where mail is usual, mail by summary exports alone, mail with events.
 */
enum { MT_GRID_OUTSIDE = '.', MT_GRID_QUIET = '-', MT_GRID_GAP = '!', MT_GRID_SUMMARY = 's', MT_GRID_EVENTS = 'E' };

/* Columns: day, weekday, hours, deliveries, with_events, gap_hours. */
enum mt_rc mt_grid_fill(const struct mt_table *days, const struct mt_table *hours, struct mt_table *grid,
                        struct mt_err *err);

#endif
