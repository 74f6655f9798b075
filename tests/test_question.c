#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>

#include "query/question.h"
#include "query/trace.h"
#include "tests/sample_store.h"

static int64_t
utc(int day, int hour, int minute)
{
    struct mt_civil civil = {2026, 11, day, hour, minute, 0, 0};
    return mt_civil_moment(&civil);
}

static struct mt_filter
everything(void)
{
    struct mt_filter filter;
    mt_filter_init(&filter);
    return filter;
}

/* ---- asking and looking ---- */

static void
ask(struct sample *sample, const char *name, const struct mt_filter *filter, struct mt_table *table)
{
    mt_table_init(table, "x", "X");
    if (mt_question_ask(sample->store, name, filter, table, &sample->err) != MT_OK)
        fail_msg("%s: %s", name, sample->err.text);
}

static struct mt_cell
cell(const struct mt_table *table, size_t row, const char *key)
{
    int column = mt_table_find(table, key);
    if (column < 0)
        fail_msg("there is no column '%s'", key);
    assert_true(row < table->row_count);
    return mt_table_at(table, row, (size_t)column);
}

static int64_t
count(const struct mt_table *table, size_t row, const char *key)
{
    struct mt_cell found = cell(table, row, key);
    assert_true(found.known);
    return found.integer;
}

static void
assert_text(const struct mt_table *table, size_t row, const char *key, const char *expected)
{
    struct mt_cell found = cell(table, row, key);
    assert_true(found.known);
    if (!mt_text_is(found.text, expected))
        fail_msg("row %zu, '%s' is '%.*s', not '%s'", row, key, MT_TEXT_ARGS(found.text), expected);
}

static void
assert_unknown(const struct mt_table *table, size_t row, const char *key, const char *why)
{
    struct mt_cell found = cell(table, row, key);
    assert_false(found.known);
    assert_non_null(found.why);
    assert_string_equal(found.why, why);
}

static const char *
parameter(const struct mt_table *table, const char *key)
{
    for (size_t i = 0; i < table->parameter_count; i++)
        if (strcmp(table->parameters[i].key, key) == 0)
            return table->parameters[i].value.at;
    return NULL;
}

static int64_t
overview_of(struct sample *sample, const struct mt_filter *filter, const char *key)
{
    struct mt_table table;
    ask(sample, "overview", filter, &table);
    assert_int_equal(table.row_count, 1);
    int64_t found = count(&table, 0, key);
    mt_table_release(&table);
    return found;
}

/* ---- rates ---- */

static void
add_every_outcome(struct sample *sample)
{
    /* As many of each as its number says, so that no two figures are alike by chance. */
    for (int outcome = 1; outcome <= MT_OUTCOME_ROUTING; outcome++)
        for (int i = 0; i < outcome; i++)
            sample_add(sample, (struct sample_delivery){.received_us = utc(16, 9, 0) + outcome * MT_MINUTE,
                                                        .status = MT_STATUS_DELIVERED,
                                                        .outcome = (enum mt_outcome)outcome,
                                                        .size_bytes = 10});
}

static void
a_rate_question_counts_mail_by_what_became_of_it(void **state)
{
    add_every_outcome(*state);
    struct mt_filter filter = everything();
    struct mt_table table;
    ask(*state, "overview", &filter, &table);
    static const struct {
        const char *key;
        int64_t count;
    } expected[] = {
        {"deliveries", 45},
        {"deferred", 3 + 4 + 5 + 7},
        {"still_deferred", 4},
        {"deferred_then_delivered", 3},
        {"deferred_then_failed", 7},
        {"failed", 5 + 6 + 7},
        {"quarantined", 8},
        {"filtered_as_spam", 9},
        {"under_way", 1},
        {"bytes", 450},
        {"expired", 5},
    };
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
        assert_int_equal(count(&table, 0, expected[i].key), expected[i].count);
    assert_true(fabs(cell(&table, 0, "failed_ratio").real - 18.0 / 45.0) < 1e-12);
    assert_true(cell(&table, 0, "failed_low").real < 0.4 && cell(&table, 0, "failed_high").real > 0.4);
    mt_table_release(&table);
}

static void
expired_is_unknown_until_some_evidence_covers_the_window(void **state)
{
    struct sample *sample = *state;
    struct mt_filter filter = everything();
    struct mt_table table;
    int id =
        sample_add(sample, (struct sample_delivery){
                               .received_us = utc(16, 9, 0), .status = MT_STATUS_FAILED, .outcome = MT_OUTCOME_FAILED});
    ask(sample, "overview", &filter, &table);
    assert_unknown(&table, 0, "expired",
                   "summary exports carry no expiry code; event reports do, which this version does not read");
    assert_string_equal(table.evidence, "summary");
    mt_table_release(&table);

    sample_format(sample,
                  "INSERT INTO event (delivery_id, at_us, event, export_id, line) VALUES (%d, %lld, 'FAIL', 1, 1)", id,
                  (long long)utc(16, 9, 5));
    ask(sample, "overview", &filter, &table);
    assert_int_equal(count(&table, 0, "expired"), 0);
    assert_string_equal(table.evidence, "summary and events");
    mt_table_release(&table);

    filter.since_us = utc(17, 0, 0);
    ask(sample, "overview", &filter, &table);
    assert_false(cell(&table, 0, "expired").known);
    mt_table_release(&table);
}

static void
no_mail_has_no_rate(void **state)
{
    struct mt_filter filter = everything();
    struct mt_table table;
    ask(*state, "overview", &filter, &table);
    assert_int_equal(table.row_count, 1);
    assert_int_equal(count(&table, 0, "deliveries"), 0);
    assert_unknown(&table, 0, "deferred_ratio", "no mail");
    assert_unknown(&table, 0, "failed_high", "no mail");
    mt_table_release(&table);
}

