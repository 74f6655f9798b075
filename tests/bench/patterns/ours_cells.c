/* The finder of patterns alone. Edges are refined from steps of five minutes, as query/finding_edges.c does from a
 * database. */

#include "ours.h"

#include <math.h>
#include <stdlib.h>

#include "query/window_change.h"
#include "store/base/arena.h"

enum { STEPS_AN_HOUR = 12, WEEK_HOURS = 168 };

struct cells {
    struct mt_pattern_data data;
    struct mt_pattern_cell *cells; /* one a group */
    uint8_t *week_hours;
    int32_t *provider_of_domain, *region_of_domain;
};

static enum mt_rc
make_cells(const struct mt_planted *planted, struct cells *cells, struct mt_err *err)
{
    int32_t hours = (int32_t)ceil(planted->hours), domains = mt_planted_domains();
    *cells = (struct cells){
        .cells = calloc(planted->count + 1, sizeof *cells->cells),
        .week_hours = calloc((size_t)hours + 1, 1),
        .provider_of_domain = calloc((size_t)domains, sizeof(int32_t)),
        .region_of_domain = calloc((size_t)domains, sizeof(int32_t)),
    };
    if (!cells->cells || !cells->week_hours || !cells->provider_of_domain || !cells->region_of_domain)
        return mt_err_memory(err);
    for (int32_t hour = 0; hour < hours; hour++)
        cells->week_hours[hour] = (uint8_t)(hour % WEEK_HOURS); /* the data begin on a Monday */
    for (int32_t domain = 0; domain < domains; domain++) {
        int32_t region = mt_planted_region_of(domain);
        cells->provider_of_domain[domain] = mt_planted_provider_of(domain);
        cells->region_of_domain[domain] = region < 0 ? MT_PATTERN_ANY : region;
    }
    for (size_t i = 0; i < planted->count; i++) {
        const struct mt_planted_group *group = &planted->groups[i];
        cells->cells[i] = (struct mt_pattern_cell){.hour = (int32_t)floor(group->hours),
                                                   .domain = group->domain,
                                                   .host = group->host,
                                                   .forest = group->forest,
                                                   .band = group->band,
                                                   .mail = 1,
                                                   .bad = group->bad};
    }
    cells->data = (struct mt_pattern_data){
        .cells = cells->cells,
        .count = planted->count,
        .hours = hours,
        .week_hours = cells->week_hours,
        .providers = mt_planted_providers(),
        .regions = mt_planted_regions(),
        .domains = domains,
        .hosts = mt_planted_hosts(),
        .forests = mt_planted_forests(),
        .bands = MT_PLANTED_BANDS,
        .provider_of_domain = cells->provider_of_domain,
        .region_of_domain = cells->region_of_domain,
        .rest_provider = MT_PLANTED_REST,
    };
    return MT_OK;
}

static void
release_cells(struct cells *cells)
{
    free(cells->cells);
    free(cells->week_hours);
    free(cells->provider_of_domain);
    free(cells->region_of_domain);
}

/* ---- from pattern to finding ---- */

static struct bench_finding
finding_of(const struct mt_pattern *pattern)
{
    struct bench_finding finding = bench_finding_of_all();
    for (int by = 0; by < MT_PATTERN_BY_COUNT; by++)
        finding.value[by] = pattern->where.value[by];
    if (pattern->when.week_length > 0) {
        finding.recurs = true;
        finding.hour_from = pattern->when.week_start % 24;
        finding.hour_until = (pattern->when.week_start + pattern->when.week_length - 1) % 24 + 1;
        finding.weekdays = mt_pattern_days(pattern->when.week_days);
    }
    finding.drift = pattern->when.drift;
    finding.state = BENCH_STATE_OPEN;
    return finding;
}

