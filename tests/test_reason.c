#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "ingest/reason.h"
#include "ingest/reason_text.h"

/* ---- the catalogue: fixtures/reasons.tsv ---- */

enum column {
    KEY,
    CLASS,
    OUTER_REPLY,
    OUTER_CODE,
    REPLY,
    CODE,
    EXPIRED,
    HOUSEKEEPING,
    CUT,
    HOST,
    IP,
    SERVER,
    LAST_TRY,
    WORDS,
    TEXT,
    COLUMNS,
};

struct catalogue {
    char *bytes;
    struct mt_text rest;
};

static struct catalogue
catalogue_open(void)
{
    FILE *file = fopen(MSGTRACE_SOURCE_DIR "/fixtures/reasons.tsv", "rb");
    size_t room = 1 << 18;
    struct catalogue catalogue = {test_malloc(room), MT_TEXT_UNKNOWN};
    assert_non_null(file);
    catalogue.rest = (struct mt_text){catalogue.bytes, fread(catalogue.bytes, 1, room, file)};
    fclose(file);
    assert_true(catalogue.rest.len < room);
    return catalogue;
}

static bool
catalogue_next(struct catalogue *catalogue, struct mt_text columns[COLUMNS])
{
    while (catalogue->rest.len) {
        struct mt_text line = mt_text_cut(&catalogue->rest, '\n');
        if (line.len == 0 || line.at[0] == '#')
            continue;
        for (int i = 0; i < COLUMNS; i++)
            columns[i] = mt_text_cut(&line, '\t');
        assert_true(mt_text_known(columns[TEXT]) && !mt_text_known(line));
        return true;
    }
    test_free(catalogue->bytes);
    return false;
}

static void
check(struct mt_text key, const char *what, struct mt_text expected, struct mt_text found)
{
    if (expected.len != found.len || (found.len && memcmp(expected.at, found.at, found.len) != 0))
        fail_msg("%.*s: %s is '%.*s', not '%.*s'", MT_TEXT_ARGS(key), what, (int)found.len, found.len ? found.at : "",
                 (int)expected.len, expected.at);
}

static struct mt_text
number_text(int number, char room[16])
{
    snprintf(room, 16, "%d", number);
    return number ? mt_text_of(room) : MT_TEXT_LITERAL("");
}

static struct mt_text
flag_text(bool flag)
{
    return flag ? MT_TEXT_LITERAL("1") : MT_TEXT_LITERAL("0");
}

static void
check_line(const struct mt_text columns[COLUMNS], struct mt_arena *arena)
{
    struct mt_reason reason;
    char outer_reply[16], reply[16];
    bool is_read = mt_reason_read(columns[TEXT], arena, &reason);
    if (is_read != !mt_text_is(columns[CLASS], "none"))
        fail_msg("%.*s: is %sread", MT_TEXT_ARGS(columns[KEY]), is_read ? "" : "not ");
    if (!is_read)
        return;
    const struct {
        enum column column;
        const char *what;
        struct mt_text found;
    } checks[] = {
        {OUTER_REPLY, "the outer reply", number_text(reason.outer_reply, outer_reply)},
        {OUTER_CODE, "the outer code", reason.outer_code},
        {REPLY, "the reply", number_text(reason.reply, reply)},
        {CODE, "the code", reason.code},
        {EXPIRED, "expired", flag_text(reason.expired)},
        {HOUSEKEEPING, "housekeeping", flag_text(reason.housekeeping)},
        {CUT, "cut", flag_text(reason.is_cut)},
        {HOST, "the remote host", reason.remote_host},
        {IP, "the remote IP", reason.remote_ip},
        {SERVER, "the server", reason.server},
        {LAST_TRY, "the last try", reason.last_try},
        {WORDS, "the text", reason.text},
    };
    for (size_t i = 0; i < sizeof checks / sizeof *checks; i++)
        check(columns[KEY], checks[i].what, columns[checks[i].column], checks[i].found);
}

static void
every_text_of_the_catalogue_is_read_right(void **state)
{
    struct catalogue catalogue = catalogue_open();
    struct mt_arena arena = MT_ARENA_EMPTY;
    struct mt_text columns[COLUMNS];
    size_t lines = 0;
    (void)state;
    for (; catalogue_next(&catalogue, columns); lines++) {
        check_line(columns, &arena);
        mt_arena_reset(&arena);
    }
    assert_true(lines >= 75);
    mt_arena_release(&arena);
}

/* ---- the rules, one by one ---- */

