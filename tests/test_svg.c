#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "reports/svg.h"

static const struct mt_column columns[] = {
    {"week", "Week", MT_TYPE_TEXT},  {"weekday", "Weekday", MT_TYPE_COUNT}, {"hour", "Hour", MT_TYPE_COUNT},
    {"base", "Base", MT_TYPE_COUNT}, {"share", "Share", MT_TYPE_RATIO},     {"low", "Low", MT_TYPE_RATIO},
    {"high", "High", MT_TYPE_RATIO},
};

struct drawing {
    struct mt_report report;
    struct mt_section *section;
    struct mt_table *table;
    struct mt_view view;
    struct mt_out out;
    struct mt_err err;
};

static void
begin(struct drawing *drawing, struct mt_chart chart)
{
    *drawing = (struct drawing){.out = MT_OUT_EMPTY};
    mt_report_init(&drawing->report, "test");
    drawing->table = mt_report_table(&drawing->report);
    assert_non_null(drawing->table);
    assert_int_equal(mt_table_columns(drawing->table, columns, sizeof columns / sizeof *columns, &drawing->err), MT_OK);
    drawing->section = mt_report_section(&drawing->report, "chart", "Chart", drawing->table);
    assert_non_null(drawing->section);
    drawing->section->chart = chart;
}

static struct mt_cell *
add(struct drawing *drawing, const char *week, int weekday, int hour, int base, double share)
{
    struct mt_cell *row = mt_table_add(drawing->table);
    assert_non_null(row);
    row[0] = mt_cell_text(mt_text_of(week));
    row[1] = mt_cell_integer(weekday);
    row[2] = mt_cell_integer(hour);
    row[3] = mt_cell_integer(base);
    row[4] = mt_cell_real(share);
    return row;
}

static void
end(struct drawing *drawing)
{
    mt_view_release(&drawing->view);
    mt_out_release(&drawing->out);
    mt_report_release(&drawing->report);
}

static size_t
count(struct mt_text text, const char *needle)
{
    size_t found = 0;
    for (ptrdiff_t at; (at = mt_text_find(text, needle)) >= 0; found++) {
        text.at += at + 1;
        text.len -= (size_t)at + 1;
    }
    return found;
}

/* Every element is closed, in order, and no attribute is left open. */
static void
assert_well_formed(struct mt_text text)
{
    char open[16][16];
    size_t depth = 0;
    while (text.len) {
        if (*text.at != '<') {
            text.at++;
            text.len--;
            continue;
        }
        struct mt_text rest = text, tag = mt_text_cut(&rest, '>');
        assert_non_null(rest.at);
        size_t quotes = count(tag, "\""), name = 0;
        assert_int_equal(quotes % 2, 0);
        const char *at = tag.at + 1;
        bool closes = *at == '/', empty = tag.at[tag.len - 1] == '/';
        at += closes;
        while (name < 15 && at[name] >= 'a' && at[name] <= 'z')
            name++;
        if (closes) {
            assert_true(depth > 0);
            depth--;
            assert_int_equal(strlen(open[depth]), name);
            assert_memory_equal(open[depth], at, name);
        } else if (!empty) {
            assert_true(depth < 16);
            memcpy(open[depth], at, name);
            open[depth++][name] = '\0';
        }
        text = rest;
    }
    assert_int_equal(depth, 0);
}

static void
draw_lines(struct drawing *drawing)
{
    assert_int_equal(mt_view_open(&drawing->view, &drawing->report, drawing->section, &drawing->err), MT_OK);
    assert_int_equal(mt_svg_lines(&drawing->out, &drawing->view, &drawing->section->chart, &drawing->err), MT_OK);
    assert_well_formed(mt_out_view(&drawing->out));
}

static const struct mt_chart lines = {
    .kind = MT_CHART_LINES, .title = "A & B", .label = "week", .value = "share", .low = "low", .high = "high"};

