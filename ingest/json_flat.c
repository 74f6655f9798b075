#include "ingest/json_flat.h"

#include <stdlib.h>
#include <string.h>

#include "ingest/json_token.h"

enum {
    NAMES = 128,            /* in an object; finding one that stands twice takes time that grows with its square */
    KEYS_BYTES = 16 * 1024, /* all of them, as they stand and dotted */
};

/* A name as it stood in the object before. */
struct name {
    const char *written; /* from behind its first quote to its last */
    size_t written_len;
    struct mt_text key; /* dotted */
    struct mt_text own; /* the last part of the key */
    unsigned depth;
};

struct mt_json_flat {
    struct name names[NAMES]; /* in the order of the object, those of objects in it included */
    size_t known;             /* names that are there; none of them stands twice in its object */
    struct mt_json_member members[NAMES];
    char keys[KEYS_BYTES];
    char texts[MT_JSON_FLAT_BYTES]; /* without escapes; no text is longer than it was with them */
};

struct scan {
    struct mt_json_flat *flat;
    struct mt_json_tokens tokens;
    size_t names; /* so far */
    size_t members;
};

enum mt_rc
mt_json_flat_open(struct mt_json_flat **flat, struct mt_err *err)
{
    struct mt_json_flat *opened = malloc(sizeof *opened);
    if (!opened)
        return mt_err_memory(err);
    opened->known = 0;
    *flat = opened;
    return MT_OK;
}

void
mt_json_flat_close(struct mt_json_flat *flat)
{
    free(flat);
}

/* ---- names ---- */

static bool
stands_twice(const struct mt_json_flat *flat, struct mt_text own, unsigned depth)
{
    for (size_t i = flat->known; i > 0 && flat->names[i - 1].depth >= depth; i--)
        if (flat->names[i - 1].depth == depth && mt_text_equal(flat->names[i - 1].own, own))
            return true;
    return false;
}

/* Remembers a name that did not stand here in the object before; what came behind that place is forgotten. */
static enum mt_json_token_end
scan_new_name(struct scan *scan, const struct name *around, unsigned depth, size_t place)
{
    struct mt_json_flat *flat = scan->flat;
    const struct name *before = place ? &flat->names[place - 1] : NULL;
    char *room = before ? flat->keys + (before->key.at + before->key.len - flat->keys) : flat->keys;
    const char *written = scan->tokens.at;
    char *decoded = scan->tokens.copy;
    struct mt_text own;

    flat->known = place;
    enum mt_json_token_end end = mt_json_token_text(&scan->tokens, &own);
    if (end != MT_JSON_TOKEN_WHOLE)
        return end;
    scan->tokens.copy = decoded; /* the copy of it is that of the key */
    size_t written_len = (size_t)(scan->tokens.at - written), prefix = around ? around->key.len + 1 : 0;
    if (place == NAMES || written_len + prefix + own.len > (size_t)(flat->keys + KEYS_BYTES - room) ||
        prefix + own.len >= MT_JSON_KEY_BYTES || stands_twice(flat, own, depth))
        return MT_JSON_TOKEN_OTHER;

    char *key = room + written_len;
    memcpy(room, written, written_len);
    if (around) {
        memcpy(key, around->key.at, around->key.len);
        key[prefix - 1] = '.';
    }
    memcpy(key + prefix, own.at, own.len);
    flat->names[flat->known++] = (struct name){.written = room,
                                               .written_len = written_len,
                                               .key = {key, prefix + own.len},
                                               .own = {key + prefix, own.len},
                                               .depth = depth};
    return MT_JSON_TOKEN_WHOLE;
}

/* `at` is behind the opening quote and moves behind the closing one. */
static inline enum mt_json_token_end
scan_name(struct scan *scan, const struct name *around, unsigned depth, const struct name **found)
{
    struct mt_json_flat *flat = scan->flat;
    size_t place = scan->names++;
    const struct name *name = &flat->names[place];
    *found = name;
    if (place < flat->known && name->depth == depth &&
        (size_t)(scan->tokens.end - scan->tokens.at) >= name->written_len &&
        memcmp(scan->tokens.at, name->written, name->written_len) == 0) {
        scan->tokens.at += name->written_len;
        return MT_JSON_TOKEN_WHOLE;
    }
    return scan_new_name(scan, around, depth, place);
}

/* ---- values ---- */

static inline void
add_member(struct scan *scan, const struct name *name, struct mt_text value, enum mt_json_kind kind)
{
    scan->flat->members[scan->members++] = (struct mt_json_member){name->key, value, kind};
}

/* The names of is_empty_page (json.c). */
static bool
may_name_page(struct mt_text own)
{
    return mt_text_is(own, "value") || mt_text_is(own, "results") || mt_text_is(own, "d");
}

