#include "store/mention.h"

#include <string.h>

const char mt_mention_mark[] = "(address removed)";

/* The ways to write an address: its two parts, in this order, with that between them. */
static const struct form {
    const char *between;
    bool domain_first;
} forms[] = {
    {"@", false}, {"%40", false}, {"=40", false}, {"\\u0040", false}, {"&#64;", false}, {"=", false}, {"=", true},
};

enum { FORMS = sizeof forms / sizeof *forms };

static bool
is_word(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

/* ---- boundaries ---- */

/* A local part goes on to the left or right; with an '=' on that side it need not be one (key=ann@contoso.com). */
static bool
goes_on(char c)
{
    return is_word(c) || strchr("._+-", c) != NULL;
}

/* Whether the letters before are an escape of URLs, quoted-printable or JSON, and no part of a word: %3Cann, =3Cann,
 * \u003cann, \nann. */
static bool
is_behind_escape(struct mt_text text, size_t at)
{
    const char *s = text.at + at;
    return (at >= 3 && (s[-3] == '%' || s[-3] == '=')) || (at >= 6 && s[-6] == '\\' && s[-5] == 'u') ||
           (at >= 2 && s[-2] == '\\' && strchr("nrtbf", s[-1]));
}

static bool
begins_here(struct mt_text text, size_t at, const struct form *form, enum mt_mention_kind kind)
{
    if (at == 0 || is_behind_escape(text, at))
        return true;
    char before = text.at[at - 1];
    if (kind == MT_MENTION_FILE_NAME)
        return !is_word(before);
    if (*form->between == '=' && form->between[1] == '\0') /* what VERP and SRS put in front ends in one of these */
        return !is_word(before) && before != '.' && before != '_';
    return before == '\0' || !goes_on(before);
}

/* A suffix of a file behind the dot, which would else make a longer domain of it. */
static bool
is_suffix(struct mt_text text, size_t at)
{
    static const char *const suffixes[] = {"csv",   "tsv", "txt", "log", "json", "ndjson",
                                           "jsonl", "xml", "eml", "zip", "gz"};
    size_t end = at;
    while (end < text.len && is_word(text.at[end]))
        end++;
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
        if (mt_text_is_nocase((struct mt_text){text.at + at, end - at}, suffixes[i]))
            return true;
    return false;
}

static bool
ends_here(struct mt_text text, size_t end, const struct form *form, enum mt_mention_kind kind)
{
    if (end == text.len)
        return true;
    char next = text.at[end];
    if (next == '\0')
        return true;
    if (kind == MT_MENTION_FILE_NAME && (next == '-' || (next == '.' && is_suffix(text, end + 1))))
        return true;
    if (form->domain_first)
        return !goes_on(next);
    if (next == '.')
        return end + 1 == text.len || !is_word(text.at[end + 1]);
    return !is_word(next) && next != '-';
}

/* ---- finding ---- */

static bool
takes(struct mt_text text, size_t *at, struct mt_text part)
{
    if (text.len - *at < part.len || !mt_text_equal_nocase((struct mt_text){text.at + *at, part.len}, part))
        return false;
    *at += part.len;
    return true;
}

static bool
stands_at(struct mt_text text, size_t at, struct mt_text local, struct mt_text domain, const struct form *form,
          enum mt_mention_kind kind, size_t *end)
{
    struct mt_text first = form->domain_first ? domain : local, second = form->domain_first ? local : domain;
    *end = at;
    return begins_here(text, at, form, kind) && takes(text, end, first) &&
           takes(text, end, mt_text_of(form->between)) && takes(text, end, second) && ends_here(text, *end, form, kind);
}

static void
split(struct mt_text address, struct mt_text *local, struct mt_text *domain)
{
    size_t at = address.len;
    while (at > 0 && address.at[at - 1] != '@')
        at--;
    *domain = (struct mt_text){address.at + at, address.len - at};
    *local = (struct mt_text){address.at, at ? at - 1 : 0};
}

/* The next mention from `from` on. */
static bool
find(struct mt_text text, size_t from, struct mt_text address, enum mt_mention_kind kind, size_t *at, size_t *end,
     const struct form **form)
{
    struct mt_text local, domain;
    split(address, &local, &domain);
    if (local.len == 0 || domain.len == 0 || !text.at)
        return false;
    char first = mt_ascii_lower(local.at[0]), other = mt_ascii_lower(domain.at[0]);
    for (size_t i = from; i + address.len <= text.len; i++) {
        char c = mt_ascii_lower(text.at[i]);
        if (c != first && c != other)
            continue;
        for (int f = 0; f < FORMS; f++) {
            if (!stands_at(text, i, local, domain, &forms[f], kind, end))
                continue;
            *at = i;
            *form = &forms[f];
            return true;
        }
    }
    return false;
}

bool
mt_mention_in(struct mt_text text, struct mt_text address, enum mt_mention_kind kind)
{
    const struct form *form;
    size_t at, end;
    return find(text, 0, address, kind, &at, &end, &form);
}

void
mt_mention_put_without(struct mt_out *out, struct mt_text text, struct mt_text address, enum mt_mention_kind kind)
{
    const struct form *form;
    size_t from = 0, at, end;
    while (find(text, from, address, kind, &at, &end, &form)) {
        mt_out_text(out, (struct mt_text){text.at + from, at - from});
        mt_out_string(out, mt_mention_mark);
        from = end;
    }
    mt_out_text(out, (struct mt_text){text.at + from, text.len - from});
}

bool
mt_mention_is_made_of(struct mt_text whole, struct mt_text address)
{
    const struct form *form;
    size_t from = 0, at, end;
    if (mt_text_equal_nocase(whole, address))
        return true;
    while (find(whole, from, address, MT_MENTION_TEXT, &at, &end, &form)) {
        /* "SRS0=x=y=z=ann@relay.example" is no address of ann@relay.example: there, a quote or a bracket has to come
         * before it. */
        bool is_plain = *form->between == '@';
        if (!is_plain || at == 0 || strchr("\"<>(),:;[] ", whole.at[at - 1]))
            return true;
        from = end;
    }
    return false;
}
