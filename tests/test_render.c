/* One small report with everything that hurts, in every format. The expected files are in golden/render; with
 * MSGTRACE_WRITE_GOLDEN set they are written anew, and the difference is then read by a person. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reports/messages.h"
#include "reports/phrase.h"
#include "reports/report.h"
#include "reports/terminal.h"
#include "reports/width.h"
#include "store/base/zone.h"

#define NASTY                                                                                                          \
    "<script>alert('x')</script> a|b \"q\" `tick`\nnext\x1b[31m \xE2\x80\xAE"                                          \
    "evil \xff\xfe =1+1"

struct fixture {
    struct mt_report report;
    struct mt_zone *zone;
    struct mt_out out;
    struct mt_err err;
};

static void
must(enum mt_rc rc, const struct mt_err *err)
{
    if (rc != MT_OK)
        fail_msg("%s", err->text);
}

/* ---- the report ---- */

static const struct mt_column cell_columns[] = {
    {"name", "Name", MT_TYPE_TEXT},
    {"deliveries", "Deliveries", MT_TYPE_COUNT},
    {"bad_ratio", "Bad share", MT_TYPE_RATIO},
    {"bad_low", "low", MT_TYPE_RATIO},
    {"bad_high", "high", MT_TYPE_RATIO},
    {"size", "Size", MT_TYPE_BYTES},
    {"received", "Received", MT_TYPE_MOMENT},
    {"delay", "Delay", MT_TYPE_SPAN},
    {"day", "Day", MT_TYPE_DAY},
    {"score", "Score", MT_TYPE_REAL},
    {"expired", "Expired", MT_TYPE_COUNT},
};

static void
add_row(struct mt_table *table, struct mt_cell name, int64_t deliveries, double bad)
{
    struct mt_cell *row = mt_table_add(table);
    assert_non_null(row);
    row[0] = name;
    row[1] = mt_cell_integer(deliveries);
    row[2] = mt_cell_real(bad);
    row[3] = mt_cell_real(bad / 2);
    row[4] = mt_cell_real(bad * 1.5);
    row[5] = mt_cell_integer(1536 * deliveries);
    row[6] = mt_cell_integer(INT64_C(1795000000) * MT_SECOND + deliveries * MT_MINUTE);
    row[7] = deliveries > 100 ? mt_cell_integer(7800) : MT_CELL_UNKNOWN("never delivered");
    row[8] = mt_cell_integer(20775);
    row[9] = mt_cell_real(1.0 / 3.0);
    row[10] = MT_CELL_UNKNOWN("needs <event> exports");
}

static void
add_cells(struct mt_report *report, struct mt_err *err)
{
    static char long_word[301];
    struct mt_table *table = mt_report_table(report);
    assert_non_null(table);
    memset(long_word, 'w', sizeof long_word - 1);
    table->name = "cells";
    table->title = "Cells";
    table->evidence = "summary";
    must(mt_table_columns(table, cell_columns, sizeof cell_columns / sizeof *cell_columns, err), err);
    must(mt_table_parameter(table, "domain", MT_TEXT_LITERAL("\"quoted\" </script>"), err), err);
    add_row(table, mt_cell_text(MT_TEXT_LITERAL("plain.example")), 1234567, 0.0421);
    add_row(table, mt_cell_text(MT_TEXT_LITERAL(NASTY)), 1200, 0.0004);
    add_row(table, mt_cell_text(MT_TEXT_LITERAL("=cmd()|'/c calc'!A0")), 120, 0.5);
    add_row(table, mt_cell_text(MT_TEXT_LITERAL("\t@tab, and a \\|comma")), 60, 0);
    add_row(table, mt_cell_text(MT_TEXT_LITERAL("\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E e\xCC\x81")), 50, 0.99999);
    add_row(table, mt_cell_text(mt_text_of(long_word)), 12, 1);
    add_row(table, MT_CELL_UNKNOWN("no known name"), 7, 0.25);
    struct mt_section *section = mt_report_section(report, "cells", "Cells & <more>", table);
    assert_non_null(section);
    section->lede = mt_say(&report->arena, &report->reader, MT_SAY_OFTEN_FAILED,
                           MT_VALUES(mt_value_data(MT_TEXT_LITERAL(NASTY)), mt_value_ratio(0.0421), mt_value_count(52),
                                     mt_value_count(1234), mt_value_ratio(0.0001)));
    section->chart = (struct mt_chart){.kind = MT_CHART_BARS,
                                       .title = "Bad share",
                                       .label = "name",
                                       .value = "bad_ratio",
                                       .low = "bad_low",
                                       .high = "bad_high",
                                       .base = "deliveries",
                                       .least_base = 30};
    must(mt_report_note(report, section, MT_TEXT_LITERAL("A note with *stars* and @names."), err), err);
}

