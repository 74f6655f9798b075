#ifndef MT_STORE_ROW_H
#define MT_STORE_ROW_H

/* The facts of the field, as every part of the program speaks of them.
 *
 * The unit is the delivery: one message to one recipient. ingest/ turns export files into struct mt_row and hands
 * them to a struct mt_sink; store/loader.h is the sink that keeps them. Nothing here knows SQLite or a file format. */

#include "store/base/civil.h"
#include "store/base/err.h"
#include "store/base/text.h"

/* ---- status: what Microsoft says of a delivery ----
 *
 * number  The number is stored in databases: never reuse or renumber.
 * phase   0 nothing known yet, 1 on its way, 2 a step of routing, 3 final. Statuses only move to a higher phase;
 * between two of the same phase from 2 on the one seen later wins (a quarantined message can be released). A group or
 *         alias row beside a real end of the same recipient is not what became of the mail.
 * key     our word in views and output; the second name is Microsoft's own.
 * Source: Get-MessageTrace and Graph exchangeMessageTrace documentation; "Resolved" and "None" from real exports. */
#define MT_STATUS_LIST(X)                                                                                              \
    X(0, 0, GETTING_STATUS, "getting_status", "GettingStatus")                                                         \
    X(1, 1, PENDING, "pending", "Pending")                                                                             \
    X(2, 3, DELIVERED, "delivered", "Delivered")                                                                       \
    X(3, 3, FAILED, "failed", "Failed")                                                                                \
    X(4, 3, FILTERED_AS_SPAM, "filtered_as_spam", "FilteredAsSpam")                                                    \
    X(5, 3, QUARANTINED, "quarantined", "Quarantined")                                                                 \
    X(6, 2, EXPANDED, "expanded", "Expanded")                                                                          \
    X(7, 2, RESOLVED, "resolved", "Resolved")                                                                          \
    X(8, 0, NONE, "none", "None")                                                                                      \
    X(9, 0, UNKNOWN, "unknown", "Unknown")

enum mt_status {
#define X(number, phase, name, key, microsoft) MT_STATUS_##name = (number),
    MT_STATUS_LIST(X)
#undef X
};

/* ---- outcome: what became of a delivery, derived from all that was seen of it ----
 *
 * "deferred" needs evidence: an export that still showed Pending MT_DEFERRED_AFTER later than the message came in, or
 * (with event exports) a DEFER event. "expired" needs an expiry code, which summary exports do not carry: without one
 * a failure stays "failed". "under_way" is mail that has no end state and no proof of a deferral. "routing" rows
 * (Expanded, Resolved) are steps on the way, not mail: they are kept but never counted. */
#define MT_OUTCOME_LIST(X)                                                                                             \
    X(0, UNKNOWN, "unknown")                                                                                           \
    X(1, UNDER_WAY, "under_way")                                                                                       \
    X(2, DELIVERED, "delivered")                                                                                       \
    X(3, DELIVERED_AFTER_DEFERRAL, "delivered_after_deferral")                                                         \
    X(4, DEFERRED, "deferred")                                                                                         \
    X(5, EXPIRED, "expired")                                                                                           \
    X(6, FAILED, "failed")                                                                                             \
    X(7, FAILED_AFTER_DEFERRAL, "failed_after_deferral")                                                               \
    X(8, QUARANTINED, "quarantined")                                                                                   \
    X(9, FILTERED_AS_SPAM, "filtered_as_spam")                                                                         \
    X(10, ROUTING, "routing")

enum mt_outcome {
#define X(number, name, key) MT_OUTCOME_##name = (number),
    MT_OUTCOME_LIST(X)
#undef X
};

/* A Pending that an export still shows this long after the message came in is a deferral. Microsoft's own lag before
 * a status appears is 5 to 10 minutes; half an hour stays clear of it. */
#define MT_DEFERRED_AFTER (30 * MT_MINUTE)

/* ---- evidence: what a figure rests on ---- */
#define MT_EVIDENCE_LIST(X)                                                                                            \
    X(0, SUMMARY, "summary")                                                                                           \
    X(1, EVENTS, "events")                                                                                             \
    X(2, NDR, "ndr")

