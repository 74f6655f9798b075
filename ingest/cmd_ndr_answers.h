#ifndef MT_INGEST_CMD_NDR_ANSWERS_H
#define MT_INGEST_CMD_NDR_ANSWERS_H

/* What non-delivery reports contribute to a verdict (query/verdict.h). Part of the program, which knows both sides. */

#include "ingest/header_fields.h"
#include "ingest/ndr.h"
#include "query/verdict.h"
#include "store/codes.h"

/* The answers in the reports, by class; the most telling one is that of the first recipient whose cause is known. Texts
 * point into the reports. */
void mt_ndr_answers(const struct mt_ndr *ndrs, size_t count, const struct mt_codes *codes, struct mt_answers *answers);

/* How the sender's mail authenticates, as far as the headers of the original tell. */
enum mt_auth_known mt_ndr_auth(const struct mt_ndr *ndr, struct mt_arena *arena);

/* The domain of the sender: of From in the headers of the original, else of the envelope. */
struct mt_text mt_ndr_from_domain(const struct mt_header_fields *fields, const struct mt_ndr *ndr);

/* When the mail was taken in, and when the report was made, as well as the report says it. */
int64_t mt_ndr_received(const struct mt_ndr *ndr);
int64_t mt_ndr_made(const struct mt_ndr *ndr);

#endif
