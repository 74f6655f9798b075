#include "store/course.h"

#include <stdlib.h>

const struct mt_course mt_course_none = {.events = 0};

static int
compare_numbers(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static int
compare_places(const struct mt_step *a, const struct mt_step *b)
{
    int by_time = compare_numbers(a->at_us, b->at_us);
    return by_time ? by_time : mt_event_stage(a->kind) - mt_event_stage(b->kind);
}

static int
compare_steps(const void *a, const void *b)
{
    const struct mt_step *one = a, *other = b;
    int by_place = compare_places(one, other);
    return by_place ? by_place : compare_numbers(one->key, other->key);
}

/* ---- leaving ---- */

/* The first step by which the recipient handed over to another; NULL when it did not. */
static const struct mt_step *
find_leave(const struct mt_step *steps, size_t count, bool ended)
{
    for (size_t i = 0; i < count; i++) {
        const struct mt_step *step = &steps[i];
        if (step->turn != MT_TURN_LEFT || step->inherited)
            continue;
        if (step->kind == MT_EVENT_EXPAND || step->names_other || !ended)
            return step;
    }
    return NULL;
}

static bool
counts(const struct mt_step *step, const struct mt_step *leave)
{
    return !leave || step->inherited || compare_places(step, leave) <= 0;
}

/* ---- deferrals ---- */

struct deferrals {
    int64_t count, first_us, last_us;
};

static bool
is_deferral(const struct mt_step *step, const struct mt_step *leave)
{
    return step->kind == MT_EVENT_DEFER && counts(step, leave);
}

/* Whether a refusal printed to the minute is one of those printed to the second. `from` moves along with the minutes.
 */
static bool
is_known_closer(const struct mt_step *steps, size_t count, const struct mt_step *leave, int64_t minute_us, size_t *from)
{
    while (*from < count && steps[*from].at_us < minute_us)
        (*from)++;
    for (size_t i = *from; i < count && steps[i].at_us < minute_us + MT_MINUTE; i++) {
        if (steps[i].precision > 0 && is_deferral(&steps[i], leave))
            return true;
        *from = i; /* those before are no deferrals, or to the minute too */
    }
    return false;
}

static struct deferrals
count_deferrals(const struct mt_step *steps, size_t count, const struct mt_step *leave)
{
    struct deferrals found = {0, MT_MOMENT_UNKNOWN, MT_MOMENT_UNKNOWN};
    int64_t last_second = MT_MOMENT_UNKNOWN, last_minute = MT_MOMENT_UNKNOWN;
    size_t from = 0;
    for (size_t i = 0; i < count; i++) {
        const struct mt_step *step = &steps[i];
        if (!is_deferral(step, leave))
            continue;
        if (found.first_us == MT_MOMENT_UNKNOWN)
            found.first_us = step->at_us;
        found.last_us = step->at_us;
        if (step->precision > 0) {
            int64_t second = mt_floor_to(step->at_us, MT_SECOND);
            found.count += second != last_second;
            last_second = second;
        } else {
            int64_t minute = mt_floor_to(step->at_us, MT_MINUTE);
            if (minute != last_minute && !is_known_closer(steps, count, leave, minute, &from))
                found.count++;
            last_minute = minute;
        }
    }
    return found;
}

/* ---- the end ---- */

/* The state that an event leads to and that ends a course; MT_STATUS_UNKNOWN when it leads to none. */
static enum mt_status
end_of(const struct mt_step *step)
{
    switch (step->kind) {
    case MT_EVENT_DELIVER:
    case MT_EVENT_SEND_OUT:
        return MT_STATUS_DELIVERED;
    case MT_EVENT_FAIL:
        return MT_STATUS_FAILED;
    case MT_EVENT_QUARANTINE:
        return MT_STATUS_QUARANTINED;
    case MT_EVENT_DROP: /* silently; with a reason it was refused */
        return step->reason_id ? MT_STATUS_FAILED : MT_STATUS_NONE;
    case MT_EVENT_OTHER:
    case MT_EVENT_RECEIVE:
    case MT_EVENT_SUBMIT:
    case MT_EVENT_SEND:
    case MT_EVENT_DEFER:
    case MT_EVENT_EXPAND:
    case MT_EVENT_RESOLVE:
    case MT_EVENT_TRANSFER:
    case MT_EVENT_DSN:
    case MT_EVENT_SPAM:
    case MT_EVENT_MALWARE:
    case MT_EVENT_RULE:
    case MT_EVENT_AGENT:
    case MT_EVENT_SHADOW:
        break;
    }
    return MT_STATUS_UNKNOWN;
}

/* The last end counts: mail can fail and be delivered after all. Its time is that of the first event that said so. */
static void
take_end(struct mt_course *course, const struct mt_step *step, enum mt_status end)
{
    if (end == MT_STATUS_NONE && course->final_us != MT_MOMENT_UNKNOWN)
        return; /* what is dropped without a word behind an end changes nothing about it */
    if (course->final_us == MT_MOMENT_UNKNOWN || course->status != end) {
        course->final_us = step->at_us;
        course->expired = false;
    }
    course->status = end;
    course->status_us = course->final_us;
    if (end == MT_STATUS_FAILED && step->expired)
        course->expired = true;
}

/* ---- why ---- */

static void
find_reason(struct mt_course *course, const struct mt_step *steps, size_t count, const struct mt_step *leave)
{
    const struct mt_step *failed = NULL, *put_off = NULL, *bare = NULL;
    for (size_t i = 0; i < count; i++) {
        const struct mt_step *step = &steps[i];
        if (!counts(step, leave) || !step->reason_id)
            continue;
        bool ends = step->kind == MT_EVENT_FAIL || step->kind == MT_EVENT_DROP;
        if (!ends && step->kind != MT_EVENT_DEFER)
            continue;
        if (step->is_bare)
            bare = step;
        else if (ends)
            failed = step;
        else
            put_off = step;
    }
    const struct mt_step *why = course->status == MT_STATUS_FAILED && failed ? failed : put_off;
    if (!why)
        why = bare;
    course->reason_id = why ? why->reason_id : 0;
}

/* Where there was trouble, the server that made it counts, not the one that took the mail in the end. */
static void
find_remote(struct mt_course *course, const struct mt_step *steps, size_t count, const struct mt_step *leave)
{
    for (size_t i = 0; i < count; i++) {
        const struct mt_step *step = &steps[i];
        bool refused = step->kind == MT_EVENT_DEFER || step->kind == MT_EVENT_FAIL || step->kind == MT_EVENT_DROP;
        bool tells = course->reason_id ? refused : end_of(step) != MT_STATUS_UNKNOWN;
        if (!tells || !counts(step, leave) || (!step->remote_host.at && !step->remote_ip.at))
            continue;
        course->remote_host = step->remote_host;
        course->remote_ip = step->remote_ip;
    }
}

/* ---- together ---- */

struct mt_course
mt_course_fold(struct mt_step *steps, size_t count, bool ended)
{
    struct mt_course course = {
        .status = MT_STATUS_GETTING_STATUS,
        .status_us = MT_MOMENT_UNKNOWN,
        .final_us = MT_MOMENT_UNKNOWN,
        .last_us = MT_MOMENT_UNKNOWN,
        .of_ndr = true,
    };
    if (count > 1)
        qsort(steps, count, sizeof *steps, compare_steps);
    const struct mt_step *leave = find_leave(steps, count, ended);
    for (size_t i = 0; i < count; i++) {
        const struct mt_step *step = &steps[i];
        bool again = i > 0 && steps[i - 1].at_us == step->at_us && steps[i - 1].key == step->key;
        if (!counts(step, leave) || again) /* two ways can lead to one event of a recipient that left */
            continue;
        course.events++;
        course.last_us = step->at_us;
        course.of_ndr = course.of_ndr && step->of_ndr;
        enum mt_status end = end_of(step);
        if (end != MT_STATUS_UNKNOWN)
            take_end(&course, step, end);
    }
    struct deferrals deferrals = count_deferrals(steps, count, leave);
    course.deferrals = deferrals.count;
    course.first_deferred_us = deferrals.first_us;
    course.last_deferred_us = deferrals.last_us;

    bool tried = course.final_us != MT_MOMENT_UNKNOWN &&
                 (course.status == MT_STATUS_DELIVERED || (course.status == MT_STATUS_FAILED && !course.expired));
    course.attempts = course.deferrals + tried;
    if (leave && course.final_us == MT_MOMENT_UNKNOWN) {
        course.status = leave->kind == MT_EVENT_EXPAND ? MT_STATUS_EXPANDED : MT_STATUS_RESOLVED;
        course.status_us = leave->at_us;
    } else if (course.final_us == MT_MOMENT_UNKNOWN) {
        course.status = course.deferrals ? MT_STATUS_PENDING : MT_STATUS_GETTING_STATUS;
        course.status_us = course.deferrals ? course.last_deferred_us : course.last_us;
    }
    find_reason(&course, steps, count, leave);
    find_remote(&course, steps, count, leave);
    return course;
}

bool
mt_course_equal(const struct mt_course *a, const struct mt_course *b)
{
    return a->events == b->events && a->status == b->status && a->status_us == b->status_us &&
           a->deferrals == b->deferrals && a->attempts == b->attempts && a->first_deferred_us == b->first_deferred_us &&
           a->last_deferred_us == b->last_deferred_us && a->final_us == b->final_us && a->last_us == b->last_us &&
           a->expired == b->expired && a->of_ndr == b->of_ndr && a->reason_id == b->reason_id &&
           mt_text_equal(a->remote_host, b->remote_host) && mt_text_equal(a->remote_ip, b->remote_ip);
}
