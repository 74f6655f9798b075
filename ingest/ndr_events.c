#include "ingest/ndr_events.h"

#include <string.h>

#include "ingest/reason.h"
#include "ingest/recipients.h"
#include "store/base/out.h"

/* What each fate is as an event. A mail that was handed to a server without receipts, or expanded, is on its way: such
 * reports are kept, and say nothing that counts. */
static const struct {
    enum mt_event_kind kind;
    const char *word;
} fates[] = {
    [MT_DSN_UNKNOWN] = {MT_EVENT_OTHER, "Other"},   [MT_DSN_FAILED] = {MT_EVENT_FAIL, "Fail"},
    [MT_DSN_DELAYED] = {MT_EVENT_DEFER, "Defer"},   [MT_DSN_DELIVERED] = {MT_EVENT_DELIVER, "Deliver"},
    [MT_DSN_RELAYED] = {MT_EVENT_OTHER, "Relayed"}, [MT_DSN_EXPANDED] = {MT_EVENT_OTHER, "Expanded"},
};

/* The worse fate of two: what makes a report one of failure is one recipient. */
static enum mt_dsn_action
worse(enum mt_dsn_action a, enum mt_dsn_action b)
{
    static const int rank[] = {
        [MT_DSN_UNKNOWN] = 0,   [MT_DSN_EXPANDED] = 1, [MT_DSN_RELAYED] = 2,
        [MT_DSN_DELIVERED] = 3, [MT_DSN_DELAYED] = 4,  [MT_DSN_FAILED] = 5,
    };
    return rank[b] > rank[a] ? b : a;
}

/* ---- one recipient ---- */

struct sender {
    const struct mt_ndr *ndr;
    const struct mt_sink *sink;
    struct mt_arena *arena;
    struct mt_ndr_events *sent;
    struct mt_event shared; /* what all events of the report have */
    int64_t made_us;        /* when the report was made, as well as it is known */
};

static enum mt_rc
send_event(struct sender *sender, const struct mt_event *event, struct mt_err *err)
{
    sender->sent->events++;
    return sender->sink->event(sender->sink->context, event, err);
}

/* A try that was put off, by its own answer. The answer with which the service gave up is no try. */
static bool
is_put_off(const struct mt_ndr_try *try, struct mt_arena *arena, struct mt_reason *reason)
{
    bool is_read = try->at_us != MT_MOMENT_UNKNOWN && mt_reason_read(try->reply, arena, reason);
    return is_read && !reason->expired && reason->reply >= 400 && reason->reply < 500;
}

static enum mt_rc
send_tries(struct sender *sender, const struct mt_ndr_recipient *recipient, const struct mt_event *common,
           const struct mt_ndr_try *decided, struct mt_err *err)
{
    enum mt_rc rc = MT_OK;
    for (size_t i = recipient->try_count; i > 0 && rc == MT_OK; i--) {
        const struct mt_ndr_try *try = &recipient->tries[i - 1];
        struct mt_event event = *common;
        if (try == decided || !is_put_off(try, sender->arena, &event.reason))
            continue;
        event.kind = MT_EVENT_DEFER;
        event.event = MT_TEXT_LITERAL("Defer");
        event.at_us = try->at_us;
        event.detail = try->reply;
        event.has_reason = true;
        if (!mt_text_known(event.reason.remote_host) && !try->by_service) {
            event.reason.remote_host = try->server;
            event.reason.remote_ip = try->ip;
        }
        rc = send_event(sender, &event, err);
    }
    return rc;
}

/* The answer that stands for the end: the newest. */
static const struct mt_ndr_try *
last_word(const struct mt_ndr_recipient *recipient)
{
    return recipient->try_count ? &recipient->tries[0] : NULL;
}

static enum mt_rc
send_recipient(struct sender *sender, const struct mt_ndr_recipient *recipient, struct mt_err *err)
{
    struct mt_event event = sender->shared;
    const struct mt_ndr_try *last = last_word(recipient);
    if (!mt_address_lower(sender->arena, recipient->address, &event.delivery.recipient))
        return mt_err_memory(err);
    event.kind = fates[recipient->action].kind;
    event.event = mt_text_of(fates[recipient->action].word);
    event.at_us = last && last->at_us != MT_MOMENT_UNKNOWN ? last->at_us : sender->made_us;
    event.detail = last                                   ? last->reply
                   : mt_text_known(recipient->diagnostic) ? recipient->diagnostic
                                                          : recipient->decisive;
    enum mt_rc rc = recipient->action == MT_DSN_FAILED || recipient->action == MT_DSN_DELAYED
                        ? send_tries(sender, recipient, &event, last, err)
                        : MT_OK;
    if (recipient->action == MT_DSN_FAILED || recipient->action == MT_DSN_DELAYED) {
        event.has_reason = recipient->has_reason && !recipient->reason.housekeeping;
        event.reason = recipient->reason;
    }
    return rc == MT_OK ? send_event(sender, &event, err) : rc;
}

/* ---- the report ---- */

