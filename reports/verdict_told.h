#ifndef MT_REPORTS_VERDICT_TOLD_H
#define MT_REPORTS_VERDICT_TOLD_H

/* A verdict (query/verdict.h) told to people: what it is and how sure, who has to act, what speaks for and against it,
 * what is not known, what would refute it, and the figures that it is compared with. */

#include "query/verdict.h"
#include "reports/report.h"

/* Adds the sections "verdict", "for", "against", "missing", "refuted" (those that have something) and "controls". */
enum mt_rc mt_verdict_told(struct mt_report *report, const struct mt_verdict *verdict,
                           const struct mt_verdict_input *input, struct mt_err *err);

/* In one sentence or two, without who and what next. Prose; unknown when memory ran out. */
struct mt_text mt_verdict_in_short(struct mt_arena *arena, const struct mt_reader *reader,
                                   const struct mt_verdict *verdict);

/* One sign as a sentence. Prose; unknown when memory ran out. */
struct mt_text mt_verdict_sign(struct mt_arena *arena, const struct mt_reader *reader, struct mt_sign sign,
                               const struct mt_verdict *verdict, const struct mt_verdict_input *input);

#endif
