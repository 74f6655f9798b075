/* Which findings a report tells, in which order, and what data formats have of them. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "reports/stories.h"
#include "tests/told_finding.h"

enum { OVER, RUNNING, PART, WHOLE, EARLY, FINDINGS };

struct told {
    struct mt_finding items[FINDINGS];
    struct mt_findings findings;
    struct mt_report report;
    struct mt_section *section;
    size_t count;
};

static void
name(struct mt_finding *finding, const char *id)
{
    strcpy(finding->id, id);
}

/* One that is over, one that goes on, a part of the first, one without a stretch, and an early one. */
static void
open_told(struct told *told)
{
    struct mt_finding *items = told->items;
    items[OVER] = items[RUNNING] = items[PART] = items[EARLY] = incident();
    items[WHOLE] = plain_finding(MT_FINDING_CHRONIC);
    items[WHOLE].seen_inside = items[WHOLE].seen_outside = items[WHOLE].explained_outside = -1;
    name(&items[OVER], "F-OVER01");
    name(&items[RUNNING], "F-GOES01");
    name(&items[PART], "F-PART01");
    name(&items[WHOLE], "F-WHOLE1");
    name(&items[EARLY], "F-EARLY1");
    items[RUNNING].start_us = items[RUNNING].counted_from_us = at(11, 15, 5, 0);
    items[RUNNING].end_us = items[RUNNING].counted_until_us = at(11, 17, 0, 0);
    items[RUNNING].end_open = true;
    items[PART].part_of = OVER;
    items[EARLY].start_us = at(11, 4, 5, 0);
    items[EARLY].end_us = at(11, 4, 9, 0);
    told->findings = world(items, FINDINGS);
    mt_report_init(&told->report, "stories");
}

static void
tell(struct told *told, struct mt_stories_request request)
{
    struct mt_err err;
    told->section = mt_report_section(&told->report, "findings", "What happened", NULL);
    assert_non_null(told->section);
    if (mt_stories_tell(&told->report, told->section, &told->findings, &request, &told->count, &err) != MT_OK)
        fail_msg("%s", err.text);
}

static void
assert_told(const struct told *told, const char *const *ids)
{
    size_t count = 0;
    for (; ids[count]; count++) {
        assert_true(count < told->section->story_count);
        assert_true(mt_text_is(told->section->stories[count].id, ids[count]));
        assert_true(mt_text_is(mt_table_cell(told->section->table, count, "id").text, ids[count]));
    }
    assert_int_equal(told->section->story_count, count);
    assert_int_equal(told->section->table->row_count, count);
}

static const struct mt_stories_request everything = {.since_us = MT_MOMENT_UNKNOWN, .until_us = MT_MOMENT_UNKNOWN};

static void
the_strongest_come_first_and_a_part_is_told_within_its_whole(void **state)
{
    static const char *const ids[] = {"F-OVER01", "F-GOES01", "F-WHOLE1", "F-EARLY1", NULL};
    struct told told;
    (void)state;
    open_told(&told);
    tell(&told, everything);
    assert_told(&told, ids);
    const struct mt_story *first = &told.section->stories[0];
    assert_true(mt_text_find(first->points[first->point_count - 1], "F-PART01") > 0);
    assert_true(mt_text_is(told.section->lede, "4 findings: 2 open and 2 resolved."));
    mt_report_release(&told.report);
}

static void
what_goes_on_can_come_first_and_then_the_latest(void **state)
{
    static const char *const ids[] = {"F-GOES01", "F-WHOLE1", "F-OVER01", "F-EARLY1", NULL};
    struct mt_stories_request request = everything;
    struct told told;
    (void)state;
    open_told(&told);
    request.open_first = true;
    tell(&told, request);
    assert_told(&told, ids);
    assert_int_equal(told.section->stories[0].tone, MT_TONE_BAD);
    assert_true(mt_text_is(told.section->stories[0].status, "open"));
    assert_int_equal(told.section->stories[2].tone, MT_TONE_GOOD);
    mt_report_release(&told.report);
}

