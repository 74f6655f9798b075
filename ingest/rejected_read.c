#include "ingest/rejected.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "ingest/csv.h"
#include "ingest/head.h"
#include "ingest/json.h"

enum { HEAD_BYTES = 64 * 1024 };

struct reader {
    struct mt_rejected_list *list;
    uint64_t header_line;
    bool has_header;
    size_t column;  /* of the number */
    size_t columns; /* of the header */
    struct mt_out text;
};

static enum mt_rc
no_number(uint64_t line, struct mt_text found, struct mt_err *err)
{
    return mt_err_set(err, MT_FAILED, "line %" PRIu64 " has no number of a reject in '%s', but '%.*s'", line,
                      MT_REJECTED_NUMBER, MT_TEXT_ARGS(found));
}

/* A cell in quotes where it needs them. Quoted and empty is not the same as empty. */
static void
put_cell(struct mt_out *out, struct mt_text cell, char delimiter)
{
    bool is_plain = cell.len > 0 || !cell.at;
    for (size_t i = 0; i < cell.len && is_plain; i++)
        is_plain = cell.at[i] != delimiter && !strchr("\"\r\n", cell.at[i]);
    if (is_plain)
        mt_out_text(out, cell);
    else
        mt_rejected_quote(out, cell);
}

/* The record without the number's cell. */
static struct mt_text
without_number(struct reader *reader, const struct mt_csv_record *csv)
{
    char delimiter = reader->list->form.delimiter;
    bool is_first = true;
    mt_out_clear(&reader->text);
    for (size_t i = 0; i < csv->count; i++) {
        if (i == reader->column)
            continue;
        if (!is_first)
            mt_out_byte(&reader->text, delimiter);
        is_first = false;
        put_cell(&reader->text, csv->fields[i], delimiter);
    }
    return mt_out_view(&reader->text);
}

static enum mt_rc
take_header(struct reader *reader, const struct mt_csv_record *csv, struct mt_err *err)
{
    reader->has_header = true;
    reader->columns = csv->count;
    for (reader->column = 0; reader->column < csv->count; reader->column++)
        if (mt_text_is_nocase(mt_text_trim(csv->fields[reader->column]), MT_REJECTED_NUMBER))
            break;
    if (reader->column == csv->count)
        return mt_err_set(err, MT_FAILED,
                          "has no column '%s': only files that 'msgtrace rejects -o' wrote can be read again like this",
                          MT_REJECTED_NUMBER);
    if (!mt_arena_copy(&reader->list->arena, without_number(reader, csv), &reader->list->header) || reader->text.failed)
        return mt_err_memory(err);
    return MT_OK;
}

/* What was no record by itself stands in the first cell behind the number; spreadsheets add empty ones. */
static bool
is_text_of_a_record(const struct reader *reader, const struct mt_csv_record *csv)
{
    if (reader->column != 0 || reader->columns < 3 || csv->count < 2)
        return false;
    for (size_t i = 2; i < csv->count; i++)
        if (csv->fields[i].len > 0)
            return false;
    return csv->fields[1].len > 0;
}

static enum mt_rc
take_csv(void *context, const struct mt_csv_record *csv, struct mt_err *err)
{
    struct reader *reader = context;
    struct mt_rejected rejected = {.line = csv->line};
    if (csv->line < reader->header_line)
        return MT_OK;
    if (!reader->has_header)
        return take_header(reader, csv, err);
    struct mt_text cell = reader->column < csv->count ? mt_text_trim(csv->fields[reader->column]) : MT_TEXT_UNKNOWN;
    if (!mt_text_to_int(cell, &rejected.number))
        return no_number(csv->line, cell, err);
    rejected.raw = is_text_of_a_record(reader, csv) ? csv->fields[1] : without_number(reader, csv);
    return reader->text.failed ? mt_err_memory(err) : mt_rejected_add(reader->list, &rejected, true, err);
}