static void
most_trouble_comes_first_then_most_mail_then_the_name(void **state)
{
    static const struct {
        int domain, fine, troubled;
    } mail[] = {{SAMPLE_MAIL, 1, 1}, {SAMPLE_POST, 3, 0}, {SAMPLE_NOBODY, 1, 1}, {SAMPLE_TENANT, 4, 0}};
    for (size_t i = 0; i < sizeof mail / sizeof *mail; i++)
        for (int n = 0; n < mail[i].fine + mail[i].troubled; n++)
            sample_add(*state, (struct sample_delivery){.received_us = utc(16, 9, n),
                                                        .domain = mail[i].domain,
                                                        .outcome = n < mail[i].fine ? MT_OUTCOME_DELIVERED
                                                                                    : MT_OUTCOME_DEFERRED});
    struct mt_filter filter = everything();
    struct mt_table table;
    ask(*state, "domains", &filter, &table);
    assert_int_equal(table.row_count, 4);
    assert_text(&table, 0, "domain", "mail.example");
    assert_text(&table, 1, "domain", "nobody.example");
    assert_text(&table, 2, "domain", "tenant.example");
    assert_text(&table, 3, "domain", "post.example");
    assert_null(parameter(&table, "rows"));
    mt_table_release(&table);

    filter.limit = 3;
    ask(*state, "domains", &filter, &table);
    assert_int_equal(table.row_count, 3);
    assert_text(&table, 2, "domain", "tenant.example");
    assert_string_equal(parameter(&table, "rows"), "3 of 4 rows");
    mt_table_release(&table);
}

static void
what_is_not_known_of_mail_is_a_row_that_says_why(void **state)
{
    sample_add(*state, (struct sample_delivery){
                           .received_us = utc(16, 9, 0), .domain = SAMPLE_TENANT, .outcome = MT_OUTCOME_DELIVERED});
    static const char *const expected[][3] = {
        {"providers", "provider", "no known provider"},  {"countries", "country", "the domain belongs to no country"},
        {"regions", "region", "not in these exports"},   {"routes", "direction", "not in these exports"},
        {"routes", "connector", "not in these exports"},
    };
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        struct mt_filter filter = everything();
        struct mt_table table;
        ask(*state, expected[i][0], &filter, &table);
        assert_int_equal(table.row_count, 1);
        assert_unknown(&table, 0, expected[i][1], expected[i][2]);
        mt_table_release(&table);
    }
    struct mt_filter filter = everything();
    struct mt_table table;
    ask(*state, "sizes", &filter, &table);
    assert_int_equal(table.row_count, MT_SIZE_BANDS + 1);
    assert_unknown(&table, MT_SIZE_BANDS, "size", "no size in these exports");
    mt_table_release(&table);
}

static void
sizes_come_in_order_with_all_bands(void **state)
{
    sample_add(*state, (struct sample_delivery){.received_us = utc(16, 9, 0),
                                                .size_bytes = 3 * 1024 * 1024,
                                                .outcome = MT_OUTCOME_DELIVERED});
    struct mt_filter filter = everything();
    struct mt_table table;
    ask(*state, "sizes", &filter, &table);
    assert_int_equal(table.row_count, MT_SIZE_BANDS);
    for (int band = 0; band < MT_SIZE_BANDS; band++) {
        assert_text(&table, (size_t)band, "size", mt_size_band_key(band));
        assert_int_equal(count(&table, (size_t)band, "deliveries"), band == mt_size_band(3 * 1024 * 1024));
    }
    mt_table_release(&table);
}

/* ---- hours and days of a zone ---- */

static struct mt_zone *
zone_named(struct sample *sample, const char *name)
{
    struct mt_zone *zone;
    assert_int_equal(mt_zone_open(&zone, name, &sample->err), MT_OK);
    return zone;
}

static void
hours_are_those_of_the_zone_over_the_change_of_clocks(void **state)
{
    struct sample *sample = *state;
    struct mt_zone *zone = zone_named(sample, "Europe/Madrid");
    const int64_t october = mt_civil_days(2026, 10, 25) * MT_DAY;
    /* 02:30 summer time, 02:30 winter time and 03:30. */
    for (int hour = 0; hour < 3; hour++)
        sample_add(sample, (struct sample_delivery){.received_us = october + hour * MT_HOUR + 30 * MT_MINUTE,
                                                    .outcome = MT_OUTCOME_DELIVERED});
    struct mt_filter filter = everything();
    struct mt_table table;
    filter.zone = zone;
    ask(sample, "hours", &filter, &table);
    assert_int_equal(table.row_count, 24);
    for (int hour = 0; hour < 24; hour++) {
        assert_int_equal(count(&table, (size_t)hour, "hour"), hour);
        assert_int_equal(count(&table, (size_t)hour, "deliveries"), hour == 2 ? 2 : hour == 3 ? 1 : 0);
    }
    assert_string_equal(parameter(&table, "zone"), "Europe/Madrid");
    mt_table_release(&table);
    mt_zone_close(zone);
}

static void
an_hour_counts_by_its_start_where_offsets_are_no_full_hours(void **state)
{
    struct sample *sample = *state;
    struct mt_zone *zone = zone_named(sample, "Asia/Kolkata");
    /* 03:45 UTC is 09:15 there, but its hour UTC begins at 08:30. */
    sample_add(sample, (struct sample_delivery){.received_us = utc(16, 3, 45), .outcome = MT_OUTCOME_DELIVERED});
    struct mt_filter filter = everything();
    struct mt_table table;
    filter.zone = zone;
    ask(sample, "hours", &filter, &table);
    assert_int_equal(count(&table, 8, "deliveries"), 1);
    mt_table_release(&table);
    mt_zone_close(zone);
}

