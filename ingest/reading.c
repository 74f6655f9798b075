#include "ingest/reading.h"

#include "ingest/columns.h"
#include "ingest/csv.h"
#include "ingest/head.h"
#include "ingest/json.h"
#include "ingest/observed.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    HEAD_BYTES = 64 * 1024,
    SURVEY_RECORDS = 2000,
    TICK_RECORDS = 512,
    SAMPLE_KEYS_BYTES = 200,
};

struct mt_reading {
    struct mt_source *source;
    struct mt_reading_options options;
    struct mt_head head;
    const struct mt_flavour *flavour; /* NULL as long as nothing but blanks and empty pages was seen */

    struct mt_columns columns; /* CSV */
    bool has_header;
    struct mt_keys keys;    /* JSON */
    uint64_t bare, in_list; /* objects by themselves, and elements of lists */

    /* What this pass has shown so far, and what was decided before it began. */
    struct mt_evidence_votes votes;
    struct mt_observed_evidence taken;
    struct mt_rules rules;
    struct mt_observed observed;
    struct mt_reading_counts counts;

    /* The pass. While surveying there is no sink. */
    const struct mt_sink *sink;
    const struct mt_reading_progress *progress;
    uint64_t survey_left; /* 0: to the end */
    struct mt_arena row_arena, embedded_arena, arena;
    char error_text[SAMPLE_KEYS_BYTES]; /* of a saved error answer */
    char sample_keys[SAMPLE_KEYS_BYTES];

    struct mt_export export;
    char order_text[48], basis_text[96], delimiter_text[4];
};

/* ---- one record, from either reader ---------------------------------------------------------------------------------
 */

static enum mt_rc
keep_reject(struct mt_reading *reading, const char *reason, const struct mt_record *record, struct mt_err *err)
{
    if (!reading->sink)
        return MT_OK;
    struct mt_reject reject = {
        .line = record->line, .reason = reason, .raw = record->raw, .raw_is_cut = record->raw_is_cut};
    return reading->sink->reject(reading->sink->context, &reject, err);
}

