#include "reports/phrase.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "reports/report.h"
#include "store/base/zone.h"

#define THIN "\xE2\x80\xAF" /* U+202F, between groups of digits */
#define HARD "\xC2\xA0"     /* U+00A0, between a number and its unit */
#define DASH "\xE2\x80\x93" /* U+2013, from … to … */

void
mt_phrase_count(struct mt_out *out, int64_t count)
{
    char digits[24];
    uint64_t left = count < 0 ? 0 - (uint64_t)count : (uint64_t)count;
    int len = snprintf(digits, sizeof digits, "%llu", (unsigned long long)left);
    if (count < 0)
        mt_out_byte(out, '-');
    for (int i = 0; i < len; i++) {
        if (i > 0 && (len - i) % 3 == 0)
            mt_out_string(out, THIN);
        mt_out_byte(out, digits[i]);
    }
}

/* The sign stands at most once, and nothing else that is written here has a point. */
static void
put_decimal_sign(struct mt_out *out, size_t from, const struct mt_reader *reader)
{
    if (mt_reader_language(reader) != MT_LANGUAGE_ES)
        return;
    for (size_t i = from; i < out->len && !out->failed; i++)
        if (out->bytes[i] == '.')
            out->bytes[i] = ',';
}

void
mt_phrase_real(struct mt_out *out, double value, int decimals, const struct mt_reader *reader)
{
    size_t from = out->len;
    mt_out_real(out, value, decimals);
    put_decimal_sign(out, from, reader);
}

/* One decimal, so that columns line up; more only where one would say 0. */
void
mt_phrase_percent(struct mt_out *out, double ratio, const struct mt_reader *reader)
{
    size_t from = out->len;
    double shown = ratio * 100;
    if (ratio == 0 || shown >= 100)
        mt_out_real(out, shown, 0);
    else if (shown < 0.005)
        mt_out_string(out, "<0.01");
    else if (shown < 0.05)
        mt_out_real(out, shown, 2);
    else if (shown > 99.9)
        mt_out_string(out, ">99.9");
    else
        mt_out_real(out, shown, 1);
    put_decimal_sign(out, from, reader);
}

void
mt_phrase_ratio(struct mt_out *out, double ratio, const struct mt_reader *reader)
{
    mt_phrase_percent(out, ratio, reader);
    mt_out_string(out, HARD "%");
}

void
mt_phrase_change(struct mt_out *out, double relative, const struct mt_reader *reader)
{
    double shown = fabs(relative) * 100;
    const char *sign = shown < 0.05 ? "\xC2\xB1" : relative < 0 ? "\xE2\x88\x92" : "+";
    mt_out_string(out, sign);
    mt_phrase_real(out, shown, shown < 0.05 || shown >= 9.95 ? 0 : 1, reader);
    mt_out_string(out, HARD "%");
}

void
mt_phrase_bytes(struct mt_out *out, int64_t bytes, const struct mt_reader *reader)
{
    static const char *const units[] = {"B", "KB", "MB", "GB", "TB", "PB", "EB"};
    double value = (double)bytes;
    size_t unit = 0;
    while (fabs(value) >= 999.5 && unit + 1 < sizeof units / sizeof *units) {
        value /= 1024;
        unit++;
    }
    mt_phrase_real(out, value, unit > 0 && fabs(value) < 9.95 ? 1 : 0, reader);
    mt_out_string(out, HARD);
    mt_out_string(out, units[unit]);
}

void
mt_phrase_span(struct mt_out *out, int64_t seconds)
{
    static const struct {
        int64_t seconds;
        const char *unit;
    } parts[] = {{86400, "d"}, {3600, "h"}, {60, "min"}, {1, "s"}};
    enum { PARTS = sizeof parts / sizeof *parts };
    uint64_t left = seconds < 0 ? 0 - (uint64_t)seconds : (uint64_t)seconds;
    if (seconds < 0)
        mt_out_byte(out, '-');
    size_t first = 0;
    while (first + 1 < PARTS && left < (uint64_t)parts[first].seconds)
        first++;
    for (size_t i = first; i < PARTS && i < first + 2; i++) {
        uint64_t size = (uint64_t)parts[i].seconds, whole = left / size;
        left %= size;
        if (whole == 0 && i > first)
            break;
        if (i > first)
            mt_out_byte(out, ' ');
        mt_phrase_count(out, (int64_t)whole);
        mt_out_string(out, HARD);
        mt_out_string(out, parts[i].unit);
    }
}

