#include "reports/redact_view.h"

#include <stdlib.h>
#include <string.h>

#include "reports/redact_encoded.h"
#include "reports/redact_fold.h"

/* What a decoder made of the beginning of a text. */
struct decoded {
    size_t width; /* bytes it took; 0: none of its kind */
    size_t len;
    char bytes[4];
};

/* ---- small decoders ---- */

static int
hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = mt_ascii_lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool
hex_value(struct mt_text text, size_t at, size_t digits, uint32_t *value)
{
    if (text.len < at + digits)
        return false;
    *value = 0;
    for (size_t i = 0; i < digits; i++) {
        int digit = hex_digit(text.at[at + i]);
        if (digit < 0)
            return false;
        *value = *value * 16 + (uint32_t)digit;
    }
    return true;
}

static struct decoded
one_byte(size_t width, char byte)
{
    return (struct decoded){.width = width, .len = 1, .bytes = {byte}};
}

static bool
is_blank(uint32_t value)
{
    return value == '\t' || value == '\n' || value == '\r';
}

/* Bytes of 0x80 and more count only when they make a character together: "x=AB" is no escape. */
static struct decoded
hex_escape(struct mt_text text, char mark)
{
    struct decoded found = {0};
    size_t wanted = 1;
    while (found.len < wanted) {
        uint32_t value;
        if (text.len < found.width + 3 || text.at[found.width] != mark ||
            !hex_value(text, found.width + 1, 2, &value) || (value < ' ' && !is_blank(value)))
            return (struct decoded){0};
        if (found.len == 0)
            wanted = value < 0x80 ? 1 : value >= 0xF0 ? 4 : value >= 0xE0 ? 3 : 2;
        found.bytes[found.len++] = (char)value;
        found.width += 3;
    }
    return mt_text_valid_utf8((struct mt_text){found.bytes, found.len}, false) ? found : (struct decoded){0};
}

static struct decoded
of_percent(struct mt_text text)
{
    return hex_escape(text, '%');
}

/* Letters and digits need no escape in quoted-printable: "code=41" is a setting. */
static struct decoded
of_equals(struct mt_text text)
{
    if (text.len >= 2 && text.at[1] == '\n')
        return (struct decoded){.width = 2};
    if (text.len >= 3 && text.at[1] == '\r' && text.at[2] == '\n')
        return (struct decoded){.width = 3};
    struct decoded found = hex_escape(text, '=');
    return found.len == 1 && mt_is_word_byte(found.bytes[0]) ? (struct decoded){0} : found;
}

static struct decoded
code_point(size_t width, uint32_t value)
{
    struct decoded found = {.width = width};
    found.len = mt_utf8_put(value, found.bytes);
    return found.len ? found : (struct decoded){0};
}

static struct decoded
of_ampersand(struct mt_text text)
{
    static const struct {
        const char *name;
        char byte;
    } entities[] = {{"&amp;", '&'},    {"&lt;", '<'},     {"&gt;", '>'},     {"&quot;", '"'},   {"&apos;", '\''},
                    {"&nbsp;", ' '},   {"&commat;", '@'}, {"&period;", '.'}, {"&lowbar;", '_'}, {"&equals;", '='},
                    {"&percnt;", '%'}, {"&plus;", '+'},   {"&hyphen;", '-'}, {"&Tab;", '\t'},   {"&NewLine;", '\n'}};
    for (size_t i = 0; i < sizeof entities / sizeof *entities; i++)
        if (mt_text_starts_nocase(text, entities[i].name))
            return one_byte(strlen(entities[i].name), entities[i].byte);
    if (text.len < 4 || text.at[1] != '#')
        return (struct decoded){0};
    bool is_hex = mt_ascii_lower(text.at[2]) == 'x';
    uint32_t value = 0;
    size_t at = is_hex ? 3 : 2, first = at;
    for (; at < text.len && at < first + 8; at++) {
        int digit = hex_digit(text.at[at]);
        if (digit < 0 || (!is_hex && digit > 9))
            break;
        value = value * (is_hex ? 16 : 10) + (uint32_t)digit;
    }
    if (at == first || at == text.len || text.at[at] != ';')
        return (struct decoded){0};
    return code_point(at + 1, value);
}

static struct decoded
of_backslash(struct mt_text text)
{
    static const char letters[] = "nrtbf", meant[] = "\n\r\t\b\f";
    if (text.len < 2)
        return (struct decoded){0};
    char next = text.at[1];
    uint32_t value, low;
    if (next == 'u' && hex_value(text, 2, 4, &value)) {
        if (value >= 0xD800 && value < 0xDC00 && text.len >= 12 && text.at[6] == '\\' && text.at[7] == 'u' &&
            hex_value(text, 8, 4, &low) && low >= 0xDC00 && low < 0xE000)
            return code_point(12, 0x10000 + ((value - 0xD800) << 10) + (low - 0xDC00));
        return code_point(6, value);
    }
    const char *letter = next ? strchr(letters, next) : NULL;
    if (letter)
        return one_byte(2, meant[letter - letters]);
    bool is_punctuation = next > ' ' && next < 0x7F && !mt_is_word_byte(next);
    return is_punctuation ? one_byte(2, next) : (struct decoded){0};
}

