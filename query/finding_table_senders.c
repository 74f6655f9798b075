#include "query/finding_bad.h"

#include <stdlib.h>

#include "query/mail_sender.h"

enum { MOST_SENDERS = 10, MOST_EQUALS = 1000 };

struct sender {
    int64_t id, bad;
    struct mt_text address;
};

static int
compare_ids(const void *a, const void *b)
{
    const struct sender *x = a, *y = b;
    return (x->id > y->id) - (x->id < y->id);
}

static int
compare_senders(const void *a, const void *b)
{
    const struct sender *x = a, *y = b;
    if (x->bad != y->bad)
        return x->bad < y->bad ? 1 : -1;
    int order = mt_text_compare(x->address, y->address);
    return order ? order : compare_ids(a, b);
}

/* One for each sender. */
static size_t
add_up(struct sender *senders, size_t count)
{
    size_t kept = 0;
    if (count > 1)
        qsort(senders, count, sizeof *senders, compare_ids);
    for (size_t i = 0; i < count; i++)
        if (kept > 0 && senders[kept - 1].id == senders[i].id)
            senders[kept - 1].bad++;
        else
            senders[kept++] = senders[i];
    return kept;
}

/* How many are named: of senders with as much the first by name, but not when so many have as much that nobody stands
 * out. */
static enum mt_rc
choose(const struct mt_finding_subject *subject, struct sender *senders, size_t count, struct mt_arena *arena,
       size_t *chosen, struct mt_err *err)
{
    size_t named = count;
    enum mt_rc rc = MT_OK;
    if (count > 1)
        qsort(senders, count, sizeof *senders, compare_senders);
    if (count > MOST_SENDERS) {
        int64_t least = senders[MOST_SENDERS - 1].bad;
        size_t above = MOST_SENDERS - 1;
        for (named = MOST_SENDERS; named < count && senders[named].bad == least;)
            named++;
        while (above > 0 && senders[above - 1].bad == least)
            above--;
        named = named - above > MOST_EQUALS ? above : named;
    }
    for (size_t i = 0; i < named && rc == MT_OK; i++)
        if (senders[i].id != 0)
            rc = mt_mail_sender(subject->store, senders[i].id, arena, &senders[i].address, err);
    if (named > 1)
        qsort(senders, named, sizeof *senders, compare_senders);
    *chosen = named < MOST_SENDERS ? named : MOST_SENDERS;
    return rc;
}

static enum mt_rc
write_row(struct mt_table *table, struct mt_cell sender, int64_t names, int64_t bad, size_t all, struct mt_err *err)
{
    struct mt_cell *cells = mt_table_add(table);
    if (!cells)
        return mt_err_memory(err);
    cells[0] = sender;
    cells[1] = mt_cell_integer(names);
    cells[2] = mt_cell_integer(bad);
    cells[3] = mt_cell_real((double)bad / (double)all);
    return MT_OK;
}

enum mt_rc
mt_finding_table_senders(const struct mt_finding_subject *subject, const struct mt_finding_bads *bads,
                         struct mt_table *table, struct mt_err *err)
{
    static const struct mt_column columns[] = {{"sender", "Sender", MT_TYPE_TEXT},
                                               {"names", "Names", MT_TYPE_COUNT},
                                               {"bad", "In trouble", MT_TYPE_COUNT},
                                               {"bad_share_ratio", "Share of the trouble", MT_TYPE_RATIO}};
    struct sender *senders = malloc((bads->count + 1) * sizeof *senders);
    size_t chosen = 0;
    if (!senders)
        return mt_err_memory(err);
    for (size_t i = 0; i < bads->count; i++)
        senders[i] = (struct sender){bads->items[i].sender_id, 1, MT_TEXT_UNKNOWN};
    size_t count = add_up(senders, bads->count);
    enum mt_rc rc = mt_table_columns(table, columns, sizeof columns / sizeof *columns, err);
    if (rc == MT_OK)
        rc = choose(subject, senders, count, &table->arena, &chosen, err);
    for (size_t i = 0; i < chosen && rc == MT_OK; i++)
        rc = write_row(table,
                       mt_text_known(senders[i].address) ? mt_cell_text(senders[i].address)
                                                         : MT_CELL_UNKNOWN("no export names it"),
                       senders[i].id != 0, senders[i].bad, bads->count, err);
    int64_t rest = 0, others = 0;
    for (size_t i = chosen; i < count; i++) {
        rest += senders[i].bad;
        others += senders[i].id != 0;
    }
    if (rc == MT_OK && rest > 0)
        rc = write_row(table, MT_CELL_UNKNOWN("all others"), others, rest, bads->count, err);
    free(senders);
    return rc;
}
