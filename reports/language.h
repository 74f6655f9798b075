#ifndef MT_REPORTS_LANGUAGE_H
#define MT_REPORTS_LANGUAGE_H

/* Who reads: the language and the time zone of people. They travel as one value to everything that phrases something
 * for them. Formats for programs (CSV, JSON) write numbers and moments alike for every reader. */

#include <stdbool.h>

struct mt_zone;

#define MT_LANGUAGE_LIST(X)                                                                                            \
    X(EN, "en")                                                                                                        \
    X(ES, "es")

enum mt_language {
#define X(name, key) MT_LANGUAGE_##name,
    MT_LANGUAGE_LIST(X)
#undef X
};

struct mt_reader {
    const struct mt_zone *zone; /* in which moments are written; borrowed, NULL is UTC */
    enum mt_language language;
};

/* Wherever a reader is passed as a pointer, NULL is one who reads English and UTC. */
enum mt_language mt_reader_language(const struct mt_reader *reader);
const struct mt_zone *mt_reader_zone(const struct mt_reader *reader);

const char *mt_language_key(enum mt_language language);               /* "es": a tag of BCP 47 */
bool mt_language_by_key(const char *key, enum mt_language *language); /* in any case */

/* What the values of these variables ask for, as POSIX ranks them: the first that is set and not empty decides. Any of
 * them may be NULL. "es_ES.UTF-8" and "es" are Spanish; a language without a table of its own is English. */
enum mt_language mt_language_of_environment(const char *lc_all, const char *lc_messages, const char *lang);

#endif
