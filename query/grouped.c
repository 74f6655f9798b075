#include "query/grouped.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "query/filter.h"
#include "store/base/out.h"

/* The size bands are those of store/row.h; a test compares them. */
const char mt_grouped_mail_sql[] = "        d.received_us / 3600000000 AS hour,\n"
                                   "        d.domain_id AS domain_id,\n"
                                   "        d.route_id AS route_id,\n"
                                   "        d.outcome AS outcome,\n"
                                   "        CASE\n"
                                   "            WHEN d.size_bytes IS NULL THEN 15\n"
                                   "            WHEN d.size_bytes < 25 * 1024 THEN 0\n"
                                   "            WHEN d.size_bytes < 100 * 1024 THEN 1\n"
                                   "            WHEN d.size_bytes < 500 * 1024 THEN 2\n"
                                   "            WHEN d.size_bytes < 1024 * 1024 THEN 3\n"
                                   "            WHEN d.size_bytes < 2 * 1024 * 1024 THEN 4\n"
                                   "            WHEN d.size_bytes < 5 * 1024 * 1024 THEN 5\n"
                                   "            WHEN d.size_bytes < 10 * 1024 * 1024 THEN 6\n"
                                   "            WHEN d.size_bytes < 25 * 1024 * 1024 THEN 7\n"
                                   "            ELSE 8\n"
                                   "        END AS size_band,\n"
                                   "        coalesce(n.class, 0) AS reason_class,\n"
                                   "        k.remote_host AS remote_host";

/* The joins of all dimensions, each once: a dimension with a longer list of joins holds those of a shorter one. */
static void
add_joins(struct mt_out *joins, const struct mt_dimension *const *by, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        bool covered = false;
        for (size_t j = 0; j < count && !covered; j++) {
            bool holds = strstr(by[j]->joins, by[i]->joins) != NULL;
            bool equal = strcmp(by[j]->joins, by[i]->joins) == 0;
            covered = j != i && holds && (!equal || j < i);
        }
        if (!covered)
            mt_out_string(joins, by[i]->joins);
    }
}

enum { KEYS, JOINS, GROUP, AND_GROUP, COMPOSED };

enum mt_rc
mt_grouped_open(struct mt_statement *statement, struct mt_store *store, const char *file,
                const struct mt_dimension *const *by, size_t count, const struct mt_bindings *bindings,
                struct mt_err *err)
{
    struct mt_out texts[COMPOSED] = {MT_OUT_EMPTY, MT_OUT_EMPTY, MT_OUT_EMPTY, MT_OUT_EMPTY};
    bool failed = false;
    for (size_t i = 0; i < count; i++) {
        mt_out_string(&texts[KEYS], i ? "    " : "");
        mt_out_string(&texts[KEYS], by[i]->key);
        mt_out_string(&texts[KEYS], " AS ");
        mt_out_string(&texts[KEYS], by[i]->name);
        mt_out_string(&texts[KEYS], i + 1 < count ? ",\n" : ",");
        mt_out_string(&texts[GROUP], i ? ", " : "GROUP BY ");
        mt_out_string(&texts[GROUP], by[i]->group);
        mt_out_string(&texts[AND_GROUP], ", ");
        mt_out_string(&texts[AND_GROUP], by[i]->group);
    }
    add_joins(&texts[JOINS], by, count);
    for (int i = 0; i < COMPOSED; i++) {
        mt_out_byte(&texts[i], '\0');
        failed = failed || texts[i].failed;
    }
    const struct mt_fragment fragments[] = {
        {"keys", texts[KEYS].bytes},
        {"joins", texts[JOINS].bytes},
        {"group", texts[GROUP].bytes},
        {"and_group", texts[AND_GROUP].bytes},
        {"filters", mt_filter_delivery_sql},
        {"mail", mt_grouped_mail_sql},
        {NULL, NULL},
    };
    enum mt_rc rc = failed ? mt_err_memory(err) : mt_statement_open(statement, store, file, fragments, bindings, err);
    for (int i = 0; i < COMPOSED; i++)
        mt_out_release(&texts[i]);
    return rc;
}

