#ifndef MT_INGEST_FILE_H
#define MT_INGEST_FILE_H

/* The raw bytes of an input, readable at any offset and more than once.
 *
 * A regular file is read in place. Standard input, a pipe or a terminal is first copied to a temporary file that has
 * no name any more, and so is what comes out of an archive. Bytes that are in memory already belong to the caller and
 * must outlive the file. Error texts call the input by `name`, which belongs to the caller, too. */

#include "store/base/err.h"
#include "store/base/text.h"

#include <time.h>

struct mt_file {
    const char *name;
    int descriptor;        /* -1 when the bytes are in memory */
    struct mt_text memory; /* the bytes, or unknown */
    int64_t size;
    bool is_regular; /* it has a time, and others may change it while it is read */
    struct timespec modified;
};

/* What people call the input: "standard input" for "-", else the path. */
const char *mt_file_name(const char *path);

/* "-" is standard input. Fills `file` only on success. `stop` is asked while a stream is copied (NULL: never). */
enum mt_rc mt_file_open(struct mt_file *file, const char *path, const char *name, bool (*stop)(void),
                        struct mt_err *err);
struct mt_file mt_file_of_memory(struct mt_text bytes, const char *name);
void mt_file_close(struct mt_file *file);

/* The same bytes under a descriptor of their own, so that each can be closed without the other. */
enum mt_rc mt_file_share(const struct mt_file *file, struct mt_file *copy, struct mt_err *err);

/* When a regular file was changed last, MT_MOMENT_UNKNOWN for all else. */
int64_t mt_file_modified_us(const struct mt_file *file);

/* Fills `room` as far as the file goes; less than `size` means that it ends there. */
enum mt_rc mt_file_read(const struct mt_file *file, int64_t offset, char *room, size_t size, size_t *got,
                        struct mt_err *err);

/* Fails when a regular file has another size or time of change than when it was opened. */
enum mt_rc mt_file_unchanged(const struct mt_file *file, struct mt_err *err);

/* A temporary file without a name, empty, to be filled with mt_file_append. `expected_bytes` is how large it will be,
 * or -1: when the disk has no room for that, it is said before anything is written. */
enum mt_rc mt_file_make(struct mt_file *file, const char *name, int64_t expected_bytes, struct mt_err *err);
enum mt_rc mt_file_append(struct mt_file *file, struct mt_text bytes, struct mt_err *err);

#endif
