/* The ticket as a report: what support asks for, in the order in which it asks. */

#include "reports/ticket_case.h"

#include <string.h>

#include "reports/findings.h"
#include "reports/verdict_told.h"

static enum mt_rc
point(struct mt_ticket_case *ticket, struct mt_section *section, enum mt_sentence sentence,
      const struct mt_value *values, size_t count, struct mt_err *err)
{
    return mt_report_point(ticket->build.report, section, mt_build_say(&ticket->build, sentence, values, count), err);
}

static enum mt_rc
note(struct mt_ticket_case *ticket, struct mt_section *section, enum mt_sentence sentence,
     const struct mt_value *values, size_t count, struct mt_err *err)
{
    return mt_report_note(ticket->build.report, section, mt_build_say(&ticket->build, sentence, values, count), err);
}

static struct mt_section *
add(struct mt_ticket_case *ticket, const char *key, enum mt_sentence title, struct mt_table *table)
{
    return mt_report_section(ticket->build.report, key, mt_build_wording(&ticket->build, title), table);
}

static struct mt_value
place(const struct mt_ticket_case *ticket)
{
    return mt_text_known(ticket->place)
               ? mt_value_data(ticket->place)
               : mt_value_words(mt_text_of(mt_build_wording(&ticket->build, MT_SAY_TICKET_ALL_PLACES)));
}

/* ---- the case in sentences ---- */

static enum mt_rc
say_state(struct mt_ticket_case *ticket, struct mt_section *section, struct mt_err *err)
{
    const struct mt_control_group *groups = ticket->controls.groups, *after = &groups[MT_CONTROL_AFTER];
    int64_t until = ticket->build.filter.until_us;
    if (!after->asked)
        return point(ticket, section, MT_SAY_TICKET_STATE_ON,
                     MT_VALUES(mt_value_moment(ticket->controls.data_until_us)), err);
    if (after->deliveries > 0 && mt_controls_compare(&groups[MT_CONTROL_CASE], after) > 0)
        return point(
            ticket, section, MT_SAY_TICKET_STATE_OVER,
            MT_VALUES(mt_value_moment(until), mt_value_count(after->trouble), mt_value_count(after->deliveries)), err);
    return point(ticket, section, MT_SAY_TICKET_STATE_UNKNOWN,
                 MT_VALUES(mt_value_moment(until), mt_value_count(after->deliveries), mt_value_count(after->trouble)),
                 err);
}

static enum mt_rc
add_case(struct mt_ticket_case *ticket, struct mt_err *err)
{
    const struct mt_controls *controls = &ticket->controls;
    const struct mt_control_group *own = &controls->groups[MT_CONTROL_CASE];
    struct mt_section *section = add(ticket, "case", MT_SAY_TICKET_CASE, NULL);
    if (!section)
        return mt_err_memory(err);
    section->lede = mt_build_say(&ticket->build, MT_SAY_TICKET_PROBLEM,
                                 MT_VALUES(mt_value_count(own->trouble), mt_value_count(own->deliveries), place(ticket),
                                           mt_value_ratio(own->share)));
    enum mt_rc rc = point(ticket, section, MT_SAY_TICKET_FAILED,
                          MT_VALUES(mt_value_count(own->failed), mt_value_count(own->deferred)), err);
    if (rc == MT_OK && controls->first_trouble_us != MT_MOMENT_UNKNOWN)
        rc = point(ticket, section, MT_SAY_TICKET_BEGAN,
                   MT_VALUES(mt_value_moment(controls->first_trouble_us), mt_value_moment(controls->last_trouble_us)),
                   err);
    if (rc == MT_OK)
        rc = say_state(ticket, section, err);
    if (rc == MT_OK && controls->senders_in_trouble > 1)
        rc =
            point(ticket, section, MT_SAY_TICKET_SENDERS, MT_VALUES(mt_value_count(controls->senders_in_trouble)), err);
    if (rc == MT_OK)
        rc = mt_report_point(
            ticket->build.report, section,
            mt_verdict_in_short(&ticket->build.report->arena, &ticket->build.report->reader, &ticket->verdict), err);
    if (rc == MT_OK && ticket->request->is_redacted)
        rc = note(ticket, section, MT_SAY_TICKET_HIDDEN, MT_NO_VALUES, err);
    return rc == MT_OK && !mt_text_known(section->lede) ? mt_err_memory(err) : rc;
}

