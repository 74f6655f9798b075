/* Whether more is seen of a finding's mail than of the rest. Where there are events every deferral shows, and a failure
 * that is explained counts no longer as a possible expiry: exports that were narrowed to one provider, or details that
 * were fetched of some of the mail, make that mail look worse (or better) without anything having happened. */

#include "query/finding_parts.h"

/* The share of mail of which events name a remote host. */
struct share {
    double mail, with_host;
};

static double
ratio_of(struct share share)
{
    return share.mail > 0 ? share.with_host / share.mail : -1;
}

static void
add(struct share *share, const struct mt_pattern_cell *cell)
{
    share->mail += cell->mail;
    share->with_host += cell->host == MT_PATTERN_ANY ? 0 : cell->mail;
}

void
mt_finding_compare_sight(struct mt_finding_work *work)
{
    const struct mt_mail_cube *cube = work->cube;
    for (size_t i = 0; i < work->findings->count; i++) {
        struct mt_finding *finding = &work->findings->items[i];
        struct share inside = {0}, outside = {0};
        for (size_t c = 0; c < cube->data.count; c++) {
            const struct mt_pattern_cell *cell = &cube->data.cells[c];
            add(mt_mail_cube_holds(cube, &work->patterns[i], cell, true) ? &inside : &outside, cell);
        }
        finding->seen_inside = ratio_of(inside);
        finding->seen_outside = ratio_of(outside);
        int64_t others = cube->failed - finding->fate.failed_unsaid;
        finding->explained_outside = others > 0 ? (double)cube->failed_said / (double)others : -1;
    }
}
