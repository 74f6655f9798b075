#include "ingest/reason_host.h"

#include <arpa/inet.h>
#include <string.h>

enum { HOST_BYTES = 253, LABEL_BYTES = 63 };

static bool
is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* "xxx": how people mask a name. */
static bool
is_mask(struct mt_text label)
{
    for (size_t i = 0; i < label.len; i++)
        if (label.at[i] != 'x' && label.at[i] != 'X')
            return false;
    return true;
}

static bool
label_looks_right(struct mt_text label)
{
    if (label.len == 0 || label.len > LABEL_BYTES)
        return false;
    for (size_t i = 0; i < label.len; i++)
        if (!is_letter(label.at[i]) && !is_digit(label.at[i]) && label.at[i] != '-' && label.at[i] != '_')
            return false;
    return true;
}

/* "com", "LOCAL", "xn--p1ai"; not "x", and not the "AuthRequired" of RESOLVER.RST.AuthRequired. */
static bool
last_label_looks_right(struct mt_text label)
{
    size_t upper = 0, letters = 0;
    for (size_t i = 0; i < label.len; i++) {
        letters += is_letter(label.at[i]);
        upper += label.at[i] >= 'A' && label.at[i] <= 'Z';
    }
    return label.len >= 2 && is_letter(label.at[0]) && letters >= 2 && (upper == 0 || upper == letters);
}

bool
mt_host_looks_right(struct mt_text text)
{
    struct mt_text rest = text, label = MT_TEXT_UNKNOWN;
    size_t labels = 0, masks = 0;
    if (text.len == 0 || text.len > HOST_BYTES)
        return false;
    while (mt_text_known(rest)) {
        label = mt_text_cut(&rest, '.');
        if (!label_looks_right(label))
            return false;
        labels++;
        masks += is_mask(label);
    }
    return labels >= 2 && masks < labels && last_label_looks_right(label);
}

static struct mt_text
without_dot(struct mt_text text)
{
    text = mt_text_trim(text);
    if (text.len && text.at[text.len - 1] == '.')
        text.len--;
    return text;
}

bool
mt_host_read(struct mt_text text, struct mt_arena *arena, struct mt_text *host)
{
    text = without_dot(text);
    if (!mt_host_looks_right(text))
        return false;
    char *lower = mt_arena_take(arena, text.len);
    if (!lower)
        return false;
    for (size_t i = 0; i < text.len; i++)
        lower[i] = mt_ascii_lower(text.at[i]);
    *host = (struct mt_text){lower, text.len};
    return true;
}

/* ---- addresses ---- */

enum { IP_ROOM = INET6_ADDRSTRLEN };

/* The address in its usual form; false when the text is none. */
static bool
ip_form(struct mt_text text, char form[IP_ROOM])
{
    char written[IP_ROOM];
    unsigned char bytes[16];
    if (text.len == 0 || text.len >= sizeof written || memchr(text.at, '\0', text.len))
        return false;
    memcpy(written, text.at, text.len);
    written[text.len] = '\0';
    int family = memchr(text.at, ':', text.len) ? AF_INET6 : AF_INET;
    return inet_pton(family, written, bytes) == 1 && inet_ntop(family, bytes, form, IP_ROOM);
}

/* Where ":25" starts at the end of the text; its length when there is none. */
static size_t
port_at(struct mt_text text)
{
    size_t digits = 0;
    while (digits < text.len && digits < 6 && is_digit(text.at[text.len - 1 - digits]))
        digits++;
    bool has_port = digits > 0 && digits < 6 && digits < text.len && text.at[text.len - 1 - digits] == ':';
    return has_port ? text.len - 1 - digits : text.len;
}

/* An IPv6 address without brackets may end in what looks like a port. The service writes ports with every address it
 * names as an endpoint, and they are 25 almost always, so ":25" is a port when an address is left without it. */
static bool
ip_without_port(struct mt_text text, char form[IP_ROOM])
{
    if (text.len && text.at[0] == '[') {
        const char *end = memchr(text.at, ']', text.len);
        text = (struct mt_text){text.at + 1, end ? (size_t)(end - text.at - 1) : text.len - 1};
        return ip_form(text, form);
    }
    struct mt_text address = {text.at, port_at(text)};
    bool is_six = address.len && memchr(address.at, ':', address.len) != NULL;
    if (address.len < text.len && (!is_six || mt_text_ends_nocase(text, ":25")) && ip_form(address, form))
        return true;
    return ip_form(text, form);
}

bool
mt_ip_looks_right(struct mt_text text)
{
    char form[IP_ROOM];
    return ip_without_port(text, form);
}

bool
mt_ip_read(struct mt_text text, struct mt_arena *arena, struct mt_text *ip)
{
    char form[IP_ROOM];
    if (!ip_without_port(without_dot(text), form))
        return false;
    struct mt_text found = mt_text_of(form);
    return !mt_text_starts(found, "25.") && mt_arena_copy(arena, found, ip);
}

bool
mt_host_is_service(struct mt_text text)
{
    static const char *const endings[] = {
        ".prod.outlook.com",        ".prod.protection.outlook.com",
        ".prod.exchangelabs.com",   ".prod.protection.office365.us",
        ".prod.partner.outlook.cn", ".prod.protection.partner.outlook.cn",
    };
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (mt_text_ends_nocase(text, endings[i]))
            return true;
    return false;
}