static void
the_heatmap_has_168_rows_in_order(void **state)
{
    struct sample *sample = *state;
    struct mt_zone *zone = zone_named(sample, "Europe/Madrid");
    sample_add(sample, (struct sample_delivery){.received_us = utc(15, 23, 10), .outcome = MT_OUTCOME_DELIVERED});
    sample_add(sample, (struct sample_delivery){.received_us = utc(22, 22, 10), .outcome = MT_OUTCOME_FAILED});
    struct mt_filter filter = everything();
    struct mt_table table;
    filter.zone = zone;
    ask(sample, "heatmap", &filter, &table);
    assert_int_equal(table.row_count, 168);
    for (size_t row = 0; row < 168; row++) {
        assert_int_equal(count(&table, row, "weekday"), row / 24 + 1);
        assert_int_equal(count(&table, row, "hour"), row % 24);
        /* Sunday 23:10 UTC is Monday 00:10 in Madrid, and Sunday 22:10 is 23:10. */
        assert_int_equal(count(&table, row, "deliveries"), row == 0 || row == 167);
    }
    mt_table_release(&table);
    mt_zone_close(zone);
}

static void
days_and_weeks_without_mail_are_shown_between_others(void **state)
{
    struct sample *sample = *state;
    const int64_t new_year = mt_civil_days(2026, 12, 31) * MT_DAY;
    sample_add(sample, (struct sample_delivery){.received_us = new_year, .outcome = MT_OUTCOME_DELIVERED});
    sample_add(sample, (struct sample_delivery){.received_us = new_year + 14 * MT_DAY, .outcome = MT_OUTCOME_FAILED});
    struct mt_filter filter = everything();
    struct mt_table table;
    ask(sample, "days", &filter, &table);
    assert_int_equal(table.row_count, 15);
    assert_int_equal(count(&table, 1, "day"), mt_civil_days(2027, 1, 1));
    assert_int_equal(count(&table, 1, "deliveries"), 0);
    mt_table_release(&table);

    ask(sample, "trend", &filter, &table);
    assert_int_equal(table.row_count, 3);
    assert_text(&table, 0, "week", "2026-W53");
    assert_text(&table, 1, "week", "2027-W01");
    assert_text(&table, 2, "week", "2027-W02");
    assert_int_equal(count(&table, 1, "deliveries"), 0);
    mt_table_release(&table);
}

/* ---- many deliveries ---- */

enum { MANY = 700 };

static void
add_many(struct sample *sample, struct sample_delivery *all)
{
    static const enum mt_outcome outcomes[] = {MT_OUTCOME_DELIVERED,
                                               MT_OUTCOME_DELIVERED,
                                               MT_OUTCOME_DEFERRED,
                                               MT_OUTCOME_FAILED,
                                               MT_OUTCOME_ROUTING,
                                               MT_OUTCOME_QUARANTINED,
                                               MT_OUTCOME_DELIVERED_AFTER_DEFERRAL,
                                               MT_OUTCOME_UNDER_WAY};
    static const int64_t edges[] = {25 * 1024,       100 * 1024,      500 * 1024,       1024 * 1024,
                                    2 * 1024 * 1024, 5 * 1024 * 1024, 10 * 1024 * 1024, 25 * 1024 * 1024};
    uint32_t random = 12345;
    sample_run(sample, "BEGIN");
    for (int i = 0; i < MANY; i++) {
        random = random * 1103515245u + 12345u;
        uint32_t bits = random >> 8;
        all[i] = (struct sample_delivery){
            .received_us = utc(1, 0, 0) + (int64_t)(bits % 28800) * MT_MINUTE,
            .domain = SAMPLE_MAIL + (int)(bits / 7 % 4),
            .outcome = outcomes[bits / 31 % 8],
            .size_bytes = bits % 11 == 0 ? 0 : edges[bits / 131 % 8] - (int64_t)(bits % 2),
            .route = (int)(bits / 17 % 4),
        };
        sample_add(sample, all[i]);
    }
    sample_run(sample, "COMMIT");
}

static void
assert_same_rows(const struct mt_table *a, const struct mt_table *b, const char *name)
{
    assert_int_equal(a->row_count, b->row_count);
    assert_int_equal(a->column_count, b->column_count);
    for (size_t i = 0; i < a->row_count * a->column_count; i++) {
        struct mt_cell left = a->cells[i], right = b->cells[i];
        bool is_text = a->columns[i % a->column_count].type == MT_TYPE_TEXT;
        assert_int_equal(left.known, right.known);
        if (left.known && (is_text ? !mt_text_equal(left.text, right.text) : left.integer != right.integer))
            fail_msg("%s: row %zu, '%s' differs", name, i / a->column_count, a->columns[i % a->column_count].key);
    }
}

static void
the_roll_up_and_the_deliveries_give_the_same_answer(void **state)
{
    struct sample_delivery all[MANY];
    add_many(*state, all);
    const struct mt_question *question = mt_questions();
    for (; question->name; question++) {
        if (!question->rates)
            continue;
        struct mt_filter filter = everything();
        struct mt_table rolled_up, counted;
        ask(*state, question->name, &filter, &rolled_up);
        filter.sender = mt_text_of("@tenant.example"); /* who sends everything here */
        ask(*state, question->name, &filter, &counted);
        assert_same_rows(&rolled_up, &counted, question->name);
        mt_table_release(&rolled_up);
        mt_table_release(&counted);
    }
}

