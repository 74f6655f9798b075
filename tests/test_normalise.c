#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "ingest/normalise.h"
#include "ingest/recipients.h"

#define TRACE "a5e6dc0f-23df-4b20-d240-08dab38944a1" /* its clock reads 2022-10-21T17:25:36.969376Z */

struct fixture {
    struct mt_arena arena;
    struct mt_record record;
    struct mt_rules rules;
    struct mt_normalised out;
};

static void
put(struct fixture *f, enum mt_field field, const char *text)
{
    f->record.field[field] = mt_text_of(text);
}

static int
setup(void **state)
{
    static struct fixture fixture;
    struct fixture *f = &fixture;
    *f = (struct fixture){.record = {.line = 7}, .rules = {.settled = {.order = MT_DATE_MDY}, .latest_us = INT64_MAX}};
    put(f, MT_FIELD_TRACE_ID, TRACE);
    put(f, MT_FIELD_MESSAGE_ID, "<m@contoso.com>");
    put(f, MT_FIELD_RECEIVED, "10/21/2022 5:25:36 PM");
    put(f, MT_FIELD_SENDER, "Anna@Contoso.COM");
    put(f, MT_FIELD_RECIPIENT, "Linus@Fabrikam.com");
    put(f, MT_FIELD_STATUS, "Delivered");
    put(f, MT_FIELD_SIZE, "22761");
    *state = f;
    return 0;
}

static int
teardown(void **state)
{
    mt_arena_release(&((struct fixture *)*state)->arena);
    return 0;
}

static bool
normalise(struct fixture *f)
{
    mt_record_read_times(&f->record);
    return mt_normalise(&f->record, &f->rules, &f->arena, &f->out);
}

static void
addresses_are_lowered_and_the_clock_restores_the_digits(void **state)
{
    struct fixture *f = *state;
    char iso[32];
    assert_true(normalise(f));
    assert_int_equal(f->out.count, 1);
    const struct mt_row *row = &f->out.rows[0];
    assert_true(mt_text_is(row->sender, "anna@contoso.com"));
    assert_true(mt_text_is(row->recipient, "linus@fabrikam.com"));
    assert_string_equal(mt_moment_iso(row->received_us, iso).at, "2022-10-21T17:25:36.969376Z");
    assert_int_equal(row->received_precision, MT_RECEIVED_BY_TICKS);
    assert_int_equal(row->size_bytes, 22761);
    assert_int_equal(row->line, 7);
    assert_false(mt_text_known(row->subject));
}

static void
a_time_that_the_clock_contradicts_is_kept_as_written(void **state)
{
    struct fixture *f = *state;
    char iso[32];
    put(f, MT_FIELD_RECEIVED, "10/21/2022 5:31:00 PM");
    assert_true(normalise(f));
    assert_string_equal(mt_moment_iso(f->out.rows[0].received_us, iso).at, "2022-10-21T17:31:00Z");
    assert_int_equal(f->out.rows[0].received_precision, 1);
}

static void
a_file_in_local_time_is_brought_to_utc_row_by_row(void **state)
{
    struct fixture *f = *state;
    char iso[32];
    f->rules.settled.shift_us = f->rules.shift_us = 2 * MT_HOUR;
    f->rules.settled.shift_by_clock = true;
    put(f, MT_FIELD_RECEIVED, "10/21/2022 7:25:36 PM");
    assert_true(normalise(f));
    assert_string_equal(mt_moment_iso(f->out.rows[0].received_us, iso).at, "2022-10-21T17:25:36.969376Z");
    /* After the change from summer time the same file is only one hour ahead. */
    put(f, MT_FIELD_RECEIVED, "10/21/2022 6:25:36 PM");
    assert_true(normalise(f));
    assert_string_equal(mt_moment_iso(f->out.rows[0].received_us, iso).at, "2022-10-21T17:25:36.969376Z");
    /* A row without a clock gets the file's offset. */
    put(f, MT_FIELD_TRACE_ID, "xyz");
    put(f, MT_FIELD_RECEIVED, "10/21/2022 7:25:36 PM");
    assert_true(normalise(f));
    assert_string_equal(mt_moment_iso(f->out.rows[0].received_us, iso).at, "2022-10-21T17:25:36Z");
}

