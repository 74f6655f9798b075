#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ingest/checks.h"
#include "ingest/limits.h"
#include "ingest/repeats.h"

/* ---- an export of rows in memory ---- */

struct passed {
    uint64_t rows, events, rejects;
};

static enum mt_rc
take_row(void *context, const struct mt_row *row, struct mt_err *err)
{
    (void)row;
    (void)err;
    ((struct passed *)context)->rows++;
    return MT_OK;
}

static enum mt_rc
take_reject(void *context, const struct mt_reject *reject, struct mt_err *err)
{
    (void)reject;
    (void)err;
    ((struct passed *)context)->rejects++;
    return MT_OK;
}

static enum mt_rc
take_event(void *context, const struct mt_event *event, struct mt_err *err)
{
    (void)event;
    (void)err;
    ((struct passed *)context)->events++;
    return MT_OK;
}

struct export
{
    struct passed passed;
    struct mt_sink end, sink;
    struct mt_checks *checks;
    struct mt_checks_facts facts;
    struct mt_reading_counts counts;
    struct mt_source_facts source;
    struct mt_evidence_votes votes;
    struct mt_settled settled;
    struct mt_notes notes;
    struct mt_err err;
};

static struct export *
export_open(void)
{
    struct export *export = calloc(1, sizeof *export);
    assert_non_null(export);
    export->end = (struct mt_sink){&export->passed, take_row, take_reject, take_event};
    assert_int_equal(mt_checks_open(&export->checks, &export->err), MT_OK);
    export->sink = mt_checks_sink(export->checks, &export->end);
    export->settled.order = MT_DATE_YMD;
    export->facts = (struct mt_checks_facts){
        .flavour = MT_TEXT_LITERAL("get-messagetrace"),
        .source = &export->source,
        .counts = &export->counts,
        .votes = &export->votes,
        .settled = &export->settled,
        .window_start_us = MT_MOMENT_UNKNOWN,
    };
    return export;
}

static void
export_close(struct export *export)
{
    mt_notes_release(&export->notes);
    mt_checks_close(export->checks);
    free(export);
}

static int64_t
utc(int day, int hour, int minute)
{
    struct mt_civil civil = {2026, 11, day, hour, minute, 0, 0};
    return mt_civil_moment(&civil);
}

static void
give(struct export *export, const struct mt_row *row)
{
    export->counts.records++;
    assert_int_equal(export->sink.row(export->sink.context, row, &export->err), MT_OK);
}

/* A row like thousands of others: its own message, one of many people. */
static void
give_plain(struct export *export, int64_t received_us, int number)
{
    char id[32], sender[32], recipient[32];
    snprintf(id, sizeof id, "<%d@x.example>", number);
    snprintf(sender, sizeof sender, "s%d@x.example", number % 7);
    snprintf(recipient, sizeof recipient, "r%d@y.example", number % 11);
    give(export, &(struct mt_row){.message_id = mt_text_of(id),
                                  .sender = mt_text_of(sender),
                                  .recipient = mt_text_of(recipient),
                                  .received_us = received_us,
                                  .received_precision = 1,
                                  .status = number % 50 == 49 ? MT_STATUS_FAILED : MT_STATUS_DELIVERED,
                                  .size_bytes = 1000});
}

static void
ask(struct export *export)
{
    mt_notes_release(&export->notes);
    if (mt_checks_notes(export->checks, &export->facts, &export->notes, &export->err) != MT_OK)
        fail_msg("%s", export->err.text);
}

static const struct mt_note *
find(const struct mt_notes *notes, enum mt_check check)
{
    for (size_t i = 0; i < notes->count; i++)
        if (notes->items[i].check == check)
            return &notes->items[i];
    return NULL;
}

static void
assert_says(const struct mt_notes *notes, enum mt_check check, const char *words)
{
    const struct mt_note *note = find(notes, check);
    assert_non_null(note);
    if (mt_text_find(note->text, words) < 0)
        fail_msg("'%.*s' does not say '%s'", (int)note->text.len, note->text.at, words);
}

static void
assert_silent(const struct mt_notes *notes)
{
    for (size_t i = 0; i < notes->count; i++)
        fail_msg("says '%.*s'", (int)notes->items[i].text.len, notes->items[i].text.at);
}

