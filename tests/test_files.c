/* A report as several files: in a folder and in an archive. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <minizip/unzip.h>

#include "reports/files.h"

/* A folder of the test's own, and a report. */
struct place {
    char folder[64];
    struct mt_report report;
    struct mt_files files;
    struct mt_err err;
};

static const struct mt_column columns[] = {
    {"provider", "Provider", MT_TYPE_TEXT},
    {"deliveries", "Deliveries", MT_TYPE_COUNT},
    {"deferred_ratio", "Deferred", MT_TYPE_RATIO},
};

static void
must(enum mt_rc rc, const struct mt_err *err)
{
    if (rc != MT_OK)
        fail_msg("%s", err->text);
}

static struct mt_section *
add_section(struct place *place, const char *key)
{
    struct mt_table *table = mt_report_table(&place->report);
    assert_non_null(table);
    must(mt_table_columns(table, columns, sizeof columns / sizeof *columns, &place->err), &place->err);
    for (int i = 0; i < 3; i++) {
        struct mt_cell *row = mt_table_add(table);
        assert_non_null(row);
        row[0] = mt_cell_text(mt_text_of(i ? "=Google" : "Yahoo, \"and\" others"));
        row[1] = mt_cell_integer(100 * i);
        row[2] = mt_cell_real(0.1 * i);
    }
    struct mt_section *section = mt_report_section(&place->report, key, "A section", table);
    assert_non_null(section);
    section->chart = (struct mt_chart){.kind = MT_CHART_BARS, .title = "Bars", .value = "deferred_ratio"};
    return section;
}

static void
begin(struct place *place)
{
    *place = (struct place){.folder = "test_files.XXXXXX"};
    assert_non_null(mkdtemp(place->folder));
    mt_files_init(&place->files);
    mt_report_init(&place->report, "weekly");
    place->report.title = mt_text_of("The week of \x02Yahoo\x03");
    place->report.subtitle = mt_text_of("Monday to Sunday");
    place->report.fresh_us = 0;
    must(mt_report_parameter(&place->report, "week", MT_TEXT_LITERAL("2026-W47"), &place->err), &place->err);
}

/* Removes a folder and what is in it, two floors deep at most. */
static void
remove_all(const char *folder)
{
    char path[512];
    DIR *opened = opendir(folder);
    assert_non_null(opened);
    for (struct dirent *entry; (entry = readdir(opened)) != NULL;) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (unlink(path) != 0)
            remove_all(path);
    }
    closedir(opened);
    assert_int_equal(rmdir(folder), 0);
}

static void
end(struct place *place)
{
    mt_files_release(&place->files);
    mt_report_release(&place->report);
    assert_int_equal(chmod(place->folder, 0755), 0);
    remove_all(place->folder);
}

static void
path_in(const struct place *place, const char *name, char *path, size_t size)
{
    snprintf(path, size, "%s/%s", place->folder, name);
}

static size_t
count_entries(const char *folder)
{
    size_t count = 0;
    DIR *opened = opendir(folder);
    assert_non_null(opened);
    for (struct dirent *entry; (entry = readdir(opened)) != NULL;)
        count += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    closedir(opened);
    return count;
}

static struct mt_out
read_file(const char *path)
{
    struct mt_out out = MT_OUT_EMPTY;
    char bytes[4096];
    FILE *file = fopen(path, "rb");
    if (!file)
        fail_msg("there is no '%s'", path);
    for (size_t got; (got = fread(bytes, 1, sizeof bytes, file)) > 0;)
        mt_out_text(&out, (struct mt_text){bytes, got});
    fclose(file);
    assert_false(out.failed);
    return out;
}

static const struct mt_report_file *
file_named(const struct mt_files *files, const char *name)
{
    for (size_t i = 0; i < files->count; i++)
        if (strcmp(files->list[i].name, name) == 0)
            return &files->list[i];
    fail_msg("there is no file '%s'", name);
    return NULL;
}

