#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "store/merge.h"

static const int64_t noon = INT64_C(1795003200) * MT_SECOND;

/* A small generator, so that a failure can be repeated: the same numbers on every machine. */
static uint32_t
dice(uint64_t *state, uint32_t sides)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(*state >> 33) % sides;
}

static struct mt_text
some_text(uint64_t *state)
{
    static const char *const texts[] = {NULL, "", "a", "b", "ab", "ba", "b\xC3\xA9"};
    return mt_text_of(texts[dice(state, sizeof texts / sizeof *texts)]);
}

static struct mt_facts
some_facts(uint64_t *state)
{
    struct mt_row row = {
        .message_id = some_text(state),
        .sender = some_text(state),
        .subject = some_text(state),
        .from_ip = some_text(state),
        .to_ip = some_text(state),
        .connector = some_text(state),
        .received_us = noon + (int64_t)dice(state, 4) * 20 * MT_SECOND,
        .received_precision = (int)dice(state, 10),
        .status = (enum mt_status)dice(state, MT_STATUSES),
        .direction = (enum mt_direction)dice(state, 3),
        .size_bytes = (int64_t)dice(state, 4) - 1,
    };
    struct mt_facts facts;
    mt_facts_init(&facts, &row, noon + (int64_t)dice(state, 5) * MT_HOUR);
    return facts;
}

static struct mt_facts
merged(struct mt_facts a, struct mt_facts b)
{
    mt_facts_merge(&a, &b);
    return a;
}

static void
assert_facts_alike(struct mt_facts a, struct mt_facts b)
{
    int64_t a_us, b_us;
    assert_true(mt_facts_equal(&a, &b));
    assert_int_equal(a.statuses, b.statuses);
    assert_int_equal(mt_facts_status(&a, &a_us), mt_facts_status(&b, &b_us));
    assert_int_equal(a_us, b_us);
    assert_int_equal(mt_facts_deferred(&a), mt_facts_deferred(&b));
    assert_int_equal(a.received_us, b.received_us);
    assert_true(mt_text_equal(a.subject, b.subject));
    assert_true(mt_text_equal(a.sender, b.sender));
}

static void
the_order_of_statements_never_matters(void **unused)
{
    uint64_t state = 1;
    (void)unused;
    for (int i = 0; i < 20000; i++) {
        struct mt_facts a = some_facts(&state), b = some_facts(&state), c = some_facts(&state);
        assert_facts_alike(merged(a, b), merged(b, a));
        assert_facts_alike(merged(merged(a, b), c), merged(a, merged(b, c)));
        assert_facts_alike(merged(merged(c, a), b), merged(merged(b, c), a));
    }
}

static void
a_statement_heard_again_changes_nothing(void **unused)
{
    uint64_t state = 2;
    (void)unused;
    for (int i = 0; i < 20000; i++) {
        struct mt_facts a = some_facts(&state), b = some_facts(&state);
        assert_false(mt_facts_merge(&a, &a));
        mt_facts_merge(&a, &b);
        assert_false(mt_facts_merge(&a, &b));
    }
}

static struct mt_facts
seen(enum mt_status status, int64_t observed_us)
{
    struct mt_row row = {.status = status, .received_us = noon, .received_precision = 1, .size_bytes = -1};
    struct mt_facts facts;
    mt_facts_init(&facts, &row, observed_us);
    return facts;
}

static void
statuses_move_forward_only(void **unused)
{
    static const struct {
        enum mt_status older, newer, counts;
        int64_t observed_after_us; /* the newer one, behind the older one */
        const char *why;
    } cases[] = {
        {MT_STATUS_PENDING, MT_STATUS_DELIVERED, MT_STATUS_DELIVERED, MT_HOUR, "final after pending"},
        {MT_STATUS_DELIVERED, MT_STATUS_PENDING, MT_STATUS_DELIVERED, MT_HOUR, "final stays, though seen earlier"},
        {MT_STATUS_GETTING_STATUS, MT_STATUS_PENDING, MT_STATUS_PENDING, MT_HOUR, "on its way after not known yet"},
        {MT_STATUS_PENDING, MT_STATUS_GETTING_STATUS, MT_STATUS_PENDING, MT_HOUR, "pending stays"},
        {MT_STATUS_QUARANTINED, MT_STATUS_DELIVERED, MT_STATUS_DELIVERED, MT_HOUR, "released from quarantine"},
        {MT_STATUS_DELIVERED, MT_STATUS_QUARANTINED, MT_STATUS_QUARANTINED, MT_HOUR, "taken back into quarantine"},
        {MT_STATUS_DELIVERED, MT_STATUS_FAILED, MT_STATUS_FAILED, 0, "at the same moment the larger number"},
        {MT_STATUS_FAILED, MT_STATUS_DELIVERED, MT_STATUS_FAILED, 0, "the same the other way round"},
        {MT_STATUS_GETTING_STATUS, MT_STATUS_NONE, MT_STATUS_NONE, -MT_HOUR, "without a phase the larger number"},
    };
    (void)unused;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t observed_us;
        struct mt_facts both =
            merged(seen(cases[i].older, noon), seen(cases[i].newer, noon + cases[i].observed_after_us));
        if (mt_facts_status(&both, &observed_us) != cases[i].counts)
            fail_msg("%s", cases[i].why);
    }
}

