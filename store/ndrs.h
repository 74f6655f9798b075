#ifndef MT_STORE_NDRS_H
#define MT_STORE_NDRS_H

/* Non-delivery reports into table `ndr`: each is kept once, whatever the number of files that it is in. What a report
 * says of deliveries comes as events, which the same import brings. */

#include "store/row.h"
#include "store/tables.h"

/* *is_new: it was not there. */
enum mt_rc mt_ndr_write(struct mt_tables *tables, const struct mt_ndr_kept *ndr, bool *is_new, struct mt_err *err);

#endif
