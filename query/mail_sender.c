#include "query/mail_sender.h"

#include "query/statement.h"

enum mt_rc
mt_mail_sender(struct mt_store *store, int64_t sender_id, struct mt_arena *arena, struct mt_text *address,
               struct mt_err *err)
{
    struct mt_statement statement = MT_STATEMENT_CLOSED;
    struct mt_bindings bindings = {.count = 0};
    bool more = false;
    *address = MT_TEXT_UNKNOWN;
    mt_bindings_integer(&bindings, ":sender_id", sender_id);
    enum mt_rc rc = mt_statement_open(&statement, store, "mail_sender.sql", NULL, &bindings, err);
    if (rc == MT_OK)
        rc = mt_statement_next(&statement, &more, err);
    if (rc == MT_OK && more && !mt_arena_copy(arena, mt_statement_bytes(&statement, 0), address))
        rc = mt_err_memory(err);
    mt_statement_close(&statement);
    return rc;
}