struct fixture {
    struct mt_arena arena;
};

static int
set_up(void **state)
{
    static struct fixture fixture;
    fixture.arena = MT_ARENA_EMPTY;
    *state = &fixture;
    return 0;
}

static int
tear_down(void **state)
{
    struct fixture *fixture = *state;
    mt_arena_release(&fixture->arena);
    return 0;
}

static struct mt_reason
reason_of(void **state, const char *text)
{
    struct fixture *fixture = *state;
    struct mt_reason reason;
    if (!mt_reason_read(mt_text_of(text), &fixture->arena, &reason))
        fail_msg("'%s' is not read", text);
    return reason;
}

static void
assert_text(struct mt_text found, const char *expected)
{
    check(mt_text_of(expected), "it", mt_text_of(expected), found);
}

/* The codes as "421 4.4.2 in 550 5.4.300". */
static void
assert_codes(struct mt_reason reason, const char *expected)
{
    char found[80];
    snprintf(found, sizeof found, "%d %.*s in %d %.*s", reason.reply, MT_TEXT_ARGS(reason.code), reason.outer_reply,
             MT_TEXT_ARGS(reason.outer_code));
    assert_string_equal(found, expected);
}

static void
codes_are_read_in_every_way_they_are_written(void **state)
{
    static const struct {
        const char *text, *codes;
    } forms[] = {
        {"421 4.4.2 Connection dropped", "421 4.4.2 in 0 "},
        {"421-4.4.2 Connection dropped", "421 4.4.2 in 0 "},
        {"421 4-4.2 Connection dropped", "421 4.4.2 in 0 "},
        {"421 #4.4.2 Connection dropped", "421 4.4.2 in 0 "},
        {"#421 4.4.2 Connection dropped", "421 4.4.2 in 0 "},
        {"smtp;421 4.4.2 Connection dropped", "421 4.4.2 in 0 "},
        {"'421 4.4.2 Connection dropped'", "421 4.4.2 in 0 "},
        {"Reason: 421 4.4.2 Connection dropped", "421 4.4.2 in 0 "},
        {"421 : Connection dropped", "421  in 0 "},
        {"421 Connection dropped", "421  in 0 "},
        {"421", "421  in 0 "},
        {"4.4.2 Connection dropped", "0 4.4.2 in 0 "},
        {"421 5.4.3.2 is not listening", "421  in 0 "},
        {"421 4.4.2000 lines", "421  in 0 "},
    };
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        assert_codes(reason_of(state, forms[i].text), forms[i].codes);
}

static void
numbers_that_are_no_codes_are_not_read(void **state)
{
    static const char *const texts[] = {
        "",
        " ",
        "Message transferred.",
        "The message was submitted.",
        "260 is no reply",
        "621 4.4.2 is none either",
        "ann@fabrikam.example:UserMailbox.Forwardable.Resolve",
        "2024-01-02T03:04:05Z",
        "10.4.5.6 was tried",
        "5.4.3.2 was tried",
        "Spam confidence level: 5",
        "[{LED=};{MSG=};{FQDN=};{IP=};{LRT=}]",
        "'returned'",
        "No suitable shadow servers",
        "4521 messages",
    };
    struct fixture *fixture = *state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct mt_reason reason;
        if (mt_reason_read(mt_text_of(texts[i]), &fixture->arena, &reason))
            fail_msg("'%s' is read", texts[i]);
    }
    struct mt_reason reason;
    assert_false(mt_reason_read(MT_TEXT_UNKNOWN, &fixture->arena, &reason));
}

