#include "ingest/tracking.h"

#include <string.h>

#include "ingest/stamp.h"

static const char fields_mark[] = "#Fields:";

#define NAME(text)                                                                                                     \
    {                                                                                                                  \
        text, sizeof text - 1                                                                                          \
    }

/* Exchange 2016 and later write all of them, 2013 those up to custom-data. */
static const struct mt_text names[] = {
    NAME("date-time"),
    NAME("client-ip"),
    NAME("client-hostname"),
    NAME("server-ip"),
    NAME("server-hostname"),
    NAME("source-context"),
    NAME("connector-id"),
    NAME("source"),
    NAME("event-id"),
    NAME("internal-message-id"),
    NAME("message-id"),
    NAME("network-message-id"),
    NAME("recipient-address"),
    NAME("recipient-status"),
    NAME("total-bytes"),
    NAME("recipient-count"),
    NAME("related-recipient-address"),
    NAME("reference"),
    NAME("message-subject"),
    NAME("sender-address"),
    NAME("return-path"),
    NAME("message-info"),
    NAME("directionality"),
    NAME("tenant-id"),
    NAME("original-client-ip"),
    NAME("original-server-ip"),
    NAME("custom-data"),
    NAME("transport-traffic-type"),
    NAME("log-id"),
    NAME("schema-version"),
};

/* Exchange 2010 writes the same as 2013 without network-message-id, 2007 those up to message-info. */
static const struct mt_text old_names[] = {
    NAME("date-time"),          NAME("client-ip"),           NAME("client-hostname"), NAME("server-ip"),
    NAME("server-hostname"),    NAME("source-context"),      NAME("connector-id"),    NAME("source"),
    NAME("event-id"),           NAME("internal-message-id"), NAME("message-id"),      NAME("recipient-address"),
    NAME("recipient-status"),   NAME("total-bytes"),         NAME("recipient-count"), NAME("related-recipient-address"),
    NAME("reference"),          NAME("message-subject"),     NAME("sender-address"),  NAME("return-path"),
    NAME("message-info"),       NAME("directionality"),      NAME("tenant-id"),       NAME("original-client-ip"),
    NAME("original-server-ip"), NAME("custom-data"),
};

static const struct {
    size_t columns;
    const struct mt_text *names;
} versions[] = {{30, names}, {27, names}, {26, old_names}, {21, old_names}};

bool
mt_tracking_is_comment(struct mt_text line)
{
    static const char *const marks[] = {fields_mark, "#Software:", "#Version:", "#Log-type:", "#Date:"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (mt_text_starts_nocase(line, marks[i]))
            return true;
    return false;
}

bool
mt_tracking_is_bare(struct mt_text line)
{
    struct mt_csv_record header;
    struct mt_stamp stamp;
    ptrdiff_t comma = mt_text_find(line, ",");
    size_t columns = 1;
    bool quoted = false;
    if (comma < 0 || !mt_stamp_parse((struct mt_text){line.at, (size_t)comma}, &stamp) || !stamp.has_time)
        return false;
    for (size_t i = 0; i < line.len; i++) {
        quoted ^= line.at[i] == '"';
        columns += !quoted && line.at[i] == ',';
    }
    return mt_tracking_header_of(columns, &header);
}

bool
mt_tracking_header(const struct mt_csv_record *record, struct mt_arena *arena, struct mt_csv_record *header)
{
    if (record->count < 2 || !mt_text_starts_nocase(record->fields[0], fields_mark))
        return false;
    struct mt_text *fields = mt_arena_take(arena, record->count * sizeof *fields);
    if (!fields)
        return false;
    memcpy(fields, record->fields, record->count * sizeof *fields);
    const size_t mark = sizeof fields_mark - 1;
    fields[0] = mt_text_trim((struct mt_text){fields[0].at + mark, fields[0].len - mark});
    *header = *record;
    header->fields = fields;
    return true;
}

bool
mt_tracking_header_of(size_t columns, struct mt_csv_record *header)
{
    for (size_t i = 0; i < sizeof versions / sizeof *versions; i++) {
        if (versions[i].columns != columns)
            continue;
        *header = (struct mt_csv_record){.fields = versions[i].names, .count = columns};
        return true;
    }
    return false;
}
