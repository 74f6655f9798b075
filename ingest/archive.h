#ifndef MT_INGEST_ARCHIVE_H
#define MT_INGEST_ARCHIVE_H

/* The exports that one input holds: the members of a ZIP archive, what a gzip file unpacks to, or the input itself when
 * it is neither. What an input is shows in its bytes; its name does not matter.
 *
 * A member is unpacked when it is asked for, to a temporary file that has no name and belongs to the source made of it.
 * So one member at a time takes room on the disk, and memory stays as it is. Member names are shown to people and
 * never used as paths. Archives within archives are refused.
 *
 * The times that archives keep for their members are not used: those of ZIP have no zone, and that of gzip is whatever
 * the maker wrote. An export was there before it was packed, so the time of the archive's own file stands for it, with
 * the same meaning as everywhere (ingest/observed.h): an upper bound, and none when the archive came as a stream. */

#include "ingest/encoding.h"
#include "store/base/err.h"

#include <stdint.h>

struct mt_archive;
struct mt_file;
struct mt_source;

/* Against archives that are made to fill disks. */
struct mt_archive_limits {
    int64_t member_bytes; /* of one member, unpacked */
    int64_t total_bytes;  /* of all members */
    int64_t ratio;        /* unpacked to packed ... */
    int64_t ratio_from;   /* ... beyond so many unpacked bytes */
    size_t members;
    size_t name_bytes;
};

extern const struct mt_archive_limits mt_archive_usual_limits;

/* "-" is standard input. Opens every input that can be read; that a member is damaged, encrypted, too large or no
 * export shows when it is opened. Refuses a ZIP archive whose list of members is damaged, cut or too long, or that
 * holds no file at all. The limits must outlive the archive; `stop` is asked between blocks (NULL: never). */
enum mt_rc mt_archive_open(struct mt_archive **archive, const char *path, const struct mt_archive_limits *limits,
                           bool (*stop)(void), struct mt_err *err);

/* The same for bytes that stay in memory until the archive is closed. */
enum mt_rc mt_archive_open_memory(struct mt_archive **archive, struct mt_text bytes, const char *name,
                                  const struct mt_archive_limits *limits, struct mt_err *err);
void mt_archive_close(struct mt_archive *archive); /* accepts NULL */

/* At least 1. Members come in the order of their names, byte by byte, whatever their order in the archive. Folders and
 * what file managers leave behind (see archive_name.h) are not counted. */
size_t mt_archive_count(const struct mt_archive *archive);

/* What people call it: "may.zip/europe/trace.csv", "trace.csv.gz". Well-formed UTF-8 without control characters behind
 * the name of the archive; belongs to the archive. */
const char *mt_archive_name(const struct mt_archive *archive, size_t index);

/* The bytes of an input as they are, for what is no text: a file that outlives the archive, and which the caller
 * closes. The error text names the member. */
enum mt_rc mt_archive_file(struct mt_archive *archive, size_t index, struct mt_file *file, struct mt_err *err);

/* A source that outlives the archive. The error text names the member. */
enum mt_rc mt_archive_source(struct mt_archive *archive, size_t index, enum mt_encoding encoding,
                             struct mt_source **source, struct mt_err *err);

#endif
