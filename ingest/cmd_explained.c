#include "ingest/cmd_explained.h"

#include <string.h>

#include "reports/messages.h"
#include "reports/words.h"
#include "store/codes_line.h"

/* ---- words for people ---- */

static const struct mt_word permanence_words[] = {
    {"temporary", "may help: the trouble is temporary", "puede ayudar: el problema es temporal"},
    {"permanent", "does not help until something is changed", "no ayuda mientras no se cambie algo"},
    {"unknown", "not known", "no se sabe"},
    {NULL},
};

/* Their Spanish is that of the English words (words_es.h). */
static const struct mt_word actor_words[] = {
#define X(number, name, key, words) {key, words, NULL},
    MT_ACTOR_LIST(X)
#undef X
        {NULL},
};

static const struct mt_word by_words[] = {{"user", "you", "usted"}, {"shipped", "msgtrace", "msgtrace"}, {NULL}};

/* ---- in the reader's language ---- */

static struct mt_section *
add_section(struct mt_report *report, struct mt_table *table, const char *key, const char *title)
{
    if (!table)
        return NULL;
    mt_table_init(table, key, title);
    return mt_report_section(report, key, mt_in_language(report->reader.language, title), table);
}

static enum mt_rc
say(struct mt_report *report, struct mt_section *section, enum mt_sentence sentence, const struct mt_value *values,
    size_t count, struct mt_err *err)
{
    return mt_report_note(report, section, mt_say(&report->arena, &report->reader, sentence, values, count), err);
}

static struct mt_value
word_value(const struct mt_report *report, const char *english)
{
    return mt_value_words(mt_text_of(mt_in_language(report->reader.language, english)));
}

/* ---- the verdict ---- */

static struct mt_cell
reply_cell(int reply)
{
    return reply ? mt_cell_integer(reply) : MT_CELL_UNKNOWN(NULL);
}

static struct mt_cell
text_cell(struct mt_text text)
{
    return text.len ? mt_cell_text(text) : MT_CELL_UNKNOWN(NULL);
}

static struct mt_cell
yes_cell(bool yes)
{
    return mt_cell_text(mt_text_of(yes ? "yes" : "no"));
}

static const struct mt_column reason_columns[] = {
    {"class", "Class", MT_TYPE_TEXT},
    {"permanence", "Trying again", MT_TYPE_TEXT},
    {"actor", "Who has to act", MT_TYPE_TEXT},
    {"meaning", "Meaning", MT_TYPE_TEXT},
    {"reply", "Reply", MT_TYPE_COUNT},
    {"code", "Code", MT_TYPE_TEXT},
    {"text", "Text", MT_TYPE_TEXT},
    {"outer_reply", "Reply around it", MT_TYPE_COUNT},
    {"outer_code", "Code around it", MT_TYPE_TEXT},
    {"expired", "Expired", MT_TYPE_TEXT},
    {"cut", "Cut", MT_TYPE_TEXT},
    {"remote_host", "Other server", MT_TYPE_TEXT},
    {"remote_ip", "Its address", MT_TYPE_TEXT},
    {"server", "Reported by", MT_TYPE_TEXT},
    {"last_try", "Last try", MT_TYPE_TEXT},
    {"codes", "Line of the table", MT_TYPE_TEXT},
    {"by", "Line by", MT_TYPE_TEXT},
};

enum { REASON_COLUMNS = sizeof reason_columns / sizeof *reason_columns };

static const struct mt_shown reason_shown[] = {
    {.key = "class"},
    {.key = "permanence", .words = permanence_words},
    {.key = "actor", .words = actor_words},
    {.key = NULL},
};

static struct mt_text
by_of(const struct mt_code_line *line)
{
    return !line ? MT_TEXT_UNKNOWN : mt_text_of(line->is_user ? "user" : "shipped");
}

static enum mt_rc
fill_reason(struct mt_table *table, const struct mt_explanation *explained, struct mt_err *err)
{
    const struct mt_reason *reason = &explained->reason;
    const struct mt_cause *cause = &explained->cause;
    const struct mt_cell cells[REASON_COLUMNS] = {
        mt_cell_text(mt_text_of(mt_reason_class_key(cause->class))),
        mt_cell_text(mt_text_of(mt_permanence_key(cause->permanence))),
        mt_cell_text(mt_text_of(mt_actor_key(cause->actor))),
        text_cell(mt_text_of(cause->meaning)),
        reply_cell(reason->reply),
        text_cell(reason->code),
        text_cell(reason->text),
        reply_cell(reason->outer_reply),
        text_cell(reason->outer_code),
        yes_cell(reason->expired),
        yes_cell(reason->is_cut),
        text_cell(reason->remote_host),
        text_cell(reason->remote_ip),
        text_cell(reason->server),
        text_cell(reason->last_try),
        text_cell(cause->line ? cause->line->codes : MT_TEXT_UNKNOWN),
        text_cell(by_of(cause->line)),
    };
    enum mt_rc rc = mt_table_columns(table, reason_columns, REASON_COLUMNS, err);
    struct mt_cell *row = rc == MT_OK ? mt_table_add(table) : NULL;
    if (!row)
        return rc == MT_OK ? mt_err_memory(err) : rc;
    memcpy(row, cells, sizeof cells);
    return MT_OK;
}

