/* How findings are scored: claims about made-up mail of which every message is known. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "baselines.h"
#include "ours.h"
#include "tally.h"

/* ---- a week of mail: every hour one message to each of two providers, from 10:00 to 14:00 of day 2 bad at the first
 * --- */

enum { HOURS = 168, GROUPS = 2 * HOURS, BAD_FROM = 58, BAD_UNTIL = 62 };

struct week {
    struct mt_planted planted;
    struct mt_planted_group groups[GROUPS];
    int32_t domains[2]; /* of two providers */
};

static struct mt_planted_truth
truth_of_all(const char *kind)
{
    return (struct mt_planted_truth){
        .id = "A", .kind = kind, .provider = -1, .region = -1, .domain = -1, .host = -1, .forest = -1, .band = -1};
}

static void
sum_up(struct week *week)
{
    for (size_t t = 0; t < week->planted.truth_count; t++) {
        struct mt_planted_truth *truth = &week->planted.truths[t];
        truth->groups = truth->bad = 0;
        for (size_t i = 0; i < GROUPS; i++)
            if (mt_planted_holds(truth, &week->groups[i])) {
                truth->groups++;
                truth->bad += week->groups[i].bad;
            }
    }
}

static void
make_week(struct week *week)
{
    memset(week, 0, sizeof *week);
    while (mt_planted_provider_of(week->domains[1]) == mt_planted_provider_of(week->domains[0]))
        week->domains[1]++;
    for (int hour = 0; hour < HOURS; hour++)
        for (int side = 0; side < 2; side++)
            week->groups[2 * hour + side] =
                (struct mt_planted_group){.hours = hour + 0.5,
                                          .domain = week->domains[side],
                                          .band = (uint8_t)(hour % MT_PLANTED_BANDS),
                                          .bad = side == 0 && hour >= BAD_FROM && hour < BAD_UNTIL};
    week->planted = (struct mt_planted){.hours = HOURS, .groups = week->groups, .count = GROUPS, .truth_count = 1};
    struct mt_planted_truth *truth = &week->planted.truths[0];
    *truth = truth_of_all("incident");
    truth->provider = mt_planted_provider_of(week->domains[0]);
    truth->has_window = true;
    truth->from = BAD_FROM;
    truth->until = BAD_UNTIL;
    truth->state = "resolved";
    sum_up(week);
}

static struct bench_finding
incident(const struct week *week, int side, double from, double until)
{
    struct bench_finding finding = bench_finding_of_all();
    finding.value[MT_PATTERN_PROVIDER] = mt_planted_provider_of(week->domains[side]);
    finding.has_window = true;
    finding.from = from;
    finding.until = until;
    return finding;
}

static struct bench_score
score_of(const struct week *week, const struct bench_finding *findings, size_t count)
{
    struct bench_found found = {0};
    struct bench_score score;
    struct mt_err err;
    for (size_t i = 0; i < count; i++)
        assert_int_equal(bench_found_add(&found, &findings[i], &err), MT_OK);
    assert_int_equal(bench_score(&week->planted, &found, &score, &err), MT_OK);
    bench_found_release(&found);
    return score;
}

/* ---- hits ---- */

static void
what_was_planted_is_a_hit_with_everything_right(void **state)
{
    struct week week;
    (void)state;
    make_week(&week);
    struct bench_finding finding = incident(&week, 0, BAD_FROM, BAD_UNTIL);
    finding.state = BENCH_STATE_RESOLVED;
    struct bench_score score = score_of(&week, &finding, 1);
    const struct bench_hit *hit = &score.truths[0];
    assert_int_equal(score.hits, 1);
    assert_true(hit->conditions && hit->state_right && !hit->state_wrong && hit->has_window && hit->has_end);
    assert_true(hit->jaccard == 1 && hit->window_iou == 1 && hit->from_error == 0 && hit->until_error == 0);
    assert_int_equal(score.false_findings + score.redundant, 0);
}

