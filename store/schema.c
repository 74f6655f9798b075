#include "store/schema.h"

#include <stdio.h>

#include <libpsl.h>

#include "store/base/embedded.h"
#include "store/code_rules.h"
#include "store/handle.h"
#include "store/key.h"
#include "store/providers.h"
#include "store/row.h"
#include "store/seen.h"

extern const struct mt_embedded store_files[];

/* Every name that views and other programs see for a number. The formatter would push each list further to the right
 * than the one above it. */
/* clang-format off */
static const struct label {
    const char *kind;
    int number;
    const char *key;
} labels[] = {
#define X(number, phase, name, key, microsoft) {"status", number, key},
    MT_STATUS_LIST(X)
#undef X
#define X(number, name, key) {"outcome", number, key},
    MT_OUTCOME_LIST(X)
#undef X
#define X(number, name, key) {"evidence", number, key},
    MT_EVIDENCE_LIST(X)
#undef X
#define X(number, name, key) {"direction", number, key},
    MT_DIRECTION_LIST(X)
#undef X
#define X(number, key, below) {"size_band", number, key},
    MT_SIZE_BAND_LIST(X)
#undef X
#define X(number, name, key) {"reason_class", number, key},
    MT_REASON_CLASS_LIST(X)
#undef X
#define X(number, name, key) {"permanence", number, key},
    MT_PERMANENCE_LIST(X)
#undef X
#define X(number, name, key, words) {"actor", number, key},
    MT_ACTOR_LIST(X)
#undef X
#define X(number, stage, name, key) {"event", number, key},
    MT_EVENT_LIST(X)
#undef X
#define X(number, name, key) {"turn", number, key},
    MT_TURN_LIST(X)
#undef X
    {"size_band", MT_SIZE_BAND_UNKNOWN, "unknown"},
};
/* clang-format on */

enum { LABELS = sizeof labels / sizeof *labels };

/* ---- steps ---- */

enum { KEYS_IN_BLOCKS = 4 }; /* the step that SQL alone cannot take */

/* "0001_facts.sql" is step 1; 0 for files that are no step. */
static int
step_number(const char *name)
{
    int number = 0;
    for (int i = 0; i < 4; i++) {
        if (name[i] < '0' || name[i] > '9')
            return 0;
        number = number * 10 + (name[i] - '0');
    }
    return name[4] == '_' ? number : 0;
}

int
mt_schema_newest(void)
{
    int newest = 0;
    for (const struct mt_embedded *file = store_files; file->name; file++)
        if (step_number(file->name) > newest)
            newest = step_number(file->name);
    return newest;
}

static const struct mt_embedded *
step_file(int number)
{
    const struct mt_embedded *file = store_files;
    while (file->name && step_number(file->name) != number)
        file++;
    return file->name ? file : NULL;
}

static enum mt_rc
take_step(struct mt_store *store, int number, struct mt_err *err)
{
    const struct mt_embedded *file = step_file(number);
    char numbers[96];
    if (!file)
        return mt_err_set(err, MT_FAILED, "schema step %d is missing from this msgtrace", number);
    snprintf(numbers, sizeof numbers, "PRAGMA application_id = %d; PRAGMA user_version = %d;", MT_SCHEMA_APPLICATION,
             number);

    enum mt_rc rc = mt_store_begin(store, err);
    if (rc)
        return rc;
    /* Somebody else may have taken the step while this process waited for the lock. */
    int64_t there = 0;
    rc = mt_store_integer(store, "PRAGMA user_version", 0, &there, err);
    if (rc == MT_OK && there >= number) {
        mt_store_rollback(store);
        return MT_OK;
    }
    if (rc == MT_OK)
        rc = mt_store_run(store, file->bytes, file->name, err);
    if (rc == MT_OK && number == KEYS_IN_BLOCKS)
        rc = mt_seen_convert(store, err);
    if (rc == MT_OK)
        rc = mt_store_run(store, numbers, file->name, err);
    if (rc == MT_OK)
        return mt_store_commit(store, err);
    mt_store_rollback(store);
    return rc;
}

/* ---- what follows the program ---- */

