#include "store/seen_blocks.h"

#include <stdlib.h>
#include <string.h>

enum sql { AT_OR_BEFORE, BEHIND, REMOVE, WRITE, SQL_COUNT };

static const char *const statements[SQL_COUNT] = {
    /* One row: the block in which a key is, or would be if it is not before all of them. */
    [AT_OR_BEFORE] = "SELECT first, entries FROM seen_block WHERE first <= ?1 ORDER BY first DESC LIMIT 1",
    /* One row: the next block. */
    [BEHIND] = "SELECT first, entries FROM seen_block WHERE first > ?1 ORDER BY first LIMIT 1",
    [REMOVE] = "DELETE FROM seen_block WHERE first = ?1",
    [WRITE] = "INSERT OR REPLACE INTO seen_block (first, entries) VALUES (?1, ?2)",
};

struct mt_seen_blocks {
    struct mt_store *store;
    sqlite3_stmt *sql[SQL_COUNT];
    unsigned char *merged; /* of a block with what comes into it */
    size_t room;           /* entries */
};

/* ---- one block ---- */

static int64_t
number_at(const unsigned char *at)
{
    uint64_t number = 0;
    for (int i = 0; i < 8; i++)
        number = number << 8 | at[i];
    return (int64_t)number;
}

static void
put_number(unsigned char *at, int64_t number)
{
    for (int i = 0; i < 8; i++)
        at[i] = (unsigned char)((uint64_t)number >> (56 - 8 * i));
}

size_t
mt_seen_block_count(struct mt_text block)
{
    return block.len / MT_SEEN_ENTRY_BYTES;
}

static int64_t
key_at(struct mt_text block, size_t at)
{
    return number_at((const unsigned char *)block.at + at * MT_SEEN_ENTRY_BYTES);
}

struct mt_keyed
mt_seen_block_entry(struct mt_text block, size_t at)
{
    const unsigned char *entry = (const unsigned char *)block.at + at * MT_SEEN_ENTRY_BYTES;
    return (struct mt_keyed){number_at(entry), number_at(entry + 8)};
}

