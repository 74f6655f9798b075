#include "ingest/dsn.h"

#include <string.h>

const char *
mt_dsn_action_key(enum mt_dsn_action action)
{
    static const char *const keys[] = {
#define X(name, key) [MT_DSN_##name] = (key),
        MT_DSN_ACTION_LIST(X)
#undef X
    };
    return keys[action];
}

/* ---- fields ---- */

struct field {
    struct mt_text name, value;
};

/* Appends a folded line to the value, with one blank for the fold. */
static bool
unfold(struct mt_arena *arena, struct mt_text *value, struct mt_text more)
{
    char *at = mt_arena_take(arena, value->len + more.len + 2);
    if (!at)
        return false;
    memcpy(at, value->at ? value->at : "", value->len);
    at[value->len] = ' ';
    memcpy(at + value->len + 1, more.at, more.len);
    *value = (struct mt_text){at, value->len + 1 + more.len};
    return true;
}

/* The next field of the text; *is_apart when blank lines stood before it. Lines that are none are stepped over.
 * A value is folded over so many lines at the most: the rest of a longer one is left out. */
enum { FOLDS = 200 };

static bool
next_field(struct mt_text *rest, struct mt_arena *arena, struct field *field, bool *is_apart)
{
    *is_apart = false;
    while (rest->len) {
        struct mt_text line = mt_text_cut(rest, '\n');
        struct mt_text value = line;
        if (mt_text_trim(line).len == 0) {
            *is_apart = true;
            continue;
        }
        struct mt_text name = mt_text_cut(&value, ':');
        if (!mt_text_known(value) || *line.at == ' ' || *line.at == '\t' || mt_text_find(mt_text_trim(name), " ") >= 0)
            continue;
        *field = (struct field){mt_text_trim(name), mt_text_trim(value)};
        for (int folds = 0; rest->len && (*rest->at == ' ' || *rest->at == '\t'); folds++) {
            struct mt_text more = mt_text_trim(mt_text_cut(rest, '\n'));
            if (more.len == 0) /* a line of blanks ends the group, too */
                break;
            if (folds < FOLDS && !unfold(arena, &field->value, more))
                return false;
        }
        return true;
    }
    return false;
}

/* "smtp;550 …", "dns; mx.example", "rfc822;a@b": what stands behind the type, or all of it. */
static struct mt_text
without_type(struct mt_text value)
{
    size_t type = 0;
    while (type < value.len && type < 40 &&
           (value.at[type] == '-' || value.at[type] == '.' || (value.at[type] >= '0' && value.at[type] <= '9') ||
            (mt_ascii_lower(value.at[type]) >= 'a' && mt_ascii_lower(value.at[type]) <= 'z')))
        type++;
    size_t mark = type;
    while (mark < value.len && value.at[mark] == ' ')
        mark++;
    if (type == 0 || mark == value.len || value.at[mark] != ';')
        return value;
    return mt_text_trim((struct mt_text){value.at + mark + 1, value.len - mark - 1});
}

static struct mt_text
address_of(struct mt_text value)
{
    struct mt_text address = without_type(value);
    if (mt_text_starts(address, "<") && mt_text_ends_nocase(address, ">") && address.len > 2)
        address = (struct mt_text){address.at + 1, address.len - 2};
    return mt_text_trim(address);
}

/* The first word; comments may follow. */
static struct mt_text
word_of(struct mt_text value)
{
    size_t len = 0;
    while (len < value.len && value.at[len] != ' ' && value.at[len] != '(' && value.at[len] != '\t')
        len++;
    return (struct mt_text){value.at, len};
}

static enum mt_dsn_action
action_of(struct mt_text value)
{
    static const struct {
        const char *word;
        enum mt_dsn_action action;
    } words[] = {
        {"failed", MT_DSN_FAILED},       {"failure", MT_DSN_FAILED},  {"delayed", MT_DSN_DELAYED},
        {"delivered", MT_DSN_DELIVERED}, {"relayed", MT_DSN_RELAYED}, {"expanded", MT_DSN_EXPANDED},
        {"deferred", MT_DSN_DELAYED},    {"expired", MT_DSN_FAILED},
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (mt_text_is_nocase(word_of(value), words[i].word))
            return words[i].action;
    return MT_DSN_UNKNOWN;
}

/* ---- groups ---- */

static bool
take_message_field(struct mt_dsn *dsn, const struct field *field)
{
    const struct {
        const char *name;
        struct mt_text *to;
    } fields[] = {
        {"Reporting-MTA", &dsn->reporting_mta},
        {"Received-From-MTA", &dsn->received_from},
        {"Arrival-Date", &dsn->arrival_date},
        {"Original-Envelope-Id", &dsn->envelope_id},
    };
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        if (!mt_text_is_nocase(field->name, fields[i].name))
            continue;
        if (!mt_text_known(*fields[i].to))
            *fields[i].to = without_type(field->value);
        return true;
    }
    return false;
}

