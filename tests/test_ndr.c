/* Non-delivery reports in the shapes in which they come: the fixtures, and texts that are made here. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ingest/ndr.h"
#include "ingest/ndr_events.h"
#include "ingest/ndr_text.h"
#include "store/base/out.h"
#include "store/codes.h"

struct fixture {
    struct mt_arena arena;
    struct mt_codes *codes;
    char *bytes;
    size_t len;
};

static int
open_fixture(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    if (!fixture)
        return -1;
    fixture->codes = mt_codes_new();
    *state = fixture;
    return fixture->codes ? 0 : -1;
}

static int
close_fixture(void **state)
{
    struct fixture *fixture = *state;
    mt_codes_free(fixture->codes);
    mt_arena_release(&fixture->arena);
    free(fixture->bytes);
    free(fixture);
    return 0;
}

static struct mt_ndr_list
read_bytes(struct fixture *fixture, const char *bytes, size_t len)
{
    struct mt_ndr_list list;
    struct mt_err err = {""};
    if (mt_ndrs_read((struct mt_text){bytes, len}, &fixture->arena, &list, &err) != MT_OK)
        fail_msg("%s", err.text);
    return list;
}

static struct mt_ndr_list
read_text(struct fixture *fixture, const char *text)
{
    return read_bytes(fixture, text, strlen(text));
}

static struct mt_ndr_list
read_file(struct fixture *fixture, const char *name)
{
    enum { MOST = 1 << 20 };
    char path[512];
    snprintf(path, sizeof path, "%s/fixtures/ndr/%s", MSGTRACE_SOURCE_DIR, name);
    FILE *file = fopen(path, "rb");
    if (!file)
        fail_msg("%s is missing", path);
    free(fixture->bytes);
    fixture->bytes = malloc(MOST);
    assert_non_null(fixture->bytes);
    fixture->len = fread(fixture->bytes, 1, MOST, file);
    fclose(file);
    return read_bytes(fixture, fixture->bytes, fixture->len);
}

static void
assert_text(const char *of, struct mt_text text, const char *expected)
{
    if (!mt_text_is(text, expected) && !(expected[0] == '\0' && text.len == 0))
        fail_msg("%s: '%.*s' instead of '%s'", of, (int)text.len, text.at ? text.at : "", expected);
}

/* ---- the fixtures ---- */

