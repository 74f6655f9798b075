/* Hosts and IPs: which are internal, and where they stand in a text. */

#include "reports/redact_inside.h"

#include <arpa/inet.h>
#include <string.h>

#include "reports/redact_fold.h"

enum { HOST_MOST = 255, IP_MOST = 45 };

/* ---- what is internal ---- */

/* AM0PR10MB1234, SG2APC01FT031: machines of Exchange Online are named so, and events print the first label alone. */
static bool
is_microsofts(struct mt_text label)
{
    static const char *const roles[] = {"mb", "ft", "ca", "ht", "ch", "cu", "dm", "he"};
    size_t digits = 0;
    if (label.len < 11 || label.len > 17)
        return false;
    while (digits < 5 && label.at[label.len - 1 - digits] >= '0' && label.at[label.len - 1 - digits] <= '9')
        digits++;
    for (size_t i = 0; i < label.len; i++)
        if (!mt_is_word_byte(label.at[i]) || (i < 2 && label.at[i] <= '9'))
            return false;
    struct mt_text role = {label.at + label.len - digits - 2, 2};
    for (size_t i = 0; i < sizeof roles / sizeof *roles && (digits == 3 || digits == 4); i++)
        if (mt_text_is_nocase(role, roles[i]))
            return true;
    return false;
}

/* Top-level names that are no public ones, and single names. "localhost" says nothing of anybody. */
bool
mt_host_is_internal(struct mt_text host)
{
    static const char *const tops[] = {"local", "lan",      "internal", "corp",     "home",
                                       "intra", "intranet", "private",  "localnet", "ad"};
    char room[64];
    bool ignored, has_letter = false;
    if (host.len == 0 || host.len > HOST_MOST || mt_text_is_nocase(host, "localhost") ||
        mt_text_is_nocase(host, "unknown") || mt_redact_ip_read(host, room, &ignored))
        return false;
    size_t top = host.len;
    while (top > 0 && host.at[top - 1] != '.')
        top--;
    for (size_t i = 0; i < host.len; i++) {
        char c = host.at[i];
        if (!mt_is_word_byte(c) && c != '-' && c != '_' && c != '.')
            return false;
        has_letter |= mt_is_word_byte(c) && (c < '0' || c > '9');
    }
    if (top == 0)
        return has_letter && !is_microsofts(host);
    for (size_t i = 0; i < sizeof tops / sizeof *tops; i++)
        if (mt_text_is_nocase((struct mt_text){host.at + top, host.len - top}, tops[i]))
            return true;
    return mt_text_ends_nocase(host, ".home.arpa");
}

static bool
v4_is_internal(const unsigned char *ip)
{
    return ip[0] == 10 || ip[0] == 127 || (ip[0] == 172 && (ip[1] & 0xF0) == 16) || (ip[0] == 192 && ip[1] == 168) ||
           (ip[0] == 100 && (ip[1] & 0xC0) == 64) || (ip[0] == 169 && ip[1] == 254);
}

static bool
v6_is_internal(const unsigned char *ip)
{
    static const unsigned char loopback[16] = {[15] = 1}, mapped[12] = {[10] = 0xFF, [11] = 0xFF};
    if (memcmp(ip, mapped, sizeof mapped) == 0)
        return v4_is_internal(ip + 12);
    return memcmp(ip, loopback, sizeof loopback) == 0 || (ip[0] & 0xFE) == 0xFC ||
           (ip[0] == 0xFE && (ip[1] & 0xC0) == 0x80);
}

bool
mt_redact_ip_read(struct mt_text text, char room[64], bool *is_internal)
{
    char string[IP_MOST + 1];
    unsigned char ip[16];
    if (mt_text_starts_nocase(text, "ipv6:"))
        text = (struct mt_text){text.at + 5, text.len - 5};
    if (text.len == 0 || text.len > IP_MOST || memchr(text.at, '\0', text.len))
        return false;
    memcpy(string, text.at, text.len);
    string[text.len] = '\0';
    int family = memchr(string, ':', text.len) ? AF_INET6 : AF_INET;
    if (inet_pton(family, string, ip) != 1)
        return false;
    *is_internal = family == AF_INET ? v4_is_internal(ip) : v6_is_internal(ip);
    return inet_ntop(family, ip, room, 64) != NULL;
}

/* ---- in a text ---- */

static bool
is_host_byte(char c)
{
    return mt_is_word_byte(c) || c == '-' || c == '.' || c == '_';
}

/* Up to four numbers in a row with the same mark between them. */
struct row {
    size_t begin[4], count;
};

