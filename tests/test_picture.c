/* Charts as pictures: what is drawn is read back from the pixels. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <cairo.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "reports/canvas.h"
#include "reports/messages.h"
#include "reports/picture.h"

/* Inks of canvas.c, as pixels. */
#define ACCENT 0x1F5FA8u
#define FEW 0xD5D9DDu
#define FAR 0xB4BAC0u
#define BAND 0xD7E4F2u
#define DARKEST 0x0C3C6Eu

enum { NAME, GROUP, WEEKDAY, HOUR, BASE, SHARE, LOW, HIGH, DELAY, COLUMNS };

static const struct mt_column columns[COLUMNS] = {
    {"name", "Name", MT_TYPE_TEXT},  {"group", "Group", MT_TYPE_TEXT}, {"weekday", "Weekday", MT_TYPE_COUNT},
    {"hour", "Hour", MT_TYPE_COUNT}, {"base", "Base", MT_TYPE_COUNT},  {"share", "Share", MT_TYPE_RATIO},
    {"low", "Low", MT_TYPE_RATIO},   {"high", "High", MT_TYPE_RATIO},  {"delay", "Delay", MT_TYPE_SPAN},
};

static const struct mt_chart bars = {
    .kind = MT_CHART_BARS, .title = "Bars", .value = "share", .base = "base", .least_base = 30};
static const struct mt_chart lines = {.kind = MT_CHART_LINES,
                                      .title = "Lines",
                                      .label = "name",
                                      .value = "share",
                                      .low = "low",
                                      .high = "high",
                                      .base = "base",
                                      .least_base = 30};
static const struct mt_chart heat = {.kind = MT_CHART_HEATMAP,
                                     .title = "Heat",
                                     .label = "hour",
                                     .group = "weekday",
                                     .value = "share",
                                     .base = "base",
                                     .least_base = 30,
                                     .group_words = mt_weekday_short_words};

struct drawing {
    struct mt_report report;
    struct mt_section *section;
    struct mt_table *table;
    struct mt_out out;
    struct mt_err err;
    cairo_surface_t *image;
    size_t read;
    int width, height;
};

static void
begin(struct drawing *drawing, struct mt_chart chart)
{
    *drawing = (struct drawing){.out = MT_OUT_EMPTY};
    mt_report_init(&drawing->report, "test");
    drawing->report.title = mt_text_of("A report of \x02this\x03 week");
    drawing->table = mt_report_table(&drawing->report);
    assert_non_null(drawing->table);
    assert_int_equal(mt_table_columns(drawing->table, columns, COLUMNS, &drawing->err), MT_OK);
    drawing->section = mt_report_section(&drawing->report, "chart", "Chart", drawing->table);
    assert_non_null(drawing->section);
    drawing->section->chart = chart;
}

static struct mt_cell *
add(struct drawing *drawing, const char *name, int base, double share)
{
    struct mt_cell *row = mt_table_add(drawing->table);
    assert_non_null(row);
    row[NAME] = mt_cell_text(mt_text_of(name));
    row[GROUP] = mt_cell_text(MT_TEXT_LITERAL("all"));
    row[WEEKDAY] = row[HOUR] = mt_cell_integer(1);
    row[BASE] = mt_cell_integer(base);
    row[SHARE] = mt_cell_real(share);
    row[DELAY] = mt_cell_integer((int64_t)(share * 10000));
    return row;
}

static struct mt_cell *
add_cell(struct drawing *drawing, int weekday, int hour, int base, double share)
{
    struct mt_cell *row = add(drawing, "", base, share);
    row[WEEKDAY] = mt_cell_integer(weekday);
    row[HOUR] = mt_cell_integer(hour);
    return row;
}

static void
with_interval(struct mt_cell *row, double low, double high)
{
    row[LOW] = mt_cell_real(low);
    row[HIGH] = mt_cell_real(high);
}

/* ---- reading the picture ---- */

static cairo_status_t
give_bytes(void *closure, unsigned char *bytes, unsigned count)
{
    struct drawing *drawing = closure;
    if (count > drawing->out.len - drawing->read)
        return CAIRO_STATUS_READ_ERROR;
    memcpy(bytes, drawing->out.bytes + drawing->read, count);
    drawing->read += count;
    return CAIRO_STATUS_SUCCESS;
}

