#ifndef MT_INGEST_CHECKS_H
#define MT_INGEST_CHECKS_H

/* What an export gives away about itself: that it was cut, filtered, damaged, or cannot answer what it will be asked.
 *
 * A struct mt_checks stands between a reading and the sink that keeps the facts: it lets everything through and looks
 * at it on the way. Afterwards it says what it found in notes: one sentence each, with what is wrong, what that means
 * for the answers and what to do. A good export gives none. Some things are true of a whole run of imports and are said
 * once for all its files: struct mt_checks_run.
 *
 * Nothing here ends an import, and nothing is stored. Notes may hold text from the export. */

#include "ingest/reading.h"
#include "ingest/settle.h"
#include "ingest/source.h"
#include "store/base/arena.h"
#include "store/row.h"

#define MT_CHECK_LIST(X)                                                                                               \
    X(CUT)          /* exactly as many rows as a limit */                                                              \
    X(MORE_PAGES)   /* its last page names a next one */                                                               \
    X(UNCOVERED)    /* its query began long before its oldest row */                                                   \
    X(EMPTY_HOURS)  /* stretches without rows where its own pattern has some */                                        \
    X(FILTERED)     /* one sender, recipient or status only */                                                         \
    X(SHIFTED)      /* times were local, and were corrected */                                                         \
    X(MIXED_TIMES)  /* two time bases in one file */                                                                   \
    X(DOUBTFUL)     /* times that disagree with the trace ids */                                                       \
    X(NO_SECONDS)   /* times without seconds, and no trace ids to make up for it */                                    \
    X(ARRAYS)       /* System.String[] where recipients were */                                                        \
    X(CUT_CELLS)    /* cells that end in "…" */                                                                      \
    X(SPREADSHEET)  /* trace ids as numbers, cells of 32,767 characters */                                             \
    X(LOSSY)        /* letters that became "?" */                                                                      \
    X(REPAIRED)     /* bytes that are no text in the file's encoding */                                                \
    X(REPEATS)      /* many rows twice */                                                                              \
    X(HEADERS)      /* several exports in one file */                                                                  \
    X(NO_DEFERRALS) /* of a run: the exports cannot show deferrals that ended, nor reasons */                          \
    X(EVENTS_ALONE) /* of a run: event exports without a summary */

enum mt_check {
#define X(name) MT_CHECK_##name,
    MT_CHECK_LIST(X)
#undef X
};

struct mt_note {
    enum mt_check check;
    struct mt_text text; /* in the list's arena */
};

enum { MT_NOTES = 32 };

struct mt_notes {
    struct mt_note items[MT_NOTES];
    size_t count;
    struct mt_arena arena;
};

#define MT_NOTES_EMPTY ((struct mt_notes){.count = 0})

void mt_notes_release(struct mt_notes *notes);

/* ---- one file ---- */

struct mt_checks;

enum mt_rc mt_checks_open(struct mt_checks **checks, struct mt_err *err);
void mt_checks_close(struct mt_checks *checks); /* accepts NULL */

/* Begins anew: forgets what was seen and returns the sink that passes everything on to `next`, which must outlive the
 * reading. A file that is read again is looked at again. */
struct mt_sink mt_checks_sink(struct mt_checks *checks, const struct mt_sink *next);

/* What is known of the file besides its rows. What is not known is NULL or MT_MOMENT_UNKNOWN. */
struct mt_checks_facts {
    struct mt_text flavour; /* key */
    const struct mt_source_facts *source;
    const struct mt_reading_counts *counts;
    const struct mt_evidence_votes *votes;
    const struct mt_settled *settled;
    bool zone_told;          /* --zone: the times were taken for local ones */
    int64_t window_start_us; /* the earliest StartDate of the queries that made it, UTC */
};

enum mt_rc mt_checks_notes(const struct mt_checks *checks, const struct mt_checks_facts *facts, struct mt_notes *notes,
                           struct mt_err *err);

/* ---- a run over several files ---- */

struct mt_checks_run {
    uint64_t summaries, enhanced_summaries, events; /* files with rows */
    uint64_t failed, pending;                       /* deliveries in summaries, once for each file they are in */
};

#define MT_CHECKS_RUN_EMPTY ((struct mt_checks_run){.events = 0})

/* Once for every file that was read through. */
void mt_checks_run_add(struct mt_checks_run *run, const struct mt_checks *checks, struct mt_text flavour);
enum mt_rc mt_checks_run_notes(const struct mt_checks_run *run, struct mt_notes *notes, struct mt_err *err);

#endif
