#ifndef MT_STORE_DOCTOR_H
#define MT_STORE_DOCTOR_H

/* Is the database what it should be? A list of checks, each with what it found and what helps; and everything derived
 * made anew from the facts. Checking changes nothing and works on a database that is opened for reading. */

#include "store/base/arena.h"
#include "store/store.h"

struct mt_doctor_finding {
    const char *check; /* key: "integrity" */
    const char *title; /* "The file is whole" */
    bool healthy;
    struct mt_text found; /* what was counted, or what is wrong */
    struct mt_text helps; /* what to do; unknown when healthy */
};

enum { MT_DOCTOR_CHECKS = 16 };

struct mt_doctor {
    struct mt_doctor_finding findings[MT_DOCTOR_CHECKS];
    size_t count;
    size_t problems;
    struct mt_arena arena;
    bool (*stop)(void); /* set by the caller: asked now and then; NULL: never */
};

/* Runs every check. A check that cannot be carried out (a damaged page) is a finding like any other; only being
 * interrupted, or out of memory, fails. */
enum mt_rc mt_doctor_check(struct mt_doctor *doctor, struct mt_store *store, struct mt_err *err);
void mt_doctor_release(struct mt_doctor *doctor);

/* Labels, views and places of domains anew in one transaction, and in a second one indexes, keys, classes of reasons,
 * courses and hourly counts. No fact is changed. */
enum mt_rc mt_doctor_rebuild(struct mt_store *store, struct mt_err *err);

/* About the database and what runs here, for people who are asked: "SQLite" is "3.40.1". */
struct mt_doctor_fact {
    const char *key, *title;
    struct mt_text value;
};

enum { MT_DOCTOR_FACTS = 8 };

/* Values live in the arena; returns how many there are, in *count. */
enum mt_rc mt_doctor_facts(struct mt_doctor *doctor, struct mt_store *store,
                           struct mt_doctor_fact facts[MT_DOCTOR_FACTS], size_t *count, struct mt_err *err);

#endif
