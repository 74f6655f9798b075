#ifndef MT_INGEST_DNS_KEY_H
#define MT_INGEST_DNS_KEY_H

/* A public key of DKIM as it is published (RFC 6376 section 3.6.1, RFC 8463): what it is, how strong, and what is wrong
 * with it. A pure function on text; nothing is verified with the key. */

#include "store/base/arena.h"

#define MT_DKIM_FAULT_LIST(X)                                                                                          \
    X(NONE, "none")                                                                                                    \
    X(TAGS, "tags")       /* not a list of tags */                                                                     \
    X(TWICE, "twice")     /* a tag stands twice */                                                                     \
    X(VERSION, "version") /* v= is there and not "DKIM1", or not in front */                                           \
    X(NO_KEY, "no-key")   /* p= is missing */                                                                          \
    X(KIND, "kind")       /* k= names what nobody knows */                                                             \
    X(BASE64, "base64")   /* p= is not base64 */                                                                       \
    X(CONTENT, "content") /* what is in p= is no such key */                                                           \
    X(SERVICE, "service") /* s= leaves mail out */                                                                     \
    X(HASH, "hash")       /* h= leaves SHA-256 out */

enum mt_dkim_fault {
#define X(name, key) MT_DKIM_FAULT_##name,
    MT_DKIM_FAULT_LIST(X)
#undef X
};

struct mt_dkim_key {
    enum mt_dkim_fault fault;
    bool is_ed25519;
    bool is_revoked; /* p= is empty */
    bool is_test;    /* t=y */
    int bits;        /* of the modulus, or 256; 0: revoked or faulty */
};

/* True when the text can be meant as a key: with p= among its tags, or v=DKIM1 in front. */
bool mt_dkim_is_key(struct mt_text text);

/* The arena is for scratch. False when memory ran out. */
bool mt_dkim_key_read(struct mt_text text, struct mt_arena *arena, struct mt_dkim_key *key);

#endif
