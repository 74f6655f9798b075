/* Header lines: what stands in them is known by the name in front, whether it looks like it or not. Mail programs
 * print such lines into texts too, in the language of their user. */

#include "reports/redact_inside.h"

#include <string.h>

#include "reports/redact_fold.h"

enum { LABEL_MOST = 64 };

enum field { FIELD_SUBJECT, FIELD_PEOPLE, FIELD_IDS, FIELD_REFERENCES, FIELD_HOST, FIELD_RECEIVED };

static const struct {
    const char *label;
    enum field field;
} labels[] = {
    {"subject", FIELD_SUBJECT},
    {"thread-topic", FIELD_SUBJECT},
    {"x-original-subject", FIELD_SUBJECT},
    {"original subject", FIELD_SUBJECT},
    {"message subject", FIELD_SUBJECT},
    {"asunto", FIELD_SUBJECT},
    {"betreff", FIELD_SUBJECT},
    {"objet", FIELD_SUBJECT},
    {"oggetto", FIELD_SUBJECT},
    {"onderwerp", FIELD_SUBJECT},
    {"assunto", FIELD_SUBJECT},
    {"assumpte", FIELD_SUBJECT},
    {"emne", FIELD_SUBJECT},
    {"ämne", FIELD_SUBJECT},
    {"aihe", FIELD_SUBJECT},
    {"temat", FIELD_SUBJECT},
    {"předmět", FIELD_SUBJECT},
    {"tárgy", FIELD_SUBJECT},
    {"konu", FIELD_SUBJECT},
    {"тема", FIELD_SUBJECT},
    {"θέμα", FIELD_SUBJECT},
    {"件名", FIELD_SUBJECT},
    {"主题", FIELD_SUBJECT},
    {"主旨", FIELD_SUBJECT},
    {"제목", FIELD_SUBJECT},
    {"from", FIELD_PEOPLE},
    {"to", FIELD_PEOPLE},
    {"cc", FIELD_PEOPLE},
    {"bcc", FIELD_PEOPLE},
    {"sender", FIELD_PEOPLE},
    {"reply-to", FIELD_PEOPLE},
    {"return-path", FIELD_PEOPLE},
    {"delivered-to", FIELD_PEOPLE},
    {"envelope-to", FIELD_PEOPLE},
    {"errors-to", FIELD_PEOPLE},
    {"apparently-to", FIELD_PEOPLE},
    {"disposition-notification-to", FIELD_PEOPLE},
    {"return-receipt-to", FIELD_PEOPLE},
    {"mail-followup-to", FIELD_PEOPLE},
    {"resent-from", FIELD_PEOPLE},
    {"resent-to", FIELD_PEOPLE},
    {"resent-cc", FIELD_PEOPLE},
    {"resent-sender", FIELD_PEOPLE},
    {"x-display-name", FIELD_PEOPLE},
    {"x-from", FIELD_PEOPLE},
    {"x-sender", FIELD_PEOPLE},
    {"x-original-to", FIELD_PEOPLE},
    {"x-original-from", FIELD_PEOPLE},
    {"x-forwarded-to", FIELD_PEOPLE},
    {"x-envelope-from", FIELD_PEOPLE},
    {"x-envelope-to", FIELD_PEOPLE},
    {"x-originating-user", FIELD_PEOPLE}, /* CONTOSO\jdoe */
    {"x-authenticated-user", FIELD_PEOPLE},
    {"x-authenticated-sender", FIELD_PEOPLE},
    {"x-auth-user", FIELD_PEOPLE},
    {"de", FIELD_PEOPLE},
    {"para", FIELD_PEOPLE},
    {"von", FIELD_PEOPLE},
    {"an", FIELD_PEOPLE},
    {"à", FIELD_PEOPLE},
    {"da", FIELD_PEOPLE},
    {"van", FIELD_PEOPLE},
    {"aan", FIELD_PEOPLE},
    {"message-id", FIELD_IDS},
    {"message id", FIELD_IDS},
    {"references", FIELD_REFERENCES},
    {"in-reply-to", FIELD_REFERENCES},
    {"original-message-id", FIELD_IDS},
    {"resent-message-id", FIELD_IDS},
    {"content-id", FIELD_IDS},
    {"x-ms-exchange-parent-message-id", FIELD_IDS},
    {"x-microsoft-original-message-id", FIELD_IDS},
    {"reporting-mta", FIELD_HOST},
    {"remote-mta", FIELD_HOST},
    {"received-from-mta", FIELD_HOST},
    {"generating server", FIELD_HOST},
    {"receiving server", FIELD_HOST},
    {"servidor de generación", FIELD_HOST},
    {"servidor generador", FIELD_HOST},
    {"generierender server", FIELD_HOST},
    {"x-ms-exchange-organization-authsource", FIELD_HOST},
    {"x-ms-exchange-crosstenant-authsource", FIELD_HOST},
    {"received", FIELD_RECEIVED},
    {"x-received", FIELD_RECEIVED},
};

