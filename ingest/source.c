#include "ingest/source.h"

#include <nettle/sha2.h>
#include <stdlib.h>
#include <string.h>

#include "ingest/file.h"
#include "ingest/magic.h"
#include "store/base/civil.h"

enum {
    BLOCK_BYTES = 256 * 1024,
    LOSSY_MARKS = 3,        /* "?" between letters: one or two may stand in an address of a web page */
    TEXT_BYTES = 32 * 1024, /* decoded at a time in the first pass; small enough to stay in the cache */
};

struct mt_source {
    struct mt_source_facts facts;
    struct mt_file file;
    char *name;
    size_t mark_bytes;
    int64_t offset; /* of the byte behind the block */
    size_t taken;   /* what of the block has been decoded */
    size_t held;
    bool ended;          /* there is nothing behind the block */
    bool is_well_formed; /* it is UTF-8 throughout: reading it takes no block */
    char block[BLOCK_BYTES];
};

/* What the first pass adds up. */
struct survey {
    struct sha256_ctx sha256; /* nettle's uses the processor's own instructions: hashing is as fast as reading */
    struct mt_encoding_count count;
    uint64_t lossy_marks;
    uint64_t repaired;
    bool has_nul;
};

/* Moves what was not decoded to the front of the block and reads on behind it; `fresh` is what came. */
static enum mt_rc
fill(struct mt_source *source, struct mt_text *fresh, struct mt_err *err)
{
    size_t left = source->held - source->taken, got;
    memmove(source->block, source->block + source->taken, left);
    source->taken = 0;
    source->held = left;
    enum mt_rc rc = mt_file_read(&source->file, source->offset, source->block + left, BLOCK_BYTES - left, &got, err);
    if (rc != MT_OK)
        return rc;
    source->ended = got < BLOCK_BYTES - left;
    source->held += got;
    source->offset += (int64_t)got;
    *fresh = (struct mt_text){source->block + left, got};
    return MT_OK;
}

/* Decodes what it can of the block. */
static size_t
decode(struct mt_source *source, char *room, size_t size, uint64_t *repaired)
{
    struct mt_text rest = {source->block + source->taken, source->held - source->taken};
    struct mt_decoded decoded = mt_encoding_decode(source->facts.encoding, rest, source->ended, room, size);
    source->taken += decoded.taken;
    *repaired += decoded.repaired;
    return decoded.made;
}

/* How many bytes at the end belong to a character that is not all there. */
static size_t
cut_character(struct mt_text text)
{
    enum { LONGEST = 4 };
    for (size_t back = 1; back < LONGEST && back <= text.len; back++) {
        unsigned char byte = (unsigned char)text.at[text.len - back];
        if ((byte & 0xC0) == 0x80)
            continue; /* goes on with what is before it */
        size_t width = byte < 0xC0 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
        return width > back ? back : 0;
    }
    return 0;
}

static bool
is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static uint64_t
count_lossy_marks(struct mt_text text)
{
    uint64_t count = 0;
    for (size_t at = 1; at + 1 < text.len; at++) {
        const char *mark = memchr(text.at + at, '?', text.len - 1 - at);
        if (!mark)
            break;
        count += is_letter(mark[-1]) && is_letter(mark[1]);
        at = (size_t)(mark - text.at);
    }
    return count;
}

/* Settles what the start of the file can settle. Returns true when the encoding is final. */
static bool
settle_encoding(struct mt_source *source, enum mt_encoding forced)
{
    struct mt_text start = {source->block, source->held};
    enum mt_encoding marked = MT_ENCODING_DETECT;
    size_t mark_bytes = mt_encoding_mark(start, &marked);
    bool is_marked = mark_bytes && (forced == MT_ENCODING_DETECT || forced == marked);
    if (is_marked) {
        source->facts.has_mark = true;
        source->mark_bytes = mark_bytes;
        source->taken = mark_bytes;
    }
    source->facts.encoding = forced != MT_ENCODING_DETECT ? forced
                             : is_marked                  ? marked
                                                          : mt_encoding_guess_utf16(start);
    if (source->facts.encoding != MT_ENCODING_DETECT)
        return true;
    source->facts.encoding = MT_ENCODING_UTF8; /* until a byte says otherwise */
    return false;
}