size_t
mt_seen_block_find(struct mt_text block, size_t from, int64_t key)
{
    size_t low = from, high = mt_seen_block_count(block);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (key_at(block, middle) < key)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* ---- the table ---- */

/* The block that a statement gives; unknown when there is none. It is borrowed until the statement is reset. */
static enum mt_rc
look(struct mt_seen_blocks *blocks, enum sql sql, int64_t key, int64_t *first, struct mt_text *block,
     struct mt_err *err)
{
    sqlite3_stmt *statement = blocks->sql[sql];
    *block = MT_TEXT_UNKNOWN;
    sqlite3_bind_int64(statement, 1, key);
    int step = sqlite3_step(statement);
    if (step == SQLITE_ROW) {
        *first = sqlite3_column_int64(statement, 0);
        *block = mt_column_text(statement, 1);
    } else if (step != SQLITE_DONE) {
        sqlite3_reset(statement);
        return mt_store_error(blocks->store, "reading keys", err);
    }
    return MT_OK;
}

static enum mt_rc
run(struct mt_seen_blocks *blocks, enum sql sql, struct mt_err *err)
{
    int step = sqlite3_step(blocks->sql[sql]);
    sqlite3_reset(blocks->sql[sql]);
    return step == SQLITE_DONE ? MT_OK : mt_store_error(blocks->store, "writing keys", err);
}

static enum mt_rc
remove_block(struct mt_seen_blocks *blocks, int64_t first, struct mt_err *err)
{
    sqlite3_bind_int64(blocks->sql[REMOVE], 1, first);
    return run(blocks, REMOVE, err);
}

/* Writes what was merged as blocks of `most` entries; the last one has what is left. */
static enum mt_rc
write_blocks(struct mt_seen_blocks *blocks, size_t count, size_t most, struct mt_err *err)
{
    enum mt_rc rc = MT_OK;
    for (size_t at = 0; at < count && rc == MT_OK; at += most) {
        size_t here = count - at < most ? count - at : most;
        const unsigned char *entries = blocks->merged + at * MT_SEEN_ENTRY_BYTES;
        sqlite3_bind_int64(blocks->sql[WRITE], 1, number_at(entries));
        sqlite3_bind_blob64(blocks->sql[WRITE], 2, entries, here * MT_SEEN_ENTRY_BYTES, SQLITE_STATIC);
        rc = run(blocks, WRITE, err);
    }
    return rc;
}

static enum mt_rc
make_room(struct mt_seen_blocks *blocks, size_t entries, struct mt_err *err)
{
    if (entries <= blocks->room)
        return MT_OK;
    unsigned char *grown = realloc(blocks->merged, entries * MT_SEEN_ENTRY_BYTES);
    if (!grown)
        return mt_err_memory(err);
    blocks->merged = grown;
    blocks->room = entries;
    return MT_OK;
}

/* ---- looking up ---- */

/* Looks up the keys from *at on that lie before the end of the block, and moves *at behind them. */
static void
find_in(struct mt_text block, const struct mt_keyed *keys, size_t count, size_t *at, struct mt_keyed *found,
        size_t *found_count)
{
    size_t entries = mt_seen_block_count(block), place = 0;
    for (; *at < count; ++*at) {
        place = mt_seen_block_find(block, place, keys[*at].key);
        if (place == entries)
            return;
        struct mt_keyed entry = mt_seen_block_entry(block, place);
        if (entry.key == keys[*at].key)
            found[(*found_count)++] = (struct mt_keyed){entry.number, keys[*at].number};
    }
}

enum mt_rc
mt_seen_blocks_find(struct mt_seen_blocks *blocks, const struct mt_keyed *keys, size_t count, struct mt_keyed *found,
                    size_t *found_count, struct mt_err *err)
{
    enum mt_rc rc = MT_OK;
    *found_count = 0;
    for (size_t at = 0; at < count && rc == MT_OK;) {
        int64_t first = 0;
        struct mt_text block;
        size_t before = at;
        rc = look(blocks, AT_OR_BEFORE, keys[at].key, &first, &block, err);
        if (rc == MT_OK && block.at)
            find_in(block, keys, count, &at, found, found_count);
        sqlite3_reset(blocks->sql[AT_OR_BEFORE]);
        if (rc != MT_OK || at > before)
            continue;
        /* The key is behind its block, or before all: those up to the next block are not there either. */
        rc = look(blocks, BEHIND, keys[at].key, &first, &block, err);
        bool is_last = !block.at;
        sqlite3_reset(blocks->sql[BEHIND]);
        if (is_last)
            break;
        while (at < count && keys[at].key < first)
            at++;
    }
    return rc;
}

/* ---- adding ---- */

/* Merges the block and the keys, all of which belong into it. */
static void
merge(struct mt_seen_blocks *blocks, struct mt_text block, const struct mt_keyed *keys, size_t count)
{
    unsigned char *out = blocks->merged;
    size_t entries = mt_seen_block_count(block), place = 0;
    for (size_t i = 0; i <= count; i++) {
        size_t until = i < count ? mt_seen_block_find(block, place, keys[i].key) : entries;
        size_t bytes = (until - place) * MT_SEEN_ENTRY_BYTES;
        if (bytes)
            memcpy(out, block.at + place * MT_SEEN_ENTRY_BYTES, bytes);
        out += bytes;
        place = until;
        if (i == count)
            break;
        put_number(out, keys[i].key);
        put_number(out + 8, keys[i].number);
        out += MT_SEEN_ENTRY_BYTES;
    }
}

/* How many of the keys come before the next block. */
static enum mt_rc
count_until_next(struct mt_seen_blocks *blocks, const struct mt_keyed *keys, size_t count, size_t *until,
                 struct mt_err *err)
{
    int64_t next = 0;
    struct mt_text block;
    enum mt_rc rc = look(blocks, BEHIND, keys[0].key, &next, &block, err);
    bool is_last = !block.at;
    sqlite3_reset(blocks->sql[BEHIND]);
    *until = is_last ? count : 1;
    while (*until < count && keys[*until].key < next)
        ++*until;
    return rc;
}

/* Into one block, or into new ones where there is none yet. */
static enum mt_rc
add_here(struct mt_seen_blocks *blocks, const struct mt_keyed *keys, size_t count, struct mt_err *err)
{
    int64_t first = 0;
    struct mt_text block;
    enum mt_rc rc = look(blocks, AT_OR_BEFORE, keys[0].key, &first, &block, err);
    size_t all = mt_seen_block_count(block) + count;
    bool is_there = block.at != NULL;
    if (rc == MT_OK)
        rc = make_room(blocks, all, err);
    if (rc == MT_OK)
        merge(blocks, block, keys, count);
    sqlite3_reset(blocks->sql[AT_OR_BEFORE]);
    if (rc == MT_OK && is_there && number_at(blocks->merged) != first)
        rc = remove_block(blocks, first, err); /* it never began with its own number: damaged, and mended by this */
    bool comes_singly = all > MT_SEEN_BLOCK_KEYS && count < MT_SEEN_BLOCK_KEYS / 2;
    size_t most = comes_singly ? all - all / 2 : MT_SEEN_BLOCK_KEYS;
    return rc == MT_OK ? write_blocks(blocks, all, most, err) : rc;
}

enum mt_rc
mt_seen_blocks_add(struct mt_seen_blocks *blocks, const struct mt_keyed *keys, size_t count, struct mt_err *err)
{
    enum mt_rc rc = MT_OK;
    while (count > 0 && rc == MT_OK) {
        size_t here;
        rc = count_until_next(blocks, keys, count, &here, err);
        if (rc == MT_OK)
            rc = add_here(blocks, keys, here, err);
        keys += here;
        count -= here;
    }
    return rc;
}

enum mt_rc
mt_seen_blocks_remove(struct mt_seen_blocks *blocks, int64_t key, struct mt_err *err)
{
    int64_t first = 0;
    struct mt_text block;
    enum mt_rc rc = look(blocks, AT_OR_BEFORE, key, &first, &block, err);
    size_t entries = mt_seen_block_count(block), place = mt_seen_block_find(block, 0, key);
    bool is_there = place < entries && key_at(block, place) == key;
    if (rc == MT_OK && is_there)
        rc = make_room(blocks, entries, err);
    if (rc == MT_OK && is_there) {
        size_t before = place * MT_SEEN_ENTRY_BYTES, behind = (entries - place - 1) * MT_SEEN_ENTRY_BYTES;
        memcpy(blocks->merged, block.at, before);
        memcpy(blocks->merged + before, block.at + before + MT_SEEN_ENTRY_BYTES, behind);
    }
    sqlite3_reset(blocks->sql[AT_OR_BEFORE]);
    if (rc == MT_OK && is_there)
        rc = remove_block(blocks, first, err);
    return rc == MT_OK && is_there ? write_blocks(blocks, entries - 1, MT_SEEN_BLOCK_KEYS, err) : rc;
}

/* ---- opening and closing ---- */

enum mt_rc
mt_seen_blocks_open(struct mt_seen_blocks **blocks, struct mt_store *store, struct mt_err *err)
{
    struct mt_seen_blocks *made = calloc(1, sizeof *made);
    if (!made)
        return mt_err_memory(err);
    made->store = store;
    enum mt_rc rc = MT_OK;
    for (int i = 0; i < SQL_COUNT && rc == MT_OK; i++)
        rc = mt_store_prepare(store, statements[i], &made->sql[i], err);
    if (rc) {
        mt_seen_blocks_close(made);
        return rc;
    }
    *blocks = made;
    return MT_OK;
}

void
mt_seen_blocks_close(struct mt_seen_blocks *blocks)
{
    if (!blocks)
        return;
    for (int i = 0; i < SQL_COUNT; i++)
        sqlite3_finalize(blocks->sql[i]);
    free(blocks->merged);
    free(blocks);
}