/* What the numbers say of a code that no line knows. */
static enum mt_rc
note_numbers(struct mt_report *report, struct mt_section *section, struct mt_text code, struct mt_err *err)
{
    static const char *const classes[] = {"?", "?", "success", "?", "temporary", "permanent"};
    struct mt_code read;
    const char *subject = mt_codes_subject(code);
    if (!mt_code_parse(code, &read) || !read.class)
        return MT_OK;
    struct mt_text whole = mt_arena_format(&report->arena, "%d.%d.%d", read.class, read.subject, read.detail);
    return say(report, section, MT_SAY_EXPLAIN_NUMBERS,
               MT_VALUES(mt_value_words(whole), word_value(report, classes[read.class]), mt_value_count(read.class),
                         word_value(report, subject ? subject : "something that is not assigned")),
               err);
}

static enum mt_rc
note(struct mt_report *report, struct mt_section *section, const struct mt_explanation *explained, struct mt_err *err)
{
    const struct mt_reason *reason = &explained->reason;
    const char *why_shipped = explained->why_shipped.text;
    enum mt_rc rc = MT_OK;
    if (reason->expired)
        rc = say(report, section, MT_SAY_EXPLAIN_EXPIRED, MT_NO_VALUES, err);
    if (rc == MT_OK && reason->is_cut)
        rc = say(report, section, MT_SAY_EXPLAIN_CUT, MT_NO_VALUES, err);
    if (rc == MT_OK && !explained->cause.meaning)
        rc = note_numbers(report, section, reason->code.len ? reason->code : reason->outer_code, err);
    if (rc == MT_OK && !explained->cause.meaning)
        rc = say(report, section, MT_SAY_EXPLAIN_TEACH, MT_NO_VALUES, err);
    if (rc == MT_OK && why_shipped[0])
        rc = say(report, section, MT_SAY_EXPLAIN_OWN_LINES, MT_VALUES(mt_value_words(mt_text_of(why_shipped))), err);
    return rc;
}

static enum mt_rc
add_reason(struct mt_report *report, const struct mt_explanation *explained, struct mt_err *err)
{
    enum mt_language language = report->reader.language;
    const char *meaning = explained->cause.meaning;
    struct mt_table *table = mt_report_table(report);
    struct mt_section *section = add_section(report, table, "reason", "What it means");
    if (!section)
        return mt_err_memory(err);
    section->no_heading = true;
    section->shown = reason_shown;
    section->lede =
        mt_text_of(meaning ? mt_in_language(language, meaning) : mt_wording(language, MT_SAY_EXPLAIN_UNKNOWN));
    enum mt_rc rc = fill_reason(table, explained, err);
    return rc == MT_OK ? note(report, section, explained, err) : rc;
}

static const struct mt_column chain_columns[] = {
    {"layer", "Layer", MT_TYPE_TEXT}, {"reply", "Reply", MT_TYPE_COUNT},    {"code", "Code", MT_TYPE_TEXT},
    {"text", "Text", MT_TYPE_TEXT},   {"meaning", "Meaning", MT_TYPE_TEXT},
};

static enum mt_rc
add_layer(struct mt_table *table, const char *layer, int reply, struct mt_text code, struct mt_text text,
          const char *meaning, struct mt_err *err)
{
    struct mt_cell *row = mt_table_add(table);
    if (!row)
        return mt_err_memory(err);
    row[0] = mt_cell_text(mt_text_of(layer));
    row[1] = reply_cell(reply);
    row[2] = text_cell(code);
    row[3] = text_cell(text);
    row[4] = text_cell(mt_text_of(meaning));
    return MT_OK;
}

static const struct mt_shown one_reply_shown[] = {{.key = "reply"}, {.key = "code"}, {.key = "text"}, {.key = NULL}};

/* The wrapper and the reply that it quotes. What the latter means is said on top. */
static enum mt_rc
add_chain(struct mt_report *report, const struct mt_explanation *explained, const struct mt_codes *codes,
          struct mt_err *err)
{
    const struct mt_reason *reason = &explained->reason;
    bool is_wrapped = reason->outer_reply || reason->outer_code.len;
    if (explained->is_code || (!reason->reply && !reason->code.len))
        return MT_OK;
    struct mt_table *table = mt_report_table(report);
    struct mt_section *section = add_section(report, table, "replies", "The replies");
    if (!section)
        return mt_err_memory(err);
    if (!is_wrapped)
        section->shown = one_reply_shown;
    enum mt_rc rc = mt_table_columns(table, chain_columns, sizeof chain_columns / sizeof *chain_columns, err);
    if (rc == MT_OK && is_wrapped)
        rc = add_layer(table, "outermost", reason->outer_reply, reason->outer_code, MT_TEXT_UNKNOWN,
                       mt_codes_of_code(codes, reason->outer_code).meaning, err);
    if (rc == MT_OK)
        rc = add_layer(table, is_wrapped ? "innermost" : "only", reason->reply, reason->code, reason->text,
                       is_wrapped ? NULL : explained->cause.meaning, err);
    return rc;
}

