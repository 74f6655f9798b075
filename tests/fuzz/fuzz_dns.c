/* Any bytes as what somebody pasted, as the texts of records, and as a reply of a server: nothing crashes, the walk is
 * bounded, and what is read keeps the promises of ingest/dns_answers.h. */

#include "fuzz.h"

#include <stdlib.h>

#include "ingest/dns_ask.h"
#include "ingest/dns_check.h"
#include "ingest/dns_dmarc.h"
#include "ingest/dns_key.h"
#include "ingest/dns_paste.h"
#include "ingest/dns_spf.h"

static void
demand(bool holds)
{
    if (!holds)
        abort();
}

static void
check_answers(const struct mt_dns_answers *answers)
{
    for (size_t i = 0; i < answers->count; i++) {
        const struct mt_dns_answer *answer = answers->items[i];
        demand(answer->name.len > 0 && answer->name.len <= MT_DNS_NAME_BYTES);
        demand((answer->state == MT_DNS_RECORDS) == (answer->count > 0));
        demand((answer->state == MT_DNS_FAILED) == (answer->why != MT_DNS_WHY_NONE));
        demand(answer->count <= MT_DNS_RECORDS_OF_ONE);
        for (size_t j = 0; j < answer->name.len; j++)
            demand(answer->name.at[j] == mt_ascii_lower(answer->name.at[j]));
    }
}

static void
check_domain(struct mt_dns_answers *answers)
{
    struct mt_arena arena = MT_ARENA_EMPTY;
    struct mt_dns_result result;
    struct mt_err err;
    const struct mt_dns_question question = {.domain = MT_TEXT_LITERAL("a.b.c"),
                                             .organisation = MT_TEXT_LITERAL("b.c"),
                                             .selectors = {MT_TEXT_LITERAL("s")},
                                             .selector_count = 1,
                                             .address = MT_TEXT_LITERAL("192.0.2.1")};
    demand(mt_dns_check(&question, answers, &arena, &result, &err) == MT_OK);
    demand(result.cost_count <= MT_DNS_COSTS);
    for (int check = 0; check < MT_DNS_CHECKS; check++)
        demand(mt_dns_speaker(&result, (enum mt_dns_check)check) != NULL);
    mt_arena_release(&arena);
}

static void
read_paste(struct mt_text text)
{
    struct mt_dns_answers answers;
    struct mt_dns_paste paste;
    struct mt_err err;
    mt_dns_answers_init(&answers);
    if (mt_dns_paste_read(text, MT_TEXT_LITERAL("a.b.c"), &answers, &paste, &err) == MT_OK) {
        check_answers(&answers);
        check_domain(&answers);
    }
    mt_dns_answers_release(&answers);
}

/* The bytes as TXT records of every name that is looked at. */
static void
read_texts(struct mt_text text)
{
    static const char *const names[] = {"a.b.c", "_dmarc.a.b.c", "selector1._domainkey.a.b.c", "s._domainkey.a.b.c"};
    struct mt_dns_answers answers;
    mt_dns_answers_init(&answers);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        for (struct mt_text rest = text; mt_text_known(rest);) {
            struct mt_dns_record record = {.text = mt_text_cut(&rest, '\n')};
            mt_dns_add(&answers, mt_text_of(names[i]), MT_DNS_TXT, &record);
        }
    check_answers(&answers);
    check_domain(&answers);
    mt_dns_answers_release(&answers);
}

static void
read_parts(struct mt_text text)
{
    struct mt_arena arena = MT_ARENA_EMPTY;
    struct mt_dkim_key key;
    struct mt_dmarc_record dmarc;
    struct mt_spf_record spf;
    demand(mt_dkim_key_read(text, &arena, &key));
    demand((key.fault == MT_DKIM_FAULT_NONE && !key.is_revoked) == (key.bits > 0));
    mt_dmarc_parse(text, &dmarc);
    demand(dmarc.percent >= 0 && dmarc.percent <= 100);
    if (mt_spf_is_record(text)) {
        demand(mt_spf_parse(text, &arena, &spf));
        for (size_t i = 0; i < spf.count; i++)
            demand(spf.terms[i].prefix4 <= 32 && spf.terms[i].prefix6 <= 128);
    }
    mt_arena_release(&arena);
}

static void
read_reply(struct mt_text bytes)
{
    struct mt_dns_answers answers;
    struct mt_err err;
    mt_dns_answers_init(&answers);
    demand(mt_dns_reply_read(bytes, MT_TEXT_LITERAL("a.b.c"), MT_DNS_TXT, &answers, &err) == MT_OK);
    check_answers(&answers);
    mt_dns_answers_release(&answers);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct mt_text text = {(const char *)data, size};
    read_paste(text);
    read_texts(text);
    read_parts(text);
    read_reply(text);
    return 0;
}
