#include "ingest/cmd_progress.h"

#include <inttypes.h>
#include <stdio.h>
#include <time.h>

#define SECOND_NS INT64_C(1000000000)

static int64_t
now_ns(void)
{
    struct timespec now;
    return clock_gettime(CLOCK_MONOTONIC, &now) == 0 ? (int64_t)now.tv_sec * SECOND_NS + now.tv_nsec : 0;
}

void
mt_progress_begin(struct mt_progress *progress, int64_t bytes)
{
    progress->bytes = bytes;
    progress->started_ns = now_ns();
    progress->shown_ns = 0;
}

/* How fast, and how long it will take at that pace: not before there is a pace. */
static void
print_pace(const struct mt_progress *progress, int64_t bytes_done, uint64_t records, int64_t now)
{
    double seconds = (double)(now - progress->started_ns) / (double)SECOND_NS;
    if (seconds < 1 || bytes_done <= 0)
        return;
    double left = seconds * (double)(progress->bytes - bytes_done) / (double)bytes_done;
    fprintf(stderr, "  %.0f/s", (double)records / seconds);
    if (progress->bytes > bytes_done && left < 1e6)
        fprintf(stderr, "  %d:%02d left", (int)left / 60, (int)left % 60);
}

static enum mt_rc
tick(void *context, int64_t bytes_done, uint64_t records, struct mt_err *err)
{
    enum { CELLS = 16, PERCENT = 100 };
    struct mt_progress *progress = context;
    (void)err;
    if (!progress->is_shown)
        return MT_OK;
    /* Ten times a second is as often as anybody looks. */
    int64_t now = now_ns();
    if (progress->shown_ns && now - progress->shown_ns < SECOND_NS / 10)
        return MT_OK;
    progress->shown_ns = now;
    int percent = progress->bytes > 0 ? (int)(bytes_done * PERCENT / progress->bytes) : PERCENT;
    char bar[CELLS + 1];
    for (int i = 0; i < CELLS; i++)
        bar[i] = i < percent * CELLS / PERCENT ? '#' : '.';
    bar[CELLS] = '\0';
    fprintf(stderr, "\r\033[K[%s] %3d%%  file %zu of %zu  %" PRIu64 " records", bar, percent, progress->number,
            progress->of, records);
    print_pace(progress, bytes_done, records, now);
    fflush(stderr);
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
