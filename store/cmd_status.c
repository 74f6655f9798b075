/* msgtrace status: what is in the database, what it can answer, where it has holes, and what to export next. */

#include "cmd.h"

#include "query/cmd_filter.h"
#include "query/grid.h"
#include "query/question.h"
#include "query/statement.h"
#include "query/wanted.h"
#include "reports/cmd_output.h"
#include "reports/cmd_reader.h"
#include "reports/messages.h"
#include "reports/view.h"
#include "store/store.h"

#include <string.h>
#include <time.h>

/* Without a window the last weeks are shown; the older ones are asked for with --since. */
#define DAYS_SHOWN 28

struct status {
    struct mt_report *report;
    struct mt_store *store;
    const struct mt_filter *filter;
    struct mt_filter recent; /* one row a day or a gap: too many for the whole of a long history */
    struct mt_filter wanted; /* what can still be exported */
    int64_t now_us;
    bool for_people; /* data formats get the hours as rows, people as letters */

    int64_t last_received_us, newest_export_us;
};

static enum mt_rc
ask(const struct status *status, const char *question, const struct mt_filter *filter, struct mt_table **table,
    struct mt_err *err)
{
    *table = mt_report_table(status->report);
    return *table ? mt_question_ask(status->store, question, filter, *table, err) : mt_err_memory(err);
}

static struct mt_text
wording(const struct status *status, enum mt_sentence sentence)
{
    return mt_text_of(mt_wording(status->report->reader.language, sentence));
}

static struct mt_section *
section_of(const struct status *status, const char *key, enum mt_sentence title, struct mt_table *table)
{
    return mt_report_section(status->report, key, mt_wording(status->report->reader.language, title), table);
}

static enum mt_rc
add_section(const struct status *status, const char *question, enum mt_sentence title, const struct mt_filter *filter,
            struct mt_section **section, struct mt_err *err)
{
    struct mt_table *table;
    enum mt_rc rc = ask(status, question, filter, &table, err);
    if (rc != MT_OK)
        return rc;
    *section = section_of(status, question, title, table);
    return *section ? MT_OK : mt_err_memory(err);
}

static struct mt_text
say(const struct status *status, enum mt_sentence sentence, const struct mt_value *values, size_t count)
{
    return mt_say(&status->report->arena, &status->report->reader, sentence, values, count);
}

static struct mt_value
span_value(int64_t span_us)
{
    return (struct mt_value){.type = MT_TYPE_SPAN, .cell = mt_cell_integer(span_us / MT_SECOND)};
}

/* ---- what is here ---- */

static enum mt_rc
note_waiting(const struct status *status, struct mt_section *section, struct mt_err *err)
{
    struct mt_table *waiting;
    enum mt_rc rc = ask(status, "waiting", status->filter, &waiting, err);
    int64_t events = rc == MT_OK ? mt_table_integer(waiting, 0, "events", 0) : 0;
    if (rc != MT_OK || events <= 0)
        return rc;
    struct mt_text note =
        say(status, MT_SAY_STATUS_WAITING,
            MT_VALUES(mt_value_count(events),
                      mt_value_moment(mt_table_integer(waiting, 0, "first_event", MT_MOMENT_UNKNOWN)),
                      mt_value_moment(mt_table_integer(waiting, 0, "last_event", MT_MOMENT_UNKNOWN))));
    int64_t whose = mt_table_integer(waiting, 0, "without_recipient", 0);
    rc = mt_report_note(status->report, section, note, err);
    if (rc == MT_OK && whose > 0)
        rc = mt_report_note(status->report, section, say(status, MT_SAY_STATUS_WHOSE, MT_VALUES(mt_value_count(whose))),
                            err);
    return rc;
}

static void
choose_windows(struct status *status)
{
    const struct mt_filter *filter = status->filter;
    status->recent = status->wanted = *filter;
    bool has_window = filter->since_us != MT_MOMENT_UNKNOWN || filter->until_us != MT_MOMENT_UNKNOWN;
    if (has_window || status->last_received_us == MT_MOMENT_UNKNOWN)
        return;
    int64_t local = mt_zone_to_local(filter->zone, status->last_received_us);
    status->recent.since_us = mt_zone_to_utc(filter->zone, mt_floor_to(local, MT_DAY) - (DAYS_SHOWN - 1) * MT_DAY);
    status->wanted.since_us = mt_floor_to(status->now_us - MT_REACH, MT_HOUR);
}

