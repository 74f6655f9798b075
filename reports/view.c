#include "reports/view.h"

#include <stdio.h>
#include <string.h>

#include "reports/messages.h"
#include "reports/phrase.h"
#include "reports/words.h"

enum { MOST_REASONS = 40 };

/* "deferred" when `key` is "deferred_low" and suffix "_low"; the length of that stem, 0 when it does not end so. */
static size_t
stem(const char *key, const char *suffix)
{
    struct mt_text text = mt_text_of(key);
    return mt_text_ends_nocase(text, suffix) ? text.len - strlen(suffix) : 0;
}

static int
find_stem(const struct mt_table *table, const char *at, size_t len, const char *suffix)
{
    char key[96];
    if (len + strlen(suffix) >= sizeof key)
        return -1;
    memcpy(key, at, len);
    memcpy(key + len, suffix, strlen(suffix) + 1);
    return mt_table_find(table, key);
}

/* Without a list of its own a table shows every column, but <x>_low and <x>_high go behind <x>_ratio, or <x>. */
static void
default_columns(struct mt_view *view)
{
    const struct mt_table *table = view->table;
    for (size_t i = 0; i < table->column_count; i++) {
        const char *key = table->columns[i].key;
        size_t low = stem(key, "_low"), high = stem(key, "_high"), of = low ? low : high;
        if (of && (find_stem(table, key, of, "_ratio") >= 0 || find_stem(table, key, of, "") >= 0))
            continue;
        struct mt_view_column *column = &view->columns[view->column_count++];
        size_t ratio = stem(key, "_ratio"), base = ratio ? ratio : strlen(key);
        *column = (struct mt_view_column){.at = (int)i, .low = -1, .high = -1};
        if (ratio || find_stem(table, key, base, "_ratio") < 0) {
            column->low = find_stem(table, key, base, "_low");
            column->high = find_stem(table, key, base, "_high");
        }
    }
}

static void
chosen_columns(struct mt_view *view, const struct mt_shown *shown)
{
    for (; shown->key; shown++) {
        int at = mt_table_find(view->table, shown->key);
        if (at < 0)
            continue;
        view->columns[view->column_count++] = (struct mt_view_column){
            .at = at,
            .low = shown->low ? mt_table_find(view->table, shown->low) : -1,
            .high = shown->high ? mt_table_find(view->table, shown->high) : -1,
            .title = shown->title,
            .change = shown->change,
            .words = shown->words,
        };
    }
}

static size_t
shown_count(const struct mt_shown *shown)
{
    size_t count = 0;
    while (shown[count].key)
        count++;
    return count;
}

/* Takes a column out of the view when all its cells are unknown for the same reason. The first column names the rows,
 * so it stays unless another can do that. */
static bool
leave_out(struct mt_view *view, size_t column, const char **why)
{
    bool names_rows = column == 0 && (view->column_count < 2 || view->columns[1].numeric);
    *why = NULL;
    if (names_rows || view->table->row_count == 0)
        return false;
    for (size_t row = 0; row < view->table->row_count; row++) {
        struct mt_cell cell = mt_view_cell(view, row, column);
        if (cell.known || !cell.why || (*why && strcmp(*why, cell.why) != 0))
            return false;
        *why = cell.why;
    }
    for (size_t i = column + 1; i < view->column_count; i++)
        view->columns[i - 1] = view->columns[i];
    view->column_count--;
    return true;
}

/* A title in the middle of a line: "Who acts" becomes "who acts", "TLS" stays. Titles are ours, so their letters are
 * those of our languages: of two bytes, the capitals (U+00C0 to U+00DE) stand 32 in front of the small ones. */