static void
draw(struct drawing *drawing)
{
    enum mt_rc rc = mt_picture_png(&drawing->report, drawing->section, &drawing->out, &drawing->err);
    if (rc != MT_OK)
        fail_msg("%s", drawing->err.text);
    assert_true(drawing->out.len > 8);
    assert_memory_equal(drawing->out.bytes, "\x89PNG\r\n\x1a\n", 8);
    drawing->image = cairo_image_surface_create_from_png_stream(give_bytes, drawing);
    assert_int_equal(cairo_surface_status(drawing->image), CAIRO_STATUS_SUCCESS);
    assert_int_equal(drawing->read, drawing->out.len); /* nothing stands behind the picture */
    drawing->width = cairo_image_surface_get_width(drawing->image);
    drawing->height = cairo_image_surface_get_height(drawing->image);
    assert_int_equal(drawing->width, 1440);
}

static void
end(struct drawing *drawing)
{
    cairo_surface_destroy(drawing->image);
    mt_out_release(&drawing->out);
    mt_report_release(&drawing->report);
}

static uint32_t
pixel(const struct drawing *drawing, int x, int y)
{
    uint32_t value;
    const unsigned char *data = cairo_image_surface_get_data(drawing->image);
    memcpy(&value, data + (ptrdiff_t)y * cairo_image_surface_get_stride(drawing->image) + (ptrdiff_t)x * 4,
           sizeof value);
    return value & 0xFFFFFF;
}

static int
count_within(const struct drawing *drawing, uint32_t colour, int top, int bottom)
{
    int count = 0;
    for (int y = top; y < bottom; y++)
        for (int x = 0; x < drawing->width; x++)
            count += pixel(drawing, x, y) == colour;
    return count;
}

static int
count_all(const struct drawing *drawing, uint32_t colour)
{
    return count_within(drawing, colour, 0, drawing->height);
}

/* The first row of pixels, from `from` on, that has the colour; the height when none has. */
static int
first_with(const struct drawing *drawing, uint32_t colour, int from)
{
    while (from < drawing->height && count_within(drawing, colour, from, from + 1) == 0)
        from++;
    return from;
}

/* Where the marks of that colour end: the first row of pixels without it. */
static int
first_without(const struct drawing *drawing, uint32_t colour, int from)
{
    while (from < drawing->height && count_within(drawing, colour, from, from + 1) > 0)
        from++;
    return from;
}

/* The greatest width of the colour in the mark that begins at `from`; moves `from` behind it. */
static int
next_mark(const struct drawing *drawing, uint32_t colour, int *from)
{
    int top = first_with(drawing, colour, *from), bottom = first_without(drawing, colour, top), most = 0;
    for (int y = top; y < bottom; y++) {
        int count = count_within(drawing, colour, y, y + 1);
        most = count > most ? count : most;
    }
    *from = bottom;
    return most;
}

static void
assert_margins_are_blank(const struct drawing *drawing)
{
    for (int y = 0; y < drawing->height; y++)
        for (int x = 0; x < 20; x++) {
            assert_int_equal(pixel(drawing, x, y), 0xFFFFFF);
            assert_int_equal(pixel(drawing, drawing->width - 1 - x, y), 0xFFFFFF);
        }
}

/* ---- bars ---- */

static void
a_bar_of_twice_the_value_is_twice_as_long(void **state)
{
    struct drawing drawing;
    int at = 0;
    (void)state;
    begin(&drawing, bars);
    add(&drawing, "first", 100, 0.4);
    add(&drawing, "second", 100, 0.2);
    add(&drawing, "none", 100, 0);
    draw(&drawing);
    int first = next_mark(&drawing, ACCENT, &at), second = next_mark(&drawing, ACCENT, &at);
    assert_true(second > 100);
    assert_in_range(first, 2 * second - 4, 2 * second + 4);
    assert_int_equal(first_with(&drawing, ACCENT, at), drawing.height); /* nothing is no bar */
    assert_margins_are_blank(&drawing);
    end(&drawing);
}

static void
a_bar_that_rests_on_little_is_pale_and_does_not_set_the_scale(void **state)
{
    struct drawing with, without;
    int at = 0, other = 0;
    (void)state;
    begin(&without, bars);
    add(&without, "much", 30, 0.1);
    draw(&without);
    begin(&with, bars);
    add(&with, "much", 30, 0.1);
    add(&with, "few", 29, 1);
    draw(&with);
    assert_int_equal(count_all(&without, FEW), 0);
    assert_true(count_all(&with, FEW) > 1000);
    int alone = next_mark(&without, ACCENT, &at), beside = next_mark(&with, ACCENT, &other);
    assert_in_range(beside, alone * 9 / 10, alone * 11 / 10);
    end(&with);
    end(&without);
}

