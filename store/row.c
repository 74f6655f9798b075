#include "store/row.h"

#include <string.h>

/* A name list indexed by the numbers of an X list; numbers start at 0 and have no holes. */
static const struct {
    const char *key;
    struct mt_text microsoft;
    int phase;
} statuses[] = {
#define X(number, phase, name, key, microsoft) [number] = {key, {microsoft, sizeof(microsoft) - 1}, phase},
    MT_STATUS_LIST(X)
#undef X
};

static const char *const outcomes[] = {
#define X(number, name, key) [number] = key,
    MT_OUTCOME_LIST(X)
#undef X
};

static const char *const reason_classes[] = {
#define X(number, name, key) [number] = key,
    MT_REASON_CLASS_LIST(X)
#undef X
};

static const char *const permanences[] = {
#define X(number, name, key) [number] = key,
    MT_PERMANENCE_LIST(X)
#undef X
};

static const char *const actors[] = {
#define X(number, name, key, words) [number] = key,
    MT_ACTOR_LIST(X)
#undef X
};

static const struct {
    const char *key;
    int stage;
} events[] = {
#define X(number, stage, name, key) [number] = {key, stage},
    MT_EVENT_LIST(X)
#undef X
};

static const struct {
    const char *key;
    int64_t below;
} bands[MT_SIZE_BANDS] = {
#define X(number, key, below) [number] = {key, below},
    MT_SIZE_BAND_LIST(X)
#undef X
};

enum {
    STATUSES = sizeof statuses / sizeof *statuses,
    REASON_CLASSES = sizeof reason_classes / sizeof *reason_classes,
    ACTORS = sizeof actors / sizeof *actors,
};

const char *
mt_status_key(enum mt_status status)
{
    return statuses[status].key;
}

int
mt_status_phase(enum mt_status status)
{
    return statuses[status].phase;
}

bool
mt_status_is_final(enum mt_status status)
{
    return statuses[status].phase >= 2;
}

/* "Filtered as spam", "FilteredAsSpam" and "filtered_as_spam" are one name: letters in lower case, nothing else. */
static size_t
letters_only(struct mt_text text, char *room, size_t size)
{
    size_t len = 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];
        if (c == ' ' || c == '_' || c == '-')
            continue;
        if (len == size)
            return 0;
        room[len++] = mt_ascii_lower(c);
    }
    return len;
}

bool
mt_status_parse(struct mt_text text, enum mt_status *status)
{
    char said[32], known[32];
    /* Nearly always it is Microsoft's own spelling. */
    for (int i = 0; i < STATUSES; i++) {
        if (text.len && mt_text_equal(text, statuses[i].microsoft)) {
            *status = (enum mt_status)i;
            return true;
        }
    }
    size_t said_len = letters_only(text, said, sizeof said);
    if (said_len == 0)
        return false;
    for (int i = 0; i < STATUSES; i++) {
        size_t known_len = letters_only(statuses[i].microsoft, known, sizeof known);
        if (known_len == said_len && memcmp(said, known, said_len) == 0) {
            *status = (enum mt_status)i;
            return true;
        }
    }
    /* Graph's sentinel for values that a client does not know yet. */
    if (mt_text_is_nocase(text, "unknownFutureValue")) {
        *status = MT_STATUS_UNKNOWN;
        return true;
    }
    return false;
}

const char *mt_reason_class_key(enum mt_reason_class class)
{
    return reason_classes[class];
}

bool
mt_reason_class_parse(struct mt_text key, enum mt_reason_class *class)
{
    for (int i = 0; i < REASON_CLASSES; i++) {
        if (mt_text_is_nocase(key, reason_classes[i])) {
            *class = (enum mt_reason_class)i;
            return true;
        }
    }
    return false;
}

const char *
mt_permanence_key(enum mt_permanence permanence)
{
    return permanences[permanence];
}

const char *
mt_actor_key(enum mt_actor actor)
{
    return actors[actor];
}

bool
mt_actor_parse(struct mt_text key, enum mt_actor *actor)
{
    for (int i = 0; i < ACTORS; i++) {
        if (mt_text_is_nocase(key, actors[i])) {
            *actor = (enum mt_actor)i;
            return true;
        }
    }
    return false;
}

const char *
mt_event_key(enum mt_event_kind kind)
{
    return events[kind].key;
}

int
mt_event_stage(enum mt_event_kind kind)
{
    return events[kind].stage;
}

const char *
mt_outcome_key(enum mt_outcome outcome)
{
    return outcomes[outcome];
}

bool
mt_pending_is_deferral(int64_t received_us, int64_t pending_until_us)
{
    /* Whole seconds: a later export may print the same moment with more digits, and the answer must not change. */
    return pending_until_us - mt_floor_to(received_us, MT_SECOND) >= MT_DEFERRED_AFTER;
}

