#ifndef MT_REPORTS_REDACT_WORDS_H
#define MT_REPORTS_REDACT_WORDS_H

/* The words of a text, without regard to case and accents. What stands between two words (blanks, folds, dots,
 * underscores) does not count, but for marks that part the cells of a table. Part of reports/redact.h; not for others.
 */

#include "store/base/out.h"

enum { MT_WORD_KEY_BYTES = 16 };

struct mt_word {
    uint64_t hash;   /* under the key: which word it is */
    size_t from, to; /* in the text */
    size_t letters;  /* bytes, folded */
    bool is_number;
    bool is_apart; /* a mark that parts cells stands before it */
};

/* The next word from *at on. */
bool mt_word_next(const unsigned char key[MT_WORD_KEY_BYTES], struct mt_text text, size_t *at, struct mt_word *word);

size_t mt_words_count(struct mt_text text);

/* The words, folded, with single blanks between. */
void mt_words_fold(struct mt_text text, struct mt_out *out);

#endif