/* Changes when anything does that refresh() would write. */
static void
stamp_of_program(char stamp[33])
{
    struct mt_hash hash = mt_hash_of(mt_text_of(psl_builtin_sha1sum()));
    for (const struct mt_embedded *file = store_files; file->name; file++)
        hash = mt_hash_with(hash, (struct mt_text){file->bytes, file->len});
    for (int i = 0; i < LABELS; i++) {
        hash = mt_hash_with(hash, mt_text_of(labels[i].kind));
        hash = mt_hash_with_number(hash, labels[i].number);
        hash = mt_hash_with(hash, mt_text_of(labels[i].key));
    }
    snprintf(stamp, 33, "%016llx%016llx", (unsigned long long)hash.a, (unsigned long long)hash.b);
}

static enum mt_rc
stamp_fits(struct mt_store *store, const char *stamp, bool *fits, struct mt_err *err)
{
    sqlite3_stmt *statement = NULL;
    enum mt_rc rc =
        mt_store_prepare(store, "SELECT key FROM label WHERE kind = 'stamp' AND number = 0", &statement, err);
    if (rc)
        return rc;
    int step = sqlite3_step(statement);
    *fits = step == SQLITE_ROW && mt_text_is(mt_column_text(statement, 0), stamp);
    if (step != SQLITE_ROW && step != SQLITE_DONE)
        rc = mt_store_error(store, "reading the database", err);
    sqlite3_finalize(statement);
    return rc;
}

static enum mt_rc
write_labels(struct mt_store *store, const char *stamp, struct mt_err *err)
{
    sqlite3_stmt *statement = NULL;
    enum mt_rc rc = mt_store_run(store, "DELETE FROM label", "writing labels", err);
    if (rc == MT_OK)
        rc = mt_store_prepare(store, "INSERT INTO label (kind, number, key) VALUES (?1, ?2, ?3)", &statement, err);
    for (int i = 0; i <= LABELS && rc == MT_OK; i++) {
        struct label label = i < LABELS ? labels[i] : (struct label){"stamp", 0, stamp};
        mt_bind_text(statement, 1, mt_text_of(label.kind));
        sqlite3_bind_int(statement, 2, label.number);
        mt_bind_text(statement, 3, mt_text_of(label.key));
        if (sqlite3_step(statement) != SQLITE_DONE)
            rc = mt_store_error(store, "writing labels", err);
        sqlite3_reset(statement);
    }
    sqlite3_finalize(statement);
    return rc;
}

static enum mt_rc
refresh(struct mt_store *store, const char *stamp, struct mt_err *err)
{
    struct mt_text views = mt_embedded_file(store_files, "views.sql");
    struct mt_text shipped = mt_embedded_file(store_files, "providers.tsv");
    enum mt_rc rc = mt_store_begin(store, err);
    if (rc)
        return rc;
    rc = write_labels(store, stamp, err);
    if (rc == MT_OK)
        rc = mt_store_run(store, views.at, "making the views", err);
    if (rc == MT_OK)
        rc = mt_providers_load(store, shipped, "providers.tsv", MT_PROVIDERS_SHIPPED, NULL, err);
    if (rc == MT_OK)
        rc = mt_providers_place_domains(store, err);
    if (rc == MT_OK)
        rc = mt_code_rules_apply(store, err);
    if (rc == MT_OK)
        return mt_store_commit(store, err);
    mt_store_rollback(store);
    return rc;
}

enum mt_rc
mt_schema_upgrade(struct mt_store *store, struct mt_err *err)
{
    char stamp[33];
    bool fits = false;
    int64_t version = 0;
    enum mt_rc rc = mt_store_integer(store, "PRAGMA user_version", 0, &version, err);
    for (int step = (int)version + 1; rc == MT_OK && step <= mt_schema_newest(); step++)
        rc = take_step(store, step, err);
    if (rc)
        return rc;

    stamp_of_program(stamp);
    rc = stamp_fits(store, stamp, &fits, err);
    return rc == MT_OK && !fits ? refresh(store, stamp, err) : rc;
}

enum mt_rc
mt_schema_renew(struct mt_store *store, struct mt_err *err)
{
    char stamp[33];
    stamp_of_program(stamp);
    return refresh(store, stamp, err);
}
