/* The tables of `check dns` behind its findings. */

#include "ingest/cmd_check_page.h"

#include <string.h>

/* ---- words for people ---- */

static const struct mt_word answer_words[] = {
    {"records", "records", "registros"},
    {"no_data", "no such record", "no hay registro"},
    {"nxdomain", "no such name", "no existe el nombre"},
    {"failed", "no answer", "sin respuesta"},
    {"not_asked", "not given", "no se dio"},
    {"open", "depends on the mail", "depende del correo"},
    {NULL},
};

static const char *
answer_key(enum mt_dns_state state)
{
    switch (state) {
    case MT_DNS_NOT_ASKED:
        return "not_asked";
    case MT_DNS_RECORDS:
        return "records";
    case MT_DNS_NO_DATA:
        return "no_data";
    case MT_DNS_NXDOMAIN:
        return "nxdomain";
    case MT_DNS_FAILED:
        break;
    }
    return "failed";
}

static const struct {
    const char *key;
    enum mt_sentence sentence;
} unread_reasons[] = {
#define X(name, key) {key, MT_SAY_DNS_UNREAD_##name},
    MT_DNS_UNREAD_LIST(X)
#undef X
};

/* ---- look-ups ---- */

static const struct mt_check_column lookup_columns[] = {
    {"number", MT_SAY_DNS_COLUMN_NUMBER, MT_TYPE_COUNT, false, NULL},
    {"depth", MT_SAY_DNS_COLUMN_DEPTH, MT_TYPE_COUNT, false, NULL},
    {"term", MT_SAY_DNS_COLUMN_TERM, MT_TYPE_TEXT, false, NULL},
    {"within", MT_SAY_DNS_COLUMN_WITHIN, MT_TYPE_TEXT, false, NULL},
    {"name", MT_SAY_DNS_COLUMN_NAME, MT_TYPE_TEXT, true, NULL},
    {"answer", MT_SAY_DNS_COLUMN_ANSWER, MT_TYPE_TEXT, false, answer_words},
    {"is_void", MT_SAY_DNS_COLUMN_STATE, MT_TYPE_TEXT, true, NULL},
};

enum mt_rc
mt_check_lookups(const struct mt_check_page *page)
{
    const struct mt_dns_result *result = page->checked->result;
    if (result->cost_count == 0)
        return MT_OK;
    struct mt_section *section = mt_check_section(page, "lookups", mt_check_word(page, MT_SAY_DNS_LOOKUPS),
                                                  lookup_columns, sizeof lookup_columns / sizeof *lookup_columns);
    if (!section)
        return mt_err_memory(page->err);
    section->lede = mt_check_say(page, MT_SAY_DNS_LOOKUPS_LEDE, MT_VALUES(mt_value_count((int64_t)result->cost_count)));
    for (size_t i = 0; i < result->cost_count; i++) {
        const struct mt_dns_cost *cost = &result->costs[i];
        struct mt_cell *row = mt_table_add(section->table);
        if (!row)
            return mt_err_memory(page->err);
        row[0] = mt_cell_integer(cost->number);
        row[1] = mt_cell_integer(cost->depth);
        row[2] = mt_cell_text(cost->term);
        row[3] = mt_cell_text(cost->within);
        row[4] = mt_check_text(cost->name);
        row[5] = mt_check_key(mt_text_known(cost->name) ? answer_key(cost->state) : "open");
        row[6] = mt_check_key(cost->is_void ? "yes" : "no");
    }
    return MT_OK;
}

/* ---- what was read ---- */

static const struct mt_check_column record_columns[] = {
    {"name", MT_SAY_DNS_COLUMN_NAME, MT_TYPE_TEXT, false, NULL},
    {"type", MT_SAY_DNS_COLUMN_TYPE, MT_TYPE_TEXT, false, NULL},
    {"answer", MT_SAY_DNS_COLUMN_ANSWER, MT_TYPE_TEXT, false, answer_words},
    {"preference", MT_SAY_DNS_COLUMN_NUMBER, MT_TYPE_COUNT, true, NULL},
    {"record", MT_SAY_DNS_COLUMN_RECORD, MT_TYPE_TEXT, false, NULL},
    {"line", MT_SAY_DNS_COLUMN_LINE, MT_TYPE_COUNT, false, NULL},
};

