/* One report value, many formats: keys and figures that JSON, CSV, a workbook and the page hold, read back by other
 * readers than ours, are the same. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>

#include "reports/build_weekly.h"
#include "store/base/zone.h"
#include "tests/agreeing.h"
#include "tests/sample_store.h"

/* ---- reports ---- */

static const struct mt_column columns[] = {
    {"label", "Label", MT_TYPE_TEXT},
    {"deliveries", "Deliveries", MT_TYPE_COUNT},
    {"bytes", "Bytes", MT_TYPE_BYTES},
    {"ratio", "Share", MT_TYPE_RATIO},
    {"ratio_low", "low", MT_TYPE_RATIO},
    {"ratio_high", "high", MT_TYPE_RATIO},
    {"mean", "Mean", MT_TYPE_REAL},
    {"received", "Received", MT_TYPE_MOMENT},
    {"day", "Day", MT_TYPE_DAY},
    {"delay", "Delay", MT_TYPE_SPAN, true},
    {"expired", "Expired", MT_TYPE_COUNT, true},
};

enum { COLUMNS = sizeof columns / sizeof *columns, ROWS = 5 };

/* Every type, large and small, unknown, lower bounds, and text that each format has to escape. */
static void
fill(struct mt_table *table)
{
    static const char *const labels[ROWS] = {"plain", "comma, \"quote\" and 'apostrophe'", "<b>&amp;</b>", "a\nb|c",
                                             "\xC3\xA9\xE2\x82\xAC \xF0\x9F\x93\xA7"};
    struct mt_err err;
    assert_int_equal(mt_table_columns(table, columns, COLUMNS, &err), MT_OK);
    for (int row = 0; row < ROWS; row++) {
        struct mt_cell *cells = mt_table_add(table);
        assert_non_null(cells);
        cells[0] = mt_cell_text(mt_text_of(labels[row]));
        if (row == 3)
            continue; /* nothing else is known */
        cells[1] = mt_cell_integer(row == 4 ? INT64_C(9007199254740992) : row * 1234567);
        cells[2] = mt_cell_integer((int64_t)row << 33);
        cells[3] = mt_cell_real(row / 3.0 / 7);
        cells[4] = mt_cell_real(row / 3.0 / 9);
        cells[5] = mt_cell_real(row / 3.0 / 5);
        cells[6] = mt_cell_real(row * 1e6 / 7 - 0.5);
        cells[7] = mt_cell_integer(INT64_C(1761440400000000) + row * INT64_C(1800000001));
        cells[8] = mt_cell_integer(20386 + row);
        cells[9] = row % 2 ? mt_cell_at_least(86399 * row) : mt_cell_integer(86399 * row);
        cells[10] = row ? mt_cell_at_least(row) : mt_cell_integer(0);
    }
}

static void
make_report(struct mt_report *report, const struct mt_zone *zone)
{
    mt_report_init(report, "agreeing");
    report->title = MT_TEXT_LITERAL("Agreeing");
    report->reader.zone = zone;
    for (int i = 0; i < 2; i++) {
        struct mt_table *table = mt_report_table(report);
        assert_non_null(table);
        table->name = table->title = i ? "second" : "first";
        fill(table);
        assert_non_null(mt_report_section(report, i ? "second" : "first", i ? "Second" : "First", table));
    }
}

/* ---- comparing ---- */

/* The text is what it is, but for the mark in front of what a spreadsheet would take for a formula. */
static void
assert_same(const struct figure *expected, const struct figure *found, const char *format)
{
    if (!expected->value) {
        if (found && found->value)
            fail_msg("%s has %s.%s of row %zu, which is unknown: %s", format, expected->section, expected->key,
                     expected->row, found->value);
        return;
    }
    if (!found || !found->value)
        fail_msg("%s lacks %s.%s of row %zu: %s", format, expected->section, expected->key, expected->row,
                 expected->value);
    char *end;
    double number = strtod(expected->value, &end);
    if (*end == '\0' && end != expected->value) {
        double other = strtod(found->value, &end);
        if (*end != '\0' || fabs(other - number) > 1e-9 * fmax(1, fabs(number)))
            fail_msg("%s has another %s.%s of row %zu: %s, not %s", format, expected->section, expected->key,
                     expected->row, found->value, expected->value);
    } else if (strcmp(found->value, expected->value) != 0 &&
               !(found->value[0] == '\'' && strcmp(found->value + 1, expected->value) == 0)) {
        fail_msg("%s has another %s.%s of row %zu: '%s', not '%s'", format, expected->section, expected->key,
                 expected->row, found->value, expected->value);
    }
}

