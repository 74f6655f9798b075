#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ingest/relay.h"

static struct mt_err err;

/* ---- a source of numbered facts ---- */

struct plan {
    uint64_t facts;
    enum mt_rc ends_with;
    size_t text_bytes; /* of each subject */
    uint64_t told;     /* how many it got rid of */
};

/* Rows, every fifth an event, every seventh a reject. The texts are made anew each time in the same place. */
static enum mt_rc
tell(void *context, const struct mt_sink *sink, struct mt_err *failure)
{
    struct plan *plan = context;
    char *subject = malloc(plan->text_bytes + 32);
    assert_non_null(subject);
    enum mt_rc rc = MT_OK;
    for (uint64_t i = 1; i <= plan->facts && rc == MT_OK; i++) {
        int len = snprintf(subject, 32, "%llu", (unsigned long long)i);
        memset(subject + len, 'x', plan->text_bytes);
        struct mt_text text = {subject, (size_t)len + plan->text_bytes};
        struct mt_row row = {.subject = text, .recipient = MT_TEXT_LITERAL("a@b"), .line = i};
        struct mt_event event = {.delivery = row, .detail = text};
        struct mt_reject reject = {.line = i, .reason = subject, .raw = text};
        subject[text.len] = '\0';
        if (i % 7 == 0)
            rc = sink->reject(sink->context, &reject, failure);
        else if (i % 5 == 0)
            rc = sink->event(sink->context, &event, failure);
        else
            rc = sink->row(sink->context, &row, failure);
        plan->told += rc == MT_OK;
        memset(subject, '?', text.len);
    }
    free(subject);
    if (rc == MT_OK && plan->ends_with != MT_OK)
        return mt_err_set(failure, plan->ends_with, "the source's words");
    return rc;
}

/* ---- a sink that counts, and demands that each fact is the next ---- */

struct heard {
    uint64_t facts, rows, events, rejects;
    size_t text_bytes;
    uint64_t refuses_at;
};

static enum mt_rc
hear(struct heard *heard, uint64_t line, struct mt_text text, struct mt_err *failure)
{
    char wanted[32];
    int len = snprintf(wanted, sizeof wanted, "%llu", (unsigned long long)++heard->facts);
    assert_int_equal(line, heard->facts);
    assert_int_equal(text.len, (size_t)len + heard->text_bytes);
    assert_memory_equal(text.at, wanted, (size_t)len);
    assert_true(heard->text_bytes == 0 || text.at[text.len - 1] == 'x');
    if (heard->facts == heard->refuses_at)
        return mt_err_set(failure, MT_FAILED, "the sink's words");
    return MT_OK;
}

static enum mt_rc
hear_row(void *context, const struct mt_row *row, struct mt_err *failure)
{
    struct heard *heard = context;
    heard->rows++;
    assert_true(mt_text_is(row->recipient, "a@b") && !mt_text_known(row->sender));
    return hear(heard, row->line, row->subject, failure);
}

static enum mt_rc
hear_event(void *context, const struct mt_event *event, struct mt_err *failure)
{
    struct heard *heard = context;
    heard->events++;
    assert_true(mt_text_equal(event->detail, event->delivery.subject));
    return hear(heard, event->delivery.line, event->detail, failure);
}

static enum mt_rc
hear_reject(void *context, const struct mt_reject *reject, struct mt_err *failure)
{
    struct heard *heard = context;
    heard->rejects++;
    assert_true(mt_text_is(reject->raw, reject->reason));
    return hear(heard, reject->line, reject->raw, failure);
}

static enum mt_rc
relay(struct plan *plan, struct heard *heard)
{
    const struct mt_relay_source source = {plan, tell};
    const struct mt_sink sink = {heard, hear_row, hear_reject, hear_event};
    heard->text_bytes = plan->text_bytes;
    err.text[0] = '\0';
    return mt_relay_run(&source, &sink, &err);
}

/* ---- claims ---- */

static void
every_fact_arrives_once_and_in_order(void **state)
{
    static const uint64_t sizes[] = {0, 1, 1023, 1024, 1025, 4096, 4097, 50000};
    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct plan plan = {.facts = sizes[i], .text_bytes = 40};
        struct heard heard = {.facts = 0};
        assert_int_equal(relay(&plan, &heard), MT_OK);
        assert_int_equal(heard.facts, sizes[i]);
        assert_int_equal(heard.rejects, sizes[i] / 7);
        assert_int_equal(heard.events, sizes[i] / 5 - sizes[i] / 35);
        assert_int_equal(heard.rows, sizes[i] - heard.rejects - heard.events);
    }
}

static void
texts_of_any_length_arrive_whole(void **state)
{
    static const size_t lengths[] = {0, 255, 60000, 262144, 3000000};
    (void)state;
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        struct plan plan = {.facts = 30, .text_bytes = lengths[i]};
        struct heard heard = {.facts = 0};
        assert_int_equal(relay(&plan, &heard), MT_OK);
        assert_int_equal(heard.facts, 30);
    }
}

static void
a_failure_of_the_source_comes_behind_what_it_told(void **state)
{
    (void)state;
    struct plan plan = {.facts = 3000, .ends_with = MT_AGAIN};
    struct heard heard = {.facts = 0};
    assert_int_equal(relay(&plan, &heard), MT_AGAIN);
    assert_string_equal(err.text, "the source's words");
    assert_int_equal(heard.facts, 3000);
}

static void
a_failure_of_the_sink_stops_the_source(void **state)
{
    static const uint64_t places[] = {1, 1024, 1025, 5000, 99999};
    (void)state;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        struct plan plan = {.facts = 100000, .ends_with = MT_INTERRUPTED};
        struct heard heard = {.refuses_at = places[i]};
        assert_int_equal(relay(&plan, &heard), MT_FAILED);
        assert_string_equal(err.text, "the sink's words");
        assert_int_equal(heard.facts, places[i]);
        /* At most the blocks between the two, and those in hand on both sides. */
        assert_true(plan.told <= places[i] + 11 * 1024);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_fact_arrives_once_and_in_order),
        cmocka_unit_test(texts_of_any_length_arrive_whole),
        cmocka_unit_test(a_failure_of_the_source_comes_behind_what_it_told),
        cmocka_unit_test(a_failure_of_the_sink_stops_the_source),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
