#include "query/grid.h"

#include <string.h>

static const struct mt_column columns[] = {
    {"day", "Day", MT_TYPE_DAY},
    {"weekday", "Weekday", MT_TYPE_COUNT},
    /* A scale for the letters below it. */
    {"hours", "0.....6.....12....18....", MT_TYPE_TEXT},
    {"deliveries", "Deliveries", MT_TYPE_COUNT},
    {"with_events", "With events", MT_TYPE_COUNT},
    {"gap_hours", "Hours in gaps", MT_TYPE_COUNT},
};

enum { DAY, WEEKDAY, HOURS, DELIVERIES, WITH_EVENTS, GAP_HOURS };

static struct mt_cell
cell_at(const struct mt_table *table, size_t row, const char *key)
{
    int column = mt_table_find(table, key);
    return column < 0 ? MT_CELL_UNKNOWN(NULL) : mt_table_at(table, row, (size_t)column);
}

static char
letter_of(const struct mt_table *hours, size_t row)
{
    struct mt_cell evidence = cell_at(hours, row, "evidence"), state = cell_at(hours, row, "state");
    if (evidence.known)
        return mt_text_is(evidence.text, "events") ? MT_GRID_EVENTS : MT_GRID_SUMMARY;
    return state.known && mt_text_is(state.text, "gap") ? MT_GRID_GAP : MT_GRID_QUIET;
}

enum mt_rc
mt_grid_fill(const struct mt_table *days, const struct mt_table *hours, struct mt_table *grid, struct mt_err *err)
{
    enum mt_rc rc = mt_table_columns(grid, columns, sizeof columns / sizeof *columns, err);
    size_t at = 0; /* both tables are in order of time */
    for (size_t row = 0; row < days->row_count && rc == MT_OK; row++) {
        char letters[25];
        int64_t with_events = 0, gap_hours = 0;
        struct mt_cell day = cell_at(days, row, "day"), *cells = mt_table_add(grid);
        struct mt_text text;
        memset(letters, MT_GRID_OUTSIDE, 24);
        letters[24] = '\0';
        for (; at < hours->row_count && cell_at(hours, at, "day").integer == day.integer; at++) {
            int64_t hour = cell_at(hours, at, "hour").integer;
            if (hour >= 0 && hour < 24)
                letters[hour] = letter_of(hours, at);
            with_events += cell_at(hours, at, "with_events").integer;
            gap_hours += letter_of(hours, at) == MT_GRID_GAP;
        }
        if (!cells || !mt_arena_copy(&grid->arena, mt_text_of(letters), &text))
            return mt_err_memory(err);
        cells[DAY] = day;
        cells[WEEKDAY] = cell_at(days, row, "weekday");
        cells[HOURS] = mt_cell_text(text);
        cells[DELIVERIES] = cell_at(days, row, "deliveries");
        cells[WITH_EVENTS] = mt_cell_integer(with_events);
        cells[GAP_HOURS] = mt_cell_integer(gap_hours);
    }
    return rc;
}
