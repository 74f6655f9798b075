#include "query/mail_groups.h"

#include <stdlib.h>
#include <string.h>

#include "query/apart.h"
#include "query/statement.h"
#include "store/key.h"
#include "store/row.h"

/* The columns of both SQL files, in order. */
enum { RECEIVED, TRACE_ID, MESSAGE_ID, DOMAIN, ROUTE, SENDER, SIZE, OUTCOME, HOST, REASON, DELAY, HAS_EVENTS, KEY };

/* Keys are as fine as half a second; this far behind them an hour's mail is all there. */
enum { KEY_SLACK_US = 2 * 1000000, ROWS_BETWEEN_LOOKS = 4096 };

/* ---- words ---- */

static const char *const trouble_keys[] = {
#define X(name, key, words) [MT_TROUBLE_##name] = key,
    MT_TROUBLE_LIST(X)
#undef X
};

const char *
mt_trouble_key(enum mt_trouble trouble)
{
    return trouble_keys[trouble];
}

bool
mt_trouble_by_key(const char *key, enum mt_trouble *trouble)
{
    for (size_t i = 0; i < sizeof trouble_keys / sizeof *trouble_keys; i++)
        if (strcmp(trouble_keys[i], key) == 0) {
            *trouble = (enum mt_trouble)i;
            return true;
        }
    return false;
}

/* ---- what is trouble, and what is worse ---- */

/* Of several recipients the worst one speaks. A failure that nobody explains stands before what ended well. */
static const struct {
    int rank;
    bool deferred, failed;
} outcomes[] = {
    [MT_OUTCOME_UNKNOWN] = {0},
    [MT_OUTCOME_UNDER_WAY] = {1},
    [MT_OUTCOME_ROUTING] = {0},
    [MT_OUTCOME_DELIVERED] = {2},
    [MT_OUTCOME_QUARANTINED] = {3},
    [MT_OUTCOME_FILTERED_AS_SPAM] = {3},
    [MT_OUTCOME_DELIVERED_AFTER_DEFERRAL] = {4, .deferred = true},
    [MT_OUTCOME_DEFERRED] = {5, .deferred = true},
    [MT_OUTCOME_FAILED] = {6, .failed = true},
    [MT_OUTCOME_FAILED_AFTER_DEFERRAL] = {7, .deferred = true, .failed = true},
    [MT_OUTCOME_EXPIRED] = {8, .deferred = true, .failed = true},
};

static bool
is_bad(const struct mt_mail_walk *walk, const struct mt_mail_group *row, bool mailing)
{
    bool deferred = outcomes[row->outcome].deferred, failed = outcomes[row->outcome].failed;
    bool unsaid = row->outcome == MT_OUTCOME_FAILED && row->reason_id == 0;
    if (unsaid && mailing)
        return false;
    switch (walk->of) {
    case MT_TROUBLE_DEFERRED:
        return deferred || unsaid;
    case MT_TROUBLE_FAILED:
        return failed;
    case MT_TROUBLE_ANY:
        break;
    }
    return deferred || failed;
}

/* The places of routes in the order of their forests' names, by id; behind `count` lies what has none. */
struct routes {
    int32_t *places;
    int64_t count;
};

static int32_t
place_of(const struct routes *routes, int64_t route_id)
{
    return route_id >= 0 && route_id < routes->count ? routes->places[route_id] : INT32_MAX;
}

/* Of equals by what happened the one with the first host by name, and then the first forest: known before unknown, so
 * that the choice is that of the data and not of the order of import. */
static bool
is_worse(const struct routes *routes, const struct mt_mail_group *a, const struct mt_mail_group *b)
{
    if (a->bad != b->bad)
        return a->bad;
    if (outcomes[a->outcome].rank != outcomes[b->outcome].rank)
        return outcomes[a->outcome].rank > outcomes[b->outcome].rank;
    if (mt_text_known(a->remote_host) != mt_text_known(b->remote_host))
        return mt_text_known(a->remote_host);
    int order = mt_text_compare(a->remote_host, b->remote_host);
    return order ? order < 0 : place_of(routes, a->route_id) < place_of(routes, b->route_id);
}

