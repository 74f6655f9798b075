#include "store/dictionary.h"

#include <stdlib.h>
#include <string.h>

#include "store/base/arena.h"
#include "store/feed.h"
#include "store/interner.h"
#include "store/place.h"
#include "store/providers.h"
#include "store/route.h"

/* Routes are kept in an array by number; far fewer exist in any tenant. */
enum { ROUTES_MOST = 1 << 24 };

/* A dictionary entry that the database does not have yet. */
struct fresh {
    uint32_t id;
    uint32_t domain_id;
    struct mt_text text;
    struct mt_place place; /* of a domain */
    int64_t provider;
    struct mt_route route;
};

/* A route under its number; not every number has one. */
struct numbered_route {
    bool is_there;
    struct mt_route route;
};

struct fresh_list {
    struct fresh *entries;
    size_t count, room;
};

struct mt_dictionary {
    struct mt_store *store;
    struct mt_rules *rules;
    struct mt_interner addresses, domains, routes;
    uint32_t next_address, next_domain;
    uint32_t greatest_address; /* in the database */

    struct numbered_route *route_at; /* by id */
    size_t route_count;
    struct mt_arena routes_arena;

    uint32_t last_route; /* of the row before */

    struct fresh_list fresh_addresses, fresh_domains, fresh_routes;
    struct mt_arena fresh_arena;
};

struct mt_text
mt_address_domain(struct mt_text address)
{
    for (size_t i = address.len; i > 0; i--)
        if (address.at[i - 1] == '@')
            return (struct mt_text){address.at + i, address.len - i};
    return MT_TEXT_LITERAL("");
}

/* ---- new entries ---- */

static struct fresh *
fresh_add(struct fresh_list *list)
{
    if (list->count == list->room) {
        size_t room = list->room ? list->room * 2 : 256;
        struct fresh *grown = realloc(list->entries, room * sizeof *grown);
        if (!grown)
            return NULL;
        list->entries = grown;
        list->room = room;
    }
    struct fresh *entry = &list->entries[list->count++];
    memset(entry, 0, sizeof *entry);
    return entry;
}

static enum mt_rc
next_id(uint32_t *next, uint32_t *id, struct mt_err *err)
{
    if (*next == UINT32_MAX)
        return mt_err_set(err, MT_FAILED, "the database holds more addresses than msgtrace can number");
    *id = (*next)++;
    return MT_OK;
}

static enum mt_rc
domain_id(struct mt_dictionary *dictionary, struct mt_text name, uint32_t *id, struct mt_err *err)
{
    *id = 0;
    if (name.len == 0)
        return MT_OK;
    struct mt_interned *slot = mt_interner_at(&dictionary->domains, mt_hash_of(name));
    if (!slot)
        return mt_err_memory(err);
    if (!slot->id) {
        struct fresh *fresh = fresh_add(&dictionary->fresh_domains);
        if (!fresh || !mt_arena_copy(&dictionary->fresh_arena, name, &fresh->text))
            return mt_err_memory(err);
        enum mt_rc rc = next_id(&dictionary->next_domain, &slot->id, err);
        if (rc)
            return rc;
        fresh->id = slot->id;
        fresh->place = mt_place_of(fresh->text);
        fresh->provider = mt_rules_find(dictionary->rules, fresh->text, fresh->place.registrable);
    }
    *id = slot->id;
    return MT_OK;
}

enum mt_rc
mt_dictionary_address(struct mt_dictionary *dictionary, struct mt_text address, struct mt_hash hash,
                      struct mt_address *found, struct mt_err *err)
{
    if (!address.at) {
        *found = (struct mt_address){0, 0};
        return MT_OK;
    }
    struct mt_interned *slot = mt_interner_at(&dictionary->addresses, hash);
    if (!slot)
        return mt_err_memory(err);
    if (!slot->id) {
        struct fresh *fresh = fresh_add(&dictionary->fresh_addresses);
        if (!fresh || !mt_arena_copy(&dictionary->fresh_arena, address, &fresh->text))
            return mt_err_memory(err);
        enum mt_rc rc = domain_id(dictionary, mt_address_domain(address), &slot->other, err);
        if (rc == MT_OK)
            rc = next_id(&dictionary->next_address, &slot->id, err);
        if (rc)
            return rc;
        fresh->id = slot->id;
        fresh->domain_id = slot->other;
    }
    *found = (struct mt_address){slot->id, slot->other};
    return MT_OK;
}

void
mt_dictionary_expect(const struct mt_dictionary *dictionary, struct mt_hash hash)
{
    mt_interner_expect(&dictionary->addresses, hash);
}

