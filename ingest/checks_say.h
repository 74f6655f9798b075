#ifndef MT_INGEST_CHECKS_SAY_H
#define MT_INGEST_CHECKS_SAY_H

/* What the files that say the notes of checks.h share. Each part looks at one side of an export and adds what it
 * finds. */

#include "ingest/checks_seen.h"

struct mt_checks_say {
    const struct mt_checks *seen;
    const struct mt_checks_facts *facts;
    struct mt_notes *notes;
    bool failed; /* memory ran out */
};

void mt_checks_say_covered(struct mt_checks_say *say); /* is all of the time here? */
void mt_checks_say_times(struct mt_checks_say *say);   /* do its times mean what they seem to? */

/* Adds a note. */
void mt_checks_say(struct mt_checks_say *say, enum mt_check check, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Words, written into the room given and returned. */
enum { MT_CHECKS_ROOM = 40 };
const char *mt_checks_count(char room[MT_CHECKS_ROOM], uint64_t count);     /* "12,345" */
const char *mt_checks_minute(char room[MT_CHECKS_ROOM], int64_t moment_us); /* "2026-11-04 03:12" */
const char *mt_checks_date(char room[MT_CHECKS_ROOM], int64_t moment_us);   /* "2026-11-04 03:12:12z" */

#endif
