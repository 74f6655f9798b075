#include "store/ndrs.h"

#include "store/key.h"

/* Of what the report itself says: a paste of the same text is the same report, in whatever file it is. */
static int64_t
key_of(const struct mt_ndr_kept *ndr)
{
    const struct mt_text texts[] = {ndr->headers, ndr->told,       ndr->status_part, ndr->original_headers,
                                    ndr->action,  ndr->recipients, ndr->message_id};
    struct mt_hash hash = mt_hash_of(MT_TEXT_LITERAL("ndr"));
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        hash = mt_hash_with(hash, texts[i]);
    return (int64_t)hash.a;
}

enum mt_rc
mt_ndr_write(struct mt_tables *tables, const struct mt_ndr_kept *ndr, bool *is_new, struct mt_err *err)
{
    sqlite3_stmt *statement = tables->sql[MT_SQL_NDR_INSERT];
    sqlite3_bind_int64(statement, 1, key_of(ndr));
    mt_bind_moment(statement, 2, ndr->made_us);
    mt_bind_text(statement, 3, ndr->action);
    mt_bind_text(statement, 4, ndr->message_id);
    mt_bind_text(statement, 5, ndr->generating_server);
    if (ndr->attempts >= 0)
        sqlite3_bind_int64(statement, 6, ndr->attempts);
    else
        sqlite3_bind_null(statement, 6);
    if (ndr->has_trace_id)
        sqlite3_bind_blob(statement, 7, ndr->trace_guid, sizeof ndr->trace_guid, SQLITE_STATIC);
    else
        sqlite3_bind_null(statement, 7);
    mt_bind_text(statement, 8, ndr->original_message_id);
    mt_bind_text(statement, 9, ndr->sender);
    mt_bind_text(statement, 10, ndr->subject);
    mt_bind_text(statement, 11, ndr->recipients.at ? ndr->recipients : MT_TEXT_LITERAL(""));
    mt_bind_text(statement, 12, ndr->headers);
    mt_bind_text(statement, 13, ndr->told);
    mt_bind_text(statement, 14, ndr->status_part);
    mt_bind_text(statement, 15, ndr->original_headers);
    sqlite3_bind_int64(statement, 16, tables->export_id);
    sqlite3_bind_int64(statement, 17, (sqlite3_int64)ndr->line);
    enum mt_rc rc = mt_tables_run(tables, MT_SQL_NDR_INSERT, err);
    *is_new = rc == MT_OK && sqlite3_changes(tables->store->db) > 0;
    return rc;
}
