/* What nslookup (of Windows and of BIND) and host write. */

#include <string.h>

#include "ingest/dns_paste_parts.h"
#include "store/base/out.h"

/* What stands behind `words`; `*before` what stands in front of them. */
static bool
split_at(struct mt_text line, const char *words, struct mt_text *before, struct mt_text *behind)
{
    ptrdiff_t at = mt_text_find(line, words);
    if (at < 0)
        return false;
    size_t skip = (size_t)at + strlen(words);
    *before = mt_text_trim((struct mt_text){line.at, (size_t)at});
    *behind = mt_text_trim((struct mt_text){line.at + skip, line.len - skip});
    return true;
}

/* ---- texts ---- */

static void
add_text(struct mt_dns_reading *reading, struct mt_text owner, struct mt_text first)
{
    struct mt_out joined = MT_OUT_EMPTY;
    struct mt_dns_tokens tokens = {.count = 0};
    struct mt_text text = reading->text;
    size_t line = reading->line;
    mt_dns_tokens_add(reading, &tokens, first);
    /* Windows writes each string on a line of its own, behind an empty one. */
    while (reading->rest.len && !tokens.is_open) {
        struct mt_text next = mt_text_trim(mt_dns_paste_peek(reading));
        if (next.len && next.at[0] != '"')
            break;
        if (!next.len && tokens.count)
            break;
        (void)mt_dns_paste_next(reading);
        mt_dns_tokens_add(reading, &tokens, next);
    }
    for (size_t i = 0; i < tokens.count; i++)
        mt_out_text(&joined, tokens.items[i].text);
    if (joined.failed)
        reading->failed = true;
    else if (tokens.is_open || tokens.is_full)
        mt_dns_paste_unread(reading, line, text, tokens.is_open ? MT_DNS_UNREAD_OPEN_QUOTE : MT_DNS_UNREAD_TOO_LONG);
    else if (tokens.count == 0)
        mt_dns_paste_unread(reading, line, text, MT_DNS_UNREAD_BAD_DATA);
    else
        mt_dns_paste_add(reading, owner, MT_DNS_TXT, mt_out_view(&joined), 0, (int)tokens.count);
    mt_out_release(&joined);
}

/* ---- records in words ---- */

static const struct {
    const char *words;
    enum mt_dns_type type;
} phrases[] = {
    {"text =", MT_DNS_TXT},
    {" descriptive text ", MT_DNS_TXT},
    {"canonical name =", MT_DNS_CNAME},
    {" is an alias for ", MT_DNS_CNAME},
    {"mail exchanger =", MT_DNS_MX},
    {"MX preference =", MT_DNS_MX},
    {" mail is handled by ", MT_DNS_MX},
    {"internet address =", MT_DNS_A},
    {" has address ", MT_DNS_A},
    {"AAAA IPv6 address =", MT_DNS_AAAA},
    {"has AAAA address", MT_DNS_AAAA},
    {" has IPv6 address ", MT_DNS_AAAA},
    {"nameserver =", MT_DNS_NS},
    {" name server ", MT_DNS_NS},
    {"\tname =", MT_DNS_PTR},
    {" domain name pointer ", MT_DNS_PTR},
};

/* "10 mx.example.", "10, mail exchanger = mx.example" */
static void
add_mx(struct mt_dns_reading *reading, struct mt_text owner, struct mt_text data)
{
    struct mt_text host = MT_TEXT_UNKNOWN, before;
    int64_t preference;
    if (!split_at(data, "mail exchanger =", &before, &host)) {
        host = data;
        before = mt_dns_word(&host);
    }
    struct mt_text number = mt_text_cut(&before, ',');
    if (!host.len || !mt_text_to_int(mt_text_trim(number), &preference) || preference > 65535) {
        mt_dns_paste_unread(reading, reading->line, reading->text, MT_DNS_UNREAD_BAD_DATA);
        return;
    }
    /* Windows has a word for the name of the root. */
    host = mt_dns_word(&host);
    mt_dns_paste_add(reading, owner, MT_DNS_MX, mt_text_is(host, "(root)") ? MT_TEXT_LITERAL(".") : host,
                     (int)preference, 0);
}