static void
half_the_mail_is_a_hit_and_less_is_not(void **state)
{
    struct week week;
    (void)state;
    make_week(&week);
    struct bench_finding half = incident(&week, 0, BAD_FROM, BAD_FROM + 2);
    struct bench_finding double_of_it = incident(&week, 0, BAD_FROM - 4, BAD_UNTIL);
    struct bench_finding less = incident(&week, 0, BAD_FROM, BAD_FROM + 1);
    struct bench_score score = score_of(&week, &half, 1);
    assert_int_equal(score.hits, 1);
    assert_true(score.truths[0].jaccard == 0.5);
    score = score_of(&week, &double_of_it, 1);
    assert_int_equal(score.hits, 1);
    assert_true(score.truths[0].from_error == -4 && score.truths[0].until_error == 0);
    score = score_of(&week, &less, 1);
    assert_int_equal(score.hits, 0);
    assert_true(score.truths[0].loose);
}

static void
a_truth_takes_the_better_of_two_findings_and_the_other_is_redundant(void **state)
{
    struct week week;
    (void)state;
    make_week(&week);
    const struct bench_finding findings[] = {incident(&week, 0, BAD_FROM, BAD_FROM + 3),
                                             incident(&week, 0, BAD_FROM, BAD_UNTIL)};
    struct bench_score score = score_of(&week, findings, 2);
    assert_true(score.truths[0].jaccard == 1);
    assert_int_equal(score.redundant, 1);
    assert_int_equal(score.false_findings, 0);
}

static void
mail_that_was_fine_is_a_false_finding(void **state)
{
    struct week week;
    (void)state;
    make_week(&week);
    const struct bench_finding findings[] = {incident(&week, 1, BAD_FROM, BAD_UNTIL), incident(&week, 0, 0, 10)};
    struct bench_score score = score_of(&week, findings, 2);
    assert_int_equal(score.hits, 0);
    assert_int_equal(score.false_findings, 2);
}

static void
a_name_that_nobody_has_is_met_by_no_mail(void **state)
{
    struct week week;
    (void)state;
    make_week(&week);
    struct bench_finding finding = incident(&week, 0, BAD_FROM, BAD_UNTIL);
    finding.value[MT_PATTERN_FOREST] = BENCH_STRANGE;
    assert_int_equal(score_of(&week, &finding, 1).false_findings, 1);
}

/* ---- conditions ---- */

static void
the_band_beside_is_the_same_size_and_no_size_is_another_finding(void **state)
{
    (void)state;
    struct mt_planted_truth truth = truth_of_all("persistent");
    struct bench_finding finding = bench_finding_of_all();
    assert_true(bench_names_truth(&finding, &truth));
    truth.band = 6;
    assert_false(bench_names_truth(&finding, &truth));
    for (int32_t band = 4; band <= 8; band++) {
        finding.value[MT_PATTERN_SIZE] = band;
        assert_int_equal(bench_names_truth(&finding, &truth), band >= 5 && band <= 7);
    }
    finding.value[MT_PATTERN_SIZE] = 6;
    finding.value[MT_PATTERN_FOREST] = 0;
    assert_false(bench_names_truth(&finding, &truth));
}

static void
a_drift_is_hit_by_a_drift_of_its_provider_alone(void **state)
{
    struct week week;
    (void)state;
    make_week(&week);
    week.planted.truths[0] = truth_of_all("drift");
    week.planted.truths[0].provider = mt_planted_provider_of(week.domains[0]);
    sum_up(&week);
    struct bench_finding finding = bench_finding_of_all();
    finding.value[MT_PATTERN_PROVIDER] = mt_planted_provider_of(week.domains[0]);
    assert_int_equal(score_of(&week, &finding, 1).hits, 0);
    assert_true(score_of(&week, &finding, 1).truths[0].loose);
    finding.drift = true;
    assert_int_equal(score_of(&week, &finding, 1).hits, 1);
    finding.value[MT_PATTERN_PROVIDER] = mt_planted_provider_of(week.domains[1]);
    assert_int_equal(score_of(&week, &finding, 1).hits, 0);
}

/* ---- times ---- */

