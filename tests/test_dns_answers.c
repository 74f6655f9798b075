/* Answers: what is known, what is known not to be, and what is not known. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include "tests/dns_world.h"

static void
add(struct dns_world *world, const char *name, enum mt_dns_type type, const char *text)
{
    assert_true(mt_dns_add(&world->answers, mt_text_of(name), type, &(struct mt_dns_record){.text = mt_text_of(text)}));
}

static void
names_are_compared_in_lower_case_without_the_last_dot(void **state)
{
    static const struct {
        const char *said, *name;
    } cases[] = {
        {"Contoso.COM.", "contoso.com"},
        {"_dmarc.contoso.com", "_dmarc.contoso.com"},
        {".", "."},
        {"", NULL},
        {"..", NULL},
        {"a..b", NULL},
        {".a", NULL},
        {"a b", NULL},
        {"caf\xC3\xA9.example", NULL},
        {"a234567890123456789012345678901234567890123456789012345678901234.example", NULL},
        {"a23456789012345678901234567890123456789012345678901234567890123.example",
         "a23456789012345678901234567890123456789012345678901234567890123.example"},
    };
    struct mt_arena arena = MT_ARENA_EMPTY;
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct mt_text name;
        bool is_name = mt_dns_name(&arena, mt_text_of(cases[i].said), &name);
        if (is_name != (cases[i].name != NULL) || (is_name && !mt_text_is(name, cases[i].name)))
            fail_msg("'%s'", cases[i].said);
    }
    mt_arena_release(&arena);
}

static void
a_name_is_never_longer_than_a_name_can_be(void **state)
{
    char text[600];
    struct mt_text name;
    struct mt_arena arena = MT_ARENA_EMPTY;
    (void)state;
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = i % 2 ? '.' : 'a';
    assert_true(mt_dns_name(&arena, (struct mt_text){text, 253}, &name));
    assert_true(mt_dns_name(&arena, (struct mt_text){text, 254}, &name)); /* with the dot at the end */
    assert_false(mt_dns_name(&arena, (struct mt_text){text, 255}, &name));
    mt_arena_release(&arena);
}

static void
nothing_asked_is_not_nothing_there(void **state)
{
    struct dns_world world;
    (void)state;
    dns_world_read(&world, MT_TEXT_LITERAL(""));
    assert_int_equal(dns_world_look(&world, "contoso.com", MT_DNS_TXT)->state, MT_DNS_NOT_ASKED);
    mt_dns_add_state(&world.answers, MT_TEXT_LITERAL("contoso.com"), MT_DNS_TXT, MT_DNS_NO_DATA, MT_DNS_WHY_NONE, 3);
    assert_int_equal(dns_world_look(&world, "contoso.com", MT_DNS_TXT)->state, MT_DNS_NO_DATA);
    assert_int_equal(dns_world_look(&world, "contoso.com", MT_DNS_MX)->state, MT_DNS_NOT_ASKED);
    dns_world_close(&world);
}

static void
a_name_that_does_not_exist_has_no_record_of_any_type(void **state)
{
    struct dns_world world;
    (void)state;
    dns_world_read(&world, MT_TEXT_LITERAL(""));
    mt_dns_add_state(&world.answers, MT_TEXT_LITERAL("a.example"), MT_DNS_TXT, MT_DNS_NXDOMAIN, MT_DNS_WHY_NONE, 1);
    assert_int_equal(dns_world_look(&world, "a.example", MT_DNS_MX)->state, MT_DNS_NXDOMAIN);
    /* Somebody published it meanwhile. */
    add(&world, "a.example", MT_DNS_TXT, "x");
    assert_int_equal(dns_world_look(&world, "a.example", MT_DNS_TXT)->state, MT_DNS_RECORDS);
    assert_int_equal(dns_world_look(&world, "a.example", MT_DNS_MX)->state, MT_DNS_NOT_ASKED);
    dns_world_close(&world);
}

static void
the_same_record_twice_is_one(void **state)
{
    struct dns_world world;
    (void)state;
    dns_world_read(&world, MT_TEXT_LITERAL(""));
    add(&world, "a.example", MT_DNS_TXT, "v=spf1 -all");
    add(&world, "a.example", MT_DNS_TXT, "v=spf1 -all");
    add(&world, "a.example", MT_DNS_TXT, "V=spf1 -all");
    assert_int_equal(dns_world_look(&world, "a.example", MT_DNS_TXT)->count, 2);
    dns_world_close(&world);
}

