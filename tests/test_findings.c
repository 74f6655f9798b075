#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "query/findings.h"
#include "query/mail_cube.h"
#include "query/statement.h"
#include "tests/store_fixture.h"

/* ---- a made-up tenant: mail to known providers, of which a little fails ---- */

enum { DAYS = 28, A_DAY = 400, MOST = (DAYS + 3) * A_DAY };

/* Mail from START on; the first day is a Monday. */
#define START (INT64_C(1790553600) * MT_SECOND) /* 2026-09-28T00:00:00Z */

static const char *const domains[] = {"gmail.com", "yahoo.com", "gmx.de", "outlook.com", "icloud.com", "aol.com"};

struct trouble {
    const char *domain;
    int64_t from_us, until_us; /* until 0: always */
    int hour_from, hour_until; /* UTC; both 0: all day */
    int percent;
};

static uint64_t
next_random(uint64_t *seed)
{
    uint64_t z = *seed += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

static bool
is_in_trouble(const struct trouble *trouble, const char *domain, int64_t received_us)
{
    int hour = (int)(received_us / MT_HOUR % 24);
    return trouble && strcmp(trouble->domain, domain) == 0 && received_us >= trouble->from_us &&
           (trouble->until_us == 0 || received_us < trouble->until_us) &&
           (trouble->hour_until == 0 || (hour >= trouble->hour_from && hour < trouble->hour_until));
}

struct mail {
    struct mt_row rows[MOST];
    char recipients[MOST][32];
    size_t count;
};

static void
make_mail_of(struct mail *mail, uint64_t seed, int days, const struct trouble *trouble)
{
    mail->count = 0;
    for (int i = 0; i < days * A_DAY; i++) {
        int64_t received = START + (int64_t)i * (MT_DAY / A_DAY) + (int64_t)(next_random(&seed) % 60) * MT_SECOND;
        const char *domain = domains[next_random(&seed) % 6];
        uint64_t dice = next_random(&seed) % 1000;
        bool fails = dice < 8 || (is_in_trouble(trouble, domain, received) && dice < (uint64_t)trouble->percent * 10);
        snprintf(mail->recipients[i], sizeof *mail->recipients, "p%d@%s", i, domain);
        mail->rows[i] = row_of(mail->recipients[i], fails ? MT_STATUS_FAILED : MT_STATUS_DELIVERED, received);
        mail->rows[i].sender = MT_TEXT_LITERAL("boss@tenant.example");
        mail->rows[i].size_bytes = 1000 + (int64_t)(next_random(&seed) % 400000);
        row_trace(&mail->rows[i], received, (uint32_t)i + 1);
        mail->count++;
    }
}

static void
make_mail(struct mail *mail, int days, const struct trouble *trouble)
{
    make_mail_of(mail, 11, days, trouble);
}

struct tenant {
    struct room room;
    struct mt_store *store;
    struct mt_arena arena;
    struct mt_findings findings;
};

static void
tenant_open(struct tenant *tenant)
{
    *tenant = (struct tenant){.arena = MT_ARENA_EMPTY};
    room_open(&tenant->room);
    tenant->store = room_store(&tenant->room, MT_STORE_WRITE);
}

static void
tenant_close(struct tenant *tenant)
{
    mt_findings_release(&tenant->findings);
    mt_arena_release(&tenant->arena);
    mt_store_close(tenant->store);
    room_close(&tenant->room);
}

static void
find_with(struct tenant *tenant, const struct mt_filter *filter)
{
    struct mt_filter all;
    struct mt_err err;
    mt_filter_init(&all);
    struct mt_findings_request request = {.filter = filter ? filter : &all};
    mt_findings_release(&tenant->findings);
    if (mt_findings_find(tenant->store, &request, &tenant->arena, &tenant->findings, &err) != MT_OK)
        fail_msg("%s", err.text);
}

static void
import_mail(struct tenant *tenant, int number, const struct mail *mail, size_t from, size_t until)
{
    import_rows(tenant->store, number, START + (DAYS + 10) * MT_DAY, mail->rows + from, until - from);
}

/* An outage of twelve hours on the second Thursday. */
static const struct trouble outage = {
    "yahoo.com", START + 10 * MT_DAY + 8 * MT_HOUR, START + 10 * MT_DAY + 20 * MT_HOUR, 0, 0, 60};

static struct mail mail; /* large, and made anew by each test */

/* ---- claims ---- */

static void
an_outage_is_found_with_its_domain_edges_and_end(void **state)
{
    (void)state;
    struct tenant tenant;
    tenant_open(&tenant);
    make_mail(&mail, DAYS, &outage);
    import_mail(&tenant, 1, &mail, 0, mail.count);
    find_with(&tenant, NULL);
    assert_int_equal(tenant.findings.count, 1);
    const struct mt_finding *finding = &tenant.findings.items[0];
    assert_int_equal(finding->kind, MT_FINDING_INCIDENT);
    assert_true(mt_text_is(finding->where.domain, "yahoo.com"));
    assert_false(mt_text_known(finding->where.forest));
    assert_true(finding->has_stretch && !finding->start_open && !finding->end_open);
    assert_in_range(outage.from_us, finding->start_low_us, finding->start_high_us);
    assert_in_range(outage.until_us, finding->end_low_us, finding->end_high_us);
    assert_in_range(finding->end_us, outage.until_us - 4 * MT_HOUR, outage.until_us + 4 * MT_HOUR);
    assert_true(finding->start_low_us <= finding->start_us && finding->start_us <= finding->start_high_us);
    assert_true(finding->end_low_us <= finding->end_us && finding->end_us <= finding->end_high_us);
    assert_int_equal(finding->state, MT_CHANGE_RESOLVED);
    assert_true(finding->ratio_low > 5 && finding->ratio_low < finding->ratio && finding->ratio < finding->ratio_high);
    tenant_close(&tenant);
}

static void
the_fates_of_the_bad_mail_add_up(void **state)
{
    (void)state;
    struct tenant tenant;
    tenant_open(&tenant);
    make_mail(&mail, DAYS, &outage);
    import_mail(&tenant, 1, &mail, 0, mail.count);
    find_with(&tenant, NULL);
    const struct mt_finding *finding = &tenant.findings.items[0];
    const struct mt_finding_fate *fate = &finding->fate;
    assert_int_equal(fate->delivered_later + fate->expired + fate->failed + fate->failed_unsaid + fate->pending,
                     finding->bad);
    assert_int_equal(fate->failed_unsaid, finding->bad); /* a summary does not say why */
    assert_int_equal(finding->reason_unknown, finding->bad);
    assert_int_equal(finding->reason_count, 0);
    assert_int_equal(finding->bad_deliveries, finding->bad);
    assert_int_equal(finding->sender_count, 1);
    assert_true(mt_text_is(finding->top_sender, "boss@tenant.example"));
    assert_int_equal(finding->top_sender_groups, finding->bad);
    assert_int_equal(tenant.findings.groups, mail.count);
    tenant_close(&tenant);
}

static void
the_order_of_imports_changes_nothing(void **state)
{
    (void)state;
    struct tenant one, other;
    tenant_open(&one);
    tenant_open(&other);
    make_mail(&mail, DAYS, &outage);
    import_mail(&one, 1, &mail, 0, mail.count);
    uint64_t seed = 3;
    for (size_t i = mail.count - 1; i > 0; i--) {
        size_t j = next_random(&seed) % (i + 1);
        struct mt_row row = mail.rows[i];
        mail.rows[i] = mail.rows[j];
        mail.rows[j] = row;
    }
    import_mail(&other, 2, &mail, mail.count / 2, mail.count);
    import_mail(&other, 3, &mail, mail.count / 3, mail.count * 2 / 3);
    import_mail(&other, 4, &mail, 0, mail.count / 2);
    find_with(&one, NULL);
    find_with(&other, NULL);
    assert_int_equal(one.findings.count, other.findings.count);
    assert_int_equal(one.findings.groups, other.findings.groups);
    for (size_t i = 0; i < one.findings.count; i++) {
        const struct mt_finding *a = &one.findings.items[i], *b = &other.findings.items[i];
        assert_string_equal(a->id, b->id);
        assert_int_equal(a->bad, b->bad);
        assert_int_equal(a->start_us, b->start_us);
        assert_int_equal(a->end_high_us, b->end_high_us);
        assert_memory_equal(&a->ratio, &b->ratio, sizeof a->ratio);
        assert_memory_equal(&a->ln_p_adjusted, &b->ln_p_adjusted, sizeof a->ln_p_adjusted);
        assert_true(mt_text_equal(a->where.domain, b->where.domain));
    }
    tenant_close(&one);
    tenant_close(&other);
}

static void
a_finding_keeps_its_id_when_more_mail_comes(void **state)
{
    (void)state;
    struct tenant tenant;
    char id[MT_FINDING_ID_BYTES];
    tenant_open(&tenant);
    make_mail(&mail, DAYS + 3, &outage);
    import_mail(&tenant, 1, &mail, 0, DAYS * A_DAY);
    find_with(&tenant, NULL);
    memcpy(id, tenant.findings.items[0].id, sizeof id);
    import_mail(&tenant, 2, &mail, DAYS * A_DAY, mail.count);
    find_with(&tenant, NULL);
    assert_string_equal(tenant.findings.items[0].id, id);
    assert_ptr_equal(mt_findings_named(&tenant.findings, id), &tenant.findings.items[0]);
    assert_ptr_equal(mt_findings_named(&tenant.findings, "1"), &tenant.findings.items[0]);
    assert_null(mt_findings_named(&tenant.findings, "0"));
    assert_null(mt_findings_named(&tenant.findings, "F-000000"));
    tenant_close(&tenant);
}

static void
mail_without_patterns_gives_none(void **state)
{
    (void)state;
    struct tenant tenant;
    tenant_open(&tenant);
    find_with(&tenant, NULL); /* not even mail */
    assert_int_equal(tenant.findings.count, 0);
    assert_int_equal(tenant.findings.groups, 0);
    make_mail(&mail, DAYS, NULL);
    import_mail(&tenant, 1, &mail, 0, mail.count);
    find_with(&tenant, NULL);
    assert_int_equal(tenant.findings.count, 0);
    assert_int_equal(tenant.findings.groups, mail.count);
    assert_true(tenant.findings.bad > 50);
    tenant_close(&tenant);
}

static void
little_mail_gives_no_false_alarms(void **state)
{
    (void)state;
    enum { WORLDS = 20 };
    int alarms = 0;
    for (uint64_t world = 0; world < WORLDS; world++) {
        struct tenant tenant;
        tenant_open(&tenant);
        make_mail_of(&mail, 1000 + world, 7, NULL);
        import_mail(&tenant, 1, &mail, 0, mail.count);
        find_with(&tenant, NULL);
        alarms += tenant.findings.count > 0;
        tenant_close(&tenant);
    }
    assert_true(alarms <= 1);
}

static void
a_filter_leaves_the_other_mail_out(void **state)
{
    (void)state;
    struct tenant tenant;
    struct mt_filter filter;
    tenant_open(&tenant);
    make_mail(&mail, DAYS, &outage);
    import_mail(&tenant, 1, &mail, 0, mail.count);
    mt_filter_init(&filter);
    filter.since_us = outage.until_us + MT_HOUR;
    find_with(&tenant, &filter);
    assert_int_equal(tenant.findings.count, 0);
    assert_true(tenant.findings.from_us >= filter.since_us - MT_HOUR);
    tenant_close(&tenant);
}

static void
hours_that_come_again_are_those_of_the_zone(void **state)
{
    (void)state;
    static const struct trouble nightly = {"gmx.de", START, 0, 23, 24, 50};
    struct tenant tenant;
    struct mt_filter filter;
    struct mt_zone *zone;
    struct mt_err err;
    tenant_open(&tenant);
    make_mail(&mail, DAYS, &nightly);
    import_mail(&tenant, 1, &mail, 0, mail.count);
    mt_filter_init(&filter);
    assert_int_equal(mt_zone_open(&zone, "+02:00", &err), MT_OK);
    filter.zone = zone;
    find_with(&tenant, &filter);
    assert_int_equal(tenant.findings.count, 1);
    const struct mt_finding *finding = &tenant.findings.items[0];
    assert_int_equal(finding->kind, MT_FINDING_RECURRING);
    assert_true(mt_text_is(finding->where.provider, "united_internet")); /* it is all that goes there */
    assert_int_equal(finding->hour_start, 1);                            /* 23:00 UTC */
    assert_int_equal(finding->hour_length, 1);
    assert_int_equal(finding->weekdays, 0x7F);
    assert_int_equal(finding->state, MT_CHANGE_OPEN);
    tenant_close(&tenant);
    mt_zone_close(zone);
}

static void
an_outage_at_the_end_of_the_data_is_open(void **state)
{
    (void)state;
    struct tenant tenant;
    struct trouble late = outage;
    late.from_us = START + DAYS * MT_DAY - 20 * MT_HOUR;
    late.until_us = 0;
    tenant_open(&tenant);
    make_mail(&mail, DAYS, &late);
    import_mail(&tenant, 1, &mail, 0, mail.count);
    find_with(&tenant, NULL);
    assert_int_equal(tenant.findings.count, 1);
    const struct mt_finding *finding = &tenant.findings.items[0];
    assert_true(finding->end_open);
    assert_int_equal(finding->state, MT_CHANGE_OPEN);
    assert_int_equal(finding->end_us, tenant.findings.until_us);
    tenant_close(&tenant);
}

static bool
stop_at_once(void)
{
    return true;
}

static bool searching;

static void
watch(void *context, const char *part, double share)
{
    (void)context, (void)share;
    searching = strcmp(part, "searching for patterns") == 0;
}

static bool
stop_while_searching(void)
{
    return searching;
}

static void
the_search_itself_can_be_stopped(void **state)
{
    (void)state;
    struct tenant tenant;
    struct mt_filter all;
    struct mt_err err;
    tenant_open(&tenant);
    make_mail(&mail, DAYS, &outage);
    import_mail(&tenant, 1, &mail, 0, mail.count);
    mt_filter_init(&all);
    struct mt_findings_request request = {.filter = &all, .progress = watch, .stop = stop_while_searching};
    assert_int_equal(mt_findings_find(tenant.store, &request, &tenant.arena, &tenant.findings, &err), MT_INTERRUPTED);
    assert_true(searching);
    assert_int_equal(tenant.findings.count, 0);
    tenant_close(&tenant);
}

static void
a_search_can_be_stopped(void **state)
{
    (void)state;
    struct tenant tenant;
    struct mt_filter all;
    struct mt_err err;
    struct mt_stop stop = {stop_at_once};
    tenant_open(&tenant);
    make_mail(&mail, DAYS, &outage);
    import_mail(&tenant, 1, &mail, 0, mail.count);
    mt_filter_init(&all);
    mt_statement_stop_when(tenant.store, &stop);
    struct mt_findings_request request = {.filter = &all};
    assert_int_equal(mt_findings_find(tenant.store, &request, &tenant.arena, &tenant.findings, &err), MT_INTERRUPTED);
    assert_int_equal(tenant.findings.count, 0);
    tenant_close(&tenant);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_outage_is_found_with_its_domain_edges_and_end),
        cmocka_unit_test(the_fates_of_the_bad_mail_add_up),
        cmocka_unit_test(the_order_of_imports_changes_nothing),
        cmocka_unit_test(a_finding_keeps_its_id_when_more_mail_comes),
        cmocka_unit_test(mail_without_patterns_gives_none),
        cmocka_unit_test(little_mail_gives_no_false_alarms),
        cmocka_unit_test(a_filter_leaves_the_other_mail_out),
        cmocka_unit_test(hours_that_come_again_are_those_of_the_zone),
        cmocka_unit_test(an_outage_at_the_end_of_the_data_is_open),
        cmocka_unit_test(the_search_itself_can_be_stopped),
        cmocka_unit_test(a_search_can_be_stopped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
