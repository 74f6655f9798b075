#ifndef MT_STORE_STORE_H
#define MT_STORE_STORE_H

/* One msgtrace database: opened, brought to the newest schema, closed. The handle owns the SQLite connection; query/
 * borrows it. Nothing here knows what the rows mean (loader.h does). */

#include "store/base/err.h"
#include "store/base/text.h"

struct sqlite3;
struct mt_store;

enum mt_store_mode {
    MT_STORE_READ,  /* must exist; SQLite's own read-only mode */
    MT_STORE_WRITE, /* made when missing; schema, labels, providers and views are brought up to date */
};

/* A path that is no file: the database lives as long as the store (a dry run needs no more). */
#define MT_STORE_IN_MEMORY ":memory:"

enum mt_rc mt_store_open(struct mt_store **store, const char *path, enum mt_store_mode mode, struct mt_err *err);
void mt_store_close(struct mt_store *store); /* accepts NULL */

struct sqlite3 *mt_store_connection(struct mt_store *store);

/* The error text of the last failed SQLite call in words that help: a full disk, a locked or damaged database, a file
 * that is no database. Returns MT_FAILED (MT_INTERRUPTED when the call was interrupted). */
enum mt_rc mt_store_error(struct mt_store *store, const char *doing, struct mt_err *err);

/* Reads a tab-separated table of providers (pattern, key, name; '#' starts a comment) into the store's own rules and
 * derives every domain's provider anew. `name` is for error texts; *rules is how many lines of the table are rules. */
enum mt_rc mt_store_add_providers(struct mt_store *store, struct mt_text table, const char *name, int64_t *rules,
                                  struct mt_err *err);

#endif
