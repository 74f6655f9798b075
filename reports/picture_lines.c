#include "reports/picture_lines.h"

#include <math.h>
#include <string.h>

#include "reports/phrase.h"

/* Points along an axis of weeks, days or sizes; with groups, a small panel for each, all with the same axes. */

enum { MOST_PANELS = 12, MOST_NAMES = 400 };

static const struct mt_lettering tick_letters = {.size = 10.5, .ink = MT_INK_SOFT};

/* ---- the scale ---- */

/* Round steps are counted in these. */
static double
unit_of(enum mt_type type, double most)
{
    static const double spans[] = {1, 60, 3600, 86400};
    double unit = 1;
    if (type == MT_TYPE_BYTES)
        while (most >= unit * 1024)
            unit *= 1024;
    if (type == MT_TYPE_SPAN)
        for (size_t i = 0; i < sizeof spans / sizeof *spans; i++)
            unit = most >= spans[i] ? spans[i] : unit;
    return unit;
}

/* Three or four round steps from 0 to above the greatest value. */
static void
set_scale(struct mt_lines *lines, double most)
{
    static const double round_steps[] = {1, 2, 2.5, 5, 10};
    enum { STEPS = 4 };
    enum mt_type type = lines->picture->type;
    bool whole = type != MT_TYPE_RATIO && type != MT_TYPE_REAL;
    if (!(most > 1e-9) || most > 1e18)
        most = type == MT_TYPE_RATIO ? 0.1 : most > 1e18 ? 1e18 : 1;
    double unit = unit_of(type, most), scale = 1;
    most /= unit;
    while (scale * STEPS < most)
        scale *= 10;
    while (scale * STEPS >= most)
        scale /= 10;
    size_t i = 0;
    while (round_steps[i] * scale * STEPS < most * (1 - 1e-9))
        i++;
    lines->step = round_steps[i] * scale * unit;
    if (whole && lines->step < 1)
        lines->step = 1;
    if (type == MT_TYPE_COUNT && lines->step < 3 && lines->step > 2)
        lines->step = 3;
    lines->most = lines->step * ceil(most * unit / lines->step * (1 - 1e-9));
    if (type == MT_TYPE_RATIO && lines->most > 1)
        lines->most = 1;
}

/* An interval of a rare thing may be far wider than all values: it is cut rather than allowed to flatten them. */
static void
find_scale(struct mt_lines *lines, const struct mt_panel *panels, size_t count)
{
    enum { MOST_TIMES = 3 };
    const struct mt_picture *picture = lines->picture;
    double values = 0, highs = 0, of_few = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t row = panels[i].first; row < panels[i].first + panels[i].count; row++) {
            double value = mt_picture_number(picture, mt_picture_cell(picture, row, picture->value));
            if (mt_picture_is_masked(picture, row)) {
                lines->few |= mt_picture_cell(picture, row, picture->value).known;
                of_few = fmax(of_few, value);
                continue;
            }
            values = fmax(values, value);
            highs = fmax(highs, mt_picture_number(picture, mt_picture_cell(picture, row, picture->high)));
        }
    double most = values > 0 ? fmax(values, fmin(highs, values * MOST_TIMES)) : highs;
    set_scale(lines, most > 0 ? most : of_few);
}

struct mt_text
mt_lines_tick(const struct mt_lines *lines, double value)
{
    struct mt_picture *picture = lines->picture;
    if (picture->type == MT_TYPE_REAL)
        return mt_picture_phrase(picture, mt_cell_real(value));
    if (picture->type != MT_TYPE_RATIO)
        return mt_picture_phrase(picture, mt_cell_integer(llround(value)));
    /* A tick is a round number and says all its digits. */
    mt_out_clear(&picture->room);
    mt_phrase_round(&picture->room, value * 100, picture->view.reader);
    mt_out_string(&picture->room, "\xC2\xA0%");
    return mt_out_view(&picture->room);
}

/* ---- the axis ---- */

/* The place of a name; names that are new stand behind the one before them in their own group. */
static size_t
place_name(struct mt_lines *lines, struct mt_text name, size_t behind)
{
    for (size_t i = 0; i < lines->name_count; i++)
        if (mt_text_equal(lines->names[i], name))
            return i;
    if (lines->name_count == MOST_NAMES)
        return lines->name_count - 1;
    memmove(lines->names + behind + 1, lines->names + behind, (lines->name_count - behind) * sizeof *lines->names);
    lines->names[behind] = name;
    lines->name_count++;
    return behind;
}

