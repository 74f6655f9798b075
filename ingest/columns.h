#ifndef MT_INGEST_COLUMNS_H
#define MT_INGEST_COLUMNS_H

/* From a CSV header or the keys of a JSON object to fields: which column is what, worked out once and used for every
 * record. Where several columns lead to one field, the best source is taken. */

#include "ingest/csv.h"
#include "ingest/json.h"
#include "ingest/normalise.h"

struct mt_columns {
    int column_of[MT_FIELD_COUNT]; /* -1: the file has none */
    struct {
        enum mt_field field;
        int column;
    } present[MT_FIELD_COUNT]; /* the same without those that the file has not */
    size_t present_count;
    uint64_t fields; /* one bit for each field that is there */
    unsigned spelling;
    size_t count;          /* columns of the header */
    struct mt_text *names; /* of the header, in the arena given */
    bool received_is_local;
    bool has_offset; /* the received column's name states one */
    int received_offset_s;
};

enum mt_rc mt_columns_from_header(struct mt_columns *columns, const struct mt_csv_record *header,
                                  struct mt_arena *arena, struct mt_err *err);

/* False when the record has another number of columns than the header; extra empty ones are forgiven. */
bool mt_columns_record(const struct mt_columns *columns, const struct mt_csv_record *csv, struct mt_record *record);

bool mt_columns_is_header_again(const struct mt_columns *columns, const struct mt_csv_record *csv);

/* Keys repeat from object to object, nearly always behind the same key: a table of what was looked up saves looking
 * again. */
enum { MT_KEYS_REMEMBERED = 48, MT_KEY_BYTES = 48 };
struct mt_keys {
    struct mt_key_remembered {
        char name[MT_KEY_BYTES];
        size_t len;
        enum mt_field field;
        int rank;
        size_t next; /* which came behind it */
    } at[MT_KEYS_REMEMBERED];
    size_t count;
    size_t first;    /* which an object began with */
    uint64_t fields; /* of all objects so far */
    unsigned spelling;
};

void mt_keys_record(struct mt_keys *keys, const struct mt_json_object *object, struct mt_record *record);

#endif
