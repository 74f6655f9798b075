/* A whole file, whatever it is: it is refused with a sentence or read, and every row or event that comes out is one
 * that the store can keep. Covers recognising flavours, settling dates and normalising. */

#include "fuzz.h"

#include "ingest/reading.h"

#include <stdlib.h>

static enum mt_rc
check_row(void *context, const struct mt_row *row, struct mt_err *err)
{
    (void)context, (void)err;
    if (!mt_text_known(row->recipient) || row->recipient.len == 0 || row->line == 0 || row->size_bytes < -1)
        abort();
    if (row->received_precision < 0 || row->received_precision > MT_RECEIVED_BY_TICKS)
        abort();
    if (!mt_text_valid_utf8(row->recipient, false))
        abort();
    return MT_OK;
}

static enum mt_rc
check_event(void *context, const struct mt_event *event, struct mt_err *err)
{
    const struct mt_row *row = &event->delivery;
    (void)context, (void)err;
    if (event->at_us == MT_MOMENT_UNKNOWN || row->received_us == MT_MOMENT_UNKNOWN || row->line == 0)
        abort();
    if (row->received_precision < MT_RECEIVED_BY_EVENT || row->received_precision > MT_RECEIVED_BY_TICKS)
        abort();
    if (!mt_text_known(event->event) || (unsigned)event->kind >= MT_EVENTS || row->size_bytes < -1)
        abort();
    if (event->turn == MT_TURN_CAME && (!mt_text_known(event->related) || !mt_text_known(row->recipient)))
        abort();
    if (event->has_reason && event->reason.housekeeping && event->kind != MT_EVENT_DEFER)
        abort();
    const struct mt_text texts[] = {row->recipient, event->related, event->reason.text, event->reason.remote_host};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (mt_text_known(texts[i]) && !mt_text_valid_utf8(texts[i], false))
            abort();
    return MT_OK;
}

static enum mt_rc
check_reject(void *context, const struct mt_reject *reject, struct mt_err *err)
{
    (void)context, (void)err;
    if (!reject->reason || !reject->reason[0])
        abort();
    return MT_OK;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct mt_source *source = NULL;
    struct mt_reading *reading = NULL;
    struct mt_err err = {""};
    struct mt_reading_options options = {.exported_at_us = MT_MOMENT_UNKNOWN, .now_us = INT64_C(1800000000000000)};
    struct mt_sink sink = {.row = check_row, .reject = check_reject, .event = check_event};
    enum mt_rc rc =
        mt_source_open_memory(&source, (struct mt_text){(const char *)data, size}, "fuzz", MT_ENCODING_DETECT, &err);
    if (rc == MT_OK)
        rc = mt_reading_open(&reading, source, &options, &err);
    for (int passes = 0; passes < 3 && (rc == MT_OK || rc == MT_AGAIN); passes++) {
        rc = mt_reading_run(reading, &sink, NULL, &err);
        if (rc == MT_OK)
            break;
    }
    if (rc != MT_OK && rc != MT_AGAIN && !err.text[0])
        abort();
    /* The second pass has seen the whole file: there is nothing left to be corrected by a third. */
    if (rc == MT_AGAIN)
        abort();
    mt_reading_close(reading);
    mt_source_close(source);
    return 0;
}
