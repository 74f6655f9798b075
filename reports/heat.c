#include "reports/heat.h"

#include "reports/phrase.h"

enum { MOST_PLACES = 64 };

/* One direction of the grid. Whole numbers (hours, weekdays) run from the least to the greatest, gaps included; other
 * values stand in the order of the table. */
struct axis {
    int column;
    const struct mt_word *words;
    bool whole;
    int64_t first;
    struct mt_text *labels;
    struct mt_text *values; /* of text columns */
    size_t count;
};

/* A round number, not smaller than `most`, whose halves are round too: 1.6, 2, 4, 8 × 10^n. */
static double
round_up(double most)
{
    static const double steps[] = {0.2, 0.4, 0.8, 1.6};
    double scale = 1;
    if (!(most > 0) || most > 1e300 || most < 1e-300)
        return 1;
    while (scale * 1.6 < most)
        scale *= 10;
    while (scale * 0.16 >= most)
        scale /= 10;
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (steps[i] * scale >= most * (1 - 1e-9))
            return steps[i] * scale;
    return scale * 1.6;
}

/* The place of a row's value on the axis, MOST_PLACES when it has none. */
static size_t
place_of(const struct axis *axis, const struct mt_table *table, size_t row)
{
    struct mt_cell cell = mt_table_at(table, row, (size_t)axis->column);
    if (!cell.known)
        return MOST_PLACES;
    if (axis->whole)
        return cell.integer < axis->first || cell.integer - axis->first >= (int64_t)axis->count
                   ? MOST_PLACES
                   : (size_t)(cell.integer - axis->first);
    for (size_t i = 0; i < axis->count; i++)
        if (mt_text_equal(axis->values[i], cell.text))
            return i;
    return MOST_PLACES;
}

static void
span_whole(struct axis *axis, const struct mt_table *table)
{
    int64_t first = INT64_MAX, last = INT64_MIN;
    for (size_t row = 0; row < table->row_count; row++) {
        struct mt_cell cell = mt_table_at(table, row, (size_t)axis->column);
        if (!cell.known)
            continue;
        first = cell.integer < first ? cell.integer : first;
        last = cell.integer > last ? cell.integer : last;
    }
    if (first > last)
        return;
    axis->first = first;
    axis->count = (uint64_t)last - (uint64_t)first < MOST_PLACES ? (size_t)(last - first) + 1 : MOST_PLACES;
}

static enum mt_rc
open_axis(struct axis *axis, struct mt_view *view, struct mt_err *err)
{
    const struct mt_table *table = view->table;
    enum mt_type type = table->columns[axis->column].type;
    axis->labels = mt_arena_take(&view->arena, MOST_PLACES * sizeof *axis->labels);
    axis->values = mt_arena_take(&view->arena, MOST_PLACES * sizeof *axis->values);
    if (!axis->labels || !axis->values)
        return mt_err_memory(err);
    axis->whole = type == MT_TYPE_COUNT || type == MT_TYPE_DAY;
    if (axis->whole)
        span_whole(axis, table);

    struct mt_out text = MT_OUT_EMPTY;
    enum mt_rc rc = MT_OK;
    for (size_t row = 0; row < table->row_count && rc == MT_OK; row++) {
        size_t place = place_of(axis, table, row);
        if (place == MOST_PLACES && type == MT_TYPE_TEXT && axis->count < MOST_PLACES) {
            struct mt_cell cell = mt_table_at(table, row, (size_t)axis->column);
            if (!cell.known)
                continue;
            place = axis->count++;
            axis->values[place] = cell.text;
        }
        if (place == MOST_PLACES || axis->labels[place].at)
            continue;
        mt_out_clear(&text);
        mt_view_phrase_column(view, row, axis->column, axis->words, &text);
        if (text.failed || !mt_arena_copy(&view->arena, mt_out_view(&text), &axis->labels[place]))
            rc = mt_err_memory(err);
    }
    /* A whole number that no row has still needs a name: an hour without mail is a gap in the grid. */
    for (size_t place = 0; place < axis->count && rc == MT_OK; place++) {
        if (axis->labels[place].at)
            continue;
        mt_out_clear(&text);
        mt_out_int(&text, axis->first + (int64_t)place);
        const char *label = mt_word_label(axis->words, mt_out_view(&text), mt_reader_language(view->reader));
        if (text.failed ||
            !mt_arena_copy(&view->arena, label ? mt_text_of(label) : mt_out_view(&text), &axis->labels[place]))
            rc = mt_err_memory(err);
    }
    mt_out_release(&text);
    return rc;
}

