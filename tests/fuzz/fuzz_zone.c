/* Any bytes as a TZif file: must be refused or give a zone whose lookups end and agree with each other. */

#include "fuzz.h"

#include <stdlib.h>

#include "store/base/civil.h"
#include "store/base/zone.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct mt_zone *zone;
    struct mt_err err;
    struct mt_text bytes = {size ? (const char *)data : "", size};
    if (mt_zone_parse(&zone, "fuzz", bytes, &err) != MT_OK)
        return 0;
    for (int year = 1; year <= 9999; year += 97) {
        int64_t moment = mt_civil_days(year, 6, 1) * MT_DAY;
        int64_t local = mt_zone_to_local(zone, moment);
        /* A wall time that was shown at `moment` was first shown then or earlier. */
        if (mt_zone_to_utc(zone, local) > moment)
            abort();
        mt_zone_to_utc(zone, moment);
    }
    mt_zone_close(zone);
    return 0;
}