static bool
read_phrase(struct mt_dns_reading *reading, struct mt_text line)
{
    struct mt_text before, behind, owner;
    size_t i = 0;
    /* The words stand outside of quotes. */
    const char *quote = line.len ? memchr(line.at, '"', line.len) : NULL;
    struct mt_text open = {line.at, quote ? (size_t)(quote - line.at) : line.len};
    while (i < sizeof phrases / sizeof *phrases && !split_at(open, phrases[i].words, &before, &behind))
        i++;
    if (i == sizeof phrases / sizeof *phrases)
        return false;
    /* Windows names MX both ways in one line: the first one counts. */
    struct mt_text other, unused;
    if (phrases[i].type == MT_DNS_MX && split_at(open, "MX preference =", &other, &unused))
        split_at(open, "MX preference =", &before, &behind);
    behind.len = (size_t)(line.at + line.len - behind.at);
    if (before.len && memchr(before.at, ' ', before.len))
        return false;
    if (!mt_dns_name(&reading->answers->arena, before, &owner)) {
        mt_dns_paste_unread(reading, reading->line, line, MT_DNS_UNREAD_BAD_NAME);
        return true;
    }
    if (reading->part == MT_DNS_PART_PASSED)
        return true;
    /* BIND's nslookup and host quote; nslookup of macOS does not always. */
    if (phrases[i].type == MT_DNS_TXT)
        add_text(reading, owner, behind);
    else if (phrases[i].type == MT_DNS_MX)
        add_mx(reading, owner, behind);
    else
        mt_dns_paste_add(reading, owner, phrases[i].type, mt_dns_word(&behind), 0, 0);
    return true;
}

/* ---- there is none ---- */

static const struct {
    const char *words;
    enum mt_dns_state state;
    enum mt_dns_why why;
} endings[] = {
    {"Non-existent domain", MT_DNS_NXDOMAIN, MT_DNS_WHY_NONE},
    {"NXDOMAIN", MT_DNS_NXDOMAIN, MT_DNS_WHY_NONE},
    {"No answer", MT_DNS_NO_DATA, MT_DNS_WHY_NONE},
    {"Query refused", MT_DNS_FAILED, MT_DNS_WHY_REFUSED},
    {"REFUSED", MT_DNS_FAILED, MT_DNS_WHY_REFUSED},
    {"Server failed", MT_DNS_FAILED, MT_DNS_WHY_SERVER},
    {"SERVFAIL", MT_DNS_FAILED, MT_DNS_WHY_SERVER},
    {"No response", MT_DNS_FAILED, MT_DNS_WHY_TIMEOUT},
    {"timed", MT_DNS_FAILED, MT_DNS_WHY_TIMEOUT},
    {"", MT_DNS_FAILED, MT_DNS_WHY_OTHER},
};

static void
say_none(struct mt_dns_reading *reading, struct mt_text name, enum mt_dns_type type, struct mt_text reason)
{
    size_t i = 0;
    while (endings[i].words[0] && mt_text_find(reason, endings[i].words) < 0)
        i++;
    mt_dns_paste_none(reading, name, type, endings[i].state, endings[i].why);
}

/* "*** dns.google can't find contoso.com: Non-existent domain", "** server can't find …: NXDOMAIN",
 * "Host contoso.com not found: 3(NXDOMAIN)" */
