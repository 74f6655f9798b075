#include "reports/ticket_case.h"

#include <string.h>

#include "query/ticket_mail.h"

/* ---- hiding ---- */

/* What the texts of a column are. Columns that are not here hold words of ours, ids, or free text. */
enum column_kind { TEXT, KEPT, ID, PERSON, SUBJECT, HOST, IP };

static const struct {
    const char *key;
    enum column_kind kind;
} columns[] = {
    {"affected", KEPT},
    {"recipient_domain", KEPT},
    {"provider", KEPT},
    {"status", KEPT},
    {"outcome", KEPT},
    {"evidence", KEPT},
    {"reason_class", KEPT},
    {"reason_code", KEPT},
    {"actor", KEPT},
    {"permanence", KEPT},
    {"event", KEPT},
    {"source", KEPT},
    {"forest", KEPT},
    {"region", KEPT},
    {"direction", KEPT},
    {"flavour", KEPT},
    {"encoding", KEPT},
    {"date_order", KEPT},
    {"time_basis", KEPT},
    {"observed_by", KEPT},
    {"action", KEPT},
    {"domain", KEPT},
    {"network_message_id", ID},
    {"message_id", ID},
    {"original_message_id", ID},
    {"example_trace_id", ID},
    {"sender", PERSON},
    {"recipient", PERSON},
    {"subject", SUBJECT},
    {"remote_host", HOST},
    {"server", HOST},
    {"generating_server", HOST},
    {"remote_ip", IP},
    {"from_ip", IP},
};

/* Of the kinds that the redactor knows as a whole. */
static const enum mt_redact_kind redact_kinds[] = {
    [PERSON] = MT_REDACT_PERSON, [SUBJECT] = MT_REDACT_SUBJECT, [HOST] = MT_REDACT_HOST, [IP] = MT_REDACT_IP};

static enum column_kind
kind_of(const char *key)
{
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        if (strcmp(columns[i].key, key) == 0)
            return columns[i].kind;
    return TEXT;
}

struct mt_text
mt_ticket_hide(struct mt_ticket_case *ticket, struct mt_text text)
{
    struct mt_out out = MT_OUT_EMPTY;
    struct mt_text hidden = MT_TEXT_UNKNOWN;
    if (!text.len || !ticket->request->is_redacted)
        return text;
    mt_redact_text(ticket->request->redactor, text, &out);
    if (out.failed || !mt_arena_copy(&ticket->build.report->arena, mt_out_view(&out), &hidden))
        ticket->build.report->arena.failed = true;
    mt_out_release(&out);
    return hidden;
}

static enum mt_rc
learn_cell(struct mt_redactor *redactor, enum column_kind kind, struct mt_text text, struct mt_err *err)
{
    switch (kind) {
    case KEPT:
        return MT_OK;
    case ID:
        return mt_redactor_keep(redactor, text, err);
    case PERSON:
    case SUBJECT:
    case HOST:
    case IP:
        return mt_redactor_know(redactor, redact_kinds[kind], text, err);
    case TEXT:
        return mt_redactor_learn(redactor, text, err);
    }
    return MT_OK;
}

static void
hide_cell(struct mt_ticket_case *ticket, enum column_kind kind, struct mt_cell *cell)
{
    struct mt_out out = MT_OUT_EMPTY;
    switch (kind) {
    case KEPT:
        return;
    case ID:
    case TEXT:
        cell->text = mt_ticket_hide(ticket, cell->text);
        return;
    case PERSON:
    case SUBJECT:
    case HOST:
    case IP:
        break;
    }
    mt_redact(ticket->request->redactor, redact_kinds[kind], cell->text, &out);
    if (out.failed || !mt_arena_copy(&ticket->build.report->arena, mt_out_view(&out), &cell->text))
        ticket->build.report->arena.failed = true;
    mt_out_release(&out);
}

/* A table is learned from and hidden in two rounds: what one says may stand in another. */
static enum mt_rc
learn_table(struct mt_ticket_case *ticket, const struct mt_table *table, struct mt_err *err)
{
    enum mt_rc rc = MT_OK;
    for (size_t column = 0; column < table->column_count; column++) {
        enum column_kind kind = kind_of(table->columns[column].key);
        if (table->columns[column].type != MT_TYPE_TEXT)
            continue;
        for (size_t row = 0; row < table->row_count && rc == MT_OK; row++) {
            struct mt_cell cell = mt_table_at(table, row, column);
            if (cell.known)
                rc = learn_cell(ticket->request->redactor, kind, cell.text, err);
        }
    }
    return rc;
}

