#ifndef MT_INGEST_DNS_SPF_WALK_H
#define MT_INGEST_DNS_SPF_WALK_H

/* What an SPF record makes receivers look up, at worst: all of its terms and those of the records that it includes,
 * whatever mail it is about (RFC 7208 section 4.6.4). Adds the look-ups and what is wrong with them to the result. */

#include "ingest/dns_parts.h"
#include "ingest/dns_spf.h"

enum { MT_SPF_DEPTH = 20 };

struct mt_spf_walk {
    struct mt_dns_answers *answers;
    struct mt_dns_result *result;
    struct mt_err *err;
    enum mt_rc rc;
    struct mt_text path[MT_SPF_DEPTH + 1]; /* the domains whose records are being read */
    int depth, number, voids;
    bool has_open;      /* something could not be counted */
    bool has_ended;     /* enough was counted, or something failed */
    bool has_microsoft; /* a record of Microsoft's is included */
    struct mt_text microsoft;
};

/* With path[0], the answers, the result and err filled in. Look at rc afterwards. */
void mt_spf_walk(struct mt_spf_walk *walk, const struct mt_spf_record *record);

/* How many SPF records are in an answer, and the last of them. */
size_t mt_spf_choose(const struct mt_dns_answer *answer, const struct mt_dns_record **record);

#endif
