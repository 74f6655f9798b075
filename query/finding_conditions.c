#include "query/finding_conditions.h"

enum { WEEK_HOURS = 168, DAY_HOURS = 24, ALL_DAYS = 0x7f };

unsigned
mt_finding_conditions(const struct mt_pattern *pattern)
{
    unsigned conditions = 0;
    for (enum mt_pattern_by by = 0; by < MT_PATTERN_BY_COUNT; by++)
        if (pattern->where.value[by] != MT_PATTERN_ANY)
            conditions |= MT_FINDING_BIT(by);
    if (pattern->when.until > 0)
        conditions |= MT_FINDING_BIT(MT_FINDING_STRETCH);
    if (pattern->when.week_length > 0)
        conditions |= MT_FINDING_BIT(MT_FINDING_CLOCK);
    if (pattern->when.week_length > 0 && mt_pattern_days(pattern->when.week_days) != ALL_DAYS)
        conditions |= MT_FINDING_BIT(MT_FINDING_WEEKDAYS);
    return conditions;
}

static unsigned
missed_times(const struct mt_mail_cube *cube, const struct mt_pattern_when *when, int32_t hour)
{
    unsigned missed = 0;
    if (when->until > 0 && (hour < when->from || hour >= when->until))
        missed |= MT_FINDING_BIT(MT_FINDING_STRETCH);
    if (when->week_length == 0)
        return missed;
    int shifted = (cube->data.week_hours[hour] - when->week_start + WEEK_HOURS) % WEEK_HOURS;
    if (shifted % DAY_HOURS >= when->week_length)
        missed |= MT_FINDING_BIT(MT_FINDING_CLOCK);
    if (!(mt_pattern_days(when->week_days) >> shifted / DAY_HOURS & 1))
        missed |= MT_FINDING_BIT(MT_FINDING_WEEKDAYS);
    return missed;
}

unsigned
mt_finding_missed(const struct mt_mail_cube *cube, const struct mt_pattern *pattern, const struct mt_pattern_cell *cell)
{
    const int32_t *wanted = pattern->where.value;
    const int32_t values[MT_PATTERN_SIZE] = {
        [MT_PATTERN_PROVIDER] = cube->data.provider_of_domain[cell->domain],
        [MT_PATTERN_REGION] = cube->data.region_of_domain[cell->domain],
        [MT_PATTERN_DOMAIN] = cell->domain,
        [MT_PATTERN_HOST] = cell->host,
        [MT_PATTERN_FOREST] = cell->forest,
    };
    unsigned missed = missed_times(cube, &pattern->when, cell->hour);
    for (enum mt_pattern_by by = 0; by < MT_PATTERN_SIZE; by++)
        if (wanted[by] != MT_PATTERN_ANY && wanted[by] != values[by])
            missed |= MT_FINDING_BIT(by);
    if (wanted[MT_PATTERN_SIZE] != MT_PATTERN_ANY && cell->band < wanted[MT_PATTERN_SIZE])
        missed |= MT_FINDING_BIT(MT_PATTERN_SIZE);
    return missed;
}
