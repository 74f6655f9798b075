#include "reports/files.h"

#include <string.h>

#include "reports/csv.h"
#include "reports/phrase.h"
#include "reports/picture.h"

/* ---- the list ---- */

void
mt_files_init(struct mt_files *files)
{
    *files = (struct mt_files){.arena = MT_ARENA_EMPTY};
}

void
mt_files_release(struct mt_files *files)
{
    for (size_t i = 0; i < files->count; i++)
        mt_out_release(&files->list[i].bytes);
    mt_arena_release(&files->arena);
    mt_files_init(files);
}

struct mt_out *
mt_files_add(struct mt_files *files, struct mt_text name)
{
    struct mt_text copy;
    /* There is room for a power of two; when that is used up, twice as much is taken. */
    if ((files->count & (files->count - 1)) == 0) {
        size_t room = files->count ? files->count * 2 : 1;
        struct mt_report_file *list = mt_arena_take(&files->arena, room * sizeof *list);
        if (!list)
            return NULL;
        if (files->count)
            memcpy(list, files->list, files->count * sizeof *list);
        files->list = list;
    }
    if (!mt_arena_copy(&files->arena, name, &copy))
        return NULL;
    files->list[files->count] = (struct mt_report_file){copy.at, MT_OUT_EMPTY};
    return &files->list[files->count++].bytes;
}

/* ---- names ---- */

static bool
is_name(const char *key)
{
    static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    size_t len = strlen(key);
    return len > 0 && len <= 100 && strspn(key, allowed) == len;
}

/* Not every file system tells capital letters from small ones. */
static bool
is_taken(const struct mt_files *files, struct mt_text name)
{
    for (size_t i = 0; i < files->count; i++)
        if (mt_text_equal_nocase(mt_text_of(files->list[i].name), name))
            return true;
    return false;
}

/* A file that is named by a section's key. */
static struct mt_out *
add_keyed(struct mt_files *files, const char *folder, const char *key, const char *suffix, struct mt_err *err)
{
    if (!is_name(key)) {
        mt_err_set(err, MT_FAILED, "the section '%.60s' cannot name a file", key);
        return NULL;
    }
    struct mt_text name = mt_arena_format(&files->arena, "%s%s%s", folder, key, suffix);
    if (name.at && is_taken(files, name)) {
        mt_err_set(err, MT_FAILED, "two files would be called '%.120s'", name.at);
        return NULL;
    }
    struct mt_out *out = name.at ? mt_files_add(files, name) : NULL;
    if (!out)
        mt_err_memory(err);
    return out;
}

static enum mt_rc
check(const struct mt_out *out, struct mt_err *err)
{
    return out->failed ? mt_err_memory(err) : MT_OK;
}

/* ---- csv ---- */

static void
put_line(struct mt_out *out, const char *what, const char *key, struct mt_text prose, const char *file)
{
    mt_csv_field(out, mt_text_of(what));
    mt_out_byte(out, ',');
    mt_csv_field(out, mt_text_of(key));
    mt_out_byte(out, ',');
    mt_csv_prose(out, prose);
    mt_out_byte(out, ',');
    mt_csv_field(out, mt_text_of(file));
    if (file)
        mt_out_string(out, ".csv");
    mt_csv_end_line(out);
}

static void
put_fresh(struct mt_out *out, const struct mt_report *report)
{
    struct mt_out moment = MT_OUT_EMPTY;
    if (report->fresh_us != MT_MOMENT_UNKNOWN)
        mt_phrase_data(&moment, mt_cell_integer(report->fresh_us), MT_TYPE_MOMENT);
    put_line(out, "report", "fresh_utc", mt_out_view(&moment), NULL);
    out->failed |= moment.failed;
    mt_out_release(&moment);
}

/* What the report is, what was asked, and what each section says in sentences: its file has only figures. */
static void
put_overview(struct mt_out *out, const struct mt_report *report)
{
    mt_out_string(out, "what,key,text,file");
    mt_csv_end_line(out);
    put_line(out, "report", "title", report->title, NULL);
    put_line(out, "report", "subtitle", report->subtitle, NULL);
    put_fresh(out, report);
    for (size_t i = 0; i < report->parameter_count; i++)
        put_line(out, "parameter", report->parameters[i].key, report->parameters[i].value, NULL);
    for (const struct mt_section *section = report->sections; section; section = section->next) {
        if (!mt_csv_says(section))
            continue;
        put_line(out, "section", section->key, mt_text_of(section->title), section->key);
        if (section->lede.len)
            put_line(out, "lede", section->key, section->lede, NULL);
        for (size_t i = 0; i < section->note_count; i++)
            put_line(out, "note", section->key, section->notes[i], NULL);
    }
}

static enum mt_rc
csv_files(struct mt_files *files, const struct mt_report *report, struct mt_err *err)
{
    struct mt_out *out = add_keyed(files, "", "report", ".csv", err);
    if (!out)
        return MT_FAILED;
    put_overview(out, report);
    enum mt_rc rc = check(out, err);
    for (const struct mt_section *section = report->sections; section && rc == MT_OK; section = section->next) {
        if (!mt_csv_says(section))
            continue;
        if (!(out = add_keyed(files, "", section->key, ".csv", err)))
            return MT_FAILED;
        mt_csv_section(out, section);
        rc = check(out, err);
    }
    return rc;
}

/* ---- other formats ---- */

/* report.md, report.html … */
static enum mt_rc
one_file(struct mt_files *files, const struct mt_report *report, enum mt_format format,
         const struct mt_render_options *options, struct mt_err *err)
{
    static const char *const suffixes[] = {
#define X(name, key, suffix, render) [MT_FORMAT_##name] = (suffix),
        MT_FORMAT_LIST(X)
#undef X
    };
    struct mt_out *out = add_keyed(files, "", "report", suffixes[format], err);
    return out ? mt_report_render(report, format, options, out, err) : MT_FAILED;
}

static enum mt_rc
markdown_files(struct mt_files *files, const struct mt_report *report, const struct mt_render_options *options,
               struct mt_err *err)
{
    struct mt_render_options with_pictures = options ? *options : (struct mt_render_options){.width = 0};
    with_pictures.pictures = "charts";
    enum mt_rc rc = one_file(files, report, MT_FORMAT_MARKDOWN, &with_pictures, err);
    for (const struct mt_section *section = report->sections; section && rc == MT_OK; section = section->next) {
        /* Where sentences stand for the table, Markdown has no place for its chart. */
        if (section->table_is_data || !mt_picture_is_made(section))
            continue;
        struct mt_out *out = add_keyed(files, "charts/", section->key, ".png", err);
        if (!out)
            return MT_FAILED;
        rc = mt_picture_png(report, section, out, err);
        if (rc != MT_OK)
            return mt_err_where(err, rc, "the chart of '%.60s'", section->key);
        rc = check(out, err);
    }
    return rc;
}

enum mt_rc
mt_files_of_report(struct mt_files *files, const struct mt_report *report, enum mt_format format,
                   const struct mt_render_options *options, struct mt_err *err)
{
    /* A text of it may be missing, which no reader could know. */
    if (report->arena.failed)
        return mt_err_memory(err);
    switch (format) {
    case MT_FORMAT_CSV:
        return csv_files(files, report, err);
    case MT_FORMAT_MARKDOWN:
        return markdown_files(files, report, options, err);
    case MT_FORMAT_TEXT:
    case MT_FORMAT_HTML:
    case MT_FORMAT_JSON:
    case MT_FORMAT_XLSX:
        break;
    }
    return one_file(files, report, format, options, err);
}
