#ifndef MT_REPORTS_CSV_H
#define MT_REPORTS_CSV_H

/* The parts of a CSV report, for those who write it as several files (files.c). See report.h for how fields are
 * written. */

#include "reports/report.h"

/* False for a section that has nothing to say to a program: it is left out. */
bool mt_csv_says(const struct mt_section *section);

/* The section's table, or its sentences under the column "sentence". */
void mt_csv_section(struct mt_out *out, const struct mt_section *section);

/* A field, quoted where it must be; a field of prose without its marks; the end of a line. */
void mt_csv_field(struct mt_out *out, struct mt_text text);
void mt_csv_prose(struct mt_out *out, struct mt_text prose);
void mt_csv_end_line(struct mt_out *out);

#endif
