#ifndef MT_INGEST_NDR_TEXT_H
#define MT_INGEST_NDR_TEXT_H

/* What the readable part of a bounce says: who did not get it, what each server answered and when, who made the report.
 * The cause often stands only here, and what administrators paste is this part or a piece of it.
 *
 * Anchors are what no language changes ("returned '550 …'", codes, names of headers) and the headings of all languages
 * that were seen; none of them has to be there. Where tables ran together into one line, or a mail was quoted, it is
 * read all the same. Pure: texts point into the arena or into what was given.
 *
 * Source: NDRs of Exchange Online and of Exchange 2007 to 2019, and bounces of other servers. */

#include "store/base/arena.h"

/* One answer of a server, as the report repeats it. */
struct mt_ndr_line {
    struct mt_text date;       /* as printed, in the culture of the report; unknown: none */
    struct mt_text server, ip; /* that answered, or that gave up; unknown where the report does not say */
    struct mt_text reply;      /* verbatim but for line breaks */
    bool is_loose; /* what stands below an address, in no form that is known: a status part says it better */
};

struct mt_ndr_told {
    struct mt_text address, name; /* unknown address: answers that stand under no recipient */
    struct mt_ndr_line *lines;    /* in the order of the report: the newest first */
    size_t count, room;
};

struct mt_ndr_text {
    struct mt_text generating_server, receiving_server, rejected_by;
    int64_t attempts; /* "Total retry attempts", -1: not said */
    struct mt_text created, sender, subject, status_code;
    struct mt_text reported; /* "Reported error: …" */
    struct mt_text original; /* the header block of the original message, as pasted */
    struct mt_ndr_told *told;
    size_t count, room;
    bool is_ndr; /* something in it only stands in bounces */
    bool is_cut; /* more recipients or answers than are kept */
};

enum { MT_NDR_RECIPIENTS = 5000, MT_NDR_LINES = 200 /* of one recipient */ };

/* Reads one report and moves *rest behind it: a file can hold several pastes. False when memory ran out. */
bool mt_ndr_text_read(struct mt_text *rest, struct mt_arena *arena, struct mt_ndr_text *told);

#endif