static void
whiskers_stay_on_their_track(void **state)
{
    struct drawing drawing;
    struct mt_chart chart = bars;
    (void)state;
    chart.low = "low";
    chart.high = "high";
    begin(&drawing, chart);
    with_interval(add(&drawing, "rare", 100, 0.01), 0, 1);
    with_interval(add(&drawing, "none", 100, 0), 0, 0.9);
    draw(&drawing);
    assert_margins_are_blank(&drawing);
    end(&drawing);
}

static void
no_more_rows_are_drawn_than_the_chart_wants(void **state)
{
    struct drawing drawing;
    struct mt_chart chart = bars;
    int at = 0, count = 0;
    (void)state;
    chart.most_rows = 5;
    begin(&drawing, chart);
    for (int i = 0; i < 60; i++)
        add(&drawing, "row", 100, 0.5);
    draw(&drawing);
    while (next_mark(&drawing, ACCENT, &at) > 0)
        count++;
    assert_int_equal(count, 5);
    end(&drawing);
}

static void
a_picture_of_many_rows_ends_somewhere(void **state)
{
    struct drawing drawing;
    (void)state;
    begin(&drawing, bars);
    for (int i = 0; i < 5000; i++)
        add(&drawing, "row", 100, 0.5);
    draw(&drawing);
    assert_true(drawing.height < 3500);
    end(&drawing);
}

/* ---- lines ---- */

/* The height of the middle of the last dot, which is filled: the row with most of its colour at the right. */
static int
height_of_last(const struct drawing *drawing)
{
    int best = 0, most = -1;
    for (int y = 0; y < drawing->height; y++) {
        int count = 0;
        for (int x = 900; x < drawing->width; x++)
            count += pixel(drawing, x, y) == ACCENT;
        if (count > most) {
            most = count;
            best = y;
        }
    }
    return best;
}

static void
a_higher_value_stands_higher(void **state)
{
    static const double values[] = {0.2, 0.4, 0.6, 0.8};
    int last = INT_MAX;
    (void)state;
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        struct drawing drawing;
        begin(&drawing, lines);
        add(&drawing, "a", 100, 0.8);
        add(&drawing, "gap", 100, 0)[SHARE] = MT_CELL_UNKNOWN(NULL);
        add(&drawing, "b", 100, values[i]);
        draw(&drawing);
        int height = height_of_last(&drawing);
        assert_true(height < last - 50);
        last = height;
        end(&drawing);
    }
}

static void
an_unknown_point_leaves_a_gap(void **state)
{
    struct drawing whole, gap;
    (void)state;
    begin(&whole, lines);
    begin(&gap, lines);
    for (int i = 0; i < 6; i++) {
        add(&whole, "week", 100, 0.5);
        add(&gap, "week", 100, 0.5)[SHARE] = i == 2 ? MT_CELL_UNKNOWN("no mail") : mt_cell_real(0.5);
    }
    draw(&whole);
    draw(&gap);
    int full = next_mark(&whole, ACCENT, &(int){0}), broken = next_mark(&gap, ACCENT, &(int){0});
    assert_in_range(broken, full / 2, full * 3 / 4); /* two of five stretches are missing */
    end(&whole);
    end(&gap);
}

static void
with_many_points_intervals_become_a_band(void **state)
{
    struct drawing few, many;
    (void)state;
    begin(&few, lines);
    for (int i = 0; i < 8; i++)
        with_interval(add(&few, "week", 100, 0.5), 0.3, 0.7);
    draw(&few);
    begin(&many, lines);
    for (int i = 0; i < 60; i++)
        with_interval(add(&many, "week", 100, 0.5), 0.3, 0.7);
    draw(&many);
    assert_int_equal(count_all(&few, BAND), 0);
    assert_true(count_all(&many, BAND) > 50000);
    assert_margins_are_blank(&many);
    end(&few);
    end(&many);
}

static void
a_point_that_rests_on_little_is_pale_and_does_not_set_the_scale(void **state)
{
    struct drawing drawing;
    (void)state;
    begin(&drawing, lines);
    add(&drawing, "a", 100, 0.02);
    add(&drawing, "b", 100, 0.03);
    add(&drawing, "c", 3, 1);
    draw(&drawing);
    assert_true(count_all(&drawing, FAR) > 50);
    /* The line between the others would lie flat on the ground if the scale went up to 100 %. */
    int at = first_with(&drawing, ACCENT, 0);
    assert_true(at < 400);
    end(&drawing);
}

