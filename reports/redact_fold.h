#ifndef MT_REPORTS_REDACT_FOLD_H
#define MT_REPORTS_REDACT_FOLD_H

/* What letters are and which count as the same, so that JOSÉ, José, Jose and an e with a separate accent are one word.
 * Locales play no part. Part of reports/redact.h; not for others. */

#include "store/base/text.h"

/* ASCII letters, digits, and every byte of a character beyond ASCII. */
bool mt_is_word_byte(char c);

/* Nothing is seen of it: soft hyphens, joiners, byte-order marks. */
bool mt_is_invisible(uint32_t code_point);

/* The ASCII character that it looks like or stands for: wide forms, blanks, dashes, curly quotes; 0: none. */
char mt_shown_as(uint32_t code_point);

enum mt_letter {
    MT_LETTER_NONE,  /* parts words */
    MT_LETTER_IN,    /* belongs to a word */
    MT_LETTER_ALONE, /* a word of its own: scripts that are written without blanks */
    MT_LETTER_MARK,  /* an accent that stands for itself: says nothing */
};

/* Reads one character and gives the base letter that it counts as, in lower case. `text.len` must not be 0. A byte that
 * is no UTF-8 belongs to words and counts as itself. */
enum mt_letter mt_fold(struct mt_text text, size_t *taken, char folded[4], size_t *folded_len);

/* Encodes and returns how many bytes it took; 0 for what is no character. */
size_t mt_utf8_put(uint32_t code_point, char room[4]);

#endif
