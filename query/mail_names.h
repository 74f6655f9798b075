#ifndef MT_QUERY_MAIL_NAMES_H
#define MT_QUERY_MAIL_NAMES_H

/* From numbers of the store to those of a cube, which follow the order of names: the order of imports leaves no trace.
 * Only mail_cube.c includes this. */

#include "query/mail_cube.h"

/* The cells' domains are ids of the store until then. Fills the names of domains, providers and regions. */
enum mt_rc mt_mail_name_domains(struct mt_mail_cube *cube, struct mt_store *store, struct mt_arena *arena,
                                struct mt_err *err);

/* The cells' forests are routes of the store until then. The forests of a tenant are few; those of mail from elsewhere
 * may be many, and only the largest are kept. */
enum mt_rc mt_mail_name_forests(struct mt_mail_cube *cube, struct mt_store *store, struct mt_arena *arena,
                                struct mt_err *err);

#endif
