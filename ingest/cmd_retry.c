#include "ingest/cmd_retry.h"

#include "cmd.h"

#include "ingest/cmd_retry_batch.h"
#include "ingest/flavour.h"
#include "reports/cmd_output.h"
#include "store/ids.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

struct progress {
    struct mt_retry_totals totals;
    size_t imports, refused;
};

/* An export whose rejects cannot be read at all does not keep the others from it: it is named beside their lines. */
static enum mt_rc
count_result(struct progress *progress, enum mt_rc rc, size_t rejects, struct mt_err *err)
{
    progress->imports++;
    if (rc != MT_FAILED)
        return rc;
    progress->refused++;
    progress->totals.still += rejects;
    mt_output_warn(err);
    return MT_OK;
}

static enum mt_rc
conclude(const struct progress *progress, struct mt_err *err)
{
    if (progress->refused > 0 && progress->refused == progress->imports)
        return mt_err_set(err, MT_FAILED, "no rejects could be read again");
    err->text[0] = '\0'; /* what is still rejected was named */
    return progress->totals.still > 0 ? MT_INCOMPLETE : MT_OK;
}

/* ---- as they were kept ---- */

static enum mt_rc
list_import(void *context, const struct mt_kept_reject *reject, struct mt_err *err)
{
    struct mt_ids *imports = context;
    if (imports->count > 0 && imports->ids[imports->count - 1] == reject->import)
        return MT_OK;
    return mt_ids_add(imports, reject->import, err);
}

/* The records of one export that are there as they stood in it; the others are counted. */
struct kept {
    struct mt_rejected_list list;
    size_t cut;
};

static enum mt_rc
add_kept(void *context, const struct mt_kept_reject *reject, struct mt_err *err)
{
    struct kept *kept = context;
    struct mt_rejected rejected = {reject->number, reject->raw, (uint64_t)reject->line};
    if (!reject->raw_is_cut)
        return mt_rejected_add(&kept->list, &rejected, true, err);
    kept->cut++;
    return MT_OK;
}

/* Tracking logs can do without the line that names their columns. */
static bool
needs_header(const struct mt_export *origin)
{
    char key[64];
    snprintf(key, sizeof key, "%.*s", MT_TEXT_ARGS(origin->flavour));
    const struct mt_flavour *flavour = mt_flavour_named(key);
    return origin->delimiter.at && !origin->header.at && !(flavour && flavour->kind == MT_RECORD_TRACKING);
}

static enum mt_rc
retry_kept(struct mt_store *store, const struct mt_retry *retry, int64_t import, struct progress *progress,
           struct mt_err *err)
{
    const struct mt_rejects_wanted wanted = {.import = import};
    struct kept kept = {.cut = 0};
    struct mt_rejected_list *list = &kept.list;
    struct mt_export origin;
    enum mt_rc rc = mt_rejects_origin(store, import, &list->arena, &origin, err);
    if (rc == MT_OK)
        rc = mt_rejects_each(store, &wanted, add_kept, &kept, err);
    if (rc == MT_OK && needs_header(&origin))
        rc = mt_err_set(err, MT_FAILED,
                        "'%.*s' was imported before header lines were kept, so nothing says what the columns of its "
                        "rejects are; 'msgtrace rejects -o FOLDER' exports them as they stood",
                        MT_TEXT_ARGS(origin.name));
    if (rc == MT_OK) {
        list->form = mt_rejected_form_of(origin.delimiter);
        list->header = origin.header;
        if (retry->reading.delimiter)
            list->form.delimiter = retry->reading.delimiter;
        rc = mt_retry_import(store, retry, import, list, &progress->totals, err);
    }
    rc = count_result(progress, rc, list->count, err);
    if (rc == MT_OK && kept.cut > 0) {
        progress->totals.still += kept.cut;
        mt_output_plain(stdout, origin.name);
        printf(": %zu rejects were too long to be kept whole and cannot be read again\n", kept.cut);
    }
    mt_rejected_release(list);
    return rc;
}

