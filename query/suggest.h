#ifndef MT_QUERY_SUGGEST_H
#define MT_QUERY_SUGGEST_H

/* "Did you mean ...": the known word nearest to one that is not known. */

#include "store/base/text.h"

/* How many letters must be inserted, removed, changed or swapped with their neighbour to make one from the other.
 * Letters of either case are alike. Words longer than 64 bytes count as far apart. */
size_t mt_word_distance(struct mt_text a, struct mt_text b);

/* The nearest word of a list that ends with NULL, or NULL when none is near enough to be what was meant. */
const char *mt_word_nearest(struct mt_text word, const char *const *known);

/* Whether a word at that distance may be a slip of the finger in `word`. */
bool mt_word_near(struct mt_text word, size_t distance);

#endif
