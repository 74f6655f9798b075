#include "query/special.h"

#include <float.h>
#include <math.h>
#include <stddef.h>

static const double half_ln_two_pi = 0.91893853320467274178;
static const double pi = 3.14159265358979323846;

/* ---- gamma ---- */

/* Where Stirling's series below is good to the last digit. */
static const double stirling_from = 12;

/* What Stirling's formula lacks: B(2k) / (2k (2k-1) x^(2k-1)), the Bernoulli numbers divided out. */
static double
stirling_rest(double x)
{
    static const double terms[] = {1.0 / 12,   -1.0 / 360,      1.0 / 1260, -1.0 / 1680,
                                   1.0 / 1188, -691.0 / 360360, 1.0 / 156,  -3617.0 / 122400};
    double square = 1 / (x * x), rest = 0;
    for (size_t i = sizeof terms / sizeof *terms; i-- > 0;)
        rest = rest * square + terms[i];
    return rest / x;
}

double
mt_ln_gamma(double x)
{
    if (!(x > 0))
        return NAN;
    /* The product stays below 12!, so that one logarithm is enough. */
    double product = 1;
    for (; x < stirling_from; x += 1)
        product *= x;
    return (x - 0.5) * log(x) - x + half_ln_two_pi + stirling_rest(x) - log(product);
}

double
mt_ln_gamma_ratio(double x, double d)
{
    if (!(x > 0) || !(d >= 0))
        return NAN;
    if (x < stirling_from)
        return mt_ln_gamma(x + d) - mt_ln_gamma(x);
    return (x - 0.5) * log1p(d / x) + d * (log(x + d) - 1) + stirling_rest(x + d) - stirling_rest(x);
}

/* ---- normal ---- */

double
mt_ln_normal_tail(double x)
{
    if (x < -1)
        return log1p(-0.5 * erfc(-x / sqrt(2)));
    if (x < 25)
        return log(0.5 * erfc(x / sqrt(2)));
    /* The asymptotic series; its sixth term is below the last digit from here on. */
    double s = 1 / (x * x);
    double series = 1 - s * (1 - 3 * s * (1 - 5 * s * (1 - 7 * s * (1 - 9 * s))));
    return -0.5 * x * x - log(x) - half_ln_two_pi + log(series);
}

/* M. J. Wichura, Algorithm AS 241, Applied Statistics 37 (1988), 477-484. */
static double
ratio_of(const double *above, const double *below, size_t count, double r)
{
    double a = 0, b = 0;
    for (size_t i = count; i-- > 0;) {
        a = a * r + above[i];
        b = b * r + below[i];
    }
    return a / b;
}

double
mt_normal_quantile(double share)
{
    static const double a[] = {3.3871328727963666080,   1.3314166789178437745e2, 1.9715909503065514427e3,
                               1.3731693765509461125e4, 4.5921953931549871457e4, 6.7265770927008700853e4,
                               3.3430575583588128105e4, 2.5090809287301226727e3};
    static const double b[] = {1,
                               4.2313330701600911252e1,
                               6.8718700749205790830e2,
                               5.3941960214247511077e3,
                               2.1213794301586595867e4,
                               3.9307895800092710610e4,
                               2.8729085735721942674e4,
                               5.2264952788528545610e3};
    static const double c[] = {1.42343711074968357734,    4.63033784615654529590,   5.76949722146069140550,
                               3.64784832476320460504,    1.27045825245236838258,   2.41780725177450611770e-1,
                               2.27238449892691845833e-2, 7.74545014278341407640e-4};
    static const double d[] = {1,
                               2.05319162663775882187,
                               1.67638483018380384940,
                               6.89767334985100004550e-1,
                               1.48103976427480074590e-1,
                               1.51986665636164571966e-2,
                               5.47593808499534494600e-4,
                               1.05075007164441684324e-9};
    static const double e[] = {6.65790464350110377720,    5.46378491116411436990,    1.78482653991729133580,
                               2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
                               2.71155556874348757815e-5, 2.01033439929228813265e-7};
    static const double f[] = {1,
                               5.99832206555887937690e-1,
                               1.36929880922735805310e-1,
                               1.48753612908506148525e-2,
                               7.86869131145613259100e-4,
                               1.84631831751005468180e-5,
                               1.42151175831644588870e-7,
                               2.04426310338993978564e-15};
    enum { TERMS = 8 };

    if (!(share > 0 && share < 1))
        return NAN;
    double q = share - 0.5;
    if (fabs(q) <= 0.425)
        return q * ratio_of(a, b, TERMS, 0.180625 - q * q);
    double r = sqrt(-log(q < 0 ? share : 1 - share));
    double x = r <= 5 ? ratio_of(c, d, TERMS, r - 1.6) : ratio_of(e, f, TERMS, r - 5);
    return q < 0 ? -x : x;
}

/* ---- incomplete functions ---- */

/* ln(1 - e^x) for x <= 0, from whichever side keeps the digits. */
static double
ln_one_minus_exp(double x)
{
    return x > -0.69314718055994530942 ? log(-expm1(x)) : log1p(-exp(x));
}

