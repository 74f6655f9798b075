#ifndef MT_REPORTS_PICTURE_H
#define MT_REPORTS_PICTURE_H

/* A section's chart as a picture for places that show no SVG: Markdown, tickets, mail. PNG through cairo, with a
 * typeface that is part of the program, so that the same section gives the same bytes on every machine. It shows what
 * the chart of the HTML page shows: title, labels beside what they name, values, intervals, masks. A picture has an
 * end: at most 40 bars or 12 panels, and it says how many rows there are when not all are drawn. */

#include "reports/report.h"

/* True when the section has a chart and rows to draw. */
bool mt_picture_is_made(const struct mt_section *section);

/* Appends a PNG file. The section must be one that a picture is made of. */
enum mt_rc mt_picture_png(const struct mt_report *report, const struct mt_section *section, struct mt_out *out,
                          struct mt_err *err);

#endif
