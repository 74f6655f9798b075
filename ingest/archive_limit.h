#ifndef MT_INGEST_ARCHIVE_LIMIT_H
#define MT_INGEST_ARCHIVE_LIMIT_H

/* The limits of archive.h, applied. A member that keeps them can be unpacked without harm. */

#include "ingest/archive.h"

/* Whether so many bytes may come out of so many packed ones; says a clause when not. */
enum mt_rc mt_archive_limit_check(const struct mt_archive_limits *limits, int64_t unpacked_bytes, int64_t packed_bytes,
                                  struct mt_err *err);

/* The same for all members together. */
enum mt_rc mt_archive_limit_check_total(const struct mt_archive_limits *limits, int64_t unpacked_bytes,
                                        int64_t packed_bytes, struct mt_err *err);

#endif
