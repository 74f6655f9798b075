#include "ingest/cmd_notes.h"

#include "reports/cmd_output.h"

#include <stdio.h>

static void
print(const struct mt_notes *notes, const char *before)
{
    for (size_t i = 0; i < notes->count; i++) {
        fputs(before, stdout);
        mt_output_plain(stdout, notes->items[i].text);
        putchar('\n');
    }
}

void
mt_notes_print(const struct mt_checks *checks, const struct mt_checks_facts *facts)
{
    struct mt_notes notes = MT_NOTES_EMPTY;
    struct mt_err ignored;
    mt_checks_notes(checks, facts, &notes, &ignored);
    print(&notes, "  note: ");
    mt_notes_release(&notes);
}

void
mt_notes_print_run(const struct mt_checks_run *run)
{
    struct mt_notes notes = MT_NOTES_EMPTY;
    struct mt_err ignored;
    mt_checks_run_notes(run, &notes, &ignored);
    print(&notes, "note: ");
    mt_notes_release(&notes);
}
