#ifndef MT_TESTS_SAMPLE_STORE_H
#define MT_TESTS_SAMPLE_STORE_H

/* A small database for tests of questions, filled row by row without an import, so that a test sees on one screen
 * what it asks about. Include it behind cmocka.h. */

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/row.h"
#include "store/store.h"

enum { SAMPLE_MAIL = 101, SAMPLE_POST = 102, SAMPLE_NOBODY = 103, SAMPLE_TENANT = 104 };

struct sample {
    struct mt_store *store;
    struct mt_err err;
    char folder[32], path[64];
    int deliveries;
};

/* What a test says of a delivery; what it leaves out is filled in. */
struct sample_delivery {
    int64_t received_us;
    int domain; /* SAMPLE_MAIL when 0 */
    enum mt_status status;
    enum mt_outcome outcome;
    int64_t size_bytes; /* unknown when 0 */
    int route;
    int64_t observed_us, pending_until_us; /* an hour after the mail came in; no observation when 0 */
    const char *recipient, *sender, *message_id, *trace_id, *subject;
};

static void
sample_run(struct sample *sample, const char *sql)
{
    char *message = NULL;
    if (sqlite3_exec(mt_store_connection(sample->store), sql, NULL, NULL, &message) != SQLITE_OK)
        fail_msg("%s\n%s", message, sql);
}

static void
sample_format(struct sample *sample, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *sql = sqlite3_vmprintf(format, args);
    va_end(args);
    assert_non_null(sql);
    sample_run(sample, sql);
    sqlite3_free(sql);
}

static void
sample_open(struct sample *sample)
{
    *sample = (struct sample){.deliveries = 0};
    strcpy(sample->folder, "sample_XXXXXX");
    assert_non_null(mkdtemp(sample->folder));
    snprintf(sample->path, sizeof sample->path, "%s/store.db", sample->folder);
    if (mt_store_open(&sample->store, sample->path, MT_STORE_WRITE, &sample->err) != MT_OK)
        fail_msg("%s", sample->err.text);
    sample_run(sample, "PRAGMA synchronous = OFF;"
                       "INSERT INTO provider (id, key, name) VALUES (9001, 'sample-mail', 'Sample Mail'),"
                       " (9002, 'other-post', 'Other Post');"
                       "INSERT OR IGNORE INTO domain (id, name) VALUES (0, '');"
                       "INSERT OR IGNORE INTO route (id, direction) VALUES (0, 0);"
                       "INSERT INTO domain (id, name, provider_id, country) VALUES"
                       " (101, 'mail.example', 9001, NULL), (102, 'post.example', 9002, 'GB'),"
                       " (103, 'nobody.example', NULL, 'ES'), (104, 'tenant.example', NULL, NULL);"
                       "INSERT INTO route (id, direction, connector, forest, region) VALUES"
                       " (1, 2, NULL, 'EURPRD10', 'EUR'), (2, 2, 'To Partner', 'EURPRD10', 'EUR'),"
                       " (3, 1, NULL, 'NAMPRD02', 'NAM');"
                       "INSERT INTO export (id, name, sha256, bytes, flavour, encoding, time_basis, observed_us,"
                       " observed_by, rows_read, imported_us) VALUES"
                       " (1, 'monday.csv', x'01', 1000, 'get-messagetrace', 'UTF-8', 'UTC', 0, 'file time', 0, 0);");
}

static void
sample_close(struct sample *sample)
{
    mt_store_close(sample->store);
    unlink(sample->path);
    rmdir(sample->folder);
}

static int
sample_address(struct sample *sample, const char *text, int domain)
{
    sqlite3 *db = mt_store_connection(sample->store);
    sqlite3_stmt *find = NULL;
    assert_int_equal(sqlite3_prepare_v2(db, "SELECT id FROM address WHERE text = ?", -1, &find, NULL), SQLITE_OK);
    sqlite3_bind_text(find, 1, text, -1, SQLITE_STATIC);
    int id = sqlite3_step(find) == SQLITE_ROW ? sqlite3_column_int(find, 0) : 0;
    sqlite3_finalize(find);
    if (id)
        return id;
    sample_format(sample, "INSERT INTO address (domain_id, text) VALUES (%d, %Q)", domain, text);
    return (int)sqlite3_last_insert_rowid(db);
}

/* The roll-up is kept as the loader keeps it. */
static void
sample_count(struct sample *sample, const struct sample_delivery *d, int domain)
{
    if (d->outcome == MT_OUTCOME_ROUTING)
        return;
    sample_format(sample,
                  "INSERT INTO hourly VALUES (%lld, %d, %d, %d, %d, 0, 1, %lld)"
                  " ON CONFLICT DO UPDATE SET deliveries = deliveries + 1, bytes = bytes + excluded.bytes",
                  (long long)(mt_floor_to(d->received_us, MT_HOUR) / MT_HOUR), domain,
                  mt_size_band(d->size_bytes ? d->size_bytes : MT_SIZE_UNKNOWN), d->route, (int)d->outcome,
                  (long long)d->size_bytes);
}

/* Returns the delivery's id. */
static int
sample_add(struct sample *sample, struct sample_delivery d)
{
    int number = ++sample->deliveries, domain = d.domain ? d.domain : SAMPLE_MAIL;
    unsigned char guid[16];
    char trace[64] = "NULL", size[32] = "NULL";
    int recipient = sample_address(sample, d.recipient ? d.recipient : "you@mail.example", domain);
    int sender = sample_address(sample, d.sender ? d.sender : "me@tenant.example", SAMPLE_TENANT);
    if (d.trace_id && mt_guid_parse(mt_text_of(d.trace_id), guid)) {
        strcpy(trace, "x'");
        for (int i = 0; i < 16; i++)
            snprintf(trace + 2 + 2 * i, 3, "%02x", guid[i]);
        strcat(trace, "'");
    }
    if (d.size_bytes)
        snprintf(size, sizeof size, "%lld", (long long)d.size_bytes);
    int64_t observed = d.observed_us ? d.observed_us : d.received_us + MT_HOUR;
    sample_format(sample,
                  "INSERT INTO delivery (id, trace_id, recipient_id, domain_id, sender_id, received_us,"
                  " received_precision, status, observed_us, outcome, evidence, size_bytes, route_id, message_id,"
                  " subject, export_id, line)"
                  " VALUES (%d, %s, %d, %d, %d, %lld, 1, %d, %lld, %d, 0, %s, %d, %Q, %Q, 1, %d)",
                  number, trace, recipient, domain, sender, (long long)d.received_us, (int)d.status,
                  (long long)observed, (int)d.outcome, size, d.route, d.message_id, d.subject, number + 1);
    if (d.pending_until_us)
        sample_format(sample, "INSERT INTO observation VALUES (%d, %d, %lld, %lld)", number, (int)MT_STATUS_PENDING,
                      (long long)(d.received_us + MT_MINUTE), (long long)d.pending_until_us);
    sample_count(sample, &d, domain);
    return number;
}

/* Silences warnings about what a test does not need. */
static inline void
sample_uses_all(void)
{
    (void)sample_add;
    (void)sample_close;
    (void)sample_open;
}

#endif
