#include "store/codes.h"

#include <stdlib.h>

#include "store/base/embedded.h"
#include "store/codes_line.h"

extern const struct mt_embedded store_files[];

struct lines {
    struct mt_code_line *all;
    size_t count, room;
};

struct mt_codes {
    struct lines shipped; /* in the order of the table */
    struct lines user;    /* the other way round, so that tables can be put before others by putting them behind */
    struct mt_arena arena;
};

/* ---- reading tables ---- */

static struct mt_code_line *
append(struct lines *lines)
{
    if (lines->count == lines->room) {
        size_t room = lines->room ? 2 * lines->room : 64;
        struct mt_code_line *grown = realloc(lines->all, room * sizeof *grown);
        if (!grown)
            return NULL;
        lines->all = grown;
        lines->room = room;
    }
    return &lines->all[lines->count++];
}

static void
reverse(struct mt_code_line *lines, size_t count)
{
    for (size_t i = 0; i < count / 2; i++) {
        struct mt_code_line line = lines[i];
        lines[i] = lines[count - 1 - i];
        lines[count - 1 - i] = line;
    }
}

/* What was read before a bad line is forgotten. */
static enum mt_rc
read_table(struct mt_codes *codes, struct lines *lines, struct mt_text table, const char *name, bool is_user,
           struct mt_err *err)
{
    struct mt_code_line line;
    size_t before = lines->count;
    int number = 0;
    bool more = true;
    enum mt_rc rc = MT_OK;
    while (rc == MT_OK) {
        rc = mt_code_line_next(&table, name, &number, &codes->arena, &line, &more, err);
        if (rc || !more)
            break;
        struct mt_code_line *place = append(lines);
        if (!place) {
            rc = mt_err_memory(err);
            break;
        }
        line.is_user = is_user;
        *place = line;
    }
    if (rc)
        lines->count = before;
    return rc;
}

struct mt_codes *
mt_codes_new(void)
{
    struct mt_err err;
    struct mt_codes *codes = calloc(1, sizeof *codes);
    if (!codes)
        return NULL;
    /* A test reads the shipped table for bad lines: what can fail here is memory. */
    struct mt_text shipped = mt_embedded_file(store_files, "codes.tsv");
    if (read_table(codes, &codes->shipped, shipped, "codes.tsv", false, &err) == MT_OK)
        return codes;
    mt_codes_free(codes);
    return NULL;
}

void
mt_codes_free(struct mt_codes *codes)
{
    if (!codes)
        return;
    free(codes->user.all);
    free(codes->shipped.all);
    mt_arena_release(&codes->arena);
    free(codes);
}

enum mt_rc
mt_codes_add(struct mt_codes *codes, struct mt_text table, const char *name, struct mt_err *err)
{
    size_t before = codes->user.count;
    enum mt_rc rc = read_table(codes, &codes->user, table, name, true, err);
    if (rc == MT_OK)
        reverse(codes->user.all + before, codes->user.count - before);
    return rc;
}

const struct mt_code_line *
mt_codes_next(const struct mt_codes *codes, size_t *at)
{
    size_t i = (*at)++;
    if (i < codes->user.count)
        return &codes->user.all[codes->user.count - 1 - i];
    i -= codes->user.count;
    return i < codes->shipped.count ? &codes->shipped.all[i] : NULL;
}

/* ---- deciding ---- */

/* One reply of a reason, and the best that is known of it so far. */
struct search {
    const struct mt_codes *codes;
    struct mt_code code;
    struct mt_text text;
    const struct mt_code_line *wrapper; /* the first line that fits and says "wrapper" */
};

enum hint_rule { HINTED, BARE, HINTED_OR_BARE };

static bool
fits(const struct search *search, const struct mt_code_line *line, enum mt_code_kind kind, enum hint_rule rule)
{
    if ((rule == HINTED && line->hint_count == 0) || (rule == BARE && line->hint_count > 0))
        return false;
    return mt_code_line_has(line, kind, &search->code, search->text) && mt_code_line_hinted(line, search->text);
}

/* The user's lines: those that name words (words of their own, or a code with a hint), or those that do not. */
static const struct mt_code_line *
find_user(struct search *search, bool names_words)
{
    const struct lines *lines = &search->codes->user;
    for (size_t i = lines->count; i-- > 0;) {
        const struct mt_code_line *line = &lines->all[i];
        bool is_word = line->patterns[0].kind == MT_CODE_WORD;
        if ((is_word || line->hint_count > 0) != names_words)
            continue;
        for (int kind = MT_CODE_WORD; kind <= MT_CODE_PATTERN; kind++) {
            if (!fits(search, line, (enum mt_code_kind)kind, HINTED_OR_BARE))
                continue;
            if (!line->is_wrapper)
                return line;
            search->wrapper = search->wrapper ? search->wrapper : line;
        }
    }
    return NULL;
}

static const struct mt_code_line *
find_shipped(struct search *search, enum mt_code_kind kind, enum hint_rule rule)
{
    const struct lines *lines = &search->codes->shipped;
    for (size_t i = 0; i < lines->count; i++) {
        if (!fits(search, &lines->all[i], kind, rule))
            continue;
        if (!lines->all[i].is_wrapper)
            return &lines->all[i];
        search->wrapper = search->wrapper ? search->wrapper : &lines->all[i];
    }
    return NULL;
}

