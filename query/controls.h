#ifndef MT_QUERY_CONTROLS_H
#define MT_QUERY_CONTROLS_H

/* The mail of a case beside the mail that it has to be compared with. Whether a fault lies on the way, with the sender
 * or with the recipient shows by who else has it: the same senders' mail to others, other senders' mail to the same
 * place, the time before and after. Shares come with Wilson intervals; nothing is concluded here (verdict.h does). */

#include "query/filter.h"
#include "query/stats.h"
#include "store/row.h"

struct mt_store;

/* key  in tables and JSON. */
#define MT_CONTROL_LIST(X)                                                                                             \
    X(CASE, "case")                         /* the mail that it is about */                                            \
    X(SENDER_ELSEWHERE, "sender_elsewhere") /* the same senders (all, when none is named), other recipients */         \
    X(OTHERS_THERE, "others_there")         /* other senders, the same recipients; only when a sender is named */      \
    X(OTHERS_ELSEWHERE, "others_elsewhere") /* the same condition */                                                   \
    X(BEFORE, "before")                     /* the same mail, as long before; a week at least */                       \
    X(AFTER, "after")                       /* the same mail, up to the end of the data */

enum mt_control {
#define X(name, key) MT_CONTROL_##name,
    MT_CONTROL_LIST(X)
#undef X
        MT_CONTROLS
};

const char *mt_control_key(enum mt_control control);

struct mt_control_group {
    bool asked; /* else the question makes no sense for this case */
    int64_t since_us, until_us;
    int64_t deliveries;
    int64_t trouble; /* of these: deferred or failed, each once */
    int64_t deferred, failed;
    bool has_share; /* false without mail */
    double share;
    struct mt_interval interval;
};

enum { MT_CONTROL_CLASSES = MT_REASON_CLASS_HOUSEKEEPING + 1 };

struct mt_controls {
    struct mt_control_group groups[MT_CONTROLS];

    /* Of the trouble of the case: deliveries by the class of their reason; [0] has none that is known. */
    int64_t by_class[MT_CONTROL_CLASSES];
    int64_t with_events; /* of these, deliveries whose events are here */

    int64_t senders_in_trouble;                /* different ones, in the case */
    int64_t first_trouble_us, last_trouble_us; /* when that mail was received; MT_MOMENT_UNKNOWN: none */
    int64_t data_from_us, data_until_us;       /* the whole store */
    const char *evidence;                      /* what the figures rest on */
};

/* `filter` says which mail the case is about: its place, sender and window. Reads the roll-up where it can. */
enum mt_rc mt_controls_ask(struct mt_store *store, const struct mt_filter *filter, struct mt_controls *controls,
                           struct mt_err *err);

/* Whether two groups are so different that chance is a poor explanation: 1 the first has more trouble, -1 less, 0 not
 * known or alike. */
int mt_controls_compare(const struct mt_control_group *a, const struct mt_control_group *b);

#endif
