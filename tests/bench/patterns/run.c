#include "run.h"

#include "baselines.h"

static const struct {
    const char *name;
    bench_baseline *baseline; /* NULL: the program */
} methods[] = {
#define X(name, text, function) {text, function},
    BENCH_METHOD_LIST(X)
#undef X
};

const char *
bench_method_name(enum bench_method method)
{
    return methods[method].name;
}

const char *
bench_grade_name(int grade)
{
    static const char *const names[BENCH_GRADES] = {"weak", "medium", "strong", "-"};
    return names[grade];
}

static enum mt_rc
find(const struct bench_wishes *wishes, enum bench_method method, const struct mt_planted *planted,
     struct bench_found *found, struct bench_cost *cost, struct mt_err *err)
{
    if (!methods[method].baseline)
        return wishes->path == BENCH_BY_CELLS
                   ? bench_ours_by_cells(planted, found, cost, err)
                   : bench_ours_by_exports(planted, wishes->program, wishes->exports, found, cost, err);
    double before = bench_seconds_of_process();
    enum mt_rc rc = methods[method].baseline(planted, found, err);
    cost->seconds = bench_seconds_of_process() - before;
    return rc;
}

static enum mt_rc
run_method(const struct bench_wishes *wishes, enum bench_method method, const struct mt_planted *planted,
           struct bench_run *run)
{
    struct bench_found found = {0};
    enum mt_rc rc = find(wishes, method, planted, &found, &run->costs[method], &run->err);
    if (rc == MT_OK)
        rc = bench_score(planted, &found, &run->scores[method], &run->err);
    for (size_t i = 0; rc == MT_OK && method == BENCH_US && i < found.count && i < MT_PATTERN_MOST; i++)
        run->findings[run->finding_count++] = found.items[i];
    bench_found_release(&found);
    return rc;
}

void
bench_run(const struct bench_wishes *wishes, struct bench_run *run)
{
    struct mt_planted planted;
    const char *scenario = mt_planted_scenario_at(run->scenario)->id;
    enum mt_rc rc = mt_planted_make(&planted, scenario, bench_grade_name(run->grade), run->seed, &run->err);
    if (rc == MT_OK) {
        run->weeks = planted.hours / 168;
        run->groups = (int64_t)planted.count;
        for (size_t i = 0; i < planted.count; i++)
            run->bad += planted.groups[i].bad;
        run->truth_count = planted.truth_count;
        for (size_t t = 0; t < planted.truth_count; t++)
            run->truths[t] = planted.truths[t];
        for (enum bench_method method = 0; method < BENCH_METHODS && rc == MT_OK; method++)
            if (method == BENCH_US || wishes->baselines)
                rc = run_method(wishes, method, &planted, run);
        mt_planted_release(&planted);
    }
    run->failed = rc != MT_OK;
}
