/* The first two parts of the weekly report: what the data covers, and the week in figures. */

#include "reports/weekly_found.h"

#include <string.h>

/* ---- coverage ---- */

static bool
available(const struct mt_table *evidence, const char *kind)
{
    for (size_t row = 0; row < evidence->row_count; row++) {
        struct mt_cell name = mt_weekly_cell(evidence, row, "evidence");
        struct mt_cell here = mt_weekly_cell(evidence, row, "available");
        if (name.known && here.known && mt_text_is(name.text, kind))
            return mt_text_is(here.text, "yes");
    }
    return false;
}

static enum mt_rc
note_evidence(struct mt_weekly *weekly, struct mt_section *section, struct mt_err *err)
{
    struct mt_table *evidence;
    enum mt_rc rc = mt_weekly_ask(weekly, "evidence", &weekly->filter, &evidence, err);
    if (rc != MT_OK)
        return rc;
    enum mt_sentence basis = available(evidence, "events") ? MT_SAY_EVIDENCE_EVENTS : MT_SAY_EVIDENCE_SUMMARY;
    rc = mt_report_note(weekly->report, section, mt_weekly_say(weekly, basis, MT_NO_VALUES), err);
    if (rc == MT_OK && !available(evidence, "reasons"))
        rc = mt_report_note(weekly->report, section, mt_weekly_say(weekly, MT_SAY_EVIDENCE_NO_REASONS, MT_NO_VALUES),
                            err);
    return rc;
}

/* What the exports of this week could not tell, because some of their records could not be read. */
static enum mt_rc
note_rejects(struct mt_weekly *weekly, struct mt_section *section, const struct mt_table *imports, struct mt_err *err)
{
    int64_t rejects = 0;
    for (size_t row = 0; row < imports->row_count; row++) {
        struct mt_cell cell = mt_weekly_cell(imports, row, "rejected");
        rejects += cell.known ? cell.integer : 0;
    }
    if (rejects == 0)
        return MT_OK;
    return mt_report_note(weekly->report, section,
                          mt_weekly_say(weekly, MT_SAY_REJECTS, MT_VALUES(mt_value_count(rejects))), err);
}

static enum mt_rc
add_gaps(struct mt_weekly *weekly, struct mt_err *err)
{
    const struct mt_week *week = &weekly->calendar.weeks[MT_WEEKLY_OWN];
    const struct mt_table *all = weekly->calendar.gaps;
    if (week->gaps == 0)
        return MT_OK;
    struct mt_table *here = mt_report_table(weekly->report);
    if (!here)
        return mt_err_memory(err);
    here->name = all->name;
    here->title = all->title;
    enum mt_rc rc = mt_table_columns(here, all->columns, all->column_count, err);
    for (size_t row = 0; row < all->row_count && rc == MT_OK; row++) {
        struct mt_cell since = mt_weekly_cell(all, row, "since"), until = mt_weekly_cell(all, row, "until");
        if (!since.known || !until.known || since.integer >= week->until_us || until.integer <= week->since_us)
            continue;
        struct mt_cell *cells = mt_table_add(here);
        if (!cells)
            return mt_err_memory(err);
        for (size_t column = 0; column < all->column_count; column++)
            cells[column] = mt_table_at(all, row, column);
    }
    if (rc != MT_OK)
        return rc;
    struct mt_section *section = mt_report_section(weekly->report, "gaps", mt_wording(MT_SAY_GAPS_TITLE), here);
    if (!section)
        return mt_err_memory(err);
    section->lede = mt_text_of(mt_wording(MT_SAY_GAPS_LEDE));
    return MT_OK;
}

static struct mt_text
coverage_lede(struct mt_weekly *weekly, size_t exports)
{
    const struct mt_week *week = &weekly->calendar.weeks[MT_WEEKLY_OWN];
    struct mt_value files = mt_value_count((int64_t)exports);
    if (week->whole)
        return mt_weekly_say(weekly, MT_SAY_COVERAGE_WHOLE, MT_VALUES(files));
    return mt_weekly_say(weekly, MT_SAY_COVERAGE_PART,
                         MT_VALUES(mt_value_count(week->days_covered), mt_value_count(week->gaps), files));
}

