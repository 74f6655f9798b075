#ifndef MT_QUERY_FINDINGS_H
#define MT_QUERY_FINDINGS_H

/* Where deferred and expired mail concentrates, since when, and whether it is over: the finder of patterns (patterns.h)
 * asked of a store, its answer in names and moments, with what became of the mail and what servers said about it.
 *
 * The unit is the group: one message to one recipient domain, counted once whatever the number of recipients there.
 * Figures named `deliveries` count recipients. Everything here is a value of the caller's arena; the same store and
 * request give the same value, whatever the order in which exports were imported. No sentences: those are made in
 * reports/. */

#include "query/filter.h"
#include "query/patterns.h"

struct mt_apart;
struct mt_mail_cube;
struct mt_store;

/* ---- what counts as trouble ----
 *
 * key   word for --of. words: what it means, for the help.
 * A failure whose reason no export tells may be an expiry: it counts with the deferred until an event export says why.
 */
#define MT_TROUBLE_LIST(X)                                                                                             \
    X(DEFERRED, "deferred", "deferred or expired, or failed for a reason that no export tells")                        \
    X(FAILED, "failed", "failed for whatever reason, expired included")                                                \
    X(ANY, "any", "deferred, expired or failed for whatever reason")

enum mt_trouble {
#define X(name, key, words) MT_TROUBLE_##name,
    MT_TROUBLE_LIST(X)
#undef X
};

const char *mt_trouble_key(enum mt_trouble trouble);
bool mt_trouble_by_key(const char *key, enum mt_trouble *trouble);

/* ---- one finding ---- */

/* incident   a stretch of time. recurring  hours that come again. chronic  the whole period. drift  a rate that rises
 * steadily. size  the whole period, and what the mail has in common is its size (with or without other conditions). */
#define MT_FINDING_KIND_LIST(X)                                                                                        \
    X(INCIDENT, "incident")                                                                                            \
    X(RECURRING, "recurring")                                                                                          \
    X(CHRONIC, "chronic")                                                                                              \
    X(DRIFT, "drift")                                                                                                  \
    X(SIZE, "size")

enum mt_finding_kind {
#define X(name, key) MT_FINDING_##name,
    MT_FINDING_KIND_LIST(X)
#undef X
};

const char *mt_finding_kind_key(enum mt_finding_kind kind);

/* "resolved", "open" or "unknown" (patterns.h has the rule); findings without a stretch have none: they hold for the
 * whole period and are open as long as it is. */
const char *mt_finding_state_key(enum mt_change_verdict verdict);

enum { MT_FINDING_ID_BYTES = 12, MT_FINDING_REASONS = 3 };

/* Names; unknown where there is no condition. */
struct mt_finding_where {
    struct mt_text provider, provider_name; /* key and name: "yahoo", "Yahoo" */
    struct mt_text domain;
    struct mt_text region;       /* country of the recipient domain, "GB" */
    struct mt_text remote_host;  /* the server that mail was handed to or that refused it */
    struct mt_text forest;       /* of the sender's mailbox */
    int64_t size_min_bytes;      /* MT_SIZE_UNKNOWN: no condition. "So large or larger" */
    int64_t size_min_high_bytes; /* larger when the data do not settle where it begins: "from 5 to 10 MB on" */
};

/* What became of the bad mail, in groups: of several recipients the worst one speaks. They add up to `bad`. */
struct mt_finding_fate {
    int64_t delivered_later;
    int64_t expired;        /* known to have: an expiry code */
    int64_t failed;         /* for a reason that is known, or after a deferral */
    int64_t failed_unsaid;  /* no export tells why */
    int64_t pending;        /* when it was last seen */
    int64_t delay_median_s; /* of what was delivered later and has events; -1: unknown */
};

/* Why, most frequent first. */
struct mt_finding_reason {
    int class;           /* enum mt_reason_class */
    int actor;           /* enum mt_actor: who has to act */
    struct mt_text code; /* of the innermost reply; may be empty */
    struct mt_text text; /* normalised, as it is kept */
    struct mt_text outer_code;
    struct mt_text remote_host; /* the most frequent one; may be unknown */
    int64_t groups;
};

/* One line of "the larger, the more often". */
struct mt_finding_dose {
    int64_t from_bytes, below_bytes; /* INT64_MAX: no upper end */
    int64_t mail, bad;
    double ratio, low, high;
};

struct mt_finding {
    char id[MT_FINDING_ID_BYTES]; /* "F-7QK3TD": of the kind, what counts as trouble, the conditions and the day it
                                     began */
    enum mt_finding_kind kind;
    struct mt_finding_where where;

