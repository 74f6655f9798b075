#ifndef MT_STORE_DOCTOR_CHECKS_H
#define MT_STORE_DOCTOR_CHECKS_H

/* The single checks of doctor.h. None of them changes anything or trusts what it reads. */

#include "store/store.h"

#include <stdint.h>

enum { MT_CHECK_NAMED = 5 }; /* how many problems are told one by one */

/* What a check saw. Without problems all is well. */
struct mt_check_result {
    char found[160];    /* how much was looked at */
    char problem[1000]; /* the first few problems */
    size_t used;
    int64_t problems;
};

/* Adds a problem and, when it is one of the first, its text. */
void mt_check_problem(struct mt_check_result *result, const char *format, ...) __attribute__((format(printf, 2, 3)));

struct mt_check {
    const char *key, *title;
    const char *helps; /* against its problems */
    /* Fails when it cannot be carried out, which is a problem of the database too. */
    enum mt_rc (*run)(struct mt_store *store, struct mt_check_result *result, struct mt_err *err);
};

const struct mt_check *mt_checks(void); /* ends with a NULL key */

#endif
