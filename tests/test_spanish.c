/* Everything of ours that an answer brings along has a Spanish form: walked question by question, not by a list. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>
#include <ctype.h>

#include "query/answers.h"
#include "query/dimension.h"
#include "query/question.h"
#include "query/trace.h"
#include "query/value.h"
#include "reports/messages.h"
#include "reports/view.h"
#include "reports/words.h"
#include "store/codes.h"
#include "store/codes_line.h"
#include "tests/finding_fixture.h"

/* ---- one table ---- */

static void
assert_spanish(const char *of, const char *what, const char *english)
{
    const char *own = mt_in_language_own(MT_LANGUAGE_ES, english);
    if (!own || !own[0])
        fail_msg("%s: the %s '%s' has no Spanish", of, what, english);
}

static void
assert_cells_spanish(const struct mt_table *table, size_t column)
{
    const struct mt_word *words = mt_words_of(&table->columns[column]);
    const char *key = table->columns[column].key;
    /* Events of exports stand beside our words for what happened; imports keep their own words for clocks. */
    bool is_open = words == mt_happened_words || strcmp(key, "time_basis") == 0 || strcmp(key, "observed_by") == 0;
    for (size_t row = 0; row < table->row_count; row++) {
        struct mt_cell cell = mt_table_at(table, row, column);
        if (!cell.known && cell.why)
            assert_spanish(table->name, "reason", cell.why);
        if (cell.known && words && !is_open && table->columns[column].type == MT_TYPE_TEXT &&
            !mt_word_label(words, cell.text, MT_LANGUAGE_ES))
            fail_msg("%s: the value '%.*s' of '%s' has no Spanish", table->name, MT_TEXT_ARGS(cell.text), key);
    }
}

static void
assert_table_spanish(const struct mt_table *table)
{
    assert_spanish(table->name, "title", table->title);
    for (size_t i = 0; i < table->column_count; i++) {
        assert_spanish(table->name, "column", table->columns[i].title);
        assert_cells_spanish(table, i);
    }
    for (size_t i = 0; i < table->note_count; i++)
        assert_spanish(table->name, "note", table->notes[i].wording);
    for (size_t i = 0; i < table->parameter_count; i++)
        assert_spanish(table->name, "parameter", table->parameters[i].key);
    if (table->evidence && !strstr(table->evidence, " and "))
        assert_spanish(table->name, "evidence", table->evidence);
}

/* ---- all questions ---- */

static void
ask(struct world *world, const char *name, const struct mt_filter *filter)
{
    struct mt_table table;
    mt_table_init(&table, name, name);
    if (mt_question_ask(world->store, name, filter, &table, &world->err) != MT_OK)
        fail_msg("%s: %s", name, world->err.text);
    assert_table_spanish(&table);
    mt_table_release(&table);
}

/* What only some of the mail has events for, and a window without any. */
static void
ask_all(struct world *world)
{
    const struct mt_question *question;
    for (size_t i = 0; (question = mt_question_at(i)) != NULL; i++) {
        struct mt_filter filter = world->filter;
        ask(world, question->name, &filter);
        filter.limit = 1;
        filter.since_us = WORLD_START + 3 * MT_DAY;
        filter.until_us = WORLD_START + 5 * MT_DAY;
        ask(world, question->name, &filter);
        filter.since_us = WORLD_START - 9 * MT_DAY;
        filter.until_us = WORLD_START - 8 * MT_DAY;
        ask(world, question->name, &filter);
        for (const char *const *name = mt_dimension_names(); question->by && *name; name++) {
            filter = world->filter;
            filter.by[0] = *name;
            if (strcmp(question->name, "changes") != 0 || strcmp(*name, "domain") == 0)
                ask(world, question->name, &filter);
        }
    }
}

static void
every_question_answers_in_spanish(void **state)
{
    struct world world;
    (void)state;
    world_open(&world, "Europe/Madrid", MT_TROUBLE_ANY);
    ask_all(&world);
    world_run(&world, "DELETE FROM course; DELETE FROM event;");
    ask_all(&world);
    world_run(&world, "DELETE FROM delivery; DELETE FROM hourly; DELETE FROM observation; DELETE FROM export;");
    ask_all(&world);
    world_close(&world);
}

static void
every_table_behind_a_finding_is_spanish(void **state)
{
    enum { DRAWN = 25 };
    struct world world;
    (void)state;
    world_open(&world, "Europe/Madrid", MT_TROUBLE_ANY);
    for (int i = 0; i < DRAWN; i++) {
        struct mt_table tables[MT_FINDING_TABLES], *pointers[MT_FINDING_TABLES];
        for (int t = 0; t < MT_FINDING_TABLES; t++)
            pointers[t] = &tables[t];
        world_find_some(&world);
        if (mt_finding_tables(world.store, &world.findings, &world.finding, &world.filter, pointers, &world.err) !=
            MT_OK)
            fail_msg("%s", world.err.text);
        for (int t = 0; t < MT_FINDING_TABLES; t++) {
            assert_table_spanish(&tables[t]);
            mt_table_release(&tables[t]);
        }
    }
    world_close(&world);
}

