#ifndef MT_REPORTS_PAGE_H
#define MT_REPORTS_PAGE_H

/* A page for a terminal. All text goes through mt_page_clean: control characters and bidirectional controls are made
 * visible, and without Unicode everything becomes ASCII. The only escape sequences are those of mt_page_style, and only
 * when colour was asked for. */

#include "reports/view.h"

struct mt_page {
    struct mt_out *out;
    size_t width; /* very large when lines may have any length */
    bool unicode, colour;
    enum mt_language language; /* settles how digits are grouped where there is only ASCII */
};

enum mt_style {
    MT_STYLE_PLAIN,
    MT_STYLE_TITLE,
    MT_STYLE_HEADING,
    MT_STYLE_FAINT,
    MT_STYLE_VALUE,
    MT_STYLE_BAR,
};

void mt_page_clean(const struct mt_page *page, struct mt_text text, struct mt_out *clean);
void mt_page_put(const struct mt_page *page, struct mt_text text);
void mt_page_style(const struct mt_page *page, enum mt_style style);

/* As much of a cleaned text as fits into `width`, with "…" for the rest; exactly the text when it fits. */
void mt_page_put_cut(const struct mt_page *page, struct mt_text clean, size_t width);

/* Prose, wrapped at blanks. `before` stands in front of the first line, blanks of the same width in front of others. */
void mt_page_prose(const struct mt_page *page, const char *before, struct mt_text prose);

/* A bar of up to `width` columns for part / whole, in eighths of a column where the terminal can. */
void mt_page_bar(const struct mt_page *page, double part, double whole, size_t width);

/* The table of a section: header, rows, and bars beside them when its chart asks for bars. A table that is wider than
 * the page is cut in panels that repeat the first column. */
enum mt_rc mt_page_table(const struct mt_page *page, struct mt_view *view, const struct mt_chart *chart,
                         struct mt_err *err);

#endif