static enum mt_rc
add_story(struct mt_ticket_case *ticket, struct mt_err *err)
{
    const struct mt_ticket_request *request = ticket->request;
    struct mt_report *report = ticket->build.report;
    struct mt_text sentences[MT_FINDING_SENTENCES];
    size_t count = 0;
    if (!request->finding)
        return MT_OK;
    struct mt_section *section = add(ticket, "pattern", MT_SAY_TICKET_STORY, NULL);
    if (!section)
        return mt_err_memory(err);
    section->lede = mt_finding_headline(&report->arena, &report->reader, request->findings, request->finding);
    enum mt_rc rc = mt_finding_sentences(&report->arena, &report->reader, request->findings, request->finding,
                                         MT_ABOUT_ALL & ~MT_ABOUT_REASON & ~MT_ABOUT_REASONS, sentences, &count, err);
    for (size_t i = 0; i < count && rc == MT_OK; i++)
        rc = mt_report_point(report, section, sentences[i], err);
    return rc;
}

/* ---- the mail ---- */

static const struct mt_column example_columns[] = {
    {"network_message_id", "Network message id", MT_TYPE_TEXT},
    {"message_id", "Message-ID", MT_TYPE_TEXT},
    {"sender", "Sender", MT_TYPE_TEXT},
    {"recipient", "Recipient", MT_TYPE_TEXT},
    {"received", "Received", MT_TYPE_MOMENT},
    {"outcome", "Outcome", MT_TYPE_TEXT},
    {"ended", "Delivered or failed", MT_TYPE_MOMENT},
    {"answer", "Last answer", MT_TYPE_TEXT},
    {"remote_host", "Remote host", MT_TYPE_TEXT},
    {"remote_ip", "Remote IP", MT_TYPE_TEXT},
    {"connector", "Connector", MT_TYPE_TEXT},
    {"forest", "Forest", MT_TYPE_TEXT},
};

enum { EXAMPLE_COLUMNS = sizeof example_columns / sizeof *example_columns, EXAMPLES = 10 };

/* How well a delivery shows the case: 0 it came back and a server said why, 1 a server said why it was put off, 2 it is
 * known by its id alone; -1 it is no example. */
static int
worth(const struct mt_table *deliveries, size_t row)
{
    struct mt_cell affected = mt_table_cell(deliveries, row, "affected");
    struct mt_cell outcome = mt_table_cell(deliveries, row, "outcome");
    if (!affected.known || !mt_text_is(affected.text, "yes") ||
        !mt_table_cell(deliveries, row, "network_message_id").known)
        return -1;
    if (!mt_table_cell(deliveries, row, "answer").known)
        return 2;
    return mt_text_is(outcome.text, "delivered_after_deferral") || mt_text_is(outcome.text, "deferred");
}

static const struct mt_shown example_shown[] = {
    {.key = "network_message_id"}, {.key = "message_id"}, {.key = "sender"},    {.key = "recipient"},
    {.key = "received"},           {.key = "outcome"},    {.key = "remote_ip"}, {.key = NULL},
};

/* The best ones, of these the newest; some of those that came back leave room for some that were put off. */
static enum mt_rc
fill_examples(const struct mt_ticket_case *ticket, struct mt_table *table, struct mt_err *err)
{
    const struct mt_table *from = ticket->deliveries;
    enum mt_rc rc = mt_table_columns(table, example_columns, EXAMPLE_COLUMNS, err);
    static const size_t until[] = {EXAMPLES / 2, EXAMPLES, EXAMPLES};
    for (int wanted = 0; wanted <= 2; wanted++)
        for (size_t row = from->row_count; row > 0 && rc == MT_OK && table->row_count < until[wanted]; row--) {
            if (worth(from, row - 1) != wanted)
                continue;
            struct mt_cell *cells = mt_table_add(table);
            if (!cells)
                return mt_err_memory(err);
            for (size_t i = 0; i < EXAMPLE_COLUMNS; i++)
                cells[i] = mt_table_cell(from, row - 1, example_columns[i].key);
        }
    return rc;
}

