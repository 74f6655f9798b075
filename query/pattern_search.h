#ifndef MT_QUERY_PATTERN_SEARCH_H
#define MT_QUERY_PATTERN_SEARCH_H

/* From a place on the grid to the pattern that is meant. Only the finder of patterns uses this.
 *
 * Refinement is a local search: drop a condition, replace a domain or host by its provider, move the size threshold,
 * add a condition, move the edges, restrict to recurring hours or to a stretch. A step is taken when the score gains;
 * one that adds words must gain clearly, and no step may give up significance or the floor of the ratio. */

#include "query/pattern_score.h"

enum mt_refinement {
    MT_REFINE_FREELY,
    MT_REFINE_SAME_TIME, /* the kind of time stays: a stretch remains one */
};

/* False when there is nothing to start from. Fills the find. */
bool mt_search_refine(struct mt_judge *judge, const struct mt_pattern_where *where, const struct mt_pattern_when *when,
                      int rounds, enum mt_refinement refinement, struct mt_find *find);

/* ---- pattern_honesty.c ---- */

/* Whether the claim is carried by the whole of its time: a stretch is filled, and a habit or a level shows on most of
 * the days on which it should. Two incidents are no habit. */
bool mt_find_is_honest(struct mt_judge *judge, const struct mt_find *find);

/* ---- pattern_drift.c ---- */

/* A steady rise of the rate of these conditions over the whole period, significant or not. False when there is none to
 * speak of. */
bool mt_search_drift(struct mt_judge *judge, const struct mt_pattern_where *where, struct mt_find *find);

#endif
