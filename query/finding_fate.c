/* What became of the bad mail of each finding, what servers said about it, and who sent it. One walk over the bad mail
 * serves all findings. */

#include "query/finding_parts.h"

#include <stdlib.h>

#include "query/mail_sender.h"
#include "store/row.h"

_Static_assert(MT_PATTERN_MOST <= 16, "four bits of a bag's key name a finding");

/* ---- counting ---- */

struct delays {
    int64_t *seconds;
    size_t count, room;
};

struct fates {
    struct mt_finding_work *work;
    struct mt_bag reasons; /* reason and host + 1 */
    struct mt_bag senders; /* sender, 28 + 32 bits */
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
        bool done =
            mt_bag_add(&fates->senders, mt_bag_key(i, group->sender_id >> 32, group->sender_id)) &&
            (group->reason_id == 0 || mt_bag_add(&fates->reasons, mt_bag_key(i, group->reason_id, cell.host + 1)));
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

static enum mt_rc
choose_sender(const struct fates *fates, size_t number, struct mt_err *err)
{
    struct mt_finding *finding = &fates->work->findings->items[number];
    const struct mt_bag_item *end, *at = mt_bag_of(&fates->senders, number, &end);
    enum mt_rc rc = MT_OK;
    for (const struct mt_bag_item *item = at; item < end; item++) {
        int64_t id = (int64_t)(item->key & ((UINT64_C(1) << 60) - 1));
        finding->sender_count += id != 0;
        if (id != 0 && item->count > finding->top_sender_groups)
            finding->top_sender_groups = item->count;
    }
    /* Of senders with as much the first by name. */
    for (const struct mt_bag_item *item = at; item < end && rc == MT_OK; item++) {
        struct mt_text address;
        int64_t id = (int64_t)(item->key & ((UINT64_C(1) << 60) - 1));
        if (id == 0 || item->count != finding->top_sender_groups)
            continue;
        rc = mt_mail_sender(fates->work->store, id, fates->work->arena, &address, err);
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
    work->part = "reading what became of it";
    struct mt_mail_walk walk = mt_finding_walk(work);
    walk.only_trouble = true;
    enum mt_rc rc = mt_mail_groups(&walk, count_group, &fates, err);
    mt_bag_sort(&fates.reasons);
    mt_bag_sort(&fates.senders);
    for (size_t i = 0; i < work->findings->count && rc == MT_OK; i++) {
        work->findings->items[i].fate.delay_median_s = median(&fates.delays[i]);
        rc = choose_sender(&fates, i, err);
    }
    if (rc == MT_OK)
        rc = mt_finding_reasons(work, &fates.reasons, err);
    for (size_t i = 0; i < MT_PATTERN_MOST; i++)
        free(fates.delays[i].seconds);
    mt_bag_release(&fates.reasons);
    mt_bag_release(&fates.senders);
    return rc;
}
