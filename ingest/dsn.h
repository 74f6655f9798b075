#ifndef MT_INGEST_DSN_H
#define MT_INGEST_DSN_H

/* The part of a bounce that is meant for programs: message/delivery-status (RFC 3464). Fields about the message, then a
 * group of fields for each recipient, divided by blank lines, of which servers leave out some and put in others. */

#include "store/base/arena.h"

/* What happened, by the field Action. Only the first two are trouble. */
#define MT_DSN_ACTION_LIST(X)                                                                                          \
    X(UNKNOWN, "unknown")                                                                                              \
    X(FAILED, "failed")                                                                                                \
    X(DELAYED, "delayed")                                                                                              \
    X(DELIVERED, "delivered")                                                                                          \
    X(RELAYED, "relayed")                                                                                              \
    X(EXPANDED, "expanded")

enum mt_dsn_action {
#define X(name, key) MT_DSN_##name,
    MT_DSN_ACTION_LIST(X)
#undef X
};

const char *mt_dsn_action_key(enum mt_dsn_action action);

struct mt_dsn_recipient {
    struct mt_text address;  /* Final-Recipient, without the type in front; else the original one */
    struct mt_text original; /* Original-Recipient */
    struct mt_text name;     /* X-Display-Name */
    enum mt_dsn_action action;
    struct mt_text status;                    /* "5.4.316" */
    struct mt_text diagnostic;                /* without "smtp;" in front */
    struct mt_text remote_mta;                /* that spoke, without "dns;" */
    struct mt_text last_attempt, retry_until; /* dates as written */
};

/* Texts are unfolded and point into the arena or the text. */
struct mt_dsn {
    struct mt_text reporting_mta, received_from, arrival_date;
    struct mt_text envelope_id;
    struct mt_dsn_recipient *recipients;
    size_t count;
};

enum { MT_DSN_RECIPIENTS = 5000 }; /* more are left out: `is_cut` of the NDR */

/* False when memory ran out. A text without recipients gives none. */
bool mt_dsn_read(struct mt_text text, struct mt_arena *arena, struct mt_dsn *dsn);

#endif
