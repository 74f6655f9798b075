/* DMARC of a domain: its own record or that of the domain above it, the policy, and where reports go. */

#include <string.h>

#include "ingest/dns_dmarc.h"
#include "ingest/dns_parts.h"

enum { MOST_ADDRESSES = 20 };

struct look {
    const struct mt_dns_question *question;
    struct mt_dns_answers *answers;
    struct mt_dns_result *result;
    struct mt_err *err;
};

static bool
name_of(struct look *look, struct mt_text domain, struct mt_text *name)
{
    struct mt_text text =
        mt_arena_format(look->result->arena, "_dmarc.%.*s", (int)domain.len, domain.at ? domain.at : "");
    return mt_text_known(text) && mt_dns_name(look->result->arena, text, name);
}

/* Meant to be one, and passed over by receivers. */
static bool
is_nearly(struct mt_text text)
{
    struct mt_text bare = text;
    while (bare.len && (bare.at[0] == ' ' || bare.at[0] == '"' || bare.at[0] == '\''))
        bare = (struct mt_text){bare.at + 1, bare.len - 1};
    return !mt_dmarc_is_record(text) &&
           (mt_text_starts_nocase(bare, "v=dmarc") || mt_text_starts_nocase(bare, "dmarc1") ||
            mt_text_starts_nocase(bare, "v = dmarc") || mt_text_starts_nocase(bare, "p="));
}

static size_t
choose(const struct mt_dns_answer *answer, const struct mt_dns_record **record)
{
    size_t count = 0;
    for (size_t i = 0; i < answer->count; i++)
        if (mt_dmarc_is_record(answer->records[i].text)) {
            if (count++ == 0)
                *record = &answer->records[i];
        }
    return count;
}

/* ---- where reports go ---- */

/* A domain of somebody else must say that it takes them. */
static enum mt_rc
judge_destination(struct look *look, struct mt_text at, struct mt_text said, const struct mt_dns_record *record)
{
    const struct mt_dns_answer *answer;
    struct mt_text host, name, asked;
    struct mt_text own = mt_text_known(look->question->organisation) ? look->question->organisation : at;
    if (!mt_dns_name(look->result->arena, said, &host) || mt_dns_is_below(host, own))
        return MT_OK;
    asked =
        mt_arena_format(look->result->arena, "%.*s._report._dmarc.%.*s", (int)at.len, at.at, (int)host.len, host.at);
    if (!mt_text_known(asked) || !mt_dns_name(look->result->arena, asked, &name))
        return MT_OK;
    enum mt_rc rc = mt_dns_find(look->answers, name, MT_DNS_TXT, &answer, NULL, look->err);
    if (rc != MT_OK)
        return rc;
    const struct mt_dns_record *grant = NULL;
    bool is_open = answer->state == MT_DNS_NOT_ASKED || answer->state == MT_DNS_FAILED;
    enum mt_dns_kind kind = is_open                  ? MT_DNS_KIND_DMARC_REPORTS_OPEN
                            : choose(answer, &grant) ? MT_DNS_KIND_DMARC_REPORTS_TAKEN
                                                     : MT_DNS_KIND_DMARC_REPORTS_REFUSED;
    if (!mt_dns_has_found(look->result, kind, name)) {
        struct mt_dns_finding *finding = mt_dns_find_record(look->result, kind, name, grant ? grant : record);
        finding->text = host;
        finding->why = answer->why;
    }
    return MT_OK;
}

static enum mt_rc
judge_addresses(struct look *look, struct mt_text at, struct mt_text list, const struct mt_dns_record *record)
{
    struct mt_text address, domain;
    enum mt_rc rc = MT_OK;
    for (int i = 0; rc == MT_OK && i < MOST_ADDRESSES && mt_dmarc_next_address(&list, &address, &domain); i++) {
        if (mt_text_known(domain)) {
            rc = judge_destination(look, at, domain, record);
            continue;
        }
        mt_dns_find_record(look->result, MT_DNS_KIND_DMARC_ADDRESS, at, record)->text = address;
    }
    return rc;
}

/* ---- the policy ---- */

static bool
has_usable_address(struct mt_text list)
{
    struct mt_text address, domain;
    while (mt_dmarc_next_address(&list, &address, &domain))
        if (mt_text_known(domain))
            return true;
    return false;
}

static void
judge_policy(struct look *look, const struct mt_dmarc_record *dmarc, enum mt_dmarc_policy policy, struct mt_text name,
             const struct mt_dns_record *record)
{
    enum mt_dns_kind kind = MT_DNS_KIND_DMARC_NONE;
    switch (policy) {
    case MT_DMARC_ABSENT:
    case MT_DMARC_BAD:
        kind = has_usable_address(dmarc->reports) ? MT_DNS_KIND_DMARC_POLICY_AS_NONE : MT_DNS_KIND_DMARC_NO_POLICY;
        break;
    case MT_DMARC_NONE:
        break;
    case MT_DMARC_QUARANTINE:
        kind = MT_DNS_KIND_DMARC_QUARANTINE;
        break;
    case MT_DMARC_REJECT:
        kind = MT_DNS_KIND_DMARC_REJECT;
        break;
    }
    mt_dns_find_record(look->result, kind, name, record);
}

