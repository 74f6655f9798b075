#include "reports/picture.h"

#include <string.h>

#include "reports/phrase.h"
#include "reports/picture_parts.h"

/* ---- what the kinds share ---- */

struct mt_cell
mt_picture_cell(const struct mt_picture *picture, size_t row, int column)
{
    return column < 0 ? MT_CELL_UNKNOWN(NULL) : mt_table_at(picture->table, row, (size_t)column);
}

double
mt_picture_number(const struct mt_picture *picture, struct mt_cell cell)
{
    if (!cell.known)
        return 0;
    return picture->type == MT_TYPE_RATIO || picture->type == MT_TYPE_REAL ? cell.real : (double)cell.integer;
}

bool
mt_picture_is_masked(const struct mt_picture *picture, size_t row)
{
    struct mt_cell count = mt_picture_cell(picture, row, picture->base);
    return picture->base >= 0 && (!count.known || count.integer < picture->chart->least_base);
}

struct mt_text
mt_picture_phrase(struct mt_picture *picture, struct mt_cell cell)
{
    mt_out_clear(&picture->room);
    if (cell.known)
        mt_phrase_cell(&picture->room, cell, picture->type, picture->view.reader);
    else
        mt_out_string(&picture->room, "\xE2\x80\x93");
    return mt_out_view(&picture->room);
}

struct mt_text
mt_picture_interval(struct mt_picture *picture, size_t row)
{
    struct mt_cell low = mt_picture_cell(picture, row, picture->low);
    struct mt_cell high = mt_picture_cell(picture, row, picture->high);
    mt_out_clear(&picture->room);
    if (low.known && high.known)
        mt_phrase_interval(&picture->room, low, high, picture->type, picture->view.reader);
    return mt_out_view(&picture->room);
}

struct mt_text
mt_picture_name(struct mt_picture *picture, size_t row, int column, const struct mt_word *words)
{
    const struct mt_view *view = &picture->view;
    mt_out_clear(&picture->room);
    for (size_t i = 0; i < view->column_count && !words; i++)
        if (view->columns[i].at == column)
            words = view->columns[i].words;
    struct mt_cell cell = mt_picture_cell(picture, row, column);
    if (cell.known)
        mt_view_phrase_column(view, row, column, words, &picture->room);
    else
        mt_out_string(&picture->room, cell.why ? mt_view_why(view, cell.why) : "\xE2\x80\x93");
    return mt_out_view(&picture->room);
}

void
mt_picture_note(struct mt_picture *picture, enum mt_sentence sentence, const struct mt_value *values, size_t count)
{
    static const struct mt_lettering small = {.size = 11, .ink = MT_INK_SOFT};
    enum { LEADING = 15, MOST_LINES = 2 };
    mt_out_clear(&picture->room);
    mt_say_into(&picture->room, picture->view.reader, sentence, values, count);
    picture->y += LEADING * mt_canvas_paragraph(picture->canvas, &small, MT_PICTURE_LEFT, picture->y + 11,
                                                MT_PICTURE_INSIDE, LEADING, MOST_LINES, mt_out_view(&picture->room));
}

void
mt_picture_note_rows(struct mt_picture *picture, size_t drawn)
{
    const struct mt_table *table = picture->table;
    size_t all = table->all_rows > table->row_count ? table->all_rows : table->row_count;
    if (drawn < all)
        mt_picture_note(picture, MT_SAY_ROWS_SHOWN,
                        MT_VALUES(mt_value_count((int64_t)drawn), mt_value_count((int64_t)all)));
}

/* ---- the frame ---- */

static void
put_prose(struct mt_out *out, struct mt_text prose)
{
    struct mt_text run;
    bool is_value;
    while (mt_prose_next(&prose, &run, &is_value))
        mt_out_text(out, run);
}

/* What the figures are, in a line below the section's title. */
static const char *
subtitle(const struct mt_picture *picture)
{
    const struct mt_view *view = &picture->view;
    if (picture->chart->title)
        return picture->chart->title;
    for (size_t i = 0; i < view->column_count; i++)
        if (view->columns[i].at == picture->value)
            return view->columns[i].title;
    return picture->table->columns[picture->value].title;
}