static void
hide_table(struct mt_ticket_case *ticket, struct mt_table *table)
{
    for (size_t column = 0; column < table->column_count; column++) {
        enum column_kind kind = kind_of(table->columns[column].key);
        if (table->columns[column].type != MT_TYPE_TEXT)
            continue;
        for (size_t row = 0; row < table->row_count; row++) {
            struct mt_cell *cell = &table->cells[row * table->column_count + column];
            if (cell->known)
                hide_cell(ticket, kind, cell);
        }
    }
    table->sql = mt_ticket_hide(ticket, table->sql);
}

static void
hide_prose(struct mt_ticket_case *ticket, struct mt_text *text)
{
    if (mt_text_known(*text))
        *text = mt_ticket_hide(ticket, *text);
}

enum mt_rc
mt_ticket_hide_report(struct mt_ticket_case *ticket, struct mt_err *err)
{
    struct mt_report *report = ticket->build.report;
    if (!ticket->request->is_redacted)
        return MT_OK;
    hide_prose(ticket, &report->title);
    hide_prose(ticket, &report->subtitle);
    for (size_t i = 0; i < report->parameter_count; i++)
        hide_prose(ticket, &report->parameters[i].value);
    for (struct mt_section *section = report->sections; section; section = section->next) {
        hide_prose(ticket, &section->lede);
        for (size_t i = 0; i < section->point_count; i++)
            hide_prose(ticket, &section->points[i]);
        for (size_t i = 0; i < section->note_count; i++)
            hide_prose(ticket, &section->notes[i]);
        for (size_t i = 0; i < section->story_count; i++) {
            hide_prose(ticket, &section->stories[i].title);
            for (size_t j = 0; j < section->stories[i].point_count; j++)
                hide_prose(ticket, &section->stories[i].points[j]);
        }
    }
    return report->arena.failed ? mt_err_memory(err) : MT_OK;
}

/* ---- asking ---- */

enum { SERVERS_MOST = 50, ANSWERS_MOST = 50, SENDERS_MOST = 20, DOMAINS_MOST = 20, PICKED_MOST = 20000 };

typedef enum mt_rc ask(struct mt_store *store, const struct mt_filter *filter, struct mt_table *table,
                       struct mt_err *err);

static enum mt_rc
ask_mail(struct mt_ticket_case *ticket, ask *question, int64_t limit, struct mt_table **table, struct mt_err *err)
{
    struct mt_filter filter = ticket->build.filter;
    filter.limit = limit;
    *table = mt_report_table(ticket->build.report);
    return *table ? question(ticket->build.store, &filter, *table, err) : mt_err_memory(err);
}

static enum mt_rc
ask_question(struct mt_ticket_case *ticket, const char *name, int64_t limit, struct mt_table **table,
             struct mt_err *err)
{
    struct mt_filter filter = ticket->build.filter;
    filter.limit = limit;
    return mt_build_ask(&ticket->build, name, &filter, table, err);
}

/* Some of the time around the case belongs to the picture. */
static enum mt_rc
ask_days(struct mt_ticket_case *ticket, struct mt_err *err)
{
    struct mt_filter filter = ticket->build.filter;
    if (filter.since_us != MT_MOMENT_UNKNOWN)
        filter.since_us = mt_floor_to(filter.since_us, MT_DAY) - 7 * MT_DAY;
    if (filter.until_us != MT_MOMENT_UNKNOWN)
        filter.until_us = mt_floor_to(filter.until_us, MT_DAY) + 8 * MT_DAY;
    return mt_build_ask(&ticket->build, "days", &filter, &ticket->days, err);
}

/* Of the data itself there is a window, and nothing else to ask by. */
static enum mt_rc
ask_data(struct mt_ticket_case *ticket, struct mt_err *err)
{
    struct mt_filter filter;
    mt_filter_init(&filter);
    filter.zone = ticket->build.filter.zone;
    enum mt_rc rc = mt_build_ask(&ticket->build, "freshness", &filter, &ticket->freshness, err);
    filter.since_us = ticket->build.filter.since_us;
    filter.until_us = ticket->build.filter.until_us;
    if (rc == MT_OK)
        rc = mt_build_ask(&ticket->build, "imports", &filter, &ticket->imports, err);
    return rc == MT_OK ? mt_build_ask(&ticket->build, "gaps", &filter, &ticket->gaps, err) : rc;
}

