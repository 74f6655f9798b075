#include "ingest/json_cut.h"

#include <stdlib.h>
#include <string.h>

#include "ingest/csv.h"
#include "ingest/json.h"
#include "ingest/json_plain.h"
#include "ingest/json_rubbish.h"
#include "ingest/window.h"
#include "store/base/out.h"

enum { ENVELOPE_BYTES = 64 * 1024 }; /* an envelope's own members are a link and a name or two */

/* A list is an array whose objects are handed out; an array is one that belongs to the text of an object. */
enum level { LEVEL_LIST, LEVEL_ARRAY, LEVEL_OBJECT };

/* What the bytes at the window's `at` belong to. */
enum place {
    BETWEEN,     /* the file itself, or a list: objects may begin here */
    IN_OBJECT,   /* an object that will be handed out in one piece */
    IN_ENVELOPE, /* an envelope outside of its lists */
    IN_RUBBISH,  /* text that is no object */
};

struct mt_json_cutter {
    struct mt_json_flat *flat;
    bool needs_more; /* the window ends inside the object at `at`, which may be a flat one */

    struct mt_window window; /* keeps the object or rubbish under way, and what of an envelope is not yet put aside */
    uint64_t line;           /* of the window's `at` */
    enum place place;
    enum level levels[MT_JSON_DEPTH];
    size_t depth;
    bool in_string;
    bool is_escaped;
    char before; /* the last byte outside of strings that was no blank; a quote for a string */

    uint64_t start_line; /* of the object or rubbish under way */
    size_t base;         /* the depth around the object */
    bool is_oversize;    /* it was told, and is passed over without being kept */

    bool has_envelope;
    uint64_t envelope_line;
    uint64_t held;
    struct mt_out envelope; /* its text so far, without objects */
    bool envelope_is_cut;

    struct mt_json_rubbish rubbish;
    bool rubbish_is_told;
    bool end_is_told; /* that the file is cut was said */
};

static const char open_at_end[] = "ends inside an object: the file is cut";
static const char too_deep[] = "is nested deeper than 64 levels";
static const char too_large[] = "is larger than 4 MiB";

_Static_assert(MT_JSON_DEPTH == 64 && MT_JSON_OBJECT_BYTES == 4 * 1024 * 1024,
               "the limits stand in the sentences, too");

enum mt_rc
mt_json_cutter_open(struct mt_json_cutter **cutter, struct mt_source *source, struct mt_json_flat *flat,
                    struct mt_err *err)
{
    struct mt_json_cutter *opened = calloc(1, sizeof *opened);
    if (!opened)
        return mt_err_memory(err);
    opened->flat = flat;
    opened->window = mt_window_of(source);
    opened->line = 1;
    *cutter = opened;
    return MT_OK;
}

void
mt_json_cutter_close(struct mt_json_cutter *cutter)
{
    if (!cutter)
        return;
    mt_window_release(&cutter->window);
    mt_out_release(&cutter->envelope);
    free(cutter);
}

static bool
is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static struct mt_text
kept_text(const struct mt_json_cutter *cutter)
{
    const struct mt_window *window = &cutter->window;
    return (struct mt_text){window->bytes + window->keep, window->at - window->keep};
}

/* Always true, so that a step can tell and end in one line. */
static bool
tell_broken(struct mt_json_cut *cut, struct mt_text text, uint64_t line, const char *reason)
{
    while (text.len && is_blank(text.at[text.len - 1]))
        text.len--;
    *cut = (struct mt_json_cut){.kind = MT_JSON_CUT_BROKEN, .line = line, .reason = reason};
    cut->text = mt_window_head(text, MT_RAW_BYTES, &cut->text_is_cut);
    return true;
}

/* Puts the envelope's text that has been read aside, so that the window need not keep it. */
static void
put_envelope_aside(struct mt_json_cutter *cutter)
{
    struct mt_text text = kept_text(cutter);
    cutter->window.keep = cutter->window.at;
    if (cutter->envelope.len + text.len > ENVELOPE_BYTES)
        cutter->envelope_is_cut = true;
    if (!cutter->envelope_is_cut)
        mt_out_text(&cutter->envelope, text);
}

/* `before` is the byte before the one at the window's `at`. */
static void
start_rubbish(struct mt_json_cutter *cutter, bool is_remains, char before)
{
    cutter->place = IN_RUBBISH;
    cutter->rubbish = (struct mt_json_rubbish){.is_remains = is_remains, .before = before};
    cutter->rubbish_is_told = is_remains;
    cutter->start_line = cutter->line;
    cutter->window.keep = cutter->window.at;
}

/* Gives up the object that is under way. Going back to its second line costs time, but not much: what it swallowed
 * holds at most MT_JSON_DEPTH objects that are open, too, so no byte is read more often than that. */
