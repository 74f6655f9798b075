#ifndef MT_REPORTS_HTML_H
#define MT_REPORTS_HTML_H

/* The parts of an HTML page that show a table: as a table with bars, as tiles, as a heat map. render_html.c makes the
 * page around them. Everything that is no literal of ours goes through markup.h. */

#include "reports/heat.h"

void mt_html_table(struct mt_out *out, const struct mt_section *section, const struct mt_view *view);
void mt_html_tiles(struct mt_out *out, const struct mt_section *section, const struct mt_view *view);
void mt_html_heat(struct mt_out *out, const struct mt_heat *heat, const struct mt_section *section);

/* Prose between two literals; values from data are bold. */
void mt_html_element(struct mt_out *out, const char *open, struct mt_text prose, const char *close);

/* The id of a section's footnote: "providers-note-2". */
void mt_html_footnote_id(struct mt_out *out, const struct mt_section *section, size_t number);

#endif
