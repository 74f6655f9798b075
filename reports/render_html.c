#include "reports/html.h"

#include "reports/markup.h"
#include "reports/messages.h"
#include "reports/phrase.h"
#include "reports/svg.h"
#include "reports/words.h"
#include "store/base/embedded.h"

extern const struct mt_embedded report_files[];

static void
put_prose(struct mt_out *out, struct mt_text prose)
{
    struct mt_text run;
    bool is_value;
    while (mt_prose_next(&prose, &run, &is_value)) {
        if (is_value)
            mt_out_string(out, "<b>");
        mt_markup_put(out, run);
        if (is_value)
            mt_out_string(out, "</b>");
    }
}

void
mt_html_element(struct mt_out *out, const char *open, struct mt_text prose, const char *close)
{
    mt_out_string(out, open);
    put_prose(out, prose);
    mt_out_string(out, close);
}

/* ---- sections ---- */

static void
put_reasons(struct mt_out *out, const struct mt_section *section, const struct mt_view *view)
{
    for (size_t i = 0; i < view->absent_count; i++) {
        mt_html_element(out, "<p class=\"note\">", view->absent[i].titles, ": ");
        mt_html_element(out, "", mt_text_of(mt_view_why(view, view->absent[i].why)), "</p>\n");
    }
    if (view->reason_count == 0)
        return;
    mt_out_string(out, "<ol class=\"reasons\">");
    for (size_t i = 0; i < view->reason_count; i++) {
        mt_out_string(out, "<li id=\"");
        mt_html_footnote_id(out, section, i + 1);
        mt_html_element(out, "\">", mt_text_of(mt_view_why(view, view->reasons[i])), "</li>");
    }
    mt_out_string(out, "</ol>\n");
}

static enum mt_rc
put_lines(struct mt_out *out, const struct mt_section *section, const struct mt_view *view, struct mt_err *err)
{
    const char *title = section->chart.title ? section->chart.title : section->title;
    mt_html_element(out, "<figure><figcaption>", mt_text_of(title), "</figcaption>");
    enum mt_rc rc = section->chart.group ? mt_svg_panels(out, view, &section->chart, err)
                                         : mt_svg_lines(out, view, &section->chart, err);
    mt_out_string(out, "</figure>\n");
    return rc;
}

static enum mt_rc
put_section_table(struct mt_out *out, const struct mt_report *report, const struct mt_section *section,
                  struct mt_err *err)
{
    struct mt_view view;
    struct mt_heat heat = {0};
    enum mt_rc rc = mt_view_open(&view, report, section, err);
    if (rc == MT_OK && section->chart.kind == MT_CHART_HEATMAP)
        rc = mt_heat_open(&heat, &view, &section->chart, err);
    if (rc != MT_OK)
        goto out;
    if (section->table_is_data) {
        if (section->chart.kind == MT_CHART_LINES && view.table->row_count > 0)
            rc = put_lines(out, section, &view, err);
        goto out;
    }
    if (view.table->row_count == 0) {
        if (!section->lede_says_none)
            mt_html_element(out, "<p class=\"none\">",
                            mt_text_of(mt_wording(report->reader.language, MT_SAY_EMPTY_TABLE)), "</p>\n");
    } else if (heat.row_count) {
        mt_html_heat(out, &heat, section);
    } else if (section->prominent) {
        mt_html_tiles(out, section, &view);
    } else {
        if (section->chart.kind == MT_CHART_LINES)
            rc = put_lines(out, section, &view, err);
        mt_html_table(out, section, &view);
    }
    if (!heat.row_count)
        put_reasons(out, section, &view);
out:
    mt_view_release(&view);
    return rc;
}

