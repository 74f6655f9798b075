#include "ingest/ndr.h"

#include <string.h>

#include "ingest/encoding.h"
#include "ingest/mime_text.h"
#include "ingest/ndr_labels.h"
#include "ingest/ndr_report.h"
#include "ingest/ndr_shapes.h"

/* ---- reports in mails ---- */

struct span {
    size_t first, end; /* parts */
    int depth;         /* of them */
};

static bool
is_status_part(const struct mt_mime_part *part)
{
    return mt_text_is(part->type, "message/delivery-status") ||
           mt_text_is(part->type, "message/global-delivery-status");
}

static bool
is_header_part(const struct mt_mime_part *part)
{
    return mt_text_is(part->type, "message/rfc822") || mt_text_is(part->type, "text/rfc822-headers") ||
           mt_text_is(part->type, "message/global-headers");
}

static bool
is_text_part(const struct mt_mime_part *part)
{
    return mt_text_starts(part->type, "text/") && !mt_text_is(part->type, "text/rfc822-headers");
}

/* Reads every text of the span: plain and HTML say the same, where one of them is not cut or torn. *is_ndr is set when
 * one of them says what only reports say. */
static void
take_texts(struct mt_ndr_report *report, const struct mt_mime *mime, struct span span, bool *is_ndr)
{
    struct mt_ndr *ndr = report->ndr;
    for (size_t i = span.first; i < span.end; i++) {
        const struct mt_mime_part *part = &mime->parts[i];
        if (part->depth != span.depth || !is_text_part(part))
            continue;
        struct mt_text rest = mt_ndr_unquote(part->text, report->arena);
        while (rest.len && !report->arena->failed) {
            struct mt_ndr_text text;
            struct mt_text told = rest;
            if (!mt_ndr_text_read(&rest, report->arena, &text))
                return;
            *is_ndr = *is_ndr || text.is_ndr;
            mt_ndr_report_text(report, &text);
            told.len = mt_text_known(text.original) ? (size_t)(text.original.at - told.at) : told.len - rest.len;
            if (!mt_text_known(ndr->told))
                ndr->told = told;
            if (mt_text_known(text.original) && !mt_text_known(ndr->original_headers))
                mt_ndr_report_original(report, text.original);
        }
        if (!mt_text_known(ndr->unread_charset))
            ndr->unread_charset = part->unread_charset;
        ndr->is_cut = ndr->is_cut || part->is_cut;
    }
}

/* One mail with the parts of its own; *is_ndr is false when it is no report. */
static void
read_mail(const struct mt_mime *mime, struct mt_text headers, struct span span, uint64_t line, struct mt_arena *arena,
          struct mt_ndr *ndr, bool *is_ndr)
{
    struct mt_ndr_report report;
    bool by_text = false;
    mt_ndr_report_begin(&report, ndr, arena, line);
    mt_ndr_report_headers(&report, headers);
    for (size_t i = span.first; i < span.end; i++) {
        const struct mt_mime_part *part = &mime->parts[i];
        if (part->depth == span.depth && is_status_part(part))
            mt_ndr_report_status(&report, part->text);
        else if (part->depth == span.depth && is_header_part(part) && !mt_text_known(ndr->original_headers))
            mt_ndr_report_original(&report, part->text);
    }
    bool by_parts = ndr->count > 0 || ndr->is_exchange;
    bool by_headers = mt_ndr_report_is_bounce(&report);
    take_texts(&report, mime, span, &by_text);
    mt_ndr_report_finish(&report, by_headers);
    ndr->is_cut = ndr->is_cut || mime->is_cut;
    *is_ndr = ndr->count > 0 && (by_parts || by_text || by_headers);
}

/* ---- reports in files ---- */

static enum mt_rc
add_ndr(struct mt_ndr_list *list, const struct mt_ndr *ndr, struct mt_arena *arena, struct mt_err *err)
{
    /* Rooms double at powers of two. */
    if ((list->count & (list->count - 1)) == 0) {
        struct mt_ndr *grown = mt_arena_take(arena, (list->count ? list->count * 2 : 1) * sizeof *grown);
        if (!grown)
            return mt_err_memory(err);
        if (list->count)
            memcpy(grown, list->ndrs, list->count * sizeof *grown);
        list->ndrs = grown;
    }
    list->ndrs[list->count++] = *ndr;
    return MT_OK;
}

