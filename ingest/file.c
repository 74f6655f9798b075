#include "ingest/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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
    {EROFS, "the disk cannot be written to"},
    {ENXIO, "it is a socket or a device without a reader"},
};

static enum mt_rc
trouble(struct mt_err *err, const char *doing, const char *name, int number)
{
    for (size_t i = 0; i < sizeof troubles / sizeof *troubles; i++)
        if (troubles[i].number == number)
            return mt_err_set(err, MT_FAILED, "%s '%s': %s", doing, name, troubles[i].text);
    return mt_err_set(err, MT_FAILED, "%s '%s': system error %d", doing, name, number);
}

/* read() that goes on after a signal. */
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

static bool
write_all(int descriptor, const char *bytes, size_t len)
{
    while (len) {
        ssize_t put = write(descriptor, bytes, len);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return false;
        bytes += put;
        len -= (size_t)put;
    }
    return true;
}

/* Copies a stream that can be read only once to a file that has no name any more. */
static enum mt_rc
spool(int from, const char *name, int *to, bool (*stop)(void), struct mt_err *err)
{
    static const char folder[] = "/tmp";
    char path[] = "/tmp/msgtrace-XXXXXX";
    char block[64 * 1024];
    ssize_t got;
    int copy = mkstemp(path);
    if (copy < 0)
        return trouble(err, "cannot make a temporary file in", folder, errno);
    unlink(path);
    (void)fcntl(copy, F_SETFD, FD_CLOEXEC);

    while ((got = read_some(from, block, sizeof block, stop)) > 0) {
        if (!write_all(copy, block, (size_t)got)) {
            int number = errno;
            close(copy);
            return trouble(err, "cannot write a temporary copy of the input to", folder, number);
        }
    }
    if (got < 0) {
        int number = errno;
        close(copy);
        return number == ECANCELED ? mt_err_set(err, MT_INTERRUPTED, "interrupted")
                                   : trouble(err, "cannot read", name, number);
    }
    *to = copy;
    return MT_OK;
}

enum mt_rc
mt_file_open(struct mt_file *file, const char *path, const char *name, bool (*stop)(void), struct mt_err *err)
{
    struct mt_file opened = {.name = name, .descriptor = -1, .memory = MT_TEXT_UNKNOWN};
    struct stat about;
    if (strcmp(path, "-") == 0) {
        enum mt_rc rc = spool(STDIN_FILENO, name, &opened.descriptor, stop, err);
        if (rc == MT_OK)
            *file = opened;
        return rc;
    }

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
        rc = spool(descriptor, name, &opened.descriptor, stop, err);
        if (rc == MT_OK)
            *file = opened;
    }
    close(descriptor);
    return rc;
}

struct mt_file
mt_file_of_memory(struct mt_text bytes, const char *name)
{
    return (struct mt_file){.name = name, .descriptor = -1, .memory = bytes};
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
    return mt_err_set(err, MT_FAILED, "'%s' has changed while it was read; import it again when it is complete",
                      file->name);
}
