#ifndef MT_QUERY_STATS_H
#define MT_QUERY_STATS_H

/* How sure a figure is: pure functions of counts. A share of few messages says little, and a report that prints it
 * without its interval invites a wrong conclusion. Every function returns false and writes nothing when the counts
 * cannot carry an answer (no mail at all, or more hits than mail). All intervals are 95 %. */

#include <stdbool.h>
#include <stdint.h>

struct mt_interval {
    double low, high;
};

/* The Wilson score interval of a share: `hits` of `base`. Unlike the textbook interval it stays within 0..1 and is
 * of use when nothing or everything was hit. (E. B. Wilson, JASA 22, 1927.) */
bool mt_stats_share(int64_t hits, int64_t base, struct mt_interval *interval);

/* The same of messages that go wrong in bursts, and so tell less than their number: `clumping` is the variance of their
 * counts by its mean. */
bool mt_stats_share_in_clumps(int64_t hits, int64_t base, double clumping, struct mt_interval *interval);

/* The difference of two shares, second minus first: how a rate moved from one week to the next. The interval is
 * Newcombe's hybrid score interval, his method 10 (Statistics in Medicine 17, 1998, 873-890). When it does not hold
 * zero, chance alone is a poor explanation. */
bool mt_stats_difference(int64_t first_hits, int64_t first_base, int64_t second_hits, int64_t second_base,
                         double *difference, struct mt_interval *interval);

/* The ratio of two shares, second by first ("three times as often"), with the interval of its logarithm (Katz and
 * others, Biometrics 34, 1978). Needs a hit on both sides. */
bool mt_stats_ratio(int64_t first_hits, int64_t first_base, int64_t second_hits, int64_t second_base, double *ratio,
                    struct mt_interval *interval);

#endif
