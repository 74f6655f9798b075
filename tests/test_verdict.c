/* A verdict claims what its evidence carries, and no more. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "query/verdict.h"

static struct mt_control_group
group(int64_t trouble, int64_t deliveries)
{
    struct mt_control_group made = {.asked = true, .deliveries = deliveries, .trouble = trouble};
    made.has_share = mt_stats_share(trouble, deliveries, &made.interval);
    made.share = made.has_share ? (double)trouble / (double)deliveries : 0;
    return made;
}

/* The case of this project: mail of many senders to one provider, others are fine, it was fine before. */
static struct mt_controls
bound_to_a_place(void)
{
    struct mt_controls controls = {.senders_in_trouble = 12};
    controls.groups[MT_CONTROL_CASE] = group(50, 80);
    controls.groups[MT_CONTROL_SENDER_ELSEWHERE] = group(4, 900);
    controls.groups[MT_CONTROL_BEFORE] = group(2, 400);
    return controls;
}

static struct mt_answers
answers_of(enum mt_reason_class class, int64_t count)
{
    struct mt_answers answers = {.class = class, .is_quoted = true, .tries = count};
    answers.by_class[class] = count;
    return answers;
}

static struct mt_verdict
judge(const struct mt_answers *answers, const struct mt_controls *controls, enum mt_auth_known auth)
{
    const struct mt_verdict_input input = {answers, controls, auth};
    return mt_verdict_of(&input);
}

static bool
says(const struct mt_verdict *verdict, enum mt_sign_kind kind, enum mt_side side)
{
    for (size_t i = 0; i < verdict->sign_count; i++)
        if (verdict->signs[i].kind == kind)
            return verdict->signs[i].side == side;
    return false;
}

static void
transport_is_probable_with_its_controls_and_never_certain(void **state)
{
    (void)state;
    struct mt_controls controls = bound_to_a_place();
    struct mt_answers answers = answers_of(MT_REASON_CLASS_TRANSPORT, 40);
    struct mt_verdict verdict = judge(&answers, &controls, MT_AUTH_PASSES);
    assert_int_equal(verdict.class, MT_REASON_CLASS_TRANSPORT);
    assert_int_equal(verdict.certainty, MT_CERTAINTY_PROBABLE);
    assert_true(says(&verdict, MT_SIGN_ELSEWHERE_WELL, MT_SIDE_FOR));
    assert_true(says(&verdict, MT_SIGN_MANY_SENDERS, MT_SIDE_FOR));
    assert_true(says(&verdict, MT_SIGN_BEFORE_WELL, MT_SIDE_FOR));
}

static void
socket_errors_alone_do_not_clear_authentication(void **state)
{
    (void)state;
    struct mt_answers answers = answers_of(MT_REASON_CLASS_TRANSPORT, 3);
    struct mt_verdict verdict = judge(&answers, NULL, MT_AUTH_UNKNOWN);
    assert_int_equal(verdict.certainty, MT_CERTAINTY_OPEN);
    assert_true(says(&verdict, MT_SIGN_AUTH_UNKNOWN, MT_SIDE_MISSING));
    assert_true(says(&verdict, MT_SIGN_NO_CONTROLS, MT_SIDE_MISSING));
    struct mt_controls controls = bound_to_a_place();
    verdict = judge(&answers, &controls, MT_AUTH_WEAK);
    assert_int_equal(verdict.certainty, MT_CERTAINTY_OPEN);
    assert_true(says(&verdict, MT_SIGN_AUTH_WEAK, MT_SIDE_AGAINST));
}

static void
one_answer_of_policy_among_broken_sessions_opens_the_verdict(void **state)
{
    (void)state;
    struct mt_controls controls = bound_to_a_place();
    struct mt_answers answers = answers_of(MT_REASON_CLASS_TRANSPORT, 40);
    answers.by_class[MT_REASON_CLASS_AUTH] = 1;
    struct mt_verdict verdict = judge(&answers, &controls, MT_AUTH_PASSES);
    assert_int_equal(verdict.class, MT_REASON_CLASS_TRANSPORT);
    assert_int_equal(verdict.certainty, MT_CERTAINTY_OPEN);
    assert_true(says(&verdict, MT_SIGN_HOSTILE_ANSWERS, MT_SIDE_AGAINST));
}

static void
trouble_everywhere_is_not_the_fault_of_one_destination(void **state)
{
    (void)state;
    struct mt_controls controls = bound_to_a_place();
    controls.groups[MT_CONTROL_SENDER_ELSEWHERE] = group(560, 900);
    struct mt_answers answers = answers_of(MT_REASON_CLASS_TRANSPORT, 40);
    struct mt_verdict verdict = judge(&answers, &controls, MT_AUTH_PASSES);
    assert_int_equal(verdict.certainty, MT_CERTAINTY_OPEN);
    assert_true(says(&verdict, MT_SIGN_ELSEWHERE_TOO, MT_SIDE_AGAINST));
}