/* ---- routes ---- */

static struct mt_hash
route_hash(enum mt_direction direction, struct mt_text connector, struct mt_text forest)
{
    struct mt_hash hash = mt_hash_with_number(mt_hash_of(forest), (int64_t)direction);
    return mt_hash_with(hash, connector);
}

static enum mt_rc
route_remember(struct mt_dictionary *dictionary, uint32_t id, const struct mt_route *route, struct mt_err *err)
{
    if (id >= dictionary->route_count) {
        size_t count = (size_t)id + 64;
        struct numbered_route *grown = realloc(dictionary->route_at, count * sizeof *grown);
        if (!grown)
            return mt_err_memory(err);
        memset(grown + dictionary->route_count, 0, (count - dictionary->route_count) * sizeof *grown);
        dictionary->route_at = grown;
        dictionary->route_count = count;
    }
    struct numbered_route *kept = &dictionary->route_at[id];
    if (!mt_arena_copy(&dictionary->routes_arena, route->connector, &kept->route.connector) ||
        !mt_arena_copy(&dictionary->routes_arena, route->forest, &kept->route.forest))
        return mt_err_memory(err);
    kept->route.direction = route->direction;
    kept->is_there = true;
    return MT_OK;
}

enum mt_rc
mt_dictionary_route(struct mt_dictionary *dictionary, enum mt_direction direction, struct mt_text connector,
                    struct mt_text message_id, uint32_t *id, struct mt_err *err)
{
    char room[MT_FOREST_BYTES];
    struct mt_route route = {direction, connector, mt_forest_of(message_id, room)};
    *id = 0;
    if (direction == MT_DIRECTION_UNKNOWN && !connector.at && !route.forest.at)
        return MT_OK;
    const struct mt_route *last = mt_dictionary_route_at(dictionary, dictionary->last_route);
    if (last->direction == direction && mt_text_equal(last->forest, route.forest) &&
        mt_text_equal(last->connector, connector)) {
        *id = dictionary->last_route;
        return MT_OK;
    }
    struct mt_interned *slot = mt_interner_at(&dictionary->routes, route_hash(direction, connector, route.forest));
    if (!slot)
        return mt_err_memory(err);
    if (!slot->id) {
        uint32_t next = (uint32_t)dictionary->routes.count; /* the slot itself is counted already */
        while (next < dictionary->route_count && dictionary->route_at[next].is_there)
            next++;
        struct fresh *fresh = fresh_add(&dictionary->fresh_routes);
        if (!fresh)
            return mt_err_memory(err);
        enum mt_rc rc = route_remember(dictionary, next, &route, err);
        if (rc)
            return rc;
        slot->id = fresh->id = next;
        fresh->route = dictionary->route_at[next].route;
    }
    *id = dictionary->last_route = slot->id;
    return MT_OK;
}

const struct mt_route *
mt_dictionary_route_at(const struct mt_dictionary *dictionary, uint32_t id)
{
    static const struct mt_route nothing_known = {MT_DIRECTION_UNKNOWN, {NULL, 0}, {NULL, 0}};
    bool is_there = id < dictionary->route_count && dictionary->route_at[id].is_there;
    return is_there ? &dictionary->route_at[id].route : &nothing_known;
}

/* ---- writing ---- */

static void
address_cell(sqlite3_context *cell, const void *rows, size_t row, int column)
{
    const struct fresh *fresh = (const struct fresh *)rows + row;
    switch (column) {
    case 0:
        sqlite3_result_int64(cell, fresh->id);
        break;
    case 1:
        sqlite3_result_int64(cell, fresh->domain_id);
        break;
    case 2:
        mt_feed_text(cell, fresh->text);
        break;
    }
}

static void
domain_cell(sqlite3_context *cell, const void *rows, size_t row, int column)
{
    const struct fresh *fresh = (const struct fresh *)rows + row;
    switch (column) {
    case 0:
        sqlite3_result_int64(cell, fresh->id);
        break;
    case 1:
        mt_feed_text(cell, fresh->text);
        break;
    case 2:
        mt_feed_text(cell, fresh->place.registrable);
        break;
    case 3:
        if (fresh->provider)
            sqlite3_result_int64(cell, fresh->provider);
        break;
    case 4:
        if (*fresh->place.country)
            mt_feed_text(cell, mt_text_of(fresh->place.country));
        break;
    }
}