/* The clock in the original's trace id is when it was taken in; a header's date is when it was written. */
static void
read_received(struct sender *sender, int64_t otherwise_us)
{
    struct mt_row *row = &sender->shared.delivery;
    const struct mt_ndr *ndr = sender->ndr;
    int64_t clock;
    bool has_clock = row->trace_is_guid && mt_trace_clock(row->trace_guid, &clock);
    int64_t known = ndr->date_us;
    for (size_t i = 0; i < ndr->count && known == MT_MOMENT_UNKNOWN; i++)
        for (size_t j = 0; j < ndr->recipients[i].try_count && known == MT_MOMENT_UNKNOWN; j++)
            known = ndr->recipients[i].tries[j].at_us;
    sender->sent->is_timeless = known == MT_MOMENT_UNKNOWN;
    sender->made_us = known != MT_MOMENT_UNKNOWN ? known : otherwise_us;
    if (has_clock && clock <= sender->made_us + MT_DAY) {
        row->received_us = clock;
        row->received_precision = MT_RECEIVED_BY_TICKS;
    } else {
        bool dated = ndr->original_date_us != MT_MOMENT_UNKNOWN && ndr->original_date_us <= sender->made_us;
        row->received_us = dated ? ndr->original_date_us : sender->made_us;
        row->received_precision = MT_RECEIVED_BY_EVENT;
    }
}

static bool
fill_shared(struct sender *sender)
{
    const struct mt_ndr *ndr = sender->ndr;
    struct mt_event *event = &sender->shared;
    struct mt_row *row = &event->delivery;
    row->status = MT_STATUS_UNKNOWN;
    row->size_bytes = MT_SIZE_UNKNOWN;
    row->line = ndr->line;
    row->message_id = ndr->original_message_id;
    row->subject = ndr->original_subject;
    row->direction = MT_DIRECTION_ORIGINATING;
    if (mt_text_known(ndr->original_sender) && !mt_address_lower(sender->arena, ndr->original_sender, &row->sender))
        return false;
    row->trace_is_guid = mt_guid_parse(ndr->original_trace_id, row->trace_guid);
    row->trace_id = row->trace_is_guid ? ndr->original_trace_id : row->message_id;
    event->precision = 1;
    event->source = MT_TEXT_LITERAL(MT_SOURCE_NDR);
    event->reference = ndr->message_id;
    event->server = ndr->generating_server;
    return true;
}

static enum mt_rc
keep_report(struct sender *sender, struct mt_err *err)
{
    const struct mt_ndr *ndr = sender->ndr;
    struct mt_out recipients = MT_OUT_EMPTY;
    struct mt_ndr_kept kept = {
        .line = ndr->line,
        .made_us = sender->sent->is_timeless ? MT_MOMENT_UNKNOWN : sender->made_us,
        .action = mt_text_of(mt_dsn_action_key(sender->sent->action)),
        .message_id = ndr->message_id,
        .generating_server = ndr->generating_server,
        .attempts = ndr->attempts,
        .has_trace_id = sender->shared.delivery.trace_is_guid,
        .original_message_id = ndr->original_message_id,
        .sender = sender->shared.delivery.sender,
        .subject = ndr->original_subject,
        .headers = ndr->headers,
        .told = ndr->told,
        .status_part = ndr->status_part,
        .original_headers = ndr->original_headers,
    };
    memcpy(kept.trace_guid, sender->shared.delivery.trace_guid, sizeof kept.trace_guid);
    for (size_t i = 0; i < ndr->count; i++) {
        struct mt_text address;
        if (!mt_text_known(ndr->recipients[i].address))
            continue;
        if (!mt_address_lower(sender->arena, ndr->recipients[i].address, &address))
            recipients.failed = true;
        mt_out_text(&recipients, address);
        mt_out_byte(&recipients, '\n');
    }
    kept.recipients = mt_out_view(&recipients);
    enum mt_rc rc = recipients.failed ? mt_err_memory(err) : MT_OK;
    if (rc == MT_OK && sender->sink->ndr)
        rc = sender->sink->ndr(sender->sink->context, &kept, err);
    mt_out_release(&recipients);
    return rc;
}

enum mt_rc
mt_ndr_send(const struct mt_ndr *ndr, int64_t otherwise_us, struct mt_arena *arena, const struct mt_sink *sink,
            struct mt_ndr_events *sent, struct mt_err *err)
{
    struct sender sender = {.ndr = ndr, .sink = sink, .arena = arena, .sent = sent};
    *sent = (struct mt_ndr_events){.action = MT_DSN_UNKNOWN};
    if (!fill_shared(&sender))
        return mt_err_memory(err);
    read_received(&sender, otherwise_us);
    bool names_mail = mt_text_known(sender.shared.delivery.trace_id);
    bool names_anybody = false;
    enum mt_rc rc = MT_OK;
    for (size_t i = 0; i < ndr->count && rc == MT_OK; i++) {
        const struct mt_ndr_recipient *recipient = &ndr->recipients[i];
        sent->action = worse(sent->action, recipient->action);
        names_anybody = names_anybody || mt_text_known(recipient->address);
        if (names_mail && mt_text_known(recipient->address))
            rc = send_recipient(&sender, recipient, err);
    }
    sent->is_joinless = !names_mail || !names_anybody;
    return rc == MT_OK ? keep_report(&sender, err) : rc;
}
