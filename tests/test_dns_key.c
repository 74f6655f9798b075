/* Keys of DKIM: what they are, how strong, and what is wrong with them. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include "ingest/dns_key.h"
#include "ingest/dns_tags.h"
#include "tests/dns_world.h"

static char keys[4096];
static struct mt_text all_keys;

/* From keys.tsv: "rsa2048". */
static struct mt_text
public_key(const char *name)
{
    struct mt_text rest = all_keys;
    while (mt_text_known(rest)) {
        struct mt_text value = mt_text_cut(&rest, '\n'), key = mt_text_cut(&value, '\t');
        if (mt_text_is(key, name))
            return value;
    }
    fail_msg("no key '%s'", name);
    return MT_TEXT_UNKNOWN;
}

static struct mt_dkim_key
read_key(const char *text)
{
    struct mt_arena arena = MT_ARENA_EMPTY;
    struct mt_dkim_key key;
    /* An exact copy, so that a read behind the end is seen. */
    size_t len = strlen(text);
    char *exact = test_malloc(len ? len : 1);
    memcpy(exact, text, len);
    assert_true(mt_dkim_key_read((struct mt_text){exact, len}, &arena, &key));
    test_free(exact);
    mt_arena_release(&arena);
    return key;
}

static void
the_length_of_a_key_is_that_of_its_modulus(void **state)
{
    static const struct {
        const char *name, *before;
        int bits;
        bool is_ed25519;
    } cases[] = {
        {"rsa2048", "v=DKIM1; k=rsa; p=", 2048, false},
        {"rsa1024", "v=DKIM1; p=", 1024, false},
        {"rsa512", "p=", 512, false},
        {"bare2048", "v=DKIM1;k=rsa;p=", 2048, false},
        {"ed25519", "v=DKIM1; k=ed25519; p=", 256, true},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[1024];
        struct mt_text value = public_key(cases[i].name);
        snprintf(text, sizeof text, "%s%.*s", cases[i].before, (int)value.len, value.at);
        struct mt_dkim_key key = read_key(text);
        if (key.fault != MT_DKIM_FAULT_NONE || key.bits != cases[i].bits || key.is_ed25519 != cases[i].is_ed25519)
            fail_msg("%s: %d bits, fault %d", cases[i].name, key.bits, (int)key.fault);
    }
}

static void
blanks_inside_of_a_key_do_not_matter(void **state)
{
    char text[1024];
    struct mt_text value = public_key("rsa1024");
    (void)state;
    snprintf(text, sizeof text, " v = DKIM1 ;\tk=rsa ; p = %.*s \t%.*s ;", 100, value.at, (int)value.len - 100,
             value.at + 100);
    struct mt_dkim_key key = read_key(text);
    assert_int_equal(key.fault, MT_DKIM_FAULT_NONE);
    assert_int_equal(key.bits, 1024);
}

static void
what_is_wrong_with_a_key_is_named(void **state)
{
    static const struct {
        const char *text;
        enum mt_dkim_fault fault;
    } cases[] = {
        {"v=DKIM1; k=rsa; p=AAAA", MT_DKIM_FAULT_CONTENT},
        {"v=DKIM1; k=rsa; p=!!!!", MT_DKIM_FAULT_BASE64},
        {"v=DKIM1; k=rsa; p=AAAAA", MT_DKIM_FAULT_BASE64},
        {"v=DKIM1; k=rsa", MT_DKIM_FAULT_NO_KEY},
        {"v=DKIM1; k=dsa; p=AAAA", MT_DKIM_FAULT_KIND},
        {"v=DKIM2; p=AAAA", MT_DKIM_FAULT_VERSION},
        {"p=AAAA; v=DKIM1", MT_DKIM_FAULT_VERSION},
        {"v=DKIM1; p=AAAA; p=BBBB", MT_DKIM_FAULT_TWICE},
        {"v=DKIM1; nonsense; p=AAAA", MT_DKIM_FAULT_TAGS},
        {"v=DKIM1; s=tlsrpt; p=AAAA", MT_DKIM_FAULT_SERVICE},
        {"v=DKIM1; h=sha1; p=AAAA", MT_DKIM_FAULT_HASH},
        {"v=DKIM1; k=ed25519; p=AAAA", MT_DKIM_FAULT_CONTENT},
        {"v=DKIM1; h=sha1:sha256; s=*; p=", MT_DKIM_FAULT_NONE},
        {"v=DKIM1; x=unknown; p=", MT_DKIM_FAULT_NONE},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct mt_dkim_key key = read_key(cases[i].text);
        if (key.fault != cases[i].fault)
            fail_msg("'%s': fault %d", cases[i].text, (int)key.fault);
    }
}

static void
a_key_cut_anywhere_is_a_fault_and_never_a_crash(void **state)
{
    char text[1024];
    struct mt_text value = public_key("rsa2048");
    (void)state;
    for (size_t len = 1; len + 8 < value.len; len++) {
        snprintf(text, sizeof text, "v=DKIM1; p=%.*s", (int)len, value.at);
        struct mt_dkim_key key = read_key(text);
        if (key.fault != MT_DKIM_FAULT_CONTENT && key.fault != MT_DKIM_FAULT_BASE64)
            fail_msg("cut at %zu: fault %d", len, (int)key.fault);
    }
}

static void
an_empty_key_is_revoked_and_flags_are_read(void **state)
{
    (void)state;
    struct mt_dkim_key key = read_key("v=DKIM1; t=s:y; p=");
    assert_true(key.is_revoked);
    assert_true(key.is_test);
    assert_int_equal(key.fault, MT_DKIM_FAULT_NONE);
    key = read_key("v=DKIM1; t=s; p=");
    assert_false(key.is_test);
}

static void
tags_are_read_one_after_the_other(void **state)
{
    struct mt_dns_tag tag;
    struct mt_text rest = MT_TEXT_LITERAL(" a = 1 ;; b;c=; ");
    (void)state;
    assert_true(mt_dns_tag_next(&rest, &tag));
    assert_true(mt_text_is(tag.name, "a") && mt_text_is(tag.value, "1"));
    assert_true(mt_dns_tag_next(&rest, &tag));
    assert_true(mt_text_is(tag.name, "b") && !mt_text_known(tag.value));
    assert_true(mt_dns_tag_next(&rest, &tag));
    assert_true(mt_text_is(tag.name, "c") && mt_text_known(tag.value) && tag.value.len == 0);
    assert_false(mt_dns_tag_next(&rest, &tag));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_length_of_a_key_is_that_of_its_modulus),
        cmocka_unit_test(blanks_inside_of_a_key_do_not_matter),
        cmocka_unit_test(what_is_wrong_with_a_key_is_named),
        cmocka_unit_test(a_key_cut_anywhere_is_a_fault_and_never_a_crash),
        cmocka_unit_test(an_empty_key_is_revoked_and_flags_are_read),
        cmocka_unit_test(tags_are_read_one_after_the_other),
    };
    all_keys = dns_world_file("keys.tsv", keys, sizeof keys);
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