static void
what_is_known_of_a_message_is_spanish(void **state)
{
    struct world world;
    struct mt_table deliveries, history;
    (void)state;
    world_open(&world, NULL, MT_TROUBLE_ANY);
    mt_table_init(&deliveries, "deliveries", "Deliveries");
    mt_table_init(&history, "history", "Attempts");
    world_run(&world, "UPDATE address SET text = 'all@one.example' WHERE id = (SELECT sender_id FROM delivery)");
    assert_int_equal(mt_trace_find(world.store, mt_text_of("all@one.example"), 3, &deliveries, &history, &world.err),
                     MT_OK);
    assert_true(deliveries.row_count > 0);
    assert_table_spanish(&deliveries);
    assert_table_spanish(&history);
    mt_table_release(&deliveries);
    mt_table_release(&history);
    world_close(&world);
}

/* What the data above does not happen to lack. */
static void
every_declared_column_and_reason_is_spanish(void **state)
{
    static const char *const kept_by_imports[] = {"as told",           "report name", "query end date",
                                                  "newest row",        "file time",   "UTC, confirmed by trace ids",
                                                  "UTC, as documented"};
    static const char *const shown[] = {"flavours.sql", "freshness.sql", "imports.sql", "imports_log.sql",
                                        "messages.sql", "reasons.sql",   "senders.sql", "waiting.sql"};
    static const char *const traced[] = {"trace.sql", "trace_history.sql"};
    (void)state;
    for (size_t i = 0; i < sizeof kept_by_imports / sizeof *kept_by_imports; i++)
        assert_spanish("imports", "value", kept_by_imports[i]);
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
        const struct mt_answer *answer = mt_answer_of(shown[i]);
        for (size_t j = 0; j < answer->count; j++) {
            assert_spanish(shown[i], "column", answer->columns[j].title);
            if (answer->columns[j].why)
                assert_spanish(shown[i], "reason", answer->columns[j].why);
        }
    }
    for (size_t i = 0; i < sizeof traced / sizeof *traced; i++)
        for (size_t j = 0; j < mt_answer_of(traced[i])->count; j++)
            if (mt_answer_of(traced[i])->columns[j].why)
                assert_spanish(traced[i], "reason", mt_answer_of(traced[i])->columns[j].why);
    for (const char *const *name = mt_dimension_names(); *name; name++) {
        assert_spanish(*name, "column", mt_dimension_named(*name)->title);
        if (mt_dimension_named(*name)->why)
            assert_spanish(*name, "reason", mt_dimension_named(*name)->why);
    }
}

/* ---- codes ---- */

static void
every_meaning_of_a_code_has_its_spanish(void **state)
{
    struct mt_codes *codes = mt_codes_new();
    const struct mt_code_line *line;
    size_t at = 0, count = 0;
    (void)state;
    assert_non_null(codes);
    for (; (line = mt_codes_next(codes, &at)) != NULL; count++) {
        char meaning[1024];
        assert_true(line->meaning.len < sizeof meaning);
        memcpy(meaning, line->meaning.at, line->meaning.len);
        meaning[line->meaning.len] = '\0';
        assert_spanish("codes", "meaning", meaning);
        if (!mt_word_label(mt_line_class_words, line->class_key, MT_LANGUAGE_ES))
            fail_msg("the class '%.*s' has no Spanish", MT_TEXT_ARGS(line->class_key));
    }
    assert_true(count > 200);
    mt_codes_free(codes);
#define X(number, name, key, words) assert_spanish("actors", "word", words);
    MT_ACTOR_LIST(X)
#undef X
#define X(name, key, words) assert_spanish("against", "word", words);
    MT_FINDING_AGAINST_LIST(X)
#undef X
#define X(number, name, key)                                                                                           \
    if ((number) != MT_DIRECTION_UNKNOWN)                                                                              \
        assert_spanish("directions", "word", key);
    MT_DIRECTION_LIST(X)
#undef X
}

/* ---- the list itself ---- */

/* The places of a text in their order of numbers, those that write and those that choose. */
static void
read_places(const char *text, unsigned *written, unsigned *choosing)
{
    *written = *choosing = 0;
    for (const char *at = text; (at = strpbrk(at, "{}")) != NULL;) {
        const char *end = strchr(at, '}');
        if (*at != '{' || !end || !isdigit((unsigned char)at[1]) || (at[2] != '}' && at[2] != ':') ||
            (at[2] == ':' && !memchr(at, '|', (size_t)(end - at))))
            fail_msg("a place is malformed in '%s'", text);
        *(at[2] == '}' ? written : choosing) |= 1u << (at[1] - '0');
        at = end + 1;
    }
}

