/* MX of a domain: where its mail, replies and delivery reports among it, arrives. */

#include "ingest/dns_parts.h"
#include "ingest/dns_spf_eval.h"

struct look {
    const struct mt_dns_question *question;
    struct mt_dns_answers *answers;
    struct mt_dns_result *result;
    struct mt_err *err;
};

static bool
is_microsoft(struct mt_text host)
{
    static const char *const ends[] = {".mail.protection.outlook.com", ".mx.microsoft", ".mail.protection.office365.us",
                                       ".mail.protection.partner.outlook.cn"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (mt_text_ends_nocase(host, ends[i]))
            return true;
    return false;
}

static bool
is_address(struct mt_text host)
{
    struct mt_spf_mail unused;
    return mt_spf_address(host, &unused);
}

static bool
is_doubled(struct mt_text host, struct mt_text domain)
{
    if (!mt_dns_is_below(host, domain) || host.len == domain.len)
        return false;
    return is_microsoft((struct mt_text){host.at, host.len - domain.len - 1});
}

static void
say(struct look *look, enum mt_dns_kind kind, const struct mt_dns_record *record)
{
    mt_dns_find_record(look->result, kind, look->question->domain, record)->text = record->text;
}

static bool
is_nothing(const struct mt_dns_answer *answer)
{
    return answer->state == MT_DNS_NXDOMAIN || answer->state == MT_DNS_NO_DATA;
}

/* A host that is an alias, an address, or nothing. What was not asked about it is not said: mail has an MX all the
 * same. */
static enum mt_rc
judge_host(struct look *look, const struct mt_dns_record *record, bool *is_fine)
{
    const struct mt_dns_answer *alias, *short_ones, *long_ones;
    *is_fine = false;
    if (is_address(record->text)) {
        say(look, MT_DNS_KIND_MX_ADDRESS, record);
        return MT_OK;
    }
    if (is_doubled(record->text, look->question->domain)) {
        say(look, MT_DNS_KIND_MX_DOUBLED, record);
        return MT_OK;
    }
    enum mt_rc rc = mt_dns_look(look->answers, record->text, MT_DNS_CNAME, &alias, look->err);
    if (rc == MT_OK)
        rc = mt_dns_find(look->answers, record->text, MT_DNS_A, &short_ones, NULL, look->err);
    if (rc != MT_OK)
        return rc;
    if (alias->state == MT_DNS_RECORDS) {
        say(look, MT_DNS_KIND_MX_ALIAS, record);
        return MT_OK;
    }
    *is_fine = true;
    if (!is_nothing(short_ones))
        return MT_OK;
    rc = mt_dns_find(look->answers, record->text, MT_DNS_AAAA, &long_ones, NULL, look->err);
    if (rc != MT_OK || !is_nothing(long_ones))
        return rc;
    *is_fine = false;
    say(look, MT_DNS_KIND_MX_NOWHERE, record);
    return MT_OK;
}

/* Whose hosts these are, said of the first of them. */
static void
judge_owner(struct look *look, const struct mt_dns_answer *answer, const struct mt_dns_record *fine)
{
    size_t microsoft = 0;
    const struct mt_dns_record *other = NULL;
    for (size_t i = 0; i < answer->count; i++) {
        bool is_theirs = is_microsoft(answer->records[i].text);
        microsoft += is_theirs;
        if (!is_theirs)
            other = &answer->records[i];
    }
    if (microsoft && microsoft < answer->count)
        say(look, MT_DNS_KIND_MX_MIXED, other);
    else
        say(look, microsoft ? MT_DNS_KIND_MX_MICROSOFT : MT_DNS_KIND_MX_ELSEWHERE, fine);
}

static enum mt_rc
judge_hosts(struct look *look, const struct mt_dns_answer *answer)
{
    enum { MOST_HOSTS = 20 };
    const struct mt_dns_record *first = NULL;
    enum mt_rc rc = MT_OK;
    for (size_t i = 0; rc == MT_OK && i < answer->count; i++) {
        bool is_fine = false;
        if (mt_text_is(answer->records[i].text, ".")) {
            say(look, answer->count == 1 ? MT_DNS_KIND_MX_NULL : MT_DNS_KIND_MX_NULL_NOT_ALONE, &answer->records[i]);
            continue;
        }
        if (i < MOST_HOSTS)
            rc = judge_host(look, &answer->records[i], &is_fine);
        if (is_fine && (!first || answer->records[i].preference < first->preference))
            first = &answer->records[i];
    }
    if (rc == MT_OK && first)
        judge_owner(look, answer, first);
    return rc;
}

enum mt_rc
mt_dns_check_mx(const struct mt_dns_question *question, struct mt_dns_answers *answers, struct mt_dns_result *result,
                struct mt_err *err)
{
    struct look look = {question, answers, result, err};
    const struct mt_dns_answer *answer;
    enum mt_rc rc = mt_dns_find(answers, question->domain, MT_DNS_MX, &answer, NULL, err);
    if (rc != MT_OK)
        return rc;
    switch (answer->state) {
    case MT_DNS_RECORDS:
        return judge_hosts(&look, answer);
    case MT_DNS_NOT_ASKED:
        mt_dns_find_absence(result, MT_DNS_KIND_MX_NOT_ASKED, question->domain, answer)->asked = MT_DNS_MX;
        break;
    case MT_DNS_FAILED:
        mt_dns_find_absence(result, MT_DNS_KIND_MX_NO_ANSWER, question->domain, answer);
        break;
    case MT_DNS_NO_DATA:
    case MT_DNS_NXDOMAIN:
        mt_dns_find_absence(result, MT_DNS_KIND_MX_MISSING, question->domain, answer);
        break;
    }
    return MT_OK;
}
