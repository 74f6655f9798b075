#ifndef MT_REPORTS_REDACT_PHRASES_H
#define MT_REPORTS_REDACT_PHRASES_H

/* Names, subjects and other phrases that were learned, to be found in text again: in any case, with any blanks and line
 * breaks between their words, as whole words. A tree of their bytes: looking costs no more than the longest phrase at
 * each word, whatever their number. */

#include "store/base/text.h"

struct mt_phrases;

struct mt_phrases *mt_phrases_new(void);          /* NULL: no memory */
void mt_phrases_free(struct mt_phrases *phrases); /* accepts NULL */
bool mt_phrases_failed(const struct mt_phrases *phrases);

/* `token` must live as long as the phrases. A phrase that is known already keeps its first token. */
void mt_phrases_add(struct mt_phrases *phrases, struct mt_text phrase, struct mt_text token);

/* The longest phrase at the start of the text: how many bytes of the text it is, and its token; 0: none. */
size_t mt_phrases_match(const struct mt_phrases *phrases, struct mt_text text, struct mt_text *token);

#endif
