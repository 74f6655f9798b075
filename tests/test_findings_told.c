/* What holds of every finding that is told, whatever it is about: in sentences, reports and JSON. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>
#include <jansson.h>
#include <math.h>

#include "query/apart.h"
#include "store/base/zone.h"
#include "tests/told_finding.h"

/* ---- what holds of every sentence ---- */

enum { CONDITIONS = 12 };

/* Every bit is one thing that may be or not be. */
static struct mt_finding
combination(enum mt_finding_kind kind, unsigned bits)
{
    struct mt_finding finding = kind == MT_FINDING_INCIDENT ? incident() : plain_finding(kind);
    bool has[CONDITIONS];
    for (int i = 0; i < CONDITIONS; i++)
        has[i] = bits >> i & 1;
    if (!has[0])
        finding.where.provider = finding.where.provider_name = MT_TEXT_UNKNOWN;
    finding.where.region = has[1] ? TEXT("ES") : MT_TEXT_UNKNOWN;
    finding.where.domain = has[2] ? TEXT("yahoo.es") : MT_TEXT_UNKNOWN;
    finding.where.remote_host = has[3] ? TEXT("mx.example.net") : MT_TEXT_UNKNOWN;
    finding.where.forest = has[4] ? TEXT("EURPRD10") : MT_TEXT_UNKNOWN;
    if (has[5] || kind == MT_FINDING_SIZE) {
        finding.where.size_min_bytes = 500 * 1024;
        finding.where.size_min_high_bytes = has[6] ? MB : 500 * 1024;
        finding.dose_count = has[6] ? 2 : 0;
        finding.dose[0] = (struct mt_finding_dose){0, 500 * 1024, 9, 0, 0, 0, 4};
        finding.dose[1] = (struct mt_finding_dose){500 * 1024, INT64_MAX, 9, 9, 80, 30, 120};
    }
    if (kind == MT_FINDING_RECURRING || has[6]) {
        finding.hour_start = 23;
        finding.hour_length = has[7] ? 24 : 1;
        finding.weekdays = has[8] ? 0x7F : 0x02;
        finding.first_day_us = at(11, 10, 0, 0);
        finding.last_day_us = has[8] ? at(11, 13, 0, 0) : at(11, 10, 0, 0);
    }
    finding.start_open = finding.has_stretch && has[7];
    finding.end_open = finding.has_stretch && has[8];
    finding.start_at_gap = finding.end_at_gap = has[9];
    finding.flaps = has[9] ? 2 : 1;
    finding.state = has[10] ? MT_CHANGE_OPEN : has[11] ? MT_CHANGE_RESOLVED : MT_CHANGE_UNKNOWN;
    finding.since_mail = has[10] || has[11] ? 1 : 0;
    finding.weeks = has[9] ? 8 : 0;
    if (has[9]) {
        finding.bad = finding.total = finding.bad_deliveries = 1;
        finding.fate = (struct mt_finding_fate){.pending = 1, .delay_median_s = -1};
        finding.ln_p_adjusted = -1;
        finding.ratio = INFINITY;
    }
    if (has[10]) {
        finding.fate = (struct mt_finding_fate){0, 0, 0, 0, 0, -1};
        finding.reason_unknown = finding.bad;
    }
    if (has[11]) {
        finding.end_us = finding.counted_until_us = at(11, 14, 1, 15);
        finding.end_low_us = at(11, 13, 1, 0);
        finding.reason_count = 2;
        finding.reasons[0] =
            (struct mt_finding_reason){.class = 99, .actor = 99, .outer_code = TEXT("5.4.300"), .groups = 1};
        finding.top_sender = TEXT("a@b.example");
        finding.top_sender_groups = finding.bad;
        for (int by = 0; by < MT_PATTERN_BY_COUNT; by++)
            finding.checks[by] = (struct mt_pattern_check){true, 4, 0.5, 0.1, 2};
    }
    return finding;
}

