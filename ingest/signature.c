#include "ingest/signature.h"

#include <string.h>

struct mt_text
mt_tag_value(struct mt_text list, const char *name)
{
    for (struct mt_text rest = list; rest.len;) {
        struct mt_text value = mt_text_cut(&rest, ';');
        struct mt_text tag = mt_text_cut(&value, '=');
        if (mt_text_known(value) && mt_text_is(mt_text_trim(tag), name))
            return mt_text_trim(value);
    }
    return MT_TEXT_UNKNOWN;
}

/* The domain itself, or one that it lies below. */
static bool
is_at_or_above(struct mt_text above, struct mt_text domain)
{
    if (!above.len || above.len > domain.len)
        return false;
    struct mt_text tail = {domain.at + domain.len - above.len, above.len};
    return mt_text_equal_nocase(above, tail) &&
           (above.len == domain.len || domain.at[domain.len - above.len - 1] == '.');
}

static enum mt_signed
kind_of(struct mt_text domain, struct mt_text from)
{
    if (mt_text_ends_nocase(domain, ".onmicrosoft.com") && !is_at_or_above(domain, from))
        return MT_SIGNED_DEFAULT;
    /* Relaxed alignment takes organisational domains: a signature of a subdomain counts as well. */
    return is_at_or_above(domain, from) || is_at_or_above(from, domain) ? MT_SIGNED_OWN : MT_SIGNED_OTHER;
}

void
mt_signatures_read(const struct mt_header_fields *fields, struct mt_text from, struct mt_signatures *signatures)
{
    *signatures = (struct mt_signatures){.signs = MT_SIGNED_NOT};
    for (size_t nth = 0; signatures->count < MT_SIGNATURES; nth++) {
        struct mt_text value = mt_header_field(fields, "DKIM-Signature", nth);
        if (!mt_text_known(value))
            return;
        struct mt_signature signature = {mt_tag_value(value, "d"), mt_tag_value(value, "s"), mt_tag_value(value, "a")};
        if (!mt_text_known(signature.domain))
            continue;
        signatures->list[signatures->count++] = signature;
        enum mt_signed kind = kind_of(signature.domain, from);
        if (kind > signatures->signs || signatures->count == 1) {
            signatures->signs = kind > signatures->signs ? kind : signatures->signs;
            signatures->by = signature.domain;
        }
    }
}
