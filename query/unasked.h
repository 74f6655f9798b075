#ifndef MT_QUERY_UNASKED_H
#define MT_QUERY_UNASKED_H

/* Leaves out of a question what nobody asked for: "AND (:domain IS NULL OR ...)" where :domain is NULL. The answer is
 * the same, but people who read the SQL would have to look for the one condition among a dozen that counts. */

#include "query/statement.h"
#include "store/base/out.h"

/* Writes `sql` to `out` without those conditions; each of them stands on lines of its own. */
void mt_unasked_leave_out(struct mt_text sql, const struct mt_bindings *bindings, struct mt_out *out);

#endif
