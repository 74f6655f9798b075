#ifndef MT_INGEST_CMD_CHECK_REPORT_H
#define MT_INGEST_CMD_CHECK_REPORT_H

/* The report of `check dns`: how each check stands, the findings, what SPF costs, what was read and what was not. Part
 * of the program, not of a library. */

#include "ingest/dns_check.h"
#include "ingest/dns_paste.h"
#include "reports/report.h"

struct mt_checked {
    const struct mt_dns_question *question;
    const struct mt_dns_answers *answers;
    const struct mt_dns_result *result;
    const struct mt_dns_paste *paste; /* NULL: asked live */
    struct mt_text source;            /* the file, or the resolver */
};

enum mt_rc mt_checked_report(struct mt_report *report, const struct mt_checked *checked, struct mt_err *err);

#endif
