/* All readers over one text, layer by layer. */

#include "reports/redact_inside.h"

#include <string.h>

#include "reports/redact_fold.h"

/* A file's own escapes, those of the text in it, and one more. */
enum { LAYERS = 4 };

static void
add(struct mt_scan *scan, struct mt_edits *list, struct mt_edit edit)
{
    if (edit.from == edit.to)
        return;
    mt_redact_view_source(scan->view, edit.from, edit.to, &edit.from, &edit.to);
    if (!mt_edits_add(list, &edit))
        scan->redactor->failed = true;
}

void
mt_scan_edit(struct mt_scan *scan, size_t from, size_t to, uint32_t original, enum mt_edit_rank rank)
{
    const struct mt_original *found = mt_original_at(scan->redactor, original);
    bool is_sure = rank == MT_EDIT_FIELD || (rank == MT_EDIT_ADDRESS && found->is_strong);
    add(scan, scan->edits, (struct mt_edit){from, to, original, rank, is_sure});
}

void
mt_scan_stay(struct mt_scan *scan, size_t from, size_t to)
{
    add(scan, scan->ids, (struct mt_edit){.from = from, .to = to});
}

uint32_t
mt_scan_original(struct mt_scan *scan, enum mt_redact_kind kind, struct mt_text text, bool may_learn, bool is_strong)
{
    struct mt_text key;
    if (may_learn && scan->mode != MT_SCAN_FIND)
        return mt_know(scan->redactor, kind, text, is_strong);
    if (!mt_original_key(scan->redactor, kind, text, &key))
        return 0;
    uint32_t number = mt_original_find(scan->redactor, kind, key);
    return number && mt_original_at(scan->redactor, number)->is_known ? number : 0;
}

/* ---- phrases ---- */

static bool
is_host_byte(char c)
{
    return mt_is_word_byte(c) || c == '-' || c == '.' || c == '_';
}

/* Whether from..to lies in the name of a public host: mail.contoso.com. A person's first and last name do not. */
static bool
is_in_host(struct mt_text text, size_t from, size_t to)
{
    enum { LONGEST = 255 };
    size_t begin = from, end = to;
    while (begin > 0 && from - begin < LONGEST && is_host_byte(text.at[begin - 1]))
        begin--;
    while (end < text.len && end - to < LONGEST && is_host_byte(text.at[end]))
        end++;
    bool is_local_part = end < text.len && text.at[end] == '@';
    while (end > to && strchr("-._", text.at[end - 1]))
        end--;
    size_t top = end;
    while (top > to && text.at[top - 1] != '.')
        top--;
    if (top == to || is_local_part)
        return false;
    return mt_label_is_tld((struct mt_text){text.at + top, end - top});
}

static bool
is_token(void *context, struct mt_text word)
{
    const struct mt_scan *scan = context;
    return mt_is_token(scan->redactor, word);
}

static struct mt_text
text_of(void *context, uint32_t original)
{
    const struct mt_scan *scan = context;
    struct mt_text text = mt_original_at(scan->redactor, original)->key;
    const char *at = memchr(text.at, '@', text.len);
    return at ? (struct mt_text){text.at, (size_t)(at - text.at)} : text;
}

/* Hidden domains are looked for as phrases, so that contoso-com.mail.protection.outlook.com is found too. Another
 * domain that merely begins like it is none. */
static bool
is_longer_domain(struct mt_text text, size_t to)
{
    return to + 1 < text.len && text.at[to] == '.' && mt_is_word_byte(text.at[to + 1]);
}

static bool
found(void *context, size_t from, size_t to, uint32_t original, bool is_one_word)
{
    struct mt_scan *scan = context;
    struct mt_text text = scan->view->text;
    enum mt_redact_kind kind = mt_original_at(scan->redactor, original)->kind;
    scan->redactor->work++;
    if (kind == MT_REDACT_DOMAIN && is_longer_domain(text, to) && memchr(text.at + from, '.', to - from))
        return false;
    bool may_be_public = kind == MT_REDACT_SUBJECT || kind == MT_REDACT_NAME || is_one_word;
    if (kind != MT_REDACT_DOMAIN && may_be_public && is_in_host(text, from, to))
        return false;
    mt_scan_edit(scan, from, to, original, MT_EDIT_PHRASE);
    return true;
}

void
mt_scan_phrases(struct mt_scan *scan)
{
    const struct mt_phrases_sink sink = {scan, is_token, found, text_of};
    if (!mt_phrases_match(&scan->redactor->phrases, scan->view->text, &sink))
        scan->redactor->failed = true;
}

/* ---- together ---- */

static void
scan_layer(struct mt_scan *scan, const struct mt_redact_view *view, bool is_top)
{
    scan->view = view;
    scan->is_top = is_top;
    mt_scan_ids(scan);
    mt_scan_addresses(scan);
    mt_scan_places(scan);
    if (scan->mode != MT_SCAN_LEARN)
        mt_scan_phrases(scan);
}

void
mt_scan_text(struct mt_redactor *redactor, struct mt_text text, enum mt_scan_mode mode, struct mt_edits *edits)
{
    struct mt_redact_view layers[LAYERS];
    struct mt_edits ids = MT_EDITS_EMPTY;
    struct mt_scan scan = {.redactor = redactor, .mode = mode, .edits = edits, .ids = &ids};
    size_t count = 1;
    mt_redact_view_init(&layers[0], text);
    while (count < LAYERS && !redactor->failed) {
        if (!mt_redact_view_decode(&layers[count], &layers[count - 1]))
            redactor->failed = true;
        if (redactor->failed || layers[count].count == 0) {
            mt_redact_view_release(&layers[count]);
            break;
        }
        count++;
    }
    /* First, because ids that are told in header lines stay elsewhere too; as they are read, without escapes. */
    scan.view = &layers[count - 1];
    scan.is_top = true;
    if (mode != MT_SCAN_FIND && !redactor->failed)
        mt_scan_fields(&scan);
    for (size_t i = 0; i < count && !redactor->failed; i++)
        scan_layer(&scan, &layers[i], i + 1 == count);
    while (count > 0)
        mt_redact_view_release(&layers[--count]);
    mt_edits_settle(edits, &ids);
    mt_edits_release(&ids);
}
