#ifndef MT_STORE_REJECTS_H
#define MT_STORE_REJECTS_H

/* The records that were kept aside, as text for people. */

#include "store/base/out.h"
#include "store/store.h"

/* A walk over all rejects, in the order of import and then of the file. */
struct mt_rejects;

enum mt_rc mt_rejects_open(struct mt_rejects **rejects, struct mt_store *store, struct mt_err *err);
void mt_rejects_close(struct mt_rejects *rejects); /* accepts NULL */

/* Appends the next one: "file:line: reason", then the record indented. Control characters are made visible, so that
 * nothing in a file can command a terminal. *more is false, and nothing is appended, at the end. */
enum mt_rc mt_rejects_next(struct mt_rejects *rejects, struct mt_out *out, bool *more, struct mt_err *err);

#endif
