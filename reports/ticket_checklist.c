/* What support asks for, point by point: whether it is here, what shows it, and how to get it. */

#include "reports/ticket_case.h"

#include <string.h>

const char *
mt_ticket_state_key(enum mt_ticket_state state)
{
    static const char *const keys[] = {
        [MT_TICKET_MISSING] = "missing", [MT_TICKET_DONE] = "done", [MT_TICKET_FAILED] = "failed"};
    return keys[state];
}

static const struct {
    enum mt_sentence title, how;
} points[] = {
    [MT_TICKET_POINT_NDR] = {MT_SAY_CHECK_NDR, MT_SAY_CHECK_NDR_HOW},
    [MT_TICKET_POINT_TRACE] = {MT_SAY_CHECK_TRACE, MT_SAY_CHECK_TRACE_HOW},
    [MT_TICKET_POINT_EVENTS] = {MT_SAY_CHECK_EVENTS, MT_SAY_CHECK_EVENTS_HOW},
    [MT_TICKET_POINT_RECENT] = {MT_SAY_CHECK_RECENT, MT_SAY_CHECK_RECENT_HOW},
    [MT_TICKET_POINT_SPF] = {MT_SAY_CHECK_SPF, MT_SAY_CHECK_DNS_HOW},
    [MT_TICKET_POINT_DKIM] = {MT_SAY_CHECK_DKIM, MT_SAY_CHECK_DNS_HOW},
    [MT_TICKET_POINT_DMARC] = {MT_SAY_CHECK_DMARC, MT_SAY_CHECK_DNS_HOW},
    [MT_TICKET_POINT_MX] = {MT_SAY_CHECK_MX, MT_SAY_CHECK_DNS_HOW},
    [MT_TICKET_POINT_HEADERS] = {MT_SAY_CHECK_HEADERS, MT_SAY_CHECK_HEADERS_HOW},
    [MT_TICKET_POINT_CONTROLS] = {MT_SAY_CHECK_CONTROLS, MT_SAY_CHECK_CONTROLS_HOW},
    [MT_TICKET_POINT_RETRY] = {MT_SAY_CHECK_RETRY, MT_SAY_CHECK_RETRY_HOW},
    [MT_TICKET_POINT_TRIED] = {MT_SAY_CHECK_TRIED, MT_SAY_CHECK_TRIED_HOW},
};

static void
done(struct mt_ticket_case *ticket, struct mt_ticket_checkpoint *point, bool holds, enum mt_sentence sentence,
     const struct mt_value *values, size_t count)
{
    if (!holds)
        return;
    point->state = MT_TICKET_DONE;
    point->evidence = mt_build_say(&ticket->build, sentence, values, count);
}

static void
judge_recent(struct mt_ticket_case *ticket, struct mt_ticket_checkpoint *point)
{
    int64_t last = ticket->controls.last_trouble_us, end = ticket->controls.data_until_us;
    if (last == MT_MOMENT_UNKNOWN || end == MT_MOMENT_UNKNOWN)
        return;
    point->state = end - last <= 30 * MT_DAY ? MT_TICKET_DONE : MT_TICKET_FAILED;
    point->evidence =
        mt_build_say(&ticket->build, MT_SAY_CHECK_RECENT_DONE, MT_VALUES(mt_value_moment(last), mt_value_moment(end)));
}

static void
judge_retry(struct mt_ticket_case *ticket, struct mt_ticket_checkpoint *point)
{
    const struct mt_control_group *own = &ticket->controls.groups[MT_CONTROL_CASE];
    int64_t later = 0;
    for (size_t row = 0; row < ticket->domains->row_count; row++)
        later += mt_table_integer(ticket->domains, row, "deferred_then_delivered", 0);
    if (own->trouble == 0)
        return;
    point->state = later > 0 ? MT_TICKET_DONE : MT_TICKET_FAILED;
    point->evidence = mt_build_say(&ticket->build, later > 0 ? MT_SAY_CHECK_RETRY_DONE : MT_SAY_CHECK_RETRY_FAILED,
                                   MT_VALUES(mt_value_count(later), mt_value_count(own->trouble)));
}

static int64_t
attached(const struct mt_ticket_case *ticket, const char *folder)
{
    int64_t count = 0;
    for (size_t i = 0; i < ticket->request->attachment_count; i++)
        count += strcmp(ticket->request->attachments[i].folder, folder) == 0;
    return count;
}

