#include "ingest/auth_results.h"

#include <string.h>

/* ---- pieces ---- */

/* Where the comment that begins at `at` ends; the end of the text when it is not closed. */
static size_t
comment_end(struct mt_text text, size_t at)
{
    int depth = 0;
    for (size_t i = at; i < text.len; i++) {
        if (text.at[i] == '\\')
            i++;
        else if (text.at[i] == '(')
            depth++;
        else if (text.at[i] == ')' && --depth == 0)
            return i + 1;
    }
    return text.len;
}

static size_t
quote_end(struct mt_text text, size_t at)
{
    for (size_t i = at + 1; i < text.len; i++) {
        if (text.at[i] == '\\')
            i++;
        else if (text.at[i] == '"')
            return i + 1;
    }
    return text.len;
}

static bool
is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* A token, a comment, or the end of a piece. */
enum token_kind { WORD, COMMENT, SEMICOLON, END };

struct token {
    enum token_kind kind;
    struct mt_text text; /* of a comment: without its brackets */
};

static struct token
next_token(struct mt_text *rest)
{
    while (rest->len && is_blank(*rest->at))
        *rest = (struct mt_text){rest->at + 1, rest->len - 1};
    if (!rest->len)
        return (struct token){END, MT_TEXT_UNKNOWN};
    struct mt_text text = *rest;
    size_t end = 0;
    enum token_kind kind = WORD;
    if (*text.at == ';') {
        kind = SEMICOLON;
        end = 1;
    } else if (*text.at == '(') {
        kind = COMMENT;
        end = comment_end(text, 0);
    } else {
        while (end < text.len && !is_blank(text.at[end]) && text.at[end] != ';' && text.at[end] != '(')
            end = text.at[end] == '"' ? quote_end(text, end) : end + 1;
    }
    *rest = (struct mt_text){text.at + end, text.len - end};
    struct mt_text found = {text.at, end};
    if (kind == COMMENT) {
        bool closed = end > 1 && text.at[end - 1] == ')';
        found = mt_text_trim((struct mt_text){text.at + 1, end - 1 - closed});
    }
    return (struct token){kind, found};
}

/* ---- items ---- */

static enum mt_auth_result
result_of(struct mt_text word)
{
    static const char *const keys[] = {
#define X(name, key) [MT_AUTH_##name] = (key),
        MT_AUTH_RESULT_LIST(X)
#undef X
    };
    for (size_t i = 1; i < sizeof keys / sizeof *keys; i++)
        if (mt_text_is_nocase(word, keys[i]))
            return (enum mt_auth_result)i;
    return MT_AUTH_OTHER;
}

static struct mt_text
unquoted(struct mt_text value)
{
    if (value.len >= 2 && value.at[0] == '"' && value.at[value.len - 1] == '"')
        return (struct mt_text){value.at + 1, value.len - 2};
    if (value.len >= 2 && value.at[0] == '<' && value.at[value.len - 1] == '>')
        return (struct mt_text){value.at + 1, value.len - 2};
    return value;
}

static struct mt_text
domain_of(struct mt_text value)
{
    struct mt_text plain = unquoted(value);
    for (size_t i = plain.len; i > 0; i--)
        if (plain.at[i - 1] == '@')
            return (struct mt_text){plain.at + i, plain.len - i};
    return plain;
}

/* Properties that say whom the result is about; the first of them that is there counts, "none" is nobody. */
static void
take_property(struct mt_auth_item *item, struct mt_text name, struct mt_text value)
{
    static const char *const about[] = {"smtp.mailfrom", "smtp.mail", "header.d",      "header.i",
                                        "header.from",   "smtp.helo", "envelope-from", "helo"};
    if (mt_text_is_nocase(name, "action"))
        item->action = unquoted(value);
    else if (mt_text_is_nocase(name, "reason"))
        item->reason = unquoted(value);
    for (size_t i = 0; i < sizeof about / sizeof *about; i++)
        if (mt_text_is_nocase(name, about[i]) && !item->domain.len && value.len && !mt_text_is_nocase(value, "none"))
            item->domain = domain_of(value);
}

/* "dkim/1" is dkim. */
static struct mt_text
method_of(struct mt_text name)
{
    struct mt_text rest = name;
    return mt_text_trim(mt_text_cut(&rest, '/'));
}

static bool
is_property(struct mt_text name)
{
    return mt_text_find(name, ".") >= 0 || mt_text_is_nocase(name, "action") || mt_text_is_nocase(name, "reason");
}

/* NULL: "/pf=pass" names no method, or there is no room. */
static struct mt_auth_item *
add_item(struct mt_auth_results *results, struct mt_text method, struct mt_text said)
{
    if (!method.len)
        return NULL;
    if (results->count == MT_AUTH_ITEMS) {
        results->is_cut = true;
        return NULL;
    }
    struct mt_auth_item *item = &results->items[results->count++];
    *item = (struct mt_auth_item){.method = method, .said = said, .result = result_of(said)};
    return item;
}

static bool
split(struct mt_text word, struct mt_text *name, struct mt_text *value)
{
    *value = word;
    *name = mt_text_trim(mt_text_cut(value, '='));
    return mt_text_known(*value) && name->len > 0;
}

void
mt_auth_results_read(struct mt_text value, struct mt_auth_results *results)
{
    struct mt_text rest = value;
    struct mt_auth_item *item = NULL;
    bool is_first = true; /* of its piece */
    *results = (struct mt_auth_results){.count = 0};
    for (struct token token = next_token(&rest); token.kind != END; token = next_token(&rest)) {
        struct mt_text name, said;
        int64_t number;
        if (token.kind == SEMICOLON) {
            is_first = true;
            continue;
        }
        if (token.kind == COMMENT) {
            if (item && !item->comment.len)
                item->comment = token.text;
            continue;
        }
        bool is_pair = split(token.text, &name, &said);
        if (!is_pair) {
            /* The server that speaks, or a domain between two methods. */
            if (is_first && results->count == 0 && !results->server.len && !mt_text_is_nocase(token.text, "none"))
                results->server = token.text;
            if (is_first)
                item = NULL;
        } else if (mt_text_is(name, "i") && results->count == 0 && mt_text_to_int(said, &number) && number < 1000) {
            results->instance = (int)number;
        } else if (item && is_property(name)) {
            take_property(item, name, said);
        } else if (!is_property(name)) {
            item = add_item(results, method_of(name), unquoted(said));
        }
        is_first = false;
    }
}

void
mt_received_spf_read(struct mt_text value, struct mt_auth_results *results)
{
    struct mt_text rest = value;
    struct mt_auth_item *item = NULL;
    *results = (struct mt_auth_results){.count = 0};
    for (struct token token = next_token(&rest); token.kind != END; token = next_token(&rest)) {
        struct mt_text name, said;
        if (token.kind == COMMENT && item && !item->comment.len) {
            struct mt_text comment = token.text;
            item->comment = token.text;
            results->server = mt_text_trim(mt_text_cut(&comment, ':'));
        }
        if (token.kind != WORD)
            continue;
        if (!item) {
            item = add_item(results, MT_TEXT_LITERAL("spf"), token.text);
            continue;
        }
        if (split(token.text, &name, &said))
            take_property(item, name, said);
    }
}