/* What is well-formed needs no decoding to be known. A character that the block cuts is left for the next. */
static void
skip_well_formed(struct mt_source *source, struct survey *survey)
{
    struct mt_text rest = {source->block + source->taken, source->held - source->taken};
    bool is_big = source->facts.encoding == MT_ENCODING_UTF16BE;
    if (is_big || source->facts.encoding == MT_ENCODING_UTF16LE)
        source->taken += mt_encoding_utf16_plain(rest, is_big);
    if (source->facts.encoding != MT_ENCODING_UTF8)
        return;
    rest.len -= source->ended ? 0 : cut_character(rest);
    if (!mt_text_valid_utf8(rest, false))
        return;
    survey->has_nul = survey->has_nul || memchr(rest.at, '\0', rest.len) != NULL;
    source->taken += rest.len;
}

static void
survey_block(struct mt_source *source, struct survey *survey, struct mt_text fresh)
{
    char room[TEXT_BYTES];
    size_t made;
    sha256_update(&survey->sha256, fresh.len, (const uint8_t *)fresh.at);
    mt_encoding_count(fresh, &survey->count);
    survey->lossy_marks += count_lossy_marks(fresh);
    do {
        skip_well_formed(source, survey);
        made = decode(source, room, sizeof room, &survey->repaired);
        survey->has_nul = survey->has_nul || (made && memchr(room, '\0', made) != NULL);
    } while (made > 0);
}

/* Text has no NUL characters, whatever its encoding. */
static enum mt_rc
refuse_nul(const struct mt_source *source, enum mt_encoding forced, bool looks_utf16, struct mt_err *err)
{
    if (forced == MT_ENCODING_DETECT)
        return mt_err_set(err, MT_FAILED, "cannot read '%.300s': it holds NUL characters and is no text export",
                          source->name);
    return mt_err_set(err, MT_FAILED, "cannot read '%.300s' as %s: it holds NUL characters%s", source->name,
                      mt_encoding_name(forced), looks_utf16 ? " and looks like UTF-16" : "");
}

/* Reads everything once; see the header for why. */
static enum mt_rc
look_through(struct mt_source *source, enum mt_encoding forced, bool (*stop)(void), struct mt_err *err)
{
    struct survey survey = {.has_nul = false};
    struct mt_text fresh;
    sha256_init(&survey.sha256);
    enum mt_rc rc = fill(source, &fresh, err);
    if (rc != MT_OK)
        return rc;
    const char *kind = mt_magic_of(fresh);
    if (kind)
        return mt_err_set(err, MT_FAILED, "cannot read '%.300s': %s", source->name, kind);
    bool looks_utf16 = mt_encoding_guess_utf16(fresh) != MT_ENCODING_DETECT;
    bool is_final = settle_encoding(source, forced);

    for (;;) {
        survey_block(source, &survey, fresh);
        if (source->ended)
            break;
        if (stop && stop())
            return mt_err_set(err, MT_INTERRUPTED, "interrupted");
        rc = fill(source, &fresh, err);
        if (rc != MT_OK)
            return rc;
    }
    sha256_digest(&survey.sha256, sizeof source->facts.sha256, source->facts.sha256);
    source->facts.bytes = source->offset;
    if (survey.has_nul)
        return refuse_nul(source, forced, looks_utf16, err);
    if (!is_final && survey.repaired) {
        source->facts.encoding = MT_ENCODING_CP1252;
        survey.repaired = survey.count.undefined;
    }
    source->facts.repaired = survey.repaired;
    source->is_well_formed = source->facts.encoding == MT_ENCODING_UTF8 && survey.repaired == 0;
    source->facts.looks_lossy = source->facts.encoding == MT_ENCODING_UTF8 && !source->facts.has_mark &&
                                survey.count.beyond_ascii == 0 && survey.lossy_marks >= LOSSY_MARKS;
    return MT_OK;
}

