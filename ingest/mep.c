#include "ingest/mep.h"

#include <string.h>

static struct mt_text
part(struct mt_text text, size_t from, size_t to)
{
    return (struct mt_text){text.at + from, to - from};
}

static bool
is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool
is_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
           c == '.';
}

static size_t
skip_blanks(struct mt_text text, size_t at)
{
    while (at < text.len && is_blank(text.at[at]))
        at++;
    return at;
}

static size_t
skip_name(struct mt_text text, size_t at)
{
    while (at < text.len && is_name(text.at[at]))
        at++;
    return at;
}

/* ---- entities ---- */

static const struct {
    const char *name;
    char c;
} entities[] = {{"amp;", '&'}, {"lt;", '<'}, {"gt;", '>'}, {"quot;", '"'}, {"apos;", '\''}};

static size_t
put_point(char *to, uint32_t point)
{
    if (point == 0 || point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF))
        point = 0xFFFD;
    if (point < 0x80) {
        to[0] = (char)point;
        return 1;
    }
    size_t more = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
    static const unsigned char first[] = {0, 0xC0, 0xE0, 0xF0};
    to[0] = (char)(first[more] | (point >> (6 * more)));
    for (size_t i = 1; i <= more; i++)
        to[i] = (char)(0x80 | ((point >> (6 * (more - i))) & 0x3F));
    return more + 1;
}

/* "#65;" or "#x41;" behind an "&"; returns its bytes, 0 when it is none. */
static size_t
number_entity(struct mt_text text, uint32_t *point)
{
    bool is_hex = text.len > 1 && (text.at[1] == 'x' || text.at[1] == 'X');
    size_t start = is_hex ? 2 : 1, at = start;
    *point = 0;
    if (text.len == 0 || text.at[0] != '#')
        return 0;
    for (; at < text.len && at < start + 8; at++) {
        char c = mt_ascii_lower(text.at[at]);
        uint32_t digit = c >= '0' && c <= '9'             ? (uint32_t)(c - '0')
                         : is_hex && c >= 'a' && c <= 'f' ? (uint32_t)(c - 'a' + 10)
                                                          : 16;
        if (digit == 16)
            break;
        *point = *point * (is_hex ? 16 : 10) + digit;
    }
    return at > start && at < text.len && text.at[at] == ';' ? at + 1 : 0;
}

/* What stands for "&…" at the start of the text: its bytes, and what it stands for. What is no entity is itself. */
static size_t
take_entity(struct mt_text text, char *to, size_t *taken)
{
    struct mt_text behind = part(text, 1, text.len);
    uint32_t point;
    for (size_t i = 0; i < sizeof entities / sizeof *entities; i++) {
        if (mt_text_starts_nocase(behind, entities[i].name)) {
            *to = entities[i].c;
            *taken = 1 + strlen(entities[i].name);
            return 1;
        }
    }
    size_t number = number_entity(behind, &point);
    *taken = 1 + number;
    if (number)
        return put_point(to, point);
    *to = '&';
    return 1;
}

/* No entity is shorter than what it stands for: the shortest of two bytes is "&#128;". */
static bool
resolve(struct mt_text *value, struct mt_arena *arena)
{
    if (value->len == 0 || !memchr(value->at, '&', value->len))
        return true;
    char *resolved = mt_arena_take(arena, value->len);
    size_t len = 0, taken;
    if (!resolved)
        return false;
    for (size_t at = 0; at < value->len; at += taken) {
        taken = 1;
        if (value->at[at] == '&')
            len += take_entity(part(*value, at, value->len), resolved + len, &taken);
        else
            resolved[len++] = value->at[at];
    }
    *value = (struct mt_text){resolved, len};
    return true;
}

/* ---- elements ---- */

static bool
opens_element(struct mt_text text, size_t at)
{
    static const char opening[] = "<MEP";
    struct mt_text here = part(text, at, text.len);
    return mt_text_starts_nocase(here, opening) && here.len >= sizeof opening && is_blank(here.at[sizeof opening - 1]);
}

