#ifndef MT_REPORTS_REDACT_H
#define MT_REPORTS_REDACT_H

/* People, subjects and internal machines out of what leaves the house.
 *
 * Everything that names one becomes a token: a letter for the kind and a few letters and digits that a keyed hash
 * (BLAKE2b) gives, so that the same person is the same token in every file and in every bundle made with that key, and
 * nobody without the key can try names out. Of an address the local part is hidden and the domain stays: support needs
 * it. So do network message ids and Message-IDs, and the senders that mail systems have themselves (postmaster@).
 *
 * Texts are redacted in two rounds. First everything that is to be hidden is learned from all texts, then each of them
 * is rewritten: a display name that stands beside an address somewhere is that person everywhere. What cannot be found
 * by its shape or was not learned stays, so the result is looked through for every known address once more
 * (mt_redactor_finds) before it is written. */

#include "store/base/arena.h"
#include "store/base/err.h"

/* number  stored in databases: never reuse or renumber. */
#define MT_REDACT_LIST(X)                                                                                              \
    X(0, PERSON, 'R') /* the local part of an address, or a display name beside one */                                 \
    X(1, SUBJECT, 'S')                                                                                                 \
    X(2, NAME, 'N')    /* a display name that stands alone */                                                          \
    X(3, HOST, 'H')    /* an internal machine */                                                                       \
    X(4, ADDRESS, 'A') /* an internal IP address */

enum mt_redact_kind {
#define X(number, name, letter) MT_REDACT_##name = (number),
    MT_REDACT_LIST(X)
#undef X
};

enum { MT_REDACTION_KEY_BYTES = 32 };

struct mt_redactor;

/* Without a key (NULL) nothing is hidden and every text stays as it is. NULL: no memory. */
struct mt_redactor *mt_redactor_new(const unsigned char *key);
void mt_redactor_free(struct mt_redactor *redactor); /* accepts NULL */

bool mt_redactor_hides(const struct mt_redactor *redactor);

/* A token that was given out before with this key. */
bool mt_redactor_remember(struct mt_redactor *redactor, enum mt_redact_kind kind, struct mt_text token,
                          struct mt_text original);

/* Walks all tokens: start with *at = 0. */
bool mt_redactor_next(const struct mt_redactor *redactor, size_t *at, enum mt_redact_kind *kind, struct mt_text *token,
                      struct mt_text *original);

/* ---- first round ---- */

/* An address, a subject as a whole, an id that stays as it is. Unknown and empty texts are fine everywhere. */
void mt_redactor_learn_address(struct mt_redactor *redactor, struct mt_text address);
void mt_redactor_learn_subject(struct mt_redactor *redactor, struct mt_text subject);
void mt_redactor_learn_name(struct mt_redactor *redactor, struct mt_text name, struct mt_text address);

/* Free text, header blocks above all: addresses, the names beside them ("Jane Doe <jane@contoso.com>"), subjects. */
void mt_redactor_learn_text(struct mt_redactor *redactor, struct mt_text text);

/* ---- second round; texts live in the arena, unknown stays unknown. Memory that runs out is mt_redactor_failed. ----
 */

struct mt_text mt_redact_address(struct mt_redactor *redactor, struct mt_text address, struct mt_arena *arena);
struct mt_text mt_redact_subject(struct mt_redactor *redactor, struct mt_text subject, struct mt_arena *arena);
struct mt_text mt_redact_host(struct mt_redactor *redactor, struct mt_text host, struct mt_arena *arena);
struct mt_text mt_redact_ip(struct mt_redactor *redactor, struct mt_text ip, struct mt_arena *arena);
struct mt_text mt_redact_text(struct mt_redactor *redactor, struct mt_text text, struct mt_arena *arena);

bool mt_redactor_failed(const struct mt_redactor *redactor);

/* ---- the last look ---- */

/* Whether a known address, or a longer name or subject, still stands in the bytes of a file, also where a format has
 * escaped it. *what is what was found; it belongs to the redactor. */
bool mt_redactor_finds(struct mt_redactor *redactor, struct mt_text bytes, struct mt_text *what);

#endif
