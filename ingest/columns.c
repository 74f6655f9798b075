#include "ingest/columns.h"

#include <limits.h>
#include <string.h>

#define MARK(field) (UINT64_C(1) << (field))

static unsigned
spelling_of(struct mt_text name)
{
    if (name.len == 0)
        return 0;
    if (memchr(name.at, '_', name.len) && name.at[0] != '_')
        return MT_SPELLED_WITH_UNDERSCORES;
    return name.at[0] >= 'A' && name.at[0] <= 'Z' ? MT_SPELLED_IN_PASCAL_CASE : 0;
}

enum mt_rc
mt_columns_from_header(struct mt_columns *columns, const struct mt_csv_record *header, struct mt_arena *arena,
                       struct mt_err *err)
{
    int ranks[MT_FIELD_COUNT];
    *columns = (struct mt_columns){.count = header->count};
    for (int field = 0; field < MT_FIELD_COUNT; field++) {
        columns->column_of[field] = -1;
        ranks[field] = INT_MAX;
    }
    columns->names = mt_arena_take(arena, (header->count + 1) * sizeof *columns->names);
    if (!columns->names)
        return mt_err_memory(err);
    for (size_t i = 0; i < header->count; i++) {
        struct mt_text name = mt_text_trim(header->fields[i]);
        int rank;
        if (!mt_arena_copy(arena, name, &columns->names[i]))
            return mt_err_memory(err);
        enum mt_field field = mt_field_named(name, &rank);
        if (field == MT_FIELD_NONE || rank >= ranks[field])
            continue;
        ranks[field] = rank;
        columns->column_of[field] = (int)i;
        columns->fields |= MARK(field);
        columns->spelling |= spelling_of(name);
    }
    for (int field = 0; field < MT_FIELD_COUNT; field++) {
        if (columns->column_of[field] < 0)
            continue;
        columns->present[columns->present_count].field = (enum mt_field)field;
        columns->present[columns->present_count++].column = columns->column_of[field];
    }
    int received = columns->column_of[MT_FIELD_RECEIVED];
    if (received >= 0) {
        columns->received_is_local = mt_field_is_local(columns->names[received]);
        columns->has_offset = mt_field_offset(columns->names[received], &columns->received_offset_s);
    }
    return MT_OK;
}

bool
mt_columns_record(const struct mt_columns *columns, const struct mt_csv_record *csv, struct mt_record *record)
{
    if (csv->count < columns->count)
        return false;
    for (size_t i = columns->count; i < csv->count; i++)
        if (mt_text_trim(csv->fields[i]).len > 0)
            return false;
    memset(record->field, 0, sizeof record->field); /* unknown */
    for (size_t i = 0; i < columns->present_count; i++)
        record->field[columns->present[i].field] = csv->fields[columns->present[i].column];
    record->line = csv->line;
    record->raw = csv->raw;
    record->raw_is_cut = csv->raw_is_cut;
    return true;
}

bool
mt_columns_is_header_again(const struct mt_columns *columns, const struct mt_csv_record *csv)
{
    if (csv->count != columns->count)
        return false;
    for (size_t i = 0; i < csv->count; i++)
        if (!mt_text_equal_nocase(mt_text_trim(csv->fields[i]), columns->names[i]))
            return false;
    return true;
}

static bool
is_key(const struct mt_key_remembered *remembered, struct mt_text key)
{
    return remembered->len == key.len && memcmp(remembered->name, key.at, key.len) == 0;
}

/* What a key stands for. `guess` is where the key before was followed by this one in the objects before, and becomes
 * where this one was followed by the next. */
static enum mt_field
look_up(struct mt_keys *keys, struct mt_text key, size_t **guess, int *rank)
{
    size_t place = **guess;
    if (place >= keys->count || !is_key(&keys->at[place], key))
        for (place = 0; place < keys->count && !is_key(&keys->at[place], key);)
            place++;
    if (place == keys->count) {
        *rank = INT_MAX;
        enum mt_field field = mt_field_named(key, rank);
        if (field != MT_FIELD_NONE)
            keys->spelling |= spelling_of(key);
        if (place == MT_KEYS_REMEMBERED || key.len > MT_KEY_BYTES)
            return field;
        struct mt_key_remembered *remembered = &keys->at[keys->count++];
        memcpy(remembered->name, key.at, key.len);
        remembered->len = key.len;
        remembered->field = field;
        remembered->rank = *rank;
        remembered->next = keys->count;
    }
    **guess = place;
    *guess = &keys->at[place].next;
    *rank = keys->at[place].rank;
    return keys->at[place].field;
}

void
mt_keys_record(struct mt_keys *keys, const struct mt_json_object *object, struct mt_record *record)
{
    int ranks[MT_FIELD_COUNT];
    size_t *guess = &keys->first;
    for (int field = 0; field < MT_FIELD_COUNT; field++) {
        record->field[field] = MT_TEXT_UNKNOWN;
        ranks[field] = INT_MAX;
    }
    for (size_t i = 0; i < object->count; i++) {
        int rank;
        enum mt_field field = look_up(keys, object->members[i].key, &guess, &rank);
        if (field == MT_FIELD_NONE || rank >= ranks[field])
            continue;
        ranks[field] = rank;
        record->field[field] = object->members[i].value;
        keys->fields |= MARK(field);
    }
    record->line = object->line;
    record->raw = object->raw;
    record->raw_is_cut = object->raw_is_cut;
}
