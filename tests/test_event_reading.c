#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ingest/reading.h"
#include "store/base/out.h"

/* A whole event export read from memory: a line for each event, and what was decided. */
struct outcome {
    enum mt_rc rc;
    struct mt_err err;
    struct mt_out events;
    size_t rows, rejects;
    char flavour[32], order[64], basis[96], reason[400];
};

static void
put(struct mt_out *out, const char *mark, struct mt_text text)
{
    if (!mt_text_known(text))
        return;
    mt_out_string(out, mark);
    mt_out_text(out, text);
}

/* "09:00:01.5 defer left ann@contoso.com <related> 421 4.4.2 @host [ip] by server" */
static enum mt_rc
keep_event(void *context, const struct mt_event *event, struct mt_err *err)
{
    static const char *const turns[] = {"", " left", " came"};
    struct outcome *outcome = context;
    struct mt_out *out = &outcome->events;
    char iso[32];
    (void)err;
    struct mt_text at = mt_moment_iso(event->at_us, iso);
    mt_out_text(out, (struct mt_text){at.at + 5, 14});
    mt_out_string(out, " ");
    mt_out_string(out, mt_event_key(event->kind));
    mt_out_string(out, turns[event->turn]);
    put(out, " ", event->delivery.recipient);
    put(out, " related ", event->related);
    if (event->has_reason) {
        put(out, " because ", event->reason.code);
        mt_out_string(out, event->reason.expired ? " expired" : "");
    }
    put(out, " at ", event->reason.remote_host);
    put(out, " by ", event->server);
    mt_out_string(out, "\n");
    return MT_OK;
}

static enum mt_rc
keep_row(void *context, const struct mt_row *row, struct mt_err *err)
{
    (void)row;
    (void)err;
    ((struct outcome *)context)->rows++;
    return MT_OK;
}

static enum mt_rc
keep_reject(void *context, const struct mt_reject *reject, struct mt_err *err)
{
    struct outcome *outcome = context;
    (void)err;
    outcome->rejects++;
    snprintf(outcome->reason, sizeof outcome->reason, "%s", reject->reason);
    return MT_OK;
}

static struct outcome
read_named(const char *text, const char *name, const struct mt_reading_options *options)
{
    struct outcome outcome = {.rc = MT_OK, .events = MT_OUT_EMPTY};
    struct mt_source *source = NULL;
    struct mt_reading *reading = NULL;
    struct mt_sink sink = {.context = &outcome, .row = keep_row, .reject = keep_reject, .event = keep_event};
    outcome.rc = mt_source_open_memory(&source, mt_text_of(text), name, MT_ENCODING_DETECT, &outcome.err);
    if (outcome.rc == MT_OK)
        outcome.rc = mt_reading_open(&reading, source, options, &outcome.err);
    for (int passes = 0; outcome.rc == MT_OK && passes < 3; passes++) {
        mt_out_clear(&outcome.events);
        outcome.rejects = 0;
        outcome.rc = mt_reading_run(reading, &sink, NULL, &outcome.err);
        if (outcome.rc != MT_AGAIN)
            break;
        outcome.rc = MT_OK;
    }
    if (reading) {
        const struct mt_export *export = mt_reading_export(reading);
        snprintf(outcome.flavour, sizeof outcome.flavour, "%.*s", MT_TEXT_ARGS(export->flavour));
        snprintf(outcome.order, sizeof outcome.order, "%.*s", MT_TEXT_ARGS(export->date_order));
        snprintf(outcome.basis, sizeof outcome.basis, "%.*s", MT_TEXT_ARGS(export->time_basis));
    }
    mt_out_byte(&outcome.events, '\0');
    mt_reading_close(reading);
    mt_source_close(source);
    return outcome;
}

static const struct mt_reading_options plain = {.exported_at_us = MT_MOMENT_UNKNOWN,
                                                .now_us = INT64_C(1798761600000000)};

static void
assert_reads(const char *text, const char *flavour, const char *events)
{
    struct outcome outcome = read_named(text, "test.csv", &plain);
    if (outcome.rc != MT_OK)
        fail_msg("%s", outcome.err.text);
    assert_string_equal(outcome.flavour, flavour);
    assert_string_equal(outcome.events.bytes, events);
    assert_int_equal(outcome.rows, 0);
    assert_int_equal(outcome.rejects, 0);
    mt_out_release(&outcome.events);
}

