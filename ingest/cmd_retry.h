#ifndef MT_INGEST_CMD_RETRY_H
#define MT_INGEST_CMD_RETRY_H

/* Reading rejects again: all of them as they were kept, or those of a file that `msgtrace rejects -o` wrote and
 * somebody has edited. Part of the program, not of a library.
 *
 * The rejects of one export are read as an export of their own, "rejects of 'NAME'", in one transaction, by what the
 * export was found to be: flavour, order of dates, offset from UTC, time at which it was taken. What can be read now
 * goes through the loader like any other row, and its reject is marked as read by that export. The others stay the
 * rejects they were. The export they come from, and its counts, stay as they are. */

#include "ingest/reading.h"
#include "store/rejects.h"

struct mt_retry {
    struct mt_reading_options reading; /* what the user said */
    enum mt_encoding encoding;         /* of the file */
    struct mt_rejects_wanted wanted;
    bool dry_run;
};

/* `path` is NULL, a file, or "-". MT_INCOMPLETE: done, and some are still rejected. */
enum mt_rc mt_retry_run(struct mt_store *store, const struct mt_retry *retry, const char *path, struct mt_err *err);

#endif
