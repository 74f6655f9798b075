/* A workbook is one that Excel opens without repairing it, whatever the data hold, and its cells are of their type. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "store/base/zone.h"
#include "tests/agreeing.h"

#define TEXT MT_TEXT_LITERAL

static const struct mt_column columns[] = {
    {"name", "Name", MT_TYPE_TEXT, false},
    {"count", "Count", MT_TYPE_COUNT, true},
    {"ratio", "Share", MT_TYPE_RATIO, false},
    {"at", "At", MT_TYPE_MOMENT, false},
};

static struct mt_section *
add_section(struct mt_report *report, const char *key, const char *title)
{
    struct mt_err err;
    struct mt_table *table = mt_report_table(report);
    assert_non_null(table);
    table->name = key;
    table->title = title;
    assert_int_equal(mt_table_columns(table, columns, sizeof columns / sizeof *columns, &err), MT_OK);
    struct mt_section *section = mt_report_section(report, key, title, table);
    assert_non_null(section);
    return section;
}

static void
add_row(struct mt_section *section, struct mt_text name, int64_t count, double ratio, int64_t at_us)
{
    struct mt_cell *cells = mt_table_add(section->table);
    assert_non_null(cells);
    cells[0] = mt_cell_text(name);
    cells[1] = mt_cell_at_least(count);
    cells[2] = mt_cell_real(ratio);
    cells[3] = mt_cell_integer(at_us);
}

static void
hostile_text_stays_text_in_well_formed_xml(void **state)
{
    const struct mt_text hostile[] = {
        TEXT("=HYPERLINK(\"http://evil.example\",\"x\")"),
        TEXT("+1+1"),
        TEXT("@SUM(A1)"),
        TEXT("http://link.example/"),
        TEXT("<b>&amp;\"'</b>"),
        TEXT("a\x01\x02\x1b[31m"),
        TEXT("\xff\xfe broken"),
        TEXT("tab\there\nand there"),
        TEXT("nul\0inside"),
        TEXT("turn \xE2\x80\xAE around"),
        TEXT("_x0041_"),
    };
    struct mt_report report;
    struct workbook book;
    (void)state;
    mt_report_init(&report, "hostile");
    report.title = TEXT("A \x02<title>\x03 & more");
    struct mt_section *section = add_section(&report, "rows", "Rows");
    for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++)
        add_row(section, hostile[i], 1, 0.5, 0);
    workbook_open(&book, &report); /* which fails on XML that is not well-formed */
    struct sheet sheet = sheet_read(&book, sheet_named(&book, "Rows"));
    assert_string_equal(sheet_at(&sheet, 1, 0), "=HYPERLINK(\"http://evil.example\",\"x\")");
    for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
        const char *text = sheet_at(&sheet, i + 1, 0);
        assert_non_null(text);
        for (const char *at = text; *at; at++)
            assert_true((unsigned char)*at >= 0x20);
    }
    /* No cell has a formula, and no text became a link. */
    xmlDoc *part = workbook_part(&book, "xl/worksheets/sheet2.xml");
    xmlXPathContext *context = xmlXPathNewContext(part);
    xmlXPathObject *found =
        xmlXPathEvalExpression((const xmlChar *)"//*[local-name()='f' or local-name()='hyperlink']", context);
    assert_true(!found->nodesetval || found->nodesetval->nodeNr == 0);
    xmlXPathFreeObject(found);
    xmlXPathFreeContext(context);
    xmlFreeDoc(part);
    sheet_release(&sheet);
    workbook_close(&book);
    mt_report_release(&report);
}

static void
names_of_sheets_are_legal_and_none_stands_twice(void **state)
{
    static const char *const titles[] = {"Same",
                                         "Same",
                                         "same",
                                         "Report",
                                         "Columns",
                                         "a/b\\c[d]e:f*g?h",
                                         "A title that is much longer than Excel lets a sheet be called",
                                         "'quoted'",
                                         "[]"};
    struct mt_report report;
    struct workbook book;
    (void)state;
    mt_report_init(&report, "names");
    report.title = TEXT("Names");
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
        add_row(add_section(&report, "rows", titles[i]), TEXT("x"), 1, 0, 0);
    workbook_open(&book, &report);
    assert_int_equal(sheet_named(&book, "Same"), 2);
    assert_int_equal(sheet_named(&book, "Same 2"), 3);
    assert_int_equal(sheet_named(&book, "same 3"), 4);
    assert_int_equal(sheet_named(&book, "Report"), 1);
    assert_int_equal(sheet_named(&book, "Report 2"), 5);
    assert_int_equal(sheet_named(&book, "Columns"), 11);
    assert_int_equal(sheet_named(&book, "abcdefgh"), 7);
    assert_int_equal(sheet_named(&book, "quoted"), 9);
    workbook_close(&book);
    mt_report_release(&report);
}

/* 2025-03-30, 00:30 and 01:30 UTC: an hour apart, and two on the clock in Madrid, where 02:00 to 03:00 does not exist.
 */
