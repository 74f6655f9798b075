#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "query/filter.h"
#include "query/statement.h"
#include "query/suggest.h"
#include "tests/sample_store.h"

static struct mt_err err;

static struct mt_zone *
madrid(void)
{
    struct mt_zone *zone;
    assert_int_equal(mt_zone_open(&zone, "Europe/Madrid", &err), MT_OK);
    return zone;
}

static int64_t
utc(int year, int month, int day, int hour, int minute)
{
    struct mt_civil civil = {year, month, day, hour, minute, 0, 0};
    return mt_civil_moment(&civil);
}

static void
dates_are_read_in_the_zone_unless_they_say_utc(void **state)
{
    (void)state;
    struct mt_zone *zone = madrid();
    const struct {
        const char *text;
        int64_t moment;
    } dates[] = {
        {"2026-11-16", utc(2026, 11, 15, 23, 0)},
        {"2026-07-16", utc(2026, 7, 15, 22, 0)},
        {"2026-11-16T08:00", utc(2026, 11, 16, 7, 0)},
        {"2026-11-16 08:00:30", utc(2026, 11, 16, 7, 0) + 30 * MT_SECOND},
        {"2026-11-16T08:00Z", utc(2026, 11, 16, 8, 0)},
        {"2026-11-16Z", utc(2026, 11, 16, 0, 0)},
    };
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
        int64_t moment = 0;
        assert_int_equal(mt_filter_moment(dates[i].text, zone, &moment, &err), MT_OK);
        assert_true(moment == dates[i].moment);
    }
    mt_zone_close(zone);
}

static void
what_is_no_date_is_refused_by_its_text(void **state)
{
    (void)state;
    static const char *const wrong[] = {"yesterday",          "2026-13-01",    "2026-02-30",  "16/11/2026",
                                        "2026-11-16T25:00",   "2026-11-16T08", "2026-11-16x", "2026-11",
                                        "2026-11-16T08:00ZZ", "2026-W47"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        int64_t moment = 7;
        assert_int_equal(mt_filter_moment(wrong[i], NULL, &moment, &err), MT_USAGE);
        assert_non_null(strstr(err.text, wrong[i]));
        assert_true(moment == 7);
    }
}

static void
a_week_runs_from_monday_to_monday_in_the_zone(void **state)
{
    (void)state;
    struct mt_zone *zone = madrid();
    struct mt_filter filter;
    mt_filter_init(&filter);
    filter.zone = zone;
    assert_int_equal(mt_filter_week(&filter, "2026-W47", &err), MT_OK);
    assert_true(filter.since_us == utc(2026, 11, 15, 23, 0));
    assert_true(filter.until_us == utc(2026, 11, 22, 23, 0));
    assert_string_equal(filter.week, "2026-W47");
    mt_zone_close(zone);
}

static void
a_week_with_the_change_to_winter_time_has_169_hours(void **state)
{
    (void)state;
    struct mt_zone *zone = madrid();
    struct mt_filter filter;
    mt_filter_init(&filter);
    filter.zone = zone;
    assert_int_equal(mt_filter_week(&filter, "2026-W43", &err), MT_OK);
    assert_true(filter.until_us - filter.since_us == 169 * MT_HOUR);
    mt_zone_close(zone);
}

static void
a_week_that_a_year_lacks_is_refused(void **state)
{
    (void)state;
    static const char *const wrong[] = {"2025-W53", "2026-W00", "2026-W7", "2026W47", "W47", "2026-W471", "2026-11-16"};
    struct mt_filter filter;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        mt_filter_init(&filter);
        assert_int_equal(mt_filter_week(&filter, wrong[i], &err), MT_USAGE);
        assert_non_null(strstr(err.text, wrong[i]));
        assert_true(filter.since_us == MT_MOMENT_UNKNOWN);
    }
    assert_int_equal(mt_filter_week(&filter, "2026-W53", &err), MT_OK);
}

