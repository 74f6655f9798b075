#ifndef MT_QUERY_PATTERNS_H
#define MT_QUERY_PATTERNS_H

/* Finds the guilty window, provider, size and route: which part of the mail, at which hours, went wrong more often than
 * the rest of the data lets one expect.
 *
 * What goes in is a cube of counts: of each hour, recipient domain, remote host, sending forest and size band, how many
 * deliveries there were and how many of them were bad (deferred or expired, say; what is bad is the caller's choice).
 * What comes out is a list of patterns that hold with each other in account, strongest first. Pure functions over
 * arrays: no database, no clock, no printing; the same cells in any order give the same bits. The cube is only read;
 * the result belongs to the caller's arena. Memory in between is 28 bytes for each cell (8 more while they are sorted),
 * up to 256 MB of tables by hour, forest and size band, and about 90 bytes for each provider and hour: providers are
 * meant to be some hundreds at most, with one that stands for the many domains that have none.
 *
 * The method is a scan: every conjunction of conditions with every stretch of hours, every set of recurring hours, and
 * the whole period is measured against a model of what is usual (each provider's own rate, four classes of hours, and
 * the patterns found before). Counts are taken to be negative binomial, with the spread that the data show. A pattern
 * is charged for the number of others that could have been named with as many words (its code length), so that
 * ln_p_adjusted allows for the whole search. The best one enters the model and the scan starts again; at the end each
 * is judged anew with all others in the model.
 *
 * What it does not do: it knows no names (dimensions are numbers below their counts), writes no sentences, and does not
 * refine edges below the hour; window_change.h does that from finer counts and usual_by_hour. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "query/window_change.h"
#include "store/base/err.h"

struct mt_arena;

/* ---- what goes in ---- */

/* The dimensions a condition can be about. */
#define MT_PATTERN_BY_LIST(X)                                                                                          \
    X(PROVIDER, "provider")                                                                                            \
    X(REGION, "region")                                                                                                \
    X(DOMAIN, "domain")                                                                                                \
    X(HOST, "host")                                                                                                    \
    X(FOREST, "forest")                                                                                                \
    X(SIZE, "size")
enum mt_pattern_by {
#define X(name, text) MT_PATTERN_##name,
    MT_PATTERN_BY_LIST(X)
#undef X
        MT_PATTERN_BY_COUNT,
};

const char *mt_pattern_by_name(enum mt_pattern_by by);

enum {
    MT_PATTERN_ANY = -1,     /* no condition; in a cell: not known */
    MT_PATTERN_MOST = 15,    /* patterns of one analysis */
    MT_PATTERN_BANDS = 16,   /* size bands at most */
    MT_PATTERN_FORESTS = 64, /* forests at most */
    MT_PATTERN_SIGHTS = 16,
    MT_PATTERN_HOURS = 20000,
};

/* Cells with equal keys are added up. A delivery counts once for each recipient domain, whatever the number of its
 * recipients there: counting recipients makes one newsletter look like a storm. */
struct mt_pattern_cell {
    int32_t hour;   /* since the start of the data */
    int32_t domain; /* which also settles provider and region */
    int32_t host;   /* or MT_PATTERN_ANY, like the two below */
    int32_t forest;
    int32_t band; /* of size, rising */
    uint32_t mail, bad;
};

struct mt_pattern_data {
    const struct mt_pattern_cell *cells;
    size_t count;
    int32_t hours;
    /* Of each hour, the local hour of the week: 0 is Monday 00:00. So summer time is the caller's knowledge. */
    const uint8_t *week_hours;
    /* Of each hour, how well trouble can be seen in it, a number below MT_PATTERN_SIGHTS; NULL: equally well. Where
     * exports see more, all mail looks worse: the model gives each sight a level of its own, so that a change of what
     * is seen is not taken for a change of what happened. */
    const uint8_t *sights;
    int32_t providers, regions, domains, hosts, forests, bands;
    const int32_t *provider_of_domain;
    const int32_t *region_of_domain; /* MT_PATTERN_ANY where there is none */
    /* The provider that is no provider but all domains without one; MT_PATTERN_ANY when there is none. It is never
     * blamed as a whole: what its domains share is only that nobody grouped them. */
    int32_t rest_provider;
    /* Stretches of hours without data. They weigh nothing in the model, whose expectation follows the mail; an edge
     * beside one says so. */
    const struct mt_pattern_gap {
        int32_t from, until;
    } * gaps;
    size_t gap_count;
};

