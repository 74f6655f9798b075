#include "ingest/custom_data.h"

#include <string.h>

enum { PREFIX_BYTES = 4 };

static struct mt_text
part(struct mt_text text, size_t from, size_t to)
{
    return (struct mt_text){text.at + from, to - from};
}

static bool
is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static size_t
skip_blanks(struct mt_text text, size_t at)
{
    while (at < text.len && (text.at[at] == ' ' || (text.at[at] >= '\t' && text.at[at] <= '\r')))
        at++;
    return at;
}

/* The length of "S:", "I32:", "F:" or "Dbl:" at `at`; 0 when there is none. */
static size_t
prefix_at(struct mt_text text, size_t at)
{
    size_t len = 0;
    while (len < PREFIX_BYTES && at + len < text.len && is_word(text.at[at + len]))
        len++;
    bool is_prefix = len > 0 && text.at[at] >= 'A' && text.at[at] <= 'Z' && at + len + 1 < text.len &&
                     text.at[at + len] == ':' && is_word(text.at[at + len + 1]);
    return is_prefix ? len + 1 : 0;
}

/* Whether an item that has a prefix ends at the ";" at `at`: what follows has one too, or nothing follows. Values hold
 * ";" without apostrophes now and then (InboundConnectorData=Name=…;ConnectorType=…). */
static bool
ends_item(struct mt_text text, size_t at)
{
    size_t next = skip_blanks(text, at + 1);
    if (next == text.len)
        return true;
    return prefix_at(text, next) || (text.at[next] == '\'' && prefix_at(text, next + 1));
}

/* Where an item in apostrophes ends, at its closing one. Without one the text was cut. */
static size_t
quoted_end(struct mt_text text, size_t at)
{
    for (; at < text.len; at++) {
        if (text.at[at] != '\'')
            continue;
        size_t next = skip_blanks(text, at + 1);
        if (next == text.len || (text.at[next] == ';' && ends_item(text, next)))
            return at;
    }
    return at;
}

static size_t
plain_end(struct mt_text text, size_t at, bool has_prefix)
{
    while (at < text.len && !(text.at[at] == ';' && (!has_prefix || ends_item(text, at))))
        at++;
    return at;
}

struct mt_custom
mt_custom_of(struct mt_text custom_data)
{
    return (struct mt_custom){custom_data};
}

/* Takes the next item off the front, without its apostrophes and its prefix. */
static bool
next_item(struct mt_text *rest, struct mt_text *item)
{
    size_t start = skip_blanks(*rest, 0);
    if (start == rest->len)
        return false;
    bool is_quoted = rest->at[start] == '\'' && prefix_at(*rest, start + 1);
    start += is_quoted;
    size_t prefix = prefix_at(*rest, start);
    start += prefix;
    size_t end = is_quoted ? quoted_end(*rest, start) : plain_end(*rest, start, prefix > 0);
    size_t next = end;
    while (next < rest->len && rest->at[next] != ';')
        next++;
    *item = part(*rest, start, end);
    *rest = part(*rest, next < rest->len ? next + 1 : next, rest->len);
    return true;
}

bool
mt_custom_next(struct mt_custom *custom, struct mt_custom_item *item)
{
    struct mt_text text;
    while (next_item(&custom->rest, &text)) {
        const char *equals = text.len ? memchr(text.at, '=', text.len) : NULL;
        if (!equals || equals == text.at)
            continue;
        item->key = part(text, 0, (size_t)(equals - text.at));
        item->value = part(text, item->key.len + 1, text.len);
        return true;
    }
    return false;
}

struct mt_text
mt_custom_value(struct mt_text custom_data, const char *key)
{
    struct mt_custom custom = mt_custom_of(custom_data);
    struct mt_custom_item item;
    while (mt_custom_next(&custom, &item))
        if (mt_text_is_nocase(item.key, key))
            return item.value;
    return MT_TEXT_UNKNOWN;
}
