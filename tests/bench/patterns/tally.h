#ifndef BENCH_FINDINGS_TALLY_H
#define BENCH_FINDINGS_TALLY_H

/* Sums over runs, and what follows from them. */

#include "run.h"

struct bench_numbers {
    double *items;
    size_t count, room;
};

struct bench_tally {
    int32_t runs, truths, hits, loose, conditions, findings, false_findings, redundant;
    int32_t clean; /* runs in which all was found and nothing else was said */
    int32_t runs_with_false;
    int32_t with_hours, hours;
    int32_t starts, starts_covered, ends, ends_covered;
    int32_t states_right, states_wrong, states_unknown;
    double jaccard, window_iou; /* sums over hits, and over hits with windows */
    int32_t windows;
    double weeks, seconds, import_seconds;
    struct bench_numbers start_errors, end_errors; /* absolute, hours */
    bool failed;                                   /* memory ran out */
};

/* Which runs, and which of their truths. */
struct bench_filter {
    enum bench_method method;
    int32_t scenario; /* -1: all */
    int grade;        /* -1: all */
    const char *kind; /* of the truths; NULL: all. All truths of a scenario are of one kind */
};

void bench_tally(const struct bench_run *runs, size_t count, const struct bench_filter *filter,
                 struct bench_tally *tally);
void bench_tally_release(struct bench_tally *tally);

/* What there is nothing of gives NAN. */
double bench_share(double part, double whole);
double bench_recall(const struct bench_tally *tally);
double bench_precision(const struct bench_tally *tally); /* redundant findings count as wrong, too */
double bench_f1(const struct bench_tally *tally);

/* The quantile by linear interpolation; sorts the numbers. */
double bench_quantile(struct bench_numbers *numbers, double share);

/* The upper end of the exact 95 % interval of the mean of a Poisson count. */
double bench_poisson_upper(int32_t count);

#endif
