#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "ingest/csv.h"
#include "store/base/out.h"

static struct mt_err err;

/* What a reading said, one line each: "3: [a][b]~" or "4! reason: raw". An unknown field is "~". */
struct heard {
    struct mt_out log;
    uint64_t records;
    uint64_t malformed;
    uint64_t stop_after;
};

static enum mt_rc
hear_record(void *context, const struct mt_csv_record *record, struct mt_err *failure)
{
    struct heard *heard = context;
    heard->records++;
    mt_out_int(&heard->log, (int64_t)record->line);
    mt_out_string(&heard->log, ": ");
    for (size_t i = 0; i < record->count; i++) {
        if (record->fields[i].at) {
            mt_out_byte(&heard->log, '[');
            mt_out_text(&heard->log, record->fields[i]);
            mt_out_byte(&heard->log, ']');
        } else {
            mt_out_byte(&heard->log, '~');
        }
    }
    mt_out_byte(&heard->log, '\n');
    if (heard->records == heard->stop_after)
        return mt_err_set(failure, MT_INTERRUPTED, "enough");
    return MT_OK;
}

static enum mt_rc
hear_malformed(void *context, const char *reason, const struct mt_csv_record *record, struct mt_err *failure)
{
    struct heard *heard = context;
    (void)failure;
    assert_int_equal(record->count, 0);
    heard->malformed++;
    mt_out_int(&heard->log, (int64_t)record->line);
    mt_out_string(&heard->log, "! ");
    mt_out_string(&heard->log, reason);
    mt_out_string(&heard->log, ": ");
    mt_out_text(&heard->log, record->raw);
    mt_out_string(&heard->log, record->raw_is_cut ? "...\n" : "\n");
    return MT_OK;
}

typedef enum mt_rc read_function(struct mt_source *, char, uint64_t, const struct mt_csv_handler *, struct mt_err *);

static enum mt_rc
read_by(read_function *read, struct mt_text text, char delimiter, uint64_t first_line, struct heard *heard)
{
    struct mt_csv_handler handler = {heard, hear_record, hear_malformed};
    struct mt_source *source;
    if (mt_source_open_memory(&source, text, "x.csv", MT_ENCODING_UTF8, &err) != MT_OK)
        fail_msg("%s", err.text);
    enum mt_rc rc = read(source, delimiter, first_line, &handler, &err);
    mt_source_close(source);
    return rc;
}

/* Everything in this file is read by both lanes, and they must agree. */
static enum mt_rc
read_text(struct mt_text text, char delimiter, uint64_t first_line, struct heard *heard)
{
    struct heard careful = {.log = MT_OUT_EMPTY, .stop_after = heard->stop_after};
    enum mt_rc rc = read_by(mt_csv_read_carefully, text, delimiter, first_line, &careful);
    assert_int_equal(read_by(mt_csv_read, text, delimiter, first_line, heard), rc);
    assert_true(mt_text_equal(mt_out_view(&heard->log), mt_out_view(&careful.log)));
    mt_out_release(&careful.log);
    return rc;
}

static void
assert_hears(const char *text, char delimiter, const char *expected)
{
    struct heard heard = {.log = MT_OUT_EMPTY};
    assert_int_equal(read_text(mt_text_of(text), delimiter, 1, &heard), MT_OK);
    mt_out_byte(&heard.log, '\0');
    assert_string_equal(heard.log.bytes, expected);
    mt_out_release(&heard.log);
}

static void
an_empty_field_is_unknown_and_a_quoted_empty_one_is_empty(void **state)
{
    (void)state;
    assert_hears("a,,\"\",\n", ',', "1: [a]~[]~\n");
    assert_hears(",\n", ',', "1: ~~\n");
}

static void
blanks_around_a_field_stay(void **state)
{
    (void)state;
    assert_hears(" a , b\t,\" c \"\n", ',', "1: [ a ][ b\t][ c ]\n");
}

static void
quotes_delimiters_and_line_ends_may_stand_in_quotes(void **state)
{
    (void)state;
    assert_hears("\"say \"\"hi\"\"\",\"a,b\",\"two\r\nlines\"\nx\n", ',',
                 "1: [say \"hi\"][a,b][two\r\nlines]\n3: [x]\n");
    assert_hears("\"say \"\"hi\"\"\",\"\"\"\",\"a\"\"b\",\"\"\"\"\"\",x\n\"\"\"x\"\n", ',',
                 "1: [say \"hi\"][\"][a\"b][\"\"][x]\n2: [\"x]\n");
}

static void
other_delimiters_leave_commas_alone(void **state)
{
    (void)state;
    assert_hears("a,b;c\n", ';', "1: [a,b][c]\n");
    assert_hears("a\tb c\t\n", '\t', "1: [a][b c]~\n");
    assert_hears("a|b\n", '|', "1: [a][b]\n");
}