static int
first_between(const struct drawing *drawing, uint32_t colour, int left, int right)
{
    for (int y = 0; y < drawing->height; y++)
        for (int x = left; x < right; x++)
            if (pixel(drawing, x, y) == colour)
                return y;
    return drawing->height;
}

static void
groups_become_panels_of_one_scale(void **state)
{
    static const double shares[] = {0.2, 0.4, 0.8};
    int top[3];
    struct drawing drawing;
    struct mt_chart chart = lines;
    (void)state;
    chart.group = "group";
    begin(&drawing, chart);
    for (int i = 0; i < 6; i++)
        add(&drawing, i % 2 ? "l" : "s", 100, shares[i / 2])[GROUP] = mt_cell_text((struct mt_text){&"abc"[i / 2], 1});
    draw(&drawing);
    for (int i = 0; i < 3; i++)
        top[i] = first_between(&drawing, ACCENT, 100 + i * 430, 100 + (i + 1) * 430);
    /* Side by side, and what is twice as much stands twice as high. */
    assert_in_range(top[0] - top[2], 3 * (top[0] - top[1]) - 6, 3 * (top[0] - top[1]) + 6);
    assert_true(top[0] - top[1] > 20);
    assert_margins_are_blank(&drawing);
    end(&drawing);
}

static void
more_panels_than_a_page_holds_are_left_out(void **state)
{
    static char names[100][8];
    struct drawing drawing;
    struct mt_chart chart = lines;
    (void)state;
    chart.group = "group";
    begin(&drawing, chart);
    for (int i = 0; i < 100; i++) {
        names[i][0] = (char)('A' + i / 10);
        names[i][1] = (char)('A' + i % 10);
        add(&drawing, "week", 100, 0.5)[GROUP] = mt_cell_text(mt_text_of(names[i]));
        add(&drawing, "other", 100, 0.4)[GROUP] = mt_cell_text(mt_text_of(names[i]));
    }
    draw(&drawing);
    assert_true(drawing.height < 4000);
    end(&drawing);
}

/* ---- heat maps ---- */

static void
masked_cells_have_no_colour_of_the_scale(void **state)
{
    static const uint32_t scale[] = {0xE8F0F8, 0xB5D0EA, 0x74A7D6, 0x2F74B5, DARKEST};
    struct drawing drawing;
    (void)state;
    begin(&drawing, heat);
    for (int hour = 0; hour < 24; hour++)
        add_cell(&drawing, 1, hour, 29, 1);
    draw(&drawing);
    /* A swatch of 28 pixels a side for each level in the legend, and nothing more. */
    for (size_t i = 0; i < sizeof scale / sizeof *scale; i++)
        assert_in_range(count_all(&drawing, scale[i]), 28 * 28 * 9 / 10, 28 * 28);
    end(&drawing);
}

static void
the_worst_hour_is_the_darkest(void **state)
{
    struct drawing drawing;
    (void)state;
    begin(&drawing, heat);
    for (int day = 1; day <= 7; day++)
        for (int hour = 0; hour < 24; hour++)
            add_cell(&drawing, day, hour, 100, day == 3 && hour == 12 ? 0.4 : 0.01);
    draw(&drawing);
    int dark = count_all(&drawing, DARKEST), swatch = 28 * 28;
    assert_true(dark > swatch + 800);     /* the cell itself … */
    assert_true(dark < swatch + 53 * 53); /* … and no other */
    assert_margins_are_blank(&drawing);
    end(&drawing);
}

static void
a_heat_map_of_one_hour_is_drawn(void **state)
{
    struct drawing drawing;
    (void)state;
    begin(&drawing, heat);
    add_cell(&drawing, 1, 5, 100, 0);
    draw(&drawing);
    assert_true(count_all(&drawing, 0xE8F0F8) > 2 * 28 * 28);
    end(&drawing);
}

/* ---- everything ---- */