static void
hours_over_midnight_belong_to_the_day_on_which_they_began(void **state)
{
    (void)state;
    struct bench_finding finding = bench_finding_of_all();
    finding.recurs = true;
    finding.hour_from = 22;
    finding.hour_until = 2;
    finding.weekdays = 1; /* Monday */
    const struct {
        double hours;
        bool holds;
    } cases[] = {{1, false}, {21.9, false}, {22, true}, {25.9, true}, {26, false}, {46, false}, {168 + 22, true}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct mt_planted_group group = {.hours = cases[i].hours};
        assert_int_equal(bench_finding_holds(&finding, &group), cases[i].holds);
    }
    finding.weekdays = 1 << 6; /* Sunday night ends on Monday */
    assert_true(bench_finding_holds(&finding, &(struct mt_planted_group){.hours = 1}));
}

static void
limits_hold_the_truth_give_or_take_five_minutes(void **state)
{
    struct week week;
    (void)state;
    make_week(&week);
    struct bench_finding finding = incident(&week, 0, BAD_FROM + 0.2, BAD_UNTIL + 0.2);
    finding.has_limits = true;
    finding.from_low = BAD_FROM + 0.08;
    finding.from_high = BAD_FROM + 1;
    finding.until_low = BAD_UNTIL + 0.1;
    finding.until_high = BAD_UNTIL + 1;
    struct bench_score score = score_of(&week, &finding, 1);
    assert_true(score.truths[0].from_covered);
    assert_false(score.truths[0].until_covered);
}

static void
a_wrong_state_is_wrong_and_an_unknown_one_is_not(void **state)
{
    struct week week;
    (void)state;
    make_week(&week);
    struct bench_finding finding = incident(&week, 0, BAD_FROM, BAD_UNTIL);
    finding.state = BENCH_STATE_OPEN;
    assert_true(score_of(&week, &finding, 1).truths[0].state_wrong);
    finding.state = BENCH_STATE_UNKNOWN;
    struct bench_score score = score_of(&week, &finding, 1);
    assert_false(score.truths[0].state_wrong || score.truths[0].state_right);
    week.planted.truths[0].state = "open";
    assert_false(score_of(&week, &finding, 1).truths[0].has_end);
}

/* ---- what follows ---- */

static void
f1_is_the_harmonic_mean_of_recall_and_precision(void **state)
{
    (void)state;
    struct bench_tally tally = {.truths = 8, .findings = 5, .hits = 4};
    double recall = bench_recall(&tally), precision = bench_precision(&tally);
    assert_true(recall == 0.5 && precision == 0.8);
    assert_true(fabs(bench_f1(&tally) - 2 * recall * precision / (recall + precision)) < 1e-12);
    assert_true(isnan(bench_precision(&(struct bench_tally){.truths = 1})));
}

static void
quantiles_are_interpolated(void **state)
{
    (void)state;
    double items[] = {4, 1, 3, 2};
    struct bench_numbers numbers = {items, 4, 4};
    assert_true(bench_quantile(&numbers, 0.5) == 2.5);
    assert_true(fabs(bench_quantile(&numbers, 0.9) - 3.7) < 1e-12);
    assert_true(bench_quantile(&numbers, 1) == 4);
}

static void
the_upper_limit_of_no_alarms_is_not_zero(void **state)
{
    (void)state;
    assert_true(fabs(bench_poisson_upper(0) - 3.6889) < 1e-4); /* R: qchisq(.975, 2) / 2 */
    assert_true(fabs(bench_poisson_upper(6) - 13.0595) < 1e-4);
}

/* ---- methods ---- */

static void
each_baseline_sees_an_outage_that_nobody_could_miss(void **state)
{
    static bench_baseline *const baselines[] = {bench_baseline_top, bench_baseline_chi2, bench_baseline_risk,
                                                bench_baseline_hourly, bench_baseline_hourly_tuned};
    struct mt_planted planted;
    struct mt_err err;
    (void)state;
    assert_int_equal(mt_planted_make(&planted, "S01", "strong", 7, &err), MT_OK);
    for (size_t i = 0; i < sizeof baselines / sizeof *baselines; i++) {
        struct bench_found found = {0};
        bool seen = false;
        assert_int_equal(baselines[i](&planted, &found, &err), MT_OK);
        for (size_t k = 0; k < found.count; k++)
            seen = seen || found.items[k].value[MT_PATTERN_PROVIDER] == planted.truths[0].provider ||
                   (found.items[k].has_window && found.items[k].from <= planted.truths[0].from &&
                    found.items[k].until > planted.truths[0].from);
        assert_true(seen);
        bench_found_release(&found);
    }
    mt_planted_release(&planted);
}

