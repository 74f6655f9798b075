#include "reports/heat.h"
#include "reports/markup.h"
#include "reports/messages.h"
#include "reports/phrase.h"
#include "reports/svg.h"
#include "store/base/embedded.h"

extern const struct mt_embedded report_files[];

static void
put_prose(struct mt_out *out, struct mt_text prose)
{
    struct mt_text run;
    bool is_value;
    while (mt_prose_next(&prose, &run, &is_value)) {
        if (is_value)
            mt_out_string(out, "<b>");
        mt_markup_put(out, run);
        if (is_value)
            mt_out_string(out, "</b>");
    }
}

static void
put_element(struct mt_out *out, const char *open, struct mt_text prose, const char *close)
{
    mt_out_string(out, open);
    put_prose(out, prose);
    mt_out_string(out, close);
}

/* ---- cells ---- */

/* Where footnotes lead: "section-2". */
static void
put_footnote_id(struct mt_out *out, const struct mt_section *section, size_t number)
{
    mt_markup_string(out, section->key);
    mt_out_string(out, "-note-");
    mt_out_int(out, (int64_t)number);
}

static void
put_unknown(struct mt_out *out, const struct mt_section *section, const struct mt_view *view, size_t row, size_t column)
{
    struct mt_cell cell = mt_view_cell(view, row, column);
    size_t footnote = mt_view_footnote(view, row, column);
    mt_out_string(out, "<span class=\"unknown\"");
    if (cell.why)
        mt_markup_attribute(out, "title", mt_text_of(cell.why));
    mt_out_string(out, ">\xE2\x80\x93</span>");
    if (footnote) {
        mt_out_string(out, "<sup><a href=\"#");
        put_footnote_id(out, section, footnote);
        mt_out_string(out, "\">");
        mt_out_int(out, (int64_t)footnote);
        mt_out_string(out, "</a></sup>");
    }
}

static void
put_value(struct mt_out *out, const struct mt_section *section, const struct mt_view *view, size_t row, size_t column)
{
    if (mt_view_empty(view, row, column)) {
        put_unknown(out, section, view, row, column);
        return;
    }
    struct mt_out room = MT_OUT_EMPTY;
    mt_view_phrase(view, row, column, &room);
    mt_markup_put(out, mt_out_view(&room));
    mt_out_clear(&room);
    if (mt_view_interval(view, row, column, &room)) {
        mt_out_string(out, " <small>");
        mt_markup_put(out, mt_out_view(&room));
        mt_out_string(out, "</small>");
    }
    out->failed |= room.failed;
    mt_out_release(&room);
}

static const char *
class_of(const struct mt_view_column *column)
{
    static const char *const classes[] = {
        [MT_TYPE_TEXT] = " class=\"t\"",  [MT_TYPE_COUNT] = " class=\"n\"", [MT_TYPE_BYTES] = " class=\"n\"",
        [MT_TYPE_RATIO] = " class=\"n\"", [MT_TYPE_REAL] = " class=\"n\"",  [MT_TYPE_MOMENT] = " class=\"w\"",
        [MT_TYPE_DAY] = " class=\"w\"",   [MT_TYPE_SPAN] = " class=\"n\"",
    };
    return column->words ? classes[MT_TYPE_TEXT] : classes[column->type];
}

/* ---- tables ---- */

/* Bars stand in a column of their own, right behind the figure they show. */
struct bars {
    int column; /* the view's, or -1 */
    double most;
    size_t rows;
    int low, high, base; /* the table's, or -1 */
};

static int
found(const struct mt_table *table, const char *key)
{
    return key ? mt_table_find(table, key) : -1;
}

static double
real_of(struct mt_cell cell, enum mt_type type)
{
    return type == MT_TYPE_RATIO || type == MT_TYPE_REAL ? cell.real : (double)cell.integer;
}

static bool
is_masked(const struct mt_table *table, const struct mt_chart *chart, int base, size_t row)
{
    struct mt_cell count = base < 0 ? MT_CELL_UNKNOWN(NULL) : mt_table_at(table, row, (size_t)base);
    return base >= 0 && (!count.known || count.integer < chart->least_base);
}

