#ifndef MT_INGEST_DNS_TAGS_H
#define MT_INGEST_DNS_TAGS_H

/* The lists of tags that DKIM keys (RFC 6376 section 3.2) and DMARC records (RFC 7489 section 6.4) are made of:
 * name=value, divided by semicolons, with blanks allowed around each. Slices of the record; copies nothing. */

#include "store/base/text.h"

struct mt_dns_tag {
    struct mt_text name, value;
};

/* Takes the next tag off `rest`; false at the end. One without "=" has an unknown value; empty ones are passed over. */
bool mt_dns_tag_next(struct mt_text *rest, struct mt_dns_tag *tag);

/* The value of the first tag of that name, in this very case; unknown when there is none. */
struct mt_text mt_dns_tag_value(struct mt_text record, const char *name);

#endif