static void
whole_hours_are_told_from_others(void **state)
{
    (void)state;
    struct mt_filter filter;
    mt_filter_init(&filter);
    assert_true(mt_filter_rolled_up(&filter));
    filter.since_us = utc(2026, 11, 16, 8, 0);
    assert_true(mt_filter_rolled_up(&filter));
    filter.until_us = utc(2026, 11, 16, 9, 30);
    assert_false(mt_filter_rolled_up(&filter));
}

static void
the_roll_up_knows_no_senders_and_hosts(void **state)
{
    (void)state;
    struct mt_filter filter;
    mt_filter_init(&filter);
    filter.sender = mt_text_of("a@b.example");
    assert_false(mt_filter_rolled_up(&filter));
    filter.sender = MT_TEXT_UNKNOWN;
    filter.reason = mt_text_of("tls");
    assert_true(mt_filter_rolled_up(&filter));
    filter.remote_host = mt_text_of("mx.example");
    assert_false(mt_filter_rolled_up(&filter));
}

/* ---- closed lists ---- */

static struct sample sample;

static int
open_store(void **state)
{
    (void)state;
    sample_open(&sample);
    return 0;
}

static int
close_store(void **state)
{
    (void)state;
    sample_close(&sample);
    return 0;
}

static enum mt_rc
bind(const struct mt_filter *filter, struct mt_bindings *bindings, struct mt_arena *arena)
{
    *bindings = (struct mt_bindings){.count = 0};
    return mt_filter_bind(filter, sample.store, bindings, arena, &err);
}

static const struct mt_binding *
bound(const struct mt_bindings *bindings, const char *name)
{
    for (size_t i = 0; i < bindings->count; i++)
        if (strcmp(bindings->items[i].name, name) == 0)
            return &bindings->items[i];
    fail_msg("%s is not bound", name);
    return NULL;
}

static void
a_provider_is_found_by_key_or_name_in_any_case(void **state)
{
    (void)state;
    static const char *const words[] = {"sample-mail", "SAMPLE-MAIL", "Sample Mail", "sample mail"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        struct mt_arena arena = MT_ARENA_EMPTY;
        struct mt_bindings bindings;
        struct mt_filter filter;
        mt_filter_init(&filter);
        filter.provider = mt_text_of(words[i]);
        assert_int_equal(bind(&filter, &bindings, &arena), MT_OK);
        assert_true(mt_text_is(bound(&bindings, ":provider")->bytes, "sample-mail"));
        mt_arena_release(&arena);
    }
}

