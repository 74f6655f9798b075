/* The first two parts of the weekly report: what the data covers, and the week in figures. */

#include "reports/weekly_found.h"

#include <string.h>

/* ---- coverage ---- */

/* What the exports of this week could not tell, because some of their records could not be read. */
static enum mt_rc
note_rejects(struct mt_weekly *weekly, struct mt_section *section, const struct mt_table *imports, struct mt_err *err)
{
    int64_t rejects = 0;
    for (size_t row = 0; row < imports->row_count; row++) {
        struct mt_cell cell = mt_table_cell(imports, row, "rejected");
        rejects += cell.known ? cell.integer : 0;
    }
    if (rejects == 0)
        return MT_OK;
    return mt_report_note(weekly->build.report, section,
                          mt_build_say(&weekly->build, MT_SAY_REJECTS, MT_VALUES(mt_value_count(rejects))), err);
}

static enum mt_rc
add_gaps(struct mt_weekly *weekly, struct mt_err *err)
{
    const struct mt_week *week = &weekly->calendar.weeks[MT_WEEKLY_OWN];
    const struct mt_table *all = weekly->calendar.gaps;
    if (week->gaps == 0)
        return MT_OK;
    struct mt_table *here = mt_report_table(weekly->build.report);
    if (!here)
        return mt_err_memory(err);
    here->name = all->name;
    here->title = all->title;
    enum mt_rc rc = mt_table_columns(here, all->columns, all->column_count, err);
    for (size_t row = 0; row < all->row_count && rc == MT_OK; row++) {
        struct mt_cell since = mt_table_cell(all, row, "since"), until = mt_table_cell(all, row, "until");
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
    struct mt_section *section =
        mt_report_section(weekly->build.report, "gaps", mt_build_wording(&weekly->build, MT_SAY_GAPS_TITLE), here);
    if (!section)
        return mt_err_memory(err);
    section->lede = mt_text_of(mt_build_wording(&weekly->build, MT_SAY_GAPS_LEDE));
    return MT_OK;
}

static struct mt_text
coverage_lede(struct mt_weekly *weekly, size_t exports)
{
    const struct mt_week *week = &weekly->calendar.weeks[MT_WEEKLY_OWN];
    struct mt_value files = mt_value_count((int64_t)exports);
    if (week->whole)
        return mt_build_say(&weekly->build, MT_SAY_COVERAGE_WHOLE, MT_VALUES(files));
    return mt_build_say(&weekly->build, MT_SAY_COVERAGE_PART,
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
    enum mt_rc rc = mt_build_ask(&weekly->build, "coverage", &weekly->build.filter, &days, err);
    if (rc == MT_OK)
        rc = mt_build_ask(&weekly->build, "imports", &weekly->build.filter, &imports, err);
    if (rc != MT_OK)
        return rc;
    struct mt_section *section = mt_report_section(weekly->build.report, "coverage",
                                                   mt_build_wording(&weekly->build, MT_SAY_COVERAGE_TITLE), days);
    if (!section)
        return mt_err_memory(err);
    section->shown = shown;
    section->lede = coverage_lede(weekly, imports->row_count);
    if (!section->lede.at)
        return mt_err_memory(err);
    section->appendix = true;
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
    bool is_caught;    /* without events it is seen only when an export was taken at the right time */
    bool takes_events; /* without them it is not known: then it is left out; known of a part it is a lower bound */
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

/* Why a week's figure cannot stand beside another's; NULL when it can. */
static const char *
why_not(const struct mt_weekly *weekly, size_t week, const struct measure *measure, const char *not_whole,
        const char *caught, const char *not_known)
{
    struct mt_cell cell = mt_calendar_cell(&weekly->calendar, week, measure->keys[0]);
    if (!weekly->calendar.weeks[week].whole)
        return not_whole;
    if (measure->is_caught && !weekly->evidence.by_events[week])
        return caught;
    return measure->takes_events && (!cell.known || cell.at_least) ? not_known : NULL;
}

static const char *
why_not_own(const struct mt_weekly *weekly, const struct measure *measure)
{
    if (measure->never_judged)
        return mt_build_wording(&weekly->build, MT_SAY_WHY_UNDER_WAY);
    /* What was caught says nothing however whole the week is. */
    if (measure->is_caught && !weekly->evidence.by_events[MT_WEEKLY_OWN])
        return mt_build_wording(&weekly->build, MT_SAY_WHY_CAUGHT);
    return why_not(weekly, MT_WEEKLY_OWN, measure, mt_build_wording(&weekly->build, MT_SAY_WHY_PART),
                   mt_build_wording(&weekly->build, MT_SAY_WHY_CAUGHT),
                   mt_build_wording(&weekly->build, MT_SAY_WHY_AT_LEAST));
}

static bool
is_base_for(const struct mt_weekly *weekly, size_t week, const struct measure *measure)
{
    return !why_not(weekly, week, measure, "", "", "");
}

static void
compare(const struct mt_weekly *weekly, const struct measure *measure, struct mt_cell *row)
{
    double now, before, level, total = 0;
    int64_t sum, weeks = 0;
    const char *why = why_not_own(weekly, measure);
    const char *before_why =
        why_not(weekly, MT_WEEKLY_BEFORE, measure, mt_build_wording(&weekly->build, MT_SAY_WHY_LAST_PART),
                mt_build_wording(&weekly->build, MT_SAY_WHY_LAST_CAUGHT),
                mt_build_wording(&weekly->build, MT_SAY_WHY_LAST_UNKNOWN));
    row[CHANGE] = row[BEFORE] = MT_CELL_UNKNOWN(why ? why : before_why);
    row[MEAN] = MT_CELL_UNKNOWN(why                     ? why
                                : measure->is_caught    ? mt_build_wording(&weekly->build, MT_SAY_WHY_NO_EVENTS)
                                : measure->takes_events ? mt_build_wording(&weekly->build, MT_SAY_WHY_NONE_KNOWN)
                                                        : mt_build_wording(&weekly->build, MT_SAY_WHY_NO_BEFORE));
    if (why)
        return;

    if (!before_why && sum_of(weekly, MT_WEEKLY_BEFORE, measure, &sum)) {
        row[BEFORE] = mt_cell_integer(sum);
        if (level_of(weekly, MT_WEEKLY_OWN, measure, &now) && level_of(weekly, MT_WEEKLY_BEFORE, measure, &before) &&
            before > 0)
            row[CHANGE] = mt_cell_real(now / before - 1);
        else
            row[CHANGE] = MT_CELL_UNKNOWN(NULL);
    }
    for (size_t week = 0; week < MT_WEEKLY_OWN; week++)
        if (is_base_for(weekly, week, measure) && level_of(weekly, week, measure, &level) &&
            sum_of(weekly, week, measure, &sum)) {
            total += (double)sum;
            weeks++;
        }
    if (weeks)
        row[MEAN] = mt_cell_real(total / (double)weeks);
}

static struct mt_cell
value_of(const struct mt_weekly *weekly, const struct measure *measure, int64_t sum)
{
    bool at_least = mt_calendar_cell(&weekly->calendar, MT_WEEKLY_OWN, measure->keys[0]).at_least;
    return at_least ? mt_cell_at_least(sum) : mt_cell_integer(sum);
}

static enum mt_rc
fill_headline(struct mt_weekly *weekly, struct mt_table *table, struct mt_err *err)
{
    static const struct measure measures[] = {
        {.name = "deliveries", .keys = {"deliveries"}, .is_base = true},
        {.name = "deferred", .keys = {"deferred"}, .is_caught = true},
        {.name = "failed", .keys = {"failed"}},
        {.name = "expired", .keys = {"expired"}, .takes_events = true},
        {.name = "without_end_state", .keys = {"still_deferred", "under_way"}, .never_judged = true},
    };
    static const struct mt_column columns[HEADLINE_COLUMNS] = {
        [MEASURE] = {"measure", "Measure", MT_TYPE_TEXT},
        [VALUE] = {"deliveries", "Deliveries", MT_TYPE_COUNT, true},
        [SHARE] = {"share", "Share", MT_TYPE_RATIO},
        [CHANGE] = {"change", "Change against the week before", MT_TYPE_REAL},
        [BEFORE] = {"week_before", "Week before", MT_TYPE_COUNT},
        [MEAN] = {"mean_before", "Mean of the weeks before", MT_TYPE_REAL},
    };
    enum mt_rc rc = mt_table_columns(table, columns, HEADLINE_COLUMNS, err);
    table->name = "headline";
    table->title = mt_build_wording(&weekly->build, MT_SAY_HEADLINE_TITLE);
    table->evidence = weekly->calendar.trend->evidence;
    for (size_t i = 0; i < sizeof measures / sizeof *measures && rc == MT_OK; i++) {
        int64_t sum;
        double level;
        bool known = sum_of(weekly, MT_WEEKLY_OWN, &measures[i], &sum);
        if (!known && measures[i].takes_events)
            continue;
        struct mt_cell *row = mt_table_add(table);
        if (!row)
            return mt_err_memory(err);
        row[MEASURE] = mt_cell_text(mt_text_of(measures[i].name));
        if (known)
            row[VALUE] = value_of(weekly, &measures[i], sum);
        if (!measures[i].is_base && level_of(weekly, MT_WEEKLY_OWN, &measures[i], &level))
            row[SHARE] = mt_cell_real(level);
        compare(weekly, &measures[i], row);
    }
    return rc;
}

/* Which weeks the means are of: not every figure is known of every week. */
static enum mt_rc
note_means(struct mt_weekly *weekly, struct mt_section *section, struct mt_err *err)
{
    const struct mt_weekly_evidence *evidence = &weekly->evidence;
    const struct mt_reader *reader = &weekly->build.report->reader;
    struct mt_out out = MT_OUT_EMPTY;
    int64_t whole = 0, by_events = 0;
    for (size_t week = 0; week < MT_WEEKLY_OWN; week++) {
        whole += weekly->calendar.weeks[week].whole;
        by_events += weekly->calendar.weeks[week].whole && evidence->by_events[week];
    }
    if (whole == 0 || !weekly->calendar.weeks[MT_WEEKLY_OWN].whole)
        return MT_OK;
    mt_say_into(&out, reader, MT_SAY_HEADLINE_MEAN, MT_VALUES(mt_value_count(whole)));
    if (evidence->by_events[MT_WEEKLY_OWN] && by_events > 0 && by_events < whole)
        mt_say_into(&out, reader, MT_SAY_HEADLINE_MEAN_DEFERRED, MT_VALUES(mt_value_count(by_events)));
    if (evidence->expiries && by_events < whole)
        mt_say_into(&out, reader, MT_SAY_HEADLINE_MEAN_EXPIRED, MT_NO_VALUES);
    mt_out_byte(&out, '.');
    enum mt_rc rc =
        out.failed ? mt_err_memory(err) : mt_report_note(weekly->build.report, section, mt_out_view(&out), err);
    mt_out_release(&out);
    return rc;
}

enum mt_rc
mt_weekly_headline(struct mt_weekly *weekly, struct mt_err *err)
{
    const struct mt_shown columns[] = {
        {.key = "measure", .words = mt_measure_words},
        {.key = "deliveries"},
        {.key = "share", .title = mt_build_wording(&weekly->build, MT_SAY_COLUMN_OF_DELIVERIES)},
        {.key = "change", .title = mt_build_wording(&weekly->build, MT_SAY_COLUMN_CHANGE), .change = true},
        {.key = "week_before", .title = mt_build_wording(&weekly->build, MT_SAY_COLUMN_WEEK_BEFORE)},
        {.key = "mean_before", .title = mt_build_wording(&weekly->build, MT_SAY_COLUMN_MEAN)},
        {.key = NULL},
    };
    struct mt_shown *shown = mt_arena_take(&weekly->build.report->arena, sizeof columns);
    struct mt_table *table = mt_report_table(weekly->build.report);
    if (!table || !shown)
        return mt_err_memory(err);
    memcpy(shown, columns, sizeof columns);
    enum mt_rc rc = fill_headline(weekly, table, err);
    if (rc != MT_OK)
        return rc;
    struct mt_section *section = mt_report_section(weekly->build.report, "headline",
                                                   mt_build_wording(&weekly->build, MT_SAY_HEADLINE_TITLE), table);
    if (!section)
        return mt_err_memory(err);
    section->shown = shown;
    section->prominent = true;
    rc = mt_report_note(weekly->build.report, section, mt_build_say(&weekly->build, MT_SAY_HEADLINE_NOTE, MT_NO_VALUES),
                        err);
    return rc == MT_OK ? note_means(weekly, section, err) : rc;
}

/* ---- what became of it ---- */

enum mt_rc
mt_weekly_outcomes(struct mt_weekly *weekly, struct mt_err *err)
{
    enum { OUTCOME, DELIVERIES, RATIO, BYTES, COLUMNS };
    static const struct mt_column columns[COLUMNS] = {
        [OUTCOME] = {"outcome", "Outcome", MT_TYPE_TEXT},
        [DELIVERIES] = {"deliveries", "Deliveries", MT_TYPE_COUNT},
        [RATIO] = {"deliveries_ratio", "Share", MT_TYPE_RATIO},
        [BYTES] = {"bytes", "Volume", MT_TYPE_BYTES},
    };
    static const struct mt_shown shown[] = {
        {.key = "outcome", .words = mt_outcome_words},
        {.key = "deliveries"},
        {.key = "deliveries_ratio"},
        {.key = NULL},
    };
    struct mt_filter filter = weekly->build.filter;
    struct mt_table *rates, *table = mt_report_table(weekly->build.report);
    if (!table)
        return mt_err_memory(err);
    filter.by[0] = "outcome";
    enum mt_rc rc = mt_build_ask(&weekly->build, "rates", &filter, &rates, err);
    if (rc == MT_OK)
        rc = mt_table_columns(table, columns, COLUMNS, err);
    if (rc != MT_OK)
        return rc;
    table->name = "outcomes";
    table->title = mt_build_wording(&weekly->build, MT_SAY_OUTCOMES_TITLE);
    table->evidence = rates->evidence;
    struct mt_counts all = mt_standout_counts(rates, "deliveries", 0, rates->row_count);
    for (size_t i = 0; i < rates->row_count; i++) {
        struct mt_cell *row = mt_table_add(table), count = mt_table_cell(rates, i, "deliveries");
        if (!row)
            return mt_err_memory(err);
        row[OUTCOME] = mt_table_cell(rates, i, "outcome");
        row[DELIVERIES] = count;
        row[BYTES] = mt_table_cell(rates, i, "bytes");
        if (count.known && all.base > 0)
            row[RATIO] = mt_cell_real((double)count.integer / (double)all.base);
    }
    struct mt_section *section = mt_report_section(weekly->build.report, "outcomes",
                                                   mt_build_wording(&weekly->build, MT_SAY_OUTCOMES_TITLE), table);
    if (!section)
        return mt_err_memory(err);
    section->shown = shown;
    section->lede = mt_text_of(mt_build_wording(&weekly->build, MT_SAY_OUTCOMES_LEDE));
    return MT_OK;
}
