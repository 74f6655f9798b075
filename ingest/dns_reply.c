/* A reply as it came over the wire: RFC 1035 section 4. Every length in it is a claim. */

#include <arpa/inet.h>
#include <string.h>

#include "ingest/dns_ask.h"

enum { HEADER_BYTES = 12, MOST_POINTERS = 64 };

struct wire {
    const unsigned char *bytes;
    size_t len;
    size_t at;
    bool is_bad;
};

static unsigned
byte_of(struct wire *wire)
{
    if (wire->at >= wire->len) {
        wire->is_bad = true;
        return 0;
    }
    return wire->bytes[wire->at++];
}

static unsigned
word_of(struct wire *wire)
{
    unsigned high = byte_of(wire);
    return high << 8 | byte_of(wire);
}

static void
skip(struct wire *wire, size_t count)
{
    if (count > wire->len - wire->at)
        wire->is_bad = true;
    else
        wire->at += count;
}

/* A name in lower case, "." for the root. Pointers only ever lead back, so that they cannot go in circles. Bytes that
 * names of mail do not have make the reply unreadable: nothing here could look such a name up. */
static bool
name_of(struct wire *wire, char room[MT_DNS_NAME_BYTES + 1], struct mt_text *name)
{
    size_t len = 0, at = wire->at, least = wire->at;
    bool jumped = false;
    for (int steps = 0; steps < MOST_POINTERS + 128 && at < wire->len; steps++) {
        unsigned size = wire->bytes[at++];
        if (size >= 0xC0) {
            if (at >= wire->len)
                return false;
            size_t to = (size_t)(size & 0x3F) << 8 | wire->bytes[at++];
            if (!jumped)
                wire->at = at;
            jumped = true;
            if (to >= least)
                return false;
            at = least = to;
            continue;
        }
        if (size == 0) {
            if (!jumped)
                wire->at = at;
            *name = len ? (struct mt_text){room, len - 1} : MT_TEXT_LITERAL(".");
            return true;
        }
        if (size > 63 || size > wire->len - at || len + size + 1 > MT_DNS_NAME_BYTES + 1)
            return false;
        for (unsigned i = 0; i < size; i++) {
            unsigned char c = wire->bytes[at + i];
            if (c <= 0x20 || c >= 0x7F || c == '.')
                return false;
            room[len++] = mt_ascii_lower((char)c);
        }
        room[len++] = '.';
        at += size;
    }
    return false;
}

/* ---- content ---- */

static bool
add_text(struct mt_dns_answers *answers, struct mt_text owner, enum mt_dns_type type, const unsigned char *data,
         size_t size)
{
    struct mt_dns_record record = {.preference = 0};
    size_t len = 0;
    char *room = mt_arena_take(&answers->arena, size + 1);
    if (!room) {
        answers->failed = true;
        return true;
    }
    for (size_t at = 0; at < size;) {
        size_t piece = data[at++];
        if (piece > size - at)
            return false;
        memcpy(room + len, data + at, piece);
        len += piece;
        at += piece;
        record.strings++;
    }
    record.text = (struct mt_text){room, len};
    mt_dns_add(answers, owner, type, &record);
    return true;
}

static bool
add_address(struct mt_dns_answers *answers, struct mt_text owner, enum mt_dns_type type, const unsigned char *data,
            size_t size)
{
    char text[INET6_ADDRSTRLEN];
    if (size != (type == MT_DNS_A ? 4 : 16) ||
        !inet_ntop(type == MT_DNS_A ? AF_INET : AF_INET6, data, text, sizeof text))
        return false;
    mt_dns_add(answers, owner, type, &(struct mt_dns_record){.text = mt_text_of(text)});
    return true;
}

static bool
add_target(struct mt_dns_answers *answers, struct mt_text owner, enum mt_dns_type type, struct wire *wire)
{
    char room[MT_DNS_NAME_BYTES + 1];
    struct mt_dns_record record = {.preference = type == MT_DNS_MX ? (int)word_of(wire) : 0};
    if (wire->is_bad || !name_of(wire, room, &record.text))
        return false;
    mt_dns_add(answers, owner, type, &record);
    return true;
}

