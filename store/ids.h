#ifndef MT_STORE_IDS_H
#define MT_STORE_IDS_H

/* A growing list of row ids. */

#include "store/base/err.h"

#include <stddef.h>
#include <stdint.h>

struct mt_ids {
    int64_t *ids;
    size_t count, room;
};

#define MT_IDS_EMPTY ((struct mt_ids){NULL, 0, 0})

enum mt_rc mt_ids_add(struct mt_ids *list, int64_t id, struct mt_err *err);
void mt_ids_make_unique(struct mt_ids *list); /* also sorts */
void mt_ids_release(struct mt_ids *list);

#endif
