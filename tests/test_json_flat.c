#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "ingest/json_flat.h"
#include "store/base/out.h"

static struct mt_err err;

/* One letter for each kind, in the order of enum mt_json_kind. */
static const char kinds[] = "snb0";

/* The members as "key s value, …". */
static void
write_members(struct mt_out *out, const struct mt_json_member *members, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        mt_out_string(out, i ? ", " : "");
        mt_out_text(out, members[i].key);
        mt_out_byte(out, ' ');
        mt_out_byte(out, kinds[members[i].kind]);
        if (mt_text_known(members[i].value)) {
            mt_out_byte(out, ' ');
            mt_out_text(out, members[i].value);
        }
    }
    mt_out_byte(out, '\0');
}

static int
open_lane(void **state)
{
    struct mt_json_flat *flat;
    enum mt_rc rc = mt_json_flat_open(&flat, &err);
    *state = flat;
    return rc == MT_OK ? 0 : -1;
}

static int
close_lane(void **state)
{
    mt_json_flat_close(*state);
    return 0;
}

/* By the lane, and by the parser, too. */
static void
assert_reads(struct mt_json_flat *flat, const char *text, const char *expected)
{
    struct mt_json_flat_object found;
    struct mt_json_object object;
    struct mt_arena arena = MT_ARENA_EMPTY;
    struct mt_out fast = MT_OUT_EMPTY, parsed = MT_OUT_EMPTY;
    bool is_object;
    if (mt_json_flat_scan(flat, mt_text_of(text), &found) != MT_JSON_TOKEN_WHOLE)
        fail_msg("is left to the parser: %s", text);
    assert_int_equal(found.len, strlen(text));
    write_members(&fast, found.members, found.count);
    assert_string_equal(fast.bytes, expected);

    assert_int_equal(mt_json_flatten(mt_text_of(text), NULL, &arena, &object, &is_object, &err), MT_OK);
    assert_true(is_object);
    write_members(&parsed, object.members, object.count);
    assert_string_equal(parsed.bytes, expected);
    mt_arena_release(&arena);
    mt_out_release(&fast);
    mt_out_release(&parsed);
}

static void
assert_leaves(struct mt_json_flat *flat, const char *text)
{
    struct mt_json_flat_object found;
    if (mt_json_flat_scan(flat, mt_text_of(text), &found) != MT_JSON_TOKEN_OTHER)
        fail_msg("is not left to the parser: %s", text);
}

static void
plain_objects_are_read(void **state)
{
    assert_reads(*state, "{}", "");
    assert_reads(*state, "{\"a\":\"x\",\"b\":\"\",\"\":1,\"c\":true,\"d\":false,\"e\":null}",
                 "a s x, b s ,  n 1, c b true, d b false, e 0");
}

static void
blanks_may_stand_between_everything(void **state)
{
    struct mt_json_flat_object found;
    const char *text = "{\r\n\t\"a\" :\n [ \"x\" ,\n2 ] ,\n\"b\" : { } , \"c\" : 1\r\n}\n\n,";
    assert_int_equal(mt_json_flat_scan(*state, mt_text_of(text), &found), MT_JSON_TOKEN_WHOLE);
    assert_int_equal(found.count, 2);
    assert_int_equal(found.lines, 5);
    assert_string_equal(text + found.len, "\n\n,");
}

static void
escapes_are_decoded(void **state)
{
    assert_reads(*state, "{\"a\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"}", "a s \"\\/\b\f\n\r\t");
    assert_reads(*state, "{\"a\":\"\\u003cx\\u00E9\\u20ac\\uD83D\\ude00>\"}",
                 "a s <x\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80>");
    assert_reads(*state, "{\"a\":\"\\u0001\\u007f\\uffff\"}", "a s \x01\x7F\xEF\xBF\xBF");
    assert_reads(*state, "{\"\\u0061\\n\":\"long enough for a step of sixteen bytes \\u003c and for another one\"}",
                 "a\n s long enough for a step of sixteen bytes < and for another one");
}

