/* SPF of a domain: the record itself, what it costs, whether it lets Microsoft 365 send. */

#include <string.h>

#include "ingest/dns_parts.h"
#include "ingest/dns_spf.h"
#include "ingest/dns_spf_eval.h"
#include "ingest/dns_spf_walk.h"

enum { LONG_BYTES = 450, WIDE_4 = 8, WIDE_6 = 19 };

/* ---- choosing the record ---- */

/* A text that somebody meant to be an SPF record: receivers pass over it. */
static bool
is_nearly(struct mt_text text)
{
    struct mt_text bare = text;
    while (bare.len && (bare.at[0] == ' ' || bare.at[0] == '"' || bare.at[0] == '\''))
        bare = (struct mt_text){bare.at + 1, bare.len - 1};
    return !mt_spf_is_record(text) &&
           (mt_text_starts_nocase(bare, "v=spf1") || mt_text_starts_nocase(bare, "spf1 ") ||
            mt_text_starts_nocase(bare, "v = spf1") || mt_text_starts_nocase(bare, "v:spf1"));
}

/* ---- the verdict on look-ups and on Microsoft ---- */

static void
judge_lookups(const struct mt_spf_walk *walk, struct mt_text domain)
{
    enum mt_dns_kind kind = walk->number > MT_SPF_LOOKUPS    ? MT_DNS_KIND_SPF_LOOKUPS_MANY
                            : walk->number == MT_SPF_LOOKUPS ? MT_DNS_KIND_SPF_LOOKUPS_FULL
                                                             : MT_DNS_KIND_SPF_LOOKUPS;
    /* Below the limit nothing can be said before everything has been counted. */
    if (!walk->has_open || kind != MT_DNS_KIND_SPF_LOOKUPS)
        mt_dns_find_out(walk->result, kind, domain)->number = walk->number;
    if (walk->voids > MT_SPF_VOIDS)
        mt_dns_find_out(walk->result, MT_DNS_KIND_SPF_VOID_MANY, domain)->number = walk->voids;
}

static void
judge_microsoft(const struct mt_spf_walk *walk, struct mt_text domain, const struct mt_spf_record *record)
{
    bool denies = record->all && record->all->qualifier == '-' && !record->redirect;
    if (record->all && record->all->qualifier == '+' && !walk->has_microsoft)
        return;
    enum mt_dns_kind kind = walk->has_microsoft ? MT_DNS_KIND_SPF_MICROSOFT
                            : walk->has_open    ? MT_DNS_KIND_SPF_MICROSOFT_OPEN
                            : denies            ? MT_DNS_KIND_SPF_MICROSOFT_DENIED
                                                : MT_DNS_KIND_SPF_MICROSOFT_MISSING;
    mt_dns_find_out(walk->result, kind, domain)->text = walk->microsoft;
}

/* ---- the record itself ---- */

static void
judge_all(struct mt_dns_result *result, const struct mt_spf_record *record, struct mt_text domain)
{
    static const struct {
        char qualifier;
        enum mt_dns_kind kind;
    } kinds[] = {
        {'+', MT_DNS_KIND_SPF_ALL_PASS},
        {'-', MT_DNS_KIND_SPF_ALL_FAIL},
        {'~', MT_DNS_KIND_SPF_ALL_SOFT},
        {'?', MT_DNS_KIND_SPF_ALL_NEUTRAL},
    };
    if (!record->all && !record->redirect)
        mt_dns_find_out(result, MT_DNS_KIND_SPF_NO_END, domain);
    for (size_t i = 0; record->all && i < sizeof kinds / sizeof *kinds; i++)
        if (kinds[i].qualifier == record->all->qualifier)
            mt_dns_find_out(result, kinds[i].kind, domain)->text = record->all->text;
    if (record->all && record->redirect)
        mt_dns_find_out(result, MT_DNS_KIND_SPF_REDIRECT_IGNORED, domain)->text = record->redirect->text;
    for (const struct mt_spf_term *term = record->all; term && ++term < record->terms + record->count;)
        if (term->fault == MT_SPF_FAULT_NONE && term->kind < MT_SPF_REDIRECT) {
            mt_dns_find_out(result, MT_DNS_KIND_SPF_AFTER_ALL, domain)->text = term->text;
            break;
        }
}

static void
judge_terms(struct mt_dns_result *result, const struct mt_spf_record *record, const struct mt_dns_record *text,
            struct mt_text domain)
{
    for (size_t i = 0; i < record->count; i++) {
        const struct mt_spf_term *term = &record->terms[i];
        bool is_wide = (term->kind == MT_SPF_IP4 && term->prefix4 < WIDE_4) ||
                       (term->kind == MT_SPF_IP6 && term->prefix6 < WIDE_6);
        if (term->fault != MT_SPF_FAULT_NONE) {
            struct mt_dns_finding *finding = mt_dns_find_record(result, MT_DNS_KIND_SPF_SYNTAX, domain, text);
            finding->text = term->text;
            finding->fault = (int)term->fault;
        } else if (is_wide && term->qualifier == '+') {
            mt_dns_find_out(result, MT_DNS_KIND_SPF_WIDE, domain)->text = term->text;
        }
    }
    if (text->text.len > LONG_BYTES)
        mt_dns_find_out(result, MT_DNS_KIND_SPF_LONG, domain)->number = (int64_t)text->text.len;
}

