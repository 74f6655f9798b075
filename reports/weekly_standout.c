/* What stands out in a week, in sentences. */

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
    struct mt_filter filter = weekly->filter;
    struct mt_table *reasons;
    size_t first = 0;
    int64_t most = 0, all = 0;
    if (!weekly->evidence.reasons || !mt_weekly_narrow(found, &filter))
        return MT_OK;
    enum mt_rc rc = mt_weekly_ask(weekly, "reasons", &filter, &reasons, err);
    if (rc != MT_OK)
        return rc;
    for (size_t row = 0; row < reasons->row_count; row++) {
        struct mt_cell hits = mt_weekly_cell(reasons, row, found->measure->hits);
        if (!mt_weekly_cell(reasons, row, "reason").known || !hits.known)
            continue;
        all += hits.integer;
        if (hits.integer > most) {
            most = hits.integer;
            first = row;
        }
    }
    if (most == 0)
        return MT_OK;
    struct mt_cell class = mt_weekly_cell(reasons, first, "reason_class");
    const char *word = class.known ? mt_word_label(mt_reason_words, class.text, weekly->report->reader.language) : NULL;
    mt_say_into(out, &weekly->report->reader, MT_SAY_FOUND_REASON,
                MT_VALUES(mt_value_words(mt_text_of(word ? word : mt_weekly_wording(weekly, MT_SAY_NO_CLASS))),
                          mt_value_data(mt_weekly_cell(reasons, first, "reason").text), mt_value_count(most),
                          mt_value_count(all)));
    return MT_OK;
}

static enum mt_rc
say_found(struct mt_weekly *weekly, struct mt_section *section, const struct mt_found *found, struct mt_err *err)
{
    const struct mt_reader *reader = &weekly->report->reader;
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
                                     : mt_report_point(weekly->report, section, mt_out_view(&out), err);
    mt_out_release(&out);
    return rc;
}

/* How all mail compares with the week before, when chance alone is a poor explanation. */
static enum mt_rc
say_overall(struct mt_weekly *weekly, struct mt_section *section, const struct mt_measure *measure, struct mt_err *err)
{
    const struct mt_calendar *calendar = &weekly->calendar;
    struct mt_counts counts[2];
    double difference;
    struct mt_interval interval;
    /* What an export catches depends on when it was taken: weeks of caught deferrals are no series. */
    if (!mt_weekly_is_compared(weekly, measure))
        return MT_OK;
    for (size_t i = 0; i < 2; i++)
        counts[i] = mt_weekly_counts(calendar, MT_WEEKLY_BEFORE + i, measure);
    if (!mt_stats_difference(counts[0].hits, counts[0].base, counts[1].hits, counts[1].base, &difference, &interval) ||
        (interval.low <= 0 && interval.high >= 0))
        return MT_OK;
    enum mt_sentence sentence = interval.low > 0 ? measure->more : measure->less;
    return mt_report_point(weekly->report, section,
                           mt_weekly_say(weekly, sentence, MT_VALUES(share_of(counts[1]), share_of(counts[0]))), err);
}

static struct mt_text
say_nothing(struct mt_weekly *weekly)
{
    int64_t trouble = 0;
    for (size_t i = 0; i < MT_MEASURES; i++)
        trouble += mt_weekly_counts(&weekly->calendar, MT_WEEKLY_OWN, &mt_measures[i]).hits;
    if (trouble < MT_STANDOUT_LEAST)
        return mt_weekly_say(weekly, MT_SAY_STANDOUT_LITTLE, MT_VALUES(mt_value_count(trouble)));
    return mt_weekly_say(weekly, MT_SAY_STANDOUT_NONE, MT_NO_VALUES);
}

enum mt_rc
mt_weekly_standout(struct mt_weekly *weekly, struct mt_err *err)
{
    struct mt_section *section =
        mt_report_section(weekly->report, "standout", mt_weekly_wording(weekly, MT_SAY_STANDOUT_TITLE), NULL);
    struct mt_weekly_findings *findings = mt_arena_take(&weekly->report->arena, sizeof *findings);
    if (!section || !findings)
        return mt_err_memory(err);
    enum mt_rc rc = mt_weekly_find(weekly, findings, err);
    for (size_t i = 0; i < MT_MEASURES && rc == MT_OK; i++)
        rc = say_overall(weekly, section, &mt_measures[i], err);
    for (size_t i = 0; i < findings->count && i < MOST_SAID && rc == MT_OK; i++)
        rc = say_found(weekly, section, &findings->found[i], err);
    if (rc == MT_OK && findings->count == 0)
        rc = mt_report_point(weekly->report, section, say_nothing(weekly), err);
    if (rc == MT_OK && findings->count > MOST_SAID) {
        struct mt_value left = mt_value_count((int64_t)(findings->count - MOST_SAID));
        rc = mt_report_note(weekly->report, section, mt_weekly_say(weekly, MT_SAY_STANDOUT_MORE, MT_VALUES(left)), err);
    }
    if (rc == MT_OK && !weekly->evidence.by_events[MT_WEEKLY_OWN]) {
        bool part = weekly->evidence.with_events > 0;
        rc = mt_report_note(weekly->report, section,
                            mt_weekly_say(weekly, part ? MT_SAY_STANDOUT_PART : MT_SAY_STANDOUT_CAUGHT, MT_NO_VALUES),
                            err);
    }
    if (rc == MT_OK)
        rc = mt_report_note(weekly->report, section,
                            mt_weekly_say(weekly, MT_SAY_STANDOUT_NOTE, MT_VALUES(mt_value_count(MT_STANDOUT_LEAST))),
                            err);
    return rc;
}