static void
a_bar_is_as_long_as_its_part_of_the_most(void **state)
{
    struct mt_out out = MT_OUT_EMPTY;
    (void)state;
    mt_svg_bar(&out, 0.25, mt_cell_real(0.125), mt_cell_real(0.375), 0.5, false, MT_TEXT_LITERAL("<a> \"b\""));
    struct mt_text text = mt_out_view(&out);
    assert_well_formed(text);
    assert_true(mt_text_find(text, "class=\"fill\" x=\"0%\" y=\"2\" width=\"50%\"") > 0);
    assert_true(mt_text_find(text, "x1=\"25%\" y1=\"7\" x2=\"75%\" y2=\"7\"") > 0);
    assert_true(mt_text_find(text, "aria-label=\"&lt;a&gt; &quot;b&quot;\"") > 0);
    assert_true(mt_text_find(text, "role=\"img\"") > 0);
    mt_out_release(&out);
}

static void
a_bar_never_leaves_its_track_and_something_is_never_nothing(void **state)
{
    struct mt_out out = MT_OUT_EMPTY;
    (void)state;
    mt_svg_bar(&out, 0.00001, mt_cell_real(0), mt_cell_real(7), 1, true, MT_TEXT_LITERAL("few"));
    struct mt_text text = mt_out_view(&out);
    assert_true(mt_text_find(text, "class=\"few\" x=\"0%\" y=\"2\" width=\"0.8%\"") > 0);
    assert_true(mt_text_find(text, "x2=\"100%\"") > 0);
    assert_int_equal(count(text, "class=\"fill\""), 0);
    mt_out_clear(&out);
    mt_svg_bar(&out, 0, MT_CELL_UNKNOWN(NULL), MT_CELL_UNKNOWN(NULL), 1, false, MT_TEXT_LITERAL("none"));
    assert_true(mt_text_find(mt_out_view(&out), "class=\"fill\" x=\"0%\" y=\"2\" width=\"0%\"") > 0);
    assert_int_equal(count(mt_out_view(&out), "whisker"), 0);
    mt_out_release(&out);
}

static void
an_unknown_point_leaves_a_hole_in_the_line(void **state)
{
    struct drawing drawing;
    (void)state;
    begin(&drawing, lines);
    add(&drawing, "w1", 1, 0, 10, 0.1);
    add(&drawing, "w2", 1, 0, 10, 0.2);
    add(&drawing, "w3", 1, 0, 10, 0)[4] = MT_CELL_UNKNOWN("no mail");
    add(&drawing, "w4", 1, 0, 10, 0.4);
    draw_lines(&drawing);
    assert_int_equal(count(mt_out_view(&drawing.out), "<circle"), 3);
    assert_int_equal(count(mt_out_view(&drawing.out), "class=\"line\""), 1);
    assert_int_equal(count(mt_out_view(&drawing.out), "<text class=\"label"), 4);
    end(&drawing);
}

static void
a_higher_value_stands_higher_and_all_stay_in_the_frame(void **state)
{
    struct drawing drawing;
    double last = 1000;
    (void)state;
    begin(&drawing, lines);
    for (int i = 0; i < 5; i++) {
        struct mt_cell *row = add(&drawing, "w", 1, 0, 10, 0.01 * (i + 1));
        row[5] = mt_cell_real(0.005 * (i + 1));
        row[6] = mt_cell_real(0.02 * (i + 1));
    }
    draw_lines(&drawing);
    struct mt_text text = mt_out_view(&drawing.out);
    for (ptrdiff_t at; (at = mt_text_find(text, " cy=\"")) >= 0;) {
        double y = 0;
        text.at += at + 5;
        text.len -= (size_t)at + 5;
        assert_int_equal(sscanf(text.at, "%lf", &y), 1);
        assert_true(y < last && y > 0 && y < 180);
        last = y;
    }
    assert_true(last < 1000);
    assert_int_equal(count(mt_out_view(&drawing.out), "class=\"whisker\""), 5);
    end(&drawing);
}

static void
of_many_points_only_the_ends_and_the_greatest_are_named(void **state)
{
    struct drawing drawing;
    (void)state;
    begin(&drawing, lines);
    for (int i = 0; i < 30; i++)
        add(&drawing, "day", 1, 0, 10, i == 12 ? 0.9 : 0.1);
    draw_lines(&drawing);
    assert_int_equal(count(mt_out_view(&drawing.out), "<circle"), 30);
    assert_int_equal(count(mt_out_view(&drawing.out), "<text class=\"label"), 3);
    assert_int_equal(count(mt_out_view(&drawing.out), "<title>day: 90.0"), 1);
    end(&drawing);
}