enum mt_rc
mt_ticket_checklist(struct mt_ticket_case *ticket, struct mt_ticket_checkpoint list[MT_TICKET_POINTS],
                    struct mt_err *err)
{
    const struct mt_ticket_request *request = ticket->request;
    const struct mt_control_group *elsewhere = &ticket->controls.groups[MT_CONTROL_SENDER_ELSEWHERE];
    int64_t ndrs = (int64_t)ticket->ndrs->row_count, events = (int64_t)ticket->events->row_count;
    int64_t headers = attached(ticket, "headers"), with_id = ticket->affected - ticket->without_id;
    for (int i = 0; i < MT_TICKET_POINTS; i++)
        list[i] = (struct mt_ticket_checkpoint){
            .point = (enum mt_ticket_point)i,
            .title = mt_text_of(mt_build_wording(&ticket->build, points[i].title)),
            .evidence = mt_text_of(mt_build_wording(&ticket->build, MT_SAY_CHECK_NOT_CHECKED)),
        };
    done(ticket, &list[MT_TICKET_POINT_NDR], ndrs > 0, MT_SAY_CHECK_NDR_DONE, MT_VALUES(mt_value_count(ndrs)));
    done(ticket, &list[MT_TICKET_POINT_TRACE], with_id > 0, MT_SAY_CHECK_TRACE_DONE,
         MT_VALUES(mt_value_count(ticket->affected), mt_value_count(with_id)));
    done(ticket, &list[MT_TICKET_POINT_EVENTS], events > 0, MT_SAY_CHECK_EVENTS_DONE,
         MT_VALUES(mt_value_count(events), mt_value_count(ticket->controls.with_events)));
    judge_recent(ticket, &list[MT_TICKET_POINT_RECENT]);
    done(ticket, &list[MT_TICKET_POINT_HEADERS], headers > 0, MT_SAY_CHECK_HEADERS_DONE,
         MT_VALUES(mt_value_count(headers)));
    done(ticket, &list[MT_TICKET_POINT_CONTROLS], elsewhere->asked && elsewhere->deliveries > 0,
         MT_SAY_CHECK_CONTROLS_DONE,
         MT_VALUES(mt_value_count(elsewhere->deliveries), mt_value_count(elsewhere->trouble)));
    judge_retry(ticket, &list[MT_TICKET_POINT_RETRY]);
    done(ticket, &list[MT_TICKET_POINT_TRIED], request->tried_count > 0, MT_SAY_CHECK_TRIED_DONE,
         MT_VALUES(mt_value_count((int64_t)request->tried_count)));
    for (size_t i = 0; i < request->checked_count; i++) {
        struct mt_ticket_checkpoint *point = &list[request->checked[i].point];
        if (point->state == MT_TICKET_FAILED) /* the worst of several counts */
            continue;
        point->state = request->checked[i].state;
        point->evidence = mt_ticket_hide(ticket, request->checked[i].evidence);
    }
    for (int i = 0; i < MT_TICKET_POINTS; i++)
        if (list[i].state != MT_TICKET_DONE)
            list[i].how = mt_text_of(mt_build_wording(&ticket->build, points[i].how));
    return ticket->build.report->arena.failed ? mt_err_memory(err) : MT_OK;
}

/* Sentences hold marks around what came from data (report.h); Markdown of ours has none. */
static void
put(struct mt_out *out, struct mt_text prose)
{
    for (size_t i = 0; i < prose.len; i++) {
        char c = prose.at[i];
        if (c == MT_PROSE_OPEN || c == MT_PROSE_CLOSE)
            continue;
        if (strchr("\\`*_[]<>|#", c))
            mt_out_byte(out, '\\');
        mt_out_byte(out, c == '\n' || c == '\r' ? ' ' : c);
    }
}

void
mt_ticket_checklist_write(const struct mt_ticket_case *ticket, const struct mt_ticket_checkpoint *list,
                          struct mt_out *out)
{
    static const enum mt_sentence states[] = {[MT_TICKET_MISSING] = MT_SAY_CHECK_MISSING,
                                              [MT_TICKET_DONE] = MT_SAY_CHECK_DONE,
                                              [MT_TICKET_FAILED] = MT_SAY_CHECK_FAILED};
    mt_out_string(out, "# ");
    mt_out_string(out, mt_build_wording(&ticket->build, MT_SAY_TICKET_CHECKLIST));
    mt_out_string(out, " (");
    mt_out_string(out, ticket->name);
    mt_out_string(out, ")\n\n");
    for (int i = 0; i < MT_TICKET_POINTS; i++) {
        mt_out_string(out, list[i].state == MT_TICKET_DONE ? "- [x] **" : "- [ ] **");
        put(out, list[i].title);
        mt_out_string(out, "**: ");
        mt_out_string(out, mt_build_wording(&ticket->build, states[list[i].state]));
        mt_out_string(out, ". ");
        put(out, list[i].evidence);
        if (list[i].how.len) {
            mt_out_string(out, "\n  ");
            put(out, list[i].how);
        }
        mt_out_byte(out, '\n');
    }
}