static void
add_tiles(struct mt_report *report, struct mt_err *err)
{
    static const struct mt_column columns[] = {
        {"measure", "Measure", MT_TYPE_TEXT}, {"value", "Value", MT_TYPE_COUNT}, {"change", "Change", MT_TYPE_REAL}};
    static const struct mt_shown shown[] = {
        {.key = "measure"}, {.key = "value"}, {.key = "change", .title = "change", .change = true}, {.key = NULL}};
    static const double changes[] = {0.123, -0.034, 0.0001};
    struct mt_table *table = mt_report_table(report);
    assert_non_null(table);
    must(mt_table_columns(table, columns, 3, err), err);
    for (int i = 0; i < 4; i++) {
        struct mt_cell *row = mt_table_add(table);
        assert_non_null(row);
        row[0] = mt_cell_text(mt_text_of(i == 3 ? "Last" : "Deliveries"));
        row[1] = mt_cell_integer(1000 * i);
        row[2] = i < 3 ? mt_cell_real(changes[i]) : MT_CELL_UNKNOWN("not whole");
    }
    struct mt_section *section = mt_report_section(report, "tiles", "Tiles", table);
    assert_non_null(section);
    section->shown = shown;
    section->prominent = true;
}

static void
add_heat(struct mt_report *report, struct mt_err *err)
{
    static const struct mt_column columns[] = {{"weekday", "Weekday", MT_TYPE_COUNT},
                                               {"hour", "Hour", MT_TYPE_COUNT},
                                               {"deliveries", "Deliveries", MT_TYPE_COUNT},
                                               {"bad", "Bad", MT_TYPE_RATIO}};
    struct mt_table *table = mt_report_table(report);
    assert_non_null(table);
    must(mt_table_columns(table, columns, 4, err), err);
    for (int cell = 0; cell < 14; cell++) {
        struct mt_cell *row = mt_table_add(table);
        assert_non_null(row);
        row[0] = mt_cell_integer(1 + cell / 7);
        row[1] = mt_cell_integer(8 + cell % 7);
        row[2] = mt_cell_integer(cell == 3 ? 2 : 500);
        row[3] = mt_cell_real(0.2 * cell / 13);
    }
    struct mt_section *section = mt_report_section(report, "heat", "Heat", table);
    assert_non_null(section);
    section->chart = (struct mt_chart){.kind = MT_CHART_HEATMAP,
                                       .title = "Bad by hour",
                                       .label = "hour",
                                       .group = "weekday",
                                       .value = "bad",
                                       .base = "deliveries",
                                       .least_base = 30,
                                       .group_words = mt_weekday_short_words};
}

