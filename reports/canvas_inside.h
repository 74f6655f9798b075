#ifndef MT_REPORTS_CANVAS_INSIDE_H
#define MT_REPORTS_CANVAS_INSIDE_H

/* What canvas.c and canvas_text.c share, and nobody else. */

#include <cairo.h>

#include "reports/canvas.h"

struct mt_canvas {
    cairo_surface_t *record; /* the strokes; the height of the page is known only when all are made */
    cairo_t *cairo;
    cairo_font_face_t *regular, *bold;
    struct mt_out room; /* text on its way to cairo */
};

void mt_canvas_use_ink(struct mt_canvas *canvas, enum mt_ink ink);

/* The typeface that is part of the program; NULL when memory ran out. */
cairo_font_face_t *mt_canvas_typeface(bool bold);

#endif
