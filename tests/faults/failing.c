/* A library to be preloaded into msgtrace: it makes one call of the program into the C library fail, as it fails on a
 * machine in trouble, and counts the calls of a run in which nothing does. Only for GNU/Linux, and only for programs
 * without sanitizers, which have a malloc of their own. Threads are counted together, one call after the other.
 *
 * MSGTRACE_FAULT says what happens, in words with blanks between them:
 *     KIND NUMBER HOW [on]    write 17 ENOSPC      the 17th call that writes fails like that
 *                             memory @40 ENOMEM    the first call from the 40th place (chain of callers) that asks for
 *                                                  memory; a place may be reached many thousand times
 *                             write 17 ENOSPC on   and so do all that follow
 * KIND is one of the table below. HOW is the name of an error, or
 *     short    half of the bytes are read or written, which is no error
 *     nothing  no byte is read, as at the end of a file
 *     kill     the program is killed before the call
 *     torn     half of the bytes are written, then the program is killed
 *     lost     the power fails: of what was written to files and not synced, every other write is undone
 *
 * MSGTRACE_FAULT_COUNTS names a file that gets, when the program ends, a line "struck 0" or "struck 1", and for each
 * kind a line "KIND CALLS PLACES".
 *
 * Without both, all that changes is that nothing waits for the disk: no test outlives the machine. */

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum kind { MEMORY, READ, WRITE, SYNC, TRUNCATE, OPEN, CLOSE, UNLINK, RENAME, STAT, LOCK, KINDS };

static const char *const kinds[KINDS] = {
    [MEMORY] = "memory",     [READ] = "read", [WRITE] = "write", [SYNC] = "sync",
    [TRUNCATE] = "truncate", [OPEN] = "open", [CLOSE] = "close", [UNLINK] = "unlink",
    [RENAME] = "rename",     [STAT] = "stat", [LOCK] = "lock",
};

enum { SHORT = -1, NOTHING = -2, KILL = -3, TORN = -4, LOST = -5 };

/* Errors are their own numbers. */
static const struct {
    const char *name;
    int how;
} ways[] = {
    {"EIO", EIO},       {"ENOSPC", ENOSPC}, {"EINTR", EINTR}, {"ENOMEM", ENOMEM}, {"EDQUOT", EDQUOT},
    {"EACCES", EACCES}, {"EMFILE", EMFILE}, {"EROFS", EROFS}, {"short", SHORT},   {"nothing", NOTHING},
    {"kill", KILL},     {"torn", TORN},     {"lost", LOST},   {"ENOLCK", ENOLCK},
};

enum {
    PLACES = 1 << 16, /* more than a run has; what does not fit any more counts as known */
    FRAMES = 24,
    UNSYNCED = 1 << 16,
};

/* What a write that is not synced yet has replaced. */
struct unsynced {
    int file;
    off64_t offset;
    off64_t size_before;
    size_t size;
    unsigned char *before;
};

static struct {
    bool is_on; /* nothing is counted or fails before the program itself runs */
    enum kind kind;
    long number; /* 0: nothing fails */
    bool by_place, goes_on, has_struck;
    int how;
    long calls[KINDS], places[KINDS];
    uint64_t known[PLACES]; /* hashes of chains of callers, 0: free */
    struct unsynced unsynced[UNSYNCED];
    size_t unsynced_count;
} fault;

static _Thread_local bool is_inside; /* asking for the callers may itself ask for memory */
static atomic_flag is_striking = ATOMIC_FLAG_INIT;

/* The C library's own names: asking the loader where a function is may take memory. */
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *room, size_t size);

/* ---- power that fails -------------------------------------------------------------------------------------------- */

static void
remember(int file, size_t size, off64_t offset)
{
    struct stat about;
    if (fault.how != LOST || syscall(SYS_fstat, file, &about) != 0 || !S_ISREG(about.st_mode) || about.st_nlink == 0 ||
        fault.unsynced_count == UNSYNCED)
        return;
    struct unsynced *write = &fault.unsynced[fault.unsynced_count];
    *write = (struct unsynced){.file = file, .offset = offset, .size_before = about.st_size, .size = size};
    write->before = __libc_calloc(1, size);
    if (!write->before || syscall(SYS_pread64, file, write->before, size, offset) < 0)
        return;
    fault.unsynced_count++;
}