/* Received 2026-11-16T09:00:00Z. */
#define ID "cf7a249a-5edd-4350-e800-08df43bffea5"

/* ---- trace details ---- */

#define DETAIL_HEADER "Date,MessageId,MessageTraceId,SenderAddress,RecipientAddress,Event,Action,Detail,Data\n"
#define DETAIL(date, event, detail, data)                                                                              \
    date ",<1@contoso.com>," ID ",ann@contoso.com,bo@yahoo.com," event ",,\"" detail "\",\"" data "\"\n"

static void
details_tell_what_was_tried_where_and_why_it_failed(void **state)
{
    (void)state;
    assert_reads(
        DETAIL_HEADER DETAIL("11/16/2026 9:00:00 AM", "Receive",
                             "Message received by: AM0PR01.eurprd01.prod.outlook.com using "
                             "TLS1.2",
                             "")
            DETAIL("11/16/2026 9:00:05 AM", "Defer",
                   "Reason: [{LED=421 4.4.2 Connection dropped due to SocketError};{MSG=};{FQDN=mx.yahoo.example};"
                   "{IP=192.0.2.7};{LRT=11/16/2026 9:00:05 AM}]",
                   "") DETAIL("11/16/2026 9:30:00 AM", "Send external",
                              "Message sent to mx2.yahoo.example at 192.0.2.8 "
                              "using TLS1.2",
                              ""),
        "detail",
        "11-16T09:00:00 receive bo@yahoo.com by AM0PR01.eurprd01.prod.outlook.com\n"
        "11-16T09:00:05 defer bo@yahoo.com because 4.4.2 at mx.yahoo.example\n"
        "11-16T09:30:00 send_external bo@yahoo.com at mx2.yahoo.example\n");
}

static void
the_clocks_of_trace_ids_settle_the_order_of_an_events_date(void **state)
{
    (void)state;
    struct outcome outcome = read_named(DETAIL_HEADER "16/11/2026 09:00:00"
                                                      ",<1@c>," ID ",a@c.com,b@d.com,Receive,,,\n",
                                        "t.csv", &plain);
    assert_string_equal(outcome.order, "dmy by trace ids");
    mt_out_release(&outcome.events);
}

static void
times_of_another_zone_are_found_by_the_events_with_which_mail_turns_up(void **state)
{
    (void)state;
    struct outcome outcome =
        read_named("Timestamp,Source,EventId,NetworkMessageId,MessageId,Recipients,RecipientStatus\n"
                   "11/16/2026 10:00:01 AM,SMTP,RECEIVE," ID ",<1@c>,bo@yahoo.com,\n"
                   "11/16/2026 10:20:00 AM,SMTP,DEFER," ID ",<1@c>,bo@yahoo.com,421 4.4.2 Connection dropped\n",
                   "t.csv", &plain);
    assert_int_equal(outcome.rc, MT_OK);
    assert_string_equal(outcome.events.bytes, "11-16T09:00:01 receive bo@yahoo.com\n"
                                              "11-16T09:20:00 defer bo@yahoo.com because 4.4.2\n");
    assert_non_null(strstr(outcome.basis, "+01:00"));
    mt_out_release(&outcome.events);
}

