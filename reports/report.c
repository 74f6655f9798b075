#include "reports/report.h"

#include <stdlib.h>
#include <string.h>

struct mt_owned_table {
    struct mt_table table;
    struct mt_owned_table *older;
};

void
mt_report_init(struct mt_report *report, const char *name)
{
    *report = (struct mt_report){.name = name, .fresh_us = MT_MOMENT_UNKNOWN, .arena = MT_ARENA_EMPTY};
}

void
mt_report_release(struct mt_report *report)
{
    while (report->tables) {
        struct mt_owned_table *owned = report->tables;
        report->tables = owned->older;
        mt_table_release(&owned->table);
        free(owned);
    }
    mt_arena_release(&report->arena);
    mt_report_init(report, report->name);
}

struct mt_table *
mt_report_table(struct mt_report *report)
{
    struct mt_owned_table *owned = malloc(sizeof *owned);
    if (!owned)
        return NULL;
    mt_table_init(&owned->table, "", "");
    owned->older = report->tables;
    report->tables = owned;
    return &owned->table;
}

struct mt_section *
mt_report_section(struct mt_report *report, const char *key, const char *title, struct mt_table *table)
{
    struct mt_section *section = mt_arena_take(&report->arena, sizeof *section);
    if (!section)
        return NULL;
    *section = (struct mt_section){.key = key, .title = title, .table = table};
    struct mt_section **last = &report->sections;
    while (*last)
        last = &(*last)->next;
    *last = section;
    return section;
}

/* Room for one more element of `size` bytes behind `count`: an array in the arena grows by powers of two, and what it
 * outgrew stays in the arena until the report goes. */
static void *
grown(struct mt_arena *arena, void *array, size_t count, size_t size)
{
    if (count != 0 && (count & (count - 1)) != 0)
        return array;
    void *larger = mt_arena_take(arena, (count ? 2 * count : 1) * size);
    if (larger && count)
        memcpy(larger, array, count * size);
    return larger;
}

static enum mt_rc
append_text(struct mt_report *report, struct mt_text **texts, size_t *count, struct mt_text text, struct mt_err *err)
{
    struct mt_text *array = grown(&report->arena, *texts, *count, sizeof **texts);
    if (!array || !text.at || !mt_arena_copy(&report->arena, text, &array[*count]))
        return mt_err_memory(err);
    *texts = array;
    (*count)++;
    return MT_OK;
}

enum mt_rc
mt_report_note(struct mt_report *report, struct mt_section *section, struct mt_text note, struct mt_err *err)
{
    return append_text(report, &section->notes, &section->note_count, note, err);
}

enum mt_rc
mt_report_point(struct mt_report *report, struct mt_section *section, struct mt_text point, struct mt_err *err)
{
    return append_text(report, &section->points, &section->point_count, point, err);
}

static bool
copy_known(struct mt_arena *arena, struct mt_text text, struct mt_text *copy)
{
    *copy = MT_TEXT_UNKNOWN;
    return !text.at || mt_arena_copy(arena, text, copy);
}

struct mt_story *
mt_report_story(struct mt_report *report, struct mt_section *section, const struct mt_story *story)
{
    struct mt_story *array = grown(&report->arena, section->stories, section->story_count, sizeof *array);
    if (!array)
        return NULL;
    struct mt_story *added = &array[section->story_count];
    *added = (struct mt_story){.tone = story->tone};
    if (!copy_known(&report->arena, story->id, &added->id) ||
        !copy_known(&report->arena, story->title, &added->title) ||
        !copy_known(&report->arena, story->status, &added->status))
        return NULL;
    section->stories = array;
    section->story_count++;
    return added;
}

enum mt_rc
mt_report_story_point(struct mt_report *report, struct mt_story *story, struct mt_text point, struct mt_err *err)
{
    return append_text(report, &story->points, &story->point_count, point, err);
}

enum mt_rc
mt_report_parameter(struct mt_report *report, const char *key, struct mt_text value, struct mt_err *err)
{
    struct mt_parameter *array =
        grown(&report->arena, report->parameters, report->parameter_count, sizeof *report->parameters);
    if (!array || !mt_arena_copy(&report->arena, value, &array[report->parameter_count].value))
        return mt_err_memory(err);
    array[report->parameter_count].key = key;
    report->parameters = array;
    report->parameter_count++;
    return MT_OK;
}

bool
mt_report_is_table(const struct mt_report *report)
{
    const struct mt_section *only = report->sections;
    return only && !only->next && only->table && only->point_count == 0 && only->story_count == 0;
}

/* ---- formats ---- */

static const struct {
    const char *key, *suffix;
    mt_render *render;
} formats[] = {
#define X(name, key, suffix, render) {(key), (suffix), (render)},
    MT_FORMAT_LIST(X)
#undef X
};

const char *const mt_format_keys[] = {
#define X(name, key, suffix, render) (key),
    MT_FORMAT_LIST(X)
#undef X
        NULL,
};

/* Other names and suffixes that people type. */
static const struct {
    const char *key, *suffix;
    enum mt_format format;
} also[] = {
    {"txt", ".text", MT_FORMAT_TEXT},
    {"markdown", ".markdown", MT_FORMAT_MARKDOWN},
    {"htm", ".htm", MT_FORMAT_HTML},
};

bool
mt_format_by_key(const char *key, enum mt_format *format)
{
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (strcmp(formats[i].key, key) == 0) {
            *format = (enum mt_format)i;
            return true;
        }
    for (size_t i = 0; i < sizeof also / sizeof *also; i++)
        if (strcmp(also[i].key, key) == 0) {
            *format = also[i].format;
            return true;
        }
    return false;
}

bool
mt_format_by_suffix(const char *path, enum mt_format *format)
{
    struct mt_text text = mt_text_of(path);
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (mt_text_ends_nocase(text, formats[i].suffix)) {
            *format = (enum mt_format)i;
            return true;
        }
    for (size_t i = 0; i < sizeof also / sizeof *also; i++)
        if (mt_text_ends_nocase(text, also[i].suffix)) {
            *format = also[i].format;
            return true;
        }
    return false;
}

enum mt_rc
mt_report_render(const struct mt_report *report, enum mt_format format, const struct mt_render_options *options,
                 struct mt_out *out, struct mt_err *err)
{
    /* A text of it may be missing, which no reader could know. */
    if (report->arena.failed)
        return mt_err_memory(err);
    enum mt_rc rc = formats[format].render(report, options, out, err);
    return rc == MT_OK && out->failed ? mt_err_memory(err) : rc;
}
