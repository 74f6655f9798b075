#include "reports/canvas.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <cairo-ft.h>

#include "reports/canvas_inside.h"
#include "reports/phrase.h"

/* ---- the typeface ---- */

/* typeface.S */
extern const unsigned char mt_typeface_regular[], mt_typeface_regular_end[];
extern const unsigned char mt_typeface_bold[], mt_typeface_bold_end[];

/* cairo keeps fonts for later, longer than a canvas lives: what they rest on goes when cairo lets go of them. */
struct typeface {
    FT_Library library;
    FT_Face face;
};

static void
release_typeface(void *pointer)
{
    struct typeface *typeface = pointer;
    if (typeface->face)
        FT_Done_Face(typeface->face);
    if (typeface->library)
        FT_Done_FreeType(typeface->library);
    free(typeface);
}

cairo_font_face_t *
mt_canvas_typeface(bool bold)
{
    static const cairo_user_data_key_t key;
    const unsigned char *from = bold ? mt_typeface_bold : mt_typeface_regular;
    const unsigned char *to = bold ? mt_typeface_bold_end : mt_typeface_regular_end;
    struct typeface *typeface = calloc(1, sizeof *typeface);
    if (!typeface)
        return NULL;
    if (FT_Init_FreeType(&typeface->library) != 0 ||
        FT_New_Memory_Face(typeface->library, from, (FT_Long)(to - from), 0, &typeface->face) != 0) {
        release_typeface(typeface);
        return NULL;
    }
    cairo_font_face_t *font = cairo_ft_font_face_create_for_ft_face(typeface->face, FT_LOAD_NO_HINTING);
    if (cairo_font_face_status(font) != CAIRO_STATUS_SUCCESS ||
        cairo_font_face_set_user_data(font, &key, typeface, release_typeface) != CAIRO_STATUS_SUCCESS) {
        cairo_font_face_destroy(font);
        release_typeface(typeface);
        return NULL;
    }
    return font;
}

/* ---- text for cairo ---- */

enum { MOST_CHARACTERS = 1000 };

/* Well-formed UTF-8 with a NUL behind it, in the canvas's room. No line of a page holds as much as it takes at most. */
static const char *
plain(struct mt_canvas *canvas, struct mt_text text, const char *behind)
{
    mt_out_clear(&canvas->room);
    for (int i = 0; text.len && i < MOST_CHARACTERS; i++)
        mt_phrase_utf8(&canvas->room, mt_phrase_code_point(&text));
    mt_out_string(&canvas->room, behind);
    mt_out_byte(&canvas->room, '\0');
    return canvas->room.failed ? "" : canvas->room.bytes;
}

static void
use_lettering(struct mt_canvas *canvas, const struct mt_lettering *lettering)
{
    cairo_set_font_face(canvas->cairo, lettering->bold ? canvas->bold : canvas->regular);
    cairo_set_font_size(canvas->cairo, lettering->size);
}

static double
width_of(struct mt_canvas *canvas, const char *string)
{
    cairo_text_extents_t extents = {.x_advance = 0};
    cairo_text_extents(canvas->cairo, string, &extents);
    return extents.x_advance;
}

double
mt_canvas_width(struct mt_canvas *canvas, const struct mt_lettering *lettering, struct mt_text text)
{
    use_lettering(canvas, lettering);
    return width_of(canvas, plain(canvas, text, ""));
}

/* ---- cutting ---- */

/* The longest beginning of at most MOST_CHARACTERS characters that is not wider than `most` with `behind` behind it. */
static struct mt_text
beginning(struct mt_canvas *canvas, struct mt_text text, const char *behind, double most)
{
    size_t ends[MOST_CHARACTERS], count = 0, fits = 0;
    for (struct mt_text rest = text; rest.len && count < MOST_CHARACTERS; count++) {
        mt_phrase_code_point(&rest);
        ends[count] = text.len - rest.len;
    }
    for (size_t over = count; fits < over;) {
        size_t middle = fits + (over - fits + 1) / 2;
        if (width_of(canvas, plain(canvas, (struct mt_text){text.at, ends[middle - 1]}, behind)) <= most)
            fits = middle;
        else
            over = middle - 1;
    }
    return (struct mt_text){text.at, fits ? ends[fits - 1] : 0};
}

static const char ellipsis[] = "\xE2\x80\xA6";

/* The text as it fits, in the canvas's room. */
static const char *
fitted(struct mt_canvas *canvas, struct mt_text text, double most)
{
    bool long_text = text.len > (size_t)MOST_CHARACTERS * 4;
    if (most <= 0 || (!long_text && width_of(canvas, plain(canvas, text, "")) <= most))
        return plain(canvas, text, "");
    struct mt_text start = mt_text_trim(beginning(canvas, text, ellipsis, most));
    return plain(canvas, start, ellipsis);
}

double
mt_canvas_text(struct mt_canvas *canvas, const struct mt_lettering *lettering, double x, double y,
               enum mt_anchor anchor, double most, struct mt_text text)
{
    cairo_t *cairo = canvas->cairo;
    use_lettering(canvas, lettering);
    const char *string = fitted(canvas, text, most);
    double width = width_of(canvas, string);
    x -= anchor == MT_ANCHOR_END ? width : anchor == MT_ANCHOR_MIDDLE ? width / 2 : 0;
    if (lettering->halo) {
        cairo_move_to(cairo, x, y);
        cairo_text_path(cairo, string);
        mt_canvas_use_ink(canvas, MT_INK_PAPER);
        cairo_set_line_width(cairo, 3);
        cairo_set_line_join(cairo, CAIRO_LINE_JOIN_ROUND);
        cairo_stroke(cairo);
    }
    cairo_move_to(cairo, x, y);
    mt_canvas_use_ink(canvas, lettering->ink);
    cairo_show_text(cairo, string);
    cairo_new_path(cairo);
    return width;
}

void
mt_canvas_slanted(struct mt_canvas *canvas, const struct mt_lettering *lettering, struct mt_spot end, double most,
                  struct mt_text text)
{
    cairo_save(canvas->cairo);
    cairo_translate(canvas->cairo, end.x, end.y);
    cairo_rotate(canvas->cairo, -asin(MT_CANVAS_SLANT));
    mt_canvas_text(canvas, lettering, 0, 0, MT_ANCHOR_END, most, text);
    cairo_restore(canvas->cairo);
}

int
mt_canvas_paragraph(struct mt_canvas *canvas, const struct mt_lettering *lettering, double x, double y, double width,
                    double leading, int most_lines, struct mt_text text)
{
    int lines = 0;
    text = mt_text_trim(text);
    for (; text.len && lines < most_lines; lines++, y += leading) {
        use_lettering(canvas, lettering);
        struct mt_text line = beginning(canvas, text, "", width);
        bool is_last = lines + 1 == most_lines;
        if (line.len < text.len && !is_last) {
            size_t space = line.len;
            while (space > 0 && text.at[space] != ' ')
                space--;
            /* A word that is wider than the page is broken where it must be. */
            line.len = space ? space : line.len ? line.len : text.len;
        }
        mt_canvas_text(canvas, lettering, x, y, MT_ANCHOR_START, width, is_last ? text : line);
        text.at += line.len;
        text.len -= line.len;
        text = mt_text_trim(text);
    }
    return lines;
}
