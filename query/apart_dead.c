/* Domains to which nothing was ever delivered.
 *
 * The numbers. Three messages, because one or two that failed are a mistyped address or a bad moment; seven days
 * between the first and the last, because no service tries longer than two and few outages last longer than some days:
 * what failed in a week's distance, and not once arrived, is no incident. Of the whole store: one delivery, ever, late
 * or into a spam folder, and the domain lives.
 *
 * Not every domain without a delivery is dead: those whose servers take mail and refuse ours are not (apart_hours.c).
 */

#include "query/apart_parts.h"

#include <stdlib.h>

#include "store/key.h"
#include "store/row.h"

/* One that may be dead, from its deliveries. */
struct dead {
    int64_t domain_id;
    int64_t messages, first_us, last_us; /* of the whole store */
    int64_t messages_within, recipients_within, senders_within;
};

struct reason {
    size_t dead;
    int64_t reason_id, count;
    int class;
    struct mt_text text;
};

struct looking {
    struct mt_apart_asking *asking;
    struct mt_apart_domains domains;
    struct mt_id_bytes wanted;
    struct mt_numbers dead_ids;
    struct dead *dead;
    size_t dead_room;
    struct mt_numbers once; /* messages, recipients and senders that were counted */
    struct mt_numbers reason_keys;
    struct reason *reasons;
    size_t reason_count, reason_room;
    struct mt_apart_known_list known;
};

/* ---- deliveries ---- */

enum once { MESSAGE, MESSAGE_WITHIN, RECIPIENT_WITHIN, SENDER_WITHIN };

/* Adds one to *count unless the same value was counted before. */
static bool
count_once(struct looking *looking, size_t dead, enum once kind, uint64_t value, int64_t *count)
{
    size_t before = looking->once.count;
    uint64_t key = mt_numbers_mix(mt_numbers_mix((uint64_t)kind, dead), value);
    if (mt_numbers_add(&looking->once, key) == MT_NUMBERS_NONE)
        return false;
    *count += (int64_t)(looking->once.count - before);
    return true;
}

static bool
count_reason(struct looking *looking, size_t dead, int64_t reason_id)
{
    size_t number = mt_numbers_add(&looking->reason_keys, mt_numbers_mix(dead, (uint64_t)reason_id));
    struct reason *grown = mt_list_grown(looking->reasons, looking->reason_count, &looking->reason_room, sizeof *grown);
    if (grown)
        looking->reasons = grown;
    if (number == MT_NUMBERS_NONE || !grown)
        return false;
    if (number == looking->reason_count)
        looking->reasons[looking->reason_count++] = (struct reason){.dead = dead, .reason_id = reason_id};
    looking->reasons[number].count++;
    return true;
}

/* Which message it was: by its trace id, else by its Message-ID, else by when it came. */
static uint64_t
message_of(struct mt_text trace_id, struct mt_text message_id, int64_t received_us)
{
    if (trace_id.len > 0)
        return mt_hash_of(trace_id).a;
    return message_id.len > 0 ? mt_hash_of(message_id).a : mt_numbers_mix(0, (uint64_t)received_us);
}

static bool
add_delivery(struct looking *looking, const struct mt_statement *row)
{
    enum { DOMAIN, RECEIVED, TRACE_ID, MESSAGE_ID, RECIPIENT, SENDER, REASON, WITHIN };
    int64_t domain_id = mt_statement_integer(row, DOMAIN), received_us = mt_statement_integer(row, RECEIVED);
    size_t before = looking->dead_ids.count, number = mt_numbers_add(&looking->dead_ids, (uint64_t)domain_id);
    struct dead *grown = mt_list_grown(looking->dead, before, &looking->dead_room, sizeof *grown);
    if (grown)
        looking->dead = grown;
    if (number == MT_NUMBERS_NONE || !grown)
        return false;
    struct dead *dead = &looking->dead[number];
    if (number == before)
        *dead = (struct dead){.domain_id = domain_id, .first_us = received_us, .last_us = received_us};
    dead->first_us = received_us < dead->first_us ? received_us : dead->first_us;
    dead->last_us = received_us > dead->last_us ? received_us : dead->last_us;

    uint64_t message = message_of(mt_statement_bytes(row, TRACE_ID), mt_statement_bytes(row, MESSAGE_ID), received_us);
    if (!count_once(looking, number, MESSAGE, message, &dead->messages))
        return false;
    if (!mt_statement_integer(row, WITHIN))
        return true;
    uint64_t recipient = (uint64_t)mt_statement_integer(row, RECIPIENT);
    uint64_t sender = (uint64_t)mt_statement_integer(row, SENDER);
    return count_once(looking, number, MESSAGE_WITHIN, message, &dead->messages_within) &&
           count_once(looking, number, RECIPIENT_WITHIN, recipient, &dead->recipients_within) &&
           (!mt_statement_known(row, SENDER) ||
            count_once(looking, number, SENDER_WITHIN, sender, &dead->senders_within)) &&
           (!mt_statement_known(row, REASON) || count_reason(looking, number, mt_statement_integer(row, REASON)));
}

static enum mt_rc
read_deliveries(struct looking *looking, struct mt_err *err)
{
    static const struct mt_fragment fragments[] = {{"filters", mt_filter_delivery_sql}, {NULL, NULL}};
    struct mt_bindings bindings = looking->asking->bindings;
    struct mt_statement statement = MT_STATEMENT_CLOSED;
    bool more = false;
    mt_bindings_blob(&bindings, ":domains", mt_id_bytes_blob(&looking->wanted));
    enum mt_rc rc = mt_statement_open(&statement, looking->asking->store, "apart_dead.sql", fragments, &bindings, err);
    while (rc == MT_OK && (rc = mt_statement_next(&statement, &more, err)) == MT_OK && more)
        if (!add_delivery(looking, &statement))
            rc = mt_err_memory(err);
    mt_statement_close(&statement);
    return rc;
}

