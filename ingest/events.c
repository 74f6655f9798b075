#include "ingest/event_parts.h"

#include "ingest/cells.h"
#include "ingest/event_kind.h"
#include "ingest/reason.h"

/* A clock that is later than the event by more than servers' clocks differ is not this message's: some ids are made by
 * other systems. */
#define CLOCK_MAY_BE_LATE (5 * MT_MINUTE)

bool
mt_event_no_memory(struct mt_normalised_events *out)
{
    return mt_cell_refuse(out->reason, "did not fit into memory");
}

struct mt_text
mt_record_event(const struct mt_record *record)
{
    struct mt_text word = mt_cell(record, MT_FIELD_EVENT_ID);
    return mt_text_known(word) ? word : mt_cell(record, MT_FIELD_EVENT);
}

/* ---- time ---- */

/* In a file in local time, summer time may begin or end between two events. Those with which a message turns up lie
 * right behind its clock and tell on which side of the change they are; the others follow them. */
static int64_t
shift_of(const struct mt_rules *rules, struct mt_text word, const struct mt_stamp *stamp, int64_t printed_us,
         int64_t clock_us)
{
    if (!rules->settled.shift_by_clock || clock_us == MT_MOMENT_UNKNOWN || !mt_event_begins(word) ||
        mt_event_agrees(printed_us, stamp->precision, rules->shift_us, clock_us))
        return rules->shift_us;
    for (int hour = -1; hour <= 1; hour += 2) {
        int64_t shift_us = rules->shift_us + hour * MT_HOUR;
        if (mt_event_agrees(printed_us, stamp->precision, shift_us, clock_us))
            return shift_us;
    }
    return rules->shift_us;
}

static bool
read_time(const struct mt_record *record, const struct mt_rules *rules, struct mt_event *event,
          struct mt_normalised_events *out)
{
    struct mt_stamp stamp;
    int64_t printed;
    if (!mt_cell_stamp(record, rules, "time of the event", &stamp, &printed, out->reason))
        return false;
    int64_t clock = record->times.clock_us;
    struct mt_rules moved = *rules;
    moved.shift_us = out->shift_us = shift_of(rules, event->event, &stamp, printed, clock);
    event->at_us = mt_rules_utc(&moved, stamp.has_offset, printed);
    event->precision = stamp.precision;

    struct mt_row *row = &event->delivery;
    bool is_timed = clock != MT_MOMENT_UNKNOWN && clock <= event->at_us + CLOCK_MAY_BE_LATE;
    row->received_us = is_timed ? clock : event->at_us;
    /* To the second: some exports leave out zeroes at the end, so more digits would only mean a luckier event. */
    int printed_precision = stamp.precision > 0;
    row->received_precision = is_timed                        ? MT_RECEIVED_BY_TICKS
                              : mt_event_begins(event->event) ? printed_precision
                                                              : MT_RECEIVED_BY_EVENT;
    return mt_cell_possible(record, rules, "happened", event->at_us, out->reason);
}

/* ---- what all kinds share ---- */

static bool
read_shared(const struct mt_record *record, const struct mt_events_rules *rules, struct mt_arena *arena,
            struct mt_event *event, struct mt_normalised_events *out)
{
    struct mt_row *row = &event->delivery;
    event->event = mt_record_event(record);
    if (!mt_text_known(event->event))
        return mt_cell_refuse(out->reason, "names no event");
    event->kind = mt_event_kind_of(event->event);
    event->reference = mt_cell(record, MT_FIELD_REFERENCE);
    event->internal_id = mt_cell(record, MT_FIELD_INTERNAL_ID);
    row->line = record->line;
    row->status = MT_STATUS_UNKNOWN;
    row->subject = mt_cell(record, MT_FIELD_SUBJECT);
    mt_cell_trace_id(record, row);
    if (!mt_cell_message_id(record, arena, row))
        return mt_event_no_memory(out);
    bool names_mail = mt_text_known(row->trace_id) || mt_text_known(row->message_id);
    if (!names_mail && (rules->kind == MT_RECORD_DETAIL || mt_text_known(mt_cell(record, MT_FIELD_RECIPIENT))))
        return mt_cell_refuse(out->reason, "has neither a trace id nor a Message-ID: nothing says which mail it is "
                                           "about; export it with MessageTraceId");
    return read_time(record, rules->dates, event, out) && mt_cell_size(record, row, out->reason) &&
           mt_cell_direction(record, row, out->reason) && mt_cell_sender(record, arena, row, out->reason);
}

/* ---- why ---- */

static bool
tells_why(enum mt_event_kind kind)
{
    return kind == MT_EVENT_DEFER || kind == MT_EVENT_FAIL || kind == MT_EVENT_DROP;
}

/* "250 2.1.5 RESOLVER.GRP.Expanded; distribution list expanded" is how a group's own entry ends. */
static void
settle_housekeeping(struct mt_event *event, struct mt_text said)
{
    bool expanded = mt_text_find(said, "RESOLVER.GRP.Expanded") >= 0;
    event->kind = expanded ? MT_EVENT_EXPAND : MT_EVENT_OTHER;
    event->turn = expanded ? MT_TURN_LEFT : MT_TURN_NONE;
}

void
mt_event_read_reason(struct mt_event *event, const struct mt_text *texts, size_t count, struct mt_arena *arena)
{
    struct mt_text said = MT_TEXT_UNKNOWN;
    if (!tells_why(event->kind))
        return;
    for (size_t i = 0; i < count; i++) {
        struct mt_reason reason;
        if (!mt_text_known(texts[i]) || !mt_reason_read(texts[i], arena, &reason))
            continue;
        /* A later text is better than one that says nothing went wrong, or one that was cut. */
        bool better = !event->has_reason || (event->reason.housekeeping && !reason.housekeeping) ||
                      (event->reason.is_cut && !reason.is_cut && !reason.housekeeping);
        if (!better)
            continue;
        if (event->has_reason && !mt_text_known(reason.remote_host)) {
            reason.remote_host = event->reason.remote_host;
            reason.remote_ip = event->reason.remote_ip;
        }
        event->has_reason = true;
        event->reason = reason;
        said = texts[i];
    }
    if (event->has_reason && event->reason.housekeeping && event->kind != MT_EVENT_DEFER) {
        settle_housekeeping(event, said);
        event->has_reason = false;
    }
}

bool
mt_normalise_events(const struct mt_record *record, const struct mt_events_rules *rules, struct mt_arena *arena,
                    struct mt_normalised_events *out)
{
    struct mt_event shared = {.delivery.size_bytes = MT_SIZE_UNKNOWN};
    out->events = NULL;
    out->count = 0;
    out->shift_us = rules->dates->shift_us;
    out->reason[0] = '\0';
    if (!read_shared(record, rules, arena, &shared, out))
        return false;
    return rules->kind == MT_RECORD_TRACKING ? mt_event_from_tracking(record, &shared, arena, out)
                                             : mt_event_from_detail(record, rules->recipient, &shared, arena, out);
}
