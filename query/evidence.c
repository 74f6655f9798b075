#include "query/evidence.h"

#include "query/statement.h"

enum mt_rc
mt_evidence_find(struct mt_store *store, const struct mt_filter *filter, struct mt_evidence_found *found,
                 struct mt_err *err)
{
    struct mt_bindings bindings = {.count = 0};
    struct mt_arena arena = MT_ARENA_EMPTY;
    struct mt_statement statement = MT_STATEMENT_CLOSED;
    bool more;
    enum mt_rc rc = mt_filter_bind(filter, store, &bindings, &arena, err);
    if (rc == MT_OK)
        rc = mt_statement_open(&statement, store, "evidence.sql", NULL, &bindings, err);
    if (rc == MT_OK)
        rc = mt_statement_next(&statement, &more, err);
    if (rc == MT_OK) {
        found->summary = mt_statement_integer(&statement, 0) != 0;
        found->events = mt_statement_integer(&statement, 1) != 0;
        found->reasons = mt_statement_integer(&statement, 2) != 0;
    }
    mt_statement_close(&statement);
    mt_arena_release(&arena);
    return rc;
}

const char *
mt_evidence_words_for(const struct mt_evidence_found *found)
{
    return found->events || found->reasons ? "summary and events" : "summary";
}

/* ---- the question ---- */

/* How much of the mail in trouble has what; the columns of evidence_trouble.sql. */
enum { TROUBLED, WITH_EVENTS, WITH_REASON, COUNTS };

static enum mt_rc
count_trouble(struct mt_store *store, const struct mt_filter *filter, int64_t counts[COUNTS], struct mt_err *err)
{
    struct mt_bindings bindings = {.count = 0};
    struct mt_arena arena = MT_ARENA_EMPTY;
    struct mt_statement statement = MT_STATEMENT_CLOSED;
    bool more;
    enum mt_rc rc = mt_filter_bind(filter, store, &bindings, &arena, err);
    if (rc == MT_OK)
        rc = mt_statement_open(&statement, store, "evidence_trouble.sql", NULL, &bindings, err);
    if (rc == MT_OK)
        rc = mt_statement_next(&statement, &more, err);
    for (int i = 0; i < COUNTS && rc == MT_OK; i++)
        counts[i] = mt_statement_integer(&statement, i);
    mt_statement_close(&statement);
    mt_arena_release(&arena);
    return rc;
}

enum mt_rc
mt_evidence_ask(struct mt_store *store, const struct mt_filter *filter, struct mt_table *table, struct mt_err *err)
{
    static const struct mt_column columns[] = {
        {"evidence", "Evidence", MT_TYPE_TEXT},
        {"available", "Here", MT_TYPE_TEXT},
        {"answers", "What it answers", MT_TYPE_TEXT},
        {"supplied_by", "Supplied by", MT_TYPE_TEXT},
        {"troubled", "Deferred or failed", MT_TYPE_COUNT},
        {"covered", "Of these, with it", MT_TYPE_COUNT},
    };
    struct mt_evidence_found found;
    int64_t counts[COUNTS];
    enum mt_rc rc = mt_evidence_find(store, filter, &found, err);
    if (rc == MT_OK)
        rc = count_trouble(store, filter, counts, err);
    if (rc == MT_OK)
        rc = mt_table_columns(table, columns, sizeof columns / sizeof *columns, err);
    if (rc != MT_OK)
        return rc;
    const struct {
        bool available;
        int covered; /* which count, or -1 */
        const char *texts[3];
    } rows[] = {
        {found.summary,
         -1,
         {"summary", "what became of each delivery; a deferral only when an export caught the mail while pending",
          "message trace exports (admin center, Get-MessageTraceV2, Graph)"}},
        {found.events,
         WITH_EVENTS,
         {"events", "every attempt, when mail was deferred, delivered or given up, and what the other side answered",
          "extended reports with details, Get-MessageTraceDetailV2, Graph details, message tracking logs"}},
        {found.reasons,
         WITH_REASON,
         {"reasons", "why mail was deferred, failed or expired: class, code and text of the innermost reply",
          "the same, and non-delivery reports (NDRs) saved as .eml"}},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct mt_cell *row = mt_table_add(table);
        if (!row)
            return mt_err_memory(err);
        row[0] = mt_cell_text(mt_text_of(rows[i].texts[0]));
        row[1] = mt_cell_text(mt_text_of(rows[i].available ? "yes" : "no"));
        row[2] = mt_cell_text(mt_text_of(rows[i].texts[1]));
        row[3] = mt_cell_text(mt_text_of(rows[i].texts[2]));
        row[4] = mt_cell_integer(counts[TROUBLED]);
        if (rows[i].covered >= 0)
            row[5] = mt_cell_integer(counts[rows[i].covered]);
    }
    return MT_OK;
}
