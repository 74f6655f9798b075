#include "query/controls.h"

#include "query/question.h"

const char *
mt_control_key(enum mt_control control)
{
    static const char *const keys[] = {
#define X(name, key) [MT_CONTROL_##name] = (key),
        MT_CONTROL_LIST(X)
#undef X
    };
    return keys[control];
}

/* ---- one group ---- */

static void
take_share(struct mt_control_group *group)
{
    group->has_share = mt_stats_share(group->trouble, group->deliveries, &group->interval);
    group->share = group->has_share ? (double)group->trouble / (double)group->deliveries : 0;
}

static enum mt_rc
ask_group(struct mt_store *store, const struct mt_filter *filter, struct mt_control_group *group,
          struct mt_controls *controls, struct mt_err *err)
{
    struct mt_table table;
    mt_table_init(&table, "", "");
    enum mt_rc rc = mt_question_ask(store, "overview", filter, &table, err);
    if (rc == MT_OK) {
        *group = (struct mt_control_group){
            .asked = true,
            .since_us = filter->since_us,
            .until_us = filter->until_us,
            .deliveries = mt_table_integer(&table, 0, "deliveries", 0),
            .deferred = mt_table_integer(&table, 0, "deferred", 0),
            .failed = mt_table_integer(&table, 0, "failed", 0),
        };
        group->trouble = group->failed + mt_table_integer(&table, 0, "still_deferred", 0) +
                         mt_table_integer(&table, 0, "deferred_then_delivered", 0);
        if (table.evidence && !controls->evidence)
            controls->evidence = table.evidence;
        take_share(group);
    }
    mt_table_release(&table);
    return rc;
}

/* What is left of a group when part of it is taken away. */
static struct mt_control_group
rest_of(const struct mt_control_group *whole, const struct mt_control_group *part)
{
    struct mt_control_group rest = *whole;
    rest.deliveries -= part->deliveries;
    rest.trouble -= part->trouble;
    rest.deferred -= part->deferred;
    rest.failed -= part->failed;
    take_share(&rest);
    return rest;
}

/* ---- the case and what it is compared with ---- */

/* The same window, everybody: what says where mail went is taken off. */
static struct mt_filter
without_place(const struct mt_filter *filter)
{
    struct mt_filter wide = *filter;
    wide.domain = wide.provider = wide.country = wide.remote_host = MT_TEXT_UNKNOWN;
    wide.size_band = wide.forest = wide.region = wide.connector = MT_TEXT_UNKNOWN;
    return wide;
}

static enum mt_rc
ask_places(struct mt_store *store, const struct mt_filter *filter, struct mt_controls *controls, struct mt_err *err)
{
    struct mt_control_group *groups = controls->groups, everywhere, all_there, all;
    struct mt_filter wide = without_place(filter), anybody = *filter, anything;
    anybody.sender = MT_TEXT_UNKNOWN;
    anything = without_place(&anybody);
    enum mt_rc rc = ask_group(store, filter, &groups[MT_CONTROL_CASE], controls, err);
    if (rc == MT_OK)
        rc = ask_group(store, &wide, &everywhere, controls, err);
    if (rc != MT_OK)
        return rc;
    groups[MT_CONTROL_SENDER_ELSEWHERE] = rest_of(&everywhere, &groups[MT_CONTROL_CASE]);
    /* A case about all mail has no elsewhere. */
    groups[MT_CONTROL_SENDER_ELSEWHERE].asked = everywhere.deliveries > groups[MT_CONTROL_CASE].deliveries;
    if (!mt_text_known(filter->sender))
        return MT_OK;
    rc = ask_group(store, &anybody, &all_there, controls, err);
    if (rc == MT_OK)
        rc = ask_group(store, &anything, &all, controls, err);
    if (rc != MT_OK)
        return rc;
    groups[MT_CONTROL_OTHERS_THERE] = rest_of(&all_there, &groups[MT_CONTROL_CASE]);
    struct mt_control_group others = rest_of(&all, &everywhere);
    groups[MT_CONTROL_OTHERS_ELSEWHERE] = rest_of(&others, &groups[MT_CONTROL_OTHERS_THERE]);
    return MT_OK;
}

