#ifndef MT_INGEST_HOPS_H
#define MT_INGEST_HOPS_H

/* The way of a mail, from its Received headers: who took it from whom, when, and how the connection was secured. The
 * newest stands first in a header block and last here. What a server below the first one of somebody else wrote is a
 * claim. Pure; texts point into the headers. */

#include "ingest/header_fields.h"
#include "store/base/civil.h"

struct mt_hop {
    struct mt_text from, from_ip; /* that gave it; the address in brackets behind its name */
    struct mt_text by;
    struct mt_text tls;  /* "TLS1_2"; unknown: it is not said */
    struct mt_text with; /* "Microsoft SMTP Server", "ESMTPS" */
    int64_t at_us;       /* UTC; MT_MOMENT_UNKNOWN when the date cannot be read */
    int64_t delay_us;    /* since the hop before; MT_MOMENT_UNKNOWN: not known. Below zero: clocks differ */
};

enum { MT_HOPS = 100 };

struct mt_hops {
    struct mt_hop list[MT_HOPS]; /* the oldest first */
    size_t count;
    bool is_cut;
};

void mt_hops_read(const struct mt_header_fields *fields, struct mt_hops *hops);

/* The server of Exchange Online that gave the mail to somebody else, as that one saw it; NULL: none is named. */
const struct mt_hop *mt_hops_egress(const struct mt_hops *hops);

#endif
