#include "reports/cmd_reader.h"

#include <stdlib.h>

const char *const mt_language_words[] = {
#define X(name, key) (key),
    MT_LANGUAGE_LIST(X)
#undef X
        NULL,
};

enum mt_rc
mt_reader_read_language(const struct mt_arguments *arguments, enum mt_language *language, struct mt_err *err)
{
    const char *said = mt_arguments_value(arguments, "lang");
    *language = mt_language_of_environment(getenv("LC_ALL"), getenv("LC_MESSAGES"), getenv("LANG"));
    if (!said || mt_language_by_key(said, language))
        return MT_OK;
    return mt_err_set(err, MT_USAGE, "--lang takes 'en' or 'es', not '%.40s'", said);
}
