#include "ingest/recipients.h"

#include <stdio.h>
#include <string.h>

enum { MOST_RECIPIENTS = 100000 };

bool
mt_address_lower(struct mt_arena *arena, struct mt_text text, struct mt_text *address)
{
    text = mt_text_trim(text);
    if (text.len > 2 && text.at[0] == '<' && text.at[text.len - 1] == '>' && memchr(text.at, '@', text.len)) {
        text.at++;
        text.len -= 2;
    }
    char *bytes = mt_arena_take(arena, text.len + 1);
    if (!bytes)
        return false;
    mt_text_lower(text, bytes);
    *address = (struct mt_text){bytes, text.len};
    return true;
}

static bool
fail(char *reason, size_t size, const char *what, struct mt_text text)
{
    snprintf(reason, size, "%s: '%.*s'", what, MT_TEXT_ARGS(text));
    return false;
}

static bool
no_memory(char *reason, size_t size)
{
    snprintf(reason, size, "did not fit into memory");
    return false;
}

/* ---- one status for the whole cell ---- */

/* The next address of a list: up to the mark, which a quoted local part may hold too. A quote that never ends is none.
 */
static struct mt_text
next_address(struct mt_text *rest, char mark)
{
    struct mt_text before = *rest;
    bool quoted = false;
    for (size_t i = 0; i < rest->len; i++) {
        quoted ^= rest->at[i] == '"';
        if (quoted || rest->at[i] != mark)
            continue;
        *rest = (struct mt_text){rest->at + i + 1, rest->len - i - 1};
        return mt_text_trim((struct mt_text){before.at, i});
    }
    if (quoted)
        return mt_text_trim(mt_text_cut(rest, mark));
    *rest = MT_TEXT_UNKNOWN;
    return mt_text_trim(before);
}

/* How many addresses the cell holds when it is split at `mark`; 0 when some part is none. */
static size_t
addresses_between(struct mt_text cell, char mark)
{
    size_t count = 0;
    for (struct mt_text rest = cell; mt_text_known(rest);) {
        struct mt_text part = next_address(&rest, mark);
        if (part.len == 0)
            continue;
        if (!memchr(part.at, '@', part.len))
            return 0;
        count++;
    }
    return count;
}

static bool
is_list(struct mt_text cell, char mark)
{
    return memchr(cell.at, mark, cell.len) && addresses_between(cell, mark) > 1;
}

/* Separators and blanks alone are no recipient. */
static bool
holds_nothing(struct mt_text cell)
{
    for (size_t i = 0; i < cell.len; i++)
        if (cell.at[i] != ';' && cell.at[i] != ',' && cell.at[i] != ' ')
            return false;
    return true;
}

bool
mt_addresses_of(struct mt_text cell, struct mt_arena *arena, struct mt_text **addresses, size_t *count, char *reason,
                size_t size)
{
    *count = 0;
    if (!mt_text_known(cell) || holds_nothing(cell))
        return true;
    /* PowerShell joins lists with ';', people with ','; a quoted local part may hold either. */
    char mark = is_list(cell, ';') ? ';' : is_list(cell, ',') ? ',' : '\0';
    size_t parts = mark ? addresses_between(cell, mark) : 1;
    if (parts > MOST_RECIPIENTS)
        return fail(reason, size, "has too many recipients", cell);
    struct mt_text *list = mt_arena_take(arena, parts * sizeof *list);
    if (!list)
        return no_memory(reason, size);

    for (struct mt_text rest = cell; mt_text_known(rest);) {
        struct mt_text part = cell;
        if (mark)
            part = next_address(&rest, mark);
        else
            rest = MT_TEXT_UNKNOWN;
        if (part.len == 0)
            continue;
        if (!mt_address_lower(arena, part, &list[(*count)++]))
            return no_memory(reason, size);
    }
    *addresses = list;
    return true;
}

bool
mt_recipients_from_cells(struct mt_text cell, struct mt_text status_text, struct mt_arena *arena,
                         struct mt_recipient **recipients, size_t *count, char *reason, size_t size)
{
    enum mt_status status;
    struct mt_text *addresses;
    if (!mt_addresses_of(cell, arena, &addresses, count, reason, size))
        return false;
    if (*count == 0) {
        snprintf(reason, size, "has no recipient");
        return false;
    }
    if (!mt_text_known(status_text)) {
        snprintf(reason, size, "has no status");
        return false;
    }
    if (!mt_status_parse(status_text, &status))
        return fail(reason, size, "has a status that is not known", status_text);
    struct mt_recipient *list = mt_arena_take(arena, *count * sizeof *list);
    if (!list)
        return no_memory(reason, size);
    for (size_t i = 0; i < *count; i++)
        list[i] = (struct mt_recipient){addresses[i], status};
    *recipients = list;
    return true;
}