/* Takes the next element off the front, from behind its "<MEP" to the next one or the end. */
static bool
next_element(struct mt_text *rest, struct mt_text *element)
{
    size_t start = 0;
    while (start < rest->len && !(rest->at[start] == '<' && opens_element(*rest, start)))
        start++;
    if (start == rest->len)
        return false;
    start += sizeof "<MEP" - 1;
    size_t end = start;
    while (end < rest->len && !(rest->at[end] == '<' && opens_element(*rest, end)))
        end++;
    *element = part(*rest, start, end);
    *rest = part(*rest, end, rest->len);
    return true;
}

/* Whether a quote at `at - 1` ends a value: the element ends there, or another attribute comes. Quotes inside of values
 * are not always escaped. */
static bool
ends_value(struct mt_text element, size_t at)
{
    size_t next = skip_blanks(element, at);
    if (next == element.len)
        return true;
    if (element.at[next] == '>' || element.at[next] == '/')
        return true;
    size_t end = skip_name(element, next), equals = skip_blanks(element, end);
    return next > at && end > next && equals < element.len && element.at[equals] == '=';
}

/* The attribute at `at`, behind blanks; false when there is none. A value that is not closed is cut: half of a number
 * is another number, so it is none. */
static bool
take_attribute(struct mt_text element, size_t *at, struct mt_text *name, struct mt_text *value)
{
    size_t start = skip_blanks(element, *at), end = skip_name(element, start);
    size_t equals = skip_blanks(element, end);
    if (end == start || equals == element.len || element.at[equals] != '=')
        return false;
    size_t open = skip_blanks(element, equals + 1);
    if (open == element.len || (element.at[open] != '"' && element.at[open] != '\''))
        return false;
    char quote = element.at[open];
    for (size_t close = open + 1; close < element.len; close++) {
        if (element.at[close] == quote && ends_value(element, close + 1)) {
            *name = part(element, start, end);
            *value = part(element, open + 1, close);
            *at = close + 1;
            return true;
        }
    }
    *at = element.len;
    return false;
}

/* Steps over what is no attribute, to behind the next blank. */
static size_t
skip_word(struct mt_text element, size_t at)
{
    while (at < element.len && !is_blank(element.at[at]) && element.at[at] != '>')
        at++;
    return at < element.len && element.at[at] == '>' ? element.len : at;
}

static bool
read_element(struct mt_text element, struct mt_mep_item *item)
{
    struct mt_text name, value;
    struct mt_mep_item read = {MT_TEXT_UNKNOWN, MT_TEXT_UNKNOWN, MT_TEXT_UNKNOWN};
    for (size_t at = 0; (at = skip_blanks(element, at)) < element.len;) {
        if (!take_attribute(element, &at, &name, &value)) {
            at = skip_word(element, at);
        } else if (mt_text_is_nocase(name, "Name")) {
            read.name = value;
        } else if (!mt_text_known(read.type)) {
            read.type = name;
            read.value = value;
        }
    }
    *item = read;
    return read.name.len > 0 && mt_text_known(read.type);
}

struct mt_mep
mt_mep_of(struct mt_text data)
{
    return (struct mt_mep){data};
}

bool
mt_mep_next(struct mt_mep *mep, struct mt_arena *arena, struct mt_mep_item *item)
{
    struct mt_text element;
    struct mt_mep_item read;
    while (next_element(&mep->rest, &element)) {
        if (!read_element(element, &read))
            continue;
        if (!resolve(&read.name, arena) || !resolve(&read.value, arena))
            return false;
        *item = read;
        return true;
    }
    return false;
}

struct mt_text
mt_mep_value(struct mt_text data, const char *name, struct mt_arena *arena)
{
    struct mt_text element;
    struct mt_mep_item item;
    while (next_element(&data, &element))
        if (read_element(element, &item) && mt_text_is_nocase(item.name, name))
            return resolve(&item.value, arena) ? item.value : MT_TEXT_UNKNOWN;
    return MT_TEXT_UNKNOWN;
}
