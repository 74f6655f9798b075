/* When each stretch of trouble began and ended, to five minutes, and whether it is over. The search knows whole hours;
 * here the mail around every edge is read once more. */

#include "query/finding_parts.h"

#include <math.h>
#include <stdlib.h>

enum { STEPS_AN_HOUR = 12, LEAST_HOURS_AROUND = 4 };
static const double share_around = 0.25;

/* A span of whole hours whose mail is counted in fine steps. */
struct fine {
    int32_t from, until;
};

/* One finding's counts: of every hour, and of the steps of the hours around its edges. */
struct counts {
    uint32_t *mail, *bad;           /* each hour */
    uint32_t *fine_mail, *fine_bad; /* each step of the hours in `spans`, side by side */
    struct fine spans[2];
    int span_count;
};

struct edges {
    struct mt_finding_work *work;
    struct counts *counts; /* one a finding; empty for those without a stretch */
};

static int32_t
hours_around(const struct mt_pattern *pattern)
{
    double share = share_around * (pattern->when.until - pattern->when.from);
    return 1 + (int32_t)ceil(fmax(LEAST_HOURS_AROUND, share));
}

static void
set_spans(const struct mt_mail_cube *cube, const struct mt_pattern *pattern, struct counts *counts)
{
    int32_t around = hours_around(pattern), edges[2] = {pattern->when.from, pattern->when.until};
    for (int i = 0; i < 2; i++) {
        struct fine span = {edges[i] - around, edges[i] + around};
        span.from = span.from < 0 ? 0 : span.from;
        span.until = span.until > cube->data.hours ? cube->data.hours : span.until;
        if (counts->span_count > 0 && span.from <= counts->spans[0].until)
            counts->spans[0].until = span.until;
        else
            counts->spans[counts->span_count++] = span;
    }
}

static size_t
fine_steps(const struct counts *counts)
{
    size_t steps = 0;
    for (int i = 0; i < counts->span_count; i++)
        steps += (size_t)(counts->spans[i].until - counts->spans[i].from) * STEPS_AN_HOUR;
    return steps;
}

/* Where the steps of an hour begin, or SIZE_MAX when it is not counted finely. */
static size_t
fine_place(const struct counts *counts, int32_t hour)
{
    size_t before = 0;
    for (int i = 0; i < counts->span_count; i++) {
        const struct fine *span = &counts->spans[i];
        if (hour >= span->from && hour < span->until)
            return before + (size_t)(hour - span->from) * STEPS_AN_HOUR;
        before += (size_t)(span->until - span->from) * STEPS_AN_HOUR;
    }
    return SIZE_MAX;
}

static bool
open_counts(const struct mt_mail_cube *cube, const struct mt_pattern *pattern, struct counts *counts)
{
    size_t hours = (size_t)cube->data.hours;
    set_spans(cube, pattern, counts);
    size_t steps = fine_steps(counts);
    counts->mail = calloc(hours * 2 + steps * 2 + 1, sizeof *counts->mail);
    if (!counts->mail)
        return false;
    counts->bad = counts->mail + hours;
    counts->fine_mail = counts->bad + hours;
    counts->fine_bad = counts->fine_mail + steps;
    for (size_t i = 0; i < cube->data.count; i++) {
        const struct mt_pattern_cell *cell = &cube->data.cells[i];
        if (mt_mail_cube_holds(cube, pattern, cell, false)) {
            counts->mail[cell->hour] += cell->mail;
            counts->bad[cell->hour] += cell->bad;
        }
    }
    return true;
}

static enum mt_rc
count_finely(void *context, const struct mt_mail_group *group, struct mt_err *err)
{
    const struct edges *edges = context;
    const struct mt_mail_cube *cube = edges->work->cube;
    struct mt_pattern_cell cell;
    (void)err;
    if (!mt_mail_cube_place(cube, group, &cell))
        return MT_OK;
    int64_t within = group->received_us - (cube->first_hour + cell.hour) * MT_HOUR;
    size_t step = (size_t)(within / (MT_HOUR / STEPS_AN_HOUR));
    for (size_t i = 0; i < edges->work->findings->count; i++) {
        struct counts *counts = &edges->counts[i];
        size_t place = counts->mail ? fine_place(counts, cell.hour) : SIZE_MAX;
        if (place == SIZE_MAX || !mt_mail_cube_holds(cube, &edges->work->patterns[i], &cell, false))
            continue;
        counts->fine_mail[place + step]++;
        counts->fine_bad[place + step] += group->bad;
    }
    return MT_OK;
}

/* ---- reading the mail around the edges: each stretch of time once ---- */

static int
compare_spans(const void *a, const void *b)
{
    const struct fine *x = a, *y = b;
    return (x->from > y->from) - (x->from < y->from);
}

