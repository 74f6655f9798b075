#include "ingest/archive_zip.h"

#include <inttypes.h>
#include <minizip/unzip.h>
#include <stdlib.h>
#include <zlib.h>

#include "ingest/archive_inflate.h"
#include "ingest/archive_limit.h"
#include "ingest/archive_name.h"
#include "ingest/archive_window.h"
#include "ingest/magic.h"
#include "store/base/arena.h"

enum {
    BLOCK_BYTES = 64 * 1024,
    FLAG_ENCRYPTED = 1 << 0,
    FLAG_UTF8 = 1 << 11,
    MADE_ON_UNIX = 3,
    DOS_FOLDER = 0x10,
    /* Of the mode that Unix keeps; the archive's format has its own copy of these numbers. */
    MODE_KIND = 0170000,
    MODE_LINK = 0120000,
    METHOD_STORED = 0,
    METHOD_DEFLATED = 8,
};

struct entry {
    struct mt_zip_member member;
    unz64_file_pos position;
    uint64_t packed_bytes; /* as the list says: any number */
    int64_t total_bytes;   /* of this and all before it, unpacked */
    uint32_t crc;
    unsigned flags, method;
    bool is_link;
};

struct mt_zip {
    struct mt_archive_window window;
    const struct mt_archive_limits *limits;
    unzFile handle;
    struct entry *entries;
    size_t count, room;
    struct mt_arena names;
};

static const char no_file[] = "it is a ZIP archive that holds no file";
static const char bad_list[] = "it is damaged: its list of members cannot be read";

/* ---- what may be unpacked ---- */

