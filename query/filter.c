#include "query/filter.h"

#include <stdio.h>
#include <string.h>

#include "query/statement.h"
#include "query/suggest.h"
#include "store/base/out.h"
#include "store/row.h"

const char mt_filter_delivery_sql[] =
    "  AND d.received_us >= :since_us\n"
    "  AND d.received_us < :until_us\n"
    "  AND (:domain IS NULL OR d.domain_id IN (SELECT id FROM domain WHERE name = lower(:domain)))\n"
    "  AND (:provider IS NULL OR d.domain_id IN (SELECT f.id FROM domain f JOIN provider g ON g.id = f.provider_id\n"
    "                                            WHERE g.key = :provider))\n"
    "  AND (:country IS NULL OR d.domain_id IN (SELECT id FROM domain WHERE country = upper(:country)))\n"
    "  AND (:sender IS NULL OR d.sender_id IN (SELECT id FROM address WHERE text = lower(:sender)))\n"
    "  AND (:sender_domain IS NULL OR d.sender_id IN (SELECT f.id FROM address f JOIN domain g ON g.id = f.domain_id\n"
    "                                                 WHERE g.name = lower(:sender_domain)))\n"
    "  AND (:outcome IS NULL OR d.outcome = :outcome)\n"
    "  AND (:forest IS NULL OR d.route_id IN (SELECT id FROM route WHERE forest = :forest COLLATE NOCASE))\n"
    "  AND (:region IS NULL OR d.route_id IN (SELECT id FROM route WHERE region = :region COLLATE NOCASE))\n"
    "  AND (:connector IS NULL OR d.route_id IN (SELECT id FROM route WHERE connector = :connector COLLATE NOCASE))\n"
    "  AND (:direction IS NULL OR d.route_id IN (SELECT id FROM route WHERE direction = :direction))\n"
    "  AND (:size_least IS NULL OR d.size_bytes >= :size_least)\n"
    "  AND (:size_below IS NULL OR d.size_bytes < :size_below)\n"
    "  AND (:size_unknown IS NULL OR d.size_bytes IS NULL)\n"
    "  AND (:reason IS NULL OR :reason = coalesce((SELECT g.class FROM course f JOIN reason g ON g.id = f.reason_id\n"
    "                                              WHERE f.delivery_id = d.id), 0))\n"
    "  AND (:remote_host IS NULL OR EXISTS (\n"
    "           SELECT 1 FROM course f WHERE f.delivery_id = d.id\n"
    "             AND (f.remote_host = :remote_host COLLATE NOCASE\n"
    "                  OR substr(f.remote_host, -1 - length(:remote_host)) = '.' || :remote_host COLLATE NOCASE)))";

void
mt_filter_init(struct mt_filter *filter)
{
    *filter = (struct mt_filter){
        .since_us = MT_MOMENT_UNKNOWN, .until_us = MT_MOMENT_UNKNOWN, .before_us = MT_MOMENT_UNKNOWN};
}

/* ---- moments and weeks ---- */

/* Reads exactly `digits` digits and moves on; false leaves *number alone. */
static bool
take_digits(struct mt_text *rest, size_t digits, int *number)
{
    int64_t value;
    if (rest->len < digits || !mt_text_to_int((struct mt_text){rest->at, digits}, &value))
        return false;
    rest->at += digits;
    rest->len -= digits;
    *number = (int)value;
    return true;
}

static bool
take_mark(struct mt_text *rest, char mark)
{
    if (rest->len == 0 || *rest->at != mark)
        return false;
    rest->at++;
    rest->len--;
    return true;
}

static bool
take_date(struct mt_text *rest, struct mt_civil *civil)
{
    return take_digits(rest, 4, &civil->year) && take_mark(rest, '-') && take_digits(rest, 2, &civil->month) &&
           take_mark(rest, '-') && take_digits(rest, 2, &civil->day);
}

static bool
take_time(struct mt_text *rest, struct mt_civil *civil)
{
    if (!take_digits(rest, 2, &civil->hour) || !take_mark(rest, ':') || !take_digits(rest, 2, &civil->minute))
        return false;
    return !take_mark(rest, ':') || take_digits(rest, 2, &civil->second);
}

