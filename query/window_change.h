#ifndef MT_QUERY_WINDOW_CHANGE_H
#define MT_QUERY_WINDOW_CHANGE_H

/* When a stretch of trouble began and ended, and whether it is over: pure functions of counts in time.
 *
 * A start is a change point: before it the usual rate, from it on the usual rate times a ratio. Every place on the grid
 * of the steps given gets its likelihood, and the answer is the median and the middle 95 % of what follows from it. The
 * logarithm of the likelihood is divided by the clumping of the counts, because messages that fail in bursts tell less
 * than their number. With steps of five minutes the answer is as sharp as the mail allows; with hours it is not.
 *
 * The interval also allows for what one does not know of the stretch: its ratio is known no better than from ratio_low
 * on; it was chosen because it looks bad, which sharpens the edges of weak trouble; where there is no mail, the change
 * may have been long before; and trouble that pauses within the stretch may pause at its end. In planted incidents that
 * were found, 97 % of the intervals of a start hold it, and 95 % of those of an end (87 % where trouble is so weak that
 * half of it is not found). */

#include <stdbool.h>
#include <stddef.h>

/* What happened in one step of time; steps are sorted, do not overlap, and may leave out times without mail. */
struct mt_change_step {
    double from, until; /* hours since the start of the data */
    double mail, bad;
    double usual_rate; /* share of bad mail to be expected without the trouble */
};

struct mt_change {
    double low, at, high; /* hours since the start of the data */
    bool at_limit;        /* the data end (or begin) before the change can be told */
};

/* The stretch as it is known so far, and how strong it is. */
struct mt_change_stretch {
    double from, until; /* hours */
    double ratio, ratio_low;
    double clumping;
    double hours; /* of the data */
};

/* Wants fine steps within max(4 hours, a quarter of the stretch) around either edge, and all hours of the stretch and
 * for three days around it, fine or not. Returns false and writes nothing when there is no step at all. */
bool mt_change_edges(const struct mt_change_step *steps, size_t count, const struct mt_change_stretch *stretch,
                     struct mt_change *start, struct mt_change *end);

/* Whether the trouble is over, by Wald's sequential test: is the mail since the end better explained by the usual rate
 * or by a trouble that goes on with at least ratio_low? */
enum mt_change_verdict { MT_CHANGE_UNKNOWN, MT_CHANGE_OPEN, MT_CHANGE_RESOLVED };

struct mt_change_state {
    enum mt_change_verdict verdict;
    double mail, bad, expected; /* since the end */
    double evidence;            /* ln of the likelihood ratio, for "goes on" */
};

struct mt_change_state mt_change_judge(const struct mt_change_step *steps, size_t count,
                                       const struct mt_change_stretch *stretch, double end);

#endif
