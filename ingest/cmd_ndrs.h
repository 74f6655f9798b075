#ifndef MT_INGEST_CMD_NDRS_H
#define MT_INGEST_CMD_NDRS_H

/* Files with non-delivery reports into the database, and what msgtrace import says about them. Part of the program, not
 * of a library. */

#include "ingest/archive.h"
#include "ingest/cmd_load.h"

struct mt_store;

/* As mt_load_export; *is_taken is false, and nothing is done, when the input holds something else. */
enum mt_rc mt_load_ndrs(struct mt_archive *archive, size_t index, struct mt_store *store,
                        const struct mt_load_plan *plan, bool *is_taken, struct mt_err *err);

#endif
