#ifndef MT_QUERY_PATTERN_SCAN_H
#define MT_QUERY_PATTERN_SCAN_H

/* One pass over everything that could be a pattern. Only the finder of patterns uses this.
 *
 * The lattice holds the conditions that are tried: all, each provider, region, provider with region, host and domain
 * with enough bad messages, crossed with forests and size thresholds. Each slice is tried over the whole period, over
 * stretches of 17 lengths on a grid of an eighth of their length, and over hours that come again. What is hopeless even
 * with refinement is left out. */

#include "query/pattern_score.h"

struct mt_lattice {
    struct mt_lattice_place *places;
    size_t count, room;
};

enum mt_rc mt_lattice_open(struct mt_lattice *lattice, struct mt_judge *judge, struct mt_err *err);
void mt_lattice_close(struct mt_lattice *lattice);

struct mt_candidate {
    struct mt_pattern_where where;
    struct mt_pattern_when when;
    double score, code_length;
    size_t order; /* in which the scan came by it */
};

struct mt_candidates {
    struct mt_candidate *items;
    size_t count, room;
    int64_t slices, windows;
};

/* Replaces the candidates by those of this pass, best first. */
enum mt_rc mt_scan_all(const struct mt_lattice *lattice, struct mt_judge *judge, struct mt_candidates *candidates,
                       struct mt_err *err);
void mt_candidates_release(struct mt_candidates *candidates);

#endif
