#ifndef MT_INGEST_NDR_REPORT_H
#define MT_INGEST_NDR_REPORT_H

/* One non-delivery report in the making: what its headers, its delivery-status part, its text and the returned original
 * say is put together, whichever of them are there. Begin, take what there is, finish. Private to ingest. */

#include "ingest/header_fields.h"
#include "ingest/ndr.h"
#include "ingest/ndr_text.h"

struct mt_ndr_report {
    struct mt_ndr *ndr;
    struct mt_arena *arena; /* when it fails, what was taken is not all there */
    size_t room;
    size_t of_status;        /* recipients that a delivery-status part names */
    struct mt_text answered; /* the Message-ID that the report is an answer to */
    struct mt_text fallback; /* "Reported error", or the status code: what holds for every recipient */
};

void mt_ndr_report_begin(struct mt_ndr_report *report, struct mt_ndr *ndr, struct mt_arena *arena, uint64_t line);
void mt_ndr_report_headers(struct mt_ndr_report *report, struct mt_text block);
void mt_ndr_report_original(struct mt_ndr_report *report, struct mt_text block);
void mt_ndr_report_status(struct mt_ndr_report *report, struct mt_text text); /* before the texts */
void mt_ndr_report_text(struct mt_ndr_report *report, const struct mt_ndr_text *text);

/* `is_bounce`: the mail is one by its sender or subject. Recipients that are only named are kept then. */
void mt_ndr_report_finish(struct mt_ndr_report *report, bool is_bounce);

/* Whether the headers that were taken are those of a bounce. */
bool mt_ndr_report_is_bounce(const struct mt_ndr_report *report);

/* What recipients did not get the mail for, from all that was taken of them (ndr_reason.c). */
void mt_ndr_report_reason(struct mt_ndr_report *report, struct mt_ndr_recipient *recipient);

#endif
