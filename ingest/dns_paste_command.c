/* Command lines with a question: of dig, nslookup, host and Resolve-DnsName. */

#include <string.h>

#include "ingest/dns_paste_parts.h"

/* ---- command lines ---- */

enum program { DIG, NSLOOKUP, HOST, RESOLVE, PROGRAMS };

static const struct {
    const char *word;
    enum program program;
} programs[] = {
    {"dig", DIG},           {"dig.exe", DIG},           {"kdig", DIG},  {"drill", DIG},
    {"nslookup", NSLOOKUP}, {"nslookup.exe", NSLOOKUP}, {"host", HOST}, {"Resolve-DnsName", RESOLVE},
};

/* What host answers begins with "Host". */
static bool
program_named(struct mt_text word, enum program *program)
{
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++)
        if (programs[i].program == HOST ? mt_text_is(word, programs[i].word)
                                        : mt_text_is_nocase(word, programs[i].word)) {
            *program = programs[i].program;
            return true;
        }
    return false;
}

/* A zone may have a machine that is called "host": what follows its name is no word of a command line. */
static bool
is_owner(enum program program, struct mt_text rest)
{
    struct mt_text word = mt_dns_word(&rest);
    enum mt_dns_type type;
    int64_t ttl;
    return mt_text_is_nocase(word, "IN") || mt_text_to_int(word, &ttl) ||
           (program == HOST && mt_dns_type_by_key(word, &type));
}

/* The program at the start of the line or behind a prompt ("$ dig", "C:\>nslookup"); `rest` is what follows it. A file
 * name in front of it ("/usr/bin/dig") is cut off. */
static bool
find_program(struct mt_text line, enum program *program, struct mt_text *rest)
{
    size_t from = 0;
    for (size_t i = 0; i <= line.len && i < 200; i++) {
        bool ends_prompt = i > 0 && strchr("$#>%", line.at[i - 1]) && line.at[i - 1] != '\0';
        if (i > 0 && !ends_prompt)
            continue;
        from = i;
        struct mt_text at = {line.at + from, line.len - from};
        struct mt_text word = mt_dns_word(&at);
        for (size_t cut = word.len; cut > 0; cut--)
            if (word.at[cut - 1] == '/' || word.at[cut - 1] == '\\') {
                word = (struct mt_text){word.at + cut, word.len - cut};
                break;
            }
        if (program_named(word, program) && !is_owner(*program, at)) {
            *rest = at;
            return true;
        }
    }
    return false;
}

struct wish {
    struct mt_text name;
    enum mt_dns_type type;
    bool has_type, is_short, is_zone;
    size_t names;
};

static bool
take_type(struct wish *wish, struct mt_text word)
{
    if (mt_text_is_nocase(word, "axfr")) {
        wish->is_zone = wish->has_type = true;
        wish->type = MT_DNS_OTHER;
        return true;
    }
    if (!mt_dns_type_by_key(word, &wish->type))
        return false;
    wish->has_type = true;
    return true;
}

static void
take_name(struct mt_dns_reading *reading, struct wish *wish, struct mt_text word)
{
    struct mt_text name;
    if (!mt_dns_name(&reading->answers->arena, word, &name))
        return;
    /* The second one that nslookup and host are given is the server. */
    if (wish->names++ == 0)
        wish->name = name;
}

static bool
is_option(struct mt_text word)
{
    return word.len > 1 && (word.at[0] == '-' || word.at[0] == '+' || word.at[0] == '@');
}

static struct mt_text
unquoted(struct mt_text word)
{
    if (word.len >= 2 && (word.at[0] == '"' || word.at[0] == '\'') && word.at[word.len - 1] == word.at[0])
        return (struct mt_text){word.at + 1, word.len - 2};
    return word;
}

static const char *const type_options[] = {"-t", "-type", "-ty", "-querytype", "-query", "-qt", "-q", "--type"};

/* "-type=txt", "-type txt", "-t txt"; dig's "-q" is a name. */
static bool
take_type_option(struct wish *wish, enum program program, struct mt_text word, struct mt_text *rest)
{
    struct mt_text value = word, key = mt_text_cut(&value, '=');
    if (program == DIG && mt_text_is_nocase(key, "-q"))
        return false;
    for (size_t i = 0; i < sizeof type_options / sizeof *type_options; i++)
        if (mt_text_is_nocase(key, type_options[i])) {
            (void)take_type(wish, mt_text_known(value) ? value : mt_dns_word(rest));
            return true;
        }
    return false;
}

/* Options with a word behind them that is no name. */
static bool
skips_next(enum program program, struct mt_text word)
{
    static const char *const of_resolve[] = {"-Server", "-ErrorAction", "-EA", "-OutVariable"};
    static const char *const of_dig[] = {"-p", "-b", "-k", "-y", "-c", "-f"};
    if (program == RESOLVE)
        for (size_t i = 0; i < sizeof of_resolve / sizeof *of_resolve; i++)
            if (mt_text_is_nocase(word, of_resolve[i]))
                return true;
    if (program == DIG)
        for (size_t i = 0; i < sizeof of_dig / sizeof *of_dig; i++)
            if (mt_text_is(word, of_dig[i]))
                return true;
    return false;
}

static void
read_words(struct mt_dns_reading *reading, struct wish *wish, enum program program, struct mt_text rest)
{
    while (rest.len > 0) {
        struct mt_text word = unquoted(mt_dns_word(&rest));
        if (word.len && (word.at[0] == '|' || word.at[0] == ';' || word.at[0] == '>'))
            return;
        wish->is_short |= mt_text_is_nocase(word, "+short") || mt_text_is_nocase(word, "+noall");
        if (take_type_option(wish, program, word, &rest))
            continue;
        if (skips_next(program, word))
            (void)mt_dns_word(&rest);
        if (is_option(word) || mt_text_is_nocase(word, "IN"))
            continue;
        bool may_be_type = (program == DIG || program == RESOLVE) && !wish->has_type;
        if (!may_be_type || !take_type(wish, word))
            take_name(reading, wish, word);
    }
}

static enum mt_dns_type
usual_type(const struct mt_dns_reading *reading, enum program program)
{
    return program == NSLOOKUP ? reading->set_type : MT_DNS_A;
}

static void
ask(struct mt_dns_reading *reading, enum program program, struct mt_text rest)
{
    struct wish wish = {.type = usual_type(reading, program)};
    read_words(reading, &wish, program, rest);
    if (program == NSLOOKUP && wish.names == 0 && wish.has_type)
        reading->set_type = wish.type;
    mt_dns_paste_ask(reading, wish.names ? wish.name : MT_TEXT_UNKNOWN, wish.type);
    reading->asked.is_short = wish.is_short && program == DIG;
    reading->asked.is_many = wish.names > 1 && program == DIG;
    reading->asked.is_zone = wish.is_zone;
    reading->named = MT_TEXT_UNKNOWN;
    reading->has_addresses = reading->names_server = false;
}

bool
mt_dns_paste_command(struct mt_dns_reading *reading)
{
    enum program program;
    struct mt_text rest;
    if (!find_program(reading->text, &program, &rest))
        return false;
    ask(reading, program, rest);
    return true;
}

void
mt_dns_paste_banner(struct mt_dns_reading *reading, struct mt_text words)
{
    ask(reading, DIG, words);
}