enum mt_rc
mt_weekly_coverage(struct mt_weekly *weekly, struct mt_err *err)
{
    static const struct mt_shown shown[] = {
        {.key = "day"},
        {.key = "weekday", .words = mt_weekday_words},
        {.key = "deliveries"},
        {.key = "hours_with_mail"},
        {.key = "empty_office_hours"},
        {.key = NULL},
    };
    struct mt_table *days, *imports;
    enum mt_rc rc = mt_weekly_ask(weekly, "coverage", &weekly->filter, &days, err);
    if (rc == MT_OK)
        rc = mt_weekly_ask(weekly, "imports", &weekly->filter, &imports, err);
    if (rc != MT_OK)
        return rc;
    struct mt_section *section = mt_report_section(weekly->report, "coverage", mt_wording(MT_SAY_COVERAGE_TITLE), days);
    if (!section)
        return mt_err_memory(err);
    section->shown = shown;
    section->lede = coverage_lede(weekly, imports->row_count);
    if (!section->lede.at)
        return mt_err_memory(err);
    rc = note_evidence(weekly, section, err);
    if (rc == MT_OK)
        rc = note_rejects(weekly, section, imports, err);
    return rc == MT_OK ? add_gaps(weekly, err) : rc;
}

/* ---- the week in figures ---- */

enum { MEASURE, VALUE, SHARE, CHANGE, BEFORE, MEAN, HEADLINE_COLUMNS };

/* Up to two columns of the trend table add up to a measure. */
struct measure {
    const char *name; /* a key of mt_measure_words */
    const char *keys[2];
    bool is_base;      /* all mail: its number is compared, not its share */
    bool never_judged; /* has no meaning beside other weeks */
    bool is_caught;    /* seen only when an export was taken at the right time */
};

static bool
sum_of(const struct mt_weekly *weekly, size_t week, const struct measure *measure, int64_t *sum)
{
    *sum = 0;
    for (size_t i = 0; i < 2 && measure->keys[i]; i++) {
        struct mt_cell cell = mt_calendar_cell(&weekly->calendar, week, measure->keys[i]);
        if (!cell.known)
            return false;
        *sum += cell.integer;
    }
    return true;
}

/* What is compared: a share of all mail, or the number of all mail. */
static bool
level_of(const struct mt_weekly *weekly, size_t week, const struct measure *measure, double *level)
{
    int64_t sum;
    struct mt_cell all = mt_calendar_cell(&weekly->calendar, week, "deliveries");
    if (!sum_of(weekly, week, measure, &sum) || !all.known || all.integer <= 0)
        return false;
    *level = measure->is_base ? (double)sum : (double)sum / (double)all.integer;
    return true;
}

static void
compare(const struct mt_weekly *weekly, const struct measure *measure, struct mt_cell *row)
{
    const struct mt_week *weeks = weekly->calendar.weeks;
    double now, before, level, total = 0;
    int64_t sum, whole = 0;
    bool caught = measure->is_caught && mt_weekly_is_caught_only(weekly);
    const char *why = measure->never_judged         ? mt_wording(MT_SAY_WHY_UNDER_WAY)
                      : caught                      ? mt_wording(MT_SAY_WHY_CAUGHT)
                      : !weeks[MT_WEEKLY_OWN].whole ? mt_wording(MT_SAY_WHY_PART)
                                                    : NULL;
    row[CHANGE] = row[BEFORE] = MT_CELL_UNKNOWN(why ? why : mt_wording(MT_SAY_WHY_LAST_PART));
    row[MEAN] = MT_CELL_UNKNOWN(why ? why : mt_wording(MT_SAY_WHY_NO_BEFORE));
    if (why)
        return;

    if (weeks[MT_WEEKLY_BEFORE].whole && sum_of(weekly, MT_WEEKLY_BEFORE, measure, &sum)) {
        row[BEFORE] = mt_cell_integer(sum);
        if (level_of(weekly, MT_WEEKLY_OWN, measure, &now) && level_of(weekly, MT_WEEKLY_BEFORE, measure, &before) &&
            before > 0)
            row[CHANGE] = mt_cell_real(now / before - 1);
        else
            row[CHANGE] = MT_CELL_UNKNOWN(NULL);
    }
    for (size_t week = 0; week < MT_WEEKLY_OWN; week++)
        if (weeks[week].whole && level_of(weekly, week, measure, &level) && sum_of(weekly, week, measure, &sum)) {
            total += (double)sum;
            whole++;
        }
    if (whole)
        row[MEAN] = mt_cell_real(total / (double)whole);
}

