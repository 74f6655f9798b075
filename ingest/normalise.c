#include "ingest/normalise.h"

#include "ingest/cells.h"
#include "ingest/recipients.h"

/* The moment in UTC, and the trace id's own clock instead where the two agree: it has the digits that a culture's date
 * form drops, and it is the same in every export. */
static bool
read_received(const struct mt_record *record, const struct mt_rules *rules, struct mt_row *row,
              struct mt_normalised *out)
{
    struct mt_stamp stamp;
    int64_t moment;
    if (!mt_cell_stamp(record, rules, "time of receipt", &stamp, &moment, out->reason))
        return false;
    int64_t printed = moment;
    moment = mt_rules_utc(rules, stamp.has_offset, moment);
    row->received_us = moment;
    row->received_precision = stamp.precision;
    int64_t clock = record->times.clock_us;
    if (clock != MT_MOMENT_UNKNOWN) {
        bool agrees = mt_stamp_agrees(moment, stamp.precision, 0, clock);
        /* In a file in local time, summer time may begin or end between two rows. */
        out->shift_us = rules->shift_us;
        for (int hour = -1; hour <= 1 && !agrees && rules->settled.shift_by_clock; hour += 2) {
            out->shift_us = rules->shift_us + hour * MT_HOUR;
            agrees = mt_stamp_agrees(printed, stamp.precision, out->shift_us, clock);
        }
        if (agrees) {
            row->received_us = clock;
            row->received_precision = MT_RECEIVED_BY_TICKS;
        }
    }
    return mt_cell_possible(record, rules, "was received", row->received_us, out->reason);
}

/* The enhanced summary has one address column: "the IP address of the external SMTP server that received the message"
 * for outgoing mail, the sender's for incoming mail (Start-HistoricalSearch documentation). */
static void
read_addresses_of_servers(const struct mt_record *record, struct mt_row *row)
{
    row->from_ip = mt_cell(record, MT_FIELD_FROM_IP);
    row->to_ip = mt_cell(record, MT_FIELD_TO_IP);
    struct mt_text client = mt_cell(record, MT_FIELD_CLIENT_IP);
    if (row->direction == MT_DIRECTION_ORIGINATING && !mt_text_known(row->to_ip))
        row->to_ip = client;
    else if (row->direction == MT_DIRECTION_INCOMING && !mt_text_known(row->from_ip))
        row->from_ip = client;
}

/* Everything that the recipients of a record share. */
static bool
read_shared(const struct mt_record *record, const struct mt_rules *rules, struct mt_arena *arena, struct mt_row *row,
            struct mt_normalised *out)
{
    row->line = record->line;
    if (!mt_cell_message_id(record, arena, row))
        return mt_cell_refuse(out->reason, "did not fit into memory");
    row->subject = mt_cell(record, MT_FIELD_SUBJECT);
    row->connector = mt_cell(record, MT_FIELD_CONNECTOR);
    mt_cell_trace_id(record, row);
    if (!read_received(record, rules, row, out) || !mt_cell_size(record, row, out->reason) ||
        !mt_cell_direction(record, row, out->reason))
        return false;
    read_addresses_of_servers(record, row);
    return mt_cell_sender(record, arena, row, out->reason);
}

bool
mt_normalise(const struct mt_record *record, const struct mt_rules *rules, struct mt_arena *arena,
             struct mt_normalised *out)
{
    out->rows = NULL;
    out->count = 0;
    out->shift_us = rules->shift_us;
    out->reason[0] = '\0';

    struct mt_row shared = {0};
    if (!read_shared(record, rules, arena, &shared, out))
        return false;

    struct mt_recipient *recipients;
    size_t count;
    struct mt_text pairs = mt_cell(record, MT_FIELD_RECIPIENT_STATUS);
    bool read = mt_text_known(pairs)
                    ? mt_recipients_from_pairs(pairs, arena, &recipients, &count, out->reason, sizeof out->reason)
                    : mt_recipients_from_cells(mt_cell(record, MT_FIELD_RECIPIENT), mt_cell(record, MT_FIELD_STATUS),
                                               arena, &recipients, &count, out->reason, sizeof out->reason);
    if (!read)
        return false;

    struct mt_row *rows = mt_arena_take(arena, count * sizeof *rows);
    if (!rows)
        return mt_cell_refuse(out->reason, "did not fit into memory");
    for (size_t i = 0; i < count; i++) {
        rows[i] = shared;
        rows[i].recipient = recipients[i].address;
        rows[i].status = recipients[i].status;
    }
    out->rows = rows;
    out->count = count;
    return true;
}