static void
assert_is_in(const struct mt_out *out, const char *needle)
{
    if (mt_text_find(mt_out_view(out), needle) < 0)
        fail_msg("'%s' is not in: %.*s", needle, (int)out->len, out->bytes);
}

static void
add_file(struct place *place, const char *name, const char *content)
{
    struct mt_out *out = mt_files_add(&place->files, mt_text_of(name));
    assert_non_null(out);
    mt_out_string(out, content);
}

static void
assert_file_holds(const char *folder, const char *name, const char *content)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    struct mt_out found = read_file(path);
    assert_int_equal(found.len, strlen(content));
    assert_memory_equal(mt_out_view(&found).at, content, found.len);
    mt_out_release(&found);
}

/* ---- which files ---- */

static void
each_section_has_a_csv_file_of_its_own(void **state)
{
    struct place place;
    (void)state;
    begin(&place);
    add_section(&place, "providers");
    struct mt_section *words = mt_report_section(&place.report, "F-X35YQD", "A finding", NULL);
    assert_non_null(words);
    must(mt_report_point(&place.report, words, mt_text_of("It is \x02worse\x03."), &place.err), &place.err);
    assert_non_null(mt_report_section(&place.report, "silent", "Nothing", NULL));
    must(mt_files_of_report(&place.files, &place.report, MT_FORMAT_CSV, NULL, &place.err), &place.err);
    assert_int_equal(place.files.count, 3);

    struct mt_text table = mt_out_view(&file_named(&place.files, "providers.csv")->bytes);
    assert_true(mt_text_starts(table, "provider,deliveries,deferred_ratio\r\n\"Yahoo, \"\"and\"\" others\",0,0\r\n"));
    assert_is_in(&file_named(&place.files, "providers.csv")->bytes, "\"'=Google\",100,0.1\r\n");
    assert_true(
        mt_text_is(mt_out_view(&file_named(&place.files, "F-X35YQD.csv")->bytes), "sentence\r\nIt is worse.\r\n"));
    end(&place);
}

static void
one_file_says_what_the_others_are(void **state)
{
    struct place place;
    (void)state;
    begin(&place);
    struct mt_section *section = add_section(&place, "providers");
    section->lede = mt_text_of("Mail to \x02Yahoo\x03 waits.");
    must(mt_report_note(&place.report, section, mt_text_of("At least."), &place.err), &place.err);
    must(mt_files_of_report(&place.files, &place.report, MT_FORMAT_CSV, NULL, &place.err), &place.err);
    assert_true(mt_text_is(mt_out_view(&file_named(&place.files, "report.csv")->bytes),
                           "what,key,text,file\r\n"
                           "report,title,The week of Yahoo,\r\n"
                           "report,subtitle,Monday to Sunday,\r\n"
                           "report,fresh_utc,1970-01-01T00:00:00Z,\r\n"
                           "parameter,week,2026-W47,\r\n"
                           "section,providers,A section,providers.csv\r\n"
                           "lede,providers,Mail to Yahoo waits.,\r\n"
                           "note,providers,At least.,\r\n"));
    end(&place);
}

static void
the_files_of_a_csv_report_are_the_blocks_of_the_one_file(void **state)
{
    struct place place;
    struct mt_out whole = MT_OUT_EMPTY, parts = MT_OUT_EMPTY;
    static const char *const keys[] = {"first", "second"};
    (void)state;
    begin(&place);
    for (size_t i = 0; i < 2; i++)
        add_section(&place, keys[i]);
    must(mt_files_of_report(&place.files, &place.report, MT_FORMAT_CSV, NULL, &place.err), &place.err);
    must(mt_report_render(&place.report, MT_FORMAT_CSV, NULL, &whole, &place.err), &place.err);
    for (size_t i = 0; i < 2; i++) {
        char name[32];
        snprintf(name, sizeof name, "%s.csv", keys[i]);
        mt_out_string(&parts, i ? "\r\n" : "");
        mt_out_string(&parts, keys[i]);
        mt_out_string(&parts, "\r\n");
        mt_out_text(&parts, mt_out_view(&file_named(&place.files, name)->bytes));
    }
    assert_true(mt_text_equal(mt_out_view(&whole), mt_out_view(&parts)));
    mt_out_release(&whole);
    mt_out_release(&parts);
    end(&place);
}

