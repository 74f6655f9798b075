#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "store/dictionary.h"
#include "store/place.h"
#include "store/route.h"

static void
a_domain_has_the_registrable_domain_and_country_of_its_name(void **unused)
{
    static const struct {
        const char *domain, *registrable, *country;
    } cases[] = {
        {"example.com", "example.com", ""},
        {"mail.eu.example.com", "example.com", ""},
        {"a.b.example.co.uk", "example.co.uk", "GB"},
        {"a.b.gob.mx", "b.gob.mx", "MX"},
        {"example.de", "example.de", "DE"},
        {"m\xC3\xBCller.de", "m\xC3\xBCller.de", "DE"},
        {"xn--mller-kva.de", "xn--mller-kva.de", "DE"},
        {"example.xn--p1ai", "example.xn--p1ai", "RU"},
        /* tenants are customers of their own */
        {"contoso.onmicrosoft.com", "contoso.onmicrosoft.com", ""},
        {"contoso.mail.onmicrosoft.com", "contoso.mail.onmicrosoft.com", ""},
        {"contoso-com.mail.protection.outlook.com", "contoso-com.mail.protection.outlook.com", ""},
        /* endings that are sold to everybody */
        {"startup.io", "startup.io", ""},
        {"startup.co", "startup.co", ""},
        {"institution.eu", "institution.eu", ""},
        {"startup.com.co", "startup.com.co", "CO"},
        /* what is no registered name */
        {"co.uk", NULL, "GB"},
        {"localhost", NULL, ""},
        {"uk", NULL, ""},
        {"", NULL, ""},
        {"192.0.2.1", NULL, ""},
        {"[192.0.2.1]", NULL, ""},
        {"[ipv6:2001:db8::1]", NULL, ""},
        {"2001:db8::1", NULL, ""},
        {"a..de", NULL, ""},
        {".de", NULL, ""},
        {"example.zz", "example.zz", ""},
        {"exa mple.de", NULL, ""},
    };
    (void)unused;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct mt_place place = mt_place_of(mt_text_of(cases[i].domain));
        if (!mt_text_equal(place.registrable, mt_text_of(cases[i].registrable)))
            fail_msg("%s: registrable '%.*s'", cases[i].domain, MT_TEXT_ARGS(place.registrable));
        if (strcmp(place.country, cases[i].country) != 0)
            fail_msg("%s: country '%s'", cases[i].domain, place.country);
    }
}

static void
a_name_of_any_length_or_bytes_is_survived(void **unused)
{
    static char name[100000];
    (void)unused;
    for (size_t len = 0; len < sizeof name; len = len * 2 + 1) {
        memset(name, 'a', sizeof name);
        struct mt_place place = mt_place_of((struct mt_text){name, len});
        assert_false(mt_text_known(place.registrable));
        for (size_t i = 1; i < len; i += 2)
            name[i] = '.';
        place = mt_place_of((struct mt_text){name, len});
        assert_true(len < 254 || !mt_text_known(place.registrable));
    }
    for (int byte = 0; byte < 256; byte++) {
        char hostile[8] = {'a', (char)byte, 'b', '.', 'd', 'e', '\0'};
        struct mt_place place = mt_place_of((struct mt_text){hostile, 6});
        assert_true(place.registrable.len <= 6);
    }
}

static int64_t
provider_of(struct mt_rules *rules, const char *domain)
{
    struct mt_text name = mt_text_of(domain);
    return mt_rules_find(rules, name, mt_place_of(name).registrable);
}

static void
add(struct mt_rules *rules, const char *pattern, int64_t provider, bool of_user)
{
    assert_true(mt_rules_add(rules, mt_text_of(pattern), provider, of_user));
}

static void
the_longest_name_wins_and_label_patterns_come_last(void **unused)
{
    struct mt_rules *rules = mt_rules_new();
    (void)unused;
    assert_non_null(rules);
    assert_int_equal(provider_of(rules, "example.com"), 0);
    add(rules, "yahoo.*", 1, false);
    add(rules, "yahoo.co.jp", 2, false);
    add(rules, "sky.com", 3, false);
    add(rules, "mail.sky.com", 4, false);
    assert_int_equal(provider_of(rules, "yahoo.com"), 1);
    assert_int_equal(provider_of(rules, "yahoo.co.uk"), 1);
    assert_int_equal(provider_of(rules, "mail.yahoo.co.uk"), 1);
    assert_int_equal(provider_of(rules, "yahoo.co.jp"), 2);
    assert_int_equal(provider_of(rules, "sky.com"), 3);
    assert_int_equal(provider_of(rules, "x.sky.com"), 3);
    assert_int_equal(provider_of(rules, "x.mail.sky.com"), 4);
    /* Names that only look alike. */
    assert_int_equal(provider_of(rules, "notyahoo.com"), 0);
    assert_int_equal(provider_of(rules, "yahoo.example.com"), 0);
    assert_int_equal(provider_of(rules, "bluesky.com"), 0);
    assert_int_equal(provider_of(rules, "com"), 0);
    mt_rules_free(rules);
}

