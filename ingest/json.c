#include "ingest/json.h"

#include <inttypes.h>
#include <jansson.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ingest/csv.h"
#include "ingest/json_cut.h"
#include "ingest/json_escape.h"
#include "ingest/json_flat.h"
#include "ingest/window.h"

static const char replacement[] = "\xEF\xBF\xBD"; /* U+FFFD */

enum {
    REPLACEMENT_BYTES = sizeof replacement - 1,
    NUMBER_BYTES = 32, /* the longest number as text */
    REASON_BYTES = 128,
};

/* An object on its way to flat members, which live in the arena. */
struct flat {
    struct mt_arena *arena;
    struct mt_json_member *members;
    size_t count;
    size_t room;
    char key[MT_JSON_KEY_BYTES]; /* of the member at hand, dotted */
    const char *refusal;
    bool no_memory;
};

static const struct {
    enum json_error_code code;
    const char *clause;
} refusals[] = {
    {json_error_invalid_syntax, "is no valid JSON"},
    {json_error_premature_end_of_input, "ends too early"},
    {json_error_end_of_input_expected, "has text behind its end"},
    {json_error_invalid_utf8, "is no well-formed UTF-8"},
    {json_error_null_byte_in_key, "has a NUL character in the name of a member"},
    {json_error_duplicate_key, "has two members of the same name"},
    {json_error_numeric_overflow, "has a number that is too large"},
    {json_error_stack_overflow, "is nested too deep"},
};

static bool
refuse(struct flat *flat, const char *clause)
{
    flat->refusal = clause;
    return false;
}

static bool
run_out(struct flat *flat)
{
    flat->no_memory = true;
    return false;
}

/* The digits that a number is known by: 0.1 and not 0.10000000000000001. */
static size_t
print_number(const json_t *number, char room[NUMBER_BYTES])
{
    if (json_is_integer(number))
        return (size_t)snprintf(room, NUMBER_BYTES, "%" JSON_INTEGER_FORMAT, json_integer_value(number));
    double value = json_real_value(number);
    int len = 0;
    for (int digits = 15; digits <= 17; digits++) {
        len = snprintf(room, NUMBER_BYTES, "%.*g", digits, value);
        double back = strtod(room, NULL);
        if (!(back < value) && !(back > value))
            break;
    }
    return (size_t)len;
}

/* Copies text and makes U+FFFD of NUL characters; `to` has room for three times the length. */
static size_t
copy_without_nul(char *to, const char *from, size_t len)
{
    size_t put = 0;
    for (size_t at = 0; at < len; at++) {
        if (from[at]) {
            to[put++] = from[at];
        } else {
            memcpy(to + put, replacement, REPLACEMENT_BYTES);
            put += REPLACEMENT_BYTES;
        }
    }
    return put;
}

static bool
copy_text(struct flat *flat, const char *from, size_t len, struct mt_text *copy)
{
    if (!memchr(from, '\0', len))
        return mt_arena_copy(flat->arena, (struct mt_text){from, len}, copy) || run_out(flat);
    char *to = mt_arena_take(flat->arena, len * REPLACEMENT_BYTES);
    if (!to)
        return run_out(flat);
    *copy = (struct mt_text){to, copy_without_nul(to, from, len)};
    return true;
}

static bool
add_member(struct flat *flat, size_t key_len, struct mt_text value, enum mt_json_kind kind)
{
    struct mt_text key;
    if (flat->count == MT_JSON_MEMBERS)
        return refuse(flat, "has more than 4096 members");
    if (flat->count == flat->room) {
        size_t room = flat->room ? flat->room * 2 : 32;
        struct mt_json_member *members = mt_arena_take(flat->arena, room * sizeof *members);
        if (!members)
            return run_out(flat);
        if (flat->count)
            memcpy(members, flat->members, flat->count * sizeof *members);
        flat->members = members;
        flat->room = room;
    }
    if (!mt_arena_copy(flat->arena, (struct mt_text){flat->key, key_len}, &key))
        return run_out(flat);
    flat->members[flat->count++] = (struct mt_json_member){key, value, kind};
    return true;
}

