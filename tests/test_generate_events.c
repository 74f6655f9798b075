/* The generator's exports of events: every form tells the same, and truth.json counts it. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/generate_fixture.h"

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

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_form_tells_the_same_events_and_truth_counts_them),
        cmocka_unit_test(an_answer_of_graph_is_named_after_its_recipient_or_has_no_other),
        cmocka_unit_test(a_big_file_of_events_has_those_of_the_deliveries_asked_for),
        cmocka_unit_test(events_are_new_once_from_week_to_week),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
