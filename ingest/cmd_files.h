#ifndef MT_INGEST_CMD_FILES_H
#define MT_INGEST_CMD_FILES_H

/* The files that the operands of a command name: files, folders, patterns that no shell has expanded, "-" for standard
 * input. Part of the program, not of a library. */

#include "cmd.h"

struct mt_file_list {
    char **paths;
    size_t count, room;
};

/* Fills an empty list in the order of the operands; a folder's files come by name. Fails when nothing is named. */
enum mt_rc mt_file_list_collect(struct mt_file_list *list, const struct mt_arguments *arguments, struct mt_err *err);
void mt_file_list_release(struct mt_file_list *list);

#endif
