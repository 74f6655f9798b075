#include "reports/heat.h"
#include "reports/messages.h"
#include "reports/phrase.h"
#include "reports/picture.h"
#include "reports/words.h"

/* Text of ours, or prose: characters that Markdown or GitHub would act upon get a backslash. '@' and '#' would notify
 * people and link issues; '<' would open HTML. */
static void
put(struct mt_out *out, struct mt_text text)
{
    while (text.len) {
        uint32_t c = mt_phrase_code_point(&text);
        if (c == '\\' || c == '`' || c == '*' || c == '_' || c == '[' || c == ']' || c == '<' || c == '>' || c == '|' ||
            c == '#' || c == '@' || c == '~' || c == '$' || c == '&' || c == '!')
            mt_out_byte(out, '\\');
        mt_phrase_utf8(out, c);
    }
}

static size_t
longest_run_of_backticks(struct mt_text text)
{
    size_t longest = 0, run = 0;
    for (size_t i = 0; i < text.len; i++) {
        run = text.at[i] == '`' ? run + 1 : 0;
        longest = run > longest ? run : longest;
    }
    return longest;
}

/* Text from data stands in a code span, where nothing is markup: the fence is one backtick longer than any inside. A
 * bar would still end a table's cell, so it gets a backslash, which GitHub's tables take away again. Outside of tables
 * no bar needs one, and there it would show. */
static void
put_data(struct mt_out *out, struct mt_text text, bool in_table)
{
    size_t fence = longest_run_of_backticks(text) + 1;
    if (text.len == 0)
        return;
    bool blank = text.at[0] == '`' || text.at[text.len - 1] == '`';
    mt_out_repeat(out, '`', fence);
    if (blank)
        mt_out_byte(out, ' ');
    for (uint32_t before = 0, c; text.len; before = c) {
        c = mt_phrase_code_point(&text);
        /* Whether a backslash in front of an escaped bar escapes the escape differs between renderers: U+2223 looks
         * like a bar and ends no cell anywhere. */
        if (c == '|' && in_table && before == '\\')
            c = 0x2223;
        else if (c == '|' && in_table)
            mt_out_byte(out, '\\');
        mt_phrase_utf8(out, c);
    }
    if (blank)
        mt_out_byte(out, ' ');
    mt_out_repeat(out, '`', fence);
}

static void
put_prose(struct mt_out *out, struct mt_text prose)
{
    struct mt_text run;
    bool is_value;
    while (mt_prose_next(&prose, &run, &is_value)) {
        if (is_value)
            put_data(out, run, false);
        else
            put(out, run);
    }
}

static void
put_number(struct mt_out *out, size_t number)
{
    mt_out_string(out, " (");
    mt_phrase_count(out, (int64_t)number);
    mt_out_byte(out, ')');
}

static void
put_cell(struct mt_out *out, const struct mt_view *view, size_t row, size_t column, struct mt_out *room)
{
    if (mt_view_empty(view, row, column)) {
        size_t footnote = mt_view_footnote(view, row, column);
        mt_out_string(out, "\xE2\x80\x93");
        if (footnote)
            put_number(out, footnote);
        return;
    }
    mt_out_clear(room);
    bool data = mt_view_phrase(view, row, column, room);
    if (data)
        put_data(out, mt_out_view(room), true);
    else
        put(out, mt_out_view(room));
    mt_out_clear(room);
    if (mt_view_interval(view, row, column, room)) {
        mt_out_string(out, " (");
        put(out, mt_out_view(room));
        mt_out_byte(out, ')');
    }
    out->failed |= room->failed;
}

static void
put_table(struct mt_out *out, const struct mt_view *view)
{
    struct mt_out room = MT_OUT_EMPTY;
    for (size_t i = 0; i < view->column_count; i++) {
        mt_out_string(out, "| ");
        put(out, mt_text_of(view->columns[i].title));
        mt_out_byte(out, ' ');
    }
    mt_out_string(out, "|\n");
    for (size_t i = 0; i < view->column_count; i++)
        mt_out_string(out, view->columns[i].numeric ? "| ---: " : "| --- ");
    mt_out_string(out, "|\n");
    for (size_t row = 0; row < view->table->row_count; row++) {
        for (size_t i = 0; i < view->column_count; i++) {
            mt_out_string(out, "| ");
            put_cell(out, view, row, i, &room);
            mt_out_byte(out, ' ');
        }
        mt_out_string(out, "|\n");
    }
    mt_out_byte(out, '\n');
    mt_out_release(&room);
}

/* A heat map is one long table; as a grid of figures it is seven short rows. */
static void
put_heat(struct mt_out *out, const struct mt_heat *heat)
{
    struct mt_out room = MT_OUT_EMPTY;
    mt_out_string(out, "| |");
    for (size_t x = 0; x < heat->column_count; x++) {
        mt_out_byte(out, ' ');
        put(out, heat->columns[x]);
        mt_out_string(out, " |");
    }
    mt_out_string(out, "\n| --- |");
    for (size_t x = 0; x < heat->column_count; x++)
        mt_out_string(out, " ---: |");
    mt_out_byte(out, '\n');
    for (size_t y = 0; y < heat->row_count; y++) {
        mt_out_string(out, "| ");
        put(out, heat->rows[y]);
        mt_out_string(out, " |");
        for (size_t x = 0; x < heat->column_count; x++) {
            const struct mt_heat_cell *cell = &heat->cells[y * heat->column_count + x];
            mt_out_byte(out, ' ');
            mt_out_clear(&room);
            mt_heat_phrase(&room, heat, cell);
            put(out, mt_out_view(&room));
            mt_out_string(out, " |");
        }
        mt_out_byte(out, '\n');
    }
    mt_out_byte(out, '\n');
    out->failed |= room.failed;
    mt_out_release(&room);
}

