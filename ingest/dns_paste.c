#include "ingest/dns_paste.h"

#include <arpa/inet.h>
#include <string.h>

#include "ingest/dns_paste_parts.h"

const char *
mt_dns_unread_key(enum mt_dns_unread_why why)
{
    static const char *const keys[] = {
#define X(name, key) [MT_DNS_UNREAD_##name] = key,
        MT_DNS_UNREAD_LIST(X)
#undef X
    };
    return keys[why];
}

/* ---- lines ---- */

/* The first line of `rest`, without its end, be that LF, CR LF or CR alone. */
static struct mt_text
line_of(struct mt_text *rest)
{
    size_t len = 0;
    while (len < rest->len && rest->at[len] != '\n' && rest->at[len] != '\r')
        len++;
    struct mt_text line = {rest->at, len};
    size_t skip = len;
    if (skip < rest->len && rest->at[skip] == '\r')
        skip++;
    if (skip < rest->len && rest->at[skip] == '\n' && (skip == len || rest->at[skip - 1] == '\r'))
        skip++;
    rest->at += skip;
    rest->len -= skip;
    return line;
}

struct mt_text
mt_dns_paste_next(struct mt_dns_reading *reading)
{
    reading->line++;
    return line_of(&reading->rest);
}

struct mt_text
mt_dns_paste_peek(const struct mt_dns_reading *reading)
{
    struct mt_text rest = reading->rest;
    return line_of(&rest);
}

struct mt_text
mt_dns_word(struct mt_text *rest)
{
    *rest = mt_text_trim(*rest);
    size_t len = 0;
    while (len < rest->len && rest->at[len] != ' ' && rest->at[len] != '\t')
        len++;
    struct mt_text word = {rest->at, len};
    *rest = mt_text_trim((struct mt_text){rest->at + len, rest->len - len});
    return word;
}

void
mt_dns_paste_unread(struct mt_dns_reading *reading, size_t line, struct mt_text text, enum mt_dns_unread_why why)
{
    struct mt_dns_paste *paste = reading->paste;
    size_t at = paste->unread_count++;
    if (at >= MT_DNS_UNREAD_KEPT)
        return;
    struct mt_dns_unread *unread = &paste->unread[at];
    text = mt_text_trim(text);
    if (text.len > MT_DNS_UNREAD_BYTES)
        text.len = MT_DNS_UNREAD_BYTES;
    *unread = (struct mt_dns_unread){.line = line, .why = why};
    if (!mt_arena_copy(&reading->answers->arena, text, &unread->text))
        reading->failed = true;
}

/* ---- names and records ---- */

static bool
join(struct mt_dns_reading *reading, struct mt_text said, struct mt_text origin, struct mt_text *name)
{
    char room[2 * MT_DNS_NAME_BYTES + 3];
    if (!mt_text_known(origin) || mt_text_is(origin, "."))
        return mt_dns_name(&reading->answers->arena, said, name);
    if (said.len + origin.len + 1 > sizeof room)
        return false;
    memcpy(room, said.at, said.len);
    room[said.len] = '.';
    memcpy(room + said.len + 1, origin.at, origin.len);
    return mt_dns_name(&reading->answers->arena, (struct mt_text){room, said.len + 1 + origin.len}, name);
}

static bool
is_absolute(struct mt_text said)
{
    return said.len > 0 && said.at[said.len - 1] == '.';
}

bool
mt_dns_paste_owner(struct mt_dns_reading *reading, struct mt_text said, struct mt_text *name)
{
    struct mt_text lower;
    if (mt_text_is(said, "@")) {
        *name = reading->origin;
        return mt_text_known(*name);
    }
    if (!mt_dns_name(&reading->answers->arena, said, &lower))
        return false;
    *name = lower;
    if (is_absolute(said))
        return true;
    /* Without a zone around it a name may be whole or not: below the domain it is whole; "_dmarc" is not. */
    if (!reading->is_zone && (mt_dns_is_below(lower, reading->domain) || !mt_text_known(reading->domain)))
        return true;
    return join(reading, said, reading->origin, name);
}

