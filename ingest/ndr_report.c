#include "ingest/ndr_report.h"

#include <string.h>

#include "ingest/ndr_dates.h"

void
mt_ndr_report_begin(struct mt_ndr_report *report, struct mt_ndr *ndr, struct mt_arena *arena, uint64_t line)
{
    *report = (struct mt_ndr_report){.ndr = ndr, .arena = arena};
    *ndr = (struct mt_ndr){
        .line = line, .attempts = -1, .date_us = MT_MOMENT_UNKNOWN, .original_date_us = MT_MOMENT_UNKNOWN};
}

/* ---- the original ---- */

static const char *const trace_id_headers[] = {
    "X-MS-Exchange-CrossTenant-Network-Message-Id",
    "X-MS-Office365-Filtering-Correlation-Id",
    "X-MS-Exchange-Organization-Network-Message-Id",
    "X-MS-Exchange-CrossPremises-Network-Message-Id",
};

static struct mt_text
lower(struct mt_text text, struct mt_arena *arena)
{
    char *at = mt_arena_take(arena, text.len + 1);
    if (!at)
        return MT_TEXT_UNKNOWN;
    for (size_t i = 0; i < text.len; i++)
        at[i] = mt_ascii_lower(text.at[i]);
    return (struct mt_text){at, text.len};
}

/* "Jane Doe <jane@contoso.com>" and "jane@contoso.com": the address. */
static struct mt_text
address_in(struct mt_text value)
{
    ptrdiff_t open = mt_text_find(value, "<");
    if (open >= 0) {
        struct mt_text inside = {value.at + open + 1, value.len - (size_t)open - 1};
        return mt_text_trim(mt_text_cut(&inside, '>'));
    }
    struct mt_text trimmed = mt_text_trim(value);
    bool is_one = mt_text_find(trimmed, "@") > 0 && mt_text_find(trimmed, " ") < 0;
    return is_one ? trimmed : MT_TEXT_UNKNOWN;
}

static void
keep(struct mt_text *to, struct mt_text value)
{
    if (to->len == 0 && value.len > 0)
        *to = value;
}

void
mt_ndr_report_original(struct mt_ndr_report *report, struct mt_text block)
{
    struct mt_ndr *ndr = report->ndr;
    struct mt_arena *arena = report->arena;
    struct mt_header_fields headers;
    if (!mt_header_fields_read(block, arena, &headers))
        return;
    keep(&ndr->original_headers, block);
    for (size_t i = 0; i < sizeof trace_id_headers / sizeof *trace_id_headers; i++) {
        struct mt_text value = mt_text_trim(mt_header_field(&headers, trace_id_headers[i], 0));
        unsigned char guid[16];
        if (mt_guid_parse(value, guid))
            keep(&ndr->original_trace_id, lower(value, arena));
    }
    keep(&ndr->original_message_id, mt_text_trim(mt_header_field(&headers, "Message-ID", 0)));
    keep(&ndr->original_sender, address_in(mt_header_field(&headers, "Return-Path", 0)));
    keep(&ndr->original_sender, address_in(mt_header_field(&headers, "From", 0)));
    keep(&ndr->original_subject, mt_header_words(mt_header_field(&headers, "Subject", 0), arena));
    if (ndr->original_date_us == MT_MOMENT_UNKNOWN)
        ndr->original_date_us = mt_mail_date(mt_header_field(&headers, "Date", 0));
}

/* ---- recipients ---- */

static struct mt_ndr_recipient *
add_recipient(struct mt_ndr_report *report, struct mt_text address)
{
    struct mt_ndr *ndr = report->ndr;
    if (ndr->count == MT_NDR_RECIPIENTS) {
        ndr->is_cut = true;
        return NULL;
    }
    if (ndr->count == report->room) {
        size_t room = report->room ? report->room * 2 : 4;
        struct mt_ndr_recipient *grown = mt_arena_take(report->arena, room * sizeof *grown);
        if (!grown)
            return NULL;
        if (ndr->count)
            memcpy(grown, ndr->recipients, ndr->count * sizeof *grown);
        ndr->recipients = grown;
        report->room = room;
    }
    ndr->recipients[ndr->count] = (struct mt_ndr_recipient){.address = address, .action = MT_DSN_UNKNOWN};
    return &ndr->recipients[ndr->count++];
}

void
mt_ndr_report_status(struct mt_ndr_report *report, struct mt_text text)
{
    struct mt_ndr *ndr = report->ndr;
    struct mt_dsn dsn;
    if (!mt_dsn_read(text, report->arena, &dsn))
        return;
    keep(&ndr->status_part, text);
    keep(&ndr->generating_server, dsn.reporting_mta);
    keep(&ndr->envelope_id, dsn.envelope_id);
    if (ndr->original_date_us == MT_MOMENT_UNKNOWN && mt_text_known(dsn.arrival_date))
        ndr->original_date_us = mt_mail_date(dsn.arrival_date);
    for (size_t i = 0; i < dsn.count; i++) {
        const struct mt_dsn_recipient *from = &dsn.recipients[i];
        struct mt_ndr_recipient *to = add_recipient(report, from->address);
        if (!to)
            return;
        to->name = from->name;
        to->action = from->action;
        to->status = from->status;
        to->diagnostic = from->diagnostic;
        to->remote_mta = from->remote_mta;
    }
    report->of_status = ndr->count;
}

