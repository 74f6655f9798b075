#ifndef MT_STORE_PURGE_STEPS_H
#define MT_STORE_PURGE_STEPS_H

/* The SQL of a purge, in steps that run in order. ?1 is the moment of a purge by age. What a step changes is added to a
 * count, when it names one. The functions mt_mentions(text), mt_without(text) (with marks) and mt_made_of(address)
 * speak of the address that goes; purge.c makes them. */

#include "store/purge.h"

#include <stddef.h>

struct mt_purge_step {
    const char *sql; /* NULL ends a list */
    size_t count;    /* offset in struct mt_purged */
};

#define MT_PURGE_NOT_COUNTED SIZE_MAX

/* Around everything: tables of what goes, which live as long as the transaction. */
extern const struct mt_purge_step mt_purge_begin[], mt_purge_end[];

/* What goes: one of these, then the other two. */
extern const struct mt_purge_step mt_purge_choose_by_age[], mt_purge_choose_by_address[];
extern const struct mt_purge_step mt_purge_remove_chosen[];
extern const struct mt_purge_step mt_purge_mark_texts[]; /* by address */

/* After what remains was brought in order. */
extern const struct mt_purge_step mt_purge_remove_left_behind[];
extern const struct mt_purge_step mt_purge_remove_old_exports[]; /* by age */
extern const struct mt_purge_step mt_purge_remove_unused[];

#endif