static void
markdown_comes_with_the_pictures_it_names(void **state)
{
    struct place place;
    (void)state;
    begin(&place);
    add_section(&place, "providers");
    struct mt_section *data = add_section(&place, "told-in-words"), *plain = add_section(&place, "plain");
    data->table_is_data = true;
    plain->chart.kind = MT_CHART_NONE;
    must(mt_files_of_report(&place.files, &place.report, MT_FORMAT_MARKDOWN, NULL, &place.err), &place.err);
    assert_int_equal(place.files.count, 2);
    assert_string_equal(place.files.list[0].name, "report.md");
    assert_is_in(&place.files.list[0].bytes, "](charts/providers.png)");
    assert_true(mt_text_find(mt_out_view(&place.files.list[0].bytes), "charts/plain") < 0);
    const struct mt_report_file *picture = file_named(&place.files, "charts/providers.png");
    assert_true(picture->bytes.len > 1000);
    assert_memory_equal(picture->bytes.bytes, "\x89PNG\r\n\x1a\n", 8);
    end(&place);
}

static void
other_formats_are_one_file(void **state)
{
    static const struct {
        enum mt_format format;
        const char *name;
    } formats[] = {
        {MT_FORMAT_TEXT, "report.txt"},
        {MT_FORMAT_HTML, "report.html"},
        {MT_FORMAT_JSON, "report.json"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        struct place place;
        struct mt_out alone = MT_OUT_EMPTY;
        const struct mt_render_options options = {.unicode = true};
        begin(&place);
        add_section(&place, "providers");
        must(mt_files_of_report(&place.files, &place.report, formats[i].format, &options, &place.err), &place.err);
        must(mt_report_render(&place.report, formats[i].format, &options, &alone, &place.err), &place.err);
        assert_int_equal(place.files.count, 1);
        assert_true(mt_text_equal(mt_out_view(&file_named(&place.files, formats[i].name)->bytes), mt_out_view(&alone)));
        mt_out_release(&alone);
        end(&place);
    }
}

static void
an_empty_report_is_still_a_report(void **state)
{
    struct place place;
    char path[128];
    (void)state;
    begin(&place);
    must(mt_files_of_report(&place.files, &place.report, MT_FORMAT_CSV, NULL, &place.err), &place.err);
    assert_int_equal(place.files.count, 1);
    path_in(&place, "empty", path, sizeof path);
    must(mt_files_save_folder(&place.files, path, &place.err), &place.err);
    assert_int_equal(count_entries(path), 1);
    end(&place);
}

static void
a_section_whose_key_is_no_name_is_refused(void **state)
{
    static const char *const keys[] = {"../up", "a/b", "", ".hidden", "a b", "report", "REPORT", "q\"", "nul\xff"};
    (void)state;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        struct place place;
        begin(&place);
        add_section(&place, keys[i]);
        assert_int_equal(mt_files_of_report(&place.files, &place.report, MT_FORMAT_CSV, NULL, &place.err), MT_FAILED);
        assert_true(strlen(place.err.text) > 0);
        end(&place);
    }
    struct place twice;
    begin(&twice);
    add_section(&twice, "same");
    add_section(&twice, "Same");
    assert_int_equal(mt_files_of_report(&twice.files, &twice.report, MT_FORMAT_CSV, NULL, &twice.err), MT_FAILED);
    end(&twice);
}

/* ---- a folder ---- */

