/* A section's chart as one of Excel's own, beside its table, so that it follows when somebody changes a figure; and the
 * heat map as a grid of cells that a conditional format colours. */

#include "reports/xlsx.h"

#include <string.h>

#include "reports/phrase.h"

enum { MOST_BARS = 30, MOST_SERIES = 12 };

static size_t
number_of_section(const struct mt_book *book, const struct mt_section *wanted)
{
    size_t number = 0;
    for (const struct mt_section *section = book->report->sections; section && section != wanted;
         section = section->next)
        number++;
    return number;
}

static int
column_named(const struct mt_table *table, const char *key)
{
    return key ? mt_table_find(table, key) : -1;
}

/* One line or one set of bars: rows from `first` on. */
static void
add_series(struct mt_book *book, lxw_chart *chart, const char *sheet, int label, int value, size_t first, size_t count,
           const char *name)
{
    lxw_row_t from = (lxw_row_t)(first + MT_BOOK_FIRST_ROW), to = (lxw_row_t)(first + count - 1 + MT_BOOK_FIRST_ROW);
    lxw_chart_series *series = chart_add_series(chart, NULL, NULL);
    if (!series) {
        mt_book_check(book, LXW_ERROR_MEMORY_MALLOC_FAILED);
        return;
    }
    chart_series_set_categories(series, sheet, from, (lxw_col_t)label, to, (lxw_col_t)label);
    chart_series_set_values(series, sheet, from, (lxw_col_t)value, to, (lxw_col_t)value);
    if (name)
        chart_series_set_name(series, name);
}

static size_t
rows_of_group(const struct mt_table *table, int group, size_t first, size_t rows)
{
    struct mt_text own = mt_table_at(table, first, (size_t)group).text;
    size_t count = 1;
    while (first + count < rows && mt_text_equal(mt_table_at(table, first + count, (size_t)group).text, own))
        count++;
    return count;
}

static void
add_groups(struct mt_book *book, lxw_chart *chart, const char *sheet, const struct mt_table *table, int group,
           int label, int value)
{
    size_t rows = mt_book_rows(table), series = 0;
    for (size_t first = 0; first < rows && series < MOST_SERIES && !book->failed; series++) {
        size_t count = rows_of_group(table, group, first, rows);
        add_series(book, chart, sheet, label, value, first, count,
                   mt_book_text(book, mt_table_at(table, first, (size_t)group).text));
        first += count;
    }
}

static void
place_chart(struct mt_book *book, lxw_worksheet *sheet, lxw_chart *chart, const struct mt_section *section,
            lxw_col_t column)
{
    lxw_chart_options options = {.x_scale = 1.6, .y_scale = 1.4};
    const char *title = section->chart.title ? section->chart.title : section->title;
    lxw_chart_font font = {.size = 11, .bold = LXW_TRUE};
    chart_title_set_name(chart, mt_book_text(book, mt_text_of(title)));
    chart_title_set_name_font(chart, &font);
    if (!section->chart.group)
        chart_legend_set_position(chart, LXW_CHART_LEGEND_NONE);
    mt_book_check(book, worksheet_insert_chart_opt(sheet, 1, column, chart, &options));
}

static void
add_chart(struct mt_book *book, lxw_worksheet *sheet, const struct mt_section *section, lxw_col_t column)
{
    const struct mt_table *table = section->table;
    const struct mt_chart *wanted = &section->chart;
    const char *name = book->names[number_of_section(book, section)];
    int label = column_named(table, wanted->label), value = column_named(table, wanted->value);
    int group = column_named(table, wanted->group);
    bool bars = wanted->kind == MT_CHART_BARS;
    size_t rows = mt_book_rows(table), most = wanted->most_rows ? wanted->most_rows : bars ? MOST_BARS : rows;
    if (label < 0 || value < 0 || table->columns[value].type == MT_TYPE_TEXT)
        return;
    lxw_chart *chart = workbook_add_chart(book->workbook, bars ? LXW_CHART_BAR : LXW_CHART_LINE);
    if (!chart) {
        mt_book_check(book, LXW_ERROR_MEMORY_MALLOC_FAILED);
        return;
    }
    size_t count = rows < most ? rows : most;
    /* Bars show the first rows, which matter most; lines the last, which are the newest. */
    if (group >= 0 && table->columns[group].type == MT_TYPE_TEXT)
        add_groups(book, chart, name, table, group, label, value);
    else
        add_series(book, chart, name, label, value, bars ? 0 : rows - count, count, NULL);
    if (bars)
        chart_axis_set_reverse(chart->y_axis);
    place_chart(book, sheet, chart, section, column);
}

