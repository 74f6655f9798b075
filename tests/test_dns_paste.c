/* What people paste becomes answers, and what could not be read is said. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include "ingest/source.h"
#include "tests/dns_world.h"

enum { FILE_BYTES = 16384 };

static void
read_fixture(struct dns_world *world, const char *name)
{
    char room[FILE_BYTES], text[FILE_BYTES];
    struct mt_source *source;
    struct mt_err err;
    size_t len = 0, got;
    assert_int_equal(
        mt_source_open_memory(&source, dns_world_file(name, room, sizeof room), name, MT_ENCODING_DETECT, &err), MT_OK);
    do {
        assert_int_equal(mt_source_read(source, text + len, sizeof text - len, &got, &err), MT_OK);
        len += got;
    } while (got > 0);
    mt_source_close(source);
    dns_world_read(world, (struct mt_text){text, len});
}

/* Each record of the answer as it must be, in order, NULL behind the last. */
static void
assert_answer(struct dns_world *world, const char *name, enum mt_dns_type type, const char *const *texts)
{
    const struct mt_dns_answer *answer = dns_world_look(world, name, type);
    size_t i = 0;
    for (; texts[i]; i++)
        if (i >= answer->count || !mt_text_is(answer->records[i].text, texts[i]))
            fail_msg("%s %s: no '%s' at %zu of %zu", name, mt_dns_type_key(type), texts[i], i, answer->count);
    assert_int_equal(answer->count, i);
}

#define ASSERT_ANSWER(world, name, type, ...) assert_answer(world, name, type, (const char *const[]){__VA_ARGS__, NULL})

static void
assert_state(struct dns_world *world, const char *name, enum mt_dns_type type, enum mt_dns_state state,
             enum mt_dns_why why)
{
    const struct mt_dns_answer *answer = dns_world_look(world, name, type);
    if (answer->state != state || answer->why != why)
        fail_msg("%s %s: state %d because of %s", name, mt_dns_type_key(type), (int)answer->state,
                 mt_dns_why_key(answer->why));
}

/* The beginning of a key that is published in two pieces, and its end. */
static void
assert_long_key(struct dns_world *world, const char *name)
{
    const struct mt_dns_answer *answer = dns_world_look(world, name, MT_DNS_TXT);
    assert_int_equal(answer->count, 1);
    assert_int_equal(answer->records[0].strings, 2);
    assert_true(mt_text_starts(answer->records[0].text, "v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A"));
    assert_true(mt_text_ends_nocase(answer->records[0].text, "wIDAQAB;"));
    assert_int_equal(answer->records[0].text.len, 411);
}

static void
dig_in_full_says_what_is_there_and_what_is_not(void **state)
{
    struct dns_world world;
    (void)state;
    read_fixture(&world, "dig-full.txt");
    assert_int_equal(world.paste.unread_count, 0);
    ASSERT_ANSWER(&world, "contoso.com", MT_DNS_TXT, "MS=ms12345678",
                  "v=spf1 ip4:192.0.2.0/28 include:spf.protection.outlook.com -all");
    ASSERT_ANSWER(&world, "selector1._domainkey.contoso.com", MT_DNS_CNAME,
                  "selector1-contoso-com._domainkey.contoso.w-v1.dkim.mail.microsoft");
    assert_long_key(&world, "selector1-contoso-com._domainkey.contoso.w-v1.dkim.mail.microsoft");
    /* An alias to nothing: it is the target that does not exist. */
    ASSERT_ANSWER(&world, "selector2._domainkey.contoso.com", MT_DNS_CNAME,
                  "selector2-contoso-com._domainkey.contoso.w-v1.dkim.mail.microsoft");
    assert_state(&world, "selector2-contoso-com._domainkey.contoso.w-v1.dkim.mail.microsoft", MT_DNS_TXT,
                 MT_DNS_NXDOMAIN, MT_DNS_WHY_NONE);
    assert_state(&world, "_dmarc.contoso.com", MT_DNS_TXT, MT_DNS_NXDOMAIN, MT_DNS_WHY_NONE);
    assert_state(&world, "contoso.com", MT_DNS_MX, MT_DNS_FAILED, MT_DNS_WHY_REFUSED);
    /* What stands beside an answer is none. */
    assert_state(&world, "contoso.com", MT_DNS_SOA, MT_DNS_NOT_ASKED, MT_DNS_WHY_NONE);
    assert_false(world.answers.zone_is_whole);
    dns_world_close(&world);
}

