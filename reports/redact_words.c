#include "reports/redact_words.h"

#include <string.h>

#include <sodium/crypto_shorthash_siphash24.h>

#include "reports/redact_fold.h"

/* A longer word is read in pieces. */
enum { WORD_BYTES = 256 };

/* Whether a mark between words parts cells of a table or lines of a list. `gap` is where the gap begins. */
static bool
parts_cells(struct mt_text text, size_t gap, size_t at)
{
    char next = at + 1 < text.len ? text.at[at + 1] : ' ';
    switch (text.at[at]) {
    case '|':
    case '<':
    case '>':
    case '{':
    case '}':
    case '\0':
        return true;
    case ',':
    case ';':
        return !strchr(" \t\r\n", next) || (at > 0 && text.at[at - 1] == '"');
    case '\t': /* a header's fold begins with one, too */
        return !memchr(text.at + gap, '\n', at - gap);
    case '\n': /* an empty line, or a record in quotes */
        return next == '"' || memchr(text.at + gap, '\n', at - gap) != NULL;
    default:
        return false;
    }
}

static void
skip_gap(struct mt_text text, size_t *at, bool *is_apart)
{
    char folded[4];
    size_t gap = *at, taken, len;
    while (*at < text.len) {
        enum mt_letter letter = mt_fold((struct mt_text){text.at + *at, text.len - *at}, &taken, folded, &len);
        if (letter != MT_LETTER_NONE && letter != MT_LETTER_MARK)
            return;
        *is_apart |= taken == 1 && parts_cells(text, *at - gap > 8 ? *at - 8 : gap, *at);
        *at += taken;
    }
}

/* One word into `room`, which holds WORD_BYTES and a letter more. */
static bool
read_word(struct mt_text text, size_t *at, char *room, struct mt_word *word)
{
    *word = (struct mt_word){.is_number = true};
    skip_gap(text, at, &word->is_apart);
    word->from = *at;
    while (*at < text.len && word->letters < WORD_BYTES) {
        size_t taken, len;
        enum mt_letter letter =
            mt_fold((struct mt_text){text.at + *at, text.len - *at}, &taken, room + word->letters, &len);
        if (letter == MT_LETTER_NONE || (letter == MT_LETTER_ALONE && word->letters > 0))
            break;
        *at += taken;
        if (letter == MT_LETTER_MARK)
            continue;
        word->is_number &= room[word->letters] >= '0' && room[word->letters] <= '9';
        word->letters += len;
        if (letter == MT_LETTER_ALONE)
            break;
    }
    word->to = *at;
    return word->letters > 0;
}

bool
mt_word_next(const unsigned char key[MT_WORD_KEY_BYTES], struct mt_text text, size_t *at, struct mt_word *word)
{
    char room[WORD_BYTES + 4];
    unsigned char hash[crypto_shorthash_siphash24_BYTES];
    if (!text.at || !read_word(text, at, room, word))
        return false;
    crypto_shorthash_siphash24(hash, (const unsigned char *)room, word->letters, key);
    memcpy(&word->hash, hash, sizeof word->hash);
    return true;
}

void
mt_words_fold(struct mt_text text, struct mt_out *out)
{
    char folded[WORD_BYTES + 4];
    struct mt_word word;
    bool is_first = true;
    for (size_t at = 0; text.at && read_word(text, &at, folded, &word); is_first = false) {
        if (!is_first)
            mt_out_byte(out, ' ');
        mt_out_text(out, (struct mt_text){folded, word.letters});
    }
}

size_t
mt_words_count(struct mt_text text)
{
    char folded[WORD_BYTES + 4];
    struct mt_word word;
    size_t count = 0;
    for (size_t at = 0; text.at && read_word(text, &at, folded, &word);)
        count++;
    return count;
}
