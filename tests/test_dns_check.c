/* What the records of a domain come to: each finding where it belongs, and none where nothing is wrong. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include "ingest/dns_dmarc.h"
#include "tests/dns_world.h"

/* A world in front of which a case puts its records, and the finding that must come of it. With `name`, that is what it
 * is about. */
struct claim {
    const char *records;
    enum mt_dns_kind kind;
    const char *name, *text;
    int64_t number;
};

static void
assert_claims(const char *world_text, const struct claim *claims, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct dns_world world;
        char text[8192];
        snprintf(text, sizeof text, "$ORIGIN contoso.com.\n%s\n%s\n", claims[i].records, world_text);
        dns_world_open(&world, text);
        dns_world_check(&world);
        const struct mt_dns_finding *finding = dns_world_finding(&world, claims[i].kind);
        if (!finding)
            fail_msg("no %s for '%s'", mt_dns_kind_key(claims[i].kind), claims[i].records);
        if (claims[i].name && !mt_text_is(finding->name, claims[i].name))
            fail_msg("%s for '%s' is about '%.*s'", mt_dns_kind_key(claims[i].kind), claims[i].records,
                     MT_TEXT_ARGS(finding->name));
        if (claims[i].text && !mt_text_is(finding->text, claims[i].text))
            fail_msg("%s for '%s' says '%.*s'", mt_dns_kind_key(claims[i].kind), claims[i].records,
                     MT_TEXT_ARGS(finding->text));
        if (claims[i].number && finding->number != claims[i].number)
            fail_msg("%s for '%s' counts %d", mt_dns_kind_key(claims[i].kind), claims[i].records, (int)finding->number);
        dns_world_close(&world);
    }
}

#define ASSERT_CLAIMS(world, claims) assert_claims(world, claims, sizeof(claims) / sizeof *(claims))

static void
assert_not_found(const struct dns_world *world, enum mt_dns_check check, enum mt_dns_grade grade)
{
    for (size_t i = 0; i < world->result.count; i++)
        if (world->result.findings[i].check == check && world->result.findings[i].grade == grade)
            fail_msg("%s was found", mt_dns_kind_key(world->result.findings[i].kind));
}

/* ---- a domain with which nothing is wrong ---- */

static const char microsoft[] = "spf.protection.outlook.com. IN TXT \"v=spf1 ip4:198.51.100.0/25 -all\"\n";

static void
make_sound(char *text, size_t size)
{
    char keys[4096];
    struct mt_text key = dns_world_file("keys.tsv", keys, sizeof keys), line = mt_text_cut(&key, '\n');
    (void)mt_text_cut(&line, '\t');
    snprintf(
        text, size,
        "@ IN TXT \"v=spf1 include:spf.protection.outlook.com -all\"\n"
        "@ IN MX 0 contoso-com.mail.protection.outlook.com.\n"
        "contoso-com.mail.protection.outlook.com. IN A 198.51.100.36\n"
        "selector1._domainkey IN CNAME selector1-contoso-com._domainkey.contoso.onmicrosoft.com.\n"
        "selector2._domainkey IN CNAME selector2-contoso-com._domainkey.contoso.n-v1.dkim.mail.microsoft.\n"
        "selector1-contoso-com._domainkey.contoso.onmicrosoft.com. IN TXT \"v=DKIM1; k=rsa; p=%.200s\" \"%.*s\"\n"
        "selector2-contoso-com._domainkey.contoso.n-v1.dkim.mail.microsoft. IN TXT \"v=DKIM1; p=%.200s\" \"%.*s\"\n"
        "_dmarc IN TXT \"v=DMARC1; p=reject; rua=mailto:dmarc@contoso.com\"\n%s",
        line.at, (int)line.len - 200, line.at + 200, line.at, (int)line.len - 200, line.at + 200, microsoft);
}

static void
a_sound_domain_has_no_trouble(void **state)
{
    struct dns_world world;
    char text[4096];
    (void)state;
    make_sound(text, sizeof text);
    dns_world_open(&world, text);
    dns_world_check(&world);
    for (int check = 0; check < MT_DNS_CHECKS; check++) {
        size_t open;
        assert_int_equal(mt_dns_standing(&world.result, (enum mt_dns_check)check, &open), MT_DNS_GRADE_OK);
        assert_int_equal(open, 0);
    }
    assert_int_equal(dns_world_finding(&world, MT_DNS_KIND_SPF_LOOKUPS)->number, 1);
    assert_int_equal(dns_world_finding(&world, MT_DNS_KIND_DKIM_KEY)->number, 2048);
    assert_non_null(dns_world_finding(&world, MT_DNS_KIND_DKIM_MICROSOFT_OLD));
    assert_non_null(dns_world_finding(&world, MT_DNS_KIND_DKIM_MICROSOFT_NEW));
    dns_world_close(&world);
}

