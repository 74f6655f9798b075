#include "reports/redact.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "reports/redact_phrases.h"
#include "store/base/arena.h"
#include "reports/redact_plainly.h"
#include "store/base/out.h"

/* Long enough that two of a tenant's people rarely meet, short enough for the phone. */
enum { TOKEN_LETTERS = 5, TOKEN_LONGEST = 16 };

#define MT_REDACTION_KEY_BYTES MT_REDACT_KEY_BYTES
#define MT_REDACT_ADDRESS MT_REDACT_IP
#define MT_REDACT_LIST MT_REDACT_KIND_LIST

struct entry {
    enum mt_redact_kind kind;
    bool is_new;
    struct mt_text token, original; /* original as it was first seen; compared in lower case */
};

struct mt_redactor {
    unsigned char key[MT_REDACTION_KEY_BYTES];
    bool hides, failed;
    struct entry *entries;
    size_t count, room;
    uint32_t *by_original, *by_token; /* index + 1 by hash; open addressing, `slots` is a power of two */
    size_t slots;
    struct mt_phrases *phrases, *kept;
    struct mt_redact_options options;
    struct mt_arena arena;
};

/* ---- making and freeing ---- */

enum mt_rc
mt_redactor_open(struct mt_redactor **redactor, const unsigned char key[MT_REDACT_KEY_BYTES],
                 const struct mt_redact_options *options, struct mt_err *err)
{
    struct mt_redactor *made = sodium_init() >= 0 ? calloc(1, sizeof *made) : NULL;
    if (!made)
        return mt_err_memory(err);
    made->options = *options;
    made->hides = !options->show_people;
    memcpy(made->key, key, sizeof made->key);
    made->phrases = mt_phrases_new();
    made->kept = mt_phrases_new();
    if (!made->phrases || !made->kept) {
        mt_redactor_close(made);
        return mt_err_memory(err);
    }
    *redactor = made;
    return MT_OK;
}

void
mt_redactor_close(struct mt_redactor *redactor)
{
    if (!redactor)
        return;
    sodium_memzero(redactor->key, sizeof redactor->key);
    mt_phrases_free(redactor->phrases);
    mt_phrases_free(redactor->kept);
    mt_arena_release(&redactor->arena);
    free(redactor->entries);
    free(redactor->by_original);
    free(redactor->by_token);
    free(redactor);
}

static enum mt_rc
state_of(const struct mt_redactor *redactor, struct mt_err *err)
{
    bool failed = redactor->failed || redactor->arena.failed || mt_phrases_failed(redactor->phrases) ||
                  mt_phrases_failed(redactor->kept);
    return failed ? mt_err_memory(err) : MT_OK;
}

/* ---- the tables of tokens ---- */

static uint64_t
hash_of(int kind, struct mt_text text)
{
    uint64_t hash = UINT64_C(1469598103934665603) ^ (uint64_t)(unsigned)kind;
    for (size_t i = 0; i < text.len; i++)
        hash = (hash ^ (unsigned char)mt_ascii_lower(text.at[i])) * UINT64_C(1099511628211);
    return hash;
}

/* Names of hosts and people may be the same word: a kind is part of what an original is. Tokens are one space. */
static struct entry *
find_original(const struct mt_redactor *redactor, enum mt_redact_kind kind, struct mt_text original)
{
    for (size_t at = hash_of((int)kind, original); redactor->slots; at++) {
        uint32_t index = redactor->by_original[at & (redactor->slots - 1)];
        if (!index)
            return NULL;
        struct entry *entry = &redactor->entries[index - 1];
        if (entry->kind == kind && mt_text_equal_nocase(entry->original, original))
            return entry;
    }
    return NULL;
}

static struct entry *
find_token(const struct mt_redactor *redactor, struct mt_text token)
{
    for (size_t at = hash_of(-1, token); redactor->slots; at++) {
        uint32_t index = redactor->by_token[at & (redactor->slots - 1)];
        if (!index)
            return NULL;
        if (mt_text_equal_nocase(redactor->entries[index - 1].token, token))
            return &redactor->entries[index - 1];
    }
    return NULL;
}

