#include "ingest/ndr_dates.h"

#include <gmime/gmime.h>
#include <string.h>

#include "ingest/mime.h"

/* No clock on earth is further from UTC, and servers are a little apart. */
static const int64_t FARTHEST_US = 14 * MT_HOUR;
static const int64_t LONGEST_US = 8 * MT_DAY;
static const int64_t APART_US = 2 * MT_MINUTE;
static const int64_t QUARTER_US = 15 * MT_MINUTE;

void
mt_ndr_dates_begin(struct mt_ndr_dates *dates, int64_t earliest_us, int64_t latest_us)
{
    bool is_made_known = latest_us != MT_MOMENT_UNKNOWN;
    /* A service tries for a day or two, five at the most (RFC 5321, section 4.5.4.1): one bound gives the other. */
    if (latest_us == MT_MOMENT_UNKNOWN && earliest_us != MT_MOMENT_UNKNOWN)
        latest_us = earliest_us + LONGEST_US;
    else if (earliest_us == MT_MOMENT_UNKNOWN && latest_us != MT_MOMENT_UNKNOWN)
        earliest_us = latest_us - LONGEST_US;
    *dates = (struct mt_ndr_dates){.earliest_us = earliest_us,
                                   .latest_us = latest_us,
                                   .is_made_known = is_made_known,
                                   .shift_us = MT_MOMENT_UNKNOWN};
    for (int order = 0; order <= MT_DATE_MDY; order++)
        dates->newest_us[order] = MT_MOMENT_UNKNOWN;
}

/* "[BL02EPF0001.namprd07.prod.outlook.com 2026-07-07T15:48:53.514Z 08DED272]": the only time in it. */
static int64_t
iso_in(struct mt_text reply)
{
    enum { SHORTEST = 19 };
    for (size_t i = 0; i + SHORTEST <= reply.len; i++) {
        struct mt_text rest = {reply.at + i, reply.len - i};
        bool is_date = rest.at[4] == '-' && rest.at[7] == '-' && rest.at[10] == 'T' && rest.at[13] == ':';
        if (!is_date)
            continue;
        size_t len = SHORTEST;
        while (len < rest.len && rest.at[len] != ' ' && rest.at[len] != ']' && len < 40)
            len++;
        struct mt_stamp stamp;
        int64_t moment;
        if (mt_stamp_parse((struct mt_text){rest.at, len}, &stamp) && stamp.has_offset &&
            mt_stamp_moment(&stamp, MT_DATE_YMD, &moment))
            return moment;
    }
    return MT_MOMENT_UNKNOWN;
}

static int64_t
to_quarter(int64_t span_us)
{
    return mt_floor_to(span_us + QUARTER_US / 2, QUARTER_US);
}

/* Whether two readings of the same moment differ by a time zone. */
static bool
is_zone_apart(int64_t a_us, int64_t b_us)
{
    int64_t span = a_us - b_us, off = span - to_quarter(span);
    return span >= -FARTHEST_US && span <= FARTHEST_US && off >= -APART_US && off <= APART_US;
}

static bool
is_within(const struct mt_ndr_dates *dates, int64_t moment_us)
{
    bool bounded = dates->earliest_us != MT_MOMENT_UNKNOWN || dates->latest_us != MT_MOMENT_UNKNOWN;
    return bounded && (dates->earliest_us == MT_MOMENT_UNKNOWN || moment_us >= dates->earliest_us - FARTHEST_US) &&
           (dates->latest_us == MT_MOMENT_UNKNOWN || moment_us <= dates->latest_us + FARTHEST_US);
}

