#include "ingest/cmd_check_report.h"

#include <string.h>

#include "ingest/cmd_check_page.h"
#include "ingest/cmd_check_words.h"
#include "reports/phrase.h"
#include "reports/view.h"

/* ---- small parts ---- */

struct mt_section *
mt_check_section(const struct mt_check_page *page, const char *key, const char *title,
                 const struct mt_check_column *columns, size_t count)
{
    struct mt_report *report = page->report;
    struct mt_column made[MT_CHECK_COLUMNS];
    struct mt_table *table = mt_report_table(report);
    struct mt_shown *shown = mt_arena_take(&report->arena, (count + 1) * sizeof *shown);
    if (!table || !shown)
        return NULL;
    mt_table_init(table, key, title);
    struct mt_section *section = mt_report_section(report, key, title, table);
    for (size_t i = 0, at = 0; i < count; i++) {
        made[i] =
            (struct mt_column){columns[i].key, mt_wording(MT_LANGUAGE_EN, columns[i].title), columns[i].type, false};
        if (!columns[i].is_data)
            shown[at++] = (struct mt_shown){.key = columns[i].key,
                                            .title = mt_wording(report->reader.language, columns[i].title),
                                            .words = columns[i].words};
    }
    if (!section || mt_table_columns(table, made, count, page->err) != MT_OK)
        return NULL;
    section->shown = shown;
    return section;
}

const char *
mt_check_word(const struct mt_check_page *page, enum mt_sentence sentence)
{
    return mt_wording(page->report->reader.language, sentence);
}

struct mt_text
mt_check_say(const struct mt_check_page *page, enum mt_sentence sentence, const struct mt_value *values, size_t count)
{
    return mt_say(&page->report->arena, &page->report->reader, sentence, values, count);
}

struct mt_cell
mt_check_text(struct mt_text text)
{
    return text.len ? mt_cell_text(text) : MT_CELL_UNKNOWN(NULL);
}

struct mt_cell
mt_check_key(const char *key)
{
    return mt_cell_text(mt_text_of(key));
}

struct mt_cell
mt_check_line(size_t line)
{
    return line ? mt_cell_integer((int64_t)line) : MT_CELL_UNKNOWN(NULL);
}

/* ---- summary ---- */

static const struct mt_check_column summary_columns[] = {
    {"check", MT_SAY_DNS_COLUMN_CHECK, MT_TYPE_TEXT, false, mt_dns_check_words},
    {"state", MT_SAY_DNS_COLUMN_STATE, MT_TYPE_TEXT, false, mt_dns_grade_words},
    {"errors", MT_SAY_DNS_COLUMN_ERRORS, MT_TYPE_COUNT, false, NULL},
    {"warnings", MT_SAY_DNS_COLUMN_WARNINGS, MT_TYPE_COUNT, false, NULL},
    {"open", MT_SAY_DNS_COLUMN_OPEN, MT_TYPE_COUNT, false, NULL},
};

static int64_t
count_grade(const struct mt_dns_result *result, enum mt_dns_check check, enum mt_dns_grade grade)
{
    int64_t count = 0;
    for (size_t i = 0; i < result->count; i++)
        count += result->findings[i].check == check && result->findings[i].grade == grade;
    return count;
}

static enum mt_rc
add_summary(const struct mt_check_page *page)
{
    const struct mt_dns_result *result = page->checked->result;
    struct mt_section *section = mt_check_section(page, "summary", mt_check_word(page, MT_SAY_DNS_SUMMARY),
                                                  summary_columns, sizeof summary_columns / sizeof *summary_columns);
    if (!section)
        return mt_err_memory(page->err);
    section->no_heading = true;
    for (int i = 0; i < MT_DNS_CHECKS; i++) {
        enum mt_dns_check check = (enum mt_dns_check)i;
        struct mt_cell *row = mt_table_add(section->table);
        if (!row)
            return mt_err_memory(page->err);
        row[0] = mt_check_key(mt_dns_check_key(check));
        row[1] = mt_check_key(mt_dns_grade_key(mt_dns_standing(result, check, NULL)));
        row[2] = mt_cell_integer(count_grade(result, check, MT_DNS_GRADE_ERROR));
        row[3] = mt_cell_integer(count_grade(result, check, MT_DNS_GRADE_WARNING));
        row[4] = mt_cell_integer(count_grade(result, check, MT_DNS_GRADE_UNKNOWN));
    }
    return MT_OK;
}

/* ---- findings ---- */

