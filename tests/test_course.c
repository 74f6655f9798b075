#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "store/course.h"

/* 2026-11-20T09:00:00Z */
static const int64_t nine = INT64_C(1795165200) * MT_SECOND;

enum { SOCKET_ERROR = 1, EXPIRED_BARE = 2, UNKNOWN_USER = 3 };

static struct mt_step
step(enum mt_event_kind kind, int64_t after_s)
{
    static int64_t key;
    return (struct mt_step){.at_us = nine + after_s * MT_SECOND, .precision = 1, .kind = kind, .key = ++key};
}

static struct mt_step
because(struct mt_step given, int64_t reason_id)
{
    given.reason_id = reason_id;
    given.expired = given.is_bare = reason_id == EXPIRED_BARE;
    return given;
}

static void
mail_that_was_put_off_twice_and_went_out_had_three_attempts(void **state)
{
    (void)state;
    struct mt_step steps[] = {
        step(MT_EVENT_SEND_OUT, 3600),
        because(step(MT_EVENT_DEFER, 60), SOCKET_ERROR),
        step(MT_EVENT_RECEIVE, 0),
        because(step(MT_EVENT_DEFER, 660), SOCKET_ERROR),
    };
    struct mt_course course = mt_course_fold(steps, 4, false);
    assert_int_equal(course.events, 4);
    assert_int_equal(course.status, MT_STATUS_DELIVERED);
    assert_int_equal(course.deferrals, 2);
    assert_int_equal(course.attempts, 3);
    assert_true(course.first_deferred_us == nine + 60 * MT_SECOND);
    assert_true(course.last_deferred_us == nine + 660 * MT_SECOND);
    assert_true(course.final_us == nine + 3600 * MT_SECOND);
    assert_int_equal(course.reason_id, SOCKET_ERROR);
}

static void
an_expiry_is_no_attempt_and_takes_its_cause_from_the_last_refusal(void **state)
{
    (void)state;
    struct mt_step steps[] = {
        because(step(MT_EVENT_DEFER, 60), SOCKET_ERROR),
        because(step(MT_EVENT_FAIL, 86400), EXPIRED_BARE),
    };
    struct mt_course course = mt_course_fold(steps, 2, false);
    assert_int_equal(course.status, MT_STATUS_FAILED);
    assert_true(course.expired);
    assert_int_equal(course.attempts, 1);
    assert_int_equal(course.reason_id, SOCKET_ERROR);
}

static void
an_expiry_without_any_other_event_keeps_its_own_words(void **state)
{
    (void)state;
    struct mt_step steps[] = {because(step(MT_EVENT_FAIL, 86400), EXPIRED_BARE)};
    struct mt_course course = mt_course_fold(steps, 1, false);
    assert_true(course.expired);
    assert_int_equal(course.reason_id, EXPIRED_BARE);
    assert_int_equal(course.deferrals, 0);
}

static void
mail_that_failed_and_was_delivered_after_all_is_delivered(void **state)
{
    (void)state;
    struct mt_step steps[] = {
        because(step(MT_EVENT_FAIL, 100), EXPIRED_BARE),
        step(MT_EVENT_DELIVER, 7200),
    };
    struct mt_course course = mt_course_fold(steps, 2, false);
    assert_int_equal(course.status, MT_STATUS_DELIVERED);
    assert_false(course.expired);
    assert_true(course.final_us == nine + 7200 * MT_SECOND);
}

static void
the_same_refusal_in_exports_of_different_precision_is_one(void **state)
{
    (void)state;
    struct mt_step fine = step(MT_EVENT_DEFER, 70), second = fine, minute = fine;
    fine.at_us += 345678;
    fine.precision = 7;
    second.key++;
    minute.at_us = nine + 60 * MT_SECOND;
    minute.precision = 0;
    struct mt_step steps[] = {fine, second, minute};
    assert_int_equal(mt_course_fold(steps, 3, false).deferrals, 1);
    struct mt_step only_minutes[] = {minute, minute};
    only_minutes[1].key++;
    assert_int_equal(mt_course_fold(only_minutes, 2, false).deferrals, 1);
}

static void
what_follows_after_another_took_over_is_not_about_the_one_that_left(void **state)
{
    (void)state;
    struct mt_step left = step(MT_EVENT_RESOLVE, 2);
    left.turn = MT_TURN_LEFT;
    left.names_other = true;
    struct mt_step steps[] = {step(MT_EVENT_RECEIVE, 0), left, because(step(MT_EVENT_DEFER, 60), SOCKET_ERROR),
                              step(MT_EVENT_DELIVER, 600)};
    struct mt_course course = mt_course_fold(steps, 4, true);
    assert_int_equal(course.status, MT_STATUS_RESOLVED);
    assert_int_equal(course.deferrals, 0);
    assert_int_equal(course.reason_id, 0);
    assert_int_equal(course.events, 2);
}

