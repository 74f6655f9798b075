#ifndef MT_REPORTS_WIDTH_H
#define MT_REPORTS_WIDTH_H

/* How many columns of a terminal a character takes: 0 for combining marks and joiners, 2 for East Asian wide ones and
 * most pictographs, 1 for the rest. wcwidth() would answer by the locale, which the program never sets. */

#include "store/base/text.h"

int mt_width_code_point(uint32_t code_point);
size_t mt_width_text(struct mt_text text);

#endif
