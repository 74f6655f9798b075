#include "store/codes_words.h"

bool
mt_words_is_letter(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

bool
mt_words_is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* How many bytes of `text` the words match at its beginning; 0 when they do not. */
static size_t
match_here(struct mt_text text, struct mt_text words)
{
    size_t at = 0;
    for (size_t i = 0; i < words.len; i++) {
        if (at == text.len)
            return 0;
        if (mt_words_is_blank(words.at[i])) {
            if (!mt_words_is_blank(text.at[at]))
                return 0;
            while (at < text.len && mt_words_is_blank(text.at[at]))
                at++;
            while (i + 1 < words.len && mt_words_is_blank(words.at[i + 1]))
                i++;
            continue;
        }
        if (mt_ascii_lower(words.at[i]) != mt_ascii_lower(text.at[at]))
            return 0;
        at++;
    }
    return at;
}

/* Where the words first stand in text[from..] as whole words; moves *from behind them. An open end may be the middle
 * of a word. */
static bool
find_words(struct mt_text text, struct mt_text words, bool open_before, bool open_behind, size_t *from)
{
    bool bound_before = !open_before && mt_words_is_letter(words.at[0]);
    bool bound_behind = !open_behind && mt_words_is_letter(words.at[words.len - 1]);
    for (size_t i = *from; i < text.len; i++) {
        if (bound_before && i > 0 && mt_words_is_letter(text.at[i - 1]))
            continue;
        size_t taken = match_here((struct mt_text){text.at + i, text.len - i}, words);
        if (!taken || (bound_behind && i + taken < text.len && mt_words_is_letter(text.at[i + taken])))
            continue;
        *from = i + taken;
        return true;
    }
    return false;
}

/* What stands between the stars has to follow each other. The first place of each part is as good as any
 * later one, so this never goes back. */
bool
mt_words_stand_in(struct mt_text words, struct mt_text text)
{
    size_t from = 0;
    bool open_before = false;
    while (words.at) {
        struct mt_text part = mt_text_trim(mt_text_cut(&words, '*'));
        bool open_behind = words.at != NULL;
        if (part.len && !find_words(text, part, open_before, open_behind, &from))
            return false;
        open_before = true;
    }
    return true;
}