static const struct mt_column server_columns[] = {
    {"part", "Part", MT_TYPE_TEXT},
    {"name", "Name", MT_TYPE_TEXT},
};

static enum mt_rc
add_servers(struct mt_report *report, const struct mt_reason *reason, struct mt_err *err)
{
    const struct {
        const char *part;
        struct mt_text name;
    } known[] = {
        {"other server", reason->remote_host},
        {"its address", reason->remote_ip},
        {"reported by", reason->server},
        {"last try (its clock and order of day and month)", reason->last_try},
    };
    struct mt_table *table = NULL;
    enum mt_rc rc = MT_OK;
    for (size_t i = 0; rc == MT_OK && i < sizeof known / sizeof *known; i++) {
        if (!known[i].name.len)
            continue;
        if (!table) {
            table = mt_report_table(report);
            if (!add_section(report, table, "servers", "Where it was said"))
                return mt_err_memory(err);
            rc = mt_table_columns(table, server_columns, sizeof server_columns / sizeof *server_columns, err);
        }
        struct mt_cell *row = rc == MT_OK ? mt_table_add(table) : NULL;
        if (!row)
            return rc == MT_OK ? mt_err_memory(err) : rc;
        row[0] = mt_cell_text(mt_text_of(known[i].part));
        row[1] = mt_cell_text(known[i].name);
    }
    return rc;
}

static const struct mt_column line_columns[] = {
    {"codes", "Codes", MT_TYPE_TEXT},          {"words", "With these words", MT_TYPE_TEXT},
    {"class", "Class", MT_TYPE_TEXT},          {"permanence", "Trying again", MT_TYPE_TEXT},
    {"actor", "Who has to act", MT_TYPE_TEXT}, {"meaning", "Meaning", MT_TYPE_TEXT},
    {"source", "Source", MT_TYPE_TEXT},        {"by", "By", MT_TYPE_TEXT},
};

static const struct mt_shown line_shown[] = {
    {.key = "words"},
    {.key = "class", .words = mt_line_class_words},
    {.key = "actor", .words = actor_words},
    {.key = "meaning"},
    {.key = "source"},
    {.key = "by", .words = by_words},
    {.key = NULL},
};

static enum mt_rc
add_line(struct mt_table *table, const struct mt_code_line *line, struct mt_err *err)
{
    struct mt_cell *row = mt_table_add(table);
    if (!row)
        return mt_err_memory(err);
    row[0] = mt_cell_text(line->codes);
    row[1] = text_cell(line->hint);
    row[2] = mt_cell_text(line->class_key);
    row[3] = mt_cell_text(line->permanence_key);
    row[4] = mt_cell_text(mt_text_of(mt_actor_key(line->actor)));
    row[5] = mt_cell_text(line->meaning);
    row[6] = text_cell(line->source);
    row[7] = mt_cell_text(by_of(line));
    return MT_OK;
}

static bool
names_code(const struct mt_code_line *line, const struct mt_code *code)
{
    for (int kind = MT_CODE_EXACT; kind <= MT_CODE_PATTERN; kind++)
        if (mt_code_line_has(line, (enum mt_code_kind)kind, code, MT_TEXT_UNKNOWN))
            return true;
    return false;
}

/* A code alone may mean several things: the text decides which, and here is none. */
static enum mt_rc
add_lines(struct mt_report *report, const struct mt_explanation *explained, const struct mt_codes *codes,
          struct mt_err *err)
{
    struct mt_code code;
    struct mt_table *table = mt_report_table(report);
    if (!table)
        return mt_err_memory(err);
    mt_table_init(table, "lines", "What it can mean, by the text behind it");
    enum mt_rc rc = mt_table_columns(table, line_columns, sizeof line_columns / sizeof *line_columns, err);
    if (rc != MT_OK || !mt_code_parse(explained->text, &code))
        return rc;
    size_t at = 0;
    for (const struct mt_code_line *line; rc == MT_OK && (line = mt_codes_next(codes, &at)) != NULL;)
        if (names_code(line, &code))
            rc = add_line(table, line, err);
    if (rc != MT_OK || table->row_count == 0)
        return rc;
    struct mt_section *section =
        mt_report_section(report, "lines", mt_in_language(report->reader.language, table->title), table);
    if (!section)
        return mt_err_memory(err);
    section->shown = line_shown;
    return MT_OK;
}

enum mt_rc
mt_explained(struct mt_report *report, const struct mt_explanation *explained, const struct mt_codes *codes,
             struct mt_err *err)
{
    enum mt_rc rc = add_reason(report, explained, err);
    if (rc == MT_OK)
        rc = add_chain(report, explained, codes, err);
    if (rc == MT_OK)
        rc = add_servers(report, &explained->reason, err);
    if (rc == MT_OK && explained->is_code)
        rc = add_lines(report, explained, codes, err);
    return rc;
}