static void
a_new_folder_holds_the_files_and_nothing_else(void **state)
{
    struct place place;
    char path[128], charts[160];
    struct stat found;
    (void)state;
    begin(&place);
    add_file(&place, "report.md", "# Report\n");
    add_file(&place, "charts/one.png", "one");
    add_file(&place, "charts/two.png", "");
    path_in(&place, "week///", path, sizeof path);
    must(mt_files_save_folder(&place.files, path, &place.err), &place.err);
    path_in(&place, "week", path, sizeof path);
    assert_int_equal(count_entries(place.folder), 1);
    assert_int_equal(count_entries(path), 2);
    snprintf(charts, sizeof charts, "%s/charts", path);
    assert_int_equal(count_entries(charts), 2);
    assert_file_holds(path, "report.md", "# Report\n");
    assert_file_holds(path, "charts/one.png", "one");
    assert_file_holds(path, "charts/two.png", "");

    mode_t mask = umask(0);
    umask(mask);
    assert_int_equal(stat(path, &found), 0);
    assert_int_equal(found.st_mode & 0777, 0777 & ~mask);
    snprintf(charts, sizeof charts, "%s/report.md", path);
    assert_int_equal(stat(charts, &found), 0);
    assert_int_equal(found.st_mode & 0777, 0666 & ~mask);
    end(&place);
}

static void
an_existing_folder_keeps_what_the_report_does_not_have(void **state)
{
    struct place place;
    struct mt_out own = MT_OUT_EMPTY;
    char path[128];
    (void)state;
    begin(&place);
    mt_out_string(&own, "mine");
    path_in(&place, "notes.txt", path, sizeof path);
    must(mt_out_save(&own, path, &place.err), &place.err);
    path_in(&place, "report.md", path, sizeof path);
    must(mt_out_save(&own, path, &place.err), &place.err);
    mt_out_release(&own);

    add_file(&place, "report.md", "new");
    add_file(&place, "charts/one.png", "one");
    for (int i = 0; i < 2; i++) {
        must(mt_files_save_folder(&place.files, place.folder, &place.err), &place.err);
        assert_int_equal(count_entries(place.folder), 3);
        assert_file_holds(place.folder, "notes.txt", "mine");
        assert_file_holds(place.folder, "report.md", "new");
        assert_file_holds(place.folder, "charts/one.png", "one");
    }
    end(&place);
}

static void
a_folder_that_cannot_be_made_leaves_nothing_behind(void **state)
{
    struct place place;
    char path[128];
    (void)state;
    begin(&place);
    add_file(&place, "report.md", "new");

    path_in(&place, "absent/week", path, sizeof path);
    assert_int_equal(mt_files_save_folder(&place.files, path, &place.err), MT_FAILED);
    assert_non_null(strstr(place.err.text, "absent/week"));
    assert_int_equal(mt_files_save_folder(&place.files, "", &place.err), MT_FAILED);

    path_in(&place, "file", path, sizeof path);
    must(mt_out_save(&place.files.list[0].bytes, path, &place.err), &place.err);
    assert_int_equal(mt_files_save_folder(&place.files, path, &place.err), MT_FAILED);
    assert_non_null(strstr(place.err.text, "not a folder"));
    assert_int_equal(count_entries(place.folder), 1);
    end(&place);
}

static void
a_file_that_is_in_the_way_stops_the_report_and_stays(void **state)
{
    struct place place;
    char path[128];
    (void)state;
    begin(&place);
    add_file(&place, "charts/one.png", "one");
    path_in(&place, "charts", path, sizeof path);
    must(mt_out_save(&place.files.list[0].bytes, path, &place.err), &place.err);
    assert_int_equal(mt_files_save_folder(&place.files, place.folder, &place.err), MT_FAILED);
    assert_file_holds(place.folder, "charts", "one");
    assert_int_equal(count_entries(place.folder), 1);
    end(&place);
}