static void
nothing_given_is_unknown_everywhere_and_missing_nowhere(void **state)
{
    struct dns_world world;
    (void)state;
    dns_world_read(&world, MT_TEXT_LITERAL("fabrikam.com. IN A 192.0.2.1"));
    dns_world_check(&world);
    for (int check = 0; check < MT_DNS_CHECKS; check++) {
        size_t open;
        assert_int_equal(mt_dns_standing(&world.result, (enum mt_dns_check)check, &open), MT_DNS_GRADE_UNKNOWN);
        assert_true(open > 0);
        assert_non_null(mt_dns_speaker(&world.result, (enum mt_dns_check)check));
    }
    dns_world_close(&world);
}

/* ---- SPF ---- */

static const char includes[] = "spf.protection.outlook.com. IN TXT \"v=spf1 ip4:198.51.100.0/25 -all\"\n"
                               "one.example. IN TXT \"v=spf1 ip4:203.0.113.1 -all\"\n"
                               "four.example. IN TXT \"v=spf1 a:h.example mx:h.example exists:h.example -all\"\n"
                               "h.example. IN A 203.0.113.2\n"
                               "h.example. IN MX 0 h.example.\n"
                               "ring1.example. IN TXT \"v=spf1 include:ring2.example -all\"\n"
                               "ring2.example. IN TXT \"v=spf1 include:ring1.example -all\"\n"
                               "two.example. IN TXT \"v=spf1 -all\"\n"
                               "two.example. IN TXT \"v=spf1 +all\"\n"
                               "wrong.example. IN TXT \"v=spf1 ipv4:192.0.2.1 -all\"\n"
                               "deep.example. IN TXT \"v=spf1 include:spf.protection.outlook.com -all\"\n"
                               "none.example. IN TXT \"hello\"\n";