/* ---- lines ---- */

static size_t
line_end(struct mt_text text, size_t at)
{
    const char *end = at < text.len ? memchr(text.at + at, '\n', text.len - at) : NULL;
    return end ? (size_t)(end - text.at) : text.len;
}

static bool
is_blank(char c)
{
    return (unsigned char)c <= ' ';
}

/* Behind a label come its value and the lines that are folded below it; a quoted or indented label has one line. */
static size_t
value_end(struct mt_text text, size_t at, bool may_fold)
{
    size_t end = line_end(text, at);
    while (may_fold && end + 1 < text.len && (text.at[end + 1] == ' ' || text.at[end + 1] == '\t')) {
        size_t next = line_end(text, end + 1);
        if (mt_text_trim((struct mt_text){text.at + end, next - end}).len == 0)
            break;
        end = next;
    }
    return end;
}

static bool
field_of(struct mt_text label, enum field *field)
{
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
        if (!mt_text_is_nocase(label, labels[i].label))
            continue;
        *field = labels[i].field;
        return true;
    }
    return false;
}

/* ---- what a value says ---- */

static void
edit(struct mt_scan *scan, struct mt_text part, uint32_t number)
{
    size_t from = (size_t)(part.at - scan->view->text.at);
    mt_scan_edit(scan, from, from + part.len, number, MT_EDIT_FIELD);
}

static void
read_subject(struct mt_scan *scan, struct mt_text value)
{
    struct mt_text base = mt_subject_base(value);
    uint32_t number = base.len ? mt_know(scan->redactor, MT_REDACT_SUBJECT, base, true) : 0;
    if (number)
        edit(scan, base, number);
}

/* Without blanks and `marks` around it. */
static struct mt_text
without(struct mt_text text, const char *marks)
{
    while (text.len && (is_blank(*text.at) || (*text.at && strchr(marks, *text.at))))
        text = (struct mt_text){text.at + 1, text.len - 1};
    while (text.len &&
           (is_blank(text.at[text.len - 1]) || (text.at[text.len - 1] && strchr(marks, text.at[text.len - 1]))))
        text.len--;
    return text;
}

/* A display name, and whose it is. */
static void
read_name(struct mt_scan *scan, struct mt_text name, uint32_t person)
{
    name = without(name, ",;<>()[]");
    /* One quote alone would stay behind. */
    if (name.len > 1 && (*name.at == '"' || *name.at == '\'') && *name.at == name.at[name.len - 1])
        name = without(name, "\"'");
    if (name.len == 0 || memchr(name.at, '@', name.len) || name.at[name.len - 1] == ':')
        return;
    mt_know_name(scan->redactor, name, person);
    uint32_t number = mt_know(scan->redactor, MT_REDACT_NAME, name, true);
    if (number)
        edit(scan, name, number);
}

/* Names without any address: "Jane Doe; John Roe". A single comma may be that of "Doe, Jane". */
static void
read_names(struct mt_scan *scan, struct mt_text value)
{
    char mark = memchr(value.at, ';', value.len) ? ';' : ',';
    size_t commas = 0;
    for (size_t i = 0; i < value.len; i++)
        commas += value.at[i] == ',';
    if (mark == ',' && commas == 1) {
        struct mt_text rest = value, last = mt_text_cut(&rest, ',');
        if (mt_words_count(last) == 1) {
            read_name(scan, value, 0);
            return;
        }
    }
    for (struct mt_text rest = value; rest.at;)
        read_name(scan, mt_text_cut(&rest, mark), 0);
}