static void
forget(int file)
{
    size_t kept = 0;
    for (size_t i = 0; i < fault.unsynced_count; i++) {
        if (fault.unsynced[i].file == file)
            free(fault.unsynced[i].before);
        else
            fault.unsynced[kept++] = fault.unsynced[i];
    }
    fault.unsynced_count = kept;
}

static void
lose_power(void)
{
    for (size_t i = fault.unsynced_count; i > 0; i -= i > 1 ? 2 : 1) {
        const struct unsynced *write = &fault.unsynced[i - 1];
        syscall(SYS_pwrite64, write->file, write->before, write->size, write->offset);
        if (write->size_before < write->offset + (off64_t)write->size)
            syscall(SYS_ftruncate, write->file, write->size_before);
    }
}

/* ---- striking ---------------------------------------------------------------------------------------------------- */

static bool
is_new_place(enum kind kind)
{
    void *frames[FRAMES];
    uint64_t hash = 14695981039346656037u + kind;
    is_inside = true;
    int count = backtrace(frames, FRAMES);
    is_inside = false;
    for (int i = 0; i < count; i++)
        hash = (hash ^ (uintptr_t)frames[i]) * 1099511628211u;
    hash |= 1;
    size_t at = (hash >> 32) % PLACES;
    for (size_t tries = 0; tries < PLACES; tries++, at = (at + 1) % PLACES) {
        if (fault.known[at] == hash)
            return false;
        if (fault.known[at] == 0) {
            fault.known[at] = hash;
            return true;
        }
    }
    return false;
}

static int
strike_alone(enum kind kind)
{
    fault.calls[kind]++;
    if (fault.number == 0) {
        fault.places[kind] += is_new_place(kind);
        return 0;
    }
    if (kind != fault.kind || (fault.has_struck && !fault.goes_on))
        return 0;
    if (!fault.has_struck) {
        if (fault.by_place)
            fault.places[kind] += is_new_place(kind);
        if ((fault.by_place ? fault.places[kind] : fault.calls[kind]) != fault.number)
            return 0;
    }
    fault.has_struck = true;
    if (fault.how == LOST)
        lose_power();
    if (fault.how == LOST || fault.how == KILL)
        kill(getpid(), SIGKILL);
    if (fault.how > 0)
        errno = fault.how;
    return fault.how;
}

/* Counts a call. Returns 0 when it is to go its way, or how it fails; one that fails with an error has errno set. */
static int
strike(enum kind kind)
{
    if (!fault.is_on || is_inside)
        return 0;
    while (atomic_flag_test_and_set(&is_striking))
        sched_yield();
    int how = strike_alone(kind);
    atomic_flag_clear(&is_striking);
    return how;
}

static bool
fails(enum kind kind)
{
    return strike(kind) > 0;
}

/* ---- the calls --------------------------------------------------------------------------------------------------- */

void *
malloc(size_t size)
{
    return fails(MEMORY) ? NULL : __libc_malloc(size);
}

void *
calloc(size_t count, size_t size)
{
    return fails(MEMORY) ? NULL : __libc_calloc(count, size);
}

void *
realloc(void *room, size_t size)
{
    return fails(MEMORY) ? NULL : __libc_realloc(room, size);
}

/* Calls into the system take no harm from an argument too many. */
static ssize_t
move_bytes(enum kind kind, long call, int file, uintptr_t room, size_t size, off64_t offset)
{
    int how = strike(kind);
    if (how > 0 || how == NOTHING)
        return how > 0 ? -1 : 0;
    if ((how == SHORT || how == TORN) && size > 1)
        size /= 2;
    if (kind == WRITE)
        remember(file, size, call == SYS_pwrite64 ? offset : lseek(file, 0, SEEK_CUR));
    ssize_t moved = syscall(call, file, room, size, offset);
    if (how == TORN)
        kill(getpid(), SIGKILL);
    return moved;
}

ssize_t
read(int file, void *room, size_t size)
{
    return move_bytes(READ, SYS_read, file, (uintptr_t)room, size, 0);
}

