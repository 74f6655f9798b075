/* What is hidden in texts that leave the house, what stays, and what the last look at them finds. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reports/messages.h"
#include "reports/redact.h"

static const unsigned char test_key[MT_REDACT_KEY_BYTES] = "a key that tests alone may know";

static struct mt_redactor *
open_with(const struct mt_redact_options *options)
{
    struct mt_redactor *redactor = NULL;
    struct mt_err err;
    assert_int_equal(mt_redactor_open(&redactor, test_key, options, &err), MT_OK);
    return redactor;
}

static struct mt_redactor *
open_plain(void)
{
    return open_with(&(struct mt_redact_options){0});
}

static void
know(struct mt_redactor *redactor, enum mt_redact_kind kind, const char *text)
{
    struct mt_err err;
    assert_int_equal(mt_redactor_know(redactor, kind, mt_text_of(text), &err), MT_OK);
}

static void
learn(struct mt_redactor *redactor, const char *text)
{
    struct mt_err err;
    assert_int_equal(mt_redactor_learn(redactor, mt_text_of(text), &err), MT_OK);
}

static void
keep(struct mt_redactor *redactor, const char *id)
{
    struct mt_err err;
    assert_int_equal(mt_redactor_keep(redactor, mt_text_of(id), &err), MT_OK);
}

/* Each result lives until the same of eight places is used again. */
static const char *
keep_result(struct mt_out *out)
{
    static char results[8][4096];
    static size_t turn;
    char *result = results[turn++ % 8];
    assert_false(out->failed);
    assert_true(out->len < sizeof results[0]);
    memcpy(result, mt_out_view(out).at, out->len);
    result[out->len] = '\0';
    mt_out_release(out);
    return result;
}

static const char *
redacted(struct mt_redactor *redactor, const char *text)
{
    struct mt_out out = MT_OUT_EMPTY;
    mt_redact_text(redactor, mt_text_of(text), &out);
    return keep_result(&out);
}

static const char *
token_of(struct mt_redactor *redactor, enum mt_redact_kind kind, const char *text)
{
    struct mt_out out = MT_OUT_EMPTY;
    mt_redact(redactor, kind, mt_text_of(text), &out);
    return keep_result(&out);
}

/* The token of a person, without the domain. */
static const char *
person(struct mt_redactor *redactor, const char *address)
{
    static char token[4][64];
    static size_t turn;
    char *result = token[turn++ % 4];
    snprintf(result, sizeof token[0], "%s", token_of(redactor, MT_REDACT_PERSON, address));
    *strchr(result, '@') = '\0';
    return result;
}

/* `wanted` with each '~' replaced by the token. */
static void
assert_redacted(struct mt_redactor *redactor, const char *text, const char *wanted, const char *token)
{
    char expected[4096] = "";
    size_t len = 0;
    for (const char *c = wanted; *c; c++) {
        if (*c == '~')
            len += (size_t)snprintf(expected + len, sizeof expected - len, "%s", token);
        else
            expected[len++] = *c;
        expected[len] = '\0';
    }
    assert_string_equal(redacted(redactor, text), expected);
}

static bool
finds(struct mt_redactor *redactor, const char *text)
{
    struct mt_redact_leak leak;
    return mt_redactor_finds(redactor, mt_text_of(text), &leak);
}

/* ---- people ---- */

/* text, and what becomes of it with '~' for the token of jane.doe@contoso.com */
static const struct {
    const char *text, *wanted;
} dresses[] = {
    {"jane.doe@contoso.com", "~@contoso.com"},
    {"JANE.DOE@CONTOSO.COM", "~@CONTOSO.COM"},
    {"<jane.doe@contoso.com>", "<~@contoso.com>"},
    {"mailto:jane.doe%40contoso.com?x=y", "mailto:~%40contoso.com?x=y"},
    {"rfc822;jane.doe@contoso.com", "rfc822;~@contoso.com"},
    {"\"jane.doe\"@contoso.com", "\"~\"@contoso.com"},
    {"'jane.doe@contoso.com'", "'~@contoso.com'"},
    {"`jane.doe@contoso.com`", "`~@contoso.com`"},
    {"**jane.doe@contoso.com**", "**~@contoso.com**"},
    {"__jane.doe@contoso.com__", "__~@contoso.com__"},
    {"jane\\.doe\\@contoso\\.com", "~\\@contoso\\.com"},
    {"jane.doe=40contoso.com", "~=40contoso.com"},
    {"jane.doe=\r\n@contoso.com", "~=\r\n@contoso.com"},
    {"jane.=\r\ndoe@contoso.com", "~@contoso.com"},
    {"jane.doe&#64;contoso.com", "~&#64;contoso.com"},
    {"jane&#46;doe&#x40;contoso&#46;com", "~&#x40;contoso&#46;com"},
    {"&lt;jane.doe@contoso.com&gt;", "&lt;~@contoso.com&gt;"},
    {"{\"to\":\"jane.doe\\u0040contoso.com\"}", "{\"to\":\"~\\u0040contoso.com\"}"},
    {"{\"text\":\"x\\njane.doe@contoso.com\\n\"}", "{\"text\":\"x\\n~@contoso.com\\n\"}"},
    {"%3Cjane.doe%40contoso.com%3E", "%3C~%40contoso.com%3E"},
    {"https://example.test/unsubscribe?a=1&mail=jane.doe@contoso.com",
     "https://example.test/unsubscribe?a=1&mail=~@contoso.com"},
    {"https://example.test/u/jane.doe@contoso.com/x", "https://example.test/u/~@contoso.com/x"},
    {"smtp.mailfrom=jane.doe@contoso.com;", "smtp.mailfrom=~@contoso.com;"},
    {"bounces+jane.doe=contoso.com@lists.example", "bounces+~=contoso.com@lists.example"},
    {"bounces-17-jane.doe=contoso.com@lists.example", "bounces-17-~=contoso.com@lists.example"},
    {"SRS0=x7Yz=QK=contoso.com=jane.doe@relay.example", "SRS0=x7Yz=QK=contoso.com=~@relay.example"},
    {"SRS1=ab=relay.example==x7Yz=QK=contoso.com=jane.doe@two.example",
     "SRS1=ab=relay.example==x7Yz=QK=contoso.com=~@two.example"},
    {"prvs=1790abcdef=jane.doe@contoso.com", "prvs=1790abcdef=~@contoso.com"},
    {"jane.doe_contoso.com#EXT#@fabrikam.onmicrosoft.com", "~_contoso.com#EXT#@fabrikam.onmicrosoft.com"},
    {"jane.doe @ contoso.com", "~ @ contoso.com"},
    {"jane.doe@\r\n contoso.com", "~@\r\n contoso.com"},
    {"jane.doe\xEF\xBC\xA0"
     "contoso.com",
     "~\xEF\xBC\xA0"
     "contoso.com"},
    {"jane\xC2\xAD.doe\xE2\x80\x8B@contoso.com", "~\xE2\x80\x8B@contoso.com"},
    {"=?utf-8?B?amFuZS5kb2VAY29udG9zby5jb20=?=", "~"},
    {"=?utf-8?Q?jane=2Edoe=40contoso=2Ecom?=", "~"},
    {"550 5.1.1 <jane.doe@contoso.com>: Recipient address rejected",
     "550 5.1.1 <~@contoso.com>: Recipient address rejected"},
    {"the mailbox of jane.doe is full", "the mailbox of ~ is full"},
    {"CONTOSO\\jane.doe", "CONTOSO\\~"},
    {"jane_doe.pdf", "~.pdf"},
    {"Dear Jane Doe,", "Dear ~,"},
    {"Doe, Jane", "~"},
    {"DOE JANE", "~"},
    {"J\xC3\xA1ne D\xC3\xB6"
     "e",
     "~"},
    {"Jane\r\n\tDoe", "~"},
    {"Jane\xC2\xA0"
     "Doe",
     "~"},
    {"Jane%20Doe", "~"},
    {"Jane&nbsp;Doe", "~"},
    {"From: Jane Doe <jane.doe@contoso.com>", "From: ~ <~@contoso.com>"},
    {"From: \"Doe, Jane\" <jane.doe@contoso.com>", "From: \"~\" <~@contoso.com>"},
    {"From: Doe, Jane <jane.doe@contoso.com>", "From: ~ <~@contoso.com>"},
    {"From: =?utf-8?Q?Jane_Doe?= <jane.doe@contoso.com>", "From: ~ <~@contoso.com>"},
    {"From: Jane Doe [mailto:jane.doe@contoso.com]", "From: ~ [mailto:~@contoso.com]"},
    {"From: jane.doe@contoso.com (Jane Doe)", "From: ~@contoso.com (~)"},
    {"> De: Jane Doe <jane.doe@contoso.com>", "> De: ~ <~@contoso.com>"},
    {"Return-Path: <jane.doe@contoso.com>", "Return-Path: <~@contoso.com>"},
    {"jane.doe@contoso.com<mailto:jane.doe@contoso.com>", "~@contoso.com<mailto:~@contoso.com>"},
    {"\"\"\"jane.doe@contoso.com\"\"\",x", "\"\"\"~@contoso.com\"\"\",x"},
    {"to=<jane.doe@contoso.com>, relay=none", "to=<~@contoso.com>, relay=none"},
    {"{[{LRT=};{LED=550 jane.doe@contoso.com}]}", "{[{LRT=};{LED=550 ~@contoso.com}]}"},
    {"SMTP:jane.doe@contoso.com", "SMTP:~@contoso.com"},
};

