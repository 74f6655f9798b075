#include "ingest/csv_plain.h"

#include <string.h>

bool
mt_csv_plain_split(struct mt_text line, char delimiter, struct mt_text *fields, size_t most, size_t *count)
{
    const char *at = line.at, *end = line.at + line.len;
    for (size_t filled = 0; filled < most; at++) { /* steps over a delimiter, so that a field begins here */
        const char *stop;
        if (at < end && *at == '"') {
            stop = memchr(at + 1, '"', (size_t)(end - at - 1));
            if (!stop)
                return false;
            fields[filled++] = (struct mt_text){at + 1, (size_t)(stop - at - 1)};
            stop++;
        } else {
            stop = at < end ? memchr(at, delimiter, (size_t)(end - at)) : NULL;
            if (!stop)
                stop = end;
            size_t len = (size_t)(stop - at);
            if (len && memchr(at, '"', len))
                return false;
            fields[filled++] = len ? (struct mt_text){at, len} : MT_TEXT_UNKNOWN;
        }
        if (stop == end) {
            *count = filled;
            return true;
        }
        if (*stop != delimiter)
            return false;
        at = stop;
    }
    return false;
}
