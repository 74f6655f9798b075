#include "query/finding_tables.h"

#include "query/finding_bad.h"
#include "query/stats.h"

/* ---- cells ---- */

void
mt_finding_counts_add(struct mt_finding_counts *counts, const struct mt_pattern_cell *cell)
{
    counts->mail += cell->mail;
    counts->bad += cell->bad;
}

double
mt_finding_share(const struct mt_finding_counts *counts)
{
    return counts->mail > 0 ? (double)counts->bad / (double)counts->mail : -1;
}

void
mt_finding_count_cells(const struct mt_finding_subject *subject, const struct mt_finding_counts *counts,
                       struct mt_cell *cells)
{
    cells[0] = mt_cell_integer(counts->mail);
    cells[1] = mt_cell_integer(counts->bad);
    struct mt_interval interval;
    if (!mt_stats_share_in_clumps(counts->bad, counts->mail, subject->pattern->clumping, &interval)) {
        for (int i = 2; i < MT_FINDING_COUNT_CELLS; i++)
            cells[i] = MT_CELL_UNKNOWN("no mail");
        return;
    }
    cells[2] = mt_cell_real(mt_finding_share(counts));
    cells[3] = mt_cell_real(interval.low);
    cells[4] = mt_cell_real(interval.high);
}

void
mt_finding_usual_cells(const struct mt_finding_counts *counts, double usual, struct mt_cell *cells)
{
    cells[0] = usual >= 0 ? mt_cell_real(usual) : MT_CELL_UNKNOWN("nothing to compare with");
    cells[1] = usual > 0 && counts->mail > 0 ? mt_cell_real(mt_finding_share(counts) / usual)
                                             : MT_CELL_UNKNOWN("nothing to compare with");
}

struct mt_cell
mt_finding_in_cell(bool some, bool all)
{
    return mt_cell_text(all && some ? MT_TEXT_LITERAL("yes")
                        : some      ? MT_TEXT_LITERAL("partly")
                                    : MT_TEXT_LITERAL("no"));
}

enum mt_rc
mt_finding_keep_sql(const struct mt_finding_subject *subject, unsigned leave_out, enum mt_finding_sql_by by,
                    struct mt_table *table, struct mt_err *err)
{
    const struct mt_finding_sql wanted = {.store = subject->store,
                                          .findings = subject->findings,
                                          .finding = subject->finding,
                                          .filter = subject->filter,
                                          .left_out = subject->left_out,
                                          .leave_out = leave_out,
                                          .by = by};
    return mt_finding_sql(&wanted, &table->arena, &table->sql, err);
}

/* ---- all together ---- */

static const struct {
    const char *key, *title;
} names[MT_FINDING_TABLES] = {
#define X(name, key, title) [MT_FINDING_TABLE_##name] = {(key), (title)},
    MT_FINDING_TABLE_LIST(X)
#undef X
};

/* Those that the cube fills, and those that need the bad mail itself. */
static enum mt_rc (*const by_cube[MT_FINDING_TABLES])(const struct mt_finding_subject *, struct mt_table *,
                                                      struct mt_err *) = {
    [MT_FINDING_TABLE_AGAINST] = mt_finding_table_against, [MT_FINDING_TABLE_DAYS] = mt_finding_table_days,
    [MT_FINDING_TABLE_HOURS] = mt_finding_table_hours,     [MT_FINDING_TABLE_WEEKDAYS] = mt_finding_table_weekdays,
    [MT_FINDING_TABLE_SIZES] = mt_finding_table_sizes,     [MT_FINDING_TABLE_REMOTE_HOSTS] = mt_finding_table_hosts,
    [MT_FINDING_TABLE_FORESTS] = mt_finding_table_forests, [MT_FINDING_TABLE_DOMAINS] = mt_finding_table_domains,
};
static enum mt_rc (*const by_mail[MT_FINDING_TABLES])(const struct mt_finding_subject *, const struct mt_finding_bads *,
                                                      struct mt_table *, struct mt_err *) = {
    [MT_FINDING_TABLE_SENDERS] = mt_finding_table_senders,
    [MT_FINDING_TABLE_REASONS] = mt_finding_table_reasons,
    [MT_FINDING_TABLE_MESSAGES] = mt_finding_table_messages,
};

static bool
find_providers(struct mt_finding_subject *subject, struct mt_arena *arena)
{
    const struct mt_pattern_data *data = &subject->cube->data;
    subject->providers = mt_arena_take(arena, (size_t)data->providers + 1);
    for (size_t i = 0; subject->providers && i < data->count; i++)
        if (mt_finding_missed(subject->cube, subject->pattern, &data->cells[i]) == 0)
            subject->providers[data->provider_of_domain[data->cells[i].domain]] = true;
    return subject->providers != NULL;
}

static enum mt_rc
record(const struct mt_finding_subject *subject, struct mt_table *table, struct mt_err *err)
{
    enum mt_rc rc = mt_table_parameter(table, "finding", mt_text_of(subject->finding->id), err);
    return rc == MT_OK ? mt_filter_record(subject->filter, table, err) : rc;
}

static enum mt_rc
fill(const struct mt_finding_subject *subject, const struct mt_finding_bads *bads, int which, struct mt_table *table,
     struct mt_err *err)
{
    enum mt_rc rc = record(subject, table, err);
    if (rc == MT_OK)
        rc = by_cube[which] ? by_cube[which](subject, table, err) : by_mail[which](subject, bads, table, err);
    return rc;
}

enum mt_rc
mt_finding_tables(struct mt_store *store, const struct mt_findings *findings, const struct mt_finding *finding,
                  const struct mt_filter *filter, struct mt_table *const tables[MT_FINDING_TABLES], struct mt_err *err)
{
    struct mt_finding_subject subject = {
        .store = store,
        .findings = findings,
        .finding = finding,
        .filter = filter,
        .cube = findings->cube,
        .pattern = finding->pattern,
        .conditions = mt_finding_conditions(finding->pattern),
    };
    struct mt_arena arena = MT_ARENA_EMPTY;
    struct mt_finding_bads bads = {.count = 0};
    struct mt_left_out left_out;
    for (int i = 0; i < MT_FINDING_TABLES; i++)
        mt_table_init(tables[i], names[i].key, names[i].title);
    enum mt_rc rc = find_providers(&subject, &arena) ? MT_OK : mt_err_memory(err);
    if (rc == MT_OK)
        rc = mt_left_out_find(store, findings, filter, &arena, &left_out, err);
    subject.left_out = &left_out;
    if (rc == MT_OK)
        rc = mt_finding_bads_read(&subject, &bads, err);
    for (int i = 0; i < MT_FINDING_TABLES && rc == MT_OK; i++)
        rc = fill(&subject, &bads, i, tables[i], err);
    mt_finding_bads_release(&bads);
    mt_arena_release(&arena);
    return rc;
}
