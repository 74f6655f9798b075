#ifndef MT_QUERY_EVIDENCE_H
#define MT_QUERY_EVIDENCE_H

/* What the store knows of the mail in a window besides the status that every export has, and the sentences that say
 * what is missing and which export would supply it. */

#include "query/filter.h"

struct mt_store;

struct mt_evidence_found {
    bool summary; /* any mail at all */
    bool events;  /* single transport events of mail in the window */
    bool reasons; /* outcomes or reasons that only events or NDRs give */
};

enum mt_rc mt_evidence_find(struct mt_store *store, const struct mt_filter *filter, struct mt_evidence_found *found,
                            struct mt_err *err);

/* The table's `evidence`. */
const char *mt_evidence_words_for(const struct mt_evidence_found *found);

/* The question "evidence". */
enum mt_rc mt_evidence_ask(struct mt_store *store, const struct mt_filter *filter, struct mt_table *table,
                           struct mt_err *err);

/* The exports that bring events, for sentences. */
#define MT_EVENT_EXPORTS "extended reports and message trace details"

#endif
