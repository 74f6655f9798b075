#ifndef BENCH_FINDINGS_SHOW_H
#define BENCH_FINDINGS_SHOW_H

/* Results for people, as Markdown tables on standard output, and for programs, as JSON. The same runs give the same
 * bytes but for seconds, which stand in a table of their own. */

#include "run.h"

enum mt_rc bench_show(const struct bench_wishes *wishes, const struct bench_run *runs, size_t count,
                      struct mt_err *err);

/* Every run, with the truth, what msgtrace found, and the score of each method. */
enum mt_rc bench_save(const struct bench_wishes *wishes, const struct bench_run *runs, size_t count, const char *path,
                      struct mt_err *err);

#endif
