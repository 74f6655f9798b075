#ifndef MT_INGEST_CMD_EXPLAINED_HEADERS_H
#define MT_INGEST_CMD_EXPLAINED_HEADERS_H

/* What `msgtrace explain FILE` says of the headers of a mail. Part of the program, not of a library. */

#include "ingest/header_facts.h"
#include "reports/report.h"

/* Fills an empty report whose reader is set. */
enum mt_rc mt_explained_headers(struct mt_report *report, const struct mt_header_fields *fields,
                                const struct mt_header_facts *facts, struct mt_err *err);

/* One item in a line: "dkim=pass header of contoso.com (signature was verified)". In the arena. */
struct mt_text mt_auth_item_line(struct mt_arena *arena, const struct mt_auth_item *item);

#endif
