/* What is taken as it is: non-delivery reports, tickets, tokens; and the user's rules. */

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "store/code_rules.h"
#include "store/merging_parts.h"
#include "store/providers.h"

/* ---- lists that are taken as they are ---- */

static const struct list {
    const char *select, *insert, *form;
    size_t written; /* offset in struct mt_merged */
} lists[] = {
    {"SELECT key, made_us, action, message_id, generating_server, attempts, trace_id, original_message_id, sender, "
     "       subject, recipients, headers, told, status_part, original_headers, export_id, line FROM ndr ORDER BY id",
     "INSERT OR IGNORE INTO ndr (key, made_us, action, message_id, generating_server, attempts, trace_id, "
     "original_message_id, sender, subject, recipients, headers, told, status_part, original_headers, export_id, line) "
     "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)",
     "iittti"
     "btttttttt"
     "Ei",
     offsetof(struct mt_merged, ndrs)},
    {"SELECT scope, until_us, made_us FROM ticket ORDER BY id",
     "INSERT INTO ticket (scope, until_us, made_us) VALUES (?1, ?2, ?3) "
     "ON CONFLICT (scope, until_us) DO UPDATE SET made_us = excluded.made_us WHERE excluded.made_us < made_us",
     "tii", offsetof(struct mt_merged, tickets)},
    /* Only where there is none: two keys cannot both be the one. */
    {"SELECT key FROM redaction_key", "INSERT OR IGNORE INTO redaction_key (id, key) VALUES (1, ?1)", "b", SIZE_MAX},
    {"SELECT token, kind, original FROM redaction_token",
     "INSERT OR IGNORE INTO redaction_token (token, kind, original) VALUES (?1, ?2, ?3)", "tit",
     offsetof(struct mt_merged, tokens)},
};

static enum mt_rc
merge_lists(struct mt_merger *merger, struct mt_err *err)
{
    enum mt_rc rc = MT_OK;
    for (size_t i = 0; i < sizeof lists / sizeof *lists && rc == MT_OK; i++) {
        sqlite3_stmt *insert = NULL;
        int64_t written = 0;
        rc = mt_store_prepare(merger->store, lists[i].insert, &insert, err);
        if (rc == MT_OK)
            rc = mt_merger_copy(merger, lists[i].select, insert, lists[i].form, &written, NULL, err);
        sqlite3_finalize(insert);
        if (lists[i].written != SIZE_MAX)
            memcpy((char *)merger->merged + lists[i].written, &written, sizeof written);
    }
    return rc;
}

/* How many rows of the other one are not here as they are there: something else has their place. */
static enum mt_rc
count_differing(struct mt_merger *merger, const char *select, const char *look_up, int columns, int64_t *differing,
                struct mt_err *err)
{
    sqlite3_stmt *row = NULL, *find = NULL;
    int step = SQLITE_DONE;
    enum mt_rc rc = mt_merger_prepare(merger, select, &row, err);
    if (rc == MT_OK)
        rc = mt_store_prepare(merger->store, look_up, &find, err);
    while (rc == MT_OK && (step = sqlite3_step(row)) == SQLITE_ROW) {
        for (int i = 0; i < columns; i++)
            sqlite3_bind_value(find, i + 1, sqlite3_column_value(row, i));
        int found = sqlite3_step(find);
        if (found == SQLITE_DONE)
            ++*differing;
        else if (found != SQLITE_ROW)
            rc = mt_store_error(merger->store, "merging", err);
        sqlite3_reset(find);
    }
    if (rc == MT_OK && step != SQLITE_DONE)
        rc = mt_merger_reading(merger, err);
    sqlite3_finalize(row);
    sqlite3_finalize(find);
    return rc;
}

/* ---- the user's rules ---- */

static enum mt_rc
run_rule_list(struct mt_merger *merger, const char *select, const char *insert_sql, const char *form, int64_t *written,
              struct mt_err *err)
{
    sqlite3_stmt *insert = NULL;
    enum mt_rc rc = mt_store_prepare(merger->store, insert_sql, &insert, err);
    if (rc == MT_OK)
        rc = mt_merger_copy(merger, select, insert, form, written, NULL, err);
    sqlite3_finalize(insert);
    return rc;
}

/* A user's rule wins over a shipped one for the same pattern, whichever side it comes from; over another user's rule
 * none does. */