static void
count_affected(struct mt_ticket_case *ticket)
{
    ticket->affected = ticket->without_id = 0;
    for (size_t row = 0; row < ticket->deliveries->row_count; row++) {
        struct mt_cell affected = mt_table_cell(ticket->deliveries, row, "affected");
        if (!affected.known || !mt_text_is(affected.text, "yes"))
            continue;
        ticket->affected++;
        ticket->without_id += !mt_table_cell(ticket->deliveries, row, "network_message_id").known;
    }
    ticket->affected_all = ticket->controls.groups[MT_CONTROL_CASE].trouble;
}

static enum mt_rc
pick(struct mt_ticket_case *ticket, int64_t most, struct mt_err *err)
{
    struct mt_store *store = ticket->build.store;
    ticket->deliveries = mt_report_table(ticket->build.report);
    ticket->events = mt_report_table(ticket->build.report);
    if (!ticket->deliveries || !ticket->events)
        return mt_err_memory(err);
    int64_t well = most / 10 > 0 ? most / 10 : 1;
    enum mt_rc rc =
        mt_ticket_deliveries(store, &ticket->build.filter, most, well > 500 ? 500 : well, ticket->deliveries, err);
    if (rc == MT_OK)
        rc = mt_ticket_events(store, &ticket->build.filter, most, ticket->events, err);
    ticket->picked_most = most;
    return rc;
}

enum mt_rc
mt_ticket_case_pick(struct mt_ticket_case *ticket, int64_t most, struct mt_err *err)
{
    enum mt_rc rc = pick(ticket, most, err);
    if (rc != MT_OK)
        return rc;
    if (ticket->request->is_redacted) { /* what they hold was learned from more of them */
        hide_table(ticket, ticket->deliveries);
        hide_table(ticket, ticket->events);
    }
    count_affected(ticket);
    return ticket->build.report->arena.failed ? mt_err_memory(err) : MT_OK;
}

/* ---- the verdict ---- */

/* The most frequent answer is the most telling one. */
static void
take_answers(struct mt_ticket_case *ticket)
{
    struct mt_answers *answers = &ticket->answers;
    const struct mt_table *said = ticket->said;
    *answers = (struct mt_answers){.first_try_us = MT_MOMENT_UNKNOWN, .last_try_us = MT_MOMENT_UNKNOWN};
    memcpy(answers->by_class, ticket->controls.by_class, sizeof answers->by_class);
    for (size_t row = 0; row < said->row_count; row++) {
        struct mt_cell class = mt_table_cell(said, row, "reason_class"), actor = mt_table_cell(said, row, "actor");
        struct mt_cell code = mt_table_cell(said, row, "reason_code"), text = mt_table_cell(said, row, "answer");
        int64_t first = mt_table_integer(said, row, "first_at", MT_MOMENT_UNKNOWN);
        int64_t last = mt_table_integer(said, row, "last_at", MT_MOMENT_UNKNOWN);
        answers->tries += mt_table_integer(said, row, "events", 0);
        if (first != MT_MOMENT_UNKNOWN && (answers->first_try_us == MT_MOMENT_UNKNOWN || first < answers->first_try_us))
            answers->first_try_us = first;
        if (last > answers->last_try_us)
            answers->last_try_us = last;
        enum mt_reason_class kind = MT_REASON_CLASS_UNKNOWN;
        if (!class.known || !mt_reason_class_parse(class.text, &kind) || kind == MT_REASON_CLASS_UNKNOWN ||
            answers->class != MT_REASON_CLASS_UNKNOWN)
            continue;
        answers->class = kind;
        answers->text = text.known ? text.text : MT_TEXT_UNKNOWN;
        answers->code = code.known ? code.text : MT_TEXT_UNKNOWN;
        answers->is_quoted =
            code.known && !(kind == MT_REASON_CLASS_TLS && mt_text_find(answers->text, "negotiation failed") >= 0);
        if (actor.known)
            mt_actor_parse(actor.text, &answers->actor);
        answers->permanence = answers->code.len && answers->code.at[0] == '5' ? MT_PERMANENCE_PERMANENT
                              : answers->code.len                             ? MT_PERMANENCE_TEMPORARY
                                                                              : MT_PERMANENCE_UNKNOWN;
    }
}

static void
judge(struct mt_ticket_case *ticket)
{
    take_answers(ticket);
    ticket->input = (struct mt_verdict_input){
        .answers = &ticket->answers, .controls = &ticket->controls, .auth = ticket->request->auth};
    ticket->verdict = mt_verdict_of(&ticket->input);
}

/* ---- which mail ---- */

static struct mt_text
place_of(struct mt_ticket_case *ticket)
{
    const struct mt_filter *filter = &ticket->build.filter;
    const struct mt_text named[] = {filter->domain, filter->provider, filter->remote_host, filter->country};
    if (ticket->request->finding && mt_text_known(ticket->request->finding->where.provider_name))
        return ticket->request->finding->where.provider_name;
    for (size_t i = 0; i < sizeof named / sizeof *named; i++)
        if (mt_text_known(named[i]))
            return named[i];
    return MT_TEXT_UNKNOWN;
}

