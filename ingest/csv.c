#include "ingest/csv.h"

#include <csv.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ingest/csv_plain.h"
#include "ingest/line_end.h"

enum {
    /* libcsv asks for room before it looks at the next byte, and it stores a quote that may turn out to be the closing
     * one, so the longest field needs this much more. */
    ENTRY_BYTES = MT_CSV_FIELD_BYTES + 2,
    ENTRY_STEP_BYTES = 16 * 1024,
};

enum problem {
    NO_PROBLEM,
    TEXT_BEHIND_QUOTE,
    STRAY_QUOTE,
    OPEN_QUOTE,
    LONG_FIELD,
    LONG_RECORD,
    MANY_FIELDS,
    NO_MEMORY,
};

_Static_assert(MT_CSV_FIELD_BYTES == 1024 * 1024 && MT_CSV_FIELDS == 512 && MT_CSV_RECORD_BYTES == 4 * 1024 * 1024,
               "the limits stand in the sentences, too");

static const char *const reasons[] = {
    [NO_PROBLEM] = "",
    [TEXT_BEHIND_QUOTE] = "has text behind a closing quote",
    [STRAY_QUOTE] = "has a quote inside an unquoted field",
    [OPEN_QUOTE] = "ends inside a quoted field",
    [LONG_FIELD] = "has a field longer than 1 MiB",
    [LONG_RECORD] = "is longer than 4 MiB",
    [MANY_FIELDS] = "has more than 512 fields",
    [NO_MEMORY] = "",
};

/* Where a field's text stands in `values`, whose address changes as it grows. */
struct span {
    size_t at;
    size_t len;
    bool is_known;
};

struct reader {
    struct csv_parser parser;
    struct mt_window window; /* keeps the record that is under way */
    struct mt_line_ends ends;
    const struct mt_csv_handler *handler;
    char delimiter;
    bool is_careful; /* no fast lane */

    uint64_t line; /* the number of the line at the window's `at` */
    uint64_t record_line;
    uint64_t quote_line;     /* where the field opened that is under way between two lines */
    size_t first_line_bytes; /* of the record that is under way, with the line end; 0 before it is known */
    bool in_record;

    /* Filled by libcsv's callbacks. */
    bool row_is_done;
    enum problem problem;
    size_t count;
    size_t values_len;
    size_t values_room;
    char *values;
    struct span spans[MT_CSV_FIELDS];
    struct mt_text fields[MT_CSV_FIELDS];
};

static void *
bounded_realloc(void *old, size_t size)
{
    return size <= ENTRY_BYTES ? realloc(old, size) : NULL;
}

/* Nothing is a blank for libcsv, or it would trim the fields. */
static int
is_no_blank(unsigned char byte)
{
    (void)byte;
    return 0;
}

static void
start_parser(struct reader *reader)
{
    csv_init(&reader->parser, CSV_STRICT | CSV_STRICT_FINI | CSV_EMPTY_IS_NULL);
    csv_set_delim(&reader->parser, (unsigned char)reader->delimiter);
    csv_set_space_func(&reader->parser, is_no_blank);
    csv_set_realloc_func(&reader->parser, bounded_realloc);
    csv_set_blk_size(&reader->parser, ENTRY_STEP_BYTES);
}

static void
take_field(void *bytes, size_t len, void *context)
{
    struct reader *reader = context;
    if (reader->count == MT_CSV_FIELDS)
        reader->problem = MANY_FIELDS;
    else if (len > MT_CSV_FIELD_BYTES)
        reader->problem = LONG_FIELD;
    if (reader->problem != NO_PROBLEM)
        return;
    if (len)
        memcpy(reader->values + reader->values_len, bytes, len);
    reader->spans[reader->count++] = (struct span){reader->values_len, len, bytes != NULL};
    reader->values_len += len;
}

static void
take_row(int end, void *context)
{
    struct reader *reader = context;
    (void)end;
    reader->row_is_done = true;
}

static bool
make_room(struct reader *reader, size_t need)
{
    if (need <= reader->values_room)
        return true;
    char *values = realloc(reader->values, need * 2);
    if (!values)
        return false;
    reader->values = values;
    reader->values_room = need * 2;
    return true;
}

/* Hands the record's text up to here to libcsv. The values of a record are never longer than its text, so that much
 * room is made before, and the callbacks need none. */
static void
feed(struct reader *reader, size_t len)
{
    struct mt_window *window = &reader->window;
    if (!make_room(reader, window->at - window->keep + len + 1)) {
        reader->problem = NO_MEMORY;
        return;
    }
    const char *text = window->bytes + window->at;
    size_t fed = csv_parse(&reader->parser, text, len, take_field, take_row, reader);
    if (fed == len || reader->problem != NO_PROBLEM)
        return;
    if (csv_error(&reader->parser) == CSV_EPARSE)
        reader->problem = text[fed] == '"' ? STRAY_QUOTE : TEXT_BEHIND_QUOTE;
    else
        reader->problem = csv_get_buffer_size(&reader->parser) == ENTRY_BYTES ? LONG_FIELD : NO_MEMORY;
}

