#ifndef MT_REPORTS_FINDINGS_PARTS_H
#define MT_REPORTS_FINDINGS_PARTS_H

/* What the files that tell findings share. Only findings_*.c and stories.c include this. */

#include "reports/findings.h"
#include "reports/messages.h"

struct mt_json;

/* To whom and into which arena something is told. Memory that ran out is sticky. */
struct mt_telling {
    struct mt_arena *arena;
    const struct mt_reader *reader;
    const struct mt_findings *findings;
    bool with_year; /* the data lie in several years */
    bool failed;
};

struct mt_telling mt_telling_of(struct mt_arena *arena, const struct mt_reader *reader,
                                const struct mt_findings *findings);

struct mt_text mt_tell(struct mt_telling *telling, enum mt_sentence sentence, const struct mt_value *values,
                       size_t count);
/* The same as a value of another sentence. */
struct mt_value mt_told(struct mt_telling *telling, enum mt_sentence sentence, const struct mt_value *values,
                        size_t count);

/* ---- phrases: findings_phrases.c ---- */

bool mt_told_same_day(const struct mt_telling *telling, int64_t a_us, int64_t b_us);
struct mt_value mt_told_moment(struct mt_telling *telling, int64_t moment_us);  /* "Wed 12 Nov 07:35" */
struct mt_value mt_told_date(struct mt_telling *telling, int64_t moment_us);    /* "Wed 12 Nov" */
struct mt_value mt_told_clock(struct mt_telling *telling, int64_t moment_us);   /* "07:35" */
struct mt_value mt_told_at(struct mt_telling *telling, int64_t moment_us);      /* "07:35", "las 07:35" */
struct mt_value mt_told_on(struct mt_telling *telling, struct mt_value moment); /* "Wed 12 Nov", "el mié 12 nov" */
struct mt_value mt_told_hour(struct mt_telling *telling, int hour);             /* "08:00", up to "24:00" */
struct mt_value mt_told_size(struct mt_telling *telling, int64_t bytes);        /* "5 MB", "500 KB" */
struct mt_value mt_told_sizes(struct mt_telling *telling, int64_t from_bytes, int64_t to_bytes); /* "5–10 MB" */
struct mt_value mt_told_times(struct mt_telling *telling, double times);                         /* "1.3", "22" */
struct mt_value mt_told_span(struct mt_telling *telling, int64_t seconds);                       /* "42 min" */
struct mt_value mt_told_word(struct mt_telling *telling, const struct mt_word *words,
                             int key); /* of the key's digits */
struct mt_value mt_told_numbered(const struct mt_telling *telling, const struct mt_word *words, int number);

/* "a", "a and b", "a, b and c"; `count` must not be 0. A list of numbers has its own mark where a comma would be taken
 * for their decimal sign. */
struct mt_value mt_told_list(struct mt_telling *telling, const struct mt_value *values, size_t count);
struct mt_value mt_told_numbers(struct mt_telling *telling, const struct mt_value *values, size_t count);

/* ---- which mail and when: findings_where.c ---- */

struct mt_text mt_tell_headline(struct mt_telling *telling, const struct mt_finding *finding); /* with marks of prose */
struct mt_value mt_told_where(struct mt_telling *telling, const struct mt_finding *finding);   /* " to Yahoo" */
struct mt_value mt_told_when(struct mt_telling *telling,
                             const struct mt_finding *finding); /* "since Wed 12 Nov 07:35" */
struct mt_value mt_told_size_condition(struct mt_telling *telling, const struct mt_finding_where *where);
bool mt_finding_has_size(const struct mt_finding_where *where);

/* Name of a country behind "in"; NULL for a code that is not in the table. */
const char *mt_country_name(struct mt_text code, enum mt_language language);

/* ---- the sentences of one finding: findings_sentences.c ---- */

struct mt_sentences {
    struct mt_telling telling;
    const struct mt_finding *finding;
    struct mt_text *list;
    size_t count;
    int wanted, about; /* bits of enum mt_finding_about: what is told, and what is being told */
};

/* Appends one, with a capital letter in front, when it is about what is wanted. */
void mt_sentences_add(struct mt_sentences *sentences, enum mt_sentence sentence, const struct mt_value *values,
                      size_t count);

/* Since when, until when, and whether it is over: findings_course.c. */
void mt_finding_tell_course(struct mt_sentences *sentences);

/* ---- the report's parts ---- */

/* What counted as trouble, as what `bad` messages did. */
struct mt_value mt_told_trouble(struct mt_telling *telling, int64_t bad, int64_t unsaid);
struct mt_text mt_tell_evidence(struct mt_telling *telling);
struct mt_value mt_told_searched(struct mt_telling *telling); /* "12 million" */

/* Nearly none of the mail has events. */
bool mt_findings_lack_events(const struct mt_findings *findings);

struct mt_text mt_tell_period(struct mt_telling *telling);

/* Why there is no finding. */
struct mt_text mt_tell_nothing(struct mt_telling *telling);

/* Appends the section of one finding: its headline with its id, and its sentences. */
enum mt_rc mt_finding_section(struct mt_report *report, struct mt_telling *telling, const struct mt_finding *finding,
                              struct mt_section **added, struct mt_err *err);

/* The members "dead_domains", "mailings" and "loops": findings_json_apart.c. */
void mt_findings_json_apart(struct mt_json *json, const struct mt_apart *apart);

/* What was told apart, a section each, when there is any. */
enum mt_rc mt_findings_apart(struct mt_report *report, const struct mt_findings *findings, struct mt_err *err);

#endif