enum mt_rc
mt_filter_moment(const char *text, const struct mt_zone *zone, int64_t *moment_us, struct mt_err *err)
{
    struct mt_text rest = mt_text_of(text);
    struct mt_civil civil = {0};
    bool utc = false, fine = take_date(&rest, &civil);
    if (fine && rest.len && (*rest.at == 'T' || *rest.at == ' ')) {
        take_mark(&rest, *rest.at);
        fine = take_time(&rest, &civil);
    }
    if (fine)
        utc = take_mark(&rest, 'Z');
    if (!fine || rest.len || !mt_civil_valid(&civil))
        return mt_err_set(err, MT_USAGE, "'%.60s' is no date; write '2026-11-16' or '2026-11-16T08:00'", text);
    int64_t local = mt_civil_moment(&civil);
    *moment_us = utc ? local : mt_zone_to_utc(zone, local);
    return MT_OK;
}

enum mt_rc
mt_filter_week(struct mt_filter *filter, const char *week, struct mt_err *err)
{
    struct mt_text rest = mt_text_of(week);
    int year, number;
    if (!take_digits(&rest, 4, &year) || !take_mark(&rest, '-') || (!take_mark(&rest, 'W') && !take_mark(&rest, 'w')) ||
        !take_digits(&rest, 2, &number) || rest.len || year < 1900 || number < 1)
        return mt_err_set(err, MT_USAGE, "'%.60s' is no week; write '2026-W47'", week);
    if (number > mt_civil_weeks_in(year))
        return mt_err_set(err, MT_USAGE, "there is no week '%.60s': %d has %d weeks", week, year,
                          mt_civil_weeks_in(year));
    int64_t monday = mt_civil_iso_monday(year, number);
    filter->since_us = mt_zone_to_utc(filter->zone, monday * MT_DAY);
    filter->until_us = mt_zone_to_utc(filter->zone, (monday + 7) * MT_DAY);
    snprintf(filter->week, sizeof filter->week, "%04d-W%02d", year % 10000, number % 100);
    return MT_OK;
}

bool
mt_filter_rolled_up(const struct mt_filter *filter)
{
    if (mt_text_known(filter->sender) || mt_text_known(filter->remote_host))
        return false;
    const int64_t ends[] = {filter->since_us, filter->until_us};
    for (int i = 0; i < 2; i++)
        if (ends[i] != MT_MOMENT_UNKNOWN && mt_floor_to(ends[i], MT_HOUR) != ends[i])
            return false;
    return true;
}

/* ---- what was asked, for provenance ---- */

struct named_text {
    const char *key;
    struct mt_text value;
};

enum { NAMED = 12 };

/* The filters that are text, in the order in which people read them. */
static void
list_texts(const struct mt_filter *filter, struct named_text list[NAMED])
{
    const struct named_text all[NAMED] = {
        {"domain", filter->domain},       {"provider", filter->provider}, {"country", filter->country},
        {"sender", filter->sender},       {"outcome", filter->outcome},   {"size", filter->size_band},
        {"forest", filter->forest},       {"region", filter->region},     {"connector", filter->connector},
        {"direction", filter->direction}, {"reason", filter->reason},     {"remote_host", filter->remote_host},
    };
    memcpy(list, all, sizeof all);
}

const char *
mt_filter_named(const struct mt_filter *filter)
{
    struct named_text list[NAMED];
    list_texts(filter, list);
    for (int i = 0; i < NAMED; i++)
        if (mt_text_known(list[i].value))
            return list[i].key;
    return NULL;
}

static enum mt_rc
record_moment(struct mt_table *table, const char *key, int64_t moment, struct mt_err *err)
{
    char room[32];
    return moment == MT_MOMENT_UNKNOWN ? MT_OK : mt_table_parameter(table, key, mt_moment_iso(moment, room), err);
}

enum mt_rc
mt_filter_record(const struct mt_filter *filter, struct mt_table *table, struct mt_err *err)
{
    enum mt_rc rc = MT_OK;
    if (filter->week[0])
        rc = mt_table_parameter(table, "week", mt_text_of(filter->week), err);
    if (rc == MT_OK)
        rc = record_moment(table, "since", filter->since_us, err);
    if (rc == MT_OK)
        rc = record_moment(table, "until", filter->until_us, err);
    if (rc == MT_OK)
        rc = mt_table_parameter(table, "zone", mt_text_of(mt_zone_name(filter->zone)), err);

    struct named_text list[NAMED];
    list_texts(filter, list);
    for (int i = 0; i < NAMED && rc == MT_OK; i++)
        if (mt_text_known(list[i].value))
            rc = mt_table_parameter(table, list[i].key, list[i].value, err);
    if (rc != MT_OK || !filter->by[0])
        return rc;
    struct mt_text by = mt_arena_format(&table->arena, "%s%s%s", filter->by[0], filter->by[1] ? "," : "",
                                        filter->by[1] ? filter->by[1] : "");
    return mt_text_known(by) ? mt_table_parameter(table, "by", by, err) : mt_err_memory(err);
}

