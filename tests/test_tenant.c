/* The made-up tenant behind the generated exports: that it can be trusted as a measure. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "fixtures/history.h"
#include "fixtures/plan.h"
#include "fixtures/random.h"
#include "fixtures/tenant.h"
#include "fixtures/truth.h"

static struct mt_tenant
tenant_of(uint64_t seed, int64_t per_day)
{
    struct mt_tenant tenant;
    mt_tenant_init(&tenant, seed, mt_civil_iso_monday(2026, 42), per_day, mt_scenario_at(0));
    return tenant;
}

static void
chance_is_splitmix64_and_stays_it(void **state)
{
    (void)state;
    /* The value pins the algorithm: exports of a seed must not change from one release to the next. */
    assert_true(mt_random(1, 2, 3, 4) == UINT64_C(0x8961E66D1250D7A9));
    assert_true(mt_random(1, 2, 3, 4) != mt_random(2, 2, 3, 4));
    assert_int_equal(mt_power_of_two_q16(10 * 65536), 1024);
    assert_int_equal(mt_power_of_two_q16(36 * 65536), INT64_C(1) << 36);
    int64_t root = mt_power_of_two_q16(20 * 65536 + 32768); /* 2^20.5 is 1482910.4 */
    assert_in_range(root, 1482910 - 150, 1482910 + 150);
}

static void
another_seed_gives_another_tenant(void **state)
{
    (void)state;
    struct mt_tenant one = tenant_of(1, 100), two = tenant_of(2, 100);
    struct mt_mail a, b;
    int alike = 0;
    for (uint64_t number = 0; number < 100; number++) {
        mt_tenant_mail(&one, number, &a);
        mt_tenant_mail(&two, number, &b);
        alike += memcmp(a.trace_id, b.trace_id, 8) == 0 || strcmp(a.message_id, b.message_id) == 0;
    }
    assert_int_equal(alike, 0);
}

/* ---- the tenant ---- */

static void
the_trace_id_tells_the_time_of_receipt(void **state)
{
    (void)state;
    struct mt_tenant tenant = tenant_of(3, 400);
    struct mt_mail mail;
    for (uint64_t number = 0; number < 5000; number++) {
        char text[37];
        unsigned char guid[16];
        int64_t clock_us;
        mt_tenant_mail(&tenant, number, &mail);
        mt_mail_trace_id(&mail, text);
        assert_true(mt_guid_parse(mt_text_of(text), guid));
        assert_true(mt_trace_clock(guid, &clock_us));
        assert_int_equal(clock_us, mail.received_us);
    }
}

static void
numbers_are_in_the_order_of_time(void **state)
{
    (void)state;
    struct mt_tenant tenant = tenant_of(4, 300);
    struct mt_mail mail;
    int64_t before = INT64_MIN;
    for (uint64_t number = 0; number < 6000; number++) {
        mt_tenant_mail(&tenant, number, &mail);
        assert_true(mail.received_ticks >= before);
        before = mail.received_ticks;
        if (number % 97 == 0) {
            assert_true(mt_tenant_first_after(&tenant, mail.received_us) <= number);
            assert_int_equal(mt_tenant_first_after(&tenant, mail.received_us + 1), number + 1);
        }
    }
}

static void
a_message_does_not_depend_on_what_was_asked_before(void **state)
{
    (void)state;
    struct mt_tenant tenant = tenant_of(6, 300);
    struct mt_mail *mails = calloc(2, sizeof *mails);
    assert_non_null(mails);
    mt_tenant_mail(&tenant, 4321, &mails[0]);
    mt_tenant_mail(&tenant, 7, &mails[1]);
    mt_tenant_mail(&tenant, 4321, &mails[1]);
    assert_memory_equal(&mails[0], &mails[1], offsetof(struct mt_mail, fates));
    assert_memory_equal(mails[0].fates, mails[1].fates, sizeof(struct mt_fate) * (size_t)mails[0].count);
    free(mails);
}

static void
a_status_never_goes_back(void **state)
{
    (void)state;
    struct mt_tenant tenant = tenant_of(8, 400);
    struct mt_mail mail;
    int pending = 0;
    for (uint64_t number = 0; number < 6000; number++) {
        mt_tenant_mail(&tenant, number, &mail);
        for (int i = 0; i < mail.count; i++) {
            int phase = 0;
            for (int64_t minutes = 0; minutes <= 49 * 60; minutes += 5) {
                enum mt_status seen = mt_fate_seen(&mail.fates[i], mail.received_us + minutes * MT_MINUTE);
                assert_true(mt_status_phase(seen) >= phase);
                phase = mt_status_phase(seen);
                pending += seen == MT_STATUS_PENDING;
            }
        }
    }
    assert_true(pending > 100);
}

