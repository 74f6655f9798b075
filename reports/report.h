#ifndef MT_REPORTS_REPORT_H
#define MT_REPORTS_REPORT_H

/* One value from which every format is written, so that they cannot disagree.
 *
 * A report owns its tables and texts (its arena). Builders (build_*.c) fill it from query/; renderers (render_*.c)
 * read it and know no domain word. The same database and parameters give the same value, and so the same bytes: a
 * report never holds the time of its making, only how fresh its data is.
 *
 * Sentences (ledes, points, notes, title) are prose: in them a value that came from data stands between the two bytes
 * MT_PROSE_OPEN and MT_PROSE_CLOSE (messages.h puts them there), so that each format can set it apart: a code span in
 * Markdown, bold in HTML, nothing in data formats. Text without these bytes is fine too. */

#include "query/table.h"
#include "reports/language.h"
#include "store/base/out.h"

#define MT_PROSE_OPEN '\x02'
#define MT_PROSE_CLOSE '\x03'

enum mt_chart_kind {
    MT_CHART_NONE,
    MT_CHART_BARS,    /* one bar a row: label, value, and a whisker from low to high when both are given */
    MT_CHART_LINES,   /* one point a row: label (a week or day), value, with a band from low to high. With a group (rows
                         of a group stand together, in order): a small panel a group, all of one scale */
    MT_CHART_HEATMAP, /* one cell a row: label is the column (hour), group is the row (weekday), value the colour */
};

/* Words for the values of a column that holds keys or small numbers: "1" is "Monday". Ends with a NULL key. */
struct mt_word {
    const char *key;
    const char *label;   /* English */
    const char *spanish; /* NULL: none yet, so that the English one stands */
};

/* How a table may be drawn. Columns are named by key; NULL where there is none. */
struct mt_chart {
    enum mt_chart_kind kind;
    const char *title;
    const char *label, *group, *value, *low, *high;
    const char *base; /* the count the value rests on; cells below `least_base` are masked, not coloured */
    int64_t least_base;
    size_t most_rows;                  /* draw only the first rows; 0 draws all */
    const struct mt_word *group_words; /* of the group's values; NULL shows them as they are */
};

/* A column as people see it. Formats for people show these; data formats write every column of the table. */
struct mt_shown {
    const char *key;        /* NULL ends the list; a key that the table lacks is left out */
    const char *low, *high; /* an interval shown behind the value, or NULL */
    const char *title;      /* NULL: the column's own */
    const struct mt_word *words;
    bool change; /* a relative difference: shown with its sign */
};

/* How good the news is. Formats show it by a mark beside the words, never by colour alone. */
enum mt_tone { MT_TONE_PLAIN, MT_TONE_BAD, MT_TONE_UNSURE, MT_TONE_GOOD };

/* Something that happened, told by itself: a finding. All texts are prose in the reader's language. */
struct mt_story {
    struct mt_text id;      /* by which commands know it, "F-X35YQD"; unknown: none */
    struct mt_text title;   /* without a full stop */
    struct mt_text status;  /* a word or two, "open"; unknown: none */
    enum mt_tone tone;      /* of the status */
    struct mt_text *points; /* a statement each */
    size_t point_count;
};

struct mt_section {
    const char *key;
    const char *title;
    bool no_heading;        /* the report's own title is heading enough */
    struct mt_text lede;    /* one or two sentences: what the table says; may be unknown */
    bool lede_says_none;    /* the table is empty, and the lede says what that means */
    struct mt_text *points; /* sentences that are the section's content, one statement each */
    size_t point_count;
    struct mt_story *stories; /* follow the points */
    size_t story_count;
    struct mt_table *table; /* may be NULL: a section of text only */
    /* The stories, points or the chart say for people what the table holds: formats for people leave it out and draw
     * the chart alone, data formats write it. */
    bool table_is_data;
    /* NULL: every column, with <x>_low and <x>_high folded into <x>_ratio or <x>. */
    const struct mt_shown *shown;
    struct mt_chart chart;
    struct mt_text *notes; /* what limits the figures, one sentence each */
    size_t note_count;
    bool prominent; /* headline figures: a row is a tile (label, value, then what it is compared with) */
    bool appendix;  /* for those who want to check: a page may fold it away */
    struct mt_section *next;
};

struct mt_report {
    const char *name; /* "weekly", or the query's name */
    struct mt_text title, subtitle;
    struct mt_parameter *parameters; /* week, zone, filters … in the order they are to be shown */
    size_t parameter_count;
    int64_t fresh_us;        /* the latest moment at which an export was taken, or MT_MOMENT_UNKNOWN */
    struct mt_reader reader; /* of formats for people; data formats stay in UTC */
    struct mt_section *sections;
    struct mt_owned_table *tables; /* report.c's */
    struct mt_arena arena;
};

void mt_report_init(struct mt_report *report, const char *name);
void mt_report_release(struct mt_report *report);

