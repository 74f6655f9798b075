/* Since when, until when, and whether it is over. */

#include "reports/findings_parts.h"

/* " (with 95 % confidence between …)", or nothing when the edge is settled. */
static struct mt_value
told_range(struct mt_sentences *sentences, int64_t at_us, int64_t low_us, int64_t high_us)
{
    struct mt_telling *telling = &sentences->telling;
    struct mt_value ends[2];
    const int64_t moments[2] = {low_us, high_us};
    if (low_us >= high_us || high_us - low_us < MT_MINUTE)
        return mt_value_words(MT_TEXT_LITERAL(""));
    bool one_day = mt_told_same_day(telling, at_us, low_us) && mt_told_same_day(telling, at_us, high_us);
    for (int i = 0; i < 2; i++)
        ends[i] = one_day ? mt_told_at(telling, moments[i]) : mt_told_on(telling, mt_told_moment(telling, moments[i]));
    return mt_told(&sentences->telling, MT_SAY_EDGE_RANGE, MT_VALUES(ends[0], ends[1]));
}

static void
say_edges(struct mt_sentences *sentences)
{
    const struct mt_finding *finding = sentences->finding;
    struct mt_telling *telling = &sentences->telling;
    struct mt_value start = mt_told_moment(telling, finding->start_us), end = mt_told_moment(telling, finding->end_us);
    struct mt_value start_range =
        told_range(sentences, finding->start_us, finding->start_low_us, finding->start_high_us);
    struct mt_value end_range = told_range(sentences, finding->end_us, finding->end_low_us, finding->end_high_us);
    bool one_day = mt_told_same_day(telling, finding->start_us, finding->end_us);
    /* Of recurring hours the days are told already; the minute of their first hour says nothing. */
    if (finding->hour_length == 0 && !finding->start_open && !finding->end_open && one_day)
        mt_sentences_add(sentences, MT_SAY_BEGAN_AND_ENDED_THAT_DAY,
                         MT_VALUES(start, start_range, mt_told_at(telling, finding->end_us), end_range));
    else if (finding->hour_length == 0 && !finding->start_open && !finding->end_open)
        mt_sentences_add(sentences, MT_SAY_BEGAN_AND_ENDED, MT_VALUES(start, start_range, end, end_range));
    else if (finding->hour_length == 0 && !finding->start_open)
        mt_sentences_add(sentences, MT_SAY_BEGAN, MT_VALUES(start, start_range));
    else if (finding->hour_length == 0 && !finding->end_open)
        mt_sentences_add(sentences, MT_SAY_ENDED, MT_VALUES(end, end_range));
    if (finding->start_open)
        mt_sentences_add(sentences, MT_SAY_WAS_THERE, MT_NO_VALUES);
    else if (finding->start_at_gap)
        mt_sentences_add(sentences, MT_SAY_GAP_BEFORE, MT_NO_VALUES);
    if (finding->end_at_gap && !finding->end_open)
        mt_sentences_add(sentences, MT_SAY_GAP_AFTER, MT_NO_VALUES);
    if (finding->flaps > 1)
        mt_sentences_add(sentences, MT_SAY_FLAPS, MT_VALUES(mt_value_count(finding->flaps)));
}

enum mt_change_verdict
mt_finding_standing(const struct mt_finding *finding)
{
    return finding->has_stretch && !finding->end_open ? finding->state : MT_CHANGE_OPEN;
}

static void
say_state(struct mt_sentences *sentences)
{
    static const enum mt_sentence words[] = {
        [MT_CHANGE_UNKNOWN] = MT_SAY_STATE_TOO_LITTLE,
        [MT_CHANGE_OPEN] = MT_SAY_STATE_OPEN,
        [MT_CHANGE_RESOLVED] = MT_SAY_STATE_RESOLVED,
    };
    const struct mt_finding *finding = sentences->finding;
    struct mt_telling *telling = &sentences->telling;
    if (!finding->has_stretch)
        mt_sentences_add(sentences, MT_SAY_STATE_WHOLE, MT_NO_VALUES);
    else if (finding->end_open)
        mt_sentences_add(sentences, MT_SAY_STATE_GOES_ON, MT_VALUES(mt_told_moment(telling, finding->end_us)));
    else if (finding->since_mail == 0)
        mt_sentences_add(sentences, MT_SAY_STATE_NO_MAIL, MT_NO_VALUES);
    else
        mt_sentences_add(sentences, words[finding->state],
                         MT_VALUES(mt_value_count(finding->since_bad), mt_value_count(finding->since_mail),
                                   mt_told_times(telling, finding->since_expected)));
}

void
mt_finding_tell_course(struct mt_sentences *sentences)
{
    if (sentences->finding->has_stretch)
        say_edges(sentences);
    sentences->about = MT_ABOUT_STATE;
    say_state(sentences);
}
