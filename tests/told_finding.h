#ifndef MT_TESTS_TOLD_FINDING_H
#define MT_TESTS_TOLD_FINDING_H

/* Findings put together by hand, for tests of how they are told. Include it behind cmocka.h. */

#include <string.h>

#include "reports/findings.h"
#include "reports/phrase.h"

#define TEXT MT_TEXT_LITERAL
#define MB (INT64_C(1024) * 1024)
#define S "\xC2\xA0" /* between a number and its unit, and inside a moment */

static inline int64_t
at(int month, int day, int hour, int minute)
{
    struct mt_civil civil = {2025, month, day, hour, minute, 0, 0};
    return mt_civil_moment(&civil);
}

/* ---- a world ---- */

static inline struct mt_finding
plain_finding(enum mt_finding_kind kind)
{
    return (struct mt_finding){
        .id = "F-7QK3TD",
        .kind = kind,
        .where = {.provider = TEXT("yahoo"),
                  .provider_name = TEXT("Yahoo"),
                  .size_min_bytes = -1,
                  .size_min_high_bytes = -1},
        .flaps = 1,
        .state = MT_CHANGE_OPEN,
        .bad = 310,
        .total = 1234,
        .bad_deliveries = 310,
        .rate = 0.251,
        .usual_rate = 0.0113,
        .ratio = 22.2,
        .ratio_low = 18.1,
        .ratio_high = 27.3,
        .share_of_bad = 0.38,
        .share_of_mail = 0.042,
        .ln_p_adjusted = -80,
        .fate = {.delivered_later = 310, .delay_median_s = 2520},
        .part_of = -1,
    };
}

/* 07:35 to 10:40 on a Wednesday, in UTC. */
static inline struct mt_finding
incident(void)
{
    struct mt_finding finding = plain_finding(MT_FINDING_INCIDENT);
    finding.has_stretch = true;
    finding.seen_inside = finding.seen_outside = finding.explained_outside = -1;
    finding.start_us = finding.counted_from_us = at(11, 12, 7, 35);
    finding.start_low_us = at(11, 12, 7, 10);
    finding.start_high_us = at(11, 12, 7, 50);
    finding.end_us = finding.counted_until_us = at(11, 12, 10, 40);
    finding.end_low_us = at(11, 12, 10, 25);
    finding.end_high_us = at(11, 12, 11, 5);
    finding.state = MT_CHANGE_RESOLVED;
    finding.since_mail = 812;
    finding.since_bad = 4;
    finding.since_expected = 5.1;
    return finding;
}

static inline struct mt_findings
world(struct mt_finding *items, size_t count)
{
    return (struct mt_findings){
        .items = items,
        .count = count,
        .of = MT_TROUBLE_DEFERRED,
        .from_us = at(11, 3, 0, 0),
        .until_us = at(11, 17, 0, 0),
        .groups = 34567,
        .bad = 812,
        .deliveries = 45678,
        .with_events = 1,
        .searched = 29576736,
    };
}

/* ---- looking ---- */

/* Prose as it is read: without its marks. */
static inline void
plain(struct mt_text prose, char *room, size_t size)
{
    struct mt_text run;
    bool is_value;
    size_t len = 0;
    while (mt_prose_next(&prose, &run, &is_value)) {
        assert_true(len + run.len < size);
        memcpy(room + len, run.at, run.len);
        len += run.len;
    }
    room[len] = '\0';
}

#endif
