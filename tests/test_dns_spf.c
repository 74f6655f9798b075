/* SPF: what a record says, and whether an address may send. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include "ingest/dns_spf.h"
#include "ingest/dns_spf_eval.h"
#include "tests/dns_world.h"

/* ---- the text of a record ---- */

static void
only_v_spf1_and_a_blank_make_a_record(void **state)
{
    static const struct {
        const char *text;
        bool is_record;
    } cases[] = {
        {"v=spf1", true},         {"v=spf1 -all", true},  {"V=SpF1 ~all", true},
        {"v=spf10 -all", false},  {"v=spf1;-all", false}, {" v=spf1 -all", false},
        {"v=spf1\t-all", false},  {"spf2.0/pra", false},  {"", false},
        {"\"v=spf1 -all", false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (mt_spf_is_record(mt_text_of(cases[i].text)) != cases[i].is_record)
            fail_msg("'%s'", cases[i].text);
}

static void
every_term_is_read_or_its_fault_is_named(void **state)
{
    static const struct {
        const char *term;
        enum mt_spf_kind kind;
        enum mt_spf_fault fault;
    } cases[] = {
        {"-all", MT_SPF_ALL, MT_SPF_FAULT_NONE},
        {"ALL", MT_SPF_ALL, MT_SPF_FAULT_NONE},
        {"all.", MT_SPF_OTHER, MT_SPF_FAULT_UNKNOWN},
        {"all:contoso.com", MT_SPF_ALL, MT_SPF_FAULT_TAKES_NONE},
        {"all/8", MT_SPF_ALL, MT_SPF_FAULT_TAKES_NONE},
        {"a", MT_SPF_A, MT_SPF_FAULT_NONE},
        {"a/24", MT_SPF_A, MT_SPF_FAULT_NONE},
        {"a/24//64", MT_SPF_A, MT_SPF_FAULT_NONE},
        {"a//64", MT_SPF_A, MT_SPF_FAULT_NONE},
        {"a:mail.contoso.com/28", MT_SPF_A, MT_SPF_FAULT_NONE},
        {"a:mail.contoso.com.", MT_SPF_A, MT_SPF_FAULT_NONE},
        {"a/33", MT_SPF_A, MT_SPF_FAULT_PREFIX},
        {"a/024", MT_SPF_A, MT_SPF_FAULT_PREFIX},
        {"a//129", MT_SPF_A, MT_SPF_FAULT_PREFIX},
        {"a/", MT_SPF_A, MT_SPF_FAULT_PREFIX},
        {"a:", MT_SPF_A, MT_SPF_FAULT_NEEDS_DOMAIN},
        {"a:localhost", MT_SPF_A, MT_SPF_FAULT_BAD_DOMAIN},
        {"a:host.123", MT_SPF_A, MT_SPF_FAULT_BAD_DOMAIN},
        {"a:host.-com", MT_SPF_A, MT_SPF_FAULT_BAD_DOMAIN},
        {"a:%{i}.contoso.com", MT_SPF_A, MT_SPF_FAULT_NONE},
        {"mx:%{d", MT_SPF_MX, MT_SPF_FAULT_MACRO},
        {"mx:%{d0}", MT_SPF_MX, MT_SPF_FAULT_MACRO},
        {"mx:%(d)", MT_SPF_MX, MT_SPF_FAULT_MACRO},
        {"exists:%{ir}.%{l1r+-}._spf.%{d2}", MT_SPF_EXISTS, MT_SPF_FAULT_NONE},
        {"exists:%{c}.contoso.com", MT_SPF_EXISTS, MT_SPF_FAULT_MACRO},
        {"exists", MT_SPF_EXISTS, MT_SPF_FAULT_NEEDS_DOMAIN},
        {"include:contoso.com", MT_SPF_INCLUDE, MT_SPF_FAULT_NONE},
        {"include", MT_SPF_INCLUDE, MT_SPF_FAULT_NEEDS_DOMAIN},
        {"include:", MT_SPF_INCLUDE, MT_SPF_FAULT_NEEDS_DOMAIN},
        {"include=contoso.com", MT_SPF_INCLUDE, MT_SPF_FAULT_COLON},
        {"include:contoso.com/24", MT_SPF_INCLUDE, MT_SPF_FAULT_BAD_DOMAIN},
        {"ip4:192.0.2.1", MT_SPF_IP4, MT_SPF_FAULT_NONE},
        {"ip4:192.0.2.0/24", MT_SPF_IP4, MT_SPF_FAULT_NONE},
        {"ip4:192.0.2", MT_SPF_IP4, MT_SPF_FAULT_ADDRESS},
        {"ip4:192.0.2.0/33", MT_SPF_IP4, MT_SPF_FAULT_PREFIX},
        {"ip4:2001:db8::1", MT_SPF_IP4, MT_SPF_FAULT_ADDRESS},
        {"ip4", MT_SPF_IP4, MT_SPF_FAULT_ADDRESS},
        {"ip6:2001:db8::/32", MT_SPF_IP6, MT_SPF_FAULT_NONE},
        {"ip6:2001:db8::/129", MT_SPF_IP6, MT_SPF_FAULT_PREFIX},
        {"ip:192.0.2.1", MT_SPF_OTHER, MT_SPF_FAULT_UNKNOWN},
        {"ptr", MT_SPF_PTR, MT_SPF_FAULT_NONE},
        {"ptr:contoso.com", MT_SPF_PTR, MT_SPF_FAULT_NONE},
        {"ptr/24", MT_SPF_PTR, MT_SPF_FAULT_PREFIX},
        {"redirect=_spf.contoso.com", MT_SPF_REDIRECT, MT_SPF_FAULT_NONE},
        {"redirect:_spf.contoso.com", MT_SPF_REDIRECT, MT_SPF_FAULT_COLON},
        {"-redirect=_spf.contoso.com", MT_SPF_REDIRECT, MT_SPF_FAULT_QUALIFIER},
        {"redirect=", MT_SPF_REDIRECT, MT_SPF_FAULT_NEEDS_DOMAIN},
        {"exp=why.contoso.com", MT_SPF_EXP, MT_SPF_FAULT_NONE},
        {"moo.cow-far_out=man:dog/cat", MT_SPF_OTHER, MT_SPF_FAULT_NONE},
        {"moo=", MT_SPF_OTHER, MT_SPF_FAULT_NONE},
        {"moo=%x", MT_SPF_OTHER, MT_SPF_FAULT_MACRO},
        {"=moo", MT_SPF_OTHER, MT_SPF_FAULT_UNKNOWN},
        {"v=spf1", MT_SPF_OTHER, MT_SPF_FAULT_SECOND_VERSION},
        {"moo", MT_SPF_OTHER, MT_SPF_FAULT_UNKNOWN},
        {"-", MT_SPF_OTHER, MT_SPF_FAULT_UNKNOWN},
        {"\xEF\xBB\xBF"
         "all",
         MT_SPF_OTHER, MT_SPF_FAULT_CHARACTER},
        {"mx\tall", MT_SPF_OTHER, MT_SPF_FAULT_CHARACTER},
        {"\xE2\x80\x93"
         "all",
         MT_SPF_OTHER, MT_SPF_FAULT_CHARACTER},
    };
    struct mt_arena arena = MT_ARENA_EMPTY;
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[128];
        struct mt_spf_record record;
        snprintf(text, sizeof text, "v=spf1 %s", cases[i].term);
        assert_true(mt_spf_parse(mt_text_of(text), &arena, &record));
        assert_int_equal(record.count, 1);
        if (record.terms[0].kind != cases[i].kind || record.terms[0].fault != cases[i].fault)
            fail_msg("'%s': kind %d, fault %d", cases[i].term, (int)record.terms[0].kind, (int)record.terms[0].fault);
        assert_true((record.bad != NULL) == (cases[i].fault != MT_SPF_FAULT_NONE));
    }
    mt_arena_release(&arena);
}

static void
redirect_and_exp_may_stand_once(void **state)
{
    struct mt_arena arena = MT_ARENA_EMPTY;
    struct mt_spf_record record;
    (void)state;
    assert_true(mt_spf_parse(MT_TEXT_LITERAL("v=spf1 redirect=a.example redirect=b.example"), &arena, &record));
    assert_int_equal(record.bad->fault, MT_SPF_FAULT_TWICE);
    assert_true(mt_spf_parse(MT_TEXT_LITERAL("v=spf1 exp=a.example exp=b.example"), &arena, &record));
    assert_int_equal(record.bad->fault, MT_SPF_FAULT_TWICE);
    mt_arena_release(&arena);
}

static void
a_record_of_too_many_terms_is_cut_and_wrong(void **state)
{
    struct mt_arena arena = MT_ARENA_EMPTY;
    struct mt_out text = MT_OUT_EMPTY;
    struct mt_spf_record record;
    (void)state;
    mt_out_string(&text, "v=spf1");
    for (int i = 0; i < 100000; i++)
        mt_out_string(&text, " mx");
    assert_true(mt_spf_parse(mt_out_view(&text), &arena, &record));
    assert_int_equal(record.count, MT_SPF_TERMS);
    assert_non_null(record.bad);
    mt_out_release(&text);
    mt_arena_release(&arena);
}

/* ---- macros ---- */

static void
macros_are_replaced_as_the_standard_shows(void **state)
{
    /* The examples of RFC 7208 section 7.4. */
    static const unsigned char short_address[4] = {192, 0, 2, 3};
    static const struct {
        const char *domain, *name;
    } cases[] = {
        {"%{s}", "strong-bad@email.example.com"},
        {"%{o}", "email.example.com"},
        {"%{d}", "email.example.com"},
        {"%{d4}", "email.example.com"},
        {"%{d3}", "email.example.com"},
        {"%{d2}", "example.com"},
        {"%{d1}", "com"},
        {"%{dr}", "com.example.email"},
        {"%{d2r}", "example.email"},
        {"%{l}", "strong-bad"},
        {"%{l-}", "strong.bad"},
        {"%{lr}", "strong-bad"},
        {"%{lr-}", "bad.strong"},
        {"%{l1r-}", "strong"},
        {"%{ir}.%{v}._spf.%{d2}", "3.2.0.192.in-addr._spf.example.com"},
        {"%{lr-}.lp._spf.%{d2}", "bad.strong.lp._spf.example.com"},
        {"%{d2}.trusted-domains.example.net", "example.com.trusted-domains.example.net"},
        {"%%%_%-", "% %20"},
        {"%{L}", "strong-bad"},
        {"%{S}", "strong-bad%40email.example.com"},
    };
    static const struct mt_spf_macros macros = {.local = {"strong-bad", 10},
                                                .sender_domain = {"email.example.com", 17},
                                                .domain = {"email.example.com", 17},
                                                .address = short_address};
    struct mt_arena arena = MT_ARENA_EMPTY;
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct mt_text name = mt_spf_expand(&arena, mt_text_of(cases[i].domain), &macros);
        if (!mt_text_is(name, cases[i].name))
            fail_msg("'%s' gives '%.*s'", cases[i].domain, MT_TEXT_ARGS(name));
    }
    mt_arena_release(&arena);
}