static enum mt_rc
retry_all(struct mt_store *store, const struct mt_retry *retry, struct mt_err *err)
{
    struct mt_ids imports = MT_IDS_EMPTY;
    struct progress progress = {.imports = 0};
    enum mt_rc rc = mt_rejects_each(store, &retry->wanted, list_import, &imports, err);
    mt_ids_make_unique(&imports);
    for (size_t i = 0; i < imports.count && rc == MT_OK; i++)
        rc = retry_kept(store, retry, imports.ids[i], &progress, err);
    if (rc == MT_OK && imports.count == 0)
        puts("there is nothing to read again");
    mt_ids_release(&imports);
    return rc == MT_OK ? conclude(&progress, err) : rc;
}

/* ---- from a file ---- */

/* What the database knows of each record of the file: its import; 0 when there is no such reject; -1 when it was read
 * since the file was written. */
struct search {
    const struct mt_rejected_list *list;
    int64_t *imports;
    size_t at; /* both are in the order of numbers */
};

static enum mt_rc
find_import(void *context, const struct mt_kept_reject *reject, struct mt_err *err)
{
    struct search *search = context;
    const struct mt_rejected_list *list = search->list;
    (void)err;
    while (search->at < list->count && list->items[search->at].number < reject->number)
        search->at++;
    if (search->at < list->count && list->items[search->at].number == reject->number)
        search->imports[search->at] = reject->settled_by.at ? -1 : reject->import;
    return MT_OK;
}

static void
name_strangers(const struct mt_rejected_list *list, const int64_t *imports, struct progress *progress)
{
    for (size_t i = 0; i < list->count; i++) {
        if (imports[i] > 0)
            continue;
        progress->totals.still += imports[i] == 0;
        printf("line %" PRIu64 ": reject %" PRId64 " %s\n", list->items[i].line, list->items[i].number,
               imports[i] ? "has been read already" : "is not in this database");
    }
}

/* The records of one import, taken out of the whole. */
static enum mt_rc
retry_some(struct mt_store *store, const struct mt_retry *retry, const struct mt_rejected_list *all, int64_t *imports,
           int64_t import, struct progress *progress, struct mt_err *err)
{
    struct mt_rejected_list list = {.form = all->form, .header = all->header};
    enum mt_rc rc = MT_OK;
    for (size_t i = 0; i < all->count && rc == MT_OK; i++) {
        if (imports[i] != import)
            continue;
        imports[i] = 0;
        rc = mt_rejected_add(&list, &all->items[i], false, err);
    }
    if (rc == MT_OK)
        rc = mt_retry_import(store, retry, import, &list, &progress->totals, err);
    rc = count_result(progress, rc, list.count, err);
    mt_rejected_release(&list);
    return rc;
}

static enum mt_rc
retry_list(struct mt_store *store, const struct mt_retry *retry, const struct mt_rejected_list *list,
           struct mt_err *err)
{
    struct progress progress = {.imports = 0};
    int64_t *imports = calloc(list->count + 1, sizeof *imports);
    if (!imports)
        return mt_err_memory(err);
    struct search search = {list, imports, 0};
    const struct mt_rejects_wanted wanted = {.settled_too = true};
    enum mt_rc rc = mt_rejects_each(store, &wanted, find_import, &search, err);
    if (rc == MT_OK)
        name_strangers(list, imports, &progress);
    for (size_t i = 0; i < list->count && rc == MT_OK; i++)
        if (imports[i] > 0)
            rc = retry_some(store, retry, list, imports, imports[i], &progress, err);
    free(imports);
    return rc == MT_OK ? conclude(&progress, err) : rc;
}

static enum mt_rc
retry_file(struct mt_store *store, const struct mt_retry *retry, const char *path, struct mt_err *err)
{
    struct mt_source *source = NULL;
    struct mt_rejected_list list = {.items = NULL};
    enum mt_rc rc = mt_source_open_until(&source, path, retry->encoding, mt_interrupted, err);
    if (rc == MT_OK)
        rc = mt_rejected_read(&list, source, retry->reading.delimiter, err);
    if (rc != MT_OK)
        mt_err_where(err, rc, "'%.300s'", path);
    if (rc == MT_OK)
        rc = retry_list(store, retry, &list, err);
    mt_rejected_release(&list);
    mt_source_close(source);
    return rc;
}

enum mt_rc
mt_retry_run(struct mt_store *store, const struct mt_retry *retry, const char *path, struct mt_err *err)
{
    return path ? retry_file(store, retry, path, err) : retry_all(store, retry, err);
}