/* Something that happened: a card with its state, marked by a sign as well as by a colour. */
static void
put_story(struct mt_out *out, const struct mt_story *story, const char *level)
{
    static const struct {
        const char *class, *sign;
    } tones[] = {
        [MT_TONE_PLAIN] = {"plain", ""},
        [MT_TONE_BAD] = {"bad", "\xE2\x97\x8F"},
        [MT_TONE_UNSURE] = {"unsure", "\xE2\x97\x90"},
        [MT_TONE_GOOD] = {"good", "\xE2\x9C\x93"},
    };
    mt_out_string(out, "<article class=\"story ");
    mt_out_string(out, tones[story->tone].class);
    mt_out_string(out, "\"><h");
    mt_out_string(out, level);
    mt_html_element(out, ">", story->title, "</h");
    mt_out_string(out, level);
    mt_out_string(out, ">\n<p class=\"state\">");
    if (story->status.len) {
        mt_out_string(out, "<span class=\"badge\"><span aria-hidden=\"true\">");
        mt_out_string(out, tones[story->tone].sign);
        mt_html_element(out, "</span> ", story->status, "</span>");
    }
    if (story->id.len) {
        mt_out_string(out, " <code>");
        mt_markup_put(out, story->id);
        mt_out_string(out, "</code>");
    }
    mt_out_string(out, "</p>\n<ul>");
    for (size_t i = 0; i < story->point_count; i++)
        mt_html_element(out, "<li>", story->points[i], "</li>\n");
    mt_out_string(out, "</ul></article>\n");
}

/* What the figures rest on, and the question that gave them: for those who want to check. */
static void
put_origin(struct mt_out *out, const struct mt_report *report, const struct mt_section *section)
{
    const struct mt_table *table = section->table;
    enum mt_language language = report->reader.language;
    if (mt_report_is_table(report) || !table || !mt_text_known(table->sql))
        return;
    mt_out_string(out, "<details class=\"sql\"><summary>");
    mt_markup_string(out, mt_wording(language, MT_SAY_SHOW_SQL));
    if (table->evidence) {
        mt_out_string(out, " (");
        mt_markup_string(out, mt_in_language(language, table->evidence));
        mt_out_byte(out, ')');
    }
    mt_out_string(out, "</summary><pre tabindex=\"0\"><code>");
    mt_markup_put(out, table->sql);
    mt_out_string(out, "</code></pre></details>\n");
}

static enum mt_rc
put_content(struct mt_out *out, const struct mt_report *report, const struct mt_section *section, struct mt_err *err)
{
    enum mt_rc rc = MT_OK;
    if (section->lede.len)
        mt_html_element(out, "<p class=\"lede\">", section->lede, "</p>\n");
    if (section->point_count) {
        mt_out_string(out, "<ul class=\"points\">");
        for (size_t i = 0; i < section->point_count; i++)
            mt_html_element(out, "<li>", section->points[i], "</li>\n");
        mt_out_string(out, "</ul>\n");
    }
    for (size_t i = 0; i < section->story_count; i++)
        put_story(out, &section->stories[i], section->no_heading ? "2" : "3");
    if (section->table)
        rc = put_section_table(out, report, section, err);
    for (size_t i = 0; i < section->note_count; i++)
        mt_html_element(out, "<p class=\"note\">", section->notes[i], "</p>\n");
    if (!section->table_is_data)
        put_origin(out, report, section);
    return rc;
}

static enum mt_rc
put_section(struct mt_out *out, const struct mt_report *report, const struct mt_section *section, struct mt_err *err)
{
    mt_out_string(out, "<section");
    mt_markup_attribute(out, "id", mt_text_of(section->key));
    mt_out_string(out, section->prominent     ? " class=\"prominent\">"
                       : section->appendix    ? " class=\"appendix\">"
                       : section->story_count ? " class=\"stories\">"
                       : section->no_heading  ? " class=\"answer\">"
                                              : ">");
    if (section->appendix)
        mt_out_string(out, "<details><summary>");
    if (!section->no_heading) {
        mt_out_string(out, "<h2>");
        mt_markup_string(out, section->title);
        mt_out_string(out, "</h2>");
    }
    mt_out_string(out, section->appendix ? "</summary>\n" : "\n");
    enum mt_rc rc = put_content(out, report, section, err);
    mt_out_string(out, section->appendix ? "</details></section>\n" : "</section>\n");
    return rc;
}