/* The recipient of the status part that the text speaks of. With one each it is the same, however it is written:
 * forwarding and rewriting change addresses on the way. */
static struct mt_ndr_recipient *
recipient_for(struct mt_ndr_report *report, const struct mt_ndr_text *text, const struct mt_ndr_told *told)
{
    struct mt_ndr *ndr = report->ndr;
    for (size_t i = 0; i < ndr->count; i++)
        if (mt_text_known(told->address) && mt_text_equal_nocase(ndr->recipients[i].address, told->address))
            return &ndr->recipients[i];
    if (report->of_status == 1 && (text->count == 1 || !mt_text_known(told->address)))
        return &ndr->recipients[0];
    if (report->of_status > 0 && told->count == 0)
        return NULL; /* any address that stands alone on a line */
    return add_recipient(report, told->address);
}

static bool
is_of_service(const struct mt_ndr *ndr, struct mt_text server)
{
    return mt_text_ends_nocase(server, ".outlook.com") || mt_text_ends_nocase(server, ".office365.us") ||
           (mt_text_known(server) && mt_text_equal_nocase(server, ndr->generating_server));
}

/* The text of a mail and its HTML say the same, with other blanks. */
static bool
is_same_answer(const struct mt_ndr_try *try, const struct mt_ndr_line *line)
{
    if (!mt_text_equal(try->date, line->date) || !mt_text_equal_nocase(try->server, line->server))
        return false;
    return mt_text_known(line->date) || mt_text_equal(try->reply, line->reply);
}

static void
take_answers(struct mt_ndr_report *report, struct mt_ndr_recipient *to, const struct mt_ndr_told *told)
{
    struct mt_ndr_try *tries = mt_arena_take(report->arena, (to->try_count + told->count + 1) * sizeof *tries);
    if (!tries)
        return;
    if (to->try_count)
        memcpy(tries, to->tries, to->try_count * sizeof *tries);
    for (size_t i = 0; i < told->count; i++) {
        const struct mt_ndr_line *line = &told->lines[i];
        bool is_known = line->is_loose && mt_text_known(to->diagnostic);
        for (size_t j = 0; j < to->try_count; j++)
            is_known = is_known || is_same_answer(&tries[j], line);
        if (!is_known)
            tries[to->try_count++] = (struct mt_ndr_try){.at_us = MT_MOMENT_UNKNOWN,
                                                         .date = line->date,
                                                         .server = line->server,
                                                         .ip = line->ip,
                                                         .reply = line->reply,
                                                         .by_service = is_of_service(report->ndr, line->server)};
    }
    to->tries = tries;
}

void
mt_ndr_report_text(struct mt_ndr_report *report, const struct mt_ndr_text *text)
{
    struct mt_ndr *ndr = report->ndr;
    keep(&ndr->generating_server, text->generating_server);
    keep(&ndr->receiving_server, text->receiving_server);
    keep(&ndr->rejected_by, text->rejected_by);
    keep(&ndr->original_sender, text->sender);
    keep(&ndr->original_subject, text->subject);
    keep(&report->fallback, text->reported);
    keep(&report->fallback, text->status_code);
    ndr->is_cut = ndr->is_cut || text->is_cut;
    if (text->attempts >= 0)
        ndr->attempts = text->attempts;
    for (size_t i = 0; i < text->count; i++) {
        struct mt_ndr_recipient *to = recipient_for(report, text, &text->told[i]);
        if (!to)
            continue;
        keep(&to->name, text->told[i].name);
        keep(&to->address, text->told[i].address);
        take_answers(report, to, &text->told[i]);
    }
}

/* ---- times ---- */

static void
settle_times(struct mt_ndr *ndr)
{
    struct mt_ndr_dates dates;
    mt_ndr_dates_begin(&dates, ndr->original_date_us, ndr->date_us);
    for (size_t i = 0; i < ndr->count; i++)
        for (size_t j = 0; j < ndr->recipients[i].try_count; j++)
            mt_ndr_dates_see(&dates, ndr->recipients[i].tries[j].date, ndr->recipients[i].tries[j].reply);
    mt_ndr_dates_settle(&dates);
    ndr->dates_open = dates.seen > 0 && dates.order == MT_DATE_UNSETTLED;
    for (size_t i = 0; i < ndr->count; i++)
        for (size_t j = 0; j < ndr->recipients[i].try_count; j++) {
            struct mt_ndr_try *try = &ndr->recipients[i].tries[j];
            try->at_us = mt_ndr_dates_moment(&dates, try->date, try->reply);
        }
}

/* ---- the report's own headers ---- */

