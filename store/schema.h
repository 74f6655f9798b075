#ifndef MT_STORE_SCHEMA_H
#define MT_STORE_SCHEMA_H

/* The schema of a database and what is kept in step with the program: schema steps (sql/000N_*.sql, each in a
 * transaction of its own), and then, whenever this program differs from the one that wrote last, the labels, the
 * shipped providers, the places of all domains and the public views. */

#include "store/store.h"

/* SQLite's application_id: "MsgT". */
#define MT_SCHEMA_APPLICATION 0x4D736754

int mt_schema_newest(void); /* the number of the last step that is built in */

/* Writes nothing when everything is as it should be. */
enum mt_rc mt_schema_upgrade(struct mt_store *store, struct mt_err *err);

/* Writes all that follows the program anew, whatever is there, in one transaction. */
enum mt_rc mt_schema_renew(struct mt_store *store, struct mt_err *err);

#endif
