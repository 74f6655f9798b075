/* The planted scenarios: what is in them is what was planted, and it is the same everywhere. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>

#include "fixtures/planted.h"
#include "fixtures/planted_scenarios.h"
#include "fixtures/planted_world.h"
#include "store/row.h"
#include "tests/generate_fixture.h"

static struct mt_planted
made(const char *scenario, const char *grade, uint64_t seed)
{
    struct mt_err err;
    struct mt_planted planted;
    assert_int_equal(mt_planted_make(&planted, scenario, grade, seed, &err), MT_OK);
    return planted;
}

/* ---- the world ---- */

static void
names_of_the_world_are_its_own(void **state)
{
    (void)state;
    assert_int_equal(mt_planted_provider_named("other"), MT_PLANTED_REST);
    for (int32_t i = 0; i < mt_planted_providers(); i++)
        assert_int_equal(mt_planted_provider_named(mt_planted_provider(i)), i);
    for (int32_t i = 0; i < mt_planted_domains(); i++)
        assert_int_equal(mt_planted_domain_named(mt_planted_domain(i)), i);
    for (int32_t i = 0; i < mt_planted_hosts(); i++)
        assert_int_equal(mt_planted_host_named(mt_planted_host(i)), i);
    for (int32_t i = 0; i < mt_planted_forests(); i++)
        assert_int_equal(mt_planted_forest_named(mt_planted_forest(i)), i);
    assert_int_equal(mt_planted_domain_named("nowhere.example"), -1);
}

static void
the_region_of_a_domain_is_what_its_name_ends_in(void **state)
{
    (void)state;
    for (int32_t i = 0; i < mt_planted_domains(); i++) {
        const char *last = strrchr(mt_planted_domain(i), '.') + 1;
        int32_t region = mt_planted_region_of(i);
        if (strcmp(last, "com") == 0 || strcmp(last, "net") == 0) {
            assert_int_equal(region, -1);
            continue;
        }
        char upper[3] = {(char)(last[0] - 'a' + 'A'), (char)(last[1] - 'a' + 'A'), '\0'};
        assert_in_range(region, 0, mt_planted_regions() - 1);
        assert_string_equal(mt_planted_region(region), strcmp(upper, "UK") == 0 ? "GB" : upper);
    }
}

static void
every_domain_has_hosts_that_share_its_mail(void **state)
{
    (void)state;
    int32_t in_order = 0;
    for (int32_t provider = 0; provider < mt_planted_providers(); provider++) {
        struct mt_planted_range domains = mt_planted_domains_of(provider);
        assert_int_equal(domains.first, in_order);
        in_order += domains.count;
        for (int32_t domain = domains.first; domain < in_order; domain++) {
            struct mt_planted_range hosts = mt_planted_hosts_of(domain);
            double sum = 0;
            for (int32_t host = hosts.first; host < hosts.first + hosts.count; host++)
                sum += mt_planted_host_share(host);
            assert_true(fabs(sum - 1) < 1e-9);
            assert_int_equal(mt_planted_provider_of(domain), provider);
        }
    }
    assert_int_equal(in_order, mt_planted_domains());
    int32_t own = mt_planted_domain_named("kmu157.example.de");
    assert_string_equal(mt_planted_host(mt_planted_hosts_of(own).first), "mail.kmu157.example.de");
    assert_string_equal(mt_planted_host(mt_planted_hosts_of(mt_planted_domain_named("aol.com")).first),
                        "mta5.am0.yahoodns.net");
    assert_string_equal(mt_planted_host(mt_planted_hosts_of(mt_planted_domain_named("yahoo.it")).first),
                        "mx-eu.mail.am0.yahoodns.net");
}

static void
bands_are_those_of_the_program(void **state)
{
    (void)state;
    for (int32_t band = 0; band < MT_PLANTED_BANDS; band++) {
        int64_t from = mt_planted_band_from(band);
        assert_int_equal(mt_planted_band_of(from), band);
        assert_int_equal(mt_size_band(from), band);
        if (band > 0)
            assert_int_equal(mt_planted_band_of(from - 1), band - 1);
    }
}

/* ---- the scenarios ---- */

