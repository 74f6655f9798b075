#include "reports/picture_lines.h"

#include <math.h>

/* One panel of a chart of lines: ticks, band or whiskers, line, points, and as many figures as do not touch. */

static const struct mt_lettering tick_letters = {.size = 10.5, .ink = MT_INK_SOFT};
static const struct mt_lettering title_letters = {.size = 12, .ink = MT_INK_TEXT, .bold = true};
static const struct mt_lettering value_letters = {.size = 10.5, .ink = MT_INK_TEXT, .halo = true};
static const struct mt_lettering last_letters = {.size = 10.5, .ink = MT_INK_TEXT, .bold = true, .halo = true};
static const struct mt_lettering few_letters = {.size = 10.5, .ink = MT_INK_SOFT, .halo = true};

/* A point as it stands on the page. */
struct point {
    bool known, has_interval, few;
    bool off; /* it is above the plot, and drawn on its edge */
    struct mt_spot at;
    double low, high; /* y */
    bool cut;         /* its interval goes on above the plot */
};

struct frame {
    double left, top, right, bottom;
};

enum { MOST_FIGURES = 24 };

struct drawing {
    const struct mt_lines *lines;
    const struct mt_panel *panel;
    struct mt_canvas *canvas;
    struct frame figures[MOST_FIGURES]; /* where some stand */
    size_t figure_count;
};

static double
height_of(const struct drawing *drawing, double value)
{
    double part = fmin(fmax(value / drawing->lines->most, 0), 1);
    return drawing->panel->bottom - (drawing->panel->bottom - drawing->panel->top) * part;
}

static double
across(const struct drawing *drawing, size_t place)
{
    const struct mt_panel *panel = drawing->panel;
    return panel->left + (panel->right - panel->left) * ((double)place + 0.5) / (double)drawing->lines->name_count;
}

static struct point
point_at(const struct drawing *drawing, size_t number)
{
    const struct mt_picture *picture = drawing->lines->picture;
    size_t row = drawing->panel->first + number;
    struct mt_cell value = mt_picture_cell(picture, row, picture->value);
    struct mt_cell low = mt_picture_cell(picture, row, picture->low),
                   high = mt_picture_cell(picture, row, picture->high);
    struct point point = {.known = value.known,
                          .has_interval = value.known && low.known && high.known,
                          .few = mt_picture_is_masked(picture, row)};
    point.at = (struct mt_spot){across(drawing, drawing->lines->places[row]),
                                height_of(drawing, mt_picture_number(picture, value))};
    point.low = point.high = point.at.y;
    point.off = mt_picture_number(picture, value) > drawing->lines->most * (1 + 1e-9);
    if (point.has_interval) {
        point.low = height_of(drawing, mt_picture_number(picture, low));
        point.high = height_of(drawing, mt_picture_number(picture, high));
        point.cut = mt_picture_number(picture, high) > drawing->lines->most * (1 + 1e-9);
    }
    return point;
}

/* ---- the frame ---- */

static void
draw_names(const struct drawing *drawing)
{
    enum { BELOW = 16, MOST_SLANTED = 110 };
    const struct mt_lines *lines = drawing->lines;
    const struct mt_panel *panel = drawing->panel;
    double left = panel->left - panel->reach, right = panel->right + panel->reach;
    for (size_t i = 0; i < lines->name_count; i++) {
        double x = across(drawing, i);
        if (lines->slanted) {
            mt_canvas_slanted(drawing->canvas, &tick_letters, (struct mt_spot){x + 4, panel->bottom + BELOW - 3},
                              MOST_SLANTED, lines->names[i]);
            continue;
        }
        if ((lines->name_count - 1 - i) % lines->name_step != 0)
            continue;
        double half = fmin(mt_canvas_width(drawing->canvas, &tick_letters, lines->names[i]), right - left) / 2;
        mt_canvas_text(drawing->canvas, &tick_letters, fmin(fmax(x, left + half), right - half), panel->bottom + BELOW,
                       MT_ANCHOR_MIDDLE, right - left, lines->names[i]);
    }
}

