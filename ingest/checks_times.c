#include "ingest/checks_say.h"

#include <stdio.h>
#include <stdlib.h>

/* Fewer rows than these prove nothing about a clock. */
enum { FEW_CLOCKS = 3, FEW_MINUTES = 3 };

static const char *
offset_text(char room[MT_CHECKS_ROOM], int64_t shift_us)
{
    int minutes = (int)(llabs(shift_us) / MT_MINUTE);
    if (shift_us == 0)
        snprintf(room, MT_CHECKS_ROOM, "UTC");
    else
        snprintf(room, MT_CHECKS_ROOM, "UTC%c%02d:%02d", shift_us < 0 ? '-' : '+', minutes / 60, minutes % 60);
    return room;
}

struct agreement {
    uint64_t settled; /* with the offset the file was read with, an hour beside it over a change of summer time */
    uint64_t other;   /* with the strongest other one */
    int64_t other_us;
};

static struct agreement
agreement_of(const struct mt_evidence_votes *votes, const struct mt_settled *settled)
{
    const int64_t quarter = 15 * MT_MINUTE;
    const uint64_t *shifts = votes->shift[settled->order];
    int64_t at = settled->shift_us / quarter + MT_SHIFT_STEPS;
    struct agreement agreement = {.other = 0};
    for (int i = 0; i <= 2 * MT_SHIFT_STEPS; i++) {
        bool beside = settled->shift_by_clock && (i == at - 4 || i == at + 4);
        if (i == at || beside) {
            agreement.settled += shifts[i];
        } else if (shifts[i] > agreement.other) {
            agreement.other = shifts[i];
            agreement.other_us = (i - MT_SHIFT_STEPS) * quarter;
        }
    }
    return agreement;
}

/* Another offset counts when it cannot be chance: a time that only has minutes fits some quarter once in fifteen, and
 * so does an event, which comes some seconds behind the clock. */
static bool
is_other_base(const struct mt_checks_say *say, uint64_t other)
{
    const struct mt_evidence_votes *votes = say->facts->votes;
    bool is_exact = votes->fine[say->facts->settled->order] > 0 && say->seen->events == 0;
    uint64_t least = is_exact ? votes->clocks / 100 : votes->clocks / 4;
    return other >= FEW_CLOCKS && other > least;
}

static void
say_clocks(struct mt_checks_say *say)
{
    const struct mt_evidence_votes *votes = say->facts->votes;
    const struct mt_settled *settled = say->facts->settled;
    char a[MT_CHECKS_ROOM], b[MT_CHECKS_ROOM], c[MT_CHECKS_ROOM], d[MT_CHECKS_ROOM];
    if (say->facts->zone_told || !votes || !settled || votes->clocks == 0)
        return;
    struct agreement agreement = agreement_of(votes, settled);
    bool mixed = is_other_base(say, agreement.other);
    if (settled->shift_by_clock && settled->shift_us != 0)
        mt_checks_say(say, MT_CHECK_SHIFTED,
                      "its times are %s, not UTC, as %s of %s trace ids show; they were corrected, and nothing needs "
                      "to be done as long as exports keep the trace id",
                      offset_text(c, settled->shift_us), mt_checks_count(a, agreement.settled),
                      mt_checks_count(b, votes->clocks));
    if (mixed && agreement.settled > 0)
        mt_checks_say(
            say, MT_CHECK_MIXED_TIMES,
            "two time bases in one file: by the trace ids, %s rows are in %s and %s in %s; the latter were read as if "
            "they were in the former and are wrong by the difference; export each part by itself, in UTC",
            mt_checks_count(a, agreement.settled), offset_text(c, settled->shift_us),
            mt_checks_count(b, agreement.other), offset_text(d, agreement.other_us));
    else if (mixed)
        mt_checks_say(say, MT_CHECK_DOUBTFUL,
                      "its times were taken for UTC, but %s of %s trace ids say %s and none agrees with UTC; if it was "
                      "made in local time, import it into a new database with --zone, for example --zone Europe/London",
                      mt_checks_count(a, agreement.other), mt_checks_count(b, votes->clocks),
                      offset_text(d, agreement.other_us));
    else if (say->seen->too_early >= FEW_CLOCKS && say->seen->too_early * 20 >= say->seen->clocks &&
             !settled->confirmed)
        mt_checks_say(say, MT_CHECK_DOUBTFUL,
                      "%s of %s rows are older than their own trace ids, which cannot be: their times are not UTC, or "
                      "were changed; if it was made in local time, import it into a new database with --zone, for "
                      "example --zone Europe/London",
                      mt_checks_count(a, say->seen->too_early), mt_checks_count(b, say->seen->clocks));
}

static void
say_zone(struct mt_checks_say *say)
{
    char a[MT_CHECKS_ROOM], b[MT_CHECKS_ROOM];
    if (say->facts->zone_told && say->seen->too_early >= FEW_CLOCKS && say->seen->too_early * 20 >= say->seen->clocks)
        mt_checks_say(say, MT_CHECK_DOUBTFUL,
                      "with this --zone, %s of %s rows are older than their own trace ids, which cannot be; import it "
                      "into a new database without --zone or with another one",
                      mt_checks_count(a, say->seen->too_early), mt_checks_count(b, say->seen->clocks));
}

static void
say_seconds(struct mt_checks_say *say)
{
    char a[MT_CHECKS_ROOM], b[MT_CHECKS_ROOM];
    /* The admin center shows minutes: it has nothing better. */
    if (say->seen->minutes_only < FEW_MINUTES || say->seen->minutes_only * 2 < say->seen->rows ||
        mt_text_is(say->facts->flavour, "eac"))
        return;
    mt_checks_say(say, MT_CHECK_NO_SECONDS,
                  "%s of %s times have no seconds and no trace id to supply them, as after saving in a spreadsheet: "
                  "mail of the same minute cannot be told apart or ordered; import the export itself",
                  mt_checks_count(a, say->seen->minutes_only), mt_checks_count(b, say->seen->rows));
}

void
mt_checks_say_times(struct mt_checks_say *say)
{
    say_clocks(say);
    say_zone(say);
    say_seconds(say);
}
