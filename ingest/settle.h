#ifndef MT_INGEST_SETTLE_H
#define MT_INGEST_SETTLE_H

/* What one file's dates mean, settled from the file itself.
 *
 * Every record adds evidence: which orders of day and month its stamps allow, under which order the stamp agrees with
 * the clock in its trace id, and by how many quarters of an hour it is off. The decision is made for the whole file,
 * because a file was written by one machine in one culture. Nothing here reads files or knows records. */

#include "ingest/stamp.h"
#include "store/base/zone.h"

enum {
    MT_SHIFT_STEPS = 56, /* a time zone lies at most 14 hours = 56 quarters from UTC */
    MT_ORDERS = MT_DATE_MDY + 1,
};

struct mt_evidence_votes {
    uint64_t stamps;                /* stamps seen */
    uint64_t open;                  /* of these, with an order that the form leaves open */
    uint64_t impossible[MT_ORDERS]; /* open stamps that are no date in that order */
    uint64_t by_clock[MT_ORDERS];   /* open stamps that only that order brings near the trace id's clock */
    uint64_t by_window[MT_ORDERS];  /* open stamps that only that order puts inside the query's own window */
    uint64_t clocks;                /* stamps beside a trace id with a clock */
    uint64_t near[MT_ORDERS];       /* of these, within a zone's reach of it in that order */
    uint64_t shift[MT_ORDERS][2 * MT_SHIFT_STEPS + 1]; /* agreements by quarters of an hour ahead of UTC */
    uint64_t fine[MT_ORDERS];                          /* agreements of stamps with seconds or finer */
    char example_text[48]; /* a stamp, an open one where there is one, for the question to the user */
};

enum mt_settled_by {
    MT_SETTLED_BY_FORM,   /* every stamp says it itself */
    MT_SETTLED_BY_CLOCK,  /* the trace ids' clocks */
    MT_SETTLED_BY_ROWS,   /* some row can only be read one way */
    MT_SETTLED_BY_WINDOW, /* the query's start and end */
    MT_SETTLED_BY_USER,
};

struct mt_settled {
    enum mt_date_order order;
    enum mt_settled_by order_by;
    int64_t shift_us;    /* to be taken off the stamps to get UTC */
    bool shift_by_clock; /* the clocks agree with it; over a change of summer time, with an hour beside it too */
    bool confirmed;      /* the clocks agree that it is zero */
};

/* `clock_us` is the trace id's clock or MT_MOMENT_UNKNOWN; `text` is the stamp as written. */
void mt_evidence_add(struct mt_evidence_votes *votes, const struct mt_stamp *stamp, struct mt_text text,
                     int64_t clock_us);

/* The same for an event, which comes after its message: the trace id's clock bounds it from below. `begins` is true of
 * the events with which a message turns up: these lie within seconds of the clock and show an offset from UTC. */
void mt_evidence_event(struct mt_evidence_votes *votes, const struct mt_stamp *stamp, struct mt_text text,
                       int64_t clock_us, bool begins);

/* Whether an event with which a message turns up lies where the clock says, when `shift_us` is taken off. */
bool mt_event_agrees(int64_t moment_us, int precision, int64_t shift_us, int64_t clock_us);

/* The query's window in the same record as a received stamp: start and end are in the same culture. */
void mt_evidence_window(struct mt_evidence_votes *votes, const struct mt_stamp *received, const struct mt_stamp *start,
                        const struct mt_stamp *end);

/* Decides; `forced` is the user's --date-order or MT_DATE_UNSETTLED. False when the order is open and nothing in the
 * file decides: `err` then holds the question to the user. */
bool mt_settle(const struct mt_evidence_votes *votes, enum mt_date_order forced, struct mt_settled *settled,
               struct mt_err *err);

/* Whether a stamp agrees with a clock when `shift_us` is taken off: equal as far as the stamp's digits go. */
bool mt_stamp_agrees(int64_t moment_us, int precision, int64_t shift_us, int64_t clock_us);

#endif
