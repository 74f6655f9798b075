#include "ingest/json_flat.h"

#include <stdlib.h>
#include <string.h>

#include "ingest/json_plain.h"

enum {
    NAMES = 128,            /* in an object; finding one that stands twice takes time that grows with its square */
    KEYS_BYTES = 16 * 1024, /* all of them, as they stand and dotted */
    WHOLE_DIGITS = 18,      /* that always fit into 64 bits */
    FRACTION_DIGITS = 15,   /* that a number with a point always gives back */
    SMALL_DIGITS = 4,       /* zeros behind "0." that make an exponent */
};

/* A name as it stood in the object before. */
struct name {
    const char *written; /* from behind its first quote to its last */
    size_t written_len;
    struct mt_text key; /* dotted */
    struct mt_text own; /* the last part of the key */
    unsigned depth;
};

struct mt_json_flat {
    struct name names[NAMES]; /* in the order of the object, those of objects in it included */
    size_t known;             /* names that are there; none of them stands twice in its object */
    struct mt_json_member members[NAMES];
    char keys[KEYS_BYTES];
    char texts[MT_JSON_FLAT_BYTES]; /* without escapes; no text is longer than it was with them */
};

struct scan {
    struct mt_json_flat *flat;
    const char *at;
    const char *end;
    uint64_t lines;
    size_t names;
    size_t members;
    char *text; /* what comes next in flat->texts */
};

enum mt_rc
mt_json_flat_open(struct mt_json_flat **flat, struct mt_err *err)
{
    struct mt_json_flat *opened = malloc(sizeof *opened);
    if (!opened)
        return mt_err_memory(err);
    opened->known = 0;
    *flat = opened;
    return MT_OK;
}

void
mt_json_flat_close(struct mt_json_flat *flat)
{
    free(flat);
}

/* Why a scan stops where another byte should stand. */
static enum mt_json_flat_end
stop_at(const struct scan *scan)
{
    return scan->at == scan->end ? MT_JSON_FLAT_SHORT : MT_JSON_FLAT_OTHER;
}

/* Passes blanks and returns the byte behind them, NUL at the end; text has no NUL. */
static char
mark_behind_blanks(struct scan *scan)
{
    const char *at = scan->at, *end = scan->end;
    uint64_t lines = 0;
    while (at < end && (*at == ' ' || *at == '\n' || *at == '\r' || *at == '\t'))
        lines += *at++ == '\n';
    scan->at = at;
    scan->lines += lines;
    return at < end ? *at : '\0';
}

static inline char
next_mark(struct scan *scan)
{
    return scan->at < scan->end && (unsigned char)*scan->at > ' ' ? *scan->at : mark_behind_blanks(scan);
}

/* ---- texts ---- */

