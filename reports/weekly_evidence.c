/* What the figures of a week rest on: statuses of summary exports, or transport events. */

#include "reports/covered.h"
#include "reports/weekly_found.h"

static bool
available(const struct mt_table *evidence, const char *kind)
{
    for (size_t row = 0; row < evidence->row_count; row++) {
        struct mt_cell name = mt_table_cell(evidence, row, "evidence");
        struct mt_cell here = mt_table_cell(evidence, row, "available");
        if (name.known && here.known && mt_text_is(name.text, kind))
            return mt_text_is(here.text, "yes");
    }
    return false;
}

enum mt_rc
mt_weekly_find_evidence(struct mt_weekly *weekly, struct mt_err *err)
{
    struct mt_weekly_evidence *found = &weekly->evidence;
    const struct mt_week *weeks = weekly->calendar.weeks;
    struct mt_filter all = weekly->build.filter;
    struct mt_table *days, *evidence;
    all.week[0] = '\0';
    all.since_us = weeks[0].since_us;
    enum mt_rc rc = mt_build_ask(&weekly->build, "evidence-days", &all, &days, err);
    if (rc == MT_OK)
        rc = mt_build_ask(&weekly->build, "evidence", &weekly->build.filter, &evidence, err);
    if (rc != MT_OK)
        return rc;
    for (size_t week = 0; week < MT_CALENDAR_WEEKS; week++) {
        bool own = week == MT_WEEKLY_OWN;
        found->by_events[week] = mt_covered_by_events(days, weeks[week].first_day, 7, own ? &found->deliveries : NULL,
                                                      own ? &found->with_events : NULL);
    }
    found->reasons = available(evidence, "reasons");
    found->expiries = mt_calendar_cell(&weekly->calendar, MT_WEEKLY_OWN, "expired").known;
    return MT_OK;
}

static enum mt_rc
note(struct mt_weekly *weekly, struct mt_section *section, enum mt_sentence sentence, struct mt_err *err)
{
    struct mt_value with_events = mt_value_count(weekly->evidence.with_events);
    struct mt_value deliveries = mt_value_count(weekly->evidence.deliveries);
    return mt_report_note(weekly->build.report, section,
                          mt_build_say(&weekly->build, sentence, MT_VALUES(with_events, deliveries)), err);
}

enum mt_rc
mt_weekly_note_evidence(struct mt_weekly *weekly, struct mt_section *section, struct mt_err *err)
{
    const struct mt_weekly_evidence *found = &weekly->evidence;
    enum mt_sentence basis = found->with_events == 0                   ? MT_SAY_EVIDENCE_SUMMARY
                             : found->with_events == found->deliveries ? MT_SAY_EVIDENCE_ALL
                                                                       : MT_SAY_EVIDENCE_EVENTS;
    enum mt_rc rc = note(weekly, section, basis, err);
    if (rc == MT_OK && !found->reasons)
        rc = note(weekly, section, MT_SAY_EVIDENCE_NO_REASONS, err);
    else if (rc == MT_OK && !found->expiries)
        rc = note(weekly, section, MT_SAY_EVIDENCE_NO_EXPIRY, err);
    return rc;
}

bool
mt_weekly_is_compared(const struct mt_weekly *weekly, const struct mt_measure *measure)
{
    const struct mt_week *weeks = weekly->calendar.weeks;
    const bool *by_events = weekly->evidence.by_events;
    bool whole = weeks[MT_WEEKLY_OWN].whole && weeks[MT_WEEKLY_BEFORE].whole;
    return whole && (!measure->caught || (by_events[MT_WEEKLY_OWN] && by_events[MT_WEEKLY_BEFORE]));
}