ssize_t
pread(int file, void *room, size_t size, off_t offset)
{
    return move_bytes(READ, SYS_pread64, file, (uintptr_t)room, size, offset);
}

ssize_t
pread64(int file, void *room, size_t size, off64_t offset)
{
    return move_bytes(READ, SYS_pread64, file, (uintptr_t)room, size, offset);
}

ssize_t
write(int file, const void *bytes, size_t size)
{
    return move_bytes(WRITE, SYS_write, file, (uintptr_t)bytes, size, 0);
}

ssize_t
pwrite(int file, const void *bytes, size_t size, off_t offset)
{
    return move_bytes(WRITE, SYS_pwrite64, file, (uintptr_t)bytes, size, offset);
}

ssize_t
pwrite64(int file, const void *bytes, size_t size, off64_t offset)
{
    return move_bytes(WRITE, SYS_pwrite64, file, (uintptr_t)bytes, size, offset);
}

static int
sync_file(int file)
{
    if (fails(SYNC))
        return -1;
    forget(file);
    return 0;
}

int
fsync(int file)
{
    return sync_file(file);
}

int
fdatasync(int file)
{
    return sync_file(file);
}

int
ftruncate(int file, off_t size)
{
    return fails(TRUNCATE) ? -1 : (int)syscall(SYS_ftruncate, file, size);
}

int
ftruncate64(int file, off64_t size)
{
    return fails(TRUNCATE) ? -1 : (int)syscall(SYS_ftruncate, file, size);
}

static mode_t
mode_of(int flags, va_list arguments)
{
    return flags & O_CREAT ? va_arg(arguments, mode_t) : 0;
}

