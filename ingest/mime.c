#include "ingest/mime.h"

#include <gmime/gmime.h>
#include <stdlib.h>
#include <string.h>

#include "ingest/mime_text.h"

void
mt_mime_begin(void)
{
    g_mime_init();
}

/* ---- what looks like a mail ---- */

/* The name of a header line, or unknown. */
static struct mt_text
header_name(struct mt_text line)
{
    size_t len = 0;
    while (len < line.len && line.at[len] > ' ' && line.at[len] < 0x7F && line.at[len] != ':')
        len++;
    bool is_name = len > 1 && len < 80 && len < line.len && line.at[len] == ':';
    return is_name ? (struct mt_text){line.at, len} : MT_TEXT_UNKNOWN;
}

bool
mt_mime_likely(struct mt_text bytes)
{
    static const char *const names[] = {
        "Received",      "Return-Path",
        "From",          "To",
        "Date",          "Subject",
        "Message-ID",    "Cc",
        "MIME-Version",  "Content-Type",
        "Delivered-To",  "Reply-To",
        "In-Reply-To",   "DKIM-Signature",
        "Sender",        "References",
        "X-Original-To", "Authentication-Results",
        "ARC-Seal",      "Content-Transfer-Encoding",
    };
    enum { LINES = 60, ENOUGH = 2 };
    size_t known = 0;
    struct mt_text rest = bytes;
    if (mt_text_starts(rest, "\xEF\xBB\xBF"))
        rest = (struct mt_text){rest.at + 3, rest.len - 3};
    while (rest.len && (*rest.at == '\n' || *rest.at == '\r'))
        rest = (struct mt_text){rest.at + 1, rest.len - 1};
    for (size_t lines = 0; lines < LINES && rest.len; lines++) {
        struct mt_text line = mt_text_cut(&rest, '\n');
        if (mt_text_trim(line).len == 0)
            break;
        /* "From " begins a mailbox; a ">" in front of it is how some programs save it. */
        if (lines == 0 && (mt_text_starts(line, "From ") || mt_text_starts(line, ">From ")))
            continue;
        if (*line.at == ' ' || *line.at == '\t')
            continue;
        struct mt_text name = header_name(line);
        if (!mt_text_known(name))
            return false;
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
            known += mt_text_is_nocase(name, names[i]);
    }
    return known >= ENOUGH;
}

/* ---- parts ---- */

struct walk {
    struct mt_arena *arena;
    struct mt_mime *mime;
    size_t room;
};

static struct mt_mime_part *
add_part(struct walk *walk, const char *type, int depth)
{
    struct mt_mime *mime = walk->mime;
    if (mime->count == MT_MIME_PARTS || walk->arena->failed) {
        mime->is_cut = true;
        return NULL;
    }
    if (mime->count == walk->room) {
        size_t room = walk->room ? walk->room * 2 : 8;
        struct mt_mime_part *grown = mt_arena_take(walk->arena, room * sizeof *grown);
        if (!grown)
            return NULL;
        if (mime->count)
            memcpy(grown, mime->parts, mime->count * sizeof *grown);
        mime->parts = grown;
        walk->room = room;
    }
    struct mt_mime_part *part = &mime->parts[mime->count];
    char *lower = mt_arena_take(walk->arena, strlen(type) + 1);
    if (!lower)
        return NULL;
    for (size_t i = 0; type[i]; i++)
        lower[i] = mt_ascii_lower(type[i]);
    *part = (struct mt_mime_part){.type = mt_text_of(lower), .depth = depth};
    mime->count++;
    return part;
}

static bool
is_read(const char *type)
{
    static const char *const types[] = {"text/", "message/delivery-status", "message/global-delivery-status",
                                        "message/disposition-notification", "message/global-headers"};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (g_ascii_strncasecmp(type, types[i], strlen(types[i])) == 0)
            return true;
    return false;
}

/* The decoded bytes of a part; the caller frees them. */
static GByteArray *
bytes_of(GMimePart *part)
{
    GMimeDataWrapper *content = g_mime_part_get_content(part);
    GMimeStream *memory = g_mime_stream_mem_new();
    g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(memory), FALSE);
    if (content)
        g_mime_data_wrapper_write_to_stream(content, memory);
    GByteArray *bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(memory));
    g_object_unref(memory);
    return bytes;
}

static void
add_text(struct walk *walk, GMimePart *object, const char *type, int depth)
{
    struct mt_mime_part *part = is_read(type) ? add_part(walk, type, depth) : NULL;
    if (!part)
        return;
    GByteArray *bytes = bytes_of(object);
    const char *charset = g_mime_object_get_content_type_parameter(GMIME_OBJECT(object), "charset");
    bool is_unread = false;
    part->is_cut = bytes->len > MT_MIME_PART_BYTES;
    struct mt_text raw = {(const char *)bytes->data, part->is_cut ? MT_MIME_PART_BYTES : bytes->len};
    if (!raw.at)
        raw = MT_TEXT_LITERAL("");
    part->text = mt_mime_text(raw, charset, walk->arena, &is_unread);
    if (is_unread)
        mt_arena_copy(walk->arena, mt_mime_text(mt_text_of(charset), NULL, walk->arena, &is_unread),
                      &part->unread_charset);
    if (mt_text_is(part->type, "text/html") && mt_text_known(part->text))
        part->text = mt_mime_html(part->text, walk->arena);
    g_byte_array_free(bytes, TRUE);
}

static struct mt_text
headers_of(GMimeObject *object, struct mt_arena *arena)
{
    bool is_unread;
    char *raw = g_mime_object_get_headers(object, NULL);
    size_t len = raw ? strlen(raw) : 0;
    struct mt_text bytes = {raw ? raw : "", len > MT_MIME_PART_BYTES ? MT_MIME_PART_BYTES : len};
    struct mt_text text = mt_mime_text(bytes, NULL, arena, &is_unread);
    g_free(raw);
    return text;
}