/* Throws away what is left of a line that is longer than anything that is kept. */
static enum mt_rc
skip_line(struct reader *reader, struct mt_err *err)
{
    struct mt_window *window = &reader->window;
    size_t len = 0;
    while (len == 0) {
        window->keep = window->at = window->len;
        enum mt_rc rc = mt_line_measure(&reader->ends, window, 0, 0, &len, err);
        if (rc != MT_OK)
            return rc;
        if (window->ended && len == 0)
            break;
    }
    window->at = window->keep + len;
    return MT_OK;
}

static struct mt_text
without_line_end(struct mt_text text)
{
    if (text.len && text.at[text.len - 1] == '\n')
        text.len--;
    if (text.len && text.at[text.len - 1] == '\r')
        text.len--;
    return text;
}

static void
end_record(struct reader *reader)
{
    reader->in_record = false;
    reader->row_is_done = false;
    reader->problem = NO_PROBLEM;
    reader->count = 0;
    reader->values_len = 0;
    reader->first_line_bytes = 0;
}

static enum mt_rc
hand_over(struct reader *reader, struct mt_err *err)
{
    struct mt_window *window = &reader->window;
    for (size_t i = 0; i < reader->count; i++) {
        const struct span *span = &reader->spans[i];
        reader->fields[i] = span->is_known ? (struct mt_text){reader->values + span->at, span->len} : MT_TEXT_UNKNOWN;
    }
    struct mt_csv_record record = {.fields = reader->fields, .count = reader->count, .line = reader->record_line};
    struct mt_text text = {window->bytes + window->keep, window->at - window->keep};
    record.raw = mt_window_head(without_line_end(text), MT_RAW_BYTES, &record.raw_is_cut);
    end_record(reader);
    return reader->handler->record(reader->handler->context, &record, err);
}

/* Reports the record that is under way and goes back to the line behind its first. Only a line with an odd number of
 * quotes leaves a quote open, and the next such line closes it or is where the record fails; so going back reads
 * every byte about twice, whatever the file holds. */
static enum mt_rc
give_up(struct reader *reader, struct mt_err *err)
{
    struct mt_window *window = &reader->window;
    char reason[128];
    const char *clause = reasons[reader->problem];
    bool is_long_line = reader->first_line_bytes == 0;
    bool has_more_lines = !is_long_line && window->at - window->keep > reader->first_line_bytes;
    if (reader->problem == NO_MEMORY)
        return mt_err_memory(err);
    if (reader->problem == OPEN_QUOTE)
        snprintf(reason, sizeof reason, "%s (opened on line %" PRIu64 ")", clause, reader->quote_line);
    else if (has_more_lines)
        snprintf(reason, sizeof reason, "%s (a quote was opened on line %" PRIu64 ")", clause, reader->quote_line);
    else
        snprintf(reason, sizeof reason, "%s", clause);

    struct mt_text text = {window->bytes + window->keep,
                           is_long_line ? window->len - window->keep : reader->first_line_bytes};
    struct mt_csv_record record = {.line = reader->record_line};
    record.raw = mt_window_head(without_line_end(text), MT_RAW_BYTES, &record.raw_is_cut);
    window->at = window->keep + text.len;
    reader->line = reader->record_line + 1;
    end_record(reader);
    csv_free(&reader->parser);
    start_parser(reader);
    enum mt_rc rc = reader->handler->malformed(reader->handler->context, reason, &record, err);
    return rc == MT_OK && is_long_line ? skip_line(reader, err) : rc;
}

static bool
is_blank_line(const struct reader *reader, size_t len)
{
    const char *text = reader->window.bytes + reader->window.at;
    for (size_t i = 0; i < len; i++)
        if (text[i] != '\r' && text[i] != '\n' && ((text[i] != ' ' && text[i] != '\t') || text[i] == reader->delimiter))
            return false;
    return true;
}

/* Reads one line, of which `len` bytes are in the window; it may begin, continue or end a record. */
static enum mt_rc
take_line(struct reader *reader, size_t len, struct mt_err *err)
{
    struct mt_window *window = &reader->window;
    size_t fields_before = reader->count;
    bool is_first = !reader->in_record;
    if (is_first) {
        reader->in_record = true;
        reader->record_line = reader->line;
        reader->first_line_bytes = len;
        reader->quote_line = 0;
    }
    feed(reader, len);
    window->at += len;
    reader->line++;
    if (reader->problem == NO_PROBLEM && window->at - window->keep > MT_CSV_RECORD_BYTES)
        reader->problem = LONG_RECORD;
    if (reader->problem != NO_PROBLEM)
        return give_up(reader, err);
    if (reader->row_is_done)
        return hand_over(reader, err);
    /* The line ended inside a quoted field: the first one, or one that opened behind a delimiter of this line. */
    if (is_first || reader->count > fields_before)
        reader->quote_line = reader->line - 1;
    return MT_OK;
}

