#include "query/apart_tables.h"

#include "query/apart_parts.h"
#include "query/plain.h"
#include "store/row.h"

static const char no_slip[] = "no well-known domain is one slip away";
static const char no_reason[] = "no export says why";
static const char no_text[] = "the reply has no text";
static const char not_here[] = "not in this export";
static const char differ[] = "it differs within the mailing, or is not in this export";
static const char many[] = "many messages alike";
static const char no_message_id[] = "it has none";

static const struct mt_column dead_columns[] = {
    {"domain", "Recipient domain", MT_TYPE_TEXT},
    {"like", "Meant, perhaps", MT_TYPE_TEXT},
    {"messages", "Messages", MT_TYPE_COUNT},
    {"recipients", "Recipients", MT_TYPE_COUNT},
    {"senders", "Senders", MT_TYPE_COUNT},
    {"first_received", "First failed", MT_TYPE_MOMENT},
    {"last_received", "Last failed", MT_TYPE_MOMENT},
    {"reason_class", "Reason", MT_TYPE_TEXT},
    {"reason", "Reply", MT_TYPE_TEXT},
};

static const struct mt_column mailing_columns[] = {
    {"first_received", "First received", MT_TYPE_MOMENT},
    {"sender", "Sender", MT_TYPE_TEXT},
    {"subject", "Subject", MT_TYPE_TEXT},
    {"recipients", "Recipients", MT_TYPE_COUNT},
    {"failed", "Failed", MT_TYPE_COUNT},
    {"failed_ratio", "Failed share", MT_TYPE_RATIO},
    {"domains", "Domains", MT_TYPE_COUNT},
    {"domains_failed", "Domains with failures", MT_TYPE_COUNT},
    {"last_received", "Last received", MT_TYPE_MOMENT},
    {"message_id", "Message-ID", MT_TYPE_TEXT},
};

static const struct mt_column loop_columns[] = {
    {"first_received", "First received", MT_TYPE_MOMENT},
    {"last_received", "Last received", MT_TYPE_MOMENT},
    {"times", "Came by", MT_TYPE_COUNT},
    {"sender", "Sender", MT_TYPE_TEXT},
    {"recipient", "Recipient", MT_TYPE_TEXT},
    {"recipients", "Recipients", MT_TYPE_COUNT},
    {"subject", "Subject", MT_TYPE_TEXT},
    {"reason", "Reply", MT_TYPE_TEXT},
    {"message_id", "Message-ID", MT_TYPE_TEXT},
};

static struct mt_cell
text_or(struct mt_text text, const char *why)
{
    return mt_text_known(text) ? mt_cell_text(text) : MT_CELL_UNKNOWN(why);
}

static void
put_dead(const struct mt_apart *apart, size_t i, struct mt_cell *cell)
{
    const struct mt_dead_domain *dead = &apart->dead[i];
    bool said = dead->reason_class != MT_REASON_CLASS_UNKNOWN;
    *cell++ = mt_cell_text(dead->domain);
    *cell++ = text_or(dead->like, no_slip);
    *cell++ = mt_cell_integer(dead->messages);
    *cell++ = mt_cell_integer(dead->recipients);
    *cell++ = mt_cell_integer(dead->senders);
    *cell++ = mt_cell_integer(dead->first_us);
    *cell++ = mt_cell_integer(dead->last_us);
    *cell++ = said ? mt_cell_text(mt_text_of(mt_reason_class_key((enum mt_reason_class)dead->reason_class)))
                   : MT_CELL_UNKNOWN(no_reason);
    *cell = text_or(dead->reason, said ? no_text : no_reason);
}

static void
put_mailing(const struct mt_apart *apart, size_t i, struct mt_cell *cell)
{
    const struct mt_mailing *mailing = &apart->mailings[i];
    *cell++ = mt_cell_integer(mailing->first_us);
    *cell++ = text_or(mailing->sender, differ);
    *cell++ = text_or(mailing->subject, differ);
    *cell++ = mt_cell_integer(mailing->recipients);
    *cell++ = mt_cell_integer(mailing->failed);
    *cell++ = mt_cell_real((double)mailing->failed / (double)mailing->recipients);
    *cell++ = mt_cell_integer(mailing->domains);
    *cell++ = mt_cell_integer(mailing->domains_failed);
    *cell++ = mt_cell_integer(mailing->last_us);
    *cell = text_or(mailing->message_id, many);
}

static void
put_loop(const struct mt_apart *apart, size_t i, struct mt_cell *cell)
{
    const struct mt_loop *loop = &apart->loops[i];
    *cell++ = mt_cell_integer(loop->first_us);
    *cell++ = mt_cell_integer(loop->last_us);
    *cell++ = mt_cell_integer(loop->times);
    *cell++ = text_or(loop->sender, not_here);
    *cell++ = text_or(loop->recipient, not_here);
    *cell++ = mt_cell_integer(loop->recipients);
    *cell++ = text_or(loop->subject, not_here);
    *cell++ = text_or(loop->reason, no_reason);
    *cell = text_or(loop->message_id, no_message_id);
}

struct kind {
    enum mt_apart_parts part;
    const struct mt_column *columns;
    size_t column_count;
    void (*put)(const struct mt_apart *apart, size_t i, struct mt_cell *cells);
};

static enum mt_rc
ask(struct mt_store *store, const struct mt_filter *filter, const struct kind *kind, struct mt_table *table,
    struct mt_err *err)
{
    struct mt_apart apart;
    enum mt_rc rc = mt_table_columns(table, kind->columns, kind->column_count, err);
    if (rc == MT_OK)
        rc = mt_apart_find_parts(store, filter, kind->part, &table->arena, &apart, &table->sql, err);
    if (rc != MT_OK)
        return rc;
    size_t all = apart.dead_count + apart.mailing_count + apart.loop_count; /* two of them are empty */
    for (size_t i = 0; i < all && (filter->limit <= 0 || i < (uint64_t)filter->limit); i++) {
        struct mt_cell *cells = mt_table_add(table);
        if (!cells)
            return mt_err_memory(err);
        kind->put(&apart, i, cells);
    }
    return mt_rows_record(table, all, err);
}

#define COLUMNS(columns) columns, sizeof(columns) / sizeof *(columns)

enum mt_rc
mt_dead_domains_ask(struct mt_store *store, const struct mt_filter *filter, struct mt_table *table, struct mt_err *err)
{
    static const struct kind kind = {MT_APART_OF_DEAD, COLUMNS(dead_columns), put_dead};
    return ask(store, filter, &kind, table, err);
}

enum mt_rc
mt_mailings_ask(struct mt_store *store, const struct mt_filter *filter, struct mt_table *table, struct mt_err *err)
{
    static const struct kind kind = {MT_APART_OF_MAILINGS, COLUMNS(mailing_columns), put_mailing};
    return ask(store, filter, &kind, table, err);
}

enum mt_rc
mt_loops_ask(struct mt_store *store, const struct mt_filter *filter, struct mt_table *table, struct mt_err *err)
{
    static const struct kind kind = {MT_APART_OF_LOOPS, COLUMNS(loop_columns), put_loop};
    return ask(store, filter, &kind, table, err);
}
