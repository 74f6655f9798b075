#ifndef MT_QUERY_FINDING_PARTS_H
#define MT_QUERY_FINDING_PARTS_H

/* The steps from patterns to findings. Only findings.c and finding_*.c include this. */

#include "query/finding_bag.h"
#include "query/findings.h"
#include "query/mail_cube.h"

struct mt_finding_work {
    struct mt_store *store;
    const struct mt_findings_request *request;
    struct mt_arena *arena;
    struct mt_findings *findings;
    const struct mt_mail_cube *cube;
    struct mt_pattern *patterns; /* one a finding, in the same order */
    const char *part;            /* what is being done, for progress */
    double from, to;             /* its share of the whole part */
};

/* A walk over the mail of the request, that reports its progress. */
struct mt_mail_walk mt_finding_walk(struct mt_finding_work *work);

/* Edges to five minutes and the state, from the mail around them. */
enum mt_rc mt_finding_edges(struct mt_finding_work *work, struct mt_err *err);

/* Behind mt_finding_fates: how well this mail is seen, against the rest. */
void mt_finding_compare_sight(struct mt_finding_work *work);

/* What became of the bad mail, what servers said, who sent it. */
enum mt_rc mt_finding_fates(struct mt_finding_work *work, struct mt_err *err);

/* The reasons alone: of each finding pairs of a reason's number in the store and a host's number + 1. */
enum mt_rc mt_finding_reasons(struct mt_finding_work *work, const struct mt_bag *bag, struct mt_err *err);

#endif
