#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "store/base/civil.h"
#include "store/base/zone.h"

static struct mt_err err;

static const char *const names[] = {
    "Europe/Madrid",      "Europe/London",       "Europe/Dublin",    "America/New_York", "America/Sao_Paulo",
    "America/Santiago",   "America/St_Johns",    "Asia/Kolkata",     "Asia/Tokyo",       "Asia/Tehran",
    "Asia/Gaza",          "Australia/Lord_Howe", "Australia/Sydney", "Pacific/Apia",     "Pacific/Auckland",
    "Pacific/Kiritimati", "Africa/Casablanca",   "Africa/Cairo",     "America/Nuuk",     "Antarctica/Troll",
    "America/Havana",     "Asia/Kathmandu",      "Pacific/Chatham",  "Etc/GMT+5",        "Atlantic/Azores",
};

static struct mt_zone *
open_zone(const char *name)
{
    struct mt_zone *zone;
    if (mt_zone_open(&zone, name, &err) != MT_OK)
        fail_msg("%s", err.text);
    return zone;
}

static void
use_glibc(const char *name)
{
    assert_int_equal(setenv("TZ", name, 1), 0);
    tzset();
}

static int64_t
glibc_local(int64_t second)
{
    time_t moment = (time_t)second;
    struct tm tm;
    assert_non_null(localtime_r(&moment, &tm));
    struct mt_civil civil = {tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec, 0};
    return mt_civil_moment(&civil) / MT_SECOND;
}

static void
compare(const struct mt_zone *zone, int64_t second)
{
    int64_t ours = mt_zone_to_local(zone, second * MT_SECOND) / MT_SECOND;
    if (ours != glibc_local(second))
        fail_msg("%s at %lld: offset %d, the C library has %lld", mt_zone_name(zone), (long long)second,
                 mt_zone_offset(zone, second * MT_SECOND), (long long)(glibc_local(second) - second));
}

static void
every_third_hour_from_2000_to_2060_agrees_with_the_c_library(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct mt_zone *zone = open_zone(names[i]);
        use_glibc(names[i]);
        int64_t until = mt_civil_days(2060, 1, 1) * 86400;
        for (int64_t second = mt_civil_days(2000, 1, 1) * 86400; second < until; second += 3 * 3600)
            compare(zone, second);
        mt_zone_close(zone);
    }
}

static void
the_seconds_around_every_change_agree_with_the_c_library(void **state)
{
    (void)state;
    size_t changes = 0;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct mt_zone *zone = open_zone(names[i]);
        use_glibc(names[i]);
        int64_t step = 6 * 3600, until = mt_civil_days(2045, 1, 1) * 86400;
        for (int64_t low = mt_civil_days(2000, 1, 1) * 86400; low < until; low += step) {
            if (glibc_local(low) - low == glibc_local(low + step) - (low + step))
                continue;
            int64_t before = low, after = low + step, offset = glibc_local(low) - low;
            while (after - before > 1) {
                int64_t middle = before + (after - before) / 2;
                if (glibc_local(middle) - middle == offset)
                    before = middle;
                else
                    after = middle;
            }
            compare(zone, before);
            compare(zone, after);
            changes++;
        }
        mt_zone_close(zone);
    }
    assert_true(changes > 1000);
}

static void
a_local_time_outside_of_changes_comes_back_unharmed(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct mt_zone *zone = open_zone(names[i]);
        int64_t until = mt_civil_days(2040, 1, 1) * MT_DAY;
        for (int64_t moment = mt_civil_days(2000, 1, 1) * MT_DAY; moment < until; moment += 7 * MT_HOUR + 1234567) {
            int64_t local = mt_zone_to_local(zone, moment), back = mt_zone_to_utc(zone, local);
            /* In autumn an hour comes twice, and the first one is meant. */
            assert_true(back <= moment && moment - back <= MT_DAY);
            assert_true(mt_zone_to_local(zone, back) == local);
        }
        mt_zone_close(zone);
    }
}

static int64_t
at(int year, int month, int day, int hour, int minute)
{
    struct mt_civil civil = {year, month, day, hour, minute, 0, 0};
    return mt_civil_moment(&civil);
}

