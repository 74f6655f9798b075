#include "ingest/header_facts.h"

bool
mt_headers_likely(const struct mt_header_fields *fields)
{
    static const char *const names[] = {"Received",     "From",           "To",
                                        "Subject",      "Date",           "Message-ID",
                                        "Return-Path",  "DKIM-Signature", "Authentication-Results",
                                        "MIME-Version", "Received-SPF",   "ARC-Seal"};
    size_t known = 0;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        known += mt_text_known(mt_header_field(fields, names[i], 0));
    return known >= 3;
}

/* ---- who and which ---- */

static struct mt_text
domain_of(struct mt_text address)
{
    for (size_t i = address.len; i > 0; i--)
        if (address.at[i - 1] == '@') {
            struct mt_text domain = {address.at + i, address.len - i};
            return mt_text_trim(mt_text_cut(&domain, '>'));
        }
    return MT_TEXT_UNKNOWN;
}

static struct mt_text
first_of(const struct mt_header_fields *fields, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct mt_text value = mt_header_field(fields, names[i], 0);
        if (value.len)
            return value;
    }
    return MT_TEXT_UNKNOWN;
}

static void
read_names(const struct mt_header_fields *fields, struct mt_arena *arena, struct mt_header_facts *facts)
{
    static const char *const ids[] = {"X-MS-Exchange-CrossTenant-Network-Message-Id",
                                      "X-MS-Office365-Filtering-Correlation-Id",
                                      "X-MS-Exchange-Organization-Network-Message-Id"};
    facts->from = mt_header_words(mt_header_field(fields, "From", 0), arena);
    facts->from_domain = domain_of(facts->from);
    facts->subject = mt_header_words(mt_header_field(fields, "Subject", 0), arena);
    facts->message_id = mt_header_field(fields, "Message-ID", 0);
    facts->date = mt_header_field(fields, "Date", 0);
    facts->trace_id = first_of(fields, ids, sizeof ids / sizeof *ids);
    facts->tenant_id = mt_header_field(fields, "X-MS-Exchange-CrossTenant-Id", 0);
    facts->originator_org = mt_header_field(fields, "X-OriginatorOrg", 0);
    facts->auth_as = mt_header_field(fields, "X-MS-Exchange-CrossTenant-AuthAs", 0);
    facts->connecting_ip = mt_header_field(fields, "X-MS-Exchange-CrossTenant-OriginalAttributedTenantConnectingIp", 0);
}

/* ---- results ---- */

static const struct {
    const char *header;
    enum mt_auth_source source;
} sources[] = {
    {"Authentication-Results", MT_AUTH_RESULTS},
    {"ARC-Authentication-Results", MT_AUTH_ARC},
    {"Authentication-Results-Original", MT_AUTH_ORIGINAL},
    {"Received-SPF", MT_AUTH_RECEIVED_SPF},
};

static bool
read_results(const struct mt_header_fields *fields, struct mt_arena *arena, struct mt_header_facts *facts)
{
    bool has_own[sizeof sources / sizeof *sources] = {false};
    facts->seen = mt_arena_take(arena, MT_AUTH_SEEN * sizeof *facts->seen);
    if (!facts->seen)
        return false;
    for (size_t i = 0; i < fields->count && facts->seen_count < MT_AUTH_SEEN; i++)
        for (size_t j = 0; j < sizeof sources / sizeof *sources; j++) {
            if (!mt_text_is_nocase(fields->fields[i].name, sources[j].header))
                continue;
            struct mt_auth_seen *seen = &facts->seen[facts->seen_count++];
            seen->source = sources[j].source;
            seen->is_own =
                !has_own[j] && (sources[j].source == MT_AUTH_RESULTS || sources[j].source == MT_AUTH_RECEIVED_SPF);
            has_own[j] = true;
            if (sources[j].source == MT_AUTH_RECEIVED_SPF)
                mt_received_spf_read(fields->fields[i].value, &seen->results);
            else
                mt_auth_results_read(fields->fields[i].value, &seen->results);
            break;
        }
    return true;
}

