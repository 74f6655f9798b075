#include "reports/picture_parts.h"

#include <math.h>
#include <string.h>

/* A bar a row: its label on the left, its value and interval on the right. */

enum {
    MOST_BARS = 40,
    MOST_LABEL = 230,
    MOST_VALUE = 130,
    MOST_INTERVAL = 140,
    GAP = 12,
    ROW = 26,
    HIGH_ROW = 36,
    THICK = 14
};

static const struct mt_lettering label_letters = {.size = 12, .ink = MT_INK_TEXT};
static const struct mt_lettering value_letters = {.size = 12, .ink = MT_INK_TEXT, .bold = true};
static const struct mt_lettering pale_letters = {.size = 12, .ink = MT_INK_SOFT};
static const struct mt_lettering more_letters = {.size = 10.5, .ink = MT_INK_SOFT};
static const struct mt_lettering interval_letters = {.size = 11, .ink = MT_INK_SOFT};

struct bars {
    size_t count;
    size_t label_columns; /* of the view; 0: the chart's own column is none of the first */
    double row;           /* how high */
    double left, right;   /* of the tracks */
    double value_right, interval_left;
    double most; /* fills a track */
    bool pale;
};

/* True when the rows read alike in the first columns of the view. */
static bool
read_alike(const struct mt_view *view, size_t a, size_t b, size_t columns)
{
    for (size_t i = 0; i < columns; i++) {
        struct mt_cell one = mt_view_cell(view, a, i), other = mt_view_cell(view, b, i);
        if (one.known != other.known)
            return false;
        /* Columns of days and moments tell rows apart. */
        if (one.known && (view->columns[i].type != MT_TYPE_TEXT || !mt_text_equal(one.text, other.text)))
            return false;
    }
    return true;
}

/* How many of the leading columns it takes to tell the rows apart: many routes have one direction. */
static size_t
label_columns(const struct mt_picture *picture, size_t rows)
{
    enum { MOST_COLUMNS = 4 };
    const struct mt_view *view = &picture->view;
    size_t leading = 0;
    if (view->column_count == 0 || (picture->label >= 0 && view->columns[0].at != picture->label))
        return 0;
    while (leading < view->column_count && leading < MOST_COLUMNS && !view->columns[leading].numeric)
        leading++;
    for (size_t needed = 1; needed < leading; needed++) {
        bool alike = false;
        for (size_t row = 1; row < rows && !alike; row++)
            for (size_t before = 0; before < row && !alike; before++)
                alike = read_alike(view, row, before, needed);
        if (!alike)
            return needed;
    }
    return leading ? leading : 1;
}

static struct mt_text
label_of(struct mt_picture *picture, const struct bars *bars, size_t row)
{
    if (bars->label_columns == 0)
        return mt_picture_name(picture, row, picture->label, NULL);
    mt_out_clear(&picture->room);
    mt_view_phrase(&picture->view, row, 0, &picture->room);
    return mt_out_view(&picture->room);
}

/* What else it takes to tell a row from others. */
static struct mt_text
more_of(struct mt_picture *picture, const struct bars *bars, size_t row)
{
    mt_out_clear(&picture->room);
    for (size_t i = 1; i < bars->label_columns; i++) {
        if (mt_view_empty(&picture->view, row, i))
            continue;
        if (picture->room.len)
            mt_out_string(&picture->room, ", ");
        mt_view_phrase(&picture->view, row, i, &picture->room);
    }
    return mt_out_view(&picture->room);
}

static void
lay_out(struct mt_picture *picture, struct bars *bars)
{
    double label = 0, value = 0, interval = 0;
    for (size_t row = 0; row < bars->count; row++) {
        struct mt_cell cell = mt_picture_cell(picture, row, picture->value);
        label = fmax(label, mt_canvas_width(picture->canvas, &label_letters, label_of(picture, bars, row)));
        label = fmax(label, mt_canvas_width(picture->canvas, &more_letters, more_of(picture, bars, row)));
        value = fmax(value, mt_canvas_width(picture->canvas, &value_letters, mt_picture_phrase(picture, cell)));
        interval =
            fmax(interval, mt_canvas_width(picture->canvas, &interval_letters, mt_picture_interval(picture, row)));
    }
    bars->row = bars->label_columns > 1 ? HIGH_ROW : ROW;
    bars->left = MT_PICTURE_LEFT + fmin(label, MOST_LABEL) + GAP;
    bars->interval_left = MT_PICTURE_RIGHT - fmin(interval, MOST_INTERVAL);
    bars->value_right = bars->interval_left - (interval > 0 ? 6 : 0);
    bars->right = bars->value_right - fmin(value, MOST_VALUE) - GAP;
}