bool
mt_dns_paste_target(struct mt_dns_reading *reading, struct mt_text said, struct mt_text *name)
{
    if (mt_text_is(said, "@")) {
        *name = reading->origin;
        return mt_text_known(*name);
    }
    bool is_whole = is_absolute(said) || (!reading->is_zone && said.len && memchr(said.at, '.', said.len));
    if (is_whole)
        return mt_dns_name(&reading->answers->arena, said, name);
    return said.len > 0 && join(reading, said, reading->origin, name);
}

/* As everybody writes the same address; false when it is none. */
static bool
plain_address(struct mt_dns_reading *reading, enum mt_dns_type type, struct mt_text said, struct mt_text *address)
{
    char text[INET6_ADDRSTRLEN], again[INET6_ADDRSTRLEN];
    unsigned char bytes[16];
    int family = type == MT_DNS_A ? AF_INET : AF_INET6;
    if (said.len == 0 || said.len >= sizeof text || memchr(said.at, '\0', said.len))
        return false;
    memcpy(text, said.at, said.len);
    text[said.len] = '\0';
    if (inet_pton(family, text, bytes) != 1 || !inet_ntop(family, bytes, again, sizeof again))
        return false;
    return mt_arena_copy(&reading->answers->arena, mt_text_of(again), address);
}

static bool
fits(struct mt_dns_reading *reading, enum mt_dns_type type, struct mt_text said, struct mt_text *data)
{
    *data = said;
    switch (type) {
    case MT_DNS_A:
    case MT_DNS_AAAA:
        return plain_address(reading, type, said, data);
    case MT_DNS_NS:
    case MT_DNS_CNAME:
    case MT_DNS_PTR:
    case MT_DNS_MX:
        return mt_dns_paste_target(reading, said, data);
    case MT_DNS_TXT:
    case MT_DNS_SPF:
        return said.len <= 65535;
    case MT_DNS_SOA:
    case MT_DNS_ANY_TYPE:
    case MT_DNS_OTHER:
        break;
    }
    return true;
}

void
mt_dns_paste_add(struct mt_dns_reading *reading, struct mt_text owner, enum mt_dns_type type, struct mt_text data,
                 int preference, int strings)
{
    struct mt_dns_record record = {.preference = preference, .strings = strings, .line = reading->line};
    if (!fits(reading, type, data, &record.text)) {
        mt_dns_paste_unread(reading, reading->line, reading->text, MT_DNS_UNREAD_BAD_DATA);
        return;
    }
    /* That a name exists matters; what else it has does not. */
    if (type == MT_DNS_OTHER || type == MT_DNS_SOA)
        record.text = MT_TEXT_LITERAL("");
    mt_dns_add(reading->answers, owner, type, &record);
    reading->paste->records++;
    reading->asked.got++;
}

void
mt_dns_paste_none(struct mt_dns_reading *reading, struct mt_text owner, enum mt_dns_type type, enum mt_dns_state state,
                  enum mt_dns_why why)
{
    mt_dns_add_state(reading->answers, owner, type, state, why, reading->line);
    reading->paste->answers++;
    reading->asked.got++;
}

/* ---- questions ---- */

void
mt_dns_paste_ask(struct mt_dns_reading *reading, struct mt_text name, enum mt_dns_type type)
{
    mt_dns_paste_close(reading);
    reading->asked = (struct mt_dns_asked){.name = name, .type = type, .line = reading->line, .at = name};
    reading->part = MT_DNS_PART_ANY;
}

/* The name that an answer to the question is about: at the end of its aliases, as far as the text has them. */
static struct mt_text
last_of(struct mt_dns_reading *reading, struct mt_text name)
{
    for (int hops = 0; hops < MT_DNS_ALIASES; hops++) {
        const struct mt_dns_answer *alias;
        struct mt_err err;
        if (mt_dns_look(reading->answers, name, MT_DNS_CNAME, &alias, &err) != MT_OK || alias->state != MT_DNS_RECORDS)
            break;
        name = alias->records[0].text;
    }
    return name;
}

