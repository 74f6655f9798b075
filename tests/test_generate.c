/* The generator's files: the same bytes for the same request, true sums, forms and encodings as they should be. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "store/row.h"
#include "tests/generate_fixture.h"

/* ---- runs ---- */

static void
compare_with(const char *path, const char *name, void *context)
{
    const struct folder *other = context;
    if (is_folder(path, name)) {
        char full[512];
        struct folder below;
        snprintf(full, sizeof full, "%s/%s", path, name);
        snprintf(below.path, sizeof below.path, "%.30s/%.30s", other->path, name);
        assert_true(folder_visit(full, compare_with, &below) > 0);
        return;
    }
    struct mt_out mine = read_whole(path, name), theirs = read_whole(other->path, name);
    assert_int_equal(mine.len, theirs.len);
    if (mine.len)
        assert_memory_equal(mine.bytes, theirs.bytes, mine.len);
    mt_out_release(&mine);
    mt_out_release(&theirs);
}

static void
the_same_seed_gives_the_same_bytes(void **state)
{
    (void)state;
    enum mt_rc (*const runs[])(const struct mt_run *, struct mt_err *) = {mt_run_weekly, mt_run_same_facts};
    for (size_t i = 0; i < 2; i++) {
        struct mt_err err;
        struct folder first = folder_make(), second = folder_make();
        struct mt_run run = run_of(&first, 5);
        assert_int_equal(runs[i](&run, &err), MT_OK);
        run.out = second.path;
        assert_int_equal(runs[i](&run, &err), MT_OK);
        assert_true(folder_visit(first.path, compare_with, &second) >= 7);
        folder_drop(&first);
        folder_drop(&second);
    }
}

/* ---- truth ---- */

static int64_t
outcomes_from(const struct mt_out *json, size_t at, int64_t *routing)
{
    int64_t sum = 0;
    for (int i = 0; i <= MT_OUTCOME_ROUTING; i++) {
        char key[64];
        snprintf(key, sizeof key, "\"%s\": ", mt_outcome_key((enum mt_outcome)i));
        int64_t number = number_of(json, key, &at);
        assert_true(number >= 0);
        if (i == MT_OUTCOME_ROUTING)
            *routing = number;
        else
            sum += number;
    }
    return sum;
}

/* Adds up every "deliveries" with its "outcomes" from `from` up to the next section. */
static void
add_tallies(const struct mt_out *json, size_t from, size_t until, int64_t *deliveries, int64_t *routing)
{
    for (size_t at = from;;) {
        int64_t number = number_of(json, "\"deliveries\": ", &at), steps;
        if (number < 0 || at >= until)
            return;
        assert_int_equal(outcomes_from(json, at, &steps), number);
        *deliveries += number;
        *routing += steps;
    }
}

static void
totals_add_up(bool with_events)
{
    struct mt_err err;
    struct folder folder = folder_make();
    struct mt_run run = run_of(&folder, 12);
    for (int i = 0; i < 3 && with_events; i++)
        run.forms[1 + i] = mt_form_named(((const char *const[]){"detail", "extended", "tracking-log"})[i]);
    assert_int_equal(mt_run_weekly(&run, &err), MT_OK);
    struct mt_out json = read_whole(folder.path, "truth.json");
    mt_out_byte(&json, '\0');

    size_t exports = section(&json, "\"exports\": "), domains = section(&json, "\"domains\": ");
    size_t effects = section(&json, "\"effects\": "), providers = section(&json, "\"providers\": ");
    int64_t fresh = 0, steps = 0;
    for (size_t at = exports; at < effects;) {
        int64_t number = number_of(&json, "\"new\": ", &at);
        if (number < 0)
            break;
        fresh += number;
        steps += number_of(&json, "\"new_routing\": ", &at);
    }
    /* The whole stands between the exports and the effects; the first "outcomes" there are its own. */
    size_t whole = exports;
    int64_t total_steps, deliveries = 0, routing = 0, of_providers = 0, none = 0;
    number_of(&json, "\"outcomes\": ", &whole);
    int64_t total = outcomes_from(&json, whole, &total_steps);
    assert_true(total > 1500);
    assert_int_equal(fresh + steps, total + total_steps);
    add_tallies(&json, domains, json.len, &deliveries, &routing);
    assert_int_equal(deliveries, total);
    assert_int_equal(routing, total_steps);
    add_tallies(&json, providers, domains, &of_providers, &none);
    assert_in_range(of_providers, total / 10, total);
    assert_int_equal(none, 0);
    mt_out_release(&json);
    folder_drop(&folder);
}

static void
the_totals_of_truth_add_up(void **state)
{
    (void)state;
    totals_add_up(false);
}

static void
the_totals_of_truth_add_up_with_events_too(void **state)
{
    (void)state;
    totals_add_up(true);
}

/* ---- forms ---- */

