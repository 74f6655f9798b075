#ifndef MT_QUERY_MAIL_GROUPS_H
#define MT_QUERY_MAIL_GROUPS_H

/* The mail of a store as groups: one message to one recipient domain, whatever the number of its recipients there.
 * Counting recipients instead makes one newsletter look like a storm.
 *
 * Groups come hour by hour where the store's keys follow time (store/key.h), so that memory is that of one hour's
 * groups; a message whose trace id has no clock is remembered for the length of the walk (16 bytes). Within a group the
 * worst recipient speaks: its outcome, host and reason are the group's. */

#include "query/findings.h"

struct mt_mail_group {
    int64_t received_us;
    int64_t domain_id, route_id; /* of the store */
    struct mt_text remote_host;  /* unknown: no event names it. Good until the call returns */
    int outcome;                 /* enum mt_outcome, of the worst recipient */
    int size_band;               /* MT_SIZE_BAND_UNKNOWN */
    int64_t sender_id;           /* 0: none */
    int64_t reason_id;           /* 0: none */
    int64_t delay_s;             /* until its end, -1 unknown */
    int64_t deliveries, bad_deliveries;
    bool has_events, bad;
    bool timeless; /* its key does not follow time */
};

/* Returns MT_OK to go on. */
typedef enum mt_rc mt_take_group(void *context, const struct mt_mail_group *group, struct mt_err *err);

struct mt_mail_walk {
    struct mt_store *store;
    const struct mt_filter *filter;
    enum mt_trouble of;
    const struct mt_apart *apart; /* failures of its mailings are no trouble, its dead domains and loops are left out */
    bool only_trouble;            /* bad groups alone, by an index: cheap. Their counts are of bad recipients */
    bool timeless;                /* some keys do not follow time: a walk over part of the time looks at all of them */
    int64_t from_us, until_us;    /* MT_MOMENT_UNKNOWN: all. Besides the filter's window */
    bool (*stop)(void *context, double share); /* asked now and then; may be NULL */
    void *context;                             /* of `stop` */
    int64_t expect_from_us, expect_until_us;   /* of the data, for `share` */
};

enum mt_rc mt_mail_groups(const struct mt_mail_walk *walk, mt_take_group *take, void *context, struct mt_err *err);

#endif
