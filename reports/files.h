#ifndef MT_REPORTS_FILES_H
#define MT_REPORTS_FILES_H

/* A report as several files, in a folder or a zip archive: the sections of a CSV report, a Markdown file with its
 * charts as pictures.
 *
 * csv    KEY.csv for each section that has something to say, and report.csv: title, parameters, freshness and the
 *        sections with their files
 * md     report.md, charts/KEY.png
 * html   report.html; text, json and xlsx alike
 *
 * Names are ours, never from data. Both forms appear as a whole or not at all: they are written under another name and
 * renamed. A folder that exists keeps files that this report does not have. An archive has no times of its making in
 * it: the same report gives the same bytes. */

#include "reports/report.h"

struct mt_report_file {
    const char *name; /* "charts/providers.png": relative, with '/', never ".." */
    struct mt_out bytes;
};

struct mt_files {
    struct mt_report_file *list;
    size_t count;
    struct mt_arena arena; /* of the list and the names */
};

void mt_files_init(struct mt_files *files);
void mt_files_release(struct mt_files *files);

/* A new, empty file; its bytes may be appended to until the next one is added. NULL: no memory. The name is copied. */
struct mt_out *mt_files_add(struct mt_files *files, struct mt_text name);

/* The report in that format as files. */
enum mt_rc mt_files_of_report(struct mt_files *files, const struct mt_report *report, enum mt_format format,
                              const struct mt_render_options *options, struct mt_err *err);

/* Makes the folder when there is none (its parent must exist). */
enum mt_rc mt_files_save_folder(const struct mt_files *files, const char *path, struct mt_err *err);

enum mt_rc mt_files_save_zip(const struct mt_files *files, const char *path, struct mt_err *err);

#endif
