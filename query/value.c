#include "query/value.h"

#include <string.h>

struct mt_value
mt_value_count(int64_t count)
{
    return (struct mt_value){.type = MT_TYPE_COUNT, .cell = mt_cell_integer(count)};
}

struct mt_value
mt_value_ratio(double ratio)
{
    return (struct mt_value){.type = MT_TYPE_RATIO, .cell = mt_cell_real(ratio)};
}

struct mt_value
mt_value_moment(int64_t moment_us)
{
    return (struct mt_value){.type = MT_TYPE_MOMENT, .cell = mt_cell_integer(moment_us)};
}

struct mt_value
mt_value_day(int64_t days)
{
    return (struct mt_value){.type = MT_TYPE_DAY, .cell = mt_cell_integer(days)};
}

struct mt_value
mt_value_data(struct mt_text text)
{
    return (struct mt_value){.type = MT_TYPE_TEXT, .cell = mt_cell_text(text), .from_data = true};
}

struct mt_value
mt_value_words(struct mt_text text)
{
    return (struct mt_value){.type = MT_TYPE_TEXT, .cell = mt_cell_text(text)};
}

static bool
copy_values(struct mt_arena *arena, const struct mt_value *values, size_t count, struct mt_value **copies)
{
    struct mt_value *copy = mt_arena_take(arena, (count + 1) * sizeof *copy);
    for (size_t i = 0; copy && i < count; i++) {
        copy[i] = values[i];
        if (values[i].type == MT_TYPE_TEXT && values[i].cell.known &&
            !mt_arena_copy(arena, values[i].cell.text, &copy[i].cell.text))
            return false;
    }
    *copies = copy;
    return copy != NULL;
}

/* There are a handful of notes, so each one costs a new array of the arena and nobody minds. */
enum mt_rc
mt_table_note(struct mt_table *table, const char *wording, const struct mt_value *values, size_t count,
              struct mt_err *err)
{
    struct mt_table_note *grown = mt_arena_take(&table->arena, (table->note_count + 1) * sizeof *grown);
    struct mt_value *copies;
    if (!grown || !copy_values(&table->arena, values, count, &copies))
        return mt_err_memory(err);
    if (table->note_count)
        memcpy(grown, table->notes, table->note_count * sizeof *grown);
    grown[table->note_count++] = (struct mt_table_note){wording, copies, count};
    table->notes = grown;
    return MT_OK;
}