static void
dig_in_short_is_read_by_its_command_lines(void **state)
{
    struct dns_world world;
    (void)state;
    read_fixture(&world, "dig-short.txt");
    assert_int_equal(world.paste.unread_count, 0);
    ASSERT_ANSWER(&world, "contoso.com", MT_DNS_TXT, "MS=ms12345678", "v=spf1 include:spf.protection.outlook.com ~all");
    ASSERT_ANSWER(&world, "selector1._domainkey.contoso.com", MT_DNS_CNAME,
                  "selector1-contoso-com._domainkey.contoso.onmicrosoft.com");
    assert_long_key(&world, "selector1-contoso-com._domainkey.contoso.onmicrosoft.com");
    assert_state(&world, "selector2._domainkey.contoso.com", MT_DNS_TXT, MT_DNS_FAILED, MT_DNS_WHY_SHORT);
    ASSERT_ANSWER(&world, "_dmarc.contoso.com", MT_DNS_TXT, "v=DMARC1; p=quarantine; rua=mailto:dmarc@contoso.com");
    ASSERT_ANSWER(&world, "contoso.com", MT_DNS_MX, "contoso-com.mail.protection.outlook.com");
    ASSERT_ANSWER(&world, "fabrikam.com", MT_DNS_MX, "mx.fabrikam.com");
    assert_state(&world, "nowhere.contoso.com", MT_DNS_A, MT_DNS_FAILED, MT_DNS_WHY_TIMEOUT);
    dns_world_close(&world);
}

static void
nslookup_of_windows_is_read(void **state)
{
    struct dns_world world;
    (void)state;
    read_fixture(&world, "nslookup-windows.txt");
    assert_int_equal(world.paste.unread_count, 0);
    ASSERT_ANSWER(&world, "contoso.com", MT_DNS_TXT, "v=spf1 include:spf.protection.outlook.com -all", "MS=ms12345678");
    assert_long_key(&world, "selector1-contoso-com._domainkey.contoso.onmicrosoft.com");
    assert_state(&world, "selector2._domainkey.contoso.com", MT_DNS_TXT, MT_DNS_NXDOMAIN, MT_DNS_WHY_NONE);
    /* The start of authority in place of an answer. */
    assert_state(&world, "_dmarc.contoso.com", MT_DNS_TXT, MT_DNS_NO_DATA, MT_DNS_WHY_NONE);
    ASSERT_ANSWER(&world, "contoso.com", MT_DNS_MX, "contoso-com.mail.protection.outlook.com");
    ASSERT_ANSWER(&world, "www.contoso.com", MT_DNS_CNAME, "web.contoso.com");
    ASSERT_ANSWER(&world, "web.contoso.com", MT_DNS_A, "192.0.2.80");
    ASSERT_ANSWER(&world, "web.contoso.com", MT_DNS_AAAA, "2001:db8::80");
    assert_state(&world, "slow.contoso.com", MT_DNS_TXT, MT_DNS_FAILED, MT_DNS_WHY_TIMEOUT);
    /* The address of the server that was asked is nobody's record. */
    assert_state(&world, "dns.google", MT_DNS_A, MT_DNS_NOT_ASKED, MT_DNS_WHY_NONE);
    dns_world_close(&world);
}