static void
nothing_is_under_way_for_more_than_two_days(void **state)
{
    (void)state;
    struct mt_tenant tenant = tenant_of(8, 400);
    struct mt_mail mail;
    for (uint64_t number = 0; number < 12000; number++) {
        mt_tenant_mail(&tenant, number, &mail);
        for (int i = 0; i < mail.count; i++)
            assert_true(mail.fates[i].final_us - mail.received_us <= 48 * MT_HOUR);
    }
}

static bool
ends_with(const char *text, const char *end)
{
    size_t len = strlen(text), end_len = strlen(end);
    return len >= end_len && strcmp(text + len - end_len, end) == 0;
}

static void
lower(const char *text, char room[MT_NAME_BYTES])
{
    size_t i = 0;
    for (; text[i]; i++)
        room[i] = text[i] >= 'A' && text[i] <= 'Z' ? (char)(text[i] - 'A' + 'a') : text[i];
    room[i] = '\0';
}

static void
no_address_can_belong_to_anybody(void **state)
{
    (void)state;
    struct mt_tenant tenant = tenant_of(9, 400);
    struct mt_mail mail;
    for (uint64_t number = 0; number < 4000; number++) {
        mt_tenant_mail(&tenant, number, &mail);
        assert_true(ends_with(mail.sender, ".example") || strstr(mail.sender, "-example@") ||
                    strcmp(mail.sender, "<>") == 0);
        for (int i = 0; i < mail.count; i++) {
            char address[MT_NAME_BYTES];
            lower(mail.fates[i].recipient, address);
            assert_true(ends_with(address, ".example") || strstr(address, "-example@"));
        }
    }
}

static void
recipients_of_a_message_differ(void **state)
{
    (void)state;
    struct mt_tenant tenant = tenant_of(10, 400);
    struct mt_mail mail;
    for (uint64_t number = 0; number < 8000; number++) {
        mt_tenant_mail(&tenant, number, &mail);
        assert_in_range(mail.count, 1, MT_MAIL_DELIVERIES);
        for (int i = 0; i < mail.count; i++) {
            for (int k = 0; k < i; k++) {
                char a[MT_NAME_BYTES], b[MT_NAME_BYTES];
                lower(mail.fates[i].recipient, a);
                lower(mail.fates[k].recipient, b);
                assert_string_not_equal(a, b);
            }
        }
    }
}

static void
sizes_stay_in_their_limits_and_spread(void **state)
{
    (void)state;
    struct mt_tenant tenant = tenant_of(11, 400);
    struct mt_mail mail;
    int small = 0, large = 0;
    for (uint64_t number = 0; number < 8000; number++) {
        mt_tenant_mail(&tenant, number, &mail);
        assert_in_range(mail.size_bytes, 5 * 1024, 25 * 1048576);
        small += mail.size_bytes < 50 * 1024;
        large += mail.size_bytes > 1048576;
    }
    /* Medians of 45 and 90 KB with deviations of e^1.5 and e^1.9: a bit less than half, and about a tenth. */
    assert_in_range(small, 2400, 4400);
    assert_in_range(large, 400, 1400);
}

static void
what_was_pending_is_found_deferred_and_later_ended(void **state)
{
    (void)state;
    /* Two exports a week apart; counted here from the messages themselves, one export after the other. */
    struct mt_tenant tenant = tenant_of(13, 1000);
    const struct mt_form *forms[] = {mt_form_named("ps51-en-us")};
    struct mt_plan plan;
    struct mt_err err;
    struct mt_truth *truth;
    struct mt_mail mail;
    mt_plan_weeks(&plan, tenant.first_day, 2, forms, 1);
    for (int i = 0; i < plan.count; i++)
        mt_plan_prove(&plan.exports[i], plan.exports[i].observed_us);
    assert_int_equal(mt_truth_open(&truth, &plan, &tenant, &err), MT_OK);
    int64_t first_us = plan.exports[0].observed_us, last_us = plan.exports[1].observed_us;
    int64_t ended_well = 0, ended_badly = 0;
    for (uint64_t number = 0; number < mt_tenant_first_after(&tenant, last_us); number++) {
        mt_tenant_mail(&tenant, number, &mail);
        mt_truth_mail(truth, &mail, MT_MAIL_DELIVERIES);
        for (int i = 0; i < mail.count && mail.received_us < first_us - 31 * MT_MINUTE; i++) {
            if (mt_fate_seen(&mail.fates[i], first_us) != MT_STATUS_PENDING)
                continue;
            enum mt_status at_last = mt_fate_seen(&mail.fates[i], last_us);
            assert_true(at_last == MT_STATUS_DELIVERED || at_last == MT_STATUS_FAILED);
            ended_well += at_last == MT_STATUS_DELIVERED;
            ended_badly += at_last == MT_STATUS_FAILED;
        }
    }
    assert_true(ended_well > 10);
    assert_in_range(mt_truth_outcome(truth, MT_OUTCOME_DELIVERED_AFTER_DEFERRAL), ended_well, ended_well + 2);
    assert_in_range(mt_truth_outcome(truth, MT_OUTCOME_FAILED_AFTER_DEFERRAL), ended_badly, ended_badly + 2);
    mt_truth_close(truth);
}

