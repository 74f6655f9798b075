#ifndef MT_STORE_CODES_WORDS_H
#define MT_STORE_CODES_WORDS_H

/* Words of a table looked for in the text of a server. Upper and lower case are the same, a blank is any run of blanks,
 * and a word counts only as a whole. A '*' stands for anything, blanks too; at an end it lets the word go on. */

#include "store/base/text.h"

/* True when the words stand somewhere in the text. They have to have something else than '*'. */
bool mt_words_stand_in(struct mt_text words, struct mt_text text);

bool mt_words_is_letter(char c); /* or a digit; bytes of UTF-8 beyond ASCII count as letters */
bool mt_words_is_blank(char c);

#endif
