/* summary.txt: what fits into the form of a support desk, in the order in which it is asked there. Plain text, times in
 * UTC, and never longer than MT_TICKET_SUMMARY characters: of examples, answers and servers as many as fit. */

#include "reports/ticket_case.h"

#include <string.h>

#include "reports/verdict_told.h"
#include "store/base/zone.h"

/* ---- plain text ---- */

/* One line, without the marks of prose and without control characters. */
static void
put(struct mt_out *out, struct mt_text text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];
        if (c == '\n' || c == '\t' || c == '\r')
            mt_out_byte(out, ' ');
        else if (c >= ' ' && c != 0x7F)
            mt_out_byte(out, (char)c);
    }
}

/* Of long texts the beginning: what matters of an answer stands there. */
static void
put_short(struct mt_out *out, struct mt_text text, size_t most)
{
    size_t len = text.len;
    if (len > most) {
        len = most;
        while (len > 0 && ((unsigned char)text.at[len] & 0xC0) == 0x80)
            len--;
    }
    put(out, (struct mt_text){text.at, len});
    if (len < text.len)
        mt_out_string(out, "...");
}

static void
put_moment(struct mt_out *out, int64_t moment_us)
{
    char room[32];
    if (moment_us == MT_MOMENT_UNKNOWN)
        mt_out_byte(out, '-');
    else
        mt_out_text(out, mt_moment_iso(mt_floor_to(moment_us, MT_SECOND), room));
}

static void
put_cell(struct mt_out *out, struct mt_cell cell, size_t most)
{
    if (cell.known)
        put_short(out, cell.text, most);
    else
        mt_out_byte(out, '-');
}

static void
say(struct mt_out *out, const struct mt_ticket_case *ticket, enum mt_sentence sentence, const struct mt_value *values,
    size_t count)
{
    struct mt_out room = MT_OUT_EMPTY;
    struct mt_reader utc = ticket->build.report->reader;
    utc.zone = NULL;
    mt_say_into(&room, &utc, sentence, values, count);
    put(out, mt_out_view(&room));
    out->failed |= room.failed;
    mt_out_release(&room);
}

static void
heading(struct mt_out *out, const struct mt_ticket_case *ticket, enum mt_sentence sentence)
{
    mt_out_byte(out, '\n');
    mt_out_string(out, mt_build_wording(&ticket->build, sentence));
    mt_out_byte(out, '\n');
}

static struct mt_value
place(const struct mt_ticket_case *ticket)
{
    const char *all = mt_build_wording(&ticket->build, MT_SAY_TICKET_ALL_PLACES);
    return mt_value_words(mt_text_known(ticket->place) ? ticket->place : mt_text_of(all));
}

/* ---- the parts ---- */

static const struct mt_section *
section_of(const struct mt_ticket_case *ticket, const char *key)
{
    const struct mt_section *section = ticket->build.report->sections;
    while (section && strcmp(section->key, key) != 0)
        section = section->next;
    return section;
}

static void
put_problem(struct mt_out *out, const struct mt_ticket_case *ticket)
{
    const struct mt_control_group *own = &ticket->controls.groups[MT_CONTROL_CASE];
    say(out, ticket, MT_SAY_TICKET_PROBLEM,
        MT_VALUES(mt_value_count(own->trouble), mt_value_count(own->deliveries), place(ticket),
                  mt_value_ratio(own->share)));
    mt_out_byte(out, ' ');
    say(out, ticket, MT_SAY_TICKET_FAILED, MT_VALUES(mt_value_count(own->failed), mt_value_count(own->deferred)));
    mt_out_byte(out, '\n');
}

static void
put_examples(struct mt_out *out, const struct mt_ticket_case *ticket, size_t most)
{
    const struct mt_section *section = section_of(ticket, "examples");
    if (!section || !section->table || section->table->row_count == 0)
        return;
    const struct mt_table *table = section->table;
    heading(out, ticket, MT_SAY_SUM_EXAMPLES);
    for (size_t row = 0; row < table->row_count && row < most; row++) {
        static const char *const keys[] = {"network_message_id", "message_id", "sender", "recipient"};
        mt_out_int(out, (int64_t)row + 1);
        mt_out_string(out, ". ");
        for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
            put_cell(out, mt_table_cell(table, row, keys[i]), 120);
            mt_out_string(out, "; ");
        }
        put_moment(out, mt_table_integer(table, row, "received", MT_MOMENT_UNKNOWN));
        mt_out_string(out, "; ");
        put_cell(out, mt_table_cell(table, row, "outcome"), 40);
        mt_out_byte(out, '\n');
    }
}

static void
put_answers(struct mt_out *out, const struct mt_ticket_case *ticket, size_t most)
{
    const struct mt_table *said = ticket->said;
    heading(out, ticket, MT_SAY_SUM_ANSWERS);
    if (said->row_count == 0) {
        mt_out_string(out, mt_build_wording(&ticket->build, MT_SAY_TICKET_ANSWERS_NONE));
        mt_out_byte(out, '\n');
    }
    for (size_t row = 0; row < said->row_count && row < most; row++) {
        mt_out_int(out, mt_table_integer(said, row, "deliveries", 0));
        mt_out_string(out, "x ");
        put_cell(out, mt_table_cell(said, row, "answer"), 300);
        mt_out_string(out, " [");
        put_moment(out, mt_table_integer(said, row, "first_at", MT_MOMENT_UNKNOWN));
        mt_out_string(out, " - ");
        put_moment(out, mt_table_integer(said, row, "last_at", MT_MOMENT_UNKNOWN));
        mt_out_string(out, "]\n");
    }
}