static const struct {
    const char *file;
    size_t ndrs, number, recipient; /* which of them the line is about */
    const char *address, *action, *class, *code, *outer_code, *remote_host, *trace_id;
    size_t tries;
} expected[] = {
    {"socket-error.eml", 1, 0, 0, "anna.weber@yahoo.example", "failed", "transport", "4.4.2", "5.4.300",
     "mx-eu.mail.yahoo.example", "a91f4c02-6d1e-4b77-8a35-08df43d2f3a1", 3},
    {"mailbox-full-pasted.txt", 1, 0, 0, "tom@sky.example", "failed", "mailbox_full", "4.2.2", "5.4.300",
     "mx.sky.example", "b2c5d7e0-1111-4222-8333-08df44a85c1d", 2},
    {"tls-french.eml", 1, 0, 0, "contact@banque.example", "failed", "tls", "5.7.3", "5.4.317", "mx1.banque.example",
     "c3d6e8f1-2222-4333-8444-08df449a77aa", 2},
    {"dns.eml", 1, 0, 0, "info@gone.example", "failed", "dns", "5.4.310", "", "gone.example",
     "d4e7f902-3333-4444-8555-08df457c12ab", 1},
    {"carriage-returns.eml", 1, 0, 0, "info@gone.example", "failed", "dns", "5.4.310", "", "gone.example",
     "d4e7f902-3333-4444-8555-08df457c12ab", 1},
    {"throttle-status-only.eml", 1, 0, 0, "kim@gmail.example", "failed", "throttle", "4.7.28", "5.4.300",
     "gmail-smtp-in.l.google.example", "e5f80a13-4444-4555-8666-08df45a0c0f1", 0},
    {"policy-new-form.eml", 1, 0, 0, "sales@contoso.example", "failed", "policy", "5.7.133", "", "",
     "f6091b24-5555-4666-8777-08df45ad9911", 0},
    {"two-recipients.eml", 1, 0, 0, "one@yahoo.example", "failed", "auth", "5.7.9", "", "mx-eu.mail.yahoo.example",
     "293a4e57-8888-4999-8aaa-08df45b03456", 1},
    {"two-recipients.eml", 1, 0, 1, "two@tailspin.example", "failed", "recipient", "5.1.10", "", "",
     "293a4e57-8888-4999-8aaa-08df45b03456", 1},
    {"delayed.eml", 1, 0, 0, "lee@aol.example", "delayed", "transport", "4.4.2", "4.4.7", "mx.aol.example",
     "07182c35-6666-4777-8888-08df45b01234", 1},
    {"relayed.eml", 1, 0, 0, "pat@wingtip.example", "relayed", "housekeeping", "2.1.5", "", "mx.wingtip.example",
     "18293d46-7777-4888-8999-08df45b02345", 0},
    {"forwarded.eml", 1, 0, 0, "anna.weber@yahoo.example", "failed", "transport", "4.4.2", "5.4.300",
     "mx-eu.mail.yahoo.example", "a91f4c02-6d1e-4b77-8a35-08df43d2f3a1", 3},
    {"mailbox.mbox", 2, 0, 0, "info@gone.example", "failed", "dns", "5.4.310", "", "gone.example",
     "d4e7f902-3333-4444-8555-08df457c12ab", 1},
    {"mailbox.mbox", 2, 1, 1, "two@tailspin.example", "failed", "recipient", "5.1.10", "", "",
     "293a4e57-8888-4999-8aaa-08df45b03456", 1},
    {"html-only.eml", 1, 0, 0, "anna.weber@yahoo.example", "failed", "transport", "4.4.2", "",
     "mx-eu.mail.yahoo.example", "", 1},
    {"chinese.eml", 1, 0, 0, "li@example.cn", "failed", "recipient", "5.1.10", "", "",
     "3a4b5f68-9999-4aaa-8bbb-08df45b04567", 1},
    {"pasted-utf16.txt", 1, 0, 0, "sam@sky.example", "failed", "transport", "4.4.2", "", "mx.sky.example", "", 1},
    {"glued.txt", 1, 0, 0, "gordon@hamradio.example", "failed", "spam", "5.7.1", "5.7.350", "", "", 0},
    {"bare-wrapper.txt", 1, 0, 0, "ray@btinternet.example", "failed", "unknown", "5.4.300", "", "", "", 1},
    {"postfix.eml", 1, 0, 0, "nobody@wingtip.example", "failed", "recipient", "5.1.1", "", "mx.wingtip.example", "", 0},
};

static void
every_fixture_is_read_as_what_it_is(void **state)
{
    struct fixture *fixture = *state;
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        struct mt_ndr_list list = read_file(fixture, expected[i].file);
        if (list.count != expected[i].ndrs)
            fail_msg("%s: %zu reports instead of %zu", expected[i].file, list.count, expected[i].ndrs);
        const struct mt_ndr *ndr = &list.ndrs[expected[i].number];
        assert_true(expected[i].recipient < ndr->count);
        const struct mt_ndr_recipient *recipient = &ndr->recipients[expected[i].recipient];
        assert_text(expected[i].file, recipient->address, expected[i].address);
        assert_text(expected[i].file, mt_text_of(mt_dsn_action_key(recipient->action)), expected[i].action);
        assert_true(recipient->has_reason);
        struct mt_cause cause = mt_codes_cause(fixture->codes, &recipient->reason);
        assert_text(expected[i].file, mt_text_of(mt_reason_class_key(cause.class)), expected[i].class);
        assert_text(expected[i].file, recipient->reason.code, expected[i].code);
        assert_text(expected[i].file, recipient->reason.outer_code, expected[i].outer_code);
        assert_text(expected[i].file, recipient->reason.remote_host, expected[i].remote_host);
        assert_text(expected[i].file, ndr->original_trace_id, expected[i].trace_id);
        if (recipient->try_count != expected[i].tries)
            fail_msg("%s: %zu tries instead of %zu", expected[i].file, recipient->try_count, expected[i].tries);
    }
}

