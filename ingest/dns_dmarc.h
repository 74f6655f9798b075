#ifndef MT_INGEST_DNS_DMARC_H
#define MT_INGEST_DNS_DMARC_H

/* The text of a DMARC record (RFC 7489 section 6.3). A pure function on text; slices of it. */

#include "store/base/text.h"

#define MT_DMARC_POLICY_LIST(X)                                                                                        \
    X(ABSENT, "absent")                                                                                                \
    X(BAD, "bad")                                                                                                      \
    X(NONE, "none")                                                                                                    \
    X(QUARANTINE, "quarantine")                                                                                        \
    X(REJECT, "reject")

enum mt_dmarc_policy {
#define X(name, key) MT_DMARC_##name,
    MT_DMARC_POLICY_LIST(X)
#undef X
};

enum { MT_DMARC_ODD = 8 };

struct mt_dmarc_record {
    enum mt_dmarc_policy policy, subdomains;
    int percent;                      /* 100 when not given or not readable */
    struct mt_text reports, failures; /* rua, ruf: lists of addresses; unknown: not there */
    struct mt_text odd[MT_DMARC_ODD]; /* tags with a value that is not allowed: "adkim=x" */
    size_t odd_count;
    struct mt_text broken; /* the first part that is no tag; unknown: none */
};

/* True for texts that begin with the tag v=DMARC1, in this case, with or without blanks around the sign. */
bool mt_dmarc_is_record(struct mt_text text);

void mt_dmarc_parse(struct mt_text text, struct mt_dmarc_record *record);

/* The next address of a list: true, with the domain of "mailto:a@b!10m"; unknown when it is no such address. */
bool mt_dmarc_next_address(struct mt_text *rest, struct mt_text *address, struct mt_text *domain);

#endif
