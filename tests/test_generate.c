/* The generator's files: the same bytes for the same request, true sums, forms and encodings as they should be. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fixtures/run.h"
#include "store/row.h"

/* ---- folders ----------------------------------------------------------------------------------------------------- */

struct folder {
    char path[64];
};

static struct folder
folder_make(void)
{
    struct folder folder = {"generate-XXXXXX"};
    assert_non_null(mkdtemp(folder.path));
    return folder;
}

static bool
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
static int
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

static void
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

static void
folder_drop(const struct folder *folder)
{
    folder_visit(folder->path, remove_file, NULL);
    assert_int_equal(rmdir(folder->path), 0);
}

static struct mt_out
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

/* ---- runs -------------------------------------------------------------------------------------------------------- */

static struct mt_run
run_of(const struct folder *folder, uint64_t seed)
{
    struct mt_run run = {.out = folder->path, .seed = seed, .weeks = 6, .first_day = mt_civil_iso_monday(2026, 42)};
    run.per_day = 60;
    run.scenario = mt_scenario_at(0);
    for (int i = 0; mt_form_at(i); i++)
        run.forms[run.form_count++] = mt_form_at(i);
    return run;
}

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

/* ---- truth --------------------------------------------------------------------------------------------------------
 */

/* The number behind the next `key` at or after `*at`, which moves behind the key; -1 when there is none. truth.json is
 * the generator's own writing, so text is enough to read it. */
static int64_t
number_of(const struct mt_out *json, const char *key, size_t *at)
{
    struct mt_text rest = {json->bytes + *at, json->len - *at};
    ptrdiff_t found = mt_text_find(rest, key);
    if (found < 0)
        return -1;
    *at += (size_t)found + strlen(key);
    return strtoll(json->bytes + *at, NULL, 10);
}

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

