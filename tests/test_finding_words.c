/* Findings in sentences, whole ones, in both languages. What holds of all of them is test_findings_told.c's. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "store/base/zone.h"
#include "tests/told_finding.h"

static void
assert_sentences(const struct mt_finding *finding, enum mt_language language, const char *const *wanted, size_t count)
{
    struct mt_arena arena = MT_ARENA_EMPTY;
    struct mt_finding items[] = {*finding};
    struct mt_findings findings = world(items, 1);
    struct mt_reader reader = {.language = language};
    struct mt_text sentences[MT_FINDING_SENTENCES];
    struct mt_err err;
    char room[2000];
    size_t said = 0;
    assert_int_equal(mt_finding_sentences(&arena, &reader, &findings, finding, MT_ABOUT_ALL, sentences, &said, &err),
                     MT_OK);
    for (size_t i = 0; i < count; i++) {
        bool found = false;
        for (size_t j = 0; j < said && !found; j++) {
            plain(sentences[j], room, sizeof room);
            found = strcmp(room, wanted[i]) == 0;
        }
        for (size_t j = 0; j < said && !found; j++) {
            plain(sentences[j], room, sizeof room);
            print_error("said: %s\n", room);
        }
        if (!found)
            fail_msg("not said: %s", wanted[i]);
    }
    mt_arena_release(&arena);
}

#define SAYS(finding, language, ...)                                                                                   \
    do {                                                                                                               \
        const char *const wanted_[] = {__VA_ARGS__};                                                                   \
        assert_sentences(finding, language, wanted_, sizeof wanted_ / sizeof *wanted_);                                \
    } while (0)

static void
assert_headline(const struct mt_finding *finding, enum mt_language language, const char *wanted)
{
    struct mt_arena arena = MT_ARENA_EMPTY;
    struct mt_finding items[] = {*finding};
    struct mt_findings findings = world(items, 1);
    struct mt_reader reader = {.language = language};
    assert_string_equal(mt_finding_headline(&arena, &reader, &findings, finding).at, wanted);
    mt_arena_release(&arena);
}

/* ---- whole sentences ---- */

static void
an_incident_is_told_with_its_edges_and_its_end(void **state)
{
    struct mt_finding finding = incident();
    (void)state;
    assert_headline(&finding, MT_LANGUAGE_EN,
                    "Yahoo, Wed" S "12" S "Nov" S "07:35 to 10:40: 22 times as many as usual");
    assert_headline(&finding, MT_LANGUAGE_ES, "Yahoo, mié" S "12" S "nov" S "07:35 a 10:40: 22 veces lo habitual");
    SAYS(&finding, MT_LANGUAGE_EN,
         "On Wed" S "12" S "Nov between 07:35 and 10:40, 310 of 1\xE2\x80\xAF"
         "234 messages to Yahoo (25.1" S "%) were deferred or expired: 22 times as many as usual (95" S
         "% interval 18\xE2\x80\x93"
         "27; 1.1" S "% would be usual).",
         "This part of the mail is 4.2" S "% of all and has 38.0" S "% of what went wrong in the period.",
         "The chance of noise looking like this is below 1 in a million, with all 30" S
         "million searched patterns considered.",
         "It began on Wed" S "12" S "Nov" S "07:35 (with 95" S
         "% confidence between 07:10 and 07:50) and ended at 10:40 (with 95" S "% confidence between 10:25 and 11:05).",
         "Resolved: since then 4 of 812 comparable messages had trouble, and 5.1 would be usual.",
         "What became of them: 310 were delivered later (half of them within 42" S "min).");
    SAYS(&finding, MT_LANGUAGE_ES,
         "El mié" S "12" S "nov entre las 07:35 y las 10:40, 310 de 1\xE2\x80\xAF"
         "234 mensajes a Yahoo (25,1" S "%) se aplazaron o caducaron: 22 veces lo habitual (intervalo del 95" S
         "%: 18\xE2\x80\x93"
         "27; lo habitual sería el 1,1" S "%).",
         "Empezó el mié" S "12" S "nov" S "07:35 (con un 95" S
         "% de confianza, entre las 07:10 y las 07:50) y terminó a las 10:40 (con un 95" S
         "% de confianza, entre las 10:25 y las 11:05).",
         "Resuelto: desde entonces tuvieron problemas 4 de 812 mensajes comparables, y cabría esperar 5,1.",
         "Qué fue de ellos: 310 se entregaron más tarde (la mitad en menos de 42" S "min).");
}

