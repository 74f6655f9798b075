#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>

#include "tests/asking.h"

/* Four weeks of mail at every hour from 7 to 20 on workdays, but for `missing` hours from `from` on. */
static void
add_office_mail(struct sample *sample, int64_t from, int missing)
{
    sample_run(sample, "BEGIN");
    for (int64_t hour = 0; hour < 26 * 24; hour++) {
        int64_t moment = utc(2, 0, 0) + hour * MT_HOUR;
        int of_day = (int)(hour % 24), weekday = mt_civil_weekday(moment / MT_DAY);
        bool is_missing = moment >= from && moment < from + missing * MT_HOUR;
        if (weekday <= 5 && of_day >= 7 && of_day < 20 && !is_missing)
            sample_add(sample, (struct sample_delivery){.received_us = moment, .outcome = MT_OUTCOME_DELIVERED});
    }
    sample_run(sample, "COMMIT");
}

static void
quiet_nights_and_weekends_are_no_gaps(void **state)
{
    add_office_mail(*state, 0, 0);
    struct mt_filter filter = everything();
    struct mt_table table;
    ask(*state, "gaps", &filter, &table);
    assert_int_equal(table.row_count, 0);
    mt_table_release(&table);
}

static void
two_office_hours_without_mail_are_a_gap(void **state)
{
    add_office_mail(*state, utc(11, 10, 0), 2);
    struct mt_filter filter = everything();
    struct mt_table table;
    ask(*state, "gaps", &filter, &table);
    assert_int_equal(table.row_count, 1);
    assert_true(count(&table, 0, "since") == utc(11, 10, 0));
    assert_true(count(&table, 0, "until") == utc(11, 12, 0));
    assert_int_equal(count(&table, 0, "office_hours"), 2);
    assert_true(fabs(cell(&table, 0, "usual_deliveries").real - 2 * 19.0 / 20.0) < 1e-9);
    mt_table_release(&table);
}

static void
coverage_has_every_day_and_counts_office_hours_without_mail(void **state)
{
    add_office_mail(*state, utc(11, 10, 0), 3);
    struct mt_filter filter = everything();
    struct mt_table table;
    ask(*state, "coverage", &filter, &table);
    assert_int_equal(table.row_count, 26);
    assert_int_equal(count(&table, 0, "day"), mt_civil_days(2026, 11, 2));
    assert_int_equal(count(&table, 9, "deliveries"), 10);
    assert_int_equal(count(&table, 9, "hours_with_mail"), 10);
    assert_int_equal(count(&table, 9, "first_hour"), 7);
    assert_int_equal(count(&table, 9, "last_hour"), 19);
    assert_int_equal(count(&table, 9, "empty_office_hours"), 3);
    assert_int_equal(count(&table, 5, "deliveries"), 0); /* Saturday */
    assert_int_equal(count(&table, 5, "empty_office_hours"), 0);
    assert_unknown(&table, 5, "first_hour", "no mail on that day");
    mt_table_release(&table);
}

static void
the_list_of_exports_does_not_tell_the_order_of_import(void **state)
{
    static const char *const exports[] = {
        "(%d, 'b.csv', x'0b', 9, 'f', 'UTF-8', 'UTC', 5, 'file time', 10, %d, 0, 3, 9, %d)",
        "(%d, 'a.csv', x'0a', 9, 'f', 'UTF-8', 'UTC', 5, 'file time', 10, %d, 0, 3, 8, %d)",
        "(%d, 'c.csv', x'0c', 9, 'f', 'UTF-8', 'UTC', 5, 'file time', 10, %d, 0, 1, 7, %d)",
    };
    struct mt_table tables[2];
    (void)state;
    for (int order = 0; order < 2; order++) {
        struct sample sample;
        struct mt_filter filter = everything();
        sample_open(&sample);
        sample_run(&sample, "DELETE FROM export");
        for (int i = 0; i < 3; i++) {
            char sql[512];
            int length = snprintf(sql, sizeof sql, "%s",
                                  "INSERT INTO export (id, name, sha256, bytes, flavour, encoding, time_basis,"
                                  " observed_us, observed_by, rows_read, rows_new, rows_rejected, first_received_us,"
                                  " last_received_us, imported_us) VALUES ");
            snprintf(sql + length, sizeof sql - (size_t)length, "%s", exports[order ? 2 - i : i]);
            sample_format(&sample, sql, i + 1, 10 - i, 1000 + i);
        }
        ask(&sample, "imports", &filter, &tables[order]);
        sample_close(&sample);
    }
    assert_int_equal(tables[0].row_count, 3);
    assert_text(&tables[0], 0, "file", "c.csv");
    assert_text(&tables[0], 1, "file", "a.csv");
    assert_same_rows(&tables[0], &tables[1], "imports");
    mt_table_release(&tables[0]);
    mt_table_release(&tables[1]);
}

static void
quality_counts_mail_that_lacks_a_fact(void **state)
{
    struct sample_delivery all[MANY];
    int64_t without_size = 0, mail = 0;
    add_many(*state, all);
    for (int i = 0; i < MANY; i++) {
        mail += all[i].outcome != MT_OUTCOME_ROUTING;
        without_size += all[i].outcome != MT_OUTCOME_ROUTING && all[i].size_bytes == 0;
    }
    struct mt_filter filter = everything();
    struct mt_table table;
    ask(*state, "quality", &filter, &table);
    assert_text(&table, 2, "fact", "size");
    assert_int_equal(count(&table, 2, "deliveries"), mail);
    assert_int_equal(count(&table, 2, "unknown"), without_size);
    mt_table_release(&table);
}

int
main(void)
{
    sample_uses_all();
    const struct CMUnitTest tests[] = {
        ON_A_STORE(quiet_nights_and_weekends_are_no_gaps),
        ON_A_STORE(two_office_hours_without_mail_are_a_gap),
        ON_A_STORE(coverage_has_every_day_and_counts_office_hours_without_mail),
        cmocka_unit_test(the_list_of_exports_does_not_tell_the_order_of_import),
        ON_A_STORE(quality_counts_mail_that_lacks_a_fact),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
