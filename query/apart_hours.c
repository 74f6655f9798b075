/* What the roll-up tells of each recipient domain: whether anything was ever delivered there, and since when mail to it
 * fails. One walk leaves out nearly all domains before a delivery is looked at.
 *
 * Not every domain without a delivery is dead. A server that slows mail down, judges its sender, its content, its size
 * or its encryption, or finds a mailbox full, takes mail for the domain and refuses ours: that is a case to look into
 * and stays with the findings. Refusals of the recipient, of the domain ("relaying denied", MT_REASON_CLASS_CONFIG) and
 * by a rule (MT_REASON_CLASS_POLICY, often a rule of one's own) prove nothing: the servers of parked and misspelt
 * domains answer so, too. */

#include "query/apart_parts.h"

#include <stdlib.h>

#include "store/row.h"

static const bool is_delivered[] = {
    [MT_OUTCOME_DELIVERED] = true,
    [MT_OUTCOME_DELIVERED_AFTER_DEFERRAL] = true,
    [MT_OUTCOME_QUARANTINED] = true,
    [MT_OUTCOME_FILTERED_AS_SPAM] = true,
};

static const bool is_failed[] = {
    [MT_OUTCOME_EXPIRED] = true,
    [MT_OUTCOME_FAILED] = true,
    [MT_OUTCOME_FAILED_AFTER_DEFERRAL] = true,
};

/* Only a server that takes mail for the domain answers so. */
static const bool is_alive[] = {
    [MT_REASON_CLASS_THROTTLE] = true,     [MT_REASON_CLASS_TLS] = true,     [MT_REASON_CLASS_AUTH] = true,
    [MT_REASON_CLASS_SPAM] = true,         [MT_REASON_CLASS_SIZE] = true,    [MT_REASON_CLASS_REPUTATION] = true,
    [MT_REASON_CLASS_MAILBOX_FULL] = true, [MT_REASON_CLASS_CONTENT] = true,
};

#define SAYS(table, number) ((number) >= 0 && (size_t)(number) < sizeof(table) / sizeof *(table) && (table)[number])

static bool
add_hour(struct mt_apart_domains *domains, const struct mt_statement *row)
{
    enum { DOMAIN, HOUR, OUTCOME, REASON_CLASS, DELIVERIES };
    int64_t domain_id = mt_statement_integer(row, DOMAIN), hour = mt_statement_integer(row, HOUR);
    int64_t deliveries = mt_statement_integer(row, DELIVERIES);
    int64_t outcome = mt_statement_integer(row, OUTCOME), class = mt_statement_integer(row, REASON_CLASS);
    size_t before = domains->ids.count, number = mt_numbers_add(&domains->ids, (uint64_t)domain_id);
    struct mt_apart_sums *grown = mt_list_grown(domains->sums, before, &domains->room, sizeof *grown);
    if (grown)
        domains->sums = grown;
    if (number == MT_NUMBERS_NONE || !grown)
        return false;
    struct mt_apart_sums *sums = &domains->sums[number];
    if (number == before)
        *sums = (struct mt_apart_sums){.domain_id = domain_id};
    sums->lives = sums->lives || SAYS(is_alive, class);
    if (SAYS(is_delivered, outcome))
        sums->delivered += deliveries;
    if (!SAYS(is_failed, outcome))
        return true;
    sums->first_hour = sums->failed == 0 || hour < sums->first_hour ? hour : sums->first_hour;
    sums->last_hour = sums->failed == 0 || hour > sums->last_hour ? hour : sums->last_hour;
    sums->failed += deliveries;
    return true;
}

enum mt_rc
mt_apart_domains_read(struct mt_apart_domains *domains, struct mt_apart_asking *asking, struct mt_err *err)
{
    struct mt_statement statement = MT_STATEMENT_CLOSED;
    bool more = false;
    enum mt_rc rc = mt_statement_open(&statement, asking->store, "apart_domains.sql", NULL, NULL, err);
    while (rc == MT_OK && (rc = mt_statement_next(&statement, &more, err)) == MT_OK && more)
        if (!add_hour(domains, &statement))
            rc = mt_err_memory(err);
    if (rc == MT_OK && asking->sql)
        *asking->sql = mt_statement_sql(&statement, asking->arena);
    mt_statement_close(&statement);
    return rc;
}

/* Id 0 is "no domain". The roll-up knows hours, so the distance in it may be an hour short. */
static bool
may_be_dead(const struct mt_apart_sums *sums)
{
    return sums->domain_id > 0 && sums->delivered == 0 && !sums->lives && sums->failed >= MT_APART_DEAD_MESSAGES &&
           sums->last_hour - sums->first_hour >= MT_APART_DEAD_DAYS * 24 - 1;
}

bool
mt_apart_domains_choose(const struct mt_apart_domains *domains, struct mt_id_bytes *wanted)
{
    int64_t most = -1;
    for (size_t i = 0; i < domains->ids.count; i++)
        if (may_be_dead(&domains->sums[i]) && domains->sums[i].domain_id > most)
            most = domains->sums[i].domain_id;
    if (most < 0)
        return true;
    if (!mt_id_bytes_open(wanted, 0, most))
        return false;
    for (size_t i = 0; i < domains->ids.count; i++)
        if (may_be_dead(&domains->sums[i]))
            mt_id_bytes_add(wanted, domains->sums[i].domain_id);
    return true;
}

static int
by_delivered(const void *left, const void *right)
{
    const struct mt_apart_sums *a = left, *b = right;
    return (a->delivered < b->delivered) - (a->delivered > b->delivered);
}

void
mt_apart_domains_sort(struct mt_apart_domains *domains)
{
    if (domains->ids.count > 0)
        qsort(domains->sums, domains->ids.count, sizeof *domains->sums, by_delivered);
}

void
mt_apart_domains_release(struct mt_apart_domains *domains)
{
    mt_numbers_release(&domains->ids);
    free(domains->sums);
    *domains = (struct mt_apart_domains){.room = 0};
}
