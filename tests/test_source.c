#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ingest/source.h"
#include "store/base/civil.h"
#include "store/base/out.h"

#define BYTES(literal) MT_TEXT_LITERAL(literal)

static struct mt_err err;

static struct mt_source *
open_bytes(struct mt_text bytes, enum mt_encoding encoding)
{
    struct mt_source *source = NULL;
    if (mt_source_open_memory(&source, bytes, "x.csv", encoding, &err) != MT_OK)
        fail_msg("%s", err.text);
    return source;
}

/* Reads on to the end, `step` bytes of room at a time. */
static void
read_on(struct mt_source *source, size_t step, struct mt_out *text)
{
    char room[4096];
    size_t got = 1;
    while (got) {
        assert_int_equal(mt_source_read(source, room, step, &got, &err), MT_OK);
        assert_true(mt_text_valid_utf8((struct mt_text){room, got}, false));
        mt_out_text(text, (struct mt_text){room, got});
    }
}

static void
assert_out(struct mt_out *out, const char *expected)
{
    assert_int_equal(out->len, strlen(expected));
    assert_memory_equal(out->bytes ? out->bytes : "", expected, out->len);
    mt_out_release(out);
}

static void
assert_reads(struct mt_text bytes, enum mt_encoding forced, enum mt_encoding encoding, const char *expected,
             uint64_t repaired)
{
    static const size_t steps[] = {16, 17, 4096};
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        struct mt_source *source = open_bytes(bytes, forced);
        struct mt_out text = MT_OUT_EMPTY;
        read_on(source, steps[i], &text);
        assert_out(&text, expected);
        assert_string_equal(mt_encoding_name(mt_source_facts(source)->encoding), mt_encoding_name(encoding));
        assert_int_equal(mt_source_facts(source)->repaired, repaired);
        mt_source_close(source);
    }
}

static void
assert_refused(struct mt_text bytes, const char *clause)
{
    struct mt_source *source = NULL;
    err.text[0] = '\0';
    assert_int_equal(mt_source_open_memory(&source, bytes, "x.csv", MT_ENCODING_DETECT, &err), MT_FAILED);
    assert_null(source);
    assert_true(mt_text_starts(mt_text_of(err.text), "cannot read 'x.csv': "));
    if (!strstr(err.text, clause))
        fail_msg("\"%s\" does not say \"%s\"", err.text, clause);
}

/* A file of its own for a test; the path is to be removed by the test. */
static void
write_file(char path[32], struct mt_text bytes)
{
    snprintf(path, 32, "/tmp/test_source-XXXXXX");
    int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    assert_int_equal(write(descriptor, bytes.at, bytes.len), (ssize_t)bytes.len);
    close(descriptor);
}

static void
a_mark_settles_the_encoding_and_is_not_part_of_the_text(void **state)
{
    (void)state;
    assert_reads(BYTES("\xEF\xBB\xBFna\xC3\xAFve"), MT_ENCODING_DETECT, MT_ENCODING_UTF8, "na\xC3\xAFve", 0);
    assert_reads(BYTES("\xFF\xFEn\0\xEF\0"), MT_ENCODING_DETECT, MT_ENCODING_UTF16LE, "n\xC3\xAF", 0);
    assert_reads(BYTES("\xFE\xFF\0n\0\xEF"), MT_ENCODING_DETECT, MT_ENCODING_UTF16BE, "n\xC3\xAF", 0);
    struct mt_source *source = open_bytes(BYTES("\xEF\xBB\xBFx"), MT_ENCODING_DETECT);
    assert_true(mt_source_facts(source)->has_mark);
    assert_int_equal(mt_source_facts(source)->bytes, 4);
    mt_source_close(source);
}

static void
utf16_without_a_mark_is_known_by_its_nul_bytes(void **state)
{
    (void)state;
    assert_reads(BYTES("a\0b\0,\0c\0\n\0"), MT_ENCODING_DETECT, MT_ENCODING_UTF16LE, "ab,c\n", 0);
    assert_reads(BYTES("\0a\0b\0,\0c\0\n"), MT_ENCODING_DETECT, MT_ENCODING_UTF16BE, "ab,c\n", 0);
    assert_reads(BYTES("a\0,\0b\0\n\0K0j0\0\x01"), MT_ENCODING_DETECT, MT_ENCODING_UTF16LE,
                 "a,b\n\xE3\x81\x8B\xE3\x81\xAA\xC4\x80", 0);
    assert_reads(BYTES("[\0"), MT_ENCODING_DETECT, MT_ENCODING_UTF16LE, "[", 0);
}