enum mt_outcome
mt_outcome_of(enum mt_status status, bool deferred, bool expired)
{
    switch (status) {
    case MT_STATUS_GETTING_STATUS:
    case MT_STATUS_PENDING:
        return deferred ? MT_OUTCOME_DEFERRED : MT_OUTCOME_UNDER_WAY;
    case MT_STATUS_DELIVERED:
        return deferred ? MT_OUTCOME_DELIVERED_AFTER_DEFERRAL : MT_OUTCOME_DELIVERED;
    case MT_STATUS_FAILED:
        if (expired)
            return MT_OUTCOME_EXPIRED;
        return deferred ? MT_OUTCOME_FAILED_AFTER_DEFERRAL : MT_OUTCOME_FAILED;
    case MT_STATUS_FILTERED_AS_SPAM:
        return MT_OUTCOME_FILTERED_AS_SPAM;
    case MT_STATUS_QUARANTINED:
        return MT_OUTCOME_QUARANTINED;
    case MT_STATUS_EXPANDED:
    case MT_STATUS_RESOLVED:
        return MT_OUTCOME_ROUTING;
    case MT_STATUS_NONE:
    case MT_STATUS_UNKNOWN:
        break;
    }
    return MT_OUTCOME_UNKNOWN;
}

bool
mt_outcome_is_mail(enum mt_outcome outcome)
{
    return outcome != MT_OUTCOME_ROUTING;
}

int64_t
mt_precision_span(int precision)
{
    static const int64_t spans[] = {MT_MINUTE, MT_SECOND, 100000, 10000, 1000, 100, 10, 1};
    enum { FINEST = sizeof spans / sizeof *spans - 1 };
    return spans[precision <= 0 ? 0 : precision < FINEST ? precision : FINEST];
}

int
mt_size_band(int64_t size_bytes)
{
    if (size_bytes < 0)
        return MT_SIZE_BAND_UNKNOWN;
    int band = 0;
    while (size_bytes >= bands[band].below && band < MT_SIZE_BANDS - 1)
        band++;
    return band;
}

const char *
mt_size_band_key(int band)
{
    return band >= 0 && band < MT_SIZE_BANDS ? bands[band].key : "unknown";
}

int64_t
mt_size_band_from(int band)
{
    return band > 0 ? bands[band - 1].below : 0;
}

int64_t
mt_size_band_below(int band)
{
    return bands[band].below;
}

bool
mt_trace_clock(const unsigned char guid[16], int64_t *moment_us)
{
    /* Text order is gggggggg-gggg-gggg-LLLL-HHHHHHHHHHHH and the value reads HHHHHHHHHHHHLLLL. */
    const unsigned char *at = guid + 8;
    uint64_t tail = (uint64_t)at[0] << 56 | (uint64_t)at[1] << 48 | (uint64_t)at[2] << 40 | (uint64_t)at[3] << 32 |
                    (uint64_t)at[4] << 24 | (uint64_t)at[5] << 16 | (uint64_t)at[6] << 8 | (uint64_t)at[7];
    uint64_t ticks = tail << 16 | tail >> 48;

    const uint64_t unix_epoch = UINT64_C(621355968000000000);
    const uint64_t from = UINT64_C(632401344000000000);  /* 2005-01-01 */
    const uint64_t until = UINT64_C(662380416000000000); /* 2100-01-01 */
    if (ticks < from || ticks >= until)
        return false;
    *moment_us = (int64_t)((ticks - unix_epoch) / 10);
    return true;
}

/* The value of a hexadecimal digit and one; 0 for any other byte. */
static const unsigned char hex_digits[256] = {
    ['0'] = 1,  ['1'] = 2,  ['2'] = 3,  ['3'] = 4,  ['4'] = 5,  ['5'] = 6,  ['6'] = 7,  ['7'] = 8,
    ['8'] = 9,  ['9'] = 10, ['a'] = 11, ['b'] = 12, ['c'] = 13, ['d'] = 14, ['e'] = 15, ['f'] = 16,
    ['A'] = 11, ['B'] = 12, ['C'] = 13, ['D'] = 14, ['E'] = 15, ['F'] = 16,
};

bool
mt_guid_parse(struct mt_text text, unsigned char guid[16])
{
    if (text.len == 38 && text.at[0] == '{' && text.at[37] == '}') {
        text.at++;
        text.len -= 2;
    }
    if (text.len != 36)
        return false;
    /* Where the pairs of digits begin. */
    static const unsigned char pairs[16] = {0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34};
    if (text.at[8] != '-' || text.at[13] != '-' || text.at[18] != '-' || text.at[23] != '-')
        return false;
    unsigned char bytes[16];
    for (size_t i = 0; i < sizeof pairs; i++) {
        unsigned high = hex_digits[(unsigned char)text.at[pairs[i]]];
        unsigned low = hex_digits[(unsigned char)text.at[pairs[i] + 1]];
        if (high == 0 || low == 0)
            return false;
        bytes[i] = (unsigned char)((high - 1) << 4 | (low - 1));
    }
    memcpy(guid, bytes, sizeof bytes);
    return true;
}

void
mt_guid_format(const unsigned char guid[16], char text[37])
{
    static const char digits[] = "0123456789abcdef";
    char *at = text;
    for (int i = 0; i < 16; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            *at++ = '-';
        *at++ = digits[guid[i] >> 4];
        *at++ = digits[guid[i] & 15];
    }
    *at = '\0';
}