static void
set_levels(struct mt_heat *heat)
{
    bool real = heat->type == MT_TYPE_RATIO || heat->type == MT_TYPE_REAL;
    double most = 0;
    for (size_t i = 0; i < heat->row_count * heat->column_count; i++) {
        const struct mt_heat_cell *cell = &heat->cells[i];
        double value = real ? cell->value.real : (double)cell->value.integer;
        if (cell->present && !cell->masked && value > most)
            most = value;
    }
    double end = round_up(most);
    for (int level = MT_HEAT_LEVELS - 1; level >= 0; level--, end /= 2)
        heat->ends[level] = end;
    if (heat->type == MT_TYPE_RATIO && heat->ends[MT_HEAT_LEVELS - 1] > 1)
        heat->ends[MT_HEAT_LEVELS - 1] = 1;

    for (size_t i = 0; i < heat->row_count * heat->column_count; i++) {
        struct mt_heat_cell *cell = &heat->cells[i];
        double value = real ? cell->value.real : (double)cell->value.integer;
        if (!cell->present || cell->masked)
            continue;
        cell->level = 1;
        while (cell->level < MT_HEAT_LEVELS && value > heat->ends[cell->level - 1] * (1 + 1e-9))
            cell->level++;
    }
}

static bool
can_be_drawn(const struct mt_table *table, int column)
{
    enum mt_type type = column < 0 ? MT_TYPE_REAL : table->columns[column].type;
    return type == MT_TYPE_TEXT || type == MT_TYPE_COUNT || type == MT_TYPE_DAY;
}

enum mt_rc
mt_heat_open(struct mt_heat *heat, struct mt_view *view, const struct mt_chart *chart, struct mt_err *err)
{
    const struct mt_table *table = view->table;
    struct axis across = {.column = chart->label ? mt_table_find(table, chart->label) : -1};
    struct axis down = {.column = chart->group ? mt_table_find(table, chart->group) : -1, .words = chart->group_words};
    int value = chart->value ? mt_table_find(table, chart->value) : -1;
    int base = chart->base ? mt_table_find(table, chart->base) : -1;
    enum mt_rc rc;
    *heat = (struct mt_heat){.reader = view->reader};
    if (value < 0 || table->columns[value].type == MT_TYPE_TEXT || !can_be_drawn(table, across.column) ||
        !can_be_drawn(table, down.column))
        return MT_OK;
    heat->type = table->columns[value].type;
    if ((rc = open_axis(&across, view, err)) != MT_OK || (rc = open_axis(&down, view, err)) != MT_OK)
        return rc;
    if (across.count == 0 || down.count == 0)
        return MT_OK;
    heat->cells = mt_arena_take(&view->arena, across.count * down.count * sizeof *heat->cells);
    if (!heat->cells)
        return mt_err_memory(err);
    heat->rows = down.labels;
    heat->columns = across.labels;
    heat->row_count = down.count;
    heat->column_count = across.count;

    for (size_t row = 0; row < table->row_count; row++) {
        size_t x = place_of(&across, table, row), y = place_of(&down, table, row);
        if (x == MOST_PLACES || y == MOST_PLACES)
            continue;
        struct mt_cell colour = mt_table_at(table, row, (size_t)value);
        struct mt_cell count = base < 0 ? MT_CELL_UNKNOWN(NULL) : mt_table_at(table, row, (size_t)base);
        heat->cells[y * across.count + x] = (struct mt_heat_cell){
            .present = colour.known,
            .masked = base >= 0 && (!count.known || count.integer < chart->least_base),
            .value = colour,
            .base = count.known ? count.integer : -1,
        };
    }
    set_levels(heat);
    return MT_OK;
}

void
mt_heat_range(struct mt_out *out, const struct mt_heat *heat, int level)
{
    double from = level == 1 ? 0 : heat->ends[level - 2], to = heat->ends[level - 1];
    bool real = heat->type == MT_TYPE_RATIO || heat->type == MT_TYPE_REAL;
    struct mt_cell low = real ? mt_cell_real(from) : mt_cell_integer((int64_t)from);
    struct mt_cell high = real ? mt_cell_real(to) : mt_cell_integer((int64_t)to);
    if (heat->type != MT_TYPE_RATIO) {
        mt_phrase_interval(out, low, high, heat->type, heat->reader);
        return;
    }
    /* The ends are round, and a legend is read faster without ".0". */
    mt_phrase_round(out, from * 100, heat->reader);
    mt_out_string(out, "\xE2\x80\x93");
    mt_phrase_round(out, to * 100, heat->reader);
    mt_out_string(out, "\xC2\xA0%");
}

void
mt_heat_phrase(struct mt_out *out, const struct mt_heat *heat, const struct mt_heat_cell *cell)
{
    if (!cell->present)
        return;
    if (cell->masked)
        mt_out_string(out, "\xC2\xB7");
    else if (heat->type == MT_TYPE_RATIO)
        mt_phrase_percent(out, cell->value.real, heat->reader);
    else
        mt_phrase_cell(out, cell->value, heat->type, heat->reader);
}