static void
one_byte_in_the_last_row_decides_for_cp1252(void **state)
{
    (void)state;
    enum { ROWS = 100000 };
    static const char row[] = "plain,row,42\n";
    struct mt_out bytes = MT_OUT_EMPTY;
    for (int i = 0; i < ROWS; i++)
        mt_out_string(&bytes, row);
    mt_out_string(&bytes, "Jos\xE9,\x80\n");
    struct mt_source *source = open_bytes(mt_out_view(&bytes), MT_ENCODING_DETECT);
    assert_int_equal(mt_source_facts(source)->encoding, MT_ENCODING_CP1252);
    struct mt_out text = MT_OUT_EMPTY;
    read_on(source, 4096, &text);
    assert_int_equal(text.len, ROWS * strlen(row) + strlen("Jos\xC3\xA9,\xE2\x82\xAC\n"));
    assert_memory_equal(text.bytes + ROWS * strlen(row), "Jos\xC3\xA9,\xE2\x82\xAC\n", 10);
    mt_out_release(&text);
    mt_out_release(&bytes);
    mt_source_close(source);
}

static void
bytes_that_cp1252_does_not_define_are_replaced_and_counted(void **state)
{
    (void)state;
    assert_reads(BYTES("\x81|\x8D|\x8F|\x90|\x9D|\x9F"), MT_ENCODING_DETECT, MT_ENCODING_CP1252,
                 "\xEF\xBF\xBD|\xEF\xBF\xBD|\xEF\xBF\xBD|\xEF\xBF\xBD|\xEF\xBF\xBD|\xC5\xB8", 5);
}

static void
a_character_that_two_blocks_share_is_still_utf8(void **state)
{
    (void)state;
    /* Three-byte characters behind one, two and three bytes of ASCII: any block size cuts one of them. */
    for (size_t shift = 1; shift <= 3; shift++) {
        struct mt_out bytes = MT_OUT_EMPTY, text = MT_OUT_EMPTY;
        mt_out_repeat(&bytes, 'x', shift);
        for (int i = 0; i < 300000; i++)
            mt_out_string(&bytes, "\xE2\x82\xAC");
        struct mt_source *source = open_bytes(mt_out_view(&bytes), MT_ENCODING_DETECT);
        assert_int_equal(mt_source_facts(source)->encoding, MT_ENCODING_UTF8);
        assert_int_equal(mt_source_facts(source)->repaired, 0);
        read_on(source, 4096, &text);
        assert_int_equal(text.len, bytes.len);
        assert_memory_equal(text.bytes, bytes.bytes, bytes.len);
        mt_out_release(&bytes);
        mt_out_release(&text);
        mt_source_close(source);
    }
}

static void
a_pair_of_surrogates_that_two_blocks_share_is_one_character(void **state)
{
    static const size_t pairs = 200000;
    (void)state;
    struct mt_out bytes = MT_OUT_EMPTY, text = MT_OUT_EMPTY;
    mt_out_text(&bytes, BYTES("\xFF\xFEx\0")); /* pairs begin in the middle of four bytes, blocks do not */
    for (size_t i = 0; i < pairs; i++)
        mt_out_text(&bytes, BYTES("\x3D\xD8\x00\xDE")); /* U+1F600 */
    mt_out_text(&bytes, BYTES("\n\0"));
    struct mt_source *source = open_bytes(mt_out_view(&bytes), MT_ENCODING_DETECT);
    assert_int_equal(mt_source_facts(source)->repaired, 0);
    read_on(source, 61, &text);
    assert_int_equal(text.len, 1 + 4 * pairs + 1);
    assert_memory_equal(text.bytes + 1 + 4 * (pairs - 1), "\xF0\x9F\x98\x80\n", 5);
    mt_out_release(&bytes);
    mt_out_release(&text);
    mt_source_close(source);
}

static void
half_a_surrogate_pair_and_an_odd_last_byte_are_replaced_and_counted(void **state)
{
    (void)state;
    assert_reads(BYTES("\xFF\xFE"
                       "a\0\x3D\xD8"
                       "b\0\x00\xDE"
                       "c\0d"),
                 MT_ENCODING_DETECT, MT_ENCODING_UTF16LE,
                 "a\xEF\xBF\xBD"
                 "b\xEF\xBF\xBD"
                 "c\xEF\xBF\xBD",
                 3);
    assert_reads(BYTES("\xFF\xFE"
                       "a\0\x3D\xD8"),
                 MT_ENCODING_DETECT, MT_ENCODING_UTF16LE, "a\xEF\xBF\xBD", 1);
}

