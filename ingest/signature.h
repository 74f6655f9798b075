#ifndef MT_INGEST_SIGNATURE_H
#define MT_INGEST_SIGNATURE_H

/* The DKIM signatures that a header block shows, as far as they tell whether the sender's own domain signs (RFC 6376,
 * section 3.5). Exchange Online signs by the tenant's "*.onmicrosoft.com" when DKIM is not set up for a domain. Nothing
 * is verified here: that would need the unchanged body and the keys of that day. */

#include "ingest/header_fields.h"

enum mt_signed {
    MT_SIGNED_NOT,     /* no signature in these headers, which need not mean that the mail left without one */
    MT_SIGNED_DEFAULT, /* by onmicrosoft.com alone */
    MT_SIGNED_OTHER,   /* by somebody else's domain alone */
    MT_SIGNED_OWN,     /* by the domain of From, or one above it */
};

struct mt_signature {
    struct mt_text domain, selector, algorithm;
};

enum { MT_SIGNATURES = 16 };

struct mt_signatures {
    struct mt_signature list[MT_SIGNATURES];
    size_t count;
    enum mt_signed signs;
    struct mt_text by; /* the domain that decided */
};

/* `from` is the domain of the From address; unknown: own and other cannot be told apart. */
void mt_signatures_read(const struct mt_header_fields *fields, struct mt_text from, struct mt_signatures *signatures);

/* The value of a tag in a list like "v=1; a=rsa-sha256; d=contoso.com"; unknown when it is not there. */
struct mt_text mt_tag_value(struct mt_text list, const char *name);

#endif