static void
moments_are_those_of_the_wall_over_a_change_of_clocks(void **state)
{
    static const int64_t before_us = INT64_C(1743294600000000), hour_us = INT64_C(3600000000);
    struct mt_report report;
    struct workbook book;
    struct mt_zone *zone;
    struct mt_err err;
    (void)state;
    assert_int_equal(mt_zone_open(&zone, "Europe/Madrid", &err), MT_OK);
    mt_report_init(&report, "clocks");
    report.title = TEXT("Clocks");
    report.reader.zone = zone;
    struct mt_section *section = add_section(&report, "rows", "Rows");
    add_row(section, TEXT("before"), 1, 0, before_us);
    add_row(section, TEXT("after"), 1, 0, before_us + hour_us);
    workbook_open(&book, &report);
    struct sheet sheet = sheet_read(&book, sheet_named(&book, "Rows"));
    double first = strtod(sheet_at(&sheet, 1, 3), NULL), second = strtod(sheet_at(&sheet, 2, 3), NULL);
    assert_true((second - first) * 24 > 1.999 && (second - first) * 24 < 2.001);
    assert_string_equal(sheet_at(&sheet, 0, 3), "At (Europe/Madrid)");
    sheet_release(&sheet);
    workbook_close(&book);
    mt_report_release(&report);
    mt_zone_close(zone);
}

static bool
part_has(struct workbook *book, const char *name, const char *path)
{
    xmlDoc *part = workbook_part(book, name);
    if (!part)
        return false;
    xmlXPathContext *context = xmlXPathNewContext(part);
    xmlXPathObject *found = xmlXPathEvalExpression((const xmlChar *)path, context);
    bool has = found && found->nodesetval && found->nodesetval->nodeNr > 0;
    xmlXPathFreeObject(found);
    xmlXPathFreeContext(context);
    xmlFreeDoc(part);
    return has;
}

static void
heads_are_frozen_charts_are_excels_own_and_heat_maps_are_coloured(void **state)
{
    struct mt_report report;
    struct workbook book;
    (void)state;
    mt_report_init(&report, "charts");
    report.title = TEXT("Charts");
    struct mt_section *bars = add_section(&report, "bars", "Bars"), *heat = add_section(&report, "heat", "Heat");
    for (int i = 0; i < 8; i++) {
        char name[24];
        struct mt_text copy;
        snprintf(name, sizeof name, "row %d", i);
        assert_true(mt_arena_copy(&report.arena, mt_text_of(name), &copy));
        add_row(bars, copy, i, i / 10.0, 0);
        add_row(heat, copy, i % 2 ? 100 : 1, i / 10.0, 0);
    }
    bars->chart = (struct mt_chart){.kind = MT_CHART_BARS, .title = "Bars", .label = "name", .value = "ratio"};
    heat->chart = (struct mt_chart){.kind = MT_CHART_HEATMAP,
                                    .title = "Heat",
                                    .label = "name",
                                    .group = "name",
                                    .value = "ratio",
                                    .base = "count",
                                    .least_base = 30};
    workbook_open(&book, &report);
    assert_true(
        part_has(&book, "xl/worksheets/sheet2.xml", "//*[local-name()='pane' and @state='frozen' and @ySplit='1']"));
    assert_true(part_has(&book, "xl/worksheets/sheet2.xml", "//*[local-name()='autoFilter']"));
    assert_true(part_has(&book, "xl/charts/chart1.xml", "//*[local-name()='barChart']"));
    assert_true(part_has(&book, "xl/worksheets/sheet3.xml", "//*[local-name()='colorScale']"));
    struct sheet sheet = sheet_read(&book, 3);
    /* The grid stands right of the table and its lower bounds; a masked cell has no figure. */
    assert_null(sheet_at(&sheet, 1, 7));
    assert_non_null(sheet_at(&sheet, 2, 8));
    sheet_release(&sheet);
    workbook_close(&book);
    mt_report_release(&report);
}

static void
the_same_report_gives_the_same_bytes_and_an_empty_table_a_sheet(void **state)
{
    struct mt_report report;
    struct workbook book;
    (void)state;
    mt_report_init(&report, "twice");
    report.title = TEXT("Twice");
    add_section(&report, "empty", "Empty");
    add_row(add_section(&report, "rows", "Rows"), TEXT("x"), 7, 0.25, 0);
    struct mt_out first = rendered(&report, MT_FORMAT_XLSX), second = rendered(&report, MT_FORMAT_XLSX);
    assert_true(mt_text_equal(mt_out_view(&first), mt_out_view(&second)));
    mt_out_release(&first);
    mt_out_release(&second);
    workbook_open(&book, &report);
    struct sheet sheet = sheet_read(&book, sheet_named(&book, "Empty"));
    assert_string_equal(sheet_at(&sheet, 0, 0), "Name");
    assert_null(sheet_at(&sheet, 1, 0));
    sheet_release(&sheet);
    sheet = sheet_read(&book, sheet_named(&book, "Rows"));
    assert_string_equal(sheet_at(&sheet, 0, 4), "Count: a lower bound");
    assert_string_equal(sheet_at(&sheet, 1, 4), "1");
    sheet_release(&sheet);
    workbook_close(&book);
    mt_report_release(&report);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hostile_text_stays_text_in_well_formed_xml),
        cmocka_unit_test(names_of_sheets_are_legal_and_none_stands_twice),
        cmocka_unit_test(moments_are_those_of_the_wall_over_a_change_of_clocks),
        cmocka_unit_test(heads_are_frozen_charts_are_excels_own_and_heat_maps_are_coloured),
        cmocka_unit_test(the_same_report_gives_the_same_bytes_and_an_empty_table_a_sheet),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
