#ifndef MT_REPORTS_PICTURE_LINES_H
#define MT_REPORTS_PICTURE_LINES_H

/* A chart of lines, between the file that lays out its panels (picture_lines.c) and the one that draws a panel
 * (picture_panel.c). */

#include "reports/picture_parts.h"

enum { MT_LINES_FEW_POINTS = 13, MT_LINES_MOST_TICK = 120 };

struct mt_panel {
    size_t first, count;             /* rows */
    struct mt_text title;            /* empty: it is the only one */
    double left, top, right, bottom; /* of the plot */
    double reach;                    /* how far words may stand beyond the plot's sides */
    bool has_ticks;
};

struct mt_lines {
    struct mt_picture *picture;
    struct mt_text *names; /* what stands below a place on the axis */
    size_t name_count;
    size_t *places;    /* of each row, among the names */
    size_t name_step;  /* one in so many is written, counted from the last */
    bool slanted;      /* all are written, rising to the right */
    double most, step; /* of the scale, and between its ticks */
    bool few;          /* some points rest on too little */
};

/* A tick's words, in the picture's room. */
struct mt_text mt_lines_tick(const struct mt_lines *lines, double value);

void mt_lines_draw_panel(const struct mt_lines *lines, const struct mt_panel *panel);

#endif