static void
add_weeks(struct mt_report *report, struct mt_err *err)
{
    static const struct mt_column columns[] = {{"week", "Week", MT_TYPE_TEXT}, {"bad", "Bad", MT_TYPE_RATIO}};
    static const char *const names[] = {"2026-W45", "2026-W46", "2026-W47"};
    struct mt_table *table = mt_report_table(report);
    assert_non_null(table);
    must(mt_table_columns(table, columns, 2, err), err);
    for (int i = 0; i < 3; i++) {
        struct mt_cell *row = mt_table_add(table);
        assert_non_null(row);
        row[0] = mt_cell_text(mt_text_of(names[i]));
        row[1] = mt_cell_real(0.01 * (i + 1));
    }
    struct mt_section *section = mt_report_section(report, "weeks", "Weeks", table);
    assert_non_null(section);
    section->chart = (struct mt_chart){.kind = MT_CHART_LINES, .title = "Bad by week", .label = "week", .value = "bad"};
}

static void
build(struct fixture *fixture, bool whole)
{
    struct mt_report *report = &fixture->report;
    struct mt_err *err = &fixture->err;
    *fixture = (struct fixture){.out = MT_OUT_EMPTY};
    must(mt_zone_open(&fixture->zone, "+02:00", err), err);
    mt_report_init(report, whole ? "nasty" : "cells");
    report->reader.zone = fixture->zone;
    report->title = MT_TEXT_LITERAL("Nasty & <nice>");
    report->fresh_us = INT64_C(1795000000) * MT_SECOND;
    must(mt_report_parameter(report, "week", MT_TEXT_LITERAL("2026-W47"), err), err);
    add_cells(report, err);
    if (!whole)
        return;
    struct mt_section *points = mt_report_section(report, "points", "Points", NULL);
    assert_non_null(points);
    must(mt_report_point(report, points, MT_TEXT_LITERAL("=one, with a comma"), err), err);
    must(mt_report_point(report, points,
                         mt_say(&report->arena, NULL, MT_SAY_ABOUT_TO,
                                MT_VALUES(mt_value_data(MT_TEXT_LITERAL("www.example|`x` <b>")))),
                         err),
         err);
    add_tiles(report, err);
    add_heat(report, err);
    add_weeks(report, err);
}

static void
release(struct fixture *fixture)
{
    mt_out_release(&fixture->out);
    mt_report_release(&fixture->report);
    mt_zone_close(fixture->zone);
}

static struct mt_text
render(struct fixture *fixture, enum mt_format format, struct mt_render_options options)
{
    mt_out_clear(&fixture->out);
    must(mt_report_render(&fixture->report, format, &options, &fixture->out, &fixture->err), &fixture->err);
    return mt_out_view(&fixture->out);
}

static const struct mt_render_options wide = {.width = 100, .unicode = true};

/* ---- expected files ---- */

static void
check_golden(struct mt_text got, const char *name)
{
    char path[512];
    snprintf(path, sizeof path, "%s/tests/golden/render/%s", MSGTRACE_SOURCE_DIR, name);
    if (getenv("MSGTRACE_WRITE_GOLDEN")) {
        FILE *file = fopen(path, "wb");
        assert_non_null(file);
        assert_int_equal(fwrite(got.at, 1, got.len, file), got.len);
        assert_int_equal(fclose(file), 0);
        return;
    }
    FILE *file = fopen(path, "rb");
    if (!file)
        fail_msg("there is no '%s'", path);
    char *want = malloc(got.len + 2);
    assert_non_null(want);
    size_t len = fread(want, 1, got.len + 1, file);
    fclose(file);
    size_t line = 1, same = 0;
    while (same < len && same < got.len && want[same] == got.at[same])
        line += got.at[same++] == '\n';
    free(want);
    if (same != len || same != got.len)
        fail_msg("%s differs from line %zu on", name, line);
}