static void
put_servers(struct mt_out *out, const struct mt_ticket_case *ticket, size_t most)
{
    const struct mt_table *servers = ticket->servers;
    heading(out, ticket, MT_SAY_SUM_SERVERS);
    if (servers->row_count == 0) {
        mt_out_string(out, mt_build_wording(&ticket->build, MT_SAY_TICKET_SERVERS_NONE));
        mt_out_byte(out, '\n');
    }
    for (size_t row = 0; row < servers->row_count && row < most; row++) {
        put_cell(out, mt_table_cell(servers, row, "remote_host"), 120);
        mt_out_string(out, " (");
        put_cell(out, mt_table_cell(servers, row, "remote_ip"), 60);
        mt_out_string(out, "): ");
        mt_out_int(out, mt_table_integer(servers, row, "deliveries", 0));
        mt_out_byte(out, '\n');
    }
}

/* Different values of a column, joined; what no row has is not known. */
static struct mt_text
list_of(const struct mt_ticket_case *ticket, const struct mt_table *table, const char *key)
{
    struct mt_text list = MT_TEXT_UNKNOWN;
    for (size_t row = 0; row < table->row_count; row++) {
        struct mt_cell cell = mt_table_cell(table, row, key);
        bool is_new = cell.known && cell.text.len > 0;
        for (size_t earlier = 0; earlier < row && is_new; earlier++) {
            struct mt_cell other = mt_table_cell(table, earlier, key);
            is_new = !other.known || !mt_text_equal(other.text, cell.text);
        }
        if (is_new && list.len < 160)
            list = mt_arena_format(&ticket->build.report->arena, "%.*s%s%.*s", (int)list.len, list.at ? list.at : "",
                                   list.len ? ", " : "", (int)cell.text.len, cell.text.at);
    }
    return list;
}

static struct mt_value
known_or(const struct mt_ticket_case *ticket, struct mt_text text)
{
    const char *unknown = mt_build_wording(&ticket->build, MT_SAY_SUM_NOT_KNOWN);
    return mt_value_words(text.len ? text : mt_text_of(unknown));
}

static void
put_ours(struct mt_out *out, const struct mt_ticket_case *ticket)
{
    heading(out, ticket, MT_SAY_SUM_OURS);
    say(out, ticket, MT_SAY_SUM_FOREST,
        MT_VALUES(known_or(ticket, list_of(ticket, ticket->routes, "forest")),
                  known_or(ticket, list_of(ticket, ticket->routes, "connector")),
                  known_or(ticket, ticket->request->egress)));
    mt_out_byte(out, '\n');
}

static void
put_scope(struct mt_out *out, const struct mt_ticket_case *ticket)
{
    const struct mt_control_group *own = &ticket->controls.groups[MT_CONTROL_CASE];
    const struct mt_control_group *others = &ticket->controls.groups[MT_CONTROL_SENDER_ELSEWHERE];
    heading(out, ticket, MT_SAY_SUM_SCOPE);
    say(out, ticket, MT_SAY_SUM_AFFECTED,
        MT_VALUES(mt_value_count(own->trouble), mt_value_count(own->deliveries), place(ticket),
                  mt_value_ratio(own->share), mt_value_count(ticket->controls.senders_in_trouble)));
    mt_out_byte(out, '\n');
    if (others->asked) {
        say(out, ticket, MT_SAY_SUM_UNAFFECTED,
            MT_VALUES(mt_value_count(others->trouble), mt_value_count(others->deliveries),
                      mt_value_ratio(others->share)));
        mt_out_byte(out, '\n');
    }
}

/* What the section "case" says of the times, in UTC. */
static void
put_times(struct mt_out *out, const struct mt_ticket_case *ticket)
{
    const struct mt_controls *controls = &ticket->controls;
    const struct mt_control_group *after = &controls->groups[MT_CONTROL_AFTER];
    heading(out, ticket, MT_SAY_SUM_TIMES);
    if (controls->first_trouble_us != MT_MOMENT_UNKNOWN) {
        say(out, ticket, MT_SAY_TICKET_BEGAN,
            MT_VALUES(mt_value_moment(controls->first_trouble_us), mt_value_moment(controls->last_trouble_us)));
        mt_out_byte(out, ' ');
    }
    if (!after->asked)
        say(out, ticket, MT_SAY_TICKET_STATE_ON, MT_VALUES(mt_value_moment(controls->data_until_us)));
    else if (after->deliveries > 0 && mt_controls_compare(&controls->groups[MT_CONTROL_CASE], after) > 0)
        say(out, ticket, MT_SAY_TICKET_STATE_OVER,
            MT_VALUES(mt_value_moment(ticket->build.filter.until_us), mt_value_count(after->trouble),
                      mt_value_count(after->deliveries)));
    else
        say(out, ticket, MT_SAY_TICKET_STATE_UNKNOWN,
            MT_VALUES(mt_value_moment(ticket->build.filter.until_us), mt_value_count(after->deliveries),
                      mt_value_count(after->trouble)));
    mt_out_byte(out, '\n');
}

