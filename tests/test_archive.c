/* Archives, from their bytes to the bytes of their members. */

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

#include "ingest/archive.h"
#include "ingest/observed.h"
#include "ingest/source.h"
#include "store/base/civil.h"
#include "zip_maker.h"

#define BYTES(literal) MT_TEXT_LITERAL(literal)

static struct mt_err err;

static struct mt_archive *
open_bytes(struct mt_text bytes, const struct mt_archive_limits *limits)
{
    struct mt_archive *archive = NULL;
    if (mt_archive_open_memory(&archive, bytes, "x.zip", limits, &err) != MT_OK)
        fail_msg("%s", err.text);
    return archive;
}

static void
assert_says(const char *expected)
{
    if (!strstr(err.text, expected))
        fail_msg("\"%s\" does not say \"%s\"", err.text, expected);
}

static void
assert_not_opened(struct mt_text bytes, const struct mt_archive_limits *limits, const char *why)
{
    struct mt_archive *archive = NULL;
    assert_int_equal(mt_archive_open_memory(&archive, bytes, "x.zip", limits, &err), MT_FAILED);
    assert_null(archive);
    assert_true(mt_text_starts(mt_text_of(err.text), "cannot read 'x.zip': "));
    assert_says(why);
}

static void
assert_holds(struct mt_archive *archive, size_t index, const char *name, struct mt_text content)
{
    struct mt_source *source = NULL;
    struct mt_out text = MT_OUT_EMPTY;
    char room[1024];
    assert_string_equal(mt_archive_name(archive, index), name);
    if (mt_archive_source(archive, index, MT_ENCODING_DETECT, &source, &err) != MT_OK)
        fail_msg("%s", err.text);
    assert_true(mt_text_is(mt_source_facts(source)->name, name));
    for (size_t got = 1; got;) {
        assert_int_equal(mt_source_read(source, room, sizeof room, &got, &err), MT_OK);
        mt_out_text(&text, (struct mt_text){room, got});
    }
    assert_int_equal(text.len, content.len);
    if (content.len)
        assert_memory_equal(text.bytes, content.at, content.len);
    mt_out_release(&text);
    mt_source_close(source);
}

static void
assert_refuses(struct mt_archive *archive, size_t index, const char *name, const char *why)
{
    struct mt_source *source = NULL;
    assert_string_equal(mt_archive_name(archive, index), name);
    assert_int_equal(mt_archive_source(archive, index, MT_ENCODING_DETECT, &source, &err), MT_FAILED);
    assert_null(source);
    assert_true(mt_text_starts(mt_text_of(err.text), "cannot read '"));
    assert_says(name);
    assert_says(why);
}

static void
gzip_add(struct mt_out *out, struct mt_text content)
{
    struct mt_out packed = MT_OUT_EMPTY;
    zip_pack(&packed, content, ZIP_DEFLATED);
    mt_out_text(out, BYTES("\x1F\x8B\x08\0\x12\x34\x56\x78\0\x03"));
    mt_out_text(out, mt_out_view(&packed));
    zip_number(out, crc32(0, (const Bytef *)content.at, (uInt)content.len), 4);
    zip_number(out, content.len, 4);
    mt_out_release(&packed);
}

/* One archive with one member, refused or read in one line of a test. */
static void
assert_member_refused(struct zip_part part, const char *name, const char *why)
{
    struct zip_maker maker = {.count = 0};
    zip_add(&maker, part);
    struct mt_archive *archive = open_bytes(zip_finish(&maker), &mt_archive_usual_limits);
    assert_int_equal(mt_archive_count(archive), 1);
    assert_refuses(archive, 0, name, why);
    mt_archive_close(archive);
    zip_release(&maker);
}

static void
assert_shown_as(struct mt_text raw, unsigned flags, const char *shown)
{
    struct zip_maker maker = {.count = 0};
    zip_add(&maker, (struct zip_part){.name = raw, .content = BYTES("a,b\n"), .flags = flags});
    struct mt_archive *archive = open_bytes(zip_finish(&maker), &mt_archive_usual_limits);
    assert_holds(archive, 0, shown, BYTES("a,b\n"));
    mt_archive_close(archive);
    zip_release(&maker);
}

/* ---- plain and gzip ---- */

static void
what_is_no_archive_is_read_as_it_is(void **state)
{
    (void)state;
    struct mt_archive *archive = open_bytes(BYTES("a,b\n"), &mt_archive_usual_limits);
    assert_int_equal(mt_archive_count(archive), 1);
    assert_holds(archive, 0, "x.zip", BYTES("a,b\n"));
    assert_holds(archive, 0, "x.zip", BYTES("a,b\n"));
    mt_archive_close(archive);
    archive = open_bytes(BYTES(""), &mt_archive_usual_limits);
    assert_holds(archive, 0, "x.zip", BYTES(""));
    mt_archive_close(archive);
}

