#ifndef MT_QUERY_PATTERN_FINDER_H
#define MT_QUERY_PATTERN_FINDER_H

/* The search as a whole: scan, refine what looks best, take it into the model, scan again; then look back whether each
 * find still stands beside the others. Only patterns.c uses this; the finds end up in the baseline. */

#include "query/pattern_scan.h"

struct mt_finder {
    struct mt_cube cube;
    struct mt_baseline baseline;
    struct mt_shelf shelf;
    struct mt_judge judge;
    struct mt_lattice lattice;
    struct mt_candidates candidates;
    struct mt_find *refused; /* of this pass */
    size_t refused_count;
    const struct mt_pattern_options *options;
};

enum mt_rc mt_finder_search(struct mt_finder *finder, struct mt_pattern_search *search, struct mt_err *err);

bool mt_finder_is_significant(const struct mt_finder *finder, const struct mt_find *find);
double mt_finder_ratio_floor(const struct mt_finder *finder, const struct mt_find *find);
bool mt_finder_is_among(const struct mt_find *finds, size_t count, const struct mt_find *find);

/* Of a pass, the most candidates that are tried, and the most that are remembered to have been refused. */
enum { MT_FINDER_TRIES = 40, MT_FINDER_REFUSED = 100 };

/* Asks the caller behind the scan of a pass; MT_INTERRUPTED when that is enough. */
enum mt_rc mt_finder_may_go_on(const struct mt_finder *finder, struct mt_err *err);

/* ---- pattern_backfit.c ---- */

/* Whether each find still stands beside all others; then the last word on each. */
enum mt_rc mt_finder_look_back(struct mt_finder *finder, struct mt_err *err);
enum mt_rc mt_finder_judge_all(struct mt_finder *finder, struct mt_err *err);

/* The last word on a find, which is in the model with all others: false when it does not stand. What is recorded does
 * not touch the model before it is fitted again. */
bool mt_finder_judge(struct mt_finder *finder, int32_t index);

void mt_finder_take_out(struct mt_baseline *baseline, int32_t index);

#endif
