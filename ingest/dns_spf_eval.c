#include "ingest/dns_spf_eval.h"

#include <arpa/inet.h>
#include <string.h>

#include "ingest/dns_spf.h"

enum { MOST_DEPTH = 12 };

struct run {
    struct mt_dns_answers *answers;
    struct mt_arena *arena;
    const struct mt_spf_mail *mail;
    struct mt_spf_verdict *verdict;
    int lookups, voids;
    struct mt_err *err;
    enum mt_rc rc; /* not MT_OK: asking failed, and nothing counts any more */
};

/* What a mechanism says. */
enum match { MATCHES, MATCHES_NOT, TEMPORARY, PERMANENT, OPEN };

const char *
mt_spf_result_key(enum mt_spf_result result)
{
    static const char *const keys[] = {
#define X(name, key) [MT_SPF_RESULT_##name] = key,
        MT_SPF_RESULT_LIST(X)
#undef X
    };
    return keys[result];
}

bool
mt_spf_address(struct mt_text text, struct mt_spf_mail *mail)
{
    static const unsigned char mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
    char room[INET6_ADDRSTRLEN];
    if (text.len == 0 || text.len >= sizeof room || memchr(text.at, '\0', text.len))
        return false;
    memcpy(room, text.at, text.len);
    room[text.len] = '\0';
    mail->is_long = false;
    if (inet_pton(AF_INET, room, mail->address) == 1)
        return true;
    if (inet_pton(AF_INET6, room, mail->address) != 1)
        return false;
    mail->is_long = memcmp(mail->address, mapped, sizeof mapped) != 0;
    if (!mail->is_long)
        memmove(mail->address, mail->address + sizeof mapped, 4);
    return true;
}

/* ---- asking ---- */

/* The answer, or what its absence means. Nothing found is a void look-up where those count. */
static enum match
look(struct run *run, struct mt_text name, enum mt_dns_type type, bool counts, const struct mt_dns_answer **answer)
{
    run->rc = mt_dns_find(run->answers, name, type, answer, NULL, run->err);
    if (run->rc != MT_OK)
        return OPEN;
    switch ((*answer)->state) {
    case MT_DNS_RECORDS:
        return MATCHES;
    case MT_DNS_NOT_ASKED:
        run->verdict->open = name;
        run->verdict->open_type = type;
        return OPEN;
    case MT_DNS_FAILED:
        return TEMPORARY;
    case MT_DNS_NO_DATA:
    case MT_DNS_NXDOMAIN:
        break;
    }
    if (counts && ++run->voids > MT_SPF_VOIDS)
        return PERMANENT;
    return MATCHES_NOT;
}

static bool
is_within(const unsigned char *address, const unsigned char *network, int prefix)
{
    int whole = prefix / 8, rest = prefix % 8;
    if (memcmp(address, network, (size_t)whole) != 0)
        return false;
    return rest == 0 || ((address[whole] ^ network[whole]) & (0xFF << (8 - rest) & 0xFF)) == 0;
}

static bool
has_address(const struct run *run, const struct mt_dns_answer *answer, const struct mt_spf_term *term)
{
    int prefix = run->mail->is_long ? term->prefix6 : term->prefix4;
    for (size_t i = 0; i < answer->count; i++) {
        struct mt_spf_mail other;
        if (mt_spf_address(answer->records[i].text, &other) && other.is_long == run->mail->is_long &&
            is_within(run->mail->address, other.address, prefix))
            return true;
    }
    return false;
}

static enum mt_dns_type
address_type(const struct run *run)
{
    return run->mail->is_long ? MT_DNS_AAAA : MT_DNS_A;
}

/* ---- the address's own name ---- */

static bool
reverse_name(struct run *run, struct mt_text *name)
{
    static const struct mt_spf_term reversed = {.domain = {"%{ir}.%{v}.arpa", 15}};
    struct mt_spf_macros macros = {.address = run->mail->address, .is_long = run->mail->is_long};
    struct mt_text text = mt_spf_expand(run->arena, reversed.domain, &macros);
    return mt_text_known(text) && mt_dns_name(run->arena, text, name);
}

/* A name of the address that leads back to it: the domain itself, else one below it, else any. Trouble on the way means
 * that there is none. */
static enum match
find_validated(struct run *run, struct mt_text domain, struct mt_text *found)
{
    static const struct mt_spf_term exact = {.prefix4 = 32, .prefix6 = 128};
    const struct mt_dns_answer *names, *back;
    struct mt_text reverse;
    int best = 0;
    *found = MT_TEXT_UNKNOWN;
    if (!reverse_name(run, &reverse))
        return MATCHES_NOT;
    enum match match = look(run, reverse, MT_DNS_PTR, false, &names);
    if (match != MATCHES)
        return match == OPEN ? OPEN : MATCHES_NOT;
    for (size_t i = 0; i < names->count && i < MT_SPF_NAMES; i++) {
        struct mt_text name = names->records[i].text;
        int rank = mt_text_equal(name, domain) ? 3 : mt_dns_is_below(name, domain) ? 2 : 1;
        if (rank <= best)
            continue;
        match = look(run, name, address_type(run), false, &back);
        if (match == OPEN)
            return OPEN;
        if (match != MATCHES || !has_address(run, back, &exact))
            continue;
        best = rank;
        *found = name;
    }
    return best ? MATCHES : MATCHES_NOT;
}

