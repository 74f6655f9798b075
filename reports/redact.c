#include "reports/redact.h"

#include <stdlib.h>
#include <string.h>

#include <sodium/core.h>
#include <sodium/crypto_generichash.h>
#include <sodium/utils.h>

#include "reports/redact_inside.h"

static bool
learn_common_words(struct mt_redactor *redactor)
{
    for (const char *const *line = mt_redact_common_words; *line; line++)
        if (!mt_phrases_make_common(&redactor->phrases, mt_text_of(*line)))
            return false;
    return true;
}

enum mt_rc
mt_redactor_open(struct mt_redactor **opened, const unsigned char key[MT_REDACT_KEY_BYTES],
                 const struct mt_redact_options *options, struct mt_err *err)
{
    static const unsigned char purpose[] = "hash tables";
    unsigned char derived[2 * MT_WORD_KEY_BYTES];
    if (sodium_init() < 0)
        return mt_err_set(err, MT_FAILED, "the library for checksums (libsodium) does not start");
    struct mt_redactor *redactor = calloc(1, sizeof *redactor);
    if (!redactor)
        return mt_err_memory(err);
    memcpy(redactor->key, key, sizeof redactor->key);
    redactor->options = *options;
    crypto_generichash(derived, sizeof derived, purpose, sizeof purpose - 1, key, MT_REDACT_KEY_BYTES);
    memcpy(redactor->hash_key, derived, sizeof redactor->hash_key);
    memcpy(redactor->phrases.key, derived + sizeof redactor->hash_key, sizeof redactor->phrases.key);
    if (!learn_common_words(redactor)) {
        mt_redactor_close(redactor);
        return mt_err_memory(err);
    }
    *opened = redactor;
    return MT_OK;
}

void
mt_redactor_close(struct mt_redactor *redactor)
{
    if (!redactor)
        return;
    mt_arena_release(&redactor->arena);
    mt_redact_table_release(&redactor->by_key);
    mt_redact_table_release(&redactor->by_token);
    mt_redact_table_release(&redactor->kept);
    mt_phrases_release(&redactor->phrases);
    mt_out_release(&redactor->scratch);
    mt_out_release(&redactor->address);
    free(redactor->originals);
    free(redactor->given);
    sodium_memzero(redactor, sizeof *redactor);
    free(redactor);
}

/* ---- before ---- */

static enum mt_rc
outcome(const struct mt_redactor *redactor, struct mt_err *err)
{
    return redactor->failed ? mt_err_memory(err) : MT_OK;
}

enum mt_rc
mt_redactor_restore(struct mt_redactor *redactor, struct mt_text token, enum mt_redact_kind kind,
                    struct mt_text original, struct mt_err *err)
{
    return mt_original_restore(redactor, token, kind, original, err);
}

static void
learn(struct mt_redactor *redactor, struct mt_text text)
{
    struct mt_edits ignored = MT_EDITS_EMPTY;
    mt_scan_text(redactor, text, MT_SCAN_LEARN, &ignored);
    mt_edits_release(&ignored);
}

/* Not one bare address, but with a name, in brackets or quotes, or several. */
static bool
is_dressed(struct mt_text text)
{
    size_t signs = 0;
    bool has_marks = false;
    for (size_t i = 0; i < text.len; i++) {
        signs += text.at[i] == '@';
        has_marks |= strchr("<> \t\r\n\",;", text.at[i]) != NULL;
    }
    return has_marks || signs > 1;
}

enum mt_rc
mt_redactor_know(struct mt_redactor *redactor, enum mt_redact_kind kind, struct mt_text text, struct mt_err *err)
{
    if (kind == MT_REDACT_PERSON && is_dressed(text))
        learn(redactor, text);
    else
        mt_know(redactor, kind, text, true);
    return outcome(redactor, err);
}

enum mt_rc
mt_redactor_know_name(struct mt_redactor *redactor, struct mt_text name, struct mt_text address, struct mt_err *err)
{
    mt_know_name(redactor, name, mt_know(redactor, MT_REDACT_PERSON, address, true));
    return outcome(redactor, err);
}

