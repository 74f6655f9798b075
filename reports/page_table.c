#include "reports/page.h"

#include "reports/messages.h"
#include "reports/phrase.h"
#include "reports/width.h"

enum { GAP = 2, LEAST_TEXT = 20, BAR_WIDTH = 12, MOST_LINES = 6 };

struct cell {
    struct mt_text text; /* cleaned */
    size_t width;
};

struct layout {
    const struct mt_page *page;
    struct mt_view *view;
    struct cell *cells; /* row after row */
    struct cell *titles;
    size_t *widths;
    bool *rigid; /* an id: useless when it is cut */
    int bar;     /* the table's column whose values the bars show, or -1 */
    double most;
    int base; /* the column that the bars rest on, or -1 */
    int64_t least_base;
    size_t bars; /* rows that have one */
};

static bool
keep(struct layout *layout, struct mt_out *room, struct mt_text text, struct cell *cell)
{
    mt_out_clear(room);
    mt_page_clean(layout->page, text, room);
    if (room->failed || !mt_arena_copy(&layout->view->arena, mt_out_view(room), &cell->text))
        return false;
    cell->width = mt_width_text(cell->text);
    return true;
}

static bool
fill_cell(struct layout *layout, size_t row, size_t column, struct mt_out *text, struct mt_out *room)
{
    const struct mt_view *view = layout->view;
    mt_out_clear(text);
    if (!mt_view_empty(view, row, column)) {
        mt_view_phrase(view, row, column, text);
        size_t before = text->len;
        mt_out_string(text, " (");
        if (mt_view_interval(view, row, column, text))
            mt_out_byte(text, ')');
        else if (!text->failed)
            text->len = before;
    } else {
        size_t footnote = mt_view_footnote(view, row, column);
        mt_out_string(text, "\xE2\x80\x93");
        if (footnote) {
            mt_out_byte(text, '(');
            mt_out_int(text, (int64_t)footnote);
            mt_out_byte(text, ')');
        }
    }
    return !text->failed && keep(layout, room, mt_out_view(text), &layout->cells[row * view->column_count + column]);
}

static bool
fill(struct layout *layout)
{
    const struct mt_view *view = layout->view;
    struct mt_out text = MT_OUT_EMPTY, room = MT_OUT_EMPTY;
    bool ok = true;
    for (size_t i = 0; i < view->column_count && ok; i++)
        ok = keep(layout, &room, mt_text_of(view->columns[i].title), &layout->titles[i]);
    for (size_t row = 0; row < view->table->row_count && ok; row++)
        for (size_t i = 0; i < view->column_count && ok; i++)
            ok = fill_cell(layout, row, i, &text, &room);
    mt_out_release(&text);
    mt_out_release(&room);
    return ok;
}

static size_t
longest_word(struct mt_text text)
{
    size_t longest = 0;
    while (text.at) {
        size_t width = mt_width_text(mt_text_cut(&text, ' '));
        longest = width > longest ? width : longest;
    }
    return longest;
}

/* Ids have no blanks and all the same length. */
static bool
holds_ids(const struct layout *layout, size_t column)
{
    enum { LEAST_ID = 16 };
    size_t width = 0;
    if (layout->view->columns[column].type != MT_TYPE_TEXT)
        return true;
    for (size_t row = 0; row < layout->view->table->row_count; row++) {
        struct cell cell = layout->cells[row * layout->view->column_count + column];
        if (mt_view_empty(layout->view, row, column))
            continue;
        if ((width && cell.width != width) || mt_text_find(cell.text, " ") >= 0)
            return false;
        width = cell.width;
    }
    return width >= LEAST_ID && layout->view->table->row_count > 1;
}

static size_t
natural_width(const struct layout *layout, size_t column)
{
    const struct mt_view *view = layout->view;
    size_t width = longest_word(layout->titles[column].text);
    for (size_t row = 0; row < view->table->row_count; row++) {
        size_t cell = layout->cells[row * view->column_count + column].width;
        width = cell > width ? cell : width;
    }
    return width;
}

/* Takes from the widest texts, for they give way before numbers do, until all columns fit beside each other; false when
 * they cannot. */
static bool
squeeze(struct layout *layout, size_t total)
{
    size_t count = layout->view->column_count;
    while (total > layout->page->width + GAP) {
        size_t widest = count;
        for (size_t i = 0; i < count; i++)
            if (!layout->rigid[i] && layout->widths[i] > LEAST_TEXT &&
                (widest == count || layout->widths[i] > layout->widths[widest]))
                widest = i;
        if (widest == count)
            return false;
        layout->widths[widest]--;
        total--;
    }
    return true;
}

