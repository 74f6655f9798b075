#ifndef MT_QUERY_APART_H
#define MT_QUERY_APART_H

/* Trouble that is no case for the transport: told apart from findings, listed by itself.
 *
 * A dead domain: nothing was ever delivered there; at least MT_APART_DEAD_MESSAGES messages failed or expired, the
 * first and the last of them at least MT_APART_DEAD_DAYS days apart, and none was delivered, not even late. Domains of
 * known providers are none: exports of failures alone would make them look so. Misspelt domains ("gmial.com") and
 * closed ones. Younger ones stay with the findings: they may be an incident. So do those whose servers answered as only
 * the servers of a living domain do (apart_dead.c).
 *
 * A mailing: one message, or many alike by one sender within an hour, to at least MT_APART_MAILING_RECIPIENTS
 * recipients, of which a good part failed at once, at many providers alike: a list with bad addresses. Its failures
 * without a known reason are no trouble of the way; its deferrals still are.
 *
 * A loop: a message that came by again and again (the same Message-ID to the same recipient, many trace ids within an
 * hour), or mail that failed with a reason of class loop.
 *
 * What is dead, a mailing or a loop is judged by all mail of the store, not by that of the filter alone: a week is too
 * short to call a domain dead, and one provider's share of a mailing looks like an outage there. The filter says which
 * of them are listed: those that have failed mail in it.
 *
 * What the rules are exactly, and why, stands in apart_dead.c, apart_mailing.c and apart_loop.c beside the numbers. Not
 * seen: mailings that change their subject and their Message-ID with every message or their sender with every
 * recipient, and loops of which every passage was delivered, or went on, when it was last seen. */

#include "query/filter.h"

struct mt_store;

enum {
    MT_APART_DEAD_MESSAGES = 3,
    MT_APART_DEAD_DAYS = 7,
    MT_APART_MAILING_RECIPIENTS = 50,
    MT_APART_MAILING_FAILED = 10, /* recipients, and their share in percent */
    MT_APART_LOOP_TIMES = 5,
};

struct mt_dead_domain {
    int64_t domain_id;
    struct mt_text domain;
    struct mt_text like; /* a well-known domain that it is one slip away from ("gmail.com"); may be unknown */
    int64_t messages, recipients, senders; /* of the filter */
    int64_t first_us, last_us;             /* that failed there, of the whole store: how long it is known to be dead */
    int reason_class;                      /* enum mt_reason_class, of most that have one; 0 unknown */
    struct mt_text reason;                 /* normalised text of most that have one; may be unknown */
};

/* All of it, whatever the filter. */
struct mt_mailing {
    struct mt_text sender, subject; /* may be unknown */
    struct mt_text message_id;      /* unknown when it was many messages */
    int64_t sender_id;              /* 0: none, or several */
    int64_t first_us, last_us;      /* of receipt */
    int64_t recipients, failed;     /* deliveries: who got it twice counts twice */
    int64_t domains, domains_failed;
};

/* One message, and the recipient to whom it went round most often; for a message without Message-ID, one delivery. */
struct mt_loop {
    struct mt_text sender, recipient, subject, message_id; /* all but the recipient may be unknown */
    int64_t recipients;                                    /* to whom it went round */
    int64_t times;                                         /* that it came by; 1 when only the reason says so */
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

    /* Behind those that are listed stand, up to these counts, those without failed mail in the filter: other mail of
     * theirs may be there, so the questions below know them, too. */
    size_t dead_known, loop_known;
    struct mt_apart_index *index; /* apart_index.c's; NULL as long as nothing is known */
};

/* Everything lives in the arena. The filter is that of findings. MT_INTERRUPTED when the store's stop is asked for. */
enum mt_rc mt_apart_find(struct mt_store *store, const struct mt_filter *filter, struct mt_arena *arena,
                         struct mt_apart *apart, struct mt_err *err);

/* ---- asked for each delivery, so cheap: constant time ---- */
bool mt_apart_is_dead(const struct mt_apart *apart, int64_t domain_id);

/* A failure without known reason, of a mailing with a bad list: of its message, or of its sender from the first to the
 * last moment of many messages. message_id may be unknown. */
bool mt_apart_is_mailing(const struct mt_apart *apart, int64_t sender_id, struct mt_text message_id,
                         int64_t received_us);

/* A message that goes round: every passage but the first would be counted again. */
bool mt_apart_is_loop(const struct mt_apart *apart, struct mt_text message_id);

#endif
