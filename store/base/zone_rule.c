#include "store/base/zone_rule.h"

#include <string.h>

#include "store/base/civil.h"

static bool
take(struct mt_text *rest, char mark)
{
    if (rest->len == 0 || *rest->at != mark)
        return false;
    rest->at++;
    rest->len--;
    return true;
}

static bool
take_number(struct mt_text *rest, int most, int *number)
{
    int sum = 0;
    size_t digits = 0;
    while (digits < rest->len && digits < 3 && rest->at[digits] >= '0' && rest->at[digits] <= '9')
        sum = sum * 10 + (rest->at[digits++] - '0');
    if (digits == 0 || sum > most)
        return false;
    rest->at += digits;
    rest->len -= digits;
    *number = sum;
    return true;
}

/* "[+-]hh[:mm[:ss]]" */
static bool
take_time(struct mt_text *rest, int most_hours, int32_t *seconds)
{
    bool negative = take(rest, '-');
    if (!negative)
        take(rest, '+');
    int hours, minutes = 0, rest_seconds = 0;
    if (!take_number(rest, most_hours, &hours))
        return false;
    if (take(rest, ':')) {
        if (!take_number(rest, 59, &minutes))
            return false;
        if (take(rest, ':') && !take_number(rest, 59, &rest_seconds))
            return false;
    }
    int32_t sum = hours * 3600 + minutes * 60 + rest_seconds;
    *seconds = negative ? -sum : sum;
    return true;
}

/* "CET" or "<+03>"; what it says is of no interest here. */
static bool
take_name(struct mt_text *rest)
{
    size_t len = 0;
    if (take(rest, '<')) {
        const char *end = rest->len ? memchr(rest->at, '>', rest->len) : NULL;
        if (!end)
            return false;
        len = (size_t)(end - rest->at) + 1;
    } else {
        while (len < rest->len &&
               ((rest->at[len] >= 'A' && rest->at[len] <= 'Z') || (rest->at[len] >= 'a' && rest->at[len] <= 'z')))
            len++;
        if (len < 3)
            return false;
    }
    rest->at += len;
    rest->len -= len;
    return true;
}

static bool
take_day(struct mt_text *rest, struct mt_zone_day *day)
{
    *day = (struct mt_zone_day){.kind = MT_ZONE_DAY_OF_YEAR, .time = 2 * 3600};
    if (!take(rest, ','))
        return false;
    if (take(rest, 'M')) {
        day->kind = MT_ZONE_DAY_OF_WEEK;
        if (!take_number(rest, 12, &day->month) || !take(rest, '.') || !take_number(rest, 5, &day->week) ||
            !take(rest, '.') || !take_number(rest, 6, &day->day) || day->month == 0 || day->week == 0)
            return false;
    } else if (take(rest, 'J')) {
        day->kind = MT_ZONE_DAY_JULIAN;
        if (!take_number(rest, 365, &day->day) || day->day == 0)
            return false;
    } else if (!take_number(rest, 365, &day->day)) {
        return false;
    }
    return !take(rest, '/') || take_time(rest, 167, &day->time);
}

bool
mt_zone_rule_parse(struct mt_text text, struct mt_zone_rule *rule)
{
    struct mt_zone_rule made = {0};
    int32_t west; /* POSIX counts offsets west of Greenwich */
    if (!take_name(&text) || !take_time(&text, 24, &west))
        return false;
    made.std_offset = -west;
    if (text.len == 0) {
        *rule = made;
        return true;
    }
    made.has_dst = true;
    made.dst_offset = made.std_offset + 3600;
    if (!take_name(&text))
        return false;
    if (text.len && *text.at != ',') {
        if (!take_time(&text, 24, &west))
            return false;
        made.dst_offset = -west;
    }
    /* POSIX leaves a missing rule to the system; TZif files always write it. */
    if (!take_day(&text, &made.start) || !take_day(&text, &made.end) || text.len)
        return false;
    *rule = made;
    return true;
}

int64_t
mt_zone_rule_second(const struct mt_zone_day *day, int year)
{
    int64_t first = mt_civil_days(year, 1, 1), days = first;
    bool leap = mt_civil_days(year + 1, 1, 1) - first == 366;
    switch (day->kind) {
    case MT_ZONE_DAY_OF_YEAR:
        days = first + day->day;
        break;
    case MT_ZONE_DAY_JULIAN:
        days = first + day->day - 1 + (leap && day->day > 59);
        break;
    case MT_ZONE_DAY_OF_WEEK: {
        int64_t month = mt_civil_days(year, day->month, 1);
        int64_t next = day->month == 12 ? mt_civil_days(year + 1, 1, 1) : mt_civil_days(year, day->month + 1, 1);
        /* ISO weekdays count from Monday as 1 to Sunday as 7, POSIX from Sunday as 0. */
        days = month + (day->day - mt_civil_weekday(month) % 7 + 7) % 7 + (int64_t)(day->week - 1) * 7;
        if (days >= next)
            days -= 7;
        break;
    }
    }
    return days * 86400 + day->time;
}
