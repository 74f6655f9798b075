/* Records that could not be read: chosen, exported as a file that is read again, and settled. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/store_fixture.h"

#include "ingest/csv.h"
#include "ingest/rejected.h"
#include "store/rejects.h"

/* ---- what the tests share ---- */

static const struct mt_rejected_form csv = {false, ','}, json = {true, 0};

static struct mt_text
exported(struct mt_out *out, const struct mt_rejected_form *form, const char *header, const char *const *raws)
{
    struct mt_err err = {""};
    struct mt_text line = mt_text_of(header);
    mt_rejected_begin(out, form, line);
    for (int64_t i = 0; raws[i]; i++) {
        struct mt_rejected rejected = {.number = i + 1, .raw = mt_text_of(raws[i])};
        if (mt_rejected_put(out, form, line, &rejected, &err) != MT_OK)
            fail_msg("%s", err.text);
    }
    mt_rejected_end(out, form);
    mt_out_byte(out, '\0');
    return (struct mt_text){out->bytes, out->len - 1};
}

static enum mt_rc
read_text(struct mt_rejected_list *list, struct mt_text text, struct mt_err *err)
{
    struct mt_source *source = NULL;
    *list = (struct mt_rejected_list){.items = NULL};
    assert_int_equal(mt_source_open_memory(&source, text, "test", MT_ENCODING_DETECT, err), MT_OK);
    enum mt_rc rc = mt_rejected_read(list, source, 0, err);
    mt_source_close(source);
    return rc;
}

static void
import_rejects(struct mt_store *store, int number, const char *name, const char *const *raws)
{
    struct mt_err err;
    struct mt_loader *loader;
    struct mt_export export = export_of(number, NOON);
    export.name = mt_text_of(name);
    export.header = MT_TEXT_LITERAL("a,b,c");
    assert_int_equal(mt_loader_open(&loader, store, &export, NOON, &err), MT_OK);
    struct mt_sink sink = mt_loader_sink(loader);
    for (uint64_t i = 0; raws[i]; i++) {
        struct mt_reject reject = {.line = i + 2, .reason = "bad", .raw = mt_text_of(raws[i])};
        assert_int_equal(sink.reject(sink.context, &reject, &err), MT_OK);
    }
    assert_int_equal(mt_loader_commit(loader, NULL, &err), MT_OK);
}

/* ---- exporting ---- */

static void
an_exported_file_is_the_export_with_one_column_more(void **state)
{
    (void)state;
    static const char *const raws[] = {"x,\"a, b\",y", "x,y", "x,\"two\nlines\",y", NULL};
    struct mt_out out = MT_OUT_EMPTY;
    exported(&out, &csv, "A,\"B b\",C", raws);
    assert_string_equal(out.bytes,
                        "msgtrace_reject,A,\"B b\",C\r\n1,x,\"a, b\",y\r\n2,x,y\r\n3,x,\"two\nlines\",y\r\n");
    mt_out_release(&out);
}

static void
what_is_no_record_by_itself_comes_as_the_text_of_a_cell(void **state)
{
    (void)state;
    static const char *const raws[] = {"x,\"never closed,y", "x,stray \"q\",y", "x,y,z", NULL};
    struct mt_out out = MT_OUT_EMPTY;
    struct mt_rejected_list list;
    struct mt_err err = {""};
    struct mt_text text = exported(&out, &csv, "A,B,C", raws);
    assert_string_equal(out.bytes, "msgtrace_reject,A,B,C\r\n1,\"x,\"\"never closed,y\"\r\n"
                                   "2,\"x,stray \"\"q\"\",y\"\r\n3,x,y,z\r\n");
    assert_int_equal(read_text(&list, text, &err), MT_OK);
    assert_int_equal(list.count, 3);
    for (size_t i = 0; i < 3; i++)
        assert_true(mt_text_is(list.items[i].raw, raws[i]));
    mt_rejected_release(&list);
    mt_out_release(&out);
}

static void
the_names_of_a_tracking_log_become_a_header(void **state)
{
    (void)state;
    static const char *const raws[] = {"2026,x", NULL};
    struct mt_out out = MT_OUT_EMPTY;
    exported(&out, &csv, "#Fields: date-time,event-id", raws);
    assert_string_equal(out.bytes, "msgtrace_reject,date-time,event-id\r\n1,2026,x\r\n");
    mt_out_release(&out);
}

