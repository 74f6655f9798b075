/* Records as zone files have them, and dig: owner, time to live, class, type, content. */

#include <string.h>

#include "ingest/dns_paste_parts.h"

enum { MOST_LINES = 60 };

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool
is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* ---- tokens ---- */

/* One character, which may be written as \X or \DDD. */
static size_t
character_at(struct mt_text line, size_t at, char *c)
{
    *c = line.at[at];
    if (*c != '\\' || at + 1 == line.len)
        return 1;
    if (at + 3 < line.len && is_digit(line.at[at + 1]) && is_digit(line.at[at + 2]) && is_digit(line.at[at + 3])) {
        int number = (line.at[at + 1] - '0') * 100 + (line.at[at + 2] - '0') * 10 + (line.at[at + 3] - '0');
        *c = (char)(unsigned char)(number & 0xFF);
        return 4;
    }
    *c = line.at[at + 1];
    return 2;
}

/* Writes the token into `room`, which is as long as the line, and moves it on. */
static size_t
add_token(struct mt_dns_tokens *tokens, struct mt_text line, size_t at, char **room)
{
    size_t start = at, len = 0;
    bool quoted = line.at[at] == '"', closed = false;
    at += quoted;
    while (at < line.len) {
        char c = line.at[at];
        if (quoted ? c == '"' : is_blank(c) || strchr("();\"", c ? c : ' ')) {
            closed = quoted;
            at += quoted;
            break;
        }
        at += character_at(line, at, *room + len);
        len++;
    }
    tokens->is_open |= quoted && !closed;
    if (tokens->count == MT_DNS_TOKENS) {
        tokens->is_full = true;
        return line.len;
    }
    tokens->items[tokens->count++] =
        (struct mt_dns_token){.text = {*room, len}, .from = line.at + start, .is_quoted = quoted};
    *room += len;
    /* A NUL is no part of any word: it stands alone, so that reading goes on. */
    return at > start ? at : start + 1;
}

void
mt_dns_tokens_add(struct mt_dns_reading *reading, struct mt_dns_tokens *tokens, struct mt_text line)
{
    char *room = mt_arena_take(&reading->scratch, line.len + 1);
    if (!room) {
        reading->failed = true;
        return;
    }
    for (size_t at = 0; at < line.len && !tokens->is_full && !tokens->is_open;) {
        char c = line.at[at];
        if (c == ';')
            return;
        if (c == '(' || c == ')') {
            tokens->depth += c == '(' ? 1 : -1;
            at++;
        } else if (is_blank(c)) {
            at++;
        } else {
            at = add_token(tokens, line, at, &room);
        }
    }
}

/* ---- the front of a record ---- */

/* "3600", "1h30m" */
static bool
is_ttl(struct mt_text word)
{
    if (word.len == 0 || word.len > 20 || !is_digit(word.at[0]))
        return false;
    for (size_t i = 0; i < word.len; i++)
        if (!is_digit(word.at[i]) && (word.at[i] == '\0' || !strchr("smhdwSMHDW", word.at[i])))
            return false;
    return true;
}

static bool
is_class(struct mt_text word)
{
    return mt_text_is_nocase(word, "IN") || mt_text_is_nocase(word, "CH") || mt_text_is_nocase(word, "HS") ||
           mt_text_is_nocase(word, "CLASS1");
}

struct front {
    bool has_owner;
    enum mt_dns_type type;
    size_t data; /* index of the first token of the content */
};

/* [owner] [ttl] [class] TYPE, the two in the middle in any order. */
static bool
front_from(const struct mt_dns_tokens *tokens, size_t at, struct front *front)
{
    bool has_ttl = false, has_class = false;
    for (; at < tokens->count; at++) {
        struct mt_text word = tokens->items[at].text;
        if (tokens->items[at].is_quoted)
            return false;
        if (!has_ttl && is_ttl(word))
            has_ttl = true;
        else if (!has_class && is_class(word))
            has_class = true;
        else
            break;
    }
    if (at >= tokens->count || tokens->items[at].is_quoted || !mt_dns_type_by_key(tokens->items[at].text, &front->type))
        return false;
    front->data = at + 1;
    return front->data < tokens->count || tokens->depth > 0;
}

