/* Deals the records of an export out to several, as if it had been exported in pieces:
 *
 *     deal csv|log|json|lines SEED PARTS FOLDER [shuffle] [repeat] <export
 *
 * writes FOLDER/1, FOLDER/2 ... and prints a line "FOLDER/1 RECORDS" for each that has records. Every part gets what
 * stands before the first record (lines that begin with '#', the header of a CSV, the start of a JSON envelope) and
 * behind the last. "shuffle" puts the records of a part in any order, "repeat" gives one in eight to two parts, or
 * twice to the same. The text is UTF-8. */

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PARTS_MOST = 64 };

struct piece {
    const char *at;
    size_t len;
};

struct export
{
    struct piece head, tail;
    const char *between; /* what stands between two records */
    struct piece *records;
    size_t count, room;
};

struct part {
    const struct piece **records;
    size_t count, room;
};

static void
stop(const char *why)
{
    fprintf(stderr, "deal: %s\n", why);
    exit(2);
}

static void *
grow(void *room, size_t count, size_t size)
{
    void *grown = realloc(room, count * size);
    if (!grown)
        stop("out of memory");
    return grown;
}

/* SplitMix64: the same numbers on every machine. */
static uint64_t
draw(uint64_t *seed, uint64_t below)
{
    uint64_t mixed = *seed += 0x9E3779B97F4A7C15u;
    mixed = (mixed ^ mixed >> 30) * 0xBF58476D1CE4E5B9u;
    mixed = (mixed ^ mixed >> 27) * 0x94D049BB133111EBu;
    return (mixed ^ mixed >> 31) % below;
}

/* ---- records ----------------------------------------------------------------------------------------------------- */

static void
add_record(struct export *export, const char *from, const char *end)
{
    if (export->count == export->room) {
        export->room = export->room ? export->room * 2 : 256;
        export->records = grow(export->records, export->room, sizeof *export->records);
    }
    export->records[export->count++] = (struct piece){from, (size_t)(end - from)};
}

/* Behind the line, or behind the record of a CSV, whose cells may have line ends between quotes. */
static const char *
end_of_record(const char *at, const char *end, bool has_quotes)
{
    bool is_quoted = false;
    for (; at < end; at++) {
        if (*at == '"' && has_quotes)
            is_quoted = !is_quoted;
        else if (*at == '\n' && !is_quoted)
            return at + 1;
    }
    return end;
}

static void
cut_lines(struct export *export, struct piece text, bool has_quotes, bool has_header)
{
    const char *at = text.at, *end = text.at + text.len;
    if (text.len >= 3 && memcmp(at, "\xEF\xBB\xBF", 3) == 0)
        at += 3;
    while (at < end && *at == '#')
        at = end_of_record(at, end, false);
    if (has_header)
        at = end_of_record(at, end, has_quotes);
    export->head = (struct piece){text.at, (size_t)(at - text.at)};
    export->tail = (struct piece){end, 0};
    export->between = "";
    while (at < end) {
        const char *from = at;
        at = end_of_record(at, end, has_quotes);
        add_record(export, from, at);
    }
    if (export->count && end[-1] != '\n')
        stop("the last line has no end");
}

/* The elements of the first array. */
static void
cut_json(struct export *export, struct piece text)
{
    const char *end = text.at + text.len, *from = NULL;
    bool is_quoted = false;
    int depth = 0;
    export->between = ",";
    for (const char *at = text.at; at < end; at++) {
        if (is_quoted) {
            if (*at == '\\')
                at++;
            else if (*at == '"')
                is_quoted = false;
            continue;
        }
        is_quoted = *at == '"';
        if (!from) {
            if (*at != '[')
                continue;
            from = at + 1;
            export->head = (struct piece){text.at, (size_t)(from - text.at)};
        } else if (*at == '[' || *at == '{') {
            depth++;
        } else if (depth > 0 && (*at == ']' || *at == '}')) {
            depth--;
        } else if (depth == 0 && (*at == ',' || *at == ']')) {
            add_record(export, from, at);
            from = at + 1;
            if (*at == ',')
                continue;
            export->tail = (struct piece){at, (size_t)(end - at)};
            return;
        }
    }
    stop("no array of records");
}

/* ---- parts ------------------------------------------------------------------------------------------------------- */

static void
give(struct part *part, const struct piece *record)
{
    if (part->count == part->room) {
        part->room = part->room ? part->room * 2 : 256;
        part->records = grow(part->records, part->room, sizeof *part->records);
    }
    part->records[part->count++] = record;
}

static void
shuffle_part(struct part *part, uint64_t *seed)
{
    for (size_t i = part->count; i > 1; i--) {
        size_t other = (size_t)draw(seed, i);
        const struct piece *kept = part->records[i - 1];
        part->records[i - 1] = part->records[other];
        part->records[other] = kept;
    }
}

static void
write_part(const struct export *export, const struct part *part, const char *path)
{
    FILE *file = fopen(path, "wb");
    if (!file)
        stop(path);
    fwrite(export->head.at, 1, export->head.len, file);
    for (size_t i = 0; i < part->count; i++) {
        if (i)
            fputs(export->between, file);
        fwrite(part->records[i]->at, 1, part->records[i]->len, file);
    }
    fwrite(export->tail.at, 1, export->tail.len, file);
    if (fclose(file) != 0)
        stop(path);
}

static struct piece
read_all(FILE *file)
{
    char *text = NULL;
    size_t len = 0, got;
    do {
        text = grow(text, len + 65536, 1);
        got = fread(text + len, 1, 65536, file);
        len += got;
    } while (got > 0);
    return (struct piece){text, len};
}

static bool
has_word(int argc, char **argv, const char *word)
{
    for (int i = 5; i < argc; i++)
        if (strcmp(argv[i], word) == 0)
            return true;
    return false;
}

int
main(int argc, char **argv)
{
    static struct part parts[PARTS_MOST];
    struct export export = {.count = 0};
    if (argc < 5)
        stop("csv|log|json|lines SEED PARTS FOLDER [shuffle] [repeat] <export");
    struct piece text = read_all(stdin);
    uint64_t seed = strtoull(argv[2], NULL, 10), count = strtoull(argv[3], NULL, 10);
    if (count == 0 || count > PARTS_MOST)
        stop("1 to 64 parts");
    if (strcmp(argv[1], "json") == 0)
        cut_json(&export, text);
    else
        cut_lines(&export, text, strcmp(argv[1], "lines") != 0, strcmp(argv[1], "csv") == 0);

    for (size_t i = 0; i < export.count; i++) {
        give(&parts[draw(&seed, count)], &export.records[i]);
        if (draw(&seed, 8) == 0 && has_word(argc, argv, "repeat"))
            give(&parts[draw(&seed, count)], &export.records[i]);
    }
    for (size_t i = 0; i < count; i++) {
        char path[4096];
        if (parts[i].count == 0)
            continue;
        if (has_word(argc, argv, "shuffle"))
            shuffle_part(&parts[i], &seed);
        snprintf(path, sizeof path, "%s/%zu", argv[4], i + 1);
        write_part(&export, &parts[i], path);
        printf("%s %zu\n", path, parts[i].count);
        free(parts[i].records);
    }
    free(export.records);
    free((void *)(uintptr_t)text.at);
    return 0;
}
