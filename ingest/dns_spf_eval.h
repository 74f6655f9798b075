#ifndef MT_INGEST_DNS_SPF_EVAL_H
#define MT_INGEST_DNS_SPF_EVAL_H

/* May this address send for this domain? check_host() of RFC 7208 section 4, over answers that are known or asked for
 * on the way. The explanation that a domain may offer (exp=) is not made. */

#include "ingest/dns_answers.h"

#define MT_SPF_RESULT_LIST(X)                                                                                          \
    X(NONE, "none")                                                                                                    \
    X(NEUTRAL, "neutral")                                                                                              \
    X(PASS, "pass")                                                                                                    \
    X(FAIL, "fail")                                                                                                    \
    X(SOFTFAIL, "softfail")                                                                                            \
    X(TEMPERROR, "temperror")                                                                                          \
    X(PERMERROR, "permerror")                                                                                          \
    X(OPEN, "open") /* something that decides is not among the answers, or depends on a mail that is not here */

enum mt_spf_result {
#define X(name, key) MT_SPF_RESULT_##name,
    MT_SPF_RESULT_LIST(X)
#undef X
};

const char *mt_spf_result_key(enum mt_spf_result result);

enum { MT_SPF_LOOKUPS = 10, MT_SPF_VOIDS = 2, MT_SPF_NAMES = 10 };

/* A mail. What is not known of it is unknown. */
struct mt_spf_mail {
    unsigned char address[16]; /* 4 bytes of it unless is_long */
    bool is_long;
    struct mt_text local, sender_domain, helo;
};

/* Reads "192.0.2.1" or "2001:db8::1"; an IPv4 address in IPv6 clothes is an IPv4 address. */
bool mt_spf_address(struct mt_text text, struct mt_spf_mail *mail);

struct mt_spf_verdict {
    enum mt_spf_result result;
    struct mt_text term;   /* that decided, or unknown */
    struct mt_text within; /* the domain whose record it is in */
    struct mt_text open;   /* of OPEN: the name that was not asked; unknown: it depends on the mail */
    enum mt_dns_type open_type;
};

/* Texts live in `arena` and in the arena of the answers. */
enum mt_rc mt_spf_evaluate(struct mt_dns_answers *answers, struct mt_arena *arena, struct mt_text domain,
                           const struct mt_spf_mail *mail, struct mt_spf_verdict *verdict, struct mt_err *err);

#endif
