/* A section's table on a sheet of its own: all columns as typed cells, so that Excel can sort, filter and reckon. */

#include "reports/xlsx.h"

#include "reports/view.h"
#include "reports/width.h"
#include "reports/words.h"
#include "store/base/zone.h"

enum { MOST_ROWS = 1048000 }; /* Excel has 1,048,576, and notes stand below */

size_t
mt_book_rows(const struct mt_table *table)
{
    return table->row_count < MOST_ROWS ? table->row_count : MOST_ROWS;
}

/* ---- columns ---- */

/* The column as it is shown, which may have a title and words of its own; NULL when people do not see it. */
static const struct mt_view_column *
shown_column(const struct mt_view *view, size_t column)
{
    for (size_t i = 0; i < view->column_count; i++)
        if (view->columns[i].at == (int)column)
            return &view->columns[i];
    return NULL;
}

const char *
mt_book_head(struct mt_book *book, const struct mt_view *view, size_t column)
{
    const struct mt_column *described = &view->table->columns[column];
    const struct mt_view_column *shown = shown_column(view, column);
    const char *title = shown ? shown->title : mt_in_language(book->report->reader.language, described->title);
    const struct mt_zone *zone = book->report->reader.zone;
    struct mt_value name = mt_value_words(mt_text_of(title));
    switch (described->type) {
    case MT_TYPE_BYTES:
        return mt_book_say(book, MT_SAY_BOOK_BYTES, MT_VALUES(name));
    case MT_TYPE_MOMENT:
        return mt_book_say(book, MT_SAY_BOOK_IN_ZONE,
                           MT_VALUES(name, mt_value_words(mt_text_of(zone ? mt_zone_name(zone) : "UTC"))));
    case MT_TYPE_SPAN:
        return mt_book_say(book, MT_SAY_BOOK_SPAN, MT_VALUES(name));
    case MT_TYPE_TEXT:
    case MT_TYPE_COUNT:
    case MT_TYPE_RATIO:
    case MT_TYPE_REAL:
    case MT_TYPE_DAY:
        break;
    }
    return mt_book_text(book, mt_text_of(title));
}

static enum mt_book_style
style_of(enum mt_type type)
{
    static const enum mt_book_style styles[] = {
        [MT_TYPE_TEXT] = MT_BOOK_TEXT,   [MT_TYPE_COUNT] = MT_BOOK_COUNT, [MT_TYPE_BYTES] = MT_BOOK_COUNT,
        [MT_TYPE_RATIO] = MT_BOOK_RATIO, [MT_TYPE_REAL] = MT_BOOK_REAL,   [MT_TYPE_MOMENT] = MT_BOOK_MOMENT,
        [MT_TYPE_DAY] = MT_BOOK_DAY,     [MT_TYPE_SPAN] = MT_BOOK_SPAN,
    };
    return styles[type];
}

static void
put_head(struct mt_book *book, lxw_worksheet *sheet, lxw_col_t column, const char *title, bool is_text, size_t width)
{
    enum { LEAST = 9, MOST = 60 };
    size_t wide = width < LEAST ? LEAST : width > MOST ? MOST : width;
    if (book->failed)
        return;
    mt_book_check(book, worksheet_write_string(sheet, 0, column, title,
                                               book->styles[is_text ? MT_BOOK_HEAD : MT_BOOK_HEAD_RIGHT]));
    mt_book_check(book, worksheet_set_column(sheet, column, column, (double)wide + 2, NULL));
}

/* ---- cells ---- */

/* Excel counts days from the end of 1899 and has no zones: a moment is what the clock on the wall showed. */
static double
serial_of(const struct mt_zone *zone, int64_t moment_us)
{
    enum { EPOCH = 25569 };
    return (double)mt_zone_to_local(zone, moment_us) / (double)MT_DAY + EPOCH;
}

static double
number_of(const struct mt_book *book, struct mt_cell cell, enum mt_type type)
{
    enum { EPOCH = 25569, SECONDS_A_DAY = 86400 };
    switch (type) {
    case MT_TYPE_RATIO:
    case MT_TYPE_REAL:
        return cell.real;
    case MT_TYPE_MOMENT:
        return serial_of(book->report->reader.zone, cell.integer);
    case MT_TYPE_DAY:
        return (double)cell.integer + EPOCH;
    case MT_TYPE_SPAN:
        return (double)cell.integer / SECONDS_A_DAY;
    case MT_TYPE_TEXT:
    case MT_TYPE_COUNT:
    case MT_TYPE_BYTES:
        break;
    }
    return (double)cell.integer;
}

/* How wide a number is once it is formatted. */
static size_t
width_of(enum mt_type type)
{
    static const size_t widths[] = {
        [MT_TYPE_TEXT] = 0,  [MT_TYPE_COUNT] = 9,   [MT_TYPE_BYTES] = 14, [MT_TYPE_RATIO] = 8,
        [MT_TYPE_REAL] = 10, [MT_TYPE_MOMENT] = 19, [MT_TYPE_DAY] = 10,   [MT_TYPE_SPAN] = 11,
    };
    return widths[type];
}

