#include "ingest/ndr_text.h"

#include <string.h>

#include "ingest/ndr_labels.h"
#include "ingest/ndr_shapes.h"
#include "ingest/reason_reply.h"

/* ---- recipients and answers ---- */

struct reader {
    struct mt_ndr_text *told;
    struct mt_arena *arena;
    size_t current;      /* recipient at hand plus 1; 0: none */
    struct mt_text host; /* that stood alone on the line before */
    bool in_list;        /* below "Delivery has failed to" */
    bool has_lines;      /* answers were read */
    bool is_over;        /* what follows belongs to the next report */
};

static struct mt_ndr_told *
recipient_of(struct reader *reader, struct mt_text address)
{
    struct mt_ndr_text *told = reader->told;
    for (size_t i = 0; i < told->count && i < 64; i++) /* the newest are asked first; far ones are taken for new */
        if (mt_text_equal_nocase(told->told[told->count - 1 - i].address, address)) {
            reader->current = told->count - i;
            return &told->told[told->count - 1 - i];
        }
    if (told->count == MT_NDR_RECIPIENTS) {
        told->is_cut = true;
        return NULL;
    }
    if (told->count == told->room) {
        size_t room = told->room ? told->room * 2 : 4;
        struct mt_ndr_told *grown = mt_arena_take(reader->arena, room * sizeof *grown);
        if (!grown)
            return NULL;
        if (told->count)
            memcpy(grown, told->told, told->count * sizeof *grown);
        told->told = grown;
        told->room = room;
    }
    told->told[told->count] = (struct mt_ndr_told){.address = address};
    reader->current = ++told->count;
    return &told->told[told->count - 1];
}

static void
add_line(struct reader *reader, struct mt_ndr_line line)
{
    struct mt_ndr_told *whose =
        reader->current ? &reader->told->told[reader->current - 1] : recipient_of(reader, MT_TEXT_UNKNOWN);
    if (!whose)
        return;
    for (size_t i = 0; i < whose->count; i++) /* the HTML and the text of a mail say the same */
        if (mt_text_equal(whose->lines[i].reply, line.reply) && mt_text_equal(whose->lines[i].date, line.date))
            return;
    if (whose->count == MT_NDR_LINES) {
        reader->told->is_cut = true;
        return;
    }
    if (whose->count == whose->room) {
        size_t room = whose->room ? whose->room * 2 : 4;
        struct mt_ndr_line *grown = mt_arena_take(reader->arena, room * sizeof *grown);
        if (!grown)
            return;
        if (whose->count)
            memcpy(grown, whose->lines, whose->count * sizeof *grown);
        whose->lines = grown;
        whose->room = room;
    }
    whose->lines[whose->count++] = line;
    reader->has_lines = true;
}

/* ---- "… returned '…'" ---- */

static bool
is_quote(struct mt_text text, size_t at, size_t *len)
{
    static const char *const quotes[] = {"'", "\xE2\x80\x99", "\xE2\x80\x98", "\"", "`"};
    for (size_t i = 0; i < sizeof quotes / sizeof *quotes; i++)
        if (mt_text_starts(mt_ndr_behind(text, at), quotes[i])) {
            *len = strlen(quotes[i]);
            return true;
        }
    return false;
}

/* Where the answer in a line begins, -1: nowhere; *prefix is how much of the line stands before "returned". */
static ptrdiff_t
find_returned(struct mt_text line, size_t *prefix)
{
    static const char word[] = "returned";
    size_t from = 0;
    while (from < line.len) {
        struct mt_text rest = mt_ndr_behind(line, from);
        ptrdiff_t at = mt_text_find(rest, word);
        if (at < 0)
            return -1;
        size_t quote = from + (size_t)at + sizeof word - 1, len = 0;
        while (quote < line.len && (line.at[quote] == ' ' || line.at[quote] == ':' || line.at[quote] == '\t'))
            quote++;
        if (quote < line.len && is_quote(line, quote, &len)) {
            *prefix = from + (size_t)at;
            return (ptrdiff_t)(quote + len);
        }
        from += (size_t)at + sizeof word - 1;
    }
    return -1;
}

