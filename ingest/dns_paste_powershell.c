/* What Resolve-DnsName writes: tables, lists (Format-List) and errors. */

#include <string.h>

#include "ingest/dns_paste_parts.h"
#include "store/base/out.h"

/* PowerShell writes "..." or an ellipsis where it ran out of columns. */
static bool
is_cut(struct mt_text text)
{
    return mt_text_ends_nocase(text, "...") || mt_text_ends_nocase(text, "...}") ||
           mt_text_ends_nocase(text, "\xE2\x80\xA6") || mt_text_ends_nocase(text, "\xE2\x80\xA6}");
}

/* "{first, second}": strings of one record. A string has at most 255 bytes, so a short text with a comma in it is one
 * string and keeps its comma. */
static void
add_text(struct mt_dns_reading *reading, struct mt_text owner, struct mt_text data)
{
    enum { LONGEST_STRING = 255 };
    struct mt_out joined = MT_OUT_EMPTY;
    int strings = 1;
    if (data.len >= 2 && data.at[0] == '{' && data.at[data.len - 1] == '}')
        data = (struct mt_text){data.at + 1, data.len - 2};
    if (data.len <= LONGEST_STRING) {
        mt_dns_paste_add(reading, owner, MT_DNS_TXT, data, 0, strings);
        return;
    }
    for (ptrdiff_t at; (at = mt_text_find(data, ", ")) >= 0; strings++) {
        mt_out_text(&joined, (struct mt_text){data.at, (size_t)at});
        data = (struct mt_text){data.at + at + 2, data.len - (size_t)at - 2};
    }
    mt_out_text(&joined, data);
    if (joined.failed)
        reading->failed = true;
    else
        mt_dns_paste_add(reading, owner, MT_DNS_TXT, mt_out_view(&joined), 0, strings);
    mt_out_release(&joined);
}

static void
add(struct mt_dns_reading *reading, struct mt_text name, enum mt_dns_type type, struct mt_text section,
    struct mt_text data, struct mt_text preference)
{
    struct mt_text owner;
    int64_t number = 0;
    if (mt_text_is_nocase(section, "Authority")) {
        /* The zone's own record beside an empty answer. */
        if (type == MT_DNS_SOA && mt_text_known(reading->asked.name) && reading->asked.got == 0)
            mt_dns_paste_none(reading, reading->asked.name, reading->asked.type, MT_DNS_NO_DATA, MT_DNS_WHY_NONE);
        return;
    }
    if (type == MT_DNS_OTHER || (mt_text_is_nocase(section, "Additional") && type != MT_DNS_A && type != MT_DNS_AAAA))
        return;
    if (is_cut(data) || is_cut(name)) {
        mt_dns_paste_unread(reading, reading->line, reading->text, MT_DNS_UNREAD_CUT);
        return;
    }
    if (!mt_dns_name(&reading->answers->arena, name, &owner)) {
        mt_dns_paste_unread(reading, reading->line, reading->text, MT_DNS_UNREAD_BAD_NAME);
        return;
    }
    if (type == MT_DNS_TXT) {
        add_text(reading, owner, data);
        return;
    }
    if (type == MT_DNS_MX && (!mt_text_to_int(preference, &number) || number > 65535)) {
        mt_dns_paste_unread(reading, reading->line, reading->text, MT_DNS_UNREAD_BAD_DATA);
        return;
    }
    mt_dns_paste_add(reading, owner, type, data, (int)number, 0);
}

static bool
is_section(struct mt_text word)
{
    static const char *const sections[] = {"Answer", "Authority", "Additional"};
    for (size_t i = 0; i < sizeof sections / sizeof *sections; i++)
        if (mt_text_is_nocase(word, sections[i]))
            return true;
    return false;
}

/* ---- tables ---- */

/* "contoso.com   TXT   3600   Answer   {v=spf1 -all}" */
static bool
read_row(struct mt_dns_reading *reading, struct mt_text line)
{
    struct mt_text rest = line, name = mt_dns_word(&rest), type_word = mt_dns_word(&rest), ttl = mt_dns_word(&rest),
                   section = mt_dns_word(&rest), preference = MT_TEXT_UNKNOWN;
    enum mt_dns_type type;
    int64_t seconds;
    if (!is_section(section) || !mt_text_to_int(ttl, &seconds) || !mt_dns_type_by_key(type_word, &type))
        return false;
    if (type == MT_DNS_MX) {
        struct mt_text host = mt_dns_word(&rest);
        preference = rest;
        rest = host;
    }
    add(reading, name, type, section, rest, preference);
    return true;
}

static bool
is_table_head(struct mt_text line)
{
    struct mt_text rest = line, first = mt_dns_word(&rest), second = mt_dns_word(&rest);
    return (mt_text_is(first, "Name") && mt_text_is(second, "Type")) ||
           (mt_text_starts(first, "----") && mt_text_starts(second, "----"));
}

/* ---- lists ---- */