static enum mt_rc
add_record(const struct mt_check_page *page, struct mt_table *table, const struct mt_dns_answer *answer,
           const struct mt_dns_record *record)
{
    struct mt_cell *row = mt_table_add(table);
    if (!row)
        return mt_err_memory(page->err);
    row[0] = mt_cell_text(answer->name);
    row[1] = mt_check_key(mt_dns_type_key(answer->type));
    row[2] = mt_check_key(answer_key(answer->state));
    row[3] = record && answer->type == MT_DNS_MX ? mt_cell_integer(record->preference) : MT_CELL_UNKNOWN(NULL);
    row[4] = record ? mt_check_text(record->text) : MT_CELL_UNKNOWN(NULL);
    row[5] = mt_check_line(record ? record->line : answer->line);
    return MT_OK;
}

static bool
is_of_use(const struct mt_dns_answer *answer)
{
    return answer->type != MT_DNS_ANY_TYPE && answer->type != MT_DNS_OTHER && answer->type != MT_DNS_SOA &&
           answer->type != MT_DNS_NS;
}

enum mt_rc
mt_check_records(const struct mt_check_page *page)
{
    enum { MOST_ROWS = 1000 };
    const struct mt_dns_answers *answers = page->checked->answers;
    struct mt_section *section = mt_check_section(page, "records", mt_check_word(page, MT_SAY_DNS_RECORDS),
                                                  record_columns, sizeof record_columns / sizeof *record_columns);
    if (!section)
        return mt_err_memory(page->err);
    section->appendix = true;
    enum mt_rc rc = MT_OK;
    size_t all = 0;
    for (size_t i = 0; rc == MT_OK && i < answers->count; i++) {
        const struct mt_dns_answer *answer = answers->items[i];
        if (!is_of_use(answer))
            continue;
        for (size_t j = 0; rc == MT_OK && j < (answer->count ? answer->count : 1); j++)
            if (all++ < MOST_ROWS)
                rc = add_record(page, section->table, answer, answer->count ? &answer->records[j] : NULL);
    }
    section->table->all_rows = all > MOST_ROWS ? all : 0;
    return rc;
}

static const struct mt_check_column unread_columns[] = {
    {"line", MT_SAY_DNS_COLUMN_LINE, MT_TYPE_COUNT, false, NULL},
    {"text", MT_SAY_DNS_COLUMN_TEXT, MT_TYPE_TEXT, false, NULL},
    {"why", MT_SAY_DNS_COLUMN_WHY, MT_TYPE_TEXT, false, NULL},
};

/* Keys of data and words for people: a list of words made from the sentences. */
static const struct mt_word *
unread_words(const struct mt_check_page *page)
{
    size_t count = sizeof unread_reasons / sizeof *unread_reasons;
    struct mt_word *words = mt_arena_take(&page->report->arena, (count + 1) * sizeof *words);
    for (size_t i = 0; words && i < count; i++)
        words[i] = (struct mt_word){unread_reasons[i].key, mt_wording(MT_LANGUAGE_EN, unread_reasons[i].sentence),
                                    mt_wording(MT_LANGUAGE_ES, unread_reasons[i].sentence)};
    return words;
}

enum mt_rc
mt_check_unread(const struct mt_check_page *page)
{
    const struct mt_dns_paste *paste = page->checked->paste;
    struct mt_check_column columns[sizeof unread_columns / sizeof *unread_columns];
    if (!paste || paste->unread_count == 0)
        return MT_OK;
    memcpy(columns, unread_columns, sizeof columns);
    columns[2].words = unread_words(page);
    if (!columns[2].words)
        return mt_err_memory(page->err);
    struct mt_section *section = mt_check_section(page, "unread", mt_check_word(page, MT_SAY_DNS_UNREAD), columns,
                                                  sizeof columns / sizeof *columns);
    if (!section)
        return mt_err_memory(page->err);
    section->lede = mt_check_say(page, MT_SAY_DNS_UNREAD_LEDE, MT_VALUES(mt_value_count((int64_t)paste->unread_count)));
    for (size_t i = 0; i < paste->unread_count && i < MT_DNS_UNREAD_KEPT; i++) {
        struct mt_cell *row = mt_table_add(section->table);
        if (!row)
            return mt_err_memory(page->err);
        row[0] = mt_cell_integer((int64_t)paste->unread[i].line);
        row[1] = mt_cell_text(paste->unread[i].text);
        row[2] = mt_check_key(mt_dns_unread_key(paste->unread[i].why));
    }
    section->table->all_rows = paste->unread_count > MT_DNS_UNREAD_KEPT ? paste->unread_count : 0;
    return MT_OK;
}
