#include "store/codes_line.h"

#include <string.h>

#include "store/codes_words.h"

enum { LINE_BYTES = 4000, MOST_ALTERNATIVES = 32, DETAIL_MOST = 999 };

/* ---- codes ---- */

/* Takes a number of at most three digits off the text; -1 when there is none. */
static int
take_number(struct mt_text *text)
{
    int value = 0;
    size_t digits = 0;
    while (digits < text->len && text->at[digits] >= '0' && text->at[digits] <= '9') {
        value = value * 10 + (text->at[digits] - '0');
        if (++digits > 3)
            return -1;
    }
    if (digits == 0)
        return -1;
    text->at += digits;
    text->len -= digits;
    return value;
}

static bool
take(struct mt_text *text, char c)
{
    if (!text->len || text->at[0] != c)
        return false;
    text->at++;
    text->len--;
    return true;
}

/* Takes "4.4.2" or, when any digit may come first, "x.4.2" off the text. */
static bool
take_enhanced(struct mt_text *text, bool any_allowed, struct mt_code *code)
{
    bool is_any = any_allowed && text->len && mt_ascii_lower(text->at[0]) == 'x';
    int class = is_any ? (text->at++, text->len--, 0) : take_number(text);
    if ((!is_any && (class < 2 || class > 5)) || !take(text, '.'))
        return false;
    int subject = take_number(text);
    if (subject < 0 || !take(text, '.'))
        return false;
    int detail = take_number(text);
    if (detail < 0)
        return false;
    code->class = class;
    code->subject = subject;
    code->detail = code->end = detail;
    return true;
}

/* Takes a reply code, and the blanks behind it. */
static bool
take_reply(struct mt_text *text, struct mt_code *code)
{
    struct mt_text rest = *text;
    int reply = take_number(&rest);
    if (reply < 200 || reply > 599 || (rest.len && !mt_words_is_blank(rest.at[0])))
        return false;
    code->reply = reply;
    *text = mt_text_trim(rest);
    return true;
}

bool
mt_code_parse(struct mt_text text, struct mt_code *code)
{
    struct mt_code read = {0};
    text = mt_text_trim(text);
    bool has_reply = take_reply(&text, &read);
    if (text.len && !take_enhanced(&text, false, &read))
        return false;
    if (text.len || (!has_reply && !read.class))
        return false;
    *code = read;
    return true;
}

static bool
code_fits(const struct mt_code_pattern *pattern, const struct mt_code *code)
{
    const struct mt_code *wanted = &pattern->code;
    if (wanted->reply && wanted->reply != code->reply)
        return false;
    bool is_reply_alone = pattern->kind == MT_CODE_PATTERN && wanted->subject < 0;
    if (is_reply_alone || !code->class)
        return is_reply_alone && !code->class;
    if (wanted->class ? wanted->class != code->class : code->class < 4)
        return false;
    return wanted->subject == code->subject && wanted->detail <= code->detail && code->detail <= wanted->end;
}

bool
mt_code_line_has(const struct mt_code_line *line, enum mt_code_kind kind, const struct mt_code *code,
                 struct mt_text text)
{
    for (size_t i = 0; i < line->pattern_count; i++) {
        const struct mt_code_pattern *pattern = &line->patterns[i];
        if (pattern->kind != kind)
            continue;
        if (kind == MT_CODE_WORD ? !pattern->word.at || mt_words_stand_in(pattern->word, text)
                                 : code_fits(pattern, code))
            return true;
    }
    return false;
}

bool
mt_code_line_hinted(const struct mt_code_line *line, struct mt_text text)
{
    for (size_t i = 0; i < line->hint_count; i++)
        if (mt_words_stand_in(line->hints[i], text))
            return true;
    return line->hint_count == 0;
}

/* ---- reading a line ---- */

static bool
read_word(struct mt_text text, struct mt_code_pattern *pattern)
{
    bool has_letter = false;
    if (mt_text_is(text, "*")) {
        *pattern = (struct mt_code_pattern){.kind = MT_CODE_WORD};
        return true;
    }
    for (size_t i = 0; i < text.len; i++) {
        if (!mt_words_is_letter(text.at[i]) && text.at[i] != '-' && text.at[i] != '_')
            return false;
        has_letter = has_letter || mt_ascii_lower(text.at[i]) >= 'a';
    }
    *pattern = (struct mt_code_pattern){.kind = MT_CODE_WORD, .word = text};
    return has_letter;
}