static enum mt_rc
refuse_method(unsigned method, struct mt_err *err)
{
    static const struct {
        unsigned method;
        const char *name;
    } known[] = {
        {1, "Shrink"}, {6, "Implode"}, {9, "Deflate64, which Windows uses for files of 2 GB and more"},
        {12, "bzip2"}, {14, "LZMA"},   {93, "Zstandard"},
        {95, "xz"},    {98, "PPMd"},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (known[i].method == method)
            return mt_err_set(err, MT_FAILED, "it is packed with %s, which is not read here; unpack it first",
                              known[i].name);
    return mt_err_set(err, MT_FAILED, "it is packed with method %u, which is not read here; unpack it first", method);
}

/* Whether the member can be unpacked, whatever is beside it. */
static enum mt_rc
check_alone(const struct mt_zip *zip, const struct entry *entry, struct mt_err *err)
{
    if (entry->member.raw_name.len > zip->limits->name_bytes)
        return mt_err_set(err, MT_FAILED, "its name has more than %zu bytes", zip->limits->name_bytes);
    if (entry->is_link)
        return mt_err_set(err, MT_FAILED, "it is a link to another file, which the archive may not hold");
    if (entry->flags & FLAG_ENCRYPTED)
        return mt_err_set(err, MT_FAILED, "it is encrypted; unpack it with its password first");
    if (entry->method != METHOD_STORED && entry->method != METHOD_DEFLATED)
        return refuse_method(entry->method, err);
    /* The packed size is the maker's word, too, and counts for no more than there is. */
    int64_t most = zip->window.file->size;
    int64_t packed = entry->packed_bytes < (uint64_t)most ? (int64_t)entry->packed_bytes : most;
    return mt_archive_limit_check(zip->limits, entry->member.unpacked_bytes, packed, err);
}

/* ---- the list of members ---- */

static int
by_name(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    int order = mt_text_compare(x->member.raw_name, y->member.raw_name);
    if (order)
        return order;
    /* Two members of one name: by content, so that their order in the archive does not matter here either. */
    if (x->crc != y->crc)
        return x->crc < y->crc ? -1 : 1;
    return x->position.num_of_file < y->position.num_of_file ? -1 : 1;
}

/* A folder has no content. What has some is a file, whatever else is said of it, so that nothing is lost unseen. */
static bool
is_folder(const unz_file_info64 *info, struct mt_text name)
{
    bool ends_as_folder = name.len && (name.at[name.len - 1] == '/' || name.at[name.len - 1] == '\\');
    return info->uncompressed_size == 0 && (ends_as_folder || (info->external_fa & DOS_FOLDER));
}

/* The content of a link is the path it leads to. Other modes say where a file came from ("zip -" keeps that of its
 * pipe) and not that it is none. */
static bool
is_link(const unz_file_info64 *info)
{
    return info->version >> 8 == MADE_ON_UNIX && ((unsigned)(info->external_fa >> 16) & MODE_KIND) == MODE_LINK;
}

/* Sizes of 4 GiB and more stand in an extra field, and the fixed fields hold their highest value. minizip 1.1 means to
 * read them and compares with another highest value where `long` has 64 bits. */
static void
take_zip64(unz_file_info64 *info, struct mt_text extra)
{
    enum { ID_ZIP64 = 1, HEAD_BYTES = 4, SIZE_BYTES = 8 };
    while (extra.len >= HEAD_BYTES) {
        const unsigned char *at = (const unsigned char *)extra.at;
        unsigned id = at[0] | (unsigned)at[1] << 8;
        size_t len = at[2] | (size_t)at[3] << 8;
        extra.at += HEAD_BYTES;
        extra.len -= HEAD_BYTES;
        if (len > extra.len)
            return;
        ZPOS64_T *const sizes[] = {&info->uncompressed_size, &info->compressed_size};
        const unsigned char *value = (const unsigned char *)extra.at;
        for (size_t i = 0; i < 2 && id == ID_ZIP64; i++) {
            if (*sizes[i] != UINT32_MAX || len < SIZE_BYTES)
                continue;
            *sizes[i] = 0;
            for (int byte = SIZE_BYTES - 1; byte >= 0; byte--)
                *sizes[i] = *sizes[i] << 8 | value[byte];
            value += SIZE_BYTES;
            len -= SIZE_BYTES;
        }
        if (id == ID_ZIP64)
            return;
        extra.at += len;
        extra.len -= len;
    }
}

static enum mt_rc
read_zip64(struct mt_zip *zip, unz_file_info64 *info, struct mt_err *err)
{
    if ((info->uncompressed_size != UINT32_MAX && info->compressed_size != UINT32_MAX) || info->size_file_extra == 0)
        return MT_OK;
    enum mt_rc rc = MT_OK;
    char *extra = malloc(info->size_file_extra);
    if (!extra)
        return mt_err_memory(err);
    if (unzGetCurrentFileInfo64(zip->handle, NULL, NULL, 0, extra, info->size_file_extra, NULL, 0) == UNZ_OK)
        take_zip64(info, (struct mt_text){extra, info->size_file_extra});
    else
        rc = mt_err_set(err, MT_FAILED, "%s", bad_list);
    free(extra);
    return rc;
}

static enum mt_rc
add_entry(struct mt_zip *zip, const unz_file_info64 *info, struct mt_text name, struct mt_err *err)
{
    if (zip->count == zip->room) {
        size_t room = zip->room ? 2 * zip->room : 16;
        struct entry *entries = realloc(zip->entries, room * sizeof *entries);
        if (!entries)
            return mt_err_memory(err);
        zip->entries = entries;
        zip->room = room;
    }
    struct entry *entry = &zip->entries[zip->count];
    *entry = (struct entry){
        .member = {.name_is_utf8 = (info->flag & FLAG_UTF8) != 0},
        .packed_bytes = info->compressed_size,
        .crc = (uint32_t)info->crc,
        .flags = (unsigned)info->flag,
        .method = (unsigned)info->compression_method,
        .is_link = is_link(info),
    };
    /* ZIP64 can say any number; what does not fit is larger than every limit anyway. */
    entry->member.unpacked_bytes = info->uncompressed_size > INT64_MAX ? INT64_MAX : (int64_t)info->uncompressed_size;
    if (unzGetFilePos64(zip->handle, &entry->position) != UNZ_OK)
        return mt_err_set(err, MT_FAILED, "%s", bad_list);
    if (!mt_arena_copy(&zip->names, name, &entry->member.raw_name))
        return mt_err_memory(err);
    zip->count++;
    return MT_OK;
}

/* What is behind the longest name that is read is not looked at: such a member is refused. */
static enum mt_rc
list_member(struct mt_zip *zip, const char **office, struct mt_err *err)
{
    unz_file_info64 info;
    char *room = malloc(zip->limits->name_bytes + 1);
    if (!room)
        return mt_err_memory(err);
    enum mt_rc rc = MT_OK;
    if (unzGetCurrentFileInfo64(zip->handle, &info, room, zip->limits->name_bytes + 1, NULL, 0, NULL, 0) != UNZ_OK) {
        rc = mt_err_set(err, MT_FAILED, "%s", bad_list);
    } else {
        size_t len = info.size_filename <= zip->limits->name_bytes ? info.size_filename : zip->limits->name_bytes + 1;
        struct mt_text name = {room, len};
        if (mt_text_is(name, "xl/workbook.xml"))
            *office = mt_magic_workbook;
        else if (mt_text_is(name, "[Content_Types].xml") && !*office)
            *office = mt_magic_document;
        if (!is_folder(&info, name) && !mt_archive_name_is_junk(name)) {
            rc = read_zip64(zip, &info, err);
            if (rc == MT_OK)
                rc = add_entry(zip, &info, name, err);
        }
    }
    free(room);
    return rc;
}

static void
add_up(struct mt_zip *zip)
{
    int64_t total = 0;
    for (size_t i = 0; i < zip->count; i++) {
        struct entry *entry = &zip->entries[i];
        struct mt_err ignored;
        /* What is not unpacked takes no room. */
        if (check_alone(zip, entry, &ignored) == MT_OK)
            total = entry->member.unpacked_bytes > INT64_MAX - total ? INT64_MAX : total + entry->member.unpacked_bytes;
        entry->total_bytes = total;
    }
}

static enum mt_rc
list_members(struct mt_zip *zip, struct mt_err *err)
{
    const char *office = NULL;
    unz_global_info64 about;
    int status = UNZ_OK;
    /* An empty list has no first member, which minizip takes for damage. */
    if (unzGetGlobalInfo64(zip->handle, &about) == UNZ_OK && about.number_entry > 0)
        status = unzGoToFirstFile(zip->handle);
    else
        status = UNZ_END_OF_LIST_OF_FILE;
    for (size_t seen = 0; status == UNZ_OK; seen++) {
        if (seen == zip->limits->members)
            return mt_err_set(err, MT_FAILED, "it has more than %zu members; unpack it and import the folders in it",
                              zip->limits->members);
        enum mt_rc rc = list_member(zip, &office, err);
        if (rc != MT_OK)
            return rc;
        status = unzGoToNextFile(zip->handle);
    }
    if (status != UNZ_END_OF_LIST_OF_FILE)
        return mt_err_set(err, MT_FAILED, "%s", bad_list);
    if (office)
        return mt_err_set(err, MT_FAILED, "%s", office);
    if (zip->count == 0)
        return mt_err_set(err, MT_FAILED, "%s", no_file);

    qsort(zip->entries, zip->count, sizeof *zip->entries, by_name);
    add_up(zip);
    return MT_OK;
}

/* minizip takes a list at the very beginning for none. */
static bool
is_empty(const struct mt_file *file)
{
    char start[4];
    size_t got;
    struct mt_err ignored;
    return mt_file_read(file, 0, start, sizeof start, &got, &ignored) == MT_OK &&
           mt_text_starts((struct mt_text){start, got}, "PK\x05\x06");
}

enum mt_rc
mt_zip_open(struct mt_zip **zip, const struct mt_file *file, const struct mt_archive_limits *limits, struct mt_err *err)
{
    struct mt_zip *opened = calloc(1, sizeof *opened);
    if (!opened)
        return mt_err_memory(err);
    opened->window.file = file;
    opened->limits = limits;
    opened->names = MT_ARENA_EMPTY;
    zlib_filefunc64_def functions = mt_archive_window_functions(&opened->window);
    opened->handle = unzOpen2_64("", &functions);
    enum mt_rc rc;
    if (opened->handle)
        rc = list_members(opened, err);
    else if (is_empty(file))
        rc = mt_err_set(err, MT_FAILED, "%s", no_file);
    else
        rc = mt_err_set(err, MT_FAILED,
                        "it is a ZIP archive that is cut or damaged: the list of its members, which stands at its "
                        "end, is missing; download or copy it again");
    if (opened->window.failed)
        rc = mt_err_set(err, MT_FAILED, "%s", opened->window.err.text);
    if (rc == MT_OK)
        *zip = opened;
    else
        mt_zip_close(opened);
    return rc;
}

void
mt_zip_close(struct mt_zip *zip)
{
    if (!zip)
        return;
    if (zip->handle)
        unzClose(zip->handle);
    mt_arena_release(&zip->names);
    free(zip->entries);
    free(zip);
}

size_t
mt_zip_count(const struct mt_zip *zip)
{
    return zip->count;
}

const struct mt_zip_member *
mt_zip_member(const struct mt_zip *zip, size_t index)
{
    return &zip->entries[index].member;
}

/* ---- one member ---- */

enum mt_rc
mt_zip_check(const struct mt_zip *zip, size_t index, struct mt_err *err)
{
    const struct entry *entry = &zip->entries[index];
    enum mt_rc rc = check_alone(zip, entry, err);
    return rc == MT_OK ? mt_archive_limit_check_total(zip->limits, entry->total_bytes, zip->window.file->size, err)
                       : rc;
}

static enum mt_rc
damaged(const struct mt_zip *zip, const char *how, struct mt_err *err)
{
    return zip->window.failed ? mt_err_set(err, MT_FAILED, "%s", zip->window.err.text)
                              : mt_err_set(err, MT_FAILED, "it is damaged: %s", how);
}

/* Where the member's data begin: behind a header of its own, which repeats what the list says. */
static enum mt_rc
find_data(struct mt_zip *zip, const struct entry *entry, int64_t *from, struct mt_err *err)
{
    enum { AS_IT_IS = 1 };
    int method;
    if (unzGoToFilePos64(zip->handle, &entry->position) != UNZ_OK ||
        unzOpenCurrentFile2(zip->handle, &method, NULL, AS_IT_IS) != UNZ_OK) {
        /* The list names places beyond 4 GiB in a way that minizip does not read. */
        if (zip->window.file->size > UINT32_MAX)
            return mt_err_set(err, MT_FAILED, "it lies too far behind in an archive of over 4 GiB; unpack it first");
        return damaged(zip, "what stands in front of it is not what the archive's list says", err);
    }
    uint64_t at = unzGetCurrentFileZStreamPos64(zip->handle), size = (uint64_t)zip->window.file->size;
    unzCloseCurrentFile(zip->handle);
    if (at > size || entry->packed_bytes > size - at)
        return damaged(zip, "it is longer than the archive", err);
    *from = (int64_t)at;
    return MT_OK;
}

static enum mt_rc
copy_stored(const struct mt_file *file, int64_t from, int64_t to, bool (*stop)(void), struct mt_file *unpacked,
            uint32_t *crc, struct mt_err *err)
{
    char block[BLOCK_BYTES];
    uLong sum = 0;
    while (from < to) {
        size_t size = to - from < BLOCK_BYTES ? (size_t)(to - from) : BLOCK_BYTES, got;
        if (stop && stop())
            return mt_err_set(err, MT_INTERRUPTED, "interrupted");
        enum mt_rc rc = mt_file_read(file, from, block, size, &got, err);
        if (rc == MT_OK && got < size)
            rc = mt_err_set(err, MT_FAILED, "it is cut");
        if (rc == MT_OK)
            rc = mt_file_append(unpacked, (struct mt_text){block, got}, err);
        if (rc != MT_OK)
            return rc;
        sum = crc32(sum, (const Bytef *)block, (uInt)got);
        from += (int64_t)got;
    }
    *crc = (uint32_t)sum;
    return MT_OK;
}

enum mt_rc
mt_zip_unpack(struct mt_zip *zip, size_t index, bool (*stop)(void), struct mt_file *unpacked, struct mt_err *err)
{
    const struct entry *entry = &zip->entries[index];
    int64_t from = 0;
    uint32_t crc;
    enum mt_rc rc = mt_zip_check(zip, index, err);
    if (rc == MT_OK)
        rc = find_data(zip, entry, &from, err);
    if (rc != MT_OK)
        return rc;
    int64_t to = from + (int64_t)entry->packed_bytes;
    if (entry->method == METHOD_STORED) {
        if (entry->packed_bytes != (uint64_t)entry->member.unpacked_bytes)
            return damaged(zip, "its length is not what the archive says", err);
        rc = copy_stored(zip->window.file, from, to, stop, unpacked, &crc, err);
    } else {
        rc = mt_inflate_raw(zip->window.file, from, to, entry->member.unpacked_bytes, zip->limits, stop, unpacked, &crc,
                            err);
    }
    if (rc == MT_OK && unpacked->size != entry->member.unpacked_bytes)
        rc = damaged(zip, "its length is not what the archive says", err);
    if (rc == MT_OK && crc != entry->crc)
        rc = damaged(zip, "its checksum does not fit", err);
    return rc;
}