static void add_object(struct walk *walk, GMimeObject *object, int depth, int nesting);

static void
add_message(struct walk *walk, GMimeMessage *message, int depth, int nesting)
{
    struct mt_mime_part *part = add_part(walk, "message/rfc822", depth);
    GMimeObject *top = message ? g_mime_message_get_mime_part(message) : NULL;
    if (!part || !message)
        return;
    part->text = headers_of(GMIME_OBJECT(message), walk->arena);
    if (top)
        add_object(walk, top, depth + 1, nesting + 1);
}

/* Nesting is limited, so that the stack is too. */
static void
add_object(struct walk *walk, GMimeObject *object, int depth, int nesting)
{
    if (nesting > MT_MIME_DEPTH) {
        walk->mime->is_cut = true;
        return;
    }
    if (GMIME_IS_MULTIPART(object)) {
        int count = g_mime_multipart_get_count(GMIME_MULTIPART(object));
        for (int i = 0; i < count && !walk->mime->is_cut; i++) {
            GMimeObject *child = g_mime_multipart_get_part(GMIME_MULTIPART(object), i);
            if (child)
                add_object(walk, child, depth, nesting + 1);
        }
    } else if (GMIME_IS_MESSAGE_PART(object)) {
        add_message(walk, g_mime_message_part_get_message(GMIME_MESSAGE_PART(object)), depth, nesting);
    } else if (GMIME_IS_PART(object)) {
        GMimeContentType *content = g_mime_object_get_content_type(object);
        char *type = content ? g_mime_content_type_get_mime_type(content) : NULL;
        add_text(walk, GMIME_PART(object), type ? type : "text/plain", depth);
        g_free(type);
    }
}

/* ---- mailboxes ---- */

struct mt_mailbox {
    struct mt_arena arena; /* the bytes with LF */
    struct mt_text bytes;
    GMimeStream *stream;
    GMimeParser *parser;
    bool is_mbox, is_done;
    size_t counted; /* bytes of which the lines were counted */
    uint64_t line;
};

enum mt_rc
mt_mailbox_open(struct mt_mailbox **mailbox, struct mt_text bytes, struct mt_err *err)
{
    if (bytes.len > MT_MIME_BYTES)
        return mt_err_set(err, MT_FAILED, "is larger than the %d MB that a file of mails may have",
                          MT_MIME_BYTES / 1024 / 1024);
    struct mt_mailbox *made = calloc(1, sizeof *made);
    if (!made)
        return mt_err_memory(err);
    made->line = 1;
    made->bytes = mt_mime_lines(bytes, &made->arena);
    if (!mt_text_known(made->bytes)) {
        mt_mailbox_close(made);
        return mt_err_memory(err);
    }
    if (mt_text_starts(made->bytes, "\xEF\xBB\xBF"))
        made->bytes = (struct mt_text){made->bytes.at + 3, made->bytes.len - 3};
    while (made->bytes.len && *made->bytes.at == '\n') {
        made->bytes = (struct mt_text){made->bytes.at + 1, made->bytes.len - 1};
        made->line++;
    }
    if (mt_text_starts(made->bytes, ">From ")) /* a marker that was quoted once too often is none */
        mt_text_cut(&made->bytes, '\n');
    made->is_mbox = mt_text_starts(made->bytes, "From ");
    made->stream = g_mime_stream_mem_new_with_buffer(made->bytes.at ? made->bytes.at : "", made->bytes.len);
    made->parser = g_mime_parser_new_with_stream(made->stream);
    g_mime_parser_set_format(made->parser, made->is_mbox ? GMIME_FORMAT_MBOX : GMIME_FORMAT_MESSAGE);
    *mailbox = made;
    return MT_OK;
}

void
mt_mailbox_close(struct mt_mailbox *mailbox)
{
    if (!mailbox)
        return;
    if (mailbox->parser)
        g_object_unref(mailbox->parser);
    if (mailbox->stream)
        g_object_unref(mailbox->stream);
    mt_arena_release(&mailbox->arena);
    free(mailbox);
}

/* Mails come in the order of the file, so each byte is looked at once. */
static uint64_t
line_at(struct mt_mailbox *mailbox, int64_t offset)
{
    size_t until = offset < 0 ? 0 : (size_t)offset;
    for (; mailbox->counted < until && mailbox->counted < mailbox->bytes.len; mailbox->counted++)
        mailbox->line += mailbox->bytes.at[mailbox->counted] == '\n';
    return mailbox->line;
}

enum mt_rc
mt_mailbox_next(struct mt_mailbox *mailbox, struct mt_arena *arena, struct mt_mime *mime, uint64_t *line, bool *more,
                struct mt_err *err)
{
    struct walk walk = {.arena = arena, .mime = mime};
    *mime = (struct mt_mime){.count = 0};
    *more = !mailbox->is_done && !g_mime_parser_eos(mailbox->parser);
    if (!*more)
        return MT_OK;
    GMimeMessage *message = g_mime_parser_construct_message(mailbox->parser, NULL);
    mailbox->is_done = !mailbox->is_mbox || !message;
    *more = message != NULL;
    if (!message)
        return MT_OK;
    *line = line_at(mailbox, g_mime_parser_get_headers_begin(mailbox->parser));
    mime->headers = headers_of(GMIME_OBJECT(message), arena);
    GMimeObject *top = g_mime_message_get_mime_part(message);
    if (top)
        add_object(&walk, top, 0, 0);
    g_object_unref(message);
    return arena->failed ? mt_err_memory(err) : MT_OK;
}