static enum mt_rc
refuse_csv(void *context, const char *reason, const struct mt_csv_record *csv, struct mt_err *err)
{
    const struct reader *reader = context;
    if (csv->line < reader->header_line)
        return MT_OK;
    return mt_err_set(err, MT_FAILED, "line %" PRIu64 " %s", csv->line, reason);
}

static enum mt_rc
take_json(void *context, const struct mt_json_object *object, struct mt_err *err)
{
    struct reader *reader = context;
    struct mt_rejected rejected = {.line = object->line, .raw = object->raw};
    struct mt_text number = MT_TEXT_UNKNOWN;
    for (size_t i = 0; i < object->count; i++) {
        if (mt_text_is(object->members[i].key, MT_REJECTED_NUMBER))
            number = object->members[i].value;
        if (mt_text_is(object->members[i].key, MT_REJECTED_RAW))
            rejected.raw = object->members[i].value;
    }
    if (!mt_text_to_int(number, &rejected.number))
        return no_number(object->line, number, err);
    if (object->raw_is_cut)
        return mt_err_set(err, MT_FAILED, "line %" PRIu64 " begins an object that is too long", object->line);
    return mt_rejected_add(reader->list, &rejected, true, err);
}

static enum mt_rc
skip_envelope(void *context, const struct mt_json_object *envelope, uint64_t held, struct mt_err *err)
{
    (void)context, (void)envelope, (void)held, (void)err;
    return MT_OK;
}

static enum mt_rc
refuse_json(void *context, const char *reason, const struct mt_json_object *object, struct mt_err *err)
{
    (void)context;
    return mt_err_set(err, MT_FAILED, "line %" PRIu64 " %s", object->line, reason);
}

static int
compare_numbers(const void *a, const void *b)
{
    const struct mt_rejected *one = a, *other = b;
    if (one->number != other->number)
        return one->number < other->number ? -1 : 1;
    return (one->line > other->line) - (one->line < other->line);
}

static enum mt_rc
look_at_head(struct mt_source *source, struct mt_head *head, struct mt_err *err)
{
    char *text = malloc(HEAD_BYTES);
    size_t got = 0;
    if (!text)
        return mt_err_memory(err);
    enum mt_rc rc = mt_source_rewind(source, err);
    for (size_t more = 1; rc == MT_OK && more > 0 && HEAD_BYTES - got >= 64; got += more)
        rc = mt_source_read(source, text + got, HEAD_BYTES - got, &more, err);
    if (rc == MT_OK)
        rc = mt_head_look((struct mt_text){text, got}, head, err);
    free(text);
    return rc == MT_OK ? mt_source_rewind(source, err) : rc;
}

enum mt_rc
mt_rejected_read(struct mt_rejected_list *list, struct mt_source *source, char delimiter, struct mt_err *err)
{
    struct reader reader = {.list = list, .text = MT_OUT_EMPTY};
    struct mt_head head;
    enum mt_rc rc = look_at_head(source, &head, err);
    if (rc)
        return rc;
    list->form = (struct mt_rejected_form){head.kind == MT_HEAD_JSON, delimiter ? delimiter : head.delimiter};
    reader.header_line = head.header_line;
    if (list->form.is_json) {
        struct mt_json_handler handler = {&reader, take_json, skip_envelope, refuse_json};
        rc = mt_json_read(source, &handler, err);
    } else if (head.kind == MT_HEAD_CSV) {
        struct mt_csv_handler handler = {&reader, take_csv, refuse_csv};
        rc = mt_csv_read(source, list->form.delimiter, 1, &handler, err);
    }
    mt_out_release(&reader.text);
    if (rc == MT_OK && list->count > 1)
        qsort(list->items, list->count, sizeof *list->items, compare_numbers);
    for (size_t i = 1; i < list->count && rc == MT_OK; i++)
        if (list->items[i].number == list->items[i - 1].number)
            rc = mt_err_set(err, MT_FAILED, "reject %" PRId64 " stands on line %" PRIu64 " and again on line %" PRIu64,
                            list->items[i].number, list->items[i - 1].line, list->items[i].line);
    return rc;
}
