#ifndef MT_INGEST_REASON_CHAIN_H
#define MT_INGEST_REASON_CHAIN_H

/* The layers of a reply that quotes a reply that quotes a reply, from the outermost to the innermost.
 *
 * A layer starts behind " -> ", "[Message=", 'responded with: "', "on Frontend with '", "returned '", "QUEUE.Expired;"
 * and a "(" that stands at the very end of a word. Layers are met from left to right and only the first, the innermost
 * and what was said behind the innermost are kept, so depth costs nothing and brackets need not match. A layer without
 * codes ("SocketConnectionRefused: Socket error code 10061") belongs to the nearest codes outside of it.
 *
 * An NDR's lines "DATE - Server at HOST (IP) returned 'TEXT'" are read alike: the newest comes first, the service's own
 * giving up, and the last real try behind it counts as what is inside. */

#include "ingest/reason_reply.h"

enum { MT_CHAIN_PIECES = 4, MT_CHAIN_CLOSERS = 8 };

struct mt_endpoint {
    struct mt_text host, ip; /* as written: masks and internal ones too */
};

struct mt_chain {
    bool has_code; /* there was a layer with codes */
    struct mt_reply first, inner;

    /* What the innermost reply said, and the layers without codes inside of it. */
    struct mt_text pieces[MT_CHAIN_PIECES];
    size_t piece_count;

    bool expired, is_cut;
    struct mt_endpoint last_attempted; /* of the details in square brackets */
    struct mt_endpoint server_at;      /* "Server at HOST (IP) returned", the first that is not ours */
    struct mt_text last_endpoint;      /* "The last endpoint attempted was IP:25" */
    struct mt_text stamp;              /* the server in "[HOST time id]" */
    struct mt_text service_at;         /* "Server at HOST returned", of ours */

    char closers[MT_CHAIN_CLOSERS]; /* what has to come for the open layers to end */
    size_t closer_count;
};

/* Reads the layers of a text; called again, the text counts as said inside of what was read before. */
void mt_chain_read(struct mt_chain *chain, struct mt_text text);

#endif