static void
what_goes_on_says_so_and_what_no_data_shows_is_said(void **state)
{
    struct mt_finding finding = incident();
    (void)state;
    finding.end_open = true;
    finding.end_us = finding.counted_until_us = at(11, 17, 0, 0);
    finding.start_at_gap = true;
    finding.start_low_us = at(11, 11, 23, 0);
    finding.state = MT_CHANGE_UNKNOWN;
    assert_headline(&finding, MT_LANGUAGE_EN, "Yahoo, since Wed" S "12" S "Nov" S "07:35: 22 times as many as usual");
    assert_headline(&finding, MT_LANGUAGE_ES, "Yahoo, desde el mié" S "12" S "nov" S "07:35: 22 veces lo habitual");
    SAYS(&finding, MT_LANGUAGE_EN,
         "It began on Wed" S "12" S "Nov" S "07:35 (with 95" S "% confidence between Tue" S "11" S "Nov" S
         "23:00 and Wed" S "12" S "Nov" S "07:50).",
         "The hours before that have no data, so it may have begun earlier.",
         "Open: it goes on when the data ends, on Mon" S "17" S "Nov" S "00:00.");
    SAYS(&finding, MT_LANGUAGE_ES, "De las horas anteriores no hay datos, así que puede haber empezado antes.",
         "Abierto: sigue al terminar los datos, el lun" S "17" S "nov" S "00:00.");
    assert_int_equal(mt_finding_standing(&finding), MT_CHANGE_OPEN);
}

static void
an_unknown_state_says_why(void **state)
{
    struct mt_finding finding = incident();
    (void)state;
    finding.state = MT_CHANGE_UNKNOWN;
    finding.since_mail = 1;
    finding.since_bad = 0;
    finding.since_expected = 0.01;
    SAYS(&finding, MT_LANGUAGE_EN,
         "Whether it is over is not known: since then 0 of 1 comparable message had trouble (0.0 would be usual), too "
         "little to tell.");
    finding.since_mail = 0;
    SAYS(&finding, MT_LANGUAGE_EN, "Whether it is over is not known: since then the data has no comparable mail.");
    SAYS(&finding, MT_LANGUAGE_ES, "No se sabe si ha terminado: desde entonces los datos no tienen correo comparable.");
}