static void
what_the_program_tells_programs_is_understood(void **state)
{
    static const char json[] =
        "{\"schema_version\":1,\"until_utc\":\"2025-11-17T00:00:00Z\",\"findings\":["
        "{\"kind\":\"incident\",\"where\":{\"provider\":\"yahoo\",\"region\":\"GB\"},\"size_min_bytes\":5242880,"
        "\"hours_utc\":{\"from\":22,\"until\":2},\"weekdays\":[1,7],\"start_utc\":\"2025-10-21T02:30:00Z\","
        "\"start_low_utc\":\"2025-10-21T02:00:00Z\",\"start_high_utc\":\"2025-10-21T03:00:00Z\",\"state\":\"open\","
        "\"sub_findings\":[{\"kind\":\"size\",\"where\":{},\"state\":\"open\"}]},"
        "{\"kind\":\"drift\",\"where\":{\"remote_host\":\"nobody.example\"},\"state\":\"unknown\"}]}";
    struct mt_planted planted = {.start_us = INT64_C(1760918400000000), .hours = 672}; /* 2025-10-20 */
    struct bench_found found = {0};
    struct mt_err err;
    char path[] = "/tmp/bench-findings-XXXXXX";
    (void)state;
    int descriptor = mkstemp(path);
    assert_true(descriptor >= 0 && write(descriptor, json, sizeof json - 1) == (ssize_t)(sizeof json - 1));
    close(descriptor);
    assert_int_equal(bench_read_findings(path, &planted, &found, &err), MT_OK);
    unlink(path);
    assert_int_equal(found.count, 2);
    const struct bench_finding *first = &found.items[0], *second = &found.items[1];
    assert_string_equal(mt_planted_provider(first->value[MT_PATTERN_PROVIDER]), "yahoo");
    assert_string_equal(mt_planted_region(first->value[MT_PATTERN_REGION]), "GB");
    assert_int_equal(mt_planted_band_from(first->value[MT_PATTERN_SIZE]), 5242880);
    assert_true(first->recurs && first->hour_from == 22 && first->hour_until == 2 && first->weekdays == 0x41);
    assert_true(first->has_window && first->from == 26.5 && first->until == 672 && first->from_low == 26);
    assert_true(first->state == BENCH_STATE_OPEN && !first->drift);
    assert_true(second->drift && !second->has_window && second->value[MT_PATTERN_HOST] == BENCH_STRANGE);
    bench_found_release(&found);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_planted_is_a_hit_with_everything_right),
        cmocka_unit_test(half_the_mail_is_a_hit_and_less_is_not),
        cmocka_unit_test(a_truth_takes_the_better_of_two_findings_and_the_other_is_redundant),
        cmocka_unit_test(mail_that_was_fine_is_a_false_finding),
        cmocka_unit_test(a_name_that_nobody_has_is_met_by_no_mail),
        cmocka_unit_test(the_band_beside_is_the_same_size_and_no_size_is_another_finding),
        cmocka_unit_test(a_drift_is_hit_by_a_drift_of_its_provider_alone),
        cmocka_unit_test(hours_over_midnight_belong_to_the_day_on_which_they_began),
        cmocka_unit_test(limits_hold_the_truth_give_or_take_five_minutes),
        cmocka_unit_test(a_wrong_state_is_wrong_and_an_unknown_one_is_not),
        cmocka_unit_test(f1_is_the_harmonic_mean_of_recall_and_precision),
        cmocka_unit_test(quantiles_are_interpolated),
        cmocka_unit_test(the_upper_limit_of_no_alarms_is_not_zero),
        cmocka_unit_test(each_baseline_sees_an_outage_that_nobody_could_miss),
        cmocka_unit_test(what_the_program_tells_programs_is_understood),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
