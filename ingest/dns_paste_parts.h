#ifndef MT_INGEST_DNS_PASTE_PARTS_H
#define MT_INGEST_DNS_PASTE_PARTS_H

/* What the readers of dns_paste_*.c share: where in the text they are, and which question is open. Each reader looks at
 * the line and says whether it was one of its own; the first that takes it has it. */

#include "ingest/dns_paste.h"

/* Where in the output of dig a line stands. */
enum mt_dns_part { MT_DNS_PART_ANY, MT_DNS_PART_QUESTION, MT_DNS_PART_ANSWER, MT_DNS_PART_BESIDE, MT_DNS_PART_PASSED };

/* A question on a command line or in the output of dig, until the next one. */
struct mt_dns_asked {
    struct mt_text name; /* unknown: none is open */
    enum mt_dns_type type;
    size_t line;
    bool is_short; /* dig +short: answers come without names */
    bool is_many;  /* several in one command line */
    bool is_zone;  /* axfr */
    bool has_status;
    enum mt_dns_state state; /* by the header's status: what it means when there are no records */
    enum mt_dns_why why;
    struct mt_text at; /* of +short: the name that the next line is about */
    size_t expected;   /* records in the answer, by the header */
    size_t got;        /* records and other answers that were read since */
};

/* A list of Resolve-DnsName that is being read. */
struct mt_dns_listed {
    struct mt_text name, type, section, data, preference;
    size_t line;
    bool is_cut;
};

struct mt_dns_reading {
    struct mt_dns_answers *answers;
    struct mt_dns_paste *paste;
    struct mt_text text; /* the present line, without its end */
    struct mt_text rest; /* what comes behind it */
    size_t line;
    struct mt_text domain; /* that is to be checked */
    struct mt_text origin; /* names are relative to it */
    struct mt_text soa;    /* the owner of the first SOA record of a zone file */
    struct mt_text owner;  /* of the last record */
    struct mt_text named;  /* "Name:" of nslookup, for the addresses that follow */
    struct mt_dns_asked asked;
    struct mt_dns_listed listed;
    struct mt_arena scratch; /* of the present line */
    enum mt_dns_part part;
    enum mt_dns_type set_type; /* "set type=" of nslookup */
    bool is_zone;              /* $ORIGIN or an SOA record was seen: names without a dot at the end are relative */
    bool has_directive;        /* part of the zone is elsewhere */
    bool names_server;         /* the next "Address:" of nslookup is the server's own */
    bool has_addresses;        /* a list of addresses goes on */
    bool failed;
};

/* ---- tokens ---- */

struct mt_dns_token {
    struct mt_text text; /* without quotes, escapes resolved */
    const char *from;    /* where it stands in the line */
    bool is_quoted;
};

enum { MT_DNS_TOKENS = 600 };

struct mt_dns_tokens {
    struct mt_dns_token items[MT_DNS_TOKENS];
    size_t count;
    int depth;    /* parentheses that are open */
    bool is_open; /* a quoted string does not end */
    bool is_full; /* there were more */
};

/* Adds the tokens of one line as zone files have them: blanks between, "" around, ; before a comment. */
void mt_dns_tokens_add(struct mt_dns_reading *reading, struct mt_dns_tokens *tokens, struct mt_text line);

/* ---- the readers ---- */

bool mt_dns_paste_record(struct mt_dns_reading *reading);  /* a record of a zone file, as dig writes them too */
bool mt_dns_paste_command(struct mt_dns_reading *reading); /* a command line with a question */
bool mt_dns_paste_dig(struct mt_dns_reading *reading);     /* other lines of dig */
void mt_dns_paste_banner(struct mt_dns_reading *reading,
                         struct mt_text words);               /* a command line of dig, as it repeats it */
bool mt_dns_paste_short(struct mt_dns_reading *reading);      /* an answer below a command line with +short */
bool mt_dns_paste_nslookup(struct mt_dns_reading *reading);   /* nslookup and host */
bool mt_dns_paste_powershell(struct mt_dns_reading *reading); /* Resolve-DnsName */

/* ---- for the readers ---- */

struct mt_text mt_dns_paste_next(struct mt_dns_reading *reading); /* takes the next line of the rest */
struct mt_text mt_dns_paste_peek(const struct mt_dns_reading *reading);

void mt_dns_paste_unread(struct mt_dns_reading *reading, size_t line, struct mt_text text, enum mt_dns_unread_why why);

/* The name as an owner or as the target of a record, made absolute. False when it is none. */
bool mt_dns_paste_owner(struct mt_dns_reading *reading, struct mt_text said, struct mt_text *name);
bool mt_dns_paste_target(struct mt_dns_reading *reading, struct mt_text said, struct mt_text *name);

/* A record whose content is one text: an address, a name, joined strings. The line is not read when it does not fit. */
void mt_dns_paste_add(struct mt_dns_reading *reading, struct mt_text owner, enum mt_dns_type type, struct mt_text data,
                      int preference, int strings);
void mt_dns_paste_none(struct mt_dns_reading *reading, struct mt_text owner, enum mt_dns_type type,
                       enum mt_dns_state state, enum mt_dns_why why);

/* Ends the question that is open: what it did not get it has not. */
void mt_dns_paste_close(struct mt_dns_reading *reading);
void mt_dns_paste_ask(struct mt_dns_reading *reading, struct mt_text name, enum mt_dns_type type);

/* Ends a list of Resolve-DnsName. */
void mt_dns_paste_close_list(struct mt_dns_reading *reading);

/* The next word of `rest`; empty at the end. */
struct mt_text mt_dns_word(struct mt_text *rest);

#endif
