#ifndef MT_REPORTS_TICKET_H
#define MT_REPORTS_TICKET_H

/* The evidence for a support ticket, as files: what fails, where, when, since when, what servers answered, what was
 * compared, what is known of the sender's authentication, what was tried, and what is missing.
 *
 *   summary.txt       plain, to be pasted into a form: at most MT_TICKET_SUMMARY characters
 *   report.md, .html  the same in full, with charts/KEY.png
 *   deliveries.csv    the mail in trouble and some that is not, events.csv its events; both picked evenly over time
 *                     when there is more than fits
 *   ndr/N.txt         non-delivery reports: their headers, texts and the headers of the original, never its body
 *   headers/N.txt, dns/N.txt  what the user gave
 *   checklist.md      what support asks for: done, missing or failed, with the evidence and how to get it
 *   queries.sql       the questions behind every figure
 *   texts/            notices for people, English and Spanish
 *   manifest.json     every file with its SHA-256, versions, what the data covers, what was left out
 *
 * People, subjects and internal machines are tokens everywhere (redact.h), and every file is looked through once more
 * before anything is written. The same store and request give the same bytes: a bundle has no time of its making. */

#include "query/findings.h"
#include "query/verdict.h"
#include "reports/files.h"
#include "reports/redact.h"

struct mt_store;

enum { MT_TICKET_SUMMARY = 4000 };

/* What the checklist says of each point. number: none, the list is not stored. */
#define MT_TICKET_POINT_LIST(X)                                                                                        \
    X(NDR, "ndr")                                                                                                      \
    X(TRACE, "trace")                                                                                                  \
    X(EVENTS, "events")                                                                                                \
    X(RECENT, "recent")                                                                                                \
    X(SPF, "spf")                                                                                                      \
    X(DKIM, "dkim")                                                                                                    \
    X(DMARC, "dmarc")                                                                                                  \
    X(MX, "mx")                                                                                                        \
    X(HEADERS, "headers")                                                                                              \
    X(CONTROLS, "controls")                                                                                            \
    X(RETRY, "retry")                                                                                                  \
    X(TRIED, "tried")

enum mt_ticket_point {
#define X(name, key) MT_TICKET_POINT_##name,
    MT_TICKET_POINT_LIST(X)
#undef X
        MT_TICKET_POINTS
};

enum mt_ticket_state { MT_TICKET_MISSING, MT_TICKET_DONE, MT_TICKET_FAILED };

const char *mt_ticket_state_key(enum mt_ticket_state state); /* "missing", "done", "failed" */

/* What was found out beside the store: by the checks of DNS records, from headers. */
struct mt_ticket_checked {
    enum mt_ticket_point point;
    enum mt_ticket_state state;
    struct mt_text evidence; /* a sentence, or the record */
};

/* A text that goes along, redacted. */
struct mt_ticket_attachment {
    const char *folder; /* "headers", "dns": one of our words */
    struct mt_text text;
};

struct mt_ticket_request {
    const struct mt_filter *filter;     /* which mail the case is about */
    const struct mt_findings *findings; /* NULL: it is not about a finding */
    const struct mt_finding *finding;
    struct mt_reader reader;
    const char *tool;
    struct mt_redactor *redactor; /* with what earlier tickets were given */
    bool is_redacted;
    struct mt_text ndr_files; /* JSON list of checksums (ticket_mail.h) */
    const struct mt_ticket_attachment *attachments;
    size_t attachment_count;
    const struct mt_ticket_checked *checked;
    size_t checked_count;
    const struct mt_text *tried; /* what was tried, in the user's words */
    size_t tried_count;
    enum mt_auth_known auth;
    struct mt_text egress; /* outbound server and address, where headers name them; unknown: they do not */
    struct mt_text scope;  /* the case in words that name it (mt_ticket_name) */
    int64_t most_bytes;    /* of the archive */
    bool (*stop)(void);
};

/* Fills empty files. MT_USAGE when there is no such mail. */
enum mt_rc mt_ticket_build(struct mt_files *files, struct mt_store *store, const struct mt_ticket_request *request,
                           struct mt_err *err);

/* "T-4K2QX": the same case of the same data has the same name. */
enum { MT_TICKET_NAME_BYTES = 8 };
void mt_ticket_name(struct mt_text scope, char name[MT_TICKET_NAME_BYTES]);

#endif
