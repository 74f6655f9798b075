/* Addresses in running text, whatever stands around them. */

#include "reports/redact_inside.h"

#include <string.h>

#include "reports/redact_fold.h"

/* RFC 5321 allows 64 bytes before the '@'; lists and Exchange write several hundred. */
enum { LOCAL_MOST = 512, DOMAIN_MOST = 255, STARTS_MOST = 16, BLANKS_MOST = 4 };

/* What RFC 5322 allows in a local part beside letters, digits and what is usual; most of the time it is something else:
 * a quote, Markdown, a path, a query. */
static const char guest[] = "#EXT#";
static const char usual[] = "._+-=", unusual[] = "!#$%&'*/?^`{|}~";

static bool
is_usual(char c)
{
    return mt_is_word_byte(c) || (c && strchr(usual, c));
}

static bool
is_local(char c)
{
    return is_usual(c) || (c && strchr(unusual, c));
}

static bool
is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* ---- right of the '@' ---- */

static bool
goes_on(struct mt_text text, size_t at)
{
    return at < text.len && mt_is_word_byte(text.at[at]);
}

/* A host name, or an IP in brackets; unknown: neither. */
static struct mt_text
read_domain(struct mt_text text, size_t at)
{
    size_t end = at;
    if (at < text.len && text.at[at] == '[') {
        while (end < text.len && end - at < 64 && text.at[end] != ']' && !is_blank(text.at[end]))
            end++;
        bool is_closed = end < text.len && text.at[end] == ']' && end > at + 1;
        return is_closed ? (struct mt_text){text.at + at + 1, end - at - 1} : MT_TEXT_UNKNOWN;
    }
    while (end < text.len && end - at < DOMAIN_MOST &&
           (mt_is_word_byte(text.at[end]) || (strchr(".-_", text.at[end]) && text.at[end] && end > at &&
                                              (goes_on(text, end + 1) || text.at[end] == '-'))))
        end++;
    while (end > at && text.at[end - 1] == '-')
        end--;
    return end > at ? (struct mt_text){text.at + at, end - at} : MT_TEXT_UNKNOWN;
}

/* ---- left of it ---- */

/* "jane doe"@contoso.com: what is between the quotes. */
static struct mt_text
read_quoted(struct mt_text text, size_t at)
{
    size_t end = at;
    while (end > 0 && at - end < 3 && text.at[end - 1] == '"')
        end--;
    size_t from = end;
    while (from > 0 && end - from < LOCAL_MOST && text.at[from - 1] != '"' && text.at[from - 1] != '\n' &&
           text.at[from - 1] != '@')
        from--;
    bool is_closed = from > 0 && text.at[from - 1] == '"' && from < end;
    return is_closed ? (struct mt_text){text.at + from, end - from} : MT_TEXT_UNKNOWN;
}

/* The longest run of what may be in a local part. */
static struct mt_text
read_run(struct mt_text text, size_t at)
{
    size_t from = at;
    while (from > 0 && at - from < LOCAL_MOST && is_local(text.at[from - 1]))
        from--;
    if (from > 0 && text.at[from - 1] == '@') /* jane@contoso.com@relay: that was a domain */
        return MT_TEXT_UNKNOWN;
    return at > from ? (struct mt_text){text.at + from, at - from} : MT_TEXT_UNKNOWN;
}

static uint32_t
known(struct mt_redactor *redactor, struct mt_text local, struct mt_text domain)
{
    struct mt_text key;
    redactor->work += local.len;
    if (!mt_original_key(redactor, MT_REDACT_PERSON, mt_address_of(redactor, local, domain), &key))
        return 0;
    uint32_t number = mt_original_find(redactor, MT_REDACT_PERSON, key);
    return number && mt_original_at(redactor, number)->is_known ? number : 0;
}

static struct mt_text
from_on(struct mt_text run, size_t at)
{
    return (struct mt_text){run.at + at, run.len - at};
}

/* Somebody known whose address ends the run, and who need not be all of it: ?mail=jane@contoso.com. Unknown: nobody. */
static struct mt_text
known_in_run(struct mt_redactor *redactor, struct mt_text run, struct mt_text domain)
{
    size_t tried = 0;
    bool only_marks = true; /* so far, as Markdown sets them: __jane@contoso.com__ */
    for (size_t at = 0; at < run.len && tried < STARTS_MOST; at++) {
        char before = at > 0 ? run.at[at - 1] : '/';
        only_marks &= !mt_is_word_byte(before);
        bool may_begin = only_marks || strchr(unusual, before) || before == '=' ||
                         (before == '+' && mt_local_is_harmless(redactor, (struct mt_text){run.at, at}));
        if (!may_begin || !is_local(run.at[at]))
            continue;
        tried++;
        uint32_t number = known(redactor, from_on(run, at), domain);
        if (number && mt_original_at(redactor, number)->is_strong)
            return from_on(run, at);
    }
    return MT_TEXT_UNKNOWN;
}

/* Without knowing anybody: behind the last mark that is unusual in addresses. O'Brien and R&D are left alone. */
static struct mt_text
usual_in_run(struct mt_text run)
{
    size_t from = run.len;
    while (from > 0) {
        char c = run.at[from - 1];
        bool joins = (c == '\'' || c == '&') && from > 1 && from < run.len && mt_is_word_byte(run.at[from - 2]) &&
                     mt_is_word_byte(run.at[from]);
        if (!is_usual(c) && !joins)
            break;
        from--;
    }
    while (from < run.len && !mt_is_word_byte(run.at[from]))
        from++;
    return from_on(run, from);
}

