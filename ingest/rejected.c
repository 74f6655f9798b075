#include "ingest/rejected.h"

#include <stdlib.h>
#include <string.h>

#include "ingest/csv.h"
#include "ingest/json.h"

static const char number_name[] = MT_REJECTED_NUMBER, raw_name[] = MT_REJECTED_RAW;

/* What stands before the column names in a tracking log. */
static const char log_mark[] = "#Fields:";

struct mt_rejected_form
mt_rejected_form_of(struct mt_text delimiter)
{
    struct mt_rejected_form form = {.is_json = !delimiter.at, .delimiter = ','};
    if (mt_text_is(delimiter, "tab"))
        form.delimiter = '\t';
    else if (delimiter.len == 1)
        form.delimiter = *delimiter.at;
    return form;
}

/* ---- is it one record? ---- */

static enum mt_rc
count_record(void *context, const struct mt_csv_record *record, struct mt_err *err)
{
    (void)record, (void)err;
    ++*(int *)context;
    return MT_OK;
}

static enum mt_rc
count_malformed(void *context, const char *reason, const struct mt_csv_record *record, struct mt_err *err)
{
    (void)reason, (void)record, (void)err;
    *(int *)context += 2; /* more than one record, whatever else there is */
    return MT_OK;
}

static enum mt_rc
is_csv_record(struct mt_text raw, char delimiter, bool *is_one, struct mt_err *err)
{
    struct mt_source *source = NULL;
    int records = 0;
    struct mt_csv_handler handler = {&records, count_record, count_malformed};
    *is_one = raw.len > 0;
    if (raw.len == 0 ||
        (!memchr(raw.at, '"', raw.len) && !memchr(raw.at, '\n', raw.len) && !memchr(raw.at, '\r', raw.len)))
        return MT_OK;
    enum mt_rc rc = mt_source_open_memory(&source, raw, "a reject", MT_ENCODING_UTF8, err);
    if (rc == MT_OK)
        rc = mt_csv_read(source, delimiter, 1, &handler, err);
    mt_source_close(source);
    *is_one = records == 1;
    return rc;
}

static enum mt_rc
is_record(const struct mt_rejected_form *form, struct mt_text raw, bool *is_one, struct mt_err *err)
{
    if (!form->is_json)
        return is_csv_record(raw, form->delimiter, is_one, err);
    struct mt_arena arena = MT_ARENA_EMPTY;
    struct mt_json_object object;
    enum mt_rc rc = mt_json_flatten(raw, NULL, &arena, &object, is_one, err);
    mt_arena_release(&arena);
    return rc;
}

/* ---- writing ---- */

void
mt_rejected_quote(struct mt_out *out, struct mt_text cell)
{
    mt_out_byte(out, '"');
    for (size_t i = 0; i < cell.len; i++) {
        if (cell.at[i] == '"')
            mt_out_byte(out, '"');
        mt_out_byte(out, cell.at[i]);
    }
    mt_out_byte(out, '"');
}

static void
put_json_string(struct mt_out *out, struct mt_text text)
{
    static const char digits[] = "0123456789abcdef";
    mt_out_byte(out, '"');
    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];
        if ((unsigned char)c < 0x20) {
            mt_out_string(out, "\\u00");
            mt_out_byte(out, digits[c >> 4 & 15]);
            mt_out_byte(out, digits[c & 15]);
            continue;
        }
        if (c == '"' || c == '\\')
            mt_out_byte(out, '\\');
        mt_out_byte(out, c);
    }
    mt_out_byte(out, '"');
}

void
mt_rejected_begin(struct mt_out *out, const struct mt_rejected_form *form, struct mt_text header)
{
    if (form->is_json) {
        mt_out_byte(out, '[');
    } else if (header.at) {
        if (mt_text_starts(header, log_mark)) {
            size_t skipped = sizeof log_mark - 1;
            header = mt_text_trim((struct mt_text){header.at + skipped, header.len - skipped});
        }
        mt_out_string(out, number_name);
        mt_out_byte(out, form->delimiter);
        mt_out_text(out, header);
        mt_out_string(out, "\r\n");
    }
}

