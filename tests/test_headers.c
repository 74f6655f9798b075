/* Headers as Exchange Online and others write them, and as people paste them. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ingest/header_facts.h"
#include "store/base/out.h"

static void
assert_text(struct mt_text text, const char *expected)
{
    if (!mt_text_is(text, expected) && !(expected[0] == '\0' && text.len == 0))
        fail_msg("'%.*s' instead of '%s'", (int)text.len, text.at ? text.at : "", expected);
}

/* ---- results ---- */

struct expected_item {
    const char *method, *result, *domain, *comment;
};

static const struct {
    const char *value, *server;
    int instance;
    struct expected_item items[5];
} results[] = {
    /* Exchange Online: no server, no blank behind ';', one at the end. */
    {"dkim=none (message not signed) header.d=none;dmarc=none action=none header.from=contoso.com;",
     "",
     0,
     {{"dkim", "none", "", "message not signed"}, {"dmarc", "none", "contoso.com", ""}}},
    /* A domain where the server ought to stand, and again between the methods. */
    {"linux.contoso.com; dkim=none (message not signed) header.d=none;linux.contoso.com; dmarc=none action=none "
     "header.from=contoso.com;",
     "linux.contoso.com",
     0,
     {{"dkim", "none", "", "message not signed"}, {"dmarc", "none", "contoso.com", ""}}},
    {"spf=none (sender IP is ) smtp.mailfrom=someone@contoso.com; ",
     "",
     0,
     {{"spf", "none", "contoso.com", "sender IP is"}}},
    {"spf=pass (sender IP is 203.0.113.83) smtp.mailfrom=fabrikam.com; suse.example; dkim=none (message not signed) "
     "header.d=none;suse.example; dmarc=bestguesspass action=none header.from=fabrikam.com;",
     "",
     0,
     {{"spf", "pass", "fabrikam.com", "sender IP is 203.0.113.83"},
      {"dkim", "none", "", "message not signed"},
      {"dmarc", "bestguesspass", "fabrikam.com", ""}}},
    {"dmarc=fail action=none header.from=oss.contoso.com;compauth=fail reason=601",
     "",
     0,
     {{"dmarc", "fail", "oss.contoso.com", ""}, {"compauth", "fail", "", ""}}},
    {"i=1; mx.microsoft.com 1; spf=softfail (sender ip is 203.0.113.45) smtp.rcpttodomain=wdc.example "
     "smtp.mailfrom=kernel.example; dmarc=pass (p=quarantine sp=quarantine pct=100) action=none "
     "header.from=kernel.example; dkim=pass (signature was verified) header.d=kernel.example; arc=none (0)",
     "mx.microsoft.com",
     1,
     {{"spf", "softfail", "kernel.example", "sender ip is 203.0.113.45"},
      {"dmarc", "pass", "kernel.example", "p=quarantine sp=quarantine pct=100"},
      {"dkim", "pass", "kernel.example", "signature was verified"},
      {"arc", "none", "", "0"}}},
    {"mx.google.example; dkim=pass header.i=@contoso.com header.s=s1; spf=pass smtp.mailfrom=\"a b\"@contoso.com",
     "mx.google.example",
     0,
     {{"dkim", "pass", "contoso.com", ""}, {"spf", "pass", "contoso.com", ""}}},
    {"example.org 1; none", "example.org", 0, {{NULL}}},
    {"mx.example;\tdkim/1 = pass", "mx.example", 0, {{NULL}}}, /* blanks around '=': the token is lost, nothing else */
    {"; spf=Pass ((nested (comments)) here) smtp.mailfrom=<a@b.example>; dkim=fail (unclosed",
     "",
     0,
     {{"spf", "Pass", "b.example", "(nested (comments)) here"}, {"dkim", "fail", "", "unclosed"}}},
};

static void
results_are_read_in_every_form(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof results / sizeof *results; i++) {
        struct mt_auth_results read;
        mt_auth_results_read(mt_text_of(results[i].value), &read);
        assert_text(read.server, results[i].server);
        assert_int_equal(read.instance, results[i].instance);
        size_t count = 0;
        while (count < 5 && results[i].items[count].method)
            count++;
        if (count && read.count != count)
            fail_msg("%zu items instead of %zu in '%s'", read.count, count, results[i].value);
        for (size_t j = 0; j < count; j++) {
            assert_text(read.items[j].method, results[i].items[j].method);
            assert_text(read.items[j].said, results[i].items[j].result);
            assert_text(read.items[j].domain, results[i].items[j].domain);
            assert_text(read.items[j].comment, results[i].items[j].comment);
        }
    }
}

