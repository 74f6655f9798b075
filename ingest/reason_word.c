#include "ingest/reason_word.h"

#include "ingest/reason_host.h"

#include <string.h>

/* No address, name or time is longer; what is longer cannot be told from an id, and need not be. */
enum { WORD_BYTES = 320, NUMBER_DIGITS = 6, ID_BYTES = 9, ID_DIGITS = 3, HEX_BYTES = 16 };

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool
is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
is_hex(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* The word against a pattern of '9' for a digit, 'h' for a hex digit, '~' for whatever follows, and itself for
 * everything else. */
static bool
fits(struct mt_text word, const char *pattern)
{
    for (size_t i = 0; pattern[i]; i++) {
        if (pattern[i] == '~')
            return true;
        if (i == word.len)
            return false;
        char c = word.at[i];
        if (pattern[i] == '9' ? !is_digit(c) : pattern[i] == 'h' ? !is_hex(c) : c != pattern[i])
            return false;
    }
    return word.len == strlen(pattern);
}

static bool
is_url(struct mt_text word)
{
    return mt_text_starts_nocase(word, "http://") || mt_text_starts_nocase(word, "https://") ||
           mt_text_starts_nocase(word, "www.");
}

struct mt_text
mt_word_url_host(struct mt_text url)
{
    ptrdiff_t scheme = mt_text_find(url, "://");
    size_t start = scheme < 0 ? 0 : (size_t)scheme + 3, end = start;
    while (end < url.len && !strchr("/:?#", url.at[end]) && url.at[end] != '\0')
        end++;
    struct mt_text host = {url.at + start, end - start};
    return mt_host_looks_right(host) ? host : MT_TEXT_UNKNOWN;
}

static bool
is_address(struct mt_text word)
{
    const char *at = memchr(word.at, '@', word.len);
    return at && at > word.at && at < word.at + word.len - 1;
}

/* "192.0.2.10", "72.x.x.x", "192.0.2.0/24", "192.0.2.10:25". */
static bool
is_ip(struct mt_text word)
{
    if (mt_text_starts_nocase(word, "IPv6:"))
        word = (struct mt_text){word.at + 5, word.len - 5};
    const char *mask = memchr(word.at, '/', word.len);
    struct mt_text address = {word.at, mask ? (size_t)(mask - word.at) : word.len};
    if (mt_ip_looks_right(address))
        return true;
    size_t labels = 0, x = 0, len = 0;
    for (size_t i = 0; i <= address.len; i++) {
        if (i == address.len || address.at[i] == '.') {
            labels++;
            if (len == 0 || len > 3)
                return false;
            len = 0;
        } else if (is_digit(address.at[i]) || address.at[i] == 'x' || address.at[i] == 'X') {
            x += !is_digit(address.at[i]);
            len++;
        } else {
            return false;
        }
    }
    return labels == 4 && x > 0;
}

static bool
is_host(struct mt_text word)
{
    const char *port = memchr(word.at, ':', word.len);
    struct mt_text host = {word.at, port ? (size_t)(port - word.at) : word.len};
    if (mt_text_starts(host, "*.")) {
        host.at += 2;
        host.len -= 2;
    }
    for (const char *at = port; at && at + 1 < word.at + word.len; at++)
        if (!is_digit(at[1]))
            return false;
    return mt_host_looks_right(host);
}

static bool
is_time(struct mt_text word)
{
    static const char *const patterns[] = {
        "9999-99-99~", "99:99:99~", "9:99:99~", "99:99",      "9:99",       "99/99/9999", "9/99/9999",
        "99/9/9999",   "9/9/9999",  "99/99/99", "99.99.9999", "9999/99/99", "9999/9/9",   "9999/99/9",
    };
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++)
        if (fits(word, patterns[i]))
            return true;
    return false;
}

/* Long hex, and letters and digits mixed as no word and no documented code mixes them: those are letters first and
 * digits behind ("AS16012609", "TSS04"). */
static bool
is_id(struct mt_text word)
{
    size_t digits = 0, letters = 0, hex = 0, turns = 0;
    if (fits(word, "hhhhhhhh-hhhh-hhhh-hhhh-hhhhhhhhhhhh"))
        return true;
    for (size_t i = 0; i < word.len; i++) {
        char c = word.at[i];
        if (!is_digit(c) && !is_letter(c) && (c == '\0' || !strchr("-_.+/", c)))
            return false;
        digits += is_digit(c);
        letters += is_letter(c);
        hex += is_hex(c);
        turns += i > 0 && is_letter(c) && is_digit(word.at[i - 1]);
    }
    if (hex == word.len && word.len >= HEX_BYTES && letters)
        return true;
    return word.len >= ID_BYTES && digits >= ID_DIGITS && turns > 0;
}

static bool
is_number(struct mt_text word)
{
    for (size_t i = 0; i < word.len; i++)
        if (!is_digit(word.at[i]))
            return false;
    return word.len >= NUMBER_DIGITS;
}

/* The first that fits decides: an address has a host in it, a time may look like an id. */
static const struct {
    bool (*fits)(struct mt_text word);
    enum mt_word word;
} kinds[] = {
    {is_url, MT_WORD_URL},   {is_address, MT_WORD_ADDRESS}, {is_ip, MT_WORD_IP}, {is_host, MT_WORD_HOST},
    {is_time, MT_WORD_TIME}, {is_number, MT_WORD_NUMBER},   {is_id, MT_WORD_ID},
};

enum mt_word
mt_word_of(struct mt_text word)
{
    if (word.len < 2 || word.len > WORD_BYTES)
        return is_url(word) ? MT_WORD_URL : MT_WORD_PLAIN;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (kinds[i].fits(word))
            return kinds[i].word;
    return MT_WORD_PLAIN;
}

bool
mt_word_is_unit(struct mt_text word)
{
    static const char *const units[] = {
        "second", "seconds", "sec",   "secs",     "s",          "minute",      "minutes", "min",
        "mins",   "hour",    "hours", "day",      "days",       "byte",        "bytes",   "octets",
        "KB",     "MB",      "GB",    "messages", "recipients", "connections",
    };
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (mt_text_is_nocase(word, units[i]))
            return true;
    return false;
}
