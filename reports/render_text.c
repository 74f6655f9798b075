#include "reports/heat.h"
#include "reports/messages.h"
#include "reports/page.h"
#include "reports/phrase.h"
#include "reports/width.h"
#include "reports/words.h"

static const char *const block_cells[] = {"\xC2\xB7",     " ",           "\xE2\x96\x91", "\xE2\x96\x92",
                                          "\xE2\x96\x93", "\xE2\x96\x88"};
static const char *const ascii_cells[] = {"?", " ", ".", "+", "x", "#"};

static void
underline(const struct mt_page *page, struct mt_text text, const char *ascii, const char *unicode)
{
    size_t width = mt_width_text(text);
    for (size_t i = 0; i < width && i < page->width; i++)
        mt_out_string(page->out, page->unicode ? unicode : ascii);
    mt_out_byte(page->out, '\n');
}

static void
put_shade(const struct mt_page *page, int level, size_t times)
{
    for (size_t i = 0; i < times; i++)
        mt_out_string(page->out, page->unicode ? block_cells[level] : ascii_cells[level]);
}

static void
put_heat_row(const struct mt_page *page, const struct mt_heat *heat, size_t y, size_t left, size_t step)
{
    struct mt_out room = MT_OUT_EMPTY;
    mt_page_clean(page, heat->rows[y], &room);
    mt_page_put_cut(page, mt_out_view(&room), left - 1);
    size_t used = mt_width_text(mt_out_view(&room));
    mt_out_repeat(page->out, ' ', used < left ? left - used : 1);
    mt_page_style(page, MT_STYLE_BAR);
    for (size_t x = 0; x < heat->column_count; x++) {
        const struct mt_heat_cell *cell = &heat->cells[y * heat->column_count + x];
        if (!cell->present)
            mt_out_repeat(page->out, ' ', step);
        else if (cell->level == 0) {
            put_shade(page, 0, 1);
            mt_out_repeat(page->out, ' ', step - 1);
        } else {
            put_shade(page, cell->level, step);
        }
    }
    mt_page_style(page, MT_STYLE_PLAIN);
    mt_out_string(page->out, page->unicode ? "\xE2\x94\x82\n" : "|\n");
    page->out->failed |= room.failed;
    mt_out_release(&room);
}

/* One entry of the legend; begins a new line when it does not fit any more. */
static void
put_legend_entry(const struct mt_page *page, int level, struct mt_text words, size_t *used)
{
    enum { SWATCH = 5, GAP = 2 };
    struct mt_out clean = MT_OUT_EMPTY;
    mt_page_clean(page, words, &clean);
    size_t width = SWATCH + mt_width_text(mt_out_view(&clean));
    if (*used && *used + GAP + width > page->width) {
        mt_out_byte(page->out, '\n');
        *used = 0;
    }
    mt_out_string(page->out, *used ? "  [" : "[");
    put_shade(page, level, level ? 2 : 1);
    mt_out_string(page->out, level ? "] " : " ] ");
    mt_out_text(page->out, mt_out_view(&clean));
    *used += width + (*used ? GAP : 0);
    page->out->failed |= clean.failed;
    mt_out_release(&clean);
}

static void
put_heat_legend(const struct mt_page *page, const struct mt_heat *heat, const struct mt_chart *chart)
{
    struct mt_out words = MT_OUT_EMPTY;
    size_t used = 0;
    mt_out_byte(page->out, '\n');
    for (int level = 1; level <= MT_HEAT_LEVELS; level++) {
        mt_out_clear(&words);
        mt_heat_range(&words, heat, level);
        put_legend_entry(page, level, mt_out_view(&words), &used);
    }
    if (chart->base && chart->least_base > 0) {
        mt_out_clear(&words);
        mt_say_into(&words, heat->reader, MT_SAY_TOO_FEW, MT_VALUES(mt_value_count(chart->least_base)));
        put_legend_entry(page, 0, mt_out_view(&words), &used);
    }
    mt_out_byte(page->out, '\n');
    page->out->failed |= words.failed;
    mt_out_release(&words);
}

