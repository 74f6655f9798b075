#include "reports/csv.h"

#include "reports/phrase.h"

#define LINE_END "\r\n"

/* Excel, LibreOffice and Google Sheets take these as the start of a formula; the list is OWASP's. */
static bool
looks_like_formula(struct mt_text text)
{
    return text.len > 0 && (text.at[0] == '=' || text.at[0] == '+' || text.at[0] == '-' || text.at[0] == '@' ||
                            text.at[0] == '\t' || text.at[0] == '\r');
}

static bool
needs_quotes(struct mt_text text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.at[i] == '"' || text.at[i] == ',' || text.at[i] == '\r' || text.at[i] == '\n')
            return true;
    return text.len > 0 && (text.at[0] == ' ' || text.at[text.len - 1] == ' ');
}

/* A field of text. Broken UTF-8 and control characters that no spreadsheet holds become U+FFFD; line ends and tabs
 * stay as they are. */
void
mt_csv_field(struct mt_out *out, struct mt_text text)
{
    bool formula = looks_like_formula(text), quotes = formula || needs_quotes(text);
    if (quotes)
        mt_out_byte(out, '"');
    if (formula)
        mt_out_byte(out, '\'');
    while (text.len) {
        size_t taken;
        uint32_t c = mt_text_code_point(text, &taken);
        text.at += taken;
        text.len -= taken;
        if (c == '"')
            mt_out_byte(out, '"');
        bool control = (c < 0x20 && c != '\t' && c != '\r' && c != '\n') || (c >= 0x7F && c < 0xA0);
        mt_phrase_utf8(out, control ? 0xFFFD : c);
    }
    if (quotes)
        mt_out_byte(out, '"');
}

/* Prose without its marks. */
void
mt_csv_prose(struct mt_out *out, struct mt_text prose)
{
    struct mt_out room = MT_OUT_EMPTY;
    struct mt_text run;
    bool is_value;
    while (mt_prose_next(&prose, &run, &is_value))
        mt_out_text(&room, run);
    mt_csv_field(out, mt_out_view(&room));
    out->failed |= room.failed;
    mt_out_release(&room);
}

void
mt_csv_end_line(struct mt_out *out)
{
    mt_out_string(out, LINE_END);
}

/* Whether a figure is a lower bound stands behind all figures, so that a column of figures keeps its place when it
 * becomes one of those that may be. */
static void
put_bound_keys(struct mt_out *out, const struct mt_table *table)
{
    for (size_t i = 0; i < table->column_count; i++) {
        if (!table->columns[i].bounded)
            continue;
        mt_out_byte(out, ',');
        mt_out_string(out, table->columns[i].key);
        mt_out_string(out, "_at_least");
    }
}

static void
put_bounds(struct mt_out *out, const struct mt_table *table, size_t row)
{
    for (size_t i = 0; i < table->column_count; i++) {
        struct mt_cell cell = mt_table_at(table, row, i);
        if (!table->columns[i].bounded)
            continue;
        mt_out_byte(out, ',');
        mt_out_string(out, !cell.known ? "" : cell.at_least ? "true" : "false");
    }
}

static void
put_table(struct mt_out *out, const struct mt_table *table)
{
    for (size_t i = 0; i < table->column_count; i++) {
        if (i > 0)
            mt_out_byte(out, ',');
        mt_csv_field(out, mt_text_of(table->columns[i].key));
    }
    put_bound_keys(out, table);
    mt_out_string(out, LINE_END);
    for (size_t row = 0; row < table->row_count; row++) {
        for (size_t i = 0; i < table->column_count; i++) {
            struct mt_cell cell = mt_table_at(table, row, i);
            if (i > 0)
                mt_out_byte(out, ',');
            if (!cell.known)
                continue;
            if (table->columns[i].type == MT_TYPE_TEXT)
                mt_csv_field(out, cell.text);
            else
                mt_phrase_data(out, cell, table->columns[i].type);
        }
        put_bounds(out, table, row);
        mt_out_string(out, LINE_END);
    }
}

static bool
has_lede_alone(const struct mt_section *section)
{
    return !section->table && section->point_count == 0 && section->lede.len > 0;
}

bool
mt_csv_says(const struct mt_section *section)
{
    return section->table || section->point_count > 0 || has_lede_alone(section);
}

void
mt_csv_section(struct mt_out *out, const struct mt_section *section)
{
    if (section->table) {
        put_table(out, section->table);
        return;
    }
    mt_out_string(out, "sentence" LINE_END);
    if (has_lede_alone(section)) {
        mt_csv_prose(out, section->lede);
        mt_csv_end_line(out);
    }
    for (size_t i = 0; i < section->point_count; i++) {
        mt_csv_prose(out, section->points[i]);
        mt_csv_end_line(out);
    }
}

enum mt_rc
mt_render_csv(const struct mt_report *report, const struct mt_render_options *options, struct mt_out *out,
              struct mt_err *err)
{
    (void)options;
    (void)err;
    if (mt_report_is_table(report)) {
        put_table(out, report->sections->table);
        return MT_OK;
    }
    const char *between = "";
    for (const struct mt_section *section = report->sections; section; section = section->next) {
        if (!mt_csv_says(section))
            continue;
        mt_out_string(out, between);
        between = LINE_END;
        mt_csv_field(out, mt_text_of(section->key));
        mt_csv_end_line(out);
        mt_csv_section(out, section);
    }
    return MT_OK;
}
