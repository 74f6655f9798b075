#include "ingest/cmd_progress.h"

#include <inttypes.h>
#include <stdio.h>

void
mt_progress_begin(struct mt_progress *progress, int64_t bytes)
{
    progress->bytes = bytes;
    progress->shown_permille = -1;
}

static enum mt_rc
tick(void *context, int64_t bytes_done, uint64_t records, struct mt_err *err)
{
    struct mt_progress *progress = context;
    (void)err;
    int64_t permille = progress->bytes > 0 ? bytes_done * 1000 / progress->bytes : 1000;
    if (!progress->is_shown || permille == progress->shown_permille)
        return MT_OK;
    enum { CELLS = 24 };
    char bar[CELLS + 1];
    progress->shown_permille = permille;
    for (int i = 0; i < CELLS; i++)
        bar[i] = i < (int)(permille * CELLS / 1000) ? '#' : '.';
    bar[CELLS] = '\0';
    fprintf(stderr, "\r[%s] %3d%%  file %zu of %zu  %" PRIu64 " records", bar, (int)(permille / 10), progress->number,
            progress->of, records);
    return MT_OK;
}

struct mt_reading_progress
mt_progress_ticks(struct mt_progress *progress)
{
    return (struct mt_reading_progress){progress, tick};
}

void
mt_progress_clear(const struct mt_progress *progress)
{
    if (progress->is_shown)
        fputs("\r\033[K", stderr);
}
