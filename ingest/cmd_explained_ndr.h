#ifndef MT_INGEST_CMD_EXPLAINED_NDR_H
#define MT_INGEST_CMD_EXPLAINED_NDR_H

/* What `msgtrace explain FILE` says of non-delivery reports. Part of the program, not of a library. */

#include "ingest/ndr.h"
#include "reports/report.h"
#include "store/codes.h"

struct mt_store;

/* Fills an empty report whose reader is set. `store` may be NULL: then there is no mail to compare with. */
enum mt_rc mt_explained_ndrs(struct mt_report *report, const struct mt_ndr_list *list, const struct mt_codes *codes,
                             struct mt_store *store, struct mt_err *err);

#endif