/* One record; what it is about is taken as it says, whether asked for or not. */
static bool
read_record(struct wire *wire, struct mt_dns_answers *answers)
{
    char room[MT_DNS_NAME_BYTES + 1];
    struct mt_text owner;
    if (!name_of(wire, room, &owner))
        return false;
    unsigned type = word_of(wire), class = word_of(wire);
    skip(wire, 4);
    size_t size = word_of(wire), at = wire->at;
    skip(wire, size);
    if (wire->is_bad)
        return false;
    struct wire inner = {wire->bytes, at + size, at, false};
    if (class != 1)
        return true;
    switch (type) {
    case MT_DNS_A:
    case MT_DNS_AAAA:
        return add_address(answers, owner, (enum mt_dns_type)type, wire->bytes + at, size);
    case MT_DNS_TXT:
    case MT_DNS_SPF:
        return add_text(answers, owner, (enum mt_dns_type)type, wire->bytes + at, size);
    case MT_DNS_CNAME:
    case MT_DNS_MX:
    case MT_DNS_PTR:
    case MT_DNS_NS:
        return add_target(answers, owner, (enum mt_dns_type)type, &inner);
    }
    return true;
}

/* ---- the whole ---- */

/* By the code in the header: 0 none, 2 the server failed, 3 no such name, 5 refused. */
static void
say_none(struct mt_dns_answers *answers, struct mt_text name, enum mt_dns_type type, unsigned code)
{
    static const struct {
        enum mt_dns_state state;
        enum mt_dns_why why;
    } codes[] = {
        {MT_DNS_NO_DATA, MT_DNS_WHY_NONE},  {MT_DNS_FAILED, MT_DNS_WHY_OTHER}, {MT_DNS_FAILED, MT_DNS_WHY_SERVER},
        {MT_DNS_NXDOMAIN, MT_DNS_WHY_NONE}, {MT_DNS_FAILED, MT_DNS_WHY_OTHER}, {MT_DNS_FAILED, MT_DNS_WHY_REFUSED},
    };
    size_t at = code < sizeof codes / sizeof *codes ? code : 1;
    mt_dns_add_state(answers, name, type, codes[at].state, codes[at].why, 0);
}

/* The name at the end of the aliases that are known: of it the reply says that there is none. */
static struct mt_text
last_of(struct mt_dns_answers *answers, struct mt_text name)
{
    mt_dns_asker *ask = answers->ask;
    answers->ask = NULL;
    for (int hops = 0; hops < MT_DNS_ALIASES; hops++) {
        const struct mt_dns_answer *alias;
        struct mt_err err;
        if (mt_dns_look(answers, name, MT_DNS_CNAME, &alias, &err) != MT_OK || alias->state != MT_DNS_RECORDS)
            break;
        name = alias->records[0].text;
    }
    answers->ask = ask;
    return name;
}

enum mt_rc
mt_dns_reply_read(struct mt_text bytes, struct mt_text name, enum mt_dns_type type, struct mt_dns_answers *answers,
                  struct mt_err *err)
{
    char room[MT_DNS_NAME_BYTES + 1];
    struct mt_text asked;
    struct wire wire = {(const unsigned char *)bytes.at, bytes.len, 0, false};
    skip(&wire, 2);
    unsigned flags = word_of(&wire), questions = word_of(&wire), records = word_of(&wire);
    skip(&wire, 4);
    for (unsigned i = 0; i < questions && !wire.is_bad; i++) {
        wire.is_bad |= !name_of(&wire, room, &asked);
        skip(&wire, 4);
    }
    for (unsigned i = 0; i < records && !wire.is_bad && !answers->failed; i++)
        wire.is_bad |= !read_record(&wire, answers);
    if (wire.is_bad || bytes.len < HEADER_BYTES)
        mt_dns_add_state(answers, name, type, MT_DNS_FAILED, MT_DNS_WHY_MALFORMED, 0);
    else
        say_none(answers, type == MT_DNS_CNAME ? name : last_of(answers, name), type, flags & 0xF);
    return answers->failed ? mt_err_memory(err) : MT_OK;
}