int
open(const char *path, int flags, ...)
{
    va_list arguments;
    va_start(arguments, flags);
    mode_t mode = mode_of(flags, arguments);
    va_end(arguments);
    return fails(OPEN) ? -1 : (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

int
open64(const char *path, int flags, ...)
{
    va_list arguments;
    va_start(arguments, flags);
    mode_t mode = mode_of(flags, arguments);
    va_end(arguments);
    return fails(OPEN) ? -1 : (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

int
close(int file)
{
    forget(file);
    int result = (int)syscall(SYS_close, file); /* a close that fails has closed all the same */
    return fails(CLOSE) ? -1 : result;
}

int
unlink(const char *path)
{
    return fails(UNLINK) ? -1 : (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
}

int
rename(const char *from, const char *to)
{
    return fails(RENAME) ? -1 : (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
}

int
access(const char *path, int mode)
{
    return fails(STAT) ? -1 : (int)syscall(SYS_faccessat, AT_FDCWD, path, mode);
}

/* The function of that name that the program would have reached without this library. */
#define NEXT(result, name, ...)                                                                                        \
    static result (*next)(__VA_ARGS__);                                                                                \
    if (!next)                                                                                                         \
    *(void **)&next = dlsym(RTLD_NEXT, name)

int
stat(const char *restrict path, struct stat *restrict about)
{
    NEXT(int, "stat", const char *, struct stat *);
    return fails(STAT) ? -1 : next(path, about);
}

int
stat64(const char *restrict path, struct stat64 *restrict about)
{
    NEXT(int, "stat64", const char *, struct stat64 *);
    return fails(STAT) ? -1 : next(path, about);
}

int
fstat(int file, struct stat *about)
{
    NEXT(int, "fstat", int, struct stat *);
    return fails(STAT) ? -1 : next(file, about);
}

int
fstat64(int file, struct stat64 *about)
{
    NEXT(int, "fstat64", int, struct stat64 *);
    return fails(STAT) ? -1 : next(file, about);
}

int
lstat64(const char *restrict path, struct stat64 *restrict about)
{
    NEXT(int, "lstat64", const char *, struct stat64 *);
    return fails(STAT) ? -1 : next(path, about);
}

static bool
fcntl_fails(int what)
{
    if (what == F_DUPFD_CLOEXEC)
        return fault.how != EINTR && fails(OPEN); /* nothing interrupts that */
    return (what == F_SETLK || what == F_SETLKW || what == F_GETLK) && fails(LOCK);
}

int
fcntl(int file, int what, ...)
{
    va_list arguments;
    va_start(arguments, what);
    void *argument = va_arg(arguments, void *);
    va_end(arguments);
    return fcntl_fails(what) ? -1 : (int)syscall(SYS_fcntl, file, what, argument);
}

int
fcntl64(int file, int what, ...)
{
    va_list arguments;
    va_start(arguments, what);
    void *argument = va_arg(arguments, void *);
    va_end(arguments);
    return fcntl_fails(what) ? -1 : (int)syscall(SYS_fcntl, file, what, argument);
}

int
mkstemp(char *template)
{
    NEXT(int, "mkstemp", char *);
    return fails(OPEN) ? -1 : next(template);
}

DIR *
opendir(const char *path)
{
    NEXT(DIR *, "opendir", const char *);
    return fails(OPEN) ? NULL : next(path);
}

struct dirent *
readdir(DIR *folder)
{
    NEXT(struct dirent *, "readdir", DIR *);
    return fails(READ) ? NULL : next(folder);
}

/* ---- streams: the C library's own do not use the functions above ------------------------------------------------- */

static ssize_t
stream_read(void *file, char *room, size_t size)
{
    return read((int)(intptr_t)file, room, size);
}

/* Goes on after a short write, as the C library does. */
static ssize_t
stream_write(void *file, const char *bytes, size_t size)
{
    size_t written = 0;
    while (written < size) {
        ssize_t some = write((int)(intptr_t)file, bytes + written, size - written);
        if (some < 0)
            break;
        written += (size_t)some;
    }
    return (ssize_t)written;
}

static int
stream_close(void *file)
{
    return close((int)(intptr_t)file);
}

static const cookie_io_functions_t stream = {.read = stream_read, .write = stream_write, .close = stream_close};

FILE *
fopen(const char *restrict path, const char *restrict mode)
{
    int file = open(path, *mode == 'r' ? O_RDONLY : O_WRONLY | O_CREAT | (*mode == 'a' ? O_APPEND : O_TRUNC), 0666);
    return file < 0 ? NULL : fopencookie((void *)(intptr_t)file, mode, stream);
}

/* ---- beginning and end ------------------------------------------------------------------------------------------- */

static void
refuse(const char *what)
{
    fprintf(stderr, "MSGTRACE_FAULT: %s\n", what);
    abort();
}

static void
read_fault(const char *text)
{
    char kind[16], number[24], how[16], more[8] = "";
    if (sscanf(text, "%15s %23s %15s %7s", kind, number, how, more) < 3)
        refuse("no KIND NUMBER HOW");
    while (fault.kind < KINDS && strcmp(kinds[fault.kind], kind) != 0)
        fault.kind++;
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
        if (strcmp(ways[i].name, how) == 0)
            fault.how = ways[i].how;
    fault.by_place = *number == '@';
    fault.number = strtol(number + fault.by_place, NULL, 10);
    fault.goes_on = strcmp(more, "on") == 0;
    if (fault.kind == KINDS || fault.how == 0 || fault.number <= 0)
        refuse(text);
}

__attribute__((constructor)) static void
begin(void)
{
    void *frames[2];
    const char *text = getenv("MSGTRACE_FAULT");
    const char *counts = getenv("MSGTRACE_FAULT_COUNTS");
    if (text && *text)
        read_fault(text);
    stdout = fopencookie((void *)(intptr_t)STDOUT_FILENO, "w", stream);
    backtrace(frames, 2); /* loads what it needs */
    fault.is_on = fault.number > 0 || (counts && *counts);
}

__attribute__((destructor)) static void
end(void)
{
    const char *path = getenv("MSGTRACE_FAULT_COUNTS");
    fault.is_on = false;
    int file = path && *path ? open(path, O_WRONLY | O_CREAT | O_TRUNC, 0666) : -1;
    if (file < 0)
        return;
    dprintf(file, "struck %d\n", fault.has_struck);
    for (int i = 0; i < KINDS; i++)
        dprintf(file, "%s %ld %ld\n", kinds[i], fault.calls[i], fault.places[i]);
    close(file);
}