enum mt_evidence {
#define X(number, name, key) MT_EVIDENCE_##name = (number),
    MT_EVIDENCE_LIST(X)
#undef X
};

#define MT_DIRECTION_LIST(X)                                                                                           \
    X(0, UNKNOWN, "unknown")                                                                                           \
    X(1, INCOMING, "incoming")                                                                                         \
    X(2, ORIGINATING, "originating")

enum mt_direction {
#define X(number, name, key) MT_DIRECTION_##name = (number),
    MT_DIRECTION_LIST(X)
#undef X
};

/* ---- size bands ----
 *
 * The bands of the pattern finder. `below` is the first size that no longer belongs. KB and MB are Exchange's: 1024. */
#define MT_SIZE_BAND_LIST(X)                                                                                           \
    X(0, "<25KB", 25 * 1024)                                                                                           \
    X(1, "25-100KB", 100 * 1024)                                                                                       \
    X(2, "100-500KB", 500 * 1024)                                                                                      \
    X(3, "500KB-1MB", 1024 * 1024)                                                                                     \
    X(4, "1-2MB", 2 * 1024 * 1024)                                                                                     \
    X(5, "2-5MB", 5 * 1024 * 1024)                                                                                     \
    X(6, "5-10MB", 10 * 1024 * 1024)                                                                                   \
    X(7, "10-25MB", 25 * 1024 * 1024)                                                                                  \
    X(8, ">=25MB", INT64_MAX)

enum { MT_SIZE_BANDS = 9, MT_SIZE_BAND_UNKNOWN = 15 };

#define MT_SIZE_UNKNOWN INT64_C(-1)

/* ---- one delivery as one export shows it ---- */
struct mt_row {
    /* As written; a GUID in lower case. Unknown when the export has none. */
    struct mt_text trace_id;
    bool trace_is_guid;
    unsigned char trace_guid[16]; /* in the order of the text form */

    struct mt_text message_id; /* Internet Message-ID with its angle brackets */
    struct mt_text sender;     /* SMTP MAIL FROM, ASCII lower case; "<>" is the null sender */
    struct mt_text recipient;  /* ASCII lower case; always known */
    struct mt_text subject;
    struct mt_text from_ip, to_ip, connector;

    int64_t received_us; /* UTC */
    /* How well `received_us` is known: 0 minutes, 1 seconds, 2 to 8 that many digits of the fraction plus one, and
     * MT_RECEIVED_BY_TICKS when the trace id's clock agrees with the text. A better reading replaces a worse one. */
    int received_precision;

    enum mt_status status;
    enum mt_direction direction;
    int64_t size_bytes; /* MT_SIZE_UNKNOWN when the export has none */
    uint64_t line;      /* where its record starts in the file, from 1 */
};

#define MT_RECEIVED_BY_TICKS 9
#define MT_RECEIVED_BY_EVENT (-1) /* not later than this: the time of an event, for want of anything better */

/* ---- reason: why a server put mail off or refused it ----
 *
 * The class of a reason answers "what kind of trouble is this". A wrapper ("Message expired", "Target host responded
 * with error") is no class: it is classed by the innermost reply it quotes, and unknown when it quotes none.
 * number  stored in databases and part of the roll-up: never reuse or renumber. 0 is "not known". */
#define MT_REASON_CLASS_LIST(X)                                                                                        \
    X(0, UNKNOWN, "unknown")                                                                                           \
    X(1, TRANSPORT, "transport")                                                                                       \
    X(2, TLS, "tls")                                                                                                   \
    X(3, DNS, "dns")                                                                                                   \
    X(4, THROTTLE, "throttle")                                                                                         \
    X(5, AUTH, "auth")                                                                                                 \
    X(6, POLICY, "policy")                                                                                             \
    X(7, SPAM, "spam")                                                                                                 \
    X(8, REPUTATION, "reputation")                                                                                     \
    X(9, RECIPIENT, "recipient")                                                                                       \
    X(10, MAILBOX_FULL, "mailbox_full")                                                                                \
    X(11, SIZE, "size")                                                                                                \
    X(12, CONTENT, "content")                                                                                          \
    X(13, CONFIG, "config")                                                                                            \
    X(14, LOOP, "loop")                                                                                                \
    X(15, SYSTEM, "system")                                                                                            \
    X(16, PROTOCOL, "protocol")                                                                                        \
    X(17, HOUSEKEEPING, "housekeeping") /* a 2xx reply under Fail or Drop: nothing went wrong */

