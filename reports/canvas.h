#ifndef MT_REPORTS_CANVAS_H
#define MT_REPORTS_CANVAS_H

/* A sheet of paper to draw a chart on, and the PNG that it becomes: cairo and FreeType behind a few strokes. Lengths
 * are units of a page of 720, x runs right and y down, letters stand on y. Colours are those of report.css on white.
 * The typeface is part of the program and is drawn without hints, so that every machine draws the same.
 *
 * Text may hold any byte: what is no text is made visible, what has no letter in the typeface is a box. Running out of
 * memory is remembered and said by mt_canvas_png. */

#include "store/base/out.h"

enum mt_ink {
    MT_INK_PAPER,
    MT_INK_TEXT,
    MT_INK_SOFT,
    MT_INK_LINE,
    MT_INK_FAINT,
    MT_INK_ACCENT,
    MT_INK_BAND, /* behind a line of accent */
    MT_INK_FEW,
    MT_INK_WHISKER,
    MT_INK_FAR,  /* a whisker of what rests on too little */
    MT_INK_HEAT, /* and the levels 1 to 5 behind it */
    MT_INK_HEAT_1,
    MT_INK_HEAT_2,
    MT_INK_HEAT_3,
    MT_INK_HEAT_4,
    MT_INK_HEAT_5,
    MT_INKS,
};

enum mt_anchor { MT_ANCHOR_START, MT_ANCHOR_MIDDLE, MT_ANCHOR_END };

struct mt_lettering {
    double size;
    enum mt_ink ink;
    bool bold;
    bool halo; /* paper around the letters, where they stand on lines */
};

struct mt_spot {
    double x, y;
};

/* How far slanted text of length 1 reaches down. */
#define MT_CANVAS_SLANT 0.6

struct mt_canvas;

enum mt_rc mt_canvas_open(struct mt_canvas **canvas, struct mt_err *err);
void mt_canvas_close(struct mt_canvas *canvas);

void mt_canvas_rectangle(struct mt_canvas *canvas, enum mt_ink ink, double x, double y, double width, double height,
                         double radius);
/* Paper with slanted lines and a line around it. */
void mt_canvas_hatching(struct mt_canvas *canvas, double x, double y, double width, double height, double radius);
void mt_canvas_line(struct mt_canvas *canvas, enum mt_ink ink, double thick, struct mt_spot from, struct mt_spot to);
void mt_canvas_path(struct mt_canvas *canvas, enum mt_ink ink, double thick, const struct mt_spot *spots, size_t count);
void mt_canvas_polygon(struct mt_canvas *canvas, enum mt_ink ink, const struct mt_spot *spots, size_t count);
/* A ring of paper inside, or filled. */
void mt_canvas_dot(struct mt_canvas *canvas, enum mt_ink ink, struct mt_spot at, double radius, bool filled);

/* How far the text reaches. */
double mt_canvas_width(struct mt_canvas *canvas, const struct mt_lettering *lettering, struct mt_text text);
/* One line; cut with an ellipsis where it is wider than `most` (0: as wide as it is). Returns how far it reaches. */
double mt_canvas_text(struct mt_canvas *canvas, const struct mt_lettering *lettering, double x, double y,
                      enum mt_anchor anchor, double most, struct mt_text text);
/* Rising to the right, with its end at the spot. */
void mt_canvas_slanted(struct mt_canvas *canvas, const struct mt_lettering *lettering, struct mt_spot end, double most,
                       struct mt_text text);
/* Broken at spaces into at most `most_lines`, the last of them cut. Returns how many there are. */
int mt_canvas_paragraph(struct mt_canvas *canvas, const struct mt_lettering *lettering, double x, double y,
                        double width, double leading, int most_lines, struct mt_text text);

/* Appends what was drawn, down to `height`, as a PNG file of two pixels a unit. */
enum mt_rc mt_canvas_png(struct mt_canvas *canvas, double width, double height, struct mt_out *out, struct mt_err *err);

#endif
