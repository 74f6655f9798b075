#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "ingest/csv.h"
#include "ingest/json.h"
#include "store/base/out.h"

static struct mt_err err;

/* What a reading said, one line each: "3 {a=x b=1 c=~}" for an object, "1 envelope of 2 {…}", "4! reason: raw". */
struct heard {
    struct mt_out log;
    uint64_t objects;
    uint64_t malformed;
    uint64_t stop_after;
};

static void
log_members(struct heard *heard, const struct mt_json_object *object)
{
    mt_out_byte(&heard->log, '{');
    for (size_t i = 0; i < object->count; i++) {
        const struct mt_json_member *member = &object->members[i];
        mt_out_string(&heard->log, i ? " " : "");
        mt_out_text(&heard->log, member->key);
        mt_out_byte(&heard->log, '=');
        mt_out_text(&heard->log, member->value.at ? member->value : MT_TEXT_LITERAL("~"));
    }
    mt_out_string(&heard->log, "}\n");
}

static enum mt_rc
hear_object(void *context, const struct mt_json_object *object, struct mt_err *failure)
{
    struct heard *heard = context;
    heard->objects++;
    mt_out_int(&heard->log, (int64_t)object->line);
    mt_out_byte(&heard->log, ' ');
    log_members(heard, object);
    if (heard->objects == heard->stop_after)
        return mt_err_set(failure, MT_INTERRUPTED, "enough");
    return MT_OK;
}

static enum mt_rc
hear_envelope(void *context, const struct mt_json_object *envelope, uint64_t held, struct mt_err *failure)
{
    struct heard *heard = context;
    (void)failure;
    mt_out_int(&heard->log, (int64_t)envelope->line);
    mt_out_string(&heard->log, " envelope of ");
    mt_out_int(&heard->log, (int64_t)held);
    mt_out_byte(&heard->log, ' ');
    log_members(heard, envelope);
    return MT_OK;
}

static enum mt_rc
hear_malformed(void *context, const char *reason, const struct mt_json_object *object, struct mt_err *failure)
{
    struct heard *heard = context;
    (void)failure;
    assert_int_equal(object->count, 0);
    heard->malformed++;
    mt_out_int(&heard->log, (int64_t)object->line);
    mt_out_string(&heard->log, "! ");
    mt_out_string(&heard->log, reason);
    mt_out_string(&heard->log, ": ");
    mt_out_text(&heard->log, object->raw);
    mt_out_string(&heard->log, object->raw_is_cut ? "...\n" : "\n");
    return MT_OK;
}

static enum mt_rc
read_text(struct mt_text text, struct heard *heard)
{
    struct heard parsed = {.log = MT_OUT_EMPTY, .stop_after = heard->stop_after};
    struct mt_json_handler handler = {heard, hear_object, hear_envelope, hear_malformed};
    struct mt_source *source;
    if (mt_source_open_memory(&source, text, "x.json", MT_ENCODING_UTF8, &err) != MT_OK)
        fail_msg("%s", err.text);
    enum mt_rc rc = mt_json_read(source, &handler, &err);
    mt_out_byte(&heard->log, '\0');

    /* Whatever is read: the parser alone says the same. */
    handler.context = &parsed;
    assert_int_equal(mt_source_rewind(source, &err), MT_OK);
    assert_int_equal(mt_json_read_carefully(source, &handler, &err), rc);
    mt_out_byte(&parsed.log, '\0');
    assert_string_equal(heard->log.bytes, parsed.log.bytes);
    mt_out_release(&parsed.log);
    mt_source_close(source);
    return rc;
}

static void
assert_hears(const char *text, const char *expected)
{
    struct heard heard = {.log = MT_OUT_EMPTY};
    assert_int_equal(read_text(mt_text_of(text), &heard), MT_OK);
    assert_string_equal(heard.log.bytes, expected);
    mt_out_release(&heard.log);
}

static void
an_array_gives_its_objects(void **state)
{
    (void)state;
    /* As Windows PowerShell writes it. */
    assert_hears("[\r\n    {\r\n        \"Status\":  \"Delivered\",\r\n        \"Size\":  22761\r\n    },\r\n"
                 "    {\r\n        \"Status\":  \"Failed\",\r\n        \"Size\":  0\r\n    }\r\n]\r\n",
                 "2 {Status=Delivered Size=22761}\n6 {Status=Failed Size=0}\n");
}

