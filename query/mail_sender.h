#ifndef MT_QUERY_MAIL_SENDER_H
#define MT_QUERY_MAIL_SENDER_H

/* The address behind a sender's number in the store. */

#include "store/base/arena.h"
#include "store/base/err.h"

struct mt_store;

/* Unknown when there is none of that number; the copy lives in the arena. */
enum mt_rc mt_mail_sender(struct mt_store *store, int64_t sender_id, struct mt_arena *arena, struct mt_text *address,
                          struct mt_err *err);

#endif
