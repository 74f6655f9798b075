#ifndef MT_INGEST_HEADER_FACTS_H
#define MT_INGEST_HEADER_FACTS_H

/* What the headers of a mail say: who, which ids, how it was authenticated and by whom that was seen, which way it
 * went, what Microsoft's filters thought of it. Only the topmost result of a receiver is its own word; results further
 * down can be anybody's. Pure; texts point into the headers or the arena. */

#include "ingest/auth_results.h"
#include "ingest/hops.h"
#include "ingest/signature.h"

/* Where results stand. */
enum mt_auth_source { MT_AUTH_RESULTS, MT_AUTH_ARC, MT_AUTH_ORIGINAL, MT_AUTH_RECEIVED_SPF };

struct mt_auth_seen {
    enum mt_auth_source source;
    bool is_own; /* the receiver's own word */
    struct mt_auth_results results;
};

enum { MT_AUTH_SEEN = 24, MT_ANTISPAM = 24 };

struct mt_antispam {
    struct mt_text name, value; /* "SCL", "1" */
};

/* What all of it together says of the sender's authentication. */
enum mt_auth_says {
    MT_AUTH_SAYS_NOTHING, /* no results, or only the service's note on mail that it had not sent yet */
    MT_AUTH_SAYS_PASS,    /* a receiver saw SPF or DKIM pass for the domain of From, or DMARC */
    MT_AUTH_SAYS_FAIL,
};

struct mt_header_facts {
    struct mt_text from, from_domain, subject, message_id, date;
    struct mt_text trace_id, tenant_id, originator_org, auth_as, connecting_ip;
    struct mt_signatures signatures;
    struct mt_auth_seen *seen;
    size_t seen_count;
    struct mt_text arc_chain; /* "cv=pass" of the newest seal: "pass"; unknown: there is no chain */
    int arc_instances;
    struct mt_hops hops;
    struct mt_antispam antispam[MT_ANTISPAM];
    size_t antispam_count;
    enum mt_auth_says says;
};

/* False when memory ran out. */
bool mt_header_facts_read(const struct mt_header_fields *fields, struct mt_arena *arena, struct mt_header_facts *facts);

/* Whether a text is a header block by itself: most of its lines are fields, and some of them those of mails. */
bool mt_headers_likely(const struct mt_header_fields *fields);

#endif
