#include "ingest/reason_text.h"

#include "ingest/reason_word.h"

#include <string.h>

/* What is read of one piece: marks are shorter than what they stand for, but not without end. */
enum { READ_BYTES = 4096 };

/* The text that grows. */
struct pen {
    char *at;
    size_t len, piece; /* where this piece starts */
    bool blank_due;    /* a blank comes before the next word */
    bool is_full;
};

static struct mt_text
part(struct mt_text text, size_t from, size_t to)
{
    return (struct mt_text){text.at + from, to - from};
}

/* ---- the pen ---- */

static struct mt_text
written(const struct pen *pen)
{
    return (struct mt_text){pen->at, pen->len};
}

/* All of it or nothing, with the blank that is due. */
static void
put(struct pen *pen, const char *bytes, size_t len)
{
    size_t blank = pen->blank_due && pen->len > pen->piece;
    if (pen->is_full || pen->len + blank + len > MT_REASON_TEXT_BYTES) {
        pen->is_full = true;
        return;
    }
    if (blank)
        pen->at[pen->len++] = ' ';
    memcpy(pen->at + pen->len, bytes, len);
    pen->len += len;
    pen->blank_due = false;
}

/* Controls, and the marks that turn or hide text on a screen. */
static bool
is_unseen(uint32_t point)
{
    return point < 0x20 || (point >= 0x7F && point < 0xA0) || point == 0xAD || (point >= 0x200B && point <= 0x200F) ||
           (point >= 0x2028 && point <= 0x202E) || (point >= 0x2060 && point <= 0x206F) || point == 0xFEFF;
}

static void
put_plain(struct pen *pen, struct mt_text text)
{
    static const char malformed[] = "\xEF\xBF\xBD";
    while (text.len && !pen->is_full) {
        size_t taken;
        uint32_t point = mt_text_code_point(text, &taken);
        if (point == 0xFFFD)
            put(pen, malformed, sizeof malformed - 1);
        else if (!is_unseen(point))
            put(pen, text.at, taken);
        text = part(text, taken, text.len);
    }
}

static void
put_mark(struct pen *pen, const char *name, struct mt_text host)
{
    char mark[MT_REASON_TEXT_BYTES];
    size_t len = strlen(name);
    mark[0] = '<';
    memcpy(mark + 1, name, len++);
    if (host.len) {
        mark[len++] = ' ';
        for (size_t i = 0; i < host.len; i++)
            mark[len++] = mt_ascii_lower(host.at[i]);
    }
    mark[len++] = '>';
    put(pen, mark, len);
}

/* Where a reply was cut and where it ends with a full stop or without one is the same trouble. */
static void
end_piece(struct pen *pen)
{
    static const char ellipsis[] = "\xE2\x80\xA6";
    for (;;) {
        struct mt_text piece = {pen->at + pen->piece, pen->len - pen->piece};
        if (mt_text_ends_nocase(piece, ellipsis))
            pen->len -= sizeof ellipsis - 1;
        else if (piece.len && strchr(" .,;:-#", piece.at[piece.len - 1]))
            pen->len--;
        else
            return;
    }
}

/* ---- words ---- */

static size_t
blank_at(struct mt_text text)
{
    if (text.len && ((unsigned char)text.at[0] <= ' ' || text.at[0] == 0x7F))
        return 1;
    return mt_text_starts(text, "\xC2\xA0") ? 2 : mt_text_starts(text, "\xE2\x80\xAF") ? 3 : 0;
}

static bool
is_one_of(char c, const char *marks)
{
    return c != '\0' && strchr(marks, c);
}

/* How far a word reaches. A link runs over marks that end other words; an address may hold a "=" (bounces+a=b@c). */
static size_t
word_end(struct mt_text text)
{
    bool is_url = mt_word_of(part(text, 0, text.len < 8 ? text.len : 8)) == MT_WORD_URL;
    const char *marks = is_url ? "<>()[]{}\"" : "<>()[]{}\"`,;|";
    size_t end = 0, equals = 0;
    bool has_at = false;
    while (end < text.len && !blank_at(part(text, end, text.len)) && !is_one_of(text.at[end], marks)) {
        if (text.at[end] == '=' && !equals)
            equals = end;
        has_at |= text.at[end] == '@';
        end++;
    }
    return !is_url && !has_at && equals ? equals : end;
}

/* The word without the marks of the sentence around it. */
static struct mt_text
core_of(struct mt_text word)
{
    static const char ellipsis[] = "\xE2\x80\xA6";
    while (word.len && is_one_of(word.at[0], "'.:="))
        word = part(word, 1, word.len);
    for (;;) {
        if (word.len && is_one_of(word.at[word.len - 1], ".:!?'"))
            word.len--;
        else if (mt_text_ends_nocase(word, ellipsis))
            word.len -= sizeof ellipsis - 1;
        else
            return word;
    }
}

static bool
is_digits(struct mt_text word)
{
    size_t len = 0;
    while (len < word.len && word.at[len] >= '0' && word.at[len] <= '9')
        len++;
    return len > 0 && len == word.len;
}

static struct mt_text
next_word(struct mt_text text)
{
    size_t width;
    while ((width = blank_at(text)) != 0)
        text = part(text, width, text.len);
    return core_of(part(text, 0, text.len ? word_end(text) : 0));
}

static enum mt_word
kind_of(const struct pen *pen, struct mt_text word, struct mt_text behind)
{
    enum mt_word kind = mt_word_of(word);
    if (kind == MT_WORD_NUMBER && mt_text_ends_nocase(written(pen), "AS("))
        return MT_WORD_PLAIN; /* the service's anti-spam codes: AS(42000001) */
    if (kind == MT_WORD_HOST && behind.len && behind.at[0] == '=')
        return MT_WORD_PLAIN; /* header.from=… */
    if (kind == MT_WORD_PLAIN && is_digits(word) && blank_at(behind) && mt_word_is_unit(next_word(behind)))
        return MT_WORD_NUMBER;
    return kind;
}