static void
one_person_is_one_token_in_every_dress(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof dresses / sizeof *dresses; i++) {
        struct mt_redactor *redactor = open_plain();
        know(redactor, MT_REDACT_PERSON, "jane.doe@contoso.com");
        const char *token = person(redactor, "jane.doe@contoso.com");
        if (!finds(redactor, dresses[i].text))
            fail_msg("nobody is seen in '%s'", dresses[i].text);
        assert_redacted(redactor, dresses[i].text, dresses[i].wanted, token);
        if (finds(redactor, redacted(redactor, dresses[i].text)))
            fail_msg("'%s' is not hidden wholly", dresses[i].text);
        mt_redactor_close(redactor);
    }
}

static void
nobody_needs_to_be_known_to_be_hidden(void **state)
{
    struct mt_redactor *redactor = open_plain();
    (void)state;
    const char *text = "mail from:<mary.major@fabrikam.com> to o'brien@fabrikam.com, r&d@fabrikam.com; "
                       "bounces+li=fabrikam.com@lists.example env-from=kim.lee@fabrikam.com";
    const char *out = redacted(redactor, text);
    static const char *const gone[] = {"mary", "major", "brien", "r&d", "li=", "kim", "lee"};
    for (size_t i = 0; i < sizeof gone / sizeof *gone; i++)
        assert_null(strstr(out, gone[i]));
    assert_non_null(strstr(out, "@fabrikam.com> to "));
    assert_non_null(strstr(out, "=fabrikam.com@lists.example"));
    mt_redactor_close(redactor);
}

static void
the_same_local_part_elsewhere_is_somebody_else(void **state)
{
    struct mt_redactor *redactor = open_plain();
    (void)state;
    know(redactor, MT_REDACT_PERSON, "info@contoso.com");
    know(redactor, MT_REDACT_PERSON, "info@fabrikam.com");
    assert_string_not_equal(person(redactor, "info@contoso.com"), person(redactor, "info@fabrikam.com"));
    assert_string_equal(person(redactor, "INFO@contoso.com"), person(redactor, "info@CONTOSO.com"));
    mt_redactor_close(redactor);
}

static void
another_key_gives_other_tokens_and_the_same_key_the_same(void **state)
{
    struct mt_redactor *one = open_plain(), *again = open_plain(), *other = NULL;
    const unsigned char key[MT_REDACT_KEY_BYTES] = {1, 2, 3};
    struct mt_err err;
    (void)state;
    assert_int_equal(mt_redactor_open(&other, key, &(struct mt_redact_options){0}, &err), MT_OK);
    know(again, MT_REDACT_PERSON, "somebody.else@contoso.com");
    assert_string_equal(person(one, "jane.doe@contoso.com"), person(again, "jane.doe@contoso.com"));
    assert_string_not_equal(person(one, "jane.doe@contoso.com"), person(other, "jane.doe@contoso.com"));
    mt_redactor_close(one);
    mt_redactor_close(again);
    mt_redactor_close(other);
}

static void
a_token_is_a_letter_and_digits_that_nobody_confuses(void **state)
{
    struct mt_redactor *redactor = open_plain();
    (void)state;
    assert_int_equal(*person(redactor, "jane.doe@contoso.com"), 'R');
    const char *all[] = {
        person(redactor, "jane.doe@contoso.com"),         token_of(redactor, MT_REDACT_SUBJECT, "Quarterly figures"),
        token_of(redactor, MT_REDACT_NAME, "Mary Major"), token_of(redactor, MT_REDACT_HOST, "exch01.contoso.local"),
        token_of(redactor, MT_REDACT_IP, "10.0.0.4"),
    };
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(all[i][0], "RSNHI"[i]);
        assert_int_equal(strlen(all[i]), 5);
        assert_int_equal(strspn(all[i] + 1, "0123456789ABCDEFGHJKMNPQRSTVWXYZ"), 4);
    }
    mt_redactor_close(redactor);
}

