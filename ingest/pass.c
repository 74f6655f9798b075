#include "ingest/pass.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "ingest/cells.h"
#include "ingest/event_kind.h"
#include "ingest/events.h"
#include "ingest/json_flat.h"
#include "ingest/tracking.h"

enum { TICK_RECORDS = 512 };

/* ---- one record, from either reader ---- */

static enum mt_rc
keep_reject(struct mt_pass *pass, const char *reason, const struct mt_record *record, struct mt_err *err)
{
    if (!pass->sample_reason[0])
        snprintf(pass->sample_reason, sizeof pass->sample_reason, "%.*s", (int)sizeof pass->sample_reason - 1, reason);
    if (!pass->sink)
        return MT_OK;
    struct mt_reject reject = {
        .line = record->line, .reason = reason, .raw = record->raw, .raw_is_cut = record->raw_is_cut};
    return pass->sink->reject(pass->sink->context, &reject, err);
}

/* Every record passes here, whatever becomes of it: this is where a person can stop the program. */
static enum mt_rc
count_record(struct mt_pass *pass, struct mt_err *err)
{
    const struct mt_reading_progress *progress = pass->progress;
    if (++pass->counts.records % TICK_RECORDS != 0)
        return MT_OK;
    if (pass->stop && pass->stop())
        return mt_err_set(err, MT_INTERRUPTED, "interrupted; nothing of this file was kept");
    return progress ? progress->tick(progress->context, mt_source_consumed(pass->source), pass->counts.records, err)
                    : MT_OK;
}

/* A record that never gets as far as its cells. */
static enum mt_rc
reject_record(struct mt_pass *pass, const char *reason, const struct mt_record *record, struct mt_err *err)
{
    enum mt_rc rc = count_record(pass, err);
    return rc == MT_OK ? keep_reject(pass, reason, record, err) : rc;
}

/* A survey does not know yet what the file is; a record with a status is no event. */
static bool
is_event(const struct mt_record *record)
{
    return mt_text_known(mt_record_event(record)) && !mt_text_known(record->field[MT_FIELD_STATUS]);
}

static void
add_evidence(struct mt_pass *pass, const struct mt_record *record)
{
    const struct mt_record_times *times = &record->times;
    struct mt_stamp start, end;
    struct mt_text text = mt_text_trim(record->field[MT_FIELD_RECEIVED]);
    if (!times->has_stamp || !times->stamp.has_time)
        return;
    if (is_event(record)) {
        /* The query's window is that of the messages: their events lie after it as well. */
        mt_evidence_event(&pass->votes, &times->stamp, text, times->clock_us, mt_event_begins(mt_record_event(record)));
        mt_observed_add(&pass->taken, &times->stamp, NULL);
        return;
    }
    mt_evidence_add(&pass->votes, &times->stamp, text, times->clock_us);
    bool has_start = mt_stamp_parse(record->field[MT_FIELD_WINDOW_START], &start);
    bool has_end = mt_stamp_parse(record->field[MT_FIELD_WINDOW_END], &end);
    if (has_start && has_end && times->stamp.order == MT_DATE_UNSETTLED)
        mt_evidence_window(&pass->votes, &times->stamp, &start, &end);
    mt_observed_add(&pass->taken, &times->stamp, has_end ? &end : NULL);
    if (has_start)
        mt_observed_window_start(&pass->taken, &start);
}

static bool
is_blank(const struct mt_record *record)
{
    for (int field = 0; field < MT_FIELD_COUNT; field++)
        if (mt_text_trim(record->field[field]).len > 0)
            return false;
    return true;
}

static enum mt_rc
give_rows(struct mt_pass *pass, const struct mt_record *record, struct mt_err *err)
{
    struct mt_normalised rows;
    enum mt_rc rc = MT_OK;
    bool is_read = mt_normalise(record, &pass->rules, &pass->row_arena, &rows);
    if (pass->row_arena.failed)
        return mt_err_memory(err);
    if (!is_read)
        return keep_reject(pass, rows.reason, record, err);
    pass->rules.shift_us = rows.shift_us;
    mt_observed_row(&pass->taken, rows.rows[0].received_us);
    for (size_t i = 0; i < rows.count && rc == MT_OK; i++)
        rc = pass->sink->row(pass->sink->context, &rows.rows[i], err);
    return rc;
}

/* A recipient from the file's name goes for the message in that name. */
static struct mt_text
recipient_for(const struct mt_pass *pass, const struct mt_record *record)
{
    bool fits = !mt_text_known(pass->recipient_trace) ||
                mt_text_equal_nocase(pass->recipient_trace, mt_cell(record, MT_FIELD_TRACE_ID));
    return fits ? pass->recipient : MT_TEXT_UNKNOWN;
}