/* x ln(x / y) - (x - y), which is what is left of two large terms when x is near y. (C. Loader, 2000.) */
static double
deviance(double x, double y)
{
    if (x == 0)
        return y;
    double difference = x - y, sum = x + y, v = difference / sum;
    if (fabs(v) >= 0.1)
        return x * log(x / y) - difference;
    double term = 2 * x * v, total = difference * v;
    for (int i = 3; i < 1000; i += 2) {
        term *= v * v;
        double more = total + term / i;
        if (more == total)
            break;
        total = more;
    }
    return total;
}

/* ln(x^a e^-x / Gamma(a + 1)), the probability that a Poisson variable of mean x is a. */
static double
ln_gamma_term(double a, double x)
{
    if (a < stirling_from)
        return a * log(x) - x - mt_ln_gamma(a + 1);
    return -deviance(a, x) - stirling_rest(a) - 0.5 * log(2 * pi * a);
}

enum { MOST_STEPS = 200000 };

/* The series for the lower part, for x not far above a. */
static double
ln_gamma_series(double a, double x)
{
    double term = 1, sum = 1;
    for (int i = 1; i < MOST_STEPS && term > sum * DBL_EPSILON / 4; i++) {
        term *= x / (a + i);
        sum += term;
    }
    return ln_gamma_term(a, x) + log(sum);
}

/* Lentz's way to run down a continued fraction: both quotients are kept off zero. */
static double
off_zero(double x)
{
    return fabs(x) < 1e-300 ? 1e-300 : x;
}

static double
ln_gamma_fraction(double a, double x)
{
    double b = x + 1 - a, c = 1e300, d = 1 / off_zero(b), h = d;
    for (int i = 1; i < MOST_STEPS; i++) {
        double an = -i * (i - a);
        b += 2;
        d = 1 / off_zero(an * d + b);
        c = off_zero(b + an / c);
        h *= d * c;
        if (fabs(d * c - 1) < DBL_EPSILON)
            break;
    }
    return ln_gamma_term(a, x) + log(a) + log(h);
}

double
mt_ln_gamma_lower(double a, double x)
{
    if (!(a > 0) || !(x >= 0))
        return NAN;
    if (x == 0)
        return -INFINITY;
    return x < a + 1 ? ln_gamma_series(a, x) : ln_one_minus_exp(ln_gamma_fraction(a, x));
}

double
mt_ln_gamma_upper(double a, double x)
{
    if (!(a > 0) || !(x >= 0))
        return NAN;
    if (x == 0)
        return 0;
    return x < a + 1 ? ln_one_minus_exp(ln_gamma_series(a, x)) : ln_gamma_fraction(a, x);
}

/* ln(x^a y^b / B(a, b)), a and b of any size. */
static double
ln_beta_term(double a, double b, double x, double y)
{
    double n = a + b;
    if (a < stirling_from || b < stirling_from) {
        double small = a < b ? a : b, large = a < b ? b : a;
        return a * log(x) + b * (x < 0.5 ? log1p(-x) : log(y)) + mt_ln_gamma_ratio(large, small) - mt_ln_gamma(small);
    }
    return -deviance(a, n * x) - deviance(b, n * y) + stirling_rest(n) - stirling_rest(a) - stirling_rest(b) +
           0.5 * (log(a) + log(b) - log(n)) - half_ln_two_pi;
}

static double
ln_beta_fraction(double a, double b, double x, double y)
{
    double c = 1, d = 1 / off_zero(1 - (a + b) * x / (a + 1)), h = d;
    for (int i = 1; i < MOST_STEPS; i++) {
        double even = i * (b - i) * x / ((a + 2 * i - 1) * (a + 2 * i));
        d = 1 / off_zero(1 + even * d);
        c = off_zero(1 + even / c);
        h *= d * c;
        double odd = -(a + i) * (a + b + i) * x / ((a + 2 * i) * (a + 2 * i + 1));
        d = 1 / off_zero(1 + odd * d);
        c = off_zero(1 + odd / c);
        h *= d * c;
        if (fabs(d * c - 1) < DBL_EPSILON)
            break;
    }
    return ln_beta_term(a, b, x, y) - log(a) + log(h);
}

double
mt_ln_beta_lower(double a, double b, double x, double y)
{
    if (!(a > 0) || !(b > 0) || !(x >= 0) || !(y >= 0))
        return NAN;
    if (x == 0)
        return -INFINITY;
    if (y == 0)
        return 0;
    if (x < (a + 1) / (a + b + 2))
        return ln_beta_fraction(a, b, x, y);
    return ln_one_minus_exp(ln_beta_fraction(b, a, y, x));
}

/* ---- tails ---- */

double
mt_ln_poisson_tail(double count, double mean)
{
    return count <= 0 ? 0 : mt_ln_gamma_lower(count, mean);
}

double
mt_ln_negative_binomial_tail(double count, double mean, double spread)
{
    if (!(mean >= 0) || !(spread >= 0))
        return NAN;
    if (count <= 0)
        return 0;
    if (spread * mean < 1e-9)
        return mt_ln_poisson_tail(count, mean);
    double share = spread * mean / (1 + spread * mean);
    return mt_ln_beta_lower(count, 1 / spread, share, 1 / (1 + spread * mean));
}
