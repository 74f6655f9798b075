/* What became of the bad mail of each finding, what servers said about it, and who sent it. One walk over the bad mail
 * serves all findings. */

#include "query/finding_parts.h"

#include <stdlib.h>
#include <string.h>

#include "query/statement.h"
#include "store/row.h"

/* ---- a bag: how often each pair of numbers came, per finding ---- */

struct bag_item {
    uint64_t key; /* never 0 */
    int64_t count;
};

struct bag {
    struct bag_item *items; /* open addressing; a count of 0 is free */
    size_t used, room;
};

/* The finding in the highest bits, so that sorting by key brings its items together. */
static uint64_t
bag_key(size_t finding, int64_t high, int64_t low)
{
    return (uint64_t)finding << 60 | ((uint64_t)high & 0x0FFFFFFF) << 32 | ((uint64_t)low & 0xFFFFFFFF);
}

_Static_assert(MT_PATTERN_MOST <= 16, "four bits name a finding");

static struct bag_item *
bag_slot(const struct bag *bag, uint64_t key)
{
    size_t mask = bag->room - 1, slot = (size_t)((key * UINT64_C(0x9E3779B97F4A7C15)) >> 20) & mask;
    while (bag->items[slot].count && bag->items[slot].key != key)
        slot = (slot + 1) & mask;
    return &bag->items[slot];
}

static bool
bag_add(struct bag *bag, uint64_t key)
{
    if (bag->used * 2 >= bag->room) {
        struct bag grown = {.room = bag->room ? bag->room * 2 : 1024, .used = bag->used};
        grown.items = calloc(grown.room, sizeof *grown.items);
        if (!grown.items)
            return false;
        for (size_t i = 0; i < bag->room; i++)
            if (bag->items[i].count)
                *bag_slot(&grown, bag->items[i].key) = bag->items[i];
        free(bag->items);
        *bag = grown;
    }
    struct bag_item *item = bag_slot(bag, key);
    bag->used += item->count == 0;
    item->key = key;
    item->count++;
    return true;
}

static int
compare_keys(const void *a, const void *b)
{
    const struct bag_item *x = a, *y = b;
    return (x->key > y->key) - (x->key < y->key);
}

/* Packs the items by key; no more can be added. */
static void
bag_sort(struct bag *bag)
{
    size_t count = 0;
    for (size_t i = 0; i < bag->room; i++)
        if (bag->items[i].count)
            bag->items[count++] = bag->items[i];
    if (count > 1)
        qsort(bag->items, count, sizeof *bag->items, compare_keys);
}

/* The first item of a finding, and behind its last. */
static const struct bag_item *
bag_of(const struct bag *bag, size_t finding, const struct bag_item **end)
{
    const struct bag_item *at = bag->items, *last = bag->items + bag->used;
    while (at < last && at->key >> 60 != finding)
        at++;
    *end = at;
    while (*end < last && (*end)->key >> 60 == finding)
        (*end)++;
    return at;
}

/* ---- counting ---- */

struct delays {
    int64_t *seconds;
    size_t count, room;
};

struct fates {
    struct mt_finding_work *work;
    struct bag reasons; /* reason and host + 1 */
    struct bag senders; /* sender, 28 + 32 bits */
    struct delays delays[MT_PATTERN_MOST];
};

static bool
add_delay(struct delays *delays, int64_t seconds)
{
    if (delays->count == delays->room) {
        size_t room = delays->room ? delays->room * 2 : 256;
        int64_t *grown = realloc(delays->seconds, room * sizeof *grown);
        if (!grown)
            return false;
        delays->seconds = grown;
        delays->room = room;
    }
    delays->seconds[delays->count++] = seconds;
    return true;
}

static void
count_fate(struct mt_finding_fate *fate, const struct mt_mail_group *group)
{
    switch ((enum mt_outcome)group->outcome) {
    case MT_OUTCOME_EXPIRED:
        fate->expired++;
        return;
    case MT_OUTCOME_FAILED_AFTER_DEFERRAL:
        fate->failed++;
        return;
    case MT_OUTCOME_FAILED:
        *(group->reason_id ? &fate->failed : &fate->failed_unsaid) += 1;
        return;
    case MT_OUTCOME_DEFERRED:
        fate->pending++;
        return;
    case MT_OUTCOME_DELIVERED_AFTER_DEFERRAL:
        fate->delivered_later++;
        return;
    case MT_OUTCOME_UNKNOWN:
    case MT_OUTCOME_UNDER_WAY:
    case MT_OUTCOME_DELIVERED:
    case MT_OUTCOME_QUARANTINED:
    case MT_OUTCOME_FILTERED_AS_SPAM:
    case MT_OUTCOME_ROUTING:
        return; /* never bad */
    }
}

