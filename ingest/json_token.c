#include "ingest/json_token.h"

#include <limits.h>

enum {
    WHOLE_DIGITS = 18,    /* that always fit into 64 bits */
    FRACTION_DIGITS = 15, /* that a number with a point always gives back */
    SMALL_DIGITS = 4,     /* zeros behind "0." that make an exponent */
};

char
mt_json_token_behind_blanks(struct mt_json_tokens *tokens)
{
    const char *at = tokens->at, *end = tokens->end;
    uint64_t lines = 0;
    while (at < end && (*at == ' ' || *at == '\n' || *at == '\r' || *at == '\t'))
        lines += *at++ == '\n';
    tokens->at = at;
    tokens->lines += lines;
    return at < end ? *at : '\0';
}

static int
digit_value(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/* The four digits of an escape; `at` moves behind them. */
static enum mt_json_token_end
scan_digits(struct mt_json_tokens *tokens, uint32_t *value)
{
    *value = 0;
    for (int i = 0; i < 4; i++, tokens->at++) {
        int digit = tokens->at < tokens->end ? digit_value(*tokens->at) : -1;
        if (digit < 0)
            return mt_json_token_stop(tokens);
        *value = *value * 16 + (uint32_t)digit;
    }
    return MT_JSON_TOKEN_WHOLE;
}

static void
put_character(struct mt_json_tokens *tokens, uint32_t value)
{
    char *to = tokens->copy;
    if (value < 0x80) {
        *to++ = (char)value;
    } else if (value < 0x800) {
        *to++ = (char)(0xC0 | value >> 6);
        *to++ = (char)(0x80 | (value & 0x3F));
    } else if (value < 0x10000) {
        *to++ = (char)(0xE0 | value >> 12);
        *to++ = (char)(0x80 | (value >> 6 & 0x3F));
        *to++ = (char)(0x80 | (value & 0x3F));
    } else {
        *to++ = (char)(0xF0 | value >> 18);
        *to++ = (char)(0x80 | (value >> 12 & 0x3F));
        *to++ = (char)(0x80 | (value >> 6 & 0x3F));
        *to++ = (char)(0x80 | (value & 0x3F));
    }
    tokens->copy = to;
}

/* `at` is behind the 'u'. */
static enum mt_json_token_end
scan_character(struct mt_json_tokens *tokens)
{
    uint32_t value, low = 0;
    enum mt_json_token_end end = scan_digits(tokens, &value);
    if (end != MT_JSON_TOKEN_WHOLE)
        return end;
    if (value == 0 || (value >= 0xDC00 && value <= 0xDFFF))
        return MT_JSON_TOKEN_OTHER;
    if (value >= 0xD800 && value <= 0xDBFF) {
        for (const char *mark = "\\u"; *mark; mark++, tokens->at++)
            if (tokens->at == tokens->end || *tokens->at != *mark)
                return mt_json_token_stop(tokens);
        end = scan_digits(tokens, &low);
        if (end != MT_JSON_TOKEN_WHOLE)
            return end;
        if (low < 0xDC00 || low > 0xDFFF)
            return MT_JSON_TOKEN_OTHER;
        value = 0x10000 + ((value & 0x3FF) << 10 | (low & 0x3FF));
    }
    put_character(tokens, value);
    return MT_JSON_TOKEN_WHOLE;
}

/* `at` is on the backslash. */
static enum mt_json_token_end
scan_escape(struct mt_json_tokens *tokens)
{
    static const char meant[UCHAR_MAX + 1] = {
        ['"'] = '"', ['\\'] = '\\', ['/'] = '/', ['b'] = '\b', ['f'] = '\f', ['n'] = '\n', ['r'] = '\r', ['t'] = '\t'};
    if (++tokens->at == tokens->end)
        return MT_JSON_TOKEN_SHORT;
    char letter = *tokens->at, character = meant[(unsigned char)letter];
    if (!character && letter != 'u')
        return MT_JSON_TOKEN_OTHER;
    tokens->at++;
    if (!character)
        return scan_character(tokens);
    *tokens->copy++ = character;
    return MT_JSON_TOKEN_WHOLE;
}

enum mt_json_token_end
mt_json_token_copy(struct mt_json_tokens *tokens)
{
    for (;;) {
        const char *end = mt_json_plain_end(tokens->at, tokens->end);
        size_t len = (size_t)(end - tokens->at);
        memcpy(tokens->copy, tokens->at, len);
        tokens->copy += len;
        tokens->at = end;
        if (end == tokens->end || (*end != '"' && *end != '\\'))
            return mt_json_token_stop(tokens);
        if (*end == '"') {
            tokens->at++;
            return MT_JSON_TOKEN_WHOLE;
        }
        enum mt_json_token_end escape = scan_escape(tokens);
        if (escape != MT_JSON_TOKEN_WHOLE)
            return escape;
    }
}

enum mt_json_token_end
mt_json_token_word(struct mt_json_tokens *tokens, struct mt_text word)
{
    size_t left = (size_t)(tokens->end - tokens->at), len = left < word.len ? left : word.len;
    if (memcmp(tokens->at, word.at, len) != 0)
        return MT_JSON_TOKEN_OTHER;
    tokens->at += len;
    return len == word.len ? MT_JSON_TOKEN_WHOLE : MT_JSON_TOKEN_SHORT;
}

static const char *
behind_digits(const struct mt_json_tokens *tokens, const char *at)
{
    while (at < tokens->end && *at >= '0' && *at <= '9')
        at++;
    return at;
}

/* A fraction is as long as it must be without the zeros at its end; very small ones are printed with an exponent. */
static enum mt_json_token_end
scan_fraction(const char *digits, const char *point, const char *end, const char **shortest)
{
    const char *last = end;
    while (last[-1] == '0')
        last--;
    *shortest = last - 1 == point ? point : last;
    size_t count = (size_t)(*shortest - digits) - (*shortest != point);
    bool is_small = *digits == '0' && last - point > SMALL_DIGITS && memcmp(point + 1, "0000", SMALL_DIGITS) == 0;
    bool is_plain = end - point > 1 && count <= FRACTION_DIGITS && !is_small;
    return is_plain ? MT_JSON_TOKEN_WHOLE : MT_JSON_TOKEN_OTHER;
}

enum mt_json_token_end
mt_json_token_number(struct mt_json_tokens *tokens, struct mt_text *number)
{
    const char *start = tokens->at, *digits = start + (*start == '-'), *end = behind_digits(tokens, digits);
    size_t len = (size_t)(end - digits);
    tokens->at = end;
    if (end == tokens->end)
        return MT_JSON_TOKEN_SHORT;
    if (len == 0 || len > WHOLE_DIGITS || (*digits == '0' && len > 1))
        return MT_JSON_TOKEN_OTHER;
    if (*end == '.') {
        const char *point = end;
        tokens->at = behind_digits(tokens, point + 1);
        if (tokens->at == tokens->end)
            return MT_JSON_TOKEN_SHORT;
        enum mt_json_token_end result = scan_fraction(digits, point, tokens->at, &end);
        if (result != MT_JSON_TOKEN_WHOLE)
            return result;
    } else if (*digits == '0' && digits > start) { /* the parser's "-0" is 0 */
        return MT_JSON_TOKEN_OTHER;
    }
    *number = (struct mt_text){start, (size_t)(end - start)};
    return MT_JSON_TOKEN_WHOLE;
}
