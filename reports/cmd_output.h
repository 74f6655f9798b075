#ifndef MT_REPORTS_CMD_OUTPUT_H
#define MT_REPORTS_CMD_OUTPUT_H

/* Where a command's report goes and in which format: the options -o, --format and --json, read alike everywhere. Part
 * of the program, not of a library. */

#include "cmd.h"
#include "reports/report.h"

#include <stdio.h>

#define MT_OUTPUT_OPTIONS                                                                                              \
    {"output", 'o', "FILE",                                                                                            \
     "where to; .html, .md, .txt, .csv, .json and .xlsx choose the format (else standard output)"},                    \
        {"format",      0, "FORMAT", "text, md, html, csv, json or xlsx, whatever the file is called", false,          \
         mt_format_keys},                                                                                              \
    {                                                                                                                  \
        "color", 0, "WHEN", "colours in text: auto (on a terminal, the default), always or never", true,               \
            mt_colour_words                                                                                            \
    }

#define MT_JSON_OPTION                                                                                                 \
    {                                                                                                                  \
        "json", 0, NULL, "the same as --format json"                                                                   \
    }

/* A folder (its name ends with '/', or it exists) and a zip archive take a report as several files (files.h). */
enum mt_target { MT_TARGET_FILE, MT_TARGET_FOLDER, MT_TARGET_ZIP };

enum mt_colour { MT_COLOUR_AUTO, MT_COLOUR_ALWAYS, MT_COLOUR_NEVER };
extern const char *const mt_colour_words[];

struct mt_output {
    const char *path; /* NULL: standard output */
    enum mt_target target;
    enum mt_format format;
    enum mt_colour colour;
};

/* The command has MT_OUTPUT_OPTIONS and MT_JSON_OPTION. */
enum mt_rc mt_output_read(const struct mt_arguments *arguments, struct mt_output *output, struct mt_err *err);

/* True when people read it in a terminal: text to standard output. */
bool mt_output_is_for_reading(const struct mt_output *output);

/* What a table was asked for, as the report's parameters, without the zone, which is said in a sentence anyway. */
enum mt_rc mt_output_parameters(struct mt_report *report, const struct mt_table *table, struct mt_err *err);

/* All columns of a table, ends of intervals among them. Lives in the report's arena; NULL when memory ran out. */
const struct mt_shown *mt_output_words(struct mt_report *report, const struct mt_table *table);

/* Text from outside (names, cells, errors that quote them), made harmless for a terminal. */
void mt_output_plain(FILE *stream, struct mt_text text);

/* Says an error that does not end the command, behind the lines that standard output has so far, and empties it. */
void mt_output_warn(struct mt_err *err);

enum mt_rc mt_output_write(const struct mt_output *output, const struct mt_report *report, struct mt_err *err);

/* Instead of a report: the SQL behind each of its tables, under the section's title, to standard output. */
enum mt_rc mt_output_sql(const struct mt_report *report, struct mt_err *err);

#endif
