#ifndef MT_INGEST_MIME_H
#define MT_INGEST_MIME_H

/* Mails as a list of texts: their headers, and every part that people or programs can read, in UTF-8 with LF.
 *
 * GMime takes them apart (multiparts, transfer encodings, charsets); this is the only place that knows its types.
 * Attachments of other kinds are left out. A mail inside of a mail gives a part of type "message/rfc822" that holds its
 * header block, and then its own parts, one level deeper. Mails are hostile: size, number and nesting of parts are
 * limited, and what lies beyond the limits is left out and said (`is_cut`). */

#include "store/base/arena.h"
#include "store/base/err.h"

enum {
    MT_MIME_BYTES = 32 * 1024 * 1024, /* of a file with mails */
    MT_MIME_PARTS = 1000,             /* of one mail, those of mails inside of it included */
    MT_MIME_DEPTH = 24,
    MT_MIME_PART_BYTES = 1024 * 1024, /* of one part, decoded; the rest of it is left out */
};

struct mt_mime_part {
    struct mt_text type; /* lower case: "text/plain", "text/html", "message/delivery-status", "message/rfc822", … */
    struct mt_text text; /* well-formed UTF-8; HTML as the text that it shows */
    struct mt_text unread_charset; /* named by the mail and not known here: read as Windows-1252 */
    int depth;                     /* 0: of the mail itself */
    bool is_cut;
};

struct mt_mime {
    struct mt_text headers; /* the header block as it stands there, in well-formed UTF-8 */
    struct mt_mime_part *parts;
    size_t count;
    bool is_cut; /* parts beyond the limits were left out */
};

/* Before anything else here. May be called again. */
void mt_mime_begin(void);

/* Whether bytes begin like a mail or a mailbox: header lines of which some are those of mails. */
bool mt_mime_likely(struct mt_text bytes);

/* Walks the mails of a file, which is one mail or a mailbox (mbox). Lone carriage returns count as ends of lines. */
struct mt_mailbox;

enum mt_rc mt_mailbox_open(struct mt_mailbox **mailbox, struct mt_text bytes, struct mt_err *err);
void mt_mailbox_close(struct mt_mailbox *mailbox); /* accepts NULL */

/* The next mail, in the arena; *more is false behind the last. *line is where it begins in the file, from 1. */
enum mt_rc mt_mailbox_next(struct mt_mailbox *mailbox, struct mt_arena *arena, struct mt_mime *mime, uint64_t *line,
                           bool *more, struct mt_err *err);

#endif
