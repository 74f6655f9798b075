#ifndef BENCH_FINDINGS_SCORE_H
#define BENCH_FINDINGS_SCORE_H

/* What somebody found in planted mail, and how right that is. A finding is conditions and hours, whoever made it: the
 * program, or one of the simple methods beside it (baselines.h). Its mail is compared, group by group, with the mail
 * of what was planted.
 *
 * A truth is hit by a finding of which at least half the mail is the truth's and the other way round (Jaccard index
 * 0.5); a drift, which is all mail of a provider, by a drift of just those conditions. Each finding hits one truth at
 * most. What hits none is redundant when at least half of its bad mail is that of a truth, and else false. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fixtures/planted.h"
#include "query/patterns.h"

enum bench_state { BENCH_STATE_NONE, BENCH_STATE_UNKNOWN, BENCH_STATE_OPEN, BENCH_STATE_RESOLVED };

/* A name that the planted world does not have: no mail meets it. */
enum { BENCH_STRANGE = -2 };

/* Conditions are numbers of the planted world, or MT_PATTERN_ANY. */
struct bench_finding {
    int32_t value[MT_PATTERN_BY_COUNT]; /* the size: a band */
    int32_t band_until;                 /* the first band that no longer belongs */
    bool has_window;
    double from, until; /* hours since the start of the data */
    bool has_limits;    /* between which 95 % of the evidence for either edge lies */
    double from_low, from_high, until_low, until_high;
    bool recurs;
    int32_t hour_from, hour_until; /* UTC; until <= from: over midnight */
    uint8_t weekdays;              /* bit 0 is Monday; the day on which hours over midnight began */
    bool drift;
    enum bench_state state; /* what was said of it */
};

/* All mail, at all hours. */
struct bench_finding bench_finding_of_all(void);

/* The number of one group in a dimension; MT_PATTERN_ANY: it has none. */
int32_t bench_value_of(const struct mt_planted_group *group, enum mt_pattern_by by);

bool bench_finding_holds(const struct bench_finding *finding, const struct mt_planted_group *group);

/* The same conditions; of two sizes, one band beside the other will do. Hours play no part. */
bool bench_names_truth(const struct bench_finding *finding, const struct mt_planted_truth *truth);

/* A list that grows. */
struct bench_found {
    struct bench_finding *items;
    size_t count, room;
};

enum mt_rc bench_found_add(struct bench_found *found, const struct bench_finding *finding, struct mt_err *err);
void bench_found_release(struct bench_found *found);

/* How one truth fared. What follows `hit` is of the finding that hit it. */
struct bench_hit {
    bool hit;
    bool loose;      /* hit, or named by a finding of which a fifth of the mail is right */
    bool conditions; /* all of them right */
    double jaccard;
    bool has_hours, hours;          /* whether hours recur; those and the weekdays are right, as far as they come */
    bool has_window;                /* both have one */
    double window_iou;              /* what the two windows share, of what they cover together */
    double from_error, until_error; /* hours, later is positive */
    bool has_end;                   /* not open until the end of the data: until_error and until_covered count */
    bool has_limits, from_covered, until_covered; /* the truth lies between the limits, give or take five minutes */
    enum bench_state state;                       /* told; NONE when the truth has none */
    bool state_right, state_wrong;
};

struct bench_score {
    int32_t findings, hits, false_findings, redundant;
    struct bench_hit truths[MT_PLANTED_TRUTHS];
};

enum mt_rc bench_score(const struct mt_planted *planted, const struct bench_found *found, struct bench_score *score,
                       struct mt_err *err);

#endif
