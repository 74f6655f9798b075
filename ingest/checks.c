#include "ingest/checks.h"

#include "ingest/checks_seen.h"

#include <stdlib.h>
#include <string.h>

/* A trace id's clock is read when the message comes in: nothing happens to it a minute before. */
#define TOLERANCE MT_MINUTE

enum { FULL_CELL = 32767 };

enum mt_rc
mt_checks_open(struct mt_checks **checks, struct mt_err *err)
{
    struct mt_checks *opened = calloc(1, sizeof *opened);
    if (!opened)
        return mt_err_memory(err);
    *checks = opened;
    return MT_OK;
}

void
mt_checks_close(struct mt_checks *checks)
{
    if (!checks)
        return;
    mt_hours_release(&checks->hours);
    mt_repeats_release(&checks->rows_seen);
    mt_repeats_release(&checks->messages_seen);
    free(checks);
}

/* ---- cells ---- */

/* What PowerShell writes for a list that nobody joined. */
static bool
is_array(struct mt_text text)
{
    return mt_text_is_nocase(text, "System.String[]") || mt_text_is_nocase(text, "System.Object[]");
}

static bool
is_cut(struct mt_text text)
{
    char last = text.len ? text.at[text.len - 1] : '\0';
    return (last == '.' || last == '\xA6') &&
           (mt_text_ends_nocase(text, "\xE2\x80\xA6") || mt_text_ends_nocase(text, "..."));
}

/* "1,23E+15": what a spreadsheet makes of an id that it takes for a number. */
static bool
is_number_with_exponent(struct mt_text text)
{
    size_t i = 0, digits = 0;
    for (; i < text.len && ((text.at[i] >= '0' && text.at[i] <= '9') || text.at[i] == '.' || text.at[i] == ','); i++)
        digits++;
    if (digits == 0 || text.len - i < 3 || (text.at[i] != 'E' && text.at[i] != 'e') ||
        (text.at[i + 1] != '+' && text.at[i + 1] != '-'))
        return false;
    for (i += 2; i < text.len; i++)
        if (text.at[i] < '0' || text.at[i] > '9')
            return false;
    return true;
}

static bool
is_full(struct mt_text text)
{
    if (text.len < FULL_CELL)
        return false;
    size_t units = 0;
    while (text.len) { /* a spreadsheet counts UTF-16 */
        size_t taken;
        units += mt_text_code_point(text, &taken) > 0xFFFF ? 2 : 1;
        text = (struct mt_text){text.at + taken, text.len - taken};
    }
    return units == FULL_CELL;
}

static void
compare(struct mt_sameness *same, struct mt_text text)
{
    if (!text.at)
        text = MT_TEXT_LITERAL("");
    size_t len = text.len < sizeof same->first ? text.len : sizeof same->first;
    if (!same->begun) {
        memcpy(same->first, text.at, len);
        same->len = len;
        same->begun = true;
    } else if (len != same->len || memcmp(text.at, same->first, len) != 0) {
        same->differs = true;
    }
}

/* ---- rows ---- */

static void
see_moment(struct mt_checks *checks, int64_t at_us)
{
    struct mt_err ignored;
    if (checks->rows + checks->events == 1) {
        checks->oldest_us = checks->newest_us = checks->before_us = at_us;
    }
    checks->falls += at_us < checks->before_us;
    checks->rises += at_us > checks->before_us;
    checks->before_us = at_us;
    checks->oldest_us = at_us < checks->oldest_us ? at_us : checks->oldest_us;
    checks->newest_us = at_us > checks->newest_us ? at_us : checks->newest_us;
    if (!checks->hours_failed && mt_hours_add(&checks->hours, mt_floor_to(at_us, MT_HOUR) / MT_HOUR, 1, &ignored))
        checks->hours_failed = true;
}

static void
see_clock(struct mt_checks *checks, const struct mt_row *row, int64_t at_us, int precision)
{
    int64_t clock;
    if (!row->trace_is_guid || !mt_trace_clock(row->trace_guid, &clock))
        return;
    checks->clocks++;
    checks->too_early += at_us + mt_precision_span(precision) + TOLERANCE < clock;
}

static void
see_cells(struct mt_checks *checks, const struct mt_row *row)
{
    checks->arrays += is_array(row->recipient);
    checks->cut_cells += is_cut(row->recipient) || is_cut(row->sender) || is_cut(row->message_id) ||
                         (!row->trace_is_guid && is_cut(row->trace_id));
    checks->numbers_for_ids += !row->trace_is_guid && is_number_with_exponent(row->trace_id);
    checks->full_cells += is_full(row->subject) || is_full(row->recipient);
}