static void
assert_well_formed(const char *text, bool is_sentence, unsigned bits)
{
    static const char *const never[] = {"{",
                                        "}",
                                        "  ",
                                        " ,",
                                        " .",
                                        " :",
                                        " ;",
                                        " )",
                                        "( ",
                                        "()",
                                        ",,",
                                        "..",
                                        ",.",
                                        ":.",
                                        ": .",
                                        S " ",
                                        " \xE2\x80\x93 ",
                                        "(null)",
                                        "nan",
                                        "inf "};
    size_t len = strlen(text);
    for (size_t i = 0; i < sizeof never / sizeof *never; i++)
        if (strstr(text, never[i]))
            fail_msg("'%s' in combination %#x: %s", never[i], bits, text);
    if (len < 4 || text[0] == ' ' || (text[0] >= 'a' && text[0] <= 'z' && is_sentence))
        fail_msg("a bad beginning in combination %#x: %s", bits, text);
    if (is_sentence != (text[len - 1] == '.') || text[len - 1] == ' ')
        fail_msg("a bad end in combination %#x: %s", bits, text);
}

static void
check_combination(enum mt_finding_kind kind, unsigned bits, enum mt_trouble of, enum mt_language language)
{
    struct mt_arena arena = MT_ARENA_EMPTY;
    struct mt_finding finding = combination(kind, bits);
    struct mt_findings findings = world(&finding, 1);
    struct mt_reader reader = {.language = language};
    struct mt_text sentences[MT_FINDING_SENTENCES];
    struct mt_err err;
    char room[2000];
    size_t count = 0;
    findings.of = of;
    assert_int_equal(mt_finding_sentences(&arena, &reader, &findings, &finding, MT_ABOUT_ALL, sentences, &count, &err),
                     MT_OK);
    assert_in_range(count, 4, MT_FINDING_SENTENCES - 1);
    for (size_t i = 0; i < count; i++) {
        plain(sentences[i], room, sizeof room);
        assert_well_formed(room, true, bits);
    }
    assert_well_formed(mt_finding_headline(&arena, &reader, &findings, &finding).at, false, bits);
    mt_arena_release(&arena);
}

static void
every_combination_makes_well_formed_sentences(void **state)
{
    (void)state;
    for (int kind = MT_FINDING_INCIDENT; kind <= MT_FINDING_SIZE; kind++)
        for (unsigned bits = 0; bits < 1u << CONDITIONS; bits++)
            check_combination((enum mt_finding_kind)kind, bits, (enum mt_trouble)(bits % 3),
                              (bits >> 1 ^ bits >> 5) & 1 ? MT_LANGUAGE_ES : MT_LANGUAGE_EN);
}

/* ---- reports ---- */

static void
must_render(struct mt_report *report, enum mt_format format, struct mt_out *out)
{
    struct mt_render_options options = {.width = 100, .unicode = true};
    struct mt_err err;
    mt_out_clear(out);
    assert_int_equal(mt_report_render(report, format, &options, out, &err), MT_OK);
    mt_out_byte(out, '\0');
    assert_false(out->failed);
}

static void
assert_shows(const struct mt_out *out, const char *wanted)
{
    if (!strstr(out->bytes, wanted))
        fail_msg("'%s' is not in:\n%s", wanted, out->bytes);
}

static void
a_report_tells_each_finding_with_its_parts_within(void **state)
{
    struct mt_finding items[] = {incident(), plain_finding(MT_FINDING_SIZE), plain_finding(MT_FINDING_CHRONIC)};
    struct mt_dead_domain dead[] = {{.domain = TEXT("gmial.com"), .like = TEXT("gmail.com"), .messages = 5}};
    struct mt_apart apart = {.dead = dead, .dead_count = 1};
    struct mt_findings findings = world(items, 3);
    struct mt_report report;
    struct mt_out out = MT_OUT_EMPTY;
    struct mt_err err;
    (void)state;
    strcpy(items[1].id, "F-PART01");
    items[1].part_of = 0;
    items[1].where.size_min_bytes = 5 * MB;
    strcpy(items[2].id, "F-OTHER1");
    findings.apart = &apart;
    mt_report_init(&report, "findings");
    assert_int_equal(mt_findings_report(&report, &findings, &err), MT_OK);
    for (int format = MT_FORMAT_TEXT; format <= MT_FORMAT_JSON; format++)
        must_render(&report, (enum mt_format)format, &out);
    must_render(&report, MT_FORMAT_TEXT, &out);
    assert_shows(&out, "\n2 findings: 1 open and 1 resolved. Of 34\xE2\x80\xAF"
                       "567 messages to 45\xE2\x80\xAF"
                       "678 recipients,");
    assert_shows(&out, "07:35 to 10:40: 22 times as many as usual (F-7QK3TD) [resolved]\n");
    assert_shows(&out,
                 "It also explains most of this: Yahoo, 5" S "MB and more: 22 times as many as usual (F-PART01).");
    assert_shows(&out, "\nDead domains\n");
    assert_null(strstr(out.bytes, "\nMail loops\n"));
    mt_report_release(&report);
    mt_out_release(&out);
}