/* The most that an array takes when it is joined to one text; 0 when it holds anything but texts and numbers. */
static size_t
joined_size(const json_t *array)
{
    size_t size = 0;
    for (size_t i = 0; i < json_array_size(array); i++) {
        const json_t *element = json_array_get(array, i);
        if (json_is_string(element))
            size += json_string_length(element) * REPLACEMENT_BYTES + 1;
        else if (json_is_number(element))
            size += NUMBER_BYTES;
        else
            return 0;
    }
    return size;
}

static bool
add_array(struct flat *flat, size_t key_len, const json_t *array)
{
    size_t size = joined_size(array), put = 0;
    if (size == 0)
        return true;
    char *text = mt_arena_take(flat->arena, size);
    if (!text)
        return run_out(flat);
    for (size_t i = 0; i < json_array_size(array); i++) {
        const json_t *element = json_array_get(array, i);
        char number[NUMBER_BYTES];
        if (i)
            text[put++] = ';';
        if (json_is_string(element)) {
            put += copy_without_nul(text + put, json_string_value(element), json_string_length(element));
        } else {
            size_t len = print_number(element, number);
            memcpy(text + put, number, len);
            put += len;
        }
    }
    return add_member(flat, key_len, (struct mt_text){text, put}, MT_JSON_STRING);
}

static bool
add_scalar(struct flat *flat, size_t key_len, const json_t *value)
{
    struct mt_text text = MT_TEXT_UNKNOWN;
    char number[NUMBER_BYTES];
    switch (json_typeof(value)) {
    case JSON_STRING:
        return copy_text(flat, json_string_value(value), json_string_length(value), &text) &&
               add_member(flat, key_len, text, MT_JSON_STRING);
    case JSON_INTEGER:
    case JSON_REAL:
        return copy_text(flat, number, print_number(value, number), &text) &&
               add_member(flat, key_len, text, MT_JSON_NUMBER);
    case JSON_TRUE:
        return add_member(flat, key_len, MT_TEXT_LITERAL("true"), MT_JSON_BOOLEAN);
    case JSON_FALSE:
        return add_member(flat, key_len, MT_TEXT_LITERAL("false"), MT_JSON_BOOLEAN);
    case JSON_NULL:
        return add_member(flat, key_len, MT_TEXT_UNKNOWN, MT_JSON_NULL);
    case JSON_ARRAY:
        return add_array(flat, key_len, value);
    case JSON_OBJECT:
        break; /* see flatten */
    }
    return true;
}

/* `prefix` bytes of the key are there already, with their dot. */
static bool
flatten(struct flat *flat, json_t *object, size_t prefix, int depth)
{
    const char *name;
    json_t *value;
    if (depth > MT_JSON_DEPTH)
        return refuse(flat, "is nested deeper than 64 levels");
    json_object_foreach(object, name, value)
    {
        size_t len = strlen(name);
        if (len >= MT_JSON_KEY_BYTES - prefix)
            return refuse(flat, "has a member with a name longer than 1024 bytes");
        memcpy(flat->key + prefix, name, len);
        size_t key_len = prefix + len;
        if (json_is_object(value)) {
            flat->key[key_len] = '.';
            if (!flatten(flat, value, key_len + 1, depth + 1))
                return false;
        } else if (!add_scalar(flat, key_len, value)) {
            return false;
        }
    }
    return true;
}

/* jansson does not look whether it got the memory for every letter of a text: without it letters are left out, and what
 * is good JSON is called invalid. So it is never told that there is none: what it takes comes from the arena, and when
 * that has no more, the parser is left as it stands. Its functions for memory are not told who is parsing. */
static _Thread_local struct {
    struct mt_arena *arena;
    jmp_buf left;
} parsing;

static void *
take_for_parser(size_t size)
{
    void *taken = mt_arena_take(parsing.arena, size);
    if (!taken)
        longjmp(parsing.left, 1);
    return taken;
}