static enum mt_rc
read_routes(struct mt_store *store, struct routes *routes, struct mt_err *err)
{
    struct mt_statement statement = MT_STATEMENT_CLOSED;
    bool more = false;
    int32_t place = 0;
    enum mt_rc rc = mt_statement_open(&statement, store, "mail_routes.sql", NULL, NULL, err);
    while (rc == MT_OK && (rc = mt_statement_next(&statement, &more, err)) == MT_OK && more) {
        int64_t id = mt_statement_integer(&statement, 0);
        if (id < 0 || !mt_statement_known(&statement, 1))
            continue;
        if (id >= routes->count) {
            int32_t *grown = id < INT32_MAX ? realloc(routes->places, ((size_t)id + 1) * sizeof *grown) : NULL;
            if (!grown) {
                rc = mt_err_memory(err);
                break;
            }
            for (int64_t i = routes->count; i <= id; i++)
                grown[i] = INT32_MAX;
            routes->places = grown;
            routes->count = id + 1;
        }
        routes->places[id] = place++;
    }
    mt_statement_close(&statement);
    return rc;
}

/* ---- groups that are still being gathered ---- */

struct gathered {
    uint64_t message; /* hash of the message and the domain */
    struct mt_mail_group group;
};

/* A set of groups with a table to find them by; in the order in which they came. */
struct gathering {
    struct gathered *items;
    size_t count, room;
    uint32_t *slots; /* index + 1, open addressing, a power of two; 0 is free */
    size_t slot_count;
    struct mt_arena hosts;
};

static void
release(struct gathering *gathering)
{
    free(gathering->items);
    free(gathering->slots);
    mt_arena_release(&gathering->hosts);
}

static void
forget(struct gathering *gathering)
{
    if (gathering->count > 0)
        memset(gathering->slots, 0, gathering->slot_count * sizeof *gathering->slots);
    gathering->count = 0;
    mt_arena_reset(&gathering->hosts);
}

static size_t
slot_of(const struct gathering *gathering, uint64_t message)
{
    size_t mask = gathering->slot_count - 1, slot = (size_t)message & mask;
    while (gathering->slots[slot] && gathering->items[gathering->slots[slot] - 1].message != message)
        slot = (slot + 1) & mask;
    return slot;
}

static bool
make_room(struct gathering *gathering)
{
    if (gathering->count < gathering->room)
        return true;
    size_t room = gathering->room ? gathering->room * 2 : 1024, slot_count = room * 2;
    if (room >= UINT32_MAX)
        return false;
    struct gathered *items = realloc(gathering->items, room * sizeof *items);
    if (items)
        gathering->items = items;
    uint32_t *slots = calloc(slot_count, sizeof *slots);
    if (!items || !slots) {
        free(slots);
        return false;
    }
    free(gathering->slots);
    gathering->slots = slots;
    gathering->slot_count = slot_count;
    gathering->room = room;
    for (size_t i = 0; i < gathering->count; i++)
        slots[slot_of(gathering, gathering->items[i].message)] = (uint32_t)(i + 1);
    return true;
}

/* Adds one recipient to its group. Returns false when memory ran out. */
static bool
gather(struct gathering *gathering, const struct routes *routes, uint64_t message, const struct mt_mail_group *row)
{
    if (!make_room(gathering))
        return false;
    size_t slot = slot_of(gathering, message);
    struct mt_mail_group *group;
    bool speaks = true;
    int64_t deliveries = 1, bad_deliveries = row->bad, received_us = row->received_us;
    bool has_events = row->has_events;
    int size_band = row->size_band;
    if (gathering->slots[slot]) {
        group = &gathering->items[gathering->slots[slot] - 1].group;
        speaks = is_worse(routes, row, group);
        deliveries += group->deliveries;
        bad_deliveries += group->bad_deliveries;
        has_events = has_events || group->has_events;
        received_us = group->received_us < received_us ? group->received_us : received_us;
        if (size_band == MT_SIZE_BAND_UNKNOWN ||
            (group->size_band != MT_SIZE_BAND_UNKNOWN && group->size_band > size_band))
            size_band = group->size_band;
    } else {
        gathering->items[gathering->count++].message = message;
        gathering->slots[slot] = (uint32_t)gathering->count;
        group = &gathering->items[gathering->count - 1].group;
    }
    if (speaks) {
        *group = *row;
        if (!mt_arena_copy(&gathering->hosts, row->remote_host, &group->remote_host))
            return false;
    }
    group->deliveries = deliveries;
    group->bad_deliveries = bad_deliveries;
    group->has_events = has_events;
    group->received_us = received_us;
    group->size_band = size_band;
    return true;
}

/* ---- rows ---- */