static enum mt_rc
add_examples(struct mt_ticket_case *ticket, struct mt_err *err)
{
    struct mt_table *table = mt_report_table(ticket->build.report);
    if (!table)
        return mt_err_memory(err);
    mt_table_init(table, "examples", mt_wording(MT_LANGUAGE_EN, MT_SAY_TICKET_EXAMPLES));
    struct mt_section *section = add(ticket, "examples", MT_SAY_TICKET_EXAMPLES, table);
    if (!section)
        return mt_err_memory(err);
    section->shown = example_shown;
    section->lede = mt_text_of(mt_build_wording(&ticket->build, MT_SAY_TICKET_EXAMPLES_LEDE));
    enum mt_rc rc = fill_examples(ticket, table, err);
    if (rc == MT_OK && ticket->affected < ticket->affected_all)
        rc = note(ticket, section, MT_SAY_TICKET_PICKED,
                  MT_VALUES(mt_value_count(ticket->affected), mt_value_count(ticket->affected_all)), err);
    if (rc == MT_OK && ticket->without_id > 0)
        rc = note(ticket, section, MT_SAY_TICKET_NO_ID,
                  MT_VALUES(mt_value_count(ticket->without_id), mt_value_count(ticket->affected)), err);
    return rc;
}

/* A section of a table that was asked before; without rows it says why in one sentence. */
static enum mt_rc
add_table(struct mt_ticket_case *ticket, const char *key, enum mt_sentence title, struct mt_table *table,
          const struct mt_shown *shown, enum mt_sentence without, struct mt_section **added, struct mt_err *err)
{
    bool any = table->row_count > 0;
    struct mt_section *section = add(ticket, key, title, any ? table : NULL);
    if (!section)
        return mt_err_memory(err);
    section->shown = any ? shown : NULL;
    if (!any)
        section->lede = mt_text_of(mt_build_wording(&ticket->build, without));
    if (added)
        *added = section;
    return MT_OK;
}

static const struct mt_shown said_shown[] = {
    {.key = "answer"},     {.key = "reason_class", .words = mt_reason_words},
    {.key = "deliveries"}, {.key = "events"},
    {.key = "first_at"},   {.key = "last_at"},
    {.key = NULL},
};

static const struct mt_shown server_shown[] = {
    {.key = "remote_host"}, {.key = "remote_ip"},      {.key = "deliveries"},    {.key = "failed"},
    {.key = "senders"},     {.key = "first_received"}, {.key = "last_received"}, {.key = NULL},
};

static const struct mt_shown rate_shown[] = {
    {.key = "recipient_domain"},
    {.key = "domain"},
    {.key = "direction"},
    {.key = "connector"},
    {.key = "forest"},
    {.key = "region"},
    {.key = "day"},
    {.key = "deliveries"},
    {.key = "deferred"},
    {.key = "deferred_ratio", .low = "deferred_low", .high = "deferred_high"},
    {.key = "failed"},
    {.key = NULL},
};

static const struct mt_shown ndr_shown[] = {
    {.key = "made"},       {.key = "action"},   {.key = "network_message_id"}, {.key = "original_message_id"},
    {.key = "recipients"}, {.key = "attempts"}, {.key = "generating_server"},  {.key = NULL},
};

static const struct mt_shown sender_shown[] = {
    {.key = "sender"}, {.key = "troubled"},      {.key = "deferred"},
    {.key = "failed"}, {.key = "last_received"}, {.key = NULL},
};

static enum mt_rc
add_days(struct mt_ticket_case *ticket, struct mt_err *err)
{
    struct mt_section *section = add(ticket, "days", MT_SAY_TICKET_DAYS, ticket->days);
    if (!section)
        return mt_err_memory(err);
    section->shown = mt_build_shown(&ticket->build, ticket->days, rate_shown);
    section->chart = (struct mt_chart){.kind = MT_CHART_BARS,
                                       .title = mt_build_wording(&ticket->build, MT_SAY_TICKET_DAYS_CHART),
                                       .label = "day",
                                       .value = "deferred_ratio",
                                       .low = "deferred_low",
                                       .high = "deferred_high",
                                       .base = "deliveries",
                                       .least_base = 10};
    return section->shown ? mt_build_notes(&ticket->build, section, err) : mt_err_memory(err);
}

