#ifndef MT_QUERY_FILTER_H
#define MT_QUERY_FILTER_H

/* What a question is asked about. Everything here becomes a bound parameter, never SQL text. Unknown text and
 * MT_MOMENT_UNKNOWN mean "all". The window is half open: since <= received < until. */

#include "query/table.h"
#include "store/base/zone.h"

struct mt_bindings;
struct mt_store;

enum { MT_FILTER_DIMENSIONS = 2 };

struct mt_filter {
    int64_t since_us, until_us;
    struct mt_text domain;    /* recipient domain, lower case */
    struct mt_text provider;  /* provider key or name */
    struct mt_text country;   /* of the recipient domain, e.g. "GB" */
    struct mt_text sender;    /* an address, or "@domain"; makes the question read deliveries, not the roll-up */
    struct mt_text outcome;   /* key, e.g. "deferred" */
    struct mt_text size_band; /* key, e.g. "1-2MB" */
    struct mt_text forest, region, connector;
    struct mt_text reason;      /* class of the reason, e.g. "throttle" */
    struct mt_text remote_host; /* where mail was handed to or refused: a host, or a domain with all its hosts;
                                   makes the question read deliveries, too */
    struct mt_text direction;   /* "incoming" or "originating" */
    const struct mt_zone *zone; /* of hours, days and weeks in the answer; NULL is UTC */
    const char *by[MT_FILTER_DIMENSIONS]; /* names of dimensions, NULL-filled, for questions that take them */
    int64_t limit;                        /* rows; 0 for all */
    /* Of `changes` alone: where the time before the window begins; unknown: it is as long as the window. */
    int64_t before_us;
    char week[12]; /* the week that the window came from, for provenance; "" for none */
};

void mt_filter_init(struct mt_filter *filter); /* everything, UTC, no limit */

/* Reads "2026-11-16", "2026-11-16T08:00", with an optional Z, in `zone`. */
enum mt_rc mt_filter_moment(const char *text, const struct mt_zone *zone, int64_t *moment_us, struct mt_err *err);

/* Reads "2026-W47" and sets the window to that ISO week in the filter's zone. */
enum mt_rc mt_filter_week(struct mt_filter *filter, const char *week, struct mt_err *err);

/* Copies the window's and the other parameters into the table, for provenance. */
enum mt_rc mt_filter_record(const struct mt_filter *filter, struct mt_table *table, struct mt_err *err);

/* Binds every filter for the SQL files, under these names: :since_us :until_us :since_hour :until_hour (the widest
 * numbers when unlimited), and, NULL for all, :domain :provider (its key) :country :sender :sender_domain :outcome
 * :size_band :direction :reason (their numbers) :forest :region :connector :remote_host. Outcomes, size bands,
 * directions, classes of reasons and providers are closed lists: a word that is none of them is MT_USAGE, with the
 * words that are. `arena` keeps what had to be looked up; the filter must outlive the bindings. */
enum mt_rc mt_filter_bind(const struct mt_filter *filter, struct mt_store *store, struct mt_bindings *bindings,
                          struct mt_arena *arena, struct mt_err *err);

/* True when the roll-up can answer exactly: both ends of the window are full hours UTC, and nothing is asked for that
 * it does not know. */
bool mt_filter_rolled_up(const struct mt_filter *filter);

/* The first filter that is set besides the window, zone, limit and dimensions, by its option's name; or NULL. */
const char *mt_filter_named(const struct mt_filter *filter);

/* The same filters as terms on the table `delivery` under the name d, window included: text for the marker
 * "--:filters". */
extern const char mt_filter_delivery_sql[];

#endif
