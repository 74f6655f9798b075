#ifndef MT_INGEST_NDR_H
#define MT_INGEST_NDR_H

/* Non-delivery reports as facts: who did not get which mail, what each server answered and when.
 *
 * A report is read from a mail (its delivery-status part, its text and the returned original together: the cause often
 * stands in one of them only) or from pasted text. Exchange's own are read best, those of other servers by the
 * standard. The network message id of the report itself is another one than that of the mail it is about: only ids of
 * the original are kept as such. What the reasons mean is the business of store/codes.h. */

#include "ingest/dsn.h"
#include "ingest/mime.h"
#include "store/row.h"

struct mt_ndr_try {
    int64_t at_us; /* UTC; MT_MOMENT_UNKNOWN: not said, or day and month cannot be told apart */
    struct mt_text date;
    struct mt_text server, ip; /* that answered */
    struct mt_text reply;      /* verbatim */
    bool by_service;           /* the sending service speaks, not the other side */
};

struct mt_ndr_recipient {
    struct mt_text address; /* as written; unknown: the report does not say whose it is */
    struct mt_text name;
    enum mt_dsn_action action;
    struct mt_text status, diagnostic, remote_mta; /* of the delivery-status part, verbatim */
    struct mt_ndr_try *tries;                      /* newest first */
    size_t try_count;
    struct mt_text decisive; /* the text that the reason was read from */
    bool has_reason;
    struct mt_reason reason;
};

struct mt_ndr {
    uint64_t line; /* where it begins in its file */

    /* The report. */
    struct mt_text message_id, from, to, subject;
    int64_t date_us;
    struct mt_text language; /* Content-Language */
    bool is_exchange;
    struct mt_text generating_server, receiving_server, rejected_by;
    int64_t attempts; /* -1: not said */

    /* The mail that it is about. */
    struct mt_text original_trace_id; /* a GUID, lower case */
    struct mt_text original_message_id, original_sender, original_subject;
    int64_t original_date_us; /* when it was taken in, or written */
    struct mt_text envelope_id;

    struct mt_ndr_recipient *recipients;
    size_t count;

    /* The evidence, for people and tickets: never the body of the original. */
    struct mt_text headers, told, status_part, original_headers;

    bool dates_open; /* times are printed that can be read in two ways */
    bool is_cut;
    struct mt_text unread_charset;
};

struct mt_ndr_list {
    struct mt_ndr *ndrs;
    size_t count;
    size_t mails;  /* that were looked at */
    size_t others; /* of these, mails that are no reports */
    bool is_mail;  /* the file was read as mails, not as pasted text */
};

/* All reports in the bytes of a file: a mail, a mailbox, or text; in any encoding, quoted or not. Texts live in the
 * arena. A file without reports gives an empty list. */
enum mt_rc mt_ndrs_read(struct mt_text bytes, struct mt_arena *arena, struct mt_ndr_list *list, struct mt_err *err);

/* Whether it makes sense to ask: the bytes look like mail, or hold what only reports hold. `start` is the beginning of
 * the file, a few thousand bytes of it. */
bool mt_ndrs_likely(struct mt_text start);

#endif
