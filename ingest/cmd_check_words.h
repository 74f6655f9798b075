#ifndef MT_INGEST_CMD_CHECK_WORDS_H
#define MT_INGEST_CMD_CHECK_WORDS_H

/* Findings about DNS records (dns_check.h) in words of the reader's language, as prose (reports/report.h). Part of the
 * program, not of a library. Unknown when memory ran out. */

#include "ingest/dns_check.h"
#include "reports/messages.h"

/* "The domain has exactly one SPF record." */
struct mt_text mt_dns_finding_say(struct mt_arena *arena, const struct mt_reader *reader,
                                  const struct mt_dns_finding *finding);

/* What to do; unknown also when there is nothing to do. */
struct mt_text mt_dns_advice_say(struct mt_arena *arena, const struct mt_reader *reader,
                                 const struct mt_dns_finding *finding);

extern const struct mt_word mt_dns_grade_words[]; /* "warning" */
extern const struct mt_word mt_dns_check_words[]; /* "spf": SPF */

#endif
