#ifndef MT_TESTS_AGREEING_H
#define MT_TESTS_AGREEING_H

/* What the formats of a report hold, read back by readers that are not ours: libxml2 (HTML and the parts of a
 * workbook), jansson, libcsv. Each gives figures: section, column key, row, and the value as text. Include it behind
 * cmocka.h. */

#include <csv.h>
#include <jansson.h>
#include <libxml/HTMLparser.h>
#include <libxml/xpath.h>
#include <minizip/unzip.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "reports/files.h"
#include "reports/report.h"

struct figure {
    char section[48], key[64];
    size_t row;
    char *value; /* NULL: unknown */
};

struct figures {
    struct figure *list;
    size_t count, room;
};

static inline void
figures_add(struct figures *figures, const char *section, const char *key, size_t row, const char *value)
{
    if (figures->count == figures->room) {
        figures->room = figures->room ? 2 * figures->room : 256;
        figures->list = realloc(figures->list, figures->room * sizeof *figures->list);
        assert_non_null(figures->list);
    }
    struct figure *figure = &figures->list[figures->count++];
    snprintf(figure->section, sizeof figure->section, "%s", section);
    snprintf(figure->key, sizeof figure->key, "%s", key);
    figure->row = row;
    figure->value = value ? strdup(value) : NULL;
}

static inline void
figures_release(struct figures *figures)
{
    for (size_t i = 0; i < figures->count; i++)
        free(figures->list[i].value);
    free(figures->list);
    *figures = (struct figures){0};
}

static inline const struct figure *
figures_find(const struct figures *figures, const char *section, const char *key, size_t row)
{
    for (size_t i = 0; i < figures->count; i++)
        if (figures->list[i].row == row && strcmp(figures->list[i].key, key) == 0 &&
            strcmp(figures->list[i].section, section) == 0)
            return &figures->list[i];
    return NULL;
}

static inline struct mt_out
rendered(const struct mt_report *report, enum mt_format format)
{
    struct mt_render_options options = {.unicode = true};
    struct mt_out out = MT_OUT_EMPTY;
    struct mt_err err;
    if (mt_report_render(report, format, &options, &out, &err) != MT_OK)
        fail_msg("%s", err.text);
    return out;
}

/* ---- JSON ---- */

static inline void
read_json(const struct mt_report *report, struct figures *figures)
{
    struct mt_out out = rendered(report, MT_FORMAT_JSON);
    json_error_t error;
    json_t *root = json_loadb(out.bytes, out.len, 0, &error), *section, *row, *cell;
    size_t number, place;
    const char *key;
    if (!root)
        fail_msg("%s", error.text);
    json_array_foreach(json_object_get(root, "sections"), number, section)
    {
        const char *name = json_string_value(json_object_get(section, "key"));
        json_array_foreach(json_object_get(json_object_get(section, "table"), "rows"), place, row)
        {
            json_object_foreach(row, key, cell)
            {
                char *dump = json_is_string(cell) ? strdup(json_string_value(cell))
                                                  : json_dumps(cell, JSON_ENCODE_ANY | JSON_REAL_PRECISION(15));
                figures_add(figures, name, key, place, json_is_null(cell) ? NULL : dump);
                free(dump);
            }
        }
    }
    json_decref(root);
    mt_out_release(&out);
}

/* ---- CSV: a file a section ---- */

struct csv_reading {
    struct figures *figures;
    const char *section;
    char keys[64][64];
    size_t key_count, column, row;
    bool head;
};

static inline void
take_field(void *bytes, size_t len, void *context)
{
    struct csv_reading *reading = context;
    char *text = malloc(len + 1);
    assert_non_null(text);
    memcpy(text, bytes, len);
    text[len] = '\0';
    if (reading->head && reading->key_count < 64)
        snprintf(reading->keys[reading->key_count++], sizeof reading->keys[0], "%s", text);
    else if (reading->column < reading->key_count)
        figures_add(reading->figures, reading->section, reading->keys[reading->column], reading->row,
                    len > 0 ? text : NULL);
    reading->column++;
    free(text);
}

static inline void
take_record(int end, void *context)
{
    struct csv_reading *reading = context;
    (void)end;
    reading->row += !reading->head;
    reading->head = false;
    reading->column = 0;
}

