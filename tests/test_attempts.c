#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "reports/messages.h"
#include "tests/asking.h"

static int
add(struct sample *sample, int domain, enum mt_status status, enum mt_outcome outcome)
{
    return sample_add(
        sample,
        (struct sample_delivery){.received_us = utc(16, 9, 0), .domain = domain, .status = status, .outcome = outcome});
}

static void
attempts_fall_into_their_bands(void **state)
{
    static const struct {
        int attempts;
        const char *band;
    } cases[] = {
        {1, "1"},     {2, "2"},      {3, "3-5"},    {5, "3-5"},  {6, "6-10"},
        {10, "6-10"}, {11, "11-20"}, {20, "11-20"}, {21, ">20"}, {900, ">20"},
    };
    struct sample *sample = *state;
    struct mt_filter filter = everything();
    struct mt_table table;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int id = add(sample, SAMPLE_MAIL, MT_STATUS_DELIVERED, MT_OUTCOME_DELIVERED);
        add_course(sample, id,
                   (struct sample_course){
                       .status = MT_STATUS_DELIVERED, .final_us = utc(16, 10, 0), .attempts = cases[i].attempts});
    }
    ask(sample, "attempts", &filter, &table);
    assert_int_equal(table.row_count, 6);
    for (size_t row = 0; row < table.row_count; row++) {
        int64_t expected = 0;
        struct mt_cell band = cell(&table, row, "attempts");
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
            expected += mt_text_is(band.text, cases[i].band);
        assert_int_equal(count(&table, row, "deliveries"), expected);
        assert_int_equal(count(&table, row, "median_attempts"), 6);
    }
    assert_text(&table, 0, "attempts", "1");
    assert_text(&table, 5, "attempts", ">20");
    mt_table_release(&table);
}

static void
attempts_say_what_became_of_the_mail(void **state)
{
    struct sample *sample = *state;
    struct mt_filter filter = everything();
    struct mt_table table;
    static const enum mt_outcome outcomes[] = {
        MT_OUTCOME_DELIVERED, MT_OUTCOME_DELIVERED_AFTER_DEFERRAL, MT_OUTCOME_DEFERRED, MT_OUTCOME_UNDER_WAY,
        MT_OUTCOME_FAILED,    MT_OUTCOME_FAILED_AFTER_DEFERRAL,    MT_OUTCOME_EXPIRED,  MT_OUTCOME_QUARANTINED,
        MT_OUTCOME_ROUTING,
    };
    for (size_t i = 0; i < sizeof outcomes / sizeof *outcomes; i++)
        add_course(sample, add(sample, SAMPLE_MAIL, MT_STATUS_DELIVERED, outcomes[i]),
                   (struct sample_course){.last_us = utc(16, 10, 0), .attempts = 2});
    /* No events: not here. No attempt: a row of its own, and no part of the median. */
    add(sample, SAMPLE_MAIL, MT_STATUS_DELIVERED, MT_OUTCOME_DELIVERED);
    for (int i = 0; i < 20; i++)
        add_course(sample, add(sample, SAMPLE_MAIL, MT_STATUS_GETTING_STATUS, MT_OUTCOME_UNDER_WAY),
                   (struct sample_course){.last_us = utc(16, 10, 0)});
    ask(sample, "attempts", &filter, &table);
    assert_int_equal(table.row_count, 7);
    assert_text(&table, 0, "attempts", "0");
    assert_int_equal(count(&table, 0, "deliveries"), 20);
    assert_text(&table, 2, "attempts", "2");
    assert_int_equal(count(&table, 2, "deliveries"), 8);
    assert_int_equal(count(&table, 2, "delivered"), 2);
    assert_int_equal(count(&table, 2, "on_its_way"), 2);
    assert_int_equal(count(&table, 2, "refused"), 2);
    assert_int_equal(count(&table, 2, "expired"), 1);
    assert_int_equal(count(&table, 2, "otherwise"), 1);
    assert_int_equal(count(&table, 2, "median_attempts"), 2);
    mt_table_release(&table);
}

static void
attempts_come_by_group_with_the_most_repeated_mail_first(void **state)
{
    struct sample *sample = *state;
    struct mt_filter filter = everything();
    struct mt_table table;
    for (int i = 0; i < 5; i++)
        add_course(sample, add(sample, SAMPLE_MAIL, MT_STATUS_DELIVERED, MT_OUTCOME_DELIVERED),
                   (struct sample_course){.last_us = utc(16, 10, 0), .attempts = 1});
    add_course(sample, add(sample, SAMPLE_POST, MT_STATUS_DELIVERED, MT_OUTCOME_DELIVERED),
               (struct sample_course){.last_us = utc(16, 10, 0), .attempts = 4});
    filter.by[0] = "provider";
    ask(sample, "attempts", &filter, &table);
    assert_int_equal(table.row_count, 12);
    assert_text(&table, 0, "provider", "Other Post");
    assert_int_equal(count(&table, 0, "median_attempts"), 4);
    assert_text(&table, 6, "provider", "Sample Mail");
    assert_int_equal(count(&table, 6, "deliveries"), 5);
    mt_table_release(&table);
    filter.limit = 7;
    ask(sample, "attempts", &filter, &table);
    assert_int_equal(table.row_count, 7);
    assert_string_equal(parameter(&table, "rows"), "7 of 12 rows");
    mt_table_release(&table);
}

static void
without_events_there_are_no_attempts_and_it_says_so(void **state)
{
    struct mt_filter filter = everything();
    struct mt_table table;
    add(*state, SAMPLE_MAIL, MT_STATUS_DELIVERED, MT_OUTCOME_DELIVERED);
    ask(*state, "attempts", &filter, &table);
    assert_int_equal(table.row_count, 0);
    assert_int_equal(table.note_count, 1);
    assert_true(mt_text_starts(mt_say_note(&table.arena, NULL, &table.notes[0]), "No events of this mail are here"));
    mt_table_release(&table);
}

int
main(void)
{
    sample_uses_all();
    const struct CMUnitTest tests[] = {
        ON_A_STORE(attempts_fall_into_their_bands),
        ON_A_STORE(attempts_say_what_became_of_the_mail),
        ON_A_STORE(attempts_come_by_group_with_the_most_repeated_mail_first),
        ON_A_STORE(without_events_there_are_no_attempts_and_it_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