/* The mail itself, or, when it is no report, the mails inside of it: people forward bounces as attachments. */
static enum mt_rc
read_nested(const struct mt_mime *mime, struct mt_text headers, struct span span, uint64_t line, struct mt_arena *arena,
            struct mt_ndr_list *list, struct mt_err *err)
{
    struct mt_ndr ndr;
    bool is_ndr = false;
    enum mt_rc rc = MT_OK;
    read_mail(mime, headers, span, line, arena, &ndr, &is_ndr);
    if (arena->failed)
        return mt_err_memory(err);
    if (is_ndr)
        return add_ndr(list, &ndr, arena, err);
    for (size_t i = span.first; i < span.end && rc == MT_OK; i++) {
        if (mime->parts[i].depth != span.depth || !mt_text_is(mime->parts[i].type, "message/rfc822"))
            continue;
        size_t end = i + 1;
        while (end < span.end && mime->parts[end].depth > span.depth)
            end++;
        rc = read_nested(mime, mime->parts[i].text, (struct span){i + 1, end, span.depth + 1}, line, arena, list, err);
    }
    return rc;
}

static enum mt_rc
read_mails(struct mt_text bytes, struct mt_arena *arena, struct mt_ndr_list *list, struct mt_err *err)
{
    struct mt_mailbox *mailbox = NULL;
    struct mt_mime mime;
    uint64_t line = 1;
    bool more = true;
    enum mt_rc rc = mt_mailbox_open(&mailbox, bytes, err);
    while (rc == MT_OK && more) {
        rc = mt_mailbox_next(mailbox, arena, &mime, &line, &more, err);
        if (rc != MT_OK || !more)
            break;
        size_t before = list->count;
        list->mails++;
        rc = read_nested(&mime, mime.headers, (struct span){0, mime.count, 0}, line, arena, list, err);
        list->others += list->count == before;
    }
    mt_mailbox_close(mailbox);
    return rc;
}

static enum mt_rc
read_text(struct mt_text bytes, struct mt_arena *arena, struct mt_ndr_list *list, struct mt_err *err)
{
    struct mt_text whole = mt_ndr_unquote(bytes, arena), rest = whole;
    enum mt_rc rc = MT_OK;
    while (rest.len && rc == MT_OK) {
        struct mt_text before = rest;
        struct mt_ndr_text text;
        struct mt_ndr ndr;
        struct mt_ndr_report report;
        uint64_t line = 1;
        if (!mt_ndr_text_read(&rest, arena, &text))
            return mt_err_memory(err);
        for (const char *at = whole.at; at < before.at; at++)
            line += *at == '\n';
        mt_ndr_report_begin(&report, &ndr, arena, line);
        ndr.told = (struct mt_text){before.at, before.len - rest.len};
        if (mt_text_known(text.original)) {
            ndr.told.len = (size_t)(text.original.at - before.at);
            mt_ndr_report_original(&report, text.original);
        }
        mt_ndr_report_text(&report, &text);
        mt_ndr_report_finish(&report, false);
        if (rc == MT_OK && text.is_ndr && ndr.count > 0)
            rc = add_ndr(list, &ndr, arena, err);
    }
    return arena->failed ? mt_err_memory(err) : rc;
}

/* UTF-16 and byte-order marks: Notepad saves pastes that way. */
static struct mt_text
to_utf8(struct mt_text bytes, struct mt_arena *arena)
{
    enum mt_encoding encoding = MT_ENCODING_DETECT;
    size_t mark = mt_encoding_mark(bytes, &encoding);
    if (mark == 0)
        encoding = mt_encoding_guess_utf16(bytes);
    if (encoding != MT_ENCODING_UTF16LE && encoding != MT_ENCODING_UTF16BE)
        return (struct mt_text){bytes.at + mark, bytes.len - mark};
    size_t room = bytes.len * 3 / 2 + 16;
    char *at = mt_arena_take(arena, room);
    if (!at)
        return MT_TEXT_UNKNOWN;
    struct mt_decoded decoded =
        mt_encoding_decode(encoding, (struct mt_text){bytes.at + mark, bytes.len - mark}, true, at, room);
    return (struct mt_text){at, decoded.made};
}

