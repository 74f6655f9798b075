#ifndef MT_STORE_CODE_RULES_H
#define MT_STORE_CODE_RULES_H

/* The user's own lines of the table of codes, kept in the database (table code_rule), and what follows from a change of
 * the table: the class, permanence and actor of every stored reason, and the roll-up. What a line means is the business
 * of codes.h. */

#include "store/base/out.h"
#include "store/codes.h"
#include "store/store.h"

struct mt_code_change {
    int64_t lines;   /* of the user's, that were added or removed */
    int64_t reasons; /* that have another class now */
};

/* The shipped table with the user's lines before it; the caller frees it. */
enum mt_rc mt_code_rules_codes(struct mt_store *store, struct mt_codes **codes, struct mt_err *err);

/* Classes every stored reason anew, and the roll-up with it; inside the caller's transaction. */
enum mt_rc mt_code_rules_apply(struct mt_store *store, struct mt_err *err);

/* Each is a transaction of its own. A line with the codes and the hint of an earlier one replaces it. Nothing is
 * changed when the table has a bad line; `name` is for the error that names it. */
enum mt_rc mt_code_rules_add(struct mt_store *store, struct mt_text table, const char *name,
                             struct mt_code_change *change, struct mt_err *err);
enum mt_rc mt_code_rules_reset(struct mt_store *store, struct mt_code_change *change, struct mt_err *err);

/* Writes all lines as the table that mt_code_rules_add reads, the user's first, with an eighth column: "user" or
 * "shipped". Needs no database. */
enum mt_rc mt_code_rules_write(const struct mt_codes *codes, struct mt_out *out, struct mt_err *err);

#endif