/* ---- names of terms ---- */

static bool
uses_validated(struct mt_text domain)
{
    return mt_text_find(domain, "%{p") >= 0 || mt_text_find(domain, "%{P") >= 0;
}

/* The name that a term is about. MATCHES_NOT: there can be no such name. */
static enum match
target_of(struct run *run, const struct mt_spf_term *term, struct mt_text domain, struct mt_text *name)
{
    *name = domain;
    if (!mt_text_known(term->domain))
        return MATCHES;
    struct mt_spf_macros macros = {.local = run->mail->local,
                                   .sender_domain = run->mail->sender_domain,
                                   .domain = domain,
                                   .helo = run->mail->helo,
                                   .validated = MT_TEXT_LITERAL("unknown"),
                                   .address = run->mail->address,
                                   .is_long = run->mail->is_long};
    struct mt_text validated;
    if (uses_validated(term->domain)) {
        enum match match = find_validated(run, domain, &validated);
        if (match == OPEN)
            return OPEN;
        if (match == MATCHES)
            macros.validated = validated;
    }
    struct mt_text text = mt_spf_expand(run->arena, term->domain, &macros);
    if (!mt_text_known(text))
        return OPEN;
    return mt_dns_name(run->arena, text, name) ? MATCHES : MATCHES_NOT;
}

/* ---- mechanisms ---- */

static enum mt_spf_result evaluate(struct run *run, struct mt_text domain, int depth);

static enum match
match_mx(struct run *run, const struct mt_spf_term *term, struct mt_text name)
{
    const struct mt_dns_answer *hosts, *addresses;
    enum match match = look(run, name, MT_DNS_MX, true, &hosts);
    if (match != MATCHES)
        return match;
    if (hosts->count > MT_SPF_NAMES)
        return PERMANENT;
    for (size_t i = 0; i < hosts->count; i++) {
        if (mt_text_is(hosts->records[i].text, "."))
            continue;
        match = look(run, hosts->records[i].text, address_type(run), false, &addresses);
        if (match == MATCHES && has_address(run, addresses, term))
            return MATCHES;
        if (match != MATCHES && match != MATCHES_NOT)
            return match;
    }
    return MATCHES_NOT;
}

static enum match
match_ptr(struct run *run, struct mt_text name)
{
    struct mt_text found;
    enum match match = find_validated(run, name, &found);
    return match == MATCHES && !mt_dns_is_below(found, name) ? MATCHES_NOT : match;
}

static enum match
match_include(struct run *run, struct mt_text name, int depth)
{
    struct mt_spf_verdict kept = *run->verdict;
    enum mt_spf_result result = evaluate(run, name, depth + 1);
    switch (result) {
    case MT_SPF_RESULT_PASS:
        return MATCHES;
    case MT_SPF_RESULT_FAIL:
    case MT_SPF_RESULT_SOFTFAIL:
    case MT_SPF_RESULT_NEUTRAL:
        *run->verdict = kept;
        return MATCHES_NOT;
    case MT_SPF_RESULT_TEMPERROR:
        return TEMPORARY;
    case MT_SPF_RESULT_PERMERROR:
    case MT_SPF_RESULT_NONE:
        return PERMANENT;
    case MT_SPF_RESULT_OPEN:
        break;
    }
    return OPEN;
}

static enum match
match_network(const struct run *run, const struct mt_spf_term *term)
{
    bool is_long = term->kind == MT_SPF_IP6;
    if (is_long != run->mail->is_long)
        return MATCHES_NOT;
    return is_within(run->mail->address, term->address, is_long ? term->prefix6 : term->prefix4) ? MATCHES
                                                                                                 : MATCHES_NOT;
}

static enum match
match_term(struct run *run, const struct mt_spf_term *term, struct mt_text domain, int depth)
{
    const struct mt_dns_answer *answer;
    struct mt_text name;
    if (term->kind == MT_SPF_ALL)
        return MATCHES;
    if (term->kind == MT_SPF_IP4 || term->kind == MT_SPF_IP6)
        return match_network(run, term);
    if (!mt_spf_costs(term->kind) || term->kind == MT_SPF_REDIRECT)
        return MATCHES_NOT;
    if (++run->lookups > MT_SPF_LOOKUPS)
        return PERMANENT;
    enum match match = target_of(run, term, domain, &name);
    if (match == MATCHES_NOT && term->kind == MT_SPF_INCLUDE)
        return PERMANENT;
    if (match != MATCHES)
        return match;
    if (term->kind == MT_SPF_INCLUDE)
        return match_include(run, name, depth);
    if (term->kind == MT_SPF_MX)
        return match_mx(run, term, name);
    if (term->kind == MT_SPF_PTR)
        return match_ptr(run, name);
    match = look(run, name, term->kind == MT_SPF_EXISTS ? MT_DNS_A : address_type(run), true, &answer);
    if (match == MATCHES && term->kind == MT_SPF_A && !has_address(run, answer, term))
        return MATCHES_NOT;
    return match;
}

