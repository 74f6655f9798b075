/* Size against outcome within a provider: whether large mail has more trouble there, with the provider held fixed. */

#include "reports/weekly.h"

#include <string.h>

/* A provider with fewer in trouble has nothing to compare. */
enum { MOST_PROVIDERS = 3, LEAST_TROUBLE = 10 };

static int64_t
trouble_of(const struct mt_table *providers, size_t row)
{
    return mt_table_integer(providers, row, "deferred", 0) + mt_table_integer(providers, row, "failed", 0);
}

/* The provider's name goes in front of the columns of the question. */
static enum mt_rc
set_columns(struct mt_table *table, const struct mt_table *sizes, struct mt_err *err)
{
    struct mt_column *columns = mt_arena_take(&table->arena, (sizes->column_count + 1) * sizeof *columns);
    if (!columns)
        return mt_err_memory(err);
    columns[0] = (struct mt_column){"provider", "Provider", MT_TYPE_TEXT, false};
    memcpy(columns + 1, sizes->columns, sizes->column_count * sizeof *columns);
    return mt_table_columns(table, columns, sizes->column_count + 1, err);
}

/* All sizes of one provider, smallest first, those without mail too. */
static enum mt_rc
add_provider(struct mt_weekly *weekly, struct mt_text provider, struct mt_table *table, struct mt_err *err)
{
    struct mt_filter filter = weekly->build.filter;
    struct mt_table *sizes;
    filter.provider = provider;
    enum mt_rc rc = mt_build_ask(&weekly->build, "sizes", &filter, &sizes, err);
    if (rc == MT_OK && table->column_count == 0)
        rc = set_columns(table, sizes, err);
    for (size_t row = 0; rc == MT_OK && row < sizes->row_count; row++) {
        struct mt_cell *cells = mt_table_add(table);
        if (!cells)
            return mt_err_memory(err);
        cells[0] = mt_cell_text(provider);
        for (size_t column = 0; column < sizes->column_count; column++)
            cells[column + 1] = mt_table_at(sizes, row, column);
    }
    if (rc == MT_OK) {
        table->evidence = sizes->evidence;
        table->sql = sizes->sql;
    }
    return rc;
}

static enum mt_rc
fill(struct mt_weekly *weekly, const struct mt_table *providers, struct mt_table *table, struct mt_err *err)
{
    enum mt_rc rc = MT_OK;
    size_t taken = 0;
    table->name = "sizes-by-provider";
    table->title = mt_build_wording(&weekly->build, MT_SAY_SIZES_OF_TITLE);
    for (size_t row = 0; row < providers->row_count && taken < MOST_PROVIDERS && rc == MT_OK; row++) {
        struct mt_cell provider = mt_table_cell(providers, row, "provider");
        if (!provider.known || trouble_of(providers, row) < LEAST_TROUBLE)
            continue;
        taken++;
        rc = add_provider(weekly, provider.text, table, err);
    }
    return rc;
}

enum mt_rc
mt_weekly_sizes_of(struct mt_weekly *weekly, struct mt_err *err)
{
    static const struct mt_shown list[] = {
        {.key = "provider"},
        {.key = "size"},
        {.key = "deliveries"},
        {.key = "deferred"},
        {.key = "deferred_ratio", .low = "deferred_low", .high = "deferred_high"},
        {.key = "failed"},
        {.key = "failed_ratio", .low = "failed_low", .high = "failed_high"},
        {.key = "expired"},
        {.key = NULL},
    };
    struct mt_build *build = &weekly->build;
    struct mt_table *providers, *table = mt_report_table(build->report);
    if (!table)
        return mt_err_memory(err);
    enum mt_rc rc = mt_build_ask(build, "providers", &build->filter, &providers, err);
    if (rc == MT_OK)
        rc = fill(weekly, providers, table, err);
    if (rc != MT_OK || table->row_count == 0)
        return rc;
    struct mt_section *section =
        mt_report_section(build->report, "sizes-by-provider", mt_build_wording(build, MT_SAY_SIZES_OF_TITLE), table);
    const struct mt_shown *shown = mt_build_shown(build, table, list);
    if (!section || !shown)
        return mt_err_memory(err);
    section->shown = shown;
    section->lede = mt_text_of(mt_build_wording(build, MT_SAY_SIZES_OF_LEDE));
    section->chart = (struct mt_chart){
        .kind = MT_CHART_LINES,
        .title = mt_build_wording(build, MT_SAY_CHART_SIZES),
        .label = "size",
        .group = "provider",
        .value = "deferred_ratio",
        .low = "deferred_low",
        .high = "deferred_high",
        .base = "deliveries",
        .least_base = MT_WEEKLY_LEAST_BASE,
    };
    return MT_OK;
}
