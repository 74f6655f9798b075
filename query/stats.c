#include "query/stats.h"

#include <math.h>

/* The standard normal quantile of 0.975. */
static const double z = 1.9599639845400545;

static bool
carries(int64_t hits, int64_t base)
{
    return base > 0 && hits >= 0 && hits <= base;
}

bool
mt_stats_share(int64_t hits, int64_t base, struct mt_interval *interval)
{
    if (!carries(hits, base))
        return false;
    double n = (double)base, p = (double)hits / n;
    double centre = p + z * z / (2 * n);
    double spread = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n));
    double scale = 1 + z * z / n;
    /* The ends are exact where nothing or everything was hit; rounding would make them a hair less. */
    interval->low = hits == 0 ? 0 : (centre - spread) / scale;
    interval->high = hits == base ? 1 : (centre + spread) / scale;
    return true;
}

bool
mt_stats_share_in_clumps(int64_t hits, int64_t base, double clumping, struct mt_interval *interval)
{
    if (!carries(hits, base))
        return false;
    double n = (double)base, p = (double)hits / n, wide = z * sqrt(clumping);
    double scale = 1 + wide * wide / n, centre = (p + wide * wide / (2 * n)) / scale;
    double spread = wide * sqrt(p * (1 - p) / n + wide * wide / (4 * n * n)) / scale;
    interval->low = fmax(centre - spread, 0);
    interval->high = fmin(centre + spread, 1);
    return true;
}

bool
mt_stats_difference(int64_t first_hits, int64_t first_base, int64_t second_hits, int64_t second_base,
                    double *difference, struct mt_interval *interval)
{
    struct mt_interval first, second;
    if (!mt_stats_share(first_hits, first_base, &first) || !mt_stats_share(second_hits, second_base, &second))
        return false;
    double p1 = (double)first_hits / (double)first_base, p2 = (double)second_hits / (double)second_base;
    double moved = p2 - p1;
    interval->low = moved - hypot(p2 - second.low, first.high - p1);
    interval->high = moved + hypot(second.high - p2, p1 - first.low);
    *difference = moved;
    return true;
}

bool
mt_stats_ratio(int64_t first_hits, int64_t first_base, int64_t second_hits, int64_t second_base, double *ratio,
               struct mt_interval *interval)
{
    if (!carries(first_hits, first_base) || !carries(second_hits, second_base) || first_hits == 0 || second_hits == 0)
        return false;
    double p1 = (double)first_hits / (double)first_base, p2 = (double)second_hits / (double)second_base;
    double spread = z * sqrt((1 - p1) / (double)first_hits + (1 - p2) / (double)second_hits);
    *ratio = p2 / p1;
    interval->low = p2 / p1 * exp(-spread);
    interval->high = p2 / p1 * exp(spread);
    return true;
}