static void
long_addresses_are_written_digit_by_digit(void **state)
{
    struct mt_arena arena = MT_ARENA_EMPTY;
    struct mt_spf_mail mail;
    (void)state;
    assert_true(mt_spf_address(MT_TEXT_LITERAL("2001:db8::cb01"), &mail));
    struct mt_spf_macros macros = {.address = mail.address, .is_long = true, .domain = MT_TEXT_LITERAL("example.com")};
    assert_true(mt_text_is(mt_spf_expand(&arena, MT_TEXT_LITERAL("%{ir}.%{v}._spf.%{d2}"), &macros),
                           "1.0.b.c.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6._spf.example.com"));
    mt_arena_release(&arena);
}

static void
a_name_that_grew_too_long_loses_its_first_labels(void **state)
{
    struct mt_arena arena = MT_ARENA_EMPTY;
    char local[200];
    (void)state;
    memset(local, 'a', sizeof local);
    for (size_t i = 9; i < sizeof local; i += 10)
        local[i] = '.';
    struct mt_spf_macros macros = {.local = {local, sizeof local}, .domain = MT_TEXT_LITERAL("example.com")};
    struct mt_text name = mt_spf_expand(&arena, MT_TEXT_LITERAL("%{l}.%{l}.%{d}"), &macros);
    assert_true(name.len <= 253 && name.len > 240);
    assert_true(mt_text_ends_nocase(name, ".example.com"));
    mt_arena_release(&arena);
}