static void
put_heat(const struct mt_page *page, const struct mt_heat *heat, const struct mt_chart *chart)
{
    size_t left = 0;
    for (size_t y = 0; y < heat->row_count; y++) {
        size_t width = mt_width_text(heat->rows[y]);
        left = width > left ? width : left;
    }
    left = (left > 20 ? 20 : left) + 1;
    size_t step = left + heat->column_count * 2 < page->width ? 2 : 1;
    for (size_t y = 0; y < heat->row_count; y++)
        put_heat_row(page, heat, y, left, step);

    mt_out_repeat(page->out, ' ', left);
    for (size_t x = 0; x < heat->column_count; x += 3) {
        struct mt_out room = MT_OUT_EMPTY;
        mt_page_clean(page, heat->columns[x], &room);
        size_t width = mt_width_text(mt_out_view(&room));
        mt_out_text(page->out, mt_out_view(&room));
        if (x + 3 < heat->column_count)
            mt_out_repeat(page->out, ' ', width < 3 * step ? 3 * step - width : 1);
        page->out->failed |= room.failed;
        mt_out_release(&room);
    }
    mt_out_byte(page->out, '\n');
    put_heat_legend(page, heat, chart);
    mt_out_byte(page->out, '\n');
}

/* A line chart of a table is a row of blocks above it; without Unicode the table alone says as much. */
static void
put_sparkline(const struct mt_page *page, const struct mt_table *table, const struct mt_chart *chart)
{
    static const char *const steps[] = {"\xE2\x96\x81", "\xE2\x96\x82", "\xE2\x96\x83", "\xE2\x96\x84",
                                        "\xE2\x96\x85", "\xE2\x96\x86", "\xE2\x96\x87", "\xE2\x96\x88"};
    int column = chart->value ? mt_table_find(table, chart->value) : -1;
    if (column < 0 || table->row_count < 2 || !page->unicode || chart->group)
        return;
    enum mt_type type = table->columns[column].type;
    bool real = type == MT_TYPE_RATIO || type == MT_TYPE_REAL;
    if (type == MT_TYPE_TEXT)
        return;
    double most = 0;
    for (size_t row = 0; row < table->row_count; row++) {
        struct mt_cell cell = mt_table_at(table, row, (size_t)column);
        double value = !cell.known ? 0 : real ? cell.real : (double)cell.integer;
        most = value > most ? value : most;
    }
    mt_page_put(page, mt_text_of(chart->title));
    mt_out_string(page->out, "  ");
    mt_page_style(page, MT_STYLE_BAR);
    for (size_t row = 0; row < table->row_count; row++) {
        struct mt_cell cell = mt_table_at(table, row, (size_t)column);
        double value = !cell.known ? 0 : real ? cell.real : (double)cell.integer;
        double part = most > 0 && value > 0 ? value / most : 0;
        mt_out_string(page->out, cell.known ? steps[(size_t)(part * 7 + 0.5)] : " ");
    }
    mt_page_style(page, MT_STYLE_PLAIN);
    mt_out_string(page->out, "\n\n");
}

static enum mt_rc
put_table(const struct mt_page *page, const struct mt_report *report, const struct mt_section *section,
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

    if (section->table_is_data) {
        if (section->chart.kind == MT_CHART_LINES)
            put_sparkline(page, view.table, &section->chart);
        goto out;
    }
    if (view.table->row_count == 0) {
        if (section->lede_says_none)
            goto out;
        mt_page_prose(page, "", mt_text_of(mt_wording(report->reader.language, MT_SAY_EMPTY_TABLE)));
        mt_out_byte(page->out, '\n');
    } else if (heat.row_count) {
        put_heat(page, &heat, &section->chart);
    } else {
        if (section->chart.kind == MT_CHART_LINES)
            put_sparkline(page, view.table, &section->chart);
        rc = mt_page_table(page, &view, &section->chart, err);
    }
    if (rc != MT_OK || heat.row_count)
        goto out;
    for (size_t i = 0; i < view.absent_count; i++) {
        mt_out_clear(&room);
        mt_out_text(&room, view.absent[i].titles);
        mt_out_string(&room, ": ");
        mt_out_string(&room, mt_view_why(&view, view.absent[i].why));
        mt_page_prose(page, page->unicode ? "\xE2\x80\x93 " : "- ", mt_out_view(&room));
    }
    for (size_t i = 0; i < view.reason_count; i++) {
        char before[32];
        mt_out_clear(&room);
        mt_out_byte(&room, '(');
        mt_out_int(&room, (int64_t)i + 1);
        mt_out_string(&room, ") ");
        size_t len = room.len < sizeof before - 1 ? room.len : sizeof before - 1;
        for (size_t at = 0; at < len; at++)
            before[at] = room.bytes[at];
        before[len] = '\0';
        mt_page_prose(page, before, mt_text_of(mt_view_why(&view, view.reasons[i])));
    }
    if (view.reason_count || view.absent_count)
        mt_out_byte(page->out, '\n');
    page->out->failed |= room.failed;
out:
    mt_out_release(&room);
    mt_view_release(&view);
    return rc;
}

