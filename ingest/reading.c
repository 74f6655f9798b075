#include "ingest/reading.h"

#include "ingest/name_recipient.h"
#include "ingest/pass.h"
#include "ingest/recipients.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    HEAD_BYTES = 64 * 1024,
    SURVEY_RECORDS = 2000,
};

struct mt_reading {
    struct mt_source *source;
    struct mt_reading_options options;
    const struct mt_flavour *flavour; /* NULL as long as nothing but blanks and empty pages was seen */
    struct mt_pass pass;
    struct mt_observed observed;

    struct mt_export export;
    struct mt_arena arena; /* the recipient of a file that does not say whose its events are */
    char order_text[48], basis_text[96], delimiter_text[4];
};

/* ---- decisions ---- */

static enum mt_container
container_of_objects(const struct mt_reading *reading)
{
    if (reading->pass.head.kind == MT_HEAD_CSV)
        return MT_CONTAINER_ROWS;
    if (reading->pass.head.is_list)
        return MT_CONTAINER_ARRAY;
    if (reading->pass.in_list)
        return MT_CONTAINER_ENVELOPE;
    return reading->pass.bare > 1 || reading->pass.counts.pages ? MT_CONTAINER_LINES : MT_CONTAINER_SINGLE;
}

static enum mt_rc
unknown_columns(const struct mt_reading *reading, struct mt_err *err)
{
    struct mt_stamp stamp;
    if (reading->pass.columns.count > 0 && mt_stamp_parse(reading->pass.columns.names[0], &stamp))
        return mt_err_set(err, MT_FAILED,
                          "has no header line: its first line begins with the time '%.*s'; export it with its header",
                          MT_TEXT_ARGS(reading->pass.columns.names[0]));
    char names[MT_SAMPLE_BYTES] = "";
    size_t used = 0;
    for (size_t i = 0; i < reading->pass.columns.count && i < 6; i++) {
        struct mt_text name = reading->pass.columns.names[i];
        int wrote = snprintf(names + used, sizeof names - used, "%s%.*s", i ? ", " : "",
                             (int)(name.len < 30 ? name.len : 30), name.at ? name.at : "");
        if (wrote < 0 || (used += (size_t)wrote) >= sizeof names)
            break;
    }
    return mt_err_set(err, MT_FAILED,
                      "is no message trace: it has no columns for recipient, status and time of receipt; line "
                      "%" PRIu64 " reads: %s",
                      reading->pass.head.header_line, names);
}

static const char *
article(const char *noun)
{
    return strchr("aeioAEIO", *noun) ? "an" : "a";
}

static enum mt_rc
decide_flavour(struct mt_reading *reading, struct mt_err *err)
{
    if (reading->pass.head.kind == MT_HEAD_EMPTY)
        return MT_OK;
    if (reading->options.flavour) {
        reading->flavour = mt_flavour_named(reading->options.flavour);
        return MT_OK;
    }
    bool csv = reading->pass.head.kind == MT_HEAD_CSV;
    uint64_t fields = csv ? reading->pass.columns.fields : reading->pass.keys.fields;
    unsigned spelling = csv ? reading->pass.columns.spelling : reading->pass.keys.spelling;
    const struct mt_flavour *flavour = mt_flavour_of(fields, spelling, container_of_objects(reading));
    if (flavour && flavour->refusal) {
        if (reading->pass.error_text[0])
            return mt_err_set(err, MT_FAILED, "is %s %s: '%s'; %s", article(flavour->title), flavour->title,
                              reading->pass.error_text, flavour->refusal);
        return mt_err_set(err, MT_FAILED, "is %s %s: %s", article(flavour->title), flavour->title, flavour->refusal);
    }
    if (!flavour && csv)
        return unknown_columns(reading, err);
    bool nothing = reading->pass.counts.records == 0; /* an empty list or empty pages */
    if (!flavour && !nothing) {
        if (reading->pass.sample_keys[0])
            return mt_err_set(err, MT_FAILED,
                              "is JSON but no message trace: no object has recipient, status and time of receipt; the "
                              "first keys are: %s",
                              reading->pass.sample_keys);
        return mt_err_set(err, MT_FAILED,
                          "is JSON but no message trace: it holds no object with recipient, status and "
                          "time of receipt%s%s",
                          reading->pass.sample_reason[0] ? "; the first record " : "", reading->pass.sample_reason);
    }
    reading->flavour = flavour;
    return MT_OK;
}