static bool
give_up_object(struct mt_json_cutter *cutter, struct mt_json_cut *cut, const char *reason)
{
    struct mt_window *window = &cutter->window;
    struct mt_text text = kept_text(cutter);
    bool is_news = !cutter->is_oversize;
    const char *line_end = is_news && text.len ? memchr(text.at, '\n', text.len) : NULL;
    tell_broken(cut, text, cutter->start_line, reason);
    if (line_end) {
        window->at = window->keep + (size_t)(line_end - text.at) + 1;
        cutter->line = cutter->start_line + 1;
        cutter->before = '\n';
    }
    cutter->depth = cutter->base;
    start_rubbish(cutter, true, cutter->before);
    return is_news;
}

static bool
give_up_envelope(struct mt_json_cutter *cutter, struct mt_json_cut *cut, const char *reason)
{
    put_envelope_aside(cutter);
    tell_broken(cut, mt_out_view(&cutter->envelope), cutter->envelope_line, reason);
    cutter->has_envelope = false;
    cutter->depth = 0;
    start_rubbish(cutter, true, cutter->before);
    return true;
}

static bool
give_up(struct mt_json_cutter *cutter, struct mt_json_cut *cut, const char *reason)
{
    return cutter->place == IN_OBJECT ? give_up_object(cutter, cut, reason) : give_up_envelope(cutter, cut, reason);
}

/* `at` is on the brace of an object, and there is a level left for it. */
static void
begin_object(struct mt_json_cutter *cutter)
{
    cutter->place = IN_OBJECT;
    cutter->base = cutter->depth;
    cutter->start_line = cutter->line;
    cutter->is_oversize = false;
    cutter->in_string = false;
    cutter->is_escaped = false;
    cutter->window.keep = cutter->window.at;
    cutter->levels[cutter->depth++] = LEVEL_OBJECT;
    cutter->before = '{';
    cutter->held++;
    cutter->window.at++;
}

/* `at` is on the first object of an array inside an object that is itself no element: that object is an envelope. */
static void
begin_list(struct mt_json_cutter *cutter)
{
    if (!cutter->has_envelope) {
        cutter->has_envelope = true;
        cutter->envelope_line = cutter->start_line;
        cutter->envelope_is_cut = cutter->is_oversize;
        cutter->held = 0;
        mt_out_clear(&cutter->envelope);
    }
    put_envelope_aside(cutter);
    cutter->levels[cutter->depth - 1] = LEVEL_LIST;
    cutter->place = BETWEEN;
}

/* A '{' or '[' inside an object or envelope. Returns true when there is something to tell. */
static bool
open_bracket(struct mt_json_cutter *cutter, char bracket, struct mt_json_cut *cut)
{
    enum level around = cutter->levels[cutter->depth - 1];
    bool is_first = cutter->before == '[';
    bool may_stand = around == LEVEL_OBJECT ? cutter->before == ':' : is_first || cutter->before == ',';
    bool may_hold_list = cutter->place == IN_ENVELOPE || cutter->base == 0;
    if (!may_stand)
        return give_up(cutter, cut, "is not complete where the next one begins");
    if (cutter->depth == MT_JSON_DEPTH)
        return give_up(cutter, cut, too_deep);
    if (bracket == '{' && around == LEVEL_ARRAY && is_first && may_hold_list) {
        begin_list(cutter);
        return false;
    }
    cutter->levels[cutter->depth++] = bracket == '{' ? LEVEL_OBJECT : LEVEL_ARRAY;
    cutter->before = bracket;
    cutter->window.at++;
    return false;
}

/* A '}' or ']' inside an object or envelope. Returns true when there is something to tell. */
static bool
close_bracket(struct mt_json_cutter *cutter, char bracket, struct mt_json_cut *cut)
{
    if (cutter->levels[cutter->depth - 1] != (bracket == '}' ? LEVEL_OBJECT : LEVEL_ARRAY))
        return give_up(cutter, cut, "has brackets that do not match");
    cutter->depth--;
    cutter->before = bracket;
    cutter->window.at++;
    if (cutter->place == IN_OBJECT && cutter->depth == cutter->base) {
        cutter->place = BETWEEN;
        if (cutter->is_oversize)
            return false;
        if (kept_text(cutter).len > MT_JSON_OBJECT_BYTES)
            return tell_broken(cut, kept_text(cutter), cutter->start_line, too_large);
        *cut = (struct mt_json_cut){.kind = MT_JSON_CUT_OBJECT,
                                    .text = kept_text(cutter),
                                    .line = cutter->start_line,
                                    .is_element = cutter->base > 0};
        return true;
    }
    if (cutter->place == IN_ENVELOPE && cutter->depth == 0) {
        put_envelope_aside(cutter);
        cutter->place = BETWEEN;
        cutter->has_envelope = false;
        *cut = (struct mt_json_cut){.kind = MT_JSON_CUT_ENVELOPE,
                                    .text_is_cut = cutter->envelope_is_cut,
                                    .line = cutter->envelope_line,
                                    .held = cutter->held};
        cut->text = cutter->envelope_is_cut ? MT_TEXT_LITERAL("") : mt_out_view(&cutter->envelope);
        return true;
    }
    return false;
}