static void
over_a_change_of_summer_time_local_events_need_a_zone(void **state)
{
    /* In at noon of 24 October, out on the 26th, all in the time of Berlin. */
    static const char text[] =
        "Timestamp,Source,EventId,NetworkMessageId,MessageId,Recipients\n"
        "10/24/2026 2:00:01 PM,SMTP,RECEIVE,cf7a249a-5edd-4350-e000-08df31c65472,<1@c>,bo@yahoo.com\n"
        "10/26/2026 7:00:00 AM,STOREDRIVER,DELIVER,cf7a249a-5edd-4350-e000-08df31c65472,<1@c>,bo@yahoo.com\n";
    struct mt_reading_options told = plain;
    struct mt_zone *berlin = NULL, *york = NULL;
    struct mt_err err;
    (void)state;
    struct outcome outcome = read_named(text, "t.csv", &plain);
    assert_int_equal(outcome.rc, MT_FAILED);
    assert_non_null(strstr(outcome.err.text, "UTC+02:00"));
    assert_non_null(strstr(outcome.err.text, "--zone"));
    mt_out_release(&outcome.events);

    assert_int_equal(mt_zone_open(&berlin, "Europe/Berlin", &err), MT_OK);
    told.zone = berlin;
    outcome = read_named(text, "t.csv", &told);
    assert_string_equal(outcome.events.bytes, "10-24T12:00:01 receive bo@yahoo.com\n"
                                              "10-26T06:00:00 deliver bo@yahoo.com\n");
    mt_out_release(&outcome.events);

    assert_int_equal(mt_zone_open(&york, "America/New_York", &err), MT_OK);
    told.zone = york;
    outcome = read_named(text, "t.csv", &told);
    assert_int_equal(outcome.rc, MT_FAILED);
    assert_non_null(strstr(outcome.err.text, "was not then"));
    mt_out_release(&outcome.events);
    mt_zone_close(berlin);
    mt_zone_close(york);
}

static void
two_hundreds_under_fail_are_no_failure(void **state)
{
    (void)state;
    assert_reads(DETAIL_HEADER DETAIL("2026-11-16T09:00:01Z", "Fail",
                                      "Reason: [{LED=250 2.1.5 RESOLVER.GRP.Expanded; distribution list expanded};"
                                      "{MSG=};{FQDN=};{IP=};{LRT=}]",
                                      "")
                     DETAIL("2026-11-16T09:00:02Z", "Fail",
                            "Reason: [{LED=250 2.1.5 RESOLVER.OOF.IntToExt; handled internal OOF};{MSG=}]", ""),
                 "detail",
                 "11-16T09:00:01 expand left bo@yahoo.com\n"
                 "11-16T09:00:02 other bo@yahoo.com\n");
}

static void
a_resolve_that_names_the_other_address_is_told_for_both(void **state)
{
    (void)state;
    assert_reads(
        DETAIL_HEADER DETAIL("2026-11-16T09:00:01Z", "Resolve", "",
                             "<root><MEP Name=\"\"RelatedRecipient\"\" String=\"\"New@Contoso.com\"\"/></root>")
            DETAIL("2026-11-16T09:00:01Z", "Resolve", "", ""),
        "detail",
        "11-16T09:00:01 resolve left bo@yahoo.com related new@contoso.com\n"
        "11-16T09:00:01 resolve came new@contoso.com related bo@yahoo.com\n"
        "11-16T09:00:01 resolve left bo@yahoo.com\n");
}

static void
mail_delivered_to_quarantine_is_quarantined(void **state)
{
    (void)state;
    assert_reads(DETAIL_HEADER DETAIL("2026-11-16T09:00:01Z", "Deliver",
                                      "Message quarantined in: DefaultFolderType:QuarantinedEmailSecured", ""),
                 "detail", "11-16T09:00:01 quarantine bo@yahoo.com\n");
}