static void
a_users_rule_wins_over_every_shipped_one(void **unused)
{
    struct mt_rules *rules = mt_rules_new();
    (void)unused;
    assert_non_null(rules);
    add(rules, "mail.example.com", 1, false);
    add(rules, "example.*", 2, true);
    assert_int_equal(provider_of(rules, "mail.example.com"), 2);
    add(rules, "example.com", 3, true);
    assert_int_equal(provider_of(rules, "mail.example.com"), 3);
    mt_rules_free(rules);
    mt_rules_free(NULL);
}

static void
what_is_no_pattern_is_refused(void **unused)
{
    static const char *const good[] = {"example.com", "yahoo.*", "a.b.c.d", "xn--mller-kva.de"};
    static const char *const bad[] = {"",
                                      "com",
                                      "*",
                                      ".*",
                                      "*.example.com",
                                      "a.b.*",
                                      "example.com.",
                                      "exa mple.com",
                                      "Example.com",
                                      "[192.0.2.1]",
                                      "a..b",
                                      "a@b.com",
                                      "a.*.c"};
    (void)unused;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        if (mt_rules_refuse(mt_text_of(good[i])))
            fail_msg("%s: %s", good[i], mt_rules_refuse(mt_text_of(good[i])));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (!mt_rules_refuse(mt_text_of(bad[i])))
            fail_msg("'%s' was taken", bad[i]);
}

static void
a_domain_stands_behind_the_last_at_sign(void **unused)
{
    static const struct {
        const char *address, *domain;
    } cases[] = {
        {"jo@example.com", "example.com"},
        {"\"jo@home\"@example.com", "example.com"},
        {"<>", ""},
        {"jo", ""},
        {"jo@", ""},
        {"@example.com", "example.com"},
    };
    (void)unused;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_true(mt_text_is(mt_address_domain(mt_text_of(cases[i].address)), cases[i].domain));
}

static void
the_forest_is_read_from_message_ids_of_exchange_online(void **unused)
{
    static const struct {
        const char *message_id, *forest, *region;
    } cases[] = {
        {"<A1@ZR0P278MB0123.CHEP278.PROD.OUTLOOK.COM>", "CHEP278", "CHE"},
        {"<A1@am0pr01mb1.eurprd01.prod.outlook.com>", "EURPRD01", "EUR"},
        {"<A1@BN6PR02MB1.namprd02.prod.exchangelabs.com>", "NAMPRD02", "NAM"},
        {"<A1@X.NAMP220.PROD.OUTLOOK.COM>", "NAMP220", "NAM"},
        {"A1@X.GBRP265.PROD.OUTLOOK.COM", "GBRP265", "GBR"},
        {"<A1@X.XYZPRD01.PROD.OUTLOOK.COM>", "XYZPRD01", NULL},
        {"<A1@X.EUROPE1.PROD.OUTLOOK.COM>", "EUROPE1", NULL},
        {"<A1@mail.example.com>", NULL, NULL},
        {"<A1@X.EURPRD01.PROD.OUTLOOK.COM.evil.example>", NULL, NULL},
        {"<.PROD.OUTLOOK.COM>", NULL, NULL},
        {"EURPRD01.PROD.OUTLOOK.COM", NULL, NULL},
        {"<A1@X.EURPRD012345678901234567890.PROD.OUTLOOK.COM>", NULL, NULL},
        {"<A1@X.-.PROD.OUTLOOK.COM>", NULL, NULL},
        {">", NULL, NULL},
        {NULL, NULL, NULL},
    };
    (void)unused;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char room[MT_FOREST_BYTES];
        struct mt_text forest = mt_forest_of(mt_text_of(cases[i].message_id), room);
        if (!mt_text_equal(forest, mt_text_of(cases[i].forest)))
            fail_msg("%s: forest '%.*s'", cases[i].message_id, MT_TEXT_ARGS(forest));
        const char *region = mt_forest_region(forest);
        if (!mt_text_equal(mt_text_of(region), mt_text_of(cases[i].region)))
            fail_msg("%s: region '%s'", cases[i].message_id, region ? region : "(none)");
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_domain_has_the_registrable_domain_and_country_of_its_name),
        cmocka_unit_test(a_name_of_any_length_or_bytes_is_survived),
        cmocka_unit_test(the_longest_name_wins_and_label_patterns_come_last),
        cmocka_unit_test(a_users_rule_wins_over_every_shipped_one),
        cmocka_unit_test(what_is_no_pattern_is_refused),
        cmocka_unit_test(a_domain_stands_behind_the_last_at_sign),
        cmocka_unit_test(the_forest_is_read_from_message_ids_of_exchange_online),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
