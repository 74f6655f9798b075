#ifndef BENCH_FINDINGS_CHILD_H
#define BENCH_FINDINGS_CHILD_H

/* Runs another program to its end, without a shell. */

#include "store/base/err.h"

/* `arguments` begin with the program and end with NULL. Both outputs go to files; the program must end with 0, and if
 * it does not, the first of what it said on standard error is the error. */
enum mt_rc bench_child_run(const char *const arguments[], const char *output_path, const char *error_path,
                           struct mt_err *err);

#endif