static void
cultures_print_moments_as_dotnet_does(void **state)
{
    (void)state;
    static const struct {
        const char *culture;
        int64_t ticks;
        const char *text;
    } prints[] = {
        {"en-US", INT64_C(16663731369693760), "10/21/2022 5:25:36 PM"},
        {"en-US", INT64_C(16663104090000000), "10/21/2022 12:00:09 AM"},
        {"en-US-icu", INT64_C(16663536000000000), "10/21/2022 12:00:00\u202fPM"},
        {"en-GB", INT64_C(16663731369693760), "21/10/2022 17:25:36"},
        {"de-DE", INT64_C(16663731369693760), "21.10.2022 17:25:36"},
        {"nl-NL", INT64_C(16624014134907658), "5-9-2022 18:10:13"},
        {"sv-SE", INT64_C(16663731369693760), "2022-10-21 17:25:36"},
        {"ja-JP", INT64_C(16624014134907658), "2022/09/05 18:10:13"},
        {"zh-TW", INT64_C(16624014134907658), "2022/9/5 \u4e0b\u5348 6:10:13"},
        {"iso", INT64_C(16663731369693760), "2022-10-21T17:25:36.9693760Z"},
        {"iso-short", INT64_C(16663731369693760), "2022-10-21T17:25:36.969376Z"},
        {"iso-unmarked", INT64_C(16624014134907658), "2022-09-05T18:10:13.4907658"},
        {"iso-short", INT64_C(16663452100000000), "2022-10-21T09:40:10Z"},
        {"milliseconds", INT64_C(16587519732400000), "/Date(1658751973240)/"},
        {"grid", INT64_C(16663731369693760), "10/21/2022, 5:25 PM"},
    };
    for (size_t i = 0; i < sizeof prints / sizeof *prints; i++) {
        struct mt_out out = MT_OUT_EMPTY;
        mt_culture_put(&out, mt_culture_named(prints[i].culture), prints[i].ticks);
        mt_out_byte(&out, '\0');
        assert_string_equal(out.bytes, prints[i].text);
        mt_out_release(&out);
    }
}

static void
encodings_are_those_of_dotnet(void **state)
{
    (void)state;
    static const struct {
        enum mt_encoding_kind kind;
        const char *bytes;
        size_t len;
    } wanted[] = {
        {MT_PAPER_UTF8, "a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80", 10},
        {MT_PAPER_UTF16LE, "a\0\xE9\0\xAC\x20\x3D\xD8\0\xDE", 10},
        {MT_PAPER_UTF16BE_MARK, "\0a\0\xE9\x20\xAC\xD8\x3D\xDE\0", 10},
        {MT_PAPER_CP1252, "a\xE9\x80??", 5},
        {MT_PAPER_ASCII, "a????", 5},
    };
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        struct mt_out out = MT_OUT_EMPTY;
        mt_paper_encode(wanted[i].kind, mt_text_of("a\u00e9\u20ac\U0001F600"), &out);
        assert_int_equal(out.len, wanted[i].len);
        assert_memory_equal(out.bytes, wanted[i].bytes, out.len);
        mt_out_release(&out);
    }
}

static void
a_big_file_has_exactly_the_rows_asked_for(void **state)
{
    (void)state;
    struct mt_err err;
    struct folder folder = folder_make();
    struct mt_run run = run_of(&folder, 14);
    run.rows = 1000;
    run.forms[0] = mt_form_named("cortex");
    assert_int_equal(mt_run_bulk(&run, &err), MT_OK);
    struct mt_out bytes = read_whole(folder.path, "bulk-cortex-1000.ndjson");
    int lines = 0;
    for (size_t i = 0; i < bytes.len; i++)
        lines += bytes.bytes[i] == '\n';
    assert_int_equal(lines, 1000);
    mt_out_release(&bytes);
    folder_drop(&folder);
}

static void
has_the_time_of_its_export(const char *path, const char *name, void *context)
{
    char full[512];
    struct stat found;
    const int64_t *earliest_s = context;
    if (strcmp(name, "truth.json") == 0)
        return;
    snprintf(full, sizeof full, "%s/%s", path, name);
    assert_int_equal(stat(full, &found), 0);
    assert_true(found.st_size > 0);
    assert_true(found.st_mtime > *earliest_s && found.st_mtime < *earliest_s + 8 * 7 * 86400);
    assert_int_equal(found.st_mtime % 60, 0);
}

static void
files_have_the_time_of_their_export(void **state)
{
    (void)state;
    struct mt_err err;
    struct folder folder = folder_make();
    struct mt_run run = run_of(&folder, 15);
    int64_t first_s = run.first_day * 86400;
    assert_int_equal(mt_run_weekly(&run, &err), MT_OK);
    assert_int_equal(folder_visit(folder.path, has_the_time_of_its_export, &first_s), 7);
    folder_drop(&folder);
}

/* ---- quirks ---- */

struct lists {
    struct mt_out expected, described;
};

static void
is_listed(const char *path, const char *name, void *context)
{
    const struct lists *lists = context;
    char line[300], cell[300];
    (void)path;
    if (strcmp(name, "expected.tsv") == 0)
        return;
    snprintf(line, sizeof line, "\n%s\t", name);
    snprintf(cell, sizeof cell, "| %s |", name);
    if (mt_text_find(mt_out_view(&lists->expected), line) < 0)
        fail_msg("fixtures/quirks/expected.tsv says nothing of %s", name);
    if (mt_text_find(mt_out_view(&lists->described), cell) < 0)
        fail_msg("fixtures/README.md does not describe %s", name);
}

static void
every_quirk_is_described_and_has_its_expectation(void **state)
{
    (void)state;
    struct lists lists = {read_whole(MSGTRACE_SOURCE_DIR "/fixtures/quirks", "expected.tsv"),
                          read_whole(MSGTRACE_SOURCE_DIR "/fixtures", "README.md")};
    assert_true(folder_visit(MSGTRACE_SOURCE_DIR "/fixtures/quirks", is_listed, &lists) > 60);
    mt_out_release(&lists.expected);
    mt_out_release(&lists.described);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_seed_gives_the_same_bytes),
        cmocka_unit_test(the_totals_of_truth_add_up),
        cmocka_unit_test(the_totals_of_truth_add_up_with_events_too),
        cmocka_unit_test(cultures_print_moments_as_dotnet_does),
        cmocka_unit_test(encodings_are_those_of_dotnet),
        cmocka_unit_test(a_big_file_has_exactly_the_rows_asked_for),
        cmocka_unit_test(files_have_the_time_of_their_export),
        cmocka_unit_test(every_quirk_is_described_and_has_its_expectation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