static void
who_forwards_and_who_is_forwarded_are_both_hidden(void **state)
{
    struct mt_redactor *redactor = open_plain();
    (void)state;
    const char *out = redacted(redactor, "mary.major+SRS=44ldt=IX=contoso.com=jane.doe@fabrikam.com");
    char wanted[256];
    snprintf(wanted, sizeof wanted, "%s+SRS=44ldt=IX=contoso.com=%s@fabrikam.com",
             person(redactor, "mary.major@fabrikam.com"), person(redactor, "jane.doe@contoso.com"));
    assert_string_equal(out, wanted);
    assert_string_equal(redacted(redactor, "bounces+SRS=44ldt=IX@contoso.com"), "bounces+SRS=44ldt=IX@contoso.com");
    mt_redactor_close(redactor);
}

static void
an_address_alone_is_redacted_like_one_in_a_text(void **state)
{
    static const char *const addresses[] = {
        "jane.doe@contoso.com",
        "bounces+jane.doe=contoso.com@lists.example",
        "<>",
        "postmaster@contoso.com",
        "SRS0=x7Yz=QK=contoso.com=jane.doe@relay.example",
        "jane.doe_contoso.com#EXT#@fabrikam.onmicrosoft.com",
        "<jane.doe@contoso.com>",
        "jane.doe@contoso.local",
        "\"jane doe\"@contoso.com",
    };
    (void)state;
    for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++) {
        struct mt_redactor *redactor = open_plain();
        const char *alone = token_of(redactor, MT_REDACT_PERSON, addresses[i]);
        assert_string_equal(redacted(redactor, addresses[i]), alone);
        assert_null(strstr(alone, "jane"));
        mt_redactor_close(redactor);
    }
}

static void
several_addresses_in_one_field_are_several_people(void **state)
{
    struct mt_redactor *redactor = open_plain();
    (void)state;
    know(redactor, MT_REDACT_PERSON, "jane.doe@contoso.com; Mary Major <mary.major@fabrikam.com>");
    const char *out = token_of(redactor, MT_REDACT_PERSON, "jane.doe@contoso.com;mary.major@fabrikam.com");
    char wanted[128];
    snprintf(wanted, sizeof wanted, "%s@contoso.com;%s@fabrikam.com", person(redactor, "jane.doe@contoso.com"),
             person(redactor, "mary.major@fabrikam.com"));
    assert_string_equal(out, wanted);
    assert_true(finds(redactor, "of Mary Major"));
    mt_redactor_close(redactor);
}

static void
escaped_header_lines_are_header_lines(void **state)
{
    struct mt_redactor *redactor = open_plain();
    (void)state;
    const char *token = person(redactor, "jr9@contoso.com");
    assert_redacted(redactor, "From: Jonathan Roe &lt;jr9@contoso.com&gt;<br>", "From: ~ &lt;~@contoso.com&gt;<br>",
                    token);
    assert_redacted(redactor, "From: &quot;Jonathan Roe&quot; &lt;jr9@contoso.com&gt;",
                    "From: &quot;~&quot; &lt;~@contoso.com&gt;", token);
    assert_redacted(redactor, "{\"text\":\"x\\nFrom: Jonathan Roe <jr9@contoso.com>\\n\"}",
                    "{\"text\":\"x\\nFrom: ~ <~@contoso.com>\\n\"}", token);
    mt_redactor_close(redactor);
}

static void
the_list_of_a_signature_is_no_subject(void **state)
{
    const char *text = "DKIM-Signature: v=1; d=contoso.com; h=from:to:\r\n\tsubject:date:message-id; bh=abcd\r\n"
                       "ARC-Message-Signature: i=1; h=From:\r\n To:Subject; b=xyz\r\n";
    struct mt_redactor *redactor = open_plain();
    (void)state;
    assert_string_equal(redacted(redactor, text), text);
    mt_redactor_close(redactor);
}

static void
what_reports_say_themselves_is_no_leak(void **state)
{
    struct mt_redactor *redactor = open_plain();
    struct mt_err err;
    (void)state;
    assert_int_equal(mt_redactor_common_sentences(redactor, &err), MT_OK);
    for (int sentence = 0; sentence < MT_SENTENCES; sentence++) {
        know(redactor, MT_REDACT_SUBJECT, mt_wording(MT_LANGUAGE_EN, (enum mt_sentence)sentence));
        know(redactor, MT_REDACT_NAME, mt_wording(MT_LANGUAGE_ES, (enum mt_sentence)sentence));
    }
    for (int sentence = 0; sentence < MT_SENTENCES; sentence++) {
        const char *english = mt_wording(MT_LANGUAGE_EN, (enum mt_sentence)sentence);
        if (finds(redactor, english))
            fail_msg("'%s' is taken for a subject", english);
    }
    mt_redactor_close(redactor);
}

static void
a_name_is_its_person_wherever_it_was_told(void **state)
{
    struct mt_redactor *redactor = open_plain();
    struct mt_err err;
    (void)state;
    assert_int_equal(
        mt_redactor_know_name(redactor, mt_text_of("Marguerite Major"), mt_text_of("mm7@contoso.com"), &err), MT_OK);
    learn(redactor, "To: Jonathan Roe <jr9@contoso.com>\r\nSubject: x\r\n");
    assert_redacted(redactor, "Hello Marguerite Major", "Hello ~", person(redactor, "mm7@contoso.com"));
    assert_redacted(redactor, "Major, Marguerite", "~", person(redactor, "mm7@contoso.com"));
    assert_redacted(redactor, "Hello JONATHAN  ROE!", "Hello ~!", person(redactor, "jr9@contoso.com"));
    assert_string_equal(token_of(redactor, MT_REDACT_NAME, "Roe, Jonathan"), person(redactor, "jr9@contoso.com"));
    mt_redactor_close(redactor);
}