static void
draw_frame(const struct drawing *drawing)
{
    enum { TITLE_ABOVE = 22 };
    const struct mt_lines *lines = drawing->lines;
    const struct mt_panel *panel = drawing->panel;
    if (panel->title.len)
        mt_canvas_text(drawing->canvas, &title_letters, panel->left, panel->top - TITLE_ABOVE, MT_ANCHOR_START,
                       panel->right - panel->left, panel->title);
    for (double value = 0; value <= lines->most * (1 + 1e-9); value += lines->step) {
        double y = height_of(drawing, value);
        mt_canvas_line(drawing->canvas, value > 0 ? MT_INK_LINE : MT_INK_SOFT, 1, (struct mt_spot){panel->left, y},
                       (struct mt_spot){panel->right, y});
        if (panel->has_ticks)
            mt_canvas_text(drawing->canvas, &tick_letters, panel->left - 8, y + 3.7, MT_ANCHOR_END, MT_LINES_MOST_TICK,
                           mt_lines_tick(lines, value));
    }
    draw_names(drawing);
}

/* ---- intervals ---- */

/* With many points their intervals run together into a band, which ends where one is unknown. */
static void
draw_band(const struct drawing *drawing)
{
    enum { MOST_POINTS = 400 };
    struct mt_spot spots[2 * MOST_POINTS];
    size_t count = drawing->panel->count < MOST_POINTS ? drawing->panel->count : MOST_POINTS;
    for (size_t from = 0; from < count;) {
        size_t to = from;
        while (to < count && point_at(drawing, to).has_interval)
            to++;
        for (size_t i = from; i < to; i++) {
            struct point point = point_at(drawing, i);
            spots[i - from] = (struct mt_spot){point.at.x, point.high};
            spots[2 * (to - from) - 1 - (i - from)] = (struct mt_spot){point.at.x, point.low};
        }
        if (to > from + 1)
            mt_canvas_polygon(drawing->canvas, MT_INK_BAND, spots, 2 * (to - from));
        from = to + 1;
    }
}

static void
draw_whisker(const struct drawing *drawing, const struct point *point)
{
    enum { HALF = 3 };
    enum mt_ink ink = point->few ? MT_INK_FAR : MT_INK_WHISKER;
    double x = point->at.x;
    if (!point->has_interval)
        return;
    mt_canvas_line(drawing->canvas, ink, 1.1, (struct mt_spot){x, point->low}, (struct mt_spot){x, point->high});
    mt_canvas_line(drawing->canvas, ink, 1.1, (struct mt_spot){x - HALF, point->low},
                   (struct mt_spot){x + HALF, point->low});
    if (!point->cut)
        mt_canvas_line(drawing->canvas, ink, 1.1, (struct mt_spot){x - HALF, point->high},
                       (struct mt_spot){x + HALF, point->high});
}

/* ---- lines and points ---- */

/* A line stands between neighbours on the axis that are both known and both in the plot. */
static void
draw_line(const struct drawing *drawing)
{
    const struct mt_lines *lines = drawing->lines;
    for (size_t i = 1; i < drawing->panel->count; i++) {
        struct point from = point_at(drawing, i - 1), to = point_at(drawing, i);
        size_t row = drawing->panel->first + i;
        if (from.known && to.known && !from.off && !to.off && lines->places[row] == lines->places[row - 1] + 1)
            mt_canvas_line(drawing->canvas, from.few || to.few ? MT_INK_FAR : MT_INK_ACCENT, 2, from.at, to.at);
    }
}

/* A point above the plot is drawn only where there is room for its figure: without it, it would lie. */
static void
draw_dots(const struct drawing *drawing)
{
    enum { MANY = 40 };
    double radius = drawing->panel->count > MANY ? 1.5 : 3.5;
    for (size_t i = 0; i < drawing->panel->count; i++) {
        struct point point = point_at(drawing, i);
        bool is_last = i + 1 == drawing->panel->count;
        if (point.known && !(point.off && drawing->panel->count > MT_LINES_FEW_POINTS))
            mt_canvas_dot(drawing->canvas, point.few ? MT_INK_FAR : MT_INK_ACCENT, point.at, is_last ? 3.5 : radius,
                          is_last && !point.few);
    }
}

