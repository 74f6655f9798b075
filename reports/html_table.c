#include "reports/html.h"

#include "reports/heat.h"
#include "reports/markup.h"
#include "reports/messages.h"
#include "reports/phrase.h"
#include "reports/svg.h"
#include "reports/width.h"

/* ---- cells ---- */

/* Where footnotes lead: "section-2". */
void
mt_html_footnote_id(struct mt_out *out, const struct mt_section *section, size_t number)
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
        mt_markup_attribute(out, "title", mt_text_of(mt_view_why(view, cell.why)));
    mt_out_string(out, ">\xE2\x80\x93</span>");
    if (footnote) {
        mt_out_string(out, "<sup><a href=\"#");
        mt_html_footnote_id(out, section, footnote);
        mt_out_string(out, "\">");
        mt_out_int(out, (int64_t)footnote);
        mt_out_string(out, "</a></sup>");
    }
}

/* What programs read of a cell: the value as data formats write it. Text needs none, it is what is shown or a word for
 * it. Returns the end of the element that it opened. */
static const char *
open_data(struct mt_out *out, struct mt_cell cell, enum mt_type type, const char *key)
{
    bool is_time = type == MT_TYPE_MOMENT || type == MT_TYPE_DAY;
    if (!cell.known || type == MT_TYPE_TEXT)
        return "";
    mt_out_string(out, is_time ? "<time" : "<data");
    if (key)
        mt_markup_attribute(out, "data-key", mt_text_of(key));
    mt_out_string(out, is_time ? " datetime=\"" : " value=\"");
    mt_phrase_data(out, cell, type);
    mt_out_string(out, "\">");
    return is_time ? "</time>" : "</data>";
}

