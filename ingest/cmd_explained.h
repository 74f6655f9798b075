#ifndef MT_INGEST_CMD_EXPLAINED_H
#define MT_INGEST_CMD_EXPLAINED_H

/* What `msgtrace explain` found out, as the sections of a report. Part of the program, not of a library. */

#include "ingest/reason.h"
#include "reports/report.h"
#include "store/codes.h"

struct mt_explanation {
    struct mt_text text;
    bool is_code; /* "421 4.4.2" and no more */
    struct mt_reason reason;
    struct mt_cause cause;
    struct mt_err why_shipped; /* why the user's lines are missing; empty: they are not */
};

/* Adds the verdict, the replies, the servers, and for a code alone all that it can mean. */
enum mt_rc mt_explained(struct mt_report *report, const struct mt_explanation *explained, const struct mt_codes *codes,
                        struct mt_err *err);

#endif
