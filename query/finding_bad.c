#include "query/finding_bad.h"

#include <stdlib.h>

#include "store/row.h"

/* ---- reading ---- */

struct reading {
    const struct mt_finding_subject *subject;
    struct mt_finding_bads *bads;
};

static enum mt_rc
take_group(void *context, const struct mt_mail_group *group, struct mt_err *err)
{
    const struct reading *reading = context;
    struct mt_finding_bads *bads = reading->bads;
    struct mt_pattern_cell cell;
    if (!mt_mail_cube_place(reading->subject->cube, group, &cell) ||
        !mt_mail_cube_holds(reading->subject->cube, reading->subject->pattern, &cell, true))
        return MT_OK;
    if (bads->count == bads->room) {
        size_t room = bads->room ? bads->room * 2 : 1024;
        struct mt_finding_bad *grown = realloc(bads->items, room * sizeof *grown);
        if (!grown)
            return mt_err_memory(err);
        bads->items = grown;
        bads->room = room;
    }
    bads->items[bads->count++] = (struct mt_finding_bad){
        .received_us = group->received_us,
        .sender_id = group->sender_id,
        .reason_id = group->reason_id,
        .domain = cell.domain,
        .host = cell.host,
        .forest = cell.forest,
        .outcome = group->outcome,
    };
    return MT_OK;
}

static int
compare_bads(const void *a, const void *b)
{
    const struct mt_finding_bad *x = a, *y = b;
    const int64_t left[] = {x->received_us, x->domain, x->outcome, x->host, x->forest, x->reason_id != 0};
    const int64_t right[] = {y->received_us, y->domain, y->outcome, y->host, y->forest, y->reason_id != 0};
    for (size_t i = 0; i < sizeof left / sizeof *left; i++)
        if (left[i] != right[i])
            return left[i] < right[i] ? -1 : 1;
    return 0;
}

/* A day more on both sides of a stretch: recipients of one message may have come at different times. */
static void
narrow(const struct mt_finding_subject *subject, struct mt_filter *filter)
{
    const struct mt_pattern_when *when = &subject->pattern->when;
    if (when->until <= 0)
        return;
    int64_t from_us = (subject->cube->first_hour + when->from) * MT_HOUR - MT_DAY;
    int64_t until_us = (subject->cube->first_hour + when->until) * MT_HOUR + MT_DAY;
    if (filter->since_us == MT_MOMENT_UNKNOWN || filter->since_us < from_us)
        filter->since_us = from_us;
    if (filter->until_us == MT_MOMENT_UNKNOWN || filter->until_us > until_us)
        filter->until_us = until_us;
}

enum mt_rc
mt_finding_bads_read(const struct mt_finding_subject *subject, struct mt_finding_bads *bads, struct mt_err *err)
{
    struct reading reading = {subject, bads};
    struct mt_filter filter = *subject->filter;
    const struct mt_mail_walk walk = {
        .store = subject->store,
        .filter = &filter,
        .of = subject->findings->of,
        .apart = subject->findings->apart,
        .only_trouble = true,
        .timeless = subject->cube->timeless,
        .from_us = MT_MOMENT_UNKNOWN,
        .until_us = MT_MOMENT_UNKNOWN,
        .expect_from_us = subject->findings->from_us,
        .expect_until_us = subject->findings->until_us,
    };
    narrow(subject, &filter);
    *bads = (struct mt_finding_bads){.count = 0};
    enum mt_rc rc = mt_mail_groups(&walk, take_group, &reading, err);
    if (rc == MT_OK && bads->count > 1)
        qsort(bads->items, bads->count, sizeof *bads->items, compare_bads);
    return rc;
}

void
mt_finding_bads_release(struct mt_finding_bads *bads)
{
    free(bads->items);
    *bads = (struct mt_finding_bads){.count = 0};
}

/* ---- looking up ---- */

