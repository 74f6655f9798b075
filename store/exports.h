#ifndef MT_STORE_EXPORTS_H
#define MT_STORE_EXPORTS_H

/* The list of imported files (table `export`). mt_loader_known is here too. */

#include "store/loader.h"
#include "store/store.h"

/* Inside the loader's transaction. */
enum mt_rc mt_export_write(struct mt_store *store, const struct mt_export *export, int64_t imported_us, int64_t *id,
                           struct mt_err *err);
enum mt_rc mt_export_count(struct mt_store *store, int64_t id, const struct mt_load_counts *counts, struct mt_err *err);

#endif
