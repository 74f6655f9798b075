#include "ingest/reason_blob.h"

#include <string.h>

static const struct {
    const char *opening;
    bool is_short; /* a name, an address or a time: it holds no brace, and half of it is worth nothing */
} keys[] = {
    [MT_BLOB_LED] = {"{LED=", false},  [MT_BLOB_MSG] = {"{MSG=", false},
    [MT_BLOB_FQDN] = {"{FQDN=", true}, [MT_BLOB_IP] = {"{IP=", true},
    [MT_BLOB_LRT] = {"{LRT=", true},   [MT_BLOB_SERVER] = {"{Last attempted server name=", true},
};

static struct mt_text
part(struct mt_text text, size_t from, size_t to)
{
    return (struct mt_text){text.at + from, to - from};
}

static bool
is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* The key whose opening stands at `at`, or MT_BLOB_KEYS. What a remote server says may hold "{IP=" too; a key of the
 * frame stands at its beginning or behind the end of another value. */
static int
key_at(struct mt_text body, size_t at)
{
    size_t before = at;
    while (before > 0 && is_blank(body.at[before - 1]))
        before--;
    if (before > 0 && (body.at[before - 1] == '\0' || !strchr("[{;:'}", body.at[before - 1])))
        return MT_BLOB_KEYS;
    for (int key = 0; key < MT_BLOB_KEYS; key++)
        if (mt_text_starts_nocase(part(body, at, body.len), keys[key].opening))
            return key;
    return MT_BLOB_KEYS;
}

static void
strip(struct mt_text *text, char mark)
{
    *text = mt_text_trim(*text);
    if (text->len && text->at[text->len - 1] == mark)
        text->len--;
}

/* Takes the value's own closing brace off; false when there is none. */
static bool
close_value(struct mt_text *value, bool is_last)
{
    if (is_last) {
        strip(value, '\'');
        strip(value, '.');
        if (mt_text_ends_nocase(*value, "]}"))
            value->len--; /* the brace that PowerShell puts around lists */
        strip(value, ']');
    } else {
        strip(value, '[');
        strip(value, ';');
    }
    *value = mt_text_trim(*value);
    if (!value->len || value->at[value->len - 1] != '}')
        return false;
    value->len--;
    return true;
}

static void
take_value(struct mt_blob *blob, int key, struct mt_text value, bool is_last)
{
    bool is_closed;
    const char *brace = value.len ? memchr(value.at, '}', value.len) : NULL;
    if (keys[key].is_short) {
        is_closed = brace != NULL;
        if (brace)
            value.len = (size_t)(brace - value.at);
    } else {
        is_closed = close_value(&value, is_last);
    }
    blob->is_cut |= !is_closed;
    /* Half of MSG adds nothing that a whole LED has not said, and would make two texts out of one. */
    bool is_usable = is_closed || key == MT_BLOB_LED;
    if (is_usable && !mt_text_known(blob->values[key]))
        blob->values[key] = mt_text_trim(value);
}

/* Whether the "[" in front of the first key has its "]" behind the last one. */
static bool
list_is_open(struct mt_text body, size_t first)
{
    while (first > 0 && is_blank(body.at[first - 1]))
        first--;
    if (first == 0 || body.at[first - 1] != '[')
        return false;
    strip(&body, '\'');
    strip(&body, '.');
    strip(&body, '}');
    return body.len == 0 || body.at[body.len - 1] != ']';
}

static struct mt_text
word_behind(struct mt_text text, const char *label)
{
    ptrdiff_t found = mt_text_find(text, label);
    if (found < 0)
        return MT_TEXT_UNKNOWN;
    struct mt_text word = mt_text_trim(part(text, (size_t)found + strlen(label), text.len));
    word = mt_text_cut(&word, ' ');
    if (word.len && word.at[word.len - 1] == '.')
        word.len--;
    return word;
}

static void
split_proxy(struct mt_blob *blob, struct mt_text text)
{
    ptrdiff_t found = mt_text_find(text, "OutboundProxyTarget");
    blob->body = text;
    if (found < 0)
        return;
    struct mt_text proxy = part(text, (size_t)found, text.len);
    blob->proxy_ip = word_behind(proxy, "OutboundProxyTargetIP:");
    blob->proxy_host = word_behind(proxy, "OutboundProxyTargetHostName:");
    blob->body.len = (size_t)found;
    strip(&blob->body, '.');
}

struct mt_blob
mt_blob_of(struct mt_text text)
{
    struct mt_blob blob = {0};
    int key = MT_BLOB_KEYS;
    size_t first = 0, value = 0;
    split_proxy(&blob, text);
    for (size_t i = 0; i < blob.body.len; i++) {
        int next = blob.body.at[i] == '{' ? key_at(blob.body, i) : MT_BLOB_KEYS;
        if (next == MT_BLOB_KEYS)
            continue;
        if (key == MT_BLOB_KEYS)
            first = i;
        else
            take_value(&blob, key, part(blob.body, value, i), false);
        key = next;
        i += strlen(keys[key].opening) - 1;
        value = i + 1;
    }
    if (key == MT_BLOB_KEYS)
        return blob;
    blob.is_there = true;
    take_value(&blob, key, part(blob.body, value, blob.body.len), true);
    blob.is_cut |= list_is_open(blob.body, first);
    return blob;
}
