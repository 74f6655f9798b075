#ifndef MT_QUERY_SURVIVAL_H
#define MT_QUERY_SURVIVAL_H

/* How long mail waits, when some of it is still waiting: pure functions of counts.
 *
 * The estimate is that of Kaplan and Meier (JASA 53, 1958) over right-censored times: the share of mail that waits
 * longer than t is the product, over the times up to t at which mail arrived, of the share that arrived then of what
 * had waited until then. Mail whose wait is only known to be longer than some time takes part up to that time. To
 * leave it out would make delays look short, because it is long waits that are cut off; to count it as arrived would
 * be wrong. That goes for mail that was given up or refused, too: it never arrived, and how long it would have taken is
 * only known to be longer than it was tried. Refused at once, it says nothing about delays and weighs nothing; counted
 * as arrived it would pass for the quickest mail of all.
 *
 * Beside that estimate there are two lower bounds, both said to be so. A curve that ends above a quantile shows that
 * the quantile is at least the longest wait there is. And mail that arrived at a time nobody wrote down is taken to
 * have arrived as early as it can have: true waits are that or longer, so quantiles that rest on it are lower bounds.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How much mail there is of one time. */
struct mt_wait {
    int64_t seconds;
    int64_t arrived; /* then */
    int64_t waiting; /* censored: had not arrived by then */
    int64_t later;   /* arrived then or later */
};

/* Something known only to some degree: exactly, or not to be less. */
struct mt_bound {
    int64_t seconds;
    bool at_least;
};

/* The time by which `share` (0..1) of the mail had arrived: the first at which the curve is not above 1 - share.
 * `waits` is sorted by time, each time once, counts not negative. Returns false and writes nothing when not even a
 * lower bound above zero can be told: no mail, or too much of which nothing is known. */
bool mt_survival_quantile(const struct mt_wait *waits, size_t count, double share, struct mt_bound *quantile);

/* The longest wait; that of mail that had not arrived is "at least". False when there is none. */
bool mt_survival_longest(const struct mt_wait *waits, size_t count, struct mt_bound *longest);

#endif
