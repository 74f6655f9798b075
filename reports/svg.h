#ifndef MT_REPORTS_SVG_H
#define MT_REPORTS_SVG_H

/* Charts as inline SVG. Positions across are percentages and text keeps its size, so that a chart fills whatever width
 * it is given and stays readable on a telephone. Each is an image with a name (role, aria-label) and tooltips
 * (<title>); colours are classes of report.css. Text goes through markup.h. */

#include "reports/heat.h"

/* One bar of a row: `most` is the value that fills the width. A whisker shows low to high when both are known. */
void mt_svg_bar(struct mt_out *out, double value, struct mt_cell low, struct mt_cell high, double most, bool masked,
                struct mt_text name);

/* One point a row of the view, whiskers from low to high, a label under each and its value above it. */
enum mt_rc mt_svg_lines(struct mt_out *out, const struct mt_view *view, const struct mt_chart *chart,
                        struct mt_err *err);

/* The same in small, one for each group of rows that stand together, all of one scale, side by side. */
enum mt_rc mt_svg_panels(struct mt_out *out, const struct mt_view *view, const struct mt_chart *chart,
                         struct mt_err *err);

void mt_svg_heat(struct mt_out *out, const struct mt_heat *heat, struct mt_text name);
/* The scale of a heat map: a swatch and its range for each level, and one for masked cells. */
void mt_svg_heat_legend(struct mt_out *out, const struct mt_heat *heat, int64_t least_base);

#endif
