#include "ingest/checks_say.h"

#include "ingest/limits.h"

/* As many rows must be usual where there are none: below, chance explains it. */
enum { LIKELY_ROWS = 10, MOST_WINDOW_DAYS = 100 };

/* ---- is all of it here? ---- */

static bool
is_newest_first(const struct mt_checks *seen)
{
    return seen->falls > 9 * seen->rises;
}

static bool
has_window(const struct mt_checks_say *say)
{
    int64_t start = say->facts->window_start_us;
    return start != MT_MOMENT_UNKNOWN && start < say->seen->oldest_us &&
           say->seen->oldest_us - start < MOST_WINDOW_DAYS * MT_DAY;
}

/* What to run so that the rest comes: the end is rounded up, because rows that come twice count once. */
static struct mt_text
go_on(struct mt_checks_say *say)
{
    char start[MT_CHECKS_ROOM], end[MT_CHECKS_ROOM];
    mt_checks_date(end, mt_floor_to(say->seen->oldest_us, MT_SECOND) + MT_SECOND);
    if (has_window(say))
        return mt_arena_format(&say->notes->arena,
                               "run Get-MessageTraceV2 -StartDate '%s' -EndDate '%s' -ResultSize 5000",
                               mt_checks_date(start, say->facts->window_start_us), end);
    return mt_arena_format(&say->notes->arena,
                           "run Get-MessageTraceV2 -EndDate '%s' -ResultSize 5000, with the -StartDate of this export",
                           end);
}

static struct mt_text
missing_part(struct mt_checks_say *say)
{
    char start[MT_CHECKS_ROOM], end[MT_CHECKS_ROOM];
    if (!has_window(say))
        return mt_arena_format(&say->notes->arena, "mail before %s UTC is probably missing",
                               mt_checks_minute(end, say->seen->oldest_us));
    return mt_arena_format(&say->notes->arena, "mail from %s to %s UTC is probably missing",
                           mt_checks_minute(start, say->facts->window_start_us),
                           mt_checks_minute(end, say->seen->oldest_us));
}

static void
say_older_missing(struct mt_checks_say *say, const struct mt_limit *limit, const char *rows)
{
    struct mt_text missing = missing_part(say), remedy = limit->by_query ? go_on(say) : mt_text_of(limit->remedy);
    mt_checks_say(say, MT_CHECK_CUT, "exactly %s rows, %s: %.*s and totals are too low; %.*s", rows, limit->whose,
                  MT_TEXT_ARGS(missing), MT_TEXT_ARGS(remedy));
}

/* True when it was cut. */
static bool
say_cut(struct mt_checks_say *say)
{
    const struct mt_reading_counts *counts = say->facts->counts;
    const struct mt_checks *seen = say->seen;
    if (!counts)
        return false;
    struct mt_limit_counts measured = {
        .flavour = say->facts->flavour,
        .records = counts->records,
        .exports = counts->repeated_headers + 1,
        .messages = mt_repeats_different(&seen->messages_seen),
        .of_events = seen->events > 0,
        .pages_are_whole = counts->pages > 0 && !counts->more_pages,
    };
    bool of_messages;
    const struct mt_limit *limit = mt_limit_met(&measured, &of_messages);
    if (!limit)
        return false;
    char rows[MT_CHECKS_ROOM], exports[MT_CHECKS_ROOM];
    mt_checks_count(rows, limit->rows);
    const char *what = of_messages ? "messages" : "rows";
    if (measured.exports > 1)
        mt_checks_say(say, MT_CHECK_CUT,
                      "%s exports of exactly %s %s each, %s: the older part of each is probably missing and totals are "
                      "too low; %s",
                      mt_checks_count(exports, measured.exports), rows, what, limit->whose, limit->remedy);
    else if (seen->rows == 0 || !is_newest_first(seen))
        mt_checks_say(say, MT_CHECK_CUT, "exactly %s %s, %s: some mail is probably missing and totals are too low; %s",
                      rows, what, limit->whose, limit->remedy);
    else
        say_older_missing(say, limit, rows);
    return true;
}

