/* Failures that stand out in a week, in sentences. */

#include "reports/weekly_found.h"

#include "query/stats.h"
#include "reports/view.h"

enum { MOST_SAID = 8 };

static struct mt_value
share_of(struct mt_counts counts)
{
    return mt_value_ratio(counts.base > 0 ? (double)counts.hits / (double)counts.base : 0);
}

static void
say_before(struct mt_out *out, const struct mt_reader *reader, struct mt_counts before, struct mt_counts now)
{
    double difference;
    struct mt_interval interval;
    if (!mt_stats_difference(before.hits, before.base, now.hits, now.base, &difference, &interval)) {
        mt_say_into(out, reader, MT_SAY_BEFORE_NONE, MT_NO_VALUES);
        return;
    }
    enum mt_sentence sentence = interval.low > 0    ? MT_SAY_BEFORE_WORSE
                                : interval.high < 0 ? MT_SAY_BEFORE_LESS
                                                    : MT_SAY_BEFORE_SAME;
    mt_say_into(out, reader, sentence,
                MT_VALUES(share_of(before), mt_value_count(before.hits), mt_value_count(before.base)));
}

static void
say_now(struct mt_out *out, const struct mt_reader *reader, struct mt_counts now, struct mt_counts all,
        const struct mt_slice *slice)
{
    static const enum mt_sentence sentences[] = {
        [MT_STANDING_UNKNOWN] = MT_SAY_NOW_UNKNOWN,
        [MT_STANDING_WORSE] = MT_SAY_NOW_WORSE,
        [MT_STANDING_USUAL] = MT_SAY_NOW_USUAL,
    };
    mt_say_into(out, reader, sentences[mt_standout_standing(now, all, slice)],
                MT_VALUES(mt_value_count(now.hits), mt_value_count(now.base)));
}

/* What servers said of most of the mail in trouble, as far as its events are here. */
static enum mt_rc
say_reason(struct mt_weekly *weekly, const struct mt_found *found, struct mt_out *out, struct mt_err *err)
{
    struct mt_filter filter = weekly->build.filter;
    struct mt_table *reasons;
    size_t first = 0;
    int64_t most = 0, all = 0;
    if (!weekly->evidence.reasons || !mt_weekly_narrow(found, &filter))
        return MT_OK;
    enum mt_rc rc = mt_build_ask(&weekly->build, "reasons", &filter, &reasons, err);
    if (rc != MT_OK)
        return rc;
    for (size_t row = 0; row < reasons->row_count; row++) {
        struct mt_cell hits = mt_table_cell(reasons, row, found->measure->hits);
        if (!mt_table_cell(reasons, row, "reason").known || !hits.known)
            continue;
        all += hits.integer;
        if (hits.integer > most) {
            most = hits.integer;
            first = row;
        }
    }
    if (most == 0)
        return MT_OK;
    struct mt_cell class = mt_table_cell(reasons, first, "reason_class");
    const char *word =
        class.known ? mt_word_label(mt_reason_words, class.text, weekly->build.report->reader.language) : NULL;
    mt_say_into(out, &weekly->build.report->reader, MT_SAY_FOUND_REASON,
                MT_VALUES(mt_value_words(mt_text_of(word ? word : mt_build_wording(&weekly->build, MT_SAY_NO_CLASS))),
                          mt_value_data(mt_table_cell(reasons, first, "reason").text), mt_value_count(most),
                          mt_value_count(all)));
    return MT_OK;
}

static enum mt_rc
say_found(struct mt_weekly *weekly, struct mt_section *section, const struct mt_found *found, struct mt_err *err)
{
    const struct mt_reader *reader = &weekly->build.report->reader;
    const struct mt_slice *slice = &found->slice;
    struct mt_out out = MT_OUT_EMPTY;
    struct mt_text about = found->cut->about(weekly, found->tables[MT_TIME_OWN_WEEK], slice);
    mt_say_into(&out, reader, found->measure->often,
                MT_VALUES(mt_value_words(about), share_of(slice->inside), mt_value_count(slice->inside.hits),
                          mt_value_count(slice->inside.base), share_of(slice->outside)));
    struct mt_counts other, all;
    enum mt_rc rc = MT_OK;
    if (mt_weekly_is_compared(weekly, found->measure) &&
        (rc = mt_weekly_counts_at(weekly, found, MT_TIME_WEEK_BEFORE, &other, &all, err)) == MT_OK)
        say_before(&out, reader, other, slice->inside);
    if (rc == MT_OK && found->cut->says_now &&
        (rc = mt_weekly_counts_at(weekly, found, MT_TIME_LAST_DAY, &other, &all, err)) == MT_OK)
        say_now(&out, reader, other, all, slice);
    if (rc == MT_OK)
        rc = say_reason(weekly, found, &out, err);
    if (rc == MT_OK)
        rc = out.failed || !about.at ? mt_err_memory(err)
                                     : mt_report_point(weekly->build.report, section, mt_out_view(&out), err);
    mt_out_release(&out);
    return rc;
}

/* Without any the report has no such section: that nothing stands out is said where findings are told. */
enum mt_rc
mt_weekly_standout(struct mt_weekly *weekly, struct mt_err *err)
{
    struct mt_build *build = &weekly->build;
    struct mt_weekly_findings *findings = mt_arena_take(&build->report->arena, sizeof *findings);
    if (!findings)
        return mt_err_memory(err);
    findings->count = 0;
    enum mt_rc rc = mt_weekly_find(weekly, findings, err);
    if (rc != MT_OK || findings->count == 0)
        return rc;
    struct mt_section *section =
        mt_report_section(build->report, "failures", mt_build_wording(build, MT_SAY_FAILURES_TITLE), NULL);
    if (!section)
        return mt_err_memory(err);
    for (size_t i = 0; i < findings->count && i < MOST_SAID && rc == MT_OK; i++)
        rc = say_found(weekly, section, &findings->found[i], err);
    if (rc == MT_OK && findings->count > MOST_SAID) {
        struct mt_value left = mt_value_count((int64_t)(findings->count - MOST_SAID));
        rc = mt_report_note(build->report, section, mt_build_say(build, MT_SAY_STANDOUT_MORE, MT_VALUES(left)), err);
    }
    if (rc == MT_OK)
        rc = mt_report_note(build->report, section,
                            mt_build_say(build, MT_SAY_STANDOUT_NOTE, MT_VALUES(mt_value_count(MT_STANDOUT_LEAST))),
                            err);
    return rc;
}
