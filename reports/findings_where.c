/* Which mail a finding is about, and when: in a headline and in a sentence. */

#include "reports/findings_parts.h"

#include <math.h>

#include "reports/phrase.h"

enum { DAYS = 7, ALL_DAYS = (1 << DAYS) - 1 };

/* ---- which mail ---- */

bool
mt_finding_has_size(const struct mt_finding_where *where)
{
    return where->size_min_bytes > 0;
}

/* "5 MB", or "5–10 MB" when the data do not settle where it begins. */
struct mt_value
mt_told_size_condition(struct mt_telling *telling, const struct mt_finding_where *where)
{
    if (where->size_min_high_bytes <= where->size_min_bytes)
        return mt_told_size(telling, where->size_min_bytes);
    return mt_told_sizes(telling, where->size_min_bytes, where->size_min_high_bytes);
}

static struct mt_text
provider_of(const struct mt_finding_where *where)
{
    return mt_text_known(where->provider_name) ? where->provider_name : where->provider;
}

static struct mt_value
country_of(const struct mt_telling *telling, struct mt_text code)
{
    const char *name = mt_country_name(code, mt_reader_language(telling->reader));
    return name ? mt_value_words(mt_text_of(name)) : mt_value_data(code);
}

/* A list of phrases that stand one behind the other. */
struct phrases {
    struct mt_value values[8];
    size_t count;
};

static void
add(struct phrases *phrases, struct mt_value value)
{
    phrases->values[phrases->count++] = value;
}

/* A domain settles its provider and its country. */
struct mt_value
mt_told_where(struct mt_telling *telling, const struct mt_finding *finding)
{
    const struct mt_finding_where *where = &finding->where;
    struct mt_text provider = provider_of(where);
    struct phrases phrases = {.count = 0};
    if (mt_finding_has_size(where))
        add(&phrases, mt_told(telling, MT_SAY_WHERE_SIZE, MT_VALUES(mt_told_size_condition(telling, where))));
    if (mt_text_known(where->domain))
        add(&phrases, mt_told(telling, MT_SAY_WHERE_TO, MT_VALUES(mt_value_data(where->domain))));
    else if (mt_text_known(provider))
        add(&phrases, mt_told(telling, MT_SAY_WHERE_TO, MT_VALUES(mt_value_data(provider))));
    if (mt_text_known(where->region) && !mt_text_known(where->domain))
        add(&phrases, mt_told(telling, mt_text_known(provider) ? MT_SAY_WHERE_IN : MT_SAY_WHERE_TO_COUNTRY,
                              MT_VALUES(country_of(telling, where->region))));
    if (mt_text_known(where->remote_host))
        add(&phrases, mt_told(telling, MT_SAY_WHERE_HOST, MT_VALUES(mt_value_data(where->remote_host))));
    if (mt_text_known(where->forest))
        add(&phrases, mt_told(telling, MT_SAY_WHERE_FOREST, MT_VALUES(mt_value_data(where->forest))));
    struct mt_value all = mt_value_words(MT_TEXT_LITERAL(""));
    for (size_t i = 0; i < phrases.count; i++)
        all = mt_told(telling, MT_SAY_PAIR, MT_VALUES(all, phrases.values[i]));
    return all;
}

static void
add_place(struct mt_telling *telling, const struct mt_finding_where *where, struct phrases *phrases)
{
    struct mt_text provider = provider_of(where);
    if (mt_text_known(where->domain)) {
        add(phrases, mt_value_data(where->domain));
        return;
    }
    if (!mt_text_known(where->region)) {
        if (mt_text_known(provider))
            add(phrases, mt_value_data(provider));
        return;
    }
    struct mt_value country = country_of(telling, where->region);
    if (mt_text_known(provider))
        add(phrases, mt_told(telling, MT_SAY_HEAD_IN, MT_VALUES(mt_value_data(provider), country)));
    else
        add(phrases, mt_told(telling, MT_SAY_HEAD_COUNTRY, MT_VALUES(country)));
}

static void
add_where(struct mt_telling *telling, const struct mt_finding_where *where, struct phrases *phrases)
{
    add_place(telling, where, phrases);
    if (mt_text_known(where->remote_host))
        add(phrases, mt_told(telling, MT_SAY_HEAD_HOST, MT_VALUES(mt_value_data(where->remote_host))));
    if (mt_text_known(where->forest))
        add(phrases, mt_told(telling, MT_SAY_HEAD_FOREST, MT_VALUES(mt_value_data(where->forest))));
    if (mt_finding_has_size(where))
        add(phrases, mt_told(telling, MT_SAY_HEAD_SIZE, MT_VALUES(mt_told_size_condition(telling, where))));
    if (phrases->count == 0)
        add(phrases, mt_told(telling, MT_SAY_HEAD_ALL, MT_NO_VALUES));
}