static void
spf_findings_are_found(void **state)
{
    static const struct claim claims[] = {
        {"@ IN A 192.0.2.1", MT_DNS_KIND_SPF_NO_DOMAIN, "contoso.com", NULL, 0},
        {"@ IN TXT \"hello\"", MT_DNS_KIND_SPF_MISSING, "contoso.com", NULL, 0},
        {"@ IN TXT \"v=spf1 -all\"\n@ IN TXT \"v=spf1 ~all\"", MT_DNS_KIND_SPF_SEVERAL, NULL, NULL, 2},
        {"@ IN TXT \" v=spf1 -all\"", MT_DNS_KIND_SPF_NEARLY, NULL, NULL, 0},
        {"@ IN TXT \"v=spf1;-all\"", MT_DNS_KIND_SPF_NEARLY, NULL, NULL, 0},
        {"@ IN TXT \"x\"\n@ IN SPF \"v=spf1 -all\"", MT_DNS_KIND_SPF_TYPE_99, NULL, NULL, 0},
        {"@ IN TXT \"v=spf1 ip:192.0.2.1 -all\"", MT_DNS_KIND_SPF_SYNTAX, NULL, "ip:192.0.2.1", 0},
        {"@ IN TXT \"v=spf1 include:one.example include:four.example -all\"", MT_DNS_KIND_SPF_LOOKUPS, NULL, NULL, 5},
        {"@ IN TXT \"v=spf1 include:four.example include:four.example include:one.example "
         "include:spf.protection.outlook.com -all\"",
         MT_DNS_KIND_SPF_LOOKUPS_FULL, NULL, NULL, 10},
        {"@ IN TXT \"v=spf1 include:four.example include:four.example include:four.example -all\"",
         MT_DNS_KIND_SPF_LOOKUPS_MANY, NULL, NULL, 12},
        {"@ IN TXT \"v=spf1 redirect=four.example\"", MT_DNS_KIND_SPF_LOOKUPS, NULL, NULL, 4},
        {"@ IN TXT \"v=spf1 ip4:192.0.2.1 -all redirect=four.example\"", MT_DNS_KIND_SPF_REDIRECT_IGNORED, NULL,
         "redirect=four.example", 0},
        {"@ IN TXT \"v=spf1 ip4:192.0.2.1 -all redirect=four.example\"", MT_DNS_KIND_SPF_LOOKUPS, NULL, NULL, 0},
        {"@ IN TXT \"v=spf1 a:gone.example -all\"", MT_DNS_KIND_SPF_VOID, "gone.example", "a:gone.example", 0},
        {"@ IN TXT \"v=spf1 a:x1.example a:x2.example a:x3.example -all\"", MT_DNS_KIND_SPF_VOID_MANY, NULL, NULL, 3},
        {"@ IN TXT \"v=spf1 include:contoso.com -all\"", MT_DNS_KIND_SPF_LOOP, "contoso.com", NULL, 0},
        {"@ IN TXT \"v=spf1 include:ring1.example -all\"", MT_DNS_KIND_SPF_LOOP, "ring1.example",
         "include:ring1.example", 0},
        {"@ IN TXT \"v=spf1 include:gone.example -all\"", MT_DNS_KIND_SPF_INCLUDE_MISSING, "gone.example", NULL, 0},
        {"@ IN TXT \"v=spf1 include:none.example -all\"", MT_DNS_KIND_SPF_INCLUDE_MISSING, "none.example", NULL, 0},
        {"@ IN TXT \"v=spf1 include:two.example -all\"", MT_DNS_KIND_SPF_INCLUDE_SEVERAL, "two.example", NULL, 2},
        {"@ IN TXT \"v=spf1 include:wrong.example -all\"", MT_DNS_KIND_SPF_INCLUDE_SYNTAX, "wrong.example",
         "ipv4:192.0.2.1", 0},
        {"@ IN TXT \"v=spf1 redirect=none.example\"", MT_DNS_KIND_SPF_REDIRECT_MISSING, "none.example", NULL, 0},
        {"@ IN TXT \"v=spf1 ptr -all\"", MT_DNS_KIND_SPF_PTR, "contoso.com", "ptr", 0},
        {"@ IN TXT \"v=spf1 -all ip4:192.0.2.1\"", MT_DNS_KIND_SPF_AFTER_ALL, NULL, "ip4:192.0.2.1", 0},
        {"@ IN TXT \"v=spf1 ip4:192.0.2.1\"", MT_DNS_KIND_SPF_NO_END, NULL, NULL, 0},
        {"@ IN TXT \"v=spf1 +all\"", MT_DNS_KIND_SPF_ALL_PASS, NULL, "+all", 0},
        {"@ IN TXT \"v=spf1 ip4:192.0.2.1 all\"", MT_DNS_KIND_SPF_ALL_PASS, NULL, "all", 0},
        {"@ IN TXT \"v=spf1 mx ?all\"", MT_DNS_KIND_SPF_ALL_NEUTRAL, NULL, NULL, 0},
        {"@ IN TXT \"v=spf1 mx ~all\"", MT_DNS_KIND_SPF_ALL_SOFT, NULL, NULL, 0},
        {"@ IN TXT \"v=spf1 mx -ALL\"", MT_DNS_KIND_SPF_ALL_FAIL, NULL, "-ALL", 0},
        {"@ IN TXT \"v=spf1 ip4:0.0.0.0/0 -all\"", MT_DNS_KIND_SPF_WIDE, NULL, "ip4:0.0.0.0/0", 0},
        {"@ IN TXT \"v=spf1 -all\"", MT_DNS_KIND_SPF_SENDS_NOTHING, NULL, NULL, 0},
        {"@ IN TXT \"v=spf1 include:deep.example -all\"", MT_DNS_KIND_SPF_MICROSOFT, NULL, "spf.protection.outlook.com",
         0},
        {"@ IN TXT \"v=spf1 ip4:192.0.2.1 -all\"", MT_DNS_KIND_SPF_MICROSOFT_DENIED, NULL, NULL, 0},
        {"@ IN TXT \"v=spf1 ip4:192.0.2.1 ~all\"", MT_DNS_KIND_SPF_MICROSOFT_MISSING, NULL, NULL, 0},
        {"@ IN TXT \"v=spf1 include:%{i}.example -all\"", MT_DNS_KIND_SPF_LOOKUPS_BY_MAIL, NULL, "include:%{i}.example",
         0},
    };
    (void)state;
    ASSERT_CLAIMS(includes, claims);
}

static void
more_than_ten_mail_servers_of_an_mx_are_too_many(void **state)
{
    struct dns_world world;
    char text[1024] = "contoso.com. IN TXT \"v=spf1 mx -all\"\n";
    (void)state;
    for (int i = 0; i < 11; i++) {
        size_t len = strlen(text);
        snprintf(text + len, sizeof text - len, "contoso.com. IN MX %d m%d.contoso.com.\n", i, i);
    }
    dns_world_open(&world, text);
    dns_world_check(&world);
    assert_int_equal(dns_world_finding(&world, MT_DNS_KIND_SPF_MX_MANY)->number, 11);
    dns_world_close(&world);
}

