#ifndef MT_STORE_REDACTION_H
#define MT_STORE_REDACTION_H

/* The key by which tickets hide people (reports/redact.h), and what each token stands for. Both stay in this database:
 * a bundle can be read by whoever gets it, and only here be told who is meant. */

#include "store/base/err.h"
#include "store/base/text.h"

struct mt_store;

enum { MT_REDACTION_KEY = 32 }; /* bytes */

/* The key, made from the system's random numbers when there is none. Changes the database then. */
enum mt_rc mt_redaction_key(struct mt_store *store, unsigned char key[MT_REDACTION_KEY], struct mt_err *err);

/* Every token that was given out, in no order. The texts live until the call returns; false ends it. */
enum mt_rc mt_redaction_tokens(struct mt_store *store,
                               bool (*each)(void *context, int kind, struct mt_text token, struct mt_text original),
                               void *context, struct mt_err *err);

/* Inside the caller's transaction; a token that is there already is left as it is. */
enum mt_rc mt_redaction_keep(struct mt_store *store, int kind, struct mt_text token, struct mt_text original,
                             struct mt_err *err);

/* What a token stands for, whatever its case, also when it is written as part of an address ("R7K3Q@contoso.com").
 * *found is false when there is none. `original` must be released (it is a copy). */
struct mt_out;
enum mt_rc mt_redaction_reveal(struct mt_store *store, struct mt_text token, bool *found, int *kind,
                               struct mt_out *original, struct mt_err *err);

enum mt_rc mt_redaction_begin(struct mt_store *store, struct mt_err *err);
enum mt_rc mt_redaction_commit(struct mt_store *store, struct mt_err *err);
void mt_redaction_abandon(struct mt_store *store);

#endif
