#ifndef MT_INGEST_LIMITS_H
#define MT_INGEST_LIMITS_H

/* The numbers of rows at which the tools that make exports stop. An export that ends exactly there was probably cut:
 * what is missing is its oldest mail, because all of them give the newest first. */

#include "store/base/text.h"

struct mt_limit {
    uint64_t rows;
    const char *whose;  /* "the most that one query of Get-MessageTraceV2 gives" */
    const char *remedy; /* what to do instead */
    bool by_query;      /* Get-MessageTraceV2 can go on where it stopped */
};

/* What was counted of one export. */
struct mt_limit_counts {
    struct mt_text flavour; /* key */
    uint64_t records;       /* of the file, without headers */
    uint64_t exports;       /* that stand one behind the other in it; at least 1 */
    uint64_t messages;      /* different ones, 0: not counted */
    bool of_events;         /* put together from many queries: only limits of its own flavour count */
    bool pages_are_whole;   /* the service itself says that there is no next page */
};

/* NULL: no limit was met. */
const struct mt_limit *mt_limit_met(const struct mt_limit_counts *counts, bool *of_messages);

#endif