/* The reports without their texts, which are files of their own. */
static enum mt_rc
add_ndrs(struct mt_ticket_case *ticket, struct mt_err *err)
{
    struct mt_section *section;
    if (ticket->ndrs->row_count == 0)
        return MT_OK;
    enum mt_rc rc =
        add_table(ticket, "ndrs", MT_SAY_TICKET_NDRS, ticket->ndrs, ndr_shown, MT_SAY_TICKET_NDRS, &section, err);
    if (rc == MT_OK)
        section->lede = mt_text_of(mt_build_wording(&ticket->build, MT_SAY_TICKET_NDRS_LEDE));
    return rc;
}

static enum mt_rc
add_mail(struct mt_ticket_case *ticket, struct mt_err *err)
{
    struct mt_section *section;
    enum mt_rc rc = add_examples(ticket, err);
    if (rc == MT_OK)
        rc = add_table(ticket, "answers", MT_SAY_TICKET_ANSWERS, ticket->said, said_shown, MT_SAY_TICKET_ANSWERS_NONE,
                       NULL, err);
    if (rc == MT_OK)
        rc = add_table(ticket, "servers", MT_SAY_TICKET_SERVERS, ticket->servers, server_shown,
                       MT_SAY_TICKET_SERVERS_NONE, NULL, err);
    if (rc == MT_OK)
        rc = add_table(ticket, "routes", MT_SAY_TICKET_ROUTES, ticket->routes, rate_shown, MT_SAY_TICKET_SERVERS_NONE,
                       &section, err);
    if (rc == MT_OK)
        rc = ticket->request->egress.len
                 ? note(ticket, section, MT_SAY_TICKET_EGRESS_SEEN,
                        MT_VALUES(mt_value_data(mt_ticket_hide(ticket, ticket->request->egress))), err)
                 : note(ticket, section, MT_SAY_TICKET_EGRESS, MT_NO_VALUES, err);
    return rc;
}

static enum mt_rc
add_scope(struct mt_ticket_case *ticket, struct mt_err *err)
{
    enum mt_rc rc = add_days(ticket, err);
    if (rc == MT_OK && ticket->domains->row_count > 1)
        rc = add_table(ticket, "domains", MT_SAY_TICKET_DOMAINS, ticket->domains, rate_shown,
                       MT_SAY_TICKET_SERVERS_NONE, NULL, err);
    if (rc == MT_OK && ticket->senders->row_count > 1)
        rc = add_table(ticket, "senders", MT_SAY_TICKET_SENDERS_TITLE, ticket->senders, sender_shown,
                       MT_SAY_TICKET_SERVERS_NONE, NULL, err);
    return rc == MT_OK ? add_ndrs(ticket, err) : rc;
}

static enum mt_rc
add_tried(struct mt_ticket_case *ticket, struct mt_err *err)
{
    struct mt_section *section = add(ticket, "tried", MT_SAY_TICKET_TRIED, NULL);
    enum mt_rc rc = section ? MT_OK : mt_err_memory(err);
    for (size_t i = 0; i < ticket->request->tried_count && rc == MT_OK; i++)
        rc = mt_report_point(ticket->build.report, section, ticket->request->tried[i], err);
    if (rc == MT_OK && ticket->request->tried_count == 0)
        rc = point(ticket, section, MT_SAY_TICKET_TRIED_NONE, MT_NO_VALUES, err);
    return rc;
}

/* ---- the checklist and the basis ---- */

static const struct mt_column checklist_columns[] = {
    {"point", "Point", MT_TYPE_TEXT},
    {"state", "State", MT_TYPE_TEXT},
    {"evidence", "Evidence", MT_TYPE_TEXT},
    {"how", "How to get it", MT_TYPE_TEXT},
};

static const struct mt_word state_words[] = {
    {"done", "done", "hecho"}, {"missing", "missing", "falta"}, {"failed", "failed", "con fallos"}, {NULL}};

