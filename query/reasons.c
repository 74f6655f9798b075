#include "query/reasons.h"

#include "query/evidence.h"
#include "query/plain.h"
#include "query/rates.h"

/* The columns of reasons.sql that a row without a reason cannot fill. */
enum { REASON_CLASS, REASON_CODE, PERMANENCE = 4, EXPIRED = 9, REMOTE_HOSTS = 13, EVIDENCE = 17 };

static const char only_summary[] = "only a status is known: " MT_EVENT_EXPORTS " give the reason";
static const char no_reason[] = "no reason is known";
static const char not_said[] = "the events of this mail give no reason";

/* A row that lacks a reason is named by why it does. The hosts of mail without events are not none but unknown, and so
 * is how much of it expired. */
static void
finish(struct mt_cell *cells)
{
    if (cells[REASON_CLASS].known)
        return;
    bool has_events = mt_text_is(cells[EVIDENCE].text, "events");
    const char *why = has_events ? not_said : only_summary;
    cells[REASON_CLASS] = MT_CELL_UNKNOWN(why);
    for (int i = REASON_CODE; i <= PERMANENCE; i++)
        cells[i] = MT_CELL_UNKNOWN(no_reason);
    if (has_events)
        return;
    cells[REMOTE_HOSTS] = MT_CELL_UNKNOWN(no_reason);
    if (cells[EXPIRED].integer == 0)
        cells[EXPIRED] = MT_CELL_UNKNOWN(mt_why_no_expiry);
}

enum mt_rc
mt_reasons_ask(struct mt_store *store, const struct mt_filter *filter, struct mt_table *table, struct mt_err *err)
{
    return mt_plain_ask(store, "reasons.sql", filter, finish, table, err);
}