static void
put_json(struct mt_out *out, const struct mt_rejected *rejected, bool is_object)
{
    struct mt_text rest = mt_text_trim(rejected->raw);
    mt_out_string(out, out->len && out->bytes[out->len - 1] == '}' ? ",\n{\"" : "\n{\"");
    mt_out_string(out, number_name);
    mt_out_string(out, "\": ");
    mt_out_int(out, rejected->number);
    if (!is_object) {
        mt_out_string(out, ", \"");
        mt_out_string(out, raw_name);
        mt_out_string(out, "\": ");
        put_json_string(out, rejected->raw);
        mt_out_byte(out, '}');
        return;
    }
    rest = (struct mt_text){rest.at + 1, rest.len - 1};
    struct mt_text inside = mt_text_trim(rest);
    mt_out_string(out, inside.len && *inside.at != '}' ? ", " : "");
    mt_out_text(out, rest);
}

enum mt_rc
mt_rejected_put(struct mt_out *out, const struct mt_rejected_form *form, struct mt_text header,
                const struct mt_rejected *rejected, struct mt_err *err)
{
    bool is_one = false;
    enum mt_rc rc = is_record(form, rejected->raw, &is_one, err);
    if (rc)
        return rc;
    if (form->is_json) {
        put_json(out, rejected, is_one);
        return MT_OK;
    }
    if (header.at) {
        mt_out_int(out, rejected->number);
        mt_out_byte(out, form->delimiter);
    }
    if (is_one || !header.at)
        mt_out_text(out, rejected->raw);
    else
        mt_rejected_quote(out, rejected->raw);
    mt_out_string(out, "\r\n");
    return MT_OK;
}

void
mt_rejected_end(struct mt_out *out, const struct mt_rejected_form *form)
{
    if (form->is_json)
        mt_out_string(out, "\n]\n");
}

/* ---- a list ---- */

enum mt_rc
mt_rejected_add(struct mt_rejected_list *list, const struct mt_rejected *rejected, bool copies, struct mt_err *err)
{
    if (list->count == list->room) {
        size_t room = list->room ? list->room * 2 : 64;
        struct mt_rejected *grown = realloc(list->items, room * sizeof *grown);
        if (!grown)
            return mt_err_memory(err);
        list->items = grown;
        list->room = room;
    }
    struct mt_rejected *added = &list->items[list->count];
    *added = *rejected;
    if (copies && !mt_arena_copy(&list->arena, rejected->raw, &added->raw))
        return mt_err_memory(err);
    list->count++;
    return MT_OK;
}

void
mt_rejected_release(struct mt_rejected_list *list)
{
    free(list->items);
    mt_arena_release(&list->arena);
    *list = (struct mt_rejected_list){.items = NULL};
}

/* ---- an export of them ---- */

/* As the readers count lines: JSON's by LF, CSV's by CR LF, LF or CR. */
static uint64_t
lines_in(struct mt_text text, bool is_json)
{
    uint64_t lines = 0;
    for (size_t i = 0; i < text.len; i++)
        lines +=
            text.at[i] == '\n' || (!is_json && text.at[i] == '\r' && (i + 1 == text.len || text.at[i + 1] != '\n'));
    return lines;
}

enum mt_rc
mt_rejected_compose(const struct mt_rejected_list *list, struct mt_out *out, uint64_t *lines, struct mt_err *err)
{
    bool is_json = list->form.is_json, is_first = true;
    uint64_t line = 1;
    if (is_json || list->header.at) {
        mt_out_text(out, is_json ? MT_TEXT_LITERAL("[") : list->header);
        mt_out_byte(out, '\n');
        line += is_json ? 1 : lines_in(list->header, false) + 1;
    }
    for (size_t i = 0; i < list->count; i++) {
        struct mt_text raw = list->items[i].raw;
        bool is_one = false;
        enum mt_rc rc = is_record(&list->form, raw, &is_one, err);
        if (rc)
            return rc;
        lines[i] = is_one ? line : 0;
        if (!is_one)
            continue;
        mt_out_string(out, is_json && !is_first ? "," : "");
        is_first = false;
        mt_out_text(out, raw);
        mt_out_byte(out, '\n');
        line += lines_in(raw, is_json) + 1;
    }
    mt_out_string(out, is_json ? "]\n" : "");
    return out->failed ? mt_err_memory(err) : MT_OK;
}
