/* Any bytes as a file of reports: reading ends, what is read keeps the promises of ingest/ndr.h, and the same bytes
 * read the same again. */

#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "ingest/ndr.h"
#include "ingest/ndr_events.h"

static void
demand(bool holds)
{
    if (!holds)
        abort();
}

static void
check_text(struct mt_text text)
{
    demand(mt_text_valid_utf8(text, false));
    for (size_t i = 0; i < text.len; i++)
        demand((unsigned char)text.at[i] >= 0x20 || text.at[i] == '\n' || text.at[i] == '\t');
}

static enum mt_rc
take_event(void *context, const struct mt_event *event, struct mt_err *err)
{
    (void)context;
    (void)err;
    demand(event->at_us != MT_MOMENT_UNKNOWN);
    demand(mt_text_known(event->delivery.recipient) && mt_text_known(event->delivery.trace_id));
    check_text(event->detail);
    return MT_OK;
}

static enum mt_rc
take_ndr(void *context, const struct mt_ndr_kept *ndr, struct mt_err *err)
{
    (void)context;
    (void)err;
    check_text(ndr->told);
    check_text(ndr->original_headers);
    check_text(ndr->recipients);
    return MT_OK;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct mt_arena arena = MT_ARENA_EMPTY, second = MT_ARENA_EMPTY;
    struct mt_ndr_list list, again;
    struct mt_err err;
    const struct mt_sink sink = {.event = take_event, .ndr = take_ndr};
    const struct mt_text bytes = {(const char *)data, size};
    mt_ndrs_likely(bytes);
    if (mt_ndrs_read(bytes, &arena, &list, &err) == MT_OK) {
        demand(mt_ndrs_read(bytes, &second, &again, &err) == MT_OK && again.count == list.count);
        for (size_t i = 0; i < list.count; i++) {
            struct mt_ndr_events sent;
            demand(list.ndrs[i].count > 0 && list.ndrs[i].line > 0);
            demand(again.ndrs[i].count == list.ndrs[i].count);
            demand(mt_ndr_send(&list.ndrs[i], INT64_C(1800000000000000), &arena, &sink, &sent, &err) == MT_OK);
        }
    }
    mt_arena_release(&arena);
    mt_arena_release(&second);
    return 0;
}
