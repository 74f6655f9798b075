#ifndef MT_STORE_PROVIDERS_H
#define MT_STORE_PROVIDERS_H

/* The table of mailbox providers: read from tab-separated text (pattern, key, name; '#' starts a comment line), kept in
 * the database, and applied to every domain there. What a pattern means is place.h's business. */

#include "store/base/out.h"
#include "store/place.h"
#include "store/store.h"

enum mt_providers_source {
    MT_PROVIDERS_SHIPPED, /* replaces the shipped rules; a user's rule with the same pattern stays */
    MT_PROVIDERS_USER,    /* adds to the user's rules; the same pattern replaces what was there */
};

/* Both inside the caller's transaction. Nothing is changed when the table has a bad line. *rules, which may be NULL, is
 * how many rules the table has. */
enum mt_rc mt_providers_load(struct mt_store *store, struct mt_text table, const char *name,
                             enum mt_providers_source source, int64_t *rules, struct mt_err *err);
enum mt_rc mt_providers_place_domains(struct mt_store *store, struct mt_err *err);

/* Reads all rules; the caller frees them. */
enum mt_rc mt_providers_rules(struct mt_store *store, struct mt_rules **rules, struct mt_err *err);

/* Removes the user's rules, so that the shipped ones hold again; a transaction of its own. */
enum mt_rc mt_providers_reset(struct mt_store *store, struct mt_err *err);

/* Writes all rules as the table that mt_providers_load reads, with a fourth column: "shipped" or "user". */
enum mt_rc mt_providers_write(struct mt_store *store, struct mt_out *out, struct mt_err *err);

#endif
