#include "reports/svg.h"

#include "reports/markup.h"
#include "reports/messages.h"
#include "reports/phrase.h"
#include "reports/svg_draw.h"

/* ---- bars ---- */

void
mt_svg_bar(struct mt_out *out, double value, struct mt_cell low, struct mt_cell high, double most, bool masked,
           struct mt_text name)
{
    enum { HEIGHT = 14, THICK = 10 };
    double length = mt_draw_part(value, most);
    mt_draw_image(out, "bar", HEIGHT, name);
    mt_draw_title(out, name);
    mt_draw_rectangle(out, "track", 0, (HEIGHT - THICK) / 2.0, 100, THICK);
    mt_out_string(out, "/>");
    mt_draw_rectangle(out, masked ? "few" : "fill", 0, (HEIGHT - THICK) / 2.0, value > 0 && length < 0.8 ? 0.8 : length,
                      THICK);
    mt_out_string(out, "/>");
    if (low.known && high.known) {
        double from = mt_draw_part(low.real, most), to = mt_draw_part(high.real, most);
        mt_draw_line(out, "whisker", from, HEIGHT / 2.0, to, HEIGHT / 2.0);
        mt_draw_line(out, "whisker", from, 4, from, HEIGHT - 4);
        mt_draw_line(out, "whisker", to, 4, to, HEIGHT - 4);
    }
    mt_out_string(out, "</svg>");
}

/* ---- heat maps ---- */

static const char *const heat_classes[MT_HEAT_LEVELS + 1] = {"few", "h1", "h2", "h3", "h4", "h5"};

static void
heat_tooltip(struct mt_out *out, const struct mt_heat *heat, const struct mt_heat_cell *cell, size_t y, size_t x)
{
    struct mt_out words = MT_OUT_EMPTY;
    mt_out_text(&words, heat->rows[y]);
    mt_out_byte(&words, ' ');
    mt_out_text(&words, heat->columns[x]);
    mt_out_string(&words, ": ");
    mt_phrase_cell(&words, cell->value, heat->type, heat->reader);
    if (cell->base >= 0) {
        mt_out_string(&words, " / ");
        mt_phrase_count(&words, cell->base);
    }
    mt_draw_title(out, mt_out_view(&words));
    out->failed |= words.failed;
    mt_out_release(&words);
}

void
mt_svg_heat(struct mt_out *out, const struct mt_heat *heat, struct mt_text name)
{
    enum { ROW = 24, GAP = 2, FOOT = 22 };
    const double left = 10, step = (100 - left) / (double)heat->column_count;
    mt_draw_image(out, "heat", (double)heat->row_count * ROW + FOOT, name);
    mt_draw_title(out, name);
    for (size_t y = 0; y < heat->row_count; y++) {
        mt_draw_text(out, "row", 0, (double)y * ROW + 16, heat->rows[y]);
        for (size_t x = 0; x < heat->column_count; x++) {
            const struct mt_heat_cell *cell = &heat->cells[y * heat->column_count + x];
            if (!cell->present)
                continue;
            mt_draw_rectangle(out, heat_classes[cell->level], left + (double)x * step, (double)y * ROW, step * 0.92,
                              ROW - GAP);
            mt_out_string(out, " rx=\"2\">");
            heat_tooltip(out, heat, cell, y, x);
            mt_out_string(out, "</rect>");
        }
    }
    /* Every third name: all of them would touch on a narrow page. */
    for (size_t x = 0; x<heat->column_count; x += heat->column_count> 12 ? 3 : 1)
        mt_draw_text(out, "column", left + ((double)x + 0.46) * step, (double)heat->row_count * ROW + 16,
                     heat->columns[x]);
    mt_out_string(out, "</svg>");
}

void
mt_svg_heat_legend(struct mt_out *out, const struct mt_heat *heat, int64_t least_base)
{
    struct mt_out words = MT_OUT_EMPTY;
    mt_out_string(out, "<ul class=\"legend\">");
    for (int level = 1; level <= MT_HEAT_LEVELS; level++) {
        mt_out_clear(&words);
        mt_heat_range(&words, heat, level);
        mt_out_string(out, "<li><svg class=\"swatch\" aria-hidden=\"true\" width=\"14\" height=\"14\">");
        mt_draw_rectangle(out, heat_classes[level], 0, 0, 100, 14);
        mt_out_string(out, " rx=\"2\"/></svg>");
        mt_markup_put(out, mt_out_view(&words));
        mt_out_string(out, "</li>");
    }
    if (least_base > 0) {
        mt_out_clear(&words);
        mt_say_into(&words, heat->reader, MT_SAY_TOO_FEW, MT_VALUES(mt_value_count(least_base)));
        mt_out_string(out, "<li><svg class=\"swatch\" aria-hidden=\"true\" width=\"14\" height=\"14\">");
        mt_draw_rectangle(out, heat_classes[0], 0, 0, 100, 14);
        mt_out_string(out, " rx=\"2\"/></svg>");
        mt_markup_put(out, mt_out_view(&words));
        mt_out_string(out, "</li>");
    }
    mt_out_string(out, "</ul>");
    out->failed |= words.failed;
    mt_out_release(&words);
}