static void
a_time_skipped_in_spring_moves_forward_by_the_gap(void **state)
{
    (void)state;
    struct mt_zone *zone = open_zone("Europe/Madrid");
    /* 02:30 did not exist on 2026-03-29; it is read as 03:30 summer time. */
    assert_true(mt_zone_to_utc(zone, at(2026, 3, 29, 2, 30)) == at(2026, 3, 29, 1, 30));
    assert_true(mt_zone_to_utc(zone, at(2026, 3, 29, 1, 59)) == at(2026, 3, 29, 0, 59));
    assert_true(mt_zone_to_utc(zone, at(2026, 3, 29, 3, 0)) == at(2026, 3, 29, 1, 0));
    mt_zone_close(zone);
}

static void
a_time_that_comes_twice_in_autumn_is_the_first_one(void **state)
{
    (void)state;
    struct mt_zone *zone = open_zone("Europe/Madrid");
    assert_true(mt_zone_to_utc(zone, at(2026, 10, 25, 2, 30)) == at(2026, 10, 25, 0, 30));
    assert_true(mt_zone_to_utc(zone, at(2026, 10, 25, 3, 0)) == at(2026, 10, 25, 2, 0));
    mt_zone_close(zone);
}

static void
a_day_that_a_country_skipped_moves_forward_by_a_day(void **state)
{
    (void)state;
    struct mt_zone *zone = open_zone("Pacific/Apia"); /* went from 29 to 31 December 2011 */
    assert_true(mt_zone_to_utc(zone, at(2011, 12, 30, 12, 0)) == at(2011, 12, 30, 22, 0));
    assert_true(mt_zone_to_local(zone, at(2011, 12, 30, 22, 0)) == at(2011, 12, 31, 12, 0));
    mt_zone_close(zone);
}

static void
the_rule_holds_centuries_later(void **state)
{
    (void)state;
    struct mt_zone *zone = open_zone("Europe/Madrid");
    for (int year = 2100; year <= 5700; year += 900) {
        assert_int_equal(mt_zone_offset(zone, at(year, 7, 1, 12, 0)), 7200);
        assert_int_equal(mt_zone_offset(zone, at(year, 1, 15, 12, 0)), 3600);
    }
    mt_zone_close(zone);
}

static void
fixed_offsets_and_utc_need_no_file(void **state)
{
    (void)state;
    static const struct {
        const char *name, *shown;
        int offset;
    } fixed[] = {
        {"UTC", "UTC", 0},           {"utc", "UTC", 0},           {"Z", "UTC", 0},
        {"+02:00", "+02:00", 7200},  {"+5", "+05:00", 18000},     {"-0330", "-03:30", -12600},
        {"-00:30", "-00:30", -1800}, {"+14:00", "+14:00", 50400},
    };
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++) {
        struct mt_zone *zone = open_zone(fixed[i].name);
        assert_string_equal(mt_zone_name(zone), fixed[i].shown);
        assert_int_equal(mt_zone_offset(zone, at(2026, 7, 1, 0, 0)), fixed[i].offset);
        assert_true(mt_zone_to_utc(zone, at(2026, 7, 1, 0, 0)) == at(2026, 7, 1, 0, 0) - fixed[i].offset * MT_SECOND);
        mt_zone_close(zone);
    }
    assert_string_equal(mt_zone_name(NULL), "UTC");
    assert_int_equal(mt_zone_offset(NULL, 0), 0);
}

static void
a_name_that_is_no_zone_is_refused_with_its_name(void **state)
{
    (void)state;
    static const char *const wrong[] = {"Europe/Madird", "",         "/etc/passwd",    "../../../etc/passwd",
                                        "Europe/",       "Europe",   "+15:00",         "+02:60",
                                        "+2:00",         "zone.tab", "Europe/Madrid\n"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct mt_zone *zone;
        err.text[0] = '\0';
        assert_int_not_equal(mt_zone_open(&zone, wrong[i], &err), MT_OK);
        assert_non_null(strstr(err.text, wrong[i]));
    }
}