static void
put_sentences(const struct mt_page *page, const char *before, const struct mt_text *sentences, size_t count)
{
    for (size_t i = 0; i < count; i++)
        mt_page_prose(page, before, sentences[i]);
    if (count)
        mt_out_byte(page->out, '\n');
}

static void
put_stories(const struct mt_page *page, const struct mt_section *section)
{
    struct mt_out title = MT_OUT_EMPTY;
    for (size_t i = 0; i < section->story_count; i++) {
        const struct mt_story *story = &section->stories[i];
        mt_out_clear(&title);
        mt_out_text(&title, story->title);
        if (story->id.len) {
            mt_out_string(&title, " (");
            mt_out_text(&title, story->id);
            mt_out_byte(&title, ')');
        }
        if (story->status.len) {
            mt_out_string(&title, " [");
            mt_out_text(&title, story->status);
            mt_out_byte(&title, ']');
        }
        mt_page_style(page, MT_STYLE_HEADING);
        mt_page_prose(page, "", mt_out_view(&title));
        mt_page_style(page, MT_STYLE_PLAIN);
        put_sentences(page, page->unicode ? "\xE2\x80\xA2 " : "* ", story->points, story->point_count);
    }
    page->out->failed |= title.failed;
    mt_out_release(&title);
}

static enum mt_rc
put_section(const struct mt_page *page, const struct mt_report *report, const struct mt_section *section,
            struct mt_err *err)
{
    if (!section->no_heading) {
        mt_page_style(page, MT_STYLE_HEADING);
        mt_page_prose(page, "", mt_text_of(section->title));
        mt_page_style(page, MT_STYLE_PLAIN);
        underline(page, mt_text_of(section->title), "-", "\xE2\x94\x80");
    }
    if (section->lede.len) {
        mt_page_prose(page, "", section->lede);
        mt_out_byte(page->out, '\n');
    }
    put_sentences(page, page->unicode ? "\xE2\x80\xA2 " : "* ", section->points, section->point_count);
    put_stories(page, section);
    enum mt_rc rc = section->table ? put_table(page, report, section, err) : MT_OK;
    if (rc != MT_OK)
        return rc;
    mt_page_style(page, MT_STYLE_FAINT);
    put_sentences(page, page->unicode ? "\xE2\x80\x93 " : "- ", section->notes, section->note_count);
    mt_page_style(page, MT_STYLE_PLAIN);
    return MT_OK;
}

static void
put_head(const struct mt_page *page, const struct mt_report *report)
{
    struct mt_out room = MT_OUT_EMPTY;
    mt_page_style(page, MT_STYLE_TITLE);
    mt_page_prose(page, "", report->title);
    mt_page_style(page, MT_STYLE_PLAIN);
    if (!page->colour)
        underline(page, report->title, "=", "\xE2\x95\x90");
    if (report->subtitle.len)
        mt_page_prose(page, "", report->subtitle);
    for (size_t i = 0; i < report->parameter_count; i++) {
        mt_out_clear(&room);
        mt_out_string(&room, mt_in_language(report->reader.language, report->parameters[i].key));
        mt_out_string(&room, ": ");
        mt_out_text(&room, report->parameters[i].value);
        mt_page_prose(page, "", mt_out_view(&room));
    }
    mt_out_clear(&room);
    mt_say_origin(&room, report);
    mt_page_prose(page, "", mt_out_view(&room));
    mt_out_byte(page->out, '\n');
    page->out->failed |= room.failed;
    mt_out_release(&room);
}

enum mt_rc
mt_render_text(const struct mt_report *report, const struct mt_render_options *options, struct mt_out *out,
               struct mt_err *err)
{
    enum { LEAST_WIDTH = 40 };
    struct mt_page page = {.out = out,
                           .width = SIZE_MAX / 4,
                           .unicode = options->unicode,
                           .colour = options->colour,
                           .language = report->reader.language};
    if (options->width > 0)
        page.width = options->width < LEAST_WIDTH ? LEAST_WIDTH : (size_t)options->width;
    put_head(&page, report);
    for (const struct mt_section *section = report->sections; section; section = section->next) {
        enum mt_rc rc = put_section(&page, report, section, err);
        if (rc != MT_OK)
            return rc;
    }
    return MT_OK;
}