static void
without_a_header_the_records_stand_alone(void **state)
{
    (void)state;
    static const char *const raws[] = {"x,y", "x,\"", NULL};
    struct mt_out out = MT_OUT_EMPTY;
    exported(&out, &csv, NULL, raws);
    assert_string_equal(out.bytes, "x,y\r\nx,\"\r\n");
    mt_out_release(&out);
}

static void
objects_get_a_key_and_what_is_none_becomes_a_string(void **state)
{
    (void)state;
    static const char *const raws[] = {" {\"a\":1}", "{}", "{\"a\":\"\x01\\", "{\"b\":{\"c\":[]}}", NULL};
    struct mt_out out = MT_OUT_EMPTY;
    struct mt_rejected_list list;
    struct mt_err err = {""};
    struct mt_text text = exported(&out, &json, NULL, raws);
    assert_string_equal(out.bytes, "[\n{\"msgtrace_reject\": 1, \"a\":1},\n{\"msgtrace_reject\": 2},\n"
                                   "{\"msgtrace_reject\": 3, \"msgtrace_raw\": \"{\\\"a\\\":\\\"\\u0001\\\\\"},\n"
                                   "{\"msgtrace_reject\": 4, \"b\":{\"c\":[]}}\n]\n");
    assert_int_equal(read_text(&list, text, &err), MT_OK);
    assert_int_equal(list.count, 4);
    assert_true(list.form.is_json);
    assert_true(mt_text_is(list.items[2].raw, raws[2]));
    assert_int_equal(list.items[3].number, 4);
    mt_rejected_release(&list);
    mt_out_release(&out);
}

/* ---- reading ---- */

static void
an_edited_file_may_come_from_a_spreadsheet(void **state)
{
    (void)state;
    static const char text[] = "\xEF\xBB\xBF\"A\";\"msgtrace_reject\";\"B\"\n\"x;y\";\"2\";\"\"\nz;1;\n";
    struct mt_rejected_list list;
    struct mt_err err = {""};
    if (read_text(&list, MT_TEXT_LITERAL(text), &err) != MT_OK)
        fail_msg("%s", err.text);
    assert_int_equal(list.count, 2);
    assert_int_equal(list.form.delimiter, ';');
    assert_true(mt_text_is(list.header, "A;B"));
    assert_int_equal(list.items[0].number, 1); /* in the order of numbers */
    assert_true(mt_text_is(list.items[0].raw, "z;"));
    assert_true(mt_text_is(list.items[1].raw, "\"x;y\";\"\""));
    assert_int_equal(list.items[1].line, 2);
    mt_rejected_release(&list);
}

