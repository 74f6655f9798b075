/* What is hidden and the tokens that stand for it. */

#include "reports/redact_inside.h"

#include <stdlib.h>
#include <string.h>

#include <sodium/crypto_generichash.h>
#include <sodium/crypto_shorthash_siphash24.h>

/* A token is a letter and so many digits, or more when that one is taken. */
enum { TOKEN_DIGITS = 4, TOKEN_DIGITS_MOST = 20, HASH_BYTES = 16 };

static const char digits[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

static const struct {
    char letter;
} kinds[] = {
#define X(number, name, letter) [number] = {letter},
    MT_REDACT_KIND_LIST(X)
#undef X
};

enum { KINDS = sizeof kinds / sizeof *kinds };

/* ---- keys of tables ---- */

static uint64_t
hash_of(const struct mt_redactor *redactor, struct mt_text text)
{
    uint64_t hash;
    unsigned char bytes[crypto_shorthash_siphash24_BYTES];
    crypto_shorthash_siphash24(bytes, (const unsigned char *)(text.len ? text.at : ""), text.len, redactor->hash_key);
    memcpy(&hash, bytes, sizeof hash);
    return hash;
}

/* The same text of another kind is another original. */
static uint64_t
key_hash(const struct mt_redactor *redactor, enum mt_redact_kind kind, struct mt_text key)
{
    return hash_of(redactor, key) ^ ((uint64_t)kind + 1) * UINT64_C(0x9E3779B97F4A7C15);
}

/* ---- originals ---- */

struct mt_original *
mt_original_at(struct mt_redactor *redactor, uint32_t number)
{
    return &redactor->originals[number];
}

uint32_t
mt_original_find(const struct mt_redactor *redactor, enum mt_redact_kind kind, struct mt_text key)
{
    return mt_redact_table_find(&redactor->by_key, key_hash(redactor, kind, key));
}

static uint32_t
fail(struct mt_redactor *redactor)
{
    redactor->failed = true;
    return 0;
}

uint32_t
mt_original_make(struct mt_redactor *redactor, enum mt_redact_kind kind, struct mt_text key, struct mt_text text)
{
    uint32_t number = mt_original_find(redactor, kind, key);
    if (number)
        return number;
    if (redactor->count + 2 > redactor->room) {
        size_t room = redactor->room ? redactor->room * 2 : 256;
        struct mt_original *grown = realloc(redactor->originals, room * sizeof *grown);
        if (!grown)
            return fail(redactor);
        redactor->originals = grown;
        redactor->room = room;
    }
    number = (uint32_t)redactor->count + 1;
    struct mt_original *original = &redactor->originals[number];
    *original = (struct mt_original){.kind = kind};
    if (!mt_arena_copy(&redactor->arena, key, &original->key) ||
        !mt_arena_copy(&redactor->arena, text, &original->text))
        return fail(redactor);
    struct mt_redact_slot *slot = mt_redact_table_at(&redactor->by_key, key_hash(redactor, kind, key));
    if (!slot)
        return fail(redactor);
    slot->value = number;
    redactor->count++;
    return number;
}

/* ---- tokens ---- */

uint32_t
mt_token_owner(const struct mt_redactor *redactor, struct mt_text token)
{
    return mt_redact_table_find(&redactor->by_token, hash_of(redactor, token));
}

static bool
has_form(struct mt_text text)
{
    bool is_letter = false;
    if (text.len < 1 + TOKEN_DIGITS || text.len > 1 + TOKEN_DIGITS_MOST)
        return false;
    for (size_t i = 0; i < KINDS; i++)
        is_letter |= kinds[i].letter == text.at[0];
    for (size_t i = 1; i < text.len; i++)
        if (!text.at[i] || !strchr(digits, text.at[i]))
            return false;
    return is_letter;
}

bool
mt_is_token(const struct mt_redactor *redactor, struct mt_text text)
{
    return has_form(text) && mt_token_owner(redactor, text) != 0;
}

static bool
give(struct mt_redactor *redactor, uint32_t number, struct mt_text token)
{
    struct mt_redact_slot *slot = mt_redact_table_at(&redactor->by_token, hash_of(redactor, token));
    if (!slot) {
        redactor->failed = true;
        return false;
    }
    slot->value = number;
    return true;
}

/* All digits that the original can have, of which a token is the beginning. */
static void
spell(const struct mt_redactor *redactor, const struct mt_original *original, char token[MT_REDACT_TOKEN_ROOM])
{
    crypto_generichash_state state;
    unsigned char hash[HASH_BYTES], kind = (unsigned char)original->kind;
    crypto_generichash_init(&state, redactor->key, sizeof redactor->key, sizeof hash);
    crypto_generichash_update(&state, &kind, 1);
    crypto_generichash_update(&state, (const unsigned char *)(original->key.len ? original->key.at : ""),
                              original->key.len);
    crypto_generichash_final(&state, hash, sizeof hash);
    token[0] = kinds[original->kind].letter;
    for (size_t i = 0; i < TOKEN_DIGITS_MOST; i++) {
        size_t bit = i * 5;
        unsigned pair = (unsigned)hash[bit / 8] << 8 | hash[bit / 8 + 1];
        token[1 + i] = digits[pair >> (11 - bit % 8) & 31];
    }
    token[1 + TOKEN_DIGITS_MOST] = '\0';
}

/* Whoever comes second to the same token gets a longer one. Tokens are saved, so that he keeps it. */
static bool
choose(struct mt_redactor *redactor, uint32_t number)
{
    struct mt_original *original = &redactor->originals[number];
    char token[MT_REDACT_TOKEN_ROOM];
    spell(redactor, original, token);
    size_t len = 1 + TOKEN_DIGITS;
    while (len < 1 + TOKEN_DIGITS_MOST && mt_token_owner(redactor, (struct mt_text){token, len}))
        len++;
    token[len] = '\0';
    memcpy(original->token, token, len + 1);
    return give(redactor, number, (struct mt_text){token, len});
}

/* A name is the person's whose it is, or whose local part has the same words. */
static uint32_t
bearer(const struct mt_redactor *redactor, uint32_t number)
{
    const struct mt_original *original = &redactor->originals[number];
    if (original->kind != MT_REDACT_NAME || original->same_as)
        return original->same_as ? original->same_as : number;
    uint32_t person = mt_phrases_whole(&redactor->phrases, original->text);
    return person && redactor->originals[person].kind == MT_REDACT_PERSON ? person : number;
}

struct mt_text
mt_original_token(struct mt_redactor *redactor, uint32_t number)
{
    number = bearer(redactor, number);
    struct mt_original *original = &redactor->originals[number];
    if (original->token[0])
        return mt_text_of(original->token);
    if (redactor->given_count == redactor->given_room) {
        size_t room = redactor->given_room ? redactor->given_room * 2 : 256;
        uint32_t *grown = realloc(redactor->given, room * sizeof *grown);
        if (!grown) {
            redactor->failed = true;
            return MT_TEXT_UNKNOWN;
        }
        redactor->given = grown;
        redactor->given_room = room;
    }
    if (!choose(redactor, number))
        return MT_TEXT_UNKNOWN;
    redactor->given[redactor->given_count++] = number;
    return mt_text_of(original->token);
}

enum mt_rc
mt_original_restore(struct mt_redactor *redactor, struct mt_text token, enum mt_redact_kind kind,
                    struct mt_text original, struct mt_err *err)
{
    struct mt_text key;
    if ((int)kind < 0 || (int)kind >= (int)KINDS || !has_form(token) || token.at[0] != kinds[kind].letter)
        return mt_err_set(err, MT_FAILED,
                          "'%.*s' is no token that msgtrace gives; the database is of a newer version "
                          "or damaged",
                          MT_TEXT_ARGS(token));
    /* What was hidden once may be public by the rules of today; the token still means it. */
    if (!mt_original_key(redactor, kind, original, &key))
        key = original;
    uint32_t number = mt_original_make(redactor, kind, key, original), owner = mt_token_owner(redactor, token);
    if (redactor->failed)
        return mt_err_memory(err);
    if (owner && owner != number)
        return mt_err_set(err, MT_FAILED, "the token '%.*s' stands for two originals; the database is damaged",
                          MT_TEXT_ARGS(token));
    struct mt_original *restored = &redactor->originals[number];
    memcpy(restored->token, token.at, token.len);
    restored->token[token.len] = '\0';
    restored->is_restored = true;
    return give(redactor, number, token) ? MT_OK : mt_err_memory(err);
}

/* ---- ids that stay ---- */

void
mt_kept_add(struct mt_redactor *redactor, struct mt_text id)
{
    struct mt_redact_slot *slot = mt_redact_table_at(&redactor->kept, hash_of(redactor, id));
    if (slot)
        slot->value = 1;
    else
        redactor->failed = true;
}

bool
mt_kept_has(const struct mt_redactor *redactor, struct mt_text id)
{
    return mt_redact_table_find(&redactor->kept, hash_of(redactor, id)) != 0;
}

/* ---- the new ones ---- */

bool
mt_redactor_next_new(const struct mt_redactor *redactor, size_t *at, struct mt_redact_entry *entry)
{
    if (*at >= redactor->given_count)
        return false;
    const struct mt_original *original = &redactor->originals[redactor->given[(*at)++]];
    *entry = (struct mt_redact_entry){mt_text_of(original->token), original->kind, original->text};
    return true;
}
