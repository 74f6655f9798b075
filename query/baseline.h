#ifndef MT_QUERY_BASELINE_H
#define MT_QUERY_BASELINE_H

/* What is usual: the expected number of bad messages in every cell, and how far counts stray from it. Only the finder
 * of patterns uses this.
 *
 * The expectation is a product, fitted by proportional fitting: the rate of the provider, a factor for the class of the
 * hour, one for how well trouble can be seen in it, and the ratio of every pattern accepted so far that holds in the
 * cell. Cells enter through their sums over (provider, class, sight, set of patterns), so that a sweep costs thousands
 * of steps and not millions.
 *
 * The spread has three parts, all read off the residuals: clumping (one failure brings another), the slow wandering of
 * a provider's hourly level, and lasting differences between the values of a dimension. */

#include "query/pattern_cube.h"

/* A pattern as the search handles it. */
struct mt_find {
    struct mt_pattern_where where;
    struct mt_pattern_when when;
    bool level;   /* a provider that is worse all the time: its own rate already says so, no factor */
    double slope; /* of a drift: nats per week */

    double mail, bad, model;
    double compared, expected; /* without what other patterns explain, when that speaks more clearly */
    double history;            /* expected by model: what just this part of the mail is like at other times */
    double ratio, low, high;
    double code_length, gain, score, ln_p, ln_p_adjusted;
    double clumping, inverse_size;
    double weekly[8];
    int32_t weeks, merged;
};

/* How far counts stray. */
struct mt_spread {
    double clumping;  /* variance by mean, of all */
    double wandering; /* variance of the hourly level */
    double differences[MT_PATTERN_BY_COUNT];
    double *clumping_of;         /* each provider */
    double *residual, *expected; /* each provider x hour, outside of its days of grave trouble rescaled */
    bool *calm;                  /* each provider x day of 24 hours */
    int32_t days;
    double *weight; /* sums up to each hour: of what is expected; of the products of hours by how alike they are; */
    double *alike;  /* and what the hours before, and those from it on, weigh, the less the farther they are */
    double *before, *after;
    double sights;     /* variance of how differently providers look in one sight and in another */
    double usual_rate; /* the median provider's */
    double *centre;    /* what each provider's rate is compared with */
};

struct mt_baseline {
    const struct mt_cube *cube;
    struct mt_find finds[MT_PATTERN_MOST];
    int32_t count;
    double *rate; /* of each provider */
    double class_factor[MT_CUBE_CLASSES];
    double sight_factor[MT_PATTERN_SIGHTS];
    double class_bad[MT_CUBE_CLASSES], sight_bad[MT_PATTERN_SIGHTS]; /* what they are known from */
    double *hour_level;                                              /* of each hour, the product of the two */
    double *hour_factor;                                             /* of each find x hour */
    double *bad_of, *expected_of;                                    /* each provider */
    double bad, expected;
    struct mt_spread spread;
    uint64_t generation; /* changes with every fit */
    struct mt_baseline_group *groups;
    size_t group_room;
    int32_t *set_number; /* of each set of patterns, 1 and up; 0 for one that no cell has */
};

/* Cells that no sweep tells apart. */
struct mt_baseline_group {
    double weight; /* mail, times the drifts */
    double bad;
    double ratio; /* of the patterns, as far as fitted */
    double expected;
    int32_t provider;
    uint16_t in;
    uint8_t class, sight;
};

/* The correlation of the wandering level from one hour to the next. */
#define MT_SPREAD_CORRELATION 0.8

enum mt_rc mt_baseline_open(struct mt_baseline *baseline, const struct mt_cube *cube, struct mt_err *err);
void mt_baseline_close(struct mt_baseline *baseline);

/* Marks the cells of all finds and fits everything to them. Call it after any change of the finds. */
enum mt_rc mt_baseline_fit(struct mt_baseline *baseline, struct mt_err *err);

/* The factor of all finds that hold in a cell but `without` (-1: none left out). */
double mt_baseline_factor(const struct mt_baseline *baseline, const struct mt_cube_cell *cell, int32_t without);

/* The expected bad messages of a cell of this provider. */
static inline double
mt_baseline_expected(const struct mt_baseline *baseline, int32_t provider, const struct mt_cube_cell *cell,
                     int32_t without)
{
    double usual = cell->mail * baseline->rate[provider] * baseline->hour_level[cell->hour];
    return cell->in ? usual * mt_baseline_factor(baseline, cell, without) : usual;
}

/* The bits of finds that explain what happens in their cells, which levels do not; `without` as above. */
uint16_t mt_baseline_explaining(const struct mt_baseline *baseline, int32_t without);

/* Expected bad messages of every provider with one find left out. */
void mt_baseline_providers_without(const struct mt_baseline *baseline, int32_t without, double *expected_of);

/* ---- pattern_levels.c ---- */

/* One step of the fit: of the sights, whose change goes into the groups' expectation at once; and of the classes of
 * hours, which the next sweep uses. */
enum mt_rc mt_levels_fit_sights(struct mt_baseline *baseline, struct mt_baseline_group *groups, size_t count,
                                struct mt_err *err);
enum mt_rc mt_levels_fit_classes(struct mt_baseline *baseline, const struct mt_baseline_group *groups, size_t count,
                                 struct mt_err *err);

/* The factors mean one over all mail, and stay within reason. */
void mt_levels_scale(struct mt_baseline *baseline);
void mt_levels_set_hours(struct mt_baseline *baseline);

/* ---- spread.c ---- */

enum mt_rc mt_spread_open(struct mt_spread *spread, const struct mt_cube *cube, struct mt_err *err);
void mt_spread_close(struct mt_spread *spread);
enum mt_rc mt_spread_measure(struct mt_baseline *baseline, struct mt_err *err);

/* Variance of the mean of the level over so many hours in a row, relative to that of one hour; and of hours that weigh
 * what is expected in them, of all mail: a day is not 24 hours then but the dozen in which people write. */
double mt_spread_of_hours(double hours);
double mt_spread_of_stretch(const struct mt_spread *spread, int32_t from, int32_t until);

/* Clumping of providers, weighed by `weight` (of each provider, or of `only` when that is one), outside of the hours
 * that `hours` marks. */
double mt_spread_clumping_outside(const struct mt_spread *spread, const struct mt_cube *cube, const double *weight,
                                  int32_t only, const uint8_t *hours);

/* ---- pattern_differences.c ---- */

enum mt_rc mt_differences_measure(struct mt_baseline *baseline, struct mt_err *err);
void mt_differences_of_providers(struct mt_baseline *baseline, double *room); /* of so many doubles as providers */

/* Linear between the order statistics; sorts the values. */
double mt_quantile(double *values, size_t count, double share);

#endif
