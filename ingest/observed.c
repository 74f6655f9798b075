#include "ingest/observed.h"

#include <string.h>

/* How far the end of the query may lie behind the newest row and still be taken for the time of the export. */
#define END_IS_NEAR (2 * MT_HOUR)

void
mt_observed_clear(struct mt_observed_evidence *evidence)
{
    for (int order = 0; order < MT_ORDERS; order++)
        evidence->newest_us[order] = evidence->oldest_us[order] = evidence->window_end_us[order] =
            evidence->window_start_us[order] = MT_MOMENT_UNKNOWN;
    evidence->start_has_offset = evidence->has_risen = false;
    evidence->has_offset = evidence->end_has_offset = evidence->has_rows = false;
    evidence->newest_row_us = MT_MOMENT_UNKNOWN;
}

/* MT_MOMENT_UNKNOWN is the smallest moment, so "later" needs no special case. Returns whether one that was known was
 * replaced. */
static bool
keep_latest(int64_t latest[MT_ORDERS], const struct mt_stamp *stamp)
{
    bool has_risen = false;
    for (int order = MT_DATE_YMD; order <= MT_DATE_MDY; order++) {
        int64_t moment;
        if (!mt_stamp_moment(stamp, (enum mt_date_order)order, &moment) || moment <= latest[order])
            continue;
        has_risen = has_risen || latest[order] != MT_MOMENT_UNKNOWN;
        latest[order] = moment;
    }
    return has_risen;
}

static void
keep_earliest(int64_t earliest[MT_ORDERS], const struct mt_stamp *stamp)
{
    for (int order = MT_DATE_YMD; order <= MT_DATE_MDY; order++) {
        int64_t moment;
        if (mt_stamp_moment(stamp, (enum mt_date_order)order, &moment) &&
            (earliest[order] == MT_MOMENT_UNKNOWN || moment < earliest[order]))
            earliest[order] = moment;
    }
}

void
mt_observed_add(struct mt_observed_evidence *evidence, const struct mt_stamp *received,
                const struct mt_stamp *window_end)
{
    evidence->has_offset = received->has_offset;
    if (keep_latest(evidence->newest_us, received))
        evidence->has_risen = true;
    keep_earliest(evidence->oldest_us, received);
    if (window_end) {
        evidence->end_has_offset = window_end->has_offset;
        keep_latest(evidence->window_end_us, window_end);
    }
}

void
mt_observed_window_start(struct mt_observed_evidence *evidence, const struct mt_stamp *window_start)
{
    evidence->start_has_offset = window_start->has_offset;
    keep_earliest(evidence->window_start_us, window_start);
}

void
mt_observed_row(struct mt_observed_evidence *evidence, int64_t received_us)
{
    evidence->has_rows = true;
    if (received_us > evidence->newest_row_us)
        evidence->newest_row_us = received_us;
}

int64_t
mt_observed_from_name(struct mt_text name)
{
    static const char pattern[] = "_dddd-dd-ddTdddddd.dddZ__";
    enum { LENGTH = sizeof pattern - 1 };
    size_t folders = name.len;
    while (folders > 0 && name.at[folders - 1] != '/')
        folders--;
    for (size_t at = folders; at + LENGTH <= name.len; at++) {
        const char *s = name.at + at;
        bool fits = true;
        for (size_t i = 0; i < LENGTH && fits; i++)
            fits = pattern[i] == 'd' ? s[i] >= '0' && s[i] <= '9' : s[i] == pattern[i];
        if (!fits)
            continue;
        char iso[32];
        /* The name leaves the colons out: file names cannot hold them. */
        memcpy(iso, s + 1, 13);
        iso[13] = ':';
        memcpy(iso + 14, s + 14, 2);
        iso[16] = ':';
        memcpy(iso + 17, s + 16, 7);
        struct mt_stamp stamp;
        int64_t moment;
        if (mt_stamp_parse((struct mt_text){iso, 24}, &stamp) && mt_stamp_moment(&stamp, MT_DATE_YMD, &moment))
            return moment;
    }
    return MT_MOMENT_UNKNOWN;
}

enum mt_rc
mt_observed_decide(const struct mt_observed_evidence *evidence, const struct mt_rules *rules,
                   const struct mt_source_facts *facts, int64_t told_us, int64_t now_us, struct mt_observed *observed,
                   struct mt_err *err)
{
    int64_t latest_possible = now_us;
    if (facts->modified_us != MT_MOMENT_UNKNOWN && facts->modified_us < latest_possible)
        latest_possible = facts->modified_us;

    int64_t newest = mt_rules_utc(rules, evidence->has_offset, evidence->newest_us[rules->settled.order]);
    int64_t end = mt_rules_utc(rules, evidence->end_has_offset, evidence->window_end_us[rules->settled.order]);
    if (evidence->has_rows)
        newest = evidence->newest_row_us;
    /* Whole seconds, so that a clock's finer digits do not look like another time than the head of the file promised.
     */
    if (newest != MT_MOMENT_UNKNOWN)
        newest = mt_floor_to(newest, MT_SECOND);
    if (newest > rules->latest_us)
        newest = rules->latest_us;
    int64_t named = mt_observed_from_name(facts->name);

    if (told_us != MT_MOMENT_UNKNOWN) {
        if (newest != MT_MOMENT_UNKNOWN && told_us < mt_floor_to(newest, MT_MINUTE)) {
            char room[32];
            return mt_err_set(err, MT_FAILED, "holds mail received at %s, which is later than --exported-at",
                              mt_moment_iso(newest, room).at);
        }
        if (told_us > rules->latest_us)
            return mt_err_set(err, MT_FAILED, "cannot have been exported at a time that lies ahead (--exported-at)");
        *observed = (struct mt_observed){told_us, "as told"};
    } else if (named != MT_MOMENT_UNKNOWN && named >= newest && named <= rules->latest_us) {
        *observed = (struct mt_observed){named, "report name"};
    } else if (newest == MT_MOMENT_UNKNOWN) {
        *observed = (struct mt_observed){latest_possible, "file time"};
    } else if (end != MT_MOMENT_UNKNOWN && end >= newest && end - newest <= END_IS_NEAR && end <= latest_possible) {
        *observed = (struct mt_observed){end, "query end date"};
    } else {
        *observed = (struct mt_observed){newest, "newest row"};
    }
    return MT_OK;
}
