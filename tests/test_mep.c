#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "ingest/mep.h"

/* The elements as "name:type=value|…". */
static void
assert_items(const char *data, const char *expected)
{
    struct mt_arena arena = MT_ARENA_EMPTY;
    struct mt_mep mep = mt_mep_of(mt_text_of(data));
    struct mt_mep_item item;
    char found[1024] = "";
    size_t len = 0;
    while (mt_mep_next(&mep, &arena, &item))
        len += (size_t)snprintf(found + len, sizeof found - len, "%s%.*s:%.*s=%.*s", len ? "|" : "",
                                MT_TEXT_ARGS(item.name), MT_TEXT_ARGS(item.type), MT_TEXT_ARGS(item.value));
    assert_string_equal(found, expected);
    mt_arena_release(&arena);
}

static void
assert_value(const char *data, const char *name, const char *expected)
{
    struct mt_arena arena = MT_ARENA_EMPTY;
    struct mt_text value = mt_mep_value(mt_text_of(data), name, &arena);
    if (expected)
        assert_true(mt_text_is(value, expected));
    else
        assert_false(mt_text_known(value));
    mt_arena_release(&arena);
}

static void
elements_of_every_type_are_given_in_order(void **state)
{
    (void)state;
    assert_items("<root><MEP Name=\"ServerHostName\" String=\"SY4PR01MB6474\"/><MEP Name=\"RcptCount\" Integer=\"1\"/>"
                 "<MEP Name=\"SequenceNumber\" Long=\"0\"/><MEP Name=\"CustomData\" Blob=\"S:a=b;S:c=d\"/>"
                 "<MEP Name=\"Score\" Double=\"0.5\"/><MEP Name=\"X\" Bool=\"true\"/>"
                 "<MEP Name=\"Y\" DateTime=\"2026-11-20T09:15:00Z\"/></root>",
                 "ServerHostName:String=SY4PR01MB6474|RcptCount:Integer=1|SequenceNumber:Long=0|"
                 "CustomData:Blob=S:a=b;S:c=d|Score:Double=0.5|X:Bool=true|Y:DateTime=2026-11-20T09:15:00Z");
}

static void
names_may_repeat_and_the_first_value_is_found_in_any_case(void **state)
{
    static const char data[] = "<root><MEP Name=\"Hop\" String=\"a\"/><MEP Name=\"hop\" String=\"b\"/></root>";
    (void)state;
    assert_items(data, "Hop:String=a|hop:String=b");
    assert_value(data, "HOP", "a");
    assert_value(data, "Ho", NULL);
    assert_value(data, "String", NULL);
    assert_value("", "Hop", NULL);
    assert_value(NULL, "Hop", NULL);
}

static void
an_empty_value_is_known(void **state)
{
    (void)state;
    assert_value("<MEP Name=\"ReturnPath\" String=\"\"/>", "ReturnPath", "");
}

static void
entities_are_resolved_once(void **state)
{
    static const struct {
        const char *written, *value;
    } values[] = {
        {"&lt;a&gt; &amp; &quot;b&quot; &apos;c&apos;", "<a> & \"b\" 'c'"},
        {"&amp;lt;", "&lt;"},
        {"&#65;&#x42;&#xe4;&#8364;&#x1F600;", "AB\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80"},
        {"&#0;&#xD800;&#x110000;", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
        {"&;&#;&#x;&#12345678901;&nbsp;&am&", "&;&#;&#x;&#12345678901;&nbsp;&am&"},
        {"a & b", "a & b"},
        {"no entity", "no entity"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        char data[200];
        snprintf(data, sizeof data, "<MEP Name=\"X\" String=\"%s\"/>", values[i].written);
        assert_value(data, "X", values[i].value);
    }
}

static void
the_service_s_loose_ways_of_writing_are_read(void **state)
{
    (void)state;
    assert_items("<MEP Name='a' String='b'/>", "a:String=b");
    assert_items("<mep name=\"a\" string=\"b\" />", "a:string=b");
    assert_items("<MEP  String = \"b\"\n Name = \"a\" ></MEP>", "a:String=b");
    assert_items("<MEP String=\"b\" Name=\"a\" Long=\"1\"/>", "a:String=b");
    assert_items("<MEP Name=\"a\" String=\"x < y > z\"/><MEP Name=\"b\" String=\"<>\"/>",
                 "a:String=x < y > z|b:String=<>");
    assert_items("<MEP Name=\"a\" String=\"the \"big\" one\" /><MEP Name=\"b\" String=\"c\"/>",
                 "a:String=the \"big\" one|b:String=c");
    assert_items("no element", "");
    assert_items("<MEPX Name=\"a\" String=\"b\"/>", "");
}

static void
broken_elements_are_stepped_over(void **state)
{
    (void)state;
    assert_items("<root><MEP ... String=\"…\" /><MEP Name=\"b\" String=\"c\"/></root>", "b:String=c");
    assert_items("<MEP Name=\"a\"/><MEP Name=\"b\" String=\"c\"/>", "b:String=c");
    assert_items("<MEP Name=\"\" String=\"x\"/><MEP Name=\"b\" String=\"c\"/>", "b:String=c");
    assert_items("<MEP Name=\"a\" String=\"never closed<MEP Name=\"b\" String=\"c\"/>", "b:String=c");
    assert_items("<MEP Name=\"a\" String=x/><MEP Name=\"b\" String=\"c\"/>", "b:String=c");
    assert_items("<MEP Name=\"a\" String=\"b\"/></root> Name=\"c\" String=\"d\"", "a:String=b");
}

static void
a_cut_value_is_none(void **state)
{
    (void)state;
    assert_items("<MEP Name=\"a\" String=\"b\"/><MEP Name=\"n\" Integer=\"14", "a:String=b");
    assert_items("<MEP Name=\"a\" String=\"b\"/><MEP Name=\"n\" Integer=\"14\"", "a:String=b|n:Integer=14");
    assert_items("<MEP Name=\"a\" String=\"b\"/><MEP Na", "a:String=b");
}

static void
time_grows_with_length_and_not_faster(void **state)
{
    static const char *const units[] = {
        "<MEP ", "<MEP Name=\"a\" ", "a='x ",    "a=\"x\" ", "\" ", "'   ", "<", "&#", "&",
        "a ",    "a=\"\"",           "<MEP a='", "Name=\"a"};
    enum { BYTES = 1 << 21 };
    char *text = malloc(BYTES);
    assert_non_null(text);
    (void)state;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        struct mt_arena arena = MT_ARENA_EMPTY;
        struct mt_mep mep = mt_mep_of((struct mt_text){text, BYTES});
        struct mt_mep_item item;
        size_t len = strlen(units[i]), items = 0;
        memcpy(text, "<MEP ", 5);
        for (size_t j = 5; j < BYTES; j++)
            text[j] = units[i][(j - 5) % len];
        clock_t start = clock();
        while (mt_mep_next(&mep, &arena, &item))
            items++;
        double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
        mt_arena_release(&arena);
        if (seconds > 5.0)
            fail_msg("'%s' many times takes too long for %zu items", units[i], items);
    }
    free(text);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(elements_of_every_type_are_given_in_order),
        cmocka_unit_test(names_may_repeat_and_the_first_value_is_found_in_any_case),
        cmocka_unit_test(an_empty_value_is_known),
        cmocka_unit_test(entities_are_resolved_once),
        cmocka_unit_test(the_service_s_loose_ways_of_writing_are_read),
        cmocka_unit_test(broken_elements_are_stepped_over),
        cmocka_unit_test(a_cut_value_is_none),
        cmocka_unit_test(time_grows_with_length_and_not_faster),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