static void
say_pages(struct mt_checks_say *say)
{
    if (say->facts->counts && say->facts->counts->more_pages)
        mt_checks_say(say, MT_CHECK_MORE_PAGES,
                      "its last page names a next one that is not in the file, so the export is incomplete and totals "
                      "are too low; fetch the other pages too");
}

/* Whether the export's own pattern has rows in a stretch without any. */
static bool
is_telling(const struct mt_stretch *stretch)
{
    return stretch->proven_hours > 0 && stretch->usual_mail >= LIKELY_ROWS;
}

static void
say_uncovered(struct mt_checks_say *say, const struct mt_usual *usual)
{
    if (!has_window(say))
        return;
    char start[MT_CHECKS_ROOM], end[MT_CHECKS_ROOM], from[MT_CHECKS_ROOM], until[MT_CHECKS_ROOM], rows[MT_CHECKS_ROOM];
    int64_t first = mt_floor_to(say->facts->window_start_us + MT_HOUR - 1, MT_HOUR) / MT_HOUR;
    struct mt_stretch stretch = mt_stretch_judge(usual, NULL, first, say->seen->hours.first);
    if (!stretch.is_gap || !is_telling(&stretch))
        return;
    mt_checks_minute(start, say->facts->window_start_us);
    mt_checks_minute(end, say->seen->oldest_us);
    mt_checks_date(from, say->facts->window_start_us);
    mt_checks_date(until, mt_floor_to(say->seen->oldest_us, MT_SECOND) + MT_SECOND);
    mt_checks_say(say, MT_CHECK_UNCOVERED,
                  "its query began at %s UTC but its oldest row is of %s, and about %s rows are usual in such a time: "
                  "that part is missing unless there was no mail; compare Get-MessageTraceV2 -StartDate '%s' -EndDate "
                  "'%s' -ResultSize 5000",
                  start, end, mt_checks_count(rows, (uint64_t)(stretch.usual_mail + 0.5)), from, until);
}

static void
say_empty_hours(struct mt_checks_say *say, const struct mt_usual *usual)
{
    const struct mt_hours *hours = &say->seen->hours;
    struct mt_stretch gap, longest = {.usual_mail = 0};
    uint64_t stretches = 0;
    for (int64_t at = hours->first; mt_hours_next_gap(hours, usual, NULL, &at, &gap);) {
        if (!is_telling(&gap))
            continue;
        stretches++;
        if (gap.usual_mail > longest.usual_mail)
            longest = gap;
    }
    if (stretches == 0)
        return;
    char since[MT_CHECKS_ROOM], until[MT_CHECKS_ROOM], rows[MT_CHECKS_ROOM], more[MT_CHECKS_ROOM];
    mt_checks_minute(since, longest.from * MT_HOUR);
    mt_checks_minute(until, longest.until * MT_HOUR);
    mt_checks_count(rows, (uint64_t)(longest.usual_mail + 0.5));
    struct mt_text others = MT_TEXT_LITERAL("");
    if (stretches > 1)
        others = mt_arena_format(&say->notes->arena, ", and %s shorter or quieter %s like it",
                                 mt_checks_count(more, stretches - 1), stretches == 2 ? "stretch" : "stretches");
    mt_checks_say(say, MT_CHECK_EMPTY_HOURS,
                  "no row from %s to %s UTC, where about %s are usual in this export%.*s: an outage, a holiday, or "
                  "mail that was left out; 'msgtrace status' lists such gaps with the commands that fill them",
                  since, until, rows, MT_TEXT_ARGS(others));
}

void
mt_checks_say_covered(struct mt_checks_say *say)
{
    struct mt_usual usual;
    bool was_cut = say_cut(say);
    say_pages(say);
    /* Events are those of some messages: their pattern says nothing of the mail. */
    if (say->seen->rows == 0 || say->seen->events > 0 || say->seen->hours_failed)
        return;
    mt_usual_learn(&usual, &say->seen->hours, NULL);
    if (!was_cut)
        say_uncovered(say, &usual);
    say_empty_hours(say, &usual);
}
