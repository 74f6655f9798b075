#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "query/window_change.h"

static size_t
five_minute_steps(struct mt_change_step *steps, double from, double until)
{
    size_t count = 0;
    for (int i = 0; i < 48 * 12; i++) {
        double start = i / 12.0;
        bool trouble = start >= from - 1e-9 && start < until - 1e-9;
        steps[count++] = (struct mt_change_step){start, (i + 1) / 12.0, 2, trouble && i % 2 ? 1 : 0, 0.01};
    }
    return count;
}

static void
five_minute_counts_give_edges_of_minutes(void **state)
{
    (void)state;
    static struct mt_change_step steps[48 * 12];
    size_t count = five_minute_steps(steps, 20.25, 23.75);
    struct mt_change_stretch stretch = {20, 24, 25, 15, 1.2, 48};
    struct mt_change start, end;
    assert_true(mt_change_edges(steps, count, &stretch, &start, &end));
    assert_true(fabs(start.at - 20.25) < 0.2 && start.low <= 20.34 && 20.25 <= start.high);
    assert_true(fabs(end.at - 23.75) < 0.2 && end.low <= 23.75 && 23.66 <= end.high);
    assert_true(start.high - start.low < 1 && !start.at_limit && !end.at_limit);
    assert_int_equal(mt_change_judge(steps, count, &stretch, end.at).verdict, MT_CHANGE_RESOLVED);
    assert_false(mt_change_edges(steps, 0, &stretch, &start, &end));
}

static void
little_mail_since_the_end_leaves_the_state_unknown(void **state)
{
    (void)state;
    static struct mt_change_step steps[48 * 12];
    five_minute_steps(steps, 20, 24);
    struct mt_change_stretch stretch = {20, 24, 25, 15, 1.2, 48};
    size_t until_a_quarter_past = 24 * 12 + 3;
    struct mt_change_state judged = mt_change_judge(steps, until_a_quarter_past, &stretch, 24);
    assert_int_equal(judged.verdict, MT_CHANGE_UNKNOWN);
    assert_true(judged.mail == 6 && judged.bad == 0);
    /* The same shortly before the end of the data is not over yet. */
    stretch.hours = 25;
    assert_int_equal(mt_change_judge(steps, until_a_quarter_past, &stretch, 24).verdict, MT_CHANGE_OPEN);
}

/* ---- how sure ---- */

enum { HOURS = 240 };

/* Hourly counts: of `mail` messages a share of `trouble` is bad from one hour to another, and one in a hundred else. */
static void
hourly_steps(struct mt_change_step steps[HOURS], int from, int until, double mail, double trouble)
{
    for (int hour = 0; hour < HOURS; hour++) {
        double share = hour >= from && hour < until ? trouble : 0.01;
        steps[hour] = (struct mt_change_step){hour, hour + 1, mail, floor(mail * share + 0.5), 0.01};
    }
}

static double
width(const struct mt_change *change)
{
    return change->high - change->low;
}

static void
a_weak_trouble_has_wider_edges(void **state)
{
    (void)state;
    struct mt_change_step steps[HOURS];
    struct mt_change_stretch strong = {100, 124, 20, 15, 1.2, HOURS}, weak = {100, 124, 3, 1.6, 1.2, HOURS};
    struct mt_change start[2], end[2];
    hourly_steps(steps, 100, 124, 20, 0.2);
    assert_true(mt_change_edges(steps, HOURS, &strong, &start[0], &end[0]));
    hourly_steps(steps, 100, 124, 20, 0.05);
    assert_true(mt_change_edges(steps, HOURS, &weak, &start[1], &end[1]));
    assert_true(width(&start[0]) <= 1 && width(&start[1]) > 4);
    assert_true(width(&end[0]) <= 1 && width(&end[1]) > 4);
    assert_true(start[1].low <= 100 && 100 <= start[1].high && end[1].low <= 124 && 124 <= end[1].high);
}

static void
where_there_is_no_mail_the_change_may_have_been_long_before(void **state)
{
    (void)state;
    struct mt_change_step steps[HOURS], kept[HOURS];
    struct mt_change_stretch stretch = {100, 124, 20, 15, 1.2, HOURS};
    struct mt_change start, end;
    size_t count = 0;
    hourly_steps(steps, 100, 124, 20, 0.2);
    for (int hour = 0; hour < HOURS; hour++)
        if (hour < 60 || hour >= 100)
            kept[count++] = steps[hour];
    assert_true(mt_change_edges(kept, count, &stretch, &start, &end));
    assert_true(start.low < 64 && start.high <= 101 && start.at > 90);
    assert_true(width(&end) <= 1);
}

static void
trouble_that_pauses_may_end_in_a_pause(void **state)
{
    (void)state;
    struct mt_change_step steps[HOURS];
    struct mt_change_stretch stretch = {100, 124, 10, 7, 1.2, HOURS};
    struct mt_change start, end;
    hourly_steps(steps, 100, 124, 40, 0.2);
    for (int hour = 103; hour < 124; hour++)
        if (hour % 6 >= 3)
            steps[hour].bad = 0;
    assert_true(mt_change_edges(steps, HOURS, &stretch, &start, &end));
    assert_true(end.high >= end.at + 3 && start.low <= start.at - 3);
    hourly_steps(steps, 100, 124, 40, 0.2);
    assert_true(mt_change_edges(steps, HOURS, &stretch, &start, &end));
    assert_true(width(&start) <= 1 && width(&end) <= 1);
}

/* Fine steps near the edge are used where there are any, whatever the rest is like. */
static void
fine_steps_among_hours_are_used(void **state)
{
    (void)state;
    static struct mt_change_step fine[48 * 12], steps[48 * 12];
    size_t count = 0;
    five_minute_steps(fine, 20.25, 23.75);
    for (int hour = 0; hour < 48; hour++) {
        struct mt_change_step sum = {hour, hour + 1, 0, 0, 0.01};
        for (int i = 0; i < 12; i++) {
            if (hour >= 18 && hour < 22)
                steps[count++] = fine[hour * 12 + i];
            sum.mail += fine[hour * 12 + i].mail;
            sum.bad += fine[hour * 12 + i].bad;
        }
        if (hour < 18 || hour >= 22)
            steps[count++] = sum;
    }
    struct mt_change_stretch stretch = {20, 24, 25, 15, 1.2, 48};
    struct mt_change start, end;
    assert_true(mt_change_edges(steps, count, &stretch, &start, &end));
    assert_true(fabs(start.at - 20.25) < 0.2);
    assert_true(end.low <= 24 && 23 <= end.high);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(five_minute_counts_give_edges_of_minutes),
        cmocka_unit_test(little_mail_since_the_end_leaves_the_state_unknown),
        cmocka_unit_test(a_weak_trouble_has_wider_edges),
        cmocka_unit_test(where_there_is_no_mail_the_change_may_have_been_long_before),
        cmocka_unit_test(trouble_that_pauses_may_end_in_a_pause),
        cmocka_unit_test(fine_steps_among_hours_are_used),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