static enum mt_rc
ask_times(struct mt_store *store, const struct mt_filter *filter, struct mt_controls *controls, struct mt_err *err)
{
    struct mt_filter moved = *filter;
    enum mt_rc rc = MT_OK;
    if (filter->since_us != MT_MOMENT_UNKNOWN && controls->data_from_us != MT_MOMENT_UNKNOWN &&
        filter->since_us > controls->data_from_us) {
        int64_t until = filter->until_us != MT_MOMENT_UNKNOWN ? filter->until_us : controls->data_until_us + MT_SECOND;
        int64_t length = until - filter->since_us;
        moved.since_us = filter->since_us - (length > 7 * MT_DAY ? length : 7 * MT_DAY);
        if (moved.since_us < controls->data_from_us)
            moved.since_us = controls->data_from_us;
        moved.until_us = filter->since_us;
        rc = ask_group(store, &moved, &controls->groups[MT_CONTROL_BEFORE], controls, err);
    }
    if (rc == MT_OK && filter->until_us != MT_MOMENT_UNKNOWN && filter->until_us <= controls->data_until_us) {
        moved.since_us = filter->until_us;
        moved.until_us = MT_MOMENT_UNKNOWN;
        rc = ask_group(store, &moved, &controls->groups[MT_CONTROL_AFTER], controls, err);
        controls->groups[MT_CONTROL_AFTER].until_us = controls->data_until_us;
    }
    return rc;
}

/* ---- why, who, when ---- */

static enum mt_rc
ask_reasons(struct mt_store *store, const struct mt_filter *filter, struct mt_controls *controls, struct mt_err *err)
{
    struct mt_table table;
    struct mt_filter all = *filter;
    all.limit = 0;
    mt_table_init(&table, "", "");
    enum mt_rc rc = mt_question_ask(store, "reasons", &all, &table, err);
    for (size_t i = 0; i < table.row_count && rc == MT_OK; i++) {
        struct mt_cell key = mt_table_cell(&table, i, "reason_class"), evidence = mt_table_cell(&table, i, "evidence");
        enum mt_reason_class class = MT_REASON_CLASS_UNKNOWN;
        if (key.known)
            mt_reason_class_parse(key.text, &class);
        int64_t deliveries = mt_table_integer(&table, i, "deliveries", 0);
        int64_t first = mt_table_integer(&table, i, "first_received", MT_MOMENT_UNKNOWN);
        int64_t last = mt_table_integer(&table, i, "last_received", MT_MOMENT_UNKNOWN);
        controls->by_class[class] += deliveries;
        if (evidence.known && mt_text_is(evidence.text, "events"))
            controls->with_events += deliveries;
        if (first != MT_MOMENT_UNKNOWN &&
            (controls->first_trouble_us == MT_MOMENT_UNKNOWN || first < controls->first_trouble_us))
            controls->first_trouble_us = first;
        if (last > controls->last_trouble_us) /* unknown is the smallest */
            controls->last_trouble_us = last;
    }
    mt_table_release(&table);
    return rc;
}

static enum mt_rc
ask_senders(struct mt_store *store, const struct mt_filter *filter, struct mt_controls *controls, struct mt_err *err)
{
    struct mt_table table;
    struct mt_filter all = *filter;
    all.limit = 0;
    mt_table_init(&table, "", "");
    enum mt_rc rc = mt_question_ask(store, "senders", &all, &table, err);
    if (rc == MT_OK)
        controls->senders_in_trouble = (int64_t)table.row_count;
    mt_table_release(&table);
    return rc;
}

static enum mt_rc
ask_span(struct mt_store *store, struct mt_controls *controls, struct mt_err *err)
{
    struct mt_table table;
    struct mt_filter all;
    mt_filter_init(&all);
    mt_table_init(&table, "", "");
    enum mt_rc rc = mt_question_ask(store, "freshness", &all, &table, err);
    if (rc == MT_OK) {
        controls->data_from_us = mt_table_integer(&table, 0, "first_received", MT_MOMENT_UNKNOWN);
        controls->data_until_us = mt_table_integer(&table, 0, "last_received", MT_MOMENT_UNKNOWN);
    }
    mt_table_release(&table);
    return rc;
}

enum mt_rc
mt_controls_ask(struct mt_store *store, const struct mt_filter *filter, struct mt_controls *controls,
                struct mt_err *err)
{
    *controls = (struct mt_controls){.first_trouble_us = MT_MOMENT_UNKNOWN, .last_trouble_us = MT_MOMENT_UNKNOWN};
    enum mt_rc rc = ask_span(store, controls, err);
    if (rc == MT_OK)
        rc = ask_places(store, filter, controls, err);
    if (rc == MT_OK)
        rc = ask_times(store, filter, controls, err);
    if (rc == MT_OK)
        rc = ask_reasons(store, filter, controls, err);
    return rc == MT_OK ? ask_senders(store, filter, controls, err) : rc;
}

int
mt_controls_compare(const struct mt_control_group *a, const struct mt_control_group *b)
{
    double difference;
    struct mt_interval interval;
    if (!a->asked || !b->asked ||
        !mt_stats_difference(b->trouble, b->deliveries, a->trouble, a->deliveries, &difference, &interval))
        return 0;
    return interval.low > 0 ? 1 : interval.high < 0 ? -1 : 0;
}