enum mt_rc
mt_redactor_keep(struct mt_redactor *redactor, struct mt_text id, struct mt_err *err)
{
    id = mt_text_trim(id);
    if (id.len >= 2 && id.at[0] == '<' && id.at[id.len - 1] == '>')
        id = mt_text_trim((struct mt_text){id.at + 1, id.len - 2});
    if (id.len)
        mt_kept_add(redactor, id);
    return outcome(redactor, err);
}

enum mt_rc
mt_redactor_common(struct mt_redactor *redactor, struct mt_text words, struct mt_err *err)
{
    if (!mt_phrases_make_common(&redactor->phrases, words))
        redactor->failed = true;
    return outcome(redactor, err);
}

enum mt_rc
mt_redactor_learn(struct mt_redactor *redactor, struct mt_text text, struct mt_err *err)
{
    if (text.at)
        learn(redactor, text);
    return outcome(redactor, err);
}

/* ---- redacting ---- */

static void
put_token(struct mt_redactor *redactor, uint32_t number, struct mt_out *out)
{
    mt_out_text(out, mt_original_token(redactor, number));
    if (mt_original_at(redactor, number)->kind == MT_REDACT_DOMAIN)
        mt_out_string(out, ".invalid");
}

/* The text with its edits. The same token twice with nothing but blanks between is one: a long subject in pieces. */
static void
apply(struct mt_redactor *redactor, struct mt_text text, const struct mt_edits *edits, struct mt_out *out)
{
    struct mt_text last = MT_TEXT_UNKNOWN;
    size_t at = 0;
    for (size_t i = 0; i < edits->count; i++) {
        const struct mt_edit *edit = &edits->list[i];
        struct mt_text between = {text.at + at, edit->from - at}, token = mt_original_token(redactor, edit->original);
        if (!mt_text_equal(token, last) || mt_text_trim(between).len > 0) {
            mt_out_text(out, between);
            put_token(redactor, edit->original, out);
        }
        last = token;
        at = edit->to;
    }
    mt_out_text(out, (struct mt_text){text.at + at, text.len - at});
}

/* One look over the text. False: nothing was left to hide. */
static bool
redact_once(struct mt_redactor *redactor, struct mt_text text, struct mt_out *out)
{
    struct mt_edits edits = MT_EDITS_EMPTY;
    learn(redactor, text);
    mt_scan_text(redactor, text, MT_SCAN_REDACT, &edits);
    bool any = edits.count > 0 && !redactor->failed;
    if (any)
        apply(redactor, text, &edits, out);
    mt_edits_release(&edits);
    return any;
}

/* Looks again until nothing is left: in broken text, what was hidden can bring out what it stood beside. */
static void
redact_text(struct mt_redactor *redactor, struct mt_text text, struct mt_out *out)
{
    enum { ROUNDS = 8 };
    struct mt_out rounds[2] = {MT_OUT_EMPTY, MT_OUT_EMPTY};
    for (size_t i = 0; i < ROUNDS; i++) {
        struct mt_out *round = &rounds[i % 2];
        mt_out_clear(round);
        if (!redact_once(redactor, text, round))
            break;
        redactor->failed |= round->failed;
        text = mt_out_view(round);
    }
    mt_out_text(out, text);
    mt_out_release(&rounds[0]);
    mt_out_release(&rounds[1]);
}

void
mt_redact_text(struct mt_redactor *redactor, struct mt_text text, struct mt_out *out)
{
    if (text.at)
        redact_text(redactor, text, out);
    out->failed |= redactor->failed;
}

/* A thing that is one as a whole, or stays. */
static void
redact_whole(struct mt_redactor *redactor, enum mt_redact_kind kind, struct mt_text text, struct mt_out *out)
{
    uint32_t number = mt_know(redactor, kind, text, true);
    if (number)
        put_token(redactor, number, out);
    else
        mt_out_text(out, text);
}