/* A TZif file of version 2 without changes: offset `offset`, and `footer`. */
static struct mt_text
make_file(char room[256], int offset, const char *footer)
{
    static const unsigned char header[44] = {'T', 'Z', 'i', 'f', '2', [39] = 1, [43] = 4};
    size_t len = 0;
    for (int block = 0; block < 2; block++) {
        memcpy(room + len, header, sizeof header);
        len += sizeof header;
        for (int shift = 24; shift >= 0; shift -= 8)
            room[len++] = (char)((uint32_t)offset >> shift & 0xFF);
        memcpy(room + len, "\0\0LMT\0", 6);
        len += 6;
    }
    len += (size_t)snprintf(room + len, 64, "\n%s\n", footer);
    return (struct mt_text){room, len};
}

static void
rules_of_every_form_are_understood(void **state)
{
    (void)state;
    static const struct {
        const char *rule;
        int january, july;
    } rules[] = {
        {"CET-1", 3600, 3600},
        {"CET-1CEST,M3.5.0,M10.5.0/3", 3600, 7200},
        {"<-03>3<-02>,M3.5.0/-2,M10.5.0/-1", -10800, -7200},
        {"IST-1GMT0,M10.5.0,M3.5.0/1", 0, 3600},
        {"AEST-10AEDT,J300,J60", 39600, 36000},
        {"XXX5YYY,60/0,300/0", -18000, -14400},
        {"XXX3EDT4,0/0,J365/23", -14400, -14400},
    };
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        char room[256];
        struct mt_zone *zone;
        assert_int_equal(mt_zone_parse(&zone, "Made/Up", make_file(room, 0, rules[i].rule), &err), MT_OK);
        assert_int_equal(mt_zone_offset(zone, at(2030, 1, 15, 12, 0)), rules[i].january);
        assert_int_equal(mt_zone_offset(zone, at(2030, 7, 15, 12, 0)), rules[i].july);
        mt_zone_close(zone);
    }
}

static void
damaged_rules_are_refused(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "CE-1",   "CET",    "CET-1CEST",       "CET-1CEST,M3.5.0", "CET-1CEST,M13.5.0,M10.5.0",
        "<CET-1", "CET-25", "CET-1CEST,J0,J3", "CET-1CEST,400,2",  "CET-1x"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        char room[256];
        struct mt_zone *zone;
        if (mt_zone_parse(&zone, "Made/Up", make_file(room, 0, wrong[i]), &err) == MT_OK)
            fail_msg("'%s' was taken", wrong[i]);
        assert_non_null(strstr(err.text, "'Made/Up'"));
    }
}

static void
a_file_cut_anywhere_is_refused(void **state)
{
    (void)state;
    char room[256];
    struct mt_text whole = make_file(room, 3600, "CET-1CEST,M3.5.0,M10.5.0/3");
    for (size_t len = 0; len < whole.len; len++) {
        char *exact = malloc(len + 1);
        assert_non_null(exact);
        memcpy(exact, whole.at, len);
        struct mt_zone *zone;
        assert_int_equal(mt_zone_parse(&zone, "Cut", (struct mt_text){exact, len}, &err), MT_FAILED);
        free(exact);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_third_hour_from_2000_to_2060_agrees_with_the_c_library),
        cmocka_unit_test(the_seconds_around_every_change_agree_with_the_c_library),
        cmocka_unit_test(a_local_time_outside_of_changes_comes_back_unharmed),
        cmocka_unit_test(a_time_skipped_in_spring_moves_forward_by_the_gap),
        cmocka_unit_test(a_time_that_comes_twice_in_autumn_is_the_first_one),
        cmocka_unit_test(a_day_that_a_country_skipped_moves_forward_by_a_day),
        cmocka_unit_test(the_rule_holds_centuries_later),
        cmocka_unit_test(fixed_offsets_and_utc_need_no_file),
        cmocka_unit_test(a_name_that_is_no_zone_is_refused_with_its_name),
        cmocka_unit_test(rules_of_every_form_are_understood),
        cmocka_unit_test(damaged_rules_are_refused),
        cmocka_unit_test(a_file_cut_anywhere_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