static enum mt_rc
give_events(struct mt_pass *pass, const struct mt_record *record, struct mt_err *err)
{
    const struct mt_events_rules rules = {&pass->rules, pass->kind, recipient_for(pass, record)};
    struct mt_normalised_events events;
    enum mt_rc rc = MT_OK;
    bool is_read = mt_normalise_events(record, &rules, &pass->row_arena, &events);
    if (pass->row_arena.failed)
        return mt_err_memory(err);
    if (!is_read)
        return keep_reject(pass, events.reason, record, err);
    pass->rules.shift_us = events.shift_us;
    mt_observed_row(&pass->taken, events.events[0].at_us);
    for (size_t i = 0; i < events.count && rc == MT_OK; i++)
        rc = pass->sink->event(pass->sink->context, &events.events[i], err);
    return rc;
}

static enum mt_rc
take_record(struct mt_pass *pass, struct mt_record *record, struct mt_err *err)
{
    if (is_blank(record)) {
        pass->counts.blank++;
        return MT_OK;
    }
    enum mt_rc rc = count_record(pass, err);
    if (rc != MT_OK)
        return rc;
    mt_record_read_times(record);
    add_evidence(pass, record);
    if (!pass->sink)
        return pass->survey_left && pass->counts.records >= pass->survey_left ? MT_AGAIN : MT_OK;

    mt_arena_reset(&pass->row_arena);
    return pass->kind == MT_RECORD_ROW ? give_rows(pass, record, err) : give_events(pass, record, err);
}

/* ---- CSV ---- */

/* Only the header's names live in the arena: a file with many headers takes no more memory than with one. */
static enum mt_rc
take_header(struct mt_pass *pass, const struct mt_csv_record *header, struct mt_text raw, struct mt_err *err)
{
    mt_arena_reset(&pass->arena);
    pass->has_header = true;
    enum mt_rc rc = mt_columns_from_header(&pass->columns, header, &pass->arena, err);
    return rc == MT_OK && !mt_arena_copy(&pass->arena, raw, &pass->header) ? mt_err_memory(err) : rc;
}

/* A tracking log's comments, of which one is the header, and logs without one. */
static enum mt_rc
take_log_header(struct mt_pass *pass, const struct mt_csv_record *csv, bool *is_done, struct mt_err *err)
{
    struct mt_csv_record header;
    *is_done = mt_tracking_is_comment(csv->fields[0]);
    if (*is_done) {
        mt_arena_reset(&pass->row_arena);
        bool is_header = mt_tracking_header(csv, &pass->row_arena, &header);
        if (pass->row_arena.failed)
            return mt_err_memory(err);
        if (!is_header)
            return MT_OK;
        if (!pass->has_header || !mt_columns_is_header_again(&pass->columns, &header))
            return take_header(pass, &header, csv->raw, err);
        pass->counts.repeated_headers++;
        return MT_OK;
    }
    if (pass->has_header || !mt_tracking_header_of(csv->count, &header))
        return MT_OK;
    return take_header(pass, &header, MT_TEXT_UNKNOWN, err);
}

static enum mt_rc
csv_record(void *context, const struct mt_csv_record *csv, struct mt_err *err)
{
    struct mt_pass *pass = context;
    if (csv->line < pass->head.header_line)
        return MT_OK;
    if (pass->head.is_log) {
        bool is_done = false;
        enum mt_rc rc = take_log_header(pass, csv, &is_done, err);
        if (rc != MT_OK || is_done)
            return rc;
    } else if (!pass->has_header) {
        return take_header(pass, csv, csv->raw, err);
    }
    if (mt_columns_is_header_again(&pass->columns, csv)) {
        pass->counts.repeated_headers++;
        return MT_OK;
    }
    struct mt_record record;
    if (mt_columns_record(&pass->columns, csv, &record))
        return take_record(pass, &record, err);

    if (csv->count == 1 && mt_text_starts(csv->fields[0], "#TYPE ")) /* another export was appended */
        return MT_OK;
    char reason[MT_REASON_BYTES];
    snprintf(reason, sizeof reason, "has %zu columns where the header has %zu", csv->count, pass->columns.count);
    record = (struct mt_record){.line = csv->line, .raw = csv->raw, .raw_is_cut = csv->raw_is_cut};
    return reject_record(pass, reason, &record, err);
}

static enum mt_rc
csv_malformed(void *context, const char *reason, const struct mt_csv_record *csv, struct mt_err *err)
{
    struct mt_pass *pass = context;
    struct mt_record record = {.line = csv->line, .raw = csv->raw, .raw_is_cut = csv->raw_is_cut};
    if (csv->line < pass->head.header_line)
        return MT_OK;
    if (!pass->has_header && !pass->head.is_log)
        return mt_err_set(err, MT_FAILED, "line %" PRIu64 ", the header, %s", csv->line, reason);
    return reject_record(pass, reason, &record, err);
}

/* ---- JSON ---- */

/* The first keys of an object, for the sentence that says what was found instead of a trace. */
static void
remember_keys(struct mt_pass *pass, const struct mt_json_object *object)
{
    size_t used = 0;
    if (pass->sample_keys[0])
        return;
    for (size_t i = 0; i < object->count && i < 6; i++) {
        int wrote = snprintf(pass->sample_keys + used, sizeof pass->sample_keys - used, "%s%.*s", i ? ", " : "",
                             (int)(object->members[i].key.len < 30 ? object->members[i].key.len : 30),
                             object->members[i].key.at);
        if (wrote < 0 || (used += (size_t)wrote) >= sizeof pass->sample_keys)
            return;
    }
}