/* A whisker of a rare row may be far longer than any bar; it is cut rather than allowed to flatten the others. */
static void
find_scale(const struct mt_picture *picture, struct bars *bars)
{
    double of_all = 0;
    for (size_t row = 0; row < bars->count; row++) {
        double value = mt_picture_number(picture, mt_picture_cell(picture, row, picture->value));
        bool masked = mt_picture_is_masked(picture, row);
        of_all = fmax(of_all, value);
        if (!masked)
            bars->most = fmax(bars->most, value);
        bars->pale |= masked && value > 0;
    }
    bars->most = (bars->most > 0 ? bars->most : of_all) * 1.25;
    if (picture->type == MT_TYPE_RATIO && bars->most > 1)
        bars->most = 1;
}

static double
across(const struct bars *bars, double value)
{
    double part = bars->most > 0 ? value / bars->most : 0;
    return bars->left + (bars->right - bars->left) * fmin(fmax(part, 0), 1);
}

static void
stroke(struct mt_picture *picture, enum mt_ink ink, double x1, double y1, double x2, double y2)
{
    mt_canvas_line(picture->canvas, ink, 1.25, (struct mt_spot){x1, y1}, (struct mt_spot){x2, y2});
}

/* On a bar the whisker is of paper, so that both ends are seen. */
static void
draw_whisker(struct mt_picture *picture, const struct bars *bars, size_t row, double y)
{
    enum { HALF = 4 };
    struct mt_cell low = mt_picture_cell(picture, row, picture->low);
    struct mt_cell high = mt_picture_cell(picture, row, picture->high);
    if (!low.known || !high.known || bars->most <= 0)
        return;
    bool masked = mt_picture_is_masked(picture, row);
    enum mt_ink off = masked ? MT_INK_FAR : MT_INK_WHISKER, on = masked ? MT_INK_FAR : MT_INK_PAPER;
    double least = mt_picture_number(picture, low), most = mt_picture_number(picture, high);
    double from = across(bars, least), to = across(bars, most);
    double bar = across(bars, mt_picture_number(picture, mt_picture_cell(picture, row, picture->value)));
    bar = fmin(fmax(bar, from), to);
    stroke(picture, on, from, y, bar, y);
    stroke(picture, off, bar, y, to, y);
    if (least <= bars->most)
        stroke(picture, bar - from > 1 ? on : off, from, y - HALF, from, y + HALF);
    /* No end where it goes on. */
    if (most <= bars->most)
        stroke(picture, off, to, y - HALF, to, y + HALF);
}

static void
draw_bar(struct mt_picture *picture, const struct bars *bars, size_t row)
{
    enum { BASELINE = 4 };
    struct mt_canvas *canvas = picture->canvas;
    struct mt_cell cell = mt_picture_cell(picture, row, picture->value);
    double y = picture->y + bars->row / 2, width = bars->left - GAP - MT_PICTURE_LEFT + 0.5,
           value = mt_picture_number(picture, cell);
    bool masked = mt_picture_is_masked(picture, row);

    double lift = more_of(picture, bars, row).len ? 7 : 0;
    mt_canvas_text(canvas, &label_letters, MT_PICTURE_LEFT, y + BASELINE - lift, MT_ANCHOR_START, width,
                   label_of(picture, bars, row));
    mt_canvas_text(canvas, &more_letters, MT_PICTURE_LEFT, y + BASELINE + lift, MT_ANCHOR_START, width,
                   more_of(picture, bars, row));
    mt_canvas_rectangle(canvas, MT_INK_FAINT, bars->left, y - THICK / 2.0, bars->right - bars->left, THICK, 2);
    if (value > 0)
        mt_canvas_rectangle(canvas, masked ? MT_INK_FEW : MT_INK_ACCENT, bars->left, y - THICK / 2.0,
                            fmax(across(bars, value) - bars->left, 2), THICK, 2);
    draw_whisker(picture, bars, row, y);
    mt_canvas_text(canvas, masked || !cell.known ? &pale_letters : &value_letters, bars->value_right, y + BASELINE,
                   MT_ANCHOR_END, MOST_VALUE, mt_picture_phrase(picture, cell));
    mt_canvas_text(canvas, &interval_letters, bars->interval_left, y + BASELINE, MT_ANCHOR_START, MOST_INTERVAL,
                   mt_picture_interval(picture, row));
    picture->y += bars->row;
}

enum mt_rc
mt_picture_bars(struct mt_picture *picture, struct mt_err *err)
{
    size_t most =
        picture->chart->most_rows && picture->chart->most_rows < MOST_BARS ? picture->chart->most_rows : MOST_BARS;
    struct bars bars = {.count = picture->table->row_count < most ? picture->table->row_count : most};
    (void)err;
    bars.label_columns = label_columns(picture, bars.count);
    lay_out(picture, &bars);
    find_scale(picture, &bars);
    for (size_t row = 0; row < bars.count; row++)
        draw_bar(picture, &bars, row);
    picture->y += 6;
    if (bars.pale)
        mt_picture_note(picture, MT_SAY_FEW_NOTE, MT_VALUES(mt_value_count(picture->chart->least_base)));
    mt_picture_note_rows(picture, bars.count);
    return MT_OK;
}
