#ifndef MT_TESTS_GENERATE_FIXTURE_H
#define MT_TESTS_GENERATE_FIXTURE_H

/* What the tests of the generator's files share: a folder of its own, a request, and numbers out of truth.json. Include
 * it behind cmocka.h. */

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fixtures/run.h"
#include "store/base/out.h"

/* ---- folders ---- */

struct folder {
    char path[64];
};

static inline struct folder
folder_make(void)
{
    struct folder folder = {"generate-XXXXXX"};
    assert_non_null(mkdtemp(folder.path));
    return folder;
}

static inline bool
is_folder(const char *path, const char *name)
{
    char full[512];
    struct stat found;
    snprintf(full, sizeof full, "%s/%s", path, name);
    assert_int_equal(stat(full, &found), 0);
    return S_ISDIR(found.st_mode);
}

/* Calls `visit` for each file and for each folder in it, in the order of their names, and returns how many there are.
 */
static inline int
folder_visit(const char *path, void (*visit)(const char *path, const char *name, void *context), void *context)
{
    struct dirent **entries;
    int count = scandir(path, &entries, NULL, alphasort), files = 0;
    assert_true(count >= 0);
    for (int i = 0; i < count; i++) {
        if (entries[i]->d_name[0] != '.') {
            visit(path, entries[i]->d_name, context);
            files++;
        }
        free(entries[i]);
    }
    free(entries);
    return files;
}

static inline void
remove_file(const char *path, const char *name, void *context)
{
    char full[512];
    (void)context;
    snprintf(full, sizeof full, "%s/%s", path, name);
    if (!is_folder(path, name)) {
        assert_int_equal(unlink(full), 0);
        return;
    }
    folder_visit(full, remove_file, NULL);
    assert_int_equal(rmdir(full), 0);
}

static inline void
folder_drop(const struct folder *folder)
{
    folder_visit(folder->path, remove_file, NULL);
    assert_int_equal(rmdir(folder->path), 0);
}

static inline struct mt_out
read_whole(const char *path, const char *name)
{
    char full[512], room[65536];
    struct mt_out bytes = MT_OUT_EMPTY;
    snprintf(full, sizeof full, "%s/%s", path, name);
    FILE *file = fopen(full, "rb");
    assert_non_null(file);
    for (size_t got; (got = fread(room, 1, sizeof room, file)) > 0;)
        mt_out_text(&bytes, (struct mt_text){room, got});
    fclose(file);
    return bytes;
}

/* ---- runs ---- */

static inline struct mt_run
run_of(const struct folder *folder, uint64_t seed)
{
    struct mt_run run = {.out = folder->path, .seed = seed, .weeks = 6, .first_day = mt_civil_iso_monday(2026, 42)};
    run.per_day = 60;
    run.scenario = mt_scenario_at(0);
    for (int i = 0; mt_form_at(i); i++)
        run.forms[run.form_count++] = mt_form_at(i);
    return run;
}

/* ---- truth ---- */

/* The number behind the next `key` at or after `*at`, which moves behind the key; -1 when there is none. truth.json is
 * the generator's own writing, so text is enough to read it. */
static inline int64_t
number_of(const struct mt_out *json, const char *key, size_t *at)
{
    struct mt_text rest = {json->bytes + *at, json->len - *at};
    ptrdiff_t found = mt_text_find(rest, key);
    if (found < 0)
        return -1;
    *at += (size_t)found + strlen(key);
    return strtoll(json->bytes + *at, NULL, 10);
}

static inline size_t
section(const struct mt_out *json, const char *key)
{
    size_t at = 0, last = 0;
    /* "domains" also lists the names of a provider: the section is the last of that name. */
    while (number_of(json, key, &at) >= 0)
        last = at;
    assert_true(last > 0);
    return last;
}

#endif
