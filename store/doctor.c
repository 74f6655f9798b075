#include "store/doctor.h"

#include <inttypes.h>

#include "store/code_rules.h"
#include "store/courses.h"
#include "store/doctor_checks.h"
#include "store/handle.h"
#include "store/rollup.h"
#include "store/schema.h"
#include "store/seen.h"

/* ---- checking ---- */

static enum mt_rc
record(struct mt_doctor *doctor, const struct mt_check *check, const struct mt_check_result *result, struct mt_err *err)
{
    struct mt_doctor_finding *finding = &doctor->findings[doctor->count];
    *finding = (struct mt_doctor_finding){.check = check->key, .title = check->title};
    finding->healthy = result->problems == 0;
    int64_t more = result->problems - MT_CHECK_NAMED;
    if (finding->healthy)
        finding->found = mt_arena_format(&doctor->arena, "%s", result->found);
    else if (more > 0)
        finding->found = mt_arena_format(&doctor->arena, "%s; and %" PRId64 " more", result->problem, more);
    else
        finding->found = mt_arena_format(&doctor->arena, "%s", result->problem);
    if (!finding->found.at)
        return mt_err_memory(err);
    if (!finding->healthy) {
        finding->helps = mt_text_of(check->helps);
        doctor->problems++;
    }
    doctor->count++;
    return MT_OK;
}

static enum mt_rc
run_check(struct mt_doctor *doctor, struct mt_store *store, const struct mt_check *check, struct mt_err *err)
{
    struct mt_check_result result = {.problems = 0};
    enum mt_rc rc = check->run(store, &result, err);
    if (rc == MT_INTERRUPTED)
        return rc;
    if (rc) /* what cannot be read is ill */
        mt_check_problem(&result, "%s", err->text);
    return record(doctor, check, &result, err);
}

enum mt_rc
mt_doctor_check(struct mt_doctor *doctor, struct mt_store *store, struct mt_err *err)
{
    /* All checks see the same moment: an import in between would make them contradict each other. */
    enum mt_rc rc = mt_store_run(store, "BEGIN", "checking", err);
    if (rc)
        return rc;
    mt_store_stop_when(store, doctor->stop);
    for (const struct mt_check *check = mt_checks(); check->key && rc == MT_OK; check++)
        rc = run_check(doctor, store, check, err);
    mt_store_stop_when(store, NULL);
    mt_store_rollback(store);
    return rc;
}

void
mt_doctor_release(struct mt_doctor *doctor)
{
    mt_arena_release(&doctor->arena);
}

/* ---- making anew ---- */

static enum mt_rc
rebuild_inside(struct mt_store *store, struct mt_err *err)
{
    enum mt_rc rc = mt_store_run(store, "REINDEX", "making indexes anew", err);
    if (rc == MT_OK)
        rc = mt_seen_rebuild(store, err);
    if (rc == MT_OK)
        rc = mt_code_rules_apply(store, err);
    if (rc == MT_OK)
        rc = mt_courses_rebuild(store, err);
    return rc == MT_OK ? mt_rollup_rebuild(store, err) : rc;
}

enum mt_rc
mt_doctor_rebuild(struct mt_store *store, struct mt_err *err)
{
    enum mt_rc rc = mt_schema_renew(store, err);
    if (rc == MT_OK)
        rc = mt_store_begin(store, err);
    if (rc)
        return rc;
    rc = rebuild_inside(store, err);
    if (rc == MT_OK)
        rc = mt_store_commit(store, err);
    else
        mt_store_rollback(store);
    mt_store_forget_dictionary(store);
    return rc;
}

/* ---- facts ---- */

enum mt_rc
mt_doctor_facts(struct mt_doctor *doctor, struct mt_store *store, struct mt_doctor_fact facts[MT_DOCTOR_FACTS],
                size_t *count, struct mt_err *err)
{
    /* One row of one text, the value. A number would become a text where nobody sees that memory ran out. */
    static const struct {
        const char *key, *title, *sql;
    } questions[] = {
        {"sqlite", "SQLite", "SELECT sqlite_version()"},
        {"schema", "Schema of the database", "SELECT user_version || '' FROM pragma_user_version"},
        {"size", "Size",
         "SELECT printf('%,d bytes, %,d of them free', p.page_count * s.page_size, f.freelist_count * s.page_size) "
         "FROM pragma_page_count p, pragma_page_size s, pragma_freelist_count f"},
        {"pages", "Page size", "SELECT page_size || ' bytes' FROM pragma_page_size"},
        {"journal", "Journal", "SELECT journal_mode FROM pragma_journal_mode"},
        {"deliveries", "Deliveries", "SELECT count(*) || '' FROM delivery WHERE absorbed = 0"},
        {"imports", "Imports",
         "SELECT CASE count(*) WHEN 0 THEN 'none' ELSE count(*) || ', the last one at ' || "
         "strftime('%Y-%m-%dT%H:%M:%SZ', max(imported_us) / 1000000, 'unixepoch') END FROM export"},
    };
    *count = 0;
    for (size_t i = 0; i < sizeof questions / sizeof *questions; i++) {
        sqlite3_stmt *statement = NULL;
        struct mt_doctor_fact *fact = &facts[(*count)++];
        *fact = (struct mt_doctor_fact){questions[i].key, questions[i].title, MT_TEXT_UNKNOWN};
        bool is_there = mt_store_prepare(store, questions[i].sql, &statement, err) == MT_OK &&
                        sqlite3_step(statement) == SQLITE_ROW;
        doctor->problems += !is_there; /* it stays unknown, and nobody reads that all is well */
        bool has_room = !is_there || mt_arena_copy(&doctor->arena, mt_column_text(statement, 0), &fact->value);
        sqlite3_finalize(statement);
        if (!has_room)
            return mt_err_memory(err);
    }
    return MT_OK;
}
