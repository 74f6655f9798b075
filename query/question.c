#include "query/question.h"

#include <string.h>

#include "query/answers.h"
#include "query/coverage.h"
#include "query/rates.h"
#include "query/statement.h"
#include "query/suggest.h"
#include "store/row.h"

typedef enum mt_rc ask(struct mt_store *store, const struct mt_filter *filter, struct mt_table *table,
                       struct mt_err *err);

static ask ask_evidence, ask_quality;

/* What a question is about, and what it takes. */
enum scope {
    MAIL,    /* any filter */
    TROUBLE, /* any filter, but mail that was simply delivered is not read */
    DATA,    /* the window only */
};

/* Each question reads rates by its dimensions, or one SQL file, or has a function. */
static const struct {
    const char *name;
    const char *by[MT_FILTER_DIMENSIONS + 2];
    const char *file;
    ask *function;
    enum scope scope;
} ways[] = {
    {"overview", {NULL}, NULL, NULL, MAIL},
    {"domains", {"domain"}, NULL, NULL, MAIL},
    {"providers", {"provider"}, NULL, NULL, MAIL},
    {"countries", {"country"}, NULL, NULL, MAIL},
    {"regions", {"region"}, NULL, NULL, MAIL},
    {"forests", {"forest"}, NULL, NULL, MAIL},
    {"routes", {"direction", "connector", "forest", "region"}, NULL, NULL, MAIL},
    {"hours", {"hour"}, NULL, NULL, MAIL},
    {"weekdays", {"weekday"}, NULL, NULL, MAIL},
    {"heatmap", {"weekday", "hour"}, NULL, NULL, MAIL},
    {"sizes", {"size"}, NULL, NULL, MAIL},
    {"days", {"day"}, NULL, NULL, MAIL},
    {"trend", {"week"}, NULL, NULL, MAIL},
    {"rates", {NULL}, NULL, NULL, MAIL},
    {"pending-age", {NULL}, "pending_age.sql", NULL, TROUBLE},
    {"reasons", {NULL}, "reasons.sql", NULL, TROUBLE},
    {"senders", {NULL}, "senders.sql", NULL, TROUBLE},
    {"messages", {NULL}, "messages.sql", NULL, TROUBLE},
    {"coverage", {NULL}, NULL, mt_coverage_ask, DATA},
    {"gaps", {NULL}, NULL, mt_gaps_ask, DATA},
    {"imports", {NULL}, "imports.sql", NULL, DATA},
    {"imports-log", {NULL}, "imports_log.sql", NULL, DATA},
    {"freshness", {NULL}, "freshness.sql", NULL, DATA},
    {"evidence", {NULL}, NULL, ask_evidence, DATA},
    {"quality", {NULL}, NULL, ask_quality, DATA},
};

/* The same order as above. */
static const struct mt_question questions[] = {
    {"overview", "Overview", "all mail in one row: how much, how much deferred, failed, quarantined", true, false},
    {"domains", "Recipient domains", "the same by recipient domain, most trouble first", true, true},
    {"providers", "Mailbox providers", "by the provider behind the recipient domain", true, true},
    {"countries", "Countries", "by the country of the recipient domain", true, true},
    {"regions", "Regions", "by the Microsoft region that sent or took the mail", true, true},
    {"forests", "Forests", "by the Microsoft forest that sent or took the mail", true, true},
    {"routes", "Routes", "by direction, connector, forest and region", true, true},
    {"hours", "Hours of the day", "by hour of the day, 0 to 23, in the zone", true, false},
    {"weekdays", "Days of the week", "by day of the week, 1 is Monday, in the zone", true, false},
    {"heatmap", "Hours of the week", "by day of the week and hour, 168 rows", true, false},
    {"sizes", "Message sizes", "by size band, smallest first", true, false},
    {"days", "Days", "by day, in the zone", true, false},
    {"trend", "Weeks", "by week, in the zone", true, false},
    {"rates", "Rates", "by any one or two dimensions: --by domain,hour", true, true},
    {"pending-age", "Age of pending mail", "mail without an end state, by provider and age", false, true},
    {"reasons", "Reasons", "outcome, status and reason of mail in trouble, with an example", false, true},
    {"senders", "Senders in trouble", "senders with deferred or failed mail", false, true},
    {"messages", "Messages in trouble", "single deliveries that were deferred (these first) or failed, newest first",
     false, true},
    {"coverage", "Coverage", "per day: deliveries, hours with mail, office hours without any", false, false},
    {"gaps", "Gaps", "stretches without mail where mail is usual", false, false},
    {"imports", "Exports", "the export files with mail in the window", false, false},
    {"imports-log", "Imports", "every import in order, with what it added", false, false},
    {"freshness", "Contents", "what is in the store, and how new it is", false, false},
    {"evidence", "Evidence", "what the data can answer, and which export would answer more", false, false},
    {"quality", "Data quality", "how much mail lacks provider, size, route ...", false, false},
    {NULL, NULL, NULL, false, false},
};

