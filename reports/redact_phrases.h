#ifndef MT_REPORTS_REDACT_PHRASES_H
#define MT_REPORTS_REDACT_PHRASES_H

/* Finds many phrases in a text at once, word by word: what stands between two words (blanks, folds, dots, underscores)
 * does not count, so "Jane Doe" is found in "jane.doe" and "JANE_DOE". Commas and the like that part the cells of a
 * table do count. A phrase of common words alone is not found. Time grows with the length of the text alone: from each
 * word on, a handful of words is followed at most. Part of reports/redact.h; not for others. */

#include "reports/redact_table.h"
#include "reports/redact_words.h"

/* Longer phrases are kept in pieces of about equal length, of as many words at most. */
enum { MT_PHRASE_WORDS = 8 };

struct mt_phrase {
    uint32_t original; /* whose it is; smaller numbers of `rank` win the same words */
    int rank;
    size_t first, count;
    bool is_literal; /* only as it is written */
};

struct mt_phrases {
    unsigned char key[MT_WORD_KEY_BYTES];
    struct mt_redact_table vocabulary; /* word -> number, from 2 on */
    unsigned char *is_common;          /* by number */
    size_t common_room;
    uint32_t word_count;
    struct mt_redact_table edges; /* node and word -> node */
    uint32_t *ends;               /* by node: a phrase, or 0 */
    size_t node_count, node_room;
    struct mt_phrase *list; /* from 1 on */
    size_t count, room;
    uint32_t *pool; /* the words of phrases */
    size_t pool_count, pool_room;
    struct mt_seen_word *run;
    size_t run_room;
    uint64_t work;
};

bool mt_phrases_make_common(struct mt_phrases *phrases, struct mt_text text);

struct mt_phrase_kind {
    uint32_t original;
    int rank;
    size_t least_letters; /* of a single word, and of several together */
    size_t least_several;
    bool turns; /* "Doe, Jane" is found as well */
};

/* Takes a phrase in, unless it is too short. False: no memory. */
bool mt_phrases_add(struct mt_phrases *phrases, struct mt_text text, const struct mt_phrase_kind *kind);

/* The phrase that the text as a whole is: its original, or 0. */
uint32_t mt_phrases_whole(const struct mt_phrases *phrases, struct mt_text text);

/* What the matches are told to. */
struct mt_phrases_sink {
    void *context;
    bool (*is_token)(void *context, struct mt_text word); /* such a word is none of ours */
    /* Returns whether the match counts. */
    bool (*found)(void *context, size_t from, size_t to, uint32_t original, bool is_one_word);
    struct mt_text (*text_of)(void *context, uint32_t original);
};

/* The longest phrases from the left. False: no memory. */
bool mt_phrases_match(struct mt_phrases *phrases, struct mt_text text, const struct mt_phrases_sink *sink);
void mt_phrases_release(struct mt_phrases *phrases);

#endif