static void
an_effect_is_on_in_its_window_only(void **state)
{
    (void)state;
    struct mt_effect once = {.key = "once", .from_min = 600, .length_min = 60};
    struct mt_effect again = {.key = "again", .from_min = 600, .length_min = 60, .cycle_weeks = 1};
    struct mt_effect nights = {.key = "nights", .hour_from = 1, .hour_until = 4, .weekdays = 0x02};
    int occurrence;
    int64_t end_min;
    assert_false(mt_effect_on(&once, 599, &occurrence, &end_min));
    assert_true(mt_effect_on(&once, 600, &occurrence, &end_min));
    assert_int_equal(end_min, 660);
    assert_true(mt_effect_on(&once, 659, &occurrence, &end_min));
    assert_false(mt_effect_on(&once, 660, &occurrence, &end_min));
    assert_false(mt_effect_on(&once, 600 + MT_MINUTES_A_WEEK, &occurrence, &end_min));
    assert_true(mt_effect_on(&again, 630 + 3 * MT_MINUTES_A_WEEK, &occurrence, &end_min));
    assert_int_equal(occurrence, 3);
    assert_int_equal(end_min, 660 + 3 * MT_MINUTES_A_WEEK);
    assert_true(mt_effect_on(&nights, MT_MINUTES_A_DAY + 60, &occurrence, &end_min));
    assert_int_equal(end_min, -1);
    assert_false(mt_effect_on(&nights, MT_MINUTES_A_DAY + 240, &occurrence, &end_min));
    assert_false(mt_effect_on(&nights, 60, &occurrence, &end_min));
}

/* ---- events ---- */

static bool
is_routing(const struct mt_fate *fate)
{
    return fate->final == MT_STATUS_EXPANDED || fate->final == MT_STATUS_RESOLVED;
}

static void
events_never_contradict_the_status(void **state)
{
    (void)state;
    struct mt_tenant tenant = tenant_of(8, 400);
    struct mt_mail mail;
    int pending = 0, ended = 0;
    for (uint64_t number = 0; number < 5000; number++) {
        mt_tenant_mail(&tenant, number, &mail);
        for (int i = 0; i < mail.count; i++) {
            for (int64_t minutes = 1; minutes <= 50 * 60; minutes += minutes < 120 ? 7 : 131) {
                /* Exports are taken at whole minutes. */
                int64_t observed_us = mt_floor_to(mail.received_us, MT_MINUTE) + minutes * MT_MINUTE;
                enum mt_status seen = mt_fate_seen(&mail.fates[i], observed_us);
                struct mt_summing_up sum = mt_history_sum(&mail, i, observed_us);
                assert_int_equal(sum.shown, seen != MT_STATUS_GETTING_STATUS);
                if (!sum.shown)
                    continue;
                /* Events do not tell the junk folder from another. */
                assert_int_equal(sum.status, seen == MT_STATUS_FILTERED_AS_SPAM ? MT_STATUS_DELIVERED : seen);
                assert_int_equal(sum.final_us != MT_MOMENT_UNKNOWN,
                                 seen != MT_STATUS_PENDING && !is_routing(&mail.fates[i]));
                if (seen == MT_STATUS_PENDING)
                    assert_true(sum.deferrals > 0);
                pending += seen == MT_STATUS_PENDING;
                ended += sum.final_us != MT_MOMENT_UNKNOWN;
            }
        }
    }
    assert_true(pending > 300);
    assert_true(ended > 10000);
}

static void
a_history_is_in_the_order_of_time_and_begins_with_receipt(void **state)
{
    (void)state;
    struct mt_tenant tenant = tenant_of(17, 400);
    struct mt_mail mail;
    struct mt_history history;
    for (uint64_t number = 0; number < 12000; number++) {
        mt_tenant_mail(&tenant, number, &mail);
        for (int i = 0; i < mail.count; i++) {
            mt_history_of(&mail, i, &history);
            assert_int_equal(history.steps[0].kind, MT_HAPPENED_RECEIVE);
            assert_true(history.steps[0].at_us >= mail.received_us);
            assert_true(history.steps[0].at_us < mail.received_us + 1000);
            for (int k = 0; k < history.count; k++) {
                assert_int_equal(history.steps[k].at_us % 1000, 0);
                if (k > 0)
                    assert_true(history.steps[k].at_us > history.steps[k - 1].at_us);
            }
        }
    }
}