enum { QUESTIONS = sizeof ways / sizeof *ways };

_Static_assert(sizeof questions / sizeof *questions == QUESTIONS + 1, "every question has a way to be answered");

const struct mt_question *
mt_questions(void)
{
    return questions;
}

static int
number_of(const char *name)
{
    for (int i = 0; i < QUESTIONS; i++)
        if (strcmp(questions[i].name, name) == 0)
            return i;
    return -1;
}

const struct mt_question *
mt_question_named(const char *name)
{
    int number = number_of(name);
    return number < 0 ? NULL : &questions[number];
}

enum mt_rc
mt_question_refuse(const char *name, struct mt_err *err)
{
    const char *names[QUESTIONS + 1];
    for (int i = 0; i <= QUESTIONS; i++)
        names[i] = questions[i].name;
    const char *nearest = mt_word_nearest(mt_text_of(name), names);
    if (nearest)
        return mt_err_set(err, MT_USAGE, "there is no question '%.60s'; did you mean '%s'?", name, nearest);
    return mt_err_set(err, MT_USAGE, "there is no question '%.60s'; 'msgtrace query --list' shows them all", name);
}

/* ---- rates ------------------------------------------------------------------------------------------------------- */

static enum mt_rc
refuse_dimension(const char *name, struct mt_err *err)
{
    const char *nearest = mt_word_nearest(mt_text_of(name), mt_dimension_names());
    if (nearest)
        return mt_err_set(err, MT_USAGE, "there is no dimension '%.60s'; did you mean '%s'?", name, nearest);
    return mt_err_set(err, MT_USAGE,
                      "there is no dimension '%.60s'; there are domain, provider, country, region, forest, connector, "
                      "direction, hour, weekday, day, week, size and outcome",
                      name);
}

static enum mt_rc
ask_rates(struct mt_store *store, const char *const *own, bool free_choice, const struct mt_filter *filter,
          struct mt_table *table, struct mt_err *err)
{
    const char *const *names = free_choice ? filter->by : own;
    size_t most = free_choice ? (size_t)MT_FILTER_DIMENSIONS : (size_t)MT_FILTER_DIMENSIONS + 2, count = 0;
    const struct mt_dimension *by[MT_FILTER_DIMENSIONS + 2];
    for (; count < most && names[count]; count++) {
        by[count] = mt_dimension_named(names[count]);
        if (!by[count])
            return refuse_dimension(names[count], err);
        if (count && by[count] == by[0])
            return mt_err_set(err, MT_USAGE, "'%s' is named twice; two different dimensions say more", names[count]);
    }
    return mt_rates_ask(store, by, count, filter, table, err);
}

/* ---- one SQL file ------------------------------------------------------------------------------------------------ */

static enum mt_rc
declare_columns(struct mt_table *table, const struct mt_answer *answer, struct mt_err *err)
{
    struct mt_column columns[16];
    size_t count = answer->count < 16 ? answer->count : 16;
    for (size_t i = 0; i < count; i++)
        columns[i] = (struct mt_column){answer->columns[i].key, answer->columns[i].title, answer->columns[i].type};
    return mt_table_columns(table, columns, count, err);
}

static bool
add_row(struct mt_statement *statement, const struct mt_answer *answer, struct mt_table *table)
{
    struct mt_cell *cells = mt_table_add(table);
    bool fine = cells != NULL;
    for (size_t i = 0; i < answer->count && fine; i++) {
        fine = mt_statement_cell(statement, (int)i, answer->columns[i].type, &table->arena, &cells[i]);
        if (fine && !cells[i].known)
            cells[i].why = answer->columns[i].why;
    }
    return fine;
}