enum mt_rc
mt_grouped_read(struct mt_statement *statement, const struct mt_dimension *const *by, size_t count,
                const struct mt_zone *zone, mt_take_row *take, void *context, struct mt_err *err)
{
    struct mt_arena arena = MT_ARENA_EMPTY;
    bool more = false;
    enum mt_rc rc;
    while ((rc = mt_statement_next(statement, &more, err)) == MT_OK && more) {
        struct mt_cell keys[MT_TALLY_KEYS];
        bool fine = true;
        mt_arena_reset(&arena);
        for (size_t i = 0; i < count && fine; i++) {
            fine = mt_statement_cell(statement, (int)i, mt_dimension_key_type(by[i]), &arena, &keys[i]);
            keys[i] = fine ? mt_dimension_fold(by[i], zone, keys[i]) : keys[i];
        }
        if (!fine || !take(context, statement, keys)) {
            rc = mt_err_memory(err);
            break;
        }
    }
    mt_arena_release(&arena);
    return rc;
}

void
mt_grouped_tally(struct mt_tally *tally, const struct mt_dimension *const *by, size_t count, bool more)
{
    enum mt_type types[MT_TALLY_KEYS];
    for (size_t i = 0; i < count; i++)
        types[i] = mt_dimension_key_type(by[i]);
    if (more)
        types[count] = MT_TYPE_COUNT;
    mt_tally_init(tally, types, count + more);
}

enum mt_rc
mt_grouped_columns(struct mt_table *table, const struct mt_dimension *const *by, size_t count,
                   const struct mt_column *figures, size_t figure_count, struct mt_err *err)
{
    enum { MOST_FIGURES = 20 };
    struct mt_column columns[MT_TALLY_KEYS + MOST_FIGURES];
    assert(count <= MT_TALLY_KEYS && figure_count <= MOST_FIGURES);
    for (size_t i = 0; i < count; i++)
        columns[i] = (struct mt_column){by[i]->name, by[i]->title, by[i]->type};
    memcpy(columns + count, figures, figure_count * sizeof *figures);
    return mt_table_columns(table, columns, count + figure_count, err);
}

struct mt_cell *
mt_grouped_row(struct mt_table *table, const struct mt_dimension *const *by, size_t count, const struct mt_cell *keys)
{
    struct mt_cell *cells = mt_table_add(table);
    for (size_t k = 0; cells && k < count; k++)
        *cells++ = mt_dimension_show(by[k], keys[k], &table->arena);
    return cells;
}

bool
mt_dimensions_natural(const struct mt_dimension *const *by, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!by[i]->natural)
            return false;
    return count > 0;
}

/* ---- groups ---- */

struct mt_group *
mt_groups_cut(const struct mt_tally *tally, size_t key_count, size_t *count)
{
    struct mt_group *groups = calloc(tally->count + 1, sizeof *groups);
    *count = 0;
    for (size_t i = 0; groups && i < tally->count; i++) {
        if (i == 0 || !mt_tally_same(tally, &tally->rows[i - 1], &tally->rows[i], key_count))
            groups[(*count)++].rows = &tally->rows[i];
        groups[*count - 1].count++;
    }
    return groups;
}

static int
compare_groups(const void *left, const void *right)
{
    const struct mt_group *a = left, *b = right;
    for (int i = 0; i < 2; i++)
        if (a->rank[i] != b->rank[i])
            return a->rank[i] > b->rank[i] ? -1 : 1;
    return a->rows < b->rows ? -1 : a->rows > b->rows;
}

void
mt_groups_sort(struct mt_group *groups, size_t count)
{
    if (count)
        qsort(groups, count, sizeof *groups, compare_groups);
}