static void
a_chart_of_a_missing_column_is_refused(void **state)
{
    struct drawing drawing;
    struct mt_chart chart = lines;
    (void)state;
    chart.value = "absent";
    begin(&drawing, chart);
    assert_int_equal(mt_view_open(&drawing.view, &drawing.report, drawing.section, &drawing.err), MT_OK);
    assert_int_equal(mt_svg_lines(&drawing.out, &drawing.view, &chart, &drawing.err), MT_FAILED);
    end(&drawing);
}

static const struct mt_chart heat_chart = {.kind = MT_CHART_HEATMAP,
                                           .title = "Heat",
                                           .label = "hour",
                                           .group = "weekday",
                                           .value = "share",
                                           .base = "base",
                                           .least_base = 30};

static void
open_heat(struct drawing *drawing, struct mt_heat *heat)
{
    assert_int_equal(mt_view_open(&drawing->view, &drawing->report, drawing->section, &drawing->err), MT_OK);
    assert_int_equal(mt_heat_open(heat, &drawing->view, &drawing->section->chart, &drawing->err), MT_OK);
}

static void
cells_of_few_messages_are_masked_and_do_not_set_the_scale(void **state)
{
    struct drawing drawing;
    struct mt_heat heat;
    (void)state;
    begin(&drawing, heat_chart);
    add(&drawing, "", 1, 0, 29, 1.0);
    add(&drawing, "", 1, 1, 30, 0.04);
    add(&drawing, "", 1, 2, 1000, 0.02);
    add(&drawing, "", 1, 3, 1000, 0);
    open_heat(&drawing, &heat);
    assert_true(heat.cells[0].masked && heat.cells[0].level == 0);
    assert_int_equal(heat.cells[1].level, 5);
    assert_int_equal(heat.cells[2].level, 4); /* half of the most is one level below */
    assert_int_equal(heat.cells[3].level, 1);
    mt_svg_heat(&drawing.out, &heat, MT_TEXT_LITERAL("Heat"));
    mt_svg_heat_legend(&drawing.out, &heat, 30);
    struct mt_text text = mt_out_view(&drawing.out);
    assert_well_formed(text);
    assert_int_equal(count(text, "<rect class=\"few\""), 2); /* the cell, and its entry in the legend */
    assert_true(mt_text_find(text, "fewer than 30") > 0);
    end(&drawing);
}

static void
an_hour_without_a_row_is_a_gap_in_its_place(void **state)
{
    struct drawing drawing;
    struct mt_heat heat;
    (void)state;
    begin(&drawing, heat_chart);
    add(&drawing, "", 2, 9, 100, 0.1);
    add(&drawing, "", 1, 6, 100, 0.1); /* the order of rows does not matter */
    open_heat(&drawing, &heat);
    assert_int_equal(heat.column_count, 4);
    assert_int_equal(heat.row_count, 2);
    assert_true(mt_text_is(heat.columns[0], "6") && mt_text_is(heat.columns[1], "7"));
    assert_true(heat.cells[0].present && !heat.cells[1].present && heat.cells[7].present);
    end(&drawing);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_bar_is_as_long_as_its_part_of_the_most),
        cmocka_unit_test(a_bar_never_leaves_its_track_and_something_is_never_nothing),
        cmocka_unit_test(an_unknown_point_leaves_a_hole_in_the_line),
        cmocka_unit_test(a_higher_value_stands_higher_and_all_stay_in_the_frame),
        cmocka_unit_test(of_many_points_only_the_ends_and_the_greatest_are_named),
        cmocka_unit_test(a_chart_of_a_missing_column_is_refused),
        cmocka_unit_test(cells_of_few_messages_are_masked_and_do_not_set_the_scale),
        cmocka_unit_test(an_hour_without_a_row_is_a_gap_in_its_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
