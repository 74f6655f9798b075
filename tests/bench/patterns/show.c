#include "show.h"

#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "tally.h"

/* ---- cells ---- */

static void
head(const char *title, const char *columns)
{
    printf("\n%s\n\n%s\n", title, columns);
    for (const char *at = columns; *at; at++)
        if (*at == '|')
            printf(at[1] ? "|---" : "|");
    printf("\n");
}

static void text(const char *format, ...) __attribute__((format(printf, 1, 2)));

static void
text(const char *format, ...)
{
    va_list list;
    printf("| ");
    va_start(list, format);
    vprintf(format, list);
    va_end(list);
    printf(" ");
}

static void
real(double value, int decimals)
{
    if (isnan(value))
        text("-");
    else
        text("%.*f", decimals, value);
}

static void
end_line(void)
{
    printf("|\n");
}

/* ---- what to tell apart ---- */

struct sums {
    const struct bench_wishes *wishes;
    const struct bench_run *runs;
    size_t count;
    bool failed; /* memory ran out */
};

/* False: there are no such runs. What came of it is to be released. */
static bool
sum(struct sums *sums, struct bench_filter filter, struct bench_tally *tally)
{
    bench_tally(sums->runs, sums->count, &filter, tally);
    sums->failed = sums->failed || tally->failed;
    if (tally->runs == 0)
        bench_tally_release(tally);
    return tally->runs > 0;
}

static bool
is_shown(const struct sums *sums, enum bench_method method)
{
    return method == BENCH_US || sums->wishes->baselines;
}

enum { PLANTED_GRADES = BENCH_GRADES - 1, NULL_GRADE = PLANTED_GRADES };

/* ---- planted data ---- */

static void
show_found(struct sums *sums)
{
    struct bench_tally tally;
    head("**Found**",
         "| method | grade | runs | truths | recall | precision | F1 | exact conditions | Jaccard | window "
         "IoU | findings a run | false | redundant | clean runs |");
    for (enum bench_method method = 0; method < BENCH_METHODS; method++)
        for (int grade = 0; grade < PLANTED_GRADES; grade++) {
            if (!is_shown(sums, method) || !sum(sums, (struct bench_filter){method, -1, grade, NULL}, &tally))
                continue;
            text("%s", bench_method_name(method));
            text("%s", bench_grade_name(grade));
            text("%" PRId32, tally.runs);
            text("%" PRId32, tally.truths);
            real(bench_recall(&tally), 3);
            real(bench_precision(&tally), 3);
            real(bench_f1(&tally), 3);
            real(bench_share(tally.conditions, tally.hits), 3);
            real(bench_share(tally.jaccard, tally.hits), 3);
            real(bench_share(tally.window_iou, tally.windows), 3);
            real(bench_share(tally.findings, tally.runs), 2);
            text("%" PRId32, tally.false_findings);
            text("%" PRId32, tally.redundant);
            real(bench_share(tally.clean, tally.runs), 2);
            end_line();
            bench_tally_release(&tally);
        }
}

static void
show_edges(struct sums *sums)
{
    struct bench_tally tally;
    head("**Edges and state** (msgtrace, of what was found; errors in hours)",
         "| grade | start error median | p90 | end error median | p90 | start within its 95 % | end within its 95 % | "
         "recurring hours exact | state right | wrong | unknown |");
    for (int grade = 0; grade < PLANTED_GRADES; grade++) {
        if (!sum(sums, (struct bench_filter){BENCH_US, -1, grade, NULL}, &tally))
            continue;
        text("%s", bench_grade_name(grade));
        real(bench_quantile(&tally.start_errors, 0.5), 2);
        real(bench_quantile(&tally.start_errors, 0.9), 2);
        real(bench_quantile(&tally.end_errors, 0.5), 2);
        real(bench_quantile(&tally.end_errors, 0.9), 2);
        real(bench_share(tally.starts_covered, tally.starts), 3);
        real(bench_share(tally.ends_covered, tally.ends), 3);
        text("%" PRId32 " of %" PRId32, tally.hours, tally.with_hours);
        text("%" PRId32, tally.states_right);
        text("%" PRId32, tally.states_wrong);
        text("%" PRId32, tally.states_unknown);
        end_line();
        bench_tally_release(&tally);
    }
}

static double
best_baseline(struct sums *sums, int grade, const char *kind, enum bench_method *best)
{
    double most = NAN;
    struct bench_tally tally;
    for (enum bench_method method = BENCH_US + 1; method < BENCH_METHODS; method++) {
        if (!is_shown(sums, method) || !sum(sums, (struct bench_filter){method, -1, grade, kind}, &tally))
            continue;
        double f1 = bench_f1(&tally);
        if (!isnan(f1) && (isnan(most) || f1 > most)) {
            most = f1;
            *best = method;
        }
        bench_tally_release(&tally);
    }
    return most;
}