static void
put_cell(struct mt_book *book, lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column, struct mt_cell cell,
         const struct mt_column *described, const struct mt_view_column *shown, size_t *width)
{
    if (!cell.known || book->failed)
        return;
    if (described->type == MT_TYPE_TEXT) {
        const char *word = shown ? mt_word_label(shown->words, cell.text, book->report->reader.language) : NULL;
        const char *text = mt_book_text(book, word ? mt_text_of(word) : cell.text);
        size_t wide = mt_width_text(mt_text_of(text));
        *width = wide > *width ? wide : *width;
        mt_book_check(book, worksheet_write_string(sheet, row, column, text, book->styles[MT_BOOK_TEXT]));
    } else {
        mt_book_check(book, worksheet_write_number(sheet, row, column, number_of(book, cell, described->type),
                                                   book->styles[style_of(described->type)]));
    }
}

static void
put_column(struct mt_book *book, lxw_worksheet *sheet, const struct mt_view *view, size_t column)
{
    const struct mt_table *table = view->table;
    const struct mt_column *described = &table->columns[column];
    const struct mt_view_column *shown = shown_column(view, column);
    size_t width = width_of(described->type), rows = mt_book_rows(table);
    for (size_t row = 0; row < rows; row++)
        put_cell(book, sheet, (lxw_row_t)(row + MT_BOOK_FIRST_ROW), (lxw_col_t)column, mt_table_at(table, row, column),
                 described, shown, &width);
    put_head(book, sheet, (lxw_col_t)column, mt_book_head(book, view, column), described->type == MT_TYPE_TEXT, width);
}

/* Whether each figure of a bounded column is a lower bound. */
static void
put_bounds(struct mt_book *book, lxw_worksheet *sheet, const struct mt_view *view, size_t column, lxw_col_t at)
{
    const struct mt_table *table = view->table;
    size_t rows = mt_book_rows(table);
    for (size_t row = 0; row < rows && !book->failed; row++) {
        struct mt_cell cell = mt_table_at(table, row, column);
        if (cell.known)
            mt_book_check(book, worksheet_write_boolean(sheet, (lxw_row_t)(row + MT_BOOK_FIRST_ROW), at, cell.at_least,
                                                        book->styles[MT_BOOK_TEXT]));
    }
    const struct mt_view_column *shown = shown_column(view, column);
    const char *title =
        shown ? shown->title : mt_in_language(book->report->reader.language, table->columns[column].title);
    put_head(book, sheet, at, mt_book_say(book, MT_SAY_BOOK_AT_LEAST, MT_VALUES(mt_value_words(mt_text_of(title)))),
             true, 0);
}

/* ---- notes, below the rows ---- */

static void
put_note(struct mt_book *book, lxw_worksheet *sheet, lxw_row_t *row, const char *text)
{
    if (!book->failed)
        mt_book_check(book, worksheet_write_string(sheet, (*row)++, 0, text, NULL));
}

static void
put_notes(struct mt_book *book, lxw_worksheet *sheet, const struct mt_section *section, const struct mt_view *view)
{
    const struct mt_table *table = view->table;
    size_t rows = mt_book_rows(table);
    lxw_row_t row = (lxw_row_t)(rows + MT_BOOK_FIRST_ROW + 1);
    if (rows < table->row_count)
        put_note(book, sheet, &row,
                 mt_book_say(book, MT_SAY_BOOK_CUT,
                             MT_VALUES(mt_value_count((int64_t)rows), mt_value_count((int64_t)table->row_count))));
    for (size_t i = 0; i < section->note_count; i++)
        put_note(book, sheet, &row, mt_book_prose(book, section->notes[i]));
    for (size_t column = 0; column < table->column_count; column++)
        for (size_t at = 0; at < rows; at++) {
            struct mt_cell cell = mt_table_at(table, at, column);
            const struct mt_view_column *shown = shown_column(view, column);
            if (cell.known || !cell.why || !shown)
                continue;
            put_note(book, sheet, &row,
                     mt_book_say(book, MT_SAY_BOOK_UNKNOWN,
                                 MT_VALUES(mt_value_words(mt_text_of(shown->title)),
                                           mt_value_words(mt_text_of(mt_view_why(view, cell.why))))));
            break;
        }
}

void
mt_book_table(struct mt_book *book, lxw_worksheet *sheet, const struct mt_section *section)
{
    struct mt_view view;
    const struct mt_table *table = section->table;
    lxw_col_t columns = (lxw_col_t)table->column_count;
    size_t rows = mt_book_rows(table);
    if (mt_view_open(&view, book->report, section, book->err) != MT_OK) {
        book->failed = true;
        mt_view_release(&view);
        return;
    }
    for (size_t column = 0; column < table->column_count; column++)
        put_column(book, sheet, &view, column);
    for (size_t column = 0; column < table->column_count; column++)
        if (table->columns[column].bounded)
            put_bounds(book, sheet, &view, column, columns++);
    mt_book_check(book, worksheet_set_row(sheet, 0, 32, NULL)); /* two lines for the heads */
    worksheet_freeze_panes(sheet, MT_BOOK_FIRST_ROW, table->columns[0].type == MT_TYPE_TEXT);
    if (rows > 0)
        mt_book_check(book, worksheet_autofilter(sheet, 0, 0, (lxw_row_t)rows, (lxw_col_t)(columns - 1)));
    worksheet_repeat_rows(sheet, 0, 0);
    worksheet_set_landscape(sheet);
    worksheet_fit_to_pages(sheet, 1, 0);
    put_notes(book, sheet, section, &view);
    if (rows > 0)
        mt_book_chart(book, sheet, section, &view, (lxw_col_t)(columns + 1));
    mt_view_release(&view);
}