struct mt_pattern_options {
    double alpha;             /* the chance of naming noise, per analysis */
    double ratio_floor;       /* weaker patterns are not worth a word */
    double ratio_low_floor;   /* the same for the lower end of the interval */
    double long_ratio_floor;  /* for stretches of more than a week, where slow drifting looks like an incident */
    double level_ratio_floor; /* for a provider that is worse than the others all the time */
    int32_t bad_floor;        /* fewer bad messages carry no pattern */
    int32_t patterns;         /* at most; not above MT_PATTERN_MOST */
    /* Asked often: whether to give up, with how much of the present pass is done (0 to 1). NULL: never. */
    bool (*stop)(void *context, double share);
    void *context;
};

struct mt_pattern_options mt_pattern_usual_options(void);

/* ---- what comes out ---- */

/* All conditions hold together. A size condition means bands from that one on. */
struct mt_pattern_where {
    int32_t value[MT_PATTERN_BY_COUNT]; /* or MT_PATTERN_ANY */
};

/* A stretch of hours, hours that come again every day of a set, or both; neither means the whole period. */
struct mt_pattern_when {
    int32_t from, until;             /* hours since the start; until 0: no stretch */
    int32_t week_start, week_length; /* local hour of the day and number of hours; length 0: none */
    int32_t week_days;               /* see mt_pattern_days */
    bool drift;                      /* a rate that rises steadily over the whole period */
};

/* The sets of weekdays that recurring hours can have: a bit for each day, Monday is bit 0. The hours after midnight of
 * a stretch that began before it belong to the day on which it began. */
enum { MT_PATTERN_DAY_SETS = 10 };
uint8_t mt_pattern_days(int32_t set);
bool mt_pattern_when_holds(const struct mt_pattern_when *when, int32_t hour, uint8_t week_hour);

/* How one condition fares once provider and class of hours are held fixed (confound.h): the ratio of those that meet it
 * to those that do not, among the mail that meets the other conditions. A condition whose adjusted ratio falls to one
 * is a decoy. known is false where there is nobody to compare with. */
struct mt_pattern_check {
    bool known;
    double crude, adjusted, low, high;
};

/* One size band in a pattern with a size condition, without that condition. */
struct mt_pattern_dose {
    int64_t mail, bad;
    double ratio, low, high; /* to what is usual there */
};

struct mt_pattern {
    struct mt_pattern_where where;
    struct mt_pattern_when when;

    int64_t mail, bad;
    double model;    /* bad messages that the rest of the model expects */
    double expected; /* the same, corrected by the history of just this part of the mail: bad / ratio */
    double rate, rate_low, rate_high, usual_rate;
    /* How many times as many as usual; of a drift, the factor per week. Where other patterns hold in a part of this one
     * and the rest speaks more clearly, it is that of the rest. */
    double ratio, ratio_low, ratio_high;

    double code_length;   /* nats */
    double score;         /* gain in likelihood, divided by the spread, less the code length: what ranks patterns */
    double ln_p;          /* of just this pattern */
    double ln_p_adjusted; /* with the whole search in account */
    double clumping;      /* variance by mean of counts: messages go wrong in bursts */
    double inverse_size;  /* spread of the negative binomial distribution */

    /* Of a stretch of hours, from counts of whole hours. */
    struct mt_change start, end;
    bool start_at_gap, end_at_gap;
    struct mt_change_state state;

    struct mt_pattern_check checks[MT_PATTERN_BY_COUNT];
    struct mt_pattern_dose dose[MT_PATTERN_BANDS]; /* when there is a size condition */
    /* When there is a size condition: the bands from which on the trouble may begin, all within 3 nats of the best
     * score (equal when that is settled, and where's own band is among them); else MT_PATTERN_ANY. size_slope: a share
     * of bad mail that rises from band to band fits better than a step, "the larger, the more often". */
    int32_t size_low, size_high;
    bool size_slope;
    double weekly[8]; /* of a drift: observed by expected, the first weeks */
    int32_t weeks;

    int32_t merged;  /* stretches that were flaps of one incident; 1 as a rule */
    int32_t part_of; /* the stronger pattern that explains most of this one, as an index; -1: stands alone */

    /* The usual share of bad mail here, of each hour of the data (0 without mail): what window_change.h needs. */
    const double *usual_by_hour;
};

struct mt_pattern_search {
    struct mt_pattern *patterns; /* strongest first, parts among them */
    size_t count;
    int64_t slices, windows; /* looked at in one pass */
    int32_t passes;
    int64_t mail, bad;
    /* The spread of the data: clumping of all, variance of the slow wandering of the hourly level, and variance of what
     * differs for good between values of a dimension. */
    double clumping, wandering, differences[MT_PATTERN_BY_COUNT];
};

/* MT_USAGE names a cell or a table that contradicts the counts; MT_INTERRUPTED when `stop` says so. An empty cube has
 * no patterns. */
enum mt_rc mt_patterns_find(const struct mt_pattern_data *data, const struct mt_pattern_options *options,
                            struct mt_arena *arena, struct mt_pattern_search *search, struct mt_err *err);

#endif