/* A line that is indented has the owner of the one before, unless somebody indented all of it. */
static bool
read_front(const struct mt_dns_tokens *tokens, bool is_indented, struct front *front)
{
    front->has_owner = !is_indented;
    if (front_from(tokens, is_indented ? 0 : 1, front))
        return true;
    front->has_owner = is_indented;
    return front_from(tokens, is_indented ? 1 : 0, front);
}

/* ---- the content ---- */

/* Strings of one record are joined. Words without quotes come from somebody's notes and not from a zone file: there the
 * blanks between them, and what stands behind a semicolon, belong to the text. */
static void
add_strings(struct mt_dns_reading *reading, struct mt_text owner, enum mt_dns_type type,
            const struct mt_dns_tokens *tokens, size_t from)
{
    size_t len = 0, at = 0;
    const struct mt_dns_token *first = &tokens->items[from];
    const char *end = reading->text.at + reading->text.len;
    if (!first->is_quoted && !reading->is_zone && first->from >= reading->text.at && first->from < end) {
        mt_dns_paste_add(reading, owner, type, mt_text_trim((struct mt_text){first->from, (size_t)(end - first->from)}),
                         0, 1);
        return;
    }
    for (size_t i = from; i < tokens->count; i++)
        len += tokens->items[i].text.len;
    char *room = mt_arena_take(&reading->scratch, len + 1);
    if (!room) {
        reading->failed = true;
        return;
    }
    for (size_t i = from; i < tokens->count; i++) {
        memcpy(room + at, tokens->items[i].text.at, tokens->items[i].text.len);
        at += tokens->items[i].text.len;
    }
    mt_dns_paste_add(reading, owner, type, (struct mt_text){room, len}, 0, (int)(tokens->count - from));
}

static void
add_mx(struct mt_dns_reading *reading, struct mt_text owner, const struct mt_dns_tokens *tokens, size_t from)
{
    int64_t preference;
    if (from + 2 > tokens->count || !mt_text_to_int(tokens->items[from].text, &preference) || preference > 65535) {
        mt_dns_paste_unread(reading, reading->line, reading->text, MT_DNS_UNREAD_BAD_DATA);
        return;
    }
    mt_dns_paste_add(reading, owner, MT_DNS_MX, tokens->items[from + 1].text, (int)preference, 0);
}

static void
add_content(struct mt_dns_reading *reading, struct mt_text owner, const struct mt_dns_tokens *tokens,
            const struct front *front)
{
    if (front->data >= tokens->count) {
        mt_dns_paste_unread(reading, reading->line, reading->text, MT_DNS_UNREAD_BAD_DATA);
        return;
    }
    switch (front->type) {
    case MT_DNS_TXT:
    case MT_DNS_SPF:
        add_strings(reading, owner, front->type, tokens, front->data);
        return;
    case MT_DNS_MX:
        add_mx(reading, owner, tokens, front->data);
        return;
    case MT_DNS_SOA:
        /* The one at the top of a zone, not the one that dig shows beside an empty answer. */
        if (!mt_text_known(reading->asked.name) || reading->asked.is_zone) {
            if (!mt_text_known(reading->soa) && mt_dns_is_below(reading->domain, owner))
                reading->soa = owner;
            if (!reading->is_zone)
                reading->origin = owner;
            reading->is_zone = true;
        }
        break;
    case MT_DNS_A:
    case MT_DNS_AAAA:
    case MT_DNS_NS:
    case MT_DNS_CNAME:
    case MT_DNS_PTR:
    case MT_DNS_ANY_TYPE:
    case MT_DNS_OTHER:
        break;
    }
    mt_dns_paste_add(reading, owner, front->type, tokens->items[front->data].text, 0, 0);
}

