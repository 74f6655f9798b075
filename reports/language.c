#include "reports/language.h"

#include "store/base/text.h"

static const char *const keys[] = {
#define X(name, key) [MT_LANGUAGE_##name] = key,
    MT_LANGUAGE_LIST(X)
#undef X
};

enum { LANGUAGES = sizeof keys / sizeof *keys };

enum mt_language
mt_reader_language(const struct mt_reader *reader)
{
    return reader ? reader->language : MT_LANGUAGE_EN;
}

const struct mt_zone *
mt_reader_zone(const struct mt_reader *reader)
{
    return reader ? reader->zone : NULL;
}

const char *
mt_language_key(enum mt_language language)
{
    return keys[language];
}

static bool
find(struct mt_text key, enum mt_language *language)
{
    for (int i = 0; i < LANGUAGES; i++)
        if (mt_text_is_nocase(key, keys[i])) {
            *language = (enum mt_language)i;
            return true;
        }
    return false;
}

bool
mt_language_by_key(const char *key, enum mt_language *language)
{
    return find(mt_text_of(key), language);
}

/* "es_ES.UTF-8@euro": the language stands before the first of these marks. */
static struct mt_text
language_of(struct mt_text locale)
{
    static const char marks[] = "_.@-";
    for (size_t i = 0; marks[i]; i++) {
        struct mt_text rest = locale;
        locale = mt_text_cut(&rest, marks[i]);
    }
    return locale;
}

enum mt_language
mt_language_of_environment(const char *lc_all, const char *lc_messages, const char *lang)
{
    const char *const values[] = {lc_all, lc_messages, lang};
    enum mt_language language = MT_LANGUAGE_EN;
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        if (values[i] && values[i][0]) {
            find(language_of(mt_text_of(values[i])), &language);
            break;
        }
    return language;
}
