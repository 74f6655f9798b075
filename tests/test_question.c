#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/asking.h"

static void
every_question_answers_twice_alike_with_and_without_data(void **state)
{
    for (int filled = 0; filled < 2; filled++) {
        struct sample_delivery all[MANY];
        if (filled) {
            add_many(*state, all);
            add_courses_to_many(*state, all);
        }
        const struct mt_question *question;
        for (size_t i = 0; (question = mt_question_at(i)); i++) {
            struct mt_filter filter = everything();
            struct mt_table first, second;
            ask(*state, question->name, &filter, &first);
            ask(*state, question->name, &filter, &second);
            assert_string_equal(first.name, question->name);
            assert_string_equal(first.title, question->title);
            assert_true(first.column_count > 0);
            assert_same_rows(&first, &second, question->name);
            mt_table_release(&first);
            mt_table_release(&second);
        }
    }
}

static void
a_question_or_dimension_that_is_none_is_wrong_usage(void **state)
{
    struct sample *sample = *state;
    struct mt_table table;
    struct mt_filter filter = everything();
    mt_table_init(&table, "x", "X");
    assert_int_equal(mt_question_ask(sample->store, "domian", &filter, &table, &sample->err), MT_USAGE);
    assert_non_null(strstr(sample->err.text, "did you mean 'domains'?"));
    filter.by[0] = "horu";
    assert_int_equal(mt_question_ask(sample->store, "rates", &filter, &table, &sample->err), MT_USAGE);
    assert_non_null(strstr(sample->err.text, "did you mean 'hour'?"));
    filter.by[0] = filter.by[1] = "hour";
    assert_int_equal(mt_question_ask(sample->store, "rates", &filter, &table, &sample->err), MT_USAGE);
    filter.by[1] = NULL;
    assert_int_equal(mt_question_ask(sample->store, "domains", &filter, &table, &sample->err), MT_USAGE);
    mt_table_release(&table);
}

static void
a_filter_that_a_question_cannot_honour_is_refused(void **state)
{
    struct sample *sample = *state;
    struct mt_table table;
    struct mt_filter filter = everything();
    mt_table_init(&table, "x", "X");
    filter.domain = mt_text_of("mail.example");
    assert_int_equal(mt_question_ask(sample->store, "coverage", &filter, &table, &sample->err), MT_USAGE);
    assert_non_null(strstr(sample->err.text, "'domain'"));
    filter = everything();
    filter.outcome = mt_text_of("Delivered");
    assert_int_equal(mt_question_ask(sample->store, "messages", &filter, &table, &sample->err), MT_USAGE);
    filter = everything();
    filter.since_us = filter.until_us = utc(16, 0, 0);
    assert_int_equal(mt_question_ask(sample->store, "overview", &filter, &table, &sample->err), MT_USAGE);
    mt_table_release(&table);
}

int
main(void)
{
    sample_uses_all();
    const struct CMUnitTest tests[] = {
        ON_A_STORE(every_question_answers_twice_alike_with_and_without_data),
        ON_A_STORE(a_question_or_dimension_that_is_none_is_wrong_usage),
        ON_A_STORE(a_filter_that_a_question_cannot_honour_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
