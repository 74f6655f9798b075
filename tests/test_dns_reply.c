/* Replies as they come over the wire, and the address of a resolver. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include "ingest/dns_ask.h"
#include "tests/dns_world.h"

/* A reply with one question, put together piece by piece. */
struct reply {
    unsigned char bytes[2048];
    size_t len;
};

static void
put(struct reply *reply, const void *bytes, size_t len)
{
    assert_true(reply->len + len <= sizeof reply->bytes);
    memcpy(reply->bytes + reply->len, bytes, len);
    reply->len += len;
}

static void
put_word(struct reply *reply, unsigned value)
{
    unsigned char bytes[2] = {(unsigned char)(value >> 8), (unsigned char)(value & 0xFF)};
    put(reply, bytes, 2);
}

static void
put_name(struct reply *reply, const char *name)
{
    while (*name) {
        size_t len = strcspn(name, ".");
        unsigned char size = (unsigned char)len;
        put(reply, &size, 1);
        put(reply, name, len);
        name += len + (name[len] == '.');
    }
    put(reply, "", 1);
}

static void
begin(struct reply *reply, unsigned code, unsigned answers, const char *name, enum mt_dns_type type)
{
    reply->len = 0;
    put_word(reply, 0x1234);
    put_word(reply, 0x8180 | code);
    put_word(reply, 1);
    put_word(reply, answers);
    put_word(reply, 0);
    put_word(reply, 0);
    put_name(reply, name);
    put_word(reply, (unsigned)type);
    put_word(reply, 1);
}

static void
put_record(struct reply *reply, const char *name, enum mt_dns_type type, const void *data, size_t len)
{
    put_name(reply, name);
    put_word(reply, (unsigned)type);
    put_word(reply, 1);
    put_word(reply, 0);
    put_word(reply, 300);
    put_word(reply, (unsigned)len);
    put(reply, data, len);
}

static void
read_reply(struct dns_world *world, const struct reply *reply, size_t len, const char *name, enum mt_dns_type type)
{
    struct mt_err err;
    dns_world_read(world, MT_TEXT_LITERAL(""));
    /* An exact copy, so that a read behind the end is seen. */
    unsigned char *exact = test_malloc(len ? len : 1);
    memcpy(exact, reply->bytes, len);
    assert_int_equal(
        mt_dns_reply_read((struct mt_text){(const char *)exact, len}, mt_text_of(name), type, &world->answers, &err),
        MT_OK);
    test_free(exact);
}

static void
make_aliased(struct reply *reply)
{
    begin(reply, 0, 2, "Sel._domainkey.contoso.com", MT_DNS_TXT);
    put_record(reply, "sel._domainkey.contoso.com", MT_DNS_CNAME, "\3key\7example", 13);
    put_record(reply, "KEY.example", MT_DNS_TXT, "\2v=\5DKIM1", 9);
}

static void
records_are_taken_and_strings_joined(void **state)
{
    struct dns_world world;
    struct reply reply;
    (void)state;
    make_aliased(&reply);
    read_reply(&world, &reply, reply.len, "sel._domainkey.contoso.com", MT_DNS_TXT);
    assert_true(
        mt_text_is(dns_world_look(&world, "sel._domainkey.contoso.com", MT_DNS_CNAME)->records[0].text, "key.example"));
    const struct mt_dns_answer *answer = dns_world_look(&world, "key.example", MT_DNS_TXT);
    assert_true(mt_text_is(answer->records[0].text, "v=DKIM1"));
    assert_int_equal(answer->records[0].strings, 2);
    dns_world_close(&world);
}

static void
names_may_point_back_into_the_reply(void **state)
{
    struct dns_world world;
    struct reply reply;
    (void)state;
    begin(&reply, 0, 1, "contoso.com", MT_DNS_MX);
    put(&reply, "\xC0\x0C", 2);
    put(&reply, "\0\x0F\0\1\0\0\1\x2C\0\x09\0\x0A\4mail\xC0\x0C", 19);
    read_reply(&world, &reply, reply.len, "contoso.com", MT_DNS_MX);
    const struct mt_dns_answer *answer = dns_world_look(&world, "contoso.com", MT_DNS_MX);
    assert_int_equal(answer->count, 1);
    assert_true(mt_text_is(answer->records[0].text, "mail.contoso.com"));
    assert_int_equal(answer->records[0].preference, 10);
    dns_world_close(&world);
}

static void
codes_say_why_there_is_nothing(void **state)
{
    static const struct {
        unsigned code;
        enum mt_dns_state state;
        enum mt_dns_why why;
    } cases[] = {
        {0, MT_DNS_NO_DATA, MT_DNS_WHY_NONE},   {1, MT_DNS_FAILED, MT_DNS_WHY_OTHER},
        {2, MT_DNS_FAILED, MT_DNS_WHY_SERVER},  {3, MT_DNS_NXDOMAIN, MT_DNS_WHY_NONE},
        {5, MT_DNS_FAILED, MT_DNS_WHY_REFUSED}, {15, MT_DNS_FAILED, MT_DNS_WHY_OTHER},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct dns_world world;
        struct reply reply;
        begin(&reply, cases[i].code, 0, "contoso.com", MT_DNS_TXT);
        read_reply(&world, &reply, reply.len, "contoso.com", MT_DNS_TXT);
        const struct mt_dns_answer *answer = dns_world_look(&world, "contoso.com", MT_DNS_TXT);
        assert_int_equal(answer->state, cases[i].state);
        assert_int_equal(answer->why, cases[i].why);
        dns_world_close(&world);
    }
}

