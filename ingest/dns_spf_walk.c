#include "ingest/dns_spf_walk.h"

#include <string.h>

#include "ingest/dns_spf_eval.h"

size_t
mt_spf_choose(const struct mt_dns_answer *answer, const struct mt_dns_record **record)
{
    size_t count = 0;
    for (size_t i = 0; i < answer->count; i++)
        if (mt_spf_is_record(answer->records[i].text)) {
            count++;
            *record = &answer->records[i];
        }
    return count;
}

/* ---- what the record costs ---- */

static struct mt_dns_cost *
add_cost(struct mt_spf_walk *walk, const struct mt_spf_term *term)
{
    struct mt_dns_result *result = walk->result;
    if (result->cost_count == MT_DNS_COSTS) {
        walk->has_ended = true;
        return NULL;
    }
    if (!result->costs && !(result->costs = mt_arena_take(result->arena, MT_DNS_COSTS * sizeof *result->costs))) {
        result->failed = walk->has_ended = true;
        return NULL;
    }
    struct mt_dns_cost *cost = &result->costs[result->cost_count++];
    *cost = (struct mt_dns_cost){
        .depth = walk->depth, .number = ++walk->number, .within = walk->path[walk->depth], .term = term->text};
    return cost;
}

/* A kind of finding once for a name, however often records lead there. */
static struct mt_dns_finding *
say(struct mt_spf_walk *walk, enum mt_dns_kind kind, struct mt_text name, struct mt_text text)
{
    struct mt_dns_finding *finding = &walk->result->spare;
    if (!mt_dns_has_found(walk->result, kind, name))
        finding = mt_dns_find_out(walk->result, kind, name);
    finding->text = text;
    return finding;
}

static void
note_void(struct mt_spf_walk *walk, struct mt_dns_cost *cost, const struct mt_spf_term *term)
{
    cost->is_void = true;
    walk->voids++;
    say(walk, MT_DNS_KIND_SPF_VOID, cost->name, term->text);
}

static bool
look(struct mt_spf_walk *walk, struct mt_dns_cost *cost, enum mt_dns_type type, const struct mt_dns_answer **answer)
{
    walk->rc = mt_dns_find(walk->answers, cost->name, type, answer, NULL, walk->err);
    if (walk->rc != MT_OK) {
        walk->has_ended = true;
        return false;
    }
    cost->state = (*answer)->state;
    return true;
}

static bool
is_nothing(const struct mt_dns_answer *answer)
{
    return answer->state == MT_DNS_NXDOMAIN || answer->state == MT_DNS_NO_DATA;
}

/* One of the two families is enough not to be void: receivers ask for that of the sender. */
static void
weigh_addresses(struct mt_spf_walk *walk, struct mt_dns_cost *cost, const struct mt_spf_term *term)
{
    const struct mt_dns_answer *answer;
    if (!look(walk, cost, MT_DNS_A, &answer) || !is_nothing(answer))
        return;
    bool is_name = answer->state == MT_DNS_NO_DATA && term->kind == MT_SPF_A;
    if (is_name && (!look(walk, cost, MT_DNS_AAAA, &answer) || !is_nothing(answer)))
        return;
    /* exists: is often meant to find nothing; what it asks for depends on the mail then, and is not looked up here. */
    note_void(walk, cost, term);
}

static void
weigh_mx(struct mt_spf_walk *walk, struct mt_dns_cost *cost, const struct mt_spf_term *term)
{
    const struct mt_dns_answer *answer;
    if (!look(walk, cost, MT_DNS_MX, &answer))
        return;
    if (is_nothing(answer))
        note_void(walk, cost, term);
    if (answer->count > MT_SPF_NAMES)
        say(walk, MT_DNS_KIND_SPF_MX_MANY, cost->name, term->text)->number = (int64_t)answer->count;
}

/* ---- records that others include ---- */

