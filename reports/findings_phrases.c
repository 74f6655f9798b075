/* The small phrases that sentences about findings are made of. */

#include "reports/findings_parts.h"

#include <math.h>
#include <stdio.h>

#include "reports/phrase.h"
#include "reports/view.h"
#include "store/base/zone.h"

#define HARD "\xC2\xA0" /* U+00A0: a moment is never broken over two lines */

static struct mt_civil
civil_of(const struct mt_telling *telling, int64_t moment_us)
{
    return mt_civil_of(mt_zone_to_local(mt_reader_zone(telling->reader), moment_us));
}

struct mt_telling
mt_telling_of(struct mt_arena *arena, const struct mt_reader *reader, const struct mt_findings *findings)
{
    struct mt_telling telling = {.arena = arena, .reader = reader, .findings = findings};
    if (findings->from_us != MT_MOMENT_UNKNOWN && findings->until_us > findings->from_us)
        telling.with_year =
            civil_of(&telling, findings->from_us).year != civil_of(&telling, findings->until_us - 1).year;
    return telling;
}

struct mt_text
mt_tell(struct mt_telling *telling, enum mt_sentence sentence, const struct mt_value *values, size_t count)
{
    struct mt_text text = mt_say(telling->arena, telling->reader, sentence, values, count);
    telling->failed |= !text.at;
    return text;
}

struct mt_value
mt_told(struct mt_telling *telling, enum mt_sentence sentence, const struct mt_value *values, size_t count)
{
    return mt_value_words(mt_tell(telling, sentence, values, count));
}

/* Takes what was written, and releases it. */
static struct mt_value
keep(struct mt_telling *telling, struct mt_out *out)
{
    struct mt_text text = MT_TEXT_UNKNOWN;
    if (out->failed || !mt_arena_copy(telling->arena, mt_out_view(out), &text))
        telling->failed = true;
    mt_out_release(out);
    return mt_value_words(text);
}

/* ---- moments ---- */

static void
put_word(struct mt_out *out, const struct mt_telling *telling, const struct mt_word *words, int key)
{
    char digits[16];
    snprintf(digits, sizeof digits, "%d", key);
    const char *label = mt_word_label(words, mt_text_of(digits), mt_reader_language(telling->reader));
    mt_out_string(out, label ? label : "");
}

static void
put_date(struct mt_out *out, const struct mt_telling *telling, const struct mt_civil *civil)
{
    int64_t days = mt_civil_days(civil->year, civil->month, civil->day);
    put_word(out, telling, mt_weekday_short_words, mt_civil_weekday(days));
    mt_out_string(out, HARD);
    mt_out_int(out, civil->day);
    mt_out_string(out, HARD);
    put_word(out, telling, mt_month_short_words, civil->month);
    if (telling->with_year) {
        mt_out_string(out, HARD);
        mt_out_int(out, civil->year);
    }
}

static void
put_clock(struct mt_out *out, int hour, int minute)
{
    char text[32];
    snprintf(text, sizeof text, "%02d:%02d", hour, minute);
    mt_out_string(out, text);
}

bool
mt_told_same_day(const struct mt_telling *telling, int64_t a_us, int64_t b_us)
{
    const struct mt_zone *zone = mt_reader_zone(telling->reader);
    return mt_floor_to(mt_zone_to_local(zone, a_us), MT_DAY) == mt_floor_to(mt_zone_to_local(zone, b_us), MT_DAY);
}

struct mt_value
mt_told_moment(struct mt_telling *telling, int64_t moment_us)
{
    struct mt_out out = MT_OUT_EMPTY;
    struct mt_civil civil = civil_of(telling, moment_us);
    put_date(&out, telling, &civil);
    mt_out_string(&out, HARD);
    put_clock(&out, civil.hour, civil.minute);
    return keep(telling, &out);
}

struct mt_value
mt_told_date(struct mt_telling *telling, int64_t moment_us)
{
    struct mt_out out = MT_OUT_EMPTY;
    struct mt_civil civil = civil_of(telling, moment_us);
    put_date(&out, telling, &civil);
    return keep(telling, &out);
}

struct mt_value
mt_told_clock(struct mt_telling *telling, int64_t moment_us)
{
    struct mt_out out = MT_OUT_EMPTY;
    struct mt_civil civil = civil_of(telling, moment_us);
    put_clock(&out, civil.hour, civil.minute);
    return keep(telling, &out);
}

/* "las 07:35" where the language wants an article. */
struct mt_value
mt_told_at(struct mt_telling *telling, int64_t moment_us)
{
    int hour = mt_civil_of(mt_zone_to_local(mt_reader_zone(telling->reader), moment_us)).hour;
    return mt_told(telling, hour == 1 ? MT_SAY_CLOCK_ONE : MT_SAY_CLOCK, MT_VALUES(mt_told_clock(telling, moment_us)));
}