static void
each_scenario_has_chance_of_its_own(void **state)
{
    (void)state;
    int32_t planted = 0, null = 0;
    for (int32_t i = 0; mt_planted_scenario_at(i); i++) {
        const struct mt_planted_plan *plan = mt_planted_plan_named(mt_planted_scenario_at(i)->id);
        assert_ptr_equal(&plan->scenario, mt_planted_scenario_at(i));
        for (int32_t k = 0; k < i; k++)
            assert_int_not_equal(mt_planted_plan_named(mt_planted_scenario_at(k)->id)->salt, plan->salt);
        planted += !plan->scenario.null;
        null += plan->scenario.null;
    }
    assert_int_equal(planted, 20);
    assert_int_equal(null, 6);
}

static bool
is_effect(const struct mt_planted_truth *truth)
{
    bool has_condition = truth->provider >= 0 || truth->region >= 0 || truth->domain >= 0 || truth->host >= 0 ||
                         truth->forest >= 0 || truth->band >= 0;
    return has_condition && (!truth->has_window || truth->until > truth->from);
}

/* Names in the table that the world does not know would come out as no condition at all. */
static void
every_name_in_a_plan_is_of_the_world(void **state)
{
    (void)state;
    for (int32_t i = 0; mt_planted_scenario_at(i); i++) {
        const struct mt_planted_plan *plan = mt_planted_plan_named(mt_planted_scenario_at(i)->id);
        for (int32_t k = 0; k < MT_PLANTED_EFFECTS && plan->effects[k].id; k++) {
            const struct mt_planted_effect *effect = &plan->effects[k];
            for (int32_t c = 0; c < MT_PLANTED_CHOICES; c++) {
                assert_true(!effect->providers[c] || mt_planted_provider_named(effect->providers[c]) >= 0);
                assert_true(!effect->regions[c] || mt_planted_region_named(effect->regions[c]) >= 0);
                assert_true(!effect->hosts[c] || mt_planted_host_named(effect->hosts[c]) >= 0);
                assert_true(!effect->forests[c] || mt_planted_forest_named(effect->forests[c]) >= 0);
            }
            assert_true(!effect->domain || mt_planted_domain_named(effect->domain) >= 0);
        }
        for (uint64_t seed = 1; seed <= 20; seed++) {
            struct mt_planted_settled settled;
            mt_planted_resolve(plan, 1, seed, &settled);
            assert_int_equal(settled.effects > 0, !plan->scenario.null);
            for (int32_t k = 0; k < settled.effects; k++) {
                assert_true(is_effect(&settled.truths[k]));
                assert_true(!settled.truths[k].has_window ||
                            (settled.truths[k].from >= 0 && settled.truths[k].until <= settled.hours));
            }
        }
    }
}

static double
rate(int64_t bad, int64_t groups)
{
    return groups ? (double)bad / (double)groups : 0;
}

static void
a_trouble_grows_with_its_grade_until_it_stands_out(void **state)
{
    (void)state;
    static const char *const grades[] = {"weak", "medium", "strong"};
    for (int32_t i = 0; mt_planted_scenario_at(i) && !mt_planted_scenario_at(i)->null; i++) {
        double before = 0;
        for (int grade = 0; grade < 3; grade++) {
            struct mt_planted planted = made(mt_planted_scenario_at(i)->id, grades[grade], 2);
            int64_t groups = 0, bad = 0, all_bad = 0;
            for (size_t t = 0; t < planted.truth_count; t++) {
                groups += planted.truths[t].groups;
                bad += planted.truths[t].bad;
            }
            for (size_t g = 0; g < planted.count; g++)
                all_bad += planted.groups[g].bad;
            assert_true(groups >= 20);
            assert_true(rate(bad, groups) > before);
            /* A weak drift at a good provider is no worse than the average of the others. */
            double elsewhere = rate(all_bad - bad, (int64_t)planted.count - groups);
            assert_true(grade < 2 || rate(bad, groups) > 2 * elsewhere);
            before = rate(bad, groups);
            mt_planted_release(&planted);
        }
    }
}

