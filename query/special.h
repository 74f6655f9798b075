#ifndef MT_QUERY_SPECIAL_H
#define MT_QUERY_SPECIAL_H

/* Special functions and tails of distributions: pure functions, everything that can underflow in logarithms. The finder
 * of patterns weighs coincidences of e^-300 against each other, where a probability itself is long zero. Own code,
 * because the C library has no incomplete gamma and beta functions and its lgamma writes a global.
 *
 * Errors, measured by the tests against the GNU Scientific Library and against sums in long double: ln_gamma 1e-14 of
 * max(1, |value|); the tails 1e-10 of max(1, |ln p|) for counts up to 10^5 and ln p down to -700 and beyond; the
 * quantile 1e-14 relative. Arguments outside of what is said give NAN. */

double mt_ln_gamma(double x); /* x > 0 */

/* ln Gamma(x + d) - ln Gamma(x) without the loss of digits that subtracting brings for a large x; x > 0, d >= 0. */
double mt_ln_gamma_ratio(double x, double d);

/* ln P(Z > x) of the standard normal distribution, and the x at which P(Z <= x) is `share` (0 < share < 1). */
double mt_ln_normal_tail(double x);
double mt_normal_quantile(double share);

/* The regularised incomplete functions: ln of the lower and the upper part of gamma (a > 0, x >= 0), and of the lower
 * part of beta, ln I_x(a, b) with `y` = 1 - x given apart so that an x next to 1 loses nothing. */
double mt_ln_gamma_lower(double a, double x);
double mt_ln_gamma_upper(double a, double x);
double mt_ln_beta_lower(double a, double b, double x, double y);

/* ln P(Y >= count): of the Poisson distribution, and of the negative binomial one with variance
 * mean + spread * mean^2, which is the Poisson distribution at spread 0. */
double mt_ln_poisson_tail(double count, double mean);
double mt_ln_negative_binomial_tail(double count, double mean, double spread);

#endif
