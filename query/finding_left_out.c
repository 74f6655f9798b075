#include "query/finding_left_out.h"

#include <string.h>

#include "query/statement.h"

/* A dead domain had nothing delivered at once, so the index of mail in trouble shows all its mail. */
static enum mt_rc
find_domains(struct mt_store *store, const struct mt_apart *apart, const struct mt_filter *filter,
             struct mt_arena *arena, struct mt_left_out *left_out, struct mt_err *err)
{
    enum { ID, NAME, PROVIDER_KEY, COUNTRY, FIRST, LAST };
    struct mt_bindings bindings = {.count = 0};
    struct mt_statement row = MT_STATEMENT_CLOSED;
    size_t room = 0;
    bool more = false;
    enum mt_rc rc = mt_filter_bind(filter, store, &bindings, arena, err);
    if (rc == MT_OK)
        rc = mt_statement_open(&row, store, "finding_domains.sql", NULL, &bindings, err);
    while (rc == MT_OK && (rc = mt_statement_next(&row, &more, err)) == MT_OK && more) {
        if (!mt_apart_is_dead(apart, mt_statement_integer(&row, ID)))
            continue;
        if (left_out->domain_count == room) {
            size_t grown_room = room ? room * 2 : 64;
            struct mt_left_out_domain *grown = mt_arena_take(arena, grown_room * sizeof *grown);
            if (grown && room)
                memcpy(grown, left_out->domains, room * sizeof *grown);
            rc = grown ? MT_OK : mt_err_memory(err);
            if (rc != MT_OK)
                break;
            left_out->domains = grown;
            room = grown_room;
        }
        struct mt_left_out_domain *domain = &left_out->domains[left_out->domain_count++];
        domain->first_us = mt_statement_integer(&row, FIRST);
        domain->last_us = mt_statement_integer(&row, LAST);
        if (!mt_arena_copy(arena, mt_statement_bytes(&row, NAME), &domain->name) ||
            !mt_arena_copy(arena, mt_statement_bytes(&row, PROVIDER_KEY), &domain->provider_key) ||
            !mt_arena_copy(arena, mt_statement_bytes(&row, COUNTRY), &domain->country))
            rc = mt_err_memory(err);
    }
    mt_statement_close(&row);
    return rc;
}

/* Behind the loops that are listed stand those that are known; one without Message-ID is not told from other mail. */
static enum mt_rc
find_loops(const struct mt_apart *apart, struct mt_arena *arena, struct mt_left_out *left_out, struct mt_err *err)
{
    struct mt_loop *kept = mt_arena_take(arena, (apart->loop_known + 1) * sizeof *kept);
    if (!kept)
        return mt_err_memory(err);
    for (size_t i = 0; i < apart->loop_known; i++)
        if (mt_text_known(apart->loops[i].message_id) && mt_apart_is_loop(apart, apart->loops[i].message_id))
            kept[left_out->loop_count++] = apart->loops[i];
    left_out->loops = kept;
    return MT_OK;
}

enum mt_rc
mt_left_out_find(struct mt_store *store, const struct mt_findings *findings, const struct mt_filter *filter,
                 struct mt_arena *arena, struct mt_left_out *left_out, struct mt_err *err)
{
    const struct mt_apart *apart = findings->apart;
    *left_out = (struct mt_left_out){.domain_count = 0};
    if (!apart || !apart->index)
        return MT_OK;
    left_out->mailings = apart->mailings;
    left_out->mailing_count = apart->mailing_count;
    enum mt_rc rc = find_domains(store, apart, filter, arena, left_out, err);
    return rc == MT_OK ? find_loops(apart, arena, left_out, err) : rc;
}
