/* What the mail of a finding consists of: sizes, receiving servers, sending forests, recipient domains. */

#include "query/finding_table.h"

#include <stdlib.h>

#include "store/row.h"

enum { MOST_ROWS = 12 };

static const char not_named[] = "no export names it";
static const char all_others[] = "all others";

/* ---- sizes ---- */

/* Of a size finding the usual share of each band comes from the search; else it is the band's own at other times. */
static double
usual_of_band(const struct mt_finding_subject *subject, int32_t band, const struct mt_finding_counts *meanwhile,
              const struct mt_finding_counts *otherwise)
{
    bool sized = subject->conditions & MT_FINDING_BIT(MT_PATTERN_SIZE);
    if (sized && band < subject->cube->data.bands && subject->pattern->dose[band].ratio > 0)
        return mt_finding_share(meanwhile) / subject->pattern->dose[band].ratio;
    return mt_finding_share(otherwise);
}

enum mt_rc
mt_finding_table_sizes(const struct mt_finding_subject *subject, struct mt_table *table, struct mt_err *err)
{
    static const struct mt_column columns[] = {{"size_from", "From", MT_TYPE_BYTES},
                                               {"size_below", "Below", MT_TYPE_BYTES},
                                               MT_FINDING_COUNT_COLUMNS,
                                               MT_FINDING_USUAL_COLUMNS,
                                               MT_FINDING_IN_COLUMN};
    enum { UNKNOWN = MT_SIZE_BANDS };
    struct mt_finding_counts meanwhile[MT_SIZE_BANDS + 1] = {{0, 0}}, otherwise[MT_SIZE_BANDS + 1] = {{0, 0}};
    const struct mt_pattern_data *data = &subject->cube->data;
    int32_t least = subject->pattern->where.value[MT_PATTERN_SIZE];
    for (size_t i = 0; i < data->count; i++) {
        unsigned missed = mt_finding_missed(subject->cube, subject->pattern, &data->cells[i]);
        int32_t band = data->cells[i].band == MT_PATTERN_ANY ? UNKNOWN : data->cells[i].band;
        if (!(missed & MT_FINDING_DIMENSIONS & ~MT_FINDING_BIT(MT_PATTERN_SIZE)))
            mt_finding_counts_add(missed & MT_FINDING_TIMES ? &otherwise[band] : &meanwhile[band], &data->cells[i]);
    }
    enum mt_rc rc = mt_table_columns(table, columns, sizeof columns / sizeof *columns, err);
    for (int32_t band = 0; band <= UNKNOWN && rc == MT_OK; band++) {
        if (meanwhile[band].mail == 0)
            continue;
        struct mt_cell *cells = mt_table_add(table);
        if (!cells)
            return mt_err_memory(err);
        cells[0] = band == UNKNOWN ? MT_CELL_UNKNOWN(not_named) : mt_cell_integer(mt_size_band_from(band));
        cells[1] = band + 1 >= UNKNOWN ? MT_CELL_UNKNOWN(band == UNKNOWN ? not_named : NULL)
                                       : mt_cell_integer(mt_size_band_below(band));
        mt_finding_count_cells(subject, &meanwhile[band], cells + 2);
        mt_finding_usual_cells(&meanwhile[band], usual_of_band(subject, band, &meanwhile[band], &otherwise[band]),
                               cells + 2 + MT_FINDING_COUNT_CELLS);
        bool in = least == MT_PATTERN_ANY || (band != UNKNOWN && band >= least);
        cells[2 + MT_FINDING_COUNT_CELLS + MT_FINDING_USUAL_CELLS] = mt_finding_in_cell(in, in);
    }
    return rc == MT_OK
               ? mt_finding_keep_sql(subject, MT_FINDING_BIT(MT_PATTERN_SIZE), MT_FINDING_SQL_BY_SIZE, table, err)
               : rc;
}

/* ---- values with names ---- */