/* Mail of the conditions and the recurring hours, whenever. */
static size_t
make_steps(const struct mt_planted *planted, const struct mt_pattern *pattern, const struct bench_finding *finding,
           struct mt_change_step *steps)
{
    size_t count = (size_t)ceil(planted->hours) * STEPS_AN_HOUR, used = 0;
    double width = 1.0 / STEPS_AN_HOUR;
    for (size_t i = 0; i < planted->count; i++)
        if (bench_finding_holds(finding, &planted->groups[i])) {
            struct mt_change_step *step = &steps[(size_t)floor(planted->groups[i].hours * STEPS_AN_HOUR)];
            step->mail++;
            step->bad += planted->groups[i].bad;
        }
    for (size_t i = 0; i < count; i++)
        if (steps[i].mail > 0) {
            steps[used] = steps[i];
            steps[used].from = (double)i * width;
            steps[used].until = (double)(i + 1) * width;
            steps[used++].usual_rate = pattern->usual_by_hour[i / STEPS_AN_HOUR];
        }
    return used;
}

/* What people are told: an edge at the end of the data is none, and as little is a start at its begin. */
static void
set_window(const struct mt_pattern *pattern, double hours, struct bench_finding *finding)
{
    static const enum bench_state states[] = {[MT_CHANGE_UNKNOWN] = BENCH_STATE_UNKNOWN,
                                              [MT_CHANGE_OPEN] = BENCH_STATE_OPEN,
                                              [MT_CHANGE_RESOLVED] = BENCH_STATE_RESOLVED};
    bool is_open = pattern->end.at_limit || pattern->when.until >= hours || pattern->state.verdict == MT_CHANGE_OPEN;
    bool began_before = pattern->start.at_limit || pattern->when.from <= 0;
    finding->has_window = finding->has_limits = true;
    finding->from = began_before ? 0 : pattern->start.at;
    finding->from_low = began_before ? 0 : pattern->start.low;
    finding->from_high = pattern->start.high;
    finding->until = is_open ? hours : pattern->end.at;
    finding->until_low = pattern->end.low;
    finding->until_high = is_open ? hours : pattern->end.high;
    finding->state = is_open ? BENCH_STATE_OPEN : states[pattern->state.verdict];
}

static enum mt_rc
refine(const struct mt_planted *planted, struct mt_pattern *pattern, struct bench_finding *finding, struct mt_err *err)
{
    double hours = ceil(planted->hours);
    struct mt_change_step *steps = calloc((size_t)hours * STEPS_AN_HOUR + 1, sizeof *steps);
    if (!steps)
        return mt_err_memory(err);
    size_t count = make_steps(planted, pattern, finding, steps);
    struct mt_change_stretch stretch = {pattern->when.from, pattern->when.until, pattern->ratio,
                                        pattern->ratio_low, pattern->clumping,   hours};
    if (mt_change_edges(steps, count, &stretch, &pattern->start, &pattern->end))
        pattern->state = mt_change_judge(steps, count, &stretch, pattern->end.at);
    set_window(pattern, hours, finding);
    free(steps);
    return MT_OK;
}

static enum mt_rc
tell(const struct mt_planted *planted, const struct mt_pattern_search *search, struct bench_found *found,
     struct mt_err *err)
{
    enum mt_rc rc = MT_OK;
    for (size_t i = 0; i < search->count && rc == MT_OK; i++) {
        struct mt_pattern *pattern = &search->patterns[i];
        if (pattern->part_of >= 0)
            continue;
        struct bench_finding finding = finding_of(pattern);
        if (pattern->when.until > 0)
            rc = refine(planted, pattern, &finding, err);
        if (rc == MT_OK)
            rc = bench_found_add(found, &finding, err);
    }
    return rc;
}

enum mt_rc
bench_ours_by_cells(const struct mt_planted *planted, struct bench_found *found, struct bench_cost *cost,
                    struct mt_err *err)
{
    struct cells cells;
    struct mt_arena arena = MT_ARENA_EMPTY;
    struct mt_pattern_options options = mt_pattern_usual_options();
    struct mt_pattern_search search;
    enum mt_rc rc = make_cells(planted, &cells, err);
    double before = bench_seconds_of_process();
    if (rc == MT_OK)
        rc = mt_patterns_find(&cells.data, &options, &arena, &search, err);
    if (rc == MT_OK)
        rc = tell(planted, &search, found, err);
    cost->seconds = bench_seconds_of_process() - before;
    mt_arena_release(&arena);
    release_cells(&cells);
    return rc;
}