static void
every_line_end_counts_once(void **state)
{
    (void)state;
    assert_hears("a\r\nb\rc\nd", ',', "1: [a]\n2: [b]\n3: [c]\n4: [d]\n");
    assert_hears("\"1\r2\r\n3\n4\",x\r5\n", ',', "1: [1\r2\r\n3\n4][x]\n5: [5]\n");
}

static void
a_line_end_that_two_reads_share_counts_once(void **state)
{
    (void)state;
    /* The window grows in steps of powers of two; lines of every length around them put CR and LF on both sides. */
    for (size_t len = 65530; len < 65540; len++) {
        struct mt_out text = MT_OUT_EMPTY;
        struct heard heard = {.log = MT_OUT_EMPTY};
        char tail[64];
        for (int i = 0; i < 8; i++) {
            mt_out_repeat(&text, 'x', len);
            mt_out_string(&text, "\r\n");
        }
        mt_out_string(&text, "last\r\n");
        assert_int_equal(read_text(mt_out_view(&text), ',', 1, &heard), MT_OK);
        assert_int_equal(heard.records, 9);
        int tail_len = snprintf(tail, sizeof tail, "9: [last]\n");
        assert_memory_equal(heard.log.bytes + heard.log.len - (size_t)tail_len, tail, (size_t)tail_len);
        mt_out_release(&text);
        mt_out_release(&heard.log);
    }
}

static void
blank_lines_are_counted_and_not_reported(void **state)
{
    (void)state;
    assert_hears("\n\r\n \t \na\n\n\nb\n\n", ',', "4: [a]\n7: [b]\n");
    assert_hears("\t\t\n", '\t', "1: ~~~\n");
    assert_hears("", ',', "");
    assert_hears("\n", ',', "");
}

static void
a_record_of_empty_fields_is_a_record(void **state)
{
    (void)state;
    assert_hears(",,,\n", ',', "1: ~~~~\n");
}

static enum mt_rc
check_raw(void *context, const struct mt_csv_record *record, struct mt_err *failure)
{
    (void)failure;
    assert_true(mt_text_is(record->raw, context));
    assert_false(record->raw_is_cut);
    return MT_OK;
}

static void
raw_text_is_that_of_the_file_without_the_line_end(void **state)
{
    (void)state;
    static const char *const texts[] = {"\"a\"\"b\",\"c\r\nd\"", "x, y"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        char expected[64], text[64];
        snprintf(expected, sizeof expected, "%s", texts[i]);
        int len = snprintf(text, sizeof text, "%s\r\n", texts[i]);
        struct mt_csv_handler handler = {expected, check_raw, NULL};
        struct mt_source *source;
        assert_int_equal(
            mt_source_open_memory(&source, (struct mt_text){text, (size_t)len}, "x", MT_ENCODING_UTF8, &err), MT_OK);
        assert_int_equal(mt_csv_read(source, ',', 1, &handler, &err), MT_OK);
        mt_source_close(source);
    }
}

static void
malformed_records_say_what_is_wrong(void **state)
{
    (void)state;
    assert_hears("\"x\"y,1\n", ',', "1! has text behind a closing quote: \"x\"y,1\n");
    assert_hears("\"x\" ,1\n", ',', "1! has text behind a closing quote: \"x\" ,1\n");
    assert_hears("5\" disk,1\n", ',', "1! has a quote inside an unquoted field: 5\" disk,1\n");
    assert_hears("a, \"b\"\n", ',', "1! has a quote inside an unquoted field: a, \"b\"\n");
    assert_hears("a,\"b", ',', "1! ends inside a quoted field (opened on line 1): a,\"b\n");
    assert_hears("\"1\n2\",\"3\n4", ',',
                 "1! ends inside a quoted field (opened on line 2): \"1\n"
                 "2! has a quote inside an unquoted field: 2\",\"3\n"
                 "3: [4]\n");
}

static void
a_wrong_quote_costs_one_line(void **state)
{
    (void)state;
    assert_hears(
        "h,i\n1,\"open\n2,plain\n3,plain\n", ',',
        "1: [h][i]\n2! ends inside a quoted field (opened on line 2): 1,\"open\n3: [2][plain]\n4: [3][plain]\n");
    assert_hears("\"h\",\"i\"\n\"1\",\"open\n\"2\",\"x\"\n\"3\",\"y\"\n", ',',
                 "1: [h][i]\n"
                 "2! has text behind a closing quote (a quote was opened on line 2): \"1\",\"open\n"
                 "3: [2][x]\n4: [3][y]\n");
}

