#include "ingest/relay.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/arena.h"

/* Together the blocks hold what the loader writes at once, or the source would stand still while it does. */
enum { BLOCKS = 9, BLOCK_ITEMS = 1024, BLOCK_TEXT_BYTES = 256 * 1024, BLOCK_LARGE_BYTES = 512 * 1024 };

enum kind { ROW, EVENT, REJECT };

struct item {
    enum kind kind;
    union {
        struct mt_row row;
        struct mt_event *event; /* in the block: there are few exports of events, and they are large */
        struct mt_reject reject;
    };
};

/* What goes from one thread to the other at once, with all its texts. */
struct block {
    struct item *items;
    size_t count;
    char *texts;
    size_t text_bytes;
    struct mt_arena large; /* what is no text, and texts for which there is no room */
    size_t large_bytes;
};

struct relay {
    const struct mt_relay_source *source;
    struct block blocks[BLOCKS];
    struct block *filling; /* the source's own */

    pthread_mutex_t lock; /* of everything below */
    pthread_cond_t changed;
    size_t filled, emptied; /* blocks so far; the one is at most BLOCKS ahead of the other */
    bool has_ended;         /* the source */
    bool is_refused;        /* by the sink: there is no use in going on */
    enum mt_rc rc;          /* of the source */
    struct mt_err err;
};

/* ---- handing over ---- */

/* Gives the block that is full to the other side, and waits for an empty one. */
static enum mt_rc
pass_on(struct relay *relay, struct mt_err *err)
{
    pthread_mutex_lock(&relay->lock);
    relay->filled++;
    pthread_cond_broadcast(&relay->changed);
    while (relay->filled - relay->emptied == BLOCKS && !relay->is_refused)
        pthread_cond_wait(&relay->changed, &relay->lock);
    bool is_refused = relay->is_refused;
    relay->filling = &relay->blocks[relay->filled % BLOCKS];
    pthread_mutex_unlock(&relay->lock);
    if (is_refused)
        return mt_err_set(err, MT_FAILED, "was not taken"); /* the sink's own words come first */
    relay->filling->count = relay->filling->text_bytes = relay->filling->large_bytes = 0;
    mt_arena_reset(&relay->filling->large);
    return MT_OK;
}

/* ---- copying ---- */

static bool
copy_text(struct block *block, struct mt_text *text)
{
    if (!text->at)
        return true;
    if (text->len > BLOCK_TEXT_BYTES - block->text_bytes) {
        block->large_bytes += text->len;
        return mt_arena_copy(&block->large, *text, text);
    }
    char *at = block->texts + block->text_bytes;
    if (text->len)
        memcpy(at, text->at, text->len);
    text->at = at;
    block->text_bytes += text->len;
    return true;
}

static bool
copy_texts(struct block *block, struct mt_text *const *texts, size_t count)
{
    bool is_copied = true;
    for (size_t i = 0; i < count && is_copied; i++)
        is_copied = copy_text(block, texts[i]);
    return is_copied;
}

static bool
copy_row(struct block *block, struct mt_row *row)
{
    struct mt_text *const texts[] = {&row->trace_id, &row->message_id, &row->sender, &row->recipient,
                                     &row->subject,  &row->from_ip,    &row->to_ip,  &row->connector};
    return copy_texts(block, texts, sizeof texts / sizeof *texts);
}

static bool
copy_event(struct block *block, const struct mt_event *event, struct mt_event **copy)
{
    struct mt_event *own = mt_arena_take(&block->large, sizeof *own);
    if (!own)
        return false;
    *own = *event;
    *copy = own;
    struct mt_reason *reason = &own->reason;
    struct mt_text *const texts[] = {&own->event,        &own->source,    &own->detail,        &own->data,
                                     &own->related,      &own->reference, &own->internal_id,   &own->server,
                                     &reason->code,      &reason->text,   &reason->outer_code, &reason->remote_host,
                                     &reason->remote_ip, &reason->server, &reason->last_try};
    return copy_row(block, &own->delivery) && copy_texts(block, texts, sizeof texts / sizeof *texts);
}

/* ---- the sink that the source sees ---- */

/* Room for one more fact in a block that is not full. */
static enum mt_rc
next_item(struct relay *relay, enum kind kind, struct item **item, struct mt_err *err)
{
    struct block *block = relay->filling;
    bool is_full = block->count == BLOCK_ITEMS || block->text_bytes > BLOCK_TEXT_BYTES / 8 * 7 ||
                   block->large_bytes > BLOCK_LARGE_BYTES;
    if (is_full) {
        enum mt_rc rc = pass_on(relay, err);
        if (rc != MT_OK)
            return rc;
        block = relay->filling;
    }
    *item = &block->items[block->count];
    (*item)->kind = kind;
    return MT_OK;
}

static enum mt_rc
keep(struct relay *relay, bool is_copied, struct mt_err *err)
{
    if (!is_copied)
        return mt_err_memory(err);
    relay->filling->count++;
    return MT_OK;
}

static enum mt_rc
relay_row(void *context, const struct mt_row *row, struct mt_err *err)
{
    struct relay *relay = context;
    struct item *item;
    enum mt_rc rc = next_item(relay, ROW, &item, err);
    if (rc != MT_OK)
        return rc;
    item->row = *row;
    return keep(relay, copy_row(relay->filling, &item->row), err);
}

