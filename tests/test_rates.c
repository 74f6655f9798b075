#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>

#include "reports/messages.h"
#include "tests/asking.h"

static int64_t
overview_of(struct sample *sample, const struct mt_filter *filter, const char *key)
{
    struct mt_table table;
    ask(sample, "overview", filter, &table);
    assert_int_equal(table.row_count, 1);
    int64_t found = count(&table, 0, key);
    mt_table_release(&table);
    return found;
}

static void
add_every_outcome(struct sample *sample)
{
    /* As many of each as its number says, so that no two figures are alike by chance. */
    for (int outcome = 1; outcome <= MT_OUTCOME_ROUTING; outcome++)
        for (int i = 0; i < outcome; i++)
            sample_add(sample, (struct sample_delivery){.received_us = utc(16, 9, 0) + outcome * MT_MINUTE,
                                                        .status = MT_STATUS_DELIVERED,
                                                        .outcome = (enum mt_outcome)outcome,
                                                        .size_bytes = 10});
}

static void
a_rate_question_counts_mail_by_what_became_of_it(void **state)
{
    add_every_outcome(*state);
    struct mt_filter filter = everything();
    struct mt_table table;
    ask(*state, "overview", &filter, &table);
    static const struct {
        const char *key;
        int64_t count;
    } expected[] = {
        {"deliveries", 45},
        {"deferred", 3 + 4 + 5 + 7},
        {"still_deferred", 4},
        {"deferred_then_delivered", 3},
        {"deferred_then_failed", 7},
        {"failed", 5 + 6 + 7},
        {"quarantined", 8},
        {"filtered_as_spam", 9},
        {"under_way", 1},
        {"bytes", 450},
    };
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
        assert_int_equal(count(&table, 0, expected[i].key), expected[i].count);
    assert_true(fabs(cell(&table, 0, "failed_ratio").real - 18.0 / 45.0) < 1e-12);
    assert_true(cell(&table, 0, "failed_low").real < 0.4 && cell(&table, 0, "failed_high").real > 0.4);
    mt_table_release(&table);
}

static int
add_failed(struct sample *sample, int hour, int domain, enum mt_outcome outcome)
{
    return sample_add(
        sample, (struct sample_delivery){
                    .received_us = utc(16, hour, 0), .domain = domain, .status = MT_STATUS_FAILED, .outcome = outcome});
}

static const char why_no_expiry[] = "a summary export does not say whether failed mail expired; extended reports and "
                                    "message trace details do";

static void
expired_is_unknown_in_summary_data(void **state)
{
    struct sample *sample = *state;
    struct mt_filter filter = everything();
    struct mt_table table;
    add_failed(sample, 9, 0, MT_OUTCOME_FAILED);
    ask(sample, "overview", &filter, &table);
    assert_unknown(&table, 0, "expired", why_no_expiry);
    assert_string_equal(table.evidence, "summary");
    assert_int_equal(table.note_count, 0);
    mt_table_release(&table);
}

static void
expired_is_known_as_far_as_failed_mail_has_events(void **state)
{
    struct sample *sample = *state;
    struct mt_filter filter = everything();
    struct mt_table table;
    struct sample_course refused = {.status = MT_STATUS_FAILED, .final_us = utc(16, 10, 0), .attempts = 1};
    add_course(sample, add_failed(sample, 9, SAMPLE_MAIL, MT_OUTCOME_FAILED), refused);
    ask(sample, "overview", &filter, &table);
    assert_int_equal(count(&table, 0, "expired"), 0);
    assert_false(cell(&table, 0, "expired").at_least);
    /* None of one, with the interval that one message leaves. */
    assert_true(cell(&table, 0, "expired_ratio").real == 0 && cell(&table, 0, "expired_high").real > 0.7);
    assert_string_equal(table.evidence, "summary and events");
    assert_int_equal(table.note_count, 0);
    mt_table_release(&table);

    struct sample_course expired = {.status = MT_STATUS_FAILED, .final_us = utc(18, 9, 0), .expired = true};
    add_course(sample, add_failed(sample, 9, SAMPLE_MAIL, MT_OUTCOME_EXPIRED), expired);
    add_failed(sample, 9, SAMPLE_MAIL, MT_OUTCOME_FAILED);
    add_failed(sample, 9, SAMPLE_POST, MT_OUTCOME_FAILED);
    /* Events that do not show the end say nothing of an expiry. */
    add_course(sample, add_failed(sample, 9, SAMPLE_POST, MT_OUTCOME_FAILED),
               (struct sample_course){.status = MT_STATUS_PENDING, .last_deferred_us = utc(16, 9, 5)});
    sample_add(sample, (struct sample_delivery){
                           .received_us = utc(16, 9, 0), .domain = SAMPLE_TENANT, .outcome = MT_OUTCOME_DELIVERED});
    ask(sample, "domains", &filter, &table);
    assert_text(&table, 0, "domain", "mail.example");
    assert_int_equal(count(&table, 0, "failed"), 3);
    assert_int_equal(count(&table, 0, "expired"), 1);
    assert_true(cell(&table, 0, "expired").at_least);
    assert_unknown(&table, 0, "expired_ratio", "only some of the failed mail has events that say whether it expired");
    assert_text(&table, 1, "domain", "post.example");
    assert_unknown(&table, 1, "expired", why_no_expiry);
    assert_unknown(&table, 1, "expired_low", why_no_expiry);
    assert_text(&table, 2, "domain", "tenant.example");
    assert_int_equal(count(&table, 2, "expired"), 0);
    assert_false(cell(&table, 2, "expired").at_least);
    assert_int_equal(table.note_count, 1);
    assert_true(mt_text_starts(mt_say_note(&table.arena, NULL, &table.notes[0]),
                               "Expired is a lower bound: 2 of 5 failed deliveries have events"));
    mt_table_release(&table);
}

