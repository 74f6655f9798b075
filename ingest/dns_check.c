#include "ingest/dns_check.h"

#include <string.h>

#include "ingest/dns_parts.h"

static const struct {
    const char *key, *rule;
    enum mt_dns_check check;
    enum mt_dns_grade grade;
} kinds[] = {
#define X(name, key, check, grade, rule, advice) {key, rule, MT_DNS_CHECK_##check, MT_DNS_GRADE_##grade},
    MT_DNS_KIND_LIST(X)
#undef X
};

const char *
mt_dns_check_key(enum mt_dns_check check)
{
    static const char *const keys[] = {
#define X(name, key) [MT_DNS_CHECK_##name] = key,
        MT_DNS_CHECK_LIST(X)
#undef X
    };
    return keys[check];
}

const char *
mt_dns_grade_key(enum mt_dns_grade grade)
{
    static const char *const keys[] = {
#define X(name, key) [MT_DNS_GRADE_##name] = key,
        MT_DNS_GRADE_LIST(X)
#undef X
    };
    return keys[grade];
}

const char *
mt_dns_kind_key(enum mt_dns_kind kind)
{
    return kinds[kind].key;
}

/* ---- findings ---- */

struct mt_dns_finding *
mt_dns_find_out(struct mt_dns_result *result, enum mt_dns_kind kind, struct mt_text name)
{
    if (result->count == result->room) {
        size_t room = result->room ? result->room * 2 : 32;
        struct mt_dns_finding *findings = mt_arena_take(result->arena, room * sizeof *findings);
        if (!findings) {
            result->failed = true;
            return &result->spare;
        }
        if (result->count)
            memcpy(findings, result->findings, result->count * sizeof *findings);
        result->findings = findings;
        result->room = room;
    }
    struct mt_dns_finding *finding = &result->findings[result->count++];
    *finding = (struct mt_dns_finding){.kind = kind,
                                       .check = kinds[kind].check,
                                       .grade = kinds[kind].grade,
                                       .rule = kinds[kind].rule,
                                       .name = name,
                                       .asked = MT_DNS_TXT};
    return finding;
}

struct mt_dns_finding *
mt_dns_find_record(struct mt_dns_result *result, enum mt_dns_kind kind, struct mt_text name,
                   const struct mt_dns_record *record)
{
    struct mt_dns_finding *finding = mt_dns_find_out(result, kind, name);
    finding->record = record->text;
    finding->line = record->line;
    return finding;
}

struct mt_dns_finding *
mt_dns_find_absence(struct mt_dns_result *result, enum mt_dns_kind kind, struct mt_text name,
                    const struct mt_dns_answer *answer)
{
    struct mt_dns_finding *finding = mt_dns_find_out(result, kind, name);
    finding->why = answer->why;
    finding->line = answer->line;
    return finding;
}

bool
mt_dns_has_found(const struct mt_dns_result *result, enum mt_dns_kind kind, struct mt_text name)
{
    for (size_t i = 0; i < result->count; i++)
        if (result->findings[i].kind == kind && mt_text_equal(result->findings[i].name, name))
            return true;
    return false;
}

/* ---- how a check stands ---- */

enum mt_dns_grade
mt_dns_standing(const struct mt_dns_result *result, enum mt_dns_check check, size_t *open)
{
    size_t counts[] = {
        [MT_DNS_GRADE_OK] = 0, [MT_DNS_GRADE_WARNING] = 0, [MT_DNS_GRADE_ERROR] = 0, [MT_DNS_GRADE_UNKNOWN] = 0};
    static const enum mt_dns_grade order[] = {MT_DNS_GRADE_ERROR, MT_DNS_GRADE_WARNING, MT_DNS_GRADE_OK};
    for (size_t i = 0; i < result->count; i++)
        counts[result->findings[i].grade] += result->findings[i].check == check;
    if (open)
        *open = counts[MT_DNS_GRADE_UNKNOWN];
    for (size_t i = 0; i < sizeof order / sizeof *order; i++)
        if (counts[order[i]])
            return order[i];
    return MT_DNS_GRADE_UNKNOWN;
}

const struct mt_dns_finding *
mt_dns_speaker(const struct mt_dns_result *result, enum mt_dns_check check)
{
    enum mt_dns_grade grade = mt_dns_standing(result, check, NULL);
    for (size_t i = 0; i < result->count; i++)
        if (result->findings[i].check == check && result->findings[i].grade == grade)
            return &result->findings[i];
    return NULL;
}

/* ---- all of it ---- */

enum mt_rc
mt_dns_check(const struct mt_dns_question *question, struct mt_dns_answers *answers, struct mt_arena *arena,
             struct mt_dns_result *result, struct mt_err *err)
{
    static mt_dns_part *const parts[] = {mt_dns_check_spf, mt_dns_check_dkim, mt_dns_check_dmarc, mt_dns_check_mx};
    enum mt_rc rc = MT_OK;
    *result = (struct mt_dns_result){.arena = arena};
    for (size_t i = 0; rc == MT_OK && i < sizeof parts / sizeof *parts; i++)
        rc = parts[i](question, answers, result, err);
    if (rc == MT_OK && (result->failed || answers->failed || arena->failed))
        rc = mt_err_memory(err);
    return rc;
}