/* Where the address around an '@' begins and ends, with brackets and what Outlook writes in them. */
static void
around(struct mt_text value, size_t at, size_t *from, size_t *to)
{
    static const char ends[] = " \t\r\n,;<>()[]\"";
    *from = at;
    *to = at + 1;
    if (at > 0 && value.at[at - 1] == '"') /* a local part in quotes */
        for (--*from; *from > 0 && value.at[*from - 1] != '"' && value.at[*from - 1] != '\n'; --*from)
            ;
    while (*from > 0 && value.at[*from - 1] && !strchr(ends, value.at[*from - 1]))
        --*from;
    while (*to < value.len && value.at[*to] && !strchr(ends, value.at[*to]))
        ++*to;
}

/* Before the address stands the name, or in parentheses behind it. */
static void
read_people(struct mt_scan *scan, struct mt_text value)
{
    size_t before = 0, base = (size_t)(value.at - scan->view->text.at);
    bool any = false;
    for (size_t at = 0; at < value.len; at++) {
        const char *found = memchr(value.at + at, '@', value.len - at);
        if (!found)
            break;
        at = (size_t)(found - value.at);
        size_t from, to;
        around(value, at, &from, &to);
        from = from < before ? before : from;
        uint32_t person = mt_scan_address_at(scan, base + at, true);
        struct mt_text name = {value.at + before, from - before};
        if (mt_text_trim(name).len && !any && to < value.len && value.at[to] == '"')
            person = 0; /* "jane@contoso.com via list" <list@fabrikam.com>: the name holds an address */
        read_name(scan, name, person);
        any = true;
        before = to;
        if (to + 1 < value.len && value.at[to] == ' ' && value.at[to + 1] == '(') {
            const char *close = memchr(value.at + to, ')', value.len - to);
            before = close ? (size_t)(close - value.at) : value.len;
            read_name(scan, (struct mt_text){value.at + to, before - to}, person);
        }
        at = to - 1;
    }
    struct mt_text rest = without((struct mt_text){value.at + before, value.len - before}, ">)]\"'");
    if (!any)
        read_names(scan, value);
    else if (rest.len && (*rest.at == ',' || *rest.at == ';')) /* else it is no more of the list: "<br>" */
        read_names(scan, rest);
}

/* The next id in a value, from `at` on, which moves behind it; unknown when there is none. What has no '@' is one in
 * angle brackets alone. */
static struct mt_text
next_id(struct mt_text value, size_t *at)
{
    while (*at < value.len) {
        size_t from = *at, to = from;
        while (to < value.len && !is_blank(value.at[to]) && !strchr("<>,;\"", value.at[to]) && value.at[to])
            to++;
        *at = to + 1;
        bool is_bracketed = from > 0 && value.at[from - 1] == '<' && to < value.len && value.at[to] == '>';
        if (to > from && (is_bracketed || memchr(value.at + from, '@', to - from)))
            return (struct mt_text){value.at + from, to - from};
    }
    return MT_TEXT_UNKNOWN;
}

/* Ids stay, here and where other texts quote them. */
static void
read_ids(struct mt_scan *scan, struct mt_text value)
{
    size_t at = 0;
    for (struct mt_text id; (id = next_id(value, &at)).at;)
        if (memchr(id.at, '@', id.len))
            mt_kept_add(scan->redactor, id);
}

/* Ids of other messages, which nobody needs, and programs make them of names: <jane.doe.20261118@contoso.com>. Which
 * ones stay is only known when all texts have been learned from. */
static void
read_references(struct mt_scan *scan, struct mt_text value)
{
    size_t at = 0;
    if (scan->mode != MT_SCAN_REDACT)
        return;
    for (struct mt_text id; (id = next_id(value, &at)).at;) {
        const char *mark = memchr(id.at, '@', id.len);
        uint32_t number = 0;
        if (mt_kept_has(scan->redactor, id))
            continue;
        if (mark)
            mt_scan_address_at(scan, (size_t)(mark - scan->view->text.at), false);
        else if ((number = mt_know(scan->redactor, MT_REDACT_NAME, id, false)) != 0)
            edit(scan, id, number);
    }
}

static struct mt_text
word_at(struct mt_text text, size_t at)
{
    size_t end = at;
    while (end < text.len && !is_blank(text.at[end]) && !strchr("()[]<>;,:", text.at[end]) && text.at[end])
        end++;
    return (struct mt_text){text.at + at, end - at};
}

