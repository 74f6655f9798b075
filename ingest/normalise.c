#include "ingest/normalise.h"

#include "ingest/recipients.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Far above every limit of Exchange (150 MB), far below what sums of sizes could overflow with. */
static const int64_t MOST_BYTES = INT64_C(1) << 40;

static bool refuse(struct mt_normalised *out, const char *format, ...) __attribute__((format(printf, 2, 3)));

static bool
refuse(struct mt_normalised *out, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(out->reason, sizeof out->reason, format, args);
    va_end(args);
    out->count = 0;
    return false;
}

/* An empty cell says nothing. */
static struct mt_text
cell(const struct mt_record *record, enum mt_field field)
{
    struct mt_text text = mt_text_trim(record->field[field]);
    return text.len ? text : MT_TEXT_UNKNOWN;
}

static bool
trace_guid(const struct mt_record *record, unsigned char guid[16])
{
    static const unsigned char none[16] = {0};
    return mt_guid_parse(cell(record, MT_FIELD_TRACE_ID), guid) && memcmp(guid, none, sizeof none) != 0;
}

int64_t
mt_record_clock(const struct mt_record *record)
{
    unsigned char guid[16];
    int64_t clock;
    return trace_guid(record, guid) && mt_trace_clock(guid, &clock) ? clock : MT_MOMENT_UNKNOWN;
}

int64_t
mt_rules_utc(const struct mt_rules *rules, bool stamp_has_offset, int64_t moment_us)
{
    if (moment_us == MT_MOMENT_UNKNOWN)
        return moment_us;
    if (!stamp_has_offset && rules->zone)
        return mt_zone_to_utc(rules->zone, moment_us);
    if (!stamp_has_offset && rules->column_offset_s != 0)
        return moment_us - rules->column_offset_s * MT_SECOND;
    return moment_us - rules->shift_us;
}

/* ---- one reader for each kind of cell ---------------------------------------------------------------------------- */

/* The moment in UTC, and the trace id's own clock instead where the two agree: it has the digits that a culture's date
 * form drops, and it is the same in every export. */
static bool
read_received(const struct mt_record *record, const struct mt_rules *rules, struct mt_row *row,
              struct mt_normalised *out)
{
    struct mt_text text = cell(record, MT_FIELD_RECEIVED);
    struct mt_stamp stamp;
    int64_t moment;
    if (!mt_text_known(text))
        return refuse(out, "has no time of receipt");
    if (!mt_stamp_parse(text, &stamp))
        return refuse(out, "has a time that is not understood: '%.*s'", MT_TEXT_ARGS(text));
    if (!stamp.has_time)
        return refuse(out, "has a date without a time of day: '%.*s'", MT_TEXT_ARGS(text));
    if (!mt_stamp_moment(&stamp, rules->settled.order, &moment))
        return refuse(out, "has a date that is none in the file's order '%s': '%.*s'",
                      mt_date_order_key(rules->settled.order), MT_TEXT_ARGS(text));

    int64_t printed = moment;
    moment = mt_rules_utc(rules, stamp.has_offset, moment);
    row->received_us = moment;
    row->received_precision = stamp.precision;
    int64_t clock = mt_record_clock(record);
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
    struct mt_civil civil = mt_civil_of(row->received_us);
    if (civil.year < 2000)
        return refuse(out, "was received in the year %d: '%.*s'", civil.year, MT_TEXT_ARGS(text));
    if (row->received_us > rules->latest_us)
        return refuse(out, "was received in the future: '%.*s'", MT_TEXT_ARGS(text));
    return true;
}

static bool
read_size(const struct mt_record *record, struct mt_row *row, struct mt_normalised *out)
{
    struct mt_text text = cell(record, MT_FIELD_SIZE);
    row->size_bytes = MT_SIZE_UNKNOWN;
    if (mt_text_known(text) && !mt_text_to_int(text, &row->size_bytes))
        return refuse(out, "has a size that is no number of bytes: '%.*s'", MT_TEXT_ARGS(text));
    if (row->size_bytes > MOST_BYTES)
        return refuse(out, "has a size that no message has: '%.*s'", MT_TEXT_ARGS(text));
    return true;
}