static void
events_of_another_time_are_no_evidence(void **state)
{
    struct sample *sample = *state;
    struct mt_filter filter = everything();
    struct mt_table table;
    add_course(sample, add_failed(sample, 9, 0, MT_OUTCOME_FAILED),
               (struct sample_course){.status = MT_STATUS_FAILED, .final_us = utc(17, 10, 0)});
    sample_add(sample, (struct sample_delivery){.received_us = utc(17, 9, 0), .outcome = MT_OUTCOME_FAILED});
    filter.since_us = utc(17, 0, 0);
    ask(sample, "overview", &filter, &table);
    assert_int_equal(count(&table, 0, "failed"), 1);
    assert_false(cell(&table, 0, "expired").known);
    assert_string_equal(table.evidence, "summary");
    mt_table_release(&table);
    filter.since_us = utc(16, 0, 0);
    filter.until_us = utc(17, 0, 0);
    ask(sample, "overview", &filter, &table);
    assert_string_equal(table.evidence, "summary and events");
    mt_table_release(&table);
}

static void
no_mail_has_no_rate(void **state)
{
    struct mt_filter filter = everything();
    struct mt_table table;
    ask(*state, "overview", &filter, &table);
    assert_int_equal(table.row_count, 1);
    assert_int_equal(count(&table, 0, "deliveries"), 0);
    assert_unknown(&table, 0, "deferred_ratio", "no mail");
    assert_unknown(&table, 0, "failed_high", "no mail");
    mt_table_release(&table);
}

static void
most_trouble_comes_first_then_most_mail_then_the_name(void **state)
{
    static const struct {
        int domain, fine, troubled;
    } mail[] = {{SAMPLE_MAIL, 1, 1}, {SAMPLE_POST, 3, 0}, {SAMPLE_NOBODY, 1, 1}, {SAMPLE_TENANT, 4, 0}};
    for (size_t i = 0; i < sizeof mail / sizeof *mail; i++)
        for (int n = 0; n < mail[i].fine + mail[i].troubled; n++)
            sample_add(*state, (struct sample_delivery){.received_us = utc(16, 9, n),
                                                        .domain = mail[i].domain,
                                                        .outcome = n < mail[i].fine ? MT_OUTCOME_DELIVERED
                                                                                    : MT_OUTCOME_DEFERRED});
    struct mt_filter filter = everything();
    struct mt_table table;
    ask(*state, "domains", &filter, &table);
    assert_int_equal(table.row_count, 4);
    assert_text(&table, 0, "domain", "mail.example");
    assert_text(&table, 1, "domain", "nobody.example");
    assert_text(&table, 2, "domain", "tenant.example");
    assert_text(&table, 3, "domain", "post.example");
    assert_null(parameter(&table, "rows"));
    mt_table_release(&table);

    filter.limit = 3;
    ask(*state, "domains", &filter, &table);
    assert_int_equal(table.row_count, 3);
    assert_text(&table, 2, "domain", "tenant.example");
    assert_string_equal(parameter(&table, "rows"), "3 of 4 rows");
    mt_table_release(&table);
}