/* A guest's local part, of which the last '#' is as usual as any letter. */
static struct mt_text
guest_in_run(struct mt_text run)
{
    struct mt_text local = usual_in_run((struct mt_text){run.at, run.len - (sizeof guest - 1)});
    local.len += sizeof guest - 1;
    return local;
}

/* Whether a token ends the run, and so is what somebody's address has become. */
static bool
is_done(const struct mt_redactor *redactor, struct mt_text run)
{
    if (mt_text_ends_nocase(run, guest))
        run.len -= sizeof guest - 1;
    size_t from = run.len;
    while (from > 0 && mt_is_word_byte(run.at[from - 1]))
        from--;
    return mt_is_token(redactor, from_on(run, from));
}

/* ---- together ---- */

static uint32_t
edit_pieces(struct mt_scan *scan, struct mt_text local, struct mt_text domain, bool in_text, bool is_strong)
{
    struct mt_local_piece pieces[MT_LOCAL_PIECES];
    size_t count = mt_local_split(scan->redactor, local, domain, in_text, pieces);
    uint32_t number = 0;
    for (size_t i = 0; i < count; i++) {
        struct mt_text address = mt_address_of(scan->redactor, pieces[i].local, pieces[i].domain);
        number = mt_scan_original(scan, MT_REDACT_PERSON, address, scan->is_top, is_strong);
        size_t from = (size_t)(pieces[i].local.at - scan->view->text.at);
        if (number)
            mt_scan_edit(scan, from, from + pieces[i].local.len, number, MT_EDIT_ADDRESS);
    }
    return number;
}

/* jane.doe @ contoso.com, or folded there: only somebody known. */
static void
scan_spaced(struct mt_scan *scan, size_t at)
{
    struct mt_text text = scan->view->text;
    size_t left = at, right = at + 1;
    while (left > 0 && at - left < BLANKS_MOST && is_blank(text.at[left - 1]))
        left--;
    while (right < text.len && right - at <= BLANKS_MOST && is_blank(text.at[right]))
        right++;
    struct mt_text domain = read_domain(text, right), local = read_run(text, left);
    if (!domain.at || !local.at)
        return;
    local = usual_in_run(local);
    uint32_t number = local.len ? known(scan->redactor, local, domain) : 0;
    size_t from = (size_t)(local.at - text.at);
    if (number)
        mt_scan_edit(scan, from, left, number, MT_EDIT_ADDRESS);
}

uint32_t
mt_scan_address_at(struct mt_scan *scan, size_t at, bool is_strong)
{
    struct mt_text text = scan->view->text, domain = read_domain(text, at + 1);
    bool is_apart = at > 0 && is_blank(text.at[at - 1]);
    if (at == 0)
        return 0;
    if (!domain.at || is_apart) {
        scan_spaced(scan, at);
        return 0;
    }
    struct mt_text run = text.at[at - 1] == '"' ? read_quoted(text, at) : read_run(text, at);
    if (!run.at)
        return 0;
    scan->redactor->work += run.len + domain.len;
    if (is_done(scan->redactor, run))
        return 0;
    if (mt_text_ends_nocase(run, guest))
        return edit_pieces(scan, guest_in_run(run), domain, false, is_strong);
    if (text.at[at - 1] == '"' || mt_local_is_certain(run))
        return edit_pieces(scan, run, domain, false, is_strong);
    struct mt_text somebody = known_in_run(scan->redactor, run, domain);
    if (somebody.at)
        return edit_pieces(scan, somebody, domain, false, is_strong);
    struct mt_text local = usual_in_run(run);
    return local.len ? edit_pieces(scan, local, domain, true, is_strong) : 0;
}

void
mt_scan_addresses(struct mt_scan *scan)
{
    struct mt_text text = scan->view->text;
    for (size_t at = 0; at < text.len;) {
        const char *found = memchr(text.at + at, '@', text.len - at);
        if (!found)
            return;
        at = (size_t)(found - text.at);
        mt_scan_address_at(scan, at, false);
        at++;
    }
}

/* ---- ids ---- */

/* From..to around `at` without blanks and without `ends`. */
static void
widen(struct mt_text text, size_t at, const char *ends, size_t *from, size_t *to)
{
    *from = at;
    *to = at + 1;
    while (*from > 0 && at - *from < LOCAL_MOST && (unsigned char)text.at[*from - 1] > ' ' &&
           !strchr(ends, text.at[*from - 1]))
        --*from;
    while (*to < text.len && *to - at < LOCAL_MOST && (unsigned char)text.at[*to] > ' ' && !strchr(ends, text.at[*to]))
        ++*to;
}

/* Ids that were told, around each '@': all that stands in angle brackets, or what ids are usually made of. */
void
mt_scan_ids(struct mt_scan *scan)
{
    static const char *const ends[] = {"<>", "<>\"'(),;[]`@"};
    struct mt_text text = scan->view->text;
    if (scan->redactor->kept.count == 0)
        return;
    for (size_t at = 0; at < text.len; at++) {
        const char *found = memchr(text.at + at, '@', text.len - at);
        if (!found)
            return;
        at = (size_t)(found - text.at);
        for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
            size_t from, to;
            widen(text, at, ends[i], &from, &to);
            scan->redactor->work += to - from;
            if (!mt_kept_has(scan->redactor, (struct mt_text){text.at + from, to - from}))
                continue;
            mt_scan_stay(scan, from, to);
            break;
        }
    }
}
