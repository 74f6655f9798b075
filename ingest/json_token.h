#ifndef MT_INGEST_JSON_TOKEN_H
#define MT_INGEST_JSON_TOKEN_H

/* Texts, numbers and words of JSON for the fast lane (json_flat.h), which leaves to the parser what is unusual. Each
 * is read where it stands in well-formed UTF-8, and means exactly what the parser and the printing of its numbers make
 * of it. */

#include "ingest/json_plain.h"
#include "store/base/text.h"

enum mt_json_token_end {
    MT_JSON_TOKEN_WHOLE,
    MT_JSON_TOKEN_SHORT, /* all is well until the text ends */
    MT_JSON_TOKEN_OTHER, /* for the parser to say */
};

struct mt_json_tokens {
    const char *at;
    const char *end;
    uint64_t lines; /* line feeds passed */
    char *copy;     /* where decoded text goes: with as much room as there is text, for none becomes longer */
};

/* Why reading stops where another byte should stand. */
static inline enum mt_json_token_end
mt_json_token_stop(const struct mt_json_tokens *tokens)
{
    return tokens->at == tokens->end ? MT_JSON_TOKEN_SHORT : MT_JSON_TOKEN_OTHER;
}

/* Passes blanks and returns the byte behind them; NUL, which stands in no text, at the end. */
char mt_json_token_behind_blanks(struct mt_json_tokens *tokens);

static inline char
mt_json_token_mark(struct mt_json_tokens *tokens)
{
    bool is_there = tokens->at < tokens->end && (unsigned char)*tokens->at > ' ';
    return is_there ? *tokens->at : mt_json_token_behind_blanks(tokens);
}

/* Decodes what is left of a text to `copy`, which moves behind it. `at` moves behind the closing quote. */
enum mt_json_token_end mt_json_token_copy(struct mt_json_tokens *tokens);

/* `at` is behind the opening quote and moves behind the closing one. A text without escapes is not copied. */
static inline enum mt_json_token_end
mt_json_token_text(struct mt_json_tokens *tokens, struct mt_text *text)
{
    const char *start = tokens->at, *end = mt_json_plain_end(start, tokens->end);
    if (end < tokens->end && *end == '"') {
        tokens->at = end + 1;
        *text = (struct mt_text){start, (size_t)(end - start)};
        return MT_JSON_TOKEN_WHOLE;
    }
    const char *copy = tokens->copy;
    enum mt_json_token_end result = mt_json_token_copy(tokens);
    *text = (struct mt_text){copy, (size_t)(tokens->copy - copy)};
    return result;
}

/* A number whose digits are the shortest that give it back, but for zeros at the end of a fraction. `at` is on its
 * first byte and moves behind the last digit; what stands there can still make it none. */
enum mt_json_token_end mt_json_token_number(struct mt_json_tokens *tokens, struct mt_text *number);

/* "true" and the like; the same holds. */
enum mt_json_token_end mt_json_token_word(struct mt_json_tokens *tokens, struct mt_text word);

#endif