static struct bars
bars_of(const struct mt_view *view, const struct mt_chart *chart)
{
    const struct mt_table *table = view->table;
    int value = chart->kind == MT_CHART_BARS ? found(table, chart->value) : -1;
    struct bars bars = {.column = -1,
                        .rows = chart->most_rows ? chart->most_rows : table->row_count,
                        .low = found(table, chart->low),
                        .high = found(table, chart->high),
                        .base = found(table, chart->base)};
    for (size_t i = 0; i < view->column_count; i++)
        if (value >= 0 && view->columns[i].at == value && view->columns[i].numeric)
            bars.column = (int)i;
    if (bars.column < 0)
        return bars;
    /* A whisker of a rare row may be far longer than any bar; it is cut rather than allowed to flatten the others. */
    for (size_t row = 0; row < table->row_count && row < bars.rows; row++) {
        struct mt_cell cell = mt_table_at(table, row, (size_t)value);
        if (is_masked(table, chart, bars.base, row))
            continue;
        double most = cell.known ? real_of(cell, table->columns[value].type) * 1.25 : 0;
        bars.most = most > bars.most ? most : bars.most;
    }
    return bars;
}

static void
put_bar(struct mt_out *out, const struct mt_view *view, const struct mt_chart *chart, const struct bars *bars,
        size_t row)
{
    const struct mt_table *table = view->table;
    size_t column = (size_t)bars->column;
    struct mt_cell value = mt_view_cell(view, row, column), none = MT_CELL_UNKNOWN(NULL);
    struct mt_out name = MT_OUT_EMPTY;
    mt_out_string(out, "<td class=\"b\">");
    if (value.known && row < bars->rows) {
        mt_view_phrase(view, row, 0, &name);
        mt_out_string(&name, ": ");
        mt_view_phrase(view, row, column, &name);
        mt_svg_bar(out, real_of(value, view->columns[column].type),
                   bars->low < 0 ? none : mt_table_at(table, row, (size_t)bars->low),
                   bars->high < 0 ? none : mt_table_at(table, row, (size_t)bars->high), bars->most,
                   is_masked(table, chart, bars->base, row), mt_out_view(&name));
    }
    mt_out_string(out, "</td>");
    out->failed |= name.failed;
    mt_out_release(&name);
}

static void
put_table_head(struct mt_out *out, const struct mt_view *view, const struct bars *bars)
{
    mt_out_string(out, "<thead><tr>");
    for (size_t i = 0; i < view->column_count; i++) {
        mt_out_string(out, "<th scope=\"col\"");
        mt_out_string(out, class_of(&view->columns[i]));
        mt_out_byte(out, '>');
        mt_markup_string(out, view->columns[i].title);
        mt_out_string(out, "</th>");
        if ((int)i == bars->column)
            mt_out_string(out, "<td class=\"b\"></td>");
    }
    mt_out_string(out, "</tr></thead>\n");
}

static void
put_table(struct mt_out *out, const struct mt_section *section, const struct mt_view *view)
{
    struct bars bars = bars_of(view, &section->chart);
    mt_out_string(out, "<div class=\"scroll\" tabindex=\"0\" role=\"group\"");
    mt_markup_attribute(out, "aria-label", mt_text_of(section->title));
    /* The heading above says what the table is; its caption is for those who jump from table to table. */
    bool explains = bars.column >= 0 && section->chart.title;
    mt_out_string(out, explains ? "><table><caption>" : "><table><caption class=\"unseen\">");
    mt_markup_string(out, explains ? section->chart.title : section->title);
    mt_out_string(out, "</caption>");
    put_table_head(out, view, &bars);
    mt_out_string(out, "<tbody>\n");
    for (size_t row = 0; row < view->table->row_count; row++) {
        mt_out_string(out, "<tr>");
        for (size_t i = 0; i < view->column_count; i++) {
            mt_out_string(out, i ? "<td" : "<th scope=\"row\"");
            mt_out_string(out, class_of(&view->columns[i]));
            mt_out_byte(out, '>');
            put_value(out, section, view, row, i);
            mt_out_string(out, i ? "</td>" : "</th>");
            if ((int)i == bars.column)
                put_bar(out, view, &section->chart, &bars, row);
        }
        mt_out_string(out, "</tr>\n");
    }
    mt_out_string(out, "</tbody></table></div>\n");
}

/* ---- tiles: label, value, and what it is compared with ---- */

static void
put_tiles(struct mt_out *out, const struct mt_section *section, const struct mt_view *view)
{
    mt_out_string(out, "<div class=\"tiles\">\n");
    for (size_t row = 0; row < view->table->row_count; row++) {
        mt_out_string(out, "<dl class=\"tile\"><dt>");
        put_value(out, section, view, row, 0);
        mt_out_string(out, "</dt>");
        for (size_t i = 1; i < view->column_count; i++) {
            struct mt_cell cell = mt_view_cell(view, row, i);
            if (!cell.known && !cell.why && i > 1)
                continue;
            mt_out_string(out, i == 1                    ? "<dd class=\"big\">"
                               : view->columns[i].change ? "<dd class=\"change\">"
                                                         : "<dd>");
            if (i > 1) {
                mt_out_string(out, "<span>");
                mt_markup_string(out, view->columns[i].title);
                mt_out_string(out, "</span> ");
            }
            mt_out_string(out, "<span class=\"v\">");
            put_value(out, section, view, row, i);
            mt_out_string(out, "</span></dd>");
        }
        mt_out_string(out, "</dl>\n");
    }
    mt_out_string(out, "</div>\n");
}

