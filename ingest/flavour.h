#ifndef MT_INGEST_FLAVOUR_H
#define MT_INGEST_FLAVOUR_H

/* Which export is this, and which of its columns is what.
 *
 * Column names and JSON keys are compared without case, '_', '-', blanks and quotes, against one table of aliases for
 * all flavours; position never matters. A flavour is recognised by which fields are there. What is no message trace is
 * recognised too where it can be, so that it is refused with the sentence that helps. */

#include "store/base/text.h"

#include <stddef.h>

/* The fields that a record of a summary or event export can have, and marks that only serve to recognise a flavour. */
enum mt_field {
    MT_FIELD_TRACE_ID,
    MT_FIELD_MESSAGE_ID,
    MT_FIELD_RECEIVED,
    MT_FIELD_SENDER,
    MT_FIELD_RETURN_PATH,
    MT_FIELD_RECIPIENT,
    MT_FIELD_RECIPIENT_STATUS, /* "a@b##Receive, Deliver;…": all recipients of a message in one cell */
    MT_FIELD_SUBJECT,
    MT_FIELD_STATUS,
    MT_FIELD_SIZE,
    MT_FIELD_FROM_IP,
    MT_FIELD_TO_IP,
    MT_FIELD_CLIENT_IP, /* the sender's IP of incoming mail, the receiving server's of outgoing mail */
    MT_FIELD_DIRECTION,
    MT_FIELD_CONNECTOR,
    MT_FIELD_WINDOW_START, /* of the query that made the export */
    MT_FIELD_WINDOW_END,
    MT_FIELD_EVENT,
    MT_FIELD_EVENT_ID, /* the same of tracking logs and extended reports */
    MT_FIELD_SOURCE,
    MT_FIELD_ACTION,
    MT_FIELD_DETAIL,
    MT_FIELD_SOURCE_CONTEXT,
    MT_FIELD_DATA,
    MT_FIELD_CUSTOM_DATA,
    MT_FIELD_SERVER_HOST,
    MT_FIELD_SERVER_IP,
    MT_FIELD_CLIENT_HOST,
    MT_FIELD_RELATED,
    MT_FIELD_REFERENCE,
    MT_FIELD_INTERNAL_ID,
    MT_FIELD_EMBEDDED, /* a whole row kept as a JSON string inside another object */
    MT_FIELD_ERROR,    /* marks from here on */
    MT_FIELD_ERROR_TEXT,
    MT_FIELD_NEXT_PAGE,
    MT_FIELD_CONTEXT,
    MT_FIELD_METADATA,
    MT_FIELD_SHIPPER,
    MT_FIELD_OTHER_REPORT,
    MT_FIELD_COUNT,
    MT_FIELD_NONE = MT_FIELD_COUNT,
};

/* How JSON objects stand in their file; a CSV file has rows. */
enum mt_container {
    MT_CONTAINER_ROWS,
    MT_CONTAINER_ARRAY,
    MT_CONTAINER_ENVELOPE,
    MT_CONTAINER_SINGLE,
    MT_CONTAINER_LINES
};

/* What one record of a flavour is. */
enum mt_record_kind {
    MT_RECORD_ROW,      /* a delivery */
    MT_RECORD_DETAIL,   /* an event of one recipient: trace details, by cmdlet or Graph */
    MT_RECORD_TRACKING, /* a transport event of a list of recipients: extended reports and tracking logs */
};

struct mt_flavour {
    const char *key;     /* kept in the store */
    const char *title;   /* for people: "this is a …" */
    const char *refusal; /* why it is not read and what helps; NULL for those that are */
    enum mt_record_kind kind;
    bool is_local; /* its times without an offset are those of the machine that exported it */
};

/* The field that a column name or key stands for, MT_FIELD_NONE when it is none of ours. `rank` is lower for the
 * better source when several columns lead to the same field (Received before ReceivedLocal). */
enum mt_field mt_field_named(struct mt_text name, int *rank);

/* True for columns that hold times of the exporter's own zone, unless something proves otherwise. */
bool mt_field_is_local(struct mt_text name);

/* An offset that the column's name states, as in "Date (UTC+01:00)". */
bool mt_field_offset(struct mt_text name, int *offset_s);

/* `fields` has one bit for each field that is there (UINT64_C(1) << MT_FIELD_…); `spelling` hints are bits too. NULL
 * when this is nothing we know. */
enum { MT_SPELLED_WITH_UNDERSCORES = 1, MT_SPELLED_IN_PASCAL_CASE = 2 };
const struct mt_flavour *mt_flavour_of(uint64_t fields, unsigned spelling, enum mt_container container);
const struct mt_flavour *mt_flavour_named(const char *key); /* one that can be read, for --as; NULL otherwise */

/* The readable flavours one by one, for help texts; NULL behind the last. */
const struct mt_flavour *mt_flavour_at(size_t number);

#endif