enum mt_rc
mt_ndrs_read(struct mt_text bytes, struct mt_arena *arena, struct mt_ndr_list *list, struct mt_err *err)
{
    *list = (struct mt_ndr_list){.count = 0};
    if (bytes.len > MT_MIME_BYTES)
        return mt_err_set(err, MT_FAILED, "is larger than the %d MB that a file of mails may have",
                          MT_MIME_BYTES / 1024 / 1024);
    mt_mime_begin();
    struct mt_text text = to_utf8(bytes, arena);
    if (!mt_text_known(text))
        return bytes.len ? mt_err_memory(err) : MT_OK;
    /* A quoted mail is a mail, too, once the marks are off. */
    struct mt_text lines = mt_mime_lines(text, arena);
    bool is_plain = !mt_text_known(lines) || mt_mime_likely(lines);
    struct mt_text open = is_plain ? lines : mt_ndr_unquote(lines, arena);
    if (!mt_text_known(open))
        return mt_err_memory(err);
    list->is_mail = mt_mime_likely(open);
    if (list->is_mail)
        return read_mails(open, arena, list, err);
    bool is_unread;
    struct mt_text clean = mt_mime_text(open, NULL, arena, &is_unread);
    return mt_text_known(clean) ? read_text(clean, arena, list, err) : mt_err_memory(err);
}

/* Tables of data have columns on their first line; what administrators paste begins with words. */
static bool
is_table(struct mt_text start)
{
    size_t marks = 0;
    struct mt_text rest = mt_text_trim(start);
    struct mt_text line = mt_text_cut(&rest, '\n');
    for (size_t i = 0; i < line.len; i++)
        marks += line.at[i] == ',' || line.at[i] == ';' || line.at[i] == '\t' || line.at[i] == '|';
    return marks >= 3 || (line.len && strchr("{[#\"", line.at[0]));
}

/* UTF-16 without its NULs, which is enough for marks that are mostly ASCII, and with LF for CR LF and lone CRs. */
static size_t
plain_start(struct mt_text start, char *room, size_t size)
{
    size_t len = 0;
    bool was_cr = false;
    for (size_t i = 0; i < start.len && len < size; i++) {
        char c = start.at[i];
        if (c == '\0' || (c == '\n' && was_cr)) {
            was_cr = was_cr && c == '\0';
            continue;
        }
        was_cr = c == '\r';
        room[len++] = was_cr ? '\n' : c;
    }
    return len;
}

/* A heading in any of the languages; those of the other labels begin many a sentence. */
static bool
has_heading(struct mt_text text)
{
    while (text.len) {
        struct mt_text value, line = mt_text_cut(&text, '\n');
        switch (mt_ndr_label_of(line, &value)) {
        case MT_NDR_FAILED_TO:
        case MT_NDR_DIAGNOSTIC:
        case MT_NDR_GENERATING:
            return true;
        default:
            break;
        }
    }
    return false;
}

bool
mt_ndrs_likely(struct mt_text start)
{
    static const char *const marks[] = {
        "Delivery has failed to these recipients",
        "Diagnostic information for administrators",
        "Generating server:",
        "couldn't be delivered",
        "Reported error:",
        " returned '",
        "DSN generated by:",
        "Reporting-MTA:",
        "Final-Recipient:",
        "Undeliverable:",
        "Remote Server",
    };
    enum { LOOKED_AT = 64 * 1024 };
    char room[LOOKED_AT];
    struct mt_text text = {room, plain_start(start, room, sizeof room)};
    if (mt_mime_likely(text))
        return true;
    if (is_table(text))
        return false;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (mt_text_find(text, marks[i]) >= 0)
            return true;
    return has_heading(text);
}