static void
read_headers(struct mt_ndr *ndr, const struct mt_header_fields *fields, struct mt_text block, struct mt_arena *arena)
{
    ndr->headers = block;
    ndr->message_id = mt_text_trim(mt_header_field(fields, "Message-ID", 0));
    ndr->to = address_in(mt_header_field(fields, "To", 0));
    ndr->from = mt_header_words(mt_header_field(fields, "From", 0), arena);
    ndr->subject = mt_header_words(mt_header_field(fields, "Subject", 0), arena);
    ndr->date_us = mt_mail_date(mt_header_field(fields, "Date", 0));
    ndr->language = mt_text_trim(mt_header_field(fields, "Content-Language", 0));
    /* The header has no value: that it is there is what counts. */
    ndr->is_exchange = mt_text_known(mt_header_field(fields, "X-MS-Exchange-Message-Is-Ndr", 0));
}

/* What the original is when it is not enclosed: the report answers it. */
static struct mt_text
answered(const struct mt_header_fields *fields)
{
    struct mt_text id = mt_text_trim(mt_header_field(fields, "In-Reply-To", 0));
    return mt_text_starts(id, "<") && mt_text_find(id, " ") < 0 ? id : MT_TEXT_UNKNOWN;
}

/* What Exim and Gmail write; several addresses are divided by commas. */
static void
take_failed_header(struct mt_ndr_report *report, const struct mt_header_fields *headers)
{
    struct mt_text value;
    for (size_t nth = 0; mt_text_known(value = mt_header_field(headers, "X-Failed-Recipients", nth)); nth++)
        for (struct mt_text rest = value; rest.len;) {
            struct mt_text address = address_in(mt_text_trim(mt_text_cut(&rest, ',')));
            bool is_known = !mt_text_known(address);
            for (size_t i = 0; i < report->ndr->count && !is_known; i++)
                is_known = mt_text_equal_nocase(report->ndr->recipients[i].address, address);
            struct mt_ndr_recipient *added = is_known ? NULL : add_recipient(report, address);
            if (added)
                added->action = MT_DSN_FAILED;
        }
}

void
mt_ndr_report_headers(struct mt_ndr_report *report, struct mt_text block)
{
    struct mt_header_fields fields;
    if (!mt_header_fields_read(block, report->arena, &fields))
        return;
    read_headers(report->ndr, &fields, block, report->arena);
    report->answered = answered(&fields);
    take_failed_header(report, &fields);
}

static bool
has_word(struct mt_text text, const char *const *words, size_t count)
{
    for (size_t start = 0; start < text.len; start++)
        for (size_t i = 0; i < count; i++)
            if (mt_text_starts_nocase((struct mt_text){text.at + start, text.len - start}, words[i]))
                return true;
    return false;
}

static bool
is_bounce_sender(struct mt_text from)
{
    static const char *const names[] = {"mailer-daemon", "postmaster",  "microsoftexchange",
                                        "mail delivery", "mail-daemon", "mailer_daemon"};
    return has_word(from, names, sizeof names / sizeof *names);
}

static bool
is_bounce_subject(struct mt_text subject)
{
    static const char *const words[] = {"undeliver",       "failure notice",   "delivery fail", "returned mail",
                                        "delivery status", "could not be del", "non remis",     "unzustellbar"};
    return has_word(subject, words, sizeof words / sizeof *words);
}

bool
mt_ndr_report_is_bounce(const struct mt_ndr_report *report)
{
    return is_bounce_sender(report->ndr->from) || is_bounce_subject(report->ndr->subject);
}

/* ---- together ---- */

/* Addresses that stand alone on a line somewhere in the text, and about which nothing is said, are kept only where
 * nothing is said about anybody: many servers just list who did not get the mail. */
static void
drop_empty(struct mt_ndr *ndr, bool is_bounce)
{
    bool any = false;
    size_t kept = 0;
    for (size_t i = 0; i < ndr->count; i++)
        any = any || ndr->recipients[i].has_reason || ndr->recipients[i].action != MT_DSN_UNKNOWN;
    for (size_t i = 0; i < ndr->count; i++) {
        struct mt_ndr_recipient *recipient = &ndr->recipients[i];
        bool is_party = mt_text_find(ndr->from, "@") >= 0 && mt_text_known(recipient->address) &&
                        (mt_text_equal_nocase(recipient->address, address_in(ndr->from)) ||
                         mt_text_equal_nocase(recipient->address, ndr->to));
        bool listed = !any && is_bounce && mt_text_known(recipient->address) && !is_party;
        if (listed)
            recipient->action = MT_DSN_FAILED;
        if (recipient->has_reason || recipient->action != MT_DSN_UNKNOWN)
            ndr->recipients[kept++] = *recipient;
    }
    ndr->count = kept;
}

void
mt_ndr_report_finish(struct mt_ndr_report *report, bool is_bounce)
{
    struct mt_ndr *ndr = report->ndr;
    keep(&ndr->original_message_id, report->answered);
    settle_times(ndr);
    for (size_t i = 0; i < ndr->count; i++)
        mt_ndr_report_reason(report, &ndr->recipients[i]);
    drop_empty(ndr, is_bounce);
}
