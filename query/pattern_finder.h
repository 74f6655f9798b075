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

/* The last word on a find, with all others in the model: false when it does not stand. What is recorded does not touch
 * the model. */
bool mt_finder_judge(struct mt_finder *finder, int32_t index);

void mt_finder_take_out(struct mt_baseline *baseline, int32_t index);

/* Of a pass, the most candidates that are tried. */
enum { MT_FINDER_TRIES = 40 };

#endif