static size_t
section(const struct mt_out *json, const char *key)
{
    size_t at = 0, last = 0;
    /* "domains" also lists the names of a provider: the section is the last of that name. */
    while (number_of(json, key, &at) >= 0)
        last = at;
    assert_true(last > 0);
    return last;
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

/* ---- forms --------------------------------------------------------------------------------------------------------
 */

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

/* ---- events ------------------------------------------------------------------------------------------------------ */

/* A reader of CSV that knows no more than quotes: what is compared here must not come from msgtrace's own. */
enum { CELLS = 40 };

struct table {
    struct mt_out text; /* the cells' bytes, NUL-terminated */
    size_t at;
    struct mt_out file;
};

static struct table
table_of(const char *path, const char *name)
{
    return (struct table){.text = MT_OUT_EMPTY, .at = 0, .file = read_whole(path, name)};
}

static void
table_drop(struct table *table)
{
    mt_out_release(&table->text);
    mt_out_release(&table->file);
}

/* Fills `cells` with the next record and returns how many there are; 0 at the end. */
static int
next_record(struct table *table, char delimiter, const char *cells[CELLS])
{
    size_t starts[CELLS];
    int count = 0;
    bool quoted = false;
    const struct mt_out *file = &table->file;
    mt_out_clear(&table->text);
    if (table->at >= file->len)
        return 0;
    starts[count++] = 0;
    for (; table->at < file->len; table->at++) {
        char c = file->bytes[table->at];
        if (c == '"' && quoted && table->at + 1 < file->len && file->bytes[table->at + 1] == '"') {
            mt_out_byte(&table->text, '"');
            table->at++;
        } else if (c == '"') {
            quoted = !quoted;
        } else if (c == delimiter && !quoted) {
            mt_out_byte(&table->text, '\0');
            assert_true(count < CELLS);
            starts[count++] = table->text.len;
        } else if (c == '\n' && !quoted) {
            table->at++;
            break;
        } else if (c != '\r') {
            mt_out_byte(&table->text, c);
        }
    }
    mt_out_byte(&table->text, '\0');
    for (int i = 0; i < count; i++)
        cells[i] = table->text.bytes + starts[i];
    return count;
}

static int
column_of(const char *const cells[CELLS], int count, const char *name)
{
    for (int i = 0; i < count; i++)
        if (strcmp(cells[i], name) == 0)
            return i;
    fail_msg("no column '%s'", name);
    return -1;
}

/* What a file says of its deliveries. */
struct told {
    char whose[240]; /* trace id and recipient */
    int64_t events, deferrals;
    char first[40], last[40]; /* deferrals, as printed, in lexical order: ISO forms only */
};

struct tellings {
    struct told list[1024];
    int count;
};

static struct told *
told_of(struct tellings *tellings, const char *trace_id, const char *recipient, size_t len)
{
    char whose[240];
    snprintf(whose, sizeof whose, "%s %.*s", trace_id, (int)len, recipient);
    for (char *at = whose; *at; at++)
        *at = *at >= 'A' && *at <= 'Z' ? (char)(*at - 'A' + 'a') : *at;
    for (int i = 0; i < tellings->count; i++)
        if (strcmp(tellings->list[i].whose, whose) == 0)
            return &tellings->list[i];
    assert_true(tellings->count < 1024);
    struct told *told = &tellings->list[tellings->count++];
    *told = (struct told){.events = 0};
    snprintf(told->whose, sizeof told->whose, "%s", whose);
    return told;
}

/* The names of the columns that matter. */
struct layout {
    const char *file, *trace_id, *recipients, *related, *event, *time, *deferral;
};

static void
note_event(struct told *told, bool is_deferral, const char *time)
{
    told->events++;
    if (!is_deferral)
        return;
    told->deferrals++;
    if (!told->first[0] || strcmp(time, told->first) < 0)
        snprintf(told->first, sizeof told->first, "%s", time);
    if (strcmp(time, told->last) > 0)
        snprintf(told->last, sizeof told->last, "%s", time);
}

/* The address on the other side of an expansion or resolution: the whole cell, or inside of Data. */
static const char *
other_side(const char *cell)
{
    static const char name[] = "Name=\"RelatedRecipient\" String=\"";
    const char *found = strstr(cell, name);
    return found ? found + strlen(name) : *cell == '<' ? "" : cell;
}

static void
read_events(const char *path, const struct layout *layout, struct tellings *tellings)
{
    struct table table = table_of(path, layout->file);
    const char *cells[CELLS];
    int columns = next_record(&table, ',', cells);
    /* The header of a log stands behind other lines. */
    while (columns > 0 && strchr("#", cells[0][0]) && !strstr(cells[0], "Fields: "))
        columns = next_record(&table, ',', cells);
    if (strncmp(cells[0], "#Fields: ", 9) == 0)
        cells[0] += 9;
    int trace_id = column_of(cells, columns, layout->trace_id), event = column_of(cells, columns, layout->event);
    int recipients = column_of(cells, columns, layout->recipients), time = column_of(cells, columns, layout->time);
    int related = column_of(cells, columns, layout->related), found;
    tellings->count = 0;
    while ((found = next_record(&table, ',', cells)) > 0) {
        assert_int_equal(found, columns);
        bool is_deferral = strcmp(cells[event], layout->deferral) == 0;
        for (const char *at = cells[recipients]; *at;) {
            size_t len = strcspn(at, ";");
            note_event(told_of(tellings, cells[trace_id], at, len), is_deferral, cells[time]);
            at += len + (at[len] == ';');
        }
        const char *other = other_side(cells[related]);
        if (*other)
            note_event(told_of(tellings, cells[trace_id], other, strcspn(other, "\"")), false, cells[time]);
    }
    table_drop(&table);
}

/* The text behind `key` in truth.json: a string without its quotes, or a number. */
static void
value_of(const struct mt_out *json, const char *key, size_t *at, char value[240])
{
    struct mt_text rest = {json->bytes + *at, json->len - *at};
    ptrdiff_t found = mt_text_find(rest, key);
    assert_true(found >= 0);
    *at += (size_t)found + strlen(key);
    const char *from = json->bytes + *at;
    size_t len = *from == '"' ? strcspn(++from, "\"") : strcspn(from, ",}\n");
    snprintf(value, 240, "%.*s", (int)len, from);
}

/* Microseconds of an ISO stamp with three digits of the second or more. */
static int64_t
moment_of(const char *iso)
{
    int year, month, day, hour, minute, second, milli;
    assert_int_equal(sscanf(iso, "%d-%d-%dT%d:%d:%d.%3d", &year, &month, &day, &hour, &minute, &second, &milli), 7);
    struct mt_civil civil = {year, month, day, hour, minute, second, milli * 1000};
    return mt_civil_moment(&civil);
}

static void
agrees(const struct mt_out *json, struct tellings *tellings, const char *events_key, bool has_times)
{
    size_t at = section(json, "\"event_deliveries\": "), end = section(json, "\"event_exports\": ");
    int checked = 0, deferred = 0;
    for (;;) {
        size_t next = at;
        char trace_id[240], recipient[240], events[240], deferrals[240], first[240], last[240];
        if (number_of(json, "\"trace_id\": ", &next) < 0 || next >= end)
            break;
        value_of(json, "\"trace_id\": ", &at, trace_id);
        value_of(json, "\"recipient\": ", &at, recipient);
        value_of(json, events_key, &at, events);
        value_of(json, "\"deferrals\": ", &at, deferrals);
        value_of(json, "\"first_deferred_us\": ", &at, first);
        value_of(json, "\"last_deferred_us\": ", &at, last);
        const struct told *told = told_of(tellings, trace_id, recipient, strlen(recipient));
        assert_int_equal(told->events, strtoll(events, NULL, 10));
        assert_int_equal(told->deferrals, strtoll(deferrals, NULL, 10));
        if (told->deferrals > 0 && has_times) {
            assert_int_equal(moment_of(told->first), strtoll(first, NULL, 10));
            assert_int_equal(moment_of(told->last), strtoll(last, NULL, 10));
        }
        deferred += told->deferrals > 0;
        checked++;
    }
    assert_int_equal(checked, tellings->count); /* the file tells of nobody else; told_of adds whom it does not know */
    assert_true(checked > 60);
    assert_true(deferred > 10);
}

static void
every_form_tells_the_same_events_and_truth_counts_them(void **state)
{
    (void)state;
    static const struct layout layouts[] = {
        {"detail-script.en-US-icu.utf-8.csv", "MessageTraceId", "RecipientAddress", "Data", "Event", "Date", "Defer"},
        {"tracking-csv.en-US.utf-8.csv", "NetworkMessageId", "Recipients", "RelatedRecipientAddress", "EventId",
         "Timestamp", "DEFER"},
        {"tracking-log.iso-ms.utf-8.log", "network-message-id", "recipient-address", "related-recipient-address",
         "event-id", "date-time", "DEFER"},
        {"tracking-log-2013.iso-ms.utf-8.log", "network-message-id", "recipient-address", "related-recipient-address",
         "event-id", "date-time", "DEFER"},
    };
    struct mt_err err;
    struct folder folder = folder_make();
    struct mt_run run = run_of(&folder, 1);
    run.per_day = 2000;
    assert_int_equal(mt_run_same_facts(&run, &err), MT_OK);
    struct mt_out json = read_whole(folder.path, "truth.json");
    mt_out_byte(&json, '\0');
    char events[512];
    snprintf(events, sizeof events, "%s/events", folder.path);
    struct tellings *tellings = malloc(sizeof *tellings);
    assert_non_null(tellings);
    for (size_t i = 0; i < sizeof layouts / sizeof *layouts; i++) {
        read_events(events, &layouts[i], tellings);
        agrees(&json, tellings, i == 0 ? "\"events_in_details\": " : "\"events_in_transport\": ",
               strstr(layouts[i].file, "iso-ms") != NULL);
    }
    free(tellings);
    mt_out_release(&json);
    folder_drop(&folder);
}

static void
an_answer_of_graph_is_named_after_its_recipient_or_has_no_other(void **state)
{
    (void)state;
    struct mt_err err;
    struct folder folder = folder_make();
    struct mt_run run = run_of(&folder, 1);
    assert_int_equal(mt_run_same_facts(&run, &err), MT_OK);
    char named[512], nameless[512];
    snprintf(named, sizeof named, "%s/events/graph-detail", folder.path);
    snprintf(nameless, sizeof nameless, "%s/events/graph-detail-nameless", folder.path);
    struct mt_out json = read_whole(folder.path, "truth.json");
    mt_out_byte(&json, '\0');
    size_t at = section(&json, "\"event_deliveries\": "), end = section(&json, "\"event_exports\": ");
    int shown = 0;
    for (; number_of(&json, "\"events_in_details\": ", &at) >= 0 && at < end;)
        shown += strtoll(json.bytes + at, NULL, 10) > 0;
    struct dirent **entries;
    int count = scandir(named, &entries, NULL, alphasort), answers = 0;
    for (int i = 0; i < count; i++) {
        if (entries[i]->d_name[0] != '.') {
            assert_non_null(strchr(entries[i]->d_name, '@'));
            answers++;
        }
        free(entries[i]);
    }
    free(entries);
    assert_int_equal(answers, shown);
    count = scandir(nameless, &entries, NULL, alphasort);
    assert_true(count > 10);
    for (int i = 0; i < count; i++) {
        assert_null(strchr(entries[i]->d_name, '@'));
        free(entries[i]);
    }
    free(entries);
    mt_out_release(&json);
    folder_drop(&folder);
}

static void
a_big_file_of_events_has_those_of_the_deliveries_asked_for(void **state)
{
    (void)state;
    static const char *const forms[] = {"extended", "detail"};
    for (size_t i = 0; i < 2; i++) {
        struct mt_err err;
        struct folder folder = folder_make();
        struct mt_run run = run_of(&folder, 14);
        run.rows = 500;
        run.forms[0] = mt_form_named(forms[i]);
        assert_int_equal(mt_run_bulk(&run, &err), MT_OK);
        struct mt_out json = read_whole(folder.path, "truth.json");
        mt_out_byte(&json, '\0');
        size_t at = 0;
        int64_t rows = number_of(&json, "\"rows\": ", &at), deliveries = number_of(&json, "\"deliveries\": ", &at);
        int64_t events = number_of(&json, "\"events\": ", &at), fresh = number_of(&json, "\"new_events\": ", &at);
        assert_int_equal(deliveries, 500);
        assert_int_equal(events, fresh);
        assert_true(rows <= events && rows > 1000);
        assert_int_equal(number_of(&json, "\"with_events\": ", &at), 500);
        mt_out_release(&json);
        folder_drop(&folder);
    }
}

/* The records of a log, one text each, their cells run together. */
struct records {
    char *list[20000];
    int count;
};

static void
read_records(const char *path, const char *name, struct records *records)
{
    struct table table = table_of(path, name);
    const char *cells[CELLS];
    int columns;
    records->count = 0;
    while ((columns = next_record(&table, ',', cells)) > 0) {
        if (cells[0][0] == '#')
            continue;
        struct mt_out text = MT_OUT_EMPTY;
        for (int i = 0; i < columns; i++)
            mt_out_string(&text, cells[i]);
        mt_out_byte(&text, '\0');
        assert_true(records->count < 20000);
        records->list[records->count++] = text.bytes;
    }
    table_drop(&table);
}

static int
compare_texts(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void
events_are_new_once_from_week_to_week(void **state)
{
    (void)state;
    struct mt_err err;
    struct folder folder = folder_make();
    struct mt_run run = run_of(&folder, 16);
    run.per_day = 200;
    run.weeks = 2;
    run.form_count = 1;
    run.forms[0] = mt_form_named("tracking-log");
    run.scenario = mt_scenario_named("quiet");
    assert_int_equal(mt_run_weekly(&run, &err), MT_OK);
    struct mt_out json = read_whole(folder.path, "truth.json");
    mt_out_byte(&json, '\0');
    size_t at = 0;
    int64_t rows = number_of(&json, "\"rows\": ", &at), events = number_of(&json, "\"events\": ", &at);
    assert_int_equal(number_of(&json, "\"new_events\": ", &at), events);
    int64_t rows_next = number_of(&json, "\"rows\": ", &at), events_next = number_of(&json, "\"events\": ", &at);
    int64_t fresh = number_of(&json, "\"new_events\": ", &at);

    struct records *first = malloc(sizeof *first), *second = malloc(sizeof *second);
    assert_non_null(first);
    assert_non_null(second);
    read_records(folder.path, "MessageTrace_2026-W42.log", first);
    read_records(folder.path, "MessageTrace_2026-W43.log", second);
    assert_int_equal(first->count, rows);
    assert_int_equal(second->count, rows_next);
    qsort(first->list, (size_t)first->count, sizeof *first->list, compare_texts);
    int known = 0;
    for (int i = 0; i < second->count; i++)
        known +=
            bsearch(&second->list[i], first->list, (size_t)first->count, sizeof *first->list, compare_texts) != NULL;
    /* A record is one event or, for several recipients, some: as many more are known as there are such among them. */
    assert_true(known > 100);
    assert_in_range(events_next - fresh, known, 2 * known);
    for (int i = 0; i < first->count; i++)
        free(first->list[i]);
    for (int i = 0; i < second->count; i++)
        free(second->list[i]);
    free(first);
    free(second);
    mt_out_release(&json);
    folder_drop(&folder);
}

/* ---- quirks -------------------------------------------------------------------------------------------------------
 */

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
        cmocka_unit_test(every_form_tells_the_same_events_and_truth_counts_them),
        cmocka_unit_test(an_answer_of_graph_is_named_after_its_recipient_or_has_no_other),
        cmocka_unit_test(a_big_file_of_events_has_those_of_the_deliveries_asked_for),
        cmocka_unit_test(events_are_new_once_from_week_to_week),
        cmocka_unit_test(every_quirk_is_described_and_has_its_expectation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
