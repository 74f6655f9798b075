#ifndef MT_INGEST_STAMP_H
#define MT_INGEST_STAMP_H

/* Time stamps as exports write them, taken apart without deciding what cannot be decided from one cell.
 *
 * PowerShell writes dates in the culture of the machine that ran it, so 09/01/2026 is the first of September or the
 * ninth of January: mt_stamp_parse says which orders are possible, and the reader settles the order for the whole
 * file (settle.h). ISO 8601 and /Date(ms)/ leave nothing open. The forms are listed in the project's format notes:
 * ISO with 0 to 7 fraction digits and Z, an offset or nothing; .NET "u" with a blank for the T; cultures with / . or -
 * between the numbers, the year first or last, AM/PM in several languages before or behind the time, with U+202F or
 * U+00A0 as blanks; spreadsheets' minutes-only form; /Date(ms)/ with any number of backslashes, with an offset. */

#include "store/base/civil.h"

enum mt_date_order {
    MT_DATE_UNSETTLED,
    MT_DATE_YMD,
    MT_DATE_DMY,
    MT_DATE_MDY,
};

const char *mt_date_order_key(enum mt_date_order order); /* "ymd", "dmy", "mdy"; "" while unsettled */
bool mt_date_order_parse(const char *key, enum mt_date_order *order);

enum { MT_DATE_ORDERS = MT_DATE_MDY + 1 };

struct mt_stamp {
    enum mt_date_order order; /* settled by the form itself, or MT_DATE_UNSETTLED */
    bool has_time;
    bool has_offset; /* the stamp names its own offset from UTC */
    int offset_s;
    int precision; /* as received_precision in store/row.h: 0 minutes, 1 seconds, known digits + 1 */
    /* The moment in each order, an own offset taken off; MT_MOMENT_UNKNOWN where it is no date in that order. The same
     * in all of them when the form settles it. Worked out once, because many ask. */
    int64_t moment_us[MT_DATE_ORDERS];
};

/* False when the text is no time stamp. Never accepts a date that no order makes valid. */
bool mt_stamp_parse(struct mt_text text, struct mt_stamp *stamp);

/* Whether the stamp is a valid date in that order; a stamp with an order of its own is valid in every one. */
bool mt_stamp_fits(const struct mt_stamp *stamp, enum mt_date_order order);

/* The moment as written, an own offset taken off. `order` is used when the stamp leaves it open; false when it is no
 * date in that order. */
bool mt_stamp_moment(const struct mt_stamp *stamp, enum mt_date_order order, int64_t *moment_us);

#endif
