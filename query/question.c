#include "query/question.h"

#include <string.h>

#include "query/apart_tables.h"
#include "query/attempts.h"
#include "query/changes.h"
#include "query/coverage.h"
#include "query/delays.h"
#include "query/evidence.h"
#include "query/pending.h"
#include "query/plain.h"
#include "query/rates.h"
#include "query/reasons.h"
#include "query/statement.h"
#include "query/suggest.h"
#include "store/base/out.h"
#include "store/row.h"

typedef enum mt_rc ask(struct mt_store *store, const struct mt_filter *filter, struct mt_table *table,
                       struct mt_err *err);

typedef enum mt_rc ask_grouped(struct mt_store *store, const struct mt_dimension *const *by, size_t count,
                               const struct mt_filter *filter, struct mt_table *table, struct mt_err *err);

static ask ask_quality;

/* What a question is about, and what it takes. */
enum scope {
    MAIL,    /* any filter */
    TROUBLE, /* any filter, but mail that was simply delivered is not read */
    DATA,    /* the window only */
};

/* Each question groups mail by its dimensions (or those that were chosen), reads one SQL file, or has a function. */
static const struct {
    struct mt_question question;
    enum scope scope;
    ask_grouped *grouped;
    const char *by[MT_FILTER_DIMENSIONS + 2];
    ask *function;
    const char *file;
} ways[] = {
    {{"overview", "Overview", "all mail in one row: how much, how much deferred, failed, quarantined", .rates = true},
     .scope = MAIL,
     .grouped = mt_rates_ask},
    {{"domains", "Recipient domains", "the same by recipient domain, most trouble first", .rates = true,
      .ranked = true},
     .scope = MAIL,
     .grouped = mt_rates_ask,
     .by = {"domain"}},
    {{"providers", "Mailbox providers", "by the provider behind the recipient domain", .rates = true, .ranked = true},
     .scope = MAIL,
     .grouped = mt_rates_ask,
     .by = {"provider"}},
    {{"countries", "Countries", "by the country of the recipient domain", .rates = true, .ranked = true},
     .scope = MAIL,
     .grouped = mt_rates_ask,
     .by = {"country"}},
    {{"regions", "Regions", "by the Microsoft region that sent or took the mail", .rates = true, .ranked = true},
     .scope = MAIL,
     .grouped = mt_rates_ask,
     .by = {"region"}},
    {{"forests", "Forests", "by the Microsoft forest that sent or took the mail", .rates = true, .ranked = true},
     .scope = MAIL,
     .grouped = mt_rates_ask,
     .by = {"forest"}},
    {{"routes", "Routes", "by direction, connector, forest and region", .rates = true, .ranked = true},
     .scope = MAIL,
     .grouped = mt_rates_ask,
     .by = {"direction", "connector", "forest", "region"}},
    {{"hours", "Hours of the day", "by hour of the day, 0 to 23, in the zone", .rates = true},
     .scope = MAIL,
     .grouped = mt_rates_ask,
     .by = {"hour"}},
    {{"weekdays", "Days of the week", "by day of the week, 1 is Monday, in the zone", .rates = true},
     .scope = MAIL,
     .grouped = mt_rates_ask,
     .by = {"weekday"}},
    {{"heatmap", "Hours of the week", "by day of the week and hour, 168 rows", .rates = true},
     .scope = MAIL,
     .grouped = mt_rates_ask,
     .by = {"weekday", "hour"}},
    {{"sizes", "Message sizes", "by size band, smallest first", .rates = true},
     .scope = MAIL,
     .grouped = mt_rates_ask,
     .by = {"size"}},
    {{"days", "Days", "by day, in the zone", .rates = true}, .scope = MAIL, .grouped = mt_rates_ask, .by = {"day"}},
    {{"trend", "Weeks", "by week, in the zone", .rates = true}, .scope = MAIL, .grouped = mt_rates_ask, .by = {"week"}},
    {{"rates", "Rates", "by any one or two dimensions: --by domain,hour", .rates = true, .by = true, .ranked = true},
     .scope = MAIL,
     .grouped = mt_rates_ask},
    {{"changes", "Changes", "is it worse than the week before, by provider (or --by), with intervals", .by = true,
      .ranked = true},
     .scope = MAIL,
     .grouped = mt_changes_ask,
     .by = {"provider"}},
    {{"delays", "Time to deliver", "how long mail took, by provider (or --by): 50, 90, 95, 99 % within", .by = true,
      .ranked = true},
     .scope = MAIL,
     .grouped = mt_delays_ask,
     .by = {"provider"}},
    {{"attempts", "Attempts", "how often mail was tried, and what became of it (--by for groups)", .by = true},
     .scope = MAIL,
     .grouped = mt_attempts_ask},
    {{"pending-age", "Age of pending mail",
      "mail without an end state, by domain (or --by) and age, with the last reason", .by = true, .ranked = true},
     .scope = TROUBLE,
     .grouped = mt_pending_ask,
     .by = {"domain"}},
    {{"reasons", "Reasons", "why mail was deferred or failed, who acts, and whether trying again helps",
      .ranked = true},
     .scope = TROUBLE,
     .function = mt_reasons_ask},
    {{"senders", "Senders in trouble", "senders with deferred or failed mail", .ranked = true},
     .scope = TROUBLE,
     .file = "senders.sql"},
    {{"messages", "Messages in trouble", "single deliveries that were deferred (these first) or failed, newest first",
      .ranked = true},
     .scope = TROUBLE,
     .file = "messages.sql"},
    {{"dead-domains", "Dead domains", "domains to which nothing was ever delivered, and which one may have been meant",
      .ranked = true},
     .scope = TROUBLE,
     .function = mt_dead_domains_ask},
    {{"mailings", "Mailings with bad addresses", "mailings of which a good part failed at once, everywhere alike",
      .ranked = true},
     .scope = TROUBLE,
     .function = mt_mailings_ask},
    {{"loops", "Mail that went round", "messages that came by again and again, or failed because of that",
      .ranked = true},
     .scope = TROUBLE,
     .function = mt_loops_ask},
    {{"coverage", "Coverage", "per day: deliveries, hours with mail, office hours without any"},
     .scope = DATA,
     .function = mt_coverage_ask},
    {{"coverage-hours", "Coverage by hour", "per hour: deliveries, how many have events, whether it is in a gap"},
     .scope = DATA,
     .function = mt_coverage_hours_ask},
    {{"gaps", "Gaps", "stretches without mail where mail is usual"}, .scope = DATA, .function = mt_gaps_ask},
    {{"imports", "Exports", "the export files with mail in the window"}, .scope = DATA, .file = "imports.sql"},
    {{"imports-log", "Imports", "every import in order, with what it added"}, .scope = DATA, .file = "imports_log.sql"},
    {{"freshness", "Contents", "what is in the store, and how new it is"}, .scope = DATA, .file = "freshness.sql"},
    {{"evidence", "Evidence", "what the data can answer, and which export would answer more"},
     .scope = DATA,
     .function = mt_evidence_ask},
    {{"evidence-days", "Evidence by day", "per day: mail with events, failed mail with events, a reason, an NDR"},
     .scope = DATA,
     .function = mt_evidence_days_ask},
    {{"flavours", "Kinds of export", "the kinds of export that are here, and the time they cover"},
     .scope = DATA,
     .file = "flavours.sql"},
    {{"waiting", "Events that wait", "events of which no export says yet whose they are"},
     .scope = DATA,
     .file = "waiting.sql"},
    {{"quality", "Data quality", "how much mail lacks provider, size, route ..."},
     .scope = DATA,
     .function = ask_quality},
};