static void
assert_well_typed(const char *text)
{
    size_t len = strlen(text);
    if (len == 0 || strstr(text, "  ") || text[len - 1] == ' ' || strchr(text, '\n'))
        fail_msg("blanks are not as they should be in '%s'", text);
}

static void
every_text_stands_once_with_the_same_places_in_spanish(void **state)
{
    (void)state;
    for (const struct mt_word *word = mt_own_words; word->key; word++) {
        unsigned places[4];
        read_places(word->label, &places[0], &places[1]);
        read_places(word->spanish, &places[2], &places[3]);
        if (places[0] != places[2])
            fail_msg("'%s' and '%s' write different values", word->label, word->spanish);
        assert_well_typed(word->label);
        assert_well_typed(word->spanish);
        for (const struct mt_word *other = word + 1; other->key; other++)
            if (strcmp(word->key, other->key) == 0)
                fail_msg("'%s' stands twice", word->key);
    }
}

static void
what_is_not_ours_stays_as_it_is(void **state)
{
    (void)state;
    assert_string_equal(mt_in_language(MT_LANGUAGE_ES, "Connection refused"), "Connection refused");
    assert_string_equal(mt_in_language(MT_LANGUAGE_ES, ""), "");
    assert_string_equal(mt_in_language(MT_LANGUAGE_EN, "Sender"), "Sender");
    assert_string_equal(mt_in_language(MT_LANGUAGE_ES, "Sender"), "Remitente");
    assert_null(mt_in_language_own(MT_LANGUAGE_EN, "Sender"));
    assert_null(mt_in_language(MT_LANGUAGE_ES, NULL));
}

/* ---- notes ---- */

static void
assert_note(enum mt_language language, const char *wanted)
{
    struct mt_table table;
    struct mt_err err;
    struct mt_arena arena = MT_ARENA_EMPTY;
    struct mt_reader reader = {.language = language};
    mt_table_init(&table, "delays", "Time to deliver");
    assert_int_equal(mt_table_note(&table, "Mail received from {0} to {1} is compared with that from then to {2}.",
                                   MT_VALUES(mt_value_moment(0), mt_value_count(12345), mt_value_ratio(0.042)), &err),
                     MT_OK);
    struct mt_text text = mt_say_note(&arena, &reader, &table.notes[0]);
    if (!mt_text_is(text, wanted))
        fail_msg("'%.*s' is not '%s'", MT_TEXT_ARGS(text), wanted);
    mt_arena_release(&arena);
    mt_table_release(&table);
}

static void
a_note_is_composed_in_the_readers_language_and_numbers(void **state)
{
    (void)state;
    assert_note(MT_LANGUAGE_EN, "Mail received from 1970-01-01\xC2\xA0"
                                "00:00 to 12\xE2\x80\xAF"
                                "345 is compared with that from then to 4.2\xC2\xA0%.");
    assert_note(MT_LANGUAGE_ES, "El correo recibido del 1970-01-01\xC2\xA0"
                                "00:00 al 12\xE2\x80\xAF"
                                "345 se compara con el de entonces hasta el 4,2\xC2\xA0%.");
}

static void
a_note_keeps_copies_of_its_values(void **state)
{
    struct mt_table table;
    struct mt_err err;
    struct mt_arena arena = MT_ARENA_EMPTY;
    char name[] = "yahoo.com";
    (void)state;
    mt_table_init(&table, "domains", "Recipient domains");
    assert_int_equal(mt_table_note(&table, "Only {0}.", MT_VALUES(mt_value_data(mt_text_of(name))), &err), MT_OK);
    assert_int_equal(mt_table_note(&table, "And no more.", MT_NO_VALUES, &err), MT_OK);
    memset(name, 'x', sizeof name - 1);
    assert_true(mt_text_is(mt_say_note(&arena, NULL, &table.notes[0]), "Only \x02yahoo.com\x03."));
    assert_true(mt_text_is(mt_say_note(&arena, NULL, &table.notes[1]), "And no more."));
    mt_arena_release(&arena);
    mt_table_release(&table);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_question_answers_in_spanish),
        cmocka_unit_test(every_table_behind_a_finding_is_spanish),
        cmocka_unit_test(what_is_known_of_a_message_is_spanish),
        cmocka_unit_test(every_declared_column_and_reason_is_spanish),
        cmocka_unit_test(every_meaning_of_a_code_has_its_spanish),
        cmocka_unit_test(every_text_stands_once_with_the_same_places_in_spanish),
        cmocka_unit_test(what_is_not_ours_stays_as_it_is),
        cmocka_unit_test(a_note_is_composed_in_the_readers_language_and_numbers),
        cmocka_unit_test(a_note_keeps_copies_of_its_values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
