#include "query/mail_sights.h"

#include "query/patterns.h"
#include "query/statement.h"
#include "store/base/civil.h"

/* Hours from mail to the next export that shows it, in classes; the last class is of more, and of none. */
static const int64_t soon_hours[] = {2, 8, 24, 48};
enum { CATCHES = sizeof soon_hours / sizeof *soon_hours + 1, WITH_EVENTS = 0, WITHOUT_REASONS = 1 };
enum { WITH_REASONS = WITHOUT_REASONS + CATCHES, SIGHTS = WITH_REASONS + CATCHES, DAY_HOURS = 24 };

_Static_assert((int)SIGHTS <= (int)MT_PATTERN_SIGHTS, "the finder of patterns takes as many sights");

/* Fills the class of the next export after each hour. */
static enum mt_rc
find_catches(struct mt_store *store, int64_t first_hour, int32_t count, uint8_t *catches, struct mt_err *err)
{
    struct mt_statement statement = MT_STATEMENT_CLOSED;
    bool more = false;
    for (int32_t i = 0; i < count; i++)
        catches[i] = CATCHES - 1;
    enum mt_rc rc = mt_statement_open(&statement, store, "mail_sights.sql", NULL, NULL, err);
    while (rc == MT_OK && (rc = mt_statement_next(&statement, &more, err)) == MT_OK && more) {
        int64_t taken = mt_statement_integer(&statement, 0) / MT_HOUR - first_hour;
        int64_t from = mt_statement_integer(&statement, 1) / MT_HOUR - first_hour;
        int64_t last = mt_statement_integer(&statement, 2) / MT_HOUR - first_hour;
        from = from < taken - soon_hours[CATCHES - 2] ? taken - soon_hours[CATCHES - 2] : from;
        for (int64_t hour = from < 0 ? 0 : from; hour <= last && hour <= taken && hour < count; hour++) {
            uint8_t soon = 0;
            while (soon < CATCHES - 1 && taken - hour >= soon_hours[soon])
                soon++;
            catches[hour] = soon < catches[hour] ? soon : catches[hour];
        }
    }
    mt_statement_close(&statement);
    return rc;
}

/* A day of failures tells whether they have reasons; one hour has too few. A day without is like the one before. */
static bool
has_reasons(const struct mt_sight_hour *hours, int32_t count, int32_t day, bool before)
{
    uint64_t failed = 0, said = 0;
    for (int32_t hour = day; hour < count && hour < day + DAY_HOURS; hour++) {
        failed += hours[hour].failed;
        said += hours[hour].failed_with_reason;
    }
    return failed > 0 ? said * 2 >= failed : before;
}

enum mt_rc
mt_mail_sights(struct mt_store *store, int64_t first_hour, const struct mt_sight_hour *hours, int32_t count,
               struct mt_arena *arena, const uint8_t **sights, struct mt_err *err)
{
    uint8_t *list = mt_arena_take(arena, (size_t)count + 1);
    enum mt_rc rc = list ? find_catches(store, first_hour, count, list, err) : mt_err_memory(err);
    bool reasons = false;
    for (int32_t day = 0; rc == MT_OK && day < count; day += DAY_HOURS) {
        reasons = has_reasons(hours, count, day, reasons);
        for (int32_t hour = day; hour < count && hour < day + DAY_HOURS; hour++)
            if (hours[hour].with_events > 0 && (uint64_t)hours[hour].with_events * 2 >= hours[hour].mail)
                list[hour] = WITH_EVENTS;
            else
                list[hour] = (uint8_t)(list[hour] + (reasons ? WITH_REASONS : WITHOUT_REASONS));
    }
    *sights = list;
    return rc;
}
