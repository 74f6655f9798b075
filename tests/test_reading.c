#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ingest/reading.h"

/* A whole file read from memory: what was decided, and what came out of it. */
struct outcome {
    enum mt_rc rc;
    struct mt_err err;
    char flavour[32], order[64], basis[96], observed_by[32], delimiter[8];
    char observed[32];
    size_t rows, rejects;
    char first_row[256]; /* received status recipient of the first row */
    char first_reason[200];
    uint64_t reject_line;
    struct mt_reading_counts counts;
};

static enum mt_rc
keep_row(void *context, const struct mt_row *row, struct mt_err *err)
{
    struct outcome *outcome = context;
    (void)err;
    if (outcome->rows++ == 0) {
        char iso[32];
        snprintf(outcome->first_row, sizeof outcome->first_row, "%s %s %.*s", mt_moment_iso(row->received_us, iso).at,
                 mt_status_key(row->status), MT_TEXT_ARGS(row->recipient));
    }
    return MT_OK;
}

static enum mt_rc
keep_reject(void *context, const struct mt_reject *reject, struct mt_err *err)
{
    struct outcome *outcome = context;
    (void)err;
    if (outcome->rejects++ == 0) {
        snprintf(outcome->first_reason, sizeof outcome->first_reason, "%s", reject->reason);
        outcome->reject_line = reject->line;
    }
    return MT_OK;
}

static void
copy(char *room, size_t size, struct mt_text text)
{
    snprintf(room, size, "%.*s", MT_TEXT_ARGS(text));
}

static struct outcome
read_with(struct mt_text bytes, const struct mt_reading_options *options)
{
    struct outcome outcome = {.rc = MT_OK};
    struct mt_source *source = NULL;
    struct mt_reading *reading = NULL;
    struct mt_sink sink = {&outcome, keep_row, keep_reject};
    outcome.rc = mt_source_open_memory(&source, bytes, "test.csv", MT_ENCODING_DETECT, &outcome.err);
    if (outcome.rc == MT_OK)
        outcome.rc = mt_reading_open(&reading, source, options, &outcome.err);
    if (outcome.rc != MT_OK)
        goto out;
    int passes = 0;
    do {
        outcome.rows = outcome.rejects = 0;
        outcome.rc = mt_reading_run(reading, &sink, NULL, &outcome.err);
    } while (outcome.rc == MT_AGAIN && ++passes < 3);
    const struct mt_export *export = mt_reading_export(reading);
    copy(outcome.flavour, sizeof outcome.flavour, export->flavour);
    copy(outcome.order, sizeof outcome.order, export->date_order);
    copy(outcome.basis, sizeof outcome.basis, export->time_basis);
    copy(outcome.observed_by, sizeof outcome.observed_by, export->observed_by);
    copy(outcome.delimiter, sizeof outcome.delimiter, export->delimiter);
    mt_moment_iso(export->observed_us, outcome.observed);
    outcome.counts = *mt_reading_counts(reading);
out:
    mt_reading_close(reading);
    mt_source_close(source);
    return outcome;
}

static struct outcome
read_text(const char *text)
{
    struct mt_reading_options options = {.exported_at_us = MT_MOMENT_UNKNOWN,
                                         .now_us = INT64_C(1800000000000000)}; /* 2027-01-15 */
    return read_with(mt_text_of(text), &options);
}

#define TRACE "a5e6dc0f-23df-4b20-d240-08dab38944a1" /* its clock reads 2022-10-21T17:25:36.969376Z */
#define HEADER "Received,SenderAddress,RecipientAddress,Status,MessageTraceId\n"
#define ROW "10/21/2022 5:25:36 PM,a@contoso.com,b@fabrikam.com,Delivered," TRACE "\n"
#define JSON_ROW                                                                                                       \
    "{\"MessageTraceId\":\"" TRACE                                                                                     \
    "\",\"Received\":\"\\/Date(1666373136969)\\/\",\"RecipientAddress\":\"b@f.example\","                              \
    "\"Status\":\"Delivered\"}"
