#include "query/unasked.h"

static bool
is_null(const struct mt_bindings *bindings, struct mt_text name)
{
    const struct mt_binding *binding = mt_bindings_find(bindings, name);
    return binding && binding->kind == MT_BIND_NULL;
}

/* Behind the bracket that closes the one at `at`; 0 when none does. */
static size_t
behind_bracket(struct mt_text sql, size_t at)
{
    size_t depth = 0;
    for (bool is_quoted = false; at < sql.len; at++) {
        is_quoted ^= sql.at[at] == '\'';
        if (is_quoted)
            continue;
        depth += sql.at[at] == '(';
        depth -= sql.at[at] == ')';
        if (depth == 0)
            return at + 1;
    }
    return 0;
}

/* Where the condition ends that begins with the line break at `at`; 0 when there stands none, or one that somebody
 * asked for. */
static size_t
end_of_unasked(struct mt_text sql, size_t at, const struct mt_bindings *bindings)
{
    static const char opening[] = "AND (", then[] = " IS NULL OR ";
    size_t begin = at + 1;
    while (begin < sql.len && sql.at[begin] == ' ')
        begin++;
    struct mt_text rest = {sql.at + begin, sql.len - begin};
    if (!mt_text_starts(rest, opening))
        return 0;
    size_t bracket = begin + sizeof opening - 2, name = bracket + 1, end = name;
    while (end < sql.len && sql.at[end] != ' ' && sql.at[end] != '\n')
        end++;
    if (sql.at[name] != ':' || !mt_text_starts((struct mt_text){sql.at + end, sql.len - end}, then) ||
        !is_null(bindings, (struct mt_text){sql.at + name, end - name}))
        return 0;
    return behind_bracket(sql, bracket);
}

void
mt_unasked_leave_out(struct mt_text sql, const struct mt_bindings *bindings, struct mt_out *out)
{
    size_t kept = 0;
    for (size_t at = 0; at < sql.len; at++) {
        size_t end = sql.at[at] == '\n' ? end_of_unasked(sql, at, bindings) : 0;
        if (end == 0)
            continue;
        mt_out_text(out, (struct mt_text){sql.at + kept, at - kept});
        kept = end;
        at = end - 1; /* the next may begin right here */
    }
    mt_out_text(out, (struct mt_text){sql.at + kept, sql.len - kept});
}
