/* Lines over time or another order, in one picture or in a small one for each group. */

#include "reports/svg.h"

#include <math.h>

#include "reports/markup.h"
#include "reports/phrase.h"
#include "reports/svg_draw.h"

static double
number_of(struct mt_cell cell, enum mt_type type)
{
    return type == MT_TYPE_RATIO || type == MT_TYPE_REAL ? cell.real : (double)cell.integer;
}

enum { LINES_HEIGHT = 210, LINES_TOP = 26, LINES_BOTTOM = 178, FEW_POINTS = 13 };

struct lines {
    const struct mt_table *table;
    int label, value, low, high, base;
    int64_t least_base; /* a point that rests on less is pale and does not stretch the scale */
    enum mt_type type;
    size_t first, count;
    double most;
    bool small; /* a panel: only its ends and its greatest are named */
};

static double
across(const struct lines *lines, size_t point)
{
    return 6 + 94 * ((double)point + 0.5) / (double)lines->count;
}

static double
height_of(const struct lines *lines, double value)
{
    return LINES_BOTTOM - (LINES_BOTTOM - LINES_TOP) * mt_draw_part(value, lines->most) / 100;
}

static struct mt_cell
cell_of(const struct lines *lines, size_t point, int column)
{
    return column < 0 ? MT_CELL_UNKNOWN(NULL) : mt_table_at(lines->table, lines->first + point, (size_t)column);
}

static bool
is_pale(const struct lines *lines, size_t point)
{
    struct mt_cell base = cell_of(lines, point, lines->base);
    return lines->base >= 0 && (!base.known || base.integer < lines->least_base);
}

/* The end of a scale with a tick in its middle. */
static double
scale_end(double most)
{
    static const double steps[] = {0.1, 0.12, 0.16, 0.2, 0.24, 0.3, 0.4, 0.5, 0.6, 0.8, 1};
    double scale = 1;
    if (!(most > 0) || most > 1e300 || most < 1e-300)
        return 1;
    while (scale < most)
        scale *= 10;
    while (scale / 10 >= most)
        scale /= 10;
    size_t i = 0;
    while (steps[i] * scale < most * (1 - 1e-9))
        i++;
    return steps[i] * scale;
}

static void
scale_lines(struct lines *lines)
{
    const int columns[] = {lines->value, lines->high};
    double most = 0;
    for (size_t point = 0; point < lines->count; point++)
        for (size_t i = 0; !is_pale(lines, point) && i < sizeof columns / sizeof *columns; i++) {
            struct mt_cell cell = cell_of(lines, point, columns[i]);
            double value = cell.known ? number_of(cell, lines->type) : 0;
            most = value > most ? value : most;
        }
    lines->most = scale_end(most);
    if (lines->type == MT_TYPE_RATIO && lines->most > 1)
        lines->most = 1;
}

static void
draw_scale(struct mt_out *out, const struct lines *lines, const struct mt_reader *reader)
{
    struct mt_out words = MT_OUT_EMPTY;
    for (int tick = 0; tick <= 2; tick++) {
        double value = lines->most * tick / 2;
        struct mt_cell cell = mt_cell_integer((int64_t)llround(value));
        if (lines->type == MT_TYPE_RATIO || lines->type == MT_TYPE_REAL)
            cell = mt_cell_real(value);
        mt_draw_line(out, tick ? "grid" : "axis", 0, height_of(lines, value), 100, height_of(lines, value));
        mt_out_clear(&words);
        if (lines->type == MT_TYPE_RATIO) {
            /* A tick is a round number and says all its digits. */
            mt_phrase_round(&words, value * 100, reader);
            mt_out_string(&words, "\xC2\xA0%");
        } else {
            mt_phrase_cell(&words, cell, lines->type, reader);
        }
        if (tick)
            mt_draw_text(out, "tick", 0, height_of(lines, value) - 4, mt_out_view(&words));
    }
    out->failed |= words.failed;
    mt_out_release(&words);
}

/* With many points only the first, the last and the greatest are named; the rest have tooltips. */
static bool
is_named(const struct lines *lines, size_t point, size_t greatest)
{
    return (lines->count <= FEW_POINTS && !lines->small) || point == 0 || point + 1 == lines->count ||
           point == greatest;
}

static size_t
greatest_point(const struct lines *lines)
{
    size_t greatest = 0;
    double most = -1;
    for (size_t point = 0; point < lines->count; point++) {
        struct mt_cell cell = cell_of(lines, point, lines->value);
        if (cell.known && number_of(cell, lines->type) > most) {
            most = number_of(cell, lines->type);
            greatest = point;
        }
    }
    return greatest;
}