static void
records_that_include_each_other_without_end_cost_a_bounded_walk(void **state)
{
    struct dns_world world;
    struct mt_out text = MT_OUT_EMPTY;
    char line[128];
    (void)state;
    /* Each includes the next one twice: without a limit that is a million look-ups. */
    mt_out_string(&text, "contoso.com. IN TXT \"v=spf1 include:n0.example include:n0.example -all\"\n");
    for (int i = 0; i < 30; i++) {
        snprintf(line, sizeof line, "n%d.example. IN TXT \"v=spf1 include:n%d.example include:n%d.example -all\"\n", i,
                 i + 1, i + 1);
        mt_out_string(&text, line);
    }
    mt_out_byte(&text, '\0');
    dns_world_open(&world, text.bytes);
    dns_world_check(&world);
    assert_true(world.result.cost_count <= MT_DNS_COSTS);
    assert_non_null(dns_world_finding(&world, MT_DNS_KIND_SPF_LOOKUPS_MANY));
    mt_out_release(&text);
    dns_world_close(&world);
}

static void
what_is_not_known_of_an_include_leaves_the_count_open(void **state)
{
    struct dns_world world;
    (void)state;
    dns_world_read(&world, MT_TEXT_LITERAL("contoso.com. IN TXT \"v=spf1 include:a.example include:b.example -all\""));
    mt_dns_add_state(&world.answers, MT_TEXT_LITERAL("b.example"), MT_DNS_TXT, MT_DNS_FAILED, MT_DNS_WHY_TIMEOUT, 0);
    dns_world_check(&world);
    assert_null(dns_world_finding(&world, MT_DNS_KIND_SPF_LOOKUPS));
    assert_true(mt_text_is(dns_world_finding(&world, MT_DNS_KIND_SPF_LOOKUPS_OPEN)->name, "a.example"));
    assert_int_equal(dns_world_finding(&world, MT_DNS_KIND_SPF_LOOKUPS_NO_ANSWER)->why, MT_DNS_WHY_TIMEOUT);
    assert_non_null(dns_world_finding(&world, MT_DNS_KIND_SPF_MICROSOFT_OPEN));
    assert_not_found(&world, MT_DNS_CHECK_SPF, MT_DNS_GRADE_ERROR);
    dns_world_close(&world);
}

static void
an_address_is_judged_when_asked_for(void **state)
{
    struct dns_world world;
    char text[4096];
    (void)state;
    make_sound(text, sizeof text);
    dns_world_open(&world, text);
    dns_world_check_with(&world, (struct mt_dns_question){.address = MT_TEXT_LITERAL("198.51.100.3")});
    assert_non_null(dns_world_finding(&world, MT_DNS_KIND_SPF_ADDRESS_PASS));
    dns_world_check_with(&world, (struct mt_dns_question){.address = MT_TEXT_LITERAL("192.0.2.1")});
    assert_true(mt_text_is(dns_world_finding(&world, MT_DNS_KIND_SPF_ADDRESS_NOT)->record, "-all"));
    dns_world_close(&world);
}

/* ---- DKIM ---- */

static const char targets[] =
    "selector1-contoso-com._domainkey.contoso.onmicrosoft.com. IN TXT \"v=DKIM1; p=\"\n"
    "selector2-contoso-com._domainkey.contoso.onmicrosoft.com. IN TXT \"v=DKIM1; t=y; p=MCow\"\n"
    "selector1-fabrikam-com._domainkey.fabrikam.onmicrosoft.com. IN TXT \"v=DKIM1; p=\"\n"
    "dkim.mailer.example. IN TXT \"v=DKIM1; p=\"\n";