/* Behind the end of an answer the next dated one may follow on the same line. */
static bool
begins_next(struct mt_text rest)
{
    enum { NEAR = 80 };
    struct mt_text trimmed = mt_text_trim(rest);
    struct mt_text near = mt_ndr_slice(trimmed, 0, trimmed.len < NEAR ? trimmed.len : NEAR);
    if (near.len == 0 || near.at[0] < '0' || near.at[0] > '9')
        return false;
    return mt_text_find(near, "Server at ") >= 0 || mt_text_find(near, "Remote Server ") >= 0;
}

/* The quote that ends an answer, or -1. Answers hold quotes of their own ("the recipient's inbox"): what counts is that
 * nothing follows, or the next answer. */
static ptrdiff_t
find_end(struct mt_text text, size_t *quote_len)
{
    for (size_t i = 0; i < text.len; i++) {
        if (!is_quote(text, i, quote_len) || text.at[i] == '"' || text.at[i] == '`')
            continue;
        struct mt_text rest = mt_text_trim(mt_ndr_behind(text, i + *quote_len));
        if (rest.len == 0 || begins_next(rest))
            return (ptrdiff_t)i;
    }
    return -1;
}

/* "9/12/2023 10:38:18 AM - Server at mx.example (192.0.2.1) ": date, server, address. */
static void
read_prefix(struct mt_text prefix, struct mt_ndr_line *line)
{
    static const char *const marks[] = {"Remote Server at ", "Server at ", "Remote Server", "Server"};
    ptrdiff_t at = -1;
    size_t mark = 0;
    for (; mark < sizeof marks / sizeof *marks && at < 0; mark++)
        at = mt_text_find(prefix, marks[mark]);
    struct mt_text date = at >= 0 ? mt_text_trim(mt_ndr_slice(prefix, 0, (size_t)at)) : MT_TEXT_UNKNOWN;
    if (at < 0)
        return;
    if (date.len > 1 && date.at[date.len - 1] == '-')
        date = mt_text_trim(mt_ndr_slice(date, 0, date.len - 1));
    if (date.len && date.len < 60)
        line->date = date;
    if (mark > 2)
        return; /* it names no server */
    struct mt_text server = mt_text_trim(mt_ndr_behind(prefix, (size_t)at + strlen(marks[mark - 1])));
    struct mt_text host = mt_text_cut(&server, '(');
    line->server = mt_text_trim(host);
    if (mt_text_known(server))
        line->ip = mt_text_trim(mt_text_cut(&server, ')'));
    if (line->ip.len > 2 && line->ip.at[0] == '[' && line->ip.at[line->ip.len - 1] == ']')
        line->ip = mt_ndr_slice(line->ip, 1, line->ip.len - 1);
}

/* Lines joined by a blank; a run of blanks at the seam is one. */
static struct mt_text
join(struct mt_arena *arena, struct mt_text a, struct mt_text b)
{
    struct mt_text left = mt_text_trim(a), right = mt_text_trim(b);
    char *at = mt_arena_take(arena, left.len + right.len + 2);
    if (!at)
        return MT_TEXT_UNKNOWN;
    memcpy(at, left.at, left.len);
    at[left.len] = ' ';
    memcpy(at + left.len + 1, right.at, right.len);
    return (struct mt_text){at, left.len + 1 + right.len};
}

enum { WRAPPED = 40 }; /* lines that an answer may go on for */

