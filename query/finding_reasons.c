/* What servers said about the bad mail of each finding, most frequent first. */

#include "query/finding_parts.h"

#include <stdlib.h>
#include <string.h>

#include "query/statement.h"

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
sum_reason(const struct mt_mail_cube *cube, const struct reasons *words, const struct mt_bag_item **at,
           const struct mt_bag_item *end)
{
    const struct reason wanted = {.id = mt_bag_high((*at)->key)};
    const struct reason *word =
        words->count ? bsearch(&wanted, words->items, words->count, sizeof *words->items, compare_ids) : NULL;
    struct mt_finding_reason reason = {.remote_host = MT_TEXT_UNKNOWN};
    int64_t most = 0;
    for (; *at < end && mt_bag_high((*at)->key) == wanted.id; (*at)++) {
        int32_t host = (int32_t)mt_bag_low((*at)->key) - 1;
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
choose(const struct mt_finding_work *work, const struct mt_bag *bag, const struct reasons *words, size_t number,
       struct mt_err *err)
{
    struct mt_finding *finding = &work->findings->items[number];
    const struct mt_bag_item *end, *at = mt_bag_of(bag, number, &end);
    struct mt_finding_reason *list = calloc((size_t)(end - at) + 1, sizeof *list);
    if (!list)
        return mt_err_memory(err);
    size_t count = 0;
    while (at < end)
        list[count++] = sum_reason(work->cube, words, &at, end);
    count = merge_reasons(list, count);
    finding->reason_count = count < MT_FINDING_REASONS ? count : MT_FINDING_REASONS;
    memcpy(finding->reasons, list, finding->reason_count * sizeof *list);
    free(list);
    return MT_OK;
}

enum mt_rc
mt_finding_reasons(struct mt_finding_work *work, const struct mt_bag *bag, struct mt_err *err)
{
    struct reasons words = {.count = 0};
    enum mt_rc rc = read_reasons(work, &words, err);
    for (size_t i = 0; i < work->findings->count && rc == MT_OK; i++)
        rc = choose(work, bag, &words, i, err);
    free(words.items);
    return rc;
}