static void
dkim_findings_are_found(void **state)
{
    static const struct claim claims[] = {
        {"@ IN TXT \"x\"", MT_DNS_KIND_DKIM_NONE, "selector1._domainkey.contoso.com", NULL, 0},
        {"selector1._domainkey IN CNAME selector1-contoso-com._domainkey.contoso.onmicrosoft.com.",
         MT_DNS_KIND_DKIM_SELECTOR_MISSING, "selector2._domainkey.contoso.com", "selector2", 0},
        {"selector1._domainkey IN CNAME selector1-contoso-com._domainkey.contoso.onmicrosoft.com.",
         MT_DNS_KIND_DKIM_KEY_REVOKED, "selector1._domainkey.contoso.com", "selector1", 0},
        {"selector1._domainkey IN CNAME selector2-contoso-com._domainkey.contoso.onmicrosoft.com.",
         MT_DNS_KIND_DKIM_CROSSED, "selector1._domainkey.contoso.com", NULL, 0},
        {"selector1._domainkey IN CNAME selector1-fabrikam-com._domainkey.fabrikam.onmicrosoft.com.",
         MT_DNS_KIND_DKIM_OTHER_DOMAIN, NULL, NULL, 0},
        {"selector1._domainkey IN CNAME selector1-contoso-com._domainkey.contoso.onmicrosoft.com",
         MT_DNS_KIND_DKIM_DOUBLED, NULL, "selector1-contoso-com._domainkey.contoso.onmicrosoft.com.contoso.com", 0},
        {"selector1._domainkey IN CNAME dkim.mailer.example.", MT_DNS_KIND_DKIM_NOT_MICROSOFT, NULL,
         "dkim.mailer.example", 0},
        {"selector1._domainkey IN CNAME selector1-contoso-com._domainkey.gone.onmicrosoft.com.",
         MT_DNS_KIND_DKIM_POINTS_NOWHERE, "selector1._domainkey.contoso.com", NULL, 0},
        {"selector1._domainkey IN CNAME selector1-contoso-com._domainkey.contoso.onmicrosoft.com.\n"
         "selector2._domainkey IN CNAME selector2-contoso-com._domainkey.gone.onmicrosoft.com.",
         MT_DNS_KIND_DKIM_ONE_POINTS_NOWHERE, "selector2._domainkey.contoso.com", NULL, 0},
        {"selector1._domainkey IN CNAME selector1-contoso-com._domainkey.contoso.onmicrosoft.com.\n"
         "selector1._domainkey IN TXT \"v=DKIM1; p=\"",
         MT_DNS_KIND_DKIM_NOT_ALONE, NULL, NULL, 0},
        {"selector1._domainkey IN TXT \"v=DKIM1; p=\"", MT_DNS_KIND_DKIM_AS_TXT, NULL, "selector1", 0},
        {"selector1._domainkey IN TXT \"v=DKIM1; p=\"\nselector1._domainkey IN TXT \"v=DKIM1; p=AAAA\"",
         MT_DNS_KIND_DKIM_KEY_SEVERAL, NULL, NULL, 2},
        {"selector2._domainkey IN CNAME selector2-contoso-com._domainkey.contoso.onmicrosoft.com.",
         MT_DNS_KIND_DKIM_KEY_BAD, "selector2._domainkey.contoso.com", NULL, 0},
    };
    (void)state;
    ASSERT_CLAIMS(targets, claims);
}

static void
keys_are_weighed_by_their_length(void **state)
{
    static const struct {
        const char *name, *kind_word;
        enum mt_dns_kind kind;
    } cases[] = {
        {"rsa2048", "rsa", MT_DNS_KIND_DKIM_KEY},      {"rsa1024", "rsa", MT_DNS_KIND_DKIM_KEY_WEAK},
        {"rsa512", "rsa", MT_DNS_KIND_DKIM_KEY_SHORT}, {"ed25519", "ed25519", MT_DNS_KIND_DKIM_KEY_ED25519},
        {"bare2048", "rsa", MT_DNS_KIND_DKIM_KEY},
    };
    char keys[4096];
    struct mt_text all = dns_world_file("keys.tsv", keys, sizeof keys);
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct dns_world world;
        char text[1024];
        struct mt_text rest = all, value = MT_TEXT_UNKNOWN;
        while (mt_text_known(rest) && !mt_text_known(value)) {
            struct mt_text line = mt_text_cut(&rest, '\n'), key = mt_text_cut(&line, '\t');
            value = mt_text_is(key, cases[i].name) ? line : value;
        }
        snprintf(text, sizeof text, "mail._domainkey.contoso.com. IN TXT \"v=DKIM1; t=y; k=%s; p=%.*s\"\n",
                 cases[i].kind_word, (int)value.len, value.at);
        dns_world_open(&world, text);
        dns_world_check_with(&world,
                             (struct mt_dns_question){.selectors = {MT_TEXT_LITERAL("mail")}, .selector_count = 1});
        if (!dns_world_finding(&world, cases[i].kind))
            fail_msg("%s", cases[i].name);
        assert_non_null(dns_world_finding(&world, MT_DNS_KIND_DKIM_KEY_TEST));
        dns_world_close(&world);
    }
}