/* ---- a record ---- */

static enum mt_spf_result
result_of(char qualifier)
{
    static const struct {
        char qualifier;
        enum mt_spf_result result;
    } results[] = {{'+', MT_SPF_RESULT_PASS},
                   {'-', MT_SPF_RESULT_FAIL},
                   {'~', MT_SPF_RESULT_SOFTFAIL},
                   {'?', MT_SPF_RESULT_NEUTRAL}};
    for (size_t i = 0; i < sizeof results / sizeof *results; i++)
        if (results[i].qualifier == qualifier)
            return results[i].result;
    return MT_SPF_RESULT_NEUTRAL;
}

static enum mt_spf_result
evaluate_redirect(struct run *run, const struct mt_spf_term *redirect, struct mt_text domain, int depth)
{
    struct mt_text name;
    if (++run->lookups > MT_SPF_LOOKUPS)
        return MT_SPF_RESULT_PERMERROR;
    enum match match = target_of(run, redirect, domain, &name);
    if (match == OPEN)
        return MT_SPF_RESULT_OPEN;
    enum mt_spf_result result = match == MATCHES ? evaluate(run, name, depth + 1) : MT_SPF_RESULT_NONE;
    return result == MT_SPF_RESULT_NONE ? MT_SPF_RESULT_PERMERROR : result;
}

static enum mt_spf_result
evaluate_record(struct run *run, const struct mt_spf_record *record, struct mt_text domain, int depth)
{
    for (size_t i = 0; i < record->count; i++) {
        const struct mt_spf_term *term = &record->terms[i];
        enum match match = match_term(run, term, domain, depth);
        if (match == MATCHES_NOT)
            continue;
        /* What an inner record said stands, unless it is the outer term that decides. */
        if (match == MATCHES || !mt_text_known(run->verdict->term)) {
            run->verdict->term = term->text;
            run->verdict->within = domain;
        }
        return match == MATCHES     ? result_of(term->qualifier)
               : match == TEMPORARY ? MT_SPF_RESULT_TEMPERROR
               : match == PERMANENT ? MT_SPF_RESULT_PERMERROR
                                    : MT_SPF_RESULT_OPEN;
    }
    return record->redirect && !record->all ? evaluate_redirect(run, record->redirect, domain, depth)
                                            : MT_SPF_RESULT_NEUTRAL;
}

static enum mt_spf_result
evaluate(struct run *run, struct mt_text domain, int depth)
{
    const struct mt_dns_answer *answer;
    const struct mt_dns_record *text = NULL;
    struct mt_spf_record record;
    size_t count = 0;
    if (depth > MOST_DEPTH)
        return MT_SPF_RESULT_PERMERROR;
    enum match match = look(run, domain, MT_DNS_TXT, false, &answer);
    if (match != MATCHES)
        return match == MATCHES_NOT ? MT_SPF_RESULT_NONE
               : match == TEMPORARY ? MT_SPF_RESULT_TEMPERROR
                                    : MT_SPF_RESULT_OPEN;
    for (size_t i = 0; i < answer->count; i++)
        if (mt_spf_is_record(answer->records[i].text)) {
            text = &answer->records[i];
            count++;
        }
    if (count != 1)
        return count ? MT_SPF_RESULT_PERMERROR : MT_SPF_RESULT_NONE;
    if (!mt_spf_parse(text->text, run->arena, &record)) {
        run->rc = mt_err_memory(run->err);
        return MT_SPF_RESULT_OPEN;
    }
    if (!record.bad)
        return evaluate_record(run, &record, domain, depth);
    run->verdict->term = record.bad->text;
    run->verdict->within = domain;
    return MT_SPF_RESULT_PERMERROR;
}

enum mt_rc
mt_spf_evaluate(struct mt_dns_answers *answers, struct mt_arena *arena, struct mt_text domain,
                const struct mt_spf_mail *mail, struct mt_spf_verdict *verdict, struct mt_err *err)
{
    struct run run = {.answers = answers, .arena = arena, .mail = mail, .verdict = verdict, .err = err, .rc = MT_OK};
    struct mt_text name;
    *verdict = (struct mt_spf_verdict){.result = MT_SPF_RESULT_NONE};
    /* Section 4.3: what is no name of several labels has no policy. */
    if (!mt_dns_name(arena, domain, &name) || !memchr(name.at, '.', name.len))
        return MT_OK;
    verdict->result = evaluate(&run, name, 0);
    return run.rc;
}