/* A good mixer of 64 bits: who forges ids to collide merges two of his own messages, no more. */
static uint64_t
mix(uint64_t x)
{
    x = (x ^ (x >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94D049BB133111EB);
    return x ^ (x >> 31);
}

static uint64_t
mix_bytes(uint64_t hash, struct mt_text bytes)
{
    while (bytes.len > 0) {
        uint64_t part = 0;
        size_t take = bytes.len < sizeof part ? bytes.len : sizeof part;
        memcpy(&part, bytes.at, take);
        hash = mix(hash ^ part) + take;
        bytes.at += take;
        bytes.len -= take;
    }
    return mix(hash);
}

struct walking {
    const struct mt_mail_walk *walk;
    mt_take_group *take;
    void *context;
    struct routes routes;
    struct gathering hour, timeless;
    int64_t hour_end_us;
    bool apart_messages; /* some Message-IDs matter */
    int64_t first_us, last_us;
};

/* Mail is one message when its trace id is; where it has none (a Message-ID may stand in for it), when its Message-ID
 * is and it came in the same hour. With neither every delivery is a message by itself. */
static uint64_t
message_of(const struct mt_statement *row, const struct mt_mail_group *group, uint64_t number)
{
    uint64_t domain = mix((uint64_t)group->domain_id);
    struct mt_text id = mt_statement_bytes(row, TRACE_ID);
    if (id.len == 16 || (id.len > 0 && id.at[0] != '<'))
        return mix_bytes(domain, id);
    id = mt_statement_bytes(row, MESSAGE_ID);
    if (id.len == 0)
        return mix(number + UINT64_C(0x9E3779B97F4A7C15));
    return mix_bytes(mix(domain ^ (uint64_t)mt_floor_to(group->received_us, MT_HOUR)), id);
}

/* Reads a row; false when it is none of the mail to be counted. */
static bool
read_row(const struct walking *walking, const struct mt_statement *statement, struct mt_mail_group *row)
{
    const struct mt_mail_walk *walk = walking->walk;
    *row = (struct mt_mail_group){
        .received_us = mt_statement_integer(statement, RECEIVED),
        .domain_id = mt_statement_integer(statement, DOMAIN),
        .route_id = mt_statement_integer(statement, ROUTE),
        .sender_id = mt_statement_integer(statement, SENDER),
        .outcome = (int)mt_statement_integer(statement, OUTCOME),
        .size_band =
            mt_size_band(mt_statement_known(statement, SIZE) ? mt_statement_integer(statement, SIZE) : MT_SIZE_UNKNOWN),
        .remote_host = mt_statement_bytes(statement, HOST),
        .reason_id = mt_statement_integer(statement, REASON),
        .delay_s = mt_statement_known(statement, DELAY) ? mt_statement_integer(statement, DELAY) : -1,
        .has_events = mt_statement_integer(statement, HAS_EVENTS) != 0,
    };
    if ((walk->from_us != MT_MOMENT_UNKNOWN && row->received_us < walk->from_us) ||
        (walk->until_us != MT_MOMENT_UNKNOWN && row->received_us >= walk->until_us) || row->outcome < 0 ||
        row->outcome >= (int)(sizeof outcomes / sizeof *outcomes))
        return false;
    bool mailing = false;
    if (walk->apart) {
        struct mt_text message_id =
            walking->apart_messages ? mt_statement_bytes(statement, MESSAGE_ID) : MT_TEXT_UNKNOWN;
        if (mt_apart_is_dead(walk->apart, row->domain_id) ||
            (walk->apart->loop_known && mt_apart_is_loop(walk->apart, message_id)))
            return false;
        mailing = walk->apart->mailing_count > 0 && row->outcome == MT_OUTCOME_FAILED &&
                  mt_apart_is_mailing(walk->apart, row->sender_id, message_id, row->received_us);
    }
    row->bad = is_bad(walk, row, mailing);
    return true;
}

/* ---- the walk ---- */

static enum mt_rc
hand_over(struct walking *walking, struct gathering *gathering, struct mt_err *err)
{
    enum mt_rc rc = MT_OK;
    for (size_t i = 0; i < gathering->count && rc == MT_OK; i++)
        if (!walking->walk->only_trouble || gathering->items[i].group.bad)
            rc = walking->take(walking->context, &gathering->items[i].group, err);
    forget(gathering);
    return rc;
}

static enum mt_rc
take_row(struct walking *walking, const struct mt_statement *statement, uint64_t number, struct mt_err *err)
{
    struct mt_mail_group row;
    if (!read_row(walking, statement, &row))
        return MT_OK;
    /* Rows without a key come by time. A key whose moment is not that of receipt may come at any time. */
    int64_t moment_us = row.received_us;
    if (mt_statement_known(statement, KEY))
        moment_us = mt_key_moment(mt_statement_integer(statement, KEY));
    int64_t off_us = moment_us - row.received_us;
    bool timeless = off_us > KEY_SLACK_US || off_us < -KEY_SLACK_US;
    enum mt_rc rc = MT_OK;
    if (!timeless && moment_us >= walking->hour_end_us + KEY_SLACK_US) {
        rc = hand_over(walking, &walking->hour, err);
        walking->hour_end_us = mt_floor_to(row.received_us, MT_HOUR) + MT_HOUR;
    }
    row.timeless = timeless;
    uint64_t message = message_of(statement, &row, number);
    if (rc == MT_OK && !gather(timeless ? &walking->timeless : &walking->hour, &walking->routes, message, &row))
        rc = mt_err_memory(err);
    return rc;
}

/* Where the walk stands, by time; keys without a clock are anywhere. */
static bool
is_stopped(const struct walking *walking, const struct mt_statement *statement)
{
    const struct mt_mail_walk *walk = walking->walk;
    if (!walk->stop)
        return false;
    double span = (double)(walking->last_us - walking->first_us), at = -1;
    if (span > 0) {
        at = (double)(mt_statement_integer(statement, RECEIVED) - walking->first_us) / span;
        at = at < 0 ? 0 : at > 1 ? 1 : at;
    }
    return walk->stop(walk->context, at);
}

static enum mt_rc
bind(const struct mt_mail_walk *walk, struct mt_bindings *bindings, struct mt_arena *arena, struct mt_err *err)
{
    bindings->count = 0;
    enum mt_rc rc = mt_filter_bind(walk->filter, walk->store, bindings, arena, err);
    int64_t first = 0, last = INT64_MAX, ignored;
    if (!walk->timeless && walk->from_us != MT_MOMENT_UNKNOWN)
        mt_key_range(walk->from_us - KEY_SLACK_US, walk->from_us, &first, &ignored);
    if (!walk->timeless && walk->until_us != MT_MOMENT_UNKNOWN)
        mt_key_range(walk->until_us, walk->until_us + KEY_SLACK_US, &ignored, &last);
    mt_bindings_integer(bindings, ":first_key", first);
    mt_bindings_integer(bindings, ":last_key", last);
    return rc;
}

static enum mt_rc
walk_rows(struct walking *walking, struct mt_statement *statement, struct mt_err *err)
{
    bool more = false;
    enum mt_rc rc;
    for (uint64_t number = 0; (rc = mt_statement_next(statement, &more, err)) == MT_OK && more; number++) {
        if (number % ROWS_BETWEEN_LOOKS == 0 && is_stopped(walking, statement))
            return mt_err_set(err, MT_INTERRUPTED, "interrupted");
        rc = take_row(walking, statement, number, err);
        if (rc != MT_OK)
            return rc;
    }
    if (rc == MT_OK)
        rc = hand_over(walking, &walking->hour, err);
    return rc == MT_OK ? hand_over(walking, &walking->timeless, err) : rc;
}

enum mt_rc
mt_mail_groups(const struct mt_mail_walk *walk, mt_take_group *take, void *context, struct mt_err *err)
{
    static const struct mt_fragment fragments[] = {{"filters", mt_filter_delivery_sql}, {NULL, NULL}};
    struct walking walking = {
        .walk = walk,
        .take = take,
        .context = context,
        .hour_end_us = INT64_MIN / 2,
        .apart_messages = walk->apart && (walk->apart->loop_known || walk->apart->mailing_count > 0),
        .first_us = walk->from_us != MT_MOMENT_UNKNOWN ? walk->from_us : walk->expect_from_us,
        .last_us = walk->until_us != MT_MOMENT_UNKNOWN ? walk->until_us : walk->expect_until_us,
    };
    struct mt_arena arena = MT_ARENA_EMPTY;
    struct mt_bindings bindings;
    struct mt_statement statement = MT_STATEMENT_CLOSED;
    enum mt_rc rc = bind(walk, &bindings, &arena, err);
    if (rc == MT_OK)
        rc = read_routes(walk->store, &walking.routes, err);
    if (rc == MT_OK)
        rc = mt_statement_open(&statement, walk->store, walk->only_trouble ? "mail_trouble.sql" : "mail_groups.sql",
                               fragments, &bindings, err);
    if (rc == MT_OK)
        rc = walk_rows(&walking, &statement, err);
    mt_statement_close(&statement);
    release(&walking.hour);
    release(&walking.timeless);
    free(walking.routes.places);
    mt_arena_release(&arena);
    return rc;
}