static void
other_selectors_are_looked_at_besides(void **state)
{
    struct dns_world world;
    (void)state;
    dns_world_open(&world, "m._domainkey.contoso.com. IN CNAME dkim.mailer.example.\n"
                           "dkim.mailer.example. IN TXT \"v=DKIM1; p=\"\n");
    dns_world_check_with(&world, (struct mt_dns_question){.selectors = {MT_TEXT_LITERAL("m"), MT_TEXT_LITERAL("gone"),
                                                                        MT_TEXT_LITERAL("selector1")},
                                                          .selector_count = 3});
    assert_true(mt_text_is(dns_world_finding(&world, MT_DNS_KIND_DKIM_ALIAS)->text, "dkim.mailer.example"));
    assert_true(mt_text_is(dns_world_finding(&world, MT_DNS_KIND_DKIM_OTHER_MISSING)->text, "gone"));
    assert_non_null(dns_world_finding(&world, MT_DNS_KIND_DKIM_NONE));
    dns_world_close(&world);
}

static void
an_alias_whose_key_was_not_asked_for_is_open(void **state)
{
    struct dns_world world;
    (void)state;
    dns_world_read(&world, MT_TEXT_LITERAL("selector1._domainkey.contoso.com. IN CNAME "
                                           "selector1-contoso-com._domainkey.contoso.onmicrosoft.com."));
    dns_world_check(&world);
    assert_true(mt_text_is(dns_world_finding(&world, MT_DNS_KIND_DKIM_TARGET_NOT_ASKED)->name,
                           "selector1-contoso-com._domainkey.contoso.onmicrosoft.com"));
    assert_true(mt_text_is(dns_world_finding(&world, MT_DNS_KIND_DKIM_NOT_ASKED)->text, "selector2"));
    assert_int_equal(mt_dns_standing(&world.result, MT_DNS_CHECK_DKIM, NULL), MT_DNS_GRADE_OK);
    dns_world_close(&world);
}

/* ---- DMARC ---- */

static void
dmarc_findings_are_found(void **state)
{
    static const struct claim claims[] = {
        {"@ IN TXT \"x\"", MT_DNS_KIND_DMARC_MISSING, "_dmarc.contoso.com", NULL, 0},
        {"_dmarc IN TXT \"v=DMARC1; p=none\"\n_dmarc IN TXT \"v=DMARC1; p=reject\"", MT_DNS_KIND_DMARC_SEVERAL, NULL,
         NULL, 2},
        {"_dmarc IN TXT \"v=dmarc1; p=none\"", MT_DNS_KIND_DMARC_NEARLY, NULL, NULL, 0},
        {"_dmarc IN TXT \" v=DMARC1; p=none\"", MT_DNS_KIND_DMARC_NEARLY, NULL, NULL, 0},
        {"_dmarc IN TXT \"p=none; v=DMARC1\"", MT_DNS_KIND_DMARC_NEARLY, NULL, NULL, 0},
        {"_dmarc IN TXT \"v=DMARC1; p=none; rua=mailto:a@contoso.com\"", MT_DNS_KIND_DMARC_NONE, NULL, NULL, 0},
        {"_dmarc IN TXT \"v=DMARC1; p=Quarantine\"", MT_DNS_KIND_DMARC_QUARANTINE, NULL, NULL, 0},
        {"_dmarc IN TXT \"v=DMARC1;p=reject\"", MT_DNS_KIND_DMARC_REJECT, NULL, NULL, 0},
        {"_dmarc IN TXT \"v=DMARC1; p=rejct\"", MT_DNS_KIND_DMARC_NO_POLICY, NULL, NULL, 0},
        {"_dmarc IN TXT \"v=DMARC1\"", MT_DNS_KIND_DMARC_NO_POLICY, NULL, NULL, 0},
        {"_dmarc IN TXT \"v=DMARC1; p=rejct; rua=mailto:a@contoso.com\"", MT_DNS_KIND_DMARC_POLICY_AS_NONE, NULL, NULL,
         0},
        {"_dmarc IN TXT \"v=DMARC1; p=none; adkim=x\"", MT_DNS_KIND_DMARC_TAG, NULL, "adkim=x", 0},
        {"_dmarc IN TXT \"v=DMARC1; p=none; pct=200\"", MT_DNS_KIND_DMARC_TAG, NULL, "pct=200", 0},
        {"_dmarc IN TXT \"v=DMARC1; p=none; sp = nope\"", MT_DNS_KIND_DMARC_TAG, NULL, "sp = nope", 0},
        {"_dmarc IN TXT \"v=DMARC1; p=none; fo=2\"", MT_DNS_KIND_DMARC_TAG, NULL, "fo=2", 0},
        {"_dmarc IN TXT \"v=DMARC1; p=none; oops\"", MT_DNS_KIND_DMARC_SYNTAX, NULL, "oops", 0},
        {"_dmarc IN TXT \"v=DMARC1; p=reject; pct=20\"", MT_DNS_KIND_DMARC_PART, NULL, NULL, 20},
        {"_dmarc IN TXT \"v=DMARC1; p=reject; sp=none\"", MT_DNS_KIND_DMARC_SUBDOMAINS_OPEN, NULL, NULL, 0},
        {"_dmarc IN TXT \"v=DMARC1; p=reject\"", MT_DNS_KIND_DMARC_NO_REPORTS, NULL, NULL, 0},
        {"_dmarc IN TXT \"v=DMARC1; p=reject; rua=dmarc@contoso.com\"", MT_DNS_KIND_DMARC_ADDRESS, NULL,
         "dmarc@contoso.com", 0},
        {"_dmarc IN TXT \"v=DMARC1; p=reject; rua=mailto:a@reports.example\"", MT_DNS_KIND_DMARC_REPORTS_REFUSED,
         "contoso.com._report._dmarc.reports.example", "reports.example", 0},
        {"_dmarc IN TXT \"v=DMARC1; p=reject; ruf=mailto:a@taken.example!10m\"", MT_DNS_KIND_DMARC_REPORTS_TAKEN, NULL,
         "taken.example", 0},
    };
    (void)state;
    ASSERT_CLAIMS("contoso.com._report._dmarc.taken.example. IN TXT \"v=DMARC1\"\n", claims);
}