static void
files_that_cannot_be_meant_are_refused_with_their_line(void **state)
{
    (void)state;
    static const struct {
        const char *text, *words;
    } cases[] = {
        {"A,B\nx,y\n", "has no column 'msgtrace_reject'"},
        {"msgtrace_reject,A,B\n1,x,y\n1,x,z\n", "reject 1 stands on line 2 and again on line 3"},
        {"msgtrace_reject,A,B\n1,x,y\n-2,x,z\n", "line 3 has no number"},
        {"msgtrace_reject,A,B\n,x,y\n", "line 2 has no number"},
        {"msgtrace_reject,A,B\n1,\"x,y\n", "line 2 ends inside a quoted field"},
        {"[{\"a\":1}]", "line 1 has no number"},
        {"[{\"msgtrace_reject\":1},\n{\"msgtrace_reject\":1}]", "reject 1 stands on line 1 and again on line 2"},
        {"[{\"msgtrace_reject\":1,}]", "line 1"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct mt_rejected_list list;
        struct mt_err err = {""};
        assert_int_equal(read_text(&list, mt_text_of(cases[i].text), &err), MT_FAILED);
        if (!strstr(err.text, cases[i].words))
            fail_msg("'%s' is not in '%s'", cases[i].words, err.text);
        mt_rejected_release(&list);
    }
}

/* ---- composing ---- */

struct lines {
    uint64_t at[8];
    size_t count;
};

static enum mt_rc
note_line(void *context, const struct mt_csv_record *record, struct mt_err *err)
{
    struct lines *lines = context;
    (void)err;
    lines->at[lines->count++] = record->line;
    return MT_OK;
}

static enum mt_rc
no_malformed(void *context, const char *reason, const struct mt_csv_record *record, struct mt_err *err)
{
    (void)context, (void)record, (void)err;
    fail_msg("%s", reason);
    return MT_FAILED;
}

static void
records_are_found_on_the_lines_that_were_promised(void **state)
{
    (void)state;
    static const char *const raws[] = {"x,y,z", "x,\"open", "x,\"two\r\nlines\rthree\",z", "x", "\"a\"\"b\",y,z"};
    struct mt_rejected_list list = {.form = csv, .header = MT_TEXT_LITERAL("A,\"B\nb\",C")};
    struct mt_out out = MT_OUT_EMPTY;
    struct mt_source *source = NULL;
    struct mt_err err;
    struct lines found = {.count = 0};
    struct mt_csv_handler handler = {&found, note_line, no_malformed};
    uint64_t lines[5];
    for (int64_t i = 0; i < 5; i++) {
        struct mt_rejected rejected = {.number = i, .raw = mt_text_of(raws[i])};
        assert_int_equal(mt_rejected_add(&list, &rejected, false, &err), MT_OK);
    }
    assert_int_equal(mt_rejected_compose(&list, &out, lines, &err), MT_OK);
    assert_int_equal(lines[1], 0); /* no record by itself: it would swallow the others */
    assert_int_equal(mt_source_open_memory(&source, mt_out_view(&out), "test", MT_ENCODING_UTF8, &err), MT_OK);
    assert_int_equal(mt_csv_read(source, ',', 1, &handler, &err), MT_OK);
    assert_int_equal(found.count, 5); /* the header and four records */
    assert_int_equal(found.at[1], lines[0]);
    assert_int_equal(found.at[2], lines[2]);
    assert_int_equal(found.at[3], lines[3]);
    assert_int_equal(found.at[4], lines[4]);
    mt_source_close(source);
    mt_out_release(&out);
    mt_rejected_release(&list);
}

/* ---- in the database ---- */

static enum mt_rc
put_raw(void *context, const struct mt_kept_reject *reject, struct mt_err *err)
{
    struct mt_out *out = context;
    (void)err;
    mt_out_text(out, reject->raw);
    mt_out_byte(out, ' ');
    return MT_OK;
}

static void
assert_walk(struct mt_store *store, struct mt_rejects_wanted wanted, const char *expected)
{
    struct mt_err err;
    struct mt_out out = MT_OUT_EMPTY;
    assert_int_equal(mt_rejects_each(store, &wanted, put_raw, &out, &err), MT_OK);
    mt_out_byte(&out, '\0');
    assert_string_equal(out.bytes, expected);
    mt_out_release(&out);
}

static enum mt_rc
stop_at_second(void *context, const struct mt_kept_reject *reject, struct mt_err *err)
{
    int *taken = context;
    (void)reject;
    return ++*taken == 2 ? mt_err_set(err, MT_INTERRUPTED, "enough") : MT_OK;
}

static void
rejects_are_chosen_by_import_and_by_name_of_the_file(void **state)
{
    (void)state;
    static const char *const first[] = {"a", "b", NULL}, *const second[] = {"c", NULL};
    struct room room;
    room_open(&room);
    struct mt_store *store = room_store(&room, MT_STORE_WRITE);
    import_rejects(store, 1, "exports/may.csv", first);
    import_rejects(store, 2, "june.csv", second);
    assert_walk(store, (struct mt_rejects_wanted){.import = 0}, "a b c ");
    assert_walk(store, (struct mt_rejects_wanted){.import = 2}, "c ");
    assert_walk(store, (struct mt_rejects_wanted){.file = MT_TEXT_LITERAL("exports/may.csv")}, "a b ");
    assert_walk(store, (struct mt_rejects_wanted){.file = MT_TEXT_LITERAL("may.csv")}, "a b ");
    assert_walk(store, (struct mt_rejects_wanted){.file = MT_TEXT_LITERAL("ay.csv")}, "");
    mt_store_close(store);
    room_close(&room);
}

static void
who_takes_rejects_can_end_the_walk(void **state)
{
    (void)state;
    static const char *const raws[] = {"a", "b", "c", NULL};
    const struct mt_rejects_wanted all = {.import = 0};
    struct room room;
    int taken = 0;
    room_open(&room);
    struct mt_store *store = room_store(&room, MT_STORE_WRITE);
    import_rejects(store, 1, "may.csv", raws);
    assert_int_equal(mt_rejects_each(store, &all, stop_at_second, &taken, &room.err), MT_INTERRUPTED);
    assert_int_equal(taken, 2);
    assert_string_equal(room.err.text, "enough");
    mt_store_close(store);
    room_close(&room);
}

static void
settled_rejects_are_left_out_and_say_by_which_export(void **state)
{
    (void)state;
    static const char *const raws[] = {"a", "b", NULL};
    struct room room;
    room_open(&room);
    struct mt_store *store = room_store(&room, MT_STORE_WRITE);
    struct mt_row row = row_of("a@a.example", MT_STATUS_DELIVERED, NOON);
    import_rejects(store, 1, "may.csv", raws);
    import_rows(store, 2, NOON, &row, 1);
    struct mt_export export = export_of(2, NOON);
    const int64_t numbers[] = {2};
    assert_int_equal(mt_rejects_settle(store, export.sha256, numbers, 1, &room.err), MT_OK);
    assert_walk(store, (struct mt_rejects_wanted){.import = 0}, "a ");
    assert_walk(store, (struct mt_rejects_wanted){.settled_too = true}, "a b ");
    assert_dump(store, "SELECT raw, settled_by FROM v1_reject ORDER BY 1", "a|-\nb|test.csv\n");
    assert_sound(store);
    mt_store_close(store);
    room_close(&room);
}

static void
what_an_export_was_found_to_be_comes_back(void **state)
{
    (void)state;
    static const char *const raws[] = {"a", NULL};
    struct room room;
    struct mt_arena arena = MT_ARENA_EMPTY;
    struct mt_export origin, export = export_of(1, NOON);
    room_open(&room);
    struct mt_store *store = room_store(&room, MT_STORE_WRITE);
    import_rejects(store, 1, "may.csv", raws);
    assert_int_equal(mt_rejects_origin(store, 1, &arena, &origin, &room.err), MT_OK);
    assert_true(mt_text_is(origin.name, "may.csv"));
    assert_true(mt_text_is(origin.header, "a,b,c"));
    assert_true(mt_text_equal(origin.flavour, export.flavour));
    assert_true(mt_text_equal(origin.date_order, export.date_order));
    assert_true(mt_text_equal(origin.observed_by, export.observed_by));
    assert_int_equal(origin.observed_us, NOON);
    assert_memory_equal(origin.sha256, export.sha256, sizeof export.sha256);
    assert_int_equal(mt_rejects_origin(store, 7, &arena, &origin, &room.err), MT_FAILED);
    mt_arena_release(&arena);
    mt_store_close(store);
    room_close(&room);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_exported_file_is_the_export_with_one_column_more),
        cmocka_unit_test(what_is_no_record_by_itself_comes_as_the_text_of_a_cell),
        cmocka_unit_test(the_names_of_a_tracking_log_become_a_header),
        cmocka_unit_test(without_a_header_the_records_stand_alone),
        cmocka_unit_test(objects_get_a_key_and_what_is_none_becomes_a_string),
        cmocka_unit_test(an_edited_file_may_come_from_a_spreadsheet),
        cmocka_unit_test(files_that_cannot_be_meant_are_refused_with_their_line),
        cmocka_unit_test(records_are_found_on_the_lines_that_were_promised),
        cmocka_unit_test(rejects_are_chosen_by_import_and_by_name_of_the_file),
        cmocka_unit_test(who_takes_rejects_can_end_the_walk),
        cmocka_unit_test(settled_rejects_are_left_out_and_say_by_which_export),
        cmocka_unit_test(what_an_export_was_found_to_be_comes_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
