#ifndef MT_BASE_ERR_H
#define MT_BASE_ERR_H

/* How a failure travels.
 *
 * A function that can fail returns an mt_rc and describes the failure in a struct mt_err that its caller owns.
 * The text lives in the struct itself, so running out of memory can be said without allocating. Each layer may
 * put *where* in front of *what* (mt_err_where). Only main.c prints it. A bad row is data (see mt_reject in
 * row.h), not an error. */

enum mt_rc {
    MT_OK = 0,
    MT_FAILED = 1,      /* the operation failed and changed nothing */
    MT_USAGE = 2,       /* the caller asked for something that makes no sense */
    MT_INCOMPLETE = 3,  /* done, but something was left out and said so */
    MT_AGAIN = 4,       /* an assumption was contradicted; the struct that held it now holds the correction */
    MT_INTERRUPTED = 5, /* the person at the keyboard asked to stop */
    MT_CROSSED = 6,     /* done, and a threshold that the caller named was crossed */
};

struct mt_err {
    char text[768];
};

/* Sets the text and returns rc, so that a refusal is one line: return mt_err_set(err, MT_FAILED, "…"). */
enum mt_rc mt_err_set(struct mt_err *err, enum mt_rc rc, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Puts "where: " in front of the text that is there and returns rc unchanged. */
enum mt_rc mt_err_where(struct mt_err *err, enum mt_rc rc, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The usual text for a failed allocation. */
enum mt_rc mt_err_memory(struct mt_err *err);

#endif