static void
draw_point(struct mt_out *out, const struct lines *lines, const struct mt_view *view, size_t point, bool named)
{
    struct mt_cell value = cell_of(lines, point, lines->value);
    struct mt_cell low = cell_of(lines, point, lines->low), high = cell_of(lines, point, lines->high);
    double x = across(lines, point);
    struct mt_out words = MT_OUT_EMPTY, label = MT_OUT_EMPTY;
    mt_view_phrase_column(view, lines->first + point, lines->label, NULL, &label);
    mt_phrase_cell(&words, value, lines->type, view->reader);

    /* Counted from the newest: on a narrow page every second label is left out. */
    bool odd = (lines->count - 1 - point) % 2 == 1;
    if (named)
        mt_draw_text(out, odd ? "label odd" : "label", x, LINES_HEIGHT - 12, mt_out_view(&label));
    if (value.known) {
        double y = height_of(lines, number_of(value, lines->type));
        double top = y;
        mt_out_string(out, "<g>");
        if (low.known && high.known) {
            top = height_of(lines, number_of(high, lines->type));
            mt_draw_line(out, "whisker", x, height_of(lines, number_of(low, lines->type)), x, top);
        }
        mt_out_string(out, is_pale(lines, point)       ? "<circle class=\"dot pale\""
                           : point + 1 == lines->count ? "<circle class=\"dot last\""
                                                       : "<circle class=\"dot\"");
        mt_markup_measure(out, "cx", x, "%");
        mt_markup_measure(out, "cy", y, "");
        mt_out_string(out, " r=\"4\"/>");
        if (named)
            mt_draw_text(out, point + 1 == lines->count ? "value last" : "value", x, top - 8, mt_out_view(&words));
        mt_out_string(&label, ": ");
        mt_out_text(&label, mt_out_view(&words));
        if (low.known && high.known) {
            mt_out_string(&label, " (");
            mt_phrase_interval(&label, low, high, lines->type, view->reader);
            mt_out_byte(&label, ')');
        }
        mt_draw_title(out, mt_out_view(&label));
        mt_out_string(out, "</g>");
    }
    out->failed |= words.failed || label.failed;
    mt_out_release(&words);
    mt_out_release(&label);
}

static int
column_named(const struct mt_table *table, const char *key)
{
    return key ? mt_table_find(table, key) : -1;
}

static void
draw(struct mt_out *out, const struct lines *lines, const struct mt_view *view, struct mt_text name)
{
    mt_draw_image(out, "lines", LINES_HEIGHT, name);
    mt_draw_title(out, name);
    draw_scale(out, lines, view->reader);
    for (size_t point = 1; point < lines->count; point++) {
        struct mt_cell from = cell_of(lines, point - 1, lines->value), to = cell_of(lines, point, lines->value);
        bool pale = is_pale(lines, point - 1) || is_pale(lines, point);
        if (from.known && to.known)
            mt_draw_line(out, pale ? "line pale" : "line", across(lines, point - 1),
                         height_of(lines, number_of(from, lines->type)), across(lines, point),
                         height_of(lines, number_of(to, lines->type)));
    }
    size_t greatest = greatest_point(lines);
    for (size_t point = 0; point < lines->count; point++)
        draw_point(out, lines, view, point, is_named(lines, point, greatest));
    mt_out_string(out, "</svg>");
}

static enum mt_rc
open_lines(struct lines *lines, const struct mt_view *view, const struct mt_chart *chart, struct mt_err *err)
{
    *lines = (struct lines){
        .table = view->table,
        .label = column_named(view->table, chart->label),
        .value = column_named(view->table, chart->value),
        .low = column_named(view->table, chart->low),
        .high = column_named(view->table, chart->high),
        .base = chart->least_base > 0 ? column_named(view->table, chart->base) : -1,
        .least_base = chart->least_base,
        .count = view->table->row_count,
    };
    if (lines->label < 0 || lines->value < 0 || view->table->columns[lines->value].type == MT_TYPE_TEXT)
        return mt_err_set(err, MT_FAILED, "the chart '%s' names a column that its table lacks", chart->title);
    lines->type = view->table->columns[lines->value].type;
    return MT_OK;
}

enum mt_rc
mt_svg_lines(struct mt_out *out, const struct mt_view *view, const struct mt_chart *chart, struct mt_err *err)
{
    struct lines lines;
    enum mt_rc rc = open_lines(&lines, view, chart, err);
    if (rc != MT_OK)
        return rc;
    /* The newest are last, and they are what a reader wants. */
    if (chart->most_rows && lines.count > chart->most_rows)
        lines.first = lines.count - chart->most_rows, lines.count = chart->most_rows;
    scale_lines(&lines);
    draw(out, &lines, view, mt_text_of(chart->title));
    return MT_OK;
}

/* How many rows from `first` on are of one group. */
static size_t
rows_of_group(const struct mt_view *view, int group, size_t first)
{
    struct mt_cell own = mt_table_at(view->table, first, (size_t)group);
    size_t count = 1;
    for (; first + count < view->table->row_count; count++) {
        struct mt_cell other = mt_table_at(view->table, first + count, (size_t)group);
        bool same = own.known == other.known && (!own.known || mt_text_equal(own.text, other.text));
        if (!same)
            break;
    }
    return count;
}

enum mt_rc
mt_svg_panels(struct mt_out *out, const struct mt_view *view, const struct mt_chart *chart, struct mt_err *err)
{
    struct lines lines;
    struct mt_out name = MT_OUT_EMPTY;
    int group = column_named(view->table, chart->group);
    enum mt_rc rc = open_lines(&lines, view, chart, err);
    if (rc == MT_OK && (group < 0 || view->table->columns[group].type != MT_TYPE_TEXT))
        rc = mt_err_set(err, MT_FAILED, "the chart '%s' names a group that its table lacks", chart->title);
    if (rc != MT_OK)
        return rc;
    scale_lines(&lines);
    lines.small = true;
    mt_out_string(out, "<div class=\"panels\">");
    for (size_t first = 0; first < view->table->row_count; first += lines.count) {
        lines.first = first;
        lines.count = rows_of_group(view, group, first);
        mt_out_clear(&name);
        mt_view_phrase_column(view, first, group, chart->group_words, &name);
        mt_out_string(out, "<figure class=\"panel\"><figcaption>");
        mt_markup_put(out, mt_out_view(&name));
        mt_out_string(out, "</figcaption>");
        draw(out, &lines, view, mt_out_view(&name));
        mt_out_string(out, "</figure>");
    }
    mt_out_string(out, "</div>");
    out->failed |= name.failed;
    mt_out_release(&name);
    return MT_OK;
}