/* Reads the answer that begins in `line` and goes on in `rest`; returns what stands behind it on its last line. */
static struct mt_text
take_returned(struct reader *reader, struct mt_text line, size_t prefix, size_t start, struct mt_text *rest)
{
    struct mt_ndr_line answer = {.reply = MT_TEXT_UNKNOWN};
    struct mt_text text = mt_ndr_behind(line, start), tail = MT_TEXT_UNKNOWN;
    size_t quote = 0;
    read_prefix(mt_ndr_slice(line, 0, prefix), &answer);
    ptrdiff_t end = find_end(text, &quote);
    for (int wrapped = 0; end < 0 && wrapped < WRAPPED && rest->len; wrapped++) {
        struct mt_text peek = *rest, value;
        struct mt_text next = mt_text_cut(&peek, '\n');
        size_t ignored;
        if (mt_text_trim(next).len == 0 || mt_ndr_label_of(next, &value) != MT_NDR_NO_LABEL)
            break;
        struct mt_text longer = join(reader->arena, text, next);
        if (!mt_text_known(longer))
            return tail;
        end = find_end(longer, &quote);
        if (end < 0 && find_returned(next, &ignored) >= 0) /* the next answer, and this one never ended */
            break;
        text = longer;
        *rest = peek;
    }
    if (end >= 0) {
        tail = mt_text_trim(mt_ndr_behind(text, (size_t)end + quote));
        text = mt_ndr_slice(text, 0, (size_t)end);
    }
    answer.reply = mt_text_trim(text);
    if (!mt_text_known(answer.server))
        answer.server = reader->host;
    reader->host = MT_TEXT_UNKNOWN;
    reader->told->is_ndr = true;
    if (answer.reply.len)
        add_line(reader, answer);
    return tail;
}

/* ---- other shapes ---- */

/* Exchange 2007 and 2010: "#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##" and
 * "mx.example #<mx.example #5.7.1 smtp;530 5.7.1 Client was not authenticated> #SMTP#". */
static bool
take_hashed(struct reader *reader, struct mt_text line)
{
    struct mt_text text = mt_text_trim(line);
    ptrdiff_t at = mt_text_starts(text, "#") ? 0 : mt_text_find(text, " #<");
    struct mt_reply reply;
    if (at < 0 || text.len < 8)
        return false;
    struct mt_text host = mt_text_trim(mt_ndr_slice(text, 0, (size_t)at));
    struct mt_text said = mt_ndr_behind(text, at ? (size_t)at + 3 : 1);
    if (at && !mt_ndr_is_host(host))
        return false;
    ptrdiff_t inner = at ? mt_text_find(said, "#") : 0;
    if (inner < 0 || mt_reply_read(mt_ndr_behind(said, (size_t)inner + (at ? 1 : 0)), &reply) == 0)
        return false;
    said = mt_ndr_behind(said, (size_t)inner + (at ? 1 : 0));
    for (ptrdiff_t end = mt_text_find(said, at ? "> #" : " ##"); end >= 0; end = -1)
        said = mt_ndr_slice(said, 0, (size_t)end);
    while (said.len && (said.at[said.len - 1] == '#' || said.at[said.len - 1] == ' '))
        said.len--;
    add_line(reader, (struct mt_ndr_line){.server = host.len ? host : reader->host, .reply = said});
    reader->told->is_ndr = true;
    return true;
}

/* An address that begins its line; indented it belongs to the answer above: "550 5.1.1\n    <a@b>: rejected". */
static bool
begins_recipient(struct mt_text line, struct mt_text *address)
{
    struct mt_text name, behind_it;
    return line.len && line.at[0] != ' ' && line.at[0] != '\t' && mt_ndr_address(line, address, &name, &behind_it);
}

/* The rest of the paragraph, up to a blank line or the next label. */
static struct mt_text
take_paragraph(struct reader *reader, struct mt_text first, struct mt_text *rest)
{
    struct mt_text text = mt_text_trim(first), value, address;
    for (int wrapped = 0; wrapped < WRAPPED && rest->len; wrapped++) {
        struct mt_text peek = *rest;
        struct mt_text next = mt_text_cut(&peek, '\n');
        size_t prefix;
        if (mt_text_trim(next).len == 0 || mt_ndr_label_of(next, &value) != MT_NDR_NO_LABEL ||
            find_returned(next, &prefix) >= 0 || begins_recipient(next, &address))
            break;
        *rest = peek;
        text = text.len ? join(reader->arena, text, next) : mt_text_trim(next);
    }
    return text;
}

