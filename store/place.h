#ifndef MT_STORE_PLACE_H
#define MT_STORE_PLACE_H

/* What a mail domain's name alone tells: the domain somebody registered, the country, the mailbox provider.
 * Pure functions; unknown is an answer. Names are expected in ASCII lower case. */

#include "store/base/err.h"
#include "store/base/text.h"

struct mt_place {
    struct mt_text registrable; /* a slice of the name; unknown for addresses, single labels and public suffixes */
    char country[3];            /* ISO 3166 upper case, or "" */
};

struct mt_place mt_place_of(struct mt_text domain);

/* ---- providers ----
 *
 * A rule is a pattern and a provider's number. "example.com" is that domain and all below it; "label.*" is every
 * registrable domain whose first label it is (yahoo.co.uk for "yahoo.*"). Of a user's rules and shipped ones the user's
 * win; then the longest name; "label.*" comes last. */
struct mt_rules;

struct mt_rules *mt_rules_new(void); /* NULL: no memory */
void mt_rules_free(struct mt_rules *rules);

/* The pattern is copied. Returns false when memory ran out. */
bool mt_rules_add(struct mt_rules *rules, struct mt_text pattern, int64_t provider, bool of_user);

/* 0 when no rule fits. Rules may be added between calls, but not by another thread. */
int64_t mt_rules_find(struct mt_rules *rules, struct mt_text domain, struct mt_text registrable);

/* Why a text is no pattern, or NULL when it is one. */
const char *mt_rules_refuse(struct mt_text pattern);

#endif