static inline void
read_csv(const struct mt_report *report, struct figures *figures)
{
    struct mt_render_options options = {.unicode = true};
    struct mt_files files;
    struct mt_err err;
    mt_files_init(&files);
    if (mt_files_of_report(&files, report, MT_FORMAT_CSV, &options, &err) != MT_OK)
        fail_msg("%s", err.text);
    for (size_t i = 0; i < files.count; i++) {
        char section[64];
        struct csv_parser parser;
        struct csv_reading reading = {.figures = figures, .section = section, .head = true};
        snprintf(section, sizeof section, "%.*s", (int)(strlen(files.list[i].name) - 4), files.list[i].name);
        if (strcmp(section, "report") == 0)
            continue;
        assert_int_equal(csv_init(&parser, CSV_STRICT), 0);
        assert_int_equal(
            csv_parse(&parser, files.list[i].bytes.bytes, files.list[i].bytes.len, take_field, take_record, &reading),
            files.list[i].bytes.len);
        csv_fini(&parser, take_field, take_record, &reading);
        csv_free(&parser);
    }
    mt_files_release(&files);
}

/* ---- HTML: data and time elements ---- */

static inline xmlChar *
attribute_below(xmlNode *node, const char *element, const char *name)
{
    for (xmlNode *child = node->children; child; child = child->next) {
        if (child->type != XML_ELEMENT_NODE)
            continue;
        if (strcmp((const char *)child->name, element) == 0 && !xmlHasProp(child, (const xmlChar *)"data-key"))
            return xmlGetProp(child, (const xmlChar *)name);
        xmlChar *deeper = attribute_below(child, element, name);
        if (deeper)
            return deeper;
    }
    return NULL;
}

static inline void
read_ends(struct figures *figures, const char *section, size_t row, xmlNode *node)
{
    for (xmlNode *child = node->children; child; child = child->next) {
        xmlChar *key = child->type == XML_ELEMENT_NODE ? xmlGetProp(child, (const xmlChar *)"data-key") : NULL;
        xmlChar *value = key ? xmlGetProp(child, (const xmlChar *)"value") : NULL;
        if (value)
            figures_add(figures, section, (const char *)key, row, (const char *)value);
        xmlFree(key);
        xmlFree(value);
        if (child->type == XML_ELEMENT_NODE)
            read_ends(figures, section, row, child);
    }
}

static inline void
read_row(struct figures *figures, const char *section, char keys[64][64], size_t count, size_t row, xmlNode *tr)
{
    size_t column = 0;
    for (xmlNode *cell = tr->children; cell; cell = cell->next) {
        if (cell->type != XML_ELEMENT_NODE || column >= count)
            continue;
        const char *key = keys[column++];
        if (!*key)
            continue;
        xmlChar *value = attribute_below(cell, "data", "value");
        if (!value)
            value = attribute_below(cell, "time", "datetime");
        if (value)
            figures_add(figures, section, key, row, (const char *)value);
        xmlFree(value);
        read_ends(figures, section, row, cell);
    }
}

static inline void
read_html_table(struct figures *figures, xmlNode *table)
{
    char keys[64][64] = {""};
    size_t count = 0, row = 0;
    xmlChar *section = xmlGetProp(table, (const xmlChar *)"data-section");
    for (xmlNode *part = table->children; part; part = part->next)
        for (xmlNode *tr = part->children; tr; tr = tr->next) {
            if (tr->type != XML_ELEMENT_NODE || strcmp((const char *)tr->name, "tr") != 0)
                continue;
            if (strcmp((const char *)part->name, "tbody") == 0) {
                read_row(figures, (const char *)section, keys, count, row++, tr);
                continue;
            }
            for (xmlNode *cell = tr->children; cell; cell = cell->next) {
                xmlChar *key = cell->type == XML_ELEMENT_NODE ? xmlGetProp(cell, (const xmlChar *)"data-key") : NULL;
                if (cell->type == XML_ELEMENT_NODE && count < 64)
                    snprintf(keys[count++], sizeof keys[0], "%s", key ? (const char *)key : "");
                xmlFree(key);
            }
        }
    xmlFree(section);
}

