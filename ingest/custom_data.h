#ifndef MT_INGEST_CUSTOM_DATA_H
#define MT_INGEST_CUSTOM_DATA_H

/* custom_data of the extended report and of tracking logs, and the CustomData blob inside a trace detail's Data:
 * "S:key=value;S:key=value", values that hold '=' or ';' written as 'S:key=a=b;c' in apostrophes, other prefixes (I32:,
 * F:, Dbl:). What agents write is a list inside the value: "SUM|SFV=SPM|SCL=9|…". */

#include "store/base/text.h"

#include <stdbool.h>

struct mt_custom {
    struct mt_text rest;
};

struct mt_custom_item {
    struct mt_text key;   /* without its prefix: "SFA" */
    struct mt_text value; /* without the apostrophes around the item */
};

struct mt_custom mt_custom_of(struct mt_text custom_data);
bool mt_custom_next(struct mt_custom *custom, struct mt_custom_item *item); /* false at the end */

/* The first value of that key in any case ("IsSmtpResponseFromExternalServer"); unknown when there is none. */
struct mt_text mt_custom_value(struct mt_text custom_data, const char *key);

#endif
