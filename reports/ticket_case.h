#ifndef MT_REPORTS_TICKET_CASE_H
#define MT_REPORTS_TICKET_CASE_H

/* Everything that a ticket says, asked once and redacted before anything is made of it. Private to the files of the
 * ticket. */

#include "query/controls.h"
#include "reports/build.h"
#include "reports/ticket.h"

struct mt_ticket_case {
    struct mt_build build; /* its report is the ticket's */
    const struct mt_ticket_request *request;
    char name[MT_TICKET_NAME_BYTES];
    struct mt_text place; /* "Yahoo", "fabrikam.com", "all recipients" */

    struct mt_controls controls;
    struct mt_answers answers;
    struct mt_verdict verdict;
    struct mt_verdict_input input;

    /* In the report's arena. */
    struct mt_table *deliveries, *events, *servers, *said, *ndrs; /* ticket_mail.h */
    struct mt_table *domains, *senders, *routes, *days, *imports, *gaps, *freshness;
    int64_t affected, affected_all; /* deliveries in trouble: in deliveries.csv, and at all */
    int64_t without_id;             /* of those in deliveries.csv */
    int64_t picked_most;            /* how many were asked for */
};

enum mt_rc mt_ticket_case_ask(struct mt_ticket_case *ticket, struct mt_store *store,
                              const struct mt_ticket_request *request, struct mt_report *report, struct mt_err *err);

/* Asks for deliveries and events again, for fewer. */
enum mt_rc mt_ticket_case_pick(struct mt_ticket_case *ticket, int64_t most, struct mt_err *err);

/* A text of the user's or from data that stands in no table. Lives in the report's arena. */
struct mt_text mt_ticket_hide(struct mt_ticket_case *ticket, struct mt_text text);

/* The same in every sentence of the report. */
enum mt_rc mt_ticket_hide_report(struct mt_ticket_case *ticket, struct mt_err *err);

/* ---- the parts ---- */
enum mt_rc mt_ticket_report(struct mt_ticket_case *ticket, struct mt_err *err);
void mt_ticket_summary(const struct mt_ticket_case *ticket, struct mt_out *out);
enum mt_rc mt_ticket_notices(const struct mt_ticket_case *ticket, struct mt_files *files, struct mt_err *err);
void mt_ticket_queries(const struct mt_ticket_case *ticket, struct mt_out *out);
void mt_ticket_manifest(const struct mt_ticket_case *ticket, const struct mt_files *files, struct mt_out *out);

/* A point of the checklist as it stands. Prose of the reader's language, in the report's arena. */
struct mt_ticket_checkpoint {
    enum mt_ticket_point point;
    enum mt_ticket_state state;
    struct mt_text title, evidence, how; /* how: to get it, unknown when it is done */
};

enum mt_rc mt_ticket_checklist(struct mt_ticket_case *ticket, struct mt_ticket_checkpoint points[MT_TICKET_POINTS],
                               struct mt_err *err);
void mt_ticket_checklist_write(const struct mt_ticket_case *ticket, const struct mt_ticket_checkpoint *points,
                               struct mt_out *out);

#endif