/* Returns how many tables there were. */
static inline size_t
read_html(const struct mt_report *report, struct figures *figures)
{
    struct mt_out out = rendered(report, MT_FORMAT_HTML);
    htmlDocPtr page =
        htmlReadMemory(out.bytes, (int)out.len, "page.html", "UTF-8", HTML_PARSE_NOERROR | HTML_PARSE_NONET);
    assert_non_null(page);
    xmlXPathContext *context = xmlXPathNewContext(page);
    xmlXPathObject *tables = xmlXPathEvalExpression((const xmlChar *)"//table[@data-section]", context);
    assert_non_null(tables);
    size_t count = tables->nodesetval ? (size_t)tables->nodesetval->nodeNr : 0;
    for (size_t i = 0; i < count; i++)
        read_html_table(figures, tables->nodesetval->nodeTab[i]);
    xmlXPathFreeObject(tables);
    xmlXPathFreeContext(context);
    xmlFreeDoc(page);
    mt_out_release(&out);
    return count;
}

/* ---- a workbook ---- */

struct workbook {
    unzFile archive;
    char path[64];
    char **strings; /* the shared ones */
    size_t string_count;
};

static inline xmlDoc *
workbook_part(struct workbook *book, const char *name)
{
    char *bytes = NULL;
    unz_file_info info;
    if (unzLocateFile(book->archive, name, 1) != UNZ_OK)
        return NULL;
    assert_int_equal(unzGetCurrentFileInfo(book->archive, &info, NULL, 0, NULL, 0, NULL, 0), UNZ_OK);
    assert_int_equal(unzOpenCurrentFile(book->archive), UNZ_OK);
    bytes = malloc(info.uncompressed_size + 1);
    assert_non_null(bytes);
    assert_int_equal(unzReadCurrentFile(book->archive, bytes, (unsigned)info.uncompressed_size),
                     (int)info.uncompressed_size);
    unzCloseCurrentFile(book->archive);
    xmlDoc *part = xmlReadMemory(bytes, (int)info.uncompressed_size, name, NULL, XML_PARSE_NONET);
    free(bytes);
    if (!part)
        fail_msg("%s is no well-formed XML", name);
    return part;
}

static inline void
workbook_open(struct workbook *book, const struct mt_report *report)
{
    struct mt_out out = rendered(report, MT_FORMAT_XLSX);
    *book = (struct workbook){.path = "agreeing_XXXXXX"};
    int file = mkstemp(book->path);
    assert_true(file >= 0);
    assert_int_equal(write(file, out.bytes, out.len), (ssize_t)out.len);
    close(file);
    mt_out_release(&out);
    book->archive = unzOpen(book->path);
    assert_non_null(book->archive);
    xmlDoc *part = workbook_part(book, "xl/sharedStrings.xml");
    for (xmlNode *si = part ? xmlDocGetRootElement(part)->children : NULL; si; si = si->next) {
        if (si->type != XML_ELEMENT_NODE)
            continue;
        book->strings = realloc(book->strings, (book->string_count + 1) * sizeof *book->strings);
        assert_non_null(book->strings);
        book->strings[book->string_count++] = (char *)xmlNodeGetContent(si);
    }
    xmlFreeDoc(part);
}

static inline void
workbook_close(struct workbook *book)
{
    for (size_t i = 0; i < book->string_count; i++)
        xmlFree(book->strings[i]);
    free(book->strings);
    unzClose(book->archive);
    unlink(book->path);
}

/* The text of a cell, or NULL; to be freed. */
static inline char *
cell_text(const struct workbook *book, xmlNode *c)
{
    xmlChar *type = xmlGetProp(c, (const xmlChar *)"t");
    char *text = NULL;
    for (xmlNode *v = c->children; v; v = v->next) {
        if (v->type != XML_ELEMENT_NODE || strcmp((const char *)v->name, "v") != 0)
            continue;
        xmlChar *content = xmlNodeGetContent(v);
        size_t number =
            type && strcmp((const char *)type, "s") == 0 ? strtoul((const char *)content, NULL, 10) : SIZE_MAX;
        text = strdup(number < book->string_count ? book->strings[number] : (const char *)content);
        xmlFree(content);
    }
    xmlFree(type);
    return text;
}

struct sheet {
    struct {
        size_t row, column; /* from 0 */
        char *text;
    } * cells;
    size_t count;
};

/* Where "AB12" is. */
static inline void
place_of(const char *name, size_t *row, size_t *column)
{
    *column = 0;
    for (; *name >= 'A' && *name <= 'Z'; name++)
        *column = *column * 26 + (size_t)(*name - 'A' + 1);
    (*column)--;
    *row = strtoul(name, NULL, 10) - 1;
}

