/* Any bytes as JSON, read twice: the fast lane (ingest/json_flat.h) tells exactly what the parser tells. The first two
 * bytes choose whether and where the source's first block ends inside the text; the rest is also flattened as if it
 * stood inside another object. */

#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "ingest/json_flat.h"
#include "store/base/out.h"

enum { BLOCK_BYTES = 256 * 1024, STEPS = 255 }; /* as in ingest/source.c */

static void
demand(bool holds)
{
    if (!holds)
        abort();
}

static void
put_text(struct mt_out *heard, struct mt_text text)
{
    mt_out_int(heard, mt_text_known(text) ? (int64_t)text.len : -1);
    mt_out_byte(heard, ':');
    mt_out_text(heard, text);
}

static void
put_object(struct mt_out *heard, char what, const struct mt_json_object *object)
{
    mt_out_byte(heard, what);
    mt_out_int(heard, (int64_t)object->line);
    mt_out_string(heard, object->in_list ? " in list " : " ");
    mt_out_string(heard, object->raw_is_cut ? "cut " : " ");
    put_text(heard, object->raw);
    for (size_t i = 0; i < object->count; i++) {
        put_text(heard, object->members[i].key);
        put_text(heard, object->members[i].value);
        mt_out_int(heard, object->members[i].kind);
    }
}

static enum mt_rc
hear_object(void *context, const struct mt_json_object *object, struct mt_err *err)
{
    (void)err;
    put_object(context, 'o', object);
    return MT_OK;
}

static enum mt_rc
hear_envelope(void *context, const struct mt_json_object *envelope, uint64_t held, struct mt_err *err)
{
    (void)err;
    put_object(context, 'e', envelope);
    mt_out_int(context, (int64_t)held);
    return MT_OK;
}

static enum mt_rc
hear_malformed(void *context, const char *reason, const struct mt_json_object *object, struct mt_err *err)
{
    (void)err;
    put_object(context, 'm', object);
    mt_out_string(context, reason);
    return MT_OK;
}

static void
read_twice(struct mt_text bytes)
{
    struct mt_out fast = MT_OUT_EMPTY, parsed = MT_OUT_EMPTY;
    struct mt_json_handler handler = {&fast, hear_object, hear_envelope, hear_malformed};
    struct mt_source *source;
    struct mt_err err;
    if (mt_source_open_memory(&source, bytes, "fuzz", MT_ENCODING_UTF8, &err) != MT_OK)
        return;
    demand(mt_json_read(source, &handler, &err) == MT_OK);
    demand(mt_source_rewind(source, &err) == MT_OK);
    handler.context = &parsed;
    demand(mt_json_read_carefully(source, &handler, &err) == MT_OK);
    mt_source_close(source);
    demand(mt_text_equal(mt_out_view(&fast), mt_out_view(&parsed)) || (fast.len == 0 && parsed.len == 0));
    mt_out_release(&fast);
    mt_out_release(&parsed);
}

static void
flatten_twice(struct mt_text bytes)
{
    struct mt_json_flat *flat;
    struct mt_err err;
    struct mt_arena arenas[2] = {MT_ARENA_EMPTY, MT_ARENA_EMPTY};
    struct mt_out heard[2] = {MT_OUT_EMPTY, MT_OUT_EMPTY};
    demand(mt_json_flat_open(&flat, &err) == MT_OK);
    for (int i = 0; i < 2; i++) {
        struct mt_json_object object;
        bool is_object;
        demand(mt_json_flatten(bytes, i ? NULL : flat, &arenas[i], &object, &is_object, &err) == MT_OK);
        mt_out_byte(&heard[i], is_object ? 'y' : 'n');
        if (is_object)
            put_object(&heard[i], 'o', &object);
        mt_arena_release(&arenas[i]);
    }
    demand(mt_text_equal(mt_out_view(&heard[0]), mt_out_view(&heard[1])));
    mt_out_release(&heard[0]);
    mt_out_release(&heard[1]);
    mt_json_flat_close(flat);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2)
        return 0;
    struct mt_text bytes = {(const char *)data + 2, size - 2};
    size_t before = data[0] % 8 == 1 && bytes.len < BLOCK_BYTES ? BLOCK_BYTES - bytes.len * data[1] / STEPS : 0;
    char *text = malloc(before + bytes.len + 1);
    if (!text)
        return 0;
    memset(text, ' ', before);
    memcpy(text + before, bytes.at, bytes.len);
    read_twice((struct mt_text){text, before + bytes.len});
    free(text);
    flatten_twice(bytes);
    return 0;
}
