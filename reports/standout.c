#include "reports/standout.h"

#include <math.h>

#include "query/stats.h"

static int64_t
count_at(const struct mt_table *table, size_t row, int column)
{
    struct mt_cell cell = column < 0 ? MT_CELL_UNKNOWN(NULL) : mt_table_at(table, row, (size_t)column);
    return cell.known ? cell.integer : 0;
}

struct mt_counts
mt_standout_counts(const struct mt_table *table, const char *hits, size_t first, size_t count)
{
    int hit_column = mt_table_find(table, hits), base_column = mt_table_find(table, "deliveries");
    struct mt_counts counts = {0, 0};
    for (size_t i = 0; i < count && i < table->row_count; i++) {
        size_t row = (first + i) % table->row_count;
        counts.hits += count_at(table, row, hit_column);
        counts.base += count_at(table, row, base_column);
    }
    return counts;
}

static double
share(struct mt_counts counts)
{
    return counts.base > 0 ? (double)counts.hits / (double)counts.base : 0;
}

bool
mt_standout_judge(const struct mt_table *table, const char *hits, struct mt_counts all, struct mt_slice *slice,
                  double least_score)
{
    struct mt_interval inside, outside;
    struct mt_counts in = mt_standout_counts(table, hits, slice->first, slice->count);
    struct mt_counts out = {all.hits - in.hits, all.base - in.base};
    if (in.hits < MT_STANDOUT_LEAST || !mt_stats_share(in.hits, in.base, &inside) ||
        !mt_stats_share(out.hits, out.base, &outside))
        return false;
    double pooled = share(all);
    double error = sqrt(pooled * (1 - pooled) * (1 / (double)in.base + 1 / (double)out.base));
    slice->inside = in;
    slice->outside = out;
    slice->score = error > 0 ? (share(in) - share(out)) / error : 0;
    return share(in) >= 1.5 * share(out) && inside.low > outside.high && slice->score >= least_score;
}

bool
mt_standout_range(const struct mt_table *table, const char *hits, struct mt_counts all, bool wraps,
                  struct mt_slice *best)
{
    bool any = false;
    size_t rows = table->row_count;
    for (size_t first = 0; first < rows; first++)
        for (size_t count = 1; count <= rows / 2 && (wraps || first + count <= rows); count++) {
            struct mt_slice slice = {.first = first, .count = count};
            if (!mt_standout_judge(table, hits, all, &slice, 4) || (any && slice.score <= best->score))
                continue;
            *best = slice;
            any = true;
        }
    return any;
}

double
mt_standout_excess(const struct mt_slice *slice)
{
    return (double)slice->inside.hits - (double)slice->inside.base * share(slice->outside);
}

enum mt_standing
mt_standout_standing(struct mt_counts then, struct mt_counts all_then, const struct mt_slice *slice)
{
    struct mt_interval interval, rest;
    struct mt_counts others = {all_then.hits - then.hits, all_then.base - then.base};
    if (!mt_stats_share(then.hits, then.base, &interval))
        return MT_STANDING_UNKNOWN;
    if (then.hits >= 3 && mt_stats_share(others.hits, others.base, &rest) && interval.low > rest.high)
        return MT_STANDING_WORSE;
    if (interval.high < share(slice->inside) && share(then) < (share(slice->inside) + share(slice->outside)) / 2)
        return MT_STANDING_USUAL;
    return MT_STANDING_UNKNOWN;
}
