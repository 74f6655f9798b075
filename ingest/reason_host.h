#ifndef MT_INGEST_REASON_HOST_H
#define MT_INGEST_REASON_HOST_H

/* Host names and addresses of reasons, told from masks ("xxx", "72.x.x.x.") and placeholders ("<internal_IP>"), which
 * people put in before they show a text to others: what is masked is not known, and nothing is made up in its place. */

#include "store/base/arena.h"

/* A name of at least two labels, in lower case in the arena. False for everything else, addresses included. */
bool mt_host_read(struct mt_text text, struct mt_arena *arena, struct mt_text *host);

/* An IPv4 or IPv6 address in its usual short form, in the arena; square brackets and a port behind it go. False for
 * everything else, for Microsoft-internal addresses (25.*), and when memory ran out. */
bool mt_ip_read(struct mt_text text, struct mt_arena *arena, struct mt_text *ip);

bool mt_host_looks_right(struct mt_text text);
bool mt_ip_looks_right(struct mt_text text); /* with or without a port; Microsoft's own too */

/* A transport server of Exchange Online ("DM6NAM12FT012.eop-nam12.prod.protection.outlook.com"), which is our side of
 * a session. What a domain's MX names ("contoso-com.mail.protection.outlook.com") is somebody's remote host. */
bool mt_host_is_service(struct mt_text text);

#endif