static void
the_recipient_of_a_graph_answer_comes_from_the_user_or_the_files_name(void **state)
{
    static const char text[] = "{\"@odata.context\":\"x\",\"value\":[{\"id\":\"" ID
                               "\",\"messageId\":\"<1@c>\",\"dateTime\":\"2026-11-16T09:00:10Z\",\"event\":\"Deliver\","
                               "\"action\":\"\",\"description\":\"Done.\",\"data\":\"<root/>\"}]}";
    static const struct {
        const char *name, *events;
    } files[] = {
        {"details_" ID "_bo@yahoo.com.json", "11-16T09:00:10 deliver bo@yahoo.com\n"},
        {"bo@yahoo.com.json", "11-16T09:00:10 deliver bo@yahoo.com\n"},
        {"folder/bo@yahoo.com.csv", "11-16T09:00:10 deliver bo@yahoo.com\n"},
        {"getDetailsByRecipient(recipientAddress='Bo@yahoo.com').json", "11-16T09:00:10 deliver bo@yahoo.com\n"},
        /* of another message, of nobody, and of somebody whose name cannot be told from the rest */
        {"details_df7a249a-5edd-4350-e800-08df43bffea5_bo@yahoo.com.json", "11-16T09:00:10 deliver\n"},
        {"bo@yahoo.com-2026-11-05.json", "11-16T09:00:10 deliver\n"},
        {"details.json", "11-16T09:00:10 deliver\n"},
        {"details_bo@yahoo.com.json", "11-16T09:00:10 deliver\n"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct outcome outcome = read_named(text, files[i].name, &plain);
        assert_string_equal(outcome.flavour, "graph-detail");
        assert_string_equal(outcome.events.bytes, files[i].events);
        mt_out_release(&outcome.events);
    }
    struct mt_reading_options told = plain;
    told.recipient = "JO@aol.com";
    struct outcome outcome = read_named(text, files[0].name, &told);
    assert_string_equal(outcome.events.bytes, "11-16T09:00:10 deliver jo@aol.com\n");
    mt_out_release(&outcome.events);
}

/* ---- tracking records ---- */

#define LOG_FIELDS                                                                                                     \
    "#Fields: date-time,client-hostname,server-ip,server-hostname,source-context,connector-id,source,event-id,"        \
    "message-id,network-message-id,recipient-address,recipient-status,related-recipient-address,reference,custom-"     \
    "data\n"
#define LOG(time, client, server, connector, event, recipients, status, related, custom)                               \
    "2026-11-16T" time "Z," client ",192.0.2.9," server ",," connector ",SMTP," event ",<1@c.com>," ID "," recipients  \
    ",\"" status "\"," related ",," custom "\n"

static void
statuses_go_with_recipients_when_there_are_as_many(void **state)
{
    (void)state;
    assert_reads(
        LOG_FIELDS LOG("09:00:01.000", "", "", "", "FAIL", "a@x.com;b@y.com", "550 5.1.1 User unknown;452 4.2.2 Full",
                       "", "")
            LOG("09:00:02.000", "", "", "", "FAIL", "a@x.com;b@y.com", "550 4.4.7 QUEUE.Expired;<ErrorText>", "", "")
                LOG("09:00:03.000", "", "", "", "DEFER", "a@x.com;b@y.com",
                    "[{LED=421 4.4.2 dropped};{MSG=};{IP=}];[{LED=454 4.7.0 later};{MSG=};{IP=}]", "", ""),
        "tracking-log",
        "11-16T09:00:01 fail a@x.com because 5.1.1\n"
        "11-16T09:00:01 fail b@y.com because 4.2.2\n"
        "11-16T09:00:02 fail a@x.com because 4.4.7 expired\n"
        "11-16T09:00:02 fail b@y.com because 4.4.7 expired\n"
        "11-16T09:00:03 defer a@x.com because 4.4.2\n"
        "11-16T09:00:03 defer b@y.com because 4.7.0\n");
}

static void
a_quoted_local_part_may_hold_what_separates_addresses(void **state)
{
    (void)state;
    assert_reads(LOG_FIELDS LOG("09:00:01.000", "", "", "", "FAIL", "\"a@x.com;\"\"b;c\"\"@y.com\"",
                                "550 5.1.1 one;550 5.2.2 two", "", ""),
                 "tracking-log",
                 "11-16T09:00:01 fail a@x.com because 5.1.1\n"
                 "11-16T09:00:01 fail \"b;c\"@y.com because 5.2.2\n");
}

static void
a_send_leaves_when_the_server_that_answered_is_somebody_elses(void **state)
{
    (void)state;
    assert_reads(LOG_FIELDS LOG("09:00:01.000", "mine", "theirs", "To_Default", "SEND", "a@x.com", "250 2.1.5 OK", "",
                                "S:IsSmtpResponseFromExternalServer=True")
                     LOG("09:00:02.000", "mine", "also-mine", "To_Default", "SEND", "a@x.com", "250 2.1.5 OK", "",
                         "S:IsSmtpResponseFromExternalServer=False")
                         LOG("09:00:03.000", "mine", "also-mine", "Intra-Organization SMTP Send Connector", "SEND",
                             "a@x.com", "", "", "")
                             LOG("09:00:04.000", "mine", "theirs", "Internet", "SEND", "a@x.com", "", "", ""),
                 "tracking-log",
                 "11-16T09:00:01 send_external a@x.com at theirs by mine\n"
                 "11-16T09:00:02 send a@x.com by mine\n"
                 "11-16T09:00:03 send a@x.com by mine\n"
                 "11-16T09:00:04 send_external a@x.com at theirs by mine\n");
}

static void
an_expansion_is_told_for_the_group_and_for_its_members(void **state)
{
    (void)state;
    assert_reads(
        LOG_FIELDS LOG("09:00:01.000", "", "hub", "", "EXPAND", "a@x.com;b@y.com", "250 2.1.5 ok", "group@c.com", ""),
        "tracking-log",
        "11-16T09:00:01 expand came a@x.com related group@c.com by hub\n"
        "11-16T09:00:01 expand came b@y.com related group@c.com by hub\n"
        "11-16T09:00:01 expand left group@c.com by hub\n");
}

static void
a_second_header_in_a_log_changes_the_columns(void **state)
{
    (void)state;
    assert_reads("#Software: Microsoft Exchange Server\n#Version: 15.0\n"
                 "#Fields: date-time,event-id,message-id,recipient-address\n"
                 "2026-11-16T09:00:01.000Z,RECEIVE,<1@c>,a@x.com\n"
                 "#Software: Microsoft Exchange Server\n"
                 "#Fields: date-time,message-id,recipient-address,event-id\n"
                 "2026-11-16T09:00:02.000Z,<1@c>,a@x.com,DELIVER\n",
                 "tracking-log",
                 "11-16T09:00:01 receive a@x.com\n"
                 "11-16T09:00:02 deliver a@x.com\n");
}

static void
a_log_without_a_header_is_known_by_its_number_of_columns(void **state)
{
    (void)state;
    assert_reads("2026-11-16T09:00:01.000Z,,,,hub,,,SMTP,RECEIVE,1,<1@c>," ID
                 ",a@x.com,,10,1,,,Hello,ann@c.com,ann@c.com,,Incoming,,,,,Email,x,15\n",
                 "tracking-log", "11-16T09:00:01 receive a@x.com by hub\n");
    assert_reads("2026-11-16T09:00:01.000Z,,,,hub,,,SMTP,RECEIVE,1,<1@c>,a@x.com,,10,1,,,Hello,ann@c.com,ann@c.com,\n",
                 "tracking-log", "11-16T09:00:01 receive a@x.com by hub\n");
}

static void
lists_that_export_csv_lost_are_refused_with_the_way_to_keep_them(void **state)
{
    struct mt_reading_options options = plain;
    struct mt_zone *zone = NULL;
    struct mt_err err;
    (void)state;
    assert_int_equal(mt_zone_open(&zone, "UTC", &err), MT_OK);
    options.zone = zone;
    struct outcome outcome = read_named("Timestamp,EventId,MessageId,Recipients\n"
                                        "11/16/2026 9:00:01 AM,RECEIVE,<1@c>,System.String[]\n",
                                        "t.csv", &options);
    assert_int_equal(outcome.rejects, 1);
    assert_non_null(strstr(outcome.reason, "-join ';'"));
    mt_out_release(&outcome.events);
    mt_zone_close(zone);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(details_tell_what_was_tried_where_and_why_it_failed),
        cmocka_unit_test(the_clocks_of_trace_ids_settle_the_order_of_an_events_date),
        cmocka_unit_test(times_of_another_zone_are_found_by_the_events_with_which_mail_turns_up),
        cmocka_unit_test(over_a_change_of_summer_time_local_events_need_a_zone),
        cmocka_unit_test(two_hundreds_under_fail_are_no_failure),
        cmocka_unit_test(a_resolve_that_names_the_other_address_is_told_for_both),
        cmocka_unit_test(mail_delivered_to_quarantine_is_quarantined),
        cmocka_unit_test(the_recipient_of_a_graph_answer_comes_from_the_user_or_the_files_name),
        cmocka_unit_test(statuses_go_with_recipients_when_there_are_as_many),
        cmocka_unit_test(a_quoted_local_part_may_hold_what_separates_addresses),
        cmocka_unit_test(a_send_leaves_when_the_server_that_answered_is_somebody_elses),
        cmocka_unit_test(an_expansion_is_told_for_the_group_and_for_its_members),
        cmocka_unit_test(a_second_header_in_a_log_changes_the_columns),
        cmocka_unit_test(a_log_without_a_header_is_known_by_its_number_of_columns),
        cmocka_unit_test(lists_that_export_csv_lost_are_refused_with_the_way_to_keep_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
