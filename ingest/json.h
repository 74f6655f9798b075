#ifndef MT_INGEST_JSON_H
#define MT_INGEST_JSON_H

/* JSON text into flat objects: the one place that knows jansson.
 *
 * Objects of the usual form have a way of their own (json_flat.h), which is many times faster; all others go through
 * the parser, and no result tells which way was taken.
 *
 * jansson has no streaming, so a string-aware cutter finds single objects and jansson sees one at a time: memory stays
 * flat whatever the size of the file. The cutter takes, without being told which it is: an array of objects; a single
 * object; an envelope ({"value":[…]}, {"d":{"results":[…]}}, or any object in which the first array of objects is
 * met); one object a line; several of these one after another. An object that turns out to hold an array of objects
 * is an envelope, and the elements of all such arrays in it are the objects, unless it is itself an element: then it
 * stays one object. "null" between objects is nothing. Escapes of half a character ("\ud83d" alone) and NUL characters
 * become U+FFFD. */

#include "ingest/source.h"
#include "store/base/arena.h"

enum {
    MT_JSON_OBJECT_BYTES = 4 * 1024 * 1024, /* largest single object */
    MT_JSON_DEPTH = 64,
    MT_JSON_MEMBERS = 4096,   /* of an object, flattened */
    MT_JSON_KEY_BYTES = 1024, /* longest key, dotted */
};

enum mt_json_kind { MT_JSON_STRING, MT_JSON_NUMBER, MT_JSON_BOOLEAN, MT_JSON_NULL };

/* Objects inside an object are flattened with dotted keys ("Received.value", "event.original"); an array of strings
 * or numbers becomes one string joined by ';'; other arrays and empty containers are left out. */
struct mt_json_member {
    struct mt_text key;
    struct mt_text value; /* decoded text; the shortest digits that give the number back; unknown for null */
    enum mt_json_kind kind;
};

struct mt_json_object {
    const struct mt_json_member *members; /* in the order of the file */
    size_t count;
    bool in_list;       /* an element of a list: of the file itself or of an envelope */
    uint64_t line;      /* where the object starts */
    struct mt_text raw; /* as it stood in the file, cut at MT_RAW_BYTES (csv.h) */
    bool raw_is_cut;
};

struct mt_json_handler {
    void *context;
    /* Anything but MT_OK ends the reading and is returned. What the object points to lives until the callback
     * returns. */
    enum mt_rc (*object)(void *context, const struct mt_json_object *object, struct mt_err *err);
    /* The end of an envelope: its own members (flattened; none of them when they are longer than 64 KiB together, and
     * then raw is cut), and how many objects it held, broken ones included. An empty page ({"value":[]}) comes here
     * with none. */
    enum mt_rc (*envelope)(void *context, const struct mt_json_object *envelope, uint64_t held, struct mt_err *err);
    /* Text that is no object: reason is a clause like "is no object"; there are no members; reading goes on behind it
     * where that is possible. */
    enum mt_rc (*malformed)(void *context, const char *reason, const struct mt_json_object *object, struct mt_err *err);
};

/* Reads from where the source stands to its end. */
enum mt_rc mt_json_read(struct mt_source *source, const struct mt_json_handler *handler, struct mt_err *err);

/* The same through the parser alone: what the fast lane is held against. */
enum mt_rc mt_json_read_carefully(struct mt_source *source, const struct mt_json_handler *handler, struct mt_err *err);

struct mt_json_flat;

/* Flattens one object that stands in a text of its own (a row kept as a string inside another object). The members
 * live as long as the arena, the text and, with the fast lane `flat` (NULL: the parser alone), until that is used
 * again. What is no JSON object or breaks a limit is none (`is_object`); fails only when memory runs out. */
enum mt_rc mt_json_flatten(struct mt_text text, struct mt_json_flat *flat, struct mt_arena *arena,
                           struct mt_json_object *object, bool *is_object, struct mt_err *err);

#endif
