/* A whole file into a database: whatever it holds, what it is counted as adds up, and nothing that the loader is given
 * can make it fail or leave a database that is not sound. The database lives as long as the fuzzer; every import is
 * given up at its end, one in a while is kept. */

#include "fuzz.h"

#include <stdlib.h>

#include <sqlite3.h>

#include "ingest/reading.h"
#include "store/loader.h"
#include "store/store.h"

static struct mt_store *
database(void)
{
    static struct mt_store *store;
    struct mt_err err;
    if (!store && mt_store_open(&store, MT_STORE_IN_MEMORY, MT_STORE_WRITE, &err) != MT_OK)
        abort();
    return store;
}

static void
check_counts(const struct mt_load_counts *counts)
{
    if (counts->read != counts->fresh + counts->changed + counts->known + counts->rejected + counts->routing)
        abort();
    if (counts->fresh < 0 || counts->changed < 0 || counts->known < 0 || counts->routing < 0)
        abort();
}

static int
first_cell(void *context, int count, char **cells, char **names)
{
    (void)count, (void)names;
    *(int *)context += atoi(cells[0]);
    return 0;
}

/* Deliveries are in the roll-up as often as they are in the database. */
static void
check_database(struct mt_store *store)
{
    int off = 0;
    sqlite3_exec(mt_store_connection(store),
                 "SELECT (SELECT coalesce(sum(deliveries), 0) FROM hourly) <> "
                 "       (SELECT count(*) FROM delivery WHERE absorbed = 0 AND outcome <> 10)",
                 first_cell, &off, NULL);
    sqlite3_exec(mt_store_connection(store),
                 "SELECT count(*) FROM delivery WHERE absorbed <> 2 AND id NOT IN (SELECT delivery_id FROM seen)",
                 first_cell, &off, NULL);
    if (off)
        abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct mt_store *store = database();
    struct mt_source *source = NULL;
    struct mt_reading *reading = NULL;
    struct mt_loader *loader = NULL;
    struct mt_err err = {""};
    struct mt_load_counts counts;
    struct mt_reading_options options = {.exported_at_us = MT_MOMENT_UNKNOWN, .now_us = INT64_C(1800000000000000)};
    enum mt_rc rc =
        mt_source_open_memory(&source, (struct mt_text){(const char *)data, size}, "fuzz", MT_ENCODING_DETECT, &err);
    if (rc == MT_OK)
        rc = mt_reading_open(&reading, source, &options, &err);
    if (rc == MT_OK && mt_loader_open(&loader, store, mt_reading_export(reading), options.now_us, &err) != MT_OK)
        goto out; /* the same bytes were kept before */
    if (loader) {
        struct mt_sink sink = mt_loader_sink(loader);
        rc = mt_reading_run(reading, &sink, NULL, &err);
        if (rc != MT_OK && rc != MT_AGAIN)
            goto out; /* the file contradicts itself: nothing of it is kept */
        if (mt_loader_finish(loader, &counts, &err) != MT_OK)
            abort();
        check_counts(&counts);
        if (rc == MT_OK && size % 16 == 0) {
            if (mt_loader_commit(loader, NULL, &err) != MT_OK)
                abort();
            loader = NULL;
            check_database(store);
        }
    }
out:
    mt_loader_abandon(loader);
    mt_reading_close(reading);
    mt_source_close(source);
    return 0;
}