void
mt_phrase_moment(struct mt_out *out, int64_t moment_us, const struct mt_reader *reader)
{
    struct mt_civil civil = mt_civil_of(mt_zone_to_local(mt_reader_zone(reader), moment_us));
    char text[64];
    snprintf(text, sizeof text, "%04d-%02d-%02d" HARD "%02d:%02d", civil.year, civil.month, civil.day, civil.hour,
             civil.minute);
    mt_out_string(out, text);
}

/* Days that no calendar of ours reaches would overflow as moments. */
static int64_t
day_moment(int64_t days)
{
    int64_t most = INT64_MAX / MT_DAY - 1;
    return (days > most ? most : days < -most ? -most : days) * MT_DAY;
}

void
mt_phrase_day(struct mt_out *out, int64_t days)
{
    struct mt_civil civil = mt_civil_of(day_moment(days));
    char text[40];
    snprintf(text, sizeof text, "%04d-%02d-%02d", civil.year, civil.month, civil.day);
    mt_out_string(out, text);
}

/* Up to six decimals, none of them a trailing zero; a large number needs none. */
static void
plain_real(struct mt_out *out, double value)
{
    struct mt_out digits = MT_OUT_EMPTY;
    mt_out_real(&digits, value, 6);
    struct mt_text text = mt_out_view(&digits);
    while (text.len && text.at[text.len - 1] == '0')
        text.len--;
    if (text.len && text.at[text.len - 1] == '.')
        text.len--;
    mt_out_text(out, text.len ? text : MT_TEXT_LITERAL("0"));
    out->failed |= digits.failed;
    mt_out_release(&digits);
}

void
mt_phrase_round(struct mt_out *out, double value, const struct mt_reader *reader)
{
    size_t from = out->len;
    plain_real(out, value);
    put_decimal_sign(out, from, reader);
}

void
mt_phrase_interval(struct mt_out *out, struct mt_cell low, struct mt_cell high, enum mt_type type,
                   const struct mt_reader *reader)
{
    const struct mt_cell *ends[] = {&low, &high};
    for (size_t i = 0; i < 2; i++) {
        if (i > 0)
            mt_out_string(out, DASH);
        if (type == MT_TYPE_RATIO)
            mt_phrase_percent(out, ends[i]->real, reader);
        else
            mt_phrase_cell(out, *ends[i], type, reader);
    }
}

static void
real_for_people(struct mt_out *out, double value, const struct mt_reader *reader)
{
    if (fabs(value) >= 99.95 && fabs(value) < 9e15)
        mt_phrase_count(out, (int64_t)llround(value));
    else
        mt_phrase_real(out, value, 1, reader);
}

void
mt_phrase_cell(struct mt_out *out, struct mt_cell cell, enum mt_type type, const struct mt_reader *reader)
{
    if (!cell.known)
        return;
    if (cell.at_least)
        mt_out_string(out, "\xE2\x89\xA5" HARD);
    switch (type) {
    case MT_TYPE_TEXT:
        mt_out_text(out, cell.text);
        break;
    case MT_TYPE_COUNT:
        mt_phrase_count(out, cell.integer);
        break;
    case MT_TYPE_BYTES:
        mt_phrase_bytes(out, cell.integer, reader);
        break;
    case MT_TYPE_RATIO:
        mt_phrase_ratio(out, cell.real, reader);
        break;
    case MT_TYPE_REAL:
        real_for_people(out, cell.real, reader);
        break;
    case MT_TYPE_MOMENT:
        mt_phrase_moment(out, cell.integer, reader);
        break;
    case MT_TYPE_DAY:
        mt_phrase_day(out, cell.integer);
        break;
    case MT_TYPE_SPAN:
        mt_phrase_span(out, cell.integer);
        break;
    }
}