static void
every_pair_of_dimensions_counts_all_mail_once(void **state)
{
    struct sample_delivery all[MANY];
    int64_t mail = 0;
    add_many(*state, all);
    for (int i = 0; i < MANY; i++)
        mail += all[i].outcome != MT_OUTCOME_ROUTING;
    for (const char *const *a = mt_dimension_names(); *a; a++)
        for (const char *const *b = mt_dimension_names(); *b; b++) {
            if (a == b)
                continue;
            struct mt_filter filter = everything();
            struct mt_table table;
            int64_t sum = 0;
            filter.by[0] = *a;
            filter.by[1] = *b;
            ask(*state, "rates", &filter, &table);
            assert_string_equal(table.columns[0].key, *a);
            assert_string_equal(table.columns[1].key, *b);
            for (size_t row = 0; row < table.row_count; row++)
                sum += count(&table, row, "deliveries");
            if (sum != mail)
                fail_msg("%s by %s has %lld of %lld", *a, *b, (long long)sum, (long long)mail);
            mt_table_release(&table);
        }
}

static bool
counts(const struct sample_delivery *d, const char *filter)
{
    return d->outcome != MT_OUTCOME_ROUTING &&
           (strcmp(filter, "domain") == 0      ? d->domain == SAMPLE_POST
            : strcmp(filter, "provider") == 0  ? d->domain == SAMPLE_MAIL
            : strcmp(filter, "country") == 0   ? d->domain == SAMPLE_NOBODY
            : strcmp(filter, "outcome") == 0   ? d->outcome == MT_OUTCOME_DEFERRED
            : strcmp(filter, "size") == 0      ? mt_size_band(d->size_bytes) == 4
            : strcmp(filter, "no size") == 0   ? d->size_bytes == 0
            : strcmp(filter, "forest") == 0    ? d->route == 1 || d->route == 2
            : strcmp(filter, "region") == 0    ? d->route == 3
            : strcmp(filter, "connector") == 0 ? d->route == 2
            : strcmp(filter, "direction") == 0 ? d->route == 1 || d->route == 2
                                               : d->received_us >= utc(5, 0, 0) && d->received_us < utc(9, 13, 0));
}

static void
each_filter_lets_through_what_it_names_and_nothing_else(void **state)
{
    static const struct {
        const char *name, *word;
        size_t field;
    } filters[] = {
        {"domain", "POST.example", offsetof(struct mt_filter, domain)},
        {"provider", "Sample Mail", offsetof(struct mt_filter, provider)},
        {"country", "es", offsetof(struct mt_filter, country)},
        {"outcome", "deferred", offsetof(struct mt_filter, outcome)},
        {"size", "1-2MB", offsetof(struct mt_filter, size_band)},
        {"no size", "unknown", offsetof(struct mt_filter, size_band)},
        {"forest", "eurprd10", offsetof(struct mt_filter, forest)},
        {"region", "NAM", offsetof(struct mt_filter, region)},
        {"connector", "to partner", offsetof(struct mt_filter, connector)},
        {"direction", "originating", offsetof(struct mt_filter, direction)},
        {"window", NULL, 0},
    };
    struct sample_delivery all[MANY];
    add_many(*state, all);
    for (size_t f = 0; f < sizeof filters / sizeof *filters; f++) {
        struct mt_filter filter = everything();
        int64_t expected = 0;
        for (int i = 0; i < MANY; i++)
            if (filters[f].word && strcmp(filters[f].name, "size") == 0 && all[i].size_bytes == 0)
                continue;
            else
                expected += counts(&all[i], filters[f].name);
        struct mt_text word = mt_text_of(filters[f].word);
        if (filters[f].word) {
            memcpy((char *)&filter + filters[f].field, &word, sizeof word);
        } else {
            filter.since_us = utc(5, 0, 0);
            filter.until_us = utc(9, 13, 0);
        }
        assert_true(expected > 0 && expected < MANY);
        if (overview_of(*state, &filter, "deliveries") != expected)
            fail_msg("%s", filters[f].name);
        /* And the same from the deliveries. */
        filter.sender = mt_text_of("me@tenant.example");
        if (overview_of(*state, &filter, "deliveries") != expected)
            fail_msg("%s, by sender", filters[f].name);
    }
}

static void
a_window_that_ends_within_an_hour_is_exact(void **state)
{
    sample_add(*state, (struct sample_delivery){.received_us = utc(16, 9, 29), .outcome = MT_OUTCOME_DELIVERED});
    sample_add(*state, (struct sample_delivery){.received_us = utc(16, 9, 30), .outcome = MT_OUTCOME_DELIVERED});
    sample_add(*state, (struct sample_delivery){.received_us = utc(16, 9, 45), .outcome = MT_OUTCOME_DELIVERED});
    struct mt_filter filter = everything();
    filter.since_us = utc(16, 9, 30);
    filter.until_us = utc(16, 9, 45);
    assert_int_equal(overview_of(*state, &filter, "deliveries"), 1);
}

/* ---- mail in trouble ---- */

static void
ages_fall_into_their_bands_to_the_microsecond(void **state)
{
    static const struct {
        int64_t age_us;
        const char *band;
    } ages[] = {
        {MT_HOUR - 1, "age_below_1h"},    {MT_HOUR, "age_1h_4h"},
        {4 * MT_HOUR - 1, "age_1h_4h"},   {4 * MT_HOUR, "age_4h_12h"},
        {12 * MT_HOUR - 1, "age_4h_12h"}, {12 * MT_HOUR, "age_12h_24h"},
        {24 * MT_HOUR, "age_24h_48h"},    {48 * MT_HOUR - 1, "age_24h_48h"},
        {48 * MT_HOUR, "age_over_48h"},
    };
    for (size_t i = 0; i < sizeof ages / sizeof *ages; i++) {
        struct sample sample;
        struct mt_filter filter = everything();
        struct mt_table table;
        (void)state;
        sample_open(&sample);
        sample_add(&sample, (struct sample_delivery){.received_us = utc(16, 9, 0),
                                                     .status = MT_STATUS_PENDING,
                                                     .outcome = MT_OUTCOME_DEFERRED,
                                                     .pending_until_us = utc(16, 9, 0) + ages[i].age_us});
        ask(&sample, "pending-age", &filter, &table);
        assert_int_equal(table.row_count, 1);
        assert_text(&table, 0, "provider", "Sample Mail");
        assert_int_equal(count(&table, 0, ages[i].band), 1);
        assert_int_equal(count(&table, 0, "deliveries"), 1);
        assert_true(count(&table, 0, "oldest_age") == ages[i].age_us / MT_SECOND);
        assert_true(count(&table, 0, "oldest_received") == utc(16, 9, 0));
        mt_table_release(&table);
        sample_close(&sample);
    }
}