static enum mt_rc
relay_event(void *context, const struct mt_event *event, struct mt_err *err)
{
    struct relay *relay = context;
    struct item *item;
    enum mt_rc rc = next_item(relay, EVENT, &item, err);
    return rc == MT_OK ? keep(relay, copy_event(relay->filling, event, &item->event), err) : rc;
}

static enum mt_rc
relay_reject(void *context, const struct mt_reject *reject, struct mt_err *err)
{
    struct relay *relay = context;
    struct item *item;
    enum mt_rc rc = next_item(relay, REJECT, &item, err);
    if (rc != MT_OK)
        return rc;
    item->reject = *reject;
    struct mt_text reason = {reject->reason, strlen(reject->reason) + 1}; /* with its end */
    bool is_copied = copy_text(relay->filling, &reason) && copy_text(relay->filling, &item->reject.raw);
    item->reject.reason = reason.at;
    return keep(relay, is_copied, err);
}

static void *
run_source(void *context)
{
    struct relay *relay = context;
    struct mt_sink sink = {relay, relay_row, relay_reject, relay_event};
    struct mt_err err = {.text = ""};
    enum mt_rc rc = relay->source->run(relay->source->context, &sink, &err);
    pthread_mutex_lock(&relay->lock);
    relay->filled += relay->filling->count > 0 && !relay->is_refused;
    relay->rc = rc;
    relay->err = err;
    relay->has_ended = true;
    pthread_cond_broadcast(&relay->changed);
    pthread_mutex_unlock(&relay->lock);
    return NULL;
}

/* ---- the caller's side ---- */

static enum mt_rc
give(const struct block *block, const struct mt_sink *to, struct mt_err *err)
{
    enum mt_rc rc = MT_OK;
    for (size_t i = 0; i < block->count && rc == MT_OK; i++) {
        const struct item *item = &block->items[i];
        switch (item->kind) {
        case ROW:
            rc = to->row(to->context, &item->row, err);
            break;
        case EVENT:
            rc = to->event(to->context, item->event, err);
            break;
        case REJECT:
            rc = to->reject(to->context, &item->reject, err);
            break;
        }
    }
    return rc;
}

/* The next block that is full; NULL when the source has ended and all are empty. */
static const struct block *
wait_for_block(struct relay *relay)
{
    pthread_mutex_lock(&relay->lock);
    while (relay->filled == relay->emptied && !relay->has_ended)
        pthread_cond_wait(&relay->changed, &relay->lock);
    const struct block *block = relay->filled == relay->emptied ? NULL : &relay->blocks[relay->emptied % BLOCKS];
    pthread_mutex_unlock(&relay->lock);
    return block;
}

static void
give_back(struct relay *relay, bool is_refused)
{
    pthread_mutex_lock(&relay->lock);
    relay->emptied++;
    relay->is_refused = is_refused;
    pthread_cond_broadcast(&relay->changed);
    pthread_mutex_unlock(&relay->lock);
}

static enum mt_rc
give_all(struct relay *relay, const struct mt_sink *to, struct mt_err *err)
{
    const struct block *block;
    enum mt_rc rc = MT_OK;
    while (rc == MT_OK && (block = wait_for_block(relay)) != NULL) {
        rc = give(block, to, err);
        give_back(relay, rc != MT_OK);
    }
    return rc;
}

static void
close_relay(struct relay *relay)
{
    for (int i = 0; i < BLOCKS; i++) {
        free(relay->blocks[i].items);
        free(relay->blocks[i].texts);
        mt_arena_release(&relay->blocks[i].large);
    }
    pthread_cond_destroy(&relay->changed);
    pthread_mutex_destroy(&relay->lock);
    free(relay);
}

static struct relay *
open_relay(const struct mt_relay_source *source)
{
    struct relay *relay = calloc(1, sizeof *relay);
    if (!relay)
        return NULL;
    relay->source = source;
    relay->filling = relay->blocks;
    pthread_mutex_init(&relay->lock, NULL);
    pthread_cond_init(&relay->changed, NULL);
    bool has_room = true;
    for (int i = 0; i < BLOCKS; i++) {
        relay->blocks[i].items = malloc(BLOCK_ITEMS * sizeof *relay->blocks[i].items);
        relay->blocks[i].texts = malloc(BLOCK_TEXT_BYTES);
        has_room = has_room && relay->blocks[i].items && relay->blocks[i].texts;
    }
    if (has_room)
        return relay;
    close_relay(relay);
    return NULL;
}

enum mt_rc
mt_relay_run(const struct mt_relay_source *source, const struct mt_sink *to, struct mt_err *err)
{
    struct relay *relay = open_relay(source);
    pthread_t thread;
    if (!relay)
        return mt_err_memory(err);
    if (pthread_create(&thread, NULL, run_source, relay) != 0) {
        close_relay(relay);
        return source->run(source->context, to, err);
    }
    enum mt_rc rc = give_all(relay, to, err);
    pthread_join(thread, NULL);
    if (rc == MT_OK && relay->rc != MT_OK) {
        rc = relay->rc;
        *err = relay->err;
    }
    close_relay(relay);
    return rc;
}