static void
names_without_addresses_are_hidden_in_header_lines(void **state)
{
    struct mt_redactor *redactor = open_plain();
    (void)state;
    const char *out =
        redacted(redactor, "From: Mary Major\nPara: Roe, Jonathan; Kim Lee\nSent: Monday\n\nMary Major wrote");
    assert_null(strstr(out, "Major"));
    assert_null(strstr(out, "Roe"));
    assert_null(strstr(out, "Kim"));
    assert_non_null(strstr(out, "Sent: Monday\n\nN"));
    assert_non_null(strstr(out, " wrote"));
    assert_string_equal(redacted(redactor, "From: Microsoft Outlook <postmaster@contoso.com>"),
                        "From: Microsoft Outlook <postmaster@contoso.com>");
    mt_redactor_close(redactor);
}

/* ---- what stays ---- */

static void
senders_that_are_no_people_stay_and_are_not_found(void **state)
{
    static const char *const senders[] = {
        "postmaster@contoso.com",
        "MAILER-DAEMON@mx.fabrikam.com",
        "<>",
        "MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@contoso.onmicrosoft.com",
        "HealthMailbox2f1a4c6e8b0d4f6a8c0e2f4a6b8d0c1e@contoso.com",
        "SystemMailbox{1f05a927-1d2e-4c6a-9b0a-2f6f1c4b7a11}@contoso.com",
    };
    struct mt_redactor *redactor = open_plain();
    (void)state;
    for (size_t i = 0; i < sizeof senders / sizeof *senders; i++) {
        know(redactor, MT_REDACT_PERSON, senders[i]);
        assert_string_equal(token_of(redactor, MT_REDACT_PERSON, senders[i]), senders[i]);
        assert_string_equal(redacted(redactor, senders[i]), senders[i]);
        assert_false(finds(redactor, senders[i]));
    }
    mt_redactor_close(redactor);
}

static void
ids_stay_and_are_not_found(void **state)
{
    struct mt_redactor *redactor = open_plain();
    (void)state;
    know(redactor, MT_REDACT_PERSON, "jane.doe@contoso.com");
    keep(redactor, "<DB7PR04MB1234@DB7PR04MB1234.eurprd04.prod.outlook.com>");
    keep(redactor, "<jane.doe.20261118@contoso.com>");
    static const char *const texts[] = {
        "of DB7PR04MB1234@DB7PR04MB1234.eurprd04.prod.outlook.com, failed",
        "Message-ID: <20261118.x@mailer.fabrikam.com>\r\nReferences: <jane.doe.20261118@contoso.com>\r\n",
        "\"<jane.doe.20261118@contoso.com>\",1",
        "&lt;jane.doe.20261118@contoso.com&gt;",
        "\\<jane\\.doe\\.20261118@contoso\\.com\\>",
        "quoted later: <20261118.x@mailer.fabrikam.com>",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        assert_string_equal(redacted(redactor, texts[i]), texts[i]);
        assert_false(finds(redactor, texts[i]));
    }
    mt_redactor_close(redactor);
}

static void
ids_of_other_messages_are_hidden(void **state)
{
    struct mt_redactor *redactor = open_plain();
    (void)state;
    const char text[] = "References: <jane.doe.20261117@contoso.com>\r\n\t<john.roe.1@fabrikam.com>\r\n"
                        "In-Reply-To: <john.roe.1@fabrikam.com>\r\n";
    const char *found = redacted(redactor, text);
    assert_null(strstr(found, "jane"));
    assert_null(strstr(found, "roe"));
    assert_non_null(strstr(found, "@contoso.com>\r\n\t<"));
    assert_false(finds(redactor, found));
    found = redacted(redactor, "References: <john.smith.8871> <20261118.x@mailer.fabrikam.com>\r\n"
                               "In-Reply-To: Your message\r\n");
    assert_null(strstr(found, "smith"));
    assert_non_null(strstr(found, "Your message"));
    mt_redactor_close(redactor);
}

/* Whichever text is read first. */
static void
an_id_that_another_text_gives_as_its_own_stays_in_references(void **state)
{
    static const char reply[] = "References: <jane.roe.20261117@contoso.com>\r\nSubject: Re: lunch\r\n";
    static const char own[] = "In-Reply-To: <jane.roe.20261117@contoso.com>\r\n"
                              "Message-ID: <jane.roe.20261117@contoso.com>\r\n";
    struct mt_redactor *redactor = open_plain();
    struct mt_err err;
    (void)state;
    assert_int_equal(mt_redactor_learn(redactor, mt_text_of(reply), &err), MT_OK);
    assert_int_equal(mt_redactor_learn(redactor, mt_text_of(own), &err), MT_OK);
    assert_non_null(strstr(redacted(redactor, reply), "<jane.roe.20261117@contoso.com>"));
    assert_string_equal(redacted(redactor, own), own);
    mt_redactor_close(redactor);
}

static void
an_account_without_an_address_is_hidden(void **state)
{
    struct mt_redactor *redactor = open_plain();
    (void)state;
    const char *found = redacted(redactor, "X-Originating-User: CONTOSO\\jdoe\r\nX-Auth-User: roe77\r\n");
    assert_null(strstr(found, "jdoe"));
    assert_null(strstr(found, "roe77"));
    mt_redactor_close(redactor);
}

static void
an_id_that_is_a_known_address_is_hidden_all_the_same(void **state)
{
    struct mt_redactor *redactor = open_plain();
    (void)state;
    know(redactor, MT_REDACT_PERSON, "jane.doe@contoso.com");
    keep(redactor, "<jane.doe@contoso.com>");
    const char *token = person(redactor, "jane.doe@contoso.com");
    assert_redacted(redactor, "References: <jane.doe@contoso.com>", "References: <~@contoso.com>", token);
    assert_redacted(redactor, "Message-ID: <bounces+jane.doe=contoso.com@lists.example>",
                    "Message-ID: <bounces+~=contoso.com@lists.example>", token);
    mt_redactor_close(redactor);
}

