#ifndef MT_INGEST_CMD_TICKET_RECORDS_H
#define MT_INGEST_CMD_TICKET_RECORDS_H

/* The DNS records that a ticket is given, checked as 'msgtrace check dns' checks them: points of its checklist. Part
 * of the program, which knows all sides. */

#include "ingest/cmd_ticket_files.h"
#include "reports/messages.h"

/* Looks at the attachments in the folder "dns" as records of `domain`; without one, or without records, nothing is
 * checked. */
enum mt_rc mt_ticket_records_check(struct mt_ticket_files *files, struct mt_text domain, const struct mt_reader *reader,
                                   struct mt_err *err);

#endif