static void
the_innermost_reply_counts_and_the_outermost_is_kept(void **state)
{
    static const struct {
        const char *text, *codes, *words;
    } layers[] = {
        {"550 5.4.300 Message expired -> 451 4.4.400 Error. -> 421 4.4.2 Dropped", "421 4.4.2 in 550 5.4.300",
         "Dropped"},
        {"450 4.4.317 Cannot connect [Message=451 5.7.3 STARTTLS is required]", "451 5.7.3 in 450 4.4.317",
         "STARTTLS is required"},
        {"450 4.4.317 Cannot connect [Message=451 4.7.650 The server [192.0.2.1] is slow] [SmtpSecurity=1;1]",
         "451 4.7.650 in 450 4.4.317", "The server [<ip>] is slow"},
        {"550 5.4.317 Message expired, cannot connect(451 5.7.3 STARTTLS)", "451 5.7.3 in 550 5.4.317", "STARTTLS"},
        {"451 4.4.0 Primary target IP address responded with: \"550 5.7.1 an RBL\" Attempted failover to none",
         "550 5.7.1 in 451 4.4.0", "an RBL"},
        {"451 4.4.0 Primary target IP address responded with: \"550 5.1.1 No \"ann\" here\"", "550 5.1.1 in 451 4.4.0",
         "No \"ann\" here"},
        {"450 4.7.0 Proxy session setup failed on Frontend with '451 4.4.0 Primary target IP address responded with: "
         "\"421 4.2.1 Unable to connect.\" Attempted failover'",
         "421 4.2.1 in 450 4.7.0", "Unable to connect"},
        {"550 4.4.7 QUEUE.Expired; 421 4.4.2 Dropped", "421 4.4.2 in 550 4.4.7", "Dropped"},
        {"450 4.4.316 Connection refused -> 450 4.4.316 Connection refused", "450 4.4.316 in 0 ", "Connection refused"},
        {"550 5.7.23 SPF -> 550 Go away", "550  in 550 5.7.23", "Go away"},
        {"[{LED=450 4.4.317 Cannot connect};{MSG=451 5.7.3 STARTTLS};{FQDN=}]", "451 5.7.3 in 450 4.4.317", "STARTTLS"},
    };
    for (size_t i = 0; i < sizeof layers / sizeof *layers; i++) {
        struct mt_reason reason = reason_of(state, layers[i].text);
        assert_codes(reason, layers[i].codes);
        assert_text(reason.text, layers[i].words);
    }
}

static void
words_without_codes_belong_to_the_codes_around_them(void **state)
{
    static const struct {
        const char *text, *codes, *words;
    } layers[] = {
        {"451 4.4.397 Error. -> 421 4.2.1 Unable to connect -> SocketTimedout: Socket error code 10060",
         "421 4.2.1 in 451 4.4.397", "Unable to connect; SocketTimedout: Socket error code 10060"},
        {"450 4.4.316 Connection refused [Message=Socket error code 10061]", "450 4.4.316 in 0 ",
         "Connection refused; Socket error code 10061"},
        {"450 4.4.316 Connection refused [Message=Socket error code 10061](Socket error code 10061)",
         "450 4.4.316 in 0 ", "Connection refused; Socket error code 10061"},
        {"550 5.4.312 Message expired, DNS query failed(InfoNoRecords)", "550 5.4.312 in 0 ",
         "Message expired, DNS query failed; InfoNoRecords"},
        {"441 4.4.1 Error with primary target IP address: \"Winsock error code: 10060.\" Attempted failover to none",
         "441 4.4.1 in 0 ", "Error with primary target IP address; Winsock error code: 10060"},
        {"[{LED=Hop count exceeded - possible mail loop};{MSG=}]", "0  in 0 ",
         "Hop count exceeded - possible mail loop"},
    };
    for (size_t i = 0; i < sizeof layers / sizeof *layers; i++) {
        struct mt_reason reason = reason_of(state, layers[i].text);
        assert_codes(reason, layers[i].codes);
        assert_text(reason.text, layers[i].words);
    }
}

static void
brackets_that_are_no_layers_stay_in_the_text(void **state)
{
    assert_text(reason_of(state, "550 5.7.1 Sender ID (PRA) Not Permitted").text, "Sender ID (PRA) Not Permitted");
    assert_text(reason_of(state, "550 5.7.1 Access denied AS(42000001)").text, "Access denied AS(42000001)");
    assert_text(reason_of(state, "550 5.7.1 too many recipient(s)").text, "too many recipient(s)");
    assert_text(reason_of(state, "550 5.7.606 banned (AS16012609)").text, "banned (AS16012609)");
    assert_text(reason_of(state, "421 4.7.0 [TSS04] deferred").text, "[TSS04] deferred");
    assert_text(reason_of(state, "421 RP-001 (SNT004) Unfortunately").text, "RP-001 (SNT004) Unfortunately");
    assert_text(reason_of(state, "550 5.1.1 a->b is gone").text, "a->b is gone");
}

static void
only_the_service_giving_up_is_an_expiry(void **state)
{
    assert_true(reason_of(state, "550 5.4.300 Message expired").expired);
    assert_true(reason_of(state, "550 5.4.300 Message expired -> 421 4.4.2 Dropped").expired);
    assert_true(reason_of(state, "550 5.4.315 Message expired, connection timed out").expired);
    assert_true(reason_of(state, "550 4.4.7 QUEUE.Expired; message expired").expired);
    assert_true(reason_of(state, "[{LED=550 4.4.7 whatever}]").expired);
    assert_false(reason_of(state, "400 4.4.7 Message delayed").expired);
    assert_false(reason_of(state, "550 5.7.1 This is spam: your message expired").expired);
    assert_codes(reason_of(state, "550 5.4.300 Message expired"), "550 5.4.300 in 0 ");
}