static void
route_cell(sqlite3_context *cell, const void *rows, size_t row, int column)
{
    const struct fresh *fresh = (const struct fresh *)rows + row;
    switch (column) {
    case 0:
        sqlite3_result_int64(cell, fresh->id);
        break;
    case 1:
        sqlite3_result_int64(cell, fresh->route.direction);
        break;
    case 2:
        mt_feed_text(cell, fresh->route.connector);
        break;
    case 3:
        mt_feed_text(cell, fresh->route.forest);
        break;
    case 4:
        mt_feed_text(cell, mt_text_of(mt_forest_region(fresh->route.forest)));
        break;
    }
}

/* Statements of a flush are prepared each time: a batch is large and a feed must not be in use when it is removed. */
static enum mt_rc
write_list(struct mt_store *store, struct mt_feed feed, const char *sql, struct fresh_list *list, struct mt_err *err)
{
    sqlite3_stmt *statement = NULL;
    if (list->count == 0)
        return MT_OK;
    enum mt_rc rc = mt_feed_register(store, &feed, err);
    if (rc == MT_OK)
        rc = mt_store_prepare(store, sql, &statement, err);
    if (rc == MT_OK)
        rc = mt_feed_run(store, &feed, list->entries, list->count, statement, "writing addresses", err);
    sqlite3_finalize(statement);
    mt_feed_remove(store, &feed);
    list->count = 0;
    return rc;
}

/* Numbers that follow the greatest are left to SQLite, which then needs no search for where they belong. */
static enum mt_rc
write_addresses(struct mt_dictionary *dictionary, struct mt_err *err)
{
    static const struct mt_feed addresses = {
        .name = "feed_address",
        .columns = "id INTEGER, domain_id INTEGER, text TEXT",
        .column = address_cell,
    };
    struct fresh_list *list = &dictionary->fresh_addresses;
    struct mt_store *store = dictionary->store;
    if (list->count == 0)
        return MT_OK;
    uint32_t first = list->entries[0].id, last = list->entries[list->count - 1].id;
    bool follows = first == dictionary->greatest_address + 1 && last - first == list->count - 1;
    enum mt_rc rc = write_list(store, addresses,
                               follows ? "INSERT OR FAIL INTO address (id, domain_id, text) "
                                         "SELECT NULL, domain_id, text FROM feed_address"
                                       : "INSERT OR FAIL INTO address (id, domain_id, text) "
                                         "SELECT id, domain_id, text FROM feed_address",
                               list, err);
    if (rc == MT_OK && sqlite3_last_insert_rowid(store->db) != last)
        return mt_err_set(err, MT_FAILED, "'%s' is damaged: addresses get other numbers than they should", store->path);
    dictionary->greatest_address = last;
    return rc;
}

enum mt_rc
mt_dictionary_flush(struct mt_dictionary *dictionary, struct mt_err *err)
{
    static const struct mt_feed domains = {
        .name = "feed_domain",
        .columns = "id INTEGER, name TEXT, registrable TEXT, provider_id INTEGER, country TEXT",
        .column = domain_cell,
    };
    static const struct mt_feed routes = {
        .name = "feed_route",
        .columns = "id INTEGER, direction INTEGER, connector TEXT, forest TEXT, region TEXT",
        .column = route_cell,
    };
    struct mt_store *store = dictionary->store;
    enum mt_rc rc = write_list(store, domains,
                               "INSERT OR FAIL INTO domain (id, name, registrable, provider_id, country) "
                               "SELECT id, name, registrable, provider_id, country FROM feed_domain",
                               &dictionary->fresh_domains, err);
    if (rc == MT_OK)
        rc = write_addresses(dictionary, err);
    if (rc == MT_OK)
        rc = write_list(store, routes,
                        "INSERT OR FAIL INTO route (id, direction, connector, forest, region) "
                        "SELECT id, direction, connector, forest, region FROM feed_route",
                        &dictionary->fresh_routes, err);
    mt_arena_reset(&dictionary->fresh_arena);
    return rc;
}

/* ---- reading ---- */

static enum mt_rc
take_address(struct mt_dictionary *dictionary, sqlite3_stmt *row, struct mt_err *err)
{
    struct mt_interned *slot = mt_interner_at(&dictionary->addresses, mt_hash_of(mt_column_text(row, 2)));
    if (!slot)
        return mt_err_memory(err);
    slot->id = (uint32_t)sqlite3_column_int64(row, 0);
    slot->other = (uint32_t)sqlite3_column_int64(row, 1);
    if (slot->id > dictionary->greatest_address)
        dictionary->greatest_address = slot->id;
    dictionary->next_address = dictionary->greatest_address + 1;
    return MT_OK;
}

