#include "ingest/cells.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "ingest/recipients.h"

/* Far above every limit of Exchange (150 MB), far below what sums of sizes could overflow with. */
static const int64_t MOST_BYTES = INT64_C(1) << 40;

bool
mt_cell_refuse(char reason[MT_REASON_BYTES], const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(reason, MT_REASON_BYTES, format, args);
    va_end(args);
    return false;
}

struct mt_text
mt_cell(const struct mt_record *record, enum mt_field field)
{
    struct mt_text text = mt_text_trim(record->field[field]);
    return text.len ? text : MT_TEXT_UNKNOWN;
}

/* ---- times ---- */

static bool
trace_guid(struct mt_text text, unsigned char guid[16])
{
    static const unsigned char none[16] = {0};
    return mt_guid_parse(text, guid) && memcmp(guid, none, sizeof none) != 0;
}

void
mt_record_read_times(struct mt_record *record)
{
    struct mt_record_times *times = &record->times;
    times->has_stamp = mt_stamp_parse(record->field[MT_FIELD_RECEIVED], &times->stamp);
    times->has_guid = trace_guid(mt_cell(record, MT_FIELD_TRACE_ID), times->guid);
    if (!times->has_guid || !mt_trace_clock(times->guid, &times->clock_us))
        times->clock_us = MT_MOMENT_UNKNOWN;
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

bool
mt_cell_stamp(const struct mt_record *record, const struct mt_rules *rules, const char *what, struct mt_stamp *stamp,
              int64_t *moment_us, char reason[MT_REASON_BYTES])
{
    struct mt_text text = mt_cell(record, MT_FIELD_RECEIVED);
    if (!mt_text_known(text))
        return mt_cell_refuse(reason, "has no %s", what);
    *stamp = record->times.stamp;
    if (!record->times.has_stamp)
        return mt_cell_refuse(reason, "has a time that is not understood: '%.*s'", MT_TEXT_ARGS(text));
    if (!stamp->has_time)
        return mt_cell_refuse(reason, "has a date without a time of day: '%.*s'", MT_TEXT_ARGS(text));
    if (!mt_stamp_moment(stamp, rules->settled.order, moment_us))
        return mt_cell_refuse(reason, "has a date that is none in the file's order '%s': '%.*s'",
                              mt_date_order_key(rules->settled.order), MT_TEXT_ARGS(text));
    return true;
}

bool
mt_cell_possible(const struct mt_record *record, const struct mt_rules *rules, const char *did, int64_t moment_us,
                 char reason[MT_REASON_BYTES])
{
    static const int64_t year_2000_us = INT64_C(946684800) * MT_SECOND;
    struct mt_text text = mt_cell(record, MT_FIELD_RECEIVED);
    if (moment_us < year_2000_us)
        return mt_cell_refuse(reason, "%s in the year %d: '%.*s'", did, mt_civil_of(moment_us).year,
                              MT_TEXT_ARGS(text));
    if (moment_us > rules->latest_us)
        return mt_cell_refuse(reason, "%s in the future: '%.*s'", did, MT_TEXT_ARGS(text));
    return true;
}

/* ---- the others ---- */

bool
mt_cell_size(const struct mt_record *record, struct mt_row *row, char reason[MT_REASON_BYTES])
{
    struct mt_text text = mt_cell(record, MT_FIELD_SIZE);
    row->size_bytes = MT_SIZE_UNKNOWN;
    if (mt_text_known(text) && !mt_text_to_int(text, &row->size_bytes))
        return mt_cell_refuse(reason, "has a size that is no number of bytes: '%.*s'", MT_TEXT_ARGS(text));
    if (row->size_bytes > MOST_BYTES)
        return mt_cell_refuse(reason, "has a size that no message has: '%.*s'", MT_TEXT_ARGS(text));
    return true;
}

bool
mt_cell_direction(const struct mt_record *record, struct mt_row *row, char reason[MT_REASON_BYTES])
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
    struct mt_text text = mt_cell(record, MT_FIELD_DIRECTION);
    row->direction = MT_DIRECTION_UNKNOWN;
    if (!mt_text_known(text))
        return true;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (mt_text_is_nocase(text, words[i].word)) {
            row->direction = words[i].direction;
            return true;
        }
    }
    return mt_cell_refuse(reason, "has a direction that is not known: '%.*s'", MT_TEXT_ARGS(text));
}

void
mt_cell_trace_id(const struct mt_record *record, struct mt_row *row)
{
    struct mt_text text = mt_cell(record, MT_FIELD_TRACE_ID);
    row->trace_is_guid = record->times.has_guid;
    if (row->trace_is_guid)
        memcpy(row->trace_guid, record->times.guid, sizeof row->trace_guid);
    /* A GUID of zeroes stands for "none" in .NET. */
    unsigned char zeroes[16];
    bool none = !row->trace_is_guid && mt_guid_parse(text, zeroes);
    row->trace_id = none ? MT_TEXT_UNKNOWN : text;
}

bool
mt_cell_sender(const struct mt_record *record, struct mt_arena *arena, struct mt_row *row, char reason[MT_REASON_BYTES])
{
    struct mt_text sender = mt_cell(record, MT_FIELD_SENDER);
    if (!mt_text_known(sender))
        sender = mt_cell(record, MT_FIELD_RETURN_PATH);
    if (mt_text_known(sender) && !mt_address_lower(arena, sender, &row->sender))
        return mt_cell_refuse(reason, "did not fit into memory");
    return true;
}

bool
mt_cell_message_id(const struct mt_record *record, struct mt_arena *arena, struct mt_row *row)
{
    struct mt_text id = mt_cell(record, MT_FIELD_MESSAGE_ID);
    row->message_id = id;
    if (id.len < 3 || id.at[0] == '<' || !memchr(id.at, '@', id.len) || memchr(id.at, ' ', id.len))
        return true;
    char *at = mt_arena_take(arena, id.len + 2);
    if (!at)
        return false;
    at[0] = '<';
    memcpy(at + 1, id.at, id.len);
    at[id.len + 1] = '>';
    row->message_id = (struct mt_text){at, id.len + 2};
    return true;
}
