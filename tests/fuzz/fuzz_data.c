/* Any text as the Data of a trace detail and as custom data: items lie in the text or the arena, come to an end, and
 * are found again by their names. */

#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "ingest/custom_data.h"
#include "ingest/mep.h"

static void
demand(bool holds)
{
    if (!holds)
        abort();
}

static bool
is_within(struct mt_text part, struct mt_text text)
{
    return part.at >= text.at && part.at + part.len <= text.at + text.len;
}

/* The name as a C string; false when it is no such thing. */
static bool
name_string(struct mt_text name, char room[64])
{
    if (name.len == 0 || name.len >= 64 || memchr(name.at, '\0', name.len))
        return false;
    memcpy(room, name.at, name.len);
    room[name.len] = '\0';
    return true;
}

static void
check_mep(struct mt_text data)
{
    struct mt_arena arena = MT_ARENA_EMPTY;
    struct mt_mep mep = mt_mep_of(data);
    struct mt_mep_item item;
    char name[64];
    size_t items = 0;
    while (mt_mep_next(&mep, &arena, &item)) {
        demand(item.name.len > 0 && item.type.len > 0 && mt_text_known(item.value));
        demand(item.value.len <= data.len && is_within(item.type, data));
        if (items++ == 0 && name_string(item.name, name) && is_within(item.name, data))
            demand(mt_text_equal(mt_mep_value(data, name, &arena), item.value));
    }
    demand(items <= data.len / sizeof "<MEP a=''x=''");
    mt_arena_release(&arena);
}

static void
check_custom(struct mt_text data)
{
    struct mt_custom custom = mt_custom_of(data);
    struct mt_custom_item item;
    char key[64];
    size_t items = 0;
    while (mt_custom_next(&custom, &item)) {
        demand(item.key.len > 0 && is_within(item.key, data) && is_within(item.value, data));
        demand(item.key.at + item.key.len + 1 == item.value.at);
        if (items++ == 0 && name_string(item.key, key))
            demand(mt_text_equal(mt_custom_value(data, key), item.value));
    }
    demand(items <= data.len / 2);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct mt_text text = {(const char *)data, size};
    check_mep(text);
    check_custom(text);
    return 0;
}
