#include "query/finding_bad.h"

#include <stdlib.h>

#include "store/row.h"

enum { MOST_REASONS = 12, EXAMPLES = 5 };

/* A text in which servers say why, with how often they did. Id 0: nobody says it. */
struct reason {
    int64_t id, bad, hosts, at_host; /* hosts: different ones; at_host: the most frequent one's */
    int32_t host;
    const struct mt_finding_bad *first;
    int class;
    struct mt_text code, text, outer_code;
};

static int
compare_said(const void *a, const void *b)
{
    const struct mt_finding_bad *const *x = a, *const *y = b;
    const int64_t left[] = {(*x)->reason_id, (*x)->host}, right[] = {(*y)->reason_id, (*y)->host};
    for (int i = 0; i < 2; i++)
        if (left[i] != right[i])
            return left[i] < right[i] ? -1 : 1;
    return (*x > *y) - (*x < *y); /* the order of time: places in one array */
}

/* Most groups first, and then by what it says; what nobody explains comes last. */
static int
compare_reasons(const void *a, const void *b)
{
    const struct reason *x = a, *y = b;
    if ((x->id == 0) != (y->id == 0))
        return x->id == 0 ? 1 : -1;
    if (x->bad != y->bad)
        return x->bad < y->bad ? 1 : -1;
    int order = mt_text_compare(x->code, y->code);
    order = order ? order : mt_text_compare(x->text, y->text);
    order = order ? order : mt_text_compare(x->outer_code, y->outer_code);
    return order ? order : (x->first > y->first) - (x->first < y->first);
}

/* ---- counting ---- */

/* One for each reason, from groups that are sorted by reason and host. */
static size_t
add_up(const struct mt_finding_bad *const *said, size_t count, struct reason *reasons)
{
    size_t kept = 0;
    for (size_t i = 0, end; i < count; i = end) {
        const struct mt_finding_bad *bad = said[i];
        for (end = i + 1; end < count && said[end]->reason_id == bad->reason_id && said[end]->host == bad->host;)
            end++;
        if (kept == 0 || reasons[kept - 1].id != bad->reason_id)
            reasons[kept++] = (struct reason){.id = bad->reason_id, .host = MT_PATTERN_ANY, .first = bad};
        struct reason *reason = &reasons[kept - 1];
        reason->bad += (int64_t)(end - i);
        reason->first = bad < reason->first ? bad : reason->first;
        if (bad->host == MT_PATTERN_ANY)
            continue;
        reason->hosts++;
        if ((int64_t)(end - i) > reason->at_host) { /* hosts are numbered by name: the first of equals */
            reason->at_host = (int64_t)(end - i);
            reason->host = bad->host;
        }
    }
    return kept;
}

/* Groups the bad mail by reason. The list is the caller's to free. */
static struct reason *
count_reasons(const struct mt_finding_bads *bads, size_t *count)
{
    const struct mt_finding_bad **said = malloc((bads->count + 1) * sizeof *said);
    struct reason *reasons = NULL;
    if (!said)
        return NULL;
    for (size_t i = 0; i < bads->count; i++)
        said[i] = &bads->items[i];
    if (bads->count > 1)
        qsort(said, bads->count, sizeof *said, compare_said);
    size_t different = 1;
    for (size_t i = 1; i < bads->count; i++)
        different += said[i]->reason_id != said[i - 1]->reason_id;
    reasons = calloc(different, sizeof *reasons);
    *count = reasons ? add_up(said, bads->count, reasons) : 0;
    free(said);
    return reasons;
}

/* ---- words ---- */

static int
compare_ids(const void *a, const void *b)
{
    const struct reason *x = a, *y = b;
    return (x->id > y->id) - (x->id < y->id);
}

/* The reasons come sorted by id. */
static enum mt_rc
read_words(const struct mt_finding_subject *subject, struct reason *reasons, size_t count, struct mt_arena *arena,
           struct mt_err *err)
{
    enum { ID, CLASS, CODE, TEXT, OUTER_CODE };
    struct mt_statement row = MT_STATEMENT_CLOSED;
    bool more = false;
    enum mt_rc rc = mt_statement_open(&row, subject->store, "mail_reasons.sql", NULL, NULL, err);
    while (rc == MT_OK && (rc = mt_statement_next(&row, &more, err)) == MT_OK && more) {
        struct reason wanted = {.id = mt_statement_integer(&row, ID)};
        struct reason *reason = bsearch(&wanted, reasons, count, sizeof *reasons, compare_ids);
        if (!reason)
            continue;
        reason->class = (int)mt_statement_integer(&row, CLASS);
        if (!mt_arena_copy(arena, mt_statement_bytes(&row, CODE), &reason->code) ||
            !mt_arena_copy(arena, mt_statement_bytes(&row, TEXT), &reason->text) ||
            !mt_arena_copy(arena, mt_statement_bytes(&row, OUTER_CODE), &reason->outer_code))
            rc = mt_err_memory(err);
    }
    mt_statement_close(&row);
    return rc;
}

