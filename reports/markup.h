#ifndef MT_REPORTS_MARKUP_H
#define MT_REPORTS_MARKUP_H

/* The one way of text and numbers into HTML and SVG. Everything that is no literal of ours goes through mt_markup_put:
 * safe between tags and inside a double-quoted attribute. */

#include "store/base/out.h"

void mt_markup_put(struct mt_out *out, struct mt_text text);
void mt_markup_string(struct mt_out *out, const char *text);

/* A number for geometry: at most two decimals, no trailing zeros, a point whatever the locale. */
void mt_markup_number(struct mt_out *out, double value);

/* ` name="value"`; the name is a literal of ours. */
void mt_markup_attribute(struct mt_out *out, const char *name, struct mt_text value);
void mt_markup_measure(struct mt_out *out, const char *name, double value, const char *unit);

#endif
