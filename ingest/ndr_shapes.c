#include "ingest/ndr_shapes.h"

#include <string.h>

static bool
is_address_byte(unsigned char c)
{
    return c > ' ' && c != '<' && c != '>' && c != '(' && c != ')' && c != ',' && c != ';' && c != '"' && c != '\'' &&
           c != 0x7F;
}

static bool
is_address(struct mt_text text)
{
    size_t at = 0, marks = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (!is_address_byte((unsigned char)text.at[i]))
            return false;
        if (text.at[i] == '@') {
            at = i;
            marks++;
        }
    }
    return marks == 1 && at > 0 && at + 1 < text.len && text.len <= 320 && text.at[text.len - 1] != ':';
}

bool
mt_ndr_address(struct mt_text line, struct mt_text *address, struct mt_text *name, struct mt_text *rest)
{
    struct mt_text text = mt_text_trim(line);
    *name = *rest = MT_TEXT_UNKNOWN;
    if (mt_text_starts(text, "* ") || mt_text_starts(text, "- ")) /* an entry of a list */
        text = mt_text_trim(mt_ndr_behind(text, 2));
    ptrdiff_t link = mt_text_find(text, "<mailto:");
    if (link >= 0) {
        struct mt_text inside = mt_ndr_behind(text, (size_t)link + 8);
        *address = mt_text_cut(&inside, '>');
        if (!mt_text_known(inside) || !is_address(*address))
            return false;
        if (mt_text_trim(inside).len && *mt_text_trim(inside).at != ':')
            return false;
        struct mt_text before = mt_ndr_slice(text, 0, (size_t)link);
        struct mt_text shown = mt_text_trim(mt_text_cut(&before, '('));
        if (shown.len && !is_address(shown))
            *name = shown;
        return true;
    }
    if (mt_text_starts(text, "<")) {
        struct mt_text inside = mt_ndr_behind(text, 1);
        *address = mt_text_cut(&inside, '>');
        struct mt_text tail = mt_text_trim(inside);
        if (!mt_text_known(inside) || !is_address(*address) || (tail.len && *tail.at != ':'))
            return false;
        if (tail.len)
            *rest = mt_text_trim(mt_ndr_behind(tail, 1));
        return true;
    }
    ptrdiff_t colon = mt_text_find(text, ":");
    *address = colon > 0 ? mt_ndr_slice(text, 0, (size_t)colon) : text;
    if (!is_address(*address))
        return false;
    if (colon > 0)
        *rest = mt_text_trim(mt_ndr_behind(text, (size_t)colon + 1));
    return true;
}

bool
mt_ndr_is_host(struct mt_text text)
{
    size_t dots = 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = mt_ascii_lower(text.at[i]);
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_'))
            return false;
        dots += c == '.';
    }
    return dots > 0 && text.len <= 255 && text.at[0] != '.' && text.at[text.len - 1] != '.';
}

static bool
is_quoted(struct mt_text text)
{
    size_t lines = 0, quoted = 0;
    for (struct mt_text rest = text; rest.len;) {
        struct mt_text line = mt_text_trim(mt_text_cut(&rest, '\n'));
        lines += line.len > 0;
        quoted += mt_text_starts(line, ">");
    }
    return lines > 0 && quoted * 10 >= lines * 7;
}

struct mt_text
mt_ndr_unquote(struct mt_text text, struct mt_arena *arena)
{
    enum { DEEPEST = 8 };
    for (int depth = 0; depth < DEEPEST && is_quoted(text); depth++) {
        char *at = mt_arena_take(arena, text.len + 1);
        size_t len = 0;
        if (!at)
            return MT_TEXT_UNKNOWN;
        for (struct mt_text rest = text; rest.len;) {
            struct mt_text line = mt_text_cut(&rest, '\n');
            size_t start = 0;
            while (start < line.len && (line.at[start] == ' ' || line.at[start] == '\t'))
                start++;
            if (start < line.len && line.at[start] == '>') {
                start++;
                if (start < line.len && line.at[start] == ' ')
                    start++;
                line = (struct mt_text){line.at + start, line.len - start};
            }
            memcpy(at + len, line.at, line.len);
            len += line.len;
            at[len++] = '\n';
        }
        text = (struct mt_text){at, len};
    }
    return text;
}