/* ---- may it send? ---- */

static const char world_text[] =
    "$ORIGIN contoso.com.\n"
    "@ IN TXT \"v=spf1 ip4:192.0.2.0/28 ip6:2001:db8::/32 a mx include:partner.example. -all\"\n"
    "@ IN A 192.0.2.80\n"
    "@ IN MX 10 mail\n"
    "@ IN MX 20 .\n"
    "mail IN A 192.0.2.25\n"
    "mail IN AAAA 2001:db9::25\n"
    "partner.example. IN TXT \"v=spf1 ip4:198.51.100.0/24 ?ip4:203.0.113.9 ~all\"\n"
    "redirected IN TXT \"v=spf1 redirect=contoso.com\"\n"
    "nowhere IN TXT \"v=spf1 redirect=empty.contoso.com\"\n"
    "empty IN TXT \"no policy\"\n"
    "two IN TXT \"v=spf1 -all\"\n"
    "two IN TXT \"v=spf1 +all\"\n"
    "late IN TXT \"v=spf1 ip4:192.0.2.1 -all moo\"\n"
    "neutral IN TXT \"v=spf1 ?all\"\n"
    "open IN TXT \"v=spf1\"\n"
    "missing IN TXT \"v=spf1 include:empty.contoso.com +all\"\n"
    "ptr IN TXT \"v=spf1 ptr:contoso.com -all\"\n"
    "25.2.0.192.in-addr.arpa. IN PTR mail.contoso.com.\n"
    "26.2.0.192.in-addr.arpa. IN PTR mail.contoso.com.\n"
    "exists IN TXT \"v=spf1 exists:%{ir}.list.contoso.com -all\"\n"
    "1.2.0.192.list IN A 127.0.0.2\n"
    "self IN TXT \"v=spf1 include:self.contoso.com -all\"\n"
    "voids2 IN TXT \"v=spf1 a:v1.contoso.com a:v2.contoso.com ip4:192.0.2.1 -all\"\n"
    "voids3 IN TXT \"v=spf1 a:v1.contoso.com a:v2.contoso.com a:v3.contoso.com ip4:192.0.2.1 -all\"\n"
    "ten IN TXT \"v=spf1 mx mx mx mx mx mx mx mx mx mx ip4:192.0.2.1 -all\"\n"
    "ten IN MX 0 mail\n"
    "eleven IN TXT \"v=spf1 mx mx mx mx mx mx mx mx mx mx mx ip4:192.0.2.1 -all\"\n"
    "eleven IN MX 0 mail\n"
    "early IN TXT \"v=spf1 ip4:192.0.2.1 mx mx mx mx mx mx mx mx mx mx mx -all\"\n"
    "early IN MX 0 mail\n"
    "dots IN TXT \"v=spf1 a:a..b.example -all\"\n"
    "sender IN TXT \"v=spf1 exists:%{l}.contoso.com -all\"\n"
    "wide IN TXT \"v=spf1 a/24 -all\"\n"
    "wide IN A 192.0.2.80\n";