static void
nslookup_at_its_own_prompt_is_read(void **state)
{
    struct dns_world world;
    (void)state;
    read_fixture(&world, "nslookup-interactive.txt");
    assert_int_equal(world.paste.unread_count, 0);
    ASSERT_ANSWER(&world, "contoso.com", MT_DNS_TXT, "v=spf1 mx -all");
    ASSERT_ANSWER(&world, "contoso.com", MT_DNS_MX, "mail.contoso.com");
    assert_int_equal(dns_world_look(&world, "contoso.com", MT_DNS_MX)->records[0].preference, 10);
    ASSERT_ANSWER(&world, "mail.contoso.com", MT_DNS_A, "192.0.2.25");
    assert_state(&world, "_dmarc.contoso.com", MT_DNS_TXT, MT_DNS_NXDOMAIN, MT_DNS_WHY_NONE);
    dns_world_close(&world);
}

static void
nslookup_of_bind_and_host_are_read(void **state)
{
    struct dns_world world;
    (void)state;
    read_fixture(&world, "nslookup-bind.txt");
    assert_int_equal(world.paste.unread_count, 0);
    ASSERT_ANSWER(&world, "contoso.com", MT_DNS_TXT, "v=spf1 a ~all");
    assert_state(&world, "_dmarc.contoso.com", MT_DNS_TXT, MT_DNS_NO_DATA, MT_DNS_WHY_NONE);
    assert_state(&world, "selector1._domainkey.contoso.com", MT_DNS_TXT, MT_DNS_NXDOMAIN, MT_DNS_WHY_NONE);
    assert_state(&world, "selector2._domainkey.contoso.com", MT_DNS_TXT, MT_DNS_NXDOMAIN, MT_DNS_WHY_NONE);
    ASSERT_ANSWER(&world, "contoso.com", MT_DNS_MX, ".");
    ASSERT_ANSWER(&world, "contoso.com", MT_DNS_AAAA, "2001:db8::80");
    ASSERT_ANSWER(&world, "www.contoso.com", MT_DNS_CNAME, "web.contoso.com");
    assert_state(&world, "web.contoso.com", MT_DNS_MX, MT_DNS_NO_DATA, MT_DNS_WHY_NONE);
    dns_world_close(&world);
}

static void
powershell_is_read_and_what_it_cut_is_said(void **state)
{
    struct dns_world world;
    (void)state;
    read_fixture(&world, "resolve-dnsname.txt");
    ASSERT_ANSWER(&world, "contoso.com", MT_DNS_TXT, "v=spf1 include:spf.protection.outlook.com -all", "MS=ms12345678");
    ASSERT_ANSWER(&world, "contoso.com", MT_DNS_MX, "contoso-com.mail.protection.outlook.com");
    ASSERT_ANSWER(&world, "contoso-com.mail.protection.outlook.com", MT_DNS_A, "198.51.100.36");
    ASSERT_ANSWER(&world, "selector2._domainkey.contoso.com", MT_DNS_CNAME,
                  "selector2-contoso-com._domainkey.contoso.onmicrosoft.com");
    assert_state(&world, "_dmarc.contoso.com", MT_DNS_TXT, MT_DNS_NXDOMAIN, MT_DNS_WHY_NONE);
    assert_state(&world, "selector1._domainkey.contoso.com", MT_DNS_CNAME, MT_DNS_NOT_ASKED, MT_DNS_WHY_NONE);
    assert_int_equal(world.paste.unread_count, 2);
    assert_int_equal(world.paste.unread[0].line, 19);
    assert_int_equal(world.paste.unread[0].why, MT_DNS_UNREAD_CUT);
    dns_world_close(&world);
}