static struct decoded
of_quote(struct mt_text text)
{
    return text.len >= 2 && text.at[1] == '"' ? one_byte(2, '"') : (struct decoded){0};
}

/* Characters beyond ASCII that show as nothing, as a blank or as an ASCII character. */
static struct decoded
of_wide(struct mt_text text)
{
    size_t taken;
    uint32_t seen = mt_text_code_point(text, &taken);
    if (seen < 0x80 || seen == 0xFFFD)
        return (struct decoded){0};
    if (mt_is_invisible(seen))
        return (struct decoded){.width = taken};
    char shown = mt_shown_as(seen);
    return shown ? one_byte(taken, shown) : (struct decoded){0};
}

static struct decoded
decode_at(struct mt_text text)
{
    switch (*text.at) {
    case '%':
        return of_percent(text);
    case '=':
        return of_equals(text);
    case '&':
        return of_ampersand(text);
    case '\\':
        return of_backslash(text);
    case '"':
        return of_quote(text);
    default:
        return (unsigned char)*text.at >= 0x80 ? of_wide(text) : (struct decoded){0};
    }
}

/* ---- the view ---- */

void
mt_redact_view_init(struct mt_redact_view *view, struct mt_text text)
{
    *view = (struct mt_redact_view){.text = text};
}

static bool
note(struct mt_redact_view *view, size_t at, size_t from, size_t width, size_t len)
{
    if (view->count == view->room) {
        size_t room = view->room ? view->room * 2 : 64;
        struct mt_redact_view_piece *grown = realloc(view->pieces, room * sizeof *grown);
        if (!grown)
            return false;
        view->pieces = grown;
        view->room = room;
    }
    view->pieces[view->count++] = (struct mt_redact_view_piece){at, from, width, len};
    return true;
}

bool
mt_redact_view_decode(struct mt_redact_view *view, const struct mt_redact_view *below)
{
    struct mt_text text = below->text;
    *view = (struct mt_redact_view){.below = below};
    /* Only encoded words grow: of four digits of base 64, three letters of Latin-1, which are six bytes of UTF-8. */
    view->bytes = text.len < SIZE_MAX / 4 ? malloc(text.len + text.len / 2 + 16) : NULL;
    if (!view->bytes)
        return false;
    size_t len = 0;
    for (size_t at = 0; at < text.len;) {
        struct mt_text rest = {text.at + at, text.len - at};
        size_t width = 0, put = 0;
        if (*rest.at == '=' && rest.len > 1 && rest.at[1] == '?')
            width = mt_encoded_word(rest, view->bytes + len, &put);
        if (!width) {
            struct decoded found = decode_at(rest);
            width = found.width;
            put = found.len;
            memcpy(view->bytes + len, found.bytes, put);
        }
        if (width && !note(view, len, at, width, put))
            return false;
        if (!width) {
            view->bytes[len] = *rest.at;
            width = put = 1;
        }
        len += put;
        at += width;
    }
    view->text = (struct mt_text){view->bytes, len};
    return true;
}

void
mt_redact_view_release(struct mt_redact_view *view)
{
    free(view->bytes);
    free(view->pieces);
    *view = (struct mt_redact_view){0};
}

/* Where the byte at `at` comes from, in the view below. */
static void
source_of(const struct mt_redact_view *view, size_t at, size_t *from, size_t *to)
{
    size_t low = 0, high = view->count;
    while (low < high) { /* pieces that begin at `at` or before it */
        size_t middle = low + (high - low) / 2;
        if (view->pieces[middle].at <= at)
            low = middle + 1;
        else
            high = middle;
    }
    *from = at;
    if (low > 0) {
        const struct mt_redact_view_piece *piece = &view->pieces[low - 1];
        if (at < piece->at + piece->len) {
            *from = piece->from;
            *to = piece->from + piece->width;
            return;
        }
        *from = piece->from + piece->width + (at - piece->at - piece->len);
    }
    *to = *from + 1;
}

void
mt_redact_view_source(const struct mt_redact_view *view, size_t from, size_t to, size_t *source_from, size_t *source_to)
{
    size_t ignored;
    for (; view->below; view = view->below) {
        source_of(view, to - 1, &ignored, &to);
        source_of(view, from, &from, &ignored);
    }
    *source_from = from;
    *source_to = to;
}
