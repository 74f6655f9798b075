#ifndef MT_STORE_COURSE_H
#define MT_STORE_COURSE_H

/* What the events of one delivery say together: how often it was put off, whether and how it ended, and why.
 *
 * A course is folded anew from the whole set of a delivery's events whenever one is added, so the order in which
 * exports bring them, repetition included, cannot matter. Pure; texts are borrowed.
 *
 * The same refusal can be in several exports, printed with different precision: deferrals within one second (within
 * one minute, where an export prints no seconds) are one. Servers wait minutes between tries.
 *
 * When another recipient takes over (RESOLVE, EXPAND), what follows is not about the one that left: trace details list
 * it there all the same. Where the other one is named, those steps are given to its own course as inherited ones. */

#include "store/row.h"

/* One event, as far as the course needs it. */
struct mt_step {
    int64_t at_us;
    int precision;
    enum mt_event_kind kind;
    enum mt_turn turn;
    bool names_other; /* an EXPAND or RESOLVE that says who took over */
    bool inherited;   /* from the recipient that this one took over from */
    int64_t key;      /* decides between steps alike in time and stage */

    int64_t reason_id; /* 0: none */
    bool of_ndr;       /* a non-delivery report tells it */
    bool expired;      /* the reason says that the service gave up */
    bool is_bare;      /* the reason is a wrapper around nothing: it names no cause */
    struct mt_text remote_host, remote_ip;
};

struct mt_course {
    int64_t events; /* 0: there is no course, and nothing else holds */
    enum mt_status status;
    int64_t status_us;
    int64_t deferrals, attempts;
    int64_t first_deferred_us, last_deferred_us; /* MT_MOMENT_UNKNOWN: never */
    int64_t final_us;                            /* MT_MOMENT_UNKNOWN: not yet, as far as events go */
    int64_t last_us;                             /* of the last event */
    bool expired;
    bool of_ndr;       /* all of it is known from non-delivery reports */
    int64_t reason_id; /* why it failed; with no cause named there, and for other mail, why it was last put off */
    struct mt_text remote_host, remote_ip; /* that refused it last; without a refusal, that took it */

    int reason_class; /* of reason_id; filled by who reads courses from tables (store/courses.h) */
};

extern const struct mt_course mt_course_none; /* that of a delivery without events */

/* Sorts the steps. `ended` says that a summary export shows an end state of this recipient: then a RESOLVE that names
 * nobody else does not end its course. */
struct mt_course mt_course_fold(struct mt_step *steps, size_t count, bool ended);

bool mt_course_equal(const struct mt_course *a, const struct mt_course *b);

#endif
