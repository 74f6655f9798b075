#include "ingest/event_parts.h"

#include "ingest/cells.h"
#include "ingest/custom_data.h"
#include "ingest/recipients.h"

/* ---- lists ---- */

/* The next status of a list: up to a ';' outside of brackets. A reason blob is full of ';' inside of them. */
static struct mt_text
next_status(struct mt_text *rest)
{
    struct mt_text status = *rest;
    int depth = 0;
    for (size_t i = 0; i < rest->len; i++) {
        char c = rest->at[i];
        depth += (c == '[') - (c == ']' && depth > 0);
        if (c != ';' || depth > 0)
            continue;
        status.len = i;
        *rest = (struct mt_text){rest->at + i + 1, rest->len - i - 1};
        return status;
    }
    *rest = MT_TEXT_UNKNOWN;
    return status;
}

/* "To", "Cc" and "Bcc" only say how somebody was addressed. */
static struct mt_text
without_address_kind(struct mt_text status)
{
    static const char *const kinds[] = {"To", "Cc", "Bcc"};
    status = mt_text_trim(status);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (mt_text_is(status, kinds[i]))
            return MT_TEXT_UNKNOWN;
    return status.len ? status : MT_TEXT_UNKNOWN;
}

/* "250 2.1.5 OK", "[{LED=…}]", "To", "ann@contoso.com:UserMailbox.Forwardable…". */
static bool
begins_status(struct mt_text part)
{
    part = mt_text_trim(part);
    bool has_code = part.len > 3 && part.at[0] >= '2' && part.at[0] <= '5' && part.at[3] == ' ';
    return part.len == 0 || part.at[0] == '[' || part.at[0] == '{' || has_code ||
           !mt_text_known(without_address_kind(part)) || (mt_text_find(part, "@") > 0 && mt_text_find(part, ":") > 0);
}

/* How many statuses a cell holds; 0 when a part of it is none ("550 4.4.7 QUEUE.Expired;<ErrorText>" is one). */
static size_t
count_statuses(struct mt_text cell)
{
    size_t count = 0;
    for (struct mt_text rest = cell; mt_text_known(rest); count++) {
        struct mt_text status = next_status(&rest);
        if (!begins_status(status))
            return 0;
        if (!mt_text_known(rest) && mt_text_trim(status).len == 0)
            break; /* a ';' at the end is no status more */
    }
    return count;
}

/* ---- kinds ---- */

/* SEND is a hop inside the organisation or the last one out of it. The custom data says whose server answered; without
 * it the connector does: hops inside have one of two names, or none. */
static bool
leaves_organisation(const struct mt_record *record)
{
    static const char *const inside[] = {"Intra-Organization SMTP Send Connector",
                                         "Inbound Proxy Internal Send Connector", "Internal Send Connector"};
    struct mt_text flag = mt_custom_value(mt_cell(record, MT_FIELD_CUSTOM_DATA), "IsSmtpResponseFromExternalServer");
    struct mt_text connector = mt_cell(record, MT_FIELD_CONNECTOR);
    if (mt_text_known(flag))
        return mt_text_is_nocase(flag, "true");
    for (size_t i = 0; i < sizeof inside / sizeof *inside; i++)
        if (mt_text_is_nocase(connector, inside[i]))
            return false;
    return mt_text_known(connector);
}

/* The servers of a SEND: the client is ours, the server is the one that took the mail. */
static void
read_servers(const struct mt_record *record, struct mt_event *event)
{
    struct mt_text host = mt_cell(record, MT_FIELD_SERVER_HOST), client = mt_cell(record, MT_FIELD_CLIENT_HOST);
    bool sends = event->kind == MT_EVENT_SEND || event->kind == MT_EVENT_SEND_OUT;
    event->server = sends && mt_text_known(client) ? client : host;
    if (event->kind != MT_EVENT_SEND_OUT)
        return;
    event->reason.remote_host = host;
    event->reason.remote_ip = mt_cell(record, MT_FIELD_SERVER_IP);
    event->delivery.to_ip = event->reason.remote_ip;
}

/* ---- together ---- */

/* Logs of Exchange 2010 and before have no network message id: there the Message-ID is the message's only name. */
static void
name_by_message_id(struct mt_row *row)
{
    if (mt_text_known(row->trace_id))
        return;
    row->trace_id = row->message_id;
    row->trace_is_guid = false;
}

static bool
is_lost_list(struct mt_text cell)
{
    return mt_text_starts(cell, "System.") && mt_text_find(cell, "[]") >= 0;
}

static bool
read_lists(const struct mt_record *record, struct mt_arena *arena, struct mt_text **recipients, size_t *count,
           struct mt_text **related, size_t *related_count, struct mt_normalised_events *out)
{
    struct mt_text cell = mt_cell(record, MT_FIELD_RECIPIENT);
    if (is_lost_list(cell))
        return mt_cell_refuse(out->reason,
                              "holds '%.*s' where its recipients should be: Export-Csv cannot write lists; export "
                              "again with Select-Object *,@{n='Recipients';e={$_.Recipients -join ';'}},"
                              "@{n='RecipientStatus';e={$_.RecipientStatus -join ';'}} -ExcludeProperty "
                              "Recipients,RecipientStatus",
                              (int)(cell.len < 40 ? cell.len : 40), cell.at);
    return mt_addresses_of(cell, arena, recipients, count, out->reason, sizeof out->reason) &&
           mt_addresses_of(mt_cell(record, MT_FIELD_RELATED), arena, related, related_count, out->reason,
                           sizeof out->reason);
}