static void
what_cannot_be_drawn_is_no_picture(void **state)
{
    static const struct mt_chart wrong[] = {
        {.kind = MT_CHART_NONE, .value = "share"},
        {.kind = MT_CHART_BARS, .value = "absent"},
        {.kind = MT_CHART_BARS},
        {.kind = MT_CHART_BARS, .value = "name"},
        {.kind = MT_CHART_LINES, .value = "share"},
        {.kind = MT_CHART_HEATMAP, .value = "share", .label = "hour", .group = "absent"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct drawing drawing;
        begin(&drawing, wrong[i]);
        add(&drawing, "row", 100, 0.5);
        assert_false(mt_picture_is_made(drawing.section));
        assert_int_equal(mt_picture_png(&drawing.report, drawing.section, &drawing.out, &drawing.err), MT_FAILED);
        assert_int_equal(drawing.out.len, 0);
        end(&drawing);
    }
    struct drawing empty;
    begin(&empty, bars);
    assert_false(mt_picture_is_made(empty.section));
    add(&empty, "row", 100, 0.5);
    assert_true(mt_picture_is_made(empty.section));
    end(&empty);
}

static void
the_same_section_gives_the_same_bytes(void **state)
{
    const struct mt_chart kinds[] = {bars, lines, heat};
    (void)state;
    for (size_t kind = 0; kind < 3; kind++) {
        struct drawing one, other;
        struct drawing *both[] = {&one, &other};
        for (size_t i = 0; i < 2; i++) {
            begin(both[i], kinds[kind]);
            for (int row = 0; row < 10; row++)
                with_interval(add(both[i], "a row", 20 + row * 5, 0.01 * row), 0, 0.02 * row);
            draw(both[i]);
        }
        assert_int_equal(one.out.len, other.out.len);
        assert_memory_equal(one.out.bytes, other.out.bytes, one.out.len);
        end(&one);
        end(&other);
    }
}

static void
hostile_labels_are_drawn_within_the_page(void **state)
{
    enum { LONG = 200000 };
    static const char *const labels[] = {
        "",
        "\xff\xfe\xc3\x28\xed\xa0\x80 broken",
        "\x01\x02\x1b[31m\x7f control\r\n\ttab",
        "\xE2\x80\xAE\xE2\x81\xA6 turned \xE2\x80\x8B invisible",
        "\xF0\x9F\x98\x80\xE6\x97\xA5\xE6\x9C\xAC\xE0\xA4\xA8\xE0\xA4\xAE\xF3\xA0\x80\x81 no letters of ours",
        "e\xCC\x81\xCC\x82\xCC\x83\xCC\x84\xCC\x85\xCC\x86\xCC\x87 marks",
    };
    const struct mt_chart kinds[] = {bars, lines, heat};
    char *long_label = malloc(LONG + 1);
    (void)state;
    assert_non_null(long_label);
    memset(long_label, 'W', LONG);
    long_label[LONG] = '\0';
    for (size_t kind = 0; kind < 3; kind++) {
        struct drawing drawing;
        begin(&drawing, kinds[kind]);
        drawing.report.title = mt_text_of(long_label);
        drawing.section->title = long_label;
        if (kind == 2) {
            drawing.section->chart.label = "name";
            drawing.section->chart.group = "group";
            drawing.section->chart.group_words = NULL;
        }
        for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
            add(&drawing, labels[i], 100, 0.1 * (double)i)[GROUP] = mt_cell_text(mt_text_of(long_label));
        /* A NUL is a byte like any other. */
        add(&drawing, "", 100, 0.2)[NAME] = mt_cell_text((struct mt_text){"a\0b", 3});
        add(&drawing, long_label, 100, 0.3);
        add(&drawing, NULL, 100, 0.3)[NAME] = MT_CELL_UNKNOWN("no known provider");
        draw(&drawing);
        assert_margins_are_blank(&drawing);
        assert_true(drawing.height < 2000);
        end(&drawing);
    }
    free(long_label);
}

static void
extreme_values_are_drawn_within_the_page(void **state)
{
    static const double values[] = {0, 1, 1e-12, 0.999999, 5, 1e300, -3};
    const struct mt_chart kinds[] = {bars, lines, heat};
    (void)state;
    for (size_t kind = 0; kind < 3; kind++)
        for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
            struct drawing drawing;
            begin(&drawing, kinds[kind]);
            with_interval(add(&drawing, "alone", 100, values[i]), values[i] / 2, values[i] * 2);
            draw(&drawing);
            assert_margins_are_blank(&drawing);
            end(&drawing);
        }
}

static void
spans_are_measured_in_round_steps(void **state)
{
    struct drawing drawing;
    struct mt_chart chart = lines;
    (void)state;
    chart.value = "delay";
    chart.low = chart.high = NULL;
    begin(&drawing, chart);
    add(&drawing, "a", 100, 0.1);
    add(&drawing, "b", 100, 0.9);
    draw(&drawing);
    assert_true(count_all(&drawing, ACCENT) > 100);
    end(&drawing);
}

