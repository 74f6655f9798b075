#include "ingest/reason_chain.h"

#include "ingest/reason_host.h"

#include <string.h>

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

static bool
is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

static bool
is_word(char c)
{
    return is_letter(c) || (c >= '0' && c <= '9');
}

static bool
is_reply(struct mt_text text)
{
    struct mt_reply reply;
    return mt_reply_read(text, &reply) != 0;
}

/* ---- details in square brackets ----
 *
 * They follow what was said, so a layer's own words end at the first of them. */

static struct mt_text
detail_value(struct mt_text text)
{
    size_t len = 0;
    if (text.len && text.at[0] == '[') { /* an IPv6 address, "[2001:db8::5]:25" */
        const char *end = memchr(text.at, ']', text.len < 64 ? text.len : 64);
        return end ? part(text, 0, (size_t)(end - text.at) + 1) : MT_TEXT_UNKNOWN;
    }
    while (len < text.len && !is_blank(text.at[len]) && text.at[len] != '\0' && !strchr("[](", text.at[len]))
        len++;
    /* One that runs into the end of the text is cut; half a name is another name. */
    return len < text.len ? part(text, 0, len) : MT_TEXT_UNKNOWN;
}

static void
keep_first(struct mt_text *kept, struct mt_text text)
{
    if (!mt_text_known(*kept) && mt_text_known(text))
        *kept = text;
}

/* True when the "[" at the start of the text opens a detail. */
static bool
take_detail(struct mt_chain *chain, struct mt_text text)
{
    static const char server[] = "[LastAttemptedServerName=", address[] = "[LastAttemptedIP=",
                      level[] = "[SmtpSecurity=";
    if (mt_text_starts(text, server)) {
        keep_first(&chain->last_attempted.host, detail_value(part(text, sizeof server - 1, text.len)));
        return true;
    }
    if (mt_text_starts(text, address)) {
        /* "72.x.x.x.:25", and in one real export the closing bracket is missing: the value ends at the blank. */
        keep_first(&chain->last_attempted.ip, detail_value(part(text, sizeof address - 1, text.len)));
        return true;
    }
    if (mt_text_starts(text, level))
        return true;
    struct mt_text stamp = detail_value(part(text, 1, text.len));
    if (!mt_host_is_service(stamp))
        return false;
    keep_first(&chain->stamp, stamp);
    return true;
}

static struct mt_text
without_details(struct mt_chain *chain, struct mt_text layer)
{
    size_t end = layer.len;
    for (size_t i = 0; i < layer.len; i++)
        if (layer.at[i] == '[' && take_detail(chain, part(layer, i, layer.len)) && i < end)
            end = i;
    return part(layer, 0, end);
}

/* "Attempted failover to alternate host, but that did not succeed. …" is said of the attempt, not of its trouble. */
static struct mt_text
without_failover(struct mt_chain *chain, struct mt_text layer)
{
    static const char endpoint[] = "last endpoint attempted was ";
    ptrdiff_t found = mt_text_find(layer, "Attempted failover");
    if (found < 0)
        return layer;
    struct mt_text tail = part(layer, (size_t)found, layer.len);
    ptrdiff_t last = mt_text_find(tail, endpoint);
    if (last >= 0) {
        struct mt_text value = part(tail, (size_t)last + sizeof endpoint - 1, tail.len);
        value = mt_text_cut(&value, ' ');
        keep_first(&chain->last_endpoint, mt_text_cut(&value, '\''));
    }
    return part(layer, 0, (size_t)found);
}

/* ---- one layer ---- */

/* Without the marks that end the open layers. Brackets that words end with, "(PRA)", are no such marks. */
static struct mt_text
without_closers(const struct mt_chain *chain, struct mt_text layer)
{
    layer = mt_text_trim(layer);
    for (size_t i = chain->closer_count; i > 0 && layer.len; i--)
        if (layer.at[layer.len - 1] == chain->closers[i - 1])
            layer = mt_text_trim(part(layer, 0, layer.len - 1));
    return layer;
}

/* A server name that was cut: "[BN7" at the end of the text. */
static struct mt_text
without_open_detail(struct mt_chain *chain, struct mt_text layer)
{
    size_t at = layer.len;
    while (at > 0 && layer.at[at - 1] != '[' && layer.at[at - 1] != ']')
        at--;
    if (at < 2 || layer.at[at - 1] != '[' || !is_blank(layer.at[at - 2]))
        return layer;
    chain->is_cut = true;
    return part(layer, 0, at - 1);
}

