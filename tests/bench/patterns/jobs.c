/* Runs in several processes: each takes every n-th one, and hands its results over through a file that is gone
 * when both have closed it. */

#include "run.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { JOBS_MOST = 8 };

/* One write, so that the lines of several processes do not mix. */
static void
tell(const struct bench_run *run)
{
    char line[1024];
    const struct bench_score *score = &run->scores[BENCH_US];
    const char *scenario = mt_planted_scenario_at(run->scenario)->id, *grade = bench_grade_name(run->grade);
    if (run->failed)
        snprintf(line, sizeof line, "%s %s %" PRIu64 ": %.800s\n", scenario, grade, run->seed, run->err.text);
    else
        snprintf(line, sizeof line,
                 "%s %s %" PRIu64 ": %" PRId32 " of %zu found, %" PRId32 " false, %" PRId32 " redundant; %.2f s\n",
                 scenario, grade, run->seed, score->hits, run->truth_count, score->false_findings, score->redundant,
                 run->costs[BENCH_US].seconds);
    fputs(line, stderr);
}

static bool
work(const struct bench_wishes *wishes, struct bench_run *runs, size_t count, size_t first, size_t step, FILE *results)
{
    for (size_t i = first; i < count; i += step) {
        bench_run(wishes, &runs[i]);
        tell(&runs[i]);
        if (fwrite(&runs[i], sizeof runs[i], 1, results) != 1)
            return false;
    }
    return fflush(results) == 0;
}

static enum mt_rc
collect(struct bench_run *runs, size_t count, size_t first, size_t step, FILE *results, struct mt_err *err)
{
    rewind(results);
    for (size_t i = first; i < count; i += step)
        if (fread(&runs[i], sizeof runs[i], 1, results) != 1)
            return mt_err_set(err, MT_FAILED, "a process ended before its runs were done");
    return MT_OK;
}

static enum mt_rc
start(const struct bench_wishes *wishes, struct bench_run *runs, size_t count, size_t first, size_t step,
      FILE **results, pid_t *child, struct mt_err *err)
{
    *results = tmpfile();
    *child = *results ? fork() : -1;
    if (*child < 0)
        return mt_err_set(err, MT_FAILED, "cannot start a process: %s", strerror(errno));
    if (*child == 0)
        _exit(work(wishes, runs, count, first, step, *results) ? 0 : 1);
    return MT_OK;
}

enum mt_rc
bench_run_all(const struct bench_wishes *wishes, struct bench_run *runs, size_t count, struct mt_err *err)
{
    FILE *results[JOBS_MOST] = {NULL};
    pid_t children[JOBS_MOST];
    size_t jobs = wishes->jobs < JOBS_MOST ? (size_t)wishes->jobs : JOBS_MOST, started = 0;
    enum mt_rc rc = MT_OK;
    for (; started < jobs && rc == MT_OK; started++) {
        rc = start(wishes, runs, count, started, jobs, &results[started], &children[started], err);
        if (rc != MT_OK)
            break;
    }
    for (size_t job = 0; job < started; job++) {
        while (waitpid(children[job], NULL, 0) < 0 && errno == EINTR)
            ;
        if (rc == MT_OK)
            rc = collect(runs, count, job, jobs, results[job], err);
    }
    for (size_t job = 0; job < JOBS_MOST; job++)
        if (results[job])
            fclose(results[job]);
    for (size_t i = 0; i < count && rc == MT_OK; i++)
        if (runs[i].failed)
            rc = mt_err_set(err, MT_FAILED, "%s", runs[i].err.text);
    return rc;
}