static bool
is_dead(const struct dead *dead)
{
    return dead->messages >= MT_APART_DEAD_MESSAGES && dead->last_us - dead->first_us >= MT_APART_DEAD_DAYS * MT_DAY;
}

/* ---- why ---- */

static int
by_class_and_text(const struct reason *a, const struct reason *b)
{
    if (a->dead != b->dead)
        return a->dead < b->dead ? -1 : 1;
    if (a->class != b->class)
        return a->class < b->class ? -1 : 1;
    return mt_text_compare(a->text, b->text);
}

static int
compare_reasons(const void *left, const void *right)
{
    return by_class_and_text(left, right);
}

/* Reads what the reasons say. Replies that differ only in what other servers wrapped around them are one. */
static enum mt_rc
read_reasons(struct looking *looking, struct mt_err *err)
{
    size_t count = looking->reason_count, kept = 0;
    struct reason *reasons = looking->reasons;
    for (size_t i = 0; i < count; i++) {
        enum mt_rc rc =
            mt_apart_name_reason(looking->asking, reasons[i].reason_id, &reasons[i].class, &reasons[i].text, err);
        if (rc != MT_OK)
            return rc;
    }
    if (count > 0)
        qsort(reasons, count, sizeof *reasons, compare_reasons);
    for (size_t i = 0; i < count; i++) {
        if (kept > 0 && by_class_and_text(&reasons[kept - 1], &reasons[i]) == 0)
            reasons[kept - 1].count += reasons[i].count;
        else
            reasons[kept++] = reasons[i];
    }
    looking->reason_count = kept;
    return MT_OK;
}

/* ---- the list ---- */

static enum mt_rc
name(struct looking *looking, size_t number, struct mt_dead_domain *listed, struct mt_err *err)
{
    const struct dead *dead = &looking->dead[number];
    *listed = (struct mt_dead_domain){
        .domain_id = dead->domain_id,
        .messages = dead->messages_within,
        .recipients = dead->recipients_within,
        .senders = dead->senders_within,
        .first_us = dead->first_us,
        .last_us = dead->last_us,
    };
    int64_t most = 0;
    for (size_t i = 0; i < looking->reason_count; i++) {
        const struct reason *reason = &looking->reasons[i];
        if (reason->dead == number && reason->count > most) {
            most = reason->count;
            listed->reason_class = reason->class;
            listed->reason = reason->text;
        }
    }
    enum mt_rc rc = mt_apart_name_domain(looking->asking, dead->domain_id, &listed->domain, err);
    if (rc == MT_OK &&
        !mt_apart_like(&looking->known, listed->domain, listed->messages, looking->asking->arena, &listed->like))
        rc = mt_err_memory(err);
    return rc;
}

static int
by_messages_and_name(const void *left, const void *right)
{
    const struct mt_dead_domain *a = left, *b = right;
    if (a->messages != b->messages)
        return a->messages > b->messages ? -1 : 1;
    return mt_text_compare(a->domain, b->domain);
}

static enum mt_rc
list(struct looking *looking, struct mt_apart *apart, struct mt_err *err)
{
    struct mt_arena *arena = looking->asking->arena;
    size_t count = looking->dead_ids.count;
    apart->dead = mt_arena_take(arena, (count + 1) * sizeof *apart->dead);
    if (!apart->dead)
        return mt_err_memory(err);
    for (size_t i = 0; i < count; i++) {
        if (!is_dead(&looking->dead[i]))
            continue;
        apart->dead_count += looking->dead[i].messages_within > 0;
        enum mt_rc rc = name(looking, i, &apart->dead[apart->dead_known++], err);
        if (rc != MT_OK)
            return rc;
    }
    /* Those without a message within come last. */
    qsort(apart->dead, apart->dead_known, sizeof *apart->dead, by_messages_and_name);
    return mt_apart_index_dead(looking->asking->index, arena, apart->dead, apart->dead_known) ? MT_OK
                                                                                              : mt_err_memory(err);
}

static enum mt_rc
look(struct looking *looking, struct mt_apart *apart, struct mt_err *err)
{
    struct mt_apart_asking *asking = looking->asking;
    enum mt_rc rc = mt_apart_domains_read(&looking->domains, asking, err);
    if (rc == MT_OK && !mt_apart_domains_choose(&looking->domains, &looking->wanted))
        rc = mt_err_memory(err);
    if (rc != MT_OK || looking->wanted.count == 0)
        return rc;
    rc = read_deliveries(looking, err);
    if (rc == MT_OK)
        rc = read_reasons(looking, err);
    if (rc == MT_OK)
        rc = mt_apart_known_read(&looking->known, &looking->domains, asking, err);
    return rc == MT_OK ? list(looking, apart, err) : rc;
}

enum mt_rc
mt_apart_find_dead(struct mt_apart_asking *asking, struct mt_apart *apart, struct mt_err *err)
{
    struct looking looking = {.asking = asking};
    enum mt_rc rc = look(&looking, apart, err);
    mt_apart_domains_release(&looking.domains);
    mt_apart_known_release(&looking.known);
    mt_id_bytes_release(&looking.wanted);
    mt_numbers_release(&looking.dead_ids);
    mt_numbers_release(&looking.once);
    mt_numbers_release(&looking.reason_keys);
    free(looking.dead);
    free(looking.reasons);
    return rc;
}
