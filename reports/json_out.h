#ifndef MT_REPORTS_JSON_OUT_H
#define MT_REPORTS_JSON_OUT_H

/* JSON as it is written: the one escaping of text, and a small writer that puts commas and lines itself. Numbers are
 * plain, moments ISO 8601 UTC. Characters that a terminal, a page or a reader's eye would act upon travel as escapes:
 * the value is the same, and the file is harmless wherever it is shown. */

#include "store/base/out.h"

/* ---- values: a string, or null when the text is unknown ---- */

void mt_json_text(struct mt_out *out, struct mt_text text);
void mt_json_prose(struct mt_out *out, struct mt_text prose);     /* without its marks (report.h) */
void mt_json_characters(struct mt_out *out, struct mt_text text); /* without the quotation marks */

/* ---- the writer ----
 *
 * A member is a key and what follows it; elements of an array have the key NULL. Objects in an array begin a line. */

enum { MT_JSON_DEPTH = 48 };

struct mt_json {
    struct mt_out *out;
    int depth;
    bool filled[MT_JSON_DEPTH]; /* something stands there already */
};

struct mt_json mt_json_of(struct mt_out *out);
void mt_json_object(struct mt_json *json, const char *key);
void mt_json_array(struct mt_json *json, const char *key);
void mt_json_end_object(struct mt_json *json);
void mt_json_end_array(struct mt_json *json);

void mt_json_string(struct mt_json *json, const char *key, struct mt_text text);
void mt_json_sentence(struct mt_json *json, const char *key, struct mt_text prose);
void mt_json_integer(struct mt_json *json, const char *key, int64_t value);
void mt_json_bool(struct mt_json *json, const char *key, bool value);
void mt_json_moment(struct mt_json *json, const char *key, int64_t moment_us); /* MT_MOMENT_UNKNOWN: null */

/* At most six decimals; null when it is not finite. */
void mt_json_real(struct mt_json *json, const char *key, double value);
/* e to the power of ln, four digits whatever its size: "3.127e-42". */
void mt_json_power(struct mt_json *json, const char *key, double ln);

#endif