static void
a_folder_that_may_not_be_written_is_said_to_be_so(void **state)
{
    struct place place;
    char path[128];
    (void)state;
    if (geteuid() == 0)
        skip(); /* root may write anywhere */
    begin(&place);
    add_file(&place, "report.md", "new");
    assert_int_equal(chmod(place.folder, 0555), 0);
    path_in(&place, "week", path, sizeof path);
    assert_int_equal(mt_files_save_folder(&place.files, path, &place.err), MT_FAILED);
    assert_non_null(strstr(place.err.text, strerror(EACCES)));
    assert_int_equal(mt_files_save_folder(&place.files, place.folder, &place.err), MT_FAILED);
    assert_non_null(strstr(place.err.text, strerror(EACCES)));
    path_in(&place, "week.zip", path, sizeof path);
    assert_int_equal(mt_files_save_zip(&place.files, path, &place.err), MT_FAILED);
    assert_non_null(strstr(place.err.text, strerror(EACCES)));
    end(&place);
}

static void
names_that_lead_out_of_the_folder_are_refused(void **state)
{
    static const char *const names[] = {"../out", "/etc/out", "a/../../out", "", ".", "a//b", "a/", "./a"};
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct place place;
        char path[128];
        begin(&place);
        add_file(&place, "fine", "fine");
        add_file(&place, names[i], "wrong");
        path_in(&place, "week", path, sizeof path);
        assert_int_equal(mt_files_save_folder(&place.files, path, &place.err), MT_FAILED);
        assert_int_equal(mt_files_save_zip(&place.files, path, &place.err), MT_FAILED);
        assert_int_equal(count_entries(place.folder), 0);
        end(&place);
    }
}

/* ---- an archive ---- */

static void
assert_zip_holds(unzFile zip, const struct mt_report_file *file)
{
    unz_file_info info;
    char name[128], bytes[4096];
    struct mt_out found = MT_OUT_EMPTY;
    assert_int_equal(unzGetCurrentFileInfo(zip, &info, name, sizeof name, NULL, 0, NULL, 0), UNZ_OK);
    assert_string_equal(name, file->name);
    assert_int_equal(info.dosDate, 1 << 21 | 1 << 16); /* no time of making */
    assert_int_equal(unzOpenCurrentFile(zip), UNZ_OK);
    for (int got; (got = unzReadCurrentFile(zip, bytes, sizeof bytes)) != 0;) {
        assert_true(got > 0);
        mt_out_text(&found, (struct mt_text){bytes, (size_t)got});
    }
    assert_int_equal(unzCloseCurrentFile(zip), UNZ_OK); /* the checksum is right */
    assert_true(mt_text_equal(mt_out_view(&found), mt_out_view(&file->bytes)));
    mt_out_release(&found);
}

static void
an_archive_holds_the_files_in_their_order(void **state)
{
    struct place place;
    char path[128];
    (void)state;
    begin(&place);
    add_section(&place, "zebra");
    add_section(&place, "providers");
    must(mt_files_of_report(&place.files, &place.report, MT_FORMAT_MARKDOWN, NULL, &place.err), &place.err);
    add_file(&place, "empty.txt", "");
    path_in(&place, "week.zip", path, sizeof path);
    must(mt_files_save_zip(&place.files, path, &place.err), &place.err);
    assert_int_equal(count_entries(place.folder), 1);

    unzFile zip = unzOpen(path);
    assert_non_null(zip);
    int rc = unzGoToFirstFile(zip);
    for (size_t i = 0; i < place.files.count; i++) {
        assert_int_equal(rc, UNZ_OK);
        assert_zip_holds(zip, &place.files.list[i]);
        rc = unzGoToNextFile(zip);
    }
    assert_int_equal(rc, UNZ_END_OF_LIST_OF_FILE);
    unzClose(zip);
    end(&place);
}