static void
a_mail_that_is_no_report_is_none(void **state)
{
    struct fixture *fixture = *state;
    struct mt_ndr_list list = read_file(fixture, "no-report.eml");
    assert_true(list.is_mail);
    assert_int_equal(list.count, 0);
    assert_int_equal(list.others, 1);
    list = read_file(fixture, "mailbox.mbox");
    assert_int_equal(list.mails, 3);
    assert_int_equal(list.others, 1);
}

static void
the_reports_own_network_message_id_is_not_the_mails(void **state)
{
    struct fixture *fixture = *state;
    struct mt_ndr_list list = read_file(fixture, "socket-error.eml");
    assert_true(mt_text_find(list.ndrs[0].headers, "99999999-8888-7777-6666-08df45a0c0de") >= 0);
    assert_text("trace id", list.ndrs[0].original_trace_id, "a91f4c02-6d1e-4b77-8a35-08df43d2f3a1");
    assert_true(mt_text_starts(list.ndrs[0].original_message_id, "<LO2P123MB4321A1B2C3D4E5F6"));
    assert_int_equal(list.ndrs[0].attempts, 14);
    assert_text("sender", list.ndrs[0].original_sender, "jane.doe@fabrikam.example");
}

static void
the_body_of_the_original_is_not_kept(void **state)
{
    struct fixture *fixture = *state;
    struct mt_ndr_list list = read_file(fixture, "socket-error.eml");
    const struct mt_ndr *ndr = &list.ndrs[0];
    const struct mt_text texts[] = {ndr->headers, ndr->told, ndr->status_part, ndr->original_headers};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_true(mt_text_find(texts[i], "which no report keeps") < 0);
}

/* ---- times ---- */

static void
assert_time(struct mt_ndr_list list, size_t number, const char *iso)
{
    char room[32];
    assert_true(list.count == 1 && list.ndrs[0].count == 1 && list.ndrs[0].recipients[0].try_count > number);
    int64_t at = list.ndrs[0].recipients[0].tries[number].at_us;
    assert_text("time", at == MT_MOMENT_UNKNOWN ? MT_TEXT_LITERAL("?") : mt_moment_iso(at, room), iso);
}

#define PASTE(headers, date, reply)                                                                                    \
    "Generating server: X.prod.outlook.com\n\nann@contoso.com\n" date                                                  \
    " - Server at mx.contoso.com (203.0.113.1) returned '" reply "'\n\nOriginal message headers:\n\n" headers

static void
day_and_month_are_told_apart_by_what_bounds_them(void **state)
{
    struct fixture *fixture = *state;
    assert_time(read_text(fixture, PASTE("From: a@b.example\nDate: Tue, 1 Sep 2026 10:00:00 +0000\n",
                                         "3/09/2026 8:05:56 PM", "421 4.4.2 Connection dropped due to SocketError")),
                0, "2026-09-03T20:05:56Z");
    assert_time(read_text(fixture, PASTE("From: a@b.example\nDate: Sun, 8 Mar 2026 10:00:00 +0000\n",
                                         "3/09/2026 8:05:56 PM", "421 4.4.2 Connection dropped due to SocketError")),
                0, "2026-03-09T20:05:56Z");
}

static void
an_open_date_stays_open(void **state)
{
    struct fixture *fixture = *state;
    struct mt_ndr_list list = read_text(fixture, PASTE("From: a@b.example\n", "3/09/2026 8:05:56 PM",
                                                       "421 4.4.2 Connection dropped due to SocketError"));
    assert_time(list, 0, "?");
    assert_true(list.ndrs[0].dates_open);
}

static void
an_iso_time_in_the_details_wins_and_shows_the_zone(void **state)
{
    struct fixture *fixture = *state;
    struct mt_ndr_list list = read_text(
        fixture,
        "Generating server: X.prod.outlook.com\n\nann@contoso.com\n"
        "17/11/2026 16:20:11 - Server at X.prod.outlook.com returned '550 5.4.316 Message expired, connection "
        "refused'\n"
        "17/11/2026 16:09:55 - Server at mx.contoso.com (203.0.113.1) returned '450 4.4.316 Connection refused "
        "[Message=Socket error code 10061] [X.eop.prod.protection.outlook.com 2026-11-17T14:09:55.112Z 08DE]'\n");
    assert_time(list, 1, "2026-11-17T14:09:55.112000Z");
    assert_time(list, 0, "2026-11-17T14:20:11Z");
}

/* ---- text ---- */