static bool
has_letters(struct mt_text text)
{
    for (size_t i = 0; i + 1 < text.len; i++)
        if (is_letter(text.at[i]) && is_letter(text.at[i + 1]))
            return true;
    return false;
}

static bool
was_said(const struct mt_chain *chain, struct mt_text text)
{
    for (size_t i = 0; i < chain->piece_count; i++)
        if (chain->pieces[i].len >= text.len && memcmp(chain->pieces[i].at, text.at, text.len) == 0)
            return true;
    return false;
}

static bool
says_expired(const struct mt_reply *reply, struct mt_text said)
{
    return mt_text_starts_nocase(said, "message expired") || mt_text_starts_nocase(said, "QUEUE.Expired") ||
           (reply->number >= 500 && strcmp(reply->code, "4.4.7") == 0);
}

/* Leading marks of words that a layer without codes may begin with. */
static struct mt_text
uncoded(struct mt_text layer)
{
    while (layer.len && layer.at[0] != '\0' && strchr(" \t\r\n\"'#:;", layer.at[0]))
        layer = part(layer, 1, layer.len);
    return layer;
}

static void
take_layer(struct mt_chain *chain, struct mt_text layer, bool is_last)
{
    struct mt_reply reply = {0};
    layer = without_details(chain, layer);
    layer = without_failover(chain, layer);
    if (is_last)
        layer = without_open_detail(chain, layer);
    size_t codes = mt_reply_read(layer, &reply);
    struct mt_text said = codes ? part(layer, codes, layer.len) : uncoded(layer);
    said = without_closers(chain, said);
    chain->expired |= says_expired(&reply, said);

    bool is_outermost = !chain->has_code && chain->piece_count == 0;
    if (!is_outermost && !reply.code[0] && !has_letters(said))
        return; /* nothing in it, or the beginning of codes that were cut */
    if (codes) {
        if (!chain->has_code)
            chain->first = reply;
        chain->has_code = true;
        chain->inner = reply;
        chain->piece_count = 0;
    }
    if (said.len && chain->piece_count < MT_CHAIN_PIECES && !was_said(chain, said))
        chain->pieces[chain->piece_count++] = said;
}

/* ---- where layers open ---- */

static const struct {
    const char *phrase; /* right in front of the mark */
    char mark;
} quotes[] = {
    {"responded with: ", '"'},
    {"responded with ", '"'},
    {"target IP address: ", '"'},
    {"on Frontend with ", '\''},
};

/* "(…)" is a layer when the text before it is the service's own: it writes the cause behind its words without a blank.
 * Servers elsewhere write "AS(42000001)" and "sizelimit(s)". */
static bool
opens_in_brackets(struct mt_text text, size_t layer, size_t at)
{
    struct mt_reply reply;
    if (at == layer || is_blank(text.at[at - 1]))
        return false;
    struct mt_text inside = part(text, at + 1, text.len);
    if (text.at[at - 1] == ']' || is_reply(inside))
        return true;
    bool is_service = mt_reply_read(part(text, layer, at), &reply) && strlen(reply.code) == strlen("5.4.317") &&
                      strncmp(reply.code + 1, ".4.3", 4) == 0;
    return is_service && (inside.len == 0 || is_letter(inside.at[0]));
}

/* How many bytes the opening of a layer takes at `at`, 0 when there is none; `closer` is what ends the layer, 0 for
 * nothing. `layer` is where the layer around it started. */
static size_t
opening_at(struct mt_text text, size_t layer, size_t at, char *closer)
{
    static const char message[] = "[Message=", expired[] = "QUEUE.Expired";
    struct mt_text before = part(text, layer, at), here = part(text, at, text.len);
    *closer = 0;
    switch (here.at[0]) {
    case '-':
        if (here.len >= 2 && here.at[1] == '>' && (at == 0 || is_blank(text.at[at - 1])) &&
            (here.len == 2 || is_blank(here.at[2])))
            return 2;
        return 0;
    case '[':
        *closer = ']';
        return mt_text_starts(here, message) ? sizeof message - 1 : 0;
    case '(':
        *closer = ')';
        return opens_in_brackets(text, layer, at) ? 1 : 0;
    case ';':
        return mt_text_ends_nocase(before, expired) && is_reply(part(here, 1, here.len)) ? 1 : 0;
    case '"':
    case '\'':
        *closer = here.at[0];
        for (size_t i = 0; i < sizeof quotes / sizeof *quotes; i++)
            if (here.at[0] == quotes[i].mark && mt_text_ends_nocase(before, quotes[i].phrase))
                return 1;
        return 0;
    }
    return 0;
}

