#ifndef MT_QUERY_PATTERN_SCORE_H
#define MT_QUERY_PATTERN_SCORE_H

/* What speaks for one pattern. Only the finder of patterns uses this.
 *
 * A slice is measured against its own history: its rate outside of the hours in question, drawn towards that of its
 * provider (or of all) as far as values of these dimensions usually differ. The evidence is the negative binomial
 * deviance from that expectation, whose spread sums up how well the history is known, how much levels wander over so
 * many hours, how messages clump, and how far other patterns already explain what is seen. A pattern without hours has
 * no outside; there the rates of its providers are estimated without the slice.
 *
 * The code length is what it takes to name the pattern, in nats. The exponentials of all code lengths' negatives add up
 * to less than one, so ln p + code length is a Bonferroni bound over the whole search in which simple patterns pay
 * less. */

#include "query/pattern_block.h"

/* A place of the lattice whose slices are scanned. */
struct mt_lattice_place {
    struct mt_pattern_where base;
    int depth;        /* 2, 1: forest and size together; 0: one of them at a time */
    uint64_t forests; /* a bit for each that has enough bad messages here */
};

struct mt_inside {
    double bad, expected;
};

/* One part of the time of a pattern: a block of a stretch, or a day of a habit. */
struct mt_part {
    double bad, expected;
    int32_t hours;
};

struct mt_judge {
    struct mt_baseline *baseline;
    struct mt_shelf *shelf;
    const struct mt_pattern_options *options;
    double ln_values[MT_PATTERN_BY_COUNT]; /* of the number of values that a condition could have */
    uint8_t *marks;                        /* hours of the pattern in hand */
    double *inside_bad, *inside_expected;  /* by provider, of the pattern in hand */
    /* Room for the search. */
    double *running_bad, *running_expected; /* running sums of hours */
    struct mt_inside *values;               /* all values of all dimensions */
    struct mt_part *days;                   /* local ones */
};

struct mt_score {
    double mail, bad, model;
    double compared, expected; /* bad messages that were compared with the expectation: see struct mt_evidence */
    double history;            /* expected by model, of what was compared */
    double deviance, inverse_size, clumping;
    double gain;        /* ln of the likelihood ratio, with everybody else's rate refitted */
    double code_length; /* nats */
    double score;
    double share_of_hours;
};

enum mt_rc mt_judge_open(struct mt_judge *judge, struct mt_baseline *baseline, struct mt_shelf *shelf,
                         const struct mt_pattern_options *options, struct mt_err *err);
void mt_judge_close(struct mt_judge *judge);

/* False when there are too few bad messages to speak of. Leaves the pattern's hours in judge->marks. */
bool mt_judge_score(struct mt_judge *judge, const struct mt_slice *slice, const struct mt_pattern_when *when,
                    struct mt_score *score);

/* Whether a step of the search keeps to significance and to the floor of the ratio. */
bool mt_judge_passes(const struct mt_judge *judge, const struct mt_score *score);

/* Takes the score over into the find, with the exact tail and with the clumping of other hours than its own. The marks
 * must be those of the score.
 *
 * Measured where mail clumps (variance by mean 1.35) and wanders (deviation 0.3), for windows that are given: of 14
 * kinds (3 hours to all, providers, forests, domains, sizes) p is at or below 0.05, 0.01 and 0.001 in 0.040, 0.0085 and
 * 0.0012 of quiet worlds, at worst (a week of one provider) in 0.048, 0.015 and 0.002. The interval of a ratio of 5 or
 * 15 holds it in 96 % (92 to 99 by kind). Where both are doubled (2.1 and 0.5), which little mail does not tell: p in
 * 0.055, 0.014 and 0.0022, at worst 0.074, 0.022 and 0.004; intervals 94 % (90 to 97). */
void mt_judge_record(const struct mt_judge *judge, const struct mt_slice *slice, const struct mt_score *score,
                     struct mt_find *find);

double mt_code_of_where(const struct mt_judge *judge, const struct mt_pattern_where *where);
double mt_code_of_when(const struct mt_cube *cube, const struct mt_pattern_when *when);

/* ---- formulas ---- */

/* The windows that are tried: lengths in hours. */
enum { MT_SCALES = 17, MT_WEEK_LENGTHS = 12 };
extern const int32_t mt_scales[MT_SCALES];

struct mt_expectation {
    double factor, variance; /* of the model's expectation, and of ln of it */
};

/* What the history says of the hours of a pattern is less sure when they are of other classes than all others of the
 * slice, or when trouble is seen better or worse in them: factors are estimates, and not the same for all. The variance
 * of ln of the expectation that this makes. */
double mt_variance_of_hours(const struct mt_baseline *baseline, const struct mt_slice *slice,
                            const struct mt_pattern_when *when);

struct mt_expectation mt_own_history(const struct mt_slice *slice, double bad, double expected);

/* What is in the hours of a pattern, and the part of it that other patterns explain. */
struct mt_seen {
    double bad, expected, explained_bad, explained;
};

/* What those counts say. Where other patterns explain a part, the rest may speak more clearly alone: an incident of a
 * forest must not drown in that of a provider which it overlaps. `apart` says that the rest was used; as that was a
 * choice of two, it costs ln 2. */
struct mt_evidence {
    double bad, expected; /* what was compared: of all, or of the rest */
    double inverse_size, deviance, gain;
    bool apart;
};

/* `level` is the variance of the level over these hours. */
struct mt_evidence mt_evidence_of(const struct mt_slice *slice, const struct mt_seen *seen,
                                  struct mt_expectation history, double level);

/* 1 / size of the negative binomial distribution. */
double mt_inverse_size(const struct mt_slice *slice, double history, double level, double expected, double explained);

double mt_poisson_gain(double bad, double expected);
double mt_negative_binomial_deviance(double bad, double expected, double inverse_size);

/* ln of the chance of such a deviance or more. */
double mt_ln_p_of_deviance(double deviance);

/* Gain in likelihood when the slice may differ, the total of its context given. */
double mt_gain_within(const struct mt_slice *slice, double bad, double expected);

/* A pattern of the whole period, from the bad messages and expectations of the slice. */
struct mt_score mt_score_always(const struct mt_judge *judge, const struct mt_slice *slice);

#endif