/* ---- CSV ---- */

static void
assert_csv_agrees(const struct mt_report *report)
{
    struct figures json = {0}, csv = {0};
    size_t compared = 0;
    read_json(report, &json);
    read_csv(report, &csv);
    for (size_t i = 0; i < json.count; i++, compared++)
        assert_same(&json.list[i], figures_find(&csv, json.list[i].section, json.list[i].key, json.list[i].row), "CSV");
    assert_true(compared > 50);
    figures_release(&json);
    figures_release(&csv);
}

/* ---- the page ---- */

/* The page shows a part of the columns, and text as words; what figures it has are those of the data. */
static void
assert_page_agrees(const struct mt_report *report)
{
    struct figures json = {0}, page = {0};
    size_t compared = 0;
    read_json(report, &json);
    assert_true(read_html(report, &page) > 0);
    for (size_t i = 0; i < page.count; i++) {
        const struct figure *expected = figures_find(&json, page.list[i].section, page.list[i].key, page.list[i].row);
        if (!expected)
            fail_msg("the page has %s.%s of row %zu, the data has not", page.list[i].section, page.list[i].key,
                     page.list[i].row);
        assert_same(expected, &page.list[i], "the page");
        compared++;
    }
    assert_true(compared > 50);
    figures_release(&json);
    figures_release(&page);
}

/* ---- the workbook ---- */

/* A serial number of Excel's as a moment, in the zone's wall time. */
static int64_t
wall_of(const char *serial)
{
    return (int64_t)llround((strtod(serial, NULL) - 25569) * 86400e3) * 1000;
}

static void
assert_cell_agrees(const struct mt_report *report, const struct mt_section *section, size_t row, size_t column,
                   const char *found)
{
    const struct mt_column *described = &section->table->columns[column];
    struct mt_cell cell = mt_table_at(section->table, row, column);
    const char *key = described->key;
    if (!cell.known) {
        if (found)
            fail_msg("the workbook has %s.%s of row %zu, which is unknown: %s", section->key, key, row, found);
        return;
    }
    if (!found)
        fail_msg("the workbook lacks %s.%s of row %zu", section->key, key, row);
    switch (described->type) {
    case MT_TYPE_TEXT:
        return; /* words may stand for keys; the text itself is tests/test_xlsx.c's */
    case MT_TYPE_COUNT:
    case MT_TYPE_BYTES:
        assert_true(strtod(found, NULL) == (double)cell.integer);
        return;
    case MT_TYPE_RATIO:
    case MT_TYPE_REAL:
        assert_true(fabs(strtod(found, NULL) - cell.real) <= 1e-9 * fmax(1, fabs(cell.real)));
        return;
    case MT_TYPE_SPAN:
        /* Days, as Excel has time. */
        assert_true(fabs(strtod(found, NULL) * 86400 - (double)cell.integer) < 0.01 ||
                    strtod(found, NULL) == (double)cell.integer);
        return;
    case MT_TYPE_DAY:
        assert_true(strtod(found, NULL) == (double)(cell.integer + 25569));
        return;
    case MT_TYPE_MOMENT:
        assert_true(llabs(wall_of(found) - mt_zone_to_local(report->reader.zone, cell.integer)) <= 1000000);
        return;
    }
}