static bool
is_error_answer(struct mt_pass *pass, const struct mt_record *record)
{
    /* The 403 body of the reporting web service has an empty ErrorCode: its key is what counts. */
    bool has_row = mt_text_known(record->field[MT_FIELD_RECIPIENT]) || mt_text_known(record->field[MT_FIELD_STATUS]);
    if (has_row || !mt_text_known(record->field[MT_FIELD_ERROR]))
        return false;
    struct mt_text said = record->field[MT_FIELD_ERROR_TEXT];
    if (!mt_text_known(said))
        said = record->field[MT_FIELD_ERROR];
    snprintf(pass->error_text, sizeof pass->error_text, "%.*s", MT_TEXT_ARGS(said));
    return true;
}

/* A log shipper can keep the row as a string of JSON inside its own object. */
static enum mt_rc
take_embedded(struct mt_pass *pass, struct mt_record *record, struct mt_err *err)
{
    struct mt_text embedded = record->field[MT_FIELD_EMBEDDED];
    struct mt_json_object inner;
    struct mt_record row;
    bool is_row;
    if (!mt_text_known(embedded))
        return MT_OK;
    enum mt_rc rc = pass->embedded_flat ? MT_OK : mt_json_flat_open(&pass->embedded_flat, err);
    if (rc != MT_OK)
        return rc;
    mt_arena_reset(&pass->embedded_arena);
    rc = mt_json_flatten(embedded, pass->embedded_flat, &pass->embedded_arena, &inner, &is_row, err);
    if (rc != MT_OK || !is_row)
        return rc;
    mt_keys_record(&pass->embedded_keys, &inner, &row);
    memcpy(record->field, row.field, sizeof record->field);
    return MT_OK;
}

static enum mt_rc
json_record(struct mt_pass *pass, const struct mt_json_object *object, struct mt_err *err)
{
    struct mt_record record;
    mt_keys_record(&pass->keys, object, &record);
    if (is_error_answer(pass, &record)) {
        return reject_record(pass, "is an error answer of the service: the export is incomplete", &record, err);
    }
    pass->bare += !object->in_list;
    pass->in_list += object->in_list;

    enum mt_rc rc = take_embedded(pass, &record, err);
    if (rc != MT_OK)
        return rc;
    if (is_blank(&record)) {
        remember_keys(pass, object);
        return reject_record(pass, "is an object without recipient, status or time of receipt", &record, err);
    }
    return take_record(pass, &record, err);
}

static enum mt_rc
json_object(void *context, const struct mt_json_object *object, struct mt_err *err)
{
    return json_record(context, object, err);
}

static enum mt_rc
json_envelope(void *context, const struct mt_json_object *envelope, uint64_t held, struct mt_err *err)
{
    struct mt_pass *pass = context;
    struct mt_record record;
    (void)held, (void)err;
    mt_keys_record(&pass->keys, envelope, &record);
    pass->counts.pages++;
    pass->counts.more_pages = mt_text_known(record.field[MT_FIELD_NEXT_PAGE]);
    return MT_OK;
}

static enum mt_rc
json_malformed(void *context, const char *reason, const struct mt_json_object *object, struct mt_err *err)
{
    struct mt_pass *pass = context;
    struct mt_record record = {.line = object->line, .raw = object->raw, .raw_is_cut = object->raw_is_cut};
    return reject_record(pass, reason, &record, err);
}

/* ---- passes ---- */

enum mt_rc
mt_pass_run(struct mt_pass *pass, struct mt_err *err)
{
    memset(&pass->votes, 0, sizeof pass->votes);
    memset(&pass->counts, 0, sizeof pass->counts);
    mt_observed_clear(&pass->taken);
    pass->has_header = false;
    pass->bare = pass->in_list = 0;

    enum mt_rc rc = mt_source_rewind(pass->source, err);
    if (rc != MT_OK || pass->head.kind == MT_HEAD_EMPTY)
        return rc;
    if (pass->head.kind == MT_HEAD_CSV) {
        struct mt_csv_handler handler = {pass, csv_record, csv_malformed};
        return mt_csv_read(pass->source, pass->head.delimiter, 1, &handler, err);
    }
    struct mt_json_handler handler = {pass, json_object, json_envelope, json_malformed};
    return mt_json_read(pass->source, &handler, err);
}

/* Looks at the first records, or with `records` 0 at all of them. */
enum mt_rc
mt_pass_survey(struct mt_pass *pass, uint64_t records, struct mt_err *err)
{
    pass->sink = NULL;
    pass->survey_left = records;
    enum mt_rc rc = mt_pass_run(pass, err);
    return rc == MT_AGAIN ? MT_OK : rc;
}

void
mt_pass_release(struct mt_pass *pass)
{
    mt_json_flat_close(pass->embedded_flat);
    pass->embedded_flat = NULL;
    mt_arena_release(&pass->row_arena);
    mt_arena_release(&pass->embedded_arena);
    mt_arena_release(&pass->arena);
}
