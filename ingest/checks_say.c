#include "ingest/checks_say.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

/* When something matters. Below these figures chance explains it, and a note would be noise. */
enum {
    FEW_TO_COMPARE = 20,       /* rows of one sender or recipient */
    FEW_TO_MISS_OTHERS = 2000, /* rows without a single one that was not delivered */
    FEW_REPEATS = 20,
    FEW_TO_EXPLAIN = 10, /* deliveries in trouble */
};

#define LEAST_REPEATS_RATIO 0.05

void
mt_notes_release(struct mt_notes *notes)
{
    mt_arena_release(&notes->arena);
    *notes = MT_NOTES_EMPTY;
}

void
mt_checks_say(struct mt_checks_say *say, enum mt_check check, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    struct mt_text text = mt_arena_format_list(&say->notes->arena, format, list);
    va_end(list);
    say->failed = say->failed || !mt_text_known(text);
    if (mt_text_known(text) && say->notes->count < MT_NOTES)
        say->notes->items[say->notes->count++] = (struct mt_note){check, text};
}

/* ---- words ---- */

/* "12,345" */
const char *
mt_checks_count(char room[MT_CHECKS_ROOM], uint64_t count)
{
    char digits[24];
    size_t len = (size_t)snprintf(digits, sizeof digits, "%" PRIu64, count), used = 0;
    for (size_t i = 0; i < len; i++) {
        if (i > 0 && (len - i) % 3 == 0)
            room[used++] = ',';
        room[used++] = digits[i];
    }
    room[used] = '\0';
    return room;
}

/* "2026-11-04 03:12" */
const char *
mt_checks_minute(char room[MT_CHECKS_ROOM], int64_t moment_us)
{
    struct mt_civil civil = mt_civil_of(moment_us);
    snprintf(room, MT_CHECKS_ROOM, "%04d-%02d-%02d %02d:%02d", civil.year, civil.month, civil.day, civil.hour,
             civil.minute);
    return room;
}

/* "2026-11-04 03:12:12z": UTC, as PowerShell understands it in every culture. */
const char *
mt_checks_date(char room[MT_CHECKS_ROOM], int64_t moment_us)
{
    struct mt_civil civil = mt_civil_of(moment_us);
    snprintf(room, MT_CHECKS_ROOM, "%04d-%02d-%02d %02d:%02d:%02dz", civil.year, civil.month, civil.day, civil.hour,
             civil.minute, civil.second);
    return room;
}

/* ---- is it all mail? ---- */

static bool
is_same(const struct mt_sameness *same)
{
    return same->begun && !same->differs && same->len > 0;
}

static void
say_filtered(struct mt_checks_say *say)
{
    const struct mt_checks *seen = say->seen;
    static const char meaning[] = "totals and shares from it speak for that mail alone; for all mail, export without";
    if (seen->events > 0 || seen->rows < FEW_TO_COMPARE || mt_repeats_different(&seen->messages_seen) < 2)
        return;
    if (is_same(&seen->sender))
        mt_checks_say(say, MT_CHECK_FILTERED, "every row has the sender '%.*s': %s -SenderAddress",
                      (int)(seen->sender.len < 200 ? seen->sender.len : 200), seen->sender.first, meaning);
    if (is_same(&seen->recipient))
        mt_checks_say(say, MT_CHECK_FILTERED, "every row has the recipient '%.*s': %s -RecipientAddress",
                      (int)(seen->recipient.len < 200 ? seen->recipient.len : 200), seen->recipient.first, meaning);
    if (seen->has_status && !seen->statuses_differ &&
        (seen->status != MT_STATUS_DELIVERED || seen->rows >= FEW_TO_MISS_OTHERS))
        mt_checks_say(say, MT_CHECK_FILTERED, "every row has the status '%s': %s -Status", mt_status_key(seen->status),
                      meaning);
}

/* ---- were its cells damaged? ---- */