static void
put_inside(struct mt_out *out, const char *title)
{
    bool latin = title[0] == '\xC3' && (title[1] & 0xE0) == 0x80 && title[1] != '\x97';
    bool capital = title[0] >= 'A' && title[0] <= 'Z' && !(title[1] >= 'A' && title[1] <= 'Z');
    if (latin)
        mt_out_byte(out, *title++);
    if (title[0])
        mt_out_byte(out, latin || capital ? (char)(title[0] + 32) : title[0]);
    mt_out_string(out, title + (title[0] != '\0'));
}

/* Columns that are left out for one reason share its line: "Code, reply, who acts: no reason is known". */
static bool
note_absent(struct mt_view *view, const char *title, const char *why)
{
    struct mt_view_absent *absent = view->absent;
    for (size_t i = 0; i < view->absent_count; i++, absent++)
        if (strcmp(absent->why, why) == 0) {
            struct mt_out titles = MT_OUT_EMPTY;
            mt_out_text(&titles, absent->titles);
            mt_out_string(&titles, ", ");
            put_inside(&titles, title);
            bool copied = !titles.failed && mt_arena_copy(&view->arena, mt_out_view(&titles), &absent->titles);
            mt_out_release(&titles);
            return copied;
        }
    *absent = (struct mt_view_absent){mt_text_of(title), why};
    view->absent_count++;
    return true;
}

/* Whether the first column can go is known when the others have gone; what is said of it still comes first. */
static bool
leave_out_empty(struct mt_view *view)
{
    const char *first_title = view->column_count ? view->columns[0].title : NULL, *first_why = NULL;
    struct mt_view_absent *left = mt_arena_take(&view->arena, (view->column_count + 1) * sizeof *left);
    size_t count = 0;
    if (!left)
        return false;
    for (size_t i = 1; i < view->column_count;) {
        const char *title = view->columns[i].title, *why;
        if (leave_out(view, i, &why))
            left[count++] = (struct mt_view_absent){mt_text_of(title), why};
        else
            i++;
    }
    if (view->column_count && leave_out(view, 0, &first_why) && !note_absent(view, first_title, first_why))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!note_absent(view, left[i].titles.at, left[i].why))
            return false;
    return true;
}

static void
remember_reason(struct mt_view *view, const char *why)
{
    for (size_t i = 0; i < view->reason_count; i++)
        if (strcmp(view->reasons[i], why) == 0)
            return;
    if (view->reason_count < MOST_REASONS)
        view->reasons[view->reason_count++] = why;
}

enum mt_rc
mt_view_open(struct mt_view *view, const struct mt_report *report, const struct mt_section *section, struct mt_err *err)
{
    const struct mt_table *table = section->table;
    size_t most = section->shown ? shown_count(section->shown) : table->column_count;
    *view = (struct mt_view){.table = table, .reader = &report->reader, .arena = MT_ARENA_EMPTY};
    view->columns = mt_arena_take(&view->arena, (most + 1) * sizeof *view->columns);
    view->reasons = mt_arena_take(&view->arena, MOST_REASONS * sizeof *view->reasons);
    view->absent = mt_arena_take(&view->arena, (most + 1) * sizeof *view->absent);
    if (!view->columns || !view->reasons || !view->absent)
        return mt_err_memory(err);

    if (section->shown)
        chosen_columns(view, section->shown);
    else
        default_columns(view);
    for (size_t i = 0; i < view->column_count; i++) {
        struct mt_view_column *column = &view->columns[i];
        column->type = table->columns[column->at].type;
        if (!column->title)
            column->title = mt_in_language(report->reader.language, table->columns[column->at].title);
        if (!column->words)
            column->words = mt_words_of(&table->columns[column->at]);
        column->numeric = mt_phrase_is_number(column->type) && !column->words;
        if (column->low < 0 || column->high < 0)
            column->low = column->high = -1;
    }
    if (!leave_out_empty(view))
        return mt_err_memory(err);
    for (size_t row = 0; row < table->row_count; row++)
        for (size_t i = 0; i < view->column_count; i++) {
            struct mt_cell cell = mt_view_cell(view, row, i);
            if (mt_view_empty(view, row, i) && cell.why)
                remember_reason(view, cell.why);
        }
    return MT_OK;
}