/* The same draws decide in all grades, so that only what is planted differs. */
static void
a_worse_grade_loses_no_trouble(void **state)
{
    (void)state;
    struct mt_planted weak = made("S07", "weak", 4), strong = made("S07", "strong", 4);
    size_t more = 0;
    assert_int_equal(weak.count, strong.count);
    for (size_t i = 0; i < weak.count; i++) {
        assert_true(weak.groups[i].hours == strong.groups[i].hours);
        assert_int_equal(weak.groups[i].domain, strong.groups[i].domain);
        assert_int_equal(weak.groups[i].bytes, strong.groups[i].bytes);
        assert_true(!weak.groups[i].bad || strong.groups[i].bad);
        more += !weak.groups[i].bad && strong.groups[i].bad;
    }
    assert_true(more > 50);
    mt_planted_release(&weak);
    mt_planted_release(&strong);
}

static void
groups_come_by_time_and_end_after_they_began(void **state)
{
    (void)state;
    struct mt_planted planted = made("S12", "strong", 3);
    size_t open = 0;
    assert_int_equal((int)planted.hours, 640);
    assert_string_equal(planted.truths[0].state, "open");
    for (size_t i = 0; i < planted.count; i++) {
        const struct mt_planted_group *group = &planted.groups[i];
        bool ends_badly = group->fate != MT_PLANTED_DELIVERED && group->fate != MT_PLANTED_REFUSED;
        assert_true(i == 0 || group->hours >= planted.groups[i - 1].hours);
        assert_true(group->hours >= 0 && group->hours < planted.hours);
        assert_true(group->until_hours >= group->hours && group->until_hours <= planted.hours + 1e-9);
        assert_int_equal(group->bad, ends_badly);
        assert_true(group->recipients >= 1);
        assert_int_equal(group->band, mt_planted_band_of(group->bytes));
        struct mt_planted_range hosts = mt_planted_hosts_of(group->domain);
        assert_in_range(group->host, hosts.first, hosts.first + hosts.count - 1);
        assert_true(group->fate != MT_PLANTED_EXPIRED || fabs(group->until_hours - group->hours - 24) < 1e-6);
        open += group->fate == MT_PLANTED_PENDING;
    }
    assert_true(open > 20);
    mt_planted_release(&planted);
}

static void
a_mailing_has_one_hour_and_one_size(void **state)
{
    (void)state;
    struct mt_planted planted = made("N0", "-", 6);
    const struct mt_planted_group *first[64] = {NULL};
    int32_t mailings = 0, members = 0;
    for (size_t i = 0; i < planted.count; i++) {
        const struct mt_planted_group *group = &planted.groups[i];
        if (group->burst == 0)
            continue;
        assert_in_range(group->burst, 1, 63);
        mailings += !first[group->burst];
        members++;
        if (!first[group->burst])
            first[group->burst] = group;
        assert_int_equal(group->bytes, first[group->burst]->bytes);
        assert_int_equal((int)group->hours, (int)first[group->burst]->hours);
    }
    assert_true(mailings > 40 && members > 20 * mailings);
    mt_planted_release(&planted);
}

static void
the_small_domain_gets_its_twenty_messages_and_no_other(void **state)
{
    (void)state;
    struct mt_planted planted = made("S09", "strong", 9);
    int32_t domain = mt_planted_domain_named("kmu157.example.de"), found = 0;
    for (size_t i = 0; i < planted.count; i++)
        if (planted.groups[i].domain == domain) {
            found++;
            assert_true(mt_planted_holds(&planted.truths[0], &planted.groups[i]));
        }
    assert_int_equal(found, 20);
    assert_int_equal(planted.truths[0].groups, 20);
    mt_planted_release(&planted);
}

static void
a_flapping_trouble_spares_two_hours_of_three(void **state)
{
    (void)state;
    struct mt_planted planted = made("S17", "strong", 1);
    const struct mt_planted_truth *truth = &planted.truths[0];
    int64_t on = 0, on_bad = 0, off = 0, off_bad = 0;
    for (size_t i = 0; i < planted.count; i++) {
        const struct mt_planted_group *group = &planted.groups[i];
        if (!mt_planted_holds(truth, group))
            continue;
        bool is_on = fmod(group->hours - truth->from, 3) < 1;
        on += is_on;
        off += !is_on;
        on_bad += is_on && group->bad;
        off_bad += !is_on && group->bad;
    }
    assert_int_equal(on + off, truth->groups);
    assert_true(rate(on_bad, on) > .7 && rate(off_bad, off) < .15);
    mt_planted_release(&planted);
}

