/* The text of an HTML part. libxml2 reads the page as browsers do; here is only which elements begin a line. */

#include "ingest/mime_text.h"

#include <libxml/HTMLparser.h>
#include <limits.h>
#include <string.h>

#include "store/base/out.h"

static const char *const blocks[] = {
    "p",  "div", "br", "tr", "table", "tbody", "thead", "ul", "ol",         "li",     "h1", "h2",
    "h3", "h4",  "h5", "h6", "hr",    "pre",   "dl",    "dt", "blockquote", "center", "dd", "section",
};
static const char *const cells[] = {"td", "th"};
static const char *const unseen[] = {"script", "style", "head", "title", "template"};

static bool
is_one_of(const xmlNode *node, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (node->name && strcmp((const char *)node->name, names[i]) == 0)
            return true;
    return false;
}
#define IS_ONE_OF(node, names) is_one_of((node), (names), sizeof(names) / sizeof *(names))

static void
begin_line(struct mt_out *out)
{
    while (out->len && (out->bytes[out->len - 1] == ' ' || out->bytes[out->len - 1] == '\t'))
        out->len--;
    if (out->len && out->bytes[out->len - 1] != '\n')
        mt_out_byte(out, '\n');
}

/* Runs of blanks are one blank, outside of <pre> too: replies have no blanks that mean anything. */
static void
put_text(struct mt_out *out, const char *text)
{
    for (; *text; text++) {
        bool is_blank = *text == ' ' || *text == '\n' || *text == '\r' || *text == '\t';
        bool is_double = out->len == 0 || strchr(" \n\t", out->bytes[out->len - 1]);
        if (!is_blank)
            mt_out_byte(out, *text);
        else if (!is_double)
            mt_out_byte(out, ' ');
    }
}

/* Without recursion: pages nest as deep as their maker likes. */
static void
put_page(struct mt_out *out, const xmlNode *root)
{
    const xmlNode *node = root;
    while (node) {
        bool enters = node->children && !IS_ONE_OF(node, unseen) && node->type == XML_ELEMENT_NODE;
        if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE)
            put_text(out, node->content ? (const char *)node->content : "");
        else if (IS_ONE_OF(node, blocks))
            begin_line(out);
        if (enters) {
            node = node->children;
            continue;
        }
        while (node != root && !node->next) {
            node = node->parent;
            if (IS_ONE_OF(node, blocks))
                begin_line(out);
        }
        if (node == root)
            return;
        if (IS_ONE_OF(node, cells))
            mt_out_byte(out, '\t');
        node = node->next;
    }
}

struct mt_text
mt_mime_html(struct mt_text html, struct mt_arena *arena)
{
    struct mt_text text = MT_TEXT_UNKNOWN;
    struct mt_out out = MT_OUT_EMPTY;
    const int options = HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET;
    if (html.len > INT_MAX)
        return MT_TEXT_UNKNOWN;
    if (html.len == 0)
        return MT_TEXT_LITERAL("");
    xmlDoc *page = htmlReadMemory(html.at, (int)html.len, NULL, "UTF-8", options);
    const xmlNode *root = page ? xmlDocGetRootElement(page) : NULL;
    if (root)
        put_page(&out, root);
    xmlFreeDoc(page);
    struct mt_text made = mt_out_view(&out);
    if (out.failed || !mt_arena_copy(arena, made.at ? made : MT_TEXT_LITERAL(""), &text))
        text = MT_TEXT_UNKNOWN;
    mt_out_release(&out);
    return text;
}
