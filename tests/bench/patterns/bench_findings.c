/* How well does msgtrace find what was planted, and how often does it find what was not? See README.md. */

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "run.h"
#include "show.h"

enum { RUNS_MOST = 20000 };

static const char usage[] =
    "bench_findings [options]\n"
    "  --scenarios S01,S06    these (else all with something planted, or with --null all without)\n"
    "  --null                 data without anything planted\n"
    "  --grades weak,strong   else weak,medium,strong\n"
    "  --seeds 31-33          else 1-3\n"
    "  --path cells|exports   the finder of patterns alone (the default), or the program on exports\n"
    "  --exports events       which exports: events (the default), summary or both\n"
    "  --program PATH         msgtrace, for --path exports\n"
    "  --no-baselines         without the simple methods beside it\n"
    "  --jobs N               processes at once, 2 unless told otherwise\n"
    "  --out FILE             every run as JSON\n";

struct request {
    struct bench_wishes wishes;
    const char *scenarios, *grades, *out;
    bool null;
    uint64_t seed_from, seed_until; /* both included */
};

/* ---- reading the request ---- */

static bool
read_number(const char *said, uint64_t *number)
{
    char *end;
    errno = 0;
    *number = strtoull(said, &end, 10);
    return *said >= '0' && *said <= '9' && *end == '\0' && errno == 0;
}

static bool
set_seeds(struct request *request, const char *said)
{
    char from[32];
    const char *dash = strchr(said, '-');
    if (!dash)
        return read_number(said, &request->seed_from) && read_number(said, &request->seed_until);
    if ((size_t)(dash - said) >= sizeof from)
        return false;
    memcpy(from, said, (size_t)(dash - said));
    from[dash - said] = '\0';
    return read_number(from, &request->seed_from) && read_number(dash + 1, &request->seed_until) &&
           request->seed_from <= request->seed_until && request->seed_until - request->seed_from < RUNS_MOST;
}

static bool
set_path(struct request *request, const char *said)
{
    request->wishes.path = strcmp(said, "exports") == 0 ? BENCH_BY_EXPORTS : BENCH_BY_CELLS;
    return request->wishes.path == BENCH_BY_EXPORTS || strcmp(said, "cells") == 0;
}

static bool
set_exports(struct request *request, const char *said)
{
    static const struct {
        const char *word;
        unsigned exports;
    } words[] = {{"events", MT_PLANTED_EVENTS},
                 {"summary", MT_PLANTED_SUMMARY},
                 {"both", MT_PLANTED_EVENTS | MT_PLANTED_SUMMARY}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i].word, said) == 0) {
            request->wishes.exports = words[i].exports;
            return true;
        }
    return false;
}

static bool
set_jobs(struct request *request, const char *said)
{
    uint64_t jobs;
    if (!read_number(said, &jobs) || jobs < 1 || jobs > 8)
        return false;
    request->wishes.jobs = (int)jobs;
    return true;
}

static bool
set_scenarios(struct request *request, const char *said)
{
    request->scenarios = said;
    return true;
}

static bool
set_grades(struct request *request, const char *said)
{
    request->grades = said;
    return true;
}

static bool
set_program(struct request *request, const char *said)
{
    request->wishes.program = said;
    return true;
}

static bool
set_out(struct request *request, const char *said)
{
    request->out = said;
    return true;
}

static bool
set_null(struct request *request, const char *said)
{
    (void)said;
    return request->null = true;
}

static bool
set_no_baselines(struct request *request, const char *said)
{
    (void)said;
    request->wishes.baselines = false;
    return true;
}

static const struct {
    const char *name;
    bool has_value;
    bool (*set)(struct request *request, const char *said);
} options[] = {
    {"--scenarios", true, set_scenarios}, {"--null", false, set_null},
    {"--grades", true, set_grades},       {"--seeds", true, set_seeds},
    {"--path", true, set_path},           {"--exports", true, set_exports},
    {"--program", true, set_program},     {"--no-baselines", false, set_no_baselines},
    {"--jobs", true, set_jobs},           {"--out", true, set_out},
};

static bool
read_request(int count, char **arguments, struct request *request)
{
    for (int i = 1; i < count; i++) {
        size_t option = 0;
        while (option < sizeof options / sizeof *options && strcmp(options[option].name, arguments[i]) != 0)
            option++;
        if (option == sizeof options / sizeof *options)
            return false;
        bool has_value = options[option].has_value;
        if ((has_value && i + 1 == count) || !options[option].set(request, has_value ? arguments[i + 1] : NULL))
            return false;
        i += has_value;
    }
    return request->wishes.path == BENCH_BY_CELLS || request->wishes.program;
}

/* ---- which runs ---- */

static bool
is_listed(const char *list, const char *word)
{
    size_t len = strlen(word);
    for (const char *at = list; at; at = strchr(at, ','), at = at ? at + 1 : NULL)
        if (strncmp(at, word, len) == 0 && (at[len] == ',' || at[len] == '\0'))
            return true;
    return false;
}

static bool
is_wanted(const struct request *request, const struct mt_planted_scenario *scenario)
{
    return request->scenarios ? is_listed(request->scenarios, scenario->id) : scenario->null == request->null;
}

static size_t
plan_runs(const struct request *request, struct bench_run *runs)
{
    size_t count = 0;
    const struct mt_planted_scenario *scenario;
    for (int32_t number = 0; (scenario = mt_planted_scenario_at(number)); number++)
        for (int grade = 0; is_wanted(request, scenario) && grade < BENCH_GRADES; grade++) {
            bool is_null_grade = grade == BENCH_GRADES - 1;
            if (scenario->null != is_null_grade ||
                (!is_null_grade && !is_listed(request->grades, bench_grade_name(grade))))
                continue;
            for (uint64_t seed = request->seed_from; seed <= request->seed_until && count < RUNS_MOST; seed++) {
                if (runs)
                    runs[count] = (struct bench_run){.scenario = number, .grade = grade, .seed = seed};
                count++;
            }
        }
    return count;
}

int
main(int argument_count, char **arguments)
{
    struct request request = {
        .wishes = {.path = BENCH_BY_CELLS, .exports = MT_PLANTED_EVENTS, .baselines = true, .jobs = 2},
        .grades = "weak,medium,strong",
        .seed_from = 1,
        .seed_until = 3,
    };
    struct mt_err err;
    size_t count = read_request(argument_count, arguments, &request) ? plan_runs(&request, NULL) : 0;
    if (count == 0) {
        fputs(usage, stderr);
        return 2;
    }
    struct bench_run *runs = calloc(count, sizeof *runs);
    enum mt_rc rc = runs ? MT_OK : mt_err_memory(&err);
    if (rc == MT_OK) {
        plan_runs(&request, runs);
        rc = bench_run_all(&request.wishes, runs, count, &err);
    }
    if (rc == MT_OK)
        rc = bench_show(&request.wishes, runs, count, &err);
    if (rc == MT_OK && request.out)
        rc = bench_save(&request.wishes, runs, count, request.out, &err);
    if (rc != MT_OK)
        fprintf(stderr, "bench_findings: %s\n", err.text);
    free(runs);
    return rc == MT_OK ? 0 : 1;
}