static enum mt_rc
add_contents(struct status *status, struct mt_err *err)
{
    struct mt_section *section;
    enum mt_rc rc = add_section(status, "freshness", MT_SAY_STATUS_CONTENTS_TITLE, status->filter, &section, err);
    if (rc != MT_OK)
        return rc;
    status->last_received_us = mt_table_integer(section->table, 0, "last_received", MT_MOMENT_UNKNOWN);
    status->newest_export_us = status->report->fresh_us =
        mt_table_integer(section->table, 0, "newest_export", MT_MOMENT_UNKNOWN);
    choose_windows(status);
    if (mt_table_integer(section->table, 0, "rejects", 0) > 0)
        rc = mt_report_note(status->report, section, wording(status, MT_SAY_STATUS_REJECTS), err);
    return rc == MT_OK ? note_waiting(status, section, err) : rc;
}

static enum mt_rc
point(const struct status *status, enum mt_sentence sentence, const struct mt_value *values, size_t count,
      struct mt_section *section, struct mt_err *err)
{
    return mt_report_point(status->report, section, say(status, sentence, values, count), err);
}

/* How old the data is, and until when the mail that follows it can be had. */
static enum mt_rc
add_age(const struct status *status, struct mt_err *err)
{
    int64_t last = status->last_received_us, taken = status->newest_export_us, now = status->now_us;
    int64_t reach = now - MT_REACH, age = now > last ? now - last : 0;
    if (last == MT_MOMENT_UNKNOWN)
        return MT_OK;
    struct mt_section *section = section_of(status, "age", MT_SAY_STATUS_AGE_TITLE, NULL);
    if (!section)
        return mt_err_memory(err);
    enum mt_rc rc =
        point(status, MT_SAY_STATUS_NEWEST, MT_VALUES(mt_value_moment(last), span_value(age)), section, err);
    /* An export that proves no later time than its newest row says nothing more. */
    if (rc == MT_OK && taken != MT_MOMENT_UNKNOWN && taken - last >= MT_MINUTE)
        rc = point(status, MT_SAY_STATUS_EXPORT, MT_VALUES(mt_value_moment(taken), span_value(taken - last)), section,
                   err);
    if (rc == MT_OK)
        rc = point(status, MT_SAY_STATUS_KEPT, MT_VALUES(mt_value_moment(reach)), section, err);
    if (rc == MT_OK && last < reach)
        rc = point(status, MT_SAY_STATUS_LEFT, MT_VALUES(mt_value_moment(last), mt_value_moment(reach)), section, err);
    else if (rc == MT_OK)
        rc = point(status, MT_SAY_STATUS_LEAVES, MT_VALUES(mt_value_moment(last + MT_REACH), span_value(last - reach)),
                   section, err);
    if (rc == MT_OK)
        rc = mt_report_note(status->report, section, wording(status, MT_SAY_STATUS_REACH), err);
    return rc;
}

/* ---- what it covers ---- */

static enum mt_rc
add_days(struct status *status, struct mt_err *err)
{
    struct mt_section *section;
    struct mt_table *days, *hours;
    enum mt_rc rc = ask(status, "coverage", &status->recent, &days, err);
    if (rc == MT_OK)
        rc = ask(status, "coverage-hours", &status->recent, &hours, err);
    if (rc != MT_OK)
        return rc;
    if (!status->for_people) {
        section = section_of(status, "coverage", MT_SAY_STATUS_DAYS_TITLE, days);
        section = section ? section_of(status, "coverage-hours", MT_SAY_STATUS_HOURS_TITLE, hours) : NULL;
        return section ? MT_OK : mt_err_memory(err);
    }
    struct mt_table *grid = mt_report_table(status->report);
    if (!grid)
        return mt_err_memory(err);
    rc = mt_grid_fill(days, hours, grid, err);
    section = rc == MT_OK ? section_of(status, "coverage", MT_SAY_STATUS_GRID_TITLE, grid) : NULL;
    if (!section)
        return rc == MT_OK ? mt_err_memory(err) : rc;
    section->shown = mt_output_words(status->report, grid);
    return mt_report_note(status->report, section, wording(status, MT_SAY_STATUS_LETTERS), err);
}

static enum mt_rc
add_gaps(struct status *status, struct mt_err *err)
{
    struct mt_section *section;
    enum mt_rc rc = add_section(status, "gaps", MT_SAY_STATUS_GAPS_TITLE, &status->recent, &section, err);
    if (rc == MT_OK && section->table->row_count == 0) {
        section->lede = wording(status, MT_SAY_STATUS_NO_GAPS);
        section->table = status->for_people ? NULL : section->table;
    }
    return rc;
}

static enum mt_rc
add_evidence(struct status *status, struct mt_err *err)
{
    struct mt_section *section;
    bool any = false;
    enum mt_rc rc =
        add_section(status, "evidence-days", MT_SAY_STATUS_EVIDENCE_DAYS_TITLE, &status->recent, &section, err);
    if (rc != MT_OK)
        return rc;
    for (size_t row = 0; row < section->table->row_count && !any; row++)
        any = mt_table_integer(section->table, row, "with_events", 0) > 0;
    if (!any && section->table->row_count > 0)
        section->lede = wording(status, MT_SAY_STATUS_NO_EVENTS);
    if (!any && status->for_people)
        section->table = NULL;
    return MT_OK;
}

