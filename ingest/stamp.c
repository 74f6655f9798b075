#include "ingest/stamp.h"

#include <string.h>

/* Reading position in a stamp. */
struct cursor {
    const char *at, *end;
};

/* What stands there, before it is a moment. */
struct parts {
    int date[3]; /* the three numbers in the order written */
    int hour, minute, second, microsecond;
};

static const char *const order_keys[] = {
    [MT_DATE_UNSETTLED] = "",
    [MT_DATE_YMD] = "ymd",
    [MT_DATE_DMY] = "dmy",
    [MT_DATE_MDY] = "mdy",
};

const char *
mt_date_order_key(enum mt_date_order order)
{
    return order_keys[order];
}

bool
mt_date_order_parse(const char *key, enum mt_date_order *order)
{
    for (int i = MT_DATE_YMD; i <= MT_DATE_MDY; i++) {
        if (strcmp(order_keys[i], key) == 0) {
            *order = (enum mt_date_order)i;
            return true;
        }
    }
    return false;
}

/* ---- small readers ---- */

static bool
digit(const struct cursor *c)
{
    return c->at < c->end && *c->at >= '0' && *c->at <= '9';
}

/* Blanks of all kinds that cultures put into dates: space, tab, NBSP, narrow NBSP, and bidi marks that some add. */
static bool
blank(struct cursor *c)
{
    static const char wide[] = "\x80\xAF\x80\x8E\x80\x8F"; /* behind E2: U+202F, U+200E, U+200F */
    size_t left = (size_t)(c->end - c->at), len = 0;
    if (left == 0)
        return false;
    if (*c->at == ' ' || *c->at == '\t')
        len = 1;
    else if (*c->at == '\xC2' && left >= 2 && c->at[1] == '\xA0')
        len = 2;
    for (size_t i = 0; i < sizeof wide - 1 && *c->at == '\xE2' && left >= 3; i += 2)
        if (memcmp(c->at + 1, wide + i, 2) == 0)
            len = 3;
    c->at += len;
    return len > 0;
}

static void
blanks(struct cursor *c)
{
    while (blank(c))
        continue;
}

static bool
take(struct cursor *c, char wanted)
{
    if (c->at == c->end || *c->at != wanted)
        return false;
    c->at++;
    return true;
}

/* One to `most` digits; `width` tells how many. */
static bool
number(struct cursor *c, int most, int *value, int *width)
{
    int sum = 0, count = 0;
    while (count < most && digit(c)) {
        sum = sum * 10 + (*c->at++ - '0');
        count++;
    }
    *value = sum;
    *width = count;
    return count > 0 && !digit(c);
}

static bool
word(struct cursor *c, const char *wanted)
{
    struct mt_text rest = {c->at, (size_t)(c->end - c->at)};
    if (!mt_text_starts_nocase(rest, wanted))
        return false;
    c->at += strlen(wanted);
    return true;
}

/* ---- AM and PM in the languages that write twelve hours ---- */

static const struct {
    const char *word;
    bool afternoon;
} halves[] = {
    {"AM", false},
    {"PM", true},
    {"a. m.", false},
    {"p. m.", true},
    {"a.m.", false},
    {"p.m.", true},
    {"a.\xC2\xA0m.", false},
    {"p.\xC2\xA0m.", true},
    {"\xCF\x80\xCE\xBC", false} /* πμ */,
    {"\xCE\xBC\xCE\xBC", true} /* μμ */,
    {"\xCF\x80.\xCE\xBC.", false},
    {"\xCE\xBC.\xCE\xBC.", true},
    {"\xE4\xB8\x8A\xE5\x8D\x88", false} /* 上午 */,
    {"\xE4\xB8\x8B\xE5\x8D\x88", true} /* 下午 */,
    {"\xE5\x8D\x88\xE5\x89\x8D", false} /* 午前 */,
    {"\xE5\x8D\x88\xE5\xBE\x8C", true} /* 午後 */,
    {"\xEC\x98\xA4\xEC\xA0\x84", false} /* 오전 */,
    {"\xEC\x98\xA4\xED\x9B\x84", true} /* 오후 */,
    {"\xD8\xB5", false} /* ص */,
    {"\xD9\x85", true} /* م */,
    {"SA", false},
    {"CH", true},
};

enum { HALF_NONE = -1, HALF_MORNING, HALF_AFTERNOON };

static int
half_of_day(struct cursor *c)
{
    if (c->at == c->end || digit(c))
        return HALF_NONE;
    for (size_t i = 0; i < sizeof halves / sizeof *halves; i++)
        if (word(c, halves[i].word))
            return halves[i].afternoon ? HALF_AFTERNOON : HALF_MORNING;
    return HALF_NONE;
}

/* ---- the parts ---- */

