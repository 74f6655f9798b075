/* The week against the week before, provider by provider: worse, better, new or gone, with intervals that allow for
 * trouble that comes in clumps. Only between weeks that can be compared: both whole, and both known by events. */

#include "reports/weekly.h"

enum { MOST_CHANGES = 12 };

static const struct mt_shown columns[] = {
    {.key = "provider"},
    {.key = "deliveries_before"},
    {.key = "trouble_before_ratio"},
    {.key = "deliveries"},
    {.key = "trouble_ratio", .low = "trouble_low", .high = "trouble_high"},
    {.key = "change", .low = "change_low", .high = "change_high"},
    {.key = "verdict", .words = mt_change_words},
    {.key = NULL},
};

static bool
can_be_compared(const struct mt_weekly *weekly)
{
    static const size_t weeks[] = {MT_WEEKLY_BEFORE, MT_WEEKLY_OWN};
    for (size_t i = 0; i < sizeof weeks / sizeof *weeks; i++)
        if (!weekly->calendar.weeks[weeks[i]].whole || !weekly->evidence.by_events[weeks[i]])
            return false;
    return true;
}

/* How many providers the verdict says that of. */
static int64_t
count_of(const struct mt_table *table, const char *verdict)
{
    int64_t count = 0;
    for (size_t row = 0; row < table->row_count; row++) {
        struct mt_cell cell = mt_table_cell(table, row, "verdict");
        count += cell.known && mt_text_is(cell.text, verdict);
    }
    return count;
}

enum mt_rc
mt_weekly_changes(struct mt_weekly *weekly, struct mt_err *err)
{
    struct mt_filter filter = weekly->build.filter;
    struct mt_section *section;
    if (!can_be_compared(weekly))
        return MT_OK;
    filter.limit = MOST_CHANGES;
    enum mt_rc rc =
        mt_build_add(&weekly->build, "changes", MT_SAY_CHANGES_TITLE, "changes", &filter, columns, &section, err);
    if (rc != MT_OK)
        return rc;
    int64_t worse = count_of(section->table, "worse") + count_of(section->table, "new");
    int64_t better = count_of(section->table, "better") + count_of(section->table, "gone");
    section->lede = worse + better > 0 ? mt_build_say(&weekly->build, MT_SAY_CHANGES_LEDE,
                                                      MT_VALUES(mt_value_count(worse), mt_value_count(better)))
                                       : mt_text_of(mt_build_wording(&weekly->build, MT_SAY_CHANGES_NONE));
    if (!section->lede.at)
        return mt_err_memory(err);
    return mt_report_note(weekly->build.report, section,
                          mt_text_of(mt_build_wording(&weekly->build, MT_SAY_CHANGES_NOTE)), err);
}
