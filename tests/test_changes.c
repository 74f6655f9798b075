#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "query/question.h"
#include "reports/messages.h"
#include "tests/sample_store.h"

#define MONDAY (INT64_C(1794787200) * MT_SECOND) /* 2026-11-16T00:00:00Z: the second of two weeks */

static int
open_store(void **state)
{
    static struct sample sample;
    sample_open(&sample);
    *state = &sample;
    return 0;
}

static int
close_store(void **state)
{
    sample_close(*state);
    return 0;
}

/* So many deliveries in each hour of a week of office hours, of which every nth was deferred (0: none). */
static void
add_week(struct sample *sample, int64_t week_us, int domain, int an_hour, int nth)
{
    int number = 0;
    for (int hour = 0; hour < 168; hour++)
        for (int i = 0; i < an_hour && hour % 24 >= 8 && hour % 24 < 18; i++) {
            number++;
            sample_add(sample, (struct sample_delivery){.received_us = week_us + hour * MT_HOUR + i * MT_MINUTE,
                                                        .domain = domain,
                                                        .status = MT_STATUS_DELIVERED,
                                                        .outcome = nth && number % nth == 0
                                                                       ? MT_OUTCOME_DELIVERED_AFTER_DEFERRAL
                                                                       : MT_OUTCOME_DELIVERED});
        }
}

static void
ask(struct sample *sample, const char *by, struct mt_filter *filter, struct mt_table *table)
{
    mt_table_init(table, "changes", "Changes");
    if (by)
        filter->by[0] = by;
    if (mt_question_ask(sample->store, "changes", filter, table, &sample->err) != MT_OK)
        fail_msg("%s", sample->err.text);
}

static void
assert_row(const struct mt_table *table, size_t row, const char *name, const char *verdict)
{
    struct mt_cell first = mt_table_at(table, row, 0);
    struct mt_cell said = mt_table_at(table, row, (size_t)mt_table_find(table, "verdict"));
    assert_true(first.known && mt_text_is(first.text, name));
    assert_true(mt_text_is(said.text, verdict));
}

static double
real_at(const struct mt_table *table, size_t row, const char *key)
{
    struct mt_cell cell = mt_table_at(table, row, (size_t)mt_table_find(table, key));
    assert_true(cell.known);
    return cell.real;
}

static void
what_became_worse_comes_first_and_then_what_became_better(void **state)
{
    struct sample *sample = *state;
    struct mt_filter filter;
    struct mt_table table;
    add_week(sample, MONDAY - 7 * MT_DAY, SAMPLE_MAIL, 4, 40);
    add_week(sample, MONDAY, SAMPLE_MAIL, 4, 5);
    add_week(sample, MONDAY - 7 * MT_DAY, SAMPLE_POST, 4, 5);
    add_week(sample, MONDAY, SAMPLE_POST, 4, 40);
    mt_filter_init(&filter);
    filter.since_us = MONDAY;
    filter.until_us = MONDAY + 7 * MT_DAY;
    ask(sample, NULL, &filter, &table);
    assert_int_equal(table.row_count, 2);
    assert_row(&table, 0, "Sample Mail", "worse");
    assert_row(&table, 1, "Other Post", "better");
    assert_int_equal(mt_table_integer(&table, 0, "deliveries", -1), 280);
    assert_int_equal(mt_table_integer(&table, 0, "trouble", -1), 56);
    assert_int_equal(mt_table_integer(&table, 0, "trouble_before", -1), 7);
    assert_true(real_at(&table, 0, "change") > 6 && real_at(&table, 0, "change") < 10);
    assert_true(real_at(&table, 0, "change_low") > 1 &&
                real_at(&table, 0, "change_low") < real_at(&table, 0, "change"));
    assert_true(real_at(&table, 1, "change_high") < 1);
    mt_table_release(&table);
}

static void
without_a_window_the_last_seven_days_are_compared(void **state)
{
    struct sample *sample = *state;
    struct mt_filter filter;
    struct mt_table table;
    add_week(sample, MONDAY - 14 * MT_DAY, SAMPLE_MAIL, 2, 2); /* bad, but too old to matter */
    add_week(sample, MONDAY - 7 * MT_DAY, SAMPLE_MAIL, 4, 0);
    add_week(sample, MONDAY, SAMPLE_MAIL, 4, 10);
    mt_filter_init(&filter);
    ask(sample, "domain", &filter, &table);
    assert_int_equal(table.row_count, 1);
    assert_row(&table, 0, "mail.example", "new");
    assert_int_equal(mt_table_integer(&table, 0, "trouble_before", -1), 0);
    assert_false(mt_table_at(&table, 0, (size_t)mt_table_find(&table, "change")).known);
    assert_true(real_at(&table, 0, "change_low") > 1);
    mt_table_release(&table);
}

static void
without_mail_there_is_nothing_to_compare(void **state)
{
    struct sample *sample = *state;
    struct mt_filter filter;
    struct mt_table table;
    mt_filter_init(&filter);
    ask(sample, NULL, &filter, &table);
    assert_int_equal(table.row_count, 0);
    assert_int_equal(table.note_count, 1);
    assert_true(mt_text_is(mt_say_note(&table.arena, NULL, &table.notes[0]), "There is no mail yet to compare."));
    mt_table_release(&table);
}

static void
little_mail_is_too_little(void **state)
{
    struct sample *sample = *state;
    struct mt_filter filter;
    struct mt_table table;
    for (int i = 0; i < 4; i++)
        sample_add(sample,
                   (struct sample_delivery){.received_us = MONDAY + (i * 48 - 100) * MT_HOUR,
                                            .status = MT_STATUS_PENDING,
                                            .outcome = i == 1 || i == 3 ? MT_OUTCOME_DEFERRED : MT_OUTCOME_DELIVERED});
    mt_filter_init(&filter);
    filter.since_us = MONDAY;
    filter.until_us = MONDAY + 7 * MT_DAY;
    ask(sample, NULL, &filter, &table);
    assert_row(&table, 0, "Sample Mail", "too-little");
    assert_true(table.note_count >= 2); /* what is compared, and that events are missing */
    mt_table_release(&table);
}

static void
what_divides_mail_by_its_fate_is_refused(void **state)
{
    struct sample *sample = *state;
    static const char *const refused[] = {"hour", "week", "outcome", "reason", "remote_host"};
    struct mt_filter filter;
    struct mt_table table;
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        mt_filter_init(&filter);
        filter.by[0] = refused[i];
        mt_table_init(&table, "changes", "Changes");
        assert_int_equal(mt_question_ask(sample->store, "changes", &filter, &table, &sample->err), MT_USAGE);
        mt_table_release(&table);
    }
    mt_filter_init(&filter);
    filter.sender = MT_TEXT_LITERAL("me@tenant.example");
    mt_table_init(&table, "changes", "Changes");
    assert_int_equal(mt_question_ask(sample->store, "changes", &filter, &table, &sample->err), MT_USAGE);
    mt_table_release(&table);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_became_worse_comes_first_and_then_what_became_better, open_store,
                                        close_store),
        cmocka_unit_test_setup_teardown(without_a_window_the_last_seven_days_are_compared, open_store, close_store),
        cmocka_unit_test_setup_teardown(without_mail_there_is_nothing_to_compare, open_store, close_store),
        cmocka_unit_test_setup_teardown(little_mail_is_too_little, open_store, close_store),
        cmocka_unit_test_setup_teardown(what_divides_mail_by_its_fate_is_refused, open_store, close_store),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