static void
mail_that_arrived_is_not_pending(void **state)
{
    sample_add(*state, (struct sample_delivery){.received_us = utc(16, 9, 0),
                                                .status = MT_STATUS_DELIVERED,
                                                .outcome = MT_OUTCOME_DELIVERED_AFTER_DEFERRAL,
                                                .pending_until_us = utc(16, 11, 0)});
    struct mt_filter filter = everything();
    struct mt_table table;
    ask(*state, "pending-age", &filter, &table);
    assert_int_equal(table.row_count, 0);
    mt_table_release(&table);
}

static const char trace_1[] = "11111111-1111-1111-1111-111111111111";
static const char trace_2[] = "22222222-2222-2222-2222-222222222222";

static void
add_troubled(struct sample *sample)
{
    sample_add(sample, (struct sample_delivery){.received_us = utc(16, 9, 0),
                                                .status = MT_STATUS_FAILED,
                                                .outcome = MT_OUTCOME_FAILED,
                                                .trace_id = trace_1,
                                                .subject = "one"});
    sample_add(sample, (struct sample_delivery){.received_us = utc(17, 9, 0),
                                                .status = MT_STATUS_FAILED,
                                                .outcome = MT_OUTCOME_FAILED,
                                                .trace_id = trace_2,
                                                .subject = "two",
                                                .domain = SAMPLE_POST,
                                                .recipient = "them@post.example"});
    sample_add(sample, (struct sample_delivery){.received_us = utc(18, 9, 0),
                                                .status = MT_STATUS_DELIVERED,
                                                .outcome = MT_OUTCOME_DELIVERED});
    sample_add(sample, (struct sample_delivery){.received_us = utc(19, 9, 0),
                                                .status = MT_STATUS_PENDING,
                                                .outcome = MT_OUTCOME_DEFERRED,
                                                .sender = "you@tenant.example"});
}

static void
reasons_are_unknown_in_summary_data_and_have_an_example(void **state)
{
    add_troubled(*state);
    struct mt_filter filter = everything();
    struct mt_table table;
    ask(*state, "reasons", &filter, &table);
    assert_int_equal(table.row_count, 2);
    assert_text(&table, 0, "outcome", "failed");
    assert_unknown(&table, 0, "reason_class", "not in summary exports");
    assert_int_equal(count(&table, 0, "deliveries"), 2);
    assert_int_equal(count(&table, 0, "providers"), 2);
    assert_text(&table, 0, "example_trace_id", trace_2);
    assert_text(&table, 1, "outcome", "deferred");
    assert_unknown(&table, 1, "example_trace_id", "no trace id in these exports");
    mt_table_release(&table);
}

static void
the_reason_is_that_of_the_last_event_that_gave_one(void **state)
{
    struct sample *sample = *state;
    add_troubled(sample);
    sample_run(sample,
               "INSERT INTO label VALUES ('reason_class', 7001, 'sample_class');"
               "INSERT INTO event (delivery_id, at_us, event, reason_class, reason_code, export_id, line) VALUES"
               " (1, 10, 'DEFER', NULL, '4.4.1', 1, 1), (1, 20, 'FAIL', 7001, '5.1.1', 1, 2),"
               " (1, 30, 'NOTE', NULL, NULL, 1, 3);");
    struct mt_filter filter = everything();
    struct mt_table table;
    ask(sample, "reasons", &filter, &table);
    assert_int_equal(table.row_count, 3);
    size_t row = cell(&table, 0, "reason_code").known ? 0 : cell(&table, 1, "reason_code").known ? 1 : 2;
    assert_text(&table, row, "reason_code", "5.1.1");
    assert_text(&table, row, "reason_class", "sample_class");
    mt_table_release(&table);
}

static void
messages_in_trouble_come_newest_first(void **state)
{
    add_troubled(*state);
    struct mt_filter filter = everything();
    struct mt_table table;
    ask(*state, "messages", &filter, &table);
    assert_int_equal(table.row_count, 3);
    assert_true(count(&table, 0, "received") == utc(19, 9, 0));
    assert_text(&table, 1, "trace_id", trace_2);
    assert_text(&table, 1, "subject", "two");
    assert_text(&table, 1, "recipient", "them@post.example");
    assert_text(&table, 2, "trace_id", trace_1);
    mt_table_release(&table);

    filter.limit = 1;
    ask(*state, "messages", &filter, &table);
    assert_int_equal(table.row_count, 1);
    assert_string_equal(parameter(&table, "rows"), "1 of 3 rows");
    mt_table_release(&table);
}

static void
senders_in_trouble_are_counted(void **state)
{
    add_troubled(*state);
    struct mt_filter filter = everything();
    struct mt_table table;
    ask(*state, "senders", &filter, &table);
    assert_int_equal(table.row_count, 2);
    assert_text(&table, 0, "sender", "me@tenant.example");
    assert_int_equal(count(&table, 0, "troubled"), 2);
    assert_int_equal(count(&table, 0, "failed"), 2);
    assert_int_equal(count(&table, 0, "domains"), 2);
    assert_int_equal(count(&table, 1, "still_deferred"), 1);
    mt_table_release(&table);
}