static void
a_few_answers_do_not_speak_for_many_deliveries(void **state)
{
    (void)state;
    struct mt_controls controls = bound_to_a_place();
    struct mt_answers answers = answers_of(MT_REASON_CLASS_TRANSPORT, 3);
    answers.by_class[MT_REASON_CLASS_UNKNOWN] = 47;
    struct mt_verdict verdict = judge(&answers, &controls, MT_AUTH_PASSES);
    assert_int_equal(verdict.certainty, MT_CERTAINTY_OPEN);
    assert_true(says(&verdict, MT_SIGN_UNSAID, MT_SIDE_MISSING));
}

static void
what_the_other_side_says_itself_is_certain(void **state)
{
    static const enum mt_reason_class classes[] = {
        MT_REASON_CLASS_AUTH,      MT_REASON_CLASS_POLICY,       MT_REASON_CLASS_SPAM, MT_REASON_CLASS_THROTTLE,
        MT_REASON_CLASS_RECIPIENT, MT_REASON_CLASS_MAILBOX_FULL, MT_REASON_CLASS_TLS,  MT_REASON_CLASS_DNS,
    };
    (void)state;
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
        struct mt_answers answers = answers_of(classes[i], 1);
        assert_int_equal(judge(&answers, NULL, MT_AUTH_UNKNOWN).certainty, MT_CERTAINTY_CERTAIN);
        answers.is_quoted = false;
        assert_int_equal(judge(&answers, NULL, MT_AUTH_UNKNOWN).certainty, MT_CERTAINTY_PROBABLE);
    }
}

static void
a_wrapper_around_nothing_is_unknown_and_open(void **state)
{
    (void)state;
    struct mt_answers answers = {.wrappers = 2};
    answers.by_class[MT_REASON_CLASS_UNKNOWN] = 2;
    struct mt_verdict verdict = judge(&answers, NULL, MT_AUTH_UNKNOWN);
    assert_int_equal(verdict.class, MT_REASON_CLASS_UNKNOWN);
    assert_int_equal(verdict.certainty, MT_CERTAINTY_OPEN);
    assert_true(says(&verdict, MT_SIGN_ONLY_WRAPPER, MT_SIDE_MISSING));
}

static void
refusals_of_one_sender_speak_for_the_sender(void **state)
{
    (void)state;
    struct mt_controls controls = bound_to_a_place();
    controls.groups[MT_CONTROL_OTHERS_THERE] = group(3, 500);
    struct mt_answers answers = answers_of(MT_REASON_CLASS_REPUTATION, 30);
    struct mt_verdict verdict = judge(&answers, &controls, MT_AUTH_WEAK);
    assert_true(says(&verdict, MT_SIGN_OTHERS_WELL, MT_SIDE_FOR));
    assert_true(says(&verdict, MT_SIGN_AUTH_WEAK, MT_SIDE_FOR));
    answers = answers_of(MT_REASON_CLASS_TRANSPORT, 30);
    verdict = judge(&answers, &controls, MT_AUTH_PASSES);
    assert_true(says(&verdict, MT_SIGN_OTHERS_WELL, MT_SIDE_AGAINST));
    assert_int_equal(verdict.certainty, MT_CERTAINTY_OPEN);
}

static void
too_little_to_compare_with_is_said(void **state)
{
    (void)state;
    struct mt_controls controls = bound_to_a_place();
    controls.groups[MT_CONTROL_SENDER_ELSEWHERE] = group(0, 5);
    struct mt_answers answers = answers_of(MT_REASON_CLASS_TRANSPORT, 40);
    struct mt_verdict verdict = judge(&answers, &controls, MT_AUTH_PASSES);
    assert_true(says(&verdict, MT_SIGN_ELSEWHERE_FEW, MT_SIDE_MISSING));
    assert_int_equal(verdict.certainty, MT_CERTAINTY_OPEN);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(transport_is_probable_with_its_controls_and_never_certain),
        cmocka_unit_test(socket_errors_alone_do_not_clear_authentication),
        cmocka_unit_test(one_answer_of_policy_among_broken_sessions_opens_the_verdict),
        cmocka_unit_test(trouble_everywhere_is_not_the_fault_of_one_destination),
        cmocka_unit_test(a_few_answers_do_not_speak_for_many_deliveries),
        cmocka_unit_test(what_the_other_side_says_itself_is_certain),
        cmocka_unit_test(a_wrapper_around_nothing_is_unknown_and_open),
        cmocka_unit_test(refusals_of_one_sender_speak_for_the_sender),
        cmocka_unit_test(too_little_to_compare_with_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
