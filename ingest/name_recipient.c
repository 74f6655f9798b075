#include "ingest/name_recipient.h"

#include <string.h>

#include "store/row.h"

enum { GUID_CHARACTERS = 36 };

static struct mt_text
behind(struct mt_text text, size_t count)
{
    return (struct mt_text){text.at + count, text.len - count};
}

/* The last part of a path, without the endings that files get. */
static struct mt_text
base_of(struct mt_text name)
{
    static const char *const endings[] = {".gz", ".json", ".ndjson", ".txt", ".csv", ".tsv", ".log"};
    for (size_t i = name.len; i > 0; i--) {
        if (name.at[i - 1] != '/' && name.at[i - 1] != '\\')
            continue;
        name = behind(name, i);
        break;
    }
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (mt_text_ends_nocase(name, endings[i]))
            name.len -= strlen(endings[i]);
    return name;
}

/* The last label of a domain has letters only: "com", and not "com-2026-11-05" as a date behind an address makes it. */
static bool
ends_in_letters(struct mt_text text)
{
    size_t len = 0;
    while (len < text.len && ((text.at[text.len - len - 1] >= 'a' && text.at[text.len - len - 1] <= 'z') ||
                              (text.at[text.len - len - 1] >= 'A' && text.at[text.len - len - 1] <= 'Z')))
        len++;
    return len >= 2 && len < text.len && text.at[text.len - len - 1] == '.';
}

/* One '@' with something on both sides and a dot behind it, and nothing that a name on disk or a URL would add. */
static bool
is_address(struct mt_text text)
{
    ptrdiff_t at = mt_text_find(text, "@");
    if (at <= 0 || memchr(text.at + at + 1, '@', text.len - (size_t)at - 1) ||
        !memchr(text.at + at + 1, '.', text.len - (size_t)at - 1))
        return false;
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.at[i] <= ' ' || strchr("()<>[]\"',;:=?&%", text.at[i]))
            return false;
    return ends_in_letters(text);
}

bool
mt_name_recipient(struct mt_text name, struct mt_text *trace_id, struct mt_text *address)
{
    static const char call[] = "recipientAddress='";
    struct mt_text base = base_of(name);
    unsigned char guid[16];
    *trace_id = MT_TEXT_UNKNOWN;

    ptrdiff_t called = mt_text_find(name, call);
    if (called >= 0) {
        struct mt_text rest = behind(name, (size_t)called + sizeof call - 1);
        ptrdiff_t end = mt_text_find(rest, "'");
        *address = (struct mt_text){rest.at, end < 0 ? 0 : (size_t)end};
        return is_address(*address);
    }
    for (size_t i = 0; i + GUID_CHARACTERS + 1 < base.len; i++) {
        struct mt_text id = {base.at + i, GUID_CHARACTERS};
        if (!mt_guid_parse(id, guid) || !strchr("_- ", base.at[i + GUID_CHARACTERS]))
            continue;
        *trace_id = id;
        *address = behind(base, i + GUID_CHARACTERS + 1);
        return is_address(*address);
    }
    *address = base;
    /* "details_ann@contoso.com" may be Ann's or somebody's whose name begins with "details_". */
    return is_address(base) && mt_text_find(base, "_") < 0;
}
