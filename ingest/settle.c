#include "ingest/settle.h"

#include <string.h>

#include "store/row.h"

#define QUARTER (15 * MT_MINUTE)

bool
mt_stamp_agrees(int64_t moment_us, int precision, int64_t shift_us, int64_t clock_us)
{
    return mt_floor_to(clock_us, mt_precision_span(precision)) == moment_us - shift_us;
}

/* The number of quarters by which the stamp is ahead of the clock; false when no whole number of them fits. */
static bool
quarters_ahead(const struct mt_stamp *stamp, enum mt_date_order order, int64_t clock_us, int *quarters)
{
    int64_t moment;
    if (!mt_stamp_moment(stamp, order, &moment))
        return false;
    int64_t ahead = moment - clock_us;
    if (ahead < -(MT_SHIFT_STEPS + 1) * QUARTER || ahead > (MT_SHIFT_STEPS + 1) * QUARTER)
        return false;
    /* The stamp is cut, not rounded, so it lies up to one unit before the clock. */
    int64_t steps = mt_floor_to(ahead + mt_precision_span(stamp->precision), QUARTER) / QUARTER;
    if (steps < -MT_SHIFT_STEPS || steps > MT_SHIFT_STEPS)
        return false;
    *quarters = (int)steps;
    return mt_stamp_agrees(moment, stamp->precision, steps * QUARTER, clock_us);
}

static bool
near_clock(const struct mt_stamp *stamp, enum mt_date_order order, int64_t clock_us)
{
    int64_t moment;
    if (!mt_stamp_moment(stamp, order, &moment))
        return false;
    int64_t apart = moment > clock_us ? moment - clock_us : clock_us - moment;
    return apart <= 15 * MT_HOUR;
}

/* What a stamp's form alone says about the order of its numbers. */
static bool
count_form(struct mt_evidence_votes *votes, const struct mt_stamp *stamp, struct mt_text text)
{
    bool open = stamp->order == MT_DATE_UNSETTLED;
    votes->open += open;
    if (votes->stamps++ == 0 || (open && votes->open == 1)) {
        size_t len = text.len < sizeof votes->example_text - 1 ? text.len : sizeof votes->example_text - 1;
        memcpy(votes->example_text, text.at, len);
        votes->example_text[len] = '\0';
    }
    if (open) {
        votes->impossible[MT_DATE_DMY] += !mt_stamp_fits(stamp, MT_DATE_DMY);
        votes->impossible[MT_DATE_MDY] += !mt_stamp_fits(stamp, MT_DATE_MDY);
    }
    return open;
}

/* Counts how the stamp, read in `order`, agrees with the clock, for all orders up to `last`. */
static void
count_agreement(struct mt_evidence_votes *votes, const struct mt_stamp *stamp, enum mt_date_order order,
                enum mt_date_order last, int64_t clock_us)
{
    int quarters = 0;
    bool is_near = near_clock(stamp, order, clock_us);
    bool agrees = is_near && quarters_ahead(stamp, order, clock_us, &quarters); /* zones reach no further */
    for (; order <= last; order++) {
        votes->near[order] += is_near;
        if (agrees) {
            votes->shift[order][quarters + MT_SHIFT_STEPS]++;
            votes->fine[order] += stamp->precision > 0;
        }
    }
}

/* Only one order of an open stamp brings it where its clock can be. */
static void
vote_for_order(struct mt_evidence_votes *votes, bool dmy, bool mdy)
{
    votes->by_clock[MT_DATE_DMY] += dmy && !mdy;
    votes->by_clock[MT_DATE_MDY] += mdy && !dmy;
}

void
mt_evidence_add(struct mt_evidence_votes *votes, const struct mt_stamp *stamp, struct mt_text text, int64_t clock_us)
{
    bool open = count_form(votes, stamp, text);
    if (clock_us == MT_MOMENT_UNKNOWN)
        return;

    votes->clocks++;
    if (open)
        vote_for_order(votes, near_clock(stamp, MT_DATE_DMY, clock_us), near_clock(stamp, MT_DATE_MDY, clock_us));
    if (!open) { /* the form settles it: all orders give the same moment */
        count_agreement(votes, stamp, MT_DATE_YMD, MT_DATE_MDY, clock_us);
        return;
    }
    count_agreement(votes, stamp, MT_DATE_DMY, MT_DATE_DMY, clock_us);
    count_agreement(votes, stamp, MT_DATE_MDY, MT_DATE_MDY, clock_us);
}

