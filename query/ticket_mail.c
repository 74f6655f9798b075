#include "query/ticket_mail.h"

#include "query/plain.h"
#include "query/statement.h"

struct wanted {
    const char *file, *title;
    int64_t most, most_well;
    struct mt_text files;
};

static enum mt_rc
ask(struct mt_store *store, const struct mt_filter *filter, const struct wanted *wanted, struct mt_table *table,
    struct mt_err *err)
{
    static const struct mt_fragment fragments[] = {{"filters", mt_filter_delivery_sql}, {NULL, NULL}};
    const struct mt_answer *answer = mt_answer_of(wanted->file);
    struct mt_statement statement = MT_STATEMENT_CLOSED;
    struct mt_bindings bindings = {.count = 0};
    size_t all = 0;
    bool more = false;
    enum mt_rc rc = mt_plain_declare(table, answer, err);
    if (rc == MT_OK)
        rc = mt_filter_bind(filter, store, &bindings, &table->arena, err);
    mt_bindings_integer(&bindings, ":most", wanted->most);
    mt_bindings_integer(&bindings, ":most_well", wanted->most_well);
    mt_bindings_text(&bindings, ":files", wanted->files.len ? wanted->files : MT_TEXT_LITERAL("[]"));
    if (rc == MT_OK)
        rc = mt_statement_open(&statement, store, wanted->file, fragments, &bindings, err);
    while (rc == MT_OK && (rc = mt_statement_next(&statement, &more, err)) == MT_OK && more) {
        bool kept = filter->limit <= 0 || all < (uint64_t)filter->limit;
        all++;
        if (!kept)
            continue;
        struct mt_cell *cells = mt_table_add(table);
        if (!cells || !mt_plain_cells(&statement, answer, &table->arena, cells))
            rc = mt_err_memory(err);
    }
    if (rc == MT_OK) {
        table->sql = mt_statement_sql(&statement, &table->arena);
        rc = mt_rows_record(table, all, err);
    }
    mt_statement_close(&statement);
    return rc;
}

enum mt_rc
mt_ticket_deliveries(struct mt_store *store, const struct mt_filter *filter, int64_t most, int64_t most_well,
                     struct mt_table *table, struct mt_err *err)
{
    const struct wanted wanted = {.file = "ticket_deliveries.sql", .most = most, .most_well = most_well};
    mt_table_init(table, "deliveries", "Deliveries");
    return ask(store, filter, &wanted, table, err);
}

enum mt_rc
mt_ticket_events(struct mt_store *store, const struct mt_filter *filter, int64_t most, struct mt_table *table,
                 struct mt_err *err)
{
    const struct wanted wanted = {.file = "ticket_events.sql", .most = most};
    mt_table_init(table, "events", "Events");
    return ask(store, filter, &wanted, table, err);
}

enum mt_rc
mt_ticket_servers(struct mt_store *store, const struct mt_filter *filter, struct mt_table *table, struct mt_err *err)
{
    const struct wanted wanted = {.file = "ticket_servers.sql"};
    mt_table_init(table, "servers", "Servers of the other side");
    return ask(store, filter, &wanted, table, err);
}

enum mt_rc
mt_ticket_answers(struct mt_store *store, const struct mt_filter *filter, struct mt_table *table, struct mt_err *err)
{
    const struct wanted wanted = {.file = "ticket_answers.sql"};
    mt_table_init(table, "answers", "What servers answered");
    return ask(store, filter, &wanted, table, err);
}

enum mt_rc
mt_ticket_ndrs(struct mt_store *store, const struct mt_filter *filter, struct mt_text files, struct mt_table *table,
               struct mt_err *err)
{
    const struct wanted wanted = {.file = "ticket_ndrs.sql", .files = files};
    mt_table_init(table, "ndrs", "Non-delivery reports");
    return ask(store, filter, &wanted, table, err);
}
