#include "ingest/dns_answers.h"

#include <string.h>

/* ---- names of things ---- */

static const struct {
    enum mt_dns_type type;
    const char *key;
} types[] = {
#define X(name, number, key) {MT_DNS_##name, key},
    MT_DNS_TYPE_LIST(X)
#undef X
};

/* Types that zones have and nothing here looks at. */
static const char *const other_types[] = {
    "SRV",        "CAA",   "DS",    "DNSKEY", "RRSIG", "NSEC",   "NSEC3", "NSEC3PARAM", "TLSA",  "SSHFP",    "NAPTR",
    "HINFO",      "RP",    "DNAME", "CERT",   "LOC",   "URI",    "HTTPS", "SVCB",       "CDS",   "CDNSKEY",  "SMIMEA",
    "OPENPGPKEY", "ALIAS", "ANAME", "AFSDB",  "HIP",   "ZONEMD", "EUI48", "EUI64",      "CSYNC", "IPSECKEY", "ANY",
};

const char *
mt_dns_type_key(enum mt_dns_type type)
{
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (types[i].type == type)
            return types[i].key;
    return "other";
}

static enum mt_dns_type
type_of_number(int64_t number)
{
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if ((int64_t)types[i].type == number)
            return types[i].type;
    return MT_DNS_OTHER;
}

bool
mt_dns_type_by_key(struct mt_text key, enum mt_dns_type *type)
{
    int64_t number;
    for (size_t i = 1; i < sizeof types / sizeof *types; i++)
        if (mt_text_is_nocase(key, types[i].key)) {
            *type = types[i].type;
            return true;
        }
    *type = MT_DNS_OTHER;
    for (size_t i = 0; i < sizeof other_types / sizeof *other_types; i++)
        if (mt_text_is_nocase(key, other_types[i]))
            return true;
    if (!mt_text_starts_nocase(key, "TYPE") || key.len > 9 ||
        !mt_text_to_int((struct mt_text){key.at + 4, key.len - 4}, &number))
        return false;
    *type = type_of_number(number);
    return true;
}

const char *
mt_dns_why_key(enum mt_dns_why why)
{
    static const char *const keys[] = {
#define X(name, key) [MT_DNS_WHY_##name] = key,
        MT_DNS_WHY_LIST(X)
#undef X
    };
    return keys[why];
}

bool
mt_dns_name(struct mt_arena *arena, struct mt_text said, struct mt_text *name)
{
    char lower[MT_DNS_NAME_BYTES + 1];
    size_t label = 0;
    if (said.len == 1 && said.at[0] == '.') {
        *name = MT_TEXT_LITERAL(".");
        return true;
    }
    if (said.len && said.at[said.len - 1] == '.')
        said.len--;
    if (said.len == 0 || said.len > MT_DNS_NAME_BYTES)
        return false;
    for (size_t i = 0; i < said.len; i++) {
        unsigned char c = (unsigned char)said.at[i];
        if (c <= 0x20 || c >= 0x7F || strchr("\"();,<>", c))
            return false;
        label = c == '.' ? 0 : label + 1;
        if (label > 63 || (c == '.' && (i == 0 || said.at[i - 1] == '.')))
            return false;
        lower[i] = mt_ascii_lower((char)c);
    }
    return mt_arena_copy(arena, (struct mt_text){lower, said.len}, name);
}

bool
mt_dns_is_below(struct mt_text name, struct mt_text zone)
{
    if (!mt_text_known(name) || !mt_text_known(zone) || name.len < zone.len)
        return false;
    struct mt_text end = {name.at + name.len - zone.len, zone.len};
    return mt_text_equal(end, zone) && (name.len == zone.len || name.at[name.len - zone.len - 1] == '.');
}

/* ---- the table ---- */

/* The key under which a name that does not exist is kept besides: no type has this number. */
enum { NO_NAME = MT_DNS_ANY_TYPE };

void
mt_dns_answers_init(struct mt_dns_answers *answers)
{
    *answers = (struct mt_dns_answers){.arena = MT_ARENA_EMPTY};
}

void
mt_dns_answers_release(struct mt_dns_answers *answers)
{
    mt_arena_release(&answers->arena);
    mt_dns_answers_init(answers);
}

static size_t
hash_of(struct mt_text name, int type)
{
    uint64_t hash = UINT64_C(14695981039346656037) ^ (uint64_t)(unsigned)type;
    for (size_t i = 0; i < name.len; i++)
        hash = (hash ^ (unsigned char)name.at[i]) * UINT64_C(1099511628211);
    return (size_t)(hash ^ hash >> 32);
}