static void
draw_head(struct mt_picture *picture)
{
    static const struct mt_lettering title = {.size = 18, .ink = MT_INK_TEXT, .bold = true};
    static const struct mt_lettering words = {.size = 12, .ink = MT_INK_SOFT};
    enum { TOP = 40, TITLE = 24, LINE = 17, GAP = 14, MOST_LINES = 2 };
    const char *own = subtitle(picture), *section = picture->section->title;
    double y = TOP;
    mt_out_clear(&picture->room);
    put_prose(&picture->room, mt_text_of(section));
    y += TITLE * mt_canvas_paragraph(picture->canvas, &title, MT_PICTURE_LEFT, y, MT_PICTURE_INSIDE, TITLE, MOST_LINES,
                                     mt_out_view(&picture->room));
    if (!section || strcmp(own, section) != 0)
        y += LINE * mt_canvas_paragraph(picture->canvas, &words, MT_PICTURE_LEFT, y - 2, MT_PICTURE_INSIDE, LINE,
                                        MOST_LINES, mt_text_of(own));
    picture->y = y - LINE + GAP;
}

/* A picture travels alone: it says of which report it is and how fresh its data is. */
static void
draw_foot(struct mt_picture *picture)
{
    static const struct mt_lettering words = {.size = 10, .ink = MT_INK_SOFT};
    enum { ABOVE = 12, LINE = 14, BELOW = 16, MOST_LINES = 3 };
    struct mt_out *room = &picture->room;
    mt_out_clear(room);
    put_prose(room, picture->report->title);
    if (room->len)
        mt_out_string(room, ". ");
    struct mt_out origin = MT_OUT_EMPTY;
    mt_say_origin(&origin, picture->report);
    put_prose(room, mt_out_view(&origin));
    room->failed |= origin.failed;
    mt_out_release(&origin);

    double y = picture->y + ABOVE;
    mt_canvas_line(picture->canvas, MT_INK_LINE, 1, (struct mt_spot){MT_PICTURE_LEFT, y},
                   (struct mt_spot){MT_PICTURE_RIGHT, y});
    y += LINE * (1 + mt_canvas_paragraph(picture->canvas, &words, MT_PICTURE_LEFT, y + LINE + 3, MT_PICTURE_INSIDE,
                                         LINE, MOST_LINES, mt_out_view(room)));
    picture->y = y - LINE + BELOW;
}

/* ---- a picture ---- */

static int
found(const struct mt_table *table, const char *key)
{
    return key ? mt_table_find(table, key) : -1;
}

bool
mt_picture_is_made(const struct mt_section *section)
{
    const struct mt_chart *chart = &section->chart;
    const struct mt_table *table = section->table;
    int value = table ? found(table, chart->value) : -1;
    if (value < 0 || table->row_count == 0 || table->columns[value].type == MT_TYPE_TEXT)
        return false;
    switch (chart->kind) {
    case MT_CHART_NONE:
        return false;
    case MT_CHART_BARS:
        return true;
    case MT_CHART_LINES:
        return found(table, chart->label) >= 0;
    case MT_CHART_HEATMAP:
        return found(table, chart->label) >= 0 && found(table, chart->group) >= 0;
    }
    return false;
}

static enum mt_rc
draw(struct mt_picture *picture, struct mt_err *err)
{
    switch (picture->chart->kind) {
    case MT_CHART_BARS:
        return mt_picture_bars(picture, err);
    case MT_CHART_LINES:
        return mt_picture_lines(picture, err);
    case MT_CHART_HEATMAP:
        return mt_picture_heat(picture, err);
    case MT_CHART_NONE:
        break;
    }
    return mt_err_set(err, MT_FAILED, "the section '%.60s' has no chart", picture->section->key);
}

enum mt_rc
mt_picture_png(const struct mt_report *report, const struct mt_section *section, struct mt_out *out, struct mt_err *err)
{
    const struct mt_chart *chart = &section->chart;
    const struct mt_table *table = section->table;
    if (!mt_picture_is_made(section))
        return mt_err_set(err, MT_FAILED, "the section '%.60s' has nothing to draw", section->key);
    struct mt_picture picture = {
        .report = report,
        .section = section,
        .chart = chart,
        .table = table,
        .label = found(table, chart->label),
        .group = found(table, chart->group),
        .value = found(table, chart->value),
        .low = found(table, chart->low),
        .high = found(table, chart->high),
        .base = found(table, chart->base),
        .room = MT_OUT_EMPTY,
    };
    picture.type = table->columns[picture.value].type;
    enum mt_rc rc = mt_view_open(&picture.view, report, section, err);
    if (rc == MT_OK)
        rc = mt_canvas_open(&picture.canvas, err);
    if (rc == MT_OK) {
        draw_head(&picture);
        rc = draw(&picture, err);
    }
    if (rc == MT_OK) {
        draw_foot(&picture);
        rc = picture.room.failed ? mt_err_memory(err)
                                 : mt_canvas_png(picture.canvas, MT_PICTURE_WIDTH, picture.y, out, err);
    }
    mt_canvas_close(picture.canvas);
    mt_view_release(&picture.view);
    mt_out_release(&picture.room);
    return rc;
}