/* A trace id that is a GUID names the message; otherwise everything that is said of it does. */
static uint64_t
hash_of_message(const struct mt_row *row)
{
    uint64_t hash = MT_REPEATS_START;
    if (row->trace_is_guid)
        return mt_repeats_text(hash, (struct mt_text){(const char *)row->trace_guid, sizeof row->trace_guid});
    hash = mt_repeats_text(hash, row->trace_id);
    hash = mt_repeats_text(hash, row->message_id);
    hash = mt_repeats_text(hash, row->sender);
    return mt_repeats_text(hash, row->subject);
}

static uint64_t
hash_of(const struct mt_row *row, uint64_t message)
{
    uint64_t hash = mt_repeats_text(message, row->recipient);
    hash = mt_repeats_integer(hash, row->received_us);
    return mt_repeats_integer(hash, row->size_bytes);
}

/* `message` is its hash. */
static void
see_message(struct mt_checks *checks, const struct mt_row *row, uint64_t message)
{
    struct mt_text id = mt_text_known(row->trace_id) ? row->trace_id : row->message_id;
    if (row->trace_is_guid)
        mt_repeats_add(&checks->messages_seen, message);
    else if (mt_text_known(id))
        mt_repeats_add(&checks->messages_seen, mt_repeats_text(MT_REPEATS_START, id));
    compare(&checks->sender, row->sender);
    compare(&checks->recipient, row->recipient);
    see_cells(checks, row);
}

static void
see_row(struct mt_checks *checks, const struct mt_row *row)
{
    uint64_t message = hash_of_message(row);
    checks->rows++;
    see_moment(checks, row->received_us);
    see_clock(checks, row, row->received_us, row->received_precision);
    checks->minutes_only += row->received_precision == 0;
    mt_repeats_add(&checks->rows_seen, mt_repeats_integer(hash_of(row, message), row->status));
    see_message(checks, row, message);

    bool is_routing = row->status == MT_STATUS_EXPANDED || row->status == MT_STATUS_RESOLVED;
    checks->failed += row->status == MT_STATUS_FAILED;
    checks->pending += row->status == MT_STATUS_PENDING;
    if (is_routing)
        return;
    if (!checks->has_status) {
        checks->status = row->status;
        checks->has_status = true;
    }
    checks->statuses_differ = checks->statuses_differ || row->status != checks->status;
}

static void
see_event(struct mt_checks *checks, const struct mt_event *event)
{
    uint64_t message = hash_of_message(&event->delivery);
    checks->events++;
    see_moment(checks, event->at_us);
    see_clock(checks, &event->delivery, event->at_us, event->precision);
    uint64_t hash = mt_repeats_integer(hash_of(&event->delivery, message), event->at_us);
    hash = mt_repeats_text(mt_repeats_text(hash, event->event), event->source);
    hash = mt_repeats_text(mt_repeats_text(hash, event->detail), event->data);
    hash = mt_repeats_text(mt_repeats_text(hash, event->server), event->related);
    mt_repeats_add(&checks->rows_seen, hash);
    see_message(checks, &event->delivery, message);
    checks->arrays += is_array(event->detail) && !is_array(event->delivery.recipient);
    checks->full_cells += is_full(event->detail) || is_full(event->data);
}

/* ---- the sink ---- */

static enum mt_rc
pass_row(void *context, const struct mt_row *row, struct mt_err *err)
{
    struct mt_checks *checks = context;
    see_row(checks, row);
    return checks->next->row(checks->next->context, row, err);
}

static enum mt_rc
pass_reject(void *context, const struct mt_reject *reject, struct mt_err *err)
{
    struct mt_checks *checks = context;
    checks->rejects++;
    /* Where a list stood for the recipients, no row can be made of the record. */
    checks->arrays += mt_text_find(reject->raw, "System.String[]") >= 0;
    return checks->next->reject(checks->next->context, reject, err);
}

static enum mt_rc
pass_event(void *context, const struct mt_event *event, struct mt_err *err)
{
    struct mt_checks *checks = context;
    see_event(checks, event);
    return checks->next->event(checks->next->context, event, err);
}

struct mt_sink
mt_checks_sink(struct mt_checks *checks, const struct mt_sink *next)
{
    struct mt_repeats rows = checks->rows_seen, messages = checks->messages_seen;
    mt_hours_release(&checks->hours);
    mt_repeats_clear(&rows);
    mt_repeats_clear(&messages);
    *checks = (struct mt_checks){.next = next, .rows_seen = rows, .messages_seen = messages};
    return (struct mt_sink){checks, pass_row, pass_reject, pass_event};
}

/* ---- a run ---- */

void
mt_checks_run_add(struct mt_checks_run *run, const struct mt_checks *checks, struct mt_text flavour)
{
    run->events += checks->events > 0;
    if (checks->rows == 0)
        return;
    run->summaries++;
    run->enhanced_summaries += mt_text_is(flavour, "enhanced-summary");
    run->failed += checks->failed;
    run->pending += checks->pending;
}
