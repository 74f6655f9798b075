#include "reports/cmd_output.h"

#include "reports/files.h"
#include "reports/messages.h"
#include "reports/page.h"
#include "reports/terminal.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool
same_file(const char *a, const char *b)
{
    struct stat first, second;
    return stat(a, &first) == 0 && stat(b, &second) == 0 && first.st_dev == second.st_dev &&
           first.st_ino == second.st_ino;
}

/* ---- where to, and in which format ---- */

/* "text, md, html, csv, json or xlsx" */
static const char *
formats_known(char *room, size_t size)
{
    size_t len = 0;
    room[0] = '\0';
    for (size_t i = 0; mt_format_keys[i]; i++) {
        const char *before = i == 0 ? "" : mt_format_keys[i + 1] ? ", " : " or ";
        int more = snprintf(room + len, size - len, "%s%s", before, mt_format_keys[i]);
        if (more < 0 || (size_t)more >= size - len)
            break;
        len += (size_t)more;
    }
    return room;
}

static bool
is_folder(const char *path)
{
    struct stat status;
    size_t len = strlen(path);
    return (len > 0 && path[len - 1] == '/') || (stat(path, &status) == 0 && S_ISDIR(status.st_mode));
}

/* The name tells the format: "week.html"; of an archive, what stands in front of its suffix: "week.csv.zip". */
static bool
format_of_name(const struct mt_output *output, enum mt_format *format)
{
    static const size_t zip = sizeof ".zip" - 1;
    char inner[PATH_MAX];
    size_t len = strlen(output->path);
    if (output->target == MT_TARGET_FOLDER)
        return false;
    if (output->target == MT_TARGET_FILE)
        return mt_format_by_suffix(output->path, format);
    if (len - zip >= sizeof inner)
        return false;
    memcpy(inner, output->path, len - zip);
    inner[len - zip] = '\0';
    return mt_format_by_suffix(inner, format);
}

static enum mt_rc
read_path(const struct mt_arguments *arguments, struct mt_output *output, struct mt_err *err)
{
    const char *path = mt_arguments_value(arguments, "output");
    *output = (struct mt_output){.target = MT_TARGET_FILE, .format = MT_FORMAT_TEXT};
    /* "-" is standard output everywhere else. */
    if (!path || strcmp(path, "-") == 0)
        return MT_OK;
    if (!*path)
        return mt_err_set(err, MT_USAGE, "-o needs the name of a file");
    if (same_file(path, mt_arguments_database(arguments)))
        return mt_err_set(err, MT_USAGE, "'%.300s' is the database itself: name another file for the answer", path);
    output->path = path;
    if (is_folder(path))
        output->target = MT_TARGET_FOLDER;
    else if (mt_text_ends_nocase(mt_text_of(path), ".zip"))
        output->target = MT_TARGET_ZIP;
    return MT_OK;
}

/* A workbook's bytes are nothing that a terminal shows. */
static enum mt_rc
refuse_terminal(const struct mt_output *output, struct mt_err *err)
{
    if (output->path || output->format != MT_FORMAT_XLSX || !isatty(STDOUT_FILENO))
        return MT_OK;
    return mt_err_set(err, MT_USAGE,
                      "a workbook is not for reading in a terminal: '-o report.xlsx' writes it to a file");
}

const char *const mt_colour_words[] = {
    [MT_COLOUR_AUTO] = "auto", [MT_COLOUR_ALWAYS] = "always", [MT_COLOUR_NEVER] = "never", NULL};

static enum mt_rc
read_colour(const char *said, enum mt_colour *colour, struct mt_err *err)
{
    *colour = MT_COLOUR_AUTO;
    for (size_t i = 0; said && mt_colour_words[i]; i++)
        if (strcmp(said, mt_colour_words[i]) == 0) {
            *colour = (enum mt_colour)i;
            return MT_OK;
        }
    return said ? mt_err_set(err, MT_USAGE, "--color takes 'auto', 'always' or 'never', not '%.40s'", said) : MT_OK;
}

enum mt_rc
mt_output_read(const struct mt_arguments *arguments, struct mt_output *output, struct mt_err *err)
{
    const char *wanted = mt_arguments_value(arguments, "format");
    char room[96];
    enum mt_rc rc = read_path(arguments, output, err);
    if (rc == MT_OK)
        rc = read_colour(mt_arguments_value(arguments, "color"), &output->colour, err);
    if (rc != MT_OK)
        return rc;
    if (mt_arguments_has(arguments, "json")) {
        if (wanted && strcmp(wanted, "json") != 0)
            return mt_err_set(err, MT_USAGE, "--json and --format %.60s contradict each other", wanted);
        wanted = "json";
    }
    if (wanted && !mt_format_by_key(wanted, &output->format))
        return mt_err_set(err, MT_USAGE, "there is no format '%.60s'; there is %s", wanted,
                          formats_known(room, sizeof room));
    if (!wanted && output->path && !format_of_name(output, &output->format))
        return mt_err_set(err, MT_USAGE, "cannot tell the format of '%.300s' by its name; '--format' names it: %s",
                          output->path, formats_known(room, sizeof room));
    return refuse_terminal(output, err);
}

