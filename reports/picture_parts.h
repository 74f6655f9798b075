#ifndef MT_REPORTS_PICTURE_PARTS_H
#define MT_REPORTS_PICTURE_PARTS_H

/* What the drawings of the kinds of chart share; for picture*.c alone. A drawing begins at `y`, between the margins,
 * and leaves `y` below itself. */

#include "reports/canvas.h"
#include "reports/messages.h"
#include "reports/view.h"

enum {
    MT_PICTURE_WIDTH = 720,
    MT_PICTURE_LEFT = 24,
    MT_PICTURE_RIGHT = MT_PICTURE_WIDTH - MT_PICTURE_LEFT,
    MT_PICTURE_INSIDE = MT_PICTURE_RIGHT - MT_PICTURE_LEFT,
};

struct mt_picture {
    const struct mt_report *report;
    const struct mt_section *section;
    const struct mt_chart *chart;
    struct mt_view view;
    const struct mt_table *table;
    /* The chart's columns in the table, or -1. */
    int label, group, value, low, high, base;
    enum mt_type type; /* of the value */
    struct mt_canvas *canvas;
    double y;
    struct mt_out room; /* for a phrase at a time */
};

enum mt_rc mt_picture_bars(struct mt_picture *picture, struct mt_err *err);
enum mt_rc mt_picture_lines(struct mt_picture *picture, struct mt_err *err);
enum mt_rc mt_picture_heat(struct mt_picture *picture, struct mt_err *err);

/* The cell of a row in one of the chart's columns; unknown where the chart names none. */
struct mt_cell mt_picture_cell(const struct mt_picture *picture, size_t row, int column);
/* Its number; 0 when it is unknown. */
double mt_picture_number(const struct mt_picture *picture, struct mt_cell cell);
/* True when the row rests on too little to be shown like the others. */
bool mt_picture_is_masked(const struct mt_picture *picture, size_t row);

/* Phrases in the picture's room, until the next one. */
struct mt_text mt_picture_phrase(struct mt_picture *picture, struct mt_cell cell);
struct mt_text mt_picture_interval(struct mt_picture *picture, size_t row); /* empty: there is none */
/* A value of the column as people read it. */
struct mt_text mt_picture_name(struct mt_picture *picture, size_t row, int column, const struct mt_word *words);

/* A sentence in small letters below what was drawn. */
void mt_picture_note(struct mt_picture *picture, enum mt_sentence sentence, const struct mt_value *values,
                     size_t count);
/* How many of the table's rows are drawn, when not all are. */
void mt_picture_note_rows(struct mt_picture *picture, size_t drawn);

#endif