/* "host mx.example[192.0.2.1] said: 550 …", "SMTP error from remote mail server …: host mx.example [192.0.2.1]: 550 …"
 */
static void
read_host(struct mt_text said, struct mt_ndr_line *line)
{
    ptrdiff_t at = mt_text_find(said, "host ");
    if (at < 0)
        return;
    struct mt_text rest = mt_text_trim(mt_ndr_behind(said, (size_t)at + 5));
    size_t len = 0;
    while (len < rest.len && rest.at[len] != '[' && rest.at[len] != ' ' && rest.at[len] != ':')
        len++;
    struct mt_text host = mt_ndr_slice(rest, 0, len);
    if (!mt_ndr_is_host(host))
        return;
    line->server = host;
    struct mt_text after = mt_text_trim(mt_ndr_behind(rest, len));
    if (mt_text_starts(after, "[")) {
        after = mt_ndr_behind(after, 1);
        line->ip = mt_text_cut(&after, ']');
    }
}

/* Where the code of an answer stands in what a server tells about it: "Remote host said: 550 …", "]: 553 5.1.1 …". */
static ptrdiff_t
find_code(struct mt_text said)
{
    static const char *const marks[] = {" said: ", "]: ", "): ", ": "};
    ptrdiff_t both = mt_reply_find(said);
    if (both >= 0)
        return both;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        for (size_t from = 0; from < said.len;) {
            ptrdiff_t at = mt_text_find(mt_ndr_behind(said, from), marks[i]);
            struct mt_reply reply;
            if (at < 0)
                break;
            from += (size_t)at + strlen(marks[i]);
            if (mt_reply_read(mt_ndr_behind(said, from), &reply) > 0 && reply.number >= 400)
                return (ptrdiff_t)from;
        }
    return -1;
}

/* What other servers write below a recipient. Kept only when there is a code in it: sentences for people are many. */
static void
take_said(struct reader *reader, struct mt_text said)
{
    ptrdiff_t code = find_code(said);
    if (code < 0)
        return;
    struct mt_ndr_line line = {.reply = mt_ndr_behind(said, (size_t)code), .is_loose = true};
    read_host(said, &line);
    add_line(reader, line);
}

static int64_t
number_of(struct mt_text value)
{
    int64_t number;
    return mt_text_to_int(mt_text_trim(value), &number) ? number : -1;
}

static bool
begins_report(enum mt_ndr_label label)
{
    return label == MT_NDR_FAILED_TO || label == MT_NDR_GENERATING;
}

/* The header block goes up to the next report, or to the end. */
static struct mt_text
take_original(struct reader *reader, struct mt_text *rest)
{
    struct mt_text whole = *rest, value;
    while (rest->len) {
        struct mt_text before = *rest;
        struct mt_text line = mt_text_cut(rest, '\n');
        if (begins_report(mt_ndr_label_of(line, &value))) {
            *rest = before;
            break;
        }
    }
    reader->is_over = rest->len > 0;
    return (struct mt_text){whole.at, whole.len - rest->len};
}

/* Server names may have an address behind them: "mx.example (192.0.2.1)". */
static struct mt_text
server_of(struct mt_text value)
{
    return mt_text_trim(mt_text_cut(&value, '('));
}