/* A dimension whose values are told apart, with or without its own condition. */
struct dimension {
    enum mt_pattern_by by;
    const char *key, *title;
    const struct mt_text *names;
    int32_t count;
    unsigned free;       /* conditions that are left out */
    bool same_providers; /* only mail to providers that the finding is about */
    enum mt_finding_sql_by sql;
};

struct part {
    int32_t value; /* `count` of the dimension: no name is known */
    struct mt_finding_counts counts;
};

static int32_t
value_of(const struct dimension *dimension, const struct mt_pattern_cell *cell)
{
    int32_t value = dimension->by == MT_PATTERN_HOST     ? cell->host
                    : dimension->by == MT_PATTERN_FOREST ? cell->forest
                                                         : cell->domain;
    return value == MT_PATTERN_ANY ? dimension->count : value;
}

static struct part *
count_parts(const struct mt_finding_subject *subject, const struct dimension *dimension)
{
    const struct mt_pattern_data *data = &subject->cube->data;
    struct part *parts = calloc((size_t)dimension->count + 1, sizeof *parts);
    for (int32_t value = 0; parts && value <= dimension->count; value++)
        parts[value].value = value;
    for (size_t i = 0; parts && i < data->count; i++) {
        const struct mt_pattern_cell *cell = &data->cells[i];
        if (dimension->same_providers && !subject->providers[data->provider_of_domain[cell->domain]])
            continue;
        if (!(mt_finding_missed(subject->cube, subject->pattern, cell) & ~dimension->free))
            mt_finding_counts_add(&parts[value_of(dimension, cell)].counts, cell);
    }
    return parts;
}

/* Most mail first; values are numbered by name. */
static int
compare_parts(const void *a, const void *b)
{
    const struct part *x = a, *y = b;
    if (x->counts.mail != y->counts.mail)
        return x->counts.mail < y->counts.mail ? 1 : -1;
    return (x->value > y->value) - (x->value < y->value);
}

/* Sorts; what the finding is about is among the first rows in any case. Returns how many parts have mail. */
static size_t
sort_parts(struct part *parts, size_t count, int32_t wanted)
{
    size_t used = 0;
    if (count > 1)
        qsort(parts, count, sizeof *parts, compare_parts);
    while (used < count && parts[used].counts.mail > 0)
        used++;
    for (size_t i = MOST_ROWS; i < used; i++)
        if (parts[i].value == wanted) {
            struct part found = parts[i];
            for (; i >= MOST_ROWS; i--)
                parts[i] = parts[i - 1];
            parts[MOST_ROWS - 1] = found;
            break;
        }
    return used;
}

static enum mt_rc
write_part(const struct mt_finding_subject *subject, struct mt_cell name, int64_t names,
           const struct mt_finding_counts *counts, struct mt_cell in, struct mt_table *table, struct mt_err *err)
{
    struct mt_cell *cells = mt_table_add(table);
    if (!cells)
        return mt_err_memory(err);
    cells[0] = name;
    cells[1] = mt_cell_integer(names);
    mt_finding_count_cells(subject, counts, cells + 2);
    cells[2 + MT_FINDING_COUNT_CELLS] = in;
    return MT_OK;
}

static enum mt_rc
write_parts(const struct mt_finding_subject *subject, const struct dimension *dimension, const struct part *parts,
            size_t used, struct mt_table *table, struct mt_err *err)
{
    int32_t wanted = subject->pattern->where.value[dimension->by];
    struct part others = {.value = dimension->count};
    int64_t others_names = 0;
    enum mt_rc rc = MT_OK;
    for (size_t i = 0; i < used && rc == MT_OK; i++) {
        bool named = parts[i].value < dimension->count, in = wanted == MT_PATTERN_ANY || wanted == parts[i].value;
        struct mt_text name = named ? dimension->names[parts[i].value] : MT_TEXT_UNKNOWN;
        if (i >= MOST_ROWS && named) {
            others.counts.mail += parts[i].counts.mail;
            others.counts.bad += parts[i].counts.bad;
            others_names++;
            continue;
        }
        if (named && !mt_arena_copy(&table->arena, name, &name))
            return mt_err_memory(err);
        rc = write_part(subject, named && name.len > 0 ? mt_cell_text(name) : MT_CELL_UNKNOWN(not_named), named,
                        &parts[i].counts, mt_finding_in_cell(in, in), table, err);
    }
    if (rc == MT_OK && others_names > 0)
        rc = write_part(subject, MT_CELL_UNKNOWN(all_others), others_names, &others.counts,
                        mt_finding_in_cell(wanted == MT_PATTERN_ANY, wanted == MT_PATTERN_ANY), table, err);
    return rc;
}

