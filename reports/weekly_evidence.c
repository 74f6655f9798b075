/* What the figures of a week rest on: statuses of summary exports, or transport events. */

#include "reports/weekly_found.h"

/* Extended reports miss single messages now and then; a week is no other for that. */
static bool
nearly_all(int64_t part, int64_t all)
{
    return all > 0 && part * 100 >= all * 95;
}

static int64_t
count_at(const struct mt_table *table, size_t row, const char *key)
{
    struct mt_cell cell = mt_weekly_cell(table, row, key);
    return cell.known ? cell.integer : 0;
}

static void
add_up(const struct mt_table *days, const struct mt_week *week, int64_t *deliveries, int64_t *with_events)
{
    *deliveries = *with_events = 0;
    for (size_t row = 0; row < days->row_count; row++) {
        int64_t day = count_at(days, row, "day");
        if (day < week->first_day || day >= week->first_day + 7)
            continue;
        *deliveries += count_at(days, row, "deliveries");
        *with_events += count_at(days, row, "with_events");
    }
}

static bool
available(const struct mt_table *evidence, const char *kind)
{
    for (size_t row = 0; row < evidence->row_count; row++) {
        struct mt_cell name = mt_weekly_cell(evidence, row, "evidence");
        struct mt_cell here = mt_weekly_cell(evidence, row, "available");
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
    struct mt_filter all = weekly->filter;
    struct mt_table *days, *evidence;
    all.week[0] = '\0';
    all.since_us = weeks[0].since_us;
    enum mt_rc rc = mt_weekly_ask(weekly, "evidence-days", &all, &days, err);
    if (rc == MT_OK)
        rc = mt_weekly_ask(weekly, "evidence", &weekly->filter, &evidence, err);
    if (rc != MT_OK)
        return rc;
    for (size_t week = 0; week < MT_CALENDAR_WEEKS; week++) {
        int64_t deliveries, with_events;
        add_up(days, &weeks[week], &deliveries, &with_events);
        found->by_events[week] = nearly_all(with_events, deliveries);
        if (week == MT_WEEKLY_OWN) {
            found->deliveries = deliveries;
            found->with_events = with_events;
        }
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
    return mt_report_note(weekly->report, section, mt_weekly_say(weekly, sentence, MT_VALUES(with_events, deliveries)),
                          err);
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