static bool
is_alike(const struct mt_finding_subject *subject, const struct mt_finding_bad *bad, int64_t reason_id,
         const struct mt_statement *row)
{
    const struct mt_mail_group group = {
        .received_us = mt_statement_integer(row, MT_FINDING_DELIVERY_RECEIVED),
        .domain_id = mt_statement_integer(row, MT_FINDING_DELIVERY_DOMAIN_ID),
        .route_id = mt_statement_integer(row, MT_FINDING_DELIVERY_ROUTE_ID),
        .remote_host = mt_statement_bytes(row, MT_FINDING_DELIVERY_REMOTE_HOST),
        .size_band = mt_size_band(mt_statement_known(row, MT_FINDING_DELIVERY_SIZE)
                                      ? mt_statement_integer(row, MT_FINDING_DELIVERY_SIZE)
                                      : MT_SIZE_UNKNOWN),
        .bad = true,
    };
    struct mt_pattern_cell cell;
    int64_t reason = mt_statement_integer(row, MT_FINDING_DELIVERY_REASON_ID);
    return mt_statement_integer(row, MT_FINDING_DELIVERY_OUTCOME_NUMBER) == bad->outcome &&
           (reason != 0) == (bad->reason_id != 0) && (reason_id == 0 || reason == reason_id) &&
           mt_mail_cube_place(subject->cube, &group, &cell) && cell.host == bad->host && cell.forest == bad->forest &&
           mt_mail_cube_holds(subject->cube, subject->pattern, &cell, true);
}

/* The message of a row: rows of one message stand together. */
static struct mt_text
message_of(const struct mt_statement *row)
{
    enum { TRACE_ID = MT_FINDING_DELIVERY_RECEIVED + 1, MESSAGE_ID };
    struct mt_text id = mt_statement_bytes(row, TRACE_ID);
    return mt_text_known(id) ? id : mt_statement_bytes(row, MESSAGE_ID);
}

static enum mt_rc
find(const struct mt_finding_subject *subject, const struct mt_finding_bad *bad, size_t rank, int64_t reason_id,
     struct mt_statement *statement, struct mt_arena *arena, bool *found, struct mt_err *err)
{
    struct mt_text last = MT_TEXT_UNKNOWN;
    size_t messages = 0;
    bool more = false;
    enum mt_rc rc;
    while ((rc = mt_statement_next(statement, &more, err)) == MT_OK && more) {
        if (!is_alike(subject, bad, reason_id, statement))
            continue;
        struct mt_text message = message_of(statement);
        if (messages > 0 && mt_text_known(message) && mt_text_equal(message, last))
            continue;
        if (messages++ == rank) {
            *found = true;
            return MT_OK;
        }
        if (!mt_arena_copy(arena, message, &last))
            return mt_err_memory(err);
    }
    return rc;
}

enum mt_rc
mt_finding_bad_look_up(const struct mt_finding_subject *subject, const struct mt_finding_bad *bad, size_t rank,
                       int64_t reason_id, struct mt_statement *statement, struct mt_arena *arena, bool *found,
                       struct mt_err *err)
{
    static const struct mt_fragment fragments[] = {{"filters", mt_filter_delivery_sql}, {NULL, NULL}};
    struct mt_bindings bindings = {.count = 0};
    struct mt_filter filter = *subject->filter;
    *statement = MT_STATEMENT_CLOSED;
    *found = false;
    filter.since_us = bad->received_us;
    filter.until_us = bad->received_us + 1;
    filter.domain = subject->cube->domains[bad->domain];
    enum mt_rc rc = mt_filter_bind(&filter, subject->store, &bindings, arena, err);
    if (rc == MT_OK)
        rc = mt_statement_open(statement, subject->store, "finding_delivery.sql", fragments, &bindings, err);
    if (rc == MT_OK)
        rc = find(subject, bad, rank, reason_id, statement, arena, found, err);
    return rc;
}
