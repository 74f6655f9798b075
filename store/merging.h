#ifndef MT_STORE_MERGING_H
#define MT_STORE_MERGING_H

/* Another database taken into this one: of another machine, another tenant, or of the same mail.
 *
 * What is merged are facts, by the very functions that an import merges them with (merge.h, join.h, events.h): so the
 * content afterwards is that of a database into which all exports of both had been imported, whichever is merged into
 * which, in whatever order and how often. Not the same are row numbers, the moments of importing, the counts of new
 * and known rows that each export had in its own database, and which of several exports is named as the source of a
 * fact that they all show: these tell what happened here.
 *
 * Everything derived (keys, roll-up, courses, classes of reasons, providers) is made by this database's own rules. The
 * user's rules of the other one are taken over where this one has none for the same thing; where both have one, this
 * one's stays and `kept_rules` counts it, because no order of the two can be right.
 *
 * Tickets are merged. Tokens that bundles of the other database show are taken along, so that they can still be
 * revealed here; new bundles hide people by this database's own key, except that a database that has made no bundle
 * yet takes the other's key.
 *
 * The other database is opened for reading only and not believed: numbers out of range, rows that lead to nothing and
 * text that is none are damage, and then nothing is taken. One transaction: all or nothing. */

#include "store/store.h"

#include <stdint.h>

struct mt_merge {
    bool dry_run;
    bool (*stop)(void); /* asked now and then; a true answer ends it with MT_INTERRUPTED. NULL: nobody does */
    /* How many of the rows are done; NULL: nobody wants to know. */
    void (*tick)(void *context, int64_t done, int64_t of);
    void *context;
};

struct mt_merged {
    int64_t exports, known_exports;
    int64_t deliveries, changed_deliveries, known_deliveries, routing; /* routing steps are no mail */
    int64_t events, known_events;
    int64_t ndrs, rejects, tickets, tokens;
    int64_t rules, kept_rules;
    int64_t kept_tokens; /* that stand for something else here: cannot be revealed for the other's bundles */
};

/* `path` names the other database. A path that leads to the store itself is refused. Error texts name it. */
enum mt_rc mt_merge_run(struct mt_store *store, const char *path, const struct mt_merge *merge,
                        struct mt_merged *merged, struct mt_err *err);

#endif
