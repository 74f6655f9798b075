#ifndef MT_REPORTS_XLSX_H
#define MT_REPORTS_XLSX_H

/* What the parts of a workbook share while it is written. Only render_xlsx.c and xlsx_*.c include this, and they alone
 * know libxlsxwriter.
 *
 * The library keeps its first failure where mt_book_check puts it; after one, nothing more is written. Its strings have
 * to be valid UTF-8 without control characters, or Excel repairs the file: everything goes through mt_book_text. */

#include <xlsxwriter.h>

#include "reports/heat.h"
#include "reports/messages.h"

enum mt_book_style {
    MT_BOOK_TITLE,
    MT_BOOK_HEADING,
    MT_BOOK_PROSE,
    MT_BOOK_POINT,
    MT_BOOK_SOFT,
    MT_BOOK_LINK,
    MT_BOOK_HEAD,       /* of a column of text */
    MT_BOOK_HEAD_RIGHT, /* of a column of numbers */
    MT_BOOK_TEXT,
    MT_BOOK_COUNT,
    MT_BOOK_RATIO,
    MT_BOOK_REAL,
    MT_BOOK_MOMENT,
    MT_BOOK_DAY,
    MT_BOOK_SPAN,
    MT_BOOK_MASKED, /* of a heat map: too little to colour */
    MT_BOOK_STYLES,
};

enum { MT_BOOK_NAME = 32, MT_BOOK_FIRST_ROW = 1 };

struct mt_book {
    const struct mt_report *report;
    lxw_workbook *workbook;
    lxw_format *styles[MT_BOOK_STYLES];
    char (*names)[MT_BOOK_NAME * 4]; /* of the sections' sheets, in their order; "" for a section without one */
    struct mt_out room;              /* for one text */
    struct mt_err *err;
    bool failed; /* err says why, unless memory ran out */
};

bool mt_book_check(struct mt_book *book, lxw_error error);

/* Clean text, no longer than a cell may hold, good until the next one. */
const char *mt_book_text(struct mt_book *book, struct mt_text text);
const char *mt_book_prose(struct mt_book *book, struct mt_text prose); /* without its marks */
const char *mt_book_say(struct mt_book *book, enum mt_sentence sentence, const struct mt_value *values, size_t count);

/* The sheets: sentences (xlsx_report.c), a section's table (xlsx_table.c), where each column is (xlsx_columns.c); and
 * the chart on the sheet of its table (xlsx_chart.c), from that column of the sheet on. */
void mt_book_report(struct mt_book *book, lxw_worksheet *sheet);
void mt_book_table(struct mt_book *book, lxw_worksheet *sheet, const struct mt_section *section);
void mt_book_columns(struct mt_book *book, lxw_worksheet *sheet);
void mt_book_chart(struct mt_book *book, lxw_worksheet *sheet, const struct mt_section *section, struct mt_view *view,
                   lxw_col_t column);

/* Rows of the table that a sheet has room for. */
size_t mt_book_rows(const struct mt_table *table);

/* How a column is called at its head, in the reader's language and with its unit. */
const char *mt_book_head(struct mt_book *book, const struct mt_view *view, size_t column);

#endif
