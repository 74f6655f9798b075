#ifndef MT_REPORTS_REDACT_PLAINLY_H
#define MT_REPORTS_REDACT_PLAINLY_H

/* The shapes by which things that are to be hidden are found in text. Pure. */

#include "store/base/text.h"

/* How many bytes a sign for "@" takes at the start of the text: itself, "%40", "=40", "&#64;", "&#x40;", "&commat;",
 * "\u0040"; 0 when there is none. */
size_t mt_plainly_at_sign(struct mt_text text);

bool mt_plainly_is_local(char c);  /* may stand in the local part of an address */
bool mt_plainly_is_domain(char c); /* in a domain */

/* Senders that are no people. */
bool mt_plainly_is_system(struct mt_text local);

/* A machine that only its own network knows: one label, or a suffix that the public DNS does not have. */
bool mt_plainly_is_internal_host(struct mt_text host);

/* A private, shared, loopback or link-local address of IPv4 or IPv6, without brackets and port. */
bool mt_plainly_is_internal_ip(struct mt_text ip);

/* The bytes of a file without what formats put in: entities, escapes and backslashes, in lower case. `room` holds as
 * many bytes as the text has; returns how many were written. */
size_t mt_plainly_plain(struct mt_text bytes, char *room);

#endif