/* Who told whose events these are, where the file itself does not: the user, or its name. */
static enum mt_rc
decide_recipient(struct mt_reading *reading, struct mt_err *err)
{
    struct mt_text trace_id = MT_TEXT_UNKNOWN, address = mt_text_of(reading->options.recipient);
    if (reading->pass.kind != MT_RECORD_DETAIL)
        return MT_OK;
    if (!mt_text_known(address) && !mt_name_recipient(mt_source_facts(reading->source)->name, &trace_id, &address))
        return MT_OK;
    bool says_itself = reading->pass.columns.fields & UINT64_C(1) << MT_FIELD_RECIPIENT ||
                       reading->pass.keys.fields & UINT64_C(1) << MT_FIELD_RECIPIENT;
    if (says_itself)
        return MT_OK;
    reading->pass.recipient_trace = trace_id;
    return mt_address_lower(&reading->arena, address, &reading->pass.recipient) ? MT_OK : mt_err_memory(err);
}

static void
describe_dates(struct mt_reading *reading)
{
    static const char *const by[] = {
        [MT_SETTLED_BY_FORM] = "",
        [MT_SETTLED_BY_CLOCK] = " by trace ids",
        [MT_SETTLED_BY_ROWS] = " by rows that fit one order only",
        [MT_SETTLED_BY_WINDOW] = " by the query's window",
        [MT_SETTLED_BY_USER] = " as told",
    };
    const struct mt_settled *settled = &reading->pass.rules.settled;
    snprintf(reading->order_text, sizeof reading->order_text, "%s%s", mt_date_order_key(settled->order),
             by[settled->order_by]);

    int64_t ahead_s = settled->shift_us / MT_SECOND;
    const char *how = settled->shift_by_clock ? "corrected by trace ids" : NULL;
    if (reading->pass.rules.column_offset_s) {
        ahead_s = reading->pass.rules.column_offset_s;
        how = "by the column's name";
    }
    if (reading->pass.rules.zone)
        snprintf(reading->basis_text, sizeof reading->basis_text, "%.60s as told",
                 mt_zone_name(reading->pass.rules.zone));
    else if (how)
        snprintf(reading->basis_text, sizeof reading->basis_text, "UTC%c%02d:%02d, %s", ahead_s < 0 ? '-' : '+',
                 (int)(llabs(ahead_s) / 3600), (int)(llabs(ahead_s) / 60 % 60), how);
    else
        snprintf(reading->basis_text, sizeof reading->basis_text, "UTC, %s",
                 settled->confirmed ? "confirmed by trace ids" : "as documented");
}

static void
describe(struct mt_reading *reading)
{
    const struct mt_source_facts *facts = mt_source_facts(reading->source);
    struct mt_export *export = &reading->export;
    export->name = facts->name;
    memcpy(export->sha256, facts->sha256, sizeof export->sha256);
    if (mt_text_known(reading->pass.recipient))
        mt_source_sha256_with(facts->sha256, reading->pass.recipient, export->sha256);
    export->bytes = facts->bytes;
    export->encoding = mt_text_of(mt_encoding_name(facts->encoding));
    export->flavour = mt_text_of(reading->flavour ? reading->flavour->key : "empty");
    export->delimiter = MT_TEXT_UNKNOWN;
    if (reading->pass.head.kind == MT_HEAD_CSV) {
        char mark[2] = {reading->pass.head.delimiter, '\0'};
        snprintf(reading->delimiter_text, sizeof reading->delimiter_text, "%s", mark[0] == '\t' ? "tab" : mark);
        export->delimiter = mt_text_of(reading->delimiter_text);
    }
    export->header = reading->pass.header;
    export->recipient = reading->pass.recipient;
    describe_dates(reading);
    export->date_order = mt_text_of(reading->order_text);
    export->time_basis = mt_text_of(reading->basis_text);
    export->observed_us = reading->observed.at_us;
    export->observed_by = mt_text_of(reading->observed.by);
}

static bool
same_decisions(const struct mt_rules *a, const struct mt_observed *when_a, const struct mt_rules *b,
               const struct mt_observed *when_b)
{
    return a->settled.order == b->settled.order && a->settled.shift_us == b->settled.shift_us &&
           a->settled.confirmed == b->settled.confirmed && a->settled.order_by == b->settled.order_by &&
           when_a->at_us == when_b->at_us && strcmp(when_a->by, when_b->by) == 0;
}