/* Lines up to the closing parenthesis. When there is none, only the first is lost. */
static bool
read_on(struct mt_dns_reading *reading, struct mt_dns_tokens *tokens)
{
    struct mt_text rest = reading->rest;
    size_t line = reading->line;
    for (int i = 0; i < MOST_LINES && tokens->depth > 0 && !tokens->is_full && reading->rest.len; i++)
        mt_dns_tokens_add(reading, tokens, mt_dns_paste_next(reading));
    if (tokens->depth <= 0 && !tokens->is_full && !tokens->is_open)
        return true;
    reading->rest = rest;
    reading->line = line;
    mt_dns_paste_unread(reading, line, reading->text,
                        tokens->is_full   ? MT_DNS_UNREAD_TOO_LONG
                        : tokens->is_open ? MT_DNS_UNREAD_OPEN_QUOTE
                                          : MT_DNS_UNREAD_OPEN_BRACKET);
    return false;
}

/* ---- directives ---- */

static bool
read_directive(struct mt_dns_reading *reading, struct mt_dns_tokens *tokens)
{
    struct mt_text word = tokens->count ? tokens->items[0].text : MT_TEXT_LITERAL("");
    if (!word.len || word.at[0] != '$')
        return false;
    if (mt_text_is_nocase(word, "$TTL"))
        return true;
    if (mt_text_is_nocase(word, "$ORIGIN")) {
        struct mt_text name;
        if (tokens->count < 2 || !mt_dns_paste_owner(reading, tokens->items[1].text, &name)) {
            mt_dns_paste_unread(reading, reading->line, reading->text, MT_DNS_UNREAD_BAD_NAME);
            return true;
        }
        reading->origin = name;
        reading->is_zone = true;
        return true;
    }
    if (!mt_text_is_nocase(word, "$INCLUDE") && !mt_text_is_nocase(word, "$GENERATE"))
        return false;
    reading->has_directive = true;
    mt_dns_paste_unread(reading, reading->line, reading->text, MT_DNS_UNREAD_DIRECTIVE);
    return true;
}

/* ---- a record ---- */

/* In sections that do not answer the question only addresses are of use. */
static bool
is_passed(const struct mt_dns_reading *reading, enum mt_dns_type type)
{
    return reading->part == MT_DNS_PART_PASSED ||
           (reading->part == MT_DNS_PART_BESIDE && type != MT_DNS_A && type != MT_DNS_AAAA);
}

static void
read_record(struct mt_dns_reading *reading, struct mt_dns_tokens *tokens, const struct front *front)
{
    struct mt_text owner = reading->owner;
    if (front->has_owner && !mt_dns_paste_owner(reading, tokens->items[0].text, &owner)) {
        mt_dns_paste_unread(reading, reading->line, reading->text, MT_DNS_UNREAD_BAD_NAME);
        return;
    }
    if (!mt_text_known(owner)) {
        mt_dns_paste_unread(reading, reading->line, reading->text, MT_DNS_UNREAD_NO_QUESTION);
        return;
    }
    reading->owner = owner;
    add_content(reading, owner, tokens, front);
}

bool
mt_dns_paste_record(struct mt_dns_reading *reading)
{
    struct front front;
    struct mt_dns_tokens tokens = {.count = 0};
    mt_dns_tokens_add(reading, &tokens, reading->text);
    if (tokens.count == 0)
        return mt_text_trim(reading->text).at[0] == ';';
    if (read_directive(reading, &tokens))
        return true;
    if (!read_front(&tokens, is_blank(reading->text.at[0]), &front))
        return false;
    if (tokens.depth > 0 && !read_on(reading, &tokens))
        return true;
    if (tokens.is_open || tokens.is_full) {
        mt_dns_paste_unread(reading, reading->line, reading->text,
                            tokens.is_open ? MT_DNS_UNREAD_OPEN_QUOTE : MT_DNS_UNREAD_TOO_LONG);
        return true;
    }
    if (!is_passed(reading, front.type))
        read_record(reading, &tokens, &front);
    return true;
}
