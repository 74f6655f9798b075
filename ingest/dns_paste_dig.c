/* What dig writes around records, and its short form. */

#include <string.h>

#include "ingest/dns_paste_parts.h"
#include "store/base/out.h"

/* ---- around records ---- */

/* "; <<>> DiG 9.18.1 <<>> +short txt contoso.com" */
static bool
read_banner(struct mt_dns_reading *reading, struct mt_text line)
{
    ptrdiff_t first = mt_text_find(line, "<<>>");
    if (first < 0)
        return false;
    struct mt_text rest = {line.at + first + 4, line.len - (size_t)first - 4};
    ptrdiff_t second = mt_text_find(rest, "<<>>");
    if (second < 0)
        return false;
    /* Below a command line it says the same once more. */
    mt_dns_paste_banner(reading, (struct mt_text){rest.at + second + 4, rest.len - (size_t)second - 4});
    return true;
}

static const struct {
    const char *word;
    enum mt_dns_state state;
    enum mt_dns_why why;
} statuses[] = {
    {"NOERROR", MT_DNS_NO_DATA, MT_DNS_WHY_NONE},   {"NXDOMAIN", MT_DNS_NXDOMAIN, MT_DNS_WHY_NONE},
    {"REFUSED", MT_DNS_FAILED, MT_DNS_WHY_REFUSED}, {"SERVFAIL", MT_DNS_FAILED, MT_DNS_WHY_SERVER},
    {"", MT_DNS_FAILED, MT_DNS_WHY_OTHER},
};

/* ";; ->>HEADER<<- opcode: QUERY, status: NXDOMAIN, id: 4711". The question of this answer stands below it; that of the
 * command line belonged to the one before, if there was one. */
static bool
read_header(struct mt_dns_reading *reading, struct mt_text line)
{
    ptrdiff_t at = mt_text_find(line, "status: ");
    if (mt_text_find(line, "->>HEADER<<-") < 0 || at < 0)
        return false;
    struct mt_text rest = {line.at + at + 8, line.len - (size_t)at - 8};
    struct mt_text status = mt_text_trim(mt_text_cut(&rest, ','));
    size_t i = 0;
    while (statuses[i].word[0] && !mt_text_is_nocase(status, statuses[i].word))
        i++;
    if (reading->asked.has_status)
        mt_dns_paste_ask(reading, MT_TEXT_UNKNOWN, MT_DNS_OTHER);
    reading->asked.is_short = reading->asked.is_many = false;
    reading->asked.has_status = true;
    reading->asked.state = statuses[i].state;
    reading->asked.why = statuses[i].why;
    reading->part = MT_DNS_PART_PASSED;
    return true;
}

/* ";; flags: qr rd ra; QUERY: 1, ANSWER: 2, AUTHORITY: 0, ADDITIONAL: 1" */
static bool
read_flags(struct mt_dns_reading *reading, struct mt_text line)
{
    int64_t count;
    ptrdiff_t at = mt_text_find(line, "ANSWER: ");
    if (!mt_text_starts(line, ";; flags:") || at < 0)
        return false;
    struct mt_text rest = {line.at + at + 8, line.len - (size_t)at - 8};
    if (mt_text_to_int(mt_text_trim(mt_text_cut(&rest, ',')), &count))
        reading->asked.expected = (size_t)count;
    return true;
}

static bool
read_part(struct mt_dns_reading *reading, struct mt_text line)
{
    static const struct {
        const char *word;
        enum mt_dns_part part;
    } parts[] = {
        {";; QUESTION SECTION", MT_DNS_PART_QUESTION}, {";; ANSWER SECTION", MT_DNS_PART_ANSWER},
        {";; AUTHORITY SECTION", MT_DNS_PART_PASSED},  {";; ADDITIONAL SECTION", MT_DNS_PART_BESIDE},
        {";; OPT PSEUDOSECTION", MT_DNS_PART_PASSED},  {";; PSEUDOSECTION", MT_DNS_PART_PASSED},
    };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (mt_text_starts_nocase(line, parts[i].word)) {
            reading->part = parts[i].part;
            return true;
        }
    return false;
}

