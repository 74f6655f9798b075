#include "ingest/archive_limit.h"

#include <inttypes.h>
#include <stdio.h>

#define MIB (INT64_C(1) << 20)
#define GIB (INT64_C(1) << 30)

/* Deflate packs message traces 5 to 20 times. It cannot do better than 1032 times, and what comes near that is one byte
 * over and over: 200 lies far from both. Small inputs are let through at any ratio, since they do no harm and a made-up
 * file of equal rows is one of them. */
const struct mt_archive_limits mt_archive_usual_limits = {
    .member_bytes = 8 * GIB,
    .total_bytes = 32 * GIB,
    .ratio = 200,
    .ratio_from = 64 * MIB,
    .members = 10000,
    .name_bytes = 1024,
};

static const char *
size_in_words(int64_t bytes, char room[32])
{
    static const struct {
        int64_t bytes;
        const char *name;
    } units[] = {{GIB, "GiB"}, {MIB, "MiB"}, {1, "bytes"}};
    size_t i = 0;
    while (bytes % units[i].bytes)
        i++;
    snprintf(room, 32, "%" PRId64 " %s", bytes / units[i].bytes, units[i].name);
    return room;
}

static enum mt_rc
check(const struct mt_archive_limits *limits, int64_t most_bytes, const char *what, int64_t unpacked_bytes,
      int64_t packed_bytes, struct mt_err *err)
{
    char room[32];
    if (unpacked_bytes > most_bytes)
        return mt_err_set(err, MT_FAILED, "%s more than %s; unpack it yourself and cut the export into parts", what,
                          size_in_words(most_bytes, room));
    if (unpacked_bytes > limits->ratio_from && unpacked_bytes / limits->ratio > packed_bytes)
        return mt_err_set(err, MT_FAILED,
                          "%s more than %" PRId64 " times its size, which no export does: it looks made to fill a disk",
                          what, limits->ratio);
    return MT_OK;
}

enum mt_rc
mt_archive_limit_check(const struct mt_archive_limits *limits, int64_t unpacked_bytes, int64_t packed_bytes,
                       struct mt_err *err)
{
    return check(limits, limits->member_bytes, "it unpacks to", unpacked_bytes, packed_bytes, err);
}

enum mt_rc
mt_archive_limit_check_total(const struct mt_archive_limits *limits, int64_t unpacked_bytes, int64_t packed_bytes,
                             struct mt_err *err)
{
    return check(limits, limits->total_bytes, "with it the archive unpacks to", unpacked_bytes, packed_bytes, err);
}