bool
mt_phrase_is_number(enum mt_type type)
{
    return type != MT_TYPE_TEXT && type != MT_TYPE_MOMENT && type != MT_TYPE_DAY;
}

void
mt_phrase_data(struct mt_out *out, struct mt_cell cell, enum mt_type type)
{
    char room[32];
    switch (type) {
    case MT_TYPE_TEXT:
        break;
    case MT_TYPE_COUNT:
    case MT_TYPE_BYTES:
    case MT_TYPE_SPAN:
        mt_out_int(out, cell.integer);
        break;
    case MT_TYPE_RATIO:
    case MT_TYPE_REAL:
        plain_real(out, cell.real);
        break;
    case MT_TYPE_MOMENT:
        mt_out_text(out, mt_moment_iso(cell.integer, room));
        break;
    case MT_TYPE_DAY:
        mt_phrase_day(out, cell.integer);
        break;
    }
}

/* ---- text ---- */

/* Code points that change what people see of the characters around them, or cannot be seen at all. The joiners U+200C
 * and U+200D belong to some scripts and stay. */
static bool
misleads(uint32_t c)
{
    static const struct {
        uint32_t first, last;
    } ranges[] = {
        {0x80, 0x9F},     {0xAD, 0xAD},     {0x61C, 0x61C},   {0x180E, 0x180E}, {0x200B, 0x200B},   {0x200E, 0x200F},
        {0x2028, 0x202E}, {0x2060, 0x206F}, {0xFEFF, 0xFEFF}, {0xFFF9, 0xFFFB}, {0xE0000, 0xE0FFF},
    };
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (c >= ranges[i].first && c <= ranges[i].last)
            return true;
    return false;
}

uint32_t
mt_phrase_code_point(struct mt_text *rest)
{
    size_t taken;
    uint32_t c = mt_text_code_point(*rest, &taken);
    rest->at += taken;
    rest->len -= taken;
    if (c == '\t' || c == '\n' || c == '\r')
        return ' ';
    if (c < 0x20)
        return 0x2400 + c;
    if (c == 0x7F)
        return 0x2421;
    return misleads(c) ? 0xFFFD : c;
}

void
mt_phrase_utf8(struct mt_out *out, uint32_t c)
{
    if (c < 0x80) {
        mt_out_byte(out, (char)c);
    } else if (c < 0x800) {
        mt_out_byte(out, (char)(0xC0 | (c >> 6)));
        mt_out_byte(out, (char)(0x80 | (c & 0x3F)));
    } else if (c < 0x10000) {
        mt_out_byte(out, (char)(0xE0 | (c >> 12)));
        mt_out_byte(out, (char)(0x80 | ((c >> 6) & 0x3F)));
        mt_out_byte(out, (char)(0x80 | (c & 0x3F)));
    } else {
        mt_out_byte(out, (char)(0xF0 | (c >> 18)));
        mt_out_byte(out, (char)(0x80 | ((c >> 12) & 0x3F)));
        mt_out_byte(out, (char)(0x80 | ((c >> 6) & 0x3F)));
        mt_out_byte(out, (char)(0x80 | (c & 0x3F)));
    }
}

bool
mt_prose_next(struct mt_text *rest, struct mt_text *run, bool *is_value)
{
    *is_value = rest->len > 0 && rest->at[0] == MT_PROSE_OPEN;
    if (*is_value) {
        rest->at++;
        rest->len--;
    }
    if (rest->len == 0)
        return false;
    const char *end = memchr(rest->at, *is_value ? MT_PROSE_CLOSE : MT_PROSE_OPEN, rest->len);
    *run = (struct mt_text){rest->at, end ? (size_t)(end - rest->at) : rest->len};
    size_t used = run->len + (end && *is_value ? 1 : 0);
    rest->at += used;
    rest->len -= used;
    return true;
}