static void
only_what_touches_the_time_is_told(void **state)
{
    static const char *const week[] = {"F-OVER01", "F-GOES01", "F-WHOLE1", NULL};
    static const char *const later[] = {"F-GOES01", NULL};
    struct told told;
    (void)state;
    open_told(&told);
    tell(&told, (struct mt_stories_request){.since_us = at(11, 10, 0, 0), .until_us = at(11, 17, 0, 0)});
    assert_told(&told, week);
    /* It ended before, or begins when the time is over. */
    tell(&told, (struct mt_stories_request){.since_us = at(11, 12, 10, 40), .until_us = at(11, 15, 5, 0)});
    assert_int_equal(told.section->story_count, 1);
    tell(&told,
         (struct mt_stories_request){
             .since_us = at(11, 12, 8, 0), .until_us = MT_MOMENT_UNKNOWN, .began_within = true, .only_open = true});
    assert_told(&told, later);
    /* What began after the time is told when it goes on and somebody asks for it. */
    tell(&told, (struct mt_stories_request){
                    .since_us = at(11, 12, 0, 0), .until_us = at(11, 13, 0, 0), .and_later_open = true});
    assert_told(&told, week);
    tell(&told, (struct mt_stories_request){.since_us = at(11, 12, 0, 0), .until_us = at(11, 13, 0, 0)});
    assert_int_equal(told.section->story_count, 2);
    mt_report_release(&told.report);
}

static void
what_is_left_out_is_said(void **state)
{
    struct mt_stories_request request = everything;
    struct told told;
    (void)state;
    open_told(&told);
    request.most = 3;
    tell(&told, request);
    assert_int_equal(told.section->story_count, 3);
    assert_int_equal(told.count, 4);
    assert_int_equal(told.section->note_count, 1);
    assert_true(mt_text_find(told.section->notes[0], "1 more is not told here") == 0);
    mt_report_release(&told.report);
}

static void
briefly_is_what_whether_over_and_why(void **state)
{
    struct mt_stories_request request = everything;
    struct told told;
    char room[2000];
    (void)state;
    open_told(&told);
    told.items[RUNNING].reasons[0] = (struct mt_finding_reason){
        .class = 1, .actor = 9, .code = TEXT("4.4.2"), .text = TEXT("dropped"), .groups = 300};
    told.items[RUNNING].reason_count = 1;
    request.briefly = true;
    tell(&told, request);
    const struct mt_story *story = &told.section->stories[1];
    assert_int_equal(story->point_count, 3);
    plain(story->points[0], room, sizeof room);
    assert_non_null(strstr(room, "310 of 1\xE2\x80\xAF"
                                 "234 messages"));
    plain(story->points[1], room, sizeof room);
    assert_int_equal(strncmp(room, "Open: it goes on", 16), 0);
    plain(story->points[2], room, sizeof room);
    assert_non_null(strstr(room, "4.4.2 dropped"));
    mt_report_release(&told.report);
}

static void
data_formats_have_typed_cells(void **state)
{
    struct told told;
    (void)state;
    open_told(&told);
    tell(&told, everything);
    const struct mt_table *table = told.section->table;
    assert_true(told.section->table_is_data);
    assert_int_equal(mt_table_integer(table, 0, "start", 0), at(11, 12, 7, 35));
    assert_int_equal(mt_table_integer(table, 0, "end", 0), at(11, 12, 10, 40));
    assert_int_equal(mt_table_integer(table, 0, "bad", 0), 310);
    assert_true(mt_table_cell(table, 0, "times").real > 22.1);
    assert_true(mt_text_is(mt_table_cell(table, 0, "state").text, "resolved"));
    assert_false(mt_table_cell(table, 1, "end").known);
    assert_string_equal(mt_table_cell(table, 1, "end").why, "it goes on when the data ends");
    assert_false(mt_table_cell(table, 2, "start").known);
    mt_report_release(&told.report);
}

static void
spanish_is_told_in_spanish(void **state)
{
    struct told told;
    (void)state;
    open_told(&told);
    told.report.reader.language = MT_LANGUAGE_ES;
    tell(&told, everything);
    assert_true(mt_text_is(told.section->lede, "4 hallazgos: 2 abiertos y 2 resueltos."));
    assert_true(mt_text_is(told.section->stories[0].status, "resuelto"));
    /* Programs read the same words in every language. */
    assert_true(mt_text_is(mt_table_cell(told.section->table, 0, "state").text, "resolved"));
    mt_report_release(&told.report);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_strongest_come_first_and_a_part_is_told_within_its_whole),
        cmocka_unit_test(what_goes_on_can_come_first_and_then_the_latest),
        cmocka_unit_test(only_what_touches_the_time_is_told),
        cmocka_unit_test(what_is_left_out_is_said),
        cmocka_unit_test(briefly_is_what_whether_over_and_why),
        cmocka_unit_test(data_formats_have_typed_cells),
        cmocka_unit_test(spanish_is_told_in_spanish),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