static void
a_word_outside_of_its_list_is_wrong_usage_and_says_what_was_meant(void **state)
{
    (void)state;
    static const struct {
        size_t field;
        const char *word, *said;
    } wrong[] = {
        {offsetof(struct mt_filter, provider), "sampel-mail", "did you mean 'sample-mail'?"},
        {offsetof(struct mt_filter, provider), "qqqqqqqqqqq", "'qqqqqqqqqqq'"},
        {offsetof(struct mt_filter, outcome), "defered", "did you mean 'deferred'?"},
        {offsetof(struct mt_filter, outcome), "vanished", "'delivered_after_deferral'"},
        {offsetof(struct mt_filter, size_band), "huge", "'25-100KB'"},
        {offsetof(struct mt_filter, direction), "sideways", "'originating'"},
        {offsetof(struct mt_filter, reason), "throtle", "did you mean 'throttle'?"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct mt_arena arena = MT_ARENA_EMPTY;
        struct mt_bindings bindings;
        struct mt_filter filter;
        mt_filter_init(&filter);
        struct mt_text word = mt_text_of(wrong[i].word);
        memcpy((char *)&filter + wrong[i].field, &word, sizeof word);
        assert_int_equal(bind(&filter, &bindings, &arena), MT_USAGE);
        if (!strstr(err.text, wrong[i].said))
            fail_msg("%s", err.text);
        mt_arena_release(&arena);
    }
}

static void
a_size_band_becomes_the_bytes_it_spans(void **state)
{
    (void)state;
    struct mt_arena arena = MT_ARENA_EMPTY;
    struct mt_bindings bindings;
    struct mt_filter filter;
    mt_filter_init(&filter);
    filter.size_band = mt_text_of("1-2mb");
    assert_int_equal(bind(&filter, &bindings, &arena), MT_OK);
    assert_int_equal(bound(&bindings, ":size_band")->integer, mt_size_band(1024 * 1024));
    assert_int_equal(bound(&bindings, ":size_least")->integer, 1024 * 1024);
    assert_int_equal(bound(&bindings, ":size_below")->integer, 2 * 1024 * 1024);
    filter.size_band = mt_text_of("unknown");
    assert_int_equal(bind(&filter, &bindings, &arena), MT_OK);
    assert_int_equal(bound(&bindings, ":size_band")->integer, MT_SIZE_BAND_UNKNOWN);
    assert_int_equal(bound(&bindings, ":size_least")->kind, MT_BIND_NULL);
    mt_arena_release(&arena);
}

static void
what_was_asked_is_recorded_in_the_table(void **state)
{
    (void)state;
    struct mt_zone *zone = madrid();
    struct mt_table table;
    struct mt_filter filter;
    mt_filter_init(&filter);
    filter.zone = zone;
    assert_int_equal(mt_filter_week(&filter, "2026-W47", &err), MT_OK);
    filter.domain = mt_text_of("mail.example");
    filter.by[0] = "domain";
    filter.by[1] = "hour";
    static const char *const expected[][2] = {
        {"week", "2026-W47"},      {"since", "2026-11-15T23:00:00Z"}, {"until", "2026-11-22T23:00:00Z"},
        {"zone", "Europe/Madrid"}, {"domain", "mail.example"},        {"by", "domain,hour"},
    };
    mt_table_init(&table, "x", "X");
    assert_int_equal(mt_filter_record(&filter, &table, &err), MT_OK);
    assert_int_equal(table.parameter_count, sizeof expected / sizeof *expected);
    for (size_t i = 0; i < table.parameter_count; i++) {
        assert_string_equal(table.parameters[i].key, expected[i][0]);
        assert_true(mt_text_is(table.parameters[i].value, expected[i][1]));
    }
    mt_table_release(&table);
    mt_zone_close(zone);
}

static void
a_slip_of_the_finger_is_recognised_and_another_word_is_not(void **state)
{
    (void)state;
    static const char *const known[] = {"overview", "domains", "hours", "days", NULL};
    static const struct {
        const char *word, *nearest;
    } words[] = {
        {"domian", "domains"}, {"Overveiw", "overview"}, {"hour", "hours"},
        {"dasy", "days"},      {"messages", NULL},       {"", NULL},
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        const char *nearest = mt_word_nearest(mt_text_of(words[i].word), known);
        if (!words[i].nearest)
            assert_null(nearest);
        else
            assert_string_equal(nearest, words[i].nearest);
    }
    assert_int_equal(mt_word_distance(mt_text_of("kitten"), mt_text_of("sitting")), 3);
    assert_int_equal(mt_word_distance(mt_text_of("ab"), mt_text_of("ba")), 1);
}

int
main(void)
{
    sample_uses_all();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_are_read_in_the_zone_unless_they_say_utc),
        cmocka_unit_test(what_is_no_date_is_refused_by_its_text),
        cmocka_unit_test(a_week_runs_from_monday_to_monday_in_the_zone),
        cmocka_unit_test(a_week_with_the_change_to_winter_time_has_169_hours),
        cmocka_unit_test(a_week_that_a_year_lacks_is_refused),
        cmocka_unit_test(whole_hours_are_told_from_others),
        cmocka_unit_test(the_roll_up_knows_no_senders_and_hosts),
        cmocka_unit_test(a_provider_is_found_by_key_or_name_in_any_case),
        cmocka_unit_test(a_word_outside_of_its_list_is_wrong_usage_and_says_what_was_meant),
        cmocka_unit_test(a_size_band_becomes_the_bytes_it_spans),
        cmocka_unit_test(what_was_asked_is_recorded_in_the_table),
        cmocka_unit_test(a_slip_of_the_finger_is_recognised_and_another_word_is_not),
    };
    return cmocka_run_group_tests(tests, open_store, close_store) != 0;
}