static void
sentences_of_servers_stay_as_they_are(void **state)
{
    static const char *const texts[] = {
        "550 5.7.1 Service unavailable; client host [203.0.113.7] blocked using sbl.example; see https://sbl.example/q",
        "451 4.4.0 Message failed to be delivered. -> SocketError: Failed to connect. Winsock error code: 10060",
        "421-4.7.0 [198.51.100.20 15] Our system has detected an unusual rate of mail. gsmtp a1b2c3 (2026-11-18)",
        "Remote-MTA: dns;mx1.contoso.com\r\nX-MS-Exchange-Organization-SCL: -1\r\n",
        "Received: from AM0PR10MB1234.EURPRD10.PROD.OUTLOOK.COM (2603:10a6:208:1::2) by\r\n"
        " DB7PR04MB1234.eurprd04.prod.outlook.com with SMTP id 15.20.7587.028; Wed, 18 Nov 2026 12:00:01 +0000\r\n",
        "Authentication-Results: spf=pass (sender IP is 203.0.113.9) header.d=contoso.com;dkim=pass "
        "header.i=@contoso.com",
        "{[{LRT=11/18/2026 9:15:00 AM};{LED=450 4.7.26 TLS required};{FQDN=mx.contoso.com};{IP=203.0.113.9}]}",
    };
    struct mt_redactor *redactor = open_plain();
    (void)state;
    know(redactor, MT_REDACT_PERSON, "jane.doe@contoso.com");
    know(redactor, MT_REDACT_PERSON, "info@sbl.example");
    know(redactor, MT_REDACT_PERSON, "service@contoso.com");
    know(redactor, MT_REDACT_SUBJECT, "Test");
    know(redactor, MT_REDACT_SUBJECT, "RE: Message failed to be delivered");
    know(redactor, MT_REDACT_SUBJECT, "18 Nov 2026");
    know(redactor, MT_REDACT_NAME, "Will");
    know(redactor, MT_REDACT_NAME, "Contoso");
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        assert_string_equal(redacted(redactor, texts[i]), texts[i]);
        assert_false(finds(redactor, texts[i]));
    }
    mt_redactor_close(redactor);
}

/* ---- hosts and IPs ---- */

static void
internal_machines_are_hidden_and_public_ones_stay(void **state)
{
    struct mt_redactor *redactor = open_plain();
    (void)state;
    const char *host = token_of(redactor, MT_REDACT_HOST, "exch01.contoso.local");
    assert_redacted(redactor, "via EXCH01.contoso.local:25", "via ~:25", host);
    assert_redacted(redactor, "dns;exch01.contoso.local", "dns;~", host);
    assert_redacted(redactor, "banner of EXCH01 ready", "banner of ~ ready", host);
    assert_redacted(redactor, "https://exch01%2Econtoso%2Elocal/owa", "https://~/owa", host);
    assert_string_equal(token_of(redactor, MT_REDACT_HOST, "mx1.contoso.com"), "mx1.contoso.com");
    assert_string_equal(token_of(redactor, MT_REDACT_HOST, "DB7PR04MB1234.eurprd04.prod.outlook.com"),
                        "DB7PR04MB1234.eurprd04.prod.outlook.com");
    assert_string_equal(token_of(redactor, MT_REDACT_HOST, "AM0PR10MB1234"), "AM0PR10MB1234");
    assert_string_equal(token_of(redactor, MT_REDACT_HOST, "SG2APC01FT031"), "SG2APC01FT031");
    assert_int_equal(*token_of(redactor, MT_REDACT_HOST, "MAILGATE-LISB01"), 'H');
    const char *single = token_of(redactor, MT_REDACT_HOST, "GATEWAY7");
    assert_redacted(redactor, "Received: from GATEWAY7 (203.0.113.9) by mx1.contoso.com",
                    "Received: from ~ (203.0.113.9) by mx1.contoso.com", single);
    assert_redacted(redactor, "Reporting-MTA: dns;GATEWAY7", "Reporting-MTA: dns;~", single);
    mt_redactor_close(redactor);
}

static void
internal_ips_are_hidden_and_public_ones_stay(void **state)
{
    static const char *const hidden[] = {"10.0.0.4",   "172.16.9.1", "172.31.255.254", "192.168.1.5",
                                         "100.64.0.9", "127.0.0.1",  "169.254.10.10",  "fe80::a1:b2",
                                         "fd00:1::5",  "::1",        "::ffff:10.0.0.4"};
    static const char *const public[] = {"11.0.0.4",    "172.32.0.1",   "192.169.1.5", "100.128.0.1",
                                         "203.0.113.7", "2603:10a6::2", "10.0.0",      "x10.0.0.4",
                                         "10.0.0.4x",   "10.0.0.400",   "10:15:30",    "15.20.100.12"};
    static const char *const frames[] = {"%s", "[%s]:25", "(%s)", "from %s.", "ip=%s;", "IPv6:%s", "%s,x"};
    struct mt_redactor *redactor = open_plain();
    char text[128], wanted[128];
    (void)state;
    for (size_t i = 0; i < sizeof frames / sizeof *frames; i++) {
        for (size_t j = 0; j < sizeof hidden / sizeof *hidden; j++) {
            snprintf(text, sizeof text, frames[i], hidden[j]);
            snprintf(wanted, sizeof wanted, frames[i], token_of(redactor, MT_REDACT_IP, hidden[j]));
            assert_string_equal(redacted(redactor, text), wanted);
        }
        for (size_t j = 0; j < sizeof public / sizeof *public; j++) {
            snprintf(text, sizeof text, frames[i], public[j]);
            assert_string_equal(redacted(redactor, text), text);
        }
    }
    assert_redacted(redactor, "10-0-0-4, 10.0.0.4-10.0.0.4, 1.10.0.0.4", "~, ~-~, 1.~",
                    token_of(redactor, MT_REDACT_IP, "10.0.0.4"));
    assert_string_equal(token_of(redactor, MT_REDACT_IP, "FD00:1:0::5"), token_of(redactor, MT_REDACT_IP, "fd00:1::5"));
    mt_redactor_close(redactor);
}

/* ---- subjects ---- */

