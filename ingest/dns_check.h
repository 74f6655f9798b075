#ifndef MT_INGEST_DNS_CHECK_H
#define MT_INGEST_DNS_CHECK_H

/* What the DNS says of a domain that sends mail: SPF, DKIM, DMARC and MX, held against the RFCs and against what
 * Microsoft 365 needs. The result is a plain list of findings: which check, how it stands, about which name, the record
 * as it was published, and the rule. The words are the program's (reports/sentences_dns.h), found by the finding's
 * kind; here are only kinds and values.
 *
 * What was not asked is unknown and never missing. The answers may ask live for what they lack (dns_answers.h). */

#include "ingest/dns_answers.h"

#define MT_DNS_CHECK_LIST(X)                                                                                           \
    X(SPF, "spf")                                                                                                      \
    X(DKIM, "dkim")                                                                                                    \
    X(DMARC, "dmarc")                                                                                                  \
    X(MX, "mx")

enum mt_dns_check {
#define X(name, key) MT_DNS_CHECK_##name,
    MT_DNS_CHECK_LIST(X)
#undef X
        MT_DNS_CHECKS
};

const char *mt_dns_check_key(enum mt_dns_check check);

#define MT_DNS_GRADE_LIST(X)                                                                                           \
    X(OK, "ok")                                                                                                        \
    X(WARNING, "warning") /* works, or works for now */                                                                \
    X(ERROR, "error")     /* missing, or receivers will not take it for what it is meant to be */                      \
    X(UNKNOWN, "unknown") /* not among the answers */

enum mt_dns_grade {
#define X(name, key) MT_DNS_GRADE_##name,
    MT_DNS_GRADE_LIST(X)
#undef X
};

const char *mt_dns_grade_key(enum mt_dns_grade grade);

/* Every kind of finding: X(NAME, key, check, grade, the rule, what to do). What the values mean stands in the words. */
#include "ingest/dns_kinds.h"

enum mt_dns_kind {
#define X(name, key, check, grade, rule, advice) MT_DNS_KIND_##name,
    MT_DNS_KIND_LIST(X)
#undef X
        MT_DNS_KINDS
};

enum mt_dns_advice {
#define X(name) MT_DNS_ADVICE_##name,
    MT_DNS_ADVICE_LIST(X)
#undef X
        MT_DNS_ADVICES
};

struct mt_dns_finding {
    enum mt_dns_kind kind;
    enum mt_dns_check check;
    enum mt_dns_grade grade;
    const char *rule;       /* "RFC 7208 section 4.6.4", or "" */
    struct mt_text name;    /* the DNS name that it is about */
    struct mt_text record;  /* as published, or unknown */
    size_t line;            /* of the paste; 0: none */
    struct mt_text text;    /* a value of the sentence: a term, a target, a policy; unknown: none */
    int64_t number;         /* another: a count, bits */
    int fault;              /* what is wrong with a term or a key: enum mt_spf_fault, enum mt_dkim_fault; else 0 */
    enum mt_dns_why why;    /* why an answer is missing */
    enum mt_dns_type asked; /* of which type it would be: TXT, mostly */
};

/* A look-up that SPF makes receivers do, in the order in which they would. */
struct mt_dns_cost {
    int depth;             /* 0: in the domain's own record */
    int number;            /* of the look-ups up to here */
    struct mt_text within; /* the domain whose record has the term */
    struct mt_text term;   /* as published */
    struct mt_text name;   /* what is looked up; unknown when it depends on the mail */
    enum mt_dns_state state;
    bool is_void; /* the name has nothing of what is looked for */
};

enum { MT_DNS_SELECTORS = 16, MT_DNS_COSTS = 100 };

struct mt_dns_question {
    struct mt_text domain;       /* from mt_dns_name */
    struct mt_text organisation; /* the domain somebody registered, for DMARC; may be the same, or unknown */
    struct mt_text selectors[MT_DNS_SELECTORS]; /* of DKIM, besides selector1 and selector2 */
    size_t selector_count;
    struct mt_text address; /* may it send for the domain? Unknown: not asked */
};

struct mt_dns_result {
    struct mt_dns_finding *findings; /* by check, in the order of the list */
    size_t count;
    size_t room;
    struct mt_dns_cost *costs;
    size_t cost_count;
    bool failed;                 /* memory ran out */
    struct mt_dns_finding spare; /* what is filled in when there is no memory for another */
    struct mt_arena *arena;
};

const char *mt_dns_kind_key(enum mt_dns_kind kind); /* "spf-lookups-many" */

/* Everything in the result lives in `arena` and in the arena of the answers. */
enum mt_rc mt_dns_check(const struct mt_dns_question *question, struct mt_dns_answers *answers, struct mt_arena *arena,
                        struct mt_dns_result *result, struct mt_err *err);

/* How a check stands: an error if there is one, else a warning, else ok. UNKNOWN only when nothing at all is known;
 * `*open`, which may be NULL, is how many questions about it are. */
enum mt_dns_grade mt_dns_standing(const struct mt_dns_result *result, enum mt_dns_check check, size_t *open);

/* The finding that speaks for the check: the first of the grade that mt_dns_standing gives. NULL: no finding. */
const struct mt_dns_finding *mt_dns_speaker(const struct mt_dns_result *result, enum mt_dns_check check);

#endif