static enum mt_rc
ask_file(struct mt_store *store, const char *file, const struct mt_filter *filter, struct mt_table *table,
         struct mt_err *err)
{
    static const struct mt_fragment fragments[] = {{"filters", mt_filter_delivery_sql}, {NULL, NULL}};
    const struct mt_answer *answer = mt_answer_of(file);
    struct mt_statement statement = MT_STATEMENT_CLOSED;
    struct mt_bindings bindings = {.count = 0};
    size_t all = 0;
    bool more = false;
    enum mt_rc rc = declare_columns(table, answer, err);
    if (rc == MT_OK)
        rc = mt_filter_bind(filter, store, &bindings, &table->arena, err);
    if (rc == MT_OK)
        rc = mt_statement_open(&statement, store, file, fragments, &bindings, err);
    while (rc == MT_OK && (rc = mt_statement_next(&statement, &more, err)) == MT_OK && more) {
        bool wanted = filter->limit <= 0 || all < (uint64_t)filter->limit;
        all++;
        if (wanted && !add_row(&statement, answer, table))
            rc = mt_err_memory(err);
    }
    if (rc == MT_OK) {
        table->sql = mt_statement_sql(&statement, &table->arena);
        rc = mt_rows_record(table, all, err);
    }
    mt_statement_close(&statement);
    return rc;
}

/* ---- evidence and quality ---------------------------------------------------------------------------------------- */

static enum mt_rc
ask_evidence(struct mt_store *store, const struct mt_filter *filter, struct mt_table *table, struct mt_err *err)
{
    static const struct mt_column columns[] = {
        {"evidence", "Evidence", MT_TYPE_TEXT},
        {"available", "Here", MT_TYPE_TEXT},
        {"answers", "What it answers", MT_TYPE_TEXT},
        {"supplied_by", "Supplied by", MT_TYPE_TEXT},
    };
    struct mt_evidence_found found;
    enum mt_rc rc = mt_evidence_find(store, filter, &found, err);
    if (rc == MT_OK)
        rc = mt_table_columns(table, columns, sizeof columns / sizeof *columns, err);
    if (rc != MT_OK)
        return rc;
    const struct {
        bool available;
        const char *texts[3];
    } rows[] = {
        {found.summary,
         {"summary", "what became of each delivery; a deferral only when an export caught the mail while pending",
          "message trace exports (admin center, Get-MessageTraceV2, Graph)"}},
        {found.events,
         {"events", "every attempt, when it was deferred, delivered or given up, and what the other side answered",
          "extended reports or Get-MessageTraceDetailV2, which this version does not read"}},
        {found.reasons,
         {"reasons", "why mail was deferred, failed or expired: class and code of the last reply",
          "the same, or non-delivery reports: not read by this version"}},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct mt_cell *row = mt_table_add(table);
        if (!row)
            return mt_err_memory(err);
        row[0] = mt_cell_text(mt_text_of(rows[i].texts[0]));
        row[1] = mt_cell_text(mt_text_of(rows[i].available ? "yes" : "no"));
        row[2] = mt_cell_text(mt_text_of(rows[i].texts[1]));
        row[3] = mt_cell_text(mt_text_of(rows[i].texts[2]));
    }
    return MT_OK;
}

/* The columns of quality.sql behind the first, in order. */
static const struct {
    const char *fact, *remedy;
} quality_facts[] = {
    {"provider", "'msgtrace providers' takes a table of your own"},
    {"country", "domains like .com belong to no country"},
    {"size", "exports with sizes: Get-MessageTraceV2, or the admin center's extended summary"},
    {"forest", "the Message-IDs of mail sent from Exchange Online name it"},
    {"connector", "enhanced summary reports (MTSummary) name it"},
    {"direction", "enhanced summary reports (MTSummary) name it"},
    {"outcome", "a later export of the same time shows the status"},
};