static void
half_characters_and_nul_are_left(void **state)
{
    static const char *const texts[] = {
        "{\"a\":\"\\u0000\"}",    "{\"\\u0000\":1}",      "{\"a\":\"\\ud83d\"}",        "{\"a\":\"\\ude00\"}",
        "{\"a\":\"\\ud83d\\n\"}", "{\"a\":\"\\ud83dx\"}", "{\"a\":\"\\ud83d\\ud83d\"}", "{\"a\":\"\\ud83d\\u0041\"}",
        "{\"a\":[\"\\u0000\"]}",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_leaves(*state, texts[i]);
}

static void
what_is_no_json_is_left(void **state)
{
    static const char *const texts[] = {
        "[]",
        "{,}",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\" 1}",
        "{\"a\":1,}",
        "{\"a\":1 2}",
        "{\"a\":1,,}",
        "{'a':1}",
        "{a:1}",
        "{\"a\":tru}",
        "{\"a\":truex}",
        "{\"a\":nul}",
        "{\"a\":True}",
        "{\"a\":01}",
        "{\"a\":-}",
        "{\"a\":+1}",
        "{\"a\":.5}",
        "{\"a\":1.}",
        "{\"a\":1.2.3}",
        "{\"a\":1x}",
        "{\"a\":[1,]}",
        "{\"a\":[,1]}",
        "{\"a\":[1 2]}",
        "{\"a\":[1}}",
        "{\"a\":\"\n\"}",
        "{\"a\":\"\t\"}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\u12g4\"}",
        "{\"a\n\":1}",
        "{\"a\":\v1}",
        "{\"a\":1]",
        "{\"a\":-x}",
        "{\"a\":\"\\U0041\"}",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_leaves(*state, texts[i]);
}

static void
numbers_stay_when_their_digits_are_the_shortest(void **state)
{
    assert_reads(*state, "{\"a\":0,\"b\":-1,\"c\":999999999999999999,\"d\":-999999999999999999}",
                 "a n 0, b n -1, c n 999999999999999999, d n -999999999999999999");
    assert_reads(*state, "{\"a\":1.0,\"b\":-0.0,\"c\":1.50,\"d\":0.1,\"e\":100.00,\"f\":0.0001}",
                 "a n 1, b n -0, c n 1.5, d n 0.1, e n 100, f n 0.0001");
    assert_reads(*state, "{\"a\":123456789012345.0,\"b\":12345.6789012345,\"c\":1732.1230}",
                 "a n 123456789012345, b n 12345.6789012345, c n 1732.123");
}

static void
other_numbers_are_left(void **state)
{
    static const char *const texts[] = {
        "{\"a\":-0}",
        "{\"a\":1e5}",
        "{\"a\":1E5}",
        "{\"a\":1.5e3}",
        "{\"a\":0.00001}",
        "{\"a\":9223372036854775807}",
        "{\"a\":99999999999999999999}",
        "{\"a\":1234567890123456.5}",
        "{\"a\":0.30000000000000004}",
        "{\"a\":[1e5]}",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_leaves(*state, texts[i]);
}

static void
objects_inside_are_flattened(void **state)
{
    assert_reads(*state, "{\"a\":{\"b\":{\"c\":1},\"d\":2},\"e\":{},\"a.d\":3}", "a.b.c n 1, a.d n 2, a.d n 3");
    assert_reads(*state, "{\"a\":{\"b\":{\"c\":{\"d\":{\"e\":{\"f\":1}}}}}}", "a.b.c.d.e.f n 1");
    assert_leaves(*state, "{\"a\":{\"b\":{\"c\":{\"d\":{\"e\":{\"f\":{\"g\":1}}}}}}}");
}

static void
lists_of_texts_and_numbers_are_joined(void **state)
{
    assert_reads(*state, "{\"a\":[\"x\",\"\\u0079\",3],\"b\":[\"\"],\"c\":[\"\",\"\"],\"z\":[],\"e\":[1.50]}",
                 "a s x;y;3, b s , c s ;, e s 1.5");
    assert_leaves(*state, "{\"a\":[true]}");
    assert_leaves(*state, "{\"a\":[[1]]}");
    assert_leaves(*state, "{\"a\":[{\"b\":1}]}");
}

static void
a_page_without_rows_is_left(void **state)
{
    assert_leaves(*state, "{\"value\":[]}");
    assert_leaves(*state, "{\"d\":{\"results\":[ ]}}");
    assert_leaves(*state, "{\"d\":[]}");
    assert_reads(*state, "{\"value\":[\"x\"]}", "value s x");
}

static void
a_name_that_stands_twice_is_left(void **state)
{
    assert_leaves(*state, "{\"a\":1,\"a\":2}");
    assert_leaves(*state, "{\"a\":1,\"\\u0061\":2}");
    assert_leaves(*state, "{\"a\":{\"b\":1},\"c\":2,\"a\":{\"d\":3}}");
    assert_leaves(*state, "{\"a\":{\"b\":1,\"c\":2,\"b\":3}}");
    assert_reads(*state, "{\"a\":{\"a\":1},\"b\":{\"a\":2}}", "a.a n 1, b.a n 2");
}

/* What was remembered of the object before must not decide about the next. */
static void
names_may_change_from_object_to_object(void **state)
{
    assert_reads(*state, "{\"a\":1,\"b\":{\"a\":2,\"c\":3},\"d\":4}", "a n 1, b.a n 2, b.c n 3, d n 4");
    assert_reads(*state, "{\"a\":1,\"b\":{\"a\":2},\"c\":3,\"d\":4}", "a n 1, b.a n 2, c n 3, d n 4");
    assert_reads(*state, "{\"a\":1,\"b\":5,\"a.c\":3,\"d\":4}", "a n 1, b n 5, a.c n 3, d n 4");
    assert_leaves(*state, "{\"a\":1,\"b\":5,\"a\":3}");
    assert_leaves(*state, "{\"a\":1,\"b\":5,\"a.c\":3,\"d\":4,\"b\":1}");
    assert_reads(*state, "{\"a\":1}", "a n 1");
    assert_reads(*state, "{\"ab\":1,\"a\":2}", "ab n 1, a n 2");
    assert_reads(*state, "{\"a\":2,\"ab\":1}", "a n 2, ab n 1");
}

static void
every_beginning_of_an_object_is_short(void **state)
{
    const char *text =
        "{ \"a\":\"x\\n\\u003c\\ud83d\\ude00y\",\n\"b\":-12,\"c\":1.25,\"d\":true,\"e\":null,\"f\":[\"x\","
        "1,2.5],\"g\":{\"h\":false,\"i\":{}},\"j\":[]}";
    struct mt_json_flat_object found;
    for (int round = 0; round < 2; round++) {
        for (size_t len = 0; len < strlen(text); len++)
            assert_int_equal(mt_json_flat_scan(*state, (struct mt_text){text, len}, &found), MT_JSON_TOKEN_SHORT);
        assert_int_equal(mt_json_flat_scan(*state, mt_text_of(text), &found), MT_JSON_TOKEN_WHOLE);
        assert_int_equal(found.count, 7);
    }
}

static void
what_is_long_is_left(void **state)
{
    struct mt_out text = MT_OUT_EMPTY;
    struct mt_json_flat_object found;
    mt_out_string(&text, "{\"a\":\"");
    mt_out_repeat(&text, 'x', MT_JSON_FLAT_BYTES - 8);
    mt_out_string(&text, "\"}");
    assert_int_equal(text.len, MT_JSON_FLAT_BYTES);
    assert_int_equal(mt_json_flat_scan(*state, mt_out_view(&text), &found), MT_JSON_TOKEN_WHOLE);
    text.bytes[text.len - 2] = 'x';
    mt_out_string(&text, "\"}");
    assert_int_equal(mt_json_flat_scan(*state, mt_out_view(&text), &found), MT_JSON_TOKEN_OTHER);

    mt_out_clear(&text);
    mt_out_string(&text, "{\"");
    mt_out_repeat(&text, 'k', MT_JSON_KEY_BYTES);
    mt_out_string(&text, "\":1}");
    assert_int_equal(mt_json_flat_scan(*state, mt_out_view(&text), &found), MT_JSON_TOKEN_OTHER);

    for (int names = 128; names <= 129; names++) {
        mt_out_clear(&text);
        for (int i = 0; i < names; i++) {
            mt_out_string(&text, i ? ",\"n" : "{\"n");
            mt_out_int(&text, i);
            mt_out_string(&text, "\":0");
        }
        mt_out_byte(&text, '}');
        assert_int_equal(mt_json_flat_scan(*state, mt_out_view(&text), &found),
                         names == 128 ? MT_JSON_TOKEN_WHOLE : MT_JSON_TOKEN_OTHER);
    }
    mt_out_release(&text);
}

static void
an_object_alone_may_have_blanks_around_it_and_nothing_else(void **state)
{
    struct mt_json_flat_object found;
    assert_true(mt_json_flat_scan_alone(*state, MT_TEXT_LITERAL(" \r\n{\"a\":1}\n "), &found));
    assert_int_equal(found.count, 1);
    assert_false(mt_json_flat_scan_alone(*state, MT_TEXT_LITERAL("{\"a\":1} x"), &found));
    assert_false(mt_json_flat_scan_alone(*state, MT_TEXT_LITERAL("{\"a\":1}\0"), &found));
    assert_false(mt_json_flat_scan_alone(*state, MT_TEXT_LITERAL("{\"a\":\"\xFF\"}"), &found));
    assert_false(mt_json_flat_scan_alone(*state, MT_TEXT_LITERAL(""), &found));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_objects_are_read),
        cmocka_unit_test(blanks_may_stand_between_everything),
        cmocka_unit_test(escapes_are_decoded),
        cmocka_unit_test(half_characters_and_nul_are_left),
        cmocka_unit_test(what_is_no_json_is_left),
        cmocka_unit_test(numbers_stay_when_their_digits_are_the_shortest),
        cmocka_unit_test(other_numbers_are_left),
        cmocka_unit_test(objects_inside_are_flattened),
        cmocka_unit_test(lists_of_texts_and_numbers_are_joined),
        cmocka_unit_test(a_page_without_rows_is_left),
        cmocka_unit_test(a_name_that_stands_twice_is_left),
        cmocka_unit_test(names_may_change_from_object_to_object),
        cmocka_unit_test(every_beginning_of_an_object_is_short),
        cmocka_unit_test(what_is_long_is_left),
        cmocka_unit_test(an_object_alone_may_have_blanks_around_it_and_nothing_else),
    };
    return cmocka_run_group_tests(tests, open_lane, close_lane) != 0;
}