static void
a_reply_may_hold_quotes_and_break_over_lines(void **state)
{
    struct fixture *fixture = *state;
    struct mt_ndr_list list =
        read_text(fixture, "Generating server: X.prod.outlook.com\n\nann@contoso.com\n"
                           "11/17/2026 7:05:39 AM - Server at mx.contoso.com (203.0.113.1) returned '452 4.2.2 The\n"
                           "recipient's inbox is 'nearly' out of\nstorage space' 11/17/2026 6:05:39 AM - Server at "
                           "mx.contoso.com (203.0.113.1) returned '421 4.4.2 Connection dropped'\n");
    assert_int_equal(list.count, 1);
    assert_int_equal(list.ndrs[0].recipients[0].try_count, 2);
    assert_text("reply", list.ndrs[0].recipients[0].tries[0].reply,
                "452 4.2.2 The recipient's inbox is 'nearly' out of storage space");
}

static void
several_pastes_in_a_file_are_several_reports(void **state)
{
    struct fixture *fixture = *state;
    struct mt_ndr_list list = read_text(
        fixture, "Generating server: X.prod.outlook.com\n\nann@contoso.com\nRemote Server returned '550 5.1.10 "
                 "RESOLVER.ADR.RecipientNotFound'\n\nOriginal message headers:\n\nFrom: a@b.example\nMessage-ID: "
                 "<one@b.example>\n\nGenerating server: Y.prod.outlook.com\n\nbob@contoso.com\nRemote Server returned "
                 "'550 5.2.2 mailbox full'\n\nOriginal message headers:\n\nMessage-ID: <two@b.example>\n");
    assert_int_equal(list.count, 2);
    assert_text("first", list.ndrs[0].original_message_id, "<one@b.example>");
    assert_text("second", list.ndrs[1].recipients[0].address, "bob@contoso.com");
    assert_text("second", list.ndrs[1].original_message_id, "<two@b.example>");
}

static void
old_exchange_reports_are_read(void **state)
{
    struct fixture *fixture = *state;
    struct mt_ndr_list list =
        read_text(fixture, "Delivery has failed to these recipients or groups:\n\nbob@contoso.com\n\nDiagnostic "
                           "information for administrators:\n\nGenerating server: ex01.contoso.local\n\n"
                           "bob@contoso.com\n#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##\n");
    assert_int_equal(list.count, 1);
    assert_int_equal(list.ndrs[0].count, 1);
    assert_text("code", list.ndrs[0].recipients[0].reason.code, "5.1.1");
}

/* ---- hostile bytes ---- */

static void
what_nests_or_repeats_without_end_is_cut(void **state)
{
    enum { MANY = 20000 };
    struct fixture *fixture = *state;
    struct mt_out out = MT_OUT_EMPTY;
    mt_out_string(&out, "From: a@b.example\nTo: c@d.example\nSubject: x\nMIME-Version: 1.0\n");
    for (int i = 0; i < 200; i++)
        mt_out_string(&out, "Content-Type: message/rfc822\n\nFrom: a@b.example\nSubject: x\nMIME-Version: 1.0\n");
    struct mt_ndr_list list = read_bytes(fixture, out.bytes, out.len);
    assert_int_equal(list.count, 0);
    mt_out_clear(&out);
    mt_out_string(&out, "Generating server: X\n");
    for (int i = 0; i < MANY; i++)
        mt_out_string(&out, "a@b.example\nRemote Server returned '550 5.1.1 a' b' c' d'\n");
    list = read_bytes(fixture, out.bytes, out.len);
    assert_int_equal(list.count, 1);
    assert_true(list.ndrs[0].recipients[0].try_count <= MT_NDR_LINES);
    mt_out_release(&out);
}

static void
empty_and_binary_files_hold_no_report(void **state)
{
    static const char binary[] = "\x00\xFF\xFE\x01From: \x80\x00";
    struct fixture *fixture = *state;
    assert_int_equal(read_bytes(fixture, "", 0).count, 0);
    assert_int_equal(read_bytes(fixture, binary, sizeof binary).count, 0);
}

