#ifndef MT_QUERY_PATTERN_STAND_H
#define MT_QUERY_PATTERN_STAND_H

/* A place of the local search, and its steps in time. Only pattern_search.c uses this, which has the steps in
 * conditions. */

#include "query/pattern_score.h"

/* Where the search stands. */
struct mt_stand {
    struct mt_pattern_where where;
    struct mt_pattern_when when;
    struct mt_score score;
};

/* What another word must gain (nats), and what a broader name for the same is worth. */
#define MT_STAND_MARGIN 3.0

bool mt_stand_weigh(struct mt_judge *judge, const struct mt_pattern_where *where, const struct mt_pattern_when *when,
                    struct mt_score *score);

/* To the best edges and recurring hours near by. */
void mt_stand_climb(struct mt_judge *judge, struct mt_stand *stand);

/* To recurring hours within a stretch, to a stretch of days within recurring hours: true when that is clearly better.
 */
bool mt_stand_restrict_to_week(struct mt_judge *judge, struct mt_stand *stand);
bool mt_stand_restrict_to_stretch(struct mt_judge *judge, struct mt_stand *stand);

/* To a time of fewer words. */
bool mt_stand_simplify(struct mt_judge *judge, struct mt_stand *stand);

/* A stretch begins and ends with an hour in which something went wrong. */
void mt_stand_tighten(struct mt_judge *judge, struct mt_stand *stand);

#endif
