#ifndef MT_STORE_REJECTS_H
#define MT_STORE_REJECTS_H

/* The records that were kept aside: which there are, as text for people, and what is known of the export that one comes
 * from, so that it can be read again. How they are read is ingest's business. */

#include "store/base/arena.h"
#include "store/base/out.h"
#include "store/row.h"
#include "store/store.h"

struct mt_kept_reject {
    int64_t number; /* of the record, in this database */
    int64_t import; /* of its export */
    struct mt_text file;
    int64_t line;
    struct mt_text reason, raw;
    bool raw_is_cut;
    struct mt_text settled_by; /* the export by which it was read after all; unknown: it was not */
};

struct mt_rejects_wanted {
    int64_t import;      /* 0: of every export */
    struct mt_text file; /* name of the export, with or without its folders; unknown: of every export */
    bool settled_too;    /* also those that were read after all */
};

/* Each reject that is wanted, in the order of import and then of the file. Its texts live until `take` returns;
 * whatever that returns but MT_OK ends the walk and is its result. */
typedef enum mt_rc mt_take_kept_reject(void *context, const struct mt_kept_reject *reject, struct mt_err *err);

enum mt_rc mt_rejects_each(struct mt_store *store, const struct mt_rejects_wanted *wanted, mt_take_kept_reject *take,
                           void *context, struct mt_err *err);

/* "file:line: reason", then the record indented. Control characters are made visible, so that nothing in a file can
 * command a terminal. */
void mt_rejects_put(struct mt_out *out, const struct mt_kept_reject *reject);

/* What was known of an export when it was imported; texts go to the arena. `bytes` is not filled. */
enum mt_rc mt_rejects_origin(struct mt_store *store, int64_t import, struct mt_arena *arena, struct mt_export *origin,
                             struct mt_err *err);

/* Marks rejects as read by the export with that hash; inside the caller's transaction. */
enum mt_rc mt_rejects_settle(struct mt_store *store, const unsigned char sha256[32], const int64_t *numbers,
                             size_t count, struct mt_err *err);

#endif
