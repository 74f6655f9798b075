#ifndef MT_INGEST_SOURCE_H
#define MT_INGEST_SOURCE_H

/* The bytes of one export as UTF-8 text, from a file or standard input, or unpacked by archive.h.
 *
 * Opening reads everything once: SHA-256, size, encoding. That makes the encoding a fact of the whole file (a CP1252
 * byte in the last row counts) and lets an identical file be recognised before it is parsed. Standard input is spooled
 * to an unlinked temporary file, because exports are read twice. Nothing here knows CSV, JSON or Exchange. */

#include "ingest/encoding.h"
#include "store/base/err.h"

struct mt_file;
struct mt_source;

struct mt_source_facts {
    struct mt_text name; /* as given; "standard input" for "-" */
    unsigned char sha256[32];
    int64_t bytes;
    int64_t modified_us;       /* of a regular file, or of the archive it was in; else MT_MOMENT_UNKNOWN */
    enum mt_encoding encoding; /* what it is read as */
    bool has_mark;             /* a byte-order mark was there and is skipped */
    uint64_t repaired;         /* byte sequences that were no text in that encoding and became U+FFFD */
    bool looks_lossy;          /* pure ASCII with "?" where names have letters: PowerShell 5.1's default encoding */
};

/* Refuses, with a sentence that helps: a folder, a missing file, a file that is no text (it says what it looks like:
 * archive, Excel workbook, SQLite database, PDF, picture, …), NUL characters in the text. An empty file is fine. */
enum mt_rc mt_source_open(struct mt_source **source, const char *path, enum mt_encoding encoding, struct mt_err *err);

/* The same; `stop` is asked between blocks, and a true answer ends it with MT_INTERRUPTED. */
enum mt_rc mt_source_open_until(struct mt_source **source, const char *path, enum mt_encoding encoding,
                                bool (*stop)(void), struct mt_err *err);

/* The same from a file that is open, which becomes the source's own and is closed by it, also when this fails. `name`
 * is what people call it. `modified_us` is a moment at which the export was there already, or MT_MOMENT_UNKNOWN. */
enum mt_rc mt_source_open_file(struct mt_source **source, struct mt_file *file, const char *name, int64_t modified_us,
                               enum mt_encoding encoding, bool (*stop)(void), struct mt_err *err);

/* The same from bytes that are in memory and stay there until the source is closed. `name` is for error texts. */
enum mt_rc mt_source_open_memory(struct mt_source **source, struct mt_text bytes, const char *name,
                                 enum mt_encoding encoding, struct mt_err *err);
void mt_source_close(struct mt_source *source); /* accepts NULL */

const struct mt_source_facts *mt_source_facts(const struct mt_source *source);

/* The checksum of a file with something that its bytes do not tell: two of Graph's answers about one message can be the
 * same bytes and be about different recipients. */
void mt_source_sha256_with(const unsigned char sha256[32], struct mt_text told, unsigned char out[32]);

/* Starts over at the first character behind a byte-order mark. */
enum mt_rc mt_source_rewind(struct mt_source *source, struct mt_err *err);

/* The next UTF-8 bytes, always well-formed and never ending inside a character; *got is 0 at the end. `size` is at
 * least 16. */
enum mt_rc mt_source_read(struct mt_source *source, char *room, size_t size, size_t *got, struct mt_err *err);

/* How many bytes of the file have been consumed since the last rewind, for a progress bar. */
int64_t mt_source_consumed(const struct mt_source *source);

/* Fails when the file has changed since it was opened: what was read would be neither the old nor the new file. */
enum mt_rc mt_source_unchanged(struct mt_source *source, struct mt_err *err);

#endif