static const struct mt_check_column finding_columns[] = {
    {"check", MT_SAY_DNS_COLUMN_CHECK, MT_TYPE_TEXT, false, mt_dns_check_words},
    {"state", MT_SAY_DNS_COLUMN_STATE, MT_TYPE_TEXT, false, mt_dns_grade_words},
    {"kind", MT_SAY_DNS_COLUMN_TYPE, MT_TYPE_TEXT, true, NULL},
    {"finding", MT_SAY_DNS_COLUMN_TEXT, MT_TYPE_TEXT, true, NULL},
    {"to_do", MT_SAY_DNS_COLUMN_TEXT, MT_TYPE_TEXT, true, NULL},
    {"name", MT_SAY_DNS_COLUMN_NAME, MT_TYPE_TEXT, false, NULL},
    {"value", MT_SAY_DNS_COLUMN_TEXT, MT_TYPE_TEXT, true, NULL},
    {"number", MT_SAY_DNS_COLUMN_NUMBER, MT_TYPE_COUNT, true, NULL},
    {"rule", MT_SAY_DNS_COLUMN_WHY, MT_TYPE_TEXT, true, NULL},
    {"record", MT_SAY_DNS_COLUMN_RECORD, MT_TYPE_TEXT, false, NULL},
    {"line", MT_SAY_DNS_COLUMN_LINE, MT_TYPE_COUNT, true, NULL},
};

/* Without the marks of prose: data formats have none. */
static struct mt_text
plain(struct mt_arena *arena, struct mt_text prose)
{
    struct mt_out out = MT_OUT_EMPTY;
    struct mt_text run, copy = MT_TEXT_UNKNOWN;
    bool is_value;
    while (mt_prose_next(&prose, &run, &is_value))
        mt_out_text(&out, run);
    if (out.failed)
        arena->failed = true;
    else
        mt_arena_copy(arena, mt_out_view(&out), &copy);
    mt_out_release(&out);
    return copy;
}

/* In English, whoever reads: the words of data formats are the same for everybody. */
static enum mt_rc
add_row(const struct mt_check_page *page, struct mt_table *table, const struct mt_dns_finding *finding)
{
    static const struct mt_reader english = {.language = MT_LANGUAGE_EN};
    struct mt_arena *arena = &page->report->arena;
    const struct mt_cell cells[] = {
        mt_check_key(mt_dns_check_key(finding->check)),
        mt_check_key(mt_dns_grade_key(finding->grade)),
        mt_check_key(mt_dns_kind_key(finding->kind)),
        mt_check_text(plain(arena, mt_dns_finding_say(arena, &english, finding))),
        mt_check_text(plain(arena, mt_dns_advice_say(arena, &english, finding))),
        mt_check_text(finding->name),
        mt_check_text(finding->text),
        finding->number || finding->kind == MT_DNS_KIND_SPF_LOOKUPS ? mt_cell_integer(finding->number)
                                                                    : MT_CELL_UNKNOWN(NULL),
        mt_check_text(mt_text_of(finding->rule)),
        mt_check_text(finding->record),
        mt_check_line(finding->line),
    };
    struct mt_cell *row = mt_table_add(table);
    if (!row)
        return mt_err_memory(page->err);
    memcpy(row, cells, sizeof cells);
    return MT_OK;
}

static enum mt_tone
tone_of(enum mt_dns_grade grade)
{
    switch (grade) {
    case MT_DNS_GRADE_OK:
        return MT_TONE_GOOD;
    case MT_DNS_GRADE_WARNING:
    case MT_DNS_GRADE_UNKNOWN:
        return MT_TONE_UNSURE;
    case MT_DNS_GRADE_ERROR:
        break;
    }
    return MT_TONE_BAD;
}

/* Of an address the term is shown that lets it send or not. */
static enum mt_sentence
sentence_of(const struct mt_dns_finding *finding)
{
    bool is_term = finding->kind == MT_DNS_KIND_SPF_ADDRESS_PASS || finding->kind == MT_DNS_KIND_SPF_ADDRESS_NOT ||
                   finding->kind == MT_DNS_KIND_SPF_ADDRESS_OPEN || finding->kind == MT_DNS_KIND_SPF_ADDRESS_BY_MAIL;
    return is_term ? MT_SAY_DNS_DECIDES : finding->line ? MT_SAY_DNS_PUBLISHED_LINE : MT_SAY_DNS_PUBLISHED;
}