void
mt_dns_paste_close(struct mt_dns_reading *reading)
{
    struct mt_dns_asked asked = reading->asked;
    reading->asked = (struct mt_dns_asked){.name = MT_TEXT_UNKNOWN};
    reading->part = MT_DNS_PART_ANY;
    if (!mt_text_known(asked.name) || asked.is_many || asked.is_zone)
        return;
    /* An answer of which somebody pasted only a part does not say what it lacks. */
    if (asked.has_status && asked.type != MT_DNS_OTHER && asked.got >= asked.expected) {
        struct mt_text name = asked.type == MT_DNS_CNAME ? asked.name : last_of(reading, asked.name);
        mt_dns_add_state(reading->answers, name, asked.type, asked.state, asked.why, asked.line);
        reading->paste->answers++;
    } else if (asked.got == 0 && asked.is_short) {
        mt_dns_add_state(reading->answers, asked.name, asked.type, MT_DNS_FAILED, MT_DNS_WHY_SHORT, asked.line);
        reading->paste->answers++;
    }
}

/* ---- the whole ---- */

/* The mark of quoted mail. Behind that of nslookup's own prompt, which is the same, only names and settings stand. */
static struct mt_text
without_quote(struct mt_text line)
{
    struct mt_text bare = line;
    while (bare.len && bare.at[0] == '>') {
        bare.at++;
        bare.len--;
        if (bare.len > 1 && bare.at[0] == ' ' && bare.at[1] == '>') {
            bare.at++;
            bare.len--;
        }
    }
    if (bare.len && bare.at != line.at && bare.at[0] == ' ') {
        bare.at++;
        bare.len--;
    }
    return bare;
}

typedef bool reader(struct mt_dns_reading *reading);

static void
read_line(struct mt_dns_reading *reading)
{
    /* In this order: what looks like a record inside of a list or below a command line is none. */
    static reader *const readers[] = {mt_dns_paste_powershell, mt_dns_paste_command,  mt_dns_paste_dig,
                                      mt_dns_paste_short,      mt_dns_paste_nslookup, mt_dns_paste_record};
    for (size_t i = 0; i < sizeof readers / sizeof *readers; i++)
        if (readers[i](reading))
            return;
    reading->text = without_quote(reading->text);
    if (mt_text_trim(reading->text).len == 0)
        return;
    for (size_t i = 0; i < sizeof readers / sizeof *readers; i++)
        if (readers[i](reading))
            return;
    mt_dns_paste_unread(reading, reading->line, reading->text, MT_DNS_UNREAD_NO_FORM);
}

/* A zone file speaks for its whole zone only when all of it was read. */
static void
judge_zone(struct mt_dns_reading *reading)
{
    struct mt_dns_answers *answers = reading->answers;
    if (!mt_text_known(reading->soa) || reading->has_directive || reading->paste->unread_count > 0 || answers->is_cut)
        return;
    answers->zone = reading->soa;
    answers->zone_is_whole = true;
}

enum mt_rc
mt_dns_paste_read(struct mt_text text, struct mt_text origin, struct mt_dns_answers *answers,
                  struct mt_dns_paste *paste, struct mt_err *err)
{
    struct mt_dns_reading reading = {.answers = answers,
                                     .paste = paste,
                                     .rest = text,
                                     .domain = origin,
                                     .origin = origin,
                                     .set_type = MT_DNS_A,
                                     .scratch = MT_ARENA_EMPTY};
    *paste =
        (struct mt_dns_paste){.unread = mt_arena_take(&answers->arena, MT_DNS_UNREAD_KEPT * sizeof *paste->unread)};
    if (!paste->unread)
        return mt_err_memory(err);
    while (reading.rest.len > 0 && !reading.failed && !answers->failed && !answers->is_cut) {
        mt_arena_reset(&reading.scratch);
        reading.text = mt_dns_paste_next(&reading);
        if (mt_text_trim(reading.text).len == 0)
            mt_dns_paste_close_list(&reading);
        else
            read_line(&reading);
        reading.failed |= reading.scratch.failed;
    }
    mt_dns_paste_close_list(&reading);
    mt_dns_paste_close(&reading);
    paste->lines = reading.line;
    mt_arena_release(&reading.scratch);
    judge_zone(&reading);
    if (reading.failed || answers->failed || answers->arena.failed)
        return mt_err_memory(err);
    if (answers->is_cut)
        return mt_err_set(err, MT_FAILED,
                          "there are more records than are kept, at line %zu: give those of the domain alone",
                          reading.line);
    return MT_OK;
}