/* ---- one address ---- */

static enum mt_rc
judge_address(const struct mt_dns_question *question, struct mt_dns_answers *answers, struct mt_dns_result *result,
              struct mt_err *err)
{
    struct mt_spf_mail mail = {.sender_domain = question->domain};
    struct mt_spf_verdict verdict;
    if (!mt_text_known(question->address) || !mt_spf_address(question->address, &mail))
        return MT_OK;
    enum mt_rc rc = mt_spf_evaluate(answers, result->arena, question->domain, &mail, &verdict, err);
    if (rc != MT_OK)
        return rc;
    bool is_open = verdict.result == MT_SPF_RESULT_OPEN, by_mail = is_open && !mt_text_known(verdict.open);
    enum mt_dns_kind kind = verdict.result == MT_SPF_RESULT_PASS ? MT_DNS_KIND_SPF_ADDRESS_PASS
                            : by_mail                            ? MT_DNS_KIND_SPF_ADDRESS_BY_MAIL
                            : is_open                            ? MT_DNS_KIND_SPF_ADDRESS_OPEN
                                                                 : MT_DNS_KIND_SPF_ADDRESS_NOT;
    struct mt_text about = is_open ? verdict.open : verdict.within;
    struct mt_dns_finding *finding = mt_dns_find_out(result, kind, mt_text_known(about) ? about : question->domain);
    if (is_open && !by_mail)
        finding->asked = verdict.open_type;
    finding->text = question->address;
    finding->record = verdict.term;
    finding->number = (int64_t)verdict.result;
    return MT_OK;
}

/* ---- all of it ---- */

static enum mt_rc
judge_record(const struct mt_dns_question *question, struct mt_dns_answers *answers, const struct mt_dns_record *text,
             struct mt_dns_result *result, struct mt_err *err)
{
    struct mt_text domain = question->domain;
    struct mt_spf_record record;
    struct mt_spf_walk walk = {.answers = answers, .result = result, .err = err, .rc = MT_OK, .path = {domain}};
    if (!mt_spf_parse(text->text, result->arena, &record))
        return mt_err_memory(err);
    judge_terms(result, &record, text, domain);
    judge_all(result, &record, domain);
    if (record.count == 1 && record.all && record.all->qualifier == '-') {
        mt_dns_find_out(result, MT_DNS_KIND_SPF_SENDS_NOTHING, domain);
        return MT_OK;
    }
    mt_spf_walk(&walk, &record);
    if (walk.rc != MT_OK)
        return walk.rc;
    judge_lookups(&walk, domain);
    judge_microsoft(&walk, domain, &record);
    return MT_OK;
}

/* What helps when there is no record: texts that were meant to be one, and those of a type that is gone. */
static void
judge_others(struct mt_dns_answers *answers, const struct mt_dns_answer *answer, struct mt_dns_result *result,
             struct mt_text domain)
{
    for (size_t i = 0; i < answer->count; i++)
        if (is_nearly(answer->records[i].text))
            mt_dns_find_record(result, MT_DNS_KIND_SPF_NEARLY, domain, &answer->records[i]);
    for (size_t i = 0; i < answers->count; i++)
        if (answers->items[i]->type == MT_DNS_SPF && answers->items[i]->count &&
            mt_text_equal(answers->items[i]->name, domain))
            mt_dns_find_record(result, MT_DNS_KIND_SPF_TYPE_99, domain, &answers->items[i]->records[0]);
}

enum mt_rc
mt_dns_check_spf(const struct mt_dns_question *question, struct mt_dns_answers *answers, struct mt_dns_result *result,
                 struct mt_err *err)
{
    const struct mt_dns_answer *answer;
    const struct mt_dns_record *record = NULL;
    struct mt_text domain = question->domain;
    enum mt_rc rc = mt_dns_find(answers, domain, MT_DNS_TXT, &answer, NULL, err);
    if (rc != MT_OK)
        return rc;
    size_t count = mt_spf_choose(answer, &record);
    if (count == 1) {
        mt_dns_find_record(result, MT_DNS_KIND_SPF_ONE, domain, record);
        rc = judge_record(question, answers, record, result, err);
    } else {
        enum mt_dns_kind kind = count > 1                           ? MT_DNS_KIND_SPF_SEVERAL
                                : answer->state == MT_DNS_NOT_ASKED ? MT_DNS_KIND_SPF_NOT_ASKED
                                : answer->state == MT_DNS_FAILED    ? MT_DNS_KIND_SPF_NO_ANSWER
                                : answer->state == MT_DNS_NXDOMAIN  ? MT_DNS_KIND_SPF_NO_DOMAIN
                                                                    : MT_DNS_KIND_SPF_MISSING;
        mt_dns_find_absence(result, kind, domain, answer)->number = (int64_t)count;
        /* All of them, so that they can be made one. */
        for (size_t i = 0; count > 1 && i < answer->count; i++)
            if (mt_spf_is_record(answer->records[i].text) && !result->findings[result->count - 1].record.at) {
                result->findings[result->count - 1].record = answer->records[i].text;
                result->findings[result->count - 1].line = answer->records[i].line;
            }
    }
    judge_others(answers, answer, result, domain);
    return rc == MT_OK ? judge_address(question, answers, result, err) : rc;
}