/* Goes on inside a string until it ends or what was read ends. Returns true when there is something to tell. */
static bool
pass_string(struct mt_json_cutter *cutter, struct mt_json_cut *cut)
{
    struct mt_window *window = &cutter->window;
    const char *bytes = window->bytes;
    size_t at = window->at, len = window->len;
    while (at < len) {
        if (!cutter->is_escaped)
            at = (size_t)(mt_json_plain_end(bytes + at, bytes + len) - bytes);
        if (at == len)
            break;
        char c = bytes[at];
        window->at = at;
        if (c == '\n' || c == '\r')
            return give_up(cutter, cut, "has a line break inside a text");
        at++;
        if (!cutter->is_escaped && c == '"') {
            cutter->in_string = false;
            cutter->before = '"';
            break;
        }
        cutter->is_escaped = !cutter->is_escaped && c == '\\';
    }
    window->at = at;
    return false;
}

/* Goes on inside an object or an envelope. */
static bool
pass_object(struct mt_json_cutter *cutter, struct mt_json_cut *cut)
{
    struct mt_window *window = &cutter->window;
    while (window->at < window->len && (cutter->place == IN_OBJECT || cutter->place == IN_ENVELOPE)) {
        if (cutter->in_string) {
            if (pass_string(cutter, cut))
                return true;
            continue;
        }
        char c = window->bytes[window->at];
        bool has_news = false;
        switch (c) {
        case '"':
            cutter->in_string = true;
            window->at++;
            break;
        case '{':
        case '[':
            has_news = open_bracket(cutter, c, cut);
            break;
        case '}':
        case ']':
            has_news = close_bracket(cutter, c, cut);
            break;
        case '\n':
            cutter->line++;
            window->at++;
            break;
        case ' ':
        case '\t':
        case '\r':
            window->at++;
            break;
        default:
            cutter->before = c;
            window->at++;
        }
        if (has_news)
            return true;
    }
    return false;
}

/* A ']' where a list may end. */
static void
end_list(struct mt_json_cutter *cutter)
{
    struct mt_window *window = &cutter->window;
    cutter->depth--;
    if (cutter->has_envelope && cutter->levels[cutter->depth - 1] != LEVEL_LIST) {
        cutter->place = IN_ENVELOPE;
        cutter->before = ']';
        window->keep = window->at; /* the bracket belongs to the envelope's text */
    }
    window->at++;
}

/* `at` is on the brace of an object. Returns true when it was read or more of it is needed to say; what is left to the
 * cutter and the parser is as it was. */
static bool
take_flat(struct mt_json_cutter *cutter, struct mt_json_cut *cut)
{
    struct mt_window *window = &cutter->window;
    struct mt_text text = {window->bytes + window->at, window->len - window->at};
    struct mt_json_flat_object object;
    if (!cutter->flat || cutter->depth + MT_JSON_FLAT_DEPTH > MT_JSON_DEPTH)
        return false;
    switch (mt_json_flat_scan(cutter->flat, text, &object)) {
    case MT_JSON_TOKEN_OTHER:
        return false;
    case MT_JSON_TOKEN_SHORT:
        cutter->needs_more = !window->ended;
        return cutter->needs_more;
    case MT_JSON_TOKEN_WHOLE:
        break;
    }
    *cut = (struct mt_json_cut){.kind = MT_JSON_CUT_FLAT,
                                .text = {text.at, object.len},
                                .line = cutter->line,
                                .is_element = cutter->depth > 0,
                                .members = object.members,
                                .count = object.count};
    window->keep = window->at;
    window->at += object.len;
    cutter->line += object.lines;
    cutter->in_string = false; /* an object that was given up can have left it so */
    cutter->is_escaped = false;
    cutter->before = '}';
    cutter->held++;
    return true;
}

/* Goes on between objects. Returns true when there is something to tell. */
static bool
pass_between(struct mt_json_cutter *cutter, struct mt_json_cut *cut)
{
    struct mt_window *window = &cutter->window;
    while (window->at < window->len && cutter->place == BETWEEN) {
        char c = window->bytes[window->at];
        if (is_blank(c) || c == ',') {
            cutter->line += c == '\n';
            window->at++;
        } else if (c == '{' && cutter->depth < MT_JSON_DEPTH) {
            if (take_flat(cutter, cut))
                return !cutter->needs_more;
            begin_object(cutter);
        } else if (c == '[' && cutter->depth < MT_JSON_DEPTH) {
            cutter->levels[cutter->depth++] = LEVEL_LIST;
            window->at++;
        } else if (c == ']' && cutter->depth > 0) {
            end_list(cutter);
        } else {
            start_rubbish(cutter, false, '\n');
        }
    }
    return false;
}

