#include "reports/redact_plainly.h"

#include <arpa/inet.h>
#include <string.h>

static const struct {
    const char *text;
    char means;
} disguises[] = {
    {"%40", '@'},     {"=40", '@'},     {"&#64;", '@'},    {"&#x40;", '@'}, {"&commat;", '@'},
    {"\\u0040", '@'}, {"&#46;", '.'},   {"&period;", '.'}, {"%2e", '.'},    {"\\u002e", '.'},
    {"&amp;", '&'},   {"&lt;", '<'},    {"&gt;", '>'},     {"&quot;", '"'}, {"&#39;", '\''},
    {"\\u003c", '<'}, {"\\u003e", '>'}, {"\\u0027", '\''}, {"%2b", '+'},
};

size_t
mt_plainly_at_sign(struct mt_text text)
{
    if (text.len && text.at[0] == '@')
        return 1;
    for (size_t i = 0; i < sizeof disguises / sizeof *disguises && disguises[i].means == '@'; i++)
        if (mt_text_starts_nocase(text, disguises[i].text))
            return strlen(disguises[i].text);
    return 0;
}

bool
mt_plainly_is_local(char c)
{
    unsigned char byte = (unsigned char)c;
    char low = mt_ascii_lower(c);
    return byte >= 0x80 || (low >= 'a' && low <= 'z') || (c >= '0' && c <= '9') ||
           (c && strchr(".!#$%&'*+-/=?^_`{|}~", c));
}

bool
mt_plainly_is_domain(char c)
{
    unsigned char byte = (unsigned char)c;
    char low = mt_ascii_lower(c);
    return byte >= 0x80 || (low >= 'a' && low <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
}

bool
mt_plainly_is_system(struct mt_text local)
{
    static const char *const names[] = {"postmaster", "mailer-daemon", "abuse", "hostmaster"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (mt_text_is_nocase(local, names[i]))
            return true;
    return mt_text_starts_nocase(local, "microsoftexchange") && local.len > 40;
}

bool
mt_plainly_is_internal_host(struct mt_text host)
{
    static const char *const suffixes[] = {".local", ".lan",      ".internal",    ".corp",    ".home",
                                           ".intra", ".intranet", ".localdomain", ".private", ".home.arpa"};
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
        if (host.len > strlen(suffixes[i]) && mt_text_ends_nocase(host, suffixes[i]))
            return true;
    return false;
}

static bool
is_internal_v4(uint32_t ip)
{
    static const struct {
        uint32_t net, mask;
    } nets[] = {
        {0x0A000000, 0xFF000000}, /* 10/8 */
        {0xAC100000, 0xFFF00000}, /* 172.16/12 */
        {0xC0A80000, 0xFFFF0000}, /* 192.168/16 */
        {0x64400000, 0xFFC00000}, /* 100.64/10, shared by carriers (RFC 6598) */
        {0x7F000000, 0xFF000000}, /* 127/8 */
        {0xA9FE0000, 0xFFFF0000}, /* 169.254/16 */
    };
    for (size_t i = 0; i < sizeof nets / sizeof *nets; i++)
        if ((ip & nets[i].mask) == nets[i].net)
            return true;
    return false;
}

bool
mt_plainly_is_internal_ip(struct mt_text ip)
{
    char room[INET6_ADDRSTRLEN + 1];
    struct in_addr v4;
    struct in6_addr v6;
    if (ip.len == 0 || ip.len >= sizeof room)
        return false;
    memcpy(room, ip.at, ip.len);
    room[ip.len] = '\0';
    if (inet_pton(AF_INET, room, &v4) == 1)
        return is_internal_v4(ntohl(v4.s_addr));
    if (inet_pton(AF_INET6, room, &v6) != 1)
        return false;
    const unsigned char *bytes = v6.s6_addr;
    if (IN6_IS_ADDR_V4MAPPED(&v6))
        return is_internal_v4((uint32_t)bytes[12] << 24 | (uint32_t)bytes[13] << 16 | (uint32_t)bytes[14] << 8 |
                              bytes[15]);
    return (bytes[0] & 0xFE) == 0xFC || (bytes[0] == 0xFE && (bytes[1] & 0xC0) == 0x80) || IN6_IS_ADDR_LOOPBACK(&v6);
}

size_t
mt_plainly_plain(struct mt_text bytes, char *room)
{
    size_t len = 0;
    for (size_t i = 0; i < bytes.len;) {
        struct mt_text rest = {bytes.at + i, bytes.len - i};
        char c = bytes.at[i];
        size_t taken = 1;
        if (c == '&' || c == '\\' || c == '%' || c == '=')
            for (size_t j = 0; j < sizeof disguises / sizeof *disguises && taken == 1; j++)
                if (mt_text_starts_nocase(rest, disguises[j].text)) {
                    taken = strlen(disguises[j].text);
                    c = disguises[j].means;
                }
        i += taken;
        if (c == '\\' && taken == 1) /* an escape of Markdown or JSON */
            continue;
        room[len++] = mt_ascii_lower(c);
    }
    return len;
}
