#include "reports/xlsx.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "reports/phrase.h"

/* ---- failures ---- */

bool
mt_book_check(struct mt_book *book, lxw_error error)
{
    if (error == LXW_NO_ERROR || book->failed)
        return !book->failed;
    book->failed = true;
    if (error == LXW_ERROR_MEMORY_MALLOC_FAILED)
        mt_err_memory(book->err);
    else
        mt_err_set(book->err, MT_FAILED, "writing the workbook: %s", lxw_strerror(error));
    return false;
}

/* ---- text ---- */

/* So many characters a cell may hold. */
enum { MOST_CHARACTERS = 32000 };

static void
put_clean(struct mt_out *out, struct mt_text text, size_t *characters)
{
    while (text.len && *characters < MOST_CHARACTERS) {
        mt_phrase_utf8(out, mt_phrase_code_point(&text));
        (*characters)++;
    }
    if (text.len)
        mt_out_string(out, "\xE2\x80\xA6");
}

/* What was written, as a string; "" when memory ran out, which then is the book's failure. */
static const char *
end_text(struct mt_book *book)
{
    mt_out_byte(&book->room, '\0');
    if (!book->room.failed)
        return book->room.bytes;
    mt_book_check(book, LXW_ERROR_MEMORY_MALLOC_FAILED);
    return "";
}

const char *
mt_book_text(struct mt_book *book, struct mt_text text)
{
    size_t characters = 0;
    mt_out_clear(&book->room);
    put_clean(&book->room, text, &characters);
    return end_text(book);
}

const char *
mt_book_prose(struct mt_book *book, struct mt_text prose)
{
    struct mt_text run;
    bool is_value;
    size_t characters = 0;
    mt_out_clear(&book->room);
    while (mt_prose_next(&prose, &run, &is_value))
        put_clean(&book->room, run, &characters);
    return end_text(book);
}

const char *
mt_book_say(struct mt_book *book, enum mt_sentence sentence, const struct mt_value *values, size_t count)
{
    struct mt_out said = MT_OUT_EMPTY;
    mt_say_into(&said, &book->report->reader, sentence, values, count);
    const char *text = mt_book_prose(book, mt_out_view(&said));
    if (said.failed)
        mt_book_check(book, LXW_ERROR_MEMORY_MALLOC_FAILED);
    mt_out_release(&said);
    return text;
}

/* ---- styles ---- */

static lxw_format *
add_style(struct mt_book *book, enum mt_book_style style)
{
    static const struct {
        const char *number;
        double size;
        bool bold, wrap, right, soft, link, line;
    } looks[MT_BOOK_STYLES] = {
        [MT_BOOK_TITLE] = {.size = 18, .bold = true},
        [MT_BOOK_HEADING] = {.size = 13, .bold = true},
        [MT_BOOK_PROSE] = {.wrap = true},
        [MT_BOOK_POINT] = {.wrap = true},
        [MT_BOOK_SOFT] = {.wrap = true, .soft = true},
        [MT_BOOK_LINK] = {.link = true},
        [MT_BOOK_HEAD] = {.bold = true, .wrap = true, .line = true},
        [MT_BOOK_HEAD_RIGHT] = {.bold = true, .wrap = true, .right = true, .line = true},
        [MT_BOOK_TEXT] = {.number = "@"},
        [MT_BOOK_COUNT] = {.number = "#,##0"},
        [MT_BOOK_RATIO] = {.number = "0.0%"},
        [MT_BOOK_REAL] = {.number = "0.0"},
        [MT_BOOK_MOMENT] = {.number = "yyyy-mm-dd hh:mm:ss"},
        [MT_BOOK_DAY] = {.number = "yyyy-mm-dd"},
        [MT_BOOK_SPAN] = {.number = "[h]:mm:ss"},
        [MT_BOOK_MASKED] = {.soft = true},
    };
    lxw_format *format = workbook_add_format(book->workbook);
    if (!format) {
        mt_book_check(book, LXW_ERROR_MEMORY_MALLOC_FAILED);
        return NULL;
    }
    format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
    if (looks[style].number)
        format_set_num_format(format, looks[style].number);
    if (looks[style].size > 0)
        format_set_font_size(format, looks[style].size);
    if (looks[style].bold)
        format_set_bold(format);
    if (looks[style].wrap)
        format_set_text_wrap(format);
    if (looks[style].right)
        format_set_align(format, LXW_ALIGN_RIGHT);
    if (looks[style].soft)
        format_set_font_color(format, 0x5B6570);
    if (looks[style].link)
        format_set_font_color(format, 0x1F5FA8);
    if (looks[style].line)
        format_set_bottom(format, LXW_BORDER_THIN);
    if (style == MT_BOOK_POINT)
        format_set_indent(format, 1);
    if (style == MT_BOOK_MASKED)
        format_set_pattern(format, LXW_PATTERN_LIGHT_UP);
    return format;
}

/* ---- names of sheets ---- */

static bool
is_taken(const struct mt_book *book, size_t before, const char *name)
{
    static const enum mt_sentence own[] = {MT_SAY_BOOK_REPORT, MT_SAY_BOOK_COLUMNS};
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        if (strcasecmp(mt_wording(book->report->reader.language, own[i]), name) == 0)
            return true;
    for (size_t i = 0; i < before; i++)
        if (strcasecmp(book->names[i], name) == 0)
            return true;
    return false;
}