/* An empty table that the report owns from now on, whether a section shows it or not; NULL: no memory. */
struct mt_table *mt_report_table(struct mt_report *report);

/* Appends a section that shows `table` (from mt_report_table, or NULL). NULL when memory ran out. */
struct mt_section *mt_report_section(struct mt_report *report, const char *key, const char *title,
                                     struct mt_table *table);

/* The texts are copied, the keys are static. An unknown note or point (memory ran out composing it) fails. */
enum mt_rc mt_report_note(struct mt_report *report, struct mt_section *section, struct mt_text note,
                          struct mt_err *err);
enum mt_rc mt_report_point(struct mt_report *report, struct mt_section *section, struct mt_text point,
                           struct mt_err *err);
/* Appends a story with copies of its texts (all but the points, which are added one by one); NULL: no memory. It stays
 * where it is until the section's next story is added. */
struct mt_story *mt_report_story(struct mt_report *report, struct mt_section *section, const struct mt_story *story);
enum mt_rc mt_report_story_point(struct mt_report *report, struct mt_story *story, struct mt_text point,
                                 struct mt_err *err);
enum mt_rc mt_report_parameter(struct mt_report *report, const char *key, struct mt_text value, struct mt_err *err);

/* ---- formats ----
 *
 * text      for terminals. Nothing from data reaches the terminal raw.
 * md        GitHub-flavoured tables, no HTML; text from data stands in code spans.
 * html      one file: no script, nothing fetched.
 * csv       RFC 4180, UTF-8, CRLF. A report of one table is a plain CSV; of several, one block a section, separated by
 *           an empty line, each led by a line that holds the section's key alone. Moments are ISO 8601 UTC, ratios run
 *           from 0 to 1, unknown is empty. Text that a spreadsheet would take for a formula (it starts with = + - @ TAB
 *           or CR) gets an apostrophe in front. Sections of sentences are a block with the column "sentence",
 *           the lede among them only where it is all there is.
 * xlsx      a workbook, one sheet a section with its table as typed cells and its chart as a native one; a first sheet
 *           has what the report says in sentences.
 * json      see below.
 * Both data formats write beside a figure that may be a lower bound whether it is one: KEY_at_least, true or false.
 *
 * JSON, schema_version 1: keys keep their name and meaning; new ones may be added; null is unknown. A report of one
 * table is that table's object with schema_version in front. Any other:
 *   report         its name; title, subtitle: sentences in the reader's language, as all text members but data are
 *   parameters     {key: text}: what was asked, the zone, the program
 *   fresh_utc      when the newest export was taken
 *   sections       [{key, title, lede, points: [sentence], stories?: [{id, title, status, sentences: [sentence]}],
 *                  notes: [sentence], table: null or an object}]
 * A table:
 *   name, parameters
 *   evidence       what the figures rest on: "summary", "summary and events", …
 *   columns        [{key, type, unit, at_least?: the member that says whether the figure is a lower bound}]; type is
 *                  text, count, bytes, ratio, real, moment, day or span; unit "", "bytes", "0..1", "UTC", "s", …
 *   unknown_because {key: the first reason in the column why a value is null}
 *   notes?         [sentence]: what a reader must know of these figures
 *   sql?           the question as it was asked
 *   rows           [{key: value}]: moments ISO 8601 UTC, days YYYY-MM-DD, spans in seconds, ratios 0..1 */
struct mt_render_options {
    int width;    /* of the terminal, for text; 0 for unlimited */
    bool unicode; /* text: box drawing and blocks, or ASCII */
    bool colour;  /* text: ANSI colours */
    /* Markdown: the folder, relative to the file, in which the charts lie as pictures, "charts/providers.png" with the
     * section's key; NULL: there are none. */
    const char *pictures;
};

#define MT_FORMAT_LIST(X)                                                                                              \
    X(TEXT, "text", ".txt", mt_render_text)                                                                            \
    X(MARKDOWN, "md", ".md", mt_render_markdown)                                                                       \
    X(HTML, "html", ".html", mt_render_html)                                                                           \
    X(CSV, "csv", ".csv", mt_render_csv)                                                                               \
    X(JSON, "json", ".json", mt_render_json)                                                                           \
    X(XLSX, "xlsx", ".xlsx", mt_render_xlsx)

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

extern const char *const mt_format_keys[];                          /* "text", "md", ...; NULL behind the last */
bool mt_format_by_key(const char *key, enum mt_format *format);     /* "html"; "markdown" and "txt" are accepted too */
bool mt_format_by_suffix(const char *path, enum mt_format *format); /* "week.html" */
enum mt_rc mt_report_render(const struct mt_report *report, enum mt_format format,
                            const struct mt_render_options *options, struct mt_out *out, struct mt_err *err);

/* True when the report is one table and nothing else: data formats then write the table plainly. */
bool mt_report_is_table(const struct mt_report *report);

#endif
