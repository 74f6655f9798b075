#include "store/base/civil.h"

#include <stdio.h>

static bool
leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

bool
mt_civil_valid(const struct mt_civil *civil)
{
    static const int lengths[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (civil->year < 1 || civil->year > 9999 || civil->month < 1 || civil->month > 12)
        return false;
    int last = lengths[civil->month - 1] + (civil->month == 2 && leap(civil->year));
    return civil->day >= 1 && civil->day <= last && civil->hour >= 0 && civil->hour < 24 && civil->minute >= 0 &&
           civil->minute < 60 && civil->second >= 0 && civil->second < 60 && civil->microsecond >= 0 &&
           civil->microsecond < 1000000;
}

int64_t
mt_civil_days(int year, int month, int day)
{
    /* Count from 0000-03-01 in eras of 400 years (146097 days); 719468 days lie between that and 1970-01-01. */
    int64_t y = (int64_t)year - (month <= 2);
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t year_of_era = y - era * 400;
    int64_t month_from_march = (month + 9) % 12;
    int64_t day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

int64_t
mt_civil_moment(const struct mt_civil *civil)
{
    int64_t seconds = civil->hour * 3600 + civil->minute * 60 + civil->second;
    return mt_civil_days(civil->year, civil->month, civil->day) * MT_DAY + seconds * MT_SECOND + civil->microsecond;
}

int64_t
mt_floor_to(int64_t moment, int64_t unit)
{
    int64_t rest = moment % unit;
    return moment - (rest < 0 ? rest + unit : rest);
}

struct mt_civil
mt_civil_of(int64_t moment)
{
    int64_t midnight = mt_floor_to(moment, MT_DAY);
    int64_t in_day = moment - midnight;
    int64_t days = midnight / MT_DAY + 719468;
    int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    int64_t day_of_era = days - era * 146097;
    int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t month_from_march = (5 * day_of_year + 2) / 153;
    int month = (int)(month_from_march < 10 ? month_from_march + 3 : month_from_march - 9);
    return (struct mt_civil){
        .year = (int)(era * 400 + year_of_era + (month <= 2)),
        .month = month,
        .day = (int)(day_of_year - (153 * month_from_march + 2) / 5 + 1),
        .hour = (int)(in_day / MT_HOUR),
        .minute = (int)(in_day / MT_MINUTE % 60),
        .second = (int)(in_day / MT_SECOND % 60),
        .microsecond = (int)(in_day % MT_SECOND),
    };
}

int
mt_civil_weekday(int64_t days)
{
    /* 1970-01-01 was a Thursday (4). */
    int64_t shifted = (days + 3) % 7;
    return (int)(shifted < 0 ? shifted + 8 : shifted + 1);
}

int64_t
mt_civil_iso_monday(int iso_year, int week)
{
    /* Week 1 is the week that holds 4 January. */
    int64_t fourth = mt_civil_days(iso_year, 1, 4);
    return fourth - (mt_civil_weekday(fourth) - 1) + (int64_t)(week - 1) * 7;
}

void
mt_civil_iso_week(int64_t days, int *iso_year, int *week)
{
    /* The week belongs to the year of its Thursday. */
    int64_t thursday = days - mt_civil_weekday(days) + 4;
    int year = mt_civil_of(thursday * MT_DAY).year;
    *iso_year = year;
    *week = (int)((thursday - mt_civil_days(year, 1, 1)) / 7) + 1;
}

int
mt_civil_weeks_in(int iso_year)
{
    return (int)((mt_civil_iso_monday(iso_year + 1, 1) - mt_civil_iso_monday(iso_year, 1)) / 7);
}

struct mt_text
mt_moment_iso(int64_t moment, char room[32])
{
    struct mt_civil c = mt_civil_of(moment);
    int len =
        snprintf(room, 32, "%04u-%02u-%02uT%02u:%02u:%02u", (unsigned)c.year % 10000u, (unsigned)c.month % 100u,
                 (unsigned)c.day % 100u, (unsigned)c.hour % 100u, (unsigned)c.minute % 100u, (unsigned)c.second % 100u);
    if (c.microsecond)
        len += snprintf(room + len, 32 - (size_t)len, ".%06u", (unsigned)c.microsecond % 1000000u);
    room[len++] = 'Z';
    room[len] = '\0';
    return (struct mt_text){room, (size_t)len};
}