/* In panels every column may be as wide as the page leaves it beside the first, which stands in each of them. */
static void
widen(struct layout *layout)
{
    size_t page = layout->page->width, first = natural_width(layout, 0);
    size_t most = page / 3 > LEAST_TEXT ? page / 3 : LEAST_TEXT;
    layout->widths[0] = layout->rigid[0] || first < most ? first : most;
    size_t left = page > layout->widths[0] + GAP + LEAST_TEXT ? page - layout->widths[0] - GAP : LEAST_TEXT;
    for (size_t i = 1; i < layout->view->column_count; i++) {
        size_t width = natural_width(layout, i);
        layout->widths[i] = width > left ? left : width;
    }
}

static void
measure(struct layout *layout)
{
    const struct mt_view *view = layout->view;
    size_t total = 0;
    for (size_t i = 0; i < view->column_count; i++) {
        layout->widths[i] = natural_width(layout, i);
        layout->rigid[i] = layout->view->columns[i].numeric || holds_ids(layout, i);
        total += layout->widths[i] + GAP;
    }
    if (!squeeze(layout, total))
        widen(layout);
    for (size_t i = 0; i < view->column_count; i++)
        if (layout->widths[i] > layout->page->width)
            layout->widths[i] = layout->page->width;
}

static void
put_cell(const struct layout *layout, const struct cell *cell, size_t width, bool right)
{
    size_t blank = cell->width < width ? width - cell->width : 0;
    if (right)
        mt_out_repeat(layout->page->out, ' ', blank);
    mt_page_put_cut(layout->page, cell->text, width);
    if (!right)
        mt_out_repeat(layout->page->out, ' ', blank);
}

/* The part of a title that stands on line `line` when it is wrapped into `width`. */
static struct cell
title_line(struct mt_text title, size_t width, size_t wanted)
{
    struct cell line = {{"", 0}, 0};
    size_t number = 0;
    const char *end = title.at + title.len;
    while (title.at) {
        struct mt_text word = mt_text_cut(&title, ' ');
        size_t wide = mt_width_text(word);
        if (line.width && line.width + 1 + wide > width) {
            if (number++ == wanted)
                return line;
            line.width = 0;
        }
        if (line.width == 0)
            line.text.at = word.at;
        line.text.len = (size_t)(word.at + word.len - line.text.at);
        line.width += (line.width ? 1 : 0) + wide;
    }
    return number == wanted ? line : (struct cell){{end, 0}, 0};
}

/* Ends a line without the blanks that would stand at its end. */
static void
end_line(struct mt_out *out)
{
    while (!out->failed && out->len && out->bytes[out->len - 1] == ' ')
        out->len--;
    mt_out_byte(out, '\n');
}

static bool
is_first(size_t column, size_t from)
{
    return column == 0 || column >= from;
}

static void
put_titles(const struct layout *layout, size_t from, size_t to)
{
    const struct mt_view *view = layout->view;
    size_t lines = 1;
    for (size_t i = 0; i < to; i++)
        while (is_first(i, from) && lines < MOST_LINES &&
               title_line(layout->titles[i].text, layout->widths[i], lines).width)
            lines++;
    mt_page_style(layout->page, MT_STYLE_HEADING);
    for (size_t line = 0; line < lines; line++) {
        for (size_t i = 0; i < to; i++) {
            if (!is_first(i, from))
                continue;
            struct cell part = title_line(layout->titles[i].text, layout->widths[i], line);
            if (i > 0)
                mt_out_repeat(layout->page->out, ' ', GAP);
            put_cell(layout, &part, layout->widths[i], view->columns[i].numeric);
        }
        end_line(layout->page->out);
    }
    mt_page_style(layout->page, MT_STYLE_PLAIN);
    mt_page_style(layout->page, MT_STYLE_FAINT);
    for (size_t i = 0; i < to; i++) {
        if (!is_first(i, from))
            continue;
        if (i > 0)
            mt_out_repeat(layout->page->out, ' ', GAP);
        for (size_t dash = 0; dash < layout->widths[i]; dash++)
            mt_out_string(layout->page->out, layout->page->unicode ? "\xE2\x94\x80" : "-");
    }
    mt_page_style(layout->page, MT_STYLE_PLAIN);
    mt_out_byte(layout->page->out, '\n');
}

static bool
is_masked(const struct layout *layout, size_t row)
{
    struct mt_cell base =
        layout->base < 0 ? MT_CELL_UNKNOWN(NULL) : mt_table_at(layout->view->table, row, (size_t)layout->base);
    return layout->base >= 0 && (!base.known || base.integer < layout->least_base);
}