struct mt_value
mt_told_on(struct mt_telling *telling, struct mt_value moment)
{
    return mt_told(telling, MT_SAY_MOMENT, MT_VALUES(moment));
}

struct mt_value
mt_told_hour(struct mt_telling *telling, int hour)
{
    struct mt_out out = MT_OUT_EMPTY;
    put_clock(&out, hour, 0);
    return keep(telling, &out);
}

/* ---- numbers ---- */

/* Sizes of findings are ends of bands, round numbers; ".0" behind them would promise a precision they do not have. */
struct mt_value
mt_told_size(struct mt_telling *telling, int64_t bytes)
{
    static const char *const units[] = {"B", "KB", "MB", "GB"};
    struct mt_out out = MT_OUT_EMPTY;
    size_t unit = 0;
    int64_t value = bytes;
    while (value >= 1024 && value % 1024 == 0 && unit + 1 < sizeof units / sizeof *units) {
        value /= 1024;
        unit++;
    }
    if (value < 1024) {
        mt_out_int(&out, value);
        mt_out_string(&out, HARD);
        mt_out_string(&out, units[unit]);
    } else {
        mt_phrase_bytes(&out, bytes, telling->reader);
    }
    return keep(telling, &out);
}

struct mt_value
mt_told_sizes(struct mt_telling *telling, int64_t from_bytes, int64_t to_bytes)
{
    struct mt_value low = mt_told_size(telling, from_bytes), high = mt_told_size(telling, to_bytes);
    /* Equal units are said once. */
    ptrdiff_t unit = mt_text_find(low.cell.text, HARD);
    if (unit > 0 && mt_text_ends_nocase(high.cell.text, low.cell.text.at + unit))
        low.cell.text.len = (size_t)unit;
    return mt_told(telling, MT_SAY_SIZE_RANGE, MT_VALUES(low, high));
}

struct mt_value
mt_told_times(struct mt_telling *telling, double times)
{
    static const double most = 9e15;
    struct mt_out out = MT_OUT_EMPTY;
    if (!isfinite(times))
        mt_out_string(&out, times > 0 ? "\xE2\x88\x9E" : "\xE2\x80\x93");
    else if (times < 9.95 && times != 0)
        mt_phrase_real(&out, times, 1, telling->reader);
    else
        mt_phrase_count(&out, (int64_t)llround(times < most ? times : most));
    return keep(telling, &out);
}

struct mt_value
mt_told_span(struct mt_telling *telling, int64_t seconds)
{
    struct mt_out out = MT_OUT_EMPTY;
    mt_phrase_span(&out, seconds);
    return keep(telling, &out);
}

/* From ten million on the digits say nothing any more. */
struct mt_value
mt_told_searched(struct mt_telling *telling)
{
    enum { MILLION = 1000000 };
    int64_t searched = telling->findings->searched;
    if (searched < 10 * MILLION)
        return mt_told(telling, MT_SAY_SEARCHED_PATTERNS, MT_VALUES(mt_value_count(searched)));
    return mt_told(telling, MT_SAY_SEARCHED_MILLIONS, MT_VALUES(mt_value_count((searched + MILLION / 2) / MILLION)));
}

struct mt_value
mt_told_word(struct mt_telling *telling, const struct mt_word *words, int key)
{
    struct mt_out out = MT_OUT_EMPTY;
    put_word(&out, telling, words, key);
    return keep(telling, &out);
}

struct mt_value
mt_told_numbered(const struct mt_telling *telling, const struct mt_word *words, int number)
{
    return mt_value_words(mt_text_of(mt_word_in(mt_word_numbered(words, number), mt_reader_language(telling->reader))));
}

/* ---- lists ---- */

static struct mt_value
list(struct mt_telling *telling, enum mt_sentence between, const struct mt_value *values, size_t count)
{
    struct mt_value so_far = values[0];
    for (size_t i = 1; i < count; i++)
        so_far = mt_told(telling, i + 1 < count ? between : MT_SAY_LIST_AND, MT_VALUES(so_far, values[i]));
    return so_far;
}

struct mt_value
mt_told_list(struct mt_telling *telling, const struct mt_value *values, size_t count)
{
    return list(telling, MT_SAY_LIST_COMMA, values, count);
}

struct mt_value
mt_told_numbers(struct mt_telling *telling, const struct mt_value *values, size_t count)
{
    return list(telling, MT_SAY_LIST_NUMBERS, values, count);
}
