#ifndef MT_STORE_ROW_H
#define MT_STORE_ROW_H

/* The facts of the field, as every part of the program speaks of them.
 *
 * The unit is the delivery: one message to one recipient. ingest/ turns export files into struct mt_row and hands
 * them to a struct mt_sink; store/loader.h is the sink that keeps them. Nothing here knows SQLite or a file format. */

#include "store/base/civil.h"
#include "store/base/err.h"
#include "store/base/text.h"

/* ---- status: what Microsoft says of a delivery -------------------------------------------------------------------
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

/* ---- outcome: what became of a delivery, derived from all that was seen of it -------------------------------------
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

/* ---- evidence: what a figure rests on ---------------------------------------------------------------------------- */
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

/* ---- size bands -------------------------------------------------------------------------------------------------
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

/* ---- one delivery as one export shows it ------------------------------------------------------------------------- */
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

/* A record that could not become rows. It is kept, so that nothing is lost. */
struct mt_reject {
    uint64_t line;
    const char *reason; /* a sentence: what is wrong and what helps */
    struct mt_text raw; /* the record as it stood in the file, possibly cut (see raw_is_cut) */
    bool raw_is_cut;
};

/* Where rows go. Both functions return MT_OK to go on; anything else ends the reading and is passed up. */
struct mt_sink {
    void *context;
    enum mt_rc (*row)(void *context, const struct mt_row *row, struct mt_err *err);
    enum mt_rc (*reject)(void *context, const struct mt_reject *reject, struct mt_err *err);
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
    struct mt_text time_basis;  /* "UTC", or "UTC+02:00 corrected by trace ids", … */
    int64_t observed_us;        /* when the export was taken: what its statuses are true of */
    struct mt_text observed_by; /* how that is known: "query end date", "report name", "--exported-at", "file time" */
};

/* ---- names ---- */
const char *mt_status_key(enum mt_status status);
int mt_status_phase(enum mt_status status);
bool mt_status_is_final(enum mt_status status); /* routing steps included: they do not change any more */
/* Accepts our key, Microsoft's name and the admin center's label with blanks, in any case. */
bool mt_status_parse(struct mt_text text, enum mt_status *status);

const char *mt_outcome_key(enum mt_outcome outcome);
/* `pending_until_us` is the latest moment at which an export still showed Pending, or MT_MOMENT_UNKNOWN. */
enum mt_outcome mt_outcome_of(enum mt_status status, int64_t received_us, int64_t pending_until_us);
bool mt_outcome_is_mail(enum mt_outcome outcome); /* false for routing */

/* How many microseconds a reading of that precision leaves open. */
int64_t mt_precision_span(int precision);

int mt_size_band(int64_t size_bytes);
const char *mt_size_band_key(int band); /* "unknown" for MT_SIZE_BAND_UNKNOWN */

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
