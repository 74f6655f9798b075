/* The key of tickets and what their tokens stand for, kept in the database. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "store/handle.h"
#include "store/purge.h"
#include "store/redaction.h"
#include "store_fixture.h"

static const struct mt_redaction_token sample[] = {
    {{"R7K3Q", 5}, 0, {"jane.doe@contoso.com", 20}},
    {{"S0M1X", 5}, 1, {"Quarterly figures", 17}},
    {{"I5QZ9", 5}, 4, {"10.0.0.4", 8}},
    {{"D4F2K", 5}, 5, {"contoso.com", 11}},
};

enum { SAMPLES = sizeof sample / sizeof *sample };

static struct mt_store *
open_with_samples(struct room *room)
{
    struct mt_store *store = room_store(room, MT_STORE_WRITE);
    assert_int_equal(mt_redaction_save(store, sample, SAMPLES, &room->err), MT_OK);
    return store;
}

static void
the_key_is_made_once_and_is_another_in_another_database(void **state)
{
    struct room room, other;
    unsigned char one[MT_REDACTION_KEY_BYTES], again[MT_REDACTION_KEY_BYTES], third[MT_REDACTION_KEY_BYTES];
    static const unsigned char nothing[MT_REDACTION_KEY_BYTES];
    (void)state;
    room_open(&room);
    room_open(&other);
    struct mt_store *store = room_store(&room, MT_STORE_WRITE);
    assert_int_equal(mt_redaction_key(store, one, &room.err), MT_OK);
    mt_store_close(store);
    store = room_store(&room, MT_STORE_READ);
    assert_int_equal(mt_redaction_key(store, again, &room.err), MT_OK);
    assert_memory_equal(one, again, sizeof one);
    assert_memory_not_equal(one, nothing, sizeof one);
    mt_store_close(store);
    store = room_store(&other, MT_STORE_WRITE);
    assert_int_equal(mt_redaction_key(store, third, &room.err), MT_OK);
    assert_memory_not_equal(one, third, sizeof one);
    mt_store_close(store);
    room_close(&room);
    room_close(&other);
}

static void
a_database_that_may_not_be_written_makes_no_key(void **state)
{
    struct room room;
    unsigned char key[MT_REDACTION_KEY_BYTES];
    (void)state;
    room_open(&room);
    mt_store_close(room_store(&room, MT_STORE_WRITE));
    struct mt_store *store = room_store(&room, MT_STORE_READ);
    assert_int_equal(mt_redaction_key(store, key, &room.err), MT_FAILED);
    assert_non_null(strstr(room.err.text, "write-protected"));
    mt_store_close(store);
    room_close(&room);
}

static void
a_damaged_key_is_refused_and_not_replaced(void **state)
{
    struct room room;
    unsigned char key[MT_REDACTION_KEY_BYTES];
    (void)state;
    room_open(&room);
    struct mt_store *store = room_store(&room, MT_STORE_WRITE);
    assert_int_equal(mt_store_run(store, "INSERT INTO redaction_key VALUES (1, x'0102')", "test", &room.err), MT_OK);
    assert_int_equal(mt_redaction_key(store, key, &room.err), MT_FAILED);
    assert_non_null(strstr(room.err.text, "damaged"));
    mt_store_close(store);
    room_close(&room);
}

struct seen {
    size_t count, stop_at;
    char tokens[128];
};

static enum mt_rc
see(void *context, const struct mt_redaction_token *token, struct mt_err *err)
{
    struct seen *seen = context;
    if (seen->count++ == seen->stop_at)
        return mt_err_set(err, MT_INTERRUPTED, "enough");
    snprintf(seen->tokens + strlen(seen->tokens), sizeof seen->tokens - strlen(seen->tokens), "%.*s %d %.*s\n",
             MT_TEXT_ARGS(token->token), token->kind, MT_TEXT_ARGS(token->original));
    return MT_OK;
}

static void
tokens_are_read_as_they_were_saved(void **state)
{
    struct room room;
    struct seen seen = {.stop_at = SIZE_MAX};
    (void)state;
    room_open(&room);
    struct mt_store *store = open_with_samples(&room);
    assert_int_equal(mt_redaction_each(store, see, &seen, &room.err), MT_OK);
    assert_string_equal(seen.tokens, "D4F2K 5 contoso.com\nI5QZ9 4 10.0.0.4\nR7K3Q 0 jane.doe@contoso.com\n"
                                     "S0M1X 1 Quarterly figures\n");
    seen = (struct seen){.stop_at = 1};
    assert_int_equal(mt_redaction_each(store, see, &seen, &room.err), MT_INTERRUPTED);
    assert_int_equal(seen.count, 2);
    mt_store_close(store);
    room_close(&room);
}

static void
a_token_is_saved_twice_but_never_for_something_else(void **state)
{
    struct room room;
    struct mt_redaction_token other = sample[0];
    (void)state;
    room_open(&room);
    struct mt_store *store = open_with_samples(&room);
    assert_int_equal(mt_redaction_save(store, sample, SAMPLES, &room.err), MT_OK);
    other.original = MT_TEXT_LITERAL("mary.major@contoso.com");
    assert_int_equal(mt_redaction_save(store, &other, 1, &room.err), MT_FAILED);
    assert_non_null(strstr(room.err.text, "'R7K3Q'"));
    other = sample[0];
    other.kind = 2;
    assert_int_equal(mt_redaction_save(store, &other, 1, &room.err), MT_FAILED);
    mt_store_close(store);
    room_close(&room);
}

static void
saving_is_undone_with_the_callers_transaction(void **state)
{
    struct room room;
    struct seen seen = {.stop_at = SIZE_MAX};
    unsigned char key[MT_REDACTION_KEY_BYTES], other[MT_REDACTION_KEY_BYTES];
    (void)state;
    room_open(&room);
    struct mt_store *store = room_store(&room, MT_STORE_WRITE);
    assert_int_equal(mt_store_begin(store, &room.err), MT_OK);
    assert_int_equal(mt_redaction_key(store, key, &room.err), MT_OK);
    assert_int_equal(mt_redaction_save(store, sample, SAMPLES, &room.err), MT_OK);
    mt_store_rollback(store);
    assert_int_equal(mt_redaction_each(store, see, &seen, &room.err), MT_OK);
    assert_int_equal(seen.count, 0);
    assert_int_equal(mt_redaction_key(store, other, &room.err), MT_OK);
    assert_memory_not_equal(key, other, sizeof key);
    mt_store_close(store);
    room_close(&room);
}

static void
a_token_is_revealed_however_it_is_spelt(void **state)
{
    static const struct {
        const char *said;
        int sample; /* -1: nobody's */
    } cases[] = {
        {"R7K3Q", 0},
        {"r7k3q", 0},
        {" R7K3Q\n", 0},
        {"R7K3Q@contoso.com", 0},
        {"<r7k3q@CONTOSO.COM>", 0},
        {"R7K3Q@D4F2K.invalid", 0},
        {"R7K3Q@fabrikam.com", -1},
        {"SOM1X", 1},
        {"somix", 1},
        {"S0MLX", 1},
        {"15QZ9", 2},
        {"l5qz9", 2},
        {"D4F2K", 3},
        {"d4f2k.invalid", 3},
        {"R7K3", -1},
        {"R7K3QQ", -1},
        {"R", -1},
        {"", -1},
        {"@contoso.com", -1},
        {"R7K3Q' OR 1=1 --", -1},
        {"R7K3Q7K3Q7K3Q7K3Q7K3Q7K3Q7K3Q7K3Q7K3Q7K3Q7K3Q", -1},
    };
    struct room room;
    (void)state;
    room_open(&room);
    struct mt_store *store = open_with_samples(&room);
    struct mt_arena arena = MT_ARENA_EMPTY;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct mt_redaction_token token;
        bool found;
        assert_int_equal(mt_redaction_reveal(store, mt_text_of(cases[i].said), &arena, &token, &found, &room.err),
                         MT_OK);
        if (found != (cases[i].sample >= 0))
            fail_msg("'%s' is %s", cases[i].said, found ? "revealed" : "not found");
        if (!found)
            continue;
        assert_true(mt_text_equal(token.token, sample[cases[i].sample].token));
        assert_true(mt_text_equal(token.original, sample[cases[i].sample].original));
        assert_int_equal(token.kind, sample[cases[i].sample].kind);
    }
    mt_arena_release(&arena);
    mt_store_close(store);
    room_close(&room);
}

