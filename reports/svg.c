#include "reports/svg.h"

#include <math.h>

#include "reports/markup.h"
#include "reports/messages.h"
#include "reports/phrase.h"

static void
open_image(struct mt_out *out, const char *class, double height, struct mt_text name)
{
    mt_out_string(out, "<svg role=\"img\" width=\"100%\"");
    mt_markup_attribute(out, "class", mt_text_of(class));
    mt_markup_measure(out, "height", height, "");
    mt_markup_attribute(out, "aria-label", name);
    mt_out_byte(out, '>');
}

static void
title(struct mt_out *out, struct mt_text text)
{
    mt_out_string(out, "<title>");
    mt_markup_put(out, text);
    mt_out_string(out, "</title>");
}

static void
rectangle(struct mt_out *out, const char *class, double x, double y, double width, double height)
{
    mt_out_string(out, "<rect");
    mt_markup_attribute(out, "class", mt_text_of(class));
    mt_markup_measure(out, "x", x, "%");
    mt_markup_measure(out, "y", y, "");
    mt_markup_measure(out, "width", width, "%");
    mt_markup_measure(out, "height", height, "");
}

static void
line(struct mt_out *out, const char *class, double x1, double y1, double x2, double y2)
{
    mt_out_string(out, "<line");
    mt_markup_attribute(out, "class", mt_text_of(class));
    mt_markup_measure(out, "x1", x1, "%");
    mt_markup_measure(out, "y1", y1, "");
    mt_markup_measure(out, "x2", x2, "%");
    mt_markup_measure(out, "y2", y2, "");
    mt_out_string(out, "/>");
}

static void
text(struct mt_out *out, const char *class, double x, double y, struct mt_text words)
{
    mt_out_string(out, "<text");
    mt_markup_attribute(out, "class", mt_text_of(class));
    mt_markup_measure(out, "x", x, "%");
    mt_markup_measure(out, "y", y, "");
    mt_out_byte(out, '>');
    mt_markup_put(out, words);
    mt_out_string(out, "</text>");
}

static double
number_of(struct mt_cell cell, enum mt_type type)
{
    return type == MT_TYPE_RATIO || type == MT_TYPE_REAL ? cell.real : (double)cell.integer;
}

/* ---- bars ---- */

static double
part_of(double value, double most)
{
    double part = most > 0 ? value / most * 100 : 0;
    return part < 0 ? 0 : part > 100 ? 100 : part;
}

void
mt_svg_bar(struct mt_out *out, double value, struct mt_cell low, struct mt_cell high, double most, bool masked,
           struct mt_text name)
{
    enum { HEIGHT = 14, THICK = 10 };
    double length = part_of(value, most);
    open_image(out, "bar", HEIGHT, name);
    title(out, name);
    rectangle(out, "track", 0, (HEIGHT - THICK) / 2.0, 100, THICK);
    mt_out_string(out, "/>");
    rectangle(out, masked ? "few" : "fill", 0, (HEIGHT - THICK) / 2.0, value > 0 && length < 0.8 ? 0.8 : length, THICK);
    mt_out_string(out, "/>");
    if (low.known && high.known) {
        double from = part_of(low.real, most), to = part_of(high.real, most);
        line(out, "whisker", from, HEIGHT / 2.0, to, HEIGHT / 2.0);
        line(out, "whisker", from, 4, from, HEIGHT - 4);
        line(out, "whisker", to, 4, to, HEIGHT - 4);
    }
    mt_out_string(out, "</svg>");
}

/* ---- lines ---- */

enum { LINES_HEIGHT = 210, LINES_TOP = 26, LINES_BOTTOM = 178, FEW_POINTS = 13 };

struct lines {
    const struct mt_table *table;
    int label, value, low, high;
    enum mt_type type;
    size_t first, count;
    double most;
};

static double
across(const struct lines *lines, size_t point)
{
    return 6 + 94 * ((double)point + 0.5) / (double)lines->count;
}