static bool
collect_names(struct mt_lines *lines, const struct mt_panel *panels, size_t count)
{
    struct mt_picture *picture = lines->picture;
    struct mt_arena *arena = &picture->view.arena;
    lines->names = mt_arena_take(arena, (MOST_NAMES + 1) * sizeof *lines->names);
    lines->places = mt_arena_take(arena, picture->table->row_count * sizeof *lines->places);
    struct mt_text *own = mt_arena_take(arena, picture->table->row_count * sizeof *own);
    if (!lines->names || !lines->places || !own)
        return false;
    for (size_t i = 0; i < count; i++) {
        size_t behind = 0;
        for (size_t row = panels[i].first; row < panels[i].first + panels[i].count; row++) {
            if (!mt_arena_copy(arena, mt_picture_name(picture, row, picture->label, NULL), &own[row]))
                return false;
            if (picture->group >= 0)
                behind = place_name(lines, own[row], behind) + 1;
            else
                lines->names[lines->name_count++] = own[row];
        }
    }
    for (size_t i = 0; i < count; i++)
        for (size_t row = panels[i].first; row < panels[i].first + panels[i].count; row++)
            lines->places[row] = picture->group >= 0 ? place_name(lines, own[row], 0) : row - panels[i].first;
    return true;
}

static double
widest_name(const struct mt_lines *lines)
{
    double most = 0;
    for (size_t i = 0; i < lines->name_count; i++)
        most = fmax(most, mt_canvas_width(lines->picture->canvas, &tick_letters, lines->names[i]));
    return most;
}

/* ---- the panels ---- */

static bool
same_group(const struct mt_picture *picture, size_t a, size_t b)
{
    struct mt_cell one = mt_picture_cell(picture, a, picture->group),
                   other = mt_picture_cell(picture, b, picture->group);
    if (!one.known || !other.known)
        return one.known == other.known;
    switch (picture->table->columns[picture->group].type) {
    case MT_TYPE_TEXT:
        return mt_text_equal(one.text, other.text);
    case MT_TYPE_RATIO:
    case MT_TYPE_REAL:
        return !(one.real < other.real) && !(one.real > other.real);
    case MT_TYPE_COUNT:
    case MT_TYPE_BYTES:
    case MT_TYPE_MOMENT:
    case MT_TYPE_DAY:
    case MT_TYPE_SPAN:
        return one.integer == other.integer;
    }
    return false;
}

/* Without a group the newest points are the last ones, and they are what a reader wants. */
static size_t
find_panels(struct mt_picture *picture, struct mt_panel *panels)
{
    size_t rows = picture->table->row_count, most = picture->chart->most_rows, count = 0;
    if (picture->group < 0) {
        most = most && most < MOST_NAMES ? most : MOST_NAMES;
        size_t taken = rows < most ? rows : most;
        panels[0] = (struct mt_panel){.first = rows - taken, .count = taken};
        return 1;
    }
    rows = most && most < rows ? most : rows;
    for (size_t row = 0; row < rows; row++) {
        if (row == 0 || !same_group(picture, row - 1, row)) {
            if (count == MOST_PANELS)
                break;
            panels[count++] = (struct mt_panel){.first = row};
        }
        panels[count - 1].count++;
    }
    return count;
}

static bool
name_panels(struct mt_picture *picture, struct mt_panel *panels, size_t count)
{
    for (size_t i = 0; i < count && picture->group >= 0; i++) {
        struct mt_text title = mt_picture_name(picture, panels[i].first, picture->group, picture->chart->group_words);
        if (!mt_arena_copy(&picture->view.arena, title, &panels[i].title))
            return false;
    }
    return true;
}

enum { APART = 18, TICK_GAP = 8 };

static double
tick_width(const struct mt_lines *lines)
{
    double most = 0;
    for (double value = 0; value <= lines->most * (1 + 1e-9); value += lines->step)
        most = fmax(most, mt_canvas_width(lines->picture->canvas, &tick_letters, mt_lines_tick(lines, value)));
    return fmin(most, MT_LINES_MOST_TICK) + TICK_GAP;
}

