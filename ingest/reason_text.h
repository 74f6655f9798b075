#ifndef MT_INGEST_REASON_TEXT_H
#define MT_INGEST_REASON_TEXT_H

/* The words of a reason, made the same for the same trouble: what names one message, one person, one server or one
 * moment becomes a mark.
 *
 *   <address>     mail addresses and message ids, which look alike
 *   <ip>          addresses, masked ones ("72.x.x.x") and those with a port or a net mask too
 *   <host>        host and domain names, and the subjects of certificates
 *   <url HOST>    links; their host stays, for it tells who is speaking ("www.spamhaus.org")
 *   <id>          GUIDs, thumbprints, session and queue ids
 *   <time>        dates and times
 *   <number>      six digits or more, and numbers in front of a unit ("300 seconds")
 *
 * Documented codes stay: [TSS04], AS(42000001), AS16012609, 10061, IB508, PRX5, S3140. So do Exchange's names,
 * RESOLVER.RST.AuthRequired. Runs of blanks become one, control characters and marks of direction go, malformed bytes
 * read as U+FFFD, and the codes that a reply of several lines repeats in each of them go. */

#include "ingest/reason_reply.h"
#include "store/base/arena.h"

enum { MT_REASON_TEXT_BYTES = 300 };

/* The pieces joined by "; ", in the arena; at most MT_REASON_TEXT_BYTES of them, cut in front of what does not fit.
 * Unknown when nothing is left. `codes` are those that stood in front of the first piece. */
struct mt_text mt_reason_text(const struct mt_text *pieces, size_t count, const struct mt_reply *codes,
                              struct mt_arena *arena);

#endif
