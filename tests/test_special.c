#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdbool.h>

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_sf_erf.h>
#include <gsl/gsl_sf_gamma.h>

#include "query/special.h"

/* Relative to the value, or absolute where the value is below one. */
static void
assert_near(double value, double wanted, double error, const char *what, double a, double b, double c)
{
    double bound = error * fmax(1, fabs(wanted));
    if (!(fabs(value - wanted) <= bound))
        fail_msg("%s(%.17g, %.17g, %.17g) is %.17g, wanted %.17g", what, a, b, c, value, wanted);
}

static void
the_logarithm_of_gamma_agrees_with_gsl(void **state)
{
    (void)state;
    for (double x = 1e-8; x < 1e12; x *= 1.0313)
        assert_near(mt_ln_gamma(x), gsl_sf_lngamma(x), 1e-14, "ln_gamma", x, 0, 0);
    assert_true(isnan(mt_ln_gamma(0)));
    assert_true(isnan(mt_ln_gamma(-1.5)));
}

/* Gamma(x + m) / Gamma(x) is a product for a whole m: no subtraction that could lose digits. */
static void
ratios_of_gamma_keep_their_digits_at_large_arguments(void **state)
{
    (void)state;
    for (double x = 1e-3; x < 1e14; x *= 1.37) {
        long double product = 0;
        for (int m = 0; m <= 40; m++) {
            assert_near(mt_ln_gamma_ratio(x, m), (double)product, 1e-13, "ln_gamma_ratio", x, m, 0);
            product += logl((long double)x + m);
        }
    }
}

static void
normal_tails_agree_with_gsl_far_below_underflow(void **state)
{
    (void)state;
    for (double x = -30; x < 1e4; x += x < 50 ? 0.0371 : 71.7) {
        double wanted = gsl_sf_log_erfc(x / sqrt(2)) - log(2);
        assert_near(mt_ln_normal_tail(x), wanted, 1e-12, "ln_normal_tail", x, 0, 0);
    }
    assert_true(mt_ln_normal_tail(60) < -1800);
}

static void
normal_quantiles_agree_with_gsl(void **state)
{
    (void)state;
    for (double p = 1e-290; p < 0.999999; p = p < 1e-4 ? p * 3.7 : p + 0.00337)
        assert_near(mt_normal_quantile(p), gsl_cdf_ugaussian_Pinv(p), 1e-13, "normal_quantile", p, 0, 0);
    assert_true(isnan(mt_normal_quantile(0)));
    assert_true(isnan(mt_normal_quantile(1)));
}

/* GSL gives probabilities: where they are no denormal numbers, and on the side that keeps its digits. */
static bool
carries_digits(double p)
{
    return p > 1e-290 && p < 0.9;
}

static void
incomplete_gamma_agrees_with_gsl(void **state)
{
    (void)state;
    for (double a = 0.013; a < 1e5; a *= 2.3)
        for (double share = 0.02; share < 30; share *= 1.31) {
            double x = a * share, p = gsl_sf_gamma_inc_P(a, x), q = gsl_sf_gamma_inc_Q(a, x);
            if (carries_digits(p))
                assert_near(mt_ln_gamma_lower(a, x), log(p), 1e-10, "ln_gamma_lower", a, x, 0);
            if (carries_digits(q))
                assert_near(mt_ln_gamma_upper(a, x), log(q), 1e-10, "ln_gamma_upper", a, x, 0);
        }
}

static void
incomplete_beta_agrees_with_gsl(void **state)
{
    (void)state;
    for (double a = 0.07; a < 3e4; a *= 3.1)
        for (double b = 0.07; b < 3e4; b *= 3.1)
            for (double x = 0.003; x < 1; x += 0.0517) {
                double p = gsl_cdf_beta_P(x, a, b);
                if (carries_digits(p))
                    assert_near(mt_ln_beta_lower(a, b, x, 1 - x), log(p), 1e-10, "ln_beta_lower", a, b, x);
            }
}

/* The sum itself, in long double and in logarithms: the only witness below e^-708. */
static double
tail_sum(double count, double mean, double spread)
{
    long double r = spread > 0 ? 1.0L / (long double)spread : 0, y = count, m = mean;
    long double first =
        spread > 0 ? lgammal(y + r) - lgammal(r) - lgammal(y + 1) + r * logl(r / (r + m)) + y * logl(m / (r + m))
                   : y * logl(m) - m - lgammal(y + 1);
    long double sum = 1, term = 1;
    for (; term > sum * 1e-21L; y += 1) {
        term *= spread > 0 ? (y + r) / (y + 1) * (m / (r + m)) : m / (y + 1);
        sum += term;
    }
    return (double)(first + logl(sum));
}

static void
tails_of_counts_agree_with_their_sums_down_to_thousands_below_zero(void **state)
{
    (void)state;
    static const double counts[] = {1, 4, 17, 150, 2100, 40000}, spreads[] = {0, 0.0004, 0.02, 0.35, 2};
    double lowest = 0;
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        for (size_t k = 0; k < sizeof spreads / sizeof *spreads; k++)
            for (double share = 1e-4; share < 1.2; share *= 1.7) {
                double mean = counts[i] * share, wanted = tail_sum(counts[i], mean, spreads[k]);
                double value = mt_ln_negative_binomial_tail(counts[i], mean, spreads[k]);
                assert_near(value, wanted, 1e-10, "ln_negative_binomial_tail", counts[i], mean, spreads[k]);
                lowest = fmin(lowest, wanted);
            }
    assert_true(lowest < -100000);
}

static void
tails_agree_with_the_distributions_of_gsl(void **state)
{
    (void)state;
    for (unsigned count = 1; count < 3000; count = count * 3 / 2 + 1)
        for (double mean = 0.05; mean < 3000; mean *= 1.83) {
            double q = gsl_cdf_poisson_Q(count - 1, mean);
            if (carries_digits(q))
                assert_near(mt_ln_poisson_tail(count, mean), log(q), 1e-10, "ln_poisson_tail", count, mean, 0);
            double r = 3.7;
            q = gsl_cdf_negative_binomial_Q(count - 1, r / (r + mean), r);
            if (carries_digits(q))
                assert_near(mt_ln_negative_binomial_tail(count, mean, 1 / r), log(q), 1e-10, "negative_binomial", count,
                            mean, r);
        }
    assert_true(mt_ln_poisson_tail(0, 3) == 0);
}

static void
less_spread_ends_in_the_poisson_tail(void **state)
{
    (void)state;
    for (double spread = 1e-6; spread > 1e-14; spread /= 7)
        assert_near(mt_ln_negative_binomial_tail(60, 20, spread), mt_ln_poisson_tail(60, 20), 100 * spread + 1e-10,
                    "negative_binomial", 60, 20, spread);
}

int
main(void)
{
    gsl_set_error_handler_off();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_logarithm_of_gamma_agrees_with_gsl),
        cmocka_unit_test(ratios_of_gamma_keep_their_digits_at_large_arguments),
        cmocka_unit_test(normal_tails_agree_with_gsl_far_below_underflow),
        cmocka_unit_test(normal_quantiles_agree_with_gsl),
        cmocka_unit_test(incomplete_gamma_agrees_with_gsl),
        cmocka_unit_test(incomplete_beta_agrees_with_gsl),
        cmocka_unit_test(tails_of_counts_agree_with_their_sums_down_to_thousands_below_zero),
        cmocka_unit_test(tails_agree_with_the_distributions_of_gsl),
        cmocka_unit_test(less_spread_ends_in_the_poisson_tail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
