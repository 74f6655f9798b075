#ifndef MT_BASE_OUT_H
#define MT_BASE_OUT_H

/* A growing run of bytes that is being written: what renderers fill and what is then sent to a file or a stream in
 * one go. Running out of memory is sticky (`failed`), so that a renderer can write on and be asked once at the end. */

#include "store/base/err.h"
#include "store/base/text.h"

struct mt_out {
    char *bytes;
    size_t len;
    size_t room;
    bool failed;
};

#define MT_OUT_EMPTY ((struct mt_out){NULL, 0, 0, false})

void mt_out_text(struct mt_out *out, struct mt_text text);
void mt_out_string(struct mt_out *out, const char *literal);
void mt_out_byte(struct mt_out *out, char byte);
void mt_out_repeat(struct mt_out *out, char byte, size_t times);
void mt_out_int(struct mt_out *out, int64_t value);

/* A number with `decimals` digits behind a point, whatever the locale says. Not finite: nothing is written. */
void mt_out_real(struct mt_out *out, double value, int decimals);

struct mt_text mt_out_view(const struct mt_out *out);
void mt_out_clear(struct mt_out *out);
void mt_out_release(struct mt_out *out);

/* Writes everything to an open stream, or to a file by way of a temporary file beside it and a rename, so that a
 * reader never sees half of it and a failed write leaves the old file alone. `name` is for the error text. */
enum mt_rc mt_out_send(const struct mt_out *out, int descriptor, const char *name, struct mt_err *err);
enum mt_rc mt_out_save(const struct mt_out *out, const char *path, struct mt_err *err);

#endif