static void
surges_bring_mail_and_no_trouble(void **state)
{
    (void)state;
    struct mt_planted planted = made("N2", "-", 1);
    int64_t within = 0, within_bad = 0, before = 0, before_bad = 0;
    int32_t libero = mt_planted_provider_named("libero");
    for (size_t i = 0; i < planted.count; i++) {
        const struct mt_planted_group *group = &planted.groups[i];
        if (mt_planted_provider_of(group->domain) != libero)
            continue;
        bool is_in = group->hours >= 336 && group->hours < 456, is_before = group->hours < 336 && group->hours >= 216;
        within += is_in;
        within_bad += is_in && group->bad;
        before += is_before;
        before_bad += is_before && group->bad;
    }
    assert_int_equal(planted.truth_count, 0);
    assert_true(within > 5 * before);
    assert_true(rate(within_bad, within) < 2.5 * rate(before_bad, before));
    mt_planted_release(&planted);
}

/* ---- what a truth covers ---- */

static void
hours_over_midnight_belong_to_the_day_they_began(void **state)
{
    (void)state;
    enum { FRIDAY = 4 };
    struct mt_planted_truth truth = {.provider = -1,
                                     .region = -1,
                                     .domain = -1,
                                     .host = -1,
                                     .forest = -1,
                                     .band = -1,
                                     .recurs = true,
                                     .hour_from = 22,
                                     .hour_until = 2,
                                     .weekdays = 1 << FRIDAY};
    struct mt_planted_group group = {.hours = FRIDAY * 24 + 22.5};
    assert_true(mt_planted_holds(&truth, &group));
    group.hours = FRIDAY * 24 + 25.5;
    assert_true(mt_planted_holds(&truth, &group));
    group.hours = FRIDAY * 24 + 26;
    assert_false(mt_planted_holds(&truth, &group));
    group.hours = FRIDAY * 24 + 1.5;
    assert_false(mt_planted_holds(&truth, &group));
    group.hours = FRIDAY * 24 + 12;
    assert_false(mt_planted_holds(&truth, &group));
}

static void
a_size_condition_is_a_band_and_those_above(void **state)
{
    (void)state;
    struct mt_planted_truth truth = {.provider = -1, .region = -1, .domain = -1, .host = -1, .forest = -1, .band = 6};
    for (uint8_t band = 0; band < MT_PLANTED_BANDS; band++) {
        struct mt_planted_group group = {.band = band};
        assert_int_equal(mt_planted_holds(&truth, &group), band >= 6);
    }
}

/* ---- the same everywhere ---- */

/* What an independent program makes of the same model: groups, bad ones, expired ones, and those of the first truth.
 * A C library that rounds log or cos another way may move one group over a threshold, not more. */
