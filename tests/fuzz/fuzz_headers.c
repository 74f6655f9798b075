/* Any text as a header block: reading ends, and what is read lies within what was given or is well-formed. */

#include "fuzz.h"

#include <stdlib.h>

#include "ingest/header_facts.h"
#include "ingest/mime_text.h"

static void
demand(bool holds)
{
    if (!holds)
        abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct mt_arena arena = MT_ARENA_EMPTY;
    struct mt_header_fields fields;
    struct mt_header_facts facts;
    bool is_unread;
    struct mt_text text = mt_mime_text((struct mt_text){(const char *)data, size}, NULL, &arena, &is_unread);
    if (mt_header_fields_read(text, &arena, &fields) && mt_header_facts_read(&fields, &arena, &facts)) {
        demand(facts.hops.count <= MT_HOPS && facts.seen_count <= MT_AUTH_SEEN);
        for (size_t i = 0; i < fields.count; i++)
            demand(fields.fields[i].name.len > 1 && mt_text_valid_utf8(fields.fields[i].value, true));
        for (size_t i = 0; i < facts.seen_count; i++)
            for (size_t j = 0; j < facts.seen[i].results.count; j++)
                demand(facts.seen[i].results.items[j].method.len > 0);
        demand(mt_text_valid_utf8(facts.subject, false));
    }
    mt_arena_release(&arena);
    return 0;
}