/* ---- heat maps: the picture, and its figures for those who cannot see or want to copy it ---- */

static void
put_heat_figures(struct mt_out *out, const struct mt_heat *heat, const struct mt_section *section)
{
    struct mt_out room = MT_OUT_EMPTY;
    mt_out_string(out, "<details><summary>");
    mt_markup_string(out, mt_wording(MT_SAY_FIGURES));
    mt_out_string(out, "</summary><div class=\"scroll\" tabindex=\"0\" role=\"group\"");
    mt_markup_attribute(out, "aria-label", mt_text_of(section->title));
    mt_out_string(out, "><table class=\"grid\"><caption>");
    mt_say_into(&room, NULL, MT_SAY_HEAT_MASK, MT_VALUES(mt_value_count(section->chart.least_base)));
    mt_markup_put(out, mt_out_view(&room));
    mt_out_string(out, "</caption><thead><tr><td></td>");
    for (size_t x = 0; x < heat->column_count; x++)
        put_element(out, "<th scope=\"col\" class=\"n\">", heat->columns[x], "</th>");
    mt_out_string(out, "</tr></thead><tbody>\n");
    for (size_t y = 0; y < heat->row_count; y++) {
        put_element(out, "<tr><th scope=\"row\">", heat->rows[y], "</th>");
        for (size_t x = 0; x < heat->column_count; x++) {
            mt_out_clear(&room);
            mt_heat_phrase(&room, heat, &heat->cells[y * heat->column_count + x]);
            put_element(out, "<td class=\"n\">", mt_out_view(&room), "</td>");
        }
        mt_out_string(out, "</tr>\n");
    }
    mt_out_string(out, "</tbody></table></div></details>\n");
    out->failed |= room.failed;
    mt_out_release(&room);
}

static void
put_heat(struct mt_out *out, const struct mt_heat *heat, const struct mt_section *section)
{
    const char *title = section->chart.title ? section->chart.title : section->title;
    mt_out_string(out, "<figure><figcaption>");
    mt_markup_string(out, title);
    mt_out_string(out, "</figcaption>");
    mt_svg_heat(out, heat, mt_text_of(title));
    mt_svg_heat_legend(out, heat, section->chart.base ? section->chart.least_base : 0);
    mt_out_string(out, "</figure>\n");
    put_heat_figures(out, heat, section);
}

/* ---- sections ---- */

static void
put_reasons(struct mt_out *out, const struct mt_section *section, const struct mt_view *view)
{
    for (size_t i = 0; i < view->absent_count; i++) {
        put_element(out, "<p class=\"note\">", mt_text_of(view->absent[i].title), ": ");
        put_element(out, "", mt_text_of(view->absent[i].why), "</p>\n");
    }
    if (view->reason_count == 0)
        return;
    mt_out_string(out, "<ol class=\"reasons\">");
    for (size_t i = 0; i < view->reason_count; i++) {
        mt_out_string(out, "<li id=\"");
        put_footnote_id(out, section, i + 1);
        put_element(out, "\">", mt_text_of(view->reasons[i]), "</li>");
    }
    mt_out_string(out, "</ol>\n");
}

static enum mt_rc
put_section_table(struct mt_out *out, const struct mt_report *report, const struct mt_section *section,
                  struct mt_err *err)
{
    struct mt_view view;
    struct mt_heat heat = {0};
    enum mt_rc rc = mt_view_open(&view, report, section, err);
    if (rc == MT_OK && section->chart.kind == MT_CHART_HEATMAP)
        rc = mt_heat_open(&heat, &view, &section->chart, err);
    if (rc != MT_OK)
        goto out;
    if (view.table->row_count == 0) {
        put_element(out, "<p class=\"none\">", mt_text_of(mt_wording(MT_SAY_EMPTY_TABLE)), "</p>\n");
    } else if (heat.row_count) {
        put_heat(out, &heat, section);
    } else if (section->prominent) {
        put_tiles(out, section, &view);
    } else {
        if (section->chart.kind == MT_CHART_LINES) {
            const char *title = section->chart.title ? section->chart.title : section->title;
            put_element(out, "<figure><figcaption>", mt_text_of(title), "</figcaption>");
            rc = mt_svg_lines(out, &view, &section->chart, err);
            mt_out_string(out, "</figure>\n");
        }
        put_table(out, section, &view);
    }
    if (!heat.row_count)
        put_reasons(out, section, &view);
out:
    mt_view_release(&view);
    return rc;
}