static void
the_groups_are_those_of_the_model(void **state)
{
    (void)state;
    static const struct {
        const char *scenario, *grade;
        uint64_t seed;
        int64_t groups, bad, expired, truth_groups, truth_bad;
    } cases[] = {
        {"S01", "strong", 1, 174656, 2050, 202, 219, 177},
        {"S06", "medium", 2, 174836, 1648, 151, 111, 51},
        {"S09", "weak", 3, 175238, 1674, 169, 20, 12},
        {"S12", "medium", 2, 171676, 1695, 196, 449, 36},
        {"S20", "weak", 4, 174783, 1847, 180, 446, 26},
        {"N3", "-", 1, 174126, 2056, 213, 0, 0},
        {"N4", "-", 2, 18082, 141, 14, 0, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct mt_planted planted = made(cases[i].scenario, cases[i].grade, cases[i].seed);
        int64_t bad = 0, expired = 0;
        for (size_t g = 0; g < planted.count; g++) {
            bad += planted.groups[g].bad;
            expired += planted.groups[g].fate == MT_PLANTED_EXPIRED;
        }
        assert_true(llabs((int64_t)planted.count - cases[i].groups) <= 1);
        assert_true(llabs(bad - cases[i].bad) <= 1);
        assert_true(llabs(expired - cases[i].expired) <= 1);
        assert_true(llabs((planted.truth_count ? planted.truths[0].groups : 0) - cases[i].truth_groups) <= 1);
        assert_true(llabs((planted.truth_count ? planted.truths[0].bad : 0) - cases[i].truth_bad) <= 1);
        mt_planted_release(&planted);
    }
}

static void
another_seed_is_another_month(void **state)
{
    (void)state;
    struct mt_planted one = made("N4", "-", 1), other = made("N4", "-", 2);
    assert_int_not_equal(one.count, other.count);
    assert_true(one.groups[0].hours != other.groups[0].hours);
    mt_planted_release(&one);
    mt_planted_release(&other);
}

/* ---- refusals ---- */

static void
what_is_not_there_is_refused(void **state)
{
    (void)state;
    struct mt_err err;
    struct mt_planted planted;
    assert_int_equal(mt_planted_make(&planted, "S00", "weak", 1, &err), MT_USAGE);
    assert_string_equal(err.text, "'S00' is no planted scenario");
    assert_int_equal(mt_planted_make(&planted, "S01", "-", 1, &err), MT_USAGE);
    assert_int_equal(mt_planted_make(&planted, "S01", NULL, 1, &err), MT_USAGE);
    assert_int_equal(mt_planted_make(&planted, "N0", "strong", 1, &err), MT_USAGE);
    planted = made("N4", "-", 1);
    assert_int_equal(mt_planted_write(&planted, ".", MT_PLANTED_GROUPS, &err), MT_USAGE);
    assert_int_equal(mt_planted_write(&planted, "no/such/folder", MT_PLANTED_SUMMARY, &err), MT_FAILED);
    mt_planted_release(&planted);
}

/* ---- exports ---- */

static void
exports_are_taken_on_mondays_and_at_the_end(void **state)
{
    (void)state;
    struct mt_err err;
    struct folder folder = folder_make();
    struct mt_planted planted = made("N4", "-", 3);
    assert_int_equal(mt_planted_write(&planted, folder.path, MT_PLANTED_SUMMARY, &err), MT_OK);
    static const struct {
        const char *name, *taken;
    } files[] = {{"MessageTrace_2025-W43.csv", "2025-10-27T10:00:00Z"},
                 {"MessageTrace_2025-W44.csv", "2025-11-03T10:00:00Z"},
                 {"MessageTrace_2025-W45.csv", "2025-11-10T10:00:00Z"},
                 {"MessageTrace_2025-W46.csv", "2025-11-17T00:10:00Z"}};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char path[512], room[32];
        struct stat found;
        snprintf(path, sizeof path, "%s/%s", folder.path, files[i].name);
        assert_int_equal(stat(path, &found), 0);
        struct mt_text taken = mt_moment_iso((int64_t)found.st_mtime * MT_SECOND, room);
        assert_int_equal(taken.len, strlen(files[i].taken));
        assert_memory_equal(taken.at, files[i].taken, taken.len);
    }
    mt_planted_release(&planted);
    folder_drop(&folder);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_of_the_world_are_its_own),
        cmocka_unit_test(the_region_of_a_domain_is_what_its_name_ends_in),
        cmocka_unit_test(every_domain_has_hosts_that_share_its_mail),
        cmocka_unit_test(bands_are_those_of_the_program),
        cmocka_unit_test(each_scenario_has_chance_of_its_own),
        cmocka_unit_test(every_name_in_a_plan_is_of_the_world),
        cmocka_unit_test(a_trouble_grows_with_its_grade_until_it_stands_out),
        cmocka_unit_test(a_worse_grade_loses_no_trouble),
        cmocka_unit_test(groups_come_by_time_and_end_after_they_began),
        cmocka_unit_test(a_mailing_has_one_hour_and_one_size),
        cmocka_unit_test(the_small_domain_gets_its_twenty_messages_and_no_other),
        cmocka_unit_test(a_flapping_trouble_spares_two_hours_of_three),
        cmocka_unit_test(surges_bring_mail_and_no_trouble),
        cmocka_unit_test(hours_over_midnight_belong_to_the_day_they_began),
        cmocka_unit_test(a_size_condition_is_a_band_and_those_above),
        cmocka_unit_test(the_groups_are_those_of_the_model),
        cmocka_unit_test(another_seed_is_another_month),
        cmocka_unit_test(what_is_not_there_is_refused),
        cmocka_unit_test(exports_are_taken_on_mondays_and_at_the_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