static void
leave_to_arena(void *taken)
{
    (void)taken;
}

/* Returns false when memory ran out. The tree lives as long as the arena; it is NULL when the text is no JSON, and
 * `error` says why. */
static bool
load(struct mt_text text, struct mt_arena *arena, json_t **root, json_error_t *error)
{
    json_malloc_t usual_malloc;
    json_free_t usual_free;
    json_get_alloc_funcs(&usual_malloc, &usual_free);
    json_set_alloc_funcs(take_for_parser, leave_to_arena);
    parsing.arena = arena;
    bool had_memory = false;
    if (setjmp(parsing.left) == 0) {
        *root = json_loadb(text.at, text.len, JSON_ALLOW_NUL | JSON_REJECT_DUPLICATES, error);
        had_memory = true;
    }
    json_set_alloc_funcs(usual_malloc, usual_free);
    return had_memory;
}

/* The same, and surrogates without their partner do not count. */
static bool
parse(struct mt_text text, struct mt_arena *arena, json_t **root, json_error_t *error)
{
    if (!load(text, arena, root, error))
        return false;
    if (*root || json_error_code(error) != json_error_invalid_syntax)
        return true;
    char *bytes = mt_arena_take(arena, text.len);
    if (!bytes)
        return false;
    memcpy(bytes, text.at, text.len);
    return !mt_json_repair_escapes(bytes, text.len) || load((struct mt_text){bytes, text.len}, arena, root, error);
}

static void
describe_refusal(const json_error_t *error, const struct mt_json_cut *cut, char reason[REASON_BYTES])
{
    const char *clause = "is no valid JSON";
    uint64_t line = cut->line + (error->line > 0 ? (uint64_t)error->line - 1 : 0);
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++)
        if (refusals[i].code == json_error_code(error))
            clause = refusals[i].clause;
    /* The lines of an envelope are not those of the file: its objects were taken out. */
    if (cut->kind == MT_JSON_CUT_ENVELOPE)
        snprintf(reason, REASON_BYTES, "%s", clause);
    else
        snprintf(reason, REASON_BYTES, "%s (line %" PRIu64 ")", clause, line);
}

/* A page without rows is an envelope, though no object in it says so: {"value":[]}, {"d":{"results":[]}}, {"d":[]}. */
static bool
is_empty_page(json_t *root)
{
    static const char *const names[] = {"value", "results", "d"};
    json_t *inner = json_object_get(root, "d");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        json_t *list = json_object_get(root, names[i]);
        json_t *inner_list = json_object_get(inner, names[i]);
        if ((json_is_array(list) && json_array_size(list) == 0) ||
            (json_is_array(inner_list) && json_array_size(inner_list) == 0))
            return true;
    }
    return false;
}

static enum mt_rc
hand_over_broken(const struct mt_json_handler *handler, const char *reason, struct mt_json_object *object,
                 struct mt_err *err)
{
    object->members = NULL;
    object->count = 0;
    return handler->malformed(handler->context, reason, object, err);
}

static enum mt_rc
hand_over_flat(const struct mt_json_cut *cut, const struct mt_json_handler *handler, struct mt_err *err)
{
    struct mt_json_object object = {
        .members = cut->members, .count = cut->count, .in_list = cut->is_element, .line = cut->line};
    object.raw = mt_window_head(cut->text, MT_RAW_BYTES, &object.raw_is_cut);
    return handler->object(handler->context, &object, err);
}

/* Hands over what was cut out, after it was parsed and flattened. */
static enum mt_rc
hand_over(const struct mt_json_cut *cut, struct mt_arena *arena, const struct mt_json_handler *handler,
          struct mt_err *err)
{
    struct mt_json_object object = {.line = cut->line, .in_list = cut->is_element};
    object.raw = mt_window_head(cut->text, MT_RAW_BYTES, &object.raw_is_cut);
    object.raw_is_cut = object.raw_is_cut || cut->text_is_cut;
    if (cut->kind == MT_JSON_CUT_BROKEN)
        return hand_over_broken(handler, cut->reason, &object, err);
    if (cut->kind == MT_JSON_CUT_ENVELOPE && cut->text_is_cut)
        return handler->envelope(handler->context, &object, cut->held, err);