/* What the server of the first group with that reason wrote, to the letter. */
static enum mt_rc
read_example(const struct mt_finding_subject *subject, const struct reason *reason, struct mt_arena *arena,
             struct mt_cell *cell, struct mt_err *err)
{
    struct mt_statement delivery = MT_STATEMENT_CLOSED, event = MT_STATEMENT_CLOSED;
    struct mt_bindings bindings = {.count = 0};
    bool found = false, more = false;
    enum mt_rc rc = mt_finding_bad_look_up(subject, reason->first, 0, reason->id, &delivery, arena, &found, err);
    if (rc == MT_OK && found) {
        mt_bindings_integer(&bindings, ":delivery_id", mt_statement_integer(&delivery, MT_FINDING_DELIVERY_ID));
        mt_bindings_integer(&bindings, ":reason_id", reason->id);
        rc = mt_statement_open(&event, subject->store, "finding_event.sql", NULL, &bindings, err);
    }
    if (rc == MT_OK && found)
        rc = mt_statement_next(&event, &more, err);
    if (rc == MT_OK && more && !mt_statement_cell(&event, 0, MT_TYPE_TEXT, arena, cell))
        rc = mt_err_memory(err);
    mt_statement_close(&event);
    mt_statement_close(&delivery);
    return rc;
}

/* ---- rows ---- */

static struct mt_cell
said_cell(struct mt_text text)
{
    return text.len > 0 ? mt_cell_text(text) : MT_CELL_UNKNOWN(NULL);
}

static enum mt_rc
write_reason(const struct mt_finding_subject *subject, const struct reason *reason, bool with_example, size_t all,
             struct mt_table *table, struct mt_err *err)
{
    struct mt_cell *cells = mt_table_add(table), example = MT_CELL_UNKNOWN(NULL);
    if (!cells)
        return mt_err_memory(err);
    size_t row = table->row_count - 1;
    cells[0] = reason->id ? mt_cell_text(mt_text_of(mt_reason_class_key((enum mt_reason_class)reason->class)))
                          : MT_CELL_UNKNOWN("no export says why");
    cells[1] = said_cell(reason->code);
    cells[2] = said_cell(reason->text);
    cells[3] = said_cell(reason->outer_code);
    cells[4] = mt_cell_integer(reason->bad);
    cells[5] = mt_cell_real((double)reason->bad / (double)all);
    struct mt_text host = MT_TEXT_UNKNOWN;
    if (reason->host != MT_PATTERN_ANY && !mt_arena_copy(&table->arena, subject->cube->hosts[reason->host], &host))
        return mt_err_memory(err);
    cells[6] = mt_cell_text(host);
    cells[7] = mt_cell_integer(reason->hosts);
    if (!with_example || reason->id == 0)
        return MT_OK;
    enum mt_rc rc = read_example(subject, reason, &table->arena, &example, err);
    table->cells[row * table->column_count + 8] = example;
    return rc;
}

static enum mt_rc
write_reasons(const struct mt_finding_subject *subject, const struct reason *reasons, size_t count, size_t all,
              struct mt_table *table, struct mt_err *err)
{
    int64_t others = 0;
    enum mt_rc rc = MT_OK;
    for (size_t i = 0; i < count && rc == MT_OK; i++)
        if (i < MOST_REASONS || reasons[i].id == 0)
            rc = write_reason(subject, &reasons[i], i < EXAMPLES, all, table, err);
        else
            others += reasons[i].bad;
    if (rc != MT_OK || others == 0)
        return rc;
    struct mt_cell *cells = mt_table_add(table);
    if (!cells)
        return mt_err_memory(err);
    cells[0] = MT_CELL_UNKNOWN("all other reasons");
    cells[4] = mt_cell_integer(others);
    cells[5] = mt_cell_real((double)others / (double)all);
    return MT_OK;
}

enum mt_rc
mt_finding_table_reasons(const struct mt_finding_subject *subject, const struct mt_finding_bads *bads,
                         struct mt_table *table, struct mt_err *err)
{
    static const struct mt_column columns[] = {
        {"reason_class", "Class", MT_TYPE_TEXT},    {"reason_code", "Code", MT_TYPE_TEXT},
        {"reason", "Reply", MT_TYPE_TEXT},          {"outer_code", "Code around it", MT_TYPE_TEXT},
        {"bad", "In trouble", MT_TYPE_COUNT},       {"bad_share_ratio", "Share of the trouble", MT_TYPE_RATIO},
        {"remote_host", "Mostly by", MT_TYPE_TEXT}, {"remote_hosts", "Servers", MT_TYPE_COUNT},
        {"example", "To the letter", MT_TYPE_TEXT}};
    size_t count = 0;
    struct reason *reasons = count_reasons(bads, &count);
    enum mt_rc rc =
        reasons ? mt_table_columns(table, columns, sizeof columns / sizeof *columns, err) : mt_err_memory(err);
    if (rc == MT_OK)
        rc = read_words(subject, reasons, count, &table->arena, err);
    if (rc == MT_OK && count > 1)
        qsort(reasons, count, sizeof *reasons, compare_reasons);
    if (rc == MT_OK)
        rc = write_reasons(subject, reasons, count, bads->count, table, err);
    free(reasons);
    return rc;
}