static void
a_source_outlives_its_archive(void **state)
{
    (void)state;
    struct mt_out packed = MT_OUT_EMPTY;
    struct mt_source *source = NULL;
    char room[64];
    size_t got;
    gzip_add(&packed, BYTES("a,b\n"));
    struct mt_archive *archive = open_bytes(mt_out_view(&packed), &mt_archive_usual_limits);
    assert_int_equal(mt_archive_source(archive, 0, MT_ENCODING_DETECT, &source, &err), MT_OK);
    mt_archive_close(archive);
    assert_int_equal(mt_source_read(source, room, sizeof room, &got, &err), MT_OK);
    assert_int_equal(got, 4);
    assert_true(mt_text_is(mt_source_facts(source)->name, "x.zip"));
    mt_source_close(source);
    mt_out_release(&packed);
}

static void
the_checksum_is_that_of_the_content_however_it_is_packed(void **state)
{
    (void)state;
    const struct mt_text content = BYTES("Received,Status\n1,2\n");
    struct mt_out gzip = MT_OUT_EMPTY;
    struct zip_maker maker = {.count = 0};
    gzip_add(&gzip, content);
    zip_add(&maker, (struct zip_part){.name = BYTES("a.csv"), .content = content, .method = ZIP_DEFLATED});
    const struct mt_text inputs[] = {content, mt_out_view(&gzip), zip_finish(&maker)};
    unsigned char sums[3][32];
    for (size_t i = 0; i < 3; i++) {
        struct mt_archive *archive = open_bytes(inputs[i], &mt_archive_usual_limits);
        struct mt_source *source = NULL;
        assert_int_equal(mt_archive_source(archive, 0, MT_ENCODING_DETECT, &source, &err), MT_OK);
        assert_int_equal(mt_source_facts(source)->bytes, content.len);
        memcpy(sums[i], mt_source_facts(source)->sha256, 32);
        mt_source_close(source);
        mt_archive_close(archive);
    }
    assert_memory_equal(sums[0], sums[1], 32);
    assert_memory_equal(sums[0], sums[2], 32);
    mt_out_release(&gzip);
    zip_release(&maker);
}

static void
gzip_files_one_behind_the_other_are_one_export(void **state)
{
    (void)state;
    struct mt_out packed = MT_OUT_EMPTY;
    gzip_add(&packed, BYTES("a,b\n"));
    gzip_add(&packed, BYTES(""));
    gzip_add(&packed, BYTES("c,d\n"));
    mt_out_repeat(&packed, '\0', 512); /* padding, as on tapes */
    struct mt_archive *archive = open_bytes(mt_out_view(&packed), &mt_archive_usual_limits);
    assert_holds(archive, 0, "x.zip", BYTES("a,b\nc,d\n"));
    mt_archive_close(archive);
    mt_out_release(&packed);
}

static void
a_gzip_file_that_is_cut_anywhere_is_refused(void **state)
{
    (void)state;
    struct mt_out packed = MT_OUT_EMPTY;
    gzip_add(&packed, BYTES("a,b\n"));
    for (size_t len = 2; len < packed.len; len++) {
        struct mt_archive *archive = open_bytes((struct mt_text){packed.bytes, len}, &mt_archive_usual_limits);
        assert_refuses(archive, 0, "x.zip", "it is cut");
        mt_archive_close(archive);
    }
    mt_out_release(&packed);
}

static void
a_damaged_gzip_file_is_refused(void **state)
{
    (void)state;
    struct mt_out packed = MT_OUT_EMPTY;
    gzip_add(&packed, BYTES("a,b\n"));
    packed.bytes[packed.len - 8] ^= 1;
    struct mt_archive *archive = open_bytes(mt_out_view(&packed), &mt_archive_usual_limits);
    assert_refuses(archive, 0, "x.zip", "damaged");
    mt_archive_close(archive);
    packed.bytes[packed.len - 8] ^= 1;
    mt_out_string(&packed, "rest of a lost file");
    archive = open_bytes(mt_out_view(&packed), &mt_archive_usual_limits);
    assert_refuses(archive, 0, "x.zip", "something that is no gzip follows");
    mt_archive_close(archive);
    mt_out_release(&packed);
}

/* ---- ZIP ---- */

