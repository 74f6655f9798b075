#ifndef MT_QUERY_PATTERN_DETAILS_H
#define MT_QUERY_PATTERN_DETAILS_H

/* What is told of a pattern once it is settled: its rates, edges, state, checks against decoys, and the sizes. Only the
 * finder of patterns uses this. */

#include "query/pattern_score.h"

/* Describes find number `index` of the baseline, measured against the model without it. */
enum mt_rc mt_details_fill(struct mt_judge *judge, int32_t index, struct mt_arena *arena, struct mt_pattern *pattern,
                           struct mt_err *err);

/* ---- pattern_sizes.c ---- */

/* What there is to say of the size condition of the find: every band alone, where it may begin, step or slope. */
void mt_details_fill_sizes(struct mt_judge *judge, int32_t index, struct mt_pattern *pattern);

#endif
