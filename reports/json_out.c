#include "reports/json_out.h"

#include <assert.h>
#include <math.h>

#include "reports/phrase.h"

/* ---- values ---- */

static void
put_unit(struct mt_out *out, uint32_t unit)
{
    static const char digits[] = "0123456789abcdef";
    mt_out_string(out, "\\u");
    for (int shift = 12; shift >= 0; shift -= 4)
        mt_out_byte(out, digits[(unit >> shift) & 15]);
}

static bool
is_unsafe(uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x61C || (c >= 0x200B && c <= 0x200F) ||
           (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF;
}

void
mt_json_characters(struct mt_out *out, struct mt_text text)
{
    uint32_t before = 0;
    while (text.len) {
        size_t taken;
        uint32_t c = mt_text_code_point(text, &taken);
        text.at += taken;
        text.len -= taken;
        if (c == '"' || c == '\\' || (c == '/' && before == '<')) {
            mt_out_byte(out, '\\');
            mt_out_byte(out, (char)c);
        } else if (c == '\n') {
            mt_out_string(out, "\\n");
        } else if (is_unsafe(c)) {
            put_unit(out, c);
        } else {
            mt_phrase_utf8(out, c);
        }
        before = c;
    }
}

void
mt_json_text(struct mt_out *out, struct mt_text text)
{
    if (!text.at) {
        mt_out_string(out, "null");
        return;
    }
    mt_out_byte(out, '"');
    mt_json_characters(out, text);
    mt_out_byte(out, '"');
}

void
mt_json_prose(struct mt_out *out, struct mt_text prose)
{
    struct mt_text run;
    bool is_value;
    if (!prose.at) {
        mt_json_text(out, prose);
        return;
    }
    mt_out_byte(out, '"');
    while (mt_prose_next(&prose, &run, &is_value))
        mt_json_characters(out, run);
    mt_out_byte(out, '"');
}

/* ---- the writer ---- */

struct mt_json
mt_json_of(struct mt_out *out)
{
    return (struct mt_json){.out = out};
}

/* What stands in front of every value: the comma behind the last one, and the key. */
static void
begin(struct mt_json *json, const char *key, bool on_own_line)
{
    mt_out_string(json->out, json->filled[json->depth] ? "," : "");
    json->filled[json->depth] = true;
    mt_out_string(json->out, on_own_line ? "\n" : "");
    if (key) {
        mt_json_text(json->out, mt_text_of(key));
        mt_out_byte(json->out, ':');
    }
}

static void
go_in(struct mt_json *json, const char *key, char bracket)
{
    assert(json->depth + 1 < MT_JSON_DEPTH);
    begin(json, key, !key && json->depth > 0);
    mt_out_byte(json->out, bracket);
    json->filled[++json->depth] = false;
}

void
mt_json_object(struct mt_json *json, const char *key)
{
    go_in(json, key, '{');
}

void
mt_json_array(struct mt_json *json, const char *key)
{
    go_in(json, key, '[');
}

void
mt_json_end_object(struct mt_json *json)
{
    json->depth--;
    mt_out_byte(json->out, '}');
}

void
mt_json_end_array(struct mt_json *json)
{
    json->depth--;
    mt_out_byte(json->out, ']');
}

void
mt_json_string(struct mt_json *json, const char *key, struct mt_text text)
{
    begin(json, key, false);
    mt_json_text(json->out, text);
}

void
mt_json_sentence(struct mt_json *json, const char *key, struct mt_text prose)
{
    begin(json, key, !key);
    mt_json_prose(json->out, prose);
}

void
mt_json_integer(struct mt_json *json, const char *key, int64_t value)
{
    begin(json, key, false);
    mt_out_int(json->out, value);
}

void
mt_json_bool(struct mt_json *json, const char *key, bool value)
{
    begin(json, key, false);
    mt_out_string(json->out, value ? "true" : "false");
}

void
mt_json_moment(struct mt_json *json, const char *key, int64_t moment_us)
{
    char room[32];
    mt_json_string(json, key, moment_us == MT_MOMENT_UNKNOWN ? MT_TEXT_UNKNOWN : mt_moment_iso(moment_us, room));
}

void
mt_json_real(struct mt_json *json, const char *key, double value)
{
    begin(json, key, false);
    if (isfinite(value))
        mt_phrase_data(json->out, mt_cell_real(value), MT_TYPE_REAL);
    else
        mt_out_string(json->out, "null");
}

void
mt_json_power(struct mt_json *json, const char *key, double ln)
{
    static const double least_exponent = -300; /* readers with doubles take less for 0, or for an error */
    double tens = ln / log(10), exponent = floor(tens);
    begin(json, key, false);
    if (!(tens > least_exponent)) {
        mt_out_byte(json->out, '0');
        return;
    }
    double digits = round(pow(10, tens - exponent) * 1000) / 1000;
    if (digits >= 10) {
        digits /= 10;
        exponent++;
    }
    mt_out_real(json->out, digits, 3);
    if (exponent != 0) {
        mt_out_byte(json->out, 'e');
        mt_out_int(json->out, (int64_t)exponent);
    }
}