static void
one_row_is_a_bare_object(void **state)
{
    (void)state;
    assert_hears("{\"Status\":\"Delivered\",\"ToIP\":null}", "1 {Status=Delivered ToIP=~}\n");
}

static void
no_rows_are_nothing(void **state)
{
    (void)state;
    assert_hears("", "");
    assert_hears("null\r\n", "");
    assert_hears(" \n[]\n", "");
    assert_hears("null", "");
}

static void
one_object_a_line_with_blank_lines_between(void **state)
{
    (void)state;
    assert_hears("{\"a\":1}\n\n{\"a\":2}\r\n{\"a\":3}", "1 {a=1}\n3 {a=2}\n4 {a=3}\n");
}

static void
an_envelope_gives_its_objects_and_then_its_own_members(void **state)
{
    (void)state;
    assert_hears("{\"@odata.context\":\"ctx\",\"value\":[{\"id\":\"1\"},{\"id\":\"2\"}],\"@odata.nextLink\":\"next\"}",
                 "1 {id=1}\n1 {id=2}\n1 envelope of 2 {@odata.context=ctx @odata.nextLink=next}\n");
    assert_hears("{\"d\":{\"results\":[{\"__metadata\":{\"id\":\"m\"},\"Size\":5}],\"__next\":\"n\"}}",
                 "1 {__metadata.id=m Size=5}\n1 envelope of 1 {d.__next=n}\n");
    assert_hears("{\"EWS\": {\n \"MessageTrace\": [\n  {\"Index\": 0}\n ]\n}}", "3 {Index=0}\n1 envelope of 1 {}\n");
}

static void
pages_one_after_another_are_envelopes_each(void **state)
{
    (void)state;
    assert_hears("{\"value\":[{\"a\":1}],\"next\":\"x\"}\n{\"value\":[{\"a\":2}]}\n{\"value\":[]}\n",
                 "1 {a=1}\n1 envelope of 1 {next=x}\n2 {a=2}\n2 envelope of 1 {}\n3 envelope of 0 {}\n");
}

static void
an_empty_page_is_an_envelope_of_none(void **state)
{
    (void)state;
    assert_hears("{\"odata.metadata\":\"m\",\"value\":[]}", "1 envelope of 0 {odata.metadata=m}\n");
    assert_hears("{\"d\":{\"results\":[]}}", "1 envelope of 0 {}\n");
    assert_hears("{\"d\":[]}", "1 envelope of 0 {}\n");
    /* In a list it is an object like every other one. */
    assert_hears("[{\"a\":1,\"value\":[]}]", "1 {a=1}\n");
}

static void
every_array_of_objects_in_an_envelope_is_read(void **state)
{
    (void)state;
    assert_hears("{\"warnings\":[{\"code\":7}],\"value\":[{\"id\":1},{\"id\":2}],\"n\":3}",
                 "1 {code=7}\n1 {id=1}\n1 {id=2}\n1 envelope of 3 {n=3}\n");
}

static void
an_element_that_holds_an_array_of_objects_stays_one_object(void **state)
{
    (void)state;
    assert_hears("[{\"id\":1,\"hops\":[{\"n\":1},{\"n\":2}],\"x\":\"y\"}]", "1 {id=1 x=y}\n");
    assert_hears("{\"value\":[{\"id\":1,\"hops\":[{\"n\":1}],\"x\":\"y\"}]}", "1 {id=1 x=y}\n1 envelope of 1 {}\n");
}

static void
objects_are_flattened_and_plain_arrays_joined(void **state)
{
    (void)state;
    assert_hears("{\"Received\":{\"value\":\"\\/Date(1662401413490)\\/\",\"DisplayHint\":2},"
                 "\"To\":[\"a@x\",\"b@x\",3],\"mixed\":[1,true],\"empty\":[],\"none\":{},\"deep\":[[1]],"
                 "\"yes\":true,\"no\":false}",
                 "1 {Received.value=/Date(1662401413490)/ Received.DisplayHint=2 To=a@x;b@x;3 yes=true no=false}\n");
}