static void
what_is_not_known_of_mail_is_a_row_that_says_why(void **state)
{
    sample_add(*state, (struct sample_delivery){
                           .received_us = utc(16, 9, 0), .domain = SAMPLE_TENANT, .outcome = MT_OUTCOME_DELIVERED});
    static const char *const expected[][3] = {
        {"providers", "provider", "no known provider"},  {"countries", "country", "the domain belongs to no country"},
        {"regions", "region", "not in these exports"},   {"routes", "direction", "not in these exports"},
        {"routes", "connector", "not in these exports"},
    };
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        struct mt_filter filter = everything();
        struct mt_table table;
        ask(*state, expected[i][0], &filter, &table);
        assert_int_equal(table.row_count, 1);
        assert_unknown(&table, 0, expected[i][1], expected[i][2]);
        mt_table_release(&table);
    }
    struct mt_filter filter = everything();
    struct mt_table table;
    ask(*state, "sizes", &filter, &table);
    assert_int_equal(table.row_count, MT_SIZE_BANDS + 1);
    assert_unknown(&table, MT_SIZE_BANDS, "size", "no size in these exports");
    mt_table_release(&table);
}

static void
sizes_come_in_order_with_all_bands(void **state)
{
    sample_add(*state, (struct sample_delivery){.received_us = utc(16, 9, 0),
                                                .size_bytes = 3 * 1024 * 1024,
                                                .outcome = MT_OUTCOME_DELIVERED});
    struct mt_filter filter = everything();
    struct mt_table table;
    ask(*state, "sizes", &filter, &table);
    assert_int_equal(table.row_count, MT_SIZE_BANDS);
    for (int band = 0; band < MT_SIZE_BANDS; band++) {
        assert_text(&table, (size_t)band, "size", mt_size_band_key(band));
        assert_int_equal(count(&table, (size_t)band, "deliveries"), band == mt_size_band(3 * 1024 * 1024));
    }
    mt_table_release(&table);
}

static void
the_roll_up_and_the_deliveries_give_the_same_answer(void **state)
{
    struct sample_delivery all[MANY];
    add_many(*state, all);
    add_courses_to_many(*state, all);
    const struct mt_question *question;
    for (size_t i = 0; (question = mt_question_at(i)); i++) {
        if (!question->rates)
            continue;
        struct mt_filter filter = everything();
        struct mt_table rolled_up, counted;
        ask(*state, question->name, &filter, &rolled_up);
        filter.sender = mt_text_of("@tenant.example"); /* who sends everything here */
        ask(*state, question->name, &filter, &counted);
        assert_same_rows(&rolled_up, &counted, question->name);
        mt_table_release(&rolled_up);
        mt_table_release(&counted);
    }
}

static void
every_pair_of_dimensions_counts_all_mail_once(void **state)
{
    struct sample_delivery all[MANY];
    int64_t mail = 0;
    add_many(*state, all);
    add_courses_to_many(*state, all);
    for (int i = 0; i < MANY; i++)
        mail += all[i].outcome != MT_OUTCOME_ROUTING;
    for (const char *const *a = mt_dimension_names(); *a; a++)
        for (const char *const *b = mt_dimension_names(); *b; b++) {
            if (a == b)
                continue;
            struct mt_filter filter = everything();
            struct mt_table table;
            int64_t sum = 0;
            filter.by[0] = *a;
            filter.by[1] = *b;
            ask(*state, "rates", &filter, &table);
            assert_string_equal(table.columns[0].key, *a);
            assert_string_equal(table.columns[1].key, *b);
            for (size_t row = 0; row < table.row_count; row++)
                sum += count(&table, row, "deliveries");
            if (sum != mail)
                fail_msg("%s by %s has %lld of %lld", *a, *b, (long long)sum, (long long)mail);
            mt_table_release(&table);
        }
}

static bool
counts(const struct sample_delivery *d, int number, const char *filter)
{
    return d->outcome != MT_OUTCOME_ROUTING &&
           (strcmp(filter, "domain") == 0      ? d->domain == SAMPLE_POST
            : strcmp(filter, "provider") == 0  ? d->domain == SAMPLE_MAIL
            : strcmp(filter, "country") == 0   ? d->domain == SAMPLE_NOBODY
            : strcmp(filter, "outcome") == 0   ? d->outcome == MT_OUTCOME_DEFERRED
            : strcmp(filter, "size") == 0      ? mt_size_band(d->size_bytes) == 4
            : strcmp(filter, "no size") == 0   ? d->size_bytes == 0
            : strcmp(filter, "forest") == 0    ? d->route == 1 || d->route == 2
            : strcmp(filter, "region") == 0    ? d->route == 3
            : strcmp(filter, "connector") == 0 ? d->route == 2
            : strcmp(filter, "direction") == 0 ? d->route == 1 || d->route == 2
            : strcmp(filter, "reason") == 0    ? number % 20 == 0
            : strcmp(filter, "no reason") == 0 ? number % 10 != 0
            : strcmp(filter, "host") == 0      ? number % 5 == 0 && number / 5 % 3 == 1
            : strcmp(filter, "hosts") == 0     ? number % 5 == 0 && number / 5 % 3 != 2
                                               : d->received_us >= utc(5, 0, 0) && d->received_us < utc(9, 13, 0));
}