static bool
is_aligned(struct mt_text domain, struct mt_text from)
{
    struct mt_text shorter = domain.len < from.len ? domain : from, longer = domain.len < from.len ? from : domain;
    if (!shorter.len)
        return false;
    struct mt_text tail = {longer.at + longer.len - shorter.len, shorter.len};
    return mt_text_equal_nocase(tail, shorter) &&
           (longer.len == shorter.len || longer.at[longer.len - shorter.len - 1] == '.');
}

static enum mt_auth_says
judge(const struct mt_header_facts *facts)
{
    enum mt_auth_says says = MT_AUTH_SAYS_NOTHING;
    for (size_t i = 0; i < facts->seen_count; i++) {
        const struct mt_auth_seen *seen = &facts->seen[i];
        if (!seen->is_own || seen->source != MT_AUTH_RESULTS)
            continue;
        for (size_t j = 0; j < seen->results.count; j++) {
            const struct mt_auth_item *item = &seen->results.items[j];
            bool is_dmarc = mt_text_is_nocase(item->method, "dmarc");
            bool counts = is_dmarc || mt_text_is_nocase(item->method, "spf") || mt_text_is_nocase(item->method, "dkim");
            if (!counts)
                continue;
            if (item->result == MT_AUTH_PASS && (is_dmarc || is_aligned(item->domain, facts->from_domain)))
                return MT_AUTH_SAYS_PASS;
            if (item->result == MT_AUTH_FAIL || item->result == MT_AUTH_SOFTFAIL || item->result == MT_AUTH_PERMERROR)
                says = MT_AUTH_SAYS_FAIL;
        }
    }
    return says;
}

/* ---- the chain, and the filters ---- */

static void
read_chain(const struct mt_header_fields *fields, struct mt_header_facts *facts)
{
    for (size_t nth = 0;; nth++) {
        struct mt_text value = mt_header_field(fields, "ARC-Seal", nth);
        int64_t instance;
        if (!mt_text_known(value))
            return;
        if (mt_text_to_int(mt_tag_value(value, "i"), &instance) && instance > facts->arc_instances && instance <= 50) {
            facts->arc_instances = (int)instance;
            facts->arc_chain = mt_tag_value(value, "cv");
        }
    }
}

static void
read_antispam(const struct mt_header_fields *fields, struct mt_header_facts *facts)
{
    static const char *const headers[] = {"X-Forefront-Antispam-Report", "X-Microsoft-Antispam"};
    static const char *const kept[] = {"CIP", "CTRY", "LANG", "SCL", "SRV", "IPV", "SFV",
                                       "H",   "PTR",  "CAT",  "DIR", "BCL", "SFTY"};
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
        for (struct mt_text rest = mt_header_field(fields, headers[i], 0); rest.len;) {
            struct mt_text value = mt_text_cut(&rest, ';');
            struct mt_text name = mt_text_trim(mt_text_cut(&value, ':'));
            for (size_t j = 0; j < sizeof kept / sizeof *kept; j++)
                if (mt_text_is(name, kept[j]) && mt_text_trim(value).len && facts->antispam_count < MT_ANTISPAM)
                    facts->antispam[facts->antispam_count++] = (struct mt_antispam){name, mt_text_trim(value)};
        }
}

bool
mt_header_facts_read(const struct mt_header_fields *fields, struct mt_arena *arena, struct mt_header_facts *facts)
{
    *facts = (struct mt_header_facts){.seen_count = 0};
    read_names(fields, arena, facts);
    mt_signatures_read(fields, facts->from_domain, &facts->signatures);
    mt_hops_read(fields, &facts->hops);
    read_chain(fields, facts);
    read_antispam(fields, facts);
    if (!read_results(fields, arena, facts))
        return false;
    facts->says = judge(facts);
    return !arena->failed;
}