    json_error_t error;
    json_t *root;
    if (!parse(cut->text, arena, &root, &error))
        return mt_err_memory(err);
    if (!root) {
        char reason[REASON_BYTES];
        describe_refusal(&error, cut, reason);
        return hand_over_broken(handler, reason, &object, err);
    }
    struct flat flat = {.arena = arena};
    bool is_flat = flatten(&flat, root, 0, 1);
    bool is_envelope = cut->kind == MT_JSON_CUT_ENVELOPE || (!cut->is_element && is_empty_page(root));
    if (flat.no_memory)
        return mt_err_memory(err);
    if (!is_flat)
        return hand_over_broken(handler, flat.refusal, &object, err);
    object.members = flat.members;
    object.count = flat.count;
    return is_envelope ? handler->envelope(handler->context, &object, cut->held, err)
                       : handler->object(handler->context, &object, err);
}

static enum mt_rc
read_with(struct mt_json_flat *flat, struct mt_source *source, const struct mt_json_handler *handler,
          struct mt_err *err)
{
    struct mt_json_cutter *cutter;
    struct mt_arena arena = MT_ARENA_EMPTY;
    enum mt_rc rc = mt_json_cutter_open(&cutter, source, flat, err);
    if (rc != MT_OK)
        return rc;
    for (;;) {
        struct mt_json_cut cut;
        rc = mt_json_cutter_next(cutter, &cut, err);
        if (rc != MT_OK || cut.kind == MT_JSON_CUT_END)
            break;
        if (cut.kind == MT_JSON_CUT_FLAT) {
            rc = hand_over_flat(&cut, handler, err);
        } else {
            mt_arena_reset(&arena);
            rc = hand_over(&cut, &arena, handler, err);
        }
        if (rc != MT_OK)
            break;
    }
    mt_arena_release(&arena);
    mt_json_cutter_close(cutter);
    return rc;
}

enum mt_rc
mt_json_read(struct mt_source *source, const struct mt_json_handler *handler, struct mt_err *err)
{
    struct mt_json_flat *flat;
    enum mt_rc rc = mt_json_flat_open(&flat, err);
    if (rc != MT_OK)
        return rc;
    rc = read_with(flat, source, handler, err);
    mt_json_flat_close(flat);
    return rc;
}

enum mt_rc
mt_json_read_carefully(struct mt_source *source, const struct mt_json_handler *handler, struct mt_err *err)
{
    return read_with(NULL, source, handler, err);
}

enum mt_rc
mt_json_flatten(struct mt_text text, struct mt_json_flat *lane, struct mt_arena *arena, struct mt_json_object *object,
                bool *is_object, struct mt_err *err)
{
    json_error_t error;
    json_t *root;
    struct flat flat = {.arena = arena};
    struct mt_json_flat_object found;
    *is_object = false;
    if (!mt_text_known(text) || text.len > MT_JSON_OBJECT_BYTES)
        return MT_OK;
    if (lane && mt_json_flat_scan_alone(lane, text, &found)) {
        *is_object = true;
        *object = (struct mt_json_object){.members = found.members, .count = found.count};
    } else {
        if (!parse(text, arena, &root, &error))
            return mt_err_memory(err);
        *is_object = json_is_object(root) && flatten(&flat, root, 0, 1);
        if (flat.no_memory)
            return mt_err_memory(err);
        if (!*is_object)
            return MT_OK;
        *object = (struct mt_json_object){.members = flat.members, .count = flat.count};
    }
    object->line = 1;
    object->raw = mt_window_head(text, MT_RAW_BYTES, &object->raw_is_cut);
    return MT_OK;
}
