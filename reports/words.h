#ifndef MT_REPORTS_WORDS_H
#define MT_REPORTS_WORDS_H

/* English texts of ours in the reader's language. Answers (query/table.h) come with English titles, reasons, notes and
 * words; whoever shows them to people asks here, with the English text as the key. What is not here, data above all,
 * stays as it is. */

#include "reports/language.h"
#include "reports/report.h"

/* The text itself where there is no other one. */
const char *mt_in_language(enum mt_language language, const char *english);

/* NULL where there is no other one, and for English. */
const char *mt_in_language_own(enum mt_language language, const char *english);

/* All of these texts as the words of a column whose values are ours; each is its own key. */
extern const struct mt_word mt_own_words[];

/* The words for the values of a column, known by its key and type; NULL: its values are shown as they are. */
const struct mt_word *mt_words_of(const struct mt_column *column);

#endif