static void
a_reader_of_another_language_gets_another_picture(void **state)
{
    struct drawing english, spanish;
    (void)state;
    begin(&english, bars);
    add(&english, "row", 10, 0.042);
    draw(&english);
    begin(&spanish, bars);
    spanish.report.reader.language = MT_LANGUAGE_ES;
    add(&spanish, "row", 10, 0.042);
    draw(&spanish);
    assert_false(english.out.len == spanish.out.len &&
                 memcmp(english.out.bytes, spanish.out.bytes, english.out.len) == 0);
    end(&english);
    end(&spanish);
}

/* ---- the canvas ---- */

static void
text_is_cut_where_it_is_too_wide(void **state)
{
    static const struct mt_lettering letters = {.size = 12, .ink = MT_INK_TEXT};
    struct mt_canvas *canvas = NULL;
    struct mt_err err;
    struct mt_text text = MT_TEXT_LITERAL("a name that is far too long for where it stands");
    (void)state;
    assert_int_equal(mt_canvas_open(&canvas, &err), MT_OK);
    double whole = mt_canvas_width(canvas, &letters, text);
    double cut = mt_canvas_text(canvas, &letters, 0, 20, MT_ANCHOR_START, 100, text);
    assert_true(whole > 200);
    assert_true(cut > 80 && cut <= 100);
    assert_true(mt_canvas_text(canvas, &letters, 0, 20, MT_ANCHOR_START, whole + 1, text) > whole - 0.01);
    /* Where not even an ellipsis fits, it is all there is. */
    double least = mt_canvas_text(canvas, &letters, 0, 20, MT_ANCHOR_START, 1, text);
    assert_true(least > 0 && least < 20);
    mt_canvas_close(canvas);
}

static void
a_paragraph_is_broken_at_spaces_and_ends_in_time(void **state)
{
    static const struct mt_lettering letters = {.size = 12, .ink = MT_INK_TEXT};
    struct mt_canvas *canvas = NULL;
    struct mt_err err;
    (void)state;
    assert_int_equal(mt_canvas_open(&canvas, &err), MT_OK);
    assert_int_equal(mt_canvas_paragraph(canvas, &letters, 0, 20, 300, 14, 5, MT_TEXT_LITERAL("short")), 1);
    assert_int_equal(mt_canvas_paragraph(canvas, &letters, 0, 20, 300, 14, 5, MT_TEXT_LITERAL("   ")), 0);
    assert_int_equal(
        mt_canvas_paragraph(canvas, &letters, 0, 20, 60, 14, 3,
                            MT_TEXT_LITERAL("one two three four five six seven eight nine ten eleven twelve")),
        3);
    assert_int_equal(mt_canvas_paragraph(canvas, &letters, 0, 20, 1, 14, 4, MT_TEXT_LITERAL("narrow")), 1);
    mt_canvas_close(canvas);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_bar_of_twice_the_value_is_twice_as_long),
        cmocka_unit_test(a_bar_that_rests_on_little_is_pale_and_does_not_set_the_scale),
        cmocka_unit_test(whiskers_stay_on_their_track),
        cmocka_unit_test(no_more_rows_are_drawn_than_the_chart_wants),
        cmocka_unit_test(a_picture_of_many_rows_ends_somewhere),
        cmocka_unit_test(a_higher_value_stands_higher),
        cmocka_unit_test(an_unknown_point_leaves_a_gap),
        cmocka_unit_test(with_many_points_intervals_become_a_band),
        cmocka_unit_test(a_point_that_rests_on_little_is_pale_and_does_not_set_the_scale),
        cmocka_unit_test(groups_become_panels_of_one_scale),
        cmocka_unit_test(more_panels_than_a_page_holds_are_left_out),
        cmocka_unit_test(masked_cells_have_no_colour_of_the_scale),
        cmocka_unit_test(the_worst_hour_is_the_darkest),
        cmocka_unit_test(a_heat_map_of_one_hour_is_drawn),
        cmocka_unit_test(what_cannot_be_drawn_is_no_picture),
        cmocka_unit_test(the_same_section_gives_the_same_bytes),
        cmocka_unit_test(hostile_labels_are_drawn_within_the_page),
        cmocka_unit_test(extreme_values_are_drawn_within_the_page),
        cmocka_unit_test(spans_are_measured_in_round_steps),
        cmocka_unit_test(a_reader_of_another_language_gets_another_picture),
        cmocka_unit_test(text_is_cut_where_it_is_too_wide),
        cmocka_unit_test(a_paragraph_is_broken_at_spaces_and_ends_in_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
