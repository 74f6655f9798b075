#ifndef MT_REPORTS_VIEW_H
#define MT_REPORTS_VIEW_H

/* A section's table as people see it: which columns, in what words, with which footnotes. All formats for people read
 * tables through this, so that they show the same. Writes no markup. The view borrows the report; what it makes lives
 * in its own arena. */

#include "reports/report.h"

struct mt_view_column {
    int at;        /* index into the table's columns */
    int low, high; /* of the interval behind it, or -1 */
    const char *title;
    enum mt_type type;
    bool numeric; /* stands on the right */
    bool change;
    const struct mt_word *words;
};

/* Columns that hold nothing in any row, all for one reason: they are not shown, the reason is said once. */
struct mt_view_absent {
    struct mt_text titles; /* "Code, reply, who acts" */
    const char *why;
};

struct mt_view {
    const struct mt_table *table;
    const struct mt_reader *reader;
    struct mt_view_column *columns;
    size_t column_count;
    const char **reasons; /* why cells are unknown, in the order of their first appearance */
    size_t reason_count;
    struct mt_view_absent *absent;
    size_t absent_count;
    struct mt_arena arena;
};

/* The section must have a table. Release also after a failure. */
enum mt_rc mt_view_open(struct mt_view *view, const struct mt_report *report, const struct mt_section *section,
                        struct mt_err *err);
void mt_view_release(struct mt_view *view);

struct mt_cell mt_view_cell(const struct mt_view *view, size_t row, size_t column);

/* True when there is nothing to read in a cell. A row whose first cell is unknown still needs a name: the reason why it
 * is unknown ("no known provider") is its name, and the cell is not empty. */
bool mt_view_empty(const struct mt_view *view, size_t row, size_t column);

/* Writes what people read; nothing for an empty cell. True when the text came from data (it then needs the format's
 * treatment of data), false for numbers, dates and our own words. */
bool mt_view_phrase(const struct mt_view *view, size_t row, size_t column, struct mt_out *out);

/* The reason as people read it: its translation where there is one. */
const char *mt_view_why(const struct mt_view *view, const char *why);

/* Writes the interval behind a cell, "3.1–5.6"; false when there is none. */
bool mt_view_interval(const struct mt_view *view, size_t row, size_t column, struct mt_out *out);

/* The number (from 1) of the reason why the cell is unknown; 0 when it is not empty or has none. */
size_t mt_view_footnote(const struct mt_view *view, size_t row, size_t column);

/* The same for any column of the table, by its index there, with words of the caller's choice (or NULL). */
bool mt_view_phrase_column(const struct mt_view *view, size_t row, int table_column, const struct mt_word *words,
                           struct mt_out *out);

/* The word in that language: its own, else that of its English label (words.h), else the label. */
const char *mt_word_in(const struct mt_word *word, enum mt_language language);

/* The word of a number in a list whose words stand in the order of numbers from 0 on; of any other number the first. */
const struct mt_word *mt_word_numbered(const struct mt_word *words, int number);

/* The label of a key among words (which may be NULL); NULL when they have none. */
const char *mt_word_label(const struct mt_word *words, struct mt_text key, enum mt_language language);

#endif