static void
members_come_by_name_whatever_their_order_in_the_archive(void **state)
{
    (void)state;
    static const char *const names[] = {"b.csv", "B.csv", "a/z.csv", "a.csv"};
    for (size_t first = 0; first < 4; first++) {
        struct zip_maker maker = {.count = 0};
        for (size_t i = 0; i < 4; i++) {
            const char *name = names[(first + i) % 4];
            zip_add(&maker, (struct zip_part){.name = mt_text_of(name), .content = mt_text_of(name)});
        }
        struct mt_archive *archive = open_bytes(zip_finish(&maker), &mt_archive_usual_limits);
        assert_int_equal(mt_archive_count(archive), 4);
        assert_holds(archive, 0, "x.zip/B.csv", BYTES("B.csv"));
        assert_holds(archive, 1, "x.zip/a.csv", BYTES("a.csv"));
        assert_holds(archive, 2, "x.zip/a/z.csv", BYTES("a/z.csv"));
        assert_holds(archive, 3, "x.zip/b.csv", BYTES("b.csv"));
        mt_archive_close(archive);
        zip_release(&maker);
    }
}

static void
stored_deflated_streamed_and_zip64_members_are_read(void **state)
{
    (void)state;
    struct zip_maker maker = {.count = 0};
    struct mt_out large = MT_OUT_EMPTY;
    for (int i = 0; i < 30000; i++)
        mt_out_int(&large, i * INT64_C(7919));
    const struct mt_text content = mt_out_view(&large);
    zip_add(&maker, (struct zip_part){.name = BYTES("1"), .content = content});
    zip_add(&maker, (struct zip_part){.name = BYTES("2"), .content = content, .method = ZIP_DEFLATED});
    zip_add(&maker,
            (struct zip_part){.name = BYTES("3"), .content = content, .method = ZIP_DEFLATED, .flags = ZIP_DESCRIPTOR});
    zip_add(&maker, (struct zip_part){.name = BYTES("4"), .content = content, .method = ZIP_DEFLATED, .zip64 = true});
    zip_add(&maker, (struct zip_part){.name = BYTES("5"), .content = BYTES("")});
    struct mt_archive *archive = open_bytes(zip_finish(&maker), &mt_archive_usual_limits);
    assert_int_equal(mt_archive_count(archive), 5);
    assert_holds(archive, 0, "x.zip/1", content);
    assert_holds(archive, 1, "x.zip/2", content);
    assert_holds(archive, 2, "x.zip/3", content);
    assert_holds(archive, 3, "x.zip/4", content);
    assert_holds(archive, 4, "x.zip/5", BYTES(""));
    mt_archive_close(archive);
    mt_out_release(&large);
    zip_release(&maker);
}

static void
folders_and_what_nobody_put_there_are_stepped_over(void **state)
{
    (void)state;
    static const char *const names[] = {"weeks/",          "__MACOSX/weeks/._a.csv", "weeks/.DS_Store", "weeks/._a.csv",
                                        "weeks/Thumbs.db", "weeks\\desktop.ini",     ".git/config",     "weeks/a.csv"};
    struct zip_maker maker = {.count = 0};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        zip_add(&maker, (struct zip_part){.name = mt_text_of(names[i]),
                                          .content = names[i][strlen(names[i]) - 1] == '/' ? BYTES("") : BYTES("x\n")});
    struct mt_archive *archive = open_bytes(zip_finish(&maker), &mt_archive_usual_limits);
    assert_int_equal(mt_archive_count(archive), 1);
    assert_holds(archive, 0, "x.zip/weeks/a.csv", BYTES("x\n"));
    mt_archive_close(archive);
    zip_release(&maker);
}

static void
an_archive_without_a_file_is_refused(void **state)
{
    (void)state;
    struct zip_maker maker = {.count = 0}, folders = {.count = 0};
    assert_not_opened(zip_finish(&maker), &mt_archive_usual_limits, "holds no file");
    zip_add(&folders, (struct zip_part){.name = BYTES("a/"), .content = BYTES("")});
    zip_add(&folders, (struct zip_part){.name = BYTES("a"), .content = BYTES(""), .attributes = 0x10});
    assert_not_opened(zip_finish(&folders), &mt_archive_usual_limits, "holds no file");
    zip_release(&maker);
    zip_release(&folders);
}