static const char *
read_pattern(struct mt_text text, struct mt_code_pattern *pattern)
{
    static const char unknown[] = "the first column has codes like '4.4.2', '5.7.606-5.7.649', 'x.4.1', '421', a word "
                                  "of the text like 'IB508', or '*', with '|' between them";
    struct mt_code code = {0}, end = {0};
    struct mt_text rest = text;
    bool has_reply = take_reply(&rest, &code);
    if (has_reply && rest.len == 0) {
        code.subject = -1;
        *pattern = (struct mt_code_pattern){.kind = MT_CODE_PATTERN, .code = code};
        return NULL;
    }
    if (!take_enhanced(&rest, true, &code))
        return !has_reply && read_word(text, pattern) ? NULL : unknown;
    enum mt_code_kind kind = code.class ? MT_CODE_EXACT : MT_CODE_PATTERN;
    if (rest.len) {
        if (!take(&rest, '-') || !take_enhanced(&rest, true, &end) || rest.len)
            return unknown;
        if (end.class != code.class || end.subject != code.subject || end.detail <= code.detail)
            return "a range goes up, and within the same first two numbers: '5.7.606-5.7.649'";
        code.end = end.detail;
        kind = code.class ? MT_CODE_RANGE : MT_CODE_PATTERN;
    }
    *pattern = (struct mt_code_pattern){.kind = kind, .code = code};
    return NULL;
}

static size_t
count_alternatives(struct mt_text text)
{
    size_t count = 1;
    for (size_t i = 0; i < text.len; i++)
        count += text.at[i] == '|';
    return count;
}

/* The problem with the column in words; NULL: none. */
static const char *
read_codes(struct mt_text column, struct mt_arena *arena, struct mt_code_line *line)
{
    size_t words = 0, most = count_alternatives(column);
    if (most > MOST_ALTERNATIVES)
        return "there are more than 32 codes in a line";
    line->patterns = mt_arena_take(arena, most * sizeof *line->patterns);
    if (!line->patterns)
        return "out of memory";
    while (column.at) {
        struct mt_code_pattern *pattern = &line->patterns[line->pattern_count];
        const char *problem = read_pattern(mt_text_trim(mt_text_cut(&column, '|')), pattern);
        if (problem)
            return problem;
        words += pattern->kind == MT_CODE_WORD;
        if (pattern->kind == MT_CODE_WORD && !pattern->word.at && line->hint.len == 0)
            return "'*' needs words of the text in the second column";
        line->pattern_count++;
    }
    return words && words < line->pattern_count ? "codes and words of the text do not stand in one line" : NULL;
}

static const char *
read_hints(struct mt_text column, struct mt_arena *arena, struct mt_code_line *line)
{
    size_t most = count_alternatives(column);
    if (column.len == 0)
        return NULL;
    if (most > MOST_ALTERNATIVES)
        return "there are more than 32 hints in a line";
    line->hints = mt_arena_take(arena, most * sizeof *line->hints);
    if (!line->hints)
        return "out of memory";
    while (column.at) {
        struct mt_text hint = mt_text_trim(mt_text_cut(&column, '|')), rest = hint;
        bool says_something = false;
        while (rest.at)
            says_something = mt_text_trim(mt_text_cut(&rest, '*')).len > 0 || says_something;
        if (!says_something)
            return "a hint in the second column is empty";
        line->hints[line->hint_count++] = hint;
    }
    return NULL;
}

static const char *
read_class(struct mt_text column, struct mt_code_line *line)
{
    struct mt_text class = column;
    line->class = MT_REASON_CLASS_UNKNOWN;
    if (mt_text_is(column, "wrapper")) {
        line->is_wrapper = true;
        return NULL;
    }
    if (mt_text_starts(column, "wrapper:")) {
        line->is_wrapper = true;
        (void)mt_text_cut(&class, ':');
    }
    return mt_reason_class_parse(class, &line->class)
               ? NULL
               : "the third column is a class like 'transport', 'tls', 'dns', 'auth', or 'wrapper'; "
                 "'msgtrace codes --help' names them all";
}

