#ifndef MT_STORE_CMD_CODES_H
#define MT_STORE_CMD_CODES_H

/* The table of codes as commands use it. Part of the program, not of a library. */

#include "cmd.h"
#include "store/codes.h"

/* With the user's lines when there is a database. That there is none is no error, unless --db names it. The caller
 * frees the codes. */
enum mt_rc mt_command_codes(const struct mt_arguments *arguments, struct mt_codes **codes, struct mt_err *err);

#endif