/* How many panels stand side by side: as many as leave room for all names below them, but two at least. */
static size_t
abreast(const struct mt_lines *lines, size_t panels, double inside)
{
    enum { MOST = 3, BETWEEN = 6 };
    double needed = (widest_name(lines) + BETWEEN) * (double)lines->name_count;
    size_t count = panels < MOST ? panels : MOST;
    while (count > 2 && (inside - APART * (double)(count - 1)) / (double)count < needed)
        count--;
    return count;
}

/* Names that would touch are thinned out; but with groups they are often sizes or the like, of which none can be
 * guessed, and a few of them are slanted instead. Returns the height they take. */
static double
lay_out_names(struct mt_lines *lines, double width, double reach)
{
    enum { BETWEEN = 8, LEVEL = 22, MOST_SLANTED = 110 };
    double widest = widest_name(lines), room = width / (double)lines->name_count;
    /* At the ends names are moved inwards, towards their neighbours. */
    double moved = fmax(0, widest / 2 - room / 2 - reach);
    lines->name_step = (size_t)ceil((widest + moved + BETWEEN) / room);
    lines->slanted = lines->name_step > 1 && lines->picture->group >= 0 && lines->name_count <= MT_LINES_FEW_POINTS;
    return lines->slanted ? LEVEL + fmin(widest, MOST_SLANTED) * MT_CANVAS_SLANT : LEVEL;
}

static void
draw_panels(struct mt_lines *lines, struct mt_panel *panels, size_t count)
{
    enum { HIGH = 200, LOW = 104, ABOVE = 20, TITLE = 18, BELOW = 14 };
    struct mt_picture *picture = lines->picture;
    double ticks = tick_width(lines), inside = MT_PICTURE_INSIDE - ticks;
    size_t columns = abreast(lines, count, inside);
    double width = (inside - APART * (double)(columns - 1)) / (double)columns;
    double title = picture->group >= 0 ? TITLE : 0, height = count > 2 ? LOW : HIGH;
    double reach = columns > 1 ? APART / 2.0 - 3 : 4, names = lay_out_names(lines, width, reach);
    for (size_t i = 0; i < count; i++) {
        size_t column = i % columns;
        if (column == 0 && i > 0)
            picture->y += title + ABOVE + height + names + BELOW;
        panels[i].left = MT_PICTURE_LEFT + ticks + (width + APART) * (double)column;
        panels[i].right = panels[i].left + width;
        panels[i].top = picture->y + title + ABOVE;
        panels[i].bottom = panels[i].top + height;
        panels[i].has_ticks = column == 0;
        panels[i].reach = reach;
        mt_lines_draw_panel(lines, &panels[i]);
    }
    picture->y += title + ABOVE + height + names;
}

/* What a pale point means. */
static void
draw_legend(struct mt_picture *picture)
{
    static const struct mt_lettering words = {.size = 11, .ink = MT_INK_SOFT};
    mt_out_clear(&picture->room);
    mt_say_into(&picture->room, picture->view.reader, MT_SAY_TOO_FEW,
                MT_VALUES(mt_value_count(picture->chart->least_base)));
    mt_canvas_dot(picture->canvas, MT_INK_FAR, (struct mt_spot){MT_PICTURE_LEFT + 6, picture->y + 12}, 3.5, false);
    mt_canvas_text(picture->canvas, &words, MT_PICTURE_LEFT + 18, picture->y + 16, MT_ANCHOR_START, 0,
                   mt_out_view(&picture->room));
    picture->y += 20;
}

enum mt_rc
mt_picture_lines(struct mt_picture *picture, struct mt_err *err)
{
    struct mt_panel panels[MOST_PANELS];
    struct mt_lines lines = {.picture = picture};
    size_t count = find_panels(picture, panels), drawn = 0;
    if (!name_panels(picture, panels, count) || !collect_names(&lines, panels, count))
        return mt_err_memory(err);
    find_scale(&lines, panels, count);
    draw_panels(&lines, panels, count);
    if (lines.few)
        draw_legend(picture);
    for (size_t i = 0; i < count; i++)
        drawn += panels[i].count;
    mt_picture_note_rows(picture, drawn);
    return MT_OK;
}