static void
put_verdict(struct mt_out *out, const struct mt_ticket_case *ticket)
{
    struct mt_report *report = ticket->build.report;
    heading(out, ticket, MT_SAY_SUM_VERDICT);
    put(out, mt_verdict_in_short(&report->arena, &report->reader, &ticket->verdict));
    for (size_t i = 0; i < ticket->verdict.sign_count; i++)
        if (ticket->verdict.signs[i].side != MT_SIDE_FOR) {
            mt_out_byte(out, ' ');
            put_short(out,
                      mt_verdict_sign(&report->arena, &report->reader, ticket->verdict.signs[i], &ticket->verdict,
                                      &ticket->input),
                      200);
        }
    mt_out_byte(out, '\n');
}

static void
put_tried(struct mt_out *out, const struct mt_ticket_case *ticket)
{
    const struct mt_section *section = section_of(ticket, "tried");
    heading(out, ticket, MT_SAY_SUM_TRIED);
    for (size_t i = 0; section && i < section->point_count && i < 6; i++) {
        mt_out_string(out, "- ");
        put_short(out, section->points[i], 160);
        mt_out_byte(out, '\n');
    }
}

/* "a; b" */
static struct mt_text
appended(const struct mt_ticket_case *ticket, struct mt_text list, struct mt_text more)
{
    return list.len
               ? mt_arena_format(&ticket->build.report->arena, "%.*s; %.*s", MT_TEXT_ARGS(list), MT_TEXT_ARGS(more))
               : more;
}

static void
put_files(struct mt_out *out, const struct mt_ticket_case *ticket)
{
    const struct mt_section *checklist = section_of(ticket, "checklist");
    struct mt_text missing = MT_TEXT_UNKNOWN, failed = MT_TEXT_UNKNOWN;
    heading(out, ticket, MT_SAY_SUM_FILES);
    for (size_t row = 0; checklist && row < checklist->table->row_count; row++) {
        struct mt_cell state = mt_table_cell(checklist->table, row, "state");
        struct mt_cell point = mt_table_cell(checklist->table, row, "point");
        if (mt_text_is(state.text, "failed") && row != MT_TICKET_POINT_RETRY) /* that nothing got through is said */
            failed = appended(ticket, failed, point.text);
        else if (mt_text_is(state.text, "missing"))
            missing = appended(ticket, missing, point.text);
    }
    mt_out_string(out, mt_build_wording(&ticket->build, MT_SAY_SUM_FULL));
    mt_out_byte(out, '\n');
    if (failed.len) {
        say(out, ticket, MT_SAY_SUM_FAILED, MT_VALUES(mt_value_words(failed)));
        mt_out_byte(out, '\n');
    }
    if (missing.len) {
        say(out, ticket, MT_SAY_SUM_MISSING, MT_VALUES(mt_value_words(missing)));
        mt_out_byte(out, '\n');
    }
    if (ticket->affected < ticket->affected_all) {
        say(out, ticket, MT_SAY_TICKET_PICKED,
            MT_VALUES(mt_value_count(ticket->affected), mt_value_count(ticket->affected_all)));
        mt_out_byte(out, '\n');
    }
}

/* ---- together ---- */

static void
write(struct mt_out *out, const struct mt_ticket_case *ticket, size_t most)
{
    mt_out_string(out, mt_build_wording(&ticket->build, MT_SAY_SUM_REFERENCE));
    mt_out_string(out, ": ");
    mt_out_string(out, ticket->name);
    mt_out_byte(out, '\n');
    heading(out, ticket, MT_SAY_SUM_PROBLEM);
    put_problem(out, ticket);
    put_examples(out, ticket, most);
    put_answers(out, ticket, most);
    put_servers(out, ticket, most);
    put_ours(out, ticket);
    put_scope(out, ticket);
    put_times(out, ticket);
    put_verdict(out, ticket);
    put_tried(out, ticket);
    put_files(out, ticket);
}

static size_t
characters(struct mt_text text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.len; i++)
        count += ((unsigned char)text.at[i] & 0xC0) != 0x80;
    return count;
}

void
mt_ticket_summary(const struct mt_ticket_case *ticket, struct mt_out *out)
{
    enum { MOST = 6 };
    for (size_t most = MOST; most > 0; most--) {
        mt_out_clear(out);
        write(out, ticket, most);
        if (characters(mt_out_view(out)) <= MT_TICKET_SUMMARY)
            return;
    }
    /* One of each, and still too long: what was tried is the user's own words. The end goes. */
    while (characters(mt_out_view(out)) > MT_TICKET_SUMMARY)
        out->len--;
    while (out->len > 0 && ((unsigned char)out->bytes[out->len - 1] & 0xC0) == 0x80)
        out->len--;
}
