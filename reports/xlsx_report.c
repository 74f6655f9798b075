/* The first sheet: what the report says in sentences, and the way to the sheets with its figures. */

#include "reports/xlsx.h"

#include <stdio.h>

#include "reports/width.h"
#include "reports/words.h"

enum { WIDTH = 110 }; /* of the column, in characters */

/* Not every program makes a row as high as its text needs, so it is said: fifteen points a line. */
static void
put(struct mt_book *book, lxw_worksheet *sheet, lxw_row_t *row, const char *text, enum mt_book_style style)
{
    static const double heights[MT_BOOK_STYLES] = {[MT_BOOK_TITLE] = 26, [MT_BOOK_HEADING] = 20};
    size_t lines = 1 + mt_width_text(mt_text_of(text)) / (WIDTH - 8);
    double height = heights[style] > 0 ? heights[style] : 15.0 * (double)lines;
    if (!*text || book->failed)
        return;
    mt_book_check(book, worksheet_set_row(sheet, *row, height, NULL));
    mt_book_check(book, worksheet_write_string(sheet, (*row)++, 0, text, book->styles[style]));
}

static void
put_parameters(struct mt_book *book, lxw_worksheet *sheet, lxw_row_t *row)
{
    const struct mt_report *report = book->report;
    struct mt_out line = MT_OUT_EMPTY;
    for (size_t i = 0; i < report->parameter_count; i++) {
        mt_out_clear(&line);
        mt_out_string(&line, mt_in_language(report->reader.language, report->parameters[i].key));
        mt_out_string(&line, ": ");
        mt_out_text(&line, report->parameters[i].value);
        put(book, sheet, row, mt_book_text(book, mt_out_view(&line)), MT_BOOK_SOFT);
    }
    mt_out_clear(&line);
    mt_say_origin(&line, report);
    put(book, sheet, row, mt_book_prose(book, mt_out_view(&line)), MT_BOOK_SOFT);
    if (line.failed)
        mt_book_check(book, LXW_ERROR_MEMORY_MALLOC_FAILED);
    mt_out_release(&line);
}

/* "What happened: see 'Findings'": a link inside the workbook. */
static void
put_link(struct mt_book *book, lxw_worksheet *sheet, lxw_row_t *row, const char *name)
{
    char target[MT_BOOK_NAME * 4 + 24];
    snprintf(target, sizeof target, "internal:'%s'!A1", name);
    if (book->failed)
        return;
    mt_book_check(book, worksheet_write_url(sheet, *row, 0, target, book->styles[MT_BOOK_LINK]));
    if (!book->failed)
        mt_book_check(book, worksheet_write_string(sheet, (*row)++, 0, name, book->styles[MT_BOOK_LINK]));
}

static void
put_story(struct mt_book *book, lxw_worksheet *sheet, lxw_row_t *row, const struct mt_story *story)
{
    struct mt_out line = MT_OUT_EMPTY;
    mt_out_text(&line, story->title);
    if (story->status.len) {
        mt_out_string(&line, " [");
        mt_out_text(&line, story->status);
        mt_out_byte(&line, ']');
    }
    if (story->id.len) {
        mt_out_string(&line, " (");
        mt_out_text(&line, story->id);
        mt_out_byte(&line, ')');
    }
    put(book, sheet, row, mt_book_prose(book, mt_out_view(&line)), MT_BOOK_PROSE);
    for (size_t i = 0; i < story->point_count; i++)
        put(book, sheet, row, mt_book_prose(book, story->points[i]), MT_BOOK_POINT);
    if (line.failed)
        mt_book_check(book, LXW_ERROR_MEMORY_MALLOC_FAILED);
    mt_out_release(&line);
}

void
mt_book_report(struct mt_book *book, lxw_worksheet *sheet)
{
    const struct mt_report *report = book->report;
    lxw_row_t row = 0;
    size_t number = 0;
    mt_book_check(book, worksheet_set_column(sheet, 0, 0, WIDTH, NULL));
    worksheet_gridlines(sheet, LXW_HIDE_ALL_GRIDLINES);
    worksheet_set_landscape(sheet);
    worksheet_fit_to_pages(sheet, 1, 0);
    put(book, sheet, &row, mt_book_prose(book, report->title), MT_BOOK_TITLE);
    put(book, sheet, &row, mt_book_prose(book, report->subtitle), MT_BOOK_PROSE);
    put_parameters(book, sheet, &row);
    for (const struct mt_section *section = report->sections; section; section = section->next, number++) {
        row++;
        if (!section->no_heading)
            put(book, sheet, &row, mt_book_text(book, mt_text_of(section->title)), MT_BOOK_HEADING);
        put(book, sheet, &row, mt_book_prose(book, section->lede), MT_BOOK_PROSE);
        for (size_t i = 0; i < section->point_count; i++)
            put(book, sheet, &row, mt_book_prose(book, section->points[i]), MT_BOOK_POINT);
        for (size_t i = 0; i < section->story_count; i++)
            put_story(book, sheet, &row, &section->stories[i]);
        if (section->table)
            put_link(book, sheet, &row, book->names[number]);
    }
}
