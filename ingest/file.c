#include "ingest/file.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "store/base/civil.h"

/* Own words, because the C library's follow the locale and say nothing that helps. */
static const struct {
    int number;
    const char *text;
} troubles[] = {
    {ENOENT, "there is no such file"},
    {ENOTDIR, "a part of its path is not a folder"},
    {EISDIR, "it is a folder; name the files in it"},
    {EACCES, "you are not permitted to read it; ask its owner, or copy it to a folder of yours"},
    {EPERM, "you are not permitted to read it; ask its owner, or copy it to a folder of yours"},
    {ENAMETOOLONG, "the name is too long"},
    {ELOOP, "its links lead in a circle"},
    {EMFILE, "too many files are open"},
    {ENFILE, "too many files are open"},
    {EIO, "the disk or network share reports a read error; copy the file anew from where it came"},
    {ESTALE, "the network share has lost it; try again"},
    {ENOSPC, "the disk is full"},
    {EDQUOT, "your share of the disk is used up"},
    {EFBIG, "it would be larger than a file may be here (see ulimit -f)"},
    {EROFS, "the disk cannot be written to"},
    {EBADF, "it is closed"},
    {ENXIO, "it is a socket or a device without a reader"},
};

static enum mt_rc
trouble(struct mt_err *err, const char *doing, const char *name, int number)
{
    for (size_t i = 0; i < sizeof troubles / sizeof *troubles; i++)
        if (troubles[i].number == number)
            return mt_err_set(err, MT_FAILED, "%s '%.300s': %s", doing, name, troubles[i].text);
    return mt_err_set(err, MT_FAILED, "%s '%.300s': system error %d", doing, name, number);
}

/* A signal ends the waiting; whether it ends the work is for `stop` to say, which is asked between blocks as well. */
static ssize_t
read_some(int descriptor, char *room, size_t size, bool (*stop)(void))
{
    ssize_t got;
    do {
        if (stop && stop()) {
            errno = ECANCELED;
            return -1;
        }
        got = read(descriptor, room, size);
    } while (got < 0 && errno == EINTR);
    return got;
}

/* Where temporary files go. The first is on a disk wherever the file system standard is kept; the other may be memory,
 * and what is written there can be many gigabytes. */
static const char *const folders[] = {"/var/tmp", "/tmp"};

/* Says which folder it is, for people: the file itself has no name. */
static const char *
folder_of(int descriptor)
{
    struct stat about, folder;
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        if (fstat(descriptor, &about) == 0 && stat(folders[i], &folder) == 0 && about.st_dev == folder.st_dev)
            return folders[i];
    return folders[0];
}

static enum mt_rc
refuse_without_room(int descriptor, int64_t expected_bytes, struct mt_err *err)
{
    enum { MIB_SHIFT = 20 };
    struct statvfs disk;
    /* A file system that does not know its size is asked nothing: writing will show. */
    if (expected_bytes < 0 || fstatvfs(descriptor, &disk) != 0 || disk.f_blocks == 0 || disk.f_frsize == 0)
        return MT_OK;
    uint64_t needed = ((uint64_t)expected_bytes + disk.f_frsize - 1) / disk.f_frsize;
    if (needed <= disk.f_bavail)
        return MT_OK;
    return mt_err_set(err, MT_FAILED, "unpacking it takes %" PRId64 " MiB in '%s', where %" PRIu64 " MiB are free",
                      (expected_bytes >> MIB_SHIFT) + 1, folder_of(descriptor),
                      ((uint64_t)disk.f_bavail * disk.f_frsize) >> MIB_SHIFT);
}

enum mt_rc
mt_file_make(struct mt_file *file, const char *name, int64_t expected_bytes, struct mt_err *err)
{
    int descriptor = -1;
    for (size_t i = 0; i < sizeof folders / sizeof *folders && descriptor < 0; i++) {
        char path[64];
        snprintf(path, sizeof path, "%s/msgtrace-XXXXXX", folders[i]);
        descriptor = mkstemp(path);
        if (descriptor >= 0)
            unlink(path);
    }
    if (descriptor < 0)
        return trouble(err, "cannot make a temporary file in", folders[1], errno);
    (void)fcntl(descriptor, F_SETFD, FD_CLOEXEC);
    enum mt_rc rc = refuse_without_room(descriptor, expected_bytes, err);
    if (rc == MT_OK)
        *file = (struct mt_file){.name = name, .descriptor = descriptor, .memory = MT_TEXT_UNKNOWN};
    else
        close(descriptor);
    return rc;
}

enum mt_rc
mt_file_append(struct mt_file *file, struct mt_text bytes, struct mt_err *err)
{
    while (bytes.len) {
        ssize_t put = write(file->descriptor, bytes.at, bytes.len);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return trouble(err, "cannot write a temporary copy of the input to", folder_of(file->descriptor), errno);
        bytes.at += put;
        bytes.len -= (size_t)put;
        file->size += put;
    }
    return MT_OK;
}

