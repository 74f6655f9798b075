#ifndef MT_QUERY_CASE_MAIL_H
#define MT_QUERY_CASE_MAIL_H

/* Which mail a non-delivery report speaks for: that of its sender to the provider of its recipient (to the domain,
 * where the store knows no provider), from a day before the message was taken in to a day after the report. */

#include "query/filter.h"

struct mt_store;

/* `recipient` and `sender` are addresses, either may be unknown. Texts of the filter live in the arena. */
enum mt_rc mt_case_mail(struct mt_store *store, struct mt_text sender, struct mt_text recipient, int64_t received_us,
                        int64_t made_us, struct mt_arena *arena, struct mt_filter *filter, struct mt_err *err);

#endif
