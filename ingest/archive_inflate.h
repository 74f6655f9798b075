#ifndef MT_INGEST_ARCHIVE_INFLATE_H
#define MT_INGEST_ARCHIVE_INFLATE_H

/* Deflated bytes back into what they were. The only part that knows zlib's inflate(). Error texts are clauses such as
 * "it is cut: ...", in front of which the caller puts the name. */

#include "ingest/archive.h"
#include "ingest/file.h"

/* Appends what a gzip file (RFC 1952) unpacks to, also when it is several put one behind the other. */
enum mt_rc mt_inflate_gzip(const struct mt_file *packed, const struct mt_archive_limits *limits, bool (*stop)(void),
                           struct mt_file *unpacked, struct mt_err *err);

/* Appends what the bytes between two offsets unpack to (RFC 1951), and takes their checksum. More than `most_bytes` is
 * damage: so much was announced. */
enum mt_rc mt_inflate_raw(const struct mt_file *packed, int64_t from, int64_t to, int64_t most_bytes,
                          const struct mt_archive_limits *limits, bool (*stop)(void), struct mt_file *unpacked,
                          uint32_t *crc, struct mt_err *err);

#endif
