#include "store/base/zone.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/base/civil.h"
#include "store/base/zone_rule.h"

enum {
    NAME_BYTES = 64,
    FILE_BYTES = 256 * 1024, /* the largest file of the zone database has 4 KB */
    HEADER_BYTES = 44,
    /* RFC 8536, 3.2: offsets lie between -25 and +26 hours, both exclusive. */
    OFFSET_LEAST = -25 * 3600,
    OFFSET_MOST = 26 * 3600,
    RULE_YEARS = 402,
};

/* The calendar repeats after 400 years, weekdays included: 146097 days are a whole number of weeks. */
#define CYCLE (INT64_C(146097) * 86400)

struct change {
    int64_t at;     /* seconds UTC */
    int32_t offset; /* from then on */
};

struct mt_zone {
    char name[NAME_BYTES];
    struct change *changes;
    size_t count;
    int32_t first_offset; /* before the first change */
    bool has_rule;        /* the last 400 years of `changes` repeat for ever */
};

/* ---- lookup ---- */

/* How many changes lie at or before `second`. */
static size_t
changes_until(const struct mt_zone *zone, int64_t second)
{
    size_t low = 0, high = zone->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (zone->changes[middle].at <= second)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The offset at `second`, and the second at which it ends. */
static int32_t
segment(const struct mt_zone *zone, int64_t second, int64_t *end)
{
    int64_t back = 0;
    if (zone->has_rule && second >= zone->changes[zone->count - 1].at)
        back = ((second - zone->changes[zone->count - 1].at) / CYCLE + 1) * CYCLE;
    size_t next = changes_until(zone, second - back);
    *end = next < zone->count ? zone->changes[next].at + back : INT64_MAX;
    return next == 0 ? zone->first_offset : zone->changes[next - 1].offset;
}

int
mt_zone_offset(const struct mt_zone *zone, int64_t moment_us)
{
    int64_t end;
    return zone ? segment(zone, mt_floor_to(moment_us, MT_SECOND) / MT_SECOND, &end) : 0;
}

int64_t
mt_zone_to_local(const struct mt_zone *zone, int64_t moment_us)
{
    return moment_us + mt_zone_offset(zone, moment_us) * MT_SECOND;
}

int64_t
mt_zone_to_utc(const struct mt_zone *zone, int64_t local_us)
{
    if (!zone)
        return local_us;
    /* Walks forward from a moment that is surely too early. The first stretch that ends behind the candidate is the
     * answer; when the candidate lies before that stretch, the wall clock skipped this time, and the offset before the
     * gap is the one that moves it forward by the gap. */
    int64_t local = mt_floor_to(local_us, MT_SECOND) / MT_SECOND, fraction = local_us - local * MT_SECOND;
    int64_t start = local - OFFSET_MOST, end;
    int32_t before = segment(zone, start, &end), offset = before;
    while (local - offset >= end) {
        start = end;
        before = offset;
        offset = segment(zone, start, &end);
    }
    int64_t second = local - offset < start ? local - before : local - offset;
    return second * MT_SECOND + fraction;
}

const char *
mt_zone_name(const struct mt_zone *zone)
{
    return zone ? zone->name : "UTC";
}

/* ---- TZif (RFC 8536) ---- */

struct header {
    int version;
    uint32_t utc_count, std_count, leap_count, change_count, type_count, name_bytes;
};

static uint32_t
big_u32(const char *at)
{
    const unsigned char *b = (const unsigned char *)at;
    return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

static int64_t
big_i64(const char *at)
{
    uint64_t bits = (uint64_t)big_u32(at) << 32 | big_u32(at + 4);
    int64_t value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static int32_t
big_i32(const char *at)
{
    uint32_t bits = big_u32(at);
    int32_t value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static bool
read_header(struct mt_text bytes, struct header *header)
{
    if (bytes.len < HEADER_BYTES || memcmp(bytes.at, "TZif", 4) != 0)
        return false;
    header->version = bytes.at[4] == '\0' ? 1 : bytes.at[4] - '0';
    uint32_t *counts[] = {&header->utc_count,    &header->std_count,  &header->leap_count,
                          &header->change_count, &header->type_count, &header->name_bytes};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        *counts[i] = big_u32(bytes.at + 20 + 4 * i);
        if (*counts[i] > FILE_BYTES)
            return false;
    }
    return header->version >= 1 && header->type_count >= 1 && header->type_count <= 256;
}

/* Every count is at most FILE_BYTES, so the sum cannot overflow. */
static size_t
block_bytes(const struct header *header, size_t time_bytes)
{
    return header->change_count * (time_bytes + 1) + (size_t)header->type_count * 6 + header->name_bytes +
           header->leap_count * (time_bytes + 4) + header->std_count + header->utc_count;
}

static bool
sane_offset(int64_t offset)
{
    return offset > OFFSET_LEAST && offset < OFFSET_MOST;
}

/* Appends a change; one at the same second as the last replaces it. */
static void
append(struct mt_zone *zone, int64_t at, int32_t offset)
{
    if (zone->count && zone->changes[zone->count - 1].at == at)
        zone->count--;
    zone->changes[zone->count++] = (struct change){at, offset};
}

static const char *
read_block(struct mt_zone *zone, const struct header *header, const char *at, size_t time_bytes)
{
    const char *indexes = at + header->change_count * time_bytes;
    const char *types = indexes + header->change_count;
    for (uint32_t i = 0; i < header->type_count; i++)
        if (!sane_offset(big_i32(types + (size_t)i * 6)))
            return "an offset is out of range";
    zone->first_offset = big_i32(types);
    for (uint32_t i = 0; i < header->change_count; i++) {
        int64_t second = time_bytes == 8 ? big_i64(at + (size_t)i * 8) : big_i32(at + (size_t)i * 4);
        unsigned char type = (unsigned char)indexes[i];
        /* Also keeps the arithmetic of lookups far away from the ends of int64_t. */
        if (second < -(INT64_C(1) << 59) || second > INT64_C(1) << 40)
            return "a change lies outside of history";
        if (type >= header->type_count || (zone->count && second <= zone->changes[zone->count - 1].at))
            return "its changes are out of order";
        append(zone, second, big_i32(types + (size_t)type * 6));
    }
    return NULL;
}

/* Writes out what the rule says for 400 years behind the last explicit change, so that every lookup is one search. */
static void
expand(struct mt_zone *zone, const struct mt_zone_rule *rule)
{
    if (!rule->has_dst) {
        if (zone->count == 0)
            zone->first_offset = rule->std_offset;
        return;
    }
    int64_t last = zone->count ? zone->changes[zone->count - 1].at : INT64_MIN;
    int first_year = mt_civil_of((last > 0 ? last : 0) * MT_SECOND).year;
    for (int year = first_year; year < first_year + RULE_YEARS; year++) {
        struct change to_dst = {mt_zone_rule_second(&rule->start, year) - rule->std_offset, rule->dst_offset};
        struct change to_std = {mt_zone_rule_second(&rule->end, year) - rule->dst_offset, rule->std_offset};
        bool dst_first = to_dst.at <= to_std.at;
        struct change pair[2] = {dst_first ? to_dst : to_std, dst_first ? to_std : to_dst};
        for (int i = 0; i < 2; i++) {
            /* "Always summer time" is written as a year that ends where the next one begins: nothing goes back. */
            if (pair[i].at > last && (zone->count == 0 || pair[i].at >= zone->changes[zone->count - 1].at))
                append(zone, pair[i].at, pair[i].offset);
        }
    }
    zone->has_rule = true;
}

static const char *
read_zone(struct mt_zone *zone, struct mt_text bytes)
{
    struct header header;
    if (!read_header(bytes, &header))
        return "it is no TZif file";
    size_t at = HEADER_BYTES, time_bytes = 4;
    if (header.version >= 2) {
        /* The old block of 32-bit times comes first and is stepped over. */
        at += block_bytes(&header, 4);
        if (at > bytes.len || !read_header((struct mt_text){bytes.at + at, bytes.len - at}, &header))
            return "it is cut";
        at += HEADER_BYTES;
        time_bytes = 8;
    }
    size_t size = block_bytes(&header, time_bytes);
    if (size > bytes.len - at)
        return "it is cut";
    if (header.leap_count)
        return "it counts leap seconds, which Exchange does not";

    zone->changes = calloc(header.change_count + 2 * RULE_YEARS, sizeof *zone->changes);
    if (!zone->changes)
        return "out of memory";
    const char *wrong = read_block(zone, &header, bytes.at + at, time_bytes);
    if (wrong || header.version < 2)
        return wrong;

    struct mt_text footer = {bytes.at + at + size, bytes.len - at - size};
    if (footer.len < 2 || footer.at[0] != '\n')
        return "its last line is missing";
    footer.at++;
    footer.len--;
    struct mt_text line = mt_text_cut(&footer, '\n');
    if (!mt_text_known(footer))
        return "its last line is cut";
    struct mt_zone_rule rule;
    if (line.len == 0) /* no rule: the last offset stays */
        return NULL;
    if (!mt_zone_rule_parse(line, &rule) || !sane_offset(rule.std_offset) || !sane_offset(rule.dst_offset))
        return "its last line is no rule";
    expand(zone, &rule);
    return NULL;
}

static struct mt_zone *
zone_new(const char *name)
{
    struct mt_zone *zone = calloc(1, sizeof *zone);
    if (zone)
        snprintf(zone->name, sizeof zone->name, "%s", name);
    return zone;
}

enum mt_rc
mt_zone_parse(struct mt_zone **zone, const char *name, struct mt_text bytes, struct mt_err *err)
{
    struct mt_zone *made = zone_new(name);
    if (!made)
        return mt_err_memory(err);
    const char *wrong = read_zone(made, bytes);
    if (wrong) {
        mt_zone_close(made);
        return mt_err_set(err, MT_FAILED, "the file of time zone '%s' cannot be used: %s", name, wrong);
    }
    *zone = made;
    return MT_OK;
}

void
mt_zone_close(struct mt_zone *zone)
{
    if (!zone)
        return;
    free(zone->changes);
    free(zone);
}

/* ---- by name ---- */

/* "+02:00", "-0330", "+5". Fourteen hours is the most that any place has. */
static bool
parse_fixed(const char *name, int32_t *offset)
{
    if (*name != '+' && *name != '-')
        return false;
    struct mt_text rest = mt_text_of(name + 1);
    int64_t hours, minutes = 0;
    if (rest.len == 5 && rest.at[2] == ':') {
        if (!mt_text_to_int((struct mt_text){rest.at + 3, 2}, &minutes))
            return false;
        rest.len = 2;
    } else if (rest.len == 4) {
        if (!mt_text_to_int((struct mt_text){rest.at + 2, 2}, &minutes))
            return false;
        rest.len = 2;
    }
    if (rest.len > 2 || !mt_text_to_int(rest, &hours) || minutes > 59 || hours * 60 + minutes > 14 * 60)
        return false;
    int32_t seconds = (int32_t)(hours * 3600 + minutes * 60);
    *offset = *name == '-' ? -seconds : seconds;
    return true;
}

/* Names become paths, so only what real names are made of is let through, and no part of them may begin with a dot. */
static bool
harmless(const char *name)
{
    static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/";
    size_t len = strlen(name);
    return len > 0 && len < NAME_BYTES && strspn(name, allowed) == len && name[0] != '/' && name[len - 1] != '/';
}

/* Returns 0, or an error of the system: half a file would be another zone. */
static int
read_file(const char *path, char *room, size_t size, size_t *len)
{
    int descriptor = open(path, O_RDONLY | O_CLOEXEC), failed = 0;
    if (descriptor < 0)
        return errno;
    *len = 0;
    while (*len < size && !failed) {
        ssize_t got = read(descriptor, room + *len, size - *len);
        if (got == 0)
            break;
        if (got > 0)
            *len += (size_t)got;
        else if (errno != EINTR)
            failed = errno;
    }
    close(descriptor);
    return failed;
}

static enum mt_rc
open_file(struct mt_zone **zone, const char *name, struct mt_err *err)
{
    /* The one environment variable that a library reads: it says where this machine keeps its zones, and every other
     * program on it looks there too. */
    const char *folder = getenv("TZDIR");
    if (!folder || !*folder)
        folder = "/usr/share/zoneinfo";
    if (access(folder, R_OK) != 0)
        return mt_err_set(err, MT_FAILED, "no time zones in '%s'; install 'tzdata', or use an offset like '+02:00'",
                          folder);
    char path[1024];
    int len = snprintf(path, sizeof path, "%s/%s", folder, name);
    char *room = malloc(FILE_BYTES);
    size_t size = 0;
    if (!room)
        return mt_err_memory(err);
    enum mt_rc rc;
    int failed = len < 0 || (size_t)len >= sizeof path ? ENOENT : read_file(path, room, FILE_BYTES, &size);
    if (failed && failed != ENOENT && failed != ENOTDIR && failed != EISDIR)
        rc = mt_err_set(err, MT_FAILED, "cannot read the time zone '%s': %s", name, strerror(failed));
    else if (failed || size == 0)
        rc = mt_err_set(err, MT_USAGE,
                        "there is no time zone '%s'; zones are named like 'Europe/Madrid', 'UTC' or '+02:00'", name);
    else
        rc = mt_zone_parse(zone, name, (struct mt_text){room, size}, err);
    free(room);
    return rc;
}

enum mt_rc
mt_zone_open(struct mt_zone **zone, const char *name, struct mt_err *err)
{
    int32_t offset = 0;
    bool is_utc = mt_text_is_nocase(mt_text_of(name), "UTC") || mt_text_is_nocase(mt_text_of(name), "Z");
    if (!is_utc && !parse_fixed(name, &offset)) {
        if (harmless(name))
            return open_file(zone, name, err);
        return mt_err_set(err, MT_USAGE,
                          "'%.60s' is no time zone; zones are named like 'Europe/Madrid', 'UTC' or '+02:00'", name);
    }
    struct mt_zone *made = zone_new(is_utc ? "UTC" : name);
    if (!made)
        return mt_err_memory(err);
    made->first_offset = offset;
    if (!is_utc)
        snprintf(made->name, sizeof made->name, "%c%02d:%02d", offset < 0 ? '-' : '+', abs(offset) / 3600,
                 abs(offset) / 60 % 60);
    *zone = made;
    return MT_OK;
}
