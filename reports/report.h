#ifndef MT_REPORTS_REPORT_H
#define MT_REPORTS_REPORT_H

/* One value from which every format is written, so that they cannot disagree.
 *
 * A report owns its tables and texts (its arena). Builders (build_*.c) fill it from query/; renderers (render_*.c)
 * read it and know no domain word. The same database and parameters give the same value, and so the same bytes: a
 * report never holds the time of its making, only how fresh its data is. */

#include "query/table.h"
#include "store/base/out.h"

enum mt_chart_kind {
    MT_CHART_NONE,
    MT_CHART_BARS,    /* one bar a row: label, value, and a whisker from low to high when both are given */
    MT_CHART_LINES,   /* one point a row: label (a week or day), value, with a band from low to high */
    MT_CHART_HEATMAP, /* one cell a row: label is the column (hour), group is the row (weekday), value the colour */
};

/* How a table may be drawn. Columns are named by key; NULL where there is none. */
struct mt_chart {
    enum mt_chart_kind kind;
    const char *title;
    const char *label, *group, *value, *low, *high;
    const char *base;     /* the count the value rests on; cells below `least_base` are masked, not coloured */
    int64_t least_base;
    size_t most_rows;     /* draw only the first rows; 0 draws all */
};

struct mt_section {
    const char *key;
    const char *title;
    struct mt_text lede;    /* one or two sentences: what the table says; may be unknown */
    struct mt_table *table; /* may be NULL: a section of text only */
    struct mt_chart chart;
    struct mt_text *notes;  /* what limits the figures, one sentence each */
    size_t note_count;
    bool prominent;         /* headline figures: shown as tiles where the format can */
    struct mt_section *next;
};

struct mt_report {
    const char *name; /* "weekly", or the query's name */
    struct mt_text title, subtitle;
    struct mt_parameter *parameters; /* week, zone, filters … in the order they are to be shown */
    size_t parameter_count;
    int64_t fresh_us; /* the latest moment at which an export was taken, or MT_MOMENT_UNKNOWN */
    struct mt_section *sections;
    struct mt_arena arena;
};

void mt_report_init(struct mt_report *report, const char *name);
void mt_report_release(struct mt_report *report);

/* Appends a section; the report takes over `table` (heap, from mt_report_table) on success. */
struct mt_section *mt_report_section(struct mt_report *report, const char *key, const char *title, struct mt_table *table);
struct mt_table *mt_report_table(struct mt_report *report); /* an empty table that the report owns; NULL: no memory */
enum mt_rc mt_report_note(struct mt_report *report, struct mt_section *section, struct mt_text note, struct mt_err *err);
enum mt_rc mt_report_parameter(struct mt_report *report, const char *key, struct mt_text value, struct mt_err *err);

/* ---- formats ---- */
struct mt_render_options {
    int width;    /* of the terminal, for text; 0 for unlimited */
    bool unicode; /* text: box drawing and blocks, or ASCII */
    bool colour;  /* text: ANSI colours */
};

#define MT_FORMAT_LIST(X)                                                                                              \
    X(TEXT, "text", ".txt", mt_render_text)                                                                            \
    X(MARKDOWN, "md", ".md", mt_render_markdown)                                                                       \
    X(HTML, "html", ".html", mt_render_html)                                                                           \
    X(CSV, "csv", ".csv", mt_render_csv)                                                                               \
    X(JSON, "json", ".json", mt_render_json)

enum mt_format {
#define X(name, key, suffix, render) MT_FORMAT_##name,
    MT_FORMAT_LIST(X)
#undef X
};

typedef enum mt_rc mt_render(const struct mt_report *report, const struct mt_render_options *options,
                             struct mt_out *out, struct mt_err *err);
#define X(name, key, suffix, render) mt_render render;
MT_FORMAT_LIST(X)
#undef X

bool mt_format_by_key(const char *key, enum mt_format *format);     /* "html"; "markdown" and "txt" are accepted too */
bool mt_format_by_suffix(const char *path, enum mt_format *format); /* "week.html" */
enum mt_rc mt_report_render(const struct mt_report *report, enum mt_format format,
                            const struct mt_render_options *options, struct mt_out *out, struct mt_err *err);

#endif