static void
an_export_of_traces_is_not_taken_for_a_report(void **state)
{
    (void)state;
    assert_false(
        mt_ndrs_likely(MT_TEXT_LITERAL("date_time,event_id,detail,data\n2026,FAIL,\"Server returned '550\"\n")));
    assert_false(mt_ndrs_likely(MT_TEXT_LITERAL("[{\"Detail\":\"Remote Server returned '550 5.1.1'\"}]")));
    assert_true(mt_ndrs_likely(MT_TEXT_LITERAL("Generating server: X\nRemote Server returned '550 5.1.1'")));
}

/* ---- events ---- */

struct seen {
    size_t events, fails, defers, ndrs;
    int64_t last_us;
    struct mt_ndr_kept kept;
};

static enum mt_rc
see_event(void *context, const struct mt_event *event, struct mt_err *err)
{
    struct seen *seen = context;
    (void)err;
    seen->events++;
    seen->fails += event->kind == MT_EVENT_FAIL;
    seen->defers += event->kind == MT_EVENT_DEFER;
    seen->last_us = event->at_us;
    return MT_OK;
}

static enum mt_rc
see_ndr(void *context, const struct mt_ndr_kept *ndr, struct mt_err *err)
{
    struct seen *seen = context;
    (void)err;
    seen->ndrs++;
    seen->kept = *ndr;
    return MT_OK;
}

static struct seen
send(struct fixture *fixture, const char *file, struct mt_ndr_events *sent)
{
    struct seen seen = {0};
    struct mt_err err = {""};
    struct mt_ndr_list list = read_file(fixture, file);
    const struct mt_sink sink = {.context = &seen, .event = see_event, .ndr = see_ndr};
    assert_int_equal(mt_ndr_send(&list.ndrs[0], MT_MOMENT_UNKNOWN, &fixture->arena, &sink, sent, &err), MT_OK);
    return seen;
}

static void
tries_are_deferrals_and_the_end_is_a_failure(void **state)
{
    struct fixture *fixture = *state;
    struct mt_ndr_events sent;
    char room[32];
    struct seen seen = send(fixture, "socket-error.eml", &sent);
    assert_int_equal(seen.fails, 1);
    assert_int_equal(seen.defers, 2);
    assert_int_equal(seen.ndrs, 1);
    assert_text("end", mt_moment_iso(seen.last_us, room), "2026-11-17T07:10:41Z");
}

static void
delays_and_receipts_are_no_failures(void **state)
{
    struct fixture *fixture = *state;
    struct mt_ndr_events sent;
    struct seen seen = send(fixture, "delayed.eml", &sent);
    assert_int_equal(seen.fails, 0);
    assert_int_equal(seen.defers, 1);
    seen = send(fixture, "relayed.eml", &sent);
    assert_int_equal(seen.fails + seen.defers, 0);
    assert_int_equal(sent.action, MT_DSN_RELAYED);
}

static void
a_report_without_ids_joins_nothing_and_is_kept(void **state)
{
    struct fixture *fixture = *state;
    struct mt_ndr_events sent;
    struct seen seen = send(fixture, "pasted-utf16.txt", &sent);
    assert_true(sent.is_joinless);
    assert_int_equal(seen.events, 0);
    assert_int_equal(seen.ndrs, 1);
}

int
main(void)
{
#define TEST(claim) cmocka_unit_test_setup_teardown(claim, open_fixture, close_fixture)
    const struct CMUnitTest tests[] = {
        TEST(every_fixture_is_read_as_what_it_is),
        TEST(a_mail_that_is_no_report_is_none),
        TEST(the_reports_own_network_message_id_is_not_the_mails),
        TEST(the_body_of_the_original_is_not_kept),
        TEST(day_and_month_are_told_apart_by_what_bounds_them),
        TEST(an_open_date_stays_open),
        TEST(an_iso_time_in_the_details_wins_and_shows_the_zone),
        TEST(a_reply_may_hold_quotes_and_break_over_lines),
        TEST(several_pastes_in_a_file_are_several_reports),
        TEST(old_exchange_reports_are_read),
        TEST(what_nests_or_repeats_without_end_is_cut),
        TEST(empty_and_binary_files_hold_no_report),
        TEST(an_export_of_traces_is_not_taken_for_a_report),
        TEST(tries_are_deferrals_and_the_end_is_a_failure),
        TEST(delays_and_receipts_are_no_failures),
        TEST(a_report_without_ids_joins_nothing_and_is_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
