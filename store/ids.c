#include "store/ids.h"

#include <stdlib.h>

enum mt_rc
mt_ids_add(struct mt_ids *list, int64_t id, struct mt_err *err)
{
    if (list->count == list->room) {
        size_t room = list->room ? list->room * 2 : 256;
        int64_t *grown = realloc(list->ids, room * sizeof *grown);
        if (!grown)
            return mt_err_memory(err);
        list->ids = grown;
        list->room = room;
    }
    list->ids[list->count++] = id;
    return MT_OK;
}

static int
compare_ids(const void *a, const void *b)
{
    const int64_t *one = a, *other = b;
    return (*one > *other) - (*one < *other);
}

void
mt_ids_make_unique(struct mt_ids *list)
{
    size_t kept = 0;
    if (list->count)
        qsort(list->ids, list->count, sizeof *list->ids, compare_ids);
    for (size_t i = 0; i < list->count; i++)
        if (i == 0 || list->ids[i] != list->ids[i - 1])
            list->ids[kept++] = list->ids[i];
    list->count = kept;
}

void
mt_ids_release(struct mt_ids *list)
{
    free(list->ids);
    *list = MT_IDS_EMPTY;
}
