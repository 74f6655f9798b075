#ifndef MT_REPORTS_BUILD_H
#define MT_REPORTS_BUILD_H

/* A report under construction: what all builders (build_*.c and their parts) ask, say and append with. Everything they
 * make lives in the report. */

#include "query/filter.h"
#include "reports/messages.h"

struct mt_store;

struct mt_build {
    struct mt_report *report; /* its reader is set */
    struct mt_store *store;
    struct mt_filter filter; /* the mail that the report is about, without a limit */
    bool (*stop)(void);      /* whether to give up long work; NULL: never */
};

/* How fresh the data is, and what every report says of itself: the zone and the program ("msgtrace 0.1.0", or NULL). */
enum mt_rc mt_build_origin(struct mt_build *build, const char *tool, struct mt_err *err);

/* Asks a question into a table that the report owns. */
enum mt_rc mt_build_ask(struct mt_build *build, const char *question, const struct mt_filter *filter,
                        struct mt_table **table, struct mt_err *err);

/* A sentence in the report's arena, for its reader; unknown when memory ran out. */
struct mt_text mt_build_say(struct mt_build *build, enum mt_sentence sentence, const struct mt_value *values,
                            size_t count);

/* One without values. */
const char *mt_build_wording(const struct mt_build *build, enum mt_sentence sentence);

/* The columns of a list that hold something in some row; the list ends with a NULL key. NULL: no memory. */
const struct mt_shown *mt_build_shown(struct mt_build *build, const struct mt_table *table,
                                      const struct mt_shown *list);

/* Appends a section with the answer to a question. */
enum mt_rc mt_build_add(struct mt_build *build, const char *key, enum mt_sentence title, const char *question,
                        const struct mt_filter *filter, const struct mt_shown *list, struct mt_section **added,
                        struct mt_err *err);

/* Appends the notes of the section's table, but those that an earlier section has already. */
enum mt_rc mt_build_notes(struct mt_build *build, struct mt_section *section, struct mt_err *err);

#endif