static void
a_resolve_that_names_nobody_ends_nothing_where_a_summary_shows_the_end(void **state)
{
    (void)state;
    struct mt_step left = step(MT_EVENT_RESOLVE, 2);
    left.turn = MT_TURN_LEFT;
    struct mt_step steps[] = {left, because(step(MT_EVENT_DEFER, 60), SOCKET_ERROR), step(MT_EVENT_DELIVER, 600)};
    assert_int_equal(mt_course_fold(steps, 3, true).deferrals, 1);
    assert_int_equal(mt_course_fold(steps, 3, true).status, MT_STATUS_DELIVERED);
    assert_int_equal(mt_course_fold(steps, 3, false).deferrals, 0);
    assert_int_equal(mt_course_fold(steps, 3, false).status, MT_STATUS_RESOLVED);
}

static void
what_is_inherited_counts_for_the_one_that_took_over(void **state)
{
    (void)state;
    struct mt_step came = step(MT_EVENT_RESOLVE, 2), inherited = because(step(MT_EVENT_DEFER, 60), SOCKET_ERROR);
    came.turn = MT_TURN_CAME;
    came.names_other = true;
    inherited.inherited = true;
    struct mt_step steps[] = {came, inherited};
    struct mt_course course = mt_course_fold(steps, 2, false);
    assert_int_equal(course.status, MT_STATUS_PENDING);
    assert_int_equal(course.deferrals, 1);
}

static void
a_message_dropped_without_a_word_is_no_failure(void **state)
{
    (void)state;
    struct mt_step silent[] = {step(MT_EVENT_DROP, 5)};
    struct mt_step refused[] = {because(step(MT_EVENT_DROP, 5), UNKNOWN_USER)};
    assert_int_equal(mt_course_fold(silent, 1, false).status, MT_STATUS_NONE);
    assert_int_equal(mt_course_fold(refused, 1, false).status, MT_STATUS_FAILED);
}

static void
what_is_dropped_behind_an_end_changes_nothing_about_it(void **state)
{
    (void)state;
    struct mt_step steps[] = {step(MT_EVENT_DELIVER, 5), step(MT_EVENT_DROP, 60)};
    struct mt_course course = mt_course_fold(steps, 2, false);
    assert_int_equal(course.status, MT_STATUS_DELIVERED);
    assert_true(course.final_us == nine + 5 * MT_SECOND);
}

/* A small generator of its own: the same numbers everywhere. */
static uint32_t
dice(uint32_t *seed, uint32_t sides)
{
    *seed = *seed * 1664525u + 1013904223u;
    return (*seed >> 16) % sides;
}

static void
the_order_of_reading_never_matters(void **state)
{
    (void)state;
    for (uint32_t seed = 1; seed <= 2000; seed++) {
        uint32_t random = seed;
        struct mt_step steps[12], mixed[12];
        size_t count = 1 + dice(&random, 12);
        for (size_t i = 0; i < count; i++) {
            steps[i] = step((enum mt_event_kind)dice(&random, 19), dice(&random, 200));
            steps[i].precision = (int)dice(&random, 3);
            steps[i].turn = (enum mt_turn)dice(&random, 3);
            steps[i].names_other = dice(&random, 2);
            steps[i].inherited = dice(&random, 4) == 0;
            steps[i].key = (int64_t)i;
            if (dice(&random, 2))
                steps[i] = because(steps[i], 1 + dice(&random, 3));
        }
        memcpy(mixed, steps, sizeof mixed);
        for (size_t i = count - 1; i > 0; i--) {
            size_t other = dice(&random, (uint32_t)i + 1);
            struct mt_step swap = mixed[i];
            mixed[i] = mixed[other];
            mixed[other] = swap;
        }
        struct mt_course one = mt_course_fold(steps, count, seed % 2), two = mt_course_fold(mixed, count, seed % 2);
        assert_true(mt_course_equal(&one, &two));
        assert_true(one.attempts >= one.deferrals);
        assert_true(one.first_deferred_us <= one.last_deferred_us);
    }
}

static void
no_event_is_no_course(void **state)
{
    (void)state;
    assert_int_equal(mt_course_fold(NULL, 0, false).events, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mail_that_was_put_off_twice_and_went_out_had_three_attempts),
        cmocka_unit_test(an_expiry_is_no_attempt_and_takes_its_cause_from_the_last_refusal),
        cmocka_unit_test(an_expiry_without_any_other_event_keeps_its_own_words),
        cmocka_unit_test(mail_that_failed_and_was_delivered_after_all_is_delivered),
        cmocka_unit_test(the_same_refusal_in_exports_of_different_precision_is_one),
        cmocka_unit_test(what_follows_after_another_took_over_is_not_about_the_one_that_left),
        cmocka_unit_test(a_resolve_that_names_nobody_ends_nothing_where_a_summary_shows_the_end),
        cmocka_unit_test(what_is_inherited_counts_for_the_one_that_took_over),
        cmocka_unit_test(a_message_dropped_without_a_word_is_no_failure),
        cmocka_unit_test(what_is_dropped_behind_an_end_changes_nothing_about_it),
        cmocka_unit_test(the_order_of_reading_never_matters),
        cmocka_unit_test(no_event_is_no_course),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