/* `days` days from 9 to 18 o'clock with a row every 15 minutes, newest first, from Monday the second on. */
static int
give_days(struct export *export, int days, int without_day)
{
    int number = 0;
    for (int day = 1 + days; day >= 2; day--)
        for (int quarter = 35; quarter >= 0 && day != without_day; quarter--)
            give_plain(export, utc(day, 9 + quarter / 4, 15 * (quarter % 4)), number++);
    return number;
}

static void
everything_that_is_looked_at_is_passed_on(void **state)
{
    (void)state;
    struct export *export = export_open();
    give_plain(export, utc(2, 9, 0), 1);
    struct mt_event event = {.at_us = utc(2, 9, 0), .event = MT_TEXT_LITERAL("Receive")};
    struct mt_reject reject = {.line = 3, .reason = "has no recipient", .raw = MT_TEXT_LITERAL("a,b")};
    assert_int_equal(export->sink.event(export->sink.context, &event, &export->err), MT_OK);
    assert_int_equal(export->sink.reject(export->sink.context, &reject, &export->err), MT_OK);
    assert_int_equal(export->passed.rows, 1);
    assert_int_equal(export->passed.events, 1);
    assert_int_equal(export->passed.rejects, 1);
    export_close(export);
}

static void
a_good_export_gives_no_note(void **state)
{
    (void)state;
    struct export *export = export_open();
    give_days(export, 12, 0); /* two weekends of mail as usual as on workdays */
    export->facts.window_start_us = utc(2, 0, 0);
    export->votes.clocks = export->votes.stamps = export->counts.records;
    export->votes.shift[MT_DATE_YMD][MT_SHIFT_STEPS] = export->votes.clocks;
    export->votes.fine[MT_DATE_YMD] = export->votes.clocks;
    export->settled.confirmed = true;
    ask(export);
    assert_silent(&export->notes);
    export_close(export);
}

/* ---- limits ---- */

static void
a_cut_export_says_which_limit_and_how_to_go_on(void **state)
{
    (void)state;
    struct export *export = export_open();
    for (int i = 0; i < 5000; i++)
        give_plain(export, utc(9, 12, 0) - i * 20 * MT_SECOND, i);
    ask(export);
    assert_int_equal(export->notes.count, 1);
    assert_says(&export->notes, MT_CHECK_CUT,
                "exactly 5,000 rows, the most that one query of Get-MessageTraceV2 gives");
    assert_says(&export->notes, MT_CHECK_CUT, "mail before 2026-11-08 08:13 UTC is probably missing");
    assert_says(&export->notes, MT_CHECK_CUT, "-EndDate '2026-11-08 08:13:41z'");

    export->facts.window_start_us = utc(4, 0, 0);
    ask(export);
    assert_says(&export->notes, MT_CHECK_CUT, "mail from 2026-11-04 00:00 to 2026-11-08 08:13 UTC");
    assert_says(&export->notes, MT_CHECK_CUT, "-StartDate '2026-11-04 00:00:00z' -EndDate '2026-11-08 08:13:41z'");
    export_close(export);
}

static void
one_row_more_or_less_than_a_limit_is_not_cut(void **state)
{
    (void)state;
    static const uint64_t counts[] = {999, 1001, 4999, 5001, 99999, 100001, 1048576};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        bool of_messages;
        struct mt_limit_counts measured = {
            .flavour = MT_TEXT_LITERAL("get-messagetrace"), .records = counts[i], .exports = 1};
        assert_null(mt_limit_met(&measured, &of_messages));
    }
}

