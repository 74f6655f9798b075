#ifndef MT_STORE_REDACTION_H
#define MT_STORE_REDACTION_H

/* What tickets hide, and how it is found again: the secret key that makes tokens, and which token stands for what. Both
 * stay in this database. How a token is made is the business of reports/redact.h. */

#include "store/base/arena.h"
#include "store/store.h"

enum { MT_REDACTION_KEY_BYTES = 32 };

struct mt_redaction_token {
    struct mt_text token;
    int kind; /* number of an enum mt_redact_kind */
    struct mt_text original;
};

/* The key, made at first need: then the store must be open for writing. Inside or outside of a transaction. */
enum mt_rc mt_redaction_key(struct mt_store *store, unsigned char key[MT_REDACTION_KEY_BYTES], struct mt_err *err);

typedef enum mt_rc mt_redaction_take(void *context, const struct mt_redaction_token *token, struct mt_err *err);

/* Every token in order; the texts are borrowed until `take` returns. What it returns but MT_OK ends the reading. */
enum mt_rc mt_redaction_each(struct mt_store *store, mt_redaction_take *take, void *context, struct mt_err *err);

/* Keeps new tokens, inside of the caller's transaction when there is one. A token that is there already and stands for
 * the same is fine. For another: MT_FAILED (another ticket of this database was made meanwhile; doing it again helps),
 * and the caller rolls back. */
enum mt_rc mt_redaction_save(struct mt_store *store, const struct mt_redaction_token *tokens, size_t count,
                             struct mt_err *err);

/* What a token stands for, as people type or spell it: "R7K3Q", "r7k3q", "R7K3Q@contoso.com", "<R7K3Q@contoso.com>",
 * "D4F2K.invalid", with O read as 0, I and L as 1. The texts are copied into `arena`. *found is false when no ticket of
 * this database was given it; the domain behind a person's token must be that of the address. */
enum mt_rc mt_redaction_reveal(struct mt_store *store, struct mt_text said, struct mt_arena *arena,
                               struct mt_redaction_token *token, bool *found, struct mt_err *err);

#endif