enum mt_reason_class {
#define X(number, name, key) MT_REASON_CLASS_##name = (number),
    MT_REASON_CLASS_LIST(X)
#undef X
};

/* Whether trying again can help. */
#define MT_PERMANENCE_LIST(X)                                                                                          \
    X(0, UNKNOWN, "unknown")                                                                                           \
    X(1, TEMPORARY, "temporary")                                                                                       \
    X(2, PERMANENT, "permanent")

enum mt_permanence {
#define X(number, name, key) MT_PERMANENCE_##name = (number),
    MT_PERMANENCE_LIST(X)
#undef X
};

/* Who has to act. The words are for people. */
#define MT_ACTOR_LIST(X)                                                                                               \
    X(0, UNKNOWN, "unknown", "not known")                                                                              \
    X(1, SENDER, "sender", "the person who sent it")                                                                   \
    X(2, SENDER_ADMIN, "sender_admin", "the sending tenant's administrator")                                           \
    X(3, SENDER_DNS, "sender_dns", "whoever keeps the sending domain's DNS records")                                   \
    X(4, ON_PREMISES, "on_premises", "the administrator of the own on-premises servers or firewall")                   \
    X(5, RECIPIENT, "recipient", "the recipient")                                                                      \
    X(6, RECIPIENT_ADMIN, "recipient_admin", "the recipient's mail administrator")                                     \
    X(7, RECIPIENT_DNS, "recipient_dns", "whoever keeps the recipient domain's DNS records")                           \
    X(8, DELIST, "delist", "the block list or provider that has to lift its block")                                    \
    X(9, MICROSOFT, "microsoft", "Microsoft support")                                                                  \
    X(10, NOBODY, "nobody", "nobody: waiting is enough")

enum mt_actor {
#define X(number, name, key, words) MT_ACTOR_##name = (number),
    MT_ACTOR_LIST(X)
#undef X
};

/* What a text of a DEFER or FAIL event says (ingest/reason.h reads it). Unknown texts are unknown, not empty. */
struct mt_reason {
    /* The innermost reply: what the last server in the chain said. */
    int reply;           /* SMTP reply code, 421; 0 when there is none */
    struct mt_text code; /* enhanced status code, "4.4.2" */
    struct mt_text text; /* what it said, normalised: addresses, ids, IPs, host names and times replaced by marks, so
                            that the same trouble has the same text */

    /* The outermost one, when it wraps another: "5.4.300". */
    int outer_reply;
    struct mt_text outer_code;

    bool expired;      /* the service gave up trying: "Message expired", QUEUE.Expired, 5.4.3xx with that text */
    bool housekeeping; /* a 2xx reply: no trouble at all */
    bool is_cut;       /* the service cut the text, something of it is missing */

    struct mt_text remote_host,
        remote_ip;           /* the next hop that was tried; a Microsoft-internal address (25.*) is none */
    struct mt_text server;   /* that wrote the report: the stamp inside LED, or "Server at" of our side */
    struct mt_text last_try; /* LRT as written, in the culture of the server */
};

/* ---- events: what happened to a message on its way ----
 *
 * number  stored in databases: never reuse or renumber.
 * stage   the order of events that bear the same time.
 * The words that stand for each kind are in ingest/event_kind.c; an unknown word is OTHER and keeps its name. */