static bool
is_microsoft(struct mt_text name)
{
    static const char *const names[] = {"spf.protection.outlook.com", "spf.protection.office365.us",
                                        "spf.protection.partner.outlook.cn"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (mt_text_is(name, names[i]))
            return true;
    return false;
}

static bool
is_on_path(const struct mt_spf_walk *walk, struct mt_text name)
{
    for (int i = 0; i <= walk->depth; i++)
        if (mt_text_equal(walk->path[i], name))
            return true;
    return false;
}

static void
enter(struct mt_spf_walk *walk, struct mt_text name, const struct mt_dns_record *text)
{
    struct mt_spf_record record;
    if (!mt_spf_parse(text->text, walk->result->arena, &record)) {
        walk->result->failed = walk->has_ended = true;
        return;
    }
    if (record.bad) {
        struct mt_dns_finding *finding = say(walk, MT_DNS_KIND_SPF_INCLUDE_SYNTAX, name, record.bad->text);
        finding->fault = (int)record.bad->fault;
        finding->record = text->text;
        finding->line = text->line;
    }
    if (walk->depth == MT_SPF_DEPTH) {
        walk->has_ended = true;
        return;
    }
    walk->path[++walk->depth] = name;
    mt_spf_walk(walk, &record);
    walk->depth--;
}

static void
weigh_record(struct mt_spf_walk *walk, struct mt_dns_cost *cost, const struct mt_spf_term *term)
{
    const struct mt_dns_answer *answer;
    const struct mt_dns_record *record = NULL;
    struct mt_text name = cost->name;
    if (is_on_path(walk, name)) {
        say(walk, MT_DNS_KIND_SPF_LOOP, name, term->text);
        return;
    }
    if (!look(walk, cost, MT_DNS_TXT, &answer))
        return;
    if (answer->state == MT_DNS_NOT_ASKED || answer->state == MT_DNS_FAILED) {
        walk->has_open = true;
        say(walk, answer->state == MT_DNS_FAILED ? MT_DNS_KIND_SPF_LOOKUPS_NO_ANSWER : MT_DNS_KIND_SPF_LOOKUPS_OPEN,
            name, term->text)
            ->why = answer->why;
        return;
    }
    cost->is_void = is_nothing(answer);
    walk->voids += cost->is_void;
    size_t count = mt_spf_choose(answer, &record);
    if (count == 0)
        say(walk, term->kind == MT_SPF_REDIRECT ? MT_DNS_KIND_SPF_REDIRECT_MISSING : MT_DNS_KIND_SPF_INCLUDE_MISSING,
            name, term->text);
    else if (count > 1)
        say(walk, MT_DNS_KIND_SPF_INCLUDE_SEVERAL, name, term->text)->number = (int64_t)count;
    else
        enter(walk, name, record);
}

/* ---- terms ---- */

/* False when the name depends on the mail. */
static bool
name_of(struct mt_spf_walk *walk, struct mt_dns_cost *cost, const struct mt_spf_term *term)
{
    cost->name = cost->within;
    if (!mt_text_known(term->domain))
        return true;
    struct mt_spf_macros macros = {.domain = cost->within};
    struct mt_text text = mt_spf_expand(walk->result->arena, term->domain, &macros);
    cost->name = MT_TEXT_UNKNOWN;
    return mt_text_known(text) && mt_dns_name(walk->result->arena, text, &cost->name);
}

static void
walk_term(struct mt_spf_walk *walk, const struct mt_spf_term *term)
{
    struct mt_dns_cost *cost = add_cost(walk, term);
    if (!cost)
        return;
    if (term->kind == MT_SPF_PTR)
        say(walk, MT_DNS_KIND_SPF_PTR, cost->within, term->text);
    if (!name_of(walk, cost, term)) {
        if (term->kind == MT_SPF_INCLUDE || term->kind == MT_SPF_REDIRECT) {
            walk->has_open = true;
            say(walk, MT_DNS_KIND_SPF_LOOKUPS_BY_MAIL, cost->within, term->text);
        }
        return;
    }
    switch (term->kind) {
    case MT_SPF_INCLUDE:
    case MT_SPF_REDIRECT:
        if (is_microsoft(cost->name) && term->qualifier == '+') {
            walk->has_microsoft = true;
            walk->microsoft = cost->name;
        }
        weigh_record(walk, cost, term);
        break;
    case MT_SPF_A:
    case MT_SPF_EXISTS:
        weigh_addresses(walk, cost, term);
        break;
    case MT_SPF_MX:
        weigh_mx(walk, cost, term);
        break;
    case MT_SPF_PTR:
    case MT_SPF_ALL:
    case MT_SPF_IP4:
    case MT_SPF_IP6:
    case MT_SPF_EXP:
    case MT_SPF_OTHER:
        break;
    }
}

/* What stands behind "all" is never reached, and "redirect" beside it neither. */
void
mt_spf_walk(struct mt_spf_walk *walk, const struct mt_spf_record *record)
{
    for (size_t i = 0; i < record->count && !walk->has_ended; i++) {
        const struct mt_spf_term *term = &record->terms[i];
        if (term == record->all)
            return;
        if (term->fault == MT_SPF_FAULT_NONE && mt_spf_costs(term->kind) && term->kind != MT_SPF_REDIRECT)
            walk_term(walk, term);
    }
    if (record->redirect && !record->all && !walk->has_ended)
        walk_term(walk, record->redirect);
}
