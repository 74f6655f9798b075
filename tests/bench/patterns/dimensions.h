#ifndef BENCH_FINDINGS_DIMENSIONS_H
#define BENCH_FINDINGS_DIMENSIONS_H

/* Columns of planted mail that a baseline can group by, and the finding that a value of one stands for. */

#include "score.h"

enum bench_dimension {
    BENCH_BY_PROVIDER,
    BENCH_BY_DOMAIN,
    BENCH_BY_HOST,
    BENCH_BY_REGION,
    BENCH_BY_FOREST,
    BENCH_BY_SIZE,
    BENCH_BY_HOUR, /* of the day */
    BENCH_BY_DATE,
    BENCH_FLAT_DIMENSIONS,                        /* so far: the columns of a top list */
    BENCH_BY_THREE_HOURS = BENCH_FLAT_DIMENSIONS, /* of the day */
    BENCH_BY_WEEKDAY,
    BENCH_DIMENSIONS,
};

int32_t bench_dimension_count(const struct mt_planted *planted, enum bench_dimension dimension);

/* Of each group, its number in the dimension; -1: none. malloc'd, NULL when memory ran out. */
int32_t *bench_dimension_column(const struct mt_planted *planted, enum bench_dimension dimension);

/* Adds a condition. Of sizes, just that band. */
void bench_dimension_narrow(struct bench_finding *finding, enum bench_dimension dimension, int32_t value);

/* Mail and bad mail of each value. */
struct bench_count {
    int64_t mail, bad;
};

/* bench_dimension_count of them; malloc'd, NULL when memory ran out. */
struct bench_count *bench_dimension_counts(const struct mt_planted *planted, enum bench_dimension dimension);

struct bench_count bench_count_all(const struct mt_planted *planted);

#endif