/* Whether that is an object; the test ends when memory runs out. */
static bool
flattens(struct mt_text text, struct mt_arena *arena, struct mt_json_object *object)
{
    struct mt_err why;
    bool is_object;
    assert_int_equal(mt_json_flatten(text, NULL, arena, object, &is_object, &why), MT_OK);
    return is_object;
}

static void
kinds_are_told_apart(void **state)
{
    (void)state;
    static const enum mt_json_kind kinds[] = {MT_JSON_STRING, MT_JSON_NUMBER, MT_JSON_BOOLEAN, MT_JSON_NULL,
                                              MT_JSON_STRING};
    struct mt_arena arena = MT_ARENA_EMPTY;
    struct mt_json_object object;
    assert_true(flattens(MT_TEXT_LITERAL("{\"a\":\"1\",\"b\":1,\"c\":true,\"d\":null,\"e\":[1]}"), &arena, &object));
    assert_int_equal(object.count, sizeof kinds / sizeof *kinds);
    for (size_t i = 0; i < object.count; i++)
        assert_int_equal(object.members[i].kind, kinds[i]);
    assert_null(object.members[3].value.at);
    mt_arena_release(&arena);
}

static void
numbers_are_the_shortest_digits_that_give_them_back(void **state)
{
    (void)state;
    assert_hears("{\"a\":0.1,\"b\":9223372036854775807,\"c\":-3,\"d\":1.5e300,\"e\":0.30000000000000004,\"f\":1.0}",
                 "1 {a=0.1 b=9223372036854775807 c=-3 d=1.5e+300 e=0.30000000000000004 f=1}\n");
}

static void
escapes_become_characters(void **state)
{
    (void)state;
    assert_hears("{\"id\":\"\\u003ca@b\\u003e\",\"s\":\"\\\"q\\\" \\\\ {[\\u00e9 \\ud83d\\ude00\"}",
                 "1 {id=<a@b> s=\"q\" \\ {[\xC3\xA9 \xF0\x9F\x98\x80}\n");
}

static void
half_a_character_and_nul_become_replacement_characters(void **state)
{
    (void)state;
    assert_hears("{\"a\":\"cut \\ud83d\",\"b\":\"\\ude00 cut\",\"c\":\"\\ud83d\\ud83d\\ude00\",\"d\":\"\\\\ud83d\"}",
                 "1 {a=cut \xEF\xBF\xBD b=\xEF\xBF\xBD cut c=\xEF\xBF\xBD\xF0\x9F\x98\x80 d=\\ud83d}\n");
    assert_hears("{\"a\":\"x\\u0000y\",\"b\":[\"\\u0000\"]}", "1 {a=x\xEF\xBF\xBDy b=\xEF\xBF\xBD}\n");
}

static void
an_object_that_the_parser_refuses_costs_no_other(void **state)
{
    (void)state;
    assert_hears("[{\"a\":1},\n{\"a\":1,\"a\":2},\n{\"a\":3}]",
                 "1 {a=1}\n2! has two members of the same name (line 2): {\"a\":1,\"a\":2}\n3 {a=3}\n");
    assert_hears("{\"a\":1,}\n{\"a\":\"\\x\"}\n{\"a\":99999999999999999999}\n{'a':1}\n{\"a\":2}\n",
                 "1! is no valid JSON (line 1): {\"a\":1,}\n"
                 "2! is no valid JSON (line 2): {\"a\":\"\\x\"}\n"
                 "3! has a number that is too large (line 3): {\"a\":99999999999999999999}\n"
                 "4! is no valid JSON (line 4): {'a':1}\n"
                 "5 {a=2}\n");
}

static void
a_file_that_ends_inside_an_object_is_cut(void **state)
{
    (void)state;
    assert_hears("[{\"a\":1},{\"a\":\"two", "1 {a=1}\n1! ends inside an object: the file is cut: {\"a\":\"two\n");
    assert_hears("[\n  {\n    \"a\": 1\n  },\n  {\n    \"b\": {\n      \"c\": 1",
                 "2 {a=1}\n5! ends inside an object: the file is cut: {\n    \"b\": {\n      \"c\": 1\n");
    assert_hears("{\"value\":[{\"a\":1}],\"next\":",
                 "1 {a=1}\n1! ends inside an object: the file is cut: {\"value\":[],\"next\":\n");
    assert_hears("{\"value\":[{\"a\":1},", "1 {a=1}\n1! ends inside an object: the file is cut: {\"value\":[\n");
    assert_hears("[{\"a\":1},\n", "1 {a=1}\n2! ends inside a list: the file is cut: \n");
}

