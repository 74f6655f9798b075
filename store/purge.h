#ifndef MT_STORE_PURGE_H
#define MT_STORE_PURGE_H

/* Mail that has to go: what is older than a moment (retention), or everything about one address (erasure). One
 * transaction: an interrupted purge has changed nothing.
 *
 * By age, deliveries received before the moment go, with their observations, events and courses; events of which nobody
 * can say whose they are go by their own time. The records that could not be read go when the newest mail of their
 * export is older: they have no time of their own. Non-delivery reports go by the time at which they were made. Exports
 * older than the moment go when nothing refers to them any more. Then msgtrace no longer knows that it has read them,
 * and importing such a file again brings its mail back; an export with newer mail stays known, and is not read again.
 *
 * By address, every delivery goes that the address, or one made from it (mention.h), sent or received, with all that
 * hangs on it. Events of a message that it took part in go as well when nobody can say to whom of its recipients they
 * belong. Records that could not be read and mention the address go,
 * and so do non-delivery reports, tickets and the tokens by which tickets hide people. So do deliveries without a trace
 * id whose Message-ID (without that, subject) mentions it, because that is how they are recognised. In every other text
 * it is replaced by a mark: subjects, Message-IDs, names of exports, details of events. The list of exports stays, so
 * that an export which was read before is not read again. Its bytes are gone from the file when mt_purge_compact has
 * run; copies of the file, and exports on the disk, are not msgtrace's.
 *
 * What remains is what a store would hold that had never seen what went, so exports can be imported in any order before
 * and after. */

#include "store/base/civil.h"
#include "store/store.h"

struct mt_purge {
    int64_t before_us;      /* brought down to a full minute: less exact rows of one delivery stay together */
    struct mt_text address; /* in ASCII lower case; unknown: by age */
    bool dry_run;           /* count, and change nothing */
    bool (*stop)(void);     /* asked now and then; NULL: never */
};

struct mt_purged {
    int64_t deliveries; /* rows of table `delivery`, absorbed ones included */
    int64_t events;
    int64_t rejects;
    int64_t ndrs; /* non-delivery reports */
    int64_t exports;
    int64_t addresses; /* and domains, routes, reasons: nothing refers to them any more */
    int64_t domains, routes, reasons;
    int64_t texts; /* rows of any table in which the address was replaced by a mark */
};

enum mt_rc mt_purge_run(struct mt_store *store, const struct mt_purge *purge, struct mt_purged *purged,
                        struct mt_err *err);

/* Writes the file anew without what was deleted; needs as much room again while it runs. Fails without harm. */
enum mt_rc mt_purge_compact(struct mt_store *store, struct mt_err *err);

#endif