/* ---- events ---- */

/* Servers' clocks differ by a little, and taking a large message in takes a while. */
#define BEFORE_CLOCK (2 * MT_SECOND)
#define AFTER_CLOCK (3 * MT_MINUTE)

bool
mt_event_agrees(int64_t moment_us, int precision, int64_t shift_us, int64_t clock_us)
{
    int64_t behind = moment_us - shift_us - clock_us;
    return behind >= -BEFORE_CLOCK - mt_precision_span(precision) && behind <= AFTER_CLOCK;
}

/* Mail is tried for two days; a zone lies at most 14 hours from UTC. */
static bool
follows_clock(const struct mt_stamp *stamp, enum mt_date_order order, int64_t clock_us)
{
    int64_t moment;
    return mt_stamp_moment(stamp, order, &moment) && moment >= clock_us - 15 * MT_HOUR &&
           moment <= clock_us + 6 * MT_DAY;
}

void
mt_evidence_event(struct mt_evidence_votes *votes, const struct mt_stamp *stamp, struct mt_text text, int64_t clock_us,
                  bool begins)
{
    bool open = count_form(votes, stamp, text);
    if (clock_us == MT_MOMENT_UNKNOWN)
        return;
    if (open)
        vote_for_order(votes, follows_clock(stamp, MT_DATE_DMY, clock_us), follows_clock(stamp, MT_DATE_MDY, clock_us));
    if (!begins)
        return;
    votes->clocks++;
    for (int order = MT_DATE_YMD; order <= MT_DATE_MDY; order++) {
        int64_t moment;
        if ((open && order == MT_DATE_YMD) || !mt_stamp_moment(stamp, (enum mt_date_order)order, &moment))
            continue;
        votes->near[order] += follows_clock(stamp, (enum mt_date_order)order, clock_us);
        int64_t steps =
            mt_floor_to(moment - clock_us + BEFORE_CLOCK + mt_precision_span(stamp->precision), QUARTER) / QUARTER;
        if (steps < -MT_SHIFT_STEPS || steps > MT_SHIFT_STEPS ||
            !mt_event_agrees(moment, stamp->precision, steps * QUARTER, clock_us))
            continue;
        votes->shift[order][steps + MT_SHIFT_STEPS]++;
        votes->fine[order] += stamp->precision > 0;
    }
}

/* ---- the query's window ---- */

static bool
inside(const struct mt_stamp *received, const struct mt_stamp *start, const struct mt_stamp *end,
       enum mt_date_order order)
{
    int64_t at, from, until;
    return mt_stamp_moment(received, order, &at) && mt_stamp_moment(start, order, &from) &&
           mt_stamp_moment(end, order, &until) && from <= at && at <= until;
}

void
mt_evidence_window(struct mt_evidence_votes *votes, const struct mt_stamp *received, const struct mt_stamp *start,
                   const struct mt_stamp *end)
{
    const struct mt_stamp *edges[] = {start, end};
    for (int i = 0; i < 2; i++) {
        if (edges[i]->order != MT_DATE_UNSETTLED)
            return;
        votes->impossible[MT_DATE_DMY] += !mt_stamp_fits(edges[i], MT_DATE_DMY);
        votes->impossible[MT_DATE_MDY] += !mt_stamp_fits(edges[i], MT_DATE_MDY);
    }
    bool dmy = inside(received, start, end, MT_DATE_DMY), mdy = inside(received, start, end, MT_DATE_MDY);
    votes->by_window[MT_DATE_DMY] += dmy && !mdy;
    votes->by_window[MT_DATE_MDY] += mdy && !dmy;
}

/* The order that nine in ten of the votes want; unsettled when there are none or they disagree. */
static enum mt_date_order
majority(const uint64_t votes[MT_ORDERS])
{
    uint64_t dmy = votes[MT_DATE_DMY], mdy = votes[MT_DATE_MDY];
    if (dmy > 0 && dmy >= 9 * mdy)
        return MT_DATE_DMY;
    if (mdy > 0 && mdy >= 9 * dmy)
        return MT_DATE_MDY;
    return MT_DATE_UNSETTLED;
}

