#include "ingest/event_parts.h"

#include <string.h>

#include "ingest/cells.h"
#include "ingest/mep.h"
#include "ingest/recipients.h"

/* ---- texts ---- */

/* What stands between two marks, or behind the first one up to a blank when `end` is NULL. */
static struct mt_text
between(struct mt_text text, const char *start, const char *end)
{
    ptrdiff_t from = mt_text_find(text, start);
    if (from < 0)
        return MT_TEXT_UNKNOWN;
    size_t skip = (size_t)from + strlen(start);
    struct mt_text rest = {text.at + skip, text.len - skip};
    ptrdiff_t len = mt_text_find(rest, end ? end : " ");
    if (len < 0 && end)
        return MT_TEXT_UNKNOWN;
    if (len >= 0)
        rest.len = (size_t)len;
    while (rest.len && (rest.at[rest.len - 1] == '.' || rest.at[rest.len - 1] == ' '))
        rest.len--;
    return rest.len ? rest : MT_TEXT_UNKNOWN;
}

/* "Message sent to mx.example.com at 192.0.2.7 using TLS1.2", "Message received by: SERVER using TLS1.2". */
static void
read_servers(struct mt_event *event, struct mt_arena *arena)
{
    event->server = between(event->detail, "received by: ", NULL);
    if (!mt_text_known(event->server))
        event->server = mt_mep_value(event->data, "ServerHostName", arena);
    struct mt_reason *reason = &event->reason;
    if (event->kind == MT_EVENT_SEND_OUT) {
        reason->remote_host = between(event->detail, "sent to ", " at ");
        reason->remote_ip = between(event->detail, " at ", NULL);
    }
    if (!mt_text_known(reason->remote_host))
        reason->remote_host = mt_mep_value(event->data, "OutboundProxyTargetHostName", arena);
    if (!mt_text_known(reason->remote_ip))
        reason->remote_ip = mt_mep_value(event->data, "OutboundProxyTargetIPAddress", arena);
}

/* ---- kinds ---- */

/* Mail that goes to quarantine is "delivered" there. */
static void
settle_quarantine(struct mt_event *event)
{
    bool delivered = event->kind == MT_EVENT_DELIVER || event->kind == MT_EVENT_OTHER;
    if (delivered && mt_text_find(event->detail, "quarantined in") >= 0)
        event->kind = MT_EVENT_QUARANTINE;
}

/* Send means the next server of the own organisation, unless it says that the mail left. */
static void
settle_send(struct mt_event *event)
{
    if (event->kind == MT_EVENT_SEND && mt_text_find(event->detail, "Message sent to ") >= 0)
        event->kind = MT_EVENT_SEND_OUT;
}

/* The address that took over: named in Data, or in the text. */
static bool
read_related(struct mt_event *event, struct mt_arena *arena)
{
    static const char *const names[] = {"RelatedRecipient", "RecipientReference"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct mt_text value = mt_mep_value(event->data, names[i], arena);
        if (!mt_text_known(value) || mt_text_find(value, "@") < 0 || mt_text_find(value, ";") >= 0)
            continue;
        if (!mt_address_lower(arena, value, &event->related))
            return false;
        return true;
    }
    return true;
}

/* ---- together ---- */

/* Why, from the first text that says it. Servers that the reason does not name are those of the detail. */
static void
read_why(struct mt_event *event, struct mt_arena *arena)
{
    const struct mt_reason named = event->reason;
    const struct mt_text texts[] = {event->detail, mt_mep_value(event->data, "RecipientStatus", arena),
                                    mt_mep_value(event->data, "SourceContext", arena)};
    mt_event_read_reason(event, texts, sizeof texts / sizeof *texts, arena);
    if (!mt_text_known(event->reason.remote_host))
        event->reason.remote_host = named.remote_host;
    if (!mt_text_known(event->reason.remote_ip))
        event->reason.remote_ip = named.remote_ip;
}

/* Where one address took over from another: the event of the one that left is there, that of the one that came is
 * added when it is named. */
static bool
add_other_side(struct mt_normalised_events *out, struct mt_arena *arena)
{
    struct mt_event *left = &out->events[0], *came = &out->events[1];
    if (left->kind != MT_EVENT_RESOLVE && left->kind != MT_EVENT_EXPAND)
        return true;
    if (!read_related(left, arena))
        return mt_event_no_memory(out);
    left->turn = MT_TURN_LEFT;
    if (mt_text_equal(left->related, left->delivery.recipient)) {
        /* the list of the one that took over: it stays */
        left->turn = MT_TURN_NONE;
        left->related = MT_TEXT_UNKNOWN;
    } else if (mt_text_known(left->related) && mt_text_known(left->delivery.recipient)) {
        *came = *left;
        came->turn = MT_TURN_CAME;
        came->delivery.recipient = left->related;
        came->related = left->delivery.recipient;
        out->count = 2;
    }
    return true;
}

bool
mt_event_from_detail(const struct mt_record *record, struct mt_text recipient, const struct mt_event *shared,
                     struct mt_arena *arena, struct mt_normalised_events *out)
{
    struct mt_text *addresses = NULL;
    size_t count = 0;
    out->events = mt_arena_take(arena, 2 * sizeof *out->events);
    if (!out->events)
        return mt_event_no_memory(out);
    if (!mt_addresses_of(mt_cell(record, MT_FIELD_RECIPIENT), arena, &addresses, &count, out->reason,
                         sizeof out->reason))
        return false;
    if (count > 1)
        return mt_cell_refuse(out->reason, "is about %zu recipients, where a trace detail has one", count);

    struct mt_event *event = &out->events[0];
    *event = *shared;
    event->delivery.recipient = count ? addresses[0] : recipient;
    event->source = mt_cell(record, MT_FIELD_ACTION);
    event->detail = mt_cell(record, MT_FIELD_DETAIL);
    event->data = mt_cell(record, MT_FIELD_DATA);
    settle_quarantine(event);
    settle_send(event);
    read_servers(event, arena);
    read_why(event, arena);
    out->count = 1;
    return add_other_side(out, arena);
}