static void
place(uint32_t *table, size_t slots, uint64_t hash, size_t index)
{
    size_t at = hash & (slots - 1);
    while (table[at])
        at = (at + 1) & (slots - 1);
    table[at] = (uint32_t)index + 1;
}

static bool
make_room(struct mt_redactor *redactor)
{
    if (redactor->count < redactor->room)
        return true;
    size_t room = redactor->room ? redactor->room * 2 : 256, slots = room * 2;
    struct entry *entries = realloc(redactor->entries, room * sizeof *entries);
    uint32_t *by_original = calloc(slots, sizeof *by_original), *by_token = calloc(slots, sizeof *by_token);
    if (entries)
        redactor->entries = entries;
    if (!entries || !by_original || !by_token) {
        free(by_original);
        free(by_token);
        redactor->failed = true;
        return false;
    }
    for (size_t i = 0; i < redactor->count; i++) {
        place(by_original, slots, hash_of((int)entries[i].kind, entries[i].original), i);
        place(by_token, slots, hash_of(-1, entries[i].token), i);
    }
    free(redactor->by_original);
    free(redactor->by_token);
    redactor->by_original = by_original;
    redactor->by_token = by_token;
    redactor->room = room;
    redactor->slots = slots;
    return true;
}

static struct entry *
add_entry(struct mt_redactor *redactor, enum mt_redact_kind kind, struct mt_text token, struct mt_text original)
{
    struct entry entry = {.kind = kind, .is_new = true};
    if (!make_room(redactor) || !mt_arena_copy(&redactor->arena, token, &entry.token) ||
        !mt_arena_copy(&redactor->arena, original, &entry.original)) {
        redactor->failed = true;
        return NULL;
    }
    size_t index = redactor->count++;
    redactor->entries[index] = entry;
    place(redactor->by_original, redactor->slots, hash_of((int)kind, entry.original), index);
    place(redactor->by_token, redactor->slots, hash_of(-1, entry.token), index);
    return &redactor->entries[index];
}