static void
a_line_that_was_cut_short_costs_no_other_line(void **state)
{
    (void)state;
    assert_hears("{\"a\":\"one\n{\"a\":2}\n", "1! has a line break inside a text: {\"a\":\"one\n2 {a=2}\n");
    assert_hears("{\"a\":1,\n{\"a\":2}\n", "1! is not complete where the next one begins: {\"a\":1,\n2 {a=2}\n");
    assert_hears("{\"a\":1\n{\"a\":2}\n", "1! is not complete where the next one begins: {\"a\":1\n2 {a=2}\n");
    assert_hears("{\"a\":\n{\"a\":2}\n{\"a\":3}\n",
                 "1! is not complete where the next one begins: {\"a\":\n{\"a\":2}\n2 {a=2}\n3 {a=3}\n");
    assert_hears("{\"a\":[1,2}\n{\"a\":3}\n", "1! has brackets that do not match: {\"a\":[1,2\n2 {a=3}\n");
}

static void
a_broken_element_in_lines_costs_no_other_element(void **state)
{
    (void)state;
    assert_hears("{\"value\":[\n"
                 "  {\n    \"s\": \"open,\n    \"t\": {\n      \"u\": [1, 2]\n    }\n  },\n"
                 "  {\n    \"s\": \"good\"\n  }\n],\n\"next\": \"n\"}\n",
                 "2! has a line break inside a text: {\n    \"s\": \"open,\n"
                 "8 {s=good}\n"
                 "1 envelope of 2 {next=n}\n");
}

static void
text_between_objects_is_told_once_a_run(void **state)
{
    (void)state;
    assert_hears("2026-11-20 row: {\"a\":1}\nthis is, no \"object {\" at all\n{\"a\":2} }",
                 "1! is no object: 2026-11-20 row:\n1 {a=1}\n2! is no object: this is, no \"object {\" at all\n"
                 "3 {a=2}\n3! is no object: }\n");
    assert_hears("[1, \"two\", {\"a\":1}, true]\n{\"a\":2}",
                 "1! is no object: 1, \"two\",\n1 {a=1}\n1! is no object: true\n2 {a=2}\n");
}

static void
lists_of_lists_are_read(void **state)
{
    (void)state;
    assert_hears("[[{\"a\":1}],[{\"a\":2},{\"a\":3}]]", "1 {a=1}\n1 {a=2}\n1 {a=3}\n");
}

static void
depth_is_bounded(void **state)
{
    (void)state;
    for (size_t depth = MT_JSON_DEPTH; depth <= MT_JSON_DEPTH + 1; depth++) {
        struct mt_out text = MT_OUT_EMPTY;
        struct heard heard = {.log = MT_OUT_EMPTY};
        for (size_t i = 1; i < depth; i++)
            mt_out_string(&text, "{\"a\":");
        mt_out_string(&text, "{\"b\":1}");
        mt_out_repeat(&text, '}', depth - 1);
        mt_out_string(&text, "\n{\"c\":1}\n");
        assert_int_equal(read_text(mt_out_view(&text), &heard), MT_OK);
        assert_int_equal(heard.objects, depth == MT_JSON_DEPTH ? 2 : 1);
        assert_int_equal(heard.malformed, depth == MT_JSON_DEPTH ? 0 : 1);
        assert_non_null(strstr(heard.log.bytes, "2 {c=1}\n"));
        if (heard.malformed)
            assert_non_null(strstr(heard.log.bytes, "1! is nested deeper than 64 levels: "));
        mt_out_release(&text);
        mt_out_release(&heard.log);
    }
}

