#include "query/survival.h"

static int64_t
all_of(const struct mt_wait *wait)
{
    return wait->arrived + wait->waiting + wait->later;
}

bool
mt_survival_longest(const struct mt_wait *waits, size_t count, struct mt_bound *longest)
{
    while (count && all_of(&waits[count - 1]) == 0)
        count--;
    if (count == 0)
        return false;
    const struct mt_wait *last = &waits[count - 1];
    struct mt_bound found = {last->seconds, last->waiting > 0 || last->later > 0};
    if (found.at_least && found.seconds == 0)
        return false;
    *longest = found;
    return true;
}

bool
mt_survival_quantile(const struct mt_wait *waits, size_t count, double share, struct mt_bound *quantile)
{
    /* Products of fractions miss 1/2 by a hair where counts give it exactly. */
    const double slack = 1e-9;
    int64_t at_risk = 0;
    double surviving = 1;
    bool rests_on_bounds = false;
    for (size_t i = 0; i < count; i++)
        at_risk += all_of(&waits[i]);
    for (size_t i = 0; i < count; i++) {
        int64_t came = waits[i].arrived + waits[i].later;
        rests_on_bounds |= waits[i].later > 0;
        if (came > 0) {
            surviving *= 1 - (double)came / (double)at_risk;
            if (surviving <= 1 - share + slack) {
                if (rests_on_bounds && waits[i].seconds == 0)
                    return false;
                *quantile = (struct mt_bound){waits[i].seconds, rests_on_bounds};
                return true;
            }
        }
        at_risk -= all_of(&waits[i]);
    }
    struct mt_bound longest;
    if (!mt_survival_longest(waits, count, &longest) || longest.seconds == 0)
        return false;
    *quantile = (struct mt_bound){longest.seconds, true};
    return true;
}
