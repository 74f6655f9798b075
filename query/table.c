#include "query/table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *key, *unit;
} types[] = {
#define X(name, key, unit) {key, unit},
    MT_TYPE_LIST(X)
#undef X
};

const char *
mt_type_key(enum mt_type type)
{
    return types[type].key;
}

const char *
mt_type_unit(enum mt_type type)
{
    return types[type].unit;
}

void
mt_table_init(struct mt_table *table, const char *name, const char *title)
{
    *table = (struct mt_table){.name = name, .title = title, .sql = MT_TEXT_UNKNOWN, .arena = MT_ARENA_EMPTY};
}

void
mt_table_release(struct mt_table *table)
{
    if (!table)
        return;
    free(table->cells);
    mt_arena_release(&table->arena);
    mt_table_init(table, table->name, table->title);
}

enum mt_rc
mt_table_columns(struct mt_table *table, const struct mt_column *columns, size_t count, struct mt_err *err)
{
    struct mt_column *copy = mt_arena_take(&table->arena, count * sizeof *copy);
    if (!copy)
        return mt_err_memory(err);
    memcpy(copy, columns, count * sizeof *copy);
    table->columns = copy;
    table->column_count = count;
    return MT_OK;
}

/* Cells grow outside of the arena, which cannot give back the smaller array. */
static bool
grow(struct mt_table *table)
{
    size_t room = table->row_room ? table->row_room * 2 : 32;
    size_t row_bytes = table->column_count * sizeof *table->cells;
    if (row_bytes == 0 || room > SIZE_MAX / 2 / row_bytes)
        return false;
    struct mt_cell *cells = realloc(table->cells, room * row_bytes);
    if (!cells)
        return false;
    table->cells = cells;
    table->row_room = room;
    return true;
}

struct mt_cell *
mt_table_add(struct mt_table *table)
{
    if (table->row_count == table->row_room && !grow(table))
        return NULL;
    struct mt_cell *row = table->cells + table->row_count * table->column_count;
    for (size_t i = 0; i < table->column_count; i++)
        row[i] = MT_CELL_UNKNOWN(NULL);
    table->row_count++;
    return row;
}

struct mt_cell
mt_table_at(const struct mt_table *table, size_t row, size_t column)
{
    return table->cells[row * table->column_count + column];
}

int
mt_table_find(const struct mt_table *table, const char *key)
{
    for (size_t i = 0; i < table->column_count; i++)
        if (strcmp(table->columns[i].key, key) == 0)
            return (int)i;
    return -1;
}

struct mt_cell
mt_table_cell(const struct mt_table *table, size_t row, const char *key)
{
    int column = mt_table_find(table, key);
    return column < 0 || row >= table->row_count ? MT_CELL_UNKNOWN(NULL) : mt_table_at(table, row, (size_t)column);
}

int64_t
mt_table_integer(const struct mt_table *table, size_t row, const char *key, int64_t otherwise)
{
    struct mt_cell cell = mt_table_cell(table, row, key);
    return cell.known ? cell.integer : otherwise;
}

/* There are a handful of parameters, so each one costs a new array of the arena and nobody minds. */
enum mt_rc
mt_table_parameter(struct mt_table *table, const char *key, struct mt_text value, struct mt_err *err)
{
    struct mt_parameter *grown = mt_arena_take(&table->arena, (table->parameter_count + 1) * sizeof *grown);
    struct mt_text copy;
    if (!grown || !mt_arena_copy(&table->arena, value, &copy))
        return mt_err_memory(err);
    if (table->parameter_count)
        memcpy(grown, table->parameters, table->parameter_count * sizeof *grown);
    grown[table->parameter_count] = (struct mt_parameter){key, copy};
    table->parameters = grown;
    table->parameter_count++;
    return MT_OK;
}

struct mt_cell
mt_cell_text(struct mt_text text)
{
    return (struct mt_cell){.known = mt_text_known(text), .text = text};
}

struct mt_cell
mt_cell_integer(int64_t value)
{
    return (struct mt_cell){.known = true, .integer = value};
}

struct mt_cell
mt_cell_at_least(int64_t value)
{
    return (struct mt_cell){.known = true, .at_least = true, .integer = value};
}

struct mt_cell
mt_cell_real(double value)
{
    return (struct mt_cell){.known = isfinite(value), .real = value};
}
