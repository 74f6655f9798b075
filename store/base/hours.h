#ifndef MT_BASE_HOURS_H
#define MT_BASE_HOURS_H

/* Hours with and without mail: what is usual at an hour of the day, and which stretches without mail are gaps. A pure
 * matter of counts; where they come from (a database, one export) is the caller's business. Hours are counted since
 * 1970 UTC; hours of the day and weekdays are those of the zone given, NULL being UTC. Office hours are 8 to 18 on
 * Monday to Friday.
 *
 * A gap is a stretch of hours without mail between the first and the last hour with mail. A quiet night is none: what
 * counts is whether mail is usual at that hour. An hour of the day (workdays and weekends apart) is usual when at least
 * half of its occurrences in the span had mail; with fewer than two occurrences it cannot be told and passes for usual.
 * A stretch is a gap
 *   - when it has at least two office hours that are usual, of two occurrences or more, or
 *   - when it is six hours or longer and some hour of it is usual. */

#include "store/base/err.h"
#include "store/base/zone.h"

/* ---- counts ---- */

struct mt_hours {
    int64_t first, last; /* hours with mail; nothing was added while `cells` is NULL */
    int64_t *cells;      /* counts of hour `base` and those that follow; of the hours given alone */
    int64_t base;
    size_t room;
};

#define MT_HOURS_EMPTY ((struct mt_hours){.cells = NULL})

/* In any order. MT_USAGE when the hours would span more than a hundred years: some date is wrong then, and must not
 * cost gigabytes. Nothing was added in that case. */
enum mt_rc mt_hours_add(struct mt_hours *hours, int64_t hour, int64_t mail, struct mt_err *err);
void mt_hours_release(struct mt_hours *hours);

size_t mt_hours_count(const struct mt_hours *hours); /* from the first to the last, those without mail included */
int64_t mt_hours_mail(const struct mt_hours *hours, int64_t hour);

/* ---- the calendar ---- */

struct mt_local_hour {
    int64_t day; /* since 1970 */
    int hour;
    bool workday;
};

struct mt_local_hour mt_local_hour_of(const struct mt_zone *zone, int64_t hour);
bool mt_local_hour_in_office(struct mt_local_hour local);

/* ---- gaps ---- */

/* What is usual at each hour of the day; [1] is for workdays. */
struct mt_usual {
    struct {
        int64_t occurrences, with_mail, mail;
    } at[2][24];
};

void mt_usual_learn(struct mt_usual *usual, const struct mt_hours *hours, const struct mt_zone *zone);

/* A stretch of hours without mail, from `from` to before `until`. */
struct mt_stretch {
    int64_t from, until;
    int64_t office_hours;
    int64_t proven_hours; /* at which mail is usual, of two occurrences or more */
    double usual_mail;    /* how much there is as a rule in as many such hours */
    bool is_gap;
};

struct mt_stretch mt_stretch_judge(const struct mt_usual *usual, const struct mt_zone *zone, int64_t from,
                                   int64_t until);

/* The gaps one after another: start with *at = hours->first. */
bool mt_hours_next_gap(const struct mt_hours *hours, const struct mt_usual *usual, const struct mt_zone *zone,
                       int64_t *at, struct mt_stretch *gap);

#endif
