#ifndef MT_INGEST_DNS_ASK_H
#define MT_INGEST_DNS_ASK_H

/* Questions to one DNS server, the one that the user named; no other is ever asked, and no file of this machine is
 * consulted. Each question has a time limit and two tries; a server that left two questions in a row without an answer
 * is not asked again, so that a wrong address costs seconds and not minutes. The only file that includes c-ares. */

#include "ingest/dns_answers.h"

struct mt_dns_ask;

enum { MT_DNS_ASK_MS = 1500, MT_DNS_ASK_TRIES = 2, MT_DNS_ASK_MOST = 200 };

/* `server` is "192.0.2.53", "192.0.2.53:5353", "2001:db8::53" or "[2001:db8::53]:5353"; a name is refused, for it would
 * have to be asked for first. `stop`, which may be NULL, ends a wait. */
enum mt_rc mt_dns_ask_open(struct mt_dns_ask **ask, const char *server, bool (*stop)(void), struct mt_err *err);
void mt_dns_ask_close(struct mt_dns_ask *ask); /* accepts NULL */

/* For struct mt_dns_answers: `asker` is the struct mt_dns_ask. A server that does not answer is an answer that failed,
 * not an error. */
mt_dns_asker mt_dns_ask_one;

/* Reads a reply as it came over the wire to that question. Unreadable bytes give a failed answer. */
enum mt_rc mt_dns_reply_read(struct mt_text bytes, struct mt_text name, enum mt_dns_type type,
                             struct mt_dns_answers *answers, struct mt_err *err);

#endif