static double
height_of(const struct lines *lines, double value)
{
    return LINES_BOTTOM - (LINES_BOTTOM - LINES_TOP) * part_of(value, lines->most) / 100;
}

static struct mt_cell
cell_of(const struct lines *lines, size_t point, int column)
{
    return column < 0 ? MT_CELL_UNKNOWN(NULL) : mt_table_at(lines->table, lines->first + point, (size_t)column);
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
        for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
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
        line(out, tick ? "grid" : "axis", 0, height_of(lines, value), 100, height_of(lines, value));
        mt_out_clear(&words);
        if (lines->type == MT_TYPE_RATIO) {
            /* A tick is a round number and says all its digits. */
            mt_phrase_round(&words, value * 100, reader);
            mt_out_string(&words, "\xC2\xA0%");
        } else {
            mt_phrase_cell(&words, cell, lines->type, reader);
        }
        if (tick)
            text(out, "tick", 0, height_of(lines, value) - 4, mt_out_view(&words));
    }
    out->failed |= words.failed;
    mt_out_release(&words);
}

/* With many points only the first, the last and the greatest are named; the rest have tooltips. */
static bool
is_named(const struct lines *lines, size_t point, size_t greatest)
{
    return lines->count <= FEW_POINTS || point == 0 || point + 1 == lines->count || point == greatest;
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
        text(out, odd ? "label odd" : "label", x, LINES_HEIGHT - 12, mt_out_view(&label));
    if (value.known) {
        double y = height_of(lines, number_of(value, lines->type));
        double top = y;
        mt_out_string(out, "<g>");
        if (low.known && high.known) {
            top = height_of(lines, number_of(high, lines->type));
            line(out, "whisker", x, height_of(lines, number_of(low, lines->type)), x, top);
        }
        mt_out_string(out, point + 1 == lines->count ? "<circle class=\"dot last\"" : "<circle class=\"dot\"");
        mt_markup_measure(out, "cx", x, "%");
        mt_markup_measure(out, "cy", y, "");
        mt_out_string(out, " r=\"4\"/>");
        if (named)
            text(out, point + 1 == lines->count ? "value last" : "value", x, top - 8, mt_out_view(&words));
        mt_out_string(&label, ": ");
        mt_out_text(&label, mt_out_view(&words));
        if (low.known && high.known) {
            mt_out_string(&label, " (");
            mt_phrase_interval(&label, low, high, lines->type, view->reader);
            mt_out_byte(&label, ')');
        }
        title(out, mt_out_view(&label));
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

enum mt_rc
mt_svg_lines(struct mt_out *out, const struct mt_view *view, const struct mt_chart *chart, struct mt_err *err)
{
    struct lines lines = {
        .table = view->table,
        .label = column_named(view->table, chart->label),
        .value = column_named(view->table, chart->value),
        .low = column_named(view->table, chart->low),
        .high = column_named(view->table, chart->high),
        .count = view->table->row_count,
    };
    if (lines.label < 0 || lines.value < 0 || view->table->columns[lines.value].type == MT_TYPE_TEXT)
        return mt_err_set(err, MT_FAILED, "the chart '%s' names a column that its table lacks", chart->title);
    lines.type = view->table->columns[lines.value].type;
    /* The newest are last, and they are what a reader wants. */
    if (chart->most_rows && lines.count > chart->most_rows)
        lines.first = lines.count - chart->most_rows, lines.count = chart->most_rows;
    scale_lines(&lines);

    open_image(out, "lines", LINES_HEIGHT, mt_text_of(chart->title));
    title(out, mt_text_of(chart->title));
    draw_scale(out, &lines, view->reader);
    for (size_t point = 1; point < lines.count; point++) {
        struct mt_cell from = cell_of(&lines, point - 1, lines.value), to = cell_of(&lines, point, lines.value);
        if (from.known && to.known)
            line(out, "line", across(&lines, point - 1), height_of(&lines, number_of(from, lines.type)),
                 across(&lines, point), height_of(&lines, number_of(to, lines.type)));
    }
    size_t greatest = greatest_point(&lines);
    for (size_t point = 0; point < lines.count; point++)
        draw_point(out, &lines, view, point, is_named(&lines, point, greatest));
    mt_out_string(out, "</svg>");
    return MT_OK;
}

/* ---- heat maps ---- */

static const char *const heat_classes[MT_HEAT_LEVELS + 1] = {"few", "h1", "h2", "h3", "h4", "h5"};

static void
heat_tooltip(struct mt_out *out, const struct mt_heat *heat, const struct mt_heat_cell *cell, size_t y, size_t x)
{
    struct mt_out words = MT_OUT_EMPTY;
    mt_out_text(&words, heat->rows[y]);
    mt_out_byte(&words, ' ');
    mt_out_text(&words, heat->columns[x]);
    mt_out_string(&words, ": ");
    mt_phrase_cell(&words, cell->value, heat->type, heat->reader);
    if (cell->base >= 0) {
        mt_out_string(&words, " / ");
        mt_phrase_count(&words, cell->base);
    }
    title(out, mt_out_view(&words));
    out->failed |= words.failed;
    mt_out_release(&words);
}

void
mt_svg_heat(struct mt_out *out, const struct mt_heat *heat, struct mt_text name)
{
    enum { ROW = 24, GAP = 2, FOOT = 22 };
    const double left = 10, step = (100 - left) / (double)heat->column_count;
    open_image(out, "heat", (double)heat->row_count * ROW + FOOT, name);
    title(out, name);
    for (size_t y = 0; y < heat->row_count; y++) {
        text(out, "row", 0, (double)y * ROW + 16, heat->rows[y]);
        for (size_t x = 0; x < heat->column_count; x++) {
            const struct mt_heat_cell *cell = &heat->cells[y * heat->column_count + x];
            if (!cell->present)
                continue;
            rectangle(out, heat_classes[cell->level], left + (double)x * step, (double)y * ROW, step * 0.92, ROW - GAP);
            mt_out_string(out, " rx=\"2\">");
            heat_tooltip(out, heat, cell, y, x);
            mt_out_string(out, "</rect>");
        }
    }
    /* Every third name: all of them would touch on a narrow page. */
    for (size_t x = 0; x<heat->column_count; x += heat->column_count> 12 ? 3 : 1)
        text(out, "column", left + ((double)x + 0.46) * step, (double)heat->row_count * ROW + 16, heat->columns[x]);
    mt_out_string(out, "</svg>");
}

void
mt_svg_heat_legend(struct mt_out *out, const struct mt_heat *heat, int64_t least_base)
{
    struct mt_out words = MT_OUT_EMPTY;
    mt_out_string(out, "<ul class=\"legend\">");
    for (int level = 1; level <= MT_HEAT_LEVELS; level++) {
        mt_out_clear(&words);
        mt_heat_range(&words, heat, level);
        mt_out_string(out, "<li><svg class=\"swatch\" aria-hidden=\"true\" width=\"14\" height=\"14\">");
        rectangle(out, heat_classes[level], 0, 0, 100, 14);
        mt_out_string(out, " rx=\"2\"/></svg>");
        mt_markup_put(out, mt_out_view(&words));
        mt_out_string(out, "</li>");
    }
    if (least_base > 0) {
        mt_out_clear(&words);
        mt_say_into(&words, heat->reader, MT_SAY_TOO_FEW, MT_VALUES(mt_value_count(least_base)));
        mt_out_string(out, "<li><svg class=\"swatch\" aria-hidden=\"true\" width=\"14\" height=\"14\">");
        rectangle(out, heat_classes[0], 0, 0, 100, 14);
        mt_out_string(out, " rx=\"2\"/></svg>");
        mt_markup_put(out, mt_out_view(&words));
        mt_out_string(out, "</li>");
    }
    mt_out_string(out, "</ul>");
    out->failed |= words.failed;
    mt_out_release(&words);
}
