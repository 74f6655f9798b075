#ifndef MT_REPORTS_MESSAGES_H
#define MT_REPORTS_MESSAGES_H

/* The sentences and words of reports, all in one place (the lists of sentences*.h): a list with a column for each
 * language. Where a language has none yet (NULL), English stands. Texts that come with answers are words.h's.
 *
 * A sentence has places for values: {0} is the first. A value is typed and is phrased like a cell of a table; text
 * from data is marked as prose asks (report.h) and freed of control bytes. {0:file|files} chooses by whether the
 * count is one. */

#include "query/value.h"
#include "reports/report.h"
#include "reports/sentences.h"
#include "reports/sentences_dns.h"
#include "reports/sentences_executive.h"
#include "reports/sentences_findings.h"
#include "reports/sentences_headers.h"
#include "reports/sentences_ndr.h"
#include "reports/sentences_stories.h"
#include "reports/sentences_ticket.h"
#include "reports/sentences_trend.h"
#include "reports/sentences_verdict.h"
#include "reports/sentences_workbook.h"

#define MT_SENTENCE_LIST(X)                                                                                            \
    MT_SENTENCES_OF_REPORTS(X)                                                                                         \
    MT_SENTENCES_OF_FINDINGS(X)                                                                                        \
    MT_SENTENCES_OF_STORIES(X)                                                                                         \
    MT_SENTENCES_OF_TREND(X)                                                                                           \
    MT_SENTENCES_OF_EXECUTIVE(X)                                                                                       \
    MT_SENTENCES_OF_HEADERS(X)                                                                                         \
    MT_SENTENCES_OF_TICKET(X)                                                                                          \
    MT_SENTENCES_OF_VERDICT(X)                                                                                         \
    MT_SENTENCES_OF_DNS(X)                                                                                             \
    MT_SENTENCES_OF_NDR(X)                                                                                             \
    MT_SENTENCES_OF_WORKBOOK(X)

enum mt_sentence {
#define X(name, english, spanish) MT_SAY_##name,
    MT_SENTENCE_LIST(X)
#undef X
        MT_SENTENCES,
};

void mt_say_into(struct mt_out *out, const struct mt_reader *reader, enum mt_sentence sentence,
                 const struct mt_value *values, size_t count);

/* The same as text in an arena; unknown when memory ran out. */
struct mt_text mt_say(struct mt_arena *arena, const struct mt_reader *reader, enum mt_sentence sentence,
                      const struct mt_value *values, size_t count);

/* The same for a note of a table. */
void mt_say_note_into(struct mt_out *out, const struct mt_reader *reader, const struct mt_table_note *note);
struct mt_text mt_say_note(struct mt_arena *arena, const struct mt_reader *reader, const struct mt_table_note *note);

/* "20 of 312 rows"; unknown when no limit cut the table's rows, and when memory ran out. */
struct mt_text mt_say_rows(struct mt_arena *arena, const struct mt_reader *reader, const struct mt_table *table);

/* "Times are in Europe/Madrid. Data as of 2026-11-23 07:10.": what a reader must know of every report. */
void mt_say_origin(struct mt_out *out, const struct mt_report *report);

/* A sentence or word without values. */
const char *mt_wording(enum mt_language language, enum mt_sentence sentence);

/* The same, NULL where the language has none. */
const char *mt_wording_own(enum mt_language language, enum mt_sentence sentence);

/* ---- words for the values of columns ---- */
extern const struct mt_word mt_weekday_words[];       /* "1": Monday */
extern const struct mt_word mt_weekday_short_words[]; /* "1": Mon */
extern const struct mt_word mt_weekday_every_words[]; /* "1": Mondays, behind "on" */
extern const struct mt_word mt_month_short_words[];   /* "1": Jan */
extern const struct mt_word mt_outcome_words[];
/* Reason classes and actors stand in the order of their numbers (store/row.h), from 0 on without a gap. */
extern const struct mt_word mt_reason_words[];      /* of classes: "mailbox_full": mailbox full */
extern const struct mt_word mt_line_class_words[];  /* the same, and the class of lines about wrappers (codes.h) */
extern const struct mt_word mt_actor_short_words[]; /* who has to act, for columns; `explain` says it at length, in
                                                       the words of MT_ACTOR_LIST */
extern const struct mt_word mt_permanence_words[];  /* whether trying again helps */
extern const struct mt_word mt_change_words[];      /* of a week against the week before */
extern const struct mt_word mt_measure_words[];     /* of the headline figures */
extern const struct mt_word mt_against_words[];     /* what a finding is compared with */
extern const struct mt_word mt_happened_words[];    /* what is known of a message besides its events */

#endif
