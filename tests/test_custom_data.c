#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "ingest/custom_data.h"

/* The items as "key -> value" lines. */
static void
assert_items(const char *data, const char *expected)
{
    struct mt_custom custom = mt_custom_of(mt_text_of(data));
    struct mt_custom_item item;
    char found[1024] = "";
    size_t len = 0;
    while (mt_custom_next(&custom, &item))
        len += (size_t)snprintf(found + len, sizeof found - len, "%.*s -> %.*s\n", MT_TEXT_ARGS(item.key),
                                MT_TEXT_ARGS(item.value));
    assert_string_equal(found, expected);
}

static void
assert_value(const char *data, const char *key, const char *expected)
{
    struct mt_text value = mt_custom_value(mt_text_of(data), key);
    if (expected)
        assert_true(mt_text_is(value, expected));
    else
        assert_false(mt_text_known(value));
}

static void
items_are_given_without_their_prefixes(void **state)
{
    (void)state;
    assert_items("S:IncludeInSla=True;S:P2RecipStat=0.008/9;I32:Count=9;F:E2ELatency=1.211;Dbl:Score=-1.5",
                 "IncludeInSla -> True\nP2RecipStat -> 0.008/9\nCount -> 9\nE2ELatency -> 1.211\nScore -> -1.5\n");
    assert_items("S:CompCost=|ETR=0;S:Empty=;S:OriginalFromAddress=<>;",
                 "CompCost -> |ETR=0\nEmpty -> \nOriginalFromAddress -> <>\n");
}

static void
items_in_apostrophes_hold_semicolons(void **state)
{
    (void)state;
    assert_items("S:a=1;'S:InboundConnectorData=Name=Partner;ConnectorType=OnPremises;TenantId=7';S:b=2",
                 "a -> 1\nInboundConnectorData -> Name=Partner;ConnectorType=OnPremises;TenantId=7\nb -> 2\n");
    assert_items("'S:k=the sender's; own'; S:b=2", "k -> the sender's; own\nb -> 2\n");
    assert_items("'S:k=a=b;c=d'", "k -> a=b;c=d\n");
    assert_items("'S:k=a=b;c", "k -> a=b;c\n"); /* cut */
    assert_items("S:k='quoted';S:b=2", "k -> 'quoted'\nb -> 2\n");
}

static void
a_value_goes_on_until_the_next_prefix(void **state)
{
    (void)state;
    assert_items("S:ConnectorData=Name=Partner;ConnectorType=OnPremises;S:b=2;",
                 "ConnectorData -> Name=Partner;ConnectorType=OnPremises\nb -> 2\n");
    assert_items("S:st=7/17/2017 12:31:25 AM; S:b=2", "st -> 7/17/2017 12:31:25 AM\nb -> 2\n");
}

static void
items_without_prefixes_end_at_every_semicolon(void **state)
{
    (void)state;
    assert_items("Name=Partner;Type=OnPremises;S:b=2", "Name -> Partner\nType -> OnPremises\nb -> 2\n");
    assert_items("led;S:b=2;;S:c=3", "b -> 2;\nc -> 3\n");
    assert_items("=1;;  ;x", "");
    assert_items("", "");
    assert_items(NULL, "");
}

static void
values_are_found_in_any_case_and_the_first_counts(void **state)
{
    static const char data[] = "S:tlsversion=SP_PROT_TLS1_3_SERVER;S:IsSmtpResponseFromExternalServer=True;"
                               "S:AMA=SUM|v=1;S:AMA=EV|engine=M;'S:Data=Name=x;y'";
    (void)state;
    assert_value(data, "TlsVersion", "SP_PROT_TLS1_3_SERVER");
    assert_value(data, "issmtpresponsefromexternalserver", "True");
    assert_value(data, "AMA", "SUM|v=1");
    assert_value(data, "Data", "Name=x;y");
    assert_value(data, "Name", NULL);
    assert_value(data, "tls", NULL);
    assert_value("S:tls=", "tls", "");
}

static void
time_grows_with_length_and_not_faster(void **state)
{
    static const char *const units[] = {"S:a=b;", ";", "; ", "'", "';", "'S:a=", "S:", "=", "a", " ", "|", "S:a;b;"};
    enum { BYTES = 1 << 21 };
    char *text = malloc(BYTES);
    assert_non_null(text);
    (void)state;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        struct mt_custom custom = mt_custom_of((struct mt_text){text, BYTES});
        struct mt_custom_item item;
        size_t len = strlen(units[i]), items = 0;
        for (size_t j = 0; j < BYTES; j++)
            text[j] = units[i][j % len];
        memcpy(text, "S:a=", 4);
        clock_t start = clock();
        while (mt_custom_next(&custom, &item))
            items++;
        if ((double)(clock() - start) / CLOCKS_PER_SEC > 5.0)
            fail_msg("'%s' many times takes too long for %zu items", units[i], items);
    }
    free(text);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(items_are_given_without_their_prefixes),
        cmocka_unit_test(items_in_apostrophes_hold_semicolons),
        cmocka_unit_test(a_value_goes_on_until_the_next_prefix),
        cmocka_unit_test(items_without_prefixes_end_at_every_semicolon),
        cmocka_unit_test(values_are_found_in_any_case_and_the_first_counts),
        cmocka_unit_test(time_grows_with_length_and_not_faster),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