static void
lists_of_powershell_keep_commas_and_join_pieces(void **state)
{
    struct dns_world world;
    char text[700], piece[256];
    (void)state;
    memset(piece, 'x', 255);
    piece[255] = '\0';
    snprintf(text, sizeof text,
             "Name    : _dmarc.contoso.com\nQueryType : TXT\nTTL : 60\nSection : Answer\n"
             "Strings : {v=DMARC1; p=none; rua=mailto:a@b.example, mailto:c@d.example}\n\n"
             "Name : long.contoso.com\nType : TXT\nSection : Answer\nStrings : {%s, yz}\n\n"
             "Name : wrapped.contoso.com\nType : TXT\nSection : Answer\nStrings : {v=spf1 include:a\n"
             "          include:b -all}\n",
             piece);
    dns_world_read(&world, mt_text_of(text));
    ASSERT_ANSWER(&world, "_dmarc.contoso.com", MT_DNS_TXT,
                  "v=DMARC1; p=none; rua=mailto:a@b.example, mailto:c@d.example");
    const struct mt_dns_answer *answer = dns_world_look(&world, "long.contoso.com", MT_DNS_TXT);
    assert_int_equal(answer->records[0].text.len, 257);
    assert_int_equal(answer->records[0].strings, 2);
    assert_int_equal(world.paste.unread_count, 1);
    assert_int_equal(world.paste.unread[0].why, MT_DNS_UNREAD_CUT);
    dns_world_close(&world);
}

static void
a_zone_file_is_read_by_its_own_rules(void **state)
{
    struct dns_world world;
    (void)state;
    read_fixture(&world, "zone-file.txt");
    assert_int_equal(world.paste.unread_count, 0);
    ASSERT_ANSWER(&world, "contoso.com", MT_DNS_MX, "contoso-com.mail.protection.outlook.com", "mail.contoso.com");
    ASSERT_ANSWER(&world, "contoso.com", MT_DNS_TXT, "v=spf1 a mx include:spf.protection.outlook.com ~all",
                  "google-site-verification=abc");
    ASSERT_ANSWER(&world, "mail.contoso.com", MT_DNS_AAAA, "2001:db8::25"); /* the owner of the line before */
    ASSERT_ANSWER(&world, "list.contoso.com", MT_DNS_TXT, "semicolons ; and \"quotes\" and \xE9");
    /* The dot at the end was forgotten. */
    ASSERT_ANSWER(&world, "selector1._domainkey.contoso.com", MT_DNS_CNAME,
                  "selector1-contoso-com._domainkey.contoso.onmicrosoft.com.contoso.com");
    dns_world_close(&world);
}

static void
a_whole_zone_says_what_does_not_exist(void **state)
{
    struct dns_world world;
    (void)state;
    read_fixture(&world, "zone-file.txt");
    assert_true(world.answers.zone_is_whole);
    assert_state(&world, "_dmarc.contoso.com", MT_DNS_TXT, MT_DNS_NO_DATA, MT_DNS_WHY_NONE);
    assert_state(&world, "spf.protection.outlook.com", MT_DNS_TXT, MT_DNS_NOT_ASKED, MT_DNS_WHY_NONE);
    dns_world_close(&world);
}

static void
a_zone_of_which_a_part_was_not_read_does_not(void **state)
{
    static const char zone[] = "@ IN SOA ns1.example. h.example. 1 2 3 4 5\n@ IN TXT \"x\"\n";
    struct dns_world world;
    char text[256];
    (void)state;
    dns_world_read(&world, mt_text_of(zone));
    assert_true(world.answers.zone_is_whole);
    dns_world_close(&world);
    snprintf(text, sizeof text, "%s%s", zone, "what is this\n");
    dns_world_read(&world, mt_text_of(text));
    assert_false(world.answers.zone_is_whole);
    dns_world_close(&world);
    snprintf(text, sizeof text, "%s%s", zone, "$INCLUDE more.zone\n");
    dns_world_read(&world, mt_text_of(text));
    assert_false(world.answers.zone_is_whole);
    assert_state(&world, "_dmarc.contoso.com", MT_DNS_TXT, MT_DNS_NOT_ASKED, MT_DNS_WHY_NONE);
    dns_world_close(&world);
}

