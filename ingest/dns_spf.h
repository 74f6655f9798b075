#ifndef MT_INGEST_DNS_SPF_H
#define MT_INGEST_DNS_SPF_H

/* The text of an SPF record as terms (RFC 7208 sections 4.6, 5, 6, 12), and names with macros in them (section 7).
 * Pure functions on text: nothing here looks anything up. Every term is kept, also those that are wrong, with what is
 * wrong with them, so that an administrator hears of all faults at once. */

#include "store/base/arena.h"

#define MT_SPF_KIND_LIST(X)                                                                                            \
    X(ALL, "all")                                                                                                      \
    X(INCLUDE, "include")                                                                                              \
    X(A, "a")                                                                                                          \
    X(MX, "mx")                                                                                                        \
    X(PTR, "ptr")                                                                                                      \
    X(IP4, "ip4")                                                                                                      \
    X(IP6, "ip6")                                                                                                      \
    X(EXISTS, "exists")                                                                                                \
    X(REDIRECT, "redirect")                                                                                            \
    X(EXP, "exp")                                                                                                      \
    X(OTHER, "other") /* a modifier that nobody knows, or no term at all */

enum mt_spf_kind {
#define X(name, key) MT_SPF_##name,
    MT_SPF_KIND_LIST(X)
#undef X
};

/* What is wrong with a term. */
#define MT_SPF_FAULT_LIST(X)                                                                                           \
    X(NONE, "none")                                                                                                    \
    X(UNKNOWN, "unknown")       /* no mechanism of this name */                                                        \
    X(CHARACTER, "character")   /* a byte that no record may have */                                                   \
    X(NEEDS_DOMAIN, "domain")   /* "include" without one */                                                            \
    X(TAKES_NONE, "takes-none") /* "all:x" */                                                                          \
    X(BAD_DOMAIN, "bad-domain") /* does not end in a domain */                                                         \
    X(MACRO, "macro")                                                                                                  \
    X(PREFIX, "prefix") /* the number behind "/" */                                                                    \
    X(ADDRESS, "address")                                                                                              \
    X(TWICE, "twice")            /* redirect and exp may stand once */                                                 \
    X(QUALIFIER, "qualifier")    /* in front of a modifier */                                                          \
    X(COLON, "colon")            /* redirect: and exp: with the wrong sign, include= and the like */                   \
    X(SECOND_VERSION, "version") /* another v=spf1 inside */

enum mt_spf_fault {
#define X(name, key) MT_SPF_FAULT_##name,
    MT_SPF_FAULT_LIST(X)
#undef X
};

struct mt_spf_term {
    enum mt_spf_kind kind;
    char qualifier;        /* of mechanisms: + - ~ ? */
    struct mt_text text;   /* as published */
    struct mt_text domain; /* with macros, or unknown: the record's own domain */
    bool has_macro;
    unsigned char address[16]; /* of ip4 (the first 4 bytes) and ip6 */
    int prefix4, prefix6;      /* 32 and 128 when not given */
    enum mt_spf_fault fault;
};

enum { MT_SPF_TERMS = 1000 };

struct mt_spf_record {
    struct mt_spf_term *terms;
    size_t count;
    const struct mt_spf_term *bad;      /* the first with a fault, or NULL */
    const struct mt_spf_term *all;      /* the first, or NULL */
    const struct mt_spf_term *redirect; /* NULL: none */
};

/* True for "v=spf1", alone or with a blank behind it, in any case: what makes a text an SPF record. */
bool mt_spf_is_record(struct mt_text text);

/* The text is one for which mt_spf_is_record holds. False when memory ran out. Terms above MT_SPF_TERMS make the last
 * one faulty. */
bool mt_spf_parse(struct mt_text text, struct mt_arena *arena, struct mt_spf_record *record);

/* True for mechanisms and modifiers that cost one of the ten look-ups. */
bool mt_spf_costs(enum mt_spf_kind kind);

/* What macros stand for. Unknown texts make a name with their macro unknown. */
struct mt_spf_macros {
    struct mt_text local, sender_domain; /* of the sender */
    struct mt_text domain;               /* whose record it is */
    struct mt_text helo;
    struct mt_text validated;     /* %{p}, which nobody should use */
    const unsigned char *address; /* 4 or 16 bytes; NULL: unknown */
    bool is_long;
};

/* The name with its macros replaced, cut from the left to 253 bytes (section 7.3), not checked to be a name. Unknown
 * when something in it is unknown, or when memory ran out. */
struct mt_text mt_spf_expand(struct mt_arena *arena, struct mt_text domain, const struct mt_spf_macros *macros);

#endif