/* ---- what to export next ---- */

static const struct mt_word wanted_words[] = {
    {"gap", "no mail where mail is usual", "sin correo donde lo habitual es que haya"},
    {"reasons", "reasons of failed mail", "motivos del correo fallido"},
    {"newer", "mail newer than the data", "correo más reciente que los datos"},
    {NULL},
};

/* In a terminal a command would be broken over lines, so people get them from --commands. */
static const struct mt_shown wanted_shown[] = {
    {.key = "what", .words = wanted_words},
    {.key = "since"},
    {.key = "until"},
    {.key = "keep_until"},
    {.key = "left"},
    {NULL},
};

static enum mt_rc
fill_wanted(const struct status *status, struct mt_table **table, struct mt_err *err)
{
    struct mt_table *gaps = NULL, *days = NULL;
    *table = mt_report_table(status->report);
    enum mt_rc rc = *table ? ask(status, "gaps", &status->wanted, &gaps, err) : mt_err_memory(err);
    if (rc == MT_OK)
        rc = ask(status, "evidence-days", &status->wanted, &days, err);
    if (rc != MT_OK)
        return rc;
    struct mt_wanted wanted = {.gaps = gaps,
                               .evidence_days = days,
                               .zone = status->wanted.zone,
                               .last_received_us = status->last_received_us,
                               .now_us = status->now_us};
    (*table)->name = "to-export";
    (*table)->title = "What to export next";
    return mt_wanted_fill(&wanted, *table, err);
}

static enum mt_rc
add_wanted(struct status *status, struct mt_err *err)
{
    struct mt_table *table;
    int64_t fetchable = 0;
    enum mt_rc rc = fill_wanted(status, &table, err);
    if (rc != MT_OK)
        return rc;
    struct mt_section *section = section_of(status, "to-export", MT_SAY_STATUS_WANTED_TITLE, table);
    if (!section)
        return mt_err_memory(err);
    for (size_t row = 0; row < table->row_count; row++)
        fetchable += mt_table_integer(table, row, "left", MT_MOMENT_UNKNOWN) != MT_MOMENT_UNKNOWN;
    section->shown = wanted_shown;
    if (table->row_count == 0)
        section->lede = wording(status, MT_SAY_STATUS_NOTHING_WANTED);
    else if (fetchable > 0)
        section->lede = say(status, MT_SAY_STATUS_WANTED, MT_VALUES(mt_value_count(fetchable)));
    if (table->row_count == 0 && status->for_people)
        section->table = NULL;
    if (fetchable < (int64_t)table->row_count)
        rc = mt_report_note(status->report, section, wording(status, MT_SAY_STATUS_GONE), err);
    return rc;
}

/* A script: one command a line, and above each what it is for. */
static enum mt_rc
write_commands(struct status *status, const char *path, struct mt_err *err)
{
    struct mt_table *table;
    struct mt_out out = MT_OUT_EMPTY;
    const struct mt_reader *reader = &status->report->reader;
    enum mt_rc rc = fill_wanted(status, &table, err);
    for (size_t row = 0; rc == MT_OK && row < table->row_count; row++) {
        struct mt_cell command = mt_table_at(table, row, (size_t)mt_table_find(table, "command"));
        struct mt_cell what = mt_table_at(table, row, (size_t)mt_table_find(table, "what"));
        char since[32], until[32];
        if (!command.known)
            continue;
        mt_out_string(&out, "# ");
        mt_say_into(&out, reader, MT_SAY_STATUS_COMMAND,
                    MT_VALUES(mt_value_words(mt_text_of(mt_word_label(wanted_words, what.text, reader->language))),
                              mt_value_words(mt_moment_iso(mt_table_integer(table, row, "since", 0), since)),
                              mt_value_words(mt_moment_iso(mt_table_integer(table, row, "until", 0), until))));
        mt_out_byte(&out, '\n');
        mt_out_text(&out, command.text);
        mt_out_byte(&out, '\n');
    }
    if (rc == MT_OK && out.len == 0) {
        mt_out_string(&out, "# ");
        mt_say_into(&out, reader, MT_SAY_STATUS_NO_COMMANDS, MT_NO_VALUES);
        mt_out_byte(&out, '\n');
    }
    if (rc == MT_OK)
        rc = path ? mt_out_save(&out, path, err) : mt_out_send(&out, 1, "standard output", err);
    mt_out_release(&out);
    return rc;
}

/* ---- the command ---- */

