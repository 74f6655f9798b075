#include "reports/canvas.h"

#include <math.h>
#include <stdlib.h>

#include "reports/canvas_inside.h"

enum { PIXELS_PER_UNIT = 2 };

void
mt_canvas_use_ink(struct mt_canvas *canvas, enum mt_ink ink)
{
    static const unsigned colours[MT_INKS] = {
        [MT_INK_PAPER] = 0xFFFFFF,   [MT_INK_TEXT] = 0x1B1F24,   [MT_INK_SOFT] = 0x5B6570,   [MT_INK_LINE] = 0xDFE2E5,
        [MT_INK_FAINT] = 0xEEF0F2,   [MT_INK_ACCENT] = 0x1F5FA8, [MT_INK_BAND] = 0xD7E4F2,   [MT_INK_FEW] = 0xD5D9DD,
        [MT_INK_WHISKER] = 0x4A5058, [MT_INK_FAR] = 0xB4BAC0,    [MT_INK_HEAT] = 0xFFFFFF,   [MT_INK_HEAT_1] = 0xE8F0F8,
        [MT_INK_HEAT_2] = 0xB5D0EA,  [MT_INK_HEAT_3] = 0x74A7D6, [MT_INK_HEAT_4] = 0x2F74B5, [MT_INK_HEAT_5] = 0x0C3C6E,
    };
    unsigned colour = colours[ink];
    cairo_set_source_rgb(canvas->cairo, (colour >> 16 & 0xFF) / 255.0, (colour >> 8 & 0xFF) / 255.0,
                         (colour & 0xFF) / 255.0);
}

/* cairo 1.16, pixman and FreeType do not live through every failed allocation: some end the program, some draw less
 * than they were told. So there is none of it without the memory that a page takes at most, with room to spare. */
static bool
has_memory(void)
{
    enum { ENOUGH = 48 << 20 };
    /* Compilers know what malloc does, and leave out a pair of calls that nobody looks at. */
    void *volatile room = malloc(ENOUGH);
    bool enough = room != NULL;
    free(room);
    return enough;
}

enum mt_rc
mt_canvas_open(struct mt_canvas **canvas, struct mt_err *err)
{
    struct mt_canvas *made = has_memory() ? calloc(1, sizeof *made) : NULL;
    if (!made)
        return mt_err_memory(err);
    made->record = cairo_recording_surface_create(CAIRO_CONTENT_COLOR_ALPHA, NULL);
    made->cairo = cairo_create(made->record);
    made->regular = mt_canvas_typeface(false);
    made->bold = mt_canvas_typeface(true);
    if (!made->regular || !made->bold || cairo_status(made->cairo) != CAIRO_STATUS_SUCCESS) {
        mt_canvas_close(made);
        return mt_err_memory(err);
    }
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_set_font_options(made->cairo, options);
    cairo_font_options_destroy(options);
    *canvas = made;
    return MT_OK;
}

void
mt_canvas_close(struct mt_canvas *canvas)
{
    if (!canvas)
        return;
    cairo_destroy(canvas->cairo);
    cairo_surface_destroy(canvas->record);
    cairo_font_face_destroy(canvas->regular);
    cairo_font_face_destroy(canvas->bold);
    mt_out_release(&canvas->room);
    free(canvas);
}

/* ---- strokes ---- */

static void
outline(struct mt_canvas *canvas, double x, double y, double width, double height, double radius)
{
    const double quarter = acos(0);
    cairo_t *cairo = canvas->cairo;
    radius = fmin(radius, fmin(width, height) / 2);
    if (radius <= 0) {
        cairo_rectangle(cairo, x, y, width, height);
        return;
    }
    cairo_new_sub_path(cairo);
    cairo_arc(cairo, x + width - radius, y + radius, radius, -quarter, 0);
    cairo_arc(cairo, x + width - radius, y + height - radius, radius, 0, quarter);
    cairo_arc(cairo, x + radius, y + height - radius, radius, quarter, 2 * quarter);
    cairo_arc(cairo, x + radius, y + radius, radius, 2 * quarter, 3 * quarter);
    cairo_close_path(cairo);
}

void
mt_canvas_rectangle(struct mt_canvas *canvas, enum mt_ink ink, double x, double y, double width, double height,
                    double radius)
{
    if (!(width > 0) || !(height > 0))
        return;
    mt_canvas_use_ink(canvas, ink);
    outline(canvas, x, y, width, height, radius);
    cairo_fill(canvas->cairo);
}