    /* Recurring hours in the zone of the request, on a set of weekdays (bit 0 is Monday). length 0: none. The hours
     * after midnight of a stretch that began before it belong to the day on which it began. */
    int hour_start, hour_length;
    uint8_t weekdays;

    /* A stretch of time; not without `has_stretch`. 95 % of the evidence lies between low and high. */
    bool has_stretch;
    int64_t start_us, start_low_us, start_high_us;
    int64_t end_us, end_low_us, end_high_us;
    bool end_open;                             /* goes on at the end of the data; end_us is that end */
    bool start_open;                           /* began before the data; start_us is their begin */
    int64_t counted_from_us, counted_until_us; /* the whole hours that `bad` and `total` are counted in */
    bool start_at_gap, end_at_gap;             /* hours without data lie beside that edge */
    int64_t first_day_us, last_day_us;         /* of recurring hours within a stretch: midnights, in the zone */
    int flaps;                                 /* stretches that were merged; 1 as a rule */

    enum mt_change_verdict state;
    int64_t since_mail, since_bad; /* comparable groups since the end */
    double since_expected;

    int64_t bad, total; /* groups */
    int64_t bad_deliveries;
    double rate, rate_low, rate_high, usual_rate;
    double ratio, ratio_low, ratio_high; /* times as many as usual; of a drift, the factor per week */
    double share_of_bad, share_of_mail;  /* of the period, 0..1 */
    double ln_p_adjusted;                /* ln of the chance that noise looks like this, the whole search allowed for */
    double weekly[8];                    /* of a drift: observed by expected of each week */
    int weeks;

    struct mt_finding_fate fate;
    struct mt_finding_reason reasons[MT_FINDING_REASONS];
    size_t reason_count;
    int64_t reason_unknown; /* bad groups of which no export says why */

    struct mt_finding_dose dose[MT_PATTERN_BANDS];
    size_t dose_count;
    struct mt_pattern_check checks[MT_PATTERN_BY_COUNT]; /* crude against adjusted, per condition */

    /* The sender with most of the bad groups. One sender alone is a sign that something other than the way is wrong. */
    struct mt_text top_sender;
    int64_t top_sender_groups, sender_count;

    /* Shares, 0 to 1, or -1: unknown. Of this mail and of all other that has events naming a remote host; and of all
     * failed mail but that of this finding which no export explains, how much is explained. */
    double seen_inside, seen_outside, explained_outside;

    int32_t part_of;                  /* the finding that explains most of this one, as an index; -1: stands alone */
    const struct mt_pattern *pattern; /* as the finder gave it */
};

/* ---- all findings ---- */

struct mt_findings {
    struct mt_finding *items; /* strongest first, parts among them */
    size_t count;
    enum mt_trouble of;
    int64_t from_us, until_us; /* the hours that the data cover, whole hours */
    int64_t groups, bad;       /* of all mail that was searched */
    int64_t deliveries;        /* the same, recipients */
    int64_t bad_unsaid;        /* groups among the bad whose failure no export explains */
    double with_events;        /* share of the groups that have events, 0..1 */
    int64_t searched;          /* patterns that were looked at */
    const struct mt_mail_cube *cube;
    const struct mt_apart *apart; /* what was told apart: dead domains, mailings, loops */
    const struct mt_pattern_search *search;
};

/* Called now and then: which part of the work, how far (0 to 1, or below 0 when not known). */
typedef void mt_findings_progress(void *context, const char *part, double share);

struct mt_findings_request {
    const struct mt_filter *filter; /* window and all else; `zone` is that of recurring hours and weekdays */
    enum mt_trouble of;
    double alpha;                   /* chance of naming noise in this analysis; 0: the usual one */
    mt_findings_progress *progress; /* may be NULL */
    bool (*stop)(void); /* whether to give up; NULL: never. The store's own stop (statement.h) ends its walks */
    void *context;
};

/* MT_INTERRUPTED when `stop` or the store's stop (statement.h) says so. No mail gives no findings. The cube and
 * everything else that `findings` points to lives in `arena`, but large tables that mt_findings_release frees. */
enum mt_rc mt_findings_find(struct mt_store *store, const struct mt_findings_request *request, struct mt_arena *arena,
                            struct mt_findings *findings, struct mt_err *err);
void mt_findings_release(struct mt_findings *findings);

/* By id or by number ("F-7QK3TD", "2": the place in the list from 1); NULL when there is none. */
const struct mt_finding *mt_findings_named(const struct mt_findings *findings, const char *name);

#endif
