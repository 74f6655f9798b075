#ifndef MT_REPORTS_MESSAGES_H
#define MT_REPORTS_MESSAGES_H

/* The sentences and words of reports, all in one place (sentences.h, sentences_findings.h): a list with a column for
 * each language. Where a language has none yet (NULL), English stands.
 *
 * A sentence has places for values: {0} is the first. A value is typed and is phrased like a cell of a table; text
 * from data is marked as prose asks (report.h) and freed of control bytes. {0:file|files} chooses by whether the
 * count is one. */

#include "reports/report.h"
#include "reports/sentences.h"
#include "reports/sentences_findings.h"

#define MT_SENTENCE_LIST(X) MT_SENTENCES_OF_REPORTS(X) MT_SENTENCES_OF_FINDINGS(X)

enum mt_sentence {
#define X(name, english, spanish) MT_SAY_##name,
    MT_SENTENCE_LIST(X)
#undef X
        MT_SENTENCES,
};

struct mt_value {
    enum mt_type type;
    struct mt_cell cell;
    bool from_data; /* text that came from data */
};

struct mt_value mt_value_count(int64_t count);
struct mt_value mt_value_ratio(double ratio);
struct mt_value mt_value_moment(int64_t moment_us);
struct mt_value mt_value_day(int64_t days);
struct mt_value mt_value_data(struct mt_text text);  /* text from data */
struct mt_value mt_value_words(struct mt_text text); /* words of ours, or a sentence already composed */

/* Two arguments in one: the values and how many there are. */
#define MT_VALUES(...)                                                                                                 \
    (const struct mt_value[]){__VA_ARGS__}, sizeof((const struct mt_value[]){__VA_ARGS__}) / sizeof(struct mt_value)
#define MT_NO_VALUES NULL, 0

void mt_say_into(struct mt_out *out, const struct mt_reader *reader, enum mt_sentence sentence,
                 const struct mt_value *values, size_t count);

/* The same as text in an arena; unknown when memory ran out. */
struct mt_text mt_say(struct mt_arena *arena, const struct mt_reader *reader, enum mt_sentence sentence,
                      const struct mt_value *values, size_t count);

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
extern const struct mt_word mt_actor_short_words[]; /* who has to act, for columns; `explain` says it at length, in
                                                       the words of MT_ACTOR_LIST */
extern const struct mt_word mt_permanence_words[];  /* whether trying again helps */
extern const struct mt_word mt_why_words[];         /* why a cell is unknown, as questions say it in English */
extern const struct mt_word mt_change_words[];      /* of a week against the week before */
extern const struct mt_word mt_measure_words[];     /* of the headline figures */

#endif