static void
say_cells(struct mt_checks_say *say)
{
    const struct mt_checks *seen = say->seen;
    char a[MT_CHECKS_ROOM], b[MT_CHECKS_ROOM];
    if (seen->arrays > 0)
        mt_checks_say(
            say, MT_CHECK_ARRAYS,
            "%s %s hold 'System.String[]' in place of a list, so their recipients are lost; export again with the "
            "lists joined: Get-MessageTrackingLog -ResultSize Unlimited | Select-Object "
            "*,@{n='Recipients';e={$_.Recipients -join ';'}},@{n='RecipientStatus';e={$_.RecipientStatus -join ';'}} "
            "-ExcludeProperty Recipients,RecipientStatus | Export-Csv tracking.csv -NoTypeInformation -Encoding UTF8",
            mt_checks_count(a, seen->arrays), seen->arrays == 1 ? "record" : "records");
    if (seen->cut_cells > 0)
        mt_checks_say(say, MT_CHECK_CUT_CELLS,
                      "%s %s an address or id that ends in '...', as after Format-Table: such rows cannot be matched "
                      "with other exports; pipe the rows to Export-Csv directly",
                      mt_checks_count(a, seen->cut_cells), seen->cut_cells == 1 ? "row has" : "rows have");
    if (seen->numbers_for_ids > 0)
        mt_checks_say(say, MT_CHECK_SPREADSHEET,
                      "%s trace %s rounded numbers like 1.23E+15, as after saving in a spreadsheet: different messages "
                      "may share one and count as one; import the export itself",
                      mt_checks_count(a, seen->numbers_for_ids), seen->numbers_for_ids == 1 ? "id is" : "ids are");
    if (seen->full_cells > 0)
        mt_checks_say(say, MT_CHECK_SPREADSHEET,
                      "%s %s of exactly 32,767 characters, where spreadsheets cut: what follows in them is lost; "
                      "import the export itself",
                      mt_checks_count(a, seen->full_cells),
                      seen->full_cells == 1 ? "record has cells" : "records have cells");
    const struct mt_source_facts *source = say->facts->source;
    if (source && source->looks_lossy)
        mt_checks_say(say, MT_CHECK_LOSSY,
                      "plain ASCII with '?' inside words: Windows PowerShell's Export-Csv lost the letters, and "
                      "subjects read so for ever; export with -Encoding UTF8");
    if (source && source->repaired)
        mt_checks_say(say, MT_CHECK_REPAIRED,
                      "%s byte %s no %s and %s replaced; if the names in it look wrong, say another --encoding",
                      mt_checks_count(b, source->repaired), source->repaired == 1 ? "sequence is" : "sequences are",
                      mt_encoding_name(source->encoding), source->repaired == 1 ? "was" : "were");
}

/* ---- was it put together from several? ---- */

static void
say_parts(struct mt_checks_say *say)
{
    const struct mt_reading_counts *counts = say->facts->counts;
    double ratio = mt_repeats_ratio(&say->seen->rows_seen);
    double repeated = ratio * (double)(say->seen->rows + say->seen->events);
    char a[MT_CHECKS_ROOM], b[MT_CHECKS_ROOM];
    if (ratio >= LEAST_REPEATS_RATIO && repeated >= FEW_REPEATS)
        mt_checks_say(say, MT_CHECK_REPEATS,
                      "%s rows of %s (%.0f %%) repeat another one: they count once, but pages or windows of the export "
                      "overlap, so check that none is missing in between",
                      mt_checks_count(a, (uint64_t)(repeated + 0.5)),
                      mt_checks_count(b, say->seen->rows + say->seen->events), 100 * ratio);
    if (counts && counts->repeated_headers)
        mt_checks_say(say, MT_CHECK_HEADERS,
                      "%s repeated header %s stepped over: several exports stand in one file, which is fine as long as "
                      "all are of the same kind",
                      mt_checks_count(a, counts->repeated_headers),
                      counts->repeated_headers == 1 ? "line was" : "lines were");
}

enum mt_rc
mt_checks_notes(const struct mt_checks *checks, const struct mt_checks_facts *facts, struct mt_notes *notes,
                struct mt_err *err)
{
    struct mt_checks_say say = {checks, facts, notes, false};
    mt_checks_say_covered(&say);
    say_filtered(&say);
    mt_checks_say_times(&say);
    say_cells(&say);
    say_parts(&say);
    return say.failed ? mt_err_memory(err) : MT_OK;
}

/* ---- of a run ---- */

enum mt_rc
mt_checks_run_notes(const struct mt_checks_run *run, struct mt_notes *notes, struct mt_err *err)
{
    struct mt_checks_say say = {NULL, NULL, notes, false};
    char a[MT_CHECKS_ROOM], b[MT_CHECKS_ROOM];
    bool only_enhanced = run->summaries > 0 && run->enhanced_summaries == run->summaries;
    if (run->events == 0 && only_enhanced)
        mt_checks_say(&say, MT_CHECK_NO_DEFERRALS,
                      "enhanced summaries show how mail ended and nothing else: no deferral and no reason; ask for the "
                      "extended report (Start-HistoricalSearch -ReportType MessageTraceDetail), or "
                      "Get-MessageTraceDetailV2 for single messages");
    else if (run->events == 0 && run->failed + run->pending >= FEW_TO_EXPLAIN)
        mt_checks_say(&say, MT_CHECK_NO_DEFERRALS,
                      "rows that failed: %s, pending: %s; summary exports say why of none, nor show deferrals that "
                      "ended before the export was taken; ask for the extended report (Start-HistoricalSearch "
                      "-ReportType MessageTraceDetail), or Get-MessageTraceDetailV2 for single messages",
                      mt_checks_count(a, run->failed), mt_checks_count(b, run->pending));
    if (run->events > 0 && run->summaries == 0)
        mt_checks_say(&say, MT_CHECK_EVENTS_ALONE,
                      "event exports show only the mail in them; totals and shares need a summary export of the same "
                      "days (Get-MessageTraceV2): 'msgtrace status' shows which days have one");
    return say.failed ? mt_err_memory(err) : MT_OK;
}