static void
tries_are_minutes_apart_and_end_within_two_days(void **state)
{
    (void)state;
    struct mt_tenant tenant = tenant_of(18, 400);
    struct mt_mail mail;
    struct mt_history history;
    int expired = 0, retried = 0;
    for (uint64_t number = 0; number < 12000; number++) {
        mt_tenant_mail(&tenant, number, &mail);
        for (int i = 0; i < mail.count; i++) {
            int64_t tried_us = MT_MOMENT_UNKNOWN, gap_us = 0;
            mt_history_of(&mail, i, &history);
            for (int k = 0; k < history.count; k++) {
                const struct mt_happening *step = &history.steps[k];
                if (step->kind != MT_HAPPENED_DEFER)
                    continue;
                if (tried_us != MT_MOMENT_UNKNOWN) {
                    assert_true(step->at_us - tried_us >= 5 * MT_MINUTE);
                    assert_true(step->at_us - tried_us + MT_MINUTE >= gap_us); /* longer and longer */
                    gap_us = step->at_us - tried_us;
                    retried++;
                }
                tried_us = step->at_us;
            }
            struct mt_summing_up sum = mt_history_sum(&mail, i, INT64_MAX);
            assert_true(sum.final_us == MT_MOMENT_UNKNOWN || mail.fates[i].released_us != INT64_MAX ||
                        sum.final_us - mail.received_us <= 48 * MT_HOUR);
            if (sum.expired)
                assert_true(sum.final_us - mail.received_us >= 24 * MT_HOUR - 1000);
            if (sum.expired)
                assert_int_equal(sum.attempts, sum.deferrals);
            expired += sum.expired;
        }
    }
    assert_true(retried > 1000);
    assert_true(expired > 10);
}

static void
what_was_given_up_says_why_it_was_put_off(void **state)
{
    (void)state;
    int given_up = 0;
    for (int i = 0; mt_trouble_at(i); i++) {
        const struct mt_trouble *trouble = mt_trouble_at(i);
        enum mt_reason_class class;
        assert_true(mt_reason_class_parse(mt_text_of(trouble->class), &class));
        if (trouble->code)
            assert_non_null(strstr(trouble->text, trouble->code + 1)); /* "451-4.7.23" too */
        if (!trouble->given_up)
            continue;
        assert_non_null(strstr(trouble->given_up, "Message expired"));
        assert_non_null(strstr(trouble->given_up, trouble->expiry));
        if (trouble->given_up_code)
            assert_non_null(strstr(trouble->given_up, trouble->given_up_code));
        given_up++;
    }
    assert_true(given_up > 10);
}

static void
every_effect_has_its_trouble(void **state)
{
    (void)state;
    for (int i = 0; mt_scenario_at(i); i++)
        for (int k = 0; k < MT_EFFECTS && mt_scenario_at(i)->effects[k].key; k++) {
            const struct mt_trouble *trouble = mt_trouble_named(mt_scenario_at(i)->effects[k].trouble);
            assert_non_null(trouble);
            assert_non_null(trouble->given_up);
        }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(chance_is_splitmix64_and_stays_it),
        cmocka_unit_test(another_seed_gives_another_tenant),
        cmocka_unit_test(the_trace_id_tells_the_time_of_receipt),
        cmocka_unit_test(numbers_are_in_the_order_of_time),
        cmocka_unit_test(a_message_does_not_depend_on_what_was_asked_before),
        cmocka_unit_test(a_status_never_goes_back),
        cmocka_unit_test(nothing_is_under_way_for_more_than_two_days),
        cmocka_unit_test(no_address_can_belong_to_anybody),
        cmocka_unit_test(recipients_of_a_message_differ),
        cmocka_unit_test(sizes_stay_in_their_limits_and_spread),
        cmocka_unit_test(what_was_pending_is_found_deferred_and_later_ended),
        cmocka_unit_test(an_effect_is_on_in_its_window_only),
        cmocka_unit_test(events_never_contradict_the_status),
        cmocka_unit_test(a_history_is_in_the_order_of_time_and_begins_with_receipt),
        cmocka_unit_test(tries_are_minutes_apart_and_end_within_two_days),
        cmocka_unit_test(what_was_given_up_says_why_it_was_put_off),
        cmocka_unit_test(every_effect_has_its_trouble),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
