#include "ingest/hops.h"

#include <string.h>

#include "ingest/ndr_dates.h"

static struct mt_text
behind(struct mt_text text, size_t from)
{
    return (struct mt_text){text.at + from, text.len - from};
}

static struct mt_text
first_word(struct mt_text text)
{
    struct mt_text trimmed = mt_text_trim(text);
    size_t len = 0;
    while (len < trimmed.len && !strchr(" \t;(", trimmed.at[len]))
        len++;
    return (struct mt_text){trimmed.at, len};
}

/* What stands behind a word of the clause, at the start of the text or with blanks around it; unknown without it. */
static struct mt_text
clause(struct mt_text text, const char *word)
{
    size_t len = strlen(word);
    int depth = 0;
    for (size_t i = 0; i + len < text.len; i++) {
        if (text.at[i] == '(')
            depth++;
        else if (text.at[i] == ')' && depth > 0)
            depth--;
        bool starts = i == 0 || text.at[i - 1] == ' ' || text.at[i - 1] == ')';
        if (depth == 0 && starts && mt_text_starts_nocase(behind(text, i), word) && text.at[i + len] == ' ')
            return mt_text_trim(behind(text, i + len));
    }
    return MT_TEXT_UNKNOWN;
}

/* "(mail-x.outbound.protection.outlook.com [40.107.8.1])", "(2603:10a6::9)": the address in it. */
static struct mt_text
address_behind(struct mt_text text, struct mt_text host)
{
    struct mt_text rest = mt_text_trim(behind(text, (size_t)(host.at + host.len - text.at)));
    if (!mt_text_starts(rest, "("))
        return MT_TEXT_UNKNOWN;
    rest = behind(rest, 1);
    struct mt_text inside = mt_text_cut(&rest, ')');
    ptrdiff_t open = mt_text_find(inside, "[");
    if (open >= 0) {
        struct mt_text bracket = behind(inside, (size_t)open + 1);
        inside = mt_text_cut(&bracket, ']');
    }
    if (mt_text_starts_nocase(inside, "IPv6:"))
        inside = behind(inside, 5);
    inside = mt_text_trim(inside);
    for (size_t i = 0; i < inside.len; i++)
        if (!strchr("0123456789abcdefABCDEF.:", inside.at[i]))
            return MT_TEXT_UNKNOWN;
    return inside.len ? inside : MT_TEXT_UNKNOWN;
}

static struct mt_text
tls_of(struct mt_text text)
{
    static const char *const marks[] = {"version=TLS", "version=SSL", "using TLS"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        ptrdiff_t at = mt_text_find(text, marks[i]);
        if (at < 0)
            continue;
        struct mt_text word = behind(text, (size_t)at + (marks[i][0] == 'v' ? 8 : 6));
        size_t len = 0;
        while (len < word.len && !strchr(" ,;)", word.at[len]))
            len++;
        return (struct mt_text){word.at, len};
    }
    return MT_TEXT_UNKNOWN;
}

static int64_t
date_of(struct mt_text value)
{
    for (size_t i = value.len; i > 0; i--)
        if (value.at[i - 1] == ';')
            return mt_mail_date(behind(value, i));
    return MT_MOMENT_UNKNOWN;
}

static struct mt_hop
read_hop(struct mt_text value)
{
    struct mt_hop hop = {.at_us = date_of(value), .delay_us = MT_MOMENT_UNKNOWN, .tls = tls_of(value)};
    struct mt_text from = clause(value, "from"), by = clause(value, "by"), with = clause(value, "with");
    if (mt_text_known(from)) {
        hop.from = first_word(from);
        hop.from_ip = address_behind(from, hop.from);
    }
    if (mt_text_known(by))
        hop.by = first_word(by);
    if (mt_text_known(with)) {
        size_t len = 0;
        while (len < with.len && !strchr("(;", with.at[len]) && !mt_text_starts_nocase(behind(with, len), " id "))
            len++;
        hop.with = mt_text_trim((struct mt_text){with.at, len});
    }
    return hop;
}

void
mt_hops_read(const struct mt_header_fields *fields, struct mt_hops *hops)
{
    *hops = (struct mt_hops){.count = 0};
    for (size_t i = fields->count; i > 0; i--) {
        if (!mt_text_is_nocase(fields->fields[i - 1].name, "Received"))
            continue;
        if (hops->count == MT_HOPS) {
            hops->is_cut = true;
            return;
        }
        struct mt_hop hop = read_hop(fields->fields[i - 1].value);
        const struct mt_hop *before = hops->count ? &hops->list[hops->count - 1] : NULL;
        if (before && before->at_us != MT_MOMENT_UNKNOWN && hop.at_us != MT_MOMENT_UNKNOWN)
            hop.delay_us = hop.at_us - before->at_us;
        hops->list[hops->count++] = hop;
    }
}

const struct mt_hop *
mt_hops_egress(const struct mt_hops *hops)
{
    for (size_t i = hops->count; i > 0; i--) {
        const struct mt_hop *hop = &hops->list[i - 1];
        bool leaves = mt_text_ends_nocase(hop->from, ".outbound.protection.outlook.com") ||
                      mt_text_ends_nocase(hop->from, ".outbound.protection.office365.us");
        if (leaves && !mt_text_ends_nocase(hop->by, ".outlook.com"))
            return hop;
    }
    return NULL;
}