static void
content_is_read_even_of_what_calls_itself_a_folder_or_a_pipe(void **state)
{
    (void)state;
    struct zip_maker maker = {.count = 0};
    zip_add(&maker, (struct zip_part){.name = BYTES("a/"), .content = BYTES("x\n"), .attributes = 0x10});
    zip_add(&maker,
            (struct zip_part){
                .name = BYTES("b"), .content = BYTES("y\n"), .made_by = ZIP_UNIX, .attributes = 0010600u << 16});
    struct mt_archive *archive = open_bytes(zip_finish(&maker), &mt_archive_usual_limits);
    assert_int_equal(mt_archive_count(archive), 2);
    assert_holds(archive, 0, "x.zip/a", BYTES("x\n"));
    assert_holds(archive, 1, "x.zip/b", BYTES("y\n"));
    mt_archive_close(archive);
    zip_release(&maker);
}

static void
a_member_that_cannot_be_read_is_refused_by_name_and_reason(void **state)
{
    (void)state;
    const struct mt_text name = BYTES("a.csv"), content = BYTES("a,b,c,d,e,f\n1,2,3,4,5,6\n");
    struct mt_out nested = MT_OUT_EMPTY;
    gzip_add(&nested, content);
    const struct {
        struct zip_part part;
        const char *why;
    } cases[] = {
        {{.content = content, .flags = 1}, "encrypted"},
        {{.content = content, .flags = 1, .method = 99}, "encrypted"},
        {{.content = content, .method = 9}, "Deflate64"},
        {{.content = content, .method = 12}, "bzip2"},
        {{.content = content, .method = 77}, "method 77"},
        {{.content = content, .wrong_crc = 1}, "its checksum does not fit"},
        {{.content = content, .method = ZIP_DEFLATED, .wrong_crc = 1}, "its checksum does not fit"},
        {{.content = content, .method = ZIP_DEFLATED, .wrong_size = 1}, "damaged"},
        {{.content = content, .method = ZIP_DEFLATED, .wrong_size = UINT64_MAX}, "damaged"},
        {{.content = content, .wrong_size = 1}, "damaged"},
        {{.content = content, .made_by = ZIP_UNIX, .attributes = 0120777u << 16}, "link"},
        {{.content = mt_out_view(&nested)}, "within an archive"},
        {{.content = BYTES("PK\x03\x04\x14\0\0\0")}, "within an archive"},
        {{.content = BYTES("\x89PNG\r\n\x1A\n")}, "picture"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct zip_part part = cases[i].part;
        part.name = name;
        assert_member_refused(part, "x.zip/a.csv", cases[i].why);
    }
    mt_out_release(&nested);
}

static void
the_other_members_are_read_beside_a_damaged_one(void **state)
{
    (void)state;
    struct zip_maker maker = {.count = 0};
    zip_add(&maker, (struct zip_part){.name = BYTES("a"), .content = BYTES("1\n")});
    zip_add(&maker, (struct zip_part){.name = BYTES("b"), .content = BYTES("2\n"), .wrong_crc = 1});
    zip_add(&maker, (struct zip_part){.name = BYTES("c"), .content = BYTES("3\n")});
    struct mt_archive *archive = open_bytes(zip_finish(&maker), &mt_archive_usual_limits);
    assert_holds(archive, 0, "x.zip/a", BYTES("1\n"));
    assert_refuses(archive, 1, "x.zip/b", "damaged");
    assert_holds(archive, 2, "x.zip/c", BYTES("3\n"));
    mt_archive_close(archive);
    zip_release(&maker);
}

static void
an_archive_that_is_cut_anywhere_is_refused(void **state)
{
    (void)state;
    struct zip_maker maker = {.count = 0};
    zip_add(&maker, (struct zip_part){.name = BYTES("a"), .content = BYTES("1\n")});
    const struct mt_text whole = zip_finish(&maker);
    for (size_t len = 4; len < whole.len; len++)
        assert_not_opened((struct mt_text){whole.at, len}, &mt_archive_usual_limits, "it is a ZIP archive that is cut");
    zip_release(&maker);
}

static void
a_damaged_list_of_members_is_noticed(void **state)
{
    (void)state;
    struct zip_maker maker = {.count = 0};
    zip_add(&maker, (struct zip_part){.name = BYTES("a"), .content = BYTES("1\n")});
    zip_add(&maker, (struct zip_part){.name = BYTES("b"), .content = BYTES("2\n")});
    size_t second = maker.bytes.len + maker.list.len / 2;
    const struct mt_text whole = zip_finish(&maker);
    maker.bytes.bytes[second] = 'x';
    assert_not_opened(whole, &mt_archive_usual_limits, "its list of members cannot be read");
    zip_release(&maker);
}

static void
office_documents_are_named_for_what_they_are(void **state)
{
    (void)state;
    static const struct {
        const char *main_part, *why;
    } cases[] = {{"xl/workbook.xml", "Excel workbook"}, {"word/document.xml", "Office document"}};
    for (size_t i = 0; i < 2; i++) {
        struct zip_maker maker = {.count = 0};
        zip_add(&maker, (struct zip_part){.name = mt_text_of(cases[i].main_part), .content = BYTES("<x/>")});
        zip_add(&maker, (struct zip_part){.name = BYTES("[Content_Types].xml"), .content = BYTES("<x/>")});
        assert_not_opened(zip_finish(&maker), &mt_archive_usual_limits, cases[i].why);
        zip_release(&maker);
    }
}

static void
a_workbook_beside_exports_does_not_hide_them(void **state)
{
    (void)state;
    struct zip_maker book = {.count = 0}, maker = {.count = 0};
    zip_add(&book, (struct zip_part){.name = BYTES("xl/workbook.xml"), .content = BYTES("<x/>")});
    zip_add(&maker, (struct zip_part){.name = BYTES("a.xlsx"), .content = zip_finish(&book)});
    zip_add(&maker, (struct zip_part){.name = BYTES("b.csv"), .content = BYTES("2\n")});
    struct mt_archive *archive = open_bytes(zip_finish(&maker), &mt_archive_usual_limits);
    assert_refuses(archive, 0, "x.zip/a.xlsx", "Excel workbook");
    assert_holds(archive, 1, "x.zip/b.csv", BYTES("2\n"));
    mt_archive_close(archive);
    zip_release(&book);
    zip_release(&maker);
}

/* ---- names ---- */

static void
hostile_names_are_made_harmless(void **state)
{
    (void)state;
    assert_shown_as(BYTES("../../etc/passwd"), 0, "x.zip/etc/passwd");
    assert_shown_as(BYTES("/etc/./passwd"), 0, "x.zip/etc/passwd");
    assert_shown_as(BYTES("C:\\may\\..\\a.csv"), 0, "x.zip/C:/may/a.csv");
    assert_shown_as(BYTES(".."), 0, "x.zip/unnamed");
    assert_shown_as(BYTES(""), 0, "x.zip/unnamed");
    assert_shown_as(BYTES("a\x1B[31m\n\0b\x7F.csv"), 0,
                    "x.zip/a\xEF\xBF\xBD[31m\xEF\xBF\xBD\xEF\xBF\xBD"
                    "b\xEF\xBF\xBD.csv");
    assert_shown_as(BYTES("a\xC2\x9B"
                          "b"),
                    ZIP_UTF8,
                    "x.zip/a\xEF\xBF\xBD"
                    "b");
}

static void
names_are_utf8_or_code_page_437(void **state)
{
    (void)state;
    assert_shown_as(BYTES("M\x81nchen \xE1.csv"), 0, "x.zip/M\xC3\xBCnchen \xC3\x9F.csv");
    assert_shown_as(BYTES("M\xC3\xBCnchen.csv"), ZIP_UTF8, "x.zip/M\xC3\xBCnchen.csv");
    /* Well-formed UTF-8 without the flag, as macOS writes it; malformed UTF-8 with it. */
    assert_shown_as(BYTES("M\xC3\xBCnchen \xF0\x9F\x93\xA7.csv"), 0, "x.zip/M\xC3\xBCnchen \xF0\x9F\x93\xA7.csv");
    assert_shown_as(BYTES("M\x81nchen"), ZIP_UTF8, "x.zip/M\xEF\xBF\xBDnchen");
}

static void
the_time_in_the_name_of_a_report_is_seen_in_archives_but_not_in_names_of_archives(void **state)
{
    (void)state;
    const int64_t made = (mt_civil_days(2026, 11, 9) * 24 + 6) * MT_HOUR;
    assert_int_equal(mt_observed_from_name(BYTES("x.zip/MTSummary_Weekly_2026-11-09T060000.000Z__0b5a.csv")), made);
    assert_int_equal(mt_observed_from_name(BYTES("MTSummary_Weekly_2026-11-09T060000.000Z__0b5a.csv.gz")), made);
    assert_int_equal(mt_observed_from_name(BYTES("MTSummary_Weekly_2026-11-09T060000.000Z__0b5a.zip/trace.csv")),
                     MT_MOMENT_UNKNOWN);
}

/* ---- limits ---- */

static const struct mt_archive_limits small = {
    .member_bytes = 4000,
    .total_bytes = 6000,
    .ratio = 10,
    .ratio_from = 2000,
    .members = 3,
    .name_bytes = 8,
};

/* Text that does not pack well. */
static struct mt_text
noise(struct mt_out *out, size_t len)
{
    uint32_t state = 1;
    for (size_t i = 0; i < len; i++) {
        state = state * 1664525 + 1013904223;
        mt_out_byte(out, (char)('!' + (state >> 24) % 90));
    }
    return mt_out_view(out);
}

static void
a_member_that_is_too_large_is_refused(void **state)
{
    (void)state;
    struct mt_out most = MT_OUT_EMPTY, over = MT_OUT_EMPTY, packed = MT_OUT_EMPTY;
    struct zip_maker maker = {.count = 0};
    zip_add(&maker, (struct zip_part){.name = BYTES("a"), .content = noise(&over, 4001)});
    zip_add(&maker, (struct zip_part){.name = BYTES("b"), .content = noise(&most, 4000)});
    struct mt_archive_limits limits = small;
    limits.total_bytes = INT64_MAX;
    struct mt_archive *archive = open_bytes(zip_finish(&maker), &limits);
    assert_refuses(archive, 0, "x.zip/a", "more than 4000 bytes");
    assert_holds(archive, 1, "x.zip/b", mt_out_view(&most));
    mt_archive_close(archive);

    gzip_add(&packed, mt_out_view(&over));
    archive = open_bytes(mt_out_view(&packed), &limits);
    assert_refuses(archive, 0, "x.zip", "more than 4000 bytes");
    mt_archive_close(archive);
    mt_out_release(&most);
    mt_out_release(&over);
    mt_out_release(&packed);
    zip_release(&maker);
}

static void
members_that_are_too_large_together_are_refused_from_the_first_that_is_too_much(void **state)
{
    (void)state;
    struct mt_out content = MT_OUT_EMPTY;
    struct zip_maker maker = {.count = 0}, other = {.count = 0};
    noise(&content, 2500);
    zip_add(&maker, (struct zip_part){.name = BYTES("c"), .content = mt_out_view(&content)});
    zip_add(&maker, (struct zip_part){.name = BYTES("b"), .content = mt_out_view(&content)});
    zip_add(&maker, (struct zip_part){.name = BYTES("a"), .content = mt_out_view(&content)});
    struct mt_archive *archive = open_bytes(zip_finish(&maker), &small);
    assert_holds(archive, 0, "x.zip/a", mt_out_view(&content));
    assert_holds(archive, 1, "x.zip/b", mt_out_view(&content));
    assert_refuses(archive, 2, "x.zip/c", "the archive unpacks to more than 6000 bytes");
    mt_archive_close(archive);

    /* What is refused for itself takes no room from the others. */
    zip_add(&other, (struct zip_part){.name = BYTES("a"), .content = mt_out_view(&content), .wrong_size = 1 << 30});
    zip_add(&other, (struct zip_part){.name = BYTES("b"), .content = mt_out_view(&content)});
    archive = open_bytes(zip_finish(&other), &small);
    assert_refuses(archive, 0, "x.zip/a", "it unpacks to more than 4000 bytes");
    assert_holds(archive, 1, "x.zip/b", mt_out_view(&content));
    mt_archive_close(archive);
    zip_release(&other);
    mt_out_release(&content);
    zip_release(&maker);
}

static void
what_unpacks_to_too_many_times_its_size_is_refused_unless_it_is_small(void **state)
{
    (void)state;
    struct mt_out content = MT_OUT_EMPTY, packed = MT_OUT_EMPTY;
    struct zip_maker maker = {.count = 0};
    mt_out_repeat(&content, 'x', 3000);
    const struct mt_text large = mt_out_view(&content), little = {content.bytes, 2000};
    zip_add(&maker, (struct zip_part){.name = BYTES("a"), .content = little, .method = ZIP_DEFLATED});
    zip_add(&maker, (struct zip_part){.name = BYTES("b"), .content = large, .method = ZIP_DEFLATED});
    struct mt_archive *archive = open_bytes(zip_finish(&maker), &small);
    assert_holds(archive, 0, "x.zip/a", little);
    assert_refuses(archive, 1, "x.zip/b", "more than 10 times its size");
    mt_archive_close(archive);

    gzip_add(&packed, large);
    archive = open_bytes(mt_out_view(&packed), &small);
    assert_refuses(archive, 0, "x.zip", "more than 10 times its size");
    mt_archive_close(archive);
    mt_out_release(&content);
    mt_out_release(&packed);
    zip_release(&maker);
}

/* The packed size in the list is the archive maker's word, too: it counts for no more than the archive has. */
static void
members_that_share_their_bytes_are_a_bomb_as_well(void **state)
{
    (void)state;
    struct mt_out content = MT_OUT_EMPTY;
    struct zip_maker maker = {.count = 0};
    mt_out_repeat(&content, 'x', 1900);
    zip_add(&maker, (struct zip_part){.name = BYTES("a"), .content = mt_out_view(&content), .method = ZIP_DEFLATED});
    /* The list names the one member twice more. */
    struct mt_out once = MT_OUT_EMPTY;
    mt_out_text(&once, mt_out_view(&maker.list));
    for (int i = 0; i < 2; i++, maker.count++)
        mt_out_text(&maker.list, mt_out_view(&once));
    struct mt_archive *archive = open_bytes(zip_finish(&maker), &small);
    assert_int_equal(mt_archive_count(archive), 3);
    assert_holds(archive, 0, "x.zip/a", mt_out_view(&content));
    assert_refuses(archive, 1, "x.zip/a", "the archive unpacks to more than 10 times its size");
    assert_refuses(archive, 2, "x.zip/a", "the archive unpacks to more than 10 times its size");
    mt_archive_close(archive);
    mt_out_release(&content);
    mt_out_release(&once);
    zip_release(&maker);
}

static void
too_many_members_and_too_long_names_are_refused(void **state)
{
    (void)state;
    struct zip_maker maker = {.count = 0}, named = {.count = 0};
    for (int i = 0; i < 4; i++)
        zip_add(&maker, (struct zip_part){.name = BYTES("a/"), .content = BYTES("")});
    assert_not_opened(zip_finish(&maker), &small, "more than 3 members");
    zip_add(&named, (struct zip_part){.name = BYTES("12345678"), .content = BYTES("1\n")});
    zip_add(&named, (struct zip_part){.name = BYTES("123456789"), .content = BYTES("2\n")});
    struct mt_archive *archive = open_bytes(zip_finish(&named), &small);
    assert_holds(archive, 0, "x.zip/12345678", BYTES("1\n"));
    assert_refuses(archive, 1, "x.zip/123456789", "more than 8 bytes");
    mt_archive_close(archive);
    zip_release(&maker);
    zip_release(&named);
}

static void
a_disk_without_room_is_said_before_anything_is_written(void **state)
{
    (void)state;
    const struct mt_archive_limits none = {INT64_MAX, INT64_MAX, INT64_MAX, INT64_MAX, SIZE_MAX / 2, 100};
    struct zip_maker maker = {.count = 0};
    zip_add(&maker, (struct zip_part){.name = BYTES("a"),
                                      .content = BYTES("1\n"),
                                      .method = ZIP_DEFLATED,
                                      .zip64 = true,
                                      .wrong_size = UINT64_C(1) << 60});
    struct mt_archive *archive = open_bytes(zip_finish(&maker), &none);
    assert_refuses(archive, 0, "x.zip/a", "unpacking it takes 1099511627777 MiB in '");
    mt_archive_close(archive);
    zip_release(&maker);
}

/* ---- files ---- */

static void
write_file(char path[40], struct mt_text bytes)
{
    snprintf(path, 40, "/tmp/test_archive-XXXXXX");
    int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    assert_int_equal(write(descriptor, bytes.at, bytes.len), (ssize_t)bytes.len);
    close(descriptor);
}

static void
the_time_of_a_member_is_that_of_the_archive_and_never_its_own(void **state)
{
    (void)state;
    struct zip_maker maker = {.count = 0};
    struct mt_archive *archive = NULL;
    struct mt_source *source = NULL;
    char path[40];
    zip_add(&maker, (struct zip_part){.name = BYTES("a.csv"), .content = BYTES("1\n")}); /* dated 2025-11-10 */
    write_file(path, zip_finish(&maker));
    struct timespec times[2] = {{1763630000, 0}, {1763630000, 0}};
    assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
    assert_int_equal(mt_archive_open(&archive, path, &mt_archive_usual_limits, NULL, &err), MT_OK);
    assert_int_equal(mt_archive_source(archive, 0, MT_ENCODING_DETECT, &source, &err), MT_OK);
    assert_int_equal(mt_source_facts(source)->modified_us, INT64_C(1763630000000000));
    mt_source_close(source);
    mt_archive_close(archive);
    unlink(path);

    archive = open_bytes(mt_out_view(&maker.bytes), &mt_archive_usual_limits);
    assert_int_equal(mt_archive_source(archive, 0, MT_ENCODING_DETECT, &source, &err), MT_OK);
    assert_int_equal(mt_source_facts(source)->modified_us, MT_MOMENT_UNKNOWN);
    mt_source_close(source);
    mt_archive_close(archive);
    zip_release(&maker);
}

static void
an_archive_that_changes_while_it_is_read_is_noticed(void **state)
{
    (void)state;
    struct zip_maker maker = {.count = 0};
    struct mt_archive *archive = NULL;
    char path[40];
    zip_add(&maker, (struct zip_part){.name = BYTES("a.csv"), .content = BYTES("1\n")});
    write_file(path, zip_finish(&maker));
    assert_int_equal(mt_archive_open(&archive, path, &mt_archive_usual_limits, NULL, &err), MT_OK);
    FILE *file = fopen(path, "ab");
    assert_non_null(file);
    fputs("more", file);
    fclose(file);
    struct mt_source *source = NULL;
    assert_int_equal(mt_archive_source(archive, 0, MT_ENCODING_DETECT, &source, &err), MT_FAILED);
    assert_says("has changed");
    mt_archive_close(archive);
    unlink(path);
    zip_release(&maker);
}

static bool
stop_at_once(void)
{
    return true;
}

static void
unpacking_can_be_interrupted(void **state)
{
    (void)state;
    struct zip_maker maker = {.count = 0};
    struct mt_out packed = MT_OUT_EMPTY;
    zip_add(&maker, (struct zip_part){.name = BYTES("a.csv"), .content = BYTES("1\n")});
    gzip_add(&packed, BYTES("1\n"));
    const struct mt_text inputs[] = {zip_finish(&maker), mt_out_view(&packed)};
    for (size_t i = 0; i < 2; i++) {
        char path[40];
        struct mt_archive *archive = NULL;
        struct mt_source *source = NULL;
        write_file(path, inputs[i]);
        assert_int_equal(mt_archive_open(&archive, path, &mt_archive_usual_limits, stop_at_once, &err), MT_OK);
        assert_int_equal(mt_archive_source(archive, 0, MT_ENCODING_DETECT, &source, &err), MT_INTERRUPTED);
        assert_null(source);
        mt_archive_close(archive);
        unlink(path);
    }
    mt_out_release(&packed);
    zip_release(&maker);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_no_archive_is_read_as_it_is),
        cmocka_unit_test(a_source_outlives_its_archive),
        cmocka_unit_test(the_checksum_is_that_of_the_content_however_it_is_packed),
        cmocka_unit_test(gzip_files_one_behind_the_other_are_one_export),
        cmocka_unit_test(a_gzip_file_that_is_cut_anywhere_is_refused),
        cmocka_unit_test(a_damaged_gzip_file_is_refused),
        cmocka_unit_test(members_come_by_name_whatever_their_order_in_the_archive),
        cmocka_unit_test(stored_deflated_streamed_and_zip64_members_are_read),
        cmocka_unit_test(folders_and_what_nobody_put_there_are_stepped_over),
        cmocka_unit_test(an_archive_without_a_file_is_refused),
        cmocka_unit_test(content_is_read_even_of_what_calls_itself_a_folder_or_a_pipe),
        cmocka_unit_test(a_member_that_cannot_be_read_is_refused_by_name_and_reason),
        cmocka_unit_test(the_other_members_are_read_beside_a_damaged_one),
        cmocka_unit_test(an_archive_that_is_cut_anywhere_is_refused),
        cmocka_unit_test(a_damaged_list_of_members_is_noticed),
        cmocka_unit_test(office_documents_are_named_for_what_they_are),
        cmocka_unit_test(a_workbook_beside_exports_does_not_hide_them),
        cmocka_unit_test(hostile_names_are_made_harmless),
        cmocka_unit_test(names_are_utf8_or_code_page_437),
        cmocka_unit_test(the_time_in_the_name_of_a_report_is_seen_in_archives_but_not_in_names_of_archives),
        cmocka_unit_test(a_member_that_is_too_large_is_refused),
        cmocka_unit_test(members_that_are_too_large_together_are_refused_from_the_first_that_is_too_much),
        cmocka_unit_test(what_unpacks_to_too_many_times_its_size_is_refused_unless_it_is_small),
        cmocka_unit_test(members_that_share_their_bytes_are_a_bomb_as_well),
        cmocka_unit_test(too_many_members_and_too_long_names_are_refused),
        cmocka_unit_test(a_disk_without_room_is_said_before_anything_is_written),
        cmocka_unit_test(the_time_of_a_member_is_that_of_the_archive_and_never_its_own),
        cmocka_unit_test(an_archive_that_changes_while_it_is_read_is_noticed),
        cmocka_unit_test(unpacking_can_be_interrupted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
