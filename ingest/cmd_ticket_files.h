#ifndef MT_INGEST_CMD_TICKET_FILES_H
#define MT_INGEST_CMD_TICKET_FILES_H

/* The files that a ticket is given: non-delivery reports, which are imported, headers of delivered mail and DNS
 * records, which are looked at, and all of which go along. Part of the program, which knows all sides. */

#include "cmd.h"
#include "reports/ticket.h"

enum { MT_TICKET_FILES = 100, MT_TICKET_CHECKS = 200 };

struct mt_ticket_files {
    struct mt_arena arena;    /* holds everything below */
    struct mt_text checksums; /* of the reports, a JSON list */

    /* The case that the first report tells of. */
    bool has_case;
    struct mt_text sender, recipient;
    int64_t received_us, made_us;

    struct mt_ticket_attachment attachments[MT_TICKET_FILES];
    size_t attachment_count;
    struct mt_ticket_checked checked[MT_TICKET_CHECKS];
    size_t checked_count;
    enum mt_auth_known auth;
    struct mt_text egress;
};

/* Reads what the options "ndr", "headers" and "records" name; reports are imported into the store. */
enum mt_rc mt_ticket_files_read(const struct mt_arguments *arguments, struct mt_store *store,
                                struct mt_ticket_files *files, struct mt_err *err);
void mt_ticket_files_release(struct mt_ticket_files *files);

#endif