static void
the_same_report_gives_the_same_archive(void **state)
{
    struct place place;
    char path[128];
    struct mt_out archives[2];
    (void)state;
    begin(&place);
    add_section(&place, "providers");
    path_in(&place, "week.zip", path, sizeof path);
    for (size_t i = 0; i < 2; i++) {
        mt_files_release(&place.files);
        must(mt_files_of_report(&place.files, &place.report, MT_FORMAT_MARKDOWN, NULL, &place.err), &place.err);
        must(mt_files_save_zip(&place.files, path, &place.err), &place.err);
        archives[i] = read_file(path);
    }
    assert_true(mt_text_equal(mt_out_view(&archives[0]), mt_out_view(&archives[1])));
    mt_out_release(&archives[0]);
    mt_out_release(&archives[1]);
    end(&place);
}

static void
an_archive_that_cannot_be_written_leaves_the_old_one(void **state)
{
    struct place place;
    char path[128];
    (void)state;
    begin(&place);
    add_file(&place, "report.md", "new");
    path_in(&place, "absent/week.zip", path, sizeof path);
    assert_int_equal(mt_files_save_zip(&place.files, path, &place.err), MT_FAILED);
    /* What did not come about is no archive. */
    place.files.list[0].bytes.failed = true;
    path_in(&place, "week.zip", path, sizeof path);
    assert_int_equal(mt_files_save_zip(&place.files, path, &place.err), MT_FAILED);
    assert_int_equal(mt_files_save_folder(&place.files, path, &place.err), MT_FAILED);
    assert_int_equal(count_entries(place.folder), 0);
    end(&place);
}

static void
a_full_disk_is_said_to_be_so(void **state)
{
    struct place place;
    (void)state;
    if (access("/dev/full", W_OK) != 0)
        skip();
    begin(&place);
    add_file(&place, "report.md", "new");
    assert_int_equal(mt_files_save_zip(&place.files, "/dev/full", &place.err), MT_FAILED);
    assert_non_null(strstr(place.err.text, strerror(ENOSPC)));
    end(&place);
}

static void
files_stay_as_they_are_when_others_are_added(void **state)
{
    enum { MANY = 100 };
    struct place place;
    char names[MANY][24];
    (void)state;
    begin(&place);
    for (int i = 0; i < MANY; i++) {
        snprintf(names[i], sizeof names[i], "file-%d", i);
        add_file(&place, names[i], names[i]);
        memset(names[i], 'x', 4); /* the name was copied */
    }
    assert_int_equal(place.files.count, MANY);
    for (int i = 0; i < MANY; i++) {
        char name[24];
        snprintf(name, sizeof name, "file-%d", i);
        assert_string_equal(place.files.list[i].name, name);
        assert_true(mt_text_is(mt_out_view(&place.files.list[i].bytes), name));
    }
    end(&place);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_section_has_a_csv_file_of_its_own),
        cmocka_unit_test(one_file_says_what_the_others_are),
        cmocka_unit_test(the_files_of_a_csv_report_are_the_blocks_of_the_one_file),
        cmocka_unit_test(markdown_comes_with_the_pictures_it_names),
        cmocka_unit_test(other_formats_are_one_file),
        cmocka_unit_test(an_empty_report_is_still_a_report),
        cmocka_unit_test(a_section_whose_key_is_no_name_is_refused),
        cmocka_unit_test(a_new_folder_holds_the_files_and_nothing_else),
        cmocka_unit_test(an_existing_folder_keeps_what_the_report_does_not_have),
        cmocka_unit_test(a_folder_that_cannot_be_made_leaves_nothing_behind),
        cmocka_unit_test(a_file_that_is_in_the_way_stops_the_report_and_stays),
        cmocka_unit_test(a_folder_that_may_not_be_written_is_said_to_be_so),
        cmocka_unit_test(names_that_lead_out_of_the_folder_are_refused),
        cmocka_unit_test(an_archive_holds_the_files_in_their_order),
        cmocka_unit_test(the_same_report_gives_the_same_archive),
        cmocka_unit_test(an_archive_that_cannot_be_written_leaves_the_old_one),
        cmocka_unit_test(a_full_disk_is_said_to_be_so),
        cmocka_unit_test(files_stay_as_they_are_when_others_are_added),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