static bool
read_direction(const struct mt_record *record, struct mt_row *row, struct mt_normalised *out)
{
    static const struct {
        const char *word;
        enum mt_direction direction;
    } words[] = {
        /* Words in files, numbers in the admin center's documentation, labels on screen. */
        {"incoming", MT_DIRECTION_INCOMING},    {"inbound", MT_DIRECTION_INCOMING},
        {"1", MT_DIRECTION_INCOMING},           {"originating", MT_DIRECTION_ORIGINATING},
        {"outbound", MT_DIRECTION_ORIGINATING}, {"2", MT_DIRECTION_ORIGINATING},
        {"undefined", MT_DIRECTION_UNKNOWN},
    };
    struct mt_text text = cell(record, MT_FIELD_DIRECTION);
    row->direction = MT_DIRECTION_UNKNOWN;
    if (!mt_text_known(text))
        return true;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (mt_text_is_nocase(text, words[i].word)) {
            row->direction = words[i].direction;
            return true;
        }
    }
    return refuse(out, "has a direction that is not known: '%.*s'", MT_TEXT_ARGS(text));
}

/* The enhanced summary has one address column: "the IP address of the external SMTP server that received the message"
 * for outgoing mail, the sender's for incoming mail (Start-HistoricalSearch documentation). */
static void
read_addresses_of_servers(const struct mt_record *record, struct mt_row *row)
{
    row->from_ip = cell(record, MT_FIELD_FROM_IP);
    row->to_ip = cell(record, MT_FIELD_TO_IP);
    struct mt_text client = cell(record, MT_FIELD_CLIENT_IP);
    if (row->direction == MT_DIRECTION_ORIGINATING && !mt_text_known(row->to_ip))
        row->to_ip = client;
    else if (row->direction == MT_DIRECTION_INCOMING && !mt_text_known(row->from_ip))
        row->from_ip = client;
}

static void
read_trace_id(const struct mt_record *record, struct mt_row *row)
{
    struct mt_text text = cell(record, MT_FIELD_TRACE_ID);
    row->trace_is_guid = trace_guid(record, row->trace_guid);
    /* A GUID of zeroes stands for "none" in .NET. */
    unsigned char zeroes[16];
    bool none = !row->trace_is_guid && mt_guid_parse(text, zeroes);
    row->trace_id = none ? MT_TEXT_UNKNOWN : text;
}

/* Everything that the recipients of a record share. */
static bool
read_shared(const struct mt_record *record, const struct mt_rules *rules, struct mt_arena *arena, struct mt_row *row,
            struct mt_normalised *out)
{
    row->line = record->line;
    row->message_id = cell(record, MT_FIELD_MESSAGE_ID);
    row->subject = cell(record, MT_FIELD_SUBJECT);
    row->connector = cell(record, MT_FIELD_CONNECTOR);
    read_trace_id(record, row);
    if (!read_received(record, rules, row, out) || !read_size(record, row, out) || !read_direction(record, row, out))
        return false;
    read_addresses_of_servers(record, row);
    struct mt_text sender = cell(record, MT_FIELD_SENDER);
    if (mt_text_known(sender) && !mt_address_lower(arena, sender, &row->sender))
        return refuse(out, "did not fit into memory");
    return true;
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
    struct mt_text pairs = cell(record, MT_FIELD_RECIPIENT_STATUS);
    bool read = mt_text_known(pairs)
                    ? mt_recipients_from_pairs(pairs, arena, &recipients, &count, out->reason, sizeof out->reason)
                    : mt_recipients_from_cells(cell(record, MT_FIELD_RECIPIENT), cell(record, MT_FIELD_STATUS), arena,
                                               &recipients, &count, out->reason, sizeof out->reason);
    if (!read)
        return false;

    struct mt_row *rows = mt_arena_take(arena, count * sizeof *rows);
    if (!rows)
        return refuse(out, "did not fit into memory");
    for (size_t i = 0; i < count; i++) {
        rows[i] = shared;
        rows[i].recipient = recipients[i].address;
        rows[i].status = recipients[i].status;
    }
    out->rows = rows;
    out->count = count;
    return true;
}
