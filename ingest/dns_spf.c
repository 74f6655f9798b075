#include "ingest/dns_spf.h"

#include <arpa/inet.h>
#include <string.h>

static bool
is_alpha(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool
is_among(char c, const char *set)
{
    return c != '\0' && strchr(set, c) != NULL;
}

static struct mt_text
behind(struct mt_text text, size_t from)
{
    return (struct mt_text){text.at + from, text.len - from};
}

/* ---- macros ---- */

/* The length of the macro at the start ("%{ir}", "%%"), or 0. */
static size_t
macro_at(struct mt_text text)
{
    if (text.len >= 2 && is_among(text.at[1], "%_-"))
        return 2;
    if (text.len < 4 || text.at[1] != '{' || !is_among(text.at[2], "slodiphvSLODIPHV"))
        return 0;
    size_t at = 3, digits = 0;
    bool is_zero = true;
    for (; at < text.len && is_digit(text.at[at]); at++, digits++)
        is_zero &= text.at[at] == '0';
    if ((digits && is_zero) || digits > 9)
        return 0;
    if (at < text.len && is_among(text.at[at], "rR"))
        at++;
    while (at < text.len && is_among(text.at[at], ".-+,/_="))
        at++;
    return at < text.len && text.at[at] == '}' ? at + 1 : 0;
}

/* A run of literal characters and macros. `*last` is where the last macro ends, if that is the end of the text. */
static enum mt_spf_fault
check_macros(struct mt_text text, bool *has_macro, bool *ends_in_macro)
{
    *has_macro = *ends_in_macro = false;
    for (size_t at = 0; at < text.len;) {
        unsigned char c = (unsigned char)text.at[at];
        *ends_in_macro = false;
        if (c != '%') {
            if (c < 0x21 || c > 0x7E)
                return MT_SPF_FAULT_CHARACTER;
            at++;
            continue;
        }
        size_t len = macro_at(behind(text, at));
        if (len == 0)
            return MT_SPF_FAULT_MACRO;
        *has_macro = true;
        *ends_in_macro = text.at[at + 1] == '{';
        at += len;
    }
    return MT_SPF_FAULT_NONE;
}

/* "." and a label that is not only digits, with or without a dot at the end. */
static bool
ends_in_label(struct mt_text text)
{
    if (text.len && text.at[text.len - 1] == '.')
        text.len--;
    size_t from = text.len;
    bool has_more = false;
    while (from > 0 && text.at[from - 1] != '.') {
        char c = text.at[--from];
        if (!is_alpha(c) && !is_digit(c) && c != '-')
            return false;
        has_more |= !is_digit(c);
    }
    return from > 0 && from < text.len && has_more && text.at[from] != '-' && text.at[text.len - 1] != '-';
}

static enum mt_spf_fault
check_domain(struct mt_text text, bool *has_macro)
{
    bool ends_in_macro;
    enum mt_spf_fault fault = check_macros(text, has_macro, &ends_in_macro);
    if (fault != MT_SPF_FAULT_NONE)
        return fault;
    return ends_in_macro || ends_in_label(text) ? MT_SPF_FAULT_NONE : MT_SPF_FAULT_BAD_DOMAIN;
}

/* ---- addresses and prefixes ---- */

/* Without leading zeros. */
static bool
read_prefix(struct mt_text text, int most, int *prefix)
{
    int64_t number;
    if (text.len == 0 || text.len > 3 || (text.len > 1 && text.at[0] == '0') || !mt_text_to_int(text, &number) ||
        number > most)
        return false;
    *prefix = (int)number;
    return true;
}

static bool
read_address(struct mt_text said, int family, unsigned char address[16])
{
    char text[INET6_ADDRSTRLEN];
    if (said.len == 0 || said.len >= sizeof text || memchr(said.at, '\0', said.len))
        return false;
    memcpy(text, said.at, said.len);
    text[said.len] = '\0';
    return inet_pton(family, text, address) == 1;
}

static enum mt_spf_fault
read_network(struct mt_spf_term *term, struct mt_text value)
{
    bool is_long = term->kind == MT_SPF_IP6;
    struct mt_text prefix = value, address = mt_text_cut(&prefix, '/');
    if (!read_address(address, is_long ? AF_INET6 : AF_INET, term->address))
        return MT_SPF_FAULT_ADDRESS;
    if (mt_text_known(prefix) && !read_prefix(prefix, is_long ? 128 : 32, is_long ? &term->prefix6 : &term->prefix4))
        return MT_SPF_FAULT_PREFIX;
    return MT_SPF_FAULT_NONE;
}

/* "/24", "//64" and "/24//64" at the end of `value` are taken off. A slash that is inside of a macro stays. */
static enum mt_spf_fault
take_prefixes(struct mt_spf_term *term, struct mt_text *value)
{
    size_t from = value->len;
    while (from > 0 && (is_digit(value->at[from - 1]) || value->at[from - 1] == '/'))
        from--;
    while (from < value->len && value->at[from] != '/')
        from++;
    if (from == value->len)
        return MT_SPF_FAULT_NONE;
    struct mt_text rest = behind(*value, from);
    *value = (struct mt_text){value->at, from};
    if (!mt_text_starts(rest, "//")) {
        struct mt_text number = behind(rest, 1);
        ptrdiff_t both = mt_text_find(number, "//");
        rest = both < 0 ? MT_TEXT_UNKNOWN : behind(number, (size_t)both);
        if (both >= 0)
            number.len = (size_t)both;
        if (!read_prefix(number, 32, &term->prefix4))
            return MT_SPF_FAULT_PREFIX;
    }
    if (mt_text_known(rest) && !read_prefix(behind(rest, 2), 128, &term->prefix6))
        return MT_SPF_FAULT_PREFIX;
    return MT_SPF_FAULT_NONE;
}

/* ---- terms ---- */

enum needs { NOTHING, A_DOMAIN, MAYBE_DOMAIN, MAYBE_ALL, A_NETWORK };

static const struct {
    const char *word;
    enum mt_spf_kind kind;
    enum needs needs;
    bool is_modifier, costs;
} words[] = {
    {"all", MT_SPF_ALL, NOTHING, false, false},
    {"include", MT_SPF_INCLUDE, A_DOMAIN, false, true},
    {"a", MT_SPF_A, MAYBE_ALL, false, true},
    {"mx", MT_SPF_MX, MAYBE_ALL, false, true},
    {"ptr", MT_SPF_PTR, MAYBE_DOMAIN, false, true},
    {"ip4", MT_SPF_IP4, A_NETWORK, false, false},
    {"ip6", MT_SPF_IP6, A_NETWORK, false, false},
    {"exists", MT_SPF_EXISTS, A_DOMAIN, false, true},
    {"redirect", MT_SPF_REDIRECT, A_DOMAIN, true, true},
    {"exp", MT_SPF_EXP, A_DOMAIN, true, false},
};

enum { WORDS = sizeof words / sizeof *words };

bool
mt_spf_costs(enum mt_spf_kind kind)
{
    for (size_t i = 0; i < WORDS; i++)
        if (words[i].kind == kind)
            return words[i].costs;
    return false;
}

static size_t
word_named(struct mt_text name)
{
    size_t i = 0;
    while (i < WORDS && !mt_text_is_nocase(name, words[i].word))
        i++;
    return i;
}

static enum mt_spf_fault
read_domain(struct mt_spf_term *term, struct mt_text value)
{
    if (value.len == 0)
        return MT_SPF_FAULT_NEEDS_DOMAIN;
    term->domain = value;
    return check_domain(value, &term->has_macro);
}

/* What stands behind the name: nothing, ":" and a domain, "/" and a number. */
static enum mt_spf_fault
read_mechanism(struct mt_spf_term *term, enum needs needs, struct mt_text rest)
{
    enum mt_spf_fault fault = MT_SPF_FAULT_NONE;
    if (needs == NOTHING)
        return rest.len ? MT_SPF_FAULT_TAKES_NONE : MT_SPF_FAULT_NONE;
    if (needs == A_NETWORK)
        return rest.len && rest.at[0] == ':' ? read_network(term, behind(rest, 1)) : MT_SPF_FAULT_ADDRESS;
    if (needs == MAYBE_ALL)
        fault = take_prefixes(term, &rest);
    if (fault != MT_SPF_FAULT_NONE)
        return fault;
    if (rest.len == 0)
        return needs == A_DOMAIN ? MT_SPF_FAULT_NEEDS_DOMAIN : MT_SPF_FAULT_NONE;
    if (rest.at[0] != ':')
        return MT_SPF_FAULT_PREFIX;
    return read_domain(term, behind(rest, 1));
}

static enum mt_spf_fault
read_modifier(struct mt_spf_term *term, struct mt_text name, struct mt_text value)
{
    bool unused;
    size_t word = word_named(name);
    if (word < WORDS && !words[word].is_modifier) {
        term->kind = words[word].kind;
        return MT_SPF_FAULT_COLON;
    }
    if (word < WORDS) {
        term->kind = words[word].kind;
        return read_domain(term, value);
    }
    if (mt_text_is_nocase(name, "v") && mt_text_starts_nocase(value, "spf"))
        return MT_SPF_FAULT_SECOND_VERSION;
    return check_macros(value, &term->has_macro, &unused);
}

static enum mt_spf_fault
read_term(struct mt_spf_term *term)
{
    struct mt_text rest = term->text;
    bool is_qualified = is_among(rest.at[0], "+-~?");
    if (is_qualified) {
        term->qualifier = rest.at[0];
        rest = behind(rest, 1);
    }
    for (size_t i = 0; i < term->text.len; i++)
        if ((unsigned char)term->text.at[i] < 0x21 || (unsigned char)term->text.at[i] > 0x7E)
            return MT_SPF_FAULT_CHARACTER;
    size_t len = 0;
    while (len < rest.len &&
           (is_alpha(rest.at[len]) || (len && (is_digit(rest.at[len]) || is_among(rest.at[len], "-_.")))))
        len++;
    struct mt_text name = {rest.at, len};
    rest = behind(rest, len);
    if (len && rest.len && rest.at[0] == '=') {
        enum mt_spf_fault fault = read_modifier(term, name, behind(rest, 1));
        return fault == MT_SPF_FAULT_NONE && is_qualified ? MT_SPF_FAULT_QUALIFIER : fault;
    }
    size_t word = word_named(name);
    if (word == WORDS)
        return MT_SPF_FAULT_UNKNOWN;
    term->kind = words[word].kind;
    return words[word].is_modifier ? MT_SPF_FAULT_COLON : read_mechanism(term, words[word].needs, rest);
}

/* ---- the record ---- */

bool
mt_spf_is_record(struct mt_text text)
{
    return mt_text_starts_nocase(text, "v=spf1") && (text.len == 6 || text.at[6] == ' ');
}

static size_t
count_terms(struct mt_text text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.len; i++)
        count += text.at[i] != ' ' && (i == 0 || text.at[i - 1] == ' ');
    return count;
}

