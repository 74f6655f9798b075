#ifndef MT_INGEST_NDR_DATES_H
#define MT_INGEST_NDR_DATES_H

/* The times of the answers in one bounce. They are printed in the culture of the server ("3/09/2016 8:05:56 PM" is the
 * third of September or the ninth of March), mostly in UTC, and one bounce has one culture: so all of its times
 * together settle the order of day and month, with the ISO stamps that details hold, and with what bounds them: the
 * message was sent before, the bounce made after. Where nothing decides, a time stays unknown. Pure. */

#include "ingest/stamp.h"

struct mt_ndr_dates {
    int64_t earliest_us, latest_us; /* MT_MOMENT_UNKNOWN: not bounded */
    bool is_made_known;             /* `latest_us` is when the report was made, not a guess */
    /* By order: how many times it fits, lies within the bounds, is confirmed by an ISO stamp. */
    size_t seen, fits[MT_DATE_MDY + 1], within[MT_DATE_MDY + 1], confirmed[MT_DATE_MDY + 1];
    int64_t newest_us[MT_DATE_MDY + 1]; /* latest printed */
    int64_t shift_us;                   /* printed minus UTC, from an ISO stamp; MT_MOMENT_UNKNOWN: none */
    enum mt_date_order order;           /* after settling; MT_DATE_UNSETTLED: open */
};

void mt_ndr_dates_begin(struct mt_ndr_dates *dates, int64_t earliest_us, int64_t latest_us);

/* First every time as printed, with its answer's text. */
void mt_ndr_dates_see(struct mt_ndr_dates *dates, struct mt_text date, struct mt_text reply);
void mt_ndr_dates_settle(struct mt_ndr_dates *dates);

/* Then each of them in UTC; MT_MOMENT_UNKNOWN when it cannot be read or the order is open. */
int64_t mt_ndr_dates_moment(const struct mt_ndr_dates *dates, struct mt_text date, struct mt_text reply);

/* A date as mails write it, "Tue, 19 Jun 2018 07:32:05 +0000" or "… GMT"; also the local forms that name an offset.
 * MT_MOMENT_UNKNOWN when it is none. */
int64_t mt_mail_date(struct mt_text text);

#endif
