#ifndef MT_QUERY_APART_H
#define MT_QUERY_APART_H

/* Trouble that is no case for the transport: told apart from findings, listed by itself.
 *
 * dead domain  nothing was ever delivered there: at least MT_APART_DEAD_MESSAGES messages failed or expired, the first
 *              and the last of them at least MT_APART_DEAD_DAYS days apart, and none was delivered, not even late.
 *              Misspelt domains ("gmial.com") and closed ones. Younger ones stay with the findings: they may be an
 *              incident.
 * mailing      one message, or many alike by one sender within an hour, to at least MT_APART_MAILING_GROUPS recipient
 *              domains and recipients of which a good part failed at once, at many providers alike: a list with bad
 *              addresses. Its failures without a known reason are no trouble of the way; its deferrals still are.
 * loop         a message that came by again and again (the same Message-ID to the same recipient, many trace ids), or
 *              mail that failed with a reason of class loop.
 *
 * What the rules are exactly, and why, stands in apart.c beside the numbers. */

#include "query/filter.h"

struct mt_store;

struct mt_dead_domain {
    int64_t domain_id;
    struct mt_text domain;
    struct mt_text like; /* a well-known domain that it is one slip away from ("gmail.com"); may be unknown */
    int64_t messages, recipients, senders;
    int64_t first_us, last_us;
    int reason_class;      /* enum mt_reason_class, of most; 0 unknown */
    struct mt_text reason; /* normalised text of most; may be unknown */
};

struct mt_mailing {
    struct mt_text sender, subject;
    struct mt_text message_id; /* unknown when it was many messages */
    int64_t sender_id;
    int64_t first_us, last_us; /* of receipt */
    int64_t recipients, failed, domains, domains_failed;
};

struct mt_loop {
    struct mt_text sender, recipient, subject, message_id;
    int64_t times; /* that it came by; 1 when only the reason says so */
    int64_t first_us, last_us;
    struct mt_text reason; /* may be unknown */
};

struct mt_apart {
    struct mt_dead_domain *dead; /* most messages first */
    size_t dead_count;
    struct mt_mailing *mailings; /* most failures first */
    size_t mailing_count;
    struct mt_loop *loops; /* most times first */
    size_t loop_count;
    struct mt_apart_index *index; /* apart.c's */
};

/* Everything lives in the arena. The filter is that of findings. */
enum mt_rc mt_apart_find(struct mt_store *store, const struct mt_filter *filter, struct mt_arena *arena,
                         struct mt_apart *apart, struct mt_err *err);

/* ---- asked for each delivery, so cheap: constant time ---- */
bool mt_apart_is_dead(const struct mt_apart *apart, int64_t domain_id);

/* A failure without known reason, of a mailing with a bad list. message_id may be unknown. */
bool mt_apart_is_mailing(const struct mt_apart *apart, int64_t sender_id, struct mt_text message_id,
                         int64_t received_us);

/* A message that goes round: every passage but the first would be counted again. */
bool mt_apart_is_loop(const struct mt_apart *apart, struct mt_text message_id);

#endif
