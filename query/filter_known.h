#ifndef MT_QUERY_FILTER_KNOWN_H
#define MT_QUERY_FILTER_KNOWN_H

/* Whether what a filter names is in the store at all: an answer that is empty because a domain was mistyped must not
 * look like good news. Of the words that no closed list holds (those are refused anyway): domain, country, forest,
 * region and connector. */

#include "query/filter.h"

struct mt_store;

/* The first that the store has no mail of, as a sentence in `hint` ("no mail is to the domain 'yaho.com'; did you mean
 * 'yahoo.com'"); empty when all are there. */
enum mt_rc mt_filter_known(struct mt_store *store, const struct mt_filter *filter, struct mt_err *hint,
                           struct mt_err *err);

#endif