enum { QUESTIONS = sizeof ways / sizeof *ways };

const struct mt_question *
mt_question_at(size_t index)
{
    return index < QUESTIONS ? &ways[index].question : NULL;
}

static int
number_of(const char *name)
{
    for (int i = 0; i < QUESTIONS; i++)
        if (strcmp(ways[i].question.name, name) == 0)
            return i;
    return -1;
}

const struct mt_question *
mt_question_named(const char *name)
{
    int number = number_of(name);
    return number < 0 ? NULL : &ways[number].question;
}

enum mt_rc
mt_question_refuse(const char *name, struct mt_err *err)
{
    const char *names[QUESTIONS + 1] = {NULL};
    for (int i = 0; i < QUESTIONS; i++)
        names[i] = ways[i].question.name;
    const char *nearest = mt_word_nearest(mt_text_of(name), names);
    if (nearest)
        return mt_err_set(err, MT_USAGE, "there is no question '%.60s'; did you mean '%s'?", name, nearest);
    return mt_err_set(err, MT_USAGE, "there is no question '%.60s'; 'msgtrace query --list' shows them all", name);
}

/* ---- dimensions ---- */

static enum mt_rc
refuse_dimension(const char *name, struct mt_err *err)
{
    const char *const *names = mt_dimension_names();
    const char *nearest = mt_word_nearest(mt_text_of(name), names);
    if (nearest)
        return mt_err_set(err, MT_USAGE, "there is no dimension '%.60s'; did you mean '%s'?", name, nearest);
    struct mt_out list = MT_OUT_EMPTY;
    for (size_t i = 0; names[i]; i++) {
        mt_out_string(&list, i == 0 ? "" : names[i + 1] ? ", " : " and ");
        mt_out_string(&list, names[i]);
    }
    enum mt_rc rc = mt_err_set(err, MT_USAGE, "there is no dimension '%.60s'; there are %.*s", name, (int)list.len,
                               list.bytes ? list.bytes : "");
    mt_out_release(&list);
    return rc;
}