/* ---- the data itself ---- */

/* Four weeks of mail at every hour from 7 to 20 on workdays, but for `missing` hours from `from` on. */
static void
add_office_mail(struct sample *sample, int64_t from, int missing)
{
    sample_run(sample, "BEGIN");
    for (int64_t hour = 0; hour < 26 * 24; hour++) {
        int64_t moment = utc(2, 0, 0) + hour * MT_HOUR;
        int of_day = (int)(hour % 24), weekday = mt_civil_weekday(moment / MT_DAY);
        bool is_missing = moment >= from && moment < from + missing * MT_HOUR;
        if (weekday <= 5 && of_day >= 7 && of_day < 20 && !is_missing)
            sample_add(sample, (struct sample_delivery){.received_us = moment, .outcome = MT_OUTCOME_DELIVERED});
    }
    sample_run(sample, "COMMIT");
}

static void
quiet_nights_and_weekends_are_no_gaps(void **state)
{
    add_office_mail(*state, 0, 0);
    struct mt_filter filter = everything();
    struct mt_table table;
    ask(*state, "gaps", &filter, &table);
    assert_int_equal(table.row_count, 0);
    mt_table_release(&table);
}

static void
two_office_hours_without_mail_are_a_gap(void **state)
{
    add_office_mail(*state, utc(11, 10, 0), 2);
    struct mt_filter filter = everything();
    struct mt_table table;
    ask(*state, "gaps", &filter, &table);
    assert_int_equal(table.row_count, 1);
    assert_true(count(&table, 0, "since") == utc(11, 10, 0));
    assert_true(count(&table, 0, "until") == utc(11, 12, 0));
    assert_int_equal(count(&table, 0, "office_hours"), 2);
    assert_true(fabs(cell(&table, 0, "usual_deliveries").real - 2 * 19.0 / 20.0) < 1e-9);
    mt_table_release(&table);
}

static void
coverage_has_every_day_and_counts_office_hours_without_mail(void **state)
{
    add_office_mail(*state, utc(11, 10, 0), 3);
    struct mt_filter filter = everything();
    struct mt_table table;
    ask(*state, "coverage", &filter, &table);
    assert_int_equal(table.row_count, 26);
    assert_int_equal(count(&table, 0, "day"), mt_civil_days(2026, 11, 2));
    assert_int_equal(count(&table, 9, "deliveries"), 10);
    assert_int_equal(count(&table, 9, "hours_with_mail"), 10);
    assert_int_equal(count(&table, 9, "first_hour"), 7);
    assert_int_equal(count(&table, 9, "last_hour"), 19);
    assert_int_equal(count(&table, 9, "empty_office_hours"), 3);
    assert_int_equal(count(&table, 5, "deliveries"), 0); /* Saturday */
    assert_int_equal(count(&table, 5, "empty_office_hours"), 0);
    assert_unknown(&table, 5, "first_hour", "no mail on that day");
    mt_table_release(&table);
}

static void
the_list_of_exports_does_not_tell_the_order_of_import(void **state)
{
    static const char *const exports[] = {
        "(%d, 'b.csv', x'0b', 9, 'f', 'UTF-8', 'UTC', 5, 'file time', 10, %d, 0, 3, 9, %d)",
        "(%d, 'a.csv', x'0a', 9, 'f', 'UTF-8', 'UTC', 5, 'file time', 10, %d, 0, 3, 8, %d)",
        "(%d, 'c.csv', x'0c', 9, 'f', 'UTF-8', 'UTC', 5, 'file time', 10, %d, 0, 1, 7, %d)",
    };
    struct mt_table tables[2];
    (void)state;
    for (int order = 0; order < 2; order++) {
        struct sample sample;
        struct mt_filter filter = everything();
        sample_open(&sample);
        sample_run(&sample, "DELETE FROM export");
        for (int i = 0; i < 3; i++) {
            char sql[512];
            int length = snprintf(sql, sizeof sql, "%s",
                                  "INSERT INTO export (id, name, sha256, bytes, flavour, encoding, time_basis,"
                                  " observed_us, observed_by, rows_read, rows_new, rows_rejected, first_received_us,"
                                  " last_received_us, imported_us) VALUES ");
            snprintf(sql + length, sizeof sql - (size_t)length, "%s", exports[order ? 2 - i : i]);
            sample_format(&sample, sql, i + 1, 10 - i, 1000 + i);
        }
        ask(&sample, "imports", &filter, &tables[order]);
        sample_close(&sample);
    }
    assert_int_equal(tables[0].row_count, 3);
    assert_text(&tables[0], 0, "file", "c.csv");
    assert_text(&tables[0], 1, "file", "a.csv");
    assert_same_rows(&tables[0], &tables[1], "imports");
    mt_table_release(&tables[0]);
    mt_table_release(&tables[1]);
}

static void
quality_counts_mail_that_lacks_a_fact(void **state)
{
    struct sample_delivery all[MANY];
    int64_t without_size = 0, mail = 0;
    add_many(*state, all);
    for (int i = 0; i < MANY; i++) {
        mail += all[i].outcome != MT_OUTCOME_ROUTING;
        without_size += all[i].outcome != MT_OUTCOME_ROUTING && all[i].size_bytes == 0;
    }
    struct mt_filter filter = everything();
    struct mt_table table;
    ask(*state, "quality", &filter, &table);
    assert_text(&table, 2, "fact", "size");
    assert_int_equal(count(&table, 2, "deliveries"), mail);
    assert_int_equal(count(&table, 2, "unknown"), without_size);
    mt_table_release(&table);
}