static enum mt_rc
build(struct status *status, struct mt_err *err)
{
    struct mt_section *section;
    enum mt_rc rc = add_contents(status, err);
    if (rc == MT_OK)
        rc = add_age(status, err);
    if (rc == MT_OK)
        rc = add_section(status, "evidence", MT_SAY_STATUS_EVIDENCE_TITLE, status->filter, &section, err);
    if (rc == MT_OK)
        rc = add_days(status, err);
    if (rc == MT_OK)
        rc = add_gaps(status, err);
    if (rc == MT_OK)
        rc = add_wanted(status, err);
    if (rc == MT_OK)
        rc = add_evidence(status, err);
    if (rc == MT_OK)
        rc = add_section(status, "flavours", MT_SAY_STATUS_FLAVOURS_TITLE, status->filter, &section, err);
    if (rc == MT_OK)
        rc = add_section(status, "imports-log", MT_SAY_STATUS_IMPORTS_TITLE, status->filter, &section, err);
    if (rc == MT_OK)
        rc = add_section(status, "quality", MT_SAY_STATUS_QUALITY_TITLE, status->filter, &section, err);
    return rc;
}

static enum mt_rc
read_now(const struct mt_arguments *arguments, const struct mt_zone *zone, int64_t *now_us, struct mt_err *err)
{
    const char *told = mt_arguments_value(arguments, "as-of");
    struct timespec now;
    if (told)
        return mt_filter_moment(told, zone, now_us, err);
    clock_gettime(CLOCK_REALTIME, &now);
    *now_us = (int64_t)now.tv_sec * MT_SECOND;
    return MT_OK;
}

static enum mt_rc
run(const struct mt_arguments *arguments, struct mt_err *err)
{
    struct mt_store *store = NULL;
    struct mt_zone *zone = NULL;
    struct mt_filter filter;
    struct mt_report report;
    struct mt_output output;
    bool commands = mt_arguments_has(arguments, "commands");
    if (arguments->operand_count)
        return mt_err_set(err, MT_USAGE, "'%.60s' is one word too many", arguments->operands[0]);
    if (commands && (mt_arguments_has(arguments, "format") || mt_arguments_has(arguments, "json")))
        return mt_err_set(err, MT_USAGE, "--commands prints a script and takes no format");
    struct status status = {.report = &report, .filter = &filter};
    mt_report_init(&report, "status");
    enum mt_rc rc = mt_reader_read_language(arguments, &report.reader.language, err);
    const char *script = mt_arguments_value(arguments, "output");
    if (rc == MT_OK && !commands)
        rc = mt_output_read(arguments, &output, err);
    if (rc == MT_OK)
        rc = mt_filter_read(arguments, &filter, &zone, err);
    if (rc == MT_OK)
        rc = read_now(arguments, zone, &status.now_us, err);
    if (rc != MT_OK) {
        mt_zone_close(zone);
        return rc;
    }

    report.reader.zone = zone;
    report.title = wording(&status, MT_SAY_STATUS_TITLE);
    status.for_people = commands || (output.format != MT_FORMAT_CSV && output.format != MT_FORMAT_JSON);
    rc = mt_store_open(&store, mt_arguments_database(arguments), MT_STORE_READ, err);
    struct mt_stop stop = {mt_interrupted};
    if (rc == MT_OK) {
        status.store = store;
        mt_statement_stop_when(store, &stop);
        rc = commands ? add_contents(&status, err) : build(&status, err);
    }
    if (rc == MT_OK)
        rc = commands ? write_commands(&status, script && strcmp(script, "-") == 0 ? NULL : script, err)
                      : mt_output_write(&output, &report, err);
    mt_report_release(&report);
    mt_store_close(store);
    mt_zone_close(zone);
    return rc;
}

static const struct mt_option options[] = {
    MT_WINDOW_OPTIONS,
    {"commands", 0, NULL, "print only the PowerShell commands that fetch what is missing"},
    {"as-of", 0, "TIME", "as it was or will be at that time, e.g. 2026-12-01 (else now)"},
    MT_LANGUAGE_OPTION,
    MT_OUTPUT_OPTIONS,
    MT_JSON_OPTION,
    {NULL, 0, NULL, NULL},
};

const struct mt_command mt_cmd_status = {
    .name = "status",
    .operands = NULL,
    .summary = "say what the database holds, where it has holes, and what to export next",
    .examples = "  msgtrace status\n"
                "  msgtrace status --zone Europe/London --since 2026-10-01\n"
                "  msgtrace status --commands > export.ps1      what to run in Exchange Online PowerShell\n"
                "  msgtrace status --json\n",
    .details =
        "Days are shown for the last four weeks of the data unless a window is given. A day without mail may be a "
        "day that was never exported: compare it with the windows of the imports. What to export next looks at all "
        "that Microsoft still keeps: gaps, failed mail without a reason, and what is newer than the data.\n",
    .options = options,
    .run = run,
};