static void
put_contents(struct mt_out *out, const struct mt_report *report)
{
    if (!report->sections || !report->sections->next)
        return;
    mt_out_string(out, "<nav");
    mt_markup_attribute(out, "aria-label", mt_text_of(mt_wording(report->reader.language, MT_SAY_CONTENTS)));
    mt_out_string(out, "><details><summary>");
    mt_markup_string(out, mt_wording(report->reader.language, MT_SAY_CONTENTS));
    mt_out_string(out, "</summary><ul>");
    for (const struct mt_section *section = report->sections; section; section = section->next) {
        mt_out_string(out, "<li><a href=\"#");
        mt_markup_string(out, section->key);
        mt_out_string(out, "\">");
        mt_markup_string(out, section->title);
        mt_out_string(out, "</a></li>\n");
    }
    mt_out_string(out, "</ul></details></nav>\n");
}

static void
put_head(struct mt_out *out, const struct mt_report *report)
{
    struct mt_out room = MT_OUT_EMPTY;
    /* A page title has no markup, so the marks of prose are left out by writing runs one after another. */
    struct mt_text run, rest = report->title;
    bool is_value;
    mt_out_string(out, "<!doctype html>\n<html");
    mt_markup_attribute(out, "lang", mt_text_of(mt_language_key(report->reader.language)));
    mt_out_string(out, "><head><meta charset=\"utf-8\">\n"
                       "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                       "style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n"
                       "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                       "<meta name=\"color-scheme\" content=\"light dark\">\n"
                       "<meta name=\"referrer\" content=\"no-referrer\">\n<title>");
    while (mt_prose_next(&rest, &run, &is_value))
        mt_markup_put(out, run);
    mt_out_string(out, "</title>\n<style>\n");
    mt_out_text(out, mt_embedded_file(report_files, "report.css"));
    mt_out_string(out, "</style></head>\n<body><a class=\"skip\" href=\"#main\">");
    mt_markup_string(out, mt_wording(report->reader.language, MT_SAY_SKIP));
    mt_out_string(out, "</a><header>\n");
    mt_html_element(out, "<h1>", report->title, "</h1>\n");
    if (report->subtitle.len)
        mt_html_element(out, "<p class=\"subtitle\">", report->subtitle, "</p>\n");
    mt_say_origin(&room, report);
    mt_html_element(out, "<p class=\"origin\">", mt_out_view(&room), "</p>\n");
    out->failed |= room.failed;
    mt_out_release(&room);
    mt_out_string(out, "</header>\n");
}

static void
put_foot(struct mt_out *out, const struct mt_report *report)
{
    if (report->parameter_count) {
        mt_out_string(out, "<footer><dl>");
        for (size_t i = 0; i < report->parameter_count; i++) {
            mt_html_element(out, "<div><dt>",
                            mt_text_of(mt_in_language(report->reader.language, report->parameters[i].key)), "</dt>");
            mt_out_string(out, "<dd>");
            mt_markup_put(out, report->parameters[i].value);
            mt_out_string(out, "</dd></div>");
        }
        mt_out_string(out, "</dl></footer>\n");
    }
    mt_out_string(out, "</body></html>\n");
}

enum mt_rc
mt_render_html(const struct mt_report *report, const struct mt_render_options *options, struct mt_out *out,
               struct mt_err *err)
{
    (void)options;
    put_head(out, report);
    put_contents(out, report);
    mt_out_string(out, "<main id=\"main\">\n");
    for (const struct mt_section *section = report->sections; section; section = section->next) {
        enum mt_rc rc = put_section(out, report, section, err);
        if (rc != MT_OK)
            return rc;
    }
    mt_out_string(out, "</main>\n");
    put_foot(out, report);
    return MT_OK;
}