static void
take_recipient_field(struct mt_dsn_recipient *recipient, const struct field *field)
{
    const struct {
        const char *name;
        struct mt_text *to;
        struct mt_text (*read)(struct mt_text value);
    } fields[] = {
        {"Final-Recipient", &recipient->address, address_of},
        {"Original-Recipient", &recipient->original, address_of},
        {"Status", &recipient->status, word_of},
        {"Diagnostic-Code", &recipient->diagnostic, without_type},
        {"Remote-MTA", &recipient->remote_mta, without_type},
        {"X-Display-Name", &recipient->name, without_type},
        {"Last-Attempt-Date", &recipient->last_attempt, without_type},
        {"Will-Retry-Until", &recipient->retry_until, without_type},
    };
    if (mt_text_is_nocase(field->name, "Action"))
        recipient->action = action_of(field->value);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (mt_text_is_nocase(field->name, fields[i].name) && field->value.len)
            *fields[i].to = fields[i].read(field->value);
}

/* The fields with which a group of a recipient can begin; some servers name no recipient, and begin with what
 * happened. */
static bool
names_recipient(struct mt_text name)
{
    return mt_text_is_nocase(name, "Final-Recipient") || mt_text_is_nocase(name, "Original-Recipient");
}

static bool
tells_fate(struct mt_text name)
{
    return mt_text_is_nocase(name, "Action") || mt_text_is_nocase(name, "Status");
}

/* Whether the field belongs to another recipient than the one at hand. Servers write the two addresses of a recipient
 * in either order. */
static bool
is_next_recipient(const struct mt_dsn_recipient *recipient, struct mt_text name, bool is_apart)
{
    if (mt_text_is_nocase(name, "Final-Recipient"))
        return mt_text_known(recipient->address);
    return mt_text_known(recipient->original) || (is_apart && mt_text_known(recipient->address));
}

static bool
add_recipient(struct mt_arena *arena, struct mt_dsn *dsn, size_t *room)
{
    if (dsn->count == *room) {
        size_t grown_room = *room ? *room * 2 : 4;
        struct mt_dsn_recipient *grown = mt_arena_take(arena, grown_room * sizeof *grown);
        if (!grown)
            return false;
        if (dsn->count)
            memcpy(grown, dsn->recipients, dsn->count * sizeof *grown);
        dsn->recipients = grown;
        *room = grown_room;
    }
    dsn->recipients[dsn->count++] = (struct mt_dsn_recipient){.action = MT_DSN_UNKNOWN};
    return true;
}

bool
mt_dsn_read(struct mt_text text, struct mt_arena *arena, struct mt_dsn *dsn)
{
    struct mt_text rest = text;
    struct field field;
    size_t room = 0;
    bool is_apart, is_open = false; /* a recipient's group is open */
    *dsn = (struct mt_dsn){.count = 0};
    while (next_field(&rest, arena, &field, &is_apart)) {
        struct mt_dsn_recipient *last = dsn->count ? &dsn->recipients[dsn->count - 1] : NULL;
        bool is_message = take_message_field(dsn, &field);
        if (is_message) {
            is_open = false;
            continue;
        }
        /* A blank line that does not belong there can tear a group apart: only a field that the group has already
         * shows that another begins. */
        bool begins = names_recipient(field.name) ? !is_open || is_next_recipient(last, field.name, is_apart)
                                                  : !is_open && tells_fate(field.name);
        if (begins && dsn->count == MT_DSN_RECIPIENTS)
            break;
        if (begins && !add_recipient(arena, dsn, &room))
            return false;
        is_open = is_open || begins;
        if (is_open)
            take_recipient_field(&dsn->recipients[dsn->count - 1], &field);
    }
    for (size_t i = 0; i < dsn->count; i++)
        if (dsn->recipients[i].address.len == 0)
            dsn->recipients[i].address = dsn->recipients[i].original;
    return !arena->failed;
}
