#ifndef MT_REPORTS_REDACT_INSIDE_H
#define MT_REPORTS_REDACT_INSIDE_H

/* The inside of a redactor, for the files reports/redact*.c alone: what it knows, and how one text is looked through.
 *
 * redact_originals  originals and their tokens       redact_phrases    phrases in texts (words, fold, table)
 * redact_know       what an original is              redact_view       texts without escapes (encoded)
 * redact_stays      what is none (common)            redact_places     hosts and IPs
 * redact_address    addresses in texts, in any dress redact_local      what a local part hides (VERP, SRS, guests)
 * redact_scan       all of them over one text        redact_fields     header lines
 * redact_edits      what is replaced, where          redact            the interface */

#include <stddef.h>

#include "reports/redact.h"
#include "reports/redact_edits.h"
#include "reports/redact_table.h"
#include "reports/redact_view.h"
#include "reports/redact_phrases.h"
#include "store/base/arena.h"

struct mt_original {
    enum mt_redact_kind kind;
    struct mt_text text; /* as first seen */
    struct mt_text key;  /* what makes it the same */
    char token[MT_REDACT_TOKEN_ROOM];
    uint32_t same_as; /* of a name: the person whose it is, or 0 */
    bool is_known;    /* told or learned; else it is only remembered from earlier tickets */
    bool is_strong;   /* told, or of a header line: no id that merely looks like an address */
    bool is_restored; /* its token is saved already */
};

struct mt_redactor {
    unsigned char key[MT_REDACT_KEY_BYTES];
    unsigned char hash_key[MT_WORD_KEY_BYTES];
    struct mt_redact_options options;
    struct mt_arena arena;
    struct mt_original *originals; /* from 1 on */
    size_t count, room;
    struct mt_redact_table by_key, by_token, kept;
    uint32_t *given; /* originals in the order in which tokens were made */
    size_t given_count, given_room;
    struct mt_phrases phrases;
    struct mt_out scratch; /* keys */
    struct mt_out address; /* that is put together */
    uint64_t work;
    bool failed; /* memory ran out: sticky */
};

/* ---- originals ---- */

struct mt_original *mt_original_at(struct mt_redactor *redactor, uint32_t number);
uint32_t mt_original_find(const struct mt_redactor *redactor, enum mt_redact_kind kind, struct mt_text key);

/* A new one when there is none; 0: memory ran out. */
uint32_t mt_original_make(struct mt_redactor *redactor, enum mt_redact_kind kind, struct mt_text key,
                          struct mt_text text);

/* The token, made at first need; unknown: memory ran out. */
struct mt_text mt_original_token(struct mt_redactor *redactor, uint32_t number);

/* Whose token it is, or 0. */
uint32_t mt_token_owner(const struct mt_redactor *redactor, struct mt_text token);
bool mt_is_token(const struct mt_redactor *redactor, struct mt_text text);
enum mt_rc mt_original_restore(struct mt_redactor *redactor, struct mt_text token, enum mt_redact_kind kind,
                               struct mt_text original, struct mt_err *err);

void mt_kept_add(struct mt_redactor *redactor, struct mt_text id);
bool mt_kept_has(const struct mt_redactor *redactor, struct mt_text id);

/* ---- what an original is ---- */

/* Writes what makes the text the same as another one of its kind to redactor->scratch. False: it is none of that kind,
 * or one that stays. */
bool mt_original_key(struct mt_redactor *redactor, enum mt_redact_kind kind, struct mt_text text, struct mt_text *key);

/* Takes it in as known, and returns its number; 0: it stays, or memory ran out. */
uint32_t mt_know(struct mt_redactor *redactor, enum mt_redact_kind kind, struct mt_text text, bool is_strong);
uint32_t mt_know_address(struct mt_redactor *redactor, struct mt_text local, struct mt_text domain, bool is_strong);

/* Both parts put together; good until the next. */
struct mt_text mt_address_of(struct mt_redactor *redactor, struct mt_text local, struct mt_text domain);
void mt_know_name(struct mt_redactor *redactor, struct mt_text name, uint32_t person);

bool mt_sender_stays(struct mt_text local);  /* postmaster and the like */
bool mt_name_stays(struct mt_text name);     /* "Microsoft Outlook" */
bool mt_domain_stays(struct mt_text domain); /* even when domains are hidden: Microsoft's own */

/* Words that mail is full of, and names of roles: lines of them, NULL behind the last. */
extern const char *const mt_redact_common_words[];

/* Without "RE:", "Undeliverable:" and the like in front. */
struct mt_text mt_subject_base(struct mt_text subject);

bool mt_host_is_internal(struct mt_text host); /* of one label, or under .local and the like */
bool mt_label_is_tld(struct mt_text label);    /* of public names: two letters, or a well-known one */

/* Its usual form, and whether it is an internal one. False: no IP. */
bool mt_redact_ip_read(struct mt_text text, char room[64], bool *is_internal);

/* ---- a local part ---- */

/* A part of it that stands for somebody. */
struct mt_local_piece {
    struct mt_text local;  /* in the local part: what is replaced */
    struct mt_text domain; /* whose address `local` is of */
};

enum { MT_LOCAL_PIECES = 4 };

/* What is to be replaced in the local part of an address: all of it, or the address that it quotes. `in_text`: "key="
 * may stand in front of it. */
size_t mt_local_split(struct mt_redactor *redactor, struct mt_text local, struct mt_text domain, bool in_text,
                      struct mt_local_piece pieces[MT_LOCAL_PIECES]);

/* Whether the local part quotes an address in a form that is beyond doubt: nothing else need be tried. */
bool mt_local_is_certain(struct mt_text local);

/* Whether what stands before the quoted address tells of nobody: "bounces+", "prvs=17abc". */
bool mt_local_is_harmless(const struct mt_redactor *redactor, struct mt_text prefix);

/* ---- a text ---- */

enum mt_scan_mode { MT_SCAN_LEARN, MT_SCAN_REDACT, MT_SCAN_FIND };

/* One text being looked through. */
struct mt_scan {
    struct mt_redactor *redactor;
    enum mt_scan_mode mode;
    const struct mt_redact_view *view; /* the layer being looked at */
    bool is_top;                       /* the last layer: only there unknown addresses are believed */
    struct mt_edits *edits;
    struct mt_edits *ids; /* spans that stay */
};

/* Replaces from..to of the present layer. */
void mt_scan_edit(struct mt_scan *scan, size_t from, size_t to, uint32_t original, enum mt_edit_rank rank);

/* from..to of the present layer stay. */
void mt_scan_stay(struct mt_scan *scan, size_t from, size_t to);

/* The known original, or in other modes than FIND and if `may_learn` a new one. 0: nothing is to be replaced. */
uint32_t mt_scan_original(struct mt_scan *scan, enum mt_redact_kind kind, struct mt_text text, bool may_learn,
                          bool is_strong);

void mt_scan_ids(struct mt_scan *scan);
void mt_scan_addresses(struct mt_scan *scan);
/* The address around the '@' at `at`; its number, or 0. */
uint32_t mt_scan_address_at(struct mt_scan *scan, size_t at, bool is_strong);
void mt_scan_places(struct mt_scan *scan);
void mt_scan_phrases(struct mt_scan *scan);
/* Header lines, of the last layer alone. */
void mt_scan_fields(struct mt_scan *scan);

/* All of them; *edits then is in order, without overlaps. */
void mt_scan_text(struct mt_redactor *redactor, struct mt_text text, enum mt_scan_mode mode, struct mt_edits *edits);

#endif