static const char *
read_permanence(struct mt_text column, struct mt_code_line *line)
{
    static const struct {
        const char *key;
        enum mt_permanence permanence;
    } known[] = {{"temporary", MT_PERMANENCE_TEMPORARY},
                 {"permanent", MT_PERMANENCE_PERMANENT},
                 {"reply", MT_PERMANENCE_UNKNOWN}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (!mt_text_is(column, known[i].key))
            continue;
        line->permanence = known[i].permanence;
        return NULL;
    }
    return "the fourth column is 'temporary', 'permanent' or 'reply' (as the reply says)";
}

static const char *
refuse_words(struct mt_text text)
{
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.at[i] < ' ' || text.at[i] == 0x7F)
            return "the line has a control character";
    return mt_text_valid_utf8(text, false) ? NULL : "the line is not UTF-8";
}

enum { COLUMNS = 7 };

/* The columns, copied one by one so that a NUL stands behind each; those that are missing are empty. */
static bool
cut_columns(struct mt_text text, struct mt_arena *arena, struct mt_text columns[COLUMNS])
{
    for (int i = 0; i < COLUMNS; i++) {
        struct mt_text column = text.at ? mt_text_trim(mt_text_cut(&text, '\t')) : MT_TEXT_LITERAL("");
        if (!mt_arena_copy(arena, column, &columns[i]))
            return false;
    }
    return true;
}

static bool
join_columns(const struct mt_text columns[COLUMNS], struct mt_arena *arena, struct mt_text *joined)
{
    size_t len = COLUMNS - 1, at = 0;
    for (int i = 0; i < COLUMNS; i++)
        len += columns[i].len;
    char *bytes = mt_arena_take(arena, len + 1);
    if (!bytes)
        return false;
    for (int i = 0; i < COLUMNS; i++) {
        if (i > 0)
            bytes[at++] = '\t';
        memcpy(bytes + at, columns[i].at, columns[i].len);
        at += columns[i].len;
    }
    *joined = (struct mt_text){bytes, len};
    return true;
}

static const char *
read_line(struct mt_text text, struct mt_arena *arena, struct mt_code_line *line)
{
    struct mt_text columns[COLUMNS];
    const char *problem = NULL;
    *line = (struct mt_code_line){.pattern_count = 0};
    if (text.len > LINE_BYTES)
        return "the line is too long";
    if (!cut_columns(text, arena, columns) || !join_columns(columns, arena, &line->text))
        return "out of memory";
    line->codes = columns[0];
    line->hint = columns[1];
    line->class_key = columns[2];
    line->permanence_key = columns[3];
    line->meaning = columns[5];
    line->source = columns[6];
    for (int i = 0; !problem && i < COLUMNS; i++)
        problem = refuse_words(columns[i]);
    if (!problem)
        problem = read_codes(columns[0], arena, line);
    if (!problem)
        problem = read_hints(columns[1], arena, line);
    if (!problem)
        problem = read_class(columns[2], line);
    if (!problem)
        problem = read_permanence(columns[3], line);
    if (!problem && !mt_actor_parse(columns[4], &line->actor))
        problem = "the fifth column is who has to act, like 'recipient_admin' or 'unknown'; "
                  "'msgtrace codes --help' names them all";
    if (!problem && columns[5].len == 0)
        problem = "the sixth column is what the code means, a sentence";
    return problem;
}

enum mt_rc
mt_code_line_next(struct mt_text *table, const char *name, int *number, struct mt_arena *arena,
                  struct mt_code_line *line, bool *more, struct mt_err *err)
{
    while (table->at) {
        struct mt_text text = mt_text_cut(table, '\n');
        ++*number;
        if (*number == 1 && mt_text_starts(text, "\xEF\xBB\xBF"))
            text = (struct mt_text){text.at + 3, text.len - 3};
        struct mt_text trimmed = mt_text_trim(text);
        if (trimmed.len == 0 || trimmed.at[0] == '#')
            continue;
        const char *problem = read_line(text, arena, line);
        if (problem)
            return mt_err_set(err, MT_FAILED, "'%s' line %d: %s", name, *number, problem);
        *more = true;
        return MT_OK;
    }
    *more = false;
    return MT_OK;
}
