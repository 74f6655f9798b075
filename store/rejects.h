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

/* A walk over rejects, in the order of import and then of the file. */
struct mt_rejects;

enum mt_rc mt_rejects_open(struct mt_rejects **rejects, struct mt_store *store, struct mt_err *err); /* not settled */
enum mt_rc mt_rejects_open_some(struct mt_rejects **rejects, struct mt_store *store,
                                const struct mt_rejects_wanted *wanted, struct mt_err *err);
void mt_rejects_close(struct mt_rejects *rejects); /* accepts NULL */

/* The next one; its texts live until the next step. *more is false at the end. */
enum mt_rc mt_rejects_step(struct mt_rejects *rejects, struct mt_kept_reject *reject, bool *more, struct mt_err *err);

/* "file:line: reason", then the record indented. Control characters are made visible, so that nothing in a file can
 * command a terminal. */
void mt_rejects_put(struct mt_out *out, const struct mt_kept_reject *reject);

/* Both together; nothing is appended at the end. */
enum mt_rc mt_rejects_next(struct mt_rejects *rejects, struct mt_out *out, bool *more, struct mt_err *err);

/* What was known of an export when it was imported; texts go to the arena. `bytes` is not filled. */
enum mt_rc mt_rejects_origin(struct mt_store *store, int64_t import, struct mt_arena *arena, struct mt_export *origin,
                             struct mt_err *err);

/* Marks rejects as read by the export with that hash; inside the caller's transaction. */
enum mt_rc mt_rejects_settle(struct mt_store *store, const unsigned char sha256[32], const int64_t *numbers,
                             size_t count, struct mt_err *err);

#endif