/* The fast lane: a line that is one whole record of plain form. False when it is not; nothing has happened then. The
 * last line of a file that stops without a line end goes the other way. */
static bool
take_plain_line(struct reader *reader, size_t len, enum mt_rc *rc, struct mt_err *err)
{
    struct mt_window *window = &reader->window;
    struct mt_text line = {window->bytes + window->at, len};
    struct mt_text text = without_line_end(line);
    struct mt_csv_record record = {.fields = reader->fields, .line = reader->line};
    if (reader->is_careful || text.len == len || len > MT_CSV_FIELD_BYTES || !make_room(reader, len) ||
        !mt_csv_plain_split(text, reader->delimiter, reader->values, reader->fields, MT_CSV_FIELDS, &record.count))
        return false;
    record.raw = mt_window_head(text, MT_RAW_BYTES, &record.raw_is_cut);
    window->at += len;
    reader->line++;
    *rc = reader->handler->record(reader->handler->context, &record, err);
    return true;
}

/* A line that does not end within the longest record. What there is of it says which limit it breaks. */
static enum mt_rc
take_long_line(struct reader *reader, struct mt_err *err)
{
    struct mt_window *window = &reader->window;
    if (!reader->in_record) {
        reader->in_record = true;
        reader->record_line = reader->line;
        reader->quote_line = 0;
    }
    feed(reader, window->len - window->at);
    window->at = window->len;
    if (reader->problem == NO_PROBLEM)
        reader->problem = LONG_RECORD;
    return give_up(reader, err);
}

/* The file has no more lines, but a record may still be under way. */
static enum mt_rc
take_end(struct reader *reader, struct mt_err *err)
{
    if (csv_fini(&reader->parser, take_field, take_row, reader) != 0)
        reader->problem = OPEN_QUOTE;
    if (reader->problem != NO_PROBLEM)
        return give_up(reader, err);
    return hand_over(reader, err);
}

static enum mt_rc
read_all(struct reader *reader, struct mt_err *err)
{
    struct mt_window *window = &reader->window;
    for (;;) {
        size_t len;
        if (!reader->in_record)
            window->keep = window->at;
        enum mt_rc rc =
            mt_line_measure(&reader->ends, window, window->at - window->keep, MT_CSV_RECORD_BYTES, &len, err);
        if (rc != MT_OK)
            return rc;
        bool is_at_end = window->ended && window->at == window->len;
        if (is_at_end && !reader->in_record)
            return MT_OK;
        if (is_at_end) {
            rc = take_end(reader, err);
        } else if (len == 0) {
            rc = take_long_line(reader, err);
        } else if (!reader->in_record && is_blank_line(reader, len)) {
            window->at += len;
            reader->line++;
        } else if (reader->in_record || !take_plain_line(reader, len, &rc, err)) {
            rc = take_line(reader, len, err);
        }
        if (rc != MT_OK)
            return rc;
    }
}

static enum mt_rc
read_source(struct mt_source *source, char delimiter, uint64_t first_line, bool is_careful,
            const struct mt_csv_handler *handler, struct mt_err *err)
{
    if (delimiter == '"' || delimiter == '\r' || delimiter == '\n')
        return mt_err_set(err, MT_USAGE, "a quote or a line end cannot be the delimiter");
    struct reader *reader = calloc(1, sizeof *reader);
    if (!reader)
        return mt_err_memory(err);
    reader->window = mt_window_of(source);
    reader->handler = handler;
    reader->delimiter = delimiter;
    reader->line = first_line;
    reader->is_careful = is_careful;
    start_parser(reader);
    enum mt_rc rc = read_all(reader, err);
    csv_free(&reader->parser);
    mt_window_release(&reader->window);
    free(reader->values);
    free(reader);
    return rc;
}

enum mt_rc
mt_csv_read(struct mt_source *source, char delimiter, uint64_t first_line, const struct mt_csv_handler *handler,
            struct mt_err *err)
{
    return read_source(source, delimiter, first_line, false, handler, err);
}

enum mt_rc
mt_csv_read_carefully(struct mt_source *source, char delimiter, uint64_t first_line,
                      const struct mt_csv_handler *handler, struct mt_err *err)
{
    return read_source(source, delimiter, first_line, true, handler, err);
}
