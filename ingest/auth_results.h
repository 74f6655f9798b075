#ifndef MT_INGEST_AUTH_RESULTS_H
#define MT_INGEST_AUTH_RESULTS_H

/* What receivers found out about who sent a mail: Authentication-Results (RFC 8601), the same in an ARC set (RFC 8617),
 * and Received-SPF (RFC 7208, section 9.1).
 *
 * Exchange Online writes the first without the server's name, with domains between the methods and with words of its
 * own (action, compauth), so nothing here insists on the grammar: every result that can be told is kept, and a bad
 * token costs itself alone. Linear in the length of the text. Pure; texts point into the header.
 *
 * Source: RFC 8601, section 2.2, and headers of Exchange Online, 2019 to 2026. */

#include "store/base/arena.h"

#define MT_AUTH_RESULT_LIST(X)                                                                                         \
    X(OTHER, "other")                                                                                                  \
    X(NONE, "none")                                                                                                    \
    X(PASS, "pass")                                                                                                    \
    X(BEST_GUESS, "bestguesspass") /* Microsoft: there is no policy, and it would pass */                              \
    X(SOFT_PASS, "softpass")       /* Microsoft, of compauth */                                                        \
    X(NEUTRAL, "neutral")                                                                                              \
    X(SOFTFAIL, "softfail")                                                                                            \
    X(FAIL, "fail")                                                                                                    \
    X(POLICY, "policy")                                                                                                \
    X(TEMPERROR, "temperror")                                                                                          \
    X(PERMERROR, "permerror")

enum mt_auth_result {
#define X(name, key) MT_AUTH_##name,
    MT_AUTH_RESULT_LIST(X)
#undef X
};

struct mt_auth_item {
    struct mt_text method; /* "spf", "dkim", "dmarc", "compauth", "arc", … as written */
    enum mt_auth_result result;
    struct mt_text said;    /* the result as written */
    struct mt_text comment; /* the first one behind it, without its brackets */
    struct mt_text domain;  /* of the property that names whom it is about: smtp.mailfrom, header.d, header.i,
                               header.from,  smtp.helo; without a local part */
    struct mt_text action, reason;
};

enum { MT_AUTH_ITEMS = 64 };

struct mt_auth_results {
    struct mt_text server; /* that says so; unknown: the header names none */
    int instance;          /* of an ARC set; 0: none */
    struct mt_auth_item items[MT_AUTH_ITEMS];
    size_t count;
    bool is_cut;
};

void mt_auth_results_read(struct mt_text value, struct mt_auth_results *results);

/* "SoftFail (protection.outlook.com: domain of …) client-ip=…; helo=…": one item of the method spf. */
void mt_received_spf_read(struct mt_text value, struct mt_auth_results *results);

#endif