static void
a_wrong_quote_in_a_long_file_costs_one_line(void **state)
{
    (void)state;
    enum { ROWS = 1000000 };
    struct mt_out text = MT_OUT_EMPTY;
    struct heard heard = {.log = MT_OUT_EMPTY};
    mt_out_string(&text, "h,i\n1,\"open\n");
    for (int i = 0; i < ROWS; i++)
        mt_out_string(&text, "2,plain row\n");
    assert_int_equal(read_text(mt_out_view(&text), ',', 1, &heard), MT_OK);
    assert_int_equal(heard.records, ROWS + 1);
    assert_int_equal(heard.malformed, 1);
    mt_out_byte(&heard.log, '\0');
    assert_non_null(
        strstr(heard.log.bytes, "2! has a field longer than 1 MiB (a quote was opened on line 2): 1,\"open\n3: "));
    mt_out_release(&text);
    mt_out_release(&heard.log);
}

static void
quotes_that_open_again_and_again_are_read_in_a_moment(void **state)
{
    (void)state;
    enum { LINES = 1000000 };
    struct mt_out text = MT_OUT_EMPTY;
    struct heard heard = {.log = MT_OUT_EMPTY};
    for (int i = 0; i < LINES; i++)
        mt_out_string(&text, i % 2 ? "a,\"\"\n" : "\"b\n");
    /* Each "b is given up where the next one closes its quote; what stands between is read on its own. */
    assert_int_equal(read_text(mt_out_view(&text), ',', 1, &heard), MT_OK);
    assert_int_equal(heard.malformed, LINES / 2);
    assert_int_equal(heard.records, LINES / 2);
    mt_out_release(&text);
    mt_out_release(&heard.log);
}

static void
the_longest_field_is_read_and_a_longer_one_is_malformed(void **state)
{
    (void)state;
    for (int over = 0; over <= 1; over++) {
        for (int quoted = 0; quoted <= 1; quoted++) {
            struct mt_out text = MT_OUT_EMPTY;
            struct heard heard = {.log = MT_OUT_EMPTY};
            mt_out_string(&text, quoted ? "\"" : "");
            mt_out_repeat(&text, 'x', (size_t)MT_CSV_FIELD_BYTES + (size_t)over);
            mt_out_string(&text, quoted ? "\",b\nnext,row\n" : ",b\nnext,row\n");
            assert_int_equal(read_text(mt_out_view(&text), ',', 1, &heard), MT_OK);
            assert_int_equal(heard.records, over ? 1 : 2);
            assert_int_equal(heard.malformed, over);
            assert_memory_equal(heard.log.bytes + heard.log.len - 16, "\n2: [next][row]\n", 16);
            mt_out_release(&text);
            mt_out_release(&heard.log);
        }
    }
}

static void
an_endless_line_is_malformed_once_and_reading_goes_on_behind_it(void **state)
{
    (void)state;
    static const struct {
        char byte;
        const char *reason;
    } cases[] = {{'x', "1! has a field longer than 1 MiB: "}, {',', "1! has more than 512 fields: "}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct mt_out text = MT_OUT_EMPTY;
        struct heard heard = {.log = MT_OUT_EMPTY};
        mt_out_repeat(&text, cases[i].byte, 30 * (size_t)MT_CSV_FIELD_BYTES);
        mt_out_string(&text, "\r\nnext,row\n");
        assert_int_equal(read_text(mt_out_view(&text), ',', 1, &heard), MT_OK);
        assert_int_equal(heard.malformed, 1);
        assert_memory_equal(heard.log.bytes, cases[i].reason, strlen(cases[i].reason));
        assert_int_equal(heard.log.len, strlen(cases[i].reason) + MT_RAW_BYTES + strlen("...\n2: [next][row]\n"));
        assert_memory_equal(heard.log.bytes + heard.log.len - 19, "...\n2: [next][row]\n", 19);
        mt_out_release(&text);
        mt_out_release(&heard.log);
    }
}

static void
a_record_of_many_lines_is_bounded_too(void **state)
{
    (void)state;
    enum { FIELDS = 8, FIELD_LINES = 50000 };
    struct mt_out text = MT_OUT_EMPTY;
    struct heard heard = {.log = MT_OUT_EMPTY};
    for (int field = 0; field < FIELDS; field++) {
        mt_out_string(&text, field ? ",\"" : "\"");
        for (int i = 0; i < FIELD_LINES; i++)
            mt_out_string(&text, "ten bytes\n");
        mt_out_string(&text, "\"");
    }
    mt_out_string(&text, "\nnext,row\n");
    assert_int_equal(read_text(mt_out_view(&text), ',', 1, &heard), MT_OK);
    mt_out_byte(&heard.log, '\0');
    assert_memory_equal(heard.log.bytes, "1: [ten bytes", 13);
    assert_int_equal(heard.malformed, 0);
    assert_int_equal(heard.records, 2);

    /* The same with more of it than a record may hold. */
    mt_out_release(&heard.log);
    heard = (struct heard){.log = MT_OUT_EMPTY};
    mt_out_clear(&text);
    for (int field = 0; field < 2 * FIELDS; field++) {
        mt_out_string(&text, field ? ",\"" : "\"");
        for (int i = 0; i < FIELD_LINES; i++)
            mt_out_string(&text, "ten bytes\n");
        mt_out_string(&text, "\"");
    }
    mt_out_string(&text, "\nnext,row\n");
    assert_int_equal(read_text(mt_out_view(&text), ',', 1, &heard), MT_OK);
    mt_out_byte(&heard.log, '\0');
    assert_non_null(strstr(heard.log.bytes, "1! is longer than 4 MiB (a quote was opened on line "));
    assert_non_null(strstr(heard.log.bytes, "\n2: [ten bytes]\n"));
    assert_non_null(strstr(heard.log.bytes, ": [next][row]\n"));
    mt_out_release(&text);
    mt_out_release(&heard.log);
}