static void
each_flavour_has_its_own_limits(void **state)
{
    (void)state;
    static const struct {
        const char *flavour;
        uint64_t records, exports, messages;
        bool of_events, pages_are_whole;
        const char *whose; /* NULL: not cut */
    } cases[] = {
        {"get-messagetrace", 1000, 1, 900, false, false, "without -ResultSize"},
        {"convertto-json", 5000, 1, 900, false, false, "one query of Get-MessageTraceV2"},
        {"eac", 10000, 1, 900, false, false, "admin center"},
        {"enhanced-summary", 50000, 1, 900, false, false, "admin center"},
        {"enhanced-summary", 100000, 1, 900, false, false, "historical search"},
        {"enhanced-summary", 99999, 1, 900, false, false, "with its header"}, /* header and rows are 100,000 lines */
        {"extended", 16123, 1, 1000, true, false, "admin center"},
        {"extended", 100000, 1, 6000, true, false, "historical search"},
        {"tracking-log", 1000, 1, 300, true, false, "Get-MessageTrackingLog"},
        {"get-messagetrace", 1048575, 1, 900, false, false, "spreadsheet"},
        {"log-shipper", 20000, 1, 900, false, false, "usual limit"},
        {"get-messagetrace", 10000, 2, 900, false, false, "one query"}, /* two exports of 5,000 */
        {"get-messagetrace", 10001, 2, 900, false, false, NULL},
        {"extended", 5000, 1, 300, true, false, NULL},
        {"detail", 1000, 1, 1000, true, false, NULL},
        {"graph", 1000, 1, 900, false, false, "page of Microsoft Graph"},
        {"graph", 1000, 1, 900, false, true, NULL}, /* the service names no next page */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bool of_messages;
        struct mt_limit_counts measured = {.flavour = mt_text_of(cases[i].flavour),
                                           .records = cases[i].records,
                                           .exports = cases[i].exports,
                                           .messages = cases[i].messages,
                                           .of_events = cases[i].of_events,
                                           .pages_are_whole = cases[i].pages_are_whole};
        const struct mt_limit *limit = mt_limit_met(&measured, &of_messages);
        if ((limit != NULL) != (cases[i].whose != NULL) || (limit && !strstr(limit->whose, cases[i].whose)))
            fail_msg("case %zu: '%s'", i, limit ? limit->whose : "no limit");
    }
}

/* ---- time covered ---- */

static void
a_day_that_is_left_out_is_named(void **state)
{
    (void)state;
    struct export *export = export_open();
    give_days(export, 12, 5);
    ask(export);
    assert_int_equal(export->notes.count, 1);
    assert_says(&export->notes, MT_CHECK_EMPTY_HOURS, "no row from 2026-11-04 18:00 to 2026-11-06 09:00 UTC");
    assert_says(&export->notes, MT_CHECK_EMPTY_HOURS, "about 32 are usual");
    export_close(export);
}

static void
too_few_rows_have_no_pattern(void **state)
{
    (void)state;
    struct export *export = export_open();
    for (int day = 2; day <= 12; day += 3)
        give_plain(export, utc(day, 10, 0), day);
    export->facts.window_start_us = utc(1, 0, 0) - 5 * MT_DAY;
    ask(export);
    assert_silent(&export->notes);
    export_close(export);
}

static void
one_day_of_mail_is_no_pattern_for_others(void **state)
{
    (void)state;
    struct export *export = export_open();
    give_days(export, 1, 0);
    export->facts.window_start_us = utc(2, 0, 0) - 3 * MT_DAY;
    ask(export);
    assert_silent(&export->notes);
    export_close(export);
}

static void
a_window_that_began_long_before_the_oldest_row_is_named(void **state)
{
    (void)state;
    struct export *export = export_open();
    give_days(export, 7, 0);
    export->facts.window_start_us = utc(2, 0, 0) - 3 * MT_DAY;
    ask(export);
    assert_int_equal(export->notes.count, 1);
    assert_says(&export->notes, MT_CHECK_UNCOVERED, "its query began at 2026-10-30 00:00 UTC");
    assert_says(&export->notes, MT_CHECK_UNCOVERED,
                "-StartDate '2026-10-30 00:00:00z' -EndDate '2026-11-02 09:00:01z'");
    export_close(export);
}

/* ---- all mail, or some ---- */

static void
give_same(struct export *export, int rows, const char *sender, const char *recipient, enum mt_status status)
{
    for (int i = 0; i < rows; i++) {
        char id[32], other[32];
        snprintf(id, sizeof id, "<%d@x.example>", i);
        snprintf(other, sizeof other, "a%d@x.example", i);
        give(export, &(struct mt_row){.message_id = mt_text_of(id),
                                      .sender = mt_text_of(sender ? sender : other),
                                      .recipient = mt_text_of(recipient ? recipient : other),
                                      .received_us = utc(9, 9, 0) + i * MT_SECOND,
                                      .received_precision = 1,
                                      .status = status  ? status
                                                : i % 2 ? MT_STATUS_DELIVERED
                                                        : MT_STATUS_FAILED});
    }
}