/* By the last sheet, "Columns", which says where each column of each section stands. */
static void
assert_workbook_agrees(const struct mt_report *report)
{
    struct workbook book;
    size_t compared = 0;
    workbook_open(&book, report);
    size_t dictionary_number = sheet_named(&book, "Columns");
    assert_true(dictionary_number > 0);
    struct sheet dictionary = sheet_read(&book, dictionary_number);
    for (const struct mt_section *section = report->sections; section; section = section->next) {
        if (!section->table)
            continue;
        for (size_t column = 0; column < section->table->column_count; column++) {
            struct dictionary_entry entry;
            if (!dictionary_find(&dictionary, section->key, section->table->columns[column].key, &entry))
                fail_msg("the workbook does not say where %s.%s is", section->key, section->table->columns[column].key);
            struct sheet sheet = sheet_read(&book, sheet_named(&book, entry.sheet));
            for (size_t row = 0; row < section->table->row_count; row++) {
                assert_cell_agrees(report, section, row, column, sheet_at(&sheet, entry.first_row + row, entry.column));
                compared++;
            }
            sheet_release(&sheet);
        }
    }
    assert_true(compared > 50);
    sheet_release(&dictionary);
    workbook_close(&book);
}

/* ---- claims ---- */

static void
formats_agree_on_every_type_in_every_zone(void **state)
{
    static const char *const zones[] = {"UTC", "Europe/Madrid", "America/St_Johns"};
    (void)state;
    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++) {
        struct mt_report report;
        struct mt_zone *zone;
        struct mt_err err;
        assert_int_equal(mt_zone_open(&zone, zones[i], &err), MT_OK);
        make_report(&report, zone);
        assert_csv_agrees(&report);
        assert_page_agrees(&report);
        assert_workbook_agrees(&report);
        mt_report_release(&report);
        mt_zone_close(zone);
    }
}

/* A week of mail, some of it in trouble. */
static void
put_week(struct sample *sample)
{
    static const int domains[] = {SAMPLE_MAIL, SAMPLE_POST, SAMPLE_NOBODY};
    static const enum mt_outcome outcomes[] = {MT_OUTCOME_DELIVERED, MT_OUTCOME_DELIVERED, MT_OUTCOME_DELIVERED,
                                               MT_OUTCOME_DELIVERED_AFTER_DEFERRAL, MT_OUTCOME_FAILED};
    int64_t monday = INT64_C(20409) * MT_DAY; /* 2025-11-17 */
    sample_run(sample, "BEGIN");
    for (int i = 0; i < 14 * 24; i++)
        sample_add(sample, (struct sample_delivery){.received_us = monday - 7 * MT_DAY + i * MT_HOUR,
                                                    .domain = domains[i % 3],
                                                    .outcome = outcomes[i % 5],
                                                    .status = MT_STATUS_DELIVERED,
                                                    .size_bytes = 1000 * (1 + i),
                                                    .route = 1 + i % 3});
    sample_format(sample,
                  "UPDATE export SET first_received_us = %lld, last_received_us = %lld, observed_us = %lld,"
                  " rows_read = 336",
                  (long long)(monday - 7 * MT_DAY), (long long)(monday + 7 * MT_DAY - MT_HOUR),
                  (long long)(monday + 7 * MT_DAY + 7 * MT_HOUR));
    sample_run(sample, "COMMIT");
}

static void
the_formats_of_the_weekly_report_agree(void **state)
{
    struct sample sample;
    struct mt_report report;
    struct mt_zone *zone;
    struct mt_err err;
    (void)state;
    sample_open(&sample);
    put_week(&sample);
    assert_int_equal(mt_zone_open(&zone, "Europe/Madrid", &err), MT_OK);
    for (int language = MT_LANGUAGE_EN; language <= MT_LANGUAGE_ES; language++) {
        struct mt_weekly_request request = {.reader = {zone, (enum mt_language)language}, .tool = "msgtrace test"};
        mt_report_init(&report, "weekly");
        if (mt_weekly_build(&report, sample.store, &request, &err) != MT_OK)
            fail_msg("%s", err.text);
        assert_csv_agrees(&report);
        assert_page_agrees(&report);
        if (language == MT_LANGUAGE_EN)
            assert_workbook_agrees(&report);
        mt_report_release(&report);
    }
    mt_zone_close(zone);
    sample_close(&sample);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(formats_agree_on_every_type_in_every_zone),
        cmocka_unit_test(the_formats_of_the_weekly_report_agree),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
