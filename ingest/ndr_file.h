#ifndef MT_INGEST_NDR_FILE_H
#define MT_INGEST_NDR_FILE_H

/* A file with non-delivery reports, read whole into memory: they are small, and MIME needs all of it. */

#include "ingest/file.h"
#include "ingest/ndr.h"

struct mt_ndr_file {
    struct mt_arena arena; /* holds everything below */
    unsigned char sha256[32];
    int64_t bytes;
    struct mt_ndr_list list;
    int64_t newest_us; /* when the newest of the reports was made; MT_MOMENT_UNKNOWN: none says it */
};

/* *likely is false, and nothing is read, when the file does not begin like mail or a report. */
enum mt_rc mt_ndr_file_read(const struct mt_file *from, struct mt_ndr_file *file, bool *likely, struct mt_err *err);
void mt_ndr_file_release(struct mt_ndr_file *file);

#endif
