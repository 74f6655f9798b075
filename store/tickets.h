#ifndef MT_STORE_TICKETS_H
#define MT_STORE_TICKETS_H

/* The tickets for which bundles were made: what each is about, in words that can be read again, and how far the data
 * went at that time. Making the same ticket again is the same row. */

#include "store/base/arena.h"
#include "store/store.h"

struct mt_ticket_row {
    struct mt_text scope;
    int64_t until_us; /* the newest mail in the data then */
    int64_t made_us;  /* when it was made first */
};

/* Changes the database, in a transaction of its own. */
enum mt_rc mt_ticket_keep(struct mt_store *store, const struct mt_ticket_row *ticket, struct mt_err *err);

/* All of them, the newest first; texts live in the arena. */
enum mt_rc mt_ticket_list(struct mt_store *store, struct mt_arena *arena, struct mt_ticket_row **list, size_t *count,
                          struct mt_err *err);

#endif
