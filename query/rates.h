#ifndef MT_QUERY_RATES_H
#define MT_QUERY_RATES_H

/* The rate questions: how much mail, how much of it deferred or failed, by any of the dimensions. question.h says
 * what the columns mean. Only question.c calls this. */

#include "query/dimension.h"
#include "query/filter.h"

struct mt_store;

/* Fills the table from the roll-up, or from the deliveries when the filter asks for what the roll-up does not know.
 * `by` holds `count` dimensions (none: one row for everything). */
enum mt_rc mt_rates_ask(struct mt_store *store, const struct mt_dimension *const *by, size_t count,
                        const struct mt_filter *filter, struct mt_table *table, struct mt_err *err);

/* What the store knows of the mail in a window, besides the status that every export has. */
struct mt_evidence_found {
    bool summary; /* any mail at all */
    bool events;  /* single transport events */
    bool reasons; /* outcomes or reasons that only events or NDRs give */
};

enum mt_rc mt_evidence_find(struct mt_store *store, const struct mt_filter *filter, struct mt_evidence_found *found,
                            struct mt_err *err);

/* The table's `evidence`. */
const char *mt_evidence_words_for(const struct mt_evidence_found *found);

extern const char mt_why_no_expiry[];

/* Says in the table's parameters that only the first rows are shown; nothing when all are. */
enum mt_rc mt_rows_record(struct mt_table *table, size_t all, struct mt_err *err);

#endif