static void
five_hundred_and_twelve_fields_are_read_and_one_more_is_malformed(void **state)
{
    (void)state;
    for (size_t commas = MT_CSV_FIELDS - 1; commas <= MT_CSV_FIELDS; commas++) {
        struct mt_out text = MT_OUT_EMPTY;
        struct heard heard = {.log = MT_OUT_EMPTY};
        mt_out_repeat(&text, ',', commas);
        mt_out_string(&text, "\nnext\n");
        assert_int_equal(read_text(mt_out_view(&text), ',', 1, &heard), MT_OK);
        assert_int_equal(heard.malformed, commas == MT_CSV_FIELDS);
        assert_int_equal(heard.records, commas == MT_CSV_FIELDS ? 1 : 2);
        mt_out_release(&text);
        mt_out_release(&heard.log);
    }
}

static void
numbering_begins_where_the_caller_says(void **state)
{
    (void)state;
    struct heard heard = {.log = MT_OUT_EMPTY};
    assert_int_equal(read_text(MT_TEXT_LITERAL("a\nb\n"), ',', 41, &heard), MT_OK);
    mt_out_byte(&heard.log, '\0');
    assert_string_equal(heard.log.bytes, "41: [a]\n42: [b]\n");
    mt_out_release(&heard.log);
}

static void
a_handler_can_end_the_reading(void **state)
{
    (void)state;
    struct heard heard = {.log = MT_OUT_EMPTY, .stop_after = 2};
    assert_int_equal(read_text(MT_TEXT_LITERAL("a\nb\nc\n"), ',', 1, &heard), MT_INTERRUPTED);
    assert_string_equal(err.text, "enough");
    assert_int_equal(heard.records, 2);
    mt_out_release(&heard.log);
}

static void
a_delimiter_that_ends_lines_or_fields_is_refused(void **state)
{
    (void)state;
    struct heard heard = {.log = MT_OUT_EMPTY};
    assert_int_equal(read_text(MT_TEXT_LITERAL("a\n"), '"', 1, &heard), MT_USAGE);
    assert_int_equal(read_text(MT_TEXT_LITERAL("a\n"), '\n', 1, &heard), MT_USAGE);
    assert_int_equal(heard.records, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_field_is_unknown_and_a_quoted_empty_one_is_empty),
        cmocka_unit_test(blanks_around_a_field_stay),
        cmocka_unit_test(quotes_delimiters_and_line_ends_may_stand_in_quotes),
        cmocka_unit_test(other_delimiters_leave_commas_alone),
        cmocka_unit_test(every_line_end_counts_once),
        cmocka_unit_test(a_line_end_that_two_reads_share_counts_once),
        cmocka_unit_test(blank_lines_are_counted_and_not_reported),
        cmocka_unit_test(a_record_of_empty_fields_is_a_record),
        cmocka_unit_test(raw_text_is_that_of_the_file_without_the_line_end),
        cmocka_unit_test(malformed_records_say_what_is_wrong),
        cmocka_unit_test(a_wrong_quote_costs_one_line),
        cmocka_unit_test(a_wrong_quote_in_a_long_file_costs_one_line),
        cmocka_unit_test(quotes_that_open_again_and_again_are_read_in_a_moment),
        cmocka_unit_test(the_longest_field_is_read_and_a_longer_one_is_malformed),
        cmocka_unit_test(an_endless_line_is_malformed_once_and_reading_goes_on_behind_it),
        cmocka_unit_test(a_record_of_many_lines_is_bounded_too),
        cmocka_unit_test(five_hundred_and_twelve_fields_are_read_and_one_more_is_malformed),
        cmocka_unit_test(numbering_begins_where_the_caller_says),
        cmocka_unit_test(a_handler_can_end_the_reading),
        cmocka_unit_test(a_delimiter_that_ends_lines_or_fields_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
