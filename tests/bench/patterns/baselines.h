#ifndef BENCH_FINDINGS_BASELINES_H
#define BENCH_FINDINGS_BASELINES_H

/* Simple methods that people use for the same question, to see what the program is worth. They get the planted groups
 * themselves, with everything known, and know nothing of msgtrace. */

#include "score.h"

typedef enum mt_rc bench_baseline(const struct mt_planted *planted, struct bench_found *found, struct mt_err *err);

bench_baseline bench_baseline_top;          /* a top list: the five values with the highest rate */
bench_baseline bench_baseline_chi2;         /* each value against the rest, with the false discovery rate held */
bench_baseline bench_baseline_risk;         /* conjunctions by risk ratio and support, as MacroBase and DIFF do */
bench_baseline bench_baseline_hourly;       /* each provider's hours against its mean, as EARS and Farrington do */
bench_baseline bench_baseline_hourly_tuned; /* the same with a threshold that keeps it quiet */

#endif