/* What erasing an address has to take away: everything that says whose a token is. */
static void
a_purge_of_an_address_forgets_its_tokens(void **state)
{
    static const struct mt_redaction_token more[] = {
        {{"S1111", 5}, 1, {"for jane.doe@contoso.com only", 29}},
        {{"R2222", 5}, 0, {"bounces+jane.doe=contoso.com@lists.example", 42}},
        {{"R3333", 5}, 0, {"mary.major@contoso.com", 22}},
    };
    struct mt_purge purge = {.before_us = MT_MOMENT_UNKNOWN, .address = MT_TEXT_LITERAL("jane.doe@contoso.com")};
    struct mt_purged purged;
    struct room room;
    struct seen seen = {.stop_at = SIZE_MAX};
    (void)state;
    room_open(&room);
    struct mt_store *store = open_with_samples(&room);
    assert_int_equal(mt_redaction_save(store, more, 3, &room.err), MT_OK);
    assert_int_equal(mt_purge_run(store, &purge, &purged, &room.err), MT_OK);
    assert_int_equal(mt_redaction_each(store, see, &seen, &room.err), MT_OK);
    assert_string_equal(seen.tokens, "D4F2K 5 contoso.com\nI5QZ9 4 10.0.0.4\nR3333 0 mary.major@contoso.com\n"
                                     "S0M1X 1 Quarterly figures\n");
    mt_store_close(store);
    room_close(&room);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_key_is_made_once_and_is_another_in_another_database),
        cmocka_unit_test(a_database_that_may_not_be_written_makes_no_key),
        cmocka_unit_test(a_damaged_key_is_refused_and_not_replaced),
        cmocka_unit_test(tokens_are_read_as_they_were_saved),
        cmocka_unit_test(a_token_is_saved_twice_but_never_for_something_else),
        cmocka_unit_test(saving_is_undone_with_the_callers_transaction),
        cmocka_unit_test(a_token_is_revealed_however_it_is_spelt),
        cmocka_unit_test(a_purge_of_an_address_forgets_its_tokens),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
