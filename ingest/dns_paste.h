#ifndef MT_INGEST_DNS_PASTE_H
#define MT_INGEST_DNS_PASTE_H

/* What people paste when they are asked for DNS records: dig (in full, +short below its command line, +noall +answer),
 * nslookup of Windows and of BIND, host, Resolve-DnsName, zone files, and all of them one below the other.
 *
 * Turns text into answers (dns_answers.h) and keeps the lines that it could not read, with the reason. Records in
 * sections that do not answer the question are passed over. Knows no rule about mail. */

#include "ingest/dns_answers.h"

/* Why a line was not read; the words are for people. */
#define MT_DNS_UNREAD_LIST(X)                                                                                          \
    X(NO_FORM, "no_form")               /* neither a record, nor a question, nor an answer */                          \
    X(NO_QUESTION, "no_question")       /* an answer, but the line with the question is missing */                     \
    X(BAD_NAME, "bad_name")             /* not a name */                                                               \
    X(BAD_DATA, "bad_data")             /* a record whose content does not fit its type */                             \
    X(OPEN_QUOTE, "open_quote")         /* a quoted string does not end */                                             \
    X(OPEN_BRACKET, "open_bracket")     /* a parenthesis is not closed */                                              \
    X(CUT, "cut")                       /* PowerShell shortened or wrapped it */                                       \
    X(TOO_LONG, "too_long")             /* longer than any record */                                                   \
    X(DIRECTIVE, "directive")           /* $INCLUDE, $GENERATE: what they stand for is not here */                     \
    X(MANY_QUESTIONS, "many_questions") /* dig +short with several questions: which answer is whose */

enum mt_dns_unread_why {
#define X(name, key) MT_DNS_UNREAD_##name,
    MT_DNS_UNREAD_LIST(X)
#undef X
};

const char *mt_dns_unread_key(enum mt_dns_unread_why why);

struct mt_dns_unread {
    size_t line; /* from 1 */
    enum mt_dns_unread_why why;
    struct mt_text text; /* the line, cut to MT_DNS_UNREAD_BYTES */
};

enum { MT_DNS_UNREAD_KEPT = 200, MT_DNS_UNREAD_BYTES = 200 };

struct mt_dns_paste {
    struct mt_dns_unread *unread; /* the first MT_DNS_UNREAD_KEPT of them */
    size_t unread_count;          /* all of them */
    size_t lines;
    size_t records; /* that were read; the same one may come several times */
    size_t answers; /* that said that there is nothing */
};

/* `origin` is the domain that is to be checked: names of a zone file without $ORIGIN are below it. Lists live in the
 * arena of the answers. Fails only for lack of memory and when there is more than can be kept. */
enum mt_rc mt_dns_paste_read(struct mt_text text, struct mt_text origin, struct mt_dns_answers *answers,
                             struct mt_dns_paste *paste, struct mt_err *err);

#endif
