#include "reports/picture_parts.h"

#include <math.h>

#include "reports/heat.h"

/* A grid of cells, coloured by level, each with its figure where there is room for it. */

enum { GAP = 2, RADIUS = 3, SWATCH = 14 };

static const struct mt_lettering name_letters = {.size = 11, .ink = MT_INK_SOFT};
static const struct mt_lettering dark_letters = {.size = 9, .ink = MT_INK_TEXT};
static const struct mt_lettering light_letters = {.size = 9, .ink = MT_INK_PAPER};

struct grid {
    struct mt_heat heat;
    double left, width, height; /* of a cell */
};

static double
widest(struct mt_picture *picture, const struct mt_text *names, size_t count)
{
    double most = 0;
    for (size_t i = 0; i < count; i++)
        most = fmax(most, mt_canvas_width(picture->canvas, &name_letters, names[i]));
    return most;
}

static void
draw_cell(struct mt_picture *picture, const struct grid *grid, size_t row, size_t column)
{
    const struct mt_heat_cell *cell = &grid->heat.cells[row * grid->heat.column_count + column];
    struct mt_canvas *canvas = picture->canvas;
    double x = grid->left + (double)column * grid->width, y = picture->y;
    double width = grid->width - GAP, height = grid->height - GAP;
    if (!cell->present)
        return;
    if (cell->masked) {
        mt_canvas_hatching(canvas, x, y, width, height, RADIUS);
        return;
    }
    mt_canvas_rectangle(canvas, MT_INK_HEAT + (unsigned)cell->level, x, y, width, height, RADIUS);
    const struct mt_lettering *letters = cell->level >= 4 ? &light_letters : &dark_letters;
    mt_out_clear(&picture->room);
    mt_heat_phrase(&picture->room, &grid->heat, cell);
    if (mt_canvas_width(canvas, letters, mt_out_view(&picture->room)) <= width - 2)
        mt_canvas_text(canvas, letters, x + width / 2, y + height / 2 + 3.2, MT_ANCHOR_MIDDLE, 0,
                       mt_out_view(&picture->room));
}

/* As many of the columns' names as do not touch. */
static void
draw_columns(struct mt_picture *picture, const struct grid *grid)
{
    const struct mt_heat *heat = &grid->heat;
    size_t step = (size_t)ceil((widest(picture, heat->columns, heat->column_count) + 6) / grid->width);
    for (size_t i = 0; i < heat->column_count; i += step)
        mt_canvas_text(picture->canvas, &name_letters, grid->left + ((double)i + 0.5) * grid->width - GAP / 2.0,
                       picture->y + 13, MT_ANCHOR_MIDDLE, (double)step * grid->width, heat->columns[i]);
    picture->y += 22;
}

/* A swatch and what it stands for, on a new line where this one is full. */
static double
draw_entry(struct mt_picture *picture, double x, int level)
{
    enum { AFTER = 18, LINE = 22, WORDS = SWATCH + 6, MOST = 200 };
    struct mt_text words = mt_out_view(&picture->room);
    double width = WORDS + fmin(mt_canvas_width(picture->canvas, &name_letters, words), MOST);
    if (x > MT_PICTURE_LEFT && x + width > MT_PICTURE_RIGHT) {
        x = MT_PICTURE_LEFT;
        picture->y += LINE;
    }
    if (level)
        mt_canvas_rectangle(picture->canvas, MT_INK_HEAT + (unsigned)level, x, picture->y, SWATCH, SWATCH, RADIUS);
    else
        mt_canvas_hatching(picture->canvas, x, picture->y, SWATCH, SWATCH, RADIUS);
    mt_canvas_text(picture->canvas, &name_letters, x + WORDS, picture->y + 11, MT_ANCHOR_START, MOST, words);
    return x + width + AFTER;
}

static void
draw_legend(struct mt_picture *picture, const struct grid *grid)
{
    double x = MT_PICTURE_LEFT;
    bool masked = false;
    picture->y += 8;
    for (size_t i = 0; i < grid->heat.row_count * grid->heat.column_count; i++)
        masked |= grid->heat.cells[i].present && grid->heat.cells[i].masked;
    for (int level = 1; level <= MT_HEAT_LEVELS; level++) {
        mt_out_clear(&picture->room);
        mt_heat_range(&picture->room, &grid->heat, level);
        x = draw_entry(picture, x, level);
    }
    if (masked) {
        mt_out_clear(&picture->room);
        mt_say_into(&picture->room, picture->view.reader, MT_SAY_TOO_FEW,
                    MT_VALUES(mt_value_count(picture->chart->least_base)));
        draw_entry(picture, x, 0);
    }
    picture->y += SWATCH + 4;
}

enum mt_rc
mt_picture_heat(struct mt_picture *picture, struct mt_err *err)
{
    enum { MOST_NAME = 160, TALL = 27, LOW = 18, MANY_ROWS = 24, LEAST_COLUMNS = 8 };
    struct grid grid;
    enum mt_rc rc = mt_heat_open(&grid.heat, &picture->view, picture->chart, err);
    if (rc != MT_OK)
        return rc;
    const struct mt_heat *heat = &grid.heat;
    if (heat->row_count == 0) {
        mt_picture_note(picture, MT_SAY_EMPTY_TABLE, MT_NO_VALUES);
        return MT_OK;
    }
    grid.left = MT_PICTURE_LEFT + fmin(widest(picture, heat->rows, heat->row_count), MOST_NAME) + 8;
    grid.width = (MT_PICTURE_RIGHT + GAP - grid.left) /
                 (double)(heat->column_count < LEAST_COLUMNS ? LEAST_COLUMNS : heat->column_count);
    grid.height = heat->row_count > MANY_ROWS ? LOW : TALL;
    for (size_t row = 0; row < heat->row_count; row++) {
        mt_canvas_text(picture->canvas, &name_letters, MT_PICTURE_LEFT, picture->y + grid.height / 2 + 3,
                       MT_ANCHOR_START, grid.left - 7 - MT_PICTURE_LEFT, heat->rows[row]);
        for (size_t column = 0; column < heat->column_count; column++)
            draw_cell(picture, &grid, row, column);
        picture->y += grid.height;
    }
    draw_columns(picture, &grid);
    draw_legend(picture, &grid);
    return MT_OK;
}