/* ---- figures ---- */

static bool
touches(struct frame a, struct frame b)
{
    return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/* True when a figure there would stand on another figure, or on another point or its interval. */
static bool
is_in_the_way(const struct drawing *drawing, struct frame frame, size_t own)
{
    enum { AROUND = 5 };
    for (size_t i = 0; i < drawing->figure_count; i++)
        if (touches(frame, drawing->figures[i]))
            return true;
    for (size_t i = 0; i < drawing->panel->count; i++) {
        struct point point = point_at(drawing, i);
        struct frame taken = {point.at.x - AROUND, fmin(point.high, point.at.y - AROUND), point.at.x + AROUND,
                              fmax(point.low, point.at.y + AROUND)};
        if (i != own && point.known && touches(frame, taken))
            return true;
    }
    return false;
}

static void
draw_figure(struct drawing *drawing, size_t number)
{
    enum { ABOVE = 6, BESIDE = 7, RAISED = 7, FAR = 90, TALL = 10, ROOM = 4 };
    struct mt_picture *picture = drawing->lines->picture;
    struct point point = point_at(drawing, number);
    if (!point.known || drawing->figure_count == MOST_FIGURES)
        return;
    const struct mt_lettering *letters = point.few                             ? &few_letters
                                         : number + 1 == drawing->panel->count ? &last_letters
                                                                               : &value_letters;
    struct mt_text words =
        mt_picture_phrase(picture, mt_picture_cell(picture, drawing->panel->first + number, picture->value));
    double most = drawing->panel->right - drawing->panel->left;
    double half = fmin(mt_canvas_width(drawing->canvas, letters, words), most) / 2;
    double x = point.at.x, y = fmin(point.high, point.at.y - 3) - ABOVE;
    if ((point.cut || point.at.y - point.high > FAR) && !point.off) {
        /* Above its interval it would be far from its point. */
        bool has_room = x + 2 * half + BESIDE <= drawing->panel->right + drawing->panel->reach;
        x += has_room ? half + BESIDE : -half - BESIDE;
        y = point.at.y - RAISED;
    }
    x = fmin(fmax(x, drawing->panel->left + half), drawing->panel->right + drawing->panel->reach - half);
    struct frame frame = {x - half - ROOM, y - TALL, x + half + ROOM, y + 1};
    if (is_in_the_way(drawing, frame, number))
        return;
    mt_canvas_text(drawing->canvas, letters, x, y, MT_ANCHOR_MIDDLE, most, words);
    drawing->figures[drawing->figure_count++] = frame;
}

/* The newest and the greatest come first: where there is no room for all, they have theirs. */
static void
draw_figures(struct drawing *drawing)
{
    const struct mt_picture *picture = drawing->lines->picture;
    size_t count = drawing->panel->count, greatest = count, last = count;
    double most = -1;
    for (size_t i = 0; i < count; i++) {
        struct mt_cell cell = mt_picture_cell(picture, drawing->panel->first + i, picture->value);
        if (!cell.known)
            continue;
        last = i;
        if (!mt_picture_is_masked(picture, drawing->panel->first + i) && mt_picture_number(picture, cell) > most) {
            most = mt_picture_number(picture, cell);
            greatest = i;
        }
    }
    if (last < count)
        draw_figure(drawing, last);
    if (greatest < count && greatest != last)
        draw_figure(drawing, greatest);
    for (size_t i = 0; i < count && count <= MT_LINES_FEW_POINTS; i++)
        if (i != greatest && i != last)
            draw_figure(drawing, i);
}

void
mt_lines_draw_panel(const struct mt_lines *lines, const struct mt_panel *panel)
{
    struct drawing drawing = {.lines = lines, .panel = panel, .canvas = lines->picture->canvas};
    bool band = panel->count > MT_LINES_FEW_POINTS;
    if (band)
        draw_band(&drawing);
    draw_frame(&drawing);
    for (size_t i = 0; i < panel->count && !band; i++) {
        struct point point = point_at(&drawing, i);
        draw_whisker(&drawing, &point);
    }
    draw_line(&drawing);
    draw_dots(&drawing);
    draw_figures(&drawing);
}