static void
a_million_brackets_are_one_complaint(void **state)
{
    (void)state;
    struct mt_out text = MT_OUT_EMPTY;
    struct heard heard = {.log = MT_OUT_EMPTY};
    mt_out_repeat(&text, '[', 1000000);
    mt_out_repeat(&text, ']', 1000000);
    mt_out_string(&text, "{\"a\":1}");
    assert_int_equal(read_text(mt_out_view(&text), &heard), MT_OK);
    assert_int_equal(heard.malformed, 1);
    assert_int_equal(heard.objects, 1);
    mt_out_release(&text);
    mt_out_release(&heard.log);
}

static void
an_object_that_is_too_large_is_told_once_and_passed_over(void **state)
{
    (void)state;
    static const char *const openings[] = {"[{\"a\":\"", "{\"value\":[{\"a\":\""};
    static const char *const endings[] = {"\",\"b\":[{\"x\":1}]},\n{\"a\":2}]", "\",\"b\":[{\"x\":1}]},\n{\"a\":2}]}"};
    for (size_t i = 0; i < 2; i++) {
        struct mt_out text = MT_OUT_EMPTY;
        struct heard heard = {.log = MT_OUT_EMPTY};
        mt_out_string(&text, openings[i]);
        mt_out_repeat(&text, 'x', 3 * (size_t)MT_JSON_OBJECT_BYTES);
        mt_out_string(&text, endings[i]);
        assert_int_equal(read_text(mt_out_view(&text), &heard), MT_OK);
        assert_int_equal(heard.malformed, 1);
        assert_int_equal(heard.objects, 1);
        assert_memory_equal(heard.log.bytes, "1! is larger than 4 MiB: {\"a\":\"xxx", 33);
        assert_non_null(strstr(heard.log.bytes, "...\n2 {a=2}\n"));
        assert_true(heard.log.len < MT_RAW_BYTES + 200);
        mt_out_release(&text);
        mt_out_release(&heard.log);
    }
}

static void
an_envelope_with_much_text_of_its_own_still_gives_its_objects(void **state)
{
    (void)state;
    struct mt_out text = MT_OUT_EMPTY;
    struct heard heard = {.log = MT_OUT_EMPTY};
    mt_out_string(&text, "{\"note\":\"");
    mt_out_repeat(&text, 'x', 100000);
    mt_out_string(&text, "\",\"value\":[{\"a\":1}]}\n");
    assert_int_equal(read_text(mt_out_view(&text), &heard), MT_OK);
    assert_string_equal(heard.log.bytes, "1 {a=1}\n1 envelope of 1 {}\n");
    mt_out_release(&text);
    mt_out_release(&heard.log);
}

static void
an_envelope_that_is_no_json_is_told_behind_its_objects(void **state)
{
    (void)state;
    assert_hears("{\"value\":[{\"a\":1}],\"n\":oops}", "1 {a=1}\n1! is no valid JSON: {\"value\":[],\"n\":oops}\n");
}

static void
objects_that_two_reads_share_are_whole(void **state)
{
    (void)state;
    enum { OBJECTS = 30000 };
    struct mt_out text = MT_OUT_EMPTY;
    struct heard heard = {.log = MT_OUT_EMPTY};
    mt_out_string(&text, "{\"value\":[");
    for (int i = 0; i < OBJECTS; i++) {
        mt_out_string(&text, i ? ",\r\n{\"n\":" : "{\"n\":");
        mt_out_int(&text, i);
        mt_out_string(&text, ",\"s\":\"\\\\\\\"{[\xE2\x82\xAC\"}");
    }
    mt_out_string(&text, "],\"end\":true}");
    assert_int_equal(read_text(mt_out_view(&text), &heard), MT_OK);
    assert_int_equal(heard.objects, OBJECTS);
    assert_int_equal(heard.malformed, 0);
    assert_non_null(
        strstr(heard.log.bytes, "\n30000 {n=29999 s=\\\"{[\xE2\x82\xAC}\n1 envelope of 30000 {end=true}\n"));
    mt_out_release(&text);
    mt_out_release(&heard.log);
}