/* ---- days of the week and hours ---- */

static bool
has_day(uint8_t days, int day)
{
    return days >> day % DAYS & 1;
}

/* The first day of a run that makes up the whole set, over the end of the week too ("Saturday to Monday"); -1: it is
 * in pieces. */
static int
run_start(uint8_t days, int length)
{
    for (int start = 0; start < DAYS; start++) {
        int run = 0;
        while (run < length && has_day(days, start + run))
            run++;
        if (run == length && !has_day(days, start + DAYS - 1))
            return start;
    }
    return -1;
}

static struct mt_value
told_days(struct mt_telling *telling, uint8_t set, bool in_headline)
{
    enum { LEAST_RUN = 3 };
    uint8_t days = set & ALL_DAYS;
    struct mt_value names[DAYS];
    int length = 0;
    for (int day = 0; day < DAYS; day++)
        if (has_day(days, day))
            names[length++] = mt_told_word(telling, mt_weekday_every_words, day + 1);
    if (length == 0 || length == DAYS)
        return mt_told(telling, MT_SAY_WHEN_DAYS_ALL, MT_NO_VALUES);
    int start = run_start(days, length);
    if (length >= LEAST_RUN && start >= 0)
        return mt_told(telling, in_headline ? MT_SAY_HEAD_DAYS_RANGE : MT_SAY_WHEN_DAYS_RANGE,
                       MT_VALUES(mt_told_word(telling, mt_weekday_words, start + 1),
                                 mt_told_word(telling, mt_weekday_words, (start + length - 1) % DAYS + 1)));
    return mt_told(telling, in_headline ? MT_SAY_HEAD_DAYS_LIST : MT_SAY_WHEN_DAYS_LIST,
                   MT_VALUES(mt_told_list(telling, names, (size_t)length)));
}

/* "on Mondays between 06:00 and 09:00". */
static struct mt_value
told_hours(struct mt_telling *telling, const struct mt_finding *finding, bool in_headline)
{
    struct mt_value days = told_days(telling, finding->weekdays, in_headline);
    if (finding->hour_length >= 24)
        return days;
    int until = (finding->hour_start + finding->hour_length - 1) % 24 + 1;
    return mt_told(telling, in_headline ? MT_SAY_HEAD_HOURS : MT_SAY_WHEN_HOURS,
                   MT_VALUES(days, mt_told_hour(telling, finding->hour_start % 24), mt_told_hour(telling, until)));
}

/* ---- stretches ---- */

/* The hours that are counted, which are whole: when it began and ended to the minute is a sentence of its own. */
static struct mt_value
told_stretch(struct mt_telling *telling, const struct mt_finding *finding)
{
    int64_t from = finding->counted_from_us, until = finding->counted_until_us;
    struct mt_value start = mt_told_moment(telling, from), end = mt_told_moment(telling, until);
    bool to_the_end = finding->end_open && until >= telling->findings->until_us;
    if (finding->start_open && to_the_end)
        return mt_told(telling, MT_SAY_WHEN_WHOLE, MT_NO_VALUES);
    if (to_the_end)
        return mt_told(telling, MT_SAY_WHEN_SINCE, MT_VALUES(mt_told_on(telling, start)));
    if (finding->start_open)
        return mt_told(telling, MT_SAY_WHEN_UNTIL, MT_VALUES(mt_told_on(telling, end)));
    if (mt_told_same_day(telling, from, until))
        return mt_told(telling, MT_SAY_WHEN_ONE_DAY,
                       MT_VALUES(mt_told_date(telling, from), mt_told_at(telling, from), mt_told_at(telling, until)));
    return mt_told(telling, MT_SAY_WHEN_STRETCH, MT_VALUES(mt_told_on(telling, start), mt_told_on(telling, end)));
}

