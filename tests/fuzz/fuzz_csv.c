/* Any bytes as CSV: nothing may crash, what comes out keeps the promises of ingest/csv.h, and it is the same with and
 * without the fast lane. The first byte picks the delimiter. */

#include "fuzz.h"

#include <stdlib.h>

#include <string.h>

#include "ingest/csv.h"
#include "store/base/out.h"

struct watch {
    uint64_t last_line;
    struct mt_out log; /* everything that was told, in bytes that two readings share only if they agree */
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
    mt_out_int(&watch->log, (int64_t)record->line);
    mt_out_byte(&watch->log, record->raw_is_cut ? '!' : ' ');
    mt_out_text(&watch->log, record->raw);
}

static void
log_field(struct watch *watch, struct mt_text field)
{
    mt_out_int(&watch->log, field.at ? (int64_t)field.len : -1);
    mt_out_byte(&watch->log, ' ');
    mt_out_text(&watch->log, field);
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
        log_field(context, record->fields[i]);
    }
    return MT_OK;
}

static enum mt_rc
take_malformed(void *context, const char *reason, const struct mt_csv_record *record, struct mt_err *err)
{
    (void)err;
    check(context, record);
    demand(reason[0] != '\0' && record->count == 0);
    log_field(context, mt_text_of(reason));
    return MT_OK;
}

typedef enum mt_rc read_function(struct mt_source *, char, uint64_t, const struct mt_csv_handler *, struct mt_err *);

static bool
read_by(read_function *read, struct mt_text bytes, char delimiter, struct watch *watch)
{
    struct mt_csv_handler handler = {watch, take_record, take_malformed};
    struct mt_source *source;
    struct mt_err err;
    if (mt_source_open_memory(&source, bytes, "fuzz", MT_ENCODING_UTF8, &err) != MT_OK)
        return false;
    demand(read(source, delimiter, 1, &handler, &err) == MT_OK);
    mt_source_close(source);
    return true;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char delimiters[] = {',', ';', '\t', '|'};
    struct watch fast = {.log = MT_OUT_EMPTY}, careful = {.log = MT_OUT_EMPTY};
    if (size == 0)
        return 0;
    struct mt_text bytes = {(const char *)data + 1, size - 1};
    char delimiter = delimiters[data[0] % sizeof delimiters];
    if (read_by(mt_csv_read, bytes, delimiter, &fast) && read_by(mt_csv_read_carefully, bytes, delimiter, &careful))
        demand(mt_text_equal(mt_out_view(&fast.log), mt_out_view(&careful.log)));
    mt_out_release(&fast.log);
    mt_out_release(&careful.log);
    return 0;
}
