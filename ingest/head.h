#ifndef MT_INGEST_HEAD_H
#define MT_INGEST_HEAD_H

/* The first bytes of an export: CSV or JSON, where the CSV header is, and what separates its columns.
 *
 * The delimiter is taken from the header line alone: data cells of the historical reports are full of ';'. Lines that
 * Windows PowerShell ("#TYPE …") and spreadsheets ("sep=;") put in front are stepped over. */

#include "store/base/err.h"
#include "store/base/text.h"

enum mt_head_kind { MT_HEAD_EMPTY, MT_HEAD_CSV, MT_HEAD_JSON };

struct mt_head {
    enum mt_head_kind kind;
    uint64_t header_line; /* CSV */
    char delimiter;       /* CSV */
    bool is_log;          /* CSV: a message tracking log, whose header is a comment or missing (tracking.h) */
    bool is_list;         /* JSON: begins with '[' */
};

/* `text` is the head of the file, at least the header line. Refuses web pages, XML and e-mails. */
enum mt_rc mt_head_look(struct mt_text text, struct mt_head *head, struct mt_err *err);

#endif