static enum mt_rc
add_points(const struct mt_check_page *page, struct mt_story *story, const struct mt_dns_finding *finding)
{
    static const char between[] = " section ";
    struct mt_report *report = page->report;
    struct mt_text advice = mt_dns_advice_say(&report->arena, &report->reader, finding);
    enum mt_rc rc = MT_OK;
    if (mt_text_known(advice))
        rc = mt_report_story_point(report, story, advice, page->err);
    if (rc == MT_OK && finding->record.len)
        rc = mt_report_story_point(
            report, story,
            mt_check_say(page, sentence_of(finding),
                         MT_VALUES(mt_value_data(finding->record), mt_value_count((int64_t)finding->line))),
            page->err);
    struct mt_text section = mt_text_of(finding->rule);
    ptrdiff_t at = mt_text_find(section, between);
    if (rc != MT_OK || at < 0)
        return rc;
    struct mt_text standard = {section.at, (size_t)at};
    section = mt_text_of(finding->rule + at + strlen(between));
    return mt_report_story_point(
        report, story,
        mt_check_say(page, MT_SAY_DNS_RULE, MT_VALUES(mt_value_words(standard), mt_value_words(section))), page->err);
}

static enum mt_rc
add_story(const struct mt_check_page *page, struct mt_section *section, const struct mt_dns_finding *finding)
{
    struct mt_report *report = page->report;
    const char *status =
        mt_word_label(mt_dns_grade_words, mt_text_of(mt_dns_grade_key(finding->grade)), report->reader.language);
    struct mt_text title = mt_dns_finding_say(&report->arena, &report->reader, finding);
    if (title.len && title.at[title.len - 1] == '.')
        title.len--;
    struct mt_story told = {.title = title, .status = mt_text_of(status), .tone = tone_of(finding->grade)};
    struct mt_story *story = mt_report_story(report, section, &told);
    if (!story)
        return mt_err_memory(page->err);
    enum mt_rc rc = add_points(page, story, finding);
    return rc == MT_OK ? add_row(page, section->table, finding) : rc;
}

/* What is wrong comes first. */
static enum mt_rc
add_check(const struct mt_check_page *page, enum mt_dns_check check)
{
    static const enum mt_dns_grade order[] = {MT_DNS_GRADE_ERROR, MT_DNS_GRADE_WARNING, MT_DNS_GRADE_UNKNOWN,
                                              MT_DNS_GRADE_OK};
    const struct mt_dns_result *result = page->checked->result;
    const char *key = mt_dns_check_key(check);
    enum mt_rc rc = MT_OK;
    if (!mt_dns_speaker(result, check))
        return MT_OK;
    struct mt_section *section =
        mt_check_section(page, key, mt_word_label(mt_dns_check_words, mt_text_of(key), page->report->reader.language),
                         finding_columns, sizeof finding_columns / sizeof *finding_columns);
    if (!section)
        return mt_err_memory(page->err);
    section->table_is_data = true;
    for (size_t grade = 0; grade < sizeof order / sizeof *order; grade++)
        for (size_t i = 0; rc == MT_OK && i < result->count; i++)
            if (result->findings[i].check == check && result->findings[i].grade == order[grade])
                rc = add_story(page, section, &result->findings[i]);
    return rc;
}

/* ---- all of it ---- */

enum mt_rc
mt_checked_report(struct mt_report *report, const struct mt_checked *checked, struct mt_err *err)
{
    struct mt_check_page page = {report, checked, err};
    report->title = mt_check_say(&page, MT_SAY_DNS_TITLE, MT_VALUES(mt_value_data(checked->question->domain)));
    report->subtitle = mt_check_say(&page, checked->paste ? MT_SAY_DNS_FROM_RECORDS : MT_SAY_DNS_FROM_RESOLVER,
                                    MT_VALUES(mt_value_data(checked->source)));
    enum mt_rc rc = mt_report_parameter(report, "domain", checked->question->domain, err);
    if (rc == MT_OK)
        rc = add_summary(&page);
    for (int i = 0; rc == MT_OK && i < MT_DNS_CHECKS; i++)
        rc = add_check(&page, (enum mt_dns_check)i);
    if (rc == MT_OK)
        rc = mt_check_lookups(&page);
    if (rc == MT_OK)
        rc = mt_check_unread(&page);
    if (rc == MT_OK)
        rc = mt_check_records(&page);
    return rc == MT_OK && report->arena.failed ? mt_err_memory(err) : rc; /* no sentence may be lacking */
}