static enum mt_rc
put_section_table(struct mt_out *out, const struct mt_report *report, const struct mt_section *section,
                  struct mt_err *err)
{
    struct mt_view view;
    struct mt_heat heat = {0};
    struct mt_out room = MT_OUT_EMPTY;
    enum mt_rc rc = mt_view_open(&view, report, section, err);
    if (rc == MT_OK && section->chart.kind == MT_CHART_HEATMAP)
        rc = mt_heat_open(&heat, &view, &section->chart, err);
    if (rc != MT_OK)
        goto out;

    if (view.table->row_count == 0) {
        put(out, section->lede_says_none ? MT_TEXT_LITERAL("")
                                         : mt_text_of(mt_wording(report->reader.language, MT_SAY_EMPTY_TABLE)));
        mt_out_string(out, section->lede_says_none ? "" : "\n\n");
    } else if (heat.row_count) {
        put_heat(out, &heat);
        if (section->chart.base && section->chart.least_base > 0) {
            mt_say_into(&room, &report->reader, MT_SAY_HEAT_MASK, MT_VALUES(mt_value_count(section->chart.least_base)));
            put(out, mt_out_view(&room));
            mt_out_string(out, "\n\n");
        }
    } else {
        put_table(out, &view);
    }
    for (size_t i = 0; i < view.absent_count && !heat.row_count; i++) {
        put(out, view.absent[i].titles);
        mt_out_string(out, ": ");
        put(out, mt_text_of(mt_view_why(&view, view.absent[i].why)));
        mt_out_string(out, "\n\n");
    }
    for (size_t i = 0; i < view.reason_count && !heat.row_count; i++) {
        mt_out_byte(out, '(');
        mt_phrase_count(out, (int64_t)i + 1);
        mt_out_string(out, ") ");
        put(out, mt_text_of(mt_view_why(&view, view.reasons[i])));
        mt_out_string(out, "\n\n");
    }
    out->failed |= room.failed;
out:
    mt_out_release(&room);
    mt_view_release(&view);
    return rc;
}

static void
put_sentences(struct mt_out *out, const char *before, const struct mt_text *sentences, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        mt_out_string(out, before);
        put_prose(out, sentences[i]);
        mt_out_byte(out, '\n');
    }
    if (count)
        mt_out_byte(out, '\n');
}

static void
put_stories(struct mt_out *out, const struct mt_section *section)
{
    for (size_t i = 0; i < section->story_count; i++) {
        const struct mt_story *story = &section->stories[i];
        mt_out_string(out, "### ");
        put_prose(out, story->title);
        mt_out_string(out, "\n\n");
        if (story->status.len) {
            mt_out_string(out, "**");
            put_prose(out, story->status);
            mt_out_string(out, "**");
        }
        if (story->id.len) {
            mt_out_string(out, story->status.len ? " · " : "");
            put_data(out, story->id, false);
        }
        mt_out_string(out, story->status.len || story->id.len ? "\n\n" : "");
        put_sentences(out, "- ", story->points, story->point_count);
    }
}

/* The chart as a picture in front of its figures. The key is a word of ours, the folder a path of the caller's. */
static void
put_picture(struct mt_out *out, const struct mt_section *section, const char *folder)
{
    mt_out_string(out, "![");
    put(out, mt_text_of(section->chart.title ? section->chart.title : section->title));
    mt_out_string(out, "](");
    mt_out_string(out, folder);
    mt_out_byte(out, '/');
    mt_out_string(out, section->key);
    mt_out_string(out, ".png)\n\n");
}

static void
put_head(struct mt_out *out, const struct mt_report *report)
{
    struct mt_out room = MT_OUT_EMPTY;
    mt_out_string(out, "# ");
    put_prose(out, report->title);
    mt_out_string(out, "\n\n");
    if (report->subtitle.len) {
        put_prose(out, report->subtitle);
        mt_out_string(out, "\n\n");
    }
    for (size_t i = 0; i < report->parameter_count; i++) {
        mt_out_string(out, "- ");
        put(out, mt_text_of(mt_in_language(report->reader.language, report->parameters[i].key)));
        mt_out_string(out, ": ");
        put_data(out, report->parameters[i].value, false);
        mt_out_byte(out, '\n');
    }
    mt_out_string(out, report->parameter_count ? "\n" : "");
    mt_say_origin(&room, report);
    put_prose(out, mt_out_view(&room));
    mt_out_string(out, "\n\n");
    out->failed |= room.failed;
    mt_out_release(&room);
}

enum mt_rc
mt_render_markdown(const struct mt_report *report, const struct mt_render_options *options, struct mt_out *out,
                   struct mt_err *err)
{
    put_head(out, report);
    for (const struct mt_section *section = report->sections; section; section = section->next) {
        if (!section->no_heading) {
            mt_out_string(out, "## ");
            put(out, mt_text_of(section->title));
            mt_out_string(out, "\n\n");
        }
        if (section->lede.len) {
            put_prose(out, section->lede);
            mt_out_string(out, "\n\n");
        }
        put_sentences(out, "- ", section->points, section->point_count);
        put_stories(out, section);
        bool has_table = section->table && !section->table_is_data;
        if (section->table && options && options->pictures && mt_picture_is_made(section))
            put_picture(out, section, options->pictures);
        enum mt_rc rc = has_table ? put_section_table(out, report, section, err) : MT_OK;
        if (rc != MT_OK)
            return rc;
        put_sentences(out, "- ", section->notes, section->note_count);
    }
    return MT_OK;
}
