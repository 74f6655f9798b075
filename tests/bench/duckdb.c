/* Lets DuckDB answer statements through its C library, where there is no program `duckdb`. The library is loaded when
 * this runs: nothing here needs it to be built.
 *
 *   LIBDUCKDB=/path/to/libduckdb.so duckdb DATABASE STATEMENT...     ":memory:" is a database, too
 *
 * Prints the rows of the last statement, values with commas between them. Declarations are those of DuckDB's C API
 * (duckdb.h), as far as they are used. */

#include <dlfcn.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* duckdb_result: six words of which nothing is looked at. */
struct result {
    uint64_t words[16];
};

enum { FAILED = 1 };

static struct {
    int (*open)(const char *path, void **database);
    int (*connect)(void *database, void **connection);
    int (*query)(void *connection, const char *sql, struct result *result);
    const char *(*error)(struct result *result);
    uint64_t (*columns)(struct result *result);
    uint64_t (*rows)(struct result *result);
    char *(*value)(struct result *result, uint64_t column, uint64_t row);
    void (*destroy)(struct result *result);
    void (*free)(void *text);
    void (*disconnect)(void **connection);
    void (*close)(void **database);
} duckdb;

static bool
load(const char *path)
{
    static const char *const names[] = {"open",         "connect",    "query",         "result_error",
                                        "column_count", "row_count",  "value_varchar", "destroy_result",
                                        "free",         "disconnect", "close"};
    void *library = path ? dlopen(path, RTLD_NOW) : NULL;
    void **functions = (void **)&duckdb;
    if (!library)
        return false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char name[64];
        snprintf(name, sizeof name, "duckdb_%s", names[i]);
        if (!(functions[i] = dlsym(library, name)))
            return false;
    }
    return true;
}

static void
print(struct result *result)
{
    for (uint64_t row = 0; row < duckdb.rows(result); row++) {
        for (uint64_t column = 0; column < duckdb.columns(result); column++) {
            char *value = duckdb.value(result, column, row);
            printf("%s%s", column ? "," : "", value ? value : "");
            duckdb.free(value);
        }
        putchar('\n');
    }
}

int
main(int argument_count, char **arguments)
{
    void *database, *connection;
    const char *path = getenv("LIBDUCKDB");
    if (argument_count < 3) {
        fprintf(stderr, "LIBDUCKDB=FILE duckdb DATABASE STATEMENT...\n");
        return 2;
    }
    if (!load(path)) {
        fprintf(stderr, "duckdb: $LIBDUCKDB names no library of DuckDB\n");
        return 127;
    }
    if (duckdb.open(strcmp(arguments[1], ":memory:") == 0 ? NULL : arguments[1], &database) == FAILED ||
        duckdb.connect(database, &connection) == FAILED) {
        fprintf(stderr, "duckdb: cannot open %s\n", arguments[1]);
        return 1;
    }
    for (int i = 2; i < argument_count; i++) {
        struct result result = {{0}};
        bool failed = duckdb.query(connection, arguments[i], &result) == FAILED;
        if (failed)
            fprintf(stderr, "duckdb: %s\n", duckdb.error(&result));
        else if (i == argument_count - 1)
            print(&result);
        duckdb.destroy(&result);
        if (failed)
            return 1;
    }
    duckdb.disconnect(&connection);
    duckdb.close(&database);
    return 0;
}
