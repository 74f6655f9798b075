#ifndef MT_REPORTS_REDACT_H
#define MT_REPORTS_REDACT_H

/* Hides people and the inside of a network in what leaves the house: a support ticket. Each original becomes a token
 * that is made with a secret key: whoever has the ticket alone learns nothing from it, whoever has the database looks
 * it up (store/redaction.h). The same original is the same token in every file and every ticket of a database.
 *
 *   jane.doe@contoso.com      R7K3Q@contoso.com   a letter for the kind, then Crockford's base 32: no I, L, O, U
 *   Quarterly figures         S0M2X               RE: and the like stay in front
 *   exch01.contoso.local      HB1T8
 *   10.0.0.4                  I5QZ9
 *
 * A person is a whole address. A display name that belongs to a known address is that person's token; so is the local
 * part of a known address where it stands alone. Domains stay unless asked; ids of messages, public hosts, public IPs
 * and the senders that are no people (postmaster, mailer-daemon, Exchange's own) always do. Ids of other messages in
 * References and In-Reply-To are hidden: those that no text gives as its own.
 *
 * The order of work: open, restore the tokens of earlier tickets, tell everything that is known (know, keep), learn
 * from every text, and only then redact, because a name at the end of the last text may stand at the beginning of the
 * first. What was made is then checked with mt_redactor_finds, file by file, and the new tokens are saved.
 *
 * Texts are matched without regard to case, accents, line folds and the escapes of URLs, HTML, JSON, Markdown,
 * quoted-printable and encoded words, by whole words. What is told is not looked for in running text when it says
 * nothing of anybody and would tear other sentences apart: shorter than four letters, numbers, or made of common words
 * alone (mt_redactor_common; a subject "Test"). It is still replaced where it stands as what it is: in mt_redact, and
 * behind "Subject:".
 *
 * Nothing here knows the database, and nothing is written anywhere. A redactor holds the originals: it never goes into
 * a bundle itself. */

#include "store/base/err.h"
#include "store/base/out.h"

enum { MT_REDACT_KEY_BYTES = 32, MT_REDACT_TOKEN_ROOM = 24 };

/* number: stored in databases, never reuse or renumber. letter: in front of tokens. */
#define MT_REDACT_KIND_LIST(X)                                                                                         \
    X(0, PERSON, 'R') /* a whole address; its local part is what is replaced */                                        \
    X(1, SUBJECT, 'S')                                                                                                 \
    X(2, NAME, 'N')   /* a display name that belongs to no known address */                                            \
    X(3, HOST, 'H')   /* an internal one; others stay */                                                               \
    X(4, IP, 'I')     /* an internal one; others stay */                                                               \
    X(5, DOMAIN, 'D') /* of addresses, when domains are hidden: "D4F2K.invalid" */

enum mt_redact_kind {
#define X(number, name, letter) MT_REDACT_##name = (number),
    MT_REDACT_KIND_LIST(X)
#undef X
};

/* All false: people, subjects, names, internal hosts and internal IPs are hidden, domains stay. */
struct mt_redact_options {
    bool show_people, show_subjects, show_names;
    bool show_hosts; /* and IPs */
    bool hide_domains;
};

struct mt_redactor;

enum mt_rc mt_redactor_open(struct mt_redactor **redactor, const unsigned char key[MT_REDACT_KEY_BYTES],
                            const struct mt_redact_options *options, struct mt_err *err);
void mt_redactor_close(struct mt_redactor *redactor); /* accepts NULL; wipes the key */

/* ---- before: what is known ---- */

/* A token that an earlier ticket was given: its original gets it again, and no other does. */
enum mt_rc mt_redactor_restore(struct mt_redactor *redactor, struct mt_text token, enum mt_redact_kind kind,
                               struct mt_text original, struct mt_err *err);

/* Told by who knows: an address (or a field with names and several), a subject, a display name, a host, an IP. Hosts
 * and IPs that are not internal, and
 * senders that stay, are taken and ignored; so is unknown text. Texts are copied. */
enum mt_rc mt_redactor_know(struct mt_redactor *redactor, enum mt_redact_kind kind, struct mt_text text,
                            struct mt_err *err);

/* A display name and whose it is: the person's token stands for both. Of a name that several have, the first told. */
enum mt_rc mt_redactor_know_name(struct mt_redactor *redactor, struct mt_text name, struct mt_text address,
                                 struct mt_err *err);

/* An id that stays, with or without its angle brackets, though it looks like an address: a Message-ID. An id that is
 * or holds a known address is redacted all the same. */
enum mt_rc mt_redactor_keep(struct mt_redactor *redactor, struct mt_text id, struct mt_err *err);

/* The words of this text are common: an original made of nothing else is not looked for in running text. Tell it the
 * program's own prose, so that a subject "Daily summary" does not make every report a leak. */
enum mt_rc mt_redactor_common(struct mt_redactor *redactor, struct mt_text words, struct mt_err *err);

/* The same for every sentence that reports are made of, in all languages. */
enum mt_rc mt_redactor_common_sentences(struct mt_redactor *redactor, struct mt_err *err);

/* Reads what a text itself says: addresses, and in header lines ("Subject:", "From:", "Message-ID:", "Received:", and
 * what mail programs call these in other languages) subjects, names, ids and hosts. */
enum mt_rc mt_redactor_learn(struct mt_redactor *redactor, struct mt_text text, struct mt_err *err);

/* ---- redacting ----
 *
 * Running out of memory sets out->failed, and what is in `out` then is not to be used. Doing it twice changes nothing
 * more. Unknown text writes nothing. */

/* A text that is one thing as a whole. PERSON: an address; "<>" stays. */
void mt_redact(struct mt_redactor *redactor, enum mt_redact_kind kind, struct mt_text text, struct mt_out *out);

/* Running text: headers, the text of a report, a server's reply. Learns from it first. */
void mt_redact_text(struct mt_redactor *redactor, struct mt_text text, struct mt_out *out);

/* ---- after ---- */

struct mt_redact_leak {
    enum mt_redact_kind kind;
    struct mt_text original; /* the redactor's; unknown: memory ran out, so that nothing can be promised */
    size_t at, len;          /* where in the bytes */
};

/* Whether an original still stands in the bytes of a file, also in disguise. For text of any format, not for pictures:
 * in compressed bytes any short word turns up sooner or later. */
bool mt_redactor_finds(struct mt_redactor *redactor, struct mt_text bytes, struct mt_redact_leak *leak);

struct mt_redact_entry {
    struct mt_text token;
    enum mt_redact_kind kind;
    struct mt_text original; /* as first seen */
};

/* The tokens that were given out and not restored, one by one in the order of their first use: start with *at = 0. */
bool mt_redactor_next_new(const struct mt_redactor *redactor, size_t *at, struct mt_redact_entry *entry);

/* How many steps all of it took so far: what tests hold against the length of texts. */
uint64_t mt_redactor_work(const struct mt_redactor *redactor);

#endif
