#include "ingest/ndr_report.h"

#include "ingest/reason.h"
#include "store/base/out.h"

/* All answers of a recipient as the report prints them: the reason reader knows that the newest comes first. */
static struct mt_text
answers_of(const struct mt_ndr_recipient *recipient, struct mt_arena *arena)
{
    struct mt_out out = MT_OUT_EMPTY;
    struct mt_text said = MT_TEXT_UNKNOWN;
    for (size_t i = 0; i < recipient->try_count; i++) {
        const struct mt_ndr_try *try = &recipient->tries[i];
        if (mt_text_known(try->server)) {
            mt_out_string(&out, "Server at ");
            mt_out_text(&out, try->server);
            if (mt_text_known(try->ip)) {
                mt_out_string(&out, " (");
                mt_out_text(&out, try->ip);
                mt_out_byte(&out, ')');
            }
            mt_out_string(&out, " returned '");
            mt_out_text(&out, try->reply);
            mt_out_string(&out, "'\n");
        } else {
            mt_out_text(&out, try->reply);
            mt_out_byte(&out, '\n');
        }
    }
    if (out.failed || (out.len && !mt_arena_copy(arena, mt_out_view(&out), &said)))
        arena->failed = true;
    mt_out_release(&out);
    return said;
}

/* How much a reading says: a cause, a code without a cause, only that it expired, nothing. */
static int
worth(const struct mt_reason *reason)
{
    bool has_code = mt_text_known(reason->code) || reason->reply;
    if (reason->housekeeping)
        return 1;
    if (mt_text_known(reason->outer_code) || reason->outer_reply)
        return 5;
    if (reason->expired)
        return 2;
    return has_code ? 4 : 3;
}

static void
read_reason(struct mt_ndr_report *report, struct mt_ndr_recipient *recipient)
{
    const struct mt_text texts[] = {answers_of(recipient, report->arena), recipient->diagnostic, report->fallback,
                                    recipient->status};
    int best = 0;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct mt_reason reason;
        if (!mt_text_known(texts[i]) || !mt_reason_read(texts[i], report->arena, &reason) || worth(&reason) <= best)
            continue;
        best = worth(&reason);
        recipient->has_reason = true;
        recipient->reason = reason;
        recipient->decisive = texts[i];
    }
    struct mt_reason *reason = &recipient->reason;
    if (!recipient->has_reason)
        return;
    if (!mt_text_known(reason->remote_host))
        reason->remote_host = recipient->remote_mta;
    for (size_t i = 0; i < recipient->try_count && !mt_text_known(reason->remote_host); i++)
        if (!recipient->tries[i].by_service) {
            reason->remote_host = recipient->tries[i].server;
            if (!mt_text_known(reason->remote_ip))
                reason->remote_ip = recipient->tries[i].ip;
        }
    if (!mt_text_known(reason->server))
        reason->server = report->ndr->generating_server;
}

/* A report without a status part says by its answers what happened. */
static void
settle_action(struct mt_ndr_recipient *recipient)
{
    const struct mt_reason *reason = &recipient->reason;
    if (recipient->action != MT_DSN_UNKNOWN || !recipient->has_reason)
        return;
    if (reason->housekeeping)
        recipient->action = MT_DSN_DELIVERED;
    else if (mt_text_find(recipient->decisive, "Message delayed") >= 0)
        recipient->action = MT_DSN_DELAYED;
    else
        recipient->action = MT_DSN_FAILED;
}

void
mt_ndr_report_reason(struct mt_ndr_report *report, struct mt_ndr_recipient *recipient)
{
    read_reason(report, recipient);
    settle_action(recipient);
}
