#ifndef MT_REPORTS_CMD_READER_H
#define MT_REPORTS_CMD_READER_H

/* Who reads what a command writes: the option --lang, read alike everywhere. Part of the program, not of a library.
 * (The zone is one of the options of cmd_filter.h: it also says what an hour and a day are.) */

#include "cmd.h"
#include "reports/language.h"

#define MT_LANGUAGE_OPTION                                                                                             \
    {                                                                                                                  \
        "lang", 0, "LANGUAGE", "en or es (else that of LC_ALL, LC_MESSAGES or LANG, else en)", true, mt_language_words \
    }

extern const char *const mt_language_words[]; /* "en", "es" */

/* The command has MT_LANGUAGE_OPTION. */
enum mt_rc mt_reader_read_language(const struct mt_arguments *arguments, enum mt_language *language,
                                   struct mt_err *err);

#endif