/* What of a text may be the name of a sheet, as far as `most` characters. */
static void
put_legal(struct mt_out *out, struct mt_text text, size_t most)
{
    for (size_t characters = 0; text.len && characters < most;) {
        uint32_t c = mt_phrase_code_point(&text);
        if (c < 0x20 || (c < 0x80 && strchr("[]:*?/\\'", (int)c)) || c > 0xFFFF)
            continue;
        mt_phrase_utf8(out, c);
        characters++;
    }
}

/* The section's title without what Excel forbids, at most 31 characters, and none twice. */
static void
name_sheet(struct mt_book *book, size_t number, const struct mt_section *section)
{
    enum { MOST = 31, MOST_NUMBERED = 27 };
    struct mt_out name = MT_OUT_EMPTY;
    char *room = book->names[number];
    put_legal(&name, mt_text_of(section->title), MOST);
    if (name.len == 0)
        mt_out_int(&name, (int64_t)number + 1);
    for (int copy = 2; !name.failed && copy < 1000; copy++) {
        snprintf(room, sizeof book->names[0], "%.*s", (int)name.len, name.bytes);
        if (!is_taken(book, number, room))
            break;
        mt_out_clear(&name);
        put_legal(&name, mt_text_of(section->title), MOST_NUMBERED);
        mt_out_byte(&name, ' ');
        mt_out_int(&name, copy);
    }
    if (name.failed)
        mt_book_check(book, LXW_ERROR_MEMORY_MALLOC_FAILED);
    mt_out_release(&name);
}

/* ---- the workbook ---- */

static void
describe(struct mt_book *book)
{
    enum { FALLBACK = 946684800 }; /* 2000-01-01: a workbook has to say when it was made, and reports do not know */
    int64_t fresh = book->report->fresh_us;
    char title[256];
    snprintf(title, sizeof title, "%.240s", mt_book_prose(book, book->report->title));
    lxw_doc_properties properties = {.title = title,
                                     .created = fresh == MT_MOMENT_UNKNOWN ? FALLBACK : (time_t)(fresh / MT_SECOND)};
    mt_book_check(book, workbook_set_properties(book->workbook, &properties));
}

static lxw_worksheet *
add_sheet(struct mt_book *book, const char *name)
{
    lxw_worksheet *sheet = book->failed ? NULL : workbook_add_worksheet(book->workbook, name);
    if (!sheet)
        mt_book_check(book, LXW_ERROR_MEMORY_MALLOC_FAILED);
    return sheet;
}

static void
fill(struct mt_book *book)
{
    size_t number = 0;
    enum mt_language language = book->report->reader.language;
    for (int style = 0; style < MT_BOOK_STYLES; style++)
        book->styles[style] = add_style(book, (enum mt_book_style)style);
    describe(book);
    for (const struct mt_section *section = book->report->sections; section; section = section->next, number++)
        if (section->table)
            name_sheet(book, number, section);
    lxw_worksheet *sheet = add_sheet(book, mt_wording(language, MT_SAY_BOOK_REPORT));
    if (sheet)
        mt_book_report(book, sheet);
    number = 0;
    for (const struct mt_section *section = book->report->sections; section && !book->failed;
         section = section->next, number++)
        if (section->table && (sheet = add_sheet(book, book->names[number])))
            mt_book_table(book, sheet, section);
    if (!book->failed && (sheet = add_sheet(book, mt_wording(language, MT_SAY_BOOK_COLUMNS))))
        mt_book_columns(book, sheet);
}

/* ---- the file ---- */

static enum mt_rc
read_back(const char *path, struct mt_out *out, struct mt_err *err)
{
    FILE *file = fopen(path, "rb");
    char bytes[16384];
    size_t got;
    if (!file)
        return mt_err_set(err, MT_FAILED, "reading the workbook back: %s", strerror(errno));
    while ((got = fread(bytes, 1, sizeof bytes, file)) > 0)
        mt_out_text(out, (struct mt_text){bytes, got});
    bool failed = ferror(file) != 0;
    fclose(file);
    return failed ? mt_err_set(err, MT_FAILED, "reading the workbook back: %s", strerror(errno)) : MT_OK;
}

#define FOLDER "/tmp"

/* The library writes files and nothing else, so the workbook takes a turn through a temporary one. */
enum mt_rc
mt_render_xlsx(const struct mt_report *report, const struct mt_render_options *options, struct mt_out *out,
               struct mt_err *err)
{
    char path[] = FOLDER "/msgtrace-XXXXXX";
    struct mt_book book = {.report = report, .room = MT_OUT_EMPTY, .err = err};
    size_t sections = 0;
    (void)options;
    for (const struct mt_section *section = report->sections; section; section = section->next)
        sections++;
    book.names = calloc(sections + 1, sizeof *book.names);
    if (!book.names)
        return mt_err_memory(err);
    int file = mkstemp(path);
    if (file < 0) {
        free(book.names);
        return mt_err_set(err, MT_FAILED, "cannot make a temporary file in %s: %s", FOLDER, strerror(errno));
    }
    close(file);
    book.workbook = workbook_new(path);
    if (book.workbook)
        fill(&book);
    else
        mt_book_check(&book, LXW_ERROR_MEMORY_MALLOC_FAILED);
    /* Closing frees it, even when something failed before. */
    if (book.workbook)
        mt_book_check(&book, workbook_close(book.workbook));
    enum mt_rc rc = book.failed ? MT_FAILED : read_back(path, out, err);
    unlink(path);
    mt_out_release(&book.room);
    free(book.names);
    return rc;
}