/* ---- all of them ---- */

static void
every_question_answers_twice_alike_with_and_without_data(void **state)
{
    for (int filled = 0; filled < 2; filled++) {
        struct sample_delivery all[MANY];
        if (filled)
            add_many(*state, all);
        for (const struct mt_question *question = mt_questions(); question->name; question++) {
            struct mt_filter filter = everything();
            struct mt_table first, second;
            ask(*state, question->name, &filter, &first);
            ask(*state, question->name, &filter, &second);
            assert_string_equal(first.name, question->name);
            assert_string_equal(first.title, question->title);
            assert_true(first.column_count > 0);
            assert_same_rows(&first, &second, question->name);
            mt_table_release(&first);
            mt_table_release(&second);
        }
    }
}

static void
a_question_or_dimension_that_is_none_is_wrong_usage(void **state)
{
    struct sample *sample = *state;
    struct mt_table table;
    struct mt_filter filter = everything();
    mt_table_init(&table, "x", "X");
    assert_int_equal(mt_question_ask(sample->store, "domian", &filter, &table, &sample->err), MT_USAGE);
    assert_non_null(strstr(sample->err.text, "did you mean 'domains'?"));
    filter.by[0] = "horu";
    assert_int_equal(mt_question_ask(sample->store, "rates", &filter, &table, &sample->err), MT_USAGE);
    assert_non_null(strstr(sample->err.text, "did you mean 'hour'?"));
    filter.by[0] = filter.by[1] = "hour";
    assert_int_equal(mt_question_ask(sample->store, "rates", &filter, &table, &sample->err), MT_USAGE);
    filter.by[1] = NULL;
    assert_int_equal(mt_question_ask(sample->store, "domains", &filter, &table, &sample->err), MT_USAGE);
    mt_table_release(&table);
}

static void
a_filter_that_a_question_cannot_honour_is_refused(void **state)
{
    struct sample *sample = *state;
    struct mt_table table;
    struct mt_filter filter = everything();
    mt_table_init(&table, "x", "X");
    filter.domain = mt_text_of("mail.example");
    assert_int_equal(mt_question_ask(sample->store, "coverage", &filter, &table, &sample->err), MT_USAGE);
    assert_non_null(strstr(sample->err.text, "'domain'"));
    filter = everything();
    filter.outcome = mt_text_of("Delivered");
    assert_int_equal(mt_question_ask(sample->store, "messages", &filter, &table, &sample->err), MT_USAGE);
    filter = everything();
    filter.since_us = filter.until_us = utc(16, 0, 0);
    assert_int_equal(mt_question_ask(sample->store, "overview", &filter, &table, &sample->err), MT_USAGE);
    mt_table_release(&table);
}

/* ---- one message ---- */

static size_t
trace(struct sample *sample, const char *id, struct mt_table *deliveries, struct mt_table *history)
{
    mt_table_init(deliveries, "deliveries", "Deliveries");
    mt_table_init(history, "history", "History");
    if (mt_trace_find(sample->store, mt_text_of(id), 0, deliveries, history, &sample->err) != MT_OK)
        fail_msg("%s", sample->err.text);
    return deliveries->row_count;
}

static void
a_message_is_found_by_each_of_its_names(void **state)
{
    struct sample *sample = *state;
    sample_add(sample, (struct sample_delivery){.received_us = utc(16, 9, 0),
                                                .outcome = MT_OUTCOME_DELIVERED,
                                                .status = MT_STATUS_DELIVERED,
                                                .trace_id = trace_1,
                                                .message_id = "<AbC@Tenant.example>",
                                                .recipient = "a@mail.example"});
    sample_add(sample, (struct sample_delivery){.received_us = utc(16, 9, 0),
                                                .outcome = MT_OUTCOME_FAILED,
                                                .status = MT_STATUS_FAILED,
                                                .trace_id = trace_1,
                                                .message_id = "<AbC@Tenant.example>",
                                                .recipient = "b@mail.example"});
    sample_add(sample, (struct sample_delivery){.received_us = utc(17, 9, 0),
                                                .outcome = MT_OUTCOME_DELIVERED,
                                                .status = MT_STATUS_DELIVERED,
                                                .trace_id = trace_2,
                                                .message_id = "<abc@tenant.example>",
                                                .recipient = "b@mail.example"});
    static const struct {
        const char *id;
        size_t found;
    } ids[] = {
        {"<AbC@Tenant.example>", 2},
        {"AbC@Tenant.example", 2},
        {"AbC@tenant.EXAMPLE", 2},
        {"<abc@tenant.example>", 1},
        {"ABC@tenant.example", 0},
        {trace_1, 2},
        {"{22222222-2222-2222-2222-222222222222}", 1},
        {"b@mail.example", 2},
        {"B@Mail.example", 2},
        {"me@tenant.example", 3},
        {"<b@mail.example>", 0},
        {"33333333-3333-3333-3333-333333333333", 0},
        {"", 0},
        {"' OR 1=1 --", 0},
    };
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        struct mt_table deliveries, history;
        if (trace(sample, ids[i].id, &deliveries, &history) != ids[i].found)
            fail_msg("'%s' finds %zu", ids[i].id, deliveries.row_count);
        mt_table_release(&deliveries);
        mt_table_release(&history);
    }
}