static void
subjects_are_hidden_wherever_they_stand(void **state)
{
    static const struct {
        const char *text, *wanted;
    } cases[] = {
        {"Subject: Quarterly figures for Lisbon", "Subject: ~"},
        {"Subject: RE: FW: Quarterly figures for Lisbon\r\nTo: x", "Subject: RE: FW: ~\r\nTo: x"},
        {"Subject: Quarterly figures\r\n for Lisbon\r\n", "Subject: ~\r\n"},
        {"Subject: =?utf-8?B?UXVhcnRlcmx5IGZpZ3Vy?=\r\n =?utf-8?Q?es_for_Lisbon?=\r\n", "Subject: ~\r\n"},
        {"Thread-Topic: Quarterly figures for Lisbon", "Thread-Topic: ~"},
        {"Asunto: Quarterly figures for Lisbon", "Asunto: ~"},
        {"your message 'quarterly FIGURES for  lisbon' was not sent", "your message '~' was not sent"},
        {"(Quarterly\nfigures for Lisbon)", "(~)"},
        {"?subject=Quarterly%20figures%20for%20Lisbon", "?subject=~"},
        {"\"Undeliverable: Quarterly figures for Lisbon\",2", "\"Undeliverable: ~\",2"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct mt_redactor *redactor = open_plain();
        know(redactor, MT_REDACT_SUBJECT, "AW: Quarterly figures for Lisbon");
        know(redactor, MT_REDACT_NAME, "x");
        const char *token = token_of(redactor, MT_REDACT_SUBJECT, "Quarterly figures for Lisbon");
        char text[256];
        snprintf(text, sizeof text, "%s", cases[i].wanted);
        char *to = strstr(text, "To: x");
        assert_true(finds(redactor, cases[i].text));
        if (!to)
            assert_redacted(redactor, cases[i].text, cases[i].wanted, token);
        assert_false(finds(redactor, redacted(redactor, cases[i].text)));
        mt_redactor_close(redactor);
    }
}

static void
a_subject_of_common_words_is_hidden_only_where_it_is_one(void **state)
{
    struct mt_redactor *redactor = open_plain();
    (void)state;
    know(redactor, MT_REDACT_SUBJECT, "Test");
    const char *token = token_of(redactor, MT_REDACT_SUBJECT, "test");
    assert_int_equal(*token, 'S');
    assert_redacted(redactor, "Subject: TEST\r\n\r\nthe test failed", "Subject: ~\r\n\r\nthe test failed", token);
    mt_redactor_close(redactor);
}

static void
words_that_were_told_to_be_common_are_no_leak(void **state)
{
    struct mt_redactor *redactor = open_plain();
    struct mt_err err;
    (void)state;
    know(redactor, MT_REDACT_SUBJECT, "Throttled deliveries regionally");
    assert_true(finds(redactor, "# Throttled deliveries regionally"));
    assert_int_equal(mt_redactor_common(redactor, MT_TEXT_LITERAL("deliveries were throttled, regionally"), &err),
                     MT_OK);
    assert_false(finds(redactor, "# Throttled deliveries regionally"));
    mt_redactor_close(redactor);
}

static void
cells_side_by_side_are_no_subject(void **state)
{
    static const char *const rows[] = {"Lisbon,Porto\r\n",   "\"Lisbon\",\"Porto\"",          "Lisbon\tPorto",
                                       "| Lisbon | Porto |", "<td>Lisbon</td><td>Porto</td>", "[\"Lisbon\", \"Porto\"]",
                                       "Lisbon\n\nPorto"};
    struct mt_redactor *redactor = open_plain();
    (void)state;
    know(redactor, MT_REDACT_SUBJECT, "Lisbon Porto");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_false(finds(redactor, rows[i]));
    assert_true(finds(redactor, "Lisbon - Porto"));
    mt_redactor_close(redactor);
}

static void
long_subjects_are_found_in_pieces(void **state)
{
    struct mt_redactor *redactor = open_plain();
    (void)state;
    const char *subject = "Alpha bravo charlie delta echo foxtrot golf hotel india juliett kilo lima mike november "
                          "oscar papa quebec romeo sierra tango uniform victor whiskey xray yankee zulu";
    know(redactor, MT_REDACT_SUBJECT, subject);
    const char *token = token_of(redactor, MT_REDACT_SUBJECT, subject);
    char text[512];
    snprintf(text, sizeof text, "it was \"%s\".", subject);
    assert_redacted(redactor, text, "it was \"~\".", token);
    mt_redactor_close(redactor);
}

/* ---- options ---- */

static void
what_is_to_be_shown_stays(void **state)
{
    struct mt_redactor *redactor = open_with(&(struct mt_redact_options){
        .show_people = true, .show_subjects = true, .show_names = true, .show_hosts = true});
    (void)state;
    const char *text =
        "From: Jane Doe <jane.doe@contoso.com>\nSubject: Quarterly figures\n\nfrom 10.0.0.4, exch01.corp.lan";
    know(redactor, MT_REDACT_PERSON, "jane.doe@contoso.com");
    know(redactor, MT_REDACT_SUBJECT, "Quarterly figures");
    know(redactor, MT_REDACT_NAME, "Jane Doe");
    assert_string_equal(redacted(redactor, text), text);
    assert_false(finds(redactor, text));
    assert_string_equal(token_of(redactor, MT_REDACT_PERSON, "jane.doe@contoso.com"), "jane.doe@contoso.com");
    mt_redactor_close(redactor);
}

static void
domains_are_hidden_when_asked(void **state)
{
    struct mt_redactor *redactor = open_with(&(struct mt_redact_options){.hide_domains = true});
    (void)state;
    know(redactor, MT_REDACT_PERSON, "jane.doe@contoso.com");
    const char *domain = token_of(redactor, MT_REDACT_DOMAIN, "contoso.com");
    assert_int_equal(*domain, 'D');
    assert_non_null(strstr(domain, ".invalid"));
    assert_redacted(redactor, "mx1.contoso.com and contoso-com.mail.protection.outlook.com",
                    "mx1.~ and ~.mail.protection.outlook.com", domain);
    const char *out = redacted(redactor, "to jane.doe@contoso.com, d=contoso.com; x@fabrikam.com");
    assert_null(strstr(out, "contoso"));
    assert_null(strstr(out, "fabrikam"));
    assert_false(finds(redactor, out));
    assert_string_equal(redacted(redactor, out), out);
    assert_true(finds(redactor, "see www.contoso.com"));
    assert_string_equal(token_of(redactor, MT_REDACT_PERSON, "jane.doe@contoso.com"),
                        redacted(redactor, "jane.doe@contoso.com"));
    mt_redactor_close(redactor);
}

/* ---- tokens of earlier tickets ---- */

static size_t
count_new(const struct mt_redactor *redactor)
{
    struct mt_redact_entry entry;
    size_t count = 0;
    for (size_t at = 0; mt_redactor_next_new(redactor, &at, &entry);)
        count++;
    return count;
}

static void
only_tokens_that_were_used_are_new(void **state)
{
    struct mt_redactor *redactor = open_plain();
    struct mt_redact_entry entry;
    size_t at = 0;
    (void)state;
    know(redactor, MT_REDACT_PERSON, "mary.major@contoso.com");
    assert_int_equal(count_new(redactor), 0);
    const char *token = person(redactor, "Jane.Doe@contoso.com");
    redacted(redactor, "jane.doe@contoso.com again");
    assert_true(mt_redactor_next_new(redactor, &at, &entry));
    assert_true(mt_text_is(entry.token, token));
    assert_int_equal(entry.kind, MT_REDACT_PERSON);
    assert_true(mt_text_is(entry.original, "jane.doe@contoso.com"));
    assert_false(mt_redactor_next_new(redactor, &at, &entry));
    mt_redactor_close(redactor);
}

static void
a_restored_token_is_given_again_and_to_nobody_else(void **state)
{
    struct mt_redactor *first = open_plain(), *redactor = open_plain();
    struct mt_err err;
    (void)state;
    const char *taken = person(first, "jane.doe@contoso.com");
    assert_int_equal(
        mt_redactor_restore(redactor, mt_text_of("RABCD"), MT_REDACT_PERSON, mt_text_of("jane.doe@contoso.com"), &err),
        MT_OK);
    /* Somebody else has the token that Mary would get. */
    const char *free_one = person(first, "mary.major@contoso.com");
    assert_int_equal(
        mt_redactor_restore(redactor, mt_text_of(free_one), MT_REDACT_PERSON, mt_text_of("kim.lee@contoso.com"), &err),
        MT_OK);
    assert_string_not_equal(taken, "RABCD");
    assert_string_equal(person(redactor, "jane.doe@contoso.com"), "RABCD");
    const char *longer = person(redactor, "mary.major@contoso.com");
    assert_int_equal(strlen(longer), 6);
    assert_memory_equal(longer, free_one, 5);
    assert_int_equal(count_new(redactor), 1);
    assert_string_equal(redacted(redactor, "RABCD@contoso.com and RABCD"), "RABCD@contoso.com and RABCD");
    mt_redactor_close(first);
    mt_redactor_close(redactor);
}

static void
damaged_tokens_are_refused(void **state)
{
    static const char *const bad[] = {
        "", "R", "R12", "RABCI", "XABCD", "rabcd", "RABC D", "SABCD", "R0123456789ABCDEFGHJKMN"};
    struct mt_redactor *redactor = open_plain();
    struct mt_err err;
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(
            mt_redactor_restore(redactor, mt_text_of(bad[i]), MT_REDACT_PERSON, mt_text_of("a@b.example"), &err),
            MT_FAILED);
    assert_int_equal(
        mt_redactor_restore(redactor, mt_text_of("RABCD"), (enum mt_redact_kind)99, mt_text_of("a@b.example"), &err),
        MT_FAILED);
    assert_int_equal(
        mt_redactor_restore(redactor, mt_text_of("RABCD"), MT_REDACT_PERSON, mt_text_of("a@b.example"), &err), MT_OK);
    assert_int_equal(
        mt_redactor_restore(redactor, mt_text_of("RABCD"), MT_REDACT_PERSON, mt_text_of("c@b.example"), &err),
        MT_FAILED);
    mt_redactor_close(redactor);
}

/* ---- many, large, hostile ---- */

static void
a_hundred_thousand_people_are_a_hundred_thousand_tokens(void **state)
{
    enum { PEOPLE = 100000 };
    struct mt_redactor *redactor = open_plain();
    struct mt_redact_entry entry;
    char address[64];
    size_t longer = 0;
    (void)state;
    for (int i = 0; i < PEOPLE; i++) {
        struct mt_out out = MT_OUT_EMPTY;
        snprintf(address, sizeof address, "user.%dx@contoso.com", i);
        mt_redact(redactor, MT_REDACT_PERSON, mt_text_of(address), &out);
        mt_out_release(&out);
    }
    struct mt_redactor *again = open_plain();
    struct mt_err err;
    for (size_t at = 0; mt_redactor_next_new(redactor, &at, &entry);) {
        longer += entry.token.len > 5;
        /* A token that is there twice is refused. */
        assert_int_equal(mt_redactor_restore(again, entry.token, entry.kind, entry.original, &err), MT_OK);
    }
    assert_int_equal(count_new(redactor), PEOPLE);
    assert_true(longer > 100 && longer < PEOPLE / 5);
    mt_redactor_close(redactor);
    mt_redactor_close(again);
}

static uint64_t
work_for(struct mt_redactor *redactor, struct mt_text text)
{
    struct mt_out out = MT_OUT_EMPTY;
    uint64_t before = mt_redactor_work(redactor);
    mt_redact_text(redactor, text, &out);
    assert_false(out.failed);
    mt_out_release(&out);
    return mt_redactor_work(redactor) - before;
}

/* The same text four times as long takes about four times as many steps, whatever it consists of. */
static void
the_work_grows_with_the_length_of_the_text_alone(void **state)
{
    static const char *const pieces[] = {
        "aa aa aa aa ",
        "@",
        "a@",
        "a@a ",
        "aaaaaaaa",
        "=a",
        "a=a=",
        "%40",
        "<",
        "10.",
        "1.1.1.1.",
        ":",
        "a:",
        "\n",
        "Subject: a\n",
        "To: a\n",
        "From: a@a, ",
        "=?utf-8?q?",
        "&#",
        "\\",
        "\"",
        "SRS0=a=a=",
        "aa aa aa ab ",
        "jane.doe@contoso.com ",
        "-",
        "a.local ",
    };
    enum { SHORT = 4000, TIMES = 4 };
    (void)state;
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        uint64_t work[2];
        for (size_t round = 0; round < 2; round++) {
            struct mt_redactor *redactor = open_plain();
            struct mt_out text = MT_OUT_EMPTY;
            for (int k = 0; k < 100; k++) {
                char phrase[128];
                snprintf(phrase, sizeof phrase, "aa aa aa aa aa aa aa b%d", k);
                know(redactor, MT_REDACT_SUBJECT, phrase);
            }
            while (text.len < (round ? SHORT * TIMES : SHORT))
                mt_out_string(&text, pieces[i]);
            work[round] = work_for(redactor, mt_out_view(&text));
            mt_out_release(&text);
            mt_redactor_close(redactor);
        }
        if (work[1] > (work[0] + 10000) * TIMES * 3 / 2)
            fail_msg("'%s': %llu steps, four times as much %llu", pieces[i], (unsigned long long)work[0],
                     (unsigned long long)work[1]);
        assert_true(work[1] < (uint64_t)SHORT * TIMES * 600);
    }
}