static void
show_kinds(struct sums *sums)
{
    static const char *const kinds[] = {"incident", "recurring", "persistent", "drift", "small"};
    struct bench_tally tally;
    head("**By kind**", "| kind | grade | truths | recall | precision | F1 | best of the others: F1 |");
    for (size_t kind = 0; kind < sizeof kinds / sizeof *kinds; kind++)
        for (int grade = 0; grade < PLANTED_GRADES; grade++) {
            enum bench_method best = BENCH_US;
            if (!sum(sums, (struct bench_filter){BENCH_US, -1, grade, kinds[kind]}, &tally))
                continue;
            double most = best_baseline(sums, grade, kinds[kind], &best);
            text("%s", kinds[kind]);
            text("%s", bench_grade_name(grade));
            text("%" PRId32, tally.truths);
            real(bench_recall(&tally), 3);
            real(bench_precision(&tally), 3);
            real(bench_f1(&tally), 3);
            if (best == BENCH_US)
                text("-");
            else
                text("%.3f (%s)", most, bench_method_name(best));
            end_line();
            bench_tally_release(&tally);
        }
}

static void
show_scenario(struct sums *sums, int32_t scenario)
{
    struct bench_tally grades[PLANTED_GRADES], all;
    if (!sum(sums, (struct bench_filter){BENCH_US, scenario, -1, NULL}, &all))
        return;
    text("%s", mt_planted_scenario_at(scenario)->id);
    text("%s", mt_planted_scenario_at(scenario)->title);
    for (int grade = 0; grade < PLANTED_GRADES; grade++)
        if (sum(sums, (struct bench_filter){BENCH_US, scenario, grade, NULL}, &grades[grade])) {
            text("%" PRId32 " of %" PRId32, grades[grade].hits, grades[grade].truths);
            bench_tally_release(&grades[grade]);
        } else {
            text("-");
        }
    text("%" PRId32 " of %" PRId32, all.conditions, all.hits);
    text("%" PRId32, all.false_findings);
    text("%" PRId32, all.redundant);
    end_line();
    bench_tally_release(&all);
}

static void
show_scenarios(struct sums *sums)
{
    head("**By scenario** (msgtrace)",
         "| | planted | weak found | medium found | strong found | exact conditions | false | redundant |");
    for (int32_t scenario = 0; mt_planted_scenario_at(scenario); scenario++)
        if (!mt_planted_scenario_at(scenario)->null)
            show_scenario(sums, scenario);
}

/* ---- null data ---- */

static void
show_null_line(const char *method, const char *family, const struct bench_tally *tally)
{
    double year = 52 / tally->weeks;
    text("%s", method);
    text("%s", family);
    text("%" PRId32, tally->runs);
    text("%.0f", tally->weeks);
    text("%" PRId32, tally->findings);
    text("%" PRId32, tally->runs - tally->clean);
    text("%.2f", tally->findings * year);
    text("%.2f", bench_poisson_upper(tally->findings) * year);
    end_line();
}

static void
show_null(struct sums *sums)
{
    struct bench_tally tally;
    head("**False alarms** (null data: nothing is planted, so everything that is found is wrong)",
         "| method | family | runs | weeks | alarms | runs with alarms | alarms in 52 weeks | upper 95 % limit |");
    for (enum bench_method method = 0; method < BENCH_METHODS; method++) {
        if (!is_shown(sums, method))
            continue;
        for (int32_t scenario = 0; mt_planted_scenario_at(scenario); scenario++)
            if (method == BENCH_US && sum(sums, (struct bench_filter){method, scenario, NULL_GRADE, NULL}, &tally)) {
                show_null_line(bench_method_name(method), mt_planted_scenario_at(scenario)->id, &tally);
                bench_tally_release(&tally);
            }
        if (sum(sums, (struct bench_filter){method, -1, NULL_GRADE, NULL}, &tally)) {
            show_null_line(bench_method_name(method), "all", &tally);
            bench_tally_release(&tally);
        }
    }
}

/* ---- together ---- */

static void
show_costs(struct sums *sums)
{
    struct bench_tally tally;
    head("**Cost** (processor time of a run)", "| method | analysis, s | import, s |");
    for (enum bench_method method = 0; method < BENCH_METHODS; method++) {
        if (!is_shown(sums, method) || !sum(sums, (struct bench_filter){method, -1, -1, NULL}, &tally))
            continue;
        text("%s", bench_method_name(method));
        real(tally.seconds / tally.runs, 3);
        real(tally.import_seconds > 0 ? tally.import_seconds / tally.runs : NAN, 2);
        end_line();
        bench_tally_release(&tally);
    }
}

enum mt_rc
bench_show(const struct bench_wishes *wishes, const struct bench_run *runs, size_t count, struct mt_err *err)
{
    struct sums sums = {.wishes = wishes, .runs = runs, .count = count};
    bool planted = false, null = false;
    for (size_t i = 0; i < count; i++) {
        planted = planted || runs[i].grade != NULL_GRADE;
        null = null || runs[i].grade == NULL_GRADE;
    }
    if (planted) {
        show_found(&sums);
        show_edges(&sums);
        show_kinds(&sums);
        show_scenarios(&sums);
    }
    if (null)
        show_null(&sums);
    show_costs(&sums);
    return sums.failed ? mt_err_memory(err) : MT_OK;
}