/* What ends in this layer need not end later. */
static void
close_layers(struct mt_chain *chain, struct mt_text layer)
{
    while (chain->closer_count && layer.len && memchr(layer.at, chain->closers[chain->closer_count - 1], layer.len))
        chain->closer_count--;
}

static void
read_layers(struct mt_chain *chain, struct mt_text text)
{
    static const char ellipsis[] = "\xE2\x80\xA6";
    size_t start = 0;
    chain->closer_count = 0;
    for (size_t i = 0; i < text.len; i++) {
        char closer;
        size_t width = opening_at(text, start, i, &closer);
        if (!width)
            continue;
        take_layer(chain, part(text, start, i), false);
        close_layers(chain, part(text, start, i));
        if (closer && chain->closer_count < MT_CHAIN_CLOSERS)
            chain->closers[chain->closer_count++] = closer;
        start = i + width;
        i = start - 1;
    }
    struct mt_text last = part(text, start, text.len);
    take_layer(chain, last, true);
    close_layers(chain, last);
    bool is_promise = start > 0 && mt_text_trim(last).len == 0; /* "… -> " and nothing behind it */
    chain->is_cut |= is_promise || chain->closer_count > 0 || mt_text_ends_nocase(mt_text_trim(text), ellipsis);
}

/* ---- lines of an NDR ---- */

/* The last "'" that can end a quotation: "the recipient's inbox" goes on behind it. */
static bool
end_quote(struct mt_text *quoted)
{
    for (size_t i = quoted->len; i > 0; i--) {
        if (quoted->at[i - 1] == '\'' && (i == quoted->len || !is_word(quoted->at[i]))) {
            quoted->len = i - 1;
            return true;
        }
    }
    return false;
}

/* "… Server at HOST (IP)": who spoke. */
static void
take_speaker(struct mt_chain *chain, struct mt_text line)
{
    struct mt_endpoint speaker = {MT_TEXT_UNKNOWN, MT_TEXT_UNKNOWN};
    line = mt_text_trim(line);
    if (line.len && line.at[line.len - 1] == ')') {
        size_t open = line.len - 1;
        while (open > 0 && line.at[open] != '(')
            open--;
        speaker.ip = part(line, open + (line.at[open] == '('), line.len - 1);
        line = mt_text_trim(part(line, 0, open));
    }
    size_t start = line.len;
    while (start > 0 && !is_blank(line.at[start - 1]))
        start--;
    speaker.host = part(line, start, line.len);
    if (mt_host_is_service(speaker.host))
        keep_first(&chain->service_at, speaker.host);
    else if (!mt_text_known(chain->server_at.host) && (mt_host_looks_right(speaker.host) || speaker.ip.len))
        chain->server_at = speaker;
}

void
mt_chain_read(struct mt_chain *chain, struct mt_text text)
{
    static const char returned[] = "returned '";
    struct mt_text rest = text;
    bool is_quoted = false;
    if (text.len == 0)
        return;
    for (;;) {
        ptrdiff_t found = mt_text_find(rest, returned);
        struct mt_text quoted = part(rest, 0, found < 0 ? rest.len : (size_t)found);
        struct mt_text line = quoted;
        if (is_quoted && end_quote(&quoted))
            line = part(line, quoted.len + 1, line.len);
        else
            chain->is_cut |= is_quoted;
        /* In front of the first quotation stands who said it, unless a reply does the quoting. */
        if (is_quoted || found < 0 || is_reply(quoted))
            read_layers(chain, quoted);
        if (found < 0)
            return;
        take_speaker(chain, line);
        rest = part(rest, (size_t)found + sizeof returned - 1, rest.len);
        is_quoted = true;
    }
}
