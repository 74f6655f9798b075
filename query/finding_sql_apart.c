/* What the counts leave out, as conditions on rows of v1_delivery. The rules behind it need the whole store; the
 * statement names what they found, and only what can lie in the finding. */

#include "query/finding_sql_parts.h"

#include "query/literal.h"

static bool
lies_within(const struct mt_finding_sql *wanted, int64_t first_us, int64_t last_us)
{
    int64_t from_us, until_us;
    mt_finding_sql_span(wanted, &from_us, &until_us);
    return (from_us == MT_MOMENT_UNKNOWN || last_us >= from_us) &&
           (until_us == MT_MOMENT_UNKNOWN || first_us < until_us);
}

/* "column NOT IN ('a', 'b')", opened by the first item. */
struct list {
    struct mt_out *out;
    const char *comment, *column;
    size_t count;
};

static void
list_add(struct list *list, struct mt_text item)
{
    if (list->count++ == 0) {
        mt_out_string(list->out, "\n      -- ");
        mt_out_string(list->out, list->comment);
        mt_out_string(list->out, MT_FINDING_SQL_AND "coalesce(");
        mt_out_string(list->out, list->column);
        mt_out_string(list->out, ", '') NOT IN (");
    } else {
        mt_out_string(list->out, ", ");
    }
    mt_literal_text(list->out, item);
}

static void
list_end(const struct list *list)
{
    mt_out_string(list->out, list->count > 0 ? ")" : "");
}

/* Whether mail to a domain can meet the finding's conditions on the place. */
static bool
is_in_place(const struct mt_finding_sql *wanted, const struct mt_left_out_domain *domain)
{
    const struct mt_mail_cube *cube = wanted->findings->cube;
    const int32_t *value = wanted->finding->pattern->where.value;
    if (mt_finding_sql_asks(wanted, MT_PATTERN_DOMAIN)) /* a domain that findings know is not left out */
        return false;
    if (mt_finding_sql_asks(wanted, MT_PATTERN_PROVIDER)) {
        struct mt_text key = cube->provider_keys[value[MT_PATTERN_PROVIDER]];
        if (key.len == 0 ? mt_text_known(domain->provider_key) : !mt_text_equal(domain->provider_key, key))
            return false;
    }
    return !mt_finding_sql_asks(wanted, MT_PATTERN_REGION) ||
           mt_text_equal(domain->country, cube->regions[value[MT_PATTERN_REGION]]);
}

void
mt_finding_sql_left_out(const struct mt_finding_sql *wanted, struct mt_out *out)
{
    const struct mt_left_out *left_out = wanted->left_out;
    struct list loops = {out, "messages that went round", "message_id", 0};
    struct list domains = {out, "domains to which nothing was ever delivered", "recipient_domain", 0};
    for (size_t i = 0; i < left_out->loop_count; i++)
        if (lies_within(wanted, left_out->loops[i].first_us, left_out->loops[i].last_us))
            list_add(&loops, left_out->loops[i].message_id);
    list_end(&loops);
    for (size_t i = 0; i < left_out->domain_count; i++) {
        const struct mt_left_out_domain *domain = &left_out->domains[i];
        if (lies_within(wanted, domain->first_us, domain->last_us) && is_in_place(wanted, domain))
            list_add(&domains, domain->name);
    }
    list_end(&domains);
}

bool
mt_finding_sql_mailings(const struct mt_finding_sql *wanted, struct mt_out *out)
{
    const struct mt_left_out *left_out = wanted->left_out;
    bool some = false;
    for (size_t i = 0; i < left_out->mailing_count; i++) {
        const struct mt_mailing *mailing = &left_out->mailings[i];
        if (!lies_within(wanted, mailing->first_us, mailing->last_us))
            continue;
        mt_out_string(out, some ? "\n                OR " : "\n                ");
        if (mt_text_known(mailing->message_id)) {
            mt_out_string(out, "message_id = ");
            mt_literal_text(out, mailing->message_id);
        } else {
            mt_out_string(out, "(sender = ");
            mt_literal_text(out, mailing->sender);
            mt_out_string(out, " AND received_us BETWEEN ");
            mt_out_int(out, mailing->first_us);
            mt_out_string(out, " AND ");
            mt_out_int(out, mailing->last_us);
            mt_out_byte(out, ')');
        }
        some = true;
    }
    return some;
}