static double
real_of(struct mt_cell cell, enum mt_type type)
{
    return !cell.known ? 0 : type == MT_TYPE_RATIO || type == MT_TYPE_REAL ? cell.real : (double)cell.integer;
}

static void
put_bar(const struct layout *layout, size_t row)
{
    struct mt_cell value = mt_table_at(layout->view->table, row, (size_t)layout->bar);
    if (!value.known || is_masked(layout, row))
        return;
    mt_out_repeat(layout->page->out, ' ', GAP);
    mt_page_style(layout->page, MT_STYLE_BAR);
    mt_page_bar(layout->page, real_of(value, layout->view->table->columns[layout->bar].type), layout->most, BAR_WIDTH);
    mt_page_style(layout->page, MT_STYLE_PLAIN);
}

static void
put_row(const struct layout *layout, size_t row, size_t from, size_t to, bool with_bar)
{
    const struct mt_view *view = layout->view;
    struct mt_out *out = layout->page->out;
    for (size_t i = 0; i < to; i++) {
        if (!is_first(i, from))
            continue;
        if (i > 0)
            mt_out_repeat(out, ' ', GAP);
        put_cell(layout, &layout->cells[row * view->column_count + i], layout->widths[i], view->columns[i].numeric);
    }
    if (with_bar && row < layout->bars)
        put_bar(layout, row);
    end_line(out);
}

static void
choose_bars(struct layout *layout, const struct mt_chart *chart)
{
    const struct mt_table *table = layout->view->table;
    layout->bar = chart->kind == MT_CHART_BARS && chart->value ? mt_table_find(table, chart->value) : -1;
    layout->base = chart->base ? mt_table_find(table, chart->base) : -1;
    layout->least_base = chart->least_base;
    layout->bars = chart->most_rows ? chart->most_rows : table->row_count;
    if (layout->bar < 0)
        return;
    if (table->columns[layout->bar].type == MT_TYPE_TEXT)
        layout->bar = -1;
    for (size_t row = 0; layout->bar >= 0 && row < table->row_count && row < layout->bars; row++) {
        double value = real_of(mt_table_at(table, row, (size_t)layout->bar), table->columns[layout->bar].type);
        if (!is_masked(layout, row) && value > layout->most)
            layout->most = value;
    }
}

/* Cuts a long text to what is left of a panel, when that is enough to say what it is about. */
static bool
cut_to(struct layout *layout, size_t column, size_t left)
{
    enum { ENOUGH = 48 };
    if (layout->rigid[column] || left < GAP + ENOUGH)
        return false;
    layout->widths[column] = left - GAP;
    return true;
}

enum mt_rc
mt_page_table(const struct mt_page *page, struct mt_view *view, const struct mt_chart *chart, struct mt_err *err)
{
    struct layout layout = {.page = page, .view = view};
    size_t columns = view->column_count;
    if (columns == 0)
        return MT_OK;
    layout.cells = mt_arena_take(&view->arena, (view->table->row_count * columns + 1) * sizeof *layout.cells);
    layout.titles = mt_arena_take(&view->arena, columns * sizeof *layout.titles);
    layout.widths = mt_arena_take(&view->arena, columns * sizeof *layout.widths);
    layout.rigid = mt_arena_take(&view->arena, columns * sizeof *layout.rigid);
    if (!layout.cells || !layout.titles || !layout.widths || !layout.rigid || !fill(&layout))
        return mt_err_memory(err);
    measure(&layout);
    choose_bars(&layout, chart);

    for (size_t from = 1, to; from <= columns; from = to) {
        size_t used = layout.widths[0];
        bool with_bar = layout.bar >= 0 && from == 1 && view->columns[0].at == layout.bar;
        for (to = from; to < columns; to++) {
            size_t more = GAP + layout.widths[to];
            bool is_bar = view->columns[to].at == layout.bar;
            if (is_bar)
                more += GAP + BAR_WIDTH;
            bool fits = used + more <= page->width;
            if (!fits && to > from && !cut_to(&layout, to, page->width - used))
                break;
            with_bar |= is_bar;
            used = fits ? used + more : page->width;
        }
        put_titles(&layout, from, to);
        for (size_t row = 0; row < view->table->row_count; row++)
            put_row(&layout, row, from, to, with_bar);
        mt_out_byte(page->out, '\n');
        if (to == from)
            break;
        if (to >= columns)
            break;
    }
    return MT_OK;
}
