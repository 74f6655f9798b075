/* Any text as a time stamp: whatever is accepted is a valid date in an order that it says fits, and reads as the same
 * moment when written in ISO form and read again. */

#include "fuzz.h"

#include "ingest/stamp.h"

#include <stdlib.h>

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct mt_stamp stamp, again;
    struct mt_text text = {(const char *)data, size};
    if (!mt_stamp_parse(text, &stamp))
        return 0;
    bool fits = false;
    for (int order = MT_DATE_YMD; order <= MT_DATE_MDY; order++) {
        int64_t moment, moment_again;
        char room[32];
        if (!mt_stamp_fits(&stamp, (enum mt_date_order)order))
            continue;
        fits = true;
        if (!mt_stamp_moment(&stamp, (enum mt_date_order)order, &moment))
            abort();
        struct mt_civil civil = mt_civil_of(moment);
        if (civil.year < 1 || civil.year > 9999)
            continue; /* /Date(ms)/ reaches further than the calendar's four digits */
        if (!mt_stamp_parse(mt_moment_iso(moment, room), &again) ||
            !mt_stamp_moment(&again, MT_DATE_UNSETTLED, &moment_again) || moment != moment_again)
            abort();
    }
    if (!fits)
        abort();
    return 0;
}