static void
names_and_members_are_bounded(void **state)
{
    (void)state;
    struct mt_out text = MT_OUT_EMPTY;
    struct heard heard = {.log = MT_OUT_EMPTY};
    mt_out_string(&text, "{\"");
    mt_out_repeat(&text, 'k', MT_JSON_KEY_BYTES);
    mt_out_string(&text, "\":1}\n{\"a\":1");
    for (int i = 0; i < MT_JSON_MEMBERS; i++) {
        mt_out_string(&text, ",\"m");
        mt_out_int(&text, i);
        mt_out_string(&text, "\":1");
    }
    mt_out_string(&text, "}\n{\"a\":1}\n");
    assert_int_equal(read_text(mt_out_view(&text), &heard), MT_OK);
    assert_non_null(strstr(heard.log.bytes, "1! has a member with a name longer than 1024 bytes: "));
    assert_non_null(strstr(heard.log.bytes, "2! has more than 4096 members: "));
    assert_non_null(strstr(heard.log.bytes, "\n3 {a=1}\n"));
    mt_out_release(&text);
    mt_out_release(&heard.log);
}

static void
a_row_inside_a_text_can_be_flattened(void **state)
{
    (void)state;
    static const char *const refused[] = {"", "null", "[1]", "plain", "{\"a\":1} x", "{\"a\":"};
    struct mt_arena arena = MT_ARENA_EMPTY;
    struct mt_json_object object;
    assert_true(flattens(MT_TEXT_LITERAL(" {\"Size\":5,\"From\":{\"ip\":\"x\"}} "), &arena, &object));
    assert_int_equal(object.count, 2);
    assert_true(mt_text_is(object.members[1].key, "From.ip"));
    assert_true(mt_text_is(object.members[1].value, "x"));
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        assert_false(flattens(mt_text_of(refused[i]), &arena, &object));
    assert_false(flattens(MT_TEXT_UNKNOWN, &arena, &object));
    mt_arena_release(&arena);
}

static void
a_handler_can_end_the_reading(void **state)
{
    (void)state;
    struct heard heard = {.log = MT_OUT_EMPTY, .stop_after = 2};
    assert_int_equal(read_text(MT_TEXT_LITERAL("[{\"a\":1},{\"a\":2},{\"a\":3}]"), &heard), MT_INTERRUPTED);
    assert_string_equal(err.text, "enough");
    assert_int_equal(heard.objects, 2);
    mt_out_release(&heard.log);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_array_gives_its_objects),
        cmocka_unit_test(one_row_is_a_bare_object),
        cmocka_unit_test(no_rows_are_nothing),
        cmocka_unit_test(one_object_a_line_with_blank_lines_between),
        cmocka_unit_test(an_envelope_gives_its_objects_and_then_its_own_members),
        cmocka_unit_test(pages_one_after_another_are_envelopes_each),
        cmocka_unit_test(an_empty_page_is_an_envelope_of_none),
        cmocka_unit_test(every_array_of_objects_in_an_envelope_is_read),
        cmocka_unit_test(an_element_that_holds_an_array_of_objects_stays_one_object),
        cmocka_unit_test(objects_are_flattened_and_plain_arrays_joined),
        cmocka_unit_test(kinds_are_told_apart),
        cmocka_unit_test(numbers_are_the_shortest_digits_that_give_them_back),
        cmocka_unit_test(escapes_become_characters),
        cmocka_unit_test(half_a_character_and_nul_become_replacement_characters),
        cmocka_unit_test(an_object_that_the_parser_refuses_costs_no_other),
        cmocka_unit_test(a_file_that_ends_inside_an_object_is_cut),
        cmocka_unit_test(a_line_that_was_cut_short_costs_no_other_line),
        cmocka_unit_test(a_broken_element_in_lines_costs_no_other_element),
        cmocka_unit_test(text_between_objects_is_told_once_a_run),
        cmocka_unit_test(lists_of_lists_are_read),
        cmocka_unit_test(depth_is_bounded),
        cmocka_unit_test(a_million_brackets_are_one_complaint),
        cmocka_unit_test(an_object_that_is_too_large_is_told_once_and_passed_over),
        cmocka_unit_test(an_envelope_with_much_text_of_its_own_still_gives_its_objects),
        cmocka_unit_test(an_envelope_that_is_no_json_is_told_behind_its_objects),
        cmocka_unit_test(objects_that_two_reads_share_are_whole),
        cmocka_unit_test(names_and_members_are_bounded),
        cmocka_unit_test(a_row_inside_a_text_can_be_flattened),
        cmocka_unit_test(a_handler_can_end_the_reading),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
