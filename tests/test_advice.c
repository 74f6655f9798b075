/* There is advice for every class of reason and every state, and none of it clears a sender on a broken connection. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "reports/advice.h"
#include "store/row.h"
#include "tests/told_finding.h"

static const int classes[] = {
#define X(number, name, key) number,
    MT_REASON_CLASS_LIST(X)
#undef X
};

enum { CLASSES = sizeof classes / sizeof *classes };

static struct mt_finding
finding_of(int class, enum mt_change_verdict state, bool open)
{
    struct mt_finding finding = incident();
    finding.reasons[0] = (struct mt_finding_reason){.class = class, .groups = 1};
    finding.reason_count = 1;
    finding.state = state;
    finding.end_open = open;
    return finding;
}

static const char *
words(enum mt_sentence sentence, enum mt_language language)
{
    const char *text = mt_wording(language, sentence);
    assert_non_null(text);
    assert_true(strlen(text) > 20 && text[strlen(text) - 1] == '.');
    return text;
}

static void
every_class_has_advice_in_every_state_and_language(void **state)
{
    (void)state;
    for (size_t i = 0; i < CLASSES; i++)
        for (int verdict = MT_CHANGE_UNKNOWN; verdict <= MT_CHANGE_RESOLVED; verdict++)
            for (int language = MT_LANGUAGE_EN; language <= MT_LANGUAGE_ES; language++) {
                struct mt_finding finding =
                    finding_of(classes[i], (enum mt_change_verdict)verdict, verdict == MT_CHANGE_OPEN);
                struct mt_advice advice = mt_advice_for(&finding);
                words(advice.admin, (enum mt_language)language);
                words(advice.people, (enum mt_language)language);
            }
}

static void
what_is_over_asks_for_no_repair_and_what_goes_on_depends_on_the_reply(void **state)
{
    struct mt_finding over = finding_of(MT_REASON_CLASS_AUTH, MT_CHANGE_RESOLVED, false);
    struct mt_finding open = finding_of(MT_REASON_CLASS_AUTH, MT_CHANGE_OPEN, true);
    struct mt_finding unknown = finding_of(MT_REASON_CLASS_AUTH, MT_CHANGE_UNKNOWN, false);
    (void)state;
    assert_int_equal(mt_advice_for(&over).admin, MT_SAY_DO_RESOLVED);
    assert_int_equal(mt_advice_for(&open).admin, MT_SAY_DO_AUTH);
    assert_int_equal(mt_advice_for(&unknown).admin, MT_SAY_DO_WATCH);
    open.reason_count = 0;
    assert_int_equal(mt_advice_for(&open).admin, MT_SAY_DO_UNKNOWN);
    open.reason_count = 1;
    open.reasons[0].class = 99;
    assert_int_equal(mt_advice_for(&open).admin, MT_SAY_DO_UNKNOWN);
}

static void
a_broken_connection_clears_nobody(void **state)
{
    struct mt_finding open = finding_of(MT_REASON_CLASS_TRANSPORT, MT_CHANGE_OPEN, true);
    (void)state;
    const char *text = words(mt_advice_for(&open).admin, MT_LANGUAGE_EN);
    assert_non_null(strstr(text, "does not clear"));
    assert_non_null(strstr(text, "SPF, DKIM and DMARC"));
}

static void
senders_are_told_what_became_of_their_mail(void **state)
{
    struct mt_finding finding = finding_of(MT_REASON_CLASS_TRANSPORT, MT_CHANGE_RESOLVED, false);
    (void)state;
    finding.fate = (struct mt_finding_fate){.delivered_later = 10};
    assert_int_equal(mt_advice_for(&finding).people, MT_SAY_TELL_LATE);
    finding.fate.expired = 1;
    assert_int_equal(mt_advice_for(&finding).people, MT_SAY_TELL_SOME_LOST);
    finding.fate.delivered_later = 0;
    assert_int_equal(mt_advice_for(&finding).people, MT_SAY_TELL_LOST);
    finding.fate.pending = 3;
    assert_int_equal(mt_advice_for(&finding).people, MT_SAY_TELL_PENDING);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_class_has_advice_in_every_state_and_language),
        cmocka_unit_test(what_is_over_asks_for_no_repair_and_what_goes_on_depends_on_the_reply),
        cmocka_unit_test(a_broken_connection_clears_nobody),
        cmocka_unit_test(senders_are_told_what_became_of_their_mail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