static void
every_format_is_as_expected(void **state)
{
    static const struct {
        const char *name;
        enum mt_format format;
        struct mt_render_options options;
    } cases[] = {
        {"nasty.txt", MT_FORMAT_TEXT, {.width = 100, .unicode = true}},
        {"nasty-narrow.txt", MT_FORMAT_TEXT, {.width = 50, .unicode = true}},
        {"nasty-ascii.txt", MT_FORMAT_TEXT, {.width = 100}},
        {"nasty.md", MT_FORMAT_MARKDOWN, {.width = 0}},
        {"nasty.csv", MT_FORMAT_CSV, {.width = 0}},
        {"nasty.json", MT_FORMAT_JSON, {.width = 0}},
    };
    struct fixture fixture;
    (void)state;
    build(&fixture, true);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check_golden(render(&fixture, cases[i].format, cases[i].options), cases[i].name);
    /* The style sheet changes more often than what it styles. */
    struct mt_text html = render(&fixture, MT_FORMAT_HTML, wide);
    ptrdiff_t style = mt_text_find(html, "</style>");
    assert_true(style > 0);
    check_golden((struct mt_text){html.at + style, html.len - (size_t)style}, "nasty.html");
    release(&fixture);
}

/* ---- claims that hold whatever the expected files say ---- */

static void
nothing_from_data_steers_a_terminal(void **state)
{
    struct fixture fixture;
    (void)state;
    build(&fixture, true);
    for (int unicode = 0; unicode < 2; unicode++) {
        struct mt_text text = render(&fixture, MT_FORMAT_TEXT, (struct mt_render_options){80, unicode != 0, false});
        assert_true(mt_text_valid_utf8(text, false));
        assert_true(mt_text_find(text, "\xE2\x80\xAE") < 0);
        for (size_t i = 0; i < text.len; i++) {
            assert_true((unsigned char)text.at[i] >= 0x20 || text.at[i] == '\n');
            assert_true(unicode || (unsigned char)text.at[i] < 0x7F);
        }
    }
    release(&fixture);
}

static void
colour_adds_only_escape_sequences(void **state)
{
    struct fixture fixture;
    struct mt_out bare = MT_OUT_EMPTY;
    (void)state;
    build(&fixture, false);
    struct mt_text text = render(&fixture, MT_FORMAT_TEXT, (struct mt_render_options){100, true, true});
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] == '\x1b')
            while (text.at[i] != 'm')
                i++;
        else
            mt_out_byte(&bare, text.at[i]);
    }
    assert_true(mt_text_find(text, "\x1b[") >= 0);
    /* The title's underline is a style in colour and a line without. */
    text = render(&fixture, MT_FORMAT_TEXT, wide);
    ptrdiff_t line = mt_text_find(text, "\xE2\x95\x90");
    assert_true(line > 0);
    assert_memory_equal(bare.bytes, text.at, (size_t)line);
    mt_out_release(&bare);
    release(&fixture);
}

static void
lines_of_text_keep_within_the_width(void **state)
{
    struct fixture fixture;
    (void)state;
    build(&fixture, true);
    struct mt_text text = render(&fixture, MT_FORMAT_TEXT, (struct mt_render_options){60, true, false});
    while (text.at) {
        struct mt_text line = mt_text_cut(&text, '\n');
        if (mt_width_text(line) > 60)
            fail_msg("%zu columns: %.*s", mt_width_text(line), MT_TEXT_ARGS(line));
    }
    release(&fixture);
}

static void
html_holds_no_markup_from_data_and_fetches_nothing(void **state)
{
    struct fixture fixture;
    (void)state;
    build(&fixture, true);
    struct mt_text html = render(&fixture, MT_FORMAT_HTML, wide);
    assert_true(mt_text_find(html, "<script") < 0);
    assert_true(mt_text_find(html, "<event>") < 0);
    assert_true(mt_text_find(html, "<more>") < 0);
    assert_true(mt_text_find(html, "http:") < 0 && mt_text_find(html, "https:") < 0);
    assert_true(mt_text_find(html, "url(") < 0);
    assert_true(
        mt_text_find(html, "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'") > 0);
    assert_true(mt_text_find(html, "&lt;script&gt;alert(&#39;x&#39;)") > 0);
    assert_true(mt_text_find(html, "title=\"needs &lt;event&gt; exports\"") < 0); /* said once, as a note */
    assert_true(mt_text_find(html, "title=\"never delivered\"") > 0);
    release(&fixture);
}

