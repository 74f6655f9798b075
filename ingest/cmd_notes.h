#ifndef MT_INGEST_CMD_NOTES_H
#define MT_INGEST_CMD_NOTES_H

/* The notes of checks.h as msgtrace import prints them, one line each. Part of the program, not of a library. */

#include "ingest/checks.h"

/* Of one export that was read through. What was imported stays imported: when there is no memory for a note, it is not
 * said. */
void mt_notes_print(const struct mt_checks *checks, const struct mt_checks_facts *facts);

/* Of the whole run, behind its last export. */
void mt_notes_print_run(const struct mt_checks_run *run);

#endif