void
mt_canvas_hatching(struct mt_canvas *canvas, double x, double y, double width, double height, double radius)
{
    enum { APART = 5 };
    cairo_t *cairo = canvas->cairo;
    cairo_save(cairo);
    outline(canvas, x, y, width, height, radius);
    cairo_clip(cairo);
    mt_canvas_use_ink(canvas, MT_INK_LINE);
    cairo_set_line_width(cairo, 0.8);
    for (double at = APART / 2.0; at < width + height; at += APART) {
        cairo_move_to(cairo, x + at, y);
        cairo_line_to(cairo, x + at - height, y + height);
    }
    cairo_stroke(cairo);
    cairo_restore(cairo);
    outline(canvas, x + 0.4, y + 0.4, width - 0.8, height - 0.8, radius);
    cairo_set_line_width(cairo, 0.8);
    mt_canvas_use_ink(canvas, MT_INK_LINE);
    cairo_stroke(cairo);
}

void
mt_canvas_path(struct mt_canvas *canvas, enum mt_ink ink, double thick, const struct mt_spot *spots, size_t count)
{
    cairo_t *cairo = canvas->cairo;
    for (size_t i = 0; i < count; i++)
        (i ? cairo_line_to : cairo_move_to)(cairo, spots[i].x, spots[i].y);
    mt_canvas_use_ink(canvas, ink);
    cairo_set_line_width(cairo, thick);
    cairo_set_line_join(cairo, CAIRO_LINE_JOIN_ROUND);
    cairo_stroke(cairo);
}

void
mt_canvas_line(struct mt_canvas *canvas, enum mt_ink ink, double thick, struct mt_spot from, struct mt_spot to)
{
    const struct mt_spot spots[] = {from, to};
    mt_canvas_path(canvas, ink, thick, spots, 2);
}

void
mt_canvas_polygon(struct mt_canvas *canvas, enum mt_ink ink, const struct mt_spot *spots, size_t count)
{
    cairo_t *cairo = canvas->cairo;
    for (size_t i = 0; i < count; i++)
        (i ? cairo_line_to : cairo_move_to)(cairo, spots[i].x, spots[i].y);
    mt_canvas_use_ink(canvas, ink);
    cairo_fill(cairo);
}

void
mt_canvas_dot(struct mt_canvas *canvas, enum mt_ink ink, struct mt_spot at, double radius, bool filled)
{
    cairo_t *cairo = canvas->cairo;
    cairo_arc(cairo, at.x, at.y, radius, 0, 4 * acos(0));
    mt_canvas_use_ink(canvas, filled ? ink : MT_INK_PAPER);
    cairo_fill_preserve(cairo);
    mt_canvas_use_ink(canvas, ink);
    cairo_set_line_width(cairo, 1.75);
    cairo_stroke(cairo);
}

/* ---- the picture ---- */

static cairo_status_t
take_bytes(void *closure, const unsigned char *bytes, unsigned count)
{
    struct mt_out *out = closure;
    mt_out_text(out, (struct mt_text){(const char *)bytes, count});
    return out->failed ? CAIRO_STATUS_NO_MEMORY : CAIRO_STATUS_SUCCESS;
}

enum mt_rc
mt_canvas_png(struct mt_canvas *canvas, double width, double height, struct mt_out *out, struct mt_err *err)
{
    cairo_surface_t *image = cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)ceil(width * PIXELS_PER_UNIT),
                                                        (int)ceil(height * PIXELS_PER_UNIT));
    cairo_t *cairo = cairo_create(image);
    cairo_set_source_rgb(cairo, 1, 1, 1);
    cairo_paint(cairo);
    cairo_scale(cairo, PIXELS_PER_UNIT, PIXELS_PER_UNIT);
    cairo_set_source_surface(cairo, canvas->record, 0, 0);
    cairo_paint(cairo);

    cairo_status_t status = cairo_status(canvas->cairo);
    if (status == CAIRO_STATUS_SUCCESS)
        status = cairo_status(cairo);
    if (status == CAIRO_STATUS_SUCCESS)
        status = cairo_surface_write_to_png_stream(image, take_bytes, out);
    cairo_destroy(cairo);
    cairo_surface_destroy(image);
    if (status == CAIRO_STATUS_SUCCESS && !canvas->room.failed)
        return MT_OK;
    if (status == CAIRO_STATUS_SUCCESS || status == CAIRO_STATUS_NO_MEMORY)
        return mt_err_memory(err);
    return mt_err_set(err, MT_FAILED, "cannot draw a picture: %s", cairo_status_to_string(status));
}