/* `at` is behind the bracket. */
static enum mt_json_token_end
scan_list(struct scan *scan, const struct name *name)
{
    const char *joined = scan->tokens.copy;
    char c = mt_json_token_mark(&scan->tokens);
    if (c == ']') {
        scan->tokens.at++;
        return may_name_page(name->own) ? MT_JSON_TOKEN_OTHER : MT_JSON_TOKEN_WHOLE;
    }
    for (;;) {
        struct mt_text number;
        enum mt_json_token_end end;
        if (c == '"') {
            scan->tokens.at++;
            end = mt_json_token_copy(&scan->tokens);
        } else if (c == '-' || (c >= '0' && c <= '9')) {
            end = mt_json_token_number(&scan->tokens, &number);
        } else {
            return mt_json_token_stop(&scan->tokens);
        }
        if (end != MT_JSON_TOKEN_WHOLE)
            return end;
        if (c != '"') {
            memcpy(scan->tokens.copy, number.at, number.len);
            scan->tokens.copy += number.len;
        }
        c = mt_json_token_mark(&scan->tokens);
        if (c == ']') {
            scan->tokens.at++;
            add_member(scan, name, (struct mt_text){joined, (size_t)(scan->tokens.copy - joined)}, MT_JSON_STRING);
            return MT_JSON_TOKEN_WHOLE;
        }
        if (c != ',')
            return mt_json_token_stop(&scan->tokens);
        scan->tokens.at++;
        *scan->tokens.copy++ = ';';
        c = mt_json_token_mark(&scan->tokens);
    }
}

static enum mt_json_token_end scan_members(struct scan *scan, const struct name *around, unsigned depth);

/* `at` is on the first byte of the value. */
static inline enum mt_json_token_end
scan_value(struct scan *scan, const struct name *name, unsigned depth)
{
    static const struct {
        char first;
        struct mt_text word, value;
        enum mt_json_kind kind;
    } words[] = {
        {'n', {"null", 4}, {NULL, 0}, MT_JSON_NULL},
        {'t', {"true", 4}, {"true", 4}, MT_JSON_BOOLEAN},
        {'f', {"false", 5}, {"false", 5}, MT_JSON_BOOLEAN},
    };
    struct mt_text value;
    enum mt_json_token_end end;
    char c = mt_json_token_mark(&scan->tokens);
    if (c == '"') {
        scan->tokens.at++;
        end = mt_json_token_text(&scan->tokens, &value);
        add_member(scan, name, value, MT_JSON_STRING);
        return end;
    }
    if (c == '-' || (c >= '0' && c <= '9')) {
        end = mt_json_token_number(&scan->tokens, &value);
        if (end == MT_JSON_TOKEN_WHOLE)
            add_member(scan, name, value, MT_JSON_NUMBER);
        return end;
    }
    if ((c == '{' || c == '[') && depth < MT_JSON_FLAT_DEPTH) {
        scan->tokens.at++;
        return c == '{' ? scan_members(scan, name, depth + 1) : scan_list(scan, name);
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (c == words[i].first) {
            add_member(scan, name, words[i].value, words[i].kind);
            return mt_json_token_word(&scan->tokens, words[i].word);
        }
    return mt_json_token_stop(&scan->tokens);
}

/* `at` is behind the brace. `around` is the name of the object, NULL for the outermost. */
static enum mt_json_token_end
scan_members(struct scan *scan, const struct name *around, unsigned depth)
{
    char c = mt_json_token_mark(&scan->tokens);
    if (c == '}') {
        scan->tokens.at++;
        return MT_JSON_TOKEN_WHOLE;
    }
    for (;;) {
        const struct name *name;
        enum mt_json_token_end end;
        if (c != '"')
            return mt_json_token_stop(&scan->tokens);
        scan->tokens.at++;
        end = scan_name(scan, around, depth, &name);
        if (end != MT_JSON_TOKEN_WHOLE)
            return end;
        if (mt_json_token_mark(&scan->tokens) != ':')
            return mt_json_token_stop(&scan->tokens);
        scan->tokens.at++;
        end = scan_value(scan, name, depth);
        if (end != MT_JSON_TOKEN_WHOLE)
            return end;
        c = mt_json_token_mark(&scan->tokens);
        if (c == ',') {
            scan->tokens.at++;
            c = mt_json_token_mark(&scan->tokens);
            continue;
        }
        if (c != '}')
            return mt_json_token_stop(&scan->tokens);
        scan->tokens.at++;
        return MT_JSON_TOKEN_WHOLE;
    }
}

enum mt_json_token_end
mt_json_flat_scan(struct mt_json_flat *flat, struct mt_text text, struct mt_json_flat_object *object)
{
    bool is_cut = text.len > MT_JSON_FLAT_BYTES;
    const char *end = text.at + (is_cut ? MT_JSON_FLAT_BYTES : text.len);
    struct scan scan = {.flat = flat, .tokens = {.at = text.at, .end = end, .copy = flat->texts}};
    struct mt_json_tokens *tokens = &scan.tokens;
    if (tokens->at == end || *tokens->at != '{')
        return mt_json_token_stop(tokens);
    tokens->at++;
    enum mt_json_token_end result = scan_members(&scan, NULL, 1);
    if (result == MT_JSON_TOKEN_SHORT && is_cut)
        return MT_JSON_TOKEN_OTHER;
    if (result == MT_JSON_TOKEN_WHOLE)
        *object = (struct mt_json_flat_object){.members = flat->members,
                                               .count = scan.members,
                                               .len = (size_t)(tokens->at - text.at),
                                               .lines = tokens->lines};
    return result;
}

bool
mt_json_flat_scan_alone(struct mt_json_flat *flat, struct mt_text text, struct mt_json_flat_object *object)
{
    struct mt_json_tokens around = {.at = text.at, .end = text.at + text.len};
    mt_json_token_mark(&around);
    struct mt_text rest = {around.at, (size_t)(around.end - around.at)};
    if (!mt_text_valid_utf8(rest, false) || mt_json_flat_scan(flat, rest, object) != MT_JSON_TOKEN_WHOLE)
        return false;
    around.at += object->len;
    mt_json_token_mark(&around);
    return around.at == around.end;
}