static void
records_are_refused_with_the_cell_that_is_wrong(void **state)
{
    static const struct {
        enum mt_field field;
        const char *text, *reason;
    } cases[] = {
        {MT_FIELD_RECEIVED, "", "has no time of receipt"},
        {MT_FIELD_RECEIVED, "yesterday", "has a time that is not understood: 'yesterday'"},
        {MT_FIELD_RECEIVED, "10/21/2022", "has a date without a time of day: '10/21/2022'"},
        {MT_FIELD_RECEIVED, "21/10/2022 10:00:00",
         "has a date that is none in the file's order 'mdy': '21/10/2022 10:00:00'"},
        {MT_FIELD_RECEIVED, "1/1/1601 0:00:00", "was received in the year 1601: '1/1/1601 0:00:00'"},
        {MT_FIELD_RECIPIENT, " ", "has no recipient"},
        {MT_FIELD_RECIPIENT, ";;", "has no recipient"},
        {MT_FIELD_RECIPIENT, " ; , ", "has no recipient"},
        {MT_FIELD_RECEIVED, "/Date(9999999999999999)/",
         "has a time that is not understood: '/Date(9999999999999999)/'"},
        {MT_FIELD_SIZE, "9223372036854775807", "has a size that no message has: '9223372036854775807'"},
        {MT_FIELD_STATUS, "", "has no status"},
        {MT_FIELD_STATUS, "Bounced", "has a status that is not known: 'Bounced'"},
        {MT_FIELD_SIZE, "22 KB", "has a size that is no number of bytes: '22 KB'"},
        {MT_FIELD_SIZE, "-1", "has a size that is no number of bytes: '-1'"},
        {MT_FIELD_SIZE, "99999999999999999999", "has a size that is no number of bytes: '99999999999999999999'"},
        {MT_FIELD_DIRECTION, "sideways", "has a direction that is not known: 'sideways'"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        setup(state);
        struct fixture *f = *state;
        put(f, cases[i].field, cases[i].text);
        assert_false(normalise(f));
        assert_int_equal(f->out.count, 0);
        assert_string_equal(f->out.reason, cases[i].reason);
        teardown(state);
    }
}

static void
every_spelling_of_a_status_is_the_same_status(void **state)
{
    static const struct {
        const char *text;
        enum mt_status status;
    } cases[] = {
        {"FilteredAsSpam", MT_STATUS_FILTERED_AS_SPAM},
        {"filteredAsSpam", MT_STATUS_FILTERED_AS_SPAM},
        {"Filtered as spam", MT_STATUS_FILTERED_AS_SPAM},
        {"Getting status", MT_STATUS_GETTING_STATUS},
        {"gettingStatus", MT_STATUS_GETTING_STATUS},
        {"PENDING", MT_STATUS_PENDING},
        {"Resolved", MT_STATUS_RESOLVED},
        {"None", MT_STATUS_NONE},
        {"unknownFutureValue", MT_STATUS_UNKNOWN},
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        put(f, MT_FIELD_STATUS, cases[i].text);
        assert_true(normalise(f));
        assert_int_equal(f->out.rows[0].status, cases[i].status);
    }
}

static void
several_recipients_in_one_cell_become_several_rows(void **state)
{
    struct fixture *f = *state;
    put(f, MT_FIELD_RECIPIENT, "a@x.example; B@y.example;");
    assert_true(normalise(f));
    assert_int_equal(f->out.count, 2);
    assert_true(mt_text_is(f->out.rows[0].recipient, "a@x.example"));
    assert_true(mt_text_is(f->out.rows[1].recipient, "b@y.example"));
    put(f, MT_FIELD_RECIPIENT, "a@x.example, b@y.example");
    assert_true(normalise(f));
    assert_int_equal(f->out.count, 2);
    /* A quoted local part may hold the separator: then it is one address. */
    put(f, MT_FIELD_RECIPIENT, "\"odd;name\"@x.example");
    assert_true(normalise(f));
    assert_int_equal(f->out.count, 1);
    assert_true(mt_text_is(f->out.rows[0].recipient, "\"odd;name\"@x.example"));
}

static void
histories_of_the_enhanced_summary_become_statuses(void **state)
{
    static const struct {
        const char *history;
        enum mt_status status;
    } cases[] = {
        {"Receive", MT_STATUS_GETTING_STATUS},
        {"Receive, Send", MT_STATUS_DELIVERED},
        {"Receive, Deliver", MT_STATUS_DELIVERED},
        {"Receive, Fail", MT_STATUS_FAILED},
        {"Receive, Expand", MT_STATUS_EXPANDED},
        {"Receive, Resolve", MT_STATUS_RESOLVED},
        {"Receive, Deliver, Quarantined", MT_STATUS_QUARANTINED},
        {"Receive, Deliver, FilteredAsSpam", MT_STATUS_FILTERED_AS_SPAM},
        {"Receive, Defer", MT_STATUS_PENDING},
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char cell[96] = "a@x.example##";
        strcat(cell, cases[i].history);
        put(f, MT_FIELD_RECIPIENT_STATUS, cell);
        assert_true(normalise(f));
        assert_int_equal(f->out.count, 1);
        assert_int_equal(f->out.rows[0].status, cases[i].status);
    }
}

static void
addresses_with_quotes_brackets_and_semicolons_are_split_at_the_marks(void **state)
{
    struct fixture *f = *state;
    put(f, MT_FIELD_RECIPIENT_STATUS,
        "a@x.example##Receive, Deliver;\"Fname LName<fname.lname\"@x.example##Receive, Fail;b;c@x.example##Receive");
    assert_true(normalise(f));
    assert_int_equal(f->out.count, 3);
    assert_true(mt_text_is(f->out.rows[1].recipient, "\"fname lname<fname.lname\"@x.example"));
    assert_int_equal(f->out.rows[1].status, MT_STATUS_FAILED);
    assert_true(mt_text_is(f->out.rows[2].recipient, "b;c@x.example"));
}

static void
a_broken_history_refuses_the_whole_record(void **state)
{
    static const char *const cells[] = {"a@x.example", "a@x.example##Receive, Vanish", "##Receive, Deliver",
                                        "a@x.example##Receive;b@x.example", "a@x.example##"};
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        put(f, MT_FIELD_RECIPIENT_STATUS, cells[i]);
        assert_false(normalise(f));
        assert_true(f->out.reason[0]);
    }
}