static enum mt_rc
fill(const struct mt_finding_subject *subject, const struct dimension *dimension, struct mt_table *table,
     struct mt_err *err)
{
    const struct mt_column columns[] = {{dimension->key, dimension->title, MT_TYPE_TEXT},
                                        {"names", "Names", MT_TYPE_COUNT},
                                        MT_FINDING_COUNT_COLUMNS,
                                        MT_FINDING_IN_COLUMN};
    struct part *parts = count_parts(subject, dimension);
    if (!parts)
        return mt_err_memory(err);
    size_t used = sort_parts(parts, (size_t)dimension->count + 1, subject->pattern->where.value[dimension->by]);
    enum mt_rc rc = mt_table_columns(table, columns, sizeof columns / sizeof *columns, err);
    if (rc == MT_OK)
        rc = write_parts(subject, dimension, parts, used, table, err);
    free(parts);
    /* Which providers the finding is about is no condition of it, so the statement could not say it. */
    if (rc == MT_OK && !dimension->same_providers)
        rc = mt_finding_keep_sql(subject, dimension->free, dimension->sql, table, err);
    return rc;
}

enum mt_rc
mt_finding_table_hosts(const struct mt_finding_subject *subject, struct mt_table *table, struct mt_err *err)
{
    bool wanted = subject->conditions & MT_FINDING_BIT(MT_PATTERN_HOST);
    bool placed = subject->conditions & (MT_FINDING_BIT(MT_PATTERN_PROVIDER) | MT_FINDING_BIT(MT_PATTERN_DOMAIN));
    const struct dimension hosts = {
        .by = MT_PATTERN_HOST,
        .key = "remote_host",
        .title = "Server",
        .names = subject->cube->hosts,
        .count = subject->cube->data.hosts,
        .free = MT_FINDING_BIT(MT_PATTERN_HOST),
        .same_providers = wanted && !placed,
        .sql = MT_FINDING_SQL_BY_REMOTE_HOST,
    };
    return fill(subject, &hosts, table, err);
}

enum mt_rc
mt_finding_table_forests(const struct mt_finding_subject *subject, struct mt_table *table, struct mt_err *err)
{
    const struct dimension forests = {
        .by = MT_PATTERN_FOREST,
        .key = "forest",
        .title = "Forest",
        .names = subject->cube->forests,
        .count = subject->cube->data.forests,
        .free = MT_FINDING_BIT(MT_PATTERN_FOREST),
        .sql = MT_FINDING_SQL_BY_FOREST,
    };
    return fill(subject, &forests, table, err);
}

/* When the finding names a domain, the others of its provider stand beside it. */
enum mt_rc
mt_finding_table_domains(const struct mt_finding_subject *subject, struct mt_table *table, struct mt_err *err)
{
    const struct mt_pattern_data *data = &subject->cube->data;
    int32_t domain = subject->pattern->where.value[MT_PATTERN_DOMAIN];
    bool has_siblings = domain != MT_PATTERN_ANY && data->provider_of_domain[domain] != data->rest_provider;
    const struct dimension domains = {
        .by = MT_PATTERN_DOMAIN,
        .key = "domain",
        .title = "Domain",
        .names = subject->cube->domains,
        .count = data->domains,
        .free = has_siblings ? MT_FINDING_BIT(MT_PATTERN_DOMAIN) : 0,
        .same_providers = has_siblings,
        .sql = MT_FINDING_SQL_BY_DOMAIN,
    };
    return fill(subject, &domains, table, err);
}