static void
behind_an_alias_it_is_the_target_that_does_not_exist(void **state)
{
    struct dns_world world;
    struct reply reply;
    (void)state;
    begin(&reply, 3, 1, "a.example", MT_DNS_TXT);
    put_record(&reply, "a.example", MT_DNS_CNAME, "\1b\7example", 11);
    read_reply(&world, &reply, reply.len, "a.example", MT_DNS_TXT);
    assert_int_equal(dns_world_look(&world, "b.example", MT_DNS_TXT)->state, MT_DNS_NXDOMAIN);
    assert_int_equal(dns_world_look(&world, "a.example", MT_DNS_CNAME)->state, MT_DNS_RECORDS);
    dns_world_close(&world);
}

static void
a_reply_cut_anywhere_is_unreadable_and_never_a_crash(void **state)
{
    struct reply reply;
    (void)state;
    make_aliased(&reply);
    for (size_t len = 0; len < reply.len; len++) {
        struct dns_world world;
        read_reply(&world, &reply, len, "sel._domainkey.contoso.com", MT_DNS_TXT);
        const struct mt_dns_answer *answer = dns_world_look(&world, "sel._domainkey.contoso.com", MT_DNS_TXT);
        if (answer->state != MT_DNS_FAILED || answer->why != MT_DNS_WHY_MALFORMED)
            fail_msg("cut at %zu: state %d", len, (int)answer->state);
        dns_world_close(&world);
    }
}

static void
pointers_in_circles_and_lengths_that_lie_are_refused(void **state)
{
    static const struct {
        const char *bytes;
        size_t len;
    } tails[] = {
        {"\xC0\x1D", 2}, /* a name that points at itself */
        {"\xC0\xFF", 2}, /* and behind the end */
        {"\x40"
         "a",
         2}, /* a label of a kind that there is not */
        {"\0\0\x10\0\1\0\0\0\0\0\4\x09"
         "abc",
         15},                                 /* a string longer than its record */
        {"\0\0\1\0\1\0\0\0\0\0\3\1\2\3", 14}, /* an address of three bytes */
        {"\0\0\x0F\0\1\0\0\0\0\0\1\0", 12},   /* an MX of one byte */
    };
    (void)state;
    for (size_t i = 0; i < sizeof tails / sizeof *tails; i++) {
        struct dns_world world;
        struct reply reply;
        begin(&reply, 0, 1, "contoso.com", MT_DNS_TXT);
        put(&reply, tails[i].bytes, tails[i].len);
        read_reply(&world, &reply, reply.len, "contoso.com", MT_DNS_TXT);
        if (dns_world_look(&world, "contoso.com", MT_DNS_TXT)->why != MT_DNS_WHY_MALFORMED)
            fail_msg("tail %zu was read", i);
        dns_world_close(&world);
    }
}

static void
a_resolver_is_an_address_with_or_without_a_port(void **state)
{
    static const struct {
        const char *server;
        bool is_one;
    } cases[] = {
        {"192.0.2.53", true},
        {"192.0.2.53:5353", true},
        {"2001:db8::53", true},
        {"[2001:db8::53]", true},
        {"[2001:db8::53]:53", true},
        {"dns.example", false},
        {"192.0.2.53:", false},
        {"192.0.2.53:0", false},
        {"192.0.2.53:65536", false},
        {"[2001:db8::53", false},
        {"[192.0.2.53]", false},
        {"[2001:db8::53]x", false},
        {"192.0.2.53:53:53", false},
        {"", false},
        {"192.0.2.53,192.0.2.54", false},
        {"192.0.2.53:53,1.2.3.4", false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct mt_dns_ask *ask = NULL;
        struct mt_err err;
        enum mt_rc rc = mt_dns_ask_open(&ask, cases[i].server, NULL, &err);
        if ((rc == MT_OK) != cases[i].is_one || (rc != MT_OK && rc != MT_USAGE))
            fail_msg("'%s': %d", cases[i].server, (int)rc);
        mt_dns_ask_close(ask);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(records_are_taken_and_strings_joined),
        cmocka_unit_test(names_may_point_back_into_the_reply),
        cmocka_unit_test(codes_say_why_there_is_nothing),
        cmocka_unit_test(behind_an_alias_it_is_the_target_that_does_not_exist),
        cmocka_unit_test(a_reply_cut_anywhere_is_unreadable_and_never_a_crash),
        cmocka_unit_test(pointers_in_circles_and_lengths_that_lie_are_refused),
        cmocka_unit_test(a_resolver_is_an_address_with_or_without_a_port),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