static enum mt_rc
fill_quality(const struct mt_statement *statement, struct mt_table *table, struct mt_err *err)
{
    int64_t all = mt_statement_integer(statement, 0);
    for (size_t i = 0; i < sizeof quality_facts / sizeof *quality_facts; i++) {
        struct mt_cell *row = mt_table_add(table);
        if (!row)
            return mt_err_memory(err);
        int64_t lacking = mt_statement_integer(statement, (int)i + 1);
        row[0] = mt_cell_text(mt_text_of(quality_facts[i].fact));
        row[1] = mt_cell_integer(all);
        row[2] = mt_cell_integer(lacking);
        row[3] = all ? mt_cell_real((double)lacking / (double)all) : MT_CELL_UNKNOWN("no mail");
        row[4] = mt_cell_text(mt_text_of(quality_facts[i].remedy));
    }
    return MT_OK;
}

static enum mt_rc
ask_quality(struct mt_store *store, const struct mt_filter *filter, struct mt_table *table, struct mt_err *err)
{
    static const struct mt_column columns[] = {
        {"fact", "Fact", MT_TYPE_TEXT},           {"deliveries", "Deliveries", MT_TYPE_COUNT},
        {"unknown", "Without it", MT_TYPE_COUNT}, {"unknown_ratio", "Share", MT_TYPE_RATIO},
        {"remedy", "What helps", MT_TYPE_TEXT},
    };
    struct mt_statement statement = MT_STATEMENT_CLOSED;
    struct mt_bindings bindings = {.count = 0};
    bool more;
    enum mt_rc rc = mt_table_columns(table, columns, sizeof columns / sizeof *columns, err);
    if (rc == MT_OK)
        rc = mt_filter_bind(filter, store, &bindings, &table->arena, err);
    if (rc == MT_OK)
        rc = mt_statement_open(&statement, store, "quality.sql", NULL, &bindings, err);
    if (rc == MT_OK)
        rc = mt_statement_next(&statement, &more, err);
    if (rc == MT_OK)
        rc = fill_quality(&statement, table, err);
    if (rc == MT_OK)
        table->sql = mt_statement_sql(&statement, &table->arena);
    mt_statement_close(&statement);
    return rc;
}

/* ---- asking ------------------------------------------------------------------------------------------------------ */

static enum mt_rc
check_scope(int number, const struct mt_filter *filter, struct mt_err *err)
{
    const char *name = questions[number].name;
    const char *given = mt_filter_named(filter);
    if (filter->since_us != MT_MOMENT_UNKNOWN && filter->until_us != MT_MOMENT_UNKNOWN &&
        filter->since_us >= filter->until_us)
        return mt_err_set(err, MT_USAGE, "the window is empty: it must begin before it ends");
    if (filter->by[0] && strcmp(name, "rates") != 0)
        return mt_err_set(err, MT_USAGE, "'%s' has its own dimensions; '--by' goes with 'rates'", name);
    switch (ways[number].scope) {
    case MAIL:
        break;
    case TROUBLE:
        if (mt_text_is_nocase(filter->outcome, mt_outcome_key(MT_OUTCOME_DELIVERED)) ||
            mt_text_is_nocase(filter->outcome, mt_outcome_key(MT_OUTCOME_ROUTING)))
            return mt_err_set(err, MT_USAGE, "'%s' is about mail in trouble and does not read what is '%.*s'", name,
                              MT_TEXT_ARGS(filter->outcome));
        break;
    case DATA:
        if (given)
            return mt_err_set(err, MT_USAGE, "'%s' is about all the data: it takes a window, but no '%s'", name, given);
        break;
    }
    return MT_OK;
}

enum mt_rc
mt_question_ask(struct mt_store *store, const char *name, const struct mt_filter *filter, struct mt_table *table,
                struct mt_err *err)
{
    int number = number_of(name);
    if (number < 0)
        return mt_question_refuse(name, err);
    enum mt_rc rc = check_scope(number, filter, err);
    if (rc != MT_OK)
        return rc;

    table->name = questions[number].name;
    table->title = questions[number].title;
    rc = mt_filter_record(filter, table, err);
    if (rc != MT_OK)
        return rc;
    if (questions[number].rates)
        return ask_rates(store, ways[number].by, strcmp(name, "rates") == 0, filter, table, err);

    struct mt_evidence_found found;
    if (ways[number].scope == TROUBLE) {
        rc = mt_evidence_find(store, filter, &found, err);
        if (rc != MT_OK)
            return rc;
        table->evidence = mt_evidence_words_for(&found);
    }
    if (ways[number].function)
        return ways[number].function(store, filter, table, err);
    return ask_file(store, ways[number].file, filter, table, err);
}
