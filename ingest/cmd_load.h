#ifndef MT_INGEST_CMD_LOAD_H
#define MT_INGEST_CMD_LOAD_H

/* One export into the database, and what msgtrace import says about it. Part of the program, not of a library. */

#include "ingest/archive.h"
#include "ingest/checks.h"
#include "ingest/cmd_progress.h"
#include "ingest/reading.h"

struct mt_store;

/* What the user asked for. */
struct mt_load_plan {
    struct mt_reading_options reading;
    enum mt_encoding encoding;
    struct mt_zone *zone; /* of the reading; the plan's owner closes it */
    bool strict, dry_run, quiet;
    const char *asks_room; /* the database whose disk must have room for what is read; NULL: nobody asks */
    int threads;           /* 1: reading and writing take turns; 2: they go on beside each other */
    bool has_meaning;      /* options that say what a file means were given */
};

/* Reads an export of an archive (a plain file is an archive of one) into the store, in a transaction of its own, and
 * prints what it was. MT_INCOMPLETE: done, with rejects. The error says which export it is about. */
enum mt_rc mt_load_export(struct mt_archive *archive, size_t index, struct mt_store *store,
                          const struct mt_load_plan *plan, struct mt_progress *progress, struct mt_checks_run *checked,
                          struct mt_err *err);

#endif