static void
malformed_utf8_is_replaced_when_utf8_was_asked_for_or_marked(void **state)
{
    (void)state;
    assert_reads(BYTES("a\xFF"
                       "b\xE2\x82"),
                 MT_ENCODING_UTF8, MT_ENCODING_UTF8,
                 "a\xEF\xBF\xBD"
                 "b\xEF\xBF\xBD\xEF\xBF\xBD",
                 3);
    assert_reads(BYTES("\xEF\xBB\xBF"
                       "a\xE9"),
                 MT_ENCODING_DETECT, MT_ENCODING_UTF8, "a\xEF\xBF\xBD", 1);
    assert_reads(BYTES("a\xED\xA0\x80"), MT_ENCODING_UTF8, MT_ENCODING_UTF8, "a\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD",
                 3);
}

static void
an_encoding_that_is_asked_for_is_used(void **state)
{
    (void)state;
    assert_reads(BYTES("\xC3\xA9"), MT_ENCODING_CP1252, MT_ENCODING_CP1252, "\xC3\x83\xC2\xA9", 0);
    assert_reads(BYTES("K0j0"), MT_ENCODING_UTF16LE, MT_ENCODING_UTF16LE, "\xE3\x81\x8B\xE3\x81\xAA", 0);
    assert_reads(BYTES("\xFF\xFE"
                       "a\0"),
                 MT_ENCODING_UTF16LE, MT_ENCODING_UTF16LE, "a", 0);
}

static void
encodings_have_the_names_that_people_use(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        enum mt_encoding encoding;
    } known[] = {
        {"utf8", MT_ENCODING_UTF8},           {"UTF-8", MT_ENCODING_UTF8},        {"Unicode", MT_ENCODING_UTF16LE},
        {"UTF-16LE", MT_ENCODING_UTF16LE},    {"utf_16be", MT_ENCODING_UTF16BE},  {"latin1", MT_ENCODING_CP1252},
        {"Windows-1252", MT_ENCODING_CP1252}, {"ISO-8859-1", MT_ENCODING_CP1252}, {"CP1252", MT_ENCODING_CP1252},
    };
    enum mt_encoding encoding;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        assert_true(mt_encoding_parse(known[i].name, &encoding));
        assert_int_equal(encoding, known[i].encoding);
    }
    assert_false(mt_encoding_parse("", &encoding));
    assert_false(mt_encoding_parse("shift_jis", &encoding));
    assert_false(mt_encoding_parse("a name that is longer than any encoding has ever had", &encoding));
}

static void
the_checksum_is_that_of_the_raw_bytes(void **state)
{
    (void)state;
    /* FIPS 180-2, "abc"; then the digest of no bytes. */
    static const unsigned char abc[] =
        "\xBA\x78\x16\xBF\x8F\x01\xCF\xEA\x41\x41\x40\xDE\x5D\xAE\x22\x23\xB0\x03\x61\xA3"
        "\x96\x17\x7A\x9C\xB4\x10\xFF\x61\xF2\x00\x15\xAD";
    static const unsigned char none[] =
        "\xE3\xB0\xC4\x42\x98\xFC\x1C\x14\x9A\xFB\xF4\xC8\x99\x6F\xB9\x24\x27\xAE\x41\xE4"
        "\x64\x9B\x93\x4C\xA4\x95\x99\x1B\x78\x52\xB8\x55";
    struct mt_source *source = open_bytes(BYTES("abc"), MT_ENCODING_DETECT);
    assert_memory_equal(mt_source_facts(source)->sha256, abc, 32);
    mt_source_close(source);
    source = open_bytes(BYTES(""), MT_ENCODING_DETECT);
    assert_memory_equal(mt_source_facts(source)->sha256, none, 32);
    mt_source_close(source);
}

static void
an_empty_file_is_an_empty_text(void **state)
{
    (void)state;
    assert_reads(BYTES(""), MT_ENCODING_DETECT, MT_ENCODING_UTF8, "", 0);
    assert_reads(BYTES("\xFF\xFE"), MT_ENCODING_DETECT, MT_ENCODING_UTF16LE, "", 0);
}

