/* Any bytes as JSON: nothing may crash, and what comes out keeps the promises of ingest/json.h. The same bytes are
 * also flattened as if they stood inside another object. */

#include "fuzz.h"

#include <stdlib.h>

#include "ingest/csv.h"
#include "ingest/json.h"

static void
demand(bool holds)
{
    if (!holds)
        abort();
}

static void
check(const struct mt_json_object *object)
{
    demand(object->line > 0);
    demand(object->raw.len <= MT_RAW_BYTES && mt_text_valid_utf8(object->raw, false));
    demand(object->count <= MT_JSON_MEMBERS);
    for (size_t i = 0; i < object->count; i++) {
        const struct mt_json_member *member = &object->members[i];
        demand(member->key.len <= MT_JSON_KEY_BYTES && mt_text_valid_utf8(member->key, false));
        demand((member->value.at == NULL) == (member->kind == MT_JSON_NULL));
        demand(!member->value.at || mt_text_valid_utf8(member->value, false));
    }
}

static enum mt_rc
take_object(void *context, const struct mt_json_object *object, struct mt_err *err)
{
    uint64_t *objects = context;
    (void)err;
    check(object);
    ++*objects;
    return MT_OK;
}

static enum mt_rc
take_envelope(void *context, const struct mt_json_object *envelope, uint64_t held, struct mt_err *err)
{
    (void)context;
    (void)held;
    (void)err;
    check(envelope);
    return MT_OK;
}

static enum mt_rc
take_malformed(void *context, const char *reason, const struct mt_json_object *object, struct mt_err *err)
{
    (void)context;
    (void)err;
    check(object);
    demand(reason[0] != '\0' && object->count == 0);
    return MT_OK;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint64_t objects = 0;
    struct mt_json_handler handler = {&objects, take_object, take_envelope, take_malformed};
    struct mt_text bytes = {(const char *)data, size};
    struct mt_arena arena = MT_ARENA_EMPTY;
    struct mt_json_object object;
    struct mt_source *source;
    struct mt_err err;
    if (mt_source_open_memory(&source, bytes, "fuzz", MT_ENCODING_UTF8, &err) == MT_OK) {
        demand(mt_json_read(source, &handler, &err) == MT_OK);
        demand(objects <= size / 2); /* the shortest object is {} */
        mt_source_close(source);
    }
    bool is_object;
    demand(mt_json_flatten(bytes, NULL, &arena, &object, &is_object, &err) == MT_OK);
    if (is_object)
        check(&object);
    mt_arena_release(&arena);
    return 0;
}
