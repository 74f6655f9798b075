#ifndef MT_INGEST_ARCHIVE_ZIP_H
#define MT_INGEST_ARCHIVE_ZIP_H

/* ZIP archives: stored and deflated members, data descriptors, ZIP64. The only part that calls minizip.
 *
 * Goes by the list at the end of the archive, as all programs do. minizip finds and reads it; the members are unpacked
 * here, because minizip 1.1 (Debian 12) ends members of 4 GiB too early and does not check the sum of one that is
 * shorter than the list says. Error texts are clauses such as "it is damaged: ...",
 * in front of which the caller puts the name. */

#include "ingest/archive.h"
#include "ingest/file.h"

struct mt_zip;

struct mt_zip_member {
    struct mt_text raw_name; /* any bytes */
    bool name_is_utf8;       /* the archive says so */
    int64_t unpacked_bytes;  /* as the list says; no more than that is ever unpacked */
};

/* `file` and `limits` must outlive the zip. Fails when there is no list, or one that cannot be right. */
enum mt_rc mt_zip_open(struct mt_zip **zip, const struct mt_file *file, const struct mt_archive_limits *limits,
                       struct mt_err *err);
void mt_zip_close(struct mt_zip *zip); /* accepts NULL */

/* The members that are files and were put there on purpose, by name. */
size_t mt_zip_count(const struct mt_zip *zip);
const struct mt_zip_member *mt_zip_member(const struct mt_zip *zip, size_t index);

/* Whether the member can and may be unpacked, from what the list says of it. */
enum mt_rc mt_zip_check(const struct mt_zip *zip, size_t index, struct mt_err *err);

/* Appends the member's content. */
enum mt_rc mt_zip_unpack(struct mt_zip *zip, size_t index, bool (*stop)(void), struct mt_file *unpacked,
                         struct mt_err *err);

#endif