/* Times of the exporter's own zone need something that tells their offset. */
static enum mt_rc
check_local_times(const struct mt_reading *reading, const struct mt_rules *rules, struct mt_err *err)
{
    const struct mt_pass *pass = &reading->pass;
    bool proven = rules->settled.shift_by_clock || rules->settled.confirmed || rules->zone;
    if (proven || pass->votes.stamps == 0)
        return MT_OK;
    if (pass->head.kind == MT_HEAD_CSV && pass->columns.received_is_local)
        return mt_err_set(err, MT_FAILED,
                          "has only local times (ReceivedLocal) and nothing that tells their offset from UTC; say "
                          "--zone, for example --zone Europe/London");
    if (reading->flavour && reading->flavour->is_local && !pass->taken.has_offset)
        return mt_err_set(err, MT_FAILED,
                          "is a %s, whose times are those of the machine that exported it, and nothing in it tells "
                          "their offset from UTC; say --zone, for example --zone Europe/London or --zone UTC",
                          reading->flavour->title);
    return MT_OK;
}

/* Whether clocks may have been changed between two moments: zones do that on Sundays of spring and autumn. */
static bool
may_change_clocks(int64_t from_us, int64_t until_us)
{
    enum { LONG_DAYS = 100 };
    static const bool months[13] = {[3] = true, [4] = true, [9] = true, [10] = true, [11] = true};
    if (until_us - from_us > LONG_DAYS * MT_DAY)
        return true;
    for (int64_t day = mt_floor_to(from_us, MT_DAY); day <= until_us; day += MT_DAY)
        if (mt_civil_weekday(day / MT_DAY) == 7 && months[mt_civil_of(day).month])
            return true;
    return false;
}

/* The trace ids' clocks against the zone that was told, and whether one is needed. */
static enum mt_rc
check_zone(const struct mt_reading *reading, const struct mt_rules *rules, struct mt_err *err)
{
    const struct mt_settled *settled = &rules->settled;
    const struct mt_observed_evidence *taken = &reading->pass.taken;
    int64_t oldest = taken->oldest_us[settled->order], newest = taken->newest_us[settled->order];
    int64_t shift_s = settled->shift_us / MT_SECOND;
    char offset[16];
    if (newest == MT_MOMENT_UNKNOWN)
        return MT_OK;
    snprintf(offset, sizeof offset, "UTC%c%02d:%02d", shift_s < 0 ? '-' : '+', abs((int)shift_s) / 3600,
             abs((int)shift_s) / 60 % 60);
    int apart_s = rules->zone ? abs(mt_zone_offset(rules->zone, newest) - (int)shift_s) : 0;
    if (rules->zone && settled->confirmed && apart_s != 0)
        return mt_err_set(err, MT_FAILED, "is in UTC, as its trace ids prove: leave out --zone %.60s",
                          mt_zone_name(rules->zone));
    if (rules->zone && settled->shift_by_clock && apart_s > 3600)
        return mt_err_set(err, MT_FAILED, "is in %s, as its trace ids prove, and --zone %.60s was not then", offset,
                          mt_zone_name(rules->zone));
    /* Mail that came in says how far the clock was ahead at that moment. Events hours or days later may lie on the
     * other side of a change, and nothing in the file tells. */
    bool is_events = reading->flavour && reading->flavour->kind != MT_RECORD_ROW;
    if (is_events && settled->shift_by_clock && !rules->zone && may_change_clocks(oldest, newest))
        return mt_err_set(err, MT_FAILED,
                          "is in local time, %s by its trace ids, over days on which summer time may have begun or "
                          "ended; say --zone, for example --zone Europe/London",
                          offset);
    return MT_OK;
}

/* Decides the dates from the evidence of the last pass. */
static enum mt_rc
decide_dates(struct mt_reading *reading, struct mt_rules *rules, struct mt_observed *observed, struct mt_err *err)
{
    /* A day's grace: clocks differ, and a file in local time is not yet brought to UTC. */
    *rules = (struct mt_rules){.zone = reading->options.zone, .latest_us = reading->options.now_us + MT_DAY};
    *observed = (struct mt_observed){MT_MOMENT_UNKNOWN, ""};
    if (!mt_settle(&reading->pass.votes, reading->options.date_order, &rules->settled, err))
        return MT_FAILED;
    rules->shift_us = rules->settled.shift_us;
    if (reading->pass.head.kind == MT_HEAD_CSV && reading->pass.columns.has_offset && !rules->zone &&
        !rules->settled.shift_by_clock)
        rules->column_offset_s = reading->pass.columns.received_offset_s;
    if (check_local_times(reading, rules, err) != MT_OK || check_zone(reading, rules, err) != MT_OK)
        return MT_FAILED;
    return mt_observed_decide(&reading->pass.taken, rules, mt_source_facts(reading->source),
                              reading->options.exported_at_us, reading->options.now_us, observed, err);
}

