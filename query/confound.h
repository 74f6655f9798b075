#ifndef MT_QUERY_CONFOUND_H
#define MT_QUERY_CONFOUND_H

/* Is it the condition, or what comes along with it? Pure functions of counts: the ratio of two rates once all
 * together, and once within strata in which the other circumstances are alike. (N. Mantel and W. Haenszel, JNCI 22,
 * 1959; the variance is that of S. Greenland and J. Robins, Biometrics 41, 1985.) */

#include <stdbool.h>
#include <stddef.h>

struct mt_stratum {
    double mail_in, bad_in; /* of what meets the condition */
    double mail_out, bad_out;
};

struct mt_confound {
    double crude, adjusted, low, high;
};

/* `clumping` widens the interval. False and nothing written when either side has no bad mail in a stratum that has both
 * sides: there is nothing to compare then. */
bool mt_confound_ratio(const struct mt_stratum *strata, size_t count, double clumping, struct mt_confound *ratio);

#endif
