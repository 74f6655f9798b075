/* Figures that are only known not to be less, as every format writes them, and the notes of a table. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "query/value.h"
#include "reports/report.h"

static const struct mt_column columns[] = {
    {"provider", "Provider", MT_TYPE_TEXT},
    {"p50", "Half", MT_TYPE_SPAN, true},
    {"deliveries", "Deliveries", MT_TYPE_COUNT},
};

static struct mt_out
rendered(enum mt_format format)
{
    static const int64_t spans[] = {90, 7260};
    struct mt_report report;
    struct mt_err err;
    struct mt_out out = MT_OUT_EMPTY;
    struct mt_render_options options = {.unicode = true};
    mt_report_init(&report, "delays");
    report.title = mt_text_of("Delays");
    struct mt_table *table = mt_report_table(&report);
    table->name = "delays";
    assert_int_equal(mt_table_columns(table, columns, 3, &err), MT_OK);
    for (int i = 0; i < 3; i++) {
        struct mt_cell *row = mt_table_add(table);
        row[0] = mt_cell_text(mt_text_of("x"));
        row[1] = i == 0   ? mt_cell_integer(spans[0])
                 : i == 1 ? mt_cell_at_least(spans[1])
                          : MT_CELL_UNKNOWN("nobody knows");
        row[2] = mt_cell_integer(i);
    }
    assert_int_equal(mt_table_note(table, "Mind the bounds.", MT_NO_VALUES, &err), MT_OK);
    assert_non_null(mt_report_section(&report, "delays", "Delays", table));
    assert_int_equal(mt_report_render(&report, format, &options, &out, &err), MT_OK);
    mt_out_byte(&out, '\0');
    assert_false(out.failed);
    mt_report_release(&report);
    return out;
}

static void
assert_holds(enum mt_format format, const char *wanted)
{
    struct mt_out out = rendered(format);
    if (!strstr(out.bytes, wanted))
        fail_msg("no '%s' in:\n%s", wanted, out.bytes);
    mt_out_release(&out);
}

static void
people_read_a_sign_in_front_of_a_lower_bound(void **state)
{
    (void)state;
    static const enum mt_format formats[] = {MT_FORMAT_TEXT, MT_FORMAT_MARKDOWN, MT_FORMAT_HTML};
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        assert_holds(formats[i], "\xE2\x89\xA5\xC2\xA0"
                                 "2\xC2\xA0h 1\xC2\xA0min");
        struct mt_out out = rendered(formats[i]);
        char *sign = strstr(out.bytes, "\xE2\x89\xA5");
        assert_null(strstr(sign + 1, "\xE2\x89\xA5")); /* and in front of nothing else */
        mt_out_release(&out);
    }
}

static void
csv_says_behind_all_columns_which_figures_are_bounds(void **state)
{
    (void)state;
    struct mt_out out = rendered(MT_FORMAT_CSV);
    assert_string_equal(out.bytes, "provider,p50,deliveries,p50_at_least\r\n"
                                   "x,90,0,false\r\n"
                                   "x,7260,1,true\r\n"
                                   "x,,2,\r\n");
    mt_out_release(&out);
}

static void
json_says_beside_a_figure_whether_it_is_a_bound(void **state)
{
    (void)state;
    assert_holds(MT_FORMAT_JSON,
                 "{\"key\":\"p50\",\"type\":\"span\",\"unit\":\"seconds\",\"at_least\":\"p50_at_least\"}");
    assert_holds(MT_FORMAT_JSON, "{\"key\":\"deliveries\",\"type\":\"count\",\"unit\":\"\"}");
    assert_holds(MT_FORMAT_JSON, "\"p50\":90,\"p50_at_least\":false,\"deliveries\":0");
    assert_holds(MT_FORMAT_JSON, "\"p50\":7260,\"p50_at_least\":true,\"deliveries\":1");
    assert_holds(MT_FORMAT_JSON, "\"p50\":null,\"p50_at_least\":null,\"deliveries\":2");
    assert_holds(MT_FORMAT_JSON, "\"notes\":[\n\"Mind the bounds.\"]");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(people_read_a_sign_in_front_of_a_lower_bound),
        cmocka_unit_test(csv_says_behind_all_columns_which_figures_are_bounds),
        cmocka_unit_test(json_says_beside_a_figure_whether_it_is_a_bound),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