/* ---- closed lists ---- */

static const char *const outcome_words[] = {
#define X(number, name, key) [number] = key,
    MT_OUTCOME_LIST(X)
#undef X
        NULL};

static const char *const direction_words[] = {
#define X(number, name, key) [number] = key,
    MT_DIRECTION_LIST(X)
#undef X
        NULL};

static const char *const reason_words[] = {
#define X(number, name, key) [number] = key,
    MT_REASON_CLASS_LIST(X)
#undef X
        NULL};

static const struct {
    const char *key;
    int64_t below;
} bands[] = {
#define X(number, key, below) [number] = {key, below},
    MT_SIZE_BAND_LIST(X)
#undef X
};

static const char *const band_words[] = {
#define X(number, key, below) [number] = key,
    MT_SIZE_BAND_LIST(X)
#undef X
        "unknown",
    NULL};

/* "no outcome 'defered'; did you mean 'deferred'?", or the whole list when nothing is near. */
static enum mt_rc
refuse(const char *what, struct mt_text word, const char *const *known, struct mt_err *err)
{
    const char *nearest = mt_word_nearest(word, known);
    if (nearest)
        return mt_err_set(err, MT_USAGE, "there is no %s '%.*s'; did you mean '%s'?", what, MT_TEXT_ARGS(word),
                          nearest);
    struct mt_out list = MT_OUT_EMPTY;
    for (const char *const *at = known; *at; at++) {
        mt_out_string(&list, at == known ? "'" : ", '");
        mt_out_string(&list, *at);
        mt_out_byte(&list, '\'');
    }
    struct mt_text text = mt_out_view(&list);
    enum mt_rc rc = mt_err_set(err, MT_USAGE, "there is no %s '%.*s'; there are %.*s", what, MT_TEXT_ARGS(word),
                               text.len > 400 ? 400 : (int)text.len, text.at ? text.at : "none");
    mt_out_release(&list);
    return rc;
}

static enum mt_rc
bind_word(struct mt_bindings *bindings, const char *name, const char *what, struct mt_text word,
          const char *const *known, struct mt_err *err)
{
    if (!mt_text_known(word)) {
        mt_bindings_null(bindings, name);
        return MT_OK;
    }
    for (int number = 0; known[number]; number++)
        if (mt_text_is_nocase(word, known[number])) {
            mt_bindings_integer(bindings, name, number);
            return MT_OK;
        }
    return refuse(what, word, known, err);
}

/* The roll-up knows bands, a delivery knows bytes. */
static enum mt_rc
bind_size(const struct mt_filter *filter, struct mt_bindings *bindings, struct mt_err *err)
{
    int band = -1;
    for (int i = 0; band_words[i] && mt_text_known(filter->size_band); i++)
        if (mt_text_is_nocase(filter->size_band, band_words[i]))
            band = i;
    if (band < 0 && mt_text_known(filter->size_band))
        return refuse("size band", filter->size_band, band_words, err);

    static const char *const names[] = {":size_band", ":size_least", ":size_below", ":size_unknown"};
    if (band < 0) {
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
            mt_bindings_null(bindings, names[i]);
    } else if (band == MT_SIZE_BANDS) {
        mt_bindings_integer(bindings, names[0], MT_SIZE_BAND_UNKNOWN);
        mt_bindings_null(bindings, names[1]);
        mt_bindings_null(bindings, names[2]);
        mt_bindings_integer(bindings, names[3], 1);
    } else {
        mt_bindings_integer(bindings, names[0], band);
        mt_bindings_integer(bindings, names[1], band == 0 ? 0 : bands[band - 1].below);
        mt_bindings_integer(bindings, names[2], bands[band].below);
        mt_bindings_null(bindings, names[3]);
    }
    return MT_OK;
}