/* The slot of that question: it holds its index + 1, or 0. There must be slots. */
static size_t *
slot_of(const struct mt_dns_answers *answers, struct mt_text name, int type)
{
    size_t at = hash_of(name, type) & (answers->slot_count - 1);
    while (answers->slots[at]) {
        const struct mt_dns_answer *item = answers->items[answers->slots[at] - 1];
        if ((int)item->type == type && mt_text_equal(item->name, name))
            break;
        at = (at + 1) & (answers->slot_count - 1);
    }
    return &answers->slots[at];
}

static struct mt_dns_answer *
known(const struct mt_dns_answers *answers, struct mt_text name, int type)
{
    size_t index = answers->slot_count ? *slot_of(answers, name, type) : 0;
    return index ? answers->items[index - 1] : NULL;
}

static bool
grow(struct mt_dns_answers *answers)
{
    size_t room = answers->room ? answers->room * 2 : 64;
    struct mt_dns_answer **items = mt_arena_take(&answers->arena, room * sizeof *items);
    size_t *slots = mt_arena_take(&answers->arena, room * 2 * sizeof *slots);
    if (!items || !slots)
        return false;
    if (answers->count)
        memcpy(items, answers->items, answers->count * sizeof *items);
    answers->items = items;
    answers->room = room;
    answers->slots = slots;
    answers->slot_count = room * 2;
    for (size_t i = 0; i < answers->count; i++)
        *slot_of(answers, items[i]->name, (int)items[i]->type) = i + 1;
    return true;
}

static struct mt_dns_answer *
make(struct mt_dns_answers *answers, struct mt_text name, int type)
{
    struct mt_dns_answer *item = known(answers, name, type);
    if (item)
        return item;
    if (answers->count >= MT_DNS_RECORDS_OF_ALL) {
        answers->is_cut = true;
        return NULL;
    }
    item = mt_arena_take(&answers->arena, sizeof *item);
    if (!item || (answers->count == answers->room && !grow(answers)) ||
        !mt_arena_copy(&answers->arena, name, &item->name)) {
        answers->failed = true;
        return NULL;
    }
    item->type = (enum mt_dns_type)type;
    answers->items[answers->count++] = item;
    *slot_of(answers, item->name, type) = answers->count;
    return item;
}

static bool
has_record(const struct mt_dns_answer *item, const struct mt_dns_record *record)
{
    for (size_t i = 0; i < item->count; i++)
        if (item->records[i].preference == record->preference && mt_text_equal(item->records[i].text, record->text))
            return true;
    return false;
}

static bool
append(struct mt_dns_answers *answers, struct mt_dns_answer *item, const struct mt_dns_record *record)
{
    if (item->count == item->room) {
        size_t room = item->room ? item->room * 2 : 4;
        struct mt_dns_record *records = mt_arena_take(&answers->arena, room * sizeof *records);
        if (!records)
            return false;
        if (item->count)
            memcpy(records, item->records, item->count * sizeof *records);
        item->records = records;
        item->room = room;
    }
    struct mt_dns_record *added = &item->records[item->count];
    *added = *record;
    if (!mt_arena_copy(&answers->arena, record->text, &added->text))
        return false;
    item->count++;
    answers->record_count++;
    return true;
}

bool
mt_dns_add(struct mt_dns_answers *answers, struct mt_text name, enum mt_dns_type type,
           const struct mt_dns_record *record)
{
    struct mt_dns_answer *item = make(answers, name, (int)type);
    if (!item)
        return false;
    item->state = MT_DNS_RECORDS;
    item->why = MT_DNS_WHY_NONE;
    item->line = 0;
    if (has_record(item, record))
        return true;
    if (item->count >= MT_DNS_RECORDS_OF_ONE || answers->record_count >= MT_DNS_RECORDS_OF_ALL) {
        answers->is_cut = true;
        return false;
    }
    if (append(answers, item, record))
        return true;
    answers->failed = true;
    return false;
}

static bool
set_state(struct mt_dns_answers *answers, struct mt_text name, int type, enum mt_dns_state state, enum mt_dns_why why,
          size_t line)
{
    struct mt_dns_answer *item = make(answers, name, type);
    if (!item)
        return false;
    /* A server that answered says more than one that did not. */
    if (item->count > 0 || (state == MT_DNS_FAILED && item->state != MT_DNS_NOT_ASKED))
        return true;
    item->state = state;
    item->why = why;
    item->line = line;
    return true;
}

/* Some servers say of a name that does exist that it does not, when they have no record of the type: so the answer is
 * kept for this type too. */
bool
mt_dns_add_state(struct mt_dns_answers *answers, struct mt_text name, enum mt_dns_type type, enum mt_dns_state state,
                 enum mt_dns_why why, size_t line)
{
    if (state == MT_DNS_NXDOMAIN && !set_state(answers, name, NO_NAME, state, why, line))
        return false;
    return set_state(answers, name, (int)type, state, why, line);
}

