#ifndef MT_REPORTS_STANDOUT_H
#define MT_REPORTS_STANDOUT_H

/* Which part of the mail fared clearly worse than the rest: arithmetic on the rate tables, without a word of text.
 *
 * "Clearly": at least MT_STANDOUT_LEAST deliveries in trouble, a share at least half as large again as that of all
 * other mail, and 95 % intervals of the two that do not touch. Ranges (sizes, hours, weekdays) are chosen among many,
 * so their difference must also be four standard errors wide; single rows need three. It never says why. */

#include "query/table.h"

enum { MT_STANDOUT_LEAST = 10 };

struct mt_counts {
    int64_t hits, base;
};

struct mt_slice {
    size_t first, count; /* rows; a range may run past the last row and go on at the first */
    struct mt_counts inside, outside;
    double score; /* standard errors */
};

/* The counts of `count` rows from `first`, wrapping around; `hits` is the key of the column to sum. */
struct mt_counts mt_standout_counts(const struct mt_table *table, const char *hits, size_t first, size_t count);

/* Judges one slice against the rest of `all` mail (the table may be only its first rows); false when it does not stand
 * out. */
bool mt_standout_judge(const struct mt_table *table, const char *hits, struct mt_counts all, struct mt_slice *slice,
                       double least_score);

/* The range of neighbouring rows that stands out most, never longer than half the table. `wraps`: the last row is the
 * first one's neighbour (hours of the day). */
bool mt_standout_range(const struct mt_table *table, const char *hits, struct mt_counts all, bool wraps,
                       struct mt_slice *slice);

/* Hits beyond what the rest's share would have given: what a slice is ranked by. */
double mt_standout_excess(const struct mt_slice *slice);

/* How the slice stands in another stretch of time, beside all other mail of that time: what is seen of a time depends
 * on how long before an export it lies, so times must not be compared with each other alone. */
enum mt_standing {
    MT_STANDING_UNKNOWN, /* too little mail to tell */
    MT_STANDING_WORSE,   /* clearly above the rest of that time */
    MT_STANDING_USUAL,   /* clearly below what the slice had */
};
enum mt_standing mt_standout_standing(struct mt_counts then, struct mt_counts all_then, const struct mt_slice *slice);

#endif
