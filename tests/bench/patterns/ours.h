#ifndef BENCH_FINDINGS_OURS_H
#define BENCH_FINDINGS_OURS_H

/* What msgtrace finds in planted mail, by one of two ways. Findings that another one explains are no alarms of their
 * own and are left out.
 *
 * cells    the finder of patterns is called with the planted groups as cells: what it can do, at once and on many
 *          seeds, with everything known.
 * exports  the program as people use it: exports are written and imported into a database, and `msgtrace findings` is
 *          asked for JSON. */

#include "score.h"

struct bench_cost {
    double seconds;        /* of processor time, for the analysis alone */
    double import_seconds; /* of processor time */
};

enum mt_rc bench_ours_by_cells(const struct mt_planted *planted, struct bench_found *found, struct bench_cost *cost,
                               struct mt_err *err);

/* Works in a folder below $TMPDIR that is gone afterwards. */
enum mt_rc bench_ours_by_exports(const struct mt_planted *planted, const char *program, unsigned exports,
                                 struct bench_found *found, struct bench_cost *cost, struct mt_err *err);

/* Reads what `msgtrace findings --json` wrote to that file. */
enum mt_rc bench_read_findings(const char *path, const struct mt_planted *planted, struct bench_found *found,
                               struct mt_err *err);

/* Processor time of this process, or of its children that ended. */
double bench_seconds_of_process(void);
double bench_seconds_of_children(void);

#endif