/* ---- pairs of address and history ---- */

/* What a recipient's history of event words amounts to: the word with the highest rank decides. "Receive" alone means
 * that the message came in and nothing more is known. A message that left the organisation was Sent, which the other
 * exports call Delivered. */
static const struct {
    const char *word;
    int rank;
    enum mt_status status;
} history_words[] = {
    {"Receive", 0, MT_STATUS_GETTING_STATUS},
    {"Submit", 0, MT_STATUS_GETTING_STATUS},
    {"Transfer", 0, MT_STATUS_GETTING_STATUS},
    {"GettingStatus", 0, MT_STATUS_GETTING_STATUS},
    {"Defer", 1, MT_STATUS_PENDING},
    {"Pending", 1, MT_STATUS_PENDING},
    {"Resolve", 2, MT_STATUS_RESOLVED},
    {"Resolved", 2, MT_STATUS_RESOLVED},
    {"Redirect", 2, MT_STATUS_RESOLVED},
    {"Expand", 3, MT_STATUS_EXPANDED},
    {"Expanded", 3, MT_STATUS_EXPANDED},
    {"Deliver", 4, MT_STATUS_DELIVERED},
    {"Delivered", 4, MT_STATUS_DELIVERED},
    {"Send", 4, MT_STATUS_DELIVERED},
    {"Fail", 5, MT_STATUS_FAILED},
    {"Failed", 5, MT_STATUS_FAILED},
    {"Drop", 5, MT_STATUS_FAILED},
    {"FilteredAsSpam", 6, MT_STATUS_FILTERED_AS_SPAM},
    {"Quarantined", 7, MT_STATUS_QUARANTINED},
    {"Quarantine", 7, MT_STATUS_QUARANTINED},
};

static bool
history_status(struct mt_text history, enum mt_status *status, struct mt_text *unknown)
{
    int highest = -1;
    for (struct mt_text rest = history; mt_text_known(rest);) {
        struct mt_text word = mt_text_trim(mt_text_cut(&rest, ','));
        bool found = false;
        for (size_t i = 0; i < sizeof history_words / sizeof *history_words && !found; i++) {
            if (!mt_text_is_nocase(word, history_words[i].word))
                continue;
            found = true;
            if (history_words[i].rank > highest) {
                highest = history_words[i].rank;
                *status = history_words[i].status;
            }
        }
        if (!found) {
            *unknown = word;
            return false;
        }
    }
    return true;
}

static size_t
count_pairs(struct mt_text cell)
{
    size_t pairs = 0;
    for (size_t i = 0; i + 1 < cell.len; i++) {
        if (cell.at[i] == '#' && cell.at[i + 1] == '#') {
            pairs++;
            i++;
        }
    }
    return pairs;
}

bool
mt_recipients_from_pairs(struct mt_text cell, struct mt_arena *arena, struct mt_recipient **recipients, size_t *count,
                         char *reason, size_t size)
{
    size_t pairs = count_pairs(cell);
    if (pairs == 0)
        return fail(reason, size, "has a recipient_status without '##'", cell);
    if (pairs > MOST_RECIPIENTS)
        return fail(reason, size, "has too many recipients", cell);
    struct mt_recipient *list = mt_arena_take(arena, pairs * sizeof *list);
    if (!list)
        return no_memory(reason, size);

    *count = 0;
    struct mt_text rest = cell;
    while (mt_text_known(rest) && mt_text_trim(rest).len > 0) {
        ptrdiff_t mark = mt_text_find(rest, "##");
        if (mark < 0)
            return fail(reason, size, "has a recipient without a status", rest);
        struct mt_text address = mt_text_trim((struct mt_text){rest.at, (size_t)mark});
        rest = (struct mt_text){rest.at + mark + 2, rest.len - (size_t)mark - 2};
        struct mt_text history = mt_text_cut(&rest, ';'), unknown;
        if (address.len == 0)
            return fail(reason, size, "has a status without a recipient", cell);
        if (!history_status(history, &list[*count].status, &unknown))
            return fail(reason, size, "has a recipient status that is not known", unknown);
        if (!mt_address_lower(arena, address, &list[*count].address))
            return no_memory(reason, size);
        (*count)++;
    }
    *recipients = list;
    return true;
}