/* What the text says, or the code together with the text. */
static const struct mt_code_line *
find_by_text(struct search *search)
{
    const struct mt_code_line *found = find_user(search, true);
    if (!found)
        found = find_shipped(search, MT_CODE_WORD, HINTED_OR_BARE);
    if (!found)
        found = find_user(search, false);
    for (int kind = MT_CODE_EXACT; !found && kind <= MT_CODE_PATTERN; kind++)
        found = find_shipped(search, (enum mt_code_kind)kind, HINTED);
    return found;
}

/* What the code says by itself, when it is one that is not used for everything. */
static const struct mt_code_line *
find_by_code(struct search *search)
{
    const struct mt_code_line *found = find_shipped(search, MT_CODE_EXACT, BARE);
    return found ? found : find_shipped(search, MT_CODE_RANGE, BARE);
}

static struct search
search_of(const struct mt_codes *codes, int reply, struct mt_text code, struct mt_text text)
{
    struct search search = {.codes = codes, .text = text};
    if (!mt_code_parse(code, &search.code))
        search.code = (struct mt_code){.reply = 0};
    search.code.reply = reply;
    return search;
}

static bool
is_wrapped(const struct mt_reason *reason)
{
    return reason->outer_reply || reason->outer_code.len;
}

static const struct mt_code_line *
find(const struct mt_codes *codes, const struct mt_reason *reason)
{
    struct search inner = search_of(codes, reason->reply, reason->code, reason->text);
    struct search outer = search_of(codes, reason->outer_reply, reason->outer_code, MT_TEXT_UNKNOWN);
    bool is_outer_known = is_wrapped(reason);
    const struct mt_code_line *found = find_by_text(&inner);
    if (!found)
        found = find_by_code(&inner);
    if (!found && is_outer_known)
        found = find_user(&outer, false);
    if (!found && is_outer_known)
        found = find_by_code(&outer);
    if (!found)
        found = find_shipped(&inner, MT_CODE_PATTERN, BARE);
    if (!found && is_outer_known)
        found = find_shipped(&outer, MT_CODE_PATTERN, BARE);
    if (found)
        return found;
    if (inner.wrapper && inner.wrapper->class != MT_REASON_CLASS_UNKNOWN)
        return inner.wrapper;
    return outer.wrapper && (outer.wrapper->class != MT_REASON_CLASS_UNKNOWN || !inner.wrapper) ? outer.wrapper
                                                                                                : inner.wrapper;
}

/* As the innermost reply says. A service that gave up and quotes nothing says "5xx" of itself, but only what could have
 * been tried again can expire. */
static enum mt_permanence
permanence_of_reply(const struct mt_reason *reason)
{
    struct mt_code code = {0};
    if (reason->expired && !is_wrapped(reason))
        return MT_PERMANENCE_TEMPORARY;
    (void)mt_code_parse(reason->code, &code);
    int digit = reason->reply ? reason->reply / 100 : code.class;
    return digit == 4 ? MT_PERMANENCE_TEMPORARY : digit == 5 ? MT_PERMANENCE_PERMANENT : MT_PERMANENCE_UNKNOWN;
}

/* What a line says of a wrapper is not said of the reply inside it. */
static enum mt_permanence
permanence_of(const struct mt_code_line *line, const struct mt_reason *reason)
{
    enum mt_permanence by_reply = permanence_of_reply(reason);
    if (!line || line->permanence == MT_PERMANENCE_UNKNOWN)
        return by_reply;
    bool is_of_another = line->is_wrapper && is_wrapped(reason) && by_reply != MT_PERMANENCE_UNKNOWN;
    return is_of_another ? by_reply : line->permanence;
}

struct mt_cause
mt_codes_cause(const struct mt_codes *codes, const struct mt_reason *reason)
{
    if (reason->housekeeping || reason->reply / 100 == 2)
        return (struct mt_cause){MT_REASON_CLASS_HOUSEKEEPING, MT_PERMANENCE_UNKNOWN, MT_ACTOR_NOBODY,
                                 "Nothing went wrong: the server did something else with the message than deliver it.",
                                 NULL};
    struct mt_cause cause = {.line = find(codes, reason)};
    cause.permanence = permanence_of(cause.line, reason);
    if (!cause.line)
        return cause;
    cause.class = cause.line->class;
    cause.actor = cause.line->actor;
    cause.meaning = cause.line->meaning.at;
    return cause;
}

struct mt_cause
mt_codes_of_code(const struct mt_codes *codes, struct mt_text code)
{
    enum { REPLY_DIGITS = 3 };
    struct mt_code read;
    struct mt_reason reason = {.reply = 0};
    code = mt_text_trim(code);
    if (!mt_code_parse(code, &read)) {
        reason.text = code;
        return mt_codes_cause(codes, &reason);
    }
    reason.reply = read.reply;
    if (read.class && !read.reply)
        reason.code = code;
    else if (read.class)
        reason.code = mt_text_trim((struct mt_text){code.at + REPLY_DIGITS, code.len - REPLY_DIGITS});
    return mt_codes_cause(codes, &reason);
}

const char *
mt_codes_subject(struct mt_text code)
{
    static const char *const subjects[] = {
        "other or undefined",
        "the address",
        "the mailbox",
        "the mail system",
        "network and routing",
        "the mail protocol",
        "the content of the message",
        "security and policy",
    };
    struct mt_code read;
    if (!mt_code_parse(code, &read) || !read.class || read.subject >= (int)(sizeof subjects / sizeof *subjects))
        return NULL;
    return subjects[read.subject];
}