static void
an_address_gets_the_result_of_the_standard(void **state)
{
    static const struct {
        const char *domain, *address;
        enum mt_spf_result result;
    } cases[] = {
        {"contoso.com", "192.0.2.1", MT_SPF_RESULT_PASS},
        {"contoso.com", "192.0.2.16", MT_SPF_RESULT_FAIL},
        {"contoso.com", "192.0.2.80", MT_SPF_RESULT_PASS},
        {"contoso.com", "192.0.2.25", MT_SPF_RESULT_PASS},
        {"contoso.com", "2001:db8::1", MT_SPF_RESULT_PASS},
        {"contoso.com", "2001:db9::25", MT_SPF_RESULT_PASS},
        {"contoso.com", "2001:db9::26", MT_SPF_RESULT_FAIL},
        {"contoso.com", "::ffff:192.0.2.1", MT_SPF_RESULT_PASS},
        {"contoso.com", "198.51.100.7", MT_SPF_RESULT_PASS},
        {"contoso.com", "203.0.113.9", MT_SPF_RESULT_FAIL}, /* neutral inside is no match outside */
        {"CONTOSO.com.", "192.0.2.1", MT_SPF_RESULT_PASS},
        {"redirected.contoso.com", "192.0.2.1", MT_SPF_RESULT_PASS},
        {"redirected.contoso.com", "203.0.113.1", MT_SPF_RESULT_FAIL},
        {"nowhere.contoso.com", "192.0.2.1", MT_SPF_RESULT_PERMERROR},
        {"empty.contoso.com", "192.0.2.1", MT_SPF_RESULT_NONE},
        {"absent.contoso.com", "192.0.2.1", MT_SPF_RESULT_NONE},
        {"localhost", "192.0.2.1", MT_SPF_RESULT_NONE},
        {"two.contoso.com", "192.0.2.1", MT_SPF_RESULT_PERMERROR},
        {"late.contoso.com", "192.0.2.1", MT_SPF_RESULT_PERMERROR},
        {"neutral.contoso.com", "192.0.2.1", MT_SPF_RESULT_NEUTRAL},
        {"open.contoso.com", "192.0.2.1", MT_SPF_RESULT_NEUTRAL},
        {"missing.contoso.com", "192.0.2.1", MT_SPF_RESULT_PERMERROR},
        {"ptr.contoso.com", "192.0.2.25", MT_SPF_RESULT_PASS},
        {"ptr.contoso.com", "192.0.2.26", MT_SPF_RESULT_FAIL}, /* the name does not lead back */
        {"exists.contoso.com", "192.0.2.1", MT_SPF_RESULT_PASS},
        {"exists.contoso.com", "192.0.2.2", MT_SPF_RESULT_FAIL},
        {"self.contoso.com", "192.0.2.1", MT_SPF_RESULT_PERMERROR},
        {"voids2.contoso.com", "192.0.2.1", MT_SPF_RESULT_PASS},
        {"voids3.contoso.com", "192.0.2.1", MT_SPF_RESULT_PERMERROR},
        {"ten.contoso.com", "192.0.2.1", MT_SPF_RESULT_PASS},
        {"eleven.contoso.com", "192.0.2.1", MT_SPF_RESULT_PERMERROR},
        {"early.contoso.com", "192.0.2.1", MT_SPF_RESULT_PASS}, /* decided before the limit */
        {"dots.contoso.com", "192.0.2.1", MT_SPF_RESULT_FAIL},
        {"sender.contoso.com", "192.0.2.1", MT_SPF_RESULT_OPEN}, /* the sender is not known */
        {"wide.contoso.com", "192.0.2.1", MT_SPF_RESULT_PASS},
        {"wide.contoso.com", "192.0.3.1", MT_SPF_RESULT_FAIL},
    };
    struct dns_world world;
    (void)state;
    dns_world_open(&world, world_text);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct mt_spf_mail mail = {.sender_domain = mt_text_of(cases[i].domain)};
        struct mt_spf_verdict verdict;
        struct mt_err err;
        assert_true(mt_spf_address(mt_text_of(cases[i].address), &mail));
        assert_int_equal(
            mt_spf_evaluate(&world.answers, &world.arena, mt_text_of(cases[i].domain), &mail, &verdict, &err), MT_OK);
        if (verdict.result != cases[i].result)
            fail_msg("%s for %s: %s", cases[i].address, cases[i].domain, mt_spf_result_key(verdict.result));
    }
    dns_world_close(&world);
}