static enum mt_rc
ask_by_dimensions(struct mt_store *store, int number, const struct mt_filter *filter, struct mt_table *table,
                  struct mt_err *err)
{
    bool chosen = ways[number].question.by && filter->by[0];
    const char *const *names = chosen ? filter->by : ways[number].by;
    size_t most = chosen ? (size_t)MT_FILTER_DIMENSIONS : (size_t)MT_FILTER_DIMENSIONS + 2, count = 0;
    const struct mt_dimension *by[MT_FILTER_DIMENSIONS + 2];
    for (; count < most && names[count]; count++) {
        by[count] = mt_dimension_named(names[count]);
        if (!by[count])
            return refuse_dimension(names[count], err);
        if (count && by[count] == by[0])
            return mt_err_set(err, MT_USAGE, "'%s' is named twice; two different dimensions say more", names[count]);
    }
    return ways[number].grouped(store, by, count, filter, table, err);
}

/* ---- quality ---- */

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

/* ---- asking ---- */

static enum mt_rc
check_scope(int number, const struct mt_filter *filter, struct mt_err *err)
{
    const char *name = ways[number].question.name;
    const char *given = mt_filter_named(filter);
    if (filter->since_us != MT_MOMENT_UNKNOWN && filter->until_us != MT_MOMENT_UNKNOWN &&
        filter->since_us >= filter->until_us)
        return mt_err_set(err, MT_USAGE, "the window is empty: it must begin before it ends");
    if (filter->by[0] && !ways[number].question.by)
        return mt_err_set(err, MT_USAGE, "'%s' has its own dimensions; 'rates' takes any by '--by'", name);
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

    table->name = ways[number].question.name;
    table->title = ways[number].question.title;
    rc = mt_filter_record(filter, table, err);
    if (rc != MT_OK)
        return rc;
    if (ways[number].scope != DATA && !ways[number].question.rates) { /* these find it out for themselves */
        struct mt_evidence_found found;
        rc = mt_evidence_find(store, filter, &found, err);
        if (rc != MT_OK)
            return rc;
        table->evidence = mt_evidence_words_for(&found);
    }
    if (ways[number].grouped)
        return ask_by_dimensions(store, number, filter, table, err);
    if (ways[number].function)
        return ways[number].function(store, filter, table, err);
    return mt_plain_ask(store, ways[number].file, filter, NULL, table, err);
}