static bool
settle_order(const struct mt_evidence_votes *votes, enum mt_date_order forced, struct mt_settled *settled,
             struct mt_err *err)
{
    if (votes->open == 0) {
        settled->order = MT_DATE_YMD;
        settled->order_by = MT_SETTLED_BY_FORM;
        return true;
    }
    if (forced != MT_DATE_UNSETTLED) {
        settled->order = forced;
        settled->order_by = MT_SETTLED_BY_USER;
        return true;
    }
    settled->order = majority(votes->by_clock);
    settled->order_by = MT_SETTLED_BY_CLOCK;
    if (settled->order != MT_DATE_UNSETTLED)
        return true;

    bool no_dmy = votes->impossible[MT_DATE_DMY] > 0, no_mdy = votes->impossible[MT_DATE_MDY] > 0;
    settled->order_by = MT_SETTLED_BY_ROWS;
    if (no_dmy != no_mdy) {
        settled->order = no_dmy ? MT_DATE_MDY : MT_DATE_DMY;
        return true;
    }
    if (no_dmy && no_mdy) {
        mt_err_set(err, MT_FAILED,
                   "some of its dates can only be day-first and others only month-first; split the file, or say "
                   "--date-order dmy or mdy to keep the rest as rejects");
        return false;
    }
    settled->order = majority(votes->by_window);
    settled->order_by = MT_SETTLED_BY_WINDOW;
    if (settled->order != MT_DATE_UNSETTLED)
        return true;
    mt_err_set(err, MT_FAILED,
               "its dates, like '%s', can be day-first or month-first and nothing in the file decides; say "
               "--date-order dmy or --date-order mdy",
               votes->example_text);
    return false;
}

/* A pair of shifts an hour apart (summer time began or ended within the file) is believed when nine in ten of the
 * agreements name it, when half of all clocks agree at all, and when it could not be chance: a stamp that only has
 * minutes fits some quarter once in fifteen times. One hour beside the main shift counts from one in twenty on; fewer
 * are coincidences. */
static void
settle_shift(const struct mt_evidence_votes *votes, struct mt_settled *settled)
{
    const uint64_t *agreements = votes->shift[settled->order];
    uint64_t sum = 0, best = 0, beside = 0;
    int most = 0;
    for (int i = 0; i <= 2 * MT_SHIFT_STEPS; i++) {
        sum += agreements[i];
        if (agreements[i] > best) {
            best = agreements[i];
            most = i;
        }
    }
    for (int side = -4; side <= 4; side += 8) {
        int other = most + side;
        if (other >= 0 && other <= 2 * MT_SHIFT_STEPS && agreements[other] * 20 >= sum && agreements[other] > beside)
            beside = agreements[other];
    }
    uint64_t pair = best + beside;
    bool enough = votes->fine[settled->order] > 0 ? best > 0 : best >= 3;
    if (!enough || pair * 10 < sum * 9 || pair * 2 < votes->clocks)
        return;
    settled->shift_us = (most - MT_SHIFT_STEPS) * QUARTER;
    settled->confirmed = settled->shift_us == 0 && beside == 0;
    settled->shift_by_clock = !settled->confirmed;
}

/* Many clocks and hardly a stamp near one: the dates do not mean what this order says, whatever order that is. */
static bool
far_from_clocks(const struct mt_evidence_votes *votes, const struct mt_settled *settled)
{
    enum { ENOUGH_CLOCKS = 5 };
    return settled->order_by != MT_SETTLED_BY_USER && votes->clocks >= ENOUGH_CLOCKS &&
           votes->near[settled->order] * 10 < votes->clocks;
}

bool
mt_settle(const struct mt_evidence_votes *votes, enum mt_date_order forced, struct mt_settled *settled,
          struct mt_err *err)
{
    *settled = (struct mt_settled){.order = MT_DATE_UNSETTLED};
    if (!settle_order(votes, forced, settled, err))
        return false;
    if (far_from_clocks(votes, settled)) {
        mt_err_set(
            err, MT_FAILED,
            "its dates, like '%s', lie days or years away from the times in its trace ids; say --date-order dmy, "
            "mdy or ymd if they are right all the same",
            votes->example_text);
        return false;
    }
    settle_shift(votes, settled);
    return true;
}