static void
take_label(struct reader *reader, enum mt_ndr_label label, struct mt_text value, struct mt_text *rest)
{
    struct mt_ndr_text *told = reader->told;
    struct mt_text address, name, tail;
    reader->in_list = label == MT_NDR_FAILED_TO;
    switch (label) {
    case MT_NDR_FAILED_TO:
    case MT_NDR_DIAGNOSTIC:
        told->is_ndr = true;
        reader->current = 0;
        break;
    case MT_NDR_HEADERS:
        told->original = take_original(reader, rest);
        break;
    case MT_NDR_GENERATING:
        told->is_ndr = true;
        told->generating_server = server_of(value);
        break;
    case MT_NDR_RECEIVING:
        told->receiving_server = server_of(value);
        break;
    case MT_NDR_REJECTED_BY:
        told->rejected_by = server_of(value);
        break;
    case MT_NDR_ATTEMPTS:
        told->attempts = number_of(value);
        break;
    case MT_NDR_CREATED:
        told->created = value;
        break;
    case MT_NDR_SENDER:
        told->sender = mt_ndr_address(value, &address, &name, &tail) ? address : told->sender;
        break;
    case MT_NDR_RECIPIENT:
        if (mt_ndr_address(value, &address, &name, &tail))
            recipient_of(reader, address);
        break;
    case MT_NDR_SUBJECT:
        told->subject = value;
        break;
    case MT_NDR_STATUS:
        if (value.len && value.at[0] >= '2' && value.at[0] <= '5')
            told->status_code = value;
        break;
    case MT_NDR_ERROR:
        told->reported = take_paragraph(reader, value, rest);
        told->is_ndr = told->is_ndr || mt_reply_find(told->reported) == 0;
        break;
    case MT_NDR_OTHER:
    case MT_NDR_NO_LABEL:
        break;
    }
}

static void
take_line(struct reader *reader, struct mt_text line, struct mt_text *rest)
{
    struct mt_text value, address, name, tail;
    size_t prefix = 0;
    while (line.len) {
        ptrdiff_t start = find_returned(line, &prefix);
        if (start < 0)
            break;
        line = take_returned(reader, line, prefix, (size_t)start, rest);
        if (!line.len)
            return;
    }
    enum mt_ndr_label label = mt_ndr_label_of(line, &value);
    if (label != MT_NDR_NO_LABEL) {
        take_label(reader, label, value, rest);
        return;
    }
    if (take_hashed(reader, line))
        return;
    if (mt_ndr_address(line, &address, &name, &tail)) {
        struct mt_ndr_told *whose = recipient_of(reader, address);
        if (whose && mt_text_known(name))
            whose->name = name;
        reader->host = MT_TEXT_UNKNOWN;
        if (whose && !reader->in_list)
            take_said(reader, take_paragraph(reader, mt_text_known(tail) ? tail : MT_TEXT_LITERAL(""), rest));
        return;
    }
    struct mt_text alone = mt_text_trim(line);
    if (mt_ndr_is_host(alone))
        reader->host = alone;
    else if (alone.len == 0 && reader->in_list)
        reader->current = 0;
}

/* A line that ends where an answer should begin is one with the next. */
static struct mt_text
whole_line(struct reader *reader, struct mt_text *rest)
{
    struct mt_text line = mt_text_cut(rest, '\n');
    if (!mt_text_ends_nocase(mt_text_trim(line), "returned"))
        return line;
    struct mt_text peek = *rest;
    struct mt_text next = mt_text_cut(&peek, '\n');
    size_t len;
    if (mt_text_trim(next).len == 0 || !is_quote(mt_text_trim(next), 0, &len))
        return line;
    *rest = peek;
    return join(reader->arena, line, next);
}

bool
mt_ndr_text_read(struct mt_text *rest, struct mt_arena *arena, struct mt_ndr_text *told)
{
    struct reader reader = {.told = told, .arena = arena};
    *told = (struct mt_ndr_text){.attempts = -1};
    while (rest->len && !reader.is_over && !arena->failed) {
        struct mt_text before = *rest, value;
        struct mt_text line = whole_line(&reader, rest);
        enum mt_ndr_label label = reader.has_lines ? mt_ndr_label_of(line, &value) : MT_NDR_NO_LABEL;
        if (label == MT_NDR_FAILED_TO || (label == MT_NDR_GENERATING && mt_text_known(told->generating_server))) {
            *rest = before;
            break;
        }
        take_line(&reader, line, rest);
    }
    return !arena->failed;
}