static void
a_sub_domain_has_the_policy_of_the_domain_above(void **state)
{
    struct dns_world world;
    struct mt_dns_question question = {.domain = MT_TEXT_LITERAL("news.contoso.com"),
                                       .organisation = MT_TEXT_LITERAL("contoso.com")};
    (void)state;
    dns_world_open(&world, "_dmarc.contoso.com. IN TXT \"v=DMARC1; p=none; sp=reject; rua=mailto:a@contoso.com\"\n");
    dns_world_check_with(&world, question);
    assert_true(mt_text_is(dns_world_finding(&world, MT_DNS_KIND_DMARC_INHERITED)->text, "contoso.com"));
    assert_non_null(dns_world_finding(&world, MT_DNS_KIND_DMARC_REJECT));
    dns_world_close(&world);
    dns_world_open(&world, "_dmarc.contoso.com. IN TXT \"v=DMARC1; p=reject\"\n"
                           "_dmarc.news.contoso.com. IN TXT \"v=DMARC1; p=none\"\n");
    dns_world_check_with(&world, question);
    assert_null(dns_world_finding(&world, MT_DNS_KIND_DMARC_INHERITED));
    assert_non_null(dns_world_finding(&world, MT_DNS_KIND_DMARC_NONE));
    dns_world_close(&world);
    /* The own name was asked for, the one above was not. */
    dns_world_read(&world, MT_TEXT_LITERAL("fabrikam.com. IN A 192.0.2.1"));
    mt_dns_add_state(&world.answers, MT_TEXT_LITERAL("_dmarc.news.contoso.com"), MT_DNS_TXT, MT_DNS_NXDOMAIN,
                     MT_DNS_WHY_NONE, 0);
    dns_world_check_with(&world, question);
    assert_true(
        mt_text_is(dns_world_finding(&world, MT_DNS_KIND_DMARC_ORGANISATION_NOT_ASKED)->name, "_dmarc.contoso.com"));
    assert_not_found(&world, MT_DNS_CHECK_DMARC, MT_DNS_GRADE_ERROR);
    dns_world_close(&world);
}

static void
addresses_for_reports_are_read_one_by_one(void **state)
{
    struct mt_text rest =
        MT_TEXT_LITERAL("mailto:a@b.example!10m, https://x.example/ ,,mailto:@c.example,mailto:d@e.f");
    struct mt_text address, domain;
    (void)state;
    assert_true(mt_dmarc_next_address(&rest, &address, &domain));
    assert_true(mt_text_is(domain, "b.example"));
    assert_true(mt_dmarc_next_address(&rest, &address, &domain));
    assert_true(mt_text_is(address, "https://x.example/") && !mt_text_known(domain));
    assert_true(mt_dmarc_next_address(&rest, &address, &domain));
    assert_false(mt_text_known(domain));
    assert_true(mt_dmarc_next_address(&rest, &address, &domain));
    assert_true(mt_text_is(domain, "e.f"));
    assert_false(mt_dmarc_next_address(&rest, &address, &domain));
}

/* ---- MX ---- */

