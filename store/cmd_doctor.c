/* msgtrace doctor: is the database what it should be, and everything derived anew. */

#include "cmd.h"

#include "reports/cmd_output.h"
#include "reports/report.h"
#include "store/doctor.h"

#include <unistd.h>

static const struct mt_column check_columns[] = {
    {"check", "Check", MT_TYPE_TEXT}, {"title", "What", MT_TYPE_TEXT},       {"state", "State", MT_TYPE_TEXT},
    {"found", "Found", MT_TYPE_TEXT}, {"helps", "What helps", MT_TYPE_TEXT},
};

static const struct mt_column fact_columns[] = {
    {"fact", "Fact", MT_TYPE_TEXT},
    {"title", "What", MT_TYPE_TEXT},
    {"value", "Value", MT_TYPE_TEXT},
};

static const struct mt_shown check_shown[] = {{.key = "title"}, {.key = "state"}, {.key = "found"}, {.key = NULL}};
static const struct mt_shown fact_shown[] = {{.key = "title"}, {.key = "value"}, {.key = NULL}};

static enum mt_rc
fill_checks(struct mt_table *table, const struct mt_doctor *doctor, struct mt_err *err)
{
    enum mt_rc rc = mt_table_columns(table, check_columns, sizeof check_columns / sizeof *check_columns, err);
    for (size_t i = 0; i < doctor->count && rc == MT_OK; i++) {
        const struct mt_doctor_finding *finding = &doctor->findings[i];
        struct mt_cell *row = mt_table_add(table);
        if (!row)
            return mt_err_memory(err);
        row[0] = mt_cell_text(mt_text_of(finding->check));
        row[1] = mt_cell_text(mt_text_of(finding->title));
        row[2] = mt_cell_text(mt_text_of(finding->healthy ? "healthy" : "problem"));
        row[3] = mt_cell_text(finding->found);
        row[4] = mt_cell_text(finding->helps);
    }
    return rc;
}

static enum mt_rc
add_fact(struct mt_table *table, const char *key, const char *title, struct mt_text value, struct mt_err *err)
{
    struct mt_cell *row = mt_table_add(table);
    if (!row)
        return mt_err_memory(err);
    row[0] = mt_cell_text(mt_text_of(key));
    row[1] = mt_cell_text(mt_text_of(title));
    row[2] = mt_text_known(value) ? mt_cell_text(value) : MT_CELL_UNKNOWN("it could not be read");
    return MT_OK;
}

static enum mt_rc
fill_facts(struct mt_table *table, struct mt_doctor *doctor, struct mt_store *store, struct mt_err *err)
{
    struct mt_doctor_fact facts[MT_DOCTOR_FACTS];
    size_t count = 0;
    enum mt_rc rc = mt_doctor_facts(doctor, store, facts, &count, err);
    if (rc == MT_OK)
        rc = mt_table_columns(table, fact_columns, sizeof fact_columns / sizeof *fact_columns, err);
    if (rc == MT_OK)
        rc = add_fact(table, "msgtrace", "msgtrace", MT_TEXT_LITERAL(MSGTRACE_VERSION), err);
    for (size_t i = 0; i < count && rc == MT_OK; i++)
        rc = add_fact(table, facts[i].key, facts[i].title, facts[i].value, err);
    return rc;
}

/* A cell of a table can be too narrow for what is wrong. */
static enum mt_rc
tell_problems(struct mt_report *report, struct mt_section *section, const struct mt_doctor *doctor, struct mt_err *err)
{
    enum mt_rc rc = MT_OK;
    for (size_t i = 0; i < doctor->count && rc == MT_OK; i++) {
        const struct mt_doctor_finding *finding = &doctor->findings[i];
        if (!finding->healthy)
            rc = mt_report_point(report, section,
                                 mt_arena_format(&report->arena, "%s: %.*s. What helps: %.*s.", finding->title,
                                                 (int)finding->found.len, finding->found.at, (int)finding->helps.len,
                                                 finding->helps.at),
                                 err);
    }
    return rc;
}

static enum mt_rc
build(struct mt_report *report, struct mt_doctor *doctor, struct mt_store *store, struct mt_err *err)
{
    struct mt_table *checks = mt_report_table(report), *facts = mt_report_table(report);
    if (!checks || !facts)
        return mt_err_memory(err);
    checks->name = "checks";
    facts->name = "facts";
    enum mt_rc rc = mt_doctor_check(doctor, store, err);
    if (rc == MT_OK)
        rc = fill_checks(checks, doctor, err);
    if (rc == MT_OK)
        rc = fill_facts(facts, doctor, store, err);
    if (rc)
        return rc;
    struct mt_section *first = mt_report_section(report, "checks", "Checks", checks);
    struct mt_section *second = mt_report_section(report, "facts", "Versions and settings", facts);
    if (!first || !second)
        return mt_err_memory(err);
    first->shown = check_shown;
    second->shown = fact_shown;
    return tell_problems(report, first, doctor, err);
}

static enum mt_rc
run(const struct mt_arguments *arguments, struct mt_err *err)
{
    struct mt_store *store = NULL;
    struct mt_doctor doctor = {.stop = mt_interrupted};
    struct mt_report report;
    struct mt_output output;
    bool rebuilds = mt_arguments_has(arguments, "rebuild");
    const char *path = mt_arguments_database(arguments);
    if (arguments->operand_count)
        return mt_err_set(err, MT_USAGE, "'%.60s' is one word too many", arguments->operands[0]);
    enum mt_rc rc = mt_output_read(arguments, &output, err);
    if (rc != MT_OK)
        return rc;
    mt_report_init(&report, "doctor");
    report.title = mt_text_of("How the database is");
    /* Opening for writing would make a database where there is none. */
    bool writes = rebuilds && access(path, F_OK) == 0;
    rc = mt_store_open(&store, path, writes ? MT_STORE_WRITE : MT_STORE_READ, err);
    if (rc == MT_OK && rebuilds)
        rc = mt_doctor_rebuild(store, err);
    if (rc == MT_OK)
        rc = build(&report, &doctor, store, err);
    if (rc == MT_OK)
        rc = mt_output_write(&output, &report, err);
    if (rc == MT_OK && doctor.problems)
        rc = mt_err_set(err, MT_FAILED, "%zu of %zu checks found problems", doctor.problems, doctor.count);
    mt_report_release(&report);
    mt_doctor_release(&doctor);
    mt_store_close(store);
    return rc;
}

static const struct mt_option options[] = {
    {"rebuild", 0, NULL, "first make everything anew that can be derived from the facts"},
    MT_OUTPUT_OPTIONS,
    MT_JSON_OPTION,
    {NULL, 0, NULL, NULL},
};

const struct mt_command mt_cmd_doctor = {
    .name = "doctor",
    .operands = NULL,
    .summary = "check the database, and make anew what is derived",
    .examples = "  msgtrace doctor                 is everything in order?\n"
                "  msgtrace doctor --rebuild       make hourly counts, keys, delays, places anew, then check\n"
                "  msgtrace doctor --json          for a monitoring system\n",
    .details =
        "Checks that the file is whole, that its rows belong together, and that what is derived (hourly counts, keys, "
        "what events say of a delivery) is what the facts say; then names versions and settings. Nothing is changed "
        "without --rebuild, which changes no fact. Exit status: 0 healthy, 1 with problems, each named with what "
        "helps.\n",
    .options = options,
    .run = run,
};