static void
the_client_address_goes_to_the_side_that_the_direction_says(void **state)
{
    struct fixture *f = *state;
    put(f, MT_FIELD_CLIENT_IP, "192.0.2.7");
    put(f, MT_FIELD_DIRECTION, "Originating");
    assert_true(normalise(f));
    assert_true(mt_text_is(f->out.rows[0].to_ip, "192.0.2.7"));
    assert_false(mt_text_known(f->out.rows[0].from_ip));
    put(f, MT_FIELD_DIRECTION, "Incoming");
    assert_true(normalise(f));
    assert_true(mt_text_is(f->out.rows[0].from_ip, "192.0.2.7"));
    assert_false(mt_text_known(f->out.rows[0].to_ip));
}

static void
the_null_sender_stays_and_an_empty_one_is_unknown(void **state)
{
    struct fixture *f = *state;
    put(f, MT_FIELD_SENDER, "<>");
    assert_true(normalise(f));
    assert_true(mt_text_is(f->out.rows[0].sender, "<>"));
    put(f, MT_FIELD_SENDER, "");
    assert_true(normalise(f));
    assert_false(mt_text_known(f->out.rows[0].sender));
    put(f, MT_FIELD_SENDER, "<anna@contoso.com>");
    assert_true(normalise(f));
    assert_true(mt_text_is(f->out.rows[0].sender, "anna@contoso.com"));
}

static void
a_guid_of_zeroes_is_no_trace_id(void **state)
{
    struct fixture *f = *state;
    put(f, MT_FIELD_TRACE_ID, "00000000-0000-0000-0000-000000000000");
    assert_true(normalise(f));
    assert_false(f->out.rows[0].trace_is_guid);
    assert_false(mt_text_known(f->out.rows[0].trace_id));
    put(f, MT_FIELD_TRACE_ID, "xyz");
    assert_true(normalise(f));
    assert_true(mt_text_is(f->out.rows[0].trace_id, "xyz"));
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(addresses_are_lowered_and_the_clock_restores_the_digits),
        CASE(a_time_that_the_clock_contradicts_is_kept_as_written),
        CASE(a_file_in_local_time_is_brought_to_utc_row_by_row),
        CASE(records_are_refused_with_the_cell_that_is_wrong),
        CASE(every_spelling_of_a_status_is_the_same_status),
        CASE(several_recipients_in_one_cell_become_several_rows),
        CASE(histories_of_the_enhanced_summary_become_statuses),
        CASE(addresses_with_quotes_brackets_and_semicolons_are_split_at_the_marks),
        CASE(a_broken_history_refuses_the_whole_record),
        CASE(the_client_address_goes_to_the_side_that_the_direction_says),
        CASE(the_null_sender_stays_and_an_empty_one_is_unknown),
        CASE(a_guid_of_zeroes_is_no_trace_id),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