static const struct mt_shown checklist_shown[] = {
    {.key = "point"}, {.key = "state", .words = state_words}, {.key = "evidence"}, {.key = "how"}, {.key = NULL}};

static enum mt_rc
add_checklist(struct mt_ticket_case *ticket, struct mt_err *err)
{
    struct mt_ticket_checkpoint points[MT_TICKET_POINTS];
    struct mt_table *table = mt_report_table(ticket->build.report);
    if (!table)
        return mt_err_memory(err);
    mt_table_init(table, "checklist", mt_wording(MT_LANGUAGE_EN, MT_SAY_TICKET_CHECKLIST));
    struct mt_section *section = add(ticket, "checklist", MT_SAY_TICKET_CHECKLIST, table);
    enum mt_rc rc = section ? mt_ticket_checklist(ticket, points, err) : mt_err_memory(err);
    if (rc == MT_OK) {
        section->shown = checklist_shown;
        rc = mt_table_columns(table, checklist_columns, 4, err);
    }
    for (size_t i = 0; i < MT_TICKET_POINTS && rc == MT_OK; i++) {
        struct mt_cell *row = mt_table_add(table);
        if (!row)
            return mt_err_memory(err);
        row[0] = mt_cell_text(points[i].title);
        row[1] = mt_cell_text(mt_text_of(mt_ticket_state_key(points[i].state)));
        row[2] = mt_cell_text(points[i].evidence);
        row[3] = points[i].how.len ? mt_cell_text(points[i].how) : MT_CELL_UNKNOWN(NULL);
    }
    return rc;
}

static enum mt_rc
add_basis(struct mt_ticket_case *ticket, struct mt_err *err)
{
    struct mt_section *section = add(ticket, "basis", MT_SAY_TICKET_BASIS, ticket->imports);
    if (!section)
        return mt_err_memory(err);
    section->appendix = true;
    return ticket->gaps->row_count ? note(ticket, section, MT_SAY_TICKET_GAPS,
                                          MT_VALUES(mt_value_count((int64_t)ticket->gaps->row_count)), err)
                                   : MT_OK;
}

static enum mt_rc
name_report(struct mt_ticket_case *ticket, struct mt_err *err)
{
    struct mt_report *report = ticket->build.report;
    struct mt_table *parameters = mt_report_table(report);
    report->title = mt_text_of(mt_build_wording(&ticket->build, MT_SAY_TICKET_TITLE));
    report->subtitle = mt_build_say(&ticket->build, MT_SAY_TICKET_SUBTITLE,
                                    MT_VALUES(place(ticket), mt_value_words(mt_text_of(ticket->name))));
    if (!parameters || !mt_text_known(report->subtitle))
        return mt_err_memory(err);
    enum mt_rc rc = mt_filter_record(&ticket->build.filter, parameters, err);
    for (size_t i = 0; i < parameters->parameter_count && rc == MT_OK; i++)
        if (strcmp(parameters->parameters[i].key, "zone") != 0)
            rc = mt_report_parameter(report, parameters->parameters[i].key, parameters->parameters[i].value, err);
    return rc == MT_OK ? mt_build_origin(&ticket->build, ticket->request->tool, err) : rc;
}

enum mt_rc
mt_ticket_report(struct mt_ticket_case *ticket, struct mt_err *err)
{
    static enum mt_rc (*const parts[])(struct mt_ticket_case *, struct mt_err *) = {
        name_report,
        add_case,
        add_story,
        add_mail,
    };
    static enum mt_rc (*const rest[])(struct mt_ticket_case *, struct mt_err *) = {
        add_scope,
        add_tried,
        add_checklist,
        add_basis,
    };
    enum mt_rc rc = MT_OK;
    for (size_t i = 0; i < sizeof parts / sizeof *parts && rc == MT_OK; i++)
        rc = parts[i](ticket, err);
    if (rc == MT_OK)
        rc = mt_verdict_told(ticket->build.report, &ticket->verdict, &ticket->input, err);
    for (size_t i = 0; i < sizeof rest / sizeof *rest && rc == MT_OK; i++)
        rc = rest[i](ticket, err);
    return rc == MT_OK ? mt_ticket_hide_report(ticket, err) : rc;
}