/* Reads the providers' keys and names; `found` gets the key of the one that `word` means, or stays unknown. */
static enum mt_rc
find_provider(struct mt_store *store, struct mt_text word, struct mt_arena *arena, struct mt_text *found,
              struct mt_text *nearest, struct mt_err *err)
{
    struct mt_statement statement;
    enum mt_rc rc = mt_statement_open(&statement, store, "providers.sql", NULL, NULL, err);
    size_t best = SIZE_MAX;
    bool more = false;
    while (rc == MT_OK && (rc = mt_statement_next(&statement, &more, err)) == MT_OK && more) {
        struct mt_cell key, name;
        if (!mt_statement_cell(&statement, 0, MT_TYPE_TEXT, arena, &key) ||
            !mt_statement_cell(&statement, 1, MT_TYPE_TEXT, arena, &name)) {
            rc = mt_err_memory(err);
            break;
        }
        if (mt_text_equal_nocase(key.text, word) || mt_text_equal_nocase(name.text, word))
            *found = key.text;
        size_t by_key = mt_word_distance(word, key.text), by_name = mt_word_distance(word, name.text);
        size_t distance = by_key < by_name ? by_key : by_name;
        if (distance < best) {
            best = distance;
            *nearest = key.text;
        }
    }
    if (!mt_word_near(word, best))
        *nearest = MT_TEXT_UNKNOWN;
    mt_statement_close(&statement);
    return rc;
}

static enum mt_rc
bind_provider(const struct mt_filter *filter, struct mt_store *store, struct mt_bindings *bindings,
              struct mt_arena *arena, struct mt_err *err)
{
    struct mt_text found = MT_TEXT_UNKNOWN, nearest = MT_TEXT_UNKNOWN;
    if (mt_text_known(filter->provider)) {
        enum mt_rc rc = find_provider(store, filter->provider, arena, &found, &nearest, err);
        if (rc != MT_OK)
            return rc;
        if (!mt_text_known(found) && mt_text_known(nearest))
            return mt_err_set(err, MT_USAGE, "there is no provider '%.*s'; did you mean '%.*s'?",
                              MT_TEXT_ARGS(filter->provider), MT_TEXT_ARGS(nearest));
        if (!mt_text_known(found))
            return mt_err_set(err, MT_USAGE, "there is no provider '%.*s'; 'msgtrace providers' lists them",
                              MT_TEXT_ARGS(filter->provider));
    }
    mt_bindings_text(bindings, ":provider", found);
    return MT_OK;
}

enum mt_rc
mt_filter_bind(const struct mt_filter *filter, struct mt_store *store, struct mt_bindings *bindings,
               struct mt_arena *arena, struct mt_err *err)
{
    bool from = filter->since_us != MT_MOMENT_UNKNOWN, to = filter->until_us != MT_MOMENT_UNKNOWN;
    mt_bindings_integer(bindings, ":since_us", from ? filter->since_us : INT64_MIN);
    mt_bindings_integer(bindings, ":until_us", to ? filter->until_us : INT64_MAX);
    mt_bindings_integer(bindings, ":since_hour", from ? mt_floor_to(filter->since_us, MT_HOUR) / MT_HOUR : INT64_MIN);
    mt_bindings_integer(bindings, ":until_hour",
                        to ? mt_floor_to(filter->until_us + MT_HOUR - 1, MT_HOUR) / MT_HOUR : INT64_MAX);
    mt_bindings_text(bindings, ":domain", filter->domain);
    mt_bindings_text(bindings, ":country", filter->country);
    mt_bindings_text(bindings, ":forest", filter->forest);
    mt_bindings_text(bindings, ":region", filter->region);
    mt_bindings_text(bindings, ":connector", filter->connector);
    mt_bindings_text(bindings, ":remote_host", filter->remote_host);

    bool domain_only = mt_text_starts(filter->sender, "@");
    struct mt_text after = filter->sender;
    if (domain_only) {
        after.at++;
        after.len--;
    }
    mt_bindings_text(bindings, ":sender", domain_only ? MT_TEXT_UNKNOWN : filter->sender);
    mt_bindings_text(bindings, ":sender_domain", domain_only ? after : MT_TEXT_UNKNOWN);

    enum mt_rc rc = bind_word(bindings, ":outcome", "outcome", filter->outcome, outcome_words, err);
    if (rc == MT_OK)
        rc = bind_word(bindings, ":direction", "direction", filter->direction, direction_words, err);
    if (rc == MT_OK)
        rc = bind_word(bindings, ":reason", "class of reasons", filter->reason, reason_words, err);
    if (rc == MT_OK)
        rc = bind_size(filter, bindings, err);
    return rc == MT_OK ? bind_provider(filter, store, bindings, arena, err) : rc;
}
