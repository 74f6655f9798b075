#include "ingest/csv_plain.h"

#include <string.h>

static const char *
find(const char *from, const char *end, char wanted)
{
    return from < end ? memchr(from, wanted, (size_t)(end - from)) : NULL;
}

/* Copies a field up to its end without the second of two quotes. `quote` is the first quote in it, and another one
 * follows. Returns where the closing one stands, or NULL: there is none. */
static const char *
copy_doubled(const char *from, const char *quote, const char *end, char **room)
{
    char *to = *room;
    for (; quote; quote = find(from, end, '"')) {
        bool is_doubled = quote + 1 < end && quote[1] == '"';
        size_t len = (size_t)(quote - from) + is_doubled;
        memcpy(to, from, len);
        to += len;
        if (!is_doubled)
            break;
        from = quote + 2;
    }
    *room = to;
    return quote;
}

bool
mt_csv_plain_split(struct mt_text line, char delimiter, char *room, struct mt_text *fields, size_t most, size_t *count)
{
    const char *at = line.at, *end = line.at + line.len;
    for (size_t filled = 0; filled < most; at++) { /* steps over a delimiter, so that a field begins here */
        const char *stop;
        if (at < end && *at == '"') {
            const char *value = at + 1, *value_end;
            value_end = stop = find(at + 1, end, '"');
            if (stop && stop + 1 < end && stop[1] == '"') {
                value = room;
                stop = copy_doubled(at + 1, stop, end, &room);
                value_end = room;
            }
            if (!stop)
                return false;
            fields[filled++] = (struct mt_text){value, (size_t)(value_end - value)};
            stop++;
        } else {
            stop = find(at, end, delimiter);
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
