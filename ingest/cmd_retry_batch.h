#ifndef MT_INGEST_CMD_RETRY_BATCH_H
#define MT_INGEST_CMD_RETRY_BATCH_H

/* The rejects of one export, read as an export of their own (cmd_retry.h). Part of the program, not of a library. */

#include "ingest/cmd_retry.h"
#include "ingest/rejected.h"

struct mt_retry_totals {
    size_t read, still; /* rejects */
};

/* The records of the list are of that import. Says on standard output what became of them. */
enum mt_rc mt_retry_import(struct mt_store *store, const struct mt_retry *retry, int64_t import,
                           const struct mt_rejected_list *list, struct mt_retry_totals *totals, struct mt_err *err);

#endif