static bool
date_part(struct cursor *c, struct parts *parts, enum mt_date_order *order)
{
    int width[3];
    char mark = 0;
    for (int i = 0; i < 3; i++) {
        if (!number(c, 4, &parts->date[i], &width[i]))
            return false;
        if (i == 2)
            break;
        if (c->at == c->end || !strchr("/.-", *c->at) || (mark && *c->at != mark))
            return false;
        mark = *c->at++;
        blanks(c); /* "21. 10. 2022" */
    }
    if (mark == '.')
        take(c, '.'); /* "2022. 10. 21." */

    if (width[0] == 4 && width[1] <= 2 && width[2] <= 2) {
        *order = MT_DATE_YMD;
        return true;
    }
    if (width[0] > 2 || width[1] > 2 || width[2] == 1 || width[2] == 3)
        return false;
    if (width[2] == 2)
        parts->date[2] += 2000;
    /* No culture writes the month first with dots. */
    *order = mark == '.' ? MT_DATE_DMY : MT_DATE_UNSETTLED;
    return true;
}

/* Zeroes at the end are padding as often as they are measured: milliseconds are printed with seven digits. Only the
 * digits before them count as known. */
static bool
fraction(struct cursor *c, struct parts *parts, int *precision)
{
    int digits = 0, significant = 0, scale = 100000;
    while (digit(c)) {
        if (digits < 6)
            parts->microsecond += (*c->at - '0') * scale;
        scale /= 10;
        digits++;
        if (*c->at != '0')
            significant = digits;
        c->at++;
    }
    *precision = 1 + (significant > 7 ? 7 : significant);
    return digits > 0;
}

static bool
time_part(struct cursor *c, struct parts *parts, struct mt_stamp *stamp)
{
    int width;
    int half = half_of_day(c);
    blanks(c);
    if (!number(c, 2, &parts->hour, &width) || c->at == c->end || !strchr(":.", *c->at))
        return false;
    char mark = *c->at++;
    if (!number(c, 2, &parts->minute, &width) || width != 2)
        return false;
    stamp->has_time = true;
    if (take(c, mark)) {
        if (!number(c, 2, &parts->second, &width) || width != 2)
            return false;
        stamp->precision = 1;
        if ((take(c, '.') || take(c, ',')) && !fraction(c, parts, &stamp->precision))
            return false;
    }
    blanks(c);
    if (half == HALF_NONE)
        half = half_of_day(c);
    if (half != HALF_NONE) {
        /* Some machines write 17:25:36 PM; a clock past twelve needs no half. */
        if (half == HALF_AFTERNOON && parts->hour < 12)
            parts->hour += 12;
        else if (half == HALF_MORNING && parts->hour == 12)
            parts->hour = 0;
    }
    return true;
}

static bool
offset_digits(struct cursor *c, int *offset_s)
{
    int sign = take(c, '+') ? 1 : take(c, '-') ? -1 : 0;
    int hours, minutes = 0, width;
    if (sign == 0 || c->end - c->at < 2)
        return false;
    struct cursor pair = {c->at, c->at + 2};
    if (!number(&pair, 2, &hours, &width) || width != 2)
        return false;
    c->at += 2;
    take(c, ':');
    if (digit(c) && (!number(c, 2, &minutes, &width) || width != 2))
        return false;
    if (hours > 14 || minutes > 59)
        return false;
    *offset_s = sign * (hours * 3600 + minutes * 60);
    return true;
}

static bool
zone_part(struct cursor *c, struct mt_stamp *stamp)
{
    blanks(c);
    if (c->at == c->end)
        return true;
    if (word(c, "Z") || word(c, "UTC") || word(c, "GMT")) {
        stamp->has_offset = true;
        if (c->at == c->end)
            return true;
    } else if (*c->at != '+' && *c->at != '-') {
        return false;
    }
    stamp->has_offset = true;
    return offset_digits(c, &stamp->offset_s);
}

/* ---- /Date(1658751973240)/ ----
 *
 * Written by ConvertTo-Json of Windows PowerShell and by the reporting web service; test fixtures escape it twice.
 * An offset inside the brackets is decoration: the number is UTC (ECMA-262 time value). */
static bool
epoch(struct cursor *c, struct mt_stamp *stamp)
{
    while (take(c, '\\'))
        continue;
    if (!word(c, "/Date("))
        return false;
    bool negative = take(c, '-');
    int64_t ms = 0;
    int digits = 0, ignored;
    for (; digit(c) && digits < 16; digits++)
        ms = ms * 10 + (*c->at++ - '0');
    const int64_t year_10000_ms = INT64_C(253402300800000);
    if (digits == 0 || ms >= year_10000_ms || (c->at < c->end && *c->at != ')' && !offset_digits(c, &ignored)))
        return false;
    if (!take(c, ')'))
        return false;
    while (take(c, '\\'))
        continue;
    if (!take(c, '/') || c->at != c->end)
        return false;
    int64_t moment_us = (negative ? -ms : ms) * 1000;
    *stamp = (struct mt_stamp){.order = MT_DATE_YMD, .has_time = true, .has_offset = true, .precision = 4};
    for (int order = MT_DATE_UNSETTLED; order < MT_DATE_ORDERS; order++)
        stamp->moment_us[order] = moment_us;
    return true;
}

/* ---- ISO 8601 as scripts and services write it ---- */

