#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>

#include "store/base/embedded.h"
#include "store/providers.h"
#include "store/rejects.h"
#include "store/schema.h"
#include "tests/store_fixture.h"

extern const struct mt_embedded store_files[];

static void
write_file(const char *path, const void *bytes, size_t len)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, len, file), len);
    assert_int_equal(fclose(file), 0);
}

/* The whole file. The caller frees it. */
static char *
read_file(const char *path, size_t *len)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    *len = (size_t)ftell(file);
    rewind(file);
    char *bytes = malloc(*len + 1);
    assert_non_null(bytes);
    assert_int_equal(fread(bytes, 1, *len, file), *len);
    fclose(file);
    return bytes;
}

static void
assert_refused(struct room *room, enum mt_store_mode mode, const char *words)
{
    struct mt_store *store = NULL;
    assert_int_equal(mt_store_open(&store, room->path, mode, &room->err), MT_FAILED);
    assert_null(store);
    if (!strstr(room->err.text, words))
        fail_msg("expected '%s', got: %s", words, room->err.text);
}

static void
make_database(struct room *room)
{
    mt_store_close(room_store(room, MT_STORE_WRITE));
}

static void
run_foreign(struct room *room, const char *sql)
{
    sqlite3 *db;
    assert_int_equal(sqlite3_open(room->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

/* ---- opening ---- */

static void
a_new_database_has_the_schema_labels_providers_and_views(void **unused)
{
    struct room room;
    (void)unused;
    room_open(&room);
    struct mt_store *store = room_store(&room, MT_STORE_WRITE);
    assert_int_equal(number_of(store, "PRAGMA user_version"), mt_schema_newest());
    assert_int_equal(number_of(store, "PRAGMA application_id"), MT_SCHEMA_APPLICATION);
    assert_int_equal(number_of(store, "PRAGMA page_size"), 16384);
    assert_int_equal(number_of(store, "PRAGMA foreign_keys"), 1);
    assert_dump(store, "PRAGMA journal_mode", "delete\n");
    assert_dump(store, "SELECT key FROM label WHERE kind = 'size_band' AND number IN (0, 15)", "<25KB\nunknown\n");
    assert_dump(store, "SELECT key FROM label WHERE kind = 'outcome' AND number = 4", "deferred\n");
    assert_dump(store, "SELECT count(*) FROM v1_delivery UNION ALL SELECT count(*) FROM v1_hourly", "0\n0\n");
    assert_true(number_of(store, "SELECT count(*) FROM provider_rule WHERE source = 'shipped'") > 150);
    assert_sound(store);
    mt_store_close(store);
    room_close(&room);
}

static void
opening_an_up_to_date_database_writes_nothing(void **unused)
{
    struct room room;
    size_t before_len, after_len;
    (void)unused;
    room_open(&room);
    make_database(&room);
    char *before = read_file(room.path, &before_len);
    mt_store_close(room_store(&room, MT_STORE_WRITE));
    mt_store_close(room_store(&room, MT_STORE_READ));
    char *after = read_file(room.path, &after_len);
    assert_int_equal(before_len, after_len);
    assert_memory_equal(before, after, before_len);
    free(before);
    free(after);
    room_close(&room);
}

static void
what_another_version_left_is_brought_up_to_date(void **unused)
{
    struct room room;
    (void)unused;
    room_open(&room);
    make_database(&room);
    run_foreign(&room, "UPDATE label SET key = 'other' WHERE kind = 'stamp';"
                       "DELETE FROM label WHERE kind = 'outcome';"
                       "DROP VIEW v1_hourly; CREATE VIEW v1_hourly AS SELECT 1;"
                       "INSERT INTO domain (id, name, country) VALUES (5, 'mail.example.co.uk', 'XX');"
                       "DELETE FROM provider_rule WHERE pattern = 'gmail.com'");
    struct mt_store *store = room_store(&room, MT_STORE_WRITE);
    assert_dump(store, "SELECT count(*) FROM label WHERE kind = 'outcome'", "11\n");
    assert_dump(store, "SELECT deliveries FROM v1_hourly", "");
    assert_dump(store, "SELECT registrable, country FROM domain WHERE id = 5", "example.co.uk|GB\n");
    assert_dump(store, "SELECT count(*) FROM provider_rule WHERE pattern = 'gmail.com'", "1\n");
    mt_store_close(store);
    room_close(&room);
}

static void
a_missing_database_is_not_made_by_reading(void **unused)
{
    struct room room;
    (void)unused;
    room_open(&room);
    assert_refused(&room, MT_STORE_READ, "run 'msgtrace import' first, or name one with --db");
    assert_int_not_equal(access(room.path, F_OK), 0);
    char path[96];
    snprintf(path, sizeof path, "%s", room.path);
    snprintf(room.path, sizeof room.path, "%s/missing/test.db", room.folder);
    assert_refused(&room, MT_STORE_WRITE, "is the folder there and writable?");
    snprintf(room.path, sizeof room.path, "%s", room.folder);
    assert_refused(&room, MT_STORE_WRITE, "is a folder");
    snprintf(room.path, sizeof room.path, "%s", path);
    room_close(&room);
}

static void
a_file_of_something_else_is_left_as_it_is(void **unused)
{
    static const char text[] = "Received,SenderAddress,RecipientAddress\n2026-11-18,a@b.example,c@d.example\n";
    struct room room;
    size_t len;
    (void)unused;
    room_open(&room);
    write_file(room.path, text, sizeof text - 1);
    assert_refused(&room, MT_STORE_READ, "is no msgtrace database");
    assert_refused(&room, MT_STORE_WRITE, "is no msgtrace database");
    char *bytes = read_file(room.path, &len);
    assert_int_equal(len, sizeof text - 1);
    assert_memory_equal(bytes, text, len);
    free(bytes);
    room_close(&room);
}

static void
a_database_of_another_program_is_left_as_it_is(void **unused)
{
    struct room room;
    size_t before_len, after_len;
    (void)unused;
    room_open(&room);
    run_foreign(&room, "PRAGMA journal_mode = WAL; CREATE TABLE t (a); INSERT INTO t VALUES (1)");
    char *before = read_file(room.path, &before_len);
    assert_refused(&room, MT_STORE_READ, "is a database of another program");
    assert_refused(&room, MT_STORE_WRITE, "is a database of another program");
    char *after = read_file(room.path, &after_len);
    assert_int_equal(before_len, after_len);
    assert_memory_equal(before, after, before_len);
    free(before);
    free(after);
    room_close(&room);
}

static void
a_newer_database_is_refused(void **unused)
{
    struct room room;
    (void)unused;
    room_open(&room);
    make_database(&room);
    run_foreign(&room, "PRAGMA user_version = 7");
    assert_refused(&room, MT_STORE_READ, "was written by a newer msgtrace (schema 7, this one knows");
    assert_refused(&room, MT_STORE_WRITE, "update msgtrace");
    room_close(&room);
}

static void
an_empty_file_becomes_a_database_but_is_none_to_read(void **unused)
{
    struct room room;
    (void)unused;
    room_open(&room);
    write_file(room.path, "", 0);
    assert_refused(&room, MT_STORE_READ, "is empty");
    struct mt_store *store = room_store(&room, MT_STORE_WRITE);
    assert_sound(store);
    mt_store_close(store);
    mt_store_close(NULL);
    room_close(&room);
}

static void
a_damaged_database_is_called_damaged(void **unused)
{
    struct room room;
    size_t len;
    (void)unused;
    room_open(&room);
    make_database(&room);
    char *bytes = read_file(room.path, &len);
    memset(bytes + 100, 0xA5, len - 100);
    write_file(room.path, bytes, len);
    free(bytes);
    assert_refused(&room, MT_STORE_WRITE, "is damaged");
    assert_refused(&room, MT_STORE_READ, "is damaged");
    room_close(&room);
}

static void
reading_works_without_the_right_to_write(void **unused)
{
    struct room room;
    (void)unused;
    room_open(&room);
    make_database(&room);
    assert_int_equal(chmod(room.path, 0444), 0);
    assert_int_equal(chmod(room.folder, 0555), 0);
    struct mt_store *store = room_store(&room, MT_STORE_READ);
    assert_dump(store, "SELECT count(*) FROM v1_delivery", "0\n");
    assert_int_equal(sqlite3_exec(mt_store_connection(store), "DELETE FROM label", NULL, NULL, NULL), SQLITE_READONLY);
    mt_store_close(store);
    if (geteuid() != 0) /* root may write everywhere */
        assert_refused(&room, MT_STORE_WRITE, "write-protected");
    assert_int_equal(chmod(room.folder, 0755), 0);
    room_close(&room);
}

/* ---- two at once, and ends that nobody wanted ---- */

static void
fill(struct mt_sink *sink, uint32_t from, uint32_t count)
{
    struct mt_err err;
    char recipient[64];
    for (uint32_t i = from; i < from + count; i++) {
        snprintf(recipient, sizeof recipient, "somebody.with.a.name.%u@mail%u.example.com", i, i % 1000);
        struct mt_row row = row_of(recipient, MT_STATUS_DELIVERED, NOON - i * MT_SECOND);
        row_trace(&row, row.received_us, i);
        row.subject = MT_TEXT_LITERAL("a subject that takes some room in the database, so that pages are written");
        if (sink->row(sink->context, &row, &err) != MT_OK)
            return;
    }
}

static void
a_second_import_is_told_to_wait(void **unused)
{
    struct room room;
    struct mt_loader *first, *second = NULL;
    struct mt_load_counts counts;
    (void)unused;
    room_open(&room);
    struct mt_store *one = room_store(&room, MT_STORE_WRITE), *other = room_store(&room, MT_STORE_WRITE);
    struct mt_export export = export_of(1, NOON), other_export = export_of(2, NOON);
    sqlite3_busy_timeout(mt_store_connection(other), 50);
    assert_int_equal(mt_loader_open(&first, one, &export, NOON, &room.err), MT_OK);
    assert_int_equal(mt_loader_open(&second, other, &other_export, NOON, &room.err), MT_FAILED);
    assert_non_null(strstr(room.err.text, "is in use by another msgtrace; try again when it has finished"));
    struct mt_sink sink = mt_loader_sink(first);
    fill(&sink, 0, 100);
    assert_int_equal(mt_loader_commit(first, &counts, &room.err), MT_OK);

    /* The second one learns of the addresses that the first one made. */
    assert_int_equal(mt_loader_open(&second, other, &other_export, NOON, &room.err), MT_OK);
    sink = mt_loader_sink(second);
    fill(&sink, 50, 100);
    assert_int_equal(mt_loader_commit(second, &counts, &room.err), MT_OK);
    assert_int_equal(counts.known, 50);
    assert_int_equal(counts.fresh, 50);
    struct mt_row row = row_of("somebody.with.a.name.149@mail149.example.com", MT_STATUS_DELIVERED, NOON);
    import_rows(one, 3, NOON, &row, 1);
    assert_int_equal(number_of(one, "SELECT count(*) FROM address"), 150);
    assert_sound(one);
    mt_store_close(one);
    mt_store_close(other);
    room_close(&room);
}

static void
a_commit_that_a_reader_holds_up_changes_nothing(void **unused)
{
    struct room room;
    struct mt_loader *loader;
    struct mt_load_counts counts;
    (void)unused;
    room_open(&room);
    struct mt_store *store = room_store(&room, MT_STORE_WRITE), *reader = room_store(&room, MT_STORE_READ);
    struct mt_export export = export_of(1, NOON);
    sqlite3_busy_timeout(mt_store_connection(store), 50);
    assert_int_equal(
        sqlite3_exec(mt_store_connection(reader), "BEGIN; SELECT count(*) FROM delivery", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(mt_loader_open(&loader, store, &export, NOON, &room.err), MT_OK);
    struct mt_sink sink = mt_loader_sink(loader);
    fill(&sink, 0, 100);
    assert_int_equal(mt_loader_commit(loader, &counts, &room.err), MT_FAILED);
    assert_non_null(strstr(room.err.text, "is in use by another msgtrace"));
    assert_int_equal(number_of(store, "SELECT count(*) FROM delivery"), 0);
    assert_int_equal(sqlite3_exec(mt_store_connection(reader), "COMMIT", NULL, NULL, NULL), SQLITE_OK);
    mt_store_close(reader);
    struct mt_row row = row_of("jo@example.com", MT_STATUS_DELIVERED, NOON);
    assert_int_equal(import_rows(store, 1, NOON, &row, 1).fresh, 1);
    assert_sound(store);
    mt_store_close(store);
    room_close(&room);
}

/* Fills the database in another process until told to stop by force; returns when it has begun to write. */
static pid_t
import_elsewhere(struct room *room)
{
    char journal[128];
    struct stat facts;
    snprintf(journal, sizeof journal, "%s-journal", room->path);
    fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct mt_store *store;
        struct mt_loader *loader;
        struct mt_export export = export_of(99, NOON);
        if (mt_store_open(&store, room->path, MT_STORE_WRITE, &room->err) != MT_OK ||
            mt_loader_open(&loader, store, &export, NOON, &room->err) != MT_OK)
            _exit(1);
        struct mt_sink sink = mt_loader_sink(loader);
        for (uint32_t from = 1000;; from += 1000)
            fill(&sink, from, 1000);
    }
    /* A journal longer than its header means that pages of the database itself have been overwritten. */
    off_t before = stat(room->path, &facts) == 0 ? facts.st_size : 0;
    const struct timespec moment = {0, 10 * 1000 * 1000};
    for (int i = 0; i < 3000; i++) {
        if (stat(room->path, &facts) == 0 && facts.st_size > before + 1024 * 1024 && stat(journal, &facts) == 0 &&
            facts.st_size > 512)
            return child;
        nanosleep(&moment, NULL);
    }
    kill(child, SIGKILL);
    fail_msg("the import wrote nothing in half a minute");
    return child;
}

static void
a_killed_import_leaves_the_database_as_it_was(void **unused)
{
    (void)unused;
    for (int reading = 0; reading < 2; reading++) {
        struct room room;
        int status;
        room_open(&room);
        struct mt_store *store = room_store(&room, MT_STORE_WRITE);
        struct mt_row row = row_of("jo@example.com", MT_STATUS_DELIVERED, NOON);
        import_rows(store, 1, NOON, &row, 1);
        char *before = dump_facts(store);
        mt_store_close(store);

        pid_t child = import_elsewhere(&room);
        assert_int_equal(kill(child, SIGKILL), 0);
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_true(WIFSIGNALED(status));

        /* Whoever comes next cleans up, also one who only reads. */
        store = room_store(&room, reading ? MT_STORE_READ : MT_STORE_WRITE);
        char *after = dump_facts(store);
        assert_string_equal(after, before);
        assert_dump(store, "SELECT count(*) FROM export", "1\n");
        assert_sound(store);
        free(before);
        free(after);
        mt_store_close(store);
        room_close(&room);
    }
}

static void
a_full_disk_leaves_the_database_as_it_was(void **unused)
{
    struct room room;
    int status;
    (void)unused;
    room_open(&room);
    struct mt_store *store = room_store(&room, MT_STORE_WRITE);
    struct mt_row row = row_of("jo@example.com", MT_STATUS_DELIVERED, NOON);
    import_rows(store, 1, NOON, &row, 1);
    char *before = dump_facts(store);
    mt_store_close(store);

    fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct mt_loader *loader;
        struct mt_load_counts counts;
        struct rlimit limit = {4 * 1024 * 1024, 4 * 1024 * 1024};
        struct mt_export export = export_of(99, NOON);
        signal(SIGXFSZ, SIG_IGN);
        if (setrlimit(RLIMIT_FSIZE, &limit) != 0 ||
            mt_store_open(&store, room.path, MT_STORE_WRITE, &room.err) != MT_OK ||
            mt_loader_open(&loader, store, &export, NOON, &room.err) != MT_OK)
            _exit(1);
        struct mt_sink sink = mt_loader_sink(loader);
        fill(&sink, 0, 100000);
        if (mt_loader_commit(loader, &counts, &room.err) != MT_FAILED)
            _exit(2);
        mt_store_close(store);
        _exit(strstr(room.err.text, "the disk is full") || strstr(room.err.text, "is full") ? 0 : 3);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    store = room_store(&room, MT_STORE_READ);
    char *after = dump_facts(store);
    assert_string_equal(after, before);
    assert_sound(store);
    free(before);
    free(after);
    mt_store_close(store);
    room_close(&room);
}

static void
a_disk_with_too_few_pages_is_called_full(void **unused)
{
    struct room room;
    struct mt_loader *loader;
    struct mt_load_counts counts;
    (void)unused;
    room_open(&room);
    struct mt_store *store = room_store(&room, MT_STORE_WRITE);
    struct mt_export export = export_of(1, NOON);
    number_of(store, "PRAGMA max_page_count = 60");
    assert_int_equal(mt_loader_open(&loader, store, &export, NOON, &room.err), MT_OK);
    struct mt_sink sink = mt_loader_sink(loader);
    fill(&sink, 0, 20000);
    assert_int_equal(mt_loader_commit(loader, &counts, &room.err), MT_FAILED);
    assert_non_null(strstr(room.err.text, "is full; nothing was changed"));
    assert_dump(store, "SELECT count(*) FROM export", "0\n");
    assert_sound(store);
    mt_store_close(store);
    room_close(&room);
}

/* ---- providers ---- */

static struct mt_row
mail_to(const char *recipient, uint32_t which)
{
    struct mt_row row = row_of(recipient, MT_STATUS_DELIVERED, NOON);
    row_trace(&row, NOON, which);
    return row;
}

#define PROVIDERS_DUMP "SELECT recipient, provider FROM v1_delivery ORDER BY 1"

static void
rules_of_the_user_win_persist_and_can_be_removed(void **unused)
{
    static const char table[] =
        "# mine\r\nbt.example\tbt\tBT plc\r\nyahoo.*\tother\tOther\r\n\r\nmail.yahoo.fr\tbt\tBT plc\n";
    struct room room;
    int64_t rules = 0;
    (void)unused;
    room_open(&room);
    struct mt_store *store = room_store(&room, MT_STORE_WRITE);
    struct mt_row rows[] = {mail_to("a@yahoo.co.uk", 1), mail_to("b@mail.yahoo.fr", 2), mail_to("c@bt.example", 3)};
    import_rows(store, 1, NOON, rows, 2);
    assert_dump(store, PROVIDERS_DUMP, "a@yahoo.co.uk|Yahoo\nb@mail.yahoo.fr|Yahoo\n");
    assert_int_equal(mt_store_add_providers(store, mt_text_of(table), "mine.tsv", &rules, &room.err), MT_OK);
    assert_int_equal(rules, 3);
    assert_dump(store, PROVIDERS_DUMP, "a@yahoo.co.uk|Other\nb@mail.yahoo.fr|BT plc\n");

    /* Domains that come later are sorted by them too, also after a change of the program. */
    import_rows(store, 2, NOON, rows, 3);
    mt_store_close(store);
    run_foreign(&room, "UPDATE label SET key = 'other' WHERE kind = 'stamp'");
    store = room_store(&room, MT_STORE_WRITE);
    assert_dump(store, PROVIDERS_DUMP, "a@yahoo.co.uk|Other\nb@mail.yahoo.fr|BT plc\nc@bt.example|BT plc\n");

    assert_int_equal(mt_providers_reset(store, &room.err), MT_OK);
    assert_dump(store, PROVIDERS_DUMP, "a@yahoo.co.uk|Yahoo\nb@mail.yahoo.fr|Yahoo\nc@bt.example|-\n");
    assert_dump(store, "SELECT count(*) FROM provider WHERE key IN ('bt', 'other')", "0\n");
    assert_sound(store);
    mt_store_close(store);
    room_close(&room);
}

static void
a_bad_line_is_named_and_changes_nothing(void **unused)
{
    static const struct {
        const char *table, *words;
    } cases[] = {
        {"good.example\tgood\tGood\nbad\tgood\tGood\n", "'mine.tsv' line 2: a pattern is a domain"},
        {"good.example\tgood\n", "'mine.tsv' line 1: the third column"},
        {"good.example\n", "'mine.tsv' line 1: the second column"},
        {"good.example\tGood One\tGood\n", "'mine.tsv' line 1: a provider's key"},
        {"good.example\tgood\tGo\x1Bod\n", "control character"},
        {"good.example\tgood\tGo\xFFod\n", "not UTF-8"},
        {"# x\n\n*.example\tgood\tGood", "'mine.tsv' line 3"},
    };
    struct room room;
    int64_t rules = -1;
    (void)unused;
    room_open(&room);
    struct mt_store *store = room_store(&room, MT_STORE_WRITE);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(mt_store_add_providers(store, mt_text_of(cases[i].table), "mine.tsv", &rules, &room.err),
                         MT_FAILED);
        assert_int_equal(rules, -1);
        if (!strstr(room.err.text, cases[i].words))
            fail_msg("expected '%s', got: %s", cases[i].words, room.err.text);
    }
    assert_dump(store, "SELECT count(*) FROM provider_rule WHERE source = 'user'", "0\n");
    mt_store_close(store);
    room_close(&room);
}

static void
what_providers_prints_can_be_loaded_again(void **unused)
{
    struct room room;
    struct mt_out out = MT_OUT_EMPTY;
    int64_t rules;
    (void)unused;
    room_open(&room);
    struct mt_store *store = room_store(&room, MT_STORE_WRITE);
    assert_int_equal(mt_providers_write(store, &out, &room.err), MT_OK);
    struct mt_text table = mt_out_view(&out);
    assert_true(mt_text_find(table, "\nyahoo.*\tyahoo\tYahoo\tshipped\n") >= 0);
    assert_int_equal(mt_store_add_providers(store, table, "again.tsv", &rules, &room.err), MT_OK);
    assert_dump(store, "SELECT count(*) FROM provider_rule WHERE source = 'shipped'", "0\n");
    mt_out_release(&out);
    mt_store_close(store);
    room_close(&room);
}

static void
each_shipped_pattern_is_there_once(void **unused)
{
    struct room room;
    struct mt_text table = mt_embedded_file(store_files, "providers.tsv");
    int64_t lines = 0;
    (void)unused;
    room_open(&room);
    struct mt_store *store = room_store(&room, MT_STORE_WRITE);
    while (table.at) {
        struct mt_text line = mt_text_cut(&table, '\n');
        lines += line.len && line.at[0] != '#';
    }
    assert_int_equal(number_of(store, "SELECT count(*) FROM provider_rule"), lines);
    mt_store_close(store);
    room_close(&room);
}

static void
the_founding_case_is_one_provider(void **unused)
{
    static const char *const domains[] = {"yahoo.com", "yahoo.fr",       "aol.com", "cs.com",        "aim.com",
                                          "ymail.com", "rocketmail.com", "sky.com", "btinternet.com"};
    enum { DOMAINS = sizeof domains / sizeof *domains };
    struct room room;
    (void)unused;
    room_open(&room);
    struct mt_store *store = room_store(&room, MT_STORE_WRITE);
    for (int i = 0; i < DOMAINS; i++) {
        char recipient[64];
        snprintf(recipient, sizeof recipient, "jo@%s", domains[i]);
        struct mt_row row = mail_to(recipient, (uint32_t)i);
        import_rows(store, i, NOON, &row, 1);
    }
    assert_dump(store, "SELECT provider, sum(deliveries) FROM v1_hourly GROUP BY 1", "Yahoo|9\n");
    struct mt_row staff = mail_to("jo@bt.com", 50);
    import_rows(store, 50, NOON, &staff, 1);
    assert_dump(store, "SELECT provider FROM v1_hourly WHERE recipient_domain = 'bt.com'", "-\n");
    mt_store_close(store);
    room_close(&room);
}

/* ---- rejects ---- */

static enum mt_rc
put_reject(void *context, const struct mt_kept_reject *reject, struct mt_err *err)
{
    (void)err;
    mt_rejects_put(context, reject);
    return MT_OK;
}

static void
rejects_are_shown_without_commanding_the_terminal(void **unused)
{
    static const char expected[] =
        "test.csv:7: no recipient\n    a\\x1B[31mb\\tc\n    second \\x9B\\u202Eline\\x00 [cut]\n"
        "test.csv:9: bad\n    \n";
    struct room room;
    struct mt_loader *loader;
    struct mt_load_counts counts;
    struct mt_out out = MT_OUT_EMPTY;
    (void)unused;
    room_open(&room);
    struct mt_store *store = room_store(&room, MT_STORE_WRITE);
    struct mt_export export = export_of(1, NOON);
    static const char raw[] = "a\x1B[31mb\tc\nsecond \xC2\x9B\xE2\x80\xAEline\x00";
    struct mt_reject rejects[] = {
        {.line = 7, .reason = "no recipient", .raw = {raw, sizeof raw - 1}, .raw_is_cut = true},
        {.line = 9, .reason = "bad", .raw = MT_TEXT_UNKNOWN},
    };
    assert_int_equal(mt_loader_open(&loader, store, &export, NOON, &room.err), MT_OK);
    struct mt_sink sink = mt_loader_sink(loader);
    for (int i = 0; i < 2; i++)
        assert_int_equal(sink.reject(sink.context, &rejects[i], &room.err), MT_OK);
    assert_int_equal(mt_loader_commit(loader, &counts, &room.err), MT_OK);
    assert_int_equal(mt_rejects_each(store, &(struct mt_rejects_wanted){.import = 0}, put_reject, &out, &room.err),
                     MT_OK);
    mt_out_byte(&out, '\0');
    assert_string_equal(out.bytes, expected);
    mt_out_release(&out);
    mt_store_close(store);
    room_close(&room);
}

/* ---- the public views ---- */

static void
views_give_text_ids_and_times_and_hide_absorbed_rows(void **unused)
{
    struct room room;
    (void)unused;
    room_open(&room);
    struct mt_store *store = room_store(&room, MT_STORE_WRITE);
    struct mt_row rows[] = {mail_to("jo@yahoo.com", 0xCF7A249A), mail_to("jo@yahoo.com", 2),
                            mail_to("jo@yahoo.com", 3)};
    rows[0].received_precision = MT_RECEIVED_BY_TICKS;
    rows[1].trace_is_guid = false;
    rows[1].trace_id = MT_TEXT_LITERAL("evt-1");
    rows[1].received_us = NOON + MT_HOUR;
    rows[2].trace_is_guid = false;
    rows[2].trace_id = MT_TEXT_UNKNOWN;
    rows[2].received_precision = 1;
    import_rows(store, 1, NOON + MT_DAY, rows, 3);
    assert_dump(store, "SELECT trace_id, received_utc, recipient_domain, direction FROM v1_delivery ORDER BY 1",
                "cf7a249a-4445-4647-a000-08df456b78c6|2026-11-18T12:00:00Z|yahoo.com|-\n"
                "evt-1|2026-11-18T13:00:00Z|yahoo.com|-\n");
    assert_dump(store, "SELECT hour_utc, recipient_domain, provider, size_band, outcome, deliveries FROM v1_hourly",
                "2026-11-18T12:00:00Z|yahoo.com|Yahoo|unknown|delivered|1\n"
                "2026-11-18T13:00:00Z|yahoo.com|Yahoo|unknown|delivered|1\n");
    mt_store_close(store);
    room_close(&room);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_new_database_has_the_schema_labels_providers_and_views),
        cmocka_unit_test(opening_an_up_to_date_database_writes_nothing),
        cmocka_unit_test(what_another_version_left_is_brought_up_to_date),
        cmocka_unit_test(a_missing_database_is_not_made_by_reading),
        cmocka_unit_test(a_file_of_something_else_is_left_as_it_is),
        cmocka_unit_test(a_database_of_another_program_is_left_as_it_is),
        cmocka_unit_test(a_newer_database_is_refused),
        cmocka_unit_test(an_empty_file_becomes_a_database_but_is_none_to_read),
        cmocka_unit_test(a_damaged_database_is_called_damaged),
        cmocka_unit_test(reading_works_without_the_right_to_write),
        cmocka_unit_test(a_second_import_is_told_to_wait),
        cmocka_unit_test(a_commit_that_a_reader_holds_up_changes_nothing),
        cmocka_unit_test(a_killed_import_leaves_the_database_as_it_was),
        cmocka_unit_test(a_full_disk_leaves_the_database_as_it_was),
        cmocka_unit_test(a_disk_with_too_few_pages_is_called_full),
        cmocka_unit_test(rules_of_the_user_win_persist_and_can_be_removed),
        cmocka_unit_test(a_bad_line_is_named_and_changes_nothing),
        cmocka_unit_test(what_providers_prints_can_be_loaded_again),
        cmocka_unit_test(each_shipped_pattern_is_there_once),
        cmocka_unit_test(the_founding_case_is_one_provider),
        cmocka_unit_test(rejects_are_shown_without_commanding_the_terminal),
        cmocka_unit_test(views_give_text_ids_and_times_and_hide_absorbed_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