static void
a_2xx_reply_is_housekeeping(void **state)
{
    assert_true(reason_of(state, "250 2.1.5 Recipient OK").housekeeping);
    assert_true(reason_of(state, "2.1.5 Recipient OK").housekeeping);
    assert_true(reason_of(state, "[{LED=250 2.1.5 RESOLVER.OOF.IntToExt").housekeeping);
    assert_false(reason_of(state, "450 2.1.5 odd").housekeeping);
    assert_false(reason_of(state, "Hop count exceeded").housekeeping);
}

static void
what_the_service_cut_is_marked(void **state)
{
    static const struct {
        const char *text;
        bool is_cut;
    } texts[] = {
        {"[{LED=421 4.4.2 Dropped};{MSG=};{FQDN=};{IP=};{LRT=}]", false},
        {"{[{LED=421 4.4.2 Dropped};{MSG=}]}", false},
        {"{LED=421 4.4.2 Dropped}", false},
        {"[{LED=421 4.4.2 Dropped};{MSG=}", true},
        {"[{LED=421 4.4.2 Dropped};{MSG=", true},
        {"[{LED=421 4.4.2 Drop", true},
        {"[{LED=421 4.4.2 Dropped};{MSG=};{FQ", true},
        {"[{LED=421 4.4.2 Drop. OutboundProxyTargetIP: 192.0.2.1. OutboundProxyTargetHostName: a.example", true},
        {"450 4.4.316 Connection refused [Message=Socket error code 10061", true},
        {"450 4.4.316 Connection refused [Message=Socket error code 10061]", false},
        {"450 4.4.316 Connection refused [BN7", true},
        {"450 4.4.316 Connection refused(Socket error", true},
        {"Server at a.example returned '421 4.4.2 it's dropped'", false},
        {"Server at a.example returned '421 4.4.2 it's dropp", true},
        {"451 4.4.0 Primary target IP address responded with: \"421 4.4.2 Drop", true},
        {"421 4.4.2 Dropped\xE2\x80\xA6", true},
        {"421 4.4.2 Dropped", false},
        {"550 5.4.300 Message expired ->", true},
        {"550 5.4.317 Message expired, cannot connect to remote server(", true},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (reason_of(state, texts[i].text).is_cut != texts[i].is_cut)
            fail_msg("'%s' is %sa cut text", texts[i].text, texts[i].is_cut ? "not " : "");
}

static void
half_a_value_is_none(void **state)
{
    struct mt_reason reason = reason_of(state, "[{LED=421 4.4.2 Dropped};{MSG=451 4.7};{FQDN=mx.northwind.exam");
    assert_false(mt_text_known(reason.remote_host));
    assert_codes(reason, "421 4.4.2 in 0 ");
    reason = reason_of(state, "[{LED=421 4.4.2 Dropped};{MSG=451 4.7.650 rate lim");
    assert_codes(reason, "421 4.4.2 in 0 ");
    reason = reason_of(state, "[{LED=421 4.4.2 Dropped};{IP=192.0.2.1};{LRT=1/21/20");
    assert_text(reason.remote_ip, "192.0.2.1");
    assert_false(mt_text_known(reason.last_try));
    reason = reason_of(state, "450 4.4.317 Cannot connect [LastAttemptedServerName=mx.northwind");
    assert_false(mt_text_known(reason.remote_host));
    reason = reason_of(state, "450 4.4.316 Connection refused [Message=45");
    assert_codes(reason, "450 4.4.316 in 0 ");
    assert_text(reason.text, "Connection refused");
}

static void
the_remote_is_the_surest_that_is_named(void **state)
{
    static const struct {
        const char *text, *host, *ip;
    } texts[] = {
        /* the last attempt goes before the proxy's target, and that before the next hop */
        {"[{LED=450 4.4.317 C [LastAttemptedServerName=A.example] [LastAttemptedIP=192.0.2.1:25] [SmtpSecurity=1;1]};"
         "{FQDN=b.example};{IP=192.0.2.2}]. OutboundProxyTargetIP: 192.0.2.3. OutboundProxyTargetHostName: c.example",
         "a.example", "192.0.2.1"},
        {"[{LED=421 D};{FQDN=b.example};{IP=192.0.2.2}]. OutboundProxyTargetIP: 192.0.2.3. "
         "OutboundProxyTargetHostName: c.example",
         "c.example", "192.0.2.3"},
        {"[{LED=421 D};{FQDN=b.example};{IP=192.0.2.2}]", "b.example", "192.0.2.2"},
        /* a server of the service is no remote, nor is its address */
        {"[{LED=421 D};{FQDN=AM0PR04MB1234.eurprd04.prod.outlook.com};{IP=2603:10a6:208::1}]", "", ""},
        {"[{LED=421 D};{FQDN=b.example};{IP=25.1.2.3}]", "b.example", ""},
        /* somebody's MX at the service is one */
        {"[{LED=421 D};{FQDN=b-example.mail.protection.outlook.com};{IP=192.0.2.2}]",
         "b-example.mail.protection.outlook.com", "192.0.2.2"},
        {"[{LED=421 D};{FQDN=192.0.2.2};{IP=}]", "", "192.0.2.2"},
        {"[{LED=421 D};{FQDN=xxx};{IP=x.x.x.x}]", "", ""},
        {"[{LED=421 D};{FQDN=xxx.xxx.xxx.xxx};{IP=72.x.x.x.}]", "", ""},
        {"[{LED=421 D};{FQDN=<edge>.example};{IP=<internal_IP>}]", "", ""},
        {"[{LED=421 D};{FQDN=b.example.};{IP=[2001:DB8::2]:25}]", "b.example", "2001:db8::2"},
        {"450 4.4.317 C [LastAttemptedIP=2001:db8::2:25] [SmtpSecurity=1;1]", "", "2001:db8::2"},
        {"450 4.4.317 C [LastAttemptedIP=[2001:db8::2]:25] [SmtpSecurity=1;1]", "", "2001:db8::2"},
        {"450 4.4.317 C [LastAttemptedIP=2001:db8:1:2:3:4:5:25] [SmtpSecurity=1;1]", "", "2001:db8:1:2:3:4:5:25"},
        {"450 4.4.317 C [LastAttemptedIP=256.0.2.1:25] [SmtpSecurity=1;1]", "", ""},
        {"1/2/2026 3:04:05 AM - Remote Server at b.example (192.0.2.2) returned '421 D'", "b.example", "192.0.2.2"},
        {"Server at edgesync - default-first-site-name to internet returned '421 D'", "", ""},
        {"Remote Server returned '421 D'", "", ""},
        {"451 4.4.0 E: Attempted failover. The last endpoint attempted was 192.0.2.2:25'", "", "192.0.2.2"},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct mt_reason reason = reason_of(state, texts[i].text);
        check(mt_text_of(texts[i].text), "the host", mt_text_of(texts[i].host), reason.remote_host);
        check(mt_text_of(texts[i].text), "the IP", mt_text_of(texts[i].ip), reason.remote_ip);
    }
}

static void
the_server_is_the_one_that_wrote_the_report(void **state)
{
    assert_text(reason_of(state, "Server at A.eurprd04.prod.outlook.com (25.1.2.3) returned '550 5.4.300 Message "
                                 "expired'")
                    .server,
                "A.eurprd04.prod.outlook.com");
    assert_text(reason_of(state, "Server at b.example (192.0.2.1) returned '450 4.4.317 C [Message=D] "
                                 "[A.prod.protection.outlook.com 2024-01-02T03:04:05Z 08DB1DF24DB12D84](D)'")
                    .server,
                "A.prod.protection.outlook.com");
    assert_false(mt_text_known(reason_of(state, "Server at b.example (192.0.2.1) returned '421 D'").server));
}

static void
lines_of_an_ndr_go_from_giving_up_to_the_last_try(void **state)
{
    struct mt_reason reason =
        reason_of(state, "9/12/2023 10:39:23 AM - Server at A.apcprd06.prod.outlook.com returned '550 5.4.317 Message "
                         "expired, cannot connect(Winsock error code: 995)' 9/12/2023 10:38:18 AM - Server at "
                         "mx.northwind.example (2001:db8::1a) returned '452 4.2.2 Ann's mailbox is full'");
    assert_codes(reason, "452 4.2.2 in 550 5.4.317");
    assert_true(reason.expired);
    assert_false(reason.is_cut);
    assert_text(reason.text, "Ann's mailbox is full");
    assert_text(reason.remote_host, "mx.northwind.example");
    assert_text(reason.remote_ip, "2001:db8::1a");
    assert_text(reason.server, "A.apcprd06.prod.outlook.com");
}

static void
keys_of_the_frame_are_told_from_what_a_server_says(void **state)
{
    struct mt_reason reason =
        reason_of(state, "[{LED=550 5.7.1 bad id x{IP=192.0.2.9} i{1c2d3e4f-0000-4111-8222-93a4b5c6d7e8}}; "
                         "{IP=192.0.2.1}; {LRT=1/21/2025 3:45:12 AM}]");
    assert_text(reason.text, "bad id x{IP=<ip>} i{<id>}");
    assert_text(reason.remote_ip, "192.0.2.1");
    assert_text(reason.last_try, "1/21/2025 3:45:12 AM");
}

/* ---- the text ---- */

static void
what_names_one_message_becomes_a_mark(void **state)
{
    static const struct {
        const char *text, *words;
    } texts[] = {
        {"550 5.1.1 <ann@fabrikam.example>: no", "<address>: no"},
        {"550 5.1.1 o'brien@fabrikam.example, bounces+ann=b.example@c.example no", "<address>, <address> no"},
        {"550 5.1.1 [192.0.2.1] 192.0.2.1:25 192.0.2.0/24 2001:db8::1 IPv6:2001:db8::1 72.x.x.x no",
         "[<ip>] <ip> <ip> <ip> <ip> <ip> no"},
        {"550 5.1.1 mx.northwind.example <b.example> c.example:25. NORTHWIND.EXAMPLE no",
         "<host> <host> <host>. <host> no"},
        {"550 5.1.1 see https://postmaster.yahooinc.com/error-codes?a=(b), <http://192.0.2.1/x> no",
         "see <url postmaster.yahooinc.com>(b), <url> no"},
        {"550 5.1.1 {1c2d3e4f-0000-4111-8222-93a4b5c6d7e8} id=1c2d3e4f-0000-4111-8222-93a4b5c6d7e8 no",
         "{<id>} id=<id> no"},
        {"550 5.1.1 567E6224C8 q4RFmQa1012345 5-20020a170906b0041si123456ejc.123 08DB1DF24DB12D84 no",
         "<id> <id> <id> <id> no"},
        {"550 5.1.1 2024-01-02T03:04:05.678Z, 1/2/2024 3:04:05 AM and 01.02.2024 03:04 +0200 no",
         "<time>, <time> and <time> no"},
        {"550 5.1.1 141301 bytes, wait 300 seconds, 5 minutes, ticket 12345678 no",
         "<number> bytes, wait <number> seconds, <number> minutes, ticket <number> no"},
        {"550 5.1.1 at\xC2\xA0mx.northwind.example\xE2\x80\xAF"
         "no",
         "at <host> no"},
        {"450 4.4.317 C [Message=SubjectMismatch Expected Subject: *.a.example. Presented Subject: CN=Mail, O=Some "
         "Where. Thumbprint: D0AC2FC63B9C5798828B45D849BE8D33.]",
         "C; SubjectMismatch Expected Subject: <host> Presented Subject: <host> Thumbprint: <id>"},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_text(reason_of(state, texts[i].text).text, texts[i].words);
}

static void
documented_codes_and_names_stay(void **state)
{
    static const char *const words[] = {
        "[TSS04] AS(42000001) AS(201806281) (AS16012609) IB508 PRX5 ATTR35 S3140 SNT004 RP-001 OU-002",
        "Winsock error code: 10060, Win32 error code: 10060",
        "SocketConnectionRefused: Socket error code 10061",
        "RESOLVER.RST.AuthRequired; authentication required",
        "STOREDRV.Deliver.Exception:StoragePermanentException.MapiExceptionQuotaExceeded; full",
        "SMTPSEND.DNS.NonExistentDomain; DnsDomainDoesNotExist: InfoDomainNonexistent",
        "reserved by RFC 2606, see RFC5322 section 3.6.2",
        "spf=fail header.from=no TLS1.2 CALG_AES_256 SP_PROT_TLS1_2_SERVER",
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        char text[200];
        snprintf(text, sizeof text, "550 5.7.1 %s", words[i]);
        assert_text(reason_of(state, text).text, words[i]);
    }
}

static void
codes_that_lines_repeat_go(void **state)
{
    assert_text(reason_of(state, "550-5.7.26 one 550-5.7.26 two 550 5.7.26 three").text, "one two three");
    assert_text(reason_of(state, "550-one 550-two 550 three").text, "one two three");
    assert_text(reason_of(state, "451-4.7.23 one 451 4.7.23 two").text, "one two");
    assert_text(reason_of(state, "550 5.1.1 room 550 is 5.1.1").text, "room 550 is 5.1.1");
    assert_text(reason_of(state, "550 5.1.1 one 551 5.1.1 two").text, "one 551 5.1.1 two");
}

static void
a_text_ends_alike_with_and_without_a_full_stop(void **state)
{
    static const char *const texts[] = {"421 4.4.2 Dropped", "421 4.4.2 Dropped.", "421 4.4.2  Dropped ;",
                                        "421 4.4.2 Dropped\xE2\x80\xA6", "421 4.4.2 Dropped ##"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_text(reason_of(state, texts[i]).text, "Dropped");
}

static void
nothing_unseen_or_malformed_is_left_in_a_text(void **state)
{
    struct fixture *fixture = *state;
    static const char bytes[] = "421 4.4.2 a\0b\tc\x7F d\xC2\x85"
                                "e\xE2\x80\xAE"
                                "f \xFF\xC3(";
    struct mt_reason reason;
    assert_true(mt_reason_read(MT_TEXT_LITERAL(bytes), &fixture->arena, &reason));
    assert_text(reason.text, "a b c def \xEF\xBF\xBD\xEF\xBF\xBD(");
    assert_false(mt_text_known(reason_of(state, "421 4.4.2 ...").text));
}

static void
a_text_is_limited_between_characters(void **state)
{
    for (size_t lead = 0; lead < 4; lead++) {
        char text[1000] = "421 4.4.2 ";
        size_t len = strlen(text);
        for (size_t i = 0; i < lead; i++)
            text[len++] = 'a';
        while (len + 4 < sizeof text)
            len += (size_t)snprintf(text + len, sizeof text - len, "\xE2\x82\xAC");
        struct mt_reason reason = reason_of(state, text);
        assert_true(reason.text.len <= MT_REASON_TEXT_BYTES && reason.text.len > MT_REASON_TEXT_BYTES - 3);
        assert_true(mt_text_valid_utf8(reason.text, false));
    }
}

/* ---- whatever is in the text ---- */

/* A copy of its own, so that a read behind its end is seen by the sanitizers. */
static bool
read_prefix(struct mt_text text, size_t len, struct mt_arena *arena, struct mt_reason *reason)
{
    char *exact = malloc(len ? len : 1);
    assert_non_null(exact);
    memcpy(exact, text.at, len);
    mt_arena_reset(arena);
    bool is_read = mt_reason_read((struct mt_text){exact, len}, arena, reason);
    if (is_read)
        assert_true(reason->text.len <= MT_REASON_TEXT_BYTES && mt_text_valid_utf8(reason->text, false));
    free(exact);
    return is_read;
}

static void
every_beginning_of_every_text_is_read(void **state)
{
    struct fixture *fixture = *state;
    struct catalogue catalogue = catalogue_open();
    struct mt_text columns[COLUMNS];
    while (catalogue_next(&catalogue, columns)) {
        struct mt_text text = columns[TEXT];
        bool is_blob = mt_text_find(text, "[{") >= 0;
        for (size_t len = 0; len < text.len; len++) {
            struct mt_reason reason;
            bool is_read = read_prefix(text, len, &fixture->arena, &reason);
            struct mt_text kept = {text.at, len};
            /* A frame's list that is not closed yet says so. */
            if (is_read && is_blob && mt_text_find(kept, "}]") < 0 && !reason.is_cut)
                fail_msg("'%.*s' is not a cut text", MT_TEXT_ARGS(kept));
        }
    }
}

static void
cutting_a_text_never_makes_up_a_remote(void **state)
{
    struct fixture *fixture = *state;
    struct catalogue catalogue = catalogue_open();
    struct mt_text columns[COLUMNS];
    while (catalogue_next(&catalogue, columns)) {
        struct mt_text text = columns[TEXT];
        ptrdiff_t suffix = mt_text_find(text, "OutboundProxyTarget");
        ptrdiff_t endpoint = mt_text_find(text, "The last endpoint attempted was");
        /* Nothing closes these two, so a cut in them is not seen. */
        size_t end = suffix >= 0 ? (size_t)suffix : endpoint >= 0 ? (size_t)endpoint : text.len;
        for (size_t len = 0; len < end; len++) {
            struct mt_reason reason;
            if (!read_prefix(text, len, &fixture->arena, &reason))
                continue;
            if (mt_text_known(reason.remote_host))
                check(columns[KEY], "the host", columns[HOST], reason.remote_host);
            if (mt_text_known(reason.remote_ip))
                check(columns[KEY], "the IP", columns[IP], reason.remote_ip);
        }
    }
}

/* Seconds for reading a text of so many bytes: the start once, and the unit again and again. */
static double
seconds_for(const char *begin, const char *unit, size_t bytes, struct mt_arena *arena)
{
    size_t len = strlen(unit), lead = strlen(begin);
    char *text = malloc(bytes);
    struct mt_reason reason;
    assert_non_null(text);
    for (size_t i = 0; i < bytes; i++)
        text[i] = i < lead ? begin[i] : unit[(i - lead) % len];
    mt_arena_reset(arena);
    clock_t start = clock();
    mt_reason_read((struct mt_text){text, bytes}, arena, &reason);
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    free(text);
    return seconds;
}

static void
time_grows_with_length_and_not_faster(void **state)
{
    static const char *const units[] = {
        "550 5.4.300 Message expired -> ",
        "[Message=",
        "[Message=451 4.4.0 a ",
        "(",
        "a(",
        "](",
        "'",
        "returned '",
        "returned '550 ",
        "on Frontend with '",
        "responded with: \"",
        "{LED=",
        ";{LED=550 ",
        "[",
        "[A.prod.outlook.com",
        "[LastAttemptedIP=",
        "Attempted failover last endpoint attempted was ",
        "QUEUE.Expired;",
        "OutboundProxyTargetIP:",
        "550 ",
        "5.4.3",
        " ",
        "{ ",
        "-> ",
        "a=",
        "Expected Subject:",
        "a:",
        "1:",
        "@",
        "\xE2\x80\xA6",
        "<",
        "Subject: ",
        "LED=550 5.4.317 x(",
        "550 5.4.317 x(a",
        "550-",
        "x.",
        "\xFF",
    };
    struct fixture *fixture = *state;
    static const char *const starts[] = {"", "550 5.4.317 "};
    for (size_t i = 0; i < sizeof units / sizeof *units * 2; i++) {
        const char *begin = starts[i % 2], *unit = units[i / 2];
        /* Two megabytes take a moment; a quadratic reader would take minutes. */
        if (seconds_for(begin, unit, 1 << 21, &fixture->arena) > 5.0)
            fail_msg("'%s' many times behind '%s' takes too long", unit, begin);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_text_of_the_catalogue_is_read_right),
        cmocka_unit_test_setup_teardown(codes_are_read_in_every_way_they_are_written, set_up, tear_down),
        cmocka_unit_test_setup_teardown(numbers_that_are_no_codes_are_not_read, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_innermost_reply_counts_and_the_outermost_is_kept, set_up, tear_down),
        cmocka_unit_test_setup_teardown(words_without_codes_belong_to_the_codes_around_them, set_up, tear_down),
        cmocka_unit_test_setup_teardown(brackets_that_are_no_layers_stay_in_the_text, set_up, tear_down),
        cmocka_unit_test_setup_teardown(only_the_service_giving_up_is_an_expiry, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_2xx_reply_is_housekeeping, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_the_service_cut_is_marked, set_up, tear_down),
        cmocka_unit_test_setup_teardown(half_a_value_is_none, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_remote_is_the_surest_that_is_named, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_server_is_the_one_that_wrote_the_report, set_up, tear_down),
        cmocka_unit_test_setup_teardown(lines_of_an_ndr_go_from_giving_up_to_the_last_try, set_up, tear_down),
        cmocka_unit_test_setup_teardown(keys_of_the_frame_are_told_from_what_a_server_says, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_names_one_message_becomes_a_mark, set_up, tear_down),
        cmocka_unit_test_setup_teardown(documented_codes_and_names_stay, set_up, tear_down),
        cmocka_unit_test_setup_teardown(codes_that_lines_repeat_go, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_text_ends_alike_with_and_without_a_full_stop, set_up, tear_down),
        cmocka_unit_test_setup_teardown(nothing_unseen_or_malformed_is_left_in_a_text, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_text_is_limited_between_characters, set_up, tear_down),
        cmocka_unit_test_setup_teardown(every_beginning_of_every_text_is_read, set_up, tear_down),
        cmocka_unit_test_setup_teardown(cutting_a_text_never_makes_up_a_remote, set_up, tear_down),
        cmocka_unit_test_setup_teardown(time_grows_with_length_and_not_faster, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
