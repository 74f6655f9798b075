#ifndef MT_INGEST_REASON_H
#define MT_INGEST_REASON_H

/* The texts in which Exchange Online says why a message was put off or refused, into struct mt_reason.
 *
 * The same transport texts stand in trace details ("Reason: [{LED=…};{MSG=…};{FQDN=…};{IP=…};{LRT=…}]. Outbound…"), in
 * the recipient status and source context of tracking logs, and in NDRs ("… - Server at HOST (IP) returned 'TEXT'").
 * Servers wrap what they were told: "550 5.4.300 Message expired -> 451 4.4.400 … -> 421 4.4.2 Connection dropped due
 * to SocketError", "[Message=451 5.7.3 STARTTLS is required]", 'responded with: "451 4.7.3 …"', "(Socket error code
 * 10061)". What counts is the innermost reply. The service cuts long texts, braces nest, brackets are not balanced:
 * nothing here relies on matching them. What a reason means (its class) is the business of store/codes.h.
 *
 * Source: public transport texts; the grammar was worked out from them, Microsoft does not document it. */

#include "store/base/arena.h"
#include "store/row.h"

/* True when the text holds anything to read: a reply, a code, a blob, or one of the service's own words for a cause
 * ("Hop count exceeded"). False for plain texts ("Message transferred.") and for a blob with nothing in it.
 * The reason's texts point into `text` or the arena. Whatever is in the text, this ends, in linear time and memory. */
bool mt_reason_read(struct mt_text text, struct mt_arena *arena, struct mt_reason *reason);

#endif
