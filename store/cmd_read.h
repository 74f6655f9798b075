#ifndef MT_STORE_CMD_READ_H
#define MT_STORE_CMD_READ_H

/* A small file that a command reads whole: a table of the user's, a text to explain. Part of the program, not of a
 * library. */

#include "store/base/out.h"

/* Appends the bytes of the file, or of standard input for "-", to `bytes`. A file of more than `most` bytes is refused;
 * `what` says in the error what it is too large for ("a table of codes"). */
enum mt_rc mt_command_read(const char *path, size_t most, const char *what, struct mt_out *bytes, struct mt_err *err);

#endif