static void
a_status_counts_from_when_it_was_first_seen(void **unused)
{
    int64_t observed_us;
    (void)unused;
    struct mt_facts facts = merged(seen(MT_STATUS_DELIVERED, noon + MT_HOUR), seen(MT_STATUS_DELIVERED, noon));
    assert_int_equal(mt_facts_status(&facts, &observed_us), MT_STATUS_DELIVERED);
    assert_int_equal(observed_us, noon);
}

static void
a_pending_seen_for_long_is_a_deferral(void **unused)
{
    (void)unused;
    struct mt_facts facts = merged(seen(MT_STATUS_PENDING, noon + MT_MINUTE), seen(MT_STATUS_DELIVERED, noon + MT_DAY));
    assert_false(mt_facts_deferred(&facts));
    struct mt_facts later = seen(MT_STATUS_PENDING, noon + MT_HOUR);
    mt_facts_merge(&facts, &later);
    assert_true(mt_facts_deferred(&facts));
}

static void
the_better_reading_wins_in_every_column(void **unused)
{
    (void)unused;
    struct mt_facts rough = seen(MT_STATUS_DELIVERED, noon), exact = rough;
    rough.received_us = noon;
    rough.received_precision = 0;
    rough.subject = MT_TEXT_LITERAL("zz");
    exact.received_us = noon + 12345678;
    exact.received_precision = 7;
    exact.subject = MT_TEXT_LITERAL("aaaa");
    exact.size_bytes = 0;
    exact.message_id = MT_TEXT_LITERAL("");
    exact.direction = MT_DIRECTION_ORIGINATING;

    struct mt_facts both = merged(rough, exact);
    assert_int_equal(both.received_us, noon + 12345678);
    assert_int_equal(both.received_precision, 7);
    assert_true(mt_text_is(both.subject, "aaaa"));
    assert_int_equal(both.size_bytes, 0);
    assert_true(mt_text_known(both.message_id));
    assert_int_equal(both.direction, MT_DIRECTION_ORIGINATING);
}

/* ---- descriptions ---- */

struct description_case {
    const char *why;
    int64_t received_us;
    int precision;
    const char *message_id, *sender, *subject;
    bool fits;
};

static void
a_description_fits_what_it_does_not_contradict(void **unused)
{
    static const struct description_case cases[] = {
        {"the same second", 5 * MT_SECOND, 1, "<1@x>", "a@x", "s", true},
        {"another second", 6 * MT_SECOND, 1, "<1@x>", "a@x", "s", false},
        {"the same minute, read to the minute", 0, 0, NULL, NULL, NULL, true},
        {"the minute before", -MT_MINUTE, 0, NULL, NULL, NULL, false},
        {"another message id", 5 * MT_SECOND, 1, "<2@x>", "a@x", "s", false},
        {"another sender", 5 * MT_SECOND, 1, "<1@x>", "b@x", "s", false},
        {"no sender", 5 * MT_SECOND, 1, "<1@x>", NULL, "s", true},
        {"another subject beside the same message id", 5 * MT_SECOND, 1, "<1@x>", "a@x", "t", true},
        {"another subject and no message id", 5 * MT_SECOND, 1, NULL, "a@x", "t", false},
        {"the same subject and no message id", 5 * MT_SECOND, 1, NULL, "a@x", "s", true},
    };
    (void)unused;
    struct mt_facts delivery = seen(MT_STATUS_DELIVERED, noon);
    delivery.received_us = noon + 5 * MT_SECOND + 250000;
    delivery.received_precision = MT_RECEIVED_BY_TICKS;
    delivery.message_id = MT_TEXT_LITERAL("<1@x>");
    delivery.sender = MT_TEXT_LITERAL("a@x");
    delivery.subject = MT_TEXT_LITERAL("s");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct mt_facts description = seen(MT_STATUS_DELIVERED, noon);
        description.received_us = noon + cases[i].received_us;
        description.received_precision = cases[i].precision;
        description.message_id = mt_text_of(cases[i].message_id);
        description.sender = mt_text_of(cases[i].sender);
        description.subject = mt_text_of(cases[i].subject);
        if (mt_facts_describe(&description, &delivery) != cases[i].fits)
            fail_msg("%s", cases[i].why);
    }
}

static void
each_precision_leaves_its_own_span_open(void **unused)
{
    static const int64_t spans[] = {MT_MINUTE, MT_SECOND, 100000, 10000, 1000, 100, 10, 1, 1, 1};
    (void)unused;
    for (int precision = 0; precision < 10; precision++)
        assert_int_equal(mt_precision_span(precision), spans[precision]);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_order_of_statements_never_matters),
        cmocka_unit_test(a_statement_heard_again_changes_nothing),
        cmocka_unit_test(statuses_move_forward_only),
        cmocka_unit_test(a_status_counts_from_when_it_was_first_seen),
        cmocka_unit_test(a_pending_seen_for_long_is_a_deferral),
        cmocka_unit_test(the_better_reading_wins_in_every_column),
        cmocka_unit_test(a_description_fits_what_it_does_not_contradict),
        cmocka_unit_test(each_precision_leaves_its_own_span_open),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