/* The ends of an interval are one text for people, so that they stand empty beside it for programs. */
static void
put_ends(struct mt_out *out, const struct mt_view *view, size_t row, size_t column)
{
    const int ends[] = {view->columns[column].low, view->columns[column].high};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        const struct mt_column *described = &view->table->columns[ends[i]];
        mt_out_string(out,
                      open_data(out, mt_table_at(view->table, row, (size_t)ends[i]), described->type, described->key));
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
    const char *end = open_data(out, mt_view_cell(view, row, column), view->columns[column].type, NULL);
    mt_markup_put(out, mt_out_view(&room));
    mt_out_string(out, end);
    mt_out_clear(&room);
    if (mt_view_interval(view, row, column, &room)) {
        mt_out_string(out, " <small>");
        put_ends(out, view, row, column);
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

/* How the text of a cell may break. Short words and names ("2026-W47", "still deferred") are not worth a second line;
 * sentences may break anywhere rather than make their table wider than the page. */
static const char *
text_class(const struct mt_view *view, size_t row, size_t column, struct mt_out *out)
{
    enum { SHORT = 22, WORD = 24 };
    struct mt_out room = MT_OUT_EMPTY;
    const char *class = class_of(&view->columns[column]);
    if (view->columns[column].numeric)
        return class;
    if (mt_view_empty(view, row, column))
        return " class=\"s\"";
    mt_view_phrase(view, row, column, &room);
    bool is_sentence = mt_text_find(mt_out_view(&room), " ") >= 0;
    size_t width = mt_width_text(mt_out_view(&room));
    if (room.failed)
        out->failed = true; /* the page would be another one */
    else if (width <= (is_sentence && !view->columns[column].words ? SHORT : WORD))
        class = " class=\"s\"";
    else if (is_sentence)
        class = " class=\"t p\"";
    mt_out_release(&room);
    return class;
}

/* ---- tables ---- */

/* Bars stand in a column of their own, right behind the figure they show. */
struct bars {
    int column; /* the view's, or -1 */
    double most;
    size_t rows;
    int low, high, base; /* the table's, or -1 */
    bool pale;           /* some rest on too little */
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
        if (is_masked(table, chart, bars.base, row)) {
            bars.pale |= cell.known && real_of(cell, table->columns[value].type) > 0;
            continue;
        }
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
        mt_markup_attribute(out, "data-key", mt_text_of(view->table->columns[view->columns[i].at].key));
        mt_out_byte(out, '>');
        mt_markup_string(out, view->columns[i].title);
        mt_out_string(out, "</th>");
        if ((int)i == bars->column)
            mt_out_string(out, "<td class=\"b\"></td>");
    }
    mt_out_string(out, "</tr></thead>\n");
}

static void
put_pale(struct mt_out *out, const struct mt_reader *reader, int64_t least_base)
{
    struct mt_out room = MT_OUT_EMPTY;
    mt_out_string(out, ". ");
    mt_say_into(&room, reader, MT_SAY_FEW_NOTE, MT_VALUES(mt_value_count(least_base)));
    mt_markup_put(out, mt_out_view(&room));
    out->failed |= room.failed;
    mt_out_release(&room);
}

void
mt_html_table(struct mt_out *out, const struct mt_section *section, const struct mt_view *view)
{
    struct bars bars = bars_of(view, &section->chart);
    mt_out_string(out, "<div class=\"scroll\" tabindex=\"0\" role=\"group\"");
    mt_markup_attribute(out, "aria-label", mt_text_of(section->title));
    /* The heading above says what the table is; its caption is for those who jump from table to table. */
    bool explains = bars.column >= 0 && section->chart.title;
    mt_out_string(out, explains ? "><table class=\"wide\"" : "><table");
    mt_markup_attribute(out, "data-section", mt_text_of(section->key));
    mt_out_string(out, explains ? "><caption><span>" : "><caption class=\"unseen\"><span>");
    mt_markup_string(out, explains ? section->chart.title : section->title);
    if (explains && bars.pale)
        put_pale(out, view->reader, section->chart.least_base);
    mt_out_string(out, "</span></caption>");
    put_table_head(out, view, &bars);
    mt_out_string(out, "<tbody>\n");
    for (size_t row = 0; row < view->table->row_count; row++) {
        mt_out_string(out, "<tr>");
        for (size_t i = 0; i < view->column_count; i++) {
            mt_out_string(out, i ? "<td" : "<th scope=\"row\"");
            mt_out_string(out, text_class(view, row, i, out));
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

void
mt_html_tiles(struct mt_out *out, const struct mt_section *section, const struct mt_view *view)
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
    mt_markup_string(out, mt_wording(mt_reader_language(heat->reader), MT_SAY_FIGURES));
    mt_out_string(out, "</summary><div class=\"scroll\" tabindex=\"0\" role=\"group\"");
    mt_markup_attribute(out, "aria-label", mt_text_of(section->title));
    mt_out_string(out, "><table class=\"grid\"><caption>");
    mt_say_into(&room, heat->reader, MT_SAY_HEAT_MASK, MT_VALUES(mt_value_count(section->chart.least_base)));
    mt_markup_put(out, mt_out_view(&room));
    mt_out_string(out, "</caption><thead><tr><td></td>");
    for (size_t x = 0; x < heat->column_count; x++)
        mt_html_element(out, "<th scope=\"col\" class=\"n\">", heat->columns[x], "</th>");
    mt_out_string(out, "</tr></thead><tbody>\n");
    for (size_t y = 0; y < heat->row_count; y++) {
        mt_html_element(out, "<tr><th scope=\"row\">", heat->rows[y], "</th>");
        for (size_t x = 0; x < heat->column_count; x++) {
            mt_out_clear(&room);
            mt_heat_phrase(&room, heat, &heat->cells[y * heat->column_count + x]);
            mt_html_element(out, "<td class=\"n\">", mt_out_view(&room), "</td>");
        }
        mt_out_string(out, "</tr>\n");
    }
    mt_out_string(out, "</tbody></table></div></details>\n");
    out->failed |= room.failed;
    mt_out_release(&room);
}

void
mt_html_heat(struct mt_out *out, const struct mt_heat *heat, const struct mt_section *section)
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
