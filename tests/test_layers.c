/* Includes go one way, and each library stays in its place. Reads the include lines of the sources. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* What a folder's files may include, by the beginning of the path; longer beginnings come first. The commands
 * (cmd_*.c) belong to the program and may include everything. */
static const struct {
    const char *folder;
    const char *allowed[6];
} layers[] = {
    {"store/base", {"store/base/"}},
    {"ingest", {"ingest/", "store/base/", "store/row.h"}},
    {"store", {"store/"}},
    {"query", {"query/", "store/"}},
    {"reports", {"reports/", "query/", "store/base/", "store/row.h"}},
};

/* Headers of libraries and the only folders that may know them. */
static const struct {
    const char *header;
    const char *folders[3];
} pinned[] = {
    {"csv.h", {"ingest"}},         {"jansson.h", {"ingest"}},         {"gmime/gmime.h", {"ingest"}},
    {"ares.h", {"ingest"}},        {"sqlite3.h", {"store", "query"}}, {"libpsl.h", {"store"}},
    {"xlsxwriter.h", {"reports"}}, {"cairo.h", {"reports"}},          {"cairo-ft.h", {"reports"}},
};

/* Of these, one file each. */
static const struct {
    const char *header, *file;
} wrapped[] = {
    {"csv.h", "ingest/csv.c"},
    {"jansson.h", "ingest/json.c"},
};

static bool
is_in(const char *wanted, const char *const *list, size_t size)
{
    for (size_t i = 0; i < size && list[i]; i++)
        if (strcmp(list[i], wanted) == 0)
            return true;
    return false;
}

static void
check_own(const char *folder, const char *file, const char *included)
{
    for (size_t i = 0; i < sizeof layers / sizeof *layers; i++) {
        if (strcmp(layers[i].folder, folder) != 0)
            continue;
        for (size_t j = 0; j < 6 && layers[i].allowed[j]; j++)
            if (strncmp(included, layers[i].allowed[j], strlen(layers[i].allowed[j])) == 0)
                return;
        fail_msg("%s/%s includes \"%s\", which is not below it", folder, file, included);
    }
}

static void
check_library(const char *folder, const char *file, const char *included)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", folder, file);
    for (size_t i = 0; i < sizeof pinned / sizeof *pinned; i++)
        if (strcmp(pinned[i].header, included) == 0 && !is_in(folder, pinned[i].folders, 3))
            fail_msg("%s includes <%s>, which is not for %s/", path, included, folder);
    for (size_t i = 0; i < sizeof wrapped / sizeof *wrapped; i++)
        if (strcmp(wrapped[i].header, included) == 0 && strcmp(wrapped[i].file, path) != 0)
            fail_msg("%s includes <%s>, which only %s may", path, included, wrapped[i].file);
}

/* The name in an include line, or NULL. */
static char *
included_name(char *line, char *kind)
{
    char *at = line + strspn(line, " \t");
    if (strncmp(at, "#include", 8) != 0)
        return NULL;
    at += 8 + strspn(at + 8, " \t");
    *kind = *at;
    char *end = strpbrk(at + 1, "\">");
    if ((*kind != '"' && *kind != '<') || !end)
        return NULL;
    *end = '\0';
    return at + 1;
}

static size_t
check_folder(const char *folder)
{
    char path[1024];
    size_t lines = 0;
    snprintf(path, sizeof path, "%s/%s", MSGTRACE_SOURCE_DIR, folder);
    DIR *opened = opendir(path);
    assert_non_null(opened);
    for (struct dirent *entry; (entry = readdir(opened)) != NULL;) {
        size_t len = strlen(entry->d_name);
        if (len < 3 || (strcmp(entry->d_name + len - 2, ".c") != 0 && strcmp(entry->d_name + len - 2, ".h") != 0))
            continue;
        snprintf(path, sizeof path, "%s/%s/%s", MSGTRACE_SOURCE_DIR, folder, entry->d_name);
        FILE *file = fopen(path, "r");
        assert_non_null(file);
        bool is_command = strncmp(entry->d_name, "cmd_", 4) == 0;
        for (char line[1024], kind; fgets(line, sizeof line, file);) {
            const char *name = included_name(line, &kind);
            if (!name)
                continue;
            lines++;
            if (kind == '"' && !is_command)
                check_own(folder, entry->d_name, name);
            if (kind == '<')
                check_library(folder, entry->d_name, name);
        }
        fclose(file);
    }
    closedir(opened);
    return lines;
}

static void
includes_go_one_way_and_libraries_stay_in_their_place(void **state)
{
    size_t lines = 0;
    (void)state;
    for (size_t i = 0; i < sizeof layers / sizeof *layers; i++)
        lines += check_folder(layers[i].folder);
    assert_true(lines > 100); /* the check has really seen the sources */
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(includes_go_one_way_and_libraries_stay_in_their_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