static enum mt_rc
count_group(void *context, const struct mt_mail_group *group, struct mt_err *err)
{
    struct fates *fates = context;
    const struct mt_finding_work *work = fates->work;
    struct mt_pattern_cell cell;
    if (!mt_mail_cube_place(work->cube, group, &cell))
        return MT_OK;
    for (size_t i = 0; i < work->findings->count; i++) {
        struct mt_finding *finding = &work->findings->items[i];
        if (!mt_mail_cube_holds(work->cube, &work->patterns[i], &cell, true))
            continue;
        count_fate(&finding->fate, group);
        finding->bad_deliveries += group->bad_deliveries;
        finding->reason_unknown += group->reason_id == 0;
        bool done = bag_add(&fates->senders, bag_key(i, group->sender_id >> 32, group->sender_id)) &&
                    (group->reason_id == 0 || bag_add(&fates->reasons, bag_key(i, group->reason_id, cell.host + 1)));
        if (done && group->outcome == MT_OUTCOME_DELIVERED_AFTER_DEFERRAL && group->delay_s >= 0)
            done = add_delay(&fates->delays[i], group->delay_s);
        if (!done)
            return mt_err_memory(err);
    }
    return MT_OK;
}

/* ---- summing up ---- */

static int
compare_seconds(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static int64_t
median(struct delays *delays)
{
    if (delays->count == 0)
        return -1;
    qsort(delays->seconds, delays->count, sizeof *delays->seconds, compare_seconds);
    return delays->seconds[(delays->count - 1) / 2];
}

/* The words of a reason, by its number in the store. */
struct reason {
    int64_t id;
    int class, actor;
    struct mt_text code, text, outer_code;
};

struct reasons {
    struct reason *items;
    size_t count, room;
};

static int
compare_ids(const void *a, const void *b)
{
    const struct reason *x = a, *y = b;
    return (x->id > y->id) - (x->id < y->id);
}

static enum mt_rc
read_reasons(struct mt_finding_work *work, struct reasons *reasons, struct mt_err *err)
{
    struct mt_statement statement = MT_STATEMENT_CLOSED;
    bool more = false;
    enum mt_rc rc = mt_statement_open(&statement, work->store, "mail_reasons.sql", NULL, NULL, err);
    while (rc == MT_OK && (rc = mt_statement_next(&statement, &more, err)) == MT_OK && more) {
        if (reasons->count == reasons->room) {
            size_t room = reasons->room ? reasons->room * 2 : 256;
            struct reason *grown = realloc(reasons->items, room * sizeof *grown);
            if (!grown) {
                rc = mt_err_memory(err);
                break;
            }
            reasons->items = grown;
            reasons->room = room;
        }
        struct reason *reason = &reasons->items[reasons->count++];
        reason->id = mt_statement_integer(&statement, 0);
        reason->class = (int)mt_statement_integer(&statement, 1);
        reason->actor = (int)mt_statement_integer(&statement, 5);
        if (!mt_arena_copy(work->arena, mt_statement_bytes(&statement, 2), &reason->code) ||
            !mt_arena_copy(work->arena, mt_statement_bytes(&statement, 3), &reason->text) ||
            !mt_arena_copy(work->arena, mt_statement_bytes(&statement, 4), &reason->outer_code))
            rc = mt_err_memory(err);
    }
    mt_statement_close(&statement);
    if (rc == MT_OK && reasons->count > 1)
        qsort(reasons->items, reasons->count, sizeof *reasons->items, compare_ids);
    return rc;
}

/* ---- choosing reasons ---- */

/* By what the last server said, and then by how often; never by numbers of the store, which follow the order of import.
 */
static int
compare_said(const void *a, const void *b)
{
    const struct mt_finding_reason *x = a, *y = b;
    int order = mt_text_compare(x->code, y->code);
    order = order ? order : mt_text_compare(x->text, y->text);
    if (order)
        return order;
    if (x->groups != y->groups)
        return x->groups > y->groups ? -1 : 1;
    return mt_text_compare(x->outer_code, y->outer_code);
}

static int
compare_groups(const void *a, const void *b)
{
    const struct mt_finding_reason *x = a, *y = b;
    if (x->groups != y->groups)
        return x->groups > y->groups ? -1 : 1;
    return compare_said(a, b);
}

static bool
says_the_same(const struct mt_finding_reason *a, const struct mt_finding_reason *b)
{
    return mt_text_equal(a->code, b->code) && mt_text_equal(a->text, b->text);
}

/* The items of one reason, from *at on: their sum, and the host that came most often. */
static struct mt_finding_reason
sum_reason(const struct mt_mail_cube *cube, const struct reasons *words, const struct bag_item **at,
           const struct bag_item *end)
{
    const struct reason wanted = {.id = (int64_t)((*at)->key >> 32 & 0x0FFFFFFF)};
    const struct reason *word =
        words->count ? bsearch(&wanted, words->items, words->count, sizeof *words->items, compare_ids) : NULL;
    struct mt_finding_reason reason = {.remote_host = MT_TEXT_UNKNOWN};
    int64_t most = 0;
    for (; *at < end && (int64_t)((*at)->key >> 32 & 0x0FFFFFFF) == wanted.id; (*at)++) {
        int32_t host = (int32_t)((*at)->key & 0xFFFFFFFF) - 1;
        reason.groups += (*at)->count;
        if (host != MT_PATTERN_ANY && (*at)->count > most) { /* hosts are numbered by name: the first of equals */
            most = (*at)->count;
            reason.remote_host = cube->hosts[host];
        }
    }
    if (word) {
        reason.class = word->class;
        reason.actor = word->actor;
        reason.code = word->code;
        reason.text = word->text;
        reason.outer_code = word->outer_code;
    }
    return reason;
}

/* What was said behind different wrappers ("deferred", "expired") is one reason; the most frequent wrapper stays. */
static size_t
merge_reasons(struct mt_finding_reason *list, size_t count)
{
    size_t kept = 0;
    if (count > 1)
        qsort(list, count, sizeof *list, compare_said);
    for (size_t i = 0; i < count; i++)
        if (kept > 0 && says_the_same(&list[kept - 1], &list[i]))
            list[kept - 1].groups += list[i].groups;
        else
            list[kept++] = list[i];
    if (kept > 1)
        qsort(list, kept, sizeof *list, compare_groups);
    return kept;
}

static enum mt_rc
choose_reasons(const struct fates *fates, const struct reasons *words, size_t number, struct mt_err *err)
{
    struct mt_finding *finding = &fates->work->findings->items[number];
    const struct bag_item *end, *at = bag_of(&fates->reasons, number, &end);
    struct mt_finding_reason *list = calloc((size_t)(end - at) + 1, sizeof *list);
    if (!list)
        return mt_err_memory(err);
    size_t count = 0;
    while (at < end)
        list[count++] = sum_reason(fates->work->cube, words, &at, end);
    count = merge_reasons(list, count);
    finding->reason_count = count < MT_FINDING_REASONS ? count : MT_FINDING_REASONS;
    memcpy(finding->reasons, list, finding->reason_count * sizeof *list);
    free(list);
    return MT_OK;
}

static enum mt_rc
read_sender(struct mt_finding_work *work, int64_t id, struct mt_text *address, struct mt_err *err)
{
    struct mt_statement statement = MT_STATEMENT_CLOSED;
    struct mt_bindings bindings = {.count = 0};
    bool more = false;
    *address = MT_TEXT_UNKNOWN;
    mt_bindings_integer(&bindings, ":sender_id", id);
    enum mt_rc rc = mt_statement_open(&statement, work->store, "mail_sender.sql", NULL, &bindings, err);
    if (rc == MT_OK)
        rc = mt_statement_next(&statement, &more, err);
    if (rc == MT_OK && more && !mt_arena_copy(work->arena, mt_statement_bytes(&statement, 0), address))
        rc = mt_err_memory(err);
    mt_statement_close(&statement);
    return rc;
}

static enum mt_rc
choose_sender(const struct fates *fates, size_t number, struct mt_err *err)
{
    struct mt_finding *finding = &fates->work->findings->items[number];
    const struct bag_item *end, *at = bag_of(&fates->senders, number, &end);
    enum mt_rc rc = MT_OK;
    for (const struct bag_item *item = at; item < end; item++) {
        int64_t id = (int64_t)(item->key & ((UINT64_C(1) << 60) - 1));
        finding->sender_count += id != 0;
        if (id != 0 && item->count > finding->top_sender_groups)
            finding->top_sender_groups = item->count;
    }
    /* Of senders with as much the first by name. */
    for (const struct bag_item *item = at; item < end && rc == MT_OK; item++) {
        struct mt_text address;
        int64_t id = (int64_t)(item->key & ((UINT64_C(1) << 60) - 1));
        if (id == 0 || item->count != finding->top_sender_groups)
            continue;
        rc = read_sender(fates->work, id, &address, err);
        if (rc == MT_OK && mt_text_known(address) &&
            (!mt_text_known(finding->top_sender) || mt_text_compare(address, finding->top_sender) < 0))
            finding->top_sender = address;
        if (finding->top_sender_groups == 1)
            break; /* everybody has one: no name stands out */
    }
    if (finding->top_sender_groups == 1)
        finding->top_sender = MT_TEXT_UNKNOWN;
    return rc;
}

enum mt_rc
mt_finding_fates(struct mt_finding_work *work, struct mt_err *err)
{
    struct fates fates = {.work = work};
    struct reasons words = {.count = 0};
    work->part = "reading what became of it";
    struct mt_mail_walk walk = mt_finding_walk(work);
    walk.only_trouble = true;
    enum mt_rc rc = mt_mail_groups(&walk, count_group, &fates, err);
    if (rc == MT_OK)
        rc = read_reasons(work, &words, err);
    bag_sort(&fates.reasons);
    bag_sort(&fates.senders);
    for (size_t i = 0; i < work->findings->count && rc == MT_OK; i++) {
        work->findings->items[i].fate.delay_median_s = median(&fates.delays[i]);
        rc = choose_reasons(&fates, &words, i, err);
        if (rc == MT_OK)
            rc = choose_sender(&fates, i, err);
    }
    for (size_t i = 0; i < MT_PATTERN_MOST; i++)
        free(fates.delays[i].seconds);
    free(fates.reasons.items);
    free(fates.senders.items);
    free(words.items);
    return rc;
}