static void
hours_that_come_again_have_their_weekdays(void **state)
{
    static const struct {
        uint8_t days;
        int start, length;
        const char *english, *spanish;
    } cases[] = {
        {0x7F, 1, 3, "Yahoo, every day 01:00 to 04:00: 22 times as many as usual",
         "Yahoo, todos los días de 01:00 a 04:00: 22 veces lo habitual"},
        {0x1F, 22, 4, "Yahoo, Monday to Friday 22:00 to 02:00: 22 times as many as usual",
         "Yahoo, de lunes a viernes de 22:00 a 02:00: 22 veces lo habitual"},
        {0x60, 20, 4, "Yahoo, Saturdays and Sundays 20:00 to 24:00: 22 times as many as usual",
         "Yahoo, los sábados y domingos de 20:00 a 24:00: 22 veces lo habitual"},
        {0x61, 6, 3, "Yahoo, Saturday to Monday 06:00 to 09:00: 22 times as many as usual",
         "Yahoo, de sábado a lunes de 06:00 a 09:00: 22 veces lo habitual"},
        {0x01, 0, 24, "Yahoo, Mondays: 22 times as many as usual", "Yahoo, los lunes: 22 veces lo habitual"},
        {0x15, 6, 3, "Yahoo, Mondays, Wednesdays and Fridays 06:00 to 09:00: 22 times as many as usual",
         "Yahoo, los lunes, miércoles y viernes de 06:00 a 09:00: 22 veces lo habitual"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct mt_finding finding = plain_finding(MT_FINDING_RECURRING);
        finding.weekdays = cases[i].days;
        finding.hour_start = cases[i].start;
        finding.hour_length = cases[i].length;
        assert_headline(&finding, MT_LANGUAGE_EN, cases[i].english);
        assert_headline(&finding, MT_LANGUAGE_ES, cases[i].spanish);
    }
}

static void
many_conditions_make_one_readable_sentence(void **state)
{
    struct mt_finding finding = incident();
    (void)state;
    finding.where.region = TEXT("GB");
    finding.where.remote_host = TEXT("mta7.example.net");
    finding.where.forest = TEXT("EURPRD10");
    finding.where.size_min_bytes = 5 * MB;
    finding.where.size_min_high_bytes = 10 * MB;
    finding.hour_start = 14;
    finding.hour_length = 3;
    finding.weekdays = 0x1F;
    finding.first_day_us = at(11, 10, 0, 0);
    finding.last_day_us = at(11, 13, 0, 0);
    SAYS(&finding, MT_LANGUAGE_EN,
         "From Monday to Friday between 14:00 and 17:00, from Mon" S "10" S "Nov to Thu" S "13" S
         "Nov, 310 of 1\xE2\x80\xAF"
         "234 messages of 5\xE2\x80\x93"
         "10" S
         "MB and more to Yahoo in the United Kingdom with remote host mta7.example.net sent from Exchange forest "
         "EURPRD10 (25.1" S "%) were deferred or expired: 22 times as many as usual (95" S "% interval 18\xE2\x80\x93"
         "27; 1.1" S "% would be usual).");
    SAYS(&finding, MT_LANGUAGE_ES,
         "De lunes a viernes de 14:00 a 17:00, del lun" S "10" S "nov al jue" S "13" S "nov, 310 de 1\xE2\x80\xAF"
         "234 mensajes de 5\xE2\x80\x93"
         "10" S "MB o más a Yahoo en Reino Unido con servidor remoto mta7.example.net desde el bosque de Exchange "
         "EURPRD10 (25,1" S "%) se aplazaron o caducaron: 22 veces lo habitual (intervalo del 95" S "%: 18\xE2\x80\x93"
         "27; lo habitual sería el 1,1" S "%).");
}

static void
what_became_of_it_and_why(void **state)
{
    struct mt_finding finding = incident();
    (void)state;
    finding.bad_deliveries = 412;
    finding.fate = (struct mt_finding_fate){1, 60, 3, 45, 201, 61};
    finding.reason_unknown = 246;
    finding.reason_count = 2;
    finding.reasons[0] = (struct mt_finding_reason){
        .class = 4, .actor = 10, .code = TEXT("4.7.0"), .text = TEXT("Too many connections"), .groups = 63};
    finding.reasons[1] =
        (struct mt_finding_reason){.class = 0, .text = TEXT("451 4.4.2 No answer"), .code = TEXT("4.4.2"), .groups = 1};
    SAYS(&finding, MT_LANGUAGE_EN,
         "What became of them (412 recipients in all): 1 was delivered later (after 1" S "min 1" S
         "s), 60 expired, 3 failed, 45 failed without an export that says why and 201 were still pending when last "
         "seen.",
         "The most frequent reply, for 63 messages: 4.7.0 Too many connections (throttled; who has to act: nobody, it "
         "passes).",
         "Next, for 1 message: 451 4.4.2 No answer (not classed).", "For 246 of the 310 no export tells why.");
    SAYS(&finding, MT_LANGUAGE_ES,
         "Qué fue de ellos (412 destinatarios en total): 1 se entregó más tarde (tras 1" S "min 1" S
         "s), 60 caducaron, 3 fallaron, 45 fallaron sin que ninguna exportación diga por qué y 201 seguían pendientes "
         "en la última exportación.",
         "La respuesta más frecuente, en 63 mensajes: 4.7.0 Too many connections (limitación de envíos; quién debe "
         "actuar: nadie, se pasa solo).",
         "Le sigue, en 1 mensaje: 451 4.4.2 No answer (sin clasificar).",
         "De 246 de los 310 ninguna exportación dice el motivo.");
}

static void
a_long_reply_is_cut_between_characters(void **state)
{
    struct mt_finding finding = incident();
    char reply[400], wanted[600];
    (void)state;
    for (size_t i = 0; i + 1 < sizeof reply; i += 2)
        memcpy(reply + i, "\xC3\xB1", 2);
    finding.reason_count = 1;
    finding.reasons[0] = (struct mt_finding_reason){.text = {reply, sizeof reply}, .groups = 2};
    snprintf(wanted, sizeof wanted, "The most frequent reply, for 2 messages: %.240s\xE2\x80\xA6 (not classed).",
             reply);
    SAYS(&finding, MT_LANGUAGE_EN, wanted);
}

static void
sizes_show_how_the_trouble_grows_with_them(void **state)
{
    struct mt_finding finding = plain_finding(MT_FINDING_SIZE);
    struct mt_pattern pattern = {.size_slope = false};
    (void)state;
    finding.where = (struct mt_finding_where){.size_min_bytes = 5 * MB, .size_min_high_bytes = 5 * MB};
    finding.pattern = &pattern;
    finding.dose_count = 3;
    finding.dose[0] = (struct mt_finding_dose){0, 500 * 1024, 900, 9, 0.96, 0.5, 2};
    finding.dose[1] = (struct mt_finding_dose){500 * 1024, 5 * MB, 100, 4, 1.2, 1, 7};
    finding.dose[2] = (struct mt_finding_dose){5 * MB, INT64_MAX, 9, 9, 80, 30, 120};
    finding.checks[MT_PATTERN_SIZE] = (struct mt_pattern_check){true, 6.2, 3.1, 2.5, 3.8};
    finding.checks[MT_PATTERN_FOREST] = (struct mt_pattern_check){true, 6.2, 6.1, 5, 7};
    assert_headline(&finding, MT_LANGUAGE_EN, "5" S "MB and more: 22 times as many as usual");
    SAYS(&finding, MT_LANGUAGE_EN, "Open: it holds for the whole period.",
         "It begins at 5" S "MB; times as many as usual by size: 1.0 below 500" S "KB, 1.2 for 500" S "KB\xE2\x80\x93"
         "5" S "MB and 80 from 5" S "MB on.",
         "Compared like with like, the size multiplies the share by 3.1 (95" S "% interval 2.5\xE2\x80\x93"
         "3.8), not by 6.2 as the plain comparison has it.");
    pattern.size_slope = true;
    SAYS(&finding, MT_LANGUAGE_ES,
         "Cuanto mayor es el mensaje, más a menudo ocurre; veces lo habitual por tamaño: 1,0 por debajo de 500" S
         "KB; 1,2 para 500" S "KB\xE2\x80\x93"
         "5" S "MB y 80 desde 5" S "MB.");
}

static void
a_drift_is_a_factor_a_week_and_chance_is_one_in_so_many(void **state)
{
    struct mt_finding finding = plain_finding(MT_FINDING_DRIFT);
    (void)state;
    finding.where = (struct mt_finding_where){.region = TEXT("XX"), .size_min_bytes = -1};
    finding.ratio = 1.42;
    finding.ratio_low = 1.21;
    finding.ratio_high = 1.66;
    finding.weeks = 3;
    finding.weekly[0] = 0.6;
    finding.weekly[1] = 0.9;
    finding.weekly[2] = 1.5;
    finding.ln_p_adjusted = log(1.0 / 9123);
    assert_headline(&finding, MT_LANGUAGE_EN, "Domains in XX: rising by a factor of 1.4 every week");
    SAYS(&finding, MT_LANGUAGE_EN, "Week by week, against the mean: 0.6, 0.9 and 1.5 times.",
         "The chance of noise looking like this is about 1 in 9\xE2\x80\xAF"
         "000, with all 30" S "million searched patterns considered.");
    SAYS(&finding, MT_LANGUAGE_ES, "Por semanas, respecto a la media: 0,6; 0,9 y 1,5 veces.");
}

static void
one_sender_is_a_caution(void **state)
{
    struct mt_finding finding = incident();
    (void)state;
    finding.top_sender = TEXT("news@contoso.com");
    finding.top_sender_groups = 190;
    SAYS(&finding, MT_LANGUAGE_EN,
         "Caution: 190 of the 310 come from one sender, news@contoso.com. The cause may be that sender\xE2\x80\x99s "
         "mail "
         "rather than the transport.");
    finding.top_sender_groups = 310;
    SAYS(&finding, MT_LANGUAGE_ES,
         "Atención: los 310 son de un mismo remitente, news@contoso.com. La causa puede ser su correo y no el "
         "transporte.");
}

static void
the_year_is_told_when_there_are_two_and_moments_are_the_readers(void **state)
{
    struct mt_finding finding = incident();
    struct mt_arena arena = MT_ARENA_EMPTY;
    struct mt_findings findings = world(&finding, 1);
    struct mt_zone *zone = NULL;
    struct mt_err err;
    (void)state;
    assert_int_equal(mt_zone_open(&zone, "+01:00", &err), MT_OK);
    struct mt_reader reader = {.zone = zone};
    findings.until_us = at(12, 31, 23, 30);
    assert_string_equal(mt_finding_headline(&arena, &reader, &findings, &finding).at,
                        "Yahoo, Wed" S "12" S "Nov" S "2025" S "08:35 to 11:40: 22 times as many as usual");
    mt_zone_close(zone);
    mt_arena_release(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_incident_is_told_with_its_edges_and_its_end),
        cmocka_unit_test(what_goes_on_says_so_and_what_no_data_shows_is_said),
        cmocka_unit_test(an_unknown_state_says_why),
        cmocka_unit_test(hours_that_come_again_have_their_weekdays),
        cmocka_unit_test(many_conditions_make_one_readable_sentence),
        cmocka_unit_test(what_became_of_it_and_why),
        cmocka_unit_test(a_long_reply_is_cut_between_characters),
        cmocka_unit_test(sizes_show_how_the_trouble_grows_with_them),
        cmocka_unit_test(a_drift_is_a_factor_a_week_and_chance_is_one_in_so_many),
        cmocka_unit_test(one_sender_is_a_caution),
        cmocka_unit_test(the_year_is_told_when_there_are_two_and_moments_are_the_readers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
