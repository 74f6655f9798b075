#include "query/suggest.h"

enum { LONGEST = 64 };

static char
lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

static size_t
least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Damerau's distance in its simple form (optimal string alignment), three rows of the table at a time. */
size_t
mt_word_distance(struct mt_text a, struct mt_text b)
{
    size_t rows[3][LONGEST + 1];
    if (a.len > LONGEST || b.len > LONGEST)
        return LONGEST;
    size_t *before = rows[0], *above = rows[1], *row = rows[2];
    for (size_t j = 0; j <= b.len; j++)
        above[j] = j;
    for (size_t i = 1; i <= a.len; i++) {
        row[0] = i;
        for (size_t j = 1; j <= b.len; j++) {
            bool same = lower(a.at[i - 1]) == lower(b.at[j - 1]);
            row[j] = least(least(above[j], row[j - 1]) + 1, above[j - 1] + !same);
            if (i > 1 && j > 1 && lower(a.at[i - 1]) == lower(b.at[j - 2]) && lower(a.at[i - 2]) == lower(b.at[j - 1]))
                row[j] = least(row[j], before[j - 2] + 1);
        }
        size_t *spare = before;
        before = above;
        above = row;
        row = spare;
    }
    return above[b.len];
}

bool
mt_word_near(struct mt_text word, size_t distance)
{
    return distance <= (word.len > 4 ? 2u : 1u) && distance < word.len;
}

const char *
mt_word_nearest(struct mt_text word, const char *const *known)
{
    const char *nearest = NULL;
    size_t best = LONGEST;
    for (; *known; known++) {
        size_t distance = mt_word_distance(word, mt_text_of(*known));
        if (distance < best) {
            best = distance;
            nearest = *known;
        }
    }
    return nearest && mt_word_near(word, best) ? nearest : NULL;
}
