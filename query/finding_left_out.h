#ifndef MT_QUERY_FINDING_LEFT_OUT_H
#define MT_QUERY_FINDING_LEFT_OUT_H

/* What the counts of findings leave out (apart.h), as a statement on the public views has to name it. What was told
 * apart is asked for each delivery and knows more than it lists; here is the list of what that can meet. */

#include "query/apart.h"
#include "query/findings.h"

struct mt_left_out_domain {
    struct mt_text name, provider_key, country; /* the last two may be unknown */
    int64_t first_us, last_us;                  /* of its mail in the window */
};

struct mt_left_out {
    struct mt_left_out_domain *domains; /* dead ones, by name */
    size_t domain_count;
    const struct mt_loop *loops; /* with Message-IDs; of all that are known */
    size_t loop_count;
    const struct mt_mailing *mailings;
    size_t mailing_count;
};

/* Everything lives in the arena, or in that of `findings`. */
enum mt_rc mt_left_out_find(struct mt_store *store, const struct mt_findings *findings, const struct mt_filter *filter,
                            struct mt_arena *arena, struct mt_left_out *left_out, struct mt_err *err);

#endif