static void
read_host(struct mt_scan *scan, struct mt_text host)
{
    while (host.len && host.at[host.len - 1] == '.')
        host.len--;
    uint32_t number = host.len ? mt_know(scan->redactor, MT_REDACT_HOST, host, true) : 0;
    if (number)
        edit(scan, host, number);
}

/* dns;EXCH01 or EXCH01 */
static void
read_host_field(struct mt_scan *scan, struct mt_text value)
{
    size_t at = 0;
    value = mt_text_trim(value);
    if (mt_text_starts_nocase(value, "dns;"))
        at = 4;
    while (at < value.len && is_blank(value.at[at]))
        at++;
    read_host(scan, word_at(value, at));
}

/* Who says to be whom: "from EXCH01 (helo=EXCH01 …) by GATE". Only the first of each is the route's own word. */
static void
read_received(struct mt_scan *scan, struct mt_text value)
{
    static const char *const marks[] = {"from ", "by ", "helo=", "HELO ", "EHLO "};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        ptrdiff_t at = mt_text_find(value, marks[i]);
        bool is_word = at == 0 || (at > 0 && (is_blank(value.at[at - 1]) || value.at[at - 1] == '('));
        size_t from = is_word ? (size_t)at + strlen(marks[i]) : value.len;
        while (from < value.len && is_blank(value.at[from]))
            from++;
        if (from < value.len)
            read_host(scan, word_at(value, from));
    }
}

static void
read_value(struct mt_scan *scan, enum field field, struct mt_text value)
{
    switch (field) {
    case FIELD_SUBJECT:
        read_subject(scan, value);
        return;
    case FIELD_PEOPLE:
        read_people(scan, value);
        return;
    case FIELD_IDS:
        read_ids(scan, value);
        return;
    case FIELD_REFERENCES:
        read_references(scan, value);
        return;
    case FIELD_HOST:
        read_host_field(scan, value);
        return;
    case FIELD_RECEIVED:
        read_received(scan, value);
        return;
    }
}

/* Whether a header begins at `at`: a name without blanks at the very beginning, and something behind it. What is
 * indented below it goes on with it, so that "subject:" in the list of a signature is no subject. */
static bool
begins_header(struct mt_text text, size_t at, size_t end)
{
    size_t to = at;
    while (to < end && to - at < LABEL_MOST && ((unsigned char)text.at[to] > ' ' && text.at[to] != ':'))
        to++;
    return to > at && to < end && text.at[to] == ':' &&
           mt_text_trim((struct mt_text){text.at + to + 1, end - to - 1}).len > 0;
}

/* The label at the beginning of a line, behind marks of quotes and lists, and where its value begins. */
static bool
read_label(struct mt_text text, size_t at, size_t end, enum field *field, size_t *value)
{
    enum { MARKS = 16 };
    size_t from = at;
    while (from < end && from - at < MARKS && text.at[from] && strchr(" \t>|*", text.at[from]))
        from++;
    size_t most = end - from > LABEL_MOST ? LABEL_MOST : end - from;
    const char *colon = memchr(text.at + from, ':', most);
    if (!colon)
        return false;
    *value = (size_t)(colon - text.at) + 1;
    if (*value < text.len && text.at[*value] == ':') /* "from ::1" */
        return false;
    struct mt_text label = {text.at + from, *value - 1 - from};
    while (label.len && strchr(" *\t", label.at[label.len - 1]) && label.at[label.len - 1])
        label.len--;
    return field_of(label, field);
}

void
mt_scan_fields(struct mt_scan *scan)
{
    struct mt_text text = scan->view->text;
    bool in_header = false;
    for (size_t at = 0; at < text.len;) {
        size_t end = line_end(text, at), value;
        enum field field;
        bool is_indented = text.at[at] == ' ' || text.at[at] == '\t';
        in_header = is_indented ? in_header : begins_header(text, at, end);
        scan->redactor->work += LABEL_MOST;
        if (!(is_indented && in_header) && read_label(text, at, end, &field, &value)) {
            bool may_fold = !is_indented && !strchr(">|*", text.at[at]);
            end = value_end(text, value, may_fold);
            while (value < end && (is_blank(text.at[value]) || text.at[value] == '*'))
                value++;
            read_value(scan, field, (struct mt_text){text.at + value, end - value});
        }
        at = end + 1;
    }
}