static void
the_number_of_originals_does_not_slow_a_text_down(void **state)
{
    const char *text =
        "From the mailbox of person number 17 at contoso, subject number 12 of figures, was not delivered";
    uint64_t work[2];
    (void)state;
    for (int round = 0; round < 2; round++) {
        struct mt_redactor *redactor = open_plain();
        for (int i = 0; i < (round ? 20000 : 20); i++) {
            char original[64];
            snprintf(original, sizeof original, "subject number %d of figures", i);
            know(redactor, MT_REDACT_SUBJECT, original);
            snprintf(original, sizeof original, "person.number%d@contoso.com", i);
            know(redactor, MT_REDACT_PERSON, original);
        }
        work[round] = work_for(redactor, mt_text_of(text));
        mt_redactor_close(redactor);
    }
    assert_true(work[1] <= work[0] + 100);
}

static void
any_bytes_are_taken(void **state)
{
    struct mt_redactor *redactor = open_plain();
    unsigned seed = 7;
    (void)state;
    know(redactor, MT_REDACT_PERSON, "jane.doe@contoso.com");
    know(redactor, MT_REDACT_SUBJECT, "Quarterly figures");
    for (int round = 0; round < 300; round++) {
        static const char alphabet[] = "\0\xFF\xC3\xA9\xE2\x80\x8B@.=%&#;\\\"<>:,\r\n\t ajn0d4e?";
        char bytes[200];
        for (size_t i = 0; i < sizeof bytes; i++) {
            seed = seed * 1103515245 + 12345;
            bytes[i] = alphabet[(seed >> 16) % (sizeof alphabet - 1)];
        }
        struct mt_out once = MT_OUT_EMPTY, twice = MT_OUT_EMPTY;
        struct mt_redact_leak leak;
        mt_redact_text(redactor, (struct mt_text){bytes, sizeof bytes}, &once);
        mt_redact_text(redactor, mt_out_view(&once), &twice);
        assert_true(mt_text_equal(mt_out_view(&once), mt_out_view(&twice)));
        assert_false(mt_redactor_finds(redactor, mt_out_view(&once), &leak));
        mt_out_release(&once);
        mt_out_release(&twice);
    }
    mt_redactor_close(redactor);
}