static enum mt_rc
fill_headline(struct mt_weekly *weekly, struct mt_table *table, struct mt_err *err)
{
    static const struct measure measures[] = {
        {"deliveries", {"deliveries", NULL}, true, false, false},
        {"deferred", {"deferred", NULL}, false, false, true},
        {"failed", {"failed", NULL}, false, false, false},
        {"without_end_state", {"still_deferred", "under_way"}, false, true, false},
    };
    static const struct mt_column columns[HEADLINE_COLUMNS] = {
        [MEASURE] = {"measure", "Measure", MT_TYPE_TEXT},
        [VALUE] = {"deliveries", "Deliveries", MT_TYPE_COUNT},
        [SHARE] = {"share", "Share", MT_TYPE_RATIO},
        [CHANGE] = {"change", "Change against the week before", MT_TYPE_REAL},
        [BEFORE] = {"week_before", "Week before", MT_TYPE_COUNT},
        [MEAN] = {"mean_before", "Mean of the weeks before", MT_TYPE_REAL},
    };
    enum mt_rc rc = mt_table_columns(table, columns, HEADLINE_COLUMNS, err);
    table->name = "headline";
    table->title = mt_wording(MT_SAY_HEADLINE_TITLE);
    table->evidence = weekly->calendar.trend->evidence;
    for (size_t i = 0; i < sizeof measures / sizeof *measures && rc == MT_OK; i++) {
        struct mt_cell *row = mt_table_add(table);
        int64_t sum;
        double level;
        if (!row)
            return mt_err_memory(err);
        row[MEASURE] = mt_cell_text(mt_text_of(measures[i].name));
        if (sum_of(weekly, MT_WEEKLY_OWN, &measures[i], &sum))
            row[VALUE] = mt_cell_integer(sum);
        if (!measures[i].is_base && level_of(weekly, MT_WEEKLY_OWN, &measures[i], &level))
            row[SHARE] = mt_cell_real(level);
        compare(weekly, &measures[i], row);
    }
    return rc;
}

enum mt_rc
mt_weekly_headline(struct mt_weekly *weekly, struct mt_err *err)
{
    const struct mt_shown columns[] = {
        {.key = "measure", .words = mt_measure_words},
        {.key = "deliveries"},
        {.key = "share", .title = mt_wording(MT_SAY_COLUMN_OF_DELIVERIES)},
        {.key = "change", .title = mt_wording(MT_SAY_COLUMN_CHANGE), .change = true},
        {.key = "week_before", .title = mt_wording(MT_SAY_COLUMN_WEEK_BEFORE)},
        {.key = "mean_before", .title = mt_wording(MT_SAY_COLUMN_MEAN)},
        {.key = NULL},
    };
    struct mt_shown *shown = mt_arena_take(&weekly->report->arena, sizeof columns);
    struct mt_table *table = mt_report_table(weekly->report);
    if (!table || !shown)
        return mt_err_memory(err);
    memcpy(shown, columns, sizeof columns);
    enum mt_rc rc = fill_headline(weekly, table, err);
    if (rc != MT_OK)
        return rc;
    struct mt_section *section =
        mt_report_section(weekly->report, "headline", mt_wording(MT_SAY_HEADLINE_TITLE), table);
    if (!section)
        return mt_err_memory(err);
    section->shown = shown;
    section->prominent = true;
    int64_t whole = 0;
    for (size_t week = 0; week < MT_WEEKLY_OWN; week++)
        whole += weekly->calendar.weeks[week].whole;
    rc = mt_report_note(weekly->report, section, mt_weekly_say(weekly, MT_SAY_HEADLINE_NOTE, MT_NO_VALUES), err);
    if (rc == MT_OK && whole && weekly->calendar.weeks[MT_WEEKLY_OWN].whole)
        rc = mt_report_note(weekly->report, section,
                            mt_weekly_say(weekly, MT_SAY_HEADLINE_MEAN, MT_VALUES(mt_value_count(whole))), err);
    return rc;
}