/* An IP is what four of them are, whatever stands before and behind: a range, a longer row. */
static bool
edit_row(struct mt_scan *scan, const struct row *row, size_t to)
{
    struct mt_text text = scan->view->text;
    char usual[16];
    size_t from = row->begin[0];
    if (row->count < 4 || to - from >= sizeof usual)
        return false;
    for (size_t i = from; i < to; i++)
        usual[i - from] = text.at[i] == '-' ? '.' : text.at[i];
    uint32_t number = mt_scan_original(scan, MT_REDACT_IP, (struct mt_text){usual, to - from}, true, true);
    if (number)
        mt_scan_edit(scan, from, to, number, MT_EDIT_PLACE);
    return number != 0;
}

/* "10.0.0.4" and "ip-10-0-0-4" in a run of what hosts are made of. */
static void
scan_numbers(struct mt_scan *scan, size_t from, size_t to, char mark)
{
    struct mt_text text = scan->view->text;
    struct row row = {.count = 0};
    for (size_t at = from; at < to;) {
        size_t end = at;
        while (end < to && mt_is_word_byte(text.at[end]))
            end++;
        bool is_number = end > at && end - at <= 3;
        for (size_t i = at; i < end; i++)
            is_number &= text.at[i] >= '0' && text.at[i] <= '9';
        if (!is_number || (row.count > 0 && text.at[at - 1] != mark))
            row.count = 0;
        if (row.count == 4) {
            memmove(row.begin, row.begin + 1, 3 * sizeof *row.begin);
            row.count = 3;
        }
        if (is_number)
            row.begin[row.count++] = at;
        if (is_number && edit_row(scan, &row, end))
            row.count = 0;
        at = end + 1;
    }
}

/* A name under .local and the like. An '@' behind it makes it a local part. */
static void
scan_name(struct mt_scan *scan, size_t from, size_t to)
{
    struct mt_text text = scan->view->text;
    while (to > from && strchr("-._", text.at[to - 1]))
        to--;
    while (from < to && strchr("-._", text.at[from]))
        from++;
    struct mt_text name = {text.at + from, to - from};
    if (!name.len || !memchr(name.at, '.', name.len) || (to < text.len && text.at[to] == '@'))
        return;
    uint32_t number = mt_scan_original(scan, MT_REDACT_HOST, name, scan->is_top, true);
    if (number)
        mt_scan_edit(scan, from, to, number, MT_EDIT_PLACE);
}

/* fe80::1, ::1, IPv6:fd00::1 */
static void
scan_v6(struct mt_scan *scan, size_t from, size_t to)
{
    struct mt_text text = scan->view->text;
    if (to < text.len && mt_is_word_byte(text.at[to]))
        return;
    while (to > from &&
           (text.at[to - 1] == '.' || (text.at[to - 1] == ':' && (to - from < 2 || text.at[to - 2] != ':'))))
        to--;
    struct mt_text ip = {text.at + from, to - from};
    if (ip.len < 3 || ip.len > IP_MOST)
        return;
    uint32_t number = mt_scan_original(scan, MT_REDACT_IP, ip, true, true);
    if (number)
        mt_scan_edit(scan, from, to, number, MT_EDIT_PLACE);
}

static bool
is_v6_byte(char c)
{
    char lower = mt_ascii_lower(c);
    return (c >= '0' && c <= '9') || (lower >= 'a' && lower <= 'f') || c == ':' || c == '.';
}

static void
scan_colons(struct mt_scan *scan)
{
    struct mt_text text = scan->view->text;
    for (size_t at = 0; at < text.len;) {
        bool may_begin =
            is_v6_byte(text.at[at]) && text.at[at] != '.' && (at == 0 || !mt_is_word_byte(text.at[at - 1]));
        if (!may_begin) {
            at++;
            continue;
        }
        size_t to = at, colons = 0;
        while (to < text.len && is_v6_byte(text.at[to]))
            colons += text.at[to++] == ':';
        if (colons >= 2)
            scan_v6(scan, at, to);
        at = to > at ? to : at + 1;
    }
}

void
mt_scan_places(struct mt_scan *scan)
{
    struct mt_text text = scan->view->text;
    scan->redactor->work += text.len;
    if (scan->redactor->options.show_hosts)
        return;
    for (size_t at = 0; at < text.len;) {
        size_t to = at;
        bool has_digit = false;
        while (to < text.len && is_host_byte(text.at[to])) {
            has_digit |= text.at[to] >= '0' && text.at[to] <= '9';
            to++;
        }
        if (to > at) {
            if (has_digit) {
                scan_numbers(scan, at, to, '.');
                scan_numbers(scan, at, to, '-');
            }
            scan_name(scan, at, to);
        }
        at = to + 1;
    }
    scan_colons(scan);
}