/* Where the newest row tells when an export was taken and the first records do not begin with it, the rest would
 * contradict them, and everything would have to be imported a second time: looking through costs a fraction of that. */
static bool
may_hold_newer(const struct mt_reading *reading)
{
    return reading->pass.counts.records >= SURVEY_RECORDS && reading->pass.taken.has_risen &&
           strcmp(reading->observed.by, "newest row") == 0;
}

enum mt_rc
mt_reading_open(struct mt_reading **reading, struct mt_source *source, const struct mt_reading_options *options,
                struct mt_err *err)
{
    struct mt_reading *opened = calloc(1, sizeof *opened);
    char *head = malloc(HEAD_BYTES);
    enum mt_rc rc = mt_err_memory(err);
    size_t got = 0;
    if (!opened || !head)
        goto out;
    opened->source = opened->pass.source = source;
    opened->options = *options;
    opened->pass.stop = options->stop;

    rc = mt_source_rewind(source, err);
    for (size_t more = 1; rc == MT_OK && more > 0 && HEAD_BYTES - got >= 64; got += more)
        rc = mt_source_read(source, head + got, HEAD_BYTES - got, &more, err);
    if (rc == MT_OK)
        rc = mt_head_look((struct mt_text){head, got}, &opened->pass.head, err);
    if (rc == MT_OK && options->delimiter)
        opened->pass.head.delimiter = options->delimiter;

    if (rc == MT_OK)
        rc = mt_pass_survey(&opened->pass, SURVEY_RECORDS, err);
    if (rc == MT_OK)
        rc = decide_flavour(opened, err);
    if (rc == MT_OK && opened->flavour)
        opened->pass.kind = opened->flavour->kind;
    if (rc == MT_OK)
        rc = decide_recipient(opened, err);
    if (rc == MT_OK &&
        (decide_dates(opened, &opened->pass.rules, &opened->observed, err) != MT_OK || may_hold_newer(opened))) {
        /* Not settled by the first records: the rest may hold the row that does. */
        rc = mt_pass_survey(&opened->pass, 0, err);
        if (rc == MT_OK)
            rc = decide_dates(opened, &opened->pass.rules, &opened->observed, err);
    }
    if (rc == MT_OK)
        describe(opened);
out:
    free(head);
    if (rc == MT_OK)
        *reading = opened;
    else
        mt_reading_close(opened);
    return rc;
}

void
mt_reading_close(struct mt_reading *reading)
{
    if (!reading)
        return;
    mt_pass_release(&reading->pass);
    mt_arena_release(&reading->arena);
    free(reading);
}

const struct mt_export *
mt_reading_export(const struct mt_reading *reading)
{
    return &reading->export;
}

enum mt_record_kind
mt_reading_kind(const struct mt_reading *reading)
{
    return reading->pass.kind;
}

const char *
mt_reading_title(const struct mt_reading *reading)
{
    return reading->flavour ? reading->flavour->title : "export without rows";
}

const struct mt_reading_counts *
mt_reading_counts(const struct mt_reading *reading)
{
    return &reading->pass.counts;
}

struct mt_reading_times
mt_reading_times(const struct mt_reading *reading)
{
    const struct mt_pass *pass = &reading->pass;
    int64_t start = pass->taken.window_start_us[pass->rules.settled.order];
    return (struct mt_reading_times){&pass->votes, &pass->rules.settled,
                                     mt_rules_utc(&pass->rules, pass->taken.start_has_offset, start)};
}

enum mt_rc
mt_reading_run(struct mt_reading *reading, const struct mt_sink *sink, const struct mt_reading_progress *progress,
               struct mt_err *err)
{
    reading->pass.sink = sink;
    reading->pass.progress = progress;
    enum mt_rc rc = mt_pass_run(&reading->pass, err);
    if (rc == MT_OK)
        rc = mt_source_unchanged(reading->source, err);
    if (rc != MT_OK)
        return rc;

    struct mt_rules rules;
    struct mt_observed observed;
    rc = decide_dates(reading, &rules, &observed, err);
    if (rc != MT_OK || same_decisions(&rules, &observed, &reading->pass.rules, &reading->observed))
        return rc;
    reading->pass.rules = rules;
    reading->observed = observed;
    describe(reading);
    return MT_AGAIN;
}
