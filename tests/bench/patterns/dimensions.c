#include "dimensions.h"

#include <math.h>
#include <stdlib.h>

/* Those that are conditions on the mail; the others are about time. */
static const enum mt_pattern_by conditions[] = {
    [BENCH_BY_PROVIDER] = MT_PATTERN_PROVIDER, [BENCH_BY_DOMAIN] = MT_PATTERN_DOMAIN, [BENCH_BY_HOST] = MT_PATTERN_HOST,
    [BENCH_BY_REGION] = MT_PATTERN_REGION,     [BENCH_BY_FOREST] = MT_PATTERN_FOREST, [BENCH_BY_SIZE] = MT_PATTERN_SIZE,
};

int32_t
bench_dimension_count(const struct mt_planted *planted, enum bench_dimension dimension)
{
    const int32_t counts[BENCH_DIMENSIONS] = {
        [BENCH_BY_PROVIDER] = mt_planted_providers(),
        [BENCH_BY_DOMAIN] = mt_planted_domains(),
        [BENCH_BY_HOST] = mt_planted_hosts(),
        [BENCH_BY_REGION] = mt_planted_regions(),
        [BENCH_BY_FOREST] = mt_planted_forests(),
        [BENCH_BY_SIZE] = MT_PLANTED_BANDS,
        [BENCH_BY_HOUR] = 24,
        [BENCH_BY_DATE] = (int32_t)ceil(planted->hours / 24),
        [BENCH_BY_THREE_HOURS] = 8,
        [BENCH_BY_WEEKDAY] = 7,
    };
    return counts[dimension];
}

static int32_t
value_of(const struct mt_planted_group *group, enum bench_dimension dimension)
{
    int32_t hour = (int32_t)floor(group->hours);
    if (dimension <= BENCH_BY_SIZE)
        return bench_value_of(group, conditions[dimension]);
    const int32_t times[] = {[BENCH_BY_HOUR] = hour % 24,
                             [BENCH_BY_DATE] = hour / 24,
                             [BENCH_BY_THREE_HOURS] = hour % 24 / 3,
                             [BENCH_BY_WEEKDAY] = hour / 24 % 7};
    return times[dimension];
}

int32_t *
bench_dimension_column(const struct mt_planted *planted, enum bench_dimension dimension)
{
    int32_t *column = malloc((planted->count + 1) * sizeof *column);
    for (size_t i = 0; column && i < planted->count; i++)
        column[i] = value_of(&planted->groups[i], dimension);
    return column;
}

static void
narrow_hours(struct bench_finding *finding, int32_t from, int32_t until)
{
    finding->recurs = true;
    finding->hour_from = from;
    finding->hour_until = until;
}

void
bench_dimension_narrow(struct bench_finding *finding, enum bench_dimension dimension, int32_t value)
{
    if (dimension <= BENCH_BY_SIZE) {
        finding->value[conditions[dimension]] = value;
        if (dimension == BENCH_BY_SIZE)
            finding->band_until = value + 1;
    } else if (dimension == BENCH_BY_DATE) {
        finding->has_window = true;
        finding->from = 24.0 * value;
        finding->until = 24.0 * (value + 1);
    } else if (dimension == BENCH_BY_HOUR) {
        narrow_hours(finding, value, value + 1);
    } else if (dimension == BENCH_BY_THREE_HOURS) {
        narrow_hours(finding, 3 * value, 3 * value + 3);
    } else {
        if (!finding->recurs)
            narrow_hours(finding, 0, 24);
        finding->weekdays = (uint8_t)(1u << value);
    }
}

struct bench_count *
bench_dimension_counts(const struct mt_planted *planted, enum bench_dimension dimension)
{
    struct bench_count *counts = calloc((size_t)bench_dimension_count(planted, dimension) + 1, sizeof *counts);
    for (size_t i = 0; counts && i < planted->count; i++) {
        int32_t value = value_of(&planted->groups[i], dimension);
        if (value < 0)
            continue;
        counts[value].mail++;
        counts[value].bad += planted->groups[i].bad;
    }
    return counts;
}

struct bench_count
bench_count_all(const struct mt_planted *planted)
{
    struct bench_count all = {.mail = (int64_t)planted->count};
    for (size_t i = 0; i < planted->count; i++)
        all.bad += planted->groups[i].bad;
    return all;
}