/* ---- heat maps ---- */

static void
put_grid_head(struct mt_book *book, lxw_worksheet *sheet, const struct mt_heat *heat, lxw_col_t column)
{
    for (size_t x = 0; x < heat->column_count && !book->failed; x++)
        mt_book_check(book,
                      worksheet_write_string(sheet, 0, (lxw_col_t)(column + 1 + x),
                                             mt_book_text(book, heat->columns[x]), book->styles[MT_BOOK_HEAD_RIGHT]));
    for (size_t y = 0; y < heat->row_count && !book->failed; y++)
        mt_book_check(book, worksheet_write_string(sheet, (lxw_row_t)(y + 1), column, mt_book_text(book, heat->rows[y]),
                                                   book->styles[MT_BOOK_TEXT]));
    mt_book_check(
        book, worksheet_set_column(sheet, (lxw_col_t)(column + 1), (lxw_col_t)(column + heat->column_count), 6, NULL));
}

static void
put_grid(struct mt_book *book, lxw_worksheet *sheet, const struct mt_section *section, const struct mt_heat *heat,
         lxw_col_t column)
{
    lxw_conditional_format colours = {
        .type = LXW_CONDITIONAL_2_COLOR_SCALE, .min_color = 0xF2F6FB, .max_color = 0x1F5FA8};
    bool ratio = heat->type == MT_TYPE_RATIO;
    put_grid_head(book, sheet, heat, column);
    for (size_t y = 0; y < heat->row_count; y++)
        for (size_t x = 0; x < heat->column_count && !book->failed; x++) {
            const struct mt_heat_cell *cell = &heat->cells[y * heat->column_count + x];
            lxw_row_t row = (lxw_row_t)(y + 1);
            lxw_col_t at = (lxw_col_t)(column + 1 + x);
            if (cell->present && cell->masked)
                mt_book_check(book, worksheet_write_blank(sheet, row, at, book->styles[MT_BOOK_MASKED]));
            else if (cell->present)
                mt_book_check(book, worksheet_write_number(sheet, row, at,
                                                           ratio ? cell->value.real : (double)cell->value.integer,
                                                           book->styles[ratio ? MT_BOOK_RATIO : MT_BOOK_COUNT]));
        }
    if (!book->failed)
        mt_book_check(book,
                      worksheet_conditional_format_range(sheet, 1, (lxw_col_t)(column + 1), (lxw_row_t)heat->row_count,
                                                         (lxw_col_t)(column + heat->column_count), &colours));
    lxw_row_t below = (lxw_row_t)(heat->row_count + 2);
    const char *title = section->chart.title ? section->chart.title : section->title;
    if (!book->failed)
        mt_book_check(book, worksheet_write_string(sheet, below, column, mt_book_text(book, mt_text_of(title)), NULL));
    if (!book->failed && section->chart.base && section->chart.least_base > 0)
        mt_book_check(book, worksheet_write_string(
                                sheet, below + 1, column,
                                mt_book_say(book, MT_SAY_TOO_FEW, MT_VALUES(mt_value_count(section->chart.least_base))),
                                book->styles[MT_BOOK_MASKED]));
}

void
mt_book_chart(struct mt_book *book, lxw_worksheet *sheet, const struct mt_section *section, struct mt_view *view,
              lxw_col_t column)
{
    struct mt_heat heat = {0};
    switch (section->chart.kind) {
    case MT_CHART_NONE:
        return;
    case MT_CHART_BARS:
    case MT_CHART_LINES:
        add_chart(book, sheet, section, column);
        return;
    case MT_CHART_HEATMAP:
        if (mt_heat_open(&heat, view, &section->chart, book->err) != MT_OK)
            book->failed = true;
        else if (heat.row_count > 0)
            put_grid(book, sheet, section, &heat, column);
        return;
    }
}
