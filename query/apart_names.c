#include "query/apart_parts.h"

#include "store/row.h"

/* What was found is little: each name is looked up by itself. */
static enum mt_rc
open_row(struct mt_apart_asking *asking, const char *file, const char *parameter, int64_t id,
         struct mt_statement *statement, bool *found, struct mt_err *err)
{
    struct mt_bindings bindings = {.count = 0};
    mt_bindings_integer(&bindings, parameter, id);
    enum mt_rc rc = mt_statement_open(statement, asking->store, file, NULL, &bindings, err);
    return rc == MT_OK ? mt_statement_next(statement, found, err) : rc;
}

static enum mt_rc
copy_texts(struct mt_apart_asking *asking, const struct mt_statement *statement, int first,
           struct mt_text *const *texts, int count, struct mt_err *err)
{
    for (int i = 0; i < count; i++)
        if (!mt_arena_copy(asking->arena, mt_statement_bytes(statement, first + i), texts[i]))
            return mt_err_memory(err);
    return MT_OK;
}

enum mt_rc
mt_apart_name_delivery(struct mt_apart_asking *asking, int64_t delivery_id, struct mt_apart_names *names,
                       struct mt_err *err)
{
    struct mt_statement statement = MT_STATEMENT_CLOSED;
    struct mt_text *const texts[] = {&names->sender, &names->recipient, &names->subject, &names->message_id,
                                     &names->reason};
    bool found = false;
    *names = (struct mt_apart_names){.reason = MT_TEXT_UNKNOWN};
    enum mt_rc rc = open_row(asking, "apart_delivery.sql", ":delivery_id", delivery_id, &statement, &found, err);
    if (rc == MT_OK && found)
        rc = copy_texts(asking, &statement, 0, texts, sizeof texts / sizeof *texts, err);
    mt_statement_close(&statement);
    return rc;
}

enum mt_rc
mt_apart_name_domain(struct mt_apart_asking *asking, int64_t domain_id, struct mt_text *name, struct mt_err *err)
{
    struct mt_statement statement = MT_STATEMENT_CLOSED;
    bool found = false;
    *name = MT_TEXT_UNKNOWN;
    enum mt_rc rc = open_row(asking, "apart_domain.sql", ":domain_id", domain_id, &statement, &found, err);
    if (rc == MT_OK && found)
        rc = copy_texts(asking, &statement, 0, &name, 1, err);
    mt_statement_close(&statement);
    return rc;
}

enum mt_rc
mt_apart_name_reason(struct mt_apart_asking *asking, int64_t reason_id, int *reason_class, struct mt_text *text,
                     struct mt_err *err)
{
    enum { CLASS, CODE, TEXT };
    struct mt_statement statement = MT_STATEMENT_CLOSED;
    enum mt_reason_class class = MT_REASON_CLASS_UNKNOWN;
    bool found = false;
    *text = MT_TEXT_UNKNOWN;
    enum mt_rc rc = open_row(asking, "reason.sql", ":reason_id", reason_id, &statement, &found, err);
    if (rc == MT_OK && found) {
        mt_reason_class_parse(mt_statement_bytes(&statement, CLASS), &class);
        rc = copy_texts(asking, &statement, TEXT, &text, 1, err);
    }
    mt_statement_close(&statement);
    *reason_class = (int)class;
    return rc;
}
