/* The last sheet: where each column of each section stands, by the keys that CSV and JSON have, for programs and for
 * those who write formulas. */

#include "reports/xlsx.h"

#include <stdio.h>

#include "reports/view.h"

enum { SECTION, KEY, SHEET, COLUMN, FIRST_ROW, TITLE, TYPE, UNIT, FIELDS };

static void
put(struct mt_book *book, lxw_worksheet *sheet, lxw_row_t row, int field, const char *text)
{
    if (!book->failed)
        mt_book_check(book, worksheet_write_string(sheet, row, (lxw_col_t)field, text, book->styles[MT_BOOK_TEXT]));
}

static void
put_row(struct mt_book *book, lxw_worksheet *sheet, lxw_row_t row, const struct mt_section *section, const char *name,
        const char *key, lxw_col_t column, const char *title, const char *type, const char *unit)
{
    char letters[LXW_MAX_COL_NAME_LENGTH];
    /* First the title, which is good until the next text is made. */
    put(book, sheet, row, TITLE, title);
    lxw_col_to_name(letters, column, 0);
    put(book, sheet, row, SECTION, section->key);
    put(book, sheet, row, KEY, key);
    put(book, sheet, row, SHEET, name);
    put(book, sheet, row, COLUMN, letters);
    if (!book->failed)
        mt_book_check(book, worksheet_write_number(sheet, row, FIRST_ROW, MT_BOOK_FIRST_ROW + 1, NULL));
    put(book, sheet, row, TYPE, type);
    put(book, sheet, row, UNIT, unit);
}

static void
put_section(struct mt_book *book, lxw_worksheet *sheet, lxw_row_t *row, const struct mt_section *section,
            const char *name)
{
    const struct mt_table *table = section->table;
    struct mt_view view;
    size_t bounded = table->column_count;
    if (mt_view_open(&view, book->report, section, book->err) != MT_OK)
        book->failed = true;
    for (size_t i = 0; i < table->column_count && !book->failed; i++)
        put_row(book, sheet, (*row)++, section, name, table->columns[i].key, (lxw_col_t)i, mt_book_head(book, &view, i),
                mt_type_key(table->columns[i].type), mt_type_unit(table->columns[i].type));
    for (size_t i = 0; i < table->column_count && !book->failed; i++) {
        char key[128];
        if (!table->columns[i].bounded)
            continue;
        snprintf(key, sizeof key, "%s_at_least", table->columns[i].key);
        put_row(book, sheet, (*row)++, section, name, key, (lxw_col_t)bounded++, key, "boolean", "");
    }
    mt_view_release(&view);
}

void
mt_book_columns(struct mt_book *book, lxw_worksheet *sheet)
{
    static const struct {
        enum mt_sentence title;
        double width;
    } fields[FIELDS] = {
        [SECTION] = {MT_SAY_BOOK_SECTION, 20},     [KEY] = {MT_SAY_BOOK_KEY, 26},
        [SHEET] = {MT_SAY_BOOK_SHEET, 30},         [COLUMN] = {MT_SAY_BOOK_COLUMN, 9},
        [FIRST_ROW] = {MT_SAY_BOOK_FIRST_ROW, 12}, [TITLE] = {MT_SAY_BOOK_TITLE, 36},
        [TYPE] = {MT_SAY_BOOK_TYPE, 10},           [UNIT] = {MT_SAY_BOOK_UNIT, 8},
    };
    lxw_row_t row = 1;
    size_t number = 0;
    for (int i = 0; i < FIELDS && !book->failed; i++) {
        mt_book_check(book, worksheet_write_string(sheet, 0, (lxw_col_t)i,
                                                   mt_wording(book->report->reader.language, fields[i].title),
                                                   book->styles[MT_BOOK_HEAD]));
        mt_book_check(book, worksheet_set_column(sheet, (lxw_col_t)i, (lxw_col_t)i, fields[i].width, NULL));
    }
    worksheet_freeze_panes(sheet, 1, 0);
    for (const struct mt_section *section = book->report->sections; section && !book->failed;
         section = section->next, number++)
        if (section->table)
            put_section(book, sheet, &row, section, book->names[number]);
}
