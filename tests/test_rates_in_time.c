#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/asking.h"

static struct mt_zone *
zone_named(struct sample *sample, const char *name)
{
    struct mt_zone *zone;
    assert_int_equal(mt_zone_open(&zone, name, &sample->err), MT_OK);
    return zone;
}

static void
hours_are_those_of_the_zone_over_the_change_of_clocks(void **state)
{
    struct sample *sample = *state;
    struct mt_zone *zone = zone_named(sample, "Europe/Madrid");
    const int64_t october = mt_civil_days(2026, 10, 25) * MT_DAY;
    /* 02:30 summer time, 02:30 winter time and 03:30. */
    for (int hour = 0; hour < 3; hour++)
        sample_add(sample, (struct sample_delivery){.received_us = october + hour * MT_HOUR + 30 * MT_MINUTE,
                                                    .outcome = MT_OUTCOME_DELIVERED});
    struct mt_filter filter = everything();
    struct mt_table table;
    filter.zone = zone;
    ask(sample, "hours", &filter, &table);
    assert_int_equal(table.row_count, 24);
    for (int hour = 0; hour < 24; hour++) {
        assert_int_equal(count(&table, (size_t)hour, "hour"), hour);
        assert_int_equal(count(&table, (size_t)hour, "deliveries"), hour == 2 ? 2 : hour == 3 ? 1 : 0);
    }
    assert_string_equal(parameter(&table, "zone"), "Europe/Madrid");
    mt_table_release(&table);
    mt_zone_close(zone);
}

static void
an_hour_counts_by_its_start_where_offsets_are_no_full_hours(void **state)
{
    struct sample *sample = *state;
    struct mt_zone *zone = zone_named(sample, "Asia/Kolkata");
    /* 03:45 UTC is 09:15 there, but its hour UTC begins at 08:30. */
    sample_add(sample, (struct sample_delivery){.received_us = utc(16, 3, 45), .outcome = MT_OUTCOME_DELIVERED});
    struct mt_filter filter = everything();
    struct mt_table table;
    filter.zone = zone;
    ask(sample, "hours", &filter, &table);
    assert_int_equal(count(&table, 8, "deliveries"), 1);
    mt_table_release(&table);
    mt_zone_close(zone);
}

static void
the_heatmap_has_168_rows_in_order(void **state)
{
    struct sample *sample = *state;
    struct mt_zone *zone = zone_named(sample, "Europe/Madrid");
    sample_add(sample, (struct sample_delivery){.received_us = utc(15, 23, 10), .outcome = MT_OUTCOME_DELIVERED});
    sample_add(sample, (struct sample_delivery){.received_us = utc(22, 22, 10), .outcome = MT_OUTCOME_FAILED});
    struct mt_filter filter = everything();
    struct mt_table table;
    filter.zone = zone;
    ask(sample, "heatmap", &filter, &table);
    assert_int_equal(table.row_count, 168);
    for (size_t row = 0; row < 168; row++) {
        assert_int_equal(count(&table, row, "weekday"), row / 24 + 1);
        assert_int_equal(count(&table, row, "hour"), row % 24);
        /* Sunday 23:10 UTC is Monday 00:10 in Madrid, and Sunday 22:10 is 23:10. */
        assert_int_equal(count(&table, row, "deliveries"), row == 0 || row == 167);
    }
    mt_table_release(&table);
    mt_zone_close(zone);
}

static void
days_and_weeks_without_mail_are_shown_between_others(void **state)
{
    struct sample *sample = *state;
    const int64_t new_year = mt_civil_days(2026, 12, 31) * MT_DAY;
    sample_add(sample, (struct sample_delivery){.received_us = new_year, .outcome = MT_OUTCOME_DELIVERED});
    sample_add(sample, (struct sample_delivery){.received_us = new_year + 14 * MT_DAY, .outcome = MT_OUTCOME_FAILED});
    struct mt_filter filter = everything();
    struct mt_table table;
    ask(sample, "days", &filter, &table);
    assert_int_equal(table.row_count, 15);
    assert_int_equal(count(&table, 1, "day"), mt_civil_days(2027, 1, 1));
    assert_int_equal(count(&table, 1, "deliveries"), 0);
    mt_table_release(&table);

    ask(sample, "trend", &filter, &table);
    assert_int_equal(table.row_count, 3);
    assert_text(&table, 0, "week", "2026-W53");
    assert_text(&table, 1, "week", "2027-W01");
    assert_text(&table, 2, "week", "2027-W02");
    assert_int_equal(count(&table, 1, "deliveries"), 0);
    mt_table_release(&table);
}

int
main(void)
{
    sample_uses_all();
    const struct CMUnitTest tests[] = {
        ON_A_STORE(hours_are_those_of_the_zone_over_the_change_of_clocks),
        ON_A_STORE(an_hour_counts_by_its_start_where_offsets_are_no_full_hours),
        ON_A_STORE(the_heatmap_has_168_rows_in_order),
        ON_A_STORE(days_and_weeks_without_mail_are_shown_between_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
