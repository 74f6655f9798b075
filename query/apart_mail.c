/* The mail in which mailings and loops are looked for: read once for candidates, and once more for all of theirs. */

#include "query/apart_parts.h"

#include "store/key.h"

/* A mailing or loop that the window cuts is judged whole. */
#define MARGIN MT_DAY

#define KEYS_END (INT64_C(4102444800) * MT_SECOND) /* 2100-01-01: no trace id has a later clock (mt_trace_clock) */

/* The columns of apart_mail.sql and apart_window.sql. */
enum { RECEIVED, TRACE_ID, MESSAGE_ID, RECIPIENT, DOMAIN, SENDER, SUBJECT };

struct reading {
    struct mt_apart_asking *asking;
    struct mt_bindings bindings;
    struct mt_apart_wanted wanted;
    struct mt_apart_mailings mailings;
    struct mt_apart_loops loops;
};

static bool
asks(const struct reading *reading, enum mt_apart_parts part)
{
    return (reading->asking->parts & part) != 0;
}

static uint64_t
message_of(struct mt_text message_id)
{
    return message_id.len > 0 ? mt_hash_of(message_id).a : 0;
}

uint64_t
mt_apart_trace(const struct mt_apart_row *row)
{
    return row->trace_id.len > 0 ? mt_hash_of(row->trace_id).a : mt_numbers_mix(1, (uint64_t)row->received_us);
}

/* ---- mail in trouble ---- */

static struct mt_apart_row
read_trouble(const struct mt_statement *statement)
{
    enum {
        DELIVERY,
        TROUBLE_RECEIVED,
        TROUBLE_TRACE_ID,
        TROUBLE_MESSAGE_ID,
        TROUBLE_RECIPIENT,
        TROUBLE_DOMAIN,
        PROVIDER,
        TROUBLE_SENDER,
        TROUBLE_SUBJECT,
        OUTCOME,
        REASON_CLASS,
        WITHIN
    };
    struct mt_apart_row row = {
        .received_us = mt_statement_integer(statement, TROUBLE_RECEIVED),
        .recipient_id = mt_statement_integer(statement, TROUBLE_RECIPIENT),
        .domain_id = mt_statement_integer(statement, TROUBLE_DOMAIN),
        .sender_id = mt_statement_integer(statement, TROUBLE_SENDER),
        .trace_id = mt_statement_bytes(statement, TROUBLE_TRACE_ID),
        .message_id = mt_statement_bytes(statement, TROUBLE_MESSAGE_ID),
        .subject = mt_statement_bytes(statement, TROUBLE_SUBJECT),
        .delivery_id = mt_statement_integer(statement, DELIVERY),
        .provider_id = mt_statement_integer(statement, PROVIDER),
        .outcome = (int)mt_statement_integer(statement, OUTCOME),
        .reason_class = (int)mt_statement_integer(statement, REASON_CLASS),
        .within = mt_statement_integer(statement, WITHIN) != 0,
    };
    row.message = message_of(row.message_id);
    return row;
}

static enum mt_rc
look_for_candidates(struct reading *reading, struct mt_err *err)
{
    static const struct mt_fragment fragments[] = {{"filters", mt_filter_delivery_sql}, {NULL, NULL}};
    struct mt_apart_asking *asking = reading->asking;
    struct mt_statement statement = MT_STATEMENT_CLOSED;
    bool more = false;
    enum mt_rc rc =
        mt_statement_open(&statement, asking->store, "apart_trouble.sql", fragments, &reading->bindings, err);
    while (rc == MT_OK && (rc = mt_statement_next(&statement, &more, err)) == MT_OK && more) {
        struct mt_apart_row row = read_trouble(&statement);
        if ((asks(reading, MT_APART_OF_MAILINGS) && !mt_apart_mailings_add(&reading->mailings, &row)) ||
            (asks(reading, MT_APART_OF_LOOPS) && !mt_apart_loops_add(&reading->loops, &row)))
            rc = mt_err_memory(err);
    }
    if (rc == MT_OK && asking->sql)
        *asking->sql = mt_statement_sql(&statement, asking->arena);
    mt_statement_close(&statement);
    if (rc == MT_OK && (!mt_apart_mailings_choose(&reading->mailings, &reading->wanted) ||
                        !mt_apart_loops_choose(&reading->loops, &reading->wanted)))
        rc = mt_err_memory(err);
    return rc;
}