/* ---- looking ---- */

static const struct mt_dns_answer nothing = {.state = MT_DNS_NOT_ASKED};
static const struct mt_dns_answer absent = {.state = MT_DNS_NO_DATA};
static const struct mt_dns_answer in_circles = {.state = MT_DNS_FAILED, .why = MT_DNS_WHY_MALFORMED};

/* The name without its first label; unknown when it has one only. */
static struct mt_text
parent_of(struct mt_text name)
{
    const char *dot = name.len ? memchr(name.at, '.', name.len) : NULL;
    if (!dot)
        return MT_TEXT_UNKNOWN;
    size_t skip = (size_t)(dot - name.at) + 1;
    return (struct mt_text){name.at + skip, name.len - skip};
}

static bool
exists(const struct mt_dns_answers *answers, struct mt_text name)
{
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        const struct mt_dns_answer *item = known(answers, name, (int)types[i].type);
        if (item && item->state == MT_DNS_RECORDS)
            return true;
    }
    return false;
}

/* What a zone that is here as a whole says of a name that it does not have: what stands below a delegation is not its
 * business, and "*" speaks for names below a name that exists. */
static const struct mt_dns_answer *
of_zone(const struct mt_dns_answers *answers, struct mt_text name, enum mt_dns_type type)
{
    char star[MT_DNS_NAME_BYTES + 3];
    if (!answers->zone_is_whole || !mt_dns_is_below(name, answers->zone))
        return &nothing;
    for (struct mt_text at = name; mt_text_known(at) && at.len > answers->zone.len; at = parent_of(at)) {
        const struct mt_dns_answer *delegation = known(answers, at, MT_DNS_NS);
        if (delegation && delegation->state == MT_DNS_RECORDS)
            return &nothing;
    }
    if (exists(answers, name))
        return &absent;
    for (struct mt_text at = parent_of(name); at.at && at.len >= answers->zone.len; at = parent_of(at)) {
        star[0] = '*';
        star[1] = '.';
        memcpy(star + 2, at.at, at.len);
        struct mt_text wildcard = {star, at.len + 2};
        const struct mt_dns_answer *item = known(answers, wildcard, (int)type);
        if (item && item->state == MT_DNS_RECORDS)
            return item;
        if (exists(answers, wildcard) || exists(answers, at))
            break;
    }
    return &absent;
}

static const struct mt_dns_answer *
find_known(const struct mt_dns_answers *answers, struct mt_text name, enum mt_dns_type type)
{
    const struct mt_dns_answer *item = known(answers, name, (int)type);
    if (item && item->state != MT_DNS_NOT_ASKED && item->state != MT_DNS_FAILED)
        return item;
    const struct mt_dns_answer *none = known(answers, name, NO_NAME);
    if (none && !exists(answers, name))
        return none;
    return item && item->state == MT_DNS_FAILED ? item : of_zone(answers, name, type);
}

enum mt_rc
mt_dns_look(struct mt_dns_answers *answers, struct mt_text name, enum mt_dns_type type,
            const struct mt_dns_answer **answer, struct mt_err *err)
{
    *answer = find_known(answers, name, type);
    if ((*answer)->state != MT_DNS_NOT_ASKED || !answers->ask)
        return MT_OK;
    enum mt_rc rc = answers->ask(answers->asker, answers, name, type, err);
    if (rc == MT_OK && answers->failed)
        rc = mt_err_memory(err);
    if (rc == MT_OK)
        *answer = find_known(answers, name, type);
    return rc;
}

enum mt_rc
mt_dns_find(struct mt_dns_answers *answers, struct mt_text name, enum mt_dns_type type,
            const struct mt_dns_answer **answer, struct mt_text *alias, struct mt_err *err)
{
    struct mt_text last = MT_TEXT_UNKNOWN;
    for (int hops = 0; hops <= MT_DNS_ALIASES; hops++) {
        /* What is known as an alias is not asked for again: the answer to a question brings its aliases along. */
        const struct mt_dns_answer *to = find_known(answers, name, MT_DNS_CNAME);
        if (to->state != MT_DNS_RECORDS) {
            enum mt_rc rc = mt_dns_look(answers, name, type, answer, err);
            to = find_known(answers, name, MT_DNS_CNAME);
            if (rc != MT_OK || (*answer)->state == MT_DNS_RECORDS || to->state != MT_DNS_RECORDS) {
                if (alias)
                    *alias = last;
                return rc;
            }
        }
        name = last = to->records[0].text;
    }
    *answer = &in_circles;
    if (alias)
        *alias = last;
    return MT_OK;
}