static void
markdown_keeps_data_in_code_spans_and_rows_whole(void **state)
{
    struct fixture fixture;
    (void)state;
    build(&fixture, true);
    struct mt_text text = render(&fixture, MT_FORMAT_MARKDOWN, wide);
    size_t rows = 0, header = 0;
    while (text.at) {
        struct mt_text line = mt_text_cut(&text, '\n');
        size_t bars = 0;
        assert_true(mt_text_find(line, "\x1b") < 0);
        if (!mt_text_starts(line, "|")) {
            header = 0;
            continue;
        }
        for (size_t i = 0; i < line.len; i++)
            bars += line.at[i] == '|' && (i == 0 || line.at[i - 1] != '\\');
        /* Every row has as many cells as the first of its table. */
        header = header ? header : bars;
        assert_int_equal(bars, header);
        rows++;
    }
    assert_true(rows > 20);
    release(&fixture);
}

static void
csv_defuses_formulas_and_ends_lines_as_rfc_4180_asks(void **state)
{
    struct fixture fixture;
    (void)state;
    build(&fixture, false);
    struct mt_text csv = render(&fixture, MT_FORMAT_CSV, wide);
    assert_true(
        mt_text_starts(csv, "name,deliveries,bad_ratio,bad_low,bad_high,size,received,delay,day,score,expired\r\n"));
    assert_true(mt_text_find(csv, "\"'=cmd()|'/c calc'!A0\",120,0.5,") > 0);
    assert_true(mt_text_find(csv, "\"'\t@tab, and a \\|comma\"") > 0);
    assert_true(mt_text_find(csv, "\"\"q\"\"") > 0);
    assert_true(mt_text_find(csv, ",184320,2026-11-18T13:06:40Z,7800,2026-11-18,0.333333,\r\n") > 0);
    assert_true(mt_text_ends_nocase(csv, ",\r\n")); /* expired is unknown, so empty */
    assert_true(mt_text_valid_utf8(csv, false));
    release(&fixture);
}

static void
json_of_one_table_has_the_documented_shape(void **state)
{
    struct fixture fixture;
    json_error_t error;
    (void)state;
    build(&fixture, false);
    struct mt_text text = render(&fixture, MT_FORMAT_JSON, wide);
    assert_true(mt_text_find(text, "</") < 0);
    json_t *json = json_loadb(text.at, text.len, JSON_REJECT_DUPLICATES, &error);
    if (!json)
        fail_msg("line %d: %s", error.line, error.text);
    assert_int_equal(json_integer_value(json_object_get(json, "schema_version")), 1);
    assert_string_equal(json_string_value(json_object_get(json, "name")), "cells");
    assert_string_equal(json_string_value(json_object_get(json, "evidence")), "summary");
    assert_string_equal(json_string_value(json_object_get(json_object_get(json, "parameters"), "domain")),
                        "\"quoted\" </script>");
    json_t *column = json_array_get(json_object_get(json, "columns"), 5);
    assert_string_equal(json_string_value(json_object_get(column, "unit")), "bytes");
    json_t *row = json_array_get(json_object_get(json, "rows"), 1);
    assert_true(json_is_null(json_object_get(row, "expired")));
    assert_string_equal(json_string_value(json_object_get(json_object_get(json, "unknown_because"), "expired")),
                        "needs <event> exports");
    assert_true(fabs(json_number_value(json_object_get(row, "bad_ratio")) - 0.0004) < 1e-12);
    assert_true(fabs(json_number_value(json_object_get(row, "score")) - 0.333333) < 1e-12);
    assert_string_equal(json_string_value(json_object_get(row, "day")), "2026-11-18");
    /* Escaped on the way, the same characters on arrival; only broken UTF-8 is repaired. */
    const char *name = json_string_value(json_object_get(row, "name"));
    assert_non_null(strstr(name, "\x1b[31m \xE2\x80\xAE"
                                 "evil \xEF\xBF\xBD\xEF\xBF\xBD =1+1"));
    json_decref(json);
    release(&fixture);
}