static void
add_evidence(struct mt_reading *reading, const struct mt_record *record)
{
    struct mt_stamp received, start, end;
    if (!mt_stamp_parse(record->field[MT_FIELD_RECEIVED], &received) || !received.has_time)
        return;
    mt_evidence_add(&reading->votes, &received, mt_text_trim(record->field[MT_FIELD_RECEIVED]),
                    mt_record_clock(record));
    bool has_start = mt_stamp_parse(record->field[MT_FIELD_WINDOW_START], &start);
    bool has_end = mt_stamp_parse(record->field[MT_FIELD_WINDOW_END], &end);
    if (has_start && has_end && received.order == MT_DATE_UNSETTLED)
        mt_evidence_window(&reading->votes, &received, &start, &end);
    mt_observed_add(&reading->taken, &received, has_end ? &end : NULL);
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
take_record(struct mt_reading *reading, const struct mt_record *record, struct mt_err *err)
{
    if (is_blank(record)) {
        reading->counts.blank++;
        return MT_OK;
    }
    reading->counts.records++;
    add_evidence(reading, record);
    if (!reading->sink)
        return reading->survey_left && reading->counts.records >= reading->survey_left ? MT_AGAIN : MT_OK;

    struct mt_normalised rows;
    enum mt_rc rc = MT_OK;
    mt_arena_reset(&reading->row_arena);
    if (!mt_normalise(record, &reading->rules, &reading->row_arena, &rows))
        return keep_reject(reading, rows.reason, record, err);
    for (size_t i = 0; i < rows.count && rc == MT_OK; i++)
        rc = reading->sink->row(reading->sink->context, &rows.rows[i], err);

    const struct mt_reading_progress *progress = reading->progress;
    if (rc == MT_OK && progress && reading->counts.records % TICK_RECORDS == 0)
        rc = progress->tick(progress->context, mt_source_consumed(reading->source), reading->counts.records, err);
    return rc;
}

/* ---- CSV
 * -------------------------------------------------------------------------------------------------------------- */

static enum mt_rc
csv_record(void *context, const struct mt_csv_record *csv, struct mt_err *err)
{
    struct mt_reading *reading = context;
    if (csv->line < reading->head.header_line)
        return MT_OK;
    if (!reading->has_header) {
        reading->has_header = true;
        return mt_columns_from_header(&reading->columns, csv, &reading->arena, err);
    }
    if (mt_columns_is_header_again(&reading->columns, csv)) {
        reading->counts.repeated_headers++;
        return MT_OK;
    }
    struct mt_record record;
    if (mt_columns_record(&reading->columns, csv, &record))
        return take_record(reading, &record, err);

    if (csv->count == 1 && mt_text_starts(csv->fields[0], "#TYPE ")) /* another export was appended */
        return MT_OK;
    char reason[MT_REASON_BYTES];
    snprintf(reason, sizeof reason, "has %zu columns where the header has %zu", csv->count, reading->columns.count);
    reading->counts.records++;
    record = (struct mt_record){.line = csv->line, .raw = csv->raw, .raw_is_cut = csv->raw_is_cut};
    return keep_reject(reading, reason, &record, err);
}

static enum mt_rc
csv_malformed(void *context, const char *reason, const struct mt_csv_record *csv, struct mt_err *err)
{
    struct mt_reading *reading = context;
    struct mt_record record = {.line = csv->line, .raw = csv->raw, .raw_is_cut = csv->raw_is_cut};
    if (csv->line < reading->head.header_line)
        return MT_OK;
    if (!reading->has_header)
        return mt_err_set(err, MT_FAILED, "line %" PRIu64 ", the header, %s", csv->line, reason);
    reading->counts.records++;
    return keep_reject(reading, reason, &record, err);
}

/* ---- JSON
 * ------------------------------------------------------------------------------------------------------------- */

/* The first keys of an object, for the sentence that says what was found instead of a trace. */
static void
remember_keys(struct mt_reading *reading, const struct mt_json_object *object)
{
    size_t used = 0;
    if (reading->sample_keys[0])
        return;
    for (size_t i = 0; i < object->count && i < 6; i++) {
        int wrote = snprintf(reading->sample_keys + used, sizeof reading->sample_keys - used, "%s%.*s", i ? ", " : "",
                             (int)(object->members[i].key.len < 30 ? object->members[i].key.len : 30),
                             object->members[i].key.at);
        if (wrote < 0 || (used += (size_t)wrote) >= sizeof reading->sample_keys)
            return;
    }
}

static bool
is_error_answer(struct mt_reading *reading, const struct mt_record *record)
{
    /* The 403 body of the reporting web service has an empty ErrorCode: its key is what counts. */
    bool has_row = mt_text_known(record->field[MT_FIELD_RECIPIENT]) || mt_text_known(record->field[MT_FIELD_STATUS]);
    if (has_row || !mt_text_known(record->field[MT_FIELD_ERROR]))
        return false;
    struct mt_text said = record->field[MT_FIELD_ERROR_TEXT];
    if (!mt_text_known(said))
        said = record->field[MT_FIELD_ERROR];
    snprintf(reading->error_text, sizeof reading->error_text, "%.*s", MT_TEXT_ARGS(said));
    return true;
}

static enum mt_rc
json_record(struct mt_reading *reading, const struct mt_json_object *object, struct mt_err *err)
{
    struct mt_record record;
    mt_keys_record(&reading->keys, object, &record);
    if (is_error_answer(reading, &record)) {
        reading->counts.records++;
        return keep_reject(reading, "is an error answer of the service: the export is incomplete", &record, err);
    }
    reading->bare += !object->in_list;
    reading->in_list += object->in_list;

    /* A log shipper can keep the row as a string of JSON inside its own object. */
    struct mt_json_object inner;
    struct mt_text embedded = record.field[MT_FIELD_EMBEDDED];
    mt_arena_reset(&reading->embedded_arena);
    if (mt_text_known(embedded) && mt_json_flatten(embedded, &reading->embedded_arena, &inner)) {
        struct mt_keys keys = {.fields = 0};
        struct mt_record row;
        mt_keys_record(&keys, &inner, &row);
        memcpy(record.field, row.field, sizeof record.field);
    }
    if (is_blank(&record)) {
        remember_keys(reading, object);
        reading->counts.records++;
        return keep_reject(reading, "is an object without recipient, status or time of receipt", &record, err);
    }
    return take_record(reading, &record, err);
}

static enum mt_rc
json_object(void *context, const struct mt_json_object *object, struct mt_err *err)
{
    return json_record(context, object, err);
}

static enum mt_rc
json_envelope(void *context, const struct mt_json_object *envelope, uint64_t held, struct mt_err *err)
{
    struct mt_reading *reading = context;
    struct mt_record record;
    (void)err;
    mt_keys_record(&reading->keys, envelope, &record);
    reading->counts.pages++;
    reading->counts.empty_pages += held == 0;
    reading->counts.more_pages = mt_text_known(record.field[MT_FIELD_NEXT_PAGE]);
    return MT_OK;
}

static enum mt_rc
json_malformed(void *context, const char *reason, const struct mt_json_object *object, struct mt_err *err)
{
    struct mt_reading *reading = context;
    struct mt_record record = {.line = object->line, .raw = object->raw, .raw_is_cut = object->raw_is_cut};
    reading->counts.records++;
    return keep_reject(reading, reason, &record, err);
}

/* ---- passes
 * ------------------------------------------------------------------------------------------------------------ */

static enum mt_rc
pass(struct mt_reading *reading, struct mt_err *err)
{
    memset(&reading->votes, 0, sizeof reading->votes);
    memset(&reading->counts, 0, sizeof reading->counts);
    mt_observed_clear(&reading->taken);
    reading->has_header = false;
    reading->bare = reading->in_list = 0;

    enum mt_rc rc = mt_source_rewind(reading->source, err);
    if (rc != MT_OK || reading->head.kind == MT_HEAD_EMPTY)
        return rc;
    if (reading->head.kind == MT_HEAD_CSV) {
        struct mt_csv_handler handler = {reading, csv_record, csv_malformed};
        return mt_csv_read(reading->source, reading->head.delimiter, 1, &handler, err);
    }
    struct mt_json_handler handler = {reading, json_object, json_envelope, json_malformed};
    return mt_json_read(reading->source, &handler, err);
}

/* Looks at the first records, or with `records` 0 at all of them. */
static enum mt_rc
survey(struct mt_reading *reading, uint64_t records, struct mt_err *err)
{
    reading->sink = NULL;
    reading->survey_left = records;
    enum mt_rc rc = pass(reading, err);
    return rc == MT_AGAIN ? MT_OK : rc;
}

/* ---- decisions
 * --------------------------------------------------------------------------------------------------------- */

static enum mt_container
container_of_objects(const struct mt_reading *reading)
{
    if (reading->head.kind == MT_HEAD_CSV)
        return MT_CONTAINER_ROWS;
    if (reading->head.is_list)
        return MT_CONTAINER_ARRAY;
    if (reading->in_list)
        return MT_CONTAINER_ENVELOPE;
    return reading->bare > 1 || reading->counts.pages ? MT_CONTAINER_LINES : MT_CONTAINER_SINGLE;
}

static enum mt_rc
unknown_columns(const struct mt_reading *reading, struct mt_err *err)
{
    struct mt_stamp stamp;
    if (reading->columns.count > 0 && mt_stamp_parse(reading->columns.names[0], &stamp))
        return mt_err_set(err, MT_FAILED,
                          "has no header line: its first line begins with the time '%.*s'; export it with its header",
                          MT_TEXT_ARGS(reading->columns.names[0]));
    char names[SAMPLE_KEYS_BYTES] = "";
    size_t used = 0;
    for (size_t i = 0; i < reading->columns.count && i < 6; i++) {
        struct mt_text name = reading->columns.names[i];
        int wrote = snprintf(names + used, sizeof names - used, "%s%.*s", i ? ", " : "",
                             (int)(name.len < 30 ? name.len : 30), name.at ? name.at : "");
        if (wrote < 0 || (used += (size_t)wrote) >= sizeof names)
            break;
    }
    return mt_err_set(err, MT_FAILED,
                      "is no message trace: it has no columns for recipient, status and time of receipt; line "
                      "%" PRIu64 " reads: %s",
                      reading->head.header_line, names);
}

static const char *
article(const char *noun)
{
    return strchr("aeioAEIO", *noun) ? "an" : "a";
}

static enum mt_rc
decide_flavour(struct mt_reading *reading, struct mt_err *err)
{
    if (reading->head.kind == MT_HEAD_EMPTY)
        return MT_OK;
    if (reading->options.flavour) {
        reading->flavour = mt_flavour_named(reading->options.flavour);
        return MT_OK;
    }
    bool csv = reading->head.kind == MT_HEAD_CSV;
    uint32_t fields = csv ? reading->columns.fields : reading->keys.fields;
    unsigned spelling = csv ? reading->columns.spelling : reading->keys.spelling;
    const struct mt_flavour *flavour = mt_flavour_of(fields, spelling, container_of_objects(reading));
    if (flavour && flavour->refusal) {
        if (reading->error_text[0])
            return mt_err_set(err, MT_FAILED, "is %s %s: '%s'; %s", article(flavour->title), flavour->title,
                              reading->error_text, flavour->refusal);
        return mt_err_set(err, MT_FAILED, "is %s %s: %s", article(flavour->title), flavour->title, flavour->refusal);
    }
    if (!flavour && csv)
        return unknown_columns(reading, err);
    bool nothing = reading->counts.records == 0; /* an empty list or empty pages */
    if (!flavour && !nothing) {
        if (reading->sample_keys[0])
            return mt_err_set(err, MT_FAILED,
                              "is JSON but no message trace: no object has recipient, status and time of receipt; the "
                              "first keys are: %s",
                              reading->sample_keys);
        return mt_err_set(err, MT_FAILED,
                          "is JSON but no message trace: it holds no object with recipient, status and "
                          "time of receipt");
    }
    reading->flavour = flavour;
    return MT_OK;
}

static void
describe_dates(struct mt_reading *reading)
{
    static const char *const by[] = {
        [MT_SETTLED_BY_FORM] = "",
        [MT_SETTLED_BY_CLOCK] = " by trace ids",
        [MT_SETTLED_BY_ROWS] = " by rows that fit one order only",
        [MT_SETTLED_BY_WINDOW] = " by the query's window",
        [MT_SETTLED_BY_USER] = " as told",
    };
    const struct mt_settled *settled = &reading->rules.settled;
    snprintf(reading->order_text, sizeof reading->order_text, "%s%s", mt_date_order_key(settled->order),
             by[settled->order_by]);

    int64_t ahead_s = settled->shift_us / MT_SECOND;
    const char *how = settled->shift_by_clock ? "corrected by trace ids" : NULL;
    if (reading->rules.column_offset_s) {
        ahead_s = reading->rules.column_offset_s;
        how = "by the column's name";
    }
    if (reading->rules.zone)
        snprintf(reading->basis_text, sizeof reading->basis_text, "%.60s as told", mt_zone_name(reading->rules.zone));
    else if (how)
        snprintf(reading->basis_text, sizeof reading->basis_text, "UTC%c%02d:%02d, %s", ahead_s < 0 ? '-' : '+',
                 (int)(llabs(ahead_s) / 3600), (int)(llabs(ahead_s) / 60 % 60), how);
    else
        snprintf(reading->basis_text, sizeof reading->basis_text, "UTC, %s",
                 settled->confirmed ? "confirmed by trace ids" : "as documented");
}

static void
describe(struct mt_reading *reading)
{
    const struct mt_source_facts *facts = mt_source_facts(reading->source);
    struct mt_export *export = &reading->export;
    export->name = facts->name;
    memcpy(export->sha256, facts->sha256, sizeof export->sha256);
    export->bytes = facts->bytes;
    export->encoding = mt_text_of(mt_encoding_name(facts->encoding));
    export->flavour = mt_text_of(reading->flavour ? reading->flavour->key : "empty");
    export->delimiter = MT_TEXT_UNKNOWN;
    if (reading->head.kind == MT_HEAD_CSV) {
        char mark[2] = {reading->head.delimiter, '\0'};
        snprintf(reading->delimiter_text, sizeof reading->delimiter_text, "%s", mark[0] == '\t' ? "tab" : mark);
        export->delimiter = mt_text_of(reading->delimiter_text);
    }
    describe_dates(reading);
    export->date_order = mt_text_of(reading->order_text);
    export->time_basis = mt_text_of(reading->basis_text);
    export->observed_us = reading->observed.at_us;
    export->observed_by = mt_text_of(reading->observed.by);
}

static bool
same_decisions(const struct mt_rules *a, const struct mt_observed *when_a, const struct mt_rules *b,
               const struct mt_observed *when_b)
{
    return a->settled.order == b->settled.order && a->settled.shift_us == b->settled.shift_us &&
           a->settled.confirmed == b->settled.confirmed && a->settled.order_by == b->settled.order_by &&
           when_a->at_us == when_b->at_us && strcmp(when_a->by, when_b->by) == 0;
}

/* Decides the dates from the evidence of the last pass. */
static enum mt_rc
decide_dates(struct mt_reading *reading, struct mt_rules *rules, struct mt_observed *observed, struct mt_err *err)
{
    *rules = (struct mt_rules){.zone = reading->options.zone};
    *observed = (struct mt_observed){MT_MOMENT_UNKNOWN, ""};
    if (!mt_settle(&reading->votes, reading->options.date_order, &rules->settled, err))
        return MT_FAILED;
    if (reading->head.kind == MT_HEAD_CSV && reading->columns.has_offset && !rules->settled.shift_by_clock)
        rules->column_offset_s = reading->columns.received_offset_s;
    bool proven = rules->settled.shift_by_clock || rules->settled.confirmed || rules->zone;
    if (reading->head.kind == MT_HEAD_CSV && reading->columns.received_is_local && !proven && reading->votes.stamps)
        return mt_err_set(err, MT_FAILED,
                          "has only local times (ReceivedLocal) and nothing that tells their offset from UTC; say "
                          "--zone, for example --zone Europe/London");
    return mt_observed_decide(&reading->taken, rules, mt_source_facts(reading->source), reading->options.exported_at_us,
                              reading->options.now_us, observed, err);
}

enum mt_rc
mt_reading_open(struct mt_reading **reading, struct mt_source *source, const struct mt_reading_options *options,
                struct mt_err *err)
{
    struct mt_reading *opened = calloc(1, sizeof *opened);
    char *head = malloc(HEAD_BYTES);
    enum mt_rc rc = mt_err_memory(err);
    size_t got = 0;
    if (!opened || !head)
        goto out;
    opened->source = source;
    opened->options = *options;

    rc = mt_source_rewind(source, err);
    for (size_t more = 1; rc == MT_OK && more > 0 && HEAD_BYTES - got >= 64; got += more)
        rc = mt_source_read(source, head + got, HEAD_BYTES - got, &more, err);
    if (rc == MT_OK)
        rc = mt_head_look((struct mt_text){head, got}, &opened->head, err);
    if (rc == MT_OK && options->delimiter)
        opened->head.delimiter = options->delimiter;

    if (rc == MT_OK)
        rc = survey(opened, SURVEY_RECORDS, err);
    if (rc == MT_OK)
        rc = decide_flavour(opened, err);
    if (rc == MT_OK && decide_dates(opened, &opened->rules, &opened->observed, err) != MT_OK) {
        /* Not settled by the first records: the rest may hold the row that does. */
        rc = survey(opened, 0, err);
        if (rc == MT_OK)
            rc = decide_dates(opened, &opened->rules, &opened->observed, err);
    }
    if (rc == MT_OK)
        describe(opened);
out:
    free(head);
    if (rc == MT_OK)
        *reading = opened;
    else
        mt_reading_close(opened);
    return rc;
}

void
mt_reading_close(struct mt_reading *reading)
{
    if (!reading)
        return;
    mt_arena_release(&reading->row_arena);
    mt_arena_release(&reading->embedded_arena);
    mt_arena_release(&reading->arena);
    free(reading);
}

const struct mt_export *
mt_reading_export(const struct mt_reading *reading)
{
    return &reading->export;
}

const char *
mt_reading_title(const struct mt_reading *reading)
{
    return reading->flavour ? reading->flavour->title : "export without rows";
}

const struct mt_reading_counts *
mt_reading_counts(const struct mt_reading *reading)
{
    return &reading->counts;
}

enum mt_rc
mt_reading_run(struct mt_reading *reading, const struct mt_sink *sink, const struct mt_reading_progress *progress,
               struct mt_err *err)
{
    reading->sink = sink;
    reading->progress = progress;
    enum mt_rc rc = pass(reading, err);
    if (rc == MT_OK)
        rc = mt_source_unchanged(reading->source, err);
    if (rc != MT_OK)
        return rc;

    struct mt_rules rules;
    struct mt_observed observed;
    rc = decide_dates(reading, &rules, &observed, err);
    if (rc != MT_OK || same_decisions(&rules, &observed, &reading->rules, &reading->observed))
        return rc;
    reading->rules = rules;
    reading->observed = observed;
    describe(reading);
    return MT_AGAIN;
}
