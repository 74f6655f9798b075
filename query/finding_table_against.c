/* The control: the finding beside the same mail at other times, and beside the mail that meets all conditions but one.
 * "Other domains deliver, other senders fail alike." */

#include "query/finding_table.h"

#include <string.h>

#include "query/value.h"

#define BIT(name) MT_FINDING_BIT(MT_PATTERN_##name)

/* Counts at the finding's hours, and at all others. */
struct compared {
    struct mt_finding_counts meanwhile, otherwise;
};

/* Whether a set holds nothing but these bits. */
static bool
only(unsigned missed, unsigned bits)
{
    return (missed & ~bits) == 0;
}

/* The row of a cell that misses some condition on its place: a provider's domains and servers go with it. */
static enum mt_finding_against
row_of_place(const struct mt_finding_subject *subject, const struct mt_pattern_cell *cell, unsigned missed)
{
    const struct mt_pattern_data *data = &subject->cube->data;
    int32_t provider = data->provider_of_domain[cell->domain],
            domain = subject->pattern->where.value[MT_PATTERN_DOMAIN];
    bool alone = domain != MT_PATTERN_ANY && data->provider_of_domain[domain] == data->rest_provider;
    if (alone && only(missed, BIT(DOMAIN) | BIT(PROVIDER) | BIT(HOST)))
        return missed & BIT(DOMAIN) ? MT_FINDING_AGAINST_ELSEWHERE : MT_FINDING_AGAINST_ROWS;
    if (!subject->providers[provider])
        return only(missed, BIT(PROVIDER) | BIT(DOMAIN) | BIT(HOST)) ? MT_FINDING_AGAINST_OTHER_PROVIDERS
                                                                     : MT_FINDING_AGAINST_ROWS;
    return missed == BIT(DOMAIN) ? MT_FINDING_AGAINST_OTHER_DOMAINS : MT_FINDING_AGAINST_ROWS;
}

static enum mt_finding_against
row_of(const struct mt_finding_subject *subject, const struct mt_pattern_cell *cell, unsigned missed)
{
    int32_t provider = subject->cube->data.provider_of_domain[cell->domain];
    if (missed == 0)
        return MT_FINDING_AGAINST_FINDING;
    if (missed == BIT(SIZE))
        return cell->band == MT_PATTERN_ANY ? MT_FINDING_AGAINST_UNKNOWN_SIZE : MT_FINDING_AGAINST_SMALLER;
    if (missed == BIT(FOREST))
        return cell->forest == MT_PATTERN_ANY ? MT_FINDING_AGAINST_UNKNOWN_FOREST : MT_FINDING_AGAINST_OTHER_FORESTS;
    if (missed == BIT(REGION))
        return MT_FINDING_AGAINST_OTHER_COUNTRIES;
    if (missed == BIT(HOST) && subject->providers[provider])
        return cell->host == MT_PATTERN_ANY ? MT_FINDING_AGAINST_UNKNOWN_HOST : MT_FINDING_AGAINST_OTHER_HOSTS;
    return row_of_place(subject, cell, missed);
}

static void
add(struct compared *row, const struct mt_pattern_cell *cell, bool meanwhile)
{
    mt_finding_counts_add(meanwhile ? &row->meanwhile : &row->otherwise, cell);
}

static void
count(const struct mt_finding_subject *subject, struct compared *rows)
{
    const struct mt_pattern_data *data = &subject->cube->data;
    for (size_t i = 0; i < data->count; i++) {
        unsigned missed = mt_finding_missed(subject->cube, subject->pattern, &data->cells[i]);
        bool meanwhile = !(missed & MT_FINDING_TIMES);
        missed &= MT_FINDING_DIMENSIONS;
        enum mt_finding_against row = row_of(subject, &data->cells[i], missed);
        if (row != MT_FINDING_AGAINST_ROWS)
            add(&rows[row], &data->cells[i], meanwhile);
        if (missed)
            add(&rows[MT_FINDING_AGAINST_ALL_ELSE], &data->cells[i], meanwhile);
    }
    rows[MT_FINDING_AGAINST_OTHER_TIMES].meanwhile = rows[MT_FINDING_AGAINST_FINDING].otherwise;
}

enum mt_rc
mt_finding_table_against(const struct mt_finding_subject *subject, struct mt_table *table, struct mt_err *err)
{
    static const struct mt_column columns[] = {
        {"compared", "Compared", MT_TYPE_TEXT}, MT_FINDING_COUNT_COLUMNS, MT_FINDING_USUAL_COLUMNS};
    static const char *const keys[] = {
#define X(name, key, words) key,
        MT_FINDING_AGAINST_LIST(X)
#undef X
    };
    struct compared rows[MT_FINDING_AGAINST_ROWS];
    memset(rows, 0, sizeof rows);
    count(subject, rows);
    enum mt_rc rc = mt_table_columns(table, columns, sizeof columns / sizeof *columns, err);
    for (int i = 0; i < MT_FINDING_AGAINST_ROWS && rc == MT_OK; i++) {
        if (rows[i].meanwhile.mail == 0)
            continue;
        struct mt_cell *cells = mt_table_add(table);
        if (!cells)
            return mt_err_memory(err);
        bool itself = i == MT_FINDING_AGAINST_FINDING, history = i == MT_FINDING_AGAINST_OTHER_TIMES;
        cells[0] = mt_cell_text(mt_text_of(keys[i]));
        mt_finding_count_cells(subject, &rows[i].meanwhile, cells + 1);
        mt_finding_usual_cells(&rows[i].meanwhile,
                               itself    ? subject->finding->usual_rate
                               : history ? -1
                                         : mt_finding_share(&rows[i].otherwise),
                               cells + 1 + MT_FINDING_COUNT_CELLS);
        if (itself) /* of a drift, and where other findings hold in a part of it, it is more than a quotient */
            cells[2 + MT_FINDING_COUNT_CELLS] = mt_cell_real(subject->finding->ratio);
    }
    if (rc == MT_OK)
        rc = mt_finding_keep_sql(subject, 0, MT_FINDING_SQL_BY_NOTHING, table, err);
    if (rc == MT_OK)
        rc = mt_table_note(table,
                           "One message to one recipient domain counts once. The usual share of the finding is what "
                           "the rest of the data lets one expect; that of the other rows is their own at other times.",
                           MT_NO_VALUES, err);
    return rc;
}
