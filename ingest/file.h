#ifndef MT_INGEST_FILE_H
#define MT_INGEST_FILE_H

/* The raw bytes of an input, readable at any offset and more than once.
 *
 * A regular file is read in place. Standard input, a pipe or a terminal is first copied to a temporary file that has
 * no name any more. Bytes that are in memory already belong to the caller and must outlive the file. Error texts call
 * the input by `name`, which belongs to the caller, too. */

#include "store/base/err.h"
#include "store/base/text.h"

#include <time.h>

struct mt_file {
    const char *name;
    int descriptor;        /* -1 when the bytes are in memory */
    struct mt_text memory; /* the bytes, or unknown */
    bool is_regular;       /* the two below are known */
    int64_t size;
    struct timespec modified;
};

/* "-" is standard input. Fills `file` only on success. `stop` is asked while a stream is copied (NULL: never). */
enum mt_rc mt_file_open(struct mt_file *file, const char *path, const char *name, bool (*stop)(void),
                        struct mt_err *err);
struct mt_file mt_file_of_memory(struct mt_text bytes, const char *name);
void mt_file_close(struct mt_file *file);

/* Fills `room` as far as the file goes; less than `size` means that it ends there. */
enum mt_rc mt_file_read(const struct mt_file *file, int64_t offset, char *room, size_t size, size_t *got,
                        struct mt_err *err);

/* Fails when a regular file has another size or time of change than when it was opened. */
enum mt_rc mt_file_unchanged(const struct mt_file *file, struct mt_err *err);

#endif