static bool
read_not_found(struct mt_dns_reading *reading, struct mt_text line)
{
    struct mt_text before, behind, name;
    enum mt_dns_type type = mt_text_known(reading->asked.name) ? reading->asked.type : reading->set_type;
    if (mt_text_starts_nocase(line, "***") || mt_text_starts_nocase(line, "** ")) {
        if (!split_at(line, "can't find ", &before, &behind) && !split_at(line, "Can't find ", &before, &behind))
            return false;
    } else if (mt_text_starts(line, "Host ") && split_at(line, " not found: ", &behind, &before)) {
        behind = (struct mt_text){behind.at + 5, line.len - 5};
    } else {
        return false;
    }
    struct mt_text reason = behind, said = mt_text_trim(mt_text_cut(&reason, ':'));
    said = mt_dns_word(&said);
    if (!mt_dns_name(&reading->answers->arena, said, &name))
        mt_dns_paste_unread(reading, reading->line, line, MT_DNS_UNREAD_BAD_NAME);
    else
        say_none(reading, name, type, mt_text_known(reason) ? reason : behind);
    return true;
}

/* "*** No text (TXT) records available for contoso.com", "contoso.com has no MX record" */
static bool
read_no_records(struct mt_dns_reading *reading, struct mt_text line)
{
    struct mt_text before, behind, name;
    enum mt_dns_type type;
    if (split_at(line, ") records available for ", &before, &behind)) {
        const char *open = before.len ? memchr(before.at, '(', before.len) : NULL;
        if (!open)
            return false;
        size_t from = (size_t)(open - before.at) + 1;
        before = (struct mt_text){before.at + from, before.len - from};
    } else if (split_at(line, " has no ", &behind, &before)) {
        before = mt_dns_word(&before);
    } else {
        return false;
    }
    if (mt_text_is(before, "A+AAAA"))
        before = MT_TEXT_LITERAL("A");
    if (!mt_dns_type_by_key(before, &type) || !mt_dns_name(&reading->answers->arena, behind, &name))
        return false;
    mt_dns_paste_none(reading, name, type, MT_DNS_NO_DATA, MT_DNS_WHY_NONE);
    return true;
}

static bool
read_timeout(struct mt_dns_reading *reading, struct mt_text line)
{
    if (mt_text_starts(line, "DNS request timed out") || mt_text_starts(line, "timeout was"))
        return true;
    if (!mt_text_starts(line, "*** Request to") || mt_text_find(line, "timed-out") < 0)
        return false;
    if (mt_text_known(reading->asked.name))
        mt_dns_paste_none(reading, reading->asked.name, reading->asked.type, MT_DNS_FAILED, MT_DNS_WHY_TIMEOUT);
    return true;
}

/* The start of authority that Windows shows in place of an answer: the name is there, records of this type are not. */
static bool
read_authority(struct mt_dns_reading *reading, struct mt_text line)
{
    static const char *const others[] = {"responsible mail addr", "serial ",   "refresh ", "retry ", "expire ",
                                         "default TTL",           "mail addr", "minimum ", "origin "};
    if (mt_text_starts(line, "primary name server")) {
        if (mt_text_known(reading->asked.name) && reading->asked.got == 0)
            mt_dns_paste_none(reading, reading->asked.name, reading->asked.type, MT_DNS_NO_DATA, MT_DNS_WHY_NONE);
        return true;
    }
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (mt_text_starts(line, others[i]) && memchr(line.at, '=', line.len))
            return true;
    return mt_text_starts(mt_text_trim(mt_dns_paste_peek(reading)), "primary name server");
}

/* ---- addresses ---- */

static void
add_address(struct mt_dns_reading *reading, struct mt_text said)
{
    /* BIND's own server is "192.0.2.1#53". */
    struct mt_text address = mt_dns_word(&said);
    enum mt_dns_type type = address.len && memchr(address.at, ':', address.len) ? MT_DNS_AAAA : MT_DNS_A;
    mt_dns_paste_add(reading, reading->named, type, address, 0, 0);
}

static bool
is_indented(struct mt_text line)
{
    return line.len > 0 && (line.at[0] == ' ' || line.at[0] == '\t');
}