void
mt_view_release(struct mt_view *view)
{
    mt_arena_release(&view->arena);
}

struct mt_cell
mt_view_cell(const struct mt_view *view, size_t row, size_t column)
{
    return mt_table_at(view->table, row, (size_t)view->columns[column].at);
}

const char *
mt_word_in(const struct mt_word *word, enum mt_language language)
{
    return language == MT_LANGUAGE_ES && word->spanish ? word->spanish : mt_in_language(language, word->label);
}

const struct mt_word *
mt_word_numbered(const struct mt_word *words, int number)
{
    const struct mt_word *word = words;
    for (int i = 0; i < number && word->key; i++)
        word++;
    return word->key ? word : words;
}

const char *
mt_word_label(const struct mt_word *words, struct mt_text key, enum mt_language language)
{
    for (; words && words->key; words++)
        if (mt_text_is(key, words->key))
            return mt_word_in(words, language);
    return NULL;
}

bool
mt_view_phrase_column(const struct mt_view *view, size_t row, int table_column, const struct mt_word *words,
                      struct mt_out *out)
{
    enum mt_type type = view->table->columns[table_column].type;
    struct mt_cell cell = mt_table_at(view->table, row, (size_t)table_column);
    char digits[24];
    const char *label = NULL;
    enum mt_language language = mt_reader_language(view->reader);
    if (!cell.known)
        return false;
    if (type == MT_TYPE_TEXT) {
        label = mt_word_label(words, cell.text, language);
    } else if (type == MT_TYPE_COUNT) {
        snprintf(digits, sizeof digits, "%lld", (long long)cell.integer);
        label = mt_word_label(words, mt_text_of(digits), language);
    }
    if (label)
        mt_out_string(out, label);
    else
        mt_phrase_cell(out, cell, type, view->reader);
    return type == MT_TYPE_TEXT && !label;
}

bool
mt_view_empty(const struct mt_view *view, size_t row, size_t column)
{
    struct mt_cell cell = mt_view_cell(view, row, column);
    return !cell.known && (column > 0 || !cell.why);
}

const char *
mt_view_why(const struct mt_view *view, const char *why)
{
    return mt_in_language(mt_reader_language(view->reader), why);
}

bool
mt_view_phrase(const struct mt_view *view, size_t row, size_t column, struct mt_out *out)
{
    const struct mt_view_column *shown = &view->columns[column];
    struct mt_cell cell = mt_view_cell(view, row, column);
    if (!cell.known) {
        if (!mt_view_empty(view, row, column))
            mt_out_string(out, mt_view_why(view, cell.why));
        return false;
    }
    if (shown->change && (shown->type == MT_TYPE_RATIO || shown->type == MT_TYPE_REAL)) {
        mt_phrase_change(out, cell.real, view->reader);
        return false;
    }
    return mt_view_phrase_column(view, row, shown->at, shown->words, out);
}

bool
mt_view_interval(const struct mt_view *view, size_t row, size_t column, struct mt_out *out)
{
    const struct mt_view_column *shown = &view->columns[column];
    if (shown->low < 0)
        return false;
    struct mt_cell low = mt_table_at(view->table, row, (size_t)shown->low);
    struct mt_cell high = mt_table_at(view->table, row, (size_t)shown->high);
    if (!low.known || !high.known)
        return false;
    mt_phrase_interval(out, low, high, shown->type, view->reader);
    return true;
}

size_t
mt_view_footnote(const struct mt_view *view, size_t row, size_t column)
{
    struct mt_cell cell = mt_view_cell(view, row, column);
    if (!mt_view_empty(view, row, column) || !cell.why)
        return 0;
    for (size_t i = 0; i < view->reason_count; i++)
        if (strcmp(view->reasons[i], cell.why) == 0)
            return i + 1;
    return 0;
}
