/* Who reads, and what that changes: words and decimal signs for people, nothing in data. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "reports/messages.h"
#include "reports/phrase.h"
#include "reports/view.h"
#include "store/row.h"

static const struct mt_reader spanish = {.language = MT_LANGUAGE_ES};

/* ---- which language ---- */

static void
the_first_variable_that_is_set_decides(void **state)
{
    static const struct {
        const char *all, *messages, *lang;
        enum mt_language language;
    } cases[] = {
        {NULL, NULL, NULL, MT_LANGUAGE_EN},          {NULL, NULL, "es_ES.UTF-8", MT_LANGUAGE_ES},
        {NULL, "es", "en_GB.UTF-8", MT_LANGUAGE_ES}, {"C", "es_ES", "es_ES", MT_LANGUAGE_EN},
        {"", "", "es_MX@latin", MT_LANGUAGE_ES},     {"est_EE", NULL, NULL, MT_LANGUAGE_EN},
        {"ES-es", NULL, NULL, MT_LANGUAGE_ES},       {"_", "es", "es", MT_LANGUAGE_EN},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (mt_language_of_environment(cases[i].all, cases[i].messages, cases[i].lang) != cases[i].language)
            fail_msg("case %zu", i);
}

static void
languages_are_found_by_their_key(void **state)
{
    enum mt_language language = MT_LANGUAGE_EN;
    (void)state;
    assert_true(mt_language_by_key("es", &language));
    assert_int_equal(language, MT_LANGUAGE_ES);
    assert_true(mt_language_by_key("EN", &language));
    assert_int_equal(language, MT_LANGUAGE_EN);
    assert_false(mt_language_by_key("fr", &language));
    assert_false(mt_language_by_key("", &language));
    assert_string_equal(mt_language_key(MT_LANGUAGE_ES), "es");
}

/* ---- sentences ---- */

/* The places of a sentence: values that are written, and those that choose words, a bit each. */
static void
read_places(const char *text, unsigned *written, unsigned *choosing)
{
    *written = *choosing = 0;
    for (const char *at = text; (at = strpbrk(at, "{}")) != NULL;) {
        const char *end = strchr(at, '}');
        if (*at != '{' || !end || at[1] < '0' || at[1] > '9' || (at[2] != '}' && at[2] != ':') ||
            (at[2] == ':' && !memchr(at, '|', (size_t)(end - at))))
            fail_msg("a place is malformed in '%s'", text);
        *(at[2] == '}' ? written : choosing) |= 1u << (at[1] - '0');
        at = end + 1;
    }
}

static void
every_sentence_has_its_translation_with_the_same_places(void **state)
{
    (void)state;
    for (int i = 0; i < MT_SENTENCES; i++) {
        const char *english = mt_wording_own(MT_LANGUAGE_EN, (enum mt_sentence)i);
        const char *other = mt_wording_own(MT_LANGUAGE_ES, (enum mt_sentence)i);
        unsigned written, choosing, other_written, other_choosing;
        assert_non_null(english);
        if (!other || !other[0])
            fail_msg("'%s' has no Spanish", english);
        read_places(english, &written, &choosing);
        read_places(other, &other_written, &other_choosing);
        if (written != other_written)
            fail_msg("'%s' and '%s' write different values", english, other);
        /* A language may bend words where the other does not, by a value that is there: the first always is. */
        if (other_choosing & ~(written | choosing | 1u))
            fail_msg("'%s' chooses by a value that '%s' does not have", other, english);
    }
}

/* A blank in front is for what is put behind another sentence. */
static void
no_sentence_has_blanks_too_many(void **state)
{
    (void)state;
    for (int i = 0; i < MT_SENTENCES; i++)
        for (int language = MT_LANGUAGE_EN; language <= MT_LANGUAGE_ES; language++) {
            const char *text = mt_wording((enum mt_language)language, (enum mt_sentence)i);
            size_t len = strlen(text);
            if (strstr(text, "  ") || strchr(text, '\n') || (len && text[len - 1] == ' '))
                fail_msg("blanks are not as they should be in '%s'", text);
            if ((text[0] == ' ') != (mt_wording(MT_LANGUAGE_EN, (enum mt_sentence)i)[0] == ' '))
                fail_msg("'%s' does not begin as its English does", text);
        }
}

/* ---- words ---- */

static void
reasons_and_actors_stand_in_the_order_of_their_numbers(void **state)
{
    (void)state;
#define X(number, name, wanted) assert_string_equal(mt_word_numbered(mt_reason_words, number)->key, wanted);
    MT_REASON_CLASS_LIST(X)
#undef X
#define X(number, name, wanted, words) assert_string_equal(mt_word_numbered(mt_actor_short_words, number)->key, wanted);
    MT_ACTOR_LIST(X)
#undef X
    assert_string_equal(mt_word_numbered(mt_reason_words, 99)->key, "unknown");
    assert_string_equal(mt_word_numbered(mt_reason_words, -1)->key, "unknown");
}

static void
every_word_has_its_translation(void **state)
{
    static const struct mt_word *const lists[] = {
        mt_weekday_words,    mt_weekday_short_words, mt_weekday_every_words, mt_month_short_words,
        mt_outcome_words,    mt_reason_words,        mt_actor_short_words,   mt_permanence_words,
        mt_line_class_words, mt_change_words,        mt_measure_words,       mt_happened_words,
    };
    (void)state;
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        for (const struct mt_word *word = lists[i]; word->key; word++)
            if (!word->spanish || !word->spanish[0])
                fail_msg("'%s' has no Spanish word", word->label);
    assert_string_equal(mt_word_label(mt_weekday_words, MT_TEXT_LITERAL("3"), MT_LANGUAGE_ES), "miércoles");
    assert_string_equal(mt_word_label(mt_measure_words, MT_TEXT_LITERAL("failed"), MT_LANGUAGE_ES), "Fallos");
    /* A word without Spanish of its own has that of its English label. */
    assert_string_equal(mt_word_label(mt_against_words, MT_TEXT_LITERAL("smaller"), MT_LANGUAGE_ES),
                        "correo más pequeño");
}

/* ---- numbers ---- */

static void
assert_phrased(struct mt_cell cell, enum mt_type type, const char *wanted)
{
    struct mt_out out = MT_OUT_EMPTY;
    mt_phrase_cell(&out, cell, type, &spanish);
    mt_out_byte(&out, '\0');
    assert_string_equal(out.bytes, wanted);
    mt_out_release(&out);
}

static void
people_get_the_decimal_sign_of_their_language(void **state)
{
    struct mt_out out = MT_OUT_EMPTY;
    (void)state;
    assert_phrased(mt_cell_real(0.042), MT_TYPE_RATIO, "4,2\xC2\xA0%");
    assert_phrased(mt_cell_real(0.000001), MT_TYPE_RATIO, "<0,01\xC2\xA0%");
    assert_phrased(mt_cell_real(0.9999), MT_TYPE_RATIO, ">99,9\xC2\xA0%");
    assert_phrased(mt_cell_integer(1536), MT_TYPE_BYTES, "1,5\xC2\xA0KB");
    assert_phrased(mt_cell_real(4.25), MT_TYPE_REAL, "4,2");
    assert_phrased(mt_cell_integer(1234567), MT_TYPE_COUNT,
                   "1\xE2\x80\xAF"
                   "234\xE2\x80\xAF"
                   "567");
    assert_phrased(mt_cell_integer(20775), MT_TYPE_DAY, "2026-11-18");
    assert_phrased(mt_cell_text(MT_TEXT_LITERAL("mail.example.com 4.2.2")), MT_TYPE_TEXT, "mail.example.com 4.2.2");
    mt_phrase_change(&out, 0.034, &spanish);
    mt_phrase_interval(&out, mt_cell_real(0.031), mt_cell_real(0.056), MT_TYPE_RATIO, &spanish);
    mt_phrase_round(&out, 2.5, &spanish);
    mt_out_byte(&out, '\0');
    assert_string_equal(out.bytes, "+3,4\xC2\xA0%3,1\xE2\x80\x93"
                                   "5,62,5");
    mt_out_release(&out);
}

static void
fill(struct mt_report *report, enum mt_language language)
{
    static const struct mt_column columns[] = {
        {"weekday", "Weekday", MT_TYPE_COUNT}, {"ratio", "Share", MT_TYPE_RATIO}, {"size", "Size", MT_TYPE_BYTES}};
    static const struct mt_shown shown[] = {
        {.key = "weekday", .words = mt_weekday_words}, {.key = "ratio"}, {.key = "size"}, {.key = NULL}};
    struct mt_err err;
    mt_report_init(report, "test");
    report->reader.language = language;
    report->title = MT_TEXT_LITERAL("Test");
    struct mt_table *table = mt_report_table(report);
    assert_non_null(table);
    mt_table_init(table, "table", "Table");
    assert_int_equal(mt_table_columns(table, columns, 3, &err), MT_OK);
    struct mt_cell *row = mt_table_add(table);
    assert_non_null(row);
    row[0] = mt_cell_integer(3);
    row[1] = mt_cell_real(0.0425);
    row[2] = mt_cell_integer(12345678);
    struct mt_section *section = mt_report_section(report, "section", "Section", table);
    assert_non_null(section);
    section->shown = shown;
}

static void
data_formats_are_the_same_in_every_language(void **state)
{
    struct mt_report english, other;
    struct mt_render_options options = {.width = 0, .unicode = false};
    struct mt_err err;
    (void)state;
    fill(&english, MT_LANGUAGE_EN);
    fill(&other, MT_LANGUAGE_ES);
    for (int format = MT_FORMAT_TEXT; format <= MT_FORMAT_JSON; format++) {
        struct mt_out a = MT_OUT_EMPTY, b = MT_OUT_EMPTY;
        bool for_people = format != MT_FORMAT_CSV && format != MT_FORMAT_JSON;
        assert_int_equal(mt_report_render(&english, (enum mt_format)format, &options, &a, &err), MT_OK);
        assert_int_equal(mt_report_render(&other, (enum mt_format)format, &options, &b, &err), MT_OK);
        assert_int_equal(mt_text_equal(mt_out_view(&a), mt_out_view(&b)), !for_people);
        if (for_people) {
            assert_true(mt_text_find(mt_out_view(&a), "4.2") >= 0);
            assert_true(mt_text_find(mt_out_view(&b), "4,2") >= 0);
            assert_true(mt_text_find(mt_out_view(&a), "Wednesday") >= 0);
            /* Without Unicode an accent goes rather than the letter. */
            assert_true(mt_text_find(mt_out_view(&b), format == MT_FORMAT_TEXT ? "miercoles" : "miércoles") >= 0);
        }
        mt_out_release(&a);
        mt_out_release(&b);
    }
    mt_report_release(&english);
    mt_report_release(&other);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_variable_that_is_set_decides),
        cmocka_unit_test(languages_are_found_by_their_key),
        cmocka_unit_test(every_sentence_has_its_translation_with_the_same_places),
        cmocka_unit_test(no_sentence_has_blanks_too_many),
        cmocka_unit_test(reasons_and_actors_stand_in_the_order_of_their_numbers),
        cmocka_unit_test(every_word_has_its_translation),
        cmocka_unit_test(people_get_the_decimal_sign_of_their_language),
        cmocka_unit_test(data_formats_are_the_same_in_every_language),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