static void
json_of_a_report_has_its_sections(void **state)
{
    struct fixture fixture;
    json_error_t error;
    (void)state;
    build(&fixture, true);
    struct mt_text text = render(&fixture, MT_FORMAT_JSON, wide);
    json_t *json = json_loadb(text.at, text.len, JSON_REJECT_DUPLICATES, &error);
    assert_non_null(json);
    assert_string_equal(json_string_value(json_object_get(json, "report")), "nasty");
    json_t *sections = json_object_get(json, "sections");
    assert_int_equal(json_array_size(sections), 5);
    assert_true(json_is_null(json_object_get(json_array_get(sections, 1), "table")));
    json_t *points = json_object_get(json_array_get(sections, 1), "points");
    assert_string_equal(json_string_value(json_array_get(points, 1)), "Mail to www.example|`x` <b>");
    json_decref(json);
    release(&fixture);
}

static void
the_same_report_gives_the_same_bytes(void **state)
{
    struct fixture one, two;
    (void)state;
    build(&one, true);
    build(&two, true);
    for (int format = MT_FORMAT_TEXT; format <= MT_FORMAT_JSON; format++)
        assert_true(
            mt_text_equal(render(&one, (enum mt_format)format, wide), render(&two, (enum mt_format)format, wide)));
    release(&one);
    release(&two);
}

/* ---- values ---- */

static void
check_phrase(struct mt_cell cell, enum mt_type type, const char *want)
{
    struct mt_out out = MT_OUT_EMPTY;
    mt_phrase_cell(&out, cell, type, NULL);
    mt_out_byte(&out, '\0');
    assert_string_equal(out.bytes, want);
    mt_out_release(&out);
}

static void
values_are_phrased_for_people(void **state)
{
    (void)state;
    check_phrase(mt_cell_integer(999), MT_TYPE_COUNT, "999");
    check_phrase(mt_cell_integer(-1234567), MT_TYPE_COUNT,
                 "-1\xE2\x80\xAF"
                 "234\xE2\x80\xAF"
                 "567");
    check_phrase(mt_cell_integer(INT64_MIN), MT_TYPE_COUNT,
                 "-9\xE2\x80\xAF"
                 "223\xE2\x80\xAF"
                 "372\xE2\x80\xAF"
                 "036\xE2\x80\xAF"
                 "854\xE2\x80\xAF"
                 "775\xE2\x80\xAF"
                 "808");
    check_phrase(mt_cell_real(0), MT_TYPE_RATIO, "0\xC2\xA0%");
    check_phrase(mt_cell_real(0.000001), MT_TYPE_RATIO, "<0.01\xC2\xA0%");
    check_phrase(mt_cell_real(0.0003), MT_TYPE_RATIO, "0.03\xC2\xA0%");
    check_phrase(mt_cell_real(0.9999), MT_TYPE_RATIO, ">99.9\xC2\xA0%");
    check_phrase(mt_cell_real(1), MT_TYPE_RATIO, "100\xC2\xA0%");
    check_phrase(mt_cell_integer(1023), MT_TYPE_BYTES, "1.0\xC2\xA0KB");
    check_phrase(mt_cell_integer(INT64_MAX), MT_TYPE_BYTES,
                 "8.0\xC2\xA0"
                 "EB");
    check_phrase(mt_cell_integer(0), MT_TYPE_SPAN, "0\xC2\xA0s");
    check_phrase(mt_cell_integer(7800), MT_TYPE_SPAN, "2\xC2\xA0h 10\xC2\xA0min");
    check_phrase(mt_cell_integer(172800), MT_TYPE_SPAN,
                 "2\xC2\xA0"
                 "d");
    check_phrase(mt_cell_integer(20775), MT_TYPE_DAY, "2026-11-18");
    check_phrase(MT_CELL_UNKNOWN("why"), MT_TYPE_COUNT, "");
}