static void
files_that_are_no_text_are_refused_by_what_they_look_like(void **state)
{
    (void)state;
    assert_refused(BYTES("PK\x03\x04\x14\0\x06\0"), "ZIP archive within an archive; unpack it first");
    assert_refused(BYTES("PK\x03\x04"
                         "01234567890123456789012345"
                         "[Content_Types].xml"
                         "PK\x03\x04"
                         "01234567890123456789012345"
                         "xl/workbook.xml"),
                   "Excel workbook");
    assert_refused(BYTES("PK\x03\x04"
                         "01234567890123456789012345"
                         "notes on xl/.csv"),
                   "ZIP archive");
    assert_refused(BYTES("PK\x03\x04"
                         "01234567890123456789012345"
                         "[Content_Types].xml"),
                   "Office document");
    assert_refused(BYTES("\x1F\x8B\x08\0"), "gzip file within an archive");
    assert_refused(BYTES("SQLite format 3\0"), "SQLite database");
    assert_refused(BYTES("%PDF-1.7\n"), "PDF");
    assert_refused(BYTES("\x89PNG\r\n\x1A\n"), "PNG");
    assert_refused(BYTES("\xFF\xD8\xFF\xE0"), "JPEG");
    assert_refused(BYTES("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), ".msg");
    assert_refused(BYTES("\x7F"
                         "ELF\x02"),
                   "program");
    assert_refused(BYTES("MZ\x90\0\x03\0\0\0"), "Windows program");
}

static void
text_that_begins_like_a_program_is_text(void **state)
{
    (void)state;
    assert_reads(BYTES("MZ,x\n"), MT_ENCODING_DETECT, MT_ENCODING_UTF8, "MZ,x\n", 0);
}

static void
nul_characters_are_refused_wherever_they_stand(void **state)
{
    (void)state;
    assert_refused(BYTES("a,b\n1,\0\n"), "NUL characters");
    assert_refused(BYTES("\xFF\xFE"
                         "a\0\0\0b\0"),
                   "NUL characters");
    struct mt_source *source;
    assert_int_equal(mt_source_open_memory(&source, BYTES("a\0b\0c\0"), "x.csv", MT_ENCODING_UTF8, &err), MT_FAILED);
    assert_non_null(strstr(err.text, "looks like UTF-16"));
}

static void
question_marks_inside_names_show_a_lossy_export(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool is_lossy;
    } cases[] = {
        {"M?nchen\nMu?oz\nK?ln\n", true},
        {"M?nchen\nMu?oz\nreally?\n", false},
        {"M?nchen\nMu?oz\nK?ln\nZ\xC3\xBCrich\n", false},
        {"really? no? maybe?\n?a ?b ?c", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct mt_source *source = open_bytes(mt_text_of(cases[i].text), MT_ENCODING_DETECT);
        assert_int_equal(mt_source_facts(source)->looks_lossy, cases[i].is_lossy);
        mt_source_close(source);
    }
}

static void
rewinding_gives_the_same_text_again(void **state)
{
    (void)state;
    struct mt_source *source = open_bytes(BYTES("\xFF\xFE"
                                                "a\0b\0c\0"),
                                          MT_ENCODING_DETECT);
    struct mt_out text = MT_OUT_EMPTY;
    char room[16];
    size_t got;
    assert_int_equal(mt_source_read(source, room, sizeof room, &got, &err), MT_OK);
    assert_int_equal(mt_source_consumed(source), 8);
    assert_int_equal(mt_source_rewind(source, &err), MT_OK);
    read_on(source, 16, &text);
    assert_out(&text, "abc");
    mt_source_close(source);
}

static void
a_file_knows_its_name_size_and_time(void **state)
{
    (void)state;
    char path[32];
    write_file(path, BYTES("a,b\n"));
    struct timespec times[2] = {{1763630000, 0}, {1763630000, 250000000}};
    assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
    struct mt_source *source;
    assert_int_equal(mt_source_open(&source, path, MT_ENCODING_DETECT, &err), MT_OK);
    unlink(path);
    const struct mt_source_facts *facts = mt_source_facts(source);
    assert_true(mt_text_is(facts->name, path));
    assert_int_equal(facts->bytes, 4);
    assert_int_equal(facts->modified_us, INT64_C(1763630000250000));
    assert_int_equal(mt_source_unchanged(source, &err), MT_OK);
    mt_source_close(source);
}

static void
a_file_that_grows_while_it_is_read_is_noticed(void **state)
{
    (void)state;
    char path[32];
    write_file(path, BYTES("a,b\n"));
    struct mt_source *source;
    assert_int_equal(mt_source_open(&source, path, MT_ENCODING_DETECT, &err), MT_OK);
    FILE *file = fopen(path, "ab");
    assert_non_null(file);
    fputs("c,d\n", file);
    fclose(file);
    assert_int_equal(mt_source_unchanged(source, &err), MT_FAILED);
    assert_non_null(strstr(err.text, "has changed"));
    mt_source_close(source);
    unlink(path);
}

static void
folders_and_missing_files_are_refused(void **state)
{
    (void)state;
    struct mt_source *source = NULL;
    assert_int_equal(mt_source_open(&source, "/tmp", MT_ENCODING_DETECT, &err), MT_FAILED);
    assert_string_equal(err.text, "cannot read '/tmp': it is a folder; name the files in it");
    assert_int_equal(mt_source_open(&source, "/tmp/no/such.csv", MT_ENCODING_DETECT, &err), MT_FAILED);
    assert_string_equal(err.text, "cannot read '/tmp/no/such.csv': there is no such file");
    assert_null(source);
}

static void
a_file_that_may_not_be_read_is_refused(void **state)
{
    (void)state;
    char path[32];
    struct mt_source *source = NULL;
    write_file(path, BYTES("a,b\n"));
    assert_int_equal(chmod(path, 0), 0);
    /* Root may read everything, so the test is somebody else for a moment. */
    uid_t self = geteuid();
    if (self == 0)
        assert_int_equal(seteuid(65534), 0);
    enum mt_rc rc = mt_source_open(&source, path, MT_ENCODING_DETECT, &err);
    if (self == 0)
        assert_int_equal(seteuid(self), 0);
    assert_int_equal(rc, MT_FAILED);
    assert_non_null(strstr(err.text, "not permitted"));
    unlink(path);
}

static void
a_read_error_is_told(void **state)
{
    (void)state;
    static const char path[] = "/proc/self/mem"; /* Linux: nothing is mapped at its start, which is an I/O error */
    struct mt_source *source = NULL;
    if (access(path, R_OK) != 0)
        skip();
    assert_int_equal(mt_source_open(&source, path, MT_ENCODING_DETECT, &err), MT_FAILED);
    assert_non_null(strstr(err.text, "read error"));
}

static void
standard_input_can_be_read_twice(void **state)
{
    (void)state;
    int ends[2], saved = dup(STDIN_FILENO);
    struct mt_source *source = NULL;
    struct mt_out text = MT_OUT_EMPTY;
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], "a,b\n", 4), 4);
    close(ends[1]);
    dup2(ends[0], STDIN_FILENO);
    close(ends[0]);
    enum mt_rc rc = mt_source_open(&source, "-", MT_ENCODING_DETECT, &err);
    dup2(saved, STDIN_FILENO);
    close(saved);
    assert_int_equal(rc, MT_OK);
    read_on(source, 16, &text);
    assert_int_equal(mt_source_rewind(source, &err), MT_OK);
    read_on(source, 16, &text);
    assert_out(&text, "a,b\na,b\n");
    assert_true(mt_text_is(mt_source_facts(source)->name, "standard input"));
    assert_int_equal(mt_source_facts(source)->modified_us, MT_MOMENT_UNKNOWN);
    assert_int_equal(mt_source_unchanged(source, &err), MT_OK);
    mt_source_close(source);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_mark_settles_the_encoding_and_is_not_part_of_the_text),
        cmocka_unit_test(utf16_without_a_mark_is_known_by_its_nul_bytes),
        cmocka_unit_test(one_byte_in_the_last_row_decides_for_cp1252),
        cmocka_unit_test(bytes_that_cp1252_does_not_define_are_replaced_and_counted),
        cmocka_unit_test(a_character_that_two_blocks_share_is_still_utf8),
        cmocka_unit_test(a_pair_of_surrogates_that_two_blocks_share_is_one_character),
        cmocka_unit_test(half_a_surrogate_pair_and_an_odd_last_byte_are_replaced_and_counted),
        cmocka_unit_test(malformed_utf8_is_replaced_when_utf8_was_asked_for_or_marked),
        cmocka_unit_test(an_encoding_that_is_asked_for_is_used),
        cmocka_unit_test(encodings_have_the_names_that_people_use),
        cmocka_unit_test(the_checksum_is_that_of_the_raw_bytes),
        cmocka_unit_test(an_empty_file_is_an_empty_text),
        cmocka_unit_test(files_that_are_no_text_are_refused_by_what_they_look_like),
        cmocka_unit_test(text_that_begins_like_a_program_is_text),
        cmocka_unit_test(nul_characters_are_refused_wherever_they_stand),
        cmocka_unit_test(question_marks_inside_names_show_a_lossy_export),
        cmocka_unit_test(rewinding_gives_the_same_text_again),
        cmocka_unit_test(a_file_knows_its_name_size_and_time),
        cmocka_unit_test(a_file_that_grows_while_it_is_read_is_noticed),
        cmocka_unit_test(folders_and_missing_files_are_refused),
        cmocka_unit_test(a_file_that_may_not_be_read_is_refused),
        cmocka_unit_test(a_read_error_is_told),
        cmocka_unit_test(standard_input_can_be_read_twice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
