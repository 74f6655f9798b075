#ifndef MT_INGEST_DNS_ANSWERS_H
#define MT_INGEST_DNS_ANSWERS_H

/* What is known of the DNS: answers to questions (a name and a type), put together from what somebody pasted or asked
 * for while a check goes on. Knows neither where text comes from (dns_paste.h) nor the network (dns_ask.h).
 *
 * The difference that everything hangs on: "there is no such record" is an answer, and no answer is not. Names are in
 * lower case without the dot at the end; the root is ".". All texts live in the arena of the answers. */

#include "store/base/arena.h"
#include "store/base/err.h"

/* The number is that of the IANA registry; OTHER stands for every type that nothing here looks at. */
#define MT_DNS_TYPE_LIST(X)                                                                                            \
    X(OTHER, 0, "other")                                                                                               \
    X(A, 1, "A")                                                                                                       \
    X(NS, 2, "NS")                                                                                                     \
    X(CNAME, 5, "CNAME")                                                                                               \
    X(SOA, 6, "SOA")                                                                                                   \
    X(PTR, 12, "PTR")                                                                                                  \
    X(MX, 15, "MX")                                                                                                    \
    X(TXT, 16, "TXT")                                                                                                  \
    X(AAAA, 28, "AAAA")                                                                                                \
    X(SPF, 99, "SPF")

enum mt_dns_type {
#define X(name, number, key) MT_DNS_##name = number,
    MT_DNS_TYPE_LIST(X)
#undef X
        MT_DNS_ANY_TYPE = 65536, /* of a name that does not exist at all */
};

const char *mt_dns_type_key(enum mt_dns_type type);
/* "txt", "TXT" or "TYPE16"; a type that exists but is not in the list is OTHER, no type at all is false. */
bool mt_dns_type_by_key(struct mt_text key, enum mt_dns_type *type);

enum mt_dns_state {
    MT_DNS_NOT_ASKED, /* nothing is known */
    MT_DNS_RECORDS,
    MT_DNS_NO_DATA,  /* the name exists, and has no record of this type */
    MT_DNS_NXDOMAIN, /* the name does not exist, with any type */
    MT_DNS_FAILED,   /* asked, without an answer: see `why` */
};

/* Why an answer failed. */
#define MT_DNS_WHY_LIST(X)                                                                                             \
    X(NONE, "none")                                                                                                    \
    X(TIMEOUT, "timeout")       /* nobody answered in time */                                                          \
    X(REFUSED, "refused")       /* the server does not answer this question, or nothing listens there */               \
    X(SERVER, "server_failure") /* the server could not find out */                                                    \
    X(MALFORMED, "malformed")   /* the answer could not be read */                                                     \
    X(TOO_MANY, "too_many")     /* more was to be asked than is asked for one domain */                                \
    X(STOPPED, "stopped")       /* the person at the keyboard did not want to wait */                                  \
    X(SHORT, "short")           /* dig +short printed nothing: that may be no record or a failure */                   \
    X(OTHER, "other")

enum mt_dns_why {
#define X(name, key) MT_DNS_WHY_##name,
    MT_DNS_WHY_LIST(X)
#undef X
};

const char *mt_dns_why_key(enum mt_dns_why why);

struct mt_dns_record {
    struct mt_text
        text;       /* TXT: its strings joined; addresses and names of servers as text; other types: as they came */
    int preference; /* of MX */
    int strings;    /* of TXT: in how many pieces it was published */
    size_t line;    /* of the paste; 0: asked live */
};

struct mt_dns_answer {
    struct mt_text name;
    enum mt_dns_type type;
    enum mt_dns_state state;
    enum mt_dns_why why;
    struct mt_dns_record *records; /* no two are the same: a set of records has none twice */
    size_t count;
    size_t room;
    size_t line; /* of the paste where it was said that there is none; 0: asked live, or records */
};

enum { MT_DNS_RECORDS_OF_ONE = 500, MT_DNS_RECORDS_OF_ALL = 100000, MT_DNS_NAME_BYTES = 253 };

struct mt_dns_answers;

/* Asks for what is not known yet and adds the answer with the functions below. */
typedef enum mt_rc mt_dns_asker(void *context, struct mt_dns_answers *answers, struct mt_text name,
                                enum mt_dns_type type, struct mt_err *err);

struct mt_dns_answers {
    struct mt_dns_answer **items; /* in the order in which they were added; none moves */
    size_t count, room;
    size_t record_count;
    size_t *slots; /* of a hash table: index + 1 */
    size_t slot_count;
    struct mt_text zone; /* a zone that was given as a whole: what is not in it is not there */
    bool zone_is_whole;
    mt_dns_asker *ask; /* NULL: nothing is ever asked */
    void *asker;
    bool failed; /* memory ran out, or a limit was met: what was added is not all there */
    bool is_cut; /* the limit */
    struct mt_arena arena;
};

void mt_dns_answers_init(struct mt_dns_answers *answers);
void mt_dns_answers_release(struct mt_dns_answers *answers);

/* In lower case, without the dot at the end. False when it is no name: empty, too long, with blanks or bytes that no
 * name has. Underscores are fine. The root is ".". */
bool mt_dns_name(struct mt_arena *arena, struct mt_text said, struct mt_text *name);

/* The name is one that mt_dns_name gave. A record turns whatever was said before of that question into records. */
bool mt_dns_add(struct mt_dns_answers *answers, struct mt_text name, enum mt_dns_type type,
                const struct mt_dns_record *record);
/* Says that there is none. Records that are there already stay. */
bool mt_dns_add_state(struct mt_dns_answers *answers, struct mt_text name, enum mt_dns_type type,
                      enum mt_dns_state state, enum mt_dns_why why, size_t line);

/* What is known, asking if that is possible. `*answer` always gets one, of state NOT_ASKED if nothing is known; it
 * stays valid as long as the answers, and may grow. Does not follow aliases. */
enum mt_rc mt_dns_look(struct mt_dns_answers *answers, struct mt_text name, enum mt_dns_type type,
                       const struct mt_dns_answer **answer, struct mt_err *err);

/* The same through aliases (CNAME). `*alias`, which may be NULL, is the last name that an alias pointed to, or unknown.
 * Aliases in a circle, and more than MT_DNS_ALIASES of them, end as a failed answer. */
enum { MT_DNS_ALIASES = 10 };
enum mt_rc mt_dns_find(struct mt_dns_answers *answers, struct mt_text name, enum mt_dns_type type,
                       const struct mt_dns_answer **answer, struct mt_text *alias, struct mt_err *err);

/* True when the name is `zone` or below it. Both in lower case. */
bool mt_dns_is_below(struct mt_text name, struct mt_text zone);

#endif
