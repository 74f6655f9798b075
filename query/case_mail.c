#include "query/case_mail.h"

#include "query/statement.h"

static struct mt_text
domain_of(struct mt_text address)
{
    for (size_t i = address.len; i > 0; i--)
        if (address.at[i - 1] == '@')
            return (struct mt_text){address.at + i, address.len - i};
    return MT_TEXT_UNKNOWN;
}

static enum mt_rc
find_provider(struct mt_store *store, struct mt_text domain, struct mt_arena *arena, struct mt_text *provider,
              struct mt_err *err)
{
    struct mt_statement statement = MT_STATEMENT_CLOSED;
    struct mt_bindings bindings = {.count = 0};
    bool more = false;
    mt_bindings_text(&bindings, ":domain", domain);
    enum mt_rc rc = mt_statement_open(&statement, store, "case_provider.sql", NULL, &bindings, err);
    if (rc == MT_OK)
        rc = mt_statement_next(&statement, &more, err);
    *provider = MT_TEXT_UNKNOWN;
    if (rc == MT_OK && more && !mt_arena_copy(arena, mt_statement_bytes(&statement, 0), provider))
        rc = mt_err_memory(err);
    mt_statement_close(&statement);
    return rc;
}

enum mt_rc
mt_case_mail(struct mt_store *store, struct mt_text sender, struct mt_text recipient, int64_t received_us,
             int64_t made_us, struct mt_arena *arena, struct mt_filter *filter, struct mt_err *err)
{
    enum mt_rc rc = MT_OK;
    mt_filter_init(filter);
    struct mt_text domain = domain_of(recipient);
    if (mt_text_known(domain) && domain.len)
        rc = find_provider(store, domain, arena, &filter->provider, err);
    if (!mt_text_known(filter->provider) && domain.len)
        filter->domain = domain;
    if (sender.len > 2) /* "<>" sends nothing but reports */
        filter->sender = sender;
    /* Full hours, so that the roll-up can answer. */
    if (received_us != MT_MOMENT_UNKNOWN)
        filter->since_us = mt_floor_to(received_us, MT_HOUR) - MT_DAY;
    if (made_us != MT_MOMENT_UNKNOWN)
        filter->until_us = mt_floor_to(made_us, MT_HOUR) + MT_HOUR + MT_DAY;
    return rc;
}
