#include "ingest/archive_inflate.h"

#include <zlib.h>

#include "ingest/archive_limit.h"

enum {
    BLOCK_BYTES = 64 * 1024,
    FORM_GZIP = 16 + MAX_WBITS, /* tells zlib that a zlib or raw stream will not do */
    FORM_RAW = -MAX_WBITS,
};

struct unpacking {
    const struct mt_file *packed;
    const struct mt_archive_limits *limits;
    struct mt_file *unpacked;
    z_stream stream;
    int64_t most_bytes;   /* that may come out */
    uLong crc;            /* of what has come out */
    int64_t from, at, to; /* the packed bytes: where they begin, what is read of them, where they end */
    bool begun;           /* a gzip member has ended before this one */
    bool between;         /* one has ended and the next has not begun */
    bool ended;           /* there is nothing behind what was read */
    unsigned char in[BLOCK_BYTES], out[BLOCK_BYTES];
};

static enum mt_rc
refill(struct unpacking *unpacking, struct mt_err *err)
{
    size_t size = sizeof unpacking->in, got;
    if (unpacking->stream.avail_in || unpacking->ended)
        return MT_OK;
    if (unpacking->to - unpacking->at < (int64_t)size)
        size = (size_t)(unpacking->to - unpacking->at);
    enum mt_rc rc = mt_file_read(unpacking->packed, unpacking->at, (char *)unpacking->in, size, &got, err);
    if (rc != MT_OK)
        return rc;
    unpacking->at += (int64_t)got;
    unpacking->ended = got == 0;
    unpacking->stream.next_in = unpacking->in;
    unpacking->stream.avail_in = (uInt)got;
    return MT_OK;
}

static enum mt_rc
refuse(const struct unpacking *unpacking, int status, struct mt_err *err)
{
    const z_stream *stream = &unpacking->stream;
    if (status == Z_MEM_ERROR)
        return mt_err_memory(err);
    if (unpacking->begun && stream->total_out == 0)
        return mt_err_set(err, MT_FAILED, "it is damaged: something that is no gzip follows the compressed data");
    return mt_err_set(err, MT_FAILED, "it is damaged: %s", stream->msg ? stream->msg : "its data make no sense");
}

/* Unpacks as much as fits into a block. */
static enum mt_rc
step(struct unpacking *unpacking, struct mt_err *err)
{
    z_stream *stream = &unpacking->stream;
    stream->next_out = unpacking->out;
    stream->avail_out = sizeof unpacking->out;
    int status = inflate(stream, Z_NO_FLUSH);
    /* What zlib calls an error is no more than that it needs the next block. */
    bool starved = status == Z_BUF_ERROR && stream->avail_in == 0;
    if (status != Z_OK && status != Z_STREAM_END && !starved)
        return refuse(unpacking, status, err);
    unpacking->between = status == Z_STREAM_END;

    size_t made = sizeof unpacking->out - stream->avail_out;
    if (unpacking->unpacked->size + (int64_t)made > unpacking->most_bytes)
        return mt_err_set(err, MT_FAILED, "it is damaged: it is longer than the archive says");
    unpacking->crc = crc32(unpacking->crc, unpacking->out, (uInt)made);
    enum mt_rc rc = mt_archive_limit_check(unpacking->limits, unpacking->unpacked->size + (int64_t)made,
                                           unpacking->at - unpacking->from - stream->avail_in, err);
    return rc == MT_OK ? mt_file_append(unpacking->unpacked, (struct mt_text){(char *)unpacking->out, made}, err) : rc;
}

/* From the beginning of a deflated stream to its end. */
static enum mt_rc
run(struct unpacking *unpacking, bool (*stop)(void), struct mt_err *err)
{
    unpacking->between = false;
    while (!unpacking->between) {
        if (stop && stop())
            return mt_err_set(err, MT_INTERRUPTED, "interrupted");
        enum mt_rc rc = refill(unpacking, err);
        if (rc == MT_OK && unpacking->stream.avail_in == 0)
            rc = mt_err_set(err, MT_FAILED, "it is cut: it ends inside the compressed data; download or copy it again");
        if (rc == MT_OK)
            rc = step(unpacking, err);
        if (rc != MT_OK)
            return rc;
    }
    return MT_OK;
}

/* Moves to the next gzip member. Tapes and some transports fill up with NULs behind the last one. */
static enum mt_rc
find_next(struct unpacking *unpacking, bool *found, struct mt_err *err)
{
    z_stream *stream = &unpacking->stream;
    for (;;) {
        enum mt_rc rc = refill(unpacking, err);
        if (rc != MT_OK)
            return rc;
        while (stream->avail_in && *stream->next_in == 0)
            stream->next_in++, stream->avail_in--;
        *found = stream->avail_in > 0;
        if (*found || unpacking->ended)
            return MT_OK;
    }
}

enum mt_rc
mt_inflate_gzip(const struct mt_file *packed, const struct mt_archive_limits *limits, bool (*stop)(void),
                struct mt_file *unpacked, struct mt_err *err)
{
    struct unpacking unpacking = {
        .packed = packed, .limits = limits, .unpacked = unpacked, .to = packed->size, .most_bytes = INT64_MAX};
    if (inflateInit2(&unpacking.stream, FORM_GZIP) != Z_OK)
        return mt_err_memory(err);
    bool goes_on = true;
    enum mt_rc rc = MT_OK;
    while (rc == MT_OK && goes_on) {
        rc = run(&unpacking, stop, err);
        if (rc == MT_OK)
            rc = find_next(&unpacking, &goes_on, err);
        unpacking.begun = true;
        if (rc == MT_OK && goes_on)
            inflateReset(&unpacking.stream);
    }
    inflateEnd(&unpacking.stream);
    return rc;
}

enum mt_rc
mt_inflate_raw(const struct mt_file *packed, int64_t from, int64_t to, int64_t most_bytes,
               const struct mt_archive_limits *limits, bool (*stop)(void), struct mt_file *unpacked, uint32_t *crc,
               struct mt_err *err)
{
    struct unpacking unpacking = {.packed = packed,
                                  .limits = limits,
                                  .unpacked = unpacked,
                                  .from = from,
                                  .at = from,
                                  .to = to,
                                  .most_bytes = most_bytes};
    if (inflateInit2(&unpacking.stream, FORM_RAW) != Z_OK)
        return mt_err_memory(err);
    enum mt_rc rc = run(&unpacking, stop, err);
    inflateEnd(&unpacking.stream);
    if (rc == MT_OK)
        *crc = (uint32_t)unpacking.crc;
    return rc;
}