static void
wildcards_and_delegations_of_a_whole_zone_count(void **state)
{
    struct dns_world world;
    (void)state;
    dns_world_read(&world, MT_TEXT_LITERAL("@ IN SOA ns1.example. h.example. 1 2 3 4 5\n"
                                           "*.contoso.com. IN TXT \"star\"\n"
                                           "there IN A 192.0.2.1\n"
                                           "sub IN NS ns.elsewhere.example.\n"));
    ASSERT_ANSWER(&world, "_dmarc.contoso.com", MT_DNS_TXT, "star");
    assert_state(&world, "there.contoso.com", MT_DNS_TXT, MT_DNS_NO_DATA, MT_DNS_WHY_NONE);
    assert_state(&world, "below.there.contoso.com", MT_DNS_TXT, MT_DNS_NO_DATA, MT_DNS_WHY_NONE);
    assert_state(&world, "x.sub.contoso.com", MT_DNS_TXT, MT_DNS_NOT_ASKED, MT_DNS_WHY_NONE);
    dns_world_close(&world);
}

static void
notes_without_quotes_keep_their_blanks_and_semicolons(void **state)
{
    struct dns_world world;
    (void)state;
    read_fixture(&world, "notes.txt");
    assert_int_equal(world.paste.unread_count, 0);
    ASSERT_ANSWER(&world, "contoso.com", MT_DNS_TXT, "v=spf1 include:spf.protection.outlook.com -all");
    ASSERT_ANSWER(&world, "_dmarc.contoso.com", MT_DNS_TXT, "v=DMARC1; p=none; rua=mailto:dmarc@reports.example");
    ASSERT_ANSWER(&world, "contoso.com", MT_DNS_MX, "contoso-com.mail.protection.outlook.com");
    dns_world_close(&world);
}

static void
lines_that_cannot_be_read_are_kept_with_the_reason(void **state)
{
    static const enum mt_dns_unread_why whys[] = {
        MT_DNS_UNREAD_NO_FORM,  MT_DNS_UNREAD_OPEN_QUOTE, MT_DNS_UNREAD_BAD_DATA,     MT_DNS_UNREAD_BAD_DATA,
        MT_DNS_UNREAD_BAD_NAME, MT_DNS_UNREAD_DIRECTIVE,  MT_DNS_UNREAD_OPEN_BRACKET,
    };
    struct dns_world world;
    (void)state;
    read_fixture(&world, "unreadable.txt");
    assert_int_equal(world.paste.unread_count, sizeof whys / sizeof *whys);
    for (size_t i = 0; i < sizeof whys / sizeof *whys; i++) {
        assert_int_equal(world.paste.unread[i].line, i + 2);
        if (world.paste.unread[i].why != whys[i])
            fail_msg("line %zu: %s", i + 2, mt_dns_unread_key(world.paste.unread[i].why));
    }
    /* What follows them is read all the same. */
    ASSERT_ANSWER(&world, "contoso.com", MT_DNS_TXT, "v=spf1 -all", "last");
    dns_world_close(&world);
}

static void
no_line_is_dropped_silently(void **state)
{
    struct dns_world world;
    struct mt_out text = MT_OUT_EMPTY;
    (void)state;
    for (int i = 0; i < 1000; i++)
        mt_out_string(&text, "nothing that is known\n");
    dns_world_read(&world, mt_out_view(&text));
    assert_int_equal(world.paste.unread_count, 1000);
    assert_int_equal(world.paste.unread[MT_DNS_UNREAD_KEPT - 1].line, MT_DNS_UNREAD_KEPT);
    mt_out_release(&text);
    dns_world_close(&world);
}

static void
an_answer_of_which_a_part_was_pasted_denies_nothing(void **state)
{
    struct dns_world world;
    (void)state;
    dns_world_read(&world, MT_TEXT_LITERAL(";; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 1\n"
                                           ";; flags: qr rd ra; QUERY: 1, ANSWER: 3, AUTHORITY: 0, ADDITIONAL: 0\n"
                                           ";; QUESTION SECTION:\n;contoso.com. IN TXT\n"));
    assert_state(&world, "contoso.com", MT_DNS_TXT, MT_DNS_NOT_ASKED, MT_DNS_WHY_NONE);
    dns_world_close(&world);
    dns_world_read(&world, MT_TEXT_LITERAL(";; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 1\n"
                                           ";; flags: qr rd ra; QUERY: 1, ANSWER: 0, AUTHORITY: 0, ADDITIONAL: 0\n"
                                           ";; QUESTION SECTION:\n;contoso.com. IN TXT\n"));
    assert_state(&world, "contoso.com", MT_DNS_TXT, MT_DNS_NO_DATA, MT_DNS_WHY_NONE);
    dns_world_close(&world);
}

