#ifndef MT_STORE_COURSES_H
#define MT_STORE_COURSES_H

/* The courses of stored deliveries: read the events, fold them (course.h), write table `course` and move the delivery
 * to the status, outcome and reason that follow. */

#include "store/ids.h"
#include "store/record.h"

/* Folds the courses of these deliveries anew, and of those that take over from them. The list is sorted and grows. */
enum mt_rc mt_courses_renew(struct mt_tables *tables, struct mt_ids *deliveries, struct mt_err *err);

/* Whether what is stored is what the events say; *wrong counts deliveries for which it is not. For doctor: changes
 * nothing. */
enum mt_rc mt_courses_check(struct mt_store *store, int64_t *checked, int64_t *wrong, struct mt_err *err);

/* Every course and the roll-up's reasons anew; inside the caller's transaction. */
enum mt_rc mt_courses_rebuild(struct mt_store *store, struct mt_err *err);

#endif
