#include "ingest/cmd_check_words.h"

#include <inttypes.h>

#include "ingest/dns_key.h"
#include "ingest/dns_spf.h"
#include "ingest/dns_spf_eval.h"

const struct mt_word mt_dns_grade_words[] = {
    {"ok", "ok", "correcto"},
    {"warning", "warning", "aviso"},
    {"error", "error", "error"},
    {"unknown", "not known", "sin saber"},
    {NULL},
};

const struct mt_word mt_dns_check_words[] = {
    {"spf", "SPF", "SPF"}, {"dkim", "DKIM", "DKIM"}, {"dmarc", "DMARC", "DMARC"}, {"mx", "MX", "MX"}, {NULL},
};

static const struct {
    enum mt_sentence sentence, advice;
} kinds[] = {
#define X(name, key, check, grade, rule, advice) {MT_SAY_DNS_##name, MT_SAY_DNS_DO_##advice},
    MT_DNS_KIND_LIST(X)
#undef X
};

static const enum mt_sentence spf_faults[] = {
#define X(name, key) MT_SAY_DNS_SPF_FAULT_##name,
    MT_SPF_FAULT_LIST(X)
#undef X
};

static const enum mt_sentence key_faults[] = {
#define X(name, key) MT_SAY_DNS_DKIM_FAULT_##name,
    MT_DKIM_FAULT_LIST(X)
#undef X
};

static const enum mt_sentence whys[] = {
#define X(name, key) MT_SAY_DNS_WHY_##name,
    MT_DNS_WHY_LIST(X)
#undef X
};

/* {3}: what is wrong with a term or a key, the result for an address, or why an answer is missing. */
static const char *
trouble_of(const struct mt_dns_finding *finding, enum mt_language language)
{
    if (finding->kind == MT_DNS_KIND_SPF_ADDRESS_NOT)
        return mt_spf_result_key((enum mt_spf_result)finding->number);
    if (finding->fault && finding->check == MT_DNS_CHECK_SPF)
        return mt_wording(language, spf_faults[finding->fault]);
    if (finding->fault)
        return mt_wording(language, key_faults[finding->fault]);
    return mt_wording(language, whys[finding->why]);
}

static struct mt_text
say(struct mt_arena *arena, const struct mt_reader *reader, const struct mt_dns_finding *finding,
    enum mt_sentence sentence)
{
    const char *trouble = trouble_of(finding, mt_reader_language(reader));
    /* Bits of a key and the like are names of sizes: 2048, not 2 048. */
    struct mt_text number = mt_arena_format(arena, "%" PRId64, finding->number);
    return mt_say(arena, reader, sentence,
                  MT_VALUES(mt_value_data(finding->name), mt_value_data(finding->text), mt_value_words(number),
                            mt_value_words(mt_text_of(trouble)),
                            mt_value_words(mt_text_of(mt_dns_type_key(finding->asked)))));
}

struct mt_text
mt_dns_finding_say(struct mt_arena *arena, const struct mt_reader *reader, const struct mt_dns_finding *finding)
{
    return say(arena, reader, finding, kinds[finding->kind].sentence);
}

struct mt_text
mt_dns_advice_say(struct mt_arena *arena, const struct mt_reader *reader, const struct mt_dns_finding *finding)
{
    if (kinds[finding->kind].advice == MT_SAY_DNS_DO_NONE)
        return MT_TEXT_UNKNOWN;
    return say(arena, reader, finding, kinds[finding->kind].advice);
}