static void
short_answers_to_several_questions_are_nobodys(void **state)
{
    struct dns_world world;
    (void)state;
    dns_world_read(&world, MT_TEXT_LITERAL("$ dig +short txt contoso.com fabrikam.com\n\"v=spf1 -all\"\n"));
    assert_int_equal(world.paste.unread_count, 1);
    assert_int_equal(world.paste.unread[0].why, MT_DNS_UNREAD_MANY_QUESTIONS);
    dns_world_close(&world);
}

static void
prompts_and_paths_in_front_of_a_command_do_not_hide_it(void **state)
{
    static const char *const lines[] = {
        "dig +short txt contoso.com",
        "$ dig contoso.com TXT +short",
        "[admin@box ~]# /usr/bin/dig @192.0.2.1 -t txt contoso.com. +short",
        "PS C:\\Users\\x> dig.exe +short -p 5353 contoso.com txt",
        "C:\\>dig +short TXT Contoso.com",
        "> dig +short txt contoso.com",
    };
    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct dns_world world;
        char text[256];
        snprintf(text, sizeof text, "%s\n\"v=spf1 -all\"\n", lines[i]);
        dns_world_read(&world, mt_text_of(text));
        if (world.paste.unread_count || dns_world_look(&world, "contoso.com", MT_DNS_TXT)->count != 1)
            fail_msg("'%s'", lines[i]);
        dns_world_close(&world);
    }
}

static void
every_end_of_a_line_is_one(void **state)
{
    static const char *const texts[] = {"a.example. IN A 192.0.2.1\nb.example. IN A 192.0.2.2\n",
                                        "a.example. IN A 192.0.2.1\r\nb.example. IN A 192.0.2.2\r\n",
                                        "a.example. IN A 192.0.2.1\rb.example. IN A 192.0.2.2"};
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct dns_world world;
        dns_world_read(&world, mt_text_of(texts[i]));
        assert_int_equal(dns_world_look(&world, "b.example", MT_DNS_A)->records[0].line, 2);
        dns_world_close(&world);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dig_in_full_says_what_is_there_and_what_is_not),
        cmocka_unit_test(dig_in_short_is_read_by_its_command_lines),
        cmocka_unit_test(nslookup_of_windows_is_read),
        cmocka_unit_test(nslookup_at_its_own_prompt_is_read),
        cmocka_unit_test(nslookup_of_bind_and_host_are_read),
        cmocka_unit_test(powershell_is_read_and_what_it_cut_is_said),
        cmocka_unit_test(lists_of_powershell_keep_commas_and_join_pieces),
        cmocka_unit_test(a_zone_file_is_read_by_its_own_rules),
        cmocka_unit_test(a_whole_zone_says_what_does_not_exist),
        cmocka_unit_test(a_zone_of_which_a_part_was_not_read_does_not),
        cmocka_unit_test(wildcards_and_delegations_of_a_whole_zone_count),
        cmocka_unit_test(notes_without_quotes_keep_their_blanks_and_semicolons),
        cmocka_unit_test(lines_that_cannot_be_read_are_kept_with_the_reason),
        cmocka_unit_test(no_line_is_dropped_silently),
        cmocka_unit_test(an_answer_of_which_a_part_was_pasted_denies_nothing),
        cmocka_unit_test(short_answers_to_several_questions_are_nobodys),
        cmocka_unit_test(prompts_and_paths_in_front_of_a_command_do_not_hide_it),
        cmocka_unit_test(every_end_of_a_line_is_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
