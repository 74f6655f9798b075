#include "reports/cmd_output.h"

#include "reports/messages.h"
#include "reports/page.h"
#include "reports/terminal.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char formats_known[] = "text, md, html, csv or json";

static bool
same_file(const char *a, const char *b)
{
    struct stat first, second;
    return stat(a, &first) == 0 && stat(b, &second) == 0 && first.st_dev == second.st_dev &&
           first.st_ino == second.st_ino;
}

enum mt_rc
mt_output_read(const struct mt_arguments *arguments, struct mt_output *output, struct mt_err *err)
{
    const char *wanted = mt_arguments_value(arguments, "format");
    output->path = mt_arguments_value(arguments, "output");
    output->format = MT_FORMAT_TEXT;
    /* "-" is standard output everywhere else. */
    if (output->path && strcmp(output->path, "-") == 0)
        output->path = NULL;
    if (output->path && same_file(output->path, mt_arguments_database(arguments)))
        return mt_err_set(err, MT_USAGE, "'%.300s' is the database itself: name another file for the answer",
                          output->path);
    if (mt_arguments_has(arguments, "json")) {
        if (wanted && strcmp(wanted, "json") != 0)
            return mt_err_set(err, MT_USAGE, "--json and --format %.60s contradict each other", wanted);
        wanted = "json";
    }
    if (wanted) {
        if (mt_format_by_key(wanted, &output->format))
            return MT_OK;
        return mt_err_set(err, MT_USAGE, "there is no format '%.60s'; there is %s", wanted, formats_known);
    }
    if (!output->path || mt_format_by_suffix(output->path, &output->format))
        return MT_OK;
    return mt_err_set(err, MT_USAGE, "cannot tell the format of '%.300s' by its name; '--format' names it: %s",
                      output->path, formats_known);
}

bool
mt_output_is_for_reading(const struct mt_output *output)
{
    return !output->path && output->format == MT_FORMAT_TEXT;
}

const struct mt_shown *
mt_output_words(struct mt_report *report, const struct mt_table *table)
{
    static const struct {
        const char *key;
        const struct mt_word *words;
    } lists[] = {
        {"outcome", mt_outcome_words},          {"weekday", mt_weekday_words},   {"reason_class", mt_reason_words},
        {"last_reason_class", mt_reason_words}, {"actor", mt_actor_short_words}, {"permanence", mt_permanence_words},
        {"verdict", mt_change_words},
    };
    struct mt_shown *shown = mt_arena_take(&report->arena, (table->column_count + 1) * sizeof *shown);
    for (size_t i = 0; shown && i < table->column_count; i++) {
        shown[i].key = table->columns[i].key;
        for (size_t j = 0; j < sizeof lists / sizeof *lists; j++)
            if (strcmp(shown[i].key, lists[j].key) == 0)
                shown[i].words = lists[j].words;
    }
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

enum mt_rc
mt_output_write(const struct mt_output *output, const struct mt_report *report, struct mt_err *err)
{
    struct mt_surroundings surroundings = MT_TERMINAL_SURROUNDINGS;
    struct mt_render_options options =
        output->path ? mt_terminal_file_options() : mt_terminal_options(STDOUT_FILENO, &surroundings);
    struct mt_out out = MT_OUT_EMPTY;
    enum mt_rc rc = mt_report_render(report, output->format, &options, &out, err);
    if (rc == MT_OK && output->path)
        rc = mt_out_save(&out, output->path, err);
    else if (rc == MT_OK)
        rc = mt_out_send(&out, STDOUT_FILENO, "standard output", err);
    mt_out_release(&out);
    return rc;
}
