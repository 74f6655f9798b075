#include "ingest/header_fields.h"

#include <gmime/gmime.h>
#include <string.h>

#include "ingest/mime.h"
#include "ingest/mime_text.h"

/* "Name: value". Names of fields are words without blanks; a word before a colon inside of a value ("https://…",
 * "Tue, 07:32:05") is told apart by what names look like. */
static bool
is_field(struct mt_text line, struct mt_text *name, struct mt_text *value)
{
    size_t len = 0;
    while (len < line.len) {
        char c = line.at[len], low = mt_ascii_lower(c);
        if (!((low >= 'a' && low <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.'))
            break;
        len++;
    }
    bool begins_well = len > 1 && len < 80 && mt_ascii_lower(line.at[0]) >= 'a' && mt_ascii_lower(line.at[0]) <= 'z';
    if (!begins_well || len == line.len || line.at[len] != ':')
        return false;
    if (len + 2 < line.len && line.at[len + 1] == '/' && line.at[len + 2] == '/')
        return false;
    *name = (struct mt_text){line.at, len};
    *value = mt_text_trim((struct mt_text){line.at + len + 1, line.len - len - 1});
    return true;
}

/* Field values are gathered in one run of bytes for each field: a room that doubles, so that a header of thousands of
 * folds costs no more than its length. */
struct gather {
    char *at;
    size_t len, room;
};

static bool
append(struct gather *gather, struct mt_arena *arena, struct mt_text more, bool apart)
{
    size_t need = gather->len + more.len + 2;
    if (need > gather->room) {
        size_t room = need * 2;
        char *grown = mt_arena_take(arena, room);
        if (!grown)
            return false;
        if (gather->len)
            memcpy(grown, gather->at, gather->len);
        gather->at = grown;
        gather->room = room;
    }
    if (apart && gather->len)
        gather->at[gather->len++] = ' ';
    if (more.len)
        memcpy(gather->at + gather->len, more.at, more.len);
    gather->len += more.len;
    return true;
}

static bool
add_field(struct mt_header_fields *fields, struct mt_arena *arena, struct mt_header_field field)
{
    if ((fields->count & (fields->count - 1)) == 0) { /* rooms double at powers of two */
        size_t room = fields->count ? fields->count * 2 : 1;
        struct mt_header_field *grown = mt_arena_take(arena, room * sizeof *grown);
        if (!grown)
            return false;
        if (fields->count)
            memcpy(grown, fields->fields, fields->count * sizeof *grown);
        fields->fields = grown;
    }
    fields->fields[fields->count++] = field;
    return true;
}

/* Whether a field comes next, behind any number of blank lines: pastes are full of them. */
static bool
goes_on(struct mt_text rest)
{
    while (rest.len) {
        struct mt_text line = mt_text_trim(mt_text_cut(&rest, '\n')), name, value;
        if (line.len)
            return is_field(line, &name, &value);
    }
    return false;
}

bool
mt_header_fields_read(struct mt_text block, struct mt_arena *arena, struct mt_header_fields *fields)
{
    struct gather gather = {.at = NULL};
    struct mt_text rest = block;
    size_t number = 0;
    *fields = (struct mt_header_fields){.count = 0};
    while (rest.len) {
        struct mt_text raw = mt_text_cut(&rest, '\n'), name, value;
        struct mt_text line = mt_text_trim(raw);
        number++;
        if (line.len == 0) {
            if (fields->count && !goes_on(rest))
                break;
            continue;
        }
        bool is_fold = (*raw.at == ' ' || *raw.at == '\t') && fields->count;
        if (!is_fold && is_field(line, &name, &value)) {
            if (fields->count == MT_HEADER_FIELDS) {
                fields->is_cut = true;
                break;
            }
            gather = (struct gather){.at = NULL};
            if (!append(&gather, arena, value, false) ||
                !add_field(fields, arena, (struct mt_header_field){name, MT_TEXT_LITERAL(""), number}))
                return false;
        } else if (fields->count == 0) {
            fields->strays++;
            continue;
        } else if (!append(&gather, arena, line, true)) {
            return false;
        }
        fields->fields[fields->count - 1].value = (struct mt_text){gather.at, gather.len};
    }
    return true;
}

struct mt_text
mt_header_field(const struct mt_header_fields *fields, const char *name, size_t nth)
{
    for (size_t i = 0; i < fields->count; i++)
        if (mt_text_is_nocase(fields->fields[i].name, name) && nth-- == 0)
            return fields->fields[i].value.at ? fields->fields[i].value : MT_TEXT_LITERAL("");
    return MT_TEXT_UNKNOWN;
}

struct mt_text
mt_header_words(struct mt_text value, struct mt_arena *arena)
{
    struct mt_text copy, text = MT_TEXT_UNKNOWN;
    if (!mt_text_known(value))
        return MT_TEXT_UNKNOWN;
    if (mt_text_find(value, "=?") < 0)
        return value;
    if (!mt_arena_copy(arena, value, &copy)) /* with a NUL behind it */
        return MT_TEXT_UNKNOWN;
    mt_mime_begin();
    char *decoded = g_mime_utils_header_decode_text(NULL, copy.at);
    for (char *at = decoded; at && *at; at++) /* an encoded line break is no line break */
        if (*at == '\n' || *at == '\r')
            *at = ' ';
    bool is_unread;
    if (decoded)
        text = mt_mime_text(mt_text_of(decoded), "utf-8", arena, &is_unread);
    g_free(decoded);
    return text;
}
