#include "ingest/json_rubbish.h"

static bool
is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Whether rubbish ends at this byte, which is outside of strings. */
static bool
ends_at(struct mt_json_rubbish *rubbish, char c, bool may_begin, bool may_end)
{
    bool is_member = rubbish->is_remains && rubbish->before == ':';
    if ((c == '{' || c == '[') && may_begin && !is_member)
        return true;
    if (c == ']' && rubbish->arrays == 0)
        return may_end;
    if (c == '[')
        rubbish->arrays++;
    if (c == ']')
        rubbish->arrays--;
    return false;
}

bool
mt_json_rubbish_pass(struct mt_json_rubbish *rubbish, struct mt_text text, size_t *at, bool may_begin, bool may_end,
                     uint64_t *line)
{
    for (; *at < text.len; (*at)++) {
        char c = text.at[*at];
        if (c == '\n') {
            ++*line;
            rubbish->in_string = false;
            rubbish->is_escaped = false;
            rubbish->before = '\n';
        } else if (rubbish->in_string) {
            rubbish->in_string = rubbish->is_escaped || c != '"';
            rubbish->is_escaped = !rubbish->is_escaped && c == '\\';
        } else if (ends_at(rubbish, c, may_begin, may_end)) {
            return true;
        } else if (!is_blank(c)) {
            rubbish->in_string = c == '"';
            rubbish->before = c;
        }
    }
    return false;
}

bool
mt_json_is_nothing(struct mt_text text)
{
    while (text.len) {
        size_t step = is_blank(*text.at) || *text.at == ',' ? 1 : mt_text_starts(text, "null") ? 4 : 0;
        if (step == 0)
            return false;
        text.at += step;
        text.len -= step;
    }
    return true;
}
