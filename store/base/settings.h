#ifndef MT_BASE_SETTINGS_H
#define MT_BASE_SETTINGS_H

/* A file of settings: lines "key = value", comments behind '#' at the beginning of a line, sections "[report]" whose
 * settings are for that command alone. Blanks around keys and values do not count; a value may stand in double quotes
 * to keep its own. CRLF and a byte-order mark are fine; anything else that is no such line is an error with its number.
 *
 * The file is of the user's own making, and yet nothing in it is trusted: lengths are limited, and what the keys mean
 * is the caller's to judge. */

#include "store/base/err.h"
#include "store/base/text.h"

enum { MT_SETTINGS_MOST = 64, MT_SETTINGS_BYTES = 64 * 1024, MT_SETTING_LONGEST = 1024 };

struct mt_setting {
    struct mt_text section; /* "" before the first */
    struct mt_text key, value;
    int line; /* from 1 */
};

struct mt_settings {
    struct mt_setting list[MT_SETTINGS_MOST]; /* in the order of the file */
    size_t count;
};

/* Texts point into `bytes`. `name` is the file's, for messages. MT_USAGE for a line that is none. */
enum mt_rc mt_settings_parse(struct mt_settings *settings, struct mt_text bytes, const char *name, struct mt_err *err);

#endif