static void
each_filter_lets_through_what_it_names_and_nothing_else(void **state)
{
    static const struct {
        const char *name, *word;
        size_t field;
    } filters[] = {
        {"domain", "POST.example", offsetof(struct mt_filter, domain)},
        {"provider", "Sample Mail", offsetof(struct mt_filter, provider)},
        {"country", "es", offsetof(struct mt_filter, country)},
        {"outcome", "deferred", offsetof(struct mt_filter, outcome)},
        {"size", "1-2MB", offsetof(struct mt_filter, size_band)},
        {"no size", "unknown", offsetof(struct mt_filter, size_band)},
        {"forest", "eurprd10", offsetof(struct mt_filter, forest)},
        {"region", "NAM", offsetof(struct mt_filter, region)},
        {"connector", "to partner", offsetof(struct mt_filter, connector)},
        {"direction", "originating", offsetof(struct mt_filter, direction)},
        {"reason", "throttle", offsetof(struct mt_filter, reason)},
        {"no reason", "unknown", offsetof(struct mt_filter, reason)},
        {"host", "MTA6.mail.example", offsetof(struct mt_filter, remote_host)},
        {"hosts", "Mail.Example", offsetof(struct mt_filter, remote_host)},
        {"window", NULL, 0},
    };
    struct sample_delivery all[MANY];
    add_many(*state, all);
    add_courses_to_many(*state, all);
    for (size_t f = 0; f < sizeof filters / sizeof *filters; f++) {
        struct mt_filter filter = everything();
        int64_t expected = 0;
        for (int i = 0; i < MANY; i++)
            if (filters[f].word && strcmp(filters[f].name, "size") == 0 && all[i].size_bytes == 0)
                continue;
            else
                expected += counts(&all[i], i, filters[f].name);
        struct mt_text word = mt_text_of(filters[f].word);
        if (filters[f].word) {
            memcpy((char *)&filter + filters[f].field, &word, sizeof word);
        } else {
            filter.since_us = utc(5, 0, 0);
            filter.until_us = utc(9, 13, 0);
        }
        assert_true(expected > 0 && expected < MANY);
        if (overview_of(*state, &filter, "deliveries") != expected)
            fail_msg("%s", filters[f].name);
        /* And the same from the deliveries. */
        filter.sender = mt_text_of("me@tenant.example");
        if (overview_of(*state, &filter, "deliveries") != expected)
            fail_msg("%s, by sender", filters[f].name);
    }
}

static void
a_window_that_ends_within_an_hour_is_exact(void **state)
{
    sample_add(*state, (struct sample_delivery){.received_us = utc(16, 9, 29), .outcome = MT_OUTCOME_DELIVERED});
    sample_add(*state, (struct sample_delivery){.received_us = utc(16, 9, 30), .outcome = MT_OUTCOME_DELIVERED});
    sample_add(*state, (struct sample_delivery){.received_us = utc(16, 9, 45), .outcome = MT_OUTCOME_DELIVERED});
    struct mt_filter filter = everything();
    filter.since_us = utc(16, 9, 30);
    filter.until_us = utc(16, 9, 45);
    assert_int_equal(overview_of(*state, &filter, "deliveries"), 1);
}

int
main(void)
{
    sample_uses_all();
    const struct CMUnitTest tests[] = {
        ON_A_STORE(a_rate_question_counts_mail_by_what_became_of_it),
        ON_A_STORE(expired_is_unknown_in_summary_data),
        ON_A_STORE(expired_is_known_as_far_as_failed_mail_has_events),
        ON_A_STORE(events_of_another_time_are_no_evidence),
        ON_A_STORE(no_mail_has_no_rate),
        ON_A_STORE(most_trouble_comes_first_then_most_mail_then_the_name),
        ON_A_STORE(what_is_not_known_of_mail_is_a_row_that_says_why),
        ON_A_STORE(sizes_come_in_order_with_all_bands),
        ON_A_STORE(the_roll_up_and_the_deliveries_give_the_same_answer),
        ON_A_STORE(every_pair_of_dimensions_counts_all_mail_once),
        ON_A_STORE(each_filter_lets_through_what_it_names_and_nothing_else),
        ON_A_STORE(a_window_that_ends_within_an_hour_is_exact),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
