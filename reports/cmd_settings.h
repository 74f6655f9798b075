#ifndef MT_REPORTS_CMD_SETTINGS_H
#define MT_REPORTS_CMD_SETTINGS_H

/* What a user sets once and for all: options that are marked `lasting` in the tables of commands (cmd.h) may stand in a
 * file or in the environment. A flag wins over the environment, which wins over the file. Part of the program.
 *
 * The file is $MSGTRACE_CONFIG (empty: none), else msgtrace/config in $XDG_CONFIG_HOME, else in ~/.config. The variable
 * of --zone is MSGTRACE_ZONE. */

#include "cmd.h"
#include "store/base/settings.h"

struct mt_lasting {
    char path[1024]; /* of the file; "" when there can be none */
    bool is_there;
    char *bytes;
    struct mt_settings settings;
};

/* Reads the file. A file that was named and is not there is an error, another one is not. To be released also after a
 * failure. */
enum mt_rc mt_lasting_open(struct mt_lasting *lasting, struct mt_err *err);
void mt_lasting_close(struct mt_lasting *lasting);

/* Where the value of an option comes from. */
struct mt_lasting_value {
    const char *value;  /* NULL: nowhere, so that the option's own rule holds */
    const char *origin; /* "file" or "environment" */
    int line;           /* of the file */
};

/* What the environment or the file says of a command's option. The text lives as long as `lasting`. */
struct mt_lasting_value mt_lasting_value(const struct mt_lasting *lasting, const struct mt_command *command,
                                         const struct mt_option *option);

/* "MSGTRACE_ZONE" */
void mt_lasting_variable(const struct mt_option *option, char room[64]);

/* The first lasting option of that name in any command's table; NULL: there is none. */
const struct mt_option *mt_lasting_option(const char *name);

#endif
