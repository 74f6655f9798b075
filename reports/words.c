#include "reports/words.h"

#include <string.h>

#include "reports/messages.h"
#include "reports/words_codes_es.h"
#include "reports/words_es.h"

const struct mt_word mt_own_words[] = {
#define X(english, spanish) {(english), (english), (spanish)},
    MT_WORDS_ES(X) MT_WORDS_ES_OF_CODES(X)
#undef X
        {NULL},
};

const char *
mt_in_language_own(enum mt_language language, const char *english)
{
    switch (language) {
    case MT_LANGUAGE_EN:
        break;
    case MT_LANGUAGE_ES:
        for (const struct mt_word *word = mt_own_words; word->key; word++)
            if (word->key[0] == english[0] && strcmp(word->key, english) == 0)
                return word->spanish;
        break;
    }
    return NULL;
}

const char *
mt_in_language(enum mt_language language, const char *english)
{
    const char *own = english ? mt_in_language_own(language, english) : NULL;
    return own ? own : english;
}

const struct mt_word *
mt_words_of(const struct mt_column *column)
{
    static const struct {
        const char *key;
        enum mt_type type;
        const struct mt_word *words;
    } lists[] = {
        {"outcome", MT_TYPE_TEXT, mt_outcome_words},
        {"weekday", MT_TYPE_COUNT, mt_weekday_words},
        {"reason_class", MT_TYPE_TEXT, mt_reason_words},
        {"last_reason_class", MT_TYPE_TEXT, mt_reason_words},
        {"class", MT_TYPE_TEXT, mt_reason_words},
        {"actor", MT_TYPE_TEXT, mt_actor_short_words},
        {"permanence", MT_TYPE_TEXT, mt_permanence_words},
        {"verdict", MT_TYPE_TEXT, mt_change_words},
        {"compared", MT_TYPE_TEXT, mt_against_words},
        {"direction", MT_TYPE_TEXT, mt_own_words},
        {"evidence", MT_TYPE_TEXT, mt_own_words},
        {"available", MT_TYPE_TEXT, mt_own_words},
        {"answers", MT_TYPE_TEXT, mt_own_words},
        {"supplied_by", MT_TYPE_TEXT, mt_own_words},
        {"state", MT_TYPE_TEXT, mt_own_words},
        {"fact", MT_TYPE_TEXT, mt_own_words},
        {"remedy", MT_TYPE_TEXT, mt_own_words},
        {"time_basis", MT_TYPE_TEXT, mt_own_words},
        {"observed_by", MT_TYPE_TEXT, mt_own_words},
        {"what", MT_TYPE_TEXT, mt_happened_words},
        {"in_finding", MT_TYPE_TEXT, mt_own_words},
        {"meaning", MT_TYPE_TEXT, mt_own_words},
        {"layer", MT_TYPE_TEXT, mt_own_words},
        {"part", MT_TYPE_TEXT, mt_own_words},
        {"expired", MT_TYPE_TEXT, mt_own_words},
        {"cut", MT_TYPE_TEXT, mt_own_words},
    };
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        if (column->type == lists[i].type && strcmp(column->key, lists[i].key) == 0)
            return lists[i].words;
    return NULL;
}