static enum mt_rc
put_section(struct mt_out *out, const struct mt_report *report, const struct mt_section *section, struct mt_err *err)
{
    enum mt_rc rc = MT_OK;
    mt_out_string(out, "<section");
    mt_markup_attribute(out, "id", mt_text_of(section->key));
    mt_out_string(out, section->prominent ? " class=\"prominent\"><h2>" : "><h2>");
    mt_markup_string(out, section->title);
    mt_out_string(out, "</h2>\n");
    if (section->lede.len)
        put_element(out, "<p class=\"lede\">", section->lede, "</p>\n");
    if (section->point_count) {
        mt_out_string(out, "<ul class=\"points\">");
        for (size_t i = 0; i < section->point_count; i++)
            put_element(out, "<li>", section->points[i], "</li>\n");
        mt_out_string(out, "</ul>\n");
    }
    if (section->table)
        rc = put_section_table(out, report, section, err);
    for (size_t i = 0; i < section->note_count; i++)
        put_element(out, "<p class=\"note\">", section->notes[i], "</p>\n");
    mt_out_string(out, "</section>\n");
    return rc;
}

static void
put_contents(struct mt_out *out, const struct mt_report *report)
{
    if (!report->sections || !report->sections->next)
        return;
    mt_out_string(out, "<nav");
    mt_markup_attribute(out, "aria-label", mt_text_of(mt_wording(MT_SAY_CONTENTS)));
    mt_out_string(out, "><ul>");
    for (const struct mt_section *section = report->sections; section; section = section->next) {
        mt_out_string(out, "<li><a href=\"#");
        mt_markup_string(out, section->key);
        mt_out_string(out, "\">");
        mt_markup_string(out, section->title);
        mt_out_string(out, "</a></li>\n");
    }
    mt_out_string(out, "</ul></nav>\n");
}

static void
put_head(struct mt_out *out, const struct mt_report *report)
{
    struct mt_out room = MT_OUT_EMPTY;
    /* A page title has no markup, so the marks of prose are left out by writing runs one after another. */
    struct mt_text run, rest = report->title;
    bool is_value;
    mt_out_string(out, "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
                       "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                       "style-src 'unsafe-inline'; img-src data:\">\n"
                       "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                       "<meta name=\"color-scheme\" content=\"light dark\">\n"
                       "<meta name=\"referrer\" content=\"no-referrer\">\n<title>");
    while (mt_prose_next(&rest, &run, &is_value))
        mt_markup_put(out, run);
    mt_out_string(out, "</title>\n<style>\n");
    mt_out_text(out, mt_embedded_file(report_files, "report.css"));
    mt_out_string(out, "</style></head>\n<body><header>\n");
    put_element(out, "<h1>", report->title, "</h1>\n");
    if (report->subtitle.len)
        put_element(out, "<p class=\"subtitle\">", report->subtitle, "</p>\n");
    mt_say_origin(&room, report);
    put_element(out, "<p class=\"origin\">", mt_out_view(&room), "</p>\n");
    out->failed |= room.failed;
    mt_out_release(&room);
    mt_out_string(out, "</header>\n");
}

static void
put_foot(struct mt_out *out, const struct mt_report *report)
{
    if (report->parameter_count) {
        mt_out_string(out, "<footer><dl>");
        for (size_t i = 0; i < report->parameter_count; i++) {
            put_element(out, "<div><dt>", mt_text_of(report->parameters[i].key), "</dt>");
            mt_out_string(out, "<dd>");
            mt_markup_put(out, report->parameters[i].value);
            mt_out_string(out, "</dd></div>");
        }
        mt_out_string(out, "</dl></footer>\n");
    }
    mt_out_string(out, "</body></html>\n");
}

enum mt_rc
mt_render_html(const struct mt_report *report, const struct mt_render_options *options, struct mt_out *out,
               struct mt_err *err)
{
    (void)options;
    put_head(out, report);
    put_contents(out, report);
    mt_out_string(out, "<main>\n");
    for (const struct mt_section *section = report->sections; section; section = section->next) {
        enum mt_rc rc = put_section(out, report, section, err);
        if (rc != MT_OK)
            return rc;
    }
    mt_out_string(out, "</main>\n");
    put_foot(out, report);
    return MT_OK;
}
