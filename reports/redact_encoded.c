#include "reports/redact_encoded.h"

#include <string.h>

#include "reports/redact_fold.h"

/* RFC 2047 allows 75 bytes; what is seen is longer. */
enum { LONGEST = 1024 };

enum charset { CHARSET_ASCII, CHARSET_UTF8, CHARSET_LATIN1 };

/* Windows-1252 and Latin-9 differ from Latin-1 in signs, not in the letters that names are made of. */
static enum charset
charset_of(struct mt_text name)
{
    static const struct {
        const char *name;
        enum charset charset;
    } known[] = {{"utf-8", CHARSET_UTF8},         {"utf8", CHARSET_UTF8},         {"iso-8859-1", CHARSET_LATIN1},
                 {"iso-8859-15", CHARSET_LATIN1}, {"latin1", CHARSET_LATIN1},     {"windows-1252", CHARSET_LATIN1},
                 {"cp1252", CHARSET_LATIN1},      {"windows-1250", CHARSET_ASCII}};
    const char *star = memchr(name.at, '*', name.len); /* a language may follow: utf-8*en */
    if (star)
        name.len = (size_t)(star - name.at);
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (mt_text_is_nocase(name, known[i].name))
            return known[i].charset;
    return CHARSET_ASCII;
}

struct writer {
    char *room;
    size_t len;
    enum charset charset;
};

static void
put(struct writer *writer, unsigned char byte)
{
    if (byte == 0)
        return;
    if (byte < 0x80 || writer->charset == CHARSET_UTF8)
        writer->room[writer->len++] = (char)byte;
    else if (writer->charset == CHARSET_LATIN1)
        writer->len += mt_utf8_put(byte, writer->room + writer->len);
}

static int
hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = mt_ascii_lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static void
decode_q(struct mt_text words, struct writer *writer)
{
    for (size_t i = 0; i < words.len; i++) {
        char c = words.at[i];
        if (c == '=' && i + 2 < words.len && hex_digit(words.at[i + 1]) >= 0 && hex_digit(words.at[i + 2]) >= 0) {
            put(writer, (unsigned char)(hex_digit(words.at[i + 1]) * 16 + hex_digit(words.at[i + 2])));
            i += 2;
        } else {
            writer->room[writer->len++] = c == '_' ? ' ' : c;
        }
    }
}

static void
decode_b(struct mt_text words, struct writer *writer)
{
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    uint32_t bits = 0;
    int count = 0;
    for (size_t i = 0; i < words.len && words.at[i] != '='; i++) {
        const char *digit = words.at[i] ? strchr(alphabet, words.at[i]) : NULL;
        if (!digit)
            continue;
        bits = (bits << 6 | (uint32_t)(digit - alphabet)) & 0xFFFFFF;
        count += 6;
        if (count >= 8) {
            count -= 8;
            put(writer, (unsigned char)(bits >> count));
        }
    }
}

/* The part up to the next '?', without blanks in it. */
static bool
take_part(struct mt_text text, size_t *at, struct mt_text *part)
{
    size_t from = *at;
    while (*at < text.len && text.at[*at] != '?' && text.at[*at] != '\n' && *at < LONGEST)
        ++*at;
    *part = (struct mt_text){text.at + from, *at - from};
    if (*at >= text.len || text.at[*at] != '?')
        return false;
    ++*at;
    return true;
}

/* Between two encoded words blanks and folds say nothing. */
static size_t
blanks_before_next(struct mt_text text, size_t at)
{
    size_t next = at;
    while (next < text.len && next < at + 16 && strchr(" \t\r\n", text.at[next]) && text.at[next])
        next++;
    return next + 1 < text.len && text.at[next] == '=' && text.at[next + 1] == '?' ? next : at;
}

size_t
mt_encoded_word(struct mt_text text, char *room, size_t *len)
{
    struct mt_text charset, encoding, words;
    size_t at = 2;
    if (!mt_text_starts(text, "=?") || !take_part(text, &at, &charset) || !take_part(text, &at, &encoding) ||
        encoding.len != 1 || charset.len == 0 || !take_part(text, &at, &words) || at >= text.len || text.at[at] != '=')
        return 0;
    struct writer writer = {.room = room, .charset = charset_of(charset)};
    char how = mt_ascii_lower(*encoding.at);
    if (how == 'q')
        decode_q(words, &writer);
    else if (how == 'b')
        decode_b(words, &writer);
    else
        return 0;
    *len = writer.len;
    if (writer.len == 0) /* nothing that can be read */
        return 0;
    return blanks_before_next(text, at + 1);
}
