#include "reports/svg_draw.h"

#include "reports/markup.h"

void
mt_draw_image(struct mt_out *out, const char *class, double height, struct mt_text name)
{
    mt_out_string(out, "<svg role=\"img\" width=\"100%\"");
    mt_markup_attribute(out, "class", mt_text_of(class));
    mt_markup_measure(out, "height", height, "");
    mt_markup_attribute(out, "aria-label", name);
    mt_out_byte(out, '>');
}

void
mt_draw_title(struct mt_out *out, struct mt_text text)
{
    mt_out_string(out, "<title>");
    mt_markup_put(out, text);
    mt_out_string(out, "</title>");
}

void
mt_draw_rectangle(struct mt_out *out, const char *class, double x, double y, double width, double height)
{
    mt_out_string(out, "<rect");
    mt_markup_attribute(out, "class", mt_text_of(class));
    mt_markup_measure(out, "x", x, "%");
    mt_markup_measure(out, "y", y, "");
    mt_markup_measure(out, "width", width, "%");
    mt_markup_measure(out, "height", height, "");
}

void
mt_draw_line(struct mt_out *out, const char *class, double x1, double y1, double x2, double y2)
{
    mt_out_string(out, "<line");
    mt_markup_attribute(out, "class", mt_text_of(class));
    mt_markup_measure(out, "x1", x1, "%");
    mt_markup_measure(out, "y1", y1, "");
    mt_markup_measure(out, "x2", x2, "%");
    mt_markup_measure(out, "y2", y2, "");
    mt_out_string(out, "/>");
}

void
mt_draw_text(struct mt_out *out, const char *class, double x, double y, struct mt_text words)
{
    mt_out_string(out, "<text");
    mt_markup_attribute(out, "class", mt_text_of(class));
    mt_markup_measure(out, "x", x, "%");
    mt_markup_measure(out, "y", y, "");
    mt_out_byte(out, '>');
    mt_markup_put(out, words);
    mt_out_string(out, "</text>");
}

double
mt_draw_part(double value, double most)
{
    double part = most > 0 ? value / most * 100 : 0;
    return part < 0 ? 0 : part > 100 ? 100 : part;
}
