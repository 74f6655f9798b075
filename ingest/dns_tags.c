#include "ingest/dns_tags.h"

bool
mt_dns_tag_next(struct mt_text *rest, struct mt_dns_tag *tag)
{
    while (mt_text_known(*rest)) {
        struct mt_text value = mt_text_trim(mt_text_cut(rest, ';'));
        if (value.len == 0)
            continue;
        tag->name = mt_text_trim(mt_text_cut(&value, '='));
        tag->value = mt_text_known(value) ? mt_text_trim(value) : value;
        return true;
    }
    return false;
}

struct mt_text
mt_dns_tag_value(struct mt_text record, const char *name)
{
    struct mt_dns_tag tag;
    while (mt_dns_tag_next(&record, &tag))
        if (mt_text_is(tag.name, name))
            return tag.value;
    return MT_TEXT_UNKNOWN;
}