/* Digits and letters without those that are taken for each other (Crockford's). */
static void
make_token(const struct mt_redactor *redactor, enum mt_redact_kind kind, struct mt_text original,
           char token[TOKEN_LONGEST + 2])
{
    static const char letters[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    static const char kinds[] = {
#define X(number, name, letter) [MT_REDACT_##name] = (letter),
        MT_REDACT_LIST(X)
#undef X
    };
    unsigned char hash[TOKEN_LONGEST];
    crypto_generichash_state state;
    const unsigned char number = (unsigned char)kind;
    crypto_generichash_init(&state, redactor->key, sizeof redactor->key, sizeof hash);
    crypto_generichash_update(&state, &number, 1);
    for (size_t i = 0; i < original.len; i++) {
        const unsigned char byte = (unsigned char)mt_ascii_lower(original.at[i]);
        crypto_generichash_update(&state, &byte, 1);
    }
    crypto_generichash_final(&state, hash, sizeof hash);
    token[0] = kinds[kind];
    for (size_t i = 0; i < TOKEN_LONGEST; i++)
        token[i + 1] = letters[hash[i] & 31];
    token[TOKEN_LONGEST + 1] = '\0';
}

static struct mt_text
token_for(struct mt_redactor *redactor, enum mt_redact_kind kind, struct mt_text original)
{
    char token[TOKEN_LONGEST + 2];
    struct entry *entry = find_original(redactor, kind, original);
    if (entry)
        return entry->token;
    make_token(redactor, kind, original, token);
    size_t len = 1 + TOKEN_LETTERS;
    while (len < TOKEN_LONGEST + 1 && find_token(redactor, (struct mt_text){token, len}))
        len++;
    entry = add_entry(redactor, kind, (struct mt_text){token, len}, original);
    return entry ? entry->token : MT_TEXT_LITERAL("(hidden)");
}

enum mt_rc
mt_redactor_restore(struct mt_redactor *redactor, struct mt_text token, enum mt_redact_kind kind,
                    struct mt_text original, struct mt_err *err)
{
    if (find_original(redactor, kind, original) || find_token(redactor, token))
        return MT_OK;
    struct entry *entry = add_entry(redactor, kind, token, original);
    if (entry)
        entry->is_new = false;
    return state_of(redactor, err);
}

bool
mt_redactor_next_new(const struct mt_redactor *redactor, size_t *at, struct mt_redact_entry *entry)
{
    while (*at < redactor->count && !redactor->entries[*at].is_new)
        (*at)++;
    if (*at >= redactor->count)
        return false;
    const struct entry *found = &redactor->entries[(*at)++];
    *entry = (struct mt_redact_entry){found->token, found->kind, found->original};
    return true;
}

uint64_t
mt_redactor_work(const struct mt_redactor *redactor)
{
    return redactor->count;
}

/* ---- learning ---- */

/* Senders that are no people, and what is hidden already. */
static bool
stays(const struct mt_redactor *redactor, struct mt_text local)
{
    return mt_plainly_is_system(local) || find_token(redactor, local) != NULL;
}

/* A word of its own that is no word of the language: "jane.doe", "jdoe2". */
static bool
stands_out(struct mt_text local)
{
    bool marked = false;
    for (size_t i = 0; i < local.len; i++)
        marked = marked || strchr("._-", local.at[i]) || (local.at[i] >= '0' && local.at[i] <= '9');
    return marked && local.len >= 5;
}

static bool
split_address(struct mt_text address, struct mt_text *local, struct mt_text *domain)
{
    for (size_t i = address.len; i > 0; i--)
        if (address.at[i - 1] == '@') {
            *local = (struct mt_text){address.at, i - 1};
            *domain = (struct mt_text){address.at + i, address.len - i};
            return local->len > 0 && domain->len > 0;
        }
    return false;
}

static void
learn_address(struct mt_redactor *redactor, struct mt_text address)
{
    struct mt_text local, domain;
    if (!redactor->hides || !split_address(address, &local, &domain) || stays(redactor, local))
        return;
    bool is_known = find_original(redactor, MT_REDACT_PERSON, address) != NULL;
    struct mt_text token = token_for(redactor, MT_REDACT_PERSON, address);
    if (!is_known && stands_out(local))
        mt_phrases_add(redactor->phrases, local, token);
}

/* Short and common words would be hidden in sentences that are not about them. */
enum { NAME_LEAST = 4, SUBJECT_LEAST = 4 };

static void
learn_name(struct mt_redactor *redactor, struct mt_text name, struct mt_text address)
{
    struct mt_text local, domain, trimmed = mt_text_trim(name);
    while (trimmed.len && strchr("\"'", trimmed.at[0]))
        trimmed = (struct mt_text){trimmed.at + 1, trimmed.len - 1};
    while (trimmed.len && strchr("\"'", trimmed.at[trimmed.len - 1]))
        trimmed.len--;
    if (!redactor->hides || trimmed.len < NAME_LEAST || trimmed.len > 120 || mt_text_find(trimmed, "@") >= 0)
        return;
    bool is_person = split_address(address, &local, &domain);
    if (is_person && stays(redactor, local))
        return;
    mt_phrases_add(redactor->phrases, trimmed,
                   token_for(redactor, is_person ? MT_REDACT_PERSON : MT_REDACT_NAME, is_person ? address : trimmed));
}

static void
learn_subject(struct mt_redactor *redactor, struct mt_text subject)
{
    struct mt_text trimmed = mt_text_trim(subject);
    if (!redactor->hides || trimmed.len < SUBJECT_LEAST)
        return;
    mt_phrases_add(redactor->phrases, trimmed, token_for(redactor, MT_REDACT_SUBJECT, trimmed));
}

/* ---- addresses in text ---- */

/* The address around a sign for "@" at `at`; false when there is none. `sign` is how long the sign is. */
static bool
find_address(struct mt_text text, size_t at, size_t sign, size_t *start, size_t *end)
{
    enum { LOCAL_MOST = 256, DOMAIN_MOST = 255 };
    *start = at;
    *end = at + sign;
    while (*start > 0 && at - *start < LOCAL_MOST && mt_plainly_is_local(text.at[*start - 1]))
        (*start)--;
    while (*start < at && strchr(".'`/=", text.at[*start])) /* "mailto:'a@b'", "rfc822;=a@b" */
        (*start)++;
    while (*end < text.len && *end - at < DOMAIN_MOST && mt_plainly_is_domain(text.at[*end]))
        (*end)++;
    while (*end > at + sign && strchr(".-_", text.at[*end - 1]))
        (*end)--;
    return *start<at && * end> at + sign;
}

/* A known address can hide in the tail of a longer local part: "bounce-17.jane@contoso.com" holds "jane@contoso.com".
 */
static size_t
known_tail(const struct mt_redactor *redactor, struct mt_text local, struct mt_text domain)
{
    enum { LONGEST = 512 };
    char room[LONGEST];
    for (size_t i = 1; i < local.len; i++) {
        struct mt_text tail = {local.at + i, local.len - i};
        if (!strchr(".+=_-~", local.at[i - 1]) || tail.len + domain.len + 1 > sizeof room)
            continue;
        memcpy(room, tail.at, tail.len);
        room[tail.len] = '@';
        memcpy(room + tail.len + 1, domain.at, domain.len);
        if (find_original(redactor, MT_REDACT_PERSON, (struct mt_text){room, tail.len + domain.len + 1}))
            return i;
    }
    return 0;
}

/* Joins what stands on both sides of a sign for "@", however that is written. */
static struct mt_text
whole_address(struct mt_arena *arena, struct mt_text local, struct mt_text domain)
{
    return mt_arena_format(arena, "%.*s@%.*s", (int)local.len, local.at, (int)domain.len, domain.at);
}

/* Whether the line that holds `at` is a header whose value is an id. */
static bool
is_id_line(struct mt_text text, size_t at)
{
    static const char *const names[] = {"Message-ID:", "In-Reply-To:", "References:", "X-MS-Exchange-Message-ID:"};
    size_t start = at;
    while (start > 0 && at - start < 1024 && text.at[start - 1] != '\n')
        start--;
    /* References go on for many lines. */
    while (start > 1 && (text.at[start] == ' ' || text.at[start] == '\t') && at - start < 4096) {
        start--;
        while (start > 0 && text.at[start - 1] != '\n')
            start--;
    }
    struct mt_text line = {text.at + start, text.len - start};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (mt_text_starts_nocase(line, names[i]))
            return true;
    return false;
}

/* "<…@…>" that is no address of a person: ids have long local parts with digits, and stand in angle brackets. */
static bool
is_id(const struct mt_redactor *redactor, struct mt_text text, size_t start, size_t end, struct mt_text local,
      struct mt_text domain)
{
    struct mt_text token, whole = {text.at + start, end - start};
    if (mt_phrases_match(redactor->kept, whole, &token) == whole.len)
        return true;
    bool in_brackets = start > 0 && text.at[start - 1] == '<' && end < text.len && text.at[end] == '>';
    size_t digits = 0;
    for (size_t i = 0; i < local.len; i++)
        digits += local.at[i] >= '0' && local.at[i] <= '9';
    if (is_id_line(text, start))
        return true;
    return in_brackets && local.len >= 20 && digits >= 6 && known_tail(redactor, local, domain) == 0 &&
           mt_text_ends_nocase(domain, ".outlook.com");
}

/* ---- learning from text ---- */

/* The display name in front of "<address>" or "(address)": from the start of the line, a colon, a comma or a semicolon
 * on. */
static struct mt_text
name_before(struct mt_text text, size_t open)
{
    size_t start = open;
    while (start > 0 && open - start < 120 && !strchr("\n:,;<>()\t", text.at[start - 1]))
        start--;
    struct mt_text name = mt_text_trim((struct mt_text){text.at + start, open - start});
    return name.len >= NAME_LEAST ? name : MT_TEXT_UNKNOWN;
}

static void
learn_line(struct mt_redactor *redactor, struct mt_text line)
{
    static const char *const subjects[] = {"Subject:", "Thread-Topic:"};
    for (size_t i = 0; i < sizeof subjects / sizeof *subjects; i++)
        if (mt_text_starts_nocase(line, subjects[i])) {
            struct mt_text value = {line.at + strlen(subjects[i]), line.len - strlen(subjects[i])};
            learn_subject(redactor, value);
        }
    if (mt_text_starts_nocase(line, "X-Display-Name:"))
        learn_name(redactor, (struct mt_text){line.at + 15, line.len - 15}, MT_TEXT_UNKNOWN);
}

static void
learn_text(struct mt_redactor *redactor, struct mt_text text)
{
    if (!redactor->hides)
        return;
    for (struct mt_text rest = text; rest.len;)
        learn_line(redactor, mt_text_trim(mt_text_cut(&rest, '\n')));
    for (size_t i = 0; i < text.len; i++) {
        size_t sign = mt_plainly_at_sign((struct mt_text){text.at + i, text.len - i}), start, end;
        if (!sign || !find_address(text, i, sign, &start, &end))
            continue;
        struct mt_text local = {text.at + start, i - start}, domain = {text.at + i + sign, end - i - sign};
        if (is_id(redactor, text, start, end, local, domain))
            continue;
        struct mt_text address = whole_address(&redactor->arena, local, domain);
        learn_address(redactor, address);
        if (start > 1 && (text.at[start - 1] == '<' || text.at[start - 1] == '('))
            learn_name(redactor, name_before(text, start - 1), address);
        i = end > i ? end - 1 : i;
    }
}

/* ---- rewriting ---- */

static struct mt_text
hide_address(struct mt_redactor *redactor, struct mt_text local, struct mt_text domain, struct mt_text *kept)
{
    struct mt_text address = whole_address(&redactor->arena, local, domain);
    size_t tail = find_original(redactor, MT_REDACT_PERSON, address) ? 0 : known_tail(redactor, local, domain);
    *kept = (struct mt_text){local.at, tail};
    if (tail)
        address = whole_address(&redactor->arena, (struct mt_text){local.at + tail, local.len - tail}, domain);
    return token_for(redactor, MT_REDACT_PERSON, address);
}

enum mt_rc
mt_redactor_know(struct mt_redactor *redactor, enum mt_redact_kind kind, struct mt_text text, struct mt_err *err)
{
    if (kind == MT_REDACT_PERSON)
        learn_address(redactor, text);
    else if (kind == MT_REDACT_SUBJECT)
        learn_subject(redactor, text);
    else if (kind == MT_REDACT_NAME)
        learn_name(redactor, text, MT_TEXT_UNKNOWN);
    return state_of(redactor, err);
}

enum mt_rc
mt_redactor_know_name(struct mt_redactor *redactor, struct mt_text name, struct mt_text address, struct mt_err *err)
{
    learn_name(redactor, name, address);
    return state_of(redactor, err);
}

enum mt_rc
mt_redactor_keep(struct mt_redactor *redactor, struct mt_text id, struct mt_err *err)
{
    struct mt_text inside = mt_text_trim(id);
    if (mt_text_starts(inside, "<") && mt_text_ends_nocase(inside, ">"))
        inside = (struct mt_text){inside.at + 1, inside.len - 2};
    if (inside.len)
        mt_phrases_add(redactor->kept, inside, MT_TEXT_LITERAL("kept"));
    return state_of(redactor, err);
}

enum mt_rc
mt_redactor_common(struct mt_redactor *redactor, struct mt_text words, struct mt_err *err)
{
    (void)words;
    return state_of(redactor, err);
}

enum mt_rc
mt_redactor_learn(struct mt_redactor *redactor, struct mt_text text, struct mt_err *err)
{
    learn_text(redactor, text);
    return state_of(redactor, err);
}

static void
put_address(struct mt_redactor *redactor, struct mt_text address, struct mt_out *out)
{
    struct mt_text local, domain;
    if (!split_address(address, &local, &domain) || stays(redactor, local)) {
        mt_out_text(out, address);
        return;
    }
    mt_out_text(out, token_for(redactor, MT_REDACT_PERSON, address));
    mt_out_byte(out, '@');
    mt_out_text(out, domain);
}

void
mt_redact(struct mt_redactor *redactor, enum mt_redact_kind kind, struct mt_text text, struct mt_out *out)
{
    struct mt_text trimmed = mt_text_trim(text);
    bool hides = redactor->hides && trimmed.len > 0;
    if (hides && kind == MT_REDACT_PERSON)
        put_address(redactor, trimmed, out);
    else if (hides && (kind == MT_REDACT_SUBJECT || kind == MT_REDACT_NAME))
        mt_out_text(out, token_for(redactor, kind, trimmed));
    else if (hides && kind == MT_REDACT_HOST && mt_plainly_is_internal_host(trimmed))
        mt_out_text(out, token_for(redactor, kind, trimmed));
    else if (hides && kind == MT_REDACT_IP && mt_plainly_is_internal_ip(trimmed))
        mt_out_text(out, token_for(redactor, kind, trimmed));
    else
        mt_out_text(out, text);
    out->failed = out->failed || redactor->failed || redactor->arena.failed;
}

static bool
is_word_byte(char c)
{
    unsigned char byte = (unsigned char)c;
    char low = mt_ascii_lower(c);
    return byte >= 0x80 || (low >= 'a' && low <= 'z') || (c >= '0' && c <= '9');
}

/* An IP address or host at the start of a word; returns its length, 0 when it is none that is hidden. */
static size_t
hide_machine(struct mt_redactor *redactor, struct mt_text rest, struct mt_text *token)
{
    size_t host = 0, ip = 0;
    while (host < rest.len && host < 256 && mt_plainly_is_domain(rest.at[host]))
        host++;
    while (host && strchr(".-_", rest.at[host - 1]))
        host--;
    while (ip < rest.len && ip < 46 &&
           (strchr(".:", rest.at[ip]) || (rest.at[ip] >= '0' && rest.at[ip] <= '9') ||
            (mt_ascii_lower(rest.at[ip]) >= 'a' && mt_ascii_lower(rest.at[ip]) <= 'f')))
        ip++;
    for (; ip > 1; ip--) { /* "10.1.1.3:25", "10.1.1.3." */
        struct mt_text word = {rest.at, ip};
        if (mt_plainly_is_internal_ip(word)) {
            *token = token_for(redactor, MT_REDACT_ADDRESS, word);
            return ip;
        }
    }
    if (host && mt_plainly_is_internal_host((struct mt_text){rest.at, host})) {
        *token = token_for(redactor, MT_REDACT_HOST, (struct mt_text){rest.at, host});
        return host;
    }
    return 0;
}

static bool
is_hex(char c)
{
    char low = mt_ascii_lower(c);
    return (c >= '0' && c <= '9') || (low >= 'a' && low <= 'f') || c == ':';
}

/* Behind a dot or a hyphen, or a colon that stands in an IPv6 address and not behind a label ("IP:10.0.0.1"). */
static bool
is_inside_ip(struct mt_text text, size_t at)
{
    char before = at ? text.at[at - 1] : ' ';
    return before == '.' || before == '-' || (before == ':' && at > 1 && is_hex(text.at[at - 2]));
}

/* The address that begins at the start of the text, whose sign for "@" comes within it; its end, or 0. */
static size_t
address_at(struct mt_text text, size_t from, size_t *at, size_t *sign)
{
    for (size_t i = from; i < text.len && i - from <= 256; i++) {
        *sign = mt_plainly_at_sign((struct mt_text){text.at + i, text.len - i});
        if (*sign) {
            size_t start, end;
            *at = i;
            return find_address(text, i, *sign, &start, &end) && start <= from ? end : 0;
        }
        if (!mt_plainly_is_local(text.at[i]))
            return 0;
    }
    return 0;
}

/* What stands at a place where a word begins: an address, a phrase that was learned, a machine. Appends what takes its
 * place and returns how much of the text it was; 0: nothing to hide. */
static size_t
hide_word(struct mt_redactor *redactor, struct mt_text text, size_t from, struct mt_out *out)
{
    struct mt_text rest = {text.at + from, text.len - from}, token, kept;
    size_t at = 0, sign = 0, end = address_at(text, from, &at, &sign);
    if (end) {
        struct mt_text local = {text.at + from, at - from}, domain = {text.at + at + sign, end - at - sign};
        bool id = is_id(redactor, text, from, end, local, domain);
        if (stays(redactor, local) ||
            (id && !find_original(redactor, MT_REDACT_PERSON, whole_address(&redactor->arena, local, domain)) &&
             !known_tail(redactor, local, domain))) {
            mt_out_text(out, (struct mt_text){text.at + from, end - from});
            return end - from;
        }
        token = hide_address(redactor, local, domain, &kept);
        mt_out_text(out, kept);
        mt_out_text(out, token);
        mt_out_text(out, (struct mt_text){text.at + at, end - at});
        return end - from;
    }
    size_t len = mt_phrases_match(redactor->phrases, rest, &token);
    if (!len && !is_inside_ip(text, from))
        len = hide_machine(redactor, rest, &token);
    if (len)
        mt_out_text(out, token);
    return len;
}

/* Ids are one word each: within them nothing begins. */
static bool
begins_word(struct mt_text text, size_t at)
{
    if (!mt_plainly_is_local(text.at[at]) && text.at[at] != '"' && text.at[at] != ':')
        return false;
    return at == 0 || !is_word_byte(text.at[at - 1]) || (!is_word_byte(text.at[at]) && text.at[at] != ':');
}

void
mt_redact_text(struct mt_redactor *redactor, struct mt_text text, struct mt_out *out)
{
    if (!redactor->hides) {
        mt_out_text(out, text);
        return;
    }
    learn_text(redactor, text);
    for (size_t i = 0; i < text.len;) {
        size_t len = begins_word(text, i) ? hide_word(redactor, text, i, out) : 0;
        if (!len) {
            mt_out_byte(out, text.at[i]);
            len = 1;
        }
        i += len;
    }
    out->failed = out->failed || redactor->failed || redactor->arena.failed;
}

/* ---- the last look ---- */

static bool
finds_address(struct mt_redactor *redactor, struct mt_text plain, struct mt_text *what)
{
    for (size_t i = 0; i < plain.len; i++) {
        size_t start, end;
        if (plain.at[i] != '@' || !find_address(plain, i, 1, &start, &end))
            continue;
        struct mt_text local = {plain.at + start, i - start}, domain = {plain.at + i + 1, end - i - 1};
        struct entry *entry = find_original(redactor, MT_REDACT_PERSON, (struct mt_text){local.at, end - start});
        size_t tail = entry ? 0 : known_tail(redactor, local, domain);
        if (tail)
            entry = find_original(redactor, MT_REDACT_PERSON, (struct mt_text){local.at + tail, end - start - tail});
        if (entry) {
            *what = entry->original;
            return true;
        }
    }
    return false;
}

bool
mt_redactor_finds(struct mt_redactor *redactor, struct mt_text bytes, struct mt_redact_leak *leak)
{
    *leak = (struct mt_redact_leak){.kind = MT_REDACT_PERSON};
    if (!redactor->hides || !bytes.len)
        return false;
    char *room = malloc(bytes.len);
    if (!room) {
        redactor->failed = true;
        return true;
    }
    struct mt_text plain = {room, mt_plainly_plain(bytes, room)};
    bool found = finds_address(redactor, plain, &leak->original);
    /* Names and subjects of one short word are words of the language, too. */
    enum { LONG = 12 };
    for (size_t i = 0; i < plain.len && !found; i++) {
        struct mt_text token, rest = {plain.at + i, plain.len - i};
        bool begins = is_word_byte(plain.at[i]) && (i == 0 || !is_word_byte(plain.at[i - 1]));
        size_t len = begins ? mt_phrases_match(redactor->phrases, rest, &token) : 0;
        found = len >= LONG && memchr(rest.at, ' ', len);
        if (found)
            leak->original = find_token(redactor, token)->original;
    }
    free(room);
    return found;
}
