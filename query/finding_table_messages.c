#include "query/finding_bad.h"

enum { MOST_EXAMPLES = 10, COLUMNS = 11 };

/* Of groups that look alike the place among them: they stand side by side. */
static size_t
rank_of(const struct mt_finding_bads *bads, size_t at)
{
    const struct mt_finding_bad *bad = &bads->items[at];
    size_t rank = 0;
    for (; rank < at; rank++) {
        const struct mt_finding_bad *before = &bads->items[at - rank - 1];
        if (before->received_us != bad->received_us || before->domain != bad->domain || before->host != bad->host ||
            before->forest != bad->forest || before->outcome != bad->outcome ||
            (before->reason_id != 0) != (bad->reason_id != 0))
            break;
    }
    return rank;
}

static enum mt_rc
write_message(const struct mt_finding_subject *subject, const struct mt_finding_bads *bads, size_t at,
              struct mt_table *table, struct mt_err *err)
{
    struct mt_statement row = MT_STATEMENT_CLOSED;
    bool found = false;
    enum mt_rc rc =
        mt_finding_bad_look_up(subject, &bads->items[at], rank_of(bads, at), 0, &row, &table->arena, &found, err);
    if (rc == MT_OK && found) {
        struct mt_cell *cells = mt_table_add(table);
        bool fine = cells != NULL;
        for (int i = 0; i < COLUMNS && fine; i++)
            fine = mt_statement_cell(&row, MT_FINDING_DELIVERY_RECEIVED + i, table->columns[i].type, &table->arena,
                                     &cells[i]);
        rc = fine ? MT_OK : mt_err_memory(err);
    }
    mt_statement_close(&row);
    return rc;
}

/* From the first to the last, evenly by number: more where there was more trouble. */
enum mt_rc
mt_finding_table_messages(const struct mt_finding_subject *subject, const struct mt_finding_bads *bads,
                          struct mt_table *table, struct mt_err *err)
{
    static const struct mt_column columns[COLUMNS] = {
        {"received", "Received", MT_TYPE_MOMENT},   {"trace_id", "Trace id", MT_TYPE_TEXT},
        {"message_id", "Message-ID", MT_TYPE_TEXT}, {"sender", "Sender", MT_TYPE_TEXT},
        {"recipient", "Recipient", MT_TYPE_TEXT},   {"size", "Size", MT_TYPE_BYTES},
        {"outcome", "Outcome", MT_TYPE_TEXT},       {"reason_class", "Class", MT_TYPE_TEXT},
        {"reason_code", "Code", MT_TYPE_TEXT},      {"reason", "Reply", MT_TYPE_TEXT},
        {"remote_host", "Server", MT_TYPE_TEXT}};
    size_t wanted = bads->count < MOST_EXAMPLES ? bads->count : MOST_EXAMPLES;
    enum mt_rc rc = mt_table_columns(table, columns, COLUMNS, err);
    for (size_t i = 0; i < wanted && rc == MT_OK; i++)
        rc = write_message(subject, bads, wanted > 1 ? i * (bads->count - 1) / (wanted - 1) : 0, table, err);
    return rc;
}
