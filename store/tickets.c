#include "store/tickets.h"

#include <string.h>

#include "store/handle.h"

enum mt_rc
mt_ticket_keep(struct mt_store *store, const struct mt_ticket_row *ticket, struct mt_err *err)
{
    sqlite3_stmt *statement = NULL;
    enum mt_rc rc = mt_store_prepare(
        store, "INSERT OR IGNORE INTO ticket (scope, until_us, made_us) VALUES (?1, ?2, ?3)", &statement, err);
    if (rc)
        return rc;
    mt_bind_text(statement, 1, ticket->scope);
    sqlite3_bind_int64(statement, 2, ticket->until_us);
    sqlite3_bind_int64(statement, 3, ticket->made_us);
    if (sqlite3_step(statement) != SQLITE_DONE)
        rc = mt_store_error(store, "keeping the ticket", err);
    sqlite3_finalize(statement);
    return rc;
}

static enum mt_rc
add(struct mt_arena *arena, struct mt_ticket_row **list, size_t *count, const struct mt_ticket_row *row,
    struct mt_err *err)
{
    if ((*count & (*count - 1)) == 0) { /* rooms double at powers of two */
        struct mt_ticket_row *grown = mt_arena_take(arena, (*count ? *count * 2 : 1) * sizeof *grown);
        if (!grown)
            return mt_err_memory(err);
        if (*count)
            memcpy(grown, *list, *count * sizeof *grown);
        *list = grown;
    }
    (*list)[*count] = *row;
    return mt_arena_copy(arena, row->scope, &(*list)[(*count)++].scope) ? MT_OK : mt_err_memory(err);
}

enum mt_rc
mt_ticket_list(struct mt_store *store, struct mt_arena *arena, struct mt_ticket_row **list, size_t *count,
               struct mt_err *err)
{
    sqlite3_stmt *statement = NULL;
    int step = SQLITE_DONE;
    *list = NULL;
    *count = 0;
    enum mt_rc rc = mt_store_prepare(
        store, "SELECT scope, until_us, made_us FROM ticket ORDER BY made_us DESC, id DESC", &statement, err);
    while (rc == MT_OK && (step = sqlite3_step(statement)) == SQLITE_ROW) {
        const struct mt_ticket_row row = {mt_column_text(statement, 0), sqlite3_column_int64(statement, 1),
                                          sqlite3_column_int64(statement, 2)};
        rc = add(arena, list, count, &row, err);
    }
    if (rc == MT_OK && step != SQLITE_DONE)
        rc = mt_store_error(store, "reading the list of tickets", err);
    sqlite3_finalize(statement);
    return rc;
}
