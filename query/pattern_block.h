#ifndef MT_QUERY_PATTERN_BLOCK_H
#define MT_QUERY_PATTERN_BLOCK_H

/* Counts of a part of the mail by hour, ready to be added up over any stretch. Only the finder of patterns uses this.
 *
 * A block belongs to conditions on provider, region, domain and host, and has a row for every forest (and for all) with
 * every lowest size band: so a search that moves from one size threshold to the next reads its cells once. Rows are
 * running sums: what lies between two hours is one subtraction. The shelf keeps the blocks used last. */

#include "query/baseline.h"

struct mt_block {
    struct mt_pattern_where base;
    int32_t without;     /* the find left out of the expectation, or -1 */
    uint64_t generation; /* of the baseline; 0: empty */
    uint64_t used;
    int32_t provider;   /* the only one, or MT_PATTERN_ANY */
    bool has_mail;      /* the scan does without */
    bool has_explained; /* before there is a pattern, both rows of it are zero */
    uint64_t forests;   /* a bit for each forest whose rows are kept; those of all forests together always are */
    /* [forest 0 = all][band][hours + 1] */
    double *mail, *bad, *expected;
    double *explained, *explained_bad; /* of cells in which some pattern of the model holds */
    /* [forest][band][providers], or [forest][band] for a single provider */
    double *provider_bad, *provider_expected;
};

/* By provider and hour, for one slice: [hour][provider]. */
struct mt_breakdown {
    struct mt_pattern_where where;
    int32_t without;
    uint64_t generation, used;
    double *bad, *expected;
};

enum { MT_SHELF_BLOCKS = 12, MT_SHELF_BREAKDOWNS = 3 };

/* Blocks together take no more room than this; a long period over many forests gets a shorter shelf. */
#define MT_SHELF_BYTES ((size_t)256 << 20)

struct mt_shelf {
    const struct mt_baseline *baseline;
    struct mt_block blocks[MT_SHELF_BLOCKS], scanning;
    int block_count;
    struct mt_breakdown breakdowns[MT_SHELF_BREAKDOWNS];
    uint64_t uses;
    /* Expected bad messages of all providers without some find; see mt_shelf_leave_out. */
    double *expected_of;
    double expected;
    int32_t without;
};

/* A slice: one row of a block with what the evidence needs to know. Ask anew rather than keep it: its rows last until
 * the shelf is asked for other conditions. */
struct mt_slice {
    struct mt_pattern_where where;
    const double *mail, *bad, *expected;
    double *explained, *explained_bad; /* of cells in which some pattern of the model holds */ /* running sums */
    double total_bad, total_expected;
    double clumping, wandering, difference; /* difference: variance of lasting differences */
    double sights;                          /* variance of differences between sights */
    double wandering_always;                /* variance of the mean level of the whole period */
    double context_bad, context_expected;   /* the provider, or all */
    double usual;                           /* of a provider alone: what others are like, by its model; else 0 */
    int32_t provider;
    const double *provider_bad, *provider_expected; /* one number when there is one provider */
    int32_t without;
};

enum mt_rc mt_shelf_open(struct mt_shelf *shelf, const struct mt_baseline *baseline, struct mt_err *err);
void mt_shelf_close(struct mt_shelf *shelf);

/* From now on slices are measured as if the model lacked this find (-1: with all of them). */
void mt_shelf_leave_out(struct mt_shelf *shelf, int32_t find);

struct mt_slice mt_shelf_slice(struct mt_shelf *shelf, const struct mt_pattern_where *where);

/* The block of the scan, filled anew for these forests; and a slice of it. */
const struct mt_block *mt_shelf_scan(struct mt_shelf *shelf, const struct mt_pattern_where *base, uint64_t forests);
struct mt_slice mt_block_slice(const struct mt_shelf *shelf, const struct mt_block *block,
                               const struct mt_pattern_where *where);

const struct mt_breakdown *mt_shelf_breakdown(struct mt_shelf *shelf, const struct mt_pattern_where *where);

/* What a gain in likelihood is divided by where candidates are ranked: their own clumping may not be held against those
 * whose very incident is what clumps, or all mail would be blamed for the trouble of a large provider. */
static inline double
mt_common_clumping(const struct mt_baseline *baseline, const struct mt_slice *slice)
{
    double common = baseline->spread.clumping;
    return slice->clumping < common ? slice->clumping : common;
}

static inline double
mt_between(const double *running, int32_t from, int32_t until)
{
    return running[until] - running[from];
}

#endif
