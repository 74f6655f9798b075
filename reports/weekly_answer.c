/* The beginning of the weekly report: the week in two or three sentences, then what happened. */

#include "reports/weekly_found.h"

#include "query/stats.h"
#include "reports/stories.h"

/* ---- the week in sentences ---- */

static struct mt_value
share_of(struct mt_counts counts)
{
    return mt_value_ratio(counts.base > 0 ? (double)counts.hits / (double)counts.base : 0);
}

static void
say_counts(struct mt_weekly *weekly, struct mt_out *out)
{
    const struct mt_reader *reader = &weekly->build.report->reader;
    struct mt_counts counts[MT_MEASURES];
    struct mt_cell expired = mt_calendar_cell(&weekly->calendar, MT_WEEKLY_OWN, "expired");
    for (size_t i = 0; i < MT_MEASURES; i++)
        counts[i] = mt_weekly_counts(&weekly->calendar, MT_WEEKLY_OWN, &mt_measures[i]);
    bool none = counts[0].hits == 0 && counts[1].hits == 0;
    mt_say_into(out, reader, none ? MT_SAY_ANSWER_NONE : MT_SAY_ANSWER_COUNTS,
                MT_VALUES(mt_value_count(counts[0].base), mt_value_count(counts[0].hits), share_of(counts[0]),
                          mt_value_count(counts[1].hits), share_of(counts[1])));
    if (expired.known && counts[1].hits > 0)
        mt_say_into(out, reader, expired.at_least ? MT_SAY_ANSWER_EXPIRED_AT_LEAST : MT_SAY_ANSWER_EXPIRED,
                    MT_VALUES(mt_value_count(expired.integer)));
    mt_out_byte(out, '.');
}

/* How all mail compares with the week before, when chance alone is a poor explanation. What an export catches depends
 * on when it was taken: weeks of caught deferrals are no series. */
static void
say_change(struct mt_weekly *weekly, const struct mt_measure *measure, struct mt_out *out)
{
    struct mt_counts counts[2];
    double difference;
    struct mt_interval interval;
    if (!mt_weekly_is_compared(weekly, measure))
        return;
    for (size_t i = 0; i < 2; i++)
        counts[i] = mt_weekly_counts(&weekly->calendar, MT_WEEKLY_BEFORE + i, measure);
    if (!mt_stats_difference(counts[0].hits, counts[0].base, counts[1].hits, counts[1].base, &difference, &interval) ||
        (interval.low <= 0 && interval.high >= 0))
        return;
    mt_out_byte(out, ' ');
    mt_say_into(out, &weekly->build.report->reader, interval.low > 0 ? measure->more : measure->less,
                MT_VALUES(share_of(counts[1]), share_of(counts[0])));
}

enum mt_rc
mt_weekly_answer(struct mt_weekly *weekly, struct mt_err *err)
{
    struct mt_build *build = &weekly->build;
    const struct mt_week *week = &weekly->calendar.weeks[MT_WEEKLY_OWN];
    struct mt_out out = MT_OUT_EMPTY;
    struct mt_section *section =
        mt_report_section(build->report, "answer", mt_build_wording(build, MT_SAY_ANSWER_TITLE), NULL);
    if (!section)
        return mt_err_memory(err);
    section->no_heading = true;
    say_counts(weekly, &out);
    for (size_t i = 0; i < MT_MEASURES; i++)
        say_change(weekly, &mt_measures[i], &out);
    if (!week->whole) {
        mt_out_byte(&out, ' ');
        mt_say_into(&out, &build->report->reader, MT_SAY_ANSWER_PART,
                    MT_VALUES(mt_value_count(week->days_covered), mt_value_count(week->gaps)));
    }
    bool copied = !out.failed && mt_arena_copy(&build->report->arena, mt_out_view(&out), &section->lede);
    mt_out_release(&out);
    return copied ? mt_weekly_note_evidence(weekly, section, err) : mt_err_memory(err);
}

/* ---- what happened ---- */

/* How sure a finding is and its part of all mail are left to `findings --explain`. */
enum { TOLD = MT_ABOUT_ALL & ~(MT_ABOUT_SHARE | MT_ABOUT_CHANCE), MOST_TOLD = 6, MOST_SINCE = 3 };

static enum mt_rc
add_since(struct mt_weekly *weekly, const struct mt_findings *findings, struct mt_err *err)
{
    struct mt_build *build = &weekly->build;
    struct mt_stories_request since = {.since_us = weekly->calendar.weeks[MT_WEEKLY_OWN].until_us,
                                       .until_us = MT_MOMENT_UNKNOWN,
                                       .began_within = true,
                                       .only_open = true,
                                       .most = MOST_SINCE,
                                       .open_first = true,
                                       .briefly = true};
    struct mt_section *section;
    bool any = false;
    for (size_t i = 0; i < findings->count; i++)
        any |= mt_story_is_told(findings, i, &since);
    if (!any)
        return MT_OK;
    enum mt_rc rc = mt_stories_add(build, "since", mt_build_wording(build, MT_SAY_SINCE_TITLE), findings, &since,
                                   &section, NULL, err);
    if (rc == MT_OK)
        section->lede = mt_text_of(mt_build_wording(build, MT_SAY_SINCE_LEDE));
    return rc;
}

enum mt_rc
mt_weekly_stories(struct mt_weekly *weekly, struct mt_err *err)
{
    struct mt_build *build = &weekly->build;
    const struct mt_week *week = &weekly->calendar.weeks[MT_WEEKLY_OWN];
    struct mt_stories_request request = {
        .since_us = week->since_us, .until_us = week->until_us, .most = MOST_TOLD, .open_first = true, .about = TOLD};
    struct mt_filter searched = build->filter;
    struct mt_findings findings;
    struct mt_section *section;
    /* The weeks before say what is usual, the time after it whether a trouble is over. */
    searched.week[0] = '\0';
    searched.since_us = weekly->calendar.weeks[0].since_us;
    searched.until_us = MT_MOMENT_UNKNOWN;
    enum mt_rc rc = mt_stories_find(build, &searched, &findings, err);
    if (rc != MT_OK)
        return rc;
    rc = mt_stories_add(build, "findings", mt_build_wording(build, MT_SAY_STORY_TITLE), &findings, &request, &section,
                        NULL, err);
    if (rc == MT_OK && section->story_count > 0)
        rc = mt_report_note(build->report, section, mt_build_say(build, MT_SAY_STORY_NOTE, MT_NO_VALUES), err);
    if (rc == MT_OK)
        rc = add_since(weekly, &findings, err);
    mt_findings_release(&findings);
    return rc;
}