static void
redact_domain(struct mt_redactor *redactor, struct mt_text domain, struct mt_out *out)
{
    bool is_internal = mt_host_is_internal(domain) && memchr(domain.at, '.', domain.len);
    redact_whole(redactor, is_internal ? MT_REDACT_HOST : MT_REDACT_DOMAIN, domain, out);
}

static void
redact_address(struct mt_redactor *redactor, struct mt_text text, struct mt_out *out)
{
    struct mt_local_piece pieces[MT_LOCAL_PIECES];
    size_t at = text.len;
    while (at > 0 && text.at[at - 1] != '@')
        at--;
    if (is_dressed(text) || at == 0) {
        if (at == 0 && !mt_text_is(text, "<>"))
            redact_whole(redactor, MT_REDACT_PERSON, text, out);
        else
            redact_text(redactor, text, out);
        return;
    }
    struct mt_text local = {text.at, at - 1}, domain = {text.at + at, text.len - at};
    mt_know(redactor, MT_REDACT_PERSON, text, true);
    size_t count = mt_sender_stays(local) ? 0 : mt_local_split(redactor, local, domain, false, pieces), done = 0;
    for (size_t i = 0; i < count; i++) {
        size_t from = (size_t)(pieces[i].local.at - local.at);
        uint32_t number = mt_know_address(redactor, pieces[i].local, pieces[i].domain, true);
        mt_out_text(out, (struct mt_text){local.at + done, from - done});
        if (number)
            put_token(redactor, number, out);
        else
            mt_out_text(out, pieces[i].local);
        done = from + pieces[i].local.len;
    }
    mt_out_text(out, (struct mt_text){local.at + done, local.len - done});
    mt_out_byte(out, '@');
    redact_domain(redactor, domain, out);
}

/* A public one stays, but for its domain. */
static void
redact_host(struct mt_redactor *redactor, struct mt_text text, struct mt_out *out)
{
    if (mt_host_is_internal(text))
        redact_whole(redactor, MT_REDACT_HOST, text, out);
    else
        redact_text(redactor, text, out);
}

static void
redact_subject(struct mt_redactor *redactor, struct mt_text text, struct mt_out *out)
{
    struct mt_text base = mt_subject_base(text);
    size_t from = base.len ? (size_t)(base.at - text.at) : text.len;
    mt_out_text(out, (struct mt_text){text.at, from});
    redact_whole(redactor, MT_REDACT_SUBJECT, base, out);
}

void
mt_redact(struct mt_redactor *redactor, enum mt_redact_kind kind, struct mt_text text, struct mt_out *out)
{
    text = mt_text_trim(text);
    if (text.len == 0)
        return;
    switch (kind) {
    case MT_REDACT_PERSON:
        redact_address(redactor, text, out);
        break;
    case MT_REDACT_SUBJECT:
        redact_subject(redactor, text, out);
        break;
    case MT_REDACT_HOST:
        redact_host(redactor, text, out);
        break;
    case MT_REDACT_NAME:
    case MT_REDACT_IP:
        redact_whole(redactor, kind, text, out);
        break;
    case MT_REDACT_DOMAIN:
        redact_domain(redactor, text, out);
        break;
    }
    out->failed |= redactor->failed;
}

/* ---- after ---- */

bool
mt_redactor_finds(struct mt_redactor *redactor, struct mt_text bytes, struct mt_redact_leak *leak)
{
    struct mt_edits edits = MT_EDITS_EMPTY;
    *leak = (struct mt_redact_leak){.original = MT_TEXT_UNKNOWN};
    if (bytes.at && !redactor->failed)
        mt_scan_text(redactor, bytes, MT_SCAN_FIND, &edits);
    bool finds = redactor->failed || edits.count > 0;
    if (!redactor->failed && edits.count) {
        const struct mt_edit *first = &edits.list[0];
        const struct mt_original *original = mt_original_at(redactor, first->original);
        *leak = (struct mt_redact_leak){original->kind, original->text, first->from, first->to - first->from};
    }
    mt_edits_release(&edits);
    return finds;
}

uint64_t
mt_redactor_work(const struct mt_redactor *redactor)
{
    return redactor->work + redactor->phrases.work;
}