static void
an_answer_outweighs_a_failure_whatever_came_first(void **state)
{
    struct dns_world world;
    (void)state;
    dns_world_read(&world, MT_TEXT_LITERAL(""));
    struct mt_text a = MT_TEXT_LITERAL("a.example"), b = MT_TEXT_LITERAL("b.example");
    mt_dns_add_state(&world.answers, a, MT_DNS_TXT, MT_DNS_FAILED, MT_DNS_WHY_TIMEOUT, 1);
    mt_dns_add_state(&world.answers, a, MT_DNS_TXT, MT_DNS_NO_DATA, MT_DNS_WHY_NONE, 2);
    mt_dns_add_state(&world.answers, b, MT_DNS_TXT, MT_DNS_NO_DATA, MT_DNS_WHY_NONE, 1);
    mt_dns_add_state(&world.answers, b, MT_DNS_TXT, MT_DNS_FAILED, MT_DNS_WHY_TIMEOUT, 2);
    assert_int_equal(dns_world_look(&world, "a.example", MT_DNS_TXT)->state, MT_DNS_NO_DATA);
    assert_int_equal(dns_world_look(&world, "b.example", MT_DNS_TXT)->state, MT_DNS_NO_DATA);
    dns_world_close(&world);
}

static void
aliases_are_followed_and_circles_end(void **state)
{
    struct dns_world world;
    const struct mt_dns_answer *answer;
    struct mt_text alias;
    struct mt_err err;
    (void)state;
    dns_world_read(&world, MT_TEXT_LITERAL(""));
    add(&world, "a.example", MT_DNS_CNAME, "b.example");
    add(&world, "b.example", MT_DNS_CNAME, "c.example");
    add(&world, "c.example", MT_DNS_TXT, "here");
    add(&world, "x.example", MT_DNS_CNAME, "y.example");
    add(&world, "y.example", MT_DNS_CNAME, "x.example");
    assert_int_equal(mt_dns_find(&world.answers, MT_TEXT_LITERAL("a.example"), MT_DNS_TXT, &answer, &alias, &err),
                     MT_OK);
    assert_int_equal(answer->state, MT_DNS_RECORDS);
    assert_true(mt_text_is(alias, "c.example"));
    assert_int_equal(mt_dns_find(&world.answers, MT_TEXT_LITERAL("x.example"), MT_DNS_TXT, &answer, &alias, &err),
                     MT_OK);
    assert_int_equal(answer->state, MT_DNS_FAILED);
    dns_world_close(&world);
}

static void
thousands_of_answers_are_found_again_and_none_too_many_kept(void **state)
{
    struct dns_world world;
    char text[64];
    (void)state;
    dns_world_read(&world, MT_TEXT_LITERAL(""));
    for (int i = 0; i < 5000; i++) {
        snprintf(text, sizeof text, "n%d.example", i);
        add(&world, text, MT_DNS_TXT, text);
    }
    for (int i = 0; i < 5000; i++) {
        snprintf(text, sizeof text, "n%d.example", i);
        const struct mt_dns_answer *answer = dns_world_look(&world, text, MT_DNS_TXT);
        assert_int_equal(answer->count, 1);
        assert_true(mt_text_is(answer->records[0].text, text));
    }
    bool fits = true;
    for (int i = 0; i <= MT_DNS_RECORDS_OF_ONE; i++) {
        snprintf(text, sizeof text, "t%d", i);
        fits = mt_dns_add(&world.answers, MT_TEXT_LITERAL("one.example"), MT_DNS_TXT,
                          &(struct mt_dns_record){.text = mt_text_of(text)});
    }
    assert_false(fits);
    assert_true(world.answers.is_cut);
    dns_world_close(&world);
}

static void
types_are_known_by_name_and_number(void **state)
{
    enum mt_dns_type type;
    (void)state;
    assert_true(mt_dns_type_by_key(MT_TEXT_LITERAL("txt"), &type));
    assert_int_equal(type, MT_DNS_TXT);
    assert_true(mt_dns_type_by_key(MT_TEXT_LITERAL("TYPE28"), &type));
    assert_int_equal(type, MT_DNS_AAAA);
    assert_true(mt_dns_type_by_key(MT_TEXT_LITERAL("TYPE65280"), &type));
    assert_int_equal(type, MT_DNS_OTHER);
    assert_true(mt_dns_type_by_key(MT_TEXT_LITERAL("CAA"), &type));
    assert_int_equal(type, MT_DNS_OTHER);
    assert_false(mt_dns_type_by_key(MT_TEXT_LITERAL("TEXT"), &type));
    assert_false(mt_dns_type_by_key(MT_TEXT_LITERAL(""), &type));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_compared_in_lower_case_without_the_last_dot),
        cmocka_unit_test(a_name_is_never_longer_than_a_name_can_be),
        cmocka_unit_test(nothing_asked_is_not_nothing_there),
        cmocka_unit_test(a_name_that_does_not_exist_has_no_record_of_any_type),
        cmocka_unit_test(the_same_record_twice_is_one),
        cmocka_unit_test(an_answer_outweighs_a_failure_whatever_came_first),
        cmocka_unit_test(aliases_are_followed_and_circles_end),
        cmocka_unit_test(thousands_of_answers_are_found_again_and_none_too_many_kept),
        cmocka_unit_test(types_are_known_by_name_and_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