static enum mt_rc
merge_provider_rules(struct mt_merger *merger, struct mt_err *err)
{
    static const char rules[] = "SELECT r.pattern, p.key, p.name FROM provider_rule r JOIN provider p "
                                "ON p.id = r.provider_id WHERE r.source = 'user' ORDER BY r.pattern";
    int64_t providers = 0;
    enum mt_rc rc = run_rule_list(merger, rules,
                                  "INSERT OR IGNORE INTO provider (key, name) SELECT ?2, ?3 WHERE NOT EXISTS "
                                  "(SELECT 1 FROM provider_rule WHERE pattern = ?1 AND source = 'user')",
                                  "ttt", &providers, err);
    if (rc == MT_OK)
        rc = run_rule_list(merger, rules,
                           "INSERT INTO provider_rule (pattern, provider_id, source) "
                           "SELECT ?1, p.id, 'user' FROM provider p WHERE p.key = ?2 AND ?3 IS NOT NULL "
                           "ON CONFLICT (pattern) DO UPDATE SET provider_id = excluded.provider_id, source = 'user' "
                           "WHERE source = 'shipped'",
                           "ttt", &merger->merged->rules, err);
    return rc == MT_OK ? count_differing(merger, rules,
                                         "SELECT 1 FROM provider_rule r JOIN provider p ON p.id = r.provider_id "
                                         "WHERE r.pattern = ?1 AND r.source = 'user' AND p.key = ?2 AND ?3 IS NOT NULL",
                                         3, &merger->merged->kept_rules, err)
                       : rc;
}

/* The lines with the same codes and hint are one rule: what stands before their class (codes.h). */
#define SAME_CODES "mt_code_rule_head(line) = mt_code_rule_head(?1)"

static void
code_rule_head(sqlite3_context *out, int count, sqlite3_value **values)
{
    enum { HEAD_CELLS = 2 }; /* codes and hint (codes_line.h) */
    (void)count;
    struct mt_text line = mt_value_text(values[0]), rest = line;
    size_t len = 0;
    for (int cell = 0; cell < HEAD_CELLS && mt_text_known(rest); cell++)
        len += mt_text_cut(&rest, '\t').len + 1;
    if (len > line.len)
        len = line.len;
    sqlite3_result_text64(out, line.len ? line.at : "", len, SQLITE_TRANSIENT, SQLITE_UTF8);
}

static enum mt_rc
merge_code_rules(struct mt_merger *merger, int64_t *lines, struct mt_err *err)
{
    int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
    if (sqlite3_create_function(merger->store->db, "mt_code_rule_head", 1, flags, NULL, code_rule_head, NULL, NULL) !=
        SQLITE_OK)
        return mt_store_error(merger->store, "merging", err);
    enum mt_rc rc = run_rule_list(merger, "SELECT line FROM code_rule ORDER BY id",
                                  "INSERT INTO code_rule (line) SELECT ?1 WHERE NOT EXISTS "
                                  "(SELECT 1 FROM code_rule WHERE " SAME_CODES ")",
                                  "t", lines, err);
    merger->merged->rules += *lines;
    return rc == MT_OK ? count_differing(merger, "SELECT line FROM code_rule",
                                         "SELECT 1 FROM code_rule WHERE line = ?1", 1, &merger->merged->kept_rules, err)
                       : rc;
}

enum mt_rc
mt_merger_rules(struct mt_merger *merger, struct mt_err *err)
{
    int64_t lines = 0;
    enum mt_rc rc = merge_provider_rules(merger, err);
    if (rc == MT_OK && merger->merged->rules > 0) {
        mt_store_forget_dictionary(merger->store); /* it has the rules */
        rc = mt_providers_place_domains(merger->store, err);
    }
    if (rc == MT_OK)
        rc = merge_code_rules(merger, &lines, err);
    if (rc == MT_OK && lines > 0)
        rc = mt_code_rules_apply(merger->store, err);
    return rc;
}

enum mt_rc
mt_merger_lists(struct mt_merger *merger, struct mt_err *err)
{
    enum mt_rc rc = merge_lists(merger, err);
    return rc == MT_OK ? count_differing(merger, "SELECT token, kind, original FROM redaction_token",
                                         "SELECT 1 FROM redaction_token "
                                         "WHERE token = ?1 AND kind = ?2 AND original = ?3",
                                         3, &merger->merged->kept_tokens, err)
                       : rc;
}
