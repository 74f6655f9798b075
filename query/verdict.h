#ifndef MT_QUERY_VERDICT_H
#define MT_QUERY_VERDICT_H

/* What kind of trouble a case is, how sure that is, and why: from what servers answered, from the mail it is compared
 * with (controls.h), and from what is known of the sender's authentication.
 *
 * A verdict is only as good as what was looked at, so it carries its signs: each of them speaks for it, against it, or
 * says what is missing. "Transport" is at most probable: a broken session shows that no answer came, not why. Texts
 * like SocketError do not clear authentication: there are public cases in which they went away once SPF, DKIM and DMARC
 * were set up. Pure; no sentences (reports/verdict_told.h has them). */

#include "query/controls.h"

/* How sure. open: the data cannot tell. */
#define MT_CERTAINTY_LIST(X)                                                                                           \
    X(OPEN, "open")                                                                                                    \
    X(PROBABLE, "probable")                                                                                            \
    X(CERTAIN, "certain")

enum mt_certainty {
#define X(name, key) MT_CERTAINTY_##name,
    MT_CERTAINTY_LIST(X)
#undef X
};

const char *mt_certainty_key(enum mt_certainty certainty);

/* Which way a sign points. */
#define MT_SIDE_LIST(X)                                                                                                \
    X(FOR, "for")                                                                                                      \
    X(AGAINST, "against")                                                                                              \
    X(MISSING, "missing")

enum mt_side {
#define X(name, key) MT_SIDE_##name,
    MT_SIDE_LIST(X)
#undef X
};

const char *mt_side_key(enum mt_side side);

/* What was looked at. The figures of a sign are those of the case, its controls and answers. */
#define MT_SIGN_LIST(X)                                                                                                \
    X(NO_ANSWER)       /* nothing says why */                                                                          \
    X(ONLY_WRAPPER)    /* only that the service gave up */                                                             \
    X(ONE_CLASS)       /* all answers that are known are of that class */                                              \
    X(MOST_CLASS)      /* most of them */                                                                              \
    X(OTHER_CLASSES)   /* others say something else */                                                                 \
    X(HOSTILE_ANSWERS) /* some name spam, authentication, policy or reputation */                                      \
    X(NO_HOSTILE)      /* none does */                                                                                 \
    X(UNSAID)          /* much of the trouble has no reason in the data */                                             \
    X(OWN_WORDS)       /* the other side says it itself, with code and text */                                         \
    X(REPEATED)        /* tries over time ended alike */                                                               \
    X(ELSEWHERE_WELL)  /* the same senders' mail to others has clearly less trouble */                                 \
    X(ELSEWHERE_TOO)   /* it has as much trouble */                                                                    \
    X(ELSEWHERE_FEW)   /* there is too little of it */                                                                 \
    X(OTHERS_TOO)      /* other senders' mail there has trouble, too */                                                \
    X(OTHERS_WELL)     /* it has clearly less: the trouble is the sender's */                                          \
    X(MANY_SENDERS)    /* several senders have it */                                                                   \
    X(ONE_SENDER)      /* one sender alone has it */                                                                   \
    X(BEFORE_WELL)     /* it was clearly better before: something changed */                                           \
    X(BEFORE_TOO)      /* it was like that before */                                                                   \
    X(AFTER_WELL)      /* it is over */                                                                                \
    X(NO_CONTROLS)     /* no data to compare with */                                                                   \
    X(AUTH_PASSES)     /* a receiver saw the sender's mail pass, or its records and signatures are in order */         \
    X(AUTH_WEAK)       /* unsigned, signed by the default domain only, or records with faults */                       \
    X(AUTH_UNKNOWN)    /* nothing was checked */

enum mt_sign_kind {
#define X(name) MT_SIGN_##name,
    MT_SIGN_LIST(X)
#undef X
        MT_SIGNS
};

struct mt_sign {
    enum mt_sign_kind kind;
    enum mt_side side;
};

/* What is known of how the sender's mail authenticates, from headers and DNS records. */
enum mt_auth_known { MT_AUTH_UNKNOWN, MT_AUTH_WEAK, MT_AUTH_PASSES };

/* What servers answered, one for each delivery or report that is looked at, by class. */
struct mt_answers {
    int64_t by_class[MT_CONTROL_CLASSES]; /* [0]: no reason is known */
    int64_t wrappers;                     /* of [0]: answers that only say that the service gave up */
    /* The most telling one. */
    struct mt_text text, code;
    enum mt_reason_class class;
    enum mt_permanence permanence;
    enum mt_actor actor;
    bool is_quoted; /* the other side's own words, with a code; not what the service says of it */
    int64_t tries;  /* that are listed or counted; 0: not known */
    int64_t first_try_us, last_try_us;
};

struct mt_verdict_input {
    const struct mt_answers *answers;
    const struct mt_controls *controls; /* NULL: none were asked */
    enum mt_auth_known auth;
};

struct mt_verdict {
    enum mt_reason_class class;
    enum mt_certainty certainty;
    enum mt_permanence permanence;
    enum mt_actor actor;
    int64_t known, of_class, hostile, others; /* answers: with a reason; of the class; hostile; of another class */
    struct mt_sign signs[MT_SIGNS];
    size_t sign_count;
};

struct mt_verdict mt_verdict_of(const struct mt_verdict_input *input);

/* Whether answers of that class are about who sends, not about the way: spam, authentication, policy, reputation. */
bool mt_class_is_hostile(enum mt_reason_class class);

#endif
