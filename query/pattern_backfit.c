#include "query/pattern_finder.h"

#include <math.h>
#include <string.h>

#include "query/pattern_search.h"

enum { ROUNDS_OF_BACKFIT = 2 };

void
mt_finder_take_out(struct mt_baseline *baseline, int32_t index)
{
    memmove(&baseline->finds[index], &baseline->finds[index + 1],
            (size_t)(baseline->count - index - 1) * sizeof *baseline->finds);
    baseline->count--;
}

static void
put_in(struct mt_baseline *baseline, int32_t index, const struct mt_find *find)
{
    memmove(&baseline->finds[index + 1], &baseline->finds[index],
            (size_t)(baseline->count - index) * sizeof *baseline->finds);
    baseline->finds[index] = *find;
    baseline->count++;
}

/* What the find looks like once it is not in the model; false when nothing is left of it. Whether that is significant
 * is judged with the find in the model, where it does not look like restlessness of its own mail. */
static bool
look_again(struct mt_finder *finder, struct mt_find *find)
{
    struct mt_judge *judge = &finder->judge;
    struct mt_find again;
    if (find->level) {
        struct mt_slice slice = mt_shelf_slice(&finder->shelf, &find->where);
        struct mt_score score;
        if (!mt_judge_score(judge, &slice, &find->when, &score))
            return false;
        mt_judge_record(judge, &slice, &score, find);
        return find->ratio >= finder->options->level_ratio_floor && mt_finder_is_significant(finder, find);
    }
    if (find->when.drift) {
        if (!mt_search_drift(judge, &find->where, &again))
            return false;
    } else if (!mt_search_refine(judge, &find->where, &find->when, ROUNDS_OF_BACKFIT, MT_REFINE_FREELY, &again) ||
               again.low < finder->options->ratio_low_floor ||
               again.ratio < 0.9 * mt_finder_ratio_floor(finder, &again) || !mt_find_is_honest(judge, &again)) {
        return false;
    }
    *find = again;
    return true;
}

/* Takes each find out, newest first, and asks whether the others leave room for it. */
enum mt_rc
mt_finder_look_back(struct mt_finder *finder, struct mt_err *err)
{
    struct mt_baseline *baseline = &finder->baseline;
    enum mt_rc rc = MT_OK;
    if (baseline->count < 2)
        return MT_OK;
    for (int32_t i = baseline->count - 1; rc == MT_OK && i >= 0; i--) {
        struct mt_find find = baseline->finds[i];
        rc = mt_finder_may_go_on(finder, err);
        if (rc != MT_OK)
            break;
        mt_finder_take_out(baseline, i);
        rc = mt_baseline_fit(baseline, err);
        if (rc != MT_OK)
            break;
        if (look_again(finder, &find) && !mt_finder_is_among(baseline->finds, (size_t)baseline->count, &find)) {
            put_in(baseline, i, &find);
            rc = mt_baseline_fit(baseline, err);
            if (rc == MT_OK && !mt_finder_judge(finder, i)) {
                mt_finder_take_out(baseline, i);
                rc = mt_baseline_fit(baseline, err);
            }
        }
    }
    return rc;
}

static bool
judge_drift(struct mt_finder *finder, int32_t index)
{
    struct mt_find *find = &finder->baseline.finds[index], again;
    mt_shelf_leave_out(&finder->shelf, index);
    bool stands = mt_search_drift(&finder->judge, &find->where, &again);
    mt_shelf_leave_out(&finder->shelf, -1);
    if (stands) {
        again.merged = find->merged;
        *find = again;
    }
    return stands && mt_finder_is_significant(finder, find);
}

/* The last word on a find, with all others in the model. */
bool
mt_finder_judge(struct mt_finder *finder, int32_t index)
{
    struct mt_find *find = &finder->baseline.finds[index];
    struct mt_score score;
    if (find->when.drift)
        return judge_drift(finder, index);
    mt_shelf_leave_out(&finder->shelf, index);
    struct mt_slice slice = mt_shelf_slice(&finder->shelf, &find->where);
    bool stands = mt_judge_score(&finder->judge, &slice, &find->when, &score);
    if (stands)
        mt_judge_record(&finder->judge, &slice, &score, find);
    mt_shelf_leave_out(&finder->shelf, -1);
    /* A tenth less than what it took to get in: the others have taken their part. */
    return stands && mt_finder_is_significant(finder, find) &&
           find->ratio >= 0.9 * mt_finder_ratio_floor(finder, find) &&
           find->low >= 0.9 * finder->options->ratio_low_floor;
}

enum mt_rc
mt_finder_judge_all(struct mt_finder *finder, struct mt_err *err)
{
    struct mt_baseline *baseline = &finder->baseline;
    for (;;) {
        int32_t before = baseline->count;
        bool stands[MT_PATTERN_MOST];
        for (int32_t i = 0; i < before; i++)
            stands[i] = mt_finder_judge(finder, i);
        for (int32_t i = before - 1; i >= 0; i--)
            if (!stands[i])
                mt_finder_take_out(baseline, i);
        if (baseline->count == before)
            return MT_OK;
        enum mt_rc rc = mt_baseline_fit(baseline, err);
        if (rc != MT_OK)
            return rc;
    }
}