enum mt_rc
mt_source_open_file(struct mt_source **source, struct mt_file *file, const char *name, int64_t modified_us,
                    enum mt_encoding encoding, bool (*stop)(void), struct mt_err *err)
{
    struct mt_source *opened = malloc(sizeof *opened);
    size_t name_bytes = strlen(name) + 1;
    char *own_name = malloc(name_bytes);
    if (!opened || !own_name) {
        mt_file_close(file);
        free(own_name);
        free(opened);
        return mt_err_memory(err);
    }
    memcpy(own_name, name, name_bytes);
    memset(opened, 0, offsetof(struct mt_source, block));
    opened->name = own_name;
    opened->facts.name = mt_text_of(own_name);
    opened->facts.modified_us = modified_us;
    opened->file = *file;
    opened->file.name = own_name;
    file->descriptor = -1;

    enum mt_rc rc = look_through(opened, encoding, stop, err);
    if (rc == MT_OK)
        rc = mt_source_rewind(opened, err);
    if (rc == MT_OK)
        *source = opened;
    else
        mt_source_close(opened);
    return rc;
}

enum mt_rc
mt_source_open(struct mt_source **source, const char *path, enum mt_encoding encoding, struct mt_err *err)
{
    return mt_source_open_until(source, path, encoding, NULL, err);
}

enum mt_rc
mt_source_open_until(struct mt_source **source, const char *path, enum mt_encoding encoding, bool (*stop)(void),
                     struct mt_err *err)
{
    struct mt_file file;
    const char *name = mt_file_name(path);
    enum mt_rc rc = mt_file_open(&file, path, name, stop, err);
    return rc == MT_OK ? mt_source_open_file(source, &file, name, mt_file_modified_us(&file), encoding, stop, err) : rc;
}

enum mt_rc
mt_source_open_memory(struct mt_source **source, struct mt_text bytes, const char *name, enum mt_encoding encoding,
                      struct mt_err *err)
{
    struct mt_file file = mt_file_of_memory(bytes, name);
    return mt_source_open_file(source, &file, name, MT_MOMENT_UNKNOWN, encoding, NULL, err);
}

void
mt_source_close(struct mt_source *source)
{
    if (!source)
        return;
    mt_file_close(&source->file);
    free(source->name);
    free(source);
}

const struct mt_source_facts *
mt_source_facts(const struct mt_source *source)
{
    return &source->facts;
}

enum mt_rc
mt_source_rewind(struct mt_source *source, struct mt_err *err)
{
    (void)err; /* a source can be read at any offset; the caller need not rely on that */
    source->offset = (int64_t)source->mark_bytes;
    source->taken = 0;
    source->held = 0;
    source->ended = false;
    return MT_OK;
}

/* Text that needs no decoding goes from the file to where it is wanted. */
static enum mt_rc
read_well_formed(struct mt_source *source, char *room, size_t size, size_t *got, struct mt_err *err)
{
    enum mt_rc rc = mt_file_read(&source->file, source->offset, room, size, got, err);
    if (rc != MT_OK)
        return rc;
    if (*got == size)
        *got -= cut_character((struct mt_text){room, *got});
    source->offset += (int64_t)*got;
    return MT_OK;
}

enum mt_rc
mt_source_read(struct mt_source *source, char *room, size_t size, size_t *got, struct mt_err *err)
{
    if (source->is_well_formed)
        return read_well_formed(source, room, size, got, err);
    uint64_t repaired = 0; /* counted when the source was opened */
    for (;;) {
        size_t made = decode(source, room, size, &repaired);
        if (made || source->ended) {
            *got = made;
            return MT_OK;
        }
        struct mt_text fresh;
        enum mt_rc rc = fill(source, &fresh, err);
        if (rc != MT_OK)
            return rc;
    }
}

int64_t
mt_source_consumed(const struct mt_source *source)
{
    return source->offset - (int64_t)(source->held - source->taken);
}

enum mt_rc
mt_source_unchanged(struct mt_source *source, struct mt_err *err)
{
    return mt_file_unchanged(&source->file, err);
}

void
mt_source_sha256_with(const unsigned char sha256[32], struct mt_text told, unsigned char out[32])
{
    struct sha256_ctx state;
    sha256_init(&state);
    sha256_update(&state, 32, sha256);
    sha256_update(&state, told.len, (const uint8_t *)told.at);
    sha256_digest(&state, 32, out);
}