static void
a_trace_id_with_a_clock_is_found_through_its_key(void **state)
{
    struct sample *sample = *state;
    static const char clocked[] = "6b1f5a07-3f1c-4a55-1d85-08de247b3a52";
    unsigned char guid[16];
    int64_t clock_us = 0;
    assert_true(mt_guid_parse(mt_text_of(clocked), guid) && mt_trace_clock(guid, &clock_us));
    sample_add(sample, (struct sample_delivery){.received_us = clock_us,
                                                .outcome = MT_OUTCOME_DELIVERED,
                                                .status = MT_STATUS_DELIVERED,
                                                .trace_id = clocked});
    struct mt_table deliveries, history;
    /* Half-second slots since 2005 above 30 bits of hashes: store/key.h. */
    int64_t slot = (clock_us - mt_civil_days(2005, 1, 1) * MT_DAY) >> 19;
    sample_format(sample, "INSERT INTO seen VALUES (%lld, 1)", (long long)(slot << 30 | 4711));
    assert_int_equal(trace(sample, clocked, &deliveries, &history), 1);
    assert_non_null(strstr(deliveries.sql.at, "FROM seen"));
    mt_table_release(&deliveries);
    mt_table_release(&history);
}

static void
a_history_tells_what_each_export_showed(void **state)
{
    struct sample *sample = *state;
    sample_format(
        sample,
        "INSERT INTO export (id, name, sha256, bytes, flavour, encoding, time_basis, observed_us, observed_by,"
        " first_received_us, last_received_us, imported_us) VALUES"
        " (2, 'nine.csv', x'02', 1, 'f', 'UTF-8', 'UTC', %lld, 'file time', %lld, %lld, 0),"
        " (3, 'noon.csv', x'03', 1, 'f', 'UTF-8', 'UTC', %lld, 'file time', %lld, %lld, 0)",
        (long long)utc(16, 9, 1), (long long)utc(16, 8, 0), (long long)utc(16, 9, 1), (long long)utc(16, 12, 0),
        (long long)utc(16, 8, 0), (long long)utc(16, 12, 0));
    sample_add(sample, (struct sample_delivery){.received_us = utc(16, 9, 0),
                                                .status = MT_STATUS_DELIVERED,
                                                .outcome = MT_OUTCOME_DELIVERED_AFTER_DEFERRAL,
                                                .trace_id = trace_1,
                                                .pending_until_us = utc(16, 10, 0),
                                                .observed_us = utc(16, 12, 0)});
    struct mt_table deliveries, history;
    trace(sample, trace_1, &deliveries, &history);
    static const char *const what[] = {"received", "first seen", "last seen", "first seen"};
    assert_int_equal(history.row_count, 4);
    for (size_t i = 0; i < 4; i++)
        assert_text(&history, i, "what", what[i]);
    assert_text(&history, 0, "export", "monday.csv");
    assert_text(&history, 1, "detail", "pending");
    assert_text(&history, 1, "export", "nine.csv");
    assert_true(count(&history, 2, "at") == utc(16, 10, 0));
    assert_text(&history, 3, "detail", "delivered");
    assert_text(&history, 3, "export", "noon.csv");
    assert_unknown(&history, 2, "export", "an export that is not here any more");
    mt_table_release(&deliveries);
    mt_table_release(&history);
}

/* ---- */

static int
open_store(void **state)
{
    static struct sample sample;
    sample_open(&sample);
    *state = &sample;
    return 0;
}

static int
close_store(void **state)
{
    sample_close(*state);
    return 0;
}

#define ON_A_STORE(test) cmocka_unit_test_setup_teardown(test, open_store, close_store)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        ON_A_STORE(a_rate_question_counts_mail_by_what_became_of_it),
        ON_A_STORE(expired_is_unknown_until_some_evidence_covers_the_window),
        ON_A_STORE(no_mail_has_no_rate),
        ON_A_STORE(most_trouble_comes_first_then_most_mail_then_the_name),
        ON_A_STORE(what_is_not_known_of_mail_is_a_row_that_says_why),
        ON_A_STORE(sizes_come_in_order_with_all_bands),
        ON_A_STORE(hours_are_those_of_the_zone_over_the_change_of_clocks),
        ON_A_STORE(an_hour_counts_by_its_start_where_offsets_are_no_full_hours),
        ON_A_STORE(the_heatmap_has_168_rows_in_order),
        ON_A_STORE(days_and_weeks_without_mail_are_shown_between_others),
        ON_A_STORE(the_roll_up_and_the_deliveries_give_the_same_answer),
        ON_A_STORE(every_pair_of_dimensions_counts_all_mail_once),
        ON_A_STORE(each_filter_lets_through_what_it_names_and_nothing_else),
        ON_A_STORE(a_window_that_ends_within_an_hour_is_exact),
        cmocka_unit_test(ages_fall_into_their_bands_to_the_microsecond),
        ON_A_STORE(mail_that_arrived_is_not_pending),
        ON_A_STORE(reasons_are_unknown_in_summary_data_and_have_an_example),
        ON_A_STORE(the_reason_is_that_of_the_last_event_that_gave_one),
        ON_A_STORE(messages_in_trouble_come_newest_first),
        ON_A_STORE(senders_in_trouble_are_counted),
        ON_A_STORE(quiet_nights_and_weekends_are_no_gaps),
        ON_A_STORE(two_office_hours_without_mail_are_a_gap),
        ON_A_STORE(coverage_has_every_day_and_counts_office_hours_without_mail),
        cmocka_unit_test(the_list_of_exports_does_not_tell_the_order_of_import),
        ON_A_STORE(quality_counts_mail_that_lacks_a_fact),
        ON_A_STORE(every_question_answers_twice_alike_with_and_without_data),
        ON_A_STORE(a_question_or_dimension_that_is_none_is_wrong_usage),
        ON_A_STORE(a_filter_that_a_question_cannot_honour_is_refused),
        ON_A_STORE(a_message_is_found_by_each_of_its_names),
        ON_A_STORE(a_trace_id_with_a_clock_is_found_through_its_key),
        ON_A_STORE(a_history_tells_what_each_export_showed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