static enum mt_rc
judge_record(struct look *look, struct mt_text at, struct mt_text name, const struct mt_dns_record *record)
{
    struct mt_dmarc_record dmarc;
    bool is_inherited = !mt_text_equal(at, look->question->domain);
    mt_dmarc_parse(record->text, &dmarc);
    if (is_inherited)
        mt_dns_find_record(look->result, MT_DNS_KIND_DMARC_INHERITED, name, record)->text = at;
    bool speaks_for_below = is_inherited && dmarc.subdomains > MT_DMARC_BAD && dmarc.policy > MT_DMARC_BAD;
    judge_policy(look, &dmarc, speaks_for_below ? dmarc.subdomains : dmarc.policy, name, record);
    if (!is_inherited && dmarc.policy > MT_DMARC_NONE && dmarc.subdomains == MT_DMARC_NONE)
        mt_dns_find_record(look->result, MT_DNS_KIND_DMARC_SUBDOMAINS_OPEN, name, record);
    if (dmarc.percent < 100 && dmarc.policy > MT_DMARC_NONE)
        mt_dns_find_record(look->result, MT_DNS_KIND_DMARC_PART, name, record)->number = dmarc.percent;
    for (size_t i = 0; i < dmarc.odd_count; i++)
        mt_dns_find_record(look->result, MT_DNS_KIND_DMARC_TAG, name, record)->text = dmarc.odd[i];
    if (mt_text_known(dmarc.broken))
        mt_dns_find_record(look->result, MT_DNS_KIND_DMARC_SYNTAX, name, record)->text = dmarc.broken;
    if (!mt_text_known(dmarc.reports))
        mt_dns_find_record(look->result, MT_DNS_KIND_DMARC_NO_REPORTS, name, record);
    enum mt_rc rc = judge_addresses(look, at, dmarc.reports, record);
    return rc == MT_OK ? judge_addresses(look, at, dmarc.failures, record) : rc;
}

/* ---- all of it ---- */

static void
say_absence(struct look *look, struct mt_text name, const struct mt_dns_answer *answer, bool is_own)
{
    enum mt_dns_kind kind = MT_DNS_KIND_DMARC_MISSING;
    if (answer->state == MT_DNS_FAILED)
        kind = MT_DNS_KIND_DMARC_NO_ANSWER;
    else if (answer->state == MT_DNS_NOT_ASKED)
        kind = is_own ? MT_DNS_KIND_DMARC_NOT_ASKED : MT_DNS_KIND_DMARC_ORGANISATION_NOT_ASKED;
    mt_dns_find_absence(look->result, kind, name, answer);
}

static enum mt_rc
judge_at(struct look *look, struct mt_text domain, struct mt_text name, const struct mt_dns_answer *answer, bool is_own)
{
    const struct mt_dns_record *record = NULL;
    size_t count = choose(answer, &record);
    for (size_t i = 0; i < answer->count; i++)
        if (is_nearly(answer->records[i].text))
            mt_dns_find_record(look->result, MT_DNS_KIND_DMARC_NEARLY, name, &answer->records[i]);
    if (count == 1)
        return judge_record(look, domain, name, record);
    if (count > 1)
        mt_dns_find_record(look->result, MT_DNS_KIND_DMARC_SEVERAL, name, record)->number = (int64_t)count;
    else
        say_absence(look, name, answer, is_own);
    return MT_OK;
}

enum mt_rc
mt_dns_check_dmarc(const struct mt_dns_question *question, struct mt_dns_answers *answers, struct mt_dns_result *result,
                   struct mt_err *err)
{
    struct look look = {question, answers, result, err};
    const struct mt_dns_answer *answer, *above;
    const struct mt_dns_record *record = NULL;
    struct mt_text name, name_above;
    if (!name_of(&look, question->domain, &name))
        return MT_OK;
    enum mt_rc rc = mt_dns_find(answers, name, MT_DNS_TXT, &answer, NULL, err);
    if (rc != MT_OK)
        return rc;
    bool has_above = mt_text_known(question->organisation) && !mt_text_equal(question->organisation, question->domain);
    bool is_known = answer->state != MT_DNS_NOT_ASKED && answer->state != MT_DNS_FAILED;
    if (!has_above || !is_known || choose(answer, &record) > 0 || !name_of(&look, question->organisation, &name_above))
        return judge_at(&look, question->domain, name, answer, true);
    rc = mt_dns_find(answers, name_above, MT_DNS_TXT, &above, NULL, err);
    return rc == MT_OK ? judge_at(&look, question->organisation, name_above, above, false) : rc;
}