/* The provider's name as people know it, from the mail itself. */
static struct mt_text
provider_name(struct mt_ticket_case *ticket)
{
    for (size_t row = 0; row < ticket->deliveries->row_count; row++) {
        struct mt_cell name = mt_table_cell(ticket->deliveries, row, "provider");
        if (name.known)
            return name.text;
    }
    return MT_TEXT_UNKNOWN;
}

static enum mt_rc
ask_all(struct mt_ticket_case *ticket, struct mt_err *err)
{
    const struct mt_ticket_request *request = ticket->request;
    enum mt_rc rc = mt_controls_ask(ticket->build.store, &ticket->build.filter, &ticket->controls, err);
    if (rc == MT_OK && ticket->controls.groups[MT_CONTROL_CASE].deliveries == 0)
        return mt_err_set(err, MT_USAGE, "no mail here is what the case is about: look at the filters, or import more");
    if (rc == MT_OK)
        rc = pick(ticket, PICKED_MOST, err);
    if (rc == MT_OK)
        rc = ask_mail(ticket, mt_ticket_servers, SERVERS_MOST, &ticket->servers, err);
    if (rc == MT_OK)
        rc = ask_mail(ticket, mt_ticket_answers, ANSWERS_MOST, &ticket->said, err);
    if (rc == MT_OK) {
        ticket->ndrs = mt_report_table(ticket->build.report);
        rc = ticket->ndrs
                 ? mt_ticket_ndrs(ticket->build.store, &ticket->build.filter, request->ndr_files, ticket->ndrs, err)
                 : mt_err_memory(err);
    }
    if (rc == MT_OK)
        rc = ask_question(ticket, "domains", DOMAINS_MOST, &ticket->domains, err);
    if (rc == MT_OK)
        rc = ask_question(ticket, "senders", SENDERS_MOST, &ticket->senders, err);
    if (rc == MT_OK)
        rc = ask_question(ticket, "routes", 0, &ticket->routes, err);
    if (rc == MT_OK)
        rc = ask_days(ticket, err);
    return rc == MT_OK ? ask_data(ticket, err) : rc;
}

static enum mt_rc
hide_all(struct mt_ticket_case *ticket, struct mt_err *err)
{
    const struct mt_ticket_request *request = ticket->request;
    struct mt_table *const tables[] = {ticket->deliveries, ticket->events,  ticket->servers, ticket->said,
                                       ticket->ndrs,       ticket->domains, ticket->senders, ticket->routes,
                                       ticket->days,       ticket->imports, ticket->gaps};
    enum mt_rc rc = MT_OK;
    if (!request->is_redacted)
        return MT_OK;
    for (size_t i = 0; i < sizeof tables / sizeof *tables && rc == MT_OK; i++)
        rc = learn_table(ticket, tables[i], err);
    for (size_t i = 0; i < request->attachment_count && rc == MT_OK; i++)
        rc = mt_redactor_learn(request->redactor, request->attachments[i].text, err);
    if (rc == MT_OK && mt_text_known(ticket->build.filter.sender))
        rc = mt_redactor_know(request->redactor, MT_REDACT_PERSON, ticket->build.filter.sender, err);
    for (size_t i = 0; i < sizeof tables / sizeof *tables && rc == MT_OK; i++)
        hide_table(ticket, tables[i]);
    return rc == MT_OK && ticket->build.report->arena.failed ? mt_err_memory(err) : rc;
}

enum mt_rc
mt_ticket_case_ask(struct mt_ticket_case *ticket, struct mt_store *store, const struct mt_ticket_request *request,
                   struct mt_report *report, struct mt_err *err)
{
    *ticket = (struct mt_ticket_case){
        .build = {.report = report, .store = store, .filter = *request->filter, .stop = request->stop},
        .request = request};
    ticket->build.filter.limit = 0;
    mt_ticket_name(request->scope, ticket->name);
    enum mt_rc rc = ask_all(ticket, err);
    if (rc != MT_OK)
        return rc;
    ticket->place = place_of(ticket);
    if (mt_text_known(request->filter->provider) && mt_text_known(provider_name(ticket)) &&
        !mt_text_known(request->filter->domain))
        ticket->place = provider_name(ticket);
    rc = hide_all(ticket, err);
    if (rc == MT_OK) {
        count_affected(ticket);
        judge(ticket);
    }
    return rc;
}
