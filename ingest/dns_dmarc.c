#include "ingest/dns_dmarc.h"

#include <string.h>

#include "ingest/dns_tags.h"

static enum mt_dmarc_policy
policy_of(struct mt_text value)
{
    static const char *const keys[] = {
#define X(name, key) [MT_DMARC_##name] = key,
        MT_DMARC_POLICY_LIST(X)
#undef X
    };
    for (size_t i = MT_DMARC_NONE; i < sizeof keys / sizeof *keys; i++)
        if (mt_text_is_nocase(value, keys[i]))
            return (enum mt_dmarc_policy)i;
    return MT_DMARC_BAD;
}

bool
mt_dmarc_is_record(struct mt_text text)
{
    struct mt_text value = text, tag = mt_text_cut(&value, ';');
    value = tag;
    struct mt_text name = mt_text_cut(&value, '=');
    /* No blank may stand in front. */
    return text.len > 0 && text.at[0] == 'v' && mt_text_is(mt_text_trim(name), "v") && mt_text_known(value) &&
           mt_text_is(mt_text_trim(value), "DMARC1");
}

/* ---- values that are allowed ---- */

static bool
is_one_of(struct mt_text value, const char *const *words)
{
    for (size_t i = 0; words[i]; i++)
        if (mt_text_is_nocase(value, words[i]))
            return true;
    return false;
}

static bool
is_alignment(struct mt_text value)
{
    static const char *const words[] = {"r", "s", NULL};
    return is_one_of(value, words);
}

static bool
is_percent(struct mt_text value)
{
    int64_t number;
    return value.len <= 3 && mt_text_to_int(value, &number) && number <= 100;
}

static bool
is_policy(struct mt_text value)
{
    return policy_of(value) != MT_DMARC_BAD;
}

static bool
is_interval(struct mt_text value)
{
    int64_t seconds;
    return mt_text_to_int(value, &seconds) && seconds <= UINT32_MAX;
}

static bool
are_options(struct mt_text value)
{
    static const char *const words[] = {"0", "1", "d", "s", NULL};
    while (mt_text_known(value))
        if (!is_one_of(mt_text_trim(mt_text_cut(&value, ':')), words))
            return false;
    return true;
}

static const struct {
    const char *name;
    bool (*allows)(struct mt_text value);
} tags[] = {
    {"sp", is_policy},   {"adkim", is_alignment}, {"aspf", is_alignment},
    {"pct", is_percent}, {"ri", is_interval},     {"fo", are_options},
};

static void
note_odd(struct mt_dmarc_record *record, const struct mt_dns_tag *tag)
{
    /* From the name to the end of the value, as published. */
    struct mt_text whole = {tag->name.at, (size_t)(tag->value.at + tag->value.len - tag->name.at)};
    if (record->odd_count < MT_DMARC_ODD)
        record->odd[record->odd_count++] = whole;
}

static void
read_tag(struct mt_dmarc_record *record, const struct mt_dns_tag *tag)
{
    int64_t percent;
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        if (mt_text_is_nocase(tag->name, tags[i].name) && !tags[i].allows(tag->value)) {
            note_odd(record, tag);
            return;
        }
    if (mt_text_is_nocase(tag->name, "p") && record->policy == MT_DMARC_ABSENT)
        record->policy = policy_of(tag->value);
    else if (mt_text_is_nocase(tag->name, "sp") && record->subdomains == MT_DMARC_ABSENT)
        record->subdomains = policy_of(tag->value);
    else if (mt_text_is_nocase(tag->name, "pct") && mt_text_to_int(tag->value, &percent))
        record->percent = (int)percent;
    else if (mt_text_is_nocase(tag->name, "rua"))
        record->reports = tag->value;
    else if (mt_text_is_nocase(tag->name, "ruf"))
        record->failures = tag->value;
}

static bool
is_word(struct mt_text name)
{
    for (size_t i = 0; i < name.len; i++) {
        char c = mt_ascii_lower(name.at[i]);
        if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '_' && c != '-')
            return false;
    }
    return name.len > 0;
}

void
mt_dmarc_parse(struct mt_text text, struct mt_dmarc_record *record)
{
    struct mt_dns_tag tag;
    *record = (struct mt_dmarc_record){.percent = 100};
    while (mt_dns_tag_next(&text, &tag)) {
        if (is_word(tag.name) && mt_text_known(tag.value))
            read_tag(record, &tag);
        else if (!mt_text_known(record->broken))
            record->broken = tag.name;
    }
}

/* ---- addresses ---- */

bool
mt_dmarc_next_address(struct mt_text *rest, struct mt_text *address, struct mt_text *domain)
{
    static const size_t scheme = sizeof "mailto:" - 1;
    while (mt_text_known(*rest)) {
        *address = mt_text_trim(mt_text_cut(rest, ','));
        if (address->len == 0)
            continue;
        *domain = MT_TEXT_UNKNOWN;
        if (!mt_text_starts_nocase(*address, "mailto:"))
            return true;
        struct mt_text size = {address->at + scheme, address->len - scheme}, mail = mt_text_cut(&size, '!');
        struct mt_text host = mail, local = mt_text_cut(&host, '@');
        if (local.len && host.len && !memchr(host.at, '@', host.len) && memchr(host.at, '.', host.len))
            *domain = host;
        return true;
    }
    return false;
}