static void
received_spf_is_a_result(void **state)
{
    struct mt_auth_results read;
    (void)state;
    mt_received_spf_read(
        MT_TEXT_LITERAL("SoftFail (protection.outlook.com: domain of transitioning contoso.com "
                        "discourages use of 203.0.113.45 as permitted sender) "
                        "receiver=protection.outlook.com; client-ip=203.0.113.45; helo=mx.contoso.com;"),
        &read);
    assert_int_equal(read.count, 1);
    assert_int_equal(read.items[0].result, MT_AUTH_SOFTFAIL);
    assert_text(read.server, "protection.outlook.com");
    assert_text(read.items[0].domain, "mx.contoso.com");
}

static void
a_megabyte_of_brackets_ends_in_time(void **state)
{
    enum { LONG = 1 << 20 };
    static const char bytes[] = "(;=\"\\ ";
    struct mt_auth_results read;
    (void)state;
    char *text = malloc(LONG);
    assert_non_null(text);
    for (size_t i = 0; i + 1 < sizeof bytes; i++) {
        memset(text, bytes[i], LONG);
        mt_auth_results_read((struct mt_text){text, LONG}, &read);
        mt_received_spf_read((struct mt_text){text, LONG}, &read);
    }
    for (size_t i = 0; i < LONG; i++)
        text[i] = "a=b;"[i % 4];
    mt_auth_results_read((struct mt_text){text, LONG}, &read);
    assert_int_equal(read.count, MT_AUTH_ITEMS);
    assert_true(read.is_cut);
    free(text);
}

/* ---- blocks ---- */

static struct mt_header_fields
fields_of(const char *block, struct mt_arena *arena)
{
    struct mt_header_fields fields;
    assert_true(mt_header_fields_read(mt_text_of(block), arena, &fields));
    return fields;
}

static void
folds_are_undone_wherever_they_stand(void **state)
{
    struct mt_arena arena = MT_ARENA_EMPTY;
    (void)state;
    struct mt_header_fields fields =
        fields_of("Please look at this:\n"
                  "  Subject: one\n two\n\n"
                  "Received: from a.example by b.example;\nTue, 17 Nov 2026 10:00:00 +0000\n"
                  "X-Empty:\n"
                  "Link: x\nhttps://example.org/not-a-field\n\n"
                  "The body: begins with a colon\n",
                  &arena);
    assert_int_equal(fields.strays, 1);
    assert_text(mt_header_field(&fields, "subject", 0), "one two");
    assert_text(mt_header_field(&fields, "Received", 0),
                "from a.example by b.example; Tue, 17 Nov 2026 10:00:00 +0000");
    assert_true(mt_text_known(mt_header_field(&fields, "X-Empty", 0)));
    assert_text(mt_header_field(&fields, "Link", 0), "x https://example.org/not-a-field");
    assert_false(mt_text_known(mt_header_field(&fields, "The body", 0)));
    assert_false(mt_text_known(mt_header_field(&fields, "Received", 1)));
    mt_arena_release(&arena);
}

static void
encoded_words_are_text(void **state)
{
    struct mt_arena arena = MT_ARENA_EMPTY;
    (void)state;
    assert_text(mt_header_words(MT_TEXT_LITERAL("=?iso-8859-1?Q?R=E9union?= =?utf-8?B?IGRlIGxhIHNlbWFpbmU=?="), &arena),
                "R\xC3\xA9union de la semaine");
    assert_text(mt_header_words(MT_TEXT_LITERAL("=?utf-8?Q?a=0Ab=07c?="), &arena), "a bc");
    assert_text(mt_header_words(MT_TEXT_LITERAL("plain"), &arena), "plain");
    mt_arena_release(&arena);
}

/* ---- files ---- */

static struct mt_header_facts
facts_of(const char *name, struct mt_arena *arena)
{
    enum { MOST = 1 << 16 };
    char path[512];
    char *bytes = mt_arena_take(arena, MOST);
    struct mt_header_fields fields;
    struct mt_header_facts facts;
    snprintf(path, sizeof path, "%s/fixtures/headers/%s", MSGTRACE_SOURCE_DIR, name);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    size_t len = fread(bytes, 1, MOST, file);
    fclose(file);
    assert_true(mt_header_fields_read((struct mt_text){bytes, len}, arena, &fields));
    assert_true(mt_headers_likely(&fields));
    assert_true(mt_header_facts_read(&fields, arena, &facts));
    return facts;
}