/* The recipients took over from the related addresses, which left. */
static void
add_leavers(struct mt_normalised_events *out, const struct mt_text *left, size_t left_count,
            const struct mt_text *recipients, size_t count)
{
    for (size_t i = 0; i < left_count; i++) {
        struct mt_event *event = &out->events[out->count++];
        *event = out->events[0];
        event->turn = MT_TURN_LEFT;
        event->delivery.recipient = left[i];
        event->related = count == 1 && !mt_text_equal(left[i], recipients[0]) ? recipients[0] : MT_TEXT_UNKNOWN;
    }
}

/* What all events of the record have in common. */
static void
fill_common(const struct mt_record *record, struct mt_event *common)
{
    common->source = mt_cell(record, MT_FIELD_SOURCE);
    common->data = mt_cell(record, MT_FIELD_CUSTOM_DATA);
    common->delivery.connector = mt_cell(record, MT_FIELD_CONNECTOR);
    common->delivery.from_ip = mt_cell(record, MT_FIELD_CLIENT_IP);
    name_by_message_id(&common->delivery);
    if (common->kind == MT_EVENT_SEND && leaves_organisation(record))
        common->kind = MT_EVENT_SEND_OUT;
    read_servers(record, common);
}

/* What was said of one recipient: its own status, or else the source context. */
static void
fill_why(struct mt_event *event, struct mt_text status, struct mt_text context, struct mt_arena *arena)
{
    struct mt_text own = without_address_kind(status);
    event->detail = mt_text_known(own) ? own : context;
    const struct mt_text texts[] = {own, context};
    mt_event_read_reason(event, texts, 2, arena);
}

/* A long text that a record has for all its recipients is kept whole with the first of them: kept with every one, a log
 * of 200 KB would become a database of 700 MB. */
static bool
cut_shared(struct mt_text *text, struct mt_arena *arena)
{
    enum { KEPT_BYTES = 2000 };
    if (text->len <= KEPT_BYTES)
        return true;
    size_t len = KEPT_BYTES;
    while (len > 0 && ((unsigned char)text->at[len] & 0xC0) == 0x80)
        len--;
    *text = mt_arena_format(arena, "%.*s…", (int)len, text->at);
    return mt_text_known(*text);
}

/* An EXPAND or RESOLVE names those who took over as recipients and the one that left as related address. */
static void
tell_turns(struct mt_normalised_events *out, const struct mt_text *related, size_t related_count,
           const struct mt_text *recipients, size_t count)
{
    bool came = false;
    for (size_t i = 0; i < out->count; i++) {
        struct mt_event *event = &out->events[i];
        if (related_count == 0) /* a log that names the one that left only */
            event->turn = MT_TURN_LEFT;
        if (related_count != 1 || count == 0 || mt_text_equal(related[0], event->delivery.recipient))
            continue;
        event->turn = MT_TURN_CAME;
        event->related = related[0];
        came = true;
    }
    if (count > 0 && (came || related_count > 1))
        add_leavers(out, related, related_count, recipients, count);
}

bool
mt_event_from_tracking(const struct mt_record *record, const struct mt_event *shared, struct mt_arena *arena,
                       struct mt_normalised_events *out)
{
    struct mt_text *recipients = NULL, *related = NULL, status = mt_cell(record, MT_FIELD_RECIPIENT_STATUS);
    size_t count = 0, related_count = 0;
    if (!read_lists(record, arena, &recipients, &count, &related, &related_count, out))
        return false;
    if (is_lost_list(status))
        status = MT_TEXT_UNKNOWN;
    out->events = mt_arena_take(arena, (count + related_count + 1) * sizeof *out->events);
    if (!out->events)
        return mt_event_no_memory(out);

    struct mt_event common = *shared;
    struct mt_text context = mt_cell(record, MT_FIELD_SOURCE_CONTEXT);
    fill_common(record, &common);
    bool aligned = count > 1 && count_statuses(status) == count;
    if (!aligned)
        fill_why(&common, status, context, arena);
    struct mt_text rest = status;
    for (size_t i = 0; i < count || i == 0; i++) {
        struct mt_event *event = &out->events[out->count++];
        *event = common;
        event->delivery.recipient = count ? recipients[i] : MT_TEXT_UNKNOWN;
        if (aligned)
            fill_why(event, next_status(&rest), context, arena);
        if (i > 0 && (!cut_shared(&event->detail, arena) || !cut_shared(&event->data, arena)))
            return mt_event_no_memory(out);
    }
    if (common.kind == MT_EVENT_EXPAND || common.kind == MT_EVENT_RESOLVE)
        tell_turns(out, related, related_count, recipients, count);
    return true;
}