static enum mt_rc
take_domain(struct mt_dictionary *dictionary, sqlite3_stmt *row, struct mt_err *err)
{
    struct mt_interned *slot = mt_interner_at(&dictionary->domains, mt_hash_of(mt_column_text(row, 1)));
    if (!slot)
        return mt_err_memory(err);
    slot->id = (uint32_t)sqlite3_column_int64(row, 0);
    if (slot->id >= dictionary->next_domain)
        dictionary->next_domain = slot->id + 1;
    return MT_OK;
}

static enum mt_rc
take_route(struct mt_dictionary *dictionary, sqlite3_stmt *row, struct mt_err *err)
{
    struct mt_route route = {(enum mt_direction)sqlite3_column_int(row, 1), mt_column_text(row, 2),
                             mt_column_text(row, 3)};
    uint32_t id = (uint32_t)sqlite3_column_int64(row, 0);
    if (id > ROUTES_MOST)
        return mt_err_set(err, MT_FAILED, "'%s' is damaged: a route has the number %u", dictionary->store->path,
                          (unsigned)id);
    struct mt_interned *slot =
        mt_interner_at(&dictionary->routes, route_hash(route.direction, route.connector, route.forest));
    if (!slot)
        return mt_err_memory(err);
    slot->id = id;
    return route_remember(dictionary, id, &route, err);
}

static enum mt_rc
read_table(struct mt_dictionary *dictionary, const char *sql,
           enum mt_rc (*take)(struct mt_dictionary *, sqlite3_stmt *, struct mt_err *), struct mt_err *err)
{
    sqlite3_stmt *statement = NULL;
    int step = SQLITE_DONE;
    enum mt_rc rc = mt_store_prepare(dictionary->store, sql, &statement, err);
    while (rc == MT_OK && (step = sqlite3_step(statement)) == SQLITE_ROW) {
        int64_t id = sqlite3_column_int64(statement, 0);
        if (id <= 0 || id >= UINT32_MAX)
            rc = mt_err_set(err, MT_FAILED, "'%s' is damaged: a dictionary has the number %lld",
                            dictionary->store->path, (long long)id);
        else
            rc = take(dictionary, statement, err);
    }
    if (rc == MT_OK && step != SQLITE_DONE)
        rc = mt_store_error(dictionary->store, "reading addresses", err);
    sqlite3_finalize(statement);
    return rc;
}

enum mt_rc
mt_dictionary_open(struct mt_dictionary **dictionary, struct mt_store *store, struct mt_err *err)
{
    struct mt_dictionary *made = calloc(1, sizeof *made);
    if (!made)
        return mt_err_memory(err);
    made->store = store;
    made->next_address = made->next_domain = 1;
    enum mt_rc rc = mt_providers_rules(store, &made->rules, err);
    if (rc == MT_OK)
        rc = read_table(made, "SELECT id, name FROM domain WHERE id <> 0", take_domain, err);
    if (rc == MT_OK)
        rc = read_table(made, "SELECT id, domain_id, text FROM address", take_address, err);
    if (rc == MT_OK)
        rc = read_table(made, "SELECT id, direction, connector, forest FROM route WHERE id <> 0", take_route, err);
    if (rc) {
        mt_dictionary_close(made);
        return rc;
    }
    *dictionary = made;
    return MT_OK;
}

enum mt_rc
mt_dictionary_of(struct mt_store *store, struct mt_dictionary **dictionary, struct mt_err *err)
{
    int64_t version = 0;
    enum mt_rc rc = mt_store_integer(store, "PRAGMA data_version", 0, &version, err);
    if (rc)
        return rc;
    if (store->dictionary && store->dictionary_version != version)
        mt_store_forget_dictionary(store);
    if (!store->dictionary)
        rc = mt_dictionary_open(&store->dictionary, store, err);
    store->dictionary_version = version;
    *dictionary = store->dictionary;
    return rc;
}

void
mt_dictionary_close(struct mt_dictionary *dictionary)
{
    if (!dictionary)
        return;
    mt_rules_free(dictionary->rules);
    mt_interner_release(&dictionary->addresses);
    mt_interner_release(&dictionary->domains);
    mt_interner_release(&dictionary->routes);
    free(dictionary->route_at);
    mt_arena_release(&dictionary->routes_arena);
    free(dictionary->fresh_addresses.entries);
    free(dictionary->fresh_domains.entries);
    free(dictionary->fresh_routes.entries);
    mt_arena_release(&dictionary->fresh_arena);
    free(dictionary);
}
