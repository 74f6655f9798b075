/* What is hidden in a ticket is hidden in every dress, and what support needs stays. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reports/redact.h"
#include "reports/redact_words.h"

static const unsigned char key[MT_REDACTION_KEY_BYTES] = "a key for tests, and no secret";

struct fixture {
    struct mt_redactor *redactor;
    struct mt_arena arena;
};

static int
open_fixture(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    if (!fixture)
        return -1;
    fixture->redactor = mt_redactor_new(key);
    *state = fixture;
    return fixture->redactor ? 0 : -1;
}

static int
close_fixture(void **state)
{
    struct fixture *fixture = *state;
    mt_redactor_free(fixture->redactor);
    mt_arena_release(&fixture->arena);
    free(fixture);
    return 0;
}

static const char *
hidden(struct fixture *fixture, const char *text)
{
    return mt_redact_text(fixture->redactor, mt_text_of(text), &fixture->arena).at;
}

static const char *
token_of(struct fixture *fixture, const char *address)
{
    struct mt_text whole = mt_redact_address(fixture->redactor, mt_text_of(address), &fixture->arena), token, copy;
    token = mt_text_cut(&whole, '@');
    return mt_arena_copy(&fixture->arena, token, &copy) ? copy.at : NULL;
}

static void
assert_gone(const char *text, const char *word)
{
    if (strstr(text, word))
        fail_msg("'%s' still holds '%s'", text, word);
}

static void
one_person_is_one_token_in_every_dress(void **state)
{
    static const char *const dresses[] = {
        "jane.doe@contoso.com",
        "<jane.doe@contoso.com>",
        "JANE.DOE@CONTOSO.COM",
        "rfc822;jane.doe@contoso.com",
        "jane.doe@contoso.com<mailto:jane.doe@contoso.com>",
        "mailto:jane.doe%40contoso.com",
        "jane.doe=40contoso.com",
        "'jane.doe@contoso.com'",
        "to jane.doe@contoso.com, and others",
        "\"Jane Doe\" <jane.doe@contoso.com>",
        "Jane Doe (jane.doe@contoso.com)<mailto:jane.doe@contoso.com>",
        "jane.doe@contoso.com.",
        "jane.doe&#64;contoso.com",
        "bounce-12.jane.doe@contoso.com",
        "the mailbox of jane.doe is full",
        "Dear JANE\n   DOE,",
    };
    struct fixture *fixture = *state;
    mt_redactor_learn_text(fixture->redactor, MT_TEXT_LITERAL("From: Jane Doe <jane.doe@contoso.com>\n"));
    const char *token = token_of(fixture, "jane.doe@contoso.com");
    assert_int_equal(token[0], 'R');
    for (size_t i = 0; i < sizeof dresses / sizeof *dresses; i++) {
        const char *text = hidden(fixture, dresses[i]);
        if (!strstr(text, token))
            fail_msg("'%s' became '%s', without %s", dresses[i], text, token);
        assert_gone(text, "jane");
        assert_gone(text, "JANE");
        assert_gone(text, "Jane");
        assert_gone(text, "Doe");
    }
}

static void
two_people_with_the_same_local_part_are_two_tokens(void **state)
{
    struct fixture *fixture = *state;
    const char *one = token_of(fixture, "info@contoso.com"), *other = token_of(fixture, "info@fabrikam.com");
    assert_string_not_equal(one, other);
    assert_string_equal(one, token_of(fixture, "INFO@contoso.com"));
}

static void
another_key_gives_other_tokens(void **state)
{
    struct fixture *fixture = *state;
    static const unsigned char other_key[MT_REDACTION_KEY_BYTES] = "another key, not a secret either";
    struct mt_redactor *other = mt_redactor_new(other_key);
    const char *one = token_of(fixture, "jane@contoso.com");
    struct mt_text two = mt_redact_address(other, MT_TEXT_LITERAL("jane@contoso.com"), &fixture->arena);
    assert_false(mt_text_starts(two, one));
    mt_redactor_free(other);
}

static void
domains_ids_and_system_senders_stay(void **state)
{
    static const char *const stays[] = {
        "X-MS-Exchange-CrossTenant-Network-Message-Id: 75aa7411-7259-4688-630d-08da92c8851f",
        "Message-ID: <LO6P123MB7159AB12CD34@LO6P123MB7159.GBRP123.PROD.OUTLOOK.COM>",
        "postmaster@contoso.com",
        "MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@contoso.onmicrosoft.com",
        "mx-eu.mail.am0.yahoodns.net (188.125.72.73) said 421 4.4.2 Connection dropped due to SocketError",
        "2a00:1450:4025:401::1a",
        "version 15.20.7472.0",
        "at 10:39:23 on 9/12/2026",
    };
    struct fixture *fixture = *state;
    for (size_t i = 0; i < sizeof stays / sizeof *stays; i++)
        assert_string_equal(hidden(fixture, stays[i]), stays[i]);
    assert_non_null(strstr(hidden(fixture, "x jane@contoso.com y"), "@contoso.com y"));
}

static void
internal_machines_are_hidden_and_public_ones_are_not(void **state)
{
    struct fixture *fixture = *state;
    const char *text = hidden(fixture, "from exch01.contoso.local (10.1.1.33) by EDGE.contoso.local ([192.168.7.9]) "
                                       "via 203.0.113.7 and mail.contoso.com; last endpoint 172.16.5.4:25, fe80::1");
    const char *const gone[] = {"exch01", "EDGE", "10.1.1.33", "192.168.7.9", "172.16.5.4", "fe80"};
    for (size_t i = 0; i < sizeof gone / sizeof *gone; i++)
        assert_gone(text, gone[i]);
    assert_non_null(strstr(text, "203.0.113.7"));
    assert_non_null(strstr(text, "mail.contoso.com"));
    assert_non_null(strstr(text, ":25"));
}

static void
subjects_are_hidden_wherever_they_stand(void **state)
{
    struct fixture *fixture = *state;
    mt_redactor_learn_text(fixture->redactor, MT_TEXT_LITERAL("Subject: Offer for the new office\n"));
    const char *text =
        hidden(fixture, "Subject: Undeliverable: Offer for the new office\nThread-Topic: Offer for the\n new office\n");
    assert_gone(text, "Offer");
    assert_gone(text, "office");
    assert_non_null(strstr(text, "Undeliverable"));
}

static void
redacting_twice_changes_nothing_more(void **state)
{
    struct fixture *fixture = *state;
    mt_redactor_learn_text(fixture->redactor,
                           MT_TEXT_LITERAL("To: John Smith <js1@fabrikam.com>\nSubject: A thing or two\n"));
    const char *once = hidden(fixture, "John Smith <js1@fabrikam.com> about A thing or two at 10.0.0.1");
    assert_string_equal(hidden(fixture, once), hidden(fixture, hidden(fixture, once)));
}

static void
the_last_look_sees_through_what_formats_put_in(void **state)
{
    static const char *const leaks[] = {
        "x jane.doe@contoso.com y",     "JANE.DOE@CONTOSO.COM",          "jane\\.doe@contoso\\.com",
        "jane.doe&#64;contoso.com",     "jane.doe\\u0040contoso.com",    "<td>jane.doe@contoso.com",
        "\"\"jane.doe@contoso.com\"\"", "mailto:jane.doe%40contoso.com", "Offer for the new office",
        "offer for\nthe new office",
    };
    static const char *const fine[] = {"R7K3Q@contoso.com", "john@contoso.com", "jane", "contoso.com", "Offer"};
    struct fixture *fixture = *state;
    struct mt_text what;
    mt_redactor_learn_address(fixture->redactor, MT_TEXT_LITERAL("jane.doe@contoso.com"));
    mt_redactor_learn_subject(fixture->redactor, MT_TEXT_LITERAL("Offer for the new office"));
    for (size_t i = 0; i < sizeof leaks / sizeof *leaks; i++)
        if (!mt_redactor_finds(fixture->redactor, mt_text_of(leaks[i]), &what))
            fail_msg("'%s' was not seen", leaks[i]);
    for (size_t i = 0; i < sizeof fine / sizeof *fine; i++)
        assert_false(mt_redactor_finds(fixture->redactor, mt_text_of(fine[i]), &what));
}

static void
a_token_that_is_taken_makes_the_next_one_longer(void **state)
{
    struct fixture *fixture = *state;
    struct mt_redactor *fresh = mt_redactor_new(key);
    char token[32];
    snprintf(token, sizeof token, "%s", token_of(fixture, "jane@contoso.com"));
    assert_true(mt_redactor_remember(fresh, MT_REDACT_PERSON, mt_text_of(token), MT_TEXT_LITERAL("john@contoso.com")));
    struct mt_text longer = mt_redact_address(fresh, MT_TEXT_LITERAL("jane@contoso.com"), &fixture->arena);
    assert_true(mt_text_starts(longer, token));
    assert_int_equal(mt_text_cut(&longer, '@').len, strlen(token) + 1);
    mt_redactor_free(fresh);
}

static void
a_hundred_thousand_people_are_a_hundred_thousand_tokens(void **state)
{
    enum { PEOPLE = 100000 };
    struct fixture *fixture = *state;
    char address[64];
    for (int i = 0; i < PEOPLE; i++) {
        snprintf(address, sizeof address, "person%d@contoso.com", i);
        mt_redactor_learn_address(fixture->redactor, mt_text_of(address));
    }
    size_t at = 0, count = 0;
    enum mt_redact_kind kind;
    struct mt_text token, original;
    while (mt_redactor_next(fixture->redactor, &at, &kind, &token, &original))
        count++;
    assert_int_equal(count, PEOPLE);
    assert_false(mt_redactor_failed(fixture->redactor));
}

static void
without_a_key_nothing_is_hidden(void **state)
{
    struct fixture *fixture = *state;
    struct mt_redactor *open = mt_redactor_new(NULL);
    const char text[] = "Jane Doe <jane.doe@contoso.com> at 10.0.0.1";
    struct mt_text what;
    assert_string_equal(mt_redact_text(open, mt_text_of(text), &fixture->arena).at, text);
    assert_false(mt_redactor_finds(open, mt_text_of(text), &what));
    mt_redactor_free(open);
}

int
main(void)
{
#define TEST(claim) cmocka_unit_test_setup_teardown(claim, open_fixture, close_fixture)
    const struct CMUnitTest tests[] = {
        TEST(one_person_is_one_token_in_every_dress),
        TEST(two_people_with_the_same_local_part_are_two_tokens),
        TEST(another_key_gives_other_tokens),
        TEST(domains_ids_and_system_senders_stay),
        TEST(internal_machines_are_hidden_and_public_ones_are_not),
        TEST(subjects_are_hidden_wherever_they_stand),
        TEST(redacting_twice_changes_nothing_more),
        TEST(the_last_look_sees_through_what_formats_put_in),
        TEST(a_token_that_is_taken_makes_the_next_one_longer),
        TEST(a_hundred_thousand_people_are_a_hundred_thousand_tokens),
        TEST(without_a_key_nothing_is_hidden),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