void
mt_dns_paste_close_list(struct mt_dns_reading *reading)
{
    struct mt_dns_listed list = reading->listed;
    enum mt_dns_type type;
    reading->listed = (struct mt_dns_listed){.line = 0};
    if (!list.line || !mt_text_known(list.data) || !mt_dns_type_by_key(list.type, &type))
        return;
    if (list.is_cut) {
        mt_dns_paste_unread(reading, list.line, list.name, MT_DNS_UNREAD_CUT);
        return;
    }
    add(reading, list.name, type, list.section, list.data, list.preference);
}

static struct mt_text *
list_member(struct mt_dns_listed *list, struct mt_text key)
{
    const struct {
        const char *key;
        struct mt_text *member;
    } members[] = {
        {"Name", &list->name},
        {"Type", &list->type},
        {"QueryType", &list->type},
        {"Section", &list->section},
        {"Strings", &list->data},
        {"Text", &list->data},
        {"NameHost", &list->data},
        {"NameExchange", &list->data},
        {"Exchange", &list->data},
        {"IPAddress", &list->data},
        {"IP4Address", &list->data},
        {"IP6Address", &list->data},
        {"Preference", &list->preference},
    };
    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        if (mt_text_is(key, members[i].key))
            return members[i].member;
    return NULL;
}

/* "Name       : contoso.com": a blank in front of the colon, unlike nslookup. */
static bool
read_member(struct mt_dns_reading *reading, struct mt_text line)
{
    static const char *const passed[] = {"TTL",
                                         "DataLength",
                                         "CharacterSet",
                                         "NameAdministrator",
                                         "PrimaryServer",
                                         "SerialNumber",
                                         "TimeToZoneRefresh",
                                         "TimeToZoneFailureRetry",
                                         "TimeToExpiration",
                                         "DefaultTTL",
                                         "Administrator",
                                         "Server"};
    struct mt_text value = line, key = mt_text_cut(&value, ':');
    if (!mt_text_known(value) || !key.len || key.at[key.len - 1] != ' ')
        return false;
    key = mt_text_trim(key);
    value = mt_text_trim(value);
    struct mt_text *member = list_member(&reading->listed, key);
    if (!member) {
        for (size_t i = 0; i < sizeof passed / sizeof *passed; i++)
            if (mt_text_is(key, passed[i]))
                return reading->listed.line > 0;
        return false;
    }
    if (mt_text_is(key, "Name")) {
        mt_dns_paste_close_list(reading);
        reading->listed.line = reading->line;
    }
    if (!reading->listed.line)
        return false;
    /* The type is said twice, the address too. */
    if (!mt_text_known(*member))
        *member = value;
    return true;
}

/* ---- errors ---- */

static const struct {
    const char *words;
    enum mt_dns_state state;
    enum mt_dns_why why;
} errors[] = {
    {" : DNS name does not exist", MT_DNS_NXDOMAIN, MT_DNS_WHY_NONE},
    {" : No records found for given DNS query", MT_DNS_NO_DATA, MT_DNS_WHY_NONE},
    {" : DNS server failure", MT_DNS_FAILED, MT_DNS_WHY_SERVER},
    {" : DNS operation refused", MT_DNS_FAILED, MT_DNS_WHY_REFUSED},
    {" : This operation returned because the timeout period expired", MT_DNS_FAILED, MT_DNS_WHY_TIMEOUT},
};

static bool
read_error(struct mt_dns_reading *reading, struct mt_text line)
{
    struct mt_text name;
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++) {
        ptrdiff_t at = mt_text_find(line, errors[i].words);
        if (at < 0)
            continue;
        struct mt_text before = mt_text_trim((struct mt_text){line.at, (size_t)at});
        size_t from = before.len;
        while (from > 0 && before.at[from - 1] != ' ')
            from--;
        before = (struct mt_text){before.at + from, before.len - from};
        if (!mt_dns_name(&reading->answers->arena, before, &name))
            return false;
        bool is_asked = mt_text_known(reading->asked.name) && mt_text_equal(reading->asked.name, name);
        mt_dns_paste_none(reading, name, is_asked ? reading->asked.type : MT_DNS_TXT, errors[i].state, errors[i].why);
        return true;
    }
    return false;
}

/* Where in a script an error happened. */
static bool
is_remark(struct mt_text line)
{
    static const char *const starts[] = {"At line:",   "+ CategoryInfo", "+ FullyQualifiedErrorId", "+ ~",
                                         "+ Resolve-", "Line |",         "Resolve-DnsName:"};
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (mt_text_starts_nocase(line, starts[i]))
            return true;
    return mt_text_is(line, "+ ") || (line.len > 2 && line.at[0] == '|' && mt_text_find(line, "~~") >= 0);
}

bool
mt_dns_paste_powershell(struct mt_dns_reading *reading)
{
    struct mt_text line = mt_text_trim(reading->text);
    if (read_error(reading, line) || is_remark(line) || is_table_head(line) || read_row(reading, line) ||
        read_member(reading, line))
        return true;
    /* Inside of a list only a value that did not fit goes on, at the column where it began. */
    if (reading->listed.line && reading->text.at[0] == ' ') {
        reading->listed.is_cut = true;
        return true;
    }
    return false;
}
