#ifndef MT_REPORTS_HEAT_H
#define MT_REPORTS_HEAT_H

/* The grid of a heat map: a long table (one row a cell) laid out in rows and columns, with a level of colour for each
 * cell. Formats draw it; nothing here writes. Lives in the view's arena. */

#include "reports/view.h"

enum { MT_HEAT_LEVELS = 5 };

struct mt_heat_cell {
    bool present; /* the table has a known value for it */
    bool masked;  /* too small a base to colour */
    int level;    /* 1 .. MT_HEAT_LEVELS; 0 when masked or absent */
    struct mt_cell value;
    int64_t base; /* -1: unknown, or the chart names none */
};

struct mt_heat {
    struct mt_text *rows, *columns; /* labels for people */
    size_t row_count, column_count;
    struct mt_heat_cell *cells; /* row after row */
    /* Upper ends of the levels. Each is twice the one before: rates differ by factors, and one bad hour must not paint
     * all others the same. */
    double ends[MT_HEAT_LEVELS];
    enum mt_type type;
    const struct mt_reader *reader;
};

/* A chart whose columns the table lacks, or an empty table, gives a grid of no rows. */
enum mt_rc mt_heat_open(struct mt_heat *heat, struct mt_view *view, const struct mt_chart *chart, struct mt_err *err);

/* The values that a level stands for: "5.0–10.0 %". */
void mt_heat_range(struct mt_out *out, const struct mt_heat *heat, int level);

/* What a cell says in figures: its value, "·" when it is masked, nothing when there is no mail. Ratios are written as
 * bare percentages, because the unit 168 times over is noise. */
void mt_heat_phrase(struct mt_out *out, const struct mt_heat *heat, const struct mt_heat_cell *cell);

#endif