bool
mt_output_is_for_reading(const struct mt_output *output)
{
    return !output->path && output->format == MT_FORMAT_TEXT;
}

enum mt_rc
mt_output_parameters(struct mt_report *report, const struct mt_table *table, struct mt_err *err)
{
    enum mt_rc rc = MT_OK;
    for (size_t i = 0; i < table->parameter_count && rc == MT_OK; i++) {
        const struct mt_parameter *parameter = &table->parameters[i];
        bool rows = strcmp(parameter->key, "rows") == 0;
        if (strcmp(parameter->key, "zone") != 0)
            rc =
                mt_report_parameter(report, parameter->key,
                                    rows ? mt_say_rows(&report->arena, &report->reader, table) : parameter->value, err);
    }
    return rc;
}

const struct mt_shown *
mt_output_words(struct mt_report *report, const struct mt_table *table)
{
    struct mt_shown *shown = mt_arena_take(&report->arena, (table->column_count + 1) * sizeof *shown);
    for (size_t i = 0; shown && i < table->column_count; i++)
        shown[i].key = table->columns[i].key;
    return shown;
}

void
mt_output_plain(FILE *stream, struct mt_text text)
{
    struct mt_out clean = MT_OUT_EMPTY;
    struct mt_page page = {.out = &clean, .unicode = true};
    mt_page_put(&page, text);
    if (!clean.failed)
        fwrite(clean.bytes, 1, clean.len, stream);
    /* No memory is left, and this may be the sentence that says so. */
    for (size_t i = 0; i < text.len && clean.failed; i++)
        fputc(text.at[i] >= ' ' && text.at[i] <= '~' ? text.at[i] : '?', stream);
    mt_out_release(&clean);
}

void
mt_output_warn(struct mt_err *err)
{
    fflush(stdout);
    fputs("msgtrace: ", stderr);
    mt_output_plain(stderr, mt_text_of(err->text));
    fputc('\n', stderr);
    err->text[0] = '\0';
}

static enum mt_rc
write_one(const struct mt_output *output, const struct mt_report *report, const struct mt_render_options *options,
          struct mt_err *err)
{
    struct mt_out out = MT_OUT_EMPTY;
    enum mt_rc rc = mt_report_render(report, output->format, options, &out, err);
    if (rc == MT_OK && output->path)
        rc = mt_out_save(&out, output->path, err);
    else if (rc == MT_OK)
        rc = mt_out_send(&out, STDOUT_FILENO, "standard output", err);
    mt_out_release(&out);
    return rc;
}

static enum mt_rc
write_several(const struct mt_output *output, const struct mt_report *report, const struct mt_render_options *options,
              struct mt_err *err)
{
    struct mt_files files;
    mt_files_init(&files);
    enum mt_rc rc = mt_files_of_report(&files, report, output->format, options, err);
    if (rc == MT_OK)
        rc = output->target == MT_TARGET_ZIP ? mt_files_save_zip(&files, output->path, err)
                                             : mt_files_save_folder(&files, output->path, err);
    mt_files_release(&files);
    return rc;
}

enum mt_rc
mt_output_write(const struct mt_output *output, const struct mt_report *report, struct mt_err *err)
{
    struct mt_surroundings surroundings = MT_TERMINAL_SURROUNDINGS;
    struct mt_render_options options =
        output->path ? mt_terminal_file_options() : mt_terminal_options(STDOUT_FILENO, &surroundings);
    if (output->colour != MT_COLOUR_AUTO)
        options.colour = output->colour == MT_COLOUR_ALWAYS;
    return output->target == MT_TARGET_FILE ? write_one(output, report, &options, err)
                                            : write_several(output, report, &options, err);
}

enum mt_rc
mt_output_sql(const struct mt_report *report, struct mt_err *err)
{
    struct mt_out out = MT_OUT_EMPTY;
    for (const struct mt_section *section = report->sections; section; section = section->next) {
        if (!section->table || !mt_text_known(section->table->sql))
            continue;
        mt_out_string(&out, "-- == ");
        mt_out_string(&out, section->title);
        mt_out_byte(&out, '\n');
        mt_out_text(&out, section->table->sql);
        mt_out_string(&out, "\n\n");
    }
    enum mt_rc rc = out.failed ? mt_err_memory(err) : mt_out_send(&out, STDOUT_FILENO, "standard output", err);
    mt_out_release(&out);
    return rc;
}