/* What belongs to a time that is already there: "7:05 AM" behind a date, "+0000" behind both. */
static bool
goes_on_time(const struct pen *pen, struct mt_text word, enum mt_word kind)
{
    if (!pen->blank_due || !mt_text_ends_nocase(written(pen), "<time>"))
        return false;
    bool is_offset = word.len == 5 && is_one_of(word.at[0], "+-") && is_digits(part(word, 1, word.len));
    return kind == MT_WORD_TIME || is_offset || mt_text_is_nocase(word, "AM") || mt_text_is_nocase(word, "PM");
}

static void
put_word(struct pen *pen, struct mt_text word, enum mt_word kind)
{
    static const char *const marks[] = {
        [MT_WORD_URL] = "url", [MT_WORD_ADDRESS] = "address", [MT_WORD_IP] = "ip",         [MT_WORD_HOST] = "host",
        [MT_WORD_ID] = "id",   [MT_WORD_TIME] = "time",       [MT_WORD_NUMBER] = "number",
    };
    if (kind == MT_WORD_PLAIN)
        put_plain(pen, word);
    else
        put_mark(pen, marks[kind], kind == MT_WORD_URL ? mt_word_url_host(word) : MT_TEXT_UNKNOWN);
}

/* One word at the start of the text; returns how many bytes it took. */
static size_t
take_word(struct pen *pen, struct mt_text text)
{
    size_t end = word_end(text);
    struct mt_text word = part(text, 0, end), core = core_of(word);
    enum mt_word kind = kind_of(pen, core, part(text, end, text.len));
    const char *colon = kind == MT_WORD_PLAIN && core.len ? memchr(core.at, ':', core.len) : NULL;
    if (colon) { /* "id:4f…": what stands before a colon does not say what stands behind it */
        end = (size_t)(colon + 1 - text.at);
        word = part(text, 0, end);
        core = core_of(word);
        kind = kind_of(pen, core, MT_TEXT_UNKNOWN);
    }
    if (goes_on_time(pen, core, kind))
        return end;

    size_t before = (size_t)(core.at - word.at);
    bool has_brackets = kind != MT_WORD_PLAIN && before == 0 && core.len == word.len && !pen->blank_due &&
                        end < text.len && text.at[end] == '>' && pen->len > pen->piece && pen->at[pen->len - 1] == '<';
    if (has_brackets)
        pen->len--; /* the mark has brackets of its own */
    put_plain(pen, part(word, 0, before));
    put_word(pen, core, kind);
    put_plain(pen, part(word, before + core.len, word.len));
    return end + has_brackets;
}

/* A certificate's subject may be a sentence of names: it goes as a whole. Returns how many bytes it takes. */
static size_t
take_subject(struct pen *pen, struct mt_text text)
{
    static const char *const labels[] = {"Expected Subject:", "Presented Subject:", "Thumbprint:"};
    size_t label = 0, end;
    for (size_t i = 0; i < 2 && !label; i++)
        if (mt_text_starts(text, labels[i]))
            label = strlen(labels[i]);
    if (!label)
        return 0;
    put(pen, text.at, label);
    pen->blank_due = true;
    put_mark(pen, "host", MT_TEXT_UNKNOWN);
    pen->blank_due = true;
    for (end = label; end < text.len; end++)
        for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
            if (mt_text_starts(part(text, end, text.len), labels[i]))
                return end;
    return end;
}

/* Each line of a reply of several lines begins with the codes; servers that join the lines keep them. */
static size_t
repeated_codes(struct mt_text text, const struct mt_reply *codes)
{
    struct mt_reply again;
    if (!codes->number || text.at[0] < '2' || text.at[0] > '5')
        return 0;
    size_t len = mt_reply_read(text, &again);
    if (!len || again.number != codes->number)
        return 0;
    bool is_same = codes->code[0] && strcmp(again.code, codes->code) == 0;
    return is_same || (!again.code[0] && (again.goes_on || codes->goes_on)) ? len : 0;
}

static void
put_piece(struct pen *pen, struct mt_text text, const struct mt_reply *codes)
{
    bool is_start = true;
    if (text.len > READ_BYTES)
        text.len = READ_BYTES;
    while (text.len && !pen->is_full) {
        size_t taken = blank_at(text);
        if (taken) {
            pen->blank_due = is_start = true;
        } else {
            taken = is_start ? repeated_codes(text, codes) : 0;
            taken = taken || !is_start ? taken : take_subject(pen, text);
            if (!taken && word_end(text)) {
                taken = take_word(pen, text);
                is_start = false;
            } else if (!taken) {
                put_plain(pen, part(text, 0, taken = 1));
                is_start = false;
            }
        }
        text = part(text, taken, text.len);
    }
    end_piece(pen);
}

struct mt_text
mt_reason_text(const struct mt_text *pieces, size_t count, const struct mt_reply *codes, struct mt_arena *arena)
{
    struct pen pen = {.at = mt_arena_take(arena, MT_REASON_TEXT_BYTES)};
    if (!pen.at)
        return MT_TEXT_UNKNOWN;
    for (size_t i = 0; i < count && !pen.is_full; i++) {
        size_t before = pen.len;
        pen.blank_due = false;
        if (before)
            put(&pen, "; ", 2);
        pen.piece = pen.len;
        put_piece(&pen, pieces[i], codes);
        if (pen.len == pen.piece)
            pen.len = before;
    }
    return pen.len ? written(&pen) : MT_TEXT_UNKNOWN;
}