/* The days of recurring hours within a stretch. */
static struct mt_value
told_span_of_days(struct mt_telling *telling, const struct mt_finding *finding)
{
    struct mt_value first = mt_told_date(telling, finding->first_day_us);
    struct mt_value last = mt_told_date(telling, finding->last_day_us);
    if (finding->start_open && finding->end_open)
        return mt_told(telling, MT_SAY_WHEN_WHOLE, MT_NO_VALUES);
    if (finding->end_open)
        return mt_told(telling, MT_SAY_WHEN_SINCE, MT_VALUES(mt_told_on(telling, first)));
    if (finding->start_open)
        return mt_told(telling, MT_SAY_WHEN_UNTIL, MT_VALUES(mt_told_on(telling, last)));
    if (mt_told_same_day(telling, finding->first_day_us, finding->last_day_us))
        return mt_told(telling, MT_SAY_WHEN_DAY, MT_VALUES(first));
    return mt_told(telling, MT_SAY_WHEN_FROM_DAY_TO_DAY, MT_VALUES(first, last));
}

struct mt_value
mt_told_when(struct mt_telling *telling, const struct mt_finding *finding)
{
    if (finding->hour_length > 0 && finding->has_stretch)
        return mt_told(telling, MT_SAY_LIST_COMMA,
                       MT_VALUES(told_hours(telling, finding, false), told_span_of_days(telling, finding)));
    if (finding->hour_length > 0)
        return told_hours(telling, finding, false);
    if (finding->has_stretch)
        return told_stretch(telling, finding);
    return mt_told(telling, MT_SAY_WHEN_WHOLE, MT_NO_VALUES);
}

/* ---- the headline ---- */

static void
add_stretch(struct mt_telling *telling, const struct mt_finding *finding, struct phrases *phrases)
{
    bool days = finding->hour_length > 0;
    int64_t from = days ? finding->first_day_us : finding->start_us;
    int64_t until = days ? finding->last_day_us : finding->end_us;
    bool one_day = mt_told_same_day(telling, from, until);
    struct mt_value start = days ? mt_told_date(telling, from) : mt_told_moment(telling, from);
    struct mt_value end = days      ? mt_told_date(telling, until)
                          : one_day ? mt_told_clock(telling, until)
                                    : mt_told_moment(telling, until);
    if (finding->start_open && finding->end_open)
        return;
    if (finding->end_open)
        add(phrases, mt_told(telling, MT_SAY_HEAD_SINCE, MT_VALUES(mt_told_on(telling, start))));
    else if (finding->start_open)
        add(phrases, mt_told(telling, MT_SAY_HEAD_UNTIL,
                             MT_VALUES(mt_told_on(telling, days ? end : mt_told_moment(telling, until)))));
    else if (days && one_day)
        add(phrases, start);
    else
        add(phrases, mt_told(telling, MT_SAY_HEAD_STRETCH, MT_VALUES(start, end)));
}

static struct mt_value
told_excess(struct mt_telling *telling, const struct mt_finding *finding)
{
    if (!isfinite(finding->ratio))
        return mt_told(telling, MT_SAY_HEAD_FAR, MT_NO_VALUES);
    return mt_told(telling, finding->kind == MT_FINDING_DRIFT ? MT_SAY_HEAD_DRIFT : MT_SAY_HEAD_TIMES,
                   MT_VALUES(mt_told_times(telling, finding->ratio)));
}

struct mt_text
mt_tell_headline(struct mt_telling *telling, const struct mt_finding *finding)
{
    struct phrases phrases = {.count = 0};
    add_where(telling, &finding->where, &phrases);
    if (finding->hour_length > 0)
        add(&phrases, told_hours(telling, finding, true));
    if (finding->has_stretch)
        add_stretch(telling, finding, &phrases);
    struct mt_value about = phrases.values[0];
    for (size_t i = 1; i < phrases.count; i++)
        about = mt_told(telling, MT_SAY_LIST_COMMA, MT_VALUES(about, phrases.values[i]));
    return mt_tell(telling, MT_SAY_HEADLINE, MT_VALUES(about, told_excess(telling, finding)));
}

struct mt_text
mt_finding_headline(struct mt_arena *arena, const struct mt_reader *reader, const struct mt_findings *findings,
                    const struct mt_finding *finding)
{
    struct mt_telling telling = mt_telling_of(arena, reader, findings);
    struct mt_text prose = mt_tell_headline(&telling, finding), run, plain = MT_TEXT_UNKNOWN;
    struct mt_out out = MT_OUT_EMPTY;
    bool is_value;
    while (mt_prose_next(&prose, &run, &is_value))
        mt_out_text(&out, run);
    if (telling.failed || out.failed || !mt_arena_copy(arena, mt_out_view(&out), &plain))
        plain = MT_TEXT_UNKNOWN;
    mt_out_release(&out);
    return plain;
}