static void
finding_nothing_is_said_plainly(void **state)
{
    static const struct {
        int64_t groups, bad;
        double with_events;
        const char *english, *spanish;
    } cases[] = {
        {0, 0, 0, "There is no mail to search in.", "No hay correo en el que buscar."},
        {1000, 0, 1,
         "None of 1\xE2\x80\xAF"
         "000 messages was deferred or expired, so there is nothing to find.",
         "Ninguno de 1\xE2\x80\xAF"
         "000 mensajes se aplazó o caducó: no hay nada que encontrar."},
        {1000, 2, 1,
         "Only 2 of 1\xE2\x80\xAF"
         "000 messages were deferred or expired, too few to tell a pattern from chance.",
         "Solo se aplazaron o caducaron 2 de 1\xE2\x80\xAF"
         "000 mensajes, demasiado pocos para distinguir un patrón del azar."},
        {1000, 200, 0, "From summary exports most deferrals cannot be seen:",
         "En exportaciones de resumen no se ve la mayoría de los aplazamientos:"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (int language = MT_LANGUAGE_EN; language <= MT_LANGUAGE_ES; language++) {
            struct mt_findings findings = world(NULL, 0);
            struct mt_report report;
            struct mt_out out = MT_OUT_EMPTY;
            struct mt_err err;
            findings.groups = cases[i].groups;
            findings.bad = cases[i].bad;
            findings.with_events = cases[i].with_events;
            mt_report_init(&report, "findings");
            report.reader.language = (enum mt_language)language;
            assert_int_equal(mt_findings_report(&report, &findings, &err), MT_OK);
            must_render(&report, MT_FORMAT_MARKDOWN, &out);
            assert_shows(&out, language == MT_LANGUAGE_ES ? cases[i].spanish : cases[i].english);
            mt_report_release(&report);
            mt_out_release(&out);
        }
}

/* ---- text from data ---- */

/* Control characters, a turn of the reading direction, marks of prose, broken UTF-8, markup and places of sentences. */
static const char hostile[] = "a\x1b[31m\x02"
                              "b\x03\xE2\x80\xAE"
                              "c\xff\"<{0}>\r\n=x";

static struct mt_findings
hostile_world(struct mt_finding *finding, struct mt_apart *apart)
{
    static struct mt_dead_domain dead[1];
    static struct mt_mailing mailings[1];
    static struct mt_loop loops[1];
    const struct mt_text text = mt_text_of(hostile);
    *finding = incident();
    finding->where.provider = finding->where.provider_name = text;
    finding->where.remote_host = finding->where.forest = text;
    finding->top_sender = text;
    finding->top_sender_groups = 300;
    finding->reason_count = 1;
    finding->reasons[0] = (struct mt_finding_reason){.code = text, .text = text, .outer_code = text, .groups = 3};
    dead[0] = (struct mt_dead_domain){.domain = text, .like = text, .reason = text};
    mailings[0] = (struct mt_mailing){.sender = text, .subject = text, .message_id = text};
    loops[0] = (struct mt_loop){.sender = text, .recipient = text, .subject = text, .reason = text};
    *apart = (struct mt_apart){
        .dead = dead, .dead_count = 1, .mailings = mailings, .mailing_count = 1, .loops = loops, .loop_count = 1};
    struct mt_findings findings = world(finding, 1);
    findings.apart = apart;
    return findings;
}

static void
nothing_from_data_reaches_the_reader_raw(void **state)
{
    struct mt_finding finding;
    struct mt_apart apart;
    struct mt_findings findings = hostile_world(&finding, &apart);
    struct mt_report report;
    struct mt_out out = MT_OUT_EMPTY;
    struct mt_err err;
    (void)state;
    mt_report_init(&report, "findings");
    assert_int_equal(mt_findings_report(&report, &findings, &err), MT_OK);
    for (int format = MT_FORMAT_TEXT; format <= MT_FORMAT_JSON; format++) {
        must_render(&report, (enum mt_format)format, &out);
        struct mt_text all = {out.bytes, out.len - 1};
        assert_true(mt_text_valid_utf8(all, false));
        if (format != MT_FORMAT_CSV) /* which gives data as they are, but for what steers a terminal */
            assert_int_equal(mt_text_find(all, "\xE2\x80\xAE"), -1);
        for (size_t i = 0; i < all.len; i++)
            if ((unsigned char)all.at[i] < ' ' && all.at[i] != '\n' && all.at[i] != '\r')
                fail_msg("byte %#x in format %d", (unsigned)all.at[i], format);
    }
    mt_report_release(&report);
    mt_out_release(&out);
}

/* ---- JSON ---- */

static json_t *
must_parse(const struct mt_findings *findings, const struct mt_reader *reader)
{
    struct mt_out out = MT_OUT_EMPTY;
    json_error_t error;
    mt_findings_json(&out, findings, reader);
    assert_false(out.failed);
    assert_true(mt_text_valid_utf8(mt_out_view(&out), false));
    json_t *root = json_loadb(out.bytes, out.len, JSON_ALLOW_NUL | JSON_REJECT_DUPLICATES, &error);
    if (!root)
        fail_msg("%s at %d", error.text, error.position);
    mt_out_release(&out);
    return root;
}

static json_t *
first_finding(json_t *root)
{
    return json_array_get(json_object_get(root, "findings"), 0);
}

static void
json_gives_back_what_was_found(void **state)
{
    struct mt_finding items[] = {incident(), plain_finding(MT_FINDING_SIZE), plain_finding(MT_FINDING_DRIFT)};
    struct mt_findings findings = world(items, 3);
    struct mt_reader reader = {.language = MT_LANGUAGE_ES};
    (void)state;
    items[0].ln_p_adjusted = -100;
    items[1].part_of = 0;
    items[2].part_of = 1;
    items[2].ln_p_adjusted = -5000;
    items[2].weeks = 4;
    json_t *root = must_parse(&findings, &reader), *finding = first_finding(root);
    assert_int_equal(json_integer_value(json_object_get(root, "schema_version")), 1);
    assert_string_equal(json_string_value(json_object_get(root, "of")), "deferred");
    assert_string_equal(json_string_value(json_object_get(root, "from_utc")), "2025-11-03T00:00:00Z");
    assert_int_equal(json_array_size(json_object_get(root, "findings")), 1);
    assert_string_equal(json_string_value(json_object_get(finding, "start_utc")), "2025-11-12T07:35:00Z");
    assert_string_equal(json_string_value(json_object_get(finding, "state")), "resolved");
    assert_float_equal(json_real_value(json_object_get(finding, "ratio")), 22.2, 1e-9);
    assert_true(fabs(json_real_value(json_object_get(finding, "p_adjusted")) / 3.72e-44 - 1) < 1e-3);
    assert_non_null(strstr(json_string_value(json_object_get(finding, "sentence")), "310 de 1"));
    json_t *part = json_array_get(json_object_get(finding, "sub_findings"), 0);
    assert_string_equal(json_string_value(json_object_get(part, "kind")), "size");
    assert_null(json_object_get(part, "start_utc"));
    assert_string_equal(json_string_value(json_object_get(part, "state")), "open");
    json_t *within = json_array_get(json_object_get(part, "sub_findings"), 0);
    assert_int_equal(json_integer_value(json_object_get(within, "p_adjusted")), 0);
    assert_int_equal(json_array_size(json_object_get(within, "weekly")), 4);
    json_decref(root);
}

static void
hours_are_given_in_utc_only_where_the_zone_keeps_its_offset(void **state)
{
    struct mt_finding finding = plain_finding(MT_FINDING_RECURRING);
    struct mt_findings findings = world(&finding, 1);
    struct mt_zone *zone = NULL;
    struct mt_err err;
    (void)state;
    finding.hour_start = 1;
    finding.hour_length = 3;
    finding.weekdays = 0x21;
    assert_int_equal(mt_zone_open(&zone, "+02:00", &err), MT_OK);
    struct mt_reader reader = {.zone = zone};
    json_t *root = must_parse(&findings, &reader), *hours = json_object_get(first_finding(root), "hours_utc");
    assert_int_equal(json_integer_value(json_object_get(hours, "from")), 23);
    assert_int_equal(json_integer_value(json_object_get(hours, "until")), 2);
    assert_int_equal(json_integer_value(json_array_get(json_object_get(first_finding(root), "weekdays"), 1)), 6);
    json_decref(root);
    mt_zone_close(zone);

    assert_int_equal(mt_zone_open(&zone, "+05:30", &err), MT_OK);
    reader.zone = zone;
    root = must_parse(&findings, &reader);
    assert_null(json_object_get(first_finding(root), "hours_utc"));
    hours = json_object_get(first_finding(root), "hours_local");
    assert_int_equal(json_integer_value(json_object_get(hours, "until")), 4);
    assert_string_equal(json_string_value(json_object_get(hours, "zone")), "+05:30");
    json_decref(root);
    mt_zone_close(zone);
}

static void
json_holds_hostile_text_escaped_and_whole(void **state)
{
    struct mt_finding finding;
    struct mt_apart apart;
    struct mt_findings findings = hostile_world(&finding, &apart);
    static const char wanted[] = "a\x1b[31m\x02"
                                 "b\x03\xE2\x80\xAE"
                                 "c\xEF\xBF\xBD\"<{0}>\r\n=x";
    (void)state;
    json_t *root = must_parse(&findings, NULL);
    json_t *where = json_object_get(first_finding(root), "where");
    assert_string_equal(json_string_value(json_object_get(where, "provider")), wanted);
    json_t *dead = json_array_get(json_object_get(root, "dead_domains"), 0);
    assert_string_equal(json_string_value(json_object_get(dead, "domain")), wanted);
    const char *sentence = json_string_value(json_object_get(first_finding(root), "sentence"));
    for (const char *at_byte = sentence; *at_byte; at_byte++)
        assert_true((unsigned char)*at_byte >= ' ');
    assert_null(strstr(sentence, "\xE2\x80\xAE"));
    json_decref(root);
}

static void
json_of_every_combination_can_be_read(void **state)
{
    (void)state;
    for (int kind = MT_FINDING_INCIDENT; kind <= MT_FINDING_SIZE; kind++)
        for (unsigned bits = 0; bits < 1u << CONDITIONS; bits += 37) {
            struct mt_finding finding = combination((enum mt_finding_kind)kind, bits);
            struct mt_findings findings = world(&finding, 1);
            json_t *root = must_parse(&findings, NULL);
            json_t *written = first_finding(root);
            const char *state_word = json_string_value(json_object_get(written, "state"));
            bool has_end = json_object_get(written, "end_utc") != NULL;
            assert_int_equal(has_end, finding.has_stretch && !finding.end_open);
            assert_true(has_end || strcmp(state_word, "open") == 0);
            json_decref(root);
        }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_combination_makes_well_formed_sentences),
        cmocka_unit_test(a_report_tells_each_finding_with_its_parts_within),
        cmocka_unit_test(finding_nothing_is_said_plainly),
        cmocka_unit_test(nothing_from_data_reaches_the_reader_raw),
        cmocka_unit_test(json_gives_back_what_was_found),
        cmocka_unit_test(hours_are_given_in_utc_only_where_the_zone_keeps_its_offset),
        cmocka_unit_test(json_holds_hostile_text_escaped_and_whole),
        cmocka_unit_test(json_of_every_combination_can_be_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