/* ---- all mail ---- */

static enum mt_rc
count_mail(struct reading *reading, const char *file, struct mt_err *err)
{
    struct mt_statement statement = MT_STATEMENT_CLOSED;
    bool more = false;
    enum mt_rc rc = mt_statement_open(&statement, reading->asking->store, file, NULL, &reading->bindings, err);
    while (rc == MT_OK && (rc = mt_statement_next(&statement, &more, err)) == MT_OK && more) {
        struct mt_apart_row row = {
            .received_us = mt_statement_integer(&statement, RECEIVED),
            .recipient_id = mt_statement_integer(&statement, RECIPIENT),
            .domain_id = mt_statement_integer(&statement, DOMAIN),
            .sender_id = mt_statement_integer(&statement, SENDER),
            .trace_id = mt_statement_bytes(&statement, TRACE_ID),
            .message_id = mt_statement_bytes(&statement, MESSAGE_ID),
            .subject = mt_statement_bytes(&statement, SUBJECT),
        };
        row.message = message_of(row.message_id);
        if (!mt_apart_mailings_count(&reading->mailings, &reading->wanted, &row) ||
            !mt_apart_loops_count(&reading->loops, &row))
            rc = mt_err_memory(err);
    }
    mt_statement_close(&statement);
    return rc;
}

/* Which mail is looked at. Returns whether it is a part of the time only. */
static bool
bind_time(struct reading *reading)
{
    const struct mt_filter *filter = reading->asking->filter;
    bool since = filter->since_us != MT_MOMENT_UNKNOWN, until = filter->until_us != MT_MOMENT_UNKNOWN;
    int64_t from_us = since ? filter->since_us - MARGIN : INT64_MIN;
    int64_t to_us = until ? filter->until_us + MARGIN : INT64_MAX;
    int64_t first_key = 0, last_key = INT64_MAX, ignored;
    /* Keys are as fine as half a second, and end some time after trace ids do. */
    if (since)
        mt_key_range(from_us - MT_SECOND, from_us, &first_key, &ignored);
    if (until && to_us < KEYS_END)
        mt_key_range(to_us, to_us + MT_SECOND, &ignored, &last_key);
    mt_bindings_integer(&reading->bindings, ":from_us", from_us);
    mt_bindings_integer(&reading->bindings, ":to_us", to_us);
    mt_bindings_integer(&reading->bindings, ":first_key", first_key);
    mt_bindings_integer(&reading->bindings, ":last_key", last_key);
    return since || until;
}

static enum mt_rc
read_mail(struct reading *reading, struct mt_err *err)
{
    bool is_part = bind_time(reading);
    enum mt_rc rc = look_for_candidates(reading, err);
    bool any = reading->mailings.candidate_count > 0 || reading->wanted.recipients.count > 0;
    if (rc != MT_OK || !any)
        return rc;
    mt_bindings_blob(&reading->bindings, ":recipients", mt_id_bytes_blob(&reading->wanted.recipients));
    mt_bindings_blob(&reading->bindings, ":senders", mt_id_bytes_blob(&reading->wanted.senders));
    mt_bindings_blob(&reading->bindings, ":hours", mt_id_bytes_blob(&reading->wanted.hours));
    mt_bindings_integer(&reading->bindings, ":first_hour", reading->wanted.hours.first);
    return count_mail(reading, is_part ? "apart_window.sql" : "apart_mail.sql", err);
}

enum mt_rc
mt_apart_find_mail(struct mt_apart_asking *asking, struct mt_apart *apart, struct mt_err *err)
{
    struct reading reading = {.asking = asking, .bindings = asking->bindings};
    enum mt_rc rc = read_mail(&reading, err);
    if (rc == MT_OK)
        rc = mt_apart_mailings_list(&reading.mailings, asking, apart, err);
    if (rc == MT_OK)
        rc = mt_apart_loops_list(&reading.loops, asking, apart, err);
    mt_apart_mailings_release(&reading.mailings);
    mt_apart_loops_release(&reading.loops);
    mt_id_bytes_release(&reading.wanted.recipients);
    mt_id_bytes_release(&reading.wanted.senders);
    mt_id_bytes_release(&reading.wanted.hours);
    return rc;
}
