#include "store/providers.h"

#include "store/base/embedded.h"
#include "store/handle.h"

enum { PROVIDER_KEY_BYTES = 64, PROVIDER_NAME_BYTES = 200 };

extern const struct mt_embedded store_files[];

/* ---- reading the table ---- */

struct line {
    struct mt_text pattern, key, name;
};

static const char *
refuse_key(struct mt_text key)
{
    if (key.len == 0 || key.len > PROVIDER_KEY_BYTES)
        return "the second column is the provider's key, a short word like 'yahoo'";
    for (size_t i = 0; i < key.len; i++) {
        char c = key.at[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-'))
            return "a provider's key has only the characters a-z, 0-9, '_' and '-'";
    }
    return NULL;
}

static const char *
refuse_name(struct mt_text name)
{
    if (name.len == 0 || name.len > PROVIDER_NAME_BYTES)
        return "the third column is the provider's name";
    for (size_t i = 0; i < name.len; i++)
        if ((unsigned char)name.at[i] < ' ' || name.at[i] == 0x7F)
            return "the provider's name has a control character";
    return mt_text_valid_utf8(name, false) ? NULL : "the provider's name is not UTF-8";
}

/* Takes the next rule off `table`. *more is false at the end. */
static enum mt_rc
next_line(struct mt_text *table, const char *name, int *number, struct line *line, bool *more, struct mt_err *err)
{
    while (table->at) {
        struct mt_text text = mt_text_cut(table, '\n');
        ++*number;
        if (*number == 1 && mt_text_starts(text, "\xEF\xBB\xBF"))
            text = (struct mt_text){text.at + 3, text.len - 3};
        text = mt_text_trim(text);
        if (text.len == 0 || text.at[0] == '#')
            continue;
        line->pattern = mt_text_trim(mt_text_cut(&text, '\t'));
        line->key = mt_text_trim(mt_text_cut(&text, '\t'));
        /* A fourth column is what `providers` prints; it may come back. */
        line->name = mt_text_trim(mt_text_cut(&text, '\t'));
        const char *problem = mt_rules_refuse(line->pattern);
        if (!problem)
            problem = refuse_key(line->key);
        if (!problem)
            problem = refuse_name(line->name);
        if (problem)
            return mt_err_set(err, MT_FAILED, "'%s' line %d: %s", name, *number, problem);
        *more = true;
        return MT_OK;
    }
    *more = false;
    return MT_OK;
}

static enum mt_rc
check_table(struct mt_text table, const char *name, int64_t *rules, struct mt_err *err)
{
    struct line line;
    bool more = true;
    int number = 0;
    *rules = 0;
    for (;;) {
        enum mt_rc rc = next_line(&table, name, &number, &line, &more, err);
        if (rc || !more)
            return rc;
        ++*rules;
    }
}

/* ---- writing the tables ---- */

/* The shipped table names a provider only as long as the user has not: a user's rules win. */
static const char *const put_provider[] = {
    [MT_PROVIDERS_SHIPPED] = "INSERT INTO provider (key, name) VALUES (?1, ?2) "
                             "ON CONFLICT (key) DO UPDATE SET name = excluded.name "
                             "WHERE NOT EXISTS (SELECT 1 FROM provider_rule r "
                             "                  WHERE r.provider_id = provider.id AND r.source = 'user')",
    [MT_PROVIDERS_USER] = "INSERT INTO provider (key, name) VALUES (?1, ?2) "
                          "ON CONFLICT (key) DO UPDATE SET name = excluded.name",
};

static const char *const put_rule[] = {
    [MT_PROVIDERS_SHIPPED] = "INSERT INTO provider_rule (pattern, provider_id, source) "
                             "SELECT ?1, id, 'shipped' FROM provider WHERE key = ?2 "
                             "ON CONFLICT (pattern) DO UPDATE SET provider_id = excluded.provider_id "
                             "WHERE source = 'shipped'",
    [MT_PROVIDERS_USER] = "INSERT INTO provider_rule (pattern, provider_id, source) "
                          "SELECT ?1, id, 'user' FROM provider WHERE key = ?2 "
                          "ON CONFLICT (pattern) DO UPDATE SET provider_id = excluded.provider_id, source = 'user'",
};

static enum mt_rc
put(struct mt_store *store, sqlite3_stmt *statement, struct mt_text first, struct mt_text second, struct mt_err *err)
{
    enum mt_rc rc = MT_OK;
    mt_bind_text(statement, 1, first);
    mt_bind_text(statement, 2, second);
    if (sqlite3_step(statement) != SQLITE_DONE)
        rc = mt_store_error(store, "writing providers", err);
    sqlite3_reset(statement);
    return rc;
}

enum mt_rc
mt_providers_load(struct mt_store *store, struct mt_text table, const char *name, enum mt_providers_source source,
                  int64_t *rules, struct mt_err *err)
{
    sqlite3_stmt *provider = NULL, *rule = NULL;
    struct line line;
    bool more = true;
    int number = 0;
    int64_t found;
    enum mt_rc rc = check_table(table, name, &found, err);
    if (rc)
        return rc;
    if (source == MT_PROVIDERS_SHIPPED)
        rc = mt_store_run(store, "DELETE FROM provider_rule WHERE source = 'shipped'", "writing providers", err);
    if (rc == MT_OK)
        rc = mt_store_prepare(store, put_provider[source], &provider, err);
    if (rc == MT_OK)
        rc = mt_store_prepare(store, put_rule[source], &rule, err);
    while (rc == MT_OK) {
        rc = next_line(&table, name, &number, &line, &more, err);
        if (rc || !more)
            break;
        rc = put(store, provider, line.key, line.name, err);
        if (rc == MT_OK)
            rc = put(store, rule, line.pattern, line.key, err);
    }
    sqlite3_finalize(provider);
    sqlite3_finalize(rule);
    if (rc == MT_OK && rules)
        *rules = found;
    return rc;
}

enum mt_rc
mt_providers_rules(struct mt_store *store, struct mt_rules **rules, struct mt_err *err)
{
    sqlite3_stmt *statement = NULL;
    struct mt_rules *made = mt_rules_new();
    if (!made)
        return mt_err_memory(err);
    enum mt_rc rc =
        mt_store_prepare(store, "SELECT pattern, provider_id, source = 'user' FROM provider_rule", &statement, err);
    int step = SQLITE_DONE;
    while (rc == MT_OK && (step = sqlite3_step(statement)) == SQLITE_ROW)
        if (!mt_rules_add(made, mt_column_text(statement, 0), sqlite3_column_int64(statement, 1),
                          sqlite3_column_int(statement, 2) != 0))
            rc = mt_err_memory(err);
    if (rc == MT_OK && step != SQLITE_DONE)
        rc = mt_store_error(store, "reading providers", err);
    sqlite3_finalize(statement);
    if (rc) {
        mt_rules_free(made);
        return rc;
    }
    *rules = made;
    return MT_OK;
}

static enum mt_rc
place_all(struct mt_store *store, struct mt_rules *rules, sqlite3_stmt *read, sqlite3_stmt *write, struct mt_err *err)
{
    int step;
    while ((step = sqlite3_step(read)) == SQLITE_ROW) {
        struct mt_text name = mt_column_text(read, 1);
        struct mt_place place = mt_place_of(name);
        int64_t provider = mt_rules_find(rules, name, place.registrable);
        mt_bind_text(write, 1, place.registrable);
        mt_bind_text(write, 3, *place.country ? mt_text_of(place.country) : MT_TEXT_UNKNOWN);
        sqlite3_bind_int64(write, 4, sqlite3_column_int64(read, 0));
        mt_bind_id(write, 2, provider);
        if (sqlite3_step(write) != SQLITE_DONE)
            return mt_store_error(store, "placing domains", err);
        sqlite3_reset(write);
    }
    return step == SQLITE_DONE ? MT_OK : mt_store_error(store, "placing domains", err);
}

enum mt_rc
mt_providers_place_domains(struct mt_store *store, struct mt_err *err)
{
    /* Rows are changed in place while they are read: the update never moves a row, so the walk is safe. Rows that are
     * right already are not written. */
    static const char read_sql[] = "SELECT id, name FROM domain WHERE id <> 0 ORDER BY id";
    static const char write_sql[] = "UPDATE domain SET registrable = ?1, provider_id = ?2, country = ?3 WHERE id = ?4 "
                                    "AND (registrable IS NOT ?1 OR provider_id IS NOT ?2 OR country IS NOT ?3)";
    static const char clean_sql[] = "DELETE FROM provider WHERE id NOT IN (SELECT provider_id FROM provider_rule)";
    sqlite3_stmt *read = NULL, *write = NULL;
    struct mt_rules *rules = NULL;
    mt_store_forget_dictionary(store); /* it holds the old rules */
    enum mt_rc rc = mt_providers_rules(store, &rules, err);
    if (rc == MT_OK)
        rc = mt_store_prepare(store, read_sql, &read, err);
    if (rc == MT_OK)
        rc = mt_store_prepare(store, write_sql, &write, err);
    if (rc == MT_OK)
        rc = place_all(store, rules, read, write, err);
    sqlite3_finalize(read);
    sqlite3_finalize(write);
    mt_rules_free(rules);
    return rc == MT_OK ? mt_store_run(store, clean_sql, "writing providers", err) : rc;
}

enum mt_rc
mt_store_add_providers(struct mt_store *store, struct mt_text table, const char *name, int64_t *rules,
                       struct mt_err *err)
{
    enum mt_rc rc = mt_store_begin(store, err);
    if (rc)
        return rc;
    rc = mt_providers_load(store, table, name, MT_PROVIDERS_USER, rules, err);
    if (rc == MT_OK)
        rc = mt_providers_place_domains(store, err);
    if (rc == MT_OK)
        return mt_store_commit(store, err);
    mt_store_rollback(store);
    return rc;
}

enum mt_rc
mt_providers_reset(struct mt_store *store, struct mt_err *err)
{
    struct mt_text shipped = mt_embedded_file(store_files, "providers.tsv");
    enum mt_rc rc = mt_store_begin(store, err);
    if (rc)
        return rc;
    rc = mt_store_run(store, "DELETE FROM provider_rule WHERE source = 'user'", "writing providers", err);
    if (rc == MT_OK)
        rc = mt_providers_load(store, shipped, "providers.tsv", MT_PROVIDERS_SHIPPED, NULL, err);
    if (rc == MT_OK)
        rc = mt_providers_place_domains(store, err);
    if (rc == MT_OK)
        return mt_store_commit(store, err);
    mt_store_rollback(store);
    return rc;
}

enum mt_rc
mt_providers_write(struct mt_store *store, struct mt_out *out, struct mt_err *err)
{
    static const char sql[] = "SELECT r.pattern, p.key, p.name, r.source "
                              "FROM provider_rule r JOIN provider p ON p.id = r.provider_id "
                              "ORDER BY p.key, r.pattern";
    sqlite3_stmt *statement = NULL;
    int step = SQLITE_DONE;
    enum mt_rc rc = mt_store_prepare(store, sql, &statement, err);
    while (rc == MT_OK && (step = sqlite3_step(statement)) == SQLITE_ROW) {
        for (int column = 0; column < 4; column++) {
            mt_out_text(out, mt_column_text(statement, column));
            mt_out_byte(out, column < 3 ? '\t' : '\n');
        }
    }
    if (rc == MT_OK && step != SQLITE_DONE)
        rc = mt_store_error(store, "reading providers", err);
    sqlite3_finalize(statement);
    return rc == MT_OK && out->failed ? mt_err_memory(err) : rc;
}