/* ";contoso.com.    IN    TXT", which drill writes with two semicolons. */
static bool
read_question(struct mt_dns_reading *reading, struct mt_text line)
{
    struct mt_text name;
    enum mt_dns_type type;
    if (reading->part != MT_DNS_PART_QUESTION)
        return false;
    while (line.len && line.at[0] == ';')
        line = (struct mt_text){line.at + 1, line.len - 1};
    struct mt_text first = mt_dns_word(&line), second = mt_dns_word(&line), third = mt_dns_word(&line);
    if (mt_text_is_nocase(first, "EDNS:"))
        return false;
    bool is_zone = mt_text_is_nocase(third, "AXFR");
    if (!mt_text_is_nocase(second, "IN") || !mt_dns_name(&reading->answers->arena, first, &name) ||
        (!is_zone && !mt_dns_type_by_key(third, &type)))
        return false;
    reading->asked.name = reading->asked.at = name;
    reading->asked.type = is_zone ? MT_DNS_OTHER : type;
    reading->asked.is_zone |= is_zone;
    reading->asked.line = reading->line;
    return true;
}

static bool
read_failure(struct mt_dns_reading *reading, struct mt_text line)
{
    static const struct {
        const char *words;
        enum mt_dns_why why;
    } failures[] = {
        {"connection refused", MT_DNS_WHY_REFUSED},
        {"timed out", MT_DNS_WHY_TIMEOUT},
        {"no servers could be reached", MT_DNS_WHY_TIMEOUT},
        {"network unreachable", MT_DNS_WHY_OTHER},
        {"host unreachable", MT_DNS_WHY_OTHER},
    };
    for (size_t i = 0; i < sizeof failures / sizeof *failures; i++)
        if (mt_text_find(line, failures[i].words) >= 0) {
            if (mt_text_known(reading->asked.name) && !reading->asked.is_many)
                mt_dns_paste_none(reading, reading->asked.name, reading->asked.type, MT_DNS_FAILED, failures[i].why);
            return true;
        }
    return false;
}

bool
mt_dns_paste_dig(struct mt_dns_reading *reading)
{
    struct mt_text line = mt_text_trim(reading->text);
    if (line.len == 0 || line.at[0] != ';')
        return false;
    if (read_banner(reading, line) || read_header(reading, line) || read_flags(reading, line) ||
        read_part(reading, line) || read_question(reading, line))
        return true;
    if (mt_text_starts(line, ";;") && read_failure(reading, line))
        return true;
    /* The rest of what begins so is a comment, there and in zone files. */
    return true;
}

/* ---- dig +short ---- */

static bool
is_whole_name(struct mt_text line)
{
    return line.len > 1 && line.at[line.len - 1] == '.' && !memchr(line.at, ' ', line.len);
}

/* Of one question, in the order of the reply: aliases first, each a name alone. */
static bool
read_alias(struct mt_dns_reading *reading, struct mt_text line)
{
    struct mt_dns_asked *asked = &reading->asked;
    struct mt_text target;
    bool may_be = asked->type != MT_DNS_CNAME && asked->type != MT_DNS_NS && asked->type != MT_DNS_PTR;
    if (!may_be || !is_whole_name(line) || !mt_dns_name(&reading->answers->arena, line, &target))
        return false;
    mt_dns_paste_add(reading, asked->at, MT_DNS_CNAME, line, 0, 0);
    asked->at = target;
    return true;
}

/* As the line that dig would have written without +short. */
static void
read_data(struct mt_dns_reading *reading, struct mt_text line)
{
    struct mt_out record = MT_OUT_EMPTY;
    struct mt_text whole = reading->text;
    mt_out_text(&record, reading->asked.at);
    mt_out_string(&record, ". ");
    mt_out_string(&record, mt_dns_type_key(reading->asked.type));
    mt_out_byte(&record, ' ');
    mt_out_text(&record, line);
    reading->failed |= record.failed;
    reading->text = mt_out_view(&record);
    if (!record.failed && !mt_dns_paste_record(reading))
        mt_dns_paste_unread(reading, reading->line, line, MT_DNS_UNREAD_BAD_DATA);
    reading->text = whole;
    mt_out_release(&record);
}

bool
mt_dns_paste_short(struct mt_dns_reading *reading)
{
    struct mt_dns_asked *asked = &reading->asked;
    struct mt_text line = mt_text_trim(reading->text);
    if (!asked->is_short)
        return false;
    if (asked->is_many) {
        mt_dns_paste_unread(reading, reading->line, line, MT_DNS_UNREAD_MANY_QUESTIONS);
        return true;
    }
    if (!mt_text_known(asked->name) || asked->type == MT_DNS_OTHER)
        return false;
    /* +noall +answer writes whole records; what begins with the name that was asked for is one. */
    struct mt_text rest = line, first = mt_dns_word(&rest), name;
    if (rest.len && mt_dns_name(&reading->scratch, first, &name) && is_whole_name(first))
        return false;
    if (!read_alias(reading, line))
        read_data(reading, line);
    return true;
}