static void
a_filtered_export_says_by_what(void **state)
{
    (void)state;
    static const struct {
        int rows;
        const char *sender, *recipient;
        enum mt_status status;
        const char *says; /* NULL: nothing */
    } cases[] = {
        {30, "ann@x.example", NULL, 0, "every row has the sender 'ann@x.example'"},
        {30, NULL, "bob@y.example", 0, "every row has the recipient 'bob@y.example'"},
        {30, NULL, NULL, MT_STATUS_FAILED, "every row has the status 'failed'"},
        {2500, NULL, NULL, MT_STATUS_DELIVERED, "every row has the status 'delivered'"},
        {30, NULL, NULL, MT_STATUS_DELIVERED, NULL},
        {10, "ann@x.example", NULL, MT_STATUS_FAILED, NULL},
        {30, NULL, NULL, 0, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct export *export = export_open();
        give_same(export, cases[i].rows, cases[i].sender, cases[i].recipient, cases[i].status);
        ask(export);
        if (cases[i].says)
            assert_says(&export->notes, MT_CHECK_FILTERED, cases[i].says);
        else
            assert_silent(&export->notes);
        export_close(export);
    }
}

static void
one_message_to_many_is_no_filter(void **state)
{
    (void)state;
    struct export *export = export_open();
    for (int i = 0; i < 40; i++) {
        char recipient[32];
        snprintf(recipient, sizeof recipient, "r%d@y.example", i);
        give(export, &(struct mt_row){.message_id = MT_TEXT_LITERAL("<1@x.example>"),
                                      .sender = MT_TEXT_LITERAL("ann@x.example"),
                                      .recipient = mt_text_of(recipient),
                                      .received_us = utc(9, 9, 0),
                                      .received_precision = 1,
                                      .status = MT_STATUS_DELIVERED});
    }
    ask(export);
    assert_silent(&export->notes);
    export_close(export);
}

/* ---- times ---- */

static void
times_against_the_clocks_of_trace_ids(void **state)
{
    (void)state;
    static const struct {
        uint64_t at_utc, at_two_hours; /* trace ids that agree */
        int64_t shift_us;              /* as settled */
        bool by_clock, confirmed, zone_told;
        enum mt_check check;
        const char *says; /* NULL: nothing */
    } cases[] = {
        {0, 400, 2 * MT_HOUR, true, false, false, MT_CHECK_SHIFTED, "UTC+02:00, not UTC, as 400 of 400 trace ids show"},
        {380, 20, 0, false, true, false, MT_CHECK_MIXED_TIMES, "380 rows are in UTC and 20 in UTC+02:00"},
        {20, 380, 2 * MT_HOUR, true, false, false, MT_CHECK_MIXED_TIMES, "380 rows are in UTC+02:00 and 20 in UTC"},
        {0, 150, 0, false, false, false, MT_CHECK_DOUBTFUL, "150 of 150 trace ids say UTC+02:00"},
        {399, 1, 0, false, true, false, MT_CHECK_MIXED_TIMES, NULL},
        {1990, 10, 0, false, true, false, MT_CHECK_MIXED_TIMES, NULL}, /* chance */
        {0, 400, 0, false, false, true, MT_CHECK_DOUBTFUL, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct export *export = export_open();
        give_plain(export, utc(9, 9, 0), 1);
        export->votes.clocks = cases[i].at_utc + cases[i].at_two_hours;
        export->votes.fine[MT_DATE_YMD] = export->votes.clocks;
        export->votes.shift[MT_DATE_YMD][MT_SHIFT_STEPS] = cases[i].at_utc;
        export->votes.shift[MT_DATE_YMD][MT_SHIFT_STEPS + 8] = cases[i].at_two_hours;
        export->settled.shift_us = cases[i].shift_us;
        export->settled.shift_by_clock = cases[i].by_clock;
        export->settled.confirmed = cases[i].confirmed;
        export->facts.zone_told = cases[i].zone_told;
        ask(export);
        if (cases[i].says)
            assert_says(&export->notes, cases[i].check, cases[i].says);
        else
            assert_silent(&export->notes);
        export_close(export);
    }
}

static void
a_change_of_summer_time_is_one_time_base(void **state)
{
    (void)state;
    struct export *export = export_open();
    give_plain(export, utc(9, 9, 0), 1);
    export->votes.clocks = export->votes.fine[MT_DATE_YMD] = 100;
    export->votes.shift[MT_DATE_YMD][MT_SHIFT_STEPS] = 60;
    export->votes.shift[MT_DATE_YMD][MT_SHIFT_STEPS + 4] = 40;
    export->settled.shift_by_clock = true;
    ask(export);
    assert_null(find(&export->notes, MT_CHECK_MIXED_TIMES));
    export_close(export);
}

static struct mt_row
row_with_clock(int64_t clock_us, int64_t received_us)
{
    struct mt_row row = {.recipient = MT_TEXT_LITERAL("r@y.example"),
                         .received_us = received_us,
                         .received_precision = 1,
                         .status = MT_STATUS_DELIVERED,
                         .trace_is_guid = true};
    uint64_t ticks = UINT64_C(621355968000000000) + (uint64_t)clock_us * 10;
    row.trace_guid[8] = (unsigned char)(ticks >> 8);
    row.trace_guid[9] = (unsigned char)ticks;
    for (int i = 0; i < 6; i++)
        row.trace_guid[10 + i] = (unsigned char)(ticks >> (56 - 8 * i));
    row.trace_id = MT_TEXT_LITERAL("(a guid)");
    return row;
}

static void
rows_cannot_be_older_than_their_trace_ids(void **state)
{
    (void)state;
    /* The other way round is how hybrid mail looks, whose id was made before it came in. */
    static const int64_t off[] = {-37 * MT_MINUTE, 37 * MT_MINUTE};
    for (int i = 0; i < 2; i++) {
        struct export *export = export_open();
        for (int n = 0; n < 10; n++) {
            struct mt_row row = row_with_clock(utc(9, 9, n), utc(9, 9, n) + off[i]);
            give(export, &row);
        }
        export->votes.clocks = 10;
        ask(export);
        if (i == 0)
            assert_says(&export->notes, MT_CHECK_DOUBTFUL, "10 of 10 rows are older than their own trace ids");
        else
            assert_silent(&export->notes);
        export_close(export);
    }
}

static void
times_without_seconds_are_named_unless_trace_ids_supply_them(void **state)
{
    (void)state;
    for (int precision = 0; precision < 2; precision++) {
        struct export *export = export_open();
        for (int n = 0; n < 10; n++)
            give(export, &(struct mt_row){.recipient = MT_TEXT_LITERAL("r@y.example"),
                                          .received_us = utc(9, 9, n),
                                          .received_precision = precision ? MT_RECEIVED_BY_TICKS : 0,
                                          .status = MT_STATUS_DELIVERED});
        ask(export);
        assert_int_equal(find(&export->notes, MT_CHECK_NO_SECONDS) != NULL, precision == 0);
        export->facts.flavour = MT_TEXT_LITERAL("eac");
        ask(export);
        assert_null(find(&export->notes, MT_CHECK_NO_SECONDS));
        export_close(export);
    }
}

/* ---- cells ---- */

static void
damaged_cells_are_named(void **state)
{
    (void)state;
    char full[32768];
    memset(full, 'x', sizeof full);
    const struct {
        struct mt_row row;
        enum mt_check check;
        const char *says; /* NULL: nothing */
    } cases[] = {
        {{.recipient = MT_TEXT_LITERAL("system.string[]")}, MT_CHECK_ARRAYS, "$_.Recipients -join ';'"},
        {{.recipient = MT_TEXT_LITERAL("someone.with.a.long.na\xE2\x80\xA6")}, MT_CHECK_CUT_CELLS, "Export-Csv"},
        {{.recipient = MT_TEXT_LITERAL("r@y.example"), .message_id = MT_TEXT_LITERAL("<abcdef...")},
         MT_CHECK_CUT_CELLS,
         "1 row has"},
        {{.recipient = MT_TEXT_LITERAL("r@y.example"), .trace_id = MT_TEXT_LITERAL("1.23E+15")},
         MT_CHECK_SPREADSHEET,
         "1 trace id is"},
        {{.recipient = MT_TEXT_LITERAL("r@y.example"), .trace_id = MT_TEXT_LITERAL("4,5e-07")},
         MT_CHECK_SPREADSHEET,
         "1 trace id is"},
        {{.recipient = MT_TEXT_LITERAL("r@y.example"), .subject = {full, 32767}}, MT_CHECK_SPREADSHEET, "32,767"},
        {{.recipient = MT_TEXT_LITERAL("r@y.example"), .subject = {full, 32768}}, MT_CHECK_SPREADSHEET, NULL},
        {{.recipient = MT_TEXT_LITERAL("r@y.example"), .subject = MT_TEXT_LITERAL("And so on...")}, 0, NULL},
        {{.recipient = MT_TEXT_LITERAL("r@y.example"), .trace_id = MT_TEXT_LITERAL("evt-1")}, 0, NULL},
        {{.recipient = MT_TEXT_LITERAL("r@y.example"), .trace_id = MT_TEXT_LITERAL("12E")}, 0, NULL},
        {{.recipient = MT_TEXT_LITERAL("r@y.example"), .trace_id = MT_TEXT_LITERAL("0")}, 0, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct export *export = export_open();
        struct mt_row row = cases[i].row;
        row.received_us = utc(9, 9, 0);
        row.received_precision = 1;
        give(export, &row);
        ask(export);
        if (cases[i].says)
            assert_says(&export->notes, cases[i].check, cases[i].says);
        else
            assert_silent(&export->notes);
        export_close(export);
    }
}

static void
lists_that_nobody_joined_are_found_in_events_and_rejects(void **state)
{
    (void)state;
    struct export *export = export_open();
    struct mt_event event = {.at_us = utc(2, 9, 0), .detail = MT_TEXT_LITERAL("System.String[]")};
    struct mt_reject reject = {.reason = "has no recipient", .raw = MT_TEXT_LITERAL("RECEIVE,System.String[],x")};
    assert_int_equal(export->sink.event(export->sink.context, &event, &export->err), MT_OK);
    assert_int_equal(export->sink.reject(export->sink.context, &reject, &export->err), MT_OK);
    ask(export);
    assert_says(&export->notes, MT_CHECK_ARRAYS, "2 records hold 'System.String[]'");
    export_close(export);
}

static void
what_the_reading_knows_becomes_notes(void **state)
{
    (void)state;
    struct export *export = export_open();
    give_plain(export, utc(2, 9, 0), 1);
    export->source.looks_lossy = true;
    export->source.repaired = 1234;
    export->source.encoding = MT_ENCODING_UTF8;
    export->counts.more_pages = true;
    export->counts.pages = 1;
    export->counts.repeated_headers = 1;
    ask(export);
    assert_int_equal(export->notes.count, 4);
    assert_says(&export->notes, MT_CHECK_LOSSY, "-Encoding UTF8");
    assert_says(&export->notes, MT_CHECK_REPAIRED, "1,234 byte sequences are no UTF-8");
    assert_says(&export->notes, MT_CHECK_MORE_PAGES, "incomplete");
    assert_says(&export->notes, MT_CHECK_HEADERS, "1 repeated header line was");
    export_close(export);
}

/* ---- repetitions ---- */

static void
many_rows_twice_are_counted(void **state)
{
    (void)state;
    struct export *export = export_open();
    for (int twice = 0; twice < 2; twice++)
        for (int i = 0; i < 100 + 100 * !twice; i++)
            give_plain(export, utc(9, 9, 0) + i * MT_SECOND, i);
    ask(export);
    assert_says(&export->notes, MT_CHECK_REPEATS, "100 rows of 300 (33 %) repeat another one");
    export_close(export);
}

static void
the_same_message_to_another_recipient_is_no_repetition(void **state)
{
    (void)state;
    struct export *export = export_open();
    give_same(export, 200, "ann@x.example", NULL, MT_STATUS_DELIVERED);
    ask(export);
    assert_null(find(&export->notes, MT_CHECK_REPEATS));
    export_close(export);
}

static void
a_file_that_is_read_again_is_looked_at_anew(void **state)
{
    (void)state;
    struct export *export = export_open();
    for (int pass = 0; pass < 2; pass++) {
        export->counts.records = 0;
        export->sink = mt_checks_sink(export->checks, &export->end);
        give_days(export, 12, 0);
    }
    ask(export);
    assert_silent(&export->notes);
    export_close(export);
}

static void
repetitions_in_large_files_are_estimated_in_the_same_memory(void **state)
{
    (void)state;
    struct mt_repeats repeats = MT_REPEATS_EMPTY;
    const int different = 20 * MT_REPEATS_ROOM;
    for (int i = 0; i < different; i++) {
        uint64_t hash = mt_repeats_integer(MT_REPEATS_START, i);
        mt_repeats_add(&repeats, hash);
        if (i % 4 == 0)
            mt_repeats_add(&repeats, hash);
    }
    double found = (double)mt_repeats_different(&repeats);
    assert_true(repeats.kept <= MT_REPEATS_ROOM);
    assert_true(found > 0.95 * different && found < 1.05 * different);
    assert_true(mt_repeats_ratio(&repeats) > 0.18 && mt_repeats_ratio(&repeats) < 0.22);
    mt_repeats_release(&repeats);
}

/* ---- a run ---- */

static void
what_the_exports_cannot_show_is_said_once_for_all_of_them(void **state)
{
    (void)state;
    static const struct {
        uint64_t summaries, enhanced, events, failed;
        enum mt_check check;
        const char *says; /* NULL: nothing */
    } cases[] = {
        {3, 0, 0, 12, MT_CHECK_NO_DEFERRALS, "rows that failed: 12, pending: 0"},
        {2, 2, 0, 0, MT_CHECK_NO_DEFERRALS, "no deferral and no reason"},
        {0, 0, 2, 0, MT_CHECK_EVENTS_ALONE, "need a summary export"},
        {3, 0, 0, 9, 0, NULL},
        {3, 0, 1, 12, 0, NULL},
        {0, 0, 0, 0, 0, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct mt_err err;
        struct mt_notes notes = MT_NOTES_EMPTY;
        struct mt_checks_run run = {.summaries = cases[i].summaries,
                                    .enhanced_summaries = cases[i].enhanced,
                                    .events = cases[i].events,
                                    .failed = cases[i].failed};
        assert_int_equal(mt_checks_run_notes(&run, &notes, &err), MT_OK);
        if (cases[i].says)
            assert_says(&notes, cases[i].check, cases[i].says);
        assert_int_equal(notes.count, cases[i].says != NULL);
        mt_notes_release(&notes);
    }
}

static void
a_run_counts_its_files_by_what_was_in_them(void **state)
{
    (void)state;
    struct mt_checks_run run = MT_CHECKS_RUN_EMPTY;
    struct export *export = export_open();
    mt_checks_run_add(&run, export->checks, MT_TEXT_LITERAL("enhanced-summary")); /* without rows */
    assert_int_equal(run.summaries, 0);
    give_same(export, 3, NULL, NULL, MT_STATUS_FAILED);
    mt_checks_run_add(&run, export->checks, MT_TEXT_LITERAL("enhanced-summary"));
    mt_checks_run_add(&run, export->checks, MT_TEXT_LITERAL("graph"));
    assert_int_equal(run.summaries, 2);
    assert_int_equal(run.enhanced_summaries, 1);
    assert_int_equal(run.failed, 6);
    assert_int_equal(run.events, 0);
    export_close(export);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_that_is_looked_at_is_passed_on),
        cmocka_unit_test(a_good_export_gives_no_note),
        cmocka_unit_test(a_cut_export_says_which_limit_and_how_to_go_on),
        cmocka_unit_test(one_row_more_or_less_than_a_limit_is_not_cut),
        cmocka_unit_test(each_flavour_has_its_own_limits),
        cmocka_unit_test(a_day_that_is_left_out_is_named),
        cmocka_unit_test(too_few_rows_have_no_pattern),
        cmocka_unit_test(one_day_of_mail_is_no_pattern_for_others),
        cmocka_unit_test(a_window_that_began_long_before_the_oldest_row_is_named),
        cmocka_unit_test(a_filtered_export_says_by_what),
        cmocka_unit_test(one_message_to_many_is_no_filter),
        cmocka_unit_test(times_against_the_clocks_of_trace_ids),
        cmocka_unit_test(a_change_of_summer_time_is_one_time_base),
        cmocka_unit_test(rows_cannot_be_older_than_their_trace_ids),
        cmocka_unit_test(times_without_seconds_are_named_unless_trace_ids_supply_them),
        cmocka_unit_test(damaged_cells_are_named),
        cmocka_unit_test(lists_that_nobody_joined_are_found_in_events_and_rejects),
        cmocka_unit_test(what_the_reading_knows_becomes_notes),
        cmocka_unit_test(many_rows_twice_are_counted),
        cmocka_unit_test(the_same_message_to_another_recipient_is_no_repetition),
        cmocka_unit_test(a_file_that_is_read_again_is_looked_at_anew),
        cmocka_unit_test(repetitions_in_large_files_are_estimated_in_the_same_memory),
        cmocka_unit_test(what_the_exports_cannot_show_is_said_once_for_all_of_them),
        cmocka_unit_test(a_run_counts_its_files_by_what_was_in_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