static void
a_leak_is_named_with_its_place(void **state)
{
    struct mt_redactor *redactor = open_plain();
    struct mt_redact_leak leak;
    (void)state;
    know(redactor, MT_REDACT_PERSON, "jane.doe@contoso.com");
    assert_true(mt_redactor_finds(redactor, MT_TEXT_LITERAL("to: jane.doe&#64;contoso.com"), &leak));
    assert_int_equal(leak.kind, MT_REDACT_PERSON);
    assert_true(mt_text_is(leak.original, "jane.doe@contoso.com"));
    assert_int_equal(leak.at, 4);
    assert_int_equal(leak.len, 8);
    mt_redactor_close(redactor);
}

static void
unknown_and_empty_texts_write_nothing(void **state)
{
    struct mt_redactor *redactor = open_plain();
    struct mt_out out = MT_OUT_EMPTY;
    struct mt_redact_leak leak;
    struct mt_err err;
    (void)state;
    for (int kind = MT_REDACT_PERSON; kind <= MT_REDACT_DOMAIN; kind++) {
        assert_int_equal(mt_redactor_know(redactor, (enum mt_redact_kind)kind, MT_TEXT_UNKNOWN, &err), MT_OK);
        assert_int_equal(mt_redactor_know(redactor, (enum mt_redact_kind)kind, MT_TEXT_LITERAL(" "), &err), MT_OK);
        mt_redact(redactor, (enum mt_redact_kind)kind, MT_TEXT_UNKNOWN, &out);
        mt_redact(redactor, (enum mt_redact_kind)kind, MT_TEXT_LITERAL(""), &out);
    }
    mt_redact_text(redactor, MT_TEXT_UNKNOWN, &out);
    mt_redact_text(redactor, MT_TEXT_LITERAL(""), &out);
    assert_int_equal(out.len, 0);
    assert_false(out.failed);
    assert_false(mt_redactor_finds(redactor, MT_TEXT_UNKNOWN, &leak));
    mt_redactor_close(redactor);
    mt_redactor_close(NULL);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_person_is_one_token_in_every_dress),
        cmocka_unit_test(nobody_needs_to_be_known_to_be_hidden),
        cmocka_unit_test(the_same_local_part_elsewhere_is_somebody_else),
        cmocka_unit_test(another_key_gives_other_tokens_and_the_same_key_the_same),
        cmocka_unit_test(a_token_is_a_letter_and_digits_that_nobody_confuses),
        cmocka_unit_test(who_forwards_and_who_is_forwarded_are_both_hidden),
        cmocka_unit_test(an_address_alone_is_redacted_like_one_in_a_text),
        cmocka_unit_test(several_addresses_in_one_field_are_several_people),
        cmocka_unit_test(escaped_header_lines_are_header_lines),
        cmocka_unit_test(the_list_of_a_signature_is_no_subject),
        cmocka_unit_test(what_reports_say_themselves_is_no_leak),
        cmocka_unit_test(a_name_is_its_person_wherever_it_was_told),
        cmocka_unit_test(names_without_addresses_are_hidden_in_header_lines),
        cmocka_unit_test(senders_that_are_no_people_stay_and_are_not_found),
        cmocka_unit_test(ids_stay_and_are_not_found),
        cmocka_unit_test(ids_of_other_messages_are_hidden),
        cmocka_unit_test(an_id_that_another_text_gives_as_its_own_stays_in_references),
        cmocka_unit_test(an_account_without_an_address_is_hidden),
        cmocka_unit_test(an_id_that_is_a_known_address_is_hidden_all_the_same),
        cmocka_unit_test(sentences_of_servers_stay_as_they_are),
        cmocka_unit_test(internal_machines_are_hidden_and_public_ones_stay),
        cmocka_unit_test(internal_ips_are_hidden_and_public_ones_stay),
        cmocka_unit_test(subjects_are_hidden_wherever_they_stand),
        cmocka_unit_test(a_subject_of_common_words_is_hidden_only_where_it_is_one),
        cmocka_unit_test(words_that_were_told_to_be_common_are_no_leak),
        cmocka_unit_test(cells_side_by_side_are_no_subject),
        cmocka_unit_test(long_subjects_are_found_in_pieces),
        cmocka_unit_test(what_is_to_be_shown_stays),
        cmocka_unit_test(domains_are_hidden_when_asked),
        cmocka_unit_test(only_tokens_that_were_used_are_new),
        cmocka_unit_test(a_restored_token_is_given_again_and_to_nobody_else),
        cmocka_unit_test(damaged_tokens_are_refused),
        cmocka_unit_test(a_hundred_thousand_people_are_a_hundred_thousand_tokens),
        cmocka_unit_test(the_work_grows_with_the_length_of_the_text_alone),
        cmocka_unit_test(the_number_of_originals_does_not_slow_a_text_down),
        cmocka_unit_test(any_bytes_are_taken),
        cmocka_unit_test(a_leak_is_named_with_its_place),
        cmocka_unit_test(unknown_and_empty_texts_write_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