void
mt_ndr_dates_see(struct mt_ndr_dates *dates, struct mt_text date, struct mt_text reply)
{
    struct mt_stamp stamp;
    if (!mt_text_known(date) || !mt_stamp_parse(date, &stamp) || !stamp.has_time)
        return;
    int64_t iso = iso_in(reply);
    dates->seen++;
    for (int order = MT_DATE_YMD; order <= MT_DATE_MDY; order++) {
        int64_t moment;
        if (!mt_stamp_fits(&stamp, (enum mt_date_order)order) ||
            !mt_stamp_moment(&stamp, (enum mt_date_order)order, &moment))
            continue;
        dates->fits[order]++;
        dates->within[order] += is_within(dates, moment);
        if (dates->newest_us[order] == MT_MOMENT_UNKNOWN || moment > dates->newest_us[order])
            dates->newest_us[order] = moment;
        if (iso != MT_MOMENT_UNKNOWN && is_zone_apart(moment, iso)) {
            dates->confirmed[order]++;
            dates->shift_us = to_quarter(moment - iso);
        }
    }
}

void
mt_ndr_dates_settle(struct mt_ndr_dates *dates)
{
    const size_t *const votes[] = {dates->confirmed, dates->within, dates->fits};
    if (dates->seen == 0)
        return;
    for (size_t i = 0; i < sizeof votes / sizeof *votes && dates->order == MT_DATE_UNSETTLED; i++) {
        size_t candidates = 0;
        enum mt_date_order found = MT_DATE_UNSETTLED;
        for (int order = MT_DATE_YMD; order <= MT_DATE_MDY; order++) {
            bool counts = dates->fits[order] == dates->seen && votes[i][order] > 0 &&
                          (votes[i] == dates->confirmed || votes[i][order] == dates->seen);
            if (counts) {
                candidates++;
                found = (enum mt_date_order)order;
            }
        }
        if (candidates == 1)
            dates->order = found;
        /* 5/5/2026 is the same day in both orders. */
        else if (candidates > 1 && dates->seen && dates->newest_us[MT_DATE_DMY] == dates->newest_us[MT_DATE_MDY])
            dates->order = MT_DATE_MDY;
    }
    /* The newest answer is the giving up, and the bounce is made at once: a difference of whole quarters is a zone. */
    int64_t newest = dates->newest_us[dates->order];
    if (dates->shift_us == MT_MOMENT_UNKNOWN && dates->order != MT_DATE_UNSETTLED)
        dates->shift_us =
            dates->is_made_known && is_zone_apart(newest, dates->latest_us) ? to_quarter(newest - dates->latest_us) : 0;
}

int64_t
mt_ndr_dates_moment(const struct mt_ndr_dates *dates, struct mt_text date, struct mt_text reply)
{
    int64_t iso = iso_in(reply), moment;
    struct mt_stamp stamp;
    if (iso != MT_MOMENT_UNKNOWN)
        return iso;
    if (dates->order == MT_DATE_UNSETTLED || !mt_text_known(date) || !mt_stamp_parse(date, &stamp) || !stamp.has_time ||
        !mt_stamp_moment(&stamp, dates->order, &moment))
        return MT_MOMENT_UNKNOWN;
    return stamp.has_offset ? moment : moment - dates->shift_us;
}

/* ---- dates of mails ---- */

int64_t
mt_mail_date(struct mt_text text)
{
    enum { LONGEST = 120 };
    char room[LONGEST + 1];
    struct mt_text trimmed = mt_text_trim(text);
    if (trimmed.len == 0 || trimmed.len > LONGEST)
        return MT_MOMENT_UNKNOWN;
    memcpy(room, trimmed.at, trimmed.len);
    room[trimmed.len] = '\0';
    mt_mime_begin();
    GDateTime *date = g_mime_utils_header_decode_date(room);
    if (!date)
        return MT_MOMENT_UNKNOWN;
    int64_t seconds = g_date_time_to_unix(date);
    g_date_time_unref(date);
    bool is_likely = seconds > 0 && seconds < INT64_C(4102444800); /* 1970 to 2100 */
    return is_likely ? seconds * MT_SECOND : MT_MOMENT_UNKNOWN;
}
