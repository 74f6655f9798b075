#ifndef BENCH_FINDINGS_RUN_H
#define BENCH_FINDINGS_RUN_H

/* One run is one scenario in one grade with one seed: every method gets the same mail and is scored. Results are plain
 * values without owned memory, so that one process can hand them to another. */

#include "ours.h"
#include "score.h"

/* name: as it is printed and written. */
#define BENCH_METHOD_LIST(X)                                                                                           \
    X(US, "msgtrace", NULL)                                                                                            \
    X(TOP, "top-5", bench_baseline_top)                                                                                \
    X(CHI2, "chi2", bench_baseline_chi2)                                                                               \
    X(RISK, "risk-ratio", bench_baseline_risk)                                                                         \
    X(HOURLY, "hourly", bench_baseline_hourly)                                                                         \
    X(HOURLY_TUNED, "hourly-tuned", bench_baseline_hourly_tuned)

enum bench_method {
#define X(name, text, function) BENCH_##name,
    BENCH_METHOD_LIST(X)
#undef X
        BENCH_METHODS,
};

const char *bench_method_name(enum bench_method method);

enum bench_path { BENCH_BY_CELLS, BENCH_BY_EXPORTS };

struct bench_wishes {
    enum bench_path path;
    unsigned exports;    /* enum mt_planted_exports */
    const char *program; /* of path exports */
    bool baselines;
    int jobs;
};

enum { BENCH_GRADES = 4 };
const char *bench_grade_name(int grade); /* weak, medium, strong; the last one is "-", of null data */

struct bench_run {
    int32_t scenario; /* mt_planted_scenario_at */
    int grade;
    uint64_t seed;

    bool failed;
    struct mt_err err;
    double weeks;
    int64_t groups, bad;
    struct mt_planted_truth truths[MT_PLANTED_TRUTHS];
    size_t truth_count;
    struct bench_score scores[BENCH_METHODS];
    struct bench_cost costs[BENCH_METHODS];
    struct bench_finding findings[MT_PATTERN_MOST]; /* msgtrace's */
    size_t finding_count;
};

/* Fills what follows the seed. */
void bench_run(const struct bench_wishes *wishes, struct bench_run *run);

/* All of them, by as many processes as wished; what is done is told on standard error. */
enum mt_rc bench_run_all(const struct bench_wishes *wishes, struct bench_run *runs, size_t count, struct mt_err *err);

#endif