/* Copies a stream that can be read only once. */
static enum mt_rc
spool(int from, const char *name, struct mt_file *to, bool (*stop)(void), struct mt_err *err)
{
    char block[64 * 1024];
    ssize_t got;
    struct mt_file copy;
    enum mt_rc rc = mt_file_make(&copy, name, -1, err);
    if (rc != MT_OK)
        return rc;
    while (rc == MT_OK && (got = read_some(from, block, sizeof block, stop)) != 0) {
        if (got > 0)
            rc = mt_file_append(&copy, (struct mt_text){block, (size_t)got}, err);
        else if (errno == ECANCELED)
            rc = mt_err_set(err, MT_INTERRUPTED, "interrupted");
        else
            rc = trouble(err, "cannot read", name, errno);
    }
    if (rc == MT_OK)
        *to = copy;
    else
        mt_file_close(&copy);
    return rc;
}

const char *
mt_file_name(const char *path)
{
    return strcmp(path, "-") == 0 ? "standard input" : path;
}

enum mt_rc
mt_file_open(struct mt_file *file, const char *path, const char *name, bool (*stop)(void), struct mt_err *err)
{
    struct mt_file opened = {.name = name, .descriptor = -1, .memory = MT_TEXT_UNKNOWN};
    struct stat about;
    if (strcmp(path, "-") == 0)
        return spool(STDIN_FILENO, name, file, stop, err);

    int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (descriptor < 0 && errno == EINTR)
        return mt_err_set(err, MT_INTERRUPTED, "interrupted");
    if (descriptor < 0)
        return trouble(err, "cannot read", name, errno);
    enum mt_rc rc = MT_OK;
    if (fstat(descriptor, &about) != 0) {
        rc = trouble(err, "cannot read", name, errno);
    } else if (S_ISDIR(about.st_mode)) {
        rc = trouble(err, "cannot read", name, EISDIR);
    } else if (S_ISREG(about.st_mode)) {
        opened.descriptor = descriptor;
        opened.is_regular = true;
        opened.size = about.st_size;
        opened.modified = about.st_mtim;
        *file = opened;
        return MT_OK;
    } else {
        rc = spool(descriptor, name, file, stop, err);
    }
    close(descriptor);
    return rc;
}

struct mt_file
mt_file_of_memory(struct mt_text bytes, const char *name)
{
    return (struct mt_file){.name = name, .descriptor = -1, .memory = bytes, .size = (int64_t)bytes.len};
}

enum mt_rc
mt_file_share(const struct mt_file *file, struct mt_file *copy, struct mt_err *err)
{
    struct mt_file shared = *file;
    if (file->descriptor >= 0) {
        shared.descriptor = fcntl(file->descriptor, F_DUPFD_CLOEXEC, 0);
        if (shared.descriptor < 0)
            return trouble(err, "cannot read", file->name, errno);
    }
    *copy = shared;
    return MT_OK;
}

int64_t
mt_file_modified_us(const struct mt_file *file)
{
    /* A file system can hold times that microseconds in 64 bits cannot. */
    int64_t seconds = file->modified.tv_sec;
    if (!file->is_regular || seconds > INT64_MAX / MT_SECOND - 1 || seconds < INT64_MIN / MT_SECOND + 1)
        return MT_MOMENT_UNKNOWN;
    return seconds * MT_SECOND + file->modified.tv_nsec / 1000;
}

void
mt_file_close(struct mt_file *file)
{
    if (file->descriptor >= 0)
        close(file->descriptor);
    file->descriptor = -1;
}

static size_t
read_memory(struct mt_text memory, int64_t offset, char *room, size_t size)
{
    if ((uint64_t)offset >= memory.len)
        return 0;
    size_t left = memory.len - (size_t)offset;
    size_t take = left < size ? left : size;
    memcpy(room, memory.at + offset, take);
    return take;
}

enum mt_rc
mt_file_read(const struct mt_file *file, int64_t offset, char *room, size_t size, size_t *got, struct mt_err *err)
{
    size_t len = 0;
    if (file->descriptor < 0) {
        *got = read_memory(file->memory, offset, room, size);
        return MT_OK;
    }
    while (len < size) {
        ssize_t some = pread(file->descriptor, room + len, size - len, (off_t)(offset + (int64_t)len));
        if (some < 0 && errno == EINTR)
            continue;
        if (some < 0)
            return trouble(err, "cannot read", file->name, errno);
        if (some == 0)
            break;
        len += (size_t)some;
    }
    /* What was left out would never be missed. */
    if (len < size && offset + (int64_t)len < file->size)
        return mt_err_set(err, MT_FAILED, "'%.300s' ends after %" PRId64 " of its %" PRId64 " bytes; copy it anew",
                          file->name, offset + (int64_t)len, file->size);
    *got = len;
    return MT_OK;
}

enum mt_rc
mt_file_unchanged(const struct mt_file *file, struct mt_err *err)
{
    struct stat about;
    if (!file->is_regular)
        return MT_OK;
    if (fstat(file->descriptor, &about) != 0)
        return trouble(err, "cannot read", file->name, errno);
    if (about.st_size == file->size && about.st_mtim.tv_sec == file->modified.tv_sec &&
        about.st_mtim.tv_nsec == file->modified.tv_nsec)
        return MT_OK;
    return mt_err_set(err, MT_FAILED, "'%.300s' has changed while it was read; import it again when it is complete",
                      file->name);
}