#define MT_EVENT_LIST(X)                                                                                               \
    X(0, 5, OTHER, "other")                                                                                            \
    X(1, 1, RECEIVE, "receive")                                                                                        \
    X(2, 0, SUBMIT, "submit")                                                                                          \
    X(3, 6, SEND, "send")              /* to another server of ours */                                                 \
    X(4, 9, SEND_OUT, "send_external") /* to the server of somebody else: the end, as far as we can see */             \
    X(5, 9, DELIVER, "deliver")                                                                                        \
    X(6, 10, FAIL, "fail")                                                                                             \
    X(7, 8, DEFER, "defer")                                                                                            \
    X(8, 4, EXPAND, "expand")                                                                                          \
    X(9, 4, RESOLVE, "resolve") /* and redirect: another recipient takes over */                                       \
    X(10, 4, TRANSFER, "transfer")                                                                                     \
    X(11, 9, DROP, "drop")                                                                                             \
    X(12, 11, DSN, "dsn")                                                                                              \
    X(13, 3, SPAM, "spam")                                                                                             \
    X(14, 3, MALWARE, "malware")                                                                                       \
    X(15, 3, RULE, "rule") /* transport, DLP and label rules */                                                        \
    X(16, 3, AGENT, "agent")                                                                                           \
    X(17, 2, SHADOW, "shadow") /* the copies of high availability */                                                   \
    X(18, 9, QUARANTINE, "quarantine")

enum mt_event_kind {
#define X(number, stage, name, key) MT_EVENT_##name = (number),
    MT_EVENT_LIST(X)
#undef X
};

enum {
#define X(number, stage, name, key) MT_EVENT_COUNT_##name,
    MT_EVENT_LIST(X)
#undef X
        MT_EVENTS
};

/* What an EXPAND or RESOLVE is to the recipient whose event it is: mail goes from the address that LEFT to the one that
 * CAME in its place. */
#define MT_TURN_LIST(X)                                                                                                \
    X(0, NONE, "none")                                                                                                 \
    X(1, LEFT, "left")                                                                                                 \
    X(2, CAME, "came")

enum mt_turn {
#define X(number, name, key) MT_TURN_##name = (number),
    MT_TURN_LIST(X)
#undef X
};

/* One event of one delivery as one export shows it. `delivery` says which one it is and what the record tells of it;
 * its received_us is the best that can be said (received_precision MT_RECEIVED_BY_EVENT when only "not later than this
 * event" is known), its status is not used. An unknown recipient is possible: the export does not say whose event it
 * is. */
struct mt_event {
    struct mt_row delivery;
    enum mt_event_kind kind;
    int64_t at_us; /* UTC */
    int precision; /* of at_us, as received_precision */
    enum mt_turn turn;
    struct mt_text event;       /* the word as written */
    struct mt_text source;      /* "SMTP", "QUEUE", …; or the action of a trace detail */
    struct mt_text detail;      /* the text people read: Detail, recipient status, source context */
    struct mt_text data;        /* the Data XML or custom data, as written */
    struct mt_text related;     /* the other address of an EXPAND or RESOLVE, ASCII lower case */
    struct mt_text reference;   /* of a TRANSFER the parent's internal id, of a DSN the other message's Message-ID */
    struct mt_text internal_id; /* the message's number on the server that wrote the event */
    struct mt_text server;      /* that wrote the event */
    bool has_reason;
    struct mt_reason reason;
};

/* One non-delivery report as it is kept (ingest/ndr.h reads it): what it is about, and its texts as evidence. */
struct mt_ndr_kept {
    uint64_t line;
    int64_t made_us; /* MT_MOMENT_UNKNOWN: not said */
    struct mt_text action;
    struct mt_text message_id, generating_server;
    int64_t attempts; /* -1: not said */
    bool has_trace_id;
    unsigned char trace_guid[16]; /* of the mail that it is about */
    struct mt_text original_message_id, sender, subject;
    struct mt_text recipients; /* ASCII lower case, a line each */
    struct mt_text headers, told, status_part, original_headers;
};

/* The source of events that a non-delivery report tells. */
#define MT_SOURCE_NDR "NDR"

/* A record that could not become rows. It is kept, so that nothing is lost. */
struct mt_reject {
    uint64_t line;
    const char *reason; /* a sentence: what is wrong and what helps */
    struct mt_text raw; /* the record as it stood in the file, possibly cut (see raw_is_cut) */
    bool raw_is_cut;
};

