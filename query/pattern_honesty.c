#include "query/pattern_search.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "query/special.h"

enum { BLOCKS_MOST = 8 };

/* A stretch is filled when at least half of its blocks show at least a third of what they should; short stretches and
 * those with little mail cannot be told. */
static bool
stretch_is_filled(const struct mt_slice *slice, const struct mt_find *find)
{
    int32_t length = find->when.until - find->when.from, blocks = length >= 24 ? BLOCKS_MOST : BLOCKS_MOST / 2;
    if (length < 12)
        return true;
    struct mt_part parts[BLOCKS_MOST] = {{.bad = 0}};
    double expected = 0;
    for (int32_t i = 0; i < length; i++) {
        struct mt_part *part = &parts[i * blocks / length];
        part->bad += mt_between(slice->bad, find->when.from + i, find->when.from + i + 1);
        part->expected += mt_between(slice->expected, find->when.from + i, find->when.from + i + 1);
    }
    for (int32_t i = 0; i < blocks; i++)
        expected += parts[i].expected;
    int32_t telling = 0, shown = 0;
    for (int32_t i = 0; i < blocks; i++) {
        double should = find->bad * parts[i].expected / fmax(expected, 1e-9);
        telling += should >= 5;
        shown += should >= 5 && parts[i].bad >= 0.3 * should;
    }
    return telling < 3 || 2 * shown >= telling;
}

/* Sums the pattern's hours by local day, without the days that have none; returns how many there are. */
static int32_t
sum_days(const struct mt_judge *judge, const struct mt_slice *slice, const struct mt_find *find, struct mt_part *days)
{
    const struct mt_cube *cube = judge->baseline->cube;
    memset(days, 0, (size_t)cube->local_days * sizeof *days);
    for (int32_t hour = 0; hour < cube->hours; hour++) {
        double expected = mt_between(slice->expected, hour, hour + 1);
        if (!mt_pattern_when_holds(&find->when, hour, cube->data->week_hours[hour]) ||
            2 * mt_between(slice->explained, hour, hour + 1) > expected)
            continue; /* what another pattern explains says nothing of this one */
        struct mt_part *day = &days[cube->local_day[hour]];
        day->bad += mt_between(slice->bad, hour, hour + 1);
        day->expected += expected;
        day->hours++;
    }
    int32_t count = 0;
    for (int32_t day = 0; day < cube->local_days; day++)
        if (days[day].hours > 0)
            days[count++] = days[day];
    return count;
}

/* Whether enough of the days on which the pattern should be seen show it: not two standard deviations fewer than there
 * would be if it were true; of days with a clear expectation seven in ten, of a handful of them four in five. */
static bool
shows_on_most_days(const struct mt_judge *judge, const struct mt_slice *slice, const struct mt_find *find,
                   const struct mt_part *days, int32_t count, double factor, int32_t hours)
{
    double level = judge->baseline->spread.wandering * mt_spread_of_hours(fmax(1, hours / count)) + 0.1;
    double chances = 0, variance = 0;
    int32_t telling = 0, shown = 0, clear = 0, clearly_shown = 0;
    for (int32_t i = 0; i < count; i++) {
        double should = find->ratio * factor * days[i].expected, least = ceil(0.35 * should);
        if (should < 3)
            continue;
        double deviation = sqrt(slice->clumping * should + level * should * should);
        double chance = exp(mt_ln_normal_tail(-(should - least + 0.5) / deviation));
        bool shows = days[i].bad >= least;
        telling++;
        shown += shows;
        clear += should >= 8;
        clearly_shown += should >= 8 && shows;
        chances += chance;
        variance += chance * (1 - chance);
    }
    if (telling < 3)
        return true;
    if (clear > 0 && clearly_shown < ceil((clear < 6 ? 0.8 : 0.7) * clear))
        return false;
    return shown >= fmax(0.5 * telling, chances - 2 * sqrt(variance) - 0.02 * telling);
}

static int
compare_excess(const void *a, const void *b)
{
    const struct mt_part *x = a, *y = b;
    double first = x->bad - x->expected, second = y->bad - y->expected;
    return (second > first) - (second < first);
}

/* Whether something is left without the best 15 % of the days, and more than two of them have too much. Scales the
 * days' expectations and reorders them. */
static bool
survives_its_best_days(const struct mt_slice *slice, struct mt_part *days, int32_t count, double factor)
{
    double bad = 0, expected = 0;
    int32_t with_more = 0, dropped = (int32_t)ceil(0.15 * count);
    for (int32_t i = 0; i < count; i++) {
        days[i].expected *= factor;
        with_more += days[i].bad > days[i].expected;
    }
    qsort(days, (size_t)count, sizeof *days, compare_excess);
    for (int32_t i = dropped; i < count; i++) {
        bad += days[i].bad;
        expected += days[i].expected;
    }
    return with_more >= 3 && bad > 1.2 * expected &&
           mt_poisson_gain(bad, fmax(expected, 1e-9)) / slice->clumping >= 1.5;
}

bool
mt_find_is_honest(struct mt_judge *judge, const struct mt_find *find)
{
    if (find->level)
        return true;
    struct mt_slice slice = mt_shelf_slice(judge->shelf, &find->where);
    if (find->when.until > 0 && find->when.week_length == 0)
        return stretch_is_filled(&slice, find);

    struct mt_part *days = judge->days;
    int32_t count = sum_days(judge, &slice, find, days), hours = 0;
    for (int32_t i = 0; i < count; i++)
        hours += days[i].hours;
    double factor = find->history;
    return count >= 3 && shows_on_most_days(judge, &slice, find, days, count, factor, hours) &&
           survives_its_best_days(&slice, days, count, factor);
}
