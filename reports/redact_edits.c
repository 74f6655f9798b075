#include "reports/redact_edits.h"

#include <stdlib.h>

bool
mt_edits_add(struct mt_edits *edits, const struct mt_edit *edit)
{
    if (edits->count == edits->room) {
        size_t room = edits->room ? edits->room * 2 : 64;
        struct mt_edit *grown = realloc(edits->list, room * sizeof *grown);
        if (!grown)
            return false;
        edits->list = grown;
        edits->room = room;
    }
    edits->list[edits->count++] = *edit;
    return true;
}

void
mt_edits_release(struct mt_edits *edits)
{
    free(edits->list);
    *edits = MT_EDITS_EMPTY;
}

static int
compare(const void *a, const void *b)
{
    const struct mt_edit *one = a, *other = b;
    if (one->from != other->from)
        return one->from < other->from ? -1 : 1;
    if (one->to != other->to)
        return one->to > other->to ? -1 : 1;
    if (one->rank != other->rank)
        return one->rank < other->rank ? -1 : 1;
    return (one->original > other->original) - (one->original < other->original);
}

static void
sort(struct mt_edits *edits)
{
    if (edits->count)
        qsort(edits->list, edits->count, sizeof *edits->list, compare);
}

/* Spans that overlap or are the same become one. */
static void
unite(struct mt_edits *spans)
{
    size_t kept = 0;
    sort(spans);
    for (size_t i = 0; i < spans->count; i++) {
        struct mt_edit *last = kept ? &spans->list[kept - 1] : NULL;
        if (!last || spans->list[i].from >= last->to)
            spans->list[kept++] = spans->list[i];
        else if (spans->list[i].to > last->to)
            last->to = spans->list[i].to;
    }
    spans->count = kept;
}

static bool
tears(const struct mt_edit *edit, const struct mt_edit *span)
{
    return edit->from < span->to && edit->to > span->from && (edit->from > span->from || edit->to < span->to);
}

/* A span that is torn apart for sure is no id any more: nothing of it has to stay. Both lists are in order. */
static void
give_up(struct mt_edits *stays, const struct mt_edits *edits)
{
    size_t kept = 0, at = 0;
    for (size_t i = 0; i < stays->count; i++) {
        bool is_torn = false;
        while (at < edits->count && edits->list[at].to <= stays->list[i].from)
            at++;
        for (size_t j = at; j < edits->count && edits->list[j].from < stays->list[i].to; j++)
            is_torn |= edits->list[j].is_sure && tears(&edits->list[j], &stays->list[i]);
        if (!is_torn)
            stays->list[kept++] = stays->list[i];
    }
    stays->count = kept;
}

static void
leave_out(struct mt_edits *edits, const struct mt_edits *stays)
{
    size_t kept = 0, at = 0;
    for (size_t i = 0; i < edits->count; i++) {
        const struct mt_edit *edit = &edits->list[i];
        bool is_left_out = false;
        while (at < stays->count && stays->list[at].to <= edit->from)
            at++;
        for (size_t j = at; j < stays->count && stays->list[j].from < edit->to && !edit->is_sure; j++)
            is_left_out |= tears(edit, &stays->list[j]);
        if (!is_left_out)
            edits->list[kept++] = *edit;
    }
    edits->count = kept;
}

static bool
is_better(const struct mt_edit *edit, const struct mt_edit *than)
{
    size_t length = edit->to - edit->from, other = than->to - than->from;
    return length != other ? length > other : edit->rank < than->rank;
}

void
mt_edits_settle(struct mt_edits *edits, struct mt_edits *stays)
{
    sort(edits);
    unite(stays);
    give_up(stays, edits);
    leave_out(edits, stays);
    size_t kept = 0;
    struct mt_edit best = {0}; /* of those that became the last one kept */
    for (size_t i = 0; i < edits->count; i++) {
        struct mt_edit *last = kept ? &edits->list[kept - 1] : NULL;
        struct mt_edit edit = edits->list[i];
        if (!last || edit.from > last->to) {
            edits->list[kept++] = best = edit;
            continue;
        }
        if (is_better(&edit, &best))
            best = edit;
        if (edit.to > last->to)
            last->to = edit.to;
        last->original = best.original;
        last->rank = best.rank;
    }
    edits->count = kept;
}