static void
a_choice_of_words_follows_the_count(void **state)
{
    struct mt_arena arena = MT_ARENA_EMPTY;
    (void)state;
    for (int64_t count = 0; count < 3; count++) {
        struct mt_text text = mt_say(&arena, NULL, MT_SAY_DOMAINS_LEDE, MT_VALUES(mt_value_count(count)));
        assert_int_equal(mt_text_find(text, " domain with ") >= 0, count == 1);
        assert_int_equal(mt_text_find(text, " domains with ") >= 0, count != 1);
    }
    mt_arena_release(&arena);
}

static void
every_sentence_has_well_formed_places(void **state)
{
    (void)state;
    for (int i = 0; i < MT_SENTENCES; i++) {
        const char *text = mt_wording(MT_LANGUAGE_EN, (enum mt_sentence)i);
        for (const char *at = text; (at = strpbrk(at, "{}")) != NULL;) {
            const char *end = strchr(at, '}');
            if (*at != '{' || !end || at[1] < '0' || at[1] > '9' || (at[2] != '}' && at[2] != ':') ||
                (at[2] == ':' && !memchr(at, '|', (size_t)(end - at))))
                fail_msg("a place is malformed in '%s'", text);
            at = end + 1;
        }
    }
}

static void
formats_are_found_by_name_and_suffix(void **state)
{
    enum mt_format format;
    (void)state;
    assert_true(mt_format_by_key("markdown", &format) && format == MT_FORMAT_MARKDOWN);
    assert_true(mt_format_by_key("text", &format) && format == MT_FORMAT_TEXT);
    assert_true(mt_format_by_key("xlsx", &format) && format == MT_FORMAT_XLSX);
    assert_false(mt_format_by_key("pdf", &format));
    assert_true(mt_format_by_suffix("out/week.HTML", &format) && format == MT_FORMAT_HTML);
    assert_false(mt_format_by_suffix("week", &format));
}

static void
what_is_no_terminal_gets_no_colour_and_any_width(void **state)
{
    struct mt_surroundings surroundings = {"33", NULL, "xterm", "C", NULL, NULL};
    FILE *file = tmpfile();
    (void)state;
    assert_non_null(file);
    struct mt_render_options options = mt_terminal_options(fileno(file), &surroundings);
    assert_int_equal(options.width, 0);
    assert_false(options.colour);
    assert_true(options.unicode);
    fclose(file);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_format_is_as_expected),
        cmocka_unit_test(nothing_from_data_steers_a_terminal),
        cmocka_unit_test(colour_adds_only_escape_sequences),
        cmocka_unit_test(lines_of_text_keep_within_the_width),
        cmocka_unit_test(html_holds_no_markup_from_data_and_fetches_nothing),
        cmocka_unit_test(markdown_keeps_data_in_code_spans_and_rows_whole),
        cmocka_unit_test(csv_defuses_formulas_and_ends_lines_as_rfc_4180_asks),
        cmocka_unit_test(json_of_one_table_has_the_documented_shape),
        cmocka_unit_test(json_of_a_report_has_its_sections),
        cmocka_unit_test(the_same_report_gives_the_same_bytes),
        cmocka_unit_test(values_are_phrased_for_people),
        cmocka_unit_test(a_choice_of_words_follows_the_count),
        cmocka_unit_test(every_sentence_has_well_formed_places),
        cmocka_unit_test(formats_are_found_by_name_and_suffix),
        cmocka_unit_test(what_is_no_terminal_gets_no_colour_and_any_width),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