/* Where facts go. All functions return MT_OK to go on; anything else ends the reading and is passed up. */
struct mt_sink {
    void *context;
    enum mt_rc (*row)(void *context, const struct mt_row *row, struct mt_err *err);
    enum mt_rc (*reject)(void *context, const struct mt_reject *reject, struct mt_err *err);
    enum mt_rc (*event)(void *context, const struct mt_event *event, struct mt_err *err);
    enum mt_rc (*ndr)(void *context, const struct mt_ndr_kept *ndr, struct mt_err *err); /* NULL: of no interest */
};

/* What is known of an export file before its rows are read. Text is owned by the reader. */
struct mt_export {
    struct mt_text name;      /* as the user named it, for people; never a machine's absolute path by our doing */
    unsigned char sha256[32]; /* of the bytes on disk */
    int64_t bytes;
    struct mt_text flavour;     /* key, e.g. "get-messagetrace" */
    struct mt_text encoding;    /* "UTF-8", "UTF-16LE", … */
    struct mt_text delimiter;   /* ",", ";", "tab", or unknown for JSON */
    struct mt_text date_order;  /* "ymd", "dmy", "mdy", "ms", and how it was settled: "dmy by trace ids" */
    struct mt_text recipient;   /* whose events it holds, when something else than the export says it */
    struct mt_text header;      /* the CSV header line as text, for exporting rejects again; unknown for JSON */
    struct mt_text time_basis;  /* "UTC", or "UTC+02:00 corrected by trace ids", … */
    int64_t observed_us;        /* when the export was taken: what its statuses are true of */
    struct mt_text observed_by; /* how that is known: "query end date", "report name", "--exported-at", "file time" */
};

/* ---- names ---- */
const char *mt_reason_class_key(enum mt_reason_class class);
bool mt_reason_class_parse(struct mt_text key, enum mt_reason_class *class);
const char *mt_permanence_key(enum mt_permanence permanence);
const char *mt_actor_key(enum mt_actor actor);
bool mt_actor_parse(struct mt_text key, enum mt_actor *actor);
const char *mt_event_key(enum mt_event_kind kind);
int mt_event_stage(enum mt_event_kind kind);
const char *mt_status_key(enum mt_status status);
int mt_status_phase(enum mt_status status);
bool mt_status_is_final(enum mt_status status); /* routing steps included: they do not change any more */
/* Accepts our key, Microsoft's name and the admin center's label with blanks, in any case. */
bool mt_status_parse(struct mt_text text, enum mt_status *status);

const char *mt_outcome_key(enum mt_outcome outcome);
/* `expired` counts for failed mail only. */
enum mt_outcome mt_outcome_of(enum mt_status status, bool deferred, bool expired);
/* Whether a Pending that an export still showed at `pending_until_us` proves a deferral. */
bool mt_pending_is_deferral(int64_t received_us, int64_t pending_until_us);
bool mt_outcome_is_mail(enum mt_outcome outcome); /* false for routing */

/* How many microseconds a reading of that precision leaves open. */
int64_t mt_precision_span(int precision);

int mt_size_band(int64_t size_bytes);
const char *mt_size_band_key(int band); /* "unknown" for MT_SIZE_BAND_UNKNOWN */
/* The first size of a band (0 to MT_SIZE_BANDS - 1), and the first that no longer belongs to it. */
int64_t mt_size_band_from(int band);
int64_t mt_size_band_below(int band);

/* ---- the trace id's clock ----
 *
 * The last 64 bits of a MessageTraceId are the UTC time at which Exchange Online took the message in, in ticks of
 * 100 ns since 0001-01-01 (not documented by Microsoft; agrees to 100 ns in every full-precision sample seen).
 * Returns false when the value is no time between 2005 and 2100: hand-made ids have none, so this is evidence, never
 * a requirement. */
bool mt_trace_clock(const unsigned char guid[16], int64_t *moment_us);

/* Parses "8-4-4-4-12" hex digits (braces allowed). */
bool mt_guid_parse(struct mt_text text, unsigned char guid[16]);
void mt_guid_format(const unsigned char guid[16], char text[37]);

#endif
