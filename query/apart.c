#include "query/apart.h"

#include "query/apart_parts.h"

enum mt_rc
mt_apart_find_parts(struct mt_store *store, const struct mt_filter *filter, unsigned parts, struct mt_arena *arena,
                    struct mt_apart *apart, struct mt_text *sql, struct mt_err *err)
{
    struct mt_apart found = {.index = mt_apart_index_new(arena)};
    struct mt_apart_asking asking = {
        .store = store,
        .filter = filter,
        .parts = parts,
        .bindings = {.count = 0},
        .arena = arena,
        .sql = sql,
        .index = found.index,
    };
    if (!found.index)
        return mt_err_memory(err);
    enum mt_rc rc = mt_filter_bind(filter, store, &asking.bindings, arena, err);
    if (rc == MT_OK && (parts & MT_APART_OF_DEAD))
        rc = mt_apart_find_dead(&asking, &found, err);
    if (rc == MT_OK && (parts & (MT_APART_OF_MAILINGS | MT_APART_OF_LOOPS)))
        rc = mt_apart_find_mail(&asking, &found, err);
    if (rc == MT_OK)
        *apart = found;
    return rc;
}

enum mt_rc
mt_apart_find(struct mt_store *store, const struct mt_filter *filter, struct mt_arena *arena, struct mt_apart *apart,
              struct mt_err *err)
{
    return mt_apart_find_parts(store, filter, MT_APART_OF_ALL, arena, apart, NULL, err);
}