static void
note_term(struct mt_spf_record *record, struct mt_spf_term *term)
{
    bool has_exp = false;
    for (const struct mt_spf_term *other = record->terms; other < term; other++)
        has_exp |= other->kind == MT_SPF_EXP;
    if (term->fault == MT_SPF_FAULT_NONE &&
        ((term->kind == MT_SPF_REDIRECT && record->redirect) || (term->kind == MT_SPF_EXP && has_exp)))
        term->fault = MT_SPF_FAULT_TWICE;
    if (term->fault != MT_SPF_FAULT_NONE && !record->bad)
        record->bad = term;
    if (term->fault != MT_SPF_FAULT_NONE)
        return;
    if (term->kind == MT_SPF_ALL && !record->all)
        record->all = term;
    if (term->kind == MT_SPF_REDIRECT)
        record->redirect = term;
}

bool
mt_spf_parse(struct mt_text text, struct mt_arena *arena, struct mt_spf_record *record)
{
    struct mt_text rest = behind(text, 6);
    size_t room = count_terms(rest);
    bool is_cut = room > MT_SPF_TERMS;
    *record = (struct mt_spf_record){.count = 0};
    record->terms = mt_arena_take(arena, ((is_cut ? MT_SPF_TERMS : room) + 1) * sizeof *record->terms);
    if (!record->terms)
        return false;
    while (mt_text_known(rest) && record->count < MT_SPF_TERMS) {
        struct mt_text word = mt_text_cut(&rest, ' ');
        if (word.len == 0)
            continue;
        struct mt_spf_term *term = &record->terms[record->count++];
        *term =
            (struct mt_spf_term){.kind = MT_SPF_OTHER, .qualifier = '+', .text = word, .prefix4 = 32, .prefix6 = 128};
        term->fault = read_term(term);
        if (is_cut && record->count == MT_SPF_TERMS)
            term->fault = MT_SPF_FAULT_UNKNOWN;
        note_term(record, term);
    }
    return true;
}