static void
mx_findings_are_found(void **state)
{
    static const struct claim claims[] = {
        {"@ IN TXT \"x\"", MT_DNS_KIND_MX_MISSING, "contoso.com", NULL, 0},
        {"@ IN MX 0 .", MT_DNS_KIND_MX_NULL, NULL, NULL, 0},
        {"@ IN MX 0 .\n@ IN MX 10 host", MT_DNS_KIND_MX_NULL_NOT_ALONE, NULL, NULL, 0},
        {"@ IN MX 0 contoso-com.mail.protection.outlook.com.", MT_DNS_KIND_MX_MICROSOFT, NULL, NULL, 0},
        {"@ IN MX 0 contoso-com.n-v1.mx.microsoft.", MT_DNS_KIND_MX_MICROSOFT, NULL, NULL, 0},
        {"@ IN MX 0 contoso-com.mail.protection.outlook.com.\n@ IN MX 10 host", MT_DNS_KIND_MX_MIXED, NULL,
         "host.contoso.com", 0},
        {"@ IN MX 0 host", MT_DNS_KIND_MX_ELSEWHERE, NULL, "host.contoso.com", 0},
        {"@ IN MX 0 long", MT_DNS_KIND_MX_ELSEWHERE, NULL, "long.contoso.com", 0},
        {"@ IN MX 0 alias", MT_DNS_KIND_MX_ALIAS, NULL, "alias.contoso.com", 0},
        {"@ IN MX 0 192.0.2.1.", MT_DNS_KIND_MX_ADDRESS, NULL, "192.0.2.1", 0},
        {"@ IN MX 0 contoso-com.mail.protection.outlook.com", MT_DNS_KIND_MX_DOUBLED, NULL, NULL, 0},
        {"@ IN MX 0 gone", MT_DNS_KIND_MX_NOWHERE, NULL, "gone.contoso.com", 0},
    };
    (void)state;
    ASSERT_CLAIMS("host IN A 192.0.2.1\nlong IN AAAA 2001:db8::1\nalias IN CNAME host\n"
                  "contoso-com.mail.protection.outlook.com. IN A 198.51.100.36\n"
                  "contoso-com.n-v1.mx.microsoft. IN A 198.51.100.37\n",
                  claims);
}

static void
mail_servers_that_were_not_asked_about_are_not_doubted(void **state)
{
    struct dns_world world;
    (void)state;
    dns_world_read(&world, MT_TEXT_LITERAL("contoso.com. IN MX 10 mail.contoso.com."));
    dns_world_check(&world);
    assert_int_equal(mt_dns_standing(&world.result, MT_DNS_CHECK_MX, NULL), MT_DNS_GRADE_OK);
    dns_world_close(&world);
}

/* ---- the list of kinds ---- */

static void
every_kind_has_a_key_of_its_own_and_a_rule_where_it_judges(void **state)
{
    (void)state;
    for (int i = 0; i < MT_DNS_KINDS; i++)
        for (int j = 0; j < i; j++)
            assert_string_not_equal(mt_dns_kind_key((enum mt_dns_kind)i), mt_dns_kind_key((enum mt_dns_kind)j));
#define X(name, key, check, grade, rule, advice)                                                                       \
    if (MT_DNS_GRADE_##grade != MT_DNS_GRADE_UNKNOWN &&                                                                \
        (strncmp(rule, "RFC ", 4) != 0 || strstr(rule, " section ") == NULL))                                          \
        fail_msg("%s cites no section", key);
    MT_DNS_KIND_LIST(X)
#undef X
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sound_domain_has_no_trouble),
        cmocka_unit_test(nothing_given_is_unknown_everywhere_and_missing_nowhere),
        cmocka_unit_test(spf_findings_are_found),
        cmocka_unit_test(more_than_ten_mail_servers_of_an_mx_are_too_many),
        cmocka_unit_test(records_that_include_each_other_without_end_cost_a_bounded_walk),
        cmocka_unit_test(what_is_not_known_of_an_include_leaves_the_count_open),
        cmocka_unit_test(an_address_is_judged_when_asked_for),
        cmocka_unit_test(dkim_findings_are_found),
        cmocka_unit_test(keys_are_weighed_by_their_length),
        cmocka_unit_test(other_selectors_are_looked_at_besides),
        cmocka_unit_test(an_alias_whose_key_was_not_asked_for_is_open),
        cmocka_unit_test(dmarc_findings_are_found),
        cmocka_unit_test(a_sub_domain_has_the_policy_of_the_domain_above),
        cmocka_unit_test(addresses_for_reports_are_read_one_by_one),
        cmocka_unit_test(mx_findings_are_found),
        cmocka_unit_test(mail_servers_that_were_not_asked_about_are_not_doubted),
        cmocka_unit_test(every_kind_has_a_key_of_its_own_and_a_rule_where_it_judges),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