static void
what_was_not_asked_leaves_the_result_open_and_is_named(void **state)
{
    struct dns_world world;
    struct mt_spf_verdict verdict;
    struct mt_spf_mail mail = {.is_long = false};
    struct mt_err err;
    (void)state;
    dns_world_read(&world,
                   MT_TEXT_LITERAL("contoso.com. IN TXT \"v=spf1 ip4:192.0.2.1 include:partner.example -all\""));
    assert_true(mt_spf_address(MT_TEXT_LITERAL("192.0.2.1"), &mail));
    mt_spf_evaluate(&world.answers, &world.arena, MT_TEXT_LITERAL("contoso.com"), &mail, &verdict, &err);
    assert_int_equal(verdict.result, MT_SPF_RESULT_PASS);
    assert_true(mt_text_is(verdict.term, "ip4:192.0.2.1"));
    assert_true(mt_spf_address(MT_TEXT_LITERAL("192.0.2.2"), &mail));
    mt_spf_evaluate(&world.answers, &world.arena, MT_TEXT_LITERAL("contoso.com"), &mail, &verdict, &err);
    assert_int_equal(verdict.result, MT_SPF_RESULT_OPEN);
    assert_true(mt_text_is(verdict.open, "partner.example"));
    mt_dns_add_state(&world.answers, MT_TEXT_LITERAL("partner.example"), MT_DNS_TXT, MT_DNS_FAILED, MT_DNS_WHY_TIMEOUT,
                     0);
    mt_spf_evaluate(&world.answers, &world.arena, MT_TEXT_LITERAL("contoso.com"), &mail, &verdict, &err);
    assert_int_equal(verdict.result, MT_SPF_RESULT_TEMPERROR);
    dns_world_close(&world);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_v_spf1_and_a_blank_make_a_record),
        cmocka_unit_test(every_term_is_read_or_its_fault_is_named),
        cmocka_unit_test(redirect_and_exp_may_stand_once),
        cmocka_unit_test(a_record_of_too_many_terms_is_cut_and_wrong),
        cmocka_unit_test(macros_are_replaced_as_the_standard_shows),
        cmocka_unit_test(long_addresses_are_written_digit_by_digit),
        cmocka_unit_test(a_name_that_grew_too_long_loses_its_first_labels),
        cmocka_unit_test(an_address_gets_the_result_of_the_standard),
        cmocka_unit_test(what_was_not_asked_leaves_the_result_open_and_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