static enum mt_rc
read_around(struct edges *edges, struct mt_err *err)
{
    struct mt_finding_work *work = edges->work;
    struct fine spans[2 * MT_PATTERN_MOST];
    size_t count = 0, merged = 0;
    for (size_t i = 0; i < work->findings->count; i++)
        for (int j = 0; j < edges->counts[i].span_count; j++)
            spans[count++] = edges->counts[i].spans[j];
    qsort(spans, count, sizeof *spans, compare_spans);
    for (size_t i = 0; i < count; i++)
        if (merged > 0 && spans[i].from <= spans[merged - 1].until)
            spans[merged - 1].until =
                spans[i].until > spans[merged - 1].until ? spans[i].until : spans[merged - 1].until;
        else
            spans[merged++] = spans[i];

    enum mt_rc rc = MT_OK;
    work->part = "reading mail around the edges";
    for (size_t i = 0; i < merged && rc == MT_OK; i++) {
        struct mt_mail_walk walk = mt_finding_walk(work);
        walk.from_us = (work->cube->first_hour + spans[i].from) * MT_HOUR;
        walk.until_us = (work->cube->first_hour + spans[i].until) * MT_HOUR;
        work->from = (double)i / (double)merged;
        work->to = (double)(i + 1) / (double)merged;
        rc = mt_mail_groups(&walk, count_finely, edges, err);
    }
    work->from = 0;
    work->to = 1;
    return rc;
}

/* ---- edges ---- */

static void
add_step(struct mt_change_step *steps, size_t *count, double from, double hours, uint32_t mail, uint32_t bad,
         double usual)
{
    if (mail > 0)
        steps[(*count)++] = (struct mt_change_step){from, from + hours, mail, bad, usual};
}

static size_t
make_steps(const struct mt_mail_cube *cube, const struct mt_pattern *pattern, const struct counts *counts,
           struct mt_change_step *steps)
{
    size_t count = 0;
    for (int32_t hour = 0; hour < cube->data.hours; hour++) {
        size_t place = fine_place(counts, hour);
        double usual = pattern->usual_by_hour[hour];
        if (place == SIZE_MAX)
            add_step(steps, &count, hour, 1, counts->mail[hour], counts->bad[hour], usual);
        for (int step = 0; place != SIZE_MAX && step < STEPS_AN_HOUR; step++)
            add_step(steps, &count, hour + (double)step / STEPS_AN_HOUR, 1.0 / STEPS_AN_HOUR,
                     counts->fine_mail[place + (size_t)step], counts->fine_bad[place + (size_t)step], usual);
    }
    return count;
}

static int64_t
moment_of(const struct mt_mail_cube *cube, double hours)
{
    /* To the minute: edges are no better known, and digits behind it would look as if they were. */
    return cube->first_hour * MT_HOUR + (int64_t)llround(hours * 60) * MT_MINUTE;
}

static void
write_edges(const struct mt_mail_cube *cube, const struct mt_pattern *pattern, struct mt_finding *finding)
{
    finding->start_us = moment_of(cube, pattern->start.at);
    finding->start_low_us = moment_of(cube, pattern->start.low);
    finding->start_high_us = moment_of(cube, pattern->start.high);
    finding->end_us = moment_of(cube, pattern->end.at);
    finding->end_low_us = moment_of(cube, pattern->end.low);
    finding->end_high_us = moment_of(cube, pattern->end.high);
    finding->start_open = pattern->start.at_limit || pattern->when.from <= 0;
    finding->state = pattern->state.verdict;
    /* A quiet hour or two behind it is no end as long as the mail since then speaks for "goes on". */
    finding->end_open =
        pattern->end.at_limit || pattern->when.until >= cube->data.hours || pattern->state.verdict == MT_CHANGE_OPEN;
    finding->since_mail = (int64_t)pattern->state.mail;
    finding->since_bad = (int64_t)pattern->state.bad;
    finding->since_expected = pattern->state.expected;
    if (finding->end_open)
        finding->end_us = finding->end_high_us = (cube->first_hour + cube->data.hours) * MT_HOUR;
    if (finding->start_open)
        finding->start_us = finding->start_low_us = cube->first_hour * MT_HOUR;
}

static enum mt_rc
refine(struct mt_finding_work *work, size_t number, const struct counts *counts, struct mt_err *err)
{
    const struct mt_mail_cube *cube = work->cube;
    struct mt_pattern *pattern = &work->patterns[number];
    size_t room = (size_t)cube->data.hours + fine_steps(counts);
    struct mt_change_step *steps = calloc(room + 1, sizeof *steps);
    if (!steps)
        return mt_err_memory(err);
    size_t count = make_steps(cube, pattern, counts, steps);
    struct mt_change_stretch stretch = {
        .from = pattern->when.from,
        .until = pattern->when.until,
        .ratio = pattern->ratio,
        .ratio_low = pattern->ratio_low,
        .clumping = pattern->clumping,
        .hours = cube->data.hours,
    };
    if (mt_change_edges(steps, count, &stretch, &pattern->start, &pattern->end))
        pattern->state = mt_change_judge(steps, count, &stretch, pattern->end.at);
    write_edges(cube, pattern, &work->findings->items[number]);
    free(steps);
    return MT_OK;
}

enum mt_rc
mt_finding_edges(struct mt_finding_work *work, struct mt_err *err)
{
    size_t count = work->findings->count;
    struct edges edges = {work, calloc(count + 1, sizeof *edges.counts)};
    enum mt_rc rc = edges.counts ? MT_OK : mt_err_memory(err);
    for (size_t i = 0; i < count && rc == MT_OK; i++)
        if (work->findings->items[i].has_stretch && !open_counts(work->cube, &work->patterns[i], &edges.counts[i]))
            rc = mt_err_memory(err);
    if (rc == MT_OK)
        rc = read_around(&edges, err);
    for (size_t i = 0; i < count && rc == MT_OK; i++)
        if (edges.counts[i].mail)
            rc = refine(work, i, &edges.counts[i], err);
    for (size_t i = 0; edges.counts && i < count; i++)
        free(edges.counts[i].mail);
    free(edges.counts);
    return rc;
}