static inline struct sheet
sheet_read(struct workbook *book, size_t number)
{
    struct sheet sheet = {0};
    char name[64];
    snprintf(name, sizeof name, "xl/worksheets/sheet%zu.xml", number);
    xmlDoc *part = workbook_part(book, name);
    assert_non_null(part);
    xmlXPathContext *context = xmlXPathNewContext(part);
    xmlXPathObject *found = xmlXPathEvalExpression((const xmlChar *)"//*[local-name()='c']", context);
    for (int i = 0; found->nodesetval && i < found->nodesetval->nodeNr; i++) {
        xmlChar *reference = xmlGetProp(found->nodesetval->nodeTab[i], (const xmlChar *)"r");
        char *text = cell_text(book, found->nodesetval->nodeTab[i]);
        if (text) {
            sheet.cells = realloc(sheet.cells, (sheet.count + 1) * sizeof *sheet.cells);
            assert_non_null(sheet.cells);
            place_of((const char *)reference, &sheet.cells[sheet.count].row, &sheet.cells[sheet.count].column);
            sheet.cells[sheet.count++].text = text;
        }
        xmlFree(reference);
    }
    xmlXPathFreeObject(found);
    xmlXPathFreeContext(context);
    xmlFreeDoc(part);
    return sheet;
}

static inline void
sheet_release(struct sheet *sheet)
{
    for (size_t i = 0; i < sheet->count; i++)
        free(sheet->cells[i].text);
    free(sheet->cells);
}

static inline const char *
sheet_at(const struct sheet *sheet, size_t row, size_t column)
{
    for (size_t i = 0; i < sheet->count; i++)
        if (sheet->cells[i].row == row && sheet->cells[i].column == column)
            return sheet->cells[i].text;
    return NULL;
}

/* The number of the sheet with that name, from 1; 0: none. Its names in their order are those of the files. */
static inline size_t
sheet_named(struct workbook *book, const char *wanted)
{
    xmlDoc *part = workbook_part(book, "xl/workbook.xml");
    xmlXPathContext *context = xmlXPathNewContext(part);
    xmlXPathObject *found = xmlXPathEvalExpression((const xmlChar *)"//*[local-name()='sheet']", context);
    size_t number = 0;
    for (int i = 0; found->nodesetval && i < found->nodesetval->nodeNr; i++) {
        xmlChar *name = xmlGetProp(found->nodesetval->nodeTab[i], (const xmlChar *)"name");
        if (strcmp((const char *)name, wanted) == 0)
            number = (size_t)i + 1;
        xmlFree(name);
    }
    xmlXPathFreeObject(found);
    xmlXPathFreeContext(context);
    xmlFreeDoc(part);
    return number;
}

/* ---- the sheet that says where each column stands ---- */

struct dictionary_entry {
    char sheet[64];
    size_t column, first_row; /* from 0 */
};

/* Its own columns are found by their heads. */
static inline size_t
dictionary_field(const struct sheet *dictionary, const char *head)
{
    for (size_t column = 0; column < 16; column++) {
        const char *text = sheet_at(dictionary, 0, column);
        if (text && strcmp(text, head) == 0)
            return column;
    }
    fail_msg("the sheet of columns has no '%s'", head);
    return 0;
}

static inline bool
dictionary_find(const struct sheet *dictionary, const char *section, const char *key, struct dictionary_entry *entry)
{
    size_t sections = dictionary_field(dictionary, "Section"), keys = dictionary_field(dictionary, "Key");
    for (size_t row = 1;; row++) {
        const char *own = sheet_at(dictionary, row, sections), *name = sheet_at(dictionary, row, keys);
        if (!own || !name)
            return false;
        if (strcmp(own, section) != 0 || strcmp(name, key) != 0)
            continue;
        size_t ignored;
        snprintf(entry->sheet, sizeof entry->sheet, "%s",
                 sheet_at(dictionary, row, dictionary_field(dictionary, "Sheet")));
        char place[16];
        snprintf(place, sizeof place, "%s1", sheet_at(dictionary, row, dictionary_field(dictionary, "Column")));
        place_of(place, &ignored, &entry->column);
        entry->first_row = strtoul(sheet_at(dictionary, row, dictionary_field(dictionary, "First row")), NULL, 10) - 1;
        return true;
    }
}

#endif
