/* Any bytes as CSV: nothing may crash, and what comes out keeps the promises of ingest/csv.h. The first byte picks
 * the delimiter. */

#include "fuzz.h"

#include <stdlib.h>

#include "ingest/csv.h"

struct watch {
    uint64_t last_line;
};

static void
demand(bool holds)
{
    if (!holds)
        abort();
}

static void
check(struct watch *watch, const struct mt_csv_record *record)
{
    demand(record->line > watch->last_line);
    demand(record->count <= MT_CSV_FIELDS);
    demand(record->raw.len <= MT_RAW_BYTES && mt_text_valid_utf8(record->raw, false));
    watch->last_line = record->line;
}

static enum mt_rc
take_record(void *context, const struct mt_csv_record *record, struct mt_err *err)
{
    (void)err;
    check(context, record);
    demand(record->count > 0);
    for (size_t i = 0; i < record->count; i++) {
        demand(record->fields[i].len <= MT_CSV_FIELD_BYTES);
        demand(!record->fields[i].at || mt_text_valid_utf8(record->fields[i], false));
    }
    return MT_OK;
}

static enum mt_rc
take_malformed(void *context, const char *reason, const struct mt_csv_record *record, struct mt_err *err)
{
    (void)err;
    check(context, record);
    demand(reason[0] != '\0' && record->count == 0);
    return MT_OK;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char delimiters[] = {',', ';', '\t', '|'};
    struct watch watch = {0};
    struct mt_csv_handler handler = {&watch, take_record, take_malformed};
    struct mt_source *source;
    struct mt_err err;
    if (size == 0)
        return 0;
    struct mt_text bytes = {(const char *)data + 1, size - 1};
    if (mt_source_open_memory(&source, bytes, "fuzz", MT_ENCODING_UTF8, &err) != MT_OK)
        return 0;
    demand(mt_csv_read(source, delimiters[data[0] % sizeof delimiters], 1, &handler, &err) == MT_OK);
    mt_source_close(source);
    return 0;
}