/* "Server:", "Address:" of the server itself, then "Name:", "Addresses:" and "Aliases:" of the answer. */
static bool
read_address(struct mt_dns_reading *reading, struct mt_text line)
{
    struct mt_text value = line, key = mt_text_cut(&value, ':');
    if (!mt_text_known(value)) {
        if (!reading->has_addresses || !is_indented(reading->text))
            return false;
        add_address(reading, line);
        return true;
    }
    value = mt_text_trim(value);
    bool is_address = mt_text_is(key, "Address") || mt_text_is(key, "Addresses");
    if (reading->has_addresses && is_indented(reading->text) && !is_address) {
        add_address(reading, line);
        return true;
    }
    reading->has_addresses = false;
    if (mt_text_is(key, "Server") || mt_text_is(key, "Default Server")) {
        reading->names_server = true;
        reading->named = MT_TEXT_UNKNOWN;
        reading->part = MT_DNS_PART_ANY;
        return true;
    }
    if (is_address && (reading->names_server || !mt_text_known(reading->named))) {
        bool was = reading->names_server;
        reading->names_server = false;
        return was;
    }
    if (is_address) {
        add_address(reading, value);
        reading->has_addresses = true;
        return true;
    }
    if (mt_text_is(key, "Name") && value.len)
        return mt_dns_name(&reading->answers->arena, value, &reading->named);
    if (mt_text_is(key, "Aliases") && value.len && mt_text_known(reading->named)) {
        struct mt_text owner;
        if (mt_dns_name(&reading->answers->arena, mt_dns_word(&value), &owner) && !mt_text_equal(owner, reading->named))
            mt_dns_paste_add(reading, owner, MT_DNS_CNAME, reading->named, 0, 0);
        return true;
    }
    return false;
}

/* ---- questions at nslookup's own prompt ---- */

/* "> set type=txt", "> server 192.0.2.53", "> contoso.com" */
static bool
read_prompt(struct mt_dns_reading *reading, struct mt_text line)
{
    struct mt_text name;
    enum mt_dns_type type;
    if (line.len == 0 || line.at[0] != '>')
        return false;
    struct mt_text rest = {line.at + 1, line.len - 1};
    struct mt_text first = mt_dns_word(&rest);
    if (first.len == 0 || mt_text_is_nocase(first, "server") || mt_text_is_nocase(first, "exit"))
        return true;
    if (mt_text_is_nocase(first, "set")) {
        struct mt_text value = rest, key = mt_text_cut(&value, '=');
        bool is_type = mt_text_starts_nocase(key, "t") || mt_text_starts_nocase(key, "q");
        if (is_type && mt_dns_type_by_key(mt_text_trim(value), &type))
            reading->set_type = type;
        return true;
    }
    if (rest.len || !mt_dns_name(&reading->answers->arena, first, &name) || !memchr(name.at, '.', name.len))
        return false;
    mt_dns_paste_ask(reading, name, reading->set_type);
    reading->named = MT_TEXT_UNKNOWN;
    return true;
}

static bool
is_remark(struct mt_text line)
{
    static const char *const remarks[] = {"Non-authoritative answer", "Authoritative answers can be found",
                                          "Using domain server"};
    for (size_t i = 0; i < sizeof remarks / sizeof *remarks; i++)
        if (mt_text_starts_nocase(line, remarks[i]))
            return true;
    return false;
}

bool
mt_dns_paste_nslookup(struct mt_dns_reading *reading)
{
    struct mt_text line = mt_text_trim(reading->text);
    if (is_remark(line)) {
        /* What follows the second of these helps to ask on and answers nothing. */
        reading->part = mt_text_starts_nocase(line, "Authoritative") ? MT_DNS_PART_PASSED : MT_DNS_PART_ANY;
        reading->names_server = false;
        return true;
    }
    return read_prompt(reading, line) || read_not_found(reading, line) || read_no_records(reading, line) ||
           read_timeout(reading, line) || read_authority(reading, line) || read_phrase(reading, line) ||
           read_address(reading, line);
}
