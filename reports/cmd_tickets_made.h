#ifndef MT_REPORTS_CMD_TICKETS_MADE_H
#define MT_REPORTS_CMD_TICKETS_MADE_H

/* What 'msgtrace ticket' says of tickets that were made before: what a token stands for, which there are, and how the
 * trouble of one went on. Part of the program. */

#include "cmd.h"
#include "reports/messages.h"

struct mt_zone;

enum mt_rc mt_tickets_reveal(const struct mt_arguments *arguments, struct mt_err *err);
enum mt_rc mt_tickets_list(const struct mt_arguments *arguments, struct mt_err *err);
enum mt_rc mt_tickets_follow_up(const struct mt_arguments *arguments, const struct mt_reader *reader,
                                struct mt_zone *zone, struct mt_err *err);

#endif
