/* Macros of SPF: RFC 7208 section 7. */

#include <arpa/inet.h>
#include <string.h>

#include "ingest/dns_spf.h"
#include "store/base/out.h"

enum { LONGEST_NAME = 253, MOST_PARTS = 300 };

static struct mt_text
address_text(struct mt_arena *arena, const struct mt_spf_macros *macros)
{
    static const char digits[] = "0123456789abcdef";
    char text[INET_ADDRSTRLEN], *nibbles;
    struct mt_text copy;
    if (!macros->address)
        return MT_TEXT_UNKNOWN;
    if (!macros->is_long) {
        if (!inet_ntop(AF_INET, macros->address, text, sizeof text) || !mt_arena_copy(arena, mt_text_of(text), &copy))
            return MT_TEXT_UNKNOWN;
        return copy;
    }
    nibbles = mt_arena_take(arena, 64);
    if (!nibbles)
        return MT_TEXT_UNKNOWN;
    for (size_t i = 0; i < 32; i++) {
        unsigned byte = macros->address[i / 2];
        nibbles[2 * i] = digits[i % 2 ? byte & 0xF : byte >> 4];
        if (i < 31)
            nibbles[2 * i + 1] = '.';
    }
    return (struct mt_text){nibbles, 63};
}

static struct mt_text
sender_text(struct mt_arena *arena, const struct mt_spf_macros *macros)
{
    size_t len = macros->local.len + 1 + macros->sender_domain.len;
    char *text =
        mt_text_known(macros->local) && mt_text_known(macros->sender_domain) ? mt_arena_take(arena, len) : NULL;
    if (!text)
        return MT_TEXT_UNKNOWN;
    memcpy(text, macros->local.at, macros->local.len);
    text[macros->local.len] = '@';
    memcpy(text + macros->local.len + 1, macros->sender_domain.at, macros->sender_domain.len);
    return (struct mt_text){text, len};
}

static struct mt_text
value_of(struct mt_arena *arena, char letter, const struct mt_spf_macros *macros)
{
    switch (letter) {
    case 's':
        return sender_text(arena, macros);
    case 'l':
        return macros->local;
    case 'o':
        return macros->sender_domain;
    case 'd':
        return macros->domain;
    case 'i':
        return address_text(arena, macros);
    case 'p':
        return macros->validated;
    case 'h':
        return macros->helo;
    case 'v':
        return macros->address ? mt_text_of(macros->is_long ? "ip6" : "in-addr") : MT_TEXT_UNKNOWN;
    }
    return MT_TEXT_UNKNOWN;
}

static bool
is_safe(unsigned char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '.' ||
           c == '_' || c == '~';
}

static void
write_part(struct mt_out *out, struct mt_text part, bool is_escaped)
{
    static const char digits[] = "0123456789ABCDEF";
    for (size_t i = 0; i < part.len; i++) {
        unsigned char c = (unsigned char)part.at[i];
        if (!is_escaped || is_safe(c)) {
            mt_out_byte(out, (char)c);
            continue;
        }
        mt_out_byte(out, '%');
        mt_out_byte(out, digits[c >> 4]);
        mt_out_byte(out, digits[c & 0xF]);
    }
}

/* The value split at the delimiters, turned round if asked, its last `keep` parts (0: all) joined with dots. */
static void
write_parts(struct mt_out *out, struct mt_text value, const char *delimiters, size_t keep, bool is_turned,
            bool is_escaped)
{
    struct mt_text parts[MOST_PARTS];
    size_t count = 0, from = 0;
    for (size_t i = 0; i <= value.len && count < MOST_PARTS; i++)
        if (i == value.len || (value.at[i] != '\0' && strchr(delimiters, value.at[i]))) {
            parts[count++] = (struct mt_text){value.at + from, i - from};
            from = i + 1;
        }
    size_t skip = keep && keep < count ? count - keep : 0;
    for (size_t i = skip; i < count; i++) {
        if (i > skip)
            mt_out_byte(out, '.');
        write_part(out, parts[is_turned ? count - 1 - i : i], is_escaped);
    }
}

/* The macro at `at`, which has been checked. Returns its length; 0: its value is unknown. */
static size_t
write_macro(struct mt_out *out, struct mt_arena *arena, struct mt_text domain, size_t at,
            const struct mt_spf_macros *macros)
{
    char kind = domain.at[at + 1], delimiters[16] = "";
    size_t end = at + 3, keep = 0, marks = 0;
    bool is_turned = false;
    if (kind != '{') {
        mt_out_string(out, kind == '%' ? "%" : kind == '_' ? " " : "%20");
        return 2;
    }
    char letter = domain.at[at + 2];
    for (; domain.at[end] >= '0' && domain.at[end] <= '9'; end++)
        keep = keep * 10 + (size_t)(domain.at[end] - '0');
    if (mt_ascii_lower(domain.at[end]) == 'r') {
        is_turned = true;
        end++;
    }
    for (; domain.at[end] != '}'; end++)
        if (marks + 1 < sizeof delimiters && !strchr(delimiters, domain.at[end])) {
            delimiters[marks++] = domain.at[end];
            delimiters[marks] = '\0';
        }
    struct mt_text value = value_of(arena, mt_ascii_lower(letter), macros);
    if (!mt_text_known(value))
        return 0;
    write_parts(out, value, marks ? delimiters : ".", keep, is_turned, letter >= 'A' && letter <= 'Z');
    return end + 1 - at;
}

/* From the left whole labels go until the name fits. */
static struct mt_text
shortened(struct mt_text name)
{
    if (name.len && name.at[name.len - 1] == '.')
        name.len--;
    while (name.len > LONGEST_NAME) {
        const char *dot = memchr(name.at, '.', name.len);
        if (!dot)
            break;
        size_t skip = (size_t)(dot - name.at) + 1;
        name = (struct mt_text){name.at + skip, name.len - skip};
    }
    return name;
}

struct mt_text
mt_spf_expand(struct mt_arena *arena, struct mt_text domain, const struct mt_spf_macros *macros)
{
    struct mt_out out = MT_OUT_EMPTY;
    struct mt_text name = MT_TEXT_UNKNOWN;
    size_t at = 0;
    while (at < domain.len) {
        if (domain.at[at] != '%') {
            mt_out_byte(&out, domain.at[at++]);
            continue;
        }
        size_t len = write_macro(&out, arena, domain, at, macros);
        if (len == 0)
            break;
        at += len;
    }
    if (at == domain.len && !out.failed && !mt_arena_copy(arena, shortened(mt_out_view(&out)), &name))
        name = MT_TEXT_UNKNOWN;
    mt_out_release(&out);
    return name;
}