#define GRAPH_ROW                                                                                                      \
    "{\"id\":\"" TRACE "\",\"receivedDateTime\":\"2022-10-21T17:25:36Z\",\"recipientAddress\":\"b@f.example\","        \
    "\"status\":\"pending\"}"

static void
each_flavour_is_recognised_by_its_columns(void **state)
{
    static const struct {
        const char *text, *flavour;
    } files[] = {
        {HEADER ROW, "get-messagetrace"},
        {"message_trace_id,sender_address,recipient_address,subject,status,to_ip,from_ip,size,received\n" TRACE
         ",a@b.c,d@e.f,s,Delivered,,,1,2022-10-21T17:25:36Z\n",
         "eac"},
        {"\"Date (UTC+00:00)\",\"Sender\",\"Recipient\",\"Subject\",\"Status\"\n"
         "\"10/21/2022, 5:25 PM\",\"a@b.c\",\"d@e.f\",\"s\",\"Getting status\"\n",
         "eac"},
        {"origin_timestamp_utc,sender_address,recipient_status,network_message_id\n"
         "2022-10-21T17:25:36.9693760Z,a@b.c,\"d@e.f##Receive, Send\"," TRACE "\n",
         "enhanced-summary"},
        {"[" JSON_ROW "]", "convertto-json"},
        {JSON_ROW, "convertto-json"},
        {"{\"d\":{\"results\":[" JSON_ROW "]}}", "reporting-web-service"},
        {"{\"odata.metadata\":\"m\",\"value\":[" JSON_ROW "]}", "reporting-web-service"},
        {"{\"@odata.context\":\"c\",\"value\":[" GRAPH_ROW "]}", "graph"},
        {JSON_ROW "\n" JSON_ROW "\n", "log-shipper"},
        {"{\"id\":\"evt-1\",\"receivedDateTime\":\"2024-01-01T10:00:00Z\",\"recipientAddress\":\"a@b.c\","
         "\"status\":\"Delivered\",\"_unique_id\":\"evt-1|a@b.c\"}\n",
         "log-shipper"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct outcome outcome = read_text(files[i].text);
        assert_int_equal(outcome.rc, MT_OK);
        assert_string_equal(outcome.flavour, files[i].flavour);
        assert_true(outcome.rows > 0);
        assert_int_equal(outcome.rejects, 0);
    }
}

static void
what_is_no_export_is_refused_with_a_sentence(void **state)
{
    static const struct {
        const char *text, *says;
    } files[] = {
        {"#Software: Microsoft Exchange Server\n#Fields: date-time,client-ip\n", "is no message trace"},
        {"Timestamp,Source,EventId,MessageId,Recipients\n1/25/2024 3:16:09 PM,SMTP,RECEIVE,<1@c>,a@b.c\n",
         "--zone Europe/London"},
        {"a,b,c\n1,2,3\n", "line 1 reads: a, b, c"},
        {"2024-01-25T15:16:09.843Z,,,,exchange\n", "has no header line"},
        {"Return-Path: <>\nReceived: from a by b\nFrom: postmaster@x\n\nbody\n", "is an e-mail"},
        {"<html><title>401 - Unauthorized</title></html>", "'401 - Unauthorized'"},
        {"{\"error\":{\"code\":\"TooManyRequests\",\"message\":\"slow down\"}}", "'slow down'"},
        {"{\"ErrorCode\":\"\",\"Message\":\"No permission\"}", "'No permission'"},
        {"{\"cats\":1,\"dogs\":2}", "cats, dogs"},
        {HEADER "09/01/2026 14:00:00,a@b.c,d@e.f,Delivered,x\n", "--date-order"},
        {"[{\"Status\":\"Delivered\",\"Status\":\"Failed\"}]", "two members of the same name"},
        {"ReceivedLocal,SenderAddress,RecipientAddress,Status\n2026-09-01T14:00:00,a@b.c,d@e.f,Delivered\n", "--zone"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct outcome outcome = read_text(files[i].text);
        assert_int_equal(outcome.rc, MT_FAILED);
        if (!strstr(outcome.err.text, files[i].says))
            fail_msg("expected '%s' in '%s'", files[i].says, outcome.err.text);
    }
}

static void
files_without_rows_are_fine(void **state)
{
    static const char *const files[] = {
        "", "\r\n\r\n", HEADER, "null", "[]", "{\"odata.metadata\":\"m\",\"value\":[]}", ("#TYPE x\r\n" HEADER)};
    (void)state;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct outcome outcome = read_text(files[i]);
        if (outcome.rc != MT_OK)
            fail_msg("'%s': %s", files[i], outcome.err.text);
        assert_int_equal(outcome.rows + outcome.rejects, 0);
    }
}

static void
the_delimiter_comes_from_the_header_alone(void **state)
{
    (void)state;
    struct outcome outcome =
        read_text("Received;SenderAddress;RecipientAddress;Subject;Status\n"
                  "2022-10-21T17:25:36Z;a@b.c;d@e.f;one, two, three, four, five, six, seven;Delivered\n");
    assert_string_equal(outcome.delimiter, ";");
    assert_int_equal(outcome.rows, 1);
    outcome = read_text("Received\tSenderAddress\tRecipientAddress\tStatus\n2022-10-21T17:25:36Z\ta\tb@c.d\tFailed\n");
    assert_string_equal(outcome.delimiter, "tab");
    outcome = read_text("sep=\t\nReceived\tRecipientAddress\tStatus\n2026-10-21T17:25:36Z\tb@c.d\tFailed\n");
    assert_int_equal(outcome.rows, 1);
    outcome = read_text("sep=;\nReceived;RecipientAddress;Status;SenderAddress\n2022-10-21T17:25:36Z;b@c.d;Failed;\n");
    assert_int_equal(outcome.rows, 1);
}

static void
received_wins_over_local_time_whatever_the_order_of_columns(void **state)
{
    (void)state;
    struct outcome outcome = read_text("ReceivedLocal,Received,RecipientAddress,Status,MessageTraceId\n"
                                       "2022-10-21T19:25:36,2022-10-21T17:25:36,b@c.d,Failed,x\n");
    assert_string_equal(outcome.first_row, "2022-10-21T17:25:36Z failed b@c.d");
}

static void
the_column_name_can_state_the_offset(void **state)
{
    (void)state;
    struct outcome outcome = read_text("\"Date (UTC+02:00)\",Sender,Recipient,Subject,Status\n"
                                       "\"10/21/2022, 7:25 PM\",a@b.c,b@c.d,s,Delivered\n");
    assert_string_equal(outcome.first_row, "2022-10-21T17:25:00Z delivered b@c.d");
    assert_string_equal(outcome.basis, "UTC+02:00, by the column's name");
}

static void
a_file_in_local_time_is_corrected_and_says_so(void **state)
{
    (void)state;
    struct outcome outcome = read_text(HEADER "10/21/2022 7:25:36 PM,a@b.c,b@c.d,Delivered," TRACE "\n");
    assert_string_equal(outcome.first_row, "2022-10-21T17:25:36.969376Z delivered b@c.d");
    assert_string_equal(outcome.basis, "UTC+02:00, corrected by trace ids");
    assert_string_equal(outcome.order, "mdy by trace ids");
}

static void
the_order_is_settled_by_a_row_far_behind_the_head(void **state)
{
    enum { ROWS = 6000 };
    static char text[ROWS * 64 + 256];
    char *end = text + sprintf(text, "Received,RecipientAddress,Status,SenderAddress\n");
    (void)state;
    for (int i = 0; i < ROWS; i++)
        end += sprintf(end, "%02d/09/2026 14:00:00,r%d@b.example,Delivered,a@b.c\n", 1 + i % 12, i);
    sprintf(end, "13/09/2026 14:00:00,last@b.example,Delivered,a@b.c\n");
    struct outcome outcome = read_text(text);
    assert_int_equal(outcome.rc, MT_OK);
    assert_string_equal(outcome.order, "dmy by rows that fit one order only");
    assert_int_equal(outcome.rows, ROWS + 1);
    /* The newest row is the last one: the time of the export had to be corrected after the first pass. */
    assert_string_equal(outcome.observed, "2026-09-13T14:00:00Z");
}

static void
repeated_headers_and_empty_rows_are_counted_not_rejected(void **state)
{
    (void)state;
    struct outcome outcome = read_text(HEADER ROW ",,,,\n" HEADER ROW "\n,,,,\n");
    assert_int_equal(outcome.rows, 2);
    assert_int_equal(outcome.rejects, 0);
    assert_int_equal(outcome.counts.repeated_headers, 1);
    assert_int_equal(outcome.counts.blank, 2);
}

static void
bad_rows_become_rejects_and_the_good_ones_around_them_stay(void **state)
{
    (void)state;
    struct outcome outcome = read_text(HEADER ROW "10/22/2022 5:25:36 PM,a,b@c.d\n" ROW
                                                  "\"10/21/2022 5:25:36 PM\"x,a,b@c.d,Delivered,y\n" ROW);
    assert_int_equal(outcome.rows, 3);
    assert_int_equal(outcome.rejects, 2);
    assert_int_equal(outcome.reject_line, 3);
    assert_string_equal(outcome.first_reason, "has 3 columns where the header has 5");
}

static void
half_a_file_gives_its_rows_and_one_reject(void **state)
{
    (void)state;
    struct outcome outcome = read_text(HEADER ROW "\"10/21/2022 5:25:36 PM\",\"a@cont");
    assert_int_equal(outcome.rc, MT_OK);
    assert_int_equal(outcome.rows, 1);
    assert_int_equal(outcome.rejects, 1);
    outcome = read_text("[" JSON_ROW ",{\"MessageTraceId\":\"");
    assert_int_equal(outcome.rc, MT_OK);
    assert_int_equal(outcome.rows, 1);
    assert_int_equal(outcome.rejects, 1);
}

static void
rows_kept_as_strings_inside_other_objects_are_read(void **state)
{
    (void)state;
    struct outcome outcome = read_text(
        "{\"@timestamp\":\"2022-10-21T17:25:37Z\",\"event\":{\"original\":\"{\\\"MessageTraceId\\\":\\\"" TRACE
        "\\\",\\\"Received\\\":\\\"2022-10-21T17:25:36.969376Z\\\",\\\"RecipientAddress\\\":\\\"B@c.d\\\","
        "\\\"Status\\\":\\\"Delivered\\\"}\"}}\n");
    assert_int_equal(outcome.rc, MT_OK);
    assert_string_equal(outcome.first_row, "2022-10-21T17:25:36.969376Z delivered b@c.d");
    assert_string_equal(outcome.flavour, "log-shipper");
}

static void
an_export_that_names_a_next_page_is_known_to_be_incomplete(void **state)
{
    (void)state;
    struct outcome outcome = read_text("{\"@odata.nextLink\":\"n\",\"value\":[" GRAPH_ROW "]}");
    assert_true(outcome.counts.more_pages);
    outcome = read_text("{\"@odata.nextLink\":\"n\",\"value\":[" GRAPH_ROW "]}\n{\"value\":[" GRAPH_ROW "]}");
    assert_false(outcome.counts.more_pages);
    assert_int_equal(outcome.counts.pages, 2);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_flavour_is_recognised_by_its_columns),
        cmocka_unit_test(what_is_no_export_is_refused_with_a_sentence),
        cmocka_unit_test(files_without_rows_are_fine),
        cmocka_unit_test(the_delimiter_comes_from_the_header_alone),
        cmocka_unit_test(received_wins_over_local_time_whatever_the_order_of_columns),
        cmocka_unit_test(the_column_name_can_state_the_offset),
        cmocka_unit_test(a_file_in_local_time_is_corrected_and_says_so),
        cmocka_unit_test(the_order_is_settled_by_a_row_far_behind_the_head),
        cmocka_unit_test(repeated_headers_and_empty_rows_are_counted_not_rejected),
        cmocka_unit_test(bad_rows_become_rejects_and_the_good_ones_around_them_stay),
        cmocka_unit_test(half_a_file_gives_its_rows_and_one_reject),
        cmocka_unit_test(rows_kept_as_strings_inside_other_objects_are_read),
        cmocka_unit_test(an_export_that_names_a_next_page_is_known_to_be_incomplete),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
