#ifndef MT_REPORTS_SVG_DRAW_H
#define MT_REPORTS_SVG_DRAW_H

/* What charts are drawn with: elements of SVG whose places across are percentages. Only svg*.c include this. */

#include "store/base/out.h"

/* Opens an image that fills the width, with a name for those who cannot see it. */
void mt_draw_image(struct mt_out *out, const char *class, double height, struct mt_text name);

/* A tooltip of the element that is open. */
void mt_draw_title(struct mt_out *out, struct mt_text text);

/* Leaves the element open: the caller closes it, with "/>" or behind a tooltip. */
void mt_draw_rectangle(struct mt_out *out, const char *class, double x, double y, double width, double height);
void mt_draw_line(struct mt_out *out, const char *class, double x1, double y1, double x2, double y2);
void mt_draw_text(struct mt_out *out, const char *class, double x, double y, struct mt_text words);

/* A value's percentage of the greatest, from 0 to 100. */
double mt_draw_part(double value, double most);

#endif