static int
digit_value(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/* The four digits of an escape; `at` moves behind them. */
static enum mt_json_flat_end
scan_digits(struct scan *scan, uint32_t *value)
{
    *value = 0;
    for (int i = 0; i < 4; i++, scan->at++) {
        int digit = scan->at < scan->end ? digit_value(*scan->at) : -1;
        if (digit < 0)
            return stop_at(scan);
        *value = *value * 16 + (uint32_t)digit;
    }
    return MT_JSON_FLAT_WHOLE;
}

static void
put_character(struct scan *scan, uint32_t value)
{
    char *to = scan->text;
    if (value < 0x80) {
        *to++ = (char)value;
    } else if (value < 0x800) {
        *to++ = (char)(0xC0 | value >> 6);
        *to++ = (char)(0x80 | (value & 0x3F));
    } else if (value < 0x10000) {
        *to++ = (char)(0xE0 | value >> 12);
        *to++ = (char)(0x80 | (value >> 6 & 0x3F));
        *to++ = (char)(0x80 | (value & 0x3F));
    } else {
        *to++ = (char)(0xF0 | value >> 18);
        *to++ = (char)(0x80 | (value >> 12 & 0x3F));
        *to++ = (char)(0x80 | (value >> 6 & 0x3F));
        *to++ = (char)(0x80 | (value & 0x3F));
    }
    scan->text = to;
}

/* `at` is behind the 'u'. */
static enum mt_json_flat_end
scan_character(struct scan *scan)
{
    uint32_t value, low = 0;
    enum mt_json_flat_end end = scan_digits(scan, &value);
    if (end != MT_JSON_FLAT_WHOLE)
        return end;
    if (value == 0 || (value >= 0xDC00 && value <= 0xDFFF))
        return MT_JSON_FLAT_OTHER;
    if (value >= 0xD800 && value <= 0xDBFF) {
        for (const char *mark = "\\u"; *mark; mark++, scan->at++)
            if (scan->at == scan->end || *scan->at != *mark)
                return stop_at(scan);
        end = scan_digits(scan, &low);
        if (end != MT_JSON_FLAT_WHOLE)
            return end;
        if (low < 0xDC00 || low > 0xDFFF)
            return MT_JSON_FLAT_OTHER;
        value = 0x10000 + ((value & 0x3FF) << 10 | (low & 0x3FF));
    }
    put_character(scan, value);
    return MT_JSON_FLAT_WHOLE;
}

/* `at` is on the backslash. */
static enum mt_json_flat_end
scan_escape(struct scan *scan)
{
    static const char letters[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
    if (++scan->at == scan->end)
        return MT_JSON_FLAT_SHORT;
    char c = *scan->at;
    const char *letter = memchr(letters, c, sizeof letters - 1);
    if (!letter && c != 'u')
        return MT_JSON_FLAT_OTHER;
    scan->at++;
    if (!letter)
        return scan_character(scan);
    *scan->text++ = meant[letter - letters];
    return MT_JSON_FLAT_WHOLE;
}

/* Appends the rest of a text to flat->texts; `at` moves behind its closing quote. */
static enum mt_json_flat_end
copy_text(struct scan *scan)
{
    for (;;) {
        const char *end = mt_json_plain_end(scan->at, scan->end);
        size_t len = (size_t)(end - scan->at);
        memcpy(scan->text, scan->at, len);
        scan->text += len;
        scan->at = end;
        if (end == scan->end || (*end != '"' && *end != '\\'))
            return stop_at(scan);
        if (*end == '"') {
            scan->at++;
            return MT_JSON_FLAT_WHOLE;
        }
        enum mt_json_flat_end escape = scan_escape(scan);
        if (escape != MT_JSON_FLAT_WHOLE)
            return escape;
    }
}

/* `at` is behind the opening quote and moves behind the closing one. */
static inline enum mt_json_flat_end
scan_text(struct scan *scan, struct mt_text *text)
{
    const char *start = scan->at, *end = mt_json_plain_end(start, scan->end);
    if (end < scan->end && *end == '"') {
        scan->at = end + 1;
        *text = (struct mt_text){start, (size_t)(end - start)};
        return MT_JSON_FLAT_WHOLE;
    }
    const char *copy = scan->text;
    enum mt_json_flat_end result = copy_text(scan);
    *text = (struct mt_text){copy, (size_t)(scan->text - copy)};
    return result;
}

/* ---- names ---- */

static bool
stands_twice(const struct mt_json_flat *flat, struct mt_text own, unsigned depth)
{
    for (size_t i = flat->known; i > 0 && flat->names[i - 1].depth >= depth; i--)
        if (flat->names[i - 1].depth == depth && mt_text_equal(flat->names[i - 1].own, own))
            return true;
    return false;
}

/* Remembers a name that did not stand here in the object before; what came behind that place is forgotten. */
static enum mt_json_flat_end
scan_new_name(struct scan *scan, const struct name *around, unsigned depth, size_t place)
{
    struct mt_json_flat *flat = scan->flat;
    const struct name *before = place ? &flat->names[place - 1] : NULL;
    char *room = before ? flat->keys + (before->key.at + before->key.len - flat->keys) : flat->keys;
    const char *written = scan->at;
    char *decoded = scan->text;
    struct mt_text own;

    flat->known = place;
    enum mt_json_flat_end end = scan_text(scan, &own);
    if (end != MT_JSON_FLAT_WHOLE)
        return end;
    scan->text = decoded; /* the copy of it is that of the key */
    size_t written_len = (size_t)(scan->at - written), prefix = around ? around->key.len + 1 : 0;
    if (place == NAMES || written_len + prefix + own.len > (size_t)(flat->keys + KEYS_BYTES - room) ||
        prefix + own.len >= MT_JSON_KEY_BYTES || stands_twice(flat, own, depth))
        return MT_JSON_FLAT_OTHER;

    char *key = room + written_len;
    memcpy(room, written, written_len);
    if (around) {
        memcpy(key, around->key.at, around->key.len);
        key[prefix - 1] = '.';
    }
    memcpy(key + prefix, own.at, own.len);
    flat->names[flat->known++] = (struct name){.written = room,
                                               .written_len = written_len,
                                               .key = {key, prefix + own.len},
                                               .own = {key + prefix, own.len},
                                               .depth = depth};
    return MT_JSON_FLAT_WHOLE;
}

/* `at` is behind the opening quote and moves behind the closing one. */
static inline enum mt_json_flat_end
scan_name(struct scan *scan, const struct name *around, unsigned depth, const struct name **found)
{
    struct mt_json_flat *flat = scan->flat;
    size_t place = scan->names++;
    const struct name *name = &flat->names[place];
    *found = name;
    if (place < flat->known && name->depth == depth && (size_t)(scan->end - scan->at) >= name->written_len &&
        memcmp(scan->at, name->written, name->written_len) == 0) {
        scan->at += name->written_len;
        return MT_JSON_FLAT_WHOLE;
    }
    return scan_new_name(scan, around, depth, place);
}

/* ---- values ---- */

static inline void
add_member(struct scan *scan, const struct name *name, struct mt_text value, enum mt_json_kind kind)
{
    scan->flat->members[scan->members++] = (struct mt_json_member){name->key, value, kind};
}

static enum mt_json_flat_end
scan_word(struct scan *scan, struct mt_text word)
{
    size_t left = (size_t)(scan->end - scan->at), len = left < word.len ? left : word.len;
    if (memcmp(scan->at, word.at, len) != 0)
        return MT_JSON_FLAT_OTHER;
    scan->at += len;
    return len == word.len ? MT_JSON_FLAT_WHOLE : MT_JSON_FLAT_SHORT;
}

static const char *
behind_digits(const struct scan *scan, const char *at)
{
    while (at < scan->end && *at >= '0' && *at <= '9')
        at++;
    return at;
}

/* A fraction is as long as it must be without the zeros at its end; very small ones are printed with an exponent. */
static enum mt_json_flat_end
scan_fraction(const char *digits, const char *point, const char *end, const char **shortest)
{
    const char *last = end;
    while (last[-1] == '0')
        last--;
    *shortest = last - 1 == point ? point : last;
    bool is_small = *digits == '0' && last - point > SMALL_DIGITS && memcmp(point + 1, "0000", SMALL_DIGITS) == 0;
    bool is_plain = end - point > 1 && end - digits - 1 <= FRACTION_DIGITS && !is_small;
    return is_plain ? MT_JSON_FLAT_WHOLE : MT_JSON_FLAT_OTHER;
}

/* Numbers whose digits are their own shortest form. The parser's "-0" is 0. What stands behind is looked at next. */
static enum mt_json_flat_end
scan_number(struct scan *scan, struct mt_text *number)
{
    const char *start = scan->at, *digits = start + (*start == '-'), *end = behind_digits(scan, digits);
    size_t len = (size_t)(end - digits);
    scan->at = end;
    if (end == scan->end)
        return MT_JSON_FLAT_SHORT;
    if (len == 0 || len > WHOLE_DIGITS || (*digits == '0' && len > 1))
        return MT_JSON_FLAT_OTHER;
    if (*end == '.') {
        const char *point = end;
        scan->at = behind_digits(scan, point + 1);
        if (scan->at == scan->end)
            return MT_JSON_FLAT_SHORT;
        enum mt_json_flat_end result = scan_fraction(digits, point, scan->at, &end);
        if (result != MT_JSON_FLAT_WHOLE)
            return result;
    } else if (*digits == '0' && digits > start) {
        return MT_JSON_FLAT_OTHER;
    }
    *number = (struct mt_text){start, (size_t)(end - start)};
    return MT_JSON_FLAT_WHOLE;
}

/* The names of is_empty_page (json.c). */
static bool
may_name_page(struct mt_text own)
{
    return mt_text_is(own, "value") || mt_text_is(own, "results") || mt_text_is(own, "d");
}

/* `at` is behind the bracket. */
static enum mt_json_flat_end
scan_list(struct scan *scan, const struct name *name)
{
    const char *joined = scan->text;
    char c = next_mark(scan);
    if (c == ']') {
        scan->at++;
        return may_name_page(name->own) ? MT_JSON_FLAT_OTHER : MT_JSON_FLAT_WHOLE;
    }
    for (;;) {
        struct mt_text number;
        enum mt_json_flat_end end;
        if (c == '"') {
            scan->at++;
            end = copy_text(scan);
        } else if (c == '-' || (c >= '0' && c <= '9')) {
            end = scan_number(scan, &number);
        } else {
            return stop_at(scan);
        }
        if (end != MT_JSON_FLAT_WHOLE)
            return end;
        if (c != '"') {
            memcpy(scan->text, number.at, number.len);
            scan->text += number.len;
        }
        c = next_mark(scan);
        if (c == ']') {
            scan->at++;
            add_member(scan, name, (struct mt_text){joined, (size_t)(scan->text - joined)}, MT_JSON_STRING);
            return MT_JSON_FLAT_WHOLE;
        }
        if (c != ',')
            return stop_at(scan);
        scan->at++;
        *scan->text++ = ';';
        c = next_mark(scan);
    }
}

static enum mt_json_flat_end scan_members(struct scan *scan, const struct name *around, unsigned depth);

/* `at` is on the first byte of the value. */
static inline enum mt_json_flat_end
scan_value(struct scan *scan, const struct name *name, unsigned depth)
{
    static const struct {
        char first;
        struct mt_text word, value;
        enum mt_json_kind kind;
    } words[] = {
        {'n', {"null", 4}, {NULL, 0}, MT_JSON_NULL},
        {'t', {"true", 4}, {"true", 4}, MT_JSON_BOOLEAN},
        {'f', {"false", 5}, {"false", 5}, MT_JSON_BOOLEAN},
    };
    struct mt_text value;
    enum mt_json_flat_end end;
    char c = next_mark(scan);
    if (c == '"') {
        scan->at++;
        end = scan_text(scan, &value);
        add_member(scan, name, value, MT_JSON_STRING);
        return end;
    }
    if (c == '-' || (c >= '0' && c <= '9')) {
        end = scan_number(scan, &value);
        if (end == MT_JSON_FLAT_WHOLE)
            add_member(scan, name, value, MT_JSON_NUMBER);
        return end;
    }
    if ((c == '{' || c == '[') && depth < MT_JSON_FLAT_DEPTH) {
        scan->at++;
        return c == '{' ? scan_members(scan, name, depth + 1) : scan_list(scan, name);
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (c == words[i].first) {
            add_member(scan, name, words[i].value, words[i].kind);
            return scan_word(scan, words[i].word);
        }
    return stop_at(scan);
}

/* `at` is behind the brace. `around` is the name of the object, NULL for the outermost. */
static enum mt_json_flat_end
scan_members(struct scan *scan, const struct name *around, unsigned depth)
{
    char c = next_mark(scan);
    if (c == '}') {
        scan->at++;
        return MT_JSON_FLAT_WHOLE;
    }
    for (;;) {
        const struct name *name;
        enum mt_json_flat_end end;
        if (c != '"')
            return stop_at(scan);
        scan->at++;
        end = scan_name(scan, around, depth, &name);
        if (end != MT_JSON_FLAT_WHOLE)
            return end;
        if (next_mark(scan) != ':')
            return stop_at(scan);
        scan->at++;
        end = scan_value(scan, name, depth);
        if (end != MT_JSON_FLAT_WHOLE)
            return end;
        c = next_mark(scan);
        if (c == ',') {
            scan->at++;
            c = next_mark(scan);
            continue;
        }
        if (c != '}')
            return stop_at(scan);
        scan->at++;
        return MT_JSON_FLAT_WHOLE;
    }
}

enum mt_json_flat_end
mt_json_flat_scan(struct mt_json_flat *flat, struct mt_text text, struct mt_json_flat_object *object)
{
    bool is_cut = text.len > MT_JSON_FLAT_BYTES;
    size_t len = is_cut ? MT_JSON_FLAT_BYTES : text.len;
    struct scan scan = {.flat = flat, .at = text.at, .end = text.at + len, .text = flat->texts};
    if (len == 0 || *scan.at != '{')
        return stop_at(&scan);
    scan.at++;
    enum mt_json_flat_end end = scan_members(&scan, NULL, 1);
    if (end == MT_JSON_FLAT_SHORT && is_cut)
        return MT_JSON_FLAT_OTHER;
    if (end == MT_JSON_FLAT_WHOLE)
        *object = (struct mt_json_flat_object){
            .members = flat->members, .count = scan.members, .len = (size_t)(scan.at - text.at), .lines = scan.lines};
    return end;
}