static bool
tell_rubbish(struct mt_json_cutter *cutter, struct mt_json_cut *cut)
{
    struct mt_text text = kept_text(cutter);
    bool is_long = text.len > MT_RAW_BYTES; /* the end of it was not seen */
    bool is_news = !cutter->rubbish_is_told && (is_long || !mt_json_is_nothing(text));
    cutter->rubbish_is_told = true;
    return is_news && tell_broken(cut, text, cutter->start_line, "is no object");
}

static bool
pass_rubbish(struct mt_json_cutter *cutter, struct mt_json_cut *cut)
{
    struct mt_window *window = &cutter->window;
    struct mt_text text = {window->bytes, window->len};
    bool may_begin = cutter->depth<MT_JSON_DEPTH, may_end = cutter->depth> 0;
    if (!mt_json_rubbish_pass(&cutter->rubbish, text, &window->at, may_begin, may_end, &cutter->line))
        return false;
    cutter->place = BETWEEN;
    return tell_rubbish(cutter, cut);
}

/* Before more is read: lets go of what need not be kept. Returns true when there is something to tell. */
static bool
make_way(struct mt_json_cutter *cutter, struct mt_json_cut *cut)
{
    struct mt_window *window = &cutter->window;
    bool has_news = false;
    switch (cutter->place) {
    case BETWEEN:
        window->keep = window->at;
        break;
    case IN_ENVELOPE:
        put_envelope_aside(cutter);
        break;
    case IN_OBJECT:
        if (!cutter->is_oversize && kept_text(cutter).len > MT_JSON_OBJECT_BYTES) {
            has_news = tell_broken(cut, kept_text(cutter), cutter->start_line, too_large);
            cutter->is_oversize = true;
        }
        if (cutter->is_oversize)
            window->keep = window->at;
        break;
    case IN_RUBBISH:
        if (!cutter->rubbish_is_told && kept_text(cutter).len > MT_RAW_BYTES)
            has_news = tell_rubbish(cutter, cut);
        if (cutter->rubbish_is_told)
            window->keep = window->at;
        break;
    }
    return has_news;
}

/* The text is at its end. Giving up an object can bring some of it back. */
static bool
finish(struct mt_json_cutter *cutter, struct mt_json_cut *cut)
{
    bool was_told = cutter->end_is_told;
    switch (cutter->place) {
    case IN_OBJECT:
        cutter->end_is_told = true;
        return give_up_object(cutter, cut, open_at_end);
    case IN_ENVELOPE:
        cutter->end_is_told = true;
        return give_up_envelope(cutter, cut, open_at_end);
    case IN_RUBBISH:
        cutter->place = BETWEEN;
        return tell_rubbish(cutter, cut);
    case BETWEEN:
        break;
    }
    if (cutter->depth > 0 && !was_told) {
        cutter->end_is_told = true;
        return cutter->has_envelope
                   ? tell_broken(cut, mt_out_view(&cutter->envelope), cutter->envelope_line, open_at_end)
                   : tell_broken(cut, MT_TEXT_LITERAL(""), cutter->line, "ends inside a list: the file is cut");
    }
    *cut = (struct mt_json_cut){.kind = MT_JSON_CUT_END};
    return true;
}

enum mt_rc
mt_json_cutter_next(struct mt_json_cutter *cutter, struct mt_json_cut *cut, struct mt_err *err)
{
    struct mt_window *window = &cutter->window;
    bool has_news = false;
    while (!has_news) {
        if (cutter->envelope.failed)
            return mt_err_memory(err);
        if (window->at == window->len && window->ended) {
            has_news = finish(cutter, cut);
            continue;
        }
        if (window->at == window->len || cutter->needs_more) {
            cutter->needs_more = false;
            has_news = make_way(cutter, cut);
            enum mt_rc rc = has_news ? MT_OK : mt_window_more(window, err);
            if (rc != MT_OK)
                return rc;
            continue;
        }
        switch (cutter->place) {
        case BETWEEN:
            has_news = pass_between(cutter, cut);
            break;
        case IN_OBJECT:
        case IN_ENVELOPE:
            has_news = pass_object(cutter, cut);
            break;
        case IN_RUBBISH:
            has_news = pass_rubbish(cutter, cut);
            break;
        }
    }
    return MT_OK;
}