/* Two digits, or a number that no date part has. */
static int
pair(const char *at)
{
    unsigned tens = (unsigned char)at[0] - (unsigned)'0', ones = (unsigned char)at[1] - (unsigned)'0';
    return tens < 10 && ones < 10 ? (int)(tens * 10 + ones) : 10000;
}

/* "2026-11-23T10:39:59.5931885Z", also with a blank for the T, without a fraction or without the Z: what most stamps
 * look like, read the short way. False: it has another form, or is none. */
static bool
plain_iso(struct mt_text text, struct parts *parts, struct mt_stamp *stamp)
{
    enum { SECONDS_END = 19 };
    const char *at = text.at;
    if (text.len < SECONDS_END || at[4] != '-' || at[7] != '-' || (at[10] != 'T' && at[10] != ' ') || at[13] != ':' ||
        at[16] != ':')
        return false;
    *parts = (struct parts){.date = {pair(at) * 100 + pair(at + 2), pair(at + 5), pair(at + 8)},
                            .hour = pair(at + 11),
                            .minute = pair(at + 14),
                            .second = pair(at + 17)};
    if (parts->date[0] > 9999 || parts->date[1] > 99 || parts->date[2] > 99 || parts->hour > 99 || parts->minute > 99 ||
        parts->second > 99)
        return false;
    struct cursor c = {at + SECONDS_END, at + text.len};
    *stamp = (struct mt_stamp){.order = MT_DATE_YMD, .has_time = true, .precision = 1};
    if (take(&c, '.') && !fraction(&c, parts, &stamp->precision))
        return false;
    stamp->has_offset = take(&c, 'Z');
    return c.at == c.end;
}

/* ---- the whole ---- */

static int64_t
moment_in(const struct parts *parts, enum mt_date_order order, int offset_s)
{
    static const int places[MT_DATE_ORDERS][3] = {
        /* where year, month and day stand */
        [MT_DATE_YMD] = {0, 1, 2},
        [MT_DATE_DMY] = {2, 1, 0},
        [MT_DATE_MDY] = {2, 0, 1},
    };
    struct mt_civil civil = {
        .year = parts->date[places[order][0]],
        .month = parts->date[places[order][1]],
        .day = parts->date[places[order][2]],
        .hour = parts->hour,
        .minute = parts->minute,
        .second = parts->second,
        .microsecond = parts->microsecond,
    };
    return mt_civil_valid(&civil) ? mt_civil_moment(&civil) - offset_s * MT_SECOND : MT_MOMENT_UNKNOWN;
}

/* Whether there is an order in which a culture could have written it. */
static bool
work_out_moments(const struct parts *parts, struct mt_stamp *stamp)
{
    bool is_open = stamp->order == MT_DATE_UNSETTLED;
    int64_t settled_us = is_open ? MT_MOMENT_UNKNOWN : moment_in(parts, stamp->order, stamp->offset_s);
    for (int order = MT_DATE_UNSETTLED; order < MT_DATE_ORDERS; order++)
        stamp->moment_us[order] = settled_us;
    for (enum mt_date_order order = MT_DATE_YMD; is_open && order <= MT_DATE_MDY; order++)
        stamp->moment_us[order] = moment_in(parts, order, stamp->offset_s);
    return stamp->moment_us[MT_DATE_DMY] != MT_MOMENT_UNKNOWN || stamp->moment_us[MT_DATE_MDY] != MT_MOMENT_UNKNOWN;
}

bool
mt_stamp_parse(struct mt_text text, struct mt_stamp *stamp)
{
    text = mt_text_trim(text);
    if (text.len == 0 || text.len > 80)
        return false;
    struct cursor c = {text.at, text.at + text.len};
    struct mt_stamp read = {.order = MT_DATE_UNSETTLED};
    struct parts parts = {.hour = 0};

    if (plain_iso(text, &parts, &read)) {
        if (!work_out_moments(&parts, &read))
            return false;
        *stamp = read;
        return true;
    }
    parts = (struct parts){.hour = 0};
    read = (struct mt_stamp){.order = MT_DATE_UNSETTLED};
    if (*c.at == '\\' || *c.at == '/') {
        if (!epoch(&c, &read))
            return false;
        *stamp = read;
        return true;
    }
    blanks(&c);
    if (!date_part(&c, &parts, &read.order))
        return false;
    bool parted = take(&c, 'T') || take(&c, 't') || take(&c, ',') || blank(&c);
    blanks(&c);
    if (c.at != c.end && (!parted || !time_part(&c, &parts, &read) || !zone_part(&c, &read) || c.at != c.end))
        return false;
    if (!work_out_moments(&parts, &read))
        return false;
    *stamp = read;
    return true;
}

bool
mt_stamp_fits(const struct mt_stamp *stamp, enum mt_date_order order)
{
    return stamp->moment_us[order] != MT_MOMENT_UNKNOWN;
}

bool
mt_stamp_moment(const struct mt_stamp *stamp, enum mt_date_order order, int64_t *moment_us)
{
    if (stamp->moment_us[order] == MT_MOMENT_UNKNOWN)
        return false;
    *moment_us = stamp->moment_us[order];
    return true;
}