static void
a_receivers_word_and_the_way_out_are_found(void **state)
{
    struct mt_arena arena = MT_ARENA_EMPTY;
    (void)state;
    struct mt_header_facts facts = facts_of("delivered-gmail.txt", &arena);
    assert_int_equal(facts.says, MT_AUTH_SAYS_PASS);
    assert_int_equal(facts.signatures.signs, MT_SIGNED_OWN);
    assert_int_equal(facts.arc_instances, 2);
    assert_text(facts.arc_chain, "pass");
    assert_text(facts.subject, "R\xC3\xA9union");
    const struct mt_hop *egress = mt_hops_egress(&facts.hops);
    assert_non_null(egress);
    assert_text(egress->from_ip, "203.0.113.21");
    assert_text(egress->tls, "TLS1_3");
    assert_int_equal(facts.hops.count, 3);
    assert_int_equal(facts.hops.list[1].delay_us, 2 * MT_SECOND);
    mt_arena_release(&arena);
}

static void
the_services_note_on_its_own_mail_says_nothing(void **state)
{
    struct mt_arena arena = MT_ARENA_EMPTY;
    (void)state;
    struct mt_header_facts facts = facts_of("own-submission.txt", &arena);
    assert_int_equal(facts.says, MT_AUTH_SAYS_NOTHING);
    assert_null(mt_hops_egress(&facts.hops));
    mt_arena_release(&arena);
}

static void
what_others_claim_further_down_does_not_count(void **state)
{
    struct mt_arena arena = MT_ARENA_EMPTY;
    struct mt_header_facts facts;
    (void)state;
    struct mt_header_fields fields =
        fields_of("Received: from x by mx.wingtip.example; Tue, 17 Nov 2026 10:00:00 +0000\n"
                  "Authentication-Results: mx.wingtip.example; spf=fail smtp.mailfrom=contoso.com\n"
                  "Received: from y by z.example; Tue, 17 Nov 2026 09:59:00 +0000\n"
                  "Authentication-Results: z.example; dmarc=pass header.from=contoso.com\n"
                  "From: a@contoso.com\nTo: b@wingtip.example\nSubject: x\n",
                  &arena);
    assert_true(mt_header_facts_read(&fields, &arena, &facts));
    assert_int_equal(facts.says, MT_AUTH_SAYS_FAIL);
    mt_arena_release(&arena);
}

static void
a_signature_is_told_by_whose_it_is(void **state)
{
    static const struct {
        const char *domain;
        enum mt_signed signs;
    } cases[] = {
        {"contoso.com", MT_SIGNED_OWN},
        {"mail.contoso.com", MT_SIGNED_OWN},
        {"contoso.onmicrosoft.com", MT_SIGNED_DEFAULT},
        {"notcontoso.com", MT_SIGNED_OTHER},
        {"com.example", MT_SIGNED_OTHER},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct mt_arena arena = MT_ARENA_EMPTY;
        struct mt_signatures signatures;
        char block[200];
        snprintf(block, sizeof block, "DKIM-Signature: v=1; a=rsa-sha256; d=%s;\n s=selector1; b=x\nFrom: x\n",
                 cases[i].domain);
        struct mt_header_fields fields = fields_of(block, &arena);
        mt_signatures_read(&fields, MT_TEXT_LITERAL("contoso.com"), &signatures);
        assert_int_equal(signatures.count, 1);
        assert_int_equal(signatures.signs, cases[i].signs);
        mt_arena_release(&arena);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(results_are_read_in_every_form),
        cmocka_unit_test(received_spf_is_a_result),
        cmocka_unit_test(a_megabyte_of_brackets_ends_in_time),
        cmocka_unit_test(folds_are_undone_wherever_they_stand),
        cmocka_unit_test(encoded_words_are_text),
        cmocka_unit_test(a_receivers_word_and_the_way_out_are_found),
        cmocka_unit_test(the_services_note_on_its_own_mail_says_nothing),
        cmocka_unit_test(what_others_claim_further_down_does_not_count),
        cmocka_unit_test(a_signature_is_told_by_whose_it_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
